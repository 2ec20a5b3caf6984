// SPDX-License-Identifier: EUPL-1.2
//
// Trees, read and written as the bytes git keeps ("<octal mode> <name>\0<20 bytes of id>" for each entry): a folder of
// 10,000 records is one pass over 450 KB, where libgit2's tree builder takes ten times as long. Reading is strict: what git
// itself would not write (entries twice or out of order, odd modes and names, empty folders) is MG_EINVALID.
#include "core/repo/repo_impl.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_TREE_BYTES   (64u << 20)
#define MAX_FOLDER_DEPTH 8u // ours are at most two deep; bounds the recursion over a stranger's tree

#define MODE_FOLDER 040000u
#define MODE_FILE   0100644u

#define SOUGHT_OFTEN    16u // files looked for in one folder, after which where its entries start is noted
#define MIN_ENTRY_BYTES 28u // "40000 a", a zero byte and an id

struct entry {
	unsigned mode;
	struct mg_slice name;
	struct mg_id id;
};

static bool is_folder(const struct entry *e)
{
	return e->mode == MODE_FOLDER;
}

// Git's order: byte order of names, a folder's as if a slash ended it.
static int name_order(const struct entry *a, const struct entry *b)
{
	size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.data, b->name.data, n);
	unsigned char x, y;

	if (order)
		return order;
	x = a->name.len > n ? (unsigned char)a->name.data[n] : is_folder(a) ? '/' : '\0';
	y = b->name.len > n ? (unsigned char)b->name.data[n] : is_folder(b) ? '/' : '\0';
	return x < y ? -1 : x > y;
}

// ---- reading one tree

struct tree {
	struct mg_repo_tree *held; // unless it is gathered, or the empty tree
	const char *bytes;
	struct mg_slice rest;
	struct entry now;  // the entry at hand, when !at_end
	const char *start; // of its bytes, or the end of all
	bool at_end;
};

static int malformed(struct mg_error *err)
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
	return mode == MODE_FOLDER || mode == MODE_FILE || mode == 0100755 || mode == 0120000 || mode == 0160000;
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

// Moves on to the next entry; entries must rise.
static int next(struct tree *t, struct mg_error *err)
{
	struct entry before = t->now;
	bool first = t->rest.data == t->bytes;
	const char *end;

	t->start = t->rest.data;
	t->at_end = !t->rest.len;
	if (t->at_end)
		return 0;
	if (!parse_mode(&t->rest, &t->now.mode))
		return malformed(err);
	end = memchr(t->rest.data, '\0', t->rest.len);
	if (!end || (size_t)(end - t->rest.data) + 1 + MG_ID_BYTES > t->rest.len)
		return malformed(err);
	t->now.name = (struct mg_slice){t->rest.data, (size_t)(end - t->rest.data)};
	memcpy(t->now.id.bytes, end + 1, MG_ID_BYTES);
	t->rest.data = end + 1 + MG_ID_BYTES;
	t->rest.len -= t->now.name.len + 1 + MG_ID_BYTES;
	if (!is_name(t->now.name) || mg_id_is_zero(&t->now.id) || (!first && name_order(&before, &t->now) >= 0))
		return malformed(err);
	return 0;
}

// Opens a tree at its first entry; a zero id is the empty tree. Close it also after a failure.
static int open_tree(struct mg_repo *repo, const struct mg_id *id, struct tree *t, struct mg_error *err)
{
	int code = 0;

	*t = (struct tree){0};
	if (!mg_id_is_zero(id) && !mg_repo_gathered_tree(repo, id, &t->rest)) {
		code = mg_repo_hold_tree(repo, id, MAX_TREE_BYTES, &t->held, err);
		t->rest = t->held ? t->held->bytes : (struct mg_slice){0};
	}
	t->bytes = t->rest.data;
	return code ? code : next(t, err);
}

static void close_tree(struct tree *t)
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

static void pass(struct tree *t, size_t len)
{
	t->rest.data += len;
	t->rest.len -= len;
}

static void back(struct tree *t, size_t len)
{
	t->rest.data -= len;
	t->rest.len += len;
}

// ---- finding a file

static bool is_named(struct mg_slice entry, struct mg_slice name)
{
	const char *space = memchr(entry.data, ' ', entry.len - MG_ID_BYTES);

	return space && strlen(space + 1) == name.len && memcmp(space + 1, name.data, name.len) == 0;
}

// Goes on to the entry of that name, or the end, looking at nothing but names: whoever accepts a tree reads all of it.
static int seek(struct tree *t, struct mg_slice name, struct mg_error *err)
{
	size_t len;

	if (t->at_end || mg_slice_equal(t->now.name, name))
		return 0;
	while ((len = entry_length(t->rest)) && !is_named((struct mg_slice){t->rest.data, len}, name))
		pass(t, len);
	return next(t, err);
}

// Notes where the entries start; or not, if they are not in order or memory is short: then they are read one by one.
static void note_starts(struct mg_repo_tree *held)
{
	uint32_t *starts = calloc(held->bytes.len / MIN_ENTRY_BYTES + 1, sizeof *starts);
	struct tree t = {.bytes = held->bytes.data, .rest = held->bytes};
	struct mg_error lost;
	int code = starts ? next(&t, &lost) : MG_ENOMEM;
	size_t n = 0;

	while (!code && !t.at_end) {
		starts[n++] = (uint32_t)(t.start - t.bytes);
		code = next(&t, &lost);
	}
	if (code) {
		free(starts);
		return;
	}
	held->starts = starts; // transferred
	held->n_starts = n;
}

static struct entry entry_from(const struct mg_repo_tree *held, size_t i)
{
	const char *start = held->bytes.data + held->starts[i];
	struct tree t = {.bytes = start, .rest = {start, held->bytes.len - held->starts[i]}};
	struct mg_error lost;

	return next(&t, &lost) == 0 ? t.now : (struct entry){0};
}

static bool search(const struct mg_repo_tree *held, struct mg_slice name, unsigned mode, struct entry *out)
{
	const struct entry wanted = {.mode = mode, .name = name};
	size_t low = 0, high = held->n_starts;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order;

		*out = entry_from(held, middle);
		order = name_order(out, &wanted);
		if (order == 0)
			return true;
		*(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
	}
	return false;
}

// Looks a name up where many were; gives false when that is to be done by reading. The name alone does not tell where a
// folder's entry stands.
static bool find_fast(struct mg_repo_tree *held, struct mg_slice name, struct entry *out, bool *found)
{
	if (!held)
		return false;
	if (!held->starts && ++held->sought == SOUGHT_OFTEN)
		note_starts(held);
	if (held->starts)
		*found = search(held, name, MODE_FILE, out) || search(held, name, MODE_FOLDER, out);
	return held->starts != NULL;
}

static int find_entry(struct mg_repo *repo, const struct mg_id *id, struct mg_slice name, struct entry *out,
		      struct mg_error *err)
{
	struct tree t;
	int code = open_tree(repo, id, &t, err);
	bool found = false;

	if (!code && !find_fast(t.held, name, out, &found)) {
		code = seek(&t, name, err);
		found = !code && !t.at_end;
		*out = t.now;
	}
	if (!code && !found)
		code = mg_fail(err, MG_ENOTFOUND, _("there is no %.*s"), (int)name.len, name.data);
	close_tree(&t);
	return code;
}

int mg_repo_find(struct mg_repo *repo, const struct mg_id *tree, const char *path, struct mg_id *blob,
		 struct mg_error *err)
{
	struct entry at = {.mode = MODE_FOLDER, .id = *tree};
	int code = 0;

	while (!code && *path) {
		const char *slash = strchr(path, '/');
		struct mg_slice name = {path, slash ? (size_t)(slash - path) : strlen(path)};

		code = is_folder(&at) ? find_entry(repo, &at.id, name, &at, err)
				      : mg_fail(err, MG_ENOTFOUND, _("there is no %s"), path);
		path += name.len + (slash != NULL);
	}
	if (!code && is_folder(&at))
		code = mg_fail(err, MG_ENOTFOUND, _("there is no such file"));
	if (!code)
		*blob = at.id;
	return code;
}

bool mg_repo_has_folder(struct mg_repo *repo, const struct mg_id *tree, const char *name)
{
	struct mg_error none;
	struct entry at;

	return find_entry(repo, tree, mg_slice_of(name), &at, &none) == 0 && is_folder(&at);
}

// ---- what differs

struct diffing {
	struct mg_repo *repo;
	struct mg_tree_changes *out;
	size_t max;
	struct mg_error *err;
};

// What is absent has the mode 0 and the id zero.
static int add(struct diffing *d, const char *path, const struct entry *before, const struct entry *after)
{
	struct mg_tree_changes *out = d->out;
	struct mg_tree_change *items;

	if (out->n >= d->max)
		return mg_fail(d->err, MG_ELIMIT, _("more than %zu files change at once"), d->max);
	items = mg_arena_grow(out->arena, out->items, out->n, &out->cap, sizeof *items);
	if (!items)
		return mg_fail_memory(d->err);
	out->items = items;
	items[out->n++] =
		(struct mg_tree_change){.path = path, .mode = after->mode, .before = before->id, .after = after->id};
	return 0;
}

static int diff_folder(struct diffing *d, const char *prefix, const struct mg_id *before, const struct mg_id *after,
		       unsigned depth);

static bool is_same(const struct entry *a, const struct entry *b)
{
	return a->mode == b->mode && mg_id_equal(&a->id, &b->id);
}

// One name on one or both sides, of one kind.
static int diff_entry(struct diffing *d, const char *prefix, const struct entry *before, const struct entry *after,
		      unsigned depth)
{
	const struct entry *either = after->mode ? after : before;
	const char *path;

	path = mg_arena_printf(d->out->arena, "%s%.*s%s", prefix, (int)either->name.len, either->name.data,
			       is_folder(either) ? "/" : "");
	if (!path)
		return mg_fail_memory(d->err);
	if (!is_folder(either))
		return add(d, path, before, after);
	if (depth == MAX_FOLDER_DEPTH)
		return mg_fail(d->err, MG_EINVALID, _("folders deeper than %u"), MAX_FOLDER_DEPTH);
	return diff_folder(d, path, &before->id, &after->id, depth + 1);
}

// `after` may be a stranger's: a folder named in it holds something.
static int check_not_empty(struct diffing *d, const struct mg_id *id, const struct tree *t, unsigned depth)
{
	return depth && !mg_id_is_zero(id) && t->at_end ? malformed(d->err) : 0;
}

// The same entry is at hand in both: passes over those after it that are the same too, but the last. They are not read:
// that they are in order is known of the tree before.
static void pass_same(struct tree *old, struct tree *new)
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

static int diff_folder(struct diffing *d, const char *prefix, const struct mg_id *before, const struct mg_id *after,
		       unsigned depth)
{
	static const struct entry absent;
	struct tree old, new = {0};
	int code = open_tree(d->repo, before, &old, d->err);

	if (!code)
		code = open_tree(d->repo, after, &new, d->err);
	if (!code)
		code = check_not_empty(d, after, &new, depth);
	while (!code && (!old.at_end || !new.at_end)) {
		int order = old.at_end ? 1 : new.at_end ? -1 : name_order(&old.now, &new.now);

		if (order == 0 && is_same(&old.now, &new.now))
			pass_same(&old, &new);
		else
			code = diff_entry(d, prefix, order <= 0 ? &old.now : &absent, order >= 0 ? &new.now : &absent,
					  depth);
		if (!code && order <= 0)
			code = next(&old, d->err);
		if (!code && order >= 0)
			code = next(&new, d->err);
	}
	close_tree(&old);
	close_tree(&new);
	return code;
}

int mg_repo_diff(struct mg_repo *repo, const struct mg_id *before, const struct mg_id *after, size_t max_files,
		 struct mg_tree_changes *changes, struct mg_error *err)
{
	struct diffing d = {repo, changes, changes->n + max_files, err};

	return mg_id_equal(before, after) ? 0 : diff_folder(&d, "", before, after, 0);
}

// ---- a tree with some files changed

// Changes below one folder: those whose paths go on from `from`, by rising path.
struct edits {
	const struct mg_tree_change *items;
	size_t n;
	size_t from; // bytes of each path that are the folder's
};

static void put_entry(struct mg_buf *out, const struct entry *e)
{
	mg_buf_printf(out, "%o ", e->mode);
	mg_buf_put_slice(out, e->name);
	mg_buf_putc(out, '\0');
	mg_buf_put(out, e->id.bytes, MG_ID_BYTES);
}

// The first edits that are about one name: a file, or all that lies below one folder.
static struct edits take_name(struct edits *rest, struct entry *name)
{
	const char *path = rest->items[0].path + rest->from;
	const char *slash = strchr(path, '/');
	struct edits one = {rest->items, 1, rest->from};

	*name = (struct entry){.mode = slash ? MODE_FOLDER : MODE_FILE,
			       .name = {path, slash ? (size_t)(slash - path) : strlen(path)}};
	if (slash) {
		one.from += name->name.len + 1;
		while (one.n < rest->n && strncmp(rest->items[one.n].path + rest->from, path, name->name.len + 1) == 0)
			one.n++;
	}
	rest->items += one.n;
	rest->n -= one.n;
	return one;
}

static int apply_folder(struct mg_repo *repo, const struct mg_id *base, struct edits edits, struct mg_id *out,
			struct mg_error *err);

// What a name becomes: its new entry in *name, a zero id when it goes.
static int apply_name(struct mg_repo *repo, const struct edits *edits, const struct entry *old, struct entry *name,
		      struct mg_error *err)
{
	static const struct mg_id nothing;

	if (!is_folder(name)) {
		name->id = edits->items[0].after;
		return 0;
	}
	return apply_folder(repo, old ? &old->id : &nothing, *edits, &name->id, err);
}

// The entries of the old tree from one place on to where it is now, as they are.
static void put_old(struct mg_buf *out, const struct tree *old, const char *from)
{
	mg_buf_put(out, from, (size_t)(old->start - from));
}

static int merge_folder(struct mg_repo *repo, struct tree *old, struct edits edits, struct mg_buf *out,
			struct mg_error *err)
{
	int code = 0;

	while (!code && edits.n) {
		struct entry name;
		struct edits one = take_name(&edits, &name);
		const char *from = old->start;
		bool there;

		while (!code && !old->at_end && name_order(&old->now, &name) < 0)
			code = next(old, err);
		put_old(out, old, from);
		there = !code && !old->at_end && name_order(&old->now, &name) == 0;
		if (!code)
			code = apply_name(repo, &one, there ? &old->now : NULL, &name, err);
		if (!code && !mg_id_is_zero(&name.id))
			put_entry(out, &name);
		if (!code && there)
			code = next(old, err);
	}
	if (!code && !old->at_end)
		mg_buf_put(out, old->start, (size_t)(old->rest.data + old->rest.len - old->start));
	return code ? code : mg_buf_check(out, err);
}

static int apply_folder(struct mg_repo *repo, const struct mg_id *base, struct edits edits, struct mg_id *out,
			struct mg_error *err)
{
	struct mg_buf bytes = {0};
	struct tree old;
	int code = open_tree(repo, base, &old, err);

	memset(out, 0, sizeof *out);
	if (!code)
		code = merge_folder(repo, &old, edits, &bytes, err);
	if (!code && (bytes.len || !edits.from)) // an empty folder goes; an empty CA is a tree
		code = mg_repo_write(repo, MG_OBJECT_TREE, mg_buf_slice(&bytes), out, err);
	close_tree(&old);
	mg_buf_clear(&bytes);
	return code;
}

int mg_repo_apply(struct mg_repo *repo, const struct mg_id *base, const struct mg_tree_change *changes, size_t n,
		  struct mg_id *tree, struct mg_error *err)
{
	return apply_folder(repo, base, (struct edits){changes, n, 0}, tree, err);
}
