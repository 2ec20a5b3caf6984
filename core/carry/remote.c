// SPDX-License-Identifier: EUPL-1.2
//
// Remotes: adding, listing, what was last seen of them.
#include "core/carry/remote_impl.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/carry/shared.h"
#include "core/carry/tls.h"
#include "core/repo/repo_config.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_STATE_BYTES 4096

// ---- add, remove, list

// A path is made absolute: git would read a relative one from the copy's folder, the person meant his own.
static int absolute_url(const char *url, char out[PATH_MAX], struct mg_error *err)
{
	bool is_path = !strstr(url, "://") && (!strchr(url, ':') || url[0] == '/' || url[0] == '.');

	if (!url[0] || strchr(url, '\n') || url[0] == '-')
		return mg_fail(err, MG_EINVALID, _("\"%s\" is not an address that git can use"), url);
	if (!is_path) {
		if (snprintf(out, PATH_MAX, "%s", url) >= PATH_MAX)
			return mg_fail(err, MG_ELIMIT, _("the address is too long"));
		return 0;
	}
	if (!realpath(url, out)) {
		mg_fail_errno(err, _("cannot find %s"), url);
		return mg_error_hint(err, _("make it first, for instance with `git init --bare %s`"), url);
	}
	return 0;
}

static int add_to(struct mg_repo *repo, const char *name, const char *url, struct mg_error *err)
{
	git_remote_create_options options;
	char spec[512], address[PATH_MAX];
	struct mg_repo_veil veil;
	git_remote *remote = NULL;
	int valid = 0;
	int code = absolute_url(url, address, err);
	int rc;

	if (code)
		return code;
	if (git_remote_name_is_valid(&valid, name) < 0 || !valid || strlen(name) > 100 || strchr(name, '/'))
		return mg_fail(err, MG_EINVALID, _("\"%s\" cannot be the name of a remote"), name);
	snprintf(spec, sizeof spec, "+" MG_REF_LINES "*:" MG_REF_REMOTES "%s/lines/*", name);
	git_remote_create_options_init(&options, GIT_REMOTE_CREATE_OPTIONS_VERSION);
	options.repository = mg_repo_git(repo);
	options.name = name;
	options.fetchspec = spec;
	options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF;
	mg_repo_config_veil(repo, mg_login_has_secret(address), &veil);
	rc = git_remote_create_with_opts(&remote, address, &options);
	git_remote_free(remote);
	if (rc == GIT_EEXISTS)
		code = mg_fail(err, MG_EEXISTS, _("there is already a remote %s"), name);
	else if (rc < 0)
		code = mg_fail_git(err, rc, _("cannot add the remote %s"), name);
	return mg_repo_config_unveil(repo, &veil, code, err);
}

int mg_remote_add(struct mg_copy *copy, const char *name, const char *url, struct mg_error *err)
{
	return add_to(copy->store.repo, name, url, err);
}

static int state_path(struct mg_copy *copy, const char *name, struct mg_buf *path, struct mg_error *err)
{
	mg_buf_printf(path, "%s/remotes/%s", mg_repo_state_dir(copy->store.repo), name);
	return mg_buf_check(path, err);
}

int mg_remote_remove(struct mg_copy *copy, const char *name, struct mg_error *err)
{
	struct mg_buf path = {0};
	struct mg_repo_veil veil;
	int rc, code = 0;

	mg_repo_config_veil(copy->store.repo, false, &veil);
	rc = git_remote_delete(mg_repo_git(copy->store.repo), name);
	if (rc == GIT_ENOTFOUND)
		code = mg_fail(err, MG_ENOTFOUND, _("there is no remote %s"), name);
	else if (rc < 0)
		code = mg_fail_git(err, rc, _("cannot remove the remote %s"), name);
	code = mg_repo_config_unveil(copy->store.repo, &veil, code, err);
	if (!code)
		code = state_path(copy, name, &path, err);
	if (!code)
		code = mg_file_remove(mg_buf_text(&path), err);
	mg_buf_clear(&path);
	return code;
}

// Remotes are read from the configuration without libgit2's own functions for that: they try a regular expression on each
// entry, and libgit2 before 1.6 leaks 20 KiB whenever one does not match, which a daemon would feel.
static int read_config(struct mg_copy *copy, git_config **config, struct mg_error *err)
{
	int rc = git_repository_config_snapshot(config, mg_repo_git(copy->store.repo));

	return rc < 0 ? mg_fail_git(err, rc, _("cannot read the configuration of %s"), mg_copy_dir(copy)) : 0;
}

static int open_at(struct mg_copy *copy, const char *name, const char *url, git_remote **out, struct mg_error *err)
{
	git_remote_create_options options;
	int rc;

	git_remote_create_options_init(&options, GIT_REMOTE_CREATE_OPTIONS_VERSION);
	options.repository = mg_repo_git(copy->store.repo);
	options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
	rc = git_remote_create_with_opts(out, url, &options);
	return rc < 0 ? mg_fail_git(err, rc, _("cannot open the remote %s"), name) : 0;
}

int mg_remote_open(struct mg_copy *copy, const char *name, struct mg_login *login, git_remote **out,
		   struct mg_error *err)
{
	git_config *config = NULL;
	struct mg_arena arena;
	const char *url = NULL;
	char key[256];
	int code = read_config(copy, &config, err);
	int rc;

	*out = NULL;
	if (code)
		return code;
	mg_arena_init(&arena, 0);
	mg_login_init(login, copy->home);
	snprintf(key, sizeof key, "remote.%.200s.url", name);
	rc = git_config_get_string(&url, config, key);
	if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC) {
		code = mg_fail(err, MG_ENOTFOUND, _("there is no remote %s"), name);
		mg_error_hint(err, _("`maillage remote list` shows them, `maillage remote add` makes one"));
	} else if (rc == 0 && strncmp(url, "http", 4) == 0) { // http may lead on to https
		code = mg_tls_load(err);
	}
	if (!code && rc < 0)
		code = mg_fail_git(err, rc, _("cannot open the remote %s"), name);
	if (!code)
		code = mg_login_split(url, login, &arena, &url, err);
	if (!code)
		code = mg_shared_look(url, err);
	if (!code)
		code = open_at(copy, name, url, out, err);
	mg_arena_clear(&arena);
	git_config_free(config);
	return code;
}

int mg_remote_unreached(git_remote *remote, int rc, struct mg_error *err)
{
	int code = mg_fail_git(err, rc, _("cannot reach %s"), git_remote_url(remote));

	mg_login_explain(err, git_remote_url(remote));
	return code;
}

// ---- a host that refuses refs/maillage/

static void kept_key(const char *name, char key[256])
{
	snprintf(key, 256, "remote.%.200s.maillage", name);
}

bool mg_remote_uses_heads(struct mg_copy *copy, const char *name)
{
	git_config *config = NULL;
	const char *value = NULL;
	struct mg_error err;
	char key[256];
	bool heads;

	if (read_config(copy, &config, &err))
		return false;
	kept_key(name, key);
	heads = git_config_get_string(&value, config, key) == 0 && strcmp(value, "heads") == 0;
	git_config_free(config);
	return heads;
}

int mg_remote_use_heads(struct mg_copy *copy, const char *name, struct mg_error *err)
{
	char key[256];

	kept_key(name, key);
	return mg_repo_config_set(copy->store.repo, key, "heads", err);
}

// ---- all of them

struct remotes {
	struct mg_arena *arena;
	struct mg_remote *items;
	size_t n, cap;
};

// Takes "remote.<name>.url"; of several addresses, the first.
static int add_remote(struct remotes *list, const git_config_entry *entry, struct mg_error *err)
{
	const size_t before = strlen("remote."), after = strlen(".url");
	size_t len = strlen(entry->name);
	struct mg_remote *grown;
	struct mg_slice name;

	if (len <= before + after || strncmp(entry->name, "remote.", before) != 0 ||
	    strcmp(entry->name + len - after, ".url") != 0)
		return 0;
	name = (struct mg_slice){entry->name + before, len - before - after};
	for (size_t i = 0; i < list->n; i++) {
		if (mg_slice_is(name, list->items[i].name))
			return 0;
	}
	grown = mg_arena_grow(list->arena, list->items, list->n, &list->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	list->items = grown;
	grown[list->n].name = mg_arena_copy(list->arena, name.data, name.len);
	if (!grown[list->n].name)
		return mg_fail_memory(err);
	return mg_login_split(entry->value, NULL, list->arena, &grown[list->n++].url, err);
}

int mg_remote_list(struct mg_copy *copy, struct mg_arena *arena, struct mg_remote **out, size_t *n,
		   struct mg_error *err)
{
	struct remotes list = {.arena = arena};
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	git_config *config = NULL;
	int code = read_config(copy, &config, err);
	int rc = code ? 0 : git_config_iterator_new(&iterator, config);

	while (!code && rc == 0 && (rc = git_config_next(&entry, iterator)) == 0)
		code = add_remote(&list, entry, err);
	if (!code && rc < 0 && rc != GIT_ITEROVER)
		code = mg_fail_git(err, rc, _("cannot list the remotes"));
	git_config_iterator_free(iterator);
	git_config_free(config);
	*out = code ? NULL : list.items;
	*n = code ? 0 : list.n;
	return code;
}

// ---- what was last seen

int mg_remote_remember(struct mg_copy *copy, const char *name, const char *cause, struct mg_error *err)
{
	struct mg_buf path = {0}, text = {0};
	int code = state_path(copy, name, &path, err);

	mg_buf_printf(&text, "%" PRId64 " %s", mg_copy_now_ms(copy), cause);
	if (!code)
		code = mg_file_write(mg_buf_text(&path), mg_buf_slice(&text), MG_FILE_LAZY, err);
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	return code;
}

static int read_state(struct mg_copy *copy, const char *name, struct mg_arena *arena, struct mg_peer_state *out,
		      struct mg_error *err)
{
	struct mg_buf path = {0}, text = {0};
	const char *space;
	int code = state_path(copy, name, &path, err);

	out->cause = "";
	if (!code)
		code = mg_file_read(mg_buf_text(&path), MAX_STATE_BYTES, &text, err);
	space = code ? NULL : strchr(mg_buf_text(&text), ' ');
	if (space) {
		out->last_ms = strtoll(mg_buf_text(&text), NULL, 10);
		out->cause = mg_arena_strdup(arena, space + 1);
	}
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	if (!out->cause)
		return mg_fail_memory(err);
	return code == MG_ENOTFOUND ? 0 : code;
}

// What the remote was last seen to have.
struct seen {
	struct mg_id *tips; // of lines and forks
	size_t n;
};

// A line is ahead when the remote was last seen to have an earlier tip. One that is not known here, since what it waits for
// is not either, is further.
static bool is_ahead(struct mg_copy *copy, const struct seen *seen, const struct mg_id *theirs,
		     const struct mg_id *ours)
{
	struct mg_error unused;
	mg_position position;

	for (size_t i = 0; i < seen->n; i++) {
		if (mg_id_equal(&seen->tips[i], ours)) // of a fork, it may be under the other name
			return false;
	}
	return mg_index_find(copy->store.index, theirs, &position, &unused) == 0;
}

static int count_ahead(struct mg_copy *copy, const char *name, const struct seen *seen, struct mg_arena *arena,
		       size_t *ahead, struct mg_error *err)
{
	const char *kept = mg_remote_uses_heads(copy, name) ? "heads" : "lines";
	struct mg_line_state *lines;
	size_t n;
	int code = mg_copy_lines(copy, arena, &lines, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		char ref[512];
		struct mg_id theirs;

		snprintf(ref, sizeof ref, MG_REF_REMOTES "%s/%s/%s", name, kept, lines[i].key);
		code = mg_repo_ref_get(copy->store.repo, ref, &theirs, err);
		*ahead += code == MG_ENOTFOUND || (!code && is_ahead(copy, seen, &theirs, &lines[i].tip));
		code = code == MG_ENOTFOUND ? 0 : code;
	}
	return code;
}

int mg_remote_states(struct mg_copy *copy, struct mg_arena *arena, struct mg_peer_state **out, size_t *n,
		     struct mg_error *err)
{
	struct mg_remote *remotes;
	int code = mg_remote_list(copy, arena, &remotes, n, err);

	*out = code ? NULL : mg_arena_array(arena, *n + 1, sizeof **out);
	if (!code && !*out)
		code = mg_fail_memory(err);
	for (size_t i = 0; !code && i < *n; i++) {
		struct mg_peer_state *state = &(*out)[i];
		struct seen seen = {0};

		state->name = remotes[i].name;
		code = read_state(copy, remotes[i].name, arena, state, err);
		if (!code)
			code = mg_remote_tips(copy, remotes[i].name, arena, &seen.tips, &seen.n, err);
		if (!code)
			code = count_ahead(copy, remotes[i].name, &seen, arena, &state->ahead, err);
		for (size_t k = 0; !code && k < seen.n; k++) {
			mg_position position;

			state->behind +=
				mg_index_find(copy->store.index, &seen.tips[k], &position, err) == MG_ENOTFOUND;
		}
	}
	return code;
}
