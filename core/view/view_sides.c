// SPDX-License-Identifier: EUPL-1.2
//
// Who takes what one of several wrote below a place gets that one's values where theirs differ, and not the latest's.
#include "core/view/view_impl.h"

static void forget_below(struct mg_view_place *p)
{
	for (struct mg_view_place *child = p->child; child; child = child->next) {
		for (struct mg_view_op *w = child->ops; w; w = w->next)
			w->ignored = false;
		forget_below(child);
	}
}

// What stands at p when one of those who wrote below it is the latest.
static int favour(struct mg_view *v, struct mg_view_place *p, uint32_t commit, const struct mg_node **value)
{
	struct mg_view_claims claims;
	int code;

	forget_below(p);
	v->favoured = &v->input->commits[commit];
	code = mg_view_claims_at(v, p, &claims);
	if (!code)
		code = mg_view_container(v, p, claims.below, value);
	v->favoured = NULL;
	return code;
}

int mg_view_side_of_each(struct mg_view *v, struct mg_view_place *p, struct mg_conflict *c, uint32_t common)
{
	bool quiet = v->quiet;
	int code = 0;

	if (quiet || !v->each_side)
		return 0;
	v->quiet = true;
	for (size_t i = 0; !code && i < c->n_entries; i++) {
		struct mg_conflict_entry *entry = &c->entries[i];
		const struct mg_node *own = NULL;

		if (!entry->below || entry->side != common)
			continue;
		code = favour(v, p, entry->commit, &own);
		if (code || mg_node_equal(own, c->sides[common]))
			continue;
		entry->side = (uint32_t)c->n_sides;
		c->sides[c->n_sides++] = own;
	}
	v->quiet = quiet;
	return code;
}

static bool has_below(const struct mg_conflict *c)
{
	for (size_t i = 0; i < c->n_entries; i++) {
		if (c->entries[i].below)
			return !c->sealed;
	}
	return false;
}

int mg_view_sides(const struct mg_view_input *input, struct mg_arena *arena, struct mg_view_result *result,
		  struct mg_error *err)
{
	for (size_t i = 0; i < result->n_conflicts; i++) {
		if (has_below(&result->conflicts[i]))
			return mg_view_compute(input, true, arena, result, err);
	}
	return 0;
}
