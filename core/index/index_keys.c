// SPDX-License-Identifier: EUPL-1.2
//
// The index's acts on keys: who enrolled and revoked whom, as the commits were judged.
#include "core/index/index_db.h"

int mg_index_add_key_act(struct mg_index *index, const struct mg_key_act *act, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, MG_SQL_ADD_KEY_ACT, err);

	if (!statement)
		return err->code;
	sqlite3_bind_int64(statement, 1, act->position);
	sqlite3_bind_text(statement, 2, act->key, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 3, act->revokes);
	sqlite3_bind_int(statement, 4, (int)act->rank);
	sqlite3_bind_text(statement, 5, act->by, -1, SQLITE_STATIC);
	return mg_index_run(index, statement, err);
}

static void read_act(sqlite3_stmt *row, struct mg_key_act *act)
{
	*act = (struct mg_key_act){.position = (mg_position)sqlite3_column_int64(row, 0),
				   .revokes = sqlite3_column_int(row, 2) != 0,
				   .rank = (enum mg_key_rank)sqlite3_column_int(row, 3)};
	mg_index_copy_text(act->key, sizeof act->key, row, 1);
	mg_index_copy_text(act->by, sizeof act->by, row, 4);
}

static int read_acts(struct mg_index *index, enum mg_statement which, const char *key, struct mg_arena *arena,
		     struct mg_key_act **acts, size_t *n, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, which, err);
	size_t cap = 0;
	int code = 0;

	*acts = NULL;
	*n = 0;
	if (!row)
		return err->code;
	if (key)
		sqlite3_bind_text(row, 1, key, -1, SQLITE_STATIC);
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_key_act *grown = mg_arena_grow(arena, *acts, *n, &cap, sizeof *grown);

		if (!grown) {
			code = mg_fail_memory(err);
			break;
		}
		*acts = grown;
		read_act(row, &grown[(*n)++]);
	}
	return mg_index_end_rows(index, row, code, err);
}

int mg_index_key_acts(struct mg_index *index, const char *key, struct mg_arena *arena, struct mg_key_act **acts,
		      size_t *n, struct mg_error *err)
{
	return read_acts(index, key ? MG_SQL_KEY_ACTS_OF : MG_SQL_KEY_ACTS, key, arena, acts, n, err);
}

int mg_index_revocations(struct mg_index *index, struct mg_arena *arena, struct mg_key_act **acts, size_t *n,
			 struct mg_error *err)
{
	return read_acts(index, MG_SQL_REVOCATIONS, NULL, arena, acts, n, err);
}

bool mg_index_has_revocations(struct mg_index *index)
{
	struct mg_error err;
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_HAS_REVOCATIONS, &err);
	bool has = !row || sqlite3_step(row) != SQLITE_DONE; // who then asks for them is told the error

	if (row)
		mg_index_done(index, row);
	return has;
}
