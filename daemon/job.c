// SPDX-License-Identifier: EUPL-1.2
#include "daemon/job.h"

#include "daemon/digest.h"

struct tips {
	uint64_t all;
	struct mg_id own; // zero: no line yet
	const char *line;
};

static int add_tip(void *context, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct tips *tips = context;

	(void)err;
	tips->all = mg_digest_text(tips->all, name);
	tips->all = mg_digest(tips->all, id->bytes, MG_ID_BYTES);
	if (strcmp(name, tips->line) == 0)
		tips->own = *id;
	return 0;
}

// The references, not the index: what other programs moved counts too.
static int read_tips(struct mg_copy *copy, const struct mg_site *site, struct tips *tips, struct mg_error *err)
{
	struct mg_repo *repo = mg_copy_store(copy)->repo;
	int code;

	*tips = (struct tips){.all = MG_DIGEST_START, .line = site->line};
	code = mg_repo_refs(repo, "refs/maillage/lines/", add_tip, tips, err);
	if (!code)
		code = mg_repo_refs(repo, "refs/maillage/forks/", add_tip, tips, err);
	if (code)
		tips->all = 0;
	return code;
}

int mg_job_open(const struct mg_site *site, struct mg_copy **out, struct mg_error *err)
{
	return mg_copy_open(site->dir, site->home, site->clock, site->types, out, err);
}

// The old handle goes after the new one is there.
static int reopen(const struct mg_site *site, struct mg_copy **kept, struct mg_error *err)
{
	struct mg_copy *copy;
	int code = mg_job_open(site, &copy, err);

	if (code)
		return code;
	mg_copy_close(*kept);
	*kept = copy;
	return 0;
}

static int record(struct mg_copy *copy, const struct mg_look *look, struct mg_arena *arena,
		  struct mg_findings *findings, struct mg_saved *out)
{
	struct mg_unrecorded *left = NULL;
	int code;

	if (!look->all && !look->n)
		return 0;
	code = mg_copy_save(copy, look->all ? NULL : look->paths, look->all ? 0 : look->n, MG_SIDE_ASK, NULL, arena,
			    &out->recorded, &left, &out->n_left, findings, &out->err);
	out->left = left;
	out->findings = findings;
	return code;
}

static int learn(struct mg_copy *copy, const struct mg_site *site, struct mg_arena *arena, struct mg_saved *out,
		 struct mg_error *err)
{
	struct mg_remote *remotes = NULL;
	struct tips tips;
	int code = read_tips(copy, site, &tips, err);

	out->tips = tips.all;
	if (!code)
		code = mg_remote_list(copy, arena, &remotes, &out->n_remotes, err);
	if (!code && !remotes) // none is not the same as not known
		remotes = mg_arena_array(arena, 1, sizeof *remotes);
	out->remotes = remotes;
	return code;
}

static bool must_ask_first(struct mg_copy *copy, const struct mg_look *look, struct mg_arena *arena)
{
	struct mg_remote *remotes;
	struct mg_error err;
	size_t n = 0;

	return look->first && mg_remote_list(copy, arena, &remotes, &n, &err) == 0 && n;
}

// Cannot fail: what stands in the way, such as another program at work, may not do so the next time.
static void tidy(struct mg_copy *copy)
{
	struct mg_error err;

	(void)!mg_copy_tidy(copy, &err);
}

void mg_job_save(const struct mg_site *site, struct mg_copy **kept, const struct mg_look *look, struct mg_arena *arena,
		 struct mg_findings *findings, struct mg_saved *out)
{
	struct mg_error err = {0};
	int code;

	*out = (struct mg_saved){0};
	if (look->all)
		out->code = reopen(site, kept, &out->err);
	if (out->code)
		return;
	out->put_off = must_ask_first(*kept, look, arena);
	if (!out->put_off)
		out->code = record(*kept, look, arena, findings, out);
	if (look->idle && !out->code)
		tidy(*kept);
	code = learn(*kept, site, arena, out, &err);
	if (code && !out->code) {
		out->code = code;
		out->err = err;
	}
}

void mg_job_sync(const struct mg_site *site, const char *remote, const atomic_bool *cancel, struct mg_arena *arena,
		 struct mg_synced *out)
{
	struct tips before = {0}, after = {0};
	struct mg_copy *copy = NULL;

	*out = (struct mg_synced){.remote = remote};
	out->code = mg_job_open(site, &copy, &out->err);
	if (!out->code)
		out->code = read_tips(copy, site, &before, &out->err);
	if (!out->code)
		out->code = mg_remote_sync(copy, remote, cancel, NULL, arena, &out->sync, &out->err);
	if (!out->code)
		out->code = read_tips(copy, site, &after, &out->err);
	out->tips = after.all;
	out->own_kept = mg_id_equal(&before.own, &after.own);
	mg_copy_close(copy);
}
