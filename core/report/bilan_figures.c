// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_node.h"
#include "core/report/bilan_received.h"
#include "core/report/bilan_total.h"

#define MAX_CONTRIBUTIONS 1000 // of all figures: a record holds 256 KiB

#define MAX_NOTE 500u // bytes of a bilan's own note that are worth saying again

#define NOTE_UNITS       "les bilans n'ont pas la même unité : aucun total"
#define NOTE_AGGREGATION "les bilans n'ont pas la même agrégation : aucun total"

// Only what says the same can be brought together; else the note that says why not.
static const char *disagreement(const struct mg_bilan_figure *figures, size_t n)
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

static const struct mg_node *make_contributions(struct mg_arena *arena, const struct mg_bilan_figure *figures, size_t n)
{
	static const char *const keys[] = {"valeur", "denominateur", "date"};
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

// Why nothing comes together: what the bilans say of it themselves, when they say the same.
static const char *own_note(struct mg_arena *arena, const struct mg_node *const *nodes, size_t n)
{
	const struct mg_slice note = mg_node_string(mg_node_get(nodes[0], "note"));

	for (size_t i = 1; i < n; i++)
		if (!mg_slice_equal(note, mg_node_string(mg_node_get(nodes[i], "note"))))
			return NULL;
	return note.len && note.len <= MAX_NOTE ? mg_arena_copy(arena, note.data, note.len) : NULL;
}

static int add_list(struct mg_arena *arena, const struct mg_node *const *nodes, size_t n, const char **note,
		    struct mg_error *err)
{
	const char *listed = mg_bilan_listed(nodes, n, arena);

	if (!listed)
		return mg_fail_memory(err);
	if (*listed)
		*note = listed;
	return 0;
}

// Of values that nobody may add up, those that `contributions` cannot hold: several observations of one actor.
static int add_apart(struct mg_arena *arena, const struct mg_bilan_figure *figures, size_t n, const char **note,
		     struct mg_error *err)
{
	struct mg_bilan_value *values = mg_arena_array(arena, n, sizeof *values);
	bool missing = false;

	if (!values)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		values[i] = (struct mg_bilan_value){"", figures[i].acteur, figures[i].node};
		missing |= !mg_node_get(figures[i].node, "valeur") && mg_node_get(figures[i].node, "observations");
	}
	if (missing)
		*note = mg_bilan_apart(values, n, arena);
	return missing && !*note ? mg_fail_memory(err) : 0;
}

// What bilans that say the same come to, added to their figure.
static int add_total(struct mg_arena *arena, const struct mg_bilan_figure *figures, size_t n, struct mg_bilan_map *map,
		     const char **note, struct mg_error *err)
{
	struct mg_slice agregation = mg_node_string(mg_node_get(figures[0].node, "agregation")), formula;
	struct mg_bilan_point *points = mg_arena_array(arena, n, sizeof *points);
	const struct mg_node **nodes = mg_arena_array(arena, n, sizeof *nodes), *parts = NULL;
	struct mg_bilan_total total;

	if (!points || !nodes)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		nodes[i] = figures[i].node;
		points[i] = mg_bilan_point_of(nodes[i]);
	}
	if (mg_bilan_total(agregation, points, n, &total, err) < 0 ||
	    (mg_slice_is(agregation, "somme") && mg_bilan_breakdown(nodes, n, arena, &parts, err) < 0))
		return err ? (int)err->code : MG_ELIMIT;
	formula = total.has_value ? mg_bilan_formula(agregation, points, n, &total, arena) : (struct mg_slice){0};
	if (total.has_value)
		mg_bilan_add(map, "valeur", mg_fixed_node(arena, total.value));
	if (total.has_weight)
		mg_bilan_add(map, "denominateur", mg_fixed_node(arena, total.weight));
	mg_bilan_copy(map, "desagregation", parts);
	if (formula.len)
		mg_bilan_add_text(map, "formule", formula);
	*note = total.note;
	if (mg_slice_is(agregation, "liste"))
		return add_list(arena, nodes, n, note, err);
	if (!*note && !total.has_value)
		*note = own_note(arena, nodes, n);
	return mg_bilan_comes_together(agregation) ? 0 : add_apart(arena, figures, n, note, err);
}

// Whoever reads the file alone learns how the contributions that it leaves out are found. NULL without memory.
static const char *say_where(struct mg_arena *arena, struct mg_slice id, const char *note)
{
	return mg_arena_printf(
		arena,
		"%s%sles contributions, trop nombreuses pour cette fiche, sont celles des bilans qu'elle "
		"nomme : maillage trace FICHE:%.*s",
		note ? note : "", note ? " ; " : "", (int)id.len, id.data);
}

// The consolidated figure of one indicator. What describes it is the first bilan's, so that it rests on what was signed
// and not on a record that may have changed since.
static int make_figure(struct mg_arena *arena, const struct mg_bilan_figure *figures, size_t n, bool with_contributions,
		       const struct mg_node **out, struct mg_error *err)
{
	static const char *const described[] = {"intitule", "action", "agregation", "unite"};
	struct mg_bilan_map map = {.arena = arena};
	const char *note = disagreement(figures, n);
	int rc = 0;

	mg_bilan_add_text(&map, "id", figures[0].id);
	for (size_t i = 0; i < sizeof described / sizeof *described; i++)
		mg_bilan_copy(&map, described[i], mg_node_get(figures[0].node, described[i]));
	if (!note)
		rc = add_total(arena, figures, n, &map, &note, err);
	if (rc < 0) {
		mg_error_prefix(err, "%.*s", (int)figures[0].id.len, figures[0].id.data);
		return rc;
	}
	if (with_contributions)
		mg_bilan_add(&map, "contributions", make_contributions(arena, figures, n));
	else
		note = say_where(arena, figures[0].id, note);
	if (note)
		mg_bilan_add_text(&map, "note", mg_slice_of(note));
	*out = mg_bilan_map_node(&map);
	return *out ? 0 : mg_fail_memory(err);
}

int mg_bilan_figures(const struct mg_bilan_figure *figures, size_t n, struct mg_arena *arena,
		     const struct mg_node **out, struct mg_error *err)
{
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);
	size_t items_n = 0, end;

	if (!items)
		return mg_fail_memory(err);
	for (size_t start = 0; start < n; start = end) {
		int rc;

		for (end = start + 1; end < n && mg_slice_equal(figures[start].id, figures[end].id);)
			end++;
		rc = make_figure(arena, figures + start, end - start, n <= MAX_CONTRIBUTIONS, &items[items_n++], err);
		if (rc < 0)
			return rc;
	}
	*out = mg_node_new_list(arena, items, items_n);
	return *out ? 0 : mg_fail_memory(err);
}
