// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/forge.h"

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>

static void must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

static struct mg_copy *copy_of(const struct forge *f)
{
	return f->w->copies[f->copy].copy;
}

static git_repository *git_of(const struct forge *f)
{
	return mg_repo_git(copy_of(f)->store.repo);
}

// ---- parents

static void add_parent(struct forge *f, const struct mg_index_commit *parent)
{
	f->commit.parents[f->commit.n_parents++] = parent->id;
	if (f->commit.stamp_ms <= parent->stamp_ms)
		f->commit.stamp_ms = parent->stamp_ms + 1;
}

static void add_parents(struct forge *f)
{
	struct mg_index *index = copy_of(f)->store.index;
	struct mg_index_commit *frontier, *own;
	struct mg_error err;
	size_t n, n_own;

	must(mg_copy_frontier(copy_of(f), &f->arena, &frontier, &n, &err), &err);
	must(mg_index_last_of(index, f->commit.key, frontier, n, &f->arena, &own, &n_own, &err), &err);
	f->commit.parents = mg_arena_array(&f->arena, n + n_own + 8, sizeof *f->commit.parents); // room for more
	assert_non_null(f->commit.parents);
	if (n_own)
		add_parent(f, &own[0]);
	for (size_t i = 0; i < n; i++) {
		if (!n_own || frontier[i].position != own[0].position)
			add_parent(f, &frontier[i]);
	}
	f->commit.seconds = f->commit.stamp_ms / 1000;
}

void forge_init(struct forge *f, struct world *w, size_t copy)
{
	struct world_copy *c = &w->copies[copy];
	struct mg_error err;

	*f = (struct forge){.w = w, .copy = copy, .signer = &c->device, .ns = MG_NS_COMMIT};
	mg_arena_init(&f->arena, 0);
	f->commit = (struct mg_commit){.stamp_ms = c->now_ms, .subject = mg_slice_of("essai")};
	memcpy(f->commit.actor, c->actor, sizeof f->commit.actor);
	memcpy(f->commit.key, c->device.public.id, sizeof f->commit.key);
	must(mg_copy_main_tree(c->copy, &f->commit.tree, &err), &err);
	add_parents(f);
}

void forge_clear(struct forge *f)
{
	mg_arena_clear(&f->arena);
}

// ---- tree

static git_tree *tree_of(const struct forge *f)
{
	git_tree *tree = NULL;
	git_oid oid;

	git_oid_fromraw(&oid, f->commit.tree.bytes);
	assert_int_equal(git_tree_lookup(&tree, git_of(f), &oid), 0);
	return tree;
}

void forge_file(struct forge *f, const char *path, const char *text, unsigned mode)
{
	git_index_entry entry = {.path = path, .mode = mode};
	git_tree *tree = tree_of(f);
	git_index *index = NULL;
	git_oid oid;

	assert_int_equal(git_index_new(&index), 0);
	assert_int_equal(git_index_read_tree(index, tree), 0);
	if (text && mode == GIT_FILEMODE_COMMIT)
		git_oid_fromraw(&entry.id, f->commit.parents[0].bytes);
	else if (text)
		assert_int_equal(git_blob_create_from_buffer(&entry.id, git_of(f), text, strlen(text)), 0);
	if (text)
		assert_int_equal(git_index_add(index, &entry), 0);
	else
		assert_int_equal(git_index_remove(index, path, 0), 0);
	assert_int_equal(git_index_write_tree_to(&oid, index, git_of(f)), 0);
	memcpy(f->commit.tree.bytes, oid.id, MG_ID_BYTES);
	git_index_free(index);
	git_tree_free(tree);
}

static void put_entry(struct mg_buf *out, unsigned mode, const char *name, const void *id)
{
	mg_buf_printf(out, "%o %s", mode, name);
	mg_buf_putc(out, '\0');
	mg_buf_put(out, id, MG_ID_BYTES);
}

static void insert_entry(struct forge *f, unsigned mode, const char *name, const void *id, bool in_order)
{
	git_tree *tree = tree_of(f);
	struct mg_buf raw = {0};
	git_odb *odb = NULL;
	bool put = false;
	git_oid oid;

	for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);

		if (!put && in_order && strcmp(git_tree_entry_name(entry), name) > 0) {
			put_entry(&raw, mode, name, id);
			put = true;
		}
		put_entry(&raw, git_tree_entry_filemode_raw(entry), git_tree_entry_name(entry),
			  git_tree_entry_id(entry)->id);
	}
	if (!put)
		put_entry(&raw, mode, name, id);
	assert_int_equal(git_repository_odb(&odb, git_of(f)), 0);
	assert_int_equal(git_odb_write(&oid, odb, raw.data, raw.len, GIT_OBJECT_TREE), 0);
	memcpy(f->commit.tree.bytes, oid.id, MG_ID_BYTES);
	git_odb_free(odb);
	mg_buf_clear(&raw);
	git_tree_free(tree);
}

void forge_entry(struct forge *f, unsigned mode, const char *name, bool in_order)
{
	git_oid blob;

	assert_int_equal(git_blob_create_from_buffer(&blob, git_of(f), "a: 1\n", 5), 0);
	insert_entry(f, mode, name, blob.id, in_order);
}

void forge_entry_of(struct forge *f, unsigned mode, const char *name, const struct mg_id *id)
{
	insert_entry(f, mode, name, id->bytes, true);
}

// ---- the commit

static void replace(struct mg_buf *bytes, const char *find, const char *with)
{
	const char *at = find ? strstr(mg_buf_text(bytes), find) : NULL;

	if (!find)
		return;
	assert_non_null(at);
	mg_buf_splice(bytes, (size_t)(at - bytes->data), strlen(find), mg_slice_of(with));
}

struct mg_id forge_commit(struct forge *f)
{
	struct mg_buf bytes = {0}, armour = {0}, raw = {0};
	struct mg_error err;
	struct mg_id id;

	must(mg_commit_format(&f->commit, &bytes, &err), &err);
	replace(&bytes, f->find, f->with);
	if (f->signer) {
		must(mg_sshsig_sign(f->signer, f->ns, mg_buf_slice(&bytes), &armour, &err), &err);
		must(mg_commit_assemble(mg_buf_slice(&bytes), mg_buf_slice(&armour), &raw, &err), &err);
	} else {
		mg_buf_put_slice(&raw, mg_buf_slice(&bytes));
	}
	replace(&raw, f->find_signed, f->with_signed);
	must(mg_repo_write(copy_of(f)->store.repo, MG_OBJECT_COMMIT, mg_buf_slice(&raw), &id, &err), &err);
	mg_buf_clear(&bytes);
	mg_buf_clear(&armour);
	mg_buf_clear(&raw);
	return id;
}

void forge_assert_judged(struct forge *f, const char *code)
{
	struct world *w = f->w;
	struct mg_copy *judge = w->copies[2].copy;
	struct mg_ingested counts = {0};
	struct mg_id id = forge_commit(f);
	static int number;
	struct mg_error err;
	char others[128];

	world_carry(w, f->copy, 2, &id);
	assert_int_equal(mg_copy_lock(judge, &err), 0);
	if (mg_ingest(judge, &id, &counts, &err))
		fail_msg("the judging failed: %s", err.message);
	assert_int_equal(mg_ingest_refs(judge, &counts, &err), 0);
	assert_int_equal(mg_copy_refresh_main(judge, NULL, 0, &err), 0);
	mg_copy_unlock(judge);
	assert_string_equal(world_verdict(w, 2, &id), code);
	assert_int_equal(counts.accepted, *code ? 0 : 1);
	snprintf(others, sizeof others, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: %d\n", ++number);
	world_put(w, 0, "actions/dd.yaml", others);
	assert_int_equal(world_send(w, 0, 2).accepted, 1);
	forge_clear(f);
}
