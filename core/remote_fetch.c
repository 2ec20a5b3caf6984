// SPDX-License-Identifier: EUPL-1.2
//
// Fetching lines, judging them, and making a copy from a remote.
#include "core/remote_impl.h"

#include "base/file.h"
#include "base/i18n.h"

#include <stdio.h>

static int stop_when_cancelled(const git_indexer_progress *stats, void *payload)
{
	const struct mg_transfer *transfer = payload;

	(void)stats;
	return transfer->cancel && *transfer->cancel ? GIT_EUSER : 0;
}

void mg_remote_callbacks(git_remote_callbacks *callbacks, struct mg_transfer *payload)
{
	git_remote_init_callbacks(callbacks, GIT_REMOTE_CALLBACKS_VERSION);
	callbacks->transfer_progress = stop_when_cancelled;
	callbacks->payload = payload;
}

// A remote may hold references to what is no commit, which anybody who writes there can leave. They are no tips, and once
// here libgit2 stops at them in every later fetch; so it is done before one too, in case the last was killed.
static void drop_junk(git_repository *repo)
{
	git_strarray names = {0};
	git_object *object;
	git_oid oid;

	if (git_reference_list(&names, repo) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		if (strncmp(names.strings[i], MG_REF_REMOTES, strlen(MG_REF_REMOTES)) != 0 ||
		    git_reference_name_to_id(&oid, repo, names.strings[i]) < 0)
			continue;
		if (git_object_lookup(&object, repo, &oid, GIT_OBJECT_COMMIT) == 0)
			git_object_free(object);
		else
			(void)git_reference_remove(repo, names.strings[i]);
	}
	git_strarray_dispose(&names);
}

int mg_remote_fetch(git_remote *remote, const char *name, struct mg_transfer *transfer, struct mg_error *err)
{
	static const char *const from[] = {MG_REF_LINES "*", MG_REF_FORKS "*", MG_REF_HEADS "*"};
	static const char *const to[] = {"lines", "forks", "heads"};
	char specs[3][512];
	char *list[3];
	git_strarray refspecs = {list, 3};
	git_fetch_options options;
	int rc;

	for (size_t i = 0; i < 3; i++) {
		snprintf(specs[i], sizeof specs[i], "+%s:" MG_REF_REMOTES "%s/%s/*", from[i], name, to[i]);
		list[i] = specs[i];
	}
	git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
	mg_remote_callbacks(&options.callbacks, transfer);
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	options.update_fetchhead = 0;
	drop_junk(git_remote_owner(remote));
	rc = git_remote_fetch(remote, &refspecs, &options, "maillage");
	if (rc == GIT_EUSER && transfer->cancel && *transfer->cancel)
		return mg_fail(err, MG_EBUSY, _("stopped"));
	if (rc < 0 && mg_repo_break_locks(git_remote_owner(remote))) // a lock has no code of its own here
		rc = git_remote_fetch(remote, &refspecs, &options, "maillage");
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot fetch from %s"), git_remote_url(remote));
	drop_junk(git_remote_owner(remote));
	return 0;
}

// ---- what was fetched

struct tips {
	struct mg_arena *arena;
	struct mg_id *ids;
	size_t n, cap;
};

static int collect_tip(void *context, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct tips *tips = context;
	struct mg_id *grown;

	(void)name;
	for (size_t i = 0; i < tips->n; i++) {
		if (mg_id_equal(&tips->ids[i], id))
			return 0;
	}
	grown = mg_arena_grow(tips->arena, tips->ids, tips->n, &tips->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	tips->ids = grown;
	grown[tips->n++] = *id;
	return 0;
}

int mg_remote_tips(struct mg_copy *copy, const char *name, struct mg_arena *arena, struct mg_id **out, size_t *n,
		   struct mg_error *err)
{
	struct tips tips = {.arena = arena};
	char prefix[512];
	int code;

	snprintf(prefix, sizeof prefix, MG_REF_REMOTES "%s/", name);
	code = mg_repo_refs(copy->store.repo, prefix, collect_tip, &tips, err);
	*out = tips.ids;
	*n = tips.n;
	return code;
}

int mg_remote_ingest(struct mg_copy *copy, const struct mg_id *tips, size_t n, struct mg_ingested *counts,
		     struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < n; i++) {
		code = mg_ingest(copy, &tips[i], counts, err);
		if (code == MG_EGIT || code == MG_ENOTFOUND || code == MG_EINVALID) {
			counts->held++;
			code = 0;
		}
	}
	return code ? code : mg_ingest_refs(copy, counts, err);
}

// ---- clone

// The commits without parents below the tips: a CA's lines have one.
static int find_root(struct mg_copy *copy, const struct mg_id *tips, size_t n, const char *wanted, struct mg_id *root,
		     struct mg_error *err)
{
	git_revwalk *walk = NULL;
	size_t found = 0;
	git_oid oid;
	int rc = git_revwalk_new(&walk, mg_repo_git(copy->store.repo));

	for (size_t i = 0; rc == 0 && i < n; i++) {
		git_oid_fromraw(&oid, tips[i].bytes);
		(void)git_revwalk_push(walk, &oid); // what is no commit is no CA's either: somebody's junk stops nobody
	}
	while (rc == 0 && (rc = git_revwalk_next(&oid, walk)) == 0) {
		git_commit *commit = NULL;

		rc = git_commit_lookup(&commit, mg_repo_git(copy->store.repo), &oid);
		if (rc == 0 && git_commit_parentcount(commit) == 0) {
			char hex[MG_ID_HEX];

			if (!wanted || strcmp(git_oid_tostr(hex, sizeof hex, &oid), wanted) == 0) {
				memcpy(root->bytes, oid.id, MG_ID_BYTES);
				found++;
			}
		}
		git_commit_free(commit);
	}
	git_revwalk_free(walk);
	if (rc != GIT_ITEROVER)
		return mg_fail_git(err, rc, _("cannot read what was fetched"));
	if (!found && wanted)
		return mg_fail(err, MG_ETRUST, _("it is not the coopérative %s"), wanted);
	if (found > 1) {
		mg_fail(err, MG_ETRUST, _("it holds the lines of %zu coopératives"), found);
		return mg_error_hint(err, _("give the one you want with --id"));
	}
	return found ? 0 : mg_fail(err, MG_ENOTFOUND, _("it holds no coopérative"));
}

static int first_refusal(struct mg_copy *copy, struct mg_arena *arena, struct mg_error *err)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(copy->store.index, arena, &verdicts, &n, err);

	if (code || !n)
		return code ? code : mg_fail(err, MG_ETRUST, _("none of its commits can be trusted"));
	return mg_fail(err, MG_ETRUST, _("none of its commits can be trusted; the first is refused (%s): %s"),
		       verdicts[0].code, verdicts[0].message);
}

static int take_everything(struct mg_copy *copy, const struct mg_id *tips, size_t n, struct mg_arena *arena,
			   struct mg_error *err)
{
	struct mg_ingested counts = {0};
	mg_position position;
	int code = mg_copy_lock(copy, err);

	if (code)
		return code;
	code = mg_remote_ingest(copy, tips, n, &counts, err);
	if (!code && mg_index_find(copy->store.index, &copy->store.ca, &position, err))
		code = first_refusal(copy, arena, err);
	if (!code)
		code = mg_copy_refresh_main(copy, NULL, 0, err);
	mg_copy_unlock(copy);
	return code;
}

static int fetch_origin(struct mg_copy *copy, const char *url, struct mg_error *err)
{
	struct mg_transfer transfer = {NULL};
	git_remote *remote = NULL;
	int code = mg_remote_add(copy, "origin", url, err);

	if (!code)
		code = mg_remote_open(copy, "origin", &remote, err);
	if (!code)
		code = mg_remote_fetch(remote, "origin", &transfer, err);
	git_remote_free(remote);
	return code;
}

static int fill_copy(struct mg_copy *copy, const char *url, const char *ca_id, struct mg_error *err)
{
	struct mg_arena arena;
	struct mg_id *tips, root;
	size_t n;
	int code;

	mg_arena_init(&arena, 0);
	code = fetch_origin(copy, url, err);
	if (!code)
		code = mg_remote_tips(copy, "origin", &arena, &tips, &n, err);
	if (!code)
		code = find_root(copy, tips, n, ca_id, &root, err);
	if (code)
		mg_error_prefix(err, "%s", url);
	if (!code)
		code = mg_copy_pin(copy, &root, err);
	if (!code)
		code = take_everything(copy, tips, n, &arena, err);
	if (!code)
		code = mg_remote_remember(copy, "origin", "", err);
	mg_arena_clear(&arena);
	return code;
}

int mg_remote_clone(const char *url, const char *dir, const char *ca_id, const struct mg_home *home,
		    const struct mg_clock *clock, const struct mg_types *types, struct mg_copy **out,
		    struct mg_error *err)
{
	bool was_there = mg_file_exists(dir);
	struct mg_error undo;
	struct mg_repo *repo;
	struct mg_copy *copy;
	int code = mg_repo_create(dir, &repo, err);

	*out = NULL;
	if (code)
		return code;
	code = mg_copy_wrap(repo, home, clock, types, &copy, err);
	if (!code) {
		code = fill_copy(copy, url, ca_id, err);
		if (!code)
			*out = copy;
		else
			mg_copy_close(copy);
	}
	if (code && mg_file_remove_tree(dir, was_there, &undo))
		mg_error_hint(err, _("%s is left behind: remove it"), dir);
	return code;
}
