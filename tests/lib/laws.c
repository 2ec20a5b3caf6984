// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/laws.h"

#include "core/view/conflict.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <git2.h>
#include <stdio.h>

static void must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

// A law looked at: of which history.
struct look {
	struct mg_store *store;
	const char *prefix;
	const struct mg_index_commit *frontier;
	size_t n;
	mg_position *positions;
	struct mg_arena *arena;
	struct mg_error err;
};

static void start(struct look *l, struct mg_store *store, const char *prefix, const struct mg_index_commit *frontier,
		  size_t n, struct mg_arena *arena)
{
	mg_arena_init(arena, 0);
	*l = (struct look){.store = store, .prefix = prefix, .frontier = frontier, .n = n, .arena = arena};
	l->positions = mg_arena_array(arena, n, sizeof *l->positions);
	assert_non_null(l->positions);
	for (size_t i = 0; i < n; i++)
		l->positions[i] = frontier[i].position;
}

static bool within(const struct look *l, mg_position position)
{
	return mg_index_within(l->store->index, l->positions, l->n, position);
}

static const char *name_of(const struct look *l)
{
	char hex[MG_ID_HEX];

	return mg_arena_printf(l->arena, "the history of %zu tip(s), %s first", l->n,
			       l->n ? mg_id_format(&l->frontier[0].id, hex) : "none");
}

static void read_doc(struct look *l, const struct mg_buf *text, struct mg_doc *doc)
{
	struct mg_findings findings;

	(void)l;
	mg_findings_init(&findings);
	mg_doc_init(doc);
	if (mg_yaml_read(doc, "", mg_buf_slice(text), &findings))
		fail_msg("%s: %s", mg_buf_text(text), findings.items[0].message);
	mg_findings_clear(&findings);
}

static const char *canon(struct look *l, const struct mg_node *node)
{
	struct mg_buf text = {0};
	const char *copy;

	if (node)
		mg_node_canon(node, &text);
	copy = node ? mg_arena_strdup(l->arena, mg_buf_text(&text)) : "(absent)";
	mg_buf_clear(&text);
	return copy;
}

// ---- bytes

// The latest of the touches that nobody who had seen it has touched again, among those that hold the record.
static bool latest_holder(struct look *l, const struct mg_index_history *h, struct mg_id *blob)
{
	struct mg_index_commit best = {0}, commit;
	bool found = false;

	for (size_t i = 0; i < h->n_touches; i++) {
		const struct mg_index_touch *t = &h->touches[i];
		bool superseded = mg_id_is_zero(&t->blob) || !within(l, t->position);

		for (size_t k = 0; !superseded && k < h->n_touches; k++)
			superseded = within(l, h->touches[k].position) &&
				     mg_index_saw(l->store->index, h->touches[k].position, t->position);
		if (superseded)
			continue;
		must(mg_index_commit(l->store->index, t->position, &commit, &l->err), &l->err);
		if (!found || commit.stamp_ms > best.stamp_ms ||
		    (commit.stamp_ms == best.stamp_ms && mg_id_compare(&commit.id, &best.id) > 0)) {
			best = commit;
			*blob = t->blob;
			found = true;
		}
	}
	return found;
}

static void expected_bytes(struct look *l, const char *path, const struct mg_node *value, struct mg_buf *out)
{
	struct mg_index_history h;
	struct mg_buf text = {0};
	struct mg_id blob;
	struct mg_doc doc;

	must(mg_index_history(l->store->index, path, l->arena, &h, &l->err), &l->err);
	mg_buf_reset(out);
	if (!latest_holder(l, &h, &blob)) {
		mg_yaml_write(value, out);
		return;
	}
	must(mg_repo_read(l->store->repo, &blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, &text, &l->err), &l->err);
	read_doc(l, &text, &doc);
	must(mg_yaml_patch(&doc, value, out, &l->err), &l->err);
	mg_doc_clear(&doc);
	mg_buf_clear(&text);
}

// ---- what is shown of a conflict

static bool later(const struct mg_view_commit *a, const struct mg_view_commit *b)
{
	return a->stamp_ms > b->stamp_ms || (a->stamp_ms == b->stamp_ms && mg_id_compare(&a->id, &b->id) > 0);
}

// A member of a set may be shown as out; nothing else is shown as gone.
static bool may_be_shown(const struct mg_conflict *c, const struct mg_conflict_entry *entry)
{
	return !entry->removed || strstr(c->at, "[=");
}

static void check_shown(struct look *l, const struct mg_conflict *c, const struct mg_view_input *input)
{
	const struct mg_conflict_entry *last = NULL;

	for (size_t i = 0; i < c->n_entries; i++) {
		const struct mg_conflict_entry *entry = &c->entries[i];

		if (i && later(&input->commits[c->entries[i - 1].commit], &input->commits[entry->commit]))
			fail_msg("%s: the values of %s in %s are not in order", name_of(l), c->place, input->path);
		if (may_be_shown(c, entry))
			last = entry;
	}
	if (!last || last->side != c->shown)
		fail_msg("%s: of %s in %s the latest is not shown", name_of(l), c->place, input->path);
}

// ---- the tree of a view

static bool read_file(struct look *l, const struct mg_id *tree, const char *path, struct mg_buf *out)
{
	struct mg_id blob;
	int code = mg_repo_find(l->store->repo, tree, path, &blob, &l->err);

	if (code == MG_ENOTFOUND)
		return false;
	must(code, &l->err);
	must(mg_repo_read(l->store->repo, &blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, out, &l->err), &l->err);
	return true;
}

static void check_file(struct look *l, const struct mg_id *tree, const char *path, const struct mg_buf *wanted)
{
	struct mg_buf text = {0};

	if (!read_file(l, tree, path, &text))
		fail_msg("%s: %s is missing; it should be\n%s", name_of(l), path, mg_buf_text(wanted));
	if (strcmp(mg_buf_text(&text), mg_buf_text(wanted)) != 0)
		fail_msg("%s: %s is\n%s\ninstead of\n%s", name_of(l), path, mg_buf_text(&text), mg_buf_text(wanted));
	mg_buf_clear(&text);
}

static void check_value(struct look *l, const char *path, const struct mg_buf *text, const struct mg_node *value)
{
	struct mg_doc doc;

	struct mg_writes writes = {.arena = l->arena};

	read_doc(l, text, &doc);
	must(mg_diff(value, doc.root, &writes, &l->err), &l->err);
	if (writes.n)
		fail_msg("%s: %s is\n%s\ninstead of\n%s", name_of(l), path, canon(l, doc.root), canon(l, value));
	mg_doc_clear(&doc);
}

static size_t check_record(struct look *l, const struct mg_id *tree, const char *path)
{
	struct mg_view_result result;
	struct mg_view_input input;
	struct mg_buf text = {0};

	must(mg_snapshot_record(l->store, path, l->frontier, l->n, NULL, l->arena, &result, &input, &l->err), &l->err);
	if (read_file(l, tree, path, &text))
		check_value(l, path, &text, result.value);
	else if (result.value)
		fail_msg("%s: %s is missing; it should be\n%s", name_of(l), path, canon(l, result.value));
	if (result.value) {
		expected_bytes(l, path, result.value, &text);
		check_file(l, tree, path, &text);
	}
	for (size_t i = 0; i < result.n_conflicts; i++) {
		check_shown(l, &result.conflicts[i], &input);
		must(mg_conflict_format(&result.conflicts[i], &input, &text, &l->err), &l->err);
		check_file(l, tree, mg_conflict_path(result.conflicts[i].id, l->arena), &text);
	}
	mg_buf_clear(&text);
	return result.n_conflicts;
}

static size_t count_conflict_files(struct look *l, const struct mg_id *id)
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

static void paths_of(struct look *l, const char ***paths, size_t *n)
{
	must(mg_index_paths(l->store->index, l->prefix, l->arena, paths, n, &l->err), &l->err);
}

void laws_view(struct mg_store *store, const char *prefix, const struct mg_index_commit *frontier, size_t n,
	       const struct mg_id *tree)
{
	size_t n_paths, conflicts = 0;
	struct mg_arena arena;
	const char **paths;
	struct look l;

	start(&l, store, prefix, frontier, n, &arena);
	paths_of(&l, &paths, &n_paths);
	for (size_t i = 0; i < n_paths; i++)
		conflicts += check_record(&l, tree, paths[i]);
	if (count_conflict_files(&l, tree) != conflicts)
		fail_msg("%s: %zu conflict files instead of %zu", name_of(&l), count_conflict_files(&l, tree),
			 conflicts);
	mg_arena_clear(&arena);
}

// ---- nothing is lost

static bool ends(const struct mg_write *w)
{
	return w->op == MG_PUT || w->op == MG_DROP || w->op == MG_IN || w->op == MG_OUT;
}

static bool superseded(struct look *l, const struct mg_index_history *h, size_t i)
{
	struct mg_index_commit commit;
	char hex[MG_ID_HEX];

	must(mg_index_commit(l->store->index, h->written_by[i], &commit, &l->err), &l->err);
	mg_id_format(&commit.id, hex);
	for (size_t k = 0; k < h->n_writes; k++) {
		const struct mg_write *w = &h->writes[k];

		if (!within(l, h->written_by[k]))
			continue;
		if (ends(w) && mg_place_contains(w->place, h->writes[i].place) &&
		    mg_index_saw(l->store->index, h->written_by[k], h->written_by[i]))
			return true;
		if (w->op == MG_KEEP && strcmp(w->place, h->writes[i].place) == 0 && strstr(w->value, hex))
			return true;
	}
	return false;
}

static bool stands(struct look *l, const struct mg_node *record, const struct mg_write *w)
{
	const struct mg_node *node;
	struct mg_place place;

	must(mg_place_parse(w->place, l->arena, &place, &l->err), &l->err);
	node = record ? mg_place_find(record, &place) : NULL;
	return node && (w->op == MG_IN || strcmp(canon(l, node), w->value) == 0);
}

static bool listed(struct look *l, const struct mg_view_result *result, const struct mg_view_input *input,
		   const struct mg_write *w, mg_position by)
{
	(void)l;
	for (size_t i = 0; i < result->n_conflicts; i++) {
		const struct mg_conflict *c = &result->conflicts[i];

		for (size_t k = 0; k < c->n_entries; k++) {
			if (input->commits[c->entries[k].commit].position == by && mg_place_contains(c->at, w->place))
				return true;
		}
	}
	return false;
}

static void check_kept(struct look *l, const char *path)
{
	struct mg_view_result result;
	struct mg_view_input input;
	struct mg_index_history h;

	must(mg_index_history(l->store->index, path, l->arena, &h, &l->err), &l->err);
	must(mg_snapshot_record(l->store, path, l->frontier, l->n, NULL, l->arena, &result, &input, &l->err), &l->err);
	for (size_t i = 0; i < h.n_writes; i++) {
		const struct mg_write *w = &h.writes[i];

		if ((w->op == MG_PUT || w->op == MG_IN) && within(l, h.written_by[i]) && !stands(l, result.value, w) &&
		    !superseded(l, &h, i) && !listed(l, &result, &input, w, h.written_by[i]))
			fail_msg("%s: %s of %s, put by commit %u, is lost", name_of(l), w->place, path,
				 h.written_by[i]);
	}
}

void laws_nothing_lost(struct mg_store *store, const char *prefix, const struct mg_index_commit *frontier, size_t n)
{
	struct mg_arena arena;
	const char **paths;
	struct look l;
	size_t n_paths;

	start(&l, store, prefix, frontier, n, &arena);
	paths_of(&l, &paths, &n_paths);
	for (size_t i = 0; i < n_paths; i++)
		check_kept(&l, paths[i]);
	mg_arena_clear(&arena);
}

// ---- whole copies

static void judge_again(struct mg_store *fresh, const char *prefix, const struct mg_id *id)
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
	must(mg_repo_read(fresh->repo, id, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, &err), &err);
	must(mg_commit_parse(mg_buf_slice(&raw), &arena, &commit, &err), &err);
	commit.id = *id;
	must(mg_judge(fresh, &commit, INT64_MAX / 2, NULL, &arena, &judged, &err), &err);
	if (judged.verdict.decision != MG_ACCEPTED)
		fail_msg("%s is not accepted again: %s %s: %s", mg_id_format(id, hex),
			 mg_check_name(judged.verdict.check), judged.verdict.path, judged.verdict.message);
	must(mg_judge_record(fresh, &commit, &judged, &err), &err);
	must(mg_index_find(fresh->index, id, &position, &err), &err);
	must(mg_index_commit(fresh->index, position, &row, &err), &err);
	laws_view(fresh, prefix, &row, 1, &row.tree);
	mg_buf_clear(&raw);
	mg_arena_clear(&arena);
}

size_t laws_history(struct mg_copy *copy, const char *prefix)
{
	struct mg_store fresh = *mg_copy_store(copy);
	git_revwalk *walk = NULL;
	struct mg_error err;
	git_oid oid;
	size_t n = 0;

	must(mg_index_open(":memory:", &fresh.index, &err), &err);
	assert_int_equal(git_revwalk_new(&walk, mg_repo_git(fresh.repo)), 0);
	assert_int_equal(git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE), 0);
	assert_int_equal(git_revwalk_push_glob(walk, MG_REF_LINES "*"), 0);
	assert_int_equal(git_revwalk_push_glob(walk, MG_REF_FORKS "*"), 0);
	for (; git_revwalk_next(&oid, walk) == 0; n++) {
		struct mg_id id;

		memcpy(id.bytes, oid.id, MG_ID_BYTES);
		judge_again(&fresh, prefix, &id);
	}
	git_revwalk_free(walk);
	mg_index_close(fresh.index);
	return n;
}

void laws_copy(struct mg_copy *copy, const char *prefix)
{
	struct mg_index_commit *frontier;
	struct mg_arena arena;
	struct mg_error err;
	struct mg_id tree;
	size_t n;

	mg_arena_init(&arena, 0);
	must(mg_copy_frontier(copy, &arena, &frontier, &n, &err), &err);
	must(mg_copy_main_tree(copy, &tree, &err), &err);
	laws_view(&copy->store, prefix, frontier, n, &tree);
	laws_nothing_lost(&copy->store, prefix, frontier, n);
	if (mg_index_has_revocations(copy->store.index))
		laws_counting(copy);
	mg_arena_clear(&arena);
}
