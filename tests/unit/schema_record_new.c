// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/record_fixture.h"

static void values_are_read_by_the_schema(void **state)
{
	static const struct {
		const char *type, *place, *text, *canon; // canon NULL: removed
	} cases[] = {
		{"action", "intitule", "Maraudes: le soir", "\"Maraudes: le soir\""},
		{"action", "intitule", "12", "\"12\""},
		{"action", "intitule", "non", "\"non\""},
		{"action", "intitule", "[a", "\"[a\""},
		{"action", "intitule", "", NULL},
		{"action", "moyens_humains_etp", "", NULL},
		{"action", "statut", "en_cours", "\"en_cours\""},
		{"action", "moyens_humains_etp", "0.5", "0.5"},
		{"action", "numero", "3", "3"},
		{"action", "preexistante", "true", "true"},
		{"action", "modes_intervention", "[maraude, hors les murs]", "[\"maraude\",\"hors les murs\"]"},
		{"action", "modes_intervention", "[1, true, 2.50]", "[\"1\",\"true\",\"2.50\"]"},
		{"action", "calendrier_previsionnel", "{debut: 2018-01-15}", "{\"debut\":\"2018-01-15\"}"},
		{"action", "calendrier_previsionnel.debut", "2018-01-15", "\"2018-01-15\""},
		{"action", "lieux_precis", "[{id: l1, commune: 01103}]", "[{\"commune\":\"01103\",\"id\":\"l1\"}]"},
		{"action", "lieux_precis[l1].commune", "01103", "\"01103\""},
		{"action", "complements", "{a: 1}", "{\"a\":1}"},
		{"action", "complements.a", "1", "1"},
		{"action", "complements.a.b", "[1]", "[1]"},
		{"cooperative", "territoire.communes", "[78621]", "[\"78621\"]"},
		{"indicateur", "cible", "150", "150"},
		{"indicateur", "cible", "150.5", "150.5"},
		{"indicateur", "cible", "trois réunions", "\"trois réunions\""},
		{"indicateur", "cible", "au moins: 3", "\"au moins: 3\""},
		{"indicateur", "cible", "[3", "\"[3\""},
		{"mesure", "observations[o1].valeur", "12", "12"},
		{"mesure", "observations[o1].desagregation.femmes", "12", "12"},
		{"action", "preexistante", "oui", "true"}, // what a person says
		{"action", "preexistante", "non", "false"},
		{"action", "preexistante", "vrai", "true"},
		{"action", "preexistante", "peut-être", "\"peut-être\""},
		{"action", "intitule", "oui", "\"oui\""},
		{"grille_opportunite", "principes[p1].niveau", "oui", "\"oui\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_node *value;
		struct mg_error err = {0};
		struct mg_buf canon = {0};
		struct mg_doc doc;

		mg_doc_init(&doc);
		if (mg_record_value(mg_types_find(types, cases[i].type), cases[i].place, cases[i].text, &doc, &value,
				    &err) < 0)
			fail_msg("%s=%s: %s", cases[i].place, cases[i].text, err.message);
		if (cases[i].canon) {
			assert_non_null(value);
			mg_node_canon(value, &canon);
			assert_string_equal(mg_buf_text(&canon), cases[i].canon);
		} else {
			assert_null(value);
		}
		mg_buf_clear(&canon);
		mg_doc_clear(&doc);
	}
}

static void unknown_fields_are_refused(void **state)
{
	static const struct {
		const char *type, *place, *hint;
	} cases[] = {
		{"action", "intitulé", "intitule"},
		{"action", "promoteur", ""},
		{"action", "status", "statut"},
		{"action", "calendrier_previsionnel.debuts", "debut"},
		{"action", "lieux_precis[l1].nomm", "nom"},
		{"action", "intitule.x", ""},
		{"action", "intitule[x]", ""},
		{"action", "calendrier_previsionnel[x]", ""},
		{"action", "lieux_precis.nom", ""},
		{"action", "zzzzzzzzzzzzzzzz", ""},
		{"action", "", ""},
		{"action", "a..b", ""},
		{"action", "a[", ""},
		{"mesure", "observations[o1].valeurs", "valeur"},
		{"mesure", "observations[o1].desagregation.femmes.x", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_type *type = mg_types_find(types, cases[i].type);
		const struct mg_node *value;
		struct mg_error err = {0};
		struct mg_doc doc;

		mg_doc_init(&doc);
		if (mg_record_value(type, cases[i].place, "1", &doc, &value, &err) == 0)
			fail_msg("\"%s\" was taken for a field", cases[i].place);
		assert_null(value);
		if (!strstr(err.hint, cases[i].hint))
			fail_msg("\"%s\": %s (%s)", cases[i].place, err.message, err.hint);
		mg_doc_clear(&doc);
	}
}

static void values_that_cannot_be_read_are_refused(void **state)
{
	static const char *const cases[][2] = {
		{"moyens_humains_etp", "[1"}, {"modes_intervention", "[a, b"}, {"calendrier_previsionnel", "{a: b"},
		{"lieux_precis", "&a [1]"},   {"complements", "a: 1\na: 2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_node *value;
		struct mg_error err = {0};
		struct mg_doc doc;

		mg_doc_init(&doc);
		assert_true(mg_record_value(mg_types_find(types, "action"), cases[i][0], cases[i][1], &doc, &value,
					    &err) < 0);
		assert_null(value);
		assert_non_null(strstr(err.message, cases[i][0]));
		mg_doc_clear(&doc);
	}
}

static void new_records_are_in_the_schema_order(void **state)
{
	static const char *const given[][2] = {
		{"complements.z", "1"},
		{"statut", "conventionnee"},
		{"lieux_precis[l1].commune", "78621"},
		{"lieux_precis[l1].nom", "Gare"},
		{"calendrier_previsionnel.fin", "2018-12-31"},
		{"promoteur_referent", "asso-exemple"},
		{"calendrier_previsionnel.debut", "2018-01-15"},
		{"modes_intervention[=maraude]", "maraude"},
		{"intitule", "Maraudes: le soir"},
	};
	enum { N = sizeof given / sizeof *given };
	const struct mg_type *type = mg_types_find(types, "action");
	struct mg_record_field fields[N];
	struct mg_findings findings;
	struct mg_doc docs[N], doc;
	struct mg_buf text = {0};
	struct mg_error err = {0};

	(void)state;
	for (size_t i = 0; i < N; i++) {
		mg_doc_init(&docs[i]);
		fields[i].place = given[i][0];
		assert_int_equal(mg_record_value(type, given[i][0], given[i][1], &docs[i], &fields[i].value, &err), 0);
	}
	if (mg_record_new(type, fields, N, &text, &err) < 0)
		fail_msg("%s", err.message);
	assert_string_equal(mg_buf_text(&text), "intitule: \"Maraudes: le soir\"\n"
						"promoteur_referent: asso-exemple\n"
						"calendrier_previsionnel:\n"
						"  debut: 2018-01-15\n"
						"  fin: 2018-12-31\n"
						"modes_intervention:\n"
						"  - maraude\n"
						"lieux_precis:\n"
						"  - id: l1\n"
						"    nom: Gare\n"
						"    commune: \"78621\"\n"
						"statut: conventionnee\n"
						"complements:\n"
						"  z: 1\n");
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	assert_int_equal(mg_record_check(types, "actions/x.yaml", mg_buf_slice(&text), &doc, &findings), 0);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
	for (size_t i = 0; i < N; i++)
		mg_doc_clear(&docs[i]);
}

static void a_new_record_with_an_unknown_field_is_refused(void **state)
{
	struct mg_arena arena;
	struct mg_record_field field = {.place = "intitulle"};
	struct mg_buf text = {0};
	struct mg_error err = {0};

	(void)state;
	mg_arena_init(&arena, 0);
	field.value = mg_node_new_int(&arena, 1);
	assert_int_equal(mg_record_new(mg_types_find(types, "action"), &field, 1, &text, &err), MG_EUSAGE);
	assert_non_null(strstr(err.hint, "intitule"));
	assert_int_equal(text.len, 0);
	mg_arena_clear(&arena);
}

static void owners_come_from_path_or_field(void **state)
{
	static const struct {
		const char *path, *text, *owner;
	} cases[] = {
		{"acteurs/asso.yaml", "nom: A\n", "asso"},
		{"actions/x.yaml", "promoteur_referent: asso\n", "asso"},
		{"actions/x.yaml", "intitule: A\n", ""},
		{"cles/abcdefghij234567.yaml", "acteur: asso\n", "asso"},
		{"mesures/2018-T1/i--asso.yaml", "acteur: autre\n", "asso"},
		{"bilans/2018-T1/asso.yaml", "acteur: autre\n", "asso"},
		{"bilans/2018-T1/asso--r2.yaml", "a: 1\n", "asso"},
		{"bilans/2018-T1/consolidation.yaml", "acteur: autre\n", ""},
		{"objectifs/x.yaml", "intitule: A\n", ""},
		{"cooperative.yaml", "intitule: A\n", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_path path;
		struct mg_doc doc;

		read_record(cases[i].path, cases[i].text, &path, &doc);
		assert_true(mg_slice_is(mg_record_owner(&path, doc.root), cases[i].owner));
		mg_doc_clear(&doc);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read_by_the_schema),
		cmocka_unit_test(unknown_fields_are_refused),
		cmocka_unit_test(values_that_cannot_be_read_are_refused),
		cmocka_unit_test(new_records_are_in_the_schema_order),
		cmocka_unit_test(a_new_record_with_an_unknown_field_is_refused),
		cmocka_unit_test(owners_come_from_path_or_field),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
