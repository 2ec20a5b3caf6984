// SPDX-License-Identifier: EUPL-1.2
#include "cli/copies.h"

#include "base/i18n.h"
#include "cli/say.h"
#include "core/copy/copy_book.h"

// What people call a CA; its id where it has no title.
static const char *name_of(struct mg_cli *cli, const struct mg_book *book)
{
	const struct mg_book_record *record = mg_book_cooperative(book);
	struct mg_slice title = mg_node_string(mg_node_get(record ? record->root : NULL, "intitule"));

	return title.len ? mg_arena_copy(&cli->arena, title.data, title.len)
			 : mg_arena_strdup(&cli->arena, book->cooperative);
}

static int add(struct mg_cli *cli, const struct mg_book *book, struct mg_copies *out, struct mg_error *err)
{
	const char *name = name_of(cli, book);

	if (!name)
		return mg_cli_no_memory(err);
	out->items[out->n++] = (struct mg_splitting_source){name, book};
	return 0;
}

static int read_copy(struct mg_cli *cli, const char *dir, const char *const *types, size_t n_types,
		     struct mg_book *book, struct mg_error *err)
{
	struct mg_copy *copy;
	int rc = mg_copy_open(dir, NULL, mg_cli_clock(), cli->types, &copy, err);

	if (rc < 0)
		return rc;
	rc = mg_copy_book(copy, MG_BOOK_RECORDED, 0, types, n_types, book, NULL, err);
	mg_copy_close(copy);
	return rc;
}

// A folder that was moved or is on a disk elsewhere stops nobody; but what is told is then not all of it.
static int add_other(struct mg_cli *cli, const char *id, const char *const *types, size_t n_types,
		     struct mg_copies *out, struct mg_error *err)
{
	struct mg_book *book = &out->books[out->n_books];
	struct mg_home_line line;
	struct mg_error why = {0};
	int rc = mg_home_line_read(&cli->home, id, &line, &why);

	mg_book_init(book, cli->types, "");
	out->n_books++;
	if (rc == 0)
		rc = read_copy(cli, line.copy, types, n_types, book, &why);
	if (rc == 0)
		return add(cli, book, out, err);
	mg_warn(_("the coopérative %.12s is left out: %s"), id, why.message);
	return rc == MG_ENOMEM ? mg_cli_no_memory(err) : 0;
}

int mg_copies_open(struct mg_cli *cli, const struct mg_book *book, const char *const *types, size_t n_types,
		   struct mg_copies *out, struct mg_error *err)
{
	const char **ids = NULL, **needed = mg_arena_array(&cli->arena, n_types + 1, sizeof *needed);
	size_t n = 0;
	int rc = cli->home.dir ? mg_home_lines(&cli->home, &cli->arena, &ids, &n, err) : 0;

	*out = (struct mg_copies){0};
	if (rc < 0)
		return rc;
	out->items = mg_arena_array(&cli->arena, n + 1, sizeof *out->items);
	out->books = mg_arena_array(&cli->arena, n, sizeof *out->books);
	if (!out->items || !out->books || !needed)
		return mg_cli_no_memory(err);
	memcpy(needed, types, n_types * sizeof *needed);
	needed[n_types] = "cooperative";
	rc = add(cli, book, out, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (strcmp(ids[i], mg_copy_id(cli->copy)) != 0)
			rc = add_other(cli, ids[i], needed, n_types + 1, out, err);
	return rc;
}

void mg_copies_close(struct mg_copies *copies)
{
	for (size_t i = 0; i < copies->n_books; i++)
		mg_book_clear(&copies->books[i]);
	copies->n_books = 0;
}
