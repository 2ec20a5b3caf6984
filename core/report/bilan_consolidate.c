// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_node.h"
#include "core/report/bilan_quarter.h"
#include "core/report/bilan_received.h"
#include "core/report/bilan_state.h"

#include "base/i18n.h"
#include "schema/value/paris.h"

#define TYPE "consolidation"

struct consolidation {
	struct mg_bilan_quarter quarter;
	struct mg_bilan_received received;
	struct mg_bilan_states states;
	struct mg_arena *arena;
};

// ---- who

enum which { EXPECTED, MISSING };

static const struct mg_node *make_actors(const struct consolidation *c, enum which which)
{
	const struct mg_node **items = mg_arena_array(c->arena, c->states.n, sizeof *items);
	size_t n = 0;

	for (size_t i = 0; items && i < c->states.n; i++) {
		const struct mg_bilan_state *state = &c->states.items[i];

		if (state->expected && (which == EXPECTED || !state->sent))
			items[n++] = mg_node_new_string(c->arena, mg_slice_of(state->acteur));
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

// Of those received: who is missing is told apart.
static const struct mg_node *make_late(const struct consolidation *c)
{
	const struct mg_node **items = mg_arena_array(c->arena, c->received.n, sizeof *items);
	size_t n = 0;

	for (size_t i = 0; items && i < c->states.n; i++)
		if (c->states.items[i].sent && c->states.items[i].days_late)
			items[n++] = mg_node_new_string(c->arena, mg_slice_of(c->states.items[i].acteur));
	return items ? mg_node_new_list(c->arena, items, n) : NULL;
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

static void add_day(struct mg_bilan_map *map, const char *key, const struct mg_book_signature *signature)
{
	char day[MG_DATE_CHARS + 1];

	if (!signature || !signature->time_ms)
		return;
	mg_date_format(mg_paris_date(signature->time_ms), day);
	mg_bilan_add_text(map, key, mg_slice_of(day));
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
		add_day(&map, "transmis_le", mg_book_signed_by(record, mg_slice_of(record->parts.acteur)));
		add_day(&map, "accuse_le", mg_bilan_receipt(record));
		items[i] = mg_bilan_map_node(&map);
	}
	return items ? mg_node_new_list(c->arena, items, c->received.n) : NULL;
}

static int make_figures(const struct consolidation *c, const struct mg_node *kept, const struct mg_node **chiffres,
			const struct mg_node **contradictions, struct mg_error *err)
{
	struct mg_bilan_figure *figures;
	size_t n;
	int rc = mg_bilan_gather(&c->received, c->arena, &figures, &n, err);

	if (rc == 0)
		rc = mg_bilan_figures(figures, n, c->arena, chiffres, err);
	if (rc == 0)
		rc = mg_bilan_contradictions(&c->quarter, figures, n, *chiffres, mg_node_get(kept, "contradictions"),
					     contradictions, err);
	return rc;
}

// ---- the whole

static int make_root(const struct consolidation *c, const struct mg_type *type, const struct mg_book_record *before,
		     bool correction, const struct mg_node **root, struct mg_error *err)
{
	// What is computed is never kept; what was said of the signed one is not true of its correction.
	static const char *const computed[] = {"en_retard", "contradictions", NULL};
	static const char *const of_the_signed[] = {"en_retard", "contradictions",    "statut",
						    "frontiere", "motif_reouverture", NULL};
	const struct mg_node *chiffres = NULL, *contradictions = NULL, *made;
	const struct mg_node *kept = before ? before->root : NULL;
	struct mg_bilan_map map = {.arena = c->arena};
	int rc = make_figures(c, kept, &chiffres, &contradictions, err);

	if (rc < 0)
		return rc;
	mg_bilan_add_text(&map, "cooperative", mg_slice_of(c->quarter.book->cooperative));
	mg_bilan_add_text(&map, "periode", mg_slice_of(c->quarter.periode));
	if (correction)
		mg_bilan_add(&map, "remplace", mg_bilan_replaced(c->arena, before));
	mg_bilan_add(&map, "attendus", make_actors(c, EXPECTED));
	mg_bilan_add(&map, "recus", make_received(c));
	mg_bilan_add(&map, "manquants", make_actors(c, MISSING));
	mg_bilan_add(&map, "en_retard", make_late(c));
	mg_bilan_add(&map, "bilans", make_bilans(c));
	mg_bilan_add(&map, "chiffres", chiffres);
	if (contradictions->as.list.n)
		mg_bilan_add(&map, "contradictions", contradictions);
	made = mg_bilan_map_node(&map);
	*root = made ? mg_bilan_merge(c->arena, type, made, kept, correction ? of_the_signed : computed) : NULL;
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
	if (rc == 0) // the day matters only to those who sent nothing
		rc = mg_bilan_states(book, periode, c.quarter.last, arena, &c.states, err);
	if (rc == 0)
		rc = mg_bilan_receive(book, periode, arena, &c.received, err);
	if (rc < 0)
		return rc;
	before = mg_bilan_latest_consolidation(&c.quarter);
	correction = before && mg_book_is_sealed(before);
	memcpy(parts.periode, periode, strlen(periode) + 1);
	parts.revision = mg_bilan_revision(before, correction);
	rc = mg_path_format(type, &parts, &result.path, err);
	if (rc == 0)
		rc = make_root(&c, type, before, correction, &result.root, err);
	if (rc == 0)
		*made = result;
	return rc;
}
