// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_scan.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/carry/pack_entries.h"
#include "core/repo/delta.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST // what is inflated is not changed
#include <zlib.h>

#define HEADER_BYTES  12u
#define TRAILER_BYTES 20u        // a SHA-1
#define CACHED_BYTES  (1u << 20) // libgit2 keeps unpacked objects up to this size; larger ones it unpacks each time
#define WINDOW        65536u

enum state { AT_HEADER, AT_ENTRY, AT_OFFSET, AT_NAME, AT_DATA, AT_TRAILER, AT_END };

enum type { COMMIT = 1, TREE, BLOB, TAG, OFFSET_DELTA = 6, NAME_DELTA };

struct mg_pack_scan {
	enum state state;
	uint64_t offset;             // of the next byte
	uint32_t total, left;        // entries; those to come
	uint8_t head[TRAILER_BYTES]; // of the pack, or the name of a base, or the trailer
	size_t n_head;
	struct mg_pack_pass pass;
	struct mg_sha1_sum *sum; // of what came
	mg_pack_base find_base;
	// the entry at hand
	enum type type;
	uint64_t start, size, back, passed_at;
	unsigned shift;
	size_t n_bytes;                  // of a variable-length number, or of a name
	uint64_t out;                    // bytes inflated
	uint8_t lead[20];                // the first of them: a delta begins with two sizes
	bool is_thin;                    // told from an object that is here: then delta holds all of them
	struct mg_pack_entry base_entry; // of the pack
	unsigned base_kind;              // of the object that is here
	struct mg_buf base, delta, whole;
	z_stream stream;
	uint8_t window[WINDOW];
	// all of them
	struct mg_pack_entries entries;
	uint64_t inflated, unpacked, large_deltas;
};

struct mg_pack_scan *mg_pack_scan_new(mg_pack_give give, mg_pack_base base, void *context)
{
	struct mg_pack_scan *scan = calloc(1, sizeof *scan);

	if (!scan)
		return NULL;
	scan->find_base = base;
	scan->sum = mg_sha1_sum_new();
	if (mg_pack_pass_init(&scan->pass, give, context, NULL) || !scan->sum || inflateInit(&scan->stream) != Z_OK) {
		mg_pack_scan_free(scan);
		return NULL;
	}
	return scan;
}

static void end_sum(struct mg_pack_scan *scan, uint8_t digest[MG_SHA1_BYTES])
{
	if (scan->sum)
		mg_sha1_sum_end(scan->sum, digest);
	scan->sum = NULL;
}

void mg_pack_scan_free(struct mg_pack_scan *scan)
{
	uint8_t digest[MG_SHA1_BYTES];

	if (!scan)
		return;
	inflateEnd(&scan->stream);
	end_sum(scan, digest);
	mg_pack_pass_clear(&scan->pass);
	mg_buf_clear(&scan->base);
	mg_buf_clear(&scan->delta);
	mg_buf_clear(&scan->whole);
	free(scan->entries.items);
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
	scan->is_thin = false;
}

static int take_header(struct mg_pack_scan *scan, uint8_t byte, struct mg_error *err)
{
	scan->head[scan->n_head++] = byte;
	if (scan->n_head < HEADER_BYTES)
		return 0;
	if (memcmp(scan->head, "PACK", 4) != 0 || number(scan->head + 4) != 2)
		return malformed(err);
	scan->total = scan->left = number(scan->head + 8);
	if (scan->left > MG_MAX_PACK_OBJECTS)
		return mg_fail(err, MG_ELIMIT, _("the pack has %u objects; %u are allowed"), scan->left,
			       MG_MAX_PACK_OBJECTS);
	mg_buf_put(&scan->pass.out, scan->head, HEADER_BYTES);
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

static void pass_head(struct mg_pack_scan *scan)
{
	struct mg_buf *out = &scan->pass.out;

	mg_pack_put_kind(out, scan->type, scan->size);
	if (scan->type == OFFSET_DELTA)
		mg_pack_put_distance(out, scan->passed_at - scan->base_entry.passed_at);
	else if (scan->type == NAME_DELTA)
		mg_buf_put(out, scan->head, TRAILER_BYTES);
}

static int begin_data(struct mg_pack_scan *scan, struct mg_error *err)
{
	scan->state = AT_DATA;
	scan->out = 0;
	scan->inflated += scan->size;
	scan->passed_at = mg_pack_pass_at(&scan->pass);
	if (!scan->is_thin)
		pass_head(scan);
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
	const struct mg_pack_entry *base;

	scan->back = (scan->n_bytes ? (scan->back + 1) << 7 : 0) | (byte & 127);
	if (++scan->n_bytes > 7)
		return malformed(err);
	if (byte & 128)
		return 0;
	base = scan->back <= scan->start ? mg_pack_entry_at(&scan->entries, scan->start - scan->back) : NULL;
	if (!base)
		return malformed(err);
	scan->base_entry = *base;
	return begin_data(scan, err);
}

static int take_name(struct mg_pack_scan *scan, uint8_t byte, struct mg_error *err)
{
	struct mg_id id;
	int code;

	scan->head[scan->n_bytes++] = byte;
	if (scan->n_bytes < TRAILER_BYTES)
		return 0;
	memcpy(id.bytes, scan->head, sizeof id.bytes);
	code = scan->find_base(scan->pass.context, &id, &scan->base_kind, &scan->base, err);
	scan->is_thin = !code;
	mg_buf_reset(&scan->delta);
	return code && code != MG_ENOTFOUND ? code : begin_data(scan, err);
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
	struct mg_pack_entry entry = {.offset = scan->start, .passed_at = scan->passed_at};
	uint64_t size = scan->size;
	int code;

	if (scan->type > TAG && !delta_size(scan, &size))
		return malformed(err);
	code = check_size(size, limit_of(scan->type), err);
	if (code)
		return code;
	entry.work = size;
	if (scan->is_thin) {
		entry.work += scan->base.len;
		scan->inflated += size; // it goes on whole
	} else if (scan->type == OFFSET_DELTA) {
		entry.depth = scan->base_entry.depth + 1;
		if (size > CACHED_BYTES)
			entry.work += scan->base_entry.work;
	} else if (scan->type == NAME_DELTA && size > CACHED_BYTES) {
		entry.work += scan->large_deltas++ * size;
	}
	if (entry.depth > MG_MAX_DELTA_DEPTH)
		return mg_fail(err, MG_ELIMIT, _("the pack has more than %u deltas upon each other"),
			       MG_MAX_DELTA_DEPTH);
	scan->unpacked += entry.work;
	code = check_totals(scan, err);
	return code ? code : mg_pack_entry_add(&scan->entries, &entry, err);
}

// What a delta of an object that is here makes, as an object of its own.
static int pass_whole(struct mg_pack_scan *scan, struct mg_error *err)
{
	struct mg_buf *out = &scan->pass.out;
	int code = mg_delta_apply(mg_buf_slice(&scan->base), mg_buf_slice(&scan->delta),
				  limit_of((enum type)scan->base_kind), &scan->whole, err);

	if (code)
		return code;
	mg_pack_put_kind(out, scan->base_kind, scan->whole.len);
	return mg_pack_put_compressed(out, mg_buf_slice(&scan->whole), err);
}

static int end_entry(struct mg_pack_scan *scan, struct mg_error *err)
{
	int code = weigh(scan, err);

	if (!code && scan->is_thin)
		code = pass_whole(scan, err);
	scan->left--;
	next_entry(scan);
	return code;
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
	if (scan->is_thin)
		mg_buf_put(&scan->delta, scan->window, WINDOW - stream->avail_out);
	else
		mg_buf_put(&scan->pass.out, bytes.data, *used);
	scan->out += WINDOW - stream->avail_out;
	if (scan->out > scan->size || (rc == Z_BUF_ERROR && !*used && stream->avail_out == WINDOW))
		return malformed(err);
	if (rc != Z_STREAM_END)
		return 0;
	return scan->out == scan->size ? end_entry(scan, err) : malformed(err);
}

// ---- the whole

static int take_trailer(struct mg_pack_scan *scan, uint8_t byte, struct mg_error *err)
{
	uint8_t digest[MG_SHA1_BYTES];

	scan->head[scan->n_bytes++] = byte;
	if (scan->n_bytes < TRAILER_BYTES)
		return 0;
	scan->state = AT_END;
	end_sum(scan, digest);
	return memcmp(digest, scan->head, sizeof digest) == 0 ? 0 : malformed(err);
}

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
		return take_name(scan, byte, err);
	case AT_TRAILER:
		return take_trailer(scan, byte, err);
	case AT_DATA:
	case AT_END:
		break;
	}
	return malformed(err);
}

int mg_pack_scan_feed(struct mg_pack_scan *scan, struct mg_slice bytes, struct mg_error *err)
{
	struct mg_slice summed = {bytes.data, 0}; // before the trailer
	int code = 0;

	if (scan->offset + bytes.len > MG_MAX_PACK_BYTES)
		return mg_fail(err, MG_ELIMIT, _("the pack has more than %u bytes"), MG_MAX_PACK_BYTES);
	while (!code && bytes.len) {
		bool is_summed = scan->state < AT_TRAILER;
		size_t used = 1;

		if (scan->state == AT_DATA)
			code = take_data(scan, bytes, &used, err);
		else
			code = take_byte(scan, (uint8_t)*bytes.data, err);
		summed.len += is_summed ? used : 0;
		if (!code)
			code = mg_pack_pass_on(&scan->pass, err);
		scan->offset += used;
		bytes.data += used;
		bytes.len -= used;
		if (summed.len && (scan->state >= AT_TRAILER || !bytes.len)) {
			mg_sha1_sum_add(scan->sum, summed);
			summed.len = 0;
		}
	}
	return code;
}

void mg_pack_scan_count(const struct mg_pack_scan *scan, unsigned *total, unsigned *come)
{
	*total = scan->total;
	*come = scan->total - scan->left;
}

int mg_pack_scan_finish(struct mg_pack_scan *scan, struct mg_error *err)
{
	return scan->state == AT_END ? mg_pack_pass_end(&scan->pass, err) : malformed(err);
}
