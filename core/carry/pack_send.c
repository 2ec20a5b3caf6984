// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_send.h"

#include "base/i18n.h"
#include "core/carry/pack_known.h"
#include "core/carry/pack_object.h"
#include "core/repo/sha1.h"

#include <dirent.h>
#include <git2.h>
#include <stdlib.h>

#define GIVE_BYTES (1u << 18) // at once
#define TELL_EACH  256u       // objects
#define MAX_DEPTH  50u        // of deltas upon each other, as git makes them: whoever reads unpacks them all

struct sending {
	git_repository *from;
	git_odb *odb;
	const struct mg_idset *names;
	size_t *written; // where each of the names is in the pack; 0: not yet
	uint8_t *depth;
	size_t n_written;
	struct mg_pack_maker maker;
	struct mg_sha1_sum *sum;
	mg_pack_take take;
	mg_pack_tell tell;
	void *context;
	struct mg_error *err;
};

// ---- giving

static int give(struct sending *s, struct mg_slice bytes)
{
	int rc = bytes.len ? s->take((void *)(uintptr_t)bytes.data, bytes.len, s->context) : 0;

	return rc ? mg_fail_git(s->err, rc, _("cannot make a pack of %s"), git_repository_path(s->from)) : 0;
}

static int give_made(struct sending *s)
{
	struct mg_slice made = mg_buf_slice(&s->maker.out);
	int code = mg_buf_check(&s->maker.out, s->err);

	if (code)
		return code;
	mg_sha1_sum_add(s->sum, made);
	code = give(s, made);
	s->maker.taken += made.len;
	mg_buf_reset(&s->maker.out);
	return code;
}

static size_t here(const struct sending *s)
{
	return s->maker.taken + s->maker.out.len;
}

static int note(struct sending *s, size_t name, size_t at, unsigned depth)
{
	s->written[name] = at;
	s->depth[name] = (uint8_t)depth;
	s->n_written++;
	if (s->tell && (s->n_written % TELL_EACH == 0 || s->n_written == s->names->n) &&
	    s->tell(s->context, (uint32_t)s->n_written, (uint32_t)s->names->n))
		return mg_fail(s->err, MG_EBUSY, _("stopped"));
	return s->maker.out.len < GIVE_BYTES ? 0 : give_made(s);
}

// ---- an object

static int put_whole(struct sending *s, size_t name)
{
	size_t at = here(s);
	int code = mg_pack_put_object(&s->maker, s->odb, &s->names->items[name], false, s->err);

	return code ? code : note(s, name, at, 0);
}

// Which of the names a delta is told from, when that is in the pack already; SIZE_MAX.
static size_t base_of(const struct sending *s, const struct mg_pack_known *known, const struct mg_pack_object *object)
{
	const struct mg_packed *base = NULL;
	size_t name = SIZE_MAX;

	if (object->kind == MG_PACK_NAMED_DELTA) {
		name = mg_idset_find(s->names, &object->base);
	} else {
		base = mg_pack_known_at(known, object->base_at);
		name = base ? mg_idset_find(s->names, &base->id) : SIZE_MAX;
	}
	return name != SIZE_MAX && s->written[name] && s->depth[name] < MAX_DEPTH ? name : SIZE_MAX;
}

// What is damaged here may be whole elsewhere: libgit2 looks for it, or says what it is that cannot be read.
static int copy_object(struct sending *s, struct mg_pack_known *known, const struct mg_packed *packed, size_t name)
{
	size_t at = here(s);
	size_t before = s->maker.out.len, base = SIZE_MAX;
	struct mg_buf *out = &s->maker.out;
	struct mg_pack_object object;
	bool is_delta;
	int code = mg_pack_file_object(known->file, packed->offset, &object, s->err);

	if (code)
		return put_whole(s, name);
	is_delta = object.kind == MG_PACK_DELTA || object.kind == MG_PACK_NAMED_DELTA;
	if (is_delta) {
		base = base_of(s, known, &object);
		if (base == SIZE_MAX)
			return put_whole(s, name);
	}
	mg_pack_put_kind(out, is_delta ? MG_PACK_DELTA : object.kind, object.size);
	if (is_delta)
		mg_pack_put_distance(out, at - s->written[base]);
	code = mg_pack_known_copy(known, packed, object.data_at, out, s->err);
	if (code && !out->failed) {
		mg_buf_splice(out, before, out->len - before, (struct mg_slice){0});
		return put_whole(s, name);
	}
	return code ? code : note(s, name, at, is_delta ? s->depth[base] + 1u : 0);
}

// ---- all of them

static int copy_from(struct sending *s, struct mg_pack_known *known)
{
	int code = 0;

	for (size_t i = 0; !code && i < known->n; i++) {
		size_t name = mg_idset_find(s->names, &known->objects[i].id);

		if (name != SIZE_MAX && !s->written[name])
			code = copy_object(s, known, &known->objects[i], name);
	}
	return code;
}

// A pack that cannot be looked into here is left to libgit2, as is one that went away meanwhile.
static int copy_from_packs(struct sending *s)
{
	struct mg_buf path = {0};
	size_t len;
	struct dirent *entry;
	DIR *folder;
	int code;

	mg_buf_printf(&path, "%sobjects/pack/", git_repository_commondir(s->from));
	len = path.len;
	code = mg_buf_check(&path, s->err);
	folder = code ? NULL : opendir(mg_buf_text(&path));
	while (!code && folder && (entry = readdir(folder))) {
		size_t name = strlen(entry->d_name);
		struct mg_pack_known known;
		struct mg_error unread;

		if (entry->d_name[0] == '.' || name < 5 || strcmp(entry->d_name + name - 4, ".idx") != 0)
			continue;
		mg_buf_splice(&path, len, path.len - len, mg_slice_of(entry->d_name));
		code = mg_buf_check(&path, s->err);
		if (code || mg_pack_known_open(mg_buf_text(&path), &known, &unread))
			continue;
		code = copy_from(s, &known);
		mg_pack_known_close(&known);
	}
	if (folder)
		closedir(folder);
	mg_buf_clear(&path);
	return code;
}

static int send_all(struct sending *s)
{
	uint8_t digest[MG_SHA1_BYTES];
	int code = copy_from_packs(s);

	for (size_t i = 0; !code && i < s->names->n; i++) {
		if (!s->written[i])
			code = put_whole(s, i);
	}
	if (!code)
		code = give_made(s);
	mg_sha1_sum_end(s->sum, digest);
	return code ? code : give(s, (struct mg_slice){(const char *)digest, sizeof digest});
}

int mg_pack_send(git_repository *from, const struct mg_idset *names, mg_pack_take take, mg_pack_tell tell,
		 void *context, struct mg_error *err)
{
	struct sending s = {.from = from, .names = names, .take = take, .tell = tell, .context = context, .err = err};
	int rc = git_repository_odb(&s.odb, from);
	int code;

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot open the objects of %s"), git_repository_path(from));
	s.written = calloc(names->n + 1, sizeof *s.written);
	s.depth = calloc(names->n + 1, sizeof *s.depth);
	s.sum = mg_sha1_sum_new();
	code = s.written && s.depth && s.sum ? mg_pack_maker_init(&s.maker, (uint32_t)names->n, err)
					     : mg_fail_memory(err);
	if (!code)
		code = send_all(&s);
	else if (s.sum)
		free(s.sum);
	mg_pack_maker_clear(&s.maker);
	git_odb_free(s.odb);
	free(s.written);
	free(s.depth);
	return code;
}
