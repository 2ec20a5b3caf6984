// SPDX-License-Identifier: EUPL-1.2
#include "core/report/archive.h"

#include "base/file.h"
#include "base/i18n.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zip.h>

struct mg_archive {
	zipFile zip;
	char *path;
	char *bytes; // of the stream that minizip writes into, once that is closed
	size_t len;
};

// minizip goes back in its file to complete what it has written, so it gets one in memory.
static void *open_in_memory(void *archive, const void *name, int mode)
{
	struct mg_archive *a = archive;

	(void)name, (void)mode;
	return open_memstream(&a->bytes, &a->len);
}

static void free_archive(struct mg_archive *archive)
{
	free(archive->bytes);
	free(archive->path);
	free(archive);
}

int mg_archive_open(const char *path, struct mg_archive **out, struct mg_error *err)
{
	zlib_filefunc64_def functions;
	struct mg_archive *archive;

	*out = NULL;
	if (mg_file_exists(path))
		return mg_fail(err, MG_EEXISTS, _("%s is there already"), path);
	archive = calloc(1, sizeof *archive);
	if (!archive)
		return mg_fail_memory(err);
	archive->path = strdup(path);
	fill_fopen64_filefunc(&functions);
	functions.zopen64_file = open_in_memory;
	functions.opaque = archive;
	archive->zip = archive->path ? zipOpen2_64(path, APPEND_STATUS_CREATE, NULL, &functions) : NULL;
	if (!archive->zip) {
		free_archive(archive);
		return mg_fail_memory(err);
	}
	*out = archive;
	return 0;
}

// Its stream is in memory, so that nothing else fails than to get some.
int mg_archive_add(struct mg_archive *archive, const char *name, struct mg_slice bytes, int64_t time_ms,
		   struct mg_error *err)
{
	time_t seconds = (time_t)(time_ms / 1000);
	zip_fileinfo info = {0};
	struct tm t;

	if (bytes.len > UINT_MAX)
		return mg_fail(err, MG_ELIMIT, _("%s is too large for %s"), name, archive->path);
	if (localtime_r(&seconds, &t)) // a ZIP's times have no zone, and are read as those of the reader
		info.tmz_date = (tm_zip){(uInt)t.tm_sec,  (uInt)t.tm_min, (uInt)t.tm_hour,
					 (uInt)t.tm_mday, (uInt)t.tm_mon, (uInt)t.tm_year + 1900};
	if (zipOpenNewFileInZip(archive->zip, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED, Z_DEFAULT_COMPRESSION) !=
	    ZIP_OK)
		return mg_fail_memory(err);
	if (zipWriteInFileInZip(archive->zip, bytes.data, (unsigned)bytes.len) != ZIP_OK ||
	    zipCloseFileInZip(archive->zip) != ZIP_OK)
		return mg_fail_memory(err);
	return 0;
}

int mg_archive_close(struct mg_archive *archive, bool keep, struct mg_error *err)
{
	int code = 0;

	if (!archive)
		return 0;
	if (zipClose(archive->zip, NULL) != ZIP_OK && keep)
		code = mg_fail_memory(err);
	if (!code && keep)
		code = mg_file_write(archive->path, (struct mg_slice){archive->bytes, archive->len}, MG_FILE_NEW, err);
	free_archive(archive);
	return code;
}
