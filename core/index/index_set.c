// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_set.h"

#include "base/i18n.h"
#include "core/index/index_db.h"

#include <stdlib.h>

void mg_index_set_clear(struct mg_index_set *set)
{
	free(set->seen);
	*set = (struct mg_index_set){0};
}

static int room_for(struct mg_index_set *set, uint32_t n, struct mg_error *err)
{
	uint32_t *seen;

	if (n <= set->n)
		return 0;
	seen = realloc(set->seen, n * sizeof *seen);
	if (!seen)
		return mg_fail_memory(err);
	memset(seen + set->n, 0, (n - set->n) * sizeof *seen);
	set->seen = seen;
	set->n = n;
	return 0;
}

int mg_index_set_add(struct mg_index *index, struct mg_index_set *set, mg_position position, struct mg_error *err)
{
	const struct mg_vector *vector;
	int code;

	if (mg_index_set_has(index, set, position))
		return 0;
	vector = mg_index_vector(index, position);
	if (!vector)
		return mg_fail(err, MG_EINTERNAL, _("the index has no vector for commit %u"), position);
	code = room_for(set, vector->n, err);
	for (uint32_t i = 0; !code && i < vector->n; i++) {
		if (vector->seen[i] > set->seen[i])
			set->seen[i] = vector->seen[i];
	}
	return code;
}

bool mg_index_set_holds(const struct mg_index_set *set, const struct mg_index_commit *commit)
{
	return commit->chain < set->n && set->seen[commit->chain] >= commit->sequence;
}

bool mg_index_set_has(struct mg_index *index, const struct mg_index_set *set, mg_position position)
{
	struct mg_index_commit commit;
	struct mg_error err;

	return !mg_index_commit(index, position, &commit, &err) && mg_index_set_holds(set, &commit);
}

int mg_index_set_lasts(struct mg_index *index, const struct mg_index_set *set, struct mg_arena *arena,
		       struct mg_index_commit **lasts, size_t *n, struct mg_error *err)
{
	int code = 0;

	*n = 0;
	*lasts = mg_arena_array(arena, set->n + 1, sizeof **lasts);
	if (!*lasts)
		return mg_fail_memory(err);
	for (uint32_t chain = 0; !code && chain < set->n; chain++) {
		if (!set->seen[chain])
			continue;
		code = mg_index_nth(index, chain, set->seen[chain], &(*lasts)[*n], err);
		*n += !code;
	}
	return code;
}
