// SPDX-License-Identifier: EUPL-1.2
//
// Passphrases: from a file, or asked on the terminal without echo. Buffers are wiped by their owner (mg_key_wipe).
#ifndef MG_CLI_PASSPHRASE_H
#define MG_CLI_PASSPHRASE_H

#include "base/buf.h"

#include <stdbool.h>

// Whether one can be had at all: a file was named, or a person sits at a terminal.
bool mg_passphrase_possible(const char *file);

// The passphrase of an existing key. MG_EUSAGE, with what to do, when there is neither file nor terminal.
int mg_passphrase_get(const char *file, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// That of a new key: asked twice on a terminal. Empty when the person typed nothing.
int mg_passphrase_choose(const char *file, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

#endif
