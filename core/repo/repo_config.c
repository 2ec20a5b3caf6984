// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/repo_config.h"

#include "base/i18n.h"

#include <git2.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

static char *path_of(struct mg_repo *repo, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/config", git_repository_path(mg_repo_git(repo)));
	return path;
}

bool mg_repo_config_is_private(struct mg_repo *repo)
{
	char path[PATH_MAX];
	struct stat st;

	return stat(path_of(repo, path), &st) == 0 && !(st.st_mode & 077);
}

int mg_repo_config_hide(struct mg_repo *repo, struct mg_error *err)
{
	char path[PATH_MAX];

	return chmod(path_of(repo, path), 0600) == 0 ? 0 : mg_fail_errno(err, _("cannot change the mode of %s"), path);
}

int mg_repo_config_set(struct mg_repo *repo, const char *key, const char *value, struct mg_error *err)
{
	bool private = mg_repo_config_is_private(repo);
	git_config *config = NULL;
	int rc = git_repository_config(&config, mg_repo_git(repo));

	if (rc == 0)
		rc = git_config_set_string(config, key, value);
	git_config_free(config);
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot write the configuration of %s"), mg_repo_dir(repo));
	return private ? mg_repo_config_hide(repo, err) : 0;
}
