// SPDX-License-Identifier: EUPL-1.2
//
// F1 to F4: what is funded, by which act, on which ground.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/convention_fixture.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define ASSO_2018     "beneficiaire: asso\nfinanceur: dd-78\nannee: 2018\n"
#define DECISION      ASSO_2018 "instrument: decision_attribution\n"

static const struct rule_story funding[] = {
	{"none at all", "F1 F2 F3 F4", NULL, "", {CA, {"actions/a.yaml", "intitule: A\n"}}},
	{"an amount of which nothing is recorded",
	 "F1",
	 NULL,
	 "F1 actions/a.yaml hauteur_financement\n",
	 {{"actions/a.yaml", "hauteur_financement: 600\n"},
	  {"actions/b.yaml", "hauteur_financement: 0\n"},
	  {"actions/c.yaml", "hauteur_financement: 600\n"},
	  {"financements/a.yaml", ASSO_2018 "actions: [c]\n"}}},
	{"a cent below", "F2", NULL, "", {{"financements/a.yaml", DECISION "montant_annuel: 22999.99\n"}}},
	{"the threshold itself",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml instrument\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 23000.00\n"}}},
	{"the threshold without its cents",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml instrument\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 23000\n"}}},
	{"a cent above",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml instrument\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 23000.01\n"}}},
	{"above, by a convention",
	 "F2",
	 NULL,
	 "",
	 {{"financements/a.yaml", ASSO_2018 "instrument: convention_financiere_annuelle\nmontant_annuel: 23000.01\n"}}},
	{"what counts is the year, not all years together",
	 "F2",
	 NULL,
	 "",
	 {{"financements/a.yaml", DECISION "montant_annuel: 20000\nmontant_total: 60000\n"}}},
	{"on a convention that is signed",
	 "F2",
	 NULL,
	 "",
	 {CA, SIGNED, {"financements/a.yaml", DECISION "fondement: convention_partenariat\n"}}},
	{"on one that is not",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml fondement\n",
	 {CA, {V1 ".yaml", PARTIES}, {"financements/a.yaml", DECISION "fondement: convention_partenariat\n"}}},
	{"on a letter, dated and signed",
	 "F2",
	 NULL,
	 "",
	 {{"financements/a.yaml",
	   DECISION "fondement: courrier_demande\ncourrier_demande: {date: 2018-01-02, signataire: Présidente}\n"}}},
	{"on one without a date",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml courrier_demande\n",
	 {{"financements/a.yaml",
	   DECISION "fondement: courrier_demande\ncourrier_demande: {signataire: Présidente}\n"}}},
	{"on one that nobody signed",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml courrier_demande\n",
	 {{"financements/a.yaml", DECISION "fondement: courrier_demande\ncourrier_demande: {date: 2018-01-02}\n"}}},

	{"as much as there is",
	 "F3",
	 NULL,
	 "",
	 {CA,
	  {"actions/a.yaml", "hauteur_financement: 600.10\n"},
	  {"actions/b.yaml", "hauteur_financement: 399.90\n"},
	  {"actions/c.yaml", "hauteur_financement: 5000\n"},
	  {"financements/a.yaml", ASSO_2018 "actions: [a, b]\nmontant_annuel: 1000\n"}}},
	{"a cent more",
	 "F3",
	 NULL,
	 "F3 cooperative.yaml \n",
	 {CA,
	  {"actions/a.yaml", "hauteur_financement: 600.10\n"},
	  {"actions/b.yaml", "hauteur_financement: 399.91\n"},
	  {"financements/a.yaml", ASSO_2018 "actions: [a, b]\nmontant_annuel: 1000\n"}}},

	{"two decisions that reach the threshold together",
	 "F2 F4",
	 NULL,
	 "F4 financements/a.yaml montant_annuel\nF4 financements/b.yaml montant_annuel\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 11500\n"},
	  {"financements/b.yaml", DECISION "montant_annuel: 11500.00\n"}}},
	{"a cent below it",
	 "F4",
	 NULL,
	 "",
	 {{"financements/a.yaml", DECISION "montant_annuel: 11500\n"},
	  {"financements/b.yaml", DECISION "montant_annuel: 11499.99\n"}}},
	{"another year, another beneficiary, another funder, another instrument",
	 "F4",
	 NULL,
	 "",
	 {{"financements/a.yaml", DECISION "montant_annuel: 22000\n"},
	  {"financements/b.yaml", "beneficiaire: asso\nfinanceur: dd-78\nannee: 2019\ninstrument: "
				  "decision_attribution\nmontant_annuel: 22000\n"},
	  {"financements/c.yaml", "beneficiaire: mairie\nfinanceur: dd-78\nannee: 2018\ninstrument: "
				  "decision_attribution\nmontant_annuel: 22000\n"},
	  {"financements/d.yaml", "beneficiaire: asso\nfinanceur: cpam\nannee: 2018\ninstrument: "
				  "decision_attribution\nmontant_annuel: 22000\n"},
	  {"financements/e.yaml", ASSO_2018 "instrument: convention_financiere_annuelle\nmontant_annuel: 22000\n"}}},
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

static void test_funding(void **state)
{
	for (size_t i = 0; i < LENGTH(funding); i++)
		tell_story(*state, &funding[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_funding, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_financement", tests, NULL, NULL);
}
