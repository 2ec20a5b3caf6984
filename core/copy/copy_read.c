// SPDX-License-Identifier: EUPL-1.2
//
// Files of a copy: as they are in the folder, and as the view has them.
#include "core/copy/copy_impl.h"

#include "base/file.h"
#include "core/index/index_documents.h"
#include "core/repo/parse.h"
#include "schema/yaml/yaml_code.h"

const char *mg_copy_path(const struct mg_copy *copy, const char *path, struct mg_arena *arena)
{
	return mg_arena_printf(arena, "%s/%s", mg_copy_dir(copy), path);
}

int mg_copy_read(struct mg_copy *copy, const char *path, struct mg_buf *out, struct mg_error *err)
{
	struct mg_buf name = {0};
	int code;

	mg_buf_printf(&name, "%s/%s", mg_copy_dir(copy), path);
	code = mg_buf_check(&name, err);
	if (!code)
		code = mg_file_read(mg_buf_text(&name), MG_MAX_PIECE_BYTES, out, err);
	mg_buf_clear(&name);
	return code;
}

int mg_copy_read_view(struct mg_copy *copy, const char *path, struct mg_buf *out, struct mg_error *err)
{
	struct mg_id tree, blob;
	int code = mg_copy_main_tree(copy, &tree, err);

	if (!code)
		code = mg_repo_find(copy->store.repo, &tree, path, &blob, err);
	return code ? code : mg_repo_read(copy->store.repo, &blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, out, err);
}

// What the index kept of it when it was last read; doc->root is NULL when it did not.
static int read_kept(struct mg_copy *copy, const struct mg_id *blob, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_arena arena;
	struct mg_slice kept;
	struct mg_doc read;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_index_document(copy->store.index, blob, &arena, &kept, err);
	if (!code && kept.data && mg_doc_decode(kept, &arena, &read)) {
		*doc = read;
		doc->arena = arena;
		return 0;
	}
	mg_arena_clear(&arena);
	return code;
}

int mg_copy_read_doc(struct mg_copy *copy, const char *path, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_buf text = {0};
	struct mg_id tree, blob;
	int code = mg_copy_main_tree(copy, &tree, err);

	if (!code)
		code = mg_repo_find(copy->store.repo, &tree, path, &blob, err);
	if (!code)
		code = read_kept(copy, &blob, doc, err);
	if (!code && !doc->root)
		code = mg_repo_read(copy->store.repo, &blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, &text, err);
	if (!code && !doc->root)
		code = mg_parse_doc(path, mg_buf_slice(&text), doc, err);
	mg_buf_clear(&text);
	return code;
}
