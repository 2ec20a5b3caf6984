// SPDX-License-Identifier: EUPL-1.2
//
// Work shared among threads: all of it is done, each thing once, whoever does it.
#include "base/share.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define MAX_THINGS 1000

struct things {
	unsigned done[MAX_THINGS];
	pthread_t by[MAX_THINGS];
};

static void once(void *context, size_t i)
{
	struct things *things = context;

	things->done[i]++;
	things->by[i] = pthread_self();
}

static void slowly(void *context, size_t i)
{
	nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	once(context, i);
}

static bool is_by_caller_alone(const struct things *things, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!pthread_equal(things->by[i], pthread_self()))
			return false;
	}
	return true;
}

static void assert_done(const struct things *things, size_t n)
{
	for (size_t i = 0; i < MAX_THINGS; i++)
		assert_int_equal(things->done[i], i < n);
}

static void test_each_is_done_once(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 7, 8, 15, 16, 17, 64, 999, MAX_THINGS};
	static const unsigned threads[] = {MG_SHARE_PROCESSORS, 1, 2, MG_SHARE_WAITS, 1000000};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		for (size_t j = 0; j < sizeof threads / sizeof *threads; j++) {
			struct things *things = calloc(1, sizeof *things);

			mg_share(once, things, sizes[i], threads[j]);
			assert_done(things, sizes[i]);
			free(things);
		}
	}
}

static void test_few_and_one_thread_are_the_callers(void **state)
{
	struct things few = {0}, alone = {0};

	(void)state;
	mg_share(slowly, &few, 7, MG_SHARE_WAITS);
	assert_true(is_by_caller_alone(&few, 7));
	mg_share(slowly, &alone, 50, 1);
	assert_true(is_by_caller_alone(&alone, 50));
}

static void test_others_take_part(void **state)
{
	struct things things = {0};

	(void)state;
	mg_share(slowly, &things, 200, MG_SHARE_WAITS);
	assert_done(&things, 200);
	assert_false(is_by_caller_alone(&things, 200));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_done_once),
		cmocka_unit_test(test_few_and_one_thread_are_the_callers),
		cmocka_unit_test(test_others_take_part),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
