// SPDX-License-Identifier: EUPL-1.2
#include "base/buf.h"

#include "base/i18n.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void mg_buf_init(struct mg_buf *buf, size_t max_bytes)
{
	*buf = (struct mg_buf){.max = max_bytes};
}

void mg_buf_clear(struct mg_buf *buf)
{
	free(buf->data);
	mg_buf_init(buf, buf->max);
}

void mg_buf_reset(struct mg_buf *buf)
{
	buf->len = 0;
	buf->failed = MG_OK;
	if (buf->data)
		buf->data[0] = '\0';
}

// Room for `more` bytes and the final NUL.
static bool reserve(struct mg_buf *buf, size_t more)
{
	size_t need, cap;
	char *data;

	if (buf->failed)
		return false;
	if (more > SIZE_MAX / 2 - buf->len || (buf->max && buf->len + more > buf->max)) {
		buf->failed = MG_ELIMIT;
		return false;
	}
	need = buf->len + more + 1;
	if (need <= buf->cap)
		return true;
	cap = buf->cap ? buf->cap : 64;
	while (cap < need)
		cap *= 2;
	data = realloc(buf->data, cap);
	if (!data) {
		buf->failed = MG_ENOMEM;
		return false;
	}
	buf->data = data;
	buf->cap = cap;
	return true;
}

void mg_buf_put(struct mg_buf *buf, const void *data, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void mg_buf_put_slice(struct mg_buf *buf, struct mg_slice slice)
{
	mg_buf_put(buf, slice.data, slice.len);
}

void mg_buf_puts(struct mg_buf *buf, const char *text)
{
	mg_buf_put(buf, text, strlen(text));
}

void mg_buf_putc(struct mg_buf *buf, char byte)
{
	mg_buf_put(buf, &byte, 1);
}

void mg_buf_fill(struct mg_buf *buf, char byte, size_t n)
{
	if (!reserve(buf, n))
		return;
	memset(buf->data + buf->len, byte, n);
	buf->len += n;
	buf->data[buf->len] = '\0';
}

void mg_buf_vprintf(struct mg_buf *buf, const char *format, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0 || !reserve(buf, (size_t)len))
		return;
	vsnprintf(buf->data + buf->len, (size_t)len + 1, format, ap);
	buf->len += (size_t)len;
}

void mg_buf_printf(struct mg_buf *buf, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	mg_buf_vprintf(buf, format, ap);
	va_end(ap);
}

void mg_buf_splice(struct mg_buf *buf, size_t offset, size_t n, struct mg_slice with)
{
	if (with.len > n && !reserve(buf, with.len - n))
		return;
	if (buf->failed || !buf->data)
		return;
	memmove(buf->data + offset + with.len, buf->data + offset + n, buf->len - offset - n);
	if (with.len)
		memcpy(buf->data + offset, with.data, with.len);
	buf->len = buf->len - n + with.len;
	buf->data[buf->len] = '\0';
}

const char *mg_buf_text(const struct mg_buf *buf)
{
	return buf->data ? buf->data : "";
}

struct mg_slice mg_buf_slice(const struct mg_buf *buf)
{
	return (struct mg_slice){mg_buf_text(buf), buf->len};
}

int mg_buf_check(const struct mg_buf *buf, struct mg_error *err)
{
	if (buf->failed == MG_ELIMIT)
		return mg_fail(err, MG_ELIMIT, _("more than %zu bytes"), buf->max);
	if (buf->failed)
		return mg_fail_memory(err);
	return 0;
}
