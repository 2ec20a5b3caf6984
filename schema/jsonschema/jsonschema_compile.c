// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_compile.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "schema/value/uri.h"

#include <stdarg.h>
#include <stdio.h>

#define DIALECT "https://json-schema.org/draft/2020-12/schema"

int mg_compile_fail(struct mg_compiler *c, const struct mg_where *where, const char *format, ...)
{
	char message[MG_ERROR_MESSAGE_MAX];
	va_list ap;

	va_start(ap, format);
	vsnprintf(message, sizeof message, format, ap);
	va_end(ap);
	mg_error_set(c->err, MG_EINVALID, 0, __FILE__, __LINE__, "%s", message);
	mg_schema_blame(where, c->err);
	return MG_EINVALID;
}

int mg_compile_no_memory(struct mg_compiler *c)
{
	return mg_fail_memory(c->err);
}

const struct mg_where *mg_compile_key(struct mg_compiler *c, const struct mg_where *up, struct mg_slice key)
{
	struct mg_where *where = mg_arena_alloc(&c->set->arena, sizeof *where);

	if (where)
		*where = (struct mg_where){up, key};
	return where;
}

const struct mg_where *mg_compile_item(struct mg_compiler *c, const struct mg_where *up, size_t i)
{
	const char *index = mg_arena_printf(&c->set->arena, "%zu", i);

	return index ? mg_compile_key(c, up, mg_slice_of(index)) : NULL;
}

static void *rules(struct mg_compiler *c, void *there, size_t size)
{
	return there ? there : mg_arena_alloc(&c->set->arena, size);
}

static struct mg_string_rules *string_rules(struct mg_compiler *c, struct mg_schema *schema)
{
	bool fresh = !schema->string;

	schema->string = rules(c, schema->string, sizeof *schema->string);
	if (fresh && schema->string)
		schema->string->length.max = MG_SCHEMA_NO_MAX;
	return schema->string;
}

static struct mg_list_rules *list_rules(struct mg_compiler *c, struct mg_schema *schema)
{
	bool fresh = !schema->list;

	schema->list = rules(c, schema->list, sizeof *schema->list);
	if (fresh && schema->list) {
		schema->list->count.max = MG_SCHEMA_NO_MAX;
		schema->list->contained = (struct mg_count){1, MG_SCHEMA_NO_MAX};
	}
	return schema->list;
}

static struct mg_map_rules *map_rules(struct mg_compiler *c, struct mg_schema *schema)
{
	bool fresh = !schema->map;

	schema->map = rules(c, schema->map, sizeof *schema->map);
	if (fresh && schema->map)
		schema->map->count.max = MG_SCHEMA_NO_MAX;
	return schema->map;
}

void *mg_compile_slot(const struct mg_reading *r)
{
	struct mg_schema *schema = r->schema;
	char *group = NULL;

	switch (r->keyword->group) {
	case MG_RULES_ANY:
		group = (char *)schema;
		break;
	case MG_RULES_STRING:
		group = (char *)string_rules(r->c, schema);
		break;
	case MG_RULES_NUMBER:
		schema->number = rules(r->c, schema->number, sizeof *schema->number);
		group = (char *)schema->number;
		break;
	case MG_RULES_LIST:
		group = (char *)list_rules(r->c, schema);
		break;
	case MG_RULES_MAP:
		group = (char *)map_rules(r->c, schema);
		break;
	}
	return group ? group + r->keyword->offset : NULL;
}

static int read_dialect(struct mg_compiler *c, const struct mg_where *where, const struct mg_node *node)
{
	const struct mg_node *dialect = mg_node_get(node, "$schema");
	struct mg_slice uri = mg_node_string(dialect);

	if (!dialect)
		return 0;
	if (uri.len > 0 && uri.data[uri.len - 1] == '#')
		uri.len--;
	if (mg_slice_is(uri, DIALECT))
		return 0;
	return mg_compile_fail(c, where, _("`$schema` must be %s, the only dialect known here"), DIALECT);
}

// The URI that references in this schema start from: its own $id, else its parent's.
static int read_base(struct mg_compiler *c, struct mg_schema *schema, const struct mg_where *where)
{
	const struct mg_node *id = mg_node_get(schema->node, "$id");
	struct mg_buf uri = {0};
	const char *fragment;
	int rc = 0;

	if (!id)
		return 0;
	if (id->type != MG_STRING)
		return mg_compile_fail(c, where, _("`$id` must be a URI"));
	mg_uri_resolve(mg_slice_of(schema->base), id->text, &uri);
	fragment = strchr(mg_buf_text(&uri), '#');
	if (fragment && fragment[1])
		rc = mg_compile_fail(c, where, _("`$id` must have no fragment: name a place with `$anchor`"));
	else if (!(schema->base = mg_arena_copy(&c->set->arena, mg_buf_text(&uri), uri.len - (fragment != NULL))))
		rc = mg_compile_no_memory(c);
	else
		rc = mg_schema_name_add(c->set, schema->base, schema, c->err);
	mg_buf_clear(&uri);
	return rc;
}

static int unknown_keyword(struct mg_compiler *c, const struct mg_where *where, struct mg_slice name)
{
	char typed[64];
	const char *nearest;

	snprintf(typed, sizeof typed, "%.*s", (int)name.len, name.data);
	nearest = mg_keyword_nearest(typed);
	mg_compile_fail(c, where, _("unknown keyword `%s`"), typed);
	if (nearest)
		return mg_error_hint(c->err, _("did you mean `%s`?"), nearest);
	return mg_error_hint(c->err, _("an annotation of your own begins with `x-`"));
}

static int read_keyword(struct mg_compiler *c, struct mg_schema *schema, const struct mg_where *up,
			const struct mg_pair *pair)
{
	const struct mg_keyword *keyword = mg_keyword_find(pair->key);
	const struct mg_where *where;

	if (!keyword && pair->key.len > 2 && memcmp(pair->key.data, "x-", 2) == 0)
		return 0;
	if (!keyword)
		return unknown_keyword(c, up, pair->key);
	where = mg_compile_key(c, up, pair->key);
	if (!where)
		return mg_compile_no_memory(c);
	return keyword->read(&(struct mg_reading){c, schema, keyword, where, pair->value});
}

static struct mg_schema *new_schema(struct mg_compiler *c, const struct mg_node *node)
{
	struct mg_schema_set *set = c->set;
	struct mg_schema *schema = mg_arena_alloc(&set->arena, sizeof *schema);
	struct mg_schema **schemas =
		mg_arena_grow(&set->arena, set->schemas, set->schemas_n, &set->schemas_cap, sizeof *schemas);

	if (!schema || !schemas)
		return NULL;
	schema->node = node;
	set->schemas = schemas;
	set->schemas[set->schemas_n++] = schema;
	return schema;
}

int mg_compile_schema(struct mg_compiler *c, const struct mg_schema *parent, const struct mg_where *where,
		      const struct mg_node *node, struct mg_schema **out)
{
	struct mg_schema *schema = where ? new_schema(c, node) : NULL;
	int rc;

	if (!schema)
		return mg_compile_no_memory(c);
	*out = schema;
	schema->where = where;
	schema->base = parent ? parent->base : c->document->name;
	schema->never = node->type == MG_BOOL && !node->as.boolean;
	if (node->type != MG_BOOL && node->type != MG_MAP)
		return mg_compile_fail(c, where, _("a schema is a mapping of keywords, or true or false"));
	if (node->type == MG_BOOL)
		return 0;
	rc = read_dialect(c, where, node);
	if (!rc)
		rc = read_base(c, schema, where);
	for (size_t i = 0; !rc && i < node->as.map.n; i++)
		rc = read_keyword(c, schema, where, &node->as.map.pairs[i]);
	schema->in_place =
		schema->ref || schema->all.n || schema->any.n || schema->one.n || schema->not_ || schema->if_;
	return rc;
}

int mg_schema_compile_document(struct mg_schema_set *set, struct mg_document *document, struct mg_error *err)
{
	struct mg_compiler c = {set, document, err};
	const struct mg_where *where = mg_compile_key(&c, NULL, mg_slice_of(document->name));

	if (!where)
		return mg_compile_no_memory(&c);
	if (mg_value_deeper(document->root, MG_MAX_DEPTH))
		return mg_compile_fail(&c, where, _("more than %u levels deep"), MG_MAX_DEPTH);
	return mg_compile_schema(&c, NULL, where, document->root, &document->schema);
}
