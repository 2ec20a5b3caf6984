// SPDX-License-Identifier: EUPL-1.2
//
// The folder: laying down what a view changes, without ever overwriting what somebody typed. Git's own index says what
// was laid down, so that `git status` in the folder tells the truth too.
#include "core/copy/copy_impl.h"

#include "base/batch.h"
#include "base/i18n.h"
#include "base/replace.h"
#include "core/repo/gitindex.h"

#include <sys/stat.h>

#define MAX_FILES 1000000u // of a first checkout
#define FEW_FILES 16       // that are waited for one by one

struct lay {
	struct mg_copy *copy;
	const struct mg_recorded_file *recorded;
	size_t n_recorded;
	int flags; // of files that are written
	struct mg_gitindex *stage;
	struct mg_buf laid; // lines of what goes (core/folder/laid.c), to be written before it does
	struct mg_arena *arena;
	struct mg_error *err;
};

// A file that changes, as it was found.
struct found {
	const char *full;
	struct mg_id disk;
	struct stat st; // as it was before that
	bool same, may_replace;
};

// ---- one file

// What stands on disk: its object name, zero when nothing does. A folder or link there counts as somebody's file.
static int name_on_disk(struct lay *l, const char *full, struct mg_id *blob)
{
	struct mg_buf bytes = {0};
	int code = mg_file_read(full, MG_MAX_PIECE_BYTES, &bytes, l->err);

	memset(blob, 0, sizeof *blob);
	if (!code)
		code = mg_repo_hash(MG_OBJECT_BLOB, mg_buf_slice(&bytes), blob, l->err);
	else if (code == MG_ENOTFOUND)
		code = 0;
	else
		memset(blob, 0xff, sizeof *blob), code = 0;
	mg_buf_clear(&bytes);
	return code;
}

static bool is_recorded(const struct lay *l, const char *path, const struct mg_id *blob)
{
	for (size_t i = 0; i < l->n_recorded; i++) {
		if (strcmp(l->recorded[i].path, path) == 0)
			return mg_id_equal(&l->recorded[i].blob, blob);
	}
	return false;
}

// Git's index names the new version, with what the disk says (st) of the file when it holds it.
static int set_entry(struct lay *l, const struct mg_tree_change *c, const struct stat *st)
{
	if (mg_id_is_zero(&c->after))
		return mg_gitindex_drop(l->stage, c->path, l->err);
	return mg_gitindex_put(l->stage, c->path, &c->after, st, l->err);
}

// The version that goes is one that an editor may still show. Where an edit stands, the new version is never laid down,
// so no later edit started from it: an empty name says so, once. Unless it was typed here: then who saved again while it
// was recorded goes on from it.
static int remember(struct lay *l, const struct mg_tree_change *c, bool stays)
{
	bool unseen = stays && !is_recorded(l, c->path, &c->after);
	struct mg_id *laid;
	size_t n = 0;
	int code = unseen ? mg_laid_of(l->copy, c->path, l->arena, &laid, &n, l->err) : 0;

	if (code || (n && mg_id_is_zero(&laid[0])))
		return code;
	mg_laid_line(l->copy, c->path, &c->before, &l->laid);
	if (unseen)
		mg_laid_line(l->copy, c->path, &(struct mg_id){{0}}, &l->laid);
	return mg_buf_check(&l->laid, l->err);
}

static int write_remembered(struct lay *l)
{
	int code = l->laid.len ? mg_laid_add(l->copy, &l->laid, l->err) : 0;

	mg_buf_reset(&l->laid);
	return code;
}

struct seen {
	struct lay *l;
	const struct mg_id *blob;
};

// Is it still what was looked at? Somebody may have saved since.
static bool is_as_seen(void *context, const char *path)
{
	const struct seen *seen = context;
	struct mg_id now;

	return name_on_disk(seen->l, path, &now) == 0 && mg_id_equal(&now, seen->blob);
}

// *done: false when an edit came in between, which then stands.
static int write_file(struct lay *l, const struct mg_tree_change *c, const char *full, const struct mg_id *disk,
		      bool *done)
{
	struct seen seen = {l, disk};
	struct mg_buf bytes = {0};
	int code;

	if (mg_id_is_zero(&c->after)) {
		code = mg_file_take_away(full, l->flags, is_as_seen, &seen, l->err);
	} else {
		code = mg_repo_read(l->copy->store.repo, &c->after, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, &bytes, l->err);
		if (!code)
			code = mg_file_replace(full, mg_buf_slice(&bytes), l->flags,
					       mg_id_is_zero(disk) ? NULL : is_as_seen, &seen, l->err);
	}
	mg_buf_clear(&bytes);
	*done = code != MG_ECONFLICT;
	return *done ? code : 0;
}

// What stands on disk is replaced when it is what was laid down before, or what was just recorded from it.
static int look(struct lay *l, const struct mg_tree_change *c, struct found *f)
{
	int code;

	*f = (struct found){.full = mg_copy_path(l->copy, c->path, l->arena)};
	if (!f->full)
		return mg_fail_memory(l->err);
	if (lstat(f->full, &f->st) != 0) // before it is read: what is saved meanwhile is then seen to differ
		f->st = (struct stat){0};
	code = name_on_disk(l, f->full, &f->disk);
	f->same = !code && mg_id_equal(&f->disk, &c->after);
	f->may_replace = !f->same && (mg_id_equal(&f->disk, &c->before) || is_recorded(l, c->path, &f->disk));
	return code || mg_id_is_zero(&c->before) ? code : remember(l, c, !f->same && !f->may_replace);
}

static int lay_file(struct lay *l, const struct mg_tree_change *c, struct found *f)
{
	bool done = false;
	int code = 0;

	if (f->may_replace) {
		code = write_file(l, c, f->full, &f->disk, &done);
		if (!code && !done && !mg_id_is_zero(&c->before))
			code = remember(l, c, true);
		if (!code)
			code = write_remembered(l);
		done = done && lstat(f->full, &f->st) == 0;
	}
	return code ? code : set_entry(l, c, f->same || done ? &f->st : NULL);
}

// ---- all of them

static int name_again(struct lay *l, const struct mg_tree_change *file)
{
	const char *full = mg_copy_path(l->copy, file->path, l->arena);
	struct mg_id disk;
	struct stat st;
	bool known = full && lstat(full, &st) == 0;
	int code = full ? name_on_disk(l, full, &disk) : mg_fail_memory(l->err);

	return code ? code : set_entry(l, file, known && mg_id_equal(&disk, &file->after) ? &st : NULL);
}

// All files of a tree are named as it has them; entries that are right are not touched, others' go.
static int mend_stage(struct lay *l, const struct mg_id *tree)
{
	static const struct mg_id nothing;
	struct mg_tree_changes files = {.arena = l->arena};
	size_t n = mg_gitindex_count(l->stage), at = 0;
	int code = 0;

	if (!mg_id_is_zero(tree))
		code = mg_repo_diff(l->copy->store.repo, &nothing, tree, MAX_FILES, &files, l->err);
	for (size_t i = 0; !code && (i < files.n || at < n);) {
		struct mg_gitindex_entry entry = at < n ? mg_gitindex_at(l->stage, at) : (struct mg_gitindex_entry){0};
		int order = at == n ? -1 : i == files.n ? 1 : strcmp(files.items[i].path, entry.path);

		if (order > 0)
			code = mg_gitindex_drop(l->stage, entry.path, l->err);
		else if (order < 0 || !mg_id_equal(&entry.blob, &files.items[i].after))
			code = name_again(l, &files.items[i]);
		at += order >= 0;
		i += order <= 0;
	}
	return code;
}

int mg_worktree_mend(struct mg_copy *copy, const struct mg_id *tree, struct mg_error *err)
{
	struct mg_arena arena;
	struct lay l = {.copy = copy, .arena = &arena, .err = err};
	int code;

	mg_arena_init(&arena, 0);
	code = mg_gitindex_open(copy->store.repo, &l.stage, err);
	if (!code)
		code = mend_stage(&l, tree);
	if (!code && mg_gitindex_is_changed(l.stage))
		code = mg_gitindex_write(l.stage, err);
	mg_gitindex_close(l.stage);
	mg_arena_clear(&arena);
	return code;
}

bool mg_worktree_is_staged(struct mg_copy *copy)
{
	struct mg_gitindex *stage;
	struct mg_error err;
	bool staged = mg_gitindex_open(copy->store.repo, &stage, &err) != 0 || mg_gitindex_is_whole(stage);

	mg_gitindex_close(stage);
	return staged;
}

// What a former version of a file on disk would pass for, were the new one lost in a power cut, is an edit. So files are
// safe before main says that they were laid down.
static int lay_all(struct lay *l, const struct mg_tree_changes *changes)
{
	struct found *found = mg_arena_array(l->arena, changes->n, sizeof *found);
	bool few = changes->n <= FEW_FILES;
	int code = found ? 0 : mg_fail_memory(l->err);

	l->flags = few ? 0 : MG_FILE_LAZY;
	for (size_t i = 0; !code && i < changes->n; i++)
		code = look(l, &changes->items[i], &found[i]);
	if (!code)
		code = write_remembered(l);
	for (size_t i = 0; !code && i < changes->n; i++)
		code = lay_file(l, &changes->items[i], &found[i]);
	mg_buf_clear(&l->laid);
	if (!code && !few)
		code = mg_batch_wait_for_all(mg_copy_dir(l->copy), l->err);
	return code ? code : mg_gitindex_write(l->stage, l->err);
}

int mg_worktree_lay(struct mg_copy *copy, const struct mg_id *from, const struct mg_id *to,
		    const struct mg_recorded_file *recorded, size_t n, struct mg_error *err)
{
	struct mg_arena arena;
	struct mg_tree_changes changes = {.arena = &arena};
	struct lay l = {.copy = copy, .recorded = recorded, .n_recorded = n, .arena = &arena, .err = err};
	int code;

	mg_arena_init(&arena, 0);
	code = mg_repo_diff(copy->store.repo, from, to, MAX_FILES, &changes, err);
	if (!code && changes.n)
		code = mg_gitindex_open(copy->store.repo, &l.stage, err);
	if (!code && changes.n && !mg_gitindex_is_whole(l.stage)) {
		mg_gitindex_close(l.stage);
		l.stage = NULL;
		code = mg_worktree_mend(copy, from, err);
		if (!code)
			code = mg_gitindex_open(copy->store.repo, &l.stage, err);
	}
	if (!code && changes.n)
		code = lay_all(&l, &changes);
	mg_gitindex_close(l.stage);
	mg_arena_clear(&arena);
	return code;
}
