// SPDX-License-Identifier: EUPL-1.2
//
// C1 to C7: what makes a coopérative.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/record/path_word.h"

// ---- C1, C2: who coordinates

static bool is_of_dd(const struct mg_rule_run *run, const struct mg_book_record *person)
{
	const struct mg_book_record *actor = mg_rule_follow(run, "acteur", person->root, "acteur");

	return (run->facts.dd.len && mg_slice_equal(mg_rule_text(person->root, "acteur"), run->facts.dd)) ||
	       (actor && mg_rule_is(actor->root, "role", "dd"));
}

// A coordinator that is no record is another rule's finding.
static void look_for_dd(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "coordinateurs", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *person = mg_book_find(run->book, "personne", mg_node_string(items[i]));

		if (!person || is_of_dd(run, person))
			return;
	}
	if (n)
		mg_rule_say(run, record, "coordinateurs", NULL, _("none of the coordinators is of the delegation"));
}

static void count_coordinators(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;

	(void)mg_rule_list(record->root, "coordinateurs", &n);
	if (n < 1 || n > 2)
		mg_rule_say(run, record, "coordinateurs", NULL, _("there are %zu coordinators, not one or two"), n);
}

// ---- C3, C4: a population, a territory, a theme

static void look_for_crossing(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const keys[] = {"population_cible", "territoire", "thematique"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!mg_rule_has(record->root, keys[i]))
			mg_rule_say(run, record, keys[i], NULL, _("the coopérative has no \"%s\""), keys[i]);
}

// Told in the record, or in one of its own.
static const struct mg_node *territory_of(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_book_record *own = mg_rule_follow(run, "territoire", record->root, "territoire");

	return own ? own->root : mg_node_get(record->root, "territoire");
}

static void count_communes(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_node *territory = territory_of(run, record);
	size_t n;

	if (!territory || territory->type != MG_MAP)
		return;
	(void)mg_rule_list(territory, "communes", &n);
	if (n < 2)
		mg_rule_say(run, record, "territoire", NULL,
			    P_("the territory has %zu commune", "the territory has %zu communes", n), n);
}

// ---- C5: what is there already

// Why there is nothing to fit in with is written where the guide asks to watch it.
static bool has_reason(const struct mg_rule_run *run)
{
	size_t n, n_lines;
	const struct mg_book_record *grids = mg_book_of(run->book, "grille_opportunite", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *const *lines = mg_rule_list(grids[i].root, "points_vigilance", &n_lines);

		for (size_t k = 0; k < n_lines; k++)
			if (mg_rule_is(lines[k], "id", "v1") && mg_rule_has(lines[k], "commentaire"))
				return true;
	}
	return false;
}

static void look_for_articulation(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;

	(void)mg_book_list(run->book, "articulation", &n);
	if (!n && !has_reason(run))
		mg_rule_say(run, record, "", NULL, _("nothing says how the coopérative fits in with what is there"));
}

// ---- C6: sectors

#define MAX_SECTORS 2u // more need not be told apart

static void count_sectors(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const out[] = {"retire", "refus", NULL};
	struct mg_slice found[MAX_SECTORS];
	size_t n_found = 0, n, n_items;
	const struct mg_book_record *actors = mg_book_of(run->book, "acteur", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *const *items = mg_rule_list(actors[i].root, "secteurs", &n_items);

		if (mg_rule_is_one_of(actors[i].root, "statut_membre", out))
			continue;
		for (size_t k = 0; k < n_items && n_found < MAX_SECTORS; k++) {
			struct mg_slice sector = mg_node_string(items[k]);

			if (sector.len && !mg_slice_is(sector, "sante") &&
			    !(n_found && mg_slice_equal(found[0], sector)))
				found[n_found++] = sector;
		}
	}
	if (n_found == 0)
		mg_rule_say(run, record, "", NULL, _("no actor is of another sector than health"));
	else if (n_found == 1)
		mg_rule_say(run, record, "", NULL, _("the only sector beyond health is \"%.*s\""),
			    mg_path_shown(found[0]), found[0].data);
}

// ---- C7: why this theme

static bool is_consulted(const struct mg_rule_run *run)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "articulation", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_has(records[i].root, "coordinateur"))
			return true;
	return false;
}

static void look_at_theme(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (!mg_rule_has(record->root, "thematique"))
		return;
	if (!mg_rule_has(record->root, "thematique_justification"))
		mg_rule_say(run, record, "thematique_justification", NULL, _("the choice of the theme is not argued"));
	if (!is_consulted(run))
		mg_rule_say(run, record, "thematique", NULL, _("no \"articulation\" names a local coordinator"));
}

const struct mg_rule mg_rules_cooperative[] = {
	{
		.code = "C1",
		.level = MG_LEVEL_E,
		.article = "G:461-462",
		.sentence = N_("The DD is one of the coordinators: add a person of the delegation."),
		.checks = {{"cooperative", look_for_dd}},
	},
	{
		.code = "C2",
		.level = MG_LEVEL_E,
		.article = "G:461-462",
		.sentence = N_("One or two persons coordinate from the start: name them in `coordinateurs`."),
		.checks = {{"cooperative", count_coordinators}},
	},
	{
		.code = "C3",
		.level = MG_LEVEL_A,
		.article = "G:356",
		.sentence = N_("A coopérative crosses a population, a territory and a theme for long: say all three."),
		.checks = {{"cooperative", look_for_crossing}},
	},
	{
		.code = "C4",
		.level = MG_LEVEL_A,
		.article = "G:1521-1524",
		.sentence = N_("A coopérative gains by bringing two communes or more together: list them."),
		.checks = {{"cooperative", count_communes}},
	},
	{
		.code = "C5",
		.level = MG_LEVEL_E,
		.article = "G:350",
		.sentence =
			N_("The programme must fit in with the arrangements that are there: make an `articulation` for "
			   "each, or write why there is none as the comment of v1 in a `grille_opportunite`."),
		.checks = {{"cooperative", look_for_articulation}},
	},
	{
		.code = "C6",
		.level = MG_LEVEL_E,
		.article = "G:376-381",
		.sentence = N_("Several sectors beyond health take part: invite actors of others, or fill in their "
			       "`secteurs`."),
		.checks = {{"cooperative", count_sectors}},
	},
	{
		.code = "C7",
		.level = MG_LEVEL_A,
		.article = "G:366",
		.sentence = N_("The theme is argued and the local coordinators are asked: fill in "
			       "`thematique_justification`, and the `coordinateur` of an `articulation`."),
		.checks = {{"cooperative", look_at_theme}},
	},
};

const size_t mg_rules_cooperative_count = sizeof mg_rules_cooperative / sizeof *mg_rules_cooperative;
