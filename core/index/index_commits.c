// SPDX-License-Identifier: EUPL-1.2
//
// The index's commits: found by their names, and added with their chains and vectors.
#include "core/index/index_db.h"

#include "base/i18n.h"

#include <stdlib.h>

int mg_index_find(struct mg_index *index, const struct mg_id *id, mg_position *position, struct mg_error *err)
{
	sqlite3_stmt *statement;
	char hex[MG_ID_HEX];
	int code = 0;

	if (index->last_added && mg_id_equal(&index->at[index->last_added]->commit.id, id)) {
		*position = index->last_added;
		return 0;
	}
	statement = mg_index_statement(index, MG_SQL_FIND, err);
	if (!statement)
		return err->code;
	sqlite3_bind_blob(statement, 1, id->bytes, MG_ID_BYTES, SQLITE_STATIC);
	switch (sqlite3_step(statement)) {
	case SQLITE_ROW:
		*position = (mg_position)sqlite3_column_int64(statement, 0);
		break;
	case SQLITE_DONE:
		code = mg_fail(err, MG_ENOTFOUND, _("the commit %s is not known here"), mg_id_format(id, hex));
		break;
	default:
		code = mg_index_fail(index, err);
	}
	mg_index_done(index, statement);
	return code;
}

// The chain of a new commit: its first parent's when that is of the same key and nothing follows it yet.
static int place_in_chain(struct mg_index *index, const struct mg_commit *commit, struct mg_index_commit *row,
			  struct mg_error *err)
{
	struct mg_index_commit parent = {0};
	sqlite3_stmt *statement;
	mg_position position;
	int code = 0;

	if (commit->n_parents) {
		code = mg_index_find(index, &commit->parents[0], &position, err);
		if (!code)
			code = mg_index_commit(index, position, &parent, err);
		if (code)
			return code;
	}
	if (strcmp(parent.key, commit->key) == 0) {
		statement = mg_index_statement(index, MG_SQL_CHAIN_COUNT, err);
		if (!statement)
			return err->code;
		sqlite3_bind_int64(statement, 1, parent.chain);
		if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int64(statement, 0) == parent.sequence) {
			row->chain = parent.chain;
			row->sequence = parent.sequence + 1;
		}
		code = mg_index_end_rows(index, statement, 0, err);
		if (code || row->sequence)
			return code;
	}
	statement = mg_index_statement(index, MG_SQL_NEW_CHAIN, err);
	if (!statement)
		return err->code;
	sqlite3_bind_text(statement, 1, commit->key, -1, SQLITE_STATIC);
	code = mg_index_run(index, statement, err);
	row->chain = (uint32_t)sqlite3_last_insert_rowid(index->db);
	row->sequence = 1;
	return code;
}

static int sum_parents(struct mg_index *index, const struct mg_commit *commit, struct mg_vector *vector,
		       struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < commit->n_parents; i++) {
		const struct mg_vector *parent = NULL;
		mg_position position;

		code = mg_index_find(index, &commit->parents[i], &position, err);
		if (code)
			return code;
		parent = mg_index_vector(index, position);
		code = parent ? mg_vector_absorb(vector, parent, err)
			      : mg_fail(err, MG_EINTERNAL, _("the index has no vector for commit %u"), position);
	}
	return code;
}

static int see_itself(struct mg_vector *vector, const struct mg_index_commit *row, struct mg_error *err)
{
	uint32_t *one = calloc(row->chain + 2, sizeof *one);
	struct mg_vector own = {one, row->chain + 1};
	int code;

	if (!one)
		return mg_fail_memory(err);
	one[row->chain] = row->sequence;
	code = mg_vector_absorb(vector, &own, err);
	free(one);
	return code;
}

static int insert_commit(struct mg_index *index, const struct mg_commit *commit, const struct mg_vector *vector,
			 struct mg_index_commit *row, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, MG_SQL_ADD_COMMIT, err);
	struct mg_buf packed = {0};
	int code;

	if (!statement)
		return err->code;
	mg_vector_pack(vector, &packed);
	code = mg_buf_check(&packed, err);
	if (!code) {
		sqlite3_bind_blob(statement, 1, commit->id.bytes, MG_ID_BYTES, SQLITE_STATIC);
		sqlite3_bind_int64(statement, 2, row->chain);
		sqlite3_bind_int64(statement, 3, row->sequence);
		sqlite3_bind_int64(statement, 4, commit->stamp_ms);
		sqlite3_bind_text(statement, 5, commit->actor, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 6, commit->key, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 7, commit->reason.len ? commit->reason.data : "", (int)commit->reason.len,
				  SQLITE_STATIC);
		sqlite3_bind_blob(statement, 8, mg_buf_text(&packed), (int)packed.len, SQLITE_STATIC);
		sqlite3_bind_blob(statement, 9, commit->tree.bytes, MG_ID_BYTES, SQLITE_STATIC);
		code = mg_index_run(index, statement, err);
		row->position = (mg_position)sqlite3_last_insert_rowid(index->db);
	}
	mg_buf_clear(&packed);
	return code;
}

static int advance_chain(struct mg_index *index, const struct mg_index_commit *row, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, MG_SQL_CHAIN_TIP, err);

	if (!statement)
		return err->code;
	sqlite3_bind_int64(statement, 1, row->chain);
	sqlite3_bind_int64(statement, 2, row->sequence);
	sqlite3_bind_int64(statement, 3, row->position);
	return mg_index_run(index, statement, err);
}

int mg_index_add(struct mg_index *index, const struct mg_commit *commit, mg_position *position, struct mg_error *err)
{
	struct mg_index_commit row = {.id = commit->id, .tree = commit->tree, .stamp_ms = commit->stamp_ms};
	struct mg_index_known *known;
	struct mg_vector vector = {0};
	int code = place_in_chain(index, commit, &row, err);

	memcpy(row.key, commit->key, sizeof row.key);
	memcpy(row.actor, commit->actor, sizeof row.actor);
	if (!code)
		code = sum_parents(index, commit, &vector, err);
	if (!code)
		code = see_itself(&vector, &row, err);
	if (!code)
		code = insert_commit(index, commit, &vector, &row, err);
	if (!code)
		code = advance_chain(index, &row, err);
	if (!code)
		code = mg_index_know(index, row.position, &known, err);
	if (code) {
		free(vector.seen);
		return code;
	}
	known->commit = row;
	free(known->vector.seen);
	known->vector = vector; // transferred
	index->last_added = row.position;
	*position = row.position;
	return 0;
}
