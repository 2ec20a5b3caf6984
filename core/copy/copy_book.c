// SPDX-License-Identifier: EUPL-1.2
#include "core/copy/copy_book_impl.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/folder/files.h"

#include <stdio.h>

// ---- the files, from the view or the folder

static int list_view(struct mg_loader *l)
{
	struct mg_tree_changes changes = {.arena = &l->arena};
	struct mg_id tree;
	int rc = mg_copy_main_tree(l->copy, &tree, l->err);

	if (rc == 0)
		rc = mg_repo_diff(l->copy->store.repo, &(struct mg_id){0}, &tree, SIZE_MAX, &changes, l->err);
	if (rc < 0)
		return rc;
	l->files = mg_arena_array(&l->arena, changes.n, sizeof *l->files);
	if (!l->files)
		return mg_fail_memory(l->err);
	for (; l->n < changes.n; l->n++)
		l->files[l->n] = (struct mg_loader_file){changes.items[l->n].path, changes.items[l->n].after};
	return 0;
}

int mg_loader_list_folder(struct mg_loader *l)
{
	const char **paths;
	struct mg_id *blobs;
	size_t n;
	int rc = mg_copy_files(l->copy, true, &l->arena, &paths, &n, l->err);

	if (rc < 0)
		return rc;
	l->files = mg_arena_array(&l->arena, n, sizeof *l->files);
	blobs = mg_arena_array(&l->arena, n, sizeof *blobs);
	if (!l->files || !blobs)
		return mg_fail_memory(l->err);
	rc = mg_files_known(l->copy, paths, n, blobs, l->err);
	for (; l->n < n; l->n++)
		l->files[l->n] = (struct mg_loader_file){paths[l->n], blobs[l->n]};
	return rc;
}

// ---- loading

int mg_loader_read(const struct mg_loader *l, const struct mg_loader_file *file, struct mg_buf *out)
{
	if (l->wanted->source == MG_BOOK_FOLDER)
		return mg_copy_read(l->copy, file->path, out, l->err);
	return mg_repo_read(l->copy->store.repo, &file->blob, MG_OBJECT_BLOB, MG_MAX_VIEW_BYTES, out, l->err);
}

size_t mg_loader_first(const struct mg_loader *l, const char *text)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(l->files[middle].path, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_among(const struct mg_type *type, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(type->name, names[i]) == 0)
			return true;
	return false;
}

// What the index kept of the file; *record is NULL when it did not.
static int load_kept(const struct mg_loader *l, const struct mg_loader_file *file, struct mg_book_record **record)
{
	struct mg_slice kept = {0};
	int rc = 0;

	*record = NULL;
	if (!mg_id_is_zero(&file->blob))
		rc = mg_index_document(l->copy->store.index, &file->blob, &l->book->arena, &kept, l->err);
	return rc == 0 && kept.data ? mg_book_add_kept(l->book, file->path, kept, record, l->err) : rc;
}

// Only what is recorded is worth keeping: what is being edited changes again.
int mg_loader_note(struct mg_loader *l, const struct mg_loader_file *file, struct mg_slice bytes, struct mg_slice kept)
{
	struct mg_index_document *grown;
	struct mg_id blob;
	int rc;

	if (mg_id_is_zero(&file->blob))
		return 0;
	rc = mg_repo_hash(MG_OBJECT_BLOB, bytes, &blob, l->err);
	if (rc < 0 || !mg_id_equal(&blob, &file->blob)) // somebody has just saved it
		return rc;
	grown = mg_arena_grow(&l->arena, l->read, l->n_read, &l->read_cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(l->err);
	l->read = grown;
	grown[l->n_read++] = (struct mg_index_document){blob, kept};
	return 0;
}

static int load_anew(struct mg_loader *l, const struct mg_loader_file *file, struct mg_book_record **record)
{
	struct mg_buf bytes = {0};
	int rc = mg_loader_read(l, file, &bytes);

	if (rc == 0)
		rc = mg_book_add(l->book, file->path, mg_buf_slice(&bytes), record, l->findings, l->err);
	if (rc == 0 && *record)
		rc = mg_loader_note(l, file, mg_buf_slice(&bytes), (*record)->kept);
	mg_buf_clear(&bytes);
	return rc == MG_ENOTFOUND ? 0 : rc; // gone from the folder since it was listed
}

static int load(struct mg_loader *l, const struct mg_loader_file *file)
{
	struct mg_book_record *record;
	int rc = load_kept(l, file, &record);

	if (rc == 0 && !record)
		rc = load_anew(l, file, &record);
	return rc == 0 && record ? mg_loader_describe(l, l->wanted->more, record, file, record->doc->text) : rc;
}

static int load_unread(struct mg_loader *l, const struct mg_loader_file *file, const struct mg_path *path)
{
	const unsigned more =
		l->wanted->more & MG_BOOK_SIGNATURES ? l->wanted->more | MG_BOOK_NAMELESS : l->wanted->more;
	struct mg_book_record *record;
	int rc = mg_book_add_unread(l->book, path, &record, l->err);

	return rc == 0 ? mg_loader_describe(l, more, record, file, (struct mg_slice){0}) : rc;
}

// Whether a record is a correction or has one: "asso-1--r2.yaml" stands beside "asso-1.yaml".
static bool is_corrected(const struct mg_loader *l, const struct mg_path *path)
{
	char first[MG_MAX_PATH_BYTES + sizeof "--r"];
	size_t at;

	if (path->parts.revision)
		return true;
	snprintf(first, sizeof first, "%.*s--r", (int)(strlen(path->text) - strlen(".yaml")), path->text);
	at = mg_loader_first(l, first);
	return at < l->n && strncmp(l->files[at].path, first, strlen(first)) == 0;
}

// Signatures, attachments and conflicts are most of the files, and told from records by how they end.
static int load_wanted(struct mg_loader *l, const struct mg_loader_file *file)
{
	const struct mg_book_wanted *wanted = l->wanted;
	const size_t len = strlen(file->path);
	struct mg_path path;

	if (l->book->knows_pieces && strncmp(file->path, "pieces/", strlen("pieces/")) == 0)
		return mg_book_add_piece(l->book, file->path, l->err);
	if (len < 5 || strcmp(file->path + len - 5, ".yaml") != 0 ||
	    mg_path_locate(l->book->types, file->path, &path, NULL) < 0 || path.kind != MG_PATH_RECORD)
		return 0;
	if (!wanted->n_types || is_among(path.type, wanted->types, wanted->n_types))
		return load(l, file);
	if (!is_among(path.type, wanted->unread, wanted->n_unread))
		return 0;
	return wanted->corrected && is_corrected(l, &path) ? load(l, file) : load_unread(l, file, &path);
}

// Records change one by one: the versions that are kept may be a few times as many as there are files.
#define MOST_KEPT(files) (4 * (files) + 1000)

void mg_loader_keep_read(struct mg_loader *l, size_t n_files)
{
	mg_index_keep_documents(l->copy->store.index, l->read, l->n_read, MOST_KEPT(n_files));
	l->read = NULL;
	l->n_read = l->read_cap = 0;
}

// What the index knows of signatures, at once: when nothing is read, asking for one after the other is most of the work.
static int know_signatures(struct mg_loader *l)
{
	struct mg_index *index = l->copy->store.index;
	int rc = 0;

	if (!l->wanted->n_unread || !(l->wanted->more & MG_BOOK_SIGNATURES))
		return 0;
	rc = mg_index_last_signed(index, &l->arena, &l->last, &l->n_last, l->err);
	if (rc == 0)
		rc = mg_index_seals(index, &l->arena, &l->known, &l->n_known, l->err);
	return rc == 0 ? mg_index_digests(index, &l->arena, &l->hashed, &l->n_hashed, l->err) : rc;
}

static int load_all(struct mg_loader *l)
{
	struct mg_index *index = l->copy->store.index;
	int rc = l->wanted->n_types ? 0 : mg_book_reserve(l->book, l->n, l->err);

	if (rc == 0)
		rc = mg_index_hold(index, l->err);
	if (rc < 0)
		return rc;
	l->book->knows_pieces = !l->wanted->n_types || l->wanted->more & MG_BOOK_PIECES;
	rc = know_signatures(l);
	for (size_t i = 0; rc == 0 && i < l->n; i++)
		rc = load_wanted(l, &l->files[i]);
	mg_index_release(index);
	if (rc == 0) {
		mg_loader_keep_read(l, l->n);
		mg_loader_keep(l);
	}
	return rc;
}

int mg_copy_book_wanted(struct mg_copy *copy, const struct mg_book_wanted *wanted, struct mg_book *book,
			struct mg_findings *findings, struct mg_error *err)
{
	struct mg_loader l = {copy, wanted, book, findings, err, .keep = &book->arena};
	int rc;

	mg_book_init(book, copy->store.types, "");
	book->is_unloaded = wanted->more & MG_BOOK_UNLOADED;
	mg_arena_init(&l.arena, 0);
	book->cooperative = mg_arena_strdup(&book->arena, copy->id);
	if (!book->cooperative)
		rc = mg_fail_memory(err);
	else
		rc = wanted->source == MG_BOOK_RECORDED ? list_view(&l) : mg_loader_list_folder(&l);
	if (rc == 0)
		rc = load_all(&l);
	if (rc == 0)
		rc = mg_book_sort(book, err);
	mg_arena_clear(&l.arena);
	return rc;
}

int mg_copy_book(struct mg_copy *copy, enum mg_book_source source, unsigned more, const char *const *types, size_t n,
		 struct mg_book *book, struct mg_findings *findings, struct mg_error *err)
{
	const struct mg_book_wanted wanted = {.source = source, .more = more, .types = types, .n_types = n};

	return mg_copy_book_wanted(copy, &wanted, book, findings, err);
}

// ---- one record

// The record's file and those beside it that may be its signatures.
static int list_beside(struct mg_loader *l, const char *path)
{
	const char *prefix = mg_arena_copy(&l->arena, path, strlen(path) - strlen("yaml")), **paths;
	struct mg_id tree;
	size_t n;
	int rc = prefix ? mg_copy_main_tree(l->copy, &tree, l->err) : mg_fail_memory(l->err);

	if (rc == 0)
		rc = mg_index_paths(l->copy->store.index, prefix, &l->arena, &paths, &n, l->err);
	if (rc < 0)
		return rc;
	l->files = mg_arena_array(&l->arena, n, sizeof *l->files);
	if (!l->files)
		return mg_fail_memory(l->err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct mg_loader_file *file = &l->files[l->n];

		file->path = paths[i];
		rc = mg_repo_find(l->copy->store.repo, &tree, paths[i], &file->blob, l->err);
		l->n += rc == 0;
		rc = rc == MG_ENOTFOUND ? 0 : rc; // it was, and is no more
	}
	return rc;
}

static int load_or_describe(struct mg_loader *l, const char *path)
{
	const struct mg_book_record *there = mg_book_at(l->book, path);
	const size_t at = mg_loader_first(l, path);

	if (there) // read from the folder, perhaps: no object is known to hold it
		return mg_loader_describe(l, l->wanted->more, &l->book->records[there - l->book->records], NULL,
					  there->doc->text);
	if (at == l->n || strcmp(l->files[at].path, path) != 0)
		return mg_fail(l->err, MG_ENOTFOUND, _("%s is not recorded yet"), path);
	return load(l, &l->files[at]);
}

int mg_copy_book_record(struct mg_copy *copy, const char *path, struct mg_book *book, struct mg_error *err)
{
	static const struct mg_book_wanted wanted = {.more = MG_BOOK_SIGNATURES | MG_BOOK_TIMES};
	struct mg_loader l = {.copy = copy, .wanted = &wanted, .book = book, .err = err, .keep = &book->arena};
	struct mg_path parsed;
	int rc = mg_path_parse(book->types, path, &parsed, err);

	if (rc < 0)
		return rc;
	if (parsed.kind != MG_PATH_RECORD)
		return mg_fail(err, MG_EUSAGE, _("%s is no record"), path);
	mg_arena_init(&l.arena, 0);
	rc = list_beside(&l, path);
	if (rc == 0)
		rc = load_or_describe(&l, path);
	if (rc == 0)
		mg_loader_keep(&l);
	if (rc == 0)
		rc = mg_book_sort(book, err);
	mg_arena_clear(&l.arena);
	return rc;
}

static int describe_beside(struct mg_loader *l, struct mg_book_record *out)
{
	int rc = list_beside(l, out->path);
	const size_t at = mg_loader_first(l, out->path);

	if (rc == 0 && (at == l->n || strcmp(l->files[at].path, out->path) != 0))
		rc = mg_fail(l->err, MG_ENOTFOUND, _("%s is not recorded yet"), out->path);
	return rc < 0 ? rc : mg_loader_describe(l, l->wanted->more, out, &l->files[at], (struct mg_slice){0});
}

int mg_copy_seal(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_book_record *out,
		 struct mg_error *err)
{
	static const struct mg_book_wanted wanted = {.more = MG_BOOK_SIGNATURES | MG_BOOK_TIMES | MG_BOOK_DIGESTS |
							     MG_BOOK_NAMELESS};
	struct mg_loader l = {.copy = copy, .wanted = &wanted, .err = err, .keep = arena};
	struct mg_path parsed;
	int rc = mg_path_locate(copy->store.types, path, &parsed, err);

	if (rc < 0)
		return rc;
	*out = (struct mg_book_record){.path = mg_arena_strdup(arena, path), .type = parsed.type};
	if (!out->path)
		return mg_fail_memory(err);
	rc = mg_book_parts_copy(arena, &parsed.parts, &out->parts, err);
	if (rc == 0)
		rc = mg_index_hold(copy->store.index, err);
	if (rc < 0)
		return rc;
	mg_arena_init(&l.arena, 0);
	rc = describe_beside(&l, out);
	mg_index_release(copy->store.index);
	if (rc == 0)
		mg_loader_keep(&l);
	mg_arena_clear(&l.arena);
	return rc;
}
