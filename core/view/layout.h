// SPDX-License-Identifier: EUPL-1.2
//
// Records whose bytes are one commit's text with the view's values set in place (DESIGN section 5, "Bytes"). That is most of
// what a view of many records costs, and depends on nothing but the two; so they are gathered, and made by all
// processors together. Private to core/view/fold.c.
#ifndef MG_CORE_LAYOUT_H
#define MG_CORE_LAYOUT_H

#include "core/view/snapshot.h"

#define MG_LAYOUTS 128 // at once: enough that no processor waits, few enough to hold

struct mg_layouts {
	struct mg_layout *items; // MG_LAYOUTS of them, once there is one
	size_t n;
};

// Adds a record: the layout of `base` with the values of the view. value is borrowed until it is put. Puts those that
// are there first when there is no room.
int mg_layouts_add(struct mg_layouts *layouts, struct mg_store *store, struct mg_snapshot *out, const char *path,
		   const struct mg_id *base, const struct mg_node *value, struct mg_error *err) MG_CHECKED;

// Makes the bytes of all that were added, and puts them.
int mg_layouts_put(struct mg_layouts *layouts, struct mg_snapshot *out, struct mg_error *err) MG_CHECKED;

void mg_layouts_clear(struct mg_layouts *layouts);

#endif
