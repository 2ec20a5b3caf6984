// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_book.h"
#include "core/report/bilan_total.h"

#include "base/i18n.h"

#include <stdlib.h>

#define TYPE             "consolidation"
#define NOTE_UNITS       "les bilans n'ont pas la même unité : aucun total"
#define NOTE_AGGREGATION "les bilans n'ont pas la même agrégation : aucun total"

struct consolidation {
	struct mg_bilan_book book;
	struct mg_arena *arena;
	const struct mg_bilan_item **received; // one an actor, in order of their ids
	size_t received_n;
};

// One line of a signed bilan's `chiffres`.
struct figure {
	struct mg_slice id; // of the indicator
	const char *acteur;
	const struct mg_node *node;
};

// ---- who

static bool is_party(const struct mg_node *acteur)
{
	static const char *const parties[] = {"partenaire", "coordinateur", "financeur"};
	struct mg_slice status = mg_node_string(mg_node_get(acteur, "statut_membre"));
	struct mg_slice role = mg_node_string(mg_node_get(acteur, "role"));

	if (mg_slice_is(status, "retire") || mg_slice_is(status, "refus"))
		return false;
	for (size_t i = 0; i < sizeof parties / sizeof *parties; i++)
		if (mg_slice_is(role, parties[i]))
			return true;
	return !role.len || mg_slice_is(status, "membre");
}

// Rule B1.
static bool is_expected(const struct consolidation *c, const struct mg_bilan_item *acteur)
{
	const struct mg_bilan_list *actions = &c->book.actions;

	if (!is_party(acteur->record->root))
		return false;
	for (size_t i = 0; i < actions->n; i++)
		if (mg_bilan_concerns(&c->book, &actions->items[i], mg_slice_of(acteur->id)))
			return true;
	return false;
}

static bool is_received(const struct consolidation *c, const char *acteur)
{
	for (size_t i = 0; i < c->received_n; i++)
		if (strcmp(c->received[i]->id, acteur) == 0)
			return true;
	return false;
}

// The latest version of each actor's bilan, when it is signed; a correction that is not signed yet does not hide the
// signed bilan it corrects.
static int receive(struct consolidation *c, struct mg_error *err)
{
	const struct mg_bilan_list *bilans = &c->book.bilans;

	c->received = mg_arena_array(c->arena, bilans->n, sizeof(const struct mg_bilan_item *));
	if (!c->received)
		return mg_fail_memory(err);
	for (size_t i = 0; i < bilans->n; i++) {
		const struct mg_bilan_item *item = &bilans->items[i];

		if (!mg_bilan_is_signed_by(item->record, mg_slice_of(item->id)))
			continue;
		if (c->received_n && strcmp(c->received[c->received_n - 1]->id, item->id) == 0)
			c->received_n--;
		c->received[c->received_n++] = item;
	}
	return 0;
}

enum which { EXPECTED, MISSING };

static const struct mg_node *make_actors(const struct consolidation *c, enum which which)
{
	const struct mg_bilan_list *acteurs = &c->book.acteurs;
	const struct mg_node **items = mg_arena_array(c->arena, acteurs->n, sizeof *items);
	size_t n = 0;

	for (size_t i = 0; items && i < acteurs->n; i++) {
		const struct mg_bilan_item *acteur = &acteurs->items[i];

		if (is_expected(c, acteur) && (which == EXPECTED || !is_received(c, acteur->id)))
			items[n++] = mg_node_new_string(c->arena, mg_slice_of(acteur->id));
	}
	return items ? mg_node_new_list(c->arena, items, n) : NULL;
}

static const struct mg_node *make_received(const struct consolidation *c)
{
	const struct mg_node **items = mg_arena_array(c->arena, c->received_n, sizeof *items);

	for (size_t i = 0; items && i < c->received_n; i++)
		items[i] = mg_node_new_string(c->arena, mg_slice_of(c->received[i]->id));
	return items ? mg_node_new_list(c->arena, items, c->received_n) : NULL;
}

// ---- the bilans it rests on

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct mg_node *make_signers(struct mg_arena *arena, const struct mg_bilan_record *record)
{
	const char **names = mg_arena_array(arena, record->signers_n, sizeof *names);
	const struct mg_node **items = mg_arena_array(arena, record->signers_n, sizeof *items);
	size_t n = 0;

	if (!names || !items)
		return NULL;
	for (size_t i = 0; i < record->signers_n; i++)
		names[i] = record->signers[i];
	if (record->signers_n)
		qsort(names, record->signers_n, sizeof *names, compare_names);
	for (size_t i = 0; i < record->signers_n; i++)
		if (!i || strcmp(names[i - 1], names[i]) != 0)
			items[n++] = mg_node_new_string(arena, mg_slice_of(names[i]));
	return mg_node_new_list(arena, items, n);
}

static const struct mg_node *make_bilans(const struct consolidation *c)
{
	const struct mg_node **items = mg_arena_array(c->arena, c->received_n, sizeof *items);

	for (size_t i = 0; items && i < c->received_n; i++) {
		const struct mg_bilan_record *record = c->received[i]->record;
		struct mg_bilan_map map = {.arena = c->arena};

		mg_bilan_add_text(&map, "id", mg_slice_of(c->received[i]->id));
		mg_bilan_add_text(&map, "fichier", mg_slice_of(record->path));
		mg_bilan_add_text(&map, "sha256", mg_slice_of(record->sha256));
		mg_bilan_add(&map, "signataires", make_signers(c->arena, record));
		items[i] = mg_bilan_map_node(&map);
	}
	return items ? mg_node_new_list(c->arena, items, c->received_n) : NULL;
}

// ---- figures

static int compare_figures(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;
	int order = mg_slice_compare(x->id, y->id);

	return order ? order : strcmp(x->acteur, y->acteur);
}

static size_t figures_in(const struct mg_bilan_item *bilan, struct figure *out)
{
	const struct mg_node *list = mg_node_get(bilan->record->root, "chiffres");
	size_t n = list && list->type == MG_LIST ? list->as.list.n : 0;

	for (size_t i = 0; out && i < n; i++) {
		const struct mg_node *node = list->as.list.items[i];

		out[i] = (struct figure){mg_node_string(mg_node_get(node, "id")), bilan->id, node};
	}
	return n;
}

// Every line of every signed bilan, by indicator, then actor.
static int gather(const struct consolidation *c, struct figure **figures, size_t *n, struct mg_error *err)
{
	size_t count = 0;

	for (size_t i = 0; i < c->received_n; i++)
		count += figures_in(c->received[i], NULL);
	*figures = mg_arena_array(c->arena, count, sizeof **figures);
	if (!*figures)
		return mg_fail_memory(err);
	for (size_t i = 0; i < c->received_n; i++)
		*n += figures_in(c->received[i], *figures + *n);
	if (*n)
		qsort(*figures, *n, sizeof **figures, compare_figures);
	return 0;
}

// Only what says the same can be brought together; else the note that says why not.
static const char *disagreement(const struct figure *figures, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct mg_node *a = figures[0].node, *b = figures[i].node;

		if (!mg_slice_equal(mg_node_string(mg_node_get(a, "agregation")),
				    mg_node_string(mg_node_get(b, "agregation"))))
			return NOTE_AGGREGATION;
		if (!mg_slice_equal(mg_node_string(mg_node_get(a, "unite")), mg_node_string(mg_node_get(b, "unite"))))
			return NOTE_UNITS;
	}
	return NULL;
}

static const struct mg_node *make_contributions(struct mg_arena *arena, const struct figure *figures, size_t n)
{
	static const char *const keys[] = {"valeur", "effectif", "date"};
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++) {
		struct mg_bilan_map map = {.arena = arena};

		mg_bilan_add_text(&map, "id", mg_slice_of(figures[i].acteur));
		for (size_t j = 0; j < sizeof keys / sizeof *keys; j++)
			mg_bilan_copy(&map, keys[j], mg_node_get(figures[i].node, keys[j]));
		items[i] = mg_bilan_map_node(&map);
	}
	return items ? mg_node_new_list(arena, items, n) : NULL;
}

static int total_of(struct mg_arena *arena, const struct figure *figures, size_t n, struct mg_bilan_total *total,
		    struct mg_error *err)
{
	struct mg_bilan_point *points = mg_arena_array(arena, n, sizeof *points);
	int rc;

	*total = (struct mg_bilan_total){.note = disagreement(figures, n)};
	if (total->note)
		return 0;
	if (!points)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		points[i] = mg_bilan_point_of(figures[i].node);
	rc = mg_bilan_total(mg_node_string(mg_node_get(figures[0].node, "agregation")), points, n, total, err);
	if (rc < 0)
		mg_error_prefix(err, "%.*s", (int)figures[0].id.len, figures[0].id.data);
	return rc;
}

// The consolidated figure of one indicator. What describes it is the first bilan's, so that it rests on what was signed
// and not on a record that may have changed since.
static int make_figure(struct mg_arena *arena, const struct figure *figures, size_t n, const struct mg_node **out,
		       struct mg_error *err)
{
	static const char *const described[] = {"intitule", "action", "agregation", "unite"};
	struct mg_bilan_map map = {.arena = arena};
	struct mg_bilan_total total;
	int rc = total_of(arena, figures, n, &total, err);

	if (rc < 0)
		return rc;
	mg_bilan_add_text(&map, "id", figures[0].id);
	for (size_t i = 0; i < sizeof described / sizeof *described; i++)
		mg_bilan_copy(&map, described[i], mg_node_get(figures[0].node, described[i]));
	if (total.has_value)
		mg_bilan_add(&map, "valeur", mg_fixed_node(arena, total.value));
	if (total.has_weight)
		mg_bilan_add(&map, "effectif", mg_fixed_node(arena, total.weight));
	mg_bilan_add(&map, "contributions", make_contributions(arena, figures, n));
	if (total.note)
		mg_bilan_add_text(&map, "note", mg_slice_of(total.note));
	*out = mg_bilan_map_node(&map);
	return *out ? 0 : mg_fail_memory(err);
}

static int make_figures(const struct consolidation *c, const struct mg_node **out, struct mg_error *err)
{
	const struct mg_node **items;
	struct figure *figures = NULL;
	size_t n = 0, items_n = 0, end;
	int rc = gather(c, &figures, &n, err);

	if (rc < 0)
		return rc;
	items = mg_arena_array(c->arena, n, sizeof *items);
	if (!items)
		return mg_fail_memory(err);
	for (size_t start = 0; start < n; start = end) {
		for (end = start + 1; end < n && mg_slice_equal(figures[start].id, figures[end].id);)
			end++;
		rc = make_figure(c->arena, figures + start, end - start, &items[items_n++], err);
		if (rc < 0)
			return rc;
	}
	*out = mg_node_new_list(c->arena, items, items_n);
	return 0;
}

// ---- the whole

static int make_root(const struct consolidation *c, const struct mg_type *type, const struct mg_bilan_item *before,
		     bool correction, const struct mg_node **root, struct mg_error *err)
{
	static const char *const of_the_signed[] = {"statut", "frontiere", "motif_reouverture", NULL}, *const none[] = {
													       NULL};
	const struct mg_node *figures = NULL, *made;
	struct mg_bilan_map map = {.arena = c->arena};
	int rc = make_figures(c, &figures, err);

	if (rc < 0)
		return rc;
	mg_bilan_add_text(&map, "cooperative", mg_slice_of(c->book.view->cooperative));
	mg_bilan_add_text(&map, "periode", mg_slice_of(c->book.periode));
	if (correction)
		mg_bilan_add(&map, "remplace", mg_bilan_replaced(c->arena, before->record));
	mg_bilan_add(&map, "attendus", make_actors(c, EXPECTED));
	mg_bilan_add(&map, "recus", make_received(c));
	mg_bilan_add(&map, "manquants", make_actors(c, MISSING));
	mg_bilan_add(&map, "bilans", make_bilans(c));
	mg_bilan_add(&map, "chiffres", figures);
	made = mg_bilan_map_node(&map);
	*root = made ? mg_bilan_merge(c->arena, type, made, before ? before->record->root : NULL,
				      correction ? of_the_signed : none)
		     : NULL;
	return *root ? 0 : mg_fail_memory(err);
}

int mg_bilan_consolidate(const struct mg_bilan_view *view, const char *periode, struct mg_arena *arena,
			 struct mg_bilan_made *made, struct mg_error *err)
{
	const struct mg_type *type = mg_types_find(view->types, TYPE);
	struct consolidation c = {.arena = arena};
	struct mg_path_parts parts = {0};
	const struct mg_bilan_item *before;
	struct mg_bilan_made result;
	bool correction;
	int rc;

	if (!type)
		return mg_fail(err, MG_EINTERNAL, _("there is no type of record \"%s\""), TYPE);
	rc = mg_bilan_book_open(&c.book, view, periode, arena, err);
	if (rc == 0)
		rc = receive(&c, err);
	if (rc < 0)
		return rc;
	before = mg_bilan_find(&c.book.consolidations, mg_slice_of(""));
	correction = before && before->record->sha256 && before->record->signers_n > 0;
	memcpy(parts.periode, periode, strlen(periode) + 1);
	parts.revision = mg_bilan_revision(before, correction);
	rc = mg_path_format(type, &parts, &result.path, err);
	if (rc == 0)
		rc = make_root(&c, type, before, correction, &result.root, err);
	if (rc == 0)
		*made = result;
	return rc;
}
