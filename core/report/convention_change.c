// SPDX-License-Identifier: EUPL-1.2
//
// What changes a signed convention: avenants, renewals, terminations.
#include "core/report/bilan_node.h"
#include "core/report/convention.h"
#include "core/report/convention_parts.h"

#include "base/i18n.h"
#include "schema/convention/convention_text.h"
#include "schema/due/convention_term.h"

// What the records say and an avenant computes; all else in a text is for people to change.
static const char *const computed[] = {"parties", "art1_objet.objectifs", "art2_actions", "art4_2_indicateurs"};

#define N_COMPUTED (sizeof computed / sizeof *computed)

static const char *const nothing[] = {NULL};

// A draft in the making.
struct change {
	const struct mg_book *book;
	const char *id;
	struct mg_arena *arena;
	const struct mg_type *type;
	struct mg_convention_text text;
	const struct mg_book_record *before; // the draft that is there, or NULL
	struct mg_path path;
	unsigned number;
	struct mg_bilan_map map;
};

static const struct mg_node *kept(const struct change *c, const char *key)
{
	return c->before ? mg_node_get(c->before->root, key) : NULL;
}

static int make_path(struct change *c, struct mg_error *err)
{
	struct mg_path_parts parts = {.n = c->number};
	int rc = mg_path_check_id("id", mg_slice_of(c->id), err);

	if (rc < 0)
		return rc;
	memcpy(parts.id, c->id, strlen(c->id) + 1);
	return mg_path_format(c->type, &parts, &c->path, err);
}

// Finds the signed text and the draft to go on with, and puts the first keys of the record.
static int begin(struct change *c, const char *type, struct mg_error *err)
{
	int rc = mg_convention_text(c->book, c->id, NULL, c->arena, &c->text, err);

	if (rc < 0)
		return rc;
	c->type = mg_types_find(c->book->types, type);
	if (!c->type)
		return mg_fail(err, MG_EINTERNAL, _("there is no type of record \"%s\""), type);
	c->before = mg_convention_unsigned(mg_convention_last(c->book, type, c->id), &c->number);
	c->map.arena = c->arena;
	if (c->type->ns) {
		mg_bilan_add_text(&c->map, "cooperative", mg_slice_of(c->book->cooperative));
		mg_bilan_add_text(&c->map, "convention", mg_slice_of(c->id));
		mg_bilan_add(&c->map, "version", mg_node_new_int(c->arena, c->number));
	}
	return make_path(c, err);
}

static int finish(const struct change *c, struct mg_bilan_made *made, struct mg_error *err)
{
	const struct mg_node *root = mg_bilan_map_node(&c->map);

	root = root ? mg_bilan_merge(c->arena, c->type, root, c->before ? c->before->root : NULL, nothing) : NULL;
	if (!root)
		return mg_fail_memory(err);
	*made = (struct mg_bilan_made){c->path, root};
	return 0;
}

// ---- avenants

// The value at one of the computed places: of the text, or as the records have it.
static const struct mg_node *said(const struct change *c, size_t i)
{
	const struct mg_node *root = c->text.root;

	switch (i) {
	case 0:
		return mg_convention_parties(c->book, mg_node_get(root, "parties"), c->arena);
	case 1:
		return mg_convention_objectives(c->book, c->arena);
	case 2:
		return mg_convention_actions(c->book, mg_node_get(root, "art2_actions"), c->arena);
	default:
		return mg_convention_indicators(
			c->book, mg_convention_actions(c->book, mg_node_get(root, "art2_actions"), c->arena), c->arena);
	}
}

static bool is_empty(const struct mg_node *list)
{
	return list->type == MG_LIST && !list->as.list.n;
}

// The signed text with what the records say in it; an empty list that the text has not is no change.
static int rewrite(const struct change *c, const struct mg_node **root, struct mg_error *err)
{
	int rc = 0;

	*root = c->text.root;
	for (size_t i = 0; rc == 0 && i < N_COMPUTED; i++) {
		const struct mg_node *value = said(c, i), *was;
		struct mg_place place;

		rc = value ? mg_place_parse(computed[i], c->arena, &place, err) : mg_fail_memory(err);
		was = rc == 0 ? mg_place_find(*root, &place) : NULL;
		if (rc == 0 && (was || !is_empty(value)))
			rc = mg_amend_apply(*root, computed[i], value, c->arena, root, err);
	}
	return rc;
}

static bool is_computed(struct mg_slice place)
{
	for (size_t i = 0; i < N_COMPUTED; i++) {
		size_t len = strlen(computed[i]);

		if (place.len >= len && memcmp(place.data, computed[i], len) == 0 &&
		    (place.len == len || place.data[len] == '.' || place.data[len] == '['))
			return true;
	}
	return false;
}

static const struct mg_node *modification(const struct change *c, size_t number, const struct mg_amendment *amendment)
{
	const char *id = mg_arena_printf(c->arena, "m%zu", number);
	struct mg_bilan_map map = {.arena = c->arena};

	if (!id)
		return NULL;
	mg_bilan_add_text(&map, "id", mg_slice_of(id));
	mg_bilan_add_text(&map, "chemin", mg_slice_of(amendment->place));
	mg_bilan_copy(&map, "ancien", amendment->old);
	mg_bilan_copy(&map, "nouveau", amendment->new);
	return mg_bilan_map_node(&map);
}

// Those that somebody wrote of other articles, each numbered anew after the computed ones.
static size_t keep_written(const struct change *c, const struct mg_node **items, size_t n)
{
	const struct mg_node *list = kept(c, "modifications");

	for (size_t i = 0; list && list->type == MG_LIST && i < list->as.list.n; i++) {
		const struct mg_node *item = list->as.list.items[i];
		struct mg_slice place = mg_node_string(mg_node_get(item, "chemin"));
		const struct mg_amendment written = {mg_arena_copy(c->arena, place.data, place.len),
						     mg_node_get(item, "ancien"), mg_node_get(item, "nouveau")};

		if (is_computed(place))
			continue;
		items[n] = written.place ? modification(c, n + 1, &written) : NULL;
		n++;
	}
	return n;
}

static int make_modifications(const struct change *c, const struct mg_node **out, struct mg_error *err)
{
	const struct mg_node *written = kept(c, "modifications"), *root, **items;
	struct mg_amendments found = {0};
	size_t n = 0;
	int rc = rewrite(c, &root, err);

	if (rc == 0)
		rc = mg_amend_diff(c->text.root, root, c->arena, &found, err);
	if (rc < 0)
		return rc;
	items = mg_arena_array(c->arena, found.n + (written && written->type == MG_LIST ? written->as.list.n : 0),
			       sizeof *items);
	if (!items)
		return mg_fail_memory(err);
	for (; n < found.n; n++)
		items[n] = modification(c, n + 1, &found.items[n]);
	*out = mg_node_new_list(c->arena, items, keep_written(c, items, n));
	return *out ? 0 : mg_fail_memory(err);
}

int mg_avenant_draft(const struct mg_book *book, const char *id, struct mg_arena *arena, struct mg_bilan_made *made,
		     struct mg_error *err)
{
	struct change c = {.book = book, .id = id, .arena = arena};
	const struct mg_node *modifications = NULL, *parties;
	int rc = begin(&c, "avenant", err);

	if (rc == 0)
		rc = make_modifications(&c, &modifications, err);
	if (rc < 0)
		return rc;
	mg_bilan_add(&c.map, "numero", kept(&c, "numero") ? kept(&c, "numero") : mg_node_new_int(arena, c.number));
	parties = said(&c, 0);
	mg_bilan_add(&c.map, "parties",
		     parties ? mg_convention_signers(book, mg_node_get(c.text.root, "parties"), parties, NULL, arena)
			     : NULL);
	mg_bilan_add(&c.map, "modifications", modifications);
	return finish(&c, made, err);
}

// ---- renewals

static struct mg_slice decision_of(const struct mg_node *decisions, struct mg_slice action)
{
	for (size_t i = 0; decisions && decisions->type == MG_LIST && i < decisions->as.list.n; i++) {
		const struct mg_node *item = decisions->as.list.items[i];
		const struct mg_node *of =
			mg_node_get(item, "action") ? mg_node_get(item, "action") : mg_node_get(item, "id");

		if (mg_slice_equal(mg_node_string(of), action))
			return mg_node_string(mg_node_get(item, "decision"));
	}
	return (struct mg_slice){0};
}

// Each action of article 2 where the meeting put it; one it did not decide of, where the draft has it.
static void sort_actions(struct change *c, const struct mg_node *decisions)
{
	struct mg_convention_names on = {.arena = c->arena}, off = {.arena = c->arena};
	const struct mg_node *actions = mg_node_get(c->text.root, "art2_actions");

	for (size_t i = 0; actions && actions->type == MG_LIST && i < actions->as.list.n; i++) {
		struct mg_slice id = mg_node_string(mg_node_get(actions->as.list.items[i], "id"));
		struct mg_slice decision = decision_of(decisions, id);

		if (mg_slice_is(decision, "non_reconduite") ||
		    (!decision.len && mg_node_has_string(kept(c, "actions_non_reconduites"), id)))
			mg_convention_name(&off, id);
		else if (decision.len || mg_node_has_string(kept(c, "actions_reconduites"), id))
			mg_convention_name(&on, id);
	}
	mg_bilan_add(&c->map, "actions_reconduites", mg_convention_names(&on));
	mg_bilan_add(&c->map, "actions_non_reconduites", mg_convention_names(&off));
}

static void add_date(struct mg_bilan_map *map, const char *key, struct mg_date date)
{
	char text[MG_DATE_CHARS + 1];

	mg_date_format(date, text);
	mg_bilan_add_text(map, key, mg_slice_of(text));
}

// From the term on, twelve months.
static void add_period(struct change *c, const struct mg_convention_term *term)
{
	struct mg_bilan_map map = {.arena = c->arena};

	add_date(&map, "debut", term->term);
	add_date(&map, "fin",
		 mg_date_add_days(mg_date_add_months(term->effect,
						     term->months + (int)(term->n_renewals + 1) * MG_CONVENTION_MONTHS),
				  -1));
	mg_bilan_add(&c->map, "periode", mg_bilan_map_node(&map));
}

int mg_renouvellement_draft(const struct mg_book *book, const char *id, struct mg_arena *arena,
			    struct mg_bilan_made *made, struct mg_error *err)
{
	struct change c = {.book = book, .id = id, .arena = arena};
	size_t n;
	const struct mg_book_record *bilans = mg_book_of(book, "bilan_annuel", &n);
	const struct mg_node *last = n ? bilans[n - 1].root : NULL;
	struct mg_convention_term term;
	int rc = begin(&c, "renouvellement", err);
	bool dated;

	if (rc < 0)
		return rc;
	dated = mg_convention_term(book, id, &term) && term.has_effect;
	if (dated)
		add_period(&c, &term);
	mg_bilan_add(&c.map, "parties",
		     mg_convention_signers(book, mg_node_get(c.text.root, "parties"), NULL, dated ? &term.term : NULL,
					   arena));
	sort_actions(&c, mg_node_get(last, "reconductions"));
	if (mg_node_string(mg_node_get(last, "reunion")).len)
		mg_bilan_add(&c.map, "decision_ref", mg_node_get(last, "reunion"));
	return finish(&c, made, err);
}

// ---- terminations

// One letter to each other party: those noted already, then those that are missing.
static const struct mg_node *make_letters(const struct change *c, const struct mg_node *parties, struct mg_slice author)
{
	const struct mg_node *list = kept(c, "notifications");
	size_t had = list && list->type == MG_LIST ? list->as.list.n : 0, n = 0;
	const struct mg_node **items = mg_arena_array(c->arena, had + parties->as.list.n, sizeof *items);

	if (!items)
		return NULL;
	for (; n < had; n++)
		items[n] = list->as.list.items[n];
	for (size_t i = 0; i < parties->as.list.n; i++) {
		struct mg_slice party = mg_signing_party(parties, i);
		const char *id = mg_arena_printf(c->arena, "n%zu", n + 1);
		struct mg_bilan_map map = {.arena = c->arena};
		bool noted = mg_slice_equal(party, author);

		for (size_t k = 0; k < n; k++)
			noted |= mg_slice_equal(mg_node_string(mg_node_get(items[k], "destinataire")), party);
		if (noted)
			continue;
		mg_bilan_add_text(&map, "id", mg_slice_of(id ? id : ""));
		mg_bilan_add_text(&map, "destinataire", party);
		items[n++] = id ? mg_bilan_map_node(&map) : NULL;
	}
	return mg_node_new_list(c->arena, items, n);
}

// The draft to go on with is the author's own.
static void find_own(struct change *c, struct mg_slice author)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(c->book, "resiliation", &n);

	c->before = NULL;
	c->number = 1;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(records[i].parts.id, c->id) != 0)
			continue;
		if (mg_slice_equal(mg_node_string(mg_node_get(records[i].root, "auteur")), author)) {
			c->before = &records[i];
			c->number = records[i].parts.n;
			return;
		}
		c->number = records[i].parts.n + 1;
	}
}

int mg_resiliation_draft(const struct mg_book *book, const char *id, const char *actor, struct mg_arena *arena,
			 struct mg_bilan_made *made, struct mg_error *err)
{
	struct change c = {.book = book, .id = id, .arena = arena};
	const struct mg_node *parties;
	int rc = begin(&c, "resiliation", err);

	if (rc < 0)
		return rc;
	parties = mg_node_get(c.text.root, "parties");
	if (!mg_signing_has_party(parties, mg_slice_of(actor)))
		return mg_fail(err, MG_EDENIED, _("%s is no party to the convention %s"), actor, id);
	find_own(&c, mg_slice_of(actor));
	rc = make_path(&c, err);
	if (rc < 0)
		return rc;
	mg_bilan_add_text(&c.map, "convention", mg_slice_of(id));
	mg_bilan_add_text(&c.map, "auteur", mg_slice_of(actor));
	mg_bilan_add(&c.map, "notifications", make_letters(&c, parties, mg_slice_of(actor)));
	return finish(&c, made, err);
}
