// SPDX-License-Identifier: EUPL-1.2
#include "schema/convention/convention_text.h"

#include "base/i18n.h"
#include "schema/due/convention_term.h"

// An avenant or a renewal that all parties signed.
struct change {
	const struct mg_book_record *record;
	struct mg_date signed_on; // year 0: not known
	struct mg_date effect;    // the same
};

struct building {
	const struct mg_book *book;
	const char *id;
	const struct mg_date *day;
	struct mg_date base_signed; // year 0: not known
	struct mg_arena *arena;
	struct change *changes;
	size_t n;
	struct mg_error *err;
};

static bool is_renewal(const struct mg_book_record *record)
{
	return strcmp(record->type->name, "renouvellement") == 0;
}

// ---- which changes

static struct mg_date effect_of(const struct mg_book_record *record, struct mg_date signed_on)
{
	const struct mg_node *stated = is_renewal(record) ? mg_node_get(mg_node_get(record->root, "periode"), "debut")
							  : mg_node_get(record->root, "date_effet");
	struct mg_date effect = signed_on;

	(void)mg_date_parse(mg_node_string(stated), &effect);
	return effect;
}

static bool is_before(struct mg_date a, struct mg_date b)
{
	return a.year && b.year && mg_date_compare(a, b) < 0;
}

// What was signed before the version was is in the version, or was given up with it.
static bool counts(const struct building *b, const struct change *change)
{
	return !is_before(change->signed_on, b->base_signed) && (!b->day || !is_before(*b->day, change->effect));
}

// Avenants in the order of their numbers; a renewal before those that were signed after it.
static void insert(struct building *b, const struct change *change)
{
	size_t at = b->n;

	while (is_renewal(change->record) && at && is_before(change->signed_on, b->changes[at - 1].signed_on))
		at--;
	for (size_t i = b->n; i > at; i--)
		b->changes[i] = b->changes[i - 1];
	b->changes[at] = *change;
	b->n++;
}

static void gather(struct building *b, const struct mg_book_record *records, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct change change = {.record = &records[i]};
		struct mg_signing signing;

		if (strcmp(records[i].parts.id, b->id) != 0)
			continue;
		signing = mg_signing_of(b->book, &records[i]);
		if (signing.dated)
			change.signed_on = signing.last;
		change.effect = effect_of(&records[i], change.signed_on);
		if (signing.complete && counts(b, &change))
			insert(b, &change);
	}
}

static int gather_all(struct building *b)
{
	size_t n_amendments, n_renewals;
	const struct mg_book_record *amendments = mg_book_of(b->book, "avenant", &n_amendments);
	const struct mg_book_record *renewals = mg_book_of(b->book, "renouvellement", &n_renewals);

	b->changes = mg_arena_array(b->arena, n_amendments + n_renewals, sizeof *b->changes);
	if (!b->changes)
		return mg_fail_memory(b->err);
	gather(b, amendments, n_amendments);
	gather(b, renewals, n_renewals);
	return 0;
}

// ---- what they replace

static bool differ(const struct mg_node *a, const struct mg_node *b, struct mg_arena *arena)
{
	struct mg_amendments between = {0};

	return mg_amend_diff(a, b, arena, &between, NULL) == 0 && between.n > 0;
}

const char *mg_convention_clash(const struct mg_node *text, const struct mg_book_record *avenant,
				struct mg_arena *arena)
{
	const struct mg_node *list = mg_node_get(avenant->root, "modifications");
	size_t n = list && list->type == MG_LIST ? list->as.list.n : 0;

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *item = list->as.list.items[i], *said;
		struct mg_slice chemin = mg_node_string(mg_node_get(item, "chemin"));
		const char *written = mg_arena_copy(arena, chemin.data, chemin.len);
		struct mg_place place;

		if (!written || mg_place_parse(written, arena, &place, NULL) < 0)
			continue;
		said = mg_place_find(text, &place);
		if (differ(said, mg_node_get(item, "ancien"), arena) &&
		    differ(said, mg_node_get(item, "nouveau"), arena))
			return written;
	}
	return NULL;
}

// ---- applying them

// All that an avenant says, or nothing of it.
static int amend(const struct building *b, const struct mg_book_record *avenant, const struct mg_node **root)
{
	const struct mg_node *list = mg_node_get(avenant->root, "modifications"), *result = *root;
	size_t n = list && list->type == MG_LIST ? list->as.list.n : 0;

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *item = list->as.list.items[i];
		struct mg_slice chemin = mg_node_string(mg_node_get(item, "chemin"));
		const char *place = mg_arena_copy(b->arena, chemin.data, chemin.len);
		int rc;

		if (!place)
			return mg_fail_memory(b->err);
		rc = mg_amend_apply(result, place, mg_node_get(item, "nouveau"), b->arena, &result, NULL);
		if (rc == MG_ENOMEM)
			return mg_fail_memory(b->err);
		if (rc < 0 || !result || result->type != MG_MAP)
			return MG_EINVALID;
	}
	*root = result;
	return 0;
}

// Actions that do not go on leave article 2.
static int renew(const struct building *b, const struct mg_book_record *renewal, const struct mg_node **root)
{
	const struct mg_node *actions = mg_node_get(*root, "art2_actions"), *kept;
	const struct mg_node *ended = mg_node_get(renewal->root, "actions_non_reconduites");
	const struct mg_node **items;
	size_t n = 0;

	if (!actions || actions->type != MG_LIST)
		return 0;
	items = mg_arena_array(b->arena, actions->as.list.n, sizeof *items);
	if (!items)
		return mg_fail_memory(b->err);
	for (size_t i = 0; i < actions->as.list.n; i++)
		if (!mg_node_has_string(ended, mg_node_string(mg_node_get(actions->as.list.items[i], "id"))))
			items[n++] = actions->as.list.items[i];
	kept = mg_node_new_list(b->arena, items, n);
	return kept ? mg_amend_apply(*root, "art2_actions", kept, b->arena, root, b->err) : mg_fail_memory(b->err);
}

static int apply_all(const struct building *b, struct mg_convention_text *out)
{
	const struct mg_book_record **applied = mg_arena_array(b->arena, b->n, sizeof *applied);
	int rc = applied ? 0 : mg_fail_memory(b->err);

	out->changes = applied;
	for (size_t i = 0; rc == 0 && i < b->n; i++) {
		const struct mg_book_record *record = b->changes[i].record;
		const char *clash = is_renewal(record) ? NULL : mg_convention_clash(out->root, record, b->arena);

		if (clash && !out->clashing) {
			out->clashing = record;
			out->clash = clash;
		}
		rc = is_renewal(record) ? renew(b, record, &out->root) : amend(b, record, &out->root);
		if (rc == 0)
			applied[out->n_changes++] = record;
		if (rc != MG_EINVALID)
			continue;
		out->failed = out->failed ? out->failed : record;
		rc = 0;
	}
	return rc;
}

int mg_convention_text(const struct mg_book *book, const char *id, const struct mg_date *day, struct mg_arena *arena,
		       struct mg_convention_text *out, struct mg_error *err)
{
	struct building b = {.book = book, .id = id, .day = day, .arena = arena, .err = err};
	struct mg_convention_term term;
	int rc;

	*out = (struct mg_convention_text){0};
	if (!mg_convention_term(book, id, &term) || !term.signing.complete)
		return mg_fail(err, MG_ENOTFOUND, _("no version of the convention %s is signed by all its parties"),
			       id);
	if (term.signing.dated)
		b.base_signed = term.signing.last;
	out->base = term.text;
	out->root = term.text->root;
	rc = gather_all(&b);
	return rc == 0 ? apply_all(&b, out) : rc;
}
