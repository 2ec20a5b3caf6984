// SPDX-License-Identifier: EUPL-1.2
//
// What is said of a mistake: code, place, mark, sentence, likely fix, label. One table, one mistake a line.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/jsonschema_fixture.h"

struct finding_case {
	const char *schema, *document;
	const char *code, *field;
	const char *message, *hint;
};

// Exactly one finding, as expected. Messages are compared whole.
static void check_findings(const struct finding_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct mg_finding *found;
		struct fixture f;

		fixture_open(&f, cases[i].schema);
		assert_false(fixture_check(&f, cases[i].document));
		for (size_t k = 1; k < f.findings.n; k++)
			fail_msg("%s also says: %s", cases[i].document, f.findings.items[k].message);
		found = &f.findings.items[0];
		if (strcmp(found->message, cases[i].message) != 0 || strcmp(found->hint, cases[i].hint) != 0)
			fail_msg("%s says: %s (%s)", cases[i].document, found->message, found->hint);
		assert_string_equal(found->code, cases[i].code);
		assert_string_equal(found->field, cases[i].field);
		assert_string_equal(found->path, "actions/a.yaml");
		assert_int_equal(found->level, MG_LEVEL_INVALID);
		fixture_clear(&f);
	}
}

#define CHECK_FINDINGS(cases) check_findings(cases, sizeof(cases) / sizeof *(cases))

static void wrong_types(void **state)
{
	static const struct finding_case cases[] = {
		{"properties: {cible: {type: integer}}", "cible: deux cents", "type", "cible",
		 "`cible` must be a whole number; found the text \"deux cents\"",
		 "write it in digits, for example 12.5; leave it out as long as it is not known"},
		{"properties: {cible: {type: integer}}", "cible: '1 200'", "type", "cible",
		 "`cible` must be a whole number; found the text \"1 200\"",
		 "write 1200, without quotes, spaces or unit"},
		{"properties: {c: {type: number}}", "c: 1 200,50 €", "type", "c",
		 "`c` must be a number; found the text \"1 200,50 €\"",
		 "write 1200.50, without quotes, spaces or unit"},
		{"properties: {c: {type: number}}", "c: -12,5%", "type", "c",
		 "`c` must be a number; found the text \"-12,5%\"", "write -12.5, without quotes, spaces or unit"},
		{"properties: {c: {type: number}}", "c: 1.200,50", "type", "c",
		 "`c` must be a number; found the text \"1.200,50\"", "write 1200.50, without quotes, spaces or unit"},
		{"properties: {c: {type: number}}", "c: 0.5,", "type", "c",
		 "`c` must be a number; found the text \"0.5,\"", "write 0.5, without quotes, spaces or unit"},
		{"properties: {c: {type: number}}", "c: 1.200.000", "type", "c",
		 "`c` must be a number; found the text \"1.200.000\"",
		 "write it in digits, for example 12.5; leave it out as long as it is not known"},
		{"properties: {c: {type: number}}", "c: =A1+A2", "type", "c",
		 "`c` must be a number; found the text \"=A1+A2\"",
		 "write the number itself: a formula of a spreadsheet is not computed here"},
		{"properties: {d: {type: string, format: date}}", "d: 45383", "type", "d",
		 "`d` must be a text; found the number 45383", "did you mean 2024-04-01?"},
		{"properties: {d: {type: string, format: date}}", "d: 12", "type", "d",
		 "`d` must be a text; found the number 12", "for example: 2026-04-03"},
		{"properties: {c: {type: number}}", "c: 1,200,000", "type", "c",
		 "`c` must be a number; found the text \"1,200,000\"",
		 "write it in digits, for example 12.5; leave it out as long as it is not known"},
		{"properties: {c: {type: number}}", "c: 12-5", "type", "c",
		 "`c` must be a number; found the text \"12-5\"",
		 "write it in digits, for example 12.5; leave it out as long as it is not known"},
		{"properties: {c: {type: integer}}", "c: 12.5", "type", "c",
		 "`c` must be a whole number; found the number 12.5", ""},
		{"properties: {c: {type: number}}", "c: .nan", "type", "c",
		 "`c` must be a number; found the number .nan", ""},
		{"properties: {c: {minimum: 1}}", "c: .inf", "type", "c", "`c` must be a number; found the number .inf",
		 ""},
		{"properties: {code: {type: string}}", "code: 01103", "type", "code",
		 "`code` must be a text; found the number 01103", "put it in quotes: \"01103\""},
		{"properties: {code: {type: string}}", "code: true", "type", "code",
		 "`code` must be a text; found true", "put it in quotes: \"true\""},
		{"properties: {d: {type: string, format: date}}", "d: 20260403", "type", "d",
		 "`d` must be a text; found the number 20260403", "did you mean 2026-04-03?"},
		{"properties: {code: {type: string}}", "code:", "type", "code", "`code` must be a text; found nothing",
		 "write a value, or remove the key"},
		{"properties: {code: {type: string}}", "code: [a]", "type", "code",
		 "`code` must be a text; found a list", "remove the dash or the brackets, or put the text in quotes"},
		{"properties: {code: {type: string}}", "code: {a: b}", "type", "code",
		 "`code` must be a text; found a mapping", "put the whole text in quotes: it begins with a brace"},
		{"properties: {code: {type: string}}", "code:\n  a: b", "type", "code",
		 "`code` must be a text; found a mapping", "put the whole text in quotes: it has a colon in it"},
		{"properties: {l: {type: array}}", "l: a; b", "type", "l",
		 "`l` must be a list; found the text \"a; b\"", "put the items between brackets: [a, b]"},
		{"properties: {l: {type: array}}", "l:\n  • a\n  • b", "type", "l",
		 "`l` must be a list; found the text \"• a • b\"",
		 "write each item on its own line, after a hyphen and a space: `- item`"},
		{"properties: {a: {type: boolean}}", "a: oui", "type", "a",
		 "`a` must be true or false; found the text \"oui\"", "write true, without quotes"},
		{"properties: {a: {type: boolean}}", "a: peut-être", "type", "a",
		 "`a` must be true or false; found the text \"peut-être\"", "write true or false, without quotes"},
		{"properties: {l: {type: array}}", "l: maraude", "type", "l",
		 "`l` must be a list; found the text \"maraude\"",
		 "write a list, one item a line, each after a dash: `- maraude`"},
		{"properties: {l: {type: array}}", "l: 12", "type", "l", "`l` must be a list; found the number 12",
		 "write a list, one item a line, each after a dash: `- 12`"},
		{"properties: {l: {type: array}}", "l: {a: 1}", "type", "l", "`l` must be a list; found a mapping",
		 "write square brackets, [ and ], in place of the braces"},
		{"properties: {l: {type: array}}", "l:\n  a: 1", "type", "l", "`l` must be a list; found a mapping",
		 "put a dash before each item"},
		{"properties: {l: {type: array}}", "l: (a, b)", "type", "l",
		 "`l` must be a list; found the text \"(a, b)\"", "put the items between brackets: [a, b]"},
		{"properties: {l: {type: array}}", "l: a, b]", "type", "l",
		 "`l` must be a list; found the text \"a, b]\"", "put the items between brackets: [a, b]"},
		{"properties: {a: {type: boolean}}", "a: OUI", "type", "a",
		 "`a` must be true or false; found the text \"OUI\"", "write true, without quotes"},
		{"properties: {a: {type: boolean}}", "a: 0", "type", "a",
		 "`a` must be true or false; found the number 0", "write false, without quotes"},
		{"properties: {s: {type: string}}", "s: 1.23457E+13", "type", "s",
		 "`s` must be a text; found the number 1.23457E+13",
		 "a spreadsheet has shortened this number: copy all its digits, and put them in quotes"},
		{"properties: {n: {type: string, pattern: '^[a-z]+(-[a-z]+)*$'}}", "n: asso_exemple,", "pattern", "n",
		 "`n` must have the form ^[a-z]+(-[a-z]+)*$; found the text \"asso_exemple,\"",
		 "did you mean \"asso-exemple\"?"},
		{"properties: {n: {type: string, pattern: '^[a-z]+(-[a-z]+)*$'}}", "n: asso–exemple", "pattern", "n",
		 "`n` must have the form ^[a-z]+(-[a-z]+)*$; found the text \"asso–exemple\"",
		 "did you mean \"asso-exemple\"?"},
		{"properties: {m: {type: object}}", "m: abc", "type", "m",
		 "`m` must be a mapping; found the text \"abc\"",
		 "write its keys below it, one `key: value` a line, indented"},
		{"properties: {m: {type: [string, 'null']}}", "m: 1", "type", "m",
		 "`m` must be a text or left empty; found the number 1", "put it in quotes: \"1\""},
		{"properties: {m: {type: [integer, number]}}", "m: a", "type", "m",
		 "`m` must be a number; found the text \"a\"",
		 "write it in digits, for example 12.5; leave it out as long as it is not known"},
		{"type: object", "abc", "type", "", "the document must be a mapping; found the text \"abc\"",
		 "write one `key: value` a line, for instance `intitule: Maraudes`"},
		{"properties: {c: {type: integer}}",
		 "c: \"une phrase bien trop longue pour tenir\\ndans un message d'erreur\"", "type", "c",
		 "`c` must be a whole number; found the text \"une phrase bien trop longue pour tenir d…\"",
		 "write it in digits, for example 12.5; leave it out as long as it is not known"},
	};

	(void)state;
	CHECK_FINDINGS(cases);
}

static void wrong_values(void **state)
{
	static const struct finding_case cases[] = {
		{"properties: {s: {enum: [brouillon, valide]}}", "s: Validé", "enum", "s",
		 "`s` must be one of brouillon, valide; found the text \"Validé\"", "did you mean `valide`?"},
		{"properties: {s: {enum: [brouillon, valide]}}", "s: xyz", "enum", "s",
		 "`s` must be one of brouillon, valide; found the text \"xyz\"", ""},
		{"properties: {s: {enum: ['78', '95']}}", "s: 78", "enum", "s",
		 "`s` must be one of 78, 95; found the number 78", "put it in quotes: \"78\""},
		{"properties: {s: {enum: [a,b,c,d,e,f,g,h,i,j,k,l,m]}}", "s: zz", "enum", "s",
		 "`s` must be one of a, b, c, d, e, f, g, h, i, j, k, l, …; found the text \"zz\"", ""},
		{"properties: {s: {enum: []}}", "s: zz", "enum", "s", "`s` is not allowed here", ""},
		{"properties: {s: {const: 2}}", "s: 3", "const", "s", "`s` must be 2; found the number 3", ""},
		{"properties: {s: {const: [a, 1]}}", "s: 3", "const", "s", "`s` must be [\"a\",1]; found the number 3",
		 ""},
		{"properties: {n: {minimum: 1}}", "n: 0", "minimum", "n", "`n` must be at least 1; found the number 0",
		 ""},
		{"properties: {n: {exclusiveMinimum: 1}}", "n: 1", "minimum", "n",
		 "`n` must be above 1; found the number 1", ""},
		{"properties: {n: {maximum: 1.5}}", "n: 1e3", "maximum", "n",
		 "`n` must be at most 1.5; found the number 1e3", ""},
		{"properties: {n: {exclusiveMaximum: 1}}", "n: 1.0", "maximum", "n",
		 "`n` must be below 1; found the number 1.0", ""},
		{"properties: {n: {multipleOf: 5}}", "n: 7", "multiple-of", "n",
		 "`n` must be a multiple of 5; found the number 7", ""},
		{"properties: {n: {multipleOf: 0.01}}", "n: 7.005", "multiple-of", "n",
		 "`n` must have at most 2 digits after the point; found the number 7.005", ""},
		{"properties: {s: {minLength: 1}}", "s: ''", "min-length", "s", "`s` must not be empty", ""},
		{"properties: {s: {minLength: 3}}", "s: ab", "min-length", "s",
		 "`s` must have at least 3 characters; it has 2", ""},
		{"properties: {s: {maxLength: 1}}", "s: ab", "max-length", "s",
		 "`s` must have at most 1 character; it has 2", ""},
		{"properties: {s: {pattern: '^[a-z]+$'}}", "s: Ab", "pattern", "s",
		 "`s` must have the form ^[a-z]+$; found the text \"Ab\"", "did you mean \"ab\"?"},
		{"properties: {s: {pattern: '^[0-9]{9}$'}}", "s: 123 456 789", "pattern", "s",
		 "`s` must have the form ^[0-9]{9}$; found the text \"123 456 789\"", "did you mean \"123456789\"?"},
		{"properties: {s: {pattern: '^[0-9]{4}-T[1-4]$', examples: [2026-T1]}}", "s: T1 2026", "pattern", "s",
		 "`s` must look like \"2026-T1\"; found the text \"T1 2026\"", ""},
		{"properties: {s: {pattern: '^[a-z]+(-[a-z]+)*$'}}", "s: Asso Exemple", "pattern", "s",
		 "`s` must have the form ^[a-z]+(-[a-z]+)*$; found the text \"Asso Exemple\"",
		 "did you mean \"asso-exemple\"?"},
		{"properties: {s: {pattern: '^[a-z]+(-[a-z]+)*$'}}", "s: acteurs/asso-exemple.yaml", "pattern", "s",
		 "`s` must have the form ^[a-z]+(-[a-z]+)*$; found the text \"acteurs/asso-exemple.yaml\"",
		 "did you mean \"asso-exemple\"?"},
		{"properties: {s: {pattern: '^[0-9]$', description: Un chiffre.}}", "s: ab", "pattern", "s",
		 "`s` must have the form ^[0-9]$; found the text \"ab\"", "Un chiffre."},
		{"properties: {s: {format: date}}", "s: 3/4/2026", "format", "s",
		 "`s` must be a date that exists, written year-month-day; found the text \"3/4/2026\"",
		 "did you mean 2026-04-03?"},
		{"properties: {s: {format: date}}", "s: 03-04-2026", "format", "s",
		 "`s` must be a date that exists, written year-month-day; found the text \"03-04-2026\"",
		 "did you mean 2026-04-03?"},
		{"properties: {s: {format: date}}", "s: 2026-02-30", "format", "s",
		 "`s` must be a date that exists, written year-month-day; found the text \"2026-02-30\"",
		 "that month has 28 days; the last is 2026-02-28"},
		{"properties: {s: {format: date}}", "s: 2026-02-32", "format", "s",
		 "`s` must be a date that exists, written year-month-day; found the text \"2026-02-32\"",
		 "for example: 2026-04-03"},
		{"properties: {s: {format: uri}}", "s: www.e.fr", "format", "s",
		 "`s` must be a URI with its scheme; found the text \"www.e.fr\"", "did you mean https://www.e.fr?"},
		{"properties: {s: {format: email}}", "s: jean@", "format", "s",
		 "`s` must be an e-mail address; found the text \"jean@\"", "for example: contact@asso.example.fr"},
		{"properties: {s: {not: {type: string, description: Pas de texte.}}}", "s: a", "not", "s",
		 "`s` has a form that is not allowed here; found the text \"a\"", "Pas de texte."},
		{"properties: {s: false}", "s: a", "forbidden", "s", "`s` is not allowed here", ""},
	};

	(void)state;
	CHECK_FINDINGS(cases);
}

static void wrong_contents(void **state)
{
	static const struct finding_case cases[] = {
		{"{properties: {intitule: true}, additionalProperties: false}", "intitulé: a", "unknown-key",
		 "\"intitulé\"", "`intitulé` is no key of the document", "did you mean `intitule`?"},
		{"{properties: {a: {properties: {debut: true}, additionalProperties: false}}}", "a: {dbut: 1}",
		 "unknown-key", "a.dbut", "`dbut` is no key of `a`", "did you mean `debut`?"},
		{"{properties: {debut: true}, additionalProperties: false}", "{debut: 1, debit: 2}", "unknown-key",
		 "debit", "`debit` is no key of the document", ""},
		{"{properties: {complements: true}, additionalProperties: false}", "meteo: 1", "unknown-key", "meteo",
		 "`meteo` is no key of the document", "what no field is made for goes below `complements:`"},
		{"{required: [a], properties: {a: {examples: [12]}}}", "b: 1", "required", "a", "`a` is missing",
		 "for example: 12"},
		{"properties: {m: {required: [a-b]}}", "m: {b: 1}", "required", "m.a-b", "`m.a-b` is missing", ""},
		{"dependentRequired: {a: [b]}", "a: 1", "required", "b", "`b` is missing", ""},
		{"{allOf: [{required: [b]}, {required: [b]}]}", "a: 1", "required", "b", "`b` is missing", ""},
		{"properties: {m: {minProperties: 1}}", "m: {}", "min-keys", "m",
		 "`m` must have at least 1 key; it has 0", ""},
		{"maxProperties: 2", "{a: 1, b: 2, c: 3}", "max-keys", "",
		 "the document must have at most 2 keys; it has 3", ""},
		{"properties: {m: {propertyNames: {pattern: '^[a-z]+$'}}}", "m: {A: 1}", "pattern", "m.A",
		 "the key `A` must have the form ^[a-z]+$; found the text \"A\"", "did you mean \"a\"?"},
		{"properties: {l: {minItems: 2}}", "l: [a]", "min-items", "l",
		 "`l` must have at least 2 items; it has 1", ""},
		{"properties: {l: {maxItems: 1}}", "l: [a, b]", "max-items", "l",
		 "`l` must have at most 1 item; it has 2", ""},
		{"properties: {l: {uniqueItems: true}}", "l: [a, b, a]", "unique", "l",
		 "items 1 and 3 of `l` are the same: the text \"a\"", "remove one of them"},
		{"properties: {l: {contains: {const: a, title: Le référent}}}", "l: [b]", "contains", "l",
		 "`l` must have at least 1 item of the kind its schema asks for; it has 0", "Le référent"},
		{"properties: {l: {contains: {const: a}, maxContains: 1}}", "l: [a, {x: 1}, a]", "contains", "l",
		 "`l` must have at most 1 item of the kind its schema limits", ""},
		{"properties: {l: {prefixItems: [true], items: false}}", "l: [1, 2]", "forbidden", "l",
		 "item 2 of `l` is not allowed here", ""},
	};

	(void)state;
	CHECK_FINDINGS(cases);
}

static void places(void **state)
{
	static const struct finding_case cases[] = {
		{"properties: {l: {items: {properties: {nom: {type: string}}}}}", "l: [{id: l1}, {id: l2, nom: 1}]",
		 "type", "l[l2].nom", "`l[l2].nom` must be a text; found the number 1", "put it in quotes: \"1\""},
		{"properties: {l: {items: {required: [nom]}}}", "l: [{id: 1}]", "required", "l[1].nom",
		 "`l[1].nom` is missing", ""},
		{"properties: {l: {items: {type: string}}}", "l: [{id: '1'}]", "type", "l[\"1\"]",
		 "`l[\"1\"]` must be a text; found a mapping", "put the whole text in quotes: it begins with a brace"},
		{"properties: {l: {items: {enum: [a, b]}}}", "l: [a, c d]", "enum", "l[=\"c d\"]",
		 "item 2 of `l` must be one of a, b; found the text \"c d\"", ""},
		{"properties: {l: {items: {type: integer}}}", "l: [1, 2, 3, x]", "type", "l",
		 "item 4 of `l` must be a whole number; found the text \"x\"",
		 "write it in digits, for example 12.5; leave it out as long as it is not known"},
		{"properties: {l: {items: {properties: {nom: {type: string}}}}}", "l: [{}, {nom: 1}]", "type", "l",
		 "`nom` of item 2 of `l` must be a text; found the number 1", "put it in quotes: \"1\""},
		{"properties: {l: {items: {items: {type: string}}}}", "l: [[a], [b, 1]]", "type", "l",
		 "item 2 of item 2 of `l` must be a text; found the number 1", "put it in quotes: \"1\""},
		{"items: {type: string}", "[a, 1]", "type", "", "item 2 must be a text; found the number 1",
		 "put it in quotes: \"1\""},
		{"additionalProperties: {type: string}", "a.b: 1", "type", "\"a.b\"",
		 "`\"a.b\"` must be a text; found the number 1", "put it in quotes: \"1\""},
	};

	(void)state;
	CHECK_FINDINGS(cases);
}

static void choices(void **state)
{
	static const char kinds[] =
		"oneOf: [{required: [type], properties: {type: {const: reunion}, jour: {format: date}}, "
		"additionalProperties: false}, {required: [type, lieu], properties: {type: {const: "
		"visite}, lieu: {type: string}}, additionalProperties: false}]";
	static const struct finding_case cases[] = {
		{kinds, "{type: reunion, jour: demain}", "format", "jour",
		 "`jour` must be a date that exists, written year-month-day; found the text \"demain\"",
		 "for example: 2026-04-03"},
		{kinds, "{type: visite}", "required", "lieu", "`lieu` is missing", ""},
		{kinds, "{type: visite, lieu: 12}", "type", "lieu", "`lieu` must be a text; found the number 12",
		 "put it in quotes: \"12\""},
		{kinds, "{type: visite, lieu: a, jour: b}", "unknown-key", "jour", "`jour` is no key of the document",
		 ""},
		{kinds, "{type: reunions}", "const", "type", "`type` must be reunion; found the text \"reunions\"",
		 "did you mean `reunion`?"},
		{"properties: {a: {anyOf: [{type: string}, {type: object, required: [b]}]}}", "a: {c: 1}", "required",
		 "a.b", "`a.b` is missing", ""},
		{"properties: {a: {anyOf: [{type: string}, {type: number}]}}", "a: [1]", "type", "a",
		 "`a` must be a text or a number; found a list",
		 "remove the dash or the brackets, or put the text in quotes"},
		{"properties: {a: {oneOf: [{const: bas, title: Bas}, {const: haut, title: Haut}]}}", "a: hau", "enum",
		 "a", "`a` must be one of bas, haut; found the text \"hau\"", "did you mean `haut`?"},
		{"properties: {a: {anyOf: [{enum: [x, y]}, {const: 3}]}}", "a: 4", "enum", "a",
		 "`a` must be one of x, y, 3; found the number 4", ""},
		{"properties: {a: {oneOf: [{title: Pair, multipleOf: 2}, {multipleOf: 3}]}}", "a: 6", "one-of", "a",
		 "`a` can be read in two ways, Pair and form 2, where one only is allowed", ""},
		{"anyOf: [{anyOf: [{required: [a, b]}, {required: [c, d]}]}, {required: [e, f, g]}]", "{c: 1, e: 1}",
		 "required", "d", "`d` is missing", ""},
		{"{if: {required: [a]}, then: {required: [b]}, else: {required: [c]}}", "a: 1", "required", "b",
		 "`b` is missing", ""},
	};

	(void)state;
	CHECK_FINDINGS(cases);
}

// Several mistakes in the branch that is nearest: what weighs is how deep below the choice each stands.
static void the_nearest_branch_is_weighed(void **state)
{
	static const struct {
		const char *schema, *document;
		const char *code;
		size_t n;
	} cases[] = {
		{"properties: {a: {oneOf: [{properties: {t: {const: x}, j: true}, additionalProperties: false}, "
		 "{required: [l], properties: {t: {const: y}}, additionalProperties: false}]}}",
		 "a: {t: y, j: 1, k: 2, m: 3}", "unknown-key", 4},
		{"oneOf: [{properties: {k: true, l: true, m: true}, additionalProperties: false}, "
		 "{properties: {k: {minimum: 1}, l: {minimum: 1}, m: {minimum: 1}}}]",
		 "{k: 0, l: 0, m: 0, z: 1}", "minimum", 3},
		{"anyOf: [{type: string}, {properties: {a: {type: string}, b: {type: string}}}]", "{a: 1, b: 1}",
		 "type", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture f;
		size_t found = 0;

		fixture_open(&f, cases[i].schema);
		assert_false(fixture_check(&f, cases[i].document));
		assert_int_equal(f.findings.n, cases[i].n);
		for (size_t k = 0; k < f.findings.n; k++)
			found += strcmp(f.findings.items[k].code, cases[i].code) == 0;
		assert_in_range(found, 1, cases[i].n);
		fixture_clear(&f);
	}
}

// What is underlined, and the field's title.
static void marks_and_labels(void **state)
{
	static const struct {
		const char *schema, *document;
		uint32_t line, col, length;
		const char *label;
	} cases[] = {
		{"properties: {a: {type: string, title: Alpha}}", "b: 1\na: 123\n", 2, 4, 3, "Alpha"},
		{"properties: {a: {type: string}}", "a: \n", 1, 1, 1, ""},
		{"properties: {é: {type: integer}}", "é: \"été\"\n", 1, 4, 5, ""},
		{"{title: Racine, required: [a], properties: {a: {title: Alpha}}}", "b: 1\n", 1, 1, 4, "Alpha"},
		{"{title: Racine, minProperties: 2}", "b: 1\n", 1, 1, 4, ""},
		{"properties: {m: {required: [a]}}", "x: 1\nmm: 1\nm:\n  b: 1\n", 3, 1, 1, ""},
		{"properties: {m: {additionalProperties: false}}", "m:\n  bcd: 1\n", 2, 3, 3, ""},
		{"properties: {l: {title: Liste, items: {type: string}}}", "l:\n  - a\n  - 12\n", 3, 5, 2, "Liste"},
		{"properties: {l: {title: Liste, items: {title: Item, type: string}}}", "l: [12]\n", 1, 5, 2, "Item"},
		{"properties: {l: {title: Liste, items: {properties: {x: {type: string}}}}}", "l: [{x: 1}]\n", 1, 9, 1,
		 ""},
		{"properties: {l: {title: Liste, uniqueItems: true}}", "l: [a, a]\n", 1, 8, 1, "Liste"},
		{"properties: {l: {title: Liste, minItems: 2}}", "l:\n  - a\n", 1, 1, 1, "Liste"},
		{"properties: {d: {$ref: '#/$defs/d', title: Début}}\n$defs: {d: {title: Date, format: date}}",
		 "d: x\n", 1, 4, 1, "Début"},
		{"properties: {d: {$ref: '#/$defs/d'}}\n$defs: {d: {title: Date, format: date}}", "d: x\n", 1, 4, 1,
		 "Date"},
		{"properties: {t: {maxLength: 3}}", "t: |\n  abc\n  def\n", 1, 4, 1, ""},
		{"propertyNames: {maxLength: 2}", "ab: 1\nabcd: 1\n", 2, 1, 4, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_finding *found;
		struct fixture f;

		fixture_open(&f, cases[i].schema);
		assert_false(fixture_check(&f, cases[i].document));
		assert_int_equal(f.findings.n, 1);
		found = &f.findings.items[0];
		if (found->mark.line != cases[i].line || found->mark.col != cases[i].col ||
		    found->length != cases[i].length)
			fail_msg("%s: %u:%u, %u", cases[i].document, found->mark.line, found->mark.col, found->length);
		assert_string_equal(found->label, cases[i].label);
		fixture_clear(&f);
	}
}

static void all_mistakes_are_told(void **state)
{
	static const char *const codes[] = {"required", "unknown-key", "type", "min-length", "enum", "unique"};
	struct fixture f;

	(void)state;
	fixture_open(&f, "{required: [z], additionalProperties: false, properties: {z: true, a: {type: integer}, b: "
			 "{minLength: 3}, l: {items: {enum: [x]}, uniqueItems: true}}}");
	assert_false(fixture_check(&f, "{y: 1, a: x, b: ab, l: [y, y]}"));
	assert_int_equal(f.findings.n, 7); // both items are no x
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		size_t k = 0;

		while (k < f.findings.n && strcmp(f.findings.items[k].code, codes[i]) != 0)
			k++;
		if (k == f.findings.n)
			fail_msg("%s is not told", codes[i]);
	}
	fixture_clear(&f);
}

// A document that a tool built, not read from a text, has marks without lines.
static void built_documents(void **state)
{
	struct mg_arena arena = {0};
	struct mg_pair pair = {.key = mg_slice_of("a")};
	struct fixture f;

	(void)state;
	pair.value = mg_node_new_int(&arena, 12);
	fixture_open(&f, "{properties: {a: {type: string}}, required: [b]}");
	assert_false(mg_schema_check(mg_schema_find(f.set, "s"), mg_node_new_map(&arena, &pair, 1), "x", &f.findings));
	assert_int_equal(f.findings.n, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(f.findings.items[i].mark.line, 0);
		assert_int_equal(f.findings.items[i].length, 0);
	}
	assert_string_equal(f.findings.items[1].message, "`a` must be a text; found the number 12");
	mg_arena_clear(&arena);
	fixture_clear(&f);
}

static void patterns_that_take_too_long_refuse(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "properties: {a: {not: {pattern: '^(a+)+$'}}}");
	assert_false(fixture_check(&f, "a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"));
	assert_int_equal(f.findings.n, 1);
	assert_string_equal(f.findings.items[0].code, "limit");
	assert_int_equal(f.findings.items[0].mark.col, 4);
	fixture_clear(&f);

	fixture_open(&f, "patternProperties: {'^(a+)+$': true}");
	assert_false(fixture_check(&f, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!: 1"));
	assert_string_equal(f.findings.items[0].code, "limit");
	fixture_clear(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_types),      cmocka_unit_test(wrong_values),
		cmocka_unit_test(wrong_contents),   cmocka_unit_test(places),
		cmocka_unit_test(choices),          cmocka_unit_test(the_nearest_branch_is_weighed),
		cmocka_unit_test(marks_and_labels), cmocka_unit_test(all_mistakes_are_told),
		cmocka_unit_test(built_documents),  cmocka_unit_test(patterns_that_take_too_long_refuse),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
