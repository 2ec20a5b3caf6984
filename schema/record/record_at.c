// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/record_at.h"

#define MAX_LABEL 200 // bytes shown of a title or article of a schema

static void format_at(const struct mg_record_at *at, struct mg_buf *place)
{
	struct mg_buf canon = {0};
	struct mg_step step = {.kind = MG_STEP_KEY};

	if (!at)
		return;
	format_at(at->up, place);
	step.name = at->key;
	if (at->id) {
		mg_node_canon(at->id, &canon);
		step = (struct mg_step){MG_STEP_ELEMENT, mg_buf_slice(&canon)};
	}
	mg_step_format(&step, place);
	mg_buf_clear(&canon);
}

const char *mg_record_keyword(const struct mg_schema *schema, const char *keyword, char *buf, size_t size)
{
	struct mg_slice text = mg_node_string(schema ? mg_schema_keyword(schema, keyword) : NULL);
	size_t len = text.len < size ? text.len : size - 1;

	if (len)
		memcpy(buf, text.data, len);
	buf[len] = '\0';
	return buf;
}

void mg_record_report(struct mg_findings *findings, const struct mg_path *path, const struct mg_record_at *at,
		      const struct mg_schema *schema, const struct mg_finding *finding)
{
	char label[MAX_LABEL], article[MAX_LABEL];
	struct mg_finding whole = *finding;
	struct mg_buf place = {0};

	if (!findings || mg_findings_pass(findings, finding->level))
		return;
	format_at(at, &place);
	whole.path = path->text;
	whole.field = mg_buf_text(&place);
	whole.label = mg_record_keyword(schema, "title", label, sizeof label);
	if (!finding->article)
		whole.article = mg_record_keyword(schema, "x-article", article, sizeof article);
	mg_findings_add(findings, &whole);
	mg_buf_clear(&place);
}
