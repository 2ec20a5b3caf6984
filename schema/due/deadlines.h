// SPDX-License-Identifier: EUPL-1.2
//
// The deadlines of a CA: of its convention, its meetings, its funding, those who leave (docs/echeances.md, L1 to L13).
// That of each bilan, L4, is added by core/report/dues.h, which knows who owes one. Pure: `(book, today)`.
#ifndef MG_SCHEMA_DEADLINES_H
#define MG_SCHEMA_DEADLINES_H

#include "schema/due/due.h"

// Adds them, in no order. The book is sorted and has its signatures. MG_ENOMEM.
int mg_deadlines(const struct mg_book *book, struct mg_date today, struct mg_dues *dues,
		 struct mg_error *err) MG_CHECKED;

// The quarters that have bilans on a day: from that in which the convention took effect, or else the programme began, to
// the present one, the convention's last at most. False when nothing has begun.
bool mg_deadline_quarters(const struct mg_book *book, struct mg_date today, struct mg_quarter *first,
			  struct mg_quarter *last);

#endif
