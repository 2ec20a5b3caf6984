// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_db.h"

#include "base/i18n.h"

// What SQLite finds to be no database of its own any more.
static bool is_damage(int rc)
{
	return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB;
}

void mg_index_done(struct mg_index *index, sqlite3_stmt *statement)
{
	index->damaged |= is_damage(sqlite3_reset(statement));
}

bool mg_index_is_damaged(const struct mg_index *index)
{
	return index->damaged;
}

int mg_index_fail_damaged(struct mg_index *index, struct mg_error *err)
{
	mg_fail(err, MG_EIO, _("the index %s is damaged"), index->path);
	return mg_error_hint(err, _("nothing is lost: try again, and it is made anew from the lines"));
}

int mg_index_fail(struct mg_index *index, struct mg_error *err)
{
	int rc = sqlite3_errcode(index->db);
	enum mg_code code = rc == SQLITE_BUSY || rc == SQLITE_LOCKED ? MG_EBUSY : MG_EIO;

	index->damaged |= is_damage(rc);
	if (index->damaged)
		return mg_index_fail_damaged(index, err);
	mg_error_set(err, code, rc, __FILE__, __LINE__, _("the index %s: %s"), index->path, sqlite3_errmsg(index->db));
	if ((rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_FULL) // it does not always know why
		mg_error_hint(err, _("look whether the disk is full, then try again"));
	return code;
}

sqlite3_stmt *mg_index_statement(struct mg_index *index, enum mg_statement which, struct mg_error *err)
{
	sqlite3_stmt **statement = &index->statements[which];

	if (!*statement && sqlite3_prepare_v3(index->db, mg_index_sql[which], -1, SQLITE_PREPARE_PERSISTENT, statement,
					      NULL) != SQLITE_OK) {
		mg_index_fail(index, err);
		return NULL;
	}
	sqlite3_reset(*statement);
	sqlite3_clear_bindings(*statement);
	return *statement;
}

int mg_index_end_rows(struct mg_index *index, sqlite3_stmt *statement, int code, struct mg_error *err)
{
	const int rc = sqlite3_reset(statement); // which is what the last step of it failed with

	index->damaged |= is_damage(rc);
	return code || rc == SQLITE_OK ? code : mg_index_fail(index, err);
}

int mg_index_run(struct mg_index *index, sqlite3_stmt *statement, struct mg_error *err)
{
	int rc = sqlite3_step(statement);
	int code = rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : mg_index_fail(index, err);

	mg_index_done(index, statement);
	return code;
}

const char *mg_index_text(sqlite3_stmt *row, int column, struct mg_arena *arena, bool *failed)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	char *copy = text ? mg_arena_copy(arena, text, (size_t)sqlite3_column_bytes(row, column)) : NULL;

	*failed |= text && !copy;
	return copy;
}

void mg_index_id(sqlite3_stmt *row, int column, struct mg_id *id)
{
	const void *bytes = sqlite3_column_blob(row, column);

	memset(id, 0, sizeof *id);
	if (bytes && sqlite3_column_bytes(row, column) == MG_ID_BYTES)
		memcpy(id->bytes, bytes, MG_ID_BYTES);
}

static int run_statement(struct mg_index *index, enum mg_statement which, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, which, err);

	return statement ? mg_index_run(index, statement, err) : err->code;
}

int mg_index_begin(struct mg_index *index, struct mg_error *err)
{
	int code = run_statement(index, index->depth ? MG_SQL_SAVEPOINT : MG_SQL_BEGIN, err);

	index->depth += !code;
	return code;
}

void mg_index_doubt(struct mg_index *index, const struct mg_error *why)
{
	if (!index->doubt.code && why->code != MG_ENOTFOUND)
		index->doubt = *why;
}

// What was to be kept was derived from answers that may be wrong.
static int end_in_doubt(struct mg_index *index, struct mg_error *err)
{
	const struct mg_error why = index->doubt;
	int code = mg_index_end(index, false, err);

	index->doubt.code = 0; // told; the next attempt may do better
	if (code)
		return code;
	if (index->damaged)
		return mg_index_fail_damaged(index, err);
	*err = why;
	return why.code;
}

int mg_index_end(struct mg_index *index, bool keep, struct mg_error *err)
{
	int code = 0;

	if (keep && (index->damaged || index->doubt.code))
		return end_in_doubt(index, err);
	if (!keep)
		mg_index_forget(index); // what was loaded may have been undone
	if (--index->depth == 0)
		return run_statement(index, keep ? MG_SQL_COMMIT : MG_SQL_ROLLBACK, err);
	if (!keep)
		code = run_statement(index, MG_SQL_ROLLBACK_TO, err);
	return code ? code : run_statement(index, MG_SQL_RELEASE, err);
}
