// SPDX-License-Identifier: EUPL-1.2
//
// Deltas of packs, byte by byte as gitformat-pack(5) has them.
#include "core/repo/delta.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define BASE "0123456789"
#define MAX  64

#define BYTES(text)                                                                                                    \
	{                                                                                                              \
		(text), sizeof(text) - 1                                                                               \
	}

static int apply(struct mg_slice base, struct mg_slice delta, struct mg_buf *out)
{
	return mg_delta_apply(base, delta, MAX, out, NULL);
}

static void what_a_delta_makes(void **state)
{
	static const struct {
		struct mg_slice delta;
		const char *made;
	} cases[] = {
		{BYTES("\x0a\x03\x03"
		       "abc"),
		 "abc"},
		{BYTES("\x0a\x0a\x90\x0a"), BASE},                   // copies 10 from 0
		{BYTES("\x0a\x03\x91\x07\x03"), "789"},              // 3 from 7
		{BYTES("\x0a\x04\x91\x08\x02\x91\x00\x02"), "8901"}, // no order is asked for
		{BYTES("\x0a\x05\x01-\x90\x03\x01-"), "-012-"},
		{BYTES("\x0a\x03\x9f\x07\x00\x00\x00\x03"), "789"}, // an offset with all its bytes
		{BYTES("\x0a\x03\xf0\x03\x00\x00"), "012"},         // a length with all its
		{BYTES("\x8a\x00\x01x"), NULL},                     // sizes may be written long: below
		{BYTES("\x0a\x00"), ""},
	};
	struct mg_buf out = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int code = apply(mg_slice_of(BASE), cases[i].delta, &out);

		assert_int_equal(code, cases[i].made ? 0 : MG_EINVALID);
		if (cases[i].made)
			assert_true(mg_slice_is(mg_buf_slice(&out), cases[i].made));
	}
	assert_int_equal(apply(mg_slice_of(BASE), (struct mg_slice)BYTES("\x8a\x00\x01\x01x"), &out), 0);
	assert_true(mg_slice_is(mg_buf_slice(&out), "x"));
	mg_buf_clear(&out);
}

static void what_is_no_delta(void **state)
{
	static const struct {
		struct mg_slice delta;
		int code;
	} cases[] = {
		{BYTES(""), MG_EINVALID},
		{BYTES("\x0a"), MG_EINVALID},                                         // no second size
		{BYTES("\x8a"), MG_EINVALID},                                         // a size that goes on
		{BYTES("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01\x01"), MG_EINVALID}, // and on
		{BYTES("\x0b\x01\x01x"), MG_EINVALID},                                // of another base
		{BYTES("\x0a\x02\x01x"), MG_EINVALID},                                // makes less than it says
		{BYTES("\x0a\x01\x02xy"), MG_EINVALID},                               // more
		{BYTES("\x0a\x01\x01x\x01y"), MG_EINVALID},                           // and goes on after it
		{BYTES("\x0a\x01\x00"), MG_EINVALID},                                 // a reserved instruction
		{BYTES("\x0a\x05\x05x"), MG_EINVALID},                                // cut within what is inserted
		{BYTES("\x0a\x01\x91\x00"), MG_EINVALID},                             // within a copy
		{BYTES("\x0a\x02\x91\x09\x02"), MG_EINVALID},                         // copies beyond the base
		{BYTES("\x0a\x01\x91\x0a\x01"), MG_EINVALID},                         // from its end
		{BYTES("\x0a\x01\x9f\xff\xff\xff\xff\x01"), MG_EINVALID},             // from far beyond
		{BYTES("\x0a\x0a\x80"), MG_EINVALID},                                 // 65,536 bytes of ten
		{BYTES("\x0a\x41\x90\x0a"), MG_ELIMIT},                               // one byte too large
		{BYTES("\x0a\xff\xff\xff\xff\xff\xff\x7f\x90\x0a"), MG_ELIMIT},
	};
	struct mg_buf out = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(apply(mg_slice_of(BASE), cases[i].delta, &out), cases[i].code);
	assert_int_equal(apply((struct mg_slice){0}, (struct mg_slice)BYTES("\x00\x01\x91\x00\x01"), &out),
			 MG_EINVALID);
	mg_buf_clear(&out);
}

// Copies that copy a whole base each stop at what the delta says it makes.
static void it_does_not_grow_beyond_what_it_says(void **state)
{
	char base[1 << 16] = {0};
	char delta[3 + 4096] = "\x80\x80\x04";
	struct mg_slice text = {delta, sizeof delta};
	struct mg_buf out = {0};
	struct mg_error err;

	(void)state;
	memset(delta + 4, '\x80', sizeof delta - 4); // 65,536 bytes, 4,095 times
	delta[3] = '\x10';
	assert_int_equal(mg_delta_apply((struct mg_slice){base, sizeof base}, text, 1u << 20, &out, &err), MG_EINVALID);
	assert_in_range(out.len, 0, 2 * sizeof base + 16);
	mg_buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_delta_makes),
		cmocka_unit_test(what_is_no_delta),
		cmocka_unit_test(it_does_not_grow_beyond_what_it_says),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
