// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // renameat2: a new name must not replace another writer's file
#include "base/file_impl.h"

#include "base/i18n.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define PREFIX         ".maillage-" // of temporary names
#define PIECES_AT_ONCE 64
#define PAUSE_MS       10 // between two looks at a lock

// In one piece when the file has the size it had a moment ago.
static int read_all(int fd, size_t size, size_t max_bytes, struct mg_buf *out)
{
	char chunk[4096];
	size_t len = 0;

	mg_buf_init(out, max_bytes);
	if (size)
		mg_buf_fill(out, '\0', size);
	while (!out->failed) {
		bool fits = len < out->len;
		ssize_t n = fits ? read(fd, out->data + len, out->len - len) : read(fd, chunk, sizeof chunk);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		if (!fits)
			mg_buf_put(out, chunk, (size_t)n);
		len += (size_t)n;
	}
	if (len < out->len)
		mg_buf_splice(out, len, out->len - len, (struct mg_slice){0});
	return 0;
}

int mg_file_read(const char *path, size_t max_bytes, struct mg_buf *out, struct mg_error *err)
{
	struct stat st;
	int code = 0;
	int fd;

	mg_buf_clear(out);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 && errno == ELOOP)
		return mg_fail(err, MG_EINVALID, _("%s is not an ordinary file"), path);
	if (fd < 0)
		return mg_fail_errno(err, _("cannot read %s"), path);
	if (fstat(fd, &st) != 0) {
		code = mg_fail_errno(err, _("cannot read %s"), path);
	} else if (!S_ISREG(st.st_mode)) {
		code = mg_fail(err, MG_EINVALID, _("%s is not an ordinary file"), path);
	} else if (read_all(fd, (size_t)st.st_size, max_bytes, out) != 0) {
		code = mg_fail_errno(err, _("cannot read %s"), path);
	} else {
		code = mg_buf_check(out, err);
		if (code)
			mg_error_prefix(err, "%s", path);
	}
	close(fd);
	if (code)
		mg_buf_clear(out);
	return code;
}

int mg_file_write_all(int fd, struct mg_slice bytes)
{
	return mg_file_write_pieces(fd, &bytes, 1);
}

// As many pieces as go in one call, the first without its first `from` bytes. Returns how many.
static int gather(const struct mg_slice *pieces, size_t n, size_t from, struct iovec out[PIECES_AT_ONCE])
{
	int count = 0;

	for (size_t i = 0; i < n && count < PIECES_AT_ONCE; i++) {
		out[count++] = (struct iovec){(void *)(uintptr_t)(pieces[i].data + from), pieces[i].len - from};
		from = 0;
	}
	return count;
}

int mg_file_write_pieces(int fd, const struct mg_slice *pieces, size_t n)
{
	struct iovec some[PIECES_AT_ONCE];
	size_t from = 0; // of the first piece that is not written whole

	while (n) {
		ssize_t written = writev(fd, some, gather(pieces, n, from, some));

		if (written < 0 && errno != EINTR)
			return -1;
		from += written < 0 ? 0 : (size_t)written;
		for (; n && from >= pieces->len; n--)
			from -= pieces++->len;
	}
	return 0;
}

const char *mg_file_folder(const char *path, char folder[PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	size_t len = slash && slash > path ? (size_t)(slash - path) : 1; // ".", "/" or what is before the last slash

	if (len >= PATH_MAX)
		len = PATH_MAX - 1; // whoever opens it says that it is too long
	memcpy(folder, slash ? path : ".", len);
	folder[len] = '\0';
	return folder;
}

int mg_file_wait_for_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failed;

	if (fd < 0)
		return -1;
	failed = fsync(fd);
	close(fd);
	return failed;
}

static mode_t mode_of(int flags)
{
	return flags & MG_FILE_PRIVATE ? 0600 : flags & MG_FILE_READ_ONLY ? 0444 : 0644;
}

// The folder is most often there: to make sure of it first would be a call for each of its parents.
static int open_aside(const char *folder, const char *prefix, int flags, char temporary[PATH_MAX], int *fd,
		      struct mg_error *err)
{
	int code = 0;

	*fd = -1;
	for (unsigned i = 0; !code && *fd < 0 && i < 2; i++) {
		int len = snprintf(temporary, PATH_MAX, "%s/%sXXXXXX", folder, prefix ? prefix : PREFIX);

		if (len < 0 || len >= PATH_MAX)
			return mg_fail(err, MG_ELIMIT, _("the path %s is too long"), folder);
		if (i)
			code = mg_file_mkdirs(folder, (flags & MG_FILE_PRIVATE) != 0, err);
		if (!code)
			*fd = mkostemp(temporary, O_CLOEXEC);
		if (!code && *fd < 0 && errno != ENOENT)
			break;
	}
	return code;
}

int mg_file_put_aside(const char *path, const char *prefix, struct mg_slice bytes, int flags, char temporary[PATH_MAX],
		      int *fd, struct mg_error *err)
{
	char folder[PATH_MAX];
	int code;

	if (strlen(path) >= PATH_MAX)
		return mg_fail(err, MG_ELIMIT, _("the path %s is too long"), path);
	code = open_aside(mg_file_folder(path, folder), prefix, flags, temporary, fd, err);
	if (code)
		return code;
	if (*fd >= 0 && (mg_file_write_all(*fd, bytes) || fchmod(*fd, mode_of(flags)))) {
		int saved = errno;

		close(*fd);
		unlink(temporary);
		errno = saved;
		*fd = -1;
	}
	return *fd < 0 ? mg_fail_errno(err, _("cannot write %s"), path) : 0;
}

// Some file systems know no RENAME_NOREPLACE: a second name, then the first one gone, does the same there.
int mg_file_put_in_place(const char *temporary, const char *path, int flags)
{
	if (!(flags & MG_FILE_NEW))
		return rename(temporary, path);
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	return link(temporary, path) == 0 ? unlink(temporary) : -1;
}

int mg_file_write(const char *path, struct mg_slice bytes, int flags, struct mg_error *err)
{
	char folder[PATH_MAX], temporary[PATH_MAX];
	bool lazy = (flags & MG_FILE_LAZY) != 0;
	int fd, failed, saved;
	int code = mg_file_put_aside(path, NULL, bytes, flags, temporary, &fd, err);

	if (code)
		return code;
	failed = !lazy && fsync(fd);
	saved = errno;
	close(fd);
	if (!failed) {
		failed = mg_file_put_in_place(temporary, path, flags);
		saved = errno;
	}
	if (failed)
		unlink(temporary);
	errno = saved;
	if (failed || (!lazy && mg_file_wait_for_folder(mg_file_folder(path, folder)) != 0))
		return mg_fail_errno(err, _("cannot write %s"), path);
	return 0;
}

// A new file and its name, and the former file's end, are a dozen changes for the disk, where this is one.
static bool write_over(const char *path, struct mg_slice bytes)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	bool done = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == (off_t)bytes.len &&
		    pwrite(fd, bytes.data, bytes.len, 0) == (ssize_t)bytes.len;

	if (fd >= 0)
		close(fd);
	return done;
}

int mg_file_overwrite(const char *path, struct mg_slice bytes, struct mg_error *err)
{
	return write_over(path, bytes) ? 0 : mg_file_write(path, bytes, MG_FILE_LAZY, err);
}

int mg_file_remove(const char *path, struct mg_error *err)
{
	if (unlink(path) != 0 && errno != ENOENT)
		return mg_fail_errno(err, _("cannot remove %s"), path);
	return 0;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)at;
	return kind == FTW_DP ? rmdir(path) : unlink(path);
}

static int remove_below(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	return at->level == 0 ? 0 : remove_entry(path, st, kind, at);
}

int mg_file_remove_tree(const char *path, bool keep_top, struct mg_error *err)
{
	if (nftw(path, keep_top ? remove_below : remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
		return mg_fail_errno(err, _("cannot remove %s"), path);
	return 0;
}

static int make_folder(const char *path, mode_t mode)
{
	char folder[PATH_MAX];
	struct stat st;

	if (mkdir(path, mode) == 0)
		return mg_file_wait_for_folder(mg_file_folder(path, folder));
	if (errno != EEXIST || stat(path, &st) != 0)
		return -1;
	if (S_ISDIR(st.st_mode))
		return 0;
	errno = ENOTDIR;
	return -1;
}

int mg_file_mkdirs(const char *path, bool is_private, struct mg_error *err)
{
	mode_t mode = is_private ? 0700 : 0755;
	char buf[PATH_MAX];
	size_t len = strlen(path);
	struct stat st;

	if (len >= sizeof buf)
		return mg_fail(err, MG_ELIMIT, _("the path %s is too long"), path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) // most are there
		return 0;
	memcpy(buf, path, len + 1);
	for (char *p = buf + 1; len && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (make_folder(buf, mode) != 0)
			return mg_fail_errno(err, _("cannot make the folder %s"), buf);
		*p = '/';
	}
	if (len && make_folder(buf, mode) != 0)
		return mg_fail_errno(err, _("cannot make the folder %s"), buf);
	return 0;
}

int mg_file_lock(int fd, const char *where, struct mg_error *err)
{
	const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};

	for (int waited_ms = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; waited_ms += PAUSE_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return mg_fail_errno(err, _("cannot lock %s"), where);
		if (waited_ms >= MG_LOCK_WAIT_MS) {
			mg_fail(err, MG_EBUSY, _("another program is writing in %s"), where);
			return mg_error_hint(err, _("try again in a moment"));
		}
		nanosleep(&pause, NULL);
	}
	return 0;
}

bool mg_file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

int mg_file_sync_folder(const char *path, struct mg_error *err)
{
	return mg_file_wait_for_folder(path) ? mg_fail_errno(err, _("cannot write to %s"), path) : 0;
}
