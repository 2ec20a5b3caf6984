// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/bilan_basics.h"

#include <stdio.h>

static void a_draft_takes_its_figures_from_the_measures(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, basics, COUNT(basics));
	check_draft(&world, "asso", "bilans/2018-T1/asso.yaml", asso_draft);
	world_clear(&world);
}

static void a_co_intervenant_reports_on_what_he_measured(void **state)
{
	struct mg_bilan_made made;
	struct mg_error err;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, basics, COUNT(basics));
	assert_int_equal(draft(&world, "2018-T1", "mairie", &made, &err), 0);
	check_made(&made, "bilans/2018-T1/mairie.yaml", NULL);
	assert_int_equal(mg_node_get(made.root, "actions")->as.list.n, 1);
	assert_int_equal(mg_node_get(made.root, "chiffres")->as.list.n, 1);
	assert_int_equal(draft(&world, "2018-T1", "hopital", &made, &err), 0);
	assert_int_equal(mg_node_get(made.root, "actions")->as.list.n, 0);
	assert_int_equal(mg_node_get(made.root, "chiffres")->as.list.n, 0);
	world_clear(&world);
}

static void an_indicator_without_measure_is_shown(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, basics, 2);
	check_draft(&world, "asso", "bilans/2018-T1/asso.yaml",
		    HEAD "acteur: asso\n"
			 "actions:\n"
			 "  - id: maraudes\n"
			 "    avancement: \"\"\n"
			 "    realisations: \"\"\n"
			 "    ecarts_au_plan: \"\"\n"
			 "    freins: \"\"\n"
			 "    leviers: \"\"\n"
			 "    ajustements_proposes: \"\"\n"
			 "chiffres:\n"
			 "  - id: personnes\n"
			 "    intitule: Personnes rencontrées\n"
			 "    action: maraudes\n"
			 "    agregation: somme\n"
			 "    unite: personnes\n"
			 "    note: aucune mesure ce trimestre\n");
	world_clear(&world);
}

static void a_measure_without_indicator_is_not_lost(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	put(&world, &basics[2]);
	check_draft(&world, "asso", "bilans/2018-T1/asso.yaml",
		    HEAD "acteur: asso\n"
			 "actions: []\n"
			 "chiffres:\n"
			 "  - id: personnes\n"
			 "    observations:\n"
			 "      - id: o1\n"
			 "        date: 2018-01-24\n"
			 "        valeur: 17\n"
			 "      - id: o2\n"
			 "        date: 2018-02-21\n"
			 "        valeur: 22\n"
			 "    mesures:\n"
			 "      - mesures/2018-T1/personnes--asso\n"
			 "    note: \"non agrégeable : les valeurs sont listées, jamais additionnées\"\n");
	world_clear(&world);
}

// What an actor's observations come to, by the indicator's aggregation.
static const struct {
	const char *agregation, *observations;
	const char *valeur; // NULL: none
	const char *denominateur;
	const char *date;
	bool noted;
} totals[] = {
	{"somme", "[{id: a, valeur: 0.1}, {id: b, valeur: 0.2}]", "0.3", NULL, NULL, false},
	{"somme", "[{id: a, valeur: 0.10}, {id: b, valeur: 2}]", "2.10", NULL, NULL, false},
	{"somme", "[{id: a, valeur: 1.1}, {id: b, valeur: 2.2}, {id: c, valeur: -3.3}]", "0.0", NULL, NULL, false},
	{"somme", "[{id: a, valeur: 17}, {id: b, texte: rien}]", "17", NULL, NULL, false},
	{"somme", "[{id: a, texte: rien}]", NULL, NULL, NULL, false},
	{"somme", "[]", NULL, NULL, NULL, false},
	{"max", "[{id: a, valeur: 3}, {id: b, valeur: 12}, {id: c, valeur: 7}]", "12", NULL, NULL, false},
	{"max", "[{id: a, valeur: -3}, {id: b, valeur: -12}]", "-3", NULL, NULL, false},
	{"max", "[{id: a, valeur: 1}, {id: b, valeur: 1.0}]", "1.0", NULL, NULL, false},
	{"max", "[{id: a, valeur: 1.0}, {id: b, valeur: 1}]", "1.0", NULL, NULL, false},
	{"dernier", "[{id: a, date: 2018-02-01, valeur: 3}, {id: b, date: 2018-01-01, valeur: 12}]", "3", NULL,
	 "2018-02-01", false},
	{"dernier", "[{id: a, valeur: 3}, {id: b, date: 2018-01-01, valeur: 12}]", "12", NULL, "2018-01-01", false},
	{"dernier", "[{id: a, date: 2018-02-01, valeur: 3}, {id: b, date: 2018-02-01, valeur: 3}]", "3", NULL,
	 "2018-02-01", false},
	{"dernier", "[{id: a, date: 2018-02-01, valeur: 3}, {id: b, date: 2018-02-01, valeur: 4}]", NULL, NULL,
	 "2018-02-01", true},
	{"dernier",
	 "[{id: a, date: 2018-02-01, valeur: 3}, {id: b, date: 2018-02-01, valeur: 4}, {id: c, date: 2018-03-01, "
	 "valeur: 9}]",
	 "9", NULL, "2018-03-01", false},
	{"moyenne_ponderee", "[{id: a, valeur: 10, denominateur: 1}, {id: b, valeur: 20, denominateur: 3}]", "17.50",
	 "4", NULL, false},
	{"moyenne_ponderee", "[{id: a, valeur: 1, denominateur: 1}, {id: b, valeur: 2, denominateur: 2}]", "1.67", "3",
	 NULL, false},
	{"moyenne_ponderee", "[{id: a, valeur: 1}, {id: b, valeur: 2}]", "1.50", NULL, NULL, true},
	{"moyenne_ponderee", "[{id: a, valeur: 1, denominateur: 1}, {id: b, valeur: 2}]", NULL, NULL, NULL, true},
	{"moyenne_ponderee", "[{id: a, valeur: 1, denominateur: 0}]", NULL, "0", NULL, true},
	{"moyenne_ponderee", "[]", NULL, NULL, NULL, false},
	{"liste", "[{id: a, texte: Trappes}, {id: b, texte: Plaisir}]", NULL, NULL, NULL, true},
	{"non_agregeable", "[{id: a, valeur: 12}, {id: b, valeur: 30}]", NULL, NULL, NULL, true},
	{"non_agregeable", "[{id: a, valeur: 12}]", "12", NULL, NULL, false},
	{"", "[{id: a, valeur: 12}, {id: b, valeur: 30}]", NULL, NULL, NULL, true},
};

static size_t count(const char *text, char character)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == character;
	return n;
}

static void observations_come_together_as_the_indicator_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(totals); i++) {
		const struct mg_node *figure, *listed;
		struct mg_bilan_made made;
		char indicateur[128], mesure[256];
		struct given given[2] = {{"indicateurs/i.yaml", indicateur, NULL, {NULL}},
					 {"mesures/2018-T1/i--asso.yaml", mesure, NULL, {NULL}}};
		struct mg_error err = {0};
		struct world world;

		snprintf(indicateur, sizeof indicateur, "intitule: I\n%s%s\n",
			 *totals[i].agregation ? "agregation: " : "", totals[i].agregation);
		snprintf(mesure, sizeof mesure, "observations: %s\n", totals[i].observations);
		world_init(&world);
		put_all(&world, given, 2);
		if (draft(&world, "2018-T1", "asso", &made, &err) < 0)
			fail_msg("case %zu: %s", i, err.message);
		check_made(&made, "bilans/2018-T1/asso.yaml", NULL);
		figure = mg_node_get(made.root, "chiffres")->as.list.items[0];
		check_text(figure, "valeur", totals[i].valeur, i);
		check_text(figure, "denominateur", totals[i].denominateur, i);
		check_text(figure, "date", totals[i].date, i);
		assert_int_equal(mg_node_get(figure, "note") != NULL, totals[i].noted);
		listed = mg_node_get(figure, "observations");
		assert_int_equal(listed ? listed->as.list.n : 0, count(totals[i].observations, '{'));
		world_clear(&world);
	}
}

static void what_cannot_be_added_up_is_an_error(void **state)
{
	static const struct {
		const char *observations;
		int code;
	} cases[] = {
		{"[{id: a, valeur: .inf}]", MG_EINVALID},
		{"[{id: a, valeur: .nan}]", MG_EINVALID},
		{"[{id: a, valeur: 1e300}]", MG_EINVALID},
		{"[{id: a, valeur: douze}]", MG_EINVALID},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_bilan_made made = {.root = NULL};
		char mesure[128];
		struct given given[2] = {{"indicateurs/i.yaml", "intitule: I\nagregation: somme\n", NULL, {NULL}},
					 {"mesures/2018-T1/i--asso.yaml", mesure, NULL, {NULL}}};
		struct mg_error err = {0};
		struct world world;

		snprintf(mesure, sizeof mesure, "observations: %s\n", cases[i].observations);
		world_init(&world);
		put_all(&world, given, 2);
		assert_int_equal(draft(&world, "2018-T1", "asso", &made, &err), cases[i].code);
		assert_non_null(strstr(err.message, "mesures/2018-T1/i--asso.yaml"));
		assert_null(made.root);
		world_clear(&world);
	}
}

static void actions_out_of_the_quarter_are_not_asked_about(void **state)
{
	static const struct {
		const char *rest;
		bool active;
	} cases[] = {
		{"", true},
		{"statut: en_cours\n", true},
		{"statut: conventionnee\n", true},
		{"statut: reconduite\n", true},
		{"statut: proposee\n", false},
		{"statut: suspendue\n", false},
		{"statut: abandonnee\n", false},
		{"statut: realisee\n", false},
		{"statut: non_reconduite\n", false},
		{"statut: realisee\ncalendrier_previsionnel: {fin: 2018-02-01}\n", true},
		{"statut: non_reconduite\ncalendrier_previsionnel: {fin: 2017-12-31}\n", false},
		{"calendrier_previsionnel: {debut: 2018-03-31}\n", true},
		{"calendrier_previsionnel: {debut: 2018-04-01}\n", false},
		{"calendrier_previsionnel: {fin: 2018-01-01}\n", true},
		{"calendrier_previsionnel: {fin: 2017-12-31}\n", false},
		{"calendrier_previsionnel: {debut: 2017-01-01, fin: 2019-12-31}\n", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_bilan_made made;
		char action[256];
		struct given given = {"actions/x.yaml", action, NULL, {NULL}};
		struct mg_error err = {0};
		struct world world;

		snprintf(action, sizeof action, "intitule: X\npromoteur_referent: asso\n%s", cases[i].rest);
		world_init(&world);
		put(&world, &given);
		assert_int_equal(draft(&world, "2018-T1", "asso", &made, &err), 0);
		if ((mg_node_get(made.root, "actions")->as.list.n == 1) != cases[i].active)
			fail_msg("case %zu: %s", i, cases[i].rest);
		world_clear(&world);
	}
}

static void what_was_written_is_kept(void **state)
{
	static const struct given written = {"bilans/2018-T1/asso.yaml",
					     HEAD "acteur: asso\n"
						  "actions:\n"
						  "  - {id: ancienne, freins: le froid}\n"
						  "  - {id: maraudes, freins: la pluie}\n"
						  "chiffres: [{id: personnes, valeur: 1}, {id: autre, valeur: 2}]\n"
						  "moyens_mobilises_etp: 0.5\n"
						  "complements: {a: 1}\n",
					     NULL,
					     {NULL}};
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, basics, COUNT(basics));
	put(&world, &written);
	check_draft(&world, "asso", "bilans/2018-T1/asso.yaml",
		    HEAD "acteur: asso\n"
			 "actions:\n"
			 "  - id: maraudes\n"
			 "    freins: la pluie\n"
			 "  - id: ancienne\n"
			 "    freins: le froid\n"
			 "chiffres:\n"
			 "  - id: autre\n"
			 "    valeur: 2\n"
			 "  - id: personnes\n"
			 "    intitule: Personnes rencontrées\n"
			 "    action: maraudes\n"
			 "    agregation: somme\n"
			 "    unite: personnes\n"
			 "    valeur: 39\n"
			 "    observations:\n"
			 "      - id: o1\n"
			 "        date: 2018-01-24\n"
			 "        valeur: 17\n"
			 "      - id: o2\n"
			 "        date: 2018-02-21\n"
			 "        valeur: 22\n"
			 "    mesures:\n"
			 "      - mesures/2018-T1/personnes--asso\n"
			 "moyens_mobilises_etp: 0.5\n"
			 "complements:\n"
			 "  a: 1\n");
	world_clear(&world);
}

static void a_figure_written_by_hand_stands_until_it_is_measured(void **state)
{
	static const struct given written = {"bilans/2018-T1/asso.yaml",
					     HEAD "acteur: asso\nchiffres: [{id: personnes, valeur: 12}]\n",
					     NULL,
					     {NULL}};
	const struct mg_node *figures;
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, basics, 2);
	put(&world, &written);
	assert_int_equal(draft(&world, "2018-T1", "asso", &made, NULL), 0);
	figures = mg_node_get(made.root, "chiffres");
	assert_int_equal(figures->as.list.n, 1);
	assert_int_equal(mg_node_get(figures->as.list.items[0], "valeur")->as.integer, 12);
	put(&world, &basics[2]);
	assert_int_equal(draft(&world, "2018-T1", "asso", &made, NULL), 0);
	figures = mg_node_get(made.root, "chiffres");
	assert_int_equal(figures->as.list.n, 1);
	assert_int_equal(mg_node_get(figures->as.list.items[0], "valeur")->as.integer, 39);
	world_clear(&world);
}

static void a_signed_bilan_is_corrected_by_another(void **state)
{
	static const struct given
		signed_one = {"bilans/2018-T1/asso.yaml", HEAD "acteur: asso\nchiffres: []\n", SHA_A, {"asso", NULL}},
		second = {"bilans/2018-T1/asso--r2.yaml",
			  HEAD "acteur: asso\nremplace: {fichier: bilans/2018-T1/asso.yaml, sha256: " SHA_A "}\n"
			       "motif_correction: Une faute\n",
			  NULL,
			  {NULL}},
		second_signed = {"bilans/2018-T1/asso--r2.yaml",
				 HEAD
				 "acteur: asso\nmotif_correction: Une faute\n", // which the next does not take over
				 SHA_B,
				 {"dd-78", "asso", NULL}},
		other = {"bilans/2018-T1/asso.yaml", HEAD "acteur: asso\n", SHA_A, {"dd-78", NULL}};
	struct world world;

	(void)state;
	world_init(&world);
	put(&world, &signed_one);
	check_draft(&world, "asso", "bilans/2018-T1/asso--r2.yaml",
		    HEAD "acteur: asso\nremplace:\n  fichier: bilans/2018-T1/asso.yaml\n  sha256: " SHA_A
			 "\nactions: []\nchiffres: []\n");
	put(&world, &second);
	check_draft(&world, "asso", "bilans/2018-T1/asso--r2.yaml",
		    HEAD "acteur: asso\nremplace:\n  fichier: bilans/2018-T1/asso.yaml\n  sha256: " SHA_A
			 "\nmotif_correction: Une faute\nactions: []\nchiffres: []\n");
	world_clear(&world);
	world_init(&world);
	put(&world, &signed_one);
	put(&world, &second_signed);
	check_draft(&world, "asso", "bilans/2018-T1/asso--r3.yaml",
		    HEAD "acteur: asso\nremplace:\n  fichier: bilans/2018-T1/asso--r2.yaml\n  sha256: " SHA_B
			 "\nactions: []\nchiffres: []\n");
	world_clear(&world);
	world_init(&world);
	put(&world, &other); // signed by somebody else only: not yet transmitted
	check_draft(&world, "asso", "bilans/2018-T1/asso.yaml", HEAD "acteur: asso\nactions: []\nchiffres: []\n");
	world_clear(&world);
}

static void wrong_periods_and_actors_are_refused(void **state)
{
	static const char *const cases[][2] = {
		{"2018", "asso"},    {"2018-T5", "asso"},         {"", "asso"}, {"2018-T1", ""}, {"2018-T1", "A"},
		{"2018-T1", "a--b"}, {"2018-T1", "consolidation"}};
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_error err = {0};

		assert_int_equal(draft(&world, cases[i][0], cases[i][1], &made, &err), MG_EINVALID);
		assert_string_not_equal(err.message, "");
	}
	assert_int_equal(consolidate(&world, "2018", &made, NULL), MG_EINVALID);
	world_clear(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_takes_its_figures_from_the_measures),
		cmocka_unit_test(a_co_intervenant_reports_on_what_he_measured),
		cmocka_unit_test(an_indicator_without_measure_is_shown),
		cmocka_unit_test(a_measure_without_indicator_is_not_lost),
		cmocka_unit_test(observations_come_together_as_the_indicator_says),
		cmocka_unit_test(what_cannot_be_added_up_is_an_error),
		cmocka_unit_test(actions_out_of_the_quarter_are_not_asked_about),
		cmocka_unit_test(what_was_written_is_kept),
		cmocka_unit_test(a_figure_written_by_hand_stands_until_it_is_measured),
		cmocka_unit_test(a_signed_bilan_is_corrected_by_another),
		cmocka_unit_test(wrong_periods_and_actors_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
