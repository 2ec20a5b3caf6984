// SPDX-License-Identifier: EUPL-1.2
//
// The objects that one repository has and another one lacks, as a pack: commits, their ancestors, and all their trees hold.
// libgit2's own walk recurses as deep as a stranger's folders go and reads objects of any size; this one keeps to the
// limits and asks "does the other one have it" of each object, so that nothing is sent twice.
#ifndef MG_CORE_PACK_WALK_H
#define MG_CORE_PACK_WALK_H

#include "core/carry/pack_send.h"

struct mg_pack_walk;

// has: whether the other side has an object, and with it all that it needs.
typedef bool (*mg_pack_has)(void *context, const struct mg_id *id);
int mg_pack_walk_new(git_repository *from, mg_pack_has has, void *context, struct mg_pack_walk **out,
		     struct mg_error *err) MG_CHECKED;
void mg_pack_walk_free(struct mg_pack_walk *walk);

// Has what libgit2 keeps of the packs it reads given back now and then (core/repo/repo.h). Not called while objects are set
// elsewhere.
typedef void (*mg_pack_forget)(void *context);
void mg_pack_walk_forget(struct mg_pack_walk *walk, mg_pack_forget forget, void *context);

// What the trees of these commits hold the other side has too: said before anything is added. Their ancestors' objects it is
// asked for.
int mg_pack_walk_hide(struct mg_pack_walk *walk, const struct mg_id *commits, size_t n,
		      struct mg_error *err) MG_CHECKED;

// Adds a commit and what it needs. MG_ELIMIT when something of it is too large or too deep, MG_EINVALID when it is no
// commit or is malformed, MG_ENOTFOUND when something is missing: then nothing of it has been added but what others need.
int mg_pack_walk_add(struct mg_pack_walk *walk, const struct mg_id *commit, struct mg_error *err) MG_CHECKED;

size_t mg_pack_walk_count(const struct mg_pack_walk *walk); // objects

// Writes the pack and its index into a folder; nothing when there is no object.
int mg_pack_walk_write(struct mg_pack_walk *walk, const char *folder, struct mg_error *err) MG_CHECKED;

// Gives the pack's bytes, as mg_pack_send.
int mg_pack_walk_read(struct mg_pack_walk *walk, mg_pack_take take, mg_pack_tell tell, void *context,
		      struct mg_error *err) MG_CHECKED;

#endif
