// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/accepted.h"

#include "core/repo/idset.h"
#include "core/trust/held.h"

#include <git2.h>

#define MAX_OTHERS 64u // commits of no line on the way: the derived one, and a few that somebody made by hand

static bool is_of_a_line(struct mg_copy *copy, const struct mg_id *id)
{
	struct mg_commit commit;
	struct mg_arena arena;
	struct mg_error err;
	bool is;

	mg_arena_init(&arena, 0);
	is = mg_read_commit(copy, id, &arena, &commit, &err) == 0 && commit.signature.len;
	mg_arena_clear(&arena);
	return is;
}

static int add_parents(struct mg_copy *copy, const struct mg_id *id, struct mg_idset *to, struct mg_error *err)
{
	git_commit *commit = NULL;
	git_oid oid;
	int code = 0;

	git_oid_fromraw(&oid, id->bytes);
	if (git_commit_lookup(&commit, mg_repo_git(copy->store.repo), &oid) < 0)
		return 0;
	for (unsigned i = 0; !code && i < git_commit_parentcount(commit); i++) {
		struct mg_id parent;

		memcpy(parent.bytes, git_commit_parent_id(commit, i)->id, MG_ID_BYTES);
		if (!mg_idset_has(to, &parent))
			code = mg_idset_add(to, &parent, err);
	}
	git_commit_free(commit);
	return code;
}

// Breadth first; the set is the queue too. Nothing below a line's commit is looked at.
static int look(struct mg_copy *copy, struct mg_idset *met, struct mg_id *out, size_t *n, struct mg_error *err)
{
	unsigned others = 0;
	int code = 0;

	for (size_t i = 0; !code && i < met->n && *n < MG_MAX_PARENTS && others < MAX_OTHERS; i++) {
		struct mg_id id = met->items[i]; // the set may move

		if (is_of_a_line(copy, &id)) {
			out[(*n)++] = id;
			continue;
		}
		others++;
		code = add_parents(copy, &id, met, err);
	}
	return code;
}

int mg_accepted_tips(struct mg_copy *copy, struct mg_arena *arena, struct mg_id **out, size_t *n, struct mg_error *err)
{
	struct mg_idset met = {0};
	struct mg_id main;
	int code = mg_copy_main(copy, &main, err);

	*n = 0;
	*out = mg_arena_alloc(arena, MG_MAX_PARENTS * sizeof **out);
	if (!*out)
		return mg_fail_memory(err);
	if (code)
		return code == MG_ENOTFOUND ? 0 : code;
	code = mg_idset_add(&met, &main, err);
	if (!code)
		code = look(copy, &met, *out, n, err);
	mg_idset_clear(&met);
	return code;
}
