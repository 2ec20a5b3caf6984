// SPDX-License-Identifier: EUPL-1.2
//
// Git's index as it is on disk (gitformat-index(5), versions 2 and 3): a header, the entries by path, extensions that may
// be left out, and the SHA-1 of all before.
#include "core/repo/gitindex.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/map.h"
#include "core/repo/repo_impl.h"
#include "core/repo/sha1.h"

#include <stdio.h>

#include <stdlib.h>

#define MAX_BYTES     (1u << 30)
#define HEAD_BYTES    12u
#define MODE_FILE     0100644u
#define FLAG_EXTENDED 0x4000u
#define FLAG_STAGE    0x3000u
#define NAME_MASK     0x0fffu // a longer name's length is this

// Where the fields of an entry are.
enum {
	AT_CTIME = 0,
	AT_MTIME = 8,
	AT_DEV = 16,
	AT_INO = 20,
	AT_MODE = 24,
	AT_UID = 28,
	AT_GID = 32,
	AT_SIZE = 36,
	AT_ID = 40,
	AT_FLAGS = 60,
	AT_NAME = 62,
};

struct edit {
	const char *path;
	bool put; // else: dropped
	struct mg_id blob;
	struct stat st; // zero: the disk does not hold it
};

struct mg_gitindex {
	struct mg_repo *repo;
	char *path;
	struct mg_slice bytes; // the file's, mapped
	size_t *offsets;       // of the entries
	size_t n;
	bool whole;
	int64_t time_ns;
	struct mg_arena arena;
	struct edit *edits;
	size_t n_edits, edits_cap;
};

// ---- bytes

static uint32_t get32(const char *from)
{
	const unsigned char *b = (const unsigned char *)from;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void set32(char *to, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		to[i] = (char)(value >> (24 - 8 * i));
}

static unsigned flags_of(const char *entry)
{
	return get32(entry + AT_FLAGS - 2) & 0xffff;
}

static size_t name_at(const char *entry)
{
	return AT_NAME + (flags_of(entry) & FLAG_EXTENDED ? 2 : 0);
}

static const char *name_of(const char *entry)
{
	return entry + name_at(entry);
}

// Ended by one to eight NULs.
static size_t padded(size_t len)
{
	return (len + 8) & ~(size_t)7;
}

// Bytes of the entry at the start of rest; 0 when it is none.
static size_t entry_length(struct mg_slice rest)
{
	size_t at, len;
	const char *end;

	if (rest.len < AT_NAME + 2)
		return 0;
	at = name_at(rest.data);
	end = memchr(rest.data + at, '\0', rest.len - at);
	if (!end)
		return 0;
	len = padded((size_t)(end - rest.data));
	return end > rest.data + at && len <= rest.len ? len : 0;
}

// ---- reading

// An unknown extension whose name begins with a small letter changes what the entries mean.
static bool can_pass_extensions(struct mg_slice rest)
{
	while (rest.len >= 8) {
		size_t len = 8 + (size_t)get32(rest.data + 4);

		if (rest.data[0] < 'A' || rest.data[0] > 'Z' || len > rest.len)
			return false;
		rest.data += len;
		rest.len -= len;
	}
	return !rest.len;
}

enum form { DAMAGED, OURS, OTHER };

static enum form parse_head(const struct mg_gitindex *s, size_t *n)
{
	const char *head = s->bytes.data;
	uint32_t version;

	if (s->bytes.len < HEAD_BYTES + MG_SHA1_BYTES || memcmp(head, "DIRC", 4) != 0)
		return DAMAGED;
	version = get32(head + 4);
	*n = get32(head + 8);
	if (*n > s->bytes.len / AT_NAME)
		return DAMAGED;
	return version == 2 || version == 3 ? OURS : OTHER;
}

static enum form parse(struct mg_gitindex *s)
{
	struct mg_slice rest = {0};
	size_t n = 0;
	enum form form = parse_head(s, &n);

	if (form != OURS)
		return form;
	rest = (struct mg_slice){s->bytes.data + HEAD_BYTES, s->bytes.len - HEAD_BYTES - MG_SHA1_BYTES};
	s->offsets = mg_arena_array(&s->arena, n + 1, sizeof *s->offsets);
	for (s->n = 0; s->offsets && s->n < n; s->n++) {
		size_t len = entry_length(rest);

		s->offsets[s->n] = (size_t)(rest.data - s->bytes.data);
		if (!len || (s->n && strcmp(name_of(s->bytes.data + s->offsets[s->n - 1]), name_of(rest.data)) > 0))
			return DAMAGED;
		rest.data += len;
		rest.len -= len;
	}
	return can_pass_extensions(rest) ? OURS : OTHER;
}

static void read_time(struct mg_gitindex *s)
{
	struct stat st;

	if (stat(s->path, &st) == 0)
		s->time_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

// The time is looked at first: a file written since is looked at once too often rather than once too seldom.
static int read_bytes(struct mg_gitindex *s, struct mg_error *err)
{
	int code;

	read_time(s);
	mg_map_close(&s->bytes);
	code = mg_map_open(s->path, MAX_BYTES, &s->bytes, err);
	return code == MG_ENOTFOUND ? 0 : code;
}

// Somebody told git to write its index in another version: libgit2 writes it back in one of ours.
static int convert(struct mg_gitindex *s, struct mg_error *err)
{
	git_index *index = NULL;
	int rc = git_repository_index(&index, s->repo->git);

	if (rc == 0)
		rc = git_index_read(index, 1);
	if (rc == 0)
		rc = git_index_set_version(index, 2);
	if (rc == 0)
		rc = git_index_write(index);
	git_index_free(index);
	return rc < 0 ? mg_fail_git(err, rc, _("cannot read git's index")) : 0;
}

static int read_stage(struct mg_gitindex *s, struct mg_error *err)
{
	enum form form;
	int code = read_bytes(s, err);

	form = code ? DAMAGED : parse(s);
	if (form == OTHER) {
		code = convert(s, err);
		if (!code)
			code = read_bytes(s, err);
		form = code ? DAMAGED : parse(s);
	}
	s->whole = form == OURS;
	if (!s->whole)
		s->n = 0;
	return code;
}

int mg_gitindex_open(struct mg_repo *repo, struct mg_gitindex **out, struct mg_error *err)
{
	struct mg_gitindex *s = calloc(1, sizeof *s);
	int code;

	*out = NULL;
	if (!s)
		return mg_fail_memory(err);
	s->repo = repo;
	mg_arena_init(&s->arena, 0);
	s->path = mg_arena_printf(&s->arena, "%sindex", git_repository_path(repo->git));
	code = s->path ? read_stage(s, err) : mg_fail_memory(err);
	if (code)
		mg_gitindex_close(s);
	else
		*out = s;
	return code;
}

void mg_gitindex_close(struct mg_gitindex *s)
{
	if (!s)
		return;
	mg_map_close(&s->bytes);
	mg_arena_clear(&s->arena);
	free(s);
}

bool mg_gitindex_is_whole(const struct mg_gitindex *s)
{
	return s->whole;
}

bool mg_gitindex_is_changed(const struct mg_gitindex *s)
{
	return s->n_edits || !s->whole;
}

int64_t mg_gitindex_time_ns(const struct mg_gitindex *s)
{
	return s->time_ns;
}

size_t mg_gitindex_count(const struct mg_gitindex *s)
{
	return s->n;
}

struct mg_gitindex_entry mg_gitindex_at(const struct mg_gitindex *s, size_t i)
{
	const char *from = s->bytes.data + s->offsets[i];
	struct mg_gitindex_entry entry = {.path = name_of(from),
					  .mtime_s = get32(from + AT_MTIME),
					  .mtime_ns = get32(from + AT_MTIME + 4),
					  .ino = get32(from + AT_INO),
					  .size = get32(from + AT_SIZE)};

	memcpy(entry.blob.bytes, from + AT_ID, MG_ID_BYTES);
	return entry;
}

// Index of the first entry whose path is not below this one.
static size_t lower_bound(const struct mg_gitindex *s, const char *path)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(name_of(s->bytes.data + s->offsets[middle]), path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool mg_gitindex_find(const struct mg_gitindex *s, const char *path, struct mg_gitindex_entry *out)
{
	size_t i = lower_bound(s, path);

	if (i == s->n || strcmp(name_of(s->bytes.data + s->offsets[i]), path) != 0)
		return false;
	*out = mg_gitindex_at(s, i);
	return true;
}

// ---- writing

static int add_edit(struct mg_gitindex *s, const char *path, struct edit **out, struct mg_error *err)
{
	struct edit *edits = mg_arena_grow(&s->arena, s->edits, s->n_edits, &s->edits_cap, sizeof *edits);

	if (!edits)
		return mg_fail_memory(err);
	s->edits = edits;
	edits[s->n_edits] = (struct edit){.path = mg_arena_strdup(&s->arena, path)};
	if (!edits[s->n_edits].path)
		return mg_fail_memory(err);
	*out = &edits[s->n_edits++];
	return 0;
}

int mg_gitindex_put(struct mg_gitindex *s, const char *path, const struct mg_id *blob, const struct stat *st,
		    struct mg_error *err)
{
	struct edit *edit;
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
	struct edit *edit;

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

static void put_entry(struct pieces *p, const struct edit *edit)
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
		size_t at = lower_bound(s, s->edits[e].path);

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

// Somebody's `git add` between reading and locking is kept.
static int read_again(struct mg_gitindex *s, struct mg_error *err)
{
	int64_t before_ns = s->time_ns;

	read_time(s);
	return s->time_ns == before_ns ? 0 : read_stage(s, err);
}

int mg_gitindex_write(struct mg_gitindex *s, struct mg_error *err)
{
	struct pieces pieces = {.stage = s};
	struct mg_lockfile lock;
	int code = mg_repo_lock_file(s->repo, s->path, &lock, err);

	if (code)
		return code;
	code = read_again(s, err);
	if (!code)
		code = encode(&pieces, err);
	if (!code)
		code = mg_lockfile_put_all(&lock, pieces.items, pieces.n, MG_FILE_LAZY, err);
	mg_lockfile_drop(&lock);
	return code;
}
