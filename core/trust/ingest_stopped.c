// SPDX-License-Identifier: EUPL-1.2
//
// What stands on a commit that is not accepted: refused or held with it, without being judged. But what came in too fast is
// taken in when another line has absorbed it.
#include "core/trust/ingest_impl.h"

#include "base/i18n.h"
#include "core/trust/flood.h"
#include "core/trust/held.h"

#include <git2.h>
#include <stdio.h>

#define MAX_VAIN 3 // tries to absorb: each judges a flood

// The parent that stops a commit; refused ones first, since those are for ever.
static bool find_stopping(const struct mg_ingesting *g, const struct mg_id *of, struct mg_id *parent,
			  enum mg_decision *decision)
{
	git_commit *commit = NULL;
	bool found = false;
	git_oid oid;

	git_oid_fromraw(&oid, of->bytes);
	if (git_commit_lookup(&commit, mg_repo_git(g->copy->store.repo), &oid) < 0)
		return false;
	for (unsigned i = 0; i < git_commit_parentcount(commit); i++) {
		struct mg_id id;

		memcpy(id.bytes, git_commit_parent_id(commit, i)->id, MG_ID_BYTES);
		if (mg_idset_has(&g->refused, &id) || (!found && mg_idset_has(&g->held, &id))) {
			*decision = mg_idset_has(&g->refused, &id) ? MG_REFUSED : MG_HELD;
			*parent = id;
			found = true;
		}
	}
	git_commit_free(commit);
	return found;
}

// The tip's own words may be anybody's, so its line is named only when they are well-formed.
static int keep_stopped(struct mg_ingesting *g, const struct mg_id *id, const struct mg_id *parent,
			enum mg_decision decision)
{
	struct mg_verdict verdict = {.decision = decision, .check = MG_CHECK_PARENT};
	struct mg_commit commit = {0};
	struct mg_arena arena;
	struct mg_error lost;
	char hex[MG_ID_HEX];
	int code;

	mg_arena_init(&arena, 0);
	snprintf(verdict.message, sizeof verdict.message,
		 decision == MG_REFUSED ? _("stands on the commit %s, which is refused")
					: _("waits for the commit %s, which is not accepted here"),
		 mg_id_format(parent, hex));
	if (mg_read_commit(g->copy, id, &arena, &commit, &lost))
		commit = (struct mg_commit){0};
	commit.id = *id;
	code = mg_ingest_keep_verdict(g->copy, &commit, &verdict, g->err);
	mg_arena_clear(&arena);
	return code;
}

// ---- what libgit2 cannot walk over

// The nearest commit below the tip that is there and is none. Nothing is known of what lies below that.
static bool find_malformed(struct mg_ingesting *g, struct mg_idset *met, struct mg_id *malformed, struct mg_error *why)
{
	bool found = false;
	int code = mg_idset_add(met, g->tip, why);

	for (size_t i = 0; !code && !found && i < met->n; i++) {
		struct mg_commit commit = {0};
		struct mg_arena arena;
		mg_position position;

		*malformed = met->items[i];
		if (mg_index_find(g->copy->store.index, malformed, &position, why) == 0)
			continue;
		mg_arena_init(&arena, 0);
		code = mg_read_commit(g->copy, malformed, &arena, &commit, why);
		found = code == MG_EINVALID || code == MG_ELIMIT;
		for (size_t k = 0; !code && k < commit.n_parents; k++)
			if (!mg_idset_has(met, &commit.parents[k]))
				code = mg_idset_add(met, &commit.parents[k], why);
		mg_arena_clear(&arena);
	}
	return found;
}

static int refuse_unwalkable(struct mg_ingesting *g, const struct mg_id *id, const char *why)
{
	struct mg_verdict verdict = {.decision = MG_REFUSED, .check = MG_CHECK_SHAPE};
	const struct mg_commit commit = {.id = *id};
	int code;

	snprintf(verdict.message, sizeof verdict.message, "%s", why);
	g->counts->refused++;
	code = mg_ingest_keep_verdict(g->copy, &commit, &verdict, g->err);
	if (code || mg_id_equal(id, g->tip))
		return code;
	g->counts->refused++;
	return keep_stopped(g, g->tip, id, MG_REFUSED);
}

int mg_ingest_unwalkable(struct mg_ingesting *g, bool *refused)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_idset met = {0};
	struct mg_error why, undo;
	struct mg_id malformed;
	int code = 0;

	*refused = find_malformed(g, &met, &malformed, &why);
	mg_idset_clear(&met);
	if (!*refused)
		return 0;
	code = mg_index_begin(index, g->err);
	if (code)
		return code;
	code = refuse_unwalkable(g, &malformed, why.message);
	if (mg_index_end(index, !code, code ? &undo : g->err) && !code)
		code = g->err->code;
	return code;
}

// ---- what another line absorbed

// A commit of a line that is known here and has not flooded it, by its signature.
static bool is_by_another(struct mg_ingesting *g, const struct mg_id *id, struct mg_arena *arena)
{
	struct mg_index_commit *tips;
	struct mg_public_key signer;
	struct mg_commit commit;
	size_t n;

	if (mg_read_commit(g->copy, id, arena, &commit, g->err) || mg_flood_is_full(g->counts->flood, commit.key) ||
	    mg_commit_verify(&commit, &signer, g->err) || mg_index_tips(g->copy->store.index, arena, &tips, &n, g->err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(tips[i].key, commit.key) == 0)
			return true;
	}
	return false;
}

// What came in too fast is taken in when another line has absorbed it: when the commit that did so is accepted with it.
// *done tells whether it was.
static int absorb(struct mg_ingesting *g, const struct mg_id *id, bool *done)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_ingested counts = {0};
	mg_position position;
	struct mg_error lost;
	int code = mg_index_begin(index, g->err);

	if (code)
		return code;
	code = mg_ingest(g->copy, id, &counts, g->err);
	*done = !code && mg_index_find(index, id, &position, &lost) == 0;
	if (mg_index_end(index, *done, code ? &lost : g->err) && !code)
		code = g->err->code;
	if (!*done) {
		g->absorbed_in_vain++;
		return code;
	}
	g->counts->accepted += counts.accepted;
	g->counts->held -= counts.accepted - 1 < g->counts->held ? counts.accepted - 1 : g->counts->held;
	mg_idset_clear(&g->held); // what else is held says so again
	return code;
}

static int try_absorb(struct mg_ingesting *g, const struct mg_id *id, bool *done)
{
	struct mg_arena arena;
	bool worth;

	*done = false;
	if (!g->counts->flood || g->absorbed_in_vain == MAX_VAIN)
		return 0;
	mg_arena_init(&arena, 0);
	worth = is_by_another(g, id, &arena);
	mg_arena_clear(&arena);
	return worth ? absorb(g, id, done) : 0;
}

int mg_ingest_stop(struct mg_ingesting *g, const struct mg_id *id, bool *stopped)
{
	enum mg_decision decision = MG_ACCEPTED;
	struct mg_id parent;
	bool absorbed = false;
	int code = 0;

	*stopped = mg_ingest_has_stopped(g) && find_stopping(g, id, &parent, &decision);
	if (*stopped && decision == MG_HELD)
		code = try_absorb(g, id, &absorbed);
	if (code || absorbed || !*stopped)
		return code;
	if (mg_id_equal(id, g->tip))
		code = keep_stopped(g, id, &parent, decision);
	*(decision == MG_REFUSED ? &g->counts->refused : &g->counts->held) += 1;
	return code ? code : mg_ingest_note_stopped(g, id, decision);
}
