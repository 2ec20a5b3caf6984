// SPDX-License-Identifier: EUPL-1.2
//
// A book of a few records, and what the rules find in it.
#ifndef MG_TESTS_UNIT_RULE_FIXTURE_H
#define MG_TESTS_UNIT_RULE_FIXTURE_H

#include "schema/rule/rule.h"
#include "schema/value/paris.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_FILES 24

struct rule_file {
	const char *path, *text;
};

static inline struct mg_date date_of(const char *text)
{
	struct mg_date date = {0};

	assert_true(mg_date_parse(mg_slice_of(text), &date));
	return date;
}

static inline bool is_signature(const char *path)
{
	return strcmp(path + strlen(path) - strlen(".sig"), ".sig") == 0;
}

// The record at a path, to say more of it.
static inline struct mg_book_record *record_at(struct mg_book *book, const char *path)
{
	const struct mg_book_record *record = mg_book_at(book, path);

	assert_non_null(record);
	return &book->records[record - book->records];
}

// A valid signature, made at noon of the day that is the file's text; "" for one whose day is not known.
static inline void sign_in_book(struct mg_book *book, const struct rule_file *file)
{
	struct mg_book_signature *grown;
	struct mg_book_record *record;
	struct mg_date day;
	struct mg_path path;

	assert_int_equal(mg_path_parse(book->types, file->path, &path, NULL), 0);
	record = record_at(book, path.record);
	grown = mg_arena_array(&book->arena, record->n_signatures + 1, sizeof *grown);
	assert_non_null(grown);
	if (record->n_signatures)
		memcpy(grown, record->signatures, record->n_signatures * sizeof *grown);
	grown[record->n_signatures] = (struct mg_book_signature){.path = file->path, .key = "", .holder = ""};
	grown[record->n_signatures].actor = mg_arena_strdup(&book->arena, path.signer);
	grown[record->n_signatures].valid = true;
	grown[record->n_signatures].commit = "";
	if (mg_date_parse(mg_slice_of(file->text), &day))
		grown[record->n_signatures].time_ms = mg_paris_midnight_ms(day) + 12 * 3600000LL;
	record->signatures = grown;
	record->n_signatures++;
}

// "indicateurs/i.yaml made" and "... changed": the day on which a record was made or last changed, at its first instant.
static inline void date_in_book(struct mg_book *book, const struct rule_file *file)
{
	const int64_t ms = mg_paris_midnight_ms(date_of(file->text));
	const char *word = strchr(file->path, ' ');
	char path[MG_MAX_PATH_BYTES + 1];

	snprintf(path, sizeof path, "%.*s", (int)(word - file->path), file->path);
	if (strcmp(word, " made") == 0)
		record_at(book, path)->made_ms = ms;
	else
		record_at(book, path)->changed_ms = ms;
}

// A book of these records, sorted, and of the signatures and days told of them. It knows which attachments there are as
// soon as one is. The types stay the caller's.
static inline void fill_book(struct mg_book *book, const struct mg_types *types, const struct rule_file *files)
{
	struct mg_error err = {0};

	mg_book_init(book, types, "3f786850e387550fdab836ed7e6dc881de23001b");
	for (size_t i = 0; i < MAX_FILES && files[i].path; i++) {
		struct mg_book_record *record;

		if (is_signature(files[i].path) || strchr(files[i].path, ' '))
			continue;
		if (strncmp(files[i].path, "pieces/", strlen("pieces/")) == 0) {
			assert_int_equal(mg_book_add_piece(book, files[i].path, &err), 0);
			book->knows_pieces = true;
			continue;
		}
		if (mg_book_add(book, files[i].path, mg_slice_of(files[i].text), &record, NULL, &err) || !record)
			fail_msg("%s: %s", files[i].path, err.message);
	}
	assert_int_equal(mg_book_sort(book, &err), 0);
	for (size_t i = 0; i < MAX_FILES && files[i].path; i++)
		if (is_signature(files[i].path))
			sign_in_book(book, &files[i]);
		else if (strchr(files[i].path, ' '))
			date_in_book(book, &files[i]);
}

static inline int by_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

// "CODE path field" of each finding whose code begins with one of the words (separated by blanks), a line each, in order.
static inline char *found_by(const struct mg_book *book, const char *codes, const char *today)
{
	char *lines[64], *text = calloc(1, 8192);
	struct mg_findings findings;
	struct mg_rule_run *run;
	size_t n = 0;

	assert_non_null(text);
	assert_int_equal(mg_rule_open(book, date_of(today), &run, NULL), 0);
	mg_findings_init(&findings);
	for (size_t i = 0; i < book->n; i++) {
		mg_book_put_back(book);
		mg_rule_check_record(run, &book->records[i], &findings);
	}
	for (size_t i = 0; i < findings.n && n < 64; i++) {
		const struct mg_finding *each = &findings.items[i];
		const char *at = strstr(codes, each->code);
		size_t len = strlen(each->code);

		if (!at || (at[len] && at[len] != ' ') || (at != codes && at[-1] != ' '))
			continue;
		lines[n] = calloc(1, 512);
		assert_non_null(lines[n]);
		snprintf(lines[n++], 512, "%s %s %s\n", each->code, each->path, each->field);
	}
	qsort(lines, n, sizeof *lines, by_line);
	for (size_t i = 0; i < n; free(lines[i++]))
		strncat(text, lines[i], 8191 - strlen(text));
	mg_findings_clear(&findings);
	mg_rule_close(run);
	return text;
}

// One story: records, and what the rules of some codes find in them.
struct rule_story {
	const char *title, *codes, *today, *expected;
	struct rule_file files[MAX_FILES];
};

static inline int read_of_story(void *data, const struct mg_book_record *record, struct mg_doc *doc,
				struct mg_error *err)
{
	const struct rule_file *file = data;
	struct mg_findings findings;

	(void)err;
	while (strcmp(file->path, record->path) != 0)
		file++;
	mg_findings_init(&findings);
	assert_int_equal(mg_yaml_read(doc, file->path, mg_slice_of(file->text), &findings), 0);
	mg_findings_clear(&findings);
	return 0;
}

// Has the records of a book read again when they are asked for.
static inline void unread_book(struct mg_book *book, const struct rule_file *files)
{
	for (size_t i = 0; i < book->n; i++) {
		book->records[i].doc = NULL;
		book->records[i].root = NULL;
	}
	assert_int_equal(mg_book_read_later(book, read_of_story, (void *)(uintptr_t)files, NULL), 0);
}

// The same is found whether all records are in memory or are read when they are asked for.
static inline void tell_story(const struct mg_types *types, const struct rule_story *story)
{
	static const char *const ways[] = {"", ", read later"};
	struct mg_book book;
	char *found;

	fill_book(&book, types, story->files);
	for (size_t way = 0; way < 2; way++) {
		if (way)
			unread_book(&book, story->files);
		found = found_by(&book, story->codes, story->today ? story->today : "2018-06-01");
		if (strcmp(found, story->expected) != 0)
			fail_msg("%s%s: found\n%sinstead of\n%s", story->title, ways[way], found, story->expected);
		free(found);
	}
	mg_book_clear(&book);
}

#endif
