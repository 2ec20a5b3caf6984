// SPDX-License-Identifier: EUPL-1.2
//
// Groups C, D and O: each rule kept, then broken in every way its sentence names.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define CA(text)                                                                                                       \
	{                                                                                                              \
		"cooperative.yaml", "intitule: CA\n" text                                                              \
	}
#define DD                                                                                                             \
	{                                                                                                              \
		"acteurs/dd.yaml", "nom: DD\nrole: dd\n"                                                               \
	}
#define ASSO                                                                                                           \
	{                                                                                                              \
		"acteurs/asso.yaml", "nom: Association\n"                                                              \
	}
#define OF_DD                                                                                                          \
	{                                                                                                              \
		"personnes/anne.yaml", "nom: Anne\nacteur: dd\n"                                                       \
	}
#define OF_ASSO                                                                                                        \
	{                                                                                                              \
		"personnes/paul.yaml", "nom: Paul\nacteur: asso\n"                                                     \
	}
#define CA_C(n) "C" #n " cooperative.yaml "
#define DIAGNOSED                                                                                                      \
	{                                                                                                              \
		"diagnostics/dls.yaml", "date_validation: 2018-01-10\nconcertation: [{id: c1, date: 2017-12-01}]\n"    \
	}
#define GENERAL                                                                                                        \
	{                                                                                                              \
		"objectifs/g.yaml", "intitule: G\nniveau: general\n"                                                   \
	}

static const struct rule_story stories[] = {
	{"C1: the delegation coordinates",
	 "C1",
	 NULL,
	 "",
	 {CA("dd_animatrice: dd\ncoordinateurs: [paul, anne]\n"), ASSO, OF_DD, OF_ASSO}},
	{"C1: by the role of its actor", "C1", NULL, "", {CA("coordinateurs: [anne]\n"), DD, OF_DD}},
	{"C1: somebody else does",
	 "C1",
	 NULL,
	 CA_C(1) "coordinateurs\n",
	 {CA("dd_animatrice: dd\ncoordinateurs: [paul]\n"), DD, ASSO, OF_ASSO}},
	{"C1: nobody knows whose he is",
	 "C1",
	 NULL,
	 CA_C(1) "coordinateurs\n",
	 {CA("coordinateurs: [x]\n"), {"personnes/x.yaml", "nom: X\n"}}},
	{"C1: no record of him", "C1", NULL, "", {CA("dd_animatrice: dd\ncoordinateurs: [paul]\n"), DD}},

	{"C2: one", "C2", NULL, "", {CA("coordinateurs: [anne]\n")}},
	{"C2: two", "C2", NULL, "", {CA("coordinateurs: [anne, paul]\n")}},
	{"C2: none", "C2", NULL, CA_C(2) "coordinateurs\n", {CA("coordinateurs: []\n")}},
	{"C2: not told", "C2", NULL, CA_C(2) "coordinateurs\n", {CA("")}},
	{"C2: three", "C2", NULL, CA_C(2) "coordinateurs\n", {CA("coordinateurs: [anne, paul, jean]\n")}},

	{"C3: all three",
	 "C3",
	 NULL,
	 "",
	 {CA("population_cible: [jeunes]\nterritoire: {nom: T}\nthematique: sommeil\n")}},
	{"C3: none", "C3", NULL, CA_C(3) "population_cible\n" CA_C(3) "territoire\n" CA_C(3) "thematique\n", {CA("")}},
	{"C3: no population",
	 "C3",
	 NULL,
	 CA_C(3) "population_cible\n",
	 {CA("population_cible: []\nterritoire: {nom: T}\nthematique: sommeil\n")}},
	{"C3: no territory",
	 "C3",
	 NULL,
	 CA_C(3) "territoire\n",
	 {CA("population_cible: [jeunes]\nterritoire: {}\nthematique: sommeil\n")}},
	{"C3: no theme",
	 "C3",
	 NULL,
	 CA_C(3) "thematique\n",
	 {CA("population_cible: [jeunes]\nterritoire: {nom: T}\nthematique: ' '\n")}},

	{"C4: two communes", "C4", NULL, "", {CA("territoire: {communes: [\"94017\", \"94019\"]}\n")}},
	{"C4: two, in a record of its own",
	 "C4",
	 NULL,
	 "",
	 {CA("territoire: bois\n"), {"territoires/bois.yaml", "nom: Bois\ncommunes: [\"94017\", \"94019\"]\n"}}},
	{"C4: one", "C4", NULL, CA_C(4) "territoire\n", {CA("territoire: {communes: [\"94017\"]}\n")}},
	{"C4: none named", "C4", NULL, CA_C(4) "territoire\n", {CA("territoire: {nom: La Défense}\n")}},
	{"C4: one, in a record of its own",
	 "C4",
	 NULL,
	 CA_C(4) "territoire\n",
	 {CA("territoire: bois\n"), {"territoires/bois.yaml", "nom: Bois\ncommunes: [\"94017\"]\n"}}},

	{"C5: an articulation", "C5", NULL, "", {CA(""), {"articulations/cls.yaml", "dispositif: CLS\n"}}},
	{"C5: a reason",
	 "C5",
	 NULL,
	 "",
	 {CA(""), {"grilles/g.yaml", "points_vigilance: [{id: v1, critere: A, commentaire: rien ici}]\n"}}},
	{"C5: neither", "C5", NULL, CA_C(5) "\n", {CA("")}},
	{"C5: an empty reason",
	 "C5",
	 NULL,
	 CA_C(5) "\n",
	 {CA(""), {"grilles/g.yaml", "points_vigilance: [{id: v1, critere: A}]\n"}}},
	{"C5: a comment on another point",
	 "C5",
	 NULL,
	 CA_C(5) "\n",
	 {CA(""), {"grilles/g.yaml", "points_vigilance: [{id: v2, critere: A, commentaire: oui}]\n"}}},

	{"C6: two beyond health",
	 "C6",
	 NULL,
	 "",
	 {CA(""),
	  {"acteurs/a.yaml", "nom: A\nsecteurs: [sante, social]\n"},
	  {"acteurs/b.yaml", "nom: B\nsecteurs: [education]\n"}}},
	{"C6: one",
	 "C6",
	 NULL,
	 CA_C(6) "\n",
	 {CA(""),
	  {"acteurs/a.yaml", "nom: A\nsecteurs: [sante, social]\n"},
	  {"acteurs/b.yaml", "nom: B\nsecteurs: [social]\n"}}},
	{"C6: health alone", "C6", NULL, CA_C(6) "\n", {CA(""), {"acteurs/a.yaml", "nom: A\nsecteurs: [sante]\n"}}},
	{"C6: the other has left",
	 "C6",
	 NULL,
	 CA_C(6) "\n",
	 {CA(""),
	  {"acteurs/a.yaml", "nom: A\nsecteurs: [sante, social]\n"},
	  {"acteurs/b.yaml", "nom: B\nsecteurs: [education]\nstatut_membre: retire\n"}}},

	{"C7: argued, and asked",
	 "C7",
	 NULL,
	 "",
	 {CA("thematique: T\nthematique_justification: besoins\n"),
	  {"articulations/cls.yaml", "dispositif: CLS\ncoordinateur: anne\n"}}},
	{"C7: not argued",
	 "C7",
	 NULL,
	 CA_C(7) "thematique_justification\n",
	 {CA("thematique: T\n"), {"articulations/cls.yaml", "dispositif: CLS\ncoordinateur: anne\n"}}},
	{"C7: nobody was asked",
	 "C7",
	 NULL,
	 CA_C(7) "thematique\n",
	 {CA("thematique: T\nthematique_justification: besoins\n"), {"articulations/cls.yaml", "dispositif: CLS\n"}}},
	{"C7: no theme yet", "C7", NULL, "", {CA("")}},

	{"D1: validated before the plan",
	 "D1",
	 NULL,
	 "",
	 {CA("phase_courante: mise_en_oeuvre\n"),
	  DIAGNOSED,
	  {"actions/a.yaml", "intitule: A\ncalendrier_previsionnel: {debut: 2018-01-10}\n"}}},
	{"D1: in the diagnostic phase none is needed yet", "D1", NULL, "", {CA("phase_courante: diagnostic\n")}},
	{"D1: in the plan's, it is",
	 "D1",
	 NULL,
	 "D1 cooperative.yaml phase_courante\n",
	 {CA("phase_courante: elaboration_plan\n")}},
	{"D1: not validated",
	 "D1",
	 NULL,
	 "D1 cooperative.yaml phase_courante\n",
	 {CA("phase_courante: mise_en_oeuvre\n"), {"diagnostics/dls.yaml", "periode: 2017\n"}}},
	{"D1: after an action began",
	 "D1",
	 NULL,
	 "D1 diagnostics/dls.yaml date_validation\n",
	 {DIAGNOSED, {"actions/a.yaml", "intitule: A\ncalendrier_previsionnel: {debut: 2018-01-09}\n"}}},
	{"D1: after the plan's first step",
	 "D1",
	 NULL,
	 "D1 diagnostics/dls.yaml date_validation\n",
	 {DIAGNOSED, {"etapes/e.yaml", "phase: elaboration_plan\nintitule: E\ndate_debut: 2018-01-09\n"}}},
	{"D1: a step of another phase",
	 "D1",
	 NULL,
	 "",
	 {DIAGNOSED, {"etapes/e.yaml", "phase: diagnostic\nintitule: E\ndate_debut: 2018-01-09\n"}}},
	{"D1: an action that was there before",
	 "D1",
	 NULL,
	 "",
	 {DIAGNOSED,
	  {"actions/a.yaml", "intitule: A\npreexistante: true\ncalendrier_previsionnel: {debut: 2016-01-09}\n"}}},
	{"D1: a later diagnostic",
	 "D1",
	 NULL,
	 "",
	 {DIAGNOSED,
	  {"diagnostics/suite.yaml", "date_validation: 2019-01-10\n"},
	  {"actions/a.yaml", "intitule: A\ncalendrier_previsionnel: {debut: 2018-02-01}\n"}}},

	{"D2: consulted", "D2", NULL, "", {DIAGNOSED}},
	{"D2: not",
	 "D2",
	 NULL,
	 "D2 diagnostics/dls.yaml concertation\n",
	 {{"diagnostics/dls.yaml", "periode: 2017\n"}}},
	{"D2: on no day",
	 "D2",
	 NULL,
	 "D2 diagnostics/dls.yaml concertation\n",
	 {{"diagnostics/dls.yaml", "concertation: [{id: c1, forme: atelier}]\n"}}},

	{"O1: one", "O1", NULL, "", {CA("objectif_general: g\n"), GENERAL}},
	{"O1: none", "O1", NULL, "O1 cooperative.yaml objectif_general\n", {CA("")}},
	{"O1: two, and the CA names one",
	 "O1",
	 NULL,
	 "O1 objectifs/autre.yaml niveau\n",
	 {CA("objectif_general: g\n"), GENERAL, {"objectifs/autre.yaml", "intitule: A\nniveau: general\n"}}},
	{"O1: two, and it names none",
	 "O1",
	 NULL,
	 "O1 objectifs/g.yaml niveau\n",
	 {CA(""), GENERAL, {"objectifs/autre.yaml", "intitule: A\nniveau: general\n"}}},
	{"O1: it names one of another level",
	 "O1",
	 NULL,
	 "O1 cooperative.yaml objectif_general\n",
	 {CA("objectif_general: s\n"), GENERAL, {"objectifs/s.yaml", "intitule: S\nniveau: specifique\nparent: g\n"}}},

	{"O2: a tree",
	 "O2",
	 NULL,
	 "",
	 {GENERAL,
	  {"objectifs/s.yaml", "intitule: S\nniveau: specifique\nparent: g\n"},
	  {"objectifs/o.yaml", "intitule: O\nniveau: operationnel\nparent: s\n"}}},
	{"O2: specific, alone",
	 "O2",
	 NULL,
	 "O2 objectifs/s.yaml parent\n",
	 {{"objectifs/s.yaml", "intitule: S\nniveau: specifique\n"}}},
	{"O2: strategic, alone",
	 "O2",
	 NULL,
	 "O2 objectifs/s.yaml parent\n",
	 {{"objectifs/s.yaml", "intitule: S\nniveau: strategique\n"}}},
	{"O2: operational, alone",
	 "O2",
	 NULL,
	 "O2 objectifs/o.yaml parent\n",
	 {{"objectifs/o.yaml", "intitule: O\nniveau: operationnel\n"}}},
	{"O2: its own parent",
	 "O2",
	 NULL,
	 "O2 objectifs/o.yaml parent\n",
	 {{"objectifs/o.yaml", "intitule: O\nniveau: operationnel\nparent: o\n"}}},
	{"O2: in a circle",
	 "O2",
	 NULL,
	 "O2 objectifs/o.yaml parent\nO2 objectifs/s.yaml parent\n",
	 {{"objectifs/s.yaml", "intitule: S\nniveau: specifique\nparent: o\n"},
	  {"objectifs/o.yaml", "intitule: O\nniveau: operationnel\nparent: s\n"},
	  {"objectifs/below.yaml", "intitule: B\nniveau: operationnel\nparent: s\n"}}},

	{"O3: a specific one",
	 "O3",
	 NULL,
	 "",
	 {{"conventions/c/v1.yaml",
	   "art1_objet: {objectifs: [{id: g, niveau: general}, {id: s, niveau: specifique}]}\n"}}},
	{"O3: by its record",
	 "O3",
	 NULL,
	 "",
	 {{"conventions/c/v1.yaml", "art1_objet: {objectifs: [{id: o}]}\n"},
	  {"objectifs/o.yaml", "intitule: O\nniveau: operationnel\n"}}},
	{"O3: a strategic one, in a CA that says specific",
	 "O3",
	 NULL,
	 "O3 conventions/c/v1.yaml art1_objet.objectifs\n",
	 {{"conventions/c/v1.yaml", "art1_objet: {objectifs: [{id: s, niveau: strategique}]}\n"}}},
	{"O3: a strategic one, in a CA that says strategic",
	 "O3",
	 NULL,
	 "",
	 {{"cooperative.yaml", "parametres: {strategique_vaut_specifique: true}\n"},
	  {"conventions/c/v1.yaml", "art1_objet: {objectifs: [{id: s, niveau: strategique}]}\n"}}},
	{"O3: the general one alone",
	 "O3",
	 NULL,
	 "O3 conventions/c/v1.yaml art1_objet.objectifs\n",
	 {{"conventions/c/v1.yaml", "art1_objet: {objectifs: [{id: g, niveau: general}]}\n"}, GENERAL}},
	{"O3: none",
	 "O3",
	 NULL,
	 "O3 conventions/c/v1.yaml art1_objet.objectifs\n",
	 {{"conventions/c/v1.yaml", "preambule: P\n"}}},

	{"O4: it says its objective", "O4", NULL, "", {{"actions/a.yaml", "intitule: A\nobjectifs: [g]\n"}}},
	{"O4: the objective says so",
	 "O4",
	 NULL,
	 "",
	 {{"actions/a.yaml", "intitule: A\n"}, {"objectifs/g.yaml", "intitule: G\nactions: [a]\n"}}},
	{"O4: neither",
	 "O4",
	 NULL,
	 "O4 actions/a.yaml objectifs\n",
	 {{"actions/a.yaml", "intitule: A\nobjectifs: []\n"}, GENERAL}},

	{"records of any shape",
	 "C1 C2 C3 C4 C5 C6 C7 D1 D2 O1 O2 O3 O4",
	 NULL,
	 "C2 cooperative.yaml coordinateurs\nC3 cooperative.yaml thematique\nC5 cooperative.yaml \nC6 cooperative.yaml "
	 "\n"
	 "D2 diagnostics/dls.yaml concertation\nO1 cooperative.yaml objectif_general\nO4 actions/a.yaml objectifs\n",
	 {{"cooperative.yaml", "coordinateurs: anne\npopulation_cible: 3\nterritoire: [a]\nobjectif_general: [x]\n"},
	  {"acteurs/a.yaml", "secteurs: {a: 1}\n"},
	  {"objectifs/o.yaml", "niveau: [general]\nparent: {}\n"},
	  {"diagnostics/dls.yaml", "concertation: [1, [2], {}]\ndate_validation: [1]\n"},
	  {"actions/a.yaml",
	   "calendrier_previsionnel: 3\nobjectifs: {}\nobjectifs2: 1\npreexistante: 1\nobjectifs3: [o]\n"}}},
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

static void test_stories(void **state)
{
	for (size_t i = 0; i < LENGTH(stories); i++)
		tell_story(*state, &stories[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stories, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_cooperative", tests, NULL, NULL);
}
