// SPDX-License-Identifier: EUPL-1.2
//
// What the tests of the view begin with: each has a past of its own.
#ifndef MG_TESTS_LIB_PAST_FIXTURE_H
#define MG_TESTS_LIB_PAST_FIXTURE_H

#include "tests/lib/past.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static inline int past_setup(void **state)
{
	static struct past past;

	past_init(&past);
	*state = &past;
	return 0;
}

static inline int past_teardown(void **state)
{
	past_clear(*state);
	return 0;
}

#define past_test(f) cmocka_unit_test_setup_teardown(f, past_setup, past_teardown)

#endif
