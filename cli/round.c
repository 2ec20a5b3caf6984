// SPDX-License-Identifier: EUPL-1.2
#include "cli/round.h"

#include "base/i18n.h"
#include "cli/say.h"
#include "core/copy/copy_book.h"
#include "core/report/awaited.h"
#include "schema/jsonschema/jsonschema.h"

static int check_opened(struct mg_cli *cli, const struct mg_book *book, const struct mg_book_record *record,
			struct mg_error *err)
{
	const struct mg_book_record *ca = mg_book_cooperative(book);
	struct mg_slice dd = ca ? mg_node_string(mg_node_get(ca->root, "dd_animatrice")) : (struct mg_slice){0};
	struct mg_writer writer;
	int rc = mg_copy_writer(cli->copy, &writer, err);

	if (rc < 0 || !dd.len || mg_book_is_sealed(record) || mg_slice_is(dd, writer.actor))
		return rc;
	(void)mg_fail(err, MG_EDENIED,
		      _("%s is not open for signature: %.*s signs first, which seals the text for all"), record->path,
		      (int)dd.len, dd.data);
	return mg_error_hint(err, _("once it has, `maillage sync` brings its signature; then sign"));
}

int mg_round_check(struct mg_cli *cli, const struct mg_book *book, const struct mg_book_record *record,
		   struct mg_error *err)
{
	const bool is_version = strcmp(record->type->name, "convention") == 0;
	const struct mg_book_record *later = is_version ? mg_awaited_instead(book, record) : NULL;

	if (!record->type->opener || !mg_node_get(record->root, "parties"))
		return 0;
	if (!later && mg_awaited_is_moot(book, record, mg_cli_today()))
		mg_warn(_("the convention %s is over: what is signed now changes nothing of it"), record->parts.id);
	if (!later)
		return check_opened(cli, book, record, err);
	(void)mg_fail(err, MG_EDENIED, _("%s is given up: %s is being signed instead"), record->path, later->path);
	return mg_error_hint(err, _("read that one and sign it: maillage print %.*s"),
			     (int)(strlen(later->path) - strlen(".yaml")), later->path);
}

void mg_round_parties(const struct mg_book *book, const struct mg_book_record *record, bool signed_it,
		      struct mg_buf *out)
{
	const struct mg_node *parties = mg_node_get(record->root, "parties");
	struct mg_slice actor;
	struct mg_date day;

	for (size_t i = 0; (actor = mg_signing_party(parties, i)).len; i++)
		if (mg_signing_by(book, record, actor, &day) == signed_it)
			mg_buf_printf(out, "%s%.*s", out->len ? ", " : "", (int)actor.len, actor.data);
}

static void tell(const struct mg_cli *cli, const struct mg_book *book, const struct mg_book_record *record)
{
	const struct mg_signing signing = mg_signing_of(book, record);
	struct mg_buf missing = {0};

	mg_round_parties(book, record, false, &missing);
	if (signing.complete)
		mg_say(cli, _("all %zu parties have signed it"), signing.n_parties);
	else
		mg_say(cli,
		       P_("%zu of %zu parties has signed it, as far as this copy knows; still to sign: %s",
			  "%zu of %zu parties have signed it, as far as this copy knows; still to sign: %s",
			  signing.n_signed),
		       signing.n_signed, signing.n_parties, mg_buf_text(&missing));
	mg_buf_clear(&missing);
}

int mg_round_tell(struct mg_cli *cli, const struct mg_path *path, struct mg_error *err)
{
	const char *const types[] = {path->type->name, "signature_externe"};
	const struct mg_book_record *record;
	struct mg_book book = {0};
	int rc;

	if (!path->type->shape || !mg_schema_property(path->type->shape, mg_slice_of("parties")))
		return 0;
	rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, types, 2, &book, NULL, err);
	record = rc == 0 ? mg_book_at(&book, path->text) : NULL;
	if (record)
		tell(cli, &book, record);
	mg_book_clear(&book);
	return rc;
}
