// SPDX-License-Identifier: EUPL-1.2
//
// A long history: verifying all of it, and asking who changed a field.
#include "bench/bench.h"

#include "base/file.h"
#include "core/trust/verify.h"
#include "schema/record/path.h"

#include <git2.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define COMMITS       5000
#define RECORDS       200 // a folder of 100 is what git writes and hashes anew for each commit
#define OFTEN         24  // one commit in so many changes record 0
#define GIT_COMMITS   500 // of which git checks the signatures: it would take a minute for all
#define MESSAGE_BYTES 300 // a commit's, without its signature

// In memory, its objects in one pack as after a clone. Made by whichever measurement comes first.
static void open_history(const struct bench *b, struct bench_ca *ca)
{
	char *dir = bench_join(b->memory, "/history");

	if (!mg_file_exists(dir)) {
		bench_ca_make(ca, dir, COMMITS, RECORDS);
		for (size_t i = 0; i < COMMITS; i++) {
			struct bench_record record = {.number = i % OFTEN ? i * 7919 % RECORDS : 0,
						      .title = (unsigned)i + 1};

			bench_ca_put(ca, &record, 1);
		}
		bench_command(NULL, "git", "-C", ca->dir, "repack", "-adq");
		bench_ca_clear(ca);
	}
	bench_ca_open(ca, dir, COMMITS, RECORDS);
	free(dir);
}

// ---- verify

// The bare curve arithmetic and hashing, for as many messages.
static void verify_bare(struct bench_series *series, const struct bench_ca *ca)
{
	struct mg_slice message = {(const char[MESSAGE_BYTES]){"tree "}, MESSAGE_BYTES};
	uint8_t signature[MG_KEY_SIGNATURE_BYTES];
	static const struct mg_error err = {.message = "a signature does not verify"};
	bool right = true;

	mg_key_sign(&ca->device, message, signature);
	bench_start(series);
	for (size_t i = 0; i < COMMITS; i++)
		right &= mg_key_verify(&ca->device.public, message, signature);
	bench_stop(series);
	bench_must(right ? 0 : MG_ETRUST, &err);
}

// What a commit is made of, who signed it, and which files it changes: all but what needs other records.
static bool is_well_made(struct mg_store *store, const struct mg_id *id, struct mg_id *tree, struct mg_arena *arena)
{
	struct mg_tree_changes files = {.arena = arena};
	struct mg_public_key signer;
	struct mg_buf raw = {0};
	struct mg_commit commit;
	struct mg_path path;
	bool right = mg_repo_read(store->repo, id, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, NULL) == 0 &&
		     mg_commit_parse(mg_buf_slice(&raw), arena, &commit, NULL) == 0 &&
		     mg_commit_verify(&commit, &signer, NULL) == 0 &&
		     mg_repo_diff(store->repo, tree, &commit.tree, MG_MAX_COMMIT_FILES, &files, NULL) == 0;

	for (size_t i = 0; right && i < files.n; i++)
		right = files.items[i].mode == 0100644 &&
			mg_path_parse(store->types, files.items[i].path, &path, NULL) == 0 &&
			mg_repo_look(store->repo, &files.items[i].after, MG_OBJECT_BLOB, MG_MAX_RECORD_BYTES, NULL) ==
				0;
	if (right)
		*tree = commit.tree;
	mg_buf_clear(&raw);
	return right;
}

// On one thread. The history is one line: each commit's tree is compared with the one before.
static void verify_shape(struct bench_series *series, struct bench_ca *ca)
{
	static const struct mg_error wrong = {.message = "a commit is not well made"};
	struct mg_store *store = mg_copy_store(ca->copy);
	struct mg_id tree = {{0}}, id;
	git_revwalk *walk = NULL;
	struct mg_arena arena;
	bool right = true;
	git_oid oid;

	mg_arena_init(&arena, 0);
	mg_repo_check_names(store->repo, true);
	bench_start(series);
	right = git_revwalk_new(&walk, mg_repo_git(store->repo)) == 0 && git_revwalk_push_head(walk) == 0 &&
		git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE) == 0;
	while (right && git_revwalk_next(&oid, walk) == 0) {
		memcpy(id.bytes, oid.id, MG_ID_BYTES);
		right = is_well_made(store, &id, &tree, &arena);
		mg_arena_clear(&arena);
	}
	bench_stop(series);
	mg_repo_check_names(store->repo, false);
	git_revwalk_free(walk);
	bench_must(right ? 0 : MG_ETRUST, &wrong);
}

static void verify_ours(struct bench_series *series, struct bench_ca *ca)
{
	static const struct mg_error wrong = {.message = "not all commits were verified"};
	struct mg_verify_report report;
	struct mg_arena arena;
	struct mg_error err;

	mg_arena_init(&arena, 0);
	bench_start(series);
	bench_must(mg_verify(ca->copy, NULL, NULL, &arena, &report, &err), &err);
	bench_stop(series);
	bench_must(report.n_findings || report.commits < COMMITS ? MG_ETRUST : 0, &wrong);
	mg_arena_clear(&arena);
}

static char *write_signers(struct bench_ca *ca, const char *dir)
{
	char *path = bench_join(dir, "/signers");
	struct mg_buf text = {0};
	struct mg_error err;

	bench_must(mg_allowed_signers(ca->copy, &text, &err), &err);
	bench_must(mg_file_write(path, mg_buf_slice(&text), MG_FILE_LAZY, &err), &err);
	mg_buf_clear(&text);
	return path;
}

void bench_verify_all(const struct bench *b)
{
	struct bench_series ours = {.items = COMMITS}, shape = {.items = COMMITS}, program = {.items = COMMITS},
			    git = {.name = "git log --show-signature", .items = GIT_COMMITS},
			    bare = {.name = "libsodium, one core", .items = COMMITS};
	char *signers, *option, count[16];
	struct bench_ca ca;

	open_history(b, &ca);
	signers = write_signers(&ca, b->memory);
	option = bench_join("gpg.ssh.allowedSignersFile=", signers);
	snprintf(count, sizeof count, "-%d", GIT_COMMITS);
	for (unsigned i = 0; i < 5; i++) {
		verify_ours(&ours, &ca);
		verify_shape(&shape, &ca);
		verify_bare(&bare, &ca);
		bench_command(&program, b->maillage, "-q", "-C", ca.dir, "verify");
	}
	bench_command(&git, "git", "-C", ca.dir, "-c", "gpg.format=ssh", "-c", option, "log", "--show-signature", count,
		      "main");
	bench_row("verify 5000 commits of one change", &ours, &git, &bare);
	bench_row("the same, signature and shape only", &shape, &git, &bare);
	bench_row("the same, maillage verify", &program, &git, &bare);
	bench_note("git's anchor is the rate of its last %d commits", GIT_COMMITS);
	bench_ca_clear(&ca);
	free(option);
	free(signers);
}

// ---- who

void bench_who(const struct bench *b)
{
	struct bench_series log = {0}, blame = {0}, git_blame = {.name = "git blame"}, git_log = {.name = "git log -S"},
			    start = {.name = "maillage --version"};
	char path[BENCH_PATH_BYTES], field[BENCH_PATH_BYTES + 16];
	struct bench_ca ca;

	open_history(b, &ca);
	mg_copy_close(ca.copy); // so that the programs find it as they would
	ca.copy = NULL;
	bench_record_path(0, path);
	snprintf(field, sizeof field, "%s:intitule", path);
	for (unsigned i = 0; i < 11; i++) {
		bench_command(&log, b->maillage, "-C", ca.dir, "log", field);
		bench_command(&blame, b->maillage, "-C", ca.dir, "blame", path);
		bench_command(&git_blame, "git", "-C", ca.dir, "blame", "--", path);
		bench_command(&git_log, "git", "-C", ca.dir, "log", "-Sversion 1,", "--", path);
		bench_command(&start, b->maillage, "--version");
	}
	bench_row("log RECORD:FIELD, 5000 commits, 209 of it", &log, &git_log, &start);
	bench_row("blame RECORD, the same", &blame, &git_blame, &start);
	bench_ca_clear(&ca);
}
