// SPDX-License-Identifier: EUPL-1.2
//
// The yearly bilans: an actor's, with the evaluation grid, and that of the CA, which the wider meeting decides.
#include "core/report/bilan.h"
#include "core/report/bilan_node.h"
#include "core/report/bilan_state.h"
#include "core/report/bilan_year.h"

#include "base/i18n.h"

// Where a yearly record goes: the latest version, or the next one when that is signed.
struct place {
	const struct mg_type *type;
	const struct mg_book_record *before; // NULL: none yet
	bool correction;
	struct mg_path path;
};

static int find_place(const struct mg_book *book, const char *type, const char *annee, const char *acteur,
		      struct place *place, struct mg_error *err)
{
	struct mg_path_parts parts = {0};
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(book, type, annee, &n);

	*place = (struct place){.type = mg_types_find(book->types, type)};
	if (!place->type)
		return mg_fail(err, MG_EINTERNAL, _("there is no type of record \"%s\""), type);
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].parts.acteur, acteur) == 0)
			place->before = &all[i];
	place->correction = place->before && (*acteur ? mg_book_signed_by(place->before, mg_slice_of(acteur)) != NULL
						      : mg_book_is_sealed(place->before));
	memcpy(parts.annee, annee, strlen(annee) + 1);
	memcpy(parts.acteur, acteur, strlen(acteur) + 1);
	parts.revision = mg_bilan_revision(place->before, place->correction);
	return mg_path_format(place->type, &parts, &place->path, err);
}

static const struct mg_node *kept_in(const struct place *place, const char *key)
{
	return mg_node_get(place->before ? place->before->root : NULL, key);
}

static void begin(const struct mg_bilan_year *year, const struct place *place, struct mg_bilan_map *map)
{
	*map = (struct mg_bilan_map){.arena = year->arena};
	mg_bilan_add_text(map, "cooperative", mg_slice_of(year->book->cooperative));
	mg_bilan_add_text(map, "annee", mg_slice_of(year->annee));
	if (place->correction)
		mg_bilan_add(map, "remplace", mg_bilan_replaced(year->arena, place->before));
}

static int end(const struct mg_bilan_year *year, const struct place *place, const struct mg_bilan_map *map,
	       struct mg_bilan_made *made, struct mg_error *err)
{
	// What is computed is never kept; a correction tells its own reason.
	static const char *const computed[] = {"hors_consolidation", NULL};
	static const char *const of_the_signed[] = {"hors_consolidation", "motif_correction", NULL};
	const struct mg_node *set = mg_bilan_map_node(map);

	made->path = place->path;
	made->root = set ? mg_bilan_merge(year->arena, place->type, set, place->before ? place->before->root : NULL,
					  place->correction ? of_the_signed : computed)
			 : NULL;
	return made->root ? 0 : mg_fail_memory(err);
}

// ---- an actor's

static const struct mg_node *make_sources(const struct mg_bilan_year *year, struct mg_slice acteur)
{
	const struct mg_node *items[MG_BILAN_QUARTERS];
	size_t n = 0;

	for (size_t q = 0; q < MG_BILAN_QUARTERS; q++)
		for (size_t i = 0; i < year->received[q].n; i++) {
			const struct mg_book_record *bilan = year->received[q].items[i];
			struct mg_bilan_map map = {.arena = year->arena};

			if (!mg_slice_is(acteur, bilan->parts.acteur))
				continue;
			mg_bilan_add_text(&map, "id", mg_slice_of(year->names[q]));
			mg_bilan_add_text(&map, "fichier", mg_slice_of(bilan->path));
			mg_bilan_add_text(&map, "sha256", mg_slice_of(bilan->sha256));
			items[n] = mg_bilan_map_node(&map);
			if (!items[n++])
				return NULL;
		}
	return mg_node_new_list(year->arena, items, n);
}

// The questions that the guide offers; a CA changes them, and adds its own.
static const struct mg_node *make_grid(struct mg_arena *arena)
{
	static const char *const questions[][2] = {
		{"plan", "Le plan d'actions a-t-il été suivi ?"},
		{"freins", "Quels freins avez-vous rencontrés ?"},
		{"leviers", "Quels leviers avez-vous trouvés ?"},
		{"reorientation", "Que faut-il réorienter ?"},
		{"organisation", "L'organisation fonctionne-t-elle ?"},
		{"taches", "Les tâches sont-elles bien réparties ?"},
		{"instances", "Les instances de décision suivent-elles l'avancement ?"},
	};
	const struct mg_node *items[sizeof questions / sizeof *questions];

	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		struct mg_bilan_map map = {.arena = arena};

		mg_bilan_add_text(&map, "id", mg_slice_of(questions[i][0]));
		mg_bilan_add_text(&map, "question", mg_slice_of(questions[i][1]));
		mg_bilan_add_text(&map, "reponse", mg_slice_of(""));
		items[i] = mg_bilan_map_node(&map);
	}
	return mg_node_new_list(arena, items, sizeof questions / sizeof *questions);
}

// What was written of an action, or the question.
static const struct mg_node *action_entry(struct mg_arena *arena, const char *id, const struct mg_node *written)
{
	const struct mg_node *kept = mg_bilan_element(written, mg_slice_of(id));
	struct mg_bilan_map map = {.arena = arena};

	if (kept)
		return kept;
	mg_bilan_add_text(&map, "id", mg_slice_of(id));
	mg_bilan_add_text(&map, "bilan", mg_slice_of(""));
	return mg_bilan_map_node(&map);
}

static const struct mg_node *make_actions(const struct mg_bilan_year *year, struct mg_slice acteur,
					  const struct mg_node *written)
{
	size_t n, items_n = 0;
	const struct mg_book_record *actions = mg_book_of(year->book, "action", &n);
	const struct mg_node **items = mg_arena_array(year->arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++)
		if (mg_bilan_year_has(year, &actions[i], acteur))
			items[items_n++] = action_entry(year->arena, actions[i].parts.id, written);
	return items ? mg_node_new_list(year->arena, items, items_n) : NULL;
}

int mg_bilan_draft_year(const struct mg_book *book, const char *annee, const char *acteur, struct mg_arena *arena,
			struct mg_bilan_made *made, struct mg_error *err)
{
	struct mg_slice who = mg_slice_of(acteur);
	const struct mg_node *results = NULL;
	struct mg_bilan_year year;
	struct mg_bilan_map map;
	struct place place;
	int rc = mg_bilan_year_open(&year, book, annee, arena, err);

	if (rc == 0)
		rc = mg_path_check_id("actor", who, err);
	if (rc == 0)
		rc = find_place(book, "bilan_annuel_acteur", annee, acteur, &place, err);
	if (rc == 0)
		rc = mg_bilan_results(&year, who, kept_in(&place, "indicateurs"), &results, err);
	if (rc < 0)
		return rc;
	begin(&year, &place, &map);
	mg_bilan_add_text(&map, "acteur", who);
	mg_bilan_add(&map, "trimestres", make_sources(&year, who));
	mg_bilan_add(&map, "grille", kept_in(&place, "grille") ? kept_in(&place, "grille") : make_grid(arena));
	mg_bilan_add(&map, "actions", make_actions(&year, who, kept_in(&place, "actions")));
	mg_bilan_add(&map, "indicateurs", results);
	return end(&year, &place, &map, made, err);
}

// ---- the CA's

// Whole months from the first day of the year to a day, at most twelve.
static int months_over(const struct mg_bilan_year *year, struct mg_date day)
{
	int months = 0;

	while (months < 12 && mg_date_compare(mg_date_add_months(year->quarters[0].first, months + 1), day) <= 0)
		months++;
	return months;
}

static const struct mg_node *make_coverage(const struct mg_bilan_year *year, struct mg_date day)
{
	size_t quarters = mg_bilan_year_present(year);
	int months = months_over(year, day);
	const char *words = mg_arena_printf(year->arena, "%zu trimestre%s sur 4, %d mois sur 12", quarters,
					    quarters > 1 ? "s" : "", months);
	struct mg_bilan_map map = {.arena = year->arena};

	mg_bilan_add(&map, "trimestres", mg_node_new_int(year->arena, (int64_t)quarters));
	mg_bilan_add(&map, "trimestres_prevus", mg_node_new_int(year->arena, MG_BILAN_QUARTERS));
	mg_bilan_add(&map, "mois", mg_node_new_int(year->arena, months));
	mg_bilan_add(&map, "mois_prevus", mg_node_new_int(year->arena, 12));
	mg_bilan_add_text(&map, "phrase", mg_slice_of(words ? words : ""));
	return words ? mg_bilan_map_node(&map) : NULL;
}

static const struct mg_node *make_quarter(const struct mg_bilan_year *year, size_t q)
{
	const struct mg_book_record *consolidation = mg_bilan_closed_by(year->book, year->names[q]);
	struct mg_bilan_map map = {.arena = year->arena};

	mg_bilan_add_text(&map, "id", mg_slice_of(year->names[q]));
	mg_bilan_add(&map, "bilans", mg_node_new_int(year->arena, (int64_t)year->received[q].n));
	mg_bilan_add(&map, "clos", mg_node_new_bool(year->arena, consolidation != NULL));
	if (consolidation && consolidation->sha256) {
		mg_bilan_add_text(&map, "fichier", mg_slice_of(consolidation->path));
		mg_bilan_add_text(&map, "sha256", mg_slice_of(consolidation->sha256));
	}
	return mg_bilan_map_node(&map);
}

static const struct mg_node *make_quarters(const struct mg_bilan_year *year)
{
	const struct mg_node *items[MG_BILAN_QUARTERS];

	for (size_t q = 0; q < MG_BILAN_QUARTERS; q++)
		items[q] = make_quarter(year, q);
	return mg_node_new_list(year->arena, items, MG_BILAN_QUARTERS);
}

// Named after its bytes, which no other has: one actor may have several in a year.
static const struct mg_node *make_other(const struct mg_bilan_year *year, size_t q, const struct mg_book_record *bilan)
{
	struct mg_slice sha256 = mg_slice_of(bilan->sha256);
	struct mg_bilan_map map = {.arena = year->arena};

	mg_bilan_add_text(&map, "id", (struct mg_slice){sha256.data, sha256.len < 16 ? sha256.len : 16});
	mg_bilan_add_text(&map, "trimestre", mg_slice_of(year->names[q]));
	mg_bilan_add_text(&map, "acteur", mg_slice_of(bilan->parts.acteur));
	mg_bilan_add_text(&map, "fichier", mg_slice_of(bilan->path));
	mg_bilan_add_text(&map, "sha256", sha256);
	return mg_bilan_map_node(&map);
}

// The bilans that count and no closed consolidation names: their quarter is open, or they came after it was closed.
static const struct mg_node *make_others(const struct mg_bilan_year *year)
{
	const struct mg_node **items;
	size_t most = 0, n = 0;

	for (size_t q = 0; q < MG_BILAN_QUARTERS; q++)
		most += year->received[q].n;
	items = mg_arena_array(year->arena, most, sizeof *items);
	for (size_t q = 0; items && q < MG_BILAN_QUARTERS; q++) {
		const struct mg_book_record *consolidation = mg_bilan_closed_by(year->book, year->names[q]);

		for (size_t i = 0; i < year->received[q].n; i++)
			if (!consolidation || !mg_bilan_rests_on(consolidation, year->received[q].items[i]))
				items[n++] = make_other(year, q, year->received[q].items[i]);
	}
	return items ? mg_node_new_list(year->arena, items, n) : NULL;
}

// The actors' signed yearly bilans, the latest version of each, and the actors whose is missing.
struct actors {
	const struct mg_node **bilans, **missing;
	size_t n_bilans, n_missing;
};

static const struct mg_book_record *find_signed(const struct mg_book_record *all, size_t n, const char *acteur)
{
	const struct mg_book_record *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].parts.acteur, acteur) == 0 && mg_book_signed_by(&all[i], mg_slice_of(acteur)))
			found = &all[i];
	return found;
}

// Who owed a bilan in one of the quarters owes one of the year.
static bool *expected_in(const struct mg_bilan_year *year)
{
	const size_t n = year->quarters[0].acteurs.n;
	bool *expected = mg_arena_array(year->arena, n, sizeof *expected);

	for (size_t q = 0; expected && q < MG_BILAN_QUARTERS; q++) {
		const bool *of_quarter = mg_bilan_expected(&year->quarters[q]);

		if (!of_quarter)
			return NULL;
		for (size_t i = 0; i < n; i++)
			expected[i] |= of_quarter[i];
	}
	return expected;
}

static const struct mg_node *make_bilan(struct mg_arena *arena, const struct mg_book_record *bilan)
{
	struct mg_bilan_map map = {.arena = arena};

	mg_bilan_add_text(&map, "id", mg_slice_of(bilan->parts.acteur));
	mg_bilan_add_text(&map, "fichier", mg_slice_of(bilan->path));
	mg_bilan_add_text(&map, "sha256", mg_slice_of(bilan->sha256));
	return mg_bilan_map_node(&map);
}

static int look_at_actors(const struct mg_bilan_year *year, struct actors *out, struct mg_error *err)
{
	const struct mg_bilan_range *acteurs = &year->quarters[0].acteurs;
	const bool *expected = expected_in(year);
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(year->book, "bilan_annuel_acteur", year->annee, &n);

	*out = (struct actors){.bilans = mg_arena_array(year->arena, acteurs->n, sizeof(struct mg_node *)),
			       .missing = mg_arena_array(year->arena, acteurs->n, sizeof(struct mg_node *))};
	if (!expected || !out->bilans || !out->missing)
		return mg_fail_memory(err);
	for (size_t i = 0; i < acteurs->n; i++) {
		const char *id = acteurs->items[i].parts.id;
		const struct mg_book_record *bilan = find_signed(all, n, id);

		if (bilan)
			out->bilans[out->n_bilans++] = make_bilan(year->arena, bilan);
		else if (expected[i])
			out->missing[out->n_missing++] = mg_node_new_string(year->arena, mg_slice_of(id));
	}
	return 0;
}

// Of a list that is most often empty. NULL, a lack of memory, is told by the map.
static void add_if_any(struct mg_bilan_map *map, const char *key, const struct mg_node *list)
{
	if (!list || list->as.list.n)
		mg_bilan_add(map, key, list);
}

static const struct mg_node *day_node(struct mg_arena *arena, struct mg_date day)
{
	char text[MG_DATE_CHARS + 1];

	mg_date_format(day, text);
	return mg_node_new_string(arena, mg_slice_of(text));
}

int mg_bilan_draft_year_of_all(const struct mg_book *book, const char *annee, struct mg_date today,
			       struct mg_arena *arena, struct mg_bilan_made *made, struct mg_error *err)
{
	const struct mg_node *results = NULL;
	struct actors actors = {0};
	struct mg_bilan_year year;
	struct mg_bilan_map map;
	struct place place;
	int rc = mg_bilan_year_open(&year, book, annee, arena, err);

	if (rc == 0)
		rc = find_place(book, "bilan_annuel", annee, "", &place, err);
	if (rc == 0)
		rc = mg_bilan_results(&year, (struct mg_slice){0}, kept_in(&place, "indicateurs"), &results, err);
	if (rc == 0)
		rc = look_at_actors(&year, &actors, err);
	if (rc < 0)
		return rc;
	begin(&year, &place, &map);
	mg_bilan_add(&map, "arrete_au", day_node(arena, today));
	mg_bilan_add(&map, "couverture", make_coverage(&year, today));
	mg_bilan_add(&map, "trimestres", make_quarters(&year));
	add_if_any(&map, "hors_consolidation", make_others(&year));
	mg_bilan_add(&map, "bilans", mg_node_new_list(arena, actors.bilans, actors.n_bilans));
	mg_bilan_add(&map, "manquants", mg_node_new_list(arena, actors.missing, actors.n_missing));
	mg_bilan_add(&map, "indicateurs", mg_bilan_with_promised(&year, results, kept_in(&place, "indicateurs")));
	mg_bilan_add(&map, "reconductions", mg_bilan_renewals(&year, kept_in(&place, "reconductions")));
	add_if_any(&map, "sorties_acteurs", mg_bilan_exits(&year, today, kept_in(&place, "sorties_acteurs")));
	return end(&year, &place, &map, made, err);
}
