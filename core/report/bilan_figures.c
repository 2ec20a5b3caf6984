// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_node.h"
#include "core/report/bilan_received.h"
#include "core/report/bilan_total.h"

#include <stdlib.h>

#define NOTE_UNITS       "les bilans n'ont pas la même unité : aucun total"
#define NOTE_AGGREGATION "les bilans n'ont pas la même agrégation : aucun total"

// One line of a signed bilan's `chiffres`.
struct figure {
	struct mg_slice id; // of the indicator
	const char *acteur;
	const struct mg_node *node;
};

static int compare_figures(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;
	int order = mg_slice_compare(x->id, y->id);

	return order ? order : strcmp(x->acteur, y->acteur);
}

static size_t figures_in(const struct mg_book_record *bilan, struct figure *out)
{
	const struct mg_node *list = mg_node_get(bilan->root, "chiffres");
	size_t n = list && list->type == MG_LIST ? list->as.list.n : 0;

	for (size_t i = 0; out && i < n; i++) {
		const struct mg_node *node = list->as.list.items[i];

		out[i] = (struct figure){mg_node_string(mg_node_get(node, "id")), bilan->parts.acteur, node};
	}
	return n;
}

// Every line of every signed bilan, by indicator, then actor.
static int gather(const struct mg_bilan_received *received, struct mg_arena *arena, struct figure **figures, size_t *n,
		  struct mg_error *err)
{
	size_t count = 0;

	for (size_t i = 0; i < received->n; i++)
		count += figures_in(received->items[i], NULL);
	*figures = mg_arena_array(arena, count, sizeof **figures);
	if (!*figures)
		return mg_fail_memory(err);
	for (size_t i = 0; i < received->n; i++)
		*n += figures_in(received->items[i], *figures + *n);
	if (*n)
		qsort(*figures, *n, sizeof **figures, compare_figures);
	return 0;
}

// Only what says the same can be brought together; else the note that says why not.
static const char *disagreement(const struct figure *figures, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct mg_node *a = figures[0].node, *b = figures[i].node;

		if (!mg_slice_equal(mg_node_string(mg_node_get(a, "agregation")),
				    mg_node_string(mg_node_get(b, "agregation"))))
			return NOTE_AGGREGATION;
		if (!mg_slice_equal(mg_node_string(mg_node_get(a, "unite")), mg_node_string(mg_node_get(b, "unite"))))
			return NOTE_UNITS;
	}
	return NULL;
}

static const struct mg_node *make_contributions(struct mg_arena *arena, const struct figure *figures, size_t n)
{
	static const char *const keys[] = {"valeur", "effectif", "date"};
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++) {
		struct mg_bilan_map map = {.arena = arena};

		mg_bilan_add_text(&map, "id", mg_slice_of(figures[i].acteur));
		for (size_t j = 0; j < sizeof keys / sizeof *keys; j++)
			mg_bilan_copy(&map, keys[j], mg_node_get(figures[i].node, keys[j]));
		items[i] = mg_bilan_map_node(&map);
	}
	return items ? mg_node_new_list(arena, items, n) : NULL;
}

static int total_of(struct mg_arena *arena, const struct figure *figures, size_t n, struct mg_bilan_total *total,
		    struct mg_error *err)
{
	struct mg_bilan_point *points = mg_arena_array(arena, n, sizeof *points);
	int rc;

	*total = (struct mg_bilan_total){.note = disagreement(figures, n)};
	if (total->note)
		return 0;
	if (!points)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		points[i] = mg_bilan_point_of(figures[i].node);
	rc = mg_bilan_total(mg_node_string(mg_node_get(figures[0].node, "agregation")), points, n, total, err);
	if (rc < 0)
		mg_error_prefix(err, "%.*s", (int)figures[0].id.len, figures[0].id.data);
	return rc;
}

// The consolidated figure of one indicator. What describes it is the first bilan's, so that it rests on what was signed
// and not on a record that may have changed since.
static int make_figure(struct mg_arena *arena, const struct figure *figures, size_t n, const struct mg_node **out,
		       struct mg_error *err)
{
	static const char *const described[] = {"intitule", "action", "agregation", "unite"};
	struct mg_bilan_map map = {.arena = arena};
	struct mg_bilan_total total;
	int rc = total_of(arena, figures, n, &total, err);

	if (rc < 0)
		return rc;
	mg_bilan_add_text(&map, "id", figures[0].id);
	for (size_t i = 0; i < sizeof described / sizeof *described; i++)
		mg_bilan_copy(&map, described[i], mg_node_get(figures[0].node, described[i]));
	if (total.has_value)
		mg_bilan_add(&map, "valeur", mg_fixed_node(arena, total.value));
	if (total.has_weight)
		mg_bilan_add(&map, "effectif", mg_fixed_node(arena, total.weight));
	mg_bilan_add(&map, "contributions", make_contributions(arena, figures, n));
	if (total.note)
		mg_bilan_add_text(&map, "note", mg_slice_of(total.note));
	*out = mg_bilan_map_node(&map);
	return *out ? 0 : mg_fail_memory(err);
}

int mg_bilan_figures(const struct mg_bilan_received *received, struct mg_arena *arena, const struct mg_node **out,
		     struct mg_error *err)
{
	const struct mg_node **items;
	struct figure *figures = NULL;
	size_t n = 0, items_n = 0, end;
	int rc = gather(received, arena, &figures, &n, err);

	if (rc < 0)
		return rc;
	items = mg_arena_array(arena, n, sizeof *items);
	if (!items)
		return mg_fail_memory(err);
	for (size_t start = 0; start < n; start = end) {
		for (end = start + 1; end < n && mg_slice_equal(figures[start].id, figures[end].id);)
			end++;
		rc = make_figure(arena, figures + start, end - start, &items[items_n++], err);
		if (rc < 0)
			return rc;
	}
	*out = mg_node_new_list(arena, items, items_n);
	return 0;
}
