// SPDX-License-Identifier: EUPL-1.2
#include "base/error.h"

#include "base/i18n.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// A text that was cut to size does not end inside a character: it may go into JSON.
static void end_at_character(char *text)
{
	size_t len = strlen(text), start = len;
	size_t need;

	while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
		start--;
	if (start == 0 || (unsigned char)text[start - 1] < 0xC0)
		return;
	start--;
	need = (unsigned char)text[start] >= 0xF0 ? 4 : (unsigned char)text[start] >= 0xE0 ? 3 : 2;
	if (len - start < need)
		text[start] = '\0';
}

int mg_error_set(struct mg_error *err, enum mg_code code, int cause, const char *file, int line, const char *format,
		 ...)
{
	va_list ap;

	if (!err)
		return code;
	*err = (struct mg_error){.code = code, .cause = cause, .file = file, .line = line};
	va_start(ap, format);
	vsnprintf(err->message, sizeof err->message, format, ap);
	va_end(ap);
	end_at_character(err->message);
	return code;
}

int mg_error_set_memory(struct mg_error *err, const char *file, int line)
{
	return mg_error_set(err, MG_ENOMEM, 0, file, line, "%s", _("out of memory"));
}

static enum mg_code code_of_errno(int cause)
{
	switch (cause) {
	case ENOENT:
		return MG_ENOTFOUND;
	case EEXIST:
		return MG_EEXISTS;
	case ENOMEM:
		return MG_ENOMEM;
	default:
		return MG_EIO;
	}
}

int mg_error_set_errno(struct mg_error *err, const char *file, int line, const char *format, ...)
{
	int cause = errno;
	enum mg_code code = code_of_errno(cause);
	size_t used;
	va_list ap;

	if (!err)
		return code;
	*err = (struct mg_error){.code = code, .cause = cause, .file = file, .line = line};
	va_start(ap, format);
	vsnprintf(err->message, sizeof err->message, format, ap);
	va_end(ap);
	used = strlen(err->message);
	snprintf(err->message + used, sizeof err->message - used, ": %s", strerror(cause));
	end_at_character(err->message);
	return code;
}

void mg_error_prefix(struct mg_error *err, const char *format, ...)
{
	char rest[MG_ERROR_MESSAGE_MAX];
	size_t used;
	va_list ap;

	if (!err)
		return;
	memcpy(rest, err->message, sizeof rest);
	va_start(ap, format);
	vsnprintf(err->message, sizeof err->message, format, ap);
	va_end(ap);
	used = strlen(err->message);
	snprintf(err->message + used, sizeof err->message - used, ": %s", rest);
	end_at_character(err->message);
}

int mg_error_hint(struct mg_error *err, const char *format, ...)
{
	va_list ap;

	if (!err)
		return MG_EINVALID;
	va_start(ap, format);
	vsnprintf(err->hint, sizeof err->hint, format, ap);
	va_end(ap);
	end_at_character(err->hint);
	return err->code;
}
