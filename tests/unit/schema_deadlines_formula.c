// SPDX-License-Identifier: EUPL-1.2
//
// How each deadline says where its date comes from.
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
#define SIGNED        {V1 ".yaml", PARTIES}, {V1 ".dd-78.sig", "2018-01-10"}, {V1 ".mairie.sig", "2018-01-15"}
#define COPIL         {"instances/copil.yaml", "type: comite_pilotage\n"}
// clang-format on

static const struct {
	const char *code, *subject, *today, *formula;
	struct rule_file files[MAX_FILES];
} formulas[] = {
	{"L1",
	 "ca",
	 "2018-06-01",
	 "S = 2018-01-15 (last required signature: mairie); T = S + 12 months = 2019-01-15",
	 {SIGNED}},
	{"L1",
	 "ca",
	 "2024-06-01",
	 "S = 2024-02-29 (the day the convention states); T = S + 12 months = 2025-02-28",
	 {{V1 ".yaml", PARTIES "art5_duree: {date_effet: 2024-02-29}\n"},
	  {V1 ".dd-78.sig", "2018-01-10"},
	  {V1 ".mairie.sig", "2018-01-15"}}},
	{"L1",
	 "ca",
	 "2018-02-01",
	 "S = 2018-01-15 (the day the convention states); T = S + 1 month = 2018-02-15",
	 {{V1 ".yaml", PARTIES "art5_duree: {date_effet: 2018-01-15, duree_mois: 1}\n"},
	  {V1 ".dd-78.sig", "2018-01-10"},
	  {V1 ".mairie.sig", "2018-01-15"}}},
	{"L2",
	 "ca.reunion",
	 "2018-06-01",
	 "S = 2018-01-15 (last required signature: mairie); T = S + 12 months = 2019-01-15; R = T - 2 months = "
	 "2018-11-15",
	 {SIGNED}},
	{"L3",
	 "2018-T4",
	 "2019-01-01",
	 "S = 2018-01-15; S + 12 months - 1 day = 2019-01-14",
	 {{"cooperative.yaml", "parametres: {base_trimestre: convention}\n"}, SIGNED}},
	{"L3", "2018-T1", "2018-02-01", "quarter of the calendar, from S = 2018-01-15 to 2018-03-31", {SIGNED}},
	{"L6",
	 "conventions/ca/resiliation-1.yaml",
	 "2018-06-01",
	 "received from 2018-05-02 to 2018-05-31; last receipt + 1 month = 2018-06-30",
	 {{V1 ".yaml", PARTIES "  - {id: c, acteur: asso}\n"},
	  {V1 ".dd-78.sig", "2018-01-10"},
	  {V1 ".mairie.sig", "2018-01-15"},
	  {V1 ".asso.sig", "2018-01-15"},
	  {"conventions/ca/resiliation-1.yaml",
	   "auteur: mairie\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: 2018-05-02}\n"
	   "  - {id: b, destinataire: asso, date_reception: 2018-05-31}\n"}}},
	{"L7",
	 "copil",
	 "2018-04-05",
	 "last meeting 2018-03-06 + 2 to 3 months = 2018-06-06 at the latest",
	 {COPIL, {"reunions/a.yaml", "instance: copil\ndate: 2018-03-06\n"}}},
	{"L7",
	 "copil",
	 "2018-04-05",
	 "last meeting 2018-03-06 + 1 month, as was decided = 2018-04-06",
	 {{"instances/copil.yaml", "type: comite_pilotage\nperiodicite_mois: 1\n"},
	  {"reunions/a.yaml", "instance: copil\ndate: 2018-03-06\n"}}},
	{"L13",
	 "coordination",
	 "2018-05-01",
	 "last meeting 2018-03-06 + 1 month = 2018-04-06",
	 {{"cooperative.yaml", "coordinateurs: [dupont]\n"},
	  {"instances/coordination.yaml", "type: autre\nperiodicite_mois: 1\nmembres: [{id: a, personne: dupont}]\n"},
	  {"reunions/a.yaml", "instance: coordination\ndate: 2018-03-06\n"}}},
	{"L11",
	 "fir",
	 "2019-06-30",
	 "end of the exercise 2018-12-31 + 6 months = 2019-06-30",
	 {{"financements/fir.yaml", "annee: 2018\n"}}},
	{"L12",
	 "experimentation",
	 "2019-06-30",
	 "October 2017 + 36 months = 2020-10-01",
	 {{"cooperative.yaml", "phase_experimentale: true\n"}}},
};

static void each_is_explained_with_its_numbers(void **state)
{
	for (size_t i = 0; i < LENGTH(formulas); i++) {
		const char *found = "nothing";
		struct mg_dues dues;
		struct mg_book book;

		fill_book(&book, *state, formulas[i].files);
		mg_dues_init(&dues);
		assert_int_equal(mg_deadlines(&book, date_of(formulas[i].today), &dues, NULL), 0);
		for (size_t k = 0; k < dues.n; k++)
			if (strcmp(dues.items[k].code, formulas[i].code) == 0 &&
			    strcmp(dues.items[k].subject, formulas[i].subject) == 0)
				found = dues.items[k].formula;
		assert_string_equal(found, formulas[i].formula);
		mg_dues_clear(&dues);
		mg_book_clear(&book);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_is_explained_with_its_numbers, open_due_types, close_due_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
