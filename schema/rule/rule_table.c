// SPDX-License-Identifier: EUPL-1.2
#include "schema/rule/rule_table.h"

#include "base/i18n.h"

// The sizes of the tables are known where they stand; a group is a pointer to its own.
const struct mg_rule_group mg_rule_groups[] = {
	{"C", N_("What makes a coopérative"), mg_rules_cooperative, &mg_rules_cooperative_count},
	{"M", N_("Entering and leaving"), mg_rules_mouvement, &mg_rules_mouvement_count},
	{"D", N_("The local diagnosis"), mg_rules_diagnostic, &mg_rules_diagnostic_count},
	{"O", N_("Objectives"), mg_rules_objectif, &mg_rules_objectif_count},
	{"X", N_("Actions"), mg_rules_action, &mg_rules_action_count},
	{"N", N_("Indicators and measures"), mg_rules_indicateur, &mg_rules_indicateur_count},
	{"TA", N_("Steps and tasks"), mg_rules_tache, &mg_rules_tache_count},
	{"I", N_("Bodies and decisions"), mg_rules_instance, &mg_rules_instance_count},
	{"FO", N_("Training"), mg_rules_formation, &mg_rules_formation_count},
	{"V", N_("The convention"), mg_rules_convention, &mg_rules_convention_count},
	{"F", N_("Funding"), mg_rules_financement, &mg_rules_financement_count},
	{"B", N_("Bilans"), mg_rules_bilan, &mg_rules_bilan_count},
	{"EV", N_("Evaluation"), mg_rules_evaluation, &mg_rules_evaluation_count},
	{"", N_("What changes a convention, and papers"), mg_rules_avenant, &mg_rules_avenant_count},
	{"", N_("What comes with entering and leaving"), mg_rules_moved, &mg_rules_moved_count},
	{"", N_("What came and went with the years"), mg_rules_dates, &mg_rules_dates_count},
	{"", N_("References between records"), mg_rules_reference, &mg_rules_reference_count},
};

const size_t mg_rule_groups_count = sizeof mg_rule_groups / sizeof *mg_rule_groups;
