// SPDX-License-Identifier: EUPL-1.2
#include "daemon/log.h"

#include "base/text.h"

#include <inttypes.h>
#include <time.h>

static const char *const level_names[] = {
	[MG_LOG_DEBUG] = "debug", [MG_LOG_INFO] = "info", [MG_LOG_WARN] = "warn", [MG_LOG_ERROR] = "error"};

// By -code.
static const char *const code_names[] = {
	[-MG_OK] = "ok",          [-MG_EINVALID] = "invalid",   [-MG_ENOTFOUND] = "not-found", [-MG_EEXISTS] = "exists",
	[-MG_EIO] = "io",         [-MG_ENOMEM] = "memory",      [-MG_ELIMIT] = "limit",        [-MG_EBUSY] = "busy",
	[-MG_ETRUST] = "trust",   [-MG_ECONFLICT] = "conflict", [-MG_EUSAGE] = "usage",        [-MG_EGIT] = "git",
	[-MG_ECRYPTO] = "crypto", [-MG_EDENIED] = "denied",     [-MG_EINTERNAL] = "internal",
};

static const char *code_name(enum mg_code code)
{
	size_t i = (size_t) - (int)code;

	return i < sizeof code_names / sizeof *code_names ? code_names[i] : "unknown";
}

void mg_log_begin(struct mg_buf *line, int64_t now_ms, enum mg_log_level level)
{
	int64_t ms = now_ms % 1000;
	time_t seconds;
	struct tm utc;
	char text[sizeof "2026-11-21T20:00:00"];

	if (ms < 0) // a clock before 1970
		ms += 1000;
	seconds = (time_t)((now_ms - ms) / 1000);
	if (!gmtime_r(&seconds, &utc) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc))
		mg_log_number(line, "time", now_ms); // beyond the year 9999: no calendar, still a line
	else
		mg_buf_printf(line, "time=%s.%03dZ", text, (int)ms);
	mg_log_text(line, "level", level_names[level]);
}

// Control characters, and those that would reorder or break the line on a terminal.
static bool is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_bare(const char *value)
{
	struct mg_slice rest = mg_slice_of(value);

	if (!rest.len)
		return false;
	while (rest.len) {
		uint32_t c;
		size_t n = mg_utf8_next(rest, &c);

		if (!n || is_unsafe(c) || c == ' ' || c == '"' || c == '\\' || c == '=')
			return false;
		rest.data += n;
		rest.len -= n;
	}
	return true;
}

static void put_quoted(struct mg_buf *line, struct mg_slice rest)
{
	mg_buf_putc(line, '"');
	while (rest.len) {
		uint32_t c;
		size_t n = mg_utf8_next(rest, &c);

		if (!n)
			mg_buf_printf(line, "\\x%02x", (unsigned char)*rest.data);
		else if (c == '"' || c == '\\')
			mg_buf_printf(line, "\\%c", (char)c);
		else if (c == '\n')
			mg_buf_puts(line, "\\n");
		else if (is_unsafe(c))
			mg_buf_printf(line, "\\u%04x", (unsigned)c);
		else
			mg_buf_put(line, rest.data, n);
		n = n ? n : 1;
		rest.data += n;
		rest.len -= n;
	}
	mg_buf_putc(line, '"');
}

static void put_key(struct mg_buf *line, const char *key)
{
	if (line->len)
		mg_buf_putc(line, ' ');
	mg_buf_puts(line, key);
	mg_buf_putc(line, '=');
}

void mg_log_text(struct mg_buf *line, const char *key, const char *value)
{
	if (!value)
		return;
	put_key(line, key);
	if (is_bare(value))
		mg_buf_puts(line, value);
	else
		put_quoted(line, mg_slice_of(value));
}

void mg_log_number(struct mg_buf *line, const char *key, int64_t value)
{
	put_key(line, key);
	mg_buf_printf(line, "%" PRId64, value);
}

void mg_log_error(struct mg_buf *line, const struct mg_error *err)
{
	mg_log_text(line, "code", code_name(err->code));
	mg_log_text(line, "error", err->message);
	if (*err->hint)
		mg_log_text(line, "hint", err->hint);
}
