// SPDX-License-Identifier: EUPL-1.2
//
// Git's index (.git/index): which version of each file was laid down, and what the disk said of it then. It lets stock
// `git status` tell the truth, and lets unchanged files be passed over unread. libgit2 takes each of 10,000 entries apart
// and hashes them twice to change one; here the bytes of the others are copied. Derived from main: never waited for until
// it is on the disk, and made anew when it is missing or damaged. Private to core; writers hold the copy's lock.
#ifndef MG_CORE_GITINDEX_H
#define MG_CORE_GITINDEX_H

#include "core/repo/repo.h"

#include <sys/stat.h>

struct mg_gitindex;

struct mg_gitindex_entry {
	const char *path;
	struct mg_id blob;
	uint32_t mtime_s, mtime_ns, ino, size; // of the file as it was laid down, the low 32 bits of each
};

// MG_EBUSY when another program holds the index and will not let go: asked before something is done that needs it after.
int mg_gitindex_wait(struct mg_repo *repo, struct mg_error *err) MG_CHECKED;

// Reads it. A missing or damaged one is empty; mg_gitindex_is_whole tells. MG_EGIT when it is written in a way that
// neither we nor libgit2 know (a split index).
int mg_gitindex_open(struct mg_repo *repo, struct mg_gitindex **out, struct mg_error *err) MG_CHECKED;
void mg_gitindex_close(struct mg_gitindex *stage);
bool mg_gitindex_is_whole(const struct mg_gitindex *stage);
bool mg_gitindex_is_changed(const struct mg_gitindex *stage); // by put or drop, or it is not whole

// When it was last written, in nanoseconds since 1970: a file changed later, or in the same moment, must be looked at.
int64_t mg_gitindex_time_ns(const struct mg_gitindex *stage);

// Entries by path, as read. Paths are borrowed from the stage.
size_t mg_gitindex_count(const struct mg_gitindex *stage);
struct mg_gitindex_entry mg_gitindex_at(const struct mg_gitindex *stage, size_t i);
bool mg_gitindex_find(const struct mg_gitindex *stage, const char *path, struct mg_gitindex_entry *out);

// Notes the version of a file, and what the disk says of it (NULL: it does not hold it); or that there is none. Paths must
// rise from call to call. Written with mg_gitindex_write.
int mg_gitindex_put(struct mg_gitindex *stage, const char *path, const struct mg_id *blob, const struct stat *st,
		    struct mg_error *err) MG_CHECKED;
int mg_gitindex_drop(struct mg_gitindex *stage, const char *path, struct mg_error *err) MG_CHECKED;

// MG_EBUSY when another program holds it.
int mg_gitindex_write(struct mg_gitindex *stage, struct mg_error *err) MG_CHECKED;

#endif
