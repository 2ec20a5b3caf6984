// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/conflicts.h"
#include "cli/options.h"
#include "cli/record.h"
#include "cli/say.h"
#include "schema/record/record.h"

// ---- conflicts

// Its number, from 1.
static size_t signed_value(const struct mg_conflict *conflict)
{
	size_t n = 1;

	while (n < conflict->n_entries && conflict->entries[n - 1].side != conflict->shown)
		n++;
	return n;
}

static void show(struct mg_cli *cli, const struct mg_open_conflict *open)
{
	char printed[MG_MAX_PATH_BYTES + 1];
	const char *field = open->conflict->at;

	mg_path_print(open->path, printed);
	printf("%s  %s  %s\n", open->conflict->id, printed, *field ? field : _("the whole record"));
	mg_conflict_show_values(cli, stdout, open, false);
	if (open->conflict->sealed) {
		printf(_("    to keep what is signed:  maillage resolve %.6s --take %zu\n\n"), open->conflict->id,
		       signed_value(open->conflict));
		return;
	}
	printf(_("    to choose:  maillage resolve %.6s --take N"), open->conflict->id);
	printf(_("    or another value:  maillage resolve %.6s --value V\n\n"), open->conflict->id);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	struct mg_open_conflicts open;

	(void)args;
	if (mg_conflicts_read(cli, &open, err) < 0)
		return err->code;
	if (cli->json) {
		mg_json_open(&json, '[');
		for (size_t i = 0; i < open.n; i++)
			mg_conflict_json(cli, &json, &open.items[i]);
		mg_json_close(&json, '[');
		mg_json_end(&json);
	}
	for (size_t i = 0; !cli->json && i < open.n; i++)
		show(cli, &open.items[i]);
	if (!open.n)
		mg_say(cli, _("no conflict"));
	return open.n ? MG_EXIT_CONFLICTS : 0;
}

const struct mg_command mg_cmd_conflicts = {
	.name = "conflicts",
	.purpose = N_("shows the fields to which several people gave a value"),
	.synopsis = "",
	.details =
		N_("For each: the values, who gave them and when, and how to choose. Nothing is lost meanwhile; the\n"
		   "latest value is shown in the record."),
	.example = "maillage conflicts",
	.flags = MG_NEEDS_COPY | MG_HAS_JSON | MG_CAN_CONFLICT,
	.run = run,
};

// ---- resolve

enum { RESOLVE_TAKE, RESOLVE_VALUE, RESOLVE_REASON };

// The conflict that a name or its beginning stands for; "conflits/ID.yaml" will do.
static int find(const struct mg_open_conflicts *open, const char *typed, const struct mg_open_conflict **found,
		struct mg_error *err)
{
	const char *slash = strrchr(typed, '/'), *name = slash ? slash + 1 : typed;
	size_t len = strcspn(name, "."), count = 0;

	for (size_t i = 0; i < open->n; i++) {
		if (!len || strncmp(open->items[i].conflict->id, name, len) != 0)
			continue;
		*found = &open->items[i];
		count++;
	}
	if (count == 1)
		return 0;
	if (count) {
		(void)mg_fail(err, MG_EUSAGE, _("%zu conflicts begin with \"%s\""), count, name);
		return mg_error_hint(err, _("type more of its name"));
	}
	(void)mg_fail(err, MG_ENOTFOUND, _("there is no open conflict \"%s\""), name);
	return mg_error_hint(err, _("`maillage conflicts` shows them; one that is settled is gone"));
}

static int check_choice(const struct mg_args *args, const struct mg_open_conflict *open, size_t *take,
			struct mg_error *err)
{
	const char *typed = args->values[RESOLVE_TAKE];

	*take = 0;
	if (!typed == !args->values[RESOLVE_VALUE]) {
		(void)mg_fail(err, MG_EUSAGE, _("say which value: --take N, or --value V, and not both"));
		return mg_error_hint(err, _("`maillage conflicts` shows the values and their numbers"));
	}
	if (!typed)
		return 0;
	if (mg_options_number("--take", typed, take, err) < 0)
		return MG_EUSAGE;
	if (*take <= open->conflict->n_entries)
		return 0;
	return mg_fail(err, MG_EUSAGE, _("that conflict has %zu values; there is no number %zu"),
		       open->conflict->n_entries, *take);
}

// The value typed, read as the field's type; NULL removes the field.
static int read_value(struct mg_cli *cli, const struct mg_open_conflict *open, const char *typed,
		      const struct mg_node **value, struct mg_error *err)
{
	struct mg_path path;
	struct mg_doc doc;
	int rc = mg_path_parse(cli->types, open->path, &path, err);

	*value = NULL;
	if (rc < 0)
		return rc;
	mg_doc_init(&doc);
	rc = mg_record_value(path.type, open->conflict->at, typed, &doc, value, err);
	if (rc == 0 && *value) {
		*value = mg_node_copy(&cli->arena, *value);
		rc = *value ? 0 : mg_cli_no_memory(err);
	}
	mg_doc_clear(&doc);
	return rc;
}

static int run_resolve(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_open_conflict *found = NULL;
	const struct mg_node *value = NULL;
	struct mg_open_conflicts open;
	struct mg_recorded recorded;
	size_t take;
	int rc = mg_conflicts_read(cli, &open, err);

	if (rc == 0)
		rc = find(&open, args->words[0], &found, err);
	if (rc == 0)
		rc = check_choice(args, found, &take, err);
	if (rc == 0 && args->values[RESOLVE_VALUE])
		rc = read_value(cli, found, args->values[RESOLVE_VALUE], &value, err);
	if (rc == 0)
		rc = mg_copy_resolve(cli->copy, found->conflict->id, take, value, args->values[RESOLVE_REASON],
				     &cli->arena, &recorded, err);
	if (rc == 0)
		mg_conflicts_tell_settled(cli, &open, &recorded);
	return rc;
}

static const struct mg_option resolve_options[] = {
	[RESOLVE_TAKE] = {0, "take", N_("N"), N_("keep the value of that number")},
	[RESOLVE_VALUE] = {0, "value", N_("V"), N_("another value, as for `set`; empty removes the field")},
	[RESOLVE_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_resolve = {
	.name = "resolve",
	.purpose = N_("settles a conflict with one of its values, or another"),
	.synopsis = N_("CONFLICT (--take N | --value V) [-m REASON]"),
	.details = N_(
		"CONFLICT is its id or the beginning of it. The choice is recorded at once; the other values stay in\n"
		"the history."),
	.example = "maillage resolve 4kq2xw --take 2 -m \"chiffre du copil\"",
	.options = resolve_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_resolve,
};
