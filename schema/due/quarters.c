// SPDX-License-Identifier: EUPL-1.2
#include "schema/due/quarters.h"
#include "schema/due/convention_term.h"

struct mg_quarters mg_quarters_of_book(const struct mg_book *book)
{
	const struct mg_book_record *ca = mg_book_cooperative(book);
	const struct mg_node *settings = mg_node_get(ca ? ca->root : NULL, "parametres");
	struct mg_convention_term term;

	if (!mg_slice_is(mg_node_string(mg_node_get(settings, "base_trimestre")), "convention") ||
	    !mg_convention_current(book, &term) || !term.has_effect)
		return (struct mg_quarters){0};
	return (struct mg_quarters){.of_convention = true, .effect = term.effect};
}

struct mg_quarter mg_quarter_next(struct mg_quarter quarter)
{
	if (quarter.number == 4)
		return (struct mg_quarter){quarter.year + 1, 1};
	return (struct mg_quarter){quarter.year, quarter.number + 1};
}

struct mg_date mg_quarters_first_day(const struct mg_quarters *quarters, struct mg_quarter quarter)
{
	int months = 12 * (quarter.year - quarters->effect.year) + 3 * (quarter.number - 1);

	if (!quarters->of_convention)
		return mg_quarter_first_day(quarter);
	return mg_date_add_months(quarters->effect, months);
}

struct mg_date mg_quarters_last_day(const struct mg_quarters *quarters, struct mg_quarter quarter)
{
	if (!quarters->of_convention)
		return mg_quarter_last_day(quarter);
	return mg_date_add_days(mg_quarters_first_day(quarters, mg_quarter_next(quarter)), -1);
}

struct mg_quarter mg_quarters_of(const struct mg_quarters *quarters, struct mg_date date)
{
	struct mg_quarter found = {date.year - 1, 1}, next;

	if (!quarters->of_convention)
		return mg_quarter_of(date);
	// The year that began last year, or this one: eight quarters at most.
	for (next = mg_quarter_next(found); mg_date_compare(mg_quarters_first_day(quarters, next), date) <= 0;
	     next = mg_quarter_next(next)) {
		if (next.year > date.year)
			break;
		found = next;
	}
	return found;
}
