// SPDX-License-Identifier: EUPL-1.2
//
// Rows of a spreadsheet, pasted: cells parted by tabs, those of several lines between double quotes.
#ifndef MG_SCHEMA_YAML_CELLS_H
#define MG_SCHEMA_YAML_CELLS_H

#include "schema/yaml/yaml_text.h"

// Reports at mark when the line around it looks like such a row: text on both sides of a tab, and no key. For use once
// something is known to be wrong there, as a tab may well stand in a text.
bool mg_yaml_report_cells(struct mg_yaml_text *text, struct mg_mark mark);

// The same for what goes on after a quoted text: a tab parts them.
bool mg_yaml_report_next_cell(struct mg_yaml_text *text, struct mg_mark quoted, struct mg_mark next);

#endif
