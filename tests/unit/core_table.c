// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/mask.h"
#include "core/report/tables.h"

#include <stdio.h>

// ---- tables of the tests

static const struct mg_column columns[] = {
	{"nom", "Nom", "Name", MG_COLUMN_TEXT},
	{"commune", "Commune", "Commune", MG_COLUMN_CODE},
	{"montant", "Montant", "Amount", MG_COLUMN_NUMBER},
	{"femmes", "Femmes", "Women", MG_COLUMN_COUNT},
	{"hommes", "Hommes", "Men", MG_COLUMN_COUNT},
	{"tous", "Tous", "All", MG_COLUMN_TOTAL},
};

#define N (sizeof columns / sizeof *columns)

static const struct mg_table_kind kind = {.name = "essai", .columns = columns, .n_columns = N};

static void add(struct mg_table *table, unsigned flags, const char *const cells[N])
{
	struct mg_slice *row = mg_table_add(table, flags);

	assert_non_null(row);
	for (size_t i = 0; i < N; i++)
		row[i] = mg_slice_of(cells[i]);
}

// A row as text, its cells joined by bars.
static const char *row_text(const struct mg_table *table, size_t row)
{
	static char text[256];
	size_t used = 0;

	for (size_t i = 0; i < N; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s", i ? "|" : "",
					 (int)table->rows[row].cells[i].len, table->rows[row].cells[i].data);
	return text;
}

// ---- CSV

struct csv_case {
	const char *cells[N];
	const char *french, *open;
};

static const struct csv_case csv_cases[] = {
	{{"Maraudes", "01103", "12.5", "4", "", "4"}, "Maraudes;01103;12,5;4;;4", "Maraudes,01103,12.5,4,,4"},
	{{"a;b", "", "", "", "", ""}, "\"a;b\";;;;;", "a;b,,,,,"},
	{{"a,b", "", "", "", "", ""}, "a,b;;;;;", "\"a,b\",,,,,"},
	{{"dit \"non\"", "", "", "", "", ""}, "\"dit \"\"non\"\"\";;;;;", "\"dit \"\"non\"\"\",,,,,"},
	{{"deux\nlignes", "", "", "", "", ""}, "\"deux\nlignes\";;;;;", "\"deux\nlignes\",,,,,"},
	{{" blanc", "", "", "", "", ""}, "\" blanc\";;;;;", "\" blanc\",,,,,"},
	// what a spreadsheet would run
	{{"=1+1", "", "", "", "", ""}, "'=1+1;;;;;", "'=1+1,,,,,"},
	{{"+33 1", "", "", "", "", ""}, "'+33 1;;;;;", "'+33 1,,,,,"},
	{{"-2", "", "", "", "", ""}, "'-2;;;;;", "'-2,,,,,"},
	{{"@SUM(A1)", "", "", "", "", ""}, "'@SUM(A1);;;;;", "'@SUM(A1),,,,,"},
	{{"\t=1", "", "", "", "", ""}, "'\t=1;;;;;", "'\t=1,,,,,"},
	{{"\r=1", "", "", "", "", ""}, "\"'\r=1\";;;;;", "\"'\r=1\",,,,,"},
	{{"=cmd|';'!A", "", "", "", "", ""}, "\"'=cmd|';'!A\";;;;;", "'=cmd|';'!A,,,,,"},
	// a number is none of that; what only looks like one is
	{{"", "", "-2.50", "", "", ""}, ";;-2,50;;;", ",,-2.50,,,"},
	{{"", "", "-2+A1", "", "", ""}, ";;'-2+A1;;;", ",,'-2+A1,,,"},
	{{"1.5", "", "", "", "", ""}, "1.5;;;;;", "1.5,,,,,"},
};

static void expect_csv(const struct mg_table *table, enum mg_csv form, const char *head, const char *row)
{
	struct mg_buf expected = {0}, out = {0};

	mg_buf_printf(&expected, "%s\r\n%s\r\n", head, row);
	mg_table_csv(table, form, &out);
	assert_string_equal(mg_buf_text(&out), mg_buf_text(&expected));
	mg_buf_clear(&expected);
	mg_buf_clear(&out);
}

static void test_csv(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof csv_cases / sizeof *csv_cases; i++) {
		struct mg_table table;

		mg_table_init(&table, &kind);
		add(&table, 0, csv_cases[i].cells);
		expect_csv(&table, MG_CSV_FRENCH, "\xEF\xBB\xBFNom;Commune;Montant;Femmes;Hommes;Tous",
			   csv_cases[i].french);
		expect_csv(&table, MG_CSV_OPEN, "nom,commune,montant,femmes,hommes,tous", csv_cases[i].open);
		mg_table_clear(&table);
	}
}

// ---- for people

static void expect_text(const struct mg_table *table, size_t width, const char *expected)
{
	struct mg_buf out = {0};

	mg_table_text(table, true, width, &out);
	assert_string_equal(mg_buf_text(&out), expected);
	mg_buf_clear(&out);
}

static void test_text(void **state)
{
	struct mg_table table;

	(void)state;
	mg_table_init(&table, &kind);
	add(&table, 0, (const char *const[N]){"Élancourt", "78208", "12.5", "4", "5", "9"});
	add(&table, 0, (const char *const[N]){"e\xCC\x81\xE6\x9D\xB1", "", "1250.00", "", "", ""});
	add(&table, MG_ROW_TOTAL, (const char *const[N]){"", "", "", "4", "5", "9"});
	expect_text(&table, 0,
		    "Nom        Commune  Montant  Femmes  Hommes  Tous\n"
		    "─────────  ───────  ───────  ──────  ──────  ────\n"
		    "Élancourt  78208       12.5       4       5     9\n"
		    "e\xCC\x81\xE6\x9D\xB1                 1250.00\n"
		    "─────────  ───────  ───────  ──────  ──────  ────\n"
		    "                                  4       5     9\n");
	mg_table_clear(&table);
}

static void test_text_is_folded(void **state)
{
	struct mg_table table;

	(void)state;
	mg_table_init(&table, &kind);
	add(&table, 0, (const char *const[N]){"Maraudes et actions hors les murs", "78621", "1", "", "", ""});
	add(&table, 0,
	    (const char *const[N]){"deux\nlignes \x1B[31m\xFF", "anticonstitutionnellement", "", "", "", ""});
	expect_text(&table, 60,
		    "Nom            Commune         Montant  Femmes  Hommes  Tous\n"
		    "─────────────  ──────────────  ───────  ──────  ──────  ────\n"
		    "Maraudes et    78621                 1\n"
		    "actions hors\n"
		    "les murs\n"
		    "deux           anticonstituti\n"
		    "lignes \xEF\xBF\xBD[31m\xEF\xBF\xBD  onnellement\n");
	mg_table_clear(&table);
}

// ---- secrecy

#define MAX_CELLS 25

struct mask_case {
	size_t rows, columns;
	bool total_row, total_column;
	int64_t counts[MAX_CELLS];
	const char *masked; // "x" masked, "." shown
};

#define NO MG_MASK_NO_COUNT

static const struct mask_case mask_cases[] = {
	{1, 4, false, false, {0, 1, 10, 11}, ".xx."},
	{3, 1, false, false, {5, 50, 60}, "x.."}, // no total, nothing to subtract from
	{4, 1, true, false, {5, 50, 60, 115}, "xx.."},
	{4, 1, true, false, {0, 50, 60, 110}, "...."},
	{4, 1, true, false, {0, 0, 5, 5}, "..xx"},   // the total is as small as the only count
	{4, 1, true, false, {2, 3, 60, 65}, "xxx."}, // their sum would be told: 5 persons
	{4, 1, true, false, {6, 7, 60, 73}, "xx.."}, // 13 persons together
	{4, 1, true, false, {10, NO, 60, 70}, "x.x."},
	{5, 1, true, false, {5, 95, 30, 70, 100}, "xxxx."}, // by sex and by age: 100 - 95 would be told
	{5, 1, true, false, {0, 100, 30, 70, 100}, "....."},
	{3, 1, true, false, {5, 50, 60}, "xx."}, // of five nothing is known
	{3, 1, true, false, {5, 0, 60}, "x.."},
	{3, 1, true, false, {30, NO, 36}, "x.."},            // six are not among the thirty
	{3, 1, true, false, {25, NO, 36}, "..."},            // eleven
	{3, 1, true, false, {36, NO, 36}, "..."},            // nobody
	{5, 1, true, false, {28, 72, 95, 20, 100}, "xxxx."}, // five are not among the 95
	{5, 1, true, false, {28, 72, 80, 20, 100}, "....."}, // two breakdowns, whole
	{4, 1, true, false, {40, 0, 30, 45}, "x.x."},
	{1, 3, false, true, {4, 40, 44}, "xx."},
	{3, 3, true, true, {4, 40, 44, 50, 60, 110, 54, 100, 154}, "xx.xx...."}, // the classical square
	{3, 3, true, true, {0, 40, 40, 50, 0, 50, 50, 40, 90}, "........."},
	{3, 3, true, true, {4, 0, 4, 0, 50, 50, 4, 50, 54}, "x.x.xxxx."}, // nor by the totals of totals
};

static void test_mask(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mask_cases / sizeof *mask_cases; i++) {
		const struct mask_case *c = &mask_cases[i];
		bool masked[MAX_CELLS] = {false};
		int64_t counts[MAX_CELLS];
		char text[MAX_CELLS + 1] = "";
		struct mg_mask mask = {c->rows, c->columns, c->total_row, c->columns, 11, counts, masked};

		memcpy(counts, c->counts, sizeof counts);
		if (c->total_column)
			mask.total_column = c->columns - 1;
		mg_mask(&mask);
		for (size_t j = 0; j < c->rows * c->columns; j++)
			text[j] = masked[j] ? 'x' : '.';
		if (strcmp(text, c->masked) != 0)
			fail_msg("case %zu: %s, expected %s", i, text, c->masked);
	}
}

// Whatever the counts, a row or column with its total never has one masked cell, nor several that it sums below 11.
static void test_mask_holds(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (size_t round = 0; round < 2000; round++) {
		int64_t counts[16] = {0};
		bool masked[16] = {false};
		struct mg_mask mask = {4, 4, true, 3, 11, counts, masked};

		for (size_t i = 0; i < 9; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			int64_t count = (int64_t)(seed >> 33) % 30 * ((seed >> 60) % 2 ? 1 : 3);

			counts[i / 3 * 4 + i % 3] = count;
			counts[i / 3 * 4 + 3] += count;
			counts[12 + i % 3] += count;
			counts[15] += count;
		}
		mg_mask(&mask);
		for (size_t line = 0; line < 8; line++) {
			size_t hidden = 0;
			int64_t sum = 0;
			const size_t first = line < 4 ? line * 4 : line - 4, step = line < 4 ? 1 : 4;

			for (size_t i = 0; i < 4; i++) {
				hidden += masked[first + i * step];
				sum += masked[first + i * step] ? counts[first + i * step] : 0;
				if (counts[first + i * step] > 0 && counts[first + i * step] < 11)
					assert_true(masked[first + i * step]);
			}
			assert_true(hidden != 1);
			assert_true(!hidden || masked[first + 3 * step] || sum >= 11);
		}
	}
}

static void test_publish(void **state)
{
	struct mg_table table;
	struct mg_error err;

	(void)state;
	mg_table_init(&table, &kind);
	add(&table, 0, (const char *const[N]){"a", "", "5", "4", "40", "44"});
	add(&table, 0, (const char *const[N]){"b", "", "6", "50", "60", "110"});
	add(&table, MG_ROW_TOTAL, (const char *const[N]){"", "", "", "54", "100", "154"});
	add(&table, 0, (const char *const[N]){"c", "", "", "12", "", ""});
	add(&table, MG_ROW_RESERVED, (const char *const[N]){"d", "", "", "13", "", ""});
	add(&table, MG_ROW_TOTAL, (const char *const[N]){"", "", "", "25", "", ""});
	add(&table, 0, (const char *const[N]){"e", "", "", "une dizaine", "10", ""});
	assert_int_equal(mg_table_publish(&table, 11, &err), 0);
	assert_int_equal(table.n, 5);
	assert_string_equal(row_text(&table, 0), "a||5|s|s|44");
	assert_string_equal(row_text(&table, 1), "b||6|s|s|110");
	assert_string_equal(row_text(&table, 2), "|||54|100|154");
	assert_string_equal(row_text(&table, 3), "c|||12||"); // its block's total went with the reserved row
	assert_string_equal(row_text(&table, 4), "e|||une dizaine|s|");
	mg_table_clear(&table);
}

// ---- the tables there are

static void test_kinds(void **state)
{
	const struct mg_table_kind *found;
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < mg_table_kinds_count; i++) {
		const struct mg_table_kind *one = mg_table_kinds[i];

		assert_int_equal(mg_table_kind_find(one->name, &found, &err), 0);
		assert_ptr_equal(found, one);
		assert_true(one->title && one->title_en && one->purpose && one->fill && one->n_columns);
		for (size_t j = 0; j < one->n_columns; j++)
			assert_true(one->columns[j].key && one->columns[j].title && one->columns[j].title_en);
	}
	assert_int_equal(mg_table_kind_find("acteur", &found, &err), MG_EUSAGE);
	assert_non_null(strstr(err.hint, "acteurs"));
	assert_int_equal(mg_table_kind_find("", &found, &err), MG_EUSAGE);
	assert_null(found);
}

// ---- in words

static const struct mg_word steps[] = {{"a_ouvrir", "à ouvrir", "to be opened"}, {0}};
static const struct mg_column_words said[] = {
	{.column = 0, .type = "acteur", .field = "secteurs"},
	{.column = 1, .own = steps},
};
static const struct mg_table_kind worded = {
	.name = "essai", .columns = columns, .n_columns = N, .words = said, .n_words = 2};

struct words_case {
	const char *first, *second;
	const char *french, *english;
};

static const struct words_case words_cases[] = {
	{"sante", "a_ouvrir", "santé|à ouvrir||||", "health|to be opened||||"},
	{"sante, social", "", "santé, social|||||", "health, social|||||"},
	{"Une autre, sante", "ouvert", "Une autre, santé|ouvert||||", "Une autre, health|ouvert||||"}, // no value
	{"a,b", "a_ouvrir,", "a,b|a_ouvrir,||||", "a,b|a_ouvrir,||||"},
	{"", "", "|||||", "|||||"},
};

static void expect_words(const struct mg_types *types, const struct words_case *each, bool french)
{
	struct mg_table table;
	struct mg_error err;

	mg_table_init(&table, &worded);
	add(&table, 0, (const char *const[N]){each->first, each->second, "", "", "", ""});
	assert_int_equal(mg_table_say(&table, types, french, &err), 0);
	assert_string_equal(row_text(&table, 0), french ? each->french : each->english);
	mg_table_clear(&table);
}

static void test_words(void **state)
{
	struct mg_types *types;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	for (size_t i = 0; i < sizeof words_cases / sizeof *words_cases; i++) {
		expect_words(types, &words_cases[i], true);
		expect_words(types, &words_cases[i], false);
	}
	mg_types_close(types);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv),     cmocka_unit_test(test_text),
		cmocka_unit_test(test_words),   cmocka_unit_test(test_text_is_folded),
		cmocka_unit_test(test_mask),    cmocka_unit_test(test_mask_holds),
		cmocka_unit_test(test_publish), cmocka_unit_test(test_kinds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
