// SPDX-License-Identifier: EUPL-1.2
//
// The folder: laying down what a view changes, without ever overwriting what somebody typed. Git's own index says what
// was laid down, so that `git status` in the folder tells the truth too.
#include "core/copy_impl.h"

#include "base/file.h"
#include "base/i18n.h"

#include <git2.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MAX_FILES   1000000u // of a first checkout
#define FSYNC_FILES 16       // above, git's objects are durable enough: a lost file is laid down again

struct lay {
	struct mg_copy *copy;
	const struct mg_recorded_file *recorded;
	size_t n_recorded;
	bool durable;
	git_index *index;
	struct mg_arena *arena;
	struct mg_error *err;
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

static int write_file(struct lay *l, const struct mg_tree_change *c, const char *full)
{
	struct mg_buf bytes = {0};
	int code;

	if (mg_id_is_zero(&c->after))
		return mg_file_remove(full, l->err);
	code = mg_repo_read(l->copy->store.repo, &c->after, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, &bytes, l->err);
	if (!code)
		code = mg_file_write(full, mg_buf_slice(&bytes), l->durable ? 0 : MG_FILE_LAZY, l->err);
	mg_buf_clear(&bytes);
	return code;
}

// Git's index names the new version, with what the disk says of the file when it holds it.
static int set_entry(struct lay *l, const struct mg_tree_change *c, const char *full, bool on_disk)
{
	git_index_entry entry = {.path = c->path, .mode = GIT_FILEMODE_BLOB};
	struct stat st;
	int rc;

	if (mg_id_is_zero(&c->after)) {
		rc = git_index_remove(l->index, c->path, 0);
		return rc < 0 && rc != GIT_ENOTFOUND ? mg_fail_git(l->err, rc, _("cannot update git's index")) : 0;
	}
	git_oid_fromraw(&entry.id, c->after.bytes);
	if (on_disk && lstat(full, &st) == 0) {
		entry.ctime.seconds = (int32_t)st.st_ctim.tv_sec;
		entry.ctime.nanoseconds = (uint32_t)st.st_ctim.tv_nsec;
		entry.mtime.seconds = (int32_t)st.st_mtim.tv_sec;
		entry.mtime.nanoseconds = (uint32_t)st.st_mtim.tv_nsec;
		entry.dev = (uint32_t)st.st_dev;
		entry.ino = (uint32_t)st.st_ino;
		entry.uid = st.st_uid;
		entry.gid = st.st_gid;
		entry.file_size = (uint32_t)st.st_size;
	}
	rc = git_index_add(l->index, &entry);
	return rc < 0 ? mg_fail_git(l->err, rc, _("cannot update git's index")) : 0;
}

// The version that goes is one that an editor may still show. Where an edit stands, the new version is never laid down,
// so no later edit started from it: an empty name says so, once.
static int remember(struct lay *l, const struct mg_tree_change *c, bool stays)
{
	struct mg_id *laid;
	size_t n = 0;
	int code = stays ? mg_laid_of(l->copy, c->path, l->arena, &laid, &n, l->err) : 0;

	if (code || (n && mg_id_is_zero(&laid[0])))
		return code;
	code = mg_laid_add(l->copy, c->path, &c->before, l->err);
	return code || !stays ? code : mg_laid_add(l->copy, c->path, &(struct mg_id){{0}}, l->err);
}

// What stands on disk is replaced when it is what was laid down before, or what was just recorded from it.
static int lay_file(struct lay *l, const struct mg_tree_change *c)
{
	const char *full = mg_copy_path(l->copy, c->path, l->arena);
	struct mg_id disk;
	bool ours, same;
	int code = full ? name_on_disk(l, full, &disk) : mg_fail_memory(l->err);

	if (code)
		return code;
	ours = mg_id_equal(&disk, &c->before) || is_recorded(l, c->path, &disk);
	same = mg_id_equal(&disk, &c->after);
	if (!mg_id_is_zero(&c->before))
		code = remember(l, c, !ours && !same);
	if (!code && ours && !same)
		code = write_file(l, c, full);
	return code ? code : set_entry(l, c, full, ours || same);
}

// ---- all of them

static int write_index(struct lay *l)
{
	int rc = git_index_write(l->index);

	if (rc == GIT_ELOCKED && mg_repo_break_locks(mg_repo_git(l->copy->store.repo)))
		rc = git_index_write(l->index);
	return rc < 0 ? mg_fail_git(l->err, rc, _("cannot update git's index")) : 0;
}

int mg_worktree_lay(struct mg_copy *copy, const struct mg_id *from, const struct mg_id *to,
		    const struct mg_recorded_file *recorded, size_t n, struct mg_error *err)
{
	struct mg_arena arena;
	struct mg_tree_changes changes = {.arena = &arena};
	struct lay l = {.copy = copy, .recorded = recorded, .n_recorded = n, .arena = &arena, .err = err};
	int code, rc;

	mg_arena_init(&arena, 0);
	code = mg_repo_diff(copy->store.repo, from, to, MAX_FILES, &changes, err);
	if (code || !changes.n)
		goto out;
	l.durable = changes.n <= FSYNC_FILES;
	rc = git_repository_index(&l.index, mg_repo_git(copy->store.repo));
	if (rc == 0)
		rc = git_index_read(l.index, 0);
	if (rc < 0)
		code = mg_fail_git(err, rc, _("cannot read git's index"));
	for (size_t i = 0; !code && i < changes.n; i++)
		code = lay_file(&l, &changes.items[i]);
	if (!code)
		code = write_index(&l);
	git_index_free(l.index);
out:
	mg_arena_clear(&arena);
	return code;
}
