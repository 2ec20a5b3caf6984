// SPDX-License-Identifier: EUPL-1.2
#include "cli/returns.h"

#include "core/copy/copy_book.h"
#include "core/report/bilan_state.h"

static int any_return(struct mg_cli *cli, const char *actor, bool *any, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	const char *end = mg_arena_printf(&cli->arena, "/%s.yaml", actor);
	const char **paths;
	size_t n;
	int rc = end ? mg_index_paths(index, "retours/", &cli->arena, &paths, &n, err) : mg_cli_no_memory(err);

	*any = false;
	for (size_t i = 0; rc == 0 && !*any && i < n; i++)
		*any = strlen(paths[i]) > strlen(end) && strcmp(paths[i] + strlen(paths[i]) - strlen(end), end) == 0;
	return rc;
}

static const char *keep(struct mg_cli *cli, const struct mg_node *node, const char *key)
{
	struct mg_slice text = mg_node_string(mg_node_get(node, key));

	return mg_arena_copy(&cli->arena, text.len ? text.data : "", text.len);
}

// Whether the actor signed a later version of it.
static bool is_answered(const struct mg_book_record *bilans, size_t n, size_t i)
{
	for (size_t j = i + 1; j < n && strcmp(bilans[j].parts.periode, bilans[i].parts.periode) == 0; j++)
		if (strcmp(bilans[j].parts.acteur, bilans[i].parts.acteur) == 0 &&
		    mg_book_signed_by(&bilans[j], mg_slice_of(bilans[j].parts.acteur)))
			return true;
	return false;
}

static int collect(struct mg_cli *cli, const struct mg_book *book, const char *actor, const char *bilan,
		   struct mg_return **out, size_t *n, struct mg_error *err)
{
	size_t count;
	const struct mg_book_record *bilans = mg_book_of(book, "bilan_trimestriel", &count);

	*out = mg_arena_array(&cli->arena, count, sizeof **out);
	if (!*out)
		return mg_cli_no_memory(err);
	for (size_t i = 0; i < count; i++) {
		const struct mg_node *returned = mg_bilan_returned(book, &bilans[i]);
		struct mg_return *each = &(*out)[*n];

		if (!returned || strcmp(bilans[i].parts.acteur, actor) != 0 ||
		    (bilan ? strcmp(bilans[i].path, bilan) != 0 : is_answered(bilans, count, i)))
			continue;
		*each = (struct mg_return){mg_arena_strdup(&cli->arena, bilans[i].path), keep(cli, returned, "date"),
					   keep(cli, returned, "motif")};
		if (!each->bilan || !each->date || !each->reason)
			return mg_cli_no_memory(err);
		++*n;
	}
	return 0;
}

int mg_returns_read(struct mg_cli *cli, const char *actor, const char *bilan, struct mg_return **out, size_t *n,
		    struct mg_error *err)
{
	static const char *const types[] = {"bilan_trimestriel", "retour"};
	struct mg_book book = {0};
	bool any;
	int rc;

	*n = 0;
	rc = any_return(cli, actor, &any, err);
	if (rc < 0 || !any) // most have none, and `status` is typed often
		return rc;
	rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, types, 2, &book, NULL, err);
	if (rc == 0)
		rc = collect(cli, &book, actor, bilan, out, n, err);
	mg_book_clear(&book);
	return rc;
}

void mg_returns_json(struct mg_json *json, const struct mg_return *returns, size_t n)
{
	mg_json_open(json, '[');
	for (size_t i = 0; i < n; i++) {
		mg_json_open(json, '{');
		mg_json_pair_record(json, "record", returns[i].bilan);
		mg_json_pair(json, "date", returns[i].date);
		mg_json_pair(json, "reason", returns[i].reason);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}
