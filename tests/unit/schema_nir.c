// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/record/nir.h"

static void social_security_numbers_are_found(void **state)
{
	static const char *const texts[] = {
		"1841276451089",
		"184127645108946",
		"1 84 12 76 451 089 46",
		"1 84 12 76 451 089",
		"2 84 06 75 123 456",
		"1.84.12.76.451.089.46",
		"1-84-12-76-451-089-46",
		"184 12 76 451 089 46",
		"1\u00a084\u00a012\u00a076\u00a0451\u00a0089\u00a046",
		"1\u202f84\u202f12\u202f76\u202f451\u202f089",
		"1 84 12 2A 451 089",
		"184122b451089",
		"né, 1841276451089.",
		"(1841276451089)",
		"n°1841276451089",
		"NIR:184127645108946;",
		"12 1841276451089 12",
		"1841276451089 46 personnes",
		"1 84 12 2A 451 089 60",
		"1841276451089 99",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_slice found;

		if (!mg_nir_find(mg_slice_of(texts[i]), &found))
			fail_msg("nothing was found in \"%s\"", texts[i]);
		assert_true(found.len >= 13);
	}
}

static void other_numbers_are_not_taken_for_one(void **state)
{
	static const char *const texts[] = {
		"",
		"1",
		"3841276451089",         // begins with neither 1 nor 2
		"184127645108",          // 12 digits
		"18412764510890",        // 14 digits
		"184127645108947",       // 15, wrong key
		"1841276451089461",      // 16
		"73282932000074",        // a SIRET
		"23350001600040",        // a SIRET
		"200058782",             // a SIREN
		"01 84 12 76 45 10 89",  // a telephone number
		"2018 2019 2020 1",      // years
		"2018-01-15 2018-02-15", // dates
		"1 000 000 000 000",     // an amount
		"1841276451089abc",      // of a digest
		"a1841276451089",        // of a digest
		"184 127 645 108 9",
		"1 84  12 76 451 089", // two blanks
		"1 84 12 2C 451 089",
		"1 84 12 2",
		"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_slice found;

		if (mg_nir_find(mg_slice_of(texts[i]), &found))
			fail_msg("\"%.*s\" was found in \"%s\"", (int)found.len, found.data, texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(social_security_numbers_are_found),
		cmocka_unit_test(other_numbers_are_not_taken_for_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
