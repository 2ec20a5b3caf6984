// SPDX-License-Identifier: EUPL-1.2
//
// M1 to M5, entered, left: who comes in and who goes.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/convention_fixture.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define MOVES         "M1 M2 M3 M4 M5 entered left"
#define KEY                                                                                                            \
	{                                                                                                              \
		"cles/abcdefghij234567.yaml", "acteur: asso\n"                                                         \
	}
#define MEMBER                                                                                                         \
	{                                                                                                              \
		"acteurs/asso.yaml", "nom: Asso\nstatut_membre: membre\n"                                              \
	}
#define COPIL(seats)                                                                                                   \
	{                                                                                                              \
		"instances/copil.yaml", "type: comite_pilotage\n" seats                                                \
	}
#define SEAT     "membres: [{id: a, acteur: asso}]\n"
#define ENTRY    "acteur: asso\nsens: entree\n"
#define EXIT     "acteur: mairie\nsens: sortie\n"
#define TALKED   "concertation_dd: {date: 2018-10-01}\n"
#define RECEIVED "notifications: [{id: a, destinataire: dd-78, date_reception: 2018-05-03}]\n"

static const struct rule_story moves[] = {
	{"a partner joins, with all that comes with it",
	 MOVES,
	 NULL,
	 "",
	 {CA,
	  SIGNED,
	  MEMBER,
	  KEY,
	  COPIL(SEAT),
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\navenant: conventions/ca/a1\n"},
	  {A1 ".yaml",
	   "convention: ca\n" THREE "modifications: [{id: m, chemin: 'parties[c]', nouveau: {id: c, acteur: asso}}]\n"},
	  {A1 ".dd-78.sig", "2018-03-20"},
	  {A1 ".mairie.sig", "2018-03-20"},
	  {A1 ".asso.sig", "2018-03-20"}}},
	{"with nothing of it",
	 MOVES,
	 NULL,
	 "M4 mouvements/asso.yaml avenant\nentered mouvements/asso.yaml acteur\nentered mouvements/asso.yaml acteur\n"
	 "entered mouvements/asso.yaml acteur\n",
	 {CA,
	  SIGNED,
	  {"acteurs/asso.yaml", "statut_membre: partant\n"},
	  COPIL(""),
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\n"}}},
	{"before the day only the text is missing",
	 MOVES,
	 "2018-03-01",
	 "M4 mouvements/asso.yaml avenant\n",
	 {CA,
	  SIGNED,
	  {"acteurs/asso.yaml", "statut_membre: partant\n"},
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\n"}}},
	{"an avenant that he has not signed himself",
	 "M4",
	 NULL,
	 "M4 mouvements/asso.yaml avenant\n",
	 {CA,
	  SIGNED,
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\navenant: conventions/ca/a1.yaml\n"},
	  {A1 ".yaml", "convention: ca\n" THREE},
	  {A1 ".dd-78.sig", "2018-03-20"},
	  {A1 ".mairie.sig", "2018-03-20"}}},
	{"one whose key was revoked",
	 "entered",
	 NULL,
	 "entered mouvements/asso.yaml acteur\n",
	 {CA,
	  MEMBER,
	  {"cles/abcdefghij234567.yaml", "acteur: asso\nrevocation: {date: 2018-05-01}\n"},
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\n"}}},
	{"joining before the launch",
	 "M1",
	 NULL,
	 "M1 mouvements/asso.yaml date_effet\n",
	 {CA, {"mouvements/asso.yaml", ENTRY "date_effet: 2017-03-13\n"}}},
	{"on the day of the launch",
	 "M1",
	 NULL,
	 "",
	 {CA, SIGNED, {"mouvements/asso.yaml", ENTRY "date_effet: 2017-03-14\n"}}},
	{"on the last day", "M1", NULL, "", {CA, SIGNED, {"mouvements/asso.yaml", ENTRY "date_effet: 2019-01-14\n"}}},
	{"after the term",
	 "M1",
	 NULL,
	 "M1 mouvements/asso.yaml date_effet\n",
	 {CA, SIGNED, {"mouvements/asso.yaml", ENTRY "date_effet: 2019-01-15\n"}}},
	{"who signed from the first needs no avenant",
	 "M4",
	 NULL,
	 "",
	 {CA, SIGNED, {"mouvements/m.yaml", "acteur: mairie\nsens: entree\ndate_effet: 2018-01-15\n"}}},

	{"a partner leaves at the term, after talking with the DD",
	 MOVES,
	 "2018-11-01",
	 "",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n" TALKED}}},
	{"in the middle of the year",
	 MOVES,
	 "2018-04-01",
	 "M2 mouvements/mairie.yaml date_effet\nM4 mouvements/mairie.yaml avenant\n",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2018-12-01\n" TALKED}}},
	{"on the day the convention began",
	 "M2",
	 "2018-04-01",
	 "M2 mouvements/mairie.yaml date_effet\n",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2018-01-15\n" TALKED}}},
	{"without a word",
	 "M3",
	 "2018-11-01",
	 "M3 mouvements/mairie.yaml concertation_dd\n",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n"}}},
	{"with a word on the day itself",
	 "M3",
	 "2018-11-01",
	 "M3 mouvements/mairie.yaml concertation_dd.date\n",
	 {CA,
	  SIGNED,
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\nconcertation_dd: {date: 2019-01-15}\n"}}},
	{"at a term that a renewal moved on, whose parties he is still among",
	 "M2 M4",
	 "2019-02-01",
	 "M4 mouvements/mairie.yaml avenant\n",
	 {CA,
	  SIGNED,
	  {RENEWAL ".yaml", PARTIES "periode: {debut: 2019-01-15, fin: 2020-01-14}\n"},
	  RENEWED,
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n" TALKED}}},
	{"at a term that a renewal moved on, by those who stay",
	 "M2 M4",
	 "2019-02-01",
	 "",
	 {CA,
	  SIGNED_3,
	  {RENEWAL ".yaml", "parties:\n  - {id: a, acteur: dd-78}\n  - {id: c, acteur: asso}\n"
			    "periode: {debut: 2019-01-15, fin: 2020-01-14}\n"},
	  {RENEWAL ".dd-78.sig", "2018-12-01"},
	  {RENEWAL ".asso.sig", "2018-12-01"},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n" TALKED}}},
	{"gone, and everything left behind",
	 "left",
	 "2019-02-01",
	 "left mouvements/asso.yaml acteur\nleft mouvements/asso.yaml acteur\nleft mouvements/asso.yaml acteur\n",
	 {CA,
	  MEMBER,
	  KEY,
	  COPIL(SEAT),
	  {"mouvements/asso.yaml", "acteur: asso\nsens: sortie\ndate_effet: 2019-01-15\n"}}},
	{"gone, and all done",
	 "left",
	 "2019-02-01",
	 "",
	 {CA,
	  {"acteurs/asso.yaml", "statut_membre: retire\n"},
	  {"cles/abcdefghij234567.yaml", "acteur: asso\nrevocation: {date: 2019-01-15}\n"},
	  COPIL(""),
	  {"mouvements/asso.yaml", "acteur: asso\nsens: sortie\ndate_effet: 2019-01-15\n"}}},
	{"gone, and back",
	 "left entered",
	 "2019-06-01",
	 "",
	 {CA,
	  MEMBER,
	  KEY,
	  COPIL(SEAT),
	  {"mouvements/a.yaml", "acteur: asso\nsens: sortie\ndate_effet: 2019-01-15\n"},
	  {"mouvements/b.yaml", "acteur: asso\nsens: entree\ndate_effet: 2019-03-01\n"}}},

	{"by a termination, in the middle of the year, without a consultation",
	 "M2 M3 M4 M5",
	 "2018-07-01",
	 "",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: mairie\n" RECEIVED},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-03\n"}}},
	{"a day too early",
	 "M2 M5",
	 "2018-05-10",
	 "M5 mouvements/mairie.yaml date_effet\n",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: mairie\n" RECEIVED},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-02\n"}}},
	{"by letters that have not arrived",
	 "M2 M5",
	 "2018-05-10",
	 "M5 mouvements/mairie.yaml date_effet\n",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: mairie\nnotifications: [{id: a, destinataire: dd-78}]\n"},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-03\n"}}},
	{"by somebody else's letters",
	 "M2 M5",
	 "2018-05-10",
	 "M2 mouvements/mairie.yaml date_effet\n",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: dd-78\nnotifications: [{id: a, destinataire: mairie, date_reception: 2018-05-03}]\n"},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-02\n"}}},
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

static void test_moves(void **state)
{
	for (size_t i = 0; i < LENGTH(moves); i++)
		tell_story(*state, &moves[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_moves, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_mouvement", tests, NULL, NULL);
}
