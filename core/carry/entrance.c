// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/entrance.h"

#include "base/i18n.h"
#include "core/carry/pack_scan.h"
#include "core/carry/pack_store.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>

struct entrance {
	git_odb_backend parent;
	const char *folder;
	git_odb *inside;
	struct mg_stopped *stopped;
};

struct incoming {
	git_odb_writepack parent;
	struct entrance *entrance;
	struct mg_pack_scan *scan;
	struct mg_pack_store *store;
	git_indexer_progress_cb progress; // or NULL
	void *payload;
	git_indexer_progress *stats; // of the call at hand
	bool is_cancelled;
};

static int stop(struct incoming *in, int code)
{
	if (in->is_cancelled)
		return GIT_EUSER;
	in->entrance->stopped->code = code;
	git_error_set_str(GIT_ERROR_INDEXER, in->entrance->stopped->why.message);
	return GIT_EUSER;
}

static int put(void *context, struct mg_slice bytes, struct mg_error *err)
{
	struct incoming *in = context;

	return mg_pack_store_put(in->store, bytes, err);
}

static int find_base(void *context, const struct mg_id *id, unsigned *kind, struct mg_buf *bytes, struct mg_error *err)
{
	const struct incoming *in = context;
	git_odb_object *object = NULL;
	git_oid oid;
	int rc;

	git_oid_fromraw(&oid, id->bytes);
	rc = git_odb_read(&object, in->entrance->inside, &oid);
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot read an object of this copy"));
	*kind = (unsigned)git_odb_object_type(object); // libgit2 numbers them as packs do
	mg_buf_reset(bytes);
	mg_buf_put(bytes, git_odb_object_data(object), git_odb_object_size(object));
	git_odb_object_free(object);
	return mg_buf_check(bytes, err);
}

static bool goes_on(struct incoming *in)
{
	in->is_cancelled = in->progress && in->progress(in->stats, in->payload) != 0;
	return !in->is_cancelled;
}

static int append(git_odb_writepack *writepack, const void *data, size_t size, git_indexer_progress *stats)
{
	struct incoming *in = (struct incoming *)writepack;
	int code = mg_pack_scan_feed(in->scan, (struct mg_slice){data, size}, &in->entrance->stopped->why);

	in->stats = stats;
	stats->received_bytes += size;
	mg_pack_scan_count(in->scan, &stats->total_objects, &stats->received_objects);
	if (!code && goes_on(in))
		return 0;
	return stop(in, code);
}

static int tell(void *context, uint32_t done, uint32_t total)
{
	struct incoming *in = context;

	in->stats->total_objects = total;
	in->stats->indexed_objects = done;
	return !goes_on(in);
}

static int commit(git_odb_writepack *writepack, git_indexer_progress *stats)
{
	struct incoming *in = (struct incoming *)writepack;
	struct mg_error *why = &in->entrance->stopped->why;
	int code = mg_pack_scan_finish(in->scan, why);

	in->stats = stats;
	if (!code)
		code = mg_pack_store_keep(in->store, tell, in, why);
	return code ? stop(in, code) : 0;
}

static void free_incoming(git_odb_writepack *writepack)
{
	struct incoming *in = (struct incoming *)writepack;

	mg_pack_store_close(in->store);
	mg_pack_scan_free(in->scan);
	free(in);
}

// What is told from an object of this copy goes on whole: no base is looked for in odb.
static int begin_pack(git_odb_writepack **out, git_odb_backend *backend, git_odb *odb, git_indexer_progress_cb progress,
		      void *payload)
{
	struct entrance *entrance = (struct entrance *)backend;
	struct incoming *in = calloc(1, sizeof *in);
	int code;

	(void)odb;
	entrance->stopped->code = 0;
	if (!in)
		return -1;
	*in = (struct incoming){.entrance = entrance, .progress = progress, .payload = payload};
	in->parent = (git_odb_writepack){.backend = backend, .append = append, .commit = commit, .free = free_incoming};
	in->scan = mg_pack_scan_new(put, find_base, in);
	code = in->scan ? mg_pack_store_open(entrance->folder, &in->store, &entrance->stopped->why)
			: mg_fail_memory(&entrance->stopped->why);
	if (code) {
		code = stop(in, code);
		free_incoming(&in->parent);
		return code;
	}
	*out = &in->parent;
	return 0;
}

static void free_entrance(git_odb_backend *backend)
{
	free(backend);
}

int mg_entrance_add(git_odb *odb, int priority, const char *folder, git_odb *inside, struct mg_stopped *stopped)
{
	struct entrance *entrance = calloc(1, sizeof *entrance);
	int rc;

	if (!entrance)
		return -1;
	git_odb_init_backend(&entrance->parent, GIT_ODB_BACKEND_VERSION);
	entrance->parent.writepack = begin_pack;
	entrance->parent.free = free_entrance;
	entrance->folder = folder;
	entrance->inside = inside;
	entrance->stopped = stopped;
	rc = git_odb_add_backend(odb, &entrance->parent, priority);
	if (rc < 0)
		free(entrance);
	return rc;
}
