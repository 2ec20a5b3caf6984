// SPDX-License-Identifier: EUPL-1.2
//
// The indicators of article 4.2 feed the annual bilan (G:1061): those that no bilan of the year tells of stand in it too.
#include "core/report/bilan_node.h"
#include "core/report/bilan_year.h"

#include "schema/convention/convention_text.h"
#include "schema/due/convention_term.h"

#include <stdlib.h>

#define NOTE_UNTOLD "aucun bilan de l'année ne le renseigne"

// Those of the text in force; NULL while no convention is.
static const struct mg_node *promised(const struct mg_bilan_year *year)
{
	struct mg_convention_text text;
	struct mg_convention_term term;
	struct mg_error none;

	if (!mg_convention_current(year->book, &term) ||
	    mg_convention_text(year->book, term.id, NULL, year->arena, &text, &none) < 0)
		return NULL;
	return mg_node_get(text.root, "art4_2_indicateurs");
}

static const struct mg_node *make_untold(const struct mg_bilan_year *year, const struct mg_node *entry,
					 const struct mg_node *kept)
{
	static const char *const described[] = {"action", "agregation", "unite", "cible"};
	const struct mg_slice id = mg_node_string(mg_node_get(entry, "id"));
	const struct mg_book_record *sheet = mg_book_find(year->book, "indicateur", id);
	struct mg_bilan_map map = {.arena = year->arena};

	mg_bilan_add_text(&map, "id", id);
	mg_bilan_copy(&map, "intitule", mg_node_get(entry, "intitule"));
	for (size_t i = 0; i < sizeof described / sizeof *described; i++)
		mg_bilan_copy(&map, described[i], mg_node_get(sheet ? sheet->root : NULL, described[i]));
	mg_bilan_copy(&map, "commentaire", mg_node_get(mg_bilan_element(kept, id), "commentaire"));
	mg_bilan_add_text(&map, "note", mg_slice_of(NOTE_UNTOLD));
	return mg_bilan_map_node(&map);
}

static int compare_ids(const void *a, const void *b)
{
	return mg_slice_compare(mg_node_string(mg_node_get(*(const struct mg_node *const *)a, "id")),
				mg_node_string(mg_node_get(*(const struct mg_node *const *)b, "id")));
}

const struct mg_node *mg_bilan_with_promised(const struct mg_bilan_year *year, const struct mg_node *results,
					     const struct mg_node *kept)
{
	const struct mg_node *all = promised(year), **items;
	const size_t most = all && all->type == MG_LIST ? all->as.list.n : 0;
	size_t n = 0;

	items = mg_arena_array(year->arena, results->as.list.n + most, sizeof *items);
	for (; items && n < results->as.list.n; n++)
		items[n] = results->as.list.items[n];
	for (size_t i = 0; items && i < most; i++) {
		const struct mg_node *entry = all->as.list.items[i];

		if (mg_bilan_element(results, mg_node_string(mg_node_get(entry, "id"))))
			continue;
		items[n] = make_untold(year, entry, kept);
		if (!items[n++])
			return NULL;
	}
	if (items && n)
		qsort(items, n, sizeof *items, compare_ids);
	return items ? mg_node_new_list(year->arena, items, n) : NULL;
}
