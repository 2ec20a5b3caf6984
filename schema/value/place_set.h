// SPDX-License-Identifier: EUPL-1.2
//
// Where thousands of places stand to one another: places are added, sorted once, then asked about. Each question takes the
// time of looking up as many names as the place has steps, where schema/value/place.h compares two.
#ifndef MG_SCHEMA_PLACE_SET_H
#define MG_SCHEMA_PLACE_SET_H

#include "schema/value/place.h"

struct mg_place_set {
	const char **items; // borrowed
	size_t n;
};

// Room for `max` places, in the arena. MG_ENOMEM.
int mg_place_set_init(struct mg_place_set *set, size_t max, struct mg_arena *arena, struct mg_error *err) MG_CHECKED;
void mg_place_set_add(struct mg_place_set *set, const char *place);

// To be called before anything is asked.
void mg_place_set_sort(struct mg_place_set *set);

// True when one of the set is the place or contains it.
bool mg_place_set_contains(const struct mg_place_set *set, const char *place);

// True when one of the set is the place or within it.
bool mg_place_set_is_within(const struct mg_place_set *set, const char *place);

// True when one of the set and the place exclude each other (mg_place_excludes).
bool mg_place_set_excludes(const struct mg_place_set *set, const char *place);

#endif
