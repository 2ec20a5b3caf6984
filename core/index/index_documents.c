// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_documents.h"
#include "core/index/index_db.h"

#include "base/limits.h"
#include "schema/yaml/yaml_code.h"

static int run(struct mg_index *index, enum mg_statement which, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, which, err);

	return statement ? mg_index_run(index, statement, err) : err->code;
}

int mg_index_hold(struct mg_index *index, struct mg_error *err)
{
	int code = index->depth || index->held ? 0 : run(index, MG_SQL_HOLD, err);

	index->held += !index->depth && code == 0;
	return code;
}

// SQLite may have done so already.
static void roll_back(struct mg_index *index)
{
	struct mg_error err;

	if (run(index, MG_SQL_ROLLBACK, &err) < 0)
		return;
}

void mg_index_release(struct mg_index *index)
{
	if (!index->depth && index->held && !--index->held)
		roll_back(index); // nothing was written
}

static sqlite3_stmt *ask(struct mg_index *index, enum mg_statement which, const struct mg_id *blob,
			 struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, which, err);

	if (statement) {
		sqlite3_bind_blob(statement, 1, blob->bytes, MG_ID_BYTES, SQLITE_STATIC);
		sqlite3_bind_int(statement, 2, MG_DOC_CODE);
	}
	return statement;
}

int mg_index_document(struct mg_index *index, const struct mg_id *blob, struct mg_arena *arena, struct mg_slice *bytes,
		      struct mg_error *err)
{
	sqlite3_stmt *row = ask(index, MG_SQL_DOCUMENT, blob, err);
	int step, code = 0;

	*bytes = (struct mg_slice){0};
	if (!row)
		return err->code;
	step = sqlite3_step(row);
	if (step == SQLITE_ROW) {
		const char *data = sqlite3_column_blob(row, 0);

		bytes->len = (size_t)sqlite3_column_bytes(row, 0);
		bytes->data = mg_arena_copy(arena, data, bytes->len);
		code = bytes->data ? 0 : mg_fail_memory(err);
	} else if (step != SQLITE_DONE) {
		code = mg_index_fail(index, err);
	}
	mg_index_done(index, row);
	return code;
}

static int count(struct mg_index *index, size_t *n, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_COUNT_DOCUMENTS, err);

	if (!row)
		return err->code;
	if (sqlite3_step(row) != SQLITE_ROW)
		return mg_index_fail(index, err);
	*n = (size_t)sqlite3_column_int64(row, 0);
	mg_index_done(index, row);
	return 0;
}

static int add(struct mg_index *index, const struct mg_index_document *document, struct mg_error *err)
{
	sqlite3_stmt *statement = ask(index, MG_SQL_ADD_DOCUMENT, &document->blob, err);

	if (!statement)
		return err->code;
	sqlite3_bind_blob64(statement, 3, document->bytes.data, document->bytes.len, SQLITE_STATIC);
	return mg_index_run(index, statement, err);
}

static int add_all(struct mg_index *index, const struct mg_index_document *documents, size_t n, size_t most,
		   struct mg_error *err)
{
	size_t there = 0;
	int code = count(index, &there, err);

	if (!code && there > most)
		code = run(index, MG_SQL_DROP_DOCUMENTS, err);
	for (size_t i = 0; !code && i < n; i++)
		code = add(index, &documents[i], err);
	return code;
}

// Without it each question locks for itself.
static void hold_again(struct mg_index *index)
{
	struct mg_error err;

	if (index->held && run(index, MG_SQL_HOLD, &err) < 0)
		index->held = 0;
}

bool mg_index_try_begin(struct mg_index *index)
{
	struct mg_error err;
	int code;

	if (index->depth)
		return false;
	if (index->held)
		roll_back(index);
	sqlite3_busy_timeout(index->db, 0);
	code = run(index, MG_SQL_BEGIN, &err);
	sqlite3_busy_timeout(index->db, MG_LOCK_WAIT_MS);
	if (code)
		hold_again(index);
	return code == 0;
}

void mg_index_try_end(struct mg_index *index, bool keep)
{
	struct mg_error err;

	if (!keep || run(index, MG_SQL_COMMIT, &err) < 0)
		roll_back(index);
	hold_again(index);
}

void mg_index_keep_documents(struct mg_index *index, const struct mg_index_document *documents, size_t n, size_t most)
{
	struct mg_error err;

	if (n && mg_index_try_begin(index))
		mg_index_try_end(index, add_all(index, documents, n, most, &err) == 0);
}
