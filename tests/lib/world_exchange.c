// SPDX-License-Identifier: EUPL-1.2
//
// What copies send one another.
#include "tests/lib/world_impl.h"

#include <string.h>

struct listener {
	const char *key; // or NULL: every line
	struct world_letter *letter;
};

static int hear(void *context, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct listener *l = context;

	(void)err;
	if (!l->key || strstr(name, l->key)) {
		assert_in_range(l->letter->n, 0, sizeof l->letter->tips / sizeof *l->letter->tips - 1);
		l->letter->tips[l->letter->n++] = *id;
	}
	return 0;
}

// The tips of a copy, or of one line only.
static void list_tips(struct world *w, size_t of, const char *key, struct world_letter *letter)
{
	struct mg_repo *repo = w->copies[of].copy->store.repo;
	struct listener listener = {key, letter};
	struct mg_error err;

	letter->n = 0;
	world_must(mg_repo_refs(repo, MG_REF_LINES, hear, &listener, &err), &err);
	world_must(mg_repo_refs(repo, MG_REF_FORKS, hear, &listener, &err), &err);
}

// The objects are there already.
static struct mg_ingested take_in(struct world *w, size_t to, const struct world_letter *letter)
{
	struct mg_copy *copy = w->copies[to].copy;
	struct mg_ingested counts = {0};
	struct mg_error err;

	world_must(mg_copy_lock(copy, &err), &err);
	for (size_t i = 0; i < letter->n; i++)
		world_must(mg_ingest(copy, &letter->tips[i], &counts, &err), &err);
	world_must(mg_ingest_refs(copy, &counts, &err), &err);
	world_must(mg_copy_refresh_main(copy, NULL, 0, &err), &err);
	mg_copy_unlock(copy);
	return counts;
}

struct mg_ingested world_send_line(struct world *w, size_t from, size_t to, const char *key)
{
	struct world_letter letter;

	list_tips(w, from, key, &letter);
	for (size_t i = 0; i < letter.n; i++)
		world_carry(w, from, to, &letter.tips[i]);
	return take_in(w, to, &letter);
}

void world_write_letter(struct world *w, size_t from, struct world_letter *letter)
{
	list_tips(w, from, NULL, letter);
	world_post(w, from, letter);
}

struct mg_ingested world_deliver(struct world *w, const struct world_letter *letter, size_t to)
{
	world_unpack(w, letter, to);
	return take_in(w, to, letter);
}

struct mg_ingested world_send(struct world *w, size_t from, size_t to)
{
	return world_send_line(w, from, to, NULL);
}

void world_meet(struct world *w, size_t a, size_t b)
{
	world_send(w, a, b);
	world_send(w, b, a);
}

size_t world_meet_all(struct world *w)
{
	size_t rounds = 0, news;

	do {
		news = 0;
		for (size_t from = 0; from < w->n; from++) {
			for (size_t to = 0; to < w->n; to++)
				news += from == to ? 0 : world_send(w, from, to).accepted;
		}
		rounds++;
	} while (news && rounds < 10);
	return rounds;
}
