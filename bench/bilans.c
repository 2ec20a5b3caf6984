// SPDX-License-Identifier: EUPL-1.2
//
// A quarter of many partners brought together, and where three years of their bilans stand, beside reading the same files.
#include "bench/bench.h"

#include "core/report/bilan.h"
#include "core/report/tables.h"

#include <stdio.h>

#define PARTNERS   200
#define INDICATORS 100
#define QUARTERS   12
#define SHA        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

struct years {
	struct mg_types *types;
	struct mg_book book;
	struct mg_book_signature signatures[PARTNERS][2];
	char actors[PARTNERS][16];
};

static struct mg_book_record *add(struct years *y, const char *path, struct mg_buf *text)
{
	struct mg_book_record *record;
	struct mg_error err = {0};

	bench_must(mg_buf_check(text, &err), &err);
	bench_must(mg_book_add(&y->book, path, mg_buf_slice(text), &record, NULL, &err), &err);
	mg_buf_reset(text);
	return record;
}

static void add_partners(struct years *y, struct mg_buf *text)
{
	char path[64];

	for (unsigned i = 0; i < PARTNERS; i++) {
		snprintf(y->actors[i], sizeof y->actors[i], "acteur-%03u", i);
		snprintf(path, sizeof path, "acteurs/%s.yaml", y->actors[i]);
		mg_buf_printf(text, "nom: Structure %u\nrole: partenaire\n", i);
		add(y, path, text);
		snprintf(path, sizeof path, "actions/action-%03u.yaml", i);
		mg_buf_printf(text, "intitule: Action %u\npromoteur_referent: %s\nstatut: en_cours\n", i, y->actors[i]);
		add(y, path, text);
		y->signatures[i][0] = (struct mg_book_signature){.actor = y->actors[i],
								 .key = "",
								 .holder = "",
								 .commit = "",
								 .valid = true,
								 .time_ms = 1700000000000};
		y->signatures[i][1] = y->signatures[i][0];
		y->signatures[i][1].actor = "dd-78";
	}
	for (unsigned i = 0; i < INDICATORS; i++) {
		snprintf(path, sizeof path, "indicateurs/indicateur-%03u.yaml", i);
		mg_buf_printf(text,
			      "intitule: Indicateur %u\naction: action-%03u\nagregation: somme\nunite: personnes\n", i,
			      i);
		add(y, path, text);
	}
}

static void put_bilan(const struct years *y, unsigned quarter, unsigned partner, struct mg_buf *text)
{
	mg_buf_printf(
		text,
		"cooperative: 3f786850e387550fdab836ed7e6dc881de23001b\nperiode: %u-T%u\nacteur: %s\nactions: []\n"
		"chiffres:\n",
		2018 + quarter / 4, 1 + quarter % 4, y->actors[partner]);
	for (unsigned i = 0; i < INDICATORS; i++)
		mg_buf_printf(text,
			      "  - id: indicateur-%03u\n    intitule: Indicateur %u\n    action: action-%03u\n"
			      "    agregation: somme\n    unite: personnes\n    valeur: %u\n",
			      i, i, i, 1 + (i * partner + quarter) % 97);
}

static void add_quarter(struct years *y, unsigned quarter, struct mg_buf *text)
{
	for (unsigned i = 0; i < PARTNERS; i++) {
		struct mg_book_record *record;
		char path[64];

		snprintf(path, sizeof path, "bilans/%u-T%u/%s.yaml", 2018 + quarter / 4, 1 + quarter % 4, y->actors[i]);
		put_bilan(y, quarter, i, text);
		record = add(y, path, text);
		record->sha256 = SHA;
		record->signatures = y->signatures[i];
		record->n_signatures = 2;
	}
}

// Opens the book of the partners and these many quarters; reads is the time that it takes.
static void open_years(struct years *y, unsigned quarters, struct bench_series *reads)
{
	struct mg_buf text = {0};
	struct mg_error err = {0};

	bench_must(mg_types_open(&y->types, &err), &err);
	mg_book_init(&y->book, y->types, "3f786850e387550fdab836ed7e6dc881de23001b");
	bench_start(reads);
	add_partners(y, &text);
	for (unsigned i = 0; i < quarters; i++)
		add_quarter(y, i, &text);
	bench_must(mg_book_sort(&y->book, &err), &err);
	bench_stop(reads);
	mg_buf_clear(&text);
}

static void close_years(struct years *y)
{
	mg_book_clear(&y->book);
	mg_types_close(y->types);
}

static void consolidate(const struct years *y, struct bench_series *series)
{
	struct mg_bilan_made made;
	struct mg_arena arena;
	struct mg_error err = {0};

	mg_arena_init(&arena, 0);
	bench_start(series);
	bench_must(mg_bilan_consolidate(&y->book, "2018-T1", &arena, &made, &err), &err);
	bench_stop(series);
	mg_arena_clear(&arena);
}

static void tell_states(const struct years *y, struct bench_series *series)
{
	const struct mg_report report = {.book = &y->book, .now_ms = 1700000000000, .period = ""};
	struct mg_table table;
	struct mg_error err = {0};

	mg_table_init(&table, &mg_table_bilans);
	bench_start(series);
	bench_must(mg_table_bilans.fill(&report, &table, &err), &err);
	bench_stop(series);
	mg_table_clear(&table);
}

void bench_bilans(const struct bench *b)
{
	struct bench_series consolidating = {0}, telling = {0}, quarter = {.name = "reading the files"},
			    years = {.name = "reading the files"};
	struct years y = {0};

	(void)b;
	open_years(&y, 1, &quarter);
	for (unsigned i = 0; i < 20; i++)
		consolidate(&y, &consolidating);
	close_years(&y);
	bench_row("consolidate 200 partners x 100 indicators", &consolidating, &quarter, NULL);
	y = (struct years){0};
	open_years(&y, QUARTERS, &years);
	for (unsigned i = 0; i < 20; i++)
		tell_states(&y, &telling);
	close_years(&y);
	bench_row("table bilans over 12 quarters of them", &telling, &years, NULL);
}
