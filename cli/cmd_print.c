// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "core/copy/copy_book.h"
#include "core/paper/paper.h"

enum { PRINT_OUT };

// The document of a record, as it is recorded.
static int make(struct mg_cli *cli, const struct mg_path *path, struct mg_buf *html, struct mg_error *err)
{
	struct mg_book book = {0};
	const char **names;
	size_t n;
	int rc = mg_paper_needs(cli->types, path->type, &cli->arena, &names, &n, err);

	if (rc == 0)
		rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_PIECES, names, n, &book, NULL, err);
	if (rc == 0)
		rc = mg_copy_book_record(cli->copy, path->text, &book, err);
	if (rc == 0 && !mg_book_at(&book, path->text))
		rc = mg_fail(err, MG_EINVALID, _("%s is no YAML that can be read"), path->text);
	if (rc == 0)
		rc = mg_paper_print(&book, mg_book_at(&book, path->text), html, err);
	mg_book_clear(&book);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *file = args->values[PRINT_OUT];
	struct mg_buf html = {0};
	struct mg_path path;
	int rc = mg_typed_record(cli, args->words[0], &path, err);

	if (rc == 0 && path.kind != MG_PATH_RECORD)
		rc = mg_fail(err, MG_EUSAGE, _("%s is no record"), args->words[0]);
	if (rc == 0)
		rc = mg_record_refuse_edits(cli, path.text, err);
	if (rc == 0)
		rc = make(cli, &path, &html, err);
	if (rc == 0 && file)
		rc = mg_file_write(file, mg_buf_slice(&html), 0, err);
	else if (rc == 0)
		fwrite(html.data, 1, html.len, stdout);
	if (rc == 0 && file)
		mg_say(cli, _("%s: open it in a browser, and print it or save it as PDF there"), file);
	mg_buf_clear(&html);
	return rc;
}

static const struct mg_option options[] = {
	[PRINT_OUT] = {'o', "output", N_("FILE"), N_("where to put it; else it is printed here")},
	{0},
};

const struct mg_command mg_cmd_print = {
	.name = "print",
	.purpose = N_("makes a printable French document of a record"),
	.synopsis = N_("RECORD [-o FILE]"),
	.details = N_(
		"HTML for a browser: it prints it on A4, or makes a PDF of it. With the signatures, whether they are\n"
		"valid, and at its end what it was made from and how anybody checks it. What is recorded is printed;\n"
		"the same record and signatures always give the same document."),
	.example = "maillage print bilans/2018-T1/asso-exemple -o bilan.html",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY,
	.run = run,
};
