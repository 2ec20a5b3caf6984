// SPDX-License-Identifier: EUPL-1.2
#include "core/report/convention_parts.h"

#include "core/report/bilan_node.h"
#include "schema/convention/convention_text.h"
#include "schema/due/membership.h"

// ---- lists

static bool is_list(const struct mg_node *node)
{
	return node && node->type == MG_LIST;
}

void mg_convention_name(struct mg_convention_names *names, struct mg_slice name)
{
	const struct mg_node **grown;

	for (size_t i = 0; i < names->n; i++)
		if (mg_slice_equal(names->items[i]->text, name))
			return;
	if (!name.len)
		return;
	grown = mg_arena_grow(names->arena, names->items, names->n, &names->cap, sizeof *grown);
	if (!grown) {
		names->failed = true;
		return;
	}
	names->items = grown;
	grown[names->n] = mg_node_new_string(names->arena, name);
	names->failed |= !grown[names->n];
	names->n += !names->failed;
}

const struct mg_node *mg_convention_names(const struct mg_convention_names *names)
{
	return names->failed ? NULL : mg_node_new_list(names->arena, names->items, names->n);
}

// ---- versions

const struct mg_book_record *mg_convention_last(const struct mg_book *book, const char *type, const char *id)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, type, &n), *last = NULL;

	for (size_t i = 0; i < n; i++)
		if (strcmp(records[i].parts.id, id) == 0)
			last = &records[i];
	return last;
}

const struct mg_book_record *mg_convention_unsigned(const struct mg_book_record *last, unsigned *number)
{
	const bool is_sealed = last && mg_book_is_sealed(last);

	*number = !last ? 1 : is_sealed ? last->parts.n + 1 : last->parts.n;
	return is_sealed ? NULL : last;
}

// ---- parties

struct parties {
	const struct mg_book *book;
	const struct mg_node *before;
	struct mg_arena *arena;
	const struct mg_node **items;
	size_t n, most;
	bool failed;
};

static const struct mg_node *actor_of(const struct mg_book *book, struct mg_slice id)
{
	const struct mg_book_record *actor = mg_book_find(book, "acteur", id);

	return actor ? actor->root : NULL;
}

static bool has_left(const struct mg_node *actor)
{
	struct mg_slice status = mg_node_string(mg_node_get(actor, "statut_membre"));

	return mg_slice_is(status, "retire") || mg_slice_is(status, "refus");
}

static bool joins(const struct mg_node *actor)
{
	const struct mg_node *signs = mg_node_get(actor, "signataire_convention");
	struct mg_slice status = mg_node_string(mg_node_get(actor, "statut_membre"));
	struct mg_slice role = mg_node_string(mg_node_get(actor, "role"));

	if (signs && signs->type == MG_BOOL && !signs->as.boolean)
		return false;
	return (mg_slice_is(status, "membre") || mg_slice_is(status, "partant")) && !mg_slice_is(role, "auditeur") &&
	       !mg_slice_is(role, "evaluateur");
}

static const struct mg_node *party_of(const struct mg_node *list, struct mg_slice actor)
{
	for (size_t i = 0; is_list(list) && i < list->as.list.n; i++)
		if (mg_slice_equal(mg_signing_party(list, i), actor))
			return list->as.list.items[i];
	return NULL;
}

// "p1", "p2"...: the first that no element has, then or now.
static const char *free_id(const struct parties *p)
{
	for (size_t k = 1;; k++) {
		const char *id = mg_arena_printf(p->arena, "p%zu", k);
		bool taken = id && mg_bilan_element(p->before, mg_slice_of(id));

		for (size_t i = 0; id && i < p->n; i++)
			taken |= mg_slice_is(mg_node_string(mg_node_get(p->items[i], "id")), id);
		if (!taken)
			return id;
	}
}

// A name that somebody wrote is kept; else that of the one who represents the actor.
static void add_person(struct mg_bilan_map *map, const char *key, const struct mg_node *was,
		       const struct mg_book_record *person, const char *from)
{
	struct mg_slice written = mg_node_string(mg_node_get(was, key));

	if (!written.len && person)
		written = mg_node_string(mg_node_get(person->root, from));
	if (written.len)
		mg_bilan_add_text(map, key, written);
}

static void add_party(struct parties *p, struct mg_slice id)
{
	const struct mg_node *actor = actor_of(p->book, id), *was = party_of(p->before, id);
	struct mg_slice delegate = mg_node_string(mg_node_get(actor, "representant_legal"));
	const struct mg_book_record *person = mg_book_find(p->book, "personne", delegate);
	struct mg_bilan_map map = {.arena = p->arena};
	const char *free;

	for (size_t i = 0; i < p->n; i++)
		if (mg_slice_equal(mg_node_string(mg_node_get(p->items[i], "acteur")), id))
			return;
	free = was ? "" : free_id(p);
	if (!free) {
		p->failed = true;
		return;
	}
	mg_bilan_add(&map, "id", was ? mg_node_get(was, "id") : mg_node_new_string(p->arena, mg_slice_of(free)));
	mg_bilan_add_text(&map, "acteur", id);
	add_person(&map, "representant", was, person, "nom");
	add_person(&map, "qualite", was, person, "fonction");
	p->items[p->n] = mg_bilan_map_node(&map);
	p->failed |= !p->items[p->n];
	p->n += !p->failed && p->n < p->most;
}

const struct mg_node *mg_convention_parties(const struct mg_book *book, const struct mg_node *before,
					    struct mg_arena *arena)
{
	size_t n;
	const struct mg_book_record *actors = mg_book_of(book, "acteur", &n), *ca = mg_book_cooperative(book);
	struct mg_slice dd = ca ? mg_node_string(mg_node_get(ca->root, "dd_animatrice")) : (struct mg_slice){0};
	struct parties p = {.book = book, .before = before, .arena = arena, .most = n + 1};

	p.items = mg_arena_array(arena, p.most, sizeof *p.items);
	if (!p.items)
		return NULL;
	if (dd.len)
		add_party(&p, dd);
	for (size_t i = 0; !p.failed && i < n; i++) {
		struct mg_slice id = mg_slice_of(mg_book_name(&actors[i]));

		if (party_of(before, id) ? !has_left(actors[i].root) : joins(actors[i].root))
			add_party(&p, id);
	}
	return p.failed ? NULL : mg_node_new_list(arena, p.items, p.n);
}

static bool is_out(const struct mg_book *book, struct mg_slice id, const struct mg_date *on)
{
	return has_left(actor_of(book, id)) || (on && mg_membership(book, id, *on, *on) == MG_MEMBER_OUT);
}

const struct mg_node *mg_convention_signers(const struct mg_book *book, const struct mg_node *before,
					    const struct mg_node *after, const struct mg_date *on,
					    struct mg_arena *arena)
{
	size_t n = 0, n_after = is_list(after) ? after->as.list.n : 0;
	const struct mg_node **items =
		mg_arena_array(arena, (is_list(before) ? before->as.list.n : 0) + n_after, sizeof *items);

	for (size_t i = 0; items && is_list(before) && i < before->as.list.n; i++) {
		struct mg_slice id = mg_signing_party(before, i);

		if (!party_of(after, id) && !is_out(book, id, on))
			items[n++] = before->as.list.items[i];
	}
	for (size_t i = 0; items && i < n_after; i++)
		items[n++] = after->as.list.items[i];
	return items ? mg_node_new_list(arena, items, n) : NULL;
}

// ---- articles 1, 2 and 4.2

// {id, and these keys of the record}
static const struct mg_node *entry(const struct mg_book_record *record, const char *const *keys, struct mg_arena *arena)
{
	struct mg_bilan_map map = {.arena = arena};

	mg_bilan_add_text(&map, "id", mg_slice_of(mg_book_name(record)));
	for (; *keys; keys++)
		mg_bilan_copy(&map, *keys, mg_node_get(record->root, *keys));
	return mg_bilan_map_node(&map);
}

const struct mg_node *mg_convention_objectives(const struct mg_book *book, struct mg_arena *arena)
{
	static const char *const keys[] = {"niveau", "intitule", NULL};
	size_t n, made = 0;
	const struct mg_book_record *records = mg_book_of(book, "objectif", &n);
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++)
		if (!mg_slice_is(mg_node_string(mg_node_get(records[i].root, "niveau")), "general"))
			items[made++] = entry(&records[i], keys, arena);
	return items ? mg_node_new_list(arena, items, made) : NULL;
}

static bool is_among(struct mg_slice status, const char *const *names)
{
	for (; *names; names++)
		if (mg_slice_is(status, *names))
			return true;
	return false;
}

static bool is_agreed(const struct mg_book_record *action, const struct mg_node *before)
{
	static const char *const given_up[] = {"abandonnee", "non_reconduite", NULL};
	static const char *const over[] = {"realisee", "suspendue", NULL};
	struct mg_slice status = mg_node_string(mg_node_get(action->root, "statut"));

	if (is_among(status, given_up))
		return false;
	if (mg_bilan_element(before, mg_slice_of(mg_book_name(action))))
		return true;
	return !is_among(status, over) && !(before && mg_slice_is(status, "proposee"));
}

const struct mg_node *mg_convention_actions(const struct mg_book *book, const struct mg_node *before,
					    struct mg_arena *arena)
{
	size_t n, made = 0;
	const struct mg_book_record *records = mg_book_of(book, "action", &n);
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++)
		if (is_agreed(&records[i], before))
			items[made++] = mg_convention_action(&records[i], arena);
	return items ? mg_node_new_list(arena, items, made) : NULL;
}

static bool lists(const struct mg_node *set, const char *id)
{
	for (size_t i = 0; is_list(set) && i < set->as.list.n; i++)
		if (mg_slice_is(mg_node_string(set->as.list.items[i]), id))
			return true;
	return false;
}

static bool is_of(const struct mg_book *book, const struct mg_book_record *indicator, const struct mg_node *actions)
{
	if (mg_bilan_element(actions, mg_node_string(mg_node_get(indicator->root, "action"))))
		return true;
	for (size_t i = 0; i < actions->as.list.n; i++) {
		struct mg_slice id = mg_node_string(mg_node_get(actions->as.list.items[i], "id"));
		const struct mg_book_record *action = mg_book_find(book, "action", id);

		if (action && lists(mg_node_get(action->root, "indicateurs"), mg_book_name(indicator)))
			return true;
	}
	return false;
}

const struct mg_node *mg_convention_indicators(const struct mg_book *book, const struct mg_node *actions,
					       struct mg_arena *arena)
{
	static const char *const keys[] = {"intitule", NULL};
	size_t n, made = 0;
	const struct mg_book_record *records = mg_book_of(book, "indicateur", &n);
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);

	for (size_t i = 0; items && i < n; i++)
		if (is_of(book, &records[i], actions))
			items[made++] = entry(&records[i], keys, arena);
	return items ? mg_node_new_list(arena, items, made) : NULL;
}
