// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_check.h"

#include "base/limits.h"
#include "base/text.h"
#include "schema/jsonschema/jsonschema_mistake.h"

// Folds one more result into *ok. False when the rest need not be looked at.
static bool go_on(const struct mg_checking *c, bool *ok, bool result)
{
	*ok &= result;
	return *ok || c->mode != MG_CHECK_QUIET;
}

static bool is_allowed(const struct mg_schema *schema, const struct mg_node *node)
{
	bool found = !schema->values;

	if (schema->constant && !mg_value_equal(schema->constant, node))
		return false;
	for (size_t i = 0; !found && i < schema->values->as.list.n; i++)
		found = mg_value_equal(schema->values->as.list.items[i], node);
	return found;
}

static bool check_pattern(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	enum mg_match match = mg_pattern_match(schema->string->pattern, &c->matcher, at->node->text);

	if (match == MG_MATCH_TOO_HARD) {
		c->steps = 0;
		c->hard = at->node;
	}
	return match == MG_MATCH || mg_mistake_pattern(c, schema, at);
}

static bool check_string(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	const struct mg_string_rules *rules = schema->string;
	bool ok = true;

	if (rules->length.min > 0 || rules->length.max != MG_SCHEMA_NO_MAX) {
		size_t length = mg_utf8_count(at->node->text);

		if (length < rules->length.min || length > rules->length.max)
			return mg_mistake_length(c, schema, at, length); // its form hardly matters then
	}
	if (rules->pattern && !go_on(c, &ok, check_pattern(c, schema, at)))
		return false;
	if (rules->format && !rules->format->matches(at->node->text))
		return mg_mistake_format(c, schema, at);
	return ok;
}

static bool check_number(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	const struct mg_number_rules *rules = schema->number;
	const struct mg_node *node = at->node;

	if (!mg_value_types(node))
		return mg_mistake_type(c, schema, at, MG_TYPE_NUMBER); // .inf and .nan are in no range
	if ((rules->minimum && mg_value_compare(node, rules->minimum) < 0) ||
	    (rules->above && mg_value_compare(node, rules->above) <= 0))
		return mg_mistake_too_small(c, schema, at);
	if ((rules->maximum && mg_value_compare(node, rules->maximum) > 0) ||
	    (rules->below && mg_value_compare(node, rules->below) >= 0))
		return mg_mistake_too_large(c, schema, at);
	if (rules->step && !mg_value_is_multiple(node, &rules->divisor))
		return mg_mistake_step(c, schema, at);
	return true;
}

static bool check_item(struct mg_checking *c, const struct mg_list_rules *rules, const struct mg_at *list, size_t i)
{
	const struct mg_schema *schema = i < rules->prefix.n ? rules->prefix.items[i] : rules->items;
	struct mg_at at = {.up = list,
			   .node = list->node->as.list.items[i],
			   .index = i,
			   .schema = schema,
			   .depth = list->depth + 1};

	return !schema || mg_check_value(c, schema, &at);
}

static bool check_contains(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	const struct mg_list_rules *rules = schema->list;
	size_t found = 0;

	for (size_t i = 0; i < at->node->as.list.n && found <= rules->contained.max; i++)
		found += mg_check_fits(c, rules->contains,
				       &(struct mg_at){.up = at,
						       .node = at->node->as.list.items[i],
						       .index = i,
						       .depth = at->depth + 1});
	return (found >= rules->contained.min && found <= rules->contained.max) ||
	       mg_mistake_contains(c, schema, at, found);
}

static bool check_list(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	const struct mg_list_rules *rules = schema->list;
	size_t n = at->node->as.list.n, first, second;
	bool ok = true;

	if ((n < rules->count.min || n > rules->count.max) && !go_on(c, &ok, mg_mistake_items(c, schema, at)))
		return false;
	for (size_t i = 0; i < n && (rules->items || i < rules->prefix.n); i++)
		if (!go_on(c, &ok, check_item(c, rules, at, i)))
			return false;
	if (rules->contains && !go_on(c, &ok, check_contains(c, schema, at)))
		return false;
	if (rules->unique && mg_value_duplicate(at->node, &first, &second))
		return mg_mistake_unique(c, at, first, second);
	return ok;
}

static bool check_key(struct mg_checking *c, const struct mg_schema *names, const struct mg_at *map,
		      const struct mg_pair *pair)
{
	struct mg_node key = {.type = MG_STRING, .start = pair->key_start, .end = pair->key_end, .text = pair->key};
	struct mg_at at = {.up = map, .node = &key, .pair = pair, .is_key = true, .depth = map->depth + 1};

	return mg_check_value(c, names, &at);
}

// A value under a key: by the property of that name, by every pattern the key matches, else by additionalProperties.
static bool check_pair(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *map,
		       const struct mg_pair *pair)
{
	const struct mg_map_rules *rules = schema->map;
	const struct mg_property *property = mg_map_rules_find(rules, pair->key);
	struct mg_at at = {.up = map, .node = pair->value, .pair = pair, .depth = map->depth + 1};
	bool known = property != NULL, ok = true;

	at.schema = property ? property->schema : NULL;
	if (rules->names && !go_on(c, &ok, check_key(c, rules->names, map, pair)))
		return false;
	if (property && !go_on(c, &ok, mg_check_value(c, property->schema, &at)))
		return false;
	for (size_t i = 0; i < rules->patterns_n; i++) {
		enum mg_match match = mg_pattern_match(rules->patterns[i].pattern, &c->matcher, pair->key);

		if (match == MG_MATCH_TOO_HARD)
			c->steps = 0;
		if (match != MG_MATCH)
			continue;
		known = true;
		at.schema = at.schema ? at.schema : rules->patterns[i].schema;
		if (!go_on(c, &ok, mg_check_value(c, rules->patterns[i].schema, &at)))
			return false;
	}
	if (known || !rules->additional)
		return ok;
	if (rules->additional->never)
		return mg_mistake_unknown_key(c, schema, &at);
	at.schema = rules->additional;
	return mg_check_value(c, rules->additional, &at) && ok;
}

static bool check_required(struct mg_checking *c, const struct mg_schema *schema, const struct mg_node *required,
			   const struct mg_at *at)
{
	bool ok = true;

	for (size_t i = 0; i < required->as.list.n; i++) {
		struct mg_slice key = required->as.list.items[i]->text;

		if (!mg_node_get_slice(at->node, key) && !go_on(c, &ok, mg_mistake_required(c, schema, at, key)))
			return false;
	}
	return ok;
}

static bool check_dependencies(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	bool ok = true;

	for (size_t i = 0; i < schema->map->dependencies_n; i++) {
		const struct mg_dependency *dependency = &schema->map->dependencies[i];

		if (!mg_node_get_slice(at->node, dependency->key))
			continue;
		if (!go_on(c, &ok,
			   dependency->schema ? mg_check_value(c, dependency->schema, at)
					      : check_required(c, schema, dependency->required, at)))
			return false;
	}
	return ok;
}

static bool check_map(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	const struct mg_map_rules *rules = schema->map;
	size_t n = at->node->as.map.n;
	bool ok = true;

	if ((n < rules->count.min || n > rules->count.max) && !go_on(c, &ok, mg_mistake_keys(c, schema, at)))
		return false;
	if (rules->required && !go_on(c, &ok, check_required(c, schema, rules->required, at)))
		return false;
	if (!go_on(c, &ok, check_dependencies(c, schema, at)))
		return false;
	if (!rules->n && !rules->patterns_n && !rules->additional && !rules->names)
		return ok;
	for (size_t i = 0; i < n; i++)
		if (!go_on(c, &ok, check_pair(c, schema, at, &at->node->as.map.pairs[i])))
			return false;
	return ok;
}

static bool check_in_place(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	bool ok = true;

	if (schema->ref && !go_on(c, &ok, mg_check_value(c, schema->ref, at)))
		return false;
	for (size_t i = 0; i < schema->all.n; i++)
		if (!go_on(c, &ok, mg_check_value(c, schema->all.items[i], at)))
			return false;
	if (schema->any.n > 0 && !go_on(c, &ok, mg_check_any(c, schema, at)))
		return false;
	if (schema->one.n > 0 && !go_on(c, &ok, mg_check_one(c, schema, at)))
		return false;
	if (schema->not_ && !go_on(c, &ok, mg_check_not(c, schema, at)))
		return false;
	if (schema->if_ && !go_on(c, &ok, mg_check_if(c, schema, at)))
		return false;
	return ok;
}

static bool check_by_type(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	switch (at->node->type) {
	case MG_INT:
	case MG_FLOAT:
		return !schema->number || check_number(c, schema, at);
	case MG_STRING:
		return !schema->string || check_string(c, schema, at);
	case MG_LIST:
		return !schema->list || check_list(c, schema, at);
	case MG_MAP:
		return !schema->map || check_map(c, schema, at);
	case MG_NULL:
	case MG_BOOL:
		break;
	}
	return true;
}

// A value of a wrong type, or not among the allowed ones, is one mistake: what else the same subschema says of it would
// only repeat that.
bool mg_check_value(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at)
{
	bool ok = true;

	if (c->steps == 0)
		return false;
	c->steps--;
	if (schema->never)
		return mg_mistake_forbidden(c, at);
	if (schema->types && !(schema->types & mg_value_types(at->node)))
		return mg_mistake_type(c, schema, at, schema->types);
	if ((schema->constant || schema->values) && !is_allowed(schema, at->node))
		return mg_mistake_value(c, schema, at);
	if (schema->in_place && !go_on(c, &ok, check_in_place(c, schema, at)))
		return false;
	return check_by_type(c, schema, at) && ok;
}

bool mg_schema_check(const struct mg_schema *schema, const struct mg_node *root, const char *path,
		     struct mg_findings *out)
{
	struct mg_at at = {.node = root, .schema = schema};
	struct mg_checking c; // not initialised as a whole: its room is large, and seldom used
	bool ok;

	c.mode = MG_CHECK_QUIET;
	c.path = path;
	c.out = out;
	c.before = out ? out->n : 0;
	c.cost = c.branch_depth = 0;
	c.steps = MG_CHECK_MAX_STEPS;
	c.hard = NULL;
	mg_matcher_init(&c.matcher);
	if (mg_value_deeper(root, MG_MAX_DEPTH))
		c.steps = 0;
	ok = mg_check_value(&c, schema, &at) && c.steps > 0;
	if (!ok && out && c.steps > 0) {
		c.mode = MG_CHECK_REPORT;
		c.steps = MG_CHECK_MAX_STEPS;
		(void)mg_check_value(&c, schema, &at);
	}
	if (!ok && out && out->n == c.before)
		mg_mistake_limit(&c, &at); // nothing could be told, or telling takes more work than the verdict did
	mg_matcher_clear(&c.matcher);
	return ok;
}
