// SPDX-License-Identifier: EUPL-1.2
//
// What is recorded of a signature given on paper: of which bytes, by whom, when, and the digest of its scan.
#include "core/report/bilan_node.h"
#include "core/report/convention.h"

#include "base/i18n.h"
#include "schema/book/signing.h"

#define TYPE "signature_externe"

static int check(const struct mg_book_record *record, const char *actor, struct mg_error *err)
{
	const struct mg_node *parties = mg_node_get(record->root, "parties");

	if (!record->type->opener || !parties)
		return mg_fail(err, MG_EUSAGE, _("%s is not a text that parties sign"), record->path);
	if (!mg_signing_has_party(parties, mg_slice_of(actor)))
		return mg_fail(err, MG_EUSAGE, _("%s is not among the parties of %s"), actor, record->path);
	if (mg_book_signed_by(record, mg_slice_of(actor)))
		return mg_fail(err, MG_EEXISTS, _("%s has signed %s with its key already"), actor, record->path);
	if (mg_book_is_sealed(record))
		return 0;
	(void)mg_fail(err, MG_EDENIED,
		      _("%s can still change: nobody's key has sealed it, so no paper can be of its bytes"),
		      record->path);
	return mg_error_hint(err, _("the DD signs first with its key, then the paper is printed, signed and recorded"));
}

// "Marie Exemple, maire", as the text names the one who signs for that party.
static const struct mg_node *person_of(const struct mg_book_record *record, const char *actor, struct mg_arena *arena)
{
	const struct mg_node *parties = mg_node_get(record->root, "parties");

	for (size_t i = 0; i < parties->as.list.n; i++) {
		const struct mg_node *party = parties->as.list.items[i];
		struct mg_slice name = mg_node_string(mg_node_get(party, "representant"));
		struct mg_slice capacity = mg_node_string(mg_node_get(party, "qualite"));
		const char *text;

		if (!mg_slice_is(mg_signing_party(parties, i), actor) || !name.len)
			continue;
		text = mg_arena_printf(arena, "%.*s%s%.*s", (int)name.len, name.data, capacity.len ? ", " : "",
				       (int)capacity.len, capacity.len ? capacity.data : "");
		return text ? mg_node_new_string(arena, mg_slice_of(text)) : NULL;
	}
	return NULL;
}

// The name of the text in its folder, "v1": one paper a text.
static struct mg_slice stem_of(const struct mg_book_record *record)
{
	const char *slash = strrchr(record->path, '/'), *name = slash ? slash + 1 : record->path;

	return (struct mg_slice){name, strcspn(name, ".")};
}

static const struct mg_node *item_of(const struct mg_book_record *record, const char *actor,
				     const struct mg_paper_signature *paper, struct mg_arena *arena)
{
	struct mg_bilan_map map = {.arena = arena};
	char date[MG_DATE_CHARS + 1];

	mg_date_format(paper->date, date);
	mg_bilan_add_text(&map, "id", stem_of(record));
	mg_bilan_add_text(&map, "fichier", mg_slice_of(record->path));
	mg_bilan_add_text(&map, "sha256", mg_slice_of(record->sha256));
	if (paper->person)
		mg_bilan_add_text(&map, "personne", mg_slice_of(paper->person));
	else
		mg_bilan_copy(&map, "personne", person_of(record, actor, arena));
	mg_bilan_add_text(&map, "date", mg_slice_of(date));
	mg_bilan_add_text(&map, "mode", mg_slice_of(paper->mode));
	mg_bilan_add_text(&map, "empreinte", mg_slice_of(paper->scan_sha256));
	return mg_bilan_map_node(&map);
}

// The items of before, of which the one of the same text gives way.
static const struct mg_node *add_item(const struct mg_node *before, const struct mg_node *item, struct mg_arena *arena)
{
	size_t had = before && before->type == MG_LIST ? before->as.list.n : 0, n = 0;
	const struct mg_node **items = mg_arena_array(arena, had + 1, sizeof *items);
	struct mg_slice id = mg_node_string(mg_node_get(item, "id")),
			file = mg_node_string(mg_node_get(item, "fichier"));

	for (size_t i = 0; items && i < had; i++) {
		const struct mg_node *each = before->as.list.items[i];

		if (!mg_slice_equal(mg_node_string(mg_node_get(each, "id")), id) &&
		    !mg_slice_equal(mg_node_string(mg_node_get(each, "fichier")), file))
			items[n++] = each;
	}
	if (!items)
		return NULL;
	items[n++] = item;
	return mg_node_new_list(arena, items, n);
}

int mg_convention_paper(const struct mg_book *book, const struct mg_book_record *record, const char *actor,
			const struct mg_paper_signature *paper, struct mg_arena *arena, struct mg_bilan_made *made,
			struct mg_error *err)
{
	const struct mg_type *type = mg_types_find(book->types, TYPE);
	const struct mg_book_record *before;
	struct mg_path_parts parts = {0};
	struct mg_bilan_map map = {.arena = arena};
	const struct mg_node *item;
	int rc = check(record, actor, err);

	if (rc == 0 && !type)
		rc = mg_fail(err, MG_EINTERNAL, _("there is no type of record \"%s\""), TYPE);
	if (rc == 0)
		rc = mg_path_check_id("acteur", mg_slice_of(actor), err);
	if (rc < 0)
		return rc;
	memcpy(parts.id, record->parts.id, sizeof parts.id);
	memcpy(parts.acteur, actor, strlen(actor) + 1);
	rc = mg_path_format(type, &parts, &made->path, err);
	if (rc < 0)
		return rc;
	before = mg_book_at(book, made->path.text);
	item = item_of(record, actor, paper, arena);
	if (!item)
		return mg_fail_memory(err);
	mg_bilan_add(&map, "signatures",
		     add_item(before ? mg_node_get(before->root, "signatures") : NULL, item, arena));
	made->root = mg_bilan_map_node(&map);
	if (made->root && before)
		made->root = mg_bilan_merge(arena, type, made->root, before->root, (const char *const[]){NULL});
	return made->root ? 0 : mg_fail_memory(err);
}
