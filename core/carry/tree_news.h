// SPDX-License-Identifier: EUPL-1.2
//
// What of a tree is not in one that was looked at before. Two versions of a folder of 5,000 records are alike but for a line:
// what is alike is compared as bytes and passed over.
#ifndef MG_CORE_TREE_NEWS_H
#define MG_CORE_TREE_NEWS_H

#include "base/error.h"
#include "base/slice.h"
#include "core/repo/id.h"

// A tree that was looked at. Zero it to begin.
struct mg_tree_seen {
	struct mg_slice bytes;
	uint32_t *starts; // of its entries, and its end
	size_t n;         // entries
};

struct mg_tree_entry_new {
	struct mg_id id;
	unsigned mode;
	struct mg_slice name; // of the tree
};

// Lists the entries of a tree that the one seen has not alike, in an array to be freed, and remembers the tree instead. The
// tree's bytes are borrowed until then; the former's are given back. MG_EINVALID when it is malformed, and the one seen is
// what it was.
int mg_tree_news(struct mg_tree_seen *seen, struct mg_slice tree, struct mg_tree_entry_new **out, size_t *n,
		 struct mg_error *err) MG_CHECKED;

#endif
