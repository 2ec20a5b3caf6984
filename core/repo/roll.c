// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/roll.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "core/repo/pack_make.h"
#include "core/repo/roll_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define WORTH_IT       256u        // fewer loose objects are not rolled up alone
#define MAX_PACK_BYTES (48u << 20) // stands in memory; what does not fit is rolled up the next time

struct rolling {
	struct mg_repo *repo;
	struct mg_roll_list list;
	struct mg_pack_maker maker;
	struct mg_error *err;
};

// ---- the objects

// What a damaged disk holds under a name stays where it is, for whoever looks into it.
static bool read_object(struct rolling *r, const struct mg_id *id, enum mg_object_type *type, struct mg_buf *out)
{
	static const enum mg_object_type types[] = {MG_OBJECT_TREE, MG_OBJECT_BLOB, MG_OBJECT_COMMIT};
	struct mg_error unread;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (mg_repo_look(r->repo, id, types[i], MG_MAX_GIT_ALLOCATION, &unread))
			continue;
		*type = types[i];
		return !mg_repo_read(r->repo, id, types[i], MG_ANY_SIZE, out, &unread) &&
		       mg_repo_is_named(types[i], mg_buf_slice(out), id);
	}
	return false;
}

static int take_object(struct rolling *r, const struct mg_roll_object *object)
{
	struct mg_buf bytes = {0};
	enum mg_object_type type;
	int code = 0;

	if (read_object(r, &object->id, &type, &bytes))
		code = mg_pack_maker_put(&r->maker, &object->id, type, mg_buf_slice(&bytes), r->err);
	mg_buf_clear(&bytes);
	return code;
}

static int by_id(const void *a, const void *b)
{
	const struct mg_roll_object *x = a, *y = b;

	return mg_id_compare(&x->id, &y->id);
}

// The latest first, as git has it: what is read most is whole.
static int by_time(const void *a, const void *b)
{
	const struct mg_roll_object *x = a, *y = b;

	if (x->time_ns != y->time_ns)
		return x->time_ns > y->time_ns ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return mg_id_compare(&x->id, &y->id);
}

// Once each, wherever else it is: sorted by id they stand side by side.
static int pack_objects(struct rolling *r)
{
	struct mg_roll_object *unique = mg_arena_array(r->list.arena, r->list.n + 1, sizeof *unique);
	size_t n = 0;
	int code = mg_pack_maker_init(&r->maker, 0, r->err);

	if (!unique)
		return mg_fail_memory(r->err);
	qsort(r->list.objects, r->list.n, sizeof *r->list.objects, by_id);
	for (size_t i = 0; i < r->list.n; i++) {
		if (!n || !mg_id_equal(&unique[n - 1].id, &r->list.objects[i].id))
			unique[n++] = r->list.objects[i];
	}
	qsort(unique, n, sizeof *unique, by_time);
	for (size_t i = 0; !code && i < n && r->maker.out.len < MAX_PACK_BYTES; i++)
		code = take_object(r, &unique[i]);
	return code;
}

// ---- what is in two places now

static void remove_file(const struct rolling *r, const char *folder, const char *name, int len, const char *suffix)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s/%.*s%s", r->list.objects_dir, folder, len, name, suffix);
	unlink(path);
}

// The index first: a pack without one is nobody's.
static void remove_pack(const struct rolling *r, const char *index_name, const char *made)
{
	static const char *const suffixes[] = {".idx", ".rev", ".pack"};
	int len = (int)(strlen(index_name) - strlen(".idx"));

	if (strncmp(index_name, made, (size_t)len) == 0 && !made[len])
		return;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		remove_file(r, "pack", index_name, len, suffixes[i]);
}

static void remove_old(struct rolling *r, const char *made)
{
	char hex[MG_ID_HEX], folder[3];

	for (size_t i = 0; i < r->list.n; i++) {
		const struct mg_roll_object *object = &r->list.objects[i];

		if (!mg_pack_maker_has(&r->maker, &object->id)) {
			if (object->pack != MG_ROLL_NO_PACK)
				r->list.packs[object->pack].stays = true;
		} else if (object->pack == MG_ROLL_NO_PACK) {
			mg_id_format(&object->id, hex);
			snprintf(folder, sizeof folder, "%.2s", hex);
			remove_file(r, folder, hex + 2, MG_ID_HEX, "");
		}
	}
	for (size_t i = 0; i < r->list.n_packs; i++) {
		if (!r->list.packs[i].stays)
			remove_pack(r, r->list.packs[i].name, made);
	}
}

static bool is_worth_it(const struct rolling *r)
{
	return r->list.n_packs || r->list.n >= WORTH_IT;
}

static int roll(struct rolling *r)
{
	const char *folder = mg_arena_printf(r->list.arena, "%s/pack", r->list.objects_dir);
	char made[MG_PACK_NAME];
	int code = folder ? mg_roll_list(&r->list, r->err) : mg_fail_memory(r->err);

	if (code || !is_worth_it(r))
		return code;
	code = pack_objects(r);
	if (code || !r->maker.n)
		return code;
	code = mg_pack_maker_keep(&r->maker, folder, made, r->err);
	if (!code)
		remove_old(r, made);
	git_odb_refresh(r->repo->odb);
	return code;
}

int mg_repo_roll(struct mg_repo *repo, struct mg_error *err)
{
	struct mg_arena arena;
	struct rolling r = {.repo = repo, .list.arena = &arena, .err = err};
	int code = 0;

	if (repo->elsewhere)
		return 0;
	mg_arena_init(&arena, 0);
	r.list.objects_dir = mg_arena_printf(&arena, "%sobjects", git_repository_commondir(repo->git));
	if (!r.list.objects_dir)
		code = mg_fail_memory(err);
	else if (mg_roll_is_due(r.list.objects_dir))
		code = roll(&r);
	mg_pack_maker_clear(&r.maker);
	mg_arena_clear(&arena);
	return code;
}
