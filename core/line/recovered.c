// SPDX-License-Identifier: EUPL-1.2
#include "core/line/recovered.h"

static int take_mark(void *context, const char *reason, struct mg_error *err)
{
	const char *hex = reason + strlen(MG_RECOVERED_MARK);
	struct mg_idset *to = context;
	char text[MG_ID_HEX];
	struct mg_id id;

	if (strlen(hex) < sizeof text - 1)
		return 0;
	memcpy(text, hex, sizeof text - 1);
	text[sizeof text - 1] = '\0';
	return mg_id_parse(text, &id) && !mg_idset_has(to, &id) ? mg_idset_add(to, &id, err) : 0;
}

int mg_recovered_read(struct mg_index *index, const char *actor, struct mg_idset *to, struct mg_error *err)
{
	return mg_index_reasons(index, actor, MG_RECOVERED_MARK, take_mark, to, err);
}

int mg_recovered_count(struct mg_index *index, const struct mg_history_cut *cut, const struct mg_idset *recovered,
		       uint32_t *count, struct mg_error *err)
{
	int code = 0;

	*count = 0;
	for (uint32_t k = cut->first.sequence; recovered->n && !code && k <= cut->last.sequence; k++) {
		struct mg_index_commit commit;

		code = mg_index_nth(index, cut->last.chain, k, &commit, err);
		*count += !code && mg_idset_has(recovered, &commit.id);
	}
	return code;
}
