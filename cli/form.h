// SPDX-License-Identifier: EUPL-1.2
//
// New records as forms: a field that was not given is a comment, which takes its "# " away to become a right field, and
// says its level, its title and the values it may have.
//
//	# Left to fill in: ...
//	intitule: Maraudes
//	# importance: faible  # [A] Importance — Elle donne l'exigence de l'évaluation : faible, forte
#ifndef MG_CLI_FORM_H
#define MG_CLI_FORM_H

#include "schema/record/type.h"

// Puts root, the fields given of a record of that type, into out, in the schema's order, with the others as comments.
int mg_form_write(const struct mg_type *type, const struct mg_node *root, struct mg_buf *out,
		  struct mg_error *err) MG_CHECKED;

// A record always has a field: the name of one of this type that may stand without saying anything, and its value, in
// the arena. False when there is none.
bool mg_form_first(const struct mg_type *type, struct mg_arena *arena, const char **field,
		   const struct mg_node **value);

// Gives the field at a place the line that its comment has kept for it: afterwards the text has it, empty, where the
// comment was. A text where nothing was kept stays as it is.
int mg_form_take(struct mg_buf *text, const char *place, struct mg_error *err) MG_CHECKED;

#endif
