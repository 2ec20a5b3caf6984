// SPDX-License-Identifier: EUPL-1.2
//
// From the references of lines and forks to the index, and back: where the index's tips are, the references are too.
#include "core/copy/copy_impl.h"

#include "core/trust/accepted.h"
#include "core/trust/flood.h"
#include "core/trust/held.h"

#include <stdio.h>
#include <stdlib.h>

struct refs {
	struct mg_arena *arena;
	struct {
		const char *name;
		struct mg_id id;
	} * items;
	size_t n, cap;
};

static int collect_ref(void *context, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct refs *refs = context;
	void *grown = mg_arena_grow(refs->arena, refs->items, refs->n, &refs->cap, sizeof *refs->items);

	if (!grown)
		return mg_fail_memory(err);
	refs->items = grown;
	refs->items[refs->n].name = mg_arena_strdup(refs->arena, name);
	refs->items[refs->n].id = *id;
	return refs->items[refs->n++].name ? 0 : mg_fail_memory(err);
}

static const struct mg_id *ref_of(const struct refs *refs, const char *name)
{
	for (size_t i = 0; i < refs->n; i++) {
		if (strcmp(refs->items[i].name, name) == 0)
			return &refs->items[i].id;
	}
	return NULL;
}

// An index that knows commits the repository lost (a pruned or restored copy) is made again.
static int check_index(struct mg_copy *copy, struct mg_arena *arena, struct mg_error *err)
{
	struct mg_index_commit *tips;
	size_t n;
	int code = mg_index_tips(copy->store.index, arena, &tips, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (!mg_repo_has(copy->store.repo, &tips[i].id))
			return mg_index_reset(copy->store.index, err);
	}
	return code;
}

static int by_key(const void *a, const void *b)
{
	const struct mg_index_commit *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : mg_id_compare(&x->id, &y->id);
}

static int set_ref(struct mg_copy *copy, const struct refs *refs, const char *name, const struct mg_id *id,
		   struct mg_error *err)
{
	const struct mg_id *now = ref_of(refs, name);

	return now && mg_id_equal(now, id) ? 0 : mg_repo_ref_set(copy->store.repo, name, id, NULL, err);
}

// The tip that a line's reference goes on to: the one that has the present one in its history, else the first.
static size_t main_branch(struct mg_copy *copy, const struct mg_index_commit *tips, size_t n, const struct mg_id *now)
{
	struct mg_error err;
	mg_position position;

	if (!now || mg_index_find(copy->store.index, now, &position, &err))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (tips[i].position == position || mg_index_saw(copy->store.index, tips[i].position, position))
			return i;
	}
	return 0;
}

// The references of one key: its line, and its forks when it has any.
static int set_line(struct mg_copy *copy, const struct refs *refs, struct mg_index_commit *tips, size_t n,
		    struct mg_error *err)
{
	char name[128], hex[MG_ID_HEX];
	size_t main;
	int code;

	n = mg_index_maximal(copy->store.index, tips, n);
	snprintf(name, sizeof name, MG_REF_LINES "%s", tips[0].key);
	main = main_branch(copy, tips, n, ref_of(refs, name));
	code = set_ref(copy, refs, name, &tips[main].id, err);
	for (size_t i = 0; !code && i < n; i++) {
		if (i == main)
			continue;
		snprintf(name, sizeof name, MG_REF_FORKS "%s/%s", tips[i].key, mg_id_format(&tips[i].id, hex));
		code = set_ref(copy, refs, name, &tips[i].id, err);
	}
	return code;
}

static int set_lines(struct mg_copy *copy, const struct refs *refs, struct mg_arena *arena, struct mg_error *err)
{
	struct mg_index_commit *tips;
	size_t n, end;
	int code = mg_index_tips(copy->store.index, arena, &tips, &n, err);

	if (!code && n)
		qsort(tips, n, sizeof *tips, by_key);
	for (size_t i = 0; !code && i < n; i = end) {
		for (end = i + 1; end < n && strcmp(tips[end].key, tips[i].key) == 0;)
			end++;
		code = set_line(copy, refs, tips + i, end - i, err);
	}
	return code;
}

// A line's reference that leads to an accepted commit of another key was put there by hand. That commit's own line keeps it;
// the reference would be sent on to every remote.
static bool is_stray(struct mg_copy *copy, const char *name, const struct mg_id *id)
{
	struct mg_index_commit commit;
	mg_position position;
	struct mg_error err;

	return strncmp(name, MG_REF_LINES, strlen(MG_REF_LINES)) == 0 &&
	       mg_index_find(copy->store.index, id, &position, &err) == 0 &&
	       mg_index_commit(copy->store.index, position, &commit, &err) == 0 &&
	       strcmp(name + strlen(MG_REF_LINES), commit.key) != 0;
}

static int remove_strays(struct mg_copy *copy, const struct refs *refs, struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < refs->n; i++) {
		if (is_stray(copy, refs->items[i].name, &refs->items[i].id))
			code = mg_repo_ref_remove(copy->store.repo, refs->items[i].name, err);
	}
	return code;
}

static bool has_tip(const struct refs *refs, const struct mg_id *id)
{
	for (size_t i = 0; i < refs->n; i++) {
		if (mg_id_equal(&refs->items[i].id, id))
			return true;
	}
	return false;
}

// The references of lines and forks point to the index's tips, and to nothing else.
static bool agree(struct mg_copy *copy, const struct refs *refs, struct mg_index_commit *tips, size_t n)
{
	size_t end, wanted = 0;

	qsort(tips, n, sizeof *tips, by_key);
	for (size_t i = 0; i < n; i = end) {
		size_t maximal;

		for (end = i + 1; end < n && strcmp(tips[end].key, tips[i].key) == 0;)
			end++;
		maximal = mg_index_maximal(copy->store.index, tips + i, end - i);
		for (size_t k = i; k < i + maximal; k++) {
			if (!has_tip(refs, &tips[k].id))
				return false;
		}
		wanted += maximal;
	}
	return wanted == refs->n;
}

static int collect_refs(struct mg_copy *copy, struct refs *refs, struct mg_error *err)
{
	int code = mg_repo_refs(copy->store.repo, MG_REF_LINES, collect_ref, refs, err);

	return code ? code : mg_repo_refs(copy->store.repo, MG_REF_FORKS, collect_ref, refs, err);
}

bool mg_ingest_needed(struct mg_copy *copy)
{
	struct mg_index_commit *tips = NULL;
	struct mg_arena arena;
	struct refs refs = {.arena = &arena};
	struct mg_error err;
	bool needed;
	size_t n = 0;

	mg_arena_init(&arena, 0);
	needed = collect_refs(copy, &refs, &err) || mg_index_tips(copy->store.index, &arena, &tips, &n, &err) || !n ||
		 !agree(copy, &refs, tips, n) || mg_held_ripe(copy);
	mg_arena_clear(&arena);
	return needed;
}

// What was held is looked at again: who sent it may be gone, and no reference leads to it here. What stays held has been
// counted when it came. What one commit was waiting for may be another one that comes in now.
static int retry_each(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *again, struct mg_error *err)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(copy->store.index, arena, &verdicts, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (verdicts[i].held && !mg_flood_is_full(again->flood, verdicts[i].key) &&
		    mg_repo_has(copy->store.repo, &verdicts[i].commit))
			code = mg_ingest(copy, &verdicts[i].commit, again, err);
	}
	return code;
}

static int retry_held(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_ingested again = {.flood = counts->flood};
	size_t before;
	int code = again.flood ? 0 : mg_flood_read(copy, arena, &again.flood, err);

	do {
		before = again.accepted;
		if (!code)
			code = retry_each(copy, arena, &again, err);
	} while (!code && again.accepted > before);
	if (!code && !counts->flood)
		code = mg_flood_write(again.flood, err);
	counts->accepted += again.accepted;
	counts->refused += again.refused;
	return code;
}

// An index that knows nothing was lost, unless the copy is new.
static int ingest_accepted(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *counts,
			   struct mg_error *err)
{
	struct mg_index_commit *known;
	struct mg_id *tips;
	size_t n, n_known;
	int code = mg_index_tips(copy->store.index, arena, &known, &n_known, err);

	if (code || n_known)
		return code;
	counts->was_accepted = true;
	code = mg_accepted_tips(copy, arena, &tips, &n, err);
	for (size_t i = 0; !code && i < n; i++)
		code = mg_ingest(copy, &tips[i], counts, err);
	counts->was_accepted = false;
	return code;
}

int mg_ingest_refs(struct mg_copy *copy, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_arena arena;
	struct refs refs = {.arena = &arena};
	int code;

	mg_arena_init(&arena, 0);
	code = check_index(copy, &arena, err);
	if (!code)
		code = ingest_accepted(copy, &arena, counts, err);
	if (!code)
		code = collect_refs(copy, &refs, err);
	for (size_t i = 0; !code && i < refs.n; i++)
		code = mg_ingest(copy, &refs.items[i].id, counts, err);
	if (!code)
		code = retry_held(copy, &arena, counts, err);
	if (!code)
		code = remove_strays(copy, &refs, err);
	if (!code)
		code = set_lines(copy, &refs, &arena, err);
	mg_arena_clear(&arena);
	return code;
}

int mg_ingest_own(struct mg_copy *copy, const struct mg_id *last, struct mg_error *err)
{
	struct mg_ingested counts = {0};
	int code = mg_ingest_refs(copy, &counts, err);

	counts.was_accepted = true;
	if (!code)
		code = mg_ingest(copy, last, &counts, err);
	counts.was_accepted = false;
	return code ? code : mg_ingest_refs(copy, &counts, err);
}
