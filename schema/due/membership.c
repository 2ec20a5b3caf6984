// SPDX-License-Identifier: EUPL-1.2
#include "schema/due/membership.h"

struct movement {
	bool found, enters;
	struct mg_date day;
};

// Reads a dated movement of an actor; false for any other.
static bool read_movement(const struct mg_book_record *record, struct mg_slice actor, struct movement *out)
{
	const struct mg_node *root = record->root;
	const struct mg_slice way = mg_node_string(mg_node_get(root, "sens"));

	*out = (struct movement){.found = true, .enters = mg_slice_is(way, "entree")};
	return mg_slice_equal(mg_node_string(mg_node_get(root, "acteur")), actor) &&
	       (out->enters || mg_slice_is(way, "sortie")) &&
	       mg_date_parse(mg_node_string(mg_node_get(root, "date_effet")), &out->day);
}

enum mg_membership mg_membership(const struct mg_book *book, struct mg_slice actor, struct mg_date first,
				 struct mg_date last)
{
	struct movement before = {0}, after = {0}, each; // the nearest on either side of the first day
	bool entered = false;
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, "mouvement", &n);

	for (size_t i = 0; i < n; i++) {
		if (!read_movement(&records[i], actor, &each))
			continue;
		if (mg_date_compare(each.day, first) <= 0) {
			if (!before.found || mg_date_compare(each.day, before.day) >= 0)
				before = each;
			continue;
		}
		entered |= each.enters && mg_date_compare(each.day, last) <= 0;
		if (!after.found || mg_date_compare(each.day, after.day) < 0)
			after = each;
	}
	if (!before.found && !after.found)
		return MG_MEMBER_UNKNOWN;
	// On the first day: as the last movement left it, or, when there was none yet, as the next one finds it.
	if (entered || (before.found ? before.enters : !after.enters))
		return MG_MEMBER_IN;
	return MG_MEMBER_OUT;
}
