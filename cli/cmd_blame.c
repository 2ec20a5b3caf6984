// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/history.h"
#include "cli/json.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/when.h"

#define PLACE_COLUMNS 34
#define VALUE_COLUMNS 32

static void put_padded(size_t used, size_t width)
{
	mg_put_blanks(stdout, used < width ? width - used : 1);
}

static void show(struct mg_cli *cli, struct mg_histories *histories, const struct mg_blame *line)
{
	const char *holder = mg_history_holder(cli, histories, line->key);
	char when[MG_WHEN_BYTES];

	put_padded(mg_put_text(stdout, *line->place ? line->place : "–", PLACE_COLUMNS - 1), PLACE_COLUMNS);
	put_padded(mg_put_value(stdout, line->value, VALUE_COLUMNS - 1), VALUE_COLUMNS);
	printf("%s %c %s", mg_when_format(line->stamp_ms, when), line->concurrent ? '*' : ' ', line->actor);
	if (*holder) {
		fputs(" (", stdout);
		mg_put_text(stdout, holder, 40);
		putchar(')');
	}
	if (line->reason && *line->reason) {
		fputs(" « ", stdout);
		mg_put_text(stdout, line->reason, 60);
		fputs(" »", stdout);
	}
	putchar('\n');
}

static void blame_json(struct mg_cli *cli, struct mg_json *json, struct mg_histories *histories, const char *path,
		       const struct mg_blame *line)
{
	mg_json_open(json, '{');
	mg_json_pair(json, "field", line->place);
	mg_json_key(json, "value");
	mg_json_node(json, line->value);
	mg_json_key(json, "commit");
	mg_json_id(json, &line->commit);
	mg_json_pair_record(json, "record", path);
	mg_json_key(json, "old");
	mg_json_canon(json, line->old);
	mg_json_key(json, "new");
	mg_json_node(json, line->value);
	mg_json_pair(json, "actor", line->actor);
	mg_json_pair(json, "key", line->key);
	mg_json_pair(json, "name", mg_history_holder(cli, histories, line->key));
	mg_json_key(json, "time");
	mg_json_time(json, line->stamp_ms);
	mg_json_pair(json, "reason", line->reason ? line->reason : "");
	mg_json_key(json, "concurrent");
	mg_json_bool(json, line->concurrent);
	mg_json_close(json, '{');
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	struct mg_histories histories = {0};
	struct mg_blame *lines;
	struct mg_path path;
	size_t n;
	int rc = mg_typed_file(cli, args->words[0], &path, err);

	if (rc == 0 && path.kind != MG_PATH_RECORD)
		rc = mg_fail(err, MG_EUSAGE, _("%s is no record"), args->words[0]);
	if (rc == 0)
		rc = mg_copy_blame(cli->copy, path.text, &cli->arena, &lines, &n, err);
	if (rc < 0)
		return rc;
	if (cli->json)
		mg_json_open(&json, '[');
	for (size_t i = 0; i < n; i++) {
		if (cli->json)
			blame_json(cli, &json, &histories, path.text, &lines[i]);
		else
			show(cli, &histories, &lines[i]);
	}
	if (cli->json) {
		mg_json_close(&json, '[');
		mg_json_end(&json);
	}
	return 0;
}

const struct mg_command mg_cmd_blame = {
	.name = "blame",
	.purpose = N_("tells who set each field of a record, and when"),
	.synopsis = N_("RECORD"),
	.details = N_(
		"A line a field: the value recorded, when it was set, by whom, and why. A * marks a field that others\n"
		"wrote to at the same time, without seeing it."),
	.example = "maillage blame actions/maraudes-7k2m",
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run,
};
