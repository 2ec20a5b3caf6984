// SPDX-License-Identifier: EUPL-1.2
//
// Lock files that a killed program left in a repository. Git and libgit2 lock a reference, or the index, by making a file;
// it stays when they are killed (a laptop that is switched off), and they then refuse to write there for ever. Git tells
// people to remove it; ours cannot be asked to. A git program that is at work in the folder keeps its locks, however old:
// `git commit` holds the index's while its author writes the message.
#include "core/repo/repo_impl.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/process.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HELD_S      2 // git holds a lock for milliseconds: one that does not change for so long is nobody's
#define MAX_DEPTH   8 // of folders below refs/
#define MAX_LOCKS   256
#define LOCK_SUFFIX ".lock"

struct lock {
	const char *path;
	struct stat seen;
};

struct locks {
	struct mg_arena *arena;
	struct lock items[MAX_LOCKS];
	size_t n;
};

static bool is_lock_name(const char *name)
{
	size_t len = strlen(name), suffix = strlen(LOCK_SUFFIX);

	return len > suffix && strcmp(name + len - suffix, LOCK_SUFFIX) == 0;
}

static void look_at(struct locks *locks, const char *path)
{
	struct lock *lock = &locks->items[locks->n];

	if (!path || locks->n == MAX_LOCKS || lstat(path, &lock->seen) != 0 || !S_ISREG(lock->seen.st_mode))
		return;
	lock->path = path;
	locks->n++;
}

static void look_below(struct locks *locks, const char *dir, unsigned depth)
{
	DIR *folder = dir && depth < MAX_DEPTH ? opendir(dir) : NULL;
	struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		const char *path;

		if (entry->d_name[0] == '.')
			continue;
		path = mg_arena_printf(locks->arena, "%s/%s", dir, entry->d_name);
		if (is_lock_name(entry->d_name))
			look_at(locks, path);
		else
			look_below(locks, path, depth + 1);
	}
	if (folder)
		closedir(folder);
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

// Takes the file away under a name of its own, so that a lock that somebody has just taken in its place can go back.
static bool remove_lock(struct locks *locks, const struct lock *lock)
{
	const char *aside = mg_arena_printf(locks->arena, "%s.%ld", lock->path, (long)getpid());
	struct stat now;

	if (!aside || rename(lock->path, aside) != 0)
		return false;
	if (lstat(aside, &now) == 0 && !is_same(&now, &lock->seen)) {
		if (link(aside, lock->path) == 0 || errno == EEXIST)
			unlink(aside);
		return false;
	}
	return unlink(aside) == 0;
}

static bool is_at_work(struct git_repository *git)
{
	const char *folder = git_repository_workdir(git);

	return mg_process_works_in("git", folder ? folder : git_repository_commondir(git));
}

bool mg_repo_break_locks(struct git_repository *git)
{
	static const char *const others[] = {"HEAD" LOCK_SUFFIX, "index" LOCK_SUFFIX, "packed-refs" LOCK_SUFFIX};
	const char *git_dir = git_repository_commondir(git);
	const struct timespec pause = {.tv_sec = HELD_S};
	struct mg_arena arena;
	struct locks locks = {.arena = &arena};
	struct stat now;
	bool broken = false, at_work;

	mg_arena_init(&arena, 0);
	look_below(&locks, mg_arena_printf(&arena, "%srefs", git_dir), 0);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		look_at(&locks, mg_arena_printf(&arena, "%s%s", git_dir, others[i]));
	if (locks.n)
		nanosleep(&pause, NULL);
	at_work = locks.n && is_at_work(git);
	for (size_t i = 0; i < locks.n; i++) {
		const struct lock *lock = &locks.items[i];

		if (lstat(lock->path, &now) != 0 ||
		    (!at_work && is_same(&now, &lock->seen) && remove_lock(&locks, lock)))
			broken = true;
	}
	mg_arena_clear(&arena);
	return broken;
}

int mg_repo_lock_file(struct mg_repo *repo, const char *path, struct mg_lockfile *lock, struct mg_error *err)
{
	int code = mg_lockfile_take(lock, path, err);

	if (code == MG_EEXISTS && mg_repo_break_locks(repo->git))
		code = mg_lockfile_take(lock, path, err);
	if (code != MG_EEXISTS)
		return code;
	mg_fail(err, MG_EBUSY, _("another program holds %s"), lock->lock);
	return mg_error_hint(err, _("let it finish (a `git commit` whose editor is open?), then try again"));
}
