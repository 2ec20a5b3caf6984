// SPDX-License-Identifier: EUPL-1.2
//
// Borrowed bytes, by value. A slice owns nothing; the header that hands one out says what it borrows from.
#ifndef MG_BASE_SLICE_H
#define MG_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct mg_slice {
	const char *data; // not NUL-terminated; may be NULL when len is 0
	size_t len;       // bytes
};

static inline struct mg_slice mg_slice_of(const char *text)
{
	return (struct mg_slice){text, text ? strlen(text) : 0};
}

static inline bool mg_slice_equal(struct mg_slice a, struct mg_slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool mg_slice_is(struct mg_slice a, const char *text)
{
	return mg_slice_equal(a, mg_slice_of(text));
}

// Byte order, the shorter first when one begins the other.
static inline int mg_slice_compare(struct mg_slice a, struct mg_slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n ? memcmp(a.data, b.data, n) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

#endif
