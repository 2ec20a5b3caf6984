// SPDX-License-Identifier: EUPL-1.2
//
// Whatever a pack's file holds, its index is made or it is refused.
#include "core/carry/pack_index.h"

#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Opened once, as libgit2 is: both take longer than any input.
static int open_file(char path[64])
{
	snprintf(path, 64, "/dev/shm/maillage-fuzz-%ld", (long)getpid());
	git_libgit2_init();
	return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static void remove_file(void)
{
	char path[64];

	snprintf(path, sizeof path, "/dev/shm/maillage-fuzz-%ld", (long)getpid());
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[64];
	static int fd = -1;
	struct mg_buf index = {0};
	struct mg_error err;

	if (fd < 0) {
		fd = open_file(path);
		atexit(remove_file);
	}
	if (fd < 0 || ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	(void)!mg_pack_index(path, NULL, NULL, &index, &err);
	mg_buf_clear(&index);
	return 0;
}
