// SPDX-License-Identifier: EUPL-1.2
//
// Git's loose objects ("<type> <size>\0<bytes>", compressed, in objects/xx/): libgit2 waits for the disk twice for each of
// them; a commit's are written together here (base/batch.h).
#include "core/repo/repo_impl.h"

#include "base/i18n.h"

#include <stdio.h>
#define ZLIB_CONST
#include <zlib.h>

#define TEMPORARY "tmp_obj_" // as git names its own, so that `git prune` removes what a kill left
#define PLAIN_BYTES                                                                                                    \
	(64u << 10)     // half of a tree is ids, which do not shrink: a large one is faster written than pressed
#define SMALL_WINDOW 12 // bits: of what fits in it nothing is lost
#define SMALL_MEMORY 5

static const char *const names[] = {
	[MG_OBJECT_BLOB] = "blob", [MG_OBJECT_TREE] = "tree", [MG_OBJECT_COMMIT] = "commit"};

static bool deflate_part(z_stream *z, const void *data, size_t len, int flush)
{
	z->next_in = data;
	z->avail_in = (uInt)len;
	return deflate(z, flush) == (flush == Z_FINISH ? Z_STREAM_END : Z_OK) && !z->avail_in;
}

// zlib's own choice is a window of 32 KB and tables for it, a quarter of a megabyte that is cleared for each small object.
static bool start_deflate(z_stream *z, int level, size_t bytes)
{
	bool small = bytes <= 1u << SMALL_WINDOW;

	return deflateInit2(z, level, Z_DEFLATED, small ? SMALL_WINDOW : MAX_WBITS,
			    small ? SMALL_MEMORY : MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY) == Z_OK;
}

static int compress_object(const struct mg_repo_object *object, struct mg_arena *arena, struct mg_slice *out,
			   struct mg_error *err)
{
	bool plain = object->type == MG_OBJECT_TREE && object->bytes.len > PLAIN_BYTES;
	z_stream z = {0};
	char head[32];
	int len = snprintf(head, sizeof head, "%s %zu", names[object->type], object->bytes.len);
	size_t room;
	Bytef *bytes;
	bool done;

	if (!start_deflate(&z, plain ? Z_NO_COMPRESSION : Z_BEST_SPEED, object->bytes.len + sizeof head))
		return mg_fail_memory(err);
	room = deflateBound(&z, (uLong)(object->bytes.len + sizeof head));
	bytes = mg_arena_alloc(arena, room);
	z.next_out = bytes;
	z.avail_out = (uInt)room;
	done = bytes && deflate_part(&z, head, (size_t)len + 1, Z_NO_FLUSH) &&
	       deflate_part(&z, object->bytes.data, object->bytes.len, Z_FINISH);
	*out = (struct mg_slice){(const char *)bytes, z.total_out};
	deflateEnd(&z);
	return done ? 0 : mg_fail_memory(err);
}

static int add_object(struct mg_repo *repo, const struct mg_repo_object *object, struct mg_batch *batch,
		      struct mg_error *err)
{
	struct mg_slice bytes;
	char hex[MG_ID_HEX];
	const char *path;
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	mg_id_format(&object->id, hex);
	path = mg_arena_printf(&arena, "%sobjects/%.2s/%s", git_repository_commondir(repo->git), hex, hex + 2);
	code = path ? compress_object(object, &arena, &bytes, err) : mg_fail_memory(err);
	if (!code)
		code = mg_batch_add(batch, path, bytes, MG_FILE_READ_ONLY, err);
	mg_arena_clear(&arena);
	return code;
}

int mg_repo_add_loose(struct mg_repo *repo, struct mg_batch *batch, struct mg_error *err)
{
	int code = 0;

	mg_batch_step(batch, TEMPORARY);
	for (size_t i = 0; !code && i < repo->n_gathered; i++)
		code = add_object(repo, repo->gathered[i], batch, err);
	return code;
}
