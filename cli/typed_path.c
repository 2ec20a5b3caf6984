// SPDX-License-Identifier: EUPL-1.2
#include "cli/typed.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

// ---- from the folder one is in

bool mg_typed_looks_like_record(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

// Where the current folder lies in the CA's: "actions/" or "".
static const char *here(struct mg_cli *cli)
{
	const char *root = mg_copy_dir(cli->copy);
	size_t len = strlen(root);
	char current[PATH_MAX];

	if (!getcwd(current, sizeof current) || strncmp(current, root, len) != 0 || current[len] != '/')
		return "";
	return mg_arena_printf(&cli->arena, "%s/", current + len + 1);
}

static bool goes_up(const char *typed)
{
	return strncmp(typed, "..", 2) == 0 && (!typed[2] || typed[2] == '/');
}

// A folder and what was typed there, "../" taken off both; NULL when it leads outside.
static const char *join(struct mg_cli *cli, const char *folder, const char *typed)
{
	size_t len = strlen(folder);

	while (goes_up(typed)) {
		if (!len)
			return NULL;
		for (len--; len && folder[len - 1] != '/'; len--)
			;
		typed += typed[2] ? 3 : 2;
	}
	return mg_arena_printf(&cli->arena, "%.*s%s", (int)len, folder, typed);
}

static const char *inside(struct mg_cli *cli, const char *typed, struct mg_error *err)
{
	const char *root = mg_copy_dir(cli->copy), *found = typed;
	size_t len = strlen(root);

	if (typed[0] == '/')
		found = strncmp(typed, root, len) != 0 ? NULL
			: typed[len] == '/'            ? typed + len + 1
			: typed[len]                   ? NULL
						       : "";
	else if (goes_up(typed))
		found = join(cli, here(cli), typed);
	if (!found)
		(void)mg_fail(err, MG_EINVALID, _("%s is not in the folder of the coopérative, %s"), typed, root);
	return found;
}

static bool in_folder(struct mg_cli *cli, const char *path)
{
	const char *whole = mg_arena_printf(&cli->arena, "%s/%s", mg_copy_dir(cli->copy), path);

	return whole && mg_file_exists(whole);
}

// A trailing slash and a leading "./" say nothing.
static const char *trimmed(struct mg_cli *cli, const char *typed)
{
	size_t len;

	while (strncmp(typed, "./", 2) == 0)
		typed += 2;
	len = strlen(typed);
	while (len > 1 && typed[len - 1] == '/')
		len--;
	return mg_arena_copy(&cli->arena, typed, len);
}

// A name that no record has, and that would get a second ending: taken as it is, so that somebody can be told so.
static bool is_odd_file(struct mg_cli *cli, const char *path)
{
	size_t len = strlen(path);

	return len > 4 && len <= MG_MAX_PATH_BYTES && strcmp(path + len - 4, ".yml") == 0 && in_folder(cli, path);
}

int mg_typed_path(struct mg_cli *cli, const char *typed, char path[MG_MAX_PATH_BYTES + 1], struct mg_error *err)
{
	char relative[MG_MAX_PATH_BYTES + 1];
	const char *from_root, *from_here;

	typed = trimmed(cli, typed);
	from_root = typed ? inside(cli, typed, err) : NULL;
	if (!from_root)
		return typed ? MG_EINVALID : mg_cli_no_memory(err);
	if (is_odd_file(cli, from_root)) {
		memcpy(path, from_root, strlen(from_root) + 1);
		return 0;
	}
	if (mg_path_normalise(from_root, path, err) < 0)
		return MG_EINVALID;
	from_here = typed[0] == '/' || in_folder(cli, path) ? NULL : join(cli, here(cli), typed);
	if (from_here && mg_path_normalise(from_here, relative, NULL) == 0 && in_folder(cli, relative))
		memcpy(path, relative, sizeof relative);
	return 0;
}

int mg_typed_folder(struct mg_cli *cli, const char *typed, const char **folder, struct mg_error *err)
{
	const char *name = trimmed(cli, typed), *found, *from_here;

	if (!name)
		return mg_cli_no_memory(err);
	if (!*name || strcmp(name, ".") == 0) {
		*folder = here(cli);
		return 0;
	}
	found = inside(cli, name, err);
	if (!found)
		return MG_EINVALID;
	from_here = name[0] == '/' || in_folder(cli, found) ? NULL : join(cli, here(cli), name);
	found = from_here && in_folder(cli, from_here) ? from_here : found;
	*folder = mg_arena_printf(&cli->arena, *found ? "%s/" : "%s", found);
	return *folder ? 0 : mg_cli_no_memory(err);
}

// ---- records that must exist

bool mg_typed_exists(struct mg_cli *cli, const char *path)
{
	struct mg_buf bytes = {0};
	struct mg_error err;
	int rc;

	if (in_folder(cli, path))
		return true;
	rc = mg_copy_read_view(cli->copy, path, &bytes, &err);
	mg_buf_clear(&bytes);
	return rc == 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

// How well a record answers what was typed: 3 the name begins so, in that folder; 2 in another; 0 not at all.
static int likeness(const char *record, const char *typed)
{
	const char *name = base_name(typed);

	if (strncmp(record, typed, strlen(typed)) == 0)
		return 3;
	return strlen(name) > 2 && strncmp(base_name(record), name, strlen(name)) == 0 ? 2 : 0;
}

const char *mg_typed_nearest(struct mg_cli *cli, const char *typed)
{
	const char **paths, *best = NULL;
	struct mg_error err;
	int best_likeness = 0;
	size_t n;

	if (mg_copy_files(cli->copy, false, &cli->arena, &paths, &n, &err) < 0)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		char printed[MG_MAX_PATH_BYTES + 1];
		int each;

		mg_path_print(paths[i], printed);
		paths[i] = mg_arena_strdup(&cli->arena, printed);
		if (!paths[i])
			return NULL;
		each = likeness(paths[i], typed);
		if (each > best_likeness || (each && each == best_likeness && strlen(paths[i]) < strlen(best))) {
			best = paths[i];
			best_likeness = each;
		}
	}
	return best ? best : mg_nearest(typed, paths, n);
}

int mg_typed_file(struct mg_cli *cli, const char *typed, struct mg_path *path, struct mg_error *err)
{
	char text[MG_MAX_PATH_BYTES + 1], printed[MG_MAX_PATH_BYTES + 1];
	const char *nearest;

	if (mg_typed_path(cli, typed, text, err) < 0)
		return MG_EINVALID;
	if (mg_typed_exists(cli, text))
		return mg_path_locate(cli->types, text, path, err);
	mg_path_print(text, printed);
	nearest = mg_typed_nearest(cli, printed);
	(void)mg_fail(err, MG_ENOTFOUND, _("there is no record %s"), printed);
	return nearest ? mg_error_hint(err, _("did you mean %s?"), nearest)
		       : mg_error_hint(err, _("`maillage list` shows them all"));
}

int mg_typed_record(struct mg_cli *cli, const char *typed, struct mg_path *path, struct mg_error *err)
{
	int rc = mg_typed_file(cli, typed, path, err);

	return rc == 0 && path->type ? mg_types_load(cli->types, path->type, err) : rc;
}
