// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/bundle.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/carry/bundle_head.h"
#include "core/carry/pack_walk.h"
#include "core/copy/copy_impl.h"

#include <errno.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_NAME_BYTES 64u

struct creating {
	struct mg_copy *copy;
	const char *file, *whom;
	const struct mg_progress *progress;
	struct mg_arena *arena;
	struct mg_bundle_head head;
	size_t cap;
	FILE *out;
	bool write_failed;
	struct mg_error *err;
};

// ---- what was given last: the tips, one a line, in .git/maillage/bundles/<whom>

static int given_path(struct creating *c, struct mg_buf *path)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	size_t len = strlen(c->whom);

	if (!len || len > MAX_NAME_BYTES || strspn(c->whom, letters) != len) {
		mg_fail(c->err, MG_EUSAGE, _("\"%s\" cannot name who gets a bundle"), c->whom);
		return mg_error_hint(c->err, _("use letters, digits, - and _"));
	}
	mg_buf_printf(path, "%s/bundles/%s", mg_repo_state_dir(c->copy->store.repo), c->whom);
	return mg_buf_check(path, c->err);
}

static int by_id(const void *a, const void *b)
{
	return mg_id_compare(a, b);
}

// Whatever is no commit of this copy's history any more (an index made again is the same; a file edited by hand is not) is
// left out: the bundle then holds more than it must.
static int take_given(struct creating *c, const char *text)
{
	struct mg_index *index = c->copy->store.index;
	size_t n = 0, most = strlen(text) / (MG_ID_HEX - 1) + 1;
	struct mg_index_commit *commits = mg_arena_array(c->arena, most, sizeof *commits);
	char hex[MG_ID_HEX];
	struct mg_id id;

	c->head.needs = mg_arena_array(c->arena, most, sizeof *c->head.needs);
	if (!commits || !c->head.needs)
		return mg_fail_memory(c->err);
	for (; strlen(text) >= MG_ID_HEX - 1; text += strcspn(text, "\n") + 1) {
		mg_position position;

		memcpy(hex, text, MG_ID_HEX - 1);
		hex[MG_ID_HEX - 1] = '\0';
		if (mg_id_parse(hex, &id) && mg_index_find(index, &id, &position, c->err) == 0 &&
		    mg_index_commit(index, position, &commits[n], c->err) == 0)
			n++;
		if (!strchr(text, '\n'))
			break;
	}
	n = mg_index_maximal(index, commits, n);
	for (size_t i = 0; i < n; i++)
		c->head.needs[c->head.n_needs++] = commits[i].id;
	qsort(c->head.needs, c->head.n_needs, sizeof *c->head.needs, by_id);
	return 0;
}

static int read_given(struct creating *c)
{
	struct mg_buf path = {0}, text = {0};
	int code = given_path(c, &path);

	if (!code)
		code = mg_file_read(mg_buf_text(&path), MG_MAX_BUNDLE_HEAD, &text, c->err);
	if (code == MG_ENOTFOUND)
		code = 0;
	else if (!code)
		code = take_given(c, mg_buf_text(&text));
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	return code;
}

static bool is_line(const char *ref)
{
	return strncmp(ref, MG_REF_LINES, strlen(MG_REF_LINES)) == 0 ||
	       strncmp(ref, MG_REF_FORKS, strlen(MG_REF_FORKS)) == 0;
}

static int write_given(struct creating *c)
{
	struct mg_buf path = {0}, text = {0};
	char hex[MG_ID_HEX];
	int code = given_path(c, &path);

	for (size_t i = 0; i < c->head.n_refs; i++) {
		if (is_line(c->head.refs[i].name))
			mg_buf_printf(&text, "%s\n", mg_id_format(&c->head.refs[i].id, hex));
	}
	if (!code)
		code = mg_buf_check(&text, c->err);
	if (!code)
		code = mg_file_write(mg_buf_text(&path), mg_buf_slice(&text), 0, c->err);
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	return code;
}

// ---- what it gives

static int add_ref(void *context, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct creating *c = context;
	struct mg_bundle_head *head = &c->head;
	struct mg_bundle_ref *grown = mg_arena_grow(c->arena, head->refs, head->n_refs, &c->cap, sizeof *grown);

	if (!grown)
		return mg_fail_memory(err);
	head->refs = grown;
	grown[head->n_refs] = (struct mg_bundle_ref){*id, mg_arena_strdup(c->arena, name)};
	return grown[head->n_refs++].name ? 0 : mg_fail_memory(err);
}

// HEAD and main come first: `git clone` checks them out.
static int collect_refs(struct creating *c)
{
	struct mg_repo *repo = c->copy->store.repo;
	struct mg_id main;
	int code = mg_copy_main(c->copy, &main, c->err);

	if (!code)
		code = add_ref(c, "HEAD", &main, c->err);
	if (!code)
		code = add_ref(c, MG_REF_MAIN, &main, c->err);
	if (!code)
		code = mg_repo_refs(repo, MG_REF_LINES, add_ref, c, c->err);
	return code ? code : mg_repo_refs(repo, MG_REF_FORKS, add_ref, c, c->err);
}

static bool is_given(const struct creating *c, const struct mg_id *id)
{
	struct mg_index *index = c->copy->store.index;
	mg_position ask, have;
	struct mg_error err;

	if (mg_index_find(index, id, &ask, &err))
		return false;
	for (size_t i = 0; i < c->head.n_needs; i++) {
		if (mg_id_equal(&c->head.needs[i], id) ||
		    (mg_index_find(index, &c->head.needs[i], &have, &err) == 0 && mg_index_saw(index, have, ask)))
			return true;
	}
	return false;
}

static size_t count_new(const struct creating *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->head.n_refs; i++)
		n += is_line(c->head.refs[i].name) && !is_given(c, &c->head.refs[i].id);
	return n;
}

// ---- writing it

static int tell_packed(void *context, uint32_t done, uint32_t total)
{
	const struct creating *c = context;

	if (c->progress)
		c->progress->show(c->progress->context, MG_STAGE_PACK, done, total);
	return 0;
}

static int put(void *bytes, size_t len, void *context)
{
	struct creating *c = context;

	c->write_failed = fwrite(bytes, 1, len, c->out) != len;
	return c->write_failed ? GIT_EUSER : 0;
}

static bool has_commit(void *context, const struct mg_id *id)
{
	const struct creating *c = context;

	return c->head.n_needs && is_given(c, id);
}

static void forget(void *context)
{
	mg_repo_forget_packs(context);
}

static int write_pack(struct creating *c)
{
	struct mg_pack_walk *walk;
	int code = mg_pack_walk_new(mg_repo_git(c->copy->store.repo), has_commit, c, &walk, c->err);

	if (!code)
		mg_pack_walk_forget(walk, forget, c->copy->store.repo);
	if (!code)
		code = mg_pack_walk_hide(walk, c->head.needs, c->head.n_needs, c->err);
	for (size_t i = 0; !code && i < c->head.n_refs; i++)
		code = mg_pack_walk_add(walk, &c->head.refs[i].id, c->err);
	if (!code)
		code = mg_pack_walk_read(walk, put, tell_packed, c, c->err);
	mg_pack_walk_free(walk);
	return c->write_failed ? mg_fail_errno(c->err, _("cannot write %s"), c->file) : code;
}

static int write_all(struct creating *c, size_t *bytes)
{
	struct mg_buf head = {0};
	long size;
	int code;

	mg_bundle_head_format(&c->head, &head);
	code = mg_buf_check(&head, c->err);
	if (!code && fwrite(head.data, 1, head.len, c->out) != head.len)
		code = mg_fail_errno(c->err, _("cannot write %s"), c->file);
	mg_buf_clear(&head);
	if (!code)
		code = write_pack(c);
	if (!code && (fflush(c->out) != 0 || fsync(fileno(c->out)) != 0 || (size = ftell(c->out)) < 0))
		code = mg_fail_errno(c->err, _("cannot write %s"), c->file);
	else if (!code)
		*bytes = (size_t)size;
	return code;
}

// Under a name of its own until it is whole: a stick may be pulled out at any moment.
static int write_file(struct creating *c, size_t *bytes)
{
	struct mg_buf part = {0};
	int code;

	mg_buf_printf(&part, "%s.part", c->file);
	code = mg_buf_check(&part, c->err);
	if (!code && !(c->out = fopen(mg_buf_text(&part), "wb")))
		code = mg_fail_errno(c->err, _("cannot write %s"), c->file);
	if (!code) {
		code = write_all(c, bytes);
		if (fclose(c->out) != 0 && !code)
			code = mg_fail_errno(c->err, _("cannot write %s"), c->file);
		if (!code && rename(mg_buf_text(&part), c->file) != 0)
			code = mg_fail_errno(c->err, _("cannot write %s"), c->file);
		if (code)
			(void)remove(mg_buf_text(&part));
	}
	mg_buf_clear(&part);
	return code;
}

int mg_bundle_create(struct mg_copy *copy, const char *file, const char *whom, bool all,
		     const struct mg_progress *progress, struct mg_bundle_made *out, struct mg_error *err)
{
	struct mg_arena arena;
	struct creating c = {
		.copy = copy, .file = file, .whom = whom, .progress = progress, .arena = &arena, .err = err};
	int code = 0;

	*out = (struct mg_bundle_made){0};
	mg_arena_init(&arena, 0);
	if (whom && !all)
		code = read_given(&c);
	if (!code)
		code = collect_refs(&c);
	if (!code && !(out->lines = count_new(&c))) {
		mg_fail(err, MG_ENOTFOUND, _("there is nothing new for %s"), whom);
		code = mg_error_hint(err, _("--all makes a bundle of everything"));
	}
	if (!code)
		code = write_file(&c, &out->bytes);
	if (!code && whom)
		code = write_given(&c);
	out->needed = c.head.n_needs;
	mg_arena_clear(&arena);
	return code;
}
