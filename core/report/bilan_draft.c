// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_node.h"
#include "core/report/bilan_quarter.h"
#include "core/report/bilan_total.h"

#include "base/i18n.h"

#define TYPE          "bilan_trimestriel"
#define NOTE_NOTHING  "aucune mesure ce trimestre"
#define NOTE_NO_SHEET "l'indicateur n'a pas de fiche"

// One actor's draft in the making.
struct draft {
	struct mg_bilan_quarter quarter;
	struct mg_arena *arena;
	struct mg_slice acteur;
	const struct mg_book_record *before; // his bilan that is there, or NULL
	bool correction;
	const struct mg_node *replaced; // the signed bilan that this one corrects, or NULL
};

// ---- actions

// An action to report on: what was written of it, or the questions to answer.
static const struct mg_node *action_entry(const struct draft *draft, const char *id, const struct mg_node *written)
{
	static const char *const questions[] = {"avancement", "realisations", "ecarts_au_plan",
						"freins",     "leviers",      "ajustements_proposes"};
	const struct mg_node *kept = mg_bilan_element(written, mg_slice_of(id));
	struct mg_bilan_map map = {.arena = draft->arena};

	if (kept)
		return kept;
	mg_bilan_add_text(&map, "id", mg_slice_of(id));
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		mg_bilan_add_text(&map, questions[i], mg_slice_of(""));
	return mg_bilan_map_node(&map);
}

// Actions in order of their ids, then those that somebody reported on although nothing asked for it.
static const struct mg_node *make_actions(const struct draft *draft)
{
	const struct mg_bilan_range *actions = &draft->quarter.actions;
	const struct mg_node *written = draft->before ? mg_node_get(draft->before->root, "actions") : NULL;
	size_t written_n = written && written->type == MG_LIST ? written->as.list.n : 0, n = 0;
	const struct mg_node **items = mg_arena_array(draft->arena, actions->n + written_n, sizeof *items);

	if (!items)
		return NULL;
	for (size_t i = 0; i < actions->n; i++)
		if (mg_bilan_concerns(&draft->quarter, &actions->items[i], draft->acteur))
			items[n++] = action_entry(draft, actions->items[i].parts.id, written);
	for (size_t i = 0; i < written_n; i++) {
		const struct mg_node *each = written->as.list.items[i];
		bool taken = false;

		for (size_t j = 0; j < n; j++)
			taken |= items[j] == each;
		if (!taken)
			items[n++] = each;
	}
	return mg_node_new_list(draft->arena, items, n);
}

// ---- figures

static bool has_measured(const struct draft *draft, struct mg_slice indicateur)
{
	size_t n;
	const struct mg_bilan_mesure *mesures = mg_bilan_mesures_of(&draft->quarter, draft->acteur, &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_is(indicateur, mesures[i].indicateur))
			return true;
	return false;
}

// Whoever an indicator names, else who answers for its action.
static bool answers_for(const struct draft *draft, const struct mg_book_record *indicateur)
{
	const struct mg_node *root = indicateur->root;
	struct mg_slice named = mg_node_string(mg_node_get(root, "responsable"));
	const struct mg_book_record *action =
		mg_book_find(draft->quarter.book, "action",
			     mg_bilan_action_of(&draft->quarter, mg_slice_of(indicateur->parts.id)));

	if (!mg_bilan_in_quarter(&draft->quarter, root, "actif_du", "actif_au") ||
	    (action && !mg_bilan_is_active(&draft->quarter, action->root)))
		return false;
	if (!named.len && action)
		named = mg_node_string(mg_node_get(action->root, "promoteur_referent"));
	return mg_slice_equal(named, draft->acteur);
}

// Where no number stands for the observations, their words are shown too.
static const struct mg_node *listed(const struct draft *draft, struct mg_slice agregation,
				    const struct mg_node *observations)
{
	static const char *const keys[] = {"id", "date", "valeur", "denominateur", "texte", "note"};
	size_t n = observations->as.list.n, shown = mg_bilan_comes_together(agregation) ? 4 : 6;
	const struct mg_node **items = mg_arena_array(draft->arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++) {
		struct mg_bilan_map map = {.arena = draft->arena};

		for (size_t j = 0; j < shown; j++)
			mg_bilan_copy(&map, keys[j], mg_node_get(observations->as.list.items[i], keys[j]));
		items[i] = mg_bilan_map_node(&map);
	}
	return items ? mg_node_new_list(draft->arena, items, n) : NULL;
}

// What the observations come to, added to a figure.
static int add_total(const struct draft *draft, struct mg_slice agregation, const struct mg_node *observations,
		     struct mg_bilan_map *map, const char **note, struct mg_error *err)
{
	size_t n = observations->as.list.n;
	struct mg_bilan_point *points = mg_arena_array(draft->arena, n, sizeof *points);
	const struct mg_node *parts = NULL;
	struct mg_bilan_total total;

	if (!points)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		const struct mg_node *value = mg_node_get(observations->as.list.items[i], "valeur");

		points[i] = mg_bilan_point_of(observations->as.list.items[i]);
		if (value && !points[i].has_value)
			return mg_fail(err, MG_EINVALID, _("the value \"%.*s\" is not a number that can be added up"),
				       (int)(value->text.len < 60 ? value->text.len : 60), value->text.data);
	}
	if (mg_bilan_total(agregation, points, n, &total, err) < 0 ||
	    (mg_slice_is(agregation, "somme") &&
	     mg_bilan_breakdown(observations->as.list.items, n, draft->arena, &parts, err) < 0))
		return err ? (int)err->code : MG_ELIMIT;
	if (total.has_value)
		mg_bilan_add(map, "valeur", mg_fixed_node(draft->arena, total.value));
	if (total.has_weight)
		mg_bilan_add(map, "denominateur", mg_fixed_node(draft->arena, total.weight));
	if (total.date.len)
		mg_bilan_add_text(map, "date", total.date);
	mg_bilan_copy(map, "desagregation", parts);
	if (n)
		mg_bilan_add(map, "observations", listed(draft, agregation, observations));
	*note = total.note ? total.note : *note;
	return 0;
}

static const struct mg_node *sources(const struct draft *draft, const struct mg_bilan_mesure *mesure)
{
	char path[MG_MAX_PATH_BYTES + 1];
	const struct mg_node *item;

	mg_path_print(mesure->record->path, path);
	item = mg_node_new_string(draft->arena, mg_slice_of(path));
	return mg_node_new_list(draft->arena, &item, 1);
}

static bool differ(const struct mg_node *a, const struct mg_node *b)
{
	struct mg_fixed x, y;
	int order;

	return !mg_fixed_read(a, &x) || !mg_fixed_read(b, &y) || !mg_fixed_compare(x, y, &order) || order != 0;
}

// What a correction changes is told beside it: the value that was sent, and the reason the measure gives, else the one
// written here before.
static void add_earlier(const struct draft *draft, struct mg_slice id, const struct mg_bilan_mesure *mesure,
			struct mg_bilan_map *map)
{
	const struct mg_node *sent = mg_bilan_element(mg_node_get(draft->replaced, "chiffres"), id);
	const struct mg_node *before = mg_node_get(sent, "valeur"), *now = NULL, *reason = NULL;

	for (size_t i = 0; i < map->n; i++)
		if (mg_slice_is(map->pairs[i].key, "valeur"))
			now = map->pairs[i].value;
	if (!before || !differ(before, now))
		return;
	if (mesure)
		reason = mg_node_get(mesure->record->root, "motif_correction");
	if (!reason)
		reason = mg_node_get(mg_bilan_element(mg_node_get(draft->before->root, "chiffres"), id),
				     "motif_correction");
	mg_bilan_add(map, "valeur_anterieure", before);
	mg_bilan_copy(map, "motif_correction", reason);
}

// The figure of an indicator: sheet is the indicator's record, mesure the actor's; one of them may be missing.
static int make_figure(const struct draft *draft, const char *id, const struct mg_book_record *sheet,
		       const struct mg_bilan_mesure *mesure, const struct mg_node **figure, struct mg_error *err)
{
	const struct mg_node *root = sheet ? sheet->root : NULL;
	const struct mg_node *observations = mesure ? mg_node_get(mesure->record->root, "observations") : NULL;
	struct mg_slice action = mg_bilan_action_of(&draft->quarter, mg_slice_of(id));
	struct mg_bilan_map map = {.arena = draft->arena};
	const char *note = sheet ? NULL : NOTE_NO_SHEET;
	int rc = 0;

	mg_bilan_add_text(&map, "id", mg_slice_of(id));
	mg_bilan_copy(&map, "intitule", mg_node_get(root, "intitule"));
	if (action.len)
		mg_bilan_add_text(&map, "action", action);
	mg_bilan_copy(&map, "agregation", mg_node_get(root, "agregation"));
	mg_bilan_copy(&map, "unite", mg_node_get(root, "unite"));
	if (observations && observations->type == MG_LIST)
		rc = add_total(draft, mg_node_string(mg_node_get(root, "agregation")), observations, &map, &note, err);
	else
		note = NOTE_NOTHING;
	if (rc < 0 && mesure)
		mg_error_prefix(err, "%s", mesure->record->path);
	if (rc < 0)
		return rc;
	if (mesure)
		mg_bilan_add(&map, "mesures", sources(draft, mesure));
	add_earlier(draft, mg_slice_of(id), mesure, &map);
	if (note)
		mg_bilan_add_text(&map, "note", mg_slice_of(note));
	*figure = mg_bilan_map_node(&map);
	return *figure ? 0 : mg_fail_memory(err);
}

static int compare_figures(const struct mg_node *a, const struct mg_node *b)
{
	return mg_slice_compare(mg_node_string(mg_node_get(a, "id")), mg_node_string(mg_node_get(b, "id")));
}

// Keeps the figures in order of their ids, the measured ones and those to answer for being found apart.
static void insert(const struct mg_node **items, size_t n, const struct mg_node *figure)
{
	for (; n && compare_figures(items[n - 1], figure) > 0; n--)
		items[n] = items[n - 1];
	items[n] = figure;
}

// A figure that somebody wrote by hand, no measure standing behind it.
static bool is_by_hand(const struct mg_node *figure)
{
	return figure && !mg_node_get(figure, "mesures") &&
	       (mg_node_get(figure, "valeur") || mg_node_get(figure, "observations"));
}

static int make_measured(const struct draft *draft, const struct mg_node **items, size_t *n, struct mg_error *err)
{
	size_t mesures_n;
	const struct mg_bilan_mesure *mesures = mg_bilan_mesures_of(&draft->quarter, draft->acteur, &mesures_n);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < mesures_n; i++) {
		const char *id = mesures[i].indicateur;

		rc = make_figure(draft, id, mg_book_find(draft->quarter.book, "indicateur", mg_slice_of(id)),
				 &mesures[i], &items[*n], err);
		*n += rc == 0;
	}
	return rc;
}

static int make_unmeasured(const struct draft *draft, const struct mg_node *written, const struct mg_node **items,
			   size_t *n, struct mg_error *err)
{
	const struct mg_bilan_range *sheets = &draft->quarter.indicateurs;
	const struct mg_node *figure;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sheets->n; i++) {
		const struct mg_book_record *sheet = &sheets->items[i];

		if (has_measured(draft, mg_slice_of(sheet->parts.id)) || !answers_for(draft, sheet) ||
		    is_by_hand(mg_bilan_element(written, mg_slice_of(sheet->parts.id))))
			continue;
		rc = make_figure(draft, sheet->parts.id, sheet, NULL, &figure, err);
		if (rc == 0)
			insert(items, (*n)++, figure);
	}
	return rc;
}

// A measure is better than what was written by hand; what was written by hand is better than nothing.
static int make_figures(const struct draft *draft, const struct mg_node **figures, struct mg_error *err)
{
	const struct mg_node *written = draft->before ? mg_node_get(draft->before->root, "chiffres") : NULL;
	size_t written_n = written && written->type == MG_LIST ? written->as.list.n : 0, n = 0;
	size_t most = draft->quarter.indicateurs.n + draft->quarter.n_mesures + written_n;
	const struct mg_node **items = mg_arena_array(draft->arena, most, sizeof *items);
	int rc;

	if (!items)
		return mg_fail_memory(err);
	rc = make_measured(draft, items, &n, err);
	if (rc == 0)
		rc = make_unmeasured(draft, written, items, &n, err);
	for (size_t i = 0; rc == 0 && i < written_n; i++) {
		const struct mg_node *figure = written->as.list.items[i];

		if (is_by_hand(figure) && !has_measured(draft, mg_node_string(mg_node_get(figure, "id"))))
			insert(items, n++, figure);
	}
	if (rc == 0)
		*figures = mg_node_new_list(draft->arena, items, n);
	return rc;
}

// ---- the whole

static int make_root(const struct draft *draft, const struct mg_type *type, const struct mg_node **root,
		     struct mg_error *err)
{
	static const char *const nothing[] = {NULL};
	static const char *const of_the_signed[] = {"motif_correction", NULL}; // a correction tells its own reason
	const struct mg_node *kept = draft->before ? draft->before->root : NULL, *made, *figures = NULL;
	struct mg_bilan_map map = {.arena = draft->arena};
	int rc = make_figures(draft, &figures, err);

	if (rc < 0)
		return rc;
	mg_bilan_add_text(&map, "cooperative", mg_slice_of(draft->quarter.book->cooperative));
	mg_bilan_add_text(&map, "periode", mg_slice_of(draft->quarter.periode));
	mg_bilan_add_text(&map, "acteur", draft->acteur);
	if (draft->correction)
		mg_bilan_add(&map, "remplace", mg_bilan_replaced(draft->arena, draft->before));
	mg_bilan_add(&map, "actions", make_actions(draft));
	mg_bilan_add(&map, "chiffres", figures);
	made = mg_bilan_map_node(&map);
	*root = made ? mg_bilan_merge(draft->arena, type, made, kept, draft->correction ? of_the_signed : nothing)
		     : NULL;
	return *root ? 0 : mg_fail_memory(err);
}

// Of a correction that is begun, what it names.
static const struct mg_node *find_replaced(const struct draft *draft)
{
	const struct mg_book_record *replaced = draft->correction ? draft->before : NULL;
	struct mg_slice file = mg_node_string(
		mg_node_get(mg_node_get(draft->before ? draft->before->root : NULL, "remplace"), "fichier"));
	char path[MG_MAX_PATH_BYTES + 1];

	if (!replaced && file.len && file.len < sizeof path) {
		memcpy(path, file.data, file.len);
		path[file.len] = '\0';
		replaced = mg_book_at(draft->quarter.book, path);
	}
	return replaced ? replaced->root : NULL;
}

int mg_bilan_draft(const struct mg_book *book, const char *periode, const char *acteur, struct mg_arena *arena,
		   struct mg_bilan_made *made, struct mg_error *err)
{
	const struct mg_type *type = mg_types_find(book->types, TYPE);
	struct draft draft = {.arena = arena, .acteur = mg_slice_of(acteur)};
	struct mg_path_parts parts = {0};
	struct mg_bilan_made result;
	int rc;

	if (!type)
		return mg_fail(err, MG_EINTERNAL, _("there is no type of record \"%s\""), TYPE);
	rc = mg_bilan_quarter_open(&draft.quarter, book, periode, arena, err);
	if (rc == 0)
		rc = mg_path_check_id("actor", draft.acteur, err);
	if (rc < 0)
		return rc;
	draft.before = mg_bilan_latest(&draft.quarter, draft.acteur);
	draft.correction = draft.before && mg_book_signed_by(draft.before, draft.acteur);
	draft.replaced = find_replaced(&draft);
	memcpy(parts.periode, periode, strlen(periode) + 1);
	memcpy(parts.acteur, acteur, strlen(acteur) + 1);
	parts.revision = mg_bilan_revision(draft.before, draft.correction);
	rc = mg_path_format(type, &parts, &result.path, err);
	if (rc == 0)
		rc = make_root(&draft, type, &result.root, err);
	if (rc == 0)
		*made = result;
	return rc;
}
