// SPDX-License-Identifier: EUPL-1.2
//
// Quarterly bilans: the draft of an actor's from his measures, and the DD's consolidation of those that are signed.
// Pure functions over a book: the same records give the same result, in whatever order they come, on every copy. What
// they give borrows from the book and the arena. Texts that become part of a record are in French.
// Figures are added exactly (schema/value/fixed.h), and never where an indicator's aggregation does not allow it.
#ifndef MG_CORE_BILAN_H
#define MG_CORE_BILAN_H

#include "schema/book/book.h"

// A record to be written: new, or the one that stands there with its figures brought up to date.
struct mg_bilan_made {
	struct mg_path path;
	const struct mg_node *root; // keys in the schema's order
};

// An actor's bilan of a quarter: his actions (those he is promoteur_referent of that are active in it, and any he
// measured something of), and a figure for each indicator he measured or answers for. What somebody wrote in a bilan
// that is there is kept, figures without a measure included; those that have one are made anew. When it is signed by
// the actor, the result is a correction of it (--r2...), which names it.
// MG_EINVALID for a quarter or actor that is none, and for a measure that cannot be added up; MG_ENOMEM.
int mg_bilan_draft(const struct mg_book *book, const char *periode, const char *acteur, struct mg_arena *arena,
		   struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

// The quarter's consolidation. Expected (rule B1): the actors who are party to the CA and have an active action in the
// quarter. Received: those whose bilan, in its latest version, they have signed. The totals come from the signed bilans
// alone, never from measures, so that they can be checked against what was signed. As for a bilan, the text that
// somebody added is kept, and a consolidation that is signed is corrected.
int mg_bilan_consolidate(const struct mg_book *book, const char *periode, struct mg_arena *arena,
			 struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

// What closes a quarter, to be signed: its consolidation as it stands, `close`, with the commits that were in front of
// whoever closed it (hexadecimal ids). One that is signed already is followed by a version that says so. MG_ENOTFOUND when
// nothing is consolidated; MG_EEXISTS when it is closed; MG_ECONFLICT when the bilans that are here now say otherwise.
int mg_bilan_close(const struct mg_book *book, const char *periode, const char *const *frontier, size_t n,
		   struct mg_arena *arena, struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

// What opens a closed quarter again: the next version of its consolidation, `rouverte`, with the reason. MG_ENOTFOUND
// when it is not closed.
int mg_bilan_reopen(const struct mg_book *book, const char *periode, const char *reason, struct mg_arena *arena,
		    struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

// The record of what the DD asks to correct in an actor's bilans of a quarter, with one more return: of the latest version
// that he signed. MG_ENOTFOUND when he signed none; MG_EEXISTS when that version was returned already.
int mg_bilan_return(const struct mg_book *book, const char *periode, const char *acteur, const char *reason,
		    struct mg_date today, struct mg_arena *arena, struct mg_bilan_made *made,
		    struct mg_error *err) MG_CHECKED;

// ---- the year

// An actor's yearly bilan: the evaluation grid, his actions, and the year's results from the quarterly bilans he signed.
// What was written is kept; a signed one is corrected. MG_EINVALID for a year or an actor that is none.
int mg_bilan_draft_year(const struct mg_book *book, const char *annee, const char *acteur, struct mg_arena *arena,
			struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

// The CA's, as of a day: what its figures cover of the year, results beside targets, and one decision to take for each
// action that ran in it.
int mg_bilan_draft_year_of_all(const struct mg_book *book, const char *annee, struct mg_date today,
			       struct mg_arena *arena, struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

#endif
