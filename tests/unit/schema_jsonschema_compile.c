// SPDX-License-Identifier: EUPL-1.2
//
// Schemas that are wrong: every mistake is told with the schema, the place and, where there is one, the likely fix.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/jsonschema_fixture.h"

static void check_error(const struct fixture *f, int rc, const char *what, const char *message, const char *hint)
{
	if (rc != MG_EINVALID)
		fail_msg("%s: was taken (%d)", what, rc);
	if (!strstr(f->err.message, message))
		fail_msg("%s: says \"%s\"", what, f->err.message);
	if (!strstr(f->err.hint, hint))
		fail_msg("%s: hints \"%s\"", what, f->err.hint);
	assert_null(mg_schema_find(f->set, "s"));
}

static void wrong_keywords(void **state)
{
	static const struct {
		const char *schema, *message, *hint;
	} cases[] = {
		{"propertis: {}", "schema s: unknown keyword `propertis`", "did you mean `properties`?"},
		{"properties: {a: {minLenght: 1}}", "schema s, at /properties/a: unknown keyword", "`minLength`"},
		{"unevaluatedProperties: false", "unknown keyword", ""},
		{"definitions: {}", "unknown keyword", ""},
		{"$dynamicRef: '#a'", "unknown keyword", ""},
		{"x-: 1", "unknown keyword", ""},
		{"machin: 1", "unknown keyword", "begins with `x-`"},
		{"abc", "schema s: a schema is a mapping", ""},
		{"1", "a schema is a mapping", ""},
		{"", "a schema is a mapping", ""},
		{"properties: [a]", "schema s, at /properties: must be a mapping", ""},
		{"properties: {a/b~c: 1}", "at /properties/a~1b~0c: a schema is", ""},
		{"$defs: 1", "at /$defs: must be a mapping", ""},
		{"$defs: {a: 1}", "at /$defs/a: a schema is", ""},
		{"type: text", "at /type: must be one or several of null", ""},
		{"type: []", "at /type", ""},
		{"type: [string, string]", "at /type", ""},
		{"type: [string, 1]", "at /type", ""},
		{"enum: a", "at /enum: must be a list", ""},
		{"examples: a", "at /examples: must be a list", ""},
		{"minimum: '1'", "at /minimum: must be a number", ""},
		{"maximum: .inf", "at /maximum: must be a number", ""},
		{"exclusiveMinimum: true", "must be a number", ""},
		{"multipleOf: 0", "at /multipleOf: must be a number above 0", ""},
		{"multipleOf: -1", "must be a number above 0", ""},
		{"multipleOf: 1.23456789012345678", "at most 17 digits", ""},
		{"multipleOf: a", "must be a number", ""},
		{"minLength: -1", "at /minLength: must be a whole number", ""},
		{"minLength: 1.5", "must be a whole number", ""},
		{"maxItems: 5000000000", "must be a whole number", ""},
		{"maxProperties: a", "must be a whole number", ""},
		{"uniqueItems: 1", "must be true or false", ""},
		{"readOnly: oui", "must be true or false", ""},
		{"title: 1", "must be text", ""},
		{"description: [a]", "must be text", ""},
		{"$comment: 1", "must be text", ""},
		{"format: 1", "must be text", ""},
		{"contentSchema: 1", "must be a schema", ""},
		{"required: a", "must be a list of keys", ""},
		{"required: [1]", "must be a list of keys", ""},
		{"required: [a, b, a]", "at /required: says `a` twice", ""},
		{"dependentRequired: {a: b}", "at /dependentRequired/a: must be a list of keys", ""},
		{"dependentSchemas: {a: b}", "at /dependentSchemas/a: a schema is", ""},
		{"dependentSchemas: []", "must be a mapping", ""},
		{"allOf: []", "at /allOf: must be a list of schemas", ""},
		{"anyOf: {}", "must be a list of schemas", ""},
		{"oneOf: [{}, a]", "at /oneOf/1: a schema is", ""},
		{"prefixItems: []", "must be a list of schemas", ""},
		{"items: [{}]", "at /items: a schema is", ""},
		{"not: 1", "at /not: a schema is", ""},
		{"if: {type: nombre}", "at /if/type", ""},
		{"then: {machin: 1}", "at /then: unknown keyword", ""},
		{"pattern: 1", "must be text", ""},
		{"pattern: '(a'", "schema s, at /pattern: \"(a\" is no regular expression", ""},
		{"pattern: \\A", "of ECMA-262: an unknown escape at character 1", ""},
		{"patternProperties: {'[': {}}", "at /patternProperties: \"[\" is no regular expression", ""},
		{"patternProperties: {a: 1}", "at /patternProperties/a: a schema is", ""},
		{"patternProperties: 1", "must be a mapping", ""},
		{"$schema: http://json-schema.org/draft-07/schema#", "`$schema` must be", ""},
		{"$schema: 1", "`$schema` must be", ""},
		{"$id: 1", "`$id` must be a URI", ""},
		{"$id: a#b", "`$id` must have no fragment", ""},
		{"$anchor: 1", "must be a name", ""},
		{"$anchor: 1a", "must be a name", ""},
		{"$anchor: a b", "must be a name", ""},
		{"{$anchor: a, items: {$anchor: a}}", "already called s#a", ""},
		{"{items: {$id: b}, not: {$id: b}}", "already called b", ""},
		{"{$defs: {a: {$id: s2}}, $id: s2}", "already called s2", ""},
		{"$ref: 1", "at /$ref: must be text", ""},
		{"$ref: t", "schema s: `$ref` leads to t, which is not among the schemas", ""},
		{"$ref: '#/$defs/a'", "leads to #/$defs/a, where there is no schema", ""},
		{"$ref: '#a'", "leads to #a, where there is no schema", ""},
		{"{$ref: '#/enum/0', enum: [{}]}", "where there is no schema", ""},
		{"{$ref: '#/x-a', x-a: {}}", "where there is no schema", ""},
		{"{allOf: [{$ref: '#/allOf/01'}, {}]}", "where there is no schema", ""},
		{"{allOf: [{$ref: '#/allOf/x'}, {}]}", "where there is no schema", ""},
		{"{allOf: [{$ref: '#/allOf/2'}, {}]}", "where there is no schema", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture f;
		int rc = fixture_compile(&f, cases[i].schema);

		check_error(&f, rc, cases[i].schema, cases[i].message, cases[i].hint);
		fixture_clear(&f);
	}
}

static void annotations_are_taken(void **state)
{
	static const char *const schemas[] = {
		"{title: T, description: D, $comment: C, default: 1, examples: [], deprecated: true}",
		"{readOnly: true, writeOnly: false, format: inconnu, x-en: {title: T}, x-droits: [a], x-a-b: }",
		"{contentMediaType: text/plain, contentEncoding: base64, contentSchema: {machin: 1}}",
		"{$schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://exemple.fr/s'}",
		"{$schema: 'https://json-schema.org/draft/2020-12/schema#'}",
		"{default: {propertis: 1}, const: {minLenght: 1}, enum: [{machin: 1}]}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
		struct fixture f;

		fixture_open(&f, schemas[i]);
		fixture_clear(&f);
	}
}

// Through anything that looks at the same value again.
static void loops(void **state)
{
	static const char *const schemas[] = {
		"$ref: '#'",
		"allOf: [{$ref: '#'}]",
		"anyOf: [{}, {$ref: '#'}]",
		"oneOf: [{$ref: '#'}]",
		"not: {$ref: '#'}",
		"if: {$ref: '#'}",
		"{if: {}, then: {$ref: '#'}}",
		"{if: {}, else: {$ref: '#'}}",
		"dependentSchemas: {a: {$ref: '#'}}",
		"{properties: {a: {$ref: '#/$defs/a'}}, $defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
		struct fixture f;
		int rc = fixture_compile(&f, schemas[i]);

		check_error(&f, rc, schemas[i], "references come back to it", "");
		fixture_clear(&f);
	}
}

static void loops_that_consume_are_no_loops(void **state)
{
	static const struct shape_case cases[] = {
		{"{type: object, additionalProperties: {$ref: '#'}}", "{a: {b: {}}}", true},
		{"{type: object, additionalProperties: {$ref: '#'}}", "{a: {b: 1}}", false},
		{"{items: {$ref: '#'}, type: array}", "[[[]]]", true},
		{"{items: {$ref: '#'}, type: array}", "[[1]]", false},
		{"{prefixItems: [{$ref: '#'}], contains: {type: array}}", "[[]]", false},
		{"propertyNames: {$ref: '#'}", "{a: 1}", true},
	};

	(void)state;
	CHECK_SHAPES(cases);
}

// n references in a row, declared forwards or backwards.
static int compile_chain(int n, bool forwards)
{
	struct mg_buf schema = {0};
	struct fixture f;
	int rc;

	mg_buf_printf(&schema, "{$defs: {a%d: {type: string}", n);
	for (int i = 1; i < n; i++) {
		int from = forwards ? i : n - i;

		mg_buf_printf(&schema, ", a%d: {$ref: '#/$defs/a%d'}", from, from + 1);
	}
	mg_buf_puts(&schema, "}, items: {$ref: '#/$defs/a1'}}");
	rc = fixture_compile(&f, mg_buf_text(&schema));
	fixture_clear(&f);
	mg_buf_clear(&schema);
	return rc;
}

static void chains_have_an_end(void **state)
{
	(void)state;
	for (int n = 30; n <= 34; n++) {
		assert_int_equal(compile_chain(n, true), n <= 31 ? 0 : MG_EINVALID);
		assert_int_equal(compile_chain(n, false), n <= 31 ? 0 : MG_EINVALID);
	}
}

static void sets(void **state)
{
	const struct mg_schema *commun;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(fixture_add(&f, "commun.yaml", "$defs: {date: {format: date}}"), 0);
	assert_int_equal(fixture_add(&f, "commun", "{}"), MG_EEXISTS);
	assert_null(mg_schema_find(f.set, "commun"));
	assert_int_equal(fixture_add(&f, "s", "$ref: comun.yaml#/$defs/date"), 0);
	assert_int_equal(mg_schema_set_compile(f.set, &f.err), MG_EINVALID);
	assert_string_equal(f.err.hint, "did you mean `commun.yaml`?");
	assert_int_equal(mg_schema_set_compile(f.set, &f.err), MG_EINVALID); // it can only be freed
	assert_int_equal(fixture_add(&f, "t", "{}"), MG_EINVALID);
	fixture_clear(&f);

	fixture_init(&f);
	assert_int_equal(mg_schema_set_compile(f.set, NULL), 0);
	assert_int_equal(fixture_add(&f, "commun", "$defs: {date: {format: date}}"), 0);
	assert_null(mg_schema_find(f.set, "commun"));
	assert_int_equal(mg_schema_set_compile(f.set, NULL), 0);
	commun = mg_schema_find(f.set, "commun#/$defs/date");
	assert_non_null(commun);
	assert_int_equal(fixture_add(&f, "s", "$ref: commun#/$defs/date"), 0); // later, and seeing what was there
	assert_null(mg_schema_find(f.set, "s"));
	assert_int_equal(mg_schema_set_compile(f.set, NULL), 0);
	assert_non_null(mg_schema_find(f.set, "s"));
	assert_ptr_equal(mg_schema_find(f.set, "commun#/$defs/date"), commun);
	fixture_clear(&f);
	mg_schema_set_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_keywords),
		cmocka_unit_test(annotations_are_taken),
		cmocka_unit_test(loops),
		cmocka_unit_test(loops_that_consume_are_no_loops),
		cmocka_unit_test(chains_have_an_end),
		cmocka_unit_test(sets),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
