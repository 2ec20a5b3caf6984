// SPDX-License-Identifier: EUPL-1.2
//
// Bundles as carriers: the lines in one file, for mail and USB sticks. Git reads it too: `git bundle verify`, `git
// clone`.
#ifndef MG_CORE_BUNDLE_H
#define MG_CORE_BUNDLE_H

#include "core/copy/copy.h"

struct mg_bundle_made {
	size_t lines;  // with something new, forks included
	size_t bytes;  // of the file
	size_t needed; // commits that whoever takes it must have; 0: it is complete
};

// Writes the lines to a file. whom (or NULL) names who will get it: then it holds what was made since the last one for
// them, unless `all`, and what it gives is remembered. MG_ENOTFOUND when that is nothing. progress may be NULL.
int mg_bundle_create(struct mg_copy *copy, const char *file, const char *whom, bool all,
		     const struct mg_progress *progress, struct mg_bundle_made *out, struct mg_error *err) MG_CHECKED;

// Whether a location is a file of this machine: a bundle, then, since a git repository is a folder.
bool mg_bundle_is_file(const char *location);

struct mg_bundle_taken {
	size_t received, refused, held; // commits
};

// Takes in what a file brings, judged as anything that is fetched. One that is damaged, of another CA, beyond the limits or
// that goes on from commits this copy lacks is refused whole, and nothing is written: MG_EINVALID, MG_ETRUST, MG_ELIMIT,
// MG_ENOTFOUND. progress may be NULL.
int mg_bundle_apply(struct mg_copy *copy, const char *file, struct mg_progress *progress, struct mg_bundle_taken *out,
		    struct mg_error *err) MG_CHECKED;

#endif
