// SPDX-License-Identifier: EUPL-1.2
#include "core/report/mask.h"

// Cells of which one is the sum of the others: a row or a column with its total.
struct line {
	size_t first, step, n; // cells first, first + step...
	size_t total;          // the cell that sums them
};

static void mask_small(struct mg_mask *mask)
{
	for (size_t i = 0; i < mask->rows * mask->columns; i++)
		mask->masked[i] = mask->counts[i] > 0 && mask->counts[i] < (int64_t)mask->threshold;
}

// What the cells shown give away of a line: nothing when none is masked; the sum of those masked when the total is shown.
static bool is_safe(const struct mg_mask *mask, const struct line *line)
{
	size_t masked = 0;
	int64_t sum = 0;

	for (size_t i = 0; i < line->n; i++) {
		const size_t cell = line->first + i * line->step;

		if (!mask->masked[cell])
			continue;
		masked++;
		sum += mask->counts[cell];
	}
	if (masked < 2)
		return masked == 0;
	return mask->masked[line->total] || sum >= (int64_t)mask->threshold;
}

// The smallest count of a line that is shown; a zero only when nothing else is left. SIZE_MAX: none.
static size_t smallest_shown(const struct mg_mask *mask, const struct line *line)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < line->n; i++) {
		const size_t cell = line->first + i * line->step;
		const int64_t count = mask->counts[cell];

		if (mask->masked[cell] || count == MG_MASK_NO_COUNT)
			continue;
		if (best == SIZE_MAX || (count && (!mask->counts[best] || count < mask->counts[best])))
			best = cell;
	}
	return best;
}

// Whether the total is the sum of the others. A breakdown by sex and by age has each person twice: which of its counts
// make up the total, readers see and this does not.
static bool adds_up(const struct mg_mask *mask, const struct line *line)
{
	int64_t sum = 0;

	for (size_t i = 0; i < line->n; i++) {
		const size_t cell = line->first + i * line->step;

		if (cell != line->total && mask->counts[cell] != MG_MASK_NO_COUNT)
			sum += mask->counts[cell];
	}
	return mask->counts[line->total] == MG_MASK_NO_COUNT || mask->counts[line->total] == sum;
}

// Whether a part tells how many few persons it leaves out: of 36, 30 women, and nothing said of the others.
static bool leaves_few(const struct mg_mask *mask, const struct line *line, size_t cell)
{
	const int64_t others = mask->counts[line->total] - mask->counts[cell];

	return cell != line->total && mask->counts[cell] > 0 && !mask->masked[line->total] && others > 0 &&
	       others < (int64_t)mask->threshold;
}

// All but the total and zeros, once something is masked or gives something away. True when there were others.
static bool protect_parts(struct mg_mask *mask, const struct line *line)
{
	bool any = false, changed = false;

	for (size_t i = 0; i < line->n; i++) {
		const size_t cell = line->first + i * line->step;

		any |= mask->masked[cell] || leaves_few(mask, line, cell);
	}
	for (size_t i = 0; any && i < line->n; i++) {
		const size_t cell = line->first + i * line->step;

		if (cell == line->total || mask->masked[cell] || mask->counts[cell] <= 0)
			continue;
		mask->masked[cell] = changed = true;
	}
	return changed;
}

// True when it had to mask something.
static bool protect(struct mg_mask *mask, const struct line *line)
{
	bool changed = false;

	if (!adds_up(mask, line))
		return protect_parts(mask, line);
	while (!is_safe(mask, line)) {
		const size_t cell = smallest_shown(mask, line);

		if (cell == SIZE_MAX)
			break;
		mask->masked[cell] = changed = true;
	}
	return changed;
}

static bool protect_rows(struct mg_mask *mask)
{
	bool changed = false;

	for (size_t i = 0; mask->total_column < mask->columns && i < mask->rows; i++) {
		const size_t first = i * mask->columns;

		changed |= protect(mask, &(struct line){first, 1, mask->columns, first + mask->total_column});
	}
	return changed;
}

static bool protect_columns(struct mg_mask *mask)
{
	bool changed = false;

	for (size_t i = 0; mask->has_total_row && i < mask->columns; i++) {
		const struct line line = {i, mask->columns, mask->rows, (mask->rows - 1) * mask->columns + i};

		changed |= protect(mask, &line);
	}
	return changed;
}

void mg_mask(struct mg_mask *mask)
{
	bool changed = true;

	mask_small(mask);
	while (changed) // what one line masks may leave a crossing line with a single masked cell
		changed = (int)protect_rows(mask) | (int)protect_columns(mask);
}
