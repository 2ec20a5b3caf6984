// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // MAP_POPULATE
#include "base/map.h"

#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int map(const char *path, int fd, size_t max_bytes, struct mg_slice *out, struct mg_error *err)
{
	struct stat st;
	void *bytes;

	if (fstat(fd, &st) != 0)
		return mg_fail_errno(err, _("cannot read %s"), path);
	if (!S_ISREG(st.st_mode))
		return mg_fail(err, MG_EINVALID, _("%s is not an ordinary file"), path);
	if ((uintmax_t)st.st_size > max_bytes) {
		mg_fail(err, MG_ELIMIT, _("more than %zu bytes"), max_bytes);
		mg_error_prefix(err, "%s", path);
		return MG_ELIMIT;
	}
	if (!st.st_size)
		return 0; // nothing can be mapped, or need be
	// all pages at once, which one look at each would ask for one by one
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (bytes == MAP_FAILED)
		return mg_fail_errno(err, _("cannot read %s"), path);
	*out = (struct mg_slice){bytes, (size_t)st.st_size};
	return 0;
}

int mg_map_open(const char *path, size_t max_bytes, struct mg_slice *out, struct mg_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int code;

	*out = (struct mg_slice){0};
	if (fd < 0 && errno == ELOOP)
		return mg_fail(err, MG_EINVALID, _("%s is not an ordinary file"), path);
	if (fd < 0)
		return mg_fail_errno(err, _("cannot read %s"), path);
	code = map(path, fd, max_bytes, out, err);
	close(fd);
	return code;
}

void mg_map_close(struct mg_slice *bytes)
{
	if (bytes->len)
		munmap((void *)(uintptr_t)bytes->data, bytes->len);
	*bytes = (struct mg_slice){0};
}
