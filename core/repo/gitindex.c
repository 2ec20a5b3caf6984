// SPDX-License-Identifier: EUPL-1.2
//
// Git's index as it is on disk (gitformat-index(5), versions 2 and 3): a header, the entries by path, extensions that may
// be left out, and the SHA-1 of all before.
#include "core/repo/gitindex_impl.h"

#include "base/i18n.h"
#include "base/map.h"
#include "core/repo/repo_impl.h"
#include "core/repo/sha1.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_BYTES (1u << 30)

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

size_t mg_gitindex_lower_bound(const struct mg_gitindex *s, const char *path)
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
	size_t i = mg_gitindex_lower_bound(s, path);

	if (i == s->n || strcmp(name_of(s->bytes.data + s->offsets[i]), path) != 0)
		return false;
	*out = mg_gitindex_at(s, i);
	return true;
}

// Somebody's `git add` between reading and locking is kept.
int mg_gitindex_read_again(struct mg_gitindex *s, struct mg_error *err)
{
	int64_t before_ns = s->time_ns;

	read_time(s);
	return s->time_ns == before_ns ? 0 : read_stage(s, err);
}
