// SPDX-License-Identifier: EUPL-1.2
//
// A growing buffer with a maximum and a sticky error: write freely, check once with mg_buf_check at the end.
// The bytes are always NUL-terminated beyond len, so data is also a C string when they hold no NUL.
#ifndef MG_BASE_BUF_H
#define MG_BASE_BUF_H

#include "base/error.h"
#include "base/slice.h"

#include <stdarg.h>

struct mg_buf {
	char *data; // owned; never NULL after the first put; see mg_buf_text
	size_t len; // bytes
	size_t cap;
	size_t max;          // bytes; 0 means no limit
	enum mg_code failed; // 0, MG_ENOMEM or MG_ELIMIT; once set, later puts do nothing
};

// A buffer on the stack needs no init when it has no maximum: `struct mg_buf buf = {0};`.
void mg_buf_init(struct mg_buf *buf, size_t max_bytes);

// Frees the bytes and resets, keeping the maximum.
void mg_buf_clear(struct mg_buf *buf);

// Empties without freeing, and forgets the error.
void mg_buf_reset(struct mg_buf *buf);

// What is put must not be part of the buffer itself: it may move.
void mg_buf_put(struct mg_buf *buf, const void *data, size_t len);
void mg_buf_put_slice(struct mg_buf *buf, struct mg_slice slice);
void mg_buf_puts(struct mg_buf *buf, const char *text);
void mg_buf_putc(struct mg_buf *buf, char byte);
void mg_buf_fill(struct mg_buf *buf, char byte, size_t n);
void mg_buf_printf(struct mg_buf *buf, const char *format, ...) MG_PRINTF(2, 3);
void mg_buf_vprintf(struct mg_buf *buf, const char *format, va_list ap) MG_PRINTF(2, 0);

// Replaces the n bytes at offset by other bytes. offset + n must lie within len.
void mg_buf_splice(struct mg_buf *buf, size_t offset, size_t n, struct mg_slice with);

// The bytes as a C string; "" when empty. Borrowed until the next put.
const char *mg_buf_text(const struct mg_buf *buf);
struct mg_slice mg_buf_slice(const struct mg_buf *buf);

// 0, or the sticky error told in err.
int mg_buf_check(const struct mg_buf *buf, struct mg_error *err) MG_CHECKED;

#endif
