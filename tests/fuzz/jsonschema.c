// SPDX-License-Identifier: EUPL-1.2
//
// The input is a schema, a line "====", a document. A verdict must be the same told or untold; a refusal must be told of,
// at places that read back, inside the text; looking into the schema must end.
#include "base/text.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/yaml/yaml.h"

#include <stdlib.h>

#define SEPARATOR "\n====\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_into(const struct mg_schema *schema, const char *field)
{
	struct mg_arena arena = {0};
	struct mg_place place;
	struct mg_slice key;
	const struct mg_schema *at;

	if (mg_place_parse(field, &arena, &place, NULL))
		abort();
	at = mg_schema_at(schema, &place);
	if (at) {
		(void)mg_schema_types(at);
		(void)mg_schema_keyword(at, "title");
		(void)mg_schema_key(at, 0, &key, NULL);
	}
	mg_arena_clear(&arena);
}

static bool is_text(const char *text)
{
	struct mg_slice slice = mg_slice_of(text);

	return mg_utf8_check(slice) == slice.len;
}

static void check_findings(const struct mg_schema *schema, const struct mg_doc *doc, bool valid,
			   const struct mg_findings *findings)
{
	if (valid != (findings->n == 0))
		abort();
	for (size_t i = 0; i < findings->n; i++) {
		const struct mg_finding *finding = &findings->items[i];

		if (!*finding->message || !is_text(finding->message) || !is_text(finding->hint))
			abort();
		if (finding->mark.offset > doc->text.len || finding->length == 0)
			abort();
		look_into(schema, finding->field);
	}
}

static void check_document(const struct mg_schema *schema, struct mg_slice text)
{
	struct mg_findings findings;
	struct mg_doc doc;
	bool valid;

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	if (mg_yaml_read(&doc, "document", text, &findings) == 0) {
		valid = mg_schema_check(schema, doc.root, "document", &findings);
		if (mg_schema_check(schema, doc.root, "document", NULL) != valid)
			abort();
		check_findings(schema, &doc, valid, &findings);
	}
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
}

static const char *find_separator(const char *text, size_t len)
{
	size_t n = strlen(SEPARATOR);

	for (size_t i = 0; i + n <= len; i++)
		if (memcmp(text + i, SEPARATOR, n) == 0)
			return text + i;
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *end = find_separator(text, size);
	struct mg_findings findings;
	struct mg_schema_set *set;
	struct mg_error err;
	struct mg_doc doc;

	if (!end)
		return 0;
	set = mg_schema_set_new();
	mg_doc_init(&doc);
	mg_findings_init(&findings);
	if (set && mg_yaml_read(&doc, "schema", (struct mg_slice){text, (size_t)(end - text)}, &findings) == 0 &&
	    mg_schema_set_add(set, "s", doc.root, &err) == 0) {
		size_t start = (size_t)(end - text) + strlen(SEPARATOR);

		if (mg_schema_set_compile(set, &err) == 0)
			check_document(mg_schema_find(set, "s"), (struct mg_slice){text + start, size - start});
		else if (!*err.message)
			abort();
	}
	mg_schema_set_free(set);
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return 0;
}
