// SPDX-License-Identifier: EUPL-1.2
//
// SSH's wire encoding (RFC 4251 section 5) as OpenSSH's key and signature files use it: big-endian integers, and
// strings preceded by their length in four bytes. Both sides are sticky: read or write freely, check once at the end.
#ifndef MG_CORE_SSHWIRE_H
#define MG_CORE_SSHWIRE_H

#include "base/buf.h"

#include <stdint.h>

struct mg_sshwire {
	struct mg_slice rest; // borrowed bytes still to be read
	bool failed;          // something was asked that is not there; once set, every read gives nothing
};

void mg_sshwire_init(struct mg_sshwire *in, struct mg_slice bytes);

// Zero, or an empty slice, when the bytes do not hold one. Slices borrow from the bytes given to init.
uint32_t mg_sshwire_u32(struct mg_sshwire *in);
struct mg_slice mg_sshwire_string(struct mg_sshwire *in);
struct mg_slice mg_sshwire_raw(struct mg_sshwire *in, size_t n);

// Whether every read succeeded and nothing is left: trailing bytes are an error in all formats of ours.
bool mg_sshwire_done(const struct mg_sshwire *in);

void mg_sshwire_put_u32(struct mg_buf *out, uint32_t value);
void mg_sshwire_put_string(struct mg_buf *out, struct mg_slice bytes);
void mg_sshwire_put_text(struct mg_buf *out, const char *text);

#endif
