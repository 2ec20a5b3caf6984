// SPDX-License-Identifier: EUPL-1.2
#include "core/line/recovered.h"

#include "core/folder/rebase.h"
#include "core/repo/parse.h"

static int take_mark(void *context, const char *reason, struct mg_error *err)
{
	const char *hex = reason + strlen(MG_RECOVERED_MARK);
	struct mg_idset *to = context;
	char text[MG_ID_HEX];
	struct mg_id id;

	if (strlen(hex) < sizeof text - 1 || hex[sizeof text - 1] == ' ')
		return 0;
	memcpy(text, hex, sizeof text - 1);
	text[sizeof text - 1] = '\0';
	return mg_id_parse(text, &id) && !mg_idset_has(to, &id) ? mg_idset_add(to, &id, err) : 0;
}

int mg_recovered_read(struct mg_index *index, const char *actor, struct mg_idset *to, struct mg_error *err)
{
	return mg_index_reasons(index, actor, MG_RECOVERED_MARK, take_mark, to, err);
}

static int take_file(void *context, const char *reason, struct mg_error *err)
{
	const char *said = reason + strlen(MG_RECOVERED_MARK);
	struct mg_recovered_files *to = context;
	const char **grown;

	if (strlen(said) <= MG_ID_HEX || said[MG_ID_HEX - 1] != ' ')
		return 0;
	grown = mg_arena_grow(to->arena, to->items, to->n, &to->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	to->items = grown;
	grown[to->n] = mg_arena_copy(to->arena, said, strcspn(said, "\n"));
	return grown[to->n++] ? 0 : mg_fail_memory(err);
}

int mg_recovered_files(struct mg_index *index, const char *actor, struct mg_recovered_files *to, struct mg_error *err)
{
	return mg_index_reasons(index, actor, MG_RECOVERED_MARK, take_file, to, err);
}

bool mg_recovered_has_file(const struct mg_recovered_files *files, const struct mg_id *commit, const char *path)
{
	char hex[MG_ID_HEX];

	mg_id_format(commit, hex);
	for (size_t i = 0; i < files->n; i++) {
		if (strncmp(files->items[i], hex, MG_ID_HEX - 1) == 0 && strcmp(files->items[i] + MG_ID_HEX, path) == 0)
			return true;
	}
	return false;
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

// ---- what the records say by themselves

static int compare_docs(const struct mg_edit *edit, const struct mg_doc docs[3], struct mg_arena *arena, bool *said,
			struct mg_error *err)
{
	struct mg_writes meant = {.arena = arena}, missing = {.arena = arena};
	const struct mg_node *after = NULL;
	struct mg_buf text = {0};
	const char *field;
	int code = mg_diff(docs[0].root, docs[1].root, &meant, err);

	if (!code)
		code = mg_rebase(&docs[0], &docs[1], &docs[2], MG_SIDE_ASK, arena, &text, &field, err);
	if (!code)
		code = mg_parse_value(edit->path, mg_buf_slice(&text), arena, &after, err);
	if (!code)
		code = mg_diff(docs[2].root, after, &missing, err);
	*said = !code && meant.n && !missing.n;
	mg_buf_clear(&text);
	return code == MG_ECONFLICT ? 0 : code;
}

int mg_recovered_is_said(struct mg_copy *copy, const struct mg_edit *edit, struct mg_arena *arena, bool *said,
			 struct mg_error *err)
{
	struct mg_buf now = {0};
	struct mg_doc docs[3]; // what it was made from, what it made, the view's
	int code = mg_copy_read_view(copy, edit->path, &now, err);

	*said = false;
	if (code)
		return code == MG_ENOTFOUND ? 0 : code;
	for (size_t i = 0; i < 3; i++)
		mg_doc_init(&docs[i]);
	code = mg_parse_doc(edit->path, edit->base, &docs[0], err);
	if (!code)
		code = mg_parse_doc(edit->path, edit->bytes, &docs[1], err);
	if (!code)
		code = mg_parse_doc(edit->path, mg_buf_slice(&now), &docs[2], err);
	if (!code)
		code = compare_docs(edit, docs, arena, said, err);
	for (size_t i = 0; i < 3; i++)
		mg_doc_clear(&docs[i]);
	mg_buf_clear(&now);
	return code;
}
