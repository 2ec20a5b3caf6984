// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/tree_cursor.h"

#include "base/i18n.h"

#define MAX_TREE_BYTES (64u << 20)

int mg_tree_name_order(const struct mg_tree_entry *a, const struct mg_tree_entry *b)
{
	size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.data, b->name.data, n);
	unsigned char x, y;

	if (order)
		return order;
	x = a->name.len > n ? (unsigned char)a->name.data[n] : mg_tree_is_folder(a) ? '/' : '\0';
	y = b->name.len > n ? (unsigned char)b->name.data[n] : mg_tree_is_folder(b) ? '/' : '\0';
	return x < y ? -1 : x > y;
}

int mg_tree_malformed(struct mg_error *err)
{
	return mg_fail(err, MG_EINVALID, _("a folder is not written as git writes it"));
}

static bool is_name(struct mg_slice name)
{
	return name.len && !memchr(name.data, '/', name.len) && !mg_slice_is(name, ".") && !mg_slice_is(name, "..");
}

// Modes git writes; what a CA may hold is the caller's question.
static bool is_mode(unsigned mode)
{
	return mode == MG_MODE_FOLDER || mode == MG_MODE_FILE || mode == 0100755 || mode == 0120000 || mode == 0160000;
}

static bool parse_mode(struct mg_slice *rest, unsigned *mode)
{
	size_t i = 0;

	*mode = 0;
	while (i < rest->len && i < 6 && rest->data[i] >= '0' && rest->data[i] <= '7')
		*mode = *mode * 8 + (unsigned)(rest->data[i++] - '0');
	if (i == rest->len || rest->data[i] != ' ' || rest->data[0] == '0' || !is_mode(*mode))
		return false;
	rest->data += i + 1;
	rest->len -= i + 1;
	return true;
}

int mg_tree_next(struct mg_tree_cursor *t, struct mg_error *err)
{
	struct mg_tree_entry before = t->now;
	bool first = t->rest.data == t->bytes;
	const char *end;

	t->start = t->rest.data;
	t->at_end = !t->rest.len;
	if (t->at_end)
		return 0;
	if (!parse_mode(&t->rest, &t->now.mode))
		return mg_tree_malformed(err);
	end = memchr(t->rest.data, '\0', t->rest.len);
	if (!end || (size_t)(end - t->rest.data) + 1 + MG_ID_BYTES > t->rest.len)
		return mg_tree_malformed(err);
	t->now.name = (struct mg_slice){t->rest.data, (size_t)(end - t->rest.data)};
	memcpy(t->now.id.bytes, end + 1, MG_ID_BYTES);
	t->rest.data = end + 1 + MG_ID_BYTES;
	t->rest.len -= t->now.name.len + 1 + MG_ID_BYTES;
	if (!is_name(t->now.name) || mg_id_is_zero(&t->now.id) || (!first && mg_tree_name_order(&before, &t->now) >= 0))
		return mg_tree_malformed(err);
	return 0;
}

int mg_tree_open(struct mg_repo *repo, const struct mg_id *id, struct mg_tree_cursor *t, struct mg_error *err)
{
	int code = 0;

	*t = (struct mg_tree_cursor){0};
	if (!mg_id_is_zero(id) && !mg_repo_gathered_tree(repo, id, &t->rest)) {
		code = mg_repo_hold_tree(repo, id, MAX_TREE_BYTES, &t->held, err);
		t->rest = t->held ? t->held->bytes : (struct mg_slice){0};
	}
	t->bytes = t->rest.data;
	return code ? code : mg_tree_next(t, err);
}

void mg_tree_close(struct mg_tree_cursor *t)
{
	mg_repo_let_tree_go(t->held);
}

// Bytes of the next entry; 0 when there is none, or it is malformed.
static size_t entry_length(struct mg_slice rest)
{
	const char *end = rest.len ? memchr(rest.data, '\0', rest.len) : NULL;
	size_t len = end ? (size_t)(end - rest.data) + 1 + MG_ID_BYTES : 0;

	return len <= rest.len ? len : 0;
}

static void pass(struct mg_tree_cursor *t, size_t len)
{
	t->rest.data += len;
	t->rest.len -= len;
}

static void back(struct mg_tree_cursor *t, size_t len)
{
	t->rest.data -= len;
	t->rest.len += len;
}

static bool is_named(struct mg_slice entry, struct mg_slice name)
{
	const char *space = memchr(entry.data, ' ', entry.len - MG_ID_BYTES);

	return space && strlen(space + 1) == name.len && memcmp(space + 1, name.data, name.len) == 0;
}

int mg_tree_seek(struct mg_tree_cursor *t, struct mg_slice name, struct mg_error *err)
{
	size_t len;

	if (t->at_end || mg_slice_equal(t->now.name, name))
		return 0;
	while ((len = entry_length(t->rest)) && !is_named((struct mg_slice){t->rest.data, len}, name))
		pass(t, len);
	return mg_tree_next(t, err);
}

void mg_tree_pass_same(struct mg_tree_cursor *old, struct mg_tree_cursor *new)
{
	size_t len, last = 0;

	if (old->rest.len == new->rest.len && memcmp(old->rest.data, new->rest.data, old->rest.len) == 0) {
		pass(old, old->rest.len);
		pass(new, new->rest.len);
		return;
	}
	while ((len = entry_length(old->rest)) && len <= new->rest.len &&
	       memcmp(old->rest.data, new->rest.data, len) == 0) {
		pass(old, len);
		pass(new, len);
		last = len;
	}
	back(old, last);
	back(new, last);
}
