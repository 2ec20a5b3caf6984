// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/laws_impl.h"

#include <stdlib.h>

struct laws_found {
	struct memo memo; // struct laws_files, in the arena
	struct mg_arena arena;
};

struct laws_found *laws_found_new(void)
{
	struct laws_found *found = calloc(1, sizeof *found);

	assert_non_null(found);
	mg_arena_init(&found->arena, 0);
	return found;
}

void laws_found_free(struct laws_found *found)
{
	if (!found)
		return;
	memo_clear(&found->memo);
	mg_arena_clear(&found->arena);
	free(found);
}

const struct laws_files *laws_found_get(const struct laws_found *found, const uint8_t name[MEMO_NAME_BYTES])
{
	intptr_t files;

	return found && memo_find(&found->memo, name, &files) ? (const struct laws_files *)files : NULL;
}

static struct laws_file kept(struct laws_found *found, const struct laws_file *file)
{
	return (struct laws_file){mg_arena_strdup(&found->arena, file->path), file->blob};
}

void laws_found_add(struct laws_found *found, const uint8_t name[MEMO_NAME_BYTES], const struct laws_files *files)
{
	struct laws_files *copy;

	if (!found)
		return;
	copy = mg_arena_alloc(&found->arena, sizeof *copy);
	assert_non_null(copy);
	copy->record = kept(found, &files->record);
	copy->n_conflicts = files->n_conflicts;
	copy->conflicts = mg_arena_array(&found->arena, files->n_conflicts + 1, sizeof *copy->conflicts);
	assert_non_null(copy->conflicts);
	for (size_t i = 0; i < files->n_conflicts; i++)
		copy->conflicts[i] = kept(found, &files->conflicts[i]);
	memo_add(&found->memo, name, (intptr_t)copy);
}
