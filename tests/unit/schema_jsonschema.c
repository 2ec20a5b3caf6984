// SPDX-License-Identifier: EUPL-1.2
//
// What each keyword admits and refuses. Most cases are refusals.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/jsonschema_fixture.h"

#include "base/limits.h"

static void types(void **state)
{
	static const struct shape_case cases[] = {
		{"true", "{a: 1}", true},
		{"{}", "", true},
		{"false", "1", false},
		{"type: 'null'", "", true},
		{"type: 'null'", "0", false},
		{"type: 'null'", "false", false},
		{"type: 'null'", "\"\"", false},
		{"type: boolean", "true", true},
		{"type: boolean", "oui", false},
		{"type: boolean", "\"true\"", false},
		{"type: boolean", "1", false},
		{"type: integer", "12", true},
		{"type: integer", "12.0", true},
		{"type: integer", "1e3", true},
		{"type: integer", "0x1F", true},
		{"type: integer", "12345678901234567890123", true},
		{"type: integer", "12.5", false},
		{"type: integer", "\"12\"", false},
		{"type: integer", ".inf", false},
		{"type: integer", "", false},
		{"type: number", "-12.5", true},
		{"type: number", "7", true},
		{"type: number", ".nan", false},
		{"type: number", "-.inf", false},
		{"type: number", "1 200", false},
		{"type: number", "12,5", false},
		{"type: string", "abc", true},
		{"type: string", "\"\"", true},
		{"type: string", "01103", false},
		{"type: string", "true", false},
		{"type: string", "", false},
		{"type: string", "[a]", false},
		{"type: array", "[]", true},
		{"type: array", "{}", false},
		{"type: array", "a, b", false},
		{"type: object", "{}", true},
		{"type: object", "[]", false},
		{"type: object", "", false},
		{"type: [string, integer]", "a", true},
		{"type: [string, integer]", "1", true},
		{"type: [string, integer]", "1.5", false},
		{"type: [string, integer]", "true", false},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

static void values(void **state)
{
	static const struct shape_case cases[] = {
		{"enum: [a, b, 1, null]", "b", true},
		{"enum: [a, b, 1, null]", "1.0", true},
		{"enum: [a, b, 1, null]", "", true},
		{"enum: [a, b, 1, null]", "A", false},
		{"enum: [a, b, 1, null]", "\"1\"", false},
		{"enum: [a, b, 1, null]", "true", false},
		{"enum: []", "a", false},
		{"enum: [false]", "0", false},
		{"enum: [\"\"]", "", false},
		{"const: 12", "12.0", true},
		{"const: 12", "\"12\"", false},
		{"const: 9007199254740993", "9007199254740993", true},
		{"const: 9007199254740993", "9007199254740992.0", false},
		{"const: 9223372036854775807", "9223372036854775808.0", false},
		{"const: -9223372036854775808", "-9223372036854775808.0", true},
		{"const: 0", "-0.0", true},
		{"const: 12", "12.5", false},
		{"const: {a: [1, {b: 2}], c: 3}", "{c: 3.0, a: [1, {b: 2}]}", true},
		{"const: {a: [1, {b: 2}], c: 3}", "{c: 3, a: [{b: 2}, 1]}", false},
		{"const: {a: 1}", "{a: 1, b: 1}", false},
		{"const: {a: 1, b: 1}", "{a: 1, c: 1}", false},
		{"const: [1, 2]", "[1]", false},
		{"const: null", "", true},
		{"const: null", "false", false},
		{"const: .nan", ".nan", false},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

static void numbers(void **state)
{
	static const struct shape_case cases[] = {
		{"minimum: 3", "3", true},
		{"minimum: 3", "2.999", false},
		{"minimum: 3", "-4", false},
		{"minimum: 3", "abc", true},
		{"minimum: 3", ".nan", false},
		{"minimum: 0.1", "0.1", true},
		{"minimum: 9007199254740993", "9007199254740992.0", false},
		{"maximum: 3", "3.0", true},
		{"maximum: 3", "3.01", false},
		{"maximum: 9007199254740992.0", "9007199254740993", false},
		{"maximum: 9223372036854775807", "1e30", false},
		{"maximum: 9223372036854775808.0", "9223372036854775807", true},
		{"minimum: 9223372036854775808.0", "9223372036854775807", false},
		{"minimum: -9223372036854775808", "-1e30", false},
		{"exclusiveMinimum: 3", "3.1", true},
		{"exclusiveMinimum: 3", "3", false},
		{"exclusiveMinimum: 3", "3.0", false},
		{"exclusiveMaximum: 3", "2", true},
		{"exclusiveMaximum: 3", "3", false},
		{"{minimum: 1, exclusiveMinimum: 1}", "1", false},
		{"multipleOf: 2", "4", true},
		{"multipleOf: 2", "-4", true},
		{"multipleOf: 2", "0", true},
		{"multipleOf: 2", "7", false},
		{"multipleOf: 2", "4.5", false},
		{"multipleOf: 0.01", "19.99", true},
		{"multipleOf: 0.01", "1.1e1", true},
		{"multipleOf: 0.01", "0.29", true},
		{"multipleOf: 0.01", "-0.07", true},
		{"multipleOf: 0.01", "100", true},
		{"multipleOf: 0.01", "19.999", false},
		{"multipleOf: 0.01", "1e-3", false},
		{"multipleOf: 0.01", "1e-400", false},
		{"multipleOf: 1.5", "4.5", true},
		{"multipleOf: 1.5", "5", false},
		{"multipleOf: 300", "1200.0", true},
		{"multipleOf: 300", "0x12C", true},
		{"multipleOf: 300", "150", false},
		{"multipleOf: 300", "1e2", false},
		{"multipleOf: 4", "1e2", true},
		{"multipleOf: 8", "1e2", false},
		{"multipleOf: 8", "1000", true},
		{"multipleOf: 7", "1e300", false},
		{"multipleOf: 1e-300", "1", true},
		{"multipleOf: 3", "9223372036854775807", false},
		{"multipleOf: 7", "9223372036854775807", true},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

static void strings(void **state)
{
	static const struct shape_case cases[] = {
		{"minLength: 3", "été", true},
		{"minLength: 3", "ét", false},
		{"minLength: 1", "\"\"", false},
		{"minLength: 3", "12", true},
		{"minLength: 2.0", "a", false},
		{"maxLength: 2", "💩💩", true},
		{"maxLength: 2", "💩💩💩", false},
		{"maxLength: 0", "\" \"", false},
		{"pattern: b+", "abbc", true},
		{"pattern: b+", "ac", false},
		{"pattern: ^a$", "ab", false},
		{"pattern: ^a$", "\"a\\n\"", false},
		{"pattern: ^a$", "12", true},
		{"{pattern: ^a, minLength: 2}", "b", false},
		{"{pattern: ^a, format: date}", "b", false},
		{"format: date", "2026-02-28", true},
		{"format: date", "2026-02-29", false},
		{"format: date", "20260228", true}, // an integer: a format speaks of text only
		{"format: telephone", "rien", true},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

static void lists(void **state)
{
	static const struct shape_case cases[] = {
		{"minItems: 1", "[a]", true},
		{"minItems: 1", "[]", false},
		{"minItems: 1", "{}", true},
		{"maxItems: 1", "[a, b]", false},
		{"items: {type: integer}", "[1, 2]", true},
		{"items: {type: integer}", "[1, a]", false},
		{"items: {type: integer}", "[[1]]", false},
		{"items: false", "[]", true},
		{"items: false", "[1]", false},
		{"prefixItems: [{type: string}, {type: integer}]", "[a, 1, true]", true},
		{"prefixItems: [{type: string}, {type: integer}]", "[a]", true},
		{"prefixItems: [{type: string}, {type: integer}]", "[1, a]", false},
		{"{prefixItems: [{type: string}], items: false}", "[a, b]", false},
		{"{prefixItems: [{type: string}], items: {type: integer}}", "[a, 1]", true},
		{"{prefixItems: [{type: string}], items: {type: integer}}", "[a, b]", false},
		{"contains: {const: a}", "[b, a]", true},
		{"contains: {const: a}", "[b]", false},
		{"contains: {const: a}", "[]", false},
		{"{contains: {const: a}, minContains: 0}", "[]", true},
		{"{contains: {const: a}, minContains: 2}", "[a, b]", false},
		{"{contains: {const: a}, maxContains: 1}", "[a, b]", true},
		{"{contains: {const: a}, maxContains: 1}", "[a, b, a]", false},
		{"{minContains: 2}", "[]", true},
		{"uniqueItems: true", "[a, b, [a], {a: 1}]", true},
		{"uniqueItems: true", "[a, b, a]", false},
		{"uniqueItems: true", "[1, 1.0]", false},
		{"uniqueItems: true", "[1, true, \"1\"]", true},
		{"uniqueItems: true", "[{a: 1, b: 2}, {b: 2, a: 1}]", false},
		{"uniqueItems: true", "[[1, 2], [2, 1]]", true},
		{"uniqueItems: false", "[a, a]", true},
		{"uniqueItems: true", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]", true},
		{"uniqueItems: true", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,3.0]", false},
		{"uniqueItems: true", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,0,17,18,-0.0,20]", false},
		{"uniqueItems: true", "[a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,{x: [1, q]},r,s,{x: [1.0, q]}]", false},
		{"uniqueItems: true", "[a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,{x: [1, q]},r,s,{x: [q, 1]}]", true},
		{"uniqueItems: true", "[a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,{x: 1, y: 2},{y: 2, x: 1}]", false},
		{"uniqueItems: true", "[a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,null,false,null]", false},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

static void mappings(void **state)
{
	static const struct shape_case cases[] = {
		{"properties: {a: {type: integer}}", "{a: 1, b: x}", true},
		{"properties: {a: {type: integer}}", "{a: x}", false},
		{"properties: {a: {type: integer}}", "[a]", true},
		{"properties: {a: false}", "{b: 1}", true},
		{"properties: {a: false}", "{a: 1}", false},
		{"properties: {a: true, aa: {type: integer}, b: true, ab: {type: string}}", "{ab: x, aa: 1}", true},
		{"properties: {a: true, aa: {type: integer}, b: true, ab: {type: string}}", "{aa: x}", false},
		{"properties: {a: true, aa: {type: integer}, b: true, ab: {type: string}}", "{ab: 1}", false},
		{"patternProperties: {^t: {type: integer}}", "{t1: 1, x: y}", true},
		{"patternProperties: {^t: {type: integer}}", "{t1: x}", false},
		{"patternProperties: {a: {minimum: 1}, b: {maximum: 3}}", "{ab: 2}", true},
		{"patternProperties: {a: {minimum: 1}, b: {maximum: 3}}", "{ab: 0}", false},
		{"patternProperties: {a: {minimum: 1}, b: {maximum: 3}}", "{ab: 4}", false},
		{"{properties: {ab: {minimum: 5}}, patternProperties: {b: {maximum: 3}}}", "{ab: 6}", false},
		{"{properties: {a: true}, additionalProperties: false}", "{a: 1}", true},
		{"{properties: {a: true}, additionalProperties: false}", "{a: 1, b: 1}", false},
		{"{patternProperties: {^x-: true}, additionalProperties: false}", "{x-a: 1}", true},
		{"{patternProperties: {^x-: true}, additionalProperties: false}", "{y: 1}", false},
		{"additionalProperties: {type: integer}", "{y: x}", false},
		{"{allOf: [{properties: {a: true}}], additionalProperties: false}", "{a: 1}", false},
		{"propertyNames: {maxLength: 2}", "{ab: 1}", true},
		{"propertyNames: {maxLength: 2}", "{ab: 1, abc: 1}", false},
		{"propertyNames: false", "{}", true},
		{"propertyNames: false", "{a: 1}", false},
		{"propertyNames: {type: string}", "{1: a}", true},
		{"required: [a, b]", "{b: 1, a: }", true},
		{"required: [a, b]", "{b: 1}", false},
		{"required: [a, b]", "[]", true},
		{"minProperties: 1", "{}", false},
		{"maxProperties: 1", "{a: 1, b: 2}", false},
		{"dependentRequired: {a: [b]}", "{b: 1}", true},
		{"dependentRequired: {a: [b]}", "{a: 1, b: 1}", true},
		{"dependentRequired: {a: [b]}", "{a: 1}", false},
		{"dependentSchemas: {a: {required: [b]}}", "{c: 1}", true},
		{"dependentSchemas: {a: {required: [b]}}", "{a: 1}", false},
		{"{dependentRequired: {a: [b]}, dependentSchemas: {c: {required: [d]}}}", "{c: 1}", false},
		{"{dependentRequired: {a: [b]}, dependentSchemas: {c: {required: [d]}}}", "{a: 1}", false},
		{"dependentSchemas: {a: false}", "{a: 1}", false},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

static void in_place(void **state)
{
	static const struct shape_case cases[] = {
		{"allOf: [{minimum: 1}, {maximum: 3}]", "2", true},
		{"allOf: [{minimum: 1}, {maximum: 3}]", "4", false},
		{"allOf: [{minimum: 1}, {maximum: 3}]", "0", false},
		{"anyOf: [{type: string}, {minimum: 3}]", "a", true},
		{"anyOf: [{type: string}, {minimum: 3}]", "3", true},
		{"anyOf: [{type: string}, {minimum: 3}]", "2", false},
		{"oneOf: [{multipleOf: 2}, {multipleOf: 3}]", "4", true},
		{"oneOf: [{multipleOf: 2}, {multipleOf: 3}]", "6", false},
		{"oneOf: [{multipleOf: 2}, {multipleOf: 3}]", "5", false},
		{"oneOf: [{multipleOf: 2}, {multipleOf: 3}, {multipleOf: 5}]", "10", false},
		{"oneOf: [true, false]", "1", true},
		{"oneOf: [true, true]", "1", false},
		{"anyOf: [false, false]", "1", false},
		{"not: {type: string}", "1", true},
		{"not: {type: string}", "a", false},
		{"not: {}", "1", false},
		{"not: {not: {type: string}}", "a", true},
		{"not: {not: {type: string}}", "1", false},
		{"{if: {const: a}, then: false}", "b", true},
		{"{if: {const: a}, then: false}", "a", false},
		{"{if: {const: a}, else: false}", "b", false},
		{"{if: {minimum: 10}, then: {multipleOf: 10}, else: {multipleOf: 2}}", "20", true},
		{"{if: {minimum: 10}, then: {multipleOf: 10}, else: {multipleOf: 2}}", "12", false},
		{"{if: {minimum: 10}, then: {multipleOf: 10}, else: {multipleOf: 2}}", "3", false},
		{"{then: false, else: false}", "1", true},
		{"{$ref: '#/$defs/a', $defs: {a: {type: integer}}}", "1", true},
		{"{$ref: '#/$defs/a', $defs: {a: {type: integer}}}", "a", false},
		{"{$ref: '#/$defs/a', minimum: 3, $defs: {a: {type: integer}}}", "2", false},
		{"{properties: {a: {$ref: '#'}, b: {type: string}}}", "{a: {a: {b: x}}}", true},
		{"{properties: {a: {$ref: '#'}, b: {type: string}}}", "{a: {a: {b: 1}}}", false},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

// A list n deep.
static const struct mg_node *nested(struct mg_arena *arena, unsigned n)
{
	const struct mg_node *node = mg_node_new_list(arena, NULL, 0);

	for (unsigned i = 1; i < n; i++)
		node = mg_node_new_list(arena, &node, 1);
	return node;
}

static void deep_documents_are_refused(void **state)
{
	struct mg_arena arena = {0};
	struct fixture f;

	(void)state;
	fixture_open(&f, "{items: {$ref: '#'}}");
	assert_true(mg_schema_check(mg_schema_find(f.set, "s"), nested(&arena, MG_MAX_DEPTH), "x", &f.findings));
	assert_false(mg_schema_check(mg_schema_find(f.set, "s"), nested(&arena, MG_MAX_DEPTH + 1), "x", &f.findings));
	assert_int_equal(f.findings.n, 1);
	assert_string_equal(f.findings.items[0].code, "depth");
	assert_false(mg_schema_check(mg_schema_find(f.set, "s"), nested(&arena, 100000), "x", NULL));
	mg_arena_clear(&arena);
	fixture_clear(&f);
}

// Each level asks eight times for the one below: 8^10 visits, if nothing stopped them.
static void work_is_bounded(void **state)
{
	struct mg_buf schema = {0};
	struct fixture f;

	(void)state;
	mg_buf_puts(&schema, "{$ref: '#/$defs/a10', $defs: {a0: {type: integer}");
	for (int i = 1; i <= 10; i++) {
		mg_buf_printf(&schema, ", a%d: {allOf: [", i);
		for (int k = 0; k < 8; k++)
			mg_buf_printf(&schema, "{$ref: '#/$defs/a%d'},", i - 1);
		mg_buf_puts(&schema, "]}");
	}
	mg_buf_puts(&schema, "}}");
	fixture_open(&f, mg_buf_text(&schema));
	assert_false(fixture_check(&f, "2"));
	assert_int_equal(f.findings.n, 1);
	assert_string_equal(f.findings.items[0].code, "limit");
	assert_false(fixture_check(&f, "deux")); // found at once; told of once
	assert_int_equal(f.findings.n, 1);
	assert_string_equal(f.findings.items[0].code, "type");
	fixture_clear(&f);
	mg_buf_clear(&schema);
}

static void findings_are_limited(void **state)
{
	struct mg_buf list = {0};
	struct fixture f;

	(void)state;
	mg_buf_putc(&list, '[');
	for (int i = 0; i < 3000; i++)
		mg_buf_printf(&list, "%d,", i);
	mg_buf_putc(&list, ']');
	fixture_open(&f, "items: {type: string}");
	assert_false(fixture_check(&f, mg_buf_text(&list)));
	assert_int_equal(f.findings.n, MG_MAX_FINDINGS);
	assert_false(mg_schema_check(mg_schema_find(f.set, "s"), f.doc.root, "x", &f.findings)); // a full list
	fixture_clear(&f);
	mg_buf_clear(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types),           cmocka_unit_test(values),
		cmocka_unit_test(numbers),         cmocka_unit_test(strings),
		cmocka_unit_test(lists),           cmocka_unit_test(mappings),
		cmocka_unit_test(in_place),        cmocka_unit_test(deep_documents_are_refused),
		cmocka_unit_test(work_is_bounded), cmocka_unit_test(findings_are_limited),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
