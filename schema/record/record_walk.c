// SPDX-License-Identifier: EUPL-1.2
//
// Every text of a record: what the rules on personal data look at.
#include "schema/record/record_at.h"

#include "base/text.h"

struct walk {
	mg_record_visit *visit;
	void *data;
};

static void walk_node(const struct walk *walk, const struct mg_node *node, const struct mg_record_at *at);

static void walk_map(const struct walk *walk, const struct mg_node *map, const struct mg_record_at *at)
{
	for (size_t i = 0; i < map->as.map.n; i++) {
		const struct mg_pair *pair = &map->as.map.pairs[i];
		struct mg_record_at here = {at, pair->key, NULL};

		walk->visit(walk->data, at, pair->key, pair->key_start);
		walk_node(walk, pair->value, &here);
	}
}

static void walk_node(const struct walk *walk, const struct mg_node *node, const struct mg_record_at *at)
{
	if (node->type == MG_MAP) {
		walk_map(walk, node, at);
	} else if (node->type == MG_LIST) {
		bool maps = node->as.list.n && node->as.list.items[0]->type == MG_MAP;
		bool keyed = maps && mg_list_kind(node) == MG_LIST_KEYED;

		for (size_t i = 0; i < node->as.list.n; i++) {
			const struct mg_node *item = node->as.list.items[i];
			struct mg_record_at here = {at, {0}, mg_node_get(item, "id")};

			walk_node(walk, item, keyed ? &here : at);
		}
	} else if (node->text.len) {
		walk->visit(walk->data, at, node->text, node->start);
	}
}

void mg_record_walk(const struct mg_node *root, mg_record_visit *visit, void *data)
{
	const struct walk walk = {visit, data};

	walk_node(&walk, root, NULL);
}

const struct mg_schema *mg_record_schema_at(const struct mg_path *path, const struct mg_record_at *at)
{
	const struct mg_schema *above = at ? mg_record_schema_at(path, at->up) : path->type->shape;

	if (!at || !above)
		return above;
	return at->id ? mg_schema_item(above, 0) : mg_schema_property(above, at->key);
}

// Quotes may come before; escapes and folded lines make text and value differ, and the value's start must do.
struct mg_mark mg_record_mark_in(struct mg_slice source, struct mg_mark start, struct mg_slice value,
				 struct mg_slice found)
{
	size_t before = (size_t)(found.data - value.data), quote, end;
	struct mg_mark mark = start;

	if (start.offset >= source.len)
		return start;
	quote = source.data[start.offset] == '"' || source.data[start.offset] == '\'' ? 1 : 0;
	end = before + found.len;
	if (start.offset + quote + end > source.len ||
	    memcmp(source.data + start.offset + quote, value.data, end) != 0 || memchr(value.data, '\n', end))
		return start;
	mark.offset += (uint32_t)(quote + before);
	mark.col += (uint32_t)(quote + mg_utf8_count((struct mg_slice){value.data, before}));
	return mark;
}
