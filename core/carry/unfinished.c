// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/unfinished.h"

#include "base/file.h"
#include "base/i18n.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK "unfinished"

static int mark_path(const struct mg_repo *repo, struct mg_buf *path, struct mg_error *err)
{
	mg_buf_printf(path, "%s/" MARK, mg_repo_state_dir(repo));
	return mg_buf_check(path, err);
}

int mg_unfinished_begin(const struct mg_repo *repo, int *fd, struct mg_error *err)
{
	struct mg_buf path = {0};
	int code = mg_file_mkdirs(mg_repo_state_dir(repo), false, err);

	*fd = -1;
	if (!code)
		code = mark_path(repo, &path, err);
	if (!code) {
		*fd = open(mg_buf_text(&path), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
		if (*fd < 0)
			code = mg_fail_errno(err, _("cannot write %s"), mg_buf_text(&path));
		else
			(void)!flock(*fd, LOCK_EX | LOCK_NB); // where there are no locks nothing is taken for left
	}
	mg_buf_clear(&path);
	return code;
}

void mg_unfinished_end(const struct mg_repo *repo)
{
	struct mg_buf path = {0};
	struct mg_error lost;

	if (!mark_path(repo, &path, &lost))
		(void)!mg_file_remove(mg_buf_text(&path), &lost);
	mg_buf_clear(&path);
}

void mg_unfinished_close(int fd)
{
	if (fd >= 0)
		close(fd);
}

bool mg_unfinished_is(const struct mg_repo *repo)
{
	struct mg_buf path = {0};
	struct mg_error err;
	bool is = mark_path(repo, &path, &err) == 0 && mg_file_exists(mg_buf_text(&path));

	mg_buf_clear(&path);
	return is;
}

// -1 when somebody holds it.
static int take_mark(const char *mark)
{
	int fd = open(mark, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void mg_unfinished_heal(const struct mg_repo *repo)
{
	struct mg_buf path = {0};
	struct mg_error err;
	int fd = mark_path(repo, &path, &err) == 0 ? take_mark(mg_buf_text(&path)) : -1;

	if (fd >= 0)
		mg_unfinished_end(repo);
	mg_unfinished_close(fd);
	mg_buf_clear(&path);
}

// Not a file of anybody's beside it.
static bool holds_git_alone(const char *dir, const char *git)
{
	DIR *folder = opendir(dir);
	struct dirent *entry;
	struct stat st;
	bool alone = folder && lstat(git, &st) == 0 && S_ISDIR(st.st_mode);

	while (alone && (entry = readdir(folder)))
		alone = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
			strcmp(entry->d_name, ".git") == 0;
	if (folder)
		closedir(folder);
	return alone;
}

void mg_unfinished_remove(const char *dir)
{
	struct mg_buf git = {0}, mark = {0};
	struct mg_error lost;
	int fd = -1;

	mg_buf_printf(&git, "%s/.git", dir);
	mg_buf_printf(&mark, "%s/.git/maillage/" MARK, dir);
	if (!git.failed && !mark.failed && holds_git_alone(dir, mg_buf_text(&git)))
		fd = take_mark(mg_buf_text(&mark));
	if (fd >= 0)
		(void)!mg_file_remove_tree(mg_buf_text(&git), false, &lost);
	mg_unfinished_close(fd);
	mg_buf_clear(&git);
	mg_buf_clear(&mark);
}
