// SPDX-License-Identifier: EUPL-1.2
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void everything_put_is_there_in_order(void **state)
{
	struct mg_buf buf = {0};

	(void)state;
	mg_buf_puts(&buf, "titre: ");
	mg_buf_putc(&buf, '"');
	mg_buf_put_slice(&buf, mg_slice_of("Été"));
	mg_buf_putc(&buf, '"');
	mg_buf_fill(&buf, ' ', 3);
	mg_buf_printf(&buf, "# %d %%", 7);
	mg_buf_put(&buf, NULL, 0);
	assert_int_equal(mg_buf_check(&buf, NULL), 0);
	assert_string_equal(mg_buf_text(&buf), "titre: \"Été\"   # 7 %");
	assert_int_equal(buf.len, strlen(mg_buf_text(&buf)));
	mg_buf_clear(&buf);
}

static void an_untouched_buffer_is_the_empty_text(void **state)
{
	struct mg_buf buf = {0};
	struct mg_slice slice = mg_buf_slice(&buf);

	(void)state;
	assert_string_equal(mg_buf_text(&buf), "");
	assert_non_null(slice.data);
	assert_int_equal(slice.len, 0);
	assert_int_equal(mg_buf_check(&buf, NULL), 0);
	mg_buf_reset(&buf);
	mg_buf_clear(&buf);
	mg_buf_clear(&buf);
}

static void bytes_may_be_nul(void **state)
{
	struct mg_buf buf = {0};

	(void)state;
	mg_buf_put(&buf, "a\0b", 3);
	mg_buf_putc(&buf, '\0');
	assert_int_equal(buf.len, 4);
	assert_memory_equal(buf.data, "a\0b\0", 5);
	mg_buf_clear(&buf);
}

static void text_ends_with_nul_at_every_length(void **state)
{
	struct mg_buf buf = {0};

	(void)state;
	for (size_t n = 1; n < 300; n++) {
		mg_buf_putc(&buf, 'x');
		assert_int_equal(buf.len, n);
		assert_int_equal(strlen(mg_buf_text(&buf)), n);
	}
	mg_buf_printf(&buf, "%5000d", 1); // more than doubles it
	assert_int_equal(strlen(mg_buf_text(&buf)), 5299);
	mg_buf_clear(&buf);
}

static void put_too_much(struct mg_buf *buf)
{
	mg_buf_put(buf, "123456789", 9);
}

static void puts_too_much(struct mg_buf *buf)
{
	mg_buf_puts(buf, "123456789");
}

static void fill_too_much(struct mg_buf *buf)
{
	mg_buf_fill(buf, '1', 9);
}

static void print_too_much(struct mg_buf *buf)
{
	mg_buf_printf(buf, "%9d", 1);
}

static void splice_too_much(struct mg_buf *buf)
{
	mg_buf_splice(buf, 1, 1, mg_slice_of("1234567890"));
}

static void fill_absurdly(struct mg_buf *buf)
{
	mg_buf_fill(buf, '1', SIZE_MAX);
}

// However the maximum is passed: nothing of the excess is there, the error sticks, and reset forgets it.
static void beyond_the_maximum_the_error_sticks(void **state)
{
	static void (*const excesses[])(struct mg_buf *) = {put_too_much,   puts_too_much,   fill_too_much,
							    print_too_much, splice_too_much, fill_absurdly};

	(void)state;
	for (size_t i = 0; i < sizeof excesses / sizeof *excesses; i++) {
		struct mg_error err = {0};
		struct mg_buf buf;

		mg_buf_init(&buf, 10);
		mg_buf_puts(&buf, "ab");
		excesses[i](&buf);
		mg_buf_puts(&buf, "c"); // would fit, comes too late
		mg_buf_splice(&buf, 0, 1, mg_slice_of(""));
		assert_string_equal(mg_buf_text(&buf), "ab");
		assert_int_equal(mg_buf_check(&buf, &err), MG_ELIMIT);
		assert_string_equal(err.message, "more than 10 bytes");
		mg_buf_reset(&buf);
		mg_buf_puts(&buf, "0123456789");
		assert_int_equal(mg_buf_check(&buf, &err), 0);
		mg_buf_clear(&buf);
	}
}

static void without_a_maximum_absurd_sizes_are_refused(void **state)
{
	struct mg_buf buf = {0};

	(void)state;
	mg_buf_puts(&buf, "ab");
	mg_buf_fill(&buf, 'x', SIZE_MAX - 1);
	assert_int_equal(mg_buf_check(&buf, NULL), MG_ELIMIT);
	assert_string_equal(mg_buf_text(&buf), "ab");
	mg_buf_clear(&buf);
	assert_int_equal(mg_buf_check(&buf, NULL), 0);
}

static void the_maximum_itself_is_allowed_and_outlives_clear(void **state)
{
	struct mg_buf buf;

	(void)state;
	mg_buf_init(&buf, 4);
	mg_buf_puts(&buf, "1234");
	assert_int_equal(mg_buf_check(&buf, NULL), 0);
	mg_buf_clear(&buf);
	mg_buf_puts(&buf, "12345");
	assert_int_equal(mg_buf_check(&buf, NULL), MG_ELIMIT);
	assert_string_equal(mg_buf_text(&buf), "");
	mg_buf_clear(&buf);
}

static void splice_replaces_in_place(void **state)
{
	static const struct {
		const char *before;
		size_t offset, n;
		const char *with, *after;
	} cases[] = {
		{"cible: 120", 7, 3, "150", "cible: 150"},
		{"cible: 120", 7, 3, "1500", "cible: 1500"},
		{"cible: 120", 7, 3, "9", "cible: 9"},
		{"cible: 120", 0, 5, "seuil", "seuil: 120"},
		{"ab", 0, 0, "x", "xab"},
		{"ab", 2, 0, "x", "abx"},
		{"ab", 1, 0, "", "ab"},
		{"ab", 0, 2, "", ""},
		{"", 0, 0, "x", "x"},
		{"", 0, 0, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf buf = {0};

		if (*cases[i].before)
			mg_buf_puts(&buf, cases[i].before);
		mg_buf_splice(&buf, cases[i].offset, cases[i].n, mg_slice_of(cases[i].with));
		assert_int_equal(mg_buf_check(&buf, NULL), 0);
		assert_string_equal(mg_buf_text(&buf), cases[i].after);
		assert_int_equal(buf.len, strlen(cases[i].after));
		mg_buf_clear(&buf);
	}
}

static void splice_at_the_maximum_may_replace_but_not_add(void **state)
{
	struct mg_buf buf;

	(void)state;
	mg_buf_init(&buf, 4);
	mg_buf_puts(&buf, "1234");
	mg_buf_splice(&buf, 0, 2, mg_slice_of("ab"));
	assert_string_equal(mg_buf_text(&buf), "ab34");
	mg_buf_splice(&buf, 0, 2, mg_slice_of("abc"));
	assert_int_equal(mg_buf_check(&buf, NULL), MG_ELIMIT);
	assert_string_equal(mg_buf_text(&buf), "ab34");
	mg_buf_clear(&buf);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_put_is_there_in_order),
		cmocka_unit_test(an_untouched_buffer_is_the_empty_text),
		cmocka_unit_test(bytes_may_be_nul),
		cmocka_unit_test(text_ends_with_nul_at_every_length),
		cmocka_unit_test(beyond_the_maximum_the_error_sticks),
		cmocka_unit_test(without_a_maximum_absurd_sizes_are_refused),
		cmocka_unit_test(the_maximum_itself_is_allowed_and_outlives_clear),
		cmocka_unit_test(splice_replaces_in_place),
		cmocka_unit_test(splice_at_the_maximum_may_replace_but_not_add),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base_buf", tests, NULL, NULL);
}
