// SPDX-License-Identifier: EUPL-1.2
//
// Schemas and documents written as one line of YAML (JSON is YAML), for the tests of schema/jsonschema/jsonschema*.c.
#ifndef MG_TESTS_UNIT_JSONSCHEMA_FIXTURE_H
#define MG_TESTS_UNIT_JSONSCHEMA_FIXTURE_H

#include "schema/jsonschema/jsonschema.h"
#include "schema/yaml/yaml.h"

#include <stdio.h>

#define MAX_DOCUMENTS 4

struct fixture {
	struct mg_schema_set *set;
	struct mg_doc schemas[MAX_DOCUMENTS];
	size_t n;
	struct mg_doc doc;
	struct mg_findings findings;
	struct mg_error err;
};

// Fails the test when the text is no YAML.
static inline void read_text(struct mg_doc *doc, const char *text)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	if (mg_yaml_read(doc, "texte.yaml", mg_slice_of(text), &findings))
		fail_msg("%s: %s", text, findings.items[0].message);
	mg_findings_clear(&findings);
}

static inline void fixture_init(struct fixture *f)
{
	*f = (struct fixture){.set = mg_schema_set_new()};
	assert_non_null(f->set);
	mg_findings_init(&f->findings);
	mg_doc_init(&f->doc);
}

static inline void fixture_clear(struct fixture *f)
{
	mg_schema_set_free(f->set);
	for (size_t i = 0; i < f->n; i++)
		mg_doc_clear(&f->schemas[i]);
	mg_doc_clear(&f->doc);
	mg_findings_clear(&f->findings);
}

static inline int fixture_add(struct fixture *f, const char *name, const char *schema)
{
	assert_in_range(f->n, 0, MAX_DOCUMENTS - 1);
	read_text(&f->schemas[f->n], schema);
	return mg_schema_set_add(f->set, name, f->schemas[f->n++].root, &f->err);
}

// One schema, named "s"; 0 or the compiler's code.
static inline int fixture_compile(struct fixture *f, const char *schema)
{
	int rc;

	fixture_init(f);
	rc = fixture_add(f, "s", schema);
	return rc ? rc : mg_schema_set_compile(f->set, &f->err);
}

static inline void fixture_open(struct fixture *f, const char *schema)
{
	if (fixture_compile(f, schema))
		fail_msg("%s: %s", schema, f->err.message);
}

static inline bool fixture_check(struct fixture *f, const char *document)
{
	mg_doc_clear(&f->doc);
	mg_findings_clear(&f->findings);
	read_text(&f->doc, document);
	return mg_schema_check(mg_schema_find(f->set, "s"), f->doc.root, "actions/a.yaml", &f->findings);
}

struct shape_case {
	const char *schema;
	const char *document;
	bool valid;
};

// The verdict, with and without telling why, and that an invalid document is told of.
static inline void check_shapes(const struct shape_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct fixture f;

		fixture_open(&f, cases[i].schema);
		if (fixture_check(&f, cases[i].document) != cases[i].valid)
			fail_msg("%s of %s", cases[i].document, cases[i].schema);
		assert_int_equal(cases[i].valid, f.findings.n == 0);
		assert_int_equal(cases[i].valid, mg_schema_check(mg_schema_find(f.set, "s"), f.doc.root, "x", NULL));
		for (size_t k = 0; k < f.findings.n; k++) {
			assert_string_not_equal(f.findings.items[k].message, "");
			assert_int_equal(f.findings.items[k].level, MG_LEVEL_INVALID);
		}
		fixture_clear(&f);
	}
}

#define CHECK_SHAPES(cases) check_shapes(cases, sizeof(cases) / sizeof *(cases))

#endif
