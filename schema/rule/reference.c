// SPDX-License-Identifier: EUPL-1.2
#include "schema/rule/reference.h"

#include <stdlib.h>

// ---- what a name leads to

bool mg_reference_is_path(const struct mg_reference *reference)
{
	const struct mg_slice name = reference->name;

	return !reference->type || (name.len && memchr(name.data, '/', name.len));
}

bool mg_reference_path(struct mg_slice name, char path[MG_MAX_PATH_BYTES + 1])
{
	const size_t suffix = strlen(".yaml");

	if (name.len > suffix && memcmp(name.data + name.len - suffix, ".yaml", suffix) == 0)
		name.len -= suffix;
	if (name.len + suffix > MG_MAX_PATH_BYTES)
		return false;
	memcpy(path, name.data, name.len);
	memcpy(path + name.len, ".yaml", suffix + 1);
	return true;
}

// A type whose path has no id is named by the path of its record. Without a type: any.
static void resolve_path(const struct mg_book *book, struct mg_reference *reference)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_path parsed;

	if (!mg_reference_path(reference->name, path))
		return;
	if (!reference->type && mg_path_locate(book->types, path, &parsed, NULL) == 0)
		reference->type = parsed.type;
	reference->to = mg_book_at_unread(book, path);
	if (reference->to && reference->to->type != reference->type)
		reference->to = NULL;
}

static void resolve(const struct mg_book *book, struct mg_reference *reference)
{
	if (mg_reference_is_path(reference))
		resolve_path(book, reference);
	else
		reference->to = mg_book_find_unread(book, reference->type->name, reference->name);
}

static const struct mg_type *type_named(const struct mg_book *book, struct mg_slice name)
{
	char text[MG_MAX_ID_CHARS + 1];

	if (!name.len || name.len >= sizeof text)
		return NULL;
	memcpy(text, name.data, name.len);
	text[name.len] = '\0';
	return mg_types_find(book->types, text);
}

// ---- those of a record

struct walk {
	const struct mg_book *book;
	const struct mg_book_record *from;
	struct mg_slice field;
	const struct mg_schema *shown; // the list a text stands in: its title says more than the item's
	mg_reference_visit *visit;
	void *data;
};

static void walk_node(struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at);

static void visit_text(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		       const struct mg_record_at *at)
{
	const struct mg_slice refers = mg_schema_refers(schema, node);
	struct mg_reference reference = {.from = walk->from, .name = node->text, .node = node, .field = walk->field};

	reference.type = type_named(walk->book, refers);
	if ((!reference.type && !mg_slice_is(refers, "fiche")) || !node->text.len)
		return;
	resolve(walk->book, &reference);
	walk->visit(walk->data, &reference, at, walk->shown ? walk->shown : schema);
}

static void walk_map(struct walk *walk, const struct mg_schema *schema, const struct mg_node *map,
		     const struct mg_record_at *at)
{
	for (size_t i = 0; i < map->as.map.n; i++) {
		const struct mg_pair *pair = &map->as.map.pairs[i];
		const struct mg_schema *property = mg_schema_property(schema, pair->key);
		struct mg_record_at here = {at, pair->key, NULL};

		if (!at)
			walk->field = pair->key;
		if (property)
			walk_node(walk, property, pair->value, &here);
	}
}

// The items of a list without ids have no place of their own: theirs is the list's.
static void walk_list(struct walk *walk, const struct mg_schema *schema, const struct mg_node *list,
		      const struct mg_record_at *at)
{
	const struct mg_schema *item = mg_schema_item(schema, 0);
	bool keyed = item && mg_list_kind(list) == MG_LIST_KEYED;

	for (size_t i = 0; item && i < list->as.list.n; i++) {
		const struct mg_node *each = list->as.list.items[i];
		struct mg_record_at here = {at, {0}, keyed ? mg_node_get(each, "id") : NULL};

		walk->shown = each->type == MG_STRING ? schema : NULL;
		walk_node(walk, item, each, keyed ? &here : at);
	}
	walk->shown = NULL;
}

static void walk_node(struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at)
{
	if (node->type == MG_MAP)
		walk_map(walk, schema, node, at);
	else if (node->type == MG_LIST)
		walk_list(walk, schema, node, at);
	else if (node->type == MG_STRING)
		visit_text(walk, schema, node, at);
}

static void visit_part(const struct walk *walk, const char *part)
{
	const char *name = mg_book_part(walk->from, part);
	struct mg_reference reference = {.from = walk->from, .name = mg_slice_of(name), .field = mg_slice_of(part)};

	if (!name || !*name || mg_node_get(walk->from->root, part))
		return;
	reference.type = mg_types_find(walk->book->types, part);
	if (!reference.type)
		return;
	resolve(walk->book, &reference);
	walk->visit(walk->data, &reference, NULL, NULL);
}

void mg_reference_each(const struct mg_book *book, const struct mg_book_record *record, mg_reference_visit *visit,
		       void *data)
{
	struct walk walk = {.book = book, .from = record, .visit = visit, .data = data};

	walk_node(&walk, record->type->shape, mg_book_root(book, record), NULL);
	visit_part(&walk, "acteur");
	visit_part(&walk, "indicateur");
}

// ---- those of a book

struct gathering {
	struct mg_references *out;
	struct mg_arena *arena;
};

// The name of a field, to stay when the record goes: a book has few.
static const char *intern(struct gathering *gathering, struct mg_slice field)
{
	struct mg_references *out = gathering->out;
	const char **grown;

	for (size_t i = 0; i < out->n_fields; i++)
		if (mg_slice_is(field, out->fields[i]))
			return out->fields[i];
	grown = mg_arena_grow(gathering->arena, out->fields, out->n_fields, &out->fields_cap, sizeof *grown);
	if (!grown)
		return NULL;
	out->fields = grown;
	grown[out->n_fields] = mg_arena_copy(gathering->arena, field.data, field.len);
	return grown[out->n_fields] ? grown[out->n_fields++] : NULL;
}

static void gather(void *data, const struct mg_reference *reference, const struct mg_record_at *at,
		   const struct mg_schema *schema)
{
	struct gathering *gathering = data;
	struct mg_references *out = gathering->out;
	struct mg_reference_known *grown;
	const char *field;

	(void)at;
	(void)schema;
	if (!reference->to || out->failed)
		return;
	field = intern(gathering, reference->field);
	grown = mg_arena_grow(gathering->arena, out->items, out->n, &out->cap, sizeof *grown);
	out->failed = !grown || !field;
	if (out->failed)
		return;
	out->items = grown;
	grown[out->n++] = (struct mg_reference_known){
		.from = reference->from,
		.to = reference->to,
		.field = field,
		.offset = reference->node ? reference->node->start.offset : UINT32_MAX,
	};
}

static int compare_pointers(const void *a, const void *b)
{
	return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

// Records stand in the book's order, and texts of one record in their own.
static int compare(const void *a, const void *b)
{
	const struct mg_reference_known *x = a, *y = b;
	int order = compare_pointers(x->to, y->to);

	if (!order)
		order = compare_pointers(x->from, y->from);
	return order ? order : (x->offset > y->offset) - (x->offset < y->offset);
}

int mg_references_of(const struct mg_book *book, struct mg_arena *arena, struct mg_references *out,
		     struct mg_error *err)
{
	struct gathering gathering = {out, arena};

	*out = (struct mg_references){0};
	for (size_t i = 0; i < book->n && !out->failed; i++) {
		mg_book_put_back(book);
		mg_reference_each(book, &book->records[i], gather, &gathering);
	}
	if (out->failed)
		return mg_fail_memory(err);
	if (out->n)
		qsort(out->items, out->n, sizeof *out->items, compare);
	return 0;
}

const struct mg_reference_known *mg_references_to(const struct mg_references *references,
						  const struct mg_book_record *to, size_t *n)
{
	size_t low = 0, high = references->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_pointers(references->items[middle].to, to) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < references->n && references->items[low + *n].to == to;)
		++*n;
	return *n ? &references->items[low] : NULL;
}
