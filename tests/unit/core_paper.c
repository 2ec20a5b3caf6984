// SPDX-License-Identifier: EUPL-1.2
// Documents of known records, to the byte (tests/vectors/papers; PAPERS=write writes them anew, to be read before they
// are committed), and of hostile ones.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "core/paper/french.h"
#include "core/paper/html.h"
#include "core/paper/paper.h"

#include <stdio.h>
#include <stdlib.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define CA            "3f786850e387550fdab836ed7e6dc881de23001b"
#define COMMIT        "89e6c98d92887913cadf06b2adb97f26cde4849b"

static struct mg_types *types;

static int open_types(void **state)
{
	struct mg_error err = {0};

	(void)state;
	if (mg_types_open(&types, &err) < 0) {
		print_error("%s\n", err.message);
		return -1;
	}
	return 0;
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

// ---- French

static void test_numbers_and_amounts(void **state)
{
	static const struct {
		const char *number, *plain, *amount;
	} cases[] = {
		{"0", "0", "0,00 €"},
		{"12.5", "12,5", "12,50 €"},
		{"2018", "2018", "2 018,00 €"},
		{"22999.99", "22 999,99", "22 999,99 €"},
		{"23000.00", "23 000", "23 000,00 €"},
		{"23000.01", "23 000,01", "23 000,01 €"},
		{"1234567", "1 234 567", "1 234 567,00 €"},
		{"-1500", "−1500", "−1 500,00 €"},
		{"0.005", "0,005", "0,01 €"},
		{"1e3", "1000", "1 000,00 €"},
		{".nan", ".nan", ".nan €"},
		{"12345678901234567890123", "12345678901234567890123", "12345678901234567890123 €"},
	};
	struct mg_buf out = {0};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		mg_french_number(mg_slice_of(cases[i].number), &out);
		assert_string_equal(mg_buf_text(&out), cases[i].plain);
		mg_buf_reset(&out);
		mg_french_amount(mg_slice_of(cases[i].number), &out);
		assert_string_equal(mg_buf_text(&out), cases[i].amount);
		mg_buf_reset(&out);
	}
	mg_buf_clear(&out);
}

static void test_dates(void **state)
{
	static const struct {
		const char *date, *expected;
	} cases[] = {
		{"2018-01-15", "15 janvier 2018"},  {"2018-02-01", "1er février 2018"},
		{"2020-02-29", "29 février 2020"},  {"2018-08-11", "11 août 2018"},
		{"2018-12-31", "31 décembre 2018"},
	};
	struct mg_buf out = {0};
	struct mg_date date;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_true(mg_date_parse(mg_slice_of(cases[i].date), &date));
		mg_french_date(date, &out);
		assert_string_equal(mg_buf_text(&out), cases[i].expected);
		mg_buf_reset(&out);
	}
	mg_french_quarter((struct mg_quarter){2018, 1}, &out);
	mg_french_quarter((struct mg_quarter){2018, 4}, &out);
	assert_string_equal(mg_buf_text(&out), "1er trimestre 20184e trimestre 2018");
	mg_buf_clear(&out);
}

// ---- a book of the records of tests/vectors/records

static struct mg_book_signature signatures[] = {
	{"x.asso-exemple.sig", "asso-exemple", "mnopqrstuvwxyz23", "Paul Exemple", true, 1523865600000, COMMIT},
	{"x.dd-78.sig", "dd-78", "abcdefghijklmnop", "Claire Exemple", true, 1525132800000, COMMIT},
	{"x.mairie-exemple.sig", "mairie-exemple", "abcdefghijklmnop", "", false, 0, ""},
};

static void add_text(struct mg_book *book, const char *path, struct mg_slice text, size_t n_signatures)
{
	struct mg_book_record *record;
	struct mg_error err = {0};

	assert_int_equal(mg_book_add(book, path, text, &record, NULL, &err), 0);
	if (!record)
		fail_msg("%s is no record", path);
	record->signatures = signatures;
	record->n_signatures = n_signatures;
	record->commit = COMMIT;
}

// Adds the example of a type, which begins with its path. In the buffer.
static const char *add_example(struct mg_book *book, const char *type, size_t n_signatures, char path[256])
{
	struct mg_error err = {0};
	struct mg_buf text = {0};
	char file[256];

	snprintf(file, sizeof file, "tests/vectors/records/%s.yaml", type);
	if (mg_file_read(file, 1 << 20, &text, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(sscanf(text.data, "# %255s", path), 1);
	add_text(book, path, mg_buf_slice(&text), n_signatures);
	mg_buf_clear(&text);
	return path;
}

static void open_book(struct mg_book *book)
{
	static const char *const around[] = {"cooperative", "acteur", "personne", "indicateur"};
	char path[256];

	mg_book_init(book, types, CA);
	for (size_t i = 0; i < LENGTH(around); i++)
		add_example(book, around[i], 0, path);
}

static void print(struct mg_book *book, const char *path, struct mg_buf *out)
{
	struct mg_error err = {0};

	assert_int_equal(mg_book_sort(book, &err), 0);
	if (mg_paper_print(book, mg_book_at(book, path), out, &err) < 0)
		fail_msg("%s: %s", path, err.message);
}

static void check_document(const char *type, size_t n_signatures)
{
	struct mg_buf out = {0}, expected = {0};
	struct mg_error err = {0};
	struct mg_book book;
	char path[256], file[256];

	open_book(&book);
	add_example(&book, type, n_signatures, path);
	print(&book, path, &out);
	snprintf(file, sizeof file, "tests/vectors/papers/%s.html", type);
	if (getenv("PAPERS") && mg_file_write(file, mg_buf_slice(&out), 0, &err) < 0)
		fail_msg("%s", err.message);
	if (mg_file_read(file, 1 << 20, &expected, &err) < 0)
		fail_msg("%s", err.message);
	if (!mg_slice_equal(mg_buf_slice(&out), mg_buf_slice(&expected)))
		fail_msg("%s is not what is printed; PAPERS=write build/asan/tests/unit/core_paper writes it anew",
			 file);
	mg_buf_clear(&expected);
	mg_buf_clear(&out);
	mg_book_clear(&book);
}

static void test_documents(void **state)
{
	(void)state;
	check_document("action", 0);
	check_document("convention", 2);
	check_document("avenant", 0);
	check_document("renouvellement", 1);
	check_document("resiliation", 0);
	check_document("bilan_trimestriel", 2);
	check_document("consolidation", 3);
	check_document("bilan_annuel_acteur", 1);
	check_document("bilan_annuel", 0);
	check_document("reunion", 0);
}

// ---- nothing is left out

// Every free text of a record is in its document: words with a blank between them are no identifier, date or enumeration.
static void look_for_texts(const char *file, const struct mg_node *node, const struct mg_buf *out)
{
	struct mg_buf inert = {0};

	if (node->type == MG_MAP)
		for (size_t i = 0; i < node->as.map.n; i++)
			look_for_texts(file, node->as.map.pairs[i].value, out);
	if (node->type == MG_LIST)
		for (size_t i = 0; i < node->as.list.n; i++)
			look_for_texts(file, node->as.list.items[i], out);
	if (node->type != MG_STRING || !memchr(node->text.data, ' ', node->text.len))
		return;
	mg_html_put(node->text, &inert);
	if (!strstr(mg_buf_text(out), mg_buf_text(&inert)))
		fail_msg("%s: \"%s\" is not in the document", file, mg_buf_text(&inert));
	mg_buf_clear(&inert);
}

static void test_every_text_is_printed(void **state)
{
	(void)state;
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const char *name = mg_types_at(types, i)->name;
		struct mg_buf out = {0};
		struct mg_book book;
		char path[256];

		mg_book_init(&book, types, CA);
		add_example(&book, name, 2, path);
		print(&book, path, &out);
		look_for_texts(name, mg_book_at(&book, path)->root, &out);
		mg_buf_clear(&out);
		mg_book_clear(&book);
	}
}

// ---- hostile values

static bool has(const struct mg_buf *out, const char *text)
{
	return strstr(mg_buf_text(out), text) != NULL;
}

static void print_hostile(const char *key, const char *value, struct mg_buf *out)
{
	struct mg_buf text = {0};
	struct mg_book book;

	open_book(&book);
	mg_buf_puts(&text, "intitule: \"");
	mg_buf_puts(&text, value);
	mg_buf_puts(&text, "\"\npromoteur_referent: asso-exemple\ncontenu: \"");
	mg_buf_puts(&text, value);
	mg_buf_puts(&text, "\"\ncomplements: {\"");
	mg_buf_puts(&text, key);
	mg_buf_puts(&text, "\": \"");
	mg_buf_puts(&text, value);
	mg_buf_puts(&text, "\"}\n");
	add_text(&book, "actions/maraudes-7k2m.yaml", mg_buf_slice(&text), 0);
	print(&book, "actions/maraudes-7k2m.yaml", out);
	mg_buf_clear(&text);
	mg_book_clear(&book);
}

static void test_hostile_values_are_inert(void **state)
{
	static const struct {
		const char *value, *never, *shown;
	} cases[] = {
		{"<script>alert(1)</script>", "<script", "&lt;script&gt;"},
		{"</title><img src=x onerror=alert(1)>", "<img", "&lt;img"},
		{"</style><b>", "<b>", "&lt;b&gt;"},
		{"\\\" style=\\\"x", "\" style=", "&quot; style="},
		{"' onclick='x", "' onclick", "&#39; onclick"},
		{"<!-- ", "<!-- ", "&lt;!--"},
		{"{{origine.commit}}", "[" COMMIT "]", "{{origine.commit}}"},
		{"\\u202egnp.exe", "\xE2\x80\xAE", "[U+202E]gnp.exe"},
		{"\\u2067x", "\xE2\x81\xA7", "[U+2067]x"},
		{"\\u0000\\u001b[2J", "\x1b", "[2J"},
		{"\\u05d0\\u05d1", "[U+", "\xD7\x90\xD7\x91"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_buf out = {0};

		print_hostile(cases[i].value, cases[i].value, &out);
		if (has(&out, cases[i].never) || !has(&out, cases[i].shown))
			fail_msg("%s", cases[i].value);
		assert_true(has(&out, "</html>\n"));
		mg_buf_clear(&out);
	}
}

// The same in an act, whose template puts values into headings, sentences and table cells.
static void test_hostile_acts_are_inert(void **state)
{
	static const char *const hostile = "<script>x</script>&amp;\\\"' onclick='\\u202egnp";
	static const char *const format =
		"cooperative: " CA "\nversion: 1\nintitule: \"@\"\nparties:\n"
		"  - {id: p1, acteur: asso-exemple, representant: \"@\", qualite: \"@\"}\npreambule: \"@\"\n"
		"art1_objet: {texte: \"@\", objectifs: [{id: a, intitule: \"@\"}]}\n"
		"art2_actions:\n  - {id: a, intitule: \"@\", contenu: \"@\", modes_intervention: [\"@\"], "
		"lieux_precis: "
		"[{id: l, nom: \"@\"}]}\nart3_financement: \"@\"\nlieu: \"@\"\n";
	struct mg_buf text = {0}, out = {0};
	struct mg_book book;

	(void)state;
	open_book(&book);
	for (const char *c = format; *c; c++)
		mg_buf_put(&text, *c == '@' ? hostile : c, *c == '@' ? strlen(hostile) : 1);
	add_text(&book, "conventions/essai/v1.yaml", mg_buf_slice(&text), 0);
	print(&book, "conventions/essai/v1.yaml", &out);
	assert_false(has(&out, "<script"));
	assert_false(has(&out, "' onclick"));
	assert_false(has(&out, "\xE2\x80\xAE"));
	assert_true(has(&out, "&lt;script&gt;x&lt;/script&gt;&amp;amp;&quot;&#39; onclick=&#39;[U+202E]gnp"));
	mg_buf_clear(&out);
	mg_buf_clear(&text);
	mg_book_clear(&book);
}

// As long as a record may be: one word, or markup throughout.
static void test_long_values(void **state)
{
	static const char *const pieces[] = {"a", "<b>&\\\"", "é", "\\n"};

	(void)state;
	for (size_t i = 0; i < LENGTH(pieces); i++) {
		struct mg_buf value = {0}, out = {0};

		while (value.len < 80000) // three times in the record
			mg_buf_puts(&value, pieces[i]);
		print_hostile("note", mg_buf_text(&value), &out);
		assert_true(out.len > 3 * 40000);
		assert_true(has(&out, "overflow-wrap: anywhere"));
		assert_false(has(&out, "<b>"));
		mg_buf_clear(&value);
		mg_buf_clear(&out);
	}
}

// What cannot be brought together over a year is no quantity of anything.
static void test_a_figure_without_a_total(void **state)
{
	static const char text[] = "cooperative: " CA "\nannee: 2018\nindicateurs:\n"
				   "  - {id: i-1, intitule: Vues, unite: personnes, agregation: non_agregeable}\n"
				   "  - {id: i-2, intitule: Actes, unite: actes, agregation: somme, valeur: 12}\n";
	struct mg_buf out = {0};
	struct mg_book book;

	(void)state;
	open_book(&book);
	add_text(&book, "bilans/2018/annuel.yaml", mg_slice_of(text), 0);
	print(&book, "bilans/2018/annuel.yaml", &out);
	assert_true(has(&out, "<td class=\"nombre\">non réuni</td>"));
	assert_true(has(&out, "<td class=\"nombre\">12 actes</td>"));
	mg_buf_clear(&out);
	mg_book_clear(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_and_amounts),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_every_text_is_printed),
		cmocka_unit_test(test_hostile_values_are_inert),
		cmocka_unit_test(test_long_values),
		cmocka_unit_test(test_a_figure_without_a_total),
		cmocka_unit_test(test_hostile_acts_are_inert),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
