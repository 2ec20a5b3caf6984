// SPDX-License-Identifier: EUPL-1.2
//
// Replacing a file that others save too. Between a look at it and the rename that replaces it, an editor may put
// another version there. So the new file and the old one change places in one step; then what came out is looked at,
// and put back if it must not be lost.
#ifndef MG_BASE_REPLACE_H
#define MG_BASE_REPLACE_H

#include "base/file.h"

// Whether a version of the file, now under another name, may be lost.
typedef bool (*mg_file_may_go)(void *context, const char *path);

// Replaces path when what stands there may go; may_go NULL: when nothing stands there. MG_ECONFLICT: not replaced. flags:
// 0 or MG_FILE_LAZY. Where the system cannot exchange two names, the look comes first.
int mg_file_replace(const char *path, struct mg_slice bytes, int flags, mg_file_may_go may_go, void *context,
		    struct mg_error *err) MG_CHECKED;

// Removes path when what stands there may go. MG_ECONFLICT: not removed. Its absence is no error.
int mg_file_take_away(const char *path, int flags, mg_file_may_go may_go, void *context,
		      struct mg_error *err) MG_CHECKED;

#endif
