// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/story.h"

#include <stdio.h>

static void remotes_are_asked_before_anything_is_recorded(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{10, "saved tips=1 remotes=origin,usb put-off", "sync origin; sync usb; wait 3010"},
		{100, "path " X, "wait 3010"},
		{300, "synced usb git",
		 "warn event=sync-failed remote=usb retry-ms=5000 code=git error=git; wait 3010"},
		{400, "synced origin tips=2 received=1",
		 "info event=synced remote=origin pushed=0 received=1; save all; wait 5300"},
	};

	(void)state;
	tell(story);
}

static void a_remote_that_does_not_answer_delays_little(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{10, "saved tips=1 remotes=origin put-off", "sync origin; wait 3010"},
		{3010, "tick", "save all; wait never"},
		{3020, "saved tips=2 remotes=origin commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; wait 63020"},
	};

	(void)state;
	tell(story);
}

static void a_recording_goes_out_at_once(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{2000, "path " X, "wait 2020"},
		{2020, "tick", "save " X "; wait 61000"},
		{2030, "saved tips=2 remotes=origin commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; sync origin; wait 60900"},
		{2040, "synced origin tips=2 pushed=1",
		 "info event=synced remote=origin pushed=1 received=0; wait 60900"},
	};

	(void)state;
	tell(story);
}

static void recordings_that_follow_one_another_go_together(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{1010, "path " X, "wait 1030"},
		{1030, "tick", "save " X "; wait 61000"},
		{1040, "saved tips=2 remotes=origin commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; wait 1200"},
		{1100, "path " X, "wait 1120"},
		{1120, "tick", "save " X "; wait 1200"},
		{1130, "saved tips=3 remotes=origin commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; wait 1200"},
		{1200, "tick", "sync origin; wait 60900"},
		// and one more during the exchange: what it has taken along is not known
		{1210, "path " X, "wait 1230"},
		{1230, "tick", "save " X "; wait never"},
		{1240, "saved tips=4 remotes=origin commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; wait 60900"},
		{1300, "synced origin tips=4 pushed=1",
		 "info event=synced remote=origin pushed=1 received=0; wait 1500"},
		{1500, "tick", "sync origin; wait 60900"},
		{1510, "synced origin tips=4", "debug event=synced remote=origin pushed=0 received=0; wait 60900"},
	};

	(void)state;
	tell(story);
}

static void what_another_program_recorded_goes_out(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{2000, "lines", "wait 2020"},
		{2001, "path " X, "wait 2021"},
		{2021, "tick", "save " X "; wait 61000"},
		{2025, "saved tips=2 remotes=origin", "sync origin; wait 60900"},
		// again, while that exchange runs, after it has read the lines
		{2030, "lines", "wait 2050"},
		{2050, "tick", "save; wait never"},
		{2055, "saved tips=3 remotes=origin", "wait 60900"},
		{2060, "synced origin tips=3 pushed=1 own-moved",
		 "info event=synced remote=origin pushed=1 received=0; wait 2260"},
	};

	(void)state;
	tell(story);
}

// The files and references that an exchange changes here are seen as events too.
static void what_an_exchange_brings_does_not_go_round(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{61000, "tick", "save all; sync origin; wait never"},
		{61005, "saved tips=1 remotes=origin", "wait 121005"},
		{61020, "lines", "wait 61040"},
		{61021, "path " X, "wait 61041"},
		{61030, "synced origin tips=2 received=1",
		 "info event=synced remote=origin pushed=0 received=1; wait 61041"},
		{61041, "tick", "save " X "; wait 121030"},
		{61050, "saved tips=2 remotes=origin", "wait 121005"},
		{61051, "lines", "wait 61071"},
		{61071, "tick", "save; wait 121030"},
		{61072, "saved tips=2 remotes=origin", "wait 121005"},
	};

	(void)state;
	tell(story);
}

static void what_one_remote_brings_is_handed_to_the_others(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{900, "saved tips=1 remotes=a,b,c", "sync a; sync b; sync c; wait 60900"},
		{1000, "synced c tips=1", "debug event=synced remote=c pushed=0 received=0; wait 60900"},
		{1500, "synced a tips=2 received=1",
		 "info event=synced remote=a pushed=0 received=1; sync c; wait 60900"},
		{1510, "synced c tips=2 pushed=1", "info event=synced remote=c pushed=1 received=0; wait 60900"},
		{1600, "synced b tips=2", "debug event=synced remote=b pushed=0 received=0; wait 1800"},
		{1800, "tick", "sync b; wait 60900"},
		{1810, "synced b tips=2 pushed=1", "info event=synced remote=b pushed=1 received=0; wait 60900"},
	};

	(void)state;
	tell(story);
}

static void what_a_partner_puts_into_a_remote_is_fetched(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{2000, "remote nobody", "wait 60900"},
		{2000, "remote origin", "sync origin; wait 60900"},
		{2001, "remote origin", "wait 60900"}, // after that exchange has looked, perhaps
		{2010, "synced origin tips=2 received=1",
		 "info event=synced remote=origin pushed=0 received=1; wait 2210"},
		{2210, "tick", "sync origin; wait 60900"},
		{2220, "synced origin tips=2", "debug event=synced remote=origin pushed=0 received=0; wait 60900"},
		// what we put there ourselves ends after one exchange more
		{3000, "lines", "wait 3020"},
		{3020, "tick", "save; wait 62220"},
		{3025, "saved tips=3 remotes=origin", "sync origin; wait 60900"},
		{3040, "synced origin tips=3 pushed=1",
		 "info event=synced remote=origin pushed=1 received=0; wait 60900"},
		{3041, "remote origin", "wait 3240"},
		{3042, "remote origin", "wait 3240"},
		{3240, "tick", "sync origin; wait 60900"},
		{3250, "synced origin tips=3", "debug event=synced remote=origin pushed=0 received=0; wait 60900"},
	};

	(void)state;
	tell(story);
}

static void a_failing_remote_is_not_hurried_by_its_own_noise(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{900, "saved tips=1 remotes=stick", "sync stick; wait 60900"},
		{1000, "synced stick git",
		 "warn event=sync-failed remote=stick retry-ms=5000 code=git error=git; wait 6000"},
		{1001, "remote stick", "wait 6000"},
		{6000, "tick", "sync stick; wait 60900"},
		{7000, "synced stick git",
		 "debug event=sync-failed remote=stick retry-ms=10000 code=git error=git; wait 17000"},
		{7001, "remote stick", "wait 17000"},
	};

	(void)state;
	tell(story);
}

static void a_failing_remote_is_asked_less_and_less(void **state)
{
	static const int64_t waits_ms[] = {5000, 10000, 20000, 40000, 80000, 160000, 300000, 300000};
	struct mg_engine *engine = story_engine();
	struct mg_buf out = {0};
	int64_t now_ms = 0;
	char expected[120];

	(void)state;
	story_play(engine, 0, "start", &out);
	story_play(engine, now_ms, "saved tips=1 remotes=origin", &out);
	for (size_t i = 0; i < COUNT(waits_ms); i++) {
		story_play(engine, now_ms, "synced origin git", &out);
		snprintf(expected, sizeof expected,
			 "%s event=sync-failed remote=origin retry-ms=%lld code=git error=git;", i ? "debug" : "warn",
			 (long long)waits_ms[i]);
		assert_memory_equal(mg_buf_text(&out), expected, strlen(expected));
		// the minutes' looks at the files do not hurry it
		for (int64_t end_ms = now_ms + waits_ms[i]; now_ms < end_ms;) {
			now_ms = now_ms + 1000 < end_ms ? now_ms + 1000 : end_ms;
			story_play(engine, now_ms, "tick", &out);
			assert_int_equal(!!strstr(mg_buf_text(&out), "sync origin"), now_ms == end_ms);
			if (strstr(mg_buf_text(&out), "save all"))
				story_play(engine, now_ms, "saved tips=1 remotes=origin", &out);
		}
	}
	// told again once it works, and when it fails anew
	story_play(engine, now_ms, "synced origin tips=1", &out);
	assert_non_null(strstr(mg_buf_text(&out), "info event=synced remote=origin pushed=0 received=0"));
	story_play(engine, now_ms + 60000, "tick", &out);
	story_play(engine, now_ms + 60001, "synced origin git", &out);
	assert_non_null(strstr(mg_buf_text(&out), "warn event=sync-failed remote=origin retry-ms=5000"));
	mg_buf_clear(&out);
	mg_engine_free(engine);
}

static void a_change_does_not_wait_for_minutes_after_failures(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{900, "saved tips=1 remotes=origin", "sync origin; wait 60900"},
		{1000, "synced origin git",
		 "warn event=sync-failed remote=origin retry-ms=5000 code=git error=git; wait 6000"},
		{6000, "tick", "sync origin; wait 60900"},
		{7000, "synced origin git",
		 "debug event=sync-failed remote=origin retry-ms=10000 code=git error=git; wait 17000"},
		{8000, "lines", "wait 8020"},
		{8020, "tick", "save; wait 17000"},
		{8030, "saved tips=2 remotes=origin commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; wait 12000"},
		{12000, "tick", "sync origin; wait 60900"},
	};

	(void)state;
	tell(story);
}

static void a_slow_remote_delays_neither_recordings_nor_others(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{900, "saved tips=1 remotes=slow,quick", "sync slow; sync quick; wait 60900"},
		{950, "synced quick tips=1", "debug event=synced remote=quick pushed=0 received=0; wait 60900"},
		{2000, "path " X, "wait 2020"},
		{2020, "tick", "save " X "; wait 60950"},
		{2030, "saved tips=2 remotes=slow,quick commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; sync quick; wait 60900"},
		{2040, "synced quick tips=2 pushed=1",
		 "info event=synced remote=quick pushed=1 received=0; wait 60900"},
		{60900, "tick", "save all; wait 62040"},
		{60910, "saved tips=2 remotes=slow,quick", "wait 62040"},
		{62040, "tick", "sync quick; wait 120910"},
	};

	(void)state;
	tell(story);
}

static void a_few_exchanges_run_at_once(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{10, "saved tips=1 remotes=a,b,c,d,e", "sync a; sync b; sync c; wait 60010"},
		{20, "synced b tips=1", "debug event=synced remote=b pushed=0 received=0; sync d; wait 60010"},
		{30, "synced d git",
		 "warn event=sync-failed remote=d retry-ms=5000 code=git error=git; sync e; wait 60010"},
		{6000, "tick", "wait 60010"}, // d is due, but there is no room
		{7000, "synced e tips=1", "debug event=synced remote=e pushed=0 received=0; sync d; wait 60010"},
	};

	(void)state;
	tell(story);
}

static void a_busy_exchange_is_no_failure(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{61000, "tick", "save all; sync origin; wait never"},
		{61010, "saved tips=1 remotes=origin", "wait 121010"},
		{66000, "synced origin busy",
		 "warn event=sync-failed remote=origin retry-ms=250 code=busy error=busy; wait 66250"},
		{66250, "tick", "sync origin; wait 121010"},
		{71250, "synced origin busy",
		 "debug event=sync-failed remote=origin retry-ms=250 code=busy error=busy; wait 71500"},
		{71500, "tick", "sync origin; wait 121010"},
		{71510, "synced origin tips=1", "info event=synced remote=origin pushed=0 received=0; wait 121010"},
	};

	(void)state;
	tell(story);
}

static void remotes_come_and_go(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{60900, "tick", "save all; wait 61000"},
		{60910, "saved tips=1 remotes=origin,usb", "sync usb; wait 61000"},
		{61000, "tick", "sync origin; wait 120910"},
		// removed while it runs: its answer is the end of it; with a failed look nothing is known
		{62000, "all", "wait 62020"},
		{62020, "tick", "save all; wait never"},
		{62030, "saved io", "error event=record-failed code=io error=io; wait 122030"},
		{63000, "all", "wait 63020"},
		{63020, "tick", "save all; wait never"},
		{63030, "saved tips=1 remotes=usb", "wait 123030"},
		{63040, "synced origin tips=1", "debug event=synced remote=origin pushed=0 received=0; wait 123030"},
		{63050, "synced usb tips=1", "debug event=synced remote=usb pushed=0 received=0; wait 123030"},
		{63060, "synced nobody tips=1", "wait 123030"},
		{63070, "synced origin tips=1", "wait 123030"},
		{123030, "tick", "save all; wait 123050"},
		{123050, "tick", "sync usb; wait never"},
		{123060, "saved tips=1 remotes=", "wait 183060"},
		{123070, "synced usb git",
		 "warn event=sync-failed remote=usb retry-ms=5000 code=git error=git; wait 183060"},
	};

	(void)state;
	tell(story);
}

static void what_is_refused_is_told_once(void **state)
{
	static const struct story_line story[] = {
		WITH_ORIGIN,
		{61000, "tick", "save all; sync origin; wait never"},
		{61010, "saved tips=1 remotes=origin", "wait 121010"},
		{61020, "synced origin tips=1 refused=2 held=1 rejected=refs/maillage/lines/k main-left",
		 "debug event=synced remote=origin pushed=0 received=0; "
		 "warn event=refused remote=origin commits=2; "
		 "warn event=held remote=origin commits=1; "
		 "warn event=rejected remote=origin ref=refs/maillage/lines/k reason=\"hook said no\"; "
		 "info event=main-left remote=origin; wait 121010"},
		{121020, "tick", "save all; sync origin; wait never"},
		{121030, "synced origin tips=1 refused=2 held=1 rejected=refs/maillage/lines/k main-left",
		 "debug event=synced remote=origin pushed=0 received=0; wait 181030"},
		{121040, "saved tips=1 remotes=origin", "wait 181030"},
		{181040, "tick", "save all; sync origin; wait never"},
		{181050, "synced origin tips=1 refused=2",
		 "debug event=synced remote=origin pushed=0 received=0; warn event=refused remote=origin commits=2; "
		 "wait "
		 "241050"},
	};

	(void)state;
	tell(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remotes_are_asked_before_anything_is_recorded),
		cmocka_unit_test(a_remote_that_does_not_answer_delays_little),
		cmocka_unit_test(a_recording_goes_out_at_once),
		cmocka_unit_test(recordings_that_follow_one_another_go_together),
		cmocka_unit_test(what_another_program_recorded_goes_out),
		cmocka_unit_test(what_an_exchange_brings_does_not_go_round),
		cmocka_unit_test(what_one_remote_brings_is_handed_to_the_others),
		cmocka_unit_test(what_a_partner_puts_into_a_remote_is_fetched),
		cmocka_unit_test(a_failing_remote_is_not_hurried_by_its_own_noise),
		cmocka_unit_test(a_failing_remote_is_asked_less_and_less),
		cmocka_unit_test(a_change_does_not_wait_for_minutes_after_failures),
		cmocka_unit_test(a_slow_remote_delays_neither_recordings_nor_others),
		cmocka_unit_test(a_few_exchanges_run_at_once),
		cmocka_unit_test(a_busy_exchange_is_no_failure),
		cmocka_unit_test(remotes_come_and_go),
		cmocka_unit_test(what_is_refused_is_told_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, story_open, story_close);
}
