// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/due/due.h"

static void add(struct mg_dues *dues, const char *code, const char *subject, int day, enum mg_due_state state)
{
	const struct mg_due due = {.code = code, .subject = subject, .date = {2018, 1, day}, .state = state};

	assert_int_equal(mg_dues_add(dues, &due, NULL), 0);
}

static void late_ones_come_first(void **state)
{
	static const char *const order[] = {"late", "sooner", "tenth", "z", "later", "done"};
	struct mg_dues dues;

	(void)state;
	mg_dues_init(&dues);
	add(&dues, "L1", "done", 1, MG_DUE_DONE);
	add(&dues, "L10", "z", 20, MG_DUE_COMING);
	add(&dues, "L10", "tenth", 20, MG_DUE_COMING);
	add(&dues, "L2", "sooner", 20, MG_DUE_COMING);
	add(&dues, "L1", "later", 21, MG_DUE_COMING);
	add(&dues, "L3", "late", 2, MG_DUE_LATE);
	mg_dues_sort(&dues);
	assert_int_equal(dues.n, 6);
	for (size_t i = 0; i < dues.n; i++)
		assert_string_equal(dues.items[i].subject, order[i]);
	assert_int_equal(mg_dues_count(&dues, MG_DUE_COMING), 4);
	assert_int_equal(mg_dues_count(&dues, MG_DUE_LATE), 1);
	mg_dues_clear(&dues);
}

static void what_is_added_is_copied(void **state)
{
	char code[] = "L1", path[] = "a.yaml";
	const char *const records[] = {path};
	const struct mg_due due = {.code = code, .records = records, .n_records = 1};
	struct mg_dues dues;

	(void)state;
	mg_dues_init(&dues);
	assert_int_equal(mg_dues_add(&dues, &due, NULL), 0);
	code[1] = path[0] = 'z';
	assert_string_equal(dues.items[0].code, "L1");
	assert_string_equal(dues.items[0].records[0], "a.yaml");
	assert_string_equal(dues.items[0].whom, ""); // what is not given is empty
	mg_dues_clear(&dues);
	assert_int_equal(dues.n, 0);
	mg_dues_sort(&dues);
}

static void a_state_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(mg_due_state_name(MG_DUE_LATE), "late");
	assert_string_equal(mg_due_state_name(MG_DUE_COMING), "coming");
	assert_string_equal(mg_due_state_name(MG_DUE_DONE), "done");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(late_ones_come_first),
		cmocka_unit_test(what_is_added_is_copied),
		cmocka_unit_test(a_state_has_a_name),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
