// SPDX-License-Identifier: EUPL-1.2
//
// How the copies of a world are kept, opened, backed up and restored. Those in memory have their objects and references
// in a vault and their index in SQLite's own store in memory, which lasts as long as somebody has it open; the folder,
// the configuration and the home are files all the same.
#include "tests/lib/world_impl.h"

#include "base/file.h"
#include "core/carry/tls.h"
#include "tests/lib/vault.h"

#include <ftw.h>
#include <git2.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PATH_BYTES 512

struct world_kept {
	char dir[PATH_BYTES]; // where its files are
	struct vault *vault;
	sqlite3 *index;
	struct world_kept *next;
};

static int64_t now_of(void *context)
{
	return ((const struct world_copy *)context)->now_ms;
}

struct mg_clock world_clock(struct world_copy *c)
{
	return (struct mg_clock){now_of, c};
}

// ---- the index in memory

static sqlite3 *open_index(const char *dir)
{
	char path[PATH_BYTES + 32];
	sqlite3 *db;

	snprintf(path, sizeof path, "%s/.git/maillage/index.db", dir);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
					 "memdb"),
			 SQLITE_OK);
	return db;
}

static void copy_index(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

	assert_non_null(backup);
	assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
	assert_int_equal(sqlite3_backup_finish(backup), SQLITE_OK);
}

// ---- worlds

static void use_memory(bool in_memory)
{
	sqlite3_vfs_register(sqlite3_vfs_find(in_memory ? "memdb" : "unix"), 1);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, !in_memory); // memory does not rot
}

void world_store_init(struct world *w)
{
	mg_tls_start_git();
	if (!w->in_memory)
		return;
	use_memory(true);
	w->post = vault_new();
}

void world_store_clear(struct world *w)
{
	while (w->kept) {
		struct world_kept *kept = w->kept;

		w->kept = kept->next;
		vault_free(kept->vault);
		sqlite3_close(kept->index);
		free(kept);
	}
	vault_free(w->post);
	if (w->in_memory)
		use_memory(false);
	git_libgit2_shutdown();
}

// ---- copies

static struct mg_repo *open_repo(struct world_copy *c)
{
	git_repository *git;
	struct mg_repo *repo;
	struct mg_error err;

	assert_int_equal(git_repository_open(&git, c->dir), 0);
	vault_attach(c->vault, git);
	world_must(mg_repo_wrap(git, &repo, &err), &err);
	return repo;
}

struct mg_repo *world_new_repo(struct world *w, size_t i)
{
	struct world_copy *c = &w->copies[i];
	struct mg_repo *repo;
	struct mg_error err;

	world_must(mg_repo_create(c->dir, &repo, &err), &err);
	if (!w->in_memory)
		return repo;
	c->vault = vault_new();
	vault_load(c->vault, mg_repo_git(repo));
	mg_repo_close(repo);
	return open_repo(c);
}

void world_store_first(struct world *w)
{
	struct world_copy *c = &w->copies[0];

	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
	if (!w->in_memory)
		return;
	c->vault = vault_new();
	vault_load(c->vault, mg_repo_git(c->copy->store.repo));
	world_close_copy(w, 0);
	world_open_copy(w, 0);
}

void world_close_copy(struct world *w, size_t i)
{
	struct world_copy *c = &w->copies[i];

	if (w->in_memory)
		c->index = open_index(c->dir); // it stays
	mg_copy_close(c->copy);
	c->copy = NULL;
}

void world_open_copy(struct world *w, size_t i)
{
	struct world_copy *c = &w->copies[i];
	struct mg_clock clock = world_clock(c);
	struct mg_error err;

	if (w->in_memory)
		world_must(mg_copy_open_repo(open_repo(c), &c->home, &clock, w->types, &c->copy, &err), &err);
	else
		world_must(mg_copy_open(c->dir, &c->home, &clock, w->types, &c->copy, &err), &err);
	sqlite3_close(c->index);
	c->index = NULL;
}

// ---- backups

static const char *copy_from, *copy_to; // nftw has no context

static int copy_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
	char to[2 * PATH_BYTES];
	struct mg_buf bytes = {0};
	struct mg_error err;

	(void)at;
	snprintf(to, sizeof to, "%s%s", copy_to, path + strlen(copy_from));
	if (type == FTW_D) {
		world_must(mg_file_mkdirs(to, (st->st_mode & 077) == 0, &err), &err);
	} else {
		world_must(mg_file_read(path, MG_MAX_PIECE_BYTES, &bytes, &err), &err);
		world_must(mg_file_write(to, mg_buf_slice(&bytes), MG_FILE_LAZY, &err), &err);
		assert_int_equal(chmod(to, st->st_mode & 0777), 0);
	}
	mg_buf_clear(&bytes);
	return 0;
}

static void copy_tree(const char *from, const char *to)
{
	struct mg_error err;

	if (mg_file_exists(to))
		world_must(mg_file_remove_tree(to, false, &err), &err);
	copy_from = from;
	copy_to = to;
	assert_int_equal(nftw(from, copy_entry, 16, FTW_PHYS), 0);
}

static void part_of(const char *dir, const char *part, char out[2 * PATH_BYTES])
{
	snprintf(out, 2 * PATH_BYTES, "%s-%s", dir, part);
}

static struct world_kept *find_kept(struct world *w, size_t i, const char *name)
{
	char dir[PATH_BYTES];
	struct world_kept *kept = w->kept;

	snprintf(dir, sizeof dir, "%s/backup-%zu-%s", w->dir, i, name);
	while (kept && strcmp(kept->dir, dir) != 0)
		kept = kept->next;
	if (!kept) {
		kept = calloc(1, sizeof *kept);
		assert_non_null(kept);
		memcpy(kept->dir, dir, sizeof dir);
		kept->next = w->kept;
		w->kept = kept;
	}
	return kept;
}

void world_backup(struct world *w, size_t i, const char *name)
{
	struct world_copy *c = &w->copies[i];
	struct world_kept *kept = find_kept(w, i, name);
	char ca[2 * PATH_BYTES], home[2 * PATH_BYTES];

	part_of(kept->dir, "ca", ca);
	part_of(kept->dir, "home", home);
	world_close_copy(w, i); // its index is then one file
	copy_tree(c->dir, ca);
	copy_tree(c->home.dir, home);
	if (w->in_memory) {
		kept->vault = kept->vault ? kept->vault : vault_new();
		kept->index = kept->index ? kept->index : open_index(ca);
		vault_copy(kept->vault, c->vault);
		copy_index(c->index, kept->index);
	}
	world_open_copy(w, i);
}

void world_restore(struct world *w, size_t i, const char *name, bool with_home)
{
	struct world_copy *c = &w->copies[i];
	struct world_kept *kept = find_kept(w, i, name);
	char ca[2 * PATH_BYTES], home[2 * PATH_BYTES];

	part_of(kept->dir, "ca", ca);
	part_of(kept->dir, "home", home);
	world_close_copy(w, i);
	copy_tree(ca, c->dir);
	if (with_home)
		copy_tree(home, c->home.dir);
	if (w->in_memory) {
		vault_copy(c->vault, kept->vault);
		copy_index(kept->index, c->index);
	}
	world_open_copy(w, i);
}

void world_interrupt(struct world *w, size_t i)
{
	struct world_copy *c = &w->copies[i];
	char line[128];

	snprintf(line, sizeof line, MG_REF_LINES "%s", c->device.public.id);
	world_close_copy(w, i);
	sqlite3_close(c->index); // nobody has it open any more: it is gone
	c->index = NULL;
	vault_rewind(c->vault, line, c->device.public.id);
	world_open_copy(w, i);
}

// ---- carrying

struct carrying {
	git_odb *from, *to;
};

static void carry_object(struct carrying *c, const git_oid *oid);

static void carry_tree(struct carrying *c, git_odb_object *raw)
{
	const char *p = git_odb_object_data(raw), *end = p + git_odb_object_size(raw);

	while (p < end) {
		git_oid oid;

		p += strlen(p) + 1; // "100644 name"
		git_oid_fromraw(&oid, (const unsigned char *)p);
		carry_object(c, &oid);
		p += MG_ID_BYTES;
	}
}

static void carry_commit(struct carrying *c, git_odb_object *raw)
{
	const char *line = git_odb_object_data(raw);

	for (; strncmp(line, "tree ", 5) == 0 || strncmp(line, "parent ", 7) == 0; line = strchr(line, '\n') + 1) {
		git_oid oid;

		assert_int_equal(git_oid_fromstr(&oid, strchr(line, ' ') + 1), 0);
		carry_object(c, &oid);
	}
}

// What an object needs goes before it: one that is there is there with all it needs.
static void carry_object(struct carrying *c, const git_oid *oid)
{
	git_odb_object *raw;
	git_oid written;

	if (git_odb_exists_ext(c->to, oid, GIT_ODB_LOOKUP_NO_REFRESH))
		return;
	if (git_odb_read(&raw, c->from, oid) < 0) // a hostile tree may name what nobody has
		return;
	if (git_odb_object_type(raw) == GIT_OBJECT_TREE)
		carry_tree(c, raw);
	else if (git_odb_object_type(raw) == GIT_OBJECT_COMMIT)
		carry_commit(c, raw);
	assert_int_equal(git_odb_write(&written, c->to, git_odb_object_data(raw), git_odb_object_size(raw),
				       git_odb_object_type(raw)),
			 0);
	git_odb_object_free(raw);
}

void world_carry(struct world *w, size_t from, size_t to, const struct mg_id *commit)
{
	struct carrying c;
	git_oid oid;

	git_oid_fromraw(&oid, commit->bytes);
	if (w->in_memory) {
		vault_carry(w->copies[from].vault, w->copies[to].vault, &oid);
		return;
	}
	assert_int_equal(git_repository_odb(&c.from, mg_repo_git(w->copies[from].copy->store.repo)), 0);
	assert_int_equal(git_repository_odb(&c.to, mg_repo_git(w->copies[to].copy->store.repo)), 0);
	carry_object(&c, &oid);
	git_odb_free(c.from);
	git_odb_free(c.to);
}

void world_post(struct world *w, size_t from, const struct world_letter *letter)
{
	for (size_t i = 0; i < letter->n; i++) {
		git_oid oid;

		git_oid_fromraw(&oid, letter->tips[i].bytes);
		vault_carry(w->copies[from].vault, w->post, &oid);
	}
}

void world_unpack(struct world *w, const struct world_letter *letter, size_t to)
{
	for (size_t i = 0; i < letter->n; i++) {
		git_oid oid;

		git_oid_fromraw(&oid, letter->tips[i].bytes);
		vault_carry(w->post, w->copies[to].vault, &oid);
	}
}
