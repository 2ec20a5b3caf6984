// SPDX-License-Identifier: EUPL-1.2
#define _DEFAULT_SOURCE // d_type
#include "core/carry/shared.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "core/carry/pack_known.h"
#include "schema/value/uri.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define MAX_DEPTH    16u // of folders below refs/ and logs/: git's own are four deep
#define MAX_BORROWED 5u  // repositories whose objects others use, one from another: as libgit2
#define MAX_POINTER  4096u

struct looking {
	const char *folder; // as the person knows it
	struct mg_arena *arena;
	unsigned refs;
	struct mg_error *err;
};

// ---- one file

// As the person finds it in the folder; what lies elsewhere, as it is.
static const char *within(const struct looking *l, const char *path)
{
	size_t len = strlen(l->folder);

	return strncmp(path, l->folder, len) == 0 && path[len] == '/' ? path + len + 1 : path;
}

static int refuse(struct looking *l, const char *path)
{
	mg_fail(l->err, MG_EINVALID, _("%s is not used: %s in it is a link, a pipe or a device where git keeps a file"),
		l->folder, within(l, path));
	return mg_error_hint(l->err, _("somebody put it there, and to open it could take for ever: remove it, then try "
				       "again; your work is safe here"));
}

static int refuse_size(struct looking *l, const char *path, size_t max)
{
	mg_fail(l->err, MG_ELIMIT, _("%s is not used: %s in it has more than %zu KiB"), l->folder, within(l, path),
		max / 1024);
	return mg_error_hint(l->err,
			     _("git's own is far smaller: ask whoever looks after the folder, or use a new one; "
			       "your work is safe here"));
}

static const char *join(struct looking *l, const char *dir, const char *name)
{
	return mg_arena_printf(l->arena, "%s/%s", dir, name);
}

// What is absent is not opened.
static int look_at_file(struct looking *l, const char *path, size_t max)
{
	struct stat st;

	if (!path)
		return mg_fail_memory(l->err);
	if (lstat(path, &st) != 0)
		return 0;
	if (!S_ISREG(st.st_mode))
		return refuse(l, path);
	return (size_t)st.st_size > max ? refuse_size(l, path, max) : 0;
}

// The text of a small file; NULL when there is none.
static int read_file(struct looking *l, const char *path, size_t max, const char **text)
{
	struct mg_buf bytes = {0};
	int code = look_at_file(l, path, max);

	*text = NULL;
	if (!code && mg_file_read(path, max, &bytes, l->err) == 0) {
		*text = mg_arena_copy(l->arena, bytes.data, bytes.len);
		code = *text ? 0 : mg_fail_memory(l->err);
	}
	mg_buf_clear(&bytes);
	return code;
}

// ---- folders of files

static int look_below(struct looking *l, const char *dir, unsigned depth);

static int look_at_entry(struct looking *l, const char *path, unsigned depth)
{
	struct stat st;

	if (!path)
		return mg_fail_memory(l->err);
	if (lstat(path, &st) != 0)
		return 0;
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return refuse(l, path);
	if (++l->refs <= MG_MAX_SHARED_REFS)
		return S_ISDIR(st.st_mode) ? look_below(l, path, depth + 1) : 0;
	mg_fail(l->err, MG_ELIMIT, _("%s is not used: it holds more than %u references"), l->folder,
		MG_MAX_SHARED_REFS);
	return mg_error_hint(l->err, _("no coopérative has so many: ask whoever looks after the folder, or use a new "
				       "one; your work is safe here"));
}

static int refuse_depth(struct looking *l)
{
	mg_fail(l->err, MG_ELIMIT, _("%s is not used: folders in its refs/ or logs/ are more than %u deep"), l->folder,
		MAX_DEPTH);
	return mg_error_hint(l->err,
			     _("git makes none like that: ask whoever looks after the folder, or use a new one; "
			       "your work is safe here"));
}

// References, and their logs: libgit2 reads them all.
static int look_below(struct looking *l, const char *dir, unsigned depth)
{
	struct dirent *entry;
	int code = 0;
	DIR *folder;

	if (!dir)
		return mg_fail_memory(l->err);
	if (depth > MAX_DEPTH)
		return refuse_depth(l);
	folder = opendir(dir);
	while (!code && folder && (entry = readdir(folder))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			code = look_at_entry(l, join(l, dir, entry->d_name), depth);
	}
	if (folder)
		closedir(folder);
	return code;
}

// libgit2 1.5 reckons with 32 bits how long an index must be, and reads beyond the end of one that lies about it.
static int look_at_index(struct looking *l, const char *path)
{
	if (!path)
		return mg_fail_memory(l->err);
	if (mg_pack_known_says(path) <= MG_MAX_PACK_OBJECTS)
		return 0;
	mg_fail(l->err, MG_ELIMIT, _("%s is not used: %s in it says it has more than %u objects"), l->folder,
		within(l, path), MG_MAX_PACK_OBJECTS);
	return mg_error_hint(l->err, _("no coopérative has so many: ask whoever looks after the folder, or use a new "
				       "one; your work is safe here"));
}

static bool is_index(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".idx") == 0;
}

// Files of one folder of objects, of which there may be many thousands: no file is asked for its kind that the folder knows.
static int look_at_objects_in(struct looking *l, const char *dir)
{
	DIR *folder = dir ? opendir(dir) : NULL;
	struct dirent *entry;
	int code = dir ? 0 : mg_fail_memory(l->err);

	while (!code && folder && (entry = readdir(folder))) {
		if (entry->d_type != DT_REG && entry->d_type != DT_DIR)
			code = look_at_file(l, join(l, dir, entry->d_name), SIZE_MAX);
		if (!code && is_index(entry->d_name))
			code = look_at_index(l, join(l, dir, entry->d_name));
	}
	if (folder)
		closedir(folder);
	return code;
}

// ---- a store of objects, and those it borrows from

static int look_at_objects(struct looking *l, const char *dir, unsigned borrowed);

static int look_at_borrowed(struct looking *l, const char *dir, unsigned borrowed)
{
	const char *list, *line;
	int code = read_file(l, join(l, dir, "info/alternates"), MAX_POINTER, &list);

	if (borrowed > MAX_BORROWED)
		return 0; // libgit2 goes no further
	for (line = list; !code && line && *line; line += *line == '\n') {
		int len = (int)strcspn(line, "\n");

		code = look_at_objects(l,
				       *line == '/' ? mg_arena_printf(l->arena, "%.*s", len, line)
						    : mg_arena_printf(l->arena, "%s/%.*s", dir, len, line),
				       borrowed + 1);
		line += len;
	}
	return code;
}

static bool is_of_objects(const char *name)
{
	return strcmp(name, "pack") == 0 || strcmp(name, "info") == 0 ||
	       (strlen(name) == 2 && strspn(name, "0123456789abcdefABCDEF") == 2);
}

static int look_at_objects(struct looking *l, const char *dir, unsigned borrowed)
{
	DIR *folder = dir ? opendir(dir) : NULL;
	struct dirent *entry;
	int code = dir ? 0 : mg_fail_memory(l->err);

	while (!code && folder && (entry = readdir(folder))) {
		if (is_of_objects(entry->d_name))
			code = look_at_objects_in(l, join(l, dir, entry->d_name));
	}
	if (folder)
		closedir(folder);
	return code ? code : look_at_borrowed(l, dir, borrowed);
}

// ---- a repository

// Git's own may name other files, anywhere: nobody needs that in a folder that many share.
static int look_at_config(struct looking *l, const char *path)
{
	const char *text;
	int code = read_file(l, path, MG_MAX_CONFIG_BYTES, &text);

	for (; !code && text && (text = strchr(text, '[')); text++) {
		if (strncasecmp(text, "[include", strlen("[include")) != 0)
			continue;
		mg_fail(l->err, MG_EINVALID, _("%s is not used: %s in it includes another file"), l->folder,
			within(l, path));
		code = mg_error_hint(l->err, _("git needs none there: remove what says so, then try again; your work "
					       "is safe here"));
	}
	return code;
}

static int look_at_git_dir(struct looking *l, const char *dir)
{
	static const char *const small[] = {"HEAD", "commondir", "gitdir", "shallow"};
	int code = dir ? 0 : mg_fail_memory(l->err);

	for (size_t i = 0; !code && i < sizeof small / sizeof *small; i++)
		code = look_at_file(l, join(l, dir, small[i]), MG_MAX_CONFIG_BYTES);
	if (!code)
		code = look_at_config(l, join(l, dir, "config"));
	if (!code)
		code = look_at_file(l, join(l, dir, "packed-refs"), MG_MAX_SHARED_REFS_BYTES);
	if (!code)
		code = look_below(l, join(l, dir, "refs"), 0);
	if (!code)
		code = look_below(l, join(l, dir, "logs"), 0);
	return code ? code : look_at_objects(l, join(l, dir, "objects"), 0);
}

// Where a text file leads, of which one line is "<before><path>"; the folder itself when there is none.
static int follow(struct looking *l, const char *dir, const char *name, const char *before, const char **out)
{
	const char *text;
	int len, code = read_file(l, join(l, dir, name), MAX_POINTER, &text);

	*out = dir;
	if (code || !text || strncmp(text, before, strlen(before)) != 0)
		return code;
	text += strlen(before);
	len = (int)strcspn(text, "\r\n");
	*out = *text == '/' ? mg_arena_printf(l->arena, "%.*s", len, text)
			    : mg_arena_printf(l->arena, "%s/%.*s", dir, len, text);
	return *out ? 0 : mg_fail_memory(l->err);
}

// A folder is a repository, or has one as .git, which may be a file that names it. What that says it shares with another
// one is there.
static int look(struct looking *l, const char *dir)
{
	const char *dot = join(l, dir, ".git"), *git = dot, *shared = dot;
	struct stat st;
	int code = look_at_git_dir(l, dir);

	if (code || !dot || lstat(dot, &st) != 0)
		return code;
	if (!S_ISDIR(st.st_mode))
		code = follow(l, dir, ".git", "gitdir: ", &git);
	if (!code)
		code = look_at_git_dir(l, git);
	if (!code)
		code = follow(l, git, "commondir", "", &shared);
	return code || strcmp(shared, git) == 0 ? code : look_at_git_dir(l, shared);
}

// ---- an address

// As libgit2 takes it: a path, or file:// and one, of this machine, with its letters as they are or by their numbers.
static char *folder_of(const char *url, struct mg_arena *arena)
{
	const char *rest = url + strlen("file://");
	struct mg_buf path = {0};
	char *folder;

	if (strncasecmp(url, "file://", strlen("file://")) != 0)
		return mg_arena_strdup(arena, url);
	if (strncasecmp(rest, "localhost/", strlen("localhost/")) == 0)
		rest += strlen("localhost");
	mg_uri_decode(mg_slice_of(rest), &path);
	folder = path.failed ? NULL : mg_arena_strdup(arena, mg_buf_text(&path));
	mg_buf_clear(&path);
	return folder;
}

int mg_shared_look(const char *url, struct mg_error *err)
{
	struct mg_arena arena;
	struct looking l = {.arena = &arena, .err = err};
	char *folder;
	struct stat st;
	int code = 0;

	mg_arena_init(&arena, 0);
	folder = folder_of(url, &arena);
	l.folder = folder;
	if (!folder)
		code = mg_fail_memory(err);
	else if (stat(folder, &st) == 0)
		code = S_ISDIR(st.st_mode) ? look(&l, folder) : 0;
	mg_arena_clear(&arena);
	return code;
}
