// SPDX-License-Identifier: EUPL-1.2
//
// What of a tree is new: whatever changed between two versions is listed, and little else.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "core/carry/tree_news.h"
#include "tests/lib/draw.h"

#include <stdio.h>
#include <stdlib.h>

#define NAMES 200u

// A version of each of some files; 0: it is not there.
struct folder {
	unsigned version[NAMES];
	struct mg_buf bytes;
};

static void put_entry(struct mg_buf *out, size_t file, unsigned version)
{
	char id[MG_ID_BYTES] = {0};

	memcpy(id, &version, sizeof version);
	memcpy(id + 8, &file, sizeof file);
	mg_buf_printf(out, "100644 maraudes-%03zu.yaml", file);
	mg_buf_putc(out, '\0');
	mg_buf_put(out, id, sizeof id);
}

static void write_folder(struct folder *folder)
{
	mg_buf_reset(&folder->bytes);
	for (size_t i = 0; i < NAMES; i++) {
		if (folder->version[i])
			put_entry(&folder->bytes, i, folder->version[i]);
	}
}

static bool lists(const struct mg_tree_entry_new *news, size_t n, size_t file)
{
	char name[32];

	snprintf(name, sizeof name, "maraudes-%03zu.yaml", file);
	for (size_t i = 0; i < n; i++) {
		if (mg_slice_is(news[i].name, name))
			return true;
	}
	return false;
}

static size_t assert_news(struct mg_tree_seen *seen, const struct folder *old, const struct folder *new)
{
	struct mg_tree_entry_new *news;
	size_t n, changed = 0;

	assert_int_equal(mg_tree_news(seen, mg_buf_slice(&new->bytes), &news, &n, NULL), 0);
	for (size_t i = 0; i < NAMES; i++) {
		bool is_new = new->version[i] && new->version[i] != old->version[i];

		changed += is_new;
		assert_int_equal(lists(news, n, i), is_new);
	}
	free(news);
	return changed;
}

static void what_changed_is_listed_and_nothing_else(void **state)
{
	struct folder folders[2] = {0};
	struct mg_tree_seen seen = {0};
	uint64_t random = 7;

	(void)state;
	for (unsigned round = 1; round < 400; round++) {
		struct folder *old = &folders[(round + 1) % 2], *new = &folders[round % 2];

		memcpy(new->version, old->version, sizeof new->version);
		for (size_t changes = draw(&random, round % 50 ? 4 : NAMES); changes > 0; changes--)
			new->version[draw(&random, NAMES)] = draw(&random, 5) ? round : 0;
		write_folder(new);
		(void)assert_news(&seen, old, new);
	}
	free(seen.starts);
	mg_buf_clear(&folders[0].bytes);
	mg_buf_clear(&folders[1].bytes);
}

static void one_change_at_each_place(void **state)
{
	struct folder whole = {0}, other = {0};
	struct mg_tree_seen seen = {0};

	(void)state;
	for (size_t i = 0; i < NAMES; i++)
		whole.version[i] = 1;
	write_folder(&whole);
	for (size_t i = 0; i < NAMES; i++) {
		static const unsigned versions[] = {0, 2};

		for (size_t k = 0; k < 2; k++) {
			memcpy(other.version, whole.version, sizeof other.version);
			other.version[i] = versions[k];
			write_folder(&other);
			seen.n = 0;
			seen.bytes.len = 0;
			(void)assert_news(&seen, &(struct folder){0}, &whole);
			assert_int_equal(assert_news(&seen, &whole, &other), versions[k] != 0);
			assert_int_equal(assert_news(&seen, &other, &whole), 1);
		}
	}
	free(seen.starts);
	mg_buf_clear(&whole.bytes);
	mg_buf_clear(&other.bytes);
}

static void what_is_no_tree_is_told(void **state)
{
	static const char *const bad[] = {"x", "100644", "100644 a", " a", "100644  ", "9 a", "777777777777 a"};
	struct folder good = {.version = {1}};
	struct mg_tree_seen seen = {0};
	struct mg_tree_entry_new *news;
	struct mg_buf tree = {0};
	size_t n;

	(void)state;
	write_folder(&good);
	(void)assert_news(&seen, &(struct folder){0}, &good);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		mg_buf_reset(&tree);
		mg_buf_put_slice(&tree, mg_buf_slice(&good.bytes));
		mg_buf_puts(&tree, bad[i]);
		assert_int_equal(mg_tree_news(&seen, mg_buf_slice(&tree), &news, &n, NULL), MG_EINVALID);
	}
	for (size_t len = 1; len < good.bytes.len; len++) {
		struct mg_tree_seen nothing = {0};

		assert_int_equal(mg_tree_news(&nothing, (struct mg_slice){good.bytes.data, len}, &news, &n, NULL),
				 MG_EINVALID);
	}
	assert_int_equal(assert_news(&seen, &good, &good), 0); // what was seen is what it was
	free(seen.starts);
	mg_buf_clear(&tree);
	mg_buf_clear(&good.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changed_is_listed_and_nothing_else),
		cmocka_unit_test(one_change_at_each_place),
		cmocka_unit_test(what_is_no_tree_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
