// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/diff.h"

#include "schema/value/order.h"

#include <assert.h>

// What a value is to history. Kinds that are not the same replace each other whole.
enum kind { ABSENT, LEAF, MAP, EMPTY, SET, KEYED };

struct differ {
	struct mg_writes *writes;
	struct mg_buf place; // of the value at hand
	struct mg_buf canon; // scratch
	bool failed;         // out of memory
};

static enum kind kind_of(const struct mg_node *node)
{
	if (!node)
		return ABSENT;
	if (node->type == MG_MAP)
		return MAP;
	if (node->type != MG_LIST)
		return LEAF;
	switch (mg_list_kind(node)) {
	case MG_LIST_EMPTY:
		return EMPTY;
	case MG_LIST_SET:
		return SET;
	case MG_LIST_KEYED:
		return KEYED;
	case MG_LIST_VALUE:
		break;
	}
	return LEAF;
}

static const char *canon_text(struct differ *differ, const struct mg_node *node)
{
	if (!node)
		return NULL;
	mg_buf_reset(&differ->canon);
	mg_node_canon(node, &differ->canon);
	return mg_arena_copy(differ->writes->arena, mg_buf_text(&differ->canon), differ->canon.len);
}

static void add(struct differ *differ, enum mg_op op, const struct mg_node *value, const struct mg_node *old)
{
	struct mg_writes *writes = differ->writes;
	struct mg_write *items = mg_arena_grow(writes->arena, writes->items, writes->n, &writes->cap, sizeof *items);
	struct mg_write write = {.op = op};

	if (!items) {
		differ->failed = true;
		return;
	}
	write.place = mg_arena_copy(writes->arena, mg_buf_text(&differ->place), differ->place.len);
	write.value = canon_text(differ, value);
	write.old = canon_text(differ, old);
	differ->failed |= !write.place || (value && !write.value) || (old && !write.old);
	writes->items = items;
	writes->items[writes->n++] = write;
}

static void diff_values(struct differ *differ, const struct mg_node *before, const struct mg_node *after,
			bool is_element);

// The step to a part, taken off the place again by the caller.
static void enter(struct differ *differ, enum mg_step_kind kind, struct mg_slice name)
{
	mg_step_format(&(struct mg_step){kind, name}, &differ->place);
}

static void leave(struct differ *differ, size_t len)
{
	differ->place.len = len;
	if (differ->place.data)
		differ->place.data[len] = '\0';
}

static void diff_member(struct differ *differ, const struct mg_node *before, const struct mg_node *after)
{
	const struct mg_node *member = before ? before : after;
	size_t len = differ->place.len;

	if (!member || (before && after))
		return;
	enter(differ, MG_STEP_MEMBER, member->text);
	add(differ, before ? MG_OUT : MG_IN, after, before);
	leave(differ, len);
}

static void diff_part(struct differ *differ, enum kind kind, const struct mg_entry *before,
		      const struct mg_entry *after)
{
	const struct mg_node *old = before ? before->node : NULL, *new = after ? after->node : NULL;
	size_t len = differ->place.len;

	if (kind == SET) {
		diff_member(differ, old, new);
		return;
	}
	enter(differ, kind == MAP ? MG_STEP_KEY : MG_STEP_ELEMENT, before ? before->name : after->name);
	diff_values(differ, old, new, kind == KEYED);
	leave(differ, len);
}

// Both are of this kind, or have no parts. The id of a keyed element is its place, not one of its fields.
static void diff_parts(struct differ *differ, enum kind kind, const struct mg_node *before, const struct mg_node *after,
		       bool is_element)
{
	const struct mg_entry *a, *b;
	struct mg_order left, right;
	size_t i = 0, j = 0;

	if (!mg_order_init(&left, before)) {
		differ->failed = true;
		return;
	}
	if (!mg_order_init(&right, after)) {
		mg_order_clear(&left);
		differ->failed = true;
		return;
	}
	while (!differ->failed && mg_order_next(&left, &i, &right, &j, &a, &b))
		if (!is_element || !mg_slice_is(a ? a->name : b->name, "id"))
			diff_part(differ, kind, a, b);
	mg_order_clear(&left);
	mg_order_clear(&right);
}

static void create(struct differ *differ, const struct mg_node *node, bool is_element)
{
	enum kind kind = kind_of(node);

	assert(kind != ABSENT);
	if (kind == LEAF) {
		add(differ, MG_PUT, node, NULL);
		return;
	}
	add(differ, kind == MAP ? MG_EXISTS_MAP : MG_EXISTS_LIST, NULL, NULL);
	diff_parts(differ, kind, NULL, node, is_element);
}

// A list without items is a set or a keyed list, as the other side needs.
static bool same_kind(enum kind a, enum kind b)
{
	return a == b || (a == EMPTY && (b == SET || b == KEYED)) || (b == EMPTY && (a == SET || a == KEYED));
}

static void diff_values(struct differ *differ, const struct mg_node *before, const struct mg_node *after,
			bool is_element)
{
	enum kind from = kind_of(before), to = kind_of(after);

	if (from == ABSENT && to == ABSENT)
		return;
	if (to == ABSENT) {
		add(differ, MG_DROP, NULL, before);
	} else if (from == ABSENT) {
		create(differ, after, is_element);
	} else if (to == LEAF) {
		if (!mg_node_equal(before, after))
			add(differ, MG_PUT, after, before);
	} else if (same_kind(from, to)) {
		diff_parts(differ, from == EMPTY ? to : from, before, after, is_element);
	} else {
		add(differ, MG_DROP, NULL, before);
		create(differ, after, is_element);
	}
}

int mg_diff(const struct mg_node *before, const struct mg_node *after, struct mg_writes *writes, struct mg_error *err)
{
	struct differ differ = {.writes = writes};

	diff_values(&differ, before, after, false);
	differ.failed |= differ.place.failed || differ.canon.failed;
	mg_buf_clear(&differ.place);
	mg_buf_clear(&differ.canon);
	return differ.failed ? mg_fail_memory(err) : 0;
}
