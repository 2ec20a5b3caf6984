// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/record.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/record/path_word.h"
#include "schema/record/record_at.h"

#include <stdio.h>

// Adds a mistake of shape about the value of a key of the record.
static void report(const struct mg_path *path, const struct mg_node *value, const char *key, const char *code,
		   const char *message, const char *hint, struct mg_findings *findings)
{
	struct mg_record_at at = {NULL, mg_slice_of(key), NULL};
	const struct mg_schema *schema = mg_schema_property(path->type->shape, at.key);

	mg_record_report(findings, path, &at, schema,
			 &(struct mg_finding){.code = code,
					      .level = MG_LEVEL_INVALID,
					      .mark = value ? value->start : (struct mg_mark){0},
					      .length = value ? (uint32_t)mg_utf8_count(value->text) : 0,
					      .message = message,
					      .hint = hint});
}

// What the record says of itself under key must be what its path says.
static bool agrees(const struct mg_path *path, const struct mg_node *root, const char *key, const char *said,
		   struct mg_findings *findings)
{
	const struct mg_node *value = *said ? mg_node_get(root, key) : NULL;
	char message[512], hint[512];

	if (!value || mg_slice_is(value->text, said))
		return true;
	snprintf(message, sizeof message, _("\"%s\" is \"%.*s\", but the path says \"%s\""), key,
		 mg_path_shown(value->text), value->text.len ? value->text.data : "", said);
	snprintf(hint, sizeof hint, _("write %s: %s, or move the file"), key, said);
	report(path, value, key, "identity", message, hint, findings);
	return false;
}

static bool check_identity(const struct mg_path *path, const struct mg_node *root, struct mg_findings *findings)
{
	static const char *const keys[] = {"periode", "annee", "acteur"};
	char version[12] = "";
	bool ok = true;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		ok &= agrees(path, root, keys[i], mg_path_part(&path->parts, keys[i]), findings);
	if (path->parts.n)
		snprintf(version, sizeof version, "%u", path->parts.n);
	ok &= agrees(path, root, "version", version, findings);
	// What stands in a convention's folder and is signed must not be worth as much in another one's.
	return ok & agrees(path, root, "convention", path->parts.n ? path->parts.id : "", findings);
}

// True when file names an earlier version of the record at path.
static bool is_earlier(const struct mg_types *types, const struct mg_path *path, struct mg_slice file)
{
	struct mg_path replaced, original, own;
	char text[MG_MAX_PATH_BYTES + 1];
	struct mg_path_parts parts;

	if (file.len > MG_MAX_PATH_BYTES)
		return false;
	snprintf(text, sizeof text, "%.*s", (int)file.len, file.len ? file.data : "");
	if (mg_path_parse(types, text, &replaced, NULL) < 0 || replaced.kind != MG_PATH_RECORD ||
	    replaced.type != path->type || replaced.parts.revision >= path->parts.revision)
		return false;
	parts = replaced.parts;
	parts.revision = path->parts.revision; // what differs may be that number only
	if (mg_path_format(path->type, &parts, &original, NULL) < 0 ||
	    mg_path_format(path->type, &path->parts, &own, NULL) < 0)
		return false;
	return strcmp(original.text, own.text) == 0;
}

static bool check_replaced(const struct mg_types *types, const struct mg_path *path, const struct mg_node *root,
			   struct mg_findings *findings)
{
	const struct mg_node *replaced = mg_node_get(root, "remplace");
	const struct mg_node *file = mg_node_get(replaced, "fichier");

	if (!path->parts.revision && replaced && path->type->opener) {
		report(path, replaced, "remplace", "remplace", _("only a correction replaces a record"),
		       _("remove the field, or name the file <record>--r2.yaml"), findings);
		return false;
	}
	if (!path->parts.revision || is_earlier(types, path, mg_node_string(file)))
		return true;
	report(path, file ? file : replaced, "remplace", "remplace",
	       _("a correction names in remplace.fichier the earlier version of the same record"),
	       _("give its path and its SHA-256"), findings);
	return false;
}

bool mg_record_check_shape(const struct mg_types *types, const struct mg_path *path, const struct mg_doc *doc,
			   struct mg_findings *findings)
{
	bool ok = mg_schema_check(path->type->shape, doc->root, path->text, findings);

	if (ok)
		ok = mg_record_check_ids(path, path->type->shape, doc->root, findings);
	ok &= check_identity(path, doc->root, findings);
	ok &= check_replaced(types, path, doc->root, findings);
	return ok & mg_record_check_nir(path, doc, findings);
}

bool mg_record_check_cooperative(const struct mg_path *path, const struct mg_doc *doc, const char *ca_id,
				 struct mg_findings *findings)
{
	const struct mg_node *value = mg_node_get(doc->root, "cooperative");

	if (!path->type->ns || !value || mg_slice_is(value->text, ca_id))
		return true;
	report(path, value, "cooperative", "identity", _("\"cooperative\" names another CA than this one"),
	       _("a record of another CA cannot be used here: make a new one"), findings);
	return false;
}

static int refuse_path(const char *text, const struct mg_error *err, struct mg_findings *findings)
{
	mg_findings_add(findings, &(struct mg_finding){.code = "path",
						       .level = MG_LEVEL_INVALID,
						       .path = text,
						       .message = err->message,
						       .hint = err->hint});
	return MG_EINVALID;
}

bool mg_record_check_doc(const struct mg_types *types, const struct mg_path *path, const struct mg_doc *doc,
			 struct mg_findings *findings)
{
	bool ok = mg_record_check_shape(types, path, doc, findings);

	if (ok) {
		mg_record_check_filled(path, doc, findings);
		mg_record_check_codes(path, doc, findings);
	}
	mg_record_check_privacy(path, doc, findings); // also of what is to be mended: it would be recorded next
	mg_record_check_comments(path, doc, findings);
	return ok;
}

int mg_record_check(const struct mg_types *types, const char *path, struct mg_slice text, struct mg_doc *doc,
		    struct mg_findings *findings)
{
	struct mg_path parsed;
	struct mg_error err = {0};
	int rc;

	if (mg_path_parse(types, path, &parsed, &err) < 0)
		return refuse_path(path, &err, findings);
	if (parsed.kind != MG_PATH_RECORD) {
		(void)mg_fail(&err, MG_EINVALID, _("%s is not the path of a record"), path);
		return refuse_path(path, &err, findings);
	}
	rc = mg_yaml_read(doc, path, text, findings);
	if (rc < 0)
		return rc;
	return mg_record_check_doc(types, &parsed, doc, findings) ? 0 : MG_EINVALID;
}

struct mg_slice mg_record_owner(const struct mg_path *path, const struct mg_node *root)
{
	const char *owner = path->type ? path->type->owner : NULL;
	const char *part = owner ? mg_path_part(&path->parts, owner) : NULL;

	if (part && *part)
		return mg_slice_of(part);
	return owner ? mg_node_string(mg_node_get(root, owner)) : (struct mg_slice){0};
}
