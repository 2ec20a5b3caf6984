// SPDX-License-Identifier: EUPL-1.2
//
// Edits made in the folder with any editor: what they are edits of, and recording them. A file that cannot be recorded
// stays as it is.
#include "core/trust/denied.h"
#include "core/folder/files.h"
#include "core/repo/parse.h"
#include "core/folder/rebase.h"
#include "schema/record/record.h"

#include "base/file.h"
#include "base/i18n.h"

struct saving {
	struct mg_copy *copy;
	enum mg_side side;
	struct mg_arena *arena;
	struct mg_findings *findings;
	struct mg_error *err;
	struct mg_denier denier;
	struct mg_unrecorded *left; // what is not recorded
	size_t n_left;
	struct mg_edit *edits; // what is
	struct mg_recorded_file *recorded;
	size_t n_edits;
	const char **settle; // conflicts whose file somebody removed
	size_t n_settle;
	size_t n_laid;              // files that are again what the view holds
	struct mg_unrecorded *seen; // everything, for scan
	size_t n_seen;
};

static void leave(struct saving *s, const char *path, enum mg_unrecorded_state state, const char *field)
{
	s->left[s->n_left++] = (struct mg_unrecorded){.path = path, .state = state, .stale_field = field};
}

// Puts what the view holds in the place of an edit. MG_ENOTFOUND when it holds nothing.
static int take_back(struct saving *s, const char *path, bool on_disk)
{
	const char *full = mg_copy_path(s->copy, path, s->arena);
	struct mg_buf view = {0};
	int code = full ? mg_copy_read_view(s->copy, path, &view, s->err) : mg_fail_memory(s->err);

	if (!code)
		code = mg_file_write(full, mg_buf_slice(&view), on_disk ? 0 : MG_FILE_NEW, s->err);
	s->n_laid += !code;
	mg_buf_clear(&view);
	return code;
}

// Sets *denied when the edit is not this author's to record: it is left, or taken back when he chose what is recorded.
static int leave_denied(struct saving *s, const char *path, struct mg_slice bytes, bool *denied)
{
	const char *why;
	int code = mg_denied(&s->denier, path, bytes, &why, s->err);

	*denied = !code && why;
	if (!*denied)
		return code;
	code = s->side == MG_SIDE_THEIRS ? take_back(s, path, bytes.data != NULL) : MG_ENOTFOUND;
	if (code != MG_ENOTFOUND)
		return code;
	leave(s, path, MG_UNRECORDED_DENIED, NULL);
	s->left[s->n_left - 1].why = why;
	return 0;
}

// ---- versions of a record

// One file of the folder that differs from the view.
struct edited {
	const char *path;
	struct mg_buf disk, view; // bytes; has_* tell absence
	bool has_disk, has_view;
	struct mg_doc saved, current;
};

static void init_edited(struct edited *e, const char *path)
{
	*e = (struct edited){.path = path};
	mg_doc_init(&e->saved);
	mg_doc_init(&e->current);
}

static void clear_edited(struct edited *e)
{
	mg_buf_clear(&e->disk);
	mg_buf_clear(&e->view);
	mg_doc_clear(&e->saved);
	mg_doc_clear(&e->current);
}

static int read_both(struct saving *s, struct edited *e)
{
	int code = mg_copy_read(s->copy, e->path, &e->disk, s->err);

	e->has_disk = !code;
	if (code && code != MG_ENOTFOUND)
		return code;
	code = mg_copy_read_view(s->copy, e->path, &e->view, s->err);
	e->has_view = !code;
	return code == MG_ENOTFOUND ? 0 : code;
}

// ---- which version an edit started from

struct base {
	struct mg_doc doc;
	size_t distance;
	bool is_current;
};

// Takes a replaced version as the base when it is nearer to what was saved than the best so far.
static int consider(struct saving *s, const struct edited *e, const struct mg_id *blob, struct base *best)
{
	struct mg_buf text = {0};
	struct mg_doc doc;
	size_t distance;
	int code = mg_repo_read(s->copy->store.repo, blob, MG_OBJECT_BLOB, MG_MAX_VIEW_BYTES, &text, s->err);

	mg_doc_init(&doc);
	if (!code)
		code = mg_parse_doc(e->path, mg_buf_slice(&text), &doc, NULL);
	mg_buf_clear(&text);
	if (code) { // gone, or not a record then: no base
		mg_doc_clear(&doc);
		return 0;
	}
	code = mg_rebase_distance(&doc, &e->saved, &distance, s->err);
	if (!code && distance < best->distance) {
		mg_doc_clear(&best->doc);
		*best = (struct base){.doc = doc, .distance = distance};
		return 0;
	}
	mg_doc_clear(&doc);
	return code;
}

// The version laid down within the last days with the fewest differing fields; the present one on a tie, unless it was
// never laid down because the edit stood there.
static int find_base(struct saving *s, const struct edited *e, struct base *best)
{
	struct mg_id *laid;
	size_t n;
	int code;

	mg_doc_init(&best->doc);
	code = mg_laid_of(s->copy, e->path, s->arena, &laid, &n, s->err);
	best->distance = SIZE_MAX;
	if (!code && !(n && mg_id_is_zero(&laid[0])))
		code = mg_rebase_distance(&e->current, &e->saved, &best->distance, s->err);
	for (size_t i = 0; !code && i < n; i++) {
		if (!mg_id_is_zero(&laid[i]))
			code = consider(s, e, &laid[i], best);
	}
	best->is_current = best->doc.root == NULL;
	return code;
}

// ---- edits

static int add_edit(struct saving *s, const char *path, struct mg_slice bytes, const struct mg_buf *disk)
{
	struct mg_edit *edit = &s->edits[s->n_edits];
	struct mg_recorded_file *recorded = &s->recorded[s->n_edits];
	bool denied;
	int code = leave_denied(s, path, bytes, &denied);

	if (code || denied)
		return code;
	*edit = (struct mg_edit){.path = path};
	*recorded = (struct mg_recorded_file){.path = path};
	if (bytes.data) {
		edit->bytes.data = mg_arena_copy(s->arena, bytes.data, bytes.len);
		edit->bytes.len = bytes.len;
		if (!edit->bytes.data)
			return mg_fail_memory(s->err);
	}
	s->n_edits++;
	return disk ? mg_repo_hash(MG_OBJECT_BLOB, mg_buf_slice(disk), &recorded->blob, s->err) : 0;
}

// Nothing of the edit is left to record: what the view holds is laid in its place.
static int lay_view(struct saving *s, const struct edited *e, int flags)
{
	const char *full = mg_copy_path(s->copy, e->path, s->arena);
	int code = full ? mg_file_write(full, mg_buf_slice(&e->view), flags, s->err) : mg_fail_memory(s->err);

	s->n_laid += !code;
	return code;
}

// The file was removed here. When somebody changed it since, that is for a person to decide.
static int add_removal(struct saving *s, const struct edited *e)
{
	struct mg_id *laid;
	size_t n;
	int code = mg_laid_of(s->copy, e->path, s->arena, &laid, &n, s->err);

	if (code)
		return code;
	if (n && mg_id_is_zero(&laid[0]) && s->side == MG_SIDE_ASK) {
		leave(s, e->path, MG_UNRECORDED_STALE, "");
		return 0;
	}
	if (n && mg_id_is_zero(&laid[0]) && s->side == MG_SIDE_THEIRS)
		return lay_view(s, e, MG_FILE_NEW);
	return add_edit(s, e->path, (struct mg_slice){0}, NULL);
}

// An edit of an older version is brought onto the present one. An older version saved again unchanged is no edit that
// can be told from a wish to go back: a person says which.
static int add_rebased(struct saving *s, const struct edited *e, const struct base *base)
{
	struct mg_buf merged = {0};
	const char *field;
	int code;

	if (base->distance == 0 && s->side == MG_SIDE_ASK) {
		leave(s, e->path, MG_UNRECORDED_STALE, "");
		return 0;
	}
	if (base->distance == 0 && s->side == MG_SIDE_MINE)
		return add_edit(s, e->path, mg_buf_slice(&e->disk), &e->disk);
	code = mg_rebase(&base->doc, &e->saved, &e->current, s->side, s->arena, &merged, &field, s->err);
	if (code == MG_ECONFLICT) {
		leave(s, e->path, MG_UNRECORDED_STALE, field);
		code = 0;
	} else if (!code && mg_slice_equal(mg_buf_slice(&merged), mg_buf_slice(&e->view))) {
		code = lay_view(s, e, 0);
	} else if (!code) {
		code = add_edit(s, e->path, mg_buf_slice(&merged), &e->disk);
	}
	mg_buf_clear(&merged);
	return code;
}

static int add_changed(struct saving *s, struct edited *e)
{
	struct base base;
	int code = mg_parse_doc(e->path, mg_buf_slice(&e->view), &e->current, s->err);

	if (code)
		return code;
	code = find_base(s, e, &base);
	if (!code && base.is_current)
		code = add_edit(s, e->path, mg_buf_slice(&e->disk), &e->disk);
	else if (!code)
		code = add_rebased(s, e, &base);
	mg_doc_clear(&base.doc);
	return code;
}

static void copy_findings(struct mg_findings *to, const struct mg_findings *from)
{
	for (size_t i = 0; to && i < from->n; i++) {
		if (from->items[i].level == MG_LEVEL_INVALID)
			mg_findings_add(to, &from->items[i]);
	}
}

static int take_record(struct saving *s, struct edited *e)
{
	struct mg_findings findings;
	int code;

	if (!e->has_disk)
		return add_removal(s, e);
	mg_findings_init(&findings);
	code = mg_record_check(s->copy->store.types, e->path, mg_buf_slice(&e->disk), &e->saved, &findings);
	if (code == MG_EINVALID) {
		leave(s, e->path, MG_UNRECORDED_INVALID, NULL);
		copy_findings(s->findings, &findings);
		code = 0;
	} else if (code) {
		code = mg_fail(s->err, code, _("cannot check %s"), e->path);
	} else if (e->has_view) {
		code = add_changed(s, e);
	} else {
		code = add_edit(s, e->path, mg_buf_slice(&e->disk), &e->disk);
	}
	mg_findings_clear(&findings);
	return code;
}

static int take_other(struct saving *s, const struct mg_path *path, struct edited *e)
{
	if (path->kind == MG_PATH_CONFLICT && !e->has_disk) {
		bool denied;
		int code = leave_denied(s, e->path, (struct mg_slice){0}, &denied);

		if (code || denied)
			return code;
		s->settle[s->n_settle] = mg_arena_strdup(s->arena, path->parts.id);
		return s->settle[s->n_settle++] ? 0 : mg_fail_memory(s->err);
	}
	if (path->kind == MG_PATH_CONFLICT || (path->kind == MG_PATH_SIGNATURE && e->has_view)) {
		leave(s, e->path, MG_UNRECORDED_FOREIGN, NULL);
		return 0;
	}
	return add_edit(s, e->path, e->has_disk ? mg_buf_slice(&e->disk) : (struct mg_slice){0},
			e->has_disk ? &e->disk : NULL);
}

static int take_file(struct saving *s, const char *path)
{
	struct mg_path parsed;
	struct edited e;
	int code;

	if (mg_path_parse(s->copy->store.types, path, &parsed, NULL)) {
		leave(s, path, MG_UNRECORDED_FOREIGN, NULL);
		s->seen[s->n_seen++] = (struct mg_unrecorded){.path = path};
		return 0;
	}
	init_edited(&e, path);
	code = read_both(s, &e);
	if (code == MG_EINVALID || code == MG_ELIMIT) { // a link, a device, too large
		leave(s, path, MG_UNRECORDED_FOREIGN, NULL);
		code = 0;
	} else if (!code) {
		code = parsed.kind == MG_PATH_RECORD ? take_record(s, &e) : take_other(s, &parsed, &e);
	}
	s->seen[s->n_seen++] = (struct mg_unrecorded){.path = path,
						      .state = !e.has_disk  ? MG_UNRECORDED_REMOVED
							       : e.has_view ? MG_UNRECORDED_CHANGED
									    : MG_UNRECORDED_NEW};
	clear_edited(&e);
	return code;
}

static int start(struct saving *s, const char *const *paths, size_t n_paths, struct mg_files *changed)
{
	int code = mg_files_changed(s->copy, paths, n_paths, changed, s->err);

	if (code)
		return code;
	s->left = mg_arena_array(s->arena, changed->n + 1, sizeof *s->left);
	s->edits = mg_arena_array(s->arena, changed->n + 1, sizeof *s->edits);
	s->recorded = mg_arena_array(s->arena, changed->n + 1, sizeof *s->recorded);
	s->settle = mg_arena_array(s->arena, changed->n + 1, sizeof *s->settle);
	s->seen = mg_arena_array(s->arena, changed->n + 1, sizeof *s->seen);
	if (!s->left || !s->edits || !s->recorded || !s->settle || !s->seen)
		return mg_fail_memory(s->err);
	for (size_t i = 0; !code && i < changed->n; i++)
		code = take_file(s, changed->paths[i]);
	return code;
}

int mg_copy_scan(struct mg_copy *copy, const char *const *paths, size_t n_paths, struct mg_arena *arena,
		 struct mg_unrecorded **out, size_t *n, struct mg_findings *findings, struct mg_error *err)
{
	struct mg_files changed = {.arena = arena};
	struct saving s = {.copy = copy,
			   .side = MG_SIDE_ASK,
			   .arena = arena,
			   .findings = findings,
			   .err = err,
			   .denier = {.copy = copy, .arena = arena}};
	int code = start(&s, paths, n_paths, &changed);

	for (size_t i = 0; i < s.n_seen; i++) {
		for (size_t k = 0; k < s.n_left; k++) {
			if (s.left[k].path == s.seen[i].path)
				s.seen[i] = s.left[k];
		}
	}
	*out = s.seen;
	*n = s.n_seen;
	return code;
}

static int save_locked(struct saving *s, const char *const *paths, size_t n_paths, const char *reason,
		       struct mg_recorded *out)
{
	struct mg_files changed = {.arena = s->arena};
	struct mg_record_request request;
	int code = start(s, paths, n_paths, &changed);

	if (code || (!s->n_edits && !s->n_settle))
		return code;
	request = (struct mg_record_request){.edits = s->edits,
					     .n_edits = s->n_edits,
					     .settle = s->settle,
					     .n_settle = s->n_settle,
					     .recorded = s->recorded,
					     .n_recorded = s->n_edits,
					     .reason = reason};
	return mg_copy_record_request(s->copy, &request, s->arena, out, s->findings, s->err);
}

int mg_copy_save(struct mg_copy *copy, const char *const *paths, size_t n_paths, enum mg_side side, const char *reason,
		 struct mg_arena *arena, struct mg_recorded *out, struct mg_unrecorded **left, size_t *n_left,
		 struct mg_findings *findings, struct mg_error *err)
{
	struct saving s = {.copy = copy,
			   .side = side,
			   .arena = arena,
			   .findings = findings,
			   .err = err,
			   .denier = {.copy = copy, .arena = arena}};
	int code = mg_copy_lock(copy, err);

	*out = (struct mg_recorded){0};
	*left = NULL;
	*n_left = 0;
	if (code)
		return code;
	code = save_locked(&s, paths, n_paths, reason, out);
	mg_copy_unlock(copy);
	out->n_laid = s.n_laid;
	*left = s.left;
	*n_left = s.n_left;
	return code;
}
