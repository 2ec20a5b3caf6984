// SPDX-License-Identifier: EUPL-1.2
#include "daemon/uv_watch.h"

#include "base/limits.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH       4    // folders; paths in a CA have three parts at most
#define FULL_PATH_BYTES 4096 // Linux's PATH_MAX

struct folder {
	uv_fs_event_t handle;
	struct mg_watch *watch;
	struct folder *next;
	bool seen;                        // by the refresh that runs
	char path[MG_MAX_PATH_BYTES + 1]; // relative to the copy; of a remote: its name
};

struct mg_watch {
	uv_loop_t *loop;
	const char *dir, *lines_dir;
	const struct mg_watch_calls *calls;
	void *context;
	struct folder *folders;
	struct folder *lines; // NULL: not watched
	struct folder *remotes;
	size_t n_handles; // not yet closed
	bool closing;
};

static void scan_folder(struct mg_watch *watch, const char *path, unsigned depth, bool tell);

// ---- paths

static bool join(char *out, size_t size, const char *folder, const char *name)
{
	int len = snprintf(out, size, "%s%s%s", folder, *folder && *name ? "/" : "", name);

	return len >= 0 && (size_t)len < size;
}

static bool is_below(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return !len || (strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/'));
}

static unsigned depth_of(const char *path)
{
	unsigned depth = *path ? 1 : 0;

	for (; *path; path++)
		depth += *path == '/';
	return depth;
}

static bool is_folder(struct mg_watch *watch, const char *path)
{
	char full[FULL_PATH_BYTES];
	uv_fs_t request;
	bool folder;

	if (!join(full, sizeof full, watch->dir, path))
		return false;
	folder = uv_fs_lstat(NULL, &request, full, NULL) == 0 && (request.statbuf.st_mode & S_IFMT) == S_IFDIR;
	uv_fs_req_cleanup(&request);
	return folder;
}

// ---- one watched folder

static void on_closed(uv_handle_t *handle)
{
	struct folder *folder = handle->data;
	struct mg_watch *watch = folder->watch;

	free(folder);
	if (--watch->n_handles == 0 && watch->closing)
		free(watch);
}

static void close_folder(struct folder *folder)
{
	uv_close((uv_handle_t *)&folder->handle, on_closed);
}

// NULL when it cannot be watched: told, unless it is just gone.
static struct folder *open_folder(struct mg_watch *watch, const char *path, const char *full, uv_fs_event_cb on_event)
{
	struct folder *folder = calloc(1, sizeof *folder);
	int rc;

	if (!folder) {
		watch->calls->failed(watch->context, path, UV_ENOMEM);
		return NULL;
	}
	folder->watch = watch;
	snprintf(folder->path, sizeof folder->path, "%s", path);
	rc = uv_fs_event_init(watch->loop, &folder->handle);
	if (rc != 0) {
		free(folder);
		watch->calls->failed(watch->context, path, rc);
		return NULL;
	}
	folder->handle.data = folder;
	watch->n_handles++;
	rc = uv_fs_event_start(&folder->handle, on_event, full, 0);
	if (rc != 0) {
		close_folder(folder);
		if (rc != UV_ENOENT)
			watch->calls->failed(watch->context, path, rc);
		return NULL;
	}
	return folder;
}

static struct folder *find(struct folder *folder, const char *path)
{
	while (folder && strcmp(folder->path, path) != 0)
		folder = folder->next;
	return folder;
}

// Stops watching a folder and what is below it. Whether there was one.
static bool drop(struct mg_watch *watch, const char *path)
{
	struct folder **link = &watch->folders;
	bool dropped = false;

	while (*link) {
		struct folder *folder = *link;

		if (!is_below(folder->path, path)) {
			link = &folder->next;
			continue;
		}
		*link = folder->next;
		close_folder(folder);
		dropped = true;
	}
	return dropped;
}

// ---- events

// An entry of a folder came, went or got another name.
static void on_renamed(struct mg_watch *watch, const char *path)
{
	bool was_folder = drop(watch, path);

	if (is_folder(watch, path))
		scan_folder(watch, path, depth_of(path), true);
	else
		watch->calls->changed(watch->context, was_folder ? NULL : path);
}

static void on_event(uv_fs_event_t *handle, const char *name, int events, int status)
{
	struct folder *folder = handle->data;
	struct mg_watch *watch = folder->watch;
	char path[MG_MAX_PATH_BYTES + 1];

	if (status < 0 || !name) {
		watch->calls->changed(watch->context, NULL);
		return;
	}
	if (*name == '.' || !join(path, sizeof path, folder->path, name))
		return;
	if (events & UV_RENAME)
		on_renamed(watch, path);
	else
		watch->calls->changed(watch->context, path);
}

// Each reference is written to NAME.lock and renamed; the second event is the one that counts, the first does no harm.
static void on_lines_event(uv_fs_event_t *handle, const char *name, int events, int status)
{
	struct mg_watch *watch = ((struct folder *)handle->data)->watch;

	(void)name;
	(void)events;
	(void)status;
	watch->calls->lines(watch->context);
}

static void on_remote_event(uv_fs_event_t *handle, const char *name, int events, int status)
{
	struct folder *folder = handle->data;

	(void)name;
	(void)events;
	(void)status;
	folder->watch->calls->remote(folder->watch->context, folder->path);
}

// ---- looking for folders

static void scan_entry(struct mg_watch *watch, const char *folder, const uv_dirent_t *entry, unsigned depth, bool tell)
{
	char path[MG_MAX_PATH_BYTES + 1];

	if (watch->closing || *entry->name == '.' || !join(path, sizeof path, folder, entry->name))
		return;
	if (entry->type == UV_DIRENT_DIR || (entry->type == UV_DIRENT_UNKNOWN && is_folder(watch, path)))
		scan_folder(watch, path, depth + 1, tell);
	else if (tell)
		watch->calls->changed(watch->context, path);
}

// Watches a folder and those below; with tell, tells of each file in it. Watched first and read then: a file made in
// between is told of twice rather than never.
static void scan_folder(struct mg_watch *watch, const char *path, unsigned depth, bool tell)
{
	char full[FULL_PATH_BYTES];
	struct folder *folder = find(watch->folders, path);
	uv_dirent_t entry;
	uv_fs_t request;

	if (watch->closing || depth > MAX_DEPTH || !join(full, sizeof full, watch->dir, path))
		return;
	if (!folder) {
		folder = open_folder(watch, path, full, on_event);
		if (folder) {
			folder->next = watch->folders;
			watch->folders = folder;
		}
	}
	if (folder)
		folder->seen = true;
	if (uv_fs_scandir(NULL, &request, full, 0, NULL) >= 0) {
		while (uv_fs_scandir_next(&request, &entry) == 0)
			scan_entry(watch, path, &entry, depth, tell);
	}
	uv_fs_req_cleanup(&request);
}

static void drop_unseen(struct mg_watch *watch)
{
	struct folder **link = &watch->folders;

	while (*link) {
		struct folder *folder = *link;

		if (folder->seen) {
			folder->seen = false;
			link = &folder->next;
			continue;
		}
		*link = folder->next;
		close_folder(folder);
	}
}

// `git pack-refs` may remove the folder of the references, and the next one written makes another: watched anew, always.
static void refresh_lines(struct mg_watch *watch)
{
	if (watch->lines)
		close_folder(watch->lines);
	watch->lines = open_folder(watch, "", watch->lines_dir, on_lines_event);
}

// ---- remotes

static void close_remotes(struct mg_watch *watch)
{
	while (watch->remotes) {
		struct folder *remote = watch->remotes;

		watch->remotes = remote->next;
		close_folder(remote);
	}
}

static bool is_there(const char *full)
{
	uv_fs_t request;
	bool there = uv_fs_stat(NULL, &request, full, NULL) == 0;

	uv_fs_req_cleanup(&request);
	return there;
}

// The folder of the lines' references of a remote that is a repository of this machine, bare or not. False when it is
// elsewhere, or has none yet.
static bool find_remote_lines(const char *url, char out[FULL_PATH_BYTES])
{
	static const char *const below[] = {"refs/maillage/lines", ".git/refs/maillage/lines"};
	const char *dir = strncmp(url, "file://", strlen("file://")) == 0 ? url + strlen("file://") : url;

	for (size_t i = 0; *dir == '/' && i < sizeof below / sizeof *below; i++) {
		if (join(out, FULL_PATH_BYTES, dir, below[i]) && is_there(out))
			return true;
	}
	return false;
}

void mg_watch_remotes(struct mg_watch *watch, const struct mg_remote *remotes, size_t n)
{
	char full[FULL_PATH_BYTES];

	for (size_t i = 0; i < n; i++) {
		struct folder *remote = NULL;

		if (!find(watch->remotes, remotes[i].name) && strlen(remotes[i].name) <= MG_MAX_PATH_BYTES &&
		    find_remote_lines(remotes[i].url, full))
			remote = open_folder(watch, remotes[i].name, full, on_remote_event);
		if (remote) {
			remote->next = watch->remotes;
			watch->remotes = remote;
		}
	}
}

// ---- the watch

struct mg_watch *mg_watch_open(uv_loop_t *loop, const char *dir, const char *lines_dir,
			       const struct mg_watch_calls *calls, void *context)
{
	struct mg_watch *watch = calloc(1, sizeof *watch);

	if (watch) {
		*watch = (struct mg_watch){
			.loop = loop, .dir = dir, .lines_dir = lines_dir, .calls = calls, .context = context};
	}
	return watch;
}

void mg_watch_refresh(struct mg_watch *watch)
{
	scan_folder(watch, "", 0, false);
	drop_unseen(watch);
	refresh_lines(watch);
	close_remotes(watch);
}

void mg_watch_close(struct mg_watch *watch)
{
	if (!watch)
		return;
	watch->closing = true;
	if (!watch->n_handles) {
		free(watch);
		return;
	}
	drop(watch, "");
	if (watch->lines)
		close_folder(watch->lines);
	close_remotes(watch);
}
