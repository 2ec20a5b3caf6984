// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/daemon_story.h"

#define X "actions/x-0000.yaml"
#define Y "actions/y-0000.yaml"

#define COMMIT "ab00000000000000000000000000000000000000"

// Up and at rest at 1000, without remotes, and with one that has everything.
#define ALONE                                                                                                          \
	{0, "start", "info event=started; save all; wait never"},                                                      \
	{                                                                                                              \
		1000, "saved tips=1 remotes=", "wait 61000"                                                            \
	}
#define WITH_ORIGIN                                                                                                    \
	{0, "start", "info event=started; save all; wait never"},                                                      \
		{900, "saved tips=1 remotes=origin", "sync origin; wait 60900"},                                       \
	{                                                                                                              \
		1000, "synced origin tips=1", "debug event=synced remote=origin pushed=0 received=0; wait 60900"       \
	}

static struct mg_types *types;

#define tell(story) story_tell(types, (story), COUNT(story))

// ---- the folder

static void a_save_in_an_editor_is_one_commit(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "path actions/4913", "wait 61000"},
		{2001, "path actions/x-0000.yaml~", "wait 61000"},
		{2001, "path " X, "wait 2021"},
		{2002, "path " X, "wait 2022"},
		{2003, "path " X, "wait 2023"},
		{2023, "tick", "save " X "; wait never"},
		{2033, "saved tips=2 remotes= commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; wait 61000"},
	};

	(void)state;
	tell(story);
}

static void what_has_no_place_in_a_ca_causes_no_work(void **state)
{
	static const char *const paths[] = {
		"README",
		"actions",
		"actions/x-0000.yaml.swp",
		"actions/x-0000.yaml~",
		"actions/#x-0000.yaml#",
		"actions/X-0000.yaml",
		"actions/x-0000.yml",
		"actions/x--0000.yaml",
		"actions/deep/x-0000.yaml",
		"Actions/x-0000.yaml",
		"actions/con.yaml",
		"../actions/x-0000.yaml",
		"/actions/x-0000.yaml",
		".git/config",
		"nothing/x-0000.yaml",
		"actions/x-0000.yaml/",
		"actions//x-0000.yaml",
	};
	struct mg_engine *engine = mg_engine_new(types);
	struct mg_buf out = {0};
	char event[80];

	(void)state;
	assert_non_null(engine);
	story_play(engine, 0, "start", &out);
	story_play(engine, 1000, "saved tips=1 remotes=", &out);
	for (size_t i = 0; i < COUNT(paths); i++) {
		snprintf(event, sizeof event, "path %s", paths[i]);
		story_play(engine, 2000, event, &out);
		if (strcmp(mg_buf_text(&out), "wait 61000") != 0)
			fail_msg("%s: %s", event, mg_buf_text(&out));
	}
	mg_buf_clear(&out);
	mg_engine_free(engine);
}

static void a_program_that_writes_on_and_on_delays_nobody(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "path " X, "wait 2020"},
		{2018, "path " Y, "wait 2038"},
		{2036, "path " Y, "wait 2056"},
		{2054, "path " Y, "wait 2060"},
		{2059, "path " Y, "wait 2060"},
		{2060, "tick", "save " X " " Y "; wait never"},
	};

	(void)state;
	tell(story);
}

static void what_changes_during_a_recording_is_the_next_one(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "path " X, "wait 2020"},
		{2020, "tick", "save " X "; wait never"},
		{2021, "path " X, "wait never"},
		{2022, "path " Y, "wait never"},
		{2022, "tick", "wait never"},
		{2030, "saved tips=2 remotes= commit",
		 "info event=recorded commit=" COMMIT " fields=1 path=actions/x-0000; wait 2042"},
		{2042, "tick", "save " X " " Y "; wait never"},
		{2050, "saved tips=2 remotes=", "wait 61000"},
	};

	(void)state;
	tell(story);
}

static void a_storm_is_one_look_at_everything(void **state)
{
	struct mg_engine *engine = mg_engine_new(types);
	struct mg_buf out = {0};
	char event[80];

	(void)state;
	assert_non_null(engine);
	story_play(engine, 0, "start", &out);
	story_play(engine, 1000, "saved tips=1 remotes=", &out);
	for (int i = 0; i < 20000; i++) {
		snprintf(event, sizeof event, "path actions/x-%04d.yaml", i % 2000);
		story_play(engine, 2000, event, &out);
		assert_string_equal(mg_buf_text(&out), "wait 2020");
	}
	story_play(engine, 2020, "tick", &out);
	assert_string_equal(mg_buf_text(&out), "save all; wait never");
	story_play(engine, 2500, "saved tips=2 remotes= commit=2", &out);
	assert_string_equal(mg_buf_text(&out), "info event=recorded commit=" COMMIT " fields=2 files=2; wait 62500");
	mg_buf_clear(&out);
	mg_engine_free(engine);
}

static void every_minute_everything_is_looked_at(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{61000, "tick", "save all; wait never"},
		{61005, "saved tips=1 remotes=", "wait 121005"},
		{100000, "path " X, "wait 100020"},
		{100020, "tick", "save " X "; wait never"},
		{100030, "saved tips=1 remotes=", "wait 121005"}, // a look at one file is no look at all
		{121004, "tick", "wait 121005"},                  // early
		{121005, "tick", "save all; wait never"},
		{121010, "saved io", "error event=record-failed code=io error=io; wait 181010"},
	};

	(void)state;
	tell(story);
}

// Whether the step asks for a look when nobody edits; it must ask for one.
static bool looks_idly(struct mg_engine *engine, int64_t now_ms)
{
	const struct mg_event tick = {.kind = MG_EVENT_TICK};
	struct mg_effects effects;
	bool idle;

	mg_effects_init(&effects);
	assert_int_equal(mg_engine_step(engine, &tick, now_ms, &effects), 0);
	assert_true(effects.n && effects.items[0].kind == MG_EFFECT_SAVE && effects.items[0].as.save.all);
	idle = effects.items[0].as.save.idle;
	mg_effects_clear(&effects);
	return idle;
}

// A minute's look while somebody edits is not the time to tidy up; nor is the first, for which the start waits.
static void a_minute_without_edits_is_time_to_tidy_up(void **state)
{
	struct mg_engine *engine = mg_engine_new(types);
	struct mg_buf out = {0};

	(void)state;
	story_play(engine, 1000, "start", &out);
	story_play(engine, 1000, "saved tips=1 remotes=", &out);
	assert_true(looks_idly(engine, 61000));
	story_play(engine, 61005, "saved tips=1 remotes=", &out);
	story_play(engine, 121000, "path " X, &out);
	assert_false(looks_idly(engine, 121020));
	story_play(engine, 121030, "saved tips=1 remotes=", &out);
	assert_true(looks_idly(engine, 181030));
	mg_buf_clear(&out);
	mg_engine_free(engine);
}

static void an_unknown_change_is_looked_for_everywhere(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "path " X, "wait 2020"},
		{2005, "all", "wait 2025"},
		{2006, "path " Y, "wait 2026"},
		{2026, "tick", "save all; wait never"},
		{2030, "saved tips=1 remotes=", "wait 62030"},
	};

	(void)state;
	tell(story);
}

// ---- what is left out

static void an_invalid_file_is_told_once(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "path " X, "wait 2020"},
		{2020, "tick", "save " X "; wait never"},
		{2030, "saved tips=1 remotes= left=" X ":invalid:3",
		 "warn event=left state=invalid path=actions/x-0000 line=3 column=4 code=enum error=\"no such word\"; "
		 "wait "
		 "61000"},
		{61000, "tick", "save all; wait never"},
		{61010, "saved tips=1 remotes= left=" X ":invalid:3", "wait 121010"},
		// saved again, wrong elsewhere
		{62000, "path " X, "wait 62020"},
		{62020, "tick", "save " X "; wait never"},
		{62030, "saved tips=1 remotes= left=" X ":invalid:7",
		 "warn event=left state=invalid path=actions/x-0000 line=7 column=4 code=enum error=\"no such word\"; "
		 "wait "
		 "121010"},
		// a look at another file does not make it right
		{63000, "path " Y, "wait 63020"},
		{63020, "tick", "save " Y "; wait never"},
		{63030, "saved tips=1 remotes=", "wait 121010"},
		{121010, "tick", "save all; wait never"},
		{121020, "saved tips=1 remotes= left=" X ":invalid:7", "wait 181020"},
		// mended, then wrong again as before
		{130000, "path " X, "wait 130020"},
		{130020, "tick", "save " X "; wait never"},
		{130030, "saved tips=1 remotes=", "wait 181020"},
		{181020, "tick", "save all; wait never"},
		{181030, "saved tips=1 remotes= left=" X ":invalid:7",
		 "warn event=left state=invalid path=actions/x-0000 line=7 column=4 code=enum error=\"no such word\"; "
		 "wait "
		 "241030"},
	};

	(void)state;
	tell(story);
}

static void each_state_of_a_file_is_told(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "all", "wait 2020"},
		{2020, "tick", "save all; wait never"},
		{2030, "saved tips=1 remotes= left=" X ":stale left=notes.txt:foreign left=" Y ":invalid",
		 "warn event=left state=stale path=actions/x-0000 field=contenu; "
		 "info event=left state=foreign path=notes.txt; "
		 "warn event=left state=invalid path=actions/y-0000; wait 62030"},
		{62030, "tick", "save all; wait never"},
		{62040, "saved tips=1 remotes= left=" X ":invalid:1 left=notes.txt:foreign left=" Y ":invalid",
		 "warn event=left state=invalid path=actions/x-0000 line=1 column=4 code=enum error=\"no such word\"; "
		 "wait "
		 "122040"},
		// a failure says nothing of the files
		{122040, "tick", "save all; wait never"},
		{122050, "saved io", "error event=record-failed code=io error=io; wait 182050"},
		{182050, "tick", "save all; wait never"},
		{182060, "saved tips=1 remotes= left=" X ":invalid:1 left=notes.txt:foreign", "wait 242060"},
	};

	(void)state;
	tell(story);
}

static void many_files_left_out_are_counted(void **state)
{
	struct mg_engine *engine = mg_engine_new(types);
	struct mg_buf out = {0}, event = {0};

	(void)state;
	assert_non_null(engine);
	story_play(engine, 0, "start", &out);
	mg_buf_puts(&event, "saved tips=1 remotes=");
	for (int i = 0; i < 50; i++)
		mg_buf_printf(&event, " left=f%d.txt:foreign", i);
	story_play(engine, 1000, mg_buf_text(&event), &out);
	assert_non_null(strstr(mg_buf_text(&out), "path=f19.txt"));
	assert_null(strstr(mg_buf_text(&out), "path=f20.txt"));
	assert_non_null(strstr(mg_buf_text(&out), "warn event=left more=30; wait 61000"));
	story_play(engine, 61000, "tick", &out);
	story_play(engine, 61010, mg_buf_text(&event), &out);
	assert_string_equal(mg_buf_text(&out), "wait 121010");
	mg_buf_clear(&event);
	mg_buf_clear(&out);
	mg_engine_free(engine);
}

// ---- recordings that fail

static void a_busy_copy_is_tried_again_soon(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "path " X, "wait 2020"},
		{2020, "tick", "save " X "; wait never"},
		{7020, "saved busy", "warn event=record-failed code=busy error=busy; wait 7270"},
		{7100, "path " Y, "wait 7270"}, // no sooner for that
		{7270, "tick", "save " X " " Y "; wait never"},
		{12270, "saved busy", "debug event=record-failed code=busy error=busy; wait 12520"},
		{12520, "tick", "save " X " " Y "; wait never"},
		{12530, "saved tips=1 remotes=", "wait 61000"},
		// told again when it comes again
		{13000, "path " X, "wait 13020"},
		{13020, "tick", "save " X "; wait never"},
		{18020, "saved busy", "warn event=record-failed code=busy error=busy; wait 18270"},
	};

	(void)state;
	tell(story);
}

static void a_busy_copy_at_the_start_is_still_looked_at_whole(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{5000, "saved busy", "warn event=record-failed code=busy error=busy; wait 5250"},
		{5100, "path " X, "wait 5250"},
		{5250, "tick", "save all; wait never"},
		{5300, "saved tips=1 remotes=origin", "sync origin; wait 65300"},
	};

	(void)state;
	tell(story);
}

static void a_failure_is_told_once_and_waits_for_the_next_look(void **state)
{
	static const struct story_line story[] = {
		ALONE,
		{2000, "path " X, "wait 2020"},
		{2020, "tick", "save " X "; wait never"},
		{2030, "saved io=1", "error event=record-failed code=io error=\"io=1\"; wait 61000"},
		{61000, "tick", "save all; wait never"},
		{61030, "saved io=1", "debug event=record-failed code=io error=\"io=1\"; wait 121030"},
		{121030, "tick", "save all; wait never"},
		{121040, "saved io=2", "error event=record-failed code=io error=\"io=2\"; wait 181040"},
		{181040, "tick", "save all; wait never"},
		{181050, "saved tips=1 remotes=", "wait 241050"},
		{241050, "tick", "save all; wait never"},
		{241060, "saved io=2", "error event=record-failed code=io error=\"io=2\"; wait 301060"},
	};

	(void)state;
	tell(story);
}

// A key not enrolled, or revoked: nothing is recorded, everything is received.
static void a_copy_that_may_not_write_still_syncs(void **state)
{
	static const struct story_line story[] = {
		{0, "start", "info event=started; save all; wait never"},
		{10, "saved denied tips=1 remotes=origin",
		 "warn event=record-failed code=denied error=denied; sync origin; wait 60010"},
		{30, "synced origin tips=2 received=3",
		 "info event=synced remote=origin pushed=0 received=3; wait 60010"},
		{60010, "tick", "save all; wait 60030"},
	};

	(void)state;
	tell(story);
}

// ---- remotes

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
	struct mg_engine *engine = mg_engine_new(types);
	struct mg_buf out = {0};
	int64_t now_ms = 0;
	char expected[120];

	(void)state;
	assert_non_null(engine);
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

static int open_types(void **state)
{
	(void)state;
	return mg_types_open(&types, NULL);
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_save_in_an_editor_is_one_commit),
		cmocka_unit_test(what_has_no_place_in_a_ca_causes_no_work),
		cmocka_unit_test(a_program_that_writes_on_and_on_delays_nobody),
		cmocka_unit_test(what_changes_during_a_recording_is_the_next_one),
		cmocka_unit_test(a_storm_is_one_look_at_everything),
		cmocka_unit_test(every_minute_everything_is_looked_at),
		cmocka_unit_test(a_minute_without_edits_is_time_to_tidy_up),
		cmocka_unit_test(an_unknown_change_is_looked_for_everywhere),
		cmocka_unit_test(an_invalid_file_is_told_once),
		cmocka_unit_test(each_state_of_a_file_is_told),
		cmocka_unit_test(many_files_left_out_are_counted),
		cmocka_unit_test(a_busy_copy_is_tried_again_soon),
		cmocka_unit_test(a_busy_copy_at_the_start_is_still_looked_at_whole),
		cmocka_unit_test(a_failure_is_told_once_and_waits_for_the_next_look),
		cmocka_unit_test(a_copy_that_may_not_write_still_syncs),
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
		cmocka_unit_test(it_stops_at_once_when_nothing_runs),
		cmocka_unit_test(it_finishes_what_runs),
		cmocka_unit_test(what_does_not_end_is_abandoned),
		cmocka_unit_test(told_twice_it_does_not_wait),
		cmocka_unit_test(a_clock_set_back_delays_nothing),
		cmocka_unit_test(a_clock_that_leaps_ahead_does_each_thing_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
