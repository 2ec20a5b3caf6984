// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/repo_impl.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/carry/tls.h"

#include <dirent.h>
#include <git2/sys/repository.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_CACHE  (16u << 20) // bytes of objects: commits, most of all, which a walk reads twice
#define MAX_MAPPED (24u << 20) // bytes of packs, which are otherwise mapped whole and count as this program's memory
#define WINDOW     (1u << 20)  // of those at once

static enum mg_code code_of_git(int rc)
{
	switch (rc) {
	case GIT_ENOTFOUND:
		return MG_ENOTFOUND;
	case GIT_EEXISTS:
		return MG_EEXISTS;
	case GIT_ELOCKED:
	case GIT_EMODIFIED:
		return MG_EBUSY;
	default:
		return MG_EGIT;
	}
}

int mg_git_fail(struct mg_error *err, int rc, const char *file, int line, const char *format, ...)
{
	const git_error *last = git_error_last();
	char words[MG_ERROR_MESSAGE_MAX];
	va_list ap;

	va_start(ap, format);
	vsnprintf(words, sizeof words, format, ap);
	va_end(ap);
	return mg_error_set(err, code_of_git(rc), rc, file, line, "%s: %s", words,
			    last && last->message ? last->message : _("unknown reason"));
}

// libgit2 runs nothing it finds in a repository (no hooks, no filters of ours), and everything read is verified; USB
// sticks and shared folders show foreign owners, so its owner check would only stand in the way.
static int start_libgit2(struct mg_error *err)
{
	int rc = mg_tls_start_git();

	if (rc == 1) // the first of this process
		rc = mg_repo_limit_memory();
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot start libgit2"));
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, (size_t)0); // core/repo/repo_trees.c has them
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)MAX_CACHE);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)WINDOW);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)MAX_MAPPED);
	return 0;
}

void mg_repo_check_names(struct mg_repo *repo, bool check)
{
	mg_repo_forget_trees(repo);
	repo->checks_names = check;
}

static char *without_final_slash(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return strndup(path, len);
}

static void free_repo(struct mg_repo *repo)
{
	mg_repo_forget_gathered(repo);
	mg_repo_forget_trees(repo);
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	free(repo->dir);
	free(repo->state_dir);
	free(repo);
}

// Takes git over, also when it fails; whoever started libgit2 then stops it.
static int wrap(git_repository *git, struct mg_repo **out, struct mg_error *err)
{
	struct mg_repo *repo = calloc(1, sizeof *repo);
	struct mg_buf state = {0};
	int code, rc;

	if (!repo) {
		git_repository_free(git);
		return mg_fail_memory(err);
	}
	repo->git = git;
	mg_arena_init(&repo->gathered_in, 0);
	rc = git_repository_odb(&repo->odb, git);
	if (rc < 0) {
		code = mg_fail_git(err, rc, _("cannot open the objects of %s"), git_repository_path(git));
		free_repo(repo);
		return code;
	}
	mg_buf_printf(&state, "%smaillage", git_repository_path(git));
	repo->state_dir = state.data;
	repo->dir = git_repository_workdir(git) ? without_final_slash(git_repository_workdir(git)) : NULL;
	if (!repo->dir || !repo->state_dir) {
		code = mg_fail(err, MG_EINVALID, _("%s has no working folder"), git_repository_path(git));
		free_repo(repo);
		return code;
	}
	*out = repo;
	return 0;
}

int mg_repo_open(const char *dir, struct mg_repo **out, struct mg_error *err)
{
	git_repository *git = NULL;
	int code = start_libgit2(err);
	int rc;

	*out = NULL;
	if (code)
		return code;
	rc = git_repository_open_ext(&git, dir, 0, NULL);
	if (rc == 0)
		code = wrap(git, out, err);
	else if (rc == GIT_ENOTFOUND)
		code = mg_fail(err, MG_ENOTFOUND, _("%s is not the folder of a coopérative"), dir);
	else
		code = mg_fail_git(err, rc, _("cannot open %s"), dir);
	if (code)
		git_libgit2_shutdown();
	return code;
}

int mg_repo_wrap(git_repository *git, struct mg_repo **out, struct mg_error *err)
{
	int code = start_libgit2(err);

	*out = NULL;
	if (code) {
		git_repository_free(git);
		return code;
	}
	code = wrap(git, out, err);
	if (code)
		git_libgit2_shutdown();
	else
		(*out)->elsewhere = true;
	return code;
}

static bool is_empty_folder(const char *dir)
{
	DIR *folder = opendir(dir);
	struct dirent *entry;
	bool empty = true;

	if (!folder)
		return !mg_file_exists(dir);
	while (empty && (entry = readdir(folder)))
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	closedir(folder);
	return empty;
}

// Without git's own log of references: lines only go forward, main follows them, and each entry of a log costs two fsyncs.
static int turn_off_reflog(git_repository *git, struct mg_error *err)
{
	git_config *config = NULL;
	int rc = git_repository_config(&config, git);

	if (rc == 0)
		rc = git_config_set_bool(config, "core.logallrefupdates", 0);
	git_config_free(config);
	return rc < 0 ? mg_fail_git(err, rc, _("cannot write the configuration of %s"), git_repository_path(git)) : 0;
}

int mg_repo_create(const char *dir, struct mg_repo **out, struct mg_error *err)
{
	git_repository_init_options options;
	git_repository *git = NULL;
	int code, rc;

	*out = NULL;
	if (!is_empty_folder(dir)) {
		mg_fail(err, MG_EEXISTS, _("%s is there already and is not an empty folder"), dir);
		return mg_error_hint(err, _("choose a name that does not exist yet"));
	}
	code = start_libgit2(err);
	if (code)
		return code;
	git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	rc = git_repository_init_ext(&git, dir, &options);
	code = rc < 0 ? mg_fail_git(err, rc, _("cannot make a repository in %s"), dir) : turn_off_reflog(git, err);
	if (!code)
		code = wrap(git, out, err);
	else
		git_repository_free(git);
	if (code)
		git_libgit2_shutdown();
	return code;
}

void mg_repo_close(struct mg_repo *repo)
{
	if (!repo)
		return;
	free_repo(repo);
	git_libgit2_shutdown();
}

const char *mg_repo_dir(const struct mg_repo *repo)
{
	return repo->dir;
}

const char *mg_repo_state_dir(const struct mg_repo *repo)
{
	return repo->state_dir;
}

git_repository *mg_repo_git(const struct mg_repo *repo)
{
	return repo->git;
}

int mg_repo_set_objects(struct mg_repo *repo, git_odb *objects)
{
	git_odb *held = NULL;
	int rc = git_repository__cleanup(repo->git); // it remembers objects that it will not find again

	if (rc == 0)
		rc = git_repository_set_odb(repo->git, objects);
	if (rc == 0)
		rc = git_repository_odb(&held, repo->git);
	if (rc < 0)
		return rc;
	mg_repo_forget_trees(repo); // they may not be there
	git_odb_free(repo->odb);
	repo->odb = held;
	return 0;
}

// ---- references

int mg_repo_ref_get(struct mg_repo *repo, const char *name, struct mg_id *id, struct mg_error *err)
{
	git_oid oid;
	int rc = git_reference_name_to_id(&oid, repo->git, name);

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot read the reference %s"), name);
	mg_oid_take(id, &oid);
	return 0;
}

static int move_ref(struct mg_repo *repo, const char *name, const struct mg_id *id, const struct mg_id *was)
{
	git_oid oid = mg_oid_of(id), old = was ? mg_oid_of(was) : oid;
	git_reference *ref = NULL;
	int rc;

	if (!was)
		rc = git_reference_create(&ref, repo->git, name, &oid, 1, "maillage");
	else if (mg_id_is_zero(was))
		rc = git_reference_create(&ref, repo->git, name, &oid, 0, "maillage");
	else
		rc = git_reference_create_matching(&ref, repo->git, name, &oid, 1, &old, "maillage");
	git_reference_free(ref);
	return rc;
}

static int ref_path(const struct mg_repo *repo, const char *name, struct mg_buf *path, struct mg_error *err)
{
	mg_buf_printf(path, "%s%s", git_repository_commondir(repo->git), name);
	return mg_buf_check(path, err);
}

static bool has_own_file(const char *path)
{
	struct mg_buf text = {0};
	struct mg_error err;
	struct mg_id id;
	bool own = mg_file_read(path, MG_ID_HEX, &text, &err) == 0 && text.len == MG_ID_HEX;

	if (own) {
		text.data[MG_ID_HEX - 1] = '\0';
		own = mg_id_parse(text.data, &id);
	}
	mg_buf_clear(&text);
	return own;
}

static void put_ref_text(const struct mg_id *id, char text[MG_ID_HEX])
{
	mg_id_format(id, text);
	text[MG_ID_HEX - 1] = '\n';
}

static int write_ref(struct mg_repo *repo, const char *path, const struct mg_id *id, int flags, struct mg_error *err)
{
	struct mg_lockfile lock;
	char hex[MG_ID_HEX];
	int code = mg_repo_lock_file(repo, path, &lock, err);

	put_ref_text(id, hex);
	return code ? code : mg_lockfile_put(&lock, (struct mg_slice){hex, MG_ID_HEX}, flags, err);
}

static int add_ref(struct mg_repo *repo, const char *path, const struct mg_id *id, struct mg_batch *batch,
		   struct mg_error *err)
{
	struct mg_lockfile lock;
	char hex[MG_ID_HEX];
	int code = mg_repo_lock_file(repo, path, &lock, err);

	put_ref_text(id, hex);
	mg_batch_step(batch, NULL);
	return code ? code : mg_batch_add_locked(batch, &lock, (struct mg_slice){hex, MG_ID_HEX}, MG_FILE_LAZY, err);
}

int mg_repo_ref_set_after(struct mg_repo *repo, const char *name, const struct mg_id *id, struct mg_batch *batch,
			  struct mg_error *err)
{
	struct mg_buf path = {0};
	int code = ref_path(repo, name, &path, err);
	bool plain = !code && !repo->elsewhere && has_own_file(mg_buf_text(&path));

	if (plain)
		code = add_ref(repo, mg_buf_text(&path), id, batch, err);
	mg_buf_clear(&path);
	if (!code)
		code = mg_batch_keep(batch, err);
	return code || plain ? code : mg_repo_ref_set(repo, name, id, NULL, err);
}

int mg_repo_ref_set(struct mg_repo *repo, const char *name, const struct mg_id *id, const struct mg_id *was,
		    struct mg_error *err)
{
	struct mg_buf path = {0};
	int code = ref_path(repo, name, &path, err);
	bool plain = !code && !was && !repo->elsewhere && has_own_file(mg_buf_text(&path));
	int rc = 0;

	if (plain) // most are: a file's 41 bytes, where libgit2 looks at a dozen files first
		code = write_ref(repo, mg_buf_text(&path), id, 0, err);
	else if (!code)
		rc = move_ref(repo, name, id, was);
	mg_buf_clear(&path);
	if (rc == GIT_ELOCKED && mg_repo_break_locks(repo->git))
		rc = move_ref(repo, name, id, was);
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot move the reference %s"), name);
	return code;
}

int mg_repo_ref_show(struct mg_repo *repo, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct mg_buf path = {0};
	int code;

	if (repo->elsewhere)
		return mg_repo_ref_set(repo, name, id, NULL, err);
	code = ref_path(repo, name, &path, err);
	if (!code)
		code = write_ref(repo, mg_buf_text(&path), id, MG_FILE_LAZY, err);
	mg_buf_clear(&path);
	return code;
}

int mg_repo_ref_remove(struct mg_repo *repo, const char *name, struct mg_error *err)
{
	int rc = git_reference_remove(repo->git, name);

	if (rc == GIT_ELOCKED && mg_repo_break_locks(repo->git))
		rc = git_reference_remove(repo->git, name);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return mg_fail_git(err, rc, _("cannot remove the reference %s"), name);
	return 0;
}

struct listed_ref {
	char *name;
	struct mg_id id;
};

struct listed_refs {
	struct listed_ref *items;
	size_t n, cap;
	struct mg_arena arena;
};

static int compare_refs(const void *a, const void *b)
{
	return strcmp(((const struct listed_ref *)a)->name, ((const struct listed_ref *)b)->name);
}

// One that points nowhere is no tip.
static int list_ref(struct listed_refs *refs, const git_reference *ref, struct mg_error *err)
{
	const git_oid *oid = git_reference_target(ref);
	struct listed_ref *items;

	if (!oid)
		return 0;
	items = mg_arena_grow(&refs->arena, refs->items, refs->n, &refs->cap, sizeof *items);
	if (!items)
		return mg_fail_memory(err);
	refs->items = items;
	items[refs->n].name = mg_arena_strdup(&refs->arena, git_reference_name(ref));
	if (!items[refs->n].name)
		return mg_fail_memory(err);
	mg_oid_take(&items[refs->n++].id, oid);
	return 0;
}

// Each is read once, and only those of the prefix: a coopérative has a line for each device.
static int list_refs(struct mg_repo *repo, const char *prefix, struct listed_refs *refs, struct mg_error *err)
{
	const char *glob = mg_arena_printf(&refs->arena, "%s*", prefix);
	git_reference_iterator *iterator = NULL;
	git_reference *ref;
	int code = 0, rc;

	if (!glob)
		return mg_fail_memory(err);
	rc = git_reference_iterator_glob_new(&iterator, repo->git, glob);
	while (!code && rc == 0 && (rc = git_reference_next(&ref, iterator)) == 0) {
		code = list_ref(refs, ref, err);
		git_reference_free(ref);
	}
	git_reference_iterator_free(iterator);
	if (rc < 0 && rc != GIT_ITEROVER)
		return mg_fail_git(err, rc, _("cannot list the references of %s"), repo->dir);
	if (refs->n)
		qsort(refs->items, refs->n, sizeof *refs->items, compare_refs);
	return code;
}

int mg_repo_refs(struct mg_repo *repo, const char *prefix, mg_repo_visit_ref visit, void *context, struct mg_error *err)
{
	struct listed_refs refs = {0};
	int code;

	mg_arena_init(&refs.arena, 0);
	code = list_refs(repo, prefix, &refs, err);
	for (size_t i = 0; !code && i < refs.n; i++)
		code = visit(context, refs.items[i].name, &refs.items[i].id, err);
	mg_arena_clear(&refs.arena);
	return code;
}
