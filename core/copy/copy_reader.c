// SPDX-License-Identifier: EUPL-1.2
//
// A book whose records are read when they are asked for: from what the index kept of them, else from the folder.
#include "core/copy/copy_book_impl.h"

#include "schema/yaml/yaml_code.h"

#include <stdlib.h>

#define KEPT_AT_ONCE 256u // documents that were read anew, before they go into the index

struct mg_copy_reader {
	struct mg_book_wanted wanted;
	struct mg_loader l; // its arena is of what was read anew and is not yet in the index
	const struct mg_book *book;
	struct mg_id *blobs; // of the book's records; zero: not known without reading the file. In the book's arena
};

// ---- reading one

// *doc stays empty when the index did not keep it.
static int take_kept(const struct mg_copy_reader *reader, const struct mg_id *blob, struct mg_doc *doc,
		     struct mg_error *err)
{
	struct mg_slice kept;
	struct mg_doc read;
	int rc = mg_index_document(reader->l.copy->store.index, blob, &doc->arena, &kept, err);

	if (rc < 0 || !kept.data || !mg_doc_decode(kept, &doc->arena, &read))
		return rc;
	doc->text = read.text;
	doc->root = read.root;
	doc->crlf = read.crlf;
	return 0;
}

static int keep(struct mg_copy_reader *reader, const struct mg_loader_file *file, const struct mg_doc *doc,
		struct mg_slice bytes)
{
	struct mg_loader *l = &reader->l;
	struct mg_buf coded = {0};
	const char *copy;
	int rc;

	mg_doc_encode(doc, &coded);
	copy = coded.failed ? NULL : mg_arena_copy(&l->arena, coded.data, coded.len);
	rc = copy ? mg_loader_note(l, file, bytes, (struct mg_slice){copy, coded.len}) : mg_fail_memory(l->err);
	mg_buf_clear(&coded);
	if (l->n_read >= KEPT_AT_ONCE) {
		mg_loader_keep_read(l, reader->book->n);
		mg_arena_clear(&l->arena);
	}
	return rc;
}

static int read_anew(struct mg_copy_reader *reader, const struct mg_loader_file *file, struct mg_doc *doc)
{
	struct mg_loader *l = &reader->l;
	struct mg_findings ignored;
	struct mg_buf bytes = {0};
	int rc = mg_loader_read(l, file, &bytes);

	mg_findings_init(&ignored);
	ignored.brief = true;
	mg_doc_clear(doc);
	if (rc == 0) {
		rc = mg_yaml_read(doc, file->path, mg_buf_slice(&bytes), &ignored);
		if (rc == MG_ENOMEM)
			(void)mg_fail_memory(l->err);
		else if (rc < 0 || doc->root->type != MG_MAP)
			mg_doc_clear(doc);
	}
	if (doc->root && !mg_id_is_zero(&file->blob))
		rc = keep(reader, file, doc, mg_buf_slice(&bytes));
	mg_findings_clear(&ignored);
	mg_buf_clear(&bytes);
	return rc == MG_EINVALID || rc == MG_ENOTFOUND ? 0 : rc; // it is told as such, or has just gone
}

static int read_record(void *data, const struct mg_book_record *record, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_copy_reader *reader = data;
	const struct mg_loader_file file = {record->path, reader->blobs[record - reader->book->records]};
	int rc = 0;

	reader->l.err = err;
	if (!mg_id_is_zero(&file.blob))
		rc = take_kept(reader, &file.blob, doc, err);
	return rc == 0 && !doc->root ? read_anew(reader, &file, doc) : rc;
}

// ---- the book

static int add_file(struct mg_loader *l, const struct mg_loader_file *file)
{
	struct mg_book_record *record;
	struct mg_path path;
	int rc;

	if (mg_path_parse(l->book->types, file->path, &path, NULL) < 0)
		return 0;
	if (path.kind == MG_PATH_PIECE)
		return mg_book_add_piece(l->book, file->path, l->err);
	if (path.kind != MG_PATH_RECORD)
		return 0;
	rc = mg_book_add_unread(l->book, &path, &record, l->err);
	return rc == 0 ? mg_loader_describe(l, l->wanted->more, record, file, (struct mg_slice){0}) : rc;
}

static int add_files(struct mg_loader *l)
{
	struct mg_index *index = l->copy->store.index;
	int rc = mg_book_reserve(l->book, l->n, l->err);

	if (rc == 0)
		rc = mg_index_hold(index, l->err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < l->n; i++)
		rc = add_file(l, &l->files[i]);
	mg_index_release(index);
	if (rc == 0)
		mg_loader_keep(l);
	return rc;
}

static int note_blobs(struct mg_copy_reader *reader, struct mg_book *book)
{
	reader->blobs = mg_arena_array(&book->arena, book->n, sizeof *reader->blobs);
	if (!reader->blobs)
		return mg_fail_memory(reader->l.err);
	for (size_t i = 0; i < book->n; i++)
		reader->blobs[i] = reader->l.files[mg_loader_first(&reader->l, book->records[i].path)].blob;
	return 0;
}

static int open_book(struct mg_copy_reader *reader, struct mg_book *book, struct mg_error *err)
{
	int rc = mg_loader_list_folder(&reader->l);

	if (rc == 0)
		rc = add_files(&reader->l);
	if (rc == 0)
		rc = mg_book_sort(book, err);
	if (rc == 0)
		rc = note_blobs(reader, book);
	mg_arena_clear(&reader->l.arena);
	return rc == 0 ? mg_book_read_later(book, read_record, reader, err) : rc;
}

int mg_copy_book_later(struct mg_copy *copy, unsigned more, struct mg_book *book, struct mg_copy_reader **reader,
		       struct mg_error *err)
{
	struct mg_copy_reader *new = calloc(1, sizeof *new);
	int rc;

	*reader = NULL;
	mg_book_init(book, copy->store.types, "");
	if (!new)
		return mg_fail_memory(err);
	new->book = book;
	new->wanted = (struct mg_book_wanted){.source = MG_BOOK_FOLDER, .more = more};
	new->l = (struct mg_loader){
		.copy = copy, .wanted = &new->wanted, .book = book, .err = err, .keep = &book->arena};
	mg_arena_init(&new->l.arena, 0);
	book->knows_pieces = true;
	book->cooperative = mg_arena_strdup(&book->arena, copy->id);
	rc = book->cooperative ? open_book(new, book, err) : mg_fail_memory(err);
	if (rc < 0)
		mg_copy_reader_close(new);
	else
		*reader = new;
	return rc;
}

void mg_copy_reader_close(struct mg_copy_reader *reader)
{
	if (!reader)
		return;
	mg_loader_keep_read(&reader->l, reader->book->n);
	mg_arena_clear(&reader->l.arena);
	free(reader);
}
