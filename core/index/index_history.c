// SPDX-License-Identifier: EUPL-1.2
//
// What the index knows of one file: which commits touched it, and what they wrote.
#include "core/index/index_db.h"

#include <stdlib.h>

static int read_touches(struct mg_index *index, const char *path, struct mg_arena *arena, struct mg_index_history *out,
			struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_TOUCHES, err);
	size_t cap = 0;
	int code = 0;

	if (!row)
		return err->code;
	sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC);
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_index_touch *grown = mg_arena_grow(arena, out->touches, out->n_touches, &cap, sizeof *grown);

		if (!grown) {
			code = mg_fail_memory(err);
			break;
		}
		out->touches = grown;
		grown[out->n_touches].position = (mg_position)sqlite3_column_int64(row, 0);
		mg_index_id(row, 1, &grown[out->n_touches++].blob);
	}
	return mg_index_end_rows(index, row, code, err);
}

bool mg_index_write(sqlite3_stmt *row, int first, struct mg_arena *arena, struct mg_write *write)
{
	bool failed = false;

	write->op = (enum mg_op)sqlite3_column_int(row, first);
	write->place = mg_index_text(row, first + 1, arena, &failed);
	write->value = mg_index_text(row, first + 2, arena, &failed);
	write->old = mg_index_text(row, first + 3, arena, &failed);
	return !failed;
}

struct numbered {
	struct mg_write write;
	mg_position position;
	int64_t number;
};

static int compare_numbered(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static int read_numbered(struct mg_index *index, const char *path, struct mg_arena *arena, struct numbered **out,
			 size_t *n, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_WRITES, err);
	size_t cap = 0;
	int code = 0;

	if (!row)
		return err->code;
	sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC);
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct numbered *grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);

		if (!grown || !mg_index_write(row, 1, arena, &grown[*n].write)) {
			code = mg_fail_memory(err);
			break;
		}
		*out = grown;
		grown[*n].position = (mg_position)sqlite3_column_int64(row, 0);
		grown[(*n)++].number = sqlite3_column_int64(row, 5);
	}
	return mg_index_end_rows(index, row, code, err);
}

// The rows come by place, which is how one place's are found; a history tells them as they were made.
static int read_writes(struct mg_index *index, const char *path, struct mg_arena *arena, struct mg_index_history *out,
		       struct mg_error *err)
{
	struct numbered *rows = NULL;
	size_t n = 0;
	int code = read_numbered(index, path, arena, &rows, &n, err);

	if (code)
		return code;
	if (n)
		qsort(rows, n, sizeof *rows, compare_numbered);
	out->writes = mg_arena_array(arena, n, sizeof *out->writes);
	out->written_by = mg_arena_array(arena, n, sizeof *out->written_by);
	if (!out->writes || !out->written_by)
		return mg_fail_memory(err);
	for (; out->n_writes < n; out->n_writes++) {
		out->writes[out->n_writes] = rows[out->n_writes].write;
		out->written_by[out->n_writes] = rows[out->n_writes].position;
	}
	return 0;
}

int mg_index_touches(struct mg_index *index, const char *path, struct mg_arena *arena, struct mg_index_history *out,
		     struct mg_error *err)
{
	*out = (struct mg_index_history){0};
	return read_touches(index, path, arena, out, err);
}

int mg_index_history(struct mg_index *index, const char *path, struct mg_arena *arena, struct mg_index_history *out,
		     struct mg_error *err)
{
	int code = mg_index_touches(index, path, arena, out, err);

	return code ? code : read_writes(index, path, arena, out, err);
}

static bool is_before(int64_t a_ms, const struct mg_id *a, int64_t b_ms, const struct mg_id *b)
{
	return a_ms != b_ms ? a_ms < b_ms : mg_id_compare(a, b) < 0;
}

// Most files were touched once or twice: to have them sorted takes longer than to find them.
static void stretch(struct mg_index_span *span, int64_t stamp_ms, const struct mg_id *commit)
{
	const bool is_first = mg_id_is_zero(&span->first);

	if (is_first || is_before(stamp_ms, commit, span->first_ms, &span->first)) {
		span->first = *commit;
		span->first_ms = stamp_ms;
	}
	if (is_first || is_before(span->last_ms, &span->last, stamp_ms, commit)) {
		span->last = *commit;
		span->last_ms = stamp_ms;
	}
}

int mg_index_span(struct mg_index *index, const char *path, struct mg_index_span *out, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_SPAN, err);
	struct mg_id commit;
	int code;

	*out = (struct mg_index_span){0};
	if (!row)
		return err->code;
	sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC);
	while (sqlite3_step(row) == SQLITE_ROW) {
		mg_index_id(row, 1, &commit);
		stretch(out, sqlite3_column_int64(row, 0), &commit);
	}
	code = mg_index_end_rows(index, row, 0, err);
	return !code && mg_id_is_zero(&out->first) ? MG_ENOTFOUND : code;
}
