// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/due/deadlines.h"
#include "tests/unit/due_types.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PARTIES       "parties:\n  - {id: a, acteur: dd-78}\n  - {id: b, acteur: mairie}\n"
#define V1            "conventions/ca/v1"
// clang-format off
#define CA            {"cooperative.yaml", "dd_animatrice: dd-78\n"}
#define SIGNED        {V1 ".yaml", PARTIES}, {V1 ".dd-78.sig", "2018-01-10"}, {V1 ".mairie.sig", "2018-01-15"}
#define COPIL         {"instances/copil.yaml", "type: comite_pilotage\n"}
#define WIDE          {"instances/elargie.yaml", "type: reunion_elargie_bilan\n"}
// clang-format on

// What is due of some codes, a line each: "CODE subject state date phase".
struct due_story {
	const char *title, *codes, *today, *expected;
	struct rule_file files[MAX_FILES];
};

static const struct due_story stories[] = {
	{"nothing is due of an empty book", "", "2018-06-01", "", {CA}},
	{"nor of a convention that one party did not sign",
	 "",
	 "2018-06-01",
	 "",
	 {CA, {V1 ".yaml", PARTIES}, {V1 ".dd-78.sig", "2018-01-10"}}},

	// L1 and L5
	{"the term", "L1", "2018-10-16", "L1 ca coming 2019-01-15 en_vigueur\n", {CA, SIGNED}},
	{"ninety days before", "L1", "2018-10-17", "L1 ca coming 2019-01-15 j-90\n", {CA, SIGNED}},
	{"sixty days before", "L1", "2018-11-16", "L1 ca coming 2019-01-15 j-60\n", {CA, SIGNED}},
	{"the day before",
	 "L1 L5",
	 "2019-01-14",
	 "L5 ca coming 2019-01-14 a_preparer\nL1 ca coming 2019-01-15 j-60\n",
	 {CA, SIGNED}},
	{"expired", "L1 L2 L5", "2019-01-15", "L1 ca late 2019-01-15 expiree\n", {CA, SIGNED}},
	{"expired when the programme is over",
	 "L1",
	 "2019-01-15",
	 "L1 ca done 2019-01-15 expiree\n",
	 {{"cooperative.yaml", "phase_courante: evaluation_ex_post\n"}, SIGNED}},
	{"a renewal that one party has not signed",
	 "L1 L5",
	 "2018-12-31",
	 "L5 ca coming 2019-01-14 en_signature\nL1 ca coming 2019-01-15 j-60\n",
	 {CA,
	  SIGNED,
	  {"conventions/ca/renouvellement-1.yaml", PARTIES},
	  {"conventions/ca/renouvellement-1.dd-78.sig", "2018-12-20"}}},
	{"renewed",
	 "L1 L5",
	 "2019-02-01",
	 "L5 ca coming 2020-01-14 a_preparer\nL1 ca coming 2020-01-15 en_vigueur\n",
	 {CA,
	  SIGNED,
	  {"conventions/ca/renouvellement-1.yaml", PARTIES},
	  {"conventions/ca/renouvellement-1.dd-78.sig", "2018-12-20"},
	  {"conventions/ca/renouvellement-1.mairie.sig", "2018-12-20"}}},

	// L2
	{"the review, to be planned",
	 "L2",
	 "2018-06-01",
	 "L2 ca.convocation coming 2018-10-16 \nL2 ca.bilan.mairie coming 2018-10-31 attendu\n"
	 "L2 ca.reunion coming 2018-11-15 a_planifier\n",
	 {CA, SIGNED}},
	{"planned",
	 "L2",
	 "2018-10-20",
	 "L2 ca.bilan.mairie coming 2018-10-31 brouillon\nL2 ca.reunion coming 2018-11-15 planifiee\n"
	 "L2 ca.convocation done 2018-10-16 \n",
	 {CA,
	  SIGNED,
	  WIDE,
	  {"reunions/bilan.yaml", "instance: elargie\ndate: 2018-11-06\n"},
	  {"bilans/2018/mairie.yaml", "acteur: mairie\n"}}},
	{"held, and the bilan signed",
	 "L2",
	 "2018-12-01",
	 "L2 ca.convocation done 2018-10-16 \nL2 ca.bilan.mairie done 2018-10-31 transmis\n"
	 "L2 ca.reunion done 2018-11-15 tenue\n",
	 {CA,
	  SIGNED,
	  WIDE,
	  {"reunions/bilan.yaml", "instance: elargie\ndate: 2018-11-06\n"},
	  {"bilans/2018/mairie.yaml", "acteur: mairie\n"},
	  {"bilans/2018/mairie.mairie.sig", "2018-10-30"}}},
	{"on the day itself",
	 "L2",
	 "2018-11-15",
	 "L2 ca.convocation late 2018-10-16 \nL2 ca.bilan.mairie late 2018-10-31 attendu\n"
	 "L2 ca.reunion coming 2018-11-15 a_planifier\n",
	 {CA, SIGNED}},
	{"not held, or held by another body, or last year",
	 "L2",
	 "2018-11-16",
	 "L2 ca.convocation late 2018-10-16 \nL2 ca.bilan.mairie late 2018-10-31 attendu\n"
	 "L2 ca.reunion late 2018-11-15 en_retard\n",
	 {CA,
	  SIGNED,
	  COPIL,
	  WIDE,
	  {"reunions/a.yaml", "instance: copil\ndate: 2018-11-06\n"},
	  {"reunions/b.yaml", "instance: elargie\ndate: 2018-01-14\n"}}},

	// L3
	{"quarters of the calendar",
	 "L3",
	 "2018-05-01",
	 "L3 2018-T2 coming 2018-06-30 ouverte\nL3 2018-T1 done 2018-03-31 echue\n",
	 {CA, SIGNED}},
	{"quarters of the convention",
	 "L3",
	 "2018-05-01",
	 "L3 2018-T2 coming 2018-07-14 ouverte\nL3 2018-T1 done 2018-04-14 echue\n",
	 {{"cooperative.yaml", "parametres: {base_trimestre: convention}\n"}, SIGNED}},
	{"without a convention, from the start of the programme",
	 "L3",
	 "2018-05-01",
	 "L3 2018-T2 coming 2018-06-30 ouverte\nL3 2018-T1 done 2018-03-31 echue\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-02-01\n"}}},
	{"none before the convention takes effect", "L3", "2018-01-14", "", {CA, SIGNED}},
	{"none after its term",
	 "L3",
	 "2019-06-01",
	 "L3 2018-T1 done 2018-03-31 echue\nL3 2018-T2 done 2018-06-30 echue\nL3 2018-T3 done 2018-09-30 echue\n"
	 "L3 2018-T4 done 2018-12-31 echue\nL3 2019-T1 done 2019-03-31 echue\n",
	 {CA, SIGNED}},

	// L6
	{"a letter on its way",
	 "L6",
	 "2018-05-01",
	 "L6 conventions/ca/resiliation-1.yaml coming 2018-06-01 en_attente\n",
	 {CA, SIGNED, {"conventions/ca/resiliation-1.yaml", "auteur: mairie\ndate_envoi: 2018-05-01\n"}}},
	{"a receipt that never came",
	 "L6",
	 "2018-07-01",
	 "L6 conventions/ca/resiliation-1.yaml late 2018-06-01 en_attente\n",
	 {CA, SIGNED, {"conventions/ca/resiliation-1.yaml", "auteur: mairie\ndate_envoi: 2018-05-01\n"}}},
	{"received: the convention ends before its term",
	 "L1 L2 L5 L6",
	 "2018-05-20",
	 "L6 conventions/ca/resiliation-1.yaml coming 2018-06-04 notifiee\n",
	 {CA,
	  SIGNED,
	  {"conventions/ca/resiliation-1.yaml",
	   "auteur: mairie\ndate_envoi: 2018-05-01\nnotifications: [{id: a, destinataire: dd-78, date_reception: "
	   "2018-05-04}]\n"}}},
	{"and is over",
	 "L1 L2 L5 L6",
	 "2018-06-04",
	 "L6 conventions/ca/resiliation-1.yaml done 2018-06-04 notifiee\n",
	 {CA,
	  SIGNED,
	  {"conventions/ca/resiliation-1.yaml",
	   "auteur: mairie\nnotifications: [{id: a, destinataire: dd-78, date_reception: 2018-05-04}]\n"}}},
	{"a termination that nobody was sent",
	 "L6",
	 "2018-06-04",
	 "",
	 {CA, SIGNED, {"conventions/ca/resiliation-1.yaml", "auteur: mairie\n"}}},

	// L7, L8, L13
	{"a committee that met last month",
	 "L7",
	 "2018-04-05",
	 "L7 copil coming 2018-06-06 a_venir\n",
	 {CA,
	  COPIL,
	  {"reunions/a.yaml", "instance: copil\ndate: 2018-03-06\n"},
	  {"reunions/b.yaml", "instance: copil\ndate: 2018-01-09\n"},
	  {"reunions/c.yaml", "instance: copil\ndate: 2018-04-19\n"}}},
	{"two months ago",
	 "L7",
	 "2018-05-06",
	 "L7 copil coming 2018-06-06 bientot\n",
	 {CA, COPIL, {"reunions/a.yaml", "instance: copil\ndate: 2018-03-06\n"}}},
	{"more than three",
	 "L7",
	 "2018-06-07",
	 "L7 copil late 2018-06-06 en_retard\n",
	 {CA, COPIL, {"reunions/a.yaml", "instance: copil\ndate: 2018-03-06\n"}}},
	{"as it decided itself",
	 "L7",
	 "2018-06-07",
	 "L7 copil coming 2018-09-06 a_venir\n",
	 {CA,
	  {"instances/copil.yaml", "type: comite_pilotage\nperiodicite_mois: 6\n"},
	  {"reunions/a.yaml", "instance: copil\ndate: 2018-03-06\n"}}},
	{"as the CA decided",
	 "L7",
	 "2018-05-01",
	 "L7 copil late 2018-04-06 en_retard\n",
	 {{"cooperative.yaml", "parametres: {periodicite_copil_mois: 1}\n"},
	  COPIL,
	  {"reunions/a.yaml", "instance: copil\ndate: 2018-03-06\n"}}},
	{"a committee that never met, from the effect of the convention",
	 "L7",
	 "2018-04-16",
	 "L7 copil late 2018-04-15 en_retard\n",
	 {CA, SIGNED, COPIL}},
	{"and without one, from the launch",
	 "L7",
	 "2018-02-16",
	 "L7 copil coming 2018-04-01 a_venir\n",
	 {{"cooperative.yaml", "date_lancement: 2018-01-01\n"}, COPIL}},
	{"two weeks after any meeting, while the programme is built",
	 "L8",
	 "2018-03-21",
	 "L8 demarrage late 2018-03-20 en_retard\n",
	 {{"cooperative.yaml", "phase_courante: prefiguration\n"}, {"reunions/a.yaml", "date: 2018-03-06\n"}}},
	{"or after the launch",
	 "L8",
	 "2018-03-15",
	 "L8 demarrage coming 2018-03-15 a_venir\n",
	 {{"cooperative.yaml", "phase_courante: elaboration_plan\ndate_lancement: 2018-03-01\n"}}},
	{"not once it runs",
	 "L8",
	 "2018-03-21",
	 "",
	 {{"cooperative.yaml", "phase_courante: mise_en_oeuvre\ndate_lancement: 2018-03-01\n"}}},
	{"the coordinators, every two months",
	 "L13",
	 "2018-05-01",
	 "L13 coordination coming 2018-05-06 a_venir\n",
	 {{"cooperative.yaml", "coordinateurs: [dupont, martin]\n"},
	  {"instances/coordination.yaml",
	   "type: autre\nmembres: [{id: a, personne: dupont}, {id: b, personne: martin}]\n"},
	  {"reunions/a.yaml", "instance: coordination\ndate: 2018-03-06\n"}}},
	{"another body with them in it",
	 "L13",
	 "2018-05-01",
	 "",
	 {{"cooperative.yaml", "coordinateurs: [dupont]\n"},
	  {"instances/a.yaml", "type: autre\nmembres: [{id: a, personne: dupont}, {id: b, personne: petit}]\n"},
	  {"instances/b.yaml", "type: comite_technique\nmembres: [{id: a, personne: dupont}]\n"},
	  {"instances/c.yaml", "type: autre\n"},
	  {"reunions/a.yaml", "instance: a\ndate: 2018-03-06\n"}}},

	// L9
	{"indicators to define",
	 "L9",
	 "2017-12-31",
	 "L9 indicateurs coming 2018-01-01 a_definir\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-01\n"}}},
	{"not defined",
	 "L9",
	 "2018-01-02",
	 "L9 indicateurs late 2018-01-01 a_definir\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-01\n"}, {"indicateurs/a.yaml", "intitule: A\n"}}},
	{"defined in time",
	 "L9",
	 "2018-01-02",
	 "L9 indicateurs done 2018-01-01 tenu\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-01\n"},
	  {"indicateurs/a.yaml", "defini_le: 2018-01-01\n"}}},
	{"defined the day after",
	 "L9",
	 "2018-01-02",
	 "L9 indicateurs done 2018-01-01 hors_delai\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-01\n"},
	  {"indicateurs/a.yaml", "defini_le: 2018-01-02\n"}}},

	// L10 to L12
	{"an exit to talk about",
	 "L10",
	 "2018-11-01",
	 "L10 mairie-s coming 2019-01-14 a_planifier\n",
	 {{"mouvements/mairie-s.yaml", "acteur: mairie\nsens: sortie\ndate_effet: 2019-01-15\n"}}},
	{"that was talked about",
	 "L10",
	 "2018-11-01",
	 "L10 mairie-s done 2019-01-14 tenue\n",
	 {{"mouvements/mairie-s.yaml",
	   "acteur: mairie\nsens: sortie\ndate_effet: 2019-01-15\nconcertation_dd: {date: 2018-10-01}\n"}}},
	{"too late",
	 "L10",
	 "2019-02-01",
	 "L10 mairie-s late 2019-01-14 en_retard\n",
	 {{"mouvements/mairie-s.yaml",
	   "acteur: mairie\nsens: sortie\ndate_effet: 2019-01-15\nconcertation_dd: {date: 2019-01-15}\n"}}},
	{"an entry needs none",
	 "L10",
	 "2019-02-01",
	 "",
	 {{"mouvements/mairie-e.yaml", "acteur: mairie\nsens: entree\ndate_effet: 2019-01-15\n"}}},
	{"the account of a year",
	 "L11",
	 "2019-06-30",
	 "L11 fir coming 2019-06-30 attendu\n",
	 {{"financements/fir.yaml", "beneficiaire: asso\nannee: 2018\n"}}},
	{"that did not come",
	 "L11",
	 "2019-07-01",
	 "L11 fir late 2019-06-30 en_retard\n",
	 {{"financements/fir.yaml", "beneficiaire: asso\nannee: \"2018\"\n"}}},
	{"that came",
	 "L11",
	 "2019-07-01",
	 "L11 fir done 2019-06-30 recu\n",
	 {{"financements/fir.yaml",
	   "beneficiaire: asso\nannee: 2018\ncompte_rendu_financier: {recu_le: 2019-05-02}\n"}}},
	{"on the day the act sets",
	 "L11",
	 "2019-03-01",
	 "L11 fir coming 2019-03-31 attendu\n",
	 {{"financements/fir.yaml", "annee: 2018\ncompte_rendu_financier: {du_le: 2019-03-31}\n"}}},
	{"of no year",
	 "L11",
	 "2019-03-01",
	 "",
	 {{"financements/fir.yaml", "annee: 18\n"}, {"financements/g.yaml", "beneficiaire: a\n"}}},
	{"the trial",
	 "L12",
	 "2018-03-01",
	 "L12 experimentation coming 2020-10-01 en_cours\n",
	 {{"cooperative.yaml", "phase_experimentale: true\n"}}},
	{"over",
	 "L12",
	 "2020-10-01",
	 "L12 experimentation done 2020-10-01 terminee\n",
	 {{"cooperative.yaml", "phase_experimentale: true\n"}}},
	{"none", "L12", "2020-10-01", "", {{"cooperative.yaml", "phase_experimentale: false\n"}}},
};

static bool is_asked(const char *codes, const char *code)
{
	const char *at = strstr(codes, code);
	size_t len = strlen(code);

	return !*codes || (at && (at[len] == '\0' || at[len] == ' '));
}

static void tell(const struct mg_types *types, const struct due_story *story)
{
	char found[4096] = "", date[MG_DATE_CHARS + 1], line[256];
	struct mg_dues dues;
	struct mg_book book;

	fill_book(&book, types, story->files);
	mg_dues_init(&dues);
	assert_int_equal(mg_deadlines(&book, date_of(story->today), &dues, NULL), 0);
	mg_dues_sort(&dues);
	for (size_t i = 0; i < dues.n; i++) {
		const struct mg_due *due = &dues.items[i];

		if (!is_asked(story->codes, due->code))
			continue;
		assert_true(*due->what && *due->article && *due->formula && due->n_records);
		mg_date_format(due->date, date);
		snprintf(line, sizeof line, "%s %s %s %s %s\n", due->code, due->subject, mg_due_state_name(due->state),
			 date, due->phase);
		strncat(found, line, sizeof found - strlen(found) - 1);
	}
	if (strcmp(found, story->expected) != 0)
		fail_msg("%s: found\n%sinstead of\n%s", story->title, found, story->expected);
	mg_dues_clear(&dues);
	mg_book_clear(&book);
}

static void what_is_due(void **state)
{
	for (size_t i = 0; i < LENGTH(stories); i++)
		tell(*state, &stories[i]);
}

// An indicator recorded after the start is late whatever day it claims.
static void the_recorded_day_counts_too(void **state)
{
	static const struct rule_file files[MAX_FILES] = {{"cooperative.yaml",
							   "date_demarrage_programme: 2018-01-01\n"},
							  {"indicateurs/a.yaml", "defini_le: 2017-12-01\n"}};
	struct mg_dues dues;
	struct mg_book book;

	fill_book(&book, *state, files);
	record_at(&book, "indicateurs/a.yaml")->made_ms = mg_paris_midnight_ms(date_of("2018-01-02"));
	mg_dues_init(&dues);
	assert_int_equal(mg_deadlines(&book, date_of("2018-02-01"), &dues, NULL), 0);
	assert_int_equal(dues.n, 2); // and the quarter
	mg_dues_sort(&dues);
	assert_string_equal(dues.items[1].code, "L9");
	assert_string_equal(dues.items[1].phase, "hors_delai");
	assert_string_equal(dues.items[1].records[1], "indicateurs/a.yaml");
	mg_dues_clear(&dues);
	mg_book_clear(&book);
}

// A year written wrong does not make quarters by the thousand.
static void a_programme_of_two_thousand_years(void **state)
{
	static const struct rule_file files[MAX_FILES] = {
		{"cooperative.yaml", "date_demarrage_programme: 0018-01-01\n"}};
	struct mg_quarter first, last;
	struct mg_book book;

	fill_book(&book, *state, files);
	assert_true(mg_deadline_quarters(&book, date_of("2018-02-01"), &first, &last));
	assert_int_equal(first.year, 2003);
	assert_int_equal(last.year, 2018);
	mg_book_clear(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_due, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(the_recorded_day_counts_too, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(a_programme_of_two_thousand_years, open_due_types, close_due_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
