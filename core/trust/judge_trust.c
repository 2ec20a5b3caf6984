// SPDX-License-Identifier: EUPL-1.2
//
// Acceptance, "signature", "fork", "time" and "seal": who made the commit, when, and what was signed before.
#include "core/trust/judge_impl.h"
#include "core/repo/parse.h"

#include "base/i18n.h"
#include "core/trust/seal.h"

#include <stdio.h>

#include <string.h>

// ---- signature

static int check_device(struct mg_judging *j, const struct mg_node *cle)
{
	const char *key = j->commit->key;

	if (!mg_slice_is(mg_node_string(mg_node_get(cle, "usage")), "appareil"))
		return mg_judge_refuse(j, MG_CHECK_SIGNATURE, NULL, _("the key %s is not a device's"), key);
	if (mg_node_get(cle, "revocation"))
		return mg_judge_refuse(j, MG_CHECK_SIGNATURE, NULL, _("the key %s is revoked"), key);
	if (!mg_slice_is(mg_node_string(mg_node_get(cle, "acteur")), j->commit->actor))
		return mg_judge_refuse(j, MG_CHECK_SIGNATURE, NULL, _("the key %s does not sign for the actor %s"), key,
				       j->commit->actor);
	return 0;
}

static int read_after(struct mg_judging *j, const char *path, size_t max, struct mg_buf *out)
{
	struct mg_id blob;
	int code = mg_repo_find(j->store->repo, &j->commit->tree, path, &blob, j->err);

	return code ? code : mg_repo_read(j->store->repo, &blob, MG_OBJECT_BLOB, max, out, j->err);
}

static int check_vouched(struct mg_judging *j, const struct mg_path *signature, struct mg_slice cle)
{
	struct mg_buf armour = {0};
	int code = read_after(j, signature->text, MG_MAX_KEYFILE_BYTES, &armour);

	if (code == MG_ENOTFOUND)
		code = mg_judge_refuse(j, MG_CHECK_SIGNATURE, signature->record,
				       _("the line brings its own key, which no signatory has signed"));
	if (!code)
		code = mg_seal_check(j->store, &j->out->base, signature, cle, mg_buf_slice(&armour), j->err);
	mg_buf_clear(&armour);
	return mg_judge_refuse_if(j, code, MG_CHECK_SIGNATURE, signature->text);
}

// A device's first commit may bring its own key, signed by a signatory of its actor.
static int check_own_key(struct mg_judging *j, const char *path)
{
	const struct mg_node *cle = NULL;
	struct mg_path record, signature;
	struct mg_buf text = {0};
	int code = j->n_own ? MG_ENOTFOUND : read_after(j, path, MG_MAX_RECORD_BYTES, &text);

	if (code == MG_ENOTFOUND)
		return mg_judge_refuse(j, MG_CHECK_SIGNATURE, NULL, _("the key %s is not enrolled"), j->commit->key);
	if (!code)
		code = mg_parse_value(path, mg_buf_slice(&text), j->arena, &cle, j->err);
	if (!code)
		code = mg_path_parse(j->store->types, path, &record, j->err);
	if (!code)
		code = mg_path_of_signature(&record, j->commit->actor, &signature, j->err);
	if (!code)
		code = check_device(j, cle);
	if (!code)
		code = check_vouched(j, &signature, mg_buf_slice(&text));
	mg_buf_clear(&text);
	return mg_judge_refuse_if(j, code, MG_CHECK_SIGNATURE, path);
}

static int verify(struct mg_judging *j, struct mg_public_key *signer)
{
	const struct mg_commit_checked *checked = j->commit->checked; // core/trust/ahead.h

	if (!checked)
		return mg_commit_verify(j->commit, signer, j->err);
	*signer = checked->signer;
	if (checked->code)
		*j->err = checked->err;
	return checked->code;
}

int mg_judge_signature(struct mg_judging *j)
{
	char path[MG_MAX_PATH_BYTES + 1];
	const struct mg_node *cle;
	struct mg_public_key signer;
	int code = verify(j, &signer);

	if (code)
		return mg_judge_refuse_if(j, code, MG_CHECK_SIGNATURE, NULL);
	mg_seal_key_path(signer.id, path);
	code = mg_judge_value(j, path, &cle);
	if (code == MG_ENOTFOUND)
		return check_own_key(j, path);
	return code ? mg_judge_refuse_if(j, code, MG_CHECK_SIGNATURE, path) : check_device(j, cle);
}

// ---- fork

int mg_judge_fork(struct mg_judging *j)
{
	char one[MG_ID_HEX], two[MG_ID_HEX];

	if (j->n_own < 2)
		return 0;
	return mg_judge_refuse(j, MG_CHECK_FORK, NULL,
			       _("the key %s is spent: it made both %s and %s without seeing one from the other"),
			       j->commit->key, mg_id_format(&j->own[0].id, one), mg_id_format(&j->own[1].id, two));
}

// ---- time

int mg_judge_time(struct mg_judging *j)
{
	const struct mg_commit *c = j->commit;

	for (size_t i = 0; i < c->n_parents; i++) {
		if (c->stamp_ms <= j->parents[i].stamp_ms)
			return mg_judge_refuse(j, MG_CHECK_TIME, NULL, _("its stamp is not above its parents'"));
	}
	if (c->seconds != c->stamp_ms / 1000)
		return mg_judge_refuse(j, MG_CHECK_TIME, NULL, _("its committer time is not its stamp"));
	if (c->stamp_ms > j->now_ms + MG_MAX_CLOCK_AHEAD_MS)
		return mg_judge_hold(j, MG_CHECK_AHEAD, _("its stamp is more than an hour ahead of this clock"));
	return 0;
}

// ---- seal

static int check_sealed_record(struct mg_judging *j, const struct mg_change *c)
{
	struct mg_seal_signature *signatures;
	size_t n;
	int code;

	if (!c->path.type || !c->path.type->opener || mg_id_is_zero(&c->before))
		return 0;
	code = mg_seal_signatures(j->store, &j->out->base, &c->path, j->arena, &signatures, &n, j->err);
	if (code || !n)
		return code;
	return mg_judge_refuse(j, MG_CHECK_SEAL, c->path.text, _("it is signed by %s: a correction is a new record"),
			       signatures[0].actor);
}

static int check_open_conflicts(struct mg_judging *j, const struct mg_change *c)
{
	const char **ids;
	size_t n;
	int code = mg_index_conflicts_of(j->store->index, c->path.record, j->arena, &ids, &n, j->err);

	for (size_t i = 0; !code && i < n; i++) {
		char path[MG_MAX_PATH_BYTES + 1];
		struct mg_id blob;

		snprintf(path, sizeof path, "conflits/%s.yaml", ids[i]);
		code = mg_repo_find(j->store->repo, &j->commit->tree, path, &blob, j->err);
		if (code == 0)
			return mg_judge_refuse(j, MG_CHECK_SEAL, c->path.text,
					       _("%s has an open conflict (%s): decide it before signing"),
					       c->path.record, ids[i]);
		code = code == MG_ENOTFOUND ? 0 : code;
	}
	return code;
}

static int check_signature(struct mg_judging *j, const struct mg_change *c)
{
	struct mg_buf record = {0}, armour = {0};
	int code;

	if (!mg_id_is_zero(&c->before) && (c->path.type->opener || mg_id_is_zero(&c->after)))
		return mg_judge_refuse(j, MG_CHECK_SEAL, c->path.text, _("a signature is never changed or removed"));
	code = read_after(j, c->path.record, MG_MAX_RECORD_BYTES, &record);
	if (code == MG_ENOTFOUND)
		code = mg_judge_refuse(j, MG_CHECK_SEAL, c->path.text, _("it signs a record that is not there"));
	if (!code)
		code = read_after(j, c->path.text, MG_MAX_KEYFILE_BYTES, &armour);
	if (!code)
		code = mg_seal_check(j->store, &j->out->base, &c->path, mg_buf_slice(&record), mg_buf_slice(&armour),
				     j->err);
	if (code < 0)
		code = mg_judge_refuse_if(j, code, MG_CHECK_SEAL, c->path.text);
	if (!code && c->path.type->opener)
		code = check_open_conflicts(j, c);
	mg_buf_clear(&record);
	mg_buf_clear(&armour);
	return code;
}

int mg_judge_seal(struct mg_judging *j)
{
	int code = 0;

	for (size_t i = 0; !code && i < j->out->n_changes; i++) {
		const struct mg_change *c = &j->out->changes[i];

		if (c->path.kind == MG_PATH_RECORD)
			code = check_sealed_record(j, c);
		else if (c->path.kind == MG_PATH_SIGNATURE)
			code = check_signature(j, c);
	}
	return code;
}
