// SPDX-License-Identifier: EUPL-1.2
#include "cli/history.h"

#include "schema/value/place.h"

struct mg_history_of {
	const char *path;
	struct mg_index_history history;
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
	mg_position position;
	int rc = read_counting(cli, histories, err);

	*left_out = false;
	if (rc < 0 || !histories->counting.n_cuts)
		return rc;
	rc = mg_index_find(index, &change->commit, &position, err);
	if (rc == 0)
		rc = mg_index_commit(index, position, &commit, err);
	*left_out = rc == 0 && mg_history_leaves_out(&histories->counting, &commit);
	return rc;
}

static int history_of(struct mg_cli *cli, struct mg_histories *histories, const char *path,
		      const struct mg_index_history **history, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	struct mg_history_of *items;
	int rc;

	for (size_t i = histories->n; i-- > 0;) {
		*history = &histories->items[i].history;
		if (strcmp(histories->items[i].path, path) == 0)
			return 0;
	}
	items = mg_arena_grow(&cli->arena, histories->items, histories->n, &histories->cap, sizeof *items);
	if (!items)
		return mg_cli_no_memory(err);
	histories->items = items;
	items[histories->n].path = mg_arena_strdup(&cli->arena, path);
	if (!items[histories->n].path)
		return mg_cli_no_memory(err);
	*history = &items[histories->n].history;
	rc = mg_index_history(index, path, &cli->arena, &items[histories->n].history, err);
	if (rc == 0)
		rc = read_counting(cli, histories, err);
	if (rc == 0)
		rc = mg_history_restrict(index, &histories->counting, &items[histories->n].history, err);
	histories->n += rc == 0;
	return rc;
}

int mg_history_is_concurrent(struct mg_cli *cli, struct mg_histories *histories, const struct mg_index_change *change,
			     bool *concurrent, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	const struct mg_index_history *history = NULL;
	const char *place = change->write.place;
	mg_position mine;
	int rc = mg_index_find(index, &change->commit, &mine, err);

	*concurrent = false; // who comes later in the index cannot have been seen by who comes before
	if (rc == 0)
		rc = history_of(cli, histories, change->path, &history, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; !*concurrent && i < history->n_writes; i++) {
		const char *other = history->writes[i].place;
		mg_position theirs = history->written_by[i];

		if (theirs == mine || !(mg_place_contains(place, other) || mg_place_contains(other, place)))
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
