// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // sync_file_range, syncfs
#include "base/batch.h"

#include "base/file_impl.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#define STACK_BYTES (256u << 10) // of a thread that waits: the least that sanitizers are content with

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

void mg_batch_step(struct mg_batch *batch, const char *prefix)
{
	batch->step++;
	batch->prefix = prefix;
}

// The file that stands under a temporary name and is open; fd is transferred, also on failure.
static int add(struct mg_batch *batch, struct mg_batch_file file, int fd, struct mg_error *err)
{
	struct mg_batch_file *files = mg_arena_grow(&batch->arena, batch->files, batch->n, &batch->cap, sizeof *files);

	hold_open(batch, fd);
	if (files)
		batch->files = files;
	file.step = batch->step;
	file.temporary = mg_arena_strdup(&batch->arena, file.temporary);
	file.path = mg_arena_strdup(&batch->arena, file.path);
	if (!files || !file.temporary || !file.path)
		return mg_fail_memory(err);
	files[batch->n++] = file;
	return 0;
}

// A folder that is made here is waited for with the names, not by itself. Most are there, of which a look tells sooner.
static bool make_folder_of(const char *path, int flags)
{
	char folder[PATH_MAX];

	mg_file_folder(path, folder);
	return !mg_file_exists(folder) && mkdir(folder, flags & MG_FILE_PRIVATE ? 0700 : 0755) == 0;
}

int mg_batch_add(struct mg_batch *batch, const char *path, struct mg_slice bytes, int flags, struct mg_error *err)
{
	struct mg_batch_file file = {.path = path, .flags = flags, .in_new_folder = make_folder_of(path, flags)};
	char temporary[PATH_MAX];
	int fd;
	int code = mg_file_put_aside(path, batch->prefix, bytes, flags, temporary, &fd, err);

	if (code)
		return code;
	file.temporary = temporary;
	code = add(batch, file, fd, err);
	if (code)
		unlink(temporary);
	return code;
}

int mg_batch_add_locked(struct mg_batch *batch, struct mg_lockfile *lock, struct mg_slice bytes, int flags,
			struct mg_error *err)
{
	struct mg_batch_file file = {.path = lock->path, .temporary = lock->lock, .flags = flags};
	int code;

	if (mg_file_write_all(lock->fd, bytes) != 0) {
		code = mg_fail_errno(err, _("cannot write %s"), lock->path);
		mg_lockfile_drop(lock);
		return code;
	}
	code = add(batch, file, lock->fd, err);
	lock->fd = -1; /* transferred */
	if (code)
		unlink(lock->lock);
	return code;
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

// ---- waiting

struct wait {
	int fd, failed; // failed: errno
	dev_t dev;      // of a folder
	ino_t ino;
};

struct waits {
	struct wait items[2 * MG_BATCH_OPEN];
	size_t n;
};

static void *wait_for_one(void *context)
{
	struct wait *wait = context;

	wait->failed = fsync(wait->fd) != 0 ? errno : 0;
	return NULL;
}

// Each wait empties the disk's own cache: one after the other they take as many times as long, where those that are under
// way together are one for the file system and the disk.
static int wait_together(struct waits *waits)
{
	pthread_t threads[2 * MG_BATCH_OPEN];
	bool started[2 * MG_BATCH_OPEN] = {false};
	pthread_attr_t small;
	int failed = 0;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK_BYTES);
	for (size_t i = 0; i < waits->n; i++) {
		struct wait *wait = &waits->items[i];

		started[i] = i + 1 < waits->n && pthread_create(&threads[i], &small, wait_for_one, wait) == 0;
		if (!started[i])
			wait_for_one(wait);
	}
	for (size_t i = 0; i < waits->n; i++) {
		if (started[i])
			pthread_join(threads[i], NULL);
		failed = waits->items[i].failed ? waits->items[i].failed : failed;
	}
	pthread_attr_destroy(&small);
	if (failed)
		errno = failed;
	return failed ? -1 : 0;
}

static int wait_for_contents(const struct mg_batch *batch)
{
	struct waits waits = {.n = batch->n_fds};

	if (batch->n > MG_BATCH_OPEN)
		return wait_for_folder_of(batch->files[0].path);
	for (size_t i = 0; i < batch->n_fds; i++)
		waits.items[i].fd = batch->fds[i];
	return wait_together(&waits);
}

static int add_folder(struct waits *waits, const char *path)
{
	struct wait *wait = &waits->items[waits->n];
	struct stat st;

	wait->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (wait->fd < 0)
		return -1;
	if (fstat(wait->fd, &st) == 0) {
		wait->dev = st.st_dev;
		wait->ino = st.st_ino;
	}
	waits->n++;
	for (size_t i = 0; i + 1 < waits->n; i++) {
		if (waits->items[i].ino == wait->ino && waits->items[i].dev == wait->dev) {
			close(wait->fd);
			waits->n--;
			break;
		}
	}
	return 0;
}

// The folders in which this step gave names, and those that hold folders it made.
static int add_folders(const struct mg_batch *batch, struct waits *waits)
{
	char folder[PATH_MAX], above[PATH_MAX];

	for (size_t i = 0; i < batch->n; i++) {
		const struct mg_batch_file *file = &batch->files[i];

		if (file->step != batch->step || file->flags & MG_FILE_LAZY)
			continue;
		if (add_folder(waits, mg_file_folder(file->path, folder)) != 0 ||
		    (file->in_new_folder && add_folder(waits, mg_file_folder(folder, above)) != 0))
			return -1;
	}
	return 0;
}

static int wait_for_names(const struct mg_batch *batch)
{
	struct waits waits = {.n = 0};
	int failed;

	if (batch->n > MG_BATCH_OPEN)
		return wait_for_folder_of(batch->files[0].path);
	failed = add_folders(batch, &waits);
	if (!failed)
		failed = wait_together(&waits);
	for (size_t i = 0; i < waits.n; i++)
		close(waits.items[i].fd);
	return failed;
}

static int put_in_place(struct mg_batch *batch, struct mg_error *err)
{
	for (size_t i = 0; i < batch->n; i++) {
		struct mg_batch_file *file = &batch->files[i];

		if (file->step != batch->step)
			continue;
		if (mg_file_put_in_place(file->temporary, file->path, file->flags) != 0)
			return mg_fail_errno(err, _("cannot write %s"), file->path);
		file->in_place = true;
	}
	return wait_for_names(batch) == 0 ? 0 : mg_fail_errno(err, _("cannot write %s"), batch->files[0].path);
}

int mg_batch_keep(struct mg_batch *batch, struct mg_error *err)
{
	unsigned last = batch->step;
	int code = 0;

	if (wait_for_contents(batch) != 0)
		return mg_fail_errno(err, _("cannot write %s"), batch->files[0].path);
	close_all(batch);
	for (batch->step = 0; !code && batch->step <= last; batch->step++)
		code = put_in_place(batch, err);
	return code;
}
