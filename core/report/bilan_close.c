// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan.h"
#include "core/report/bilan_node.h"
#include "core/report/bilan_quarter.h"
#include "core/report/bilan_received.h"
#include "core/report/bilan_state.h"

#include "base/i18n.h"

#define TYPE "consolidation"

// The latest consolidation of a quarter; NULL.
static const struct mg_book_record *find_latest(const struct mg_book *book, const char *periode)
{
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(book, TYPE, periode, &n);

	return n ? &all[n - 1] : NULL;
}

// The record to write where `latest` stands, with these keys set: itself, or when it is signed its next version.
static int make(const struct mg_book *book, const char *periode, const struct mg_book_record *latest,
		struct mg_bilan_map *map, const char *const *dropped, struct mg_bilan_made *made, struct mg_error *err)
{
	const struct mg_type *type = mg_types_find(book->types, TYPE);
	bool correction = mg_book_is_sealed(latest);
	struct mg_path_parts parts = {.revision = mg_bilan_revision(latest, correction)};
	const struct mg_node *set;
	int rc;

	if (correction)
		mg_bilan_add(map, "remplace", mg_bilan_replaced(map->arena, latest));
	memcpy(parts.periode, periode, strlen(periode) + 1);
	rc = mg_path_format(type, &parts, &made->path, err);
	if (rc < 0)
		return rc;
	set = mg_bilan_map_node(map);
	made->root = set ? mg_bilan_merge(map->arena, type, set, latest->root, dropped) : NULL;
	return made->root ? 0 : mg_fail_memory(err);
}

// ---- closing

// The same values, lists being compared by their elements: in a file with comments new ones stand last.
static bool says_the_same(const struct mg_node *a, const struct mg_node *b);

static bool has_the_same(const struct mg_node *list, const struct mg_node *item)
{
	const struct mg_node *id = mg_node_get(item, "id");

	if (id)
		return says_the_same(mg_bilan_element(list, mg_node_string(id)), item);
	for (size_t i = 0; i < list->as.list.n; i++)
		if (mg_node_equal(list->as.list.items[i], item))
			return true;
	return false;
}

static bool says_the_same(const struct mg_node *a, const struct mg_node *b)
{
	bool same = a && b && a->type == b->type;

	if (!same || (a->type != MG_LIST && a->type != MG_MAP))
		return same && mg_node_equal(a, b);
	if (a->type == MG_LIST) {
		same = a->as.list.n == b->as.list.n;
		for (size_t i = 0; same && i < b->as.list.n; i++)
			same = has_the_same(a, b->as.list.items[i]);
		return same;
	}
	same = a->as.map.n == b->as.map.n;
	for (size_t i = 0; same && i < b->as.map.n; i++)
		same = says_the_same(mg_node_get_slice(a, b->as.map.pairs[i].key), b->as.map.pairs[i].value);
	return same;
}

// Not only the same actors: the same versions of their bilans.
static bool rests_on_the_same(const struct mg_node *a, const struct mg_node *b)
{
	const struct mg_node *x = mg_node_get(a, "bilans"), *y = mg_node_get(b, "bilans");

	if (!x || !y || x->type != MG_LIST || y->type != MG_LIST || x->as.list.n != y->as.list.n)
		return false;
	for (size_t i = 0; i < y->as.list.n; i++) {
		const struct mg_node *each = y->as.list.items[i];
		const struct mg_node *was = mg_bilan_element(x, mg_node_string(mg_node_get(each, "id")));

		if (!says_the_same(mg_node_get(was, "sha256"), mg_node_get(each, "sha256")))
			return false;
	}
	return true;
}

// What was consolidated must be what is here now. Who signed the receipt of what, and when, may have come since.
static int check_current(const struct mg_book *book, const char *periode, const struct mg_book_record *latest,
			 struct mg_arena *arena, struct mg_error *err)
{
	static const char *const keys[] = {"attendus", "recus", "chiffres"};
	struct mg_bilan_made now;
	bool same;
	int rc = mg_bilan_consolidate(book, periode, arena, &now, err);

	if (rc < 0)
		return rc;
	same = rests_on_the_same(latest->root, now.root);
	for (size_t i = 0; same && i < sizeof keys / sizeof *keys; i++)
		same = says_the_same(mg_node_get(latest->root, keys[i]), mg_node_get(now.root, keys[i]));
	return same ? 0
		    : mg_fail(err, MG_ECONFLICT, _("the consolidation of %s is not what the bilans say now"), periode);
}

static const struct mg_node *make_frontier(struct mg_arena *arena, const char *const *frontier, size_t n)
{
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++)
		items[i] = mg_node_new_string(arena, mg_slice_of(frontier[i]));
	return items ? mg_node_new_list(arena, items, n) : NULL;
}

int mg_bilan_close(const struct mg_book *book, const char *periode, const char *const *frontier, size_t n,
		   struct mg_arena *arena, struct mg_bilan_made *made, struct mg_error *err)
{
	static const char *const nothing[] = {NULL};
	const struct mg_book_record *latest = find_latest(book, periode), *closed;
	struct mg_bilan_map map = {.arena = arena};
	int rc;

	if (!latest)
		return mg_fail(err, MG_ENOTFOUND, _("nothing is consolidated for %s"), periode);
	closed = mg_bilan_closed_by(book, periode);
	if (closed && mg_book_is_sealed(closed))
		return mg_fail(err, MG_EEXISTS, _("the quarter %s is closed already"), periode);
	rc = check_current(book, periode, latest, arena, err);
	if (rc < 0)
		return rc;
	mg_bilan_add_text(&map, "statut", mg_slice_of("close"));
	mg_bilan_add(&map, "frontiere", make_frontier(arena, frontier, n));
	return make(book, periode, latest, &map, nothing, made, err);
}

int mg_bilan_reopen(const struct mg_book *book, const char *periode, const char *reason, struct mg_arena *arena,
		    struct mg_bilan_made *made, struct mg_error *err)
{
	static const char *const dropped[] = {"frontiere", NULL};
	struct mg_bilan_map map = {.arena = arena};

	if (!mg_bilan_closed_by(book, periode))
		return mg_fail(err, MG_ENOTFOUND, _("the quarter %s is not closed"), periode);
	mg_bilan_add_text(&map, "statut", mg_slice_of("rouverte"));
	mg_bilan_add_text(&map, "motif_reouverture", mg_slice_of(reason));
	return make(book, periode, find_latest(book, periode), &map, dropped, made, err);
}
