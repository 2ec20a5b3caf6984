// SPDX-License-Identifier: EUPL-1.2
//
// Choices. A value that fits no branch of anyOf or oneOf was meant for one of them: the mistakes of the nearest are
// told, not those of all.
#include "schema/jsonschema/jsonschema_check.h"

#include "schema/jsonschema/jsonschema_mistake.h"

bool mg_check_fits(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	enum mg_check_mode mode = c->mode;
	bool fits;

	c->mode = MG_CHECK_QUIET;
	fits = mg_check_value(c, schema, at);
	c->mode = mode;
	return fits;
}

static unsigned weigh(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	enum mg_check_mode mode = c->mode;
	unsigned cost = c->cost, depth = c->branch_depth, found;

	c->mode = MG_CHECK_WEIGH;
	c->cost = 0;
	c->branch_depth = at->depth;
	(void)mg_check_value(c, schema, at);
	found = c->cost;
	c->mode = mode;
	c->cost = cost;
	c->branch_depth = depth;
	return found;
}

// The union of the branches' types when none of them admits this value; 0 otherwise.
static unsigned other_types(const struct mg_schema_list *branches, const struct mg_node *node)
{
	unsigned all = 0, own = mg_value_types(node);

	for (size_t i = 0; i < branches->n; i++) {
		unsigned types = mg_schema_types(branches->items[i]);

		if (!types || types & own)
			return 0;
		all |= types;
	}
	return all;
}

static bool all_have_values(const struct mg_schema_list *branches)
{
	for (size_t i = 0; i < branches->n; i++)
		if (!branches->items[i]->constant && !branches->items[i]->values)
			return false;
	return true;
}

static bool none_fits(struct mg_checking *c, const struct mg_schema *schema, const struct mg_schema_list *branches,
		      const struct mg_at *at)
{
	unsigned types, least = 0;
	const struct mg_schema *nearest = NULL;

	if (c->mode == MG_CHECK_QUIET)
		return false;
	types = other_types(branches, at->node);
	if (types)
		return mg_mistake_type(c, schema, at, types);
	if (all_have_values(branches))
		return mg_mistake_values(c, branches, at);
	for (size_t i = 0; i < branches->n; i++) {
		unsigned cost = weigh(c, branches->items[i], at);

		if (!nearest || cost < least) {
			nearest = branches->items[i];
			least = cost;
		}
	}
	if (c->mode == MG_CHECK_REPORT)
		return mg_check_value(c, nearest, at);
	c->cost += least;
	return false;
}

bool mg_check_any(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	for (size_t i = 0; i < schema->any.n; i++)
		if (mg_check_fits(c, schema->any.items[i], at))
			return true;
	return none_fits(c, schema, &schema->any, at);
}

bool mg_check_one(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	size_t first = schema->one.n;

	for (size_t i = 0; i < schema->one.n; i++) {
		if (!mg_check_fits(c, schema->one.items[i], at))
			continue;
		if (first < schema->one.n)
			return mg_mistake_several(c, schema, at, first, i);
		first = i;
	}
	return first < schema->one.n || none_fits(c, schema, &schema->one, at);
}

bool mg_check_not(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	return !mg_check_fits(c, schema->not_, at) || mg_mistake_not(c, schema, at);
}

bool mg_check_if(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	const struct mg_schema *next = mg_check_fits(c, schema->if_, at) ? schema->then : schema->otherwise;

	return !next || mg_check_value(c, next, at);
}
