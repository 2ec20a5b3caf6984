// SPDX-License-Identifier: EUPL-1.2
//
// Objects of this copy that cannot be read: told with the file they are kept in, and what to do. What a carrier brings is
// looked at before it is kept, so a disk has done this, or a person.
#include "core/repo/repo_impl.h"

#include "base/file.h"
#include "base/i18n.h"

#include <dirent.h>
#include <git2/sys/odb_backend.h>

static bool is_in_pack(const char *index, const git_oid *oid)
{
	git_odb_backend *backend = NULL;
	git_odb *odb = NULL;
	bool found = false;

	if (git_odb_new(&odb) == 0 && git_odb_backend_one_pack(&backend, index) == 0) {
		if (git_odb_add_backend(odb, backend, 1) == 0) // transferred
			found = git_odb_exists(odb, oid) == 1;
		else
			backend->free(backend);
	}
	git_odb_free(odb);
	return found;
}

// Puts the pack that holds the object in path; leaves there what it looked at last when none does.
static bool find_pack(const char *folder, const git_oid *oid, struct mg_buf *path)
{
	struct dirent *entry;
	bool found = false;
	DIR *dir = opendir(folder);

	while (dir && !found && (entry = readdir(dir))) {
		const char *end = strrchr(entry->d_name, '.');

		if (!end || strcmp(end, ".idx") != 0)
			continue;
		mg_buf_reset(path);
		mg_buf_printf(path, "%s/%s", folder, entry->d_name);
		found = !path->failed && is_in_pack(mg_buf_text(path), oid);
		mg_buf_reset(path);
		mg_buf_printf(path, "%s/%.*s.pack", folder, (int)(end - entry->d_name), entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found && !path->failed;
}

static bool find_file(const struct mg_repo *repo, const struct mg_id *id, struct mg_buf *path)
{
	const char *git = git_repository_commondir(repo->git);
	const git_oid oid = mg_oid_of(id);
	struct mg_buf folder = {0};
	char hex[MG_ID_HEX];
	bool found;

	mg_id_format(id, hex);
	mg_buf_printf(path, "%sobjects/%.2s/%s", git, hex, hex + 2);
	if (!path->failed && mg_file_exists(mg_buf_text(path)))
		return true;
	mg_buf_printf(&folder, "%sobjects/pack", git);
	found = !folder.failed && find_pack(mg_buf_text(&folder), &oid, path);
	mg_buf_clear(&folder);
	return found;
}

int mg_repo_hint_damage(struct mg_error *err)
{
	return mg_error_hint(err,
			     _("keep this folder as it is, and make a copy anew beside it: `maillage clone` from a "
			       "remote, or from a colleague's bundle. What was synchronised is there; what was not "
			       "is in the files of this folder. `git fsck` lists what is damaged"));
}

int mg_repo_fail_object(struct mg_repo *repo, int rc, const struct mg_id *id, struct mg_error *err)
{
	const git_error *last = git_error_last();
	struct mg_buf path = {0};
	char hex[MG_ID_HEX];
	int code;

	mg_id_format(id, hex);
	if (!last || (last->klass != GIT_ERROR_ZLIB && last->klass != GIT_ERROR_ODB))
		return mg_fail_git(err, rc, _("cannot read the object %s"), hex);
	if (rc == GIT_ENOTFOUND)
		code = mg_fail(err, MG_ENOTFOUND, _("the object %s is missing"), hex);
	else if (find_file(repo, id, &path))
		code = mg_fail(err, MG_EGIT, _("the object %s is damaged in %s"), hex, mg_buf_text(&path));
	else
		code = mg_fail(err, MG_EGIT, _("the object %s is damaged"), hex);
	(void)mg_repo_hint_damage(err);
	mg_buf_clear(&path);
	return code;
}
