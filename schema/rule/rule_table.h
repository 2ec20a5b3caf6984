// SPDX-License-Identifier: EUPL-1.2
//
// The tables of the groups, each in its own file. For rule_table.c only: who wants a rule asks rule.h.
#ifndef MG_SCHEMA_RULE_TABLE_H
#define MG_SCHEMA_RULE_TABLE_H

#include "schema/rule/rule.h"

#define MG_RULE_GROUP(name)                                                                                            \
	extern const struct mg_rule mg_rules_##name[];                                                                 \
	extern const size_t mg_rules_##name##_count

MG_RULE_GROUP(cooperative);
MG_RULE_GROUP(diagnostic);
MG_RULE_GROUP(objectif);
MG_RULE_GROUP(action);
MG_RULE_GROUP(indicateur);
MG_RULE_GROUP(instance);
MG_RULE_GROUP(mouvement);
MG_RULE_GROUP(moved);
MG_RULE_GROUP(tache);
MG_RULE_GROUP(formation);
MG_RULE_GROUP(convention);
MG_RULE_GROUP(avenant);
MG_RULE_GROUP(financement);
MG_RULE_GROUP(bilan);
MG_RULE_GROUP(evaluation);
MG_RULE_GROUP(dates);
MG_RULE_GROUP(reference);

#undef MG_RULE_GROUP

#endif
