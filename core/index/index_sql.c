// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_db.h"

const char mg_index_schema[] =
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

const char *const mg_index_sql[MG_SQL_COUNT] = {
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
