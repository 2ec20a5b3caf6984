// SPDX-License-Identifier: EUPL-1.2
//
// Drafts of a convention and of what changes it, from the records. Pure functions over a book: what somebody wrote in an
// earlier draft is kept, what the records say is made anew, and what anybody signed is never touched: the draft is then
// the next number (docs/format-convention.md). Texts that become part of a record are in French.
#ifndef MG_CORE_CONVENTION_H
#define MG_CORE_CONVENTION_H

#include "core/report/bilan.h"

// A version of the text: the parties, preamble and articles 1 to 5, article 2 repeating each action. MG_EINVALID for an id
// that is none; MG_ENOMEM.
int mg_convention_draft(const struct mg_book *book, const char *id, struct mg_arena *arena, struct mg_bilan_made *made,
			struct mg_error *err) MG_CHECKED;

// An avenant: where the records say something else than the signed text, field by field; changes of other articles that
// somebody wrote in the draft stay. It has no modifications when nothing differs. The others as below.
int mg_avenant_draft(const struct mg_book *book, const char *id, struct mg_arena *arena, struct mg_bilan_made *made,
		     struct mg_error *err) MG_CHECKED;

// A renewal for the year after the term: the actions that go on and those that do not, as the last annual bilan decided.
// MG_ENOTFOUND when no version is signed by all; MG_ENOMEM.
int mg_renouvellement_draft(const struct mg_book *book, const char *id, struct mg_arena *arena,
			    struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

// A termination by a party: one letter to each of the others. MG_EDENIED when the actor is no party.
int mg_resiliation_draft(const struct mg_book *book, const char *id, const char *actor, struct mg_arena *arena,
			 struct mg_bilan_made *made, struct mg_error *err) MG_CHECKED;

// A signature given on paper, or with a provider.
struct mg_paper_signature {
	const char *person;      // who signed, in what capacity; NULL: as the text says
	struct mg_date date;     // the one on the paper
	const char *mode;        // "manuscrite_numerisee"...
	const char *scan_sha256; // of its scan, in hexadecimal
};

// The actor's conventions/<id>/signatures/<acteur>.yaml, with that paper in it instead of an earlier one of the same text.
// The record is of the book, with its signatures. MG_EUSAGE when it has no such party, MG_EDENIED while its bytes may change,
// MG_EEXISTS when the actor's key has signed.
int mg_convention_paper(const struct mg_book *book, const struct mg_book_record *record, const char *actor,
			const struct mg_paper_signature *paper, struct mg_arena *arena, struct mg_bilan_made *made,
			struct mg_error *err) MG_CHECKED;

#endif
