// SPDX-License-Identifier: EUPL-1.2
#include "core/line/recover.h"

#include "base/i18n.h"
#include "core/copy/copy_impl.h"
#include "core/line/recovered.h"
#include "core/trust/seal.h"

#include <stdio.h>
#include <stdlib.h>

struct recovering {
	struct mg_copy *copy;
	struct mg_arena *arena;
	struct mg_writer writer;
	struct mg_idset done; // before: nothing is recorded anew twice
	struct mg_recovered_files done_files;
	bool only_looks;
	const struct mg_id *only;
	size_t n_only;
	struct mg_recovery *out;
	struct mg_recoverable *items; // when they are listed
	size_t n_items, items_cap, left_cap;
	struct mg_error *err;
};

// ---- is the key gone?

static int is_revoked(struct mg_copy *copy, const char *key, bool *revoked, bool *enrolled, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_doc cle;
	int code;

	mg_doc_init(&cle);
	mg_seal_key_path(key, path);
	code = mg_copy_read_doc(copy, path, &cle, err);
	*enrolled = !code;
	*revoked = !code && mg_node_get(cle.root, "revocation");
	mg_doc_clear(&cle);
	return code == MG_ENOTFOUND ? 0 : code;
}

int mg_recover_needs_key(struct mg_copy *copy, bool *needs, struct mg_error *err)
{
	struct mg_index_commit *frontier, *tips, *own;
	size_t n = 0, n_tips = 0, counting = 0, any = 0;
	const struct mg_secret_key *key;
	bool revoked = false, enrolled = false;
	struct mg_arena arena;
	int code = mg_copy_device(copy, &key, err);

	*needs = false;
	if (code)
		return code;
	mg_arena_init(&arena, 0);
	code = is_revoked(copy, key->public.id, &revoked, &enrolled, err);
	if (!code)
		code = mg_copy_frontier(copy, &arena, &frontier, &n, err);
	if (!code)
		code = mg_index_last_of(copy->store.index, key->public.id, frontier, n, &arena, &own, &counting, err);
	if (!code)
		code = mg_index_tips(copy->store.index, &arena, &tips, &n_tips, err);
	if (!code)
		code = mg_index_last_of(copy->store.index, key->public.id, tips, n_tips, &arena, &own, &any, err);
	*needs = !code && (revoked || counting > 1 || (!enrolled && any));
	mg_arena_clear(&arena);
	return code;
}

// ---- what a commit changed

static int read_commit(struct recovering *r, const struct mg_id *id, struct mg_commit *commit)
{
	struct mg_buf raw = {0};
	int code = mg_repo_read(r->copy->store.repo, id, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, r->err);

	if (!code)
		code = mg_commit_parse(mg_buf_slice(&raw), r->arena, commit, r->err);
	mg_buf_clear(&raw);
	return code;
}

// The tree that its parents' history amounts to.
static int base_of(struct recovering *r, const struct mg_commit *commit, struct mg_id *tree)
{
	struct mg_index *index = r->copy->store.index;
	struct mg_index_commit *parents = mg_arena_array(r->arena, commit->n_parents + 1, sizeof *parents);
	struct mg_snapshot base;
	mg_position position;
	int code = parents ? 0 : mg_fail_memory(r->err);

	for (size_t i = 0; !code && i < commit->n_parents; i++) {
		code = mg_index_find(index, &commit->parents[i], &position, r->err);
		if (!code)
			code = mg_index_commit(index, position, &parents[i], r->err);
	}
	if (!code)
		code = mg_snapshot_of(&r->copy->store, parents, mg_index_maximal(index, parents, commit->n_parents),
				      r->arena, &base, r->err);
	return code ? code : mg_snapshot_write(&r->copy->store, &base, tree, r->err);
}

static int read_side(struct recovering *r, const struct mg_id *blob, struct mg_slice *out)
{
	struct mg_buf bytes = {0};
	int code;

	*out = (struct mg_slice){0};
	if (mg_id_is_zero(blob))
		return 0;
	code = mg_repo_read(r->copy->store.repo, blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, &bytes, r->err);
	if (!code) {
		*out = (struct mg_slice){mg_arena_copy(r->arena, mg_buf_text(&bytes), bytes.len), bytes.len};
		code = out->data ? 0 : mg_fail_memory(r->err);
	}
	mg_buf_clear(&bytes);
	return code;
}

// Conflicts are computed; keys are enrolled and revoked by people, who look at each.
static bool is_recovered(const char *path)
{
	return strncmp(path, "conflits/", strlen("conflits/")) != 0 && strncmp(path, "cles/", strlen("cles/")) != 0;
}

static bool is_record(const struct recovering *r, const char *text)
{
	struct mg_path path;

	return mg_path_parse(r->copy->store.types, text, &path, NULL) == 0 && path.kind == MG_PATH_RECORD;
}

// Of what is not recorded yet, nor said.
static int list_edits(struct recovering *r, const struct mg_commit *commit, struct mg_edit **edits, size_t *n)
{
	struct mg_tree_changes changes = {.arena = r->arena};
	struct mg_id base;
	int code = base_of(r, commit, &base);

	*n = 0;
	if (!code)
		code = mg_repo_diff(r->copy->store.repo, &base, &commit->tree, MG_MAX_COMMIT_FILES, &changes, r->err);
	*edits = code ? NULL : mg_arena_array(r->arena, changes.n + 1, sizeof **edits);
	if (code || !*edits)
		return code ? code : mg_fail_memory(r->err);
	for (size_t i = 0; !code && i < changes.n; i++) {
		const struct mg_tree_change *c = &changes.items[i];
		struct mg_edit *edit = &(*edits)[*n];
		bool said = false;

		if (!is_recovered(c->path) || mg_recovered_has_file(&r->done_files, &commit->id, c->path))
			continue;
		edit->path = c->path;
		code = read_side(r, &c->after, &edit->bytes);
		if (!code)
			code = read_side(r, &c->before, &edit->base);
		if (!code && edit->base.data && edit->bytes.data && is_record(r, c->path))
			code = mg_recovered_is_said(r->copy, edit, r->arena, &said, r->err);
		*n += !said;
	}
	return code;
}

// ---- recording it anew

// What only this file says is not to be said over what somebody else has put at its place meanwhile.
static int check_free(struct recovering *r, const struct mg_edit *edit)
{
	struct mg_buf now = {0};
	int code;

	if (edit->base.data)
		return 0;
	code = mg_copy_read_view(r->copy, edit->path, &now, r->err);
	if (!code && !mg_slice_equal(mg_buf_slice(&now), edit->bytes))
		code = mg_fail(r->err, MG_ECONFLICT, _("somebody has made this file since"));
	mg_buf_clear(&now);
	return code == MG_ENOTFOUND ? 0 : code;
}

static int record(struct recovering *r, const struct mg_edit *edits, size_t n, const char *reason)
{
	struct mg_record_request request = {.edits = edits,
					    .n_edits = n,
					    .reason = reason,
					    .only_looks = r->only_looks};
	struct mg_recorded recorded = {0};
	int code = 0;

	for (size_t i = 0; !code && i < n; i++)
		code = check_free(r, &edits[i]);
	if (!code)
		code = mg_copy_record_request(r->copy, &request, r->arena, &recorded, NULL, r->err);
	r->out->n_done += !code && (recorded.n_paths || recorded.n_settled);
	return code;
}

static bool is_about_edit(int code)
{
	return code == MG_ECONFLICT || code == MG_EDENIED || code == MG_EINVALID || code == MG_ETRUST ||
	       code == MG_ENOTFOUND;
}

static int leave(struct recovering *r, const struct mg_id *commit, const char *path)
{
	struct mg_recovery *out = r->out;
	struct mg_stranded *left = mg_arena_grow(r->arena, out->left, out->n_left, &r->left_cap, sizeof *left);

	if (!left)
		return mg_fail_memory(r->err);
	out->left = left;
	left[out->n_left] = (struct mg_stranded){*commit, path, mg_arena_strdup(r->arena, r->err->message)};
	return left[out->n_left++].why ? 0 : mg_fail_memory(r->err);
}

// Of a commit, or of one of its files, and why it was made. NULL without memory.
static const char *reason_of(struct recovering *r, const struct mg_commit *commit, const char *path)
{
	char hex[MG_ID_HEX];

	return mg_arena_printf(r->arena, MG_RECOVERED_MARK "%s%s%s%s%.*s", mg_id_format(&commit->id, hex),
			       path ? " " : "", path ? path : "", commit->reason.len ? "\n" : "",
			       (int)commit->reason.len, commit->reason.len ? commit->reason.data : "");
}

static int record_one(struct recovering *r, const struct mg_commit *commit, const struct mg_edit *edit)
{
	const char *reason = reason_of(r, commit, edit->path);
	int code = reason ? record(r, edit, 1, reason) : mg_fail_memory(r->err);

	return is_about_edit(code) ? leave(r, &commit->id, edit->path) : code;
}

// All of a commit at once; when something stands against it, file by file.
static int recover_commit(struct recovering *r, const struct mg_id *id)
{
	struct mg_commit commit;
	struct mg_edit *edits;
	const char *reason;
	size_t n = 0;
	int code = read_commit(r, id, &commit);

	commit.id = *id;
	if (!code)
		code = list_edits(r, &commit, &edits, &n);
	if (code || !n)
		return code;
	reason = reason_of(r, &commit, NULL);
	code = reason ? record(r, edits, n, reason) : mg_fail_memory(r->err);
	if (!is_about_edit(code))
		return code;
	code = 0;
	for (size_t i = 0; !code && i < n; i++)
		code = record_one(r, &commit, &edits[i]);
	return code;
}

// ---- which commits

typedef int (*visitor)(struct recovering *r, const struct mg_index_commit *commit);

static int visit_cut(struct recovering *r, const struct mg_history_cut *cut, visitor visit)
{
	int code = 0;

	for (uint32_t k = cut->first.sequence; !code && k <= cut->last.sequence; k++) {
		struct mg_index_commit commit;

		code = mg_index_nth(r->copy->store.index, cut->last.chain, k, &commit, r->err);
		if (!code && !mg_idset_has(&r->done, &commit.id))
			code = visit(r, &commit);
	}
	return code;
}

static int visit_all(struct recovering *r, visitor visit)
{
	struct mg_history history = {.n_cuts = 0};
	int code = mg_copy_writer(r->copy, &r->writer, r->err);

	if (!code)
		code = mg_copy_history(r->copy, r->arena, &history, r->err);
	if (!code)
		code = mg_recovered_read(r->copy->store.index, r->writer.actor, &r->done, r->err);
	r->done_files.arena = r->arena;
	if (!code)
		code = mg_recovered_files(r->copy->store.index, r->writer.actor, &r->done_files, r->err);
	for (size_t i = 0; !code && i < history.n_cuts; i++) {
		if (strcmp(history.cuts[i].last.actor, r->writer.actor) == 0)
			code = visit_cut(r, &history.cuts[i], visit);
	}
	mg_idset_clear(&r->done);
	return code;
}

// One of which the records say all, by somebody's hand, is passed over.
static int list_commit(struct recovering *r, const struct mg_index_commit *found)
{
	const struct mg_recovery before = *r->out;
	struct mg_recoverable *item;
	struct mg_commit commit;
	int code = recover_commit(r, &found->id);

	if (code || (r->out->n_done == before.n_done && r->out->n_left == before.n_left))
		return code;
	item = mg_arena_grow(r->arena, r->items, r->n_items, &r->items_cap, sizeof *item);
	code = item ? read_commit(r, &found->id, &commit) : mg_fail_memory(r->err);
	if (code)
		return code;
	r->items = item;
	item += r->n_items++;
	*item = (struct mg_recoverable){.id = found->id,
					.stamp_ms = found->stamp_ms,
					.n_left = r->out->n_left - before.n_left};
	memcpy(item->key, found->key, sizeof item->key);
	item->subject = mg_arena_copy(r->arena, commit.subject.data, commit.subject.len);
	return item->subject ? 0 : mg_fail_memory(r->err);
}

static int by_stamp(const void *a, const void *b)
{
	const struct mg_recoverable *x = a, *y = b;

	return x->stamp_ms != y->stamp_ms ? (x->stamp_ms > y->stamp_ms) - (x->stamp_ms < y->stamp_ms)
					  : mg_id_compare(&x->id, &y->id);
}

int mg_recover_list(struct mg_copy *copy, struct mg_arena *arena, struct mg_recoverable **out, size_t *n,
		    struct mg_error *err)
{
	struct mg_recovery would = {0};
	struct recovering r = {.copy = copy, .arena = arena, .out = &would, .only_looks = true, .err = err};
	int code = visit_all(&r, list_commit);

	for (size_t i = 0, at = 0; !code && i < r.n_items; at += r.items[i++].n_left)
		r.items[i].left = would.left + at;
	if (!code && r.n_items)
		qsort(r.items, r.n_items, sizeof *r.items, by_stamp);
	*out = r.items;
	*n = code ? 0 : r.n_items;
	return code;
}

static int recover_wanted(struct recovering *r, const struct mg_index_commit *commit)
{
	bool wanted = !r->only;

	for (size_t i = 0; !wanted && i < r->n_only; i++)
		wanted = mg_id_equal(&r->only[i], &commit->id);
	return wanted ? recover_commit(r, &commit->id) : 0;
}

int mg_recover(struct mg_copy *copy, const struct mg_id *only, size_t n, struct mg_arena *arena,
	       struct mg_recovery *out, struct mg_error *err)
{
	struct recovering r = {.copy = copy, .only = only, .n_only = n, .arena = arena, .out = out, .err = err};
	int code = mg_copy_lock(copy, err);

	*out = (struct mg_recovery){0};
	if (code)
		return code;
	code = visit_all(&r, recover_wanted);
	mg_copy_unlock(copy);
	return code;
}
