// SPDX-License-Identifier: EUPL-1.2
//
// Stories of the daemon's engine: each line is a time, an event in words, and the effects in words.
//
//   start · tick · stop · all · lines · path PATH · remote NAME
//   saved  [tips=N] [remotes=A,B] [commit] [put-off] [CODE] [left=PATH:STATE[:LINE]]...
//   synced REMOTE [tips=N] [own-moved] [pushed=N] [received=N] [refused=N] [held=N] [rejected=REF] [main-left] [CODE]
//
// CODE is busy, denied, io or git; "io=2" has another message than "io=1". Effects are parted by "; ":
// "save all", "save PATH PATH", "save" (looks at the lines only), "sync REMOTE", "wait TIME", "wait never", "cancel",
// "exit", "info event=..." and the other levels.
#ifndef MG_TESTS_LIB_STORY_H
#define MG_TESTS_LIB_STORY_H

#include "daemon/engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

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

struct story_line {
	int64_t now_ms;
	const char *event, *effects;
};

// For cmocka: the record types that every engine here knows.
int story_open(void **state);
int story_close(void **state);

struct mg_engine *story_engine(void); // the caller's

// Plays one event and gives its effects in words.
void story_play(struct mg_engine *engine, int64_t now_ms, const char *event, struct mg_buf *out);

// Plays a story with a new engine; fails at the first line that has other effects.
void story_tell(const struct story_line *lines, size_t n);
#define tell(story) story_tell((story), COUNT(story))

#endif
