// SPDX-License-Identifier: EUPL-1.2
#include "cli/referring.h"

#include "core/copy/copy_book.h"
#include "schema/rule/reference.h"

// The texts of the book go with it.
static int keep(struct mg_cli *cli, const struct mg_reference_known *items, size_t n, struct mg_referring *out,
		size_t *kept, struct mg_error *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct mg_reference_known *each = &items[i];

		if (i && items[i - 1].from == each->from && strcmp(items[i - 1].field, each->field) == 0)
			continue;
		out[*kept].path = mg_arena_strdup(&cli->arena, each->from->path);
		out[*kept].field = mg_arena_strdup(&cli->arena, each->field);
		if (!out[*kept].path || !out[*kept].field)
			return mg_cli_no_memory(err);
		++*kept;
	}
	return 0;
}

static int find(struct mg_cli *cli, struct mg_book *book, const char *path, struct mg_referring **out, size_t *n,
		struct mg_error *err)
{
	const struct mg_book_record *record = mg_book_at(book, path);
	const struct mg_reference_known *items;
	struct mg_references references = {0};
	size_t found;
	int rc = record ? mg_references_of(book, &book->arena, &references, err) : 0;

	if (rc < 0 || !record)
		return rc;
	items = mg_references_to(&references, record, &found);
	if (!found)
		return 0;
	*out = mg_arena_array(&cli->arena, found, sizeof **out);
	return *out ? keep(cli, items, found, *out, n, err) : mg_cli_no_memory(err);
}

int mg_referring_to(struct mg_cli *cli, const char *path, struct mg_referring **out, size_t *n, struct mg_error *err)
{
	struct mg_book book = {0};
	int rc = mg_copy_book(cli->copy, MG_BOOK_FOLDER, 0, NULL, 0, &book, NULL, err);

	*out = NULL;
	*n = 0;
	if (rc == 0)
		rc = find(cli, &book, path, out, n, err);
	mg_book_clear(&book);
	return rc;
}
