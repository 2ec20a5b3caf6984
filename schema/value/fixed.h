// SPDX-License-Identifier: EUPL-1.2
//
// Decimal numbers as people write them, added and multiplied exactly: 0.1 + 0.2 is 0.3. Figures of bilans and amounts
// of money are computed with these, never in binary floating point.
#ifndef MG_SCHEMA_FIXED_H
#define MG_SCHEMA_FIXED_H

#include "schema/value/node.h"

#define MG_FIXED_MAX_SCALE 18u // digits after the point of what is read
#define MG_FIXED_MAX_CHARS 48u // of a formatted value, with its NUL

__extension__ typedef __int128 mg_fixed_units; // 38 digits: a sum of products of two values of 18

struct mg_fixed {
	mg_fixed_units units; // the value times 10^scale
	unsigned scale;       // digits after the point
};

// Reads digits with an optional sign, point and exponent; keeps the zeros written after the point. False when it is no
// such number, or has more than 18 digits before or after the point; *out is then untouched.
bool mg_fixed_parse(struct mg_slice text, struct mg_fixed *out);

// The number a node holds; false for anything else than a finite number of that size.
bool mg_fixed_read(const struct mg_node *node, struct mg_fixed *out);

// False when the result does not fit; *out is then untouched. The scale is the greater one, or their sum.
bool mg_fixed_add(struct mg_fixed a, struct mg_fixed b, struct mg_fixed *out);
bool mg_fixed_multiply(struct mg_fixed a, struct mg_fixed b, struct mg_fixed *out);

// a / b with that many digits after the point, halves rounded away from zero. False also when b is 0.
bool mg_fixed_divide(struct mg_fixed a, struct mg_fixed b, unsigned scale, struct mg_fixed *out);

// -1, 0 or 1; 1.0 equals 1. False when the two are too far apart in scale to be compared.
bool mg_fixed_compare(struct mg_fixed a, struct mg_fixed b, int *order);

// The text, which mg_fixed_parse reads back; returns out.
char *mg_fixed_format(struct mg_fixed value, char out[MG_FIXED_MAX_CHARS]);

// The value as a node: an integer when it has no digits after the point. NULL when memory is exhausted.
const struct mg_node *mg_fixed_node(struct mg_arena *arena, struct mg_fixed value);

#endif
