// SPDX-License-Identifier: EUPL-1.2
#include "base/i18n.h"
#include "schema/yaml/yaml_edits.h"
#include "schema/yaml/yaml_read.h"

// mg_node_equal, and the keys in the same order: that is layout, which an edit must not change.
static bool identical(const struct mg_node *a, const struct mg_node *b)
{
	size_t n;

	if (a->type != b->type || (a->type != MG_LIST && a->type != MG_MAP))
		return mg_node_equal(a, b);
	n = a->type == MG_MAP ? a->as.map.n : a->as.list.n;
	if (n != (a->type == MG_MAP ? b->as.map.n : b->as.list.n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (a->type == MG_LIST) {
			if (!identical(a->as.list.items[i], b->as.list.items[i]))
				return false;
		} else if (!mg_slice_equal(a->as.map.pairs[i].key, b->as.map.pairs[i].key) ||
			   !identical(a->as.map.pairs[i].value, b->as.map.pairs[i].value)) {
			return false;
		}
	}
	return true;
}

static void tell(const struct mg_findings *findings, struct mg_error *err)
{
	const struct mg_finding *first = findings->n ? findings->items : NULL;

	if (!first) {
		mg_fail(err, MG_EINVALID, _("this value cannot be written in a record"));
		return;
	}
	mg_fail(err, MG_EINVALID, _("this value cannot be written in a record: %s"), first->message);
	mg_error_hint(err, "%s", first->hint);
}

int mg_yaml_reads_as(struct mg_slice text, size_t max_bytes, const struct mg_node *expected, bool *same,
		     struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_doc doc;
	int code;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	code = mg_yaml_read_within(&doc, "", text, max_bytes, &findings);
	*same = !code && identical(doc.root, expected);
	if (code && code != MG_EINVALID)
		code = mg_fail_memory(err);
	else
		code = 0;
	if (!code && !*same)
		tell(&findings, err);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return code;
}
