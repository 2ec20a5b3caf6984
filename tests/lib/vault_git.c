// SPDX-License-Identifier: EUPL-1.2
//
// A vault as libgit2 knows it: a store of objects and a store of references (git2/sys/odb_backend.h, refdb_backend.h).
#include "tests/lib/vault_impl.h"

#include <fnmatch.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/refdb_backend.h>
#include <git2/sys/refs.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>

// ---- objects

struct objects {
	git_odb_backend parent;
	struct vault *vault;
};

static struct vault *vault_of(git_odb_backend *backend)
{
	return ((struct objects *)backend)->vault;
}

static int read_object(void **data, size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id)
{
	const struct vault_object *object = *vault_slot(vault_of(backend), id);

	if (!object)
		return GIT_ENOTFOUND;
	*data = vault_checked(git_odb_backend_data_alloc(backend, object->size + 1));
	memcpy(*data, object->data, object->size);
	((char *)*data)[object->size] = '\0'; // as libgit2's own stores do
	*size = object->size;
	*type = object->type;
	return 0;
}

static int read_header(size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id)
{
	const struct vault_object *object = *vault_slot(vault_of(backend), id);

	if (!object)
		return GIT_ENOTFOUND;
	*size = object->size;
	*type = object->type;
	return 0;
}

static int write_object(git_odb_backend *backend, const git_oid *id, const void *data, size_t size, git_object_t type)
{
	vault_put(vault_of(backend), id, data, size, type);
	return 0;
}

static int object_exists(git_odb_backend *backend, const git_oid *id)
{
	return *vault_slot(vault_of(backend), id) != NULL;
}

static int each_object(git_odb_backend *backend, git_odb_foreach_cb visit, void *payload)
{
	const struct vault *v = vault_of(backend);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < v->n_slots; i++)
		rc = v->slots[i] ? visit(&v->slots[i]->id, payload) : 0;
	return rc;
}

static void free_objects(git_odb_backend *backend)
{
	free(backend);
}

static void attach_objects(struct vault *v, git_repository *git)
{
	struct objects *objects = vault_checked(calloc(1, sizeof *objects));
	git_odb *odb;

	assert_int_equal(git_odb_init_backend(&objects->parent, GIT_ODB_BACKEND_VERSION), 0);
	objects->vault = v;
	objects->parent.read = read_object;
	objects->parent.read_header = read_header;
	objects->parent.write = write_object;
	objects->parent.exists = object_exists;
	objects->parent.foreach = each_object;
	objects->parent.free = free_objects;
	assert_int_equal(git_odb_new(&odb), 0);
	assert_int_equal(git_odb_add_backend(odb, &objects->parent, 1), 0); // transferred
	assert_int_equal(git_repository_set_odb(git, odb), 0);
	git_odb_free(odb);
}

// ---- references

struct references {
	git_refdb_backend parent;
	struct vault *vault;
};

static struct vault *vault_of_refs(git_refdb_backend *backend)
{
	return ((struct references *)backend)->vault;
}

static int ref_exists(int *exists, git_refdb_backend *backend, const char *name)
{
	*exists = vault_find_ref(vault_of_refs(backend), name) != NULL;
	return 0;
}

static git_reference *new_reference(const struct vault_ref *ref)
{
	return vault_checked(ref->symbolic ? git_reference__alloc_symbolic(ref->name, ref->symbolic)
					   : git_reference__alloc(ref->name, &ref->id, NULL));
}

static int look_up_ref(git_reference **out, git_refdb_backend *backend, const char *name)
{
	const struct vault_ref *ref = vault_find_ref(vault_of_refs(backend), name);

	*out = ref ? new_reference(ref) : NULL;
	return ref ? 0 : GIT_ENOTFOUND;
}

static bool is_at(const struct vault_ref *ref, const git_oid *id, const char *target)
{
	if (!ref)
		return !id && !target;
	return (!id || git_oid_equal(&ref->id, id)) &&
	       (!target || (ref->symbolic && strcmp(ref->symbolic, target) == 0));
}

static int write_ref(git_refdb_backend *backend, const git_reference *ref, int force, const git_signature *who,
		     const char *message, const git_oid *old, const char *old_target)
{
	const struct vault_ref *now = vault_find_ref(vault_of_refs(backend), git_reference_name(ref));

	(void)who;
	(void)message;
	if (now && !force)
		return GIT_EEXISTS;
	if ((old || old_target) && !is_at(now, old, old_target))
		return GIT_EMODIFIED;
	vault_set_ref(vault_of_refs(backend), git_reference_name(ref), git_reference_target(ref),
		      git_reference_symbolic_target(ref));
	return 0;
}

static int remove_ref(git_refdb_backend *backend, const char *name, const git_oid *old, const char *old_target)
{
	struct vault *v = vault_of_refs(backend);
	const struct vault_ref *now = vault_find_ref(v, name);

	if (now && !is_at(now, old, old_target))
		return GIT_EMODIFIED;
	return vault_remove_ref(v, name) ? 0 : GIT_ENOTFOUND;
}

static int rename_ref(git_reference **out, git_refdb_backend *backend, const char *from, const char *to, int force,
		      const git_signature *who, const char *message)
{
	(void)out, (void)backend, (void)from, (void)to, (void)force, (void)who, (void)message;
	return GIT_ENOTFOUND; // nothing here is ever renamed
}

// What an iterator goes through is what there was when it was made.
struct names {
	git_reference_iterator parent;
	struct vault *then;
	const char *glob;
	size_t next;
};

static const struct vault_ref *next_ref(git_reference_iterator *iterator)
{
	struct names *names = (struct names *)iterator;

	while (names->next < names->then->n_refs) {
		const struct vault_ref *ref = &names->then->refs[names->next++];

		if (strncmp(ref->name, "refs/", 5) == 0 && (!names->glob || fnmatch(names->glob, ref->name, 0) == 0))
			return ref;
	}
	return NULL;
}

static int next_reference(git_reference **out, git_reference_iterator *iterator)
{
	const struct vault_ref *ref = next_ref(iterator);

	*out = ref ? new_reference(ref) : NULL;
	return ref ? 0 : GIT_ITEROVER;
}

static int next_name(const char **out, git_reference_iterator *iterator)
{
	const struct vault_ref *ref = next_ref(iterator);

	*out = ref ? ref->name : NULL;
	return ref ? 0 : GIT_ITEROVER;
}

static void free_names(git_reference_iterator *iterator)
{
	struct names *names = (struct names *)iterator;

	vault_free(names->then);
	free(names);
}

static int iterate_refs(git_reference_iterator **out, git_refdb_backend *backend, const char *glob)
{
	struct vault *v = vault_of_refs(backend);
	struct names *names = vault_checked(calloc(1, sizeof *names));

	names->then = vault_new();
	for (size_t i = 0; i < v->n_refs; i++)
		vault_set_ref(names->then, v->refs[i].name, &v->refs[i].id, v->refs[i].symbolic);
	names->glob = glob;
	names->parent.next = next_reference;
	names->parent.next_name = next_name;
	names->parent.free = free_names;
	*out = &names->parent;
	return 0;
}

// Logs of references: none is kept.

static int has_log(git_refdb_backend *backend, const char *name)
{
	(void)backend, (void)name;
	return 0;
}

static int ensure_log(git_refdb_backend *backend, const char *name)
{
	(void)backend, (void)name;
	return 0;
}

static int read_log(git_reflog **out, git_refdb_backend *backend, const char *name)
{
	(void)backend, (void)name;
	*out = NULL;
	return GIT_ENOTFOUND;
}

static int write_log(git_refdb_backend *backend, git_reflog *log)
{
	(void)backend, (void)log;
	return 0;
}

static int rename_log(git_refdb_backend *backend, const char *from, const char *to)
{
	(void)backend, (void)from, (void)to;
	return 0;
}

static void free_references(git_refdb_backend *backend)
{
	free(backend);
}

static void attach_refs(struct vault *v, git_repository *git)
{
	struct references *references = vault_checked(calloc(1, sizeof *references));
	git_refdb_backend *backend = &references->parent;
	git_refdb *refdb;

	assert_int_equal(git_refdb_init_backend(backend, GIT_REFDB_BACKEND_VERSION), 0);
	references->vault = v;
	backend->exists = ref_exists;
	backend->lookup = look_up_ref;
	backend->iterator = iterate_refs;
	backend->write = write_ref;
	backend->rename = rename_ref;
	backend->del = remove_ref;
	backend->has_log = has_log;
	backend->ensure_log = ensure_log;
	backend->reflog_read = read_log;
	backend->reflog_write = write_log;
	backend->reflog_rename = rename_log;
	backend->reflog_delete = ensure_log;
	backend->free = free_references;
	assert_int_equal(git_refdb_new(&refdb, git), 0);
	assert_int_equal(git_refdb_set_backend(refdb, backend), 0); // transferred
	assert_int_equal(git_repository_set_refdb(git, refdb), 0);
	git_refdb_free(refdb);
}

void vault_attach(struct vault *v, git_repository *git)
{
	attach_objects(v, git);
	attach_refs(v, git);
}
