// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

#include "core/key/sshwire.h"

static void wire_is_sticky(void **state)
{
	struct mg_sshwire in;
	struct mg_slice got;

	(void)state;
	mg_sshwire_init(&in, (struct mg_slice){"\0\0\0\2ab\0\0\1\2", 10});
	got = mg_sshwire_string(&in);
	assert_true(mg_slice_is(got, "ab"));
	assert_int_equal(mg_sshwire_u32(&in), 0x102);
	assert_true(mg_sshwire_done(&in));
	assert_int_equal(mg_sshwire_u32(&in), 0);
	assert_false(mg_sshwire_done(&in));
	mg_sshwire_init(&in, (struct mg_slice){"\xff\xff\xff\xff"
					       "abcd",
					       8});
	got = mg_sshwire_string(&in);
	assert_int_equal(got.len, 0);
	assert_int_equal(mg_sshwire_u32(&in), 0); // although four bytes are left
	assert_false(mg_sshwire_done(&in));
	mg_sshwire_init(&in, (struct mg_slice){NULL, 0});
	assert_true(mg_sshwire_done(&in));
	assert_int_equal(mg_sshwire_raw(&in, 0).len, 0);
	assert_int_equal(mg_sshwire_raw(&in, 1).len, 0);
	assert_true(in.failed);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(wire_is_sticky),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
