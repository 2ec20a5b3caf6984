// SPDX-License-Identifier: EUPL-1.2
//
// The files of the folder: which there are, and which differ from the view. Git's index remembers size and times of what
// was laid down, so that an unchanged file is not read.
#include "core/files.h"

#include "base/file.h"
#include "base/i18n.h"

#include <dirent.h>
#include <errno.h>
#include <git2.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MAX_FOLDER_DEPTH 4 // bilans/2026-T3/: deeper folders hold nothing of ours

int mg_files_add(struct mg_files *files, const char *path, struct mg_error *err)
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

void mg_files_sort(struct mg_files *files)
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

static int list_folder(const char *full, const char *path, unsigned depth, struct mg_files *files,
		       struct mg_error *err);

static int list_entry(const char *full, const char *path, unsigned depth, struct mg_files *files, struct mg_error *err)
{
	struct stat st;

	if (lstat(full, &st) != 0)
		return errno == ENOENT ? 0 : mg_fail_errno(err, _("cannot read %s"), full);
	if (S_ISDIR(st.st_mode))
		return depth < MAX_FOLDER_DEPTH ? list_folder(full, path, depth + 1, files, err) : 0;
	return mg_files_add(files, path, err);
}

static int list_folder(const char *full, const char *path, unsigned depth, struct mg_files *files, struct mg_error *err)
{
	DIR *folder = opendir(full);
	struct dirent *entry;
	int code = 0;

	if (!folder)
		return mg_fail_errno(err, _("cannot read the folder %s"), full);
	while (!code && (entry = readdir(folder))) {
		struct mg_buf below = {0}, name = {0};

		if (is_passed_over(entry->d_name))
			continue;
		mg_buf_printf(&below, "%s/%s", full, entry->d_name);
		mg_buf_printf(&name, "%s%s%s", path, path[0] ? "/" : "", entry->d_name);
		code = mg_buf_check(&below, err);
		if (!code)
			code = list_entry(mg_buf_text(&below), mg_buf_text(&name), depth, files, err);
		mg_buf_clear(&below);
		mg_buf_clear(&name);
	}
	closedir(folder);
	return code;
}

int mg_files_list(struct mg_copy *copy, struct mg_files *files, struct mg_error *err)
{
	int code = list_folder(mg_copy_dir(copy), "", 0, files, err);

	mg_files_sort(files);
	return code;
}

int mg_copy_files(struct mg_copy *copy, bool signatures, struct mg_arena *arena, const char ***paths, size_t *n,
		  struct mg_error *err)
{
	struct mg_files files = {.arena = arena};
	int code = mg_files_list(copy, &files, err);

	*n = 0;
	for (size_t i = 0; i < files.n; i++) {
		struct mg_path parsed;

		if (mg_path_parse(copy->store.types, files.paths[i], &parsed, NULL))
			continue;
		if (parsed.kind == MG_PATH_RECORD || (signatures && parsed.kind == MG_PATH_SIGNATURE))
			files.paths[(*n)++] = files.paths[i];
	}
	*paths = files.paths;
	return code;
}

// ---- what differs from the view

struct look {
	struct mg_copy *copy;
	git_index *index;
	struct mg_id tree; // of main
	int64_t index_ns;  // when git's index was written: a file as young may have changed unseen
	struct mg_files *changed;
	struct mg_error *err;
};

static int64_t nanoseconds(int64_t seconds, int64_t ns)
{
	return seconds * 1000000000 + ns;
}

static bool is_as_laid(const struct look *l, const git_index_entry *entry, const char *path)
{
	struct mg_buf full = {0};
	struct stat st;
	bool same;

	mg_buf_printf(&full, "%s/%s", mg_copy_dir(l->copy), path);
	same = !full.failed && lstat(mg_buf_text(&full), &st) == 0 && S_ISREG(st.st_mode) &&
	       (uint32_t)st.st_size == entry->file_size && (int32_t)st.st_mtim.tv_sec == entry->mtime.seconds &&
	       (uint32_t)st.st_mtim.tv_nsec == entry->mtime.nanoseconds && (uint32_t)st.st_ino == entry->ino &&
	       nanoseconds(st.st_mtim.tv_sec, st.st_mtim.tv_nsec) < l->index_ns;
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

	return code || mg_id_equal(&disk, in_view) ? code : mg_files_add(l->changed, path, l->err);
}

static int look_at_path(struct look *l, const char *path)
{
	const git_index_entry *entry = git_index_get_bypath(l->index, path, 0);
	struct mg_id in_view = {{0}};
	int code = mg_repo_find(l->copy->store.repo, &l->tree, path, &in_view, l->err);

	if (code && code != MG_ENOTFOUND)
		return code;
	if (entry && memcmp(entry->id.id, in_view.bytes, MG_ID_BYTES) == 0 && is_as_laid(l, entry, path))
		return 0;
	return look_at(l, path, &in_view);
}

// Every file of the view is in git's index, unless somebody used `git add` or `git rm`: those few are looked at by name.
static int look_at_indexed(struct look *l)
{
	int code = 0;

	for (size_t i = 0, n = git_index_entrycount(l->index); !code && i < n; i++) {
		const git_index_entry *entry = git_index_get_byindex(l->index, i);
		struct mg_id laid;

		memcpy(laid.bytes, entry->id.id, MG_ID_BYTES);
		if (!is_as_laid(l, entry, entry->path))
			code = look_at(l, entry->path, &laid);
	}
	return code;
}

static int look_at_moved(struct look *l)
{
	git_diff_options options;
	git_diff *diff = NULL;
	git_tree *tree = NULL;
	git_oid oid;
	int code = 0, rc;

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.flags = GIT_DIFF_SKIP_BINARY_CHECK;
	git_oid_fromraw(&oid, l->tree.bytes);
	rc = git_tree_lookup(&tree, mg_repo_git(l->copy->store.repo), &oid);
	if (rc == 0)
		rc = git_diff_tree_to_index(&diff, mg_repo_git(l->copy->store.repo), tree, l->index, &options);
	if (rc < 0)
		code = mg_fail_git(l->err, rc, _("cannot compare main with git's index"));
	for (size_t i = 0, n = diff ? git_diff_num_deltas(diff) : 0; !code && i < n; i++)
		code = look_at_path(l, git_diff_get_delta(diff, i)->new_file.path);
	git_diff_free(diff);
	git_tree_free(tree);
	return code;
}

static int look_at_new(struct look *l)
{
	struct mg_files all = {.arena = l->changed->arena};
	int code = mg_files_list(l->copy, &all, l->err);

	for (size_t i = 0; !code && i < all.n; i++) {
		if (!git_index_get_bypath(l->index, all.paths[i], 0))
			code = look_at_path(l, all.paths[i]);
	}
	return code;
}

static int open_look(struct look *l)
{
	struct mg_buf path = {0};
	struct stat st;
	int rc = git_repository_index(&l->index, mg_repo_git(l->copy->store.repo));
	int code = mg_copy_main_tree(l->copy, &l->tree, l->err);

	if (rc == 0)
		rc = git_index_read(l->index, 0);
	if (rc < 0)
		return mg_fail_git(l->err, rc, _("cannot read git's index"));
	mg_buf_printf(&path, "%s/.git/index", mg_copy_dir(l->copy));
	if (stat(mg_buf_text(&path), &st) == 0)
		l->index_ns = nanoseconds(st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	mg_buf_clear(&path);
	return code;
}

int mg_files_changed(struct mg_copy *copy, const char *const *paths, size_t n, struct mg_files *changed,
		     struct mg_error *err)
{
	struct look l = {.copy = copy, .changed = changed, .err = err};
	int code = open_look(&l);

	if (!code && paths) {
		for (size_t i = 0; !code && i < n; i++)
			code = look_at_path(&l, paths[i]);
	} else if (!code) {
		code = look_at_indexed(&l);
		if (!code)
			code = look_at_moved(&l);
		if (!code)
			code = look_at_new(&l);
	}
	git_index_free(l.index);
	mg_files_sort(changed);
	return code;
}
