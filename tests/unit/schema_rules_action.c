// SPDX-License-Identifier: EUPL-1.2
//
// X1 to X5: each rule kept, then broken in every way its sentence names.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define A             "actions/a.yaml "
#define V1            "conventions/c/v1.yaml "
#define CONVENTION(t)                                                                                                  \
	{                                                                                                              \
		"conventions/c/v1.yaml", t                                                                             \
	}
#define ACTION(t)                                                                                                      \
	{                                                                                                              \
		"actions/a.yaml", "intitule: A\npromoteur_referent: asso\n" t                                          \
	}
#define IND(id, t)                                                                                                     \
	{                                                                                                              \
		"indicateurs/" id ".yaml", "intitule: I\n" t                                                           \
	}
#define CALENDAR "calendrier_previsionnel: {debut: 2018-01-15, fin: 2018-12-31}\n"
#define WITHOUT_PLACE                                                                                                  \
	"contenu: C\n" CALENDAR "modes_intervention: [maraude]\npublic_cible: [jeunes]\nmoyens_humains_etp: 0.5\n"
#define SEVEN WITHOUT_PLACE "lieux_precis: [{id: l1, nom: Gare}]\n"
#define IN    "statut: conventionnee\n"

// X1: one of the seven is not there.
#define X1_WITHOUT(field, text)                                                                                        \
	{                                                                                                              \
		"X1: no " field, "X1", NULL, "X1 " A field "\n",                                                       \
		{                                                                                                      \
			ACTION(text IN)                                                                                \
		}                                                                                                      \
	}

static const struct rule_story actions[] = {
	{"X1: all seven", "X1", NULL, "", {ACTION(SEVEN IN)}},
	{"X1: a proposal may have gaps", "X1", NULL, "", {ACTION("statut: proposee\n")}},
	{"X1: so may what was given up", "X1", NULL, "", {ACTION("statut: abandonnee\n")}},
	X1_WITHOUT("contenu", CALENDAR),
	X1_WITHOUT("modes_intervention", "contenu: C\n" CALENDAR "modes_intervention: []\n"),
	X1_WITHOUT("public_cible", "contenu: C\n" CALENDAR "modes_intervention: [m]\n"),
	X1_WITHOUT("moyens_humains_etp", "contenu: C\n" CALENDAR "modes_intervention: [m]\npublic_cible: [jeunes]\n"),
	X1_WITHOUT("calendrier_previsionnel",
		   "contenu: C\nmodes_intervention: [m]\npublic_cible: [jeunes]\nmoyens_humains_etp: 1\n"),
	X1_WITHOUT("calendrier_previsionnel", "contenu: C\ncalendrier_previsionnel: {debut: "
					      "2018-01-15}\nmodes_intervention: [m]\npublic_cible: [jeunes]\n"
					      "moyens_humains_etp: 1\n"),
	X1_WITHOUT("lieux_precis", WITHOUT_PLACE),
	X1_WITHOUT("lieux_precis", WITHOUT_PLACE "lieux_precis: [{id: l1, type_lieu: rue}]\n"),
	{"X1: no title", "X1", NULL, "X1 " A "intitule\n", {{"actions/a.yaml", "promoteur_referent: asso\n" SEVEN IN}}},
	{"X1: no lead actor",
	 "X1",
	 NULL,
	 "X1 " A "promoteur_referent\n",
	 {{"actions/a.yaml", "intitule: A\n" SEVEN IN}}},
	{"X1: as article 2 has it",
	 "X1",
	 NULL,
	 "",
	 {CONVENTION("art2_actions: [{id: a, intitule: A, promoteur_referent: asso, contenu: C, "
		     "calendrier_previsionnel: {debut: "
		     "2018-01-15, fin: 2018-12-31}, modes_intervention: [m], public_cible: [jeunes], "
		     "moyens_humains_etp: 0.5, "
		     "lieux_precis: [{id: l1, nom: Gare}]}]\n")}},
	{"X1: article 2 lacks one",
	 "X1",
	 NULL,
	 "X1 " V1 "art2_actions[a].contenu\n",
	 {CONVENTION("art2_actions: [{id: a, intitule: A, promoteur_referent: asso}]\n")}},

	{"X2: a member's", "X2", NULL, "", {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nstatut_membre: membre\n"}}},
	{"X2: the delegation's",
	 "X2",
	 NULL,
	 "",
	 {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nrole: dd\nstatut_membre: partant\n"}}},
	{"X2: not yet a member",
	 "X2",
	 NULL,
	 "X2 " A "promoteur_referent\n",
	 {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nstatut_membre: pressenti\n"}}},
	{"X2: not any more",
	 "X2",
	 NULL,
	 "X2 " A "promoteur_referent\n",
	 {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nstatut_membre: retire\n"}}},
	{"X2: what he did while he was",
	 "X2",
	 NULL,
	 "",
	 {ACTION("statut: realisee\n"), {"acteurs/asso.yaml", "nom: A\nstatut_membre: retire\n"}}},
	{"X2: a proposal is anybody's",
	 "X2",
	 NULL,
	 "",
	 {ACTION("statut: proposee\n"), {"acteurs/asso.yaml", "nom: A\nstatut_membre: pressenti\n"}}},
	{"X2: a party's",
	 "X2",
	 NULL,
	 "",
	 {CONVENTION("parties: [{id: p1, acteur: asso}]\nart2_actions: [{id: a, promoteur_referent: asso}]\n")}},
	{"X2: no party's",
	 "X2",
	 NULL,
	 "X2 " V1 "art2_actions[b].promoteur_referent\n",
	 {CONVENTION("parties: [{id: p1, acteur: asso}]\nart2_actions: [{id: a, promoteur_referent: asso}, {id: b, "
		     "promoteur_referent: autre}]\n")}},

	{"X4: small, and one indicator",
	 "X4",
	 NULL,
	 "",
	 {ACTION("importance: faible\nindicateurs: [i]\n"), IND("i", "")}},
	{"X4: small, and one that names it", "X4", NULL, "", {ACTION("importance: faible\n"), IND("i", "action: a\n")}},
	{"X4: small, and none", "X4", NULL, "X4 " A "indicateurs\n", {ACTION("importance: faible\n")}},
	{"X4: small, and one that is not there",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: faible\nindicateurs: [i]\n")}},
	{"X4: it matters, and has all",
	 "X4",
	 NULL,
	 "",
	 {ACTION("importance: forte\nindicateurs: [p, a]\n"),
	  IND("p", "type_indicateur: processus\nnature: qualitatif\n"), IND("a", "type_indicateur: activite\n"),
	  IND("r", "type_indicateur: resultat\naction: a\n")}},
	{"X4: it matters, without process",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [a, r]\n"),
	  IND("a", "type_indicateur: activite\nnature: qualitatif\n"), IND("r", "type_indicateur: resultat\n")}},
	{"X4: it matters, without activity",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [p, r]\n"),
	  IND("p", "type_indicateur: processus\nnature: qualitatif\n"), IND("r", "type_indicateur: resultat\n")}},
	{"X4: it matters, without result",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [p, a]\n"),
	  IND("p", "type_indicateur: processus\nnature: qualitatif\n"), IND("a", "type_indicateur: activite\n")}},
	{"X4: it matters, and nothing qualitative",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [p, a, r]\n"), IND("p", "type_indicateur: processus\n"),
	  IND("a", "type_indicateur: activite\n"), IND("r", "type_indicateur: resultat\n")}},
	{"X4: it matters, and was given up", "X4", NULL, "", {ACTION("importance: forte\nstatut: abandonnee\n")}},
	{"X4: it is not told how much it matters", "X4", NULL, "", {ACTION("")}},

	{"X5: less than a year", "X5", "2019-01-14", "", {ACTION(CALENDAR IN)}},
	{"X5: a year, and no decision", "X5", "2019-01-15", "X5 " A "statut\n", {ACTION(CALENDAR IN)}},
	{"X5: decided at the annual review",
	 "X5",
	 "2019-01-15",
	 "",
	 {ACTION(CALENDAR IN),
	  {"bilans/2018/annuel.yaml", "reconductions: [{id: r1, action: a, decision: reconduite}]\n"}}},
	{"X5: of another action",
	 "X5",
	 "2019-01-15",
	 "X5 " A "statut\n",
	 {ACTION(CALENDAR IN),
	  {"bilans/2018/annuel.yaml", "reconductions: [{id: r1, action: b, decision: reconduite}]\n"}}},
	{"X5: two years ago",
	 "X5",
	 "2020-02-01",
	 "X5 " A "statut\n",
	 {ACTION(CALENDAR IN),
	  {"bilans/2018/annuel.yaml", "reconductions: [{id: r1, action: a, decision: reconduite}]\n"}}},
	{"X5: over", "X5", "2019-06-01", "", {ACTION(CALENDAR "statut: realisee\n")}},
	{"X5: not begun", "X5", "2017-01-01", "", {ACTION(CALENDAR IN)}},
};

static int open_types(void **state)
{
	return mg_types_open((struct mg_types **)state, NULL);
}

static int close_types(void **state)
{
	mg_types_close(*state);
	return 0;
}

static void test_actions(void **state)
{
	for (size_t i = 0; i < LENGTH(actions); i++)
		tell_story(*state, &actions[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_actions, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_action", tests, NULL, NULL);
}
