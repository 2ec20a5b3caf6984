// SPDX-License-Identifier: EUPL-1.2
//
// Opening and locking a copy.
#include "core/copy/copy_impl.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/carry/quarantine.h"
#include "core/carry/unfinished.h"
#include "core/index/index_documents.h"
#include "core/repo/repo_config.h"
#include "core/trust/ahead.h"

#include <fcntl.h>
#include <git2.h>
#include <stdlib.h>
#include <sys/file.h>
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
	int code;

	if (copy->lock_depth++)
		return 0;
	code = mg_file_lock(copy->lock_fd, mg_repo_dir(copy->store.repo), err);
	if (code) {
		copy->lock_depth--;
		return code;
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
	copy->store.ca = *ca;
	mg_id_format(ca, copy->id);
	return mg_repo_config_set(copy->store.repo, CONFIG_CA, copy->id, err);
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

// Another program is making the copy, or was killed at it: then either nothing can be shown yet, or all was there. code: of
// opening it so far.
static int open_unfinished(struct mg_copy *copy, int code, struct mg_error *err)
{
	struct mg_error none;
	struct mg_id main;

	if (mg_repo_ref_get(copy->store.repo, MG_REF_MAIN, &main, &none) == 0) {
		if (!code)
			mg_unfinished_heal(copy->store.repo);
		return code;
	}
	mg_fail(err, MG_ENOTFOUND, _("the copy in %s is not finished"), mg_copy_dir(copy));
	return mg_error_hint(err, _("wait for the `maillage clone` or `maillage join` that makes it; if that was "
				    "stopped, type it again: it begins anew"));
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
	if (mg_unfinished_is(repo))
		code = open_unfinished(copy, code, err);
	if (mg_index_is_damaged(copy->store.index)) // whatever it said
		code = mg_copy_reindex(copy, err);
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
