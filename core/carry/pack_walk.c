// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_walk.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/repo/idset.h"
#include "core/repo/pack_make.h"
#include "core/repo/sha1.h"

#include <git2.h>
#include <stdlib.h>

#define MAX_DEPTH      8u          // as core/repo/repo_diff.c: ours are at most two deep
#define MAX_PACK_BYTES (32u << 20) // then another is begun: it stands in memory

struct mg_pack_walk {
	git_repository *from;
	git_odb *odb;
	mg_pack_has has;
	void *context;
	struct mg_idset names;         // of the objects taken so far
	git_tree *last[MAX_DEPTH + 1]; // the tree walked last at each depth: most of the next one is the same
};

int mg_pack_walk_new(git_repository *from, mg_pack_has has, void *context, struct mg_pack_walk **out,
		     struct mg_error *err)
{
	struct mg_pack_walk *walk = calloc(1, sizeof *walk);
	int rc;

	*out = NULL;
	if (!walk)
		return mg_fail_memory(err);
	*walk = (struct mg_pack_walk){.from = from, .has = has, .context = context};
	rc = git_repository_odb(&walk->odb, from);
	if (rc < 0) {
		free(walk);
		return mg_fail_git(err, rc, _("cannot open the objects of %s"), git_repository_path(from));
	}
	*out = walk;
	return 0;
}

static void forget_trees(struct mg_pack_walk *walk)
{
	for (size_t i = 0; i <= MAX_DEPTH; i++) {
		git_tree_free(walk->last[i]);
		walk->last[i] = NULL;
	}
}

void mg_pack_walk_free(struct mg_pack_walk *walk)
{
	if (!walk)
		return;
	forget_trees(walk);
	git_odb_free(walk->odb);
	mg_idset_clear(&walk->names);
	free(walk);
}

size_t mg_pack_walk_count(const struct mg_pack_walk *walk)
{
	return walk->names.n;
}

// ---- objects

static int add_name(struct mg_pack_walk *walk, const struct mg_id *id, struct mg_error *err)
{
	if (walk->names.n == MG_MAX_PACK_OBJECTS)
		return mg_fail(err, MG_ELIMIT, _("more than %u objects at once"), MG_MAX_PACK_OBJECTS);
	return mg_idset_add(&walk->names, id, err);
}

// libgit2 tells of an allocation it was not allowed (core/repo/repo_memory.c) by the class of its error.
static int fail_read(int rc, const struct mg_id *id, struct mg_error *err)
{
	const git_error *last = git_error_last();
	char hex[MG_ID_HEX];

	if (last && last->klass == GIT_ERROR_NOMEMORY)
		return mg_fail(err, MG_ELIMIT, _("the object %s is too large"), mg_id_format(id, hex));
	if (rc == GIT_ENOTFOUND)
		return mg_fail(err, MG_ENOTFOUND, _("the object %s is missing"), mg_id_format(id, hex));
	return mg_fail(err, MG_EINVALID, _("the object %s cannot be read"), mg_id_format(id, hex));
}

static int check_object(struct mg_pack_walk *walk, const struct mg_id *id, git_object_t type, size_t max,
			struct mg_error *err)
{
	char hex[MG_ID_HEX];
	git_object_t found;
	git_oid oid;
	size_t size;
	int rc;

	git_oid_fromraw(&oid, id->bytes);
	rc = git_odb_read_header(&size, &found, walk->odb, &oid);
	if (rc < 0)
		return fail_read(rc, id, err);
	if (found != type)
		return mg_fail(err, MG_EINVALID, _("the object %s is a %s"), mg_id_format(id, hex),
			       git_object_type2string(found));
	if (size > max)
		return mg_fail(err, MG_ELIMIT, _("the object %s has %zu bytes; %zu are allowed"), mg_id_format(id, hex),
			       size, max);
	return 0;
}

static bool is_had(struct mg_pack_walk *walk, const struct mg_id *id)
{
	return mg_idset_has(&walk->names, id) || walk->has(walk->context, id);
}

static int add_blob(struct mg_pack_walk *walk, const struct mg_id *id, struct mg_error *err)
{
	int code = check_object(walk, id, GIT_OBJECT_BLOB, MG_MAX_PIECE_BYTES, err);

	return code ? code : add_name(walk, id, err);
}

static int add_tree(struct mg_pack_walk *walk, const struct mg_id *id, unsigned depth, struct mg_error *err);

static int add_entry(struct mg_pack_walk *walk, const git_tree_entry *entry, unsigned depth, struct mg_error *err)
{
	struct mg_id id;

	memcpy(id.bytes, git_tree_entry_id(entry)->id, MG_ID_BYTES);
	if (git_tree_entry_type(entry) == GIT_OBJECT_COMMIT || is_had(walk, &id))
		return 0; // a submodule is in no repository but its own
	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		return add_tree(walk, &id, depth + 1, err);
	return add_blob(walk, &id, err);
}

// Whether the tree walked last at this depth has the same entry; *at goes along with the names, which are in order.
static bool was_walked(const git_tree *last, size_t n, size_t *at, const git_tree_entry *entry)
{
	const git_tree_entry *old = NULL;

	while (*at < n) {
		int order;

		old = git_tree_entry_byindex(last, *at);
		order = strcmp(git_tree_entry_name(old), git_tree_entry_name(entry));
		if (order == 0)
			return git_oid_equal(git_tree_entry_id(old), git_tree_entry_id(entry));
		if (order > 0)
			return false;
		(*at)++;
	}
	return false;
}

static int add_entries(struct mg_pack_walk *walk, const git_tree *tree, unsigned depth, struct mg_error *err)
{
	const git_tree *last = walk->last[depth];
	size_t n = git_tree_entrycount(tree), n_last = last ? git_tree_entrycount(last) : 0, at = 0;
	int code = 0;

	for (size_t i = 0; !code && i < n; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);

		if (!was_walked(last, n_last, &at, entry))
			code = add_entry(walk, entry, depth, err);
	}
	return code;
}

static int add_tree(struct mg_pack_walk *walk, const struct mg_id *id, unsigned depth, struct mg_error *err)
{
	git_tree *tree = NULL;
	git_oid oid;
	int code, rc;

	if (depth > MAX_DEPTH)
		return mg_fail(err, MG_ELIMIT, _("folders deeper than %u"), MAX_DEPTH);
	code = check_object(walk, id, GIT_OBJECT_TREE, MG_MAX_TREE_BYTES, err);
	if (code)
		return code;
	git_oid_fromraw(&oid, id->bytes);
	rc = git_tree_lookup(&tree, walk->from, &oid);
	code = rc < 0 ? fail_read(rc, id, err) : add_entries(walk, tree, depth, err);
	if (!code)
		code = add_name(walk, id, err);
	if (!code) {
		git_tree_free(walk->last[depth]);
		walk->last[depth] = tree;
		return 0;
	}
	git_tree_free(tree);
	return code;
}

// ---- commits

struct pending {
	struct mg_id *items;
	size_t n, cap;
};

static int push(struct pending *pending, const git_oid *oid, struct mg_error *err)
{
	if (pending->n == pending->cap) {
		size_t cap = pending->cap ? 2 * pending->cap : 64;
		struct mg_id *grown = realloc(pending->items, cap * sizeof *grown);

		if (!grown)
			return mg_fail_memory(err);
		pending->items = grown;
		pending->cap = cap;
	}
	memcpy(pending->items[pending->n++].bytes, oid->id, MG_ID_BYTES);
	return 0;
}

static int add_commit(struct mg_pack_walk *walk, const struct mg_id *id, struct pending *pending, struct mg_error *err)
{
	git_commit *commit = NULL;
	struct mg_id tree;
	git_oid oid;
	int rc, code = check_object(walk, id, GIT_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, err);

	if (code)
		return code;
	git_oid_fromraw(&oid, id->bytes);
	rc = git_commit_lookup(&commit, walk->from, &oid);
	if (rc < 0)
		return fail_read(rc, id, err);
	memcpy(tree.bytes, git_commit_tree_id(commit)->id, MG_ID_BYTES);
	if (!is_had(walk, &tree))
		code = add_tree(walk, &tree, 0, err);
	for (unsigned i = 0; !code && i < git_commit_parentcount(commit); i++)
		code = push(pending, git_commit_parent_id(commit, i), err);
	git_commit_free(commit);
	return code ? code : add_name(walk, id, err);
}

int mg_pack_walk_add(struct mg_pack_walk *walk, const struct mg_id *commit, struct mg_error *err)
{
	size_t before = walk->names.n;
	struct pending pending = {0};
	git_oid oid;
	int code;

	git_oid_fromraw(&oid, commit->bytes);
	code = push(&pending, &oid, err);
	while (!code && pending.n) {
		struct mg_id id = pending.items[--pending.n];

		if (!is_had(walk, &id))
			code = add_commit(walk, &id, &pending, err);
	}
	free(pending.items);
	if (code) {
		forget_trees(walk);
		mg_idset_cut(&walk->names, before);
	}
	return code;
}

// ---- the pack

static enum mg_object_type type_of(git_odb_object *object)
{
	git_object_t type = git_odb_object_type(object);

	return type == GIT_OBJECT_COMMIT ? MG_OBJECT_COMMIT : type == GIT_OBJECT_TREE ? MG_OBJECT_TREE : MG_OBJECT_BLOB;
}

// Whoever indexes the pack names each object anew; else it must be asked for.
static int put_object(struct mg_pack_walk *walk, struct mg_pack_maker *maker, const struct mg_id *id, bool check_name,
		      struct mg_error *err)
{
	git_odb_object *object = NULL;
	enum mg_object_type type;
	struct mg_slice bytes;
	char hex[MG_ID_HEX];
	git_oid oid;
	int code, rc;

	git_oid_fromraw(&oid, id->bytes);
	rc = git_odb_read(&object, walk->odb, &oid);
	if (rc < 0)
		return fail_read(rc, id, err);
	type = type_of(object);
	bytes = (struct mg_slice){git_odb_object_data(object), git_odb_object_size(object)};
	if (check_name && !mg_repo_is_named(type, bytes, id))
		code = mg_fail(err, MG_EINVALID, _("the object %s cannot be read"), mg_id_format(id, hex));
	else
		code = mg_pack_maker_put(maker, id, type, bytes, err);
	git_odb_object_free(object);
	return code;
}

static int write_one(struct mg_pack_walk *walk, size_t *next, const char *folder, struct mg_error *err)
{
	struct mg_pack_maker maker;
	char name[MG_PACK_NAME];
	int code = mg_pack_maker_init(&maker, 0, err);

	while (!code && *next < walk->names.n && maker.out.len < MAX_PACK_BYTES)
		code = put_object(walk, &maker, &walk->names.items[(*next)++], true, err);
	if (!code)
		code = mg_pack_maker_keep(&maker, folder, name, err);
	mg_pack_maker_clear(&maker);
	return code;
}

int mg_pack_walk_write(struct mg_pack_walk *walk, const char *folder, struct mg_error *err)
{
	size_t next = 0;
	int code = 0;

	while (!code && next < walk->names.n)
		code = write_one(walk, &next, folder, err);
	return code;
}

struct giving {
	const struct mg_pack_walk *walk;
	struct mg_pack_maker maker;
	struct mg_sha1_sum *sum;
	mg_pack_take take;
	void *context;
};

static int give(struct giving *g, struct mg_slice bytes, struct mg_error *err)
{
	int rc = g->take((void *)(uintptr_t)bytes.data, bytes.len, g->context);

	return rc ? mg_fail_git(err, rc, _("cannot make a pack of %s"), git_repository_path(g->walk->from)) : 0;
}

static int give_made(struct giving *g, struct mg_error *err)
{
	struct mg_slice made = mg_buf_slice(&g->maker.out);
	int code;

	mg_sha1_sum_add(g->sum, made);
	code = give(g, made, err);
	g->maker.taken += made.len;
	mg_buf_reset(&g->maker.out);
	return code;
}

int mg_pack_walk_read(struct mg_pack_walk *walk, mg_pack_take take, void *context, struct mg_error *err)
{
	struct giving g = {.walk = walk, .sum = mg_sha1_sum_new(), .take = take, .context = context};
	uint8_t digest[MG_SHA1_BYTES];
	int code;

	if (!g.sum)
		return mg_fail_memory(err);
	code = mg_pack_maker_init(&g.maker, (uint32_t)walk->names.n, err);
	for (size_t i = 0; !code && i < walk->names.n; i++) {
		code = put_object(walk, &g.maker, &walk->names.items[i], false, err);
		if (!code)
			code = give_made(&g, err);
	}
	mg_sha1_sum_end(g.sum, digest);
	if (!code)
		code = give(&g, (struct mg_slice){(const char *)digest, sizeof digest}, err);
	mg_pack_maker_clear(&g.maker);
	return code;
}
