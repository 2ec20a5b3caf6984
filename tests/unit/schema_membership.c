// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/due/membership.h"
#include "tests/unit/due_types.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
// clang-format off
#define ENTERS(day) {"mouvements/e-" day ".yaml", "acteur: asso\nsens: entree\ndate_effet: " day "\n"}
#define LEAVES(day) {"mouvements/s-" day ".yaml", "acteur: asso\nsens: sortie\ndate_effet: " day "\n"}
// clang-format on

// Of the quarter from 2018-04-01 to 2018-06-30.
static const struct {
	const char *title;
	enum mg_membership expected;
	struct rule_file files[MAX_FILES];
} cases[] = {
	{"nothing is told", MG_MEMBER_UNKNOWN, {{"acteurs/asso.yaml", "nom: Asso\n"}}},
	{"only of others",
	 MG_MEMBER_UNKNOWN,
	 {{"mouvements/a.yaml", "acteur: mairie\nsens: sortie\ndate_effet: 2018-01-01\n"}}},
	{"without a day, or a way",
	 MG_MEMBER_UNKNOWN,
	 {{"mouvements/a.yaml", "acteur: asso\nsens: sortie\n"},
	  {"mouvements/b.yaml", "acteur: asso\ndate_effet: 2018-01-01\n"}}},
	{"entered before", MG_MEMBER_IN, {ENTERS("2018-01-01")}},
	{"entered on the first day", MG_MEMBER_IN, {ENTERS("2018-04-01")}},
	{"entered on the last day", MG_MEMBER_IN, {ENTERS("2018-06-30")}},
	{"enters the day after", MG_MEMBER_OUT, {ENTERS("2018-07-01")}},
	{"left on the first day", MG_MEMBER_OUT, {LEAVES("2018-04-01")}},
	{"left on the second", MG_MEMBER_IN, {LEAVES("2018-04-02")}},
	{"leaves later", MG_MEMBER_IN, {LEAVES("2019-01-15")}},
	{"left, and is back", MG_MEMBER_IN, {LEAVES("2018-01-15"), ENTERS("2018-05-15")}},
	{"left, and will be back", MG_MEMBER_OUT, {LEAVES("2018-01-15"), ENTERS("2018-09-15")}},
	{"came and went", MG_MEMBER_OUT, {ENTERS("2017-01-15"), LEAVES("2018-01-15")}},
	{"comes and goes in between", MG_MEMBER_IN, {ENTERS("2018-05-01"), LEAVES("2018-05-15")}},
};

static void who_was_there(void **state)
{
	for (size_t i = 0; i < LENGTH(cases); i++) {
		enum mg_membership found;
		struct mg_book book;

		fill_book(&book, *state, cases[i].files);
		found = mg_membership(&book, mg_slice_of("asso"), date_of("2018-04-01"), date_of("2018-06-30"));
		if (found != cases[i].expected)
			fail_msg("%s: %d instead of %d", cases[i].title, (int)found, (int)cases[i].expected);
		mg_book_clear(&book);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_was_there, open_due_types, close_due_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
