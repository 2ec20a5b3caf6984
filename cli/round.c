// SPDX-License-Identifier: EUPL-1.2
#include "cli/round.h"

#include "base/i18n.h"
#include "schema/book/signing.h"

static bool is_sealed(const struct mg_book_record *record)
{
	for (size_t i = 0; i < record->n_signatures; i++)
		if (record->signatures[i].valid)
			return true;
	return false;
}

static int check_opened(struct mg_cli *cli, const struct mg_book *book, const struct mg_book_record *record,
			struct mg_error *err)
{
	const struct mg_book_record *ca = mg_book_cooperative(book);
	struct mg_slice dd = ca ? mg_node_string(mg_node_get(ca->root, "dd_animatrice")) : (struct mg_slice){0};
	struct mg_writer writer;
	int rc = mg_copy_writer(cli->copy, &writer, err);

	if (rc < 0 || !dd.len || is_sealed(record) || mg_slice_is(dd, writer.actor))
		return rc;
	(void)mg_fail(err, MG_EDENIED,
		      _("%s is not open for signature: %.*s signs first, which seals the text for all"), record->path,
		      (int)dd.len, dd.data);
	return mg_error_hint(err, _("once it has, `maillage sync` brings its signature; then sign"));
}

// The last version that somebody signed, of those after this one; NULL.
static const struct mg_book_record *later_version(const struct mg_book *book, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_book_record *all = mg_book_of(book, record->type->name, &n), *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].parts.id, record->parts.id) == 0 && all[i].parts.n > record->parts.n &&
		    mg_signing_of(book, &all[i]).n_signed)
			found = &all[i];
	return found;
}

int mg_round_check(struct mg_cli *cli, const struct mg_book *book, const struct mg_book_record *record,
		   struct mg_error *err)
{
	const bool is_version = strcmp(record->type->name, "convention") == 0;
	const struct mg_book_record *later = is_version ? later_version(book, record) : NULL;

	if (!record->type->opener || !mg_node_get(record->root, "parties"))
		return 0;
	if (!later)
		return check_opened(cli, book, record, err);
	(void)mg_fail(err, MG_EDENIED, _("%s is given up: %s is being signed instead"), record->path, later->path);
	return mg_error_hint(err, _("read that one and sign it: maillage print %.*s"),
			     (int)(strlen(later->path) - strlen(".yaml")), later->path);
}
