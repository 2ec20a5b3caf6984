// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/story.h"

// ---- the end

static void it_stops_at_once_when_nothing_runs(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,        {2000, "path " X, "wait 2020"}, {2010, "stop", "info event=stopped; exit"},
		{2020, "tick", ""}, {2030, "path " X, ""},          {2040, "stop", ""},
	};

	(void)state;
	tell(story);
}

static void it_finishes_what_runs(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{61000, "tick", "save all; sync origin; wait never"},
		{61001, "stop", "cancel; wait 62501"},
		{61002, "path " X, "wait 62501"},
		{61010, "synced origin busy", "wait 62501"}, // cancelled
		{61020, "saved tips=2 remotes=origin commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; info event=stopped; exit"},
	};

	(void)state;
	tell(story);
}

static void what_does_not_end_is_abandoned(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{61000, "tick", "save all; sync origin; wait never"},
		{61010, "saved tips=1 remotes=origin", "wait 121010"},
		{61100, "stop", "cancel; wait 62600"},
		{62599, "tick", "wait 62600"},
		{62600, "tick", "warn event=abandoned; exit"},
		{62601, "synced origin tips=2", ""},
	};

	(void)state;
	tell(story);
}

static void told_twice_it_does_not_wait(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{61000, "tick", "save all; wait never"},
		{61001, "stop", "wait 62501"},
		{61002, "stop", "warn event=abandoned; exit"},
	};

	(void)state;
	tell(story);
}

// ---- time

static void a_clock_set_back_delays_nothing(void **state)
{
	static const struct story_line story[] = {
		{5000000, "start", "info event=started; save all; wait never"},
		{5000100, "saved tips=1 remotes=a,b", "sync a; sync b; wait 5060100"},
		{5000200, "synced a tips=1", "debug event=synced remote=a pushed=0 received=0; wait 5060100"},
		{5000200, "synced b git",
		 "warn event=sync-failed remote=b retry-ms=5000 code=git error=git; wait 5005200"},
		// an hour back
		{1400200, "path " X, "wait 1400220"},
		{1400220, "tick", "save " X "; wait 1405200"},
		{1400230, "saved busy", "warn event=record-failed code=busy error=busy; wait 1400480"},
		// and another
		{-2199770, "tick", "wait -2199520"},
		{-2199520, "tick", "save " X "; wait -2194800"},
		{-2199500, "saved tips=1 remotes=a,b", "wait -2194800"},
		{-2194800, "tick", "sync b; wait -2139900"},
		{-2194700, "stop", "cancel; wait -2193200"},
		{-9000000, "tick", "wait -8998500"},
		{-8998500, "tick", "warn event=abandoned; exit"},
	};

	(void)state;
	tell(story);
}

static void a_clock_that_leaps_ahead_does_each_thing_once(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{90000000, "tick", "save all; sync origin; wait never"},
		{90000010, "saved tips=1 remotes=origin", "wait 90060010"},
		{90000020, "synced origin tips=1",
		 "debug event=synced remote=origin pushed=0 received=0; wait 90060010"},
	};

	(void)state;
	tell(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_stops_at_once_when_nothing_runs),
		cmocka_unit_test(it_finishes_what_runs),
		cmocka_unit_test(what_does_not_end_is_abandoned),
		cmocka_unit_test(told_twice_it_does_not_wait),
		cmocka_unit_test(a_clock_set_back_delays_nothing),
		cmocka_unit_test(a_clock_that_leaps_ahead_does_each_thing_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, story_open, story_close);
}
