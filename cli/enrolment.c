// SPDX-License-Identifier: EUPL-1.2
#include "cli/enrolment.h"

#include "base/i18n.h"
#include "core/trust/seal.h"

// The options of a command made this text, so its mistakes are mistakes of usage.
int mg_enrolment_check(struct mg_cli *cli, const char *path, struct mg_slice bytes, struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	rc = mg_record_check(cli->types, path, bytes, &doc, &findings);
	for (size_t i = 0; rc < 0 && i < findings.n; i++) {
		const struct mg_finding *finding = &findings.items[i];

		if (finding->level != MG_LEVEL_INVALID)
			continue;
		rc = mg_fail(err, MG_EUSAGE, "%s", finding->message);
		if (*finding->hint)
			rc = mg_error_hint(err, "%s", finding->hint);
		break;
	}
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return rc == MG_ENOMEM ? mg_cli_no_memory(err) : rc;
}

static int read_fields(struct mg_cli *cli, const struct mg_type *type, const struct mg_string_field *fields, size_t n,
		       struct mg_record_field *out, size_t *out_n, struct mg_error *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct mg_node *value;
		struct mg_doc doc;
		int rc;

		if (!fields[i].value)
			continue;
		mg_doc_init(&doc);
		rc = mg_record_value(type, fields[i].place, fields[i].value, &doc, &value, err);
		if (rc == 0 && value) {
			out[*out_n] = (struct mg_record_field){fields[i].place, mg_node_copy(&cli->arena, value)};
			rc = out[(*out_n)++].value ? 0 : mg_cli_no_memory(err);
		}
		mg_doc_clear(&doc);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int mg_enrolment_record(struct mg_cli *cli, const char *path, const struct mg_string_field *fields, size_t n,
			struct mg_slice *bytes, struct mg_error *err)
{
	struct mg_record_field *read = mg_arena_array(&cli->arena, n, sizeof *read);
	struct mg_buf text = {0};
	struct mg_path parsed;
	size_t read_n = 0;
	int rc = mg_path_parse(cli->types, path, &parsed, err);

	if (rc == 0)
		rc = read ? read_fields(cli, parsed.type, fields, n, read, &read_n, err) : mg_cli_no_memory(err);
	if (rc == 0)
		rc = mg_record_new(parsed.type, read, read_n, &text, err);
	if (rc == 0)
		rc = mg_enrolment_check(cli, path, mg_buf_slice(&text), err);
	if (rc == 0) {
		*bytes = (struct mg_slice){mg_arena_copy(&cli->arena, mg_buf_text(&text), text.len), text.len};
		rc = bytes->data ? 0 : mg_cli_no_memory(err);
	}
	mg_buf_clear(&text);
	return rc;
}

int mg_enrolment_key(struct mg_cli *cli, const char *actor, enum mg_home_key use, const struct mg_public_key *key,
		     const char *holder, const char **path, struct mg_slice *bytes, struct mg_error *err)
{
	char place[MG_MAX_PATH_BYTES + 1];
	struct mg_buf line = {0};
	int rc;

	mg_key_format_line(key, NULL, &line);
	mg_seal_key_path(key->id, place);
	*path = mg_arena_strdup(&cli->arena, place);
	rc = *path ? mg_buf_check(&line, err) : mg_cli_no_memory(err);
	if (rc == 0) {
		const struct mg_string_field fields[] = {
			{"cooperative", cli->copy ? mg_copy_id(cli->copy) : NULL}, // a CA being made has no id yet
			{"acteur", actor},
			{"usage", use == MG_HOME_SIGNATORY ? "signataire" : "appareil"},
			{"titulaire", *holder ? holder : NULL},
			{"cle", mg_buf_text(&line)},
		};

		rc = mg_enrolment_record(cli, *path, fields, sizeof fields / sizeof *fields, bytes, err);
	}
	mg_buf_clear(&line);
	return rc;
}
