// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/laws_impl.h"

#include <git2.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

void laws_must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

static void start(struct laws_look *l, struct mg_store *store, const struct mg_index_commit *frontier, size_t n,
		  struct mg_arena *arena)
{
	mg_arena_init(arena, 0);
	*l = (struct laws_look){.store = store, .frontier = frontier, .n = n, .arena = arena};
	l->positions = mg_arena_array(arena, n, sizeof *l->positions);
	assert_non_null(l->positions);
	for (size_t i = 0; i < n; i++)
		l->positions[i] = frontier[i].position;
}

bool laws_within(const struct laws_look *l, mg_position position)
{
	return mg_index_within(l->store->index, l->positions, l->n, position);
}

const char *laws_name_of(const struct laws_look *l)
{
	char hex[MG_ID_HEX];

	return mg_arena_printf(l->arena, "the history of %zu tip(s), %s first", l->n,
			       l->n ? mg_id_format(&l->frontier[0].id, hex) : "none");
}

struct laws_file laws_find_file(struct laws_look *l, const struct mg_id *tree, const char *path)
{
	struct laws_file file = {.path = path};
	int code = mg_repo_find(l->store->repo, tree, path, &file.blob, &l->err);

	if (code != MG_ENOTFOUND)
		laws_must(code, &l->err);
	else
		file.blob = (struct mg_id){{0}};
	return file;
}

// ---- views

static int id_order(const void *a, const void *b)
{
	return mg_id_compare(a, b);
}

// Which commits touched or wrote a file: what it amounts to is a function of that.
static void add_history(struct laws_look *l, crypto_generichash_state *state, const char *path,
			const struct mg_index_history *h)
{
	struct mg_id *ids = mg_arena_array(l->arena, h->n_touches + h->n_writes + 1, sizeof *ids);
	mg_position last = 0;
	size_t n = 0;

	assert_non_null(ids);
	for (size_t i = 0; i < h->n_touches + h->n_writes; i++) {
		mg_position by = i < h->n_touches ? h->touches[i].position : h->written_by[i - h->n_touches];
		struct mg_index_commit commit;

		if (by == last || !laws_within(l, by))
			continue;
		laws_must(mg_index_commit(l->store->index, by, &commit, &l->err), &l->err);
		ids[n++] = commit.id;
		last = by;
	}
	qsort(ids, n, sizeof *ids, id_order);
	crypto_generichash_update(state, (const uint8_t *)path, strlen(path) + 1);
	for (size_t i = 0; i < n; i++) {
		if (!i || !mg_id_equal(&ids[i], &ids[i - 1]))
			crypto_generichash_update(state, ids[i].bytes, MG_ID_BYTES);
	}
}

// The history of a record and of its signatures.
static void name_history(struct laws_look *l, const struct laws_seen *s, uint8_t name[MEMO_NAME_BYTES])
{
	const char *stem = mg_arena_printf(l->arena, "%.*s.", (int)strcspn(s->path, "."), s->path), **paths;
	crypto_generichash_state state;
	struct mg_index_history h;
	size_t n;

	crypto_generichash_init(&state, NULL, 0, MEMO_NAME_BYTES);
	add_history(l, &state, s->path, &s->h);
	laws_must(mg_index_paths(l->store->index, stem, l->arena, &paths, &n, &l->err), &l->err);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(paths[i], s->path) == 0)
			continue;
		laws_must(mg_index_history(l->store->index, paths[i], l->arena, &h, &l->err), &l->err);
		add_history(l, &state, paths[i], &h);
	}
	crypto_generichash_final(&state, name, MEMO_NAME_BYTES);
}

static void check_same(struct laws_look *l, const struct mg_id *tree, const struct laws_file *wanted)
{
	struct laws_file file = laws_find_file(l, tree, wanted->path);

	if (!mg_id_equal(&file.blob, &wanted->blob))
		fail_msg("%s: %s is not what it was of the same history elsewhere", laws_name_of(l), wanted->path);
}

static size_t count_conflict_files(struct laws_look *l, const struct mg_id *id)
{
	git_tree *tree = NULL, *folder = NULL;
	git_repository *git = mg_repo_git(l->store->repo);
	const git_tree_entry *entry;
	size_t n = 0;
	git_oid oid;

	git_oid_fromraw(&oid, id->bytes);
	assert_int_equal(git_tree_lookup(&tree, git, &oid), 0);
	entry = git_tree_entry_byname(tree, "conflits");
	if (entry) {
		assert_int_equal(git_tree_lookup(&folder, git, git_tree_entry_id(entry)), 0);
		n = git_tree_entrycount(folder);
	}
	git_tree_free(folder);
	git_tree_free(tree);
	return n;
}

// Gives the number of its conflicts.
static size_t check_path(struct laws_look *l, const struct mg_id *tree, const char *path, struct laws_found *found)
{
	struct laws_seen s = {.path = path};
	uint8_t name[MEMO_NAME_BYTES];
	const struct laws_files *files;

	laws_must(mg_index_history(l->store->index, path, l->arena, &s.h, &l->err), &l->err);
	name_history(l, &s, name);
	files = laws_found_get(found, name);
	if (!files) {
		laws_check_slowly(l, tree, &s);
		laws_found_add(found, name, &s.files);
		return s.files.n_conflicts;
	}
	check_same(l, tree, &files->record);
	for (size_t i = 0; i < files->n_conflicts; i++)
		check_same(l, tree, &files->conflicts[i]);
	return files->n_conflicts;
}

// A tree is the view of the history of a frontier: values, bytes and conflict files; of each conflict the latest is shown.
// And every value ever put stands, was superseded by somebody who had seen it, or is listed in a conflict.
static void check_view(struct mg_store *store, const char *prefix, const struct mg_index_commit *frontier, size_t n,
		       const struct mg_id *tree, struct laws_found *found)
{
	size_t n_paths, conflicts = 0;
	struct mg_arena arena;
	const char **paths;
	struct laws_look l;

	start(&l, store, frontier, n, &arena);
	laws_must(mg_index_paths(store->index, prefix, &arena, &paths, &n_paths, &l.err), &l.err);
	for (size_t i = 0; i < n_paths; i++)
		conflicts += check_path(&l, tree, paths[i], found);
	if (count_conflict_files(&l, tree) != conflicts)
		fail_msg("%s: %zu conflict files instead of %zu", laws_name_of(&l), count_conflict_files(&l, tree),
			 conflicts);
	mg_arena_clear(&arena);
}

// ---- whole copies

static void judge_again(struct mg_store *fresh, const char *prefix, const struct mg_id *id, struct laws_found *found)
{
	struct mg_judged judged;
	struct mg_commit commit;
	struct mg_index_commit row;
	struct mg_buf raw = {0};
	struct mg_arena arena;
	struct mg_error err;
	mg_position position;
	char hex[MG_ID_HEX];

	mg_arena_init(&arena, 0);
	laws_must(mg_repo_read(fresh->repo, id, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, &err), &err);
	laws_must(mg_commit_parse(mg_buf_slice(&raw), &arena, &commit, &err), &err);
	commit.id = *id;
	laws_must(mg_judge(fresh, &commit, INT64_MAX / 2, NULL, &arena, &judged, &err), &err);
	if (judged.verdict.decision != MG_ACCEPTED)
		fail_msg("%s is not accepted again: %s %s: %s", mg_id_format(id, hex),
			 mg_check_name(judged.verdict.check), judged.verdict.path, judged.verdict.message);
	laws_must(mg_judge_record(fresh, &commit, &judged, &err), &err);
	laws_must(mg_index_find(fresh->index, id, &position, &err), &err);
	laws_must(mg_index_commit(fresh->index, position, &row, &err), &err);
	check_view(fresh, prefix, &row, 1, &row.tree, found);
	mg_buf_clear(&raw);
	mg_arena_clear(&arena);
}

size_t laws_history(struct mg_copy *copy, const char *prefix, struct laws_found *found)
{
	struct mg_store fresh = *mg_copy_store(copy);
	git_revwalk *walk = NULL;
	struct mg_error err;
	git_oid oid;
	size_t n = 0;

	laws_must(mg_index_open(":memory:", &fresh.index, &err), &err);
	assert_int_equal(git_revwalk_new(&walk, mg_repo_git(fresh.repo)), 0);
	assert_int_equal(git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE), 0);
	assert_int_equal(git_revwalk_push_glob(walk, MG_REF_LINES "*"), 0);
	assert_int_equal(git_revwalk_push_glob(walk, MG_REF_FORKS "*"), 0);
	for (; git_revwalk_next(&oid, walk) == 0; n++) {
		struct mg_id id;

		memcpy(id.bytes, oid.id, MG_ID_BYTES);
		judge_again(&fresh, prefix, &id, found);
	}
	git_revwalk_free(walk);
	mg_index_close(fresh.index);
	return n;
}

void laws_copy(struct mg_copy *copy, const char *prefix, struct laws_found *found)
{
	struct mg_index_commit *frontier;
	struct mg_arena arena;
	struct mg_error err;
	struct mg_id tree;
	size_t n;

	mg_arena_init(&arena, 0);
	laws_must(mg_copy_frontier(copy, &arena, &frontier, &n, &err), &err);
	laws_must(mg_copy_main_tree(copy, &tree, &err), &err);
	check_view(&copy->store, prefix, frontier, n, &tree, found);
	if (mg_index_has_revocations(copy->store.index))
		laws_counting(copy);
	mg_arena_clear(&arena);
}
