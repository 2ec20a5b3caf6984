// SPDX-License-Identifier: EUPL-1.2
//
// Writes are hung on a tree of places, then resolved from the top down. What is decided above a place (which writes are
// dead, which drops count as never made) is settled before the place is looked at, so one pass is enough.
#include "core/view.h"

#include "base/i18n.h"
#include "base/text.h"
#include "core/key.h"
#include "schema/yaml.h"

#include <stdio.h>
#include <stdlib.h>

struct write {
	const struct mg_view_write *in;
	const struct mg_view_commit *by;
	const struct mg_node *value; // of MG_PUT
	struct place *at;
	bool ignored; // lost to a concurrent write below or beside: computed as if it had not been made
	bool voided;  // a drop or put that a settled conflict counts as never made
};

struct place {
	struct mg_step step;
	const char *text;
	struct place *parent, *child, *next; // children in order of step
	size_t depth;
};

struct writes {
	struct write **items;
	size_t n;
};

struct view {
	const struct mg_view_input *input;
	struct mg_arena *arena;
	struct mg_view_result *result;
	size_t conflicts_cap;
	bool quiet; // computing a side that is not shown: its conflicts are not listed
	struct mg_error *err;
};

static int no_memory(struct view *v)
{
	return mg_fail(v->err, MG_ENOMEM, _("out of memory"));
}

// ---- order and ancestry

static int commit_order(const struct mg_view_commit *a, const struct mg_view_commit *b)
{
	if (a->stamp_ms != b->stamp_ms)
		return a->stamp_ms < b->stamp_ms ? -1 : 1;
	return mg_id_compare(&a->id, &b->id);
}

// True when the author of `later` had `earlier` in front of him.
static bool saw(const struct view *v, const struct write *later, const struct write *earlier)
{
	return later->by != earlier->by && v->input->saw(v->input->context, later->by->position, earlier->by->position);
}

static bool is_put(const struct write *w)
{
	return w->in->op == MG_PUT || w->in->op == MG_IN || w->in->op == MG_OUT;
}

static bool is_drop(const struct write *w)
{
	return w->in->op == MG_DROP;
}

// A write that ends what it saw at and below its place.
static bool ends(const struct write *w)
{
	return is_put(w) || is_drop(w);
}

static bool at_or_below(const struct place *p, const struct place *above)
{
	while (p->depth > above->depth)
		p = p->parent;
	return p == above;
}

// ---- the tree of places

static int step_order(const struct mg_step *a, const struct mg_step *b)
{
	return a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : mg_slice_compare(a->name, b->name);
}

static struct place *child_of(struct view *v, struct place *parent, const struct mg_step *step)
{
	struct place **link = &parent->child;
	struct mg_buf text = {0};
	struct place *child;

	while (*link && step_order(&(*link)->step, step) < 0)
		link = &(*link)->next;
	if (*link && step_order(&(*link)->step, step) == 0)
		return *link;
	child = mg_arena_alloc(v->arena, sizeof *child);
	if (!child)
		return NULL;
	mg_buf_puts(&text, parent->text);
	mg_step_format(step, &text);
	*child = (struct place){.step = *step,
				.text = text.failed ? NULL : mg_arena_strdup(v->arena, mg_buf_text(&text)),
				.parent = parent,
				.next = *link,
				.depth = parent->depth + 1};
	mg_buf_clear(&text);
	if (!child->text)
		return NULL;
	*link = child;
	return child;
}

static int hang(struct view *v, struct place *root, struct write *w)
{
	struct mg_place steps;
	struct place *at = root;
	int code = mg_place_parse(w->in->place, v->arena, &steps, v->err);

	for (size_t i = 0; !code && i < steps.n; i++) {
		at = child_of(v, at, &steps.steps[i]);
		if (!at)
			return no_memory(v);
	}
	w->at = at;
	return code;
}

static int read_value(struct view *v, const char *text, const struct mg_node **value)
{
	struct mg_findings findings;
	struct mg_doc doc;
	int code;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	code = mg_yaml_read(&doc, "", mg_slice_of(text), &findings);
	if (code)
		mg_fail(v->err, MG_EINVALID, _("the history of %s holds a value that cannot be read"), v->input->path);
	else
		*value = mg_node_copy(v->arena, doc.root);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	if (!code && !*value)
		return no_memory(v);
	return code;
}

static int load_write(struct view *v, struct place *root, const struct mg_view_write *in, struct write *w)
{
	int code;

	*w = (struct write){.in = in, .by = &v->input->commits[in->commit]};
	code = hang(v, root, w);
	if (!code && in->op == MG_PUT)
		code = read_value(v, in->value, &w->value);
	return code;
}

// A keep names the commits whose drops and puts at its place count as never made.
static void apply_keeps(struct writes all)
{
	for (size_t i = 0; i < all.n; i++) {
		const struct write *keep = all.items[i];

		if (keep->in->op != MG_KEEP || !keep->in->value)
			continue;
		for (size_t j = 0; j < all.n; j++) {
			char hex[MG_ID_HEX];
			struct write *w = all.items[j];

			if (w->at == keep->at && ends(w) && strstr(keep->in->value, mg_id_format(&w->by->id, hex)))
				w->voided = true;
		}
	}
}

// ---- what is live at a place

// The writes at p that end what they saw at and below it.
static int enders_at(struct view *v, const struct place *p, struct writes given, struct writes *enders)
{
	enders->n = 0;
	enders->items = mg_arena_array(v->arena, given.n, sizeof *enders->items);
	if (!enders->items)
		return no_memory(v);
	for (size_t i = 0; i < given.n; i++) {
		struct write *w = given.items[i];

		if (w->at == p && ends(w) && !w->ignored && !w->voided)
			enders->items[enders->n++] = w;
	}
	return 0;
}

// Of the writes given (live above p), those that no write at p has ended, and that lie at or below p.
static int live_at(struct view *v, const struct place *p, struct writes given, struct writes *live)
{
	struct writes enders;
	int code = enders_at(v, p, given, &enders);

	live->n = 0;
	live->items = mg_arena_array(v->arena, given.n, sizeof *live->items);
	if (code || !live->items)
		return no_memory(v);
	for (size_t i = 0; i < given.n; i++) {
		struct write *w = given.items[i];
		bool dead = w->voided || !at_or_below(w->at, p);

		for (size_t j = 0; !dead && j < enders.n; j++)
			dead = saw(v, enders.items[j], w);
		if (!dead)
			live->items[live->n++] = w;
	}
	return 0;
}

// The live writes at p that claim the place itself (at), and those that need it to hold something (below).
struct claims {
	struct writes at;    // puts and drops
	struct writes below; // writes below p, and marks and keeps at p
	size_t puts;         // how many of `at` are puts
};

// A drop or put that somebody who wrote the place's existence had seen no longer claims it.
static bool outlived(const struct view *v, const struct write *a, const struct writes *live)
{
	for (size_t i = 0; i < live->n; i++) {
		const struct write *mark = live->items[i];

		if (mark->at == a->at && !ends(mark) && (saw(v, mark, a) || (mark->by == a->by && is_drop(a))))
			return true;
	}
	return false;
}

static int claims_at(struct view *v, const struct place *p, const struct writes *live, struct claims *claims)
{
	*claims = (struct claims){{mg_arena_array(v->arena, live->n, sizeof(struct write *)), 0},
				  {mg_arena_array(v->arena, live->n, sizeof(struct write *)), 0},
				  0};
	if (!claims->at.items || !claims->below.items)
		return no_memory(v);
	for (size_t i = 0; i < live->n; i++) {
		struct write *w = live->items[i];

		if (w->at != p || !ends(w)) {
			claims->below.items[claims->below.n++] = w;
		} else if (!w->ignored && !outlived(v, w, live)) {
			claims->at.items[claims->at.n++] = w;
			claims->puts += is_put(w);
		}
	}
	return 0;
}

static struct write *latest(struct writes list, bool (*wanted)(const struct write *))
{
	struct write *best = NULL;

	for (size_t i = 0; i < list.n; i++) {
		if (!wanted || wanted(list.items[i]))
			best = !best || commit_order(list.items[i]->by, best->by) > 0 ? list.items[i] : best;
	}
	return best;
}

// ---- listing a conflict

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

	return commit_order(&input->commits[x->commit], &input->commits[y->commit]);
}

static void sort_entries(const struct view *v, struct mg_conflict *c)
{
	for (size_t i = 1; i < c->n_entries; i++) {
		struct mg_conflict_entry entry = c->entries[i];
		size_t j = i;

		for (; j > 0 && entry_order(&c->entries[j - 1], &entry, v->input) > 0; j--)
			c->entries[j] = c->entries[j - 1];
		c->entries[j] = entry;
	}
}

static struct mg_conflict *new_conflict(struct view *v, const struct place *p, bool kinds, size_t max_entries)
{
	struct mg_conflict *c = mg_arena_alloc(v->arena, sizeof *c);

	if (!c)
		return NULL;
	c->kinds = kinds;
	c->place = kinds ? mg_arena_printf(v->arena, "%s{}", p->text) : p->text;
	c->entries = mg_arena_array(v->arena, max_entries, sizeof *c->entries);
	c->sides = mg_arena_array(v->arena, max_entries + 1, sizeof *c->sides);
	if (!c->place || !c->entries || !c->sides)
		return NULL;
	mg_conflict_id(v->input->path, c->place, c->id);
	return c;
}

static int list_conflict(struct view *v, struct mg_conflict *c)
{
	struct mg_view_result *r = v->result;
	struct mg_conflict *grown;

	if (v->quiet)
		return 0;
	grown = mg_arena_grow(v->arena, r->conflicts, r->n_conflicts, &v->conflicts_cap, sizeof *grown);
	if (!grown)
		return no_memory(v);
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
static void list_claim(struct mg_conflict *c, const struct write *w)
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

static void list_claims(struct mg_conflict *c, struct writes at)
{
	for (size_t i = 0; i < at.n; i++)
		list_claim(c, at.items[i]);
}

static int list_below(struct view *v, struct mg_conflict *c, const struct write *w, struct writes all, uint32_t side)
{
	struct mg_conflict_entry *entry = entry_of(c, w->in->commit, true);

	if (!entry->below) {
		entry->below = mg_arena_array(v->arena, all.n, sizeof *entry->below);
		if (!entry->below)
			return no_memory(v);
	}
	entry->side = side;
	entry->below[entry->n_below++] =
		(struct mg_write){.op = w->in->op, .place = w->in->place, .value = w->in->value};
	return 0;
}

// ---- resolving

static int resolve(struct view *v, struct place *p, struct writes given, const struct mg_node **value);
static int container(struct view *v, struct place *p, struct writes below, const struct mg_node **value);

// The container at p, computed as if the puts and drops at p that it is in conflict with had not been made.
static int without(struct view *v, struct place *p, struct writes given, struct writes at, const struct mg_node **value)
{
	struct writes live;
	size_t n = 0;
	int code;

	for (size_t i = 0; i < at.n; i++)
		at.items[i]->ignored = true;
	code = live_at(v, p, given, &live);
	if (code)
		return code;
	for (size_t i = 0; i < live.n; i++) {
		if (live.items[i]->at != p || !ends(live.items[i]))
			live.items[n++] = live.items[i];
	}
	live.n = n;
	return container(v, p, live, value);
}

static bool is_concurrent_with_any(const struct view *v, const struct write *w, struct writes others)
{
	for (size_t i = 0; i < others.n; i++) {
		if (w->by != others.items[i]->by && !saw(v, w, others.items[i]))
			return true;
	}
	return false;
}

// Only drops claim p, while others write below it: those who had not seen a drop keep the place alive.
static int dropped(struct view *v, struct place *p, struct writes given, struct claims *claims,
		   const struct mg_node **value)
{
	struct writes drops = {claims->at.items, 0};
	struct mg_conflict *c;
	int code = 0;

	for (size_t i = 0; i < claims->at.n; i++) {
		struct write *drop = claims->at.items[i];
		bool unseen = false;

		for (size_t j = 0; !unseen && j < claims->below.n; j++)
			unseen = claims->below.items[j]->by != drop->by && !saw(v, claims->below.items[j], drop);
		if (unseen)
			drops.items[drops.n++] = drop;
	}
	if (!drops.n)
		return container(v, p, claims->below, value);
	c = new_conflict(v, p, false, drops.n + claims->below.n);
	if (!c)
		return no_memory(v);
	list_claims(c, drops);
	c->shown = (uint32_t)c->n_sides++;
	for (size_t i = 0; !code && i < claims->below.n; i++) {
		if (is_concurrent_with_any(v, claims->below.items[i], drops))
			code = list_below(v, c, claims->below.items[i], claims->below, c->shown);
	}
	if (code)
		return code;
	code = without(v, p, given, drops, value);
	c->sides[c->shown] = *value;
	return code ? code : list_conflict(v, c);
}

// Puts (and drops) claim p while others write below it: two kinds of value, the side of the latest write is shown.
static int contested(struct view *v, struct place *p, struct writes given, struct claims *claims,
		     const struct mg_node **value)
{
	const struct write *put = latest(claims->at, is_put);
	bool put_wins = commit_order(put->by, latest(claims->below, NULL)->by) > 0;
	struct mg_conflict *c = new_conflict(v, p, false, claims->at.n + claims->below.n);
	const struct mg_node *inside = NULL;
	bool quiet = v->quiet;
	uint32_t side;
	int code = 0;

	if (!c)
		return no_memory(v);
	list_claims(c, claims->at);
	side = (uint32_t)c->n_sides++;
	for (size_t i = 0; !code && i < claims->below.n; i++)
		code = list_below(v, c, claims->below.items[i], claims->below, side);
	if (code)
		return code;
	v->quiet = quiet || put_wins;
	code = without(v, p, given, claims->at, &inside);
	v->quiet = quiet;
	c->sides[side] = inside;
	c->shown = side;
	for (size_t i = 0; put_wins && i < c->n_entries; i++) {
		if (c->entries[i].value == put->value && !c->entries[i].below && !c->entries[i].removed)
			c->shown = c->entries[i].side;
	}
	*value = put_wins ? put->value : inside;
	return code ? code : list_conflict(v, c);
}

static bool all_equal(struct writes at)
{
	for (size_t i = 1; i < at.n; i++) {
		if (at.items[i]->in->op != at.items[0]->in->op ||
		    (at.items[0]->value && !mg_node_equal(at.items[i]->value, at.items[0]->value)))
			return false;
	}
	return true;
}

// Only puts and drops claim p: one value, or a conflict between several.
static int claimed(struct view *v, struct place *p, struct claims *claims, const struct mg_node **value)
{
	const struct write *put = latest(claims->at, is_put);
	struct mg_conflict *c;

	*value = put->value;
	if (all_equal(claims->at))
		return 0;
	c = new_conflict(v, p, false, claims->at.n);
	if (!c)
		return no_memory(v);
	list_claims(c, claims->at);
	for (size_t i = 0; i < c->n_entries; i++) {
		if (c->entries[i].commit == put->in->commit)
			c->shown = c->entries[i].side;
	}
	return list_conflict(v, c);
}

static int resolve(struct view *v, struct place *p, struct writes given, const struct mg_node **value)
{
	struct claims claims;
	struct writes live;
	int code;

	*value = NULL;
	code = live_at(v, p, given, &live);
	if (!code)
		code = claims_at(v, p, &live, &claims);
	if (code)
		return code;
	if (!claims.puts)
		return claims.below.n ? dropped(v, p, given, &claims, value) : 0;
	return claims.below.n ? contested(v, p, given, &claims, value) : claimed(v, p, &claims, value);
}

// ---- containers

// The kinds a container can be of, by what is written in it.
enum kind { KIND_MAP, KIND_KEYED, KIND_SET, KIND_LIST, KINDS };

// The kind that write w gives its container p; KINDS when it gives none (a keep).
static enum kind kind_of(const struct place *p, const struct write *w)
{
	static const enum kind of_step[] = {
		[MG_STEP_KEY] = KIND_MAP, [MG_STEP_ELEMENT] = KIND_KEYED, [MG_STEP_MEMBER] = KIND_SET};
	const struct place *at = w->at;

	if (at == p)
		return w->in->op == MG_EXISTS_MAP ? KIND_MAP : w->in->op == MG_EXISTS_LIST ? KIND_LIST : KINDS;
	while (at->depth > p->depth + 1)
		at = at->parent;
	return of_step[at->step.kind];
}

static bool has_kind(const struct place *p, const struct write *w, enum kind kind)
{
	enum kind own = kind_of(p, w);

	return own == kind || (own == KIND_LIST && (kind == KIND_KEYED || kind == KIND_SET));
}

static const struct mg_node *member_node(struct view *v, const struct place *child)
{
	return mg_node_new_string(v->arena, child->step.name);
}

// An element of a keyed list: its mapping with `id` first.
static int element_node(struct view *v, const struct place *child, const struct mg_node *inside,
			const struct mg_node **element)
{
	size_t n = inside->type == MG_MAP ? inside->as.map.n : 0;
	struct mg_pair *pairs = mg_arena_array(v->arena, n + 1, sizeof *pairs);
	const char *id = mg_arena_copy(v->arena, child->step.name.data, child->step.name.len);
	int code;

	if (!pairs || !id)
		return no_memory(v);
	code = read_value(v, id, &pairs[0].value);
	if (code)
		return code;
	pairs[0].key = mg_slice_of("id");
	if (n)
		memcpy(pairs + 1, inside->as.map.pairs, n * sizeof *pairs);
	*element = mg_node_new_map(v->arena, pairs, n + 1);
	return *element ? 0 : no_memory(v);
}

struct children {
	struct mg_pair *pairs; // the keys of a mapping; of a list, values only
	size_t n;
};

static int add_child(struct view *v, enum kind kind, struct place *child, const struct mg_node *inside,
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
static int resolve_member(struct view *v, struct place *child, struct writes below, const struct mg_node **value)
{
	struct claims claims;
	struct writes live;
	const struct write *last;
	int code = live_at(v, child, below, &live);

	*value = NULL;
	if (!code)
		code = claims_at(v, child, &live, &claims);
	if (code || !claims.puts)
		return code;
	last = latest(claims.at, is_put);
	for (size_t i = 0; i < claims.at.n; i++)
		claims.at.items[i]->value = claims.at.items[i]->in->op == MG_IN ? member_node(v, child) : NULL;
	if (last->in->op == MG_IN && !last->value)
		return no_memory(v);
	return claimed(v, child, &claims, value);
}

static int children_of(struct view *v, struct place *p, struct writes below, enum kind kind, struct children *out)
{
	static const enum mg_step_kind step_of[] = {
		[KIND_MAP] = MG_STEP_KEY, [KIND_KEYED] = MG_STEP_ELEMENT, [KIND_SET] = MG_STEP_MEMBER};
	size_t max = 0;
	int code = 0;

	out->n = 0;
	for (struct place *child = p->child; child; child = child->next)
		max++;
	out->pairs = mg_arena_array(v->arena, max, sizeof *out->pairs);
	if (!out->pairs)
		return no_memory(v);
	if (kind == KIND_LIST || kind == KINDS)
		return 0;
	for (struct place *child = p->child; !code && child; child = child->next) {
		const struct mg_node *value = NULL;

		if (child->step.kind != step_of[kind])
			continue;
		code = kind == KIND_SET ? resolve_member(v, child, below, &value) : resolve(v, child, below, &value);
		if (!code && value)
			code = add_child(v, kind, child, value, out);
	}
	return code;
}

static int of_kind(struct view *v, struct place *p, struct writes below, enum kind kind, const struct mg_node **value)
{
	struct children children;
	const struct mg_node **items;
	int code = children_of(v, p, below, kind, &children);

	if (code)
		return code;
	if (kind == KIND_MAP || kind == KINDS) {
		*value = mg_node_new_map(v->arena, children.pairs, children.n);
		return *value ? 0 : no_memory(v);
	}
	items = mg_arena_array(v->arena, children.n, sizeof *items);
	for (size_t i = 0; items && i < children.n; i++)
		items[i] = children.pairs[i].value;
	*value = items ? mg_node_new_list(v->arena, items, children.n) : NULL;
	return *value ? 0 : no_memory(v);
}

// Which kinds are written, and the latest writer of each. A bare list is of whichever kind of list has elements.
static size_t kinds_of(struct place *p, struct writes below, struct write *last[KINDS])
{
	size_t n = 0;

	for (size_t i = 0; i < below.n; i++) {
		enum kind kind = kind_of(p, below.items[i]);

		if (kind < KINDS && (!last[kind] || commit_order(below.items[i]->by, last[kind]->by) > 0))
			last[kind] = below.items[i];
	}
	if (last[KIND_KEYED] || last[KIND_SET])
		last[KIND_LIST] = NULL;
	for (size_t kind = 0; kind < KINDS; kind++)
		n += last[kind] != NULL;
	return n;
}

// Several kinds of container are live at p: the one of the latest write is shown, as if the others had not been made.
static int kinds_conflict(struct view *v, struct place *p, struct writes below, struct write *last[KINDS],
			  enum kind shown, const struct mg_node **value)
{
	struct mg_conflict *c = new_conflict(v, p, true, 2 * below.n);
	bool quiet = v->quiet;
	int code = 0;

	if (!c)
		return no_memory(v);
	for (enum kind kind = 0; !code && kind < KINDS; kind++) {
		uint32_t side = (uint32_t)c->n_sides;

		if (!last[kind])
			continue;
		for (size_t i = 0; !code && i < below.n; i++) {
			if (has_kind(p, below.items[i], kind))
				code = list_below(v, c, below.items[i], below, side);
		}
		v->quiet = quiet || kind != shown;
		code = code ? code : of_kind(v, p, below, kind, &c->sides[side]);
		v->quiet = quiet;
		c->n_sides++;
		if (kind == shown) {
			c->shown = side;
			*value = c->sides[side];
		}
	}
	return code ? code : list_conflict(v, c);
}

static int container(struct view *v, struct place *p, struct writes below, const struct mg_node **value)
{
	struct write *last[KINDS] = {NULL};
	size_t n = kinds_of(p, below, last);
	enum kind shown = KINDS;

	for (enum kind kind = 0; kind < KINDS; kind++) {
		if (last[kind] && (shown == KINDS || commit_order(last[kind]->by, last[shown]->by) > 0))
			shown = kind;
	}
	if (n > 1)
		return kinds_conflict(v, p, below, last, shown, value);
	return of_kind(v, p, below, shown, value);
}

int mg_view_record(const struct mg_view_input *input, struct mg_arena *arena, struct mg_view_result *result,
		   struct mg_error *err)
{
	struct view v = {.input = input, .arena = arena, .result = result, .err = err};
	struct place root = {.text = ""};
	struct write *all = mg_arena_array(arena, input->n_writes, sizeof *all);
	struct writes given = {mg_arena_array(arena, input->n_writes, sizeof(struct write *)), input->n_writes};
	int code = 0;

	*result = (struct mg_view_result){0};
	if (!all || !given.items)
		return no_memory(&v);
	for (size_t i = 0; !code && i < given.n; i++) {
		code = load_write(&v, &root, &input->writes[i], &all[i]);
		given.items[i] = &all[i];
	}
	if (code)
		return code;
	apply_keeps(given);
	return resolve(&v, &root, given, &result->value);
}
