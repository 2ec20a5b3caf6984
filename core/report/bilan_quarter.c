// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_quarter.h"

#include "base/i18n.h"
#include "schema/due/membership.h"
#include "schema/due/quarters.h"

#include <stdlib.h>

// ---- opening

static struct mg_bilan_range all_of(const struct mg_book *book, const char *type)
{
	struct mg_bilan_range range;

	range.items = mg_book_of(book, type, &range.n);
	return range;
}

static struct mg_bilan_range of_quarter(const struct mg_bilan_quarter *quarter, const char *type)
{
	struct mg_bilan_range range;

	range.items = mg_book_of_period(quarter->book, type, quarter->periode, &range.n);
	return range;
}

static int compare_mesures(const void *a, const void *b)
{
	const struct mg_bilan_mesure *x = a, *y = b;
	int order = strcmp(x->acteur, y->acteur);

	return order ? order : strcmp(x->indicateur, y->indicateur);
}

static int open_mesures(struct mg_bilan_quarter *quarter, struct mg_error *err)
{
	const struct mg_bilan_range range = of_quarter(quarter, "mesure");

	quarter->mesures = mg_arena_array(quarter->arena, range.n, sizeof *quarter->mesures);
	if (!quarter->mesures)
		return mg_fail_memory(err);
	for (size_t i = 0; i < range.n; i++) {
		const struct mg_book_record *record = &range.items[i];

		quarter->mesures[i] = (struct mg_bilan_mesure){record->parts.acteur, record->parts.indicateur, record};
	}
	quarter->n_mesures = range.n;
	if (range.n)
		qsort(quarter->mesures, range.n, sizeof *quarter->mesures, compare_mesures);
	return 0;
}

// By indicator; of several actions the first in the book, which is by id.
static int compare_links(const void *a, const void *b)
{
	const struct mg_bilan_link *x = a, *y = b;
	int order = mg_slice_compare(x->indicateur, y->indicateur);

	return order ? order : (x->action > y->action) - (x->action < y->action);
}

static size_t links_in(const struct mg_book_record *action, struct mg_bilan_link *out)
{
	const struct mg_node *set = mg_node_get(action->root, "indicateurs");
	size_t n = set && set->type == MG_LIST ? set->as.list.n : 0;

	for (size_t i = 0; out && i < n; i++)
		out[i] = (struct mg_bilan_link){mg_node_string(set->as.list.items[i]), action};
	return n;
}

static int open_links(struct mg_bilan_quarter *quarter, struct mg_error *err)
{
	size_t count = 0;

	for (size_t i = 0; i < quarter->actions.n; i++)
		count += links_in(&quarter->actions.items[i], NULL);
	quarter->links = mg_arena_array(quarter->arena, count, sizeof *quarter->links);
	if (!quarter->links)
		return mg_fail_memory(err);
	for (size_t i = 0; i < quarter->actions.n; i++)
		quarter->n_links += links_in(&quarter->actions.items[i], quarter->links + quarter->n_links);
	if (count)
		qsort(quarter->links, count, sizeof *quarter->links, compare_links);
	return 0;
}

int mg_bilan_quarter_open(struct mg_bilan_quarter *quarter, const struct mg_book *book, const char *periode,
			  struct mg_arena *arena, struct mg_error *err)
{
	struct mg_quarters quarters;
	struct mg_quarter number;
	int rc;

	*quarter = (struct mg_bilan_quarter){.book = book, .arena = arena, .periode = periode};
	if (!mg_quarter_parse(mg_slice_of(periode), &number))
		return mg_fail(err, MG_EINVALID, _("\"%s\" is not a quarter such as 2018-T1"), periode);
	quarters = mg_quarters_of_book(book);
	quarter->first = mg_quarters_first_day(&quarters, number);
	quarter->last = mg_quarters_last_day(&quarters, number);
	quarter->actions = all_of(book, "action");
	quarter->indicateurs = all_of(book, "indicateur");
	quarter->acteurs = all_of(book, "acteur");
	quarter->bilans = of_quarter(quarter, "bilan_trimestriel");
	quarter->consolidations = of_quarter(quarter, "consolidation");
	rc = open_mesures(quarter, err);
	return rc == 0 ? open_links(quarter, err) : rc;
}

// ---- asking

// The first of an actor's measures, or, when after is set, the first that is of a later one.
static size_t bound(const struct mg_bilan_quarter *quarter, struct mg_slice acteur, bool after)
{
	size_t low = 0, high = quarter->n_mesures;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mg_slice_compare(mg_slice_of(quarter->mesures[middle].acteur), acteur) < (after ? 1 : 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct mg_bilan_mesure *mg_bilan_mesures_of(const struct mg_bilan_quarter *quarter, struct mg_slice acteur,
						  size_t *n)
{
	size_t start = bound(quarter, acteur, false);

	*n = bound(quarter, acteur, true) - start;
	return *n ? &quarter->mesures[start] : NULL;
}

// The bilans of a quarter are by actor, then revision.
const struct mg_book_record *mg_bilan_latest(const struct mg_bilan_quarter *quarter, struct mg_slice acteur)
{
	size_t low = 0, high = quarter->bilans.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mg_slice_compare(mg_slice_of(quarter->bilans.items[middle].parts.acteur), acteur) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && mg_slice_is(acteur, quarter->bilans.items[low - 1].parts.acteur) ? &quarter->bilans.items[low - 1]
										       : NULL;
}

const struct mg_book_record *mg_bilan_latest_consolidation(const struct mg_bilan_quarter *quarter)
{
	return quarter->consolidations.n ? &quarter->consolidations.items[quarter->consolidations.n - 1] : NULL;
}

bool mg_bilan_in_quarter(const struct mg_bilan_quarter *quarter, const struct mg_node *dates, const char *from,
			 const char *until)
{
	struct mg_date begin = quarter->first, end = quarter->last;

	(void)mg_date_parse(mg_node_string(mg_node_get(dates, from)), &begin);
	(void)mg_date_parse(mg_node_string(mg_node_get(dates, until)), &end);
	return mg_date_compare(begin, quarter->last) <= 0 && mg_date_compare(end, quarter->first) >= 0;
}

static bool is_one_of(struct mg_slice text, const char *const *words)
{
	for (; *words; words++)
		if (mg_slice_is(text, *words))
			return true;
	return false;
}

bool mg_bilan_is_active(const struct mg_bilan_quarter *quarter, const struct mg_node *action)
{
	static const char *const never[] = {"proposee", "suspendue", "abandonnee", NULL};
	static const char *const over[] = {"realisee", "non_reconduite", NULL}; // since when, only the end date says
	const struct mg_node *calendar = mg_node_get(action, "calendrier_previsionnel");
	struct mg_slice state = mg_node_string(mg_node_get(action, "statut"));

	if (is_one_of(state, never) || (is_one_of(state, over) && !mg_node_get(calendar, "fin")))
		return false;
	return mg_bilan_in_quarter(quarter, calendar, "debut", "fin");
}

struct mg_slice mg_bilan_action_of(const struct mg_bilan_quarter *quarter, struct mg_slice indicateur)
{
	const struct mg_book_record *sheet = mg_book_find(quarter->book, "indicateur", indicateur);
	struct mg_slice named = mg_node_string(mg_node_get(sheet ? sheet->root : NULL, "action"));
	size_t low = 0, high = quarter->n_links;

	if (named.len)
		return named;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mg_slice_compare(quarter->links[middle].indicateur, indicateur) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < quarter->n_links && mg_slice_equal(quarter->links[low].indicateur, indicateur))
		return mg_slice_of(quarter->links[low].action->parts.id);
	return (struct mg_slice){0};
}

static bool is_bearer(const struct mg_bilan_quarter *quarter, const struct mg_book_record *action,
		      struct mg_slice acteur)
{
	return mg_slice_equal(mg_node_string(mg_node_get(action->root, "promoteur_referent")), acteur) &&
	       mg_bilan_is_active(quarter, action->root);
}

bool mg_bilan_concerns(const struct mg_bilan_quarter *quarter, const struct mg_book_record *action,
		       struct mg_slice acteur)
{
	const struct mg_bilan_mesure *mesures;
	size_t n;

	if (is_bearer(quarter, action, acteur))
		return true;
	mesures = mg_bilan_mesures_of(quarter, acteur, &n);
	for (size_t i = 0; i < n; i++)
		if (mg_slice_is(mg_bilan_action_of(quarter, mg_slice_of(mesures[i].indicateur)), action->parts.id))
			return true;
	return false;
}

// ---- who owes a bilan

// What the actor's record says is of today; who came or went since is told by movements.
static bool is_party(const struct mg_bilan_quarter *quarter, const struct mg_book_record *record)
{
	static const char *const parties[] = {"partenaire", "coordinateur", "financeur", NULL};
	static const char *const gone[] = {"retire", "refus", NULL};
	struct mg_slice status = mg_node_string(mg_node_get(record->root, "statut_membre"));
	struct mg_slice role = mg_node_string(mg_node_get(record->root, "role"));
	enum mg_membership was =
		mg_membership(quarter->book, mg_slice_of(record->parts.id), quarter->first, quarter->last);

	if (was == MG_MEMBER_OUT || (was == MG_MEMBER_UNKNOWN && is_one_of(status, gone)))
		return false;
	return !role.len || is_one_of(role, parties) || mg_slice_is(status, "membre");
}

static void expect(const struct mg_bilan_quarter *quarter, struct mg_slice acteur, bool *expected)
{
	const struct mg_book_record *record = mg_book_find(quarter->book, "acteur", acteur);

	if (record)
		expected[record - quarter->acteurs.items] = true;
}

bool *mg_bilan_expected(const struct mg_bilan_quarter *quarter)
{
	bool *expected = mg_arena_array(quarter->arena, quarter->acteurs.n, sizeof *expected);

	if (!expected)
		return NULL;
	for (size_t i = 0; i < quarter->actions.n; i++)
		if (mg_bilan_is_active(quarter, quarter->actions.items[i].root))
			expect(quarter,
			       mg_node_string(mg_node_get(quarter->actions.items[i].root, "promoteur_referent")),
			       expected);
	for (size_t i = 0; i < quarter->n_mesures; i++) {
		const struct mg_bilan_mesure *mesure = &quarter->mesures[i];
		struct mg_slice action = mg_bilan_action_of(quarter, mg_slice_of(mesure->indicateur));

		if (action.len && mg_book_find(quarter->book, "action", action))
			expect(quarter, mg_slice_of(mesure->acteur), expected);
	}
	for (size_t i = 0; i < quarter->acteurs.n; i++)
		expected[i] = expected[i] && is_party(quarter, &quarter->acteurs.items[i]);
	return expected;
}

unsigned mg_bilan_revision(const struct mg_book_record *before, bool correction)
{
	if (!before || !correction)
		return before ? before->parts.revision : 0;
	return before->parts.revision ? before->parts.revision + 1 : 2;
}
