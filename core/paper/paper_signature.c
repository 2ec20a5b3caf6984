// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/french.h"
#include "core/paper/paper_impl.h"
#include "schema/book/signing.h"
#include "schema/value/paris.h"

// What a signature is, beside that of the record's own author.
static const char *role_of(const struct mg_book_record *record, const char *actor)
{
	const bool by_author = !*record->parts.acteur || strcmp(actor, record->parts.acteur) == 0;

	return !by_author && record->type->receipt ? "Accusé de réception" : "Signature";
}

static void take_actor(struct mg_paper *paper, struct mg_slice actor, struct mg_data *data)
{
	mg_paper_put_reference(paper, "acteur", actor);
	mg_data_take(data, "acteur", &paper->text);
	mg_data_text(data, "identifiant", actor);
}

static const struct mg_node *signature(struct mg_paper *paper, const struct mg_book_signature *given)
{
	const struct mg_node *parties = mg_node_get(paper->record->root, "parties");
	struct mg_data data = {.arena = paper->arena};

	mg_data_text(&data, "role", mg_slice_of(role_of(paper->record, given->actor)));
	take_actor(paper, mg_slice_of(given->actor), &data);
	mg_data_flag(&data, "de_partie", mg_signing_has_party(parties, mg_slice_of(given->actor)));
	mg_data_text(&data, "cle", mg_slice_of(given->key));
	mg_data_text(&data, "titulaire", mg_slice_of(given->holder));
	mg_data_text(&data, "commit", mg_slice_of(given->commit));
	if (given->time_ms) {
		mg_french_date(mg_paris_date(given->time_ms), &paper->text);
		mg_data_take(&data, "date", &paper->text);
	}
	mg_data_flag(&data, given->valid ? "valide" : "fausse", true);
	return mg_data_map(&data);
}

// Puts what a record says of a signature given elsewhere, as its schema prints it.
static void take_said(struct mg_paper *paper, const struct mg_node *item, const char *key, struct mg_data *data)
{
	const struct mg_schema *schema = mg_schema_property(paper->record->type->shape, mg_slice_of("signatures"));
	const struct mg_node *value = mg_node_get(item, key);

	schema = schema ? mg_schema_item(schema, 0) : NULL;
	schema = schema ? mg_schema_property(schema, mg_slice_of(key)) : NULL;
	if (!value)
		return;
	mg_paper_put_value(paper, schema, value);
	mg_data_take(data, key, &paper->text);
}

// A party that signed elsewhere, on paper or with a provider, as a record says.
static const struct mg_node *signature_elsewhere(struct mg_paper *paper, struct mg_slice actor,
						 const struct mg_node *item)
{
	static const char *const keys[] = {"personne", "date", "mode", "empreinte"};
	const struct mg_slice digest = mg_node_string(mg_node_get(item, "empreinte"));
	struct mg_data data = {.arena = paper->arena};

	mg_data_text(&data, "role", mg_slice_of("Signature"));
	take_actor(paper, actor, &data);
	mg_data_flag(&data, "de_partie", true);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		take_said(paper, item, keys[i], &data);
	mg_data_flag(&data, "ailleurs", true);
	mg_data_flag(&data, "sans_preuve",
		     paper->book->knows_pieces && digest.len && !mg_book_has_piece(paper->book, digest));
	return mg_data_map(&data);
}

// The actor's own, valid or not.
static const struct mg_book_signature *given_by(const struct mg_book_record *record, struct mg_slice actor)
{
	const struct mg_book_signature *given = mg_book_signed_by(record, actor);

	for (size_t i = 0; !given && i < record->n_signatures; i++)
		if (mg_slice_is(actor, record->signatures[i].actor))
			given = &record->signatures[i];
	return given;
}

const struct mg_node *mg_paper_signature(struct mg_paper *paper, struct mg_slice actor)
{
	const struct mg_book_signature *given = mg_book_signed_by(paper->record, actor);
	struct mg_date day = {0};
	const struct mg_node *item = given ? NULL : mg_signing_elsewhere(paper->book, paper->record, actor, &day);

	if (item)
		return signature_elsewhere(paper, actor, item);
	given = given_by(paper->record, actor);
	return given ? signature(paper, given) : NULL;
}

// Puts an actor who owes a signature where it belongs: nowhere when it stands beside the record.
static void expect(struct mg_paper *paper, struct mg_slice actor, struct mg_data_list *signatures,
		   struct mg_data_list *expected)
{
	struct mg_data data = {.arena = paper->arena};
	struct mg_date day = {0};
	const struct mg_node *item;

	if (!actor.len || mg_book_signed_by(paper->record, actor))
		return;
	item = mg_signing_elsewhere(paper->book, paper->record, actor, &day);
	if (item) {
		mg_data_add(signatures, signature_elsewhere(paper, actor, item));
		return;
	}
	mg_paper_put_reference(paper, "acteur", actor);
	mg_data_take(&data, "acteur", &paper->text);
	mg_data_add(expected, mg_data_map(&data));
}

// The parties that the record names, or else who opens it to the others' signatures.
static void expect_all(struct mg_paper *paper, struct mg_data_list *signatures, struct mg_data_list *expected)
{
	const struct mg_book_record *record = paper->record, *ca = mg_book_cooperative(paper->book);
	const struct mg_node *parties = mg_node_get(record->root, "parties");

	if (parties)
		for (size_t i = 0; parties->type == MG_LIST && i < parties->as.list.n; i++)
			expect(paper, mg_signing_party(parties, i), signatures, expected);
	else if (strcmp(record->type->opener, "acteur") == 0)
		expect(paper, mg_slice_of(record->parts.acteur), signatures, expected);
	else if (ca)
		expect(paper, mg_node_string(mg_node_get(ca->root, "dd_animatrice")), signatures, expected);
}

void mg_paper_signatures(struct mg_paper *paper, struct mg_data *data)
{
	const struct mg_book_record *record = paper->record;
	struct mg_data_list list = {.arena = paper->arena}, expected = list;
	size_t valid = 0;

	if (!record->type->opener)
		return;
	for (size_t i = 0; i < record->n_signatures; i++) {
		mg_data_add(&list, signature(paper, &record->signatures[i]));
		valid += record->signatures[i].valid;
	}
	expect_all(paper, &list, &expected);
	mg_data_flag(data, "se_signe", true);
	mg_data_flag(data, "projet", !valid);
	mg_data_node(data, "signatures", mg_data_list(&list));
	mg_data_node(data, "attendus", mg_data_list(&expected));
}
