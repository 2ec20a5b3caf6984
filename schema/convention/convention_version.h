// SPDX-License-Identifier: EUPL-1.2
//
// Where one version of a convention stands on a day. Computed, never written in a record.
#ifndef MG_SCHEMA_CONVENTION_VERSION_H
#define MG_SCHEMA_CONVENTION_VERSION_H

#include "schema/due/convention_term.h"

struct mg_convention_version {
	// "projet", "en_signature", "signee", "en_vigueur", "renouvelee", "expiree", "resiliee" or "remplacee"
	const char *state;
	struct mg_signing signing;
	bool has_effect; // signed by all, and the day is known
	// In force from the one on and before the other; `end` of one that is replaced is the next one's first day.
	struct mg_date effect, end;
};

// A version is replaced when a later one that all parties signed takes effect, or, when not all signed it, by a later one
// that somebody signed.
struct mg_convention_version mg_convention_version(const struct mg_book *book, const struct mg_book_record *version,
						   struct mg_date today);

#endif
