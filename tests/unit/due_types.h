// SPDX-License-Identifier: EUPL-1.2
//
// The record types of deadlines and of their rules, of any shape: what is computed reads keys, whatever else is there.
#ifndef MG_TESTS_UNIT_DUE_TYPES_H
#define MG_TESTS_UNIT_DUE_TYPES_H

#include "schema/record/type.h"

#include <stdio.h>

#define DUE_TYPES 32

static const char *const due_patterns[][2] = {
	{"acteur", "acteurs/<id>.yaml"},
	{"action", "actions/<id>.yaml"},
	{"avenant", "conventions/<id>/a<n>.yaml"},
	{"bilan_annuel", "bilans/<annee>/annuel.yaml"},
	{"bilan_annuel_acteur", "bilans/<annee>/<acteur>.yaml"},
	{"bilan_trimestriel", "bilans/<periode>/<acteur>.yaml"},
	{"cle", "cles/<cle>.yaml"},
	{"consolidation", "bilans/<periode>/consolidation.yaml"},
	{"convention", "conventions/<id>/v<n>.yaml"},
	{"cooperative", "cooperative.yaml"},
	{"etape", "etapes/<id>.yaml"},
	{"evaluation", "evaluations/<id>.yaml"},
	{"financement", "financements/<id>.yaml"},
	{"formation", "formations/<id>.yaml"},
	{"indicateur", "indicateurs/<id>.yaml"},
	{"instance", "instances/<id>.yaml"},
	{"mesure", "mesures/<periode>/<indicateur>--<acteur>.yaml"},
	{"mouvement", "mouvements/<id>.yaml"},
	{"point_etape", "points-etape/<id>.yaml"},
	{"renouvellement", "conventions/<id>/renouvellement-<n>.yaml"},
	{"resiliation", "conventions/<id>/resiliation-<n>.yaml"},
	{"reunion", "reunions/<id>.yaml"},
	{"signature_externe", "conventions/<id>/signatures/<acteur>.yaml"},
	{"tache", "taches/<id>.yaml"},
};

static inline int open_due_types(void **state)
{
	const size_t n = sizeof due_patterns / sizeof *due_patterns;
	static char texts[DUE_TYPES][512];
	struct mg_embedded items[DUE_TYPES];
	struct mg_error err = {0};

	assert_true(n <= DUE_TYPES);
	for (size_t i = 0; i < n; i++) {
		snprintf(texts[i], sizeof texts[i],
			 "title: %s\nx-en: {title: %s}\nx-chemin: %s\n"
			 "x-signature: {espace: essai@maillage, ouvre: dd}\n"
			 "x-droits: {cree: [dd], modifie: [dd], signe: [partie]}\ntype: object\n",
			 due_patterns[i][0], due_patterns[i][0], due_patterns[i][1]);
		items[i] = (struct mg_embedded){due_patterns[i][0], (const unsigned char *)texts[i], strlen(texts[i])};
	}
	if (mg_types_open_from((struct mg_types **)state, items, n, &err) < 0)
		fail_msg("%s", err.message);
	return 0;
}

static inline int close_due_types(void **state)
{
	mg_types_close(*state);
	return 0;
}

#endif
