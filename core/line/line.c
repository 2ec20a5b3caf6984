// SPDX-License-Identifier: EUPL-1.2
#include "core/line/line.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/line/subject.h"

#include <stdio.h>

// ---- the home's memory of its line: what keeps a restored copy from forking it

static int elsewhere(const struct mg_copy *copy, const struct mg_home_line *line, struct mg_error *err)
{
	mg_fail(err, MG_EDENIED, _("this home already has a copy of this coopérative, in %s"), line->copy);
	mg_error_hint(err, _("work there, or give %s a home and a key of its own (MAILLAGE_HOME)"), mg_copy_dir(copy));
	return MG_EDENIED;
}

static bool other_copy_exists(const struct mg_copy *copy, const struct mg_home_line *line)
{
	struct mg_buf state = {0};
	bool exists;

	if (strcmp(line->copy, mg_copy_dir(copy)) == 0)
		return false;
	mg_buf_printf(&state, "%s/.git/maillage/index.db", line->copy);
	exists = !state.failed && mg_file_exists(mg_buf_text(&state));
	mg_buf_clear(&state);
	return exists;
}

// The last commit made with this key must be in this copy before another is made.
static int check_home(struct mg_line *l)
{
	struct mg_home_line line;
	mg_position position;
	struct mg_id last;
	int code = mg_home_line_read(l->copy->home, l->copy->id, &line, l->err);

	if (code)
		return code == MG_ENOTFOUND ? 0 : code;
	if (other_copy_exists(l->copy, &line))
		return elsewhere(l->copy, &line, l->err);
	if (!mg_id_parse(line.commit, &last))
		return 0;
	code = mg_index_find(l->copy->store.index, &last, &position, l->err);
	if (code != MG_ENOTFOUND)
		return code;
	if (mg_repo_has(l->copy->store.repo, &last))
		return mg_ingest_own(l->copy, &last, l->err);
	mg_fail(l->err, MG_EDENIED, _("this copy is older than what this device has recorded (commit %s)"),
		line.commit);
	return mg_error_hint(l->err, _("synchronise first with `maillage sync`, so that it catches up"));
}

static int remember(struct mg_line *l, const struct mg_id *commit, struct mg_batch *batch)
{
	struct mg_home_line line;
	size_t len = strlen(mg_copy_dir(l->copy));

	if (len >= sizeof line.copy)
		return mg_fail(l->err, MG_ELIMIT, _("the path %s is too long"), mg_copy_dir(l->copy));
	mg_id_format(commit, line.commit);
	memcpy(line.copy, mg_copy_dir(l->copy), len + 1);
	// a CA's first commit names it
	return mg_home_line_write(l->copy->home, l->copy->id[0] ? l->copy->id : line.commit, &line, batch, l->err);
}

// ---- what the commit is made on

static int stand_on_frontier(struct mg_line *l)
{
	int code = mg_copy_frontier(l->copy, l->arena, &l->frontier, &l->n_frontier, l->err);

	if (!code)
		code = mg_index_last_of(l->copy->store.index, l->writer.key, l->frontier, l->n_frontier, l->arena,
					&l->own, &l->n_own, l->err);
	return !code && l->n_own > 1 ? mg_copy_spent(l->writer.key, l->err) : code;
}

// Parents: this line's last commit (or the smallest id), then the rest of the frontier by id, at most max of them.
int mg_line_parents(struct mg_line *l, size_t max, struct mg_index_commit **parents, size_t *n)
{
	struct mg_index_commit *list = mg_arena_array(l->arena, l->n_frontier + 1, sizeof *list);

	*n = 0;
	if (!list)
		return mg_fail_memory(l->err);
	if (l->n_own)
		list[(*n)++] = l->own[0];
	for (size_t i = 0; i < l->n_frontier && *n < max; i++) {
		if (!l->n_own || l->frontier[i].position != l->own[0].position)
			list[(*n)++] = l->frontier[i];
	}
	*parents = list;
	return 0;
}

// ---- the commit

static int sign(struct mg_line *l, struct mg_commit *commit, struct mg_buf *raw)
{
	struct mg_buf bytes = {0}, armour = {0};
	const struct mg_secret_key *key;
	int code = mg_copy_device(l->copy, &key, l->err);

	if (!code)
		code = mg_commit_format(commit, &bytes, l->err);
	if (!code)
		code = mg_sshsig_sign(key, MG_NS_COMMIT, mg_buf_slice(&bytes), &armour, l->err);
	if (!code)
		code = mg_commit_assemble(mg_buf_slice(&bytes), mg_buf_slice(&armour), raw, l->err);
	if (!code)
		code = mg_repo_hash(MG_OBJECT_COMMIT, mg_buf_slice(raw), &commit->id, l->err);
	mg_buf_clear(&bytes);
	mg_buf_clear(&armour);
	return code;
}

static int fill(struct mg_line *l, const struct mg_index_commit *parents, size_t n, const struct mg_snapshot *tree,
		struct mg_commit *commit)
{
	*commit = (struct mg_commit){.n_parents = n, .stamp_ms = mg_copy_now_ms(l->copy)};
	commit->parents = mg_arena_array(l->arena, n + 1, sizeof *commit->parents);
	if (!commit->parents)
		return mg_fail_memory(l->err);
	for (size_t i = 0; i < n; i++) {
		commit->parents[i] = parents[i].id;
		if (commit->stamp_ms <= parents[i].stamp_ms)
			commit->stamp_ms = parents[i].stamp_ms + 1;
	}
	commit->seconds = commit->stamp_ms / 1000;
	memcpy(commit->actor, l->writer.actor, sizeof commit->actor);
	memcpy(commit->key, l->writer.key, sizeof commit->key);
	return mg_snapshot_write(&l->copy->store, tree, &commit->tree, l->err);
}

static int refused(struct mg_line *l, const struct mg_verdict *v)
{
	enum mg_code code = v->check == MG_CHECK_SEAL || v->check == MG_CHECK_RIGHTS ? MG_EDENIED : MG_EINVALID;

	mg_fail(l->err, code, "%s%s%s", v->path, v->path[0] ? ": " : "", v->message);
	if (v->check == MG_CHECK_SEAL)
		mg_error_hint(l->err,
			      _("a signed record is corrected by a new one beside it, which `maillage new` drafts: "
				"new convention, new avenant, new bilan_trimestriel PERIOD…"));
	return code;
}

// Judged by everybody's rules: now the objects, the home's memory, the reference, each safe before the next, and the index.
// A kill between two of these is mended when the copy is next opened.
static int publish(struct mg_line *l, const struct mg_commit *commit, const struct mg_judged *judged)
{
	struct mg_batch batch;
	struct mg_error undo;
	char name[128];
	int code;

	mg_batch_init(&batch, NULL);
	code = mg_repo_end_in(l->copy->store.repo, &batch, l->err);
	snprintf(name, sizeof name, MG_REF_LINES "%s", commit->key);
	if (!code)
		code = remember(l, &commit->id, &batch);
	if (!code)
		code = mg_repo_ref_set_after(l->copy->store.repo, name, &commit->id, &batch, l->err);
	mg_batch_clear(&batch);
	if (!code)
		code = mg_index_begin(l->copy->store.index, l->err);
	if (code)
		return code;
	code = mg_judge_record(&l->copy->store, commit, judged, l->err);
	if (mg_index_end(l->copy->store.index, !code, code ? &undo : l->err) && !code)
		code = l->err->code;
	return code;
}

int mg_line_commit(struct mg_line *l, const struct mg_index_commit *parents, size_t n, const struct mg_snapshot *tree,
		   struct mg_slice subject, struct mg_slice reason, struct mg_id *id)
{
	struct mg_commit commit, parsed;
	struct mg_judged judged;
	struct mg_buf raw = {0};
	struct mg_error undo;
	struct mg_id written;
	int code;

	mg_repo_begin(l->copy->store.repo);
	code = fill(l, parents, n, tree, &commit);
	commit.subject = subject;
	commit.reason = reason;
	if (!code)
		code = sign(l, &commit, &raw);
	if (!code)
		code = mg_commit_parse(mg_buf_slice(&raw), l->arena, &parsed, l->err);
	parsed.id = commit.id;
	if (!code) // its stamp is this clock's, or the next after a parent's that was accepted: ahead of nobody here
		code = mg_judge(&l->copy->store, &parsed, commit.stamp_ms, tree, l->arena, &judged, l->err);
	if (!code && judged.verdict.decision != MG_ACCEPTED)
		code = refused(l, &judged.verdict);
	if (!code)
		code = mg_repo_write(l->copy->store.repo, MG_OBJECT_COMMIT, mg_buf_slice(&raw), &written, l->err);
	if (!code)
		code = publish(l, &parsed, &judged);
	else if (mg_repo_end(l->copy->store.repo, false, &undo))
		code = l->err->code;
	if (!code)
		*id = commit.id;
	mg_buf_clear(&raw);
	return code;
}

// A frontier wider than a commit takes is absorbed first, smallest ids first, by commits that change nothing.
static int absorb(struct mg_line *l)
{
	struct mg_index_commit *parents, *maximal;
	struct mg_snapshot tree;
	struct mg_id id;
	size_t n;
	int code = stand_on_frontier(l);

	while (!code && l->n_frontier > MG_PARENTS_PER_COMMIT) {
		code = mg_line_parents(l, MG_PARENTS_PER_COMMIT, &parents, &n);
		maximal = code ? NULL : mg_arena_array(l->arena, n, sizeof *maximal);
		if (!maximal)
			return code ? code : mg_fail_memory(l->err);
		memcpy(maximal, parents, n * sizeof *maximal);
		code = mg_snapshot_of(&l->copy->store, maximal, mg_index_maximal(l->copy->store.index, maximal, n),
				      l->arena, &tree, l->err);
		if (!code)
			code = mg_line_commit(l, parents, n, &tree, mg_slice_of(MG_SUBJECT_ABSORB),
					      (struct mg_slice){0}, &id);
		if (!code)
			code = stand_on_frontier(l);
	}
	return code;
}

int mg_line_stand(struct mg_copy *copy, struct mg_arena *arena, struct mg_line *l, struct mg_error *err)
{
	int code;

	*l = (struct mg_line){.copy = copy, .arena = arena, .err = err};
	code = mg_copy_writer(copy, &l->writer, err);
	if (!code)
		code = check_home(l);
	return code ? code : absorb(l);
}
