// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/place.h"

#include "schema/value/order.h"
#include "schema/value/place_text.h"

static bool is_scalar(const struct mg_node *node)
{
	return node && node->type != MG_LIST && node->type != MG_MAP;
}

// All strings, all mappings with a scalar id, or neither: what the items look like, before they are compared.
static enum mg_list_kind kind_of_items(const struct mg_node *list)
{
	enum mg_list_kind kind = MG_LIST_EMPTY;

	for (size_t i = 0; i < list->as.list.n; i++) {
		const struct mg_node *item = list->as.list.items[i];
		enum mg_list_kind each = item->type == MG_STRING              ? MG_LIST_SET
					 : is_scalar(mg_node_get(item, "id")) ? MG_LIST_KEYED
									      : MG_LIST_VALUE;

		if (each == MG_LIST_VALUE || (i && each != kind))
			return MG_LIST_VALUE;
		kind = each;
	}
	return kind;
}

static bool few_are_distinct(const struct mg_node *list, enum mg_list_kind kind)
{
	const struct mg_node *const *items = list->as.list.items;

	for (size_t i = 1; i < list->as.list.n; i++)
		for (size_t j = 0; j < i; j++)
			if (kind == MG_LIST_SET
				    ? mg_slice_equal(items[i]->text, items[j]->text)
				    : mg_node_equal(mg_node_get(items[i], "id"), mg_node_get(items[j], "id")))
				return false;
	return true;
}

static bool many_are_distinct(const struct mg_node *list)
{
	struct mg_order order;
	bool distinct = true;

	if (!mg_order_init(&order, list))
		return few_are_distinct(list, kind_of_items(list));
	for (size_t i = 1; distinct && i < order.n; i++)
		distinct = !mg_slice_equal(order.entries[i - 1].name, order.entries[i].name);
	mg_order_clear(&order);
	return distinct;
}

enum mg_list_kind mg_list_kind(const struct mg_node *list)
{
	enum mg_list_kind kind = kind_of_items(list);
	bool distinct;

	if (kind == MG_LIST_EMPTY || kind == MG_LIST_VALUE)
		return kind;
	distinct = list->as.list.n <= 8 ? few_are_distinct(list, kind) : many_are_distinct(list);
	return distinct ? kind : MG_LIST_VALUE;
}

void mg_step_format(const struct mg_step *step, struct mg_buf *place)
{
	if (step->kind == MG_STEP_KEY) {
		if (place->len)
			mg_buf_putc(place, '.');
		mg_place_put_name(step->name, place);
		return;
	}
	mg_buf_puts(place, step->kind == MG_STEP_MEMBER ? "[=" : "[");
	if (step->kind == MG_STEP_MEMBER)
		mg_place_put_name(step->name, place);
	else
		mg_place_put_id(step->name, place);
	mg_buf_putc(place, ']');
}

void mg_place_format(const struct mg_place *place, struct mg_buf *out)
{
	struct mg_buf text = {0};

	for (size_t i = 0; i < place->n; i++)
		mg_step_format(&place->steps[i], &text);
	mg_buf_put_slice(out, mg_buf_slice(&text));
	if (text.failed)
		out->failed = text.failed;
	mg_buf_clear(&text);
}

static const struct mg_node *find_element(const struct mg_node *list, struct mg_slice id)
{
	const struct mg_node *found = NULL;
	struct mg_buf canon = {0};

	if (mg_list_kind(list) != MG_LIST_KEYED)
		return NULL;
	for (size_t i = 0; !found && i < list->as.list.n; i++) {
		mg_buf_reset(&canon);
		mg_node_canon(mg_node_get(list->as.list.items[i], "id"), &canon);
		if (mg_slice_equal(mg_buf_slice(&canon), id))
			found = list->as.list.items[i];
	}
	mg_buf_clear(&canon);
	return found;
}

static const struct mg_node *find_member(const struct mg_node *list, struct mg_slice name)
{
	if (mg_list_kind(list) != MG_LIST_SET)
		return NULL;
	for (size_t i = 0; i < list->as.list.n; i++)
		if (mg_slice_equal(list->as.list.items[i]->text, name))
			return list->as.list.items[i];
	return NULL;
}

const struct mg_node *mg_place_find(const struct mg_node *root, const struct mg_place *place)
{
	const struct mg_node *node = root;

	for (size_t i = 0; node && i < place->n; i++) {
		const struct mg_step *step = &place->steps[i];

		if (step->kind == MG_STEP_KEY)
			node = mg_node_get_slice(node, step->name);
		else if (node->type != MG_LIST)
			node = NULL;
		else if (step->kind == MG_STEP_ELEMENT)
			node = find_element(node, step->name);
		else
			node = find_member(node, step->name);
	}
	return node;
}

bool mg_place_excludes(const char *a, const char *b)
{
	bool quoted = false;

	for (; *a && *a == *b; a++, b++) {
		if (quoted && *a == '\\' && a[1] && a[1] == b[1]) {
			a++;
			b++;
		} else if (*a == '"') {
			quoted = !quoted;
		} else if (!quoted && *a == '[' && a[1] != b[1] && (a[1] == '=' || b[1] == '=')) {
			return true;
		}
	}
	return false;
}

bool mg_place_contains(const char *above, const char *below)
{
	size_t len = strlen(above);

	if (!len)
		return true;
	return strncmp(above, below, len) == 0 && (!below[len] || below[len] == '.' || below[len] == '[');
}
