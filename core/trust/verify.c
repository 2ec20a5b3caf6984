// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/verify.h"

#include "base/i18n.h"
#include "core/copy/copy_impl.h"
#include "core/trust/seal.h"

#define MAX_FILES 10000000u // in main's tree: far more than any CA has

struct verifying {
	struct mg_copy *copy; // a shadow of the real one: the same repository, an empty index in memory
	struct mg_arena *arena;
	struct mg_verify_report *out;
	size_t cap;
	struct mg_ingested counts;
	void (*progress)(void *context, size_t done, size_t total);
	void *context;
	size_t total;
	struct mg_error *err;
};

static int add_finding(struct verifying *v, const struct mg_id *commit, const char *path, const char *code,
		       const char *message)
{
	struct mg_verify_report *out = v->out;
	struct mg_verify_finding *grown =
		mg_arena_grow(v->arena, out->findings, out->n_findings, &v->cap, sizeof *grown);
	struct mg_verify_finding *f;

	if (!grown)
		return mg_fail_memory(v->err);
	out->findings = grown;
	f = &grown[out->n_findings++];
	*f = (struct mg_verify_finding){.path = mg_arena_strdup(v->arena, path),
					.code = mg_arena_strdup(v->arena, code),
					.message = mg_arena_strdup(v->arena, message)};
	if (commit)
		f->commit = *commit;
	return f->path && f->code && f->message ? 0 : mg_fail_memory(v->err);
}

// ---- commits

static void tick(void *context, size_t done)
{
	struct verifying *v = context;

	if (done % MG_REPO_FORGET_AFTER == 0)
		mg_repo_forget_packs(v->copy->store.repo);
	if (v->progress)
		v->progress(v->context, done, v->total);
}

static int judge_line(void *context, const char *name, const struct mg_id *tip, struct mg_error *err)
{
	struct verifying *v = context;
	mg_position position;
	int code = mg_ingest(v->copy, tip, &v->counts, err);

	if (code == MG_EGIT || code == MG_ENOTFOUND) {
		v->out->damaged = true;
		return add_finding(v, tip, name, "damaged", err->message);
	}
	if (code == MG_EINVALID)
		return add_finding(v, tip, name, "shape", err->message);
	if (!code && mg_index_find(v->copy->store.index, tip, &position, err) == MG_ENOTFOUND)
		code = add_finding(v, tip, name, "line",
				   _("the line's reference points to a commit that is not accepted"));
	return code;
}

static int judge_lines(struct verifying *v)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_repo_refs(v->copy->store.repo, MG_REF_LINES, judge_line, v, v->err);

	if (!code)
		code = mg_repo_refs(v->copy->store.repo, MG_REF_FORKS, judge_line, v, v->err);
	if (!code)
		code = mg_index_verdicts(v->copy->store.index, v->arena, &verdicts, &n, v->err);
	for (size_t i = 0; !code && i < n; i++)
		code = add_finding(v, &verdicts[i].commit, verdicts[i].path, verdicts[i].code, verdicts[i].message);
	v->out->commits = v->counts.accepted + v->counts.refused + v->counts.held;
	return code;
}

// ---- main

static int check_main(struct verifying *v)
{
	struct mg_index_commit *frontier;
	struct mg_id main, wanted;
	size_t n;
	int code = mg_copy_frontier(v->copy, v->arena, &frontier, &n, v->err);

	if (!code && !n)
		return add_finding(v, NULL, "", "main", _("there is no accepted commit"));
	if (!code)
		code = mg_copy_derive_main(v->copy, frontier, n, &wanted, v->err);
	if (!code)
		code = mg_copy_main(v->copy, &main, v->err);
	if (!code && !mg_id_equal(&main, &wanted))
		code = add_finding(v, &main, "", "main", _("main is not the view of the lines"));
	return code;
}

// ---- documents and keys

// What a person who opens the folder sees is what was verified.
static int check_in_folder(struct verifying *v, const char *path, const struct mg_buf *wanted, const char *otherwise)
{
	struct mg_buf disk = {0};
	int code = mg_copy_read(v->copy, path, &disk, v->err);

	if (code != MG_ENOMEM)
		code = !code && mg_slice_equal(mg_buf_slice(&disk), mg_buf_slice(wanted))
			       ? 0
			       : add_finding(v, NULL, path, "document", otherwise);
	mg_buf_clear(&disk);
	return code;
}

static int check_document(struct verifying *v, const char *path)
{
	struct mg_buf record = {0}, armour = {0};
	struct mg_public_key signer;
	struct mg_path parsed;
	int code = mg_path_parse(v->copy->store.types, path, &parsed, v->err);

	if (!code)
		code = mg_copy_read_view(v->copy, parsed.record, &record, v->err);
	if (!code)
		code = mg_copy_read_view(v->copy, path, &armour, v->err);
	if (!code)
		code = mg_seal_verify(&parsed, mg_buf_slice(&record), mg_buf_slice(&armour), &signer, v->err);
	if (code && code != MG_ENOMEM)
		code = add_finding(v, NULL, parsed.record, "document", v->err->message);
	if (!code)
		code = check_in_folder(v, parsed.record, &record,
				       _("the file in the folder is not the one that was signed"));
	if (!code)
		code = check_in_folder(v, path, &armour,
				       _("the signature in the folder is not the one that was recorded"));
	mg_buf_clear(&record);
	mg_buf_clear(&armour);
	v->out->documents++;
	return code;
}

static int check_file(struct verifying *v, const char *path)
{
	struct mg_path parsed = {0};
	int code = mg_path_parse(v->copy->store.types, path, &parsed, v->err);

	if (code == MG_EINVALID) // of a main that somebody else made: told before
		return 0;
	v->out->keys += !code && parsed.kind == MG_PATH_RECORD && parsed.parts.cle[0];
	return !code && parsed.kind == MG_PATH_SIGNATURE && parsed.type->opener ? check_document(v, path) : code;
}

static int check_files(struct verifying *v)
{
	static const struct mg_id empty;
	struct mg_tree_changes files = {.arena = v->arena};
	struct mg_id tree;
	int code = mg_copy_main_tree(v->copy, &tree, v->err);

	if (!code)
		code = mg_repo_diff(v->copy->store.repo, &empty, &tree, MAX_FILES, &files, v->err);
	if (code == MG_EINVALID || code == MG_ELIMIT) // as somebody else made it
		return add_finding(v, NULL, "", "main", v->err->message);
	for (size_t i = 0; !code && i < files.n; i++)
		code = check_file(v, files.items[i].path);
	return code;
}

static size_t known_commits(struct mg_copy *copy)
{
	struct mg_line_state *lines = NULL;
	struct mg_arena arena;
	struct mg_error err;
	size_t n = 0, total = 0;

	mg_arena_init(&arena, 0);
	if (mg_copy_lines(copy, &arena, &lines, &n, &err) == 0) {
		for (size_t i = 0; i < n; i++)
			total += lines[i].count;
	}
	mg_arena_clear(&arena);
	return total;
}

int mg_verify(struct mg_copy *copy, void (*progress)(void *context, size_t done, size_t total), void *context,
	      struct mg_arena *arena, struct mg_verify_report *out, struct mg_error *err)
{
	struct mg_copy shadow = *copy;
	struct verifying v = {.copy = &shadow,
			      .arena = arena,
			      .out = out,
			      .progress = progress,
			      .context = context,
			      .total = known_commits(copy),
			      .err = err};
	int code;

	*out = (struct mg_verify_report){0};
	mg_repo_check_names(copy->store.repo, true);
	v.counts.was_accepted = true; // a stamp is ahead of a clock on the day it comes in, or not at all
	v.counts.progress = tick;
	v.counts.context = &v;
	code = mg_index_open("", &shadow.store.index, err); // on disk, but nobody's: a long history's is large
	if (!code)
		code = judge_lines(&v);
	if (!code && !out->damaged)
		code = check_main(&v);
	if (!code && !out->damaged)
		code = check_files(&v);
	mg_index_close(shadow.store.index);
	mg_repo_check_names(copy->store.repo, false);
	return code;
}
