// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/rule/reference.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define CODES         "reference reference-left reference-lone"
#define ASSO                                                                                                           \
	{                                                                                                              \
		"acteurs/asso.yaml", "nom: Association\n"                                                              \
	}
#define ACTION                                                                                                         \
	{                                                                                                              \
		"actions/maraudes.yaml", "intitule: Maraudes\npromoteur_referent: asso\nindicateurs: [rencontres]\n"   \
	}
#define INDICATOR                                                                                                      \
	{                                                                                                              \
		"indicateurs/rencontres.yaml", "intitule: Rencontres\n"                                                \
	}
#define LEFT                                                                                                           \
	{                                                                                                              \
		"acteurs/mairie.yaml", "nom: Mairie\nstatut_membre: retire\n"                                          \
	}

static const struct rule_story stories[] = {
	{"all there", CODES, NULL, "", {ASSO, ACTION, INDICATOR}},
	{"a text that is empty names nothing",
	 CODES,
	 NULL,
	 "",
	 {{"actions/a.yaml", "intitule: A\npromoteur_referent: \"\"\n"}}},
	{"no such actor", CODES, NULL, "reference actions/maraudes.yaml promoteur_referent\n", {ACTION, INDICATOR}},
	{"in a list", CODES, NULL, "reference actions/maraudes.yaml indicateurs\n", {ASSO, ACTION}},
	{"each of a list",
	 CODES,
	 NULL,
	 "reference actions/a.yaml co_intervenants\nreference actions/a.yaml co_intervenants\n",
	 {ASSO, {"actions/a.yaml", "intitule: A\npromoteur_referent: asso\nco_intervenants: [x, asso, y]\n"}}},
	{"a name of another type",
	 CODES,
	 NULL,
	 "reference actions/a.yaml promoteur_referent\n",
	 {INDICATOR, ACTION, ASSO, {"actions/a.yaml", "intitule: A\npromoteur_referent: rencontres\n"}}},
	{"in a keyed list, and in the path",
	 CODES,
	 NULL,
	 "reference bilans/2018-T1/asso.yaml \nreference bilans/2018-T1/asso.yaml actions[rien].id\n",
	 {INDICATOR,
	  {"acteurs/autre.yaml", "nom: Autre\n"},
	  {"bilans/2018-T1/asso.yaml", "actions:\n  - {id: maraudes, freins: non}\n  - {id: rien, freins: non}\n"},
	  {"actions/maraudes.yaml", "intitule: Maraudes\npromoteur_referent: autre\nindicateurs: [rencontres]\n"}}},
	{"the path's actor told once",
	 CODES,
	 NULL,
	 "reference bilans/2018-T1/asso.yaml acteur\n",
	 {{"bilans/2018-T1/asso.yaml", "acteur: asso\n"}}},
	{"by a path",
	 CODES,
	 NULL,
	 "reference bilans/2018-T1/asso.yaml chiffres[rencontres].mesures\n",
	 {ASSO,
	  ACTION,
	  INDICATOR,
	  {"mesures/2018-T1/rencontres--asso.yaml", "source: feuille\n"},
	  {"bilans/2018-T1/asso.yaml", "chiffres:\n  - id: rencontres\n    mesures: [mesures/2018-T1/rencontres--asso, "
				       "mesures/2018-T2/rencontres--asso]\n"}}},
	{"a path of another type",
	 CODES,
	 NULL,
	 "reference bilans/2018-T1/asso.yaml chiffres[rencontres].mesures\n",
	 {ASSO,
	  ACTION,
	  INDICATOR,
	  {"bilans/2018-T1/asso.yaml", "chiffres:\n  - {id: rencontres, mesures: [actions/maraudes]}\n"}}},
	{"of two types, by their paths",
	 CODES,
	 NULL,
	 "reference diagnostics/d.yaml debouches\nreference diagnostics/d.yaml debouches\n",
	 {ASSO,
	  ACTION,
	  INDICATOR,
	  {"objectifs/o.yaml", "intitule: O\n"},
	  {"diagnostics/d.yaml", "debouches: [actions/maraudes, objectifs/o, actions/o, objectifs/maraudes]\n"}}},
	{"the meeting that decided an adjustment",
	 CODES,
	 NULL,
	 "reference actions/a.yaml ajustements[x].decision_ref\n",
	 {ASSO,
	  {"reunions/copil.yaml", "date: 2018-06-12\n"},
	  {"actions/a.yaml", "intitule: A\npromoteur_referent: asso\najustements:\n"
			     "  - {id: w, decision_ref: copil}\n  - {id: x, decision_ref: asso}\n"}}},
	{"the avenant of a movement, by its path",
	 CODES,
	 NULL,
	 "reference mouvements/o.yaml avenant\n",
	 {ASSO,
	  {"conventions/ca/v1.yaml", "intitule: C\n"},
	  {"conventions/ca/a1.yaml", "objet: Une entrée\n"},
	  {"mouvements/m.yaml", "acteur: asso\navenant: conventions/ca/a1\n"},
	  {"mouvements/n.yaml", "acteur: asso\navenant: conventions/ca/a1.yaml\n"},
	  {"mouvements/o.yaml", "acteur: asso\navenant: conventions/ca/a2\n"}}},
	{"any record, by its path",
	 CODES,
	 NULL,
	 "reference reunions/r.yaml decisions[d].objet_ref\nreference reunions/r.yaml decisions[e].objet_ref\n"
	 "reference reunions/r.yaml decisions[f].objet_ref\nreference reunions/r.yaml decisions[g].objet_ref\n",
	 {ASSO,
	  ACTION,
	  INDICATOR,
	  {"cooperative.yaml", "intitule: CA\n"},
	  {"reunions/r.yaml",
	   "decisions:\n  - {id: a, objet_ref: actions/maraudes}\n"
	   "  - {id: b, objet_ref: indicateurs/rencontres.yaml}\n  - {id: c, objet_ref: cooperative}\n"
	   "  - {id: d, objet_ref: actions/rencontres}\n  - {id: e, objet_ref: maraudes}\n"
	   "  - {id: f, objet_ref: actions}\n  - {id: g, objet_ref: rien/maraudes}\n"}}},
	{"a convention that a technical committee steers",
	 CODES,
	 NULL,
	 "",
	 {{"instances/cotech.yaml", "type: comite_technique\n"},
	  {"conventions/c/v1.yaml", "art4_1_pilotage: {instance: cotech}\n"}}},
	{"an actor who left",
	 CODES,
	 NULL,
	 "reference-left actions/a.yaml promoteur_referent\n",
	 {LEFT, {"actions/a.yaml", "intitule: A\npromoteur_referent: mairie\n"}}},
	{"an actor who left, in an action that is over",
	 CODES,
	 NULL,
	 "",
	 {LEFT, {"actions/a.yaml", "intitule: A\npromoteur_referent: mairie\nstatut: realisee\n"}}},
	{"an actor who left, in his bilan",
	 CODES,
	 NULL,
	 "",
	 {LEFT, {"bilans/2018-T1/mairie.yaml", "acteur: mairie\n"}}},
	{"an actor who left, in what tells so, and of those who were there",
	 CODES,
	 "2018-06-01",
	 "",
	 {LEFT,
	  {"mouvements/m.yaml", "acteur: mairie\nsens: sortie\n"},
	  {"personnes/p.yaml", "acteur: mairie\n"},
	  {"diagnostics/d.yaml", "acteurs_associes: [mairie]\n"},
	  {"reunions/r.yaml", "date: 2018-05-31\nacteurs_representes: [mairie]\n"},
	  {"financements/f.yaml", "annee: 2017\nbeneficiaire: mairie\n"}}},
	{"an actor who left, in what is to come",
	 CODES,
	 "2018-06-01",
	 "reference-left financements/f.yaml beneficiaire\nreference-left reunions/r.yaml acteurs_representes\n"
	 "reference-left taches/t.yaml responsable\n",
	 {LEFT,
	  {"taches/t.yaml", "responsable: mairie\n"},
	  {"reunions/r.yaml", "date: 2018-06-01\nacteurs_representes: [mairie]\n"},
	  {"financements/f.yaml", "annee: 2018\nbeneficiaire: mairie\n"}}},
	{"an indicator without action",
	 CODES,
	 NULL,
	 "reference-lone indicateurs/rencontres.yaml action\n",
	 {INDICATOR}},
	{"an indicator that says its action",
	 CODES,
	 NULL,
	 "",
	 {ASSO,
	  {"actions/a.yaml", "intitule: A\npromoteur_referent: asso\n"},
	  {"indicateurs/i.yaml", "intitule: I\naction: a\n"}}},
	{"an indicator of the whole coopérative",
	 CODES,
	 NULL,
	 "",
	 {{"indicateurs/i.yaml", "intitule: I\nobjet: ca\n"}}},
};

static int open_types(void **state)
{
	return mg_types_open((struct mg_types **)state, NULL);
}

static int close_types(void **state)
{
	mg_types_close(*state);
	return 0;
}

static void test_stories(void **state)
{
	for (size_t i = 0; i < LENGTH(stories); i++)
		tell_story(*state, &stories[i]);
}

static void test_nearest_name_is_the_hint(void **state)
{
	static const struct rule_file files[MAX_FILES] = {ASSO,
							  {"actions/a.yaml", "intitule: A\npromoteur_referent: aso\n"}};
	const struct mg_finding *found = NULL;
	struct mg_findings findings;
	struct mg_rule_run *run;
	struct mg_book book;

	fill_book(&book, *state, files);
	assert_int_equal(mg_rule_open(&book, date_of("2018-06-01"), &run, NULL), 0);
	mg_findings_init(&findings);
	mg_rule_check_record(run, mg_book_at(&book, "actions/a.yaml"), &findings);
	for (size_t i = 0; i < findings.n; i++)
		if (strcmp(findings.items[i].code, "reference") == 0)
			found = &findings.items[i];
	assert_non_null(found);
	assert_string_equal(found->message, "there is no record acteur named \"aso\"");
	assert_string_equal(found->hint, "did you mean asso?");
	assert_string_equal(found->label, "Promoteur référent");
	assert_int_equal(found->level, MG_LEVEL_E);
	assert_int_equal(found->mark.line, 2);
	assert_int_equal(found->mark.col, 21);
	mg_findings_clear(&findings);
	mg_rule_close(run);
	mg_book_clear(&book);
}

static void test_nearest_path_is_the_hint(void **state)
{
	static const struct rule_file files[MAX_FILES] = {ASSO,
							  {"diagnostics/d.yaml", "debouches: [objectifs/mobilise]\n"},
							  {"objectifs/mobiliser.yaml", "intitule: O\n"}};
	struct mg_findings findings;
	struct mg_rule_run *run;
	struct mg_book book;

	fill_book(&book, *state, files);
	assert_int_equal(mg_rule_open(&book, date_of("2018-06-01"), &run, NULL), 0);
	mg_findings_init(&findings);
	mg_rule_check_record(run, mg_book_at(&book, "diagnostics/d.yaml"), &findings);
	for (size_t i = 0; i < findings.n; i++) {
		if (strcmp(findings.items[i].code, "reference") != 0)
			continue;
		assert_string_equal(findings.items[i].message, "there is no record \"objectifs/mobilise\"");
		assert_string_equal(findings.items[i].hint, "did you mean objectifs/mobiliser?");
		assert_string_equal(findings.items[i].field, "debouches");
		goto out;
	}
	fail_msg("no finding");
out:
	mg_findings_clear(&findings);
	mg_rule_close(run);
	mg_book_clear(&book);
}

static bool was_maraudes(void *data, const char *path)
{
	*(unsigned *)data += 1;
	return strcmp(path, "actions/maraudes.yaml") == 0;
}

static void test_removed_is_not_misspelt(void **state)
{
	static const struct rule_file files[MAX_FILES] = {
		{"actions/maraude.yaml", "intitule: A\n"},
		{"indicateurs/i.yaml", "intitule: I\naction: maraudes\n"},
		{"indicateurs/k.yaml", "intitule: K\naction: maraudez\n"},
		{"diagnostics/d.yaml", "debouches: [actions/maraudes]\n"},
	};
	unsigned asked = 0, removed = 0;
	struct mg_findings findings;
	struct mg_rule_run *run;
	struct mg_book book;

	fill_book(&book, *state, files);
	assert_int_equal(mg_rule_open(&book, date_of("2018-06-01"), &run, NULL), 0);
	mg_rule_remember(run, was_maraudes, &asked);
	mg_findings_init(&findings);
	for (size_t i = 0; i < book.n; i++)
		mg_rule_check_record(run, &book.records[i], &findings);
	for (size_t i = 0; i < findings.n; i++) {
		if (strcmp(findings.items[i].code, "reference") != 0 ||
		    !strstr(findings.items[i].message, "was removed"))
			continue;
		assert_non_null(strstr(findings.items[i].hint, "`maillage log actions/maraudes`"));
		removed++;
	}
	assert_int_equal(asked, 3); // what is named in vain
	assert_int_equal(removed, 2);
	mg_findings_clear(&findings);
	mg_rule_close(run);
	mg_book_clear(&book);
}

static void test_reverse(void **state)
{
	static const struct rule_file files[MAX_FILES] = {ASSO,
							  ACTION,
							  INDICATOR,
							  {"objectifs/o.yaml", "enonce: O\nactions: [maraudes]\n"},
							  {"bilans/2018-T1/asso.yaml",
							   "actions:\n  - {id: maraudes, freins: non}\n"}};
	const struct mg_reference_known *items;
	struct mg_references references;
	struct mg_arena arena;
	struct mg_book book;
	size_t n;

	fill_book(&book, *state, files);
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_references_of(&book, &arena, &references, NULL), 0);
	items = mg_references_to(&references, mg_book_at(&book, "actions/maraudes.yaml"), &n);
	assert_int_equal(n, 2);
	assert_string_equal(items[0].from->path, "bilans/2018-T1/asso.yaml");
	assert_string_equal(items[0].field, "actions");
	assert_string_equal(items[1].from->path, "objectifs/o.yaml");
	items = mg_references_to(&references, mg_book_at(&book, "acteurs/asso.yaml"), &n);
	assert_int_equal(n, 2);
	assert_string_equal(items[0].from->path, "actions/maraudes.yaml");
	assert_string_equal(items[1].from->path, "bilans/2018-T1/asso.yaml");
	assert_string_equal(items[1].field, "acteur");
	assert_null(mg_references_to(&references, mg_book_at(&book, "objectifs/o.yaml"), &n));
	assert_int_equal(n, 0);
	mg_arena_clear(&arena);
	mg_book_clear(&book);
}

// Every x-ref of every schema names a type that there is, or "fiche": any.
static void check_refs(const struct mg_types *types, const char *type, const struct mg_node *node)
{
	const struct mg_node *named = mg_node_get(node, "x-ref");
	char name[64];

	if (named && named->type == MG_STRING) {
		snprintf(name, sizeof name, "%.*s", (int)named->text.len, named->text.data);
		if (strcmp(name, "fiche") != 0 && !mg_types_find(types, name))
			fail_msg("%s refers to %s, which is no type", type, name);
	}
	for (size_t i = 0; node->type == MG_MAP && i < node->as.map.n; i++)
		check_refs(types, type, node->as.map.pairs[i].value);
	for (size_t i = 0; node->type == MG_LIST && i < node->as.list.n; i++)
		check_refs(types, type, node->as.list.items[i]);
}

static void test_types_refer_to_types(void **state)
{
	for (size_t i = 0; i < mg_types_count(*state); i++) {
		const struct mg_type *type = mg_types_at(*state, i);

		assert_int_equal(mg_types_load(*state, type, NULL), 0);
		check_refs(*state, type->name, type->schema);
	}
}

static void test_empty_book(void **state)
{
	static const struct rule_story story = {"nothing at all", CODES, NULL, "", {{NULL, NULL}}};

	tell_story(*state, &story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stories, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_nearest_name_is_the_hint, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_nearest_path_is_the_hint, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_removed_is_not_misspelt, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_reverse, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_types_refer_to_types, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_empty_book, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_reference", tests, NULL, NULL);
}
