// SPDX-License-Identifier: EUPL-1.2
//
// What the files behind tests/lib/vault.h share.
#ifndef MG_TESTS_LIB_VAULT_IMPL_H
#define MG_TESTS_LIB_VAULT_IMPL_H

#include "tests/lib/vault.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>

// Never changed once made, so vaults share it.
struct vault_object {
	git_oid id;
	git_object_t type;
	size_t holders, size;
	char data[];
};

struct vault_ref {
	char *name, *symbolic; // symbolic: what it points to, or NULL
	git_oid id;
};

struct vault {
	struct vault_object **slots; // by id, the next free one when taken
	size_t n_slots, n_objects;
	struct vault_ref *refs; // by name
	size_t n_refs, cap_refs;
};

// Memory that must be there.
void *vault_checked(void *memory);

// Where an object is, or would be put.
struct vault_object **vault_slot(const struct vault *vault, const git_oid *id);
void vault_put(struct vault *vault, const git_oid *id, const void *data, size_t size, git_object_t type);

// NULL when there is none.
struct vault_ref *vault_find_ref(const struct vault *vault, const char *name);

// To an object, or to another reference (symbolic); one of them is NULL.
void vault_set_ref(struct vault *vault, const char *name, const git_oid *id, const char *symbolic);
bool vault_remove_ref(struct vault *vault, const char *name);

#endif
