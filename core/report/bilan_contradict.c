// SPDX-License-Identifier: EUPL-1.2
//
// What does not agree in the figures of a quarter. Nothing of it is wrong by itself: it asks for an explanation.
#include "core/report/bilan_node.h"
#include "core/report/bilan_received.h"

#include "schema/value/fixed.h"

#define MAX_NOTES 8 // kinds of contradiction that one indicator can have, with room

// Those of one indicator.
struct notes {
	struct mg_arena *arena;
	const struct mg_node *items[MAX_NOTES];
	size_t n;
	bool failed;
};

static void put_note(struct notes *notes, struct mg_buf *text)
{
	const struct mg_node *node =
		mg_buf_check(text, NULL) == 0 ? mg_node_new_string(notes->arena, mg_buf_slice(text)) : NULL;

	notes->failed |= !node;
	if (notes->n < MAX_NOTES && node)
		notes->items[notes->n++] = node;
	mg_buf_clear(text);
}

static bool value_of(const struct mg_node *node, struct mg_fixed *value)
{
	return mg_fixed_read(mg_node_get(node, "valeur"), value);
}

static bool is_less(struct mg_fixed a, struct mg_fixed b)
{
	int order;

	return mg_fixed_compare(a, b, &order) && order < 0;
}

static void put_value(struct mg_buf *text, struct mg_fixed value)
{
	char digits[MG_FIXED_MAX_CHARS];

	mg_buf_puts(text, mg_fixed_format(value, digits));
}

// ---- each kind

// The same persons, counted by several: their numbers should be one.
static void look_at_values(struct notes *notes, const struct mg_bilan_figure *figures, size_t n)
{
	struct mg_fixed first = {0}, value;
	bool has_first = false, differ = false;
	struct mg_buf text = {0};

	if (!mg_slice_is(mg_node_string(mg_node_get(figures[0].node, "agregation")), "non_agregeable"))
		return;
	mg_buf_puts(&text, "valeurs différentes d'un indicateur non agrégeable : ");
	for (size_t i = 0; i < n; i++) {
		if (!value_of(figures[i].node, &value))
			continue;
		differ |= has_first && (is_less(first, value) || is_less(value, first));
		mg_buf_printf(&text, "%s%s ", has_first ? ", " : "", figures[i].acteur);
		put_value(&text, value);
		first = has_first ? first : value;
		has_first = true;
	}
	if (differ)
		put_note(notes, &text);
	mg_buf_clear(&text);
}

// A whole that is smaller than what one actor brings to it, or than one of its breakdown.
static void look_at_parts(struct notes *notes, const struct mg_node *chiffre, const struct mg_bilan_figure *figures,
			  size_t n)
{
	const struct mg_node *parts = mg_node_get(chiffre, "desagregation");
	struct mg_buf text = {0};
	struct mg_fixed total, part;

	if (!value_of(chiffre, &total) || !mg_slice_is(mg_node_string(mg_node_get(chiffre, "agregation")), "somme"))
		return;
	mg_buf_puts(&text, "total ");
	put_value(&text, total);
	mg_buf_puts(&text, " inférieur à une partie : ");
	for (size_t i = 0; i < n; i++) {
		if (!value_of(figures[i].node, &part) || !is_less(total, part))
			continue;
		mg_buf_printf(&text, "%s ", figures[i].acteur);
		put_value(&text, part);
		put_note(notes, &text);
		return;
	}
	for (size_t i = 0; parts && parts->type == MG_MAP && i < parts->as.map.n; i++) {
		struct mg_slice key = parts->as.map.pairs[i].key;

		if (!mg_fixed_read(parts->as.map.pairs[i].value, &part) || !is_less(total, part))
			continue;
		mg_buf_printf(&text, "%.*s ", (int)key.len, key.data);
		put_value(&text, part);
		put_note(notes, &text);
		return;
	}
	mg_buf_clear(&text);
}

// The figures of the quarter before, by indicator, then actor.
struct past {
	struct mg_bilan_figure *figures;
	size_t n;
};

static const struct mg_node *past_of(const struct past *past, const struct mg_bilan_figure *figure)
{
	size_t low = 0, high = past->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct mg_bilan_figure *each = &past->figures[middle];
		int order = mg_slice_compare(each->id, figure->id);

		if (!order)
			order = strcmp(each->acteur, figure->acteur);
		if (!order)
			return each->node;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

// What is counted since the beginning, of which the last value counts, does not go down, unless that is its progress.
static void look_at_past(struct notes *notes, const struct mg_bilan_quarter *quarter, const struct past *past,
			 const struct mg_bilan_figure *figures, size_t n)
{
	const struct mg_book_record *sheet = mg_book_find(quarter->book, "indicateur", figures[0].id);
	struct mg_slice way = mg_node_string(mg_node_get(sheet ? sheet->root : NULL, "sens"));
	struct mg_fixed before, now;
	struct mg_buf text = {0};
	size_t drops = 0;

	if (mg_slice_is(way, "baisse") ||
	    !mg_slice_is(mg_node_string(mg_node_get(figures[0].node, "agregation")), "dernier"))
		return;
	for (size_t i = 0; i < n; i++) {
		if (!value_of(figures[i].node, &now) || !value_of(past_of(past, &figures[i]), &before) ||
		    !is_less(now, before))
			continue;
		mg_buf_printf(&text, "%s%s ",
			      drops++ ? ", " : "cumul en baisse depuis le trimestre précédent : ", figures[i].acteur);
		put_value(&text, before);
		mg_buf_puts(&text, " puis ");
		put_value(&text, now);
	}
	if (drops)
		put_note(notes, &text);
	mg_buf_clear(&text);
}

static int read_past(const struct mg_bilan_quarter *quarter, struct past *past, struct mg_error *err)
{
	struct mg_bilan_received received;
	char periode[MG_PERIOD_CHARS + 1];
	struct mg_quarter number;
	int rc;

	(void)mg_quarter_parse(mg_slice_of(quarter->periode), &number);
	number = number.number > 1 ? (struct mg_quarter){number.year, number.number - 1}
				   : (struct mg_quarter){number.year - 1, 4};
	mg_quarter_format(number, periode);
	rc = mg_bilan_receive(quarter->book, periode, quarter->arena, &received, err);
	return rc == 0 ? mg_bilan_gather(&received, quarter->arena, &past->figures, &past->n, err) : rc;
}

// ---- together

static const struct mg_node *make_entry(const struct notes *notes, struct mg_slice id, const struct mg_node *kept)
{
	struct mg_bilan_map map = {.arena = notes->arena};

	mg_bilan_add_text(&map, "id", id);
	mg_bilan_add(&map, "constats", mg_node_new_list(notes->arena, notes->items, notes->n));
	mg_bilan_copy(&map, "explication", mg_node_get(mg_bilan_element(kept, id), "explication"));
	return mg_bilan_map_node(&map);
}

int mg_bilan_contradictions(const struct mg_bilan_quarter *quarter, const struct mg_bilan_figure *figures, size_t n,
			    const struct mg_node *chiffres, const struct mg_node *kept, const struct mg_node **out,
			    struct mg_error *err)
{
	const struct mg_node **items = mg_arena_array(quarter->arena, chiffres->as.list.n, sizeof *items);
	struct past past = {0};
	size_t items_n = 0;
	int rc = items ? read_past(quarter, &past, err) : mg_fail_memory(err);

	for (size_t start = 0, i = 0; rc == 0 && start < n; i++) {
		struct notes notes = {.arena = quarter->arena};
		size_t end = start + 1;

		while (end < n && mg_slice_equal(figures[start].id, figures[end].id))
			end++;
		look_at_values(&notes, figures + start, end - start);
		look_at_parts(&notes, chiffres->as.list.items[i], figures + start, end - start);
		look_at_past(&notes, quarter, &past, figures + start, end - start);
		if (notes.failed)
			rc = mg_fail_memory(err);
		if (notes.n)
			items[items_n++] = make_entry(&notes, figures[start].id, kept);
		start = end;
	}
	if (rc < 0)
		return rc;
	*out = mg_node_new_list(quarter->arena, items, items_n);
	return *out ? 0 : mg_fail_memory(err);
}
