// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/ids.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/when.h"
#include "schema/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>

static struct mg_cli cli;

static int open_types(void **state)
{
	(void)state;
	return mg_cli_need(&cli, MG_NEEDS_TYPES, NULL);
}

static int close_types(void **state)
{
	(void)state;
	mg_cli_clear(&cli);
	return 0;
}

// ---- FIELD=VALUE

static void assignments_are_told_from_words(void **state)
{
	static const char *const assignments[] = {
		"cible=150", "cible=", "a.b=c=d", "modes[=maraude]=", "x[a=b].c=1", "complements.\"a=b\"=1",
	};
	static const char *const words[] = {
		"", "=", "=x", "maraudes", "2018-T1", "modes[=maraude]", "\"a=b\"", "[=", "a[b=c",
	};

	(void)state;
	for (size_t i = 0; i < sizeof assignments / sizeof *assignments; i++)
		if (!mg_typed_is_assignment(assignments[i]))
			fail_msg("%s", assignments[i]);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mg_typed_is_assignment(words[i]))
			fail_msg("%s", words[i]);
}

static void fields_are_read_by_their_type(void **state)
{
	static const char *const words[] = {"intitule=12", "numero=12", "public_cible=[jeunes]",
					    "contenu=", " calendrier_previsionnel.debut=2018-01-15"};
	const struct mg_type *action = mg_types_find(cli.types, "action");
	struct mg_record_field *fields;
	struct mg_error err = {0};

	(void)state;
	assert_int_equal(mg_typed_fields(&cli, action, words, 4, &fields, &err), 0);
	assert_int_equal(fields[0].value->type, MG_STRING);
	assert_int_equal(fields[1].value->type, MG_INT);
	assert_int_equal(fields[2].value->type, MG_LIST);
	assert_null(fields[3].value);
	assert_int_equal(mg_typed_fields(&cli, action, words + 4, 1, &fields, &err), MG_EUSAGE);
}

static void mistyped_fields_are_told(void **state)
{
	static const struct {
		const char *words[2];
		size_t n;
		const char *message, *hint;
	} cases[] = {
		{{"statu=x"}, 1, "no field \"statu\"", "statut"},
		{{"zzzzzz=x"}, 1, "no field \"zzzzzz\"", "maillage schema action"},
		{{"intitule"}, 1, "not FIELD=VALUE", "quote"},
		{{"numero=1", "numero=2"}, 2, "numero is given twice", ""},
		{{"intitule.x=1"}, 1, "nothing at \"x\"", ""},
		{{"lieux_precis[=1"}, 1, "not FIELD=VALUE", ""},
		{{"a..b=1"}, 1, "", ""},
	};
	const struct mg_type *action = mg_types_find(cli.types, "action");

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_record_field *fields;
		struct mg_error err = {0};

		assert_int_equal(mg_typed_fields(&cli, action, cases[i].words, cases[i].n, &fields, &err), MG_EUSAGE);
		if (!strstr(err.message, cases[i].message) || !strstr(err.hint, cases[i].hint))
			fail_msg("case %zu: \"%s\" \"%s\"", i, err.message, err.hint);
	}
}

// ---- ids of elements

static void count(void *context, char out[MG_ELEMENT_ID_CHARS + 1])
{
	unsigned *next = context;

	snprintf(out, MG_ELEMENT_ID_CHARS + 1, "n%u", (*next)++ % 1000);
}

static void elements_get_ids(void **state)
{
	static const struct {
		const char *type, *yaml, *canon;
	} cases[] = {
		{"action", "{lieux_precis: [{nom: a}, {id: l1, nom: b}]}",
		 "{\"lieux_precis\":[{\"id\":\"n0\",\"nom\":\"a\"},{\"id\":\"l1\",\"nom\":\"b\"}]}"},
		{"action", "{calendrier_previsionnel: {jalons: [{libelle: a}]}}",
		 "{\"calendrier_previsionnel\":{\"jalons\":[{\"id\":\"n0\",\"libelle\":\"a\"}]}}"},
		{"mesure", "{observations: [{valeur: 1}, {valeur: 2}]}",
		 "{\"observations\":[{\"id\":\"n0\",\"valeur\":1},{\"id\":\"n1\",\"valeur\":2}]}"},
		// an id that is another record's; a set; what no schema describes; what is wrong anyway
		{"bilan_trimestriel", "{chiffres: [{valeur: 1}]}", "{\"chiffres\":[{\"valeur\":1}]}"},
		{"action", "{public_cible: [jeunes]}", "{\"public_cible\":[\"jeunes\"]}"},
		{"action", "{complements: {x: [{a: 1}]}}", "{\"complements\":{\"x\":[{\"a\":1}]}}"},
		{"action", "{lieux_precis: [a, []]}", "{\"lieux_precis\":[\"a\",[]]}"},
		{"action", "{lieux_precis: a}", "{\"lieux_precis\":\"a\"}"},
		{"action", "[]", "[]"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_node *filled;
		struct mg_findings findings;
		struct mg_buf canon = {0};
		struct mg_doc doc;
		unsigned next = 0;

		mg_doc_init(&doc);
		mg_findings_init(&findings);
		assert_int_equal(mg_yaml_read(&doc, "", mg_slice_of(cases[i].yaml), &findings), 0);
		filled =
			mg_ids_fill(&doc.arena, mg_types_find(cli.types, cases[i].type)->shape, doc.root, count, &next);
		assert_non_null(filled);
		mg_node_canon(filled, &canon);
		assert_string_equal(mg_buf_text(&canon), cases[i].canon);
		mg_buf_clear(&canon);
		mg_findings_clear(&findings);
		mg_doc_clear(&doc);
	}
}

// ---- days

static void days_are_local(void **state)
{
	static const struct {
		const char *typed;
		int days;
		int64_t ms;
	} cases[] = {
		{"2018-01-31", 0, 1517353200000},
		{"2018-01-31", 1, 1517439600000},
		{"2018-03-25", 0, 1521932400000}, // summer time begins: a day of 23 hours
		{"2018-03-25", 1, 1522015200000},
	};

	(void)state;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err;
		int64_t ms;

		assert_int_equal(mg_when_parse_day("--since", cases[i].typed, cases[i].days, &ms, &err), 0);
		assert_int_equal(ms, cases[i].ms);
	}
}

static void wrong_days_are_told(void **state)
{
	static const struct {
		const char *typed, *hint;
	} cases[] = {
		{"", ""}, {"hier", ""}, {"2018-02-30", ""}, {"2018-1-31", ""}, {"31/01/2018", "2018-01-31"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {0};
		int64_t ms = 5;

		assert_int_equal(mg_when_parse_day("--since", cases[i].typed, 0, &ms, &err), MG_EUSAGE);
		assert_int_equal(ms, 5);
		assert_non_null(strstr(err.message, "--since"));
		assert_non_null(strstr(err.hint, cases[i].hint));
	}
}

// ---- what is shown

static void texts_cannot_drive_a_terminal(void **state)
{
	static const struct {
		const char *text;
		size_t max;
		const char *shown;
	} cases[] = {
		{"abc", 0, "abc"},
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"éàü", 3, "éàü"},
		{"\n\n", 0, ""},
		{"a\nb\n", 0, "a↵b"},
		{"a\tb", 0, "a b"},
		{"\x1B[2Jx", 0, "\xEF\xBF\xBD[2Jx"},
		{"\xC2\x9B"
		 "2J",
		 0,
		 "\xEF\xBF\xBD"
		 "2J"}, // CSI in one character
		{"\xE2\x80\xAE"
		 "gpj",
		 0,
		 "\xEF\xBF\xBD"
		 "gpj"}, // right-to-left override
		{"a\xD8\x9C"
		 "b\xE2\x80\x8B"
		 "c\xE2\x81\xA0"
		 "d\xF3\xA0\x81\x81"
		 "e",
		 0,
		 "a\xEF\xBF\xBD"
		 "b\xEF\xBF\xBD"
		 "c\xEF\xBF\xBD"
		 "d\xEF\xBF\xBD"
		 "e"}, // an Arabic letter mark, no width, a word joiner, a tag
		{"\xFF", 0, "\xEF\xBF\xBD"},
		{"\x7F\r", 0, "\xEF\xBF\xBD\xEF\xBF\xBD"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&text, &len);

		mg_put_text(out, cases[i].text, cases[i].max);
		fclose(out);
		assert_string_equal(text, cases[i].shown);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(assignments_are_told_from_words),
		cmocka_unit_test(fields_are_read_by_their_type),
		cmocka_unit_test(mistyped_fields_are_told),
		cmocka_unit_test(elements_get_ids),
		cmocka_unit_test(days_are_local),
		cmocka_unit_test(wrong_days_are_told),
		cmocka_unit_test(texts_cannot_drive_a_terminal),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
