// SPDX-License-Identifier: EUPL-1.2
#include "schema/book/shelf.h"

#include <stdlib.h>

// What documents may take together before those that nobody keeps are put back: some fifty of usual size, so that what
// everybody asks for is read fifty times less often than it is asked for. In builds for tests nothing stays that nobody
// keeps, so that a sanitizer finds who holds on to it.
#ifdef MG_TEST_BUILD
#define MOST_BYTES 0u
#else
#define MOST_BYTES (256u * 1024)
#endif

struct loan {
	struct loan *next;
	struct mg_book_record *record;
	struct mg_doc doc;
	unsigned kept; // how many times
};

struct mg_book_shelf {
	mg_book_read *read;
	void *data;
	struct loan *loans; // newest first
	size_t bytes;       // of those that nobody keeps
	bool holding;       // what is taken is kept for good
	int code;           // of the first failure
	struct mg_error error;
};

int mg_book_read_later(struct mg_book *book, mg_book_read *read, void *data, struct mg_error *err)
{
	book->shelf = calloc(1, sizeof *book->shelf);
	if (!book->shelf)
		return mg_fail_memory(err);
	book->shelf->read = read;
	book->shelf->data = data;
	return 0;
}

static void free_loan(struct loan *loan)
{
	mg_doc_clear(&loan->doc);
	free(loan);
}

void mg_shelf_free(struct mg_book_shelf *shelf)
{
	while (shelf && shelf->loans) {
		struct loan *next = shelf->loans->next;

		free_loan(shelf->loans);
		shelf->loans = next;
	}
	free(shelf);
}

// ---- taking

static size_t bytes_of(const struct loan *loan)
{
	return sizeof *loan + loan->doc.arena.used;
}

static struct loan *lend(struct mg_book_shelf *shelf, struct mg_book_record *record)
{
	struct loan *loan = calloc(1, sizeof *loan);
	struct mg_error err;
	int code;

	if (!loan) {
		shelf->code = shelf->code ? shelf->code : mg_fail_memory(&shelf->error);
		return NULL;
	}
	mg_doc_init(&loan->doc);
	code = shelf->read(shelf->data, record, &loan->doc, &err);
	if (code < 0 && !shelf->code) {
		shelf->code = code;
		shelf->error = err;
	}
	loan->record = record;
	loan->next = shelf->loans;
	shelf->loans = loan;
	shelf->bytes += bytes_of(loan);
	return loan;
}

static struct loan *loan_of(const struct mg_book *book, const struct mg_book_record *record)
{
	struct loan *loan = book->shelf ? book->shelf->loans : NULL;

	while (loan && loan->record != record)
		loan = loan->next;
	return loan;
}

static void keep(const struct mg_book *book, const struct mg_book_record *record)
{
	struct loan *loan = loan_of(book, record);

	if (loan && !loan->kept++)
		book->shelf->bytes -= bytes_of(loan);
}

void mg_shelf_take(const struct mg_book *book, const struct mg_book_record *record)
{
	static const struct mg_node nothing = {.type = MG_MAP};

	if (!book->shelf || !record)
		return;
	if (!record->root) {
		struct mg_book_record *lent = &book->records[record - book->records];
		struct loan *loan = lend(book->shelf, lent);

		lent->doc = loan && loan->doc.root ? &loan->doc : NULL;
		lent->root = lent->doc ? loan->doc.root : &nothing;
	}
	if (book->shelf->holding)
		keep(book, record);
}

const struct mg_node *mg_book_root(const struct mg_book *book, const struct mg_book_record *record)
{
	mg_shelf_take(book, record);
	return record ? record->root : NULL;
}

// ---- keeping and putting back

void mg_book_keep(const struct mg_book *book, const struct mg_book_record *record)
{
	mg_shelf_take(book, record);
	keep(book, record);
}

bool mg_book_hold(const struct mg_book *book, bool holding)
{
	const bool was = book->shelf && book->shelf->holding;

	if (book->shelf)
		book->shelf->holding = holding;
	return was;
}

void mg_book_release(const struct mg_book *book, const struct mg_book_record *record)
{
	struct loan *loan = loan_of(book, record);

	if (loan && !--loan->kept)
		book->shelf->bytes += bytes_of(loan);
}

void mg_book_put_back(const struct mg_book *book)
{
	struct mg_book_shelf *shelf = book->shelf;
	struct loan **at;

	if (!shelf || shelf->bytes <= MOST_BYTES)
		return;
	for (at = &shelf->loans; *at;) {
		struct loan *loan = *at;

		if (loan->kept) {
			at = &loan->next;
			continue;
		}
		*at = loan->next;
		loan->record->doc = NULL;
		loan->record->root = NULL;
		free_loan(loan);
	}
	shelf->bytes = 0;
}

int mg_book_failed(const struct mg_book *book, struct mg_error *err)
{
	if (!book->shelf || !book->shelf->code)
		return 0;
	*err = book->shelf->error;
	return book->shelf->code;
}
