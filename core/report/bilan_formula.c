// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_total.h"

#define SHOWN 12 // terms of a formula that somebody would still add up

struct formula {
	const struct mg_bilan_point *points;
	size_t n, valued;
	const struct mg_bilan_total *total;
	struct mg_buf text;
};

static void put_value(struct formula *f, struct mg_fixed value)
{
	char digits[MG_FIXED_MAX_CHARS];

	mg_buf_puts(&f->text, mg_fixed_format(value, digits));
}

// The points that have a value, sep between them; with what each weighs.
static void put_terms(struct formula *f, const char *sep, bool weighted)
{
	bool first = true;

	for (size_t i = 0; i < f->n; i++) {
		if (!f->points[i].has_value)
			continue;
		mg_buf_puts(&f->text, first ? "" : sep);
		put_value(f, f->points[i].value);
		if (weighted) {
			mg_buf_puts(&f->text, " × ");
			put_value(f, f->points[i].weight);
		}
		first = false;
	}
}

// Terms below zero, which corrections are, are subtracted.
static void put_sum(struct formula *f)
{
	bool first = true;

	if (f->valued > SHOWN) {
		mg_buf_printf(&f->text, "somme de %zu valeurs", f->valued);
		return;
	}
	for (size_t i = 0; i < f->n; i++) {
		char digits[MG_FIXED_MAX_CHARS];
		const char *text;

		if (!f->points[i].has_value)
			continue;
		text = mg_fixed_format(f->points[i].value, digits);
		if (!first)
			mg_buf_puts(&f->text, *text == '-' ? " - " : " + ");
		mg_buf_puts(&f->text, !first && *text == '-' ? text + 1 : text);
		first = false;
	}
}

static void put_greatest(struct formula *f)
{
	mg_buf_printf(&f->text, "la plus grande de %zu valeurs", f->valued);
	if (f->valued > SHOWN)
		return;
	mg_buf_puts(&f->text, " : ");
	put_terms(f, ", ", false);
}

static void put_last(struct formula *f)
{
	mg_buf_printf(&f->text, "la dernière de %zu valeurs", f->valued);
	if (f->total->date.len)
		mg_buf_printf(&f->text, ", du %.*s", (int)f->total->date.len, f->total->date.data);
}

static void put_mean(struct formula *f)
{
	if (f->valued > SHOWN) {
		mg_buf_printf(&f->text, "moyenne %s de %zu valeurs", f->total->has_weight ? "pondérée" : "simple",
			      f->valued);
		return;
	}
	mg_buf_puts(&f->text, "(");
	put_terms(f, " + ", f->total->has_weight);
	mg_buf_puts(&f->text, ") / ");
	if (f->total->has_weight)
		put_value(f, f->total->weight);
	else
		mg_buf_printf(&f->text, "%zu", f->valued);
}

struct mg_slice mg_bilan_formula(struct mg_slice agregation, const struct mg_bilan_point *points, size_t n,
				 const struct mg_bilan_total *total, struct mg_arena *arena)
{
	static const struct {
		const char *name;
		void (*put)(struct formula *f);
	} ways[] = {{"somme", put_sum}, {"max", put_greatest}, {"dernier", put_last}, {"moyenne_ponderee", put_mean}};
	struct formula f = {.points = points, .n = n, .total = total};
	struct mg_slice text = {0};

	for (size_t i = 0; i < n; i++)
		f.valued += points[i].has_value;
	for (size_t i = 0; f.valued > 1 && i < sizeof ways / sizeof *ways; i++)
		if (mg_slice_is(agregation, ways[i].name))
			ways[i].put(&f);
	if (f.valued == 1)
		put_terms(&f, "", false);
	text.data = mg_buf_check(&f.text, NULL) == 0 ? mg_arena_copy(arena, f.text.data ? f.text.data : "", f.text.len)
						     : NULL;
	text.len = text.data ? f.text.len : 0;
	mg_buf_clear(&f.text);
	return text;
}
