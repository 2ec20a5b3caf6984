// SPDX-License-Identifier: EUPL-1.2
//
// A book of a few records, signed as a test says, for the tests of bilans.
#ifndef MG_TESTS_UNIT_BILAN_FIXTURE_H
#define MG_TESTS_UNIT_BILAN_FIXTURE_H

#include "core/report/bilan.h"
#include "schema/record/record.h"
#include "schema/value/paris.h"

#include <stdlib.h>

#define CA    "3f786850e387550fdab836ed7e6dc881de23001b"
#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HEAD  "cooperative: " CA "\nperiode: 2018-T1\n"

static struct mg_types *types;

static inline int open_types(void **state)
{
	struct mg_error err = {0};

	(void)state;
	if (mg_types_open(&types, &err) < 0) {
		print_error("%s\n", err.message);
		return -1;
	}
	return 0;
}

static inline int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

// ---- a book of a few records

struct given {
	const char *path, *text;
	const char *sha256;     // NULL: not signed
	const char *signers[3]; // ended by NULL: "asso", or "asso@2018-04-10" with the day
};

struct world {
	struct mg_arena arena;
	struct mg_book book;
};

static inline void world_init(struct world *world)
{
	mg_arena_init(&world->arena, 0);
	mg_book_init(&world->book, types, CA);
}

static inline void world_clear(struct world *world)
{
	mg_book_clear(&world->book);
	mg_arena_clear(&world->arena);
}

static inline int compare_actors(const void *a, const void *b)
{
	const struct mg_book_signature *x = a, *y = b;

	return strcmp(x->actor, y->actor);
}

static inline struct mg_book_signature signed_by(struct world *world, const char *signer)
{
	const char *at = strchr(signer, '@');
	size_t n = at ? (size_t)(at - signer) : strlen(signer);
	struct mg_book_signature signature = {.actor = mg_arena_copy(&world->arena, signer, n), .valid = true};
	struct mg_date day;

	if (at) {
		assert_true(mg_date_parse(mg_slice_of(at + 1), &day));
		signature.time_ms = mg_paris_midnight_ms(day) + 12 * 3600000;
	}
	assert_non_null(signature.actor);
	return signature;
}

static inline void put(struct world *world, const struct given *given)
{
	struct mg_book_signature *signatures = mg_arena_array(&world->arena, 3, sizeof *signatures);
	struct mg_book_record *record;
	struct mg_error err = {0};

	assert_non_null(signatures);
	if (mg_book_add(&world->book, given->path, mg_slice_of(given->text), &record, NULL, &err) < 0)
		fail_msg("%s: %s", given->path, err.message);
	assert_non_null(record);
	record->sha256 = given->sha256;
	record->signatures = signatures;
	for (size_t i = 0; i < 3 && given->signers[i]; i++)
		signatures[record->n_signatures++] = signed_by(world, given->signers[i]);
	qsort(signatures, record->n_signatures, sizeof *signatures, compare_actors);
}

static inline void put_all(struct world *world, const struct given *given, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(world, &given[i]);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

// The result must be a right record, its keys in order, and have this text.
static inline void check_made(const struct mg_bilan_made *made, const char *path, const char *text)
{
	struct mg_buf written = {0};
	struct mg_findings findings;
	struct mg_doc doc;

	mg_yaml_write(made->root, &written);
	assert_string_equal(made->path.text, path);
	if (text)
		assert_string_equal(mg_buf_text(&written), text);
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_record_check(types, path, mg_buf_slice(&written), &doc, &findings) < 0)
		fail_msg("%s: %s", findings.items[0].field, findings.items[0].message);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	mg_buf_clear(&written);
}

#endif
