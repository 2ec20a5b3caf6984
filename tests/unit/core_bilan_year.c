// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/bilan_node.h"
#include "schema/value/place.h"
#include "tests/unit/bilan_fixture.h"

#include <stdio.h>

#define SHA_C                "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define FIGURE(value)        "chiffres: [{id: i, agregation: somme, valeur: " value "}]\n"
#define BILAN(period, value) "cooperative: " CA "\nperiode: " period "\nacteur: asso\n" FIGURE(value)
#define CONVENTION                                                                                                     \
	"cooperative: " CA "\nversion: 1\nparties: [{id: p1, acteur: dd-78}, {id: p2, acteur: asso}]\n"                \
	"art5_duree: {date_effet: 2018-03-01}\n"

static const struct given
	acteur = {"acteurs/asso.yaml", "nom: Asso\n", NULL, {NULL}},
	action = {"actions/x.yaml", "intitule: X\npromoteur_referent: asso\nstatut: en_cours\n", NULL, {NULL}},
	convention = {"conventions/c/v1.yaml", CONVENTION, SHA_A, {"dd-78@2018-02-20", "asso@2018-02-21", NULL}},
	first = {"bilans/2018-T1/asso.yaml", BILAN("2018-T1", "10"), SHA_A, {"asso@2018-04-09", NULL}},
	first_closed = {"bilans/2018-T1/consolidation.yaml",
			HEAD "bilans: [{id: asso, fichier: bilans/2018-T1/asso.yaml, sha256: " SHA_A
			     ", signataires: [asso]}]\nstatut: close\n",
			SHA_C,
			{"dd-78@2018-04-20", NULL}},
	first_again = {"bilans/2018-T1/asso--r2.yaml", BILAN("2018-T1", "12"), SHA_B, {"asso@2018-05-09", NULL}},
	second = {"bilans/2018-T2/asso.yaml", BILAN("2018-T2", "5"), SHA_B, {"asso@2018-07-09", NULL}},
	leaves = {"mouvements/sortie.yaml",
		  "acteur: asso\nsens: sortie\ndate_effet: 2019-03-01\nmotif: Projet terminé\n"
		  "concertation_dd: {date: 2018-12-05}\n",
		  NULL,
		  {NULL}},
	enters = {"mouvements/entree.yaml", "acteur: asso\nsens: entree\ndate_effet: 2018-06-01\n", NULL, {NULL}};

static const struct mg_node *draft(struct world *world, const char *annee, struct mg_date today)
{
	struct mg_bilan_made made;
	struct mg_error err = {0};
	char path[64];

	assert_int_equal(mg_book_sort(&world->book, &err), 0);
	if (mg_bilan_draft_year_of_all(&world->book, annee, today, &world->arena, &made, &err) < 0)
		fail_msg("%s", err.message);
	(void)snprintf(path, sizeof path, "bilans/%s/annuel.yaml", annee);
	check_made(&made, path, NULL);
	return made.root;
}

static const char *text_at(struct world *world, const struct mg_node *root, const char *place)
{
	struct mg_place parsed;
	const struct mg_node *node;

	assert_int_equal(mg_place_parse(place, &world->arena, &parsed, NULL), 0);
	node = mg_place_find(root, &parsed);
	return node ? mg_arena_copy(&world->arena, node->text.data, node->text.len) : NULL;
}

static size_t length_of(const struct mg_node *root, const char *key)
{
	const struct mg_node *list = mg_node_get(root, key);

	return list ? list->as.list.n : 0;
}

// ---- which bilans it rests on

static void bilans_of_a_closed_quarter_are_the_consolidations(void **state)
{
	const struct given given[] = {acteur, action, first, first_closed};
	const struct mg_node *root;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, given, COUNT(given));
	root = draft(&world, "2018", (struct mg_date){2018, 11, 2});
	assert_int_equal(length_of(root, "hors_consolidation"), 0);
	assert_string_equal(text_at(&world, root, "trimestres[2018-T1].sha256"), SHA_C);
	assert_string_equal(text_at(&world, root, "couverture.phrase"), "1 trimestre sur 4, 10 mois sur 12");
	world_clear(&world);
}

static void others_are_named_one_by_one(void **state)
{
	static const struct {
		struct given given[6];
		size_t n, named;
		const char *id, *file, *quarter;
	} cases[] = {
		{{acteur, action, first}, 3, 1, "aaaaaaaaaaaaaaaa", "bilans/2018-T1/asso.yaml", "2018-T1"},
		{{acteur, action, first, first_closed, first_again},
		 5,
		 1,
		 "bbbbbbbbbbbbbbbb",
		 "bilans/2018-T1/asso--r2.yaml",
		 "2018-T1"},
		{{acteur, action, first, first_closed, second},
		 5,
		 1,
		 "bbbbbbbbbbbbbbbb",
		 "bilans/2018-T2/asso.yaml",
		 "2018-T2"},
		{{acteur, action, first, second}, 4, 2, "bbbbbbbbbbbbbbbb", "bilans/2018-T2/asso.yaml", "2018-T2"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mg_node *root, *named;
		struct world world;

		world_init(&world);
		put_all(&world, cases[i].given, cases[i].n);
		root = draft(&world, "2018", (struct mg_date){2018, 11, 2});
		assert_int_equal(length_of(root, "hors_consolidation"), cases[i].named);
		named = mg_bilan_element(mg_node_get(root, "hors_consolidation"), mg_slice_of(cases[i].id));
		assert_non_null(named);
		assert_true(mg_slice_is(mg_node_string(mg_node_get(named, "fichier")), cases[i].file));
		assert_true(mg_slice_is(mg_node_string(mg_node_get(named, "trimestre")), cases[i].quarter));
		world_clear(&world);
	}
}

// ---- what does not come together

#define SAYS(acteur, period, sha, figure)                                                                              \
	{                                                                                                              \
		"bilans/" period "/" acteur ".yaml",                                                                   \
			"cooperative: " CA "\nperiode: " period "\nacteur: " acteur "\nchiffres: [{id: i, " figure     \
			"}]\n",                                                                                        \
			sha,                                                                                           \
		{                                                                                                      \
			acteur "@2018-04-09", NULL                                                                     \
		}                                                                                                      \
	}
#define ALONE "agregation: non_agregeable"

static void values_that_are_not_added_are_listed(void **state)
{
	static const struct {
		struct given given[3]; // up to one without a path
		const char *note;
	} cases[] = {
		{{SAYS("asso", "2018-T1", SHA_A, ALONE ", valeur: 12"),
		  SAYS("mairie", "2018-T1", SHA_B, ALONE ", valeur: 30"),
		  SAYS("asso", "2018-T2", SHA_C, ALONE ", valeur: 14.5")},
		 "non agrégeable, valeurs jamais additionnées : 2018-T1 asso 12, mairie 30 ; 2018-T2 asso 14.5"},
		{{SAYS("asso", "2018-T1", SHA_A,
		       ALONE ", observations: [{id: a, valeur: 3}, {id: b, texte: beaucoup}]"),
		  SAYS("mairie", "2018-T1", SHA_B, ALONE)},
		 "non agrégeable, valeurs jamais additionnées : 2018-T1 asso 3 et beaucoup, mairie –"},
		{{SAYS("asso", "2018-T1", SHA_A, ALONE ", valeur: 12"),
		  SAYS("asso", "2018-T2", SHA_C, ALONE ", valeur: 14")},
		 "non agrégeable : les valeurs sont listées, jamais additionnées"}, // each in its quarter
		{{SAYS("asso", "2018-T1", SHA_A, "agregation: liste, observations: [{id: a, texte: Trappes}]"),
		  SAYS("mairie", "2018-T2", SHA_C, "agregation: liste, observations: [{id: a, texte: Plaisir}]")},
		 "liste : Plaisir ; Trappes"},
		{{SAYS("asso", "2018-T1", SHA_A, ALONE ", unite: h, valeur: 12"),
		  SAYS("mairie", "2018-T1", SHA_B, ALONE ", unite: j, valeur: 2")},
		 "les trimestres n'ont pas la même unité ou la même agrégation : aucun total"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mg_node *root;
		struct world world;

		world_init(&world);
		for (size_t k = 0; k < 3 && cases[i].given[k].path; k++)
			put(&world, &cases[i].given[k]);
		root = draft(&world, "2018", (struct mg_date){2018, 11, 2});
		assert_string_equal(text_at(&world, root, "indicateurs[i].note"), cases[i].note);
		world_clear(&world);
	}
}

static void promised_indicators_are_all_there(void **state)
{
	static const struct given promises = {"conventions/c/v1.yaml",
					      CONVENTION
					      "art4_2_indicateurs: [{id: z, intitule: Z}, {id: i}, {id: a}]\n",
					      SHA_A,
					      {"dd-78@2018-02-20", "asso@2018-02-21", NULL}},
				  sheet = {"indicateurs/z.yaml", "intitule: Autre\nunite: h\ncible: 3\n", NULL, {NULL}},
				  written = {"bilans/2018/annuel.yaml",
					     "cooperative: " CA
					     "\nannee: \"2018\"\nindicateurs: [{id: z, commentaire: Panne}]\n",
					     NULL,
					     {NULL}};
	const struct given given[] = {acteur, action, first, promises, sheet, written};
	const struct mg_node *root;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, given, COUNT(given));
	root = draft(&world, "2018", (struct mg_date){2018, 11, 2});
	assert_int_equal(length_of(root, "indicateurs"), 3);
	assert_string_equal(text_at(&world, root, "indicateurs[i].valeur"), "10");
	assert_string_equal(text_at(&world, root, "indicateurs[z].note"), "aucun bilan de l'année ne le renseigne");
	assert_string_equal(text_at(&world, root, "indicateurs[z].intitule"), "Z"); // as it was signed
	assert_string_equal(text_at(&world, root, "indicateurs[z].unite"), "h");
	assert_string_equal(text_at(&world, root, "indicateurs[z].commentaire"), "Panne");
	assert_null(text_at(&world, root, "indicateurs[a].valeur"));
	world_clear(&world);
}

// ---- who leaves

static void who_leaves_at_the_term_is_told(void **state)
{
	static const struct {
		const char *what, *annee;
		struct mg_date today;
		struct given given[4];
		size_t n, told;
	} cases[] = {
		{"the term of the convention's year", "2018", {2018, 12, 18}, {convention, leaves}, 2, 1},
		{"drafted when the year is over", "2018", {2019, 6, 1}, {convention, leaves}, 2, 1},
		{"an entry", "2018", {2018, 12, 18}, {convention, enters}, 2, 0},
		{"in the year before", "2017", {2017, 12, 18}, {convention, leaves}, 2, 0},
		{"without a convention, after the year", "2018", {2018, 12, 18}, {leaves}, 1, 0},
		{"without a convention, in it", "2019", {2019, 6, 1}, {leaves}, 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mg_node *root;
		struct world world;

		world_init(&world);
		put(&world, &acteur);
		put_all(&world, cases[i].given, cases[i].n);
		root = draft(&world, cases[i].annee, cases[i].today);
		if (length_of(root, "sorties_acteurs") != cases[i].told)
			fail_msg("%s", cases[i].what);
		if (cases[i].told)
			assert_string_equal(text_at(&world, root, "sorties_acteurs[sortie].concertation_le"),
					    "2018-12-05");
		world_clear(&world);
	}
}

static void exits_that_were_written_stay(void **state)
{
	static const struct given written = {"bilans/2018/annuel.yaml",
					     "cooperative: " CA "\nannee: \"2018\"\nsorties_acteurs:\n"
					     "  - {id: s1, acteur: asso, motif: Dit en réunion}\n"
					     "  - {id: s2, acteur: autre, date_effet: 2019-03-01}\n",
					     NULL,
					     {NULL}};
	const struct given given[] = {acteur, convention, leaves, written};
	const struct mg_node *root;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, given, COUNT(given));
	root = draft(&world, "2018", (struct mg_date){2018, 12, 18});
	assert_int_equal(length_of(root, "sorties_acteurs"), 2);
	assert_string_equal(text_at(&world, root, "sorties_acteurs[s1].motif"), "Dit en réunion");
	assert_string_equal(text_at(&world, root, "sorties_acteurs[s1].concertation_le"), "2018-12-05");
	assert_string_equal(text_at(&world, root, "sorties_acteurs[s2].acteur"), "autre");
	world_clear(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bilans_of_a_closed_quarter_are_the_consolidations),
		cmocka_unit_test(others_are_named_one_by_one),
		cmocka_unit_test(values_that_are_not_added_are_listed),
		cmocka_unit_test(promised_indicators_are_all_there),
		cmocka_unit_test(who_leaves_at_the_term_is_told),
		cmocka_unit_test(exits_that_were_written_stay),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
