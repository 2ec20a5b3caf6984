// SPDX-License-Identifier: EUPL-1.2
//
// Which of an array's elements bears a name, asked for thousands of them: names are added, sorted once, then found.
#ifndef MG_BASE_NAMES_H
#define MG_BASE_NAMES_H

#include "base/arena.h"

struct mg_name {
	const char *text; // borrowed
	size_t at;        // of whom: the caller's index
};

struct mg_names {
	struct mg_name *items;
	size_t n;
};

// Room for `max` names, in the arena. MG_ENOMEM.
int mg_names_init(struct mg_names *names, size_t max, struct mg_arena *arena, struct mg_error *err) MG_CHECKED;
void mg_names_add(struct mg_names *names, const char *text, size_t at);

// By text, then by index. To be called before anything is looked for.
void mg_names_sort(struct mg_names *names);

// The first of that name, after which stand the others of that name; NULL.
const struct mg_name *mg_names_find(const struct mg_names *names, struct mg_slice text);

#endif
