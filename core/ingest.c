// SPDX-License-Identifier: EUPL-1.2
//
// From objects and references to the index: judging what is new, in an order where parents come first.
#include "core/copy_impl.h"

#include "base/i18n.h"
#include "core/values.h"

#include <git2.h>
#include <stdlib.h>
#include <stdio.h>

#define BATCH 200 // commits to one transaction of the index: few fsyncs, and a kill loses little work

// ---- one commit

static int keep_verdict(struct mg_copy *copy, const struct mg_commit *commit, const struct mg_verdict *verdict,
			struct mg_error *err)
{
	struct mg_index_verdict row = {.commit = commit->id,
				       .key = commit->key,
				       .actor = commit->actor,
				       .code = mg_check_name(verdict->check),
				       .path = verdict->path,
				       .message = verdict->message,
				       .held = verdict->decision == MG_HELD};

	return mg_index_add_verdict(copy->store.index, &row, err);
}

static int judge_commit(struct mg_copy *copy, struct mg_commit *commit, bool was_held, struct mg_arena *arena,
			struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_judged judged;
	int code = mg_judge(&copy->store, commit, mg_copy_now_ms(copy), NULL, arena, &judged, err);

	if (code)
		return code;
	switch (judged.verdict.decision) {
	case MG_ACCEPTED:
		counts->accepted++;
		code = mg_judge_record(&copy->store, commit, &judged, err);
		if (!code && was_held)
			code = mg_index_drop_verdict(copy->store.index, &commit->id, err);
		return code;
	case MG_REFUSED:
		counts->refused++;
		break;
	case MG_HELD:
		counts->held++;
		break;
	}
	return keep_verdict(copy, commit, &judged.verdict, err);
}

static int refuse_malformed(struct mg_copy *copy, const struct mg_commit *commit, struct mg_ingested *counts,
			    struct mg_error *err)
{
	struct mg_verdict verdict = {.decision = MG_REFUSED, .check = MG_CHECK_SHAPE};

	snprintf(verdict.message, sizeof verdict.message, "%s", err->message);
	counts->refused++;
	return keep_verdict(copy, commit, &verdict, err);
}

static int read_and_judge(struct mg_copy *copy, const struct mg_id *id, bool was_held, struct mg_arena *arena,
			  struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_commit commit = {.id = *id};
	struct mg_buf raw = {0};
	int code = mg_repo_read(copy->store.repo, id, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, err);

	if (!code)
		code = mg_commit_parse(mg_buf_slice(&raw), arena, &commit, err);
	commit.id = *id;
	if (code == MG_EINVALID || code == MG_ELIMIT)
		code = refuse_malformed(copy, &commit, counts, err);
	else if (!code)
		code = judge_commit(copy, &commit, was_held, arena, counts, err);
	mg_buf_clear(&raw);
	return code;
}

// Refusals are for ever; what was held is looked at again.
static int take_commit(struct mg_copy *copy, const struct mg_id *id, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_index_verdict before = {0};
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_index_verdict(copy->store.index, id, &arena, &before, err);
	if (!code && !before.held)
		counts->refused++;
	else if (!code || code == MG_ENOTFOUND)
		code = read_and_judge(copy, id, before.held, &arena, counts, err);
	mg_arena_clear(&arena);
	return code;
}

// ---- what is new below a tip

static int start_walk(struct mg_copy *copy, const struct mg_id *tip, git_revwalk **walk, struct mg_error *err)
{
	struct mg_index_commit *known;
	struct mg_arena arena;
	git_oid oid;
	size_t n;
	int code, rc;

	mg_arena_init(&arena, 0);
	code = mg_index_tips(copy->store.index, &arena, &known, &n, err);
	if (code)
		goto out;
	rc = git_revwalk_new(walk, mg_repo_git(copy->store.repo));
	if (rc == 0)
		rc = git_revwalk_sorting(*walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	if (rc == 0 && git_oid_fromraw(&oid, tip->bytes) == 0)
		rc = git_revwalk_push(*walk, &oid);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		git_oid_fromraw(&oid, known[i].id.bytes);
		rc = git_revwalk_hide(*walk, &oid);
	}
	code = rc < 0 ? mg_fail_git(err, rc, _("cannot walk the history")) : 0;
out:
	mg_arena_clear(&arena);
	return code;
}

static int walk_batches(struct mg_copy *copy, git_revwalk *walk, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_error undo;
	size_t in_batch = 0;
	git_oid oid;
	int code = mg_index_begin(copy->store.index, err);
	int rc = 0;

	if (code)
		return code;
	while (!code && (rc = git_revwalk_next(&oid, walk)) == 0) {
		struct mg_id id;

		memcpy(id.bytes, oid.id, MG_ID_BYTES);
		code = take_commit(copy, &id, counts, err);
		if (counts->progress)
			counts->progress(counts->context, counts->accepted + counts->refused + counts->held);
		if (!code && ++in_batch % BATCH == 0) {
			code = mg_index_end(copy->store.index, true, err);
			if (code)
				return code;
			code = mg_index_begin(copy->store.index, err);
			if (code)
				return code;
		}
	}
	if (!code && rc != GIT_ITEROVER)
		code = mg_fail_git(err, rc, _("cannot walk the history"));
	if (mg_index_end(copy->store.index, !code, code ? &undo : err) && !code)
		code = err->code;
	return code;
}

int mg_ingest(struct mg_copy *copy, const struct mg_id *tip, struct mg_ingested *counts, struct mg_error *err)
{
	git_revwalk *walk = NULL;
	mg_position position;
	int code = mg_index_find(copy->store.index, tip, &position, err);

	if (code != MG_ENOTFOUND)
		return code;
	code = start_walk(copy, tip, &walk, err);
	copy->store.values = mg_values_new();
	if (!code)
		code = walk_batches(copy, walk, counts, err);
	mg_values_free(copy->store.values);
	copy->store.values = NULL;
	git_revwalk_free(walk);
	return code;
}

// ---- references

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
		 !agree(copy, &refs, tips, n);
	mg_arena_clear(&arena);
	return needed;
}

// What was held is looked at again: who sent it may be gone, and no reference leads to it here. What stays held has been
// counted when it came.
static int retry_held(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_ingested again = {0};
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(copy->store.index, arena, &verdicts, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (verdicts[i].held && mg_repo_has(copy->store.repo, &verdicts[i].commit))
			code = mg_ingest(copy, &verdicts[i].commit, &again, err);
	}
	counts->accepted += again.accepted;
	counts->refused += again.refused;
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
		code = collect_refs(copy, &refs, err);
	for (size_t i = 0; !code && i < refs.n; i++)
		code = mg_ingest(copy, &refs.items[i].id, counts, err);
	if (!code)
		code = retry_held(copy, &arena, counts, err);
	if (!code)
		code = set_lines(copy, &refs, &arena, err);
	mg_arena_clear(&arena);
	return code;
}
