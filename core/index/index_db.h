// SPDX-License-Identifier: EUPL-1.2
//
// What the index's files share: the database handle and its statements. Private to the index.
#ifndef MG_CORE_INDEX_DB_H
#define MG_CORE_INDEX_DB_H

#include "core/index/index.h"
#include "core/index/index_vector.h"

#include <sqlite3.h>
#include <sys/stat.h>

enum mg_statement {
	MG_SQL_BEGIN,
	MG_SQL_HOLD,
	MG_SQL_COMMIT,
	MG_SQL_ROLLBACK,
	MG_SQL_SAVEPOINT,
	MG_SQL_RELEASE,
	MG_SQL_ROLLBACK_TO,
	MG_SQL_FIND,
	MG_SQL_COMMIT_ROW,
	MG_SQL_COMMIT_ROWS,
	MG_SQL_VECTOR,
	MG_SQL_CHAIN_COUNT,
	MG_SQL_NEW_CHAIN,
	MG_SQL_CHAIN_TIP,
	MG_SQL_ADD_COMMIT,
	MG_SQL_TIPS,
	MG_SQL_CHAINS_OF,
	MG_SQL_NTH,
	MG_SQL_ADD_KEY_ACT,
	MG_SQL_KEY_ACTS,
	MG_SQL_KEY_ACTS_OF,
	MG_SQL_REVOCATIONS,
	MG_SQL_HAS_REVOCATIONS,
	MG_SQL_RECORD,
	MG_SQL_ADD_RECORD,
	MG_SQL_ADD_TOUCH,
	MG_SQL_ADD_WRITE,
	MG_SQL_PATHS,
	MG_SQL_TOUCHES,
	MG_SQL_SPAN,
	MG_SQL_RECENT,
	MG_SQL_WRITES,
	MG_SQL_NAME_CONFLICT,
	MG_SQL_CONFLICT,
	MG_SQL_CONFLICTS_OF,
	MG_SQL_CONFLICTS,
	MG_SQL_REASON,
	MG_SQL_REASONS,
	MG_SQL_LOG,
	MG_SQL_LOG_OF,
	MG_SQL_LOG_AT,
	MG_SQL_LOG_BELOW,
	MG_SQL_ADD_VERDICT,
	MG_SQL_DROP_VERDICT,
	MG_SQL_VERDICT,
	MG_SQL_VERDICTS,
	MG_SQL_HELD_FOR,
	MG_SQL_HAS_VERDICTS,
	MG_SQL_DOCUMENT,
	MG_SQL_ADD_DOCUMENT,
	MG_SQL_COUNT_DOCUMENTS,
	MG_SQL_DROP_DOCUMENTS,
	MG_SQL_SEAL,
	MG_SQL_SEALS,
	MG_SQL_ADD_SEAL,
	MG_SQL_DIGEST,
	MG_SQL_ADD_DIGEST,
	MG_SQL_DIGESTS,
	MG_SQL_LAST_SIGNED,
	MG_SQL_COUNT,
};

// What this handle has read or added of a commit.
struct mg_index_known {
	struct mg_index_commit commit; // position 0 when not read yet
	struct mg_vector vector;
	struct mg_index_known *next; // of all that are known
};

struct mg_index {
	sqlite3 *db;
	sqlite3_stmt *statements[MG_SQL_COUNT];
	char *path;
	struct stat file;           // what was opened
	bool damaged;               // SQLite said so: nothing that was read can be believed
	struct mg_error doubt;      // why an answer that gives no error may be wrong; its code is 0: none may
	unsigned depth;             // of mg_index_begin
	unsigned held;              // how many times, by mg_index_hold
	struct mg_index_known **at; // by position; of a long history few are ever asked for
	size_t cap;                 // of at
	struct mg_index_known *known;
	mg_position last_added;                // of this handle: most often the next one's parent; 0: none yet
	char last_path[MG_MAX_PATH_BYTES + 1]; // the record whose row was looked up last; "": none yet
	int64_t last_record;                   // its row
};

// The tables, and what each statement says (index_sql.c).
extern const char mg_index_schema[];
extern const char *const mg_index_sql[MG_SQL_COUNT];

// What this handle knows of a commit, maybe nothing yet. Borrowed, as what follows, until mg_index_forget.
int mg_index_know(struct mg_index *index, mg_position position, struct mg_index_known **known,
		  struct mg_error *err) MG_CHECKED;

// A commit, read when it was not. NULL with err set.
const struct mg_index_commit *mg_index_commit_at(struct mg_index *index, mg_position position, struct mg_error *err);

// Remembers why such an answer may be wrong, unless only what was asked for is not there. mg_index_end then keeps nothing.
void mg_index_doubt(struct mg_index *index, const struct mg_error *why);

// Forgets what this handle has read or added of commits.
void mg_index_forget(struct mg_index *index);

// The statement, reset and with its bindings cleared; NULL with err set when it cannot be prepared.
sqlite3_stmt *mg_index_statement(struct mg_index *index, enum mg_statement which, struct mg_error *err);

// Resets a statement that was run; remembers when it ended because the file is damaged.
void mg_index_done(struct mg_index *index, sqlite3_stmt *statement);

// The same where rows were asked for; code, else why there were no more of them: an error is no end of the rows.
int mg_index_end_rows(struct mg_index *index, sqlite3_stmt *statement, int code, struct mg_error *err) MG_CHECKED;

// Fills err from SQLite's last error.
int mg_index_fail(struct mg_index *index, struct mg_error *err);

// Runs a statement that gives no rows.
int mg_index_run(struct mg_index *index, sqlite3_stmt *statement, struct mg_error *err) MG_CHECKED;

// Begins to write what the next reader would compute again; false when somebody else is writing, or this handle already
// is: then it is not worth a wait. try_end(false) undoes, and so does a full disk.
bool mg_index_try_begin(struct mg_index *index);
void mg_index_try_end(struct mg_index *index, bool keep);

// A text column copied into the arena; NULL for SQL's null. *failed is set when memory is exhausted.
const char *mg_index_text(sqlite3_stmt *row, int column, struct mg_arena *arena, bool *failed);

// Columns first to first + 3: op, place, value, old. False without memory.
bool mg_index_write(sqlite3_stmt *row, int first, struct mg_arena *arena, struct mg_write *write);

// A text column cut to size, with its NUL.
void mg_index_copy_text(char *out, size_t size, sqlite3_stmt *row, int column);

// What a commit has seen of each chain; NULL when the index has no such commit. Borrowed until the index is closed or
// reset.
const struct mg_vector *mg_index_vector(struct mg_index *index, mg_position position);

// An object name column; zero for SQL's null.
void mg_index_id(sqlite3_stmt *row, int column, struct mg_id *id);

#endif
