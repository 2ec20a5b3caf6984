// SPDX-License-Identifier: EUPL-1.2
//
// What the engine's files share. Private to them: engine.c steps, engine_files.c decides about the folder,
// engine_remotes.c about the remotes, engine_tell.c words the log.
#ifndef MG_DAEMON_ENGINE_IMPL_H
#define MG_DAEMON_ENGINE_IMPL_H

#include "daemon/digest.h"
#include "daemon/engine.h"

// Where to look.
struct mg_todo {
	struct mg_arena arena; // owns the paths
	const char *paths[MG_HINTS_MAX];
	size_t n;
	bool all;
	bool any; // true without paths too: then only the lines are looked at
};

// A file that was left out, and as what: digests, since only a change is of interest.
struct mg_left {
	uint64_t path, state;
	bool seen; // by the recording that is being told
};

struct mg_engine_files {
	struct mg_todo next, doing;
	bool running;
	bool has_begun;        // to record, or to wait for the remotes' first answers
	bool put_off;          // until these are here
	int64_t due_ms;        // of next, when any
	int64_t patience_ms;   // until when due_ms may be put off
	int64_t not_before_ms; // another program holds the copy
	int64_t rescan_ms;
	uint64_t trouble; // digest of what was last told to be wrong; 0: nothing
	struct mg_left *left;
	size_t n_left, left_cap;
};

struct mg_remote_plan {
	char *name;
	bool running;
	bool asked; // once, whatever came of it
	bool again; // lines came from elsewhere, or to it, while it ran
	bool gone;  // removed while it ran
	int64_t due_ms, ended_ms;
	unsigned failures; // in a row
	uint64_t synced;   // digest of the tips it has; 0: not known
	uint64_t trouble;  // as above
	uint64_t refusals; // digest of what was refused there or here
};

enum mg_phase { MG_PHASE_RUN, MG_PHASE_STOP, MG_PHASE_ENDED };

struct mg_engine {
	const struct mg_types *types;
	int64_t now_ms;
	enum mg_phase phase;
	int64_t give_up_ms; // when stopping
	uint64_t tips;
	struct mg_engine_files files;
	struct mg_remote_plan **remotes;
	size_t n_remotes, remotes_cap;
	struct mg_effects *out; // of this step
};

// Adds an effect, zeroed but for its kind; one that nobody reads when memory is exhausted.
struct mg_effect *mg_engine_emit(struct mg_engine *engine, enum mg_effect_kind kind);

// Makes room for one more item: returns items, perhaps moved; NULL, items untouched and out->failed, without memory.
void *mg_engine_grow(struct mg_engine *engine, void *items, size_t n, size_t *cap, size_t size);

// ---- files

void mg_engine_files_init(struct mg_engine_files *files);
void mg_engine_files_clear(struct mg_engine_files *files);
void mg_engine_files_hint_path(struct mg_engine *engine, const char *path);
void mg_engine_files_hint_all(struct mg_engine *engine);
void mg_engine_files_hint_lines(struct mg_engine *engine);
void mg_engine_files_saved(struct mg_engine *engine, const struct mg_saved *saved);
void mg_engine_files_remotes_asked(struct mg_engine *engine); // each of them, for the first time
void mg_engine_files_start_due(struct mg_engine *engine);
int64_t mg_engine_files_next_ms(const struct mg_engine_files *files);
void mg_engine_files_shift(struct mg_engine_files *files, int64_t ms);

// ---- remotes

void mg_remotes_clear(struct mg_engine *engine);
void mg_remotes_listed(struct mg_engine *engine, const struct mg_remote *remotes, size_t n);

// All lines stand at these tips now. ours: we have just recorded them, or got them from `from`; else found.
void mg_remotes_tips(struct mg_engine *engine, uint64_t tips, bool ours, const struct mg_remote_plan *from);
void mg_remotes_hint(struct mg_engine *engine, const char *name);
void mg_remotes_synced(struct mg_engine *engine, const struct mg_synced *synced);
void mg_remotes_start_due(struct mg_engine *engine);
int64_t mg_remotes_next_ms(const struct mg_engine *engine);
size_t mg_remotes_running(const struct mg_engine *engine);
void mg_remotes_shift(struct mg_engine *engine, int64_t ms);

// ---- the log

void mg_tell_event(struct mg_engine *engine, enum mg_log_level level, const char *event);
void mg_tell_recorded(struct mg_engine *engine, const struct mg_recorded *recorded);
void mg_tell_left(struct mg_engine *engine, const struct mg_unrecorded *left, const struct mg_finding *why);
void mg_tell_left_more(struct mg_engine *engine, size_t n);
void mg_tell_save_failed(struct mg_engine *engine, enum mg_log_level level, const struct mg_error *err);
void mg_tell_sync_failed(struct mg_engine *engine, enum mg_log_level level, const struct mg_remote_plan *remote,
			 const struct mg_error *err);
void mg_tell_synced(struct mg_engine *engine, enum mg_log_level level, const struct mg_sync *sync, const char *remote);
void mg_tell_refusals(struct mg_engine *engine, const struct mg_sync *sync, const char *remote);

// Whether a digest differs from the one told last, which it replaces.
static inline bool mg_is_news(uint64_t *told, uint64_t digest)
{
	bool news = *told != digest;

	*told = digest;
	return news;
}

// Adds to a time; "never" stays that.
static inline void mg_shift(int64_t *at_ms, int64_t ms)
{
	if (*at_ms != MG_NEVER)
		*at_ms += ms;
}

static inline int64_t mg_earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline int64_t mg_later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

#endif
