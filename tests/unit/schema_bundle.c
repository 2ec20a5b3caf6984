// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/record/bundle.h"
#include "schema/jsonschema/jsonschema.h"

#define TYPE "title: T\nx-en: {title: T}\nx-chemin: t/<id>.yaml\n"

static struct mg_embedded schema(const char *name, const char *text)
{
	return (struct mg_embedded){name, (const unsigned char *)text, strlen(text)};
}

// The bundle of a type `t` with this rest of its schema, beside `commun` and `autre`.
static int bundle_of(const char *rest, struct mg_buf *canon, struct mg_error *err)
{
	struct mg_embedded items[] = {
		schema("autre", "x-commun: true\n$defs: {x: {$ref: \"commun#/$defs/date\"}}"),
		schema("commun", "$schema: \"https://json-schema.org/draft/2020-12/schema\"\nx-commun: true\n$defs: "
				 "{date: {type: string}, d: {$ref: \"#/$defs/date\"}, "
				 "a: {$anchor: ancre}}"),
		schema("t", rest),
	};
	const struct mg_node *bundle;
	struct mg_types *types;
	struct mg_arena arena;
	int rc;

	mg_arena_init(&arena, 0);
	rc = mg_types_open_from(&types, items, 3, err);
	if (rc == 0)
		rc = mg_type_bundle(types, mg_types_find(types, "t"), &arena, &bundle, err);
	if (rc == 0)
		mg_node_canon(bundle, canon);
	mg_types_close(types);
	mg_arena_clear(&arena);
	return rc;
}

static void references_lead_inside(void **state)
{
	static const struct {
		const char *rest, *there, *never;
	} cases[] = {
		{"properties: {a: {$ref: \"commun#/$defs/date\"}}", "\"$ref\":\"#/$defs/commun/$defs/date\"",
		 "\"autre\""},
		{"properties: {a: {$ref: \"commun#/$defs/d\"}}", "\"d\":{\"$ref\":\"#/$defs/commun/$defs/date\"}",
		 "\"#/$defs/date\""},
		{"properties: {a: {$ref: \"autre#/$defs/x\"}}", "\"$ref\":\"#/$defs/commun/$defs/date\"", "\"commun#"},
		{"properties: {a: {$ref: commun}}", "\"$defs\":{\"commun\":{\"$defs\"", "\"$schema\""},
		{"properties: {a: {$ref: commun}}", "\"$ref\":\"#/$defs/commun\"", "\"autre\""},
		{"properties: {a: {$ref: \"commun#ancre\"}}", "\"$ref\":\"#ancre\"", "\"autre\""},
		{"properties: {a: {$ref: \"#/$defs/b\"}}\n$defs: {b: {type: string}}", "\"$ref\":\"#/$defs/b\"",
		 "\"commun\""},
		{"properties: {a: {$ref: \"t#/$defs/b\"}}\n$defs: {b: {type: string}}", "\"$ref\":\"#/$defs/b\"",
		 "\"commun\""},
		{"allOf: [{$ref: \"commun#/$defs/date\"}]", "[{\"$ref\":\"#/$defs/commun/$defs/date\"}]", "\"commun#"},
		{"$defs: {b: {$ref: \"autre#/$defs/x\"}}", "\"b\":{\"$ref\":\"#/$defs/autre/$defs/x\"}", "\"autre#"},
		{"properties: {enum: {$ref: \"commun#/$defs/date\"}}",
		 "\"enum\":{\"$ref\":\"#/$defs/commun/$defs/date\"}", "\"commun#"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {0};
		struct mg_buf canon = {0}, text = {0};

		mg_buf_printf(&text, "%s%s", TYPE, cases[i].rest);
		if (bundle_of(mg_buf_text(&text), &canon, &err) < 0)
			fail_msg("%s: %s", cases[i].rest, err.message);
		if (!strstr(mg_buf_text(&canon), cases[i].there) || strstr(mg_buf_text(&canon), cases[i].never))
			fail_msg("%s: %s", cases[i].rest, mg_buf_text(&canon));
		mg_buf_clear(&canon);
		mg_buf_clear(&text);
	}
}

// A value that looks like a reference is none.
static void data_stays(void **state)
{
	static const char *const cases[] = {
		"const: {$ref: \"commun#/$defs/date\"}",   "enum: [{$ref: \"commun#/$defs/date\"}]",
		"default: {$ref: \"commun#/$defs/date\"}", "examples: [{$ref: \"commun#/$defs/date\"}]",
		"x-note: {$ref: \"commun#/$defs/date\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {0};
		struct mg_buf canon = {0}, text = {0};

		mg_buf_printf(&text, "%s%s", TYPE, cases[i]);
		if (bundle_of(mg_buf_text(&text), &canon, &err) < 0)
			fail_msg("%s: %s", cases[i], err.message);
		assert_non_null(strstr(mg_buf_text(&canon), "\"$ref\":\"commun#/$defs/date\""));
		assert_non_null(strstr(mg_buf_text(&canon), "\"$defs\":{}"));
		mg_buf_clear(&canon);
		mg_buf_clear(&text);
	}
}

static void a_name_is_taken(void **state)
{
	struct mg_error err = {0};
	struct mg_buf canon = {0};

	(void)state;
	assert_int_equal(bundle_of(TYPE "properties: {a: {$ref: \"commun#/$defs/date\"}}\n$defs: {commun: {}}", &canon,
				   &err),
			 MG_EINVALID);
	assert_non_null(strstr(err.message, "commun"));
	assert_int_equal(canon.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_lead_inside),
		cmocka_unit_test(data_stays),
		cmocka_unit_test(a_name_is_taken),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
