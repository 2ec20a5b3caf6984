// SPDX-License-Identifier: EUPL-1.2
//
// Packs on their way in: what is told from an object that is here goes on whole, whatever else is told from it; the rest
// goes on as it came.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "core/carry/pack_scan.h"
#include "core/repo/delta.h"
#include "tests/lib/packed.h"

// ---- deltas

static void deltas_make_what_they_say(void **state)
{
	struct mg_buf out = {0};

	(void)state;
	assert_int_equal(mg_delta_apply(mg_slice_of(HERE), packed_text(DELTA, sizeof DELTA - 1), 1000, &out, NULL), 0);
	assert_string_equal(mg_buf_text(&out), LATER);
	mg_buf_clear(&out);
}

static void malformed_deltas_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		int code;
	} cases[] = {
		{"", 0, MG_EINVALID},
		{"\x22", 1, MG_EINVALID},
		{"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 12, MG_EINVALID},
		{"\x20\x01\x01x", 4, MG_EINVALID},        // of a base of another length
		{"\x22\x02\x01x", 4, MG_EINVALID},        // less than it says
		{"\x22\x01\x02xy", 5, MG_EINVALID},       // more
		{"\x22\x01\x05x", 4, MG_EINVALID},        // inserts what is not there
		{"\x22\x01\x00x", 4, MG_EINVALID},        // reserved
		{"\x22\x23\x90\x23", 4, MG_EINVALID},     // copies beyond the base's end
		{"\x22\x01\x91\x22\x01", 5, MG_EINVALID}, // from there
		{"\x22\x01\x9f\xff\xff\xff\xff\x01", 8, MG_EINVALID},
		{"\x22\x01\x90", 3, MG_EINVALID},         // cut short
		{"\x22\x80\x80\x04\x80", 5, MG_EINVALID}, // 64 KiB at once of 34 bytes
		{"\x22\xff\xff\xff\xff\x0f\x90\x01", 8, MG_ELIMIT},
	};
	struct mg_buf out = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int code = mg_delta_apply(mg_slice_of(HERE), packed_text(cases[i].bytes, cases[i].len), 1000000, &out,
					  NULL);

		if (code != cases[i].code)
			fail_msg("case %zu gives %d", i, code);
	}
	mg_buf_clear(&out);
}

// ---- packs

static const struct mg_id here = {{1, 2, 3}}, elsewhere = {{9}};

static int take(void *context, struct mg_slice bytes, struct mg_error *err)
{
	(void)err;
	mg_buf_put_slice(context, bytes);
	return 0;
}

static int find(void *context, const struct mg_id *id, unsigned *kind, struct mg_buf *bytes, struct mg_error *err)
{
	(void)context;
	(void)err;
	if (!mg_id_equal(id, &here))
		return MG_ENOTFOUND;
	*kind = 3;
	mg_buf_reset(bytes);
	mg_buf_puts(bytes, HERE);
	return 0;
}

// What goes on of a pack that comes in pieces.
static int pass(struct mg_slice pack, size_t piece, struct mg_buf *out)
{
	struct mg_pack_scan *scan = mg_pack_scan_new(take, find, out);
	int code = 0;

	assert_non_null(scan);
	mg_buf_reset(out);
	while (!code && pack.len) {
		size_t n = pack.len < piece ? pack.len : piece;

		code = mg_pack_scan_feed(scan, packed_text(pack.data, n), NULL);
		pack.data += n;
		pack.len -= n;
	}
	if (!code)
		code = mg_pack_scan_finish(scan, NULL);
	mg_pack_scan_free(scan);
	return code;
}

static void assert_passes_as(const struct mg_buf *pack, const struct mg_buf *expected)
{
	static const size_t pieces[] = {1, 7, SIZE_MAX};
	struct mg_buf out = {0};

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		assert_int_equal(pass(mg_buf_slice(pack), pieces[i], &out), 0);
		assert_true(mg_slice_equal(mg_buf_slice(&out), mg_buf_slice(expected)));
	}
	mg_buf_clear(&out);
}

static void a_whole_pack_goes_on_as_it_is(void **state)
{
	struct mg_buf pack = {0};
	size_t first;

	(void)state;
	packed_start(&pack, 3);
	packed_put(&pack, 3, NULL, 0, mg_slice_of(HERE));
	first = 12;
	packed_put(&pack, 6, NULL, pack.len - first, packed_text(DELTA, sizeof DELTA - 1));
	packed_put(&pack, 7, &elsewhere, 0, packed_text(DELTA, sizeof DELTA - 1)); // may be in the pack
	packed_end(&pack);
	assert_passes_as(&pack, &pack);
	mg_buf_clear(&pack);
}

// Three objects of which the second is told from one that is here, the third from the second, the fourth from the first.
static void a_thin_pack_goes_on_whole(void **state)
{
	static const char again[] = "\x24\x24\x90\x24";
	struct mg_buf pack = {0}, expected = {0};
	size_t second;

	(void)state;
	packed_start(&pack, 4);
	packed_put(&pack, 3, NULL, 0, mg_slice_of(HERE));
	second = pack.len;
	packed_put(&pack, 7, &here, 0, packed_text(DELTA, sizeof DELTA - 1));
	packed_put(&pack, 6, NULL, pack.len - second, packed_text(again, sizeof again - 1));
	packed_put(&pack, 6, NULL, pack.len - 12, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&pack);
	packed_start(&expected, 4);
	packed_put(&expected, 3, NULL, 0, mg_slice_of(HERE));
	second = expected.len;
	packed_put(&expected, 3, NULL, 0, mg_slice_of(LATER));
	packed_put(&expected, 6, NULL, expected.len - second, packed_text(again, sizeof again - 1));
	packed_put(&expected, 6, NULL, expected.len - 12, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&expected);
	assert_passes_as(&pack, &expected);
	mg_buf_clear(&pack);
	mg_buf_clear(&expected);
}

static void what_is_wrong_does_not_go_on(void **state)
{
	static const char bad[] = "\x20\x01\x01x";
	struct mg_buf pack = {0}, out = {0};

	(void)state;
	packed_start(&pack, 1);
	packed_put(&pack, 7, &here, 0, packed_text(bad, sizeof bad - 1));
	packed_end(&pack);
	assert_int_equal(pass(mg_buf_slice(&pack), SIZE_MAX, &out), MG_EINVALID);
	packed_start(&pack, 1);
	packed_put(&pack, 7, &here, 0, packed_text(DELTA, sizeof DELTA - 1));
	packed_end(&pack);
	for (size_t i = 0; i < pack.len; i++) { // the trailer sees what the zlib streams do not
		pack.data[i] ^= 1;
		assert_int_not_equal(pass(mg_buf_slice(&pack), SIZE_MAX, &out), 0);
		pack.data[i] ^= 1;
		assert_int_not_equal(pass(packed_text(pack.data, i), SIZE_MAX, &out), 0);
	}
	mg_buf_clear(&pack);
	mg_buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deltas_make_what_they_say),     cmocka_unit_test(malformed_deltas_are_refused),
		cmocka_unit_test(a_whole_pack_goes_on_as_it_is), cmocka_unit_test(a_thin_pack_goes_on_whole),
		cmocka_unit_test(what_is_wrong_does_not_go_on),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
