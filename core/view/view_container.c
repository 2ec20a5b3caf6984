// SPDX-License-Identifier: EUPL-1.2
//
// Mappings, keyed lists and sets: what their parts make of them.
#include "core/view/view_impl.h"

// The kinds a container can be of, by what is written in it.
enum kind { KIND_MAP, KIND_KEYED, KIND_SET, KIND_LIST, KINDS };

// What a container must be to have a part where a write below it is.
static enum kind kind_of_part(const struct mg_view_place *p, const struct mg_view_place *at)
{
	static const enum kind of_step[] = {
		[MG_STEP_KEY] = KIND_MAP, [MG_STEP_ELEMENT] = KIND_KEYED, [MG_STEP_MEMBER] = KIND_SET};

	while (at->depth > p->depth + 1)
		at = at->parent;
	return of_step[at->step.kind];
}

// The kind that write w gives its container p; KINDS when it gives none: a keep, and what is taken out, which says
// nothing about what stands.
static enum kind kind_of(const struct mg_view_place *p, const struct mg_view_op *w)
{
	if (w->in->op == MG_DROP || w->in->op == MG_OUT)
		return KINDS;
	if (w->at == p)
		return w->in->op == MG_EXISTS_MAP ? KIND_MAP : w->in->op == MG_EXISTS_LIST ? KIND_LIST : KINDS;
	return kind_of_part(p, w->at);
}

// Nothing says what stands but what was taken out last: an empty list stays a list.
static enum kind kind_left(const struct mg_view *v, const struct mg_view_place *p, struct mg_view_ops below)
{
	const struct mg_view_op *last = NULL;

	for (size_t i = 0; i < below.n; i++) {
		if (below.items[i]->at != p && (!last || mg_view_is_later(v, below.items[i], last)))
			last = below.items[i];
	}
	return last && kind_of_part(p, last->at) != KIND_MAP ? KIND_LIST : KINDS;
}

static const struct mg_node *member_node(struct mg_view *v, const struct mg_view_place *child)
{
	return mg_node_new_string(v->arena, child->step.name);
}

// An element of a keyed list: its mapping with `id` first.
static int element_node(struct mg_view *v, const struct mg_view_place *child, const struct mg_node *inside,
			const struct mg_node **element)
{
	size_t n = inside->type == MG_MAP ? inside->as.map.n : 0;
	struct mg_pair *pairs = mg_arena_array(v->arena, n + 1, sizeof *pairs);
	const char *id = mg_arena_copy(v->arena, child->step.name.data, child->step.name.len);
	int code;

	if (!pairs || !id)
		return mg_fail_memory(v->err);
	code = mg_view_read_value(v, id, &pairs[0].value);
	if (code)
		return code;
	pairs[0].key = mg_slice_of("id");
	if (n)
		memcpy(pairs + 1, inside->as.map.pairs, n * sizeof *pairs);
	*element = mg_node_new_map(v->arena, pairs, n + 1);
	return *element ? 0 : mg_fail_memory(v->err);
}

struct children {
	struct mg_pair *pairs; // the keys of a mapping; of a list, values only
	size_t n;
};

static int add_child(struct mg_view *v, enum kind kind, struct mg_view_place *child, const struct mg_node *inside,
		     struct children *out)
{
	struct mg_pair *pair = &out->pairs[out->n];
	int code = 0;

	pair->key = child->step.name;
	pair->value = inside;
	if (kind == KIND_KEYED)
		code = element_node(v, child, inside, &pair->value);
	out->n++;
	return code;
}

// A member of a set is in or out by its latest writer; `resolve` would give a member its value, it has none.
static int resolve_member(struct mg_view *v, struct mg_view_place *child, const struct mg_node **value)
{
	struct mg_view_claims claims;
	const struct mg_view_op *last;
	int code = mg_view_claims_at(v, child, &claims);

	*value = NULL;
	if (code || !claims.puts)
		return code;
	last = mg_view_latest(v, claims.at, mg_view_is_put);
	for (size_t i = 0; i < claims.at.n; i++)
		claims.at.items[i]->value = claims.at.items[i]->in->op == MG_IN ? member_node(v, child) : NULL;
	if (last->in->op == MG_IN && !last->value)
		return mg_fail_memory(v->err);
	return mg_view_claimed(v, child, &claims, value);
}

static int children_of(struct mg_view *v, struct mg_view_place *p, enum kind kind, struct children *out)
{
	static const enum mg_step_kind step_of[] = {
		[KIND_MAP] = MG_STEP_KEY, [KIND_KEYED] = MG_STEP_ELEMENT, [KIND_SET] = MG_STEP_MEMBER};
	size_t max = 0;
	int code = 0;

	out->n = 0;
	for (struct mg_view_place *child = p->child; child; child = child->next)
		max++;
	out->pairs = mg_arena_array(v->arena, max, sizeof *out->pairs);
	if (!out->pairs)
		return mg_fail_memory(v->err);
	if (kind == KIND_LIST || kind == KINDS)
		return 0;
	for (struct mg_view_place *child = p->child; !code && child; child = child->next) {
		const struct mg_node *value = NULL;

		if (child->step.kind != step_of[kind])
			continue;
		code = kind == KIND_SET ? resolve_member(v, child, &value) : mg_view_resolve(v, child, &value);
		if (!code && value)
			code = add_child(v, kind, child, value, out);
	}
	return code;
}

static int of_kind(struct mg_view *v, struct mg_view_place *p, enum kind kind, const struct mg_node **value)
{
	struct children children;
	const struct mg_node **items;
	int code = children_of(v, p, kind, &children);

	if (code)
		return code;
	if (kind == KIND_MAP || kind == KINDS) {
		*value = mg_node_new_map(v->arena, children.pairs, children.n);
		return *value ? 0 : mg_fail_memory(v->err);
	}
	items = mg_arena_array(v->arena, children.n, sizeof *items);
	for (size_t i = 0; items && i < children.n; i++)
		items[i] = children.pairs[i].value;
	*value = items ? mg_node_new_list(v->arena, items, children.n) : NULL;
	return *value ? 0 : mg_fail_memory(v->err);
}

// Which kinds are written, and the latest writer of each. A bare list is of whichever kind of list has elements.
static size_t kinds_of(const struct mg_view *v, struct mg_view_place *p, struct mg_view_ops below,
		       struct mg_view_op *last[KINDS])
{
	size_t n = 0;

	for (size_t i = 0; i < below.n; i++) {
		enum kind kind = kind_of(p, below.items[i]);

		if (kind < KINDS && (!last[kind] || mg_view_is_later(v, below.items[i], last[kind])))
			last[kind] = below.items[i];
	}
	if (last[KIND_KEYED] || last[KIND_SET])
		last[KIND_LIST] = NULL;
	for (size_t kind = 0; kind < KINDS; kind++)
		n += last[kind] != NULL;
	return n;
}

// Several kinds of container are live at p: the one of the latest write is shown, as if the others had not been made.
static int kinds_conflict(struct mg_view *v, struct mg_view_place *p, struct mg_view_ops below,
			  struct mg_view_op *last[KINDS], enum kind shown, const struct mg_node **value)
{
	struct mg_conflict *c = mg_view_new_conflict(v, p, true, 2 * below.n);
	bool quiet = v->quiet;
	int code = 0;

	if (!c)
		return mg_fail_memory(v->err);
	for (enum kind kind = 0; !code && kind < KINDS; kind++) {
		uint32_t side = (uint32_t)c->n_sides;

		if (!last[kind])
			continue;
		for (size_t i = 0; !code && i < below.n; i++) {
			if (kind_of(p, below.items[i]) == kind)
				code = mg_view_list_below(v, c, below.items[i], below, side);
		}
		v->quiet = quiet || kind != shown;
		code = code ? code : of_kind(v, p, kind, &c->sides[side]);
		v->quiet = quiet;
		c->n_sides++;
		if (!code)
			code = mg_view_side_of_each(v, p, c, side);
		if (kind == shown) {
			c->shown = side;
			*value = c->sides[side];
		}
	}
	return code ? code : mg_view_list_conflict(v, c);
}

int mg_view_container(struct mg_view *v, struct mg_view_place *p, struct mg_view_ops below,
		      const struct mg_node **value)
{
	struct mg_view_op *last[KINDS] = {NULL};
	size_t n = kinds_of(v, p, below, last);
	enum kind shown = KINDS;

	for (enum kind kind = 0; kind < KINDS; kind++) {
		if (last[kind] && (shown == KINDS || mg_view_is_later(v, last[kind], last[shown])))
			shown = kind;
	}
	if (n > 1)
		return kinds_conflict(v, p, below, last, shown, value);
	return of_kind(v, p, n ? shown : kind_left(v, p, below), value);
}
