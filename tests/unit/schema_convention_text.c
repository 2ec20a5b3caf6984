// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/convention/convention_text.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PARTIES       "parties: [{id: p1, acteur: dd-78}, {id: p2, acteur: asso}]\n"
#define CA            "conventions/ca/"
#define V1_TEXT       PARTIES "art3_financement: un\nart2_actions:\n  - {id: a, contenu: un}\n  - {id: b, contenu: deux}\n"
#define CHANGE(lines) PARTIES "modifications:\n" lines
#define SIGNED(what, day)                                                                                              \
	{CA what ".dd-78.sig", day},                                                                                   \
	{                                                                                                              \
		CA what ".asso.sig", day                                                                               \
	}
#define V1 {CA "v1.yaml", V1_TEXT}, SIGNED("v1", "2018-01-15")

static struct mg_types *types;

static int open_types(void **state)
{
	(void)state;
	return mg_types_open(&types, NULL);
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

struct text_case {
	const char *title, *day, *expected; // articles 2 and 3 as one line; day NULL: whatever the day
	const char *failed;                 // path of the avenant that cannot be applied; NULL
	struct rule_file files[MAX_FILES];
};

// clang-format off
static const struct text_case cases[] = {
	{"nobody has signed", NULL, NULL, NULL, {{CA "v1.yaml", V1_TEXT}}},
	{"not all have", NULL, NULL, NULL, {{CA "v1.yaml", V1_TEXT}, {CA "v1.dd-78.sig", "2018-01-15"}}},
	{"the version as it is", NULL, "a=un b=deux / un", NULL, {V1}},
	{"an avenant", NULL, "a=trois b=deux / un", NULL,
	 {V1, {CA "a1.yaml", CHANGE("  - {id: m, chemin: \"art2_actions[a].contenu\", ancien: un, nouveau: trois}\n")},
	  SIGNED("a1", "2018-03-01")}},
	{"one that not all signed says nothing", NULL, "a=un b=deux / un", NULL,
	 {V1, {CA "a1.yaml", CHANGE("  - {id: m, chemin: \"art2_actions[a].contenu\", nouveau: trois}\n")},
	  {CA "a1.asso.sig", "2018-03-01"}}},
	{"one of another convention does not either", NULL, "a=un b=deux / un", NULL,
	 {V1, {"conventions/autre/a1.yaml", CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n")},
	  {"conventions/autre/a1.dd-78.sig", "2018-03-01"}, {"conventions/autre/a1.asso.sig", "2018-03-01"}}},
	{"in the order of their numbers, two before ten", NULL, "a=un b=deux / dix", NULL,
	 {V1, {CA "a10.yaml", CHANGE("  - {id: m, chemin: art3_financement, nouveau: dix}\n")},
	  {CA "a2.yaml", CHANGE("  - {id: m, chemin: art3_financement, nouveau: deux}\n")},
	  SIGNED("a10", "2018-03-01"), SIGNED("a2", "2018-04-01")}},
	{"a new action, and one that goes", NULL, "a=un c=neuf / un", NULL,
	 {V1, {CA "a1.yaml", CHANGE("  - {id: m, chemin: \"art2_actions[c]\", nouveau: {id: c, contenu: neuf}}\n"
				    "  - {id: n, chemin: \"art2_actions[b]\"}\n")},
	  SIGNED("a1", "2018-03-01")}},
	{"before its day it has no effect", "2018-06-30", "a=un b=deux / un", NULL,
	 {V1, {CA "a1.yaml", "date_effet: 2018-07-01\n" CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n")},
	  SIGNED("a1", "2018-03-01")}},
	{"from its day it has", "2018-07-01", "a=un b=deux / x", NULL,
	 {V1, {CA "a1.yaml", "date_effet: 2018-07-01\n" CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n")},
	  SIGNED("a1", "2018-03-01")}},
	{"signed, it counts for the next one", NULL, "a=un b=deux / x", NULL,
	 {V1, {CA "a1.yaml", "date_effet: 2018-07-01\n" CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n")},
	  SIGNED("a1", "2018-03-01")}},
	{"all of it or nothing", NULL, "a=un b=deux / un", CA "a1.yaml",
	 {V1, {CA "a1.yaml", CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n"
				    "  - {id: n, chemin: art3_financement.texte, nouveau: y}\n")},
	  SIGNED("a1", "2018-03-01")}},
	{"a field written as no field is", NULL, "a=un b=deux / x", CA "a1.yaml",
	 {V1, {CA "a1.yaml", CHANGE("  - {id: m, chemin: \"art2_actions[\", nouveau: x}\n")}, SIGNED("a1", "2018-03-01"),
	  {CA "a2.yaml", CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n")}, SIGNED("a2", "2018-03-02")}},
	{"a new version begins anew", NULL, "a=v2 / -", NULL,
	 {V1, {CA "a1.yaml", CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n")}, SIGNED("a1", "2018-03-01"),
	  {CA "v2.yaml", PARTIES "art2_actions: [{id: a, contenu: v2}]\n"}, SIGNED("v2", "2018-06-01")}},
	{"and is amended in turn", NULL, "a=v2 / x", NULL,
	 {V1, {CA "a1.yaml", CHANGE("  - {id: m, chemin: art3_financement, nouveau: x}\n")}, SIGNED("a1", "2018-07-01"),
	  {CA "v2.yaml", PARTIES "art2_actions: [{id: a, contenu: v2}]\n"}, SIGNED("v2", "2018-06-01")}},
	{"what does not go on leaves with the renewal", NULL, "a=un / un", NULL,
	 {V1, {CA "renouvellement-1.yaml", PARTIES "actions_non_reconduites: [b]\n"},
	  SIGNED("renouvellement-1", "2018-12-01")}},
	{"but not before its year", "2018-12-31", "a=un b=deux / un", NULL,
	 {V1, {CA "renouvellement-1.yaml", PARTIES "periode: {debut: 2019-01-15}\nactions_non_reconduites: [b]\n"},
	  SIGNED("renouvellement-1", "2018-12-01")}},
	{"and may come back later", NULL, "a=un b=retour / un", NULL,
	 {V1, {CA "renouvellement-1.yaml", PARTIES "actions_non_reconduites: [b]\n"},
	  SIGNED("renouvellement-1", "2018-12-01"),
	  {CA "a1.yaml", CHANGE("  - {id: m, chemin: \"art2_actions[b]\", nouveau: {id: b, contenu: retour}}\n")},
	  SIGNED("a1", "2019-02-01")}},
};
// clang-format on

static void put_text(struct mg_buf *out, const struct mg_node *node)
{
	struct mg_slice text = mg_node_string(node);

	if (text.len)
		mg_buf_put_slice(out, text);
	else
		mg_buf_putc(out, '-');
}

static void print_articles(const struct mg_node *root, struct mg_buf *out)
{
	const struct mg_node *list = mg_node_get(root, "art2_actions");

	for (size_t i = 0; list && i < list->as.list.n; i++) {
		put_text(out, mg_node_get(list->as.list.items[i], "id"));
		mg_buf_putc(out, '=');
		put_text(out, mg_node_get(list->as.list.items[i], "contenu"));
		mg_buf_putc(out, ' ');
	}
	mg_buf_puts(out, "/ ");
	put_text(out, mg_node_get(root, "art3_financement"));
}

static void check_text(const struct text_case *c)
{
	struct mg_convention_text text;
	struct mg_buf found = {0};
	struct mg_arena arena;
	struct mg_book book;
	struct mg_date day;
	int rc;

	mg_arena_init(&arena, 0);
	fill_book(&book, types, c->files);
	if (c->day)
		day = date_of(c->day);
	rc = mg_convention_text(&book, "ca", c->day ? &day : NULL, &arena, &text, NULL);
	if (c->expected) {
		assert_int_equal(rc, 0);
		print_articles(text.root, &found);
		if (strcmp(mg_buf_text(&found), c->expected) != 0)
			fail_msg("%s: \"%s\" instead of \"%s\"", c->title, mg_buf_text(&found), c->expected);
	} else if (rc != MG_ENOTFOUND) {
		fail_msg("%s: code %d", c->title, rc);
	}
	if (rc == 0 && (!text.failed != !c->failed || (c->failed && strcmp(text.failed->path, c->failed) != 0)))
		fail_msg("%s: failed at %s", c->title, text.failed ? text.failed->path : "nothing");
	mg_buf_clear(&found);
	mg_book_clear(&book);
	mg_arena_clear(&arena);
}

static void the_text_is_what_all_signed(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		check_text(&cases[i]);
}

// ---- what the records say

struct drift_case {
	const char *title, *expected; // places, each followed by a blank
	struct rule_file files[MAX_FILES];
};

#define ACTION(lines) "intitule: A\npromoteur_referent: asso\n" lines
#define SIGNED_ACTION                                                                                                  \
	{CA "v1.yaml", PARTIES "art2_actions:\n  - {id: a, intitule: A, promoteur_referent: asso, contenu: un, "       \
			       "modes_intervention: [x, y], calendrier_previsionnel: {fin: 2018-12-31}}\n"},           \
		SIGNED("v1", "2018-01-15")
#define SAME "contenu: un\nmodes_intervention: [x, y]\ncalendrier_previsionnel: {fin: 2018-12-31}\n"

// clang-format off
static const struct drift_case drifts[] = {
	{"the same", "", {SIGNED_ACTION, {"actions/a.yaml", ACTION(SAME)}}},
	{"what is no part of article 2 may change", "",
	 {SIGNED_ACTION, {"actions/a.yaml", ACTION(SAME "numero: 4\nstatut: en_cours\nfreins: la pluie\n")}}},
	{"an action that is not in it is no matter", "",
	 {SIGNED_ACTION, {"actions/a.yaml", ACTION(SAME)}, {"actions/b.yaml", ACTION("contenu: deux\n")}}},
	{"a field", "art2_actions[a].contenu ",
	 {SIGNED_ACTION, {"actions/a.yaml",
	  ACTION("contenu: autre\nmodes_intervention: [x, y]\ncalendrier_previsionnel: {fin: 2018-12-31}\n")}}},
	{"a field that is new, one that goes, one within another",
	 "art2_actions[a].calendrier_previsionnel.fin art2_actions[a].contenu art2_actions[a].moyens_humains_etp ",
	 {SIGNED_ACTION, {"actions/a.yaml", ACTION("modes_intervention: [x, y]\nmoyens_humains_etp: 0.5\n"
						   "calendrier_previsionnel: {fin: 2019-12-31}\n")}}},
	{"an action that is gone", "art2_actions[a] ", {SIGNED_ACTION}},
	{"what an avenant says is signed", "",
	 {SIGNED_ACTION, {"actions/a.yaml", ACTION(SAME "moyens_humains_etp: 0.5\n")},
	  {CA "a1.yaml", CHANGE("  - {id: m, chemin: \"art2_actions[a].moyens_humains_etp\", nouveau: 0.5}\n")},
	  SIGNED("a1", "2018-03-01")}},
	{"until it is signed it is not", "art2_actions[a].moyens_humains_etp ",
	 {SIGNED_ACTION, {"actions/a.yaml", ACTION(SAME "moyens_humains_etp: 0.5\n")},
	  {CA "a1.yaml", CHANGE("  - {id: m, chemin: \"art2_actions[a].moyens_humains_etp\", nouveau: 0.5}\n")},
	  {CA "a1.dd-78.sig", "2018-03-01"}}},
};
// clang-format on

static void check_drift(const struct drift_case *c)
{
	struct mg_amendments found = {0};
	struct mg_convention_text text;
	struct mg_buf places = {0};
	struct mg_arena arena;
	struct mg_book book;

	mg_arena_init(&arena, 0);
	fill_book(&book, types, c->files);
	assert_int_equal(mg_convention_text(&book, "ca", NULL, &arena, &text, NULL), 0);
	assert_int_equal(mg_convention_drift(&book, &text, &arena, &found, NULL), 0);
	for (size_t i = 0; i < found.n; i++)
		mg_buf_printf(&places, "%s ", found.items[i].place);
	if (strcmp(mg_buf_text(&places), c->expected) != 0)
		fail_msg("%s: \"%s\" instead of \"%s\"", c->title, mg_buf_text(&places), c->expected);
	mg_buf_clear(&places);
	mg_book_clear(&book);
	mg_arena_clear(&arena);
}

static void what_differs_without_avenant(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(drifts); i++)
		check_drift(&drifts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_is_what_all_signed),
		cmocka_unit_test(what_differs_without_avenant),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
