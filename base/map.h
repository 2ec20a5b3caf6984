// SPDX-License-Identifier: EUPL-1.2
//
// A file's bytes where the system has them already, instead of a copy: for a large file of which little is looked at.
// What is renamed over the file meanwhile changes nothing here. A program that shortened the file in place would crash
// this one (SIGBUS): so it is only for files that everybody replaces whole, as git does with its own.
#ifndef MG_BASE_MAP_H
#define MG_BASE_MAP_H

#include "base/error.h"
#include "base/slice.h"

// The bytes of a regular file, read only, until mg_map_close. MG_ENOTFOUND when there is none; MG_EINVALID when it is no
// regular file; MG_ELIMIT above max_bytes.
int mg_map_open(const char *path, size_t max_bytes, struct mg_slice *out, struct mg_error *err) MG_CHECKED;
void mg_map_close(struct mg_slice *bytes); // empty afterwards; may be so before

#endif
