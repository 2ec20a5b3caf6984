// SPDX-License-Identifier: EUPL-1.2
//
// What the daemon decides for one copy, and when: step(event, now) -> effects. Pure: no clock, file, socket or thread, so
// that tests play any story with it. The shell (uv_copy.c) tells what happens and does what is asked.
//
// File events are hints: they say where to look, never what is there. So are the lines' references, which any program
// may move. A minute without either looks at everything again. Recording and exchanges with remotes never wait for one
// another: at most one recording runs, and one exchange a remote.
#ifndef MG_DAEMON_ENGINE_H
#define MG_DAEMON_ENGINE_H

#include "core/carry/remote.h"
#include "daemon/log.h"

// Waits, in milliseconds.
#define MG_QUIET_MS          20 // after a file's last event: editors make four or five a save
#define MG_PATIENCE_MS       60 // after its first one: a program that writes on and on does not delay the others' edits
#define MG_BUSY_RETRY_MS     250    // after another program held the copy; core has waited for seconds already
#define MG_RESCAN_MS         60000  // between two looks at all files
#define MG_SYNC_EVERY_MS     60000  // between two exchanges with a remote when nothing changes here
#define MG_SYNC_GAP_MS       200    // between two exchanges when much changes: what came meanwhile goes together
#define MG_BACKOFF_FIRST_MS  5000   // after a failed exchange; doubles each time
#define MG_BACKOFF_MAX_MS    300000 // a partner's server that is down for the night is asked every five minutes
#define MG_FIRST_EXCHANGE_MS 3000   // at most, for all remotes to answer before anything is recorded: see mg_look
#define MG_STOP_GRACE_MS     1500   // for what runs when the daemon is told to stop, before it is abandoned

#define MG_HINTS_MAX     256  // more changed files at once than this: look at all of them
#define MG_SYNCS_AT_ONCE 3    // so that a worker is always free to record
#define MG_LEFT_MAX      1024 // files left out that are remembered, to tell of each once
#define MG_LEFT_TOLD_MAX 20   // of one recording; the others are counted

struct mg_engine;

enum mg_event_kind {
	MG_EVENT_START,  // once, first
	MG_EVENT_PATH,   // something happened to a file
	MG_EVENT_ALL,    // something happened somewhere
	MG_EVENT_LINES,  // a line's reference moved
	MG_EVENT_REMOTE, // something was put into a remote, by a partner or by us
	MG_EVENT_TICK,   // the time waited for has come
	MG_EVENT_SAVED,  // answers MG_EFFECT_SAVE
	MG_EVENT_SYNCED, // answers MG_EFFECT_SYNC
	MG_EVENT_STOP,   // finish; the second time: at once
};

// What came of a look at the files. code is what mg_copy_save returned, then what the rest did.
struct mg_saved {
	int code;
	struct mg_error err; // when code is not 0
	struct mg_recorded recorded;
	const struct mg_unrecorded *left; // what could not be recorded
	size_t n_left;
	const struct mg_findings *findings; // why; may be NULL
	const struct mg_remote *remotes;    // NULL: not known
	size_t n_remotes;
	uint64_t tips; // digest of all lines' tips (daemon/job.h); 0: not known
	bool put_off;  // nothing was recorded: the remotes are asked first
};

// What came of an exchange with a remote.
struct mg_synced {
	const char *remote;
	int code;
	struct mg_error err;
	struct mg_sync sync;
	uint64_t tips; // at its end; 0: not known
	bool own_kept; // the line of this device did not move meanwhile: nothing of it is missing there
};

struct mg_event {
	enum mg_event_kind kind;
	union {
		const char *path;   // MG_EVENT_PATH: relative to the copy
		const char *remote; // MG_EVENT_REMOTE: its name
		const struct mg_saved *saved;
		const struct mg_synced *synced;
	} as;
};

enum mg_effect_kind {
	MG_EFFECT_LOG,    // write a line
	MG_EFFECT_SAVE,   // record what is edited, learn the tips and the remotes; answer with MG_EVENT_SAVED
	MG_EFFECT_SYNC,   // exchange with a remote; answer with MG_EVENT_SYNCED
	MG_EFFECT_WAIT,   // tick at this time; replaces the former wait
	MG_EFFECT_CANCEL, // have the running exchanges end early
	MG_EFFECT_EXIT,   // the last one; what still runs is abandoned
};

// Where to look for edits.
struct mg_look {
	bool all;
	const char *const *paths; // when not all; n may be 0. Stay until the answer.
	size_t n;
	// Nothing was recorded since the start. A machine brought back from a backup does not know what its device has
	// recorded since, and would fork its line: when there are remotes, nothing is recorded before they were asked.
	bool first;
	bool idle; // nobody has edited anything for a while: time for what is otherwise done beside a recording
};

struct mg_effect {
	enum mg_effect_kind kind;
	union {
		struct {
			enum mg_log_level level;
			const char *text; // "event=..."
		} log;
		struct mg_look save;
		const char *remote; // MG_EFFECT_SYNC; stays until the answer
		int64_t at_ms;      // MG_EFFECT_WAIT; MG_NEVER: no tick
	} as;
};

#define MG_NEVER INT64_MAX

struct mg_effects {
	struct mg_arena arena; // owns the items and the log lines
	struct mg_effect *items;
	size_t n, cap;
	bool failed;              // memory is exhausted: some are missing
	struct mg_effect nobodys; // where those are written
};

void mg_effects_init(struct mg_effects *effects);
void mg_effects_clear(struct mg_effects *effects);

// types is borrowed. NULL without memory.
struct mg_engine *mg_engine_new(const struct mg_types *types);
void mg_engine_free(struct mg_engine *engine);

// Appends the effects, in the order in which they shall be done. now_ms comes from any clock that runs, the same for all
// steps; one that is set back delays nothing. MG_ENOMEM: the engine is then of no more use.
int mg_engine_step(struct mg_engine *engine, const struct mg_event *event, int64_t now_ms,
		   struct mg_effects *effects) MG_CHECKED;

#endif
