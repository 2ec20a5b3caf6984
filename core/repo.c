// SPDX-License-Identifier: EUPL-1.2
#include "core/repo.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/repo_pack.h"
#include "core/tls.h"

#include <dirent.h>
#include <git2.h>
#include <git2/sys/repository.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_CACHED_TREE (4u << 20) // bytes
#define MAX_CACHE       (32u << 20)
#define MAX_WRITTEN     6 // trees from a record up to the root, before and after a change

// A tree written lately. What a change writes is read at once, to lay it in the folder, and is what the next change
// starts from: with 10,000 records that is half a megabyte to be uncompressed and hashed.
struct written {
	struct mg_id id; // zero: none
	struct mg_buf bytes;
};

struct mg_repo {
	git_repository *git;
	git_odb *odb;
	struct written written[MAX_WRITTEN];
	size_t n_written;          // ever
	struct mg_pack *gathering; // between mg_repo_begin and mg_repo_end; else NULL
	char *dir;
	char *state_dir;
};

static const git_object_t git_types[] = {
	[MG_OBJECT_BLOB] = GIT_OBJECT_BLOB, [MG_OBJECT_TREE] = GIT_OBJECT_TREE, [MG_OBJECT_COMMIT] = GIT_OBJECT_COMMIT};

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

static git_oid oid_of(const struct mg_id *id)
{
	git_oid oid;

	git_oid_fromraw(&oid, id->bytes);
	return oid;
}

static void set_id(struct mg_id *id, const git_oid *oid)
{
	memcpy(id->bytes, oid->id, MG_ID_BYTES);
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
	mg_repo_check_names(false);
	// a folder of 10,000 records is a tree of 450 KB, looked into for each file
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, (size_t)MAX_CACHED_TREE);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)MAX_CACHE);
	return 0;
}

void mg_repo_check_names(bool check)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, (int)check);
}

static char *without_final_slash(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return strndup(path, len);
}

static int wrap(git_repository *git, struct mg_repo **out, struct mg_error *err)
{
	struct mg_repo *repo = calloc(1, sizeof *repo);
	struct mg_buf state = {0};
	int rc;

	if (!repo) {
		git_repository_free(git);
		return mg_fail_memory(err);
	}
	repo->git = git;
	rc = git_repository_odb(&repo->odb, git);
	if (rc < 0) {
		mg_repo_close(repo);
		return mg_fail_git(err, rc, _("cannot open the objects of %s"), git_repository_path(git));
	}
	mg_buf_printf(&state, "%smaillage", git_repository_path(git));
	repo->state_dir = state.data;
	repo->dir = git_repository_workdir(git) ? without_final_slash(git_repository_workdir(git)) : NULL;
	if (!repo->dir || !repo->state_dir) {
		mg_repo_close(repo);
		return mg_fail(err, MG_EINVALID, _("%s has no working folder"), git_repository_path(git));
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
	for (size_t i = 0; i < MAX_WRITTEN; i++)
		mg_buf_clear(&repo->written[i].bytes);
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	free(repo->dir);
	free(repo->state_dir);
	free(repo);
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
	git_odb_free(repo->odb);
	repo->odb = held;
	return 0;
}

// ---- objects

static int fail_object(struct mg_error *err, int rc, const struct mg_id *id)
{
	char hex[MG_ID_HEX];

	return mg_fail_git(err, rc, _("cannot read the object %s"), mg_id_format(id, hex));
}

static int check_type(git_object_t found, enum mg_object_type type, const struct mg_id *id, struct mg_error *err)
{
	char hex[MG_ID_HEX];

	if (found == git_types[type])
		return 0;
	return mg_fail(err, MG_EINVALID, _("the object %s is a %s"), mg_id_format(id, hex),
		       git_object_type2string(found));
}

int mg_repo_look(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
		 struct mg_error *err)
{
	git_oid oid = oid_of(id);
	char hex[MG_ID_HEX];
	git_object_t found;
	size_t size;
	int rc = git_odb_read_header(&size, &found, repo->odb, &oid);
	int code = rc < 0 ? fail_object(err, rc, id) : check_type(found, type, id, err);

	if (!code && size > max_bytes)
		code = mg_fail(err, MG_ELIMIT, _("the object %s has %zu bytes; %zu are allowed"), mg_id_format(id, hex),
			       size, max_bytes);
	return code;
}

static const struct mg_buf *find_written(const struct mg_repo *repo, const struct mg_id *id)
{
	for (size_t i = 0; i < MAX_WRITTEN; i++) {
		if (repo->written[i].bytes.len && mg_id_equal(&repo->written[i].id, id))
			return &repo->written[i].bytes;
	}
	return NULL;
}

static void keep_written(struct mg_repo *repo, const struct mg_id *id, struct mg_slice bytes)
{
	struct written *written = &repo->written[repo->n_written++ % MAX_WRITTEN];

	mg_buf_reset(&written->bytes);
	mg_buf_put_slice(&written->bytes, bytes);
	written->id = *id;
	if (written->bytes.failed)
		mg_buf_clear(&written->bytes);
}

int mg_repo_read(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
		 struct mg_buf *out, struct mg_error *err)
{
	const struct mg_buf *written = type == MG_OBJECT_TREE ? find_written(repo, id) : NULL;
	git_oid oid = oid_of(id);
	git_odb_object *object = NULL;
	int code = written || max_bytes == MG_ANY_SIZE ? 0 : mg_repo_look(repo, id, type, max_bytes, err);
	int rc;

	mg_buf_clear(out);
	if (code)
		return code;
	if (written) {
		mg_buf_put_slice(out, mg_buf_slice(written));
		return mg_buf_check(out, err);
	}
	rc = git_odb_read(&object, repo->odb, &oid);
	if (rc < 0)
		return fail_object(err, rc, id);
	code = check_type(git_odb_object_type(object), type, id, err);
	if (!code) {
		mg_buf_put(out, git_odb_object_data(object), git_odb_object_size(object));
		code = mg_buf_check(out, err);
	}
	git_odb_object_free(object);
	return code;
}

static int write_object(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, struct mg_id *id,
			struct mg_error *err)
{
	git_oid oid;
	int rc = git_odb_write(&oid, repo->odb, bytes.data, bytes.len, git_types[type]);

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot write to %s"), repo->dir);
	set_id(id, &oid);
	return 0;
}

int mg_repo_write(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, struct mg_id *id,
		  struct mg_error *err)
{
	int code = repo->gathering ? mg_pack_add(repo->gathering, type, bytes, id, err)
				   : write_object(repo, type, bytes, id, err);

	if (!code && type == MG_OBJECT_TREE && !find_written(repo, id))
		keep_written(repo, id, bytes);
	return code;
}

void mg_repo_begin(struct mg_repo *repo)
{
	repo->gathering = mg_pack_new(repo->odb);
}

int mg_repo_end(struct mg_repo *repo, bool keep, struct mg_error *err)
{
	int code = keep && repo->gathering ? mg_pack_write(repo->gathering, err) : 0;

	mg_pack_free(repo->gathering);
	repo->gathering = NULL;
	return code;
}

int mg_repo_hash(enum mg_object_type type, struct mg_slice bytes, struct mg_id *id, struct mg_error *err)
{
	git_oid oid;
	int rc = git_odb_hash(&oid, bytes.data, bytes.len, git_types[type]);

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot name an object"));
	set_id(id, &oid);
	return 0;
}

bool mg_repo_has(struct mg_repo *repo, const struct mg_id *id)
{
	git_oid oid = oid_of(id);

	return git_odb_exists(repo->odb, &oid) == 1;
}

// ---- references

int mg_repo_ref_get(struct mg_repo *repo, const char *name, struct mg_id *id, struct mg_error *err)
{
	git_oid oid;
	int rc = git_reference_name_to_id(&oid, repo->git, name);

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot read the reference %s"), name);
	set_id(id, &oid);
	return 0;
}

static int move_ref(struct mg_repo *repo, const char *name, const struct mg_id *id, const struct mg_id *was)
{
	git_oid oid = oid_of(id), old = was ? oid_of(was) : oid;
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

int mg_repo_ref_set(struct mg_repo *repo, const char *name, const struct mg_id *id, const struct mg_id *was,
		    struct mg_error *err)
{
	int rc = move_ref(repo, name, id, was);

	if (rc == GIT_ELOCKED && mg_repo_break_locks(repo->git))
		rc = move_ref(repo, name, id, was);
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot move the reference %s"), name);
	return 0;
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

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int mg_repo_refs(struct mg_repo *repo, const char *prefix, mg_repo_visit_ref visit, void *context, struct mg_error *err)
{
	git_strarray names = {0};
	int rc = git_reference_list(&names, repo->git);
	int code = 0;

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot list the references of %s"), repo->dir);
	qsort(names.strings, names.count, sizeof *names.strings, compare_names);
	for (size_t i = 0; !code && i < names.count; i++) {
		git_oid oid;
		struct mg_id id;

		if (strncmp(names.strings[i], prefix, strlen(prefix)) != 0)
			continue;
		if (git_reference_name_to_id(&oid, repo->git, names.strings[i]) < 0)
			continue; // removed meanwhile, or pointing nowhere: not a tip
		set_id(&id, &oid);
		code = visit(context, names.strings[i], &id, err);
	}
	git_strarray_dispose(&names);
	return code;
}
