// SPDX-License-Identifier: EUPL-1.2
#include "schema/rule/rule_table.h"

#include "base/i18n.h"

// The sizes of the tables are known where they stand; a group is a pointer to its own.
const struct mg_rule_group mg_rule_groups[] = {
	{"", N_("References between records"), mg_rules_reference, &mg_rules_reference_count},
};

const size_t mg_rule_groups_count = sizeof mg_rule_groups / sizeof *mg_rule_groups;
