// SPDX-License-Identifier: EUPL-1.2
//
// B1 to B5, TA1 to TA4, FO1 and EV1 to EV4, as small stories: each rule broken in every way its sentence names, and kept.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/due_types.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define V1            "conventions/ca/v1"
#define PARTIES       "parties: [{id: a, acteur: dd-78}]\n"
#define Q1            "bilans/2018-T1/consolidation"
#define ANNUAL        "bilans/2018/annuel.yaml"
// clang-format off
#define SIGNED(more)  {V1 ".yaml", PARTIES more}, {V1 ".dd-78.sig", "2018-01-15"}
#define WIDE          {"instances/elargie.yaml", "type: reunion_elargie_bilan\n"}
#define REVIEW(day)   {"reunions/bilan.yaml", "instance: elargie\ndate: " day "\n"}
#define RUNNING       {"actions/maraudes.yaml", "statut: en_cours\n"}
// clang-format on

static const struct rule_story bilans[] = {
	// B1
	{"all bilans are there", "B1", NULL, "", {{Q1 ".yaml", "attendus: [asso, mairie]\nrecus: [asso, mairie]\n"}}},
	{"one is missing",
	 "B1",
	 NULL,
	 "B1 bilans/2018-T1/consolidation.yaml manquants\n",
	 {{Q1 ".yaml", "attendus: [asso, mairie]\nrecus: [asso]\nmanquants: [mairie]\n"}}},
	{"all are",
	 "B1",
	 NULL,
	 "B1 bilans/2018-T1/consolidation.yaml manquants\nB1 bilans/2018-T1/consolidation.yaml manquants\n",
	 {{Q1 ".yaml", "attendus: [asso, mairie]\n"}}},
	{"it came, and a correction tells so",
	 "B1",
	 NULL,
	 "",
	 {{Q1 ".yaml", "attendus: [asso]\n"}, {Q1 "--r2.yaml", "attendus: [asso]\nrecus: [asso]\n"}}},
	{"a bilan of somebody who owed none", "B1", NULL, "", {{Q1 ".yaml", "attendus: []\nrecus: [asso]\n"}}},

	// B2
	{"held two months before the term", "B2", "2019-01-01", "", {SIGNED(""), WIDE, REVIEW("2018-11-15")}},
	{"held a day later",
	 "B2",
	 "2019-01-01",
	 "B2 reunions/bilan.yaml date\n",
	 {SIGNED(""), WIDE, REVIEW("2018-11-16")}},
	{"planned too late",
	 "B2",
	 "2018-06-01",
	 "B2 reunions/bilan.yaml date\n",
	 {SIGNED(""), WIDE, REVIEW("2018-12-20")}},
	{"a second one after the first",
	 "B2",
	 "2019-01-01",
	 "",
	 {SIGNED(""), WIDE, REVIEW("2018-11-06"), {"reunions/suite.yaml", "instance: elargie\ndate: 2018-12-06\n"}}},
	{"not held", "B2", "2018-11-16", "B2 conventions/ca/v1.yaml art4_4_bilan_annuel\n", {SIGNED(""), WIDE}},
	{"not held, and not due yet", "B2", "2018-11-15", "", {SIGNED(""), WIDE}},
	{"held by another body",
	 "B2",
	 "2018-11-16",
	 "B2 conventions/ca/v1.yaml art4_4_bilan_annuel\n",
	 {SIGNED(""), {"instances/elargie.yaml", "type: comite_pilotage\n"}, REVIEW("2018-11-06")}},
	{"without a convention there is no term", "B2", "2018-11-16", "", {WIDE, REVIEW("2018-12-06")}},

	// B3
	{"a decision for each",
	 "B3",
	 NULL,
	 "",
	 {RUNNING, {ANNUAL, "reconductions: [{id: r, action: maraudes, decision: reconduite}]\n"}}},
	{"named by the id alone",
	 "B3",
	 NULL,
	 "",
	 {RUNNING, {ANNUAL, "reconductions: [{id: maraudes, decision: non_reconduite}]\n"}}},
	{"no decision",
	 "B3",
	 NULL,
	 "B3 bilans/2018/annuel.yaml reconductions\n",
	 {RUNNING, {ANNUAL, "reconductions: [{id: r, action: autre, decision: reconduite}]\n"}}},
	{"an entry that decides nothing",
	 "B3",
	 NULL,
	 "B3 bilans/2018/annuel.yaml reconductions\n",
	 {RUNNING, {ANNUAL, "reconductions: [{id: maraudes, motif: à voir}]\n"}}},
	{"what does not run needs none",
	 "B3",
	 NULL,
	 "",
	 {{"actions/a.yaml", "statut: proposee\n"},
	  {"actions/b.yaml", "statut: realisee\n"},
	  {"actions/c.yaml", "statut: abandonnee\n"},
	  {ANNUAL, "pv: fait\n"}}},

	// B4
	{"all indicators of article 4.2",
	 "B4",
	 NULL,
	 "",
	 {SIGNED("art4_2_indicateurs: [{id: a}, {id: b}]\n"), {ANNUAL, "indicateurs: [{id: b}, {id: a}, {id: c}]\n"}}},
	{"one is not there",
	 "B4",
	 NULL,
	 "B4 bilans/2018/annuel.yaml indicateurs\n",
	 {SIGNED("art4_2_indicateurs: [{id: a}, {id: b}]\n"), {ANNUAL, "indicateurs: [a]\n"}}},
	{"what nobody signed asks for nothing",
	 "B4",
	 NULL,
	 "",
	 {{V1 ".yaml", PARTIES "art4_2_indicateurs: [{id: a}]\n"}, {ANNUAL, "pv: fait\n"}}},

	// B5
	{"what goes on goes on",
	 "B5",
	 NULL,
	 "",
	 {RUNNING,
	  {ANNUAL, "reconductions: [{id: maraudes, decision: reconduite}]\n"},
	  {"conventions/ca/renouvellement-1.yaml", "actions_reconduites: [maraudes]\n"}}},
	{"what was not renewed comes back",
	 "B5",
	 NULL,
	 "B5 conventions/ca/renouvellement-1.yaml actions_reconduites\n",
	 {RUNNING,
	  {ANNUAL, "reconductions: [{id: maraudes, decision: non_reconduite}]\n"},
	  {"conventions/ca/renouvellement-1.yaml", "actions_reconduites: [maraudes]\n"}}},
	{"what was given up comes back",
	 "B5",
	 NULL,
	 "B5 conventions/ca/renouvellement-1.yaml actions_reconduites\n",
	 {{"actions/maraudes.yaml", "statut: abandonnee\n"},
	  {"conventions/ca/renouvellement-1.yaml", "actions_reconduites: [maraudes]\n"}}},
	{"both at once",
	 "B5",
	 NULL,
	 "B5 conventions/ca/renouvellement-1.yaml actions_reconduites\n",
	 {RUNNING,
	  {"conventions/ca/renouvellement-1.yaml",
	   "actions_reconduites: [maraudes]\nactions_non_reconduites: [maraudes]\n"}}},
	{"in the article 2 that is being written",
	 "B5",
	 NULL,
	 "B5 conventions/cb/v1.yaml art2_actions[maraudes]\n",
	 {{"actions/maraudes.yaml", "statut: non_reconduite\n"},
	  {"conventions/cb/v1.yaml", "art2_actions: [{id: maraudes}]\n"}}},
	{"not in that which was signed before",
	 "B5",
	 NULL,
	 "",
	 {{"actions/maraudes.yaml", "statut: non_reconduite\n"}, SIGNED("art2_actions: [{id: maraudes}]\n")}},
	{"a later decision counts",
	 "B5",
	 NULL,
	 "",
	 {RUNNING,
	  {ANNUAL, "reconductions: [{id: maraudes, decision: non_reconduite}]\n"},
	  {"bilans/2019/annuel.yaml", "reconductions: [{id: maraudes, decision: reconduite}]\n"},
	  {"conventions/ca/renouvellement-1.yaml", "actions_reconduites: [maraudes]\n"}}},
};

#define STEP(phase, more) "phase: " phase "\nintitule: E\n" more

static const struct rule_story steps[] = {
	// TA1
	{"tasks one after the other",
	 "TA1",
	 NULL,
	 "",
	 {{"taches/a.yaml", "intitule: A\n"},
	  {"taches/b.yaml", "dependances: [a]\n"},
	  {"taches/c.yaml", "dependances: [a, b]\n"},
	  {"taches/d.yaml", "dependances: [b, c, rien]\n"}}},
	{"a task that waits for itself",
	 "TA1",
	 NULL,
	 "TA1 taches/a.yaml dependances\n",
	 {{"taches/a.yaml", "dependances: [a]\n"}}},
	{"two that wait for each other",
	 "TA1",
	 NULL,
	 "TA1 taches/a.yaml dependances\nTA1 taches/b.yaml dependances\n",
	 {{"taches/a.yaml", "dependances: [b]\n"},
	  {"taches/b.yaml", "dependances: [a]\n"},
	  {"taches/c.yaml", "dependances: [a]\n"}}},
	{"three",
	 "TA1",
	 NULL,
	 "TA1 taches/a.yaml dependances\nTA1 taches/b.yaml dependances\nTA1 taches/c.yaml dependances\n",
	 {{"taches/a.yaml", "dependances: [b]\n"},
	  {"taches/b.yaml", "dependances: [d, c]\n"},
	  {"taches/c.yaml", "dependances: [a]\n"},
	  {"taches/d.yaml", "intitule: D\n"}}},

	// TA2
	{"it ends when it begins",
	 "TA2",
	 NULL,
	 "",
	 {{"taches/a.yaml", "date_debut: 2018-03-01\ndate_fin: 2018-03-01\n"}}},
	{"it ends before",
	 "TA2",
	 NULL,
	 "TA2 etapes/e.yaml date_fin\nTA2 taches/a.yaml date_fin\n",
	 {{"taches/a.yaml", "date_debut: 2018-03-01\ndate_fin: 2018-02-28\n"},
	  {"etapes/e.yaml", STEP("diagnostic", "date_debut: 2018-03-01\ndate_fin: 2017-03-02\n")}}},
	{"it has one day only", "TA2", NULL, "", {{"taches/a.yaml", "date_fin: 2018-02-28\n"}}},

	// TA3
	{"coming back to a phase is normal",
	 "TA3",
	 NULL,
	 "",
	 {{"etapes/a.yaml", STEP("diagnostic", "date_debut: 2017-06-01\n")},
	  {"etapes/b.yaml", STEP("mise_en_oeuvre", "date_debut: 2018-01-01\n")},
	  {"etapes/c.yaml", STEP("diagnostic", "date_debut: 2018-05-01\n")},
	  {"etapes/d.yaml", STEP("actualisation", "date_debut: 2017-01-01\n")}}},
	{"one that begins before those it comes from",
	 "TA3",
	 NULL,
	 "TA3 etapes/b.yaml date_debut\n",
	 {{"etapes/a.yaml", STEP("diagnostic", "date_debut: 2017-06-01\n")},
	  {"etapes/b.yaml", STEP("mise_en_oeuvre", "date_debut: 2017-05-01\n")}}},

	// TA4
	{"a phase that is over, and looked back at",
	 "TA4",
	 NULL,
	 "",
	 {{"etapes/a.yaml", STEP("diagnostic", "statut: terminee\n")}, {"points-etape/p.yaml", "phase: diagnostic\n"}}},
	{"not looked back at, told once",
	 "TA4",
	 NULL,
	 "TA4 etapes/b.yaml statut\n",
	 {{"etapes/a.yaml", STEP("diagnostic", "statut: terminee\n")},
	  {"etapes/b.yaml", STEP("diagnostic", "statut: terminee\n")},
	  {"etapes/c.yaml", STEP("diagnostic", "statut: abandonnee\n")},
	  {"points-etape/p.yaml", "phase: prefiguration\n"}}},
	{"one that goes on",
	 "TA4",
	 NULL,
	 "",
	 {{"etapes/a.yaml", STEP("diagnostic", "statut: terminee\n")},
	  {"etapes/b.yaml", STEP("diagnostic", "statut: en_cours\n")}}},
	{"one that was given up", "TA4", NULL, "", {{"etapes/a.yaml", STEP("diagnostic", "statut: abandonnee\n")}}},

	// FO1
	{"a training within sixty days",
	 "FO1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_lancement: 2017-03-14\n"},
	  {"formations/f.yaml", "type: accompagnement_ca\ndates: [2017-05-20, 2017-05-13]\n"}}},
	{"a day later",
	 "FO1",
	 NULL,
	 "FO1 formations/f.yaml dates\n",
	 {{"cooperative.yaml", "date_lancement: 2017-03-14\n"},
	  {"formations/f.yaml", "type: accompagnement_ca\ndates: [2017-05-14]\n"}}},
	{"that of the DDs is not of this CA",
	 "FO1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_lancement: 2017-03-14\n"},
	  {"formations/f.yaml", "type: animation_territoriale_dd\ndates: [2018-05-14]\n"}}},
	{"one without days",
	 "FO1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_lancement: 2017-03-14\n"}, {"formations/f.yaml", "type: accompagnement_ca\n"}}},
};

#define RESTS_ON(list) "questions: [{id: q, criteres: [{id: c, indicateurs: " list "}]}]\n"
// clang-format off
#define INDICATORS \
	{"indicateurs/ip.yaml", "type_indicateur: processus\nobjet: ca\n"}, \
	{"indicateurs/ia.yaml", "type_indicateur: activite\nobjet: action\n"}, \
	{"indicateurs/ir.yaml", "type_indicateur: resultat\nobjet: actions_meme_theme\n"}
// clang-format on

static const struct rule_story evaluations[] = {
	{"effectiveness and usefulness",
	 "EV1",
	 NULL,
	 "",
	 {{"evaluations/e.yaml", "registres: [utilite, coherence, efficacite]\n"}}},
	{"one of the two",
	 "EV1",
	 NULL,
	 "EV1 evaluations/e.yaml registres\n",
	 {{"evaluations/e.yaml", "registres: [efficacite]\n"}}},
	{"neither",
	 "EV1",
	 NULL,
	 "EV1 evaluations/e.yaml registres\nEV1 evaluations/e.yaml registres\n",
	 {{"evaluations/e.yaml", "registres: [efficience]\n"}}},

	{"both evaluations are foreseen",
	 "EV2",
	 NULL,
	 "",
	 {{"cooperative.yaml", "phase_courante: mise_en_oeuvre\n"},
	  {"evaluations/a.yaml", "objet: action\n"},
	  {"evaluations/b.yaml", "objet: ca\n"}}},
	{"that of the actions is not",
	 "EV2",
	 NULL,
	 "EV2 cooperative.yaml \n",
	 {{"cooperative.yaml", "phase_courante: mise_en_oeuvre\n"}, {"evaluations/b.yaml", "objet: ca\n"}}},
	{"that of the coopérative is not",
	 "EV2",
	 NULL,
	 "EV2 cooperative.yaml \n",
	 {{"cooperative.yaml", "phase_courante: actualisation\n"},
	  {"evaluations/b.yaml", "objet: actions_meme_theme\n"}}},
	{"neither is",
	 "EV2",
	 NULL,
	 "EV2 cooperative.yaml \nEV2 cooperative.yaml \n",
	 {{"cooperative.yaml", "phase_courante: evaluation_ex_post\n"}}},
	{"while the project is designed there is time",
	 "EV2",
	 NULL,
	 "",
	 {{"cooperative.yaml", "phase_courante: elaboration_plan\n"}}},

	{"a final evaluation that covers all",
	 "EV3",
	 NULL,
	 "",
	 {INDICATORS, {"evaluations/e.yaml", "moment: finale\n" RESTS_ON("[ip, ia, ir]")}}},
	{"not the process",
	 "EV3",
	 NULL,
	 "EV3 evaluations/e.yaml questions\n",
	 {INDICATORS, {"evaluations/e.yaml", "moment: finale\n" RESTS_ON("[ia, ir]")}}},
	{"not the activity",
	 "EV3",
	 NULL,
	 "EV3 evaluations/e.yaml questions\n",
	 {INDICATORS, {"evaluations/e.yaml", "moment: finale\n" RESTS_ON("[ip, ir]")}}},
	{"not the results",
	 "EV3",
	 NULL,
	 "EV3 evaluations/e.yaml questions\n",
	 {INDICATORS, {"evaluations/e.yaml", "moment: finale\n" RESTS_ON("[ip, ia]")}}},
	{"one on the way need not",
	 "EV3",
	 NULL,
	 "",
	 {INDICATORS, {"evaluations/e.yaml", "moment: en_cours\n" RESTS_ON("[ip]")}}},

	{"four criteria of a question, and of another",
	 "criteres",
	 NULL,
	 "",
	 {{"evaluations/e.yaml", "questions:\n  - {id: q, criteres: [{id: a}, {id: b}, {id: c}, {id: d}]}\n"
				 "  - {id: r, criteres: [{id: a}, {id: b}, {id: c}, {id: d}]}\n"}}},
	{"five",
	 "criteres",
	 NULL,
	 "criteres evaluations/e.yaml questions[r].criteres\n",
	 {{"evaluations/e.yaml", "questions:\n  - {id: q, criteres: [{id: a}, {id: b}, {id: c}, {id: d}]}\n"
				 "  - {id: r, criteres: [{id: a}, {id: b}, {id: c}, {id: d}, {id: e}]}\n"}}},

	{"the coopérative's rests on its actions",
	 "EV4",
	 NULL,
	 "",
	 {INDICATORS, {"evaluations/e.yaml", "objet: ca\n" RESTS_ON("[ip, ir]")}}},
	{"on nothing of them",
	 "EV4",
	 NULL,
	 "EV4 evaluations/e.yaml questions\n",
	 {INDICATORS, {"evaluations/e.yaml", "objet: ca\n" RESTS_ON("[ip]")}}},
	{"the region's rests on coopératives",
	 "EV4",
	 NULL,
	 "EV4 evaluations/a.yaml questions\n",
	 {INDICATORS,
	  {"evaluations/a.yaml", "objet: ensemble_regional\n" RESTS_ON("[ia]")},
	  {"evaluations/b.yaml", "objet: ensemble_regional\n" RESTS_ON("[ia, ip]")}}},
	{"one without indicators yet", "EV4", NULL, "", {{"evaluations/e.yaml", "objet: ca\n" RESTS_ON("[]")}}},
};

static void test_bilans(void **state)
{
	for (size_t i = 0; i < LENGTH(bilans); i++)
		tell_story(*state, &bilans[i]);
}

static void test_steps(void **state)
{
	for (size_t i = 0; i < LENGTH(steps); i++)
		tell_story(*state, &steps[i]);
}

static void test_evaluations(void **state)
{
	for (size_t i = 0; i < LENGTH(evaluations); i++)
		tell_story(*state, &evaluations[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_bilans, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(test_steps, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(test_evaluations, open_due_types, close_due_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_bilan", tests, NULL, NULL);
}
