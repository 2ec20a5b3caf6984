// SPDX-License-Identifier: EUPL-1.2
//
// The index's commits: chains and vectors, ancestry, tips.
#include "core/index/index_db.h"

#include "base/i18n.h"

#include <stdlib.h>

// ---- commits and vectors

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

static int know(struct mg_index *index, mg_position position, struct mg_index_known **known, struct mg_error *err)
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

	if (!row)
		return err->code;
	sqlite3_bind_int64(row, 1, position);
	there = sqlite3_step(row) == SQLITE_ROW;
	if (there)
		read_commit(row, out);
	mg_index_done(index, row);
	return there ? 0 : mg_fail(err, MG_ENOTFOUND, _("the index has no commit %u"), position);
}

// Borrowed until the index forgets. NULL with err set.
static const struct mg_index_commit *commit_at(struct mg_index *index, mg_position position, struct mg_error *err)
{
	struct mg_index_known *known;
	int code = know(index, position, &known, err);

	if (!code && !known->commit.position)
		code = load_commit(index, position, &known->commit, err);
	return code ? NULL : &known->commit;
}

int mg_index_commit(struct mg_index *index, mg_position position, struct mg_index_commit *out, struct mg_error *err)
{
	const struct mg_index_commit *commit = commit_at(index, position, err);

	if (!commit)
		return err->code;
	*out = *commit;
	return 0;
}

// Vectors are kept as little-endian 32-bit numbers.
static void unpack(struct mg_vector *vector, const uint8_t *bytes)
{
	for (uint32_t i = 0; i < vector->n; i++, bytes += 4)
		vector->seen[i] = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
				  (uint32_t)bytes[3] << 24;
}

static void pack(const struct mg_vector *vector, struct mg_buf *out)
{
	for (uint32_t i = 0; i < vector->n; i++) {
		uint32_t x = vector->seen[i];
		uint8_t bytes[4] = {(uint8_t)x, (uint8_t)(x >> 8), (uint8_t)(x >> 16), (uint8_t)(x >> 24)};

		mg_buf_put(out, bytes, sizeof bytes);
	}
}

static bool read_vector(sqlite3_stmt *row, int column, struct mg_vector *vector)
{
	vector->n = (uint32_t)sqlite3_column_bytes(row, column) / 4;
	vector->seen = calloc(vector->n + 1, sizeof *vector->seen);
	if (vector->seen)
		unpack(vector, sqlite3_column_blob(row, column));
	return vector->seen != NULL;
}

const struct mg_vector *mg_index_vector(struct mg_index *index, mg_position position)
{
	struct mg_index_known *known;
	struct mg_vector *vector;
	struct mg_error err;
	sqlite3_stmt *row;

	if (know(index, position, &known, &err))
		return NULL;
	vector = &known->vector;
	if (vector->seen)
		return vector;
	row = mg_index_statement(index, MG_SQL_VECTOR, &err);
	if (!row)
		return NULL;
	sqlite3_bind_int64(row, 1, position);
	if (sqlite3_step(row) == SQLITE_ROW)
		read_vector(row, 0, vector);
	mg_index_done(index, row);
	return vector->seen ? vector : NULL;
}

int mg_index_read_ahead(struct mg_index *index, const char *path, struct mg_error *err)
{
	sqlite3_stmt *row = mg_index_statement(index, MG_SQL_COMMIT_ROWS, err);
	int code = 0, step = SQLITE_DONE;

	if (!row)
		return err->code;
	sqlite3_bind_text(row, 1, path, -1, SQLITE_STATIC);
	while (!code && (step = sqlite3_step(row)) == SQLITE_ROW) {
		struct mg_index_known *known;

		code = know(index, (mg_position)sqlite3_column_int64(row, 7), &known, err);
		if (!code && !known->commit.position)
			read_commit(row, &known->commit);
		if (!code && !known->vector.seen && !read_vector(row, 8, &known->vector))
			code = mg_fail_memory(err);
	}
	if (!code && step != SQLITE_DONE)
		code = mg_index_fail(index, err);
	mg_index_done(index, row);
	return code;
}

bool mg_index_saw(struct mg_index *index, mg_position later, mg_position earlier)
{
	const struct mg_index_commit *commit;
	const struct mg_vector *vector;
	struct mg_error err;

	if (later == earlier || !(commit = commit_at(index, earlier, &err)))
		return false;
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

// ---- adding a commit

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
		mg_index_done(index, statement);
		if (row->sequence)
			return 0;
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

static int absorb(struct mg_vector *vector, const struct mg_vector *other, struct mg_error *err)
{
	if (other->n > vector->n) {
		uint32_t *seen = realloc(vector->seen, (other->n + 1) * sizeof *seen);

		if (!seen)
			return mg_fail_memory(err);
		memset(seen + vector->n, 0, (other->n - vector->n) * sizeof *seen);
		vector->seen = seen;
		vector->n = other->n;
	}
	for (uint32_t i = 0; i < other->n; i++) {
		if (other->seen[i] > vector->seen[i])
			vector->seen[i] = other->seen[i];
	}
	return 0;
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
		code = parent ? absorb(vector, parent, err)
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
	code = absorb(vector, &own, err);
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
	pack(vector, &packed);
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
		code = know(index, row.position, &known, err);
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

// ---- tips and frontier

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
	mg_index_done(index, row);
	return code;
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

	if (!row)
		return err->code;
	sqlite3_bind_int64(row, 1, chain);
	sqlite3_bind_int64(row, 2, sequence);
	if (sqlite3_step(row) == SQLITE_ROW)
		position = (mg_position)sqlite3_column_int64(row, 0);
	mg_index_done(index, row);
	return mg_index_commit(index, position, out, err);
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
	mg_index_done(index, row);
	if (!code)
		*n_out = mg_index_maximal(index, *out, *n_out);
	return code;
}
