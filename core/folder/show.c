// SPDX-License-Identifier: EUPL-1.2
//
// What a copy shows: main, which is the view of the frontier, and the folder that follows it.
#include "core/copy/copy_impl.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/repo/roll.h"

#include <git2.h>
#include <inttypes.h>
#include <stdio.h>

// The derived commit's author and words are the same everywhere: two copies with the same lines have the same main.
#define DERIVED_PERSON  "maillage <vue@maillage>"
#define DERIVED_MESSAGE "vue\n"

#define MAX_BOOT_BYTES 64

int mg_copy_history(struct mg_copy *copy, struct mg_arena *arena, struct mg_history *out, struct mg_error *err)
{
	struct mg_index_commit *tips;
	size_t n;
	int code = mg_index_tips(copy->store.index, arena, &tips, &n, err);

	return code ? code : mg_history_reckon(copy->store.index, tips, n, arena, out, err);
}

int mg_copy_frontier(struct mg_copy *copy, struct mg_arena *arena, struct mg_index_commit **out, size_t *n,
		     struct mg_error *err)
{
	struct mg_history history = {0};
	int code = mg_copy_history(copy, arena, &history, err);

	*out = history.frontier;
	*n = history.n_frontier;
	return code;
}

// ---- the derived commit

static void format_derived(const struct mg_index_commit *frontier, size_t n, const struct mg_id *tree,
			   struct mg_buf *out)
{
	int64_t seconds = 0;
	char hex[MG_ID_HEX];

	mg_buf_printf(out, "tree %s\n", mg_id_format(tree, hex));
	for (size_t i = 0; i < n; i++) {
		mg_buf_printf(out, "parent %s\n", mg_id_format(&frontier[i].id, hex));
		if (frontier[i].stamp_ms / 1000 > seconds)
			seconds = frontier[i].stamp_ms / 1000;
	}
	mg_buf_printf(out, "author " DERIVED_PERSON " %" PRId64 " +0000\n", seconds);
	mg_buf_printf(out, "committer " DERIVED_PERSON " %" PRId64 " +0000\n\n" DERIVED_MESSAGE, seconds);
}

static int name_conflicts(struct mg_copy *copy, const struct mg_snapshot *snapshot, struct mg_error *err)
{
	struct mg_error undo;
	int code;

	if (!snapshot->n_conflicts)
		return 0;
	code = mg_index_begin(copy->store.index, err);
	if (code)
		return code;
	code = mg_snapshot_name_conflicts(&copy->store, snapshot, err);
	if (mg_index_end(copy->store.index, !code, code ? &undo : err) && !code)
		code = err->code;
	return code;
}

int mg_copy_derive_main(struct mg_copy *copy, const struct mg_index_commit *frontier, size_t n, struct mg_id *commit,
			struct mg_error *err)
{
	struct mg_snapshot snapshot;
	struct mg_buf text = {0};
	struct mg_arena arena;
	struct mg_error undo;
	struct mg_id tree;
	int code;

	if (n == 1) {
		*commit = frontier[0].id;
		return 0;
	}
	mg_arena_init(&arena, 0);
	mg_repo_begin(copy->store.repo);
	code = mg_snapshot_of(&copy->store, frontier, n, &arena, &snapshot, err);
	if (!code)
		code = name_conflicts(copy, &snapshot, err);
	if (!code)
		code = mg_snapshot_write(&copy->store, &snapshot, &tree, err);
	if (!code) {
		format_derived(frontier, n, &tree, &text);
		code = mg_buf_check(&text, err);
	}
	if (!code)
		code = mg_repo_write(copy->store.repo, MG_OBJECT_COMMIT, mg_buf_slice(&text), commit, err);
	if (mg_repo_end(copy->store.repo, !code, code ? &undo : err) && !code)
		code = err->code;
	mg_buf_clear(&text);
	mg_arena_clear(&arena);
	return code;
}

// ---- main

int mg_copy_main(struct mg_copy *copy, struct mg_id *main, struct mg_error *err)
{
	int code = mg_repo_ref_get(copy->store.repo, MG_REF_MAIN, main, err);

	return code == MG_EGIT ? MG_ENOTFOUND : code; // damaged in a power cut: it is made again from the lines
}

// Its first line says so: of a view of 200 tips, their names, which follow, need not be read.
static int tree_of(struct mg_copy *copy, const struct mg_id *commit, struct mg_id *tree, struct mg_error *err)
{
	struct mg_buf raw = {0};
	char hex[MG_ID_HEX] = "";
	int code = mg_repo_read(copy->store.repo, commit, MG_OBJECT_COMMIT, MG_ANY_SIZE, &raw, err);

	if (!code && raw.len > strlen("tree ") + MG_ID_HEX)
		memcpy(hex, raw.data + strlen("tree "), MG_ID_HEX - 1);
	mg_buf_clear(&raw);
	if (!code && !mg_id_parse(hex, tree))
		code = mg_fail(err, MG_EINVALID, _("cannot read the commit of main"));
	return code;
}

int mg_copy_main_tree(struct mg_copy *copy, struct mg_id *tree, struct mg_error *err)
{
	struct mg_id main;
	int code;

	*tree = copy->held_view;
	if (copy->holds_view)
		return 0;
	code = mg_copy_main(copy, &main, err);
	memset(tree, 0, sizeof *tree);
	if (code == MG_ENOTFOUND)
		return 0;
	return code ? code : tree_of(copy, &main, tree, err);
}

int mg_copy_hold_view(struct mg_copy *copy, struct mg_error *err)
{
	int code = mg_copy_main_tree(copy, &copy->held_view, err);

	copy->holds_view = !code;
	return code;
}

void mg_copy_let_view_go(struct mg_copy *copy)
{
	copy->holds_view = false;
}

// Does main show this frontier? Its own commit, or the derived one with exactly these parents.
static bool shows(struct mg_copy *copy, const struct mg_id *main, const struct mg_index_commit *frontier, size_t n)
{
	git_commit *found = NULL;
	bool same;
	git_oid oid;

	if (n == 1)
		return mg_id_equal(main, &frontier[0].id);
	git_oid_fromraw(&oid, main->bytes);
	if (git_commit_lookup(&found, mg_repo_git(copy->store.repo), &oid) < 0)
		return false;
	same = git_commit_parentcount(found) == n && strcmp(git_commit_message(found), DERIVED_MESSAGE) == 0;
	for (unsigned i = 0; same && i < n; i++)
		same = memcmp(git_commit_parent_id(found, i)->id, frontier[i].id.bytes, MG_ID_BYTES) == 0;
	git_commit_free(found);
	return same;
}

// ---- a main that somebody moved by hand

static const char shown_name[] = "shown"; // .git/maillage/shown: what main was when its tree was last laid down

static int shown_path(struct mg_copy *copy, struct mg_buf *path, struct mg_error *err)
{
	mg_buf_printf(path, "%s/%s", mg_repo_state_dir(copy->store.repo), shown_name);
	return mg_buf_check(path, err);
}

static int read_shown(struct mg_copy *copy, struct mg_id *shown, struct mg_error *err)
{
	struct mg_buf path = {0}, text = {0};
	int code = shown_path(copy, &path, err);

	memset(shown, 0, sizeof *shown);
	if (!code)
		code = mg_file_read(mg_buf_text(&path), MG_ID_HEX, &text, err);
	if (!code && text.len == MG_ID_HEX) {
		text.data[MG_ID_HEX - 1] = '\0';
		if (!mg_id_parse(text.data, shown))
			memset(shown, 0, sizeof *shown);
	}
	mg_buf_clear(&path);
	mg_buf_clear(&text);
	return code == MG_ENOTFOUND ? 0 : code;
}

static int write_shown(struct mg_copy *copy, const struct mg_id *shown, struct mg_error *err)
{
	char hex[MG_ID_HEX + 1];
	struct mg_buf path = {0};
	int code = shown_path(copy, &path, err);

	mg_id_format(shown, hex);
	hex[MG_ID_HEX - 1] = '\n';
	if (!code)
		code = mg_file_overwrite(mg_buf_text(&path), (struct mg_slice){hex, MG_ID_HEX}, err);
	mg_buf_clear(&path);
	return code;
}

// ---- restarts

// .git/maillage/boot: which start of the machine it was when git's index was last known to be right. Another one may have
// come after a power cut, in which it was lost, not being waited for: it is compared with main once.
static const char boot_name[] = "boot";

static void read_boot(const char *path, struct mg_buf *out)
{
	struct mg_error err;

	if (mg_file_read(path, MAX_BOOT_BYTES, out, &err))
		mg_buf_clear(out);
}

static bool is_same_boot(struct mg_copy *copy, struct mg_buf *now)
{
	struct mg_buf path = {0}, then = {0};
	bool same;

	mg_buf_printf(&path, "%s/%s", mg_repo_state_dir(copy->store.repo), boot_name);
	read_boot("/proc/sys/kernel/random/boot_id", now);
	read_boot(mg_buf_text(&path), &then);
	same = mg_slice_equal(mg_buf_slice(now), mg_buf_slice(&then));
	mg_buf_clear(&path);
	mg_buf_clear(&then);
	return same;
}

// Cannot fail: what cannot be put right now (a folder that is read only, a `git commit` that goes on) is, when next opened.
static void check_stage(struct mg_copy *copy, const struct mg_id *main, bool just_written)
{
	struct mg_buf path = {0}, now = {0};
	bool same = is_same_boot(copy, &now);
	struct mg_error err;
	struct mg_id tree;
	int code;

	if (!same || !(just_written || mg_worktree_is_staged(copy))) {
		mg_buf_printf(&path, "%s/%s", mg_repo_state_dir(copy->store.repo), boot_name);
		code = tree_of(copy, main, &tree, &err);
		if (!code)
			code = mg_worktree_mend(copy, &tree, &err);
		if (!code && !same)
			code = mg_file_write(mg_buf_text(&path), mg_buf_slice(&now), MG_FILE_LAZY, &err);
	}
	mg_buf_clear(&path);
	mg_buf_clear(&now);
}

// A commit made by hand on main is kept; its files stay in the folder, where they are edits like others.
static int adopt(struct mg_copy *copy, const struct mg_id *main, struct mg_error *err)
{
	char name[128], hex[MG_ID_HEX];

	snprintf(name, sizeof name, MG_REF_ADOPTED "%s", mg_id_format(main, hex));
	return mg_repo_ref_set(copy->store.repo, name, main, NULL, err);
}

// ---- refresh

bool mg_copy_is_shown(struct mg_copy *copy)
{
	struct mg_index_commit *frontier;
	struct mg_id main, shown;
	struct mg_buf boot = {0};
	struct mg_arena arena;
	struct mg_error err;
	bool is_shown;
	size_t n = 0;

	mg_arena_init(&arena, 0);
	is_shown = !mg_copy_frontier(copy, &arena, &frontier, &n, &err) && n && !mg_copy_main(copy, &main, &err) &&
		   !read_shown(copy, &shown, &err) && mg_id_equal(&main, &shown) && shows(copy, &main, frontier, n) &&
		   is_same_boot(copy, &boot) && mg_worktree_is_staged(copy);
	mg_buf_clear(&boot);
	mg_arena_clear(&arena);
	return is_shown;
}

// Does the index know which record each conflict of a tree is in?
static bool knows_conflicts(struct mg_copy *copy, const git_tree *folder)
{
	bool known = true;

	for (size_t i = 0, n = git_tree_entrycount(folder); known && i < n; i++) {
		const char *name = git_tree_entry_name(git_tree_entry_byindex(folder, i)), *path;
		char id[MG_CONFLICT_ID_CHARS + 1];
		struct mg_arena arena;
		struct mg_error err;

		snprintf(id, sizeof id, "%s", name);
		mg_arena_init(&arena, 0);
		known = mg_index_conflict(copy->store.index, id, &arena, &path, &err) == 0;
		mg_arena_clear(&arena);
	}
	return known;
}

// An index that was made again has not computed the view that main shows already: then it does.
static int learn_conflicts(struct mg_copy *copy, const struct mg_id *main, const struct mg_index_commit *frontier,
			   size_t n, struct mg_error *err)
{
	git_tree *tree = NULL, *folder = NULL;
	git_repository *git = mg_repo_git(copy->store.repo);
	const git_tree_entry *entry;
	struct mg_id id, again;
	bool known = true;
	git_oid oid;
	int code = tree_of(copy, main, &id, err);

	if (code)
		return code;
	git_oid_fromraw(&oid, id.bytes);
	if (git_tree_lookup(&tree, git, &oid) == 0 && (entry = git_tree_entry_byname(tree, "conflits")) &&
	    git_tree_lookup(&folder, git, git_tree_entry_id(entry)) == 0)
		known = knows_conflicts(copy, folder);
	git_tree_free(folder);
	git_tree_free(tree);
	return known ? 0 : mg_copy_derive_main(copy, frontier, n, &again, err);
}

static int move_main(struct mg_copy *copy, const struct mg_id *from, const struct mg_id *to,
		     const struct mg_recorded_file *recorded, size_t n, struct mg_error *err)
{
	struct mg_id old_tree = {{0}}, new_tree;
	int code = mg_id_is_zero(from) ? 0 : tree_of(copy, from, &old_tree, err);

	if (!code)
		code = tree_of(copy, to, &new_tree, err);
	if (!code)
		code = mg_worktree_lay(copy, &old_tree, &new_tree, recorded, n, err);
	if (!code)
		code = mg_repo_ref_show(copy->store.repo, MG_REF_MAIN, to, err);
	return code ? code : write_shown(copy, to, err);
}

// Something was written: perhaps the objects are to be tidied up. Cannot fail: what stands in the way, such as a full disk,
// may not do so the next time.
static void roll_up(struct mg_copy *copy)
{
	struct mg_error err;

	(void)!mg_repo_roll(copy->store.repo, &err);
}

int mg_copy_tidy(struct mg_copy *copy, struct mg_error *err)
{
	int code = mg_copy_lock(copy, err);

	if (code)
		return code;
	code = mg_repo_roll(copy->store.repo, err);
	mg_copy_unlock(copy);
	return code;
}

int mg_copy_refresh_main(struct mg_copy *copy, const struct mg_recorded_file *recorded, size_t n_recorded,
			 struct mg_error *err)
{
	struct mg_id main = {{0}}, shown, wanted;
	struct mg_index_commit *frontier;
	struct mg_arena arena;
	size_t n;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_copy_frontier(copy, &arena, &frontier, &n, err);
	if (!code && n)
		code = read_shown(copy, &shown, err);
	if (code || !n)
		goto out;
	code = mg_copy_main(copy, &main, err);
	if (code && code != MG_ENOTFOUND)
		goto out;
	code = 0;
	if (mg_id_equal(&main, &shown) && shows(copy, &main, frontier, n)) {
		code = n > 1 ? learn_conflicts(copy, &main, frontier, n, err) : 0;
		check_stage(copy, &main, false);
		goto out;
	}
	if (!mg_id_is_zero(&shown) && !mg_id_equal(&main, &shown) && !mg_id_is_zero(&main))
		code = adopt(copy, &main, err);
	if (!code)
		code = mg_copy_derive_main(copy, frontier, n, &wanted, err);
	if (!code)
		code = move_main(copy, &shown, &wanted, recorded, n_recorded, err);
	if (!code) {
		check_stage(copy, &wanted, true);
		roll_up(copy);
	}
out:
	mg_arena_clear(&arena);
	return code;
}
