// SPDX-License-Identifier: EUPL-1.2
//
// Objects: those the repository has, and those that wait in memory to be written together.
#include "core/repo/repo_impl.h"

#include "base/i18n.h"
#include "core/repo/repo_pack.h"
#include "core/repo/sha1.h"

#include <stdio.h>

#define MANY_OBJECTS 16 // written as one pack

static const git_object_t git_types[] = {
	[MG_OBJECT_BLOB] = GIT_OBJECT_BLOB, [MG_OBJECT_TREE] = GIT_OBJECT_TREE, [MG_OBJECT_COMMIT] = GIT_OBJECT_COMMIT};

// ---- in memory

// Index of the first gathered object whose id is not below this one.
static size_t lower_bound(const struct mg_repo *repo, const struct mg_id *id)
{
	size_t low = 0, high = repo->n_gathered;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mg_id_compare(&repo->gathered[middle]->id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct mg_repo_object *find_gathered(const struct mg_repo *repo, const struct mg_id *id)
{
	size_t i = lower_bound(repo, id);

	return i < repo->n_gathered && mg_id_equal(&repo->gathered[i]->id, id) ? repo->gathered[i] : NULL;
}

static int gather(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, const struct mg_id *id,
		  struct mg_error *err)
{
	struct mg_repo_object *object = mg_arena_alloc(&repo->gathered_in, sizeof *object);
	struct mg_repo_object **grown = mg_arena_grow(&repo->gathered_in, repo->gathered, repo->n_gathered,
						      &repo->gathered_cap, sizeof(struct mg_repo_object *));
	size_t at = lower_bound(repo, id);

	if (!object || !grown)
		return mg_fail_memory(err);
	*object = (struct mg_repo_object){*id,
					  type,
					  {mg_arena_copy(&repo->gathered_in, bytes.data, bytes.len), bytes.len}};
	if (!object->bytes.data)
		return mg_fail_memory(err);
	repo->gathered = grown;
	memmove(grown + at + 1, grown + at, (repo->n_gathered - at) * sizeof(struct mg_repo_object *));
	grown[at] = object;
	repo->n_gathered++;
	return 0;
}

void mg_repo_begin(struct mg_repo *repo)
{
	repo->begun++;
}

void mg_repo_forget_gathered(struct mg_repo *repo)
{
	mg_arena_clear(&repo->gathered_in);
	repo->gathered = NULL;
	repo->n_gathered = 0;
	repo->gathered_cap = 0;
}

static int write_pack(struct mg_repo *repo, struct mg_error *err)
{
	struct mg_buf folder = {0};
	int code;

	mg_buf_printf(&folder, "%sobjects/pack", git_repository_commondir(repo->git));
	code = mg_buf_check(&folder, err);
	if (!code)
		code = mg_pack_write(mg_buf_text(&folder), repo->gathered, repo->n_gathered, err);
	mg_buf_clear(&folder);
	return code;
}

static void remember_trees(struct mg_repo *repo)
{
	for (size_t i = 0; i < repo->n_gathered; i++) {
		const struct mg_repo_object *object = repo->gathered[i];

		if (object->type == MG_OBJECT_TREE)
			mg_repo_remember_tree(repo, &object->id, object->bytes);
	}
}

int mg_repo_end_in(struct mg_repo *repo, struct mg_batch *batch, struct mg_error *err)
{
	int code;

	if (--repo->begun)
		return 0;
	code = repo->n_gathered > MANY_OBJECTS ? write_pack(repo, err) : mg_repo_add_loose(repo, batch, err);
	if (!code)
		remember_trees(repo);
	mg_repo_forget_gathered(repo);
	return code;
}

int mg_repo_end(struct mg_repo *repo, bool keep, struct mg_error *err)
{
	struct mg_batch batch;
	int code;

	if (!keep) {
		if (--repo->begun == 0)
			mg_repo_forget_gathered(repo);
		return 0;
	}
	mg_batch_init(&batch, NULL);
	code = mg_repo_end_in(repo, &batch, err);
	if (!code)
		code = mg_batch_keep(&batch, err);
	mg_batch_clear(&batch);
	return code;
}

// What is at hand without the disk.
static bool find_in_memory(struct mg_repo *repo, const struct mg_id *id, struct mg_repo_object *out)
{
	const struct mg_repo_object *gathered = find_gathered(repo, id);
	const struct mg_repo_tree *tree = gathered ? NULL : mg_repo_known_tree(repo, id);

	if (gathered) {
		*out = *gathered;
		return true;
	}
	if (tree)
		*out = (struct mg_repo_object){*id, MG_OBJECT_TREE, tree->bytes};
	return tree != NULL;
}

bool mg_repo_gathered_tree(const struct mg_repo *repo, const struct mg_id *id, struct mg_slice *out)
{
	const struct mg_repo_object *gathered = find_gathered(repo, id);

	if (!gathered || gathered->type != MG_OBJECT_TREE)
		return false;
	*out = gathered->bytes;
	return true;
}

// ---- names

void mg_repo_name(enum mg_object_type type, struct mg_slice bytes, struct mg_id *id)
{
	char head[32];
	int len = snprintf(head, sizeof head, "%s %zu", git_object_type2string(git_types[type]), bytes.len);

	mg_sha1((struct mg_slice){head, (size_t)len + 1}, bytes, id->bytes);
}

bool mg_repo_is_named(enum mg_object_type type, struct mg_slice bytes, const struct mg_id *id)
{
	struct mg_id named;

	mg_repo_name(type, bytes, &named);
	return mg_id_equal(&named, id);
}

// ---- reading

static int check(const struct mg_id *id, git_object_t found, size_t size, enum mg_object_type type, size_t max_bytes,
		 struct mg_error *err)
{
	char hex[MG_ID_HEX];

	if (found != git_types[type])
		return mg_fail(err, MG_EINVALID, _("the object %s is a %s"), mg_id_format(id, hex),
			       git_object_type2string(found));
	if (size > max_bytes)
		return mg_fail(err, MG_ELIMIT, _("the object %s has %zu bytes; %zu are allowed"), mg_id_format(id, hex),
			       size, max_bytes);
	return 0;
}

int mg_repo_look(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
		 struct mg_error *err)
{
	struct mg_repo_object near;
	git_oid oid = mg_oid_of(id);
	git_object_t found;
	size_t size;
	int rc;

	if (find_in_memory(repo, id, &near))
		return check(id, git_types[near.type], near.bytes.len, type, max_bytes, err);
	rc = git_odb_read_header(&size, &found, repo->odb, &oid);
	return rc < 0 ? mg_repo_fail_object(repo, rc, id, err) : check(id, found, size, type, max_bytes, err);
}

// Names are made by libgit2 when objects arrive, which looks for collisions too; this asks whether the bytes are still those.
static int check_name(const struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type,
		      git_odb_object *object, struct mg_error *err)
{
	struct mg_slice bytes = {git_odb_object_data(object), git_odb_object_size(object)};
	char hex[MG_ID_HEX];

	return !repo->checks_names || mg_repo_is_named(type, bytes, id)
		       ? 0
		       : mg_fail(err, MG_EGIT, _("the object %s is damaged: its bytes have another name"),
				 mg_id_format(id, hex));
}

// An object that cannot be read may be larger than libgit2 may take (repo_memory.c): that is to be told, not that memory is
// exhausted.
static int fail_read(struct mg_repo *repo, int rc, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
		     struct mg_error *err)
{
	struct mg_error why;
	int code = mg_repo_fail_object(repo, rc, id, err);

	if (mg_repo_look(repo, id, type, max_bytes, &why) != MG_ELIMIT)
		return code;
	*err = why;
	return MG_ELIMIT;
}

int mg_repo_open_object(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
			git_odb_object **out, struct mg_error *err)
{
	git_oid oid = mg_oid_of(id);
	int rc = git_odb_read(out, repo->odb, &oid);
	int code;

	if (rc < 0)
		return fail_read(repo, rc, id, type, max_bytes, err);
	code = check(id, git_odb_object_type(*out), git_odb_object_size(*out), type, max_bytes, err);
	if (!code)
		code = check_name(repo, id, type, *out, err);
	if (code) {
		git_odb_object_free(*out);
		*out = NULL;
	}
	return code;
}

int mg_repo_read(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
		 struct mg_buf *out, struct mg_error *err)
{
	struct mg_repo_object near;
	git_odb_object *object = NULL;
	int code;

	mg_buf_clear(out);
	if (find_in_memory(repo, id, &near)) {
		mg_buf_put_slice(out, near.bytes);
		code = check(id, git_types[near.type], near.bytes.len, type, max_bytes, err);
		return code ? code : mg_buf_check(out, err);
	}
	code = mg_repo_open_object(repo, id, type, max_bytes, &object, err);
	if (!code) {
		mg_buf_put(out, git_odb_object_data(object), git_odb_object_size(object));
		code = mg_buf_check(out, err);
	}
	git_odb_object_free(object);
	return code;
}

bool mg_repo_has(struct mg_repo *repo, const struct mg_id *id)
{
	git_oid oid = mg_oid_of(id);

	return find_gathered(repo, id) || git_odb_exists(repo->odb, &oid) == 1;
}

// ---- writing

int mg_repo_hash(enum mg_object_type type, struct mg_slice bytes, struct mg_id *id, struct mg_error *err)
{
	git_oid oid;
	int rc = git_odb_hash(&oid, bytes.data, bytes.len, git_types[type]);

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot name an object"));
	mg_oid_take(id, &oid);
	return 0;
}

static int write_now(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, struct mg_id *id,
		     struct mg_error *err)
{
	git_oid oid;
	int rc = git_odb_write(&oid, repo->odb, bytes.data, bytes.len, git_types[type]);

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot write to %s"), repo->dir);
	mg_oid_take(id, &oid);
	return 0;
}

int mg_repo_write_as(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, const struct mg_id *id,
		     struct mg_error *err)
{
	git_oid oid = mg_oid_of(id);
	struct mg_id made;

	if (!repo->begun || repo->elsewhere)
		return write_now(repo, type, bytes, &made, err);
	// an object that another program has packed this very moment is written twice, which harms nothing
	if (find_gathered(repo, id) || git_odb_exists_ext(repo->odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 1)
		return 0;
	return gather(repo, type, bytes, id, err);
}

int mg_repo_write(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, struct mg_id *id,
		  struct mg_error *err)
{
	int code = 0;

	if (!repo->begun || repo->elsewhere)
		return write_now(repo, type, bytes, id, err);
	if (type == MG_OBJECT_TREE) // nobody chooses its bytes, which are names and the hashes of what is there
		mg_repo_name(type, bytes, id);
	else
		code = mg_repo_hash(type, bytes, id, err);
	return code ? code : mg_repo_write_as(repo, type, bytes, id, err);
}
