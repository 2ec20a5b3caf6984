// SPDX-License-Identifier: EUPL-1.2
//
// Rights: who may create, change, remove and sign what (x-droits of the schemas; docs/format-droits.md). Pure: who asks
// and what the parents' view says are given.
#ifndef MG_SCHEMA_RIGHTS_H
#define MG_SCHEMA_RIGHTS_H

#include "schema/value/diff.h"
#include "schema/record/path.h"

// The words of x-droits, as a mask. An auditor and an actor that left are none of them.
enum mg_who {
	MG_WHO_DD = 1 << 0,
	MG_WHO_OWNER = 1 << 1, // proprietaire: whom x-proprietaire names
	MG_WHO_PARTY = 1 << 2, // partie: whom the record's `parties` name
	MG_WHO_COORDINATOR = 1 << 3,
	MG_WHO_PARTNER = 1 << 4,
	MG_WHO_FUNDER = 1 << 5,
	MG_WHO_EVALUATOR = 1 << 6,
	MG_WHO_RESIDENT = 1 << 7,
	MG_WHO_ALL = 1 << 8, // tous
};

// The i-th word (from 0) and its bit; NULL after the last one.
const char *mg_who_word(size_t i, unsigned *bit);

// Who that is, for a person, translated: "the coordinators".
const char *mg_who_text(unsigned bit);

enum mg_right {
	MG_RIGHT_CREATE,
	MG_RIGHT_MODIFY,
	MG_RIGHT_REMOVE,
	MG_RIGHT_SIGN,
	MG_RIGHT_CLOSED, // clos: who of these still may when the record's quarter is closed
	MG_RIGHTS,
};

// "cree", "modifie"...
const char *mg_right_word(enum mg_right right);

struct mg_field_rights {
	const char *place;       // "role", "observations[].valeur": [] is any element
	unsigned create, modify; // masks of enum mg_who: who may give it a value in a new record, and afterwards
};

struct mg_rights {
	unsigned who[MG_RIGHTS]; // masks
	struct mg_field_rights *fields;
	size_t n_fields;
};

// Reads the x-droits of a type and of its fields, in the schema's order. MG_EINVALID, telling the place, for a word or a
// key that is none of them, and for what could never apply. In the arena.
int mg_rights_compile(const struct mg_type *type, struct mg_arena *arena, const struct mg_rights **out,
		      struct mg_error *err) MG_CHECKED;

// The same of the record as a whole, without its fields: of a type that is not loaded, and need not be for that.
int mg_rights_read(const struct mg_types *types, const struct mg_type *type, struct mg_rights *out,
		   struct mg_error *err) MG_CHECKED;

// ---- judging

struct mg_author {
	struct mg_slice id, role; // of acteurs/<id>.yaml; no role: partenaire
	bool is_dd;
	bool has_left;
};

// Fills in role, is_dd and has_left from the author's record (NULL: there is none, which is as if he had left) and the
// CA's. The DD are the actor that `dd_animatrice` names and those whose role is dd.
void mg_author_describe(struct mg_author *author, const struct mg_node *actor, const struct mg_node *cooperative);

struct mg_rights_request {
	const struct mg_path *path; // of a record, or of a signature
	// The record in the parents' view and in the commit; of a signature: what is signed.
	const struct mg_node *old, *new;
	const struct mg_write *writes; // what lies between them; none: only bytes change
	size_t n_writes;
	const struct mg_author *author;
	bool is_closed; // the quarter that the path names
};

enum mg_denial {
	MG_DENIED_LEFT,    // the author writes nothing any more
	MG_DENIED_AUDITOR, // an auditor writes nothing
	MG_DENIED_CLOSED,  // the quarter is closed
	MG_DENIED_SIGNER,  // a signature in another's name
	MG_DENIED_OTHERS,  // it is others' to do
};

struct mg_denied {
	enum mg_denial why;
	enum mg_right right;
	const char *place;     // of the write that is not allowed; "" for the record
	unsigned who;          // who could
	struct mg_slice owner; // whom `proprietaire` means here; empty: nobody
};

// True when every write is the author's to make. Otherwise *denied tells the first that is not.
bool mg_rights_allow(const struct mg_rights_request *request, struct mg_denied *denied);

// What a consolidation, of any revision, says of its quarter; a draft that says nothing leaves it as it was.
bool mg_rights_closes(const struct mg_node *consolidation, bool *says);

#endif
