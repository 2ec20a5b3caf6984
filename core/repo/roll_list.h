// SPDX-License-Identifier: EUPL-1.2
//
// Which objects a repository keeps in files of their own or in small packs. Private to core/repo/roll*.c.
#ifndef MG_CORE_ROLL_LIST_H
#define MG_CORE_ROLL_LIST_H

#include "core/repo/repo_impl.h"

#define MG_ROLL_LOOSE   512u  // so many files of objects are too many
#define MG_ROLL_PACKS   24u   // so many packs of a like size
#define MG_ROLL_SMALL   256u  // objects of packs that are of a like size; those of more are, up to
#define MG_ROLL_OBJECTS 2048u // so many: a pack of more is left as it is, so that no object is packed over and over
#define MG_ROLL_BYTES   (16u << 20) // so is a longer one
#define MG_ROLL_AT_ONCE 4096u       // objects: a second or two, for which somebody who has just recorded waits

#define MG_ROLL_NO_PACK SIZE_MAX

struct mg_roll_object {
	struct mg_id id;
	int64_t time_ns; // of its file
	uint32_t offset; // in its pack
	size_t pack;     // number of its pack, or MG_ROLL_NO_PACK
};

struct mg_roll_pack {
	const char *name; // "pack-….idx"
	size_t n;         // objects
	bool stays;       // something of it is not elsewhere
};

struct mg_roll_list {
	struct mg_arena *arena; // borrowed
	const char *objects_dir;
	struct mg_roll_object *objects;
	size_t n, cap;
	struct mg_roll_pack *packs;
	size_t n_packs, packs_cap;
};

// Whether it seems worth to list them: a few folders are looked into.
bool mg_roll_is_due(const char *objects_dir);

// Lists the loose ones, and those of packs of a like size when there are too many of these: of many the latest, and of packs
// the smallest. What cannot be read is left out.
int mg_roll_list(struct mg_roll_list *list, struct mg_error *err) MG_CHECKED;

#endif
