// SPDX-License-Identifier: EUPL-1.2
//
// Memory that libgit2 keeps for each pack it has read from, and gives back only when the pack is closed: what deltas stand
// on, up to 16 MiB each (GIT_PACK_CACHE_MEMORY_LIMIT, for which it has no option).
#include "core/repo/repo_impl.h"

#include <dirent.h>
#include <git2/sys/repository.h>

#define FEW_PACKS 3u // may be kept: closing them costs a tenth of the time of whoever reads on

static size_t count_packs(const char *objects)
{
	struct mg_buf path = {0};
	struct dirent *entry;
	size_t n = 0;
	DIR *folder;

	mg_buf_printf(&path, "%s/pack", objects);
	folder = path.failed ? NULL : opendir(mg_buf_text(&path));
	while (folder && (entry = readdir(folder)))
		n += strstr(entry->d_name, ".pack") != NULL;
	if (folder)
		closedir(folder);
	mg_buf_clear(&path);
	return n;
}

// libgit2 shares a pack that is open twice: the former must be closed before they are opened again.
static void open_again(struct mg_repo *repo, const char *objects)
{
	git_odb *none = NULL, *again = NULL;

	if (git_odb_new(&none) == 0 && mg_repo_set_objects(repo, none) == 0 && git_odb_open(&again, objects) == 0)
		(void)mg_repo_set_objects(repo, again); // else nothing is found any more, which whoever reads tells
	git_odb_free(none);
	git_odb_free(again);
}

static bool has_many(git_repository *git, struct mg_buf *objects)
{
	mg_buf_printf(objects, "%sobjects", git_repository_commondir(git));
	return !objects->failed && count_packs(mg_buf_text(objects)) > FEW_PACKS;
}

void mg_repo_forget_packs(struct mg_repo *repo)
{
	struct mg_buf objects = {0};

	if (!repo->elsewhere && has_many(repo->git, &objects))
		open_again(repo, mg_buf_text(&objects));
	mg_buf_clear(&objects);
}

void mg_git_forget_packs(git_repository *git)
{
	git_odb *none = NULL, *again = NULL;
	struct mg_buf objects = {0};

	if (has_many(git, &objects) && git_odb_new(&none) == 0 && git_repository_set_odb(git, none) == 0 &&
	    git_odb_open(&again, mg_buf_text(&objects)) == 0)
		(void)git_repository_set_odb(git, again);
	git_odb_free(none);
	git_odb_free(again);
	mg_buf_clear(&objects);
}
