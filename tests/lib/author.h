// SPDX-License-Identifier: EUPL-1.2
//
// An author who edits records of every shape at random: fields, sets, keyed lists, series, nested mappings, changes of
// kind, comments, order and line ends. What he writes is always of the right shape.
#ifndef MG_TESTS_LIB_AUTHOR_H
#define MG_TESTS_LIB_AUTHOR_H

#include <stdint.h>

// The next version of a record: NULL makes a new one; NULL comes back when he removes it. To be freed.
char *author_edit(uint64_t *random, const char *text);

// The same by somebody who cannot settle on the shape of things: lists become mappings, sets of other kinds.
char *author_edit_shapes(uint64_t *random, const char *text);

// A value such as he would write in place of another, as YAML. Static.
const char *author_value(uint64_t *random);

#endif
