// SPDX-License-Identifier: EUPL-1.2
//
// What libyaml stumbles on, told to a person who writes records and no YAML: what was found, what was expected, the fix.
#ifndef MG_SCHEMA_YAML_ERROR_H
#define MG_SCHEMA_YAML_ERROR_H

#include "schema/yaml/yaml_text.h"

struct mg_yaml_problem {
	const char *problem;   // libyaml's words
	struct mg_mark mark;   // where
	struct mg_mark began;  // where what it was reading began; line 0 when not told
	struct mg_mark quote;  // the start of the last scalar, when it was quoted; else line 0
	struct mg_mark quoted; // its end
};

// Reports the problem. Returns the offset from which a line could be the start of something whole again: after the line
// that is wrong.
size_t mg_yaml_report_problem(struct mg_yaml_text *text, const struct mg_yaml_problem *problem);

#endif
