// SPDX-License-Identifier: EUPL-1.2
//
// The quarter of three partners that the tests of drafts and of consolidations begin with.
#ifndef MG_TESTS_UNIT_BILAN_BASICS_H
#define MG_TESTS_UNIT_BILAN_BASICS_H

#include "tests/unit/bilan_fixture.h"

static inline int draft(struct world *world, const char *periode, const char *acteur, struct mg_bilan_made *made,
			struct mg_error *err)
{
	assert_int_equal(mg_book_sort(&world->book, NULL), 0);
	return mg_bilan_draft(&world->book, periode, acteur, &world->arena, made, err);
}

static inline int consolidate(struct world *world, const char *periode, struct mg_bilan_made *made,
			      struct mg_error *err)
{
	assert_int_equal(mg_book_sort(&world->book, NULL), 0);
	return mg_bilan_consolidate(&world->book, periode, &world->arena, made, err);
}

static inline void check_draft(struct world *world, const char *acteur, const char *path, const char *text)
{
	struct mg_bilan_made made;
	struct mg_error err = {0};

	if (draft(world, "2018-T1", acteur, &made, &err) < 0)
		fail_msg("%s", err.message);
	check_made(&made, path, text);
}

static inline void check_consolidation(struct world *world, const char *path, const char *text)
{
	struct mg_bilan_made made;
	struct mg_error err = {0};

	if (consolidate(world, "2018-T1", &made, &err) < 0)
		fail_msg("%s", err.message);
	check_made(&made, path, text);
}

static const struct given basics[] = {
	{"actions/maraudes.yaml",
	 "intitule: Maraudes\npromoteur_referent: asso\nco_intervenants: [mairie, hopital]\n"
	 "calendrier_previsionnel: {debut: 2018-01-15, fin: 2018-12-31}\nstatut: conventionnee\n",
	 NULL,
	 {NULL}},
	{"indicateurs/personnes.yaml",
	 "intitule: Personnes rencontrées\naction: maraudes\nresponsable: asso\nunite: personnes\nagregation: somme\n",
	 NULL,
	 {NULL}},
	{"mesures/2018-T1/personnes--asso.yaml",
	 "observations:\n  - {id: o1, date: 2018-01-24, valeur: 17}\n  - {id: o2, date: 2018-02-21, valeur: 22}\n",
	 NULL,
	 {NULL}},
	{"mesures/2018-T2/personnes--asso.yaml", "observations: [{id: o1, valeur: 1000}]\n", NULL, {NULL}},
	{"mesures/2018-T1/personnes--mairie.yaml", "observations: [{id: o1, valeur: 5}]\n", NULL, {NULL}},
	{"acteurs/asso.yaml", "nom: Asso\nrole: partenaire\n", NULL, {NULL}},
	{"acteurs/mairie.yaml", "nom: Mairie\nstatut_membre: membre\n", NULL, {NULL}},
	{"acteurs/hopital.yaml", "nom: Hôpital\n", NULL, {NULL}},
	{"acteurs/dd-78.yaml", "nom: DD\nrole: dd\n", NULL, {NULL}},
};

static const char asso_draft[] = HEAD "acteur: asso\n"
				      "actions:\n"
				      "  - id: maraudes\n"
				      "    avancement: \"\"\n"
				      "    realisations: \"\"\n"
				      "    ecarts_au_plan: \"\"\n"
				      "    freins: \"\"\n"
				      "    leviers: \"\"\n"
				      "    ajustements_proposes: \"\"\n"
				      "chiffres:\n"
				      "  - id: personnes\n"
				      "    intitule: Personnes rencontrées\n"
				      "    action: maraudes\n"
				      "    agregation: somme\n"
				      "    unite: personnes\n"
				      "    valeur: 39\n"
				      "    observations:\n"
				      "      - id: o1\n"
				      "        date: 2018-01-24\n"
				      "        valeur: 17\n"
				      "      - id: o2\n"
				      "        date: 2018-02-21\n"
				      "        valeur: 22\n"
				      "    mesures:\n"
				      "      - mesures/2018-T1/personnes--asso\n";

static inline void check_text(const struct mg_node *node, const char *key, const char *expected, size_t i)
{
	const struct mg_node *value = mg_node_get(node, key);

	if (!expected ? value != NULL : !value || !mg_slice_is(value->text, expected))
		fail_msg("case %zu: %s is %.*s, expected %s", i, key, value ? (int)value->text.len : 0,
			 value ? value->text.data : "", expected ? expected : "absent");
}

#endif
