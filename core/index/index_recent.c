// SPDX-License-Identifier: EUPL-1.2
#include "core/index/index_recent.h"

#include "base/i18n.h"
#include "core/index/index_db.h"

// Of each chain: how many of its first commits are settled, and how many the history has.
struct recent {
	struct mg_index *index;
	uint32_t *settled, *all;
	uint32_t n;
	mg_position after; // every recent commit's position is greater
	struct mg_arena *arena;
	struct mg_error *err;
};

// ---- which commits

static uint32_t seen_of(const struct mg_vector *vector, uint32_t chain)
{
	return chain < vector->n ? vector->seen[chain] : 0;
}

static const struct mg_vector *vector_at(struct recent *r, mg_position position)
{
	const struct mg_vector *vector = mg_index_vector(r->index, position);

	if (!vector)
		mg_fail(r->err, MG_EINTERNAL, _("the index has no vector for commit %u"), position);
	return vector;
}

// To begin with: what all tips have seen.
static int common_of(struct recent *r, const struct mg_index_commit *frontier, size_t n)
{
	const struct mg_vector *vector;

	for (size_t i = 0; i < n; i++) {
		vector = vector_at(r, frontier[i].position);
		if (!vector)
			return r->err->code;
		r->n = vector->n > r->n ? vector->n : r->n;
	}
	r->settled = mg_arena_array(r->arena, r->n, sizeof *r->settled);
	r->all = mg_arena_array(r->arena, r->n, sizeof *r->all);
	if (!r->settled || !r->all)
		return mg_fail_memory(r->err);
	for (size_t i = 0; i < n; i++) {
		vector = vector_at(r, frontier[i].position);
		for (uint32_t c = 0; vector && c < r->n; c++) {
			uint32_t seen = seen_of(vector, c);

			r->settled[c] = i && r->settled[c] < seen ? r->settled[c] : seen;
			r->all[c] = r->all[c] > seen ? r->all[c] : seen;
		}
	}
	return 0;
}

// What the first recent commit of a chain had not seen is recent too. *first is its position.
static int narrow(struct recent *r, uint32_t chain, bool *narrowed, mg_position *first)
{
	const struct mg_vector *vector;
	struct mg_index_commit commit;
	int code = mg_index_nth(r->index, chain, r->settled[chain] + 1, &commit, r->err);

	vector = code ? NULL : vector_at(r, commit.position);
	if (!vector)
		return r->err->code;
	*first = commit.position;
	for (uint32_t c = 0; c < r->n; c++) {
		uint32_t seen = seen_of(vector, c) - (c == chain);

		*narrowed |= seen < r->settled[c];
		r->settled[c] = seen < r->settled[c] ? seen : r->settled[c];
	}
	return 0;
}

// Until every recent commit has seen all that is settled.
static int settle(struct recent *r)
{
	bool narrowed = true;
	int code = 0;

	while (!code && narrowed) {
		narrowed = false;
		r->after = UINT32_MAX;
		for (uint32_t c = 0; !code && c < r->n; c++) {
			mg_position first = 0;

			if (r->settled[c] == r->all[c])
				continue;
			code = narrow(r, c, &narrowed, &first);
			if (!code && first <= r->after)
				r->after = first - 1;
		}
	}
	return code;
}

static bool is_recent(struct recent *r, mg_position position, bool *recent)
{
	struct mg_index_commit commit;

	if (mg_index_commit(r->index, position, &commit, r->err))
		return false;
	*recent = commit.chain < r->n && commit.sequence > r->settled[commit.chain] &&
		  commit.sequence <= r->all[commit.chain];
	return true;
}

// ---- their files

struct files {
	struct mg_recent_file *items;
	size_t n, cap;
	size_t touches_cap, writers_cap; // of the last one
};

static struct mg_recent_file *file_at(struct recent *r, struct files *files, const char *path)
{
	struct mg_recent_file *items;

	if (files->n && strcmp(files->items[files->n - 1].path, path) == 0)
		return &files->items[files->n - 1];
	items = mg_arena_grow(r->arena, files->items, files->n, &files->cap, sizeof *items);
	if (!items)
		return NULL;
	files->items = items;
	files->touches_cap = files->writers_cap = 0;
	items[files->n] = (struct mg_recent_file){.path = mg_arena_strdup(r->arena, path)};
	return items[files->n].path ? &items[files->n++] : NULL;
}

static int add_touch(struct recent *r, struct files *files, struct mg_recent_file *file, sqlite3_stmt *row)
{
	struct mg_index_touch *touches =
		mg_arena_grow(r->arena, file->touches, file->n_touches, &files->touches_cap, sizeof *touches);

	if (!touches)
		return mg_fail_memory(r->err);
	file->touches = touches;
	touches[file->n_touches].position = (mg_position)sqlite3_column_int64(row, 1);
	mg_index_id(row, 2, &touches[file->n_touches++].blob);
	return 0;
}

static int add_writer(struct recent *r, struct files *files, struct mg_recent_file *file, mg_position position)
{
	mg_position *writers =
		mg_arena_grow(r->arena, file->writers, file->n_writers, &files->writers_cap, sizeof *writers);

	if (!writers)
		return mg_fail_memory(r->err);
	file->writers = writers;
	writers[file->n_writers++] = position;
	return 0;
}

static int add_row(struct recent *r, struct files *files, sqlite3_stmt *row)
{
	mg_position position = (mg_position)sqlite3_column_int64(row, 1);
	const char *path = (const char *)sqlite3_column_text(row, 0);
	struct mg_recent_file *file;
	bool recent;

	if (!is_recent(r, position, &recent))
		return r->err->code;
	if (!recent)
		return 0;
	file = path ? file_at(r, files, path) : NULL;
	if (!file)
		return mg_fail_memory(r->err);
	return sqlite3_column_int(row, 3) ? add_touch(r, files, file, row) : add_writer(r, files, file, position);
}

int mg_index_recent(struct mg_index *index, const struct mg_index_commit *frontier, size_t n, struct mg_arena *arena,
		    struct mg_recent_file **out, size_t *n_out, struct mg_error *err)
{
	struct recent r = {.index = index, .arena = arena, .err = err};
	struct files files = {0};
	sqlite3_stmt *row;
	int code = common_of(&r, frontier, n);

	*out = NULL;
	*n_out = 0;
	if (!code)
		code = settle(&r);
	row = code ? NULL : mg_index_statement(index, MG_SQL_RECENT, err);
	if (!row)
		return err->code;
	sqlite3_bind_int64(row, 1, r.after);
	while (!code && sqlite3_step(row) == SQLITE_ROW)
		code = add_row(&r, &files, row);
	*out = files.items;
	*n_out = files.n;
	return mg_index_end_rows(index, row, code, err);
}
