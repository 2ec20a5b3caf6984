// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_file.h"

#include "base/i18n.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#define ZLIB_CONST // what is inflated is not changed
#include <zlib.h>

#define PIECE_BYTES (1u << 17) // read at once by who goes on where he was
#define LEAP_BYTES  (1u << 12) // and by who begins elsewhere: most objects are shorter

struct mg_pack_file {
	int fd;
	uint64_t size;
	uint64_t from; // of the piece at hand
	size_t have;
	z_stream stream;
	unsigned char piece[PIECE_BYTES];
};

static int malformed(struct mg_error *err)
{
	return mg_fail(err, MG_EINVALID, _("the pack is damaged or cut short"));
}

// ---- bytes

// What of the file begins there, up to its trailer: at least a byte.
static int look(struct mg_pack_file *file, uint64_t at, struct mg_slice *out, struct mg_error *err)
{
	uint64_t end = file->size - MG_PACK_TRAILER;
	bool is_next = at == file->from + file->have;
	size_t want = is_next ? PIECE_BYTES : LEAP_BYTES;
	ssize_t n;

	if (at >= end)
		return malformed(err);
	if (at < file->from || at >= file->from + file->have) {
		if (want > end - at)
			want = (size_t)(end - at);
		n = pread(file->fd, file->piece, want, (off_t)at);
		if (n < 0)
			return mg_fail_errno(err, _("cannot read a pack"));
		file->from = at;
		file->have = (size_t)n;
		if (!n) // it was longer when it was opened
			return malformed(err);
	}
	*out = (struct mg_slice){(const char *)file->piece + (at - file->from), file->have - (size_t)(at - file->from)};
	return 0;
}

static int take_byte(struct mg_pack_file *file, uint64_t *at, unsigned *byte, struct mg_error *err)
{
	struct mg_slice bytes;
	int code = look(file, *at, &bytes, err);

	if (code)
		return code;
	*byte = (uint8_t)*bytes.data;
	(*at)++;
	return 0;
}

int mg_pack_file_copy(struct mg_pack_file *file, uint64_t from, uint64_t to, struct mg_buf *out, struct mg_error *err)
{
	struct mg_slice bytes;
	int code = 0;

	while (!code && from < to) {
		code = look(file, from, &bytes, err);
		if (code)
			break;
		if (bytes.len > to - from)
			bytes.len = (size_t)(to - from);
		mg_buf_put_slice(out, bytes);
		from += bytes.len;
	}
	return code ? code : mg_buf_check(out, err);
}

// ---- opening

static int read_head(struct mg_pack_file *file, uint32_t *n, struct mg_error *err)
{
	unsigned char head[MG_PACK_HEAD];
	struct stat st;

	if (fstat(file->fd, &st) != 0)
		return mg_fail_errno(err, _("cannot read a pack"));
	if (!S_ISREG(st.st_mode) || st.st_size < (off_t)(MG_PACK_HEAD + MG_PACK_TRAILER))
		return malformed(err);
	file->size = (uint64_t)st.st_size;
	if (pread(file->fd, head, sizeof head, 0) != (ssize_t)sizeof head || memcmp(head, "PACK\0\0\0\2", 8) != 0)
		return malformed(err);
	*n = (uint32_t)head[8] << 24 | (uint32_t)head[9] << 16 | (uint32_t)head[10] << 8 | head[11];
	return 0;
}

int mg_pack_file_open(const char *path, struct mg_pack_file **out, uint32_t *n, struct mg_error *err)
{
	struct mg_pack_file *file = calloc(1, sizeof *file);
	int code;

	*out = NULL;
	if (!file || inflateInit(&file->stream) != Z_OK) {
		free(file);
		return mg_fail_memory(err);
	}
	// a folder of somebody else's may hold anything under the name of a pack: a pipe would be waited for
	file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	code = file->fd < 0 ? mg_fail_errno(err, _("cannot read %s"), path) : read_head(file, n, err);
	if (code)
		mg_pack_file_close(file);
	else
		*out = file;
	return code;
}

void mg_pack_file_close(struct mg_pack_file *file)
{
	if (!file)
		return;
	if (file->fd >= 0)
		close(file->fd);
	inflateEnd(&file->stream);
	free(file);
}

int mg_pack_file_trailer(struct mg_pack_file *file, uint64_t *end, uint8_t sum[MG_PACK_TRAILER], struct mg_error *err)
{
	*end = file->size - MG_PACK_TRAILER;
	return pread(file->fd, sum, MG_PACK_TRAILER, (off_t)*end) == (ssize_t)MG_PACK_TRAILER ? 0 : malformed(err);
}

// ---- an object

static int take_size(struct mg_pack_file *file, uint64_t *at, struct mg_pack_object *out, struct mg_error *err)
{
	unsigned byte = 0, shift = 4;
	int code = take_byte(file, at, &byte, err);

	out->kind = byte >> 4 & 7;
	out->size = byte & 15;
	while (!code && byte & 128) {
		code = take_byte(file, at, &byte, err);
		out->size |= (uint64_t)(byte & 127) << shift;
		shift += 7;
		if (!code && shift > 50)
			code = malformed(err);
	}
	if (code)
		return code;
	if (!out->kind || out->kind == 5)
		return malformed(err);
	if (out->size > MG_MAX_TREE_BYTES)
		return mg_fail(err, MG_ELIMIT, _("an object has %llu bytes; %llu are allowed"),
			       (unsigned long long)out->size, (unsigned long long)MG_MAX_TREE_BYTES);
	return 0;
}

// How far back the base begins: seven bits a byte, each but the last plus one.
static int take_distance(struct mg_pack_file *file, uint64_t *at, struct mg_pack_object *out, struct mg_error *err)
{
	uint64_t back = 0;
	unsigned byte = 0, n = 0;
	int code;

	do {
		code = take_byte(file, at, &byte, err);
		back = (n ? (back + 1) << 7 : 0) | (byte & 127);
		if (!code && ++n > 7)
			code = malformed(err);
	} while (!code && byte & 128);
	if (code)
		return code;
	if (!back || back > out->at - MG_PACK_HEAD)
		return malformed(err);
	out->base_at = out->at - back;
	return 0;
}

static int take_name(struct mg_pack_file *file, uint64_t *at, struct mg_pack_object *out, struct mg_error *err)
{
	unsigned byte = 0;
	int code = 0;

	for (size_t i = 0; !code && i < MG_ID_BYTES; i++) {
		code = take_byte(file, at, &byte, err);
		out->base.bytes[i] = (uint8_t)byte;
	}
	return code;
}

int mg_pack_file_object(struct mg_pack_file *file, uint64_t at, struct mg_pack_object *out, struct mg_error *err)
{
	int code;

	*out = (struct mg_pack_object){.at = at};
	if (at < MG_PACK_HEAD)
		return malformed(err);
	code = take_size(file, &at, out, err);
	if (!code && out->kind == MG_PACK_DELTA)
		code = take_distance(file, &at, out, err);
	if (!code && out->kind == MG_PACK_NAMED_DELTA)
		code = take_name(file, &at, out, err);
	out->data_at = at;
	return code;
}

// What stands before its bytes is short.
static int sum_head(struct mg_pack_file *file, const struct mg_pack_object *object, uint32_t *sum, struct mg_error *err)
{
	struct mg_buf head = {0};
	int code = mg_pack_file_copy(file, object->at, object->data_at, &head, err);

	if (!code)
		*sum = (uint32_t)crc32_z(crc32(0, NULL, 0), (const Bytef *)head.data, head.len);
	mg_buf_clear(&head);
	return code;
}

// Inflates up to the stream's end; what it makes must be as much as there is room for.
static int inflate_all(struct mg_pack_file *file, uint64_t *at, uint32_t *sum, struct mg_error *err)
{
	z_stream *stream = &file->stream;
	int rc = Z_OK;

	while (rc != Z_STREAM_END) {
		struct mg_slice bytes;
		size_t used;
		int code = look(file, *at, &bytes, err);

		if (code)
			return code;
		stream->next_in = (const Bytef *)bytes.data;
		stream->avail_in = (uInt)bytes.len;
		rc = inflate(stream, Z_NO_FLUSH);
		used = bytes.len - stream->avail_in;
		if ((rc != Z_OK && rc != Z_STREAM_END) || (rc == Z_OK && !used))
			return malformed(err);
		if (sum)
			*sum = (uint32_t)crc32_z(*sum, (const Bytef *)bytes.data, used);
		*at += used;
	}
	return stream->avail_out == 1 ? 0 : malformed(err);
}

int mg_pack_file_inflate(struct mg_pack_file *file, const struct mg_pack_object *object, struct mg_buf *out,
			 uint64_t *end, uint32_t *sum, struct mg_error *err)
{
	uint64_t at = object->data_at;
	int code = sum ? sum_head(file, object, sum, err) : 0;

	mg_buf_reset(out);
	mg_buf_fill(out, '\0', (size_t)object->size + 1); // one more, to see what is longer than it says
	if (!code)
		code = mg_buf_check(out, err);
	if (code)
		return code;
	if (inflateReset(&file->stream) != Z_OK)
		return malformed(err);
	file->stream.next_out = (Bytef *)out->data;
	file->stream.avail_out = (uInt)out->len;
	code = inflate_all(file, &at, sum, err);
	mg_buf_splice(out, (size_t)object->size, 1, (struct mg_slice){0});
	if (end)
		*end = at;
	return code;
}
