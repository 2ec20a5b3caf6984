// SPDX-License-Identifier: EUPL-1.2
//
// What copies hold, and whether it is what a test wants.
#include "tests/lib/world_impl.h"

#include <stdio.h>
#include <stdlib.h>

struct mg_id world_main(struct world *w, size_t i)
{
	struct mg_error err;
	struct mg_id main;

	world_must(mg_copy_main(w->copies[i].copy, &main, &err), &err);
	return main;
}

size_t world_conflicts(struct world *w, size_t i)
{
	struct mg_open_conflict *list;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	mg_arena_init(&arena, 0);
	world_must(mg_copy_conflicts(w->copies[i].copy, &arena, &list, &n, &err), &err);
	mg_arena_clear(&arena);
	return n;
}

void world_assert_same(struct world *w)
{
	struct mg_id first = world_main(w, 0);

	for (size_t i = 1; i < w->n; i++) {
		struct mg_id main = world_main(w, i);

		assert_memory_equal(main.bytes, first.bytes, MG_ID_BYTES);
	}
}

char *world_get(struct world *w, size_t i, const char *path)
{
	struct mg_buf text = {0};
	struct mg_error err;
	int code = mg_copy_read_view(w->copies[i].copy, path, &text, &err);

	if (code == MG_ENOTFOUND) {
		mg_buf_clear(&text);
		return NULL;
	}
	world_must(code, &err);
	if (!text.data)
		mg_buf_puts(&text, "");
	return text.data; // transferred
}

static void assert_text(const char *path, const char *is, const char *wanted)
{
	if (!is != !wanted || (is && strcmp(is, wanted) != 0))
		fail_msg("%s is\n%s\ninstead of\n%s", path, is ? is : "(absent)", wanted ? wanted : "(absent)");
}

void world_assert_file(struct world *w, size_t i, const char *path, const char *text)
{
	char *is = world_get(w, i, path);

	assert_text(path, is, text);
	free(is);
}

void world_assert_on_disk(struct world *w, size_t i, const char *path, const char *text)
{
	struct mg_buf is = {0};
	struct mg_error err;
	int code = mg_copy_read(w->copies[i].copy, path, &is, &err);

	if (code != MG_ENOTFOUND)
		world_must(code, &err);
	assert_text(path, code ? NULL : mg_buf_text(&is), text);
	mg_buf_clear(&is);
}

const char *world_verdict(struct world *w, size_t i, const struct mg_id *commit)
{
	static char code[32];
	struct mg_index_verdict verdict;
	struct mg_arena arena;
	struct mg_error err;

	code[0] = '\0';
	mg_arena_init(&arena, 0);
	if (mg_index_verdict(w->copies[i].copy->store.index, commit, &arena, &verdict, &err) == 0)
		snprintf(code, sizeof code, "%s", verdict.code);
	mg_arena_clear(&arena);
	return code;
}

void world_assert_reindexed(struct world *w, size_t i)
{
	struct mg_id before = world_main(w, i), after;
	struct mg_error err;

	world_must(mg_copy_reindex(w->copies[i].copy, &err), &err);
	after = world_main(w, i);
	assert_memory_equal(before.bytes, after.bytes, MG_ID_BYTES);
}
