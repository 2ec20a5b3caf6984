// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_received.h"

#include <stdlib.h>

int mg_bilan_receive(const struct mg_book *book, const char *periode, struct mg_arena *arena,
		     struct mg_bilan_received *received, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *bilans = mg_book_of_period(book, "bilan_trimestriel", periode, &n);

	*received = (struct mg_bilan_received){0};
	received->items = mg_arena_array(arena, n, sizeof(const struct mg_book_record *));
	if (!received->items)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *bilan = &bilans[i];
		const char *acteur = bilan->parts.acteur;

		if (!mg_book_signed_by(bilan, mg_slice_of(acteur)))
			continue;
		if (received->n && strcmp(received->items[received->n - 1]->parts.acteur, acteur) == 0)
			received->n--; // a later version of the same
		received->items[received->n++] = bilan;
	}
	return 0;
}

// ---- their figures

static int compare_figures(const void *a, const void *b)
{
	const struct mg_bilan_figure *x = a, *y = b;
	int order = mg_slice_compare(x->id, y->id);

	return order ? order : strcmp(x->acteur, y->acteur);
}

static size_t figures_in(const struct mg_book_record *bilan, struct mg_bilan_figure *out)
{
	const struct mg_node *list = mg_node_get(bilan->root, "chiffres");
	size_t n = list && list->type == MG_LIST ? list->as.list.n : 0;

	for (size_t i = 0; out && i < n; i++) {
		const struct mg_node *node = list->as.list.items[i];

		out[i] = (struct mg_bilan_figure){mg_node_string(mg_node_get(node, "id")), bilan->parts.acteur, node};
	}
	return n;
}

int mg_bilan_gather(const struct mg_bilan_received *received, struct mg_arena *arena, struct mg_bilan_figure **figures,
		    size_t *n, struct mg_error *err)
{
	size_t count = 0;

	for (size_t i = 0; i < received->n; i++)
		count += figures_in(received->items[i], NULL);
	*n = 0;
	*figures = mg_arena_array(arena, count, sizeof **figures);
	if (!*figures)
		return mg_fail_memory(err);
	for (size_t i = 0; i < received->n; i++)
		*n += figures_in(received->items[i], *figures + *n);
	if (*n)
		qsort(*figures, *n, sizeof **figures, compare_figures);
	return 0;
}
