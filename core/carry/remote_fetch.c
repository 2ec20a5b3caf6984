// SPDX-License-Identifier: EUPL-1.2
//
// Fetching: what a remote has, what of it is news, bringing that into a quarantine, and taking it in.
#include "core/carry/remote_impl.h"

#include "base/i18n.h"
#include "core/carry/pack_walk.h"
#include "core/trust/held.h"

#include <stdio.h>

static int watch_transfer(const git_indexer_progress *stats, void *payload)
{
	const struct mg_transfer *transfer = payload;

	if (transfer->progress)
		transfer->progress->show(transfer->progress->context, MG_STAGE_RECEIVE, stats->received_objects,
					 stats->total_objects);
	return transfer->cancel && *transfer->cancel ? GIT_EUSER : 0;
}

static int log_in(git_credential **out, const char *url, const char *user, unsigned allowed, void *payload)
{
	struct mg_transfer *transfer = payload;

	(void)url;
	return mg_login_offer(out, user, allowed, &transfer->login);
}

void mg_remote_callbacks(git_remote_callbacks *callbacks, struct mg_transfer *payload)
{
	payload->login.tried = 0;
	git_remote_init_callbacks(callbacks, GIT_REMOTE_CALLBACKS_VERSION);
	callbacks->transfer_progress = watch_transfer;
	callbacks->credentials = log_in;
	callbacks->payload = payload;
}

const char *mg_remote_folder(const char *url)
{
	const char *path = strncmp(url, "file://", 7) == 0 ? url + 7 : url;

	return path[0] == '/' ? path : NULL;
}

// ---- heads

#define KEY_LETTERS "abcdefghijklmnopqrstuvwxyz234567"
#define HEX_LETTERS "0123456789abcdef"

// Where lines and forks are, and what their names are: "<key>", "<key><separator><commit>". Nothing else is a line's,
// whatever somebody wrote there.
static const struct kind {
	const char *prefix;
	bool plain;     // the key alone is a name
	char separator; // before a fork's commit; 0: there is none
} kinds[] = {{MG_REF_LINES, true, 0}, {MG_REF_FORKS, false, '/'}, {MG_REF_HEADS, true, '-'}};

static bool is_line_name(const struct kind *kind, const char *name)
{
	const char *rest = name + MG_KEY_ID_CHARS;

	if (strspn(name, KEY_LETTERS) != MG_KEY_ID_CHARS)
		return false;
	if (!*rest)
		return kind->plain;
	return *rest == kind->separator && strspn(rest + 1, HEX_LETTERS) == MG_ID_HEX - 1 && !rest[MG_ID_HEX];
}

const char *mg_remote_key(const char *ref)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t len = strlen(kinds[i].prefix);

		if (strncmp(ref, kinds[i].prefix, len) == 0 && is_line_name(&kinds[i], ref + len))
			return ref + len;
	}
	return NULL;
}

int mg_remote_heads(git_remote *remote, struct mg_arena *arena, struct mg_remote_head **out, size_t *n,
		    struct mg_error *err)
{
	const git_remote_head **heads = NULL;
	size_t count;
	int rc = git_remote_ls(&heads, &count, remote);

	*n = 0;
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot list the references of %s"), git_remote_url(remote));
	*out = mg_arena_array(arena, count + 1, sizeof **out);
	if (!*out)
		return mg_fail_memory(err);
	for (size_t i = 0; i < count; i++) {
		struct mg_remote_head *head = &(*out)[*n];
		const char *key = mg_remote_key(heads[i]->name);

		if (!key)
			continue;
		*head = (struct mg_remote_head){.ref = mg_arena_strdup(arena, heads[i]->name),
						.key = mg_arena_copy(arena, key, MG_KEY_ID_CHARS)};
		if (!head->ref || !head->key)
			return mg_fail_memory(err);
		memcpy(head->id.bytes, heads[i]->oid.id, MG_ID_BYTES);
		(*n)++;
	}
	return 0;
}

// What could not be looked at may be another thing where another remote has it.
static bool is_refused(struct mg_copy *copy, const char *name, const struct mg_id *id)
{
	struct mg_index_verdict verdict;
	struct mg_arena arena;
	struct mg_error err;
	bool refused;

	mg_arena_init(&arena, 0);
	refused = mg_index_verdict(copy->store.index, id, &arena, &verdict, &err) == 0 && !verdict.held &&
		  (!mg_verdict_is_unseen(&verdict) || (name && strcmp(verdict.path, name) == 0));
	mg_arena_clear(&arena);
	return refused;
}

static bool is_listed(const struct mg_remote_head *heads, size_t n, const struct mg_id *id)
{
	for (size_t i = 0; i < n; i++) {
		if (mg_id_equal(&heads[i].id, id))
			return true;
	}
	return false;
}

size_t mg_remote_news(struct mg_copy *copy, const char *name, struct mg_remote_head *heads, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		mg_position position;
		struct mg_error err;

		if (mg_index_find(copy->store.index, &heads[i].id, &position, &err) == 0 ||
		    is_listed(heads, kept, &heads[i].id) || is_refused(copy, name, &heads[i].id))
			continue;
		heads[kept++] = heads[i];
	}
	return kept;
}

// ---- download

struct download {
	struct mg_copy *copy;
	git_remote *remote;
	struct mg_quarantine *quarantine;
	struct mg_transfer *transfer;
	struct mg_arena *arena;
	struct mg_error *err;
};

static bool is_cancelled(const struct download *d)
{
	return d->transfer->cancel && *d->transfer->cancel;
}

static int stop_head(struct download *d, struct mg_remote_head *head, const struct mg_error *why)
{
	head->problem = mg_arena_strdup(d->arena, why->message);
	return head->problem ? 0 : mg_fail_memory(d->err);
}

static int download_once(struct download *d, const struct mg_remote_head *heads, size_t n)
{
	git_fetch_options options;
	git_strarray specs = {.strings = mg_arena_array(d->arena, n, sizeof *specs.strings), .count = n};
	int rc;

	if (!specs.strings)
		return GIT_ERROR;
	for (size_t i = 0; i < n; i++)
		specs.strings[i] = mg_arena_strdup(d->arena, heads[i].ref);
	git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
	mg_remote_callbacks(&options.callbacks, d->transfer);
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	rc = git_remote_connect(d->remote, GIT_DIRECTION_FETCH, &options.callbacks, NULL, NULL);
	if (rc == 0)
		rc = git_remote_download(d->remote, &specs, &options);
	git_remote_disconnect(d->remote);
	return rc;
}

// One pack for all; when something in it is beyond a limit, halves, until the head that leads to it is alone.
static int download_heads(struct download *d, struct mg_remote_head *heads, size_t n)
{
	int rc = n ? download_once(d, heads, n) : 0;
	struct mg_error why;
	int stopped, code;

	if (rc == 0)
		return 0;
	if (is_cancelled(d))
		return mg_fail(d->err, MG_EBUSY, _("stopped"));
	stopped = mg_quarantine_stopped(d->quarantine, &why);
	if (stopped == MG_ELIMIT && n == 1)
		return stop_head(d, heads, &why);
	if (stopped == MG_ELIMIT) {
		code = download_heads(d, heads, n / 2);
		return code ? code : download_heads(d, heads + n / 2, n - n / 2);
	}
	if (stopped) {
		*d->err = why;
		mg_error_prefix(d->err, "%s", git_remote_url(d->remote));
		return stopped;
	}
	return mg_fail_git(d->err, rc, _("cannot fetch from %s"), git_remote_url(d->remote));
}

// ---- from a folder of this machine: libgit2's own way there reads whatever a stick holds, however large or deep

static bool is_inside(void *context, const struct mg_id *id)
{
	return mg_quarantine_is_inside(context, id);
}

struct feeding {
	struct download *d;
	git_odb_writepack *pack;
	git_indexer_progress stats;
};

static int feed(void *bytes, size_t len, void *context)
{
	struct feeding *f = context;

	return f->pack->append(f->pack, bytes, len, &f->stats);
}

static int copy_pack(struct download *d, struct mg_pack_walk *walk)
{
	struct feeding f = {.d = d};
	git_odb *odb = NULL;
	int rc = git_repository_odb(&odb, mg_repo_git(d->copy->store.repo));
	int code = 0;

	if (rc == 0)
		rc = git_odb_write_pack(&f.pack, odb, watch_transfer, d->transfer);
	if (rc == 0)
		code = mg_pack_walk_read(walk, feed, NULL, &f, d->err);
	if (rc == 0 && !code)
		rc = f.pack->commit(f.pack, &f.stats);
	if (f.pack)
		f.pack->free(f.pack);
	git_odb_free(odb);
	if (is_cancelled(d))
		return mg_fail(d->err, MG_EBUSY, _("stopped"));
	return code || rc == 0 ? code : mg_fail_git(d->err, rc, _("cannot fetch from %s"), git_remote_url(d->remote));
}

static void forget(void *context)
{
	mg_git_forget_packs(context);
}

static int copy_heads(struct download *d, git_repository *theirs, struct mg_remote_head *heads, size_t n)
{
	struct mg_pack_walk *walk;
	int code = mg_pack_walk_new(theirs, is_inside, d->quarantine, &walk, d->err);

	if (!code)
		mg_pack_walk_forget(walk, forget, theirs);
	for (size_t i = 0; !code && i < n && !is_cancelled(d); i++) {
		code = mg_pack_walk_add(walk, &heads[i].id, d->err);
		if (code == MG_ELIMIT || code == MG_EINVALID)
			code = stop_head(d, &heads[i], d->err);
		else if (code == MG_ENOTFOUND) // somebody is writing there, or something is broken: the others go on
			code = 0;
	}
	if (!code && mg_pack_walk_count(walk))
		code = copy_pack(d, walk);
	mg_pack_walk_free(walk);
	return code;
}

int mg_remote_download(struct mg_copy *copy, git_remote *remote, struct mg_remote_head *heads, size_t n,
		       struct mg_quarantine *quarantine, struct mg_transfer *transfer, struct mg_arena *arena,
		       struct mg_error *err)
{
	struct download d = {.copy = copy,
			     .remote = remote,
			     .quarantine = quarantine,
			     .transfer = transfer,
			     .arena = arena,
			     .err = err};
	const char *folder = mg_remote_folder(git_remote_url(remote));
	git_repository *theirs = NULL;
	int code;

	if (folder && git_repository_open_ext(&theirs, folder, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0)
		code = copy_heads(&d, theirs, heads, n);
	else
		code = download_heads(&d, heads, n);
	git_repository_free(theirs);
	return code;
}

// ---- what was fetched

void mg_remote_mirror(const char *name, const char *ref, char out[512])
{
	const char *rest =
		strncmp(ref, MG_REF_HEADS, strlen(MG_REF_HEADS)) == 0 ? NULL : ref + strlen("refs/maillage/");

	if (rest)
		snprintf(out, 512, MG_REF_REMOTES "%s/%s", name, rest);
	else
		snprintf(out, 512, MG_REF_REMOTES "%s/heads/%s", name, ref + strlen(MG_REF_HEADS));
}

int mg_remote_note(struct mg_copy *copy, const char *name, const struct mg_remote_head *heads, size_t n,
		   struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < n; i++) {
		struct mg_id seen;
		char ref[512];

		mg_remote_mirror(name, heads[i].ref, ref);
		if (mg_repo_ref_get(copy->store.repo, ref, &seen, err) == 0 && mg_id_equal(&seen, &heads[i].id))
			continue;
		if (mg_repo_look(copy->store.repo, &heads[i].id, MG_OBJECT_COMMIT, MG_ANY_SIZE, err) == 0)
			code = mg_repo_ref_set(copy->store.repo, ref, &heads[i].id, NULL, err);
	}
	return code;
}

static void tell_checked(void *context, size_t done)
{
	const struct mg_progress *progress = context;

	progress->show(progress->context, MG_STAGE_CHECK, done, 0);
}

int mg_receive_heads(struct mg_copy *copy, const char *name, const struct mg_remote_head *heads, size_t n,
		     struct mg_quarantine *quarantine, struct mg_transfer *transfer, struct mg_ingested *counts,
		     struct mg_error *err)
{
	struct mg_received_tip *tips;
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	tips = mg_arena_array(&arena, n + 1, sizeof *tips);
	if (transfer->progress) {
		counts->progress = tell_checked;
		counts->context = transfer->progress;
	}
	for (size_t i = 0; tips && i < n; i++)
		tips[i] = (struct mg_received_tip){heads[i].id, heads[i].key, heads[i].problem, name};
	if (tips) {
		code = mg_receive(copy, quarantine, tips, n, counts, err);
	} else {
		code = mg_fail_memory(err);
		mg_quarantine_close(quarantine);
	}
	mg_arena_clear(&arena);
	return code;
}

int mg_remote_take(struct mg_copy *copy, const char *name, const struct mg_remote_head *heads, size_t n,
		   struct mg_quarantine *quarantine, struct mg_transfer *transfer, struct mg_ingested *counts,
		   struct mg_error *err)
{
	int code = mg_receive_heads(copy, name, heads, n, quarantine, transfer, counts, err);

	return code ? code : mg_remote_note(copy, name, heads, n, err);
}

struct tips {
	struct mg_arena *arena;
	struct mg_id *ids;
	size_t n, cap;
};

static int collect_tip(void *context, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct tips *tips = context;
	struct mg_id *grown;

	(void)name;
	for (size_t i = 0; i < tips->n; i++) {
		if (mg_id_equal(&tips->ids[i], id))
			return 0;
	}
	grown = mg_arena_grow(tips->arena, tips->ids, tips->n, &tips->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	tips->ids = grown;
	grown[tips->n++] = *id;
	return 0;
}

int mg_remote_tips(struct mg_copy *copy, const char *name, struct mg_arena *arena, struct mg_id **out, size_t *n,
		   struct mg_error *err)
{
	struct tips tips = {.arena = arena};
	char prefix[512];
	int code;

	snprintf(prefix, sizeof prefix, MG_REF_REMOTES "%s/", name);
	code = mg_repo_refs(copy->store.repo, prefix, collect_tip, &tips, err);
	*out = tips.ids;
	*n = tips.n;
	return code;
}
