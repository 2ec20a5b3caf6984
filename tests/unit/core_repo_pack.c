// SPDX-License-Identifier: EUPL-1.2
//
// Many objects written as one pack, and the checksum that ends it.
#include "core/repo/repo_pack.h"
#include "core/repo/sha1.h"

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

// RFC 3174, section 7.3, and the lengths about a block's end (sha1sum).
static void test_sha1(void **state)
{
	static const struct {
		size_t times;
		const char *text, *digest;
	} cases[] = {
		{0, "a", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
		{1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
		{1, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
		{10, "0123456701234567012345670123456701234567012345670123456701234567",
		 "dea356a2cddd90c7a7ecedc5ebb563934f460452"},
		{1000000, "a", "34aa973cd4c4daa4f61eeb2bdbad27316534016f"},
		{55, "a", "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
		{56, "a", "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
		{64, "a", "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char hex[2 * MG_SHA1_BYTES + 1];
		uint8_t digest[MG_SHA1_BYTES];
		struct mg_buf text = {0};

		for (size_t n = 0; n < cases[i].times; n++)
			mg_buf_puts(&text, cases[i].text);
		mg_sha1((struct mg_slice){0}, mg_buf_slice(&text), digest);
		for (size_t n = 0; n < MG_SHA1_BYTES; n++)
			snprintf(hex + 2 * n, 3, "%02x", digest[n]);
		assert_string_equal(hex, cases[i].digest);
		mg_buf_clear(&text);
	}
}

// ---- packs

struct fixture {
	char dir[64];
	struct mg_repo *repo;
	struct mg_error err;
};

static int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){.dir = "/tmp/maillage-pack-XXXXXX"};
	*state = &f;
	if (!mkdtemp(f.dir))
		return -1;
	return mg_repo_create(f.dir, &f.repo, &f.err);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	mg_repo_close(f->repo);
	return mg_file_remove_tree(f->dir, false, &f->err);
}

static int run(const struct fixture *f, const char *command)
{
	char line[256];

	snprintf(line, sizeof line, "cd %s && %s >/dev/null 2>&1", f->dir, command);
	return system(line);
}

static void put(struct fixture *f, size_t len, char byte, struct mg_id *id)
{
	struct mg_buf text = {0};
	struct mg_id name;

	mg_buf_fill(&text, byte, len);
	assert_int_equal(mg_repo_write(f->repo, MG_OBJECT_BLOB, mg_buf_slice(&text), id, &f->err), 0);
	assert_int_equal(mg_repo_hash(MG_OBJECT_BLOB, mg_buf_slice(&text), &name, &f->err), 0);
	assert_true(mg_id_equal(&name, id));
	mg_buf_clear(&text);
}

static void assert_blob(struct fixture *f, const struct mg_id *id, size_t len, char byte)
{
	struct mg_buf text = {0};

	assert_int_equal(mg_repo_read(f->repo, id, MG_OBJECT_BLOB, MG_ANY_SIZE, &text, &f->err), 0);
	assert_int_equal(text.len, len);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(text.data[i], byte);
	mg_buf_clear(&text);
}

// Sizes about the ends of git's size bytes and of a stored block; git reads all of them.
static void test_objects_of_all_sizes(void **state)
{
	static const size_t sizes[] = {0, 1, 15, 16, 2047, 2048, 65534, 65535, 65536, 131070, 131071, 300000};
	struct fixture *f = *state;
	struct mg_id ids[sizeof sizes / sizeof *sizes], other;

	mg_repo_begin(f->repo);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		put(f, sizes[i], (char)('a' + i), &ids[i]);
	for (int i = 0; i < 16; i++) // fewer are written one by one
		put(f, 10, (char)('A' + i), &other);
	assert_int_equal(mg_repo_end(f->repo, true, &f->err), 0);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		assert_blob(f, &ids[i], sizes[i], (char)('a' + i));
	assert_int_equal(run(f, "git fsck --strict --full"), 0);
	assert_int_equal(run(f, "git verify-pack .git/objects/pack/*.idx"), 0);
	assert_int_not_equal(run(f, "ls .git/objects/??"), 0); // none of them loose
}

static void test_an_object_is_packed_once(void **state)
{
	struct fixture *f = *state;
	struct mg_id loose, one, two;

	put(f, 100, 'l', &loose);
	mg_repo_begin(f->repo);
	for (size_t i = 0; i < 400; i++) { // more than the table of names holds at first
		put(f, 200 + i, 'x', &one);
		put(f, 200 + i, 'x', &two);
	}
	put(f, 100, 'l', &loose);
	assert_int_equal(mg_repo_end(f->repo, true, &f->err), 0);
	assert_int_equal(run(f, "test $(git show-index <\"$(ls .git/objects/pack/*.idx)\" | wc -l) = 400"), 0);
	assert_int_equal(run(f, "git fsck --strict --full"), 0);
}

static void test_what_is_given_up_is_not_there(void **state)
{
	struct fixture *f = *state;
	struct mg_id id;

	mg_repo_begin(f->repo);
	put(f, 10, 'x', &id);
	assert_int_equal(mg_repo_end(f->repo, false, &f->err), 0);
	assert_false(mg_repo_has(f->repo, &id));
	mg_repo_begin(f->repo); // and nothing at all makes no pack
	assert_int_equal(mg_repo_end(f->repo, true, &f->err), 0);
	assert_int_not_equal(run(f, "ls .git/objects/pack/*"), 0);
	put(f, 10, 'x', &id);
	assert_true(mg_repo_has(f->repo, &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha1),
		cmocka_unit_test_setup_teardown(test_objects_of_all_sizes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_object_is_packed_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_given_up_is_not_there, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
