// SPDX-License-Identifier: EUPL-1.2
#include "core/key/home.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_set(const char *value)
{
	return value && *value;
}

// $MAILLAGE_HOME as it is; a relative one starts at the current folder, so that it means one place for the whole run.
static int put_own(struct mg_buf *dir, const char *maillage_home, struct mg_error *err)
{
	if (maillage_home[0] != '/') {
		char here[MG_HOME_PATH_BYTES];

		if (!getcwd(here, sizeof here))
			return mg_fail_errno(err, _("cannot find the current folder"));
		mg_buf_printf(dir, "%s/", here);
	}
	mg_buf_puts(dir, maillage_home);
	return 0;
}

int mg_home_open(struct mg_home *home, const struct mg_home_env *env, struct mg_error *err)
{
	struct mg_buf dir = {0};
	int code = 0;

	*home = (struct mg_home){0};
	if (is_set(env->maillage_home))
		code = put_own(&dir, env->maillage_home, err);
	else if (is_set(env->xdg_config_home) && env->xdg_config_home[0] == '/')
		mg_buf_printf(&dir, "%s/maillage", env->xdg_config_home);
	else if (is_set(env->home))
		mg_buf_printf(&dir, "%s/.config/maillage", env->home);
	else
		code = mg_fail(err, MG_EINVALID, _("neither MAILLAGE_HOME nor HOME says where to keep your keys"));
	if (!code)
		code = mg_buf_check(&dir, err);
	if (code)
		mg_buf_clear(&dir);
	home->dir = dir.data; // transferred
	return code;
}

int mg_home_open_env(struct mg_home *home, struct mg_error *err)
{
	struct mg_home_env env = {getenv("MAILLAGE_HOME"), getenv("XDG_CONFIG_HOME"), getenv("HOME")};

	return mg_home_open(home, &env, err);
}

void mg_home_close(struct mg_home *home)
{
	free(home->dir);
	*home = (struct mg_home){0};
}

int mg_home_path(const struct mg_home *home, const char *name, char path[MG_HOME_PATH_BYTES], struct mg_error *err)
{
	int len = snprintf(path, MG_HOME_PATH_BYTES, "%s/%s", home->dir, name);

	if (len < 0 || len >= MG_HOME_PATH_BYTES)
		return mg_fail(err, MG_ELIMIT, _("the path %s is too long"), home->dir);
	return 0;
}

static bool is_commit_id(const char *text)
{
	uint8_t bytes[(MG_COMMIT_HEX - 1) / 2];

	return mg_hex_decode(bytes, sizeof bytes, text);
}

static int line_path(const struct mg_home *home, const char *ca_id, char path[MG_HOME_PATH_BYTES], struct mg_error *err)
{
	char name[sizeof "lines/" + MG_COMMIT_HEX];

	if (!is_commit_id(ca_id))
		return mg_fail(err, MG_EINVALID, _("\"%s\" is no identifier of a cooperative"), ca_id);
	snprintf(name, sizeof name, "lines/%s", ca_id);
	return mg_home_path(home, name, path, err);
}

// Two lines, the commit and the path, both ended by a newline and nothing else.
static bool parse_line(char *text, size_t len, struct mg_home_line *line)
{
	char *end = len ? memchr(text, '\n', len) : NULL, *copy;

	if (!end || text[len - 1] != '\n')
		return false;
	*end = '\0';
	copy = end + 1;
	if (!is_commit_id(text) || copy[0] != '/' || strlen(copy) > sizeof line->copy ||
	    strchr(copy, '\n') != text + len - 1)
		return false;
	text[len - 1] = '\0';
	memcpy(line->commit, text, sizeof line->commit);
	memcpy(line->copy, copy, strlen(copy) + 1);
	return true;
}

int mg_home_line_read(const struct mg_home *home, const char *ca_id, struct mg_home_line *line, struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	struct mg_buf text = {0};
	int code = line_path(home, ca_id, path, err);

	if (!code)
		code = mg_file_read(path, sizeof *line + 2, &text, err);
	if (!code && !parse_line(text.data, text.len, line)) {
		code = mg_fail(err, MG_EINVALID, _("%s is damaged"), path);
		mg_error_hint(err, _("sync this copy with its partners, then remove that file"));
	}
	mg_buf_clear(&text);
	return code;
}

int mg_home_line_write(const struct mg_home *home, const char *ca_id, const struct mg_home_line *line,
		       struct mg_batch *batch, struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	struct mg_buf text = {0};
	int code = line_path(home, ca_id, path, err);

	if (code)
		return code;
	if (!is_commit_id(line->commit) || line->copy[0] != '/' || strchr(line->copy, '\n'))
		return mg_fail(err, MG_EINVALID, _("the path of a copy cannot be \"%s\""), line->copy);
	mg_buf_printf(&text, "%s\n%s\n", line->commit, line->copy);
	code = mg_buf_check(&text, err);
	if (!code) {
		mg_batch_step(batch, NULL);
		code = mg_batch_add(batch, path, mg_buf_slice(&text), MG_FILE_PRIVATE, err);
	}
	mg_buf_clear(&text);
	return code;
}

int mg_home_line_forget(const struct mg_home *home, const char *ca_id, struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	int code = line_path(home, ca_id, path, err);

	return code ? code : mg_file_remove(path, err);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int mg_home_lines(const struct mg_home *home, struct mg_arena *arena, const char ***ids, size_t *n,
		  struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES];
	int code = mg_home_path(home, "lines", path, err);
	DIR *folder = code ? NULL : opendir(path);
	const struct dirent *entry;
	size_t cap = 0;

	*ids = NULL;
	*n = 0;
	while (!code && folder && (entry = mg_folder_next(folder))) {
		if (strlen(entry->d_name) != MG_COMMIT_HEX - 1)
			continue;
		*ids = mg_arena_grow(arena, *ids, *n, &cap, sizeof **ids);
		if (!*ids || !((*ids)[*n] = mg_arena_strdup(arena, entry->d_name)))
			code = mg_fail_memory(err);
		else
			++*n;
	}
	if (!code && folder && errno)
		code = mg_fail_errno(err, _("cannot read %s"), path);
	if (folder)
		closedir(folder);
	if (!code && *n)
		qsort(*ids, *n, sizeof **ids, compare_names);
	return code;
}
