// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // sync_file_range, syncfs
#include "base/batch.h"

#include "base/file_impl.h"
#include "base/i18n.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

void mg_batch_init(struct mg_batch *batch, const char *prefix)
{
	*batch = (struct mg_batch){.prefix = prefix};
	mg_arena_init(&batch->arena, 0);
}

static void close_all(struct mg_batch *batch)
{
	for (size_t i = 0; i < batch->n_fds; i++)
		close(batch->fds[i]);
	batch->n_fds = 0;
}

void mg_batch_clear(struct mg_batch *batch)
{
	close_all(batch);
	for (size_t i = 0; i < batch->n; i++) {
		if (!batch->files[i].in_place)
			unlink(batch->files[i].temporary);
	}
	mg_arena_clear(&batch->arena);
	*batch = (struct mg_batch){0};
}

// The disk begins to write at once: by the time the first file is waited for, the others are as good as there.
static void hold_open(struct mg_batch *batch, int fd)
{
	if (batch->n_fds == MG_BATCH_OPEN) {
		close(fd);
		return;
	}
	sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	batch->fds[batch->n_fds++] = fd;
}

int mg_batch_add(struct mg_batch *batch, const char *path, struct mg_slice bytes, int flags, struct mg_error *err)
{
	struct mg_batch_file *files = mg_arena_grow(&batch->arena, batch->files, batch->n, &batch->cap, sizeof *files);
	char temporary[PATH_MAX];
	struct mg_batch_file *file;
	int code, fd;

	if (!files)
		return mg_fail_memory(err);
	batch->files = files;
	file = &files[batch->n];
	code = mg_file_put_aside(path, batch->prefix, bytes, flags, temporary, &fd, err);
	if (code)
		return code;
	*file = (struct mg_batch_file){.temporary = mg_arena_strdup(&batch->arena, temporary),
				       .path = mg_arena_strdup(&batch->arena, path),
				       .flags = flags};
	hold_open(batch, fd);
	if (!file->temporary || !file->path) {
		unlink(temporary);
		return mg_fail_memory(err);
	}
	batch->n++;
	return 0;
}

// Longer than for one file, since others' bytes are among them, and shorter than for each of many.
static int wait_for_all(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int failed = fd < 0 ? -1 : syncfs(fd);

	if (fd >= 0)
		close(fd);
	return failed;
}

int mg_batch_wait_for_all(const char *path, struct mg_error *err)
{
	return wait_for_all(path) == 0 ? 0 : mg_fail_errno(err, _("cannot write to %s"), path);
}

static int wait_for_folder_of(const char *path)
{
	char folder[PATH_MAX];

	return wait_for_all(mg_file_folder(path, folder));
}

static int wait_for_contents(struct mg_batch *batch)
{
	if (batch->n > MG_BATCH_OPEN)
		return wait_for_folder_of(batch->files[0].path);
	for (size_t i = 0; i < batch->n_fds; i++) {
		if (fsync(batch->fds[i]) != 0)
			return -1;
	}
	return 0;
}

// Is the file's folder that of one added before?
static bool is_waited_for(const struct mg_batch *batch, size_t file, const char *folder)
{
	char other[PATH_MAX];

	for (size_t i = 0; i < file; i++) {
		if (strcmp(mg_file_folder(batch->files[i].path, other), folder) == 0)
			return true;
	}
	return false;
}

static int wait_for_names(struct mg_batch *batch)
{
	char folder[PATH_MAX];

	if (batch->n > MG_BATCH_OPEN)
		return wait_for_folder_of(batch->files[0].path);
	for (size_t i = 0; i < batch->n; i++) {
		mg_file_folder(batch->files[i].path, folder);
		if (!is_waited_for(batch, i, folder) && mg_file_wait_for_folder(folder) != 0)
			return -1;
	}
	return 0;
}

int mg_batch_keep(struct mg_batch *batch, struct mg_error *err)
{
	if (!batch->n)
		return 0;
	if (wait_for_contents(batch) != 0)
		return mg_fail_errno(err, _("cannot write %s"), batch->files[0].path);
	close_all(batch);
	for (size_t i = 0; i < batch->n; i++) {
		struct mg_batch_file *file = &batch->files[i];

		if (mg_file_put_in_place(file->temporary, file->path, file->flags) != 0)
			return mg_fail_errno(err, _("cannot write %s"), file->path);
		file->in_place = true;
	}
	if (wait_for_names(batch) != 0)
		return mg_fail_errno(err, _("cannot write %s"), batch->files[0].path);
	return 0;
}
