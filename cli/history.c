// SPDX-License-Identifier: EUPL-1.2
#include "cli/history.h"

#include "schema/value/place.h"

#include <stdlib.h>

struct mg_history_of {
	const char *path;
	struct mg_index_history history;
	mg_position *beside; // the commits that another one of this history neither saw nor was seen by, rising
	size_t n_beside;
};

struct mg_holder_of {
	char key[MG_KEY_ID_CHARS + 1];
	const char *name;
};

static int read_counting(struct mg_cli *cli, struct mg_histories *histories, struct mg_error *err)
{
	int rc = histories->has_counting ? 0 : mg_copy_history(cli->copy, &cli->arena, &histories->counting, err);

	histories->has_counting |= rc == 0;
	return rc;
}

int mg_history_is_left_out(struct mg_cli *cli, struct mg_histories *histories, const struct mg_index_change *change,
			   bool *left_out, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	struct mg_index_commit commit;
	int rc = read_counting(cli, histories, err);

	*left_out = false;
	if (rc < 0 || !histories->counting.n_cuts)
		return rc;
	rc = mg_index_commit(index, change->position, &commit, err);
	*left_out = rc == 0 && mg_history_leaves_out(&histories->counting, &commit);
	return rc;
}

static int compare_positions(const void *a, const void *b)
{
	const mg_position *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

// The commits of a history, each once, in the order of the index: who comes later cannot have been seen by who comes before.
static size_t list_commits(const struct mg_index_history *history, mg_position *out)
{
	size_t n = 0;

	for (size_t i = 0; i < history->n_writes; i++)
		if (!n || out[n - 1] != history->written_by[i])
			out[n++] = history->written_by[i];
	return n;
}

// Nearly always a commit saw all that came before; only one that did not is held against each of them.
static int find_beside(struct mg_cli *cli, struct mg_history_of *of, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	const size_t n_writes = of->history.n_writes;
	mg_position *commits = mg_arena_array(&cli->arena, n_writes, sizeof *commits);
	mg_position *tips = mg_arena_array(&cli->arena, n_writes, sizeof *tips);
	bool *beside = mg_arena_array(&cli->arena, n_writes, sizeof *beside);
	size_t n, n_tips = 0;

	if (!commits || !tips || !beside)
		return mg_cli_no_memory(err);
	n = list_commits(&of->history, commits);
	for (size_t i = 0; i < n; i++) {
		size_t kept = 0;

		for (size_t t = 0; t < n_tips; t++)
			if (!mg_index_saw(index, commits[i], tips[t]))
				tips[kept++] = tips[t];
		for (size_t j = 0; kept && j < i; j++)
			if (!mg_index_saw(index, commits[i], commits[j]))
				beside[i] = beside[j] = true;
		n_tips = kept;
		tips[n_tips++] = commits[i];
	}
	of->beside = commits;
	for (size_t i = 0; i < n; i++)
		if (beside[i])
			of->beside[of->n_beside++] = commits[i];
	return 0;
}

static bool is_beside(const struct mg_history_of *of, mg_position position)
{
	return of->n_beside && bsearch(&position, of->beside, of->n_beside, sizeof position, compare_positions) != NULL;
}

static int history_of(struct mg_cli *cli, struct mg_histories *histories, const char *path,
		      const struct mg_history_of **found, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	struct mg_history_of *items;
	int rc;

	for (size_t i = histories->n; i-- > 0;) {
		*found = &histories->items[i];
		if (strcmp(histories->items[i].path, path) == 0)
			return 0;
	}
	items = mg_arena_grow(&cli->arena, histories->items, histories->n, &histories->cap, sizeof *items);
	if (!items)
		return mg_cli_no_memory(err);
	histories->items = items;
	items[histories->n] = (struct mg_history_of){.path = mg_arena_strdup(&cli->arena, path)};
	if (!items[histories->n].path)
		return mg_cli_no_memory(err);
	*found = &items[histories->n];
	rc = mg_index_read_ahead(index, path, err);
	if (rc == 0)
		rc = mg_index_history(index, path, &cli->arena, &items[histories->n].history, err);
	if (rc == 0)
		rc = read_counting(cli, histories, err);
	if (rc == 0)
		rc = mg_history_restrict(index, &histories->counting, &items[histories->n].history, err);
	if (rc == 0)
		rc = find_beside(cli, &items[histories->n], err);
	histories->n += rc == 0;
	return rc;
}

int mg_history_is_concurrent(struct mg_cli *cli, struct mg_histories *histories, const struct mg_index_change *change,
			     bool *concurrent, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	const struct mg_history_of *of = NULL;
	const char *place = change->write.place;
	const mg_position mine = change->position;
	int rc = history_of(cli, histories, change->path, &of, err);

	*concurrent = false;
	if (rc < 0 || !is_beside(of, mine))
		return rc;
	for (size_t i = 0; !*concurrent && i < of->history.n_writes; i++) {
		const char *other = of->history.writes[i].place;
		mg_position theirs = of->history.written_by[i];

		if (theirs == mine || !is_beside(of, theirs) ||
		    !(mg_place_contains(place, other) || mg_place_contains(other, place)))
			continue;
		*concurrent = mine > theirs ? !mg_index_saw(index, mine, theirs) : !mg_index_saw(index, theirs, mine);
	}
	return 0;
}

const char *mg_history_holder(struct mg_cli *cli, struct mg_histories *histories, const char *key)
{
	struct mg_holder_of *holders;
	const char *name;

	for (size_t i = 0; i < histories->n_holders; i++)
		if (strcmp(histories->holders[i].key, key) == 0)
			return histories->holders[i].name;
	name = mg_copy_holder(cli->copy, key, &cli->arena);
	holders = mg_arena_grow(&cli->arena, histories->holders, histories->n_holders, &histories->holders_cap,
				sizeof *holders);
	if (holders && strlen(key) == MG_KEY_ID_CHARS) {
		histories->holders = holders;
		memcpy(holders[histories->n_holders].key, key, MG_KEY_ID_CHARS + 1);
		holders[histories->n_holders++].name = name;
	}
	return name;
}
