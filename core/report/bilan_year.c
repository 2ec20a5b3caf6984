// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_year.h"
#include "core/report/bilan_node.h"
#include "core/report/bilan_total.h"

#include "base/i18n.h"

#include <stdlib.h>

#define NOTE_UNITS "les trimestres n'ont pas la même unité ou la même agrégation : aucun total"

int mg_bilan_year_open(struct mg_bilan_year *year, const struct mg_book *book, const char *annee,
		       struct mg_arena *arena, struct mg_error *err)
{
	int rc = 0;

	*year = (struct mg_bilan_year){.book = book, .arena = arena, .annee = annee};
	if (strlen(annee) != 4 || strspn(annee, "0123456789") != 4 || strcmp(annee, "0000") == 0)
		return mg_fail(err, MG_EINVALID, _("\"%s\" is not a year such as 2018"), annee);
	for (size_t i = 0; rc == 0 && i < MG_BILAN_QUARTERS; i++) {
		memcpy(year->names[i], annee, 4);
		memcpy(year->names[i] + 4, "-T", 2);
		year->names[i][6] = (char)('1' + i);
		rc = mg_bilan_quarter_open(&year->quarters[i], book, year->names[i], arena, err);
		if (rc == 0)
			rc = mg_bilan_receive(book, year->names[i], arena, &year->received[i], err);
	}
	return rc;
}

size_t mg_bilan_year_present(const struct mg_bilan_year *year)
{
	size_t n = 0;

	for (size_t i = 0; i < MG_BILAN_QUARTERS; i++)
		n += year->received[i].n > 0;
	return n;
}

bool mg_bilan_year_has(const struct mg_bilan_year *year, const struct mg_book_record *action, struct mg_slice acteur)
{
	for (size_t i = 0; i < MG_BILAN_QUARTERS; i++)
		if (acteur.len ? mg_bilan_concerns(&year->quarters[i], action, acteur)
			       : mg_bilan_is_active(&year->quarters[i], action->root))
			return true;
	return false;
}

// ---- results

// A line of a bilan, with the quarter it is of.
struct result {
	struct mg_bilan_figure figure;
	size_t quarter;
};

static int compare_results(const void *a, const void *b)
{
	const struct result *x = a, *y = b;
	int order = mg_slice_compare(x->figure.id, y->figure.id);

	if (!order)
		order = (x->quarter > y->quarter) - (x->quarter < y->quarter);
	return order ? order : strcmp(x->figure.acteur, y->figure.acteur);
}

// All lines, by indicator, quarter, actor.
static int gather(const struct mg_bilan_year *year, struct mg_slice acteur, struct result **out, size_t *n,
		  struct mg_error *err)
{
	struct mg_bilan_figure *figures[MG_BILAN_QUARTERS];
	size_t counts[MG_BILAN_QUARTERS], count = 0;

	for (size_t q = 0; q < MG_BILAN_QUARTERS; q++) {
		if (mg_bilan_gather(&year->received[q], year->arena, &figures[q], &counts[q], err) < 0)
			return MG_ENOMEM;
		count += counts[q];
	}
	*n = 0;
	*out = mg_arena_array(year->arena, count, sizeof **out);
	if (!*out)
		return mg_fail_memory(err);
	for (size_t q = 0; q < MG_BILAN_QUARTERS; q++)
		for (size_t i = 0; i < counts[q]; i++)
			if (!acteur.len || mg_slice_is(acteur, figures[q][i].acteur))
				(*out)[(*n)++] = (struct result){figures[q][i], q};
	if (*n)
		qsort(*out, *n, sizeof **out, compare_results);
	return 0;
}

static struct mg_slice text_in(const struct result *result, const char *key)
{
	return mg_node_string(mg_node_get(result->figure.node, key));
}

static bool say_the_same(const struct result *results, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!mg_slice_equal(text_in(&results[0], "agregation"), text_in(&results[i], "agregation")) ||
		    !mg_slice_equal(text_in(&results[0], "unite"), text_in(&results[i], "unite")))
			return false;
	return true;
}

static int total_of(const struct mg_bilan_year *year, const struct result *results, size_t n,
		    struct mg_bilan_point **points, struct mg_bilan_total *total, struct mg_error *err)
{
	int rc;

	*points = mg_arena_array(year->arena, n, sizeof **points);
	if (!*points)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		(*points)[i] = mg_bilan_point_of(results[i].figure.node);
	rc = mg_bilan_total(text_in(&results[0], "agregation"), *points, n, total, err);
	if (rc < 0)
		mg_error_prefix(err, "%.*s", (int)results[0].figure.id.len, results[0].figure.id.data);
	return rc;
}

static void add_value(struct mg_bilan_map *map, const struct mg_bilan_total *total)
{
	if (total->has_value)
		mg_bilan_add(map, "valeur", mg_fixed_node(map->arena, total->value));
	if (total->has_weight)
		mg_bilan_add(map, "denominateur", mg_fixed_node(map->arena, total->weight));
}

// What each quarter brings, which is computed as the year is; *missing is set when one has no single value.
static int make_quarters(const struct mg_bilan_year *year, const struct result *results, size_t n,
			 const struct mg_node **out, bool *missing, struct mg_error *err)
{
	const struct mg_node *items[MG_BILAN_QUARTERS];
	size_t items_n = 0;

	for (size_t start = 0, end; start < n; start = end) {
		struct mg_bilan_map map = {.arena = year->arena};
		struct mg_bilan_point *points;
		struct mg_bilan_total total;

		for (end = start; end < n && results[end].quarter == results[start].quarter;)
			end++;
		if (total_of(year, results + start, end - start, &points, &total, err) < 0)
			return err ? (int)err->code : MG_ELIMIT;
		mg_bilan_add_text(&map, "id", mg_slice_of(year->names[results[start].quarter]));
		add_value(&map, &total);
		*missing |= !total.has_value;
		items[items_n] = mg_bilan_map_node(&map);
		if (!items[items_n++])
			return mg_fail_memory(err);
	}
	*out = mg_node_new_list(year->arena, items, items_n);
	return *out ? 0 : mg_fail_memory(err);
}

// By the indicator's direction; nothing where the target is a text.
static void add_reached(struct mg_bilan_map *map, const struct mg_node *sheet, const struct mg_bilan_total *total)
{
	bool falls = mg_slice_is(mg_node_string(mg_node_get(sheet, "sens")), "baisse");
	struct mg_fixed target;
	int order;

	if (!total->has_value || !mg_fixed_read(mg_node_get(sheet, "cible"), &target) ||
	    !mg_fixed_compare(total->value, target, &order))
		return;
	mg_bilan_add_text(map, "atteinte",
			  mg_slice_of((falls ? order <= 0 : order >= 0) ? "atteinte" : "non_atteinte"));
}

static int add_total(const struct mg_bilan_year *year, const struct result *results, size_t n,
		     const struct mg_node *sheet, struct mg_bilan_map *map, const char **note, struct mg_error *err)
{
	struct mg_bilan_total total = {0};
	struct mg_bilan_point *points = NULL;
	struct mg_slice formula;

	if (!say_the_same(results, n)) {
		*note = NOTE_UNITS;
		return 0;
	}
	if (total_of(year, results, n, &points, &total, err) < 0)
		return err ? (int)err->code : MG_ELIMIT;
	add_value(map, &total);
	add_reached(map, sheet, &total);
	formula = total.has_value ? mg_bilan_formula(text_in(&results[0], "agregation"), points, n, &total, year->arena)
				  : (struct mg_slice){0};
	if (formula.len)
		mg_bilan_add_text(map, "formule", formula);
	*note = total.note;
	return 0;
}

// Of what does not come together, what there is: a list's texts; else who had which value in which quarter.
static int list_values(const struct mg_bilan_year *year, const struct result *results, size_t n, const char **note,
		       struct mg_error *err)
{
	const bool is_list = mg_slice_is(text_in(&results[0], "agregation"), "liste");
	const struct mg_node **nodes = mg_arena_array(year->arena, n, sizeof *nodes);
	struct mg_bilan_value *values = mg_arena_array(year->arena, n, sizeof *values);
	const char *listed;

	if (!nodes || !values)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		nodes[i] = results[i].figure.node;
		values[i] =
			(struct mg_bilan_value){year->names[results[i].quarter], results[i].figure.acteur, nodes[i]};
	}
	listed = is_list ? mg_bilan_listed(nodes, n, year->arena) : mg_bilan_apart(values, n, year->arena);
	if (!listed)
		return mg_fail_memory(err);
	*note = *listed ? listed : *note;
	return 0;
}

static int add_results(const struct mg_bilan_year *year, const struct result *results, size_t n,
		       const struct mg_node *sheet, struct mg_bilan_map *map, const char **note, struct mg_error *err)
{
	const struct mg_node *quarters = NULL;
	bool missing = false;
	int rc = add_total(year, results, n, sheet, map, note, err);

	if (rc == 0)
		rc = make_quarters(year, results, n, &quarters, &missing, err);
	if (rc == 0 && missing && say_the_same(results, n) &&
	    !mg_bilan_comes_together(text_in(&results[0], "agregation")))
		rc = list_values(year, results, n, note, err);
	mg_bilan_add(map, "trimestres", quarters);
	return rc;
}

static int make_result(const struct mg_bilan_year *year, const struct result *results, size_t n,
		       const struct mg_node *kept, const struct mg_node **out, struct mg_error *err)
{
	static const char *const described[] = {"intitule", "action", "agregation", "unite"};
	const struct mg_book_record *sheet = mg_book_find(year->book, "indicateur", results[0].figure.id);
	const struct mg_node *root = sheet ? sheet->root : NULL;
	struct mg_bilan_map map = {.arena = year->arena};
	const char *note = NULL;
	int rc;

	mg_bilan_add_text(&map, "id", results[0].figure.id);
	for (size_t i = 0; i < sizeof described / sizeof *described; i++)
		mg_bilan_copy(&map, described[i], mg_node_get(results[0].figure.node, described[i]));
	mg_bilan_copy(&map, "cible", mg_node_get(root, "cible"));
	rc = add_results(year, results, n, root, &map, &note, err);
	if (rc < 0)
		return rc;
	mg_bilan_copy(&map, "commentaire", mg_node_get(mg_bilan_element(kept, results[0].figure.id), "commentaire"));
	if (note)
		mg_bilan_add_text(&map, "note", mg_slice_of(note));
	*out = mg_bilan_map_node(&map);
	return *out ? 0 : mg_fail_memory(err);
}

int mg_bilan_results(const struct mg_bilan_year *year, struct mg_slice acteur, const struct mg_node *kept,
		     const struct mg_node **out, struct mg_error *err)
{
	const struct mg_node **items;
	struct result *results;
	size_t n, items_n = 0;
	int rc = gather(year, acteur, &results, &n, err);

	if (rc < 0)
		return rc;
	items = mg_arena_array(year->arena, n, sizeof *items);
	if (!items)
		return mg_fail_memory(err);
	for (size_t start = 0, end; rc == 0 && start < n; start = end) {
		for (end = start; end < n && mg_slice_equal(results[end].figure.id, results[start].figure.id);)
			end++;
		rc = make_result(year, results + start, end - start, kept, &items[items_n++], err);
	}
	if (rc < 0)
		return rc;
	*out = mg_node_new_list(year->arena, items, items_n);
	return *out ? 0 : mg_fail_memory(err);
}
