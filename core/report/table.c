// SPDX-License-Identifier: EUPL-1.2
#include "core/report/table.h"

#include "core/report/mask.h"

void mg_table_init(struct mg_table *table, const struct mg_table_kind *kind)
{
	*table = (struct mg_table){.kind = kind};
	mg_arena_init(&table->arena, 0);
}

void mg_table_clear(struct mg_table *table)
{
	mg_arena_clear(&table->arena);
	*table = (struct mg_table){0};
}

struct mg_slice *mg_table_add(struct mg_table *table, unsigned flags)
{
	struct mg_row *rows = mg_arena_grow(&table->arena, table->rows, table->n, &table->cap, sizeof *rows);
	struct mg_slice *cells = mg_arena_array(&table->arena, table->kind->n_columns, sizeof *cells);

	if (!rows || !cells)
		return NULL;
	table->rows = rows;
	rows[table->n++] = (struct mg_row){cells, flags};
	return cells;
}

bool mg_table_join(struct mg_table *table, struct mg_slice *cell, const char *sep, struct mg_slice text)
{
	size_t between = cell->len ? strlen(sep) : 0;
	char *joined;

	if (!text.len)
		return true;
	joined = mg_arena_alloc(&table->arena, cell->len + between + text.len + 1);
	if (!joined)
		return false;
	if (cell->len)
		memcpy(joined, cell->data, cell->len);
	memcpy(joined + cell->len, sep, between);
	memcpy(joined + cell->len + between, text.data, text.len);
	*cell = (struct mg_slice){joined, cell->len + between + text.len};
	return true;
}

// ---- publishing

// The rows from first on that one total sums, with it; all that are left when none follows.
static size_t block_end(const struct mg_table *table, size_t first)
{
	while (first < table->n && !(table->rows[first].flags & MG_ROW_TOTAL))
		first++;
	return first < table->n ? first + 1 : first;
}

// A total beside the public rows of a block would tell the sum of the others.
static void drop_reserved(struct mg_table *table)
{
	size_t n = 0;

	for (size_t first = 0, end; first < table->n; first = end) {
		bool any = false;

		end = block_end(table, first);
		for (size_t i = first; i < end; i++) {
			const unsigned flags = table->rows[i].flags;

			any |= (flags & MG_ROW_RESERVED) != 0;
			if (!(flags & MG_ROW_RESERVED) && !(any && (flags & MG_ROW_TOTAL)))
				table->rows[n++] = table->rows[i];
		}
	}
	table->n = n;
}

// A whole number of persons. What is none stands for a cell that no sum contains.
static int64_t count_of(const struct mg_column *column, struct mg_slice text)
{
	int64_t count = 0;

	if ((column->kind != MG_COLUMN_COUNT && column->kind != MG_COLUMN_TOTAL) || !text.len || text.len > 15)
		return MG_MASK_NO_COUNT;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return MG_MASK_NO_COUNT;
		count = count * 10 + (text.data[i] - '0');
	}
	return count;
}

static size_t total_column(const struct mg_table_kind *kind)
{
	size_t i = 0;

	while (i < kind->n_columns && kind->columns[i].kind != MG_COLUMN_TOTAL)
		i++;
	return i;
}

static int mask_block(struct mg_table *table, size_t first, size_t end, unsigned threshold, struct mg_error *err)
{
	const struct mg_table_kind *kind = table->kind;
	const size_t n = kind->n_columns;
	struct mg_mask mask = {.rows = end - first, .columns = n, .threshold = threshold};

	mask.has_total_row = table->rows[end - 1].flags & MG_ROW_TOTAL;
	mask.total_column = total_column(kind);
	mask.counts = mg_arena_array(&table->arena, mask.rows * n, sizeof *mask.counts);
	mask.masked = mg_arena_array(&table->arena, mask.rows * n, sizeof *mask.masked);
	if (!mask.counts || !mask.masked)
		return mg_fail_memory(err);
	for (size_t i = 0; i < mask.rows * n; i++)
		mask.counts[i] = count_of(&kind->columns[i % n], table->rows[first + i / n].cells[i % n]);
	mg_mask(&mask);
	for (size_t i = 0; i < mask.rows * n; i++)
		if (mask.masked[i])
			table->rows[first + i / n].cells[i % n] = mg_slice_of(MG_TABLE_MASKED);
	return 0;
}

int mg_table_publish(struct mg_table *table, unsigned threshold, struct mg_error *err)
{
	int rc = 0;

	drop_reserved(table);
	for (size_t first = 0, end; rc == 0 && first < table->n; first = end) {
		end = block_end(table, first);
		rc = mask_block(table, first, end, threshold, err);
	}
	return rc;
}
