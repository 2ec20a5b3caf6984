// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_seals.h"
#include "core/index/index_db.h"

#include "base/limits.h"

// ---- asking

static sqlite3_stmt *statement_of(struct mg_index *index, enum mg_statement which, const struct mg_id *blob,
				  struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, which, err);

	if (statement)
		sqlite3_bind_blob(statement, 1, blob->bytes, MG_ID_BYTES, SQLITE_STATIC);
	return statement;
}

static sqlite3_stmt *statement_of_seal(struct mg_index *index, enum mg_statement which,
				       const struct mg_index_seal *seal, struct mg_error *err)
{
	sqlite3_stmt *statement = statement_of(index, which, &seal->signature, err);

	if (statement) {
		sqlite3_bind_blob(statement, 2, seal->record.bytes, MG_ID_BYTES, SQLITE_STATIC);
		sqlite3_bind_text(statement, 3, seal->ns, -1, SQLITE_STATIC);
	}
	return statement;
}

// The one text that a statement finds, if it does.
static int take_text(struct mg_index *index, sqlite3_stmt *row, char *out, size_t size, bool *known,
		     struct mg_error *err)
{
	int step = row ? sqlite3_step(row) : SQLITE_ERROR;
	int code = step == SQLITE_ROW || step == SQLITE_DONE ? 0 : row ? mg_index_fail(index, err) : err->code;

	*known = step == SQLITE_ROW;
	if (*known)
		mg_index_copy_text(out, size, row, 0);
	mg_index_done(index, row);
	return code;
}

int mg_index_seal(struct mg_index *index, struct mg_index_seal *seal, bool *known, struct mg_error *err)
{
	sqlite3_stmt *row = statement_of_seal(index, MG_SQL_SEAL, seal, err);

	return take_text(index, row, seal->key, sizeof seal->key, known, err);
}

int mg_index_digest(struct mg_index *index, struct mg_index_digest *digest, bool *known, struct mg_error *err)
{
	sqlite3_stmt *row = statement_of(index, MG_SQL_DIGEST, &digest->blob, err);

	return take_text(index, row, digest->sha256, sizeof digest->sha256, known, err);
}

static int take_seal(sqlite3_stmt *row, struct mg_arena *arena, struct mg_index_seal *seal, struct mg_error *err)
{
	bool failed = false;

	mg_index_id(row, 0, &seal->signature);
	mg_index_id(row, 1, &seal->record);
	seal->ns = mg_index_text(row, 2, arena, &failed);
	mg_index_copy_text(seal->key, sizeof seal->key, row, 3);
	return failed ? mg_fail_memory(err) : 0;
}

int mg_index_seals(struct mg_index *index, struct mg_arena *arena, struct mg_index_seal **out, size_t *n,
		   struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_SEALS, err);
	size_t cap = 0;
	int code = 0;

	*out = NULL;
	*n = 0;
	if (!row)
		return err->code;
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_index_seal *grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);

		code = grown ? take_seal(row, arena, &grown[*n], err) : mg_fail_memory(err);
		*out = grown ? grown : *out;
		*n += !code;
	}
	return mg_index_end_rows(index, row, code, err);
}

int mg_index_digests(struct mg_index *index, struct mg_arena *arena, struct mg_index_digest **out, size_t *n,
		     struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_DIGESTS, err);
	size_t cap = 0;
	int code = 0;

	*out = NULL;
	*n = 0;
	if (!row)
		return err->code;
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_index_digest *grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);

		*out = grown ? grown : *out;
		if (grown) {
			mg_index_id(row, 0, &grown[*n].blob);
			mg_index_copy_text(grown[(*n)++].sha256, sizeof grown->sha256, row, 1);
		} else {
			code = mg_fail_memory(err);
		}
	}
	return mg_index_end_rows(index, row, code, err);
}

// ---- keeping

static int add_seal(struct mg_index *index, const struct mg_index_seal *seal, struct mg_error *err)
{
	sqlite3_stmt *statement = statement_of_seal(index, MG_SQL_ADD_SEAL, seal, err);

	if (!statement)
		return err->code;
	sqlite3_bind_text(statement, 4, seal->key, -1, SQLITE_STATIC);
	return mg_index_run(index, statement, err);
}

static int add_digest(struct mg_index *index, const struct mg_index_digest *digest, struct mg_error *err)
{
	sqlite3_stmt *statement = statement_of(index, MG_SQL_ADD_DIGEST, &digest->blob, err);

	if (!statement)
		return err->code;
	sqlite3_bind_text(statement, 2, digest->sha256, -1, SQLITE_STATIC);
	return mg_index_run(index, statement, err);
}

void mg_index_keep_seals(struct mg_index *index, const struct mg_index_seal *seals, size_t n_seals,
			 const struct mg_index_digest *digests, size_t n_digests)
{
	struct mg_error err;
	int code = 0;

	if ((!n_seals && !n_digests) || !mg_index_try_begin(index))
		return;
	for (size_t i = 0; !code && i < n_seals; i++)
		code = add_seal(index, &seals[i], &err);
	for (size_t i = 0; !code && i < n_digests; i++)
		code = add_digest(index, &digests[i], &err);
	mg_index_try_end(index, !code);
}

// ---- when

static bool is_later(const struct mg_index_last *a, const struct mg_index_last *b)
{
	return a->stamp_ms != b->stamp_ms ? a->stamp_ms > b->stamp_ms : mg_id_compare(&a->commit, &b->commit) > 0;
}

// The rows of one path come after each other; of those the latest stays. Few commits bring many signatures.
static int take_last(struct mg_index *index, sqlite3_stmt *row, struct mg_arena *arena, struct mg_index_last *out,
		     size_t *n, struct mg_error *err)
{
	const char *path = (const char *)sqlite3_column_text(row, 0);
	struct mg_index_commit commit;
	struct mg_index_last last;
	bool failed = false;
	int code = mg_index_commit(index, (mg_position)sqlite3_column_int64(row, 1), &commit, err);

	if (code)
		return code;
	last = (struct mg_index_last){.stamp_ms = commit.stamp_ms, .commit = commit.id};
	if (*n && path && strcmp(out[*n - 1].path, path) == 0) { // touched several times
		last.path = out[*n - 1].path;
		out[*n - 1] = is_later(&last, &out[*n - 1]) ? last : out[*n - 1];
		return 0;
	}
	last.path = mg_index_text(row, 0, arena, &failed);
	out[(*n)++] = last;
	return failed ? mg_fail_memory(err) : 0;
}

int mg_index_last_signed(struct mg_index *index, struct mg_arena *arena, struct mg_index_last **out, size_t *n,
			 struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_LAST_SIGNED, err);
	struct mg_index_last *grown;
	size_t cap = 0;
	int code = 0;

	*out = NULL;
	*n = 0;
	if (!row)
		return err->code;
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);
		*out = grown ? grown : *out;
		code = grown ? take_last(index, row, arena, grown, n, err) : mg_fail_memory(err);
	}
	return mg_index_end_rows(index, row, code, err);
}
