// SPDX-License-Identifier: EUPL-1.2
#include "schema/convention/convention_text.h"

#define ARTICLE_2 "art2_actions"

const struct mg_node *mg_convention_action(const struct mg_book_record *action, struct mg_arena *arena)
{
	static const char *const keys[] = {
		"intitule",
		"promoteur_referent",
		"co_intervenants",
		"contenu",
		"calendrier_previsionnel",
		"modes_intervention",
		"public_cible",
		"lieux_precis",
		"moyens_humains_etp",
		"moyens_humains_detail",
	};
	struct mg_pair pairs[sizeof keys / sizeof *keys + 1];
	size_t n = 0;

	pairs[n].key = mg_slice_of("id");
	pairs[n++].value = mg_node_new_string(arena, mg_slice_of(mg_book_name(action)));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct mg_node *value = mg_node_get(action->root, keys[i]);

		if (value)
			pairs[n++] = (struct mg_pair){.key = mg_slice_of(keys[i]), .value = value};
	}
	return mg_node_new_map(arena, pairs, n);
}

// {art2_actions: [...]} of these elements.
static const struct mg_node *article(const struct mg_node *list, struct mg_arena *arena)
{
	const struct mg_pair pair = {.key = mg_slice_of(ARTICLE_2), .value = list};

	return mg_node_new_map(arena, &pair, 1);
}

int mg_convention_drift(const struct mg_book *book, const struct mg_convention_text *text, struct mg_arena *arena,
			struct mg_amendments *out, struct mg_error *err)
{
	const struct mg_node *list = mg_node_get(text->root, ARTICLE_2), *before, *after;
	size_t signed_n = list && list->type == MG_LIST ? list->as.list.n : 0, n = 0;
	const struct mg_node **items = mg_arena_array(arena, signed_n, sizeof *items);

	if (!signed_n)
		return 0;
	for (size_t i = 0; items && i < signed_n; i++) {
		struct mg_slice id = mg_node_string(mg_node_get(list->as.list.items[i], "id"));
		const struct mg_book_record *action = mg_book_find(book, "action", id);

		if (action)
			items[n++] = mg_convention_action(action, arena);
	}
	before = article(list, arena);
	after = items ? article(mg_node_new_list(arena, items, n), arena) : NULL;
	return before && after ? mg_amend_diff(before, after, arena, out, err) : mg_fail_memory(err);
}
