// SPDX-License-Identifier: EUPL-1.2
//
// Rules that have a first or a last day, on the day before and on the day.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/rule_fixture.h"

#define ASSO "type_structure: association\n"
#define PAID "beneficiaire: asso\nfinanceur: dd-78\n"

static const struct rule_story stories[] = {
	// the trial: October 2017, three years
	{"launched in the trial",
	 "experimentation",
	 NULL,
	 "",
	 {{"cooperative.yaml", "phase_experimentale: true\ndate_lancement: 2020-09-30\n"}}},
	{"launched after it",
	 "experimentation",
	 NULL,
	 "experimentation cooperative.yaml phase_experimentale\n",
	 {{"cooperative.yaml", "phase_experimentale: true\ndate_lancement: 2020-10-01\n"}}},
	{"after it, and not of it",
	 "experimentation",
	 "2026-01-01",
	 "",
	 {{"cooperative.yaml", "phase_experimentale: false\ndate_lancement: 2020-10-01\n"}}},
	{"of the trial, looked at long after",
	 "experimentation",
	 "2026-01-01",
	 "",
	 {{"cooperative.yaml", "phase_experimentale: true\ndate_lancement: 2017-11-06\n"}}},

	// priority neighbourhoods: the map of 2024
	{"an action of 2023 on the map of 2015",
	 "qpv-2015 qpv-2024",
	 "2026-01-01",
	 "",
	 {{"actions/a.yaml",
	   "calendrier_previsionnel: {debut: 2023-12-31}\nlieux_precis: [{id: l1, qpv: QP078001}]\n"}}},
	{"an action of 2024 on it",
	 "qpv-2015 qpv-2024",
	 "2026-01-01",
	 "qpv-2015 actions/a.yaml lieux_precis[l1].qpv\n",
	 {{"actions/a.yaml",
	   "calendrier_previsionnel: {debut: 2024-01-01}\nlieux_precis: [{id: l1, qpv: QP078001}]\n"}}},
	{"an action of 2024 on the map of 2024",
	 "qpv-2015 qpv-2024",
	 "2026-01-01",
	 "",
	 {{"actions/a.yaml",
	   "calendrier_previsionnel: {debut: 2024-01-01}\nlieux_precis: [{id: l1, qpv: QN07801M}]\n"}}},
	{"an action of 2023 on it",
	 "qpv-2015 qpv-2024",
	 "2026-01-01",
	 "qpv-2024 actions/a.yaml lieux_precis[l1].qpv\n",
	 {{"actions/a.yaml",
	   "calendrier_previsionnel: {debut: 2023-12-31}\nlieux_precis: [{id: l1, qpv: QN07801M}]\n"}}},
	{"a territory recorded in 2018",
	 "qpv-2015 qpv-2024",
	 "2026-01-01",
	 "",
	 {{"territoires/t.yaml", "quartiers_prioritaires: [QP078001]\n"}, {"territoires/t.yaml made", "2018-01-01"}}},
	{"a territory recorded in 2025",
	 "qpv-2015 qpv-2024",
	 "2026-01-01",
	 "qpv-2015 territoires/t.yaml quartiers_prioritaires\n",
	 {{"territoires/t.yaml", "quartiers_prioritaires: [QP078001]\n"}, {"territoires/t.yaml made", "2025-01-01"}}},
	{"a territory told in the CA",
	 "qpv-2015",
	 "2026-01-01",
	 "qpv-2015 cooperative.yaml territoire.quartiers_prioritaires\n",
	 {{"cooperative.yaml", "date_lancement: 2025-01-01\nterritoire: {quartiers_prioritaires: [QP078001]}\n"}}},

	// the contrat d'engagement républicain
	{"asked for the day before",
	 "engagement",
	 NULL,
	 "",
	 {{"acteurs/asso.yaml", ASSO},
	  {"financements/f.yaml", PAID "courrier_demande: {date: 2022-01-01}\ndate_acte: 2022-03-01\n"}}},
	{"asked for on the day",
	 "engagement",
	 NULL,
	 "engagement financements/f.yaml contrat_engagement_republicain\n",
	 {{"acteurs/asso.yaml", ASSO},
	  {"financements/f.yaml", PAID "courrier_demande: {date: 2022-01-02}\ndate_acte: 2022-03-01\n"}}},
	{"subscribed to",
	 "engagement",
	 NULL,
	 "",
	 {{"acteurs/asso.yaml", ASSO},
	  {"financements/f.yaml",
	   PAID "date_acte: 2022-03-01\ncontrat_engagement_republicain: {souscrit_le: 2022-02-01}\n"}}},
	{"a town hall does not",
	 "engagement",
	 NULL,
	 "",
	 {{"acteurs/asso.yaml", "type_structure: collectivite_commune\n"},
	  {"financements/f.yaml", PAID "date_acte: 2022-03-01\n"}}},

	// the publication of subsidies
	{"before there was any",
	 "scdl-2017 scdl-2023",
	 NULL,
	 "",
	 {{"acteurs/asso.yaml", ASSO}, {"financements/f.yaml", PAID "date_acte: 2017-11-16\nmontant_annuel: 30000\n"}}},
	{"from the first day",
	 "scdl-2017 scdl-2023",
	 NULL,
	 "scdl-2017 financements/f.yaml beneficiaire\n",
	 {{"acteurs/asso.yaml", ASSO "rna: W123456789\n"},
	  {"financements/f.yaml", PAID "date_acte: 2017-11-17\nmontant_annuel: 23000.01\n"}}},
	{"23000 is not above",
	 "scdl-2017 scdl-2023",
	 NULL,
	 "",
	 {{"acteurs/asso.yaml", ASSO}, {"financements/f.yaml", PAID "date_acte: 2018-01-01\nmontant_annuel: 23000\n"}}},
	{"with a SIRET",
	 "scdl-2017 scdl-2023",
	 NULL,
	 "",
	 {{"acteurs/asso.yaml", ASSO "siret: \"73282932000074\"\n"},
	  {"financements/f.yaml", PAID "date_acte: 2018-01-01\nmontant_annuel: 30000\n"}}},
	{"the last day of the SIRET alone",
	 "scdl-2017 scdl-2023",
	 NULL,
	 "scdl-2017 financements/f.yaml beneficiaire\n",
	 {{"acteurs/asso.yaml", ASSO "rna: W123456789\n"},
	  {"financements/f.yaml", PAID "date_acte: 2023-02-07\nmontant_annuel: 30000\n"}}},
	{"the next day the RNA number does",
	 "scdl-2017 scdl-2023",
	 NULL,
	 "",
	 {{"acteurs/asso.yaml", ASSO "rna: W123456789\n"},
	  {"financements/f.yaml", PAID "date_acte: 2023-02-08\nmontant_annuel: 30000\n"}}},
	{"with neither",
	 "scdl-2017 scdl-2023",
	 NULL,
	 "scdl-2023 financements/f.yaml beneficiaire\n",
	 {{"acteurs/asso.yaml", ASSO}, {"financements/f.yaml", PAID "date_acte: 2023-02-08\nmontant_annuel: 30000\n"}}},

	// names that went
	{"a MAIA on its last day",
	 "ancien-nom",
	 "2026-01-01",
	 "",
	 {{"articulations/m.yaml", "dispositif: MAIA\nvalide_du: 2022-07-24\n"}}},
	{"a day later",
	 "ancien-nom",
	 NULL,
	 "ancien-nom articulations/m.yaml dispositif\n",
	 {{"articulations/m.yaml", "dispositif: MAIA\nvalide_du: 2022-07-25\n"}}},
	{"a PTA that nothing dates",
	 "ancien-nom",
	 "2026-01-01",
	 "ancien-nom articulations/m.yaml dispositif\n",
	 {{"articulations/m.yaml", "dispositif: PTA\n"}}},
	{"what they are now", "ancien-nom", "2026-01-01", "", {{"articulations/m.yaml", "dispositif: DAC\n"}}},
	{"what nobody knows", "ancien-nom", "2026-01-01", "", {{"articulations/m.yaml", "dispositif: autre\n"}}},
	{"figures of the ZUS in 2014",
	 "ancien-nom",
	 NULL,
	 "",
	 {{"diagnostics/d.yaml", "date_validation: 2014-12-31\nsources_donnees: [INSEE_DR, ONZUS]\n"}}},
	{"and in 2015",
	 "ancien-nom",
	 NULL,
	 "ancien-nom diagnostics/d.yaml sources_donnees\n",
	 {{"diagnostics/d.yaml", "date_validation: 2015-01-01\nsources_donnees: [INSEE_DR, ONZUS]\n"}}},
};

static void test_before_and_after(void **state)
{
	for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
		tell_story(*state, &stories[i]);
}

static int open_types(void **state)
{
	struct mg_types *types;

	if (mg_types_open(&types, NULL) < 0)
		return -1;
	*state = types;
	return 0;
}

static int close_types(void **state)
{
	mg_types_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_before_and_after)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
