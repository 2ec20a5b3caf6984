// SPDX-License-Identifier: EUPL-1.2
#include "core/report/archive.h"

#include "base/i18n.h"

#include <stdlib.h>
#include <time.h>
#include <zip.h>

struct mg_archive {
	zip_t *zip;
	char *path;
};

static int fail_zip(const struct mg_archive *archive, struct mg_error *err)
{
	return mg_fail(err, MG_EIO, _("cannot write %s: %s"), archive->path, zip_strerror(archive->zip));
}

int mg_archive_open(const char *path, struct mg_archive **out, struct mg_error *err)
{
	struct mg_archive *archive = calloc(1, sizeof *archive);
	zip_error_t why;
	int code = 0, rc = 0;

	*out = NULL;
	if (!archive || !(archive->path = strdup(path))) {
		free(archive);
		return mg_fail_memory(err);
	}
	archive->zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &rc);
	if (archive->zip) {
		*out = archive;
		return 0;
	}
	zip_error_init_with_code(&why, rc);
	if (rc == ZIP_ER_EXISTS)
		code = mg_fail(err, MG_EEXISTS, _("%s is there already"), path);
	else
		code = mg_fail(err, MG_EIO, _("cannot write %s: %s"), path, zip_error_strerror(&why));
	zip_error_fini(&why);
	free(archive->path);
	free(archive);
	return code;
}

int mg_archive_add(struct mg_archive *archive, const char *name, struct mg_slice bytes, int64_t time_ms,
		   struct mg_error *err)
{
	zip_source_t *source = zip_source_buffer(archive->zip, bytes.data, bytes.len, 0);
	zip_int64_t entry;

	if (!source)
		return fail_zip(archive, err);
	entry = zip_file_add(archive->zip, name, source, ZIP_FL_ENC_UTF_8);
	if (entry < 0) {
		zip_source_free(source);
		return fail_zip(archive, err);
	}
	if (zip_file_set_mtime(archive->zip, (zip_uint64_t)entry, (time_t)(time_ms / 1000), 0) < 0)
		return fail_zip(archive, err);
	return 0;
}

int mg_archive_close(struct mg_archive *archive, bool keep, struct mg_error *err)
{
	int code = 0;

	if (!archive)
		return 0;
	if (!keep || zip_close(archive->zip) < 0) {
		code = keep ? fail_zip(archive, err) : 0;
		zip_discard(archive->zip);
	}
	free(archive->path);
	free(archive);
	return code;
}
