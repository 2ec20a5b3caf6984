// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan.h"
#include "core/report/bilan_node.h"
#include "core/report/bilan_state.h"

#include "base/i18n.h"

#define TYPE "retour"

// The latest version that the actor has signed; NULL.
static const struct mg_book_record *find_sent(const struct mg_book *book, const char *periode, const char *acteur)
{
	const struct mg_book_record *sent = NULL;
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(book, "bilan_trimestriel", periode, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].parts.acteur, acteur) == 0 && mg_book_signed_by(&all[i], mg_slice_of(acteur)))
			sent = &all[i];
	return sent;
}

// Its id is that of the version, so that two devices that return one version concern one element.
static const struct mg_node *make_return(const struct mg_book_record *bilan, const char *reason, struct mg_date today,
					 struct mg_arena *arena)
{
	const char *id = mg_arena_printf(arena, "r%u", bilan->parts.revision ? bilan->parts.revision : 1);
	struct mg_bilan_map map = {.arena = arena};
	char day[MG_DATE_CHARS + 1];

	mg_date_format(today, day);
	mg_bilan_add_text(&map, "id", mg_slice_of(id ? id : ""));
	mg_bilan_add_text(&map, "fichier", mg_slice_of(bilan->path));
	mg_bilan_add_text(&map, "sha256", mg_slice_of(bilan->sha256 ? bilan->sha256 : ""));
	mg_bilan_add_text(&map, "date", mg_slice_of(day));
	mg_bilan_add_text(&map, "motif", mg_slice_of(reason));
	return id ? mg_bilan_map_node(&map) : NULL;
}

static const struct mg_node *append(const struct mg_node *list, const struct mg_node *item, struct mg_arena *arena)
{
	size_t n = list && list->type == MG_LIST ? list->as.list.n : 0;
	const struct mg_node **items = mg_arena_array(arena, n + 1, sizeof *items);

	for (size_t i = 0; items && i < n; i++)
		items[i] = list->as.list.items[i];
	if (items)
		items[n] = item;
	return items ? mg_node_new_list(arena, items, n + 1) : NULL;
}

int mg_bilan_return(const struct mg_book *book, const char *periode, const char *acteur, const char *reason,
		    struct mg_date today, struct mg_arena *arena, struct mg_bilan_made *made, struct mg_error *err)
{
	static const char *const nothing[] = {NULL};
	const struct mg_book_record *sent = find_sent(book, periode, acteur), *before;
	const struct mg_type *type = mg_types_find(book->types, TYPE);
	struct mg_bilan_map map = {.arena = arena};
	struct mg_path_parts parts = {0};
	const struct mg_node *set;
	int rc;

	if (!sent)
		return mg_fail(err, MG_ENOTFOUND, _("%s has not submitted the bilan of %s"), acteur, periode);
	if (mg_bilan_returned(book, sent))
		return mg_fail(err, MG_EEXISTS, _("%s was returned already"), sent->path);
	memcpy(parts.periode, periode, strlen(periode) + 1);
	memcpy(parts.acteur, acteur, strlen(acteur) + 1);
	rc = mg_path_format(type, &parts, &made->path, err);
	if (rc < 0)
		return rc;
	before = mg_book_at(book, made->path.text);
	mg_bilan_add(&map, "retours",
		     append(mg_node_get(before ? before->root : NULL, "retours"),
			    make_return(sent, reason, today, arena), arena));
	set = mg_bilan_map_node(&map);
	made->root = set ? mg_bilan_merge(arena, type, set, before ? before->root : NULL, nothing) : NULL;
	return made->root ? 0 : mg_fail_memory(err);
}
