// SPDX-License-Identifier: EUPL-1.2
//
// A pack made object by object (gitformat-pack(5)). libgit2's builder compares each object with ten others in search of the
// shortest delta: with folders of 5,000 records, 225 KB a tree, 2,000 commits take it twenty seconds. Here only trees are
// told by their difference, each from one version of the same folder, which is found without a search; whoever puts the
// versions of a folder in the order of their making, or the reverse, gets a pack as small.
#ifndef MG_CORE_PACK_MAKE_H
#define MG_CORE_PACK_MAKE_H

#include "core/repo/repo.h"

// ---- what an object is in a pack

#define MG_PACK_DELTA 6 // as what changes of another of the pack, told by how far before it that is

// What stands before its bytes: its kind, its size and, for a delta, the distance.
unsigned mg_pack_kind(enum mg_object_type type);
void mg_pack_put_kind(struct mg_buf *out, unsigned kind, size_t size);
void mg_pack_put_distance(struct mg_buf *out, size_t distance);

int mg_pack_put_compressed(struct mg_buf *out, struct mg_slice bytes, struct mg_error *err) MG_CHECKED;

// ---- a whole pack

struct mg_family;
struct mg_packed;

struct mg_pack_maker {
	struct mg_buf out; // what was made and not taken yet
	size_t taken;      // bytes of the pack that were: whoever takes some adds them, and resets out
	struct mg_packed *objects;
	size_t n, cap;
	struct mg_family *families;
	size_t held; // bytes of trees that others may be told from
};

// Starts a pack of n objects; 0: as many as it will have when it is kept.
int mg_pack_maker_init(struct mg_pack_maker *maker, uint32_t n, struct mg_error *err) MG_CHECKED;
void mg_pack_maker_clear(struct mg_pack_maker *maker);

// Puts an object whose name is right.
int mg_pack_maker_put(struct mg_pack_maker *maker, const struct mg_id *id, enum mg_object_type type,
		      struct mg_slice bytes, struct mg_error *err) MG_CHECKED;

// Ends a pack of which nothing was taken and writes it with its index below folder, both durable. Gives its file's name
// without a suffix.
#define MG_PACK_NAME 64
int mg_pack_maker_keep(struct mg_pack_maker *maker, const char *folder, char name[MG_PACK_NAME],
		       struct mg_error *err) MG_CHECKED;

// Whether it was put; asked once the pack is kept.
bool mg_pack_maker_has(const struct mg_pack_maker *maker, const struct mg_id *id);

#endif
