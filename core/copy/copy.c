// SPDX-License-Identifier: EUPL-1.2
//
// Opening, making and locking a copy, and who writes in it.
#include "core/copy/copy_impl.h"
#include "core/repo/parse.h"
#include "core/carry/quarantine.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/index/index_documents.h"
#include "core/trust/seal.h"
#include "core/trust/ahead.h"
#include "schema/yaml/yaml_code.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define CONFIG_CA "maillage.cooperative"

// ---- lock

static int open_lock(struct mg_copy *copy, struct mg_error *err)
{
	struct mg_buf path = {0};
	int code;

	mg_buf_printf(&path, "%s/lock", mg_repo_state_dir(copy->store.repo));
	code = mg_buf_check(&path, err);
	if (!code)
		copy->lock_fd = open(mg_buf_text(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (!code && copy->lock_fd < 0)
		code = mg_fail_errno(err, _("cannot open %s"), mg_buf_text(&path));
	mg_buf_clear(&path);
	return code;
}

// What another program did to the index while this one waited; with the lock.
static int follow_index(struct mg_copy *copy, struct mg_error *err)
{
	struct mg_ingested counts = {0};
	bool replaced;
	int code = mg_index_follow(copy->store.index, &replaced, err);

	return !code && replaced ? mg_ingest_refs(copy, &counts, err) : code;
}

int mg_copy_lock(struct mg_copy *copy, struct mg_error *err)
{
	const struct timespec pause = {.tv_nsec = 10000000};
	int waited_ms = 0, code;

	if (copy->lock_depth++)
		return 0;
	while (flock(copy->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			copy->lock_depth--;
			return mg_fail_errno(err, _("cannot lock %s"), mg_repo_dir(copy->store.repo));
		}
		if (waited_ms >= MG_LOCK_WAIT_MS) {
			copy->lock_depth--;
			mg_fail(err, MG_EBUSY, _("another program is writing in %s"), mg_repo_dir(copy->store.repo));
			return mg_error_hint(err, _("try again in a moment"));
		}
		nanosleep(&pause, NULL);
		waited_ms += 10;
	}
	code = follow_index(copy, err);
	if (code)
		mg_copy_unlock(copy);
	return code;
}

void mg_copy_unlock(struct mg_copy *copy)
{
	if (--copy->lock_depth == 0)
		flock(copy->lock_fd, LOCK_UN);
}

// ---- which CA this is

static int read_ca(struct mg_copy *copy, struct mg_error *err)
{
	git_config *config = NULL;
	git_buf value = {0};
	int rc = git_repository_config_snapshot(&config, mg_repo_git(copy->store.repo));
	int code = 0;

	if (rc == 0)
		rc = git_config_get_string_buf(&value, config, CONFIG_CA);
	if (rc == 0 && mg_id_parse(value.ptr, &copy->store.ca)) {
		mg_id_format(&copy->store.ca, copy->id);
	} else {
		code = mg_fail(err, MG_ENOTFOUND, _("%s is a git repository, but not a coopérative's"),
			       mg_repo_dir(copy->store.repo));
		mg_error_hint(err, _("make one with `maillage init`, or get one with `maillage clone`"));
	}
	git_buf_dispose(&value);
	git_config_free(config);
	return code;
}

int mg_copy_pin(struct mg_copy *copy, const struct mg_id *ca, struct mg_error *err)
{
	git_config *config = NULL;
	int rc = git_repository_config(&config, mg_repo_git(copy->store.repo));

	copy->store.ca = *ca;
	mg_id_format(ca, copy->id);
	if (rc == 0)
		rc = git_config_set_string(config, CONFIG_CA, copy->id);
	git_config_free(config);
	return rc < 0 ? mg_fail_git(err, rc, _("cannot write the configuration of %s"), mg_repo_dir(copy->store.repo))
		      : 0;
}

// ---- open and close

int mg_copy_wrap(struct mg_repo *repo, const struct mg_home *home, const struct mg_clock *clock,
		 const struct mg_types *types, struct mg_copy **out, struct mg_error *err)
{
	struct mg_copy *copy = calloc(1, sizeof *copy);
	struct mg_buf path = {0};
	int code;

	*out = NULL;
	if (!copy) {
		mg_repo_close(repo);
		return mg_fail_memory(err);
	}
	copy->store = (struct mg_store){.repo = repo, .types = types};
	copy->home = home;
	copy->clock = *clock;
	copy->lock_fd = -1;
	copy->day_limit = MG_MAX_LINE_COMMITS_A_DAY;
	copy->threads = MG_AHEAD_AUTO;
	mg_buf_printf(&path, "%s/index.db", mg_repo_state_dir(repo));
	code = mg_buf_check(&path, err);
	if (!code)
		code = mg_file_mkdirs(mg_repo_state_dir(repo), false, err);
	if (!code)
		code = open_lock(copy, err);
	if (!code)
		code = mg_index_open(mg_buf_text(&path), &copy->store.index, err);
	mg_buf_clear(&path);
	if (code)
		mg_copy_close(copy);
	else
		*out = copy;
	return code;
}

// A whole history may be read, where the index was lost.
static void give_back(void *context, size_t done)
{
	if (done % MG_REPO_FORGET_AFTER == 0)
		mg_repo_forget_packs(context);
}

// The last commit of this device was written, then its program was killed before the reference moved.
static bool was_interrupted(struct mg_copy *copy, struct mg_id *last)
{
	struct mg_home_line line;
	mg_position position;
	struct mg_error err;

	return copy->home && mg_home_line_read(copy->home, copy->id, &line, &err) == 0 &&
	       mg_id_parse(line.commit, last) &&
	       mg_index_find(copy->store.index, last, &position, &err) == MG_ENOTFOUND &&
	       mg_repo_has(copy->store.repo, last);
}

// When everything is as a finished run leaves it, nothing needs the lock: reading goes on while another program writes.
static int catch_up(struct mg_copy *copy, struct mg_error *err)
{
	struct mg_ingested counts = {.progress = give_back, .context = copy->store.repo};
	struct mg_id last;
	bool interrupted, up_to_date;
	int code = mg_index_hold(copy->store.index, err); // one look at the index for all that is asked

	if (code)
		return code;
	interrupted = was_interrupted(copy, &last);
	up_to_date = !interrupted && !mg_ingest_needed(copy) && mg_copy_is_shown(copy);
	mg_index_release(copy->store.index);
	if (up_to_date)
		return 0;
	code = mg_copy_lock(copy, err);
	if (code)
		return code;
	code = interrupted ? mg_ingest_own(copy, &last, err) : mg_ingest_refs(copy, &counts, err);
	if (!code)
		code = mg_copy_refresh_main(copy, NULL, 0, err);
	mg_copy_unlock(copy);
	return code;
}

int mg_copy_open_repo(struct mg_repo *repo, const struct mg_home *home, const struct mg_clock *clock,
		      const struct mg_types *types, struct mg_copy **out, struct mg_error *err)
{
	struct mg_copy *copy;
	int code = mg_copy_wrap(repo, home, clock, types, &copy, err);

	*out = NULL;
	if (code)
		return code;
	mg_quarantine_sweep(repo);
	code = read_ca(copy, err);
	if (!code)
		code = catch_up(copy, err);
	if (code)
		mg_copy_close(copy);
	else
		*out = copy;
	return code;
}

int mg_copy_open(const char *dir, const struct mg_home *home, const struct mg_clock *clock,
		 const struct mg_types *types, struct mg_copy **out, struct mg_error *err)
{
	struct mg_repo *repo;
	int code = mg_repo_open(dir, &repo, err);

	*out = NULL;
	return code ? code : mg_copy_open_repo(repo, home, clock, types, out, err);
}

void mg_copy_close(struct mg_copy *copy)
{
	if (!copy)
		return;
	mg_index_close(copy->store.index);
	mg_repo_close(copy->store.repo);
	if (copy->lock_fd >= 0)
		close(copy->lock_fd);
	if (copy->has_device)
		mg_key_clear(&copy->device);
	free(copy);
}

const char *mg_copy_dir(const struct mg_copy *copy)
{
	return mg_repo_dir(copy->store.repo);
}

const char *mg_copy_id(const struct mg_copy *copy)
{
	return copy->id;
}

struct mg_store *mg_copy_store(struct mg_copy *copy)
{
	return &copy->store;
}

bool mg_copy_had(struct mg_copy *copy, const char *path)
{
	struct mg_index_span span;
	struct mg_error err;

	return mg_index_span(copy->store.index, path, &span, &err) == 0;
}

int64_t mg_copy_now_ms(const struct mg_copy *copy)
{
	return copy->clock.now_ms(copy->clock.context);
}

// ---- who writes

int mg_copy_device(struct mg_copy *copy, const struct mg_secret_key **key, struct mg_error *err)
{
	int code = 0;

	if (!copy->home)
		return mg_fail(err, MG_EDENIED, _("this copy was opened for reading only"));
	if (!copy->has_device)
		code = mg_home_load_device(copy->home, &copy->device, err);
	copy->has_device |= !code;
	*key = &copy->device;
	return code;
}

// Whether this home holds the key of a signatory who may let its device in himself: of that actor.
static bool may_let_itself_in(struct mg_copy *copy, char actor[MG_MAX_ID_CHARS + 1])
{
	char path[MG_MAX_PATH_BYTES + 1], name[MG_KEY_NAME_BYTES];
	struct mg_public_key signatory;
	struct mg_error unused;
	struct mg_slice whose;
	struct mg_doc cle;
	bool may = false;

	if (mg_home_public(copy->home, MG_HOME_SIGNATORY, &signatory, name, &unused))
		return false;
	mg_doc_init(&cle);
	mg_seal_key_path(signatory.id, path);
	if (mg_copy_read_doc(copy, path, &cle, &unused) == 0 && !mg_node_get(cle.root, "revocation")) {
		whose = mg_node_string(mg_node_get(cle.root, "acteur"));
		may = whose.len && whose.len <= MG_MAX_ID_CHARS;
		if (may)
			snprintf(actor, MG_MAX_ID_CHARS + 1, "%.*s", (int)whose.len, whose.data);
	}
	mg_doc_clear(&cle);
	return may;
}

static bool has_asked(struct mg_copy *copy, const char *key)
{
	char request[sizeof MG_REF_REQUESTS + MG_KEY_ID_CHARS];
	struct mg_id asked;

	snprintf(request, sizeof request, MG_REF_REQUESTS "%s", key);
	return mg_repo_ref_get(copy->store.repo, request, &asked, NULL) == 0;
}

static int not_enrolled(struct mg_copy *copy, const struct mg_public_key *key, struct mg_error *err)
{
	char actor[MG_MAX_ID_CHARS + 1];

	mg_fail(err, MG_EDENIED,
		_("the key %s of this device is not enrolled in this coopérative: this copy is read-only"), key->id);
	if (may_let_itself_in(copy, actor))
		return mg_error_hint(err,
				     _("let it in with your signatory key: maillage enrol %s --key \"$(maillage "
				       "key show)\""),
				     actor);
	if (has_asked(copy, key->id))
		return mg_error_hint(err,
				     _("your request to join waits for who invited you; afterwards take in what is "
				       "new: `maillage sync`, or a new bundle"));
	return mg_error_hint(
		err, _("send the line printed by `maillage key show` to the coordinator, who runs `maillage enrol`"));
}

static int revoked(const struct mg_public_key *key, struct mg_error *err)
{
	mg_fail(err, MG_EDENIED, _("the key %s of this device is revoked: this copy is read-only"), key->id);
	return mg_error_hint(err, _("whoever goes on gives this device a new key: `maillage recover`"));
}

int mg_copy_writer(struct mg_copy *copy, struct mg_writer *out, struct mg_error *err)
{
	const struct mg_secret_key *key;
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_slice actor;
	struct mg_doc cle;
	int code = mg_copy_device(copy, &key, err);

	if (code)
		return code;
	mg_doc_init(&cle);
	mg_seal_key_path(key->public.id, path);
	code = mg_copy_read_doc(copy, path, &cle, err);
	actor = mg_node_string(mg_node_get(cle.root, "acteur"));
	if (code == MG_ENOTFOUND && copy->bringing[0]) {
		actor = mg_slice_of(copy->bringing);
		code = 0;
	}
	if (code == MG_ENOTFOUND || (!code && (!actor.len || actor.len > MG_MAX_ID_CHARS)))
		code = not_enrolled(copy, &key->public, err);
	else if (!code && mg_node_get(cle.root, "revocation"))
		code = revoked(&key->public, err);
	if (!code) {
		memcpy(out->key, key->public.id, sizeof out->key);
		memcpy(out->actor, actor.data, actor.len);
		out->actor[actor.len] = '\0';
	}
	mg_doc_clear(&cle);
	return code;
}

const char *mg_copy_holder(struct mg_copy *copy, const char *key, struct mg_arena *arena)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_error err;
	struct mg_slice name;
	struct mg_doc cle;
	char *copied = NULL;

	mg_doc_init(&cle);
	mg_seal_key_path(key, path);
	if (!mg_copy_read_doc(copy, path, &cle, &err)) {
		name = mg_node_string(mg_node_get(cle.root, "titulaire"));
		copied = mg_arena_copy(arena, name.data, name.len);
	}
	mg_doc_clear(&cle);
	return copied ? copied : "";
}

// ---- reading files

const char *mg_copy_path(const struct mg_copy *copy, const char *path, struct mg_arena *arena)
{
	return mg_arena_printf(arena, "%s/%s", mg_copy_dir(copy), path);
}

int mg_copy_read(struct mg_copy *copy, const char *path, struct mg_buf *out, struct mg_error *err)
{
	struct mg_buf name = {0};
	int code;

	mg_buf_printf(&name, "%s/%s", mg_copy_dir(copy), path);
	code = mg_buf_check(&name, err);
	if (!code)
		code = mg_file_read(mg_buf_text(&name), MG_MAX_PIECE_BYTES, out, err);
	mg_buf_clear(&name);
	return code;
}

int mg_copy_read_view(struct mg_copy *copy, const char *path, struct mg_buf *out, struct mg_error *err)
{
	struct mg_id tree, blob;
	int code = mg_copy_main_tree(copy, &tree, err);

	if (!code)
		code = mg_repo_find(copy->store.repo, &tree, path, &blob, err);
	return code ? code : mg_repo_read(copy->store.repo, &blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, out, err);
}

// What the index kept of it when it was last read; doc->root is NULL when it did not.
static int read_kept(struct mg_copy *copy, const struct mg_id *blob, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_arena arena;
	struct mg_slice kept;
	struct mg_doc read;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_index_document(copy->store.index, blob, &arena, &kept, err);
	if (!code && kept.data && mg_doc_decode(kept, &arena, &read)) {
		*doc = read;
		doc->arena = arena;
		return 0;
	}
	mg_arena_clear(&arena);
	return code;
}

int mg_copy_read_doc(struct mg_copy *copy, const char *path, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_buf text = {0};
	struct mg_id tree, blob;
	int code = mg_copy_main_tree(copy, &tree, err);

	if (!code)
		code = mg_repo_find(copy->store.repo, &tree, path, &blob, err);
	if (!code)
		code = read_kept(copy, &blob, doc, err);
	if (!code && !doc->root)
		code = mg_repo_read(copy->store.repo, &blob, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, &text, err);
	if (!code && !doc->root)
		code = mg_parse_doc(path, mg_buf_slice(&text), doc, err);
	mg_buf_clear(&text);
	return code;
}

int mg_copy_reindex(struct mg_copy *copy, struct mg_error *err)
{
	struct mg_ingested counts = {.progress = give_back, .context = copy->store.repo};
	int code = mg_copy_lock(copy, err);

	if (code)
		return code;
	code = mg_index_reset(copy->store.index, err);
	if (!code)
		code = mg_ingest_refs(copy, &counts, err);
	if (!code)
		code = mg_copy_refresh_main(copy, NULL, 0, err);
	mg_copy_unlock(copy);
	return code;
}
