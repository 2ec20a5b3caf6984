// SPDX-License-Identifier: EUPL-1.2
//
// Lines of the daemon's log: key=value pairs, one line an event (maillaged(8)). Data for tools, so never translated, and
// whatever a value holds, a line stays one line: what could break it is quoted and escaped.
#ifndef MG_DAEMON_LOG_H
#define MG_DAEMON_LOG_H

#include "base/buf.h"

#include <stdint.h>

enum mg_log_level { MG_LOG_DEBUG, MG_LOG_INFO, MG_LOG_WARN, MG_LOG_ERROR };

// Begins a line: "time=2026-11-21T20:00:00.123Z level=info". now_ms is since 1970.
void mg_log_begin(struct mg_buf *line, int64_t now_ms, enum mg_log_level level);

// Appends a pair, after a space unless the line is empty. A NULL value leaves the pair out.
void mg_log_text(struct mg_buf *line, const char *key, const char *value);
void mg_log_number(struct mg_buf *line, const char *key, int64_t value);

// Appends code=, error= and, when there is one, hint=.
void mg_log_error(struct mg_buf *line, const struct mg_error *err);

#endif
