// SPDX-License-Identifier: EUPL-1.2
//
// Values read lately from records, by the names of their bytes: a long history has the same cooperative.yaml and the same
// key before each commit, and what one commit writes is what a later one changes. Bounded: a new value takes the place of
// one that was not asked for lately.
#ifndef MG_CORE_VALUES_H
#define MG_CORE_VALUES_H

#include "core/repo/id.h"
#include "schema/value/node.h"

struct mg_values;

// NULL when memory is exhausted: the functions below then remember nothing.
struct mg_values *mg_values_new(void);
void mg_values_free(struct mg_values *values);

// Borrowed until mg_values_let_go; NULL when the value is not remembered.
const struct mg_node *mg_values_find(struct mg_values *values, const struct mg_id *blob);

// A copy of the value: the one that is remembered from now on, as above, or when there is no room for that, one in the
// arena. NULL when memory is exhausted.
const struct mg_node *mg_values_keep(struct mg_values *values, const struct mg_id *blob, const struct mg_node *value,
				     struct mg_arena *arena);

// Nobody looks any more at what was found or kept until now.
void mg_values_let_go(struct mg_values *values);

#endif
