// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/amend.h"

#include "base/i18n.h"
#include "schema/value/order.h"

// ---- comparing

struct comparing {
	struct mg_arena *arena;
	struct mg_amendments *out;
	struct mg_buf place; // of the values at hand
	bool failed;         // out of memory
};

static void compare(struct comparing *c, const struct mg_node *before, const struct mg_node *after);

static void add(struct comparing *c, const struct mg_node *before, const struct mg_node *after)
{
	struct mg_amendments *out = c->out;
	struct mg_amendment *grown = mg_arena_grow(c->arena, out->items, out->n, &out->cap, sizeof *grown);
	const char *place = mg_arena_copy(c->arena, mg_buf_text(&c->place), c->place.len);

	if (!grown || !place) {
		c->failed = true;
		return;
	}
	out->items = grown;
	grown[out->n++] = (struct mg_amendment){place, before, after};
}

static bool is_keyed(const struct mg_node *list)
{
	enum mg_list_kind kind = mg_list_kind(list);

	return kind == MG_LIST_KEYED || kind == MG_LIST_EMPTY;
}

// Whether the difference of two values is that of their parts.
static bool have_parts(const struct mg_node *before, const struct mg_node *after)
{
	if (!before || !after || before->type != after->type)
		return false;
	return before->type == MG_MAP || (before->type == MG_LIST && is_keyed(before) && is_keyed(after));
}

static void compare_parts(struct comparing *c, const struct mg_order *left, const struct mg_order *right, bool is_map)
{
	const struct mg_entry *a, *b;
	size_t i = 0, j = 0, len = c->place.len;

	while (!c->failed && mg_order_next(left, &i, right, &j, &a, &b)) {
		const struct mg_step step = {is_map ? MG_STEP_KEY : MG_STEP_ELEMENT, a ? a->name : b->name};

		mg_step_format(&step, &c->place);
		compare(c, a ? a->node : NULL, b ? b->node : NULL);
		c->place.len = len;
		c->failed |= c->place.failed != 0;
	}
}

static void compare(struct comparing *c, const struct mg_node *before, const struct mg_node *after)
{
	struct mg_order left, right;

	if ((!before && !after) || (before && after && mg_node_equal(before, after)))
		return;
	if (!have_parts(before, after)) {
		add(c, before, after);
		return;
	}
	if (!mg_order_init(&left, before)) {
		c->failed = true;
		return;
	}
	if (mg_order_init(&right, after)) {
		compare_parts(c, &left, &right, before->type == MG_MAP);
		mg_order_clear(&right);
	} else {
		c->failed = true;
	}
	mg_order_clear(&left);
}

int mg_amend_diff(const struct mg_node *before, const struct mg_node *after, struct mg_arena *arena,
		  struct mg_amendments *out, struct mg_error *err)
{
	struct comparing c = {.arena = arena, .out = out};

	compare(&c, before, after);
	mg_buf_clear(&c.place);
	return c.failed ? mg_fail_memory(err) : 0;
}

// ---- applying

struct applying {
	struct mg_arena *arena;
	const char *place;
	const struct mg_node *value; // NULL: to be removed
	struct mg_error *err;
};

// *out is NULL when nothing is left at this place.
static int put(const struct applying *a, const struct mg_node *node, const struct mg_step *step, size_t n,
	       const struct mg_node **out);

static int refuse(const struct applying *a)
{
	return mg_fail(a->err, MG_EINVALID, _("no value of the text can stand at \"%s\""), a->place);
}

static int made(const struct applying *a, const struct mg_node *node, const struct mg_node **out)
{
	*out = node;
	return node ? 0 : mg_fail_memory(a->err);
}

static int put_key(const struct applying *a, const struct mg_node *map, const struct mg_step *step, size_t n,
		   const struct mg_node **out)
{
	size_t had = map ? map->as.map.n : 0, kept = 0;
	struct mg_pair *pairs = mg_arena_array(a->arena, had + 1, sizeof *pairs);
	const struct mg_node *part = mg_node_get_slice(map, step->name);
	bool is_new = !part;
	int rc;

	if (!pairs)
		return mg_fail_memory(a->err);
	rc = put(a, part, step + 1, n - 1, &part);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < had; i++) {
		bool here = mg_slice_equal(map->as.map.pairs[i].key, step->name);

		if (here && !part)
			continue;
		pairs[kept] = map->as.map.pairs[i];
		pairs[kept].value = here ? part : pairs[kept].value;
		kept++;
	}
	if (is_new && part)
		pairs[kept++] = (struct mg_pair){.key = step->name, .value = part};
	return map || kept ? made(a, mg_node_new_map(a->arena, pairs, kept), out) : 0;
}

// Whether a value may be the element of that id.
static bool is_element(const struct mg_node *value, struct mg_slice id)
{
	struct mg_buf canon = {0};
	bool same;

	if (!mg_node_get(value, "id"))
		return false;
	mg_node_canon(mg_node_get(value, "id"), &canon);
	same = !canon.failed && mg_slice_equal(mg_buf_slice(&canon), id);
	mg_buf_clear(&canon);
	return same;
}

// A part is put only in an element that is there: its id is given with the whole of it.
static int put_element(const struct applying *a, const struct mg_node *list, const struct mg_step *step, size_t n,
		       const struct mg_node **out)
{
	size_t had = list ? list->as.list.n : 0, kept = 0;
	const struct mg_node **items = mg_arena_array(a->arena, had + 1, sizeof *items);
	const struct mg_node *was, *part = NULL;
	int rc;

	if (!items)
		return mg_fail_memory(a->err);
	was = list ? mg_place_find(list, &(struct mg_place){&(struct mg_step){step->kind, step->name}, 1}) : NULL;
	rc = put(a, was, step + 1, n - 1, &part);
	if (rc < 0)
		return rc;
	if (part && !is_element(part, step->name))
		return refuse(a);
	for (size_t i = 0; i < had; i++) {
		const struct mg_node *item = list->as.list.items[i] == was ? part : list->as.list.items[i];

		if (item)
			items[kept++] = item;
	}
	if (!was && part)
		items[kept++] = part;
	return list || kept ? made(a, mg_node_new_list(a->arena, items, kept), out) : 0;
}

static int put(const struct applying *a, const struct mg_node *node, const struct mg_step *step, size_t n,
	       const struct mg_node **out)
{
	bool is_key = n && step->kind == MG_STEP_KEY;

	if (!n) {
		*out = a->value;
		return 0;
	}
	*out = node;
	if (step->kind == MG_STEP_MEMBER || (node && node->type != (is_key ? MG_MAP : MG_LIST)) ||
	    (node && !is_key && !is_keyed(node)))
		return refuse(a);
	return is_key ? put_key(a, node, step, n, out) : put_element(a, node, step, n, out);
}

int mg_amend_apply(const struct mg_node *root, const char *place, const struct mg_node *value, struct mg_arena *arena,
		   const struct mg_node **out, struct mg_error *err)
{
	const struct applying a = {arena, place, value, err};
	struct mg_place parsed;
	int rc = mg_place_parse(place, arena, &parsed, err);

	return rc < 0 ? rc : put(&a, root, parsed.steps, parsed.n, out);
}
