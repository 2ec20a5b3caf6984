// SPDX-License-Identifier: EUPL-1.2
//
// What a text that parties sign says of them, beside its own fields: who each one is, its signature, and from when to when
// the text holds. Nothing here depends on the day of printing.
#include "core/paper/french.h"
#include "core/paper/paper_impl.h"
#include "schema/due/convention_term.h"

// The guide's model is that of the agency of Île-de-France, which it names; elsewhere the document names none.
static bool is_in_ile_de_france(const struct mg_book *book)
{
	static const char *const codes[] = {"75", "77", "78", "91", "92", "93", "94", "95"};
	const struct mg_book_record *ca = mg_book_cooperative(book);
	const struct mg_node *list = ca ? mg_node_get(ca->root, "departements") : NULL;
	size_t n = list && list->type == MG_LIST ? list->as.list.n : 0, inside = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
			inside += mg_slice_is(mg_node_string(list->as.list.items[i]), codes[k]);
	return inside == n;
}

static bool is_ars(const struct mg_book *book, struct mg_slice actor)
{
	const struct mg_book_record *ca = mg_book_cooperative(book), *record = mg_book_find(book, "acteur", actor);
	struct mg_slice kind =
		record ? mg_node_string(mg_node_get(record->root, "type_structure")) : (struct mg_slice){0};

	return mg_slice_is(kind, "ars_dd") || mg_slice_is(kind, "ars_siege") ||
	       (ca && actor.len && mg_slice_equal(mg_node_string(mg_node_get(ca->root, "dd_animatrice")), actor));
}

static const struct mg_node *party(struct mg_paper *paper, const struct mg_node *item, bool is_first)
{
	const struct mg_slice actor = mg_node_string(mg_node_get(item, "acteur"));
	const struct mg_node *signature = mg_paper_signature(paper, actor);
	struct mg_data data = {.arena = paper->arena};

	mg_data_flag(&data, "premier", is_first);
	mg_paper_put_name(paper, "acteur", actor);
	mg_data_take(&data, "nom", &paper->text);
	mg_data_text(&data, "acteur", actor);
	mg_data_flag(&data, "ars", is_ars(paper->book, actor));
	mg_data_flag(&data, "francilien", is_in_ile_de_france(paper->book));
	mg_data_text(&data, "representant", mg_node_string(mg_node_get(item, "representant")));
	mg_data_text(&data, "qualite", mg_node_string(mg_node_get(item, "qualite")));
	if (signature)
		mg_data_node(&data, "signature", signature);
	else
		mg_data_flag(&data, "attendue", true);
	return mg_data_map(&data);
}

// The day the text states, else that of its last signature.
static bool find_effect(const struct mg_book_record *record, const struct mg_signing *signing, struct mg_date *effect)
{
	const struct mg_node *duration = mg_node_get(record->root, "art5_duree");
	const struct mg_node *stated = mg_node_get(duration ? duration : record->root, "date_effet");

	if (mg_date_parse(mg_node_string(stated), effect))
		return true;
	*effect = signing->last;
	return signing->complete && signing->dated;
}

static void take_date(struct mg_paper *paper, struct mg_date date, struct mg_data *data, const char *key)
{
	mg_french_date(date, &paper->text);
	mg_data_take(data, key, &paper->text);
}

static int months_of(const struct mg_book_record *record)
{
	const struct mg_node *months = mg_node_get(mg_node_get(record->root, "art5_duree"), "duree_mois");

	return months && months->type == MG_INT && months->as.integer > 0 && months->as.integer < 1200
		       ? (int)months->as.integer
		       : MG_CONVENTION_MONTHS;
}

// When it was signed, and from when to when it holds.
static const struct mg_node *act(struct mg_paper *paper)
{
	const struct mg_book_record *record = paper->record;
	const struct mg_signing signing = mg_signing_of(paper->book, record);
	const int months = months_of(record);
	struct mg_data data = {.arena = paper->arena};
	struct mg_date day;

	mg_data_flag(&data, "un_an", months == MG_CONVENTION_MONTHS);
	mg_data_flag(&data, "signe", signing.complete);
	if (signing.complete && signing.dated)
		take_date(paper, signing.last, &data, "signe_le");
	if (mg_date_parse(mg_node_string(mg_node_get(record->root, "date_signature")), &day))
		take_date(paper, day, &data, "fait_le");
	else if (signing.complete && signing.dated)
		take_date(paper, signing.last, &data, "fait_le");
	if (find_effect(record, &signing, &day)) {
		take_date(paper, day, &data, "effet");
		take_date(paper, mg_date_add_days(mg_date_add_months(day, months), -1), &data, "dernier_jour");
	}
	return mg_data_map(&data);
}

void mg_paper_act(struct mg_paper *paper, struct mg_data *data)
{
	const struct mg_node *parties = mg_node_get(paper->record->root, "parties");
	struct mg_data_list list = {.arena = paper->arena};

	if (!paper->record->type->opener || !parties || parties->type != MG_LIST)
		return;
	for (size_t i = 0; i < parties->as.list.n; i++)
		mg_data_add(&list, party(paper, parties->as.list.items[i], i == 0));
	mg_data_node(data, "contractants", mg_data_list(&list));
	mg_data_node(data, "acte", act(paper));
}

// ---- a termination

static const struct mg_node *missing(struct mg_paper *paper, const struct mg_notice *notice)
{
	mg_paper_put_name(paper, "acteur", notice->missing);
	return mg_node_new_string(paper->arena, mg_buf_slice(&paper->text));
}

void mg_paper_notice(struct mg_paper *paper, struct mg_data *data)
{
	const struct mg_book_record *record = paper->record;
	struct mg_data notice = {.arena = paper->arena};
	struct mg_convention_term term;
	struct mg_notice letters;

	if (strcmp(record->type->name, "resiliation") != 0 || !mg_convention_term(paper->book, record->parts.id, &term))
		return;
	letters = mg_notice_of(record, term.parties);
	mg_data_flag(&notice, "recue", letters.complete);
	if (letters.missing.len) {
		mg_data_node(&notice, "manque", missing(paper, &letters));
		mg_buf_reset(&paper->text);
	}
	if (letters.n_received) {
		take_date(paper, letters.last, &notice, "derniere");
		take_date(paper, letters.effect, &notice, "effet");
	}
	mg_data_node(data, "effet", mg_data_map(&notice));
}
