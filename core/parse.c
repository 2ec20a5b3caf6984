// SPDX-License-Identifier: EUPL-1.2
#include "core/parse.h"

#include "base/limits.h"
#include "schema/yaml_read.h"

int mg_parse_doc(const char *name, struct mg_slice text, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_findings findings;
	int code;

	mg_findings_init(&findings);
	code = mg_yaml_read_within(doc, name, text, MG_MAX_VIEW_BYTES, &findings);
	if (code && findings.n)
		mg_fail(err, code, "%s:%u:%u: %s", name, findings.items[0].mark.line, findings.items[0].mark.col,
			findings.items[0].message);
	else if (code)
		mg_fail_memory(err);
	mg_findings_clear(&findings);
	return code;
}

int mg_parse_value(const char *name, struct mg_slice text, struct mg_arena *arena, const struct mg_node **value,
		   struct mg_error *err)
{
	struct mg_doc doc;
	int code;

	*value = NULL;
	mg_doc_init(&doc);
	code = mg_parse_doc(name, text, &doc, err);
	if (!code && !(*value = mg_node_copy(arena, doc.root)))
		code = mg_fail_memory(err);
	mg_doc_clear(&doc);
	return code;
}
