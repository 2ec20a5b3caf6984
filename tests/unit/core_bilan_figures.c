// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/bilan.h"
#include "tests/unit/bilan_fixture.h"

#include <stdio.h>

// ---- what does not agree

#define BILAN(actor, period, figure)                                                                                   \
	{                                                                                                              \
		"bilans/" period "/" actor ".yaml",                                                                    \
			"cooperative: " CA "\nperiode: " period "\nacteur: " actor "\nchiffres: [{id: i, " figure      \
			"}]\n",                                                                                        \
			SHA_A,                                                                                         \
		{                                                                                                      \
			actor, NULL                                                                                    \
		}                                                                                                      \
	}

static void contradictions_are_told(void **state)
{
	static const struct {
		struct given given[3]; // up to one without a path
		const char *seen;      // NULL: nothing
	} cases[] = {
		{{BILAN("a", "2018-T1", "agregation: non_agregeable, valeur: 12"),
		  BILAN("b", "2018-T1", "agregation: non_agregeable, valeur: 30")},
		 "valeurs différentes d'un indicateur non agrégeable : a 12, b 30"},
		{{BILAN("a", "2018-T1", "agregation: non_agregeable, valeur: 12"),
		  BILAN("b", "2018-T1", "agregation: non_agregeable, valeur: 12.0")},
		 NULL},
		{{BILAN("a", "2018-T1", "agregation: non_agregeable, valeur: 12"),
		  BILAN("b", "2018-T1", "agregation: non_agregeable")},
		 NULL},
		{{BILAN("a", "2018-T1", "agregation: somme, valeur: 12"),
		  BILAN("b", "2018-T1", "agregation: somme, valeur: 30")},
		 NULL},
		{{BILAN("a", "2018-T1", "agregation: somme, valeur: 12"),
		  BILAN("b", "2018-T1", "agregation: somme, valeur: -2")},
		 "total 10 inférieur à une partie : a 12"},
		{{BILAN("a", "2018-T1", "agregation: somme, valeur: 12, desagregation: {femmes: 9}"),
		  BILAN("b", "2018-T1", "agregation: somme, valeur: 2, desagregation: {femmes: 6, hommes: 1}")},
		 "total 14 inférieur à une partie : femmes 15"},
		{{BILAN("a", "2018-T1", "agregation: somme, valeur: 12, desagregation: {femmes: 6, hommes: 6}")}, NULL},
		{{BILAN("a", "2017-T4", "agregation: dernier, valeur: 12"),
		  BILAN("a", "2018-T1", "agregation: dernier, valeur: 11")},
		 "cumul en baisse depuis le trimestre précédent : a 12 puis 11"},
		{{BILAN("a", "2017-T4", "agregation: dernier, valeur: 11"),
		  BILAN("a", "2018-T1", "agregation: dernier, valeur: 11")},
		 NULL},
		{{BILAN("b", "2017-T4", "agregation: dernier, valeur: 12"),
		  BILAN("a", "2018-T1", "agregation: dernier, valeur: 11")},
		 NULL},
		{{BILAN("a", "2017-T3", "agregation: dernier, valeur: 12"),
		  BILAN("a", "2018-T1", "agregation: dernier, valeur: 11")},
		 NULL},
		{{BILAN("a", "2017-T4", "agregation: dernier, valeur: 12"),
		  BILAN("a", "2018-T1", "agregation: dernier, valeur: 11"),
		  {"indicateurs/i.yaml", "intitule: I\nsens: baisse\n", NULL, {NULL}}},
		 NULL},
		{{BILAN("a", "2017-T4", "agregation: somme, valeur: 12"),
		  BILAN("a", "2018-T1", "agregation: somme, valeur: 11")},
		 NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mg_node *found, *first;
		struct mg_bilan_made made;
		struct mg_error err = {0};
		struct world world;

		world_init(&world);
		for (size_t j = 0; j < 3 && cases[i].given[j].path; j++)
			put(&world, &cases[i].given[j]);
		assert_int_equal(mg_book_sort(&world.book, NULL), 0);
		assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, &err), 0);
		check_made(&made, "bilans/2018-T1/consolidation.yaml", NULL);
		found = mg_node_get(made.root, "contradictions");
		if ((found != NULL) != (cases[i].seen != NULL))
			fail_msg("case %zu: %s", i, found ? "told" : "not told");
		first = found ? mg_node_get(found->as.list.items[0], "constats")->as.list.items[0] : NULL;
		if (first)
			assert_string_equal(first->text.data, cases[i].seen);
		world_clear(&world);
	}
}

static void what_does_not_come_together_says_why(void **state)
{
	static const struct {
		const char *one, *other, *note;
	} cases[] = {
		{"agregation: liste, observations: [{id: a, texte: Trappes}, {id: b, texte: Plaisir}]",
		 "agregation: liste, observations: [{id: a, texte: Trappes}, {id: b, valeur: 12}]",
		 "liste : 12 ; Plaisir ; Trappes"},
		{"agregation: liste, observations: [{id: a, date: 2018-01-02}]", "agregation: liste",
		 "liste : les valeurs ne se réunissent pas en un chiffre"},
		{"agregation: non_agregeable, observations: [{id: a, valeur: 12}, {id: b, valeur: 14}]",
		 "agregation: non_agregeable, valeur: 30",
		 "non agrégeable, valeurs jamais additionnées : a 12 et 14, b 30"},
		{"agregation: non_agregeable, valeur: 12", "agregation: non_agregeable, valeur: 30",
		 "non agrégeable : les valeurs sont listées, jamais additionnées"},
		{"agregation: max, note: aucune mesure", "agregation: max, note: aucune mesure", "aucune mesure"},
		{"agregation: max, note: aucune mesure", "agregation: max, note: en congé", NULL},
		{"agregation: max, note: aucune mesure", "agregation: max, valeur: 3", NULL},
		{"agregation: somme, valeur: 2, note: corrigé", "agregation: somme, valeur: 3, note: corrigé", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char bilans[2][256];
		struct given given[2] = {{"bilans/2018-T1/a.yaml", bilans[0], SHA_A, {"a", NULL}},
					 {"bilans/2018-T1/b.yaml", bilans[1], SHA_A, {"b", NULL}}};
		const struct mg_node *figures, *note;
		struct mg_bilan_made made;
		struct mg_error err = {0};
		struct world world;

		world_init(&world);
		for (size_t j = 0; j < 2; j++) {
			snprintf(bilans[j], sizeof bilans[j],
				 "cooperative: " CA "\nperiode: 2018-T1\nacteur: %s\nchiffres: [{id: i, %s}]\n",
				 j ? "b" : "a", j ? cases[i].other : cases[i].one);
			put(&world, &given[j]);
		}
		assert_int_equal(mg_book_sort(&world.book, NULL), 0);
		assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, &err), 0);
		figures = mg_node_get(made.root, "chiffres");
		note = mg_node_get(figures->as.list.items[0], "note");
		if (!note || !cases[i].note)
			assert_true(!note && !cases[i].note);
		else
			assert_true(mg_slice_is(mg_node_string(note), cases[i].note));
		world_clear(&world);
	}
}

static void an_explanation_stays_while_the_contradiction_does(void **state)
{
	static const struct given bilans[] = {BILAN("a", "2018-T1", "agregation: non_agregeable, valeur: 12"),
					      BILAN("b", "2018-T1", "agregation: non_agregeable, valeur: 30")},
				  before = {"bilans/2018-T1/consolidation.yaml",
					    HEAD "contradictions:\n"
						 "  - {id: autre, constats: [x], explication: finie}\n"
						 "  - {id: i, constats: [x], explication: deux publics}\n",
					    NULL,
					    {NULL}};
	const struct mg_node *found;
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, bilans, COUNT(bilans));
	put(&world, &before);
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
	found = mg_node_get(made.root, "contradictions");
	assert_int_equal(found->as.list.n, 1);
	assert_true(mg_slice_is(mg_node_string(mg_node_get(found->as.list.items[0], "explication")), "deux publics"));
	world_clear(&world);
}

// ---- formulas, breakdowns, corrections

static void totals_say_how_they_come_about(void **state)
{
	static const struct {
		const char *a, *b, *formula; // NULL: none
	} cases[] = {
		{"agregation: somme, valeur: 0.1", "agregation: somme, valeur: 2", "0.1 + 2"},
		{"agregation: somme, valeur: -2", "agregation: somme, valeur: -0.5", "-2 - 0.5"},
		{"agregation: somme, valeur: 7", "agregation: somme", "7"},
		{"agregation: somme", "agregation: somme", NULL},
		{"agregation: max, valeur: 7", "agregation: max, valeur: 9", "la plus grande de 2 valeurs : 7, 9"},
		{"agregation: dernier, valeur: 7, date: 2018-02-01", "agregation: dernier, valeur: 9, date: 2018-01-01",
		 "la dernière de 2 valeurs, du 2018-02-01"},
		{"agregation: moyenne_ponderee, valeur: 10, denominateur: 1",
		 "agregation: moyenne_ponderee, valeur: 20, denominateur: 3", "(10 × 1 + 20 × 3) / 4"},
		{"agregation: moyenne_ponderee, valeur: 1", "agregation: moyenne_ponderee, valeur: 2", "(1 + 2) / 2"},
		{"agregation: non_agregeable, valeur: 1", "agregation: non_agregeable, valeur: 2", NULL},
		{"agregation: liste, valeur: 1", "agregation: liste, valeur: 2", NULL},
		{"agregation: somme, valeur: 1", "agregation: max, valeur: 2", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char a[256], b[256];
		struct given given[2] = {{"bilans/2018-T1/a.yaml", a, SHA_A, {"a", NULL}},
					 {"bilans/2018-T1/b.yaml", b, SHA_B, {"b", NULL}}};
		struct mg_bilan_made made;
		struct mg_slice formula;
		struct world world;

		snprintf(a, sizeof a, HEAD "acteur: a\nchiffres: [{id: i, %s}]\n", cases[i].a);
		snprintf(b, sizeof b, HEAD "acteur: b\nchiffres: [{id: i, %s}]\n", cases[i].b);
		world_init(&world);
		put_all(&world, given, 2);
		assert_int_equal(mg_book_sort(&world.book, NULL), 0);
		assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
		check_made(&made, "bilans/2018-T1/consolidation.yaml", NULL);
		formula = mg_node_string(mg_node_get(mg_node_get(made.root, "chiffres")->as.list.items[0], "formule"));
		if (!mg_slice_is(formula, cases[i].formula ? cases[i].formula : ""))
			fail_msg("case %zu: %.*s", i, (int)formula.len, formula.data);
		world_clear(&world);
	}
}

static void long_sums_are_told_by_their_number(void **state)
{
	const struct mg_node *figure;
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	for (char c = 'a'; c <= 'z'; c++) {
		char path[64], text[256], name[2] = {c, '\0'};
		struct given given = {path, text, SHA_A, {name, NULL}};

		snprintf(path, sizeof path, "bilans/2018-T1/%c.yaml", c);
		snprintf(text, sizeof text, HEAD "acteur: %c\nchiffres: [{id: i, agregation: somme, valeur: 1}]\n", c);
		put(&world, &given);
	}
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
	figure = mg_node_get(made.root, "chiffres")->as.list.items[0];
	assert_true(mg_slice_is(mg_node_string(mg_node_get(figure, "formule")), "somme de 26 valeurs"));
	world_clear(&world);
}

// What 200 actors bring to 10 figures is in their bilans; the consolidation stays a record that can be written.
static void too_many_contributions_are_left_in_the_bilans(void **state)
{
	const struct mg_node *figure;
	struct mg_bilan_made made;
	struct mg_buf text = {0};
	struct world world;

	(void)state;
	world_init(&world);
	for (unsigned i = 0; i < 200; i++) {
		char path[64], name[16];
		struct given given = {path, NULL, SHA_A, {name, NULL}};

		snprintf(name, sizeof name, "a%u", i);
		snprintf(path, sizeof path, "bilans/2018-T1/%s.yaml", name);
		mg_buf_printf(&text, HEAD "acteur: %s\nchiffres:\n", name);
		for (unsigned j = 0; j < 10; j++)
			mg_buf_printf(&text, "  - {id: i%u, agregation: somme, valeur: 1}\n", j);
		given.text = mg_buf_text(&text);
		put(&world, &given);
		mg_buf_reset(&text);
	}
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
	check_made(&made, "bilans/2018-T1/consolidation.yaml", NULL);
	figure = mg_node_get(made.root, "chiffres")->as.list.items[9];
	assert_int_equal(mg_node_get(figure, "valeur")->as.integer, 200);
	assert_null(mg_node_get(figure, "contributions"));
	assert_non_null(strstr(mg_node_get(figure, "note")->text.data, "maillage trace FICHE:i9"));
	mg_buf_clear(&text);
	world_clear(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contradictions_are_told),
		cmocka_unit_test(what_does_not_come_together_says_why),
		cmocka_unit_test(an_explanation_stays_while_the_contradiction_does),
		cmocka_unit_test(totals_say_how_they_come_about),
		cmocka_unit_test(long_sums_are_told_by_their_number),
		cmocka_unit_test(too_many_contributions_are_left_in_the_bilans),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
