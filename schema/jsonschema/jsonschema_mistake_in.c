// SPDX-License-Identifier: EUPL-1.2
//
// What is said of a list or a mapping for what it holds or lacks.
#include "schema/jsonschema/jsonschema_mistake.h"

#include "base/i18n.h"
#include "schema/jsonschema/jsonschema_draft.h"
#include "schema/jsonschema/jsonschema_hint.h"

bool mg_mistake_items(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	const struct mg_count *limit = &s->list->count;
	size_t n = at->node->as.list.n;
	bool few = n < limit->min;
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, few ? "min-items" : "max-items", MG_WEIGHT_OTHER))
		return false;
	mg_draft_mark_key(&d, at);
	if (few)
		mg_buf_printf(&d.message,
			      P_("%s must have at least %zu item; it has %zu",
				 "%s must have at least %zu items; it has %zu", limit->min),
			      mg_buf_text(&d.subject), limit->min, n);
	else
		mg_buf_printf(&d.message,
			      P_("%s must have at most %zu item; it has %zu",
				 "%s must have at most %zu items; it has %zu", limit->max),
			      mg_buf_text(&d.subject), limit->max, n);
	return mg_draft_add(&d);
}

bool mg_mistake_unique(struct mg_checking *c, const struct mg_at *at, size_t first, size_t second)
{
	struct mg_at item = {.up = at,
			     .node = at->node->as.list.items[second],
			     .index = second,
			     .depth = at->depth + 1};
	struct mg_buf list = {0};
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, &item, "unique", MG_WEIGHT_OTHER))
		return false;
	mg_draft_subject(at, &list);
	mg_buf_printf(&d.message, _("items %zu and %zu of %s are the same: %s"), first + 1, second + 1,
		      mg_buf_text(&list), mg_buf_text(&d.found));
	mg_buf_puts(&d.hint, _("remove one of them"));
	mg_buf_clear(&list);
	return mg_draft_add(&d);
}

bool mg_mistake_contains(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, size_t found)
{
	const struct mg_count *limit = &s->list->contained;
	const struct mg_node *title = mg_schema_keyword(s->list->contains, "title");
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "contains", MG_WEIGHT_OTHER))
		return false;
	mg_draft_mark_key(&d, at);
	if (found < limit->min)
		mg_buf_printf(&d.message,
			      P_("%s must have at least %zu item of the kind its schema asks for; it has %zu",
				 "%s must have at least %zu items of the kind its schema asks for; it has %zu",
				 limit->min),
			      mg_buf_text(&d.subject), limit->min, found);
	else
		mg_buf_printf(&d.message,
			      P_("%s must have at most %zu item of the kind its schema limits",
				 "%s must have at most %zu items of the kind its schema limits", limit->max),
			      mg_buf_text(&d.subject), limit->max);
	if (title)
		mg_buf_put_slice(&d.hint, title->text);
	return mg_draft_add(&d);
}

bool mg_mistake_keys(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	const struct mg_count *limit = &s->map->count;
	size_t n = at->node->as.map.n;
	bool few = n < limit->min;
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, few ? "min-keys" : "max-keys", MG_WEIGHT_KEY))
		return false;
	mg_draft_mark_key(&d, at);
	if (few)
		mg_buf_printf(&d.message,
			      P_("%s must have at least %zu key; it has %zu",
				 "%s must have at least %zu keys; it has %zu", limit->min),
			      mg_buf_text(&d.subject), limit->min, n);
	else
		mg_buf_printf(&d.message,
			      P_("%s must have at most %zu key; it has %zu",
				 "%s must have at most %zu keys; it has %zu", limit->max),
			      mg_buf_text(&d.subject), limit->max, n);
	return mg_draft_add(&d);
}

// Whether a key that may not be there looks like this one, which must: the finding on that key tells both.
static bool is_misspelt(const struct mg_map_rules *rules, const struct mg_node *map, struct mg_slice key)
{
	if (!rules->additional || !rules->additional->never || rules->patterns_n)
		return false;
	for (size_t i = 0, unknown = 0; i < map->as.map.n && unknown < MG_MAX_GUESSES; i++) {
		struct mg_slice typed = map->as.map.pairs[i].key;

		if (mg_map_rules_find(rules, typed))
			continue;
		unknown++;
		if (mg_hint_means_key(rules, map, typed, key))
			return true;
	}
	return false;
}

bool mg_mistake_required(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, struct mg_slice key)
{
	struct mg_pair pair = {.key = key, .value = at->node};
	const struct mg_property *property = mg_map_rules_find(s->map, key);
	struct mg_at missing = {.up = at,
				.node = at->node,
				.pair = &pair,
				.schema = property ? property->schema : NULL,
				.depth = at->depth};
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, &missing, "required", MG_WEIGHT_KEY))
		return false;
	if (is_misspelt(s->map, at->node, key))
		return mg_draft_drop(&d);
	mg_draft_mark_key(&d, at);
	mg_buf_printf(&d.message, _("%s is missing"), mg_buf_text(&d.subject));
	if (property)
		mg_hint_example(property->schema, &d.hint);
	return mg_draft_add(&d);
}

bool mg_mistake_unknown_key(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	struct mg_at key = *at;
	struct mg_buf map = {0};
	struct mg_draft d;

	key.depth--; // it is its mapping that has it
	if (!mg_draft_begin(&d, c, &key, "unknown-key", MG_WEIGHT_KEY))
		return false;
	mg_draft_mark_key(&d, at);
	mg_draft_subject(at->up, &map);
	mg_buf_printf(&d.message, _("`%.*s` is no key of %s"), (int)at->pair->key.len, at->pair->key.data,
		      mg_buf_text(&map));
	mg_buf_clear(&map);
	if (mg_draft_may_guess(&d))
		mg_hint_key(s->map, at->up->node, at->pair->key, &d.hint);
	return mg_draft_add(&d);
}
