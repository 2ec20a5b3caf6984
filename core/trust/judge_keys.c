// SPDX-License-Identifier: EUPL-1.2
//
// Acceptance, "rights" over keys (docs/format-key.md, "Who enrols and revokes whom"): who enrols and who revokes whom.
// What x-droits cannot say: a key is revoked by one above it, and an actor's device alone lets nobody in.
#include "core/trust/judge_impl.h"

#include "base/i18n.h"
#include "core/trust/seal.h"

#include <stdio.h>

// ---- ranks

static int is_role_dd(struct mg_judging *j, struct mg_slice actor, bool *is_dd)
{
	const struct mg_node *record;
	char path[MG_MAX_PATH_BYTES + 1];
	int code;

	snprintf(path, sizeof path, "acteurs/%.*s.yaml", (int)actor.len, actor.data);
	code = mg_judge_value(j, path, &record);
	*is_dd = !code && mg_slice_is(mg_node_string(mg_node_get(record, "role")), "dd");
	return code == MG_ENOTFOUND ? 0 : code;
}

static int is_dd(struct mg_judging *j, struct mg_slice actor, bool *is)
{
	const struct mg_node *cooperative;
	int code = mg_judge_value(j, "cooperative.yaml", &cooperative);

	*is = !code && mg_slice_equal(mg_node_string(mg_node_get(cooperative, "dd_animatrice")), actor);
	return code || *is ? code : is_role_dd(j, actor, is);
}

static int rank_of(struct mg_judging *j, const struct mg_node *cle, enum mg_key_rank *rank)
{
	bool device = mg_slice_is(mg_node_string(mg_node_get(cle, "usage")), "appareil"), dd;
	int code = is_dd(j, mg_node_string(mg_node_get(cle, "acteur")), &dd);

	*rank = dd ? (device ? MG_RANK_DD_DEVICE : MG_RANK_DD_SIGNATORY)
		   : (device ? MG_RANK_DEVICE : MG_RANK_SIGNATORY);
	return code;
}

static const struct mg_index_commit *earlier(const struct mg_index_commit *a, const struct mg_index_commit *b)
{
	if (a->stamp_ms != b->stamp_ms)
		return a->stamp_ms < b->stamp_ms ? a : b;
	return mg_id_compare(&a->id, &b->id) <= 0 ? a : b;
}

// The first commit of this history that enrolled a key.
static int enrolled_by(struct mg_judging *j, const char *key, struct mg_index_commit *first)
{
	struct mg_key_act *acts;
	size_t n;
	int code = mg_index_key_acts(j->store->index, key, j->arena, &acts, &n, j->err);

	*first = (struct mg_index_commit){0};
	for (size_t i = 0; !code && i < n; i++) {
		struct mg_index_commit commit;

		if (acts[i].revokes || !mg_judge_saw(j, acts[i].position))
			continue;
		code = mg_index_commit(j->store->index, acts[i].position, &commit, j->err);
		if (!code && (!first->position || earlier(&commit, first) == &commit))
			*first = commit;
	}
	return code;
}

// Nobody stands above the DD's signatories but those of them that were there before.
static int was_before(struct mg_judging *j, const char *one, const char *other, bool *before)
{
	struct mg_index_commit a = {0}, b = {0};
	int code = enrolled_by(j, one, &a);

	if (!code)
		code = enrolled_by(j, other, &b);
	*before = !code && a.position && b.position && a.position != b.position && earlier(&a, &b) == &a;
	return code;
}

// Whether the key `one` may revoke the other.
static int is_above(struct mg_judging *j, const char *one, const char *other, const struct mg_node *cle, bool *above)
{
	char path[MG_MAX_PATH_BYTES + 1];
	enum mg_key_rank rank, others;
	const struct mg_node *own;
	int code;

	*above = false;
	mg_seal_key_path(one, path);
	code = mg_judge_value(j, path, &own);
	if (code)
		return code == MG_ENOTFOUND ? 0 : code; // a line's first commit, which brings its own key
	code = rank_of(j, own, &rank);
	if (!code)
		code = rank_of(j, cle, &others);
	if (code)
		return code;
	if (rank == MG_RANK_DD_SIGNATORY && others == rank)
		return was_before(j, one, other, above);
	*above = rank < others &&
		 (rank < MG_RANK_SIGNATORY || mg_slice_equal(mg_node_string(mg_node_get(own, "acteur")),
							     mg_node_string(mg_node_get(cle, "acteur"))));
	return 0;
}

// ---- what the commit does

static int read_after(struct mg_judging *j, const struct mg_id *blob, struct mg_buf *out)
{
	return mg_repo_read(j->store->repo, blob, MG_OBJECT_BLOB, MG_MAX_RECORD_BYTES, out, j->err);
}

// Who signs the key's file in this commit. A signature that does not hold counts for nothing here; "seal" tells it.
static int find_voucher(struct mg_judging *j, const struct mg_change *cle, const struct mg_change *signature,
			struct mg_key_act *act, char actor[MG_MAX_ID_CHARS + 1])
{
	struct mg_buf record = {0}, armour = {0};
	struct mg_public_key signer;
	int code = read_after(j, &cle->after, &record);

	if (!code)
		code = read_after(j, &signature->after, &armour);
	if (!code)
		code = mg_seal_check(j->store, &j->out->base, &signature->path, mg_buf_slice(&record),
				     mg_buf_slice(&armour), j->err);
	if (!code)
		code = mg_seal_verify(&signature->path, mg_buf_slice(&record), mg_buf_slice(&armour), &signer, j->err);
	if (!code) {
		memcpy(act->by, signer.id, sizeof act->by);
		memcpy(actor, signature->path.signer, MG_MAX_ID_CHARS + 1);
	}
	mg_buf_clear(&record);
	mg_buf_clear(&armour);
	return code == MG_ETRUST || code == MG_EINVALID || code == MG_ELIMIT ? 0 : code;
}

static int find_vouchers(struct mg_judging *j, const struct mg_change *cle, struct mg_key_act *act,
			 char actor[MG_MAX_ID_CHARS + 1])
{
	int code = 0;

	actor[0] = '\0';
	for (size_t i = 0; !code && j->commit->n_parents && !act->by[0] && i < j->out->n_changes; i++) {
		const struct mg_change *c = &j->out->changes[i];

		if (c->path.kind == MG_PATH_SIGNATURE && !mg_id_is_zero(&c->after) &&
		    strcmp(c->path.record, cle->path.text) == 0)
			code = find_voucher(j, cle, c, act, actor);
	}
	return code;
}

static int check_enrolment(struct mg_judging *j, const struct mg_change *c, const char *voucher)
{
	struct mg_slice actor = mg_node_string(mg_node_get(c->new, "acteur"));
	bool dd;
	int code = is_dd(j, mg_slice_of(j->commit->actor), &dd);

	if (code)
		return code;
	if (mg_node_get(c->new, "revocation"))
		return mg_judge_refuse(j, MG_CHECK_RIGHTS, c->path.text, _("a key is enrolled before it is revoked"));
	if (dd || mg_slice_is(actor, voucher))
		return 0;
	return mg_judge_refuse(j, MG_CHECK_RIGHTS, c->path.text,
			       _("a key of %.*s is enrolled by the DD, or with the signature of a signatory of %.*s"),
			       (int)actor.len, actor.data, (int)actor.len, actor.data);
}

static int check_revocation(struct mg_judging *j, const struct mg_change *c, const struct mg_key_act *act)
{
	bool above;
	int code = is_above(j, j->commit->key, act->key, c->old, &above);

	if (!code && !above && act->by[0])
		code = is_above(j, act->by, act->key, c->old, &above);
	if (code || above)
		return code;
	return mg_judge_refuse(j, MG_CHECK_RIGHTS, c->path.text,
			       _("only a key above %s may revoke it, and %s is not above it"), act->key,
			       act->by[0] ? act->by : j->commit->key);
}

static int add_act(struct mg_judging *j, const struct mg_key_act *act, size_t *cap)
{
	struct mg_judged *out = j->out;
	struct mg_key_act *acts = mg_arena_grow(j->arena, out->acts, out->n_acts, cap, sizeof *acts);

	if (!acts)
		return mg_fail_memory(j->err);
	out->acts = acts;
	acts[out->n_acts++] = *act;
	return 0;
}

static int check_key(struct mg_judging *j, const struct mg_change *c, size_t *cap)
{
	const bool was = mg_node_get(c->old, "revocation"), is = mg_node_get(c->new, "revocation");
	struct mg_key_act act = {.revokes = c->old};
	char voucher[MG_MAX_ID_CHARS + 1];
	int code;

	if (!c->new || (c->old && (was || !is)))
		return 0; // neither
	memcpy(act.key, c->path.parts.cle, sizeof act.key);
	code = rank_of(j, c->old ? c->old : c->new, &act.rank);
	if (!code)
		code = find_vouchers(j, c, &act, voucher);
	if (!code && act.revokes)
		code = check_revocation(j, c, &act);
	else if (!code && j->commit->n_parents)
		code = check_enrolment(j, c, voucher);
	return code ? code : add_act(j, &act, cap);
}

int mg_judge_keys(struct mg_judging *j)
{
	size_t cap = 0;
	int code = 0;

	for (size_t i = 0; !code && i < j->out->n_changes; i++) {
		const struct mg_change *c = &j->out->changes[i];

		if (c->path.kind == MG_PATH_RECORD && c->path.parts.cle[0])
			code = check_key(j, c, &cap);
	}
	return code;
}
