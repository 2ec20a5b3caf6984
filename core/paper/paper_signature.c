// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/french.h"
#include "core/paper/paper_impl.h"
#include "schema/value/paris.h"

// What a signature is, beside that of the record's own author.
static const char *role_of(const struct mg_book_record *record, const char *actor)
{
	const bool by_author = !*record->parts.acteur || strcmp(actor, record->parts.acteur) == 0;

	return !by_author && record->type->receipt ? "Accusé de réception" : "Signature";
}

static const struct mg_node *signature(struct mg_paper *paper, const struct mg_book_signature *given)
{
	struct mg_data data = {.arena = paper->arena};

	mg_data_text(&data, "role", mg_slice_of(role_of(paper->record, given->actor)));
	mg_paper_put_reference(paper, "acteur", mg_slice_of(given->actor));
	mg_data_take(&data, "acteur", &paper->text);
	mg_data_text(&data, "cle", mg_slice_of(given->key));
	mg_data_text(&data, "titulaire", mg_slice_of(given->holder));
	mg_data_text(&data, "commit", mg_slice_of(given->commit));
	if (given->time_ms) {
		mg_french_date(mg_paris_date(given->time_ms), &paper->text);
		mg_data_take(&data, "date", &paper->text);
	}
	mg_data_flag(&data, "valide", given->valid);
	return mg_data_map(&data);
}

static void expect(struct mg_paper *paper, struct mg_slice actor, struct mg_data_list *expected)
{
	struct mg_data data = {.arena = paper->arena};

	if (!actor.len || mg_book_signed_by(paper->record, actor))
		return;
	mg_paper_put_reference(paper, "acteur", actor);
	mg_data_take(&data, "acteur", &paper->text);
	mg_data_add(expected, mg_data_map(&data));
}

// Who opens the record to the others' signatures, and the parties that it names.
static const struct mg_node *expected(struct mg_paper *paper)
{
	const struct mg_book_record *record = paper->record, *ca = mg_book_cooperative(paper->book);
	const struct mg_node *parties = mg_node_get(record->root, "parties");
	struct mg_data_list list = {.arena = paper->arena};

	if (strcmp(record->type->opener, "acteur") == 0)
		expect(paper, mg_slice_of(record->parts.acteur), &list);
	else if (ca && !parties)
		expect(paper, mg_node_string(mg_node_get(ca->root, "dd_animatrice")), &list);
	for (size_t i = 0; parties && parties->type == MG_LIST && i < parties->as.list.n; i++) {
		const struct mg_node *party = parties->as.list.items[i];

		expect(paper, mg_node_string(party->type == MG_MAP ? mg_node_get(party, "id") : party), &list);
	}
	return mg_data_list(&list);
}

void mg_paper_signatures(struct mg_paper *paper, struct mg_data *data)
{
	const struct mg_book_record *record = paper->record;
	struct mg_data_list list = {.arena = paper->arena};
	size_t valid = 0;

	if (!record->type->opener)
		return;
	for (size_t i = 0; i < record->n_signatures; i++) {
		mg_data_add(&list, signature(paper, &record->signatures[i]));
		valid += record->signatures[i].valid;
	}
	mg_data_flag(data, "se_signe", true);
	mg_data_flag(data, "projet", !valid);
	mg_data_node(data, "signatures", mg_data_list(&list));
	mg_data_node(data, "attendus", expected(paper));
}
