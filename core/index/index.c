// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_db.h"

#include "base/file.h"
#include "base/i18n.h"

#include <stdlib.h>

// Raised whenever the tables change, or what is put in them: an older file is then made anew.
#define INDEX_VERSION 7

#define NOBODYS_CACHE "-32768" // KiB of an index without a name, before its file grows

static const char schema_sql[] =
	"CREATE TABLE chains(chain INTEGER PRIMARY KEY, key TEXT NOT NULL, commits INTEGER NOT NULL, tip INTEGER NOT "
	"NULL);"
	"CREATE TABLE commits(position INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, tree BLOB NOT NULL, chain INTEGER "
	"NOT NULL,"
	" sequence INTEGER NOT NULL, stamp INTEGER NOT NULL, actor TEXT NOT NULL, key TEXT NOT NULL, reason TEXT NOT "
	"NULL,"
	" vector BLOB NOT NULL);"
	"CREATE UNIQUE INDEX commits_of ON commits(chain, sequence);"
	"CREATE INDEX chains_of ON chains(key);"
	"CREATE TABLE key_acts(position INTEGER NOT NULL, key TEXT NOT NULL, revokes INTEGER NOT NULL,"
	" rank INTEGER NOT NULL, signed_by TEXT NOT NULL, PRIMARY KEY(key, position, revokes)) WITHOUT ROWID;"
	"CREATE INDEX revocations ON key_acts(key) WHERE revokes;"
	"CREATE TABLE records(record INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);"
	"CREATE INDEX signatures ON records(path) WHERE substr(path, -4) = '.sig';"
	"CREATE TABLE touches(record INTEGER NOT NULL, position INTEGER NOT NULL, blob BLOB,"
	" PRIMARY KEY(record, position)) WITHOUT ROWID;"
	"CREATE INDEX touches_at ON touches(position);"
	"CREATE TABLE writes(record INTEGER NOT NULL, position INTEGER NOT NULL, number INTEGER NOT NULL,"
	" op INTEGER NOT NULL, place TEXT NOT NULL, value TEXT, old TEXT, PRIMARY KEY(record, place, position, number))"
	" WITHOUT ROWID;"
	"CREATE INDEX writes_at ON writes(position, record) WHERE number = 0;"
	"CREATE TABLE conflicts(id TEXT PRIMARY KEY, path TEXT NOT NULL, place TEXT NOT NULL);"
	"CREATE INDEX conflicts_of ON conflicts(path);"
	"CREATE TABLE verdicts(id BLOB PRIMARY KEY, key TEXT NOT NULL, actor TEXT NOT NULL, code TEXT NOT NULL,"
	" path TEXT NOT NULL, message TEXT NOT NULL, held INTEGER NOT NULL);"
	"CREATE INDEX held_for ON verdicts(code, key, id) WHERE held = 1;"
	"CREATE TABLE documents(blob BLOB NOT NULL, code INTEGER NOT NULL, document BLOB NOT NULL, UNIQUE(blob, code));"
	"CREATE TABLE seals(signature BLOB NOT NULL, record BLOB NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,"
	" PRIMARY KEY(signature, record, namespace)) WITHOUT ROWID;"
	"CREATE TABLE digests(blob BLOB PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE VIEW changes AS SELECT path AS record, place AS field, old, value AS new, actor, key,"
	" strftime('%Y-%m-%dT%H:%M:%SZ', stamp / 1000, 'unixepoch') AS time, reason, lower(hex(id)) AS 'commit'"
	" FROM writes JOIN records USING(record) JOIN commits USING(position) WHERE op IN (0, 1, 2, 3)"
	" ORDER BY stamp DESC, position DESC, number;";

// Paths that begin with a text: no character comes after the last of Unicode.
#define BEGINS "path >= ?1 AND path < ?1 || char(0x10ffff)"

// Of all records, of one, of a place in one, of some: one statement for all would read every change ever made.
#define LOG_SELECT                                                                                                     \
	"SELECT id, path, op, place, value, old, actor, key, reason, stamp, position FROM writes"                      \
	" JOIN records USING(record) JOIN commits USING(position)"                                                     \
	" WHERE (?2 IS NULL OR actor = ?2) AND stamp >= ?3 AND (?4 = 0 OR stamp < ?4)"                                 \
	" AND (?6 = 0 OR reason = '') AND (?7 = 0 OR old IS NOT NULL OR op = 3)"
#define LOG_PLACE " AND (?5 IS NULL OR " LOG_AT ")"
#define LOG_AT    "place >= ?5 AND place < ?5 || char(0x10ffff)"
#define LOG_ORDER " ORDER BY stamp DESC, position DESC, path, number"

#define COMMIT_SELECT "SELECT id, stamp, key, actor, chain, sequence, tree, position"

static const char *const statements[MG_SQL_COUNT] = {
	[MG_SQL_BEGIN] = "BEGIN IMMEDIATE",
	[MG_SQL_HOLD] = "BEGIN",
	[MG_SQL_COMMIT] = "COMMIT",
	[MG_SQL_ROLLBACK] = "ROLLBACK",
	[MG_SQL_SAVEPOINT] = "SAVEPOINT part",
	[MG_SQL_RELEASE] = "RELEASE part",
	[MG_SQL_ROLLBACK_TO] = "ROLLBACK TO part",
	[MG_SQL_FIND] = "SELECT position FROM commits WHERE id = ?1",
	[MG_SQL_COMMIT_ROW] = COMMIT_SELECT " FROM commits WHERE position = ?1",
	[MG_SQL_COMMIT_ROWS] = COMMIT_SELECT ", vector FROM records CROSS JOIN touches USING(record)"
					     " CROSS JOIN commits USING(position) WHERE path = ?1 ORDER BY position",
	[MG_SQL_VECTOR] = "SELECT vector FROM commits WHERE position = ?1",
	[MG_SQL_CHAIN_COUNT] = "SELECT commits FROM chains WHERE chain = ?1",
	[MG_SQL_NEW_CHAIN] =
		"INSERT INTO chains(chain, key, commits, tip) SELECT COALESCE(MAX(chain) + 1, 0), ?1, 0, 0 FROM chains",
	[MG_SQL_CHAIN_TIP] = "UPDATE chains SET commits = ?2, tip = ?3 WHERE chain = ?1",
	[MG_SQL_ADD_COMMIT] = "INSERT INTO commits(id, chain, sequence, stamp, actor, key, reason, vector, tree)"
			      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[MG_SQL_TIPS] = "SELECT tip FROM chains ORDER BY chain",
	[MG_SQL_CHAINS_OF] = "SELECT chain FROM chains WHERE key = ?1 ORDER BY chain",
	[MG_SQL_NTH] = "SELECT position FROM commits WHERE chain = ?1 AND sequence = ?2",
	[MG_SQL_ADD_KEY_ACT] = "INSERT INTO key_acts(position, key, revokes, rank, signed_by)"
			       " VALUES(?1, ?2, ?3, ?4, ?5)",
	[MG_SQL_KEY_ACTS] = "SELECT position, key, revokes, rank, signed_by FROM key_acts ORDER BY position, key",
	[MG_SQL_KEY_ACTS_OF] = "SELECT position, key, revokes, rank, signed_by FROM key_acts WHERE key = ?1"
			       " ORDER BY position",
	[MG_SQL_REVOCATIONS] = "SELECT position, key, revokes, rank, signed_by FROM key_acts WHERE revokes",
	[MG_SQL_HAS_REVOCATIONS] = "SELECT 1 FROM key_acts WHERE revokes LIMIT 1",
	[MG_SQL_PATHS] = "SELECT path FROM records WHERE " BEGINS " ORDER BY path",
	[MG_SQL_RECORD] = "SELECT record FROM records WHERE path = ?1",
	[MG_SQL_ADD_RECORD] = "INSERT INTO records(path) VALUES(?1)",
	[MG_SQL_ADD_TOUCH] = "INSERT INTO touches(record, position, blob) VALUES(?1, ?2, ?3)",
	[MG_SQL_ADD_WRITE] = "INSERT INTO writes(record, position, number, op, place, value, old)"
			     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[MG_SQL_TOUCHES] =
		"SELECT position, blob FROM touches JOIN records USING(record) WHERE path = ?1 ORDER BY position",
	[MG_SQL_SPAN] = "SELECT stamp, id FROM touches JOIN records USING(record) JOIN commits USING(position)"
			" WHERE path = ?1",
	[MG_SQL_RECENT] =
		"SELECT path, position, blob, 1 FROM touches CROSS JOIN records USING(record) WHERE position > ?1"
		" UNION ALL SELECT path, position, NULL, 0 FROM writes CROSS JOIN records USING(record)"
		" WHERE position > ?1 AND number = 0 ORDER BY 1, 2",
	[MG_SQL_WRITES] =
		"SELECT position, op, place, value, old, number FROM writes JOIN records USING(record) WHERE path = ?1",
	[MG_SQL_NAME_CONFLICT] = "INSERT OR IGNORE INTO conflicts(id, path, place) VALUES(?1, ?2, ?3)",
	[MG_SQL_CONFLICT] = "SELECT path FROM conflicts WHERE id = ?1",
	[MG_SQL_CONFLICTS_OF] = "SELECT id FROM conflicts WHERE path = ?1 ORDER BY id",
	[MG_SQL_CONFLICTS] = "SELECT id, path, place FROM conflicts ORDER BY path, place",
	[MG_SQL_REASON] = "SELECT reason FROM commits WHERE position = ?1",
	[MG_SQL_REASONS] = "SELECT reason FROM commits WHERE actor = ?1 AND substr(reason, 1, length(?2)) = ?2"
			   " ORDER BY position",
	[MG_SQL_LOG] = LOG_SELECT LOG_PLACE LOG_ORDER,
	[MG_SQL_LOG_OF] = LOG_SELECT " AND path = ?1" LOG_ORDER,
	[MG_SQL_LOG_AT] = LOG_SELECT " AND path = ?1 AND " LOG_AT LOG_ORDER,
	[MG_SQL_LOG_BELOW] = LOG_SELECT LOG_PLACE " AND " BEGINS LOG_ORDER,
	[MG_SQL_ADD_VERDICT] = "INSERT OR REPLACE INTO verdicts(id, key, actor, code, path, message, held)"
			       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[MG_SQL_DROP_VERDICT] = "DELETE FROM verdicts WHERE id = ?1",
	[MG_SQL_VERDICT] = "SELECT id, key, actor, code, path, message, held FROM verdicts WHERE id = ?1",
	[MG_SQL_VERDICTS] = "SELECT id, key, actor, code, path, message, held FROM verdicts ORDER BY key, id",
	[MG_SQL_HELD_FOR] =
		"SELECT id, key, actor, code, path, message, held FROM verdicts WHERE held = 1 AND code = ?1"
		" ORDER BY key, id",
	[MG_SQL_HAS_VERDICTS] = "SELECT 1 FROM verdicts LIMIT 1",
	[MG_SQL_DOCUMENT] = "SELECT document FROM documents WHERE blob = ?1 AND code = ?2",
	[MG_SQL_ADD_DOCUMENT] = "INSERT OR IGNORE INTO documents(blob, code, document) VALUES(?1, ?2, ?3)",
	[MG_SQL_COUNT_DOCUMENTS] = "SELECT count(*) FROM documents",
	[MG_SQL_DROP_DOCUMENTS] = "DELETE FROM documents",
	[MG_SQL_SEAL] = "SELECT key FROM seals WHERE signature = ?1 AND record = ?2 AND namespace = ?3",
	[MG_SQL_SEALS] = "SELECT signature, record, namespace, key FROM seals ORDER BY signature, record, namespace",
	[MG_SQL_ADD_SEAL] = "INSERT OR REPLACE INTO seals(signature, record, namespace, key) VALUES(?1, ?2, ?3, ?4)",
	[MG_SQL_DIGEST] = "SELECT sha256 FROM digests WHERE blob = ?1",
	[MG_SQL_ADD_DIGEST] = "INSERT OR REPLACE INTO digests(blob, sha256) VALUES(?1, ?2)",
	[MG_SQL_LAST_SIGNED] = "SELECT path, position FROM records CROSS JOIN touches USING(record)"
			       " WHERE substr(path, -4) = '.sig' ORDER BY path", // which an index has already
	[MG_SQL_DIGESTS] = "SELECT blob, sha256 FROM digests ORDER BY blob",
};

// ---- the database

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

	if (!*statement && sqlite3_prepare_v3(index->db, statements[which], -1, SQLITE_PREPARE_PERSISTENT, statement,
					      NULL) != SQLITE_OK) {
		mg_index_fail(index, err);
		return NULL;
	}
	sqlite3_reset(*statement);
	sqlite3_clear_bindings(*statement);
	return *statement;
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

static int run_sql(struct mg_index *index, const char *sql, struct mg_error *err)
{
	return sqlite3_exec(index->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : mg_index_fail(index, err);
}

// -1: the database says why.
static int version_of(struct mg_index *index)
{
	sqlite3_stmt *statement = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(index->db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return version;
}

// Unless another program makes them at the same time, and was first.
static int make_tables(struct mg_index *index, struct mg_error *err)
{
	struct mg_buf sql = {0};
	int code = run_sql(index, "BEGIN IMMEDIATE", err);

	if (code)
		return code;
	if (version_of(index) == 0)
		mg_buf_printf(&sql, "%s PRAGMA user_version = %d; ", schema_sql, INDEX_VERSION);
	mg_buf_puts(&sql, "COMMIT");
	code = mg_buf_check(&sql, err);
	if (!code)
		code = run_sql(index, mg_buf_text(&sql), err);
	mg_buf_clear(&sql);
	return code;
}

// Write-ahead logging survives a kill at any moment; what a power cut takes is derived again.
// One that was cut to nothing: other programs that have it open would make SQLite wait for them.
static bool is_cut(const struct mg_index *index)
{
	struct stat file;

	return stat(index->path, &file) == 0 && file.st_size == 0;
}

static int connect_db(struct mg_index *index, struct mg_error *err)
{
	int code;

	if (is_cut(index))
		return mg_fail(err, MG_EINVALID, _("the index %s is empty"), index->path);
	if (sqlite3_open_v2(index->path, &index->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK)
		return mg_index_fail(index, err);
	sqlite3_busy_timeout(index->db, MG_LOCK_WAIT_MS);
	code = run_sql(index,
		       *index->path ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
				    : "PRAGMA cache_size = " NOBODYS_CACHE ";",
		       err);
	if (code)
		return code;
	if (stat(index->path, &index->file) != 0) // in memory
		index->file = (struct stat){0};
	switch (version_of(index)) {
	case INDEX_VERSION:
		return 0;
	case -1: // a disk that is full
		return mg_index_fail(index, err);
	case 0:
		return make_tables(index, err);
	default:
		return mg_fail(err, MG_EINVALID, _("the index %s is of another version"), index->path);
	}
}

static void disconnect(struct mg_index *index)
{
	for (size_t i = 0; i < MG_SQL_COUNT; i++) {
		sqlite3_finalize(index->statements[i]);
		index->statements[i] = NULL;
	}
	sqlite3_close(index->db);
	index->db = NULL;
	index->damaged = false;
	index->depth = 0;
}

static void forget(struct mg_index *index)
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

static int remove_file(const struct mg_index *index, const char *suffix, struct mg_error *err)
{
	struct mg_buf name = {0};
	int code;

	mg_buf_printf(&name, "%s%s", index->path, suffix);
	code = mg_buf_check(&name, err);
	if (!code)
		code = mg_file_remove(mg_buf_text(&name), err);
	mg_buf_clear(&name);
	return code;
}

static int remove_files(const struct mg_index *index, struct mg_error *err)
{
	int code = remove_file(index, "-wal", err);

	if (!code)
		code = remove_file(index, "-shm", err);
	return code ? code : remove_file(index, "", err);
}

int mg_index_reset(struct mg_index *index, struct mg_error *err)
{
	int code;

	disconnect(index);
	forget(index);
	code = remove_files(index, err);
	return code ? code : connect_db(index, err);
}

// The file is still the one that was opened.
static bool is_in_place(const struct mg_index *index)
{
	struct stat now;

	return stat(index->path, &now) == 0 && now.st_ino == index->file.st_ino && now.st_dev == index->file.st_dev;
}

int mg_index_follow(struct mg_index *index, bool *replaced, struct mg_error *err)
{
	int code;

	*replaced = false;
	if (!index->file.st_ino || is_in_place(index))
		return 0;
	*replaced = true;
	disconnect(index);
	forget(index);
	code = connect_db(index, err);
	return code && code != MG_EBUSY ? mg_index_reset(index, err) : code;
}

int mg_index_open(const char *path, struct mg_index **out, struct mg_error *err)
{
	struct mg_index *index = calloc(1, sizeof *index);
	int code;

	*out = NULL;
	if (index)
		index->path = strdup(path);
	if (!index || !index->path) {
		free(index);
		return mg_fail_memory(err);
	}
	code = connect_db(index, err);
	if (code && code != MG_EBUSY)
		code = mg_index_reset(index, err);
	if (code) {
		mg_index_close(index);
		return code;
	}
	*out = index;
	return 0;
}

// A damaged one goes, unless somebody has made it anew already: the next that is opened is made from the lines. What cannot
// be removed is found to be damaged again.
void mg_index_close(struct mg_index *index)
{
	bool goes = index && index->damaged && index->file.st_ino && is_in_place(index);
	struct mg_error err;

	if (!index)
		return;
	disconnect(index);
	if (goes && remove_files(index, &err))
		goes = false;
	forget(index);
	free(index->path);
	free(index);
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

int mg_index_end(struct mg_index *index, bool keep, struct mg_error *err)
{
	int code = 0;

	if (keep && index->damaged) { // what is to be kept was derived from it
		code = mg_index_end(index, false, err);
		return code ? code : mg_index_fail_damaged(index, err);
	}
	if (!keep)
		forget(index); // what was loaded may have been undone
	if (--index->depth == 0)
		return run_statement(index, keep ? MG_SQL_COMMIT : MG_SQL_ROLLBACK, err);
	if (!keep)
		code = run_statement(index, MG_SQL_ROLLBACK_TO, err);
	return code ? code : run_statement(index, MG_SQL_RELEASE, err);
}
