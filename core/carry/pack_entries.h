// SPDX-License-Identifier: EUPL-1.2
//
// What is known of a pack's objects that have passed.
#ifndef MG_CORE_PACK_ENTRIES_H
#define MG_CORE_PACK_ENTRIES_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct mg_pack_entry {
	uint64_t offset, passed_at; // where it came, and where it went
	uint64_t work;              // bytes to unpack it, its bases included
	uint32_t depth;             // of deltas upon each other
};

// By rising offset. Freed by who has it.
struct mg_pack_entries {
	struct mg_pack_entry *items;
	size_t n, cap;
};

int mg_pack_entry_add(struct mg_pack_entries *entries, const struct mg_pack_entry *entry,
		      struct mg_error *err) MG_CHECKED;

// The one that began there; NULL.
const struct mg_pack_entry *mg_pack_entry_at(const struct mg_pack_entries *entries, uint64_t offset);

#endif
