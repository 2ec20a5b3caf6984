// SPDX-License-Identifier: EUPL-1.2
//
// What tells of a person rather than of his work: a mobile number, an address of a mail provider for private persons, a
// date of birth. Records hold professional data only, and git keeps for ever what it once held; but a small association
// may have no other address, so this is advice and never refused.
#ifndef MG_SCHEMA_PRIVACY_H
#define MG_SCHEMA_PRIVACY_H

#include "base/slice.h"

enum mg_private {
	MG_PRIVATE_NONE,
	MG_PRIVATE_PHONE, // French, mobile: 06 and 07, +33 6, 0033 7, (0) included; a landline is an office's
	MG_PRIVATE_EMAIL,
	MG_PRIVATE_BIRTH, // "née le 3/4/1984" after a name, "né(e) le", "date de naissance :" before a date
};

// The first private thing in text from an offset on, and its place in it; what is before the offset is looked at for a
// name. *found stays as it is when there is none.
enum mg_private mg_privacy_find(struct mg_slice text, size_t offset, struct mg_slice *found);

// The date at the start of text: 03/04/1984, 3.4.84, 1984-04-03, 3 avril 1984. Its bytes, 0 when there is none.
size_t mg_privacy_date(struct mg_slice text);

#endif
