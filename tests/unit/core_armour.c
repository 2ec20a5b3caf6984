// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

#include "core/key/armour.h"

static void armour_refuses_malformed(void **state)
{
	static const char *const cases[] = {
		"",
		"\n",
		"-----BEGIN X-----",
		"-----BEGIN X-----\n",
		"-----BEGIN X-----\n-----END X-----\n",
		"-----END X-----\n",
		"AAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAA\n",
		"-----BEGIN X-----AAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAA-----END X-----\n",
		"-----BEGIN Y-----\nAAAA\n-----END Y-----\n",
		"-----BEGIN X-----\nAAAA\n-----END Y-----\n",
		" -----BEGIN X-----\nAAAA\n-----END X-----\n",
		"x\n-----BEGIN X-----\nAAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAA\n-----END X-----\nx",
		"-----BEGIN X-----\nAA AA\n-----END X-----\n",
		"-----BEGIN X-----\nAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAA=\n-----END X-----\n",
		"-----BEGIN X-----\nAB==\n-----END X-----\n",
		"-----BEGIN X-----\nAA==AAAA\n-----END X-----\n",
		"-----BEGIN X-----\nA_AA\n-----END X-----\n",
		"-----BEGIN X-----\nAA\257A\n-----END X-----\n", // '/' with its high bit set: libsodium 1.0.18 takes it
		"-----BEGIN X-----\n\xff\xff\xff\xff\n-----END X-----\n",
		"-----BEGIN X-----\n:h: 1\n\nAAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAAAAAAAAAA\n-----END X-----\n", // nine bytes, there is room for eight
	};
	uint8_t bytes[8];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		len = 99;
		assert_int_equal(mg_armour_decode("X", mg_slice_of(cases[i]), bytes, sizeof bytes, &len, NULL),
				 MG_EINVALID);
		assert_int_equal(len, 0);
	}
	assert_int_equal(mg_armour_decode("X", mg_slice_of("-----BEGIN X-----\nAAAA\n-----END X-----"), bytes,
					  sizeof bytes, &len, NULL),
			 0);
	assert_int_equal(len, 3);
}

static void armour_cuts_at_70(void **state)
{
	char bytes[256] = {0};

	(void)state;
	for (size_t n = 1; n <= sizeof bytes; n++) {
		struct mg_buf text = {0};
		uint8_t again[256];
		size_t len, longest = 0, line = 0;

		mg_armour_encode("X", (struct mg_slice){bytes, n}, &text);
		for (size_t i = 0; i < text.len; i++) {
			line = text.data[i] == '\n' ? 0 : line + 1;
			longest = line > longest ? line : longest;
		}
		assert_true(longest <= 70);
		assert_null(strstr(mg_buf_text(&text), "\n\n"));
		assert_int_equal(mg_armour_decode("X", mg_buf_slice(&text), again, sizeof again, &len, NULL), 0);
		assert_int_equal(len, n);
		assert_true(mg_armour_is_canonical("X", mg_buf_slice(&text), len));
		assert_true(mg_armour_is_canonical("X", (struct mg_slice){text.data, text.len - 1}, len));
		mg_buf_clear(&text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(armour_refuses_malformed),
		cmocka_unit_test(armour_cuts_at_70),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
