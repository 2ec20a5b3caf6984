// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/bundle.h"

#include "base/i18n.h"
#include "schema/jsonschema/jsonschema.h"

struct bundle {
	const struct mg_schema_set *schemas;
	struct mg_slice root; // the name of the type's own document
	struct mg_arena *arena;
	struct mg_slice *names; // of the documents referred to, in the order met
	size_t n, cap;
	bool failed; // out of memory
};

static bool is_one_of(struct mg_slice key, const char *const *words)
{
	while (*words && !mg_slice_is(key, *words))
		words++;
	return *words != NULL;
}

// Keywords whose value is data: what looks like a reference there is none.
static bool holds_data(struct mg_slice key)
{
	static const char *const words[] = {"enum", "const", "default", "examples", NULL};

	return is_one_of(key, words) || (key.len > 1 && memcmp(key.data, "x-", 2) == 0);
}

// Keywords whose value has names for keys, not keywords.
static bool holds_names(struct mg_slice key)
{
	static const char *const words[] = {"properties", "patternProperties", "dependentSchemas", "$defs", NULL};

	return is_one_of(key, words);
}

static void need(struct bundle *bundle, struct mg_slice name)
{
	struct mg_slice *names;

	for (size_t i = 0; i < bundle->n; i++)
		if (mg_slice_equal(bundle->names[i], name))
			return;
	names = mg_arena_grow(bundle->arena, bundle->names, bundle->n, &bundle->cap, sizeof *names);
	bundle->failed |= !names;
	if (!names)
		return;
	bundle->names = names;
	names[bundle->n++] = name;
}

// A reference made in a document, as it is written in the bundle. An $anchor keeps its name wherever it stands.
static const struct mg_node *refer(struct bundle *bundle, struct mg_slice document, struct mg_slice uri)
{
	const char *hash = uri.len ? memchr(uri.data, '#', uri.len) : NULL;
	size_t len = hash ? (size_t)(hash - uri.data) : uri.len;
	struct mg_slice target = len ? (struct mg_slice){uri.data, len} : document;
	struct mg_slice fragment = {uri.data + len + (hash ? 1 : 0), uri.len - len - (hash ? 1 : 0)};
	bool is_inside = !mg_slice_equal(target, bundle->root);
	const struct mg_node *made;
	struct mg_buf text = {0};

	if (is_inside)
		need(bundle, target);
	mg_buf_puts(&text, "#");
	if (is_inside && (!fragment.len || fragment.data[0] == '/')) {
		mg_buf_puts(&text, "/$defs/");
		mg_buf_put_slice(&text, target);
	}
	mg_buf_put_slice(&text, fragment);
	made = text.failed ? NULL : mg_node_new_string(bundle->arena, mg_buf_slice(&text));
	mg_buf_clear(&text);
	return made;
}

// A subschema, or what holds some, with its references changed. NULL without memory.
static const struct mg_node *rewrite(struct bundle *bundle, struct mg_slice document, const struct mg_node *node,
				     bool names)
{
	if (node->type == MG_LIST) {
		const struct mg_node **items = mg_arena_array(bundle->arena, node->as.list.n, sizeof *items);

		for (size_t i = 0; items && i < node->as.list.n; i++)
			items[i] = rewrite(bundle, document, node->as.list.items[i], false);
		return items ? mg_node_new_list(bundle->arena, items, node->as.list.n) : NULL;
	}
	if (node->type == MG_MAP) {
		struct mg_pair *pairs = mg_arena_array(bundle->arena, node->as.map.n, sizeof *pairs);

		for (size_t i = 0; pairs && i < node->as.map.n; i++) {
			const struct mg_pair *pair = &node->as.map.pairs[i];

			pairs[i] = *pair;
			if (!names && mg_slice_is(pair->key, "$ref") && pair->value->type == MG_STRING)
				pairs[i].value = refer(bundle, document, pair->value->text);
			else if (names || !holds_data(pair->key))
				pairs[i].value =
					rewrite(bundle, document, pair->value, !names && holds_names(pair->key));
		}
		return pairs ? mg_node_new_map(bundle->arena, pairs, node->as.map.n) : NULL;
	}
	return node;
}

// What a document says of itself as one has no place inside another.
static const struct mg_node *without_names(struct bundle *bundle, const struct mg_node *document)
{
	static const char *const words[] = {"$schema", "$id", NULL};
	struct mg_pair *pairs;
	size_t n = 0;

	if (!document || document->type != MG_MAP)
		return document;
	pairs = mg_arena_array(bundle->arena, document->as.map.n, sizeof *pairs);
	for (size_t i = 0; pairs && i < document->as.map.n; i++)
		if (!is_one_of(document->as.map.pairs[i].key, words))
			pairs[n++] = document->as.map.pairs[i];
	return pairs ? mg_node_new_map(bundle->arena, pairs, n) : NULL;
}

// The documents referred to, and those that they refer to in turn, after the definitions of the type itself.
static const struct mg_node *definitions(struct bundle *bundle, const struct mg_node *own)
{
	struct mg_pair *pairs = NULL;
	size_t n = 0, cap = 0;

	for (; own && own->type == MG_MAP && n < own->as.map.n; n++) {
		pairs = mg_arena_grow(bundle->arena, pairs, n, &cap, sizeof *pairs);
		if (!pairs)
			return NULL;
		pairs[n] = own->as.map.pairs[n];
	}
	for (size_t i = 0; i < bundle->n; i++, n++) {
		char *name = mg_arena_copy(bundle->arena, bundle->names[i].data, bundle->names[i].len);
		const struct mg_schema *schema = name ? mg_schema_find(bundle->schemas, name) : NULL;

		pairs = mg_arena_grow(bundle->arena, pairs, n, &cap, sizeof *pairs);
		if (!pairs || !schema)
			return NULL;
		pairs[n].key = bundle->names[i];
		pairs[n].value =
			without_names(bundle, rewrite(bundle, bundle->names[i], mg_schema_node(schema), false));
	}
	return mg_node_new_map(bundle->arena, pairs, n);
}

// The type's document with these $defs instead of its own, at the end.
static const struct mg_node *with_definitions(struct bundle *bundle, const struct mg_node *root,
					      const struct mg_node *defs)
{
	struct mg_pair *pairs = root ? mg_arena_array(bundle->arena, root->as.map.n + 1, sizeof *pairs) : NULL;
	size_t n = 0;

	if (!pairs)
		return NULL;
	for (size_t i = 0; i < root->as.map.n; i++)
		if (!mg_slice_is(root->as.map.pairs[i].key, "$defs"))
			pairs[n++] = root->as.map.pairs[i];
	pairs[n++] = (struct mg_pair){.key = mg_slice_of("$defs"), .value = defs};
	return mg_node_new_map(bundle->arena, pairs, n);
}

int mg_type_bundle(const struct mg_types *types, const struct mg_type *type, struct mg_arena *arena,
		   const struct mg_node **out, struct mg_error *err)
{
	struct bundle bundle = {.schemas = mg_types_schemas(types), .root = mg_slice_of(type->name), .arena = arena};
	const struct mg_node *root, *own;
	int rc = mg_types_load(types, type, err);

	if (rc < 0)
		return rc;
	root = rewrite(&bundle, bundle.root, type->schema, false);
	own = mg_node_get(root, "$defs");
	for (size_t i = 0; i < bundle.n; i++)
		if (mg_node_get_slice(own, bundle.names[i]))
			return mg_fail(err, MG_EINVALID, _("schema %s: a definition has the name of the schema %.*s"),
				       type->name, (int)bundle.names[i].len, bundle.names[i].data);
	*out = with_definitions(&bundle, root, definitions(&bundle, own));
	return *out && !bundle.failed ? 0 : mg_fail_memory(err);
}
