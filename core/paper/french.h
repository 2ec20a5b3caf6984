// SPDX-License-Identifier: EUPL-1.2
//
// Dates, numbers and amounts as French documents print them, whatever the locale of who prints: "1er janvier 2018",
// "22 999,99 €", with the no-break spaces of the Imprimerie nationale. Each appends to out.
#ifndef MG_CORE_FRENCH_H
#define MG_CORE_FRENCH_H

#include "schema/value/date.h"
#include "schema/value/fixed.h"

void mg_french_date(struct mg_date date, struct mg_buf *out);

// "2e trimestre 2018".
void mg_french_quarter(struct mg_quarter quarter, struct mg_buf *out);

// A decimal number: its digits in groups of three when there are five or more (so that a year stays whole), a decimal
// comma, no fraction of zeros. What is no such number, or is too long to be one, is repeated as it is.
void mg_french_number(struct mg_slice number, struct mg_buf *out);

// An amount in euros, with its centimes, rounded to them.
void mg_french_amount(struct mg_slice number, struct mg_buf *out);

#endif
