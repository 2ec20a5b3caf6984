// SPDX-License-Identifier: EUPL-1.2
//
// Acceptance, "rights": each change is the author's to make (docs/format-droits.md).
#include "core/trust/judge_impl.h"
#include "core/trust/rights.h"

// What a signature signs, when the commit brings that too; NULL: what the parents' view has.
static const struct mg_node *signed_record(const struct mg_judging *j, const struct mg_change *signature)
{
	const struct mg_change *c = mg_judge_change_at(j, signature->path.record);

	return c ? c->new : NULL;
}

int mg_judge_rights(struct mg_judging *j)
{
	// The first commit makes the roles it is judged by.
	const struct mg_snapshot founding = {.arena = j->arena, .tree = j->commit->tree};
	struct mg_rights_view rights;
	int code = 0;

	if (j->out->n_changes)
		code = mg_rights_open(&rights, j->store, j->commit->n_parents ? &j->out->base : &founding,
				      j->commit->actor, j->arena, j->err);
	for (size_t i = 0; !code && i < j->out->n_changes; i++) {
		const struct mg_change *c = &j->out->changes[i];
		char message[MG_ERROR_MESSAGE_MAX];

		code = mg_rights_judge(&rights, c, c->path.kind == MG_PATH_SIGNATURE ? signed_record(j, c) : NULL,
				       message, j->err);
		if (code > 0)
			return mg_judge_refuse(j, MG_CHECK_RIGHTS, c->path.text, "%s", message);
	}
	return code;
}
