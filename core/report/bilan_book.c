// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_book.h"

#include "base/i18n.h"

#include <stdlib.h>

// ---- sorting the view

static struct mg_bilan_list *list_of(struct mg_bilan_book *book, const struct mg_path *path)
{
	const struct {
		const char *type;
		struct mg_bilan_list *list;
	} lists[] = {
		{"action", &book->actions},           {"indicateur", &book->indicateurs},
		{"acteur", &book->acteurs},           {"mesure", &book->mesures},
		{"bilan_trimestriel", &book->bilans}, {"consolidation", &book->consolidations},
	};

	if (path->kind != MG_PATH_RECORD || (*path->parts.periode && strcmp(path->parts.periode, book->periode) != 0))
		return NULL;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (strcmp(path->type->name, lists[i].type) == 0)
			return lists[i].list;
	return NULL;
}

static int add(struct mg_bilan_book *book, struct mg_bilan_list *list, const struct mg_path *path,
	       const struct mg_bilan_record *record, struct mg_error *err)
{
	const char *id = *path->parts.id ? path->parts.id : path->parts.acteur;
	struct mg_bilan_item item = {.revision = path->parts.revision, .record = record};
	struct mg_bilan_item *items = mg_arena_grow(book->arena, list->items, list->n, &list->cap, sizeof *items);

	item.id = mg_arena_strdup(book->arena, id);
	item.indicateur = mg_arena_strdup(book->arena, path->parts.indicateur);
	if (!items || !item.id || !item.indicateur)
		return mg_fail_memory(err);
	list->items = items;
	list->items[list->n++] = item;
	return 0;
}

static int compare_items(const void *a, const void *b)
{
	const struct mg_bilan_item *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	if (!order)
		order = strcmp(x->indicateur, y->indicateur);
	return order ? order : (x->revision > y->revision) - (x->revision < y->revision);
}

static void sort(struct mg_bilan_list *list)
{
	if (list->n)
		qsort(list->items, list->n, sizeof *list->items, compare_items);
}

int mg_bilan_book_open(struct mg_bilan_book *book, const struct mg_bilan_view *view, const char *periode,
		       struct mg_arena *arena, struct mg_error *err)
{
	struct mg_quarter quarter;

	*book = (struct mg_bilan_book){.arena = arena, .view = view, .periode = periode};
	if (!mg_quarter_parse(mg_slice_of(periode), &quarter))
		return mg_fail(err, MG_EINVALID, _("\"%s\" is not a quarter such as 2018-T1"), periode);
	book->first = mg_quarter_first_day(quarter);
	book->last = mg_quarter_last_day(quarter);
	for (size_t i = 0; i < view->n; i++) {
		struct mg_bilan_list *list;
		struct mg_path path;

		if (mg_path_parse(view->types, view->records[i].path, &path, NULL) < 0)
			continue;
		list = list_of(book, &path);
		if (list && add(book, list, &path, &view->records[i], err) < 0)
			return MG_ENOMEM;
	}
	sort(&book->actions);
	sort(&book->indicateurs);
	sort(&book->acteurs);
	sort(&book->mesures);
	sort(&book->bilans);
	sort(&book->consolidations);
	return 0;
}

// ---- asking

// The first item whose id is not below id, or, when after is set, the first above it.
static size_t bound(const struct mg_bilan_list *list, struct mg_slice id, bool after)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mg_slice_compare(mg_slice_of(list->items[middle].id), id) < (after ? 1 : 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct mg_bilan_item *mg_bilan_find(const struct mg_bilan_list *list, struct mg_slice id)
{
	size_t end = bound(list, id, true);

	return end && mg_slice_is(id, list->items[end - 1].id) ? &list->items[end - 1] : NULL;
}

const struct mg_bilan_item *mg_bilan_mesures_of(const struct mg_bilan_book *book, struct mg_slice acteur, size_t *n)
{
	size_t start = bound(&book->mesures, acteur, false);

	*n = bound(&book->mesures, acteur, true) - start;
	return *n ? &book->mesures.items[start] : NULL;
}

bool mg_bilan_in_quarter(const struct mg_bilan_book *book, const struct mg_node *dates, const char *from,
			 const char *until)
{
	struct mg_date begin = book->first, end = book->last;

	(void)mg_date_parse(mg_node_string(mg_node_get(dates, from)), &begin);
	(void)mg_date_parse(mg_node_string(mg_node_get(dates, until)), &end);
	return mg_date_compare(begin, book->last) <= 0 && mg_date_compare(end, book->first) >= 0;
}

static bool is_one_of(struct mg_slice text, const char *const *words)
{
	for (; *words; words++)
		if (mg_slice_is(text, *words))
			return true;
	return false;
}

bool mg_bilan_is_active(const struct mg_bilan_book *book, const struct mg_node *action)
{
	static const char *const never[] = {"proposee", "suspendue", "abandonnee", NULL};
	static const char *const over[] = {"realisee", "non_reconduite", NULL}; // since when, only the end date says
	const struct mg_node *calendar = mg_node_get(action, "calendrier_previsionnel");
	struct mg_slice state = mg_node_string(mg_node_get(action, "statut"));

	if (is_one_of(state, never) || (is_one_of(state, over) && !mg_node_get(calendar, "fin")))
		return false;
	return mg_bilan_in_quarter(book, calendar, "debut", "fin");
}

static bool lists(const struct mg_node *set, struct mg_slice text)
{
	for (size_t i = 0; set && set->type == MG_LIST && i < set->as.list.n; i++)
		if (mg_slice_equal(mg_node_string(set->as.list.items[i]), text))
			return true;
	return false;
}

struct mg_slice mg_bilan_action_of(const struct mg_bilan_book *book, struct mg_slice indicateur)
{
	const struct mg_bilan_item *item = mg_bilan_find(&book->indicateurs, indicateur);
	struct mg_slice named = mg_node_string(item ? mg_node_get(item->record->root, "action") : NULL);

	if (named.len)
		return named;
	for (size_t i = 0; i < book->actions.n; i++)
		if (lists(mg_node_get(book->actions.items[i].record->root, "indicateurs"), indicateur))
			return mg_slice_of(book->actions.items[i].id);
	return (struct mg_slice){0};
}

bool mg_bilan_concerns(const struct mg_bilan_book *book, const struct mg_bilan_item *action, struct mg_slice acteur)
{
	const struct mg_node *root = action->record->root;
	const struct mg_bilan_item *mesures;
	size_t n;

	if (mg_slice_equal(mg_node_string(mg_node_get(root, "promoteur_referent")), acteur) &&
	    mg_bilan_is_active(book, root))
		return true;
	mesures = mg_bilan_mesures_of(book, acteur, &n);
	for (size_t i = 0; i < n; i++)
		if (mg_slice_is(mg_bilan_action_of(book, mg_slice_of(mesures[i].indicateur)), action->id))
			return true;
	return false;
}

bool mg_bilan_is_signed_by(const struct mg_bilan_record *record, struct mg_slice acteur)
{
	for (size_t i = 0; record->sha256 && i < record->signers_n; i++)
		if (mg_slice_is(acteur, record->signers[i]))
			return true;
	return false;
}

unsigned mg_bilan_revision(const struct mg_bilan_item *before, bool correction)
{
	if (!before || !correction)
		return before ? before->revision : 0;
	return before->revision ? before->revision + 1 : 2;
}
