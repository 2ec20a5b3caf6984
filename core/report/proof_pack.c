// SPDX-License-Identifier: EUPL-1.2
//
// The history of a proof, as a git pack. Trees are put in one folder at a time, so that only what is asked for comes along.
#include "core/report/proof_impl.h"

#include "base/i18n.h"
#include "core/trust/seal.h"

#include <git2.h>
#include <stdio.h>

struct packing {
	struct mg_copy *copy;
	struct mg_proof *proof;
	struct mg_arena *arena;
	git_packbuilder *builder;
	struct mg_error *err;
};

static int put(struct packing *p, const struct mg_id *id)
{
	git_oid oid;
	int rc;

	git_oid_fromraw(&oid, id->bytes);
	rc = git_packbuilder_insert(p->builder, &oid, NULL); // what is in it already is not put twice
	return rc < 0 ? mg_fail_git(p->err, rc, _("cannot pack the history")) : 0;
}

// ---- commits

static int put_commits(struct packing *p)
{
	git_repository *git = mg_repo_git(p->copy->store.repo);
	git_revwalk *walk = NULL;
	git_oid oid;
	int rc = git_revwalk_new(&walk, git);

	for (size_t i = 0; rc >= 0 && i < p->proof->n; i++) {
		git_oid_fromraw(&oid, p->proof->signatures[i].commit.id.bytes);
		rc = git_revwalk_push(walk, &oid);
	}
	while (rc >= 0 && (rc = git_revwalk_next(&oid, walk)) == 0) {
		rc = git_packbuilder_insert(p->builder, &oid, NULL);
		p->proof->commits++;
	}
	git_revwalk_free(walk);
	return rc == GIT_ITEROVER ? 0 : mg_fail_git(p->err, rc, _("cannot walk the history"));
}

// ---- files

// The trees on the way to a file of a commit, and the file. 0 also when it has none.
static int put_file(struct packing *p, const struct mg_id *tree, const char *path)
{
	git_repository *git = mg_repo_git(p->copy->store.repo);
	struct mg_id at = *tree;
	int code = put(p, &at);

	while (!code && *path) {
		size_t len = strcspn(path, "/");
		const git_tree_entry *entry;
		git_tree *folder = NULL;
		git_oid oid;
		char *name = mg_arena_copy(p->arena, path, len);
		int rc;

		git_oid_fromraw(&oid, at.bytes);
		rc = name ? git_tree_lookup(&folder, git, &oid) : 0;
		if (!name || rc < 0)
			return name ? mg_fail_git(p->err, rc, _("cannot read a folder of the history"))
				    : mg_fail_memory(p->err);
		entry = git_tree_entry_byname(folder, name);
		if (entry)
			memcpy(at.bytes, git_tree_entry_id(entry)->id, MG_ID_BYTES);
		git_tree_free(folder);
		if (!entry)
			return 0;
		code = put(p, &at);
		path += len + (path[len] == '/');
	}
	return code;
}

// A key's record as it was first recorded, and as it stands.
static int put_key(struct packing *p, const char *key, const struct mg_id *tree)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_index_history history;
	struct mg_index_commit commit;
	int code;

	mg_seal_key_path(key, path);
	code = put_file(p, tree, path);
	if (!code)
		code = mg_index_history(p->copy->store.index, path, p->arena, &history, p->err);
	if (!code && history.n_touches) {
		code = mg_index_commit(p->copy->store.index, history.touches[0].position, &commit, p->err);
		if (!code)
			code = put_file(p, &commit.tree, path);
	}
	return code;
}

// A device its actor let in brought his signatory's signature of its record.
static int put_key_signatures(struct packing *p, const char *key, const struct mg_id *tree)
{
	char prefix[sizeof "cles/." + MG_KEY_ID_CHARS];
	const char **paths;
	size_t n = 0;
	int code;

	snprintf(prefix, sizeof prefix, "cles/%s.", key);
	code = mg_index_paths(p->copy->store.index, prefix, p->arena, &paths, &n, p->err);
	for (size_t i = 0; !code && i < n; i++)
		code = put_file(p, tree, paths[i]);
	return code;
}

static int put_signature(struct packing *p, const struct mg_path *record, const struct mg_proof_signature *signature)
{
	const struct mg_index_commit *commit = &signature->commit;
	const char *const keys[] = {signature->key, commit->key};
	int code = put_file(p, &commit->tree, record->text);

	for (size_t i = 0; !code && i < p->proof->n; i++)
		code = put_file(p, &commit->tree, p->proof->signatures[i].path);
	if (!code)
		code = put_file(p, &commit->tree, "cooperative.yaml");
	for (size_t i = 0; !code && i < sizeof keys / sizeof *keys; i++) {
		code = put_key(p, keys[i], &commit->tree);
		if (!code)
			code = put_key_signatures(p, keys[i], &commit->tree);
	}
	return code;
}

// ---- the whole

static int write_pack(struct packing *p, struct mg_buf *out)
{
	git_buf bytes = {0};
	int rc = git_packbuilder_write_buf(&bytes, p->builder);

	if (rc < 0)
		return mg_fail_git(p->err, rc, _("cannot pack the history"));
	mg_buf_put(out, bytes.ptr, bytes.size);
	git_buf_dispose(&bytes);
	return mg_buf_check(out, p->err);
}

int mg_proof_pack(struct mg_copy *copy, const struct mg_path *record, struct mg_proof *proof, struct mg_arena *arena,
		  struct mg_buf *out, struct mg_error *err)
{
	struct packing p = {.copy = copy, .proof = proof, .arena = arena, .err = err};
	int code = 0, rc = git_packbuilder_new(&p.builder, mg_repo_git(copy->store.repo));

	proof->commits = 0;
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot pack the history"));
	code = put_commits(&p);
	for (size_t i = 0; !code && i < proof->n; i++)
		code = put_signature(&p, record, &proof->signatures[i]);
	if (!code)
		code = write_pack(&p, out);
	git_packbuilder_free(p.builder);
	return code;
}
