// SPDX-License-Identifier: EUPL-1.2
//
// Who was of a CA when, by the records of entries and exits (`mouvement`): whoever left at the term owes the bilans of the
// time he was there, and whoever enters owes none of the time before.
#ifndef MG_SCHEMA_MEMBERSHIP_H
#define MG_SCHEMA_MEMBERSHIP_H

#include "schema/book/book.h"

enum mg_membership {
	MG_MEMBER_UNKNOWN, // no dated movement tells
	MG_MEMBER_IN,
	MG_MEMBER_OUT,
};

// Whether an actor was there on some day from first to last. An entry counts from its day on, an exit up to the day before.
enum mg_membership mg_membership(const struct mg_book *book, struct mg_slice actor, struct mg_date first,
				 struct mg_date last);

#endif
