// SPDX-License-Identifier: EUPL-1.2
//
// Checking records from files to verdict, beside libyaml reading the same files without keeping anything, and beside
// other validators where this machine has them.
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

static void each_file(struct bench_series *series, const struct files *f,
		      void (*look)(const struct files *f, const char *path, struct mg_slice text))
{
	struct mg_buf text = {0};
	struct mg_error err;

	bench_start(series);
	for (size_t i = 0; i < FILES; i++) {
		const char *path;
		char *full = path_of(f, 2 * i, &path);

		bench_must(mg_file_read(full, MG_MAX_RECORD_BYTES, &text, &err), &err);
		look(f, path, mg_buf_slice(&text));
		free(full);
	}
	bench_stop(series);
	mg_buf_clear(&text);
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
	mg_types_close(f.types);
	bench_must(mg_file_remove_tree(f.dir, false, &err), &err);
	free(f.dir);
}
