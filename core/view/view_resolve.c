// SPDX-License-Identifier: EUPL-1.2
//
// What stands at a place: which writes are live, who claims the place, and which of them is shown.
#include "core/view/view_impl.h"

// ---- what is live at a place

// Nobody who had seen it has written at or above its place since.
static bool is_live(const struct mg_view *v, const struct mg_view_op *w)
{
	for (const struct mg_view_place *p = w->at; p; p = p->parent) {
		for (const struct mg_view_op *e = p->ops; e; e = e->next) {
			if (mg_view_ends(e) && !e->ignored && !e->voided && mg_view_saw(v, e, w))
				return false;
		}
	}
	return !w->voided;
}

// The place after p in a walk of what is at or below top; NULL at the end.
static const struct mg_view_place *next_place(const struct mg_view_place *p, const struct mg_view_place *top)
{
	if (p->child)
		return p->child;
	while (p != top && !p->next)
		p = p->parent;
	return p == top ? NULL : p->next;
}

// The live writes at or below p.
static int live_at(struct mg_view *v, const struct mg_view_place *top, struct mg_view_ops *live)
{
	size_t n = 0;

	for (const struct mg_view_place *p = top; p; p = next_place(p, top)) {
		for (const struct mg_view_op *w = p->ops; w; w = w->next)
			n++;
	}
	live->n = 0;
	live->items = mg_arena_array(v->arena, n, sizeof *live->items);
	if (!live->items)
		return mg_fail_memory(v->err);
	for (const struct mg_view_place *p = top; p; p = next_place(p, top)) {
		for (struct mg_view_op *w = p->ops; w; w = w->next) {
			if (is_live(v, w))
				live->items[live->n++] = w;
		}
	}
	return 0;
}

// A drop or put that somebody who wrote the place's existence had seen no longer claims it.
static bool outlived(const struct mg_view *v, const struct mg_view_op *a, const struct mg_view_ops *live)
{
	for (size_t i = 0; i < live->n; i++) {
		const struct mg_view_op *mark = live->items[i];

		if (mark->at == a->at && !mg_view_ends(mark) &&
		    (mg_view_saw(v, mark, a) || (mark->by == a->by && mg_view_is_drop(a))))
			return true;
	}
	return false;
}

static int add_claim(struct mg_view *v, struct mg_view_claims *claims, struct mg_view_op *w)
{
	claims->at.items[claims->at.n++] = w;
	claims->puts += mg_view_is_put(w);
	return w->in->op == MG_PUT && !w->value ? mg_view_read_value(v, w->in->value, &w->value) : 0;
}

int mg_view_claims_at(struct mg_view *v, const struct mg_view_place *p, struct mg_view_claims *claims)
{
	struct mg_view_ops live;
	int code = live_at(v, p, &live);

	if (code)
		return code;
	*claims = (struct mg_view_claims){{mg_arena_array(v->arena, live.n, sizeof(struct mg_view_op *)), 0},
					  {mg_arena_array(v->arena, live.n, sizeof(struct mg_view_op *)), 0},
					  0};
	if (!claims->at.items || !claims->below.items)
		return mg_fail_memory(v->err);
	for (size_t i = 0; !code && i < live.n; i++) {
		struct mg_view_op *w = live.items[i];

		if (w->at != p || !mg_view_ends(w))
			claims->below.items[claims->below.n++] = w;
		else if (!w->ignored && !outlived(v, w, &live))
			code = add_claim(v, claims, w);
	}
	return code;
}

bool mg_view_is_later(const struct mg_view *v, const struct mg_view_op *a, const struct mg_view_op *b)
{
	if (v->favoured && a->by != b->by && (a->by == v->favoured || b->by == v->favoured))
		return a->by == v->favoured;
	return mg_view_commit_order(a->by, b->by) > 0;
}

struct mg_view_op *mg_view_latest(const struct mg_view *v, struct mg_view_ops list,
				  bool (*wanted)(const struct mg_view_op *))
{
	struct mg_view_op *best = NULL;

	for (size_t i = 0; i < list.n; i++) {
		if (!wanted || wanted(list.items[i]))
			best = !best || mg_view_is_later(v, list.items[i], best) ? list.items[i] : best;
	}
	return best;
}

// ---- resolving

// Of the claims to a place, those that somebody who wrote below it had not seen.
static int unseen_claims(struct mg_view *v, const struct mg_view_claims *claims, struct mg_view_ops *unseen)
{
	unseen->n = 0;
	unseen->items = mg_arena_array(v->arena, claims->at.n, sizeof *unseen->items);
	if (!unseen->items)
		return mg_fail_memory(v->err);
	for (size_t i = 0; i < claims->at.n; i++) {
		struct mg_view_op *claim = claims->at.items[i];
		bool found = false;

		for (size_t j = 0; !found && j < claims->below.n; j++)
			found = claims->below.items[j]->by != claim->by &&
				!mg_view_saw(v, claims->below.items[j], claim);
		if (found)
			unseen->items[unseen->n++] = claim;
	}
	return 0;
}

static int undo(struct mg_view *v, const struct mg_view_place *p, struct mg_view_ops claims, struct mg_conflict *c)
{
	size_t n = 0;

	for (const struct mg_view_op *w = p->ops; w; w = w->next)
		n++;
	if (!c->undone)
		c->undone = mg_arena_array(v->arena, n, sizeof *c->undone);
	if (!c->undone)
		return mg_fail_memory(v->err);
	for (size_t i = 0; i < claims.n; i++) {
		claims.items[i]->ignored = true;
		c->undone[c->n_undone++] = claims.items[i]->in->commit;
	}
	return 0;
}

// The container at p, computed as if the puts and drops at p that it is in conflict with had not been made; nor those
// that these had replaced, when what stands below is beside them too.
static int without(struct mg_view *v, struct mg_view_place *p, struct mg_view_ops at, struct mg_conflict *c,
		   const struct mg_node **value)
{
	struct mg_view_claims claims = {.at = at};
	int code = 0;

	while (!code && at.n) {
		code = undo(v, p, at, c);
		if (!code)
			code = mg_view_claims_at(v, p, &claims);
		if (!code)
			code = unseen_claims(v, &claims, &at);
	}
	return code ? code : mg_view_container(v, p, claims.below, value);
}

static bool is_concurrent_with_any(const struct mg_view *v, const struct mg_view_op *w, struct mg_view_ops others)
{
	for (size_t i = 0; i < others.n; i++) {
		if (w->by != others.items[i]->by && !mg_view_saw(v, w, others.items[i]))
			return true;
	}
	return false;
}

// Only drops claim p, while others write below it: those who had not seen a drop keep the place alive.
static int dropped(struct mg_view *v, struct mg_view_place *p, struct mg_view_claims *claims,
		   const struct mg_node **value)
{
	struct mg_view_ops drops;
	struct mg_conflict *c;
	int code = unseen_claims(v, claims, &drops);

	if (code)
		return code;
	if (!drops.n)
		return mg_view_container(v, p, claims->below, value);
	c = mg_view_new_conflict(v, p, false, drops.n + claims->below.n);
	if (!c)
		return mg_fail_memory(v->err);
	mg_view_list_claims(c, drops);
	c->shown = (uint32_t)c->n_sides++;
	for (size_t i = 0; !code && i < claims->below.n; i++) {
		if (is_concurrent_with_any(v, claims->below.items[i], drops))
			code = mg_view_list_below(v, c, claims->below.items[i], claims->below, c->shown);
	}
	if (code)
		return code;
	code = without(v, p, drops, c, value);
	c->sides[c->shown] = *value;
	if (!code)
		code = mg_view_side_of_each(v, p, c, c->shown);
	return code ? code : mg_view_list_conflict(v, c);
}

// Puts (and drops) claim p while others write below it: two kinds of value, the side of the latest write is shown.
static int contested(struct mg_view *v, struct mg_view_place *p, struct mg_view_claims *claims,
		     const struct mg_node **value)
{
	const struct mg_view_op *put = mg_view_latest(v, claims->at, mg_view_is_put);
	bool put_wins = mg_view_is_later(v, put, mg_view_latest(v, claims->below, NULL));
	struct mg_conflict *c = mg_view_new_conflict(v, p, false, claims->at.n + claims->below.n);
	const struct mg_node *inside = NULL;
	bool quiet = v->quiet;
	uint32_t side;
	int code = 0;

	if (!c)
		return mg_fail_memory(v->err);
	mg_view_list_claims(c, claims->at);
	side = (uint32_t)c->n_sides++;
	for (size_t i = 0; !code && i < claims->below.n; i++)
		code = mg_view_list_below(v, c, claims->below.items[i], claims->below, side);
	if (code)
		return code;
	v->quiet = quiet || put_wins;
	code = without(v, p, claims->at, c, &inside);
	v->quiet = quiet;
	c->sides[side] = inside;
	c->shown = side;
	for (size_t i = 0; put_wins && i < c->n_entries; i++) {
		if (c->entries[i].value == put->value && !c->entries[i].below && !c->entries[i].removed)
			c->shown = c->entries[i].side;
	}
	*value = put_wins ? put->value : inside;
	if (!code)
		code = mg_view_side_of_each(v, p, c, side);
	return code ? code : mg_view_list_conflict(v, c);
}

static bool all_equal(struct mg_view_ops at)
{
	for (size_t i = 1; i < at.n; i++) {
		if (at.items[i]->in->op != at.items[0]->in->op ||
		    (at.items[0]->value && !mg_node_equal(at.items[i]->value, at.items[0]->value)))
			return false;
	}
	return true;
}

// Only puts and drops claim p: one value, or a conflict between several.
int mg_view_claimed(struct mg_view *v, struct mg_view_place *p, struct mg_view_claims *claims,
		    const struct mg_node **value)
{
	const struct mg_view_op *put = mg_view_latest(v, claims->at, mg_view_is_put);
	struct mg_conflict *c;

	*value = put->value;
	if (all_equal(claims->at))
		return 0;
	c = mg_view_new_conflict(v, p, false, claims->at.n);
	if (!c)
		return mg_fail_memory(v->err);
	mg_view_list_claims(c, claims->at);
	for (size_t i = 0; i < c->n_entries; i++) {
		if (c->entries[i].commit == put->in->commit)
			c->shown = c->entries[i].side;
	}
	return mg_view_list_conflict(v, c);
}

int mg_view_resolve(struct mg_view *v, struct mg_view_place *p, const struct mg_node **value)
{
	struct mg_view_claims claims;
	int code;

	*value = NULL;
	code = mg_view_claims_at(v, p, &claims);
	if (code)
		return code;
	if (!claims.puts)
		return claims.below.n ? dropped(v, p, &claims, value) : 0;
	return claims.below.n ? contested(v, p, &claims, value) : mg_view_claimed(v, p, &claims, value);
}
