// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/bilan_basics.h"

#include <stdio.h>

#define FIGURE(value, rest) "chiffres: [{id: personnes, agregation: somme, unite: personnes, valeur: " value rest "}]\n"

static const struct given bilan_asso = {"bilans/2018-T1/asso.yaml",
					HEAD "acteur: asso\n" FIGURE("39.1", ", intitule: Personnes, action: maraudes"),
					SHA_A,
					{"dd-78", "asso", NULL}},
			  bilan_mairie = {"bilans/2018-T1/mairie.yaml",
					  HEAD "acteur: mairie\n" FIGURE("5.2", ""),
					  SHA_B,
					  {"mairie", NULL}},
			  draft_mairie = {"bilans/2018-T1/mairie.yaml",
					  HEAD "acteur: mairie\n" FIGURE("5.2", ""),
					  NULL,
					  {NULL}};

static const char two_bilans[] = HEAD "attendus:\n"
				      "  - asso\n"
				      "  - mairie\n"
				      "recus:\n"
				      "  - asso\n"
				      "  - mairie\n"
				      "manquants: []\n"
				      "en_retard: []\n"
				      "bilans:\n"
				      "  - id: asso\n"
				      "    fichier: bilans/2018-T1/asso.yaml\n"
				      "    sha256: " SHA_A "\n"
				      "    signataires:\n"
				      "      - asso\n"
				      "      - dd-78\n"
				      "  - id: mairie\n"
				      "    fichier: bilans/2018-T1/mairie.yaml\n"
				      "    sha256: " SHA_B "\n"
				      "    signataires:\n"
				      "      - mairie\n"
				      "chiffres:\n"
				      "  - id: personnes\n"
				      "    intitule: Personnes\n"
				      "    action: maraudes\n"
				      "    agregation: somme\n"
				      "    unite: personnes\n"
				      "    valeur: 44.3\n"
				      "    formule: 39.1 + 5.2\n"
				      "    contributions:\n"
				      "      - id: asso\n"
				      "        valeur: 39.1\n"
				      "      - id: mairie\n"
				      "        valeur: 5.2\n";

static void signed_bilans_are_added_up(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, basics, COUNT(basics));
	put(&world, &bilan_asso);
	put(&world, &bilan_mairie);
	check_consolidation(&world, "bilans/2018-T1/consolidation.yaml", two_bilans);
	world_clear(&world);
}

// Copies hold the same records, not in the same order.
static void the_order_of_records_does_not_matter(void **state)
{
	(void)state;
	for (size_t turn = 1; turn < COUNT(basics) + 2; turn++) {
		struct given all[COUNT(basics) + 2];
		struct world world;

		for (size_t i = 0; i < COUNT(all); i++) {
			size_t from = COUNT(all) - 1 - (i + turn) % COUNT(all);

			all[i] = from < COUNT(basics)    ? basics[from]
				 : from == COUNT(basics) ? bilan_mairie
							 : bilan_asso;
		}
		world_init(&world);
		put_all(&world, all, COUNT(all));
		check_consolidation(&world, "bilans/2018-T1/consolidation.yaml", two_bilans);
		world_clear(&world);
		world_init(&world);
		for (size_t i = 0; i < COUNT(all); i++)
			if (strncmp(all[i].path, "bilans", 6) != 0)
				put(&world, &all[i]);
		check_draft(&world, "asso", "bilans/2018-T1/asso.yaml", asso_draft);
		world_clear(&world);
	}
}

static void a_bilan_that_is_not_signed_is_missing(void **state)
{
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, basics, COUNT(basics));
	put(&world, &draft_mairie);
	check_consolidation(&world, "bilans/2018-T1/consolidation.yaml",
			    HEAD "attendus:\n"
				 "  - asso\n"
				 "  - mairie\n"
				 "recus: []\n"
				 "manquants:\n"
				 "  - asso\n"
				 "  - mairie\n"
				 "en_retard: []\n"
				 "bilans: []\n"
				 "chiffres: []\n");
	world_clear(&world);
}

static void who_is_expected_follows_rule_b1(void **state)
{
	static const struct {
		const char *acteur;
		bool expected;
	} cases[] = {
		{"nom: A\n", true},
		{"nom: A\nrole: partenaire\n", true},
		{"nom: A\nrole: coordinateur\n", true},
		{"nom: A\nrole: financeur\n", true},
		{"nom: A\nrole: partenaire\nstatut_membre: membre\n", true},
		{"nom: A\nrole: dd\nstatut_membre: membre\n", true},
		{"nom: A\nrole: dd\n", false},
		{"nom: A\nrole: auditeur\n", false},
		{"nom: A\nrole: habitant\n", false},
		{"nom: A\nrole: evaluateur\n", false},
		{"nom: A\nstatut_membre: retire\n", false},
		{"nom: A\nrole: partenaire\nstatut_membre: refus\n", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct given given[2] = {{"actions/x.yaml", "intitule: X\npromoteur_referent: a\n", NULL, {NULL}},
					 {"acteurs/a.yaml", cases[i].acteur, NULL, {NULL}}};
		struct mg_bilan_made made;
		struct world world;

		world_init(&world);
		put_all(&world, given, 2);
		assert_int_equal(consolidate(&world, "2018-T1", &made, NULL), 0);
		if ((mg_node_get(made.root, "manquants")->as.list.n == 1) != cases[i].expected)
			fail_msg("case %zu: %s", i, cases[i].acteur);
		world_clear(&world);
	}
}

// Whoever left in the quarter, or later, owes its bilan; whoever left before, or enters after it, does not.
static void who_left_owes_what_he_was_there_for(void **state)
{
	static const struct {
		const char *movement;
		bool expected;
	} cases[] = {
		{"acteur: a\nsens: sortie\ndate_effet: 2018-01-01\n", false},
		{"acteur: a\nsens: sortie\ndate_effet: 2018-02-15\n", true},
		{"acteur: a\nsens: sortie\ndate_effet: 2018-04-15\n", true},
		{"acteur: a\nsens: entree\ndate_effet: 2018-03-31\n", true},
		{"acteur: a\nsens: entree\ndate_effet: 2018-04-01\n", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct given given[3] = {{"actions/x.yaml", "intitule: X\npromoteur_referent: a\n", NULL, {NULL}},
					 {"acteurs/a.yaml", "nom: A\nstatut_membre: retire\n", NULL, {NULL}},
					 {"mouvements/a.yaml", cases[i].movement, NULL, {NULL}}};
		struct mg_bilan_made made;
		struct world world;

		world_init(&world);
		put_all(&world, given, 3);
		assert_int_equal(consolidate(&world, "2018-T1", &made, NULL), 0);
		if ((mg_node_get(made.root, "manquants")->as.list.n == 1) != cases[i].expected)
			fail_msg("case %zu: %s", i, cases[i].movement);
		world_clear(&world);
	}
}

static void the_latest_signed_version_counts(void **state)
{
	static const struct given second = {"bilans/2018-T1/asso--r2.yaml",
					    HEAD "acteur: asso\n" FIGURE("40", ""),
					    SHA_B,
					    {"asso", NULL}},
				  third = {"bilans/2018-T1/asso--r3.yaml",
					   HEAD "acteur: asso\n" FIGURE("41", ""),
					   NULL,
					   {NULL}};
	const struct mg_node *bilan, *figure;
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	put(&world, &third);
	put(&world, &second);
	put(&world, &bilan_asso);
	assert_int_equal(consolidate(&world, "2018-T1", &made, NULL), 0);
	assert_int_equal(mg_node_get(made.root, "bilans")->as.list.n, 1);
	bilan = mg_node_get(made.root, "bilans")->as.list.items[0];
	assert_true(mg_slice_is(mg_node_string(mg_node_get(bilan, "fichier")), "bilans/2018-T1/asso--r2.yaml"));
	figure = mg_node_get(made.root, "chiffres")->as.list.items[0];
	assert_int_equal(mg_node_get(figure, "valeur")->as.integer, 40);
	world_clear(&world);
}

static void what_does_not_say_the_same_is_not_added(void **state)
{
	static const struct {
		const char *other;
		const char *valeur; // of the total; NULL: none
	} cases[] = {
		{"{id: i, agregation: somme, unite: h, valeur: 2}", "3"},
		{"{id: i, agregation: somme, unite: jours, valeur: 2}", NULL},
		{"{id: i, agregation: somme, valeur: 2}", NULL},
		{"{id: i, agregation: max, unite: h, valeur: 2}", NULL},
		{"{id: i, agregation: somme, unite: h}", "1"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[256];
		struct given given[2] = {{"bilans/2018-T1/a.yaml",
					  HEAD
					  "acteur: a\nchiffres: [{id: i, agregation: somme, unite: h, valeur: 1}]\n",
					  SHA_A,
					  {"a", NULL}},
					 {"bilans/2018-T1/b.yaml", text, SHA_B, {"b", NULL}}};
		const struct mg_node *figure;
		struct mg_bilan_made made;
		struct world world;

		snprintf(text, sizeof text, HEAD "acteur: b\nchiffres: [%s]\n", cases[i].other);
		world_init(&world);
		put_all(&world, given, 2);
		assert_int_equal(consolidate(&world, "2018-T1", &made, NULL), 0);
		check_made(&made, "bilans/2018-T1/consolidation.yaml", NULL);
		figure = mg_node_get(made.root, "chiffres")->as.list.items[0];
		check_text(figure, "valeur", cases[i].valeur, i);
		assert_int_equal(mg_node_get(figure, "note") != NULL, !cases[i].valeur);
		assert_int_equal(mg_node_get(figure, "contributions")->as.list.n, 2);
		world_clear(&world);
	}
}

static void unique_persons_are_never_summed(void **state)
{
	static const struct given given[2] = {
		{"bilans/2018-T1/a.yaml",
		 HEAD "acteur: a\nchiffres: [{id: i, agregation: non_agregeable, valeur: 12}]\n",
		 SHA_A,
		 {"a", NULL}},
		{"bilans/2018-T1/b.yaml",
		 HEAD "acteur: b\nchiffres: [{id: i, agregation: non_agregeable, valeur: 30}]\n",
		 SHA_B,
		 {"b", NULL}}};
	const struct mg_node *figure;
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, given, 2);
	assert_int_equal(consolidate(&world, "2018-T1", &made, NULL), 0);
	figure = mg_node_get(made.root, "chiffres")->as.list.items[0];
	assert_null(mg_node_get(figure, "valeur"));
	assert_non_null(mg_node_get(figure, "note"));
	world_clear(&world);
}

static void a_consolidation_keeps_its_summary(void **state)
{
	static const struct given open_one = {"bilans/2018-T1/consolidation.yaml",
					      HEAD "recus: [fantome]\nsynthese: Bon trimestre\nstatut: ouverte\n",
					      NULL,
					      {NULL}},
				  signed_one = {"bilans/2018-T1/consolidation.yaml",
						HEAD "synthese: Bon trimestre\nstatut: close\n",
						SHA_A,
						{"dd-78", NULL}};
	struct world world;

	(void)state;
	world_init(&world);
	put(&world, &open_one);
	check_consolidation(&world, "bilans/2018-T1/consolidation.yaml",
			    HEAD "attendus: []\nrecus: []\nmanquants: []\nen_retard: []\nbilans: []\nchiffres: []\n"
				 "synthese: Bon trimestre\nstatut: ouverte\n");
	world_clear(&world);
	world_init(&world);
	put(&world, &signed_one);
	check_consolidation(&world, "bilans/2018-T1/consolidation--r2.yaml",
			    HEAD "remplace:\n  fichier: bilans/2018-T1/consolidation.yaml\n  sha256: " SHA_A
				 "\nattendus: []\nrecus: []\nmanquants: []\nen_retard: []\nbilans: []\nchiffres: []\n"
				 "synthese: Bon trimestre\n");
	world_clear(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signed_bilans_are_added_up),
		cmocka_unit_test(the_order_of_records_does_not_matter),
		cmocka_unit_test(a_bilan_that_is_not_signed_is_missing),
		cmocka_unit_test(who_is_expected_follows_rule_b1),
		cmocka_unit_test(who_left_owes_what_he_was_there_for),
		cmocka_unit_test(the_latest_signed_version_counts),
		cmocka_unit_test(what_does_not_say_the_same_is_not_added),
		cmocka_unit_test(unique_persons_are_never_summed),
		cmocka_unit_test(a_consolidation_keeps_its_summary),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
