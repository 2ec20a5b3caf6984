// SPDX-License-Identifier: EUPL-1.2
//
// A pack sent from a repository whose packs lie: what goes is right, or it is refused, here or by who names it again.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "core/carry/pack_known.h"
#include "core/carry/pack_send.h"
#include "core/carry/pack_store.h"
#include "tests/lib/packed.h"

#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOB       3
#define COUNTS_END 1032u // of an index: two names follow, then their sums, then where they are
#define SUMS       (COUNTS_END + 2 * MG_ID_BYTES)
#define OFFSETS    (SUMS + 8)

struct fixture {
	char dir[64];
	struct mg_buf pack, index; // HERE, and LATER told from it
	struct mg_idset names;
	struct mg_id here, later;
	size_t name_later; // which of the index's names it is
	struct mg_error err;
};

static char *path_of(const struct fixture *f, const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	return path;
}

#define PACK "objects/pack/pack-lies.pack"
#define IDX  "objects/pack/pack-lies.idx"

static void write_both(struct fixture *f, const struct mg_buf *pack, const struct mg_buf *index)
{
	assert_int_equal(mg_file_write(path_of(f, PACK), mg_buf_slice(pack), MG_FILE_LAZY, &f->err), 0);
	assert_int_equal(mg_file_write(path_of(f, IDX), mg_buf_slice(index), MG_FILE_LAZY, &f->err), 0);
}

static int begin(void **state)
{
	static struct fixture f;
	git_repository *git;

	f = (struct fixture){.dir = "/tmp/maillage-send-XXXXXX"};
	*state = &f;
	git_libgit2_init();
	if (!mkdtemp(f.dir) || git_repository_init(&git, f.dir, 1) < 0)
		return -1;
	git_repository_free(git);
	mg_repo_name(MG_OBJECT_BLOB, mg_slice_of(HERE), &f.here);
	mg_repo_name(MG_OBJECT_BLOB, mg_slice_of(LATER), &f.later);
	f.name_later = mg_id_compare(&f.here, &f.later) < 0;
	packed_start(&f.pack, 2);
	packed_put(&f.pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&f.pack, MG_PACK_DELTA, NULL, f.pack.len - MG_PACK_HEAD, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&f.pack);
	write_both(&f, &f.pack, &f.index);
	return mg_pack_index(path_of(&f, PACK), NULL, NULL, &f.index, &f.err) ||
	       mg_idset_add(&f.names, &f.later, &f.err) || mg_idset_add(&f.names, &f.here, &f.err);
}

static int end(void **state)
{
	struct fixture *f = *state;

	git_libgit2_shutdown();
	mg_buf_clear(&f->pack);
	mg_buf_clear(&f->index);
	mg_idset_clear(&f->names);
	return mg_file_remove_tree(f->dir, false, &f->err);
}

static int take(void *bytes, size_t len, void *context)
{
	mg_buf_put(context, bytes, len);
	return 0;
}

// What whoever gets the pack makes of it.
static int name_again(struct fixture *f, const struct mg_buf *pack, struct mg_buf *index)
{
	assert_int_equal(mg_file_write(path_of(f, "sent"), mg_buf_slice(pack), MG_FILE_LAZY, &f->err), 0);
	return mg_pack_index(path_of(f, "sent"), NULL, NULL, index, &f->err);
}

// 0 when both objects arrive.
static int send_both(struct fixture *f)
{
	struct mg_buf sent = {0}, index = {0};
	git_repository *git;
	int code;

	assert_int_equal(git_repository_open(&git, f->dir), 0);
	code = mg_pack_send(git, &f->names, take, NULL, &sent, &f->err);
	git_repository_free(git);
	if (!code)
		code = name_again(f, &sent, &index);
	if (!code) // the same two names
		assert_memory_equal(index.data + COUNTS_END, f->index.data + COUNTS_END, 2 * MG_ID_BYTES);
	mg_buf_clear(&sent);
	mg_buf_clear(&index);
	return code;
}

static void put_be32(char *to, uint32_t value)
{
	for (int i = 3; i >= 0; i--, value >>= 8)
		to[i] = (char)value;
}

// ---- what an index may say

static void out_of_the_pack(const struct fixture *f, struct mg_buf *index)
{
	put_be32(index->data + OFFSETS + 4 * f->name_later, 100000);
}

static void in_the_header(const struct fixture *f, struct mg_buf *index)
{
	put_be32(index->data + OFFSETS + 4 * f->name_later, 4);
}

static void in_the_trailer(const struct fixture *f, struct mg_buf *index)
{
	put_be32(index->data + OFFSETS + 4 * f->name_later, (uint32_t)f->pack.len - 3);
}

static void beyond_what_32_bits_count(const struct fixture *f, struct mg_buf *index)
{
	put_be32(index->data + OFFSETS + 4 * f->name_later, 0x80000000u);
}

static void two_names_for_one(const struct fixture *f, struct mg_buf *index)
{
	(void)f;
	memcpy(index->data + OFFSETS, index->data + OFFSETS + 4, 4);
}

static void names_exchanged(const struct fixture *f, struct mg_buf *index)
{
	char other[4];

	(void)f;
	memcpy(other, index->data + OFFSETS, 4);
	memcpy(index->data + OFFSETS, index->data + OFFSETS + 4, 4);
	memcpy(index->data + OFFSETS + 4, other, 4);
	memcpy(other, index->data + SUMS, 4);
	memcpy(index->data + SUMS, index->data + SUMS + 4, 4);
	memcpy(index->data + SUMS + 4, other, 4);
}

static void another_sum(const struct fixture *f, struct mg_buf *index)
{
	(void)f;
	index->data[SUMS] ^= 1;
}

static void more_than_there_are(const struct fixture *f, struct mg_buf *index)
{
	(void)f;
	put_be32(index->data + COUNTS_END - 4, 3);
}

static void cut_short(const struct fixture *f, struct mg_buf *index)
{
	(void)f;
	index->len -= 1;
}

static void of_another_pack(const struct fixture *f, struct mg_buf *index)
{
	(void)f;
	index->data[index->len - 2 * MG_PACK_TRAILER] ^= 1;
}

// What libgit2 believes of it is sent, and found out by who names it again; none of it stops the program.
static void an_index_that_lies_sends_nothing_wrong(void **state)
{
	static const struct {
		void (*lie)(const struct fixture *f, struct mg_buf *index);
		int code;
	} cases[] = {
		{out_of_the_pack, MG_EINVALID},
		{in_the_header, MG_EINVALID},
		{in_the_trailer, MG_EINVALID},
		{beyond_what_32_bits_count, MG_EINVALID},
		{two_names_for_one, MG_EINVALID},
		{names_exchanged, 0},
		{another_sum, 0},
		{more_than_there_are, MG_ENOTFOUND},
		{cut_short, MG_ENOTFOUND},
		{of_another_pack, MG_ENOTFOUND},
	};
	struct fixture *f = *state;
	struct mg_buf index = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int code;

		mg_buf_reset(&index);
		mg_buf_put_slice(&index, mg_buf_slice(&f->index));
		cases[i].lie(f, &index);
		write_both(f, &f->pack, &index);
		code = send_both(f);
		if (code != cases[i].code)
			fail_msg("case %zu gives %d: %s", i, code, f->err.message);
	}
	mg_buf_clear(&index);
}

// A file of a terabyte takes no place on a disk, and all memory if it is taken for an object.
static void no_object_is_a_terabyte(void **state)
{
	struct fixture *f = *state;
	const char *trailer = f->pack.data + f->pack.len - MG_PACK_TRAILER;
	struct mg_pack_known known;
	struct mg_buf out = {0};
	int fd;

	write_both(f, &f->pack, &f->index);
	fd = open(path_of(f, PACK), O_WRONLY);
	assert_int_equal(pwrite(fd, trailer, MG_PACK_TRAILER, 1ll << 40), MG_PACK_TRAILER);
	close(fd);
	assert_int_equal(mg_pack_known_open(path_of(f, IDX), &known, &f->err), 0);
	assert_int_equal(mg_pack_known_copy(&known, &known.objects[1], known.objects[1].offset + 3, &out, &f->err),
			 MG_EINVALID);
	assert_int_equal(out.len, 0);
	mg_pack_known_close(&known);
	assert_int_equal(send_both(f), 0); // libgit2 unpacks as much as there is of it
	mg_buf_clear(&out);
}

// ---- what happens meanwhile

static void a_pack_cut_while_it_is_read(void **state)
{
	struct fixture *f = *state;
	struct mg_pack_known known;
	struct mg_buf out = {0};

	write_both(f, &f->pack, &f->index);
	assert_int_equal(mg_pack_known_open(path_of(f, IDX), &known, &f->err), 0);
	assert_int_equal(truncate(path_of(f, PACK), 20), 0);
	assert_int_equal(mg_pack_known_copy(&known, &known.objects[1], known.objects[1].offset, &out, &f->err),
			 MG_EINVALID);
	mg_pack_known_close(&known);
	write_both(f, &f->pack, &f->index);
	assert_int_equal(mg_pack_known_open(path_of(f, IDX), &known, &f->err), 0);
	assert_int_equal(unlink(path_of(f, PACK)), 0); // git gc
	assert_int_equal(mg_pack_known_copy(&known, &known.objects[1], known.objects[1].offset, &out, &f->err), 0);
	mg_pack_known_close(&known);
	mg_buf_clear(&out);
}

// ---- sizes

static void more_than_an_index_counts_is_not_stored(void **state)
{
	struct fixture *f = *state;
	struct mg_slice piece = mg_buf_slice(&f->pack);
	struct mg_pack_store *store;
	struct mg_buf index = {0};

	write_both(f, &f->pack, &f->index);
	assert_int_equal(truncate(path_of(f, PACK), (1ll << 31) + MG_PACK_TRAILER), 0);
	assert_int_equal(mg_pack_index(path_of(f, PACK), NULL, NULL, &index, &f->err), MG_ELIMIT);
	assert_int_equal(mg_pack_store_open(path_of(f, "objects/pack"), &store, &f->err), 0);
	assert_int_equal(mg_pack_store_put(store, piece, &f->err), 0);
	piece.len = 1u << 31; // is not looked at
	assert_int_equal(mg_pack_store_put(store, piece, &f->err), MG_ELIMIT);
	mg_pack_store_close(store);
	mg_buf_clear(&index);
}

// Says git.
static void what_is_true_is_sent(void **state)
{
	struct fixture *f = *state;
	char command[256];

	write_both(f, &f->pack, &f->index);
	assert_int_equal(send_both(f), 0);
	snprintf(command, sizeof command, "git index-pack --strict --stdin <%s >/dev/null", path_of(f, "sent"));
	assert_int_equal(chdir(f->dir), 0);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_that_lies_sends_nothing_wrong),
		cmocka_unit_test(no_object_is_a_terabyte),
		cmocka_unit_test(a_pack_cut_while_it_is_read),
		cmocka_unit_test(more_than_an_index_counts_is_not_stored),
		cmocka_unit_test(what_is_true_is_sent),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, begin, end);
}
