// SPDX-License-Identifier: EUPL-1.2
//
// Checking records from files to verdict, beside libyaml reading the same files without keeping anything, and beside
// other validators where this machine has them; how the time grows with files and their size, and what hostile ones take.
#include "bench/bench.h"

#include "base/file.h"
#include "base/limits.h"
#include "schema/record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

#define FILES       10000
#define OTHER_FILES 2000 // that other validators are given

struct files {
	char *dir;
	struct mg_types *types;
};

static char *path_of(const struct files *f, size_t number, const char **path)
{
	char *full, *folder = bench_join(f->dir, "/"), name[BENCH_PATH_BYTES];

	full = bench_join(folder, bench_record_path(number, name));
	*path = full + strlen(folder);
	free(folder);
	return full;
}

static void write_files(const struct files *f)
{
	struct mg_buf text = {0};
	struct mg_error err;

	for (size_t i = 0; i < FILES; i++) {
		struct bench_record record = {.number = 2 * i}; // all actions: the largest schema
		const char *path;
		char *full = path_of(f, record.number, &path);

		bench_record_text(&record, &text);
		bench_must(mg_file_write(full, mg_buf_slice(&text), MG_FILE_LAZY, &err), &err);
		free(full);
	}
	mg_buf_clear(&text);
}

// ---- each way

static void check(const struct files *f, const char *path, struct mg_slice text, bool brief)
{
	static const struct mg_error wrong = {.message = "a record is not right"};
	struct mg_findings findings;
	struct mg_doc doc;

	mg_findings_init(&findings);
	findings.brief = brief;
	mg_doc_init(&doc);
	bench_must(mg_record_check(f->types, path, text, &doc, &findings), &wrong);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

// The verdict: right or wrong, and how many findings there are of each level.
static void check_record(const struct files *f, const char *path, struct mg_slice text)
{
	check(f, path, text, true);
}

// With all that is left to fill in told in words: some twenty findings for each of these records.
static void explain_record(const struct files *f, const char *path, struct mg_slice text)
{
	check(f, path, text, false);
}

static void read_events(const struct files *f, const char *path, struct mg_slice text)
{
	static const struct mg_error wrong = {.message = "libyaml cannot read a record"};
	yaml_event_type_t type = YAML_NO_EVENT;
	yaml_parser_t parser;
	yaml_event_t event;

	(void)f;
	(void)path;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.data, text.len);
	while (type != YAML_STREAM_END_EVENT) {
		bench_must(yaml_parser_parse(&parser, &event) ? 0 : MG_EINVALID, &wrong);
		type = event.type;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

typedef void looking(const struct files *f, const char *path, struct mg_slice text);

static void each_of(const struct files *f, size_t n, looking *look)
{
	struct mg_buf text = {0};
	struct mg_error err;

	for (size_t i = 0; i < n; i++) {
		const char *path;
		char *full = path_of(f, 2 * i, &path);

		bench_must(mg_file_read(full, MG_MAX_RECORD_BYTES, &text, &err), &err);
		look(f, path, mg_buf_slice(&text));
		free(full);
	}
	mg_buf_clear(&text);
}

static void each_file(struct bench_series *series, const struct files *f, looking *look)
{
	bench_start(series);
	each_of(f, FILES, look);
	bench_stop(series);
}

// ---- others

static void other(const struct files *f, const struct bench_series *ours, struct bench_series *series,
		  const char *program, const char *script)
{
	char *folder = bench_join(f->dir, "/actions"), count[16];
	double seconds;

	snprintf(count, sizeof count, "%d", OTHER_FILES);
	if (bench_number((const char *const[]){program, script, folder, count, NULL}, &seconds)) {
		bench_add(series, seconds * 1e3);
		bench_row("", ours, series, NULL);
	} else {
		bench_note("%s: not on this machine", series->name);
	}
	free(folder);
}

// ---- how it grows

#define GROWING_KB 20000 // checked by each run, in however many records

static void grow_to(size_t bytes, struct mg_buf *text)
{
	bench_record_text(&(struct bench_record){.number = 0}, text);
	while (text->len < bytes) // the record ends with a text of many lines
		mg_buf_puts(text, "  Tenir une permanence chaque semaine avec le centre communal d'action sociale ;\n");
}

// KB a second of records of one size: the same for all sizes, when the time grows as the size does.
static void check_size(const struct files *f, size_t kb)
{
	struct bench_series ours = {.items = GROWING_KB};
	struct mg_buf text = {0};
	char name[BENCH_PATH_BYTES], what[80];
	const char *path = bench_record_path(0, name);

	grow_to(kb * 1000, &text);
	for (unsigned run = 0; run < 3; run++) {
		bench_start(&ours);
		for (size_t done = 0; done < GROWING_KB; done += kb)
			check_record(f, path, mg_buf_slice(&text));
		bench_stop(&ours);
	}
	snprintf(what, sizeof what, "KB of records of %zu KB", kb);
	bench_row(what, &ours, NULL, NULL);
	mg_buf_clear(&text);
}

// The first n files, from the folder.
static void check_first(const struct files *f, size_t n)
{
	struct bench_series ours = {.items = (double)n};
	char what[80];

	for (unsigned run = 0; run < 3; run++) {
		bench_start(&ours);
		each_of(f, n, check_record);
		bench_stop(&ours);
	}
	snprintf(what, sizeof what, "check %zu files of 1 KB", n);
	bench_row(what, &ours, NULL, NULL);
}

// The longest that a file may be, of what is slow to read: in milliseconds.
static void check_hostile(const struct files *f, const char *what, const char *begin, const char *each)
{
	struct bench_series ours = {0};
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_doc doc;
	char name[BENCH_PATH_BYTES];
	const char *path = bench_record_path(0, name);

	mg_buf_puts(&text, begin);
	for (unsigned i = 0; text.len + strlen(each) + 10 < MG_MAX_RECORD_BYTES; i++)
		mg_buf_printf(&text, "%s%x", each, i);
	for (unsigned run = 0; run < 5; run++) {
		int rc;

		mg_findings_init(&findings);
		mg_doc_init(&doc);
		bench_start(&ours);
		rc = mg_record_check(f->types, path, mg_buf_slice(&text), &doc, &findings);
		bench_stop(&ours);
		bench_must(rc == MG_EINVALID ? 0 : MG_EINTERNAL, &(struct mg_error){.message = "it is no mistake"});
		mg_doc_clear(&doc);
		mg_findings_clear(&findings);
	}
	bench_row(what, &ours, NULL, NULL);
	mg_buf_clear(&text);
}

static void check_growing(const struct files *f)
{
	for (size_t n = FILES / 100; n <= FILES; n *= 10)
		check_first(f, n);
	for (size_t kb = 1; kb <= 100; kb *= 10)
		check_size(f, kb);
	check_hostile(f, "256 KiB of opening brackets", "a: ", "[");
	check_hostile(f, "256 KiB of keys", "", "\nk: 0\nk");
	check_hostile(f, "256 KiB of nested keys", "? ", "? ");
}

void bench_check_files(const struct bench *b)
{
	struct bench_series ours = {.items = FILES}, words = {.items = FILES},
			    events = {.name = "libyaml events", .items = FILES},
			    ajv = {.name = "ajv + js-yaml", .items = OTHER_FILES},
			    python = {.name = "python jsonschema", .items = OTHER_FILES};
	struct files f = {.dir = bench_join(b->memory, "/check")};
	struct mg_error err;

	bench_must(mg_types_open(&f.types, &err), &err);
	write_files(&f);
	for (unsigned i = 0; i < 5; i++) {
		each_file(&ours, &f, check_record);
		each_file(&words, &f, explain_record);
		each_file(&events, &f, read_events);
	}
	bench_row("check 10000 files of 1 KB", &ours, NULL, &events);
	other(&f, &ours, &ajv, "node", "bench/check.js");
	other(&f, &ours, &python, "python3", "bench/check.py");
	bench_row("with every finding in words", &words, NULL, &events);
	check_growing(&f);
	mg_types_close(f.types);
	bench_must(mg_file_remove_tree(f.dir, false, &err), &err);
	free(f.dir);
}
