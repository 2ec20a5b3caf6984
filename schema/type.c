// SPDX-License-Identifier: EUPL-1.2
#include "schema/type.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/jsonschema.h"
#include "schema/path.h"
#include "schema/rights.h"
#include "schema/yaml.h"

#include <stdlib.h>

struct mg_types {
	struct mg_arena arena; // the items and their texts
	struct mg_doc *docs;   // one a schema, in the order given
	size_t docs_n;
	struct mg_type *items;
	size_t n;
	struct mg_schema_set *schemas;
};

static int no_memory(struct mg_error *err)
{
	return mg_fail(err, MG_ENOMEM, _("out of memory"));
}

// The string under a key as a C string of the arena; NULL when there is none, or without memory.
static const char *text_of(struct mg_types *types, const struct mg_node *node, const char *key)
{
	struct mg_slice text = mg_node_string(mg_node_get(node, key));

	return text.len ? mg_arena_copy(&types->arena, text.data, text.len) : NULL;
}

static int read_schema(struct mg_doc *doc, const struct mg_embedded *item, struct mg_error *err)
{
	struct mg_findings findings;
	int rc;

	mg_findings_init(&findings);
	rc = mg_yaml_read(doc, item->name, (struct mg_slice){(const char *)item->text, item->len}, &findings);
	if (rc < 0 && findings.n)
		rc = mg_fail(err, MG_EINVALID, _("schema %s, line %u: %s"), item->name, findings.items[0].mark.line,
			     findings.items[0].message);
	else if (rc < 0)
		rc = no_memory(err);
	mg_findings_clear(&findings);
	return rc;
}

// What the annotations at the top of a schema say of its type.
static int describe(struct mg_types *types, const char *name, const struct mg_node *schema, struct mg_error *err)
{
	const struct mg_node *signature = mg_node_get(schema, "x-signature");
	struct mg_type *type = &types->items[types->n];

	*type = (struct mg_type){
		.name = mg_arena_strdup(&types->arena, name),
		.title = text_of(types, schema, "title"),
		.title_en = text_of(types, mg_node_get(schema, "x-en"), "title"),
		.pattern = text_of(types, schema, "x-chemin"),
		.ns = text_of(types, signature, "espace"),
		.opener = text_of(types, signature, "ouvre"),
		.owner = text_of(types, schema, "x-proprietaire"),
		.schema = schema,
	};
	if (!type->name)
		return no_memory(err);
	if (!type->title || !type->title_en || !type->pattern)
		return mg_fail(err, MG_EINVALID, _("schema %s: title, x-en.title or x-chemin is missing"), name);
	if (!type->ns != !type->opener)
		return mg_fail(err, MG_EINVALID, _("schema %s: x-signature needs both espace and ouvre"), name);
	if (mg_path_check_pattern(type->pattern, err) < 0) {
		mg_error_prefix(err, _("schema %s, x-chemin"), name);
		return MG_EINVALID;
	}
	types->n++;
	return 0;
}

static int add_schema(struct mg_types *types, const struct mg_embedded *item, struct mg_error *err)
{
	struct mg_doc *doc = &types->docs[types->docs_n++];
	const struct mg_node *common;

	mg_doc_init(doc);
	if (read_schema(doc, item, err) < 0)
		return err ? err->code : MG_EINVALID;
	common = mg_node_get(doc->root, "x-commun");
	if ((!common || common->type != MG_BOOL || !common->as.boolean) &&
	    describe(types, item->name, doc->root, err) < 0)
		return MG_EINVALID;
	return mg_schema_set_add(types->schemas, item->name, doc->root, err);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct mg_type *)a)->name, ((const struct mg_type *)b)->name);
}

static int fill(struct mg_types *types, const struct mg_embedded *items, size_t n, struct mg_error *err)
{
	int rc = 0;

	types->schemas = mg_schema_set_new();
	types->docs = mg_arena_array(&types->arena, n, sizeof *types->docs);
	types->items = mg_arena_array(&types->arena, n, sizeof *types->items);
	if (!types->schemas || !types->docs || !types->items)
		return no_memory(err);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = add_schema(types, &items[i], err);
	if (rc == 0)
		rc = mg_schema_set_compile(types->schemas, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < types->n; i++) {
		types->items[i].shape = mg_schema_find(types->schemas, types->items[i].name);
		rc = mg_rights_compile(&types->items[i], &types->arena, &types->items[i].rights, err);
	}
	qsort(types->items, types->n, sizeof *types->items, compare_names);
	return rc;
}

int mg_types_open_from(struct mg_types **types, const struct mg_embedded *items, size_t n, struct mg_error *err)
{
	struct mg_types *made = calloc(1, sizeof *made);
	int rc;

	*types = NULL;
	if (!made)
		return no_memory(err);
	mg_arena_init(&made->arena, 0);
	rc = fill(made, items, n, err);
	if (rc < 0)
		mg_types_close(made);
	else
		*types = made; /* transferred */
	return rc;
}

int mg_types_open(struct mg_types **types, struct mg_error *err)
{
	return mg_types_open_from(types, mg_embedded_types, mg_embedded_types_count, err);
}

void mg_types_close(struct mg_types *types)
{
	if (!types)
		return;
	mg_schema_set_free(types->schemas);
	for (size_t i = 0; i < types->docs_n; i++)
		mg_doc_clear(&types->docs[i]);
	mg_arena_clear(&types->arena);
	free(types);
}

size_t mg_types_count(const struct mg_types *types)
{
	return types->n;
}

const struct mg_type *mg_types_at(const struct mg_types *types, size_t i)
{
	return &types->items[i];
}

const struct mg_type *mg_types_find(const struct mg_types *types, const char *name)
{
	for (size_t i = 0; i < types->n; i++)
		if (strcmp(types->items[i].name, name) == 0)
			return &types->items[i];
	return NULL;
}

static const char *nearest_type(const struct mg_types *types, const char *name)
{
	const char *best = NULL;

	// Each name competes with the nearest one so far, so that no array of names is needed.
	for (size_t i = 0; i < types->n; i++) {
		const char *pair[] = {best ? best : types->items[i].name, types->items[i].name};

		best = mg_nearest(name, pair, 2);
	}
	return best;
}

int mg_types_require(const struct mg_types *types, const char *name, const struct mg_type **type, struct mg_error *err)
{
	const char *nearest;

	*type = mg_types_find(types, name);
	if (*type)
		return 0;
	nearest = nearest_type(types, name);
	(void)mg_fail(err, MG_EUSAGE, _("there is no type of record \"%s\""), name);
	if (err && nearest)
		(void)mg_error_hint(err, _("did you mean %s?"), nearest);
	return MG_EUSAGE;
}

const struct mg_schema_set *mg_types_schemas(const struct mg_types *types)
{
	return types->schemas;
}
