// SPDX-License-Identifier: EUPL-1.2
//
// FIELD=VALUE: which field is meant, and what the value is by its schema.
#include "schema/record/record.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/record/path_word.h"

#include <stdio.h>

// ---- fields

static bool is_false(const struct mg_node *node)
{
	return node && node->type == MG_BOOL && !node->as.boolean;
}

// The key of a mapping that somebody most likely meant, in buf; NULL when none is near.
static const char *nearest_key(const struct mg_schema *map, struct mg_slice typed, char *buf, size_t size)
{
	const struct mg_schema *property;
	char word[MG_MAX_ID_CHARS + 1], best[MG_MAX_ID_CHARS + 1] = "", key[MG_MAX_ID_CHARS + 1];
	struct mg_slice name;

	snprintf(word, sizeof word, "%.*s", mg_path_shown(typed), typed.data);
	for (size_t i = 0; mg_schema_key(map, i, &name, &property); i++) {
		const char *pair[] = {*best ? best : key, key};
		const char *nearer;

		snprintf(key, sizeof key, "%.*s", (int)name.len, name.data);
		nearer = mg_nearest(word, pair, 2);
		if (nearer == key)
			memcpy(best, key, sizeof best);
	}
	snprintf(buf, size, "%s", best);
	return *best ? buf : NULL;
}

static int unknown_field(const struct mg_type *type, const struct mg_schema *map, struct mg_slice key,
			 struct mg_error *err)
{
	char nearest[MG_MAX_ID_CHARS + 1];

	(void)mg_fail(err, MG_EUSAGE, _("a record \"%s\" has no field \"%.*s\""), type->name, mg_path_shown(key),
		      key.data);
	if (err && nearest_key(map, key, nearest, sizeof nearest))
		(void)mg_error_hint(err, _("did you mean %s?"), nearest);
	return MG_EUSAGE;
}

// One step down from *schema, which becomes NULL where anything may stand.
static int step_down(const struct mg_type *type, const struct mg_step *step, const struct mg_schema **schema,
		     struct mg_error *err)
{
	const struct mg_schema *above = *schema;
	unsigned wanted = step->kind == MG_STEP_KEY ? MG_TYPE_OBJECT : MG_TYPE_ARRAY;
	unsigned types = mg_schema_types(above);

	if (types && !(types & wanted))
		return mg_fail(err, MG_EUSAGE, _("a record \"%s\" has nothing at \"%.*s\""), type->name,
			       mg_path_shown(step->name), step->name.data);
	if (step->kind != MG_STEP_KEY) {
		*schema = mg_schema_item(above, 0);
		return 0;
	}
	*schema = mg_schema_property(above, step->name);
	if (*schema && !is_false(mg_schema_node(*schema)))
		return 0;
	*schema = NULL;
	return is_false(mg_schema_keyword(above, "additionalProperties")) ? unknown_field(type, above, step->name, err)
									  : 0;
}

int mg_record_field_shape(const struct mg_type *type, const char *place, const struct mg_schema **shape,
			  struct mg_error *err)
{
	const struct mg_schema *schema = type->shape;
	struct mg_arena arena;
	struct mg_place parsed;
	int rc;

	*shape = NULL;
	mg_arena_init(&arena, 0);
	rc = mg_place_parse(place, &arena, &parsed, err);
	if (rc == 0 && parsed.n == 0)
		rc = mg_fail(err, MG_EUSAGE, _("the name of the field is empty"));
	for (size_t i = 0; rc == 0 && i < parsed.n && schema; i++)
		rc = step_down(type, &parsed.steps[i], &schema, err);
	if (rc == 0)
		*shape = schema;
	mg_arena_clear(&arena);
	return rc;
}

// ---- values

static bool wants_text(const struct mg_schema *schema)
{
	return schema && mg_schema_types(schema) == MG_TYPE_STRING;
}

// "oui" and "non", where the schema wants true or false and nothing else.
static const struct mg_node *as_boolean(struct mg_arena *arena, const struct mg_node *node)
{
	static const char *const words[][2] = {{"non", "oui"}, {"faux", "vrai"}, {"no", "yes"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (int truth = 0; truth < 2; truth++)
			if (mg_slice_is(node->text, words[i][truth]))
				return mg_node_new_bool(arena, truth);
	return node;
}

// The node with every scalar as written where its schema wants text: [78621] is ["78621"].
static const struct mg_node *as_wanted(struct mg_arena *arena, const struct mg_schema *schema,
				       const struct mg_node *node)
{
	if (!schema)
		return node;
	if (node->type == MG_LIST) {
		const struct mg_node **items = mg_arena_array(arena, node->as.list.n, sizeof *items);

		for (size_t i = 0; items && i < node->as.list.n; i++)
			items[i] = as_wanted(arena, mg_schema_item(schema, i), node->as.list.items[i]);
		return items ? mg_node_new_list(arena, items, node->as.list.n) : NULL;
	}
	if (node->type == MG_MAP) {
		struct mg_pair *pairs = mg_arena_array(arena, node->as.map.n, sizeof *pairs);

		for (size_t i = 0; pairs && i < node->as.map.n; i++) {
			pairs[i] = node->as.map.pairs[i];
			pairs[i].value = as_wanted(arena, mg_schema_property(schema, pairs[i].key), pairs[i].value);
		}
		return pairs ? mg_node_new_map(arena, pairs, node->as.map.n) : NULL;
	}
	if (wants_text(schema) && (node->type == MG_INT || node->type == MG_FLOAT || node->type == MG_BOOL))
		return mg_node_new_string(arena, node->text);
	if (node->type == MG_STRING && mg_schema_types(schema) == MG_TYPE_BOOLEAN)
		return as_boolean(arena, node);
	return node;
}

static unsigned type_of(const struct mg_node *node)
{
	static const unsigned types[] = {
		[MG_NULL] = MG_TYPE_NULL,
		[MG_BOOL] = MG_TYPE_BOOLEAN,
		[MG_INT] = MG_TYPE_INTEGER | MG_TYPE_NUMBER,
		[MG_FLOAT] = MG_TYPE_NUMBER | MG_TYPE_INTEGER,
		[MG_STRING] = MG_TYPE_STRING,
		[MG_LIST] = MG_TYPE_ARRAY,
		[MG_MAP] = MG_TYPE_OBJECT,
	};

	return types[node->type];
}

// YAML, or where text is allowed too and YAML gives something else, the text.
static int read_yaml(const struct mg_schema *schema, const char *place, const char *text, struct mg_doc *doc,
		     const struct mg_node **value, struct mg_error *err)
{
	unsigned types = schema ? mg_schema_types(schema) : 0;
	struct mg_findings findings;
	int rc;

	mg_findings_init(&findings);
	rc = mg_yaml_read(doc, place, mg_slice_of(text), &findings);
	if (rc == 0 && !((types & MG_TYPE_STRING) && !(types & type_of(doc->root))))
		*value = as_wanted(&doc->arena, schema, doc->root);
	else if (types & MG_TYPE_STRING)
		*value = mg_node_new_string(&doc->arena, mg_slice_of(text));
	else if (findings.n)
		rc = mg_fail(err, MG_EUSAGE, _("the value of %s cannot be read: %s"), place, findings.items[0].message);
	if (*value)
		rc = 0;
	else if (rc == 0 || rc == MG_ENOMEM)
		rc = mg_fail_memory(err);
	mg_findings_clear(&findings);
	return rc;
}

int mg_record_value(const struct mg_type *type, const char *place, const char *text, struct mg_doc *doc,
		    const struct mg_node **value, struct mg_error *err)
{
	const struct mg_schema *schema;

	*value = NULL;
	if (mg_record_field_shape(type, place, &schema, err) < 0)
		return err ? err->code : MG_EUSAGE;
	if (!*text)
		return 0;
	if (!wants_text(schema))
		return read_yaml(schema, place, text, doc, value, err);
	*value = mg_node_new_string(&doc->arena, mg_slice_of(text));
	return *value ? 0 : mg_fail_memory(err);
}
