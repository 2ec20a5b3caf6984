// SPDX-License-Identifier: EUPL-1.2
#include "core/key/sshwire.h"

void mg_sshwire_init(struct mg_sshwire *in, struct mg_slice bytes)
{
	*in = (struct mg_sshwire){.rest = bytes};
}

struct mg_slice mg_sshwire_raw(struct mg_sshwire *in, size_t n)
{
	struct mg_slice taken = {in->rest.data, n};

	if (in->failed || n > in->rest.len) {
		in->failed = true;
		return (struct mg_slice){NULL, 0};
	}
	if (n)
		in->rest.data += n;
	in->rest.len -= n;
	return taken;
}

uint32_t mg_sshwire_u32(struct mg_sshwire *in)
{
	struct mg_slice bytes = mg_sshwire_raw(in, 4);
	uint32_t value = 0;

	for (size_t i = 0; i < bytes.len; i++)
		value = value << 8 | (uint8_t)bytes.data[i];
	return value;
}

struct mg_slice mg_sshwire_string(struct mg_sshwire *in)
{
	uint32_t len = mg_sshwire_u32(in);

	return mg_sshwire_raw(in, len);
}

bool mg_sshwire_done(const struct mg_sshwire *in)
{
	return !in->failed && in->rest.len == 0;
}

void mg_sshwire_put_u32(struct mg_buf *out, uint32_t value)
{
	char bytes[4] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value};

	mg_buf_put(out, bytes, sizeof bytes);
}

void mg_sshwire_put_string(struct mg_buf *out, struct mg_slice bytes)
{
	if (bytes.len > UINT32_MAX) {
		out->failed = MG_ELIMIT; // no file of ours comes near it
		return;
	}
	mg_sshwire_put_u32(out, (uint32_t)bytes.len);
	mg_buf_put_slice(out, bytes);
}

void mg_sshwire_put_text(struct mg_buf *out, const char *text)
{
	mg_sshwire_put_string(out, mg_slice_of(text));
}
