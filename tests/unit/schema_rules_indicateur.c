// SPDX-License-Identifier: EUPL-1.2
//
// N1 to N6: each rule kept, then broken in every way its sentence names.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define A             "actions/a.yaml "
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
#define IN "statut: conventionnee\n"

static const struct rule_story indicators[] = {
	{"N1: set before",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"}, IND("i", "defini_le: 2018-01-15\n")}},
	{"N1: set after",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"}, IND("i", "defini_le: 2018-01-16\n")}},
	{"N1: the start is not known",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "intitule: CA\n"}, IND("i", "defini_le: 2018-01-16\n")}},
	{"N1: recorded after, whatever it says",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-10\n"),
	  {"cooperative.yaml made", "2017-12-01"},
	  {"indicateurs/i.yaml made", "2018-01-16"}}},
	{"N1: recorded on the day",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-10\n"),
	  {"cooperative.yaml made", "2017-12-01"},
	  {"indicateurs/i.yaml made", "2018-01-15"}}},
	{"N1: recorded after, without a date of its own",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", ""),
	  {"cooperative.yaml made", "2017-12-01"},
	  {"indicateurs/i.yaml made", "2018-01-16"}}},
	{"N1: the history begins after the start",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-10\n"),
	  {"cooperative.yaml made", "2018-03-01"},
	  {"indicateurs/i.yaml made", "2018-03-02"}}},
	{"N1: in article 4.2",
	 "N1",
	 NULL,
	 "N1 conventions/c/v1.yaml art4_2_indicateurs[i]\nN1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-16\n"),
	  CONVENTION("art4_2_indicateurs: [{id: i}]\n")}},
	{"N1: in article 4.2 of a later version",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-12-16\n"),
	  CONVENTION("art5_duree: {date_effet: 2019-01-15}\nart4_2_indicateurs: [{id: i}]\n")}},

	{"N2: of an action", "N2", NULL, "", {IND("i", "action: a\n")}},
	{"N2: of an action that names it", "N2", NULL, "", {IND("i", ""), ACTION("indicateurs: [i]\n")}},
	{"N2: of a criterion", "N2", NULL, "", {IND("i", "critere: utile\n")}},
	{"N2: of an evaluation",
	 "N2",
	 NULL,
	 "",
	 {IND("i", ""),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, texte: utile, indicateurs: [i]}]}]\n"}}},
	{"N2: of nothing", "N2", NULL, "N2 indicateurs/i.yaml critere\n", {IND("i", "objet: ca\n")}},
	{"N2: a criterion without words",
	 "N2",
	 NULL,
	 "N2 evaluations/e.yaml questions[q1].criteres\n",
	 {IND("i", "critere: utile\n"),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, indicateurs: [i]}]}]\n"}}},
	{"N2: older than its criterion",
	 "N2",
	 NULL,
	 "N2 evaluations/e.yaml questions[q1].criteres\n",
	 {IND("i", "critere: utile\n"),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, texte: utile, indicateurs: [i]}]}]\n"},
	  {"indicateurs/i.yaml made", "2018-01-01"},
	  {"evaluations/e.yaml made", "2018-02-01"}}},
	{"N2: older, but an action's",
	 "N2",
	 NULL,
	 "",
	 {IND("i", "action: a\n"),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, texte: utile, indicateurs: [i]}]}]\n"},
	  {"indicateurs/i.yaml made", "2018-01-01"},
	  {"evaluations/e.yaml made", "2018-02-01"}}},

	{"N3: final", "N3", NULL, "", {IND("i", "type_indicateur: resultat\nniveau_resultat: final\n")}},
	{"N3: not told",
	 "N3",
	 NULL,
	 "N3 indicateurs/i.yaml niveau_resultat\n",
	 {IND("i", "type_indicateur: resultat\n")}},
	{"N3: of activity", "N3", NULL, "", {IND("i", "type_indicateur: activite\n")}},
	{"N3: of activity, and final",
	 "N3",
	 NULL,
	 "N3 indicateurs/i.yaml niveau_resultat\n",
	 {IND("i", "type_indicateur: activite\nniveau_resultat: final\n")}},

	{"N4: all six",
	 "N4",
	 NULL,
	 "",
	 {ACTION(IN "indicateurs: [p, a, r]\nresultats_attendus: R\nsources_methodes: S\n"),
	  IND("p", "type_indicateur: processus\n"), IND("a", "type_indicateur: activite\n"),
	  IND("r", "type_indicateur: resultat\n")}},
	{"N4: none",
	 "N4",
	 NULL,
	 "N4 " A "indicateurs\nN4 " A "indicateurs\nN4 " A "indicateurs\nN4 " A "intitule\nN4 " A "resultats_attendus\n"
	 "N4 " A "sources_methodes\n",
	 {{"actions/a.yaml", IN}}},
	{"N4: a proposal", "N4", NULL, "", {{"actions/a.yaml", "statut: proposee\n"}}},

	{"N5: it adds up",
	 "N5",
	 NULL,
	 "",
	 {IND("i", "agregation: somme\n"),
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, agregation: somme, valeur: 3}]\n"}}},
	{"N5: it does not",
	 "N5",
	 NULL,
	 "N5 bilans/2018-T1/asso.yaml chiffres[i].valeur\n",
	 {IND("i", "agregation: non_agregeable\n"),
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, agregation: somme, valeur: 3}]\n"}}},
	{"N5: the last one is no sum either",
	 "N5",
	 NULL,
	 "N5 bilans/2018-T1/consolidation.yaml chiffres[i].valeur\n",
	 {IND("i", "agregation: dernier\n"),
	  {"bilans/2018-T1/consolidation.yaml", "chiffres: [{id: i, agregation: somme, valeur: 3}]\n"}}},
	{"N5: one figure out of two",
	 "N5",
	 NULL,
	 "N5 bilans/2018-T1/consolidation.yaml chiffres[i].valeur\n",
	 {IND("i", "agregation: non_agregeable\n"),
	  {"bilans/2018-T1/consolidation.yaml",
	   "chiffres: [{id: i, agregation: non_agregeable, valeur: 7, contributions: [{id: a, "
	   "valeur: 3}, {id: b, valeur: 4}]}]\n"}}},
	{"N5: side by side",
	 "N5",
	 NULL,
	 "",
	 {IND("i", "agregation: non_agregeable\n"),
	  {"bilans/2018-T1/consolidation.yaml", "chiffres: [{id: i, agregation: non_agregeable, contributions: [{id: "
						"a, valeur: 3}, {id: b, valeur: 4}]}]\n"}}},

	{"N6: corrected, and why",
	 "N6",
	 NULL,
	 "",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: corrigee\nmotif_correction: doublon\n"}}},
	{"N6: corrected, and not why",
	 "N6",
	 NULL,
	 "N6 mesures/2018-T1/i--asso.yaml motif_correction\n",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: corrigee\n"}}},
	{"N6: not corrected", "N6", NULL, "", {{"mesures/2018-T1/i--asso.yaml", "statut: provisoire\n"}}},
	{"N6: changed after it was sent",
	 "N6",
	 NULL,
	 "N6 mesures/2018-T1/i--asso.yaml motif_correction\n",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: transmise\n"},
	  {"mesures/2018-T1/i--asso.yaml changed", "2018-05-01"},
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, mesures: [mesures/2018-T1/i--asso]}]\n"},
	  {"bilans/2018-T1/asso.asso.sig", "2018-04-10"}}},
	{"N6: changed before",
	 "N6",
	 NULL,
	 "",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: transmise\n"},
	  {"mesures/2018-T1/i--asso.yaml changed", "2018-04-01"},
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, mesures: [mesures/2018-T1/i--asso]}]\n"},
	  {"bilans/2018-T1/asso.asso.sig", "2018-04-10"}}},
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

static void test_indicators(void **state)
{
	for (size_t i = 0; i < LENGTH(indicators); i++)
		tell_story(*state, &indicators[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_indicators, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_indicateur", tests, NULL, NULL);
}
