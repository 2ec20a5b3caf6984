// SPDX-License-Identifier: EUPL-1.2
//
// Floating-point numbers as text, the same in every locale: strtod and printf follow LC_NUMERIC, where a French
// environment has a comma, and the canonical text of a record may not depend on who computes it.
#ifndef MG_SCHEMA_NUMBER_H
#define MG_SCHEMA_NUMBER_H

#include "base/buf.h"

#include <stdint.h>

// The nearest double of a decimal number: sign, digits, point, exponent, all optional but the digits, as the caller has
// checked. Beyond the range: infinite, or 0.
double mg_number_parse(struct mg_slice text);

// The nearest double of hexadecimal (bits 4) or octal (bits 3) digits.
double mg_number_parse_bits(struct mg_slice digits, unsigned bits);

// The shortest text that mg_number_parse reads back to the same value, always with a point or an exponent so that it is
// no integer: 12.5, 3.0, 1e+30. Not JSON, for lack of a JSON form: .inf, -.inf, .nan. Minus zero is written 0.0.
void mg_number_format(double value, struct mg_buf *out);

#endif
