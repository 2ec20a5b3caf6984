// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/json_pairs.h"
#include "cli/read.h"

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	struct mg_buf text = {0};
	struct mg_doc doc;
	int rc = mg_read_file(args->words[0], &text, err);

	(void)cli;
	mg_doc_init(&doc);
	mg_json_join_pairs(&text);
	if (rc == 0)
		rc = mg_read_text(args->words[0], mg_buf_slice(&text), &doc, err);
	if (rc == 0) {
		mg_json_node(&json, doc.root);
		mg_json_end(&json);
	}
	mg_buf_clear(&text);
	mg_doc_clear(&doc);
	return rc;
}

const struct mg_command mg_cmd_yaml = {
	.name = "yaml",
	.purpose = N_("prints a YAML file of the records' subset as JSON"),
	.synopsis = N_("FILE"),
	.details = N_(
		"FILE is any file, - is the standard input. Numbers keep the digits they are written with. What the\n"
		"subset refuses is told with its line, and the exit code is 1."),
	.example = "maillage yaml actions/maraudes-7k2m.yaml | jq .intitule",
	.min_words = 1,
	.max_words = 1,
	.flags = MG_HAS_JSON,
	.run = run,
};
