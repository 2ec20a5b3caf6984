// SPDX-License-Identifier: EUPL-1.2
#include "schema/book/signing.h"

#include "schema/value/paris.h"

static const struct mg_node *items_of(const struct mg_node *map, const char *key)
{
	const struct mg_node *list = mg_node_get(map, key);

	return list && list->type == MG_LIST ? list : NULL;
}

struct mg_slice mg_signing_party(const struct mg_node *parties, size_t i)
{
	if (!parties || parties->type != MG_LIST || i >= parties->as.list.n)
		return (struct mg_slice){0};
	return mg_node_string(mg_node_get(parties->as.list.items[i], "acteur"));
}

bool mg_signing_has_party(const struct mg_node *parties, struct mg_slice actor)
{
	for (size_t i = 0; parties && parties->type == MG_LIST && i < parties->as.list.n; i++)
		if (mg_slice_equal(mg_signing_party(parties, i), actor))
			return true;
	return false;
}

// ---- one signature

// In the record itself, before the round was opened.
static const struct mg_node *within(const struct mg_book_record *record, struct mg_slice actor)
{
	const struct mg_node *list = items_of(record->root, "signatures");

	for (size_t i = 0; list && i < list->as.list.n; i++)
		if (mg_slice_equal(mg_node_string(mg_node_get(list->as.list.items[i], "partie")), actor))
			return list->as.list.items[i];
	return NULL;
}

static bool is_of(const struct mg_node *item, const struct mg_book_record *record)
{
	return mg_slice_is(mg_node_string(mg_node_get(item, "fichier")), record->path) && record->sha256 &&
	       mg_slice_is(mg_node_string(mg_node_get(item, "sha256")), record->sha256);
}

// In the actor's own record, of these very bytes.
static const struct mg_node *beside(const struct mg_book *book, const struct mg_book_record *record,
				    struct mg_slice actor)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, "signature_externe", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *list = items_of(records[i].root, "signatures");

		if (!mg_slice_is(actor, records[i].parts.acteur) || strcmp(records[i].parts.id, record->parts.id) != 0)
			continue;
		for (size_t k = 0; list && k < list->as.list.n; k++)
			if (is_of(list->as.list.items[k], record))
				return list->as.list.items[k];
	}
	return NULL;
}

const struct mg_node *mg_signing_elsewhere(const struct mg_book *book, const struct mg_book_record *record,
					   struct mg_slice actor, struct mg_date *day)
{
	const struct mg_node *item = NULL;

	if (mg_book_is_sealed(record))
		item = within(record, actor);
	if (item && mg_date_parse(mg_node_string(mg_node_get(item, "date")), day))
		return item;
	item = mg_book_is_sealed(record) ? beside(book, record, actor) : NULL;
	return item && mg_date_parse(mg_node_string(mg_node_get(item, "date")), day) ? item : NULL;
}

bool mg_signing_by(const struct mg_book *book, const struct mg_book_record *record, struct mg_slice actor,
		   struct mg_date *day)
{
	const struct mg_book_signature *signature = mg_book_signed_by(record, actor);

	if (signature && signature->time_ms)
		*day = mg_paris_date(signature->time_ms);
	return signature || mg_signing_elsewhere(book, record, actor, day);
}

// ---- all of them

struct mg_signing mg_signing_of(const struct mg_book *book, const struct mg_book_record *record)
{
	struct mg_signing signing = {.parties = items_of(record->root, "parties")};

	signing.n_parties = signing.parties ? signing.parties->as.list.n : 0;
	for (size_t i = 0; i < signing.n_parties; i++) {
		struct mg_slice actor = mg_signing_party(signing.parties, i);
		struct mg_date day = {0};

		if (!mg_signing_by(book, record, actor, &day)) {
			if (!signing.missing.len)
				signing.missing = actor;
			continue;
		}
		signing.n_signed++;
		if (day.year && (!signing.dated || mg_date_compare(day, signing.last) > 0)) {
			signing.dated = true;
			signing.last = day;
			signing.last_by = actor;
		}
	}
	signing.complete = signing.n_parties && signing.n_signed == signing.n_parties;
	return signing;
}
