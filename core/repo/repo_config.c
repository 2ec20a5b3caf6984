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

static bool is_private(struct mg_repo *repo)
{
	char path[PATH_MAX];
	struct stat st;

	return stat(path_of(repo, path), &st) == 0 && !(st.st_mode & 077);
}

// A folder that is not ours to close stays open: its owner, who can read all of it, is another one anyway.
void mg_repo_config_veil(struct mg_repo *repo, bool secret, struct mg_repo_veil *veil)
{
	const char *folder = git_repository_path(mg_repo_git(repo));
	struct stat st;

	*veil = (struct mg_repo_veil){.drawn = secret || is_private(repo)};
	if (veil->drawn && stat(folder, &st) == 0 && chmod(folder, st.st_mode & 0700) == 0)
		veil->mode = st.st_mode & 07777;
}

int mg_repo_config_unveil(struct mg_repo *repo, const struct mg_repo_veil *veil, int code, struct mg_error *err)
{
	const char *folder = git_repository_path(mg_repo_git(repo));
	char path[PATH_MAX];

	if (!veil->drawn)
		return code;
	if (!code && chmod(path_of(repo, path), 0600) != 0)
		code = mg_fail_errno(err, _("cannot change the mode of %s"), path);
	if (veil->mode && chmod(folder, (mode_t)veil->mode) != 0 && !code)
		code = mg_fail_errno(err, _("cannot change the mode of %s"), folder);
	return code;
}

int mg_repo_config_set(struct mg_repo *repo, const char *key, const char *value, struct mg_error *err)
{
	git_config *config = NULL;
	struct mg_repo_veil veil;
	int rc, code;

	mg_repo_config_veil(repo, false, &veil);
	rc = git_repository_config(&config, mg_repo_git(repo));
	if (rc == 0)
		rc = git_config_set_string(config, key, value);
	git_config_free(config);
	code = rc < 0 ? mg_fail_git(err, rc, _("cannot write the configuration of %s"), mg_repo_dir(repo)) : 0;
	return mg_repo_config_unveil(repo, &veil, code, err);
}
