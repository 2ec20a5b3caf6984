// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/dues.h"
#include "cli/say.h"

#include <stdio.h>

#define INDENT 17 // below what is due

enum { DUE_ALL, DUE_WHY };

// ---- people

static void show_why(const struct mg_due *due)
{
	mg_put_blanks(stdout, INDENT);
	printf("%s", due->article);
	fputs(_(": "), stdout);
	mg_put_text(stdout, due->formula, 0);
	putchar('\n');
	for (size_t i = 0; i < due->n_records; i++) {
		char printed[MG_MAX_PATH_BYTES + 1];

		mg_path_print(due->records[i], printed);
		mg_put_blanks(stdout, INDENT);
		mg_put_text(stdout, printed, 0);
		putchar('\n');
	}
}

static const char *heading(enum mg_due_state state)
{
	return state == MG_DUE_LATE ? _("Late:\n") : state == MG_DUE_COMING ? _("Coming:\n") : _("Done:\n");
}

static void show(const struct mg_dues *dues, const struct mg_to_signs *to_sign, bool all, bool why)
{
	const struct mg_date today = mg_cli_today();
	size_t told = 0;

	mg_to_signs_put(to_sign, false);
	for (size_t i = 0; i < dues->n; i++) {
		const struct mg_due *due = &dues->items[i];

		if (due->state == MG_DUE_DONE && !all)
			continue;
		if (!told || dues->items[i - 1].state != due->state)
			printf("%s%s", told || to_sign->n ? "\n" : "", heading(due->state));
		mg_dues_put(due, today);
		if (why)
			show_why(due);
		told++;
	}
	if (!told && !to_sign->n)
		puts(_("Nothing is due."));
}

// ---- programs

static void show_json(const struct mg_dues *dues, bool all)
{
	const struct mg_date today = mg_cli_today();
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '[');
	for (size_t i = 0; i < dues->n; i++)
		if (all || dues->items[i].state != MG_DUE_DONE)
			mg_dues_json(&json, &dues->items[i], today);
	mg_json_close(&json, '[');
	mg_json_end(&json);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const bool all = args->values[DUE_ALL] != NULL;
	struct mg_to_signs to_sign = {0};
	struct mg_dues dues;
	int rc = mg_dues_read(cli, &dues, &to_sign, err);

	if (rc == 0 && cli->json)
		show_json(&dues, all);
	else if (rc == 0)
		show(&dues, &to_sign, all, args->values[DUE_WHY] != NULL);
	mg_dues_clear(&dues);
	return rc;
}

static const struct mg_option options[] = {
	[DUE_ALL] = {0, "all", NULL, N_("what is done too")},
	[DUE_WHY] = {0, "why", NULL, N_("with the article, how the date is computed, and from which records")},
	{0},
};

const struct mg_command mg_cmd_due = {
	.name = "due",
	.purpose = N_("tells what must be done by when"),
	.synopsis = N_("[--why] [--all]"),
	.details = N_(
		"What is late, then what comes: the convention's term and renewal, reviews, bilans, meetings, "
		"letters.\n"
		"Computed from what is recorded, for today in Paris; nothing of it is stored. `maillage export ics`\n"
		"makes a calendar of it. First, if any: the texts that all parties sign and you have not signed yet."),
	.example = "maillage due --why",
	.options = options,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run,
};
