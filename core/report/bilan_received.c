// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_received.h"

int mg_bilan_receive(const struct mg_bilan_quarter *quarter, struct mg_bilan_received *received, struct mg_error *err)
{
	const struct mg_bilan_range *bilans = &quarter->bilans;

	*received = (struct mg_bilan_received){0};
	received->items = mg_arena_array(quarter->arena, bilans->n, sizeof(const struct mg_book_record *));
	if (!received->items)
		return mg_fail_memory(err);
	for (size_t i = 0; i < bilans->n; i++) {
		const struct mg_book_record *bilan = &bilans->items[i];
		const char *acteur = bilan->parts.acteur;

		if (!mg_book_signed_by(bilan, mg_slice_of(acteur)))
			continue;
		if (received->n && strcmp(received->items[received->n - 1]->parts.acteur, acteur) == 0)
			received->n--; // a later version of the same
		received->items[received->n++] = bilan;
	}
	return 0;
}

const struct mg_book_record *mg_bilan_received_of(const struct mg_bilan_received *received, struct mg_slice acteur)
{
	size_t low = 0, high = received->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = mg_slice_compare(mg_slice_of(received->items[middle]->parts.acteur), acteur);

		if (!order)
			return received->items[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool mg_bilan_is_signed(const struct mg_book_record *record)
{
	for (size_t i = 0; i < record->n_signatures; i++)
		if (record->signatures[i].valid)
			return true;
	return false;
}
