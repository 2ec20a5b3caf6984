// SPDX-License-Identifier: EUPL-1.2
//
// Versions of files that stood in the folder and were replaced: .git/maillage/laid, one line each,
// "<milliseconds> <object> <path>\n", oldest first. An editor that still shows one of them saves an edit of that one.
// Losing the file loses no edit: a stale edit is then compared with the present version.
#include "core/copy/copy_impl.h"

#include "base/file.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define PRUNE_BYTES    (1 << 20) // each time the file passes a multiple of it, what is too old goes
#define MAX_LAID_BYTES (256u << 20)

static int laid_path(struct mg_copy *copy, struct mg_buf *path, struct mg_error *err)
{
	mg_buf_printf(path, "%s/laid", mg_repo_state_dir(copy->store.repo));
	return mg_buf_check(path, err);
}

struct line {
	int64_t time_ms;
	struct mg_id blob;
	struct mg_slice path;
};

// Not by sscanf, which looks for the end of the whole file at each line.
static bool parse_line(struct mg_slice text, struct line *out)
{
	char hex[MG_ID_HEX] = "", *at;

	out->time_ms = strtoll(text.data, &at, 10);
	if (at == text.data || *at != ' ' || text.data + text.len - at <= MG_ID_HEX + 1 || at[MG_ID_HEX] != ' ')
		return false;
	memcpy(hex, at + 1, MG_ID_HEX - 1);
	at += MG_ID_HEX + 1;
	out->path = (struct mg_slice){at, (size_t)(text.data + text.len - at)};
	return mg_id_parse(hex, &out->blob);
}

// The next line; lines that are not ours (a torn write) are passed over.
static bool next_line(struct mg_slice *rest, struct line *out)
{
	while (rest->len) {
		const char *end = memchr(rest->data, '\n', rest->len);
		struct mg_slice text = {rest->data, end ? (size_t)(end - rest->data) : rest->len};

		rest->data += text.len + (end != NULL);
		rest->len -= text.len + (end != NULL);
		if (end && parse_line(text, out))
			return true;
	}
	return false;
}

static int prune(struct mg_copy *copy, const char *path, struct mg_error *err)
{
	int64_t oldest_ms = mg_copy_now_ms(copy) - MG_LAID_KEPT_MS;
	struct mg_buf old = {0}, kept = {0};
	struct mg_slice rest;
	struct line line;
	int code = mg_file_read(path, MAX_LAID_BYTES, &old, err);

	for (rest = mg_buf_slice(&old); !code && next_line(&rest, &line);) {
		char hex[MG_ID_HEX];

		if (line.time_ms >= oldest_ms)
			mg_buf_printf(&kept, "%" PRId64 " %s %.*s\n", line.time_ms, mg_id_format(&line.blob, hex),
				      (int)line.path.len, line.path.data);
	}
	if (!code)
		code = mg_buf_check(&kept, err);
	if (!code && kept.len < old.len)
		code = mg_file_write(path, mg_buf_slice(&kept), MG_FILE_LAZY, err);
	mg_buf_clear(&old);
	mg_buf_clear(&kept);
	return code;
}

void mg_laid_line(struct mg_copy *copy, const char *path, const struct mg_id *blob, struct mg_buf *lines)
{
	char hex[MG_ID_HEX];

	mg_buf_printf(lines, "%" PRId64 " %s %s\n", mg_copy_now_ms(copy), mg_id_format(blob, hex), path);
}

int mg_laid_add(struct mg_copy *copy, const struct mg_buf *lines, struct mg_error *err)
{
	struct mg_buf name = {0};
	off_t size = 0;
	int code = mg_buf_check(lines, err);
	int fd = -1;

	if (!code)
		code = laid_path(copy, &name, err);
	if (!code) {
		fd = open(mg_buf_text(&name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
		if (fd >= 0)
			errno = ENOSPC; // of a write that ends early, which sets none
		if (fd < 0 || write(fd, lines->data, lines->len) != (ssize_t)lines->len)
			code = mg_fail_errno(err, _("cannot write %s"), mg_buf_text(&name));
		else
			size = lseek(fd, 0, SEEK_END);
	}
	if (fd >= 0)
		close(fd);
	if (!code && size / PRUNE_BYTES != (size - (off_t)lines->len) / PRUNE_BYTES) // not at each line
		code = prune(copy, mg_buf_text(&name), err);
	mg_buf_clear(&name);
	return code;
}

int mg_laid_of(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_id **out, size_t *n,
	       struct mg_error *err)
{
	int64_t oldest_ms = mg_copy_now_ms(copy) - MG_LAID_KEPT_MS;
	struct mg_buf name = {0}, text = {0};
	struct mg_slice rest;
	struct line line;
	size_t cap = 0;
	int code = laid_path(copy, &name, err);

	*out = NULL;
	*n = 0;
	if (!code)
		code = mg_file_read(mg_buf_text(&name), MAX_LAID_BYTES, &text, err);
	for (rest = mg_buf_slice(&text); !code && next_line(&rest, &line);) {
		struct mg_id *grown;

		if (line.time_ms < oldest_ms || !mg_slice_is(line.path, path))
			continue;
		grown = mg_arena_grow(arena, *out, *n, &cap, sizeof *grown);
		if (!grown) {
			code = mg_fail_memory(err);
			break;
		}
		*out = grown;
		memmove(grown + 1, grown, *n * sizeof *grown);
		grown[0] = line.blob;
		(*n)++;
	}
	mg_buf_clear(&name);
	mg_buf_clear(&text);
	return code == MG_ENOTFOUND ? 0 : code;
}
