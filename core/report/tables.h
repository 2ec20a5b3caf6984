// SPDX-License-Identifier: EUPL-1.2
//
// The tables there are, each in the file of its name, and how one is made.
#ifndef MG_CORE_TABLES_H
#define MG_CORE_TABLES_H

#include "core/report/table.h"

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

// What a record holds under a key, for a cell: a text or number as written, the texts of a list with commas between them;
// empty when there is nothing. False when memory is exhausted.
bool mg_table_cell(struct mg_table *table, const struct mg_node *root, const char *key,
		   struct mg_slice *cell) MG_CHECKED;

// The text or number under a key; empty for a list or a mapping, and when there is nothing.
struct mg_slice mg_table_field(const struct mg_node *root, const char *key);

// The i-th of a list; NULL beyond its end, and of what is no list.
const struct mg_node *mg_table_item(const struct mg_node *list, size_t i);

// Whether a record may be published: it says so itself (visibilite).
bool mg_report_is_public(const struct mg_book_record *record);

// Below how many persons a published count is masked: the CA's seuil_effectif_public, else 11.
unsigned mg_report_threshold(const struct mg_book *book);

#endif
