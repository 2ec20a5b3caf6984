// SPDX-License-Identifier: EUPL-1.2
//
// URIs (RFC 3986): well-formedness, and references resolved against a base.
#ifndef MG_SCHEMA_URI_H
#define MG_SCHEMA_URI_H

#include "base/buf.h"

// True for a URI with its scheme; a relative reference is none.
bool mg_uri_check(struct mg_slice text);

// IP addresses as a URI or a mailbox writes them, without brackets.
bool mg_ipv4_check(struct mg_slice text);
bool mg_ipv6_check(struct mg_slice text);

// The parts of a reference; data is NULL where a part is absent ("http://a/b" has no query, "http://a/b?" an empty
// one). A path is never absent.
struct mg_uri {
	struct mg_slice scheme, authority, path, query, fragment;
};

// Splits any text, well-formed or not (RFC 3986, appendix B).
struct mg_uri mg_uri_split(struct mg_slice text);

// Puts text in out with its %xx as the bytes they stand for (RFC 3986, 2.1). A % that encodes nothing stays.
void mg_uri_decode(struct mg_slice text, struct mg_buf *out);

// Puts the target of reference, seen from base, in out (RFC 3986, 5.2). A base may be relative itself ("action.yaml").
void mg_uri_resolve(struct mg_slice base, struct mg_slice reference, struct mg_buf *out);

#endif
