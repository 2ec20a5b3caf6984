// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // renameat2: a new name must not replace another writer's file
#include "base/file.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// A file of the size expected is read at once, without asking for more that is not there.
static int read_all(int fd, size_t expected, size_t max_bytes, struct mg_buf *out)
{
	char chunk[16384];

	mg_buf_init(out, max_bytes);
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof chunk);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			return 0;
		mg_buf_put(out, chunk, (size_t)n);
		if (out->failed || (out->len == expected && (size_t)n < sizeof chunk))
			return 0;
	}
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

static int write_all(int fd, struct mg_slice bytes)
{
	while (bytes.len) {
		ssize_t n = write(fd, bytes.data, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes.data += n;
		bytes.len -= (size_t)n;
	}
	return 0;
}

// The folder part of path into buf ("." when there is none).
static const char *folder_of(const char *path, char *buf, size_t size)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;

	if (!slash)
		return ".";
	if (len == 0)
		return "/";
	if (len >= size)
		return NULL;
	memcpy(buf, path, len);
	buf[len] = '\0';
	return buf;
}

static int sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failed;

	if (fd < 0)
		return -1;
	failed = fsync(fd);
	close(fd);
	return failed;
}

static int write_temporary(const char *temporary, int fd, struct mg_slice bytes, int flags)
{
	int failed = write_all(fd, bytes) || fchmod(fd, flags & MG_FILE_PRIVATE ? 0600 : 0644) ||
		     (!(flags & MG_FILE_LAZY) && fsync(fd));
	int saved = errno;

	close(fd);
	if (failed) {
		unlink(temporary);
		errno = saved;
	}
	return failed;
}

// Some file systems know no RENAME_NOREPLACE: a second name, then the first one gone, does the same there.
static int put_in_place(const char *temporary, const char *path, int flags)
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
	char folder_buf[PATH_MAX], temporary[PATH_MAX];
	const char *folder = folder_of(path, folder_buf, sizeof folder_buf);
	int code, fd, len;

	len = folder ? snprintf(temporary, sizeof temporary, "%s/.maillage-XXXXXX", folder) : -1;
	if (len < 0 || (size_t)len >= sizeof temporary)
		return mg_fail(err, MG_ELIMIT, _("the path %s is too long"), path);
	code = mg_file_mkdirs(folder, (flags & MG_FILE_PRIVATE) != 0, err);
	if (code)
		return code;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0 || write_temporary(temporary, fd, bytes, flags) != 0)
		return mg_fail_errno(err, _("cannot write %s"), path);
	if (put_in_place(temporary, path, flags) != 0) {
		int saved = errno;

		unlink(temporary);
		errno = saved;
		return mg_fail_errno(err, _("cannot write %s"), path);
	}
	if (!(flags & MG_FILE_LAZY) && sync_folder(folder) != 0)
		return mg_fail_errno(err, _("cannot write %s"), path);
	return 0;
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
	struct stat st;

	if (mkdir(path, mode) == 0)
		return 0;
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

	if (len >= sizeof buf)
		return mg_fail(err, MG_ELIMIT, _("the path %s is too long"), path);
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

bool mg_file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

int mg_file_sync_folder(const char *path, struct mg_error *err)
{
	return sync_folder(path) ? mg_fail_errno(err, _("cannot write to %s"), path) : 0;
}
