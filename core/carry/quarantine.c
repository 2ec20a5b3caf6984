// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/quarantine.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/i18n.h"
#include "core/carry/entrance.h"

#include "core/carry/pack_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRIORITY 10 // of the quarantine among the places of objects: it is written to, and looked into first

struct mg_quarantine {
	struct mg_repo *repo;
	struct mg_buf dir, packs; // "…/quarantine/XXXXXX" and "…/objects/pack" in it
	int fd;                   // of dir; locked as long as it is in use
	git_odb *inside;          // the repository's own objects
	struct mg_stopped stopped;
};

// ---- opening and closing

static int add_folder(struct mg_quarantine *q, git_odb *odb, const char *objects)
{
	git_odb_backend *loose = NULL, *packed = NULL;
	int rc = mg_entrance_add(odb, PRIORITY + 2, mg_buf_text(&q->packs), q->inside, &q->stopped);

	if (rc == 0)
		rc = git_odb_backend_loose(&loose, objects, -1, 0, 0, 0);
	if (rc == 0)
		rc = git_odb_add_backend(odb, loose, PRIORITY + 1);
	if (rc == 0)
		rc = git_odb_backend_pack(&packed, objects);
	if (rc == 0)
		rc = git_odb_add_backend(odb, packed, PRIORITY);
	return rc;
}

static int see_quarantine(struct mg_quarantine *q, struct mg_error *err)
{
	struct git_repository *git = mg_repo_git(q->repo);
	struct mg_buf objects = {0}, own = {0};
	git_odb *odb = NULL;
	int code, rc = 0;

	mg_buf_printf(&objects, "%s/objects", mg_buf_text(&q->dir));
	mg_buf_printf(&own, "%sobjects", git_repository_commondir(git));
	code = mg_buf_check(&objects, err);
	if (!code)
		code = mg_buf_check(&own, err);
	if (!code) {
		rc = git_odb_new(&odb);
		if (rc == 0)
			rc = git_repository_odb(&q->inside, git);
		if (rc == 0)
			rc = add_folder(q, odb, mg_buf_text(&objects));
		if (rc == 0)
			rc = git_odb_add_disk_alternate(odb, mg_buf_text(&own));
		if (rc == 0)
			rc = mg_repo_set_objects(q->repo, odb);
		if (rc < 0)
			code = mg_fail_git(err, rc, _("cannot open the quarantine %s"), mg_buf_text(&q->dir));
	}
	git_odb_free(odb);
	mg_buf_clear(&objects);
	mg_buf_clear(&own);
	return code;
}

// A program that sweeps may have taken the new folder for one that was left: then another one is made.
static int make_folder(struct mg_quarantine *q, struct mg_error *err)
{
	struct stat now;

	for (int tries = 0; tries < 10; tries++) {
		mg_buf_clear(&q->dir);
		mg_buf_printf(&q->dir, "%s/quarantine/XXXXXX", mg_repo_state_dir(q->repo));
		if (mg_buf_check(&q->dir, err))
			return err->code;
		if (!mkdtemp(q->dir.data))
			break;
		q->fd = open(mg_buf_text(&q->dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (q->fd >= 0 && flock(q->fd, LOCK_EX | LOCK_NB) == 0 && stat(mg_buf_text(&q->dir), &now) == 0)
			return 0;
		if (q->fd >= 0)
			close(q->fd);
		q->fd = -1;
	}
	return mg_fail_errno(err, _("cannot make a quarantine in %s"), mg_repo_state_dir(q->repo));
}

static int make_folders(struct mg_quarantine *q, struct mg_error *err)
{
	struct mg_buf above = {0};
	int code;

	mg_buf_printf(&above, "%s/quarantine", mg_repo_state_dir(q->repo));
	code = mg_buf_check(&above, err);
	if (!code)
		code = mg_file_mkdirs(mg_buf_text(&above), false, err);
	if (!code)
		code = make_folder(q, err);
	if (!code) {
		mg_buf_printf(&q->packs, "%s/objects/pack", mg_buf_text(&q->dir));
		code = mg_buf_check(&q->packs, err);
	}
	if (!code)
		code = mg_file_mkdirs(mg_buf_text(&q->packs), false, err);
	mg_buf_clear(&above);
	return code;
}

int mg_quarantine_open(struct mg_repo *repo, struct mg_quarantine **out, struct mg_error *err)
{
	struct mg_quarantine *q = calloc(1, sizeof *q);
	int code;

	*out = NULL;
	if (!q)
		return mg_fail_memory(err);
	q->repo = repo;
	q->fd = -1;
	code = make_folders(q, err);
	if (!code)
		code = see_quarantine(q, err);
	if (code)
		mg_quarantine_close(q);
	else
		*out = q;
	return code;
}

void mg_quarantine_close(struct mg_quarantine *q)
{
	struct mg_error lost;

	if (!q)
		return;
	if (q->inside)
		(void)mg_repo_set_objects(q->repo, q->inside);
	git_odb_free(q->inside);
	if (q->fd >= 0) {
		(void)!mg_file_remove_tree(mg_buf_text(&q->dir), false, &lost);
		close(q->fd);
	}
	mg_buf_clear(&q->dir);
	mg_buf_clear(&q->packs);
	free(q);
}

int mg_quarantine_stopped(const struct mg_quarantine *q, struct mg_error *err)
{
	if (q->stopped.code && err)
		*err = q->stopped.why;
	return q->stopped.code;
}

// Most are not. Then libgit2 would look for new packs each time; what another program brought in meanwhile is here twice.
bool mg_quarantine_is_inside(const struct mg_quarantine *q, const struct mg_id *id)
{
	git_oid oid;

	git_oid_fromraw(&oid, id->bytes);
	return git_odb_exists_ext(q->inside, &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

// ---- moving in

// A pack counts from the moment its index is there, so that one comes last.
static int move_files(struct mg_quarantine *q, const char *objects, const char *suffix, struct mg_error *err)
{
	DIR *folder = opendir(mg_buf_text(&q->packs));
	struct dirent *entry;
	int code = 0;

	if (!folder)
		return mg_fail_errno(err, _("cannot read %s"), mg_buf_text(&q->packs));
	while (!code && (entry = mg_folder_next(folder))) {
		size_t len = strlen(entry->d_name);
		struct mg_buf from = {0}, to = {0};

		if (len < strlen(suffix) || strcmp(entry->d_name + len - strlen(suffix), suffix) != 0)
			continue;
		mg_buf_printf(&from, "%s/%s", mg_buf_text(&q->packs), entry->d_name);
		mg_buf_printf(&to, "%s/%s", objects, entry->d_name);
		code = mg_buf_check(&from, err);
		if (!code)
			code = mg_buf_check(&to, err);
		if (!code && rename(mg_buf_text(&from), mg_buf_text(&to)) != 0)
			code = mg_fail_errno(err, _("cannot move %s in"), mg_buf_text(&from));
		mg_buf_clear(&from);
		mg_buf_clear(&to);
	}
	if (!code && errno)
		code = mg_fail_errno(err, _("cannot read %s"), mg_buf_text(&q->packs));
	closedir(folder);
	return code;
}

static int own_packs(struct mg_quarantine *q, struct mg_buf *out, struct mg_error *err)
{
	mg_buf_printf(out, "%sobjects/pack", git_repository_commondir(mg_repo_git(q->repo)));
	return mg_buf_check(out, err);
}

int mg_quarantine_move_in(struct mg_quarantine *q, struct mg_error *err)
{
	struct mg_buf packs = {0};
	int code = own_packs(q, &packs, err);

	if (!code)
		code = mg_file_mkdirs(mg_buf_text(&packs), false, err);
	if (!code)
		code = move_files(q, mg_buf_text(&packs), ".pack", err);
	if (!code)
		code = mg_file_sync_folder(mg_buf_text(&packs), err);
	if (!code)
		code = move_files(q, mg_buf_text(&packs), ".idx", err);
	if (!code)
		code = mg_file_sync_folder(mg_buf_text(&packs), err);
	mg_buf_clear(&packs);
	return code;
}

static bool is_inside(void *context, const struct mg_id *id)
{
	return mg_quarantine_is_inside(context, id);
}

int mg_quarantine_move_some(struct mg_quarantine *q, const struct mg_id *commits, size_t n, struct mg_error *err)
{
	struct mg_buf packs = {0};
	struct mg_pack_walk *walk = NULL;
	int code = own_packs(q, &packs, err);

	if (!code)
		code = mg_pack_walk_new(mg_repo_git(q->repo), is_inside, q, &walk, err);
	for (size_t i = 0; !code && i < n; i++)
		code = mg_pack_walk_add(walk, &commits[i], err);
	if (!code)
		code = mg_pack_walk_write(walk, mg_buf_text(&packs), err);
	mg_pack_walk_free(walk);
	mg_buf_clear(&packs);
	return code;
}

// ---- what killed programs left

static void sweep_one(const char *dir)
{
	struct mg_error lost;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		(void)!mg_file_remove_tree(dir, false, &lost);
	close(fd);
}

void mg_quarantine_sweep(const struct mg_repo *repo)
{
	struct mg_buf above = {0}, dir = {0};
	struct dirent *entry;
	DIR *folder;

	mg_buf_printf(&above, "%s/quarantine", mg_repo_state_dir(repo));
	folder = above.failed ? NULL : opendir(mg_buf_text(&above));
	while (folder && (entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		mg_buf_reset(&dir);
		mg_buf_printf(&dir, "%s/%s", mg_buf_text(&above), entry->d_name);
		if (!dir.failed)
			sweep_one(mg_buf_text(&dir));
	}
	if (folder)
		closedir(folder);
	mg_buf_clear(&above);
	mg_buf_clear(&dir);
}
