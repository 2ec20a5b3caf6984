// SPDX-License-Identifier: EUPL-1.2
//
// Tables: what a person reads, a spreadsheet opens or the public downloads. A table is a pure function of the book; its
// kind (core/report/tables.h) says what its columns are called and hold.
#ifndef MG_CORE_TABLE_H
#define MG_CORE_TABLE_H

#include "schema/book/book.h"

enum mg_column_kind {
	MG_COLUMN_TEXT,
	MG_COLUMN_CODE,   // a text, however much it looks like a number: "01103"
	MG_COLUMN_NUMBER, // decimal, with a point
	MG_COLUMN_COUNT,  // of persons: a whole number, which is masked when few and published
	MG_COLUMN_TOTAL,  // the same, the sum of the row's counts; one at most
	MG_COLUMN_DATE,   // AAAA-MM-JJ
};

struct mg_column {
	const char *key; // in JSON and open data
	const char *title, *title_en;
	enum mg_column_kind kind;
};

// A column that holds values of an enumeration, several with commas between: files keep them, people read words.
struct mg_column_words {
	size_t column;
	const char *type, *field;  // whose x-libelles has the words (mg_record_label_in); NULL: own has them
	const struct mg_word *own; // ended by one without value
};

struct mg_word {
	const char *value, *french, *english;
};

struct mg_splitting_source;

// What a table or an export is made from.
struct mg_report {
	const struct mg_book *book;
	int64_t now_ms;
	const char *period;                        // as typed; ""
	const struct mg_splitting_source *sources; // of a kind that takes_all: the CAs, the book first; else none
	size_t n_sources;
};

struct mg_table;

struct mg_table_kind {
	const char *name; // what people type
	const char *title, *title_en;
	const char *purpose; // marked with N_
	const struct mg_column *columns;
	size_t n_columns;
	const struct mg_column_words *words;
	size_t n_words;
	const char *const *types; // of record it needs; n_types 0: all
	size_t n_types;
	unsigned more;             // enum mg_book_more it needs
	const char *const *unread; // types of which it asks only what there is and what was signed when; NULL
	size_t n_unread;
	bool takes_period; // or year, after the name
	bool takes_all;    // looks at the other CAs of the same home too

	int (*fill)(const struct mg_report *report, struct mg_table *table, struct mg_error *err);
};

enum mg_row_flags {
	MG_ROW_RESERVED = 1 << 0, // from a record that is not public: never published
	MG_ROW_TOTAL = 1 << 1,    // sums the rows since the last total, column by column; alone when there is none
};

// A cell is empty, or text: of a number its digits.
struct mg_row {
	struct mg_slice *cells; // one a column; borrowed texts, or texts of the table's arena
	unsigned flags;
};

struct mg_table {
	const struct mg_table_kind *kind;
	struct mg_arena arena;
	struct mg_row *rows;
	size_t n;
	size_t cap; // private
};

void mg_table_init(struct mg_table *table, const struct mg_table_kind *kind);
void mg_table_clear(struct mg_table *table);

// A new last row: its cells, to fill. NULL when memory is exhausted.
struct mg_slice *mg_table_add(struct mg_table *table, unsigned flags);

// A cell's text made of several, which sep joins: cell is appended to. False when memory is exhausted.
bool mg_table_join(struct mg_table *table, struct mg_slice *cell, const char *sep, struct mg_slice text) MG_CHECKED;

// The table that may be published: without reserved rows, nor the totals that would betray them; counts from 1 to
// threshold - 1 are masked, and others with them so that no subtraction gives them back (core/report/mask.h).
int mg_table_publish(struct mg_table *table, unsigned threshold, struct mg_error *err) MG_CHECKED;

// The table for people: values in words. After mg_table_publish, if that is called. MG_ENOMEM.
int mg_table_say(struct mg_table *table, const struct mg_types *types, bool french, struct mg_error *err) MG_CHECKED;

#define MG_TABLE_MASKED "s" // what stands in the place of a masked count: "secret statistique"

// For a terminal that is `width` columns wide (0: of any width), titles in French or in English.
void mg_table_text(const struct mg_table *table, bool french, size_t width, struct mg_buf *out);

enum mg_csv {
	MG_CSV_FRENCH, // what Excel opens in France: semicolons, decimal commas, a byte order mark, French titles
	MG_CSV_OPEN,   // RFC 4180, UTF-8: commas, decimal points, keys
};

// Texts that a spreadsheet would run as formulas begin with an apostrophe.
void mg_table_csv(const struct mg_table *table, enum mg_csv form, struct mg_buf *out);

#endif
