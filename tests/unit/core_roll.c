// SPDX-License-Identifier: EUPL-1.2
//
// Many files of objects, or many small packs, become one pack; git and whoever reads meanwhile find all of them.
#include "base/file.h"
#include "core/repo/repo.h"
#include "core/repo/roll.h"
#include "core/repo/roll_list.h"
#include "core/repo/tree_delta.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>

#define VERSIONS 400
#define RECORDS  300
#define PACKS    30
#define IN_PACK  20

struct fixture {
	char dir[64];
	struct mg_repo *repo;
	struct mg_id tree;
	struct mg_error err;
};

static int run(const struct fixture *f, const char *command)
{
	char line[512];

	snprintf(line, sizeof line, "cd %s && (%s) >/dev/null 2>&1", f->dir, command);
	return system(line);
}

static int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){.dir = "/tmp/maillage-roll-XXXXXX"};
	*state = &f;
	if (!mkdtemp(f.dir))
		return -1;
	if (mg_repo_create(f.dir, &f.repo, &f.err))
		return -1;
	return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0); // a power cut is another test's
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	mg_repo_close(f->repo);
	return mg_file_remove_tree(f->dir, false, &f->err);
}

static void put_text(struct fixture *f, unsigned number, unsigned version, struct mg_id *id)
{
	char text[64];

	snprintf(text, sizeof text, "record %u, version %u\n", number, version);
	assert_int_equal(mg_repo_write(f->repo, MG_OBJECT_BLOB, mg_slice_of(text), id, &f->err), 0);
}

static void put_file(struct fixture *f, unsigned number, unsigned version)
{
	struct mg_tree_change file = {.mode = 0100644};
	char path[64];

	snprintf(path, sizeof path, "actions/record-%04u.yaml", number);
	file.path = path;
	put_text(f, number, version, &file.after);
	assert_int_equal(mg_repo_apply(f->repo, &f->tree, &file, 1, &f->tree, &f->err), 0);
}

static void put_versions(struct fixture *f)
{
	for (unsigned i = 0; i < VERSIONS; i++)
		put_file(f, i * 7 % RECORDS, i);
}

// Writes down which objects there are, and asks later whether they all still are.
static void note_objects(const struct fixture *f)
{
	assert_int_equal(run(f, "git cat-file --batch-all-objects --batch-check >before"), 0);
}

static void assert_objects(const struct fixture *f)
{
	assert_int_equal(run(f, "git cat-file --batch-all-objects --batch-check | cmp - before"), 0);
	assert_int_equal(run(f, "git fsck --strict --full"), 0);
}

static void test_loose_objects(void **state)
{
	struct fixture *f = *state;
	struct mg_repo *reader;
	struct mg_buf bytes = {0};
	struct mg_id text, first;

	assert_int_equal(mg_repo_open(f->dir, &reader, &f->err), 0);
	put_text(f, 0, 0, &text);
	put_versions(f);
	first = f->tree;
	assert_int_equal(mg_repo_read(reader, &first, MG_OBJECT_TREE, MG_ANY_SIZE, &bytes, &f->err), 0);
	note_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "test $(ls .git/objects/pack/*.pack | wc -l) = 1"), 0);
	assert_int_not_equal(run(f, "ls .git/objects/[0-9a-f]*/*"), 0);
	assert_int_equal(run(f, "test $(wc -c <\"$(ls .git/objects/pack/*.pack)\") -lt 200000"),
			 0); // whole trees: 5 MB
	assert_objects(f);
	assert_int_equal(mg_repo_read(reader, &text, MG_OBJECT_BLOB, MG_ANY_SIZE, &bytes, &f->err), 0);
	assert_int_equal(mg_repo_read(f->repo, &text, MG_OBJECT_BLOB, MG_ANY_SIZE, &bytes, &f->err), 0);
	put_file(f, 1, VERSIONS); // and on
	assert_int_equal(run(f, "git fsck --strict --full"), 0);
	mg_buf_clear(&bytes);
	mg_repo_close(reader);
}

// A file that does not hold what its name says stays where it is; the others do not wait for it.
static void test_a_damaged_object_stays(void **state)
{
	struct fixture *f = *state;
	char hex[MG_ID_HEX], command[256];
	struct mg_id text;

	put_text(f, RECORDS, 0, &text);
	put_versions(f);
	mg_id_format(&text, hex);
	snprintf(command, sizeof command, "f=.git/objects/%.2s/%s && chmod u+w $f && echo junk >$f && cp $f kept", hex,
		 hex + 2);
	assert_int_equal(run(f, command), 0);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	snprintf(command, sizeof command,
		 "cmp kept .git/objects/%.2s/%s && test $(ls .git/objects/[0-9a-f]*/* | wc -l) = 1", hex, hex + 2);
	assert_int_equal(run(f, command), 0);
}

static void put_packs_of(struct fixture *f, unsigned first, unsigned n, unsigned in_pack)
{
	struct mg_id id;

	for (unsigned pack = first; pack < first + n; pack++) {
		mg_repo_begin(f->repo);
		for (unsigned i = 0; i < in_pack; i++)
			put_text(f, pack, i, &id);
		assert_int_equal(mg_repo_end(f->repo, true, &f->err), 0);
	}
}

static void put_packs(struct fixture *f)
{
	put_packs_of(f, 0, PACKS, IN_PACK);
}

static void test_small_packs(void **state)
{
	struct fixture *f = *state;

	put_packs(f);
	assert_int_equal(run(f, "cd .git/objects/pack && k=$(ls *.pack | head -n 1) && touch ${k%.pack}.keep"), 0);
	note_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "test $(ls .git/objects/pack/*.pack | wc -l) = 2"),
			 0); // that which is kept, and all others
	assert_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0); // nothing to do
	assert_int_equal(run(f, "test $(ls .git/objects/pack/*.pack | wc -l) = 2"), 0);
}

// What a kill leaves: the new pack and the old objects beside it.
static void test_objects_twice(void **state)
{
	struct fixture *f = *state;

	put_packs(f);
	assert_int_equal(run(f, "cp -r .git/objects/pack all"), 0);
	note_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "cp all/* .git/objects/pack"), 0);
	assert_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "test $(ls .git/objects/pack/*.pack | wc -l) -le 2"), 0);
	assert_objects(f);
}

// However many have grown, a small one that arrives does not have one of them packed again.
static void test_packs_of_unlike_size(void **state)
{
	struct fixture *f = *state;
	unsigned many = MG_ROLL_PACKS - 1;

	put_packs_of(f, 0, many, MG_ROLL_SMALL + 1);
	put_packs_of(f, many, many, IN_PACK);
	assert_int_equal(run(f, "ls .git/objects/pack >packs"), 0);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "ls .git/objects/pack | cmp - packs"), 0);
	put_packs_of(f, 2 * many, 1, IN_PACK); // the small ones are many now
	note_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "test $(ls .git/objects/pack/*.pack | wc -l) = 24"), 0);
	// What they became is one more of those that have grown: fifteen of these become one that is left alone.
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "test $(ls .git/objects/pack/*.pack | wc -l) = 10"), 0);
	assert_objects(f);
	assert_int_equal(run(f, "ls .git/objects/pack >packs"), 0);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "ls .git/objects/pack | cmp - packs"), 0);
}

// Nobody who records one field waits until ten thousand files are rolled up: a part is done, the latest, then the next.
static void test_many_are_done_in_parts(void **state)
{
	struct fixture *f = *state;
	struct mg_id id;

	for (unsigned i = 0; i < MG_ROLL_AT_ONCE + 1000; i++)
		put_text(f, i, 0, &id);
	note_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_equal(run(f, "test $(ls .git/objects/[0-9a-f][0-9a-f]/* | wc -l) = 1000"), 0);
	assert_objects(f);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_not_equal(run(f, "ls .git/objects/[0-9a-f][0-9a-f]/*"), 0);
	assert_int_equal(run(f, "test $(ls .git/objects/pack/*.pack | wc -l) = 2"), 0);
	assert_objects(f);
}

static void test_little_is_left(void **state)
{
	struct fixture *f = *state;

	for (unsigned i = 0; i < 10; i++)
		put_file(f, i, 0);
	assert_int_equal(mg_repo_roll(f->repo, &f->err), 0);
	assert_int_not_equal(run(f, "ls .git/objects/pack/*.pack"), 0);
}

// ---- what differs

#define NAME "0123456789abcdef0123"

static void test_delta_of_anything(void **state)
{
	static const char *const texts[] = {"", "x", "no tree at all", "100644 a\0" NAME, "100644 a\0short"};
	struct mg_buf delta = {0};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
			mg_buf_reset(&delta);
			mg_tree_delta(mg_slice_of(texts[i]), mg_slice_of(texts[j]), &delta);
			assert_int_equal(delta.failed, 0);
			assert_int_equal(delta.data[0], strlen(texts[i]));
			assert_int_equal(delta.data[1], strlen(texts[j]));
		}
	}
	mg_buf_clear(&delta);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_loose_objects, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_damaged_object_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(test_small_packs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_objects_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_packs_of_unlike_size, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_are_done_in_parts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_little_is_left, setup, teardown),
		cmocka_unit_test(test_delta_of_anything),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
