// SPDX-License-Identifier: EUPL-1.2
#include "schema/due/due.h"

#include <stdlib.h>

void mg_dues_init(struct mg_dues *dues)
{
	*dues = (struct mg_dues){0};
	mg_arena_init(&dues->arena, 0);
}

void mg_dues_clear(struct mg_dues *dues)
{
	mg_arena_clear(&dues->arena);
	mg_dues_init(dues);
}

static bool copy_text(struct mg_arena *arena, const char **text)
{
	*text = mg_arena_strdup(arena, *text ? *text : "");
	return *text;
}

static bool copy_records(struct mg_arena *arena, struct mg_due *due)
{
	const char **records = mg_arena_array(arena, due->n_records, sizeof *records);

	if (!records)
		return false;
	for (size_t i = 0; i < due->n_records; i++) {
		records[i] = due->records[i];
		if (!copy_text(arena, &records[i]))
			return false;
	}
	due->records = records;
	return true;
}

int mg_dues_add(struct mg_dues *dues, const struct mg_due *due, struct mg_error *err)
{
	struct mg_due copy = *due, *grown;
	const char **const texts[] = {&copy.code,  &copy.subject, &copy.what,   &copy.whom,
				      &copy.phase, &copy.article, &copy.formula};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!copy_text(&dues->arena, texts[i]))
			return mg_fail_memory(err);
	grown = mg_arena_grow(&dues->arena, dues->items, dues->n, &dues->cap, sizeof *grown);
	if (!grown || !copy_records(&dues->arena, &copy))
		return mg_fail_memory(err);
	dues->items = grown;
	grown[dues->n++] = copy;
	return 0;
}

// "L2" before "L10".
static int compare_codes(const char *a, const char *b)
{
	size_t x = strlen(a), y = strlen(b);

	return x != y ? (x > y) - (x < y) : strcmp(a, b);
}

static int compare(const void *a, const void *b)
{
	const struct mg_due *x = a, *y = b;
	int order = (x->state > y->state) - (x->state < y->state);

	if (!order)
		order = mg_date_compare(x->date, y->date);
	if (!order)
		order = compare_codes(x->code, y->code);
	return order ? order : strcmp(x->subject, y->subject);
}

void mg_dues_sort(struct mg_dues *dues)
{
	if (dues->n)
		qsort(dues->items, dues->n, sizeof *dues->items, compare);
}

size_t mg_dues_count(const struct mg_dues *dues, enum mg_due_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < dues->n; i++)
		n += dues->items[i].state == state;
	return n;
}

const char *mg_due_state_name(enum mg_due_state state)
{
	static const char *const names[] = {
		[MG_DUE_LATE] = "late",
		[MG_DUE_COMING] = "coming",
		[MG_DUE_DONE] = "done",
	};

	return names[state];
}
