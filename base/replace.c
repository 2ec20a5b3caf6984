// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // renameat2
#include "base/replace.h"

#include "base/file_impl.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_SAVES 8 // of an editor within microseconds: then it is something else

static int stands(const char *path, struct mg_error *err)
{
	return mg_fail(err, MG_ECONFLICT, _("%s was saved in this very moment"), path);
}

// Nothing of somebody's is ever removed, come what may.
static int stands_aside(const char *path, const char *aside, struct mg_error *err)
{
	mg_fail_errno(err, _("cannot put %s back"), path);
	return mg_error_hint(err, _("what was saved there is in %s"), aside);
}

static bool exchange(const char *a, const char *b)
{
	return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0;
}

// Gives back what came out and may not go. What comes out then is ours, or what an editor put in our place meanwhile: that
// goes back in its turn, over what it was meant to replace. True when what is aside in the end may be removed.
static bool give_back(const char *aside, const char *path, const struct stat *ours)
{
	struct stat older = *ours, in, out;

	for (unsigned i = 0; i < MAX_SAVES && lstat(aside, &in) == 0 && exchange(aside, path); i++) {
		if (lstat(aside, &out) == 0 && out.st_ino == older.st_ino && out.st_dev == older.st_dev)
			return true;
		older = in;
	}
	return false;
}

// The system's exchange is missing: a look, and then the rename.
static int replace_looking(const char *aside, const char *path, mg_file_may_go may_go, void *context,
			   struct mg_error *err)
{
	if (!may_go(context, path))
		return stands(path, err);
	return rename(aside, path) == 0 ? 0 : mg_fail_errno(err, _("cannot write %s"), path);
}

// *removable is false when what is aside in the end is somebody's.
static int replace(const char *aside, const char *path, bool *removable, mg_file_may_go may_go, void *context,
		   struct mg_error *err)
{
	struct stat ours;

	if (lstat(aside, &ours) != 0)
		return mg_fail_errno(err, _("cannot write %s"), path);
	if (!exchange(aside, path)) {
		if (errno == ENOENT)
			return stands(path, err); // somebody removed it
		if (errno == EINVAL || errno == ENOSYS)
			return replace_looking(aside, path, may_go, context, err);
		return mg_fail_errno(err, _("cannot write %s"), path);
	}
	if (may_go(context, aside))
		return 0;
	*removable = give_back(aside, path, &ours);
	return *removable ? stands(path, err) : stands_aside(path, aside, err);
}

static int wait_for(const char *path, int flags, struct mg_error *err)
{
	char folder[PATH_MAX];

	if (flags & MG_FILE_LAZY || mg_file_wait_for_folder(mg_file_folder(path, folder)) == 0)
		return 0;
	return mg_fail_errno(err, _("cannot write %s"), path);
}

int mg_file_replace(const char *path, struct mg_slice bytes, int flags, mg_file_may_go may_go, void *context,
		    struct mg_error *err)
{
	char aside[PATH_MAX];
	bool removable = true;
	int fd, code;

	code = mg_file_put_aside(path, NULL, bytes, flags, aside, &fd, err);
	if (code)
		return code;
	if (!(flags & MG_FILE_LAZY) && fsync(fd) != 0)
		code = mg_fail_errno(err, _("cannot write %s"), path);
	if (!code && may_go)
		code = replace(aside, path, &removable, may_go, context, err);
	else if (!code && mg_file_put_in_place(aside, path, MG_FILE_NEW) != 0)
		code = errno == EEXIST ? stands(path, err) : mg_fail_errno(err, _("cannot write %s"), path);
	if (removable)
		unlink(aside);
	close(fd); // not before: no other file has had its number, by which ours is known
	return code ? code : wait_for(path, flags, err);
}

int mg_file_take_away(const char *path, int flags, mg_file_may_go may_go, void *context, struct mg_error *err)
{
	char aside[PATH_MAX];
	int code, fd;

	code = mg_file_put_aside(path, NULL, (struct mg_slice){0}, flags, aside, &fd, err);
	if (code)
		return code;
	close(fd);
	if (rename(path, aside) != 0) {
		code = errno == ENOENT ? 0 : mg_fail_errno(err, _("cannot remove %s"), path);
	} else if (!may_go(context, aside)) {
		if (mg_file_put_in_place(aside, path, MG_FILE_NEW) != 0 && errno != EEXIST)
			return stands_aside(path, aside, err);
		code = stands(path, err); // the last one saved does
	}
	unlink(aside);
	return code ? code : wait_for(path, flags, err);
}
