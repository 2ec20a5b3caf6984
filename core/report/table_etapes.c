// SPDX-License-Identifier: EUPL-1.2
//
// The steering chart of a year: each step, then its tasks, who bears them, from when to when, what they deliver, and the
// months they take.
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/value/paris.h"

#include <stdlib.h>

#define MARK "■" // no colour: the chart is printed, and read aloud

enum { ETAPE, QUI, DEBUT, FIN, LIVRABLES, STATUT, JANVIER, COLUMNS = JANVIER + 12 };

static const struct mg_column columns[COLUMNS] = {
	[ETAPE] = {"etape", "Étape", "Step", MG_COLUMN_TEXT},
	[QUI] = {"responsable", "Qui", "Who", MG_COLUMN_TEXT},
	[DEBUT] = {"date_debut", "Début", "Begin", MG_COLUMN_DATE},
	[FIN] = {"date_fin", "Fin", "End", MG_COLUMN_DATE},
	[LIVRABLES] = {"livrables", "Livrables", "Deliverables", MG_COLUMN_TEXT},
	[STATUT] = {"statut", "Statut", "State", MG_COLUMN_TEXT},
	[JANVIER] = {"janvier", "Janv", "Jan", MG_COLUMN_TEXT},
	[JANVIER + 1] = {"fevrier", "Févr", "Feb", MG_COLUMN_TEXT},
	[JANVIER + 2] = {"mars", "Mars", "Mar", MG_COLUMN_TEXT},
	[JANVIER + 3] = {"avril", "Avr", "Apr", MG_COLUMN_TEXT},
	[JANVIER + 4] = {"mai", "Mai", "May", MG_COLUMN_TEXT},
	[JANVIER + 5] = {"juin", "Juin", "Jun", MG_COLUMN_TEXT},
	[JANVIER + 6] = {"juillet", "Juil", "Jul", MG_COLUMN_TEXT},
	[JANVIER + 7] = {"aout", "Août", "Aug", MG_COLUMN_TEXT},
	[JANVIER + 8] = {"septembre", "Sept", "Sep", MG_COLUMN_TEXT},
	[JANVIER + 9] = {"octobre", "Oct", "Oct", MG_COLUMN_TEXT},
	[JANVIER + 10] = {"novembre", "Nov", "Nov", MG_COLUMN_TEXT},
	[JANVIER + 11] = {"decembre", "Déc", "Dec", MG_COLUMN_TEXT},
};

// A task stands below its step, marked.
static bool put_title(struct mg_table *table, const struct mg_book_record *record, bool is_task, struct mg_slice *cell)
{
	struct mg_slice title = mg_table_field(record->root, "intitule");

	*cell = is_task ? mg_slice_of("–") : (struct mg_slice){0};
	return mg_table_join(table, cell, is_task ? " " : "", title);
}

// The months of the year that lie between two dates; nothing when one is missing or wrong.
static void put_months(struct mg_slice *cells, int year)
{
	struct mg_date first, last;

	if (!mg_date_parse(cells[DEBUT], &first) || !mg_date_parse(cells[FIN], &last))
		return;
	for (int month = 1; month <= 12; month++) {
		const int here = year * 12 + month;

		if (first.year * 12 + first.month <= here && here <= last.year * 12 + last.month)
			cells[JANVIER + month - 1] = mg_slice_of(MARK);
	}
}

static bool add(struct mg_table *table, const struct mg_book_record *record, int year, bool is_task)
{
	struct mg_slice *cells = mg_table_add(table, mg_report_is_public(record) ? 0 : MG_ROW_RESERVED);
	bool ok = cells && put_title(table, record, is_task, &cells[ETAPE]);

	for (size_t i = QUI; ok && i <= STATUT; i++)
		ok = mg_table_cell(table, record->root, columns[i].key, &cells[i]);
	if (ok)
		put_months(cells, year);
	return ok;
}

// ---- order: as people numbered them, then by date

static int64_t order_of(const struct mg_book_record *record)
{
	const struct mg_node *order = mg_node_get(record->root, "ordre");

	return order && order->type == MG_INT ? order->as.integer : INT64_MAX;
}

static int compare(const void *a, const void *b)
{
	const struct mg_book_record *const *x = a, *const *y = b;
	int64_t first = order_of(*x), second = order_of(*y);
	int order = (first > second) - (first < second);

	if (!order)
		order = mg_slice_compare(mg_table_field((*x)->root, "date_debut"),
					 mg_table_field((*y)->root, "date_debut"));
	return order ? order : strcmp((*x)->path, (*y)->path);
}

// The records of a type in that order; *n is 0 without memory too, and then failed is set.
static const struct mg_book_record **sorted(const struct mg_book *book, struct mg_table *table, const char *type,
					    size_t *n, bool *failed)
{
	const struct mg_book_record *records = mg_book_of(book, type, n);
	const struct mg_book_record **out = mg_arena_array(&table->arena, *n, sizeof *out);

	*failed |= !out;
	*n = out ? *n : 0;
	for (size_t i = 0; i < *n; i++)
		out[i] = &records[i];
	if (*n)
		qsort(out, *n, sizeof *out, compare);
	return out;
}

static bool is_of(const struct mg_book_record *task, const struct mg_book_record *step)
{
	return mg_slice_is(mg_table_field(task->root, "etape"), step ? mg_book_name(step) : "");
}

// Of the year or quarter asked for, else today's.
static int read_year(const struct mg_report *report, int *year, struct mg_error *err)
{
	enum mg_report_span span;
	int rc = mg_report_span(report, &span, err);

	*year = rc == 0 && span != MG_SPAN_ALL ? (int)strtol(report->period, NULL, 10)
					       : mg_paris_date(report->now_ms).year;
	return rc;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	bool failed = false;
	size_t n, n_tasks;
	const struct mg_book_record **steps = sorted(report->book, table, "etape", &n, &failed);
	const struct mg_book_record **tasks = sorted(report->book, table, "tache", &n_tasks, &failed);
	int year;

	if (read_year(report, &year, err) < 0)
		return err->code;
	for (size_t i = 0; !failed && i <= n; i++) { // the tasks of no step last
		const struct mg_book_record *step = i < n ? steps[i] : NULL;

		failed = step && !add(table, step, year, false);
		for (size_t j = 0; !failed && j < n_tasks; j++)
			if (is_of(tasks[j], step))
				failed = !add(table, tasks[j], year, true);
	}
	return failed ? mg_fail_memory(err) : 0;
}

static const struct mg_column_words words[] = {
	{.column = STATUT, .type = "etape", .field = "statut"},
};

static const char *const types[] = {"etape", "tache"};

const struct mg_table_kind mg_table_etapes = {
	.name = "etapes",
	.title = "Tableau de bord des étapes",
	.title_en = "Steering chart",
	.purpose = N_(
		"the steps and tasks of a year: who, from when to when, what they deliver, and the months they take"),
	.columns = columns,
	.n_columns = COLUMNS,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.takes_period = true,
	.fill = fill,
};
