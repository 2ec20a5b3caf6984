// SPDX-License-Identifier: EUPL-1.2
//
// Writing git's index: what was noted, between the bytes of the former one, which are not copied.
#include "core/repo/gitindex_impl.h"

#include "base/file.h"
#include "base/limits.h"
#include "core/repo/repo_impl.h"
#include "core/repo/sha1.h"

#include <limits.h>
#include <stdio.h>

#define MODE_FILE 0100644u
#define NAME_MASK 0x0fffu // a longer name's length is this

static int add_edit(struct mg_gitindex *s, const char *path, struct mg_gitindex_edit **out, struct mg_error *err)
{
	struct mg_gitindex_edit *edits = mg_arena_grow(&s->arena, s->edits, s->n_edits, &s->edits_cap, sizeof *edits);

	if (!edits)
		return mg_fail_memory(err);
	s->edits = edits;
	edits[s->n_edits] = (struct mg_gitindex_edit){.path = mg_arena_strdup(&s->arena, path)};
	if (!edits[s->n_edits].path)
		return mg_fail_memory(err);
	*out = &edits[s->n_edits++];
	return 0;
}

int mg_gitindex_put(struct mg_gitindex *s, const char *path, const struct mg_id *blob, const struct stat *st,
		    struct mg_error *err)
{
	struct mg_gitindex_edit *edit;
	int code = add_edit(s, path, &edit, err);

	if (code)
		return code;
	edit->put = true;
	edit->blob = *blob;
	if (st)
		edit->st = *st;
	return 0;
}

int mg_gitindex_drop(struct mg_gitindex *s, const char *path, struct mg_error *err)
{
	struct mg_gitindex_edit *edit;

	return add_edit(s, path, &edit, err);
}

// What is written: new bytes, and those of the former index between them, which are not copied.
struct pieces {
	struct mg_gitindex *stage;
	struct mg_slice *items;
	size_t n, cap;
	bool failed; // for lack of memory
};

static void put_piece(struct pieces *p, const char *data, size_t len)
{
	struct mg_slice *items = mg_arena_grow(&p->stage->arena, p->items, p->n, &p->cap, sizeof *items);

	p->failed = p->failed || !items;
	if (p->failed || !len)
		return;
	p->items = items;
	items[p->n++] = (struct mg_slice){data, len};
}

// Room for a piece that is new; NULL when there is none.
static char *put_new(struct pieces *p, size_t len)
{
	char *data = mg_arena_alloc(&p->stage->arena, len);

	p->failed = p->failed || !data;
	put_piece(p, data, len);
	return p->failed ? NULL : data;
}

static void put_entry(struct pieces *p, const struct mg_gitindex_edit *edit)
{
	const struct stat *st = &edit->st;
	size_t len = strlen(edit->path);
	char *to = put_new(p, padded(AT_NAME + len));

	if (!to)
		return;
	set32(to + AT_CTIME, (uint32_t)st->st_ctim.tv_sec);
	set32(to + AT_CTIME + 4, (uint32_t)st->st_ctim.tv_nsec);
	set32(to + AT_MTIME, (uint32_t)st->st_mtim.tv_sec);
	set32(to + AT_MTIME + 4, (uint32_t)st->st_mtim.tv_nsec);
	set32(to + AT_DEV, (uint32_t)st->st_dev);
	set32(to + AT_INO, (uint32_t)st->st_ino);
	set32(to + AT_MODE, MODE_FILE);
	set32(to + AT_UID, st->st_uid);
	set32(to + AT_GID, st->st_gid);
	set32(to + AT_SIZE, (uint32_t)st->st_size);
	memcpy(to + AT_ID, edit->blob.bytes, MG_ID_BYTES);
	to[AT_FLAGS] = (char)((len < NAME_MASK ? len : NAME_MASK) >> 8);
	to[AT_FLAGS + 1] = (char)(len < NAME_MASK ? len : NAME_MASK);
	memcpy(to + AT_NAME, edit->path, len);
}

// A file written in the moment of the last index may have been changed in that moment too, with the size and time it had.
// Git compares it while the index is as old as the file; a younger index would hide the change, so this looks now.
static bool is_as_noted(const struct mg_gitindex *s, const struct mg_gitindex_entry *entry)
{
	struct mg_buf path = {0}, bytes = {0};
	struct mg_error err;
	struct mg_id blob;
	bool same;

	mg_buf_printf(&path, "%s/%s", s->repo->dir, entry->path);
	same = !path.failed && !mg_file_read(mg_buf_text(&path), MG_MAX_PIECE_BYTES, &bytes, &err) &&
	       !mg_repo_hash(MG_OBJECT_BLOB, mg_buf_slice(&bytes), &blob, &err) && mg_id_equal(&blob, &entry->blob);
	mg_buf_clear(&path);
	mg_buf_clear(&bytes);
	return same;
}

static bool is_doubtful(const struct mg_gitindex *s, size_t i)
{
	const char *from = s->bytes.data + s->offsets[i];
	struct mg_gitindex_entry entry;

	if ((int64_t)get32(from + AT_MTIME) * 1000000000 + get32(from + AT_MTIME + 4) < s->time_ns)
		return false;
	entry = mg_gitindex_at(s, i);
	return entry.size && !is_as_noted(s, &entry);
}

static size_t end_of(const struct mg_gitindex *s, size_t i)
{
	const char *from = s->bytes.data + s->offsets[i];

	return s->offsets[i] + padded(name_at(from) + strlen(name_of(from)));
}

// The entries from first up to end, which stand one behind the other.
static void put_range(struct pieces *p, size_t first, size_t end)
{
	const struct mg_gitindex *s = p->stage;

	if (first < end)
		put_piece(p, s->bytes.data + s->offsets[first], end_of(s, end - 1) - s->offsets[first]);
}

// The same, but those that are doubtful as git has them: without a size, always looked at.
static void put_entries(struct pieces *p, size_t first, size_t end)
{
	const struct mg_gitindex *s = p->stage;

	for (size_t i = first; i < end; i++) {
		size_t len = end_of(s, i) - s->offsets[i];
		char *entry;

		if (!is_doubtful(s, i))
			continue;
		put_range(p, first, i);
		first = i + 1;
		entry = put_new(p, len);
		if (!entry)
			return;
		memcpy(entry, s->bytes.data + s->offsets[i], len);
		set32(entry + AT_SIZE, 0);
	}
	put_range(p, first, end);
}

// The entries and the edits, merged by path. Returns how many there are.
static uint32_t merge(struct pieces *p)
{
	const struct mg_gitindex *s = p->stage;
	size_t i = 0, n = s->n;

	for (size_t e = 0; e < s->n_edits; e++) {
		size_t at = mg_gitindex_lower_bound(s, s->edits[e].path);

		put_entries(p, i, at);
		for (i = at; i < s->n && strcmp(name_of(s->bytes.data + s->offsets[i]), s->edits[e].path) == 0; i++)
			n--; // several while somebody merges by hand
		if (s->edits[e].put)
			put_entry(p, &s->edits[e]);
		n += s->edits[e].put;
	}
	put_entries(p, i, s->n);
	return (uint32_t)n;
}

static int encode(struct pieces *p, struct mg_error *err)
{
	char *head = put_new(p, HEAD_BYTES), *sum;

	if (head) {
		memcpy(head, "DIRC", 4);
		set32(head + 4, p->stage->whole ? get32(p->stage->bytes.data + 4) : 2);
		set32(head + 8, merge(p));
	}
	sum = put_new(p, MG_SHA1_BYTES);
	if (!sum)
		return mg_fail_memory(err);
	mg_sha1_of(p->items, p->n - 1, (uint8_t *)sum);
	return 0;
}

int mg_gitindex_wait(struct mg_repo *repo, struct mg_error *err)
{
	struct mg_lockfile lock;
	char path[PATH_MAX];
	int code;

	snprintf(path, sizeof path, "%sindex.lock", git_repository_path(repo->git));
	if (!mg_file_exists(path))
		return 0;
	path[strlen(path) - strlen(".lock")] = '\0';
	code = mg_repo_lock_file(repo, path, &lock, err);
	mg_lockfile_drop(&lock);
	return code;
}

int mg_gitindex_write(struct mg_gitindex *s, struct mg_error *err)
{
	struct pieces pieces = {.stage = s};
	struct mg_lockfile lock;
	int code = mg_repo_lock_file(s->repo, s->path, &lock, err);

	if (code)
		return code;
	code = mg_gitindex_read_again(s, err);
	if (!code)
		code = encode(&pieces, err);
	if (!code)
		code = mg_lockfile_put_all(&lock, pieces.items, pieces.n, MG_FILE_LAZY, err);
	mg_lockfile_drop(&lock);
	return code;
}
