// SPDX-License-Identifier: EUPL-1.2
//
// I1 to I4: each rule kept, then broken in every way its sentence names.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

#define MEMBER                                                                                                         \
	{                                                                                                              \
		"acteurs/asso.yaml", "nom: A\nstatut_membre: membre\n"                                                 \
	}

static const struct rule_story bodies[] = {
	{"I1: a seat",
	 "I1",
	 NULL,
	 "",
	 {MEMBER, {"instances/copil.yaml", "type: comite_pilotage\nmembres: [{id: m1, acteur: asso}]\n"}}},
	{"I1: no seat",
	 "I1",
	 NULL,
	 "I1 acteurs/asso.yaml statut_membre\n",
	 {MEMBER, {"instances/copil.yaml", "type: comite_pilotage\nmembres: [{id: m1, acteur: autre}]\n"}}},
	{"I1: on another body",
	 "I1",
	 NULL,
	 "I1 acteurs/asso.yaml statut_membre\n",
	 {MEMBER, {"instances/cotech.yaml", "type: comite_technique\nmembres: [{id: m1, acteur: asso}]\n"}}},
	{"I1: it leads with others, without a seat",
	 "I1",
	 NULL,
	 "I1 acteurs/asso.yaml statut_membre\n",
	 {MEMBER, {"instances/copil.yaml", "type: comite_pilotage\nco_pilotes: [asso]\n"}}},
	{"I1: no committee", "I1", NULL, "I1 acteurs/asso.yaml statut_membre\n", {MEMBER}},
	{"I1: no member yet", "I1", NULL, "", {{"acteurs/asso.yaml", "nom: A\nstatut_membre: partant\n"}}},

	{"I2: an inhabitant",
	 "I2",
	 NULL,
	 "",
	 {{"instances/copil.yaml",
	   "type: comite_pilotage\nmembres: [{id: m1, qualite: titulaire}, {id: m2, qualite: habitant}]\n"}}},
	{"I2: none",
	 "I2",
	 NULL,
	 "I2 instances/copil.yaml membres\n",
	 {{"instances/copil.yaml", "type: comite_pilotage\nmembres: [{id: m1, qualite: titulaire}]\n"}}},
	{"I2: another body", "I2", NULL, "", {{"instances/t.yaml", "type: comite_technique\n"}}},

	{"I3: written", "I3", NULL, "", {{"instances/t.yaml", "type: comite_technique\nrole_ecrit: R\n"}}},
	{"I3: not",
	 "I3",
	 NULL,
	 "I3 instances/t.yaml role_ecrit\n",
	 {{"instances/t.yaml", "type: comite_technique\nrole_ecrit: ''\n"}}},

	{"I4: together",
	 "I4",
	 NULL,
	 "",
	 {{"reunions/r.yaml", "acteurs_representes: [a, b]\ndecisions: [{id: d1, mode: consensus}]\n"}}},
	{"I4: together, by those who came",
	 "I4",
	 NULL,
	 "",
	 {{"reunions/r.yaml", "presents: [x, y]\ndecisions: [{id: d1, mode: vote}]\n"},
	  {"personnes/x.yaml", "nom: X\nacteur: a\n"},
	  {"personnes/y.yaml", "nom: Y\nacteur: b\n"}}},
	{"I4: two of one actor",
	 "I4",
	 NULL,
	 "I4 reunions/r.yaml decisions\n",
	 {{"reunions/r.yaml", "presents: [x, y]\ndecisions: [{id: d1, mode: vote}]\n"},
	  {"personnes/x.yaml", "nom: X\nacteur: a\n"},
	  {"personnes/y.yaml", "nom: Y\nacteur: a\n"}}},
	{"I4: nobody there",
	 "I4",
	 NULL,
	 "I4 reunions/r.yaml decisions\n",
	 {{"reunions/r.yaml", "decisions: [{id: d1, mode: vote}]\n"}}},
	{"I4: nobody knows how",
	 "I4",
	 NULL,
	 "I4 reunions/r.yaml decisions[d2].mode\n",
	 {{"reunions/r.yaml", "acteurs_representes: [a, b]\ndecisions: [{id: d1, mode: vote}, {id: d2, texte: T}]\n"}}},
	{"I4: no decision", "I4", NULL, "", {{"reunions/r.yaml", "lieu: L\n"}}},

	{"records of any shape",
	 "X1 X2 X4 X5 N1 N2 N3 N4 N5 N6 I1 I2 I3 I4",
	 "2019-06-01",
	 "I2 instances/i.yaml membres\nI3 instances/i.yaml role_ecrit\nI4 reunions/r.yaml decisions\n"
	 "I4 reunions/r.yaml decisions\nN4 actions/a.yaml indicateurs\nN4 actions/a.yaml indicateurs\nN4 "
	 "actions/a.yaml indicateurs\nN4 actions/a.yaml sources_methodes\n"
	 "X1 actions/a.yaml promoteur_referent\nX1 conventions/c/v1.yaml art2_actions\n"
	 "X1 conventions/c/v1.yaml art2_actions\n",
	 {{"actions/a.yaml",
	   "intitule: 3\nstatut: en_cours\npromoteur_referent: []\ncalendrier_previsionnel: 2018\nindicateurs: x\n"
	   "lieux_precis: {a: 1}\nresultats_attendus: 1\nsources_methodes: {}\n"},
	  {"indicateurs/i.yaml", "action: [a]\ntype_indicateur: {a: resultat}\ndefini_le: 3\n"},
	  {"conventions/c/v1.yaml",
	   "parties: asso\nart2_actions: [1, {promoteur_referent: [x]}]\nart4_2_indicateurs: [{}, 3]\n"},
	  {"evaluations/e.yaml", "questions: [{criteres: 1}, 2, [3]]\n"},
	  {"bilans/2018-T1/asso.yaml", "chiffres: [1, {id: [i]}, {id: i, agregation: [somme]}]\n"},
	  {"mesures/2018-T1/i--asso.yaml", "statut: [corrigee]\n"},
	  {"acteurs/asso.yaml", "statut_membre: [membre]\n"},
	  {"instances/i.yaml", "type: comite_pilotage\nmembres: [1, {qualite: 3}]\nrole_ecrit: []\n"},
	  {"reunions/r.yaml", "decisions: [1]\npresents: {a: b}\nacteurs_representes: x\n"}}},
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

static void test_bodies(void **state)
{
	for (size_t i = 0; i < LENGTH(bodies); i++)
		tell_story(*state, &bodies[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_bodies, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_instance", tests, NULL, NULL);
}
