// SPDX-License-Identifier: EUPL-1.2
//
// History as people ask for it: the lines, and who set each field.
#include "core/copy/copy_impl.h"

#include <stdlib.h>

// ---- lines

static int by_key(const void *a, const void *b)
{
	const struct mg_index_commit *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->stamp_ms < y->stamp_ms) - (x->stamp_ms > y->stamp_ms);
}

static int describe_line(struct mg_copy *copy, struct mg_index_commit *chains, size_t n, struct mg_arena *arena,
			 struct mg_line_state *out, struct mg_error *err)
{
	uint32_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += chains[i].sequence;
	n = mg_index_maximal(copy->store.index, chains, n);
	qsort(chains, n, sizeof *chains, by_key);
	*out = (struct mg_line_state){.tip = chains[0].id, .count = count, .stamp_ms = chains[0].stamp_ms};
	memcpy(out->key, chains[0].key, sizeof out->key);
	memcpy(out->actor, chains[0].actor, sizeof out->actor);
	out->forks = mg_arena_array(arena, n, sizeof *out->forks);
	if (!out->forks)
		return mg_fail_memory(err);
	for (size_t i = 1; i < n; i++)
		out->forks[out->n_forks++] = chains[i].id;
	return 0;
}

int mg_copy_lines(struct mg_copy *copy, struct mg_arena *arena, struct mg_line_state **out, size_t *n,
		  struct mg_error *err)
{
	struct mg_index_commit *tips;
	size_t n_tips, end;
	int code = mg_index_tips(copy->store.index, arena, &tips, &n_tips, err);

	*n = 0;
	*out = code ? NULL : mg_arena_array(arena, n_tips + 1, sizeof **out);
	if (code || !*out)
		return code ? code : mg_fail_memory(err);
	if (n_tips)
		qsort(tips, n_tips, sizeof *tips, by_key);
	for (size_t i = 0; !code && i < n_tips; i = end) {
		for (end = i + 1; end < n_tips && strcmp(tips[end].key, tips[i].key) == 0;)
			end++;
		code = describe_line(copy, tips + i, end - i, arena, &(*out)[(*n)++], err);
	}
	return code;
}

// ---- blame

struct blaming {
	struct mg_copy *copy;
	struct mg_arena *arena;
	struct mg_index_history history;
	struct mg_blame *out;
	size_t n, cap;
	struct mg_error *err;
};

static const char *canon_of(const struct mg_node *value, struct mg_arena *arena)
{
	struct mg_buf text = {0};
	char *copied;

	mg_node_canon(value, &text);
	copied = text.failed ? NULL : mg_arena_strdup(arena, mg_buf_text(&text));
	mg_buf_clear(&text);
	return copied;
}

static bool gives(const struct mg_write *w, const char *place, const char *canon)
{
	if (strcmp(w->place, place) != 0)
		return false;
	return w->op == MG_IN || (w->op == MG_PUT && strcmp(w->value, canon) == 0);
}

static bool ends_at(const struct mg_write *w, const char *place)
{
	return (w->op == MG_PUT || w->op == MG_DROP || w->op == MG_IN || w->op == MG_OUT) &&
	       mg_place_contains(w->place, place);
}

// Write i is live: nobody who had seen it has ended it.
static bool is_live(struct blaming *b, size_t i, const char *place)
{
	for (size_t k = i + 1; k < b->history.n_writes; k++) {
		if (ends_at(&b->history.writes[k], place) &&
		    mg_index_saw(b->copy->store.index, b->history.written_by[k], b->history.written_by[i]))
			return false;
	}
	return true;
}

// The latest live write that holds the value; SIZE_MAX when none does (a settled conflict kept it: the latest at all).
static int find_writer(struct blaming *b, const char *place, const char *canon, size_t *writer, bool *concurrent)
{
	struct mg_index_commit commit, best = {0};
	bool best_live = false;

	*writer = SIZE_MAX;
	*concurrent = false;
	for (size_t i = 0; i < b->history.n_writes; i++) {
		const struct mg_write *w = &b->history.writes[i];
		bool live, holds = gives(w, place, canon);
		int code;

		if (!holds && !ends_at(w, place))
			continue;
		live = is_live(b, i, place);
		*concurrent |= live && !holds;
		if (!holds || (best_live && !live))
			continue;
		code = mg_index_commit(b->copy->store.index, b->history.written_by[i], &commit, b->err);
		if (code)
			return code;
		if (*writer != SIZE_MAX && live == best_live && commit.stamp_ms < best.stamp_ms)
			continue;
		*concurrent |= live && best_live;
		*writer = i;
		best = commit;
		best_live = live;
	}
	return 0;
}

static int blame_leaf(struct blaming *b, const char *place, const struct mg_node *value)
{
	struct mg_blame *grown = mg_arena_grow(b->arena, b->out, b->n, &b->cap, sizeof *grown);
	const char *canon = canon_of(value, b->arena);
	struct mg_index_commit commit;
	struct mg_blame *out;
	size_t writer;
	int code;

	if (!grown || !canon)
		return mg_fail_memory(b->err);
	b->out = grown;
	out = &grown[b->n];
	*out = (struct mg_blame){.place = mg_arena_strdup(b->arena, place), .value = value};
	code = find_writer(b, place, canon, &writer, &out->concurrent);
	if (code || writer == SIZE_MAX) // not recorded yet
		return code;
	code = mg_index_commit(b->copy->store.index, b->history.written_by[writer], &commit, b->err);
	if (code)
		return code;
	out->commit = commit.id;
	out->stamp_ms = commit.stamp_ms;
	out->actor = mg_arena_strdup(b->arena, commit.actor);
	out->key = mg_arena_strdup(b->arena, commit.key);
	out->old = b->history.writes[writer].old;
	b->n++;
	if (!out->place || !out->actor || !out->key)
		return mg_fail_memory(b->err);
	return mg_index_reason(b->copy->store.index, commit.position, b->arena, &out->reason, b->err);
}

// Walks the value to its leaves; place holds the written place of node.
static int blame_below(struct blaming *b, const struct mg_node *node, struct mg_buf *place);

static int blame_step(struct blaming *b, const struct mg_step *step, const struct mg_node *value, struct mg_buf *place)
{
	size_t len = place->len;
	int code;

	mg_step_format(step, place);
	code = mg_buf_check(place, b->err);
	if (!code)
		code = step->kind == MG_STEP_MEMBER ? blame_leaf(b, mg_buf_text(place), value)
						    : blame_below(b, value, place);
	mg_buf_splice(place, len, place->len - len, (struct mg_slice){0});
	return code;
}

static int blame_map(struct blaming *b, const struct mg_node *node, bool element, struct mg_buf *place)
{
	int code = 0;

	for (size_t i = 0; !code && i < node->as.map.n; i++) {
		struct mg_step step = {MG_STEP_KEY, node->as.map.pairs[i].key};

		if (element && mg_slice_is(step.name, "id"))
			continue; // an element's id is its place
		code = blame_step(b, &step, node->as.map.pairs[i].value, place);
	}
	return code;
}

static int blame_element(struct blaming *b, const struct mg_node *item, struct mg_buf *place)
{
	const char *id = canon_of(mg_node_get(item, "id"), b->arena);
	struct mg_step step = {MG_STEP_ELEMENT, id ? mg_slice_of(id) : (struct mg_slice){0}};
	size_t len = place->len;
	int code;

	if (!id)
		return mg_fail_memory(b->err);
	mg_step_format(&step, place);
	code = blame_map(b, item, true, place);
	mg_buf_splice(place, len, place->len - len, (struct mg_slice){0});
	return code;
}

static int blame_list(struct blaming *b, const struct mg_node *node, struct mg_buf *place)
{
	enum mg_list_kind kind = mg_list_kind(node);
	int code = 0;

	if (kind == MG_LIST_VALUE)
		return blame_leaf(b, mg_buf_text(place), node);
	for (size_t i = 0; !code && i < node->as.list.n; i++) {
		const struct mg_node *item = node->as.list.items[i];
		struct mg_step step = {MG_STEP_MEMBER, mg_node_string(item)};

		code = kind == MG_LIST_SET ? blame_step(b, &step, item, place) : blame_element(b, item, place);
	}
	return code;
}

static int blame_below(struct blaming *b, const struct mg_node *node, struct mg_buf *place)
{
	if (node->type == MG_MAP)
		return blame_map(b, node, false, place);
	if (node->type == MG_LIST)
		return blame_list(b, node, place);
	return blame_leaf(b, mg_buf_text(place), node);
}

int mg_copy_blame(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_blame **out, size_t *n,
		  struct mg_error *err)
{
	struct blaming b = {.copy = copy, .arena = arena, .err = err};
	const struct mg_node *root = NULL;
	struct mg_history history;
	struct mg_buf place = {0};
	struct mg_doc doc;
	int code;

	mg_doc_init(&doc);
	code = mg_copy_read_doc(copy, path, &doc, err);
	if (!code && !(root = mg_node_copy(arena, doc.root)))
		code = mg_fail_memory(err);
	if (!code)
		code = mg_index_read_ahead(copy->store.index, path, err);
	if (!code)
		code = mg_index_history(copy->store.index, path, arena, &b.history, err);
	if (!code)
		code = mg_copy_history(copy, arena, &history, err);
	if (!code)
		code = mg_history_restrict(copy->store.index, &history, &b.history, err);
	if (!code)
		code = blame_below(&b, root, &place);
	*out = b.out;
	*n = b.n;
	mg_buf_clear(&place);
	mg_doc_clear(&doc);
	return code;
}
