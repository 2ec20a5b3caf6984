// SPDX-License-Identifier: EUPL-1.2
#include "core/folder/rebase.h"
#include "core/repo/parse.h"

#include "base/i18n.h"

static bool ends(const struct mg_write *w)
{
	return w->op == MG_PUT || w->op == MG_DROP || w->op == MG_IN || w->op == MG_OUT;
}

static bool same_effect(const struct mg_write *a, const struct mg_write *b)
{
	return a->op == b->op && strcmp(a->place, b->place) == 0 &&
	       (a->value && b->value ? strcmp(a->value, b->value) == 0 : a->value == b->value);
}

// One side's changes of the version that both started from, with the steps of their places.
struct changes {
	struct mg_writes writes;
	struct mg_place *places;
};

static int find_changes(const struct mg_doc *from, const struct mg_doc *to, struct changes *c, struct mg_error *err)
{
	int code = mg_diff(from->root, to->root, &c->writes, err);

	c->places = code ? NULL : mg_arena_array(c->writes.arena, c->writes.n, sizeof *c->places);
	if (!code && !c->places)
		code = mg_fail_memory(err);
	for (size_t i = 0; !code && i < c->writes.n; i++)
		code = mg_place_parse(c->writes.items[i].place, c->writes.arena, &c->places[i], err);
	return code;
}

static bool fits(enum mg_op exists, enum mg_step_kind below)
{
	return exists == MG_EXISTS_MAP ? below == MG_STEP_KEY : exists != MG_EXISTS_LIST || below != MG_STEP_KEY;
}

// Two writes that need one place to be two kinds of thing: a mapping and a list, a set and a keyed list.
static bool kinds_differ(enum mg_op a_op, const struct mg_place *a, enum mg_op b_op, const struct mg_place *b)
{
	size_t i = 0;

	while (i < a->n && i < b->n && a->steps[i].kind == b->steps[i].kind &&
	       mg_slice_equal(a->steps[i].name, b->steps[i].name))
		i++;
	if (i < a->n && i < b->n)
		return a->steps[i].kind != b->steps[i].kind;
	if (i < a->n)
		return !fits(b_op, a->steps[i].kind);
	return i < b->n ? !fits(a_op, b->steps[i].kind) : a_op != b_op;
}

// Two changes of one version that cannot both stand.
static bool collide(const struct changes *mine, size_t a, const struct changes *theirs, size_t b)
{
	const struct mg_write *x = &mine->writes.items[a], *y = &theirs->writes.items[b];

	if (same_effect(x, y))
		return false;
	return (ends(x) && mg_place_contains(x->place, y->place)) ||
	       (ends(y) && mg_place_contains(y->place, x->place)) ||
	       kinds_differ(x->op, &mine->places[a], y->op, &theirs->places[b]);
}

static const struct mg_write *collision(const struct changes *c, const struct changes *with, size_t b)
{
	for (size_t a = 0; a < c->writes.n; a++) {
		if (collide(c, a, with, b))
			return &c->writes.items[a];
	}
	return NULL;
}

// What a write puts at its place; NULL removes.
static int value_of(const struct mg_write *w, struct mg_arena *arena, const struct mg_node **value,
		    struct mg_error *err)
{
	const char *text = w->op == MG_EXISTS_MAP ? "{}" : w->op == MG_EXISTS_LIST ? "[]" : w->value;
	struct mg_place place;
	int code;

	*value = NULL;
	if (w->op == MG_DROP || w->op == MG_OUT)
		return 0;
	if (w->op != MG_IN)
		return mg_parse_value("", mg_slice_of(text), arena, value, err);
	code = mg_place_parse(w->place, arena, &place, err); // a set's member is its own value
	if (!code && !(*value = mg_node_new_string(arena, place.steps[place.n - 1].name)))
		code = mg_fail_memory(err);
	return code;
}

// Sets one of their writes in a text of ours. A mapping or list that exists on both sides needs nothing.
static int set_write(struct mg_buf *text, const struct mg_write *w, struct mg_error *err)
{
	const struct mg_node *value;
	struct mg_buf after = {0};
	struct mg_place place;
	struct mg_doc doc;
	int code;

	mg_doc_init(&doc);
	code = mg_parse_doc("", mg_buf_slice(text), &doc, err);
	if (!code)
		code = mg_place_parse(w->place, &doc.arena, &place, err);
	if (!code && !ends(w) && mg_place_find(doc.root, &place))
		goto out;
	if (!code)
		code = value_of(w, &doc.arena, &value, err);
	if (!code)
		code = mg_yaml_set(&doc, &place, value, &after, err);
	if (!code) {
		mg_buf_reset(text);
		mg_buf_put_slice(text, mg_buf_slice(&after));
		code = mg_buf_check(text, err);
	}
out:
	mg_buf_clear(&after);
	mg_doc_clear(&doc);
	return code;
}

// Adds to a text that one side left the other side's changes that do not collide with that side's.
static int add_changes(struct mg_slice text, const struct changes *own, const struct changes *others,
		       struct mg_buf *out, struct mg_error *err)
{
	int code;

	mg_buf_reset(out);
	mg_buf_put_slice(out, text);
	code = mg_buf_check(out, err);
	for (size_t i = 0; !code && i < others->writes.n; i++) {
		if (!collision(own, others, i))
			code = set_write(out, &others->writes.items[i], err);
	}
	return code;
}

int mg_rebase(const struct mg_doc *base, const struct mg_doc *saved, const struct mg_doc *current, enum mg_side side,
	      struct mg_arena *arena, struct mg_buf *out, const char **field, struct mg_error *err)
{
	struct changes mine = {.writes = {.arena = arena}}, theirs = {.writes = {.arena = arena}};
	int code = find_changes(base, saved, &mine, err);

	*field = NULL;
	if (!code)
		code = find_changes(base, current, &theirs, err);
	for (size_t i = 0; !code && side == MG_SIDE_ASK && i < theirs.writes.n; i++) {
		const struct mg_write *clash = collision(&mine, &theirs, i);

		if (!clash)
			continue;
		*field = clash->place;
		return mg_fail(err, MG_ECONFLICT, _("%s has been changed by somebody else meanwhile"), clash->place);
	}
	if (code)
		return code;
	return side == MG_SIDE_THEIRS ? add_changes(current->text, &theirs, &mine, out, err)
				      : add_changes(saved->text, &mine, &theirs, out, err);
}

int mg_rebase_distance(const struct mg_doc *from, const struct mg_doc *to, size_t *n, struct mg_error *err)
{
	struct mg_arena arena;
	struct mg_writes writes = {.arena = &arena};
	int code;

	mg_arena_init(&arena, 0);
	code = mg_diff(from->root, to->root, &writes, err);
	*n = writes.n;
	mg_arena_clear(&arena);
	return code;
}
