// SPDX-License-Identifier: EUPL-1.2
//
// A pack and its index as gitformat-pack(5) has them. The pack: "PACK", version, number of objects; each object's type and
// size, and its bytes as a zlib stream; the SHA-1 of all that. The index, version 2: how many names begin with each byte or
// a smaller one; the names; a CRC-32 of each object in the pack; where it is; the pack's SHA-1; its own.
//
// No deltas: libgit2's pack builder looks for some, and reads back from the repository what it packs. Nor its indexer: it
// would uncompress and name again what has just been named, and waits for the disk six times.
#include "core/repo/repo_pack.h"

#include "base/batch.h"
#include "base/i18n.h"
#include "core/repo/sha1.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define TEMPORARY      "tmp_pack_"      // as git names its own, so that `git prune` removes what a kill left
#define MAX_PACK_BYTES (32u << 20)      // then another is begun: what is written stands in memory twice
#define BLOCK_BYTES    ((1u << 16) - 1) // of a zlib block that is stored
#define FIRST_BYTES    256
#define COUNT_AT       8

struct pack {
	struct mg_packed *objects;
	size_t n;
	struct mg_buf bytes, index;
	uint8_t digest[MG_SHA1_BYTES];
};

static void put_be32(struct mg_buf *out, uint32_t x)
{
	uint8_t bytes[4] = {(uint8_t)(x >> 24), (uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x};

	mg_buf_put(out, bytes, sizeof bytes);
}

static void put_le16(struct mg_buf *out, uint32_t x)
{
	uint8_t bytes[2] = {(uint8_t)x, (uint8_t)(x >> 8)};

	mg_buf_put(out, bytes, sizeof bytes);
}

// The SHA-1 of all bytes so far.
static void put_digest(struct mg_buf *out, uint8_t digest[MG_SHA1_BYTES])
{
	mg_sha1((struct mg_slice){0}, mg_buf_slice(out), digest);
	mg_buf_put(out, digest, MG_SHA1_BYTES);
}

// ---- the pack

void mg_pack_put_kind(struct mg_buf *out, unsigned kind, size_t size)
{
	unsigned byte = kind << 4 | (unsigned)(size & 15);

	for (size >>= 4; size; size >>= 7) {
		mg_buf_putc(out, (char)(byte | 0x80));
		byte = (unsigned)(size & 0x7f);
	}
	mg_buf_putc(out, (char)byte);
}

// As a zlib stream (RFC 1950, 1951) that compresses nothing: trees hardly shrink, and a record kept as a file of its own
// takes a whole block of the disk. What repacks the repository compresses it.
static void put_stored(struct mg_buf *out, struct mg_slice bytes)
{
	uLong sum = adler32_z(adler32(0, NULL, 0), (const Bytef *)bytes.data, bytes.len);
	bool last;

	mg_buf_put(out, "\x78\x01", 2);
	do {
		uint32_t len = bytes.len < BLOCK_BYTES ? (uint32_t)bytes.len : BLOCK_BYTES;

		last = len == bytes.len;
		mg_buf_putc(out, last ? 1 : 0);
		put_le16(out, len);
		put_le16(out, ~len);
		mg_buf_put(out, bytes.data, len);
		bytes.data += len;
		bytes.len -= len;
	} while (!last);
	put_be32(out, (uint32_t)sum);
}

unsigned mg_pack_kind(enum mg_object_type type)
{
	static const unsigned kinds[] = {[MG_OBJECT_COMMIT] = 1, [MG_OBJECT_TREE] = 2, [MG_OBJECT_BLOB] = 3};

	return kinds[type];
}

void mg_pack_start(struct mg_buf *out, uint32_t n)
{
	mg_buf_puts(out, "PACK");
	put_be32(out, 2);
	put_be32(out, n);
}

void mg_pack_note(const struct mg_buf *pack, size_t at, const struct mg_id *id, struct mg_packed *out)
{
	*out = (struct mg_packed){*id, (uint32_t)at, 0};
	if (!pack->failed)
		out->sum = (uint32_t)crc32_z(crc32(0, NULL, 0), (const Bytef *)pack->data + at, pack->len - at);
}

static void finish(struct pack *pack)
{
	for (unsigned i = 0; i < 4; i++)
		pack->bytes.data[COUNT_AT + i] = (char)(pack->n >> (24 - 8 * i));
	put_digest(&pack->bytes, pack->digest);
}

// As many objects as go in one pack: at least one.
static void fill(struct pack *pack, struct mg_repo_object *const *objects, size_t available)
{
	size_t bytes = 0;

	mg_pack_start(&pack->bytes, 0); // how many: when it is kept
	for (pack->n = 0; pack->n < available && (!pack->n || bytes < MAX_PACK_BYTES); pack->n++) {
		const struct mg_repo_object *object = objects[pack->n];
		size_t at = pack->bytes.len;

		mg_pack_put_kind(&pack->bytes, mg_pack_kind(object->type), object->bytes.len);
		put_stored(&pack->bytes, object->bytes);
		mg_pack_note(&pack->bytes, at, &object->id, &pack->objects[pack->n]);
		bytes += object->bytes.len;
	}
}

// ---- its index

static void put_counts(struct mg_buf *index, const struct mg_packed *objects, size_t n)
{
	size_t up_to = 0;

	for (unsigned first = 0; first < FIRST_BYTES; first++) {
		while (up_to < n && objects[up_to].id.bytes[0] <= first)
			up_to++;
		put_be32(index, (uint32_t)up_to);
	}
}

void mg_pack_put_index(struct mg_buf *out, const struct mg_packed *objects, size_t n, const uint8_t sum[MG_SHA1_BYTES])
{
	uint8_t digest[MG_SHA1_BYTES];

	mg_buf_put(out, "\377tOc", 4);
	put_be32(out, 2);
	put_counts(out, objects, n);
	for (size_t i = 0; i < n; i++)
		mg_buf_put(out, objects[i].id.bytes, MG_ID_BYTES);
	for (size_t i = 0; i < n; i++)
		put_be32(out, objects[i].sum);
	for (size_t i = 0; i < n; i++)
		put_be32(out, objects[i].offset);
	mg_buf_put(out, sum, MG_SHA1_BYTES);
	put_digest(out, digest);
}

// ---- both, on the disk

static int add_file(struct mg_batch *batch, const struct pack *pack, const char *folder, const char *suffix,
		    const struct mg_buf *bytes, struct mg_error *err)
{
	char hex[2 * MG_SHA1_BYTES + 1];
	struct mg_buf path = {0};
	int code;

	mg_buf_printf(&path, "%s/pack-%s.%s", folder, mg_hex_encode(hex, pack->digest, MG_SHA1_BYTES), suffix);
	code = mg_buf_check(&path, err);
	if (!code)
		code = mg_batch_add(batch, mg_buf_text(&path), mg_buf_slice(bytes), MG_FILE_READ_ONLY, err);
	mg_buf_clear(&path);
	return code;
}

// The index has its name last: from then on the pack counts.
static int keep(const struct pack *pack, const char *folder, struct mg_error *err)
{
	struct mg_batch batch;
	int code;

	mg_batch_init(&batch, TEMPORARY);
	code = add_file(&batch, pack, folder, "pack", &pack->bytes, err);
	if (!code)
		code = add_file(&batch, pack, folder, "idx", &pack->index, err);
	if (!code)
		code = mg_batch_keep(&batch, err);
	mg_batch_clear(&batch);
	return code;
}

static int write_one(struct pack *pack, const char *folder, struct mg_error *err)
{
	int code = mg_buf_check(&pack->bytes, err);

	if (code)
		return code;
	finish(pack);
	mg_pack_put_index(&pack->index, pack->objects, pack->n, pack->digest);
	code = mg_buf_check(&pack->bytes, err);
	if (!code)
		code = mg_buf_check(&pack->index, err);
	return code ? code : keep(pack, folder, err);
}

static int by_id(const void *a, const void *b)
{
	return mg_id_compare(&((const struct mg_packed *)a)->id, &((const struct mg_packed *)b)->id);
}

int mg_pack_keep(struct mg_buf *bytes, struct mg_packed *objects, size_t n, const char *folder, char name[MG_PACK_NAME],
		 struct mg_error *err)
{
	struct pack pack = {.objects = objects, .n = n, .bytes = *bytes};
	char hex[2 * MG_SHA1_BYTES + 1];
	int code;

	qsort(objects, n, sizeof *objects, by_id);
	code = write_one(&pack, folder, err);
	snprintf(name, MG_PACK_NAME, "pack-%s", mg_hex_encode(hex, pack.digest, MG_SHA1_BYTES));
	mg_buf_clear(&pack.index);
	*bytes = pack.bytes;
	return code;
}

int mg_pack_write(const char *folder, struct mg_repo_object *const *objects, size_t n, struct mg_error *err)
{
	struct mg_arena arena;
	struct pack pack = {.n = 0};
	int code = 0;

	mg_arena_init(&arena, 0);
	pack.objects = mg_arena_array(&arena, n, sizeof *pack.objects);
	if (!pack.objects)
		code = mg_fail_memory(err);
	while (!code && n) {
		mg_buf_reset(&pack.bytes);
		mg_buf_reset(&pack.index);
		fill(&pack, objects, n);
		code = write_one(&pack, folder, err);
		objects += pack.n;
		n -= pack.n;
	}
	mg_buf_clear(&pack.bytes);
	mg_buf_clear(&pack.index);
	mg_arena_clear(&arena);
	return code;
}
