// SPDX-License-Identifier: EUPL-1.2
//
// Who was let in, put out, or turned away: revoked keys and what they still signed; commits that were refused.
#include "core/audit/audit_impl.h"

#include "base/i18n.h"

#include <stdio.h>

// ---- refusals

static bool is_refused(const struct mg_index_verdict *verdict)
{
	return !verdict->held;
}

static int tell_refusal(struct mg_auditing *a, const struct mg_index_verdict *verdict, const char *code)
{
	char hex[MG_ID_HEX];

	return mg_audit_add(a, &(struct mg_audit_answer){.record = verdict->path,
							 .actor = verdict->actor,
							 .key = verdict->key,
							 .commit = mg_id_format(&verdict->commit, hex),
							 .code = code,
							 .why = verdict->message});
}

int mg_audit_refusals(struct mg_auditing *a)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(a->index, a->arena, &verdicts, &n, a->err);

	for (size_t i = 0; !code && i < n; i++) {
		if (is_refused(&verdicts[i]))
			code = tell_refusal(a, &verdicts[i], verdicts[i].code);
	}
	return code;
}

// ---- revoked keys

static const char *record_of(struct mg_auditing *a, const char *key)
{
	return mg_arena_printf(a->arena, "cles/%s.yaml", key);
}

static int tell_revocation(struct mg_auditing *a, const struct mg_key_act *act)
{
	const struct mg_book_record *cle = mg_book_find(a->book, "cle", mg_slice_of(act->key));
	const struct mg_node *revocation = cle ? mg_node_get(cle->root, "revocation") : NULL;
	struct mg_slice reason = mg_node_string(mg_node_get(revocation, "motif"));
	struct mg_slice holder = mg_node_string(cle ? mg_node_get(cle->root, "titulaire") : NULL);
	struct mg_audit_answer answer = {.record = record_of(a, act->key), .field = "revocation", .code = "revoked"};
	char why[MG_ERROR_MESSAGE_MAX];
	int code = mg_audit_of_commit(a, act->position, &answer);

	if (reason.len && !*answer.reason)
		answer.reason = mg_arena_copy(a->arena, reason.data, reason.len);
	snprintf(why, sizeof why, _("the key of %.*s was revoked"), (int)holder.len, holder.len ? holder.data : "");
	answer.why = why;
	return code ? code : mg_audit_add(a, &answer);
}

// A branch of the key's line that does not count.
static int tell_cut(struct mg_auditing *a, const struct mg_history_cut *cut)
{
	struct mg_audit_answer answer = {.record = record_of(a, cut->last.key), .code = "left-out"};
	char why[MG_ERROR_MESSAGE_MAX];
	int code = mg_audit_of_commit(a, cut->last.position, &answer);

	snprintf(why, sizeof why,
		 P_("%u commit made with it beyond what its revocation had seen: it does not count",
		    "%u commits made with it beyond what its revocation had seen: they do not count", cut->count),
		 (unsigned)cut->count);
	answer.why = why;
	return code ? code : mg_audit_add(a, &answer);
}

// Documents that a signatory's key signed beside its revocation, or later by the clock.
static int tell_late_signatures(struct mg_auditing *a, const struct mg_key_act *act)
{
	int code = 0;

	for (size_t i = 0; !code && i < a->book->n; i++) {
		const struct mg_book_record *record = &a->book->records[i];

		for (size_t k = 0; !code && k < record->n_signatures; k++) {
			const struct mg_book_signature *signature = &record->signatures[k];
			mg_position position;

			if (!record->type->opener || strcmp(signature->key, act->key) != 0)
				continue;
			position = mg_audit_position(a, signature->commit);
			if (!position || mg_audit_had(a, act->position, position))
				continue; // before: it stays valid
			code = mg_audit_add(a, &(struct mg_audit_answer){
						       .record = record->path,
						       .actor = signature->actor,
						       .key = signature->key,
						       .person = *signature->holder ? signature->holder : NULL,
						       .time_ms = signature->time_ms,
						       .commit = signature->commit,
						       .code = "signed-beside",
						       .why = _("signed with it beside its revocation, without having "
								"seen it")});
		}
	}
	return code;
}

// What this copy refused of a revoked key.
static int tell_later_refusals(struct mg_auditing *a, const struct mg_key_act *act)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(a->index, a->arena, &verdicts, &n, a->err);

	for (size_t i = 0; !code && i < n; i++) {
		if (is_refused(&verdicts[i]) && strcmp(verdicts[i].key, act->key) == 0)
			code = tell_refusal(a, &verdicts[i], "refused");
	}
	return code;
}

// Of a device's commits that count: those absorbed although they did not know of the revocation, or are not known to it.
static int tell_absorbed(struct mg_auditing *a, const struct mg_key_act *act)
{
	struct mg_audit_answer answer = {.record = record_of(a, act->key), .code = "absorbed"};
	struct mg_index_commit *tips, last = {0};
	char why[MG_ERROR_MESSAGE_MAX];
	unsigned count = 0;
	size_t n;
	int code = mg_index_tips(a->index, a->arena, &tips, &n, a->err);

	for (size_t i = 0; !code && i < n; i++) {
		if (strcmp(tips[i].key, act->key) != 0)
			continue;
		for (uint32_t s = tips[i].sequence; !code && s; s--) {
			struct mg_index_commit commit;

			code = mg_index_nth(a->index, tips[i].chain, s, &commit, a->err);
			if (code || mg_audit_had(a, act->position, commit.position))
				break;
			if (mg_history_leaves_out(a->history, &commit))
				continue;
			last = count++ ? last : commit;
		}
	}
	if (code || !count)
		return code;
	code = mg_audit_of_commit(a, last.position, &answer);
	snprintf(why, sizeof why,
		 P_("%u commit made with it that its revocation had not seen, but others had built on: it counts",
		    "%u commits made with it that its revocation had not seen, but others had built on: they count",
		    count),
		 count);
	answer.why = why;
	return code ? code : mg_audit_add(a, &answer);
}

int mg_audit_revoked_keys(struct mg_auditing *a)
{
	struct mg_key_act *acts;
	size_t n;
	int code = mg_index_key_acts(a->index, NULL, a->arena, &acts, &n, a->err);

	for (size_t i = 0; !code && i < n; i++) {
		bool counts;

		code = mg_audit_counts(a, acts[i].position, &counts);
		if (code || !acts[i].revokes || !counts)
			continue;
		code = tell_revocation(a, &acts[i]);
		if (!code)
			code = tell_late_signatures(a, &acts[i]);
		if (!code)
			code = tell_absorbed(a, &acts[i]);
		if (!code)
			code = tell_later_refusals(a, &acts[i]);
	}
	for (size_t i = 0; !code && i < a->history->n_cuts; i++)
		code = tell_cut(a, &a->history->cuts[i]);
	return code;
}
