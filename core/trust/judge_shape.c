// SPDX-License-Identifier: EUPL-1.2
//
// Acceptance, "shape": parents, tree, paths.
#include "core/trust/judge_impl.h"
#include "core/view/history.h"

#include "base/i18n.h"

#include <string.h>

#define MAX_DIFFERING_FILES 1000000u // from one of its parents' trees: others' work counts, unlike MG_MAX_COMMIT_FILES

// ---- parents

static int find_parents(struct mg_judging *j)
{
	j->parents = mg_arena_array(j->arena, j->commit->n_parents + 1, sizeof *j->parents);
	if (!j->parents)
		return mg_fail_memory(j->err);
	for (size_t i = 0; i < j->commit->n_parents; i++) {
		char hex[MG_ID_HEX];
		mg_position position;
		int code = mg_index_find(j->store->index, &j->commit->parents[i], &position, j->err);

		if (code == MG_ENOTFOUND)
			return mg_judge_hold(j, MG_CHECK_PARENT,
					     _("waits for the commit %s, which is not accepted here"),
					     mg_id_format(&j->commit->parents[i], hex));
		if (!code)
			code = mg_index_commit(j->store->index, position, &j->parents[i], j->err);
		if (code)
			return code;
	}
	return 0;
}

static bool contains(const struct mg_index_commit *list, size_t n, mg_position position)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i].position == position)
			return true;
	}
	return false;
}

// The first parent is the key's own previous commit, or the smallest id; the others are maximal, by rising id.
static int check_parents(struct mg_judging *j)
{
	size_t n = j->commit->n_parents;

	j->frontier = mg_arena_array(j->arena, n, sizeof *j->frontier);
	if (!j->frontier)
		return mg_fail_memory(j->err);
	memcpy(j->frontier, j->parents, n * sizeof *j->frontier);
	j->n_frontier = mg_index_maximal(j->store->index, j->frontier, n);
	for (size_t i = 1; i < n; i++) {
		if (!contains(j->frontier, j->n_frontier, j->parents[i].position) ||
		    j->parents[i].position == j->parents[0].position)
			return mg_judge_refuse(j, MG_CHECK_SHAPE, NULL, _("a parent is an ancestor of another one"));
		if (i > 1 && mg_id_compare(&j->parents[i - 1].id, &j->parents[i].id) >= 0)
			return mg_judge_refuse(j, MG_CHECK_SHAPE, NULL, _("the parents are not in order"));
	}
	if (j->n_own ? !contains(j->own, j->n_own, j->parents[0].position)
		     : n > 1 && mg_id_compare(&j->parents[0].id, &j->parents[1].id) > 0)
		return mg_judge_refuse(j, MG_CHECK_SHAPE, NULL,
				       _("the first parent is not the line's previous commit"));
	if (!j->n_own && !contains(j->frontier, j->n_frontier, j->parents[0].position))
		return mg_judge_refuse(j, MG_CHECK_SHAPE, NULL, _("a parent is an ancestor of another one"));
	return 0;
}

bool mg_judge_saw(struct mg_judging *j, mg_position position)
{
	for (size_t i = 0; i < j->n_frontier; i++) {
		if (j->frontier[i].position == position ||
		    mg_index_saw(j->store->index, j->frontier[i].position, position))
			return true;
	}
	return false;
}

// A parent that had not seen a revocation which another one had may lie beyond it.
static bool may_be_cut(struct mg_judging *j, const struct mg_key_act *acts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!mg_judge_saw(j, acts[i].position))
			continue;
		for (size_t k = 0; k < j->n_frontier; k++) {
			if (j->frontier[k].position != acts[i].position &&
			    !mg_index_saw(j->store->index, j->frontier[k].position, acts[i].position))
				return true;
		}
	}
	return false;
}

// Who has seen a key revoked takes in nothing more of it, nor of the keys it enrolled since.
static int check_parents_count(struct mg_judging *j)
{
	struct mg_history history;
	struct mg_key_act *acts;
	size_t n;
	int code;

	if (j->n_frontier < 2 || !mg_index_has_revocations(j->store->index))
		return 0;
	code = mg_index_revocations(j->store->index, j->arena, &acts, &n, j->err);
	if (code || !may_be_cut(j, acts, n))
		return code;
	code = mg_history_reckon(j->store->index, j->frontier, j->n_frontier, j->arena, &history, j->err);
	for (size_t i = 0; !code && i < j->n_frontier; i++) {
		const struct mg_index_commit *parent = &j->frontier[i];

		if (strcmp(parent->key, j->commit->key) != 0 && mg_history_leaves_out(&history, parent))
			code = mg_judge_refuse(j, MG_CHECK_SHAPE, NULL,
					       _("a parent is of the key %s, after it was revoked"), parent->key);
	}
	return code;
}

// ---- tree

// Its bytes are read later for what they hold. Most commits change one record: that is read at once, and kept.
static int check_record_size(struct mg_judging *j, const struct mg_change *c)
{
	int code;

	if (!mg_id_is_zero(&j->text_of))
		return mg_repo_look(j->store->repo, &c->after, MG_OBJECT_BLOB, MG_MAX_RECORD_BYTES, j->err);
	code = mg_repo_read(j->store->repo, &c->after, MG_OBJECT_BLOB, MG_MAX_RECORD_BYTES, &j->text, j->err);
	if (!code)
		j->text_of = c->after;
	return code;
}

static int check_size(struct mg_judging *j, const struct mg_change *c)
{
	size_t max = c->path.kind == MG_PATH_PIECE       ? MG_MAX_PIECE_BYTES
		     : c->path.kind == MG_PATH_SIGNATURE ? MG_MAX_KEYFILE_BYTES
							 : MG_MAX_RECORD_BYTES;
	struct mg_buf bytes = {0};
	char hex[MG_SHA256_HEX];
	int code = c->path.kind == MG_PATH_RECORD
			   ? check_record_size(j, c)
			   : mg_repo_read(j->store->repo, &c->after, MG_OBJECT_BLOB, max, &bytes, j->err);

	if (!code && c->path.kind == MG_PATH_PIECE) {
		mg_sha256_hex(mg_buf_slice(&bytes), hex);
		if (strncmp(hex, c->path.hash, MG_PATH_HASH_CHARS) != 0)
			code = mg_judge_refuse(j, MG_CHECK_SHAPE, c->path.text,
					       _("the attachment's name is not its SHA-256"));
	}
	mg_buf_clear(&bytes);
	return mg_judge_refuse_if(j, code, MG_CHECK_SHAPE, c->path.text);
}

static int add_change(struct mg_judging *j, const char *path, const struct mg_id *before,
		      const struct mg_tree_change *delta, size_t *cap)
{
	struct mg_judged *out = j->out;
	struct mg_change *changes = mg_arena_grow(j->arena, out->changes, out->n_changes, cap, sizeof *changes);
	struct mg_change *c;
	int code;

	if (!changes)
		return mg_fail_memory(j->err);
	out->changes = changes;
	c = &changes[out->n_changes];
	*c = (struct mg_change){.before = *before, .after = delta->after, .mode = delta->mode};
	code = mg_path_parse(j->store->types, path, &c->path, j->err);
	if (code)
		return mg_judge_refuse_if(j, code, MG_CHECK_SHAPE, path);
	if (!mg_id_is_zero(&c->after) && c->mode != 0100644)
		return mg_judge_refuse(j, MG_CHECK_SHAPE, path, _("%s is not an ordinary file (git mode %o)"), path,
				       c->mode);
	if (++out->n_changes > MG_MAX_COMMIT_FILES)
		return mg_judge_refuse(j, MG_CHECK_SHAPE, NULL, _("more than %u files change at once"),
				       MG_MAX_COMMIT_FILES);
	return mg_id_is_zero(&c->after) ? 0 : check_size(j, c);
}

// The two lists are by path: the files that differ from the base's tree, and the files the base itself has otherwise
// than that tree.
static int merge_changes(struct mg_judging *j)
{
	const struct mg_snapshot *base = &j->out->base;
	size_t d = 0, f = 0, cap = j->diff.n + base->n_files;
	int code = 0;

	j->out->changes =
		mg_arena_array(j->arena, cap, sizeof *j->out->changes); // not by growing: a first one has thousands
	if (!j->out->changes)
		return mg_fail_memory(j->err);
	while (!code && (d < j->diff.n || f < base->n_files)) {
		const struct mg_tree_change *delta = d < j->diff.n ? &j->diff.items[d] : NULL;
		const struct mg_snapshot_file *file = f < base->n_files ? &base->files[f] : NULL;
		int order = !delta ? 1 : !file ? -1 : strcmp(delta->path, file->path);
		struct mg_tree_change same = {.mode = 0100644};

		if (order > 0) { // the commit's tree has what base.tree has, the view something else
			code = mg_repo_find(j->store->repo, &base->tree, file->path, &same.after, j->err);
			code = code == MG_ENOTFOUND ? 0 : code;
			delta = &same;
		}
		if (code)
			break;
		if (order < 0)
			code = add_change(j, delta->path, &delta->before, delta, &cap);
		else if (!mg_id_equal(&file->blob, &delta->after))
			code = add_change(j, file->path, &file->blob, delta, &cap);
		d += order <= 0;
		f += order >= 0;
	}
	j->n_by_path = j->out->n_changes;
	return code;
}

// What this program has just put in the tree, instead of reading it back.
static int take_made(struct mg_judging *j)
{
	const struct mg_snapshot *made = j->made_from;
	int code = 0;

	j->diff.items = mg_arena_array(j->arena, made->n_files + 1, sizeof *j->diff.items);
	if (!j->diff.items)
		return mg_fail_memory(j->err);
	for (size_t i = 0; !code && i < made->n_files; i++) {
		struct mg_tree_change *c = &j->diff.items[j->diff.n];

		*c = (struct mg_tree_change){.path = made->files[i].path,
					     .after = made->files[i].blob,
					     .mode = 0100644};
		code = mg_repo_find(j->store->repo, &made->tree, c->path, &c->before, j->err);
		code = code == MG_ENOTFOUND ? 0 : code;
		if (mg_id_is_zero(&c->after))
			c->mode = 0;
		j->diff.n += !mg_id_equal(&c->before, &c->after);
	}
	return code;
}

int mg_judge_tree(struct mg_judging *j)
{
	int code;

	if (j->made_from && mg_id_equal(&j->made_from->tree, &j->out->base.tree))
		code = take_made(j);
	else
		code = mg_repo_diff(j->store->repo, &j->out->base.tree, &j->commit->tree, MAX_DIFFERING_FILES, &j->diff,
				    j->err);
	return code ? mg_judge_refuse_if(j, code, MG_CHECK_SHAPE, NULL) : merge_changes(j);
}

int mg_judge_parents(struct mg_judging *j)
{
	int code;

	if (!j->commit->n_parents) {
		if (!mg_id_is_zero(&j->store->ca) && !mg_id_equal(&j->store->ca, &j->commit->id))
			return mg_judge_refuse(j, MG_CHECK_SHAPE, NULL,
					       _("it does not descend from this coopérative's first commit"));
		return 0;
	}
	code = find_parents(j);
	if (!code)
		code = mg_index_last_of(j->store->index, j->commit->key, j->parents, j->commit->n_parents, j->arena,
					&j->own, &j->n_own, j->err);
	if (!code)
		code = check_parents(j);
	if (!code)
		code = check_parents_count(j);
	return code ? code : mg_snapshot_of(j->store, j->frontier, j->n_frontier, j->arena, &j->out->base, j->err);
}
