// SPDX-License-Identifier: EUPL-1.2
//
// Schemas that refer to each other, and what one sees when looking into them.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/jsonschema_fixture.h"

// What each of these forms refers to must be an integer.
static void references(void **state)
{
	static const char *const schemas[] = {
		"{$ref: '#/$defs/a', $defs: {a: {type: integer}}}",
		"{$ref: '#/$defs/a~1b~0c%25', $defs: {a/b~c%: {type: integer}}}",
		"{$ref: '#/$defs/%C3%A9', $defs: {é: {type: integer}}}",
		"{$ref: '#/$defs/a/allOf/1', $defs: {a: {allOf: [{type: string}, {type: integer}]}}}",
		"{$ref: '#n', $defs: {a: {$anchor: n, type: integer}}}",
		"{$ref: s#n, $defs: {a: {$anchor: n, type: integer}}}",
		"{$ref: 's.yaml#/$defs/a', $defs: {a: {type: integer}}}",
		"{$ref: autre, $defs: {a: {$id: autre, type: integer}}}",
		"{$ref: 'autre#n', $defs: {a: {$id: autre, $defs: {b: {$anchor: n, type: integer}}}}}",
		"{$ref: 'autre#/$defs/b', $defs: {a: {$id: autre, $defs: {b: {type: integer}}}}}",
		"{$ref: '#/$defs/a/$defs/b', $defs: {a: {$id: autre, $defs: {b: {type: integer}}}}}",
		"{$id: 'https://e.fr/x/s', $ref: y, $defs: {a: {$id: /x/y, type: integer}}}",
		"{$id: 'https://e.fr/x/s', $ref: 'https://e.fr/x/y', $defs: {a: {$id: y, type: integer}}}",
		"{$id: 'https://e.fr/x/s', $ref: '#/$defs/a', $defs: {a: {type: integer}}}",
		"{$id: 'https://e.fr/x/s', $ref: 'commun#/$defs/entier'}",
		"{$id: 'https://e.fr/x/s', $ref: commun.yaml#e}",
		"{$ref: commun#/$defs/entier}",
		"{$ref: ./commun#/$defs/entier}",
		"{$ref: 'https://e.fr/ailleurs'}",
		"{$ref: 'https://e.fr/ailleurs#/$defs/local'}",
		"{$ref: ailleurs}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
		struct fixture f;

		fixture_init(&f);
		assert_int_equal(fixture_add(&f, "s", schemas[i]), 0);
		assert_int_equal(fixture_add(&f, "commun", "$defs: {entier: {$anchor: e, type: integer}}"), 0);
		assert_int_equal(fixture_add(&f, "ailleurs.json",
					     "{$id: 'https://e.fr/ailleurs', $ref: '#/$defs/local', $defs: {local: "
					     "{$ref: 'commun#e'}}}"),
				 0);
		if (mg_schema_set_compile(f.set, &f.err))
			fail_msg("%s: %s", schemas[i], f.err.message);
		if (!fixture_check(&f, "12") || fixture_check(&f, "douze"))
			fail_msg("%s", schemas[i]);
		fixture_clear(&f);
	}
}

static void anchors_belong_to_their_document(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(fixture_add(&f, "a", "{$anchor: n, type: integer}"), 0);
	assert_int_equal(fixture_add(&f, "s", "{$ref: '#n', $defs: {x: {$anchor: n, type: string}}}"), 0);
	assert_int_equal(mg_schema_set_compile(f.set, &f.err), 0);
	assert_true(fixture_check(&f, "texte"));
	assert_false(fixture_check(&f, "1"));
	fixture_clear(&f);
}

static void finding_a_schema(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "{$id: 'https://e.fr/s', $defs: {a: {$anchor: n, title: A}, b: true}}");
	assert_non_null(mg_schema_find(f.set, "s"));
	assert_ptr_equal(mg_schema_find(f.set, "s.yaml"), mg_schema_find(f.set, "s"));
	assert_ptr_equal(mg_schema_find(f.set, "https://e.fr/s"), mg_schema_find(f.set, "s"));
	assert_ptr_equal(mg_schema_find(f.set, "s#/$defs/a"), mg_schema_find(f.set, "https://e.fr/s#n"));
	assert_int_equal(mg_schema_node(mg_schema_find(f.set, "s#/$defs/b"))->type, MG_BOOL);
	assert_null(mg_schema_find(f.set, "t"));
	assert_null(mg_schema_find(f.set, "s#/$defs"));
	assert_null(mg_schema_find(f.set, "s#m"));
	assert_null(mg_schema_find(f.set, ""));
	fixture_clear(&f);
}

static const char looked_into[] =
	"title: Racine\n"
	"properties:\n"
	"  cible: {type: integer, title: Cible, x-niveau: E}\n"
	"  debut: {$ref: '#/$defs/date', title: Début}\n"
	"  fin: {$ref: '#/$defs/date'}\n"
	"  lieux: {type: array, items: {properties: {nom: {type: string}, id: true}}}\n"
	"  paire: {prefixItems: [{type: string}], items: {type: [integer, 'null']}}\n"
	"  modes: {items: {enum: [a, 1, 2.5]}}\n"
	"  choix: {oneOf: [{properties: {x: {const: 12}}}, {properties: {y: {type: boolean}}}]}\n"
	"  large: {anyOf: [{type: string}, {$ref: '#/$defs/date'}, {type: number}]}\n"
	"  libre: {type: object}\n"
	"  notes: {additionalProperties: {type: string}, patternProperties: {^n: {type: number}}}\n"
	"  vide: {additionalProperties: false}\n"
	"allOf: [{properties: {plus: {type: string, title: Plus}, cible: {type: string}}}]\n"
	"dependentSchemas: {cible: {properties: {unite: {type: string}}}}\n"
	"if: {}\n"
	"then: {properties: {alors: {type: 'null'}}}\n"
	"$defs: {date: {type: string, format: date, title: Date, x-niveau: A}}\n";

// types: names joined by spaces, "-" when nothing describes the place.
static void places(void **state)
{
	static const struct {
		const char *place, *title, *types;
	} cases[] = {
		{"", "Racine", ""},
		{"cible", "Cible", "integer"},
		{"debut", "Début", "string"},
		{"fin", "Date", "string"},
		{"lieux", "", "array"},
		{"lieux[l1]", "", ""},
		{"lieux[l1].nom", "", "string"},
		{"lieux[l1].id", "", ""},
		{"paire[x]", "", "null integer"},
		{"modes[=a]", "", "integer string"},
		{"choix.x", "", "integer"},
		{"choix.y", "", "boolean"},
		{"large", "", "number string"},
		{"notes.autre", "", "string"},
		{"notes.nombre", "", "number"},
		{"plus", "Plus", "string"},
		{"unite", "", "string"},
		{"alors", "", "null"},
		{"inconnu", "", "-"},
		{"libre.x", "", "-"},
		{"vide.x", "", "-"},
		{"cible.x", "", "-"},
		{"cible[a]", "", "-"},
		{"lieux.nom", "", "-"},
		{"lieux[l1].nom.x", "", "-"},
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, looked_into);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_arena arena = {0};
		struct mg_buf types = {0};
		struct mg_place place;
		const struct mg_schema *at;

		assert_int_equal(mg_place_parse(cases[i].place, &arena, &place, NULL), 0);
		at = mg_schema_at(mg_schema_find(f.set, "s"), &place);
		if (!at)
			mg_buf_puts(&types, "-");
		for (unsigned type = 1; at && type <= MG_TYPE_OBJECT; type <<= 1)
			if (mg_schema_types(at) & type)
				mg_buf_printf(&types, types.len ? " %s" : "%s", mg_schema_type_name(type));
		if (strcmp(mg_buf_text(&types), cases[i].types) != 0)
			fail_msg("%s is \"%s\"", cases[i].place, mg_buf_text(&types));
		if (at)
			assert_true(mg_slice_is(mg_node_string(mg_schema_keyword(at, "title")), cases[i].title));
		mg_buf_clear(&types);
		mg_arena_clear(&arena);
	}
	fixture_clear(&f);
}

static void keywords(void **state)
{
	const struct mg_schema *root, *debut, *paire;
	struct fixture f;

	(void)state;
	fixture_open(&f, looked_into);
	root = mg_schema_find(f.set, "s");
	debut = mg_schema_property(root, mg_slice_of("debut"));
	assert_true(mg_slice_is(mg_schema_keyword(debut, "x-niveau")->text, "A")); // its reference's
	assert_null(mg_schema_keyword(debut, "x-droits"));
	assert_null(mg_node_get(mg_schema_node(debut), "format"));
	paire = mg_schema_property(root, mg_slice_of("paire"));
	assert_int_equal(mg_schema_types(mg_schema_item(paire, 0)), MG_TYPE_STRING);
	assert_int_equal(mg_schema_types(mg_schema_item(paire, 1)), MG_TYPE_INTEGER | MG_TYPE_NULL);
	assert_null(mg_schema_item(debut, 0));
	assert_null(mg_schema_type_name(0));
	assert_null(mg_schema_type_name(MG_TYPE_STRING | MG_TYPE_NULL));
	fixture_clear(&f);
}

static void keys_come_in_the_schemas_order(void **state)
{
	static const char *const expected[] = {"z", "a", "m", "b", "c"};
	const struct mg_schema *property;
	struct mg_slice key;
	struct fixture f;
	size_t n = 0;

	(void)state;
	fixture_open(&f, "{properties: {z: true, a: {title: A}}, $ref: '#/$defs/r', allOf: [{properties: {b: true}}, "
			 "{properties: {c: true}}], $defs: {r: {properties: {m: true}}}}");
	while (mg_schema_key(mg_schema_find(f.set, "s"), n, &key, &property)) {
		assert_in_range(n, 0, 4);
		assert_true(mg_slice_is(key, expected[n]));
		assert_ptr_equal(property, mg_schema_property(mg_schema_find(f.set, "s"), key));
		n++;
	}
	assert_int_equal(n, 5);
	assert_true(mg_schema_key(mg_schema_find(f.set, "s"), 1, &key, NULL));
	fixture_clear(&f);
}

// Searching 2^30 subschemas would not end; what is not found in the first thousand is not found.
static void searches_are_bounded(void **state)
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
	assert_int_equal(mg_schema_types(mg_schema_find(f.set, "s")), MG_TYPE_INTEGER);
	assert_null(mg_schema_keyword(mg_schema_find(f.set, "s"), "title"));
	assert_null(mg_schema_property(mg_schema_find(f.set, "s"), mg_slice_of("a")));
	assert_false(mg_schema_key(mg_schema_find(f.set, "s"), 0, &(struct mg_slice){0}, NULL));
	fixture_clear(&f);
	mg_buf_clear(&schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references),
		cmocka_unit_test(anchors_belong_to_their_document),
		cmocka_unit_test(finding_a_schema),
		cmocka_unit_test(places),
		cmocka_unit_test(keywords),
		cmocka_unit_test(keys_come_in_the_schemas_order),
		cmocka_unit_test(searches_are_bounded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
