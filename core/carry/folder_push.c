// SPDX-License-Identifier: EUPL-1.2
//
// Sending to a repository in a folder of this machine. libgit2's own way there searches all objects for deltas, for six
// minutes when a coopérative of 10,000 records has seen 50,000 changes.
#include "core/carry/exchange.h"

#include "base/i18n.h"
#include "core/carry/pack_store.h"
#include "core/carry/pack_walk.h"

struct putting {
	struct mg_exchange *x;
	git_repository *theirs;
	struct mg_id *had; // tips of theirs that are known here
	size_t n_had;
	struct mg_pack_store *store;
	bool is_full; // or cannot be written to for another reason: err says it
	struct mg_error *err;
};

// ---- objects

// The tips of what they have tell all of it. What lies there without a name may lack something that it needs.
static int list_had(struct putting *p)
{
	struct mg_exchange *x = p->x;
	struct mg_index *index = x->copy->store.index;
	struct mg_index_commit *tips = mg_arena_array(x->arena, x->n_refs + 1, sizeof *tips);
	struct mg_error unknown;
	size_t n = 0;

	p->had = mg_arena_array(x->arena, x->n_refs + 1, sizeof *p->had);
	if (!tips || !p->had)
		return mg_fail_memory(p->err);
	for (size_t i = 0; i < x->n_refs; i++) {
		mg_position position;

		if (mg_index_find(index, &x->tips[i], &position, &unknown) == 0 &&
		    mg_index_commit(index, position, &tips[n], &unknown) == 0)
			n++;
	}
	n = mg_index_maximal(index, tips, n);
	for (size_t i = 0; i < n; i++)
		p->had[p->n_had++] = tips[i].id;
	return 0;
}

static bool has_commit(void *context, const struct mg_id *id)
{
	const struct putting *p = context;
	struct mg_index *index = p->x->copy->store.index;
	struct mg_error unknown;
	mg_position ask, have;

	if (!p->n_had || mg_index_find(index, id, &ask, &unknown))
		return false;
	for (size_t i = 0; i < p->n_had; i++) {
		if (mg_id_equal(&p->had[i], id) ||
		    (mg_index_find(index, &p->had[i], &have, &unknown) == 0 && mg_index_saw(index, have, ask)))
			return true;
	}
	return false;
}

static int put(void *bytes, size_t len, void *context)
{
	struct putting *p = context;

	p->is_full = mg_pack_store_put(p->store, (struct mg_slice){bytes, len}, p->err) != 0;
	return p->is_full ? GIT_EUSER : 0;
}

static int tell(void *context, uint32_t done, uint32_t total)
{
	const struct mg_transfer *transfer = &((struct putting *)context)->x->transfer;

	if (transfer->progress)
		transfer->progress->show(transfer->progress->context, MG_STAGE_PACK, done, total);
	return transfer->cancel && *transfer->cancel;
}

static int store_pack(struct putting *p, struct mg_pack_walk *walk)
{
	struct mg_buf folder = {0};
	struct mg_error why;
	int code;

	mg_buf_printf(&folder, "%sobjects/pack", git_repository_commondir(p->theirs));
	code = mg_buf_check(&folder, p->err);
	if (!code)
		code = mg_pack_store_open(mg_buf_text(&folder), &p->store, p->err);
	if (!code) {
		code = mg_pack_walk_read(walk, put, tell, p, &why);
		if (code && !p->is_full)
			*p->err = why;
	}
	if (!code)
		code = mg_pack_store_keep(p->store, tell, p, p->err);
	mg_pack_store_close(p->store);
	mg_buf_clear(&folder);
	return code;
}

static void forget(void *context)
{
	mg_repo_forget_packs(context);
}

static int put_objects(struct putting *p, const struct mg_id *tips, size_t n)
{
	struct mg_repo *repo = p->x->copy->store.repo;
	struct mg_pack_walk *walk;
	int code = mg_pack_walk_new(mg_repo_git(repo), has_commit, p, &walk, p->err);

	if (!code)
		mg_pack_walk_forget(walk, forget, repo);
	if (!code)
		code = mg_pack_walk_hide(walk, p->had, p->n_had, p->err);
	for (size_t i = 0; !code && i < n; i++)
		code = mg_pack_walk_add(walk, &tips[i], p->err);
	if (!code && mg_pack_walk_count(walk))
		code = store_pack(p, walk);
	mg_pack_walk_free(walk);
	return code;
}

// ---- references

// Moves one of theirs from what it was when they were asked: somebody else may have been quicker.
static int put_ref(struct putting *p, const char *name, const struct mg_id *id)
{
	const struct mg_id *was = mg_exchange_tip(p->x, name);
	git_reference *ref = NULL;
	git_oid new, old;
	int rc;

	git_oid_fromraw(&new, id->bytes);
	if (was) {
		git_oid_fromraw(&old, was->bytes);
		rc = git_reference_create_matching(&ref, p->theirs, name, &new, 1, &old, "maillage");
	} else {
		rc = git_reference_create(&ref, p->theirs, name, &new, 0, "maillage");
	}
	git_reference_free(ref);
	return rc;
}

static int put_refs(struct putting *p, const char *const *refs, const struct mg_id *tips, size_t n,
		    mg_exchange_answer answer)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		const git_error *why;

		rc = put_ref(p, refs[i], &tips[i]);
		why = rc < 0 ? git_error_last() : NULL;
		rc = answer(refs[i], why ? why->message : rc < 0 ? "" : NULL, p->x);
	}
	return rc == 0 ? 0 : mg_fail_memory(p->err);
}

// ---- the whole

bool mg_exchange_folder(const struct mg_exchange *x, git_repository **out)
{
	const char *path = mg_remote_folder(git_remote_url(x->remote));

	*out = NULL;
	if (!path || git_repository_open_ext(out, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0)
		return false;
	if (git_repository_is_bare(*out)) // into a folder that somebody works in nothing is sent: libgit2 says so
		return true;
	git_repository_free(*out);
	*out = NULL;
	return false;
}

int mg_exchange_put(struct mg_exchange *x, git_repository *theirs, const char *const *refs, const struct mg_id *tips,
		    size_t n, mg_exchange_answer answer)
{
	struct putting p = {.x = x, .theirs = theirs, .err = x->err};
	int code = list_had(&p);

	if (!code)
		code = put_objects(&p, tips, n);
	if (code) {
		mg_error_prefix(x->err, _("cannot send to %s"), git_remote_url(x->remote));
		if (code == MG_EINVALID || code == MG_ENOTFOUND) // an object of this copy
			(void)mg_repo_hint_damage(x->err);
		else
			mg_error_hint(x->err, _("your work is safe here; it is sent at the next exchange that can"));
	}
	return code ? code : put_refs(&p, refs, tips, n, answer);
}
