// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/tree_delta.h"

#include "core/repo/id.h"

#include <stdint.h>

#define MAX_COPY   0xffffffu
#define MAX_INSERT 127u

struct delta {
	size_t from, len;       // of base: the copy that may go on
	struct mg_slice insert; // of target: what is not in base
	struct mg_buf *out;
};

static void put_size(struct mg_buf *out, size_t size)
{
	for (; size > 127; size >>= 7)
		mg_buf_putc(out, (char)((size & 127) | 128));
	mg_buf_putc(out, (char)size);
}

// A byte that tells which bytes of offset and length follow: the others are zero.
static void put_copy(struct mg_buf *out, size_t from, size_t len)
{
	size_t at = out->len;
	unsigned tells = 0x80;

	mg_buf_putc(out, 0);
	for (unsigned i = 0; i < 7; i++) {
		unsigned byte = (unsigned)(i < 4 ? from >> 8 * i : len >> 8 * (i - 4)) & 0xff;

		if (!byte)
			continue;
		tells |= 1u << i;
		mg_buf_putc(out, (char)byte);
	}
	if (!out->failed)
		out->data[at] = (char)tells;
}

static void end_copy(struct delta *d)
{
	while (d->len) {
		size_t len = d->len < MAX_COPY ? d->len : MAX_COPY;

		put_copy(d->out, d->from, len);
		d->from += len;
		d->len -= len;
	}
}

static void end_insert(struct delta *d)
{
	while (d->insert.len) {
		size_t len = d->insert.len < MAX_INSERT ? d->insert.len : MAX_INSERT;

		mg_buf_putc(d->out, (char)len);
		mg_buf_put(d->out, d->insert.data, len);
		d->insert.data += len;
		d->insert.len -= len;
	}
}

static void copy(struct delta *d, size_t from, size_t len)
{
	end_insert(d);
	if (d->len && d->from + d->len == from) {
		d->len += len;
		return;
	}
	end_copy(d);
	d->from = from;
	d->len = len;
}

static void insert(struct delta *d, const char *bytes, size_t len)
{
	end_copy(d);
	if (!d->insert.len)
		d->insert.data = bytes;
	d->insert.len += len;
}

// Bytes of the entry at the start of rest ("<mode> <name>\0<id>"); all of them when it is none.
static size_t entry_length(struct mg_slice rest)
{
	const char *end = rest.len ? memchr(rest.data, '\0', rest.len) : NULL;
	size_t len = end ? (size_t)(end - rest.data) + 1 + MG_ID_BYTES : rest.len;

	return len < rest.len ? len : rest.len;
}

static struct mg_slice name_of(struct mg_slice entry)
{
	const char *space = entry.len ? memchr(entry.data, ' ', entry.len) : NULL;
	const char *start = space ? space + 1 : entry.data;
	size_t rest = (size_t)(entry.data + entry.len - start);
	const char *end = rest ? memchr(start, '\0', rest) : NULL;

	return (struct mg_slice){start, end ? (size_t)(end - start) : rest};
}

static void pass(struct mg_slice *rest, size_t len)
{
	rest->data += len;
	rest->len -= len;
}

void mg_tree_delta(struct mg_slice base, struct mg_slice target, struct mg_buf *out)
{
	struct delta d = {.out = out};
	struct mg_slice old = base, new = target;

	put_size(out, base.len);
	put_size(out, target.len);
	while (new.len) {
		struct mg_slice was = {old.data, entry_length(old)}, is = {new.data, entry_length(new)};
		int order = old.len ? mg_slice_compare(name_of(was), name_of(is)) : 1;

		if (order < 0) {
			pass(&old, was.len);
			continue;
		}
		if (order == 0 && mg_slice_equal(was, is))
			copy(&d, (size_t)(old.data - base.data), is.len);
		else
			insert(&d, is.data, is.len);
		if (order == 0)
			pass(&old, was.len);
		pass(&new, is.len);
	}
	end_copy(&d);
	end_insert(&d);
}
