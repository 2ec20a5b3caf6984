// SPDX-License-Identifier: EUPL-1.2
//
// The files of a copy's folder. Private to core.
#ifndef MG_CORE_FILES_H
#define MG_CORE_FILES_H

#include "core/copy/copy_impl.h"

// By path, each once.
struct mg_files {
	struct mg_arena *arena; // borrowed
	const char **paths;
	size_t n, cap;
};

// Those whose bytes on disk are not the view's (missing ones too), of the paths given or (NULL) of all.
int mg_files_changed(struct mg_copy *copy, const char *const *paths, size_t n, struct mg_files *changed,
		     struct mg_error *err) MG_CHECKED;

// For each of these paths, sorted, the object that its file in the folder is, as far as it need not be read to know: zero
// for the others.
int mg_files_known(struct mg_copy *copy, const char *const *paths, size_t n, struct mg_id *blobs,
		   struct mg_error *err) MG_CHECKED;

#endif
