// SPDX-License-Identifier: EUPL-1.2
//
// What a handle has read of commits, so that it reads each once.
#include "core/index/index_db.h"

#include "base/i18n.h"

#include <stdlib.h>

// calloc gives pages that cost nothing until they are touched.
static int room_for(struct mg_index *index, mg_position position, struct mg_error *err)
{
	size_t cap = index->cap ? index->cap : 256;
	struct mg_index_known **at;

	if (position < index->cap)
		return 0;
	while (cap <= position)
		cap *= 2;
	at = calloc(cap, sizeof *at);
	if (!at)
		return mg_fail_memory(err);
	if (index->cap)
		memcpy(at, index->at, index->cap * sizeof *at);
	free(index->at);
	index->at = at;
	index->cap = cap;
	return 0;
}

int mg_index_know(struct mg_index *index, mg_position position, struct mg_index_known **known, struct mg_error *err)
{
	int code = room_for(index, position, err);

	if (code)
		return code;
	*known = index->at[position];
	if (*known)
		return 0;
	*known = calloc(1, sizeof **known);
	if (!*known)
		return mg_fail_memory(err);
	(*known)->next = index->known;
	index->known = index->at[position] = *known;
	return 0;
}

void mg_index_forget(struct mg_index *index)
{
	struct mg_index_known *next;

	for (struct mg_index_known *known = index->known; known; known = next) {
		next = known->next;
		free(known->vector.seen);
		free(known);
	}
	free(index->at);
	index->known = NULL;
	index->at = NULL;
	index->cap = 0;
	index->last_added = 0;
	index->last_path[0] = '\0';
}

void mg_index_copy_text(char *out, size_t size, sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	size_t len = text ? strlen(text) : 0;

	if (len >= size)
		len = size - 1;
	if (len)
		memcpy(out, text, len);
	out[len] = '\0';
}

// Columns 0 to 7, of both statements that ask for commits.
static void read_commit(sqlite3_stmt *row, struct mg_index_commit *out)
{
	*out = (struct mg_index_commit){.position = (mg_position)sqlite3_column_int64(row, 7),
					.stamp_ms = sqlite3_column_int64(row, 1),
					.chain = (uint32_t)sqlite3_column_int64(row, 4),
					.sequence = (uint32_t)sqlite3_column_int64(row, 5)};
	mg_index_id(row, 0, &out->id);
	mg_index_id(row, 6, &out->tree);
	mg_index_copy_text(out->key, sizeof out->key, row, 2);
	mg_index_copy_text(out->actor, sizeof out->actor, row, 3);
}

static int load_commit(struct mg_index *index, mg_position position, struct mg_index_commit *out, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_COMMIT_ROW, err);
	bool there;
	int code;

	if (!row)
		return err->code;
	sqlite3_bind_int64(row, 1, position);
	there = sqlite3_step(row) == SQLITE_ROW;
	if (there)
		read_commit(row, out);
	code = mg_index_end_rows(index, row, 0, err);
	return code || there ? code : mg_fail(err, MG_ENOTFOUND, _("the index has no commit %u"), position);
}

const struct mg_index_commit *mg_index_commit_at(struct mg_index *index, mg_position position, struct mg_error *err)
{
	struct mg_index_known *known;
	int code = mg_index_know(index, position, &known, err);

	if (!code && !known->commit.position)
		code = load_commit(index, position, &known->commit, err);
	return code ? NULL : &known->commit;
}

int mg_index_commit(struct mg_index *index, mg_position position, struct mg_index_commit *out, struct mg_error *err)
{
	const struct mg_index_commit *commit = mg_index_commit_at(index, position, err);

	if (!commit)
		return err->code;
	*out = *commit;
	return 0;
}

static int load_vector(struct mg_index *index, mg_position position, struct mg_vector *vector, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_VECTOR, err);
	int code = 0;

	if (!row)
		return err->code;
	sqlite3_bind_int64(row, 1, position);
	if (sqlite3_step(row) == SQLITE_ROW && !mg_vector_read(row, 0, vector))
		code = mg_fail_memory(err);
	return mg_index_end_rows(index, row, code, err);
}

const struct mg_vector *mg_index_vector(struct mg_index *index, mg_position position)
{
	struct mg_index_known *known;
	struct mg_error err;
	int code = mg_index_know(index, position, &known, &err);

	if (!code && !known->vector.seen)
		code = load_vector(index, position, &known->vector, &err);
	if (code)
		mg_index_doubt(index, &err);
	return !code && known->vector.seen ? &known->vector : NULL;
}

int mg_index_read_ahead(struct mg_index *index, const char *path, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_COMMIT_ROWS, err);
	int code = 0;

	if (!row)
		return err->code;
	sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC);
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_index_known *known;

		code = mg_index_know(index, (mg_position)sqlite3_column_int64(row, 7), &known, err);
		if (!code && !known->commit.position)
			read_commit(row, &known->commit);
		if (!code && !known->vector.seen && !mg_vector_read(row, 8, &known->vector))
			code = mg_fail_memory(err);
	}
	return mg_index_end_rows(index, row, code, err);
}
