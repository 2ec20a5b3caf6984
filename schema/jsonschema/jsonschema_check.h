// SPDX-License-Identifier: EUPL-1.2
//
// One check of one document. Private to jsonschema_check.c, _branch.c, _mistake.c, _hint.c.
#ifndef MG_SCHEMA_JSONSCHEMA_CHECK_H
#define MG_SCHEMA_JSONSCHEMA_CHECK_H

#include "schema/jsonschema/jsonschema_impl.h"

enum mg_check_mode {
	MG_CHECK_QUIET,  // valid or not: stop at the first mistake
	MG_CHECK_WEIGH,  // add up the weight of all mistakes: how far is this branch?
	MG_CHECK_REPORT, // one finding a mistake
};

// Subschemas a check may visit. A record of 256 KiB has at most a hundred thousand values; hostile schemas, whose allOf
// branches meet again, would visit 2^32. The number is part of the format: every copy must decide alike.
#define MG_CHECK_MAX_STEPS (4u << 20)

// Where the check stands: a chain on the stack, from a value up to the root.
struct mg_at {
	const struct mg_at *up; // NULL: the root
	const struct mg_node *node;
	const struct mg_pair *pair;     // of a mapping: the key and the value; NULL for an item
	size_t index;                   // of a list
	bool is_key;                    // it is the key that is checked (propertyNames), not the value
	const struct mg_schema *schema; // the one that stands there, whose title is the label; or NULL
	unsigned depth;
};

struct mg_checking {
	enum mg_check_mode mode;
	const char *path;
	struct mg_findings *out;
	size_t before;              // findings in out that are not of this check
	unsigned cost;              // of the mistakes weighed so far
	unsigned branch_depth;      // where the branch being weighed begins
	uint32_t steps;             // left; 0: the verdict is not known
	const struct mg_node *hard; // the text a pattern gave up on, which ended the steps
	struct mg_matcher matcher;
};

// True when the value has the shape the schema says. Mistakes are handled by the mode.
bool mg_check_value(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at);

// anyOf, oneOf, not, if: what looks at a value without telling of it (jsonschema_branch.c).
bool mg_check_any(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at);
bool mg_check_one(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at);
bool mg_check_not(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at);
bool mg_check_if(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at);

// True when the value fits, whatever the mode; nothing is told.
bool mg_check_fits(struct mg_checking *c, const struct mg_schema *schema, const struct mg_at *at);

#endif
