// SPDX-License-Identifier: EUPL-1.2
//
// The folder: laying down what a view changes, without ever overwriting what somebody typed. Git's own index says what
// was laid down, so that `git status` in the folder tells the truth too.
#include "core/copy/copy_impl.h"

#include "base/batch.h"
#include "base/i18n.h"
#include "base/replace.h"
#include "base/share.h"
#include "core/repo/gitindex.h"

#include <stdlib.h>
#include <sys/stat.h>

#define MAX_FILES 1000000u // of a first checkout
#define FEW_FILES 16       // that are waited for one by one

// That are laid together, each by its own thread: what takes long is the disk, which gives and frees room for several as
// soon as for one.
#define TOGETHER       256
#define TOGETHER_BYTES (4u << 20) // of them; attachments are large

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

// A file that changes.
struct file {
	const struct mg_tree_change *change;
	const char *full;
	struct mg_id disk; // as it was found, and
	struct stat st;    // before that; once it is laid: as it is now
	bool same, may_replace, done;
};

// ---- one file, by whatever thread

// What stands on disk: its object name, zero when nothing does. A folder or link there counts as somebody's file.
static int name_on_disk(const char *full, struct mg_id *blob)
{
	struct mg_buf bytes = {0};
	struct mg_error err;
	int code = mg_file_read(full, MG_MAX_PIECE_BYTES, &bytes, &err);

	memset(blob, 0, sizeof *blob);
	if (!code)
		code = mg_repo_hash(MG_OBJECT_BLOB, mg_buf_slice(&bytes), blob, &err);
	else if (code == MG_ENOTFOUND)
		code = 0;
	else
		memset(blob, 0xff, sizeof *blob), code = 0;
	mg_buf_clear(&bytes);
	return code;
}

static void look(void *context, size_t i)
{
	struct file *f = &((struct file *)context)[i];

	if (lstat(f->full, &f->st) != 0) // before it is read: what is saved meanwhile is then seen to differ
		f->st = (struct stat){0};
	if (name_on_disk(f->full, &f->disk) != 0)
		memset(&f->disk, 0xff, sizeof f->disk); // it is not known what stands there, so it stays
}

// Is it still what was looked at? Somebody may have saved since.
static bool is_as_seen(void *context, const char *path)
{
	struct mg_id now;

	return name_on_disk(path, &now) == 0 && mg_id_equal(&now, context);
}

// A file that may be replaced, with what comes in its place.
struct replacing {
	struct file *file;
	struct mg_buf bytes;
	int flags, code;
	struct mg_error err;
};

// An edit that came in between stands: the file is then not done.
static void replace(void *context, size_t i)
{
	struct replacing *r = &((struct replacing *)context)[i];
	struct file *f = r->file;

	if (mg_id_is_zero(&f->change->after))
		r->code = mg_file_take_away(f->full, r->flags, is_as_seen, &f->disk, &r->err);
	else
		r->code = mg_file_replace(f->full, mg_buf_slice(&r->bytes), r->flags,
					  mg_id_is_zero(&f->disk) ? NULL : is_as_seen, &f->disk, &r->err);
	f->done = !r->code && lstat(f->full, &f->st) == 0;
}

// ---- what is remembered of it

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

// What stands on disk is replaced when it is what was laid down before, or what was just recorded from it.
static int decide(struct lay *l, struct file *f)
{
	const struct mg_tree_change *c = f->change;

	f->same = mg_id_equal(&f->disk, &c->after);
	f->may_replace = !f->same && (mg_id_equal(&f->disk, &c->before) || is_recorded(l, c->path, &f->disk));
	return mg_id_is_zero(&c->before) ? 0 : remember(l, c, !f->same && !f->may_replace);
}

// Files that may be replaced, and were or have been edited meanwhile.
static int end_file(struct lay *l, const struct replacing *r)
{
	const struct mg_tree_change *c = r->file->change;
	int code = 0;

	if (r->code == MG_ECONFLICT && !mg_id_is_zero(&c->before))
		code = remember(l, c, true);
	else if (r->code && r->code != MG_ECONFLICT) {
		*l->err = r->err;
		return r->code;
	}
	return code ? code : write_remembered(l);
}

// ---- all of them

static int name_again(struct lay *l, const struct mg_tree_change *file)
{
	const char *full = mg_copy_path(l->copy, file->path, l->arena);
	struct mg_id disk;
	struct stat st;
	bool known = full && lstat(full, &st) == 0;

	if (!full || name_on_disk(full, &disk) != 0)
		return mg_fail_memory(l->err);
	return set_entry(l, file, known && mg_id_equal(&disk, &file->after) ? &st : NULL);
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

// ---- laying

static int look_at_all(struct lay *l, const struct mg_tree_changes *changes, struct file *files)
{
	int code = 0;

	for (size_t i = 0; i < changes->n; i++) {
		files[i].change = &changes->items[i];
		files[i].full = mg_copy_path(l->copy, changes->items[i].path, l->arena);
		if (!files[i].full)
			return mg_fail_memory(l->err);
	}
	mg_share(look, files, changes->n, MG_SHARE_PROCESSORS);
	for (size_t i = 0; !code && i < changes->n; i++)
		code = decide(l, &files[i]);
	return code ? code : write_remembered(l);
}

// The next files that may be replaced, with their bytes; *at is where to go on.
static int read_some(struct lay *l, struct file *files, size_t n_files, size_t *at, struct replacing *some, size_t *n)
{
	size_t bytes = 0;
	int code = 0;

	for (*n = 0; !code && *at < n_files && *n < TOGETHER && bytes < TOGETHER_BYTES; (*at)++) {
		struct replacing *r = &some[*n];
		const struct mg_id *after = &files[*at].change->after;

		if (!files[*at].may_replace)
			continue;
		r->file = &files[*at];
		r->flags = l->flags;
		mg_buf_reset(&r->bytes);
		if (!mg_id_is_zero(after))
			code = mg_repo_read(l->copy->store.repo, after, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, &r->bytes,
					    l->err);
		bytes += r->bytes.len;
		(*n)++;
	}
	return code;
}

static int replace_all(struct lay *l, struct file *files, size_t n_files)
{
	struct replacing *some = calloc(TOGETHER, sizeof *some);
	int code = some ? 0 : mg_fail_memory(l->err);
	size_t at = 0, n;

	while (!code && at < n_files) {
		code = read_some(l, files, n_files, &at, some, &n);
		if (!code)
			mg_share(replace, some, n, MG_SHARE_WAITS);
		for (size_t i = 0; !code && i < n; i++)
			code = end_file(l, &some[i]);
	}
	for (size_t i = 0; some && i < TOGETHER; i++)
		mg_buf_clear(&some[i].bytes);
	free(some);
	return code;
}

// What a former version of a file on disk would pass for, were the new one lost in a power cut, is an edit. So files are
// safe before main says that they were laid down.
static int lay_all(struct lay *l, const struct mg_tree_changes *changes)
{
	struct file *files = mg_arena_array(l->arena, changes->n, sizeof *files);
	bool few = changes->n <= FEW_FILES;
	int code = files ? 0 : mg_fail_memory(l->err);

	l->flags = few ? 0 : MG_FILE_LAZY;
	if (!code)
		code = look_at_all(l, changes, files);
	if (!code)
		code = replace_all(l, files, changes->n);
	mg_buf_clear(&l->laid);
	for (size_t i = 0; !code && i < changes->n; i++)
		code = set_entry(l, files[i].change, files[i].same || files[i].done ? &files[i].st : NULL);
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
