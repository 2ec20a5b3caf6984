// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/bundle_read.h"

#include "base/i18n.h"
#include "core/carry/bundle.h"
#include "core/carry/bundle_head.h"
#include "core/carry/receive.h"

#include <errno.h>
#include <git2.h>
#include <stdio.h>

#define PIECE 65536u

struct applying {
	struct mg_copy *copy;
	const char *file;
	struct mg_transfer transfer; // the progress callback's payload
	struct mg_arena *arena;
	FILE *in;
	struct mg_bundle_head head;
	struct mg_remote_head *heads; // its lines and forks
	size_t n;
	struct mg_quarantine *quarantine;
	struct mg_error *err;
};

// ---- the head

static int read_head(struct applying *a)
{
	char *bytes = mg_arena_alloc(a->arena, MG_MAX_BUNDLE_HEAD);
	size_t n = bytes ? fread(bytes, 1, MG_MAX_BUNDLE_HEAD, a->in) : 0;
	int code;

	if (!bytes)
		return mg_fail_memory(a->err);
	if (ferror(a->in))
		return mg_fail_errno(a->err, _("cannot read %s"), a->file);
	code = mg_bundle_head_parse((struct mg_slice){bytes, n}, a->arena, &a->head, a->err);
	if (!code && fseek(a->in, (long)a->head.bytes, SEEK_SET) != 0)
		code = mg_fail_errno(a->err, _("cannot read %s"), a->file);
	return code;
}

static int find_lines(struct applying *a)
{
	a->heads = mg_arena_array(a->arena, a->head.n_refs + 1, sizeof *a->heads);
	if (!a->heads)
		return mg_fail_memory(a->err);
	for (size_t i = 0; i < a->head.n_refs; i++) {
		const struct mg_bundle_ref *ref = &a->head.refs[i];
		const char *key = mg_remote_key(ref->name);
		struct mg_remote_head *head = &a->heads[a->n];

		if (!key)
			continue;
		*head = (struct mg_remote_head){.ref = ref->name,
						.key = mg_arena_copy(a->arena, key, MG_KEY_ID_CHARS),
						.id = ref->id};
		if (!head->key)
			return mg_fail_memory(a->err);
		a->n++;
	}
	return a->n ? 0 : mg_fail(a->err, MG_EINVALID, _("it is a git bundle, but holds no line of a coopérative"));
}

static int check_needs(struct applying *a)
{
	size_t missing = 0;

	for (size_t i = 0; i < a->head.n_needs; i++) {
		mg_position position;

		missing += mg_index_find(a->copy->store.index, &a->head.needs[i], &position, a->err) != 0;
	}
	if (!missing)
		return 0;
	mg_fail(a->err, MG_ENOTFOUND,
		P_("it goes on from %zu commit that this copy has not",
		   "it goes on from %zu commits that this copy has not", missing),
		missing);
	return mg_error_hint(a->err, _("take in the one before it first, or ask for a bundle of everything: maillage "
				       "bundle create FILE"));
}

// ---- the pack

static int feed(struct applying *a, git_odb_writepack *pack, git_indexer_progress *stats)
{
	char *piece = mg_arena_alloc(a->arena, PIECE);
	size_t n;
	int rc = 0;

	if (!piece)
		return GIT_ERROR;
	while (rc == 0 && (n = fread(piece, 1, PIECE, a->in)) > 0)
		rc = pack->append(pack, piece, n, stats);
	return rc == 0 ? pack->commit(pack, stats) : rc;
}

static int read_pack(struct applying *a)
{
	git_remote_callbacks callbacks;
	git_odb_writepack *pack = NULL;
	git_indexer_progress stats = {0};
	git_odb *odb = NULL;
	int code = 0, rc = git_repository_odb(&odb, mg_repo_git(a->copy->store.repo));

	mg_remote_callbacks(&callbacks, &a->transfer);
	if (rc == 0)
		rc = git_odb_write_pack(&pack, odb, callbacks.transfer_progress, &a->transfer);
	if (rc == 0)
		rc = feed(a, pack, &stats);
	if (pack)
		pack->free(pack);
	git_odb_free(odb);
	if (ferror(a->in))
		return mg_fail_errno(a->err, _("cannot read %s"), a->file);
	if (rc < 0)
		code = mg_quarantine_stopped(a->quarantine, a->err);
	if (rc < 0 && !code)
		code = mg_fail(a->err, MG_EINVALID, _("the pack is damaged or cut short"));
	return code;
}

// ---- whose it is

static int check_root(struct applying *a, const git_oid *oid)
{
	git_commit *commit = NULL;
	struct mg_id id;
	char hex[MG_ID_HEX];
	bool is_root;
	int rc = git_commit_lookup(&commit, mg_repo_git(a->copy->store.repo), oid);

	if (rc < 0)
		return mg_fail(a->err, MG_EINVALID, _("the pack is damaged or cut short"));
	is_root = git_commit_parentcount(commit) == 0;
	git_commit_free(commit);
	memcpy(id.bytes, oid->id, MG_ID_BYTES);
	if (!is_root || mg_id_equal(&id, &a->copy->store.ca))
		return 0;
	return mg_fail(a->err, MG_ETRUST, _("it is of the coopérative %s, not of this one"), mg_id_format(&id, hex));
}

static int push_commits(struct applying *a, git_revwalk *walk)
{
	struct mg_index_commit *known;
	git_oid oid;
	size_t n;
	int rc = 0, code = mg_index_tips(a->copy->store.index, a->arena, &known, &n, a->err);

	for (size_t i = 0; !code && rc == 0 && i < a->n; i++) {
		git_oid_fromraw(&oid, a->heads[i].id.bytes);
		rc = git_revwalk_push(walk, &oid);
	}
	for (size_t i = 0; !code && rc == 0 && i < n; i++) {
		git_oid_fromraw(&oid, known[i].id.bytes);
		rc = git_revwalk_hide(walk, &oid);
	}
	return rc < 0 ? mg_fail(a->err, MG_EINVALID, _("the pack lacks what the bundle names")) : code;
}

// One line of another CA is enough: whoever made it did not mean this copy.
static int check_owner(struct applying *a)
{
	git_revwalk *walk = NULL;
	git_oid oid;
	int rc = git_revwalk_new(&walk, mg_repo_git(a->copy->store.repo));
	int code = rc < 0 ? mg_fail_git(a->err, rc, _("cannot walk the history")) : push_commits(a, walk);

	while (!code && (rc = git_revwalk_next(&oid, walk)) == 0)
		code = check_root(a, &oid);
	if (!code && rc != GIT_ITEROVER)
		code = mg_fail(a->err, MG_EINVALID, _("the pack lacks what the bundle names"));
	git_revwalk_free(walk);
	return code;
}

// ---- the whole

static int take_in(struct applying *a, struct mg_bundle_taken *out)
{
	struct mg_ingested counts = {0};
	int code = mg_copy_lock(a->copy, a->err);

	if (code)
		return code;
	a->n = mg_remote_news(a->copy, NULL, a->heads, a->n);
	code = mg_receive_heads(a->copy, NULL, a->heads, a->n, a->quarantine, &a->transfer, &counts, a->err);
	a->quarantine = NULL;
	if (!code)
		code = mg_copy_refresh_main(a->copy, NULL, 0, a->err);
	mg_copy_unlock(a->copy);
	*out = (struct mg_bundle_taken){counts.accepted, counts.refused, counts.held};
	return code;
}

static int open_file(struct applying *a)
{
	a->in = fopen(a->file, "rb");
	return a->in ? 0 : mg_fail_errno(a->err, _("cannot read %s"), a->file);
}

bool mg_bundle_is_file(const char *location)
{
	FILE *in = fopen(location, "rb");
	bool is_file = in && fgetc(in) != EOF; // a folder opens, and cannot be read

	if (in)
		fclose(in);
	return is_file;
}

static int bring(struct applying *a)
{
	int code = read_head(a);

	if (!code)
		code = find_lines(a);
	if (!code)
		code = check_needs(a);
	if (!code)
		code = mg_quarantine_open(a->copy->store.repo, &a->quarantine, a->err);
	return code ? code : read_pack(a);
}

int mg_bundle_apply(struct mg_copy *copy, const char *file, struct mg_progress *progress, struct mg_bundle_taken *out,
		    struct mg_error *err)
{
	struct mg_arena arena;
	struct applying a = {
		.copy = copy, .file = file, .transfer = {.progress = progress}, .arena = &arena, .err = err};
	int code = open_file(&a);

	*out = (struct mg_bundle_taken){0};
	if (code)
		return code;
	mg_arena_init(&arena, 0);
	code = bring(&a);
	if (!code)
		code = check_owner(&a);
	if (code)
		mg_error_prefix(err, "%s", file);
	else
		code = take_in(&a, out);
	mg_quarantine_close(a.quarantine);
	fclose(a.in);
	mg_arena_clear(&arena);
	return code;
}

int mg_bundle_read(struct mg_copy *copy, const char *file, struct mg_transfer *transfer, struct mg_arena *arena,
		   struct mg_bundle_read *out, struct mg_error *err)
{
	struct applying a = {.copy = copy, .file = file, .transfer = *transfer, .arena = arena, .err = err};
	int code = open_file(&a);

	*out = (struct mg_bundle_read){0};
	if (code)
		return code;
	code = bring(&a);
	fclose(a.in);
	if (code)
		mg_quarantine_close(a.quarantine);
	else
		*out = (struct mg_bundle_read){a.heads, a.n, a.quarantine};
	return code;
}
