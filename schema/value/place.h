// SPDX-License-Identifier: EUPL-1.2
//
// Places: where in a record a value stands (docs/format-record.md, "Places"). A place is written the way people type a
// field:
//
//   ""                        the record itself
//   intitule                  a key
//   calendrier.debut          a key of a mapping
//   lieux_precis[l1].nom      in a list keyed by `id`: the element l1, then a key
//   modes_intervention[=maraude]   in a set (a list of distinct strings): the element itself
//
// A name that is not made of letters, digits, `_` and inner `-` is written as a JSON string: complements."a.b",
// lieux["1"] (an id that is the string "1"; lieux[1] is the integer). Every place has exactly one written form, which
// is its identity: conflicts are named by it and the index keeps it.
#ifndef MG_SCHEMA_PLACE_H
#define MG_SCHEMA_PLACE_H

#include "schema/value/node.h"

enum mg_step_kind {
	MG_STEP_KEY,     // of a mapping
	MG_STEP_ELEMENT, // of a keyed list; the name is the id's canonical text ("\"l1\"" or "1"), see mg_node_canon
	MG_STEP_MEMBER,  // of a set; the name is the string
};

struct mg_step {
	enum mg_step_kind kind;
	struct mg_slice name;
};

struct mg_place {
	struct mg_step *steps;
	size_t n;
};

// What a list is to history: by shape only.
enum mg_list_kind {
	MG_LIST_EMPTY, // [] : a set or a keyed list, as what comes later needs
	MG_LIST_SET,   // distinct strings
	MG_LIST_KEYED, // mappings that all carry distinct scalar `id`s
	MG_LIST_VALUE, // anything else: one value
};

enum mg_list_kind mg_list_kind(const struct mg_node *list);

// Appends the written form of one step to a place text that already holds the steps before it.
void mg_step_format(const struct mg_step *step, struct mg_buf *place);

void mg_place_format(const struct mg_place *place, struct mg_buf *out);

// Reads a written place. Steps live in the arena. MG_EINVALID, with the offending character told, when malformed.
int mg_place_parse(const char *text, struct mg_arena *arena, struct mg_place *place, struct mg_error *err) MG_CHECKED;

// The node at a place: NULL when it is absent. Of a set's member: the item.
const struct mg_node *mg_place_find(const struct mg_node *root, const struct mg_place *place);

// True when place text `above` is `below` or contains it ("" contains everything).
bool mg_place_contains(const char *above, const char *below);

// True when both lie in one list which for one of them is a set and for the other is keyed: they cannot both stand.
bool mg_place_excludes(const char *a, const char *b);

#endif
