// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/convention.h"
#include "schema/record/record.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define DIR           "conventions/ca/"
#define HEAD          "cooperative: 3f786850e387550fdab836ed7e6dc881de23001b\nversion: 1\n"
#define PARTIES       "parties: [{id: p1, acteur: dd-78}, {id: p7, acteur: asso, representant: Paul}]\n"
#define DD                                                                                                             \
	{"cooperative.yaml", "intitule: Essai\ndd_animatrice: dd-78\n"},                                               \
	{                                                                                                              \
		"acteurs/dd-78.yaml", "nom: DD\nrole: dd\n"                                                            \
	}
#define ASSO                                                                                                           \
	{                                                                                                              \
		"acteurs/asso.yaml", "nom: Asso\nstatut_membre: membre\n"                                              \
	}
#define SIGNED(what, day)                                                                                              \
	{DIR what ".dd-78.sig", day},                                                                                  \
	{                                                                                                              \
		DIR what ".asso.sig", day                                                                              \
	}
#define V1                                                                                                             \
	{DIR "v1.yaml",                                                                                                \
	 HEAD PARTIES "lieu: Ici\nart2_actions: [{id: a, intitule: A, contenu: un}, {id: b, intitule: B}]\n"           \
		      "art5_duree: {date_effet: 2018-02-15}\n"},                                                       \
		SIGNED("v1", "2018-02-10")

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

static int draft_convention(const struct mg_book *book, struct mg_arena *arena, struct mg_bilan_made *made)
{
	return mg_convention_draft(book, "ca", arena, made, NULL);
}

static int draft_avenant(const struct mg_book *book, struct mg_arena *arena, struct mg_bilan_made *made)
{
	return mg_avenant_draft(book, "ca", arena, made, NULL);
}

static int draft_renewal(const struct mg_book *book, struct mg_arena *arena, struct mg_bilan_made *made)
{
	return mg_renouvellement_draft(book, "ca", arena, made, NULL);
}

static int draft_end(const struct mg_book *book, struct mg_arena *arena, struct mg_bilan_made *made)
{
	return mg_resiliation_draft(book, "ca", "asso", arena, made, NULL);
}

struct draft_case {
	const char *title;
	int (*draft)(const struct mg_book *book, struct mg_arena *arena, struct mg_bilan_made *made);
	const char *path;  // of what is made; NULL: nothing is, and code says why
	const char *field; // that is looked at
	const char *value; // its canonical text; "" when it is not there
	int code;
	struct rule_file files[MAX_FILES];
};

// clang-format off
static const struct draft_case cases[] = {
	// ---- a first version
	{"the DD first, then the members", draft_convention, DIR "v1.yaml", "parties",
	 "[{\"acteur\":\"dd-78\",\"id\":\"p1\"},{\"acteur\":\"asso\",\"id\":\"p2\"},{\"acteur\":\"mairie\",\"id\":\"p3\"}]", 0,
	 {DD, ASSO, {"acteurs/mairie.yaml", "nom: M\nstatut_membre: partant\n"},
	  {"acteurs/pressenti.yaml", "nom: P\nstatut_membre: pressenti\n"},
	  {"acteurs/parti.yaml", "nom: P\nstatut_membre: retire\n"}, {"acteurs/rien.yaml", "nom: R\n"},
	  {"acteurs/auditeur.yaml", "nom: X\nrole: auditeur\nstatut_membre: membre\n"},
	  {"acteurs/cabinet.yaml", "nom: C\nrole: evaluateur\nstatut_membre: membre\n"},
	  {"acteurs/papier.yaml", "nom: S\nstatut_membre: membre\nsignataire_convention: false\n"}}},
	{"represented by the legal representative", draft_convention, DIR "v1.yaml", "parties",
	 "[{\"acteur\":\"dd-78\",\"id\":\"p1\",\"qualite\":\"Déléguée\",\"representant\":\"Claire\"}]", 0,
	 {{"cooperative.yaml", "intitule: Essai\ndd_animatrice: dd-78\n"},
	  {"acteurs/dd-78.yaml", "nom: DD\nrole: dd\nrepresentant_legal: claire\n"},
	  {"personnes/claire.yaml", "nom: Claire\nfonction: Déléguée\n"}}},
	{"a DD without a record is a party all the same", draft_convention, DIR "v1.yaml", "parties",
	 "[{\"acteur\":\"dd-78\",\"id\":\"p1\"}]", 0, {{"cooperative.yaml", "intitule: Essai\ndd_animatrice: dd-78\n"}}},
	{"what is proposed is in it, what is given up is not", draft_convention, DIR "v1.yaml", "art2_actions",
	 "[{\"id\":\"a\",\"intitule\":\"A\"},{\"id\":\"b\",\"intitule\":\"B\"}]", 0,
	 {DD, {"actions/a.yaml", "intitule: A\nstatut: proposee\nnumero: 3\n"}, {"actions/b.yaml", "intitule: B\n"},
	  {"actions/c.yaml", "intitule: C\nstatut: abandonnee\n"}, {"actions/d.yaml", "intitule: D\nstatut: realisee\n"}}},
	{"the general objective is the preamble's", draft_convention, DIR "v1.yaml", "art1_objet.objectifs",
	 "[{\"id\":\"o\",\"intitule\":\"O\",\"niveau\":\"operationnel\"}]", 0,
	 {DD, {"objectifs/g.yaml", "intitule: G\nniveau: general\n"}, {"objectifs/o.yaml", "intitule: O\nniveau: operationnel\n"}}},
	{"indicators of its actions only", draft_convention, DIR "v1.yaml", "art4_2_indicateurs",
	 "[{\"id\":\"i\",\"intitule\":\"I\"},{\"id\":\"j\",\"intitule\":\"J\"}]", 0,
	 {DD, {"actions/a.yaml", "intitule: A\nindicateurs: [j]\n"}, {"actions/c.yaml", "intitule: C\nstatut: abandonnee\n"},
	  {"indicateurs/i.yaml", "intitule: I\naction: a\n"}, {"indicateurs/j.yaml", "intitule: J\n"},
	  {"indicateurs/k.yaml", "intitule: K\naction: c\n"}}},
	{"no day is invented", draft_convention, DIR "v1.yaml", "art5_duree", "{\"duree_mois\":12,\"renouvellement\":\"expres\"}", 0, {DD}},
	{"an earlier draft keeps what was written", draft_convention, DIR "v1.yaml", "preambule", "\"Le nôtre.\"", 0,
	 {DD, {DIR "v1.yaml", HEAD "parties: []\npreambule: Le nôtre.\n"}}},
	{"but not an empty text", draft_convention, DIR "v1.yaml", "intitule", "\"Convention de partenariat relative à « Essai »\"", 0,
	 {DD, {DIR "v1.yaml", HEAD "parties: []\nintitule: \"\"\n"}}},
	{"and who represents whom, under its id", draft_convention, DIR "v1.yaml", "parties",
	 "[{\"acteur\":\"dd-78\",\"id\":\"p1\"},{\"acteur\":\"asso\",\"id\":\"p7\",\"representant\":\"Paul\"}]", 0,
	 {DD, ASSO, {DIR "v1.yaml", HEAD PARTIES}}},
	// ---- the next version
	{"once somebody signed it is the next number", draft_convention, DIR "v2.yaml", "version", "2", 0,
	 {DD, ASSO, {DIR "v1.yaml", HEAD PARTIES}, {DIR "v1.dd-78.sig", "2018-02-10"}}},
	{"with what was written", draft_convention, DIR "v2.yaml", "lieu", "\"Ici\"", 0, {DD, ASSO, V1}},
	{"but not its days", draft_convention, DIR "v2.yaml", "art5_duree", "{\"duree_mois\":12,\"renouvellement\":\"expres\"}", 0,
	 {DD, ASSO, V1}},
	{"what is proposed after the first does not slip in", draft_convention, DIR "v2.yaml", "art2_actions",
	 "[{\"id\":\"a\",\"intitule\":\"A\"}]", 0,
	 {DD, ASSO, V1, {"actions/a.yaml", "intitule: A\nstatut: proposee\n"}, {"actions/n.yaml", "intitule: N\nstatut: proposee\n"}}},
	// ---- avenants
	{"no avenant before all have signed", draft_avenant, NULL, NULL, NULL, MG_ENOTFOUND,
	 {DD, ASSO, {DIR "v1.yaml", HEAD PARTIES}, {DIR "v1.dd-78.sig", "2018-02-10"}}},
	{"nothing differs", draft_avenant, DIR "a1.yaml", "modifications", "[]", 0,
	 {DD, ASSO, V1, {"actions/a.yaml", "intitule: A\ncontenu: un\n"}, {"actions/b.yaml", "intitule: B\n"}}},
	{"a field, an action that is given up, one that is decided", draft_avenant, DIR "a1.yaml", "modifications",
	 "[{\"ancien\":\"un\",\"chemin\":\"art2_actions[a].contenu\",\"id\":\"m1\",\"nouveau\":\"deux\"},"
	 "{\"ancien\":{\"id\":\"b\",\"intitule\":\"B\"},\"chemin\":\"art2_actions[b]\",\"id\":\"m2\"},"
	 "{\"chemin\":\"art2_actions[c]\",\"id\":\"m3\",\"nouveau\":{\"id\":\"c\",\"intitule\":\"C\"}}]", 0,
	 {DD, ASSO, V1, {"actions/a.yaml", "intitule: A\ncontenu: deux\n"}, {"actions/b.yaml", "intitule: B\nstatut: abandonnee\n"},
	  {"actions/c.yaml", "intitule: C\nstatut: conventionnee\n"}, {"actions/d.yaml", "intitule: D\nstatut: proposee\n"}}},
	{"what somebody wrote of another article stays", draft_avenant, DIR "a1.yaml", "modifications",
	 "[{\"ancien\":\"Ici\",\"chemin\":\"lieu\",\"id\":\"m1\",\"nouveau\":\"Là\"}]", 0,
	 {DD, ASSO, V1, {"actions/a.yaml", "intitule: A\ncontenu: un\n"}, {"actions/b.yaml", "intitule: B\n"},
	  {DIR "a1.yaml", HEAD "convention: ca\n" PARTIES "modifications:\n  - {id: x, chemin: \"art2_actions[a].contenu\", nouveau: z}\n"
			  "  - {id: y, chemin: lieu, ancien: Ici, nouveau: Là}\n"}}},
	{"once it is signed the next one follows", draft_avenant, DIR "a2.yaml", "numero", "2", 0,
	 {DD, ASSO, V1, {DIR "a1.yaml", HEAD "convention: ca\n" PARTIES "modifications: []\n"}, {DIR "a1.dd-78.sig", "2018-03-01"}}},
	{"who enters signs it", draft_avenant, DIR "a1.yaml", "parties",
	 "[{\"acteur\":\"dd-78\",\"id\":\"p1\"},{\"acteur\":\"asso\",\"id\":\"p7\",\"representant\":\"Paul\"},{\"acteur\":\"mairie\",\"id\":\"p2\"}]", 0,
	 {DD, ASSO, V1, {"acteurs/mairie.yaml", "nom: M\nstatut_membre: membre\n"}}},
	{"who has left does not, and is a party no more", draft_avenant, DIR "a1.yaml", "parties", "[{\"acteur\":\"dd-78\",\"id\":\"p1\"}]", 0,
	 {DD, {"acteurs/asso.yaml", "nom: A\nstatut_membre: retire\n"}, V1}},
	// ---- renewals
	{"no renewal of what is not signed", draft_renewal, NULL, NULL, NULL, MG_ENOTFOUND, {DD, ASSO, {DIR "v1.yaml", HEAD PARTIES}}},
	{"from the term, twelve months", draft_renewal, DIR "renouvellement-1.yaml", "periode",
	 "{\"debut\":\"2019-02-15\",\"fin\":\"2020-02-14\"}", 0, {DD, ASSO, V1}},
	{"the next one from the next term", draft_renewal, DIR "renouvellement-2.yaml", "periode",
	 "{\"debut\":\"2020-02-15\",\"fin\":\"2021-02-14\"}", 0,
	 {DD, ASSO, V1, {DIR "renouvellement-1.yaml", HEAD "convention: ca\n" PARTIES}, SIGNED("renouvellement-1", "2019-01-10")}},
	{"what nobody decided is in neither list", draft_renewal, DIR "renouvellement-1.yaml", "actions_reconduites", "[]", 0, {DD, ASSO, V1}},
	{"what a draft says is kept", draft_renewal, DIR "renouvellement-1.yaml", "actions_non_reconduites", "[\"b\"]", 0,
	 {DD, ASSO, V1, {DIR "renouvellement-1.yaml", HEAD "convention: ca\n" PARTIES "actions_non_reconduites: [b, inconnue]\n"}}},
	// ---- terminations
	{"one letter to each other party", draft_end, DIR "resiliation-1.yaml", "notifications", "[{\"destinataire\":\"dd-78\",\"id\":\"n1\"}]", 0,
	 {DD, ASSO, V1}},
	{"what is noted of one stays", draft_end, DIR "resiliation-1.yaml", "notifications",
	 "[{\"date_reception\":\"2018-09-05\",\"destinataire\":\"dd-78\",\"id\":\"l\"}]", 0,
	 {DD, ASSO, V1, {DIR "resiliation-1.yaml", "convention: ca\nauteur: asso\n"
			 "notifications: [{id: l, destinataire: dd-78, date_reception: 2018-09-05}]\n"}}},
	{"another party's is another one", draft_end, DIR "resiliation-2.yaml", "auteur", "\"asso\"", 0,
	 {DD, ASSO, V1, {DIR "resiliation-1.yaml", "convention: ca\nauteur: dd-78\n"}}},
	{"who is no party does not", draft_end, NULL, NULL, NULL, MG_EDENIED,
	 {DD, ASSO, {DIR "v1.yaml", HEAD "parties: [{id: p1, acteur: dd-78}]\n"}, {DIR "v1.dd-78.sig", "2018-02-10"}}},
};
// clang-format on

// What is made has the right shape, so that it can be recorded as it is.
static void check_shape(const struct mg_bilan_made *made)
{
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_doc doc;

	mg_yaml_write(made->root, &text);
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_record_check(types, made->path.text, mg_buf_slice(&text), &doc, &findings) < 0)
		fail_msg("%s: %s in\n%s", made->path.text, findings.items[findings.n - 1].message, mg_buf_text(&text));
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
}

static void check_field(const struct draft_case *c, const struct mg_bilan_made *made, struct mg_arena *arena)
{
	const struct mg_node *value;
	struct mg_buf canon = {0};
	struct mg_place place;

	assert_string_equal(made->path.text, c->path);
	assert_int_equal(mg_place_parse(c->field, arena, &place, NULL), 0);
	value = mg_place_find(made->root, &place);
	if (value)
		mg_node_canon(value, &canon);
	if (strcmp(mg_buf_text(&canon), c->value) != 0)
		fail_msg("%s: %s is %s\ninstead of %s", c->title, c->field, mg_buf_text(&canon), c->value);
	mg_buf_clear(&canon);
}

static void check(const struct draft_case *c)
{
	struct mg_bilan_made made;
	struct mg_arena arena;
	struct mg_book book;
	int rc;

	mg_arena_init(&arena, 0);
	fill_book(&book, types, c->files);
	rc = c->draft(&book, &arena, &made);
	if (rc != c->code)
		fail_msg("%s: code %d", c->title, rc);
	if (c->path) {
		check_shape(&made);
		check_field(c, &made, &arena);
	}
	mg_book_clear(&book);
	mg_arena_clear(&arena);
}

static void drafts_say_what_the_records_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		check(&cases[i]);
}

static void ids_that_are_none(void **state)
{
	static const char *const ids[] = {"", "Ca", "a/b", "a--b", "con", "..", "été"};
	struct mg_bilan_made made;
	struct mg_arena arena;
	struct mg_book book;

	(void)state;
	mg_arena_init(&arena, 0);
	fill_book(&book, types, (const struct rule_file[MAX_FILES]){DD});
	for (size_t i = 0; i < LENGTH(ids); i++)
		assert_int_equal(mg_convention_draft(&book, ids[i], &arena, &made, NULL), MG_EINVALID);
	mg_book_clear(&book);
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drafts_say_what_the_records_say),
		cmocka_unit_test(ids_that_are_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
