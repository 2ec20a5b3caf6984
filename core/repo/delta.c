// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/delta.h"

#include "base/i18n.h"

#include <stdint.h>

#define COPY       0x80u    // else the instruction is a length, and so many bytes follow
#define WHOLE_COPY 0x10000u // bytes, when an instruction says 0

struct reader {
	struct mg_slice rest;
	bool failed;
};

static unsigned take(struct reader *r)
{
	unsigned byte = r->rest.len ? (uint8_t)*r->rest.data : 0;

	r->failed = r->failed || !r->rest.len;
	if (r->rest.len) {
		r->rest.data++;
		r->rest.len--;
	}
	return byte;
}

// Seven bits a byte, the lowest first.
static uint64_t take_size(struct reader *r)
{
	uint64_t size = 0;
	unsigned byte, shift = 0;

	do {
		byte = take(r);
		size |= (uint64_t)(byte & 127) << shift;
		shift += 7;
		r->failed = r->failed || shift > 56;
	} while (byte & 128 && !r->failed);
	return size;
}

// Those of n bytes that the instruction's bits name; the others are 0.
static size_t take_number(struct reader *r, unsigned bits, unsigned n)
{
	size_t number = 0;

	for (unsigned i = 0; i < n; i++) {
		if (bits >> i & 1)
			number |= (size_t)take(r) << 8 * i;
	}
	return number;
}

static void copy(struct reader *r, unsigned instruction, struct mg_slice base, struct mg_buf *out)
{
	size_t offset = take_number(r, instruction, 4);
	size_t len = take_number(r, instruction >> 4, 3);

	len = len ? len : WHOLE_COPY;
	if (r->failed || offset > base.len || len > base.len - offset)
		r->failed = true;
	else
		mg_buf_put(out, base.data + offset, len);
}

static void insert(struct reader *r, size_t len, struct mg_buf *out)
{
	if (!len || len > r->rest.len) {
		r->failed = true;
		return;
	}
	mg_buf_put(out, r->rest.data, len);
	r->rest.data += len;
	r->rest.len -= len;
}

int mg_delta_apply(struct mg_slice base, struct mg_slice delta, size_t max, struct mg_buf *out, struct mg_error *err)
{
	struct reader r = {.rest = delta};
	uint64_t from = take_size(&r), size = take_size(&r);

	mg_buf_reset(out);
	if (!r.failed && size > max)
		return mg_fail(err, MG_ELIMIT, _("an object has %llu bytes; %llu are allowed"),
			       (unsigned long long)size, (unsigned long long)max);
	r.failed = r.failed || from != base.len;
	while (!r.failed && r.rest.len && out->len <= size) {
		unsigned instruction = take(&r);

		if (instruction & COPY)
			copy(&r, instruction, base, out);
		else
			insert(&r, instruction, out);
	}
	if (r.failed || out->len != size)
		return mg_fail(err, MG_EINVALID, _("the pack is damaged or cut short"));
	return mg_buf_check(out, err);
}
