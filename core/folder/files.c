// SPDX-License-Identifier: EUPL-1.2
//
// The files of the folder: which there are, and which differ from the view. Git's index remembers size and times of what
// was laid down, so that an unchanged file is not read.
#include "core/folder/files.h"

#include "base/folder.h"
#include "base/i18n.h"
#include "core/repo/gitindex.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MAX_FILES        1000000u
#define MAX_FOLDER_DEPTH 4 // bilans/2026-T3/: deeper folders hold nothing of ours

static int add(struct mg_files *files, const char *path, struct mg_error *err)
{
	const char **items = mg_arena_grow(files->arena, files->paths, files->n, &files->cap, sizeof *items);
	const char *copy = mg_arena_strdup(files->arena, path);

	if (!items || !copy)
		return mg_fail_memory(err);
	files->paths = items;
	items[files->n++] = copy;
	return 0;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct mg_files *files)
{
	size_t kept = 0;

	if (files->n)
		qsort(files->paths, files->n, sizeof *files->paths, compare_paths);
	for (size_t i = 0; i < files->n; i++) {
		if (!kept || strcmp(files->paths[i], files->paths[kept - 1]) != 0)
			files->paths[kept++] = files->paths[i];
	}
	files->n = kept;
}

// ---- the folder

// Hidden files are git's, the system's or an editor's; so are names that end in ~.
static bool is_passed_over(const char *name)
{
	size_t len = strlen(name);

	return name[0] == '.' || (len && name[len - 1] == '~');
}

// A name below a folder; the folder itself may be "".
static void put_below(struct mg_buf *out, const char *folder, const char *name)
{
	mg_buf_puts(out, folder);
	if (*folder)
		mg_buf_putc(out, '/');
	mg_buf_puts(out, name);
}

static int list_folder(const char *full, const char *path, unsigned depth, struct mg_files *files,
		       struct mg_error *err);

static int list_entry(const char *full, const char *path, unsigned depth, struct mg_files *files, struct mg_error *err)
{
	struct stat st;

	if (lstat(full, &st) != 0)
		return errno == ENOENT ? 0 : mg_fail_errno(err, _("cannot read %s"), full);
	if (S_ISDIR(st.st_mode))
		return depth < MAX_FOLDER_DEPTH ? list_folder(full, path, depth + 1, files, err) : 0;
	return add(files, path, err);
}

static int list_folder(const char *full, const char *path, unsigned depth, struct mg_files *files, struct mg_error *err)
{
	DIR *folder = opendir(full);
	struct dirent *entry;
	int code = 0;

	if (!folder)
		return mg_fail_errno(err, _("cannot read the folder %s"), full);
	while (!code && (entry = mg_folder_next(folder))) {
		struct mg_buf below = {0}, name = {0};

		if (is_passed_over(entry->d_name))
			continue;
		put_below(&below, full, entry->d_name);
		put_below(&name, path, entry->d_name);
		code = mg_buf_check(&below, err);
		if (!code)
			code = mg_buf_check(&name, err);
		if (!code)
			code = list_entry(mg_buf_text(&below), mg_buf_text(&name), depth, files, err);
		mg_buf_clear(&below);
		mg_buf_clear(&name);
	}
	if (!code && errno)
		code = mg_fail_errno(err, _("cannot read the folder %s"), full);
	closedir(folder);
	return code;
}

// Every file that is not passed over, links and devices too: they are somebody's.
static int list_all(struct mg_copy *copy, struct mg_files *files, struct mg_error *err)
{
	int code = list_folder(mg_copy_dir(copy), "", 0, files, err);

	sort(files);
	return code;
}

int mg_copy_all_files(struct mg_copy *copy, struct mg_arena *arena, const char ***paths, size_t *n,
		      struct mg_error *err)
{
	struct mg_files files = {.arena = arena};
	int code = list_all(copy, &files, err);

	*paths = files.paths;
	*n = code ? 0 : files.n;
	return code;
}

int mg_copy_files(struct mg_copy *copy, bool all, struct mg_arena *arena, const char ***paths, size_t *n,
		  struct mg_error *err)
{
	struct mg_files files = {.arena = arena};
	int code = list_all(copy, &files, err);

	*n = 0;
	for (size_t i = 0; !code && i < files.n; i++) {
		struct mg_path parsed;

		if (mg_path_parse(copy->store.types, files.paths[i], &parsed, NULL))
			continue;
		if (parsed.kind == MG_PATH_RECORD || (all && parsed.kind != MG_PATH_CONFLICT))
			files.paths[(*n)++] = files.paths[i];
	}
	*paths = files.paths;
	return code;
}

// ---- what differs from the view

struct look {
	struct mg_copy *copy;
	struct mg_gitindex *stage;
	struct mg_id tree; // of main
	struct mg_files *changed;
	struct mg_error *err;
};

static int64_t nanoseconds(int64_t seconds, int64_t ns)
{
	return seconds * 1000000000 + ns;
}

static bool is_as_laid(const struct look *l, const struct mg_gitindex_entry *entry)
{
	struct mg_buf full = {0};
	struct stat st;
	bool same;

	put_below(&full, mg_copy_dir(l->copy), entry->path);
	same = !full.failed && lstat(mg_buf_text(&full), &st) == 0 && S_ISREG(st.st_mode) &&
	       (uint32_t)st.st_size == entry->size && (uint32_t)st.st_mtim.tv_sec == entry->mtime_s &&
	       (uint32_t)st.st_mtim.tv_nsec == entry->mtime_ns && (uint32_t)st.st_ino == entry->ino &&
	       nanoseconds(st.st_mtim.tv_sec, st.st_mtim.tv_nsec) < mg_gitindex_time_ns(l->stage);
	mg_buf_clear(&full);
	return same;
}

// The object name of the file on disk; zero when it is not there.
static int name_on_disk(const struct look *l, const char *path, struct mg_id *blob)
{
	struct mg_buf bytes = {0};
	int code = mg_copy_read(l->copy, path, &bytes, l->err);

	memset(blob, 0, sizeof *blob);
	if (!code)
		code = mg_repo_hash(MG_OBJECT_BLOB, mg_buf_slice(&bytes), blob, l->err);
	else if (code == MG_EINVALID || code == MG_ELIMIT)
		memset(blob, 0xff, sizeof *blob), code = 0; // there, but nothing of ours
	mg_buf_clear(&bytes);
	return code == MG_ENOTFOUND ? 0 : code;
}

static int look_at(struct look *l, const char *path, const struct mg_id *in_view)
{
	struct mg_id disk;
	int code = name_on_disk(l, path, &disk);

	return code || mg_id_equal(&disk, in_view) ? code : add(l->changed, path, l->err);
}

static int look_at_path(struct look *l, const char *path)
{
	struct mg_gitindex_entry entry;
	bool staged = mg_gitindex_find(l->stage, path, &entry);
	struct mg_id in_view = {{0}};
	int code = mg_repo_find(l->copy->store.repo, &l->tree, path, &in_view, l->err);

	if (code && code != MG_ENOTFOUND)
		return code;
	if (staged && mg_id_equal(&entry.blob, &in_view) && is_as_laid(l, &entry))
		return 0;
	return look_at(l, path, &in_view);
}

// The view's files, each with its entry in git's index when it has one: both are by path.
static int look_at_view(struct look *l, const struct mg_tree_changes *view)
{
	size_t n = mg_gitindex_count(l->stage), at = 0;
	int code = 0;

	for (size_t i = 0; !code && i < view->n; i++) {
		const struct mg_tree_change *file = &view->items[i];
		struct mg_gitindex_entry entry = {.path = ""};

		while (at < n && strcmp((entry = mg_gitindex_at(l->stage, at)).path, file->path) < 0)
			at++;
		if (at < n && strcmp(entry.path, file->path) == 0 && mg_id_equal(&entry.blob, &file->after) &&
		    is_as_laid(l, &entry))
			continue;
		code = look_at(l, file->path, &file->after);
	}
	return code;
}

// The folder's files that the view does not have.
static int look_at_new(struct look *l, const struct mg_tree_changes *view)
{
	struct mg_files all = {.arena = l->changed->arena};
	int code = list_all(l->copy, &all, l->err);
	size_t at = 0;

	for (size_t i = 0; !code && i < all.n; i++) {
		while (at < view->n && strcmp(view->items[at].path, all.paths[i]) < 0)
			at++;
		if (at == view->n || strcmp(view->items[at].path, all.paths[i]) != 0)
			code = look_at(l, all.paths[i], &(struct mg_id){{0}});
	}
	return code;
}

static int look_at_all(struct look *l)
{
	static const struct mg_id nothing;
	struct mg_tree_changes view = {.arena = l->changed->arena};
	int code = 0;

	if (!mg_id_is_zero(&l->tree))
		code = mg_repo_diff(l->copy->store.repo, &nothing, &l->tree, MAX_FILES, &view, l->err);
	if (!code)
		code = look_at_view(l, &view);
	return code ? code : look_at_new(l, &view);
}

int mg_files_changed(struct mg_copy *copy, const char *const *paths, size_t n, struct mg_files *changed,
		     struct mg_error *err)
{
	struct look l = {.copy = copy, .changed = changed, .err = err};
	int code = mg_copy_main_tree(copy, &l.tree, err);

	if (!code)
		code = mg_gitindex_open(copy->store.repo, &l.stage, err);
	for (size_t i = 0; !code && paths && i < n; i++)
		code = look_at_path(&l, paths[i]);
	if (!code && !paths)
		code = look_at_all(&l);
	mg_gitindex_close(l.stage);
	sort(changed);
	return code;
}

int mg_files_known(struct mg_copy *copy, const char *const *paths, size_t n, struct mg_id *blobs, struct mg_error *err)
{
	struct look l = {.copy = copy, .err = err};
	int code = mg_gitindex_open(copy->store.repo, &l.stage, err);
	size_t staged = code ? 0 : mg_gitindex_count(l.stage), at = 0;

	memset(blobs, 0, n * sizeof *blobs);
	for (size_t i = 0; i < n && at < staged; i++) {
		struct mg_gitindex_entry entry = mg_gitindex_at(l.stage, at);

		while (strcmp(entry.path, paths[i]) < 0 && ++at < staged)
			entry = mg_gitindex_at(l.stage, at);
		if (at < staged && strcmp(entry.path, paths[i]) == 0 && is_as_laid(&l, &entry))
			blobs[i] = entry.blob;
	}
	mg_gitindex_close(l.stage);
	return code;
}
