// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_store.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "core/carry/pack_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TEMPORARY "tmp_pack_maillage_" // begins as git's own, so that `git gc` too removes what a kill left
#define LEFT_S    3600                 // nobody takes so long to write one

struct mg_pack_store {
	char *folder;
	struct mg_buf path; // of the file, until it is kept
	uint64_t size;
	int fd;
};

static int fail_write(const struct mg_pack_store *store, struct mg_error *err)
{
	return mg_fail_errno(err, _("cannot write a pack in %s"), store->folder);
}

// Where locks are unknown none is had, and nothing is taken for left.
static void sweep_one(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && time(NULL) - st.st_mtime > LEFT_S &&
	    flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlink(path);
	close(fd);
}

// A stick that was pulled out too early a few times would be full of them.
static void sweep(const char *folder)
{
	struct mg_buf path = {0};
	struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, TEMPORARY, strlen(TEMPORARY)) != 0)
			continue;
		mg_buf_reset(&path);
		mg_buf_printf(&path, "%s/%s", folder, entry->d_name);
		if (!path.failed)
			sweep_one(mg_buf_text(&path));
	}
	if (dir)
		closedir(dir);
	mg_buf_clear(&path);
}

int mg_pack_store_open(const char *folder, struct mg_pack_store **out, struct mg_error *err)
{
	struct mg_pack_store *store = calloc(1, sizeof *store);
	int code;

	*out = NULL;
	if (!store)
		return mg_fail_memory(err);
	store->fd = -1;
	store->folder = strdup(folder);
	mg_buf_printf(&store->path, "%s/" TEMPORARY "XXXXXX", folder);
	code = store->folder ? mg_buf_check(&store->path, err) : mg_fail_memory(err);
	if (!code) {
		sweep(folder);
		store->fd = mkstemp(store->path.data);
		if (store->fd < 0) {
			code = fail_write(store, err);
			mg_buf_clear(&store->path);
		}
	}
	if (code) {
		mg_pack_store_close(store);
		return code;
	}
	(void)!flock(store->fd, LOCK_EX | LOCK_NB);
	*out = store;
	return 0;
}

int mg_pack_store_put(struct mg_pack_store *store, struct mg_slice bytes, struct mg_error *err)
{
	store->size += bytes.len;
	if (store->size > MG_MAX_PACK_FILE_BYTES) // it could not be named
		return mg_fail(err, MG_ELIMIT, _("the pack has more than %u bytes"), MG_MAX_PACK_FILE_BYTES);
	while (bytes.len) {
		ssize_t n = write(store->fd, bytes.data, bytes.len);

		if (n < 0)
			return fail_write(store, err);
		bytes.data += n;
		bytes.len -= (size_t)n;
	}
	return 0;
}

static int read_sum(const char *path, char hex[2 * MG_PACK_TRAILER + 1], struct mg_error *err)
{
	struct mg_pack_file *file;
	uint8_t sum[MG_PACK_TRAILER];
	uint64_t end;
	uint32_t n;
	int code = mg_pack_file_open(path, &file, &n, err);

	if (!code)
		code = mg_pack_file_trailer(file, &end, sum, err);
	mg_pack_file_close(file);
	if (!code)
		mg_hex_encode(hex, sum, sizeof sum);
	return code;
}

// A pack counts from the moment its index is there, so that one comes last.
static int give_names(struct mg_pack_store *store, const char *hex, const struct mg_buf *index, struct mg_error *err)
{
	struct mg_buf path = {0};
	int code;

	mg_buf_printf(&path, "%s/pack-%s.pack", store->folder, hex);
	code = mg_buf_check(&path, err);
	if (!code && rename(mg_buf_text(&store->path), mg_buf_text(&path)) != 0)
		code = fail_write(store, err);
	if (!code) {
		mg_buf_clear(&store->path);
		code = mg_file_sync_folder(store->folder, err);
	}
	mg_buf_reset(&path);
	mg_buf_printf(&path, "%s/pack-%s.idx", store->folder, hex);
	if (!code)
		code = mg_buf_check(&path, err);
	if (!code)
		code = mg_file_write(mg_buf_text(&path), mg_buf_slice(index), MG_FILE_READ_ONLY, err);
	mg_buf_clear(&path);
	return code;
}

int mg_pack_store_keep(struct mg_pack_store *store, mg_pack_tell tell, void *context, struct mg_error *err)
{
	char hex[2 * MG_PACK_TRAILER + 1];
	struct mg_buf index = {0};
	int code = mg_pack_index(mg_buf_text(&store->path), tell, context, &index, err);

	if (!code)
		code = read_sum(mg_buf_text(&store->path), hex, err);
	if (!code)
		(void)!fchmod(store->fd, 0444); // what a stick's file system knows nothing of
	if (!code && fsync(store->fd) != 0)
		code = fail_write(store, err);
	if (!code)
		code = give_names(store, hex, &index, err);
	mg_buf_clear(&index);
	return code;
}

void mg_pack_store_close(struct mg_pack_store *store)
{
	if (!store)
		return;
	if (store->path.len)
		unlink(mg_buf_text(&store->path));
	if (store->fd >= 0)
		close(store->fd);
	free(store->folder);
	mg_buf_clear(&store->path);
	free(store);
}
