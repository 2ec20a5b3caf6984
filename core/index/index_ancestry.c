// SPDX-License-Identifier: EUPL-1.2
//
// Who had seen whom, which commits are the last of their chain, and which no other has seen.
#include "core/index/index_db.h"

#include <stdlib.h>

bool mg_index_saw(struct mg_index *index, mg_position later, mg_position earlier)
{
	const struct mg_index_commit *commit;
	const struct mg_vector *vector;
	struct mg_error err;

	if (later == earlier)
		return false;
	commit = mg_index_commit_at(index, earlier, &err);
	if (!commit) {
		mg_index_doubt(index, &err);
		return false;
	}
	vector = mg_index_vector(index, later);
	return vector && commit->chain < vector->n && vector->seen[commit->chain] >= commit->sequence;
}

bool mg_index_within(struct mg_index *index, const mg_position *frontier, size_t n, mg_position position)
{
	for (size_t i = 0; i < n; i++) {
		if (frontier[i] == position || mg_index_saw(index, frontier[i], position))
			return true;
	}
	return false;
}

int mg_index_tips(struct mg_index *index, struct mg_arena *arena, struct mg_index_commit **tips, size_t *n,
		  struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_TIPS, err);
	size_t cap = 0;
	int code = 0;

	*tips = NULL;
	*n = 0;
	if (!row)
		return err->code;
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_index_commit *grown = mg_arena_grow(arena, *tips, *n, &cap, sizeof *grown);

		if (!grown) {
			code = mg_fail_memory(err);
			break;
		}
		*tips = grown;
		code = mg_index_commit(index, (mg_position)sqlite3_column_int64(row, 0), &grown[*n], err);
		index->damaged |= code == MG_ENOTFOUND; // a chain without its end
		*n += !code;
	}
	return mg_index_end_rows(index, row, code, err);
}

static int id_order(const void *a, const void *b)
{
	const struct mg_index_commit *x = a, *y = b;

	return mg_id_compare(&x->id, &y->id);
}

size_t mg_index_maximal(struct mg_index *index, struct mg_index_commit *commits, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(commits, n, sizeof *commits, id_order);
	for (size_t i = 0; i < n; i++) {
		bool covered = i > 0 && commits[i].position == commits[i - 1].position;

		for (size_t j = 0; !covered && j < n; j++)
			covered = mg_index_saw(index, commits[j].position, commits[i].position);
		if (!covered)
			commits[kept++] = commits[i];
	}
	return kept;
}

// How many commits of a chain n commits have seen together, themselves included.
static uint32_t seen_of(struct mg_index *index, const struct mg_index_commit *commits, size_t n, uint32_t chain)
{
	uint32_t most = 0;

	for (size_t i = 0; i < n; i++) {
		const struct mg_vector *vector = mg_index_vector(index, commits[i].position);

		if (vector && chain < vector->n && vector->seen[chain] > most)
			most = vector->seen[chain];
	}
	return most;
}

int mg_index_nth(struct mg_index *index, uint32_t chain, uint32_t sequence, struct mg_index_commit *out,
		 struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_NTH, err);
	mg_position position = 0;
	int code;

	if (!row)
		return err->code;
	sqlite3_bind_int64(row, 1, chain);
	sqlite3_bind_int64(row, 2, sequence);
	if (sqlite3_step(row) == SQLITE_ROW)
		position = (mg_position)sqlite3_column_int64(row, 0);
	code = mg_index_end_rows(index, row, 0, err);
	return code ? code : mg_index_commit(index, position, out, err);
}

// Most often a key's last commit is one of those at hand.
static bool take_nth(const struct mg_index_commit *commits, size_t n, uint32_t chain, uint32_t sequence,
		     struct mg_index_commit *out)
{
	for (size_t i = 0; i < n; i++) {
		if (commits[i].chain != chain || commits[i].sequence != sequence)
			continue;
		*out = commits[i];
		return true;
	}
	return false;
}

int mg_index_last_of(struct mg_index *index, const char *key, const struct mg_index_commit *commits, size_t n,
		     struct mg_arena *arena, struct mg_index_commit **out, size_t *n_out, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_CHAINS_OF, err);
	size_t cap = 0;
	int code = 0;

	*out = NULL;
	*n_out = 0;
	if (!row)
		return err->code;
	sqlite3_bind_text(row, 1, key, -1, SQLITE_STATIC);
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		uint32_t chain = (uint32_t)sqlite3_column_int64(row, 0);
		uint32_t seen = seen_of(index, commits, n, chain);
		struct mg_index_commit *grown;

		if (!seen)
			continue;
		grown = mg_arena_grow(arena, *out, *n_out, &cap, sizeof *grown);
		if (!grown) {
			code = mg_fail_memory(err);
			break;
		}
		*out = grown;
		if (!take_nth(commits, n, chain, seen, &grown[*n_out]))
			code = mg_index_nth(index, chain, seen, &grown[*n_out], err);
		*n_out += !code;
	}
	code = mg_index_end_rows(index, row, code, err);
	if (!code)
		*n_out = mg_index_maximal(index, *out, *n_out);
	return code;
}
