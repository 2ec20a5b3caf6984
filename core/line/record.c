// SPDX-License-Identifier: EUPL-1.2
//
// Recording: edits of the view become one signed commit of this device's line, on top of the frontier. The commit is
// judged by the same rules as anybody's before its reference moves.
#include "core/copy/copy_impl.h"
#include "core/repo/gitindex.h"
#include "core/repo/parse.h"

#include "base/i18n.h"
#include "core/line/recording.h"
#include "core/folder/rebase.h"
#include "core/line/subject.h"
#include "schema/record/record.h"

// ---- the edits

static void copy_findings(struct mg_findings *to, const struct mg_findings *from)
{
	for (size_t i = 0; to && i < from->n; i++)
		mg_findings_add(to, &from->items[i]);
}

static int wrong_shape(struct mg_line_recording *r, const char *path, const struct mg_findings *findings)
{
	const struct mg_finding *first = NULL;

	for (size_t i = findings->n; i-- > 0;)
		first = findings->items[i].level == MG_LEVEL_INVALID ? &findings->items[i] : first;
	copy_findings(r->findings, findings);
	if (!first)
		return mg_fail(r->err, MG_EINVALID, _("%s has not the right shape"), path);
	mg_fail(r->err, MG_EINVALID, "%s:%u:%u: %s", path, first->mark.line, first->mark.col, first->message);
	return mg_error_hint(r->err, "%s", first->hint);
}

// The record before and after an edit; either may be absent.
struct versions {
	struct mg_doc before, after;
};

static void init_versions(struct versions *v)
{
	mg_doc_init(&v->before);
	mg_doc_init(&v->after);
}

static void clear_versions(struct versions *v)
{
	mg_doc_clear(&v->before);
	mg_doc_clear(&v->after);
}

static int read_before(struct mg_line_recording *r, const char *path, struct versions *v)
{
	struct mg_buf text = {0};
	int code = mg_snapshot_read(&r->copy->store, &r->tree, path, MG_MAX_VIEW_BYTES, &text, r->err);

	if (!code)
		code = mg_parse_doc(path, mg_buf_slice(&text), &v->before, r->err);
	mg_buf_clear(&text);
	return code == MG_ENOTFOUND ? 0 : code;
}

// Brings an edit made on other bytes than the view's onto the view. out is empty when there is nothing to do.
static int bring_up(struct mg_line_recording *r, const struct mg_edit *edit, struct versions *v, struct mg_buf *out)
{
	struct mg_doc base, saved;
	const char *field;
	int code;

	if (!edit->base.data || !edit->bytes.data || !v->before.root || mg_slice_equal(edit->base, v->before.text))
		return 0;
	mg_doc_init(&base);
	mg_doc_init(&saved);
	code = mg_parse_doc(edit->path, edit->base, &base, r->err);
	if (!code)
		code = mg_parse_doc(edit->path, edit->bytes, &saved, r->err);
	if (!code)
		code = mg_rebase(&base, &saved, &v->before, MG_SIDE_ASK, r->arena, out, &field, r->err);
	mg_doc_clear(&base);
	mg_doc_clear(&saved);
	return code;
}

static int read_after(struct mg_line_recording *r, const struct mg_edit *edit, struct versions *v)
{
	struct mg_findings findings;
	int code;

	if (!edit->bytes.data)
		return 0;
	mg_findings_init(&findings);
	code = mg_record_check(r->copy->store.types, edit->path, edit->bytes, &v->after, &findings);
	if (code == MG_EINVALID)
		code = wrong_shape(r, edit->path, &findings);
	else if (code)
		mg_fail(r->err, code, _("cannot check %s"), edit->path);
	mg_findings_clear(&findings);
	return code;
}

// ---- all of them

static int put_edit(struct mg_line_recording *r, const struct mg_edit *edit, struct mg_change *change)
{
	int code = mg_snapshot_find(&r->copy->store, &r->tree, edit->path, &change->before, r->err);

	if (code && code != MG_ENOTFOUND)
		return code;
	if (!edit->bytes.data)
		return mg_id_is_zero(&change->before) ? 0 : mg_snapshot_put_blob(&r->tree, edit->path, NULL, r->err);
	code = mg_repo_hash(MG_OBJECT_BLOB, edit->bytes, &change->after, r->err);
	if (code || mg_id_equal(&change->before, &change->after))
		return code;
	return mg_snapshot_put(&r->tree, edit->path, edit->bytes, r->err);
}

// Reads both versions of a record and what lies between them; *edit may come back with other bytes, in `brought`.
static int compare_versions(struct mg_line_recording *r, struct mg_edit *edit, struct versions *v,
			    struct mg_buf *brought, struct mg_writes *writes)
{
	int code = read_before(r, edit->path, v);

	if (!code)
		code = bring_up(r, edit, v, brought);
	if (!code && brought->len)
		edit->bytes = mg_buf_slice(brought);
	if (!code)
		code = read_after(r, edit, v);
	return code ? code : mg_diff(v->before.root, v->after.root, writes, r->err);
}

static int apply_edit(struct mg_line_recording *r, struct mg_edit edit)
{
	struct mg_change *change = &r->changes[r->n_changes];
	struct mg_writes writes = {.arena = r->arena};
	struct mg_buf brought = {0};
	struct versions v;
	int code = mg_path_parse(r->copy->store.types, edit.path, &change->path, r->err);

	if (code || change->path.kind == MG_PATH_CONFLICT)
		return code ? code : mg_fail(r->err, MG_EINVALID, _("conflits/ is computed: nobody writes in it"));
	init_versions(&v);
	if (change->path.kind == MG_PATH_RECORD)
		code = compare_versions(r, &edit, &v, &brought, &writes);
	if (!code)
		code = mg_recording_settle(r, edit.path, &writes);
	if (!code)
		code = put_edit(r, &edit, change);
	change->writes = writes.items;
	change->n_writes = writes.n;
	r->out->n_fields += writes.n;
	r->n_changes += !mg_id_equal(&change->before, &change->after);
	clear_versions(&v);
	mg_buf_clear(&brought);
	return code;
}

static int apply_edits(struct mg_line_recording *r)
{
	int code = mg_recording_name(r);

	r->changes = mg_arena_array(r->arena, r->request->n_edits + 1, sizeof *r->changes);
	r->out->paths = mg_arena_array(r->arena, r->request->n_edits + 1, sizeof *r->out->paths);
	if (code || !r->changes || !r->out->paths)
		return code ? code : mg_fail_memory(r->err);
	for (size_t i = 0; !code && i < r->request->n_edits; i++)
		code = apply_edit(r, r->request->edits[i]);
	if (!code)
		code = mg_recording_settle_named(r);
	if (!code)
		code = mg_recording_remove_settled(r);
	for (size_t i = 0; i < r->n_changes; i++)
		r->out->paths[r->out->n_paths++] = r->changes[i].path.text;
	return code;
}

// ---- the whole

static struct mg_slice clean_reason(const char *reason)
{
	struct mg_slice text = mg_slice_of(reason);

	while (text.len && strchr(" \n\t\r", text.data[0])) {
		text.data++;
		text.len--;
	}
	while (text.len && strchr(" \n\t\r", text.data[text.len - 1]))
		text.len--;
	return text;
}

static int check_reason(struct mg_slice reason, struct mg_error *err)
{
	if (mg_utf8_check(reason) != reason.len || (reason.len && memchr(reason.data, '\0', reason.len)))
		return mg_fail(err, MG_EUSAGE, _("the reason is not text"));
	if (reason.len && (strncmp(reason.data, MG_STAMP_TRAILER, strlen(MG_STAMP_TRAILER)) == 0 ||
			   strstr(reason.data, "\n" MG_STAMP_TRAILER)))
		return mg_fail(err, MG_EUSAGE, _("the reason may not hold a line that begins with `%s`"),
			       MG_STAMP_TRAILER);
	return 0;
}

static int commit_edits(struct mg_line_recording *r, struct mg_slice reason)
{
	struct mg_index_commit *parents;
	struct mg_buf subject = {0};
	size_t n;
	int code = mg_line_parents(&r->line, MG_PARENTS_PER_COMMIT + 1, &parents, &n);

	mg_subject_format(r->changes, r->n_changes, r->out->n_settled, &subject);
	if (!code)
		code = mg_buf_check(&subject, r->err);
	if (!code)
		code = mg_line_commit(&r->line, parents, n, &r->tree, mg_buf_slice(&subject), reason, &r->out->commit);
	mg_buf_clear(&subject);
	return code;
}

static int record_locked(struct mg_line_recording *r)
{
	struct mg_slice reason = clean_reason(r->request->reason);
	int code = check_reason(reason, r->err);

	if (!code)
		code = mg_line_stand(r->copy, r->arena, &r->line, r->err);
	if (!code)
		code = mg_snapshot_of(&r->copy->store, r->line.frontier, r->line.n_frontier, r->arena, &r->tree,
				      r->err);
	if (!code)
		code = apply_edits(r);
	if (code || r->request->only_looks || (!r->n_changes && !r->out->n_settled))
		return code;
	return commit_edits(r, reason);
}

static int look_locked(struct mg_line_recording *r)
{
	struct mg_repo *repo = r->copy->store.repo;
	struct mg_error undo;
	int code, ended;

	mg_repo_begin(repo);
	code = record_locked(r);
	ended = mg_repo_end(repo, false, code ? &undo : r->err);
	return code ? code : ended;
}

int mg_copy_record_request(struct mg_copy *copy, const struct mg_record_request *request, struct mg_arena *arena,
			   struct mg_recorded *out, struct mg_findings *findings, struct mg_error *err)
{
	struct mg_line_recording r = {
		.copy = copy, .request = request, .arena = arena, .out = out, .findings = findings, .err = err};
	int code = mg_copy_lock(copy, err);

	*out = (struct mg_recorded){0};
	if (code)
		return code;
	code = request->only_looks ? look_locked(&r) : mg_gitindex_wait(copy->store.repo, err);
	if (!code && !request->only_looks)
		code = record_locked(&r);
	if (!code && !request->only_looks)
		code = mg_copy_refresh_main(copy, request->recorded, request->n_recorded, err);
	mg_copy_unlock(copy);
	return code;
}

int mg_copy_record(struct mg_copy *copy, const struct mg_edit *edits, size_t n, const char *const *settle_ids,
		   size_t n_settle, const char *reason, struct mg_arena *arena, struct mg_recorded *out,
		   struct mg_findings *findings, struct mg_error *err)
{
	struct mg_record_request request = {
		.edits = edits, .n_edits = n, .settle = settle_ids, .n_settle = n_settle, .reason = reason};

	return mg_copy_record_request(copy, &request, arena, out, findings, err);
}
