// SPDX-License-Identifier: EUPL-1.2
//
// Making a copy from a remote, or from a bundle.
#include "core/carry/bundle_read.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/carry/bundle.h"
#include "core/carry/unfinished.h"

struct cloning {
	struct mg_transfer transfer; // first: the callbacks' payload
	struct mg_copy *copy;
	const char *url, *wanted; // wanted: the id it must have, or NULL
	bool is_bundle;           // url is a file, which nothing syncs with later
	git_remote *remote;
	struct mg_arena *arena;
	struct mg_remote_head *heads;
	size_t n;
	struct mg_quarantine *quarantine;
	struct mg_error *err;
};

// ---- which CA it is

// The commits without parents below the tips: a CA's lines have one. Two are enough to tell.
struct roots {
	struct mg_id ids[2];
	size_t n;
	bool has_wanted;
};

static int note_root(struct cloning *c, struct roots *roots, const git_oid *oid)
{
	git_commit *commit = NULL;
	char hex[MG_ID_HEX];
	int rc = git_commit_lookup(&commit, mg_repo_git(c->copy->store.repo), oid);

	if (rc == 0 && git_commit_parentcount(commit) == 0) {
		bool wanted = c->wanted && strcmp(git_oid_tostr(hex, sizeof hex, oid), c->wanted) == 0;

		roots->has_wanted |= wanted;
		if (wanted || roots->n < 2)
			memcpy(roots->ids[wanted ? 0 : roots->n].bytes, oid->id, MG_ID_BYTES);
		roots->n++;
	}
	git_commit_free(commit);
	return rc;
}

static int find_roots(struct cloning *c, struct roots *roots)
{
	git_revwalk *walk = NULL;
	git_oid oid;
	int rc = git_revwalk_new(&walk, mg_repo_git(c->copy->store.repo));

	for (size_t i = 0; rc == 0 && i < c->n; i++) {
		git_oid_fromraw(&oid, c->heads[i].id.bytes);
		(void)git_revwalk_push(walk, &oid); // what is no commit is no CA's either: somebody's junk stops nobody
	}
	while (rc == 0 && (rc = git_revwalk_next(&oid, walk)) == 0)
		rc = note_root(c, roots, &oid);
	git_revwalk_free(walk);
	return rc == GIT_ITEROVER ? 0 : mg_fail_git(c->err, rc, _("cannot read what was fetched"));
}

static int choose_root(struct cloning *c, struct mg_id *root)
{
	struct roots roots = {.n = 0};
	char hex[MG_ID_HEX];
	int code = find_roots(c, &roots);

	if (code)
		return code;
	*root = roots.ids[0];
	if (!roots.n)
		return mg_fail(c->err, MG_ENOTFOUND, _("it holds no coopérative"));
	if (c->wanted ? roots.has_wanted : roots.n == 1)
		return 0;
	if (roots.n == 1)
		return mg_fail(c->err, MG_ETRUST, _("it is the coopérative %s, not %s"), mg_id_format(root, hex),
			       c->wanted);
	if (c->wanted)
		return mg_fail(c->err, MG_ETRUST, _("it is not the coopérative %s"), c->wanted);
	mg_fail(c->err, MG_ETRUST, _("it holds the lines of %zu coopératives"), roots.n);
	return mg_error_hint(c->err, _("give the one you want with --id"));
}

// ---- taking it in

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

static int take_everything(struct cloning *c)
{
	struct mg_ingested counts = {0};
	mg_position position;
	int code = mg_copy_lock(c->copy, c->err);

	if (code)
		return code;
	if (c->is_bundle)
		code = mg_receive_heads(c->copy, NULL, c->heads, c->n, c->quarantine, &c->transfer, &counts, c->err);
	else
		code = mg_remote_take(c->copy, "origin", c->heads, c->n, c->quarantine, &c->transfer, &counts, c->err);
	c->quarantine = NULL;
	if (!code && mg_index_find(c->copy->store.index, &c->copy->store.ca, &position, c->err))
		code = first_refusal(c->copy, c->arena, c->err);
	if (!code)
		code = mg_copy_refresh_main(c->copy, NULL, 0, c->err);
	mg_copy_unlock(c->copy);
	return code;
}

static int list_heads(struct cloning *c)
{
	git_remote_callbacks callbacks;
	int code, rc;

	mg_remote_callbacks(&callbacks, &c->transfer);
	rc = git_remote_connect(c->remote, GIT_DIRECTION_FETCH, &callbacks, NULL, NULL);
	if (rc < 0)
		return mg_remote_unreached(c->remote, rc, c->err);
	code = mg_remote_heads(c->remote, c->arena, &c->heads, &c->n, c->err);
	git_remote_disconnect(c->remote);
	c->n = mg_remote_news(c->copy, "origin", c->heads, c->n);
	return code;
}

static int fetch_origin(struct cloning *c)
{
	int code = mg_remote_add(c->copy, "origin", c->url, c->err);

	if (code) // the address may be a ticket's, anybody's words: no command to type is made of it
		return mg_error_hint(c->err, _("ask who gave you the address for the right one"));
	code = mg_remote_open(c->copy, "origin", &c->transfer.login, &c->remote, c->err);
	if (!code)
		code = list_heads(c);
	if (!code)
		code = mg_quarantine_open(c->copy->store.repo, &c->quarantine, c->err);
	if (!code)
		code = mg_remote_download(c->copy, c->remote, c->heads, c->n, c->quarantine, &c->transfer, c->arena,
					  c->err);
	return code;
}

static int read_bundle(struct cloning *c)
{
	struct mg_bundle_read read;
	int code = mg_bundle_read(c->copy, c->url, &c->transfer, c->arena, &read, c->err);

	c->heads = read.heads;
	c->n = read.n;
	c->quarantine = read.quarantine;
	return code;
}

static int fill_copy(struct cloning *c)
{
	struct mg_id root;
	int code = c->is_bundle ? read_bundle(c) : fetch_origin(c);
	bool is_told = code && !c->is_bundle; // what a remote fails with names it

	if (!code)
		code = choose_root(c, &root);
	if (code && !is_told)
		mg_error_prefix(c->err, "%s", c->remote ? git_remote_url(c->remote) : c->url);
	if (!code)
		code = mg_copy_pin(c->copy, &root, c->err);
	if (!code)
		code = take_everything(c);
	if (!code && !c->is_bundle)
		code = mg_remote_remember(c->copy, "origin", "", c->err);
	mg_quarantine_close(c->quarantine);
	git_remote_free(c->remote);
	return code;
}

int mg_remote_clone(const char *url, const char *dir, const char *ca_id, const struct mg_home *home,
		    const struct mg_clock *clock, const struct mg_types *types, struct mg_progress *progress,
		    struct mg_copy **out, struct mg_error *err)
{
	struct cloning c = {.transfer = {.progress = progress}, .url = url, .wanted = ca_id, .err = err};
	bool was_there = mg_file_exists(dir);
	struct mg_arena arena;
	struct mg_error undo;
	struct mg_repo *repo;
	struct mg_copy *copy;
	int code, mark;

	mg_unfinished_remove(dir);
	code = mg_repo_create(dir, &repo, err);
	*out = NULL;
	c.is_bundle = mg_bundle_is_file(url);
	if (code)
		return code;
	code = mg_copy_wrap(repo, home, clock, types, &copy, err);
	if (!code) {
		mg_arena_init(&arena, 0);
		c.copy = copy;
		c.arena = &arena;
		code = mg_unfinished_begin(repo, &mark, err);
		if (!code)
			code = fill_copy(&c);
		mg_arena_clear(&arena);
		if (!code)
			mg_unfinished_end(repo);
		mg_unfinished_close(mark);
		if (!code)
			*out = copy;
		else
			mg_copy_close(copy);
	}
	if (code && mg_file_remove_tree(dir, was_there, &undo))
		mg_error_hint(err, _("%s is left behind: remove it"), dir);
	return code;
}
