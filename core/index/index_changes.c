// SPDX-License-Identifier: EUPL-1.2
//
// The index's rows about records, as they are added; conflicts' names, the log, and the commits that were not accepted.
#include "core/index/index_db.h"

#include "base/i18n.h"

static void bind_text(sqlite3_stmt *statement, int n, const char *text)
{
	if (text)
		sqlite3_bind_text(statement, n, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(statement, n);
}

static void bind_id(sqlite3_stmt *statement, int n, const struct mg_id *id)
{
	if (mg_id_is_zero(id))
		sqlite3_bind_null(statement, n);
	else
		sqlite3_bind_blob(statement, n, id->bytes, MG_ID_BYTES, SQLITE_STATIC);
}

// ---- touches and writes

static int look_up_record(struct mg_index *index, const char *path, int64_t *record, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_RECORD, err);
	int code = MG_ENOTFOUND;

	if (!row)
		return err->code;
	bind_text(row, 1, path);
	switch (sqlite3_step(row)) {
	case SQLITE_ROW:
		*record = sqlite3_column_int64(row, 0);
		code = 0;
		break;
	case SQLITE_DONE:
		break;
	default:
		code = mg_index_fail(index, err);
	}
	mg_index_done(index, row);
	return code;
}

static int insert_record(struct mg_index *index, const char *path, int64_t *record, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, MG_SQL_ADD_RECORD, err);
	int code;

	if (!statement)
		return err->code;
	bind_text(statement, 1, path);
	code = mg_index_run(index, statement, err);
	*record = sqlite3_last_insert_rowid(index->db);
	return code;
}

// The row of a record, made when it has none. What a commit adds about one record comes together.
static int row_of(struct mg_index *index, const char *path, int64_t *record, struct mg_error *err)
{
	size_t len = strlen(path);
	int code;

	*record = index->last_record;
	if (strcmp(index->last_path, path) == 0)
		return 0;
	code = look_up_record(index, path, record, err);
	if (code == MG_ENOTFOUND)
		code = insert_record(index, path, record, err);
	if (!code && len < sizeof index->last_path) {
		memcpy(index->last_path, path, len + 1);
		index->last_record = *record;
	}
	return code;
}

int mg_index_add_touch(struct mg_index *index, mg_position position, const char *path, const struct mg_id *blob,
		       struct mg_error *err)
{
	sqlite3_stmt *statement;
	int64_t record;
	int code = row_of(index, path, &record, err);

	if (code)
		return code;
	statement = mg_index_statement(index, MG_SQL_ADD_TOUCH, err);
	if (!statement)
		return err->code;
	sqlite3_bind_int64(statement, 1, record);
	sqlite3_bind_int64(statement, 2, position);
	bind_id(statement, 3, blob);
	return mg_index_run(index, statement, err);
}

int mg_index_add_write(struct mg_index *index, mg_position position, const char *path, size_t number,
		       const struct mg_write *write, struct mg_error *err)
{
	sqlite3_stmt *statement;
	int64_t record;
	int code = row_of(index, path, &record, err);

	if (code)
		return code;
	statement = mg_index_statement(index, MG_SQL_ADD_WRITE, err);
	if (!statement)
		return err->code;
	sqlite3_bind_int64(statement, 1, record);
	sqlite3_bind_int64(statement, 2, position);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)number);
	sqlite3_bind_int64(statement, 4, write->op);
	bind_text(statement, 5, write->place);
	bind_text(statement, 6, write->value);
	bind_text(statement, 7, write->old);
	return mg_index_run(index, statement, err);
}

// ---- conflicts

int mg_index_name_conflict(struct mg_index *index, const char *id, const char *path, const char *place,
			   struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, MG_SQL_NAME_CONFLICT, err);

	if (!statement)
		return err->code;
	bind_text(statement, 1, id);
	bind_text(statement, 2, path);
	bind_text(statement, 3, place);
	return mg_index_run(index, statement, err);
}

int mg_index_conflict(struct mg_index *index, const char *id, struct mg_arena *arena, const char **path,
		      struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_CONFLICT, err);
	bool failed = false;
	bool there;
	int code;

	if (!row)
		return err->code;
	bind_text(row, 1, id);
	there = sqlite3_step(row) == SQLITE_ROW;
	if (there)
		*path = mg_index_text(row, 0, arena, &failed);
	code = mg_index_end_rows(index, row, failed ? mg_fail_memory(err) : 0, err);
	return code || there ? code : mg_fail(err, MG_ENOTFOUND, _("there is no conflict %s"), id);
}

// The rows of a statement that takes one text and gives one.
static int texts_of(struct mg_index *index, enum mg_statement which, const char *about, struct mg_arena *arena,
		    const char ***texts, size_t *n, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, which, err);
	bool failed = false;
	size_t cap = 0;

	*texts = NULL;
	*n = 0;
	if (!row)
		return err->code;
	bind_text(row, 1, about);
	while (!failed && sqlite3_step(row) == SQLITE_ROW) {
		const char **grown = mg_arena_grow(arena, *texts, *n, &cap, sizeof *grown);

		failed = !grown;
		if (failed)
			break;
		*texts = grown;
		grown[(*n)++] = mg_index_text(row, 0, arena, &failed);
	}
	return mg_index_end_rows(index, row, failed ? mg_fail_memory(err) : 0, err);
}

int mg_index_conflicts(struct mg_index *index, struct mg_arena *arena, struct mg_index_conflict **out, size_t *n,
		       struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_CONFLICTS, err);
	bool failed = false;
	size_t cap = 0;

	*out = NULL;
	*n = 0;
	if (!row)
		return err->code;
	while (!failed && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_index_conflict *grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);

		failed = !grown;
		if (failed)
			break;
		*out = grown;
		grown[*n].id = mg_index_text(row, 0, arena, &failed);
		grown[*n].path = mg_index_text(row, 1, arena, &failed);
		grown[(*n)++].place = mg_index_text(row, 2, arena, &failed);
	}
	return mg_index_end_rows(index, row, failed ? mg_fail_memory(err) : 0, err);
}

int mg_index_conflicts_of(struct mg_index *index, const char *path, struct mg_arena *arena, const char ***ids,
			  size_t *n, struct mg_error *err)
{
	return texts_of(index, MG_SQL_CONFLICTS_OF, path, arena, ids, n, err);
}

int mg_index_paths(struct mg_index *index, const char *prefix, struct mg_arena *arena, const char ***paths, size_t *n,
		   struct mg_error *err)
{
	return texts_of(index, MG_SQL_PATHS, prefix, arena, paths, n, err);
}

// ---- log

static bool wanted(const struct mg_index_query *query, const struct mg_write *write)
{
	if (write->op > MG_OUT && !(query->creations && write->op == MG_EXISTS_MAP && !*write->place))
		return false;
	return !query->place || mg_place_contains(query->place, write->place);
}

static int visit_row(sqlite3_stmt *row, struct mg_arena *arena, const struct mg_index_query *query,
		     mg_index_visit visit, void *context, struct mg_error *err)
{
	struct mg_index_change change = {.stamp_ms = sqlite3_column_int64(row, 9),
					 .position = (mg_position)sqlite3_column_int64(row, 10)};
	bool failed = false;

	mg_index_id(row, 0, &change.commit);
	change.path = mg_index_text(row, 1, arena, &failed);
	change.actor = mg_index_text(row, 6, arena, &failed);
	change.key = mg_index_text(row, 7, arena, &failed);
	change.reason = mg_index_text(row, 8, arena, &failed);
	if (failed || !mg_index_write(row, 2, arena, &change.write))
		return mg_fail_memory(err);
	return wanted(query, &change.write) ? visit(context, &change, err) : 0;
}

static enum mg_statement statement_of(const struct mg_index_query *query)
{
	if (query->path)
		return query->place && *query->place ? MG_SQL_LOG_AT : MG_SQL_LOG_OF;
	return query->prefix ? MG_SQL_LOG_BELOW : MG_SQL_LOG;
}

int mg_index_log(struct mg_index *index, const struct mg_index_query *query, mg_index_visit visit, void *context,
		 struct mg_error *err)
{
	const enum mg_statement which = statement_of(query);
	sqlite3_stmt *row = mg_index_statement(index, which, err);
	struct mg_arena arena;
	int code = 0;

	if (!row)
		return err->code;
	mg_arena_init(&arena, 0);
	if (which != MG_SQL_LOG)
		bind_text(row, 1, query->path ? query->path : query->prefix);
	bind_text(row, 2, query->actor);
	sqlite3_bind_int64(row, 3, query->since_ms);
	sqlite3_bind_int64(row, 4, query->until_ms);
	if (which != MG_SQL_LOG_OF)
		bind_text(row, 5, query->place);
	sqlite3_bind_int(row, 6, query->unexplained);
	sqlite3_bind_int(row, 7, query->replacing);
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		code = visit_row(row, &arena, query, visit, context, err);
		mg_arena_clear(&arena);
	}
	code = mg_index_end_rows(index, row, code, err);
	return !code && index->damaged ? mg_index_fail_damaged(index, err) : code;
}

int mg_index_reason(struct mg_index *index, mg_position position, struct mg_arena *arena, const char **reason,
		    struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_REASON, err);
	bool failed = false;

	*reason = "";
	if (!row)
		return err->code;
	sqlite3_bind_int64(row, 1, position);
	if (sqlite3_step(row) == SQLITE_ROW)
		*reason = mg_index_text(row, 0, arena, &failed);
	return mg_index_end_rows(index, row, failed ? mg_fail_memory(err) : 0, err);
}

int mg_index_reasons(struct mg_index *index, const char *actor, const char *prefix, mg_index_visit_reason visit,
		     void *context, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_REASONS, err);
	int code = 0;

	if (!row)
		return err->code;
	bind_text(row, 1, actor);
	bind_text(row, 2, prefix);
	while (!code && sqlite3_step(row) == SQLITE_ROW)
		code = visit(context, (const char *)sqlite3_column_text(row, 0), err);
	return mg_index_end_rows(index, row, code, err);
}

// ---- verdicts

int mg_index_add_verdict(struct mg_index *index, const struct mg_index_verdict *verdict, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, MG_SQL_ADD_VERDICT, err);

	if (!statement)
		return err->code;
	bind_id(statement, 1, &verdict->commit);
	bind_text(statement, 2, verdict->key);
	bind_text(statement, 3, verdict->actor);
	bind_text(statement, 4, verdict->code);
	bind_text(statement, 5, verdict->path);
	bind_text(statement, 6, verdict->message);
	sqlite3_bind_int(statement, 7, verdict->held);
	return mg_index_run(index, statement, err);
}

int mg_index_drop_verdict(struct mg_index *index, const struct mg_id *commit, struct mg_error *err)
{
	sqlite3_stmt *statement = mg_index_statement(index, MG_SQL_DROP_VERDICT, err);

	if (!statement)
		return err->code;
	bind_id(statement, 1, commit);
	return mg_index_run(index, statement, err);
}

static bool read_verdict(sqlite3_stmt *row, struct mg_arena *arena, struct mg_index_verdict *out)
{
	bool failed = false;

	mg_index_id(row, 0, &out->commit);
	out->key = mg_index_text(row, 1, arena, &failed);
	out->actor = mg_index_text(row, 2, arena, &failed);
	out->code = mg_index_text(row, 3, arena, &failed);
	out->path = mg_index_text(row, 4, arena, &failed);
	out->message = mg_index_text(row, 5, arena, &failed);
	out->held = sqlite3_column_int(row, 6) != 0;
	return !failed;
}

int mg_index_verdict(struct mg_index *index, const struct mg_id *commit, struct mg_arena *arena,
		     struct mg_index_verdict *out, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_VERDICT, err);
	bool there;
	int code;

	if (!row)
		return err->code;
	bind_id(row, 1, commit);
	there = sqlite3_step(row) == SQLITE_ROW;
	code = there && !read_verdict(row, arena, out) ? mg_fail_memory(err) : 0;
	code = mg_index_end_rows(index, row, code, err);
	return code || there ? code : mg_fail(err, MG_ENOTFOUND, _("no verdict on this commit"));
}

bool mg_index_has_verdicts(struct mg_index *index)
{
	struct mg_error err;
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_HAS_VERDICTS, &err);
	bool has = !row || sqlite3_step(row) != SQLITE_DONE; // who then asks for them is told the error

	if (row)
		mg_index_done(index, row);
	return has;
}

static int read_verdicts(struct mg_index *index, sqlite3_stmt *row, struct mg_arena *arena,
			 struct mg_index_verdict **out, size_t *n, struct mg_error *err)
{
	size_t cap = 0;
	int code = 0;

	*out = NULL;
	*n = 0;
	while (!code && sqlite3_step(row) == SQLITE_ROW) {
		struct mg_index_verdict *grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);

		if (!grown || !read_verdict(row, arena, &grown[*n])) {
			code = mg_fail_memory(err);
			break;
		}
		*out = grown;
		(*n)++;
	}
	return mg_index_end_rows(index, row, code, err);
}

int mg_index_verdicts(struct mg_index *index, struct mg_arena *arena, struct mg_index_verdict **out, size_t *n,
		      struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_VERDICTS, err);

	return row ? read_verdicts(index, row, arena, out, n, err) : err->code;
}

int mg_index_held_for(struct mg_index *index, const char *check, struct mg_arena *arena, struct mg_index_verdict **out,
		      size_t *n, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_HELD_FOR, err);

	if (!row)
		return err->code;
	bind_text(row, 1, check);
	return read_verdicts(index, row, arena, out, n, err);
}
