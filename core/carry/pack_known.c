// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_known.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#define HEAD_BYTES   8u
#define COUNTS_BYTES (256u * 4u)
#define SUM_BYTES    4u
#define ENDS_BYTES   (HEAD_BYTES + COUNTS_BYTES + 2 * MG_ID_BYTES) // all but the objects
#define EACH_BYTES   (MG_ID_BYTES + 2 * SUM_BYTES)
#define MOST_BYTES   (MG_MAX_TREE_BYTES / 64 * 65) // what an object that does not shrink takes

static int malformed(struct mg_error *err)
{
	return mg_fail(err, MG_EINVALID, _("the pack is damaged or cut short"));
}

static uint32_t get_be32(const char *from)
{
	const unsigned char *b = (const unsigned char *)from;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

// The first version has no head.
uint32_t mg_pack_known_says(const char *index)
{
	char head[HEAD_BYTES + COUNTS_BYTES];
	int fd = open(index, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	ssize_t n = fd < 0 ? -1 : pread(fd, head, sizeof head, 0);
	size_t before = n > 0 && memcmp(head, "\377tOc", 4) == 0 ? HEAD_BYTES + COUNTS_BYTES : COUNTS_BYTES;

	if (fd >= 0)
		close(fd);
	return n >= (ssize_t)before ? get_be32(head + before - 4) : 0;
}

static int by_offset(const void *a, const void *b)
{
	const struct mg_packed *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

// A pack of two gigabytes has longer offsets, and other things behind them: none of ours grows to that.
static int read_objects(struct mg_slice index, struct mg_pack_known *out, struct mg_error *err)
{
	const char *names = index.data + HEAD_BYTES + COUNTS_BYTES, *sums, *offsets;

	if (index.len < ENDS_BYTES || memcmp(index.data, "\377tOc\0\0\0\2", HEAD_BYTES) != 0)
		return malformed(err);
	out->n = get_be32(names - 4);
	if (out->n > MG_MAX_PACK_OBJECTS || index.len != ENDS_BYTES + out->n * EACH_BYTES)
		return malformed(err);
	sums = names + out->n * MG_ID_BYTES;
	offsets = sums + out->n * SUM_BYTES;
	out->objects = calloc(out->n + 1, sizeof *out->objects);
	if (!out->objects)
		return mg_fail_memory(err);
	for (size_t i = 0; i < out->n; i++) {
		out->objects[i].sum = get_be32(sums + i * SUM_BYTES);
		out->objects[i].offset = get_be32(offsets + i * SUM_BYTES);
		memcpy(out->objects[i].id.bytes, names + i * MG_ID_BYTES, MG_ID_BYTES);
	}
	qsort(out->objects, out->n, sizeof *out->objects, by_offset);
	return 0;
}

static int open_pack(const char *index, struct mg_slice bytes, struct mg_pack_known *out, struct mg_error *err)
{
	size_t stem = strlen(index) - strlen(".idx");
	uint8_t sum[MG_PACK_TRAILER];
	struct mg_buf path = {0};
	uint32_t n = 0;
	int code;

	mg_buf_printf(&path, "%.*s.pack", (int)stem, index);
	code = mg_buf_check(&path, err);
	if (!code)
		code = mg_pack_file_open(mg_buf_text(&path), &out->file, &n, err);
	if (!code)
		code = mg_pack_file_trailer(out->file, &out->end, sum, err);
	if (!code && (n != out->n || memcmp(sum, bytes.data + bytes.len - 2 * MG_PACK_TRAILER, sizeof sum) != 0))
		code = malformed(err);
	mg_buf_clear(&path);
	return code;
}

int mg_pack_known_open(const char *index, struct mg_pack_known *out, struct mg_error *err)
{
	struct mg_buf bytes = {0};
	int code = mg_file_read(index, ENDS_BYTES + (size_t)MG_MAX_PACK_OBJECTS * EACH_BYTES, &bytes, err);

	*out = (struct mg_pack_known){0};
	if (!code)
		code = read_objects(mg_buf_slice(&bytes), out, err);
	if (!code)
		code = open_pack(index, mg_buf_slice(&bytes), out, err);
	mg_buf_clear(&bytes);
	if (code)
		mg_pack_known_close(out);
	return code;
}

void mg_pack_known_close(struct mg_pack_known *known)
{
	mg_pack_file_close(known->file);
	free(known->objects);
	*known = (struct mg_pack_known){0};
}

const struct mg_packed *mg_pack_known_at(const struct mg_pack_known *known, uint64_t at)
{
	size_t low = 0, high = known->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (known->objects[middle].offset < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < known->n && known->objects[low].offset == at ? &known->objects[low] : NULL;
}

int mg_pack_known_copy(struct mg_pack_known *known, const struct mg_packed *object, uint64_t from, struct mg_buf *out,
		       struct mg_error *err)
{
	uint64_t end = object + 1 < known->objects + known->n ? object[1].offset : known->end;
	struct mg_buf head = {0};
	size_t before = out->len;
	uint32_t sum;
	int code;

	if (from < object->offset || from > end || end - object->offset > MOST_BYTES)
		return malformed(err);
	code = mg_pack_file_copy(known->file, object->offset, from, &head, err);
	if (!code)
		code = mg_pack_file_copy(known->file, from, end, out, err);
	if (!code) {
		sum = (uint32_t)crc32_z(crc32(0, NULL, 0), (const Bytef *)head.data, head.len);
		sum = (uint32_t)crc32_z(sum, (const Bytef *)out->data + before, out->len - before);
		code = sum == object->sum ? 0 : malformed(err);
	}
	mg_buf_clear(&head);
	if (code && !out->failed)
		out->len = before;
	return code;
}
