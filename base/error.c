// SPDX-License-Identifier: EUPL-1.2
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
	return code;
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
}

int mg_error_hint(struct mg_error *err, const char *format, ...)
{
	va_list ap;

	if (!err)
		return MG_EINVALID;
	va_start(ap, format);
	vsnprintf(err->hint, sizeof err->hint, format, ap);
	va_end(ap);
	return err->code;
}
