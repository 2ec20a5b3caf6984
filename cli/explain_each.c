// SPDX-License-Identifier: EUPL-1.2
#include "cli/explain.h"

#include "cli/kind.h"
#include "schema/record/rights.h"

#define MAX_DEPTH 12u // of a schema that refers to itself

struct walk {
	struct mg_arena *arena;
	mg_explain_visit *visit;
	void *data;
};

static void walk_fields(const struct walk *walk, const struct mg_schema *map, const char *above, unsigned depth)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; depth < MAX_DEPTH && mg_schema_key(map, i, &key, &property); i++) {
		const struct mg_schema *item = mg_kind_item(property);
		const char *place =
			mg_arena_printf(walk->arena, "%s%s%.*s", above, *above ? "." : "", (int)key.len, key.data);
		const char *inside = place && item ? mg_arena_printf(walk->arena, "%s[]", place) : place;
		const struct mg_explained field = {property, key, place, depth, mg_kind_requires(map, key)};

		if (!place || !inside)
			return;
		walk->visit(walk->data, &field);
		walk_fields(walk, item ? item : property, inside, depth + 1);
	}
}

void mg_explain_each(struct mg_arena *arena, const struct mg_type *type, mg_explain_visit *visit, void *data)
{
	const struct walk walk = {arena, visit, data};

	walk_fields(&walk, type->shape, "", 0);
}

const struct mg_field_rights *mg_explain_rights(const struct mg_type *type, const char *place)
{
	for (size_t i = 0; i < type->rights->n_fields; i++)
		if (strcmp(type->rights->fields[i].place, place) == 0)
			return &type->rights->fields[i];
	return NULL;
}

struct mg_slice mg_explain_example(const struct mg_type *type, struct mg_arena *arena, const char **path)
{
	const struct mg_embedded *found = NULL;
	struct mg_slice text;
	size_t line;

	for (unsigned i = 0; i < mg_embedded_examples_count; i++)
		if (strcmp(mg_embedded_examples[i].name, type->name) == 0)
			found = &mg_embedded_examples[i];
	if (!found)
		return (struct mg_slice){0};
	text = (struct mg_slice){(const char *)found->text, found->len};
	line = strcspn(text.data, "\n");
	*path = mg_arena_copy(arena, text.data + 2, line - 2); // "# actions/maraudes-7k2m.yaml"
	return *path ? (struct mg_slice){text.data + line + 1, text.len - line - 1} : (struct mg_slice){0};
}
