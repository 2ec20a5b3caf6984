// SPDX-License-Identifier: EUPL-1.2
//
// Listing conflicts: what they are between, and what stands when one of it is taken.
#include "core/view/view_impl.h"

#include "core/key/key.h"

#include <stdlib.h>

void mg_conflict_id(const char *path, const char *place, char out[MG_CONFLICT_ID_CHARS + 1])
{
	struct mg_buf name = {0};
	uint8_t digest[32];

	mg_buf_put(&name, path, strlen(path) + 1);
	mg_buf_puts(&name, place);
	mg_sha256(mg_buf_slice(&name), digest);
	mg_buf_clear(&name);
	mg_base32_encode(out, MG_CONFLICT_ID_CHARS, digest);
}

static int entry_order(const void *a, const void *b, const struct mg_view_input *input)
{
	const struct mg_conflict_entry *x = a, *y = b;

	return mg_view_commit_order(&input->commits[x->commit], &input->commits[y->commit]);
}

static int below_order(const void *a, const void *b)
{
	const struct mg_write *x = a, *y = b;
	int order = strcmp(x->place, y->place);

	return order ? order : (x->op > y->op) - (x->op < y->op);
}

// By what they are, so that the list does not depend on the order in which writes came.
static void sort_entries(const struct mg_view *v, struct mg_conflict *c)
{
	for (size_t i = 0; i < c->n_entries; i++) {
		if (c->entries[i].below)
			qsort(c->entries[i].below, c->entries[i].n_below, sizeof *c->entries[i].below, below_order);
	}
	for (size_t i = 1; i < c->n_entries; i++) {
		struct mg_conflict_entry entry = c->entries[i];
		size_t j = i;

		for (; j > 0 && entry_order(&c->entries[j - 1], &entry, v->input) > 0; j--)
			c->entries[j] = c->entries[j - 1];
		c->entries[j] = entry;
	}
}

struct mg_conflict *mg_view_new_conflict(struct mg_view *v, const struct mg_view_place *p, bool kinds,
					 size_t max_entries)
{
	struct mg_conflict *c = mg_arena_alloc(v->arena, sizeof *c);

	if (!c)
		return NULL;
	c->kinds = kinds;
	c->at = p->text;
	c->place = kinds ? mg_arena_printf(v->arena, "%s{}", p->text) : p->text;
	c->entries = mg_arena_array(v->arena, max_entries, sizeof *c->entries);
	c->sides = mg_arena_array(v->arena, max_entries + 1, sizeof *c->sides);
	if (!c->place || !c->entries || !c->sides)
		return NULL;
	mg_conflict_id(v->input->path, c->place, c->id);
	return c;
}

int mg_view_list_conflict(struct mg_view *v, struct mg_conflict *c)
{
	struct mg_view_result *r = v->result;
	struct mg_conflict *grown;

	if (v->quiet)
		return 0;
	grown = mg_arena_grow(v->arena, r->conflicts, r->n_conflicts, &v->conflicts_cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(v->err);
	sort_entries(v, c);
	r->conflicts = grown;
	r->conflicts[r->n_conflicts++] = *c;
	return 0;
}

static struct mg_conflict_entry *entry_of(struct mg_conflict *c, uint32_t commit, bool below)
{
	for (size_t i = 0; i < c->n_entries; i++) {
		if (c->entries[i].commit == commit && (c->entries[i].below != NULL) == below)
			return &c->entries[i];
	}
	c->entries[c->n_entries] = (struct mg_conflict_entry){.commit = commit};
	return &c->entries[c->n_entries++];
}

// A put or drop at the place: a side of its own unless an equal one is there already.
static void list_claim(struct mg_conflict *c, const struct mg_view_op *w)
{
	struct mg_conflict_entry *entry = entry_of(c, w->in->commit, false);
	uint32_t side = 0;

	entry->removed = w->in->op == MG_DROP || w->in->op == MG_OUT;
	entry->value = w->value;
	while (side < c->n_sides &&
	       !(entry->removed ? !c->sides[side] : c->sides[side] && mg_node_equal(c->sides[side], w->value)))
		side++;
	if (side == c->n_sides)
		c->sides[c->n_sides++] = entry->removed ? NULL : w->value;
	entry->side = side;
}

void mg_view_list_claims(struct mg_conflict *c, struct mg_view_ops at)
{
	for (size_t i = 0; i < at.n; i++)
		list_claim(c, at.items[i]);
}

int mg_view_list_below(struct mg_view *v, struct mg_conflict *c, const struct mg_view_op *w, struct mg_view_ops all,
		       uint32_t side)
{
	struct mg_conflict_entry *entry = entry_of(c, w->in->commit, true);

	if (!entry->below) {
		entry->below = mg_arena_array(v->arena, all.n, sizeof *entry->below);
		if (!entry->below)
			return mg_fail_memory(v->err);
	}
	entry->side = side;
	entry->below[entry->n_below++] =
		(struct mg_write){.op = w->in->op, .place = w->in->place, .value = w->in->value};
	return 0;
}
