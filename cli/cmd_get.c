// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/label.h"
#include "cli/read.h"
#include "cli/say.h"
#include "cli/typed.h"

#include <unistd.h>

// A string is printed as it is: what a script gets back is what somebody set.
static void print_value(const struct mg_node *value, bool as_json)
{
	struct mg_json json = {.out = stdout};
	struct mg_buf text = {0};

	if (as_json) {
		mg_json_node(&json, value);
		mg_json_end(&json);
		return;
	}
	if (value->type == MG_LIST || value->type == MG_MAP) {
		mg_yaml_write(value, &text);
	} else {
		mg_buf_put_slice(&text, value->text);
		mg_buf_putc(&text, '\n');
	}
	fwrite(mg_buf_text(&text), 1, text.len, stdout);
	mg_buf_clear(&text);
}

// Nothing there is an answer, by the exit code; a field that the type has not is a mistake.
static int absent(struct mg_cli *cli, const struct mg_path *path, const char *field, struct mg_error *err)
{
	const char *place;
	int rc = path->kind == MG_PATH_RECORD ? mg_typed_place(cli, path->type, field, &place, err) : 0;

	return rc < 0 ? rc : MG_EXIT_FAILED;
}

// On a terminal, a commune's name beside its code; a program gets what is recorded and nothing more.
static void tell_name(const struct mg_cli *cli, const struct mg_path *path, const char *field,
		      const struct mg_node *value)
{
	const struct mg_schema *shape = NULL;
	struct mg_slice name;

	if (!isatty(STDOUT_FILENO) || path->kind != MG_PATH_RECORD || !value->text.len ||
	    mg_record_field_shape(path->type, field, &shape, NULL) < 0 || !shape)
		return;
	name = mg_label_code(shape, value->text);
	if (name.len)
		mg_say(cli, "(%.*s)", (int)name.len, name.data);
}

static int get_field(struct mg_cli *cli, const struct mg_path *path, const struct mg_doc *doc, const char *field,
		     struct mg_error *err)
{
	const struct mg_node *value;
	struct mg_place place;

	if (mg_place_parse(field, &cli->arena, &place, err) < 0)
		return err->code = MG_EUSAGE;
	value = mg_place_find(doc->root, &place);
	if (!value)
		return absent(cli, path, field, err);
	print_value(value, cli->json);
	tell_name(cli, path, field, value);
	return 0;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_path path;
	struct mg_doc doc;
	int rc = mg_typed_record(cli, args->words[0], &path, err);

	if (rc < 0)
		return rc;
	mg_doc_init(&doc);
	rc = mg_read_doc(cli, path.text, &doc, err);
	if (rc == 0 && args->n > 1)
		rc = get_field(cli, &path, &doc, args->words[1], err);
	else if (rc == 0 && cli->json)
		print_value(doc.root, true);
	else if (rc == 0)
		fwrite(doc.text.data, 1, doc.text.len, stdout);
	mg_doc_clear(&doc);
	return rc;
}

const struct mg_command mg_cmd_get = {
	.name = "get",
	.purpose = N_("prints a field of a record, or the whole record"),
	.synopsis = N_("RECORD [FIELD]"),
	.details = N_("A single value is printed bare, anything else as YAML; without FIELD the file as it stands.\n"
		      "Prints nothing and ends with 1 when the field is absent."),
	.example = "maillage get actions/maraudes-7k2m calendrier_previsionnel.debut",
	.min_words = 1,
	.max_words = 2,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run,
};
