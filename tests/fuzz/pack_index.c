// SPDX-License-Identifier: EUPL-1.2
//
// Whatever a pack's file holds, its index is made or it is refused.
#include "base/file.h"
#include "core/carry/pack_index.h"

#include <git2.h>
#include <stdio.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mg_slice pack = {(const char *)data, size};
	struct mg_buf index = {0};
	struct mg_error err;
	char path[64];

	git_libgit2_init();
	snprintf(path, sizeof path, "/dev/shm/maillage-fuzz-%ld", (long)getpid());
	if (mg_file_write(path, pack, MG_FILE_LAZY, &err) == 0)
		(void)!mg_pack_index(path, NULL, NULL, &index, &err);
	unlink(path);
	mg_buf_clear(&index);
	git_libgit2_shutdown();
	return 0;
}
