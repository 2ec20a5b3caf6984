// SPDX-License-Identifier: EUPL-1.2
#include "core/report/proof_impl.h"

#include "base/i18n.h"
#include "core/report/archive.h"
#include "core/trust/seal.h"
#include "core/trust/verify.h"

#include <stdlib.h>

const char *mg_proof_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

// ---- the signatures

struct gathering {
	struct mg_copy *copy;
	const struct mg_path *record;
	struct mg_arena *arena;
	struct mg_snapshot view;
	struct mg_slice bytes; // of the record
	struct mg_proof *proof;
	struct mg_error *err;
};

static int read_file(struct gathering *g, const char *path, struct mg_slice *out)
{
	struct mg_buf text = {0};
	int code = mg_snapshot_read(&g->copy->store, &g->view, path, MG_MAX_VIEW_BYTES, &text, g->err);

	if (!code) {
		*out = (struct mg_slice){mg_arena_copy(g->arena, mg_buf_text(&text), text.len), text.len};
		code = out->data ? 0 : mg_fail_memory(g->err);
	}
	mg_buf_clear(&text);
	return code;
}

// The first commit that put these very bytes there.
static int find_commit(struct gathering *g, const char *path, struct mg_index_commit *out)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_index_history history;
	struct mg_id blob;
	int code = mg_snapshot_find(&g->copy->store, &g->view, path, &blob, g->err);

	if (!code)
		code = mg_index_history(index, path, g->arena, &history, g->err);
	for (size_t i = 0; !code && i < history.n_touches; i++) {
		if (mg_id_equal(&history.touches[i].blob, &blob))
			return mg_index_commit(index, history.touches[i].position, out, g->err);
	}
	return code ? code : mg_fail(g->err, MG_ENOTFOUND, _("%s is in no commit that was accepted"), path);
}

static int gather_one(struct gathering *g, const struct mg_seal_signature *found, struct mg_proof_signature *out)
{
	struct mg_public_key signer;
	struct mg_slice armour;
	struct mg_path path;
	int code = mg_path_parse(g->copy->store.types, found->path, &path, g->err);

	*out = (struct mg_proof_signature){.actor = found->actor, .path = found->path};
	if (code)
		return code;
	out->ns = mg_seal_namespace(&path);
	code = read_file(g, found->path, &armour);
	if (!code && mg_seal_verify(&path, g->bytes, armour, &signer, g->err))
		code = g->err->code == MG_ENOMEM ? MG_ENOMEM : (g->err->code = MG_ETRUST);
	if (!code)
		memcpy(out->key, signer.id, sizeof out->key);
	return code ? code : find_commit(g, found->path, &out->commit);
}

static int by_time(const void *a, const void *b)
{
	const struct mg_proof_signature *one = a, *two = b;

	if (one->commit.stamp_ms != two->commit.stamp_ms)
		return one->commit.stamp_ms < two->commit.stamp_ms ? -1 : 1;
	return strcmp(one->path, two->path);
}

static int gather(struct gathering *g)
{
	struct mg_seal_signature *found = NULL;
	size_t n = 0;
	int code = mg_copy_main_tree(g->copy, &g->view.tree, g->err);

	if (!code)
		code = read_file(g, g->record->text, &g->bytes);
	if (!code)
		code = mg_seal_signatures(&g->copy->store, &g->view, g->record, g->arena, &found, &n, g->err);
	if (!code && !n)
		return mg_fail(g->err, MG_ENOTFOUND, _("nobody has signed %s: there is nothing to prove"),
			       g->record->text);
	g->proof->signatures = mg_arena_array(g->arena, n, sizeof *g->proof->signatures);
	if (!code && !g->proof->signatures)
		code = mg_fail_memory(g->err);
	for (size_t i = 0; !code && i < n; i++)
		code = gather_one(g, &found[i], &g->proof->signatures[g->proof->n++]);
	if (!code)
		qsort(g->proof->signatures, n, sizeof *g->proof->signatures, by_time);
	return code;
}

// ---- the archive

static int add_document(struct gathering *g, struct mg_archive *archive, int64_t last_ms)
{
	const struct mg_proof *proof = g->proof;
	const char *name = mg_arena_printf(g->arena, "document/%s", mg_proof_name(g->record->text));
	int code = name ? mg_archive_add(archive, name, g->bytes, last_ms, g->err) : mg_fail_memory(g->err);

	for (size_t i = 0; !code && i < proof->n; i++) {
		const struct mg_proof_signature *signature = &proof->signatures[i];
		struct mg_slice armour;

		name = mg_arena_printf(g->arena, "document/%s", mg_proof_name(signature->path));
		code = name ? read_file(g, signature->path, &armour) : mg_fail_memory(g->err);
		if (!code)
			code = mg_archive_add(archive, name, armour, signature->commit.stamp_ms, g->err);
	}
	return code;
}

static void put_table(const struct mg_proof *proof, struct mg_buf *out)
{
	for (size_t i = 0; i < proof->n; i++) {
		const struct mg_proof_signature *signature = &proof->signatures[i];
		char hex[MG_ID_HEX];

		mg_buf_printf(out, "%s\t%s\tdocument/%s\t%s\n", signature->actor, signature->ns,
			      mg_proof_name(signature->path), mg_id_format(&signature->commit.id, hex));
	}
}

// The texts that are made, in the order people should meet them.
enum { TEXT_README, TEXT_SIGNERS, TEXT_TABLE, TEXT_PACK, N_TEXTS };
static const char *const names[] = {
	[TEXT_README] = "LISEZMOI.txt",
	[TEXT_SIGNERS] = "signataires",
	[TEXT_TABLE] = "signatures.txt",
	[TEXT_PACK] = "historique.pack",
};

static int make_texts(struct gathering *g, struct mg_buf texts[N_TEXTS])
{
	int code = mg_proof_pack(g->copy, g->record, g->proof, g->arena, &texts[TEXT_PACK], g->err);

	if (!code)
		code = mg_allowed_signers(g->copy, &texts[TEXT_SIGNERS], g->err);
	if (!code)
		code = mg_proof_readme(g->copy, g->record, g->proof, &texts[TEXT_README], g->err);
	put_table(g->proof, &texts[TEXT_TABLE]);
	return code ? code : mg_buf_check(&texts[TEXT_TABLE], g->err);
}

static int write_archive(struct gathering *g, const char *file, struct mg_buf texts[N_TEXTS])
{
	int64_t last_ms = g->proof->signatures[g->proof->n - 1].commit.stamp_ms;
	struct mg_archive *archive;
	struct mg_error lost;
	int code = mg_archive_open(file, &archive, g->err), closed;

	for (size_t i = 0; !code && i < N_TEXTS; i++)
		code = mg_archive_add(archive, names[i], mg_buf_slice(&texts[i]), last_ms, g->err);
	if (!code)
		code = add_document(g, archive, last_ms);
	closed = mg_archive_close(archive, !code, code ? &lost : g->err);
	return code ? code : closed;
}

int mg_proof_write(struct mg_copy *copy, const char *path, const char *file, struct mg_arena *arena,
		   struct mg_proof *out, struct mg_error *err)
{
	struct mg_buf texts[N_TEXTS] = {0};
	struct mg_path record;
	struct gathering g = {
		.copy = copy, .record = &record, .arena = arena, .view.arena = arena, .proof = out, .err = err};
	int code = mg_path_parse(copy->store.types, path, &record, err);

	*out = (struct mg_proof){0};
	if (!code)
		code = gather(&g);
	if (!code)
		code = make_texts(&g, texts);
	if (!code)
		code = write_archive(&g, file, texts);
	for (size_t i = 0; i < N_TEXTS; i++)
		mg_buf_clear(&texts[i]);
	return code;
}
