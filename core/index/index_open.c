// SPDX-License-Identifier: EUPL-1.2
//
// The file of the index: opened, made, made anew. Whoever makes or removes it holds a lock on its folder, so that of several
// programs one does, and the others find what it made. Whoever opens one that is there needs no lock: it then looks whether
// the name still means the file that it has.
#include "core/index/index_db.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Raised whenever the tables change, or what is put in them: an older file is then made anew.
#define INDEX_VERSION 7

#define NOBODYS_CACHE "-32768" // KiB of an index without a name, before its file grows

// As much as a dozen recordings write. Each opening reads it whole, which takes less than the four waits for the disk that
// emptying it at each closing takes.
#define SMALL_LOG (100 * 4096)

// ---- connecting

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

// No file has it, as the whole of SQLite's default store may be in memory: nothing is to be locked or replaced.
static bool is_in_memory(const struct mg_index *index)
{
	return !*index->path || strcmp(index->path, ":memory:") == 0 ||
	       strcmp(sqlite3_vfs_find(NULL)->zName, "memdb") == 0;
}

// The file is still the one that was opened.
static bool is_in_place(const struct mg_index *index)
{
	struct stat now;

	return stat(index->path, &now) == 0 && now.st_ino == index->file.st_ino && now.st_dev == index->file.st_dev;
}

static int connect_db(struct mg_index *index, const char *path, int flags, struct mg_error *err)
{
	if (sqlite3_open_v2(path, &index->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | flags, NULL) != SQLITE_OK)
		return mg_index_fail(index, err);
	sqlite3_busy_timeout(index->db, MG_LOCK_WAIT_MS);
	return run_sql(index, "PRAGMA synchronous = NORMAL", err);
}

// The log of what was written last stays when it is small: the next program begins with it.
static bool has_small_log(const struct mg_index *index)
{
	struct mg_buf name = {0};
	struct stat log;
	bool small;

	mg_buf_printf(&name, "%s-wal", index->path);
	small = !name.failed && stat(mg_buf_text(&name), &log) == 0 && log.st_size <= SMALL_LOG;
	mg_buf_clear(&name);
	return small;
}

static void disconnect(struct mg_index *index)
{
	for (size_t i = 0; i < MG_SQL_COUNT; i++) {
		sqlite3_finalize(index->statements[i]);
		index->statements[i] = NULL;
	}
	if (index->db && has_small_log(index))
		sqlite3_db_config(index->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(index->db);
	index->db = NULL;
	index->damaged = false;
	index->doubt.code = 0;
	index->depth = 0;
}

// Opens the file that is there. MG_ENOTFOUND when there is none, or none that was finished by this version, or when it was
// replaced in the meantime.
static int use_file(struct mg_index *index, struct mg_error *err)
{
	int code, version;

	// One that was cut to nothing: other programs that have it open would make SQLite wait for them.
	if (stat(index->path, &index->file) != 0 || index->file.st_size == 0)
		return mg_fail(err, MG_ENOTFOUND, _("the index %s is empty"), index->path);
	code = connect_db(index, index->path, 0, err);
	if (code)
		return code;
	version = version_of(index);
	if (version == -1) // a disk that is full, or damage
		return mg_index_fail(index, err);
	if (version != INDEX_VERSION || !is_in_place(index))
		return mg_fail(err, MG_ENOTFOUND, _("the index %s is of another version"), index->path);
	return 0;
}

// ---- making

static int make_tables(struct mg_index *index, struct mg_error *err)
{
	struct mg_buf sql = {0};
	int code;

	mg_buf_printf(&sql, "BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT", mg_index_schema, INDEX_VERSION);
	code = mg_buf_check(&sql, err);
	if (!code)
		code = run_sql(index, mg_buf_text(&sql), err);
	mg_buf_clear(&sql);
	return code;
}

static int make_in_memory(struct mg_index *index, struct mg_error *err)
{
	int code = connect_db(index, index->path, SQLITE_OPEN_CREATE, err);

	if (!code)
		code = run_sql(index, "PRAGMA cache_size = " NOBODYS_CACHE "; PRAGMA journal_mode = MEMORY", err);
	return code || version_of(index) == INDEX_VERSION ? code : make_tables(index, err);
}

// Removes a database and what SQLite keeps beside it. The file first: without it nobody begins to use the others.
static int remove_db(const char *path, struct mg_error *err)
{
	static const char *const beside[] = {"", "-wal", "-shm", "-journal"};
	struct mg_buf name = {0};
	int code = 0;

	for (size_t i = 0; !code && i < sizeof beside / sizeof *beside; i++) {
		mg_buf_reset(&name);
		mg_buf_printf(&name, "%s%s", path, beside[i]);
		code = mg_buf_check(&name, err);
		if (!code)
			code = mg_file_remove(mg_buf_text(&name), err);
	}
	mg_buf_clear(&name);
	return code;
}

// Write-ahead logging survives a kill at any moment; what a power cut takes is derived again. Until then a journal would
// only be in the way: a file that is not finished is not used.
static int make_file(struct mg_index *index, const char *path, struct mg_error *err)
{
	int code = remove_db(path, err);

	if (!code)
		code = connect_db(index, path, SQLITE_OPEN_CREATE, err);
	if (!code)
		code = run_sql(index, "PRAGMA journal_mode = OFF", err);
	if (!code)
		code = make_tables(index, err);
	if (!code)
		code = run_sql(index, "PRAGMA journal_mode = WAL", err);
	sqlite3_close(index->db);
	index->db = NULL;
	return code;
}

// Under another name first, so that a file in this place always is whole. With the lock.
static int replace_file(struct mg_index *index, struct mg_error *err)
{
	struct mg_buf made = {0};
	int code;

	disconnect(index);
	mg_buf_printf(&made, "%s-new", index->path);
	code = mg_buf_check(&made, err);
	if (!code)
		code = make_file(index, mg_buf_text(&made), err);
	if (!code)
		code = remove_db(index->path, err);
	if (!code && rename(mg_buf_text(&made), index->path) != 0)
		code = mg_fail_errno(err, _("cannot write %s"), index->path);
	mg_buf_clear(&made);
	return code ? code : use_file(index, err);
}

// The lock is let go by closing *fd.
static int lock_folder(const struct mg_index *index, int *fd, struct mg_error *err)
{
	char *path = strdup(index->path), *folder = path ? dirname(path) : NULL;
	int code = folder ? 0 : mg_fail_memory(err);

	*fd = -1;
	if (!code)
		*fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!code && *fd < 0)
		code = mg_fail_errno(err, _("cannot open %s"), folder);
	if (!code)
		code = mg_file_lock(*fd, folder, err);
	if (code && *fd >= 0)
		close(*fd);
	free(path);
	return code;
}

// Whether what use_file found is to be made anew, or was taken away while it looked.
static bool is_to_be_made(const struct mg_index *index, int code)
{
	return code == MG_ENOTFOUND || (code && (index->damaged || !is_in_place(index)));
}

static int find_or_make(struct mg_index *index, struct mg_error *err)
{
	int code = use_file(index, err), fd;

	if (!is_to_be_made(index, code))
		return code;
	disconnect(index);
	code = lock_folder(index, &fd, err);
	if (code)
		return code;
	code = use_file(index, err);
	if (is_to_be_made(index, code))
		code = replace_file(index, err);
	close(fd);
	return code;
}

int mg_index_reset(struct mg_index *index, struct mg_error *err)
{
	int code, fd;

	disconnect(index);
	mg_index_forget(index);
	if (is_in_memory(index))
		return make_in_memory(index, err);
	code = lock_folder(index, &fd, err);
	if (code)
		return code;
	code = replace_file(index, err);
	close(fd);
	return code;
}

// ---- opening

int mg_index_follow(struct mg_index *index, bool *replaced, struct mg_error *err)
{
	*replaced = !is_in_memory(index) && !is_in_place(index);
	if (!*replaced)
		return 0;
	disconnect(index);
	mg_index_forget(index);
	return find_or_make(index, err);
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
	code = is_in_memory(index) ? make_in_memory(index, err) : find_or_make(index, err);
	if (code) {
		mg_index_close(index);
		return code;
	}
	*out = index;
	return 0;
}

// The next that is opened is made from the lines. What cannot be removed is found to be damaged again.
static void remove_damaged(const struct mg_index *index)
{
	struct mg_error err;
	int fd;

	if (lock_folder(index, &fd, &err))
		return;
	if (is_in_place(index)) // else somebody has made it anew already
		(void)!remove_db(index->path, &err);
	close(fd);
}

void mg_index_close(struct mg_index *index)
{
	bool goes = index && index->damaged && !is_in_memory(index);

	if (!index)
		return;
	disconnect(index);
	if (goes)
		remove_damaged(index);
	mg_index_forget(index);
	free(index->path);
	free(index);
}
