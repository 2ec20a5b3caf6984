// SPDX-License-Identifier: EUPL-1.2
//
// A pack says the same however it is cut: the first byte of the input is the size of the pieces.
#include "core/carry/pack_scan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take(void *context, struct mg_slice bytes, struct mg_error *err)
{
	(void)context;
	(void)bytes;
	(void)err;
	return 0;
}

// Half of all objects are here.
static int find(void *context, const struct mg_id *id, unsigned *kind, struct mg_buf *bytes, struct mg_error *err)
{
	(void)context;
	if (id->bytes[0] & 1)
		return MG_ENOTFOUND;
	*kind = 3; // a blob
	mg_buf_reset(bytes);
	mg_buf_puts(bytes, "intitule: Maraudes\n");
	return mg_buf_check(bytes, err);
}

static int scan(struct mg_slice pack, size_t piece)
{
	struct mg_pack_scan *scan = mg_pack_scan_new(take, find, NULL);
	int code = 0;

	if (!scan)
		return 0;
	while (!code && pack.len) {
		size_t n = pack.len < piece ? pack.len : piece;

		code = mg_pack_scan_feed(scan, (struct mg_slice){pack.data, n}, NULL);
		pack.data += n;
		pack.len -= n;
	}
	if (!code)
		code = mg_pack_scan_finish(scan, NULL);
	mg_pack_scan_free(scan);
	return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mg_slice pack = {(const char *)data + 1, size - 1};

	if (size && scan(pack, (size_t)data[0] + 1) != scan(pack, SIZE_MAX))
		abort();
	return 0;
}
