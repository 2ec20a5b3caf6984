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

#define HERE   "intitule: Maraudes\nstatut: prevue\n"   // an object that is here
#define HERE_N "\x22"                                   // its length
#define LATER  "intitule: Maraudes\nstatut: en_cours\n" // what the deltas make of it
#define DELTA                                                                                                          \
	HERE_N "\x24\x90\x1b\x08"                                                                                      \
	       "en_cours"                                                                                              \
	       "\x91\x21\x01" // 27 bytes of it, a word, and its last byte

static struct mg_slice text(const char *bytes, size_t len)
{
	return (struct mg_slice){bytes, len};
}

// ---- deltas

static void deltas_make_what_they_say(void **state)
{
	struct mg_buf out = {0};

	(void)state;
	assert_int_equal(mg_delta_apply(mg_slice_of(HERE), text(DELTA, sizeof DELTA - 1), 1000, &out, NULL), 0);
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
		int code = mg_delta_apply(mg_slice_of(HERE), text(cases[i].bytes, cases[i].len), 1000000, &out, NULL);

		if (code != cases[i].code)
			fail_msg("case %zu gives %d", i, code);
	}
	mg_buf_clear(&out);
}

// ---- packs

static const struct mg_id here = {{1, 2, 3}}, elsewhere = {{9}};

static void start(struct mg_buf *pack, unsigned n)
{
	mg_buf_reset(pack);
	mg_buf_put(pack, "PACK\0\0\0\2\0\0\0", 11);
	mg_buf_putc(pack, (char)n);
}

static void put(struct mg_buf *pack, unsigned kind, const struct mg_id *base, size_t distance, struct mg_slice bytes)
{
	mg_pack_put_kind(pack, kind, bytes.len);
	if (base)
		mg_buf_put(pack, base->bytes, sizeof base->bytes);
	else if (distance)
		mg_pack_put_distance(pack, distance);
	assert_int_equal(mg_pack_put_compressed(pack, bytes, NULL), 0);
}

static void end(struct mg_buf *pack)
{
	uint8_t digest[MG_SHA1_BYTES];

	mg_sha1((struct mg_slice){0}, mg_buf_slice(pack), digest);
	mg_buf_put(pack, digest, sizeof digest);
}

static int take(void *context, struct mg_slice bytes)
{
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

		code = mg_pack_scan_feed(scan, text(pack.data, n), NULL);
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
	start(&pack, 3);
	put(&pack, 3, NULL, 0, mg_slice_of(HERE));
	first = 12;
	put(&pack, 6, NULL, pack.len - first, text(DELTA, sizeof DELTA - 1));
	put(&pack, 7, &elsewhere, 0, text(DELTA, sizeof DELTA - 1)); // may be in the pack
	end(&pack);
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
	start(&pack, 4);
	put(&pack, 3, NULL, 0, mg_slice_of(HERE));
	second = pack.len;
	put(&pack, 7, &here, 0, text(DELTA, sizeof DELTA - 1));
	put(&pack, 6, NULL, pack.len - second, text(again, sizeof again - 1));
	put(&pack, 6, NULL, pack.len - 12, text(DELTA, sizeof DELTA - 1));
	end(&pack);
	start(&expected, 4);
	put(&expected, 3, NULL, 0, mg_slice_of(HERE));
	second = expected.len;
	put(&expected, 3, NULL, 0, mg_slice_of(LATER));
	put(&expected, 6, NULL, expected.len - second, text(again, sizeof again - 1));
	put(&expected, 6, NULL, expected.len - 12, text(DELTA, sizeof DELTA - 1));
	end(&expected);
	assert_passes_as(&pack, &expected);
	mg_buf_clear(&pack);
	mg_buf_clear(&expected);
}

static void what_is_wrong_does_not_go_on(void **state)
{
	static const char bad[] = "\x20\x01\x01x";
	struct mg_buf pack = {0}, out = {0};

	(void)state;
	start(&pack, 1);
	put(&pack, 7, &here, 0, text(bad, sizeof bad - 1));
	end(&pack);
	assert_int_equal(pass(mg_buf_slice(&pack), SIZE_MAX, &out), MG_EINVALID);
	start(&pack, 1);
	put(&pack, 7, &here, 0, text(DELTA, sizeof DELTA - 1));
	end(&pack);
	for (size_t i = 0; i < pack.len; i++) { // the trailer sees what the zlib streams do not
		pack.data[i] ^= 1;
		assert_int_not_equal(pass(mg_buf_slice(&pack), SIZE_MAX, &out), 0);
		pack.data[i] ^= 1;
		assert_int_not_equal(pass(text(pack.data, i), SIZE_MAX, &out), 0);
	}
	mg_buf_clear(&pack);
	mg_buf_clear(&out);
}

// Each is tried once for each that comes after it, in the worst order: libgit2 would be busy for hours.
static void too_many_named_bases_are_refused(void **state)
{
	struct mg_buf pack = {0}, out = {0}, one = {0};

	(void)state;
	put(&one, 7, &elsewhere, 0, text("\x22\x01\x01x", 4));
	start(&pack, 0);
	pack.data[9] = 1; // 65,536 objects
	for (size_t i = 0; i < 65536; i++)
		mg_buf_put_slice(&pack, mg_buf_slice(&one));
	end(&pack);
	assert_int_equal(pass(mg_buf_slice(&pack), SIZE_MAX, &out), MG_ELIMIT);
	mg_buf_clear(&pack);
	mg_buf_clear(&out);
	mg_buf_clear(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deltas_make_what_they_say),     cmocka_unit_test(malformed_deltas_are_refused),
		cmocka_unit_test(a_whole_pack_goes_on_as_it_is), cmocka_unit_test(a_thin_pack_goes_on_whole),
		cmocka_unit_test(what_is_wrong_does_not_go_on),  cmocka_unit_test(too_many_named_bases_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
