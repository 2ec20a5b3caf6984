// SPDX-License-Identifier: EUPL-1.2
#include "base/lockfile.h"

#include "base/file_impl.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int mg_lockfile_take(struct mg_lockfile *lock, const char *path, struct mg_error *err)
{
	int len = snprintf(lock->lock, sizeof lock->lock, "%s.lock", path);

	lock->fd = -1;
	if (len < 0 || (size_t)len >= sizeof lock->lock)
		return mg_fail(err, MG_ELIMIT, _("the path %s is too long"), path);
	memcpy(lock->path, path, strlen(path) + 1);
	lock->fd = open(lock->lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	return lock->fd < 0 ? mg_fail_errno(err, _("cannot write %s"), lock->lock) : 0;
}

int mg_lockfile_put(struct mg_lockfile *lock, struct mg_slice bytes, int flags, struct mg_error *err)
{
	return mg_lockfile_put_all(lock, &bytes, 1, flags, err);
}

int mg_lockfile_put_all(struct mg_lockfile *lock, const struct mg_slice *pieces, size_t n, int flags,
			struct mg_error *err)
{
	bool lazy = (flags & MG_FILE_LAZY) != 0;
	char folder[PATH_MAX];
	int code = 0;

	if (mg_file_write_pieces(lock->fd, pieces, n) || (!lazy && fsync(lock->fd)) || rename(lock->lock, lock->path)) {
		code = mg_fail_errno(err, _("cannot write %s"), lock->path);
		mg_lockfile_drop(lock);
		return code;
	}
	close(lock->fd);
	lock->fd = -1;
	if (!lazy && mg_file_wait_for_folder(mg_file_folder(lock->path, folder)) != 0)
		code = mg_fail_errno(err, _("cannot write %s"), lock->path);
	return code;
}

void mg_lockfile_drop(struct mg_lockfile *lock)
{
	if (lock->fd < 0)
		return;
	close(lock->fd);
	unlink(lock->lock);
	lock->fd = -1;
}
