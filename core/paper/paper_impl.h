// SPDX-License-Identifier: EUPL-1.2
//
// What the making of one document shares. Private to core/paper/paper*.c.
#ifndef MG_CORE_PAPER_IMPL_H
#define MG_CORE_PAPER_IMPL_H

#include "core/paper/data.h"
#include "core/paper/paper.h"
#include "core/paper/template.h"
#include "schema/jsonschema/jsonschema.h"

extern const struct mg_embedded mg_embedded_templates[];
extern const unsigned mg_embedded_templates_count;

struct mg_paper {
	const struct mg_book *book;
	const struct mg_book_record *record;
	struct mg_arena *arena;
	const struct mg_template_set *templates;
	const char *template; // of the document
	struct mg_buf text;   // what is being written; empty between two values
};

// Appends the name of the record of a type, or its identifier when the book has not got it.
void mg_paper_put_name(struct mg_paper *paper, const char *type, struct mg_slice id);

// Appends the name, then the identifier; the identifier alone when the book has not got it.
void mg_paper_put_reference(struct mg_paper *paper, const char *type, struct mg_slice id);

// Appends a scalar as French documents print it; a list of scalars with commas.
void mg_paper_put_value(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *node);

// A field: {cle, titre, aide}, and valeur or texte; or compose, and liste, tableau, fiches or groupe (docs/format-modele.md).
const struct mg_node *mg_paper_field(struct mg_paper *paper, const struct mg_schema *schema, struct mg_slice key,
				     const struct mg_node *value);

// Adds to a mapping of the schema its fields: `champ` has each under its key; `champs` those that are in none of the holes
// of the template (may be NULL), in the schema's order, and `reste` says whether there are any.
void mg_paper_fields(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *map,
		     const char *template, struct mg_data *data);

// The CA: {intitule, departements, id}.
const struct mg_node *mg_paper_cooperative(struct mg_paper *paper);

// Adds who signed, and who has not yet: `signatures`, `attendus`, `projet`.
void mg_paper_signatures(struct mg_paper *paper, struct mg_data *data);

// How an actor signed the record, here or elsewhere; NULL when he has not.
const struct mg_node *mg_paper_signature(struct mg_paper *paper, struct mg_slice actor);

// Adds the parties of a text that they sign and what holds of it: `contractants`, `acte`.
void mg_paper_act(struct mg_paper *paper, struct mg_data *data);

// Adds when a termination takes effect: `effet`.
void mg_paper_notice(struct mg_paper *paper, struct mg_data *data);

// Adds what an avenant changes: `changements`.
void mg_paper_changes(struct mg_paper *paper, struct mg_data *data);

#endif
