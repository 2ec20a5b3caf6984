// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_scan.h"

#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST // what is inflated is not changed
#include <zlib.h>

#define HEADER_BYTES  12u
#define TRAILER_BYTES 20u        // a SHA-1, which the indexer checks
#define CACHED_BYTES  (1u << 20) // libgit2 keeps unpacked objects up to this size; larger ones it unpacks each time
#define WINDOW        65536u

enum state { AT_HEADER, AT_ENTRY, AT_OFFSET, AT_NAME, AT_DATA, AT_TRAILER, AT_END };

enum type { COMMIT = 1, TREE, BLOB, TAG, OFFSET_DELTA = 6, NAME_DELTA };

// An object that others may be deltas of.
struct entry {
	uint64_t offset;
	uint64_t work; // bytes to unpack it, its bases included
	uint32_t depth;
};

struct mg_pack_scan {
	enum state state;
	uint64_t offset; // of the next byte
	uint32_t left;   // entries to come
	uint8_t head[HEADER_BYTES];
	size_t n_head;
	// the entry at hand
	enum type type;
	uint64_t start, size, back;
	unsigned shift;
	size_t n_bytes;   // of a variable-length number, or of a name
	uint64_t out;     // bytes inflated
	uint8_t lead[20]; // the first of them: a delta begins with two sizes
	z_stream stream;
	uint8_t window[WINDOW];
	// all of them
	struct entry *entries;
	size_t n, cap;
	uint64_t inflated, unpacked, large_deltas;
};

struct mg_pack_scan *mg_pack_scan_new(void)
{
	struct mg_pack_scan *scan = calloc(1, sizeof *scan);

	if (scan && inflateInit(&scan->stream) != Z_OK) {
		free(scan);
		scan = NULL;
	}
	return scan;
}

void mg_pack_scan_free(struct mg_pack_scan *scan)
{
	if (!scan)
		return;
	inflateEnd(&scan->stream);
	free(scan->entries);
	free(scan);
}

static int malformed(struct mg_error *err)
{
	return mg_fail(err, MG_EINVALID, _("the pack is damaged or cut short"));
}

// ---- the header

static uint32_t number(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void next_entry(struct mg_pack_scan *scan)
{
	scan->state = scan->left ? AT_ENTRY : AT_TRAILER;
	scan->n_bytes = 0;
}

static int take_header(struct mg_pack_scan *scan, uint8_t byte, struct mg_error *err)
{
	scan->head[scan->n_head++] = byte;
	if (scan->n_head < HEADER_BYTES)
		return 0;
	if (memcmp(scan->head, "PACK", 4) != 0 || number(scan->head + 4) != 2)
		return malformed(err);
	scan->left = number(scan->head + 8);
	if (scan->left > MG_MAX_PACK_OBJECTS)
		return mg_fail(err, MG_ELIMIT, _("the pack has %u objects; %u are allowed"), scan->left,
			       MG_MAX_PACK_OBJECTS);
	next_entry(scan);
	return 0;
}

// ---- an entry: its type and size, its base, its bytes

static uint64_t limit_of(enum type type)
{
	switch (type) {
	case COMMIT:
	case TAG:
		return MG_MAX_COMMIT_BYTES;
	case TREE:
		return MG_MAX_TREE_BYTES;
	case BLOB:
		return MG_MAX_PIECE_BYTES;
	case OFFSET_DELTA:
	case NAME_DELTA:
		break;
	}
	return MG_MAX_TREE_BYTES; // the largest: what a delta makes is known by its base only
}

static int check_size(uint64_t size, uint64_t max, struct mg_error *err)
{
	if (size <= max)
		return 0;
	return mg_fail(err, MG_ELIMIT, _("an object has %llu bytes; %llu are allowed"), (unsigned long long)size,
		       (unsigned long long)max);
}

// What the whole pack costs to look into and to unpack.
static int check_totals(const struct mg_pack_scan *scan, struct mg_error *err)
{
	if (scan->inflated > MG_MAX_PACK_INFLATED)
		return mg_fail(err, MG_ELIMIT, _("the pack holds more than %llu bytes"), MG_MAX_PACK_INFLATED);
	if (scan->unpacked > MG_MAX_PACK_UNPACKED)
		return mg_fail(err, MG_ELIMIT, _("the pack takes more work to unpack than any honest one"));
	return 0;
}

static const struct entry *find_entry(const struct mg_pack_scan *scan, uint64_t offset)
{
	size_t low = 0, high = scan->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (scan->entries[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < scan->n && scan->entries[low].offset == offset ? &scan->entries[low] : NULL;
}

static int add_entry(struct mg_pack_scan *scan, const struct entry *entry, struct mg_error *err)
{
	if (scan->n == scan->cap) {
		size_t cap = scan->cap ? 2 * scan->cap : 1024;
		struct entry *grown = realloc(scan->entries, cap * sizeof *grown);

		if (!grown)
			return mg_fail_memory(err);
		scan->entries = grown;
		scan->cap = cap;
	}
	scan->entries[scan->n++] = *entry;
	return 0;
}

static int begin_data(struct mg_pack_scan *scan, struct mg_error *err)
{
	scan->state = AT_DATA;
	scan->out = 0;
	scan->inflated += scan->size;
	return inflateReset(&scan->stream) == Z_OK ? check_totals(scan, err) : malformed(err);
}

static int take_type(struct mg_pack_scan *scan, uint8_t byte, struct mg_error *err)
{
	int code;

	if (!scan->n_bytes++) {
		scan->start = scan->offset;
		scan->type = (enum type)(byte >> 4 & 7);
		scan->size = byte & 15;
		scan->shift = 4;
		if (scan->type < COMMIT || scan->type == 5)
			return malformed(err);
	} else {
		scan->size |= (uint64_t)(byte & 127) << scan->shift;
		scan->shift += 7;
	}
	if (byte & 128)
		return scan->shift > 50 ? malformed(err) : 0;
	scan->n_bytes = 0;
	scan->back = 0;
	code = check_size(scan->size, limit_of(scan->type), err);
	if (code || scan->type <= TAG)
		return code ? code : begin_data(scan, err);
	scan->state = scan->type == OFFSET_DELTA ? AT_OFFSET : AT_NAME;
	return 0;
}

// How far back the base begins: seven bits a byte, each but the last plus one.
static int take_offset(struct mg_pack_scan *scan, uint8_t byte, struct mg_error *err)
{
	scan->back = (scan->n_bytes ? (scan->back + 1) << 7 : 0) | (byte & 127);
	if (++scan->n_bytes > 7)
		return malformed(err);
	return byte & 128 ? 0 : begin_data(scan, err);
}

static int take_name(struct mg_pack_scan *scan, struct mg_error *err)
{
	return ++scan->n_bytes < TRAILER_BYTES ? 0 : begin_data(scan, err);
}

// The size of what a delta makes, the second number it begins with.
static bool delta_size(const struct mg_pack_scan *scan, uint64_t *size)
{
	size_t have = scan->out < sizeof scan->lead ? (size_t)scan->out : sizeof scan->lead;
	size_t at = 0;

	for (int i = 0; i < 2; i++) {
		unsigned shift = 0;

		*size = 0;
		do {
			if (at == have || shift > 56)
				return false;
			*size |= (uint64_t)(scan->lead[at] & 127) << shift;
			shift += 7;
		} while (scan->lead[at++] & 128);
	}
	return true;
}

// What an entry costs: its own bytes, and its bases' again when they are too large to be kept. A base given by name may be
// any other such entry, so all of those seen so far are counted.
static int weigh(struct mg_pack_scan *scan, struct mg_error *err)
{
	struct entry entry = {.offset = scan->start, .work = scan->size};
	const struct entry *base;
	uint64_t size = scan->size;
	int code;

	if (scan->type > TAG && !delta_size(scan, &size))
		return malformed(err);
	code = check_size(size, limit_of(scan->type), err);
	if (code)
		return code;
	entry.work = size;
	if (scan->type == OFFSET_DELTA) {
		base = scan->back <= scan->start ? find_entry(scan, scan->start - scan->back) : NULL;
		if (!base)
			return malformed(err);
		entry.depth = base->depth + 1;
		if (size > CACHED_BYTES)
			entry.work += base->work;
	} else if (scan->type == NAME_DELTA && size > CACHED_BYTES) {
		entry.work += scan->large_deltas++ * size;
	}
	if (entry.depth > MG_MAX_DELTA_DEPTH)
		return mg_fail(err, MG_ELIMIT, _("the pack has more than %u deltas upon each other"),
			       MG_MAX_DELTA_DEPTH);
	scan->unpacked += entry.work;
	code = check_totals(scan, err);
	return code ? code : add_entry(scan, &entry, err);
}

static void keep_lead(struct mg_pack_scan *scan, size_t produced)
{
	for (size_t i = 0; i < produced && scan->out + i < sizeof scan->lead; i++)
		scan->lead[scan->out + i] = scan->window[i];
}

// Inflates what belongs to the entry at hand; *used is how much of the bytes that was.
static int take_data(struct mg_pack_scan *scan, struct mg_slice bytes, size_t *used, struct mg_error *err)
{
	z_stream *stream = &scan->stream;
	size_t given = bytes.len < WINDOW ? bytes.len : WINDOW;
	int rc;

	stream->next_in = (const Bytef *)bytes.data;
	stream->avail_in = (uInt)given;
	stream->next_out = scan->window;
	stream->avail_out = WINDOW;
	rc = inflate(stream, Z_NO_FLUSH);
	if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
		return malformed(err);
	*used = given - stream->avail_in;
	keep_lead(scan, WINDOW - stream->avail_out);
	scan->out += WINDOW - stream->avail_out;
	if (scan->out > scan->size || (rc == Z_BUF_ERROR && !*used && stream->avail_out == WINDOW))
		return malformed(err);
	if (rc != Z_STREAM_END)
		return 0;
	if (scan->out != scan->size)
		return malformed(err);
	scan->left--;
	rc = weigh(scan, err);
	next_entry(scan);
	return rc;
}

// ---- the whole

static int take_byte(struct mg_pack_scan *scan, uint8_t byte, struct mg_error *err)
{
	switch (scan->state) {
	case AT_HEADER:
		return take_header(scan, byte, err);
	case AT_ENTRY:
		return take_type(scan, byte, err);
	case AT_OFFSET:
		return take_offset(scan, byte, err);
	case AT_NAME:
		return take_name(scan, err);
	case AT_TRAILER:
		if (++scan->n_bytes == TRAILER_BYTES)
			scan->state = AT_END;
		return 0;
	case AT_DATA:
	case AT_END:
		break;
	}
	return malformed(err);
}

int mg_pack_scan_feed(struct mg_pack_scan *scan, struct mg_slice bytes, struct mg_error *err)
{
	int code = 0;

	if (scan->offset + bytes.len > MG_MAX_PACK_BYTES)
		return mg_fail(err, MG_ELIMIT, _("the pack has more than %u bytes"), MG_MAX_PACK_BYTES);
	while (!code && bytes.len) {
		size_t used = 1;

		if (scan->state == AT_DATA)
			code = take_data(scan, bytes, &used, err);
		else
			code = take_byte(scan, (uint8_t)*bytes.data, err);
		scan->offset += used;
		bytes.data += used;
		bytes.len -= used;
	}
	return code;
}

int mg_pack_scan_finish(const struct mg_pack_scan *scan, struct mg_error *err)
{
	return scan->state == AT_END ? 0 : malformed(err);
}
