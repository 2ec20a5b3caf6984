// SPDX-License-Identifier: EUPL-1.2
//
// References: what $id, $anchor and $ref name, and the loops they may make.
#include "schema/jsonschema/jsonschema_impl.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/value/uri.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_NEAREST 100

static struct mg_schema *named(const struct mg_schema_set *set, struct mg_slice uri)
{
	for (size_t i = 0; i < set->names_n; i++)
		if (mg_slice_is(uri, set->names[i].uri))
			return set->names[i].schema;
	return NULL;
}

int mg_schema_name_add(struct mg_schema_set *set, const char *uri, struct mg_schema *schema, struct mg_error *err)
{
	struct mg_schema_name *names =
		mg_arena_grow(&set->arena, set->names, set->names_n, &set->names_cap, sizeof *names);

	if (!names)
		return mg_fail_memory(err);
	if (named(set, mg_slice_of(uri))) {
		mg_fail(err, MG_EINVALID, _("another schema is already called %s"), uri);
		return mg_schema_blame(schema->where, err);
	}
	set->names = names;
	set->names[set->names_n++] = (struct mg_schema_name){uri, schema};
	return 0;
}

static int by_node(const void *a, const void *b)
{
	const struct mg_schema *const *x = a, *const *y = b;
	uintptr_t p = (uintptr_t)(*x)->node, q = (uintptr_t)(*y)->node;

	return (p > q) - (p < q);
}

static struct mg_schema *schema_of(const struct mg_schema_set *set, const struct mg_node *node)
{
	struct mg_schema key = {.node = node}, *wanted = &key;
	struct mg_schema **found =
		node && set->schemas_n ? bsearch(&wanted, set->schemas, set->schemas_n, sizeof wanted, by_node) : NULL;

	return found ? *found : NULL;
}

// Takes ~0 and ~1 out of a token of a JSON pointer (RFC 6901).
static void unescape(struct mg_slice text, struct mg_buf *out)
{
	mg_buf_reset(out);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '~' && i + 1 < text.len)
			mg_buf_putc(out, text.data[++i] == '1' ? '/' : '~');
		else
			mg_buf_putc(out, text.data[i]);
	}
}

static const struct mg_node *child(const struct mg_node *node, struct mg_slice token)
{
	size_t index = 0;

	if (node->type != MG_LIST)
		return mg_node_get_slice(node, token);
	if (token.len == 0 || token.len > 9 || (token.len > 1 && token.data[0] == '0'))
		return NULL;
	for (size_t i = 0; i < token.len; i++) {
		if (token.data[i] < '0' || token.data[i] > '9')
			return NULL;
		index = index * 10 + (size_t)(token.data[i] - '0');
	}
	return index < node->as.list.n ? node->as.list.items[index] : NULL;
}

// The node that a JSON pointer, "" or "/a/b", leads to.
static const struct mg_node *follow(const struct mg_node *node, struct mg_slice pointer)
{
	struct mg_buf token = {0};
	size_t at = 0;

	while (node && at < pointer.len) {
		size_t end = at + 1;

		while (end < pointer.len && pointer.data[end] != '/')
			end++;
		unescape((struct mg_slice){pointer.data + at + 1, end - at - 1}, &token);
		node = child(node, mg_buf_slice(&token));
		at = end;
	}
	mg_buf_clear(&token);
	return node;
}

// The document or embedded schema a URI without fragment names. As other validators do, by its resolved URI; else by
// the name of the document as it stands in the reference, so that files of one folder can name each other.
static struct mg_schema *resource(const struct mg_schema_set *set, struct mg_slice uri, struct mg_slice written)
{
	struct mg_schema *schema = named(set, uri);
	const struct mg_document *document;

	if (schema)
		return schema;
	document = mg_schema_document(set, uri);
	if (!document)
		document = mg_schema_document(set, written);
	return document ? document->schema : NULL;
}

static struct mg_slice before_fragment(struct mg_slice uri)
{
	const char *hash = uri.len ? memchr(uri.data, '#', uri.len) : NULL;

	return hash ? (struct mg_slice){uri.data, (size_t)(hash - uri.data)} : uri;
}

struct mg_schema *mg_schema_resolve(const struct mg_schema_set *set, const char *base, struct mg_slice reference)
{
	struct mg_buf uri = {0}, fragment = {0};
	struct mg_schema *schema;

	mg_uri_resolve(mg_slice_of(base), reference, &uri);
	mg_uri_decode(mg_uri_split(mg_buf_slice(&uri)).fragment, &fragment);
	schema = resource(set, before_fragment(mg_buf_slice(&uri)), before_fragment(reference));
	if (schema && fragment.len > 0 && fragment.data[0] == '/') {
		schema = schema_of(set, follow(schema->node, mg_buf_slice(&fragment)));
	} else if (schema && fragment.len > 0) {
		mg_buf_reset(&uri);
		mg_buf_printf(&uri, "%s#%s", schema->base, mg_buf_text(&fragment));
		schema = named(set, mg_buf_slice(&uri));
	}
	if (uri.failed || fragment.failed)
		schema = NULL;
	mg_buf_clear(&uri);
	mg_buf_clear(&fragment);
	return schema;
}

// The document that the reference likely means.
static const char *nearest_document(const struct mg_schema_set *set, struct mg_slice name)
{
	const char *names[MAX_NEAREST];
	char typed[64];
	size_t n = 0;

	for (; n < set->documents_n && n < MAX_NEAREST; n++)
		names[n] = set->documents[n].name;
	snprintf(typed, sizeof typed, "%.*s", (int)name.len, name.data);
	return mg_nearest(typed, names, n);
}

static int unresolved(const struct mg_schema_set *set, const struct mg_unresolved *ref, struct mg_error *err)
{
	struct mg_slice name = before_fragment(ref->ref);
	bool there = mg_schema_resolve(set, ref->from->base, name) != NULL;
	const char *nearest = there ? NULL : nearest_document(set, name);

	if (there)
		mg_fail(err, MG_EINVALID, _("`$ref` leads to %.*s, where there is no schema"), (int)ref->ref.len,
			ref->ref.data);
	else
		mg_fail(err, MG_EINVALID, _("`$ref` leads to %.*s, which is not among the schemas"), (int)ref->ref.len,
			ref->ref.data);
	mg_schema_blame(ref->from->where, err);
	return nearest ? mg_error_hint(err, _("did you mean `%s`?"), nearest) : (int)err->code;
}

static int chain(struct mg_schema *schema, unsigned depth, struct mg_error *err);

// The longest chain below some of a schema's applicators, added to *longest.
static int chains(struct mg_schema *const *items, size_t n, unsigned depth, unsigned *longest, struct mg_error *err)
{
	for (size_t i = 0; i < n; i++) {
		int rc = items[i] ? chain(items[i], depth + 1, err) : 0;

		if (rc)
			return rc;
		if (items[i] && items[i]->chain > *longest)
			*longest = items[i]->chain;
	}
	return 0;
}

// Sets schema->chain: 1 and the longest chain below. A loop is a chain without end.
static int chain(struct mg_schema *schema, unsigned depth, struct mg_error *err)
{
	struct mg_schema *const single[] = {schema->ref, schema->not_, schema->if_, schema->then, schema->otherwise};
	unsigned longest = 0;
	int rc = 0;

	if (!schema->chain && depth <= MG_SCHEMA_MAX_CHAIN) {
		rc = chains(single, sizeof single / sizeof *single, depth, &longest, err);
		if (!rc)
			rc = chains(schema->all.items, schema->all.n, depth, &longest, err);
		if (!rc)
			rc = chains(schema->any.items, schema->any.n, depth, &longest, err);
		if (!rc)
			rc = chains(schema->one.items, schema->one.n, depth, &longest, err);
		for (size_t i = 0; !rc && schema->map && i < schema->map->dependencies_n; i++)
			rc = chains(&schema->map->dependencies[i].schema, 1, depth, &longest, err);
		schema->chain = (uint8_t)(longest + 1);
	}
	if (rc || depth + schema->chain <= MG_SCHEMA_MAX_CHAIN)
		return rc;
	mg_fail(err, MG_EINVALID,
		_("its references come back to it, or go on for more than %d steps, without a value in between"),
		MG_SCHEMA_MAX_CHAIN);
	return mg_schema_blame(schema->where, err);
}

int mg_schema_resolve_all(struct mg_schema_set *set, struct mg_error *err)
{
	int rc = 0;

	if (set->schemas_n > 0)
		qsort(set->schemas, set->schemas_n, sizeof *set->schemas, by_node);
	for (; set->refs_resolved < set->refs_n; set->refs_resolved++) {
		struct mg_unresolved *ref = &set->refs[set->refs_resolved];

		ref->from->ref = mg_schema_resolve(set, ref->from->base, ref->ref);
		ref->from->in_place = true;
		if (!ref->from->ref)
			return unresolved(set, ref, err);
	}
	for (size_t i = 0; !rc && i < set->schemas_n; i++)
		rc = chain(set->schemas[i], 0, err);
	if (!rc)
		mg_schema_ask(set->schemas, set->schemas_n);
	return rc;
}
