// SPDX-License-Identifier: EUPL-1.2
//
// Ids of a list are distinct. Where they are not, the list would silently become one value to history (schema/value/place.h),
// and two people's additions a conflict.
#include "schema/record/record_at.h"

#include "base/i18n.h"
#include "schema/value/order.h"
#include "schema/record/path_word.h"

#include <stdio.h>

struct walk {
	const struct mg_path *path;
	struct mg_findings *findings;
	bool ok;
};

static void walk_node(struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at);

static void report_twins(struct walk *walk, const struct mg_schema *schema, const struct mg_node *second,
			 const struct mg_record_at *at)
{
	const struct mg_node *id = mg_node_get(second, "id");
	char message[256];

	walk->ok = false;
	snprintf(message, sizeof message, _("the id \"%.*s\" is there twice in the list"), mg_path_shown(id->text),
		 id->text.data);
	mg_record_report(walk->findings, walk->path, at, schema,
			 &(struct mg_finding){.code = "duplicate-id",
					      .level = MG_LEVEL_INVALID,
					      .mark = id->start,
					      .length = 1,
					      .message = message,
					      .hint = _("give each item an id of its own")});
}

// The list is one value although its schema wants ids: two of them must be equal.
static void find_twins(struct walk *walk, const struct mg_schema *schema, const struct mg_node *list,
		       const struct mg_record_at *at)
{
	struct mg_order order;

	for (size_t i = 0; i < list->as.list.n; i++)
		if (list->as.list.items[i]->type != MG_MAP || !mg_node_get(list->as.list.items[i], "id"))
			return; // another rule's finding
	if (!mg_order_init(&order, list))
		return;
	for (size_t i = 1; i < order.n; i++)
		if (mg_slice_equal(order.entries[i - 1].name, order.entries[i].name))
			report_twins(walk, schema, order.entries[i].node, at);
	mg_order_clear(&order);
}

static void walk_list(struct walk *walk, const struct mg_schema *schema, const struct mg_node *list,
		      const struct mg_record_at *at)
{
	const struct mg_schema *item = mg_schema_item(schema, 0);
	enum mg_list_kind kind = mg_list_kind(list);

	if (!item || kind == MG_LIST_SET)
		return;
	if (kind == MG_LIST_VALUE && mg_schema_property(item, mg_slice_of("id")))
		find_twins(walk, schema, list, at);
	for (size_t i = 0; i < list->as.list.n; i++) {
		const struct mg_node *each = list->as.list.items[i];
		struct mg_record_at here = {at, {0}, mg_node_get(each, "id")};

		walk_node(walk, item, each, kind == MG_LIST_KEYED ? &here : at);
	}
}

static void walk_node(struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at)
{
	if (node->type == MG_LIST)
		walk_list(walk, schema, node, at);
	if (node->type != MG_MAP)
		return;
	for (size_t i = 0; i < node->as.map.n; i++) {
		const struct mg_pair *pair = &node->as.map.pairs[i];
		struct mg_record_at here = {at, pair->key, NULL};
		const struct mg_schema *property;

		if (pair->value->type != MG_LIST && pair->value->type != MG_MAP)
			continue;
		property = mg_schema_property(schema, pair->key);
		if (property)
			walk_node(walk, property, pair->value, &here);
	}
}

bool mg_record_check_ids(const struct mg_path *path, const struct mg_schema *schema, const struct mg_node *root,
			 struct mg_findings *findings)
{
	struct walk walk = {path, findings, true};

	walk_node(&walk, schema, root, NULL);
	return walk.ok;
}
