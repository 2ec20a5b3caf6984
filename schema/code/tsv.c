// SPDX-License-Identifier: EUPL-1.2
#include "schema/code/tsv.h"

// The line at an offset, without its end.
static struct mg_slice line_at(struct mg_slice table, size_t at)
{
	const char *end = memchr(table.data + at, '\n', table.len - at);

	return (struct mg_slice){table.data + at, end ? (size_t)(end - table.data) - at : table.len - at};
}

static void split(struct mg_slice line, struct mg_slice *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *tab = line.len ? memchr(line.data, '\t', line.len) : NULL;
		size_t len = tab ? (size_t)(tab - line.data) : line.len;

		fields[i] = (struct mg_slice){line.data, len};
		line = (struct mg_slice){line.data + len + (tab != NULL), line.len - len - (tab != NULL)};
	}
}

// The offset of the first line.
static size_t body(struct mg_slice table)
{
	return table.len ? line_at(table, 0).len + 1 : 0;
}

struct mg_slice mg_tsv_vintage(struct mg_slice table)
{
	struct mg_slice fields[2] = {{0}};

	if (table.len)
		split(line_at(table, 0), fields, 2);
	return fields[1];
}

bool mg_tsv_next(struct mg_slice table, size_t *at, struct mg_slice *fields, size_t n)
{
	struct mg_slice line;

	if (!*at)
		*at = body(table);
	if (*at >= table.len)
		return false;
	line = line_at(table, *at);
	*at += line.len + 1;
	split(line, fields, n);
	return true;
}

// The n-th field of the line that begins at an offset, without looking for the line's end.
static struct mg_slice field_at(struct mg_slice table, size_t at, size_t n)
{
	size_t end = at;

	while (n && at < table.len && table.data[at] != '\n')
		n -= table.data[at++] == '\t';
	for (end = at; end < table.len && table.data[end] != '\t' && table.data[end] != '\n';)
		end++;
	return (struct mg_slice){table.data + at, end - at};
}

// Both bounds are starts of lines, so a middle goes back to the start of its own.
bool mg_tsv_find(struct mg_slice table, size_t column, struct mg_slice key, struct mg_slice *fields, size_t n)
{
	size_t low = body(table), high = table.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order;

		while (middle > low && table.data[middle - 1] != '\n')
			middle--;
		order = mg_slice_compare(key, field_at(table, middle, column));
		if (!order) {
			split(line_at(table, middle), fields, n);
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + line_at(table, middle).len + 1;
	}
	return false;
}
