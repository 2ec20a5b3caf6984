// SPDX-License-Identifier: EUPL-1.2
//
// A bound on what libgit2 takes at once. It holds every object it reads in one piece, and the objects of a repository on a
// stranger's stick are whatever the stranger wrote: a delta of 30 bytes can claim four gigabytes. An allocation beyond
// MG_MAX_GIT_ALLOCATION fails, so such an object cannot be read; libgit2 gives its error for exhausted memory.
#include "core/repo/repo.h"

#include "base/limits.h"

#include <git2.h>
#include <git2/sys/alloc.h>
#include <stdlib.h>

static bool is_allowed(size_t n, size_t size)
{
	if (!size || n <= MG_MAX_GIT_ALLOCATION / size)
		return true;
	git_error_set_oom();
	return false;
}

static void *limited_realloc(void *block, size_t n, size_t size)
{
	bool empty = !n || !size;
	void *grown = is_allowed(n, size) ? realloc(block, empty ? 1 : n * size) : NULL;

	if (!grown)
		git_error_set_oom();
	return grown;
}

static void *take(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return limited_realloc(NULL, size, 1);
}

static void *take_array(size_t n, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return limited_realloc(NULL, n, size);
}

static void *take_zeroes(size_t n, size_t size, const char *file, int line)
{
	void *block = is_allowed(n, size) ? calloc(n ? n : 1, size ? size : 1) : NULL;

	(void)file;
	(void)line;
	if (!block)
		git_error_set_oom();
	return block;
}

static void *grow(void *block, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return limited_realloc(block, size, 1);
}

static void *grow_array(void *block, size_t n, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return limited_realloc(block, n, size);
}

static char *copy_bytes(const char *text, size_t len, const char *file, int line)
{
	char *copied = len < MG_MAX_GIT_ALLOCATION ? take(len + 1, file, line) : NULL;

	if (!copied)
		return NULL;
	memcpy(copied, text, len);
	copied[len] = '\0';
	return copied;
}

static char *copy_text(const char *text, const char *file, int line)
{
	return copy_bytes(text, strlen(text), file, line);
}

static char *copy_start(const char *text, size_t max, const char *file, int line)
{
	return copy_bytes(text, strnlen(text, max), file, line);
}

int mg_repo_limit_memory(void)
{
	git_allocator allocator = {.gmalloc = take,
				   .gcalloc = take_zeroes,
				   .gstrdup = copy_text,
				   .gstrndup = copy_start,
				   .gsubstrdup = copy_bytes,
				   .grealloc = grow,
				   .greallocarray = grow_array,
				   .gmallocarray = take_array,
				   .gfree = free};

	return git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}
