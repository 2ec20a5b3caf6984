// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/junk.h"

#include "base/file.h"

#define MAX_LINE_BYTES 256u // an id, a blank, a reference

static int path_of(const struct mg_repo *repo, struct mg_buf *path, struct mg_error *err)
{
	mg_buf_printf(path, "%s/junk", mg_repo_state_dir(repo));
	return mg_buf_check(path, err);
}

// Damaged or missing, it is empty.
static void read_all(const struct mg_repo *repo, struct mg_buf *text)
{
	struct mg_buf path = {0};

	if (path_of(repo, &path, NULL) ||
	    mg_file_read(mg_buf_text(&path), (size_t)MG_MAX_JUNK * MAX_LINE_BYTES, text, NULL))
		mg_buf_clear(text);
	mg_buf_clear(&path);
}

static void put_line(struct mg_buf *out, const char *ref, const struct mg_id *id)
{
	char hex[MG_ID_HEX];

	mg_buf_printf(out, "%s %s\n", mg_id_format(id, hex), ref);
}

bool mg_junk_has(const struct mg_repo *repo, const char *ref, const struct mg_id *id)
{
	struct mg_buf text = {0}, line = {0};
	bool has;

	read_all(repo, &text);
	put_line(&line, ref, id);
	has = !line.failed && strstr(mg_buf_text(&text), mg_buf_text(&line)) != NULL;
	mg_buf_clear(&text);
	mg_buf_clear(&line);
	return has;
}

static size_t count_lines(const struct mg_buf *text)
{
	size_t n = 0;

	for (size_t i = 0; i < text->len; i++)
		n += text->data[i] == '\n';
	return n;
}

// The first lines go, until at most MG_MAX_JUNK are left.
static void forget_oldest(struct mg_buf *text)
{
	for (size_t n = count_lines(text); n > MG_MAX_JUNK; n--) {
		const char *end = memchr(text->data, '\n', text->len);

		mg_buf_splice(text, 0, (size_t)(end - text->data) + 1, (struct mg_slice){0});
	}
}

int mg_junk_add(const struct mg_repo *repo, const struct mg_remote_head *heads, size_t n, struct mg_error *err)
{
	struct mg_buf path = {0}, text = {0};
	int code;

	if (!n)
		return 0;
	read_all(repo, &text);
	for (size_t i = 0; i < n; i++)
		put_line(&text, heads[i].ref, &heads[i].id);
	forget_oldest(&text);
	code = path_of(repo, &path, err);
	if (!code)
		code = mg_buf_check(&text, err);
	if (!code)
		code = mg_file_write(mg_buf_text(&path), mg_buf_slice(&text), MG_FILE_LAZY, err);
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	return code;
}
