// SPDX-License-Identifier: EUPL-1.2
//
// The keywords whose value is a mapping: a schema, or what else goes with it, under each key.
#include "schema/jsonschema/jsonschema_compile.h"

#include "base/i18n.h"

#include <stdlib.h>

static int check_map(const struct mg_reading *r)
{
	return r->value->type == MG_MAP ? 0 : mg_compile_fail(r->c, r->where, _("must be a mapping"));
}

int mg_read_defs(const struct mg_reading *r)
{
	int rc = check_map(r);

	for (size_t i = 0; !rc && i < r->value->as.map.n; i++) {
		const struct mg_pair *pair = &r->value->as.map.pairs[i];
		struct mg_schema *unused;

		rc = mg_compile_schema(r->c, r->schema, mg_compile_key(r->c, r->where, pair->key), pair->value,
				       &unused);
	}
	return rc;
}

static int by_key(const void *a, const void *b)
{
	const struct mg_property *const *x = a, *const *y = b;

	return mg_schema_compare_keys((*x)->key, (*y)->key);
}

int mg_read_properties(const struct mg_reading *r)
{
	struct mg_map_rules *map = mg_compile_slot(r);
	int rc = check_map(r);
	size_t n = rc ? 0 : r->value->as.map.n;

	if (rc)
		return rc;
	if (!map)
		return mg_compile_no_memory(r->c);
	map->properties = mg_arena_array(&r->c->set->arena, n, sizeof *map->properties);
	map->sorted = mg_arena_array(&r->c->set->arena, n, sizeof *map->sorted);
	if (!map->properties || !map->sorted)
		return mg_compile_no_memory(r->c);
	for (; !rc && map->n < n; map->n++) {
		const struct mg_pair *pair = &r->value->as.map.pairs[map->n];
		struct mg_property *property = &map->properties[map->n];

		property->key = pair->key;
		map->sorted[map->n] = property;
		rc = mg_compile_schema(r->c, r->schema, mg_compile_key(r->c, r->where, pair->key), pair->value,
				       &property->schema);
	}
	qsort(map->sorted, map->n, sizeof *map->sorted, by_key);
	return rc;
}

int mg_read_pattern_properties(const struct mg_reading *r)
{
	struct mg_map_rules *map = mg_compile_slot(r);
	int rc = check_map(r);

	if (rc)
		return rc;
	if (!map)
		return mg_compile_no_memory(r->c);
	map->patterns = mg_arena_array(&r->c->set->arena, r->value->as.map.n, sizeof *map->patterns);
	if (!map->patterns)
		return mg_compile_no_memory(r->c);
	for (; !rc && map->patterns_n < r->value->as.map.n; map->patterns_n++) {
		const struct mg_pair *pair = &r->value->as.map.pairs[map->patterns_n];
		struct mg_pattern_property *property = &map->patterns[map->patterns_n];

		rc = mg_compile_pattern(r, pair->key, &property->pattern);
		if (!rc)
			rc = mg_compile_schema(r->c, r->schema, mg_compile_key(r->c, r->where, pair->key), pair->value,
					       &property->schema);
	}
	return rc;
}

static int read_dependency(const struct mg_reading *r, const struct mg_pair *pair, struct mg_dependency *out)
{
	const struct mg_where *where = mg_compile_key(r->c, r->where, pair->key);
	struct mg_reading names = *r;

	if (!where)
		return mg_compile_no_memory(r->c);
	out->key = pair->key;
	if (strcmp(r->keyword->name, "dependentSchemas") == 0)
		return mg_compile_schema(r->c, r->schema, where, pair->value, &out->schema);
	out->required = pair->value;
	names.where = where;
	names.value = pair->value;
	return mg_compile_names(&names);
}

// dependentRequired and dependentSchemas share one list.
int mg_read_dependencies(const struct mg_reading *r)
{
	struct mg_map_rules *map = mg_compile_slot(r);
	struct mg_dependency *all;
	int rc = check_map(r);

	if (rc)
		return rc;
	if (!map)
		return mg_compile_no_memory(r->c);
	all = mg_arena_array(&r->c->set->arena, map->dependencies_n + r->value->as.map.n, sizeof *all);
	if (!all)
		return mg_compile_no_memory(r->c);
	if (map->dependencies_n > 0)
		memcpy(all, map->dependencies, map->dependencies_n * sizeof *all);
	map->dependencies = all;
	for (size_t i = 0; !rc && i < r->value->as.map.n; i++)
		rc = read_dependency(r, &r->value->as.map.pairs[i], &all[map->dependencies_n++]);
	return rc;
}
