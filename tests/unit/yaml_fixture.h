// SPDX-License-Identifier: EUPL-1.2
//
// Reading texts in tests.
#ifndef MG_TESTS_UNIT_YAML_FIXTURE_H
#define MG_TESTS_UNIT_YAML_FIXTURE_H

#include "schema/yaml/yaml.h"

// Reads a text that must be right.
static inline void read_text(struct mg_doc *doc, const char *text)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	if (mg_yaml_read(doc, "test.yaml", mg_slice_of(text), &findings))
		fail_msg("%s\n%s", text, findings.n ? findings.items[0].message : "out of memory");
	assert_int_equal(findings.n, 0);
	mg_findings_clear(&findings);
}

static inline void parse_place(const char *text, struct mg_arena *arena, struct mg_place *place)
{
	struct mg_error err = {0};

	if (mg_place_parse(text, arena, place, &err))
		fail_msg("%s: %s", text, err.message);
}

static inline void assert_canon(const struct mg_node *node, const char *expected)
{
	struct mg_buf out = {0};

	mg_node_canon(node, &out);
	assert_string_equal(mg_buf_text(&out), expected);
	mg_buf_clear(&out);
}

#endif
