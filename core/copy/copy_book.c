// SPDX-License-Identifier: EUPL-1.2
#include "core/copy/copy_book.h"
#include "core/copy/copy_impl.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/folder/files.h"
#include "core/index/index_documents.h"
#include "core/trust/seal.h"

// ---- the files, from the view or the folder

struct file {
	const char *path;
	struct mg_id blob; // what it holds; zero: not known without reading the folder's file
};

struct loader {
	struct mg_copy *copy;
	enum mg_book_source source;
	unsigned more;
	const char *const *types;
	size_t n_types;
	struct mg_book *book;
	struct mg_findings *findings;
	struct mg_error *err;
	struct mg_arena *keep; // of what is said of records
	struct mg_arena arena; // of the loading only
	struct file *files;    // by path: a record's signatures are found beside it
	size_t n;
	struct mg_index_document *read; // what had to be read anew, and is kept for the next time
	size_t n_read, read_cap;
};

static int list_view(struct loader *l)
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
		l->files[l->n] = (struct file){changes.items[l->n].path, changes.items[l->n].after};
	return 0;
}

static int list_folder(struct loader *l)
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
		l->files[l->n] = (struct file){paths[l->n], blobs[l->n]};
	return rc;
}

static int read_file(const struct loader *l, const struct file *file, struct mg_buf *out)
{
	if (l->source == MG_BOOK_FOLDER)
		return mg_copy_read(l->copy, file->path, out, l->err);
	return mg_repo_read(l->copy->store.repo, &file->blob, MG_OBJECT_BLOB, MG_MAX_VIEW_BYTES, out, l->err);
}

// ---- what is said of a record

static int add_times(const struct loader *l, struct mg_book_record *record)
{
	struct mg_index_span span;
	char commit[MG_ID_HEX];
	int rc = mg_index_span(l->copy->store.index, record->path, &span, l->err);

	record->made_ms = span.first_ms;
	record->changed_ms = span.last_ms;
	if (rc == 0)
		record->commit = mg_arena_strdup(l->keep, mg_id_format(&span.last, commit));
	if (rc == 0 && !record->commit)
		return mg_fail_memory(l->err);
	return rc == MG_ENOTFOUND ? 0 : rc;
}

static int describe_signature(const struct loader *l, const struct file *file, const struct mg_path *path,
			      struct mg_slice bytes, struct mg_book_signature *out)
{
	struct mg_arena *arena = l->keep;
	char commit[MG_ID_HEX] = "";
	struct mg_public_key key;
	struct mg_buf armour = {0};
	struct mg_index_span span;
	struct mg_error why;
	int rc = read_file(l, file, &armour);

	if (rc == 0)
		rc = mg_seal_verify(path, bytes, mg_buf_slice(&armour), &key, &why);
	mg_buf_clear(&armour);
	*out = (struct mg_book_signature){.valid = rc == 0, .key = "", .holder = ""};
	out->path = mg_arena_strdup(arena, path->text);
	out->actor = mg_arena_strdup(arena, path->signer);
	if (rc == 0) {
		out->key = mg_arena_strdup(arena, key.id);
		out->holder = mg_copy_holder(l->copy, key.id, arena);
	}
	rc = mg_index_span(l->copy->store.index, path->text, &span, l->err);
	if (rc == 0)
		mg_id_format(&span.last, commit);
	out->time_ms = span.last_ms;
	out->commit = mg_arena_strdup(arena, commit);
	if (!out->path || !out->actor || !out->key || !out->holder || !out->commit)
		return mg_fail_memory(l->err);
	return rc == MG_ENOTFOUND ? 0 : rc;
}

// The first file whose path is not below text.
static size_t first_from(const struct loader *l, const char *text)
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

// The signatures stand beside their record: "v1.yaml", and about it "v1.dd-78.sig".
static int add_signatures(const struct loader *l, struct mg_book_record *record, struct mg_slice bytes)
{
	const size_t stem = strlen(record->path) - strlen("yaml");
	const char *prefix = mg_arena_copy(l->keep, record->path, stem);
	struct mg_book_signature *signatures = NULL;
	size_t cap = 0;
	int rc = prefix ? 0 : mg_fail_memory(l->err);

	for (size_t i = rc == 0 ? first_from(l, prefix) : l->n; rc == 0 && i < l->n; i++) {
		struct mg_book_signature *grown;
		struct mg_path path;

		if (strncmp(l->files[i].path, prefix, stem) != 0)
			break;
		if (mg_path_parse(l->copy->store.types, l->files[i].path, &path, NULL) < 0 ||
		    path.kind != MG_PATH_SIGNATURE || strcmp(path.record, record->path) != 0)
			continue;
		grown = mg_arena_grow(l->keep, signatures, record->n_signatures, &cap, sizeof *grown);
		if (!grown)
			return mg_fail_memory(l->err);
		signatures = grown;
		rc = describe_signature(l, &l->files[i], &path, bytes, &grown[record->n_signatures++]);
	}
	record->signatures = signatures;
	return rc;
}

static int add_hash(const struct loader *l, struct mg_book_record *record, struct mg_slice bytes)
{
	char *hex = mg_arena_alloc(l->keep, MG_SHA256_HEX);

	if (!hex)
		return mg_fail_memory(l->err);
	mg_sha256_hex(bytes, hex);
	record->sha256 = hex;
	return 0;
}

static int describe(const struct loader *l, struct mg_book_record *record, struct mg_slice bytes)
{
	int rc = 0;

	if (record->type->ns)
		rc = add_hash(l, record, bytes);
	if (rc == 0 && record->type->ns && (l->more & MG_BOOK_SIGNATURES))
		rc = add_signatures(l, record, bytes);
	if (rc == 0 && (l->more & MG_BOOK_TIMES))
		rc = add_times(l, record);
	return rc;
}

// ---- loading

static bool is_wanted(const struct loader *l, const char *path)
{
	struct mg_path parsed;

	if (mg_path_parse(l->book->types, path, &parsed, NULL) < 0 || parsed.kind != MG_PATH_RECORD)
		return false;
	for (size_t i = 0; i < l->n_types; i++)
		if (strcmp(parsed.type->name, l->types[i]) == 0)
			return true;
	return !l->n_types;
}

// What the index kept of the file; *record is NULL when it did not.
static int load_kept(const struct loader *l, const struct file *file, struct mg_book_record **record)
{
	struct mg_slice kept = {0};
	int rc = 0;

	*record = NULL;
	if (!mg_id_is_zero(&file->blob))
		rc = mg_index_document(l->copy->store.index, &file->blob, &l->book->arena, &kept, l->err);
	return rc == 0 && kept.data ? mg_book_add_kept(l->book, file->path, kept, record, l->err) : rc;
}

// Only what is recorded is worth keeping: what is being edited changes again.
static int note_read(struct loader *l, const struct file *file, struct mg_slice bytes, struct mg_slice kept)
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

static int load_anew(struct loader *l, const struct file *file, struct mg_book_record **record)
{
	struct mg_buf bytes = {0};
	int rc = read_file(l, file, &bytes);

	if (rc == 0)
		rc = mg_book_add(l->book, file->path, mg_buf_slice(&bytes), record, l->findings, l->err);
	if (rc == 0 && *record)
		rc = note_read(l, file, mg_buf_slice(&bytes), (*record)->kept);
	mg_buf_clear(&bytes);
	return rc == MG_ENOTFOUND ? 0 : rc; // gone from the folder since it was listed
}

static int load(struct loader *l, const struct file *file)
{
	struct mg_book_record *record;
	int rc = load_kept(l, file, &record);

	if (rc == 0 && !record)
		rc = load_anew(l, file, &record);
	return rc == 0 && record ? describe(l, record, record->doc->text) : rc;
}

// Records change one by one: the versions that are kept may be a few times as many as there are files.
#define MOST_KEPT(files) (4 * (files) + 1000)

static int load_all(struct loader *l)
{
	struct mg_index *index = l->copy->store.index;
	int rc = l->n_types ? 0 : mg_book_reserve(l->book, l->n, l->err);

	if (rc == 0)
		rc = mg_index_hold(index, l->err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < l->n; i++)
		if (is_wanted(l, l->files[i].path))
			rc = load(l, &l->files[i]);
	mg_index_release(index);
	if (rc == 0)
		mg_index_keep_documents(index, l->read, l->n_read, MOST_KEPT(l->n));
	return rc;
}

int mg_copy_book(struct mg_copy *copy, enum mg_book_source source, unsigned more, const char *const *types, size_t n,
		 struct mg_book *book, struct mg_findings *findings, struct mg_error *err)
{
	struct loader l = {copy, source, more, types, n, book, findings, err, .keep = &book->arena};
	int rc;

	mg_book_init(book, copy->store.types, "");
	mg_arena_init(&l.arena, 0);
	book->cooperative = mg_arena_strdup(&book->arena, copy->id);
	if (!book->cooperative)
		rc = mg_fail_memory(err);
	else
		rc = source == MG_BOOK_RECORDED ? list_view(&l) : list_folder(&l);
	if (rc == 0)
		rc = load_all(&l);
	if (rc == 0)
		rc = mg_book_sort(book, err);
	mg_arena_clear(&l.arena);
	return rc;
}

// ---- one record

// The record's file and those beside it that may be its signatures.
static int list_beside(struct loader *l, const char *path)
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
		struct file *file = &l->files[l->n];

		file->path = paths[i];
		rc = mg_repo_find(l->copy->store.repo, &tree, paths[i], &file->blob, l->err);
		l->n += rc == 0;
		rc = rc == MG_ENOTFOUND ? 0 : rc; // it was, and is no more
	}
	return rc;
}

static int load_or_describe(struct loader *l, const char *path)
{
	const struct mg_book_record *there = mg_book_at(l->book, path);
	const size_t at = first_from(l, path);

	if (there)
		return describe(l, &l->book->records[there - l->book->records], there->doc->text);
	if (at == l->n || strcmp(l->files[at].path, path) != 0)
		return mg_fail(l->err, MG_ENOTFOUND, _("%s is not recorded yet"), path);
	return load(l, &l->files[at]);
}

int mg_copy_book_record(struct mg_copy *copy, const char *path, struct mg_book *book, struct mg_error *err)
{
	struct loader l = {.copy = copy,
			   .more = MG_BOOK_SIGNATURES | MG_BOOK_TIMES,
			   .book = book,
			   .err = err,
			   .keep = &book->arena};
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
		rc = mg_book_sort(book, err);
	mg_arena_clear(&l.arena);
	return rc;
}

int mg_copy_seal(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_book_record *out,
		 struct mg_buf *bytes, struct mg_error *err)
{
	struct loader l = {.copy = copy, .more = MG_BOOK_SIGNATURES | MG_BOOK_TIMES, .err = err, .keep = arena};
	struct mg_path parsed;
	size_t at;
	int rc = mg_path_parse(copy->store.types, path, &parsed, err);

	if (rc < 0)
		return rc;
	*out = (struct mg_book_record){.path = mg_arena_strdup(arena, path),
				       .type = parsed.type,
				       .parts = parsed.parts};
	if (!out->path)
		return mg_fail_memory(err);
	mg_arena_init(&l.arena, 0);
	rc = list_beside(&l, path);
	at = first_from(&l, path);
	if (rc == 0 && (at == l.n || strcmp(l.files[at].path, path) != 0))
		rc = mg_fail(err, MG_ENOTFOUND, _("%s is not recorded yet"), path);
	if (rc == 0)
		rc = read_file(&l, &l.files[at], bytes);
	if (rc == 0)
		rc = describe(&l, out, mg_buf_slice(bytes));
	if (rc == 0 && !out->sha256)
		rc = add_hash(&l, out, mg_buf_slice(bytes));
	mg_arena_clear(&l.arena);
	return rc;
}
