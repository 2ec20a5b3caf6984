// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/conflicts.h"
#include "cli/label.h"
#include "cli/read.h"
#include "cli/record.h"
#include "cli/referring.h"
#include "cli/returns.h"
#include "cli/say.h"
#include "cli/typed.h"

// A record, and what stands beside it.
struct shown {
	struct mg_path path;
	struct mg_doc doc;
	struct mg_signature_state *signatures;
	size_t n_signatures;
	struct mg_return *returns; // of a bilan: what the DD asks to correct
	size_t n_returns;
	struct mg_open_conflicts conflicts; // of the whole CA
	struct mg_referring *referring;
	size_t n_referring;
};

static int read_shown(struct mg_cli *cli, const char *typed, struct shown *shown, struct mg_error *err)
{
	int rc = mg_typed_record(cli, typed, &shown->path, err);

	if (rc == 0)
		rc = mg_read_doc(cli, shown->path.text, &shown->doc, err);
	if (rc == 0 && shown->path.type && shown->path.type->opener)
		rc = mg_copy_signatures(cli->copy, shown->path.text, &cli->arena, &shown->signatures,
					&shown->n_signatures, err);
	if (rc == 0 && shown->path.type && strcmp(shown->path.type->name, "bilan_trimestriel") == 0)
		rc = mg_returns_read(cli, shown->path.parts.acteur, shown->path.text, &shown->returns,
				     &shown->n_returns, err);
	if (rc == 0)
		rc = mg_conflicts_read(cli, &shown->conflicts, err);
	return rc == 0 ? mg_referring_to(cli, shown->path.text, &shown->referring, &shown->n_referring, err) : rc;
}

static bool is_about(const struct shown *shown, size_t i)
{
	return strcmp(shown->conflicts.items[i].path, shown->path.text) == 0;
}

// ---- people

static void show_node(const struct mg_schema *schema, const struct mg_node *node, unsigned indent);

// What a person reads beside a code or a value: the commune's name, the word for it.
static void put_name(const struct mg_schema *schema, const struct mg_node *node)
{
	struct mg_slice name = schema ? mg_label_code(schema, node->text) : (struct mg_slice){0};

	if (!name.len)
		name = mg_record_label(schema, node->text, mg_label_is_french());
	if (!name.len || mg_slice_equal(name, node->text))
		return;
	fputs(" (", stdout);
	mg_put_line(stdout, name, 0);
	putchar(')');
}

static void show_map(const struct mg_schema *schema, const struct mg_node *map, unsigned indent)
{
	for (size_t i = 0; i < map->as.map.n; i++) {
		const struct mg_pair *pair = &map->as.map.pairs[i];
		const struct mg_schema *property = schema ? mg_schema_property(schema, pair->key) : NULL;
		struct mg_slice label = mg_label_field(property, "title");

		mg_put_blanks(stdout, i ? indent : 0);
		mg_put_line(stdout, label.len ? label : pair->key, 0);
		putchar(':');
		show_node(property, pair->value, indent + 2);
	}
}

static void show_list(const struct mg_schema *schema, const struct mg_node *list, unsigned indent)
{
	for (size_t i = 0; i < list->as.list.n; i++) {
		const struct mg_node *item = list->as.list.items[i];
		const struct mg_schema *shape = schema ? mg_schema_item(schema, i) : NULL;

		putchar('\n');
		mg_put_blanks(stdout, indent);
		fputs("- ", stdout);
		if (item->type == MG_MAP) {
			show_map(shape, item, indent + 2);
			continue;
		}
		mg_put_value(stdout, item, 0);
		put_name(shape, item);
	}
	if (!list->as.list.n || list->as.list.items[list->as.list.n - 1]->type != MG_MAP)
		putchar('\n');
}

// What follows a label, to the end of its last line.
static void show_node(const struct mg_schema *schema, const struct mg_node *node, unsigned indent)
{
	if (node->type == MG_LIST) {
		show_list(schema, node, indent);
	} else if (node->type == MG_MAP) {
		putchar('\n');
		mg_put_blanks(stdout, indent);
		show_map(schema, node, indent);
	} else if (memchr(node->text.data ? node->text.data : "", '\n', node->text.len)) {
		putchar('\n');
		mg_put_blanks(stdout, indent);
		mg_put_lines(stdout, node->text, indent);
		putchar('\n');
	} else {
		fputs(node->text.len ? " " : "", stdout);
		mg_put_line(stdout, node->text, 0);
		put_name(schema, node);
		putchar('\n');
	}
}

static void show_signatures(const struct shown *shown)
{
	for (size_t i = 0; i < shown->n_signatures; i++) {
		const struct mg_signature_state *signature = &shown->signatures[i];

		if (signature->valid)
			printf(_("Signed by %s (key %s)\n"), signature->actor, signature->key);
		else
			printf(_("The signature of %s is not valid: %s\n"), signature->actor,
			       signature->problem ? signature->problem : "");
	}
}

static void show_conflicts(struct mg_cli *cli, const struct shown *shown)
{
	for (size_t i = 0; i < shown->conflicts.n; i++) {
		const struct mg_open_conflict *open = &shown->conflicts.items[i];

		if (!is_about(shown, i))
			continue;
		printf(_("Conflict %s about %s:\n"), open->conflict->id,
		       *open->conflict->at ? open->conflict->at : "–");
		mg_conflict_show_values(cli, stdout, open, false);
	}
}

static void show_referring(const struct shown *shown)
{
	if (shown->n_referring)
		puts(_("Named by:"));
	for (size_t i = 0; i < shown->n_referring; i++) {
		char printed[MG_MAX_PATH_BYTES + 1];

		mg_path_print(shown->referring[i].path, printed);
		printf("  %s  ", printed);
		mg_put_text(stdout, shown->referring[i].field, 0);
		putchar('\n');
	}
}

static void show(struct mg_cli *cli, const struct shown *shown)
{
	const struct mg_type *type = shown->path.type;
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(shown->path.text, printed);
	printf("%s%s%s\n", printed, type ? " · " : "", type ? mg_label_type(type) : "");
	if (shown->doc.root->type == MG_MAP) {
		mg_put_blanks(stdout, 2);
		show_map(type ? type->shape : NULL, shown->doc.root, 2);
	}
	show_signatures(shown);
	for (size_t i = 0; i < shown->n_returns; i++) {
		printf(_("Returned on %s: "), shown->returns[i].date);
		mg_put_text(stdout, shown->returns[i].reason, 0);
		putchar('\n');
	}
	show_conflicts(cli, shown);
	show_referring(shown);
}

// ---- programs

static void signatures_json(struct mg_json *json, const struct shown *shown)
{
	mg_json_open(json, '[');
	for (size_t i = 0; i < shown->n_signatures; i++) {
		mg_json_open(json, '{');
		mg_json_pair(json, "actor", shown->signatures[i].actor);
		mg_json_pair(json, "key", shown->signatures[i].key);
		mg_json_key(json, "valid");
		mg_json_bool(json, shown->signatures[i].valid);
		mg_json_pair(json, "problem", shown->signatures[i].valid ? NULL : shown->signatures[i].problem);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void referring_json(struct mg_json *json, const struct shown *shown)
{
	mg_json_open(json, '[');
	for (size_t i = 0; i < shown->n_referring; i++) {
		mg_json_open(json, '{');
		mg_json_pair_record(json, "record", shown->referring[i].path);
		mg_json_pair(json, "field", shown->referring[i].field);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void show_json(struct mg_cli *cli, const struct shown *shown)
{
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '{');
	mg_json_pair_record(&json, "record", shown->path.text);
	mg_json_pair(&json, "type", shown->path.type ? shown->path.type->name : NULL);
	mg_json_key(&json, "value");
	mg_json_node(&json, shown->doc.root);
	mg_json_key(&json, "signatures");
	signatures_json(&json, shown);
	mg_json_key(&json, "returned");
	mg_returns_json(&json, shown->returns, shown->n_returns);
	mg_json_key(&json, "conflicts");
	mg_json_open(&json, '[');
	for (size_t i = 0; i < shown->conflicts.n; i++)
		if (is_about(shown, i))
			mg_conflict_json(cli, &json, &shown->conflicts.items[i]);
	mg_json_close(&json, '[');
	mg_json_key(&json, "named_by");
	referring_json(&json, shown);
	mg_json_close(&json, '{');
	mg_json_end(&json);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct shown shown = {0};
	int rc;

	mg_doc_init(&shown.doc);
	rc = read_shown(cli, args->words[0], &shown, err);
	if (rc == 0 && cli->json)
		show_json(cli, &shown);
	else if (rc == 0)
		show(cli, &shown);
	mg_doc_clear(&shown.doc);
	return rc;
}

const struct mg_command mg_cmd_show = {
	.name = "show",
	.purpose = N_("shows a record to a person: labels, signatures, conflicts, what names it"),
	.synopsis = N_("RECORD"),
	.example = "maillage show bilans/2018-T1/asso-exemple",
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run,
};
