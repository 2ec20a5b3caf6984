// SPDX-License-Identifier: EUPL-1.2
//
// Statistical secrecy of published counts: no cell may be about fewer persons than a threshold, nor be computable from
// those shown. Zeros may be shown.
#ifndef MG_CORE_MASK_H
#define MG_CORE_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MG_MASK_NO_COUNT (-1) // a cell that no sum contains

struct mg_mask {
	size_t rows, columns;
	bool has_total_row;  // the last row sums those above it
	size_t total_column; // sums the other columns; `columns` when there is none
	unsigned threshold;
	int64_t *counts; // row by row
	bool *masked;    // row by row, all false: to be filled
};

// Masks the counts from 1 to threshold - 1; then, in each row and column that has its total, the smallest others until at
// least two are masked and those masked make up the threshold together, so that the total gives none of them away. Where
// the others do not add up to the total, all of them but zeros are masked with the first.
void mg_mask(struct mg_mask *mask);

#endif
