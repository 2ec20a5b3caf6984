// SPDX-License-Identifier: EUPL-1.2
//
// What the wider meeting decides at the end of a year: which actions go on, and who leaves.
#include "core/report/bilan_node.h"
#include "core/report/bilan_year.h"

#include "schema/due/convention_term.h"

// ---- actions

static const struct mg_node *decision_of(const struct mg_node *written, const char *action)
{
	for (size_t i = 0; written && written->type == MG_LIST && i < written->as.list.n; i++)
		if (mg_slice_is(mg_node_string(mg_node_get(written->as.list.items[i], "action")), action))
			return written->as.list.items[i];
	return NULL;
}

// What was decided, or who bears it until somebody else is named.
const struct mg_node *mg_bilan_renewals(const struct mg_bilan_year *year, const struct mg_node *written)
{
	size_t n, items_n = 0;
	const struct mg_book_record *actions = mg_book_of(year->book, "action", &n);
	const struct mg_node **items = mg_arena_array(year->arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++) {
		const char *id = actions[i].parts.id;
		struct mg_slice bearer = mg_node_string(mg_node_get(actions[i].root, "promoteur_referent"));
		const struct mg_node *kept = decision_of(written, id);
		struct mg_bilan_map map = {.arena = year->arena};

		if (!mg_bilan_year_has(year, &actions[i], (struct mg_slice){0}))
			continue;
		mg_bilan_add_text(&map, "id", mg_slice_of(id));
		mg_bilan_add_text(&map, "action", mg_slice_of(id));
		mg_bilan_add_text(&map, "motif", mg_slice_of(""));
		if (bearer.len)
			mg_bilan_add_text(&map, "porteur", bearer);
		items[items_n++] = kept ? kept : mg_bilan_map_node(&map);
	}
	return items ? mg_node_new_list(year->arena, items, items_n) : NULL;
}

// ---- who leaves

// The days on which one leaves at the term of a year: after `from`, on `until` at the latest.
struct span {
	struct mg_date from, until;
};

// The term is the convention's, in whose year the bilan is drafted; without one in force, the end of the four quarters.
static struct span find_span(const struct mg_bilan_year *year, struct mg_date today)
{
	const struct mg_date first = year->quarters[0].first, last = year->quarters[MG_BILAN_QUARTERS - 1].last;
	struct span span = {first, mg_date_add_days(last, 1)};
	struct mg_convention_term term;
	struct mg_date day = mg_date_compare(today, first) < 0 ? first : today;

	day = mg_date_compare(day, last) > 0 ? last : day;
	if (!mg_convention_current(year->book, &term) || !term.has_effect || mg_date_compare(day, term.effect) < 0)
		return span;
	span.until = mg_convention_year_end(&term, day);
	span.from = mg_date_add_months(span.until, -12);
	return span;
}

static bool is_exit_in(const struct mg_node *move, const struct span *span)
{
	struct mg_date day;

	return mg_slice_is(mg_node_string(mg_node_get(move, "sens")), "sortie") &&
	       mg_date_parse(mg_node_string(mg_node_get(move, "date_effet")), &day) &&
	       mg_date_compare(day, span->from) > 0 && mg_date_compare(day, span->until) <= 0;
}

static const struct mg_node *exit_of(const struct mg_node *written, struct mg_slice acteur)
{
	for (size_t i = 0; written && written->type == MG_LIST && i < written->as.list.n; i++)
		if (mg_slice_equal(mg_node_string(mg_node_get(written->as.list.items[i], "acteur")), acteur))
			return written->as.list.items[i];
	return NULL;
}

// Dates are the movement's; the reason is the meeting's when it wrote one.
static const struct mg_node *make_exit(struct mg_arena *arena, const struct mg_book_record *move,
				       const struct mg_node *written)
{
	const struct mg_node *told = mg_node_get(mg_node_get(move->root, "concertation_dd"), "date");
	struct mg_bilan_map map = {.arena = arena};

	if (written)
		mg_bilan_copy(&map, "id", mg_node_get(written, "id"));
	else
		mg_bilan_add_text(&map, "id", mg_slice_of(move->parts.id));
	mg_bilan_copy(&map, "acteur", mg_node_get(move->root, "acteur"));
	mg_bilan_copy(&map, "concertation_le", told ? told : mg_node_get(written, "concertation_le"));
	mg_bilan_copy(&map, "date_effet", mg_node_get(move->root, "date_effet"));
	mg_bilan_copy(&map, "motif",
		      mg_node_get(written, "motif") ? mg_node_get(written, "motif") : mg_node_get(move->root, "motif"));
	return mg_bilan_map_node(&map);
}

static bool has_exit_of(const struct mg_node *const *items, size_t n, struct mg_slice acteur)
{
	for (size_t i = 0; i < n; i++)
		if (items[i] && mg_slice_equal(mg_node_string(mg_node_get(items[i], "acteur")), acteur))
			return true;
	return false;
}

const struct mg_node *mg_bilan_exits(const struct mg_bilan_year *year, struct mg_date today,
				     const struct mg_node *written)
{
	const struct span span = find_span(year, today);
	const size_t n_written = written && written->type == MG_LIST ? written->as.list.n : 0;
	size_t n, items_n = 0;
	const struct mg_book_record *moves = mg_book_of(year->book, "mouvement", &n);
	const struct mg_node **items = mg_arena_array(year->arena, n + n_written, sizeof *items);

	for (size_t i = 0; items && i < n; i++) {
		struct mg_slice acteur = mg_node_string(mg_node_get(moves[i].root, "acteur"));

		if (is_exit_in(moves[i].root, &span) && !has_exit_of(items, items_n, acteur))
			items[items_n++] = make_exit(year->arena, &moves[i], exit_of(written, acteur));
	}
	for (size_t i = 0; items && i < n_written; i++) {
		const struct mg_node *each = written->as.list.items[i];

		if (!has_exit_of(items, items_n, mg_node_string(mg_node_get(each, "acteur"))))
			items[items_n++] = each;
	}
	return items ? mg_node_new_list(year->arena, items, items_n) : NULL;
}
