// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/tree_news.h"

#include "base/i18n.h"

#include <stdlib.h>

#define BLOCK    256u // bytes compared at once
#define MAX_MODE 0177777u

struct reader {
	const struct mg_tree_seen *old;
	struct mg_slice tree;
	size_t at, old_at, entry; // where in both; the number of the old one's entry there
	uint32_t *starts;         // of tree's
	size_t n, cap;
	struct mg_tree_entry_new *news;
	size_t n_news, cap_news;
	struct mg_error *err;
};

static int malformed(struct reader *r)
{
	return mg_fail(r->err, MG_EINVALID, _("a folder is malformed"));
}

// ---- what is alike

static size_t alike(const char *a, const char *b, size_t max)
{
	size_t n = 0;

	while (max - n >= BLOCK && memcmp(a + n, b + n, BLOCK) == 0)
		n += BLOCK;
	while (n < max && a[n] == b[n])
		n++;
	return n;
}

// The last entry of the old tree that begins at or before an offset.
static size_t entry_before(const struct mg_tree_seen *old, size_t from, size_t offset)
{
	size_t low = from, high = old->n;

	while (low < high) {
		size_t middle = high - (high - low) / 2;

		if (old->starts[middle] <= offset)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

static int need_starts(struct reader *r, size_t more)
{
	size_t cap = 2 * r->cap + more + 64;
	uint32_t *grown;

	if (r->cap - r->n >= more)
		return 0;
	grown = realloc(r->starts, cap * sizeof *grown);
	if (!grown)
		return mg_fail_memory(r->err);
	r->starts = grown;
	r->cap = cap;
	return 0;
}

// Passes over the entries that are the same here and there.
static int pass_alike(struct reader *r)
{
	size_t rest = r->tree.len - r->at, old_rest = r->old->bytes.len - r->old_at, last;
	size_t n = alike(r->tree.data + r->at, r->old->bytes.data + r->old_at, rest < old_rest ? rest : old_rest);
	int code;

	last = n ? entry_before(r->old, r->entry, r->old_at + n) : r->entry;
	code = need_starts(r, last - r->entry);
	if (code)
		return code;
	for (; r->entry < last; r->entry++)
		r->starts[r->n++] = (uint32_t)(r->old->starts[r->entry] - r->old_at + r->at);
	if (r->old->n) {
		r->at += r->old->starts[last] - r->old_at;
		r->old_at = r->old->starts[last];
	}
	return 0;
}

// ---- what is not

// "<mode> <name>\0<id>"
static int parse(struct reader *r, struct mg_slice rest, struct mg_tree_entry_new *out, size_t *len)
{
	const char *end = memchr(rest.data, '\0', rest.len);
	size_t i = 0;

	if (!end || rest.len - (size_t)(end - rest.data) - 1 < MG_ID_BYTES)
		return malformed(r);
	out->mode = 0;
	for (; rest.data[i] >= '0' && rest.data[i] <= '7' && out->mode <= MAX_MODE / 8; i++)
		out->mode = out->mode * 8 + (unsigned)(rest.data[i] - '0');
	if (!i || rest.data[i] != ' ' || rest.data + i + 1 == end)
		return malformed(r);
	out->name = (struct mg_slice){rest.data + i + 1, (size_t)(end - rest.data) - i - 1};
	memcpy(out->id.bytes, end + 1, MG_ID_BYTES);
	*len = (size_t)(end - rest.data) + 1 + MG_ID_BYTES;
	return 0;
}

static int add_news(struct reader *r, const struct mg_tree_entry_new *entry)
{
	if (r->n_news == r->cap_news) {
		size_t cap = r->cap_news ? 2 * r->cap_news : 8;
		struct mg_tree_entry_new *grown = realloc(r->news, cap * sizeof *grown);

		if (!grown)
			return mg_fail_memory(r->err);
		r->news = grown;
		r->cap_news = cap;
	}
	r->news[r->n_news++] = *entry;
	return 0;
}

static void pass_old(struct reader *r)
{
	r->entry++;
	r->old_at = r->old->starts[r->entry];
}

// Whether what stands here comes after what stands there; *same: it has the same name.
static bool comes_after(struct reader *r, struct mg_slice name, bool *same)
{
	struct mg_tree_entry_new there;
	size_t len;
	int order;

	*same = false;
	if (r->entry == r->old->n)
		return false;
	if (parse(r, (struct mg_slice){r->old->bytes.data + r->old_at, r->old->bytes.len - r->old_at}, &there, &len))
		return false;
	order = mg_slice_compare(there.name, name);
	*same = order == 0;
	return order < 0;
}

static int take_entry(struct reader *r)
{
	struct mg_tree_entry_new entry;
	size_t len;
	bool same;
	int code = parse(r, (struct mg_slice){r->tree.data + r->at, r->tree.len - r->at}, &entry, &len);

	if (code)
		return code;
	if (comes_after(r, entry.name, &same)) {
		pass_old(r);
		return 0;
	}
	if (same)
		pass_old(r);
	code = need_starts(r, 1);
	if (code)
		return code;
	r->starts[r->n++] = (uint32_t)r->at;
	r->at += len;
	return add_news(r, &entry);
}

int mg_tree_news(struct mg_tree_seen *seen, struct mg_slice tree, struct mg_tree_entry_new **out, size_t *n,
		 struct mg_error *err)
{
	struct reader r = {.old = seen, .tree = tree, .err = err};
	int code = need_starts(&r, seen->n + 1);

	while (!code && r.at < tree.len) {
		code = pass_alike(&r);
		if (!code && r.at < tree.len)
			code = take_entry(&r);
	}
	if (!code)
		code = need_starts(&r, 1);
	if (code) {
		free(r.starts);
		free(r.news);
		*out = NULL;
		*n = 0;
		return code;
	}
	r.starts[r.n] = (uint32_t)tree.len;
	free(seen->starts);
	*seen = (struct mg_tree_seen){tree, r.starts, r.n};
	*out = r.news;
	*n = r.n_news;
	return 0;
}
