// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/book/book.h"

#include <stdio.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define CA            "3f786850e387550fdab836ed7e6dc881de23001b"

static const struct mg_book_record *add(struct mg_book *book, const char *path, const char *text)
{
	struct mg_book_record *record;
	struct mg_error err = {0};

	if (mg_book_add(book, path, mg_slice_of(text), &record, NULL, &err) < 0)
		fail_msg("%s: %s", path, err.message);
	return record;
}

static void open_book(void **state, struct mg_book *book)
{
	mg_book_init(book, *state, CA);
}

static void close_book(struct mg_book *book)
{
	mg_book_clear(book);
	assert_null(book->records);
	mg_book_clear(book); // twice is once
}

// ---- what is taken in

static void test_what_is_no_record_is_passed_over(void **state)
{
	static const struct {
		const char *path, *text;
	} rows[] = {
		{"actions/a.sig", "intitule: A\n"},
		{"conflits/abcdefghij234567.yaml", "record: actions/a\n"},
		{"pieces/0123456789abcdef-note.pdf", "%PDF"},
		{"conventions/c/v1.asso.sig", "-----BEGIN SSH SIGNATURE-----\n"},
		{"LISEZMOI.md", "# CA\n"},
		{"actions/a.yml", "intitule: A\n"},
		{"actions/A.yaml", "intitule: A\n"},
		{"actions/../actions/a.yaml", "intitule: A\n"},
		{"inconnus/a.yaml", "intitule: A\n"},
		{"", "intitule: A\n"},
		{"actions/list.yaml", "- intitule: A\n"},
		{"actions/text.yaml", "intitule\n"},
		{"actions/empty.yaml", ""},
		{"actions/null.yaml", "~\n"},
	};
	struct mg_book book;

	open_book(state, &book);
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (add(&book, rows[i].path, rows[i].text))
			fail_msg("%s is in the book", rows[i].path);
	assert_int_equal(book.n, 0);
	close_book(&book);
}

static void test_mistakes_of_yaml_are_told(void **state)
{
	static const char *const wrong[] = {"intitule: 'A\n", "\tintitule: A\n", "a: 1\na: 2\n", "a: [1\n", "a: *b\n"};
	struct mg_findings findings;
	struct mg_book_record *record;
	struct mg_book book;

	open_book(state, &book);
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		mg_findings_init(&findings);
		assert_int_equal(mg_book_add(&book, "actions/a.yaml", mg_slice_of(wrong[i]), &record, &findings, NULL),
				 0);
		assert_null(record);
		assert_true(mg_findings_count(&findings, MG_LEVEL_INVALID) > 0);
		assert_string_equal(findings.items[0].path, "actions/a.yaml");
		mg_findings_clear(&findings);
	}
	assert_int_equal(book.n, 0);
	close_book(&book);
}

static void test_the_text_is_the_books_own(void **state)
{
	char text[] = "intitule: Maraudes # la nuit\n", path[] = "actions/a.yaml";
	const struct mg_book_record *record;
	struct mg_book book;

	open_book(state, &book);
	add(&book, path, text);
	memset(text, 'x', sizeof text - 1);
	memset(path, 'x', sizeof path - 1);
	assert_int_equal(mg_book_sort(&book, NULL), 0);
	record = mg_book_at(&book, "actions/a.yaml");
	assert_non_null(record);
	assert_true(mg_slice_is(mg_node_string(mg_node_get(record->root, "intitule")), "Maraudes"));
	assert_true(mg_slice_is(record->doc->text, "intitule: Maraudes # la nuit\n"));
	assert_int_equal(mg_node_get(record->root, "intitule")->start.col, 11);
	assert_string_equal(record->type->name, "action");
	assert_string_equal(record->parts.id, "a");
	assert_null(record->sha256);
	assert_int_equal(record->n_signatures, 0);
	close_book(&book);
}

// ---- order

static void fill(struct mg_book *book, bool backwards)
{
	static const char *const paths[] = {
		"actions/b.yaml",
		"mesures/2018-T2/i--asso.yaml",
		"bilans/2018-T1/asso--r2.yaml",
		"conventions/c/v10.yaml",
		"cooperative.yaml",
		"bilans/2018-T1/asso.yaml",
		"conventions/c/v2.yaml",
		"bilans/2017-T4/mairie.yaml",
		"actions/a.yaml",
		"mesures/2018-T1/i--asso.yaml",
		"bilans/2018-T1/asso--r10.yaml",
		"conventions/a/v3.yaml",
	};

	for (size_t i = 0; i < LENGTH(paths); i++)
		add(book, paths[backwards ? LENGTH(paths) - 1 - i : i], "complements: {a: 1}\n");
	assert_int_equal(mg_book_sort(book, NULL), 0);
}

static void test_whatever_the_order_it_came_in(void **state)
{
	static const char *const expected[] = {
		"actions/a.yaml",
		"actions/b.yaml",
		"bilans/2017-T4/mairie.yaml",
		"bilans/2018-T1/asso.yaml",
		"bilans/2018-T1/asso--r2.yaml",
		"bilans/2018-T1/asso--r10.yaml",
		"conventions/a/v3.yaml",
		"conventions/c/v2.yaml",
		"conventions/c/v10.yaml",
		"cooperative.yaml",
		"mesures/2018-T1/i--asso.yaml",
		"mesures/2018-T2/i--asso.yaml",
	};

	for (int backwards = 0; backwards < 2; backwards++) {
		struct mg_book book;

		open_book(state, &book);
		fill(&book, backwards);
		assert_int_equal(book.n, LENGTH(expected));
		for (size_t i = 0; i < book.n; i++) {
			assert_string_equal(book.records[i].path, expected[i]);
			assert_ptr_equal(mg_book_at(&book, expected[i]), &book.records[i]);
		}
		close_book(&book);
	}
}

// ---- asking

static void test_by_type(void **state)
{
	static const struct {
		const char *type;
		size_t n;
	} rows[] = {{"action", 2},
		    {"bilan_trimestriel", 4},
		    {"convention", 3},
		    {"cooperative", 1},
		    {"mesure", 2},
		    {"acteur", 0},
		    {"consolidation", 0},
		    {"actions", 0},
		    {"", 0},
		    {"a", 0},
		    {"zzz", 0}};
	struct mg_book book;

	open_book(state, &book);
	fill(&book, false);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		size_t n = 99;
		const struct mg_book_record *records = mg_book_of(&book, rows[i].type, &n);

		assert_int_equal(n, rows[i].n);
		assert_int_equal(records != NULL, n > 0);
		for (size_t k = 0; k < n; k++)
			assert_string_equal(records[k].type->name, rows[i].type);
	}
	close_book(&book);
}

static void test_by_name(void **state)
{
	static const struct {
		const char *type, *name, *path; // NULL: there is none
	} rows[] = {
		{"action", "a", "actions/a.yaml"},
		{"convention", "c", "conventions/c/v10.yaml"},
		{"bilan_trimestriel", "asso", "bilans/2018-T1/asso--r10.yaml"},
		{"mesure", "i", "mesures/2018-T2/i--asso.yaml"},
		{"cooperative", "", "cooperative.yaml"},
		{"action", "c", NULL},
		{"action", "", NULL},
		{"action", "aa", NULL},
		{"action", "actions/a", NULL},
		{"acteur", "asso", NULL},
		{"inconnu", "a", NULL},
	};
	struct mg_book book;

	open_book(state, &book);
	fill(&book, false);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct mg_book_record *found = mg_book_find(&book, rows[i].type, mg_slice_of(rows[i].name));

		if (rows[i].path && !found)
			fail_msg("%s %s is not found", rows[i].type, rows[i].name);
		if (found)
			assert_string_equal(found->path, rows[i].path ? rows[i].path : "");
	}
	close_book(&book);
}

static void test_at_a_path(void **state)
{
	static const char *const none[] = {"actions/c.yaml",
					   "actions/a",
					   "actions/a.sig",
					   "bilans/2018-T1/asso--r3.yaml",
					   "conventions/c/v1.yaml",
					   "conventions/b/v2.yaml",
					   "",
					   "../actions/a.yaml"};
	struct mg_book book;

	open_book(state, &book);
	fill(&book, true);
	for (size_t i = 0; i < LENGTH(none); i++)
		assert_null(mg_book_at(&book, none[i]));
	assert_string_equal(mg_book_cooperative(&book)->path, "cooperative.yaml");
	close_book(&book);
}

static void test_empty(void **state)
{
	struct mg_book book;
	size_t n = 99;

	open_book(state, &book);
	assert_int_equal(mg_book_sort(&book, NULL), 0);
	assert_null(mg_book_of(&book, "action", &n));
	assert_int_equal(n, 0);
	assert_null(mg_book_find(&book, "action", mg_slice_of("a")));
	assert_null(mg_book_at(&book, "actions/a.yaml"));
	assert_null(mg_book_cooperative(&book));
	close_book(&book);
}

// ---- signatures

static void test_signed_by(void **state)
{
	const struct mg_book_signature signatures[] = {
		{.actor = "asso", .valid = false, .time_ms = 1},
		{.actor = "asso", .valid = true, .time_ms = 2},
		{.actor = "dd-78", .valid = false, .time_ms = 3},
	};
	const struct mg_book_record record = {.signatures = signatures, .n_signatures = LENGTH(signatures)}, bare = {0};

	(void)state;
	assert_ptr_equal(mg_book_signed_by(&record, mg_slice_of("asso")), &signatures[1]);
	assert_null(mg_book_signed_by(&record, mg_slice_of("dd-78")));
	assert_null(mg_book_signed_by(&record, mg_slice_of("ass")));
	assert_null(mg_book_signed_by(&record, mg_slice_of("asso-2")));
	assert_null(mg_book_signed_by(&record, mg_slice_of("")));
	assert_null(mg_book_signed_by(&bare, mg_slice_of("asso")));
}

// ---- read later

// A folder with three actions, of which one is no YAML and one cannot be read.
struct folder {
	unsigned n_read;
};

static int read_action(void *data, const struct mg_book_record *record, struct mg_doc *doc, struct mg_error *err)
{
	struct folder *folder = data;
	struct mg_findings findings;
	char text[64];
	int rc;

	folder->n_read++;
	if (strcmp(record->parts.id, "gone") == 0)
		return mg_fail(err, MG_EIO, "the disk is broken");
	mg_findings_init(&findings);
	snprintf(text, sizeof text, strcmp(record->parts.id, "bad") == 0 ? "[" : "intitule: %s\n", record->parts.id);
	rc = mg_yaml_read(doc, record->path, mg_slice_of(text), &findings);
	mg_findings_clear(&findings);
	if (rc < 0)
		mg_doc_clear(doc);
	return 0;
}

static void open_unread(void **state, struct mg_book *book, struct folder *folder)
{
	static const char *const paths[] = {"actions/good.yaml", "actions/bad.yaml", "actions/gone.yaml"};

	open_book(state, book);
	for (size_t i = 0; i < LENGTH(paths); i++) {
		struct mg_path path;

		assert_int_equal(mg_path_parse(book->types, paths[i], &path, NULL), 0);
		assert_int_equal(mg_book_add_unread(book, &path, NULL, NULL), 0);
	}
	assert_int_equal(mg_book_sort(book, NULL), 0);
	assert_int_equal(mg_book_read_later(book, read_action, folder, NULL), 0);
}

static bool is_titled(const struct mg_node *root, const char *title)
{
	return mg_slice_is(mg_node_string(mg_node_get(root, "intitule")), title);
}

static void test_read_when_it_is_asked_for(void **state)
{
	const struct mg_book_record *good;
	struct folder folder = {0};
	struct mg_book book;
	size_t n;

	open_unread(state, &book, &folder);
	assert_non_null(mg_book_list(&book, "action", &n));
	assert_int_equal(n, 3);
	good = mg_book_find_unread(&book, "action", mg_slice_of("good"));
	assert_ptr_equal(mg_book_at_unread(&book, "actions/good.yaml"), good);
	assert_null(good->root);
	assert_int_equal(folder.n_read, 0);
	assert_true(is_titled(mg_book_root(&book, good), "good"));
	assert_ptr_equal(mg_book_find(&book, "action", mg_slice_of("good")), good);
	assert_ptr_equal(mg_book_at(&book, "actions/good.yaml"), good);
	assert_int_equal(folder.n_read, 1);
	assert_ptr_equal(good->doc->root, good->root);
	assert_null(mg_book_root(&book, NULL));
	close_book(&book);
}

static void test_what_is_kept_stays(void **state)
{
	const struct mg_book_record *good;
	struct folder folder = {0};
	struct mg_book book;

	open_unread(state, &book, &folder);
	good = mg_book_at(&book, "actions/good.yaml");
	mg_book_put_back(&book);
	assert_null(good->root);
	assert_null(good->doc);
	mg_book_keep(&book, good);
	mg_book_keep(&book, good);
	mg_book_release(&book, good);
	mg_book_put_back(&book);
	assert_true(is_titled(good->root, "good"));
	mg_book_release(&book, good);
	mg_book_put_back(&book);
	assert_null(good->root);
	assert_false(mg_book_hold(&book, true));
	assert_ptr_equal(mg_book_find(&book, "action", mg_slice_of("good")), good);
	assert_true(mg_book_hold(&book, false));
	mg_book_put_back(&book);
	assert_true(is_titled(good->root, "good"));
	close_book(&book);
}

static void test_what_cannot_be_read_is_empty(void **state)
{
	const struct mg_book_record *bad;
	struct folder folder = {0};
	struct mg_book book;
	struct mg_error err;

	open_unread(state, &book, &folder);
	bad = mg_book_at(&book, "actions/bad.yaml");
	assert_null(bad->doc);
	assert_int_equal(bad->root->type, MG_MAP);
	assert_int_equal(bad->root->as.map.n, 0);
	assert_int_equal(mg_book_failed(&book, &err), 0);
	assert_int_equal(mg_book_at(&book, "actions/gone.yaml")->root->as.map.n, 0);
	assert_int_equal(mg_book_failed(&book, &err), MG_EIO);
	assert_string_equal(err.message, "the disk is broken");
	close_book(&book);
}

// Who computes from a book needs not know which it is.
static void test_a_book_that_was_read_is_left_alone(void **state)
{
	struct mg_book book;
	struct mg_error err;
	const struct mg_book_record *record;

	open_book(state, &book);
	add(&book, "actions/a.yaml", "intitule: A\n");
	assert_int_equal(mg_book_sort(&book, NULL), 0);
	record = mg_book_at(&book, "actions/a.yaml");
	mg_book_keep(&book, record);
	mg_book_release(&book, record);
	mg_book_release(&book, record);
	assert_false(mg_book_hold(&book, true));
	assert_false(mg_book_hold(&book, false));
	mg_book_put_back(&book);
	assert_true(is_titled(mg_book_root(&book, record), "A"));
	assert_int_equal(mg_book_failed(&book, &err), 0);
	close_book(&book);
}

static int open_types(void **state)
{
	return mg_types_open((struct mg_types **)state, NULL);
}

static int close_types(void **state)
{
	mg_types_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_no_record_is_passed_over, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_mistakes_of_yaml_are_told, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_the_text_is_the_books_own, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_whatever_the_order_it_came_in, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_by_type, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_by_name, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_at_a_path, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_empty, open_types, close_types),
		cmocka_unit_test(test_signed_by),
		cmocka_unit_test_setup_teardown(test_read_when_it_is_asked_for, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_what_is_kept_stays, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_read_is_empty, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_a_book_that_was_read_is_left_alone, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_book", tests, NULL, NULL);
}
