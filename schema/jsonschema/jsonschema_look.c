// SPDX-License-Identifier: EUPL-1.2
//
// Looking into a compiled schema: for labels, forms, annotations, typed input. Recursion follows references and the
// schema's own nesting only; chains are bounded (MG_SCHEMA_MAX_CHAIN), and so is what a search may visit: schemas whose
// every allOf has two branches that lead on to the same one would otherwise be searched for ever.
#include "schema/jsonschema/jsonschema_impl.h"

#define MAX_VISITED 1000u

const struct mg_node *mg_schema_node(const struct mg_schema *schema)
{
	return schema->node;
}

const char *mg_schema_type_name(unsigned type)
{
	switch (type) {
	case MG_TYPE_NULL:
		return "null";
	case MG_TYPE_BOOLEAN:
		return "boolean";
	case MG_TYPE_INTEGER:
		return "integer";
	case MG_TYPE_NUMBER:
		return "number";
	case MG_TYPE_STRING:
		return "string";
	case MG_TYPE_ARRAY:
		return "array";
	case MG_TYPE_OBJECT:
		return "object";
	default:
		return NULL;
	}
}

static const struct mg_node *keyword_in(const struct mg_schema *schema, const char *keyword, unsigned *left)
{
	const struct mg_node *value = mg_node_get(schema->node, keyword);

	if (*left == 0)
		return NULL;
	--*left;
	if (!value && schema->ref)
		value = keyword_in(schema->ref, keyword, left);
	for (size_t i = 0; !value && i < schema->all.n; i++)
		value = keyword_in(schema->all.items[i], keyword, left);
	return value;
}

const struct mg_node *mg_schema_keyword(const struct mg_schema *schema, const char *keyword)
{
	return keyword_in(schema, keyword, &(unsigned){MAX_VISITED});
}

const struct mg_schema_asked *mg_schema_asked(const struct mg_schema *schema)
{
	return &schema->asked;
}

static const struct mg_schema *own_branch(const struct mg_schema *schema, size_t i)
{
	struct mg_schema *const conditions[] = {schema->then, schema->otherwise};

	for (size_t k = 0; k < sizeof conditions / sizeof *conditions; k++)
		if (conditions[k] && i-- == 0)
			return conditions[k];
	if (i < schema->any.n)
		return schema->any.items[i];
	i -= schema->any.n;
	return i < schema->one.n ? schema->one.items[i] : NULL;
}

const struct mg_schema *mg_schema_branch(const struct mg_schema *schema, size_t i)
{
	unsigned left = MAX_VISITED;

	while (schema->ref && left-- && !own_branch(schema, 0))
		schema = schema->ref;
	return own_branch(schema, i);
}

static struct mg_slice refers_in(const struct mg_schema *schema, const struct mg_node *value, unsigned *left)
{
	const struct mg_schema *branch;

	if (schema->asked.refers.len || *left == 0)
		return schema->asked.refers;
	--*left;
	for (size_t i = 0; (branch = own_branch(schema, i)); i++)
		if (mg_schema_check(branch, value, "", NULL))
			return refers_in(branch, value, left);
	return schema->ref ? refers_in(schema->ref, value, left) : schema->asked.refers;
}

struct mg_slice mg_schema_refers(const struct mg_schema *schema, const struct mg_node *value)
{
	return refers_in(schema, value, &(unsigned){MAX_VISITED});
}

static unsigned types_of_values(const struct mg_schema *schema)
{
	unsigned types = schema->constant ? mg_value_types(schema->constant) : 0;

	for (size_t i = 0; schema->values && i < schema->values->as.list.n; i++)
		types |= mg_value_types(schema->values->as.list.items[i]);
	return types & MG_TYPE_INTEGER ? types & ~(unsigned)MG_TYPE_NUMBER : types;
}

static unsigned types_in(const struct mg_schema *schema, unsigned *left);

static unsigned types_of_any(const struct mg_schema_list *branches, unsigned *left)
{
	unsigned types = 0;

	for (size_t i = 0; i < branches->n; i++)
		types |= types_in(branches->items[i], left);
	return types;
}

static unsigned types_in(const struct mg_schema *schema, unsigned *left)
{
	unsigned types = schema->types ? schema->types : types_of_values(schema);

	if (*left == 0)
		return types;
	--*left;
	if (!types && schema->ref)
		types = types_in(schema->ref, left);
	for (size_t i = 0; !types && i < schema->all.n; i++)
		types = types_in(schema->all.items[i], left);
	if (!types)
		types = types_of_any(&schema->any, left);
	return types ? types : types_of_any(&schema->one, left);
}

unsigned mg_schema_types(const struct mg_schema *schema)
{
	return types_in(schema, &(unsigned){MAX_VISITED});
}

const struct mg_property *mg_map_rules_find(const struct mg_map_rules *rules, struct mg_slice key)
{
	size_t low = 0, high = rules->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = mg_schema_compare_keys(key, rules->sorted[middle]->key);

		if (order == 0)
			return rules->sorted[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

// What a step down from a value leads to.
struct step {
	const struct mg_slice *key; // NULL: an item
	size_t index;
	struct mg_matcher *matcher;
	unsigned left; // subschemas that may still be visited
};

static const struct mg_schema *own_step(const struct mg_schema *schema, struct step *step)
{
	const struct mg_map_rules *map = schema->map;
	const struct mg_property *property;

	if (!step->key)
		return !schema->list                          ? NULL
		       : step->index < schema->list->prefix.n ? schema->list->prefix.items[step->index]
							      : schema->list->items;
	if (!map)
		return NULL;
	property = mg_map_rules_find(map, *step->key);
	if (property)
		return property->schema;
	for (size_t i = 0; i < map->patterns_n; i++)
		if (mg_pattern_match(map->patterns[i].pattern, step->matcher, *step->key) == MG_MATCH)
			return map->patterns[i].schema;
	return map->additional && map->additional->node->type == MG_MAP ? map->additional : NULL; // not true or false
}

static const struct mg_schema *step_into(const struct mg_schema *schema, struct step *step);

static const struct mg_schema *first_of(struct mg_schema *const *items, size_t n, struct step *step)
{
	const struct mg_schema *found = NULL;

	for (size_t i = 0; !found && i < n; i++)
		found = items[i] ? step_into(items[i], step) : NULL;
	return found;
}

// The subschema of a key or an item: the schema's own, else that of what applies to the same value. Of a choice the
// first branch that knows it: there is no value yet to choose by.
static const struct mg_schema *step_into(const struct mg_schema *schema, struct step *step)
{
	struct mg_schema *const single[] = {schema->ref, schema->then, schema->otherwise};
	const struct mg_schema *found = own_step(schema, step);

	if (found || step->left == 0)
		return found;
	step->left--;
	found = first_of(single, sizeof single / sizeof *single, step);
	if (!found)
		found = first_of(schema->all.items, schema->all.n, step);
	if (!found)
		found = first_of(schema->any.items, schema->any.n, step);
	if (!found)
		found = first_of(schema->one.items, schema->one.n, step);
	for (size_t i = 0; !found && schema->map && i < schema->map->dependencies_n; i++)
		found = first_of(&schema->map->dependencies[i].schema, 1, step);
	return found;
}

const struct mg_schema *mg_schema_item(const struct mg_schema *schema, size_t i)
{
	return step_into(schema, &(struct step){.index = i, .left = MAX_VISITED});
}

const struct mg_schema *mg_schema_property(const struct mg_schema *schema, struct mg_slice key)
{
	const struct mg_schema *found;
	struct mg_matcher matcher;

	mg_matcher_init(&matcher);
	found = step_into(schema, &(struct step){.key = &key, .matcher = &matcher, .left = MAX_VISITED});
	mg_matcher_clear(&matcher);
	return found;
}

const struct mg_schema *mg_schema_at(const struct mg_schema *schema, const struct mg_place *place)
{
	for (size_t i = 0; schema && i < place->n; i++)
		schema = place->steps[i].kind == MG_STEP_KEY ? mg_schema_property(schema, place->steps[i].name)
							     : mg_schema_item(schema, SIZE_MAX);
	return schema;
}

// Counts *i down over the properties, so that the wanted one is where it reaches its end.
static bool nth_key(const struct mg_schema *schema, size_t *i, const struct mg_property **found, unsigned *left)
{
	size_t n = schema->map ? schema->map->n : 0;

	if (*i < n) {
		*found = &schema->map->properties[*i];
		return true;
	}
	if (*left == 0)
		return false;
	--*left;
	*i -= n;
	if (schema->ref && nth_key(schema->ref, i, found, left))
		return true;
	for (size_t k = 0; k < schema->all.n; k++)
		if (nth_key(schema->all.items[k], i, found, left))
			return true;
	return false;
}

bool mg_schema_key(const struct mg_schema *schema, size_t i, struct mg_slice *key, const struct mg_schema **property)
{
	const struct mg_property *found;

	if (schema->map && i < schema->map->n) // nearly always: its own
		found = &schema->map->properties[i];
	else if (!nth_key(schema, &i, &found, &(unsigned){MAX_VISITED}))
		return false;
	*key = found->key;
	if (property)
		*property = found->schema;
	return true;
}
