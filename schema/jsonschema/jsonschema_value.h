// SPDX-License-Identifier: EUPL-1.2
//
// Values as JSON Schema compares them: 1 and 1.0 are one number, and it is an integer. (mg_node_equal is stricter: to
// history they are two values.) Private to jsonschema_*.c.
#ifndef MG_SCHEMA_JSONSCHEMA_VALUE_H
#define MG_SCHEMA_JSONSCHEMA_VALUE_H

#include "schema/value/node.h"

// Mask of enum mg_schema_type: the types a value has. An infinite or undefined number (.inf, .nan) has none: JSON knows
// no such value.
unsigned mg_value_types(const struct mg_node *node);

// True when mappings and lists are nested deeper than max in it. Looks no deeper than that itself.
bool mg_value_deeper(const struct mg_node *node, unsigned max);

bool mg_value_equal(const struct mg_node *a, const struct mg_node *b);

// -1, 0 or 1; exact between integers and floats. Both must be finite numbers.
int mg_value_compare(const struct mg_node *a, const struct mg_node *b);

// True when two items of a list are equal; *first < *second are the first such pair.
bool mg_value_duplicate(const struct mg_node *list, size_t *first, size_t *second);

// A positive decimal number: digits * 10^exponent, digits not divisible by 10. So that 19.99 is a multiple of 0.01,
// which it is not in binary.
struct mg_decimal {
	uint64_t digits;
	int exponent;
};

// Reads a node's number. False when it is not above 0 or has more than 17 digits.
bool mg_decimal_read(const struct mg_node *node, struct mg_decimal *out);

bool mg_value_is_multiple(const struct mg_node *node, const struct mg_decimal *divisor);

#endif
