// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/pack_make.h"

#include "core/repo/repo_pack.h"
#include "core/repo/tree_delta.h"

#include <stdlib.h>
#include <zlib.h>

#define FAMILIES   64u
#define LEVELS     33u         // of numbers of 32 bits, and the first of all
#define SMALL_TREE 512u        // bytes: not worth a delta
#define MAX_HELD   (32u << 20) // of trees: a dozen versions of each folder of 10,000 records

// A version of a folder that others are told from.
struct version {
	size_t offset;
	struct mg_buf bytes;
};

// Versions of one folder, one after the other. Each is told by its difference from one written before it: number i from
// number i with its lowest bit cleared, so that a version is at most log2 i steps from a whole one, and 1,000 versions of a
// tree of 225 KB take 300 KB.
struct mg_family {
	uint32_t name; // a hash of its first entry's
	uint32_t n;
	struct version at[LEVELS]; // the latest with that lowest bit; the last place is number 0's
};

int mg_pack_maker_init(struct mg_pack_maker *maker, uint32_t n, struct mg_error *err)
{
	*maker = (struct mg_pack_maker){.families = calloc(FAMILIES, sizeof *maker->families)};
	mg_pack_start(&maker->out, n);
	return maker->families ? mg_buf_check(&maker->out, err) : mg_fail_memory(err);
}

static void forget(struct mg_pack_maker *maker, struct mg_family *family)
{
	for (unsigned level = 0; level < LEVELS; level++) {
		maker->held -= family->at[level].bytes.len;
		mg_buf_clear(&family->at[level].bytes);
	}
	family->n = 0;
}

void mg_pack_maker_clear(struct mg_pack_maker *maker)
{
	for (size_t i = 0; maker->families && i < FAMILIES; i++)
		forget(maker, &maker->families[i]);
	free(maker->families);
	free(maker->objects);
	mg_buf_clear(&maker->out);
	*maker = (struct mg_pack_maker){0};
}

// ---- one object

int mg_pack_put_compressed(struct mg_buf *out, struct mg_slice bytes, struct mg_error *err)
{
	uLongf len = compressBound((uLong)bytes.len);
	size_t at = out->len;

	mg_buf_fill(out, '\0', len);
	if (mg_buf_check(out, err))
		return err->code;
	if (compress2((Bytef *)out->data + at, &len, (const Bytef *)bytes.data, (uLong)bytes.len, Z_BEST_SPEED) != Z_OK)
		return mg_fail_memory(err);
	mg_buf_splice(out, at + len, out->len - at - len, (struct mg_slice){0});
	return 0;
}

static int put_whole(struct mg_pack_maker *maker, enum mg_object_type type, struct mg_slice bytes, struct mg_error *err)
{
	mg_pack_put_kind(&maker->out, mg_pack_kind(type), bytes.len);
	return mg_pack_put_compressed(&maker->out, bytes, err);
}

// How far before an object its base is: seven bits a byte, greatest first, each but the last counted from one.
void mg_pack_put_distance(struct mg_buf *out, size_t distance)
{
	char bytes[16];
	size_t i = sizeof bytes;

	bytes[--i] = (char)(distance & 127);
	while (distance >>= 7)
		bytes[--i] = (char)(128 | (--distance & 127));
	mg_buf_put(out, bytes + i, sizeof bytes - i);
}

// ---- trees

static unsigned lowest_bit(uint32_t number)
{
	unsigned bit = 0;

	if (!number)
		return LEVELS - 1;
	while (!(number >> bit & 1))
		bit++;
	return bit;
}

// Of more than that many folders, some take turns.
static struct mg_family *family_of(struct mg_pack_maker *maker, struct mg_slice tree)
{
	const char *end = memchr(tree.data, '\0', tree.len);
	size_t len = end ? (size_t)(end - tree.data) : 0;
	uint32_t name = (uint32_t)crc32_z(crc32(0, NULL, 0), (const Bytef *)tree.data, len);
	struct mg_family *family = &maker->families[name % FAMILIES];

	for (size_t i = FAMILIES; i-- > 0;) {
		if (maker->families[i].n && maker->families[i].name == name)
			return &maker->families[i];
		family = maker->families[i].n ? family : &maker->families[i];
	}
	forget(maker, family);
	family->name = name;
	return family;
}

// *done is false when the tree is to be written whole.
static int put_difference(struct mg_pack_maker *maker, const struct mg_family *family, struct mg_slice tree, size_t at,
			  bool *done, struct mg_error *err)
{
	const struct version *base = &family->at[lowest_bit(family->n & (family->n - 1))];
	struct mg_buf delta = {0};
	int code;

	mg_tree_delta(mg_buf_slice(&base->bytes), tree, &delta);
	code = mg_buf_check(&delta, err);
	*done = !code && delta.len < tree.len / 2;
	if (*done) {
		mg_pack_put_kind(&maker->out, MG_PACK_DELTA, delta.len);
		mg_pack_put_distance(&maker->out, at - base->offset);
		code = mg_pack_put_compressed(&maker->out, mg_buf_slice(&delta), err);
	}
	mg_buf_clear(&delta);
	return code;
}

// Unless that would hold too much: then the next version is written whole.
static int remember(struct mg_pack_maker *maker, struct mg_family *family, struct mg_slice tree, size_t at,
		    struct mg_error *err)
{
	struct version *version = &family->at[lowest_bit(family->n)];

	if (maker->held + tree.len - version->bytes.len > MAX_HELD) {
		for (size_t i = 0; i < FAMILIES; i++)
			forget(maker, &maker->families[i]);
		return 0;
	}
	maker->held += tree.len - version->bytes.len;
	mg_buf_reset(&version->bytes);
	mg_buf_put_slice(&version->bytes, tree);
	version->offset = at;
	family->n++;
	return mg_buf_check(&version->bytes, err);
}

static int put_tree(struct mg_pack_maker *maker, struct mg_slice tree, size_t at, struct mg_error *err)
{
	struct mg_family *family = family_of(maker, tree);
	bool done = false;
	int code = family->n ? put_difference(maker, family, tree, at, &done, err) : 0;

	if (!code && !done) {
		forget(maker, family);
		code = put_whole(maker, MG_OBJECT_TREE, tree, err);
	}
	return code ? code : remember(maker, family, tree, at, err);
}

static int need_room(struct mg_pack_maker *maker, struct mg_error *err)
{
	size_t cap = maker->cap ? 2 * maker->cap : 256;
	struct mg_packed *grown;

	if (maker->n < maker->cap)
		return 0;
	grown = realloc(maker->objects, cap * sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	maker->objects = grown;
	maker->cap = cap;
	return 0;
}

int mg_pack_maker_put(struct mg_pack_maker *maker, const struct mg_id *id, enum mg_object_type type,
		      struct mg_slice bytes, struct mg_error *err)
{
	size_t before = maker->out.len, at = maker->taken + before;
	int code = need_room(maker, err);

	if (!code)
		code = type == MG_OBJECT_TREE && bytes.len > SMALL_TREE ? put_tree(maker, bytes, at, err)
									: put_whole(maker, type, bytes, err);
	if (!code) {
		mg_pack_note(&maker->out, before, id, &maker->objects[maker->n]);
		maker->objects[maker->n++].offset = (uint32_t)at;
	}
	return code;
}

// ---- the whole

int mg_pack_maker_keep(struct mg_pack_maker *maker, const char *folder, char name[MG_PACK_NAME], struct mg_error *err)
{
	return mg_pack_keep(&maker->out, maker->objects, maker->n, folder, name, err);
}

bool mg_pack_maker_has(const struct mg_pack_maker *maker, const struct mg_id *id)
{
	size_t low = 0, high = maker->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = mg_id_compare(&maker->objects[middle].id, id);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}
