// SPDX-License-Identifier: EUPL-1.2
//
// Each field that the guide obliges to fill in, taken out of its type's example: the record must then have the finding.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/record/record.h"

#include <stdio.h>

struct example {
	const struct mg_types *types;
	const struct mg_type *type;
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_doc doc;
	struct mg_arena arena;
	unsigned tried;
};

// tests/vectors/records/<type>.yaml; its first line is a comment with the record's path.
static void open_example(struct example *example, const struct mg_types *types, const char *name)
{
	struct mg_findings findings;
	struct mg_buf text = {0};
	char file[128];

	*example = (struct example){.types = types, .type = mg_types_find(types, name)};
	snprintf(file, sizeof file, "tests/vectors/records/%s.yaml", name);
	if (mg_file_read(file, MG_MAX_RECORD_BYTES, &text, NULL) < 0)
		fail_msg("%s cannot be read", file);
	snprintf(example->path, sizeof example->path, "%.*s", (int)strcspn(mg_buf_text(&text) + 2, "\n"),
		 mg_buf_text(&text) + 2);
	mg_findings_init(&findings);
	mg_doc_init(&example->doc);
	mg_arena_init(&example->arena, 0);
	if (mg_record_check(types, example->path, mg_buf_slice(&text), &example->doc, &findings) < 0 ||
	    mg_findings_count(&findings, MG_LEVEL_E))
		fail_msg("%s: %s %s", example->path, findings.items[0].field, findings.items[0].message);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
}

static void close_example(struct example *example)
{
	mg_doc_clear(&example->doc);
	mg_arena_clear(&example->arena);
}

// A group that lost its only field is what is missed.
static bool is_at_or_above(const char *place, const char *field)
{
	size_t len = strlen(place);

	return len && strncmp(place, field, len) == 0 && (!field[len] || field[len] == '.' || field[len] == '[');
}

// What the record says once a field is gone: either its shape is wrong for want of it, or it is left to fill in.
static bool is_missed(const struct mg_findings *findings, const char *field)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct mg_finding *finding = &findings->items[i];

		if (is_at_or_above(finding->field, field) &&
		    (strcmp(finding->code, "required") == 0 ||
		     (strcmp(finding->code, "missing") == 0 && finding->level == MG_LEVEL_E)))
			return true;
	}
	return false;
}

static void take_out(struct example *example, const char *field)
{
	struct mg_findings findings;
	struct mg_error err = {0};
	struct mg_buf text = {0};
	struct mg_place place;
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_place_parse(field, &example->arena, &place, &err) < 0 ||
	    mg_yaml_set(&example->doc, &place, NULL, &text, &err) < 0)
		fail_msg("%s %s: %s", example->path, field, err.message);
	(void)!mg_record_check(example->types, example->path, mg_buf_slice(&text), &doc, &findings);
	if (!is_missed(&findings, field))
		fail_msg("%s without %s has no finding", example->path, field);
	example->tried++;
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	mg_buf_clear(&text);
}

static void visit(struct example *example, const struct mg_schema *schema, const struct mg_node *node,
		  const char *place);

static void visit_map(struct example *example, const struct mg_schema *schema, const struct mg_node *map,
		      const char *place)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(schema, i, &key, &property); i++) {
		const struct mg_node *value = mg_node_get_slice(map, key);
		const char *here =
			mg_arena_printf(&example->arena, "%s%s%.*s", place, *place ? "." : "", (int)key.len, key.data);

		if (!value)
			continue;
		if (mg_schema_asked(property)->level == 'E' && !mg_schema_asked(property)->when)
			take_out(example, here);
		visit(example, property, value, here);
	}
}

static void visit(struct example *example, const struct mg_schema *schema, const struct mg_node *node,
		  const char *place)
{
	const struct mg_schema *item = node->type == MG_LIST ? mg_schema_item(schema, 0) : NULL;

	if (node->type == MG_MAP)
		visit_map(example, schema, node, place);
	if (!item || mg_list_kind(node) != MG_LIST_KEYED)
		return;
	for (size_t i = 0; i < node->as.list.n; i++) {
		const struct mg_node *each = node->as.list.items[i];
		struct mg_slice id = mg_node_string(mg_node_get(each, "id"));

		if (id.len)
			visit(example, item, each,
			      mg_arena_printf(&example->arena, "%s[%.*s]", place, (int)id.len, id.data));
	}
}

static void what_is_obliged_is_missed(void **state)
{
	struct mg_types *types;
	unsigned tried = 0;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	for (size_t i = 0; i < mg_types_count(types); i++) {
		struct example example;

		open_example(&example, types, mg_types_at(types, i)->name);
		visit(&example, example.type->shape, example.doc.root, "");
		tried += example.tried;
		close_example(&example);
	}
	print_message("# %u fields taken out\n", tried);
	assert_true(tried > 150);
	mg_types_close(types);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_obliged_is_missed)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
