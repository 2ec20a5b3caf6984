// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_node.h"
#include "core/report/bilan_quarter.h"
#include "core/report/bilan_received.h"

#include "base/i18n.h"

#include <stdlib.h>

#define TYPE "consolidation"

struct consolidation {
	struct mg_bilan_quarter quarter;
	struct mg_bilan_received received;
	bool *expected; // for each of quarter.acteurs
	struct mg_arena *arena;
};

// ---- who

enum which { EXPECTED, MISSING };

static const struct mg_node *make_actors(const struct consolidation *c, enum which which)
{
	const struct mg_bilan_range *acteurs = &c->quarter.acteurs;
	const struct mg_node **items = mg_arena_array(c->arena, acteurs->n, sizeof *items);
	size_t n = 0;

	for (size_t i = 0; items && i < acteurs->n; i++) {
		struct mg_slice id = mg_slice_of(acteurs->items[i].parts.id);

		if (c->expected[i] && (which == EXPECTED || !mg_bilan_received_of(&c->received, id)))
			items[n++] = mg_node_new_string(c->arena, id);
	}
	return items ? mg_node_new_list(c->arena, items, n) : NULL;
}

static const struct mg_node *make_received(const struct consolidation *c)
{
	const struct mg_node **items = mg_arena_array(c->arena, c->received.n, sizeof *items);

	for (size_t i = 0; items && i < c->received.n; i++)
		items[i] = mg_node_new_string(c->arena, mg_slice_of(c->received.items[i]->parts.acteur));
	return items ? mg_node_new_list(c->arena, items, c->received.n) : NULL;
}

// ---- the bilans it rests on

// Those whose signature is valid, which are by actor in the book.
static const struct mg_node *make_signers(struct mg_arena *arena, const struct mg_book_record *record)
{
	const struct mg_node **items = mg_arena_array(arena, record->n_signatures, sizeof *items);
	size_t n = 0;

	for (size_t i = 0; items && i < record->n_signatures; i++)
		if (record->signatures[i].valid)
			items[n++] = mg_node_new_string(arena, mg_slice_of(record->signatures[i].actor));
	return items ? mg_node_new_list(arena, items, n) : NULL;
}

static const struct mg_node *make_bilans(const struct consolidation *c)
{
	const struct mg_node **items = mg_arena_array(c->arena, c->received.n, sizeof *items);

	for (size_t i = 0; items && i < c->received.n; i++) {
		const struct mg_book_record *record = c->received.items[i];
		struct mg_bilan_map map = {.arena = c->arena};

		mg_bilan_add_text(&map, "id", mg_slice_of(record->parts.acteur));
		mg_bilan_add_text(&map, "fichier", mg_slice_of(record->path));
		mg_bilan_add_text(&map, "sha256", mg_slice_of(record->sha256));
		mg_bilan_add(&map, "signataires", make_signers(c->arena, record));
		items[i] = mg_bilan_map_node(&map);
	}
	return items ? mg_node_new_list(c->arena, items, c->received.n) : NULL;
}

// ---- the whole

static int make_root(const struct consolidation *c, const struct mg_type *type, const struct mg_book_record *before,
		     bool correction, const struct mg_node **root, struct mg_error *err)
{
	static const char *const of_the_signed[] = {"statut", "frontiere", "motif_reouverture", NULL}, *const none[] = {
													       NULL};
	const struct mg_node *figures = NULL, *made;
	struct mg_bilan_map map = {.arena = c->arena};
	int rc = mg_bilan_figures(&c->received, c->arena, &figures, err);

	if (rc < 0)
		return rc;
	mg_bilan_add_text(&map, "cooperative", mg_slice_of(c->quarter.book->cooperative));
	mg_bilan_add_text(&map, "periode", mg_slice_of(c->quarter.periode));
	if (correction)
		mg_bilan_add(&map, "remplace", mg_bilan_replaced(c->arena, before));
	mg_bilan_add(&map, "attendus", make_actors(c, EXPECTED));
	mg_bilan_add(&map, "recus", make_received(c));
	mg_bilan_add(&map, "manquants", make_actors(c, MISSING));
	mg_bilan_add(&map, "bilans", make_bilans(c));
	mg_bilan_add(&map, "chiffres", figures);
	made = mg_bilan_map_node(&map);
	*root = made ? mg_bilan_merge(c->arena, type, made, before ? before->root : NULL,
				      correction ? of_the_signed : none)
		     : NULL;
	return *root ? 0 : mg_fail_memory(err);
}

int mg_bilan_consolidate(const struct mg_book *book, const char *periode, struct mg_arena *arena,
			 struct mg_bilan_made *made, struct mg_error *err)
{
	const struct mg_type *type = mg_types_find(book->types, TYPE);
	struct consolidation c = {.arena = arena};
	struct mg_path_parts parts = {0};
	const struct mg_book_record *before;
	struct mg_bilan_made result;
	bool correction;
	int rc;

	if (!type)
		return mg_fail(err, MG_EINTERNAL, _("there is no type of record \"%s\""), TYPE);
	rc = mg_bilan_quarter_open(&c.quarter, book, periode, arena, err);
	if (rc == 0)
		rc = mg_bilan_receive(&c.quarter, &c.received, err);
	if (rc < 0)
		return rc;
	c.expected = mg_bilan_expected(&c.quarter);
	if (!c.expected)
		return mg_fail_memory(err);
	before = mg_bilan_latest_consolidation(&c.quarter);
	correction = before && mg_bilan_is_signed(before);
	memcpy(parts.periode, periode, strlen(periode) + 1);
	parts.revision = mg_bilan_revision(before, correction);
	rc = mg_path_format(type, &parts, &result.path, err);
	if (rc == 0)
		rc = make_root(&c, type, before, correction, &result.root, err);
	if (rc == 0)
		*made = result;
	return rc;
}
