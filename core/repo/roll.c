// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/roll.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "core/repo/repo_pack.h"
#include "core/repo/roll_list.h"
#include "core/repo/tree_delta.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#define WORTH_IT       256u        // fewer loose objects are not rolled up alone
#define MAX_PACK_BYTES (48u << 20) // stands in memory; what does not fit is rolled up the next time
#define FAMILIES       64u
#define LEVELS         33u  // of numbers of 32 bits, and the first of all
#define SMALL_TREE     512u // bytes: not worth a delta

// Versions of one folder, from the latest back. Each is told by its difference from one written before it: number i from
// number i with its lowest bit cleared, so that a version is at most log2 i steps from a whole one, and 1,000 versions of a
// tree of 225 KB take 300 KB.
struct family {
	uint32_t name; // a hash of its first entry's
	uint32_t n;
	struct {
		struct mg_id id;
		size_t offset;
	} at[LEVELS]; // the latest with that lowest bit; the last place is number 0's
};

struct rolling {
	struct mg_repo *repo;
	struct mg_roll_list list;
	struct mg_buf pack;
	struct mg_packed *packed;
	size_t n; // packed
	struct family *families;
	struct mg_error *err;
};

// ---- one object

static int put_compressed(struct rolling *r, unsigned kind, struct mg_slice bytes)
{
	uLongf len = compressBound((uLong)bytes.len);
	size_t at;

	if (kind != MG_PACK_DELTA) // whose head goes on
		mg_pack_put_kind(&r->pack, kind, bytes.len);
	at = r->pack.len;
	mg_buf_fill(&r->pack, '\0', len);
	if (mg_buf_check(&r->pack, r->err))
		return r->err->code;
	if (compress2((Bytef *)r->pack.data + at, &len, (const Bytef *)bytes.data, (uLong)bytes.len, Z_BEST_SPEED) !=
	    Z_OK)
		return mg_fail_memory(r->err);
	mg_buf_splice(&r->pack, at + len, r->pack.len - at - len, (struct mg_slice){0});
	return 0;
}

// How far before an object its base is: seven bits a byte, greatest first, each but the last counted from one.
static void put_distance(struct mg_buf *out, size_t distance)
{
	char bytes[16];
	size_t i = sizeof bytes;

	bytes[--i] = (char)(distance & 127);
	while (distance >>= 7)
		bytes[--i] = (char)(128 | (--distance & 127));
	mg_buf_put(out, bytes + i, sizeof bytes - i);
}

static unsigned lowest_bit(uint32_t number)
{
	unsigned bit = 0;

	if (!number)
		return LEVELS - 1;
	while (!(number >> bit & 1))
		bit++;
	return bit;
}

static struct family *family_of(struct rolling *r, struct mg_slice tree)
{
	const char *end = memchr(tree.data, '\0', tree.len);
	size_t len = end ? (size_t)(end - tree.data) : 0;
	uint32_t name = (uint32_t)crc32_z(crc32(0, NULL, 0), (const Bytef *)tree.data, len);
	struct family *family = &r->families[name % FAMILIES];

	if (family->name != name)
		*family = (struct family){.name = name};
	return family;
}

// *done is false when the tree is to be written whole.
static int put_difference(struct rolling *r, const struct family *family, struct mg_slice tree, size_t at, bool *done)
{
	unsigned level = lowest_bit(family->n & (family->n - 1));
	struct mg_repo_tree *base;
	struct mg_buf delta = {0};
	int code = mg_repo_hold_tree(r->repo, &family->at[level].id, MG_ANY_SIZE, &base, r->err);

	if (!code) {
		mg_tree_delta(base->bytes, tree, &delta);
		code = mg_buf_check(&delta, r->err);
	}
	*done = !code && delta.len < tree.len / 2;
	if (*done) {
		mg_pack_put_kind(&r->pack, MG_PACK_DELTA, delta.len);
		put_distance(&r->pack, at - family->at[level].offset);
		code = put_compressed(r, MG_PACK_DELTA, mg_buf_slice(&delta));
	}
	mg_repo_let_tree_go(base);
	mg_buf_clear(&delta);
	return code;
}

static int put_tree(struct rolling *r, const struct mg_id *id, struct mg_slice bytes)
{
	struct family *family = family_of(r, bytes);
	size_t at = r->pack.len;
	bool done = false;
	unsigned level;
	int code = 0;

	if (family->n)
		code = put_difference(r, family, bytes, at, &done);
	if (!code && !done) {
		family->n = 0;
		code = put_compressed(r, mg_pack_kind(MG_OBJECT_TREE), bytes);
	}
	level = lowest_bit(family->n++);
	family->at[level].id = *id;
	family->at[level].offset = at;
	return code;
}

static int put_object(struct rolling *r, const struct mg_id *id, enum mg_object_type type, struct mg_slice bytes)
{
	size_t at = r->pack.len;
	int code = type == MG_OBJECT_TREE && bytes.len > SMALL_TREE ? put_tree(r, id, bytes)
								    : put_compressed(r, mg_pack_kind(type), bytes);

	if (!code)
		mg_pack_note(&r->pack, at, id, &r->packed[r->n++]);
	return code;
}

// ---- all of them

// What a damaged disk holds under a name stays where it is, for whoever looks into it.
static bool read_object(struct rolling *r, const struct mg_id *id, enum mg_object_type *type, struct mg_buf *out)
{
	static const enum mg_object_type types[] = {MG_OBJECT_TREE, MG_OBJECT_BLOB, MG_OBJECT_COMMIT};
	struct mg_error unread;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (mg_repo_look(r->repo, id, types[i], MG_MAX_GIT_ALLOCATION, &unread))
			continue;
		*type = types[i];
		return !mg_repo_read(r->repo, id, types[i], MG_ANY_SIZE, out, &unread) &&
		       mg_repo_is_named(types[i], mg_buf_slice(out), id);
	}
	return false;
}

static int take_object(struct rolling *r, const struct mg_roll_object *object)
{
	struct mg_buf bytes = {0};
	enum mg_object_type type;
	int code = 0;

	if (read_object(r, &object->id, &type, &bytes))
		code = put_object(r, &object->id, type, mg_buf_slice(&bytes));
	mg_buf_clear(&bytes);
	return code;
}

static int by_id(const void *a, const void *b)
{
	const struct mg_roll_object *x = a, *y = b;

	return mg_id_compare(&x->id, &y->id);
}

// The latest first, as git has it: what is read most is whole.
static int by_time(const void *a, const void *b)
{
	const struct mg_roll_object *x = a, *y = b;

	if (x->time_ns != y->time_ns)
		return x->time_ns > y->time_ns ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return mg_id_compare(&x->id, &y->id);
}

// Once each, wherever else it is: sorted by id they stand side by side.
static int pack_objects(struct rolling *r)
{
	struct mg_roll_object *unique = mg_arena_array(r->list.arena, r->list.n + 1, sizeof *unique);
	size_t n = 0;
	int code = 0;

	r->packed = mg_arena_array(r->list.arena, r->list.n + 1, sizeof *r->packed);
	r->families = mg_arena_array(r->list.arena, FAMILIES, sizeof *r->families);
	if (!unique || !r->packed || !r->families)
		return mg_fail_memory(r->err);
	memset(r->families, 0, FAMILIES * sizeof *r->families);
	qsort(r->list.objects, r->list.n, sizeof *r->list.objects, by_id);
	for (size_t i = 0; i < r->list.n; i++) {
		if (!n || !mg_id_equal(&unique[n - 1].id, &r->list.objects[i].id))
			unique[n++] = r->list.objects[i];
	}
	qsort(unique, n, sizeof *unique, by_time);
	mg_pack_start(&r->pack);
	for (size_t i = 0; !code && i < n && r->pack.len < MAX_PACK_BYTES; i++)
		code = take_object(r, &unique[i]);
	return code;
}

// ---- what is in two places now

static bool is_packed(const struct rolling *r, const struct mg_id *id)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = mg_id_compare(&r->packed[middle].id, id);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static void remove_file(const struct rolling *r, const char *folder, const char *name, int len, const char *suffix)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s/%.*s%s", r->list.objects_dir, folder, len, name, suffix);
	unlink(path);
}

// The index first: a pack without one is nobody's.
static void remove_pack(const struct rolling *r, const char *index_name, const char *made)
{
	static const char *const suffixes[] = {".idx", ".rev", ".pack"};
	int len = (int)(strlen(index_name) - strlen(".idx"));

	if (strncmp(index_name, made, (size_t)len) == 0 && !made[len])
		return;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		remove_file(r, "pack", index_name, len, suffixes[i]);
}

static void remove_old(struct rolling *r, const char *made)
{
	char hex[MG_ID_HEX], folder[3];

	for (size_t i = 0; i < r->list.n; i++) {
		const struct mg_roll_object *object = &r->list.objects[i];

		if (!is_packed(r, &object->id)) {
			if (object->pack != MG_ROLL_NO_PACK)
				r->list.packs[object->pack].stays = true;
		} else if (object->pack == MG_ROLL_NO_PACK) {
			mg_id_format(&object->id, hex);
			snprintf(folder, sizeof folder, "%.2s", hex);
			remove_file(r, folder, hex + 2, MG_ID_HEX, "");
		}
	}
	for (size_t i = 0; i < r->list.n_packs; i++) {
		if (!r->list.packs[i].stays)
			remove_pack(r, r->list.packs[i].name, made);
	}
}

static bool is_worth_it(const struct rolling *r)
{
	return r->list.n_packs || r->list.n >= WORTH_IT;
}

static int roll(struct rolling *r)
{
	const char *folder = mg_arena_printf(r->list.arena, "%s/pack", r->list.objects_dir);
	char made[MG_PACK_NAME];
	int code = folder ? mg_roll_list(&r->list, r->err) : mg_fail_memory(r->err);

	if (code || !is_worth_it(r))
		return code;
	code = pack_objects(r);
	if (code || !r->n)
		return code;
	code = mg_pack_keep(&r->pack, r->packed, r->n, folder, made, r->err);
	if (!code)
		remove_old(r, made);
	git_odb_refresh(r->repo->odb);
	return code;
}

int mg_repo_roll(struct mg_repo *repo, struct mg_error *err)
{
	struct mg_arena arena;
	struct rolling r = {.repo = repo, .list.arena = &arena, .err = err};
	int code = 0;

	if (repo->elsewhere)
		return 0;
	mg_arena_init(&arena, 0);
	r.list.objects_dir = mg_arena_printf(&arena, "%sobjects", git_repository_commondir(repo->git));
	if (!r.list.objects_dir)
		code = mg_fail_memory(err);
	else if (mg_roll_is_due(r.list.objects_dir))
		code = roll(&r);
	mg_buf_clear(&r.pack);
	mg_arena_clear(&arena);
	return code;
}
