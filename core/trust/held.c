// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/held.h"

#include "core/trust/flood.h"

#define WRONG_CLOCK_ACTORS 3u // that are ahead of this clock: then it is this one that is wrong

int mg_read_commit(struct mg_copy *copy, const struct mg_id *id, struct mg_arena *arena, struct mg_commit *out,
		   struct mg_error *err)
{
	struct mg_buf raw = {0};
	int code = mg_repo_read(copy->store.repo, id, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, err);

	if (!code)
		code = mg_commit_parse(mg_buf_slice(&raw), arena, out, err);
	out->id = *id;
	mg_buf_clear(&raw);
	return code;
}

bool mg_verdict_is_unseen(const struct mg_index_verdict *verdict)
{
	return !verdict->held && !*verdict->actor && *verdict->path;
}

// ---- this clock

struct actors {
	const char *names[WRONG_CLOCK_ACTORS];
	size_t n;
};

static void note(struct actors *actors, const char *name)
{
	for (size_t i = 0; i < actors->n; i++) {
		if (strcmp(actors->names[i], name) == 0)
			return;
	}
	if (name && actors->n < WRONG_CLOCK_ACTORS)
		actors->names[actors->n++] = name;
}

// Those whose commits are in the history, and those whose commits wait for this clock: signed, both.
static void find_ahead(struct mg_copy *copy, int64_t limit_ms, struct mg_arena *arena, struct actors *actors)
{
	struct mg_index_verdict *verdicts;
	struct mg_index_commit *tips;
	struct mg_commit commit;
	struct mg_error err;
	size_t n;

	if (mg_index_tips(copy->store.index, arena, &tips, &n, &err))
		return;
	for (size_t i = 0; i < n; i++) {
		if (tips[i].stamp_ms > limit_ms)
			note(actors, tips[i].actor);
	}
	if (mg_index_held_for(copy->store.index, mg_check_name(MG_CHECK_AHEAD), arena, &verdicts, &n, &err))
		return;
	for (size_t i = 0; i < n; i++) {
		if (mg_read_commit(copy, &verdicts[i].commit, arena, &commit, &err) == 0 && commit.stamp_ms > limit_ms)
			note(actors, verdicts[i].actor);
	}
}

bool mg_copy_clock_is_wrong(struct mg_copy *copy)
{
	struct actors actors = {.n = 0};
	struct mg_arena arena;

	mg_arena_init(&arena, 0);
	find_ahead(copy, mg_copy_now_ms(copy) + MG_MAX_CLOCK_AHEAD_MS, &arena, &actors);
	mg_arena_clear(&arena);
	return actors.n == WRONG_CLOCK_ACTORS;
}

int64_t mg_copy_judging_ms(struct mg_copy *copy)
{
	return mg_copy_clock_is_wrong(copy) ? MG_ANY_TIME_MS : mg_copy_now_ms(copy);
}

// ---- what has come

struct looking {
	struct mg_copy *copy;
	struct mg_arena *arena;
	struct mg_flood *flood;
	int64_t now_ms;
};

static bool has_parents(struct looking *l, const struct mg_commit *commit)
{
	mg_position position;
	struct mg_error err;

	for (size_t i = 0; i < commit->n_parents; i++) {
		if (mg_index_find(l->copy->store.index, &commit->parents[i], &position, &err))
			return false;
	}
	return true;
}

static bool is_ripe(struct looking *l, const struct mg_index_verdict *v)
{
	struct mg_commit commit;
	struct mg_error err;

	if (!v->held || !mg_repo_has(l->copy->store.repo, &v->commit) ||
	    mg_read_commit(l->copy, &v->commit, l->arena, &commit, &err))
		return false;
	if (strcmp(v->code, mg_check_name(MG_CHECK_PARENT)) == 0)
		return has_parents(l, &commit);
	if (strcmp(v->code, mg_check_name(MG_CHECK_AHEAD)) == 0)
		return commit.stamp_ms <= l->now_ms + MG_MAX_CLOCK_AHEAD_MS;
	if (strcmp(v->code, mg_check_name(MG_CHECK_FLOOD)) == 0)
		return !mg_flood_is_full(l->flood, commit.key);
	return false;
}

bool mg_held_ripe(struct mg_copy *copy)
{
	struct mg_index_verdict *verdicts;
	struct looking l = {.copy = copy};
	struct mg_arena arena;
	struct mg_error err;
	bool ripe = false;
	size_t n = 0;

	mg_arena_init(&arena, 0);
	l.arena = &arena;
	if (mg_index_verdicts(copy->store.index, &arena, &verdicts, &n, &err) || !n ||
	    mg_flood_read(copy, &arena, &l.flood, &err))
		n = 0;
	if (n)
		l.now_ms = mg_copy_judging_ms(copy);
	for (size_t i = 0; !ripe && i < n; i++)
		ripe = is_ripe(&l, &verdicts[i]);
	mg_arena_clear(&arena);
	return ripe;
}
