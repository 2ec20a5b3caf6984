// SPDX-License-Identifier: EUPL-1.2
#include "schema/due/deadlines_run.h"

#include <stdarg.h>
#include <stdio.h>

#define MAX_TEXT 1024

// ---- texts

const char *mg_due_text(struct mg_due_run *run, const char *format, ...)
{
	char text[MAX_TEXT];
	const char *copy;
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	copy = mg_arena_strdup(&run->arena, text);
	if (!copy && run->rc == 0)
		run->rc = mg_fail_memory(run->err);
	return copy ? copy : "";
}

const char *mg_due_day(struct mg_due_run *run, struct mg_date date)
{
	char text[MG_DATE_CHARS + 1];

	mg_date_format(date, text);
	return mg_due_text(run, "%s", text);
}

const char *mg_due_word(struct mg_due_run *run, struct mg_slice word)
{
	return mg_due_text(run, "%.*s", (int)(word.len < MG_MAX_ID_CHARS ? word.len : MG_MAX_ID_CHARS),
			   word.len ? word.data : "");
}

// ---- what all have in common

enum mg_due_state mg_due_state_on(const struct mg_due_run *run, struct mg_date date, bool done)
{
	if (done)
		return MG_DUE_DONE;
	return mg_date_compare(run->today, date) > 0 ? MG_DUE_LATE : MG_DUE_COMING;
}

void mg_due_put(struct mg_due_run *run, const struct mg_due *due)
{
	if (run->rc == 0)
		run->rc = mg_dues_add(run->dues, due, run->err);
}

bool mg_due_date_in(const struct mg_node *node, const char *key, struct mg_date *date)
{
	return mg_date_parse(mg_node_string(mg_node_get(node, key)), date);
}

int mg_deadlines(const struct mg_book *book, struct mg_date today, struct mg_dues *dues, struct mg_error *err)
{
	const struct mg_book_record *ca = mg_book_cooperative(book);
	struct mg_due_run run = {.book = book, .today = today, .dues = dues, .err = err};

	run.cooperative = ca ? ca->root : NULL;
	run.has_convention = mg_convention_current(book, &run.term) && run.term.has_effect;
	mg_arena_init(&run.arena, 0);
	mg_due_convention(&run);
	mg_due_quarters(&run);
	mg_due_meetings(&run);
	mg_due_programme(&run);
	mg_arena_clear(&run.arena);
	return run.rc;
}
