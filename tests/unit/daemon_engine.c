// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/story.h"

#include <stdio.h>

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
	struct mg_engine *engine = story_engine();
	struct mg_buf out = {0};
	char event[80];

	(void)state;
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
	struct mg_engine *engine = story_engine();
	struct mg_buf out = {0};
	char event[80];

	(void)state;
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
	struct mg_engine *engine = story_engine();
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
	struct mg_engine *engine = story_engine();
	struct mg_buf out = {0}, event = {0};

	(void)state;
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
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, story_open, story_close);
}
