// SPDX-License-Identifier: EUPL-1.2
#include "core/view/snapshot.h"

#include "base/i18n.h"

#include <stdlib.h>

#define LOOSE_FILES 8 // more new files than this are written as one pack

// Index of the first file whose path is not below `path` in byte order.
static size_t lower_bound(const struct mg_snapshot *snapshot, const char *path)
{
	size_t low = 0, high = snapshot->n_files;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(snapshot->files[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct mg_snapshot_file *find(const struct mg_snapshot *snapshot, const char *path)
{
	size_t i = lower_bound(snapshot, path);

	return i < snapshot->n_files && strcmp(snapshot->files[i].path, path) == 0 ? &snapshot->files[i] : NULL;
}

int mg_snapshot_find(struct mg_store *store, const struct mg_snapshot *snapshot, const char *path, struct mg_id *blob,
		     struct mg_error *err)
{
	const struct mg_snapshot_file *file = find(snapshot, path);

	if (!file)
		return mg_repo_find(store->repo, &snapshot->tree, path, blob, err);
	if (mg_id_is_zero(&file->blob))
		return mg_fail(err, MG_ENOTFOUND, _("there is no %s"), path);
	*blob = file->blob;
	return 0;
}

int mg_snapshot_read_known(struct mg_store *store, const struct mg_snapshot *snapshot, const char *path,
			   const struct mg_id *blob, size_t max_bytes, struct mg_buf *out, struct mg_error *err)
{
	const struct mg_snapshot_file *file = find(snapshot, path);

	if (!file || !file->bytes.data)
		return mg_repo_read(store->repo, blob, MG_OBJECT_BLOB, max_bytes, out, err);
	mg_buf_reset(out);
	mg_buf_put_slice(out, file->bytes);
	return mg_buf_check(out, err);
}

int mg_snapshot_read(struct mg_store *store, const struct mg_snapshot *snapshot, const char *path, size_t max_bytes,
		     struct mg_buf *out, struct mg_error *err)
{
	struct mg_id blob;
	int code = mg_snapshot_find(store, snapshot, path, &blob, err);

	return code ? code : mg_snapshot_read_known(store, snapshot, path, &blob, max_bytes, out, err);
}

static int insert(struct mg_snapshot *snapshot, struct mg_snapshot_file file, struct mg_error *err)
{
	size_t i = snapshot->gathers ? snapshot->n_files : lower_bound(snapshot, file.path);
	struct mg_snapshot_file *files;

	if (i < snapshot->n_files && strcmp(snapshot->files[i].path, file.path) == 0) {
		snapshot->files[i] = file;
		return 0;
	}
	files = mg_arena_grow(snapshot->arena, snapshot->files, snapshot->n_files, &snapshot->files_cap, sizeof *files);
	if (!files)
		return mg_fail_memory(err);
	snapshot->files = files;
	memmove(files + i + 1, files + i, (snapshot->n_files - i) * sizeof *files);
	files[i] = file;
	snapshot->n_files++;
	return 0;
}

struct gathered {
	struct mg_snapshot_file file;
	size_t at;
};

static int by_path(const void *a, const void *b)
{
	const struct gathered *x = a, *y = b;
	int order = strcmp(x->file.path, y->file.path);

	return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

int mg_snapshot_sort(struct mg_snapshot *snapshot, struct mg_error *err)
{
	struct gathered *sorted = calloc(snapshot->n_files + 1, sizeof *sorted);
	size_t kept = 0, n = snapshot->n_files;

	if (!sorted)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct gathered){snapshot->files[i], i};
	qsort(sorted, n, sizeof *sorted, by_path);
	for (size_t i = 0; i < n; i++) {
		if (i + 1 == n || strcmp(sorted[i].file.path, sorted[i + 1].file.path) != 0)
			snapshot->files[kept++] = sorted[i].file;
	}
	snapshot->n_files = kept;
	snapshot->gathers = false;
	free(sorted);
	return 0;
}

int mg_snapshot_put(struct mg_snapshot *snapshot, const char *path, struct mg_slice bytes, struct mg_error *err)
{
	struct mg_snapshot_file file = {.path = mg_arena_strdup(snapshot->arena, path),
					.bytes = {mg_arena_copy(snapshot->arena, bytes.data, bytes.len), bytes.len}};
	int code = mg_repo_hash(MG_OBJECT_BLOB, bytes, &file.blob, err);

	if (!code && (!file.path || !file.bytes.data))
		return mg_fail_memory(err);
	return code ? code : insert(snapshot, file, err);
}

int mg_snapshot_put_blob(struct mg_snapshot *snapshot, const char *path, const struct mg_id *blob, struct mg_error *err)
{
	struct mg_snapshot_file file = {.path = mg_arena_strdup(snapshot->arena, path)};

	if (blob)
		file.blob = *blob;
	return file.path ? insert(snapshot, file, err) : mg_fail_memory(err);
}

// A file of the snapshot as a change of its tree; *is_change is false when it is not in the tree and goes.
static int write_file(struct mg_store *store, const struct mg_snapshot *snapshot, const struct mg_snapshot_file *file,
		      bool *is_change, struct mg_error *err)
{
	struct mg_id id;
	int code = 0;

	*is_change = true;
	if (mg_id_is_zero(&file->blob)) {
		code = mg_repo_find(store->repo, &snapshot->tree, file->path, &id, err);
		*is_change = code == 0;
	} else if (file->bytes.data) {
		code = mg_repo_write_as(store->repo, MG_OBJECT_BLOB, file->bytes, &file->blob, err);
	}
	return code == MG_ENOTFOUND ? 0 : code;
}

static int write_files(struct mg_store *store, const struct mg_snapshot *snapshot, struct mg_id *tree,
		       struct mg_error *err)
{
	struct mg_tree_change *changes = mg_arena_array(snapshot->arena, snapshot->n_files, sizeof *changes);
	size_t n = 0;

	if (!changes)
		return mg_fail_memory(err);
	for (size_t i = 0; i < snapshot->n_files; i++) {
		const struct mg_snapshot_file *file = &snapshot->files[i];
		bool is_change;
		int code = write_file(store, snapshot, file, &is_change, err);

		if (code)
			return code;
		changes[n].path = file->path;
		changes[n].after = file->blob;
		n += is_change;
	}
	if (!n && !mg_id_is_zero(&snapshot->tree)) {
		*tree = snapshot->tree;
		return 0;
	}
	return mg_repo_apply(store->repo, &snapshot->tree, changes, n, tree, err);
}

static size_t new_files(const struct mg_snapshot *snapshot)
{
	size_t n = 0;

	for (size_t i = 0; i < snapshot->n_files; i++)
		n += snapshot->files[i].bytes.data != NULL;
	return n;
}

int mg_snapshot_write(struct mg_store *store, const struct mg_snapshot *snapshot, struct mg_id *tree,
		      struct mg_error *err)
{
	bool gather = new_files(snapshot) > LOOSE_FILES;
	struct mg_error undo;
	int code;

	if (gather)
		mg_repo_begin(store->repo);
	code = write_files(store, snapshot, tree, err);
	if (gather && mg_repo_end(store->repo, !code, code ? &undo : err) && !code)
		code = err->code;
	return code;
}

int mg_snapshot_name_conflicts(struct mg_store *store, const struct mg_snapshot *snapshot, struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < snapshot->n_conflicts; i++) {
		const struct mg_snapshot_conflict *c = &snapshot->conflicts[i];

		code = mg_index_name_conflict(store->index, c->id, c->path, c->place, err);
	}
	return code;
}
