// SPDX-License-Identifier: EUPL-1.2
//
// The record types, and records written as text, for the tests of schema/record/record*.c.
#ifndef MG_TESTS_UNIT_RECORD_FIXTURE_H
#define MG_TESTS_UNIT_RECORD_FIXTURE_H

#include "schema/record/record.h"

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

static inline void print_findings(const struct mg_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		print_message("# %s %s %s:%u [%s] %s\n", mg_level_name(findings->items[i].level),
			      findings->items[i].code, findings->items[i].path, findings->items[i].mark.line,
			      findings->items[i].field, findings->items[i].message);
}

static inline const struct mg_finding *find(const struct mg_findings *findings, const char *code, const char *field)
{
	for (size_t i = 0; i < findings->n; i++)
		if (strcmp(findings->items[i].code, code) == 0 && strcmp(findings->items[i].field, field) == 0)
			return &findings->items[i];
	return NULL;
}

// Reads text as the record at path; the caller clears doc.
static inline void read_record(const char *path, const char *text, struct mg_path *parsed, struct mg_doc *doc)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	assert_int_equal(mg_path_parse(types, path, parsed, NULL), 0);
	if (mg_yaml_read(doc, path, mg_slice_of(text), &findings) < 0)
		fail_msg("%s", findings.items[0].message);
	mg_findings_clear(&findings);
}

#endif
