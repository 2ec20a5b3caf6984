// SPDX-License-Identifier: EUPL-1.2
//
// New records: values put at their places, then written in the schema's order.
#include "schema/record/record.h"

#include "schema/jsonschema/jsonschema.h"

static int no_memory(struct mg_error *err)
{
	return mg_fail_memory(err);
}

// ---- order

static const struct mg_node *ordered(struct mg_arena *arena, const struct mg_schema *schema,
				     const struct mg_node *node);

// Takes the pair under key, if there is one not taken yet, as the next of the new mapping.
static void take(struct mg_arena *arena, const struct mg_schema *schema, struct mg_pair *rest, size_t n,
		 struct mg_slice key, struct mg_pair *out, size_t *out_n)
{
	for (size_t i = 0; i < n; i++) {
		if (!rest[i].key.data || !mg_slice_equal(rest[i].key, key))
			continue;
		out[*out_n] = rest[i];
		out[(*out_n)++].value = schema ? ordered(arena, schema, rest[i].value) : rest[i].value;
		rest[i].key.data = NULL;
		return;
	}
}

static const struct mg_node *ordered_map(struct mg_arena *arena, const struct mg_schema *schema,
					 const struct mg_node *map)
{
	size_t n = map->as.map.n, out_n = 0;
	struct mg_pair *rest = mg_arena_array(arena, n, sizeof *rest), *out = mg_arena_array(arena, n, sizeof *out);
	const struct mg_schema *property;
	struct mg_slice key;

	if (!rest || !out)
		return NULL;
	if (n)
		memcpy(rest, map->as.map.pairs, n * sizeof *rest);
	for (size_t i = 0; mg_schema_key(schema, i, &key, &property); i++)
		take(arena, property, rest, n, key, out, &out_n);
	for (size_t i = 0; i < n; i++)
		take(arena, NULL, rest, n, map->as.map.pairs[i].key, out, &out_n);
	return mg_node_new_map(arena, out, out_n);
}

static const struct mg_node *ordered(struct mg_arena *arena, const struct mg_schema *schema, const struct mg_node *node)
{
	const struct mg_schema *item;
	const struct mg_node **items;

	if (node->type == MG_MAP)
		return ordered_map(arena, schema, node);
	if (node->type != MG_LIST || !(item = mg_schema_item(schema, 0)))
		return node;
	items = mg_arena_array(arena, node->as.list.n, sizeof *items);
	if (!items)
		return NULL;
	for (size_t i = 0; i < node->as.list.n; i++)
		items[i] = ordered(arena, item, node->as.list.items[i]);
	return mg_node_new_list(arena, items, node->as.list.n);
}

// ---- fields

static int read_own(struct mg_doc *doc, struct mg_slice text, struct mg_error *err)
{
	struct mg_findings findings;
	int rc;

	mg_findings_init(&findings);
	rc = mg_yaml_read(doc, "", text, &findings);
	if (rc < 0)
		rc = findings.n ? mg_fail(err, MG_EINTERNAL, "%s", findings.items[0].message) : no_memory(err);
	mg_findings_clear(&findings);
	return rc;
}

// Fields that are a key of the record make the first text; those inside one are then set in it.
static int write_keys(const struct mg_record_field *fields, size_t n, struct mg_arena *arena, struct mg_buf *text,
		      struct mg_error *err)
{
	struct mg_pair *pairs = mg_arena_array(arena, n, sizeof *pairs);
	const struct mg_node *map;
	size_t pairs_n = 0;

	if (!pairs)
		return no_memory(err);
	for (size_t i = 0; i < n; i++) {
		struct mg_place place;

		if (mg_place_parse(fields[i].place, arena, &place, err) < 0)
			return MG_EUSAGE;
		if (place.n == 1)
			pairs[pairs_n++] = (struct mg_pair){.key = place.steps[0].name, .value = fields[i].value};
	}
	map = mg_node_new_map(arena, pairs, pairs_n);
	if (!map)
		return no_memory(err);
	mg_yaml_write(map, text);
	return mg_buf_check(text, err);
}

static int set_inner(const struct mg_record_field *field, struct mg_arena *arena, struct mg_buf *text,
		     struct mg_error *err)
{
	struct mg_buf after = {.max = MG_MAX_RECORD_BYTES};
	struct mg_place place;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_place_parse(field->place, arena, &place, err);
	if (rc < 0 || place.n == 1)
		goto out;
	rc = read_own(&doc, mg_buf_slice(text), err);
	if (rc == 0)
		rc = mg_yaml_set(&doc, &place, field->value, &after, err);
	if (rc == 0) {
		mg_buf_reset(text);
		mg_buf_put_slice(text, mg_buf_slice(&after));
		rc = mg_buf_check(text, err);
	}
out:
	mg_doc_clear(&doc);
	mg_buf_clear(&after);
	return rc;
}

static int write_ordered(const struct mg_type *type, struct mg_slice text, struct mg_arena *arena, struct mg_buf *out,
			 struct mg_error *err)
{
	const struct mg_node *root;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = read_own(&doc, text, err);
	if (rc < 0)
		goto out;
	root = ordered(arena, type->shape, doc.root);
	if (!root) {
		rc = no_memory(err);
		goto out;
	}
	mg_buf_reset(out);
	mg_yaml_write(root, out);
	rc = mg_buf_check(out, err);
out:
	mg_doc_clear(&doc);
	return rc;
}

int mg_record_new(const struct mg_type *type, const struct mg_record_field *fields, size_t n, struct mg_buf *out,
		  struct mg_error *err)
{
	struct mg_buf text = {.max = MG_MAX_RECORD_BYTES};
	struct mg_arena arena;
	int rc = 0;

	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < n && rc == 0; i++) {
		const struct mg_schema *shape;

		rc = mg_record_field_shape(type, fields[i].place, &shape, err);
	}
	if (rc == 0)
		rc = write_keys(fields, n, &arena, &text, err);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = set_inner(&fields[i], &arena, &text, err);
	if (rc == 0)
		rc = write_ordered(type, mg_buf_slice(&text), &arena, out, err);
	mg_arena_clear(&arena);
	mg_buf_clear(&text);
	return rc;
}
