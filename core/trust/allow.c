// SPDX-License-Identifier: EUPL-1.2
//
// What a person takes in at once, of a line that adds more than the day's limit.
#include "core/copy/copy_impl.h"

#include "base/i18n.h"

static int take_line(struct mg_copy *copy, const char *key, struct mg_arena *arena, size_t *waiting,
		     struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(copy->store.index, arena, &verdicts, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (!verdicts[i].held || strcmp(verdicts[i].key, key) != 0 ||
		    !mg_repo_has(copy->store.repo, &verdicts[i].commit))
			continue;
		(*waiting)++;
		code = mg_ingest(copy, &verdicts[i].commit, counts, err);
	}
	return code;
}

int mg_copy_allow(struct mg_copy *copy, const char *key, size_t *taken, struct mg_error *err)
{
	struct mg_ingested counts = {0};
	struct mg_arena arena;
	size_t waiting = 0;
	int code = mg_copy_lock(copy, err);

	*taken = 0;
	if (code)
		return code;
	mg_arena_init(&arena, 0);
	code = take_line(copy, key, &arena, &waiting, &counts, err);
	if (!code && !waiting)
		code = mg_fail(err, MG_ENOTFOUND, _("no commit of the key %s waits"), key);
	if (!code)
		code = mg_ingest_refs(copy, &counts, err);
	if (!code)
		code = mg_copy_refresh_main(copy, NULL, 0, err);
	mg_arena_clear(&arena);
	mg_copy_unlock(copy);
	*taken = counts.accepted;
	return code;
}
