// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_walk.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/carry/pack_object.h"
#include "core/carry/tree_news.h"

#include <git2.h>
#include <stdlib.h>

#define MAX_DEPTH      8u          // as core/repo/repo_diff.c: ours are at most two deep
#define FOLDERS        64u         // of more, some take turns
#define MAX_HELD       (16u << 20) // of trees
#define MAX_PACK_BYTES (32u << 20) // then another is begun: it stands in memory

struct mg_pack_walk {
	git_repository *from;
	git_odb *odb;
	mg_pack_has has;
	void *context;
	struct mg_idset names;             // of the objects taken so far
	struct mg_idset hidden;            // of those that the other side has
	struct mg_tree_seen seen[FOLDERS]; // the tree walked last in each folder
	git_odb_object *objects[FOLDERS];  // whose bytes those are
	size_t held;                       // bytes of them
	mg_pack_forget forget;             // or NULL
	void *forget_context;
	unsigned read; // commits, since it was called
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

void mg_pack_walk_forget(struct mg_pack_walk *walk, mg_pack_forget forget, void *context)
{
	walk->forget = forget;
	walk->forget_context = context;
}

// A pack is closed when nobody holds it any more.
static int forget_packs(struct mg_pack_walk *walk, struct mg_error *err)
{
	int rc;

	if (!walk->forget || ++walk->read < MG_REPO_FORGET_AFTER)
		return 0;
	walk->read = 0;
	git_odb_free(walk->odb);
	walk->odb = NULL;
	walk->forget(walk->forget_context);
	rc = git_repository_odb(&walk->odb, walk->from);
	return rc < 0 ? mg_fail_git(err, rc, _("cannot open the objects of %s"), git_repository_path(walk->from)) : 0;
}

static void forget_trees(struct mg_pack_walk *walk)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		free(walk->seen[i].starts);
		git_odb_object_free(walk->objects[i]);
	}
	memset(walk->seen, 0, sizeof walk->seen);
	memset(walk->objects, 0, sizeof walk->objects);
	walk->held = 0;
}

void mg_pack_walk_free(struct mg_pack_walk *walk)
{
	if (!walk)
		return;
	forget_trees(walk);
	git_odb_free(walk->odb);
	mg_idset_clear(&walk->names);
	mg_idset_clear(&walk->hidden);
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

static int check_kind(const struct mg_id *id, git_object_t found, size_t size, git_object_t type, size_t max,
		      struct mg_error *err)
{
	char hex[MG_ID_HEX];

	if (found != type)
		return mg_fail(err, MG_EINVALID, _("the object %s is a %s"), mg_id_format(id, hex),
			       git_object_type2string(found));
	if (size > max)
		return mg_fail(err, MG_ELIMIT, _("the object %s has %zu bytes; %zu are allowed"), mg_id_format(id, hex),
			       size, max);
	return 0;
}

static int read_object(struct mg_pack_walk *walk, const struct mg_id *id, git_object_t type, size_t max,
		       git_odb_object **out, struct mg_error *err)
{
	git_oid oid;
	int code, rc;

	git_oid_fromraw(&oid, id->bytes);
	rc = git_odb_read(out, walk->odb, &oid);
	if (rc < 0)
		return mg_pack_fail_read(rc, id, err);
	code = check_kind(id, git_odb_object_type(*out), git_odb_object_size(*out), type, max, err);
	if (code) {
		git_odb_object_free(*out);
		*out = NULL;
	}
	return code;
}

static bool is_had(struct mg_pack_walk *walk, const struct mg_id *id)
{
	return mg_idset_has(&walk->names, id) || mg_idset_has(&walk->hidden, id) || walk->has(walk->context, id);
}

static int add_blob(struct mg_pack_walk *walk, const struct mg_id *id, struct mg_error *err)
{
	git_object_t found;
	git_oid oid;
	size_t size;
	int code, rc;

	git_oid_fromraw(&oid, id->bytes);
	rc = git_odb_read_header(&size, &found, walk->odb, &oid);
	if (rc < 0)
		return mg_pack_fail_read(rc, id, err);
	code = check_kind(id, found, size, GIT_OBJECT_BLOB, MG_MAX_PIECE_BYTES, err);
	return code ? code : add_name(walk, id, err);
}

// ---- trees

struct place {
	const struct mg_id *id;
	uint32_t path; // a number for each folder; two may share one, which costs time only
	unsigned depth;
};

static int add_tree(struct mg_pack_walk *walk, struct place place, struct mg_error *err);

static int add_entry(struct mg_pack_walk *walk, const struct place *above, const struct mg_tree_entry_new *entry,
		     struct mg_error *err)
{
	struct place place = {&entry->id, above->path * 31 + 1, above->depth + 1};

	if (entry->mode == GIT_FILEMODE_COMMIT || is_had(walk, &entry->id))
		return 0; // a submodule is in no repository but its own
	if (entry->mode != GIT_FILEMODE_TREE)
		return add_blob(walk, &entry->id, err);
	for (size_t i = 0; i < entry->name.len; i++)
		place.path = place.path * 31 + (uint8_t)entry->name.data[i];
	return add_tree(walk, place, err);
}

// Lists what a tree has that the one walked last in the same folder has not: most of it is the same. The object is
// transferred.
static int list_news(struct mg_pack_walk *walk, uint32_t path, git_odb_object *tree, struct mg_tree_entry_new **news,
		     size_t *n, struct mg_error *err)
{
	struct mg_slice bytes = {git_odb_object_data(tree), git_odb_object_size(tree)};
	size_t slot = path % FOLDERS;
	int code;

	if (walk->held > MAX_HELD)
		forget_trees(walk);
	code = mg_tree_news(&walk->seen[slot], bytes, news, n, err);
	if (code) {
		git_odb_object_free(tree);
		return code;
	}
	walk->held += bytes.len - (walk->objects[slot] ? git_odb_object_size(walk->objects[slot]) : 0);
	git_odb_object_free(walk->objects[slot]);
	walk->objects[slot] = tree;
	return 0;
}

// The names of what is listed are the tree's, which may be forgotten while the folders below it are walked: so it is held.
static int add_tree(struct mg_pack_walk *walk, struct place place, struct mg_error *err)
{
	struct mg_tree_entry_new *news = NULL;
	git_odb_object *tree = NULL, *held = NULL;
	size_t n = 0;
	int code;

	if (place.depth > MAX_DEPTH)
		return mg_fail(err, MG_ELIMIT, _("folders deeper than %u"), MAX_DEPTH);
	code = read_object(walk, place.id, GIT_OBJECT_TREE, MG_MAX_TREE_BYTES, &tree, err);
	if (code)
		return code;
	if (git_odb_object_dup(&held, tree) < 0) {
		git_odb_object_free(tree);
		return mg_fail_memory(err);
	}
	code = list_news(walk, place.path, tree, &news, &n, err);
	for (size_t i = 0; !code && i < n; i++)
		code = add_entry(walk, &place, &news[i], err);
	if (!code)
		code = add_name(walk, place.id, err);
	git_odb_object_free(held);
	free(news);
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

static int open_commit(struct mg_pack_walk *walk, const struct mg_id *id, git_commit **out, struct mg_error *err)
{
	git_odb_object *object = NULL;
	git_oid oid;
	int rc, code = read_object(walk, id, GIT_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &object, err);

	if (code)
		return code;
	git_odb_object_free(object); // libgit2 keeps small ones
	git_oid_fromraw(&oid, id->bytes);
	rc = git_commit_lookup(out, walk->from, &oid);
	return rc < 0 ? mg_pack_fail_read(rc, id, err) : 0;
}

static int add_tree_of(struct mg_pack_walk *walk, const git_commit *commit, struct mg_error *err)
{
	struct mg_id tree;

	memcpy(tree.bytes, git_commit_tree_id(commit)->id, MG_ID_BYTES);
	return is_had(walk, &tree) ? 0 : add_tree(walk, (struct place){.id = &tree}, err);
}

int mg_pack_walk_hide(struct mg_pack_walk *walk, const struct mg_id *commits, size_t n, struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < n; i++) {
		git_commit *commit = NULL;

		code = open_commit(walk, &commits[i], &commit, err);
		if (!code)
			code = add_tree_of(walk, commit, err);
		git_commit_free(commit);
	}
	walk->hidden = walk->names;
	walk->names = (struct mg_idset){0};
	return code;
}

static int add_commit(struct mg_pack_walk *walk, const struct mg_id *id, struct pending *pending, struct mg_error *err)
{
	git_commit *commit = NULL;
	int code = forget_packs(walk, err);

	if (!code)
		code = open_commit(walk, id, &commit, err);
	if (!code)
		code = add_tree_of(walk, commit, err);
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

static int write_one(struct mg_pack_walk *walk, size_t *next, const char *folder, struct mg_error *err)
{
	struct mg_pack_maker maker;
	char name[MG_PACK_NAME];
	int code = mg_pack_maker_init(&maker, 0, err);

	while (!code && *next < walk->names.n && maker.out.len < MAX_PACK_BYTES)
		code = mg_pack_put_object(&maker, walk->odb, &walk->names.items[(*next)++], true, err);
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

int mg_pack_walk_read(struct mg_pack_walk *walk, mg_pack_take take, mg_pack_tell tell, void *context,
		      struct mg_error *err)
{
	return mg_pack_send(walk->from, &walk->names, take, tell, context, err);
}
