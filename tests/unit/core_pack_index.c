// SPDX-License-Identifier: EUPL-1.2
//
// The index of a pack: each object is named by its bytes, whatever it is told from and in whatever order; what is not whole
// is refused.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "core/carry/pack_index.h"
#include "tests/lib/packed.h"

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOB       3
#define COUNTS_END 1032 // of an index: the names follow

static char path[] = "/tmp/maillage-pack-XXXXXX";

static struct mg_id name_of(const char *text)
{
	struct mg_id id;

	mg_repo_name(MG_OBJECT_BLOB, mg_slice_of(text), &id);
	return id;
}

static int index_of(const struct mg_buf *pack, struct mg_buf *index)
{
	assert_int_equal(mg_file_write(path, mg_buf_slice(pack), MG_FILE_LAZY, NULL), 0);
	return mg_pack_index(path, NULL, NULL, index, NULL);
}

static bool has_name(const struct mg_buf *index, size_t n, const char *text)
{
	struct mg_id id = name_of(text);

	for (size_t i = 0; i < n; i++) {
		if (memcmp(index->data + COUNTS_END + i * MG_ID_BYTES, id.bytes, MG_ID_BYTES) == 0)
			return true;
	}
	return false;
}

// ---- what is whole

static void deltas_are_named_by_what_they_make(void **state)
{
	struct mg_buf pack = {0}, index = {0};

	(void)state;
	packed_start(&pack, 2);
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&pack, MG_PACK_DELTA, NULL, pack.len - 12, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), 0);
	assert_int_equal(index.len, COUNTS_END + 2 * 28 + 40);
	assert_true(has_name(&index, 2, HERE));
	assert_true(has_name(&index, 2, LATER));
	mg_buf_clear(&pack);
	mg_buf_clear(&index);
}

// By name a base may come after what is told from it, and be told from something itself.
static void bases_by_name_may_come_in_any_order(void **state)
{
	static const char last[] = "\x24\x02\x02ok";
	struct mg_id here = name_of(HERE), later = name_of(LATER);
	struct mg_buf pack = {0}, index = {0};

	(void)state;
	packed_start(&pack, 3);
	packed_put(&pack, 7, &later, 0, packed_text(last, sizeof last - 1));
	packed_put(&pack, 7, &here, 0, packed_text(DELTA, sizeof DELTA - 1));
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), 0);
	assert_true(has_name(&index, 3, HERE));
	assert_true(has_name(&index, 3, LATER));
	assert_true(has_name(&index, 3, "ok"));
	packed_start(&pack, 3); // and the other way round
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&pack, 7, &here, 0, packed_text(DELTA, sizeof DELTA - 1));
	packed_put(&pack, 7, &later, 0, packed_text(last, sizeof last - 1));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), 0);
	assert_true(has_name(&index, 3, "ok"));
	mg_buf_clear(&pack);
	mg_buf_clear(&index);
}

// A pack of one blob and of n texts of two letters, each told from the one before it, or all from the first.
static void put_versions(struct mg_buf *pack, size_t n, bool chain)
{
	size_t last = 12;

	packed_start(pack, 0);
	pack->data[10] = (char)((n + 1) >> 8);
	pack->data[11] = (char)((n + 1) & 255);
	packed_put(pack, BLOB, NULL, 0, mg_slice_of("--"));
	for (size_t i = 0; i < n; i++) {
		char delta[] = {2, 2, 2, (char)('a' + i % 26), (char)('a' + i / 26)};
		size_t at = pack->len;

		packed_put(pack, MG_PACK_DELTA, NULL, at - last, packed_text(delta, sizeof delta));
		last = chain ? at : last;
	}
	packed_end(pack);
}

static void long_chains_and_wide_ones_are_told_apart(void **state)
{
	struct mg_buf pack = {0}, index = {0};

	(void)state;
	for (int chain = 0; chain < 2; chain++) {
		put_versions(&pack, MG_MAX_DELTA_DEPTH, chain);
		assert_int_equal(index_of(&pack, &index), 0);
		assert_true(has_name(&index, MG_MAX_DELTA_DEPTH + 1, "--"));
		assert_true(has_name(&index, MG_MAX_DELTA_DEPTH + 1, "aa"));
		assert_true(has_name(&index, MG_MAX_DELTA_DEPTH + 1, "pj")); // the 250th
	}
	put_versions(&pack, 600, false);
	assert_int_equal(index_of(&pack, &index), 0);
	put_versions(&pack, MG_MAX_DELTA_DEPTH + 2, true);
	assert_int_equal(index_of(&pack, &index), MG_ELIMIT);
	mg_buf_clear(&pack);
	mg_buf_clear(&index);
}

static int stop_at_once(void *context, uint32_t done, uint32_t total)
{
	(void)done;
	(void)total;
	return ++*(int *)context;
}

static void whoever_waits_may_stop_it(void **state)
{
	struct mg_buf pack = {0}, index = {0};
	int told = 0;

	(void)state;
	put_versions(&pack, 600, false);
	assert_int_equal(index_of(&pack, &index), 0);
	assert_int_equal(mg_pack_index(path, stop_at_once, &told, &index, NULL), MG_EBUSY);
	assert_int_equal(told, 1);
	mg_buf_clear(&pack);
	mg_buf_clear(&index);
}

// ---- what is not

static void no_base_no_index(void **state)
{
	struct mg_id none = {{9}}, later = name_of(LATER);
	struct mg_buf pack = {0}, index = {0};

	(void)state;
	packed_start(&pack, 2);
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&pack, 7, &none, 0, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), MG_EINVALID);
	packed_start(&pack, 1); // from itself
	packed_put(&pack, 7, &later, 0, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), MG_EINVALID);
	packed_start(&pack, 2); // from the middle of another
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&pack, MG_PACK_DELTA, NULL, pack.len - 13, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), MG_EINVALID);
	mg_buf_clear(&pack);
	mg_buf_clear(&index);
}

static void nothing_is_there_twice(void **state)
{
	struct mg_id here = name_of(HERE);
	struct mg_buf pack = {0}, index = {0};

	(void)state;
	packed_start(&pack, 2);
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), MG_EINVALID);
	packed_start(&pack, 3); // and something told from both
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&pack, 7, &here, 0, packed_text(DELTA, sizeof DELTA - 1));
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &index), MG_EINVALID);
	mg_buf_clear(&pack);
	mg_buf_clear(&index);
}

// Any byte but those of the pack's own checksum, which the scan has looked at.
static void what_is_damaged_has_no_index(void **state)
{
	struct mg_buf pack = {0}, index = {0}, whole = {0};

	(void)state;
	packed_start(&pack, 2);
	packed_put(&pack, BLOB, NULL, 0, mg_slice_of(HERE));
	packed_put(&pack, MG_PACK_DELTA, NULL, pack.len - 12, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&pack);
	assert_int_equal(index_of(&pack, &whole), 0);
	for (size_t len = 0; len < pack.len; len++) {
		struct mg_buf cut = {.data = pack.data, .len = len};

		assert_int_not_equal(index_of(&cut, &index), 0);
	}
	for (size_t i = 0; i + 20 < pack.len; i++) { // what still can be read is not what it was
		pack.data[i] ^= 1;
		assert_true(index_of(&pack, &index) || !mg_slice_equal(mg_buf_slice(&index), mg_buf_slice(&whole)));
		pack.data[i] ^= 1;
	}
	mg_buf_clear(&pack);
	mg_buf_clear(&index);
	mg_buf_clear(&whole);
}

static void what_is_no_file_is_no_pack(void **state)
{
	struct mg_buf index = {0};

	(void)state;
	assert_int_equal(mg_pack_index("/dev/zero", NULL, NULL, &index, NULL), MG_EINVALID);
	assert_int_equal(mg_pack_index("/tmp", NULL, NULL, &index, NULL), MG_EINVALID);
	assert_int_equal(mg_pack_index("/nowhere/at/all", NULL, NULL, &index, NULL), MG_ENOTFOUND);
	mg_buf_clear(&index);
}

static int begin(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	git_libgit2_init();
	return fd < 0 ? -1 : close(fd);
}

static int end(void **state)
{
	(void)state;
	git_libgit2_shutdown();
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deltas_are_named_by_what_they_make),
		cmocka_unit_test(bases_by_name_may_come_in_any_order),
		cmocka_unit_test(long_chains_and_wide_ones_are_told_apart),
		cmocka_unit_test(whoever_waits_may_stop_it),
		cmocka_unit_test(no_base_no_index),
		cmocka_unit_test(nothing_is_there_twice),
		cmocka_unit_test(what_is_damaged_has_no_index),
		cmocka_unit_test(what_is_no_file_is_no_pack),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, begin, end);
}
