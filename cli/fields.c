// SPDX-License-Identifier: EUPL-1.2
#include "cli/fields.h"

#include "base/i18n.h"
#include "cli/findings.h"
#include "cli/form.h"
#include "cli/read.h"
#include "cli/say.h"

static int set_field(struct mg_cli *cli, const char *path, const struct mg_record_field *field, struct mg_buf *text,
		     struct mg_error *err)
{
	struct mg_buf after = {0};
	struct mg_place place;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = field->value ? mg_form_take(text, field->place, err) : 0;
	if (rc == 0)
		rc = mg_read_text(path, mg_buf_slice(text), &doc, err);
	if (rc == 0)
		rc = mg_place_parse(field->place, &cli->arena, &place, err);
	if (rc == 0)
		rc = mg_yaml_set(&doc, &place, field->value, &after, err);
	if (rc == 0) {
		mg_buf_reset(text);
		mg_buf_put_slice(text, mg_buf_slice(&after));
		rc = mg_buf_check(text, err);
	}
	mg_buf_clear(&after);
	mg_doc_clear(&doc);
	return rc;
}

int mg_fields_set(struct mg_cli *cli, const char *path, const struct mg_record_field *fields, size_t n,
		  struct mg_buf *text, struct mg_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = set_field(cli, path, &fields[i], text, err);
	return rc;
}

int mg_fields_check(struct mg_cli *cli, const char *path, struct mg_slice text, size_t *to_fill, struct mg_error *err)
{
	const struct mg_sources sources = {.text = text};
	struct mg_findings findings;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	rc = mg_record_check(cli->types, path, text, &doc, &findings);
	if (rc == MG_EINVALID) {
		mg_findings_show(stderr, &findings, MG_LEVEL_INVALID, &sources);
		mg_warn(_("nothing was recorded"));
		rc = MG_EXIT_FAILED;
	} else if (rc < 0) {
		rc = mg_cli_no_memory(err);
	}
	if (to_fill)
		*to_fill = mg_findings_count(&findings, MG_LEVEL_E);
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return rc;
}
