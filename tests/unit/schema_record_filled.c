// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/record_fixture.h"

#include <stdio.h>

static void empty_fields_are_findings(void **state)
{
	static const struct {
		const char *path, *text, *field; // a finding "missing" there
		enum mg_level level;
		const char *article;
		unsigned line;
	} cases[] = {
		{"actions/x.yaml", "", "contenu", MG_LEVEL_E, "G:997", 1},
		{"actions/x.yaml", "contenu: ''\n", "contenu", MG_LEVEL_E, "G:997", 3},
		{"actions/x.yaml", "contenu: '  '\n", "contenu", MG_LEVEL_E, "G:997", 3},
		{"actions/x.yaml", "public_cible: []\n", "public_cible", MG_LEVEL_E, "G:1011", 3},
		{"actions/x.yaml", "calendrier_previsionnel: {}\n", "calendrier_previsionnel", MG_LEVEL_E,
		 "G:1003-1005", 3},
		{"actions/x.yaml", "calendrier_previsionnel:\n  debut: 2018-01-01\n", "calendrier_previsionnel.fin",
		 MG_LEVEL_E, "G:1003-1005", 4},
		{"actions/x.yaml", "lieux_precis:\n  - {id: l1}\n", "lieux_precis[l1].nom", MG_LEVEL_E, "G:1013", 4},
		{"actions/x.yaml", "", "importance", MG_LEVEL_A, "G:1165-1181", 1},
		{"actions/x.yaml", "", "opportunites", MG_LEVEL_I, "G:707", 1},
		{"indicateurs/x.yaml", "type_indicateur: resultat\n", "niveau_resultat", MG_LEVEL_E, "G:1220-1230", 1},
		{"mesures/2018-T1/i--a.yaml", "statut: corrigee\n", "motif_correction", MG_LEVEL_E, "", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *base = strncmp(cases[i].path, "actions", 7) == 0 ? "intitule: A\npromoteur_referent: a\n"
				   : strncmp(cases[i].path, "ind", 3) == 0   ? "intitule: A\n"
									     : "";
		const struct mg_finding *finding;
		struct mg_findings findings;
		struct mg_doc doc;
		char text[256];

		snprintf(text, sizeof text, "%s%s", base, cases[i].text);
		mg_findings_init(&findings);
		mg_doc_init(&doc);
		assert_int_equal(mg_record_check(types, cases[i].path, mg_slice_of(text), &doc, &findings), 0);
		finding = find(&findings, "missing", cases[i].field);
		if (!finding) {
			print_findings(&findings);
			fail_msg("nothing says that %s is empty in:\n%s", cases[i].field, text);
		}
		assert_int_equal(finding->level, cases[i].level);
		assert_string_equal(finding->article, cases[i].article);
		assert_int_equal(finding->mark.line, cases[i].line);
		assert_string_not_equal(finding->label, "");
		mg_doc_clear(&doc);
		mg_findings_clear(&findings);
	}
}

static void what_does_not_apply_is_not_asked(void **state)
{
	static const struct {
		const char *path, *text, *field;
	} cases[] = {
		{"indicateurs/x.yaml", "intitule: A\n", "niveau_resultat"},
		{"indicateurs/x.yaml", "intitule: A\ntype_indicateur: activite\n", "niveau_resultat"},
		{"indicateurs/x.yaml", "intitule: A\nobjet: ca\n", "action"},
		{"bilans/2018-T1/a.yaml",
		 "cooperative: 3f786850e387550fdab836ed7e6dc881de23001b\nperiode: 2018-T1\nacteur: a\n",
		 "motif_correction"},
		{"acteurs/x.yaml", "nom: A\nstatut_membre: partant\n", "representant_legal"},
		{"mesures/2018-T1/i--a.yaml", "statut: provisoire\n", "motif_correction"},
		{"mesures/2018-T1/i--a.yaml", "statut: provisoire\n", "commentaire"},
		{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nmoyens_humains_etp: 0\n", "moyens_humains_etp"},
		{"actions/x.yaml", "intitule: A\npromoteur_referent: a\npreexistante: false\n", "preexistante"},
		{"actions/x.yaml", "intitule: A\npromoteur_referent: a\n", "calendrier_previsionnel.debut"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_findings findings;
		struct mg_doc doc;

		mg_findings_init(&findings);
		mg_doc_init(&doc);
		assert_int_equal(mg_record_check(types, cases[i].path, mg_slice_of(cases[i].text), &doc, &findings), 0);
		if (find(&findings, "missing", cases[i].field))
			fail_msg("%s was asked for in:\n%s", cases[i].field, cases[i].text);
		mg_doc_clear(&doc);
		mg_findings_clear(&findings);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_fields_are_findings),
		cmocka_unit_test(what_does_not_apply_is_not_asked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
