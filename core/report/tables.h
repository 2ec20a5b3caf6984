// SPDX-License-Identifier: EUPL-1.2
//
// The tables there are, each in the file of its name, and how one is made.
#ifndef MG_CORE_TABLES_H
#define MG_CORE_TABLES_H

#include "core/report/table.h"
#include "schema/value/date.h"
#include "schema/value/fixed.h"

extern const struct mg_table_kind mg_table_acteurs;
extern const struct mg_table_kind mg_table_annee;
extern const struct mg_table_kind mg_table_articulations;
extern const struct mg_table_kind mg_table_bilans;
extern const struct mg_table_kind mg_table_chiffres;
extern const struct mg_table_kind mg_table_conventions;
extern const struct mg_table_kind mg_table_ecarts;
extern const struct mg_table_kind mg_table_etapes;
extern const struct mg_table_kind mg_table_fractionnement;
extern const struct mg_table_kind mg_table_indicateurs;
extern const struct mg_table_kind mg_table_qui_fait_quoi;
extern const struct mg_table_kind mg_table_signatures;
extern const struct mg_table_kind mg_table_subventions;
extern const struct mg_table_kind mg_table_suivi;

// In the order they are listed.
extern const struct mg_table_kind *const mg_table_kinds[];
extern const size_t mg_table_kinds_count;

// The kind of that name. MG_EUSAGE, with the nearest, when there is none.
int mg_table_kind_find(const char *name, const struct mg_table_kind **kind, struct mg_error *err) MG_CHECKED;

// ---- cells. False when memory is exhausted

// What a record holds under a key, for a cell: a text or number as written, those of a list with commas between them;
// empty when there is nothing.
bool mg_table_cell(struct mg_table *table, const struct mg_node *root, const char *key,
		   struct mg_slice *cell) MG_CHECKED;

// The text or number under a key, or that a value is; empty for a list or a mapping, and when there is nothing.
struct mg_slice mg_table_field(const struct mg_node *root, const char *key);
struct mg_slice mg_table_text_of(const struct mg_node *value);

// The i-th of a list; NULL beyond its end, and of what is no list.
const struct mg_node *mg_table_item(const struct mg_node *list, size_t i);

// A day; one without a number leaves the cell as it is.
bool mg_table_put_day(struct mg_table *table, struct mg_date date, struct mg_slice *cell) MG_CHECKED;

bool mg_table_put_count(struct mg_table *table, size_t count, struct mg_slice *cell) MG_CHECKED;

// now - before; one with too many digits leaves the cell as it is.
bool mg_table_put_difference(struct mg_table *table, struct mg_fixed before, struct mg_fixed now,
			     struct mg_slice *cell) MG_CHECKED;

// ---- reports

// What was asked for as the period: nothing, a quarter, or a year. MG_EUSAGE for anything else.
enum mg_report_span { MG_SPAN_ALL, MG_SPAN_QUARTER, MG_SPAN_YEAR };
int mg_report_span(const struct mg_report *report, enum mg_report_span *span, struct mg_error *err) MG_CHECKED;

// The same, of a table that is of a quarter only, or of a year: MG_EUSAGE for any other, with what to type.
int mg_report_need(const struct mg_report *report, const struct mg_table_kind *kind, enum mg_report_span needed,
		   struct mg_error *err) MG_CHECKED;

// Whether a record may be published: it says so itself (visibilite).
bool mg_report_is_public(const struct mg_book_record *record);

// Below how many persons a published count is masked: the CA's seuil_effectif_public, else 11.
unsigned mg_report_threshold(const struct mg_book *book);

#endif
