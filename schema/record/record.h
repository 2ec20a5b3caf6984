// SPDX-License-Identifier: EUPL-1.2
//
// Records: a file of the CA judged by its path and its type's schema, and the making of new ones. What needs more than
// one record (references, deadlines, totals) is not here.
#ifndef MG_SCHEMA_RECORD_H
#define MG_SCHEMA_RECORD_H

#include "schema/record/path.h"
#include "schema/yaml/yaml.h"

// Reads and checks a record: path, YAML, shape, then what looks private or cut off and, where the shape is right, what
// is left to fill in. Findings of level INVALID are mistakes of shape; those of level E, A and I are fields that the
// guide obliges, advises or allows to fill and that are empty (code "missing", with the article), codes that are
// nobody's (E, A, I), private data (A), and texts cut off by a # (A). Returns 0 when the shape is right, and doc then
// holds the record; MG_EINVALID with at least one INVALID finding when it is not; MG_ENOMEM. doc must be initialised
// and empty.
int mg_record_check(const struct mg_types *types, const char *path, struct mg_slice text, struct mg_doc *doc,
		    struct mg_findings *findings) MG_CHECKED;

// The same for a document read already; false when its shape is not right.
bool mg_record_check_doc(const struct mg_types *types, const struct mg_path *path, const struct mg_doc *doc,
			 struct mg_findings *findings);

// The parts of it.
//
// Shape: the schema's keywords; periode, annee, acteur and version agreeing with the path ("identity"); ids of a list
// distinct ("duplicate-id"); a correction naming what it replaces ("remplace"); no social security number in a value, a
// key or a comment ("nir"). This alone decides whether a record may be recorded and accepted. findings may be NULL.
bool mg_record_check_shape(const struct mg_types *types, const struct mg_path *path, const struct mg_doc *doc,
			   struct mg_findings *findings);

// Fields with x-niveau that are empty: absent, a blank text, an empty list or mapping. x-si limits a field's level to
// records whose other fields, beside it, have one of the values it lists, or are filled in.
void mg_record_check_filled(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings);
bool mg_record_is_empty(const struct mg_node *value); // NULL too

// Values of fields with x-code that are in form but nobody's: a commune that is none or not any more, a key digit that does
// not fit (docs/format-codes.md).
void mg_record_check_codes(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings);

// Values that look like a person's own mobile number, private e-mail address or date of birth: findings of level A
// ("private-phone", "private-email", "private-birth"), but in fields whose name ends in _pro.
void mg_record_check_privacy(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings);

// Texts without quotes that end at a # which may belong to them: findings of level A ("comment").
void mg_record_check_comments(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings);

// What a signable record says of its CA: one more finding of shape ("identity") when it is not ca_id. No path tells the
// CA, so the caller does.
bool mg_record_check_cooperative(const struct mg_path *path, const struct mg_doc *doc, const char *ca_id,
				 struct mg_findings *findings);

// The actor who owns a record, from the path or the field that x-proprietaire names; empty when nobody does. Borrowed
// from path or root.
struct mg_slice mg_record_owner(const struct mg_path *path, const struct mg_node *root);

struct mg_record_field {
	const char *place; // "intitule", "calendrier_previsionnel.debut", "lieux_precis[l1].nom"
	const struct mg_node *value;
};

// The text of a new record: the given fields, in the schema's order. MG_EUSAGE for a field that the type has not, with
// the nearest one as hint. out is replaced.
int mg_record_new(const struct mg_type *type, const struct mg_record_field *fields, size_t n, struct mg_buf *out,
		  struct mg_error *err) MG_CHECKED;

// The schema of a place (schema/jsonschema/jsonschema.h); *shape is NULL below a free-form mapping. MG_EUSAGE for a
// field that the type has not, with the nearest one as hint.
int mg_record_field_shape(const struct mg_type *type, const char *place, const struct mg_schema **shape,
			  struct mg_error *err) MG_CHECKED;

// Reads what somebody typed after FIELD=. A field of text takes it as it is; any other is read as YAML, where items that
// the schema wants as text are taken as written (communes=[78621] gives "78621"). An empty text is *value NULL: the
// field's removal. Whether the value is right is the checker's business. The value lives in doc, which must be
// initialised and empty.
int mg_record_value(const struct mg_type *type, const char *place, const char *text, struct mg_doc *doc,
		    const struct mg_node **value, struct mg_error *err) MG_CHECKED;

// ---- words for people

// What people call a value of an enumeration: "réalisée", or "done", for realisee (x-libelles). The value itself where the
// schema has no word for it, or is NULL. Borrowed from the schema or the caller.
struct mg_slice mg_record_label(const struct mg_schema *schema, struct mg_slice value, bool french);

// The same by the field's name, with a dot inside groups and the items of lists: "statut_membre", "membres.qualite". The
// type is loaded.
struct mg_slice mg_record_label_in(const struct mg_type *type, const char *field, struct mg_slice value, bool french);

// What a record is called: its intitule, nom, titre, libelle or titulaire; empty when it has none of them, or root is NULL.
struct mg_slice mg_record_title(const struct mg_node *root);

#endif
