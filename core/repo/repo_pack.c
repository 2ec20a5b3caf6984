// SPDX-License-Identifier: EUPL-1.2
//
// A pack as gitformat-pack(5) has it: "PACK", version, number of objects; each object's type and size, and its bytes as a
// zlib stream; the SHA-1 of all that. No deltas: libgit2's pack builder looks for some, and reads back from the
// repository what it packs. The indexer checks what is made here like any pack that arrives.
#include "core/repo/repo_pack.h"

#include "base/i18n.h"
#include "core/repo/sha1.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <zlib.h>

#define COUNT_AT       8
#define MAX_PACK_BYTES (32u << 20)

struct mg_pack {
	git_odb *odb;
	git_odb_writepack *writer; // NULL: not opened yet
	struct mg_buf bytes;
	struct mg_id *names; // of the objects in it: a table of cap places, of which n are taken; a zero name is none
	size_t n, cap;
};

struct mg_pack *mg_pack_new(git_odb *odb)
{
	struct mg_pack *pack = calloc(1, sizeof *pack);

	if (!pack)
		return NULL;
	pack->odb = odb;
	if (git_odb_write_pack(&pack->writer, odb, NULL, NULL) == 0)
		return pack;
	free(pack);
	return NULL;
}

static void close_writer(struct mg_pack *pack)
{
	if (pack->writer)
		pack->writer->free(pack->writer);
	pack->writer = NULL;
}

void mg_pack_free(struct mg_pack *pack)
{
	if (!pack)
		return;
	close_writer(pack);
	mg_buf_clear(&pack->bytes);
	free(pack->names);
	free(pack);
}

// ---- writing it

static void put_be32(struct mg_buf *out, uint32_t x)
{
	uint8_t bytes[4] = {(uint8_t)(x >> 24), (uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x};

	mg_buf_put(out, bytes, sizeof bytes);
}

// Type and size: four bits of the size beside the type, then seven a byte, least first.
static void put_head(struct mg_buf *out, enum mg_object_type type, size_t size)
{
	static const unsigned types[] = {[MG_OBJECT_COMMIT] = 1, [MG_OBJECT_TREE] = 2, [MG_OBJECT_BLOB] = 3};
	unsigned byte = types[type] << 4 | (unsigned)(size & 15);

	for (size >>= 4; size; size >>= 7) {
		mg_buf_putc(out, (char)(byte | 0x80));
		byte = (unsigned)(size & 0x7f);
	}
	mg_buf_putc(out, (char)byte);
}

// As a zlib stream that compresses nothing: trees hardly shrink, and a record kept as a file of its own takes a whole
// block of the disk. What repacks the repository compresses it.
static int put_stored(struct mg_buf *out, struct mg_slice bytes, struct mg_error *err)
{
	size_t at = out->len;
	uLongf len = compressBound((uLong)bytes.len);

	mg_buf_fill(out, '\0', len);
	if (mg_buf_check(out, err))
		return MG_ENOMEM;
	if (compress2((Bytef *)out->data + at, &len, (const Bytef *)bytes.data, (uLong)bytes.len, Z_NO_COMPRESSION) !=
	    Z_OK)
		return mg_fail_memory(err);
	out->len = at + len;
	return 0;
}

// Where a name is in a table, or the empty place where it belongs. Names are hashes already.
static struct mg_id *place_of(struct mg_id *names, size_t cap, const struct mg_id *id)
{
	size_t i = ((size_t)id->bytes[0] << 16 | (size_t)id->bytes[1] << 8 | id->bytes[2]) % cap;

	while (!mg_id_is_zero(&names[i]) && !mg_id_equal(&names[i], id))
		i = (i + 1) % cap;
	return &names[i];
}

// Keeps the table at most half full.
static int make_room(struct mg_pack *pack, struct mg_error *err)
{
	size_t cap = pack->cap ? 2 * pack->cap : 128;
	struct mg_id *names;

	if (2 * pack->n < pack->cap)
		return 0;
	names = calloc(cap, sizeof *names);
	if (!names)
		return mg_fail_memory(err);
	for (size_t i = 0; i < pack->cap; i++) {
		if (!mg_id_is_zero(&pack->names[i]))
			*place_of(names, cap, &pack->names[i]) = pack->names[i];
	}
	free(pack->names);
	pack->names = names;
	pack->cap = cap;
	return 0;
}

int mg_pack_add(struct mg_pack *pack, enum mg_object_type type, struct mg_slice bytes, struct mg_id *id,
		struct mg_error *err)
{
	int code = mg_repo_hash(type, bytes, id, err);
	struct mg_id *name;
	git_oid oid;

	if (!code)
		code = make_room(pack, err);
	if (code)
		return code;
	git_oid_fromraw(&oid, id->bytes);
	name = place_of(pack->names, pack->cap, id);
	if (!mg_id_is_zero(name) || git_odb_exists_ext(pack->odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH))
		return 0;
	*name = *id;
	pack->n++;
	if (!pack->bytes.len) {
		mg_buf_puts(&pack->bytes, "PACK");
		put_be32(&pack->bytes, 2);
		put_be32(&pack->bytes, 0); // how many: see finish
	}
	put_head(&pack->bytes, type, bytes.len);
	code = put_stored(&pack->bytes, bytes, err);
	return code || pack->bytes.len < MAX_PACK_BYTES ? code : mg_pack_write(pack, err);
}

static void finish(struct mg_pack *pack)
{
	uint8_t digest[MG_SHA1_BYTES];

	for (size_t i = 0; i < 4; i++)
		pack->bytes.data[COUNT_AT + i] = (char)(pack->n >> (24 - 8 * i));
	mg_sha1(mg_buf_slice(&pack->bytes), digest);
	mg_buf_put(&pack->bytes, digest, sizeof digest);
}

int mg_pack_write(struct mg_pack *pack, struct mg_error *err)
{
	git_indexer_progress progress = {0};
	int code, rc = 0;

	if (!pack->n)
		return 0;
	finish(pack);
	code = mg_buf_check(&pack->bytes, err);
	if (code)
		return code;
	if (!pack->writer)
		rc = git_odb_write_pack(&pack->writer, pack->odb, NULL, NULL);
	if (rc == 0)
		rc = pack->writer->append(pack->writer, pack->bytes.data, pack->bytes.len, &progress);
	if (rc == 0)
		rc = pack->writer->commit(pack->writer, &progress);
	close_writer(pack);
	mg_buf_reset(&pack->bytes);
	memset(pack->names, 0, pack->cap * sizeof *pack->names);
	pack->n = 0;
	return rc < 0 ? mg_fail_git(err, rc, _("cannot write a pack of objects")) : 0;
}
