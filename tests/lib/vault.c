// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/vault_impl.h"

#include <stdlib.h>
#include <string.h>

void *vault_checked(void *memory)
{
	assert_non_null(memory);
	return memory;
}

// ---- objects

struct vault_object **vault_slot(const struct vault *v, const git_oid *id)
{
	uint32_t hash;
	size_t i;

	memcpy(&hash, id->id, sizeof hash);
	for (i = hash & (v->n_slots - 1); v->slots[i] && !git_oid_equal(&v->slots[i]->id, id);)
		i = (i + 1) & (v->n_slots - 1);
	return &v->slots[i];
}

static void resize(struct vault *v, size_t n_slots)
{
	struct vault grown = {.slots = vault_checked(calloc(n_slots, sizeof *grown.slots)), .n_slots = n_slots};

	for (size_t i = 0; i < v->n_slots; i++) {
		if (v->slots[i])
			*vault_slot(&grown, &v->slots[i]->id) = v->slots[i];
	}
	free(v->slots);
	v->slots = grown.slots;
	v->n_slots = n_slots;
}

// Takes the object, unless it is there.
static void hold(struct vault *v, struct vault_object *object)
{
	struct vault_object **slot;

	if (2 * v->n_objects >= v->n_slots)
		resize(v, 2 * v->n_slots);
	slot = vault_slot(v, &object->id);
	if (*slot)
		return;
	*slot = object;
	object->holders++;
	v->n_objects++;
}

void vault_put(struct vault *v, const git_oid *id, const void *data, size_t size, git_object_t type)
{
	struct vault_object *object;

	if (*vault_slot(v, id))
		return;
	object = vault_checked(malloc(sizeof *object + size + 1));
	*object = (struct vault_object){.id = *id, .type = type, .size = size};
	memcpy(object->data, data, size);
	object->data[size] = '\0'; // commits are read as texts
	hold(v, object);
}

static void drop_objects(struct vault *v)
{
	for (size_t i = 0; i < v->n_slots; i++) {
		if (v->slots[i] && --v->slots[i]->holders == 0)
			free(v->slots[i]);
		v->slots[i] = NULL;
	}
	v->n_objects = 0;
}

// ---- references

static size_t place_of(const struct vault *v, const char *name, bool *found)
{
	size_t i = 0;

	while (i < v->n_refs && strcmp(v->refs[i].name, name) < 0)
		i++;
	*found = i < v->n_refs && strcmp(v->refs[i].name, name) == 0;
	return i;
}

struct vault_ref *vault_find_ref(const struct vault *v, const char *name)
{
	bool found;
	size_t i = place_of(v, name, &found);

	return found ? &v->refs[i] : NULL;
}

void vault_set_ref(struct vault *v, const char *name, const git_oid *id, const char *symbolic)
{
	bool found;
	size_t i = place_of(v, name, &found);

	if (!found) {
		if (v->n_refs == v->cap_refs) {
			v->cap_refs = 2 * v->cap_refs + 8;
			v->refs = vault_checked(realloc(v->refs, v->cap_refs * sizeof *v->refs));
		}
		memmove(&v->refs[i + 1], &v->refs[i], (v->n_refs++ - i) * sizeof *v->refs);
		v->refs[i] = (struct vault_ref){.name = vault_checked(strdup(name))};
	}
	free(v->refs[i].symbolic);
	v->refs[i].symbolic = symbolic ? vault_checked(strdup(symbolic)) : NULL;
	if (id)
		v->refs[i].id = *id;
}

static void free_ref(struct vault_ref *ref)
{
	free(ref->name);
	free(ref->symbolic);
}

bool vault_remove_ref(struct vault *v, const char *name)
{
	bool found;
	size_t i = place_of(v, name, &found);

	if (!found)
		return false;
	free_ref(&v->refs[i]);
	memmove(&v->refs[i], &v->refs[i + 1], (--v->n_refs - i) * sizeof *v->refs);
	return true;
}

static void drop_refs(struct vault *v)
{
	while (v->n_refs)
		free_ref(&v->refs[--v->n_refs]);
}

// ---- the whole

struct vault *vault_new(void)
{
	struct vault *v = vault_checked(calloc(1, sizeof *v));

	resize(v, 64);
	return v;
}

void vault_free(struct vault *v)
{
	if (!v)
		return;
	drop_objects(v);
	drop_refs(v);
	free(v->slots);
	free(v->refs);
	free(v);
}

void vault_copy(struct vault *to, const struct vault *from)
{
	drop_objects(to);
	drop_refs(to);
	for (size_t i = 0; i < from->n_slots; i++) {
		if (from->slots[i])
			hold(to, from->slots[i]);
	}
	for (size_t i = 0; i < from->n_refs; i++)
		vault_set_ref(to, from->refs[i].name, &from->refs[i].id, from->refs[i].symbolic);
}

struct loading {
	struct vault *vault;
	git_odb *odb;
};

static int load_object(const git_oid *id, void *payload)
{
	struct loading *l = payload;
	git_odb_object *object;

	assert_int_equal(git_odb_read(&object, l->odb, id), 0);
	vault_put(l->vault, id, git_odb_object_data(object), git_odb_object_size(object), git_odb_object_type(object));
	git_odb_object_free(object);
	return 0;
}

void vault_load(struct vault *v, git_repository *git)
{
	struct loading l = {.vault = v};
	git_reference *head = NULL;
	git_strarray names;

	assert_int_equal(git_repository_odb(&l.odb, git), 0);
	assert_int_equal(git_odb_foreach(l.odb, load_object, &l), 0);
	git_odb_free(l.odb);
	assert_int_equal(git_reference_list(&names, git), 0);
	for (size_t i = 0; i < names.count; i++) {
		git_oid id;

		assert_int_equal(git_reference_name_to_id(&id, git, names.strings[i]), 0);
		vault_set_ref(v, names.strings[i], &id, NULL);
	}
	git_strarray_dispose(&names);
	assert_int_equal(git_reference_lookup(&head, git, "HEAD"), 0);
	vault_set_ref(v, "HEAD", NULL, git_reference_symbolic_target(head));
	git_reference_free(head);
}

// ---- carrying

static void carry_tree(const struct vault *from, struct vault *to, const struct vault_object *tree)
{
	const char *p = tree->data, *end = p + tree->size;

	while (p < end) {
		git_oid id;

		p += strlen(p) + 1; // "100644 name"
		git_oid_fromraw(&id, (const unsigned char *)p);
		vault_carry(from, to, &id);
		p += GIT_OID_RAWSZ;
	}
}

static void carry_commit(const struct vault *from, struct vault *to, const struct vault_object *commit)
{
	const char *line = commit->data;

	for (; strncmp(line, "tree ", 5) == 0 || strncmp(line, "parent ", 7) == 0; line = strchr(line, '\n') + 1) {
		git_oid id;

		assert_int_equal(git_oid_fromstr(&id, strchr(line, ' ') + 1), 0);
		vault_carry(from, to, &id);
	}
}

// What an object needs goes before it: one that is there is there with all it needs.
void vault_carry(const struct vault *from, struct vault *to, const git_oid *id)
{
	struct vault_object *object = *vault_slot(from, id);

	if (!object || *vault_slot(to, id)) // a hostile tree may name what nobody has
		return;
	if (object->type == GIT_OBJECT_TREE)
		carry_tree(from, to, object);
	else if (object->type == GIT_OBJECT_COMMIT)
		carry_commit(from, to, object);
	hold(to, object);
}

void vault_rewind(struct vault *v, const char *name, const char *author)
{
	struct vault_ref *ref = vault_find_ref(v, name);
	const struct vault_object *commit = ref ? *vault_slot(v, &ref->id) : NULL, *parent = NULL;
	const char *line = commit ? strchr(commit->data, '\n') + 1 : "";
	git_oid id;

	if (strncmp(line, "parent ", 7) == 0 && git_oid_fromstr(&id, line + 7) == 0)
		parent = *vault_slot(v, &id);
	if (parent && strstr(parent->data, author))
		ref->id = id;
	else
		vault_remove_ref(v, name);
}
