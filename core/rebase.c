// SPDX-License-Identifier: EUPL-1.2
#include "core/rebase.h"

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

// Two changes of one version that cannot both stand.
static bool collide(const struct mg_write *a, const struct mg_write *b)
{
	if (same_effect(a, b))
		return false;
	return (ends(a) && mg_place_contains(a->place, b->place)) || (ends(b) && mg_place_contains(b->place, a->place));
}

static const struct mg_write *collision(const struct mg_writes *mine, const struct mg_write *theirs)
{
	for (size_t i = 0; i < mine->n; i++) {
		if (collide(&mine->items[i], theirs))
			return &mine->items[i];
	}
	return NULL;
}

// What a write puts at its place; NULL removes.
static int value_of(const struct mg_write *w, struct mg_doc *doc, const struct mg_node **value, struct mg_error *err)
{
	struct mg_findings findings;
	int code = 0;

	*value = NULL;
	if (w->op == MG_DROP || w->op == MG_OUT)
		return 0;
	mg_findings_init(&findings);
	if (w->op == MG_IN) { // a set's member is its own value
		struct mg_place place;

		code = mg_place_parse(w->place, &doc->arena, &place, err);
		if (!code)
			*value = mg_node_new_string(&doc->arena, place.steps[place.n - 1].name);
	} else {
		const char *text = w->op == MG_EXISTS_MAP ? "{}" : w->op == MG_EXISTS_LIST ? "[]" : w->value;

		if (mg_yaml_read(doc, "", mg_slice_of(text), &findings))
			code = mg_fail(err, MG_EINTERNAL, _("a value that cannot be read"));
		*value = doc->root;
	}
	mg_findings_clear(&findings);
	return code || *value ? code : mg_fail(err, MG_ENOMEM, _("out of memory"));
}

// Sets one of their writes in a text of ours. A mapping or list that exists on both sides needs nothing.
static int set_write(struct mg_buf *text, const struct mg_write *w, struct mg_error *err)
{
	struct mg_findings findings;
	const struct mg_node *value;
	struct mg_doc doc, holder;
	struct mg_buf after = {0};
	struct mg_place place;
	int code;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	mg_doc_init(&holder);
	code = mg_yaml_read(&doc, "", mg_buf_slice(text), &findings);
	if (code)
		mg_fail(err, code, _("the saved text cannot be read"));
	if (!code)
		code = mg_place_parse(w->place, &doc.arena, &place, err);
	if (!code && !ends(w) && mg_place_find(doc.root, &place))
		goto out;
	if (!code)
		code = value_of(w, &holder, &value, err);
	if (!code)
		code = mg_yaml_set(&doc, &place, value, &after, err);
	if (!code) {
		mg_buf_reset(text);
		mg_buf_put_slice(text, mg_buf_slice(&after));
		code = mg_buf_check(text, err);
	}
out:
	mg_buf_clear(&after);
	mg_doc_clear(&holder);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return code;
}

int mg_rebase(const struct mg_doc *base, const struct mg_doc *saved, const struct mg_doc *current, enum mg_side side,
	      struct mg_arena *arena, struct mg_buf *out, const char **field, struct mg_error *err)
{
	struct mg_writes mine = {.arena = arena}, theirs = {.arena = arena};
	int code = mg_diff(base->root, saved->root, &mine, err);

	*field = NULL;
	if (!code)
		code = mg_diff(base->root, current->root, &theirs, err);
	mg_buf_reset(out);
	mg_buf_put_slice(out, saved->text);
	if (!code)
		code = mg_buf_check(out, err);
	for (size_t i = 0; !code && i < theirs.n; i++) {
		const struct mg_write *clash = collision(&mine, &theirs.items[i]);

		if (clash && side == MG_SIDE_ASK) {
			*field = clash->place;
			return mg_fail(err, MG_ECONFLICT, _("%s has been changed by somebody else meanwhile"),
				       clash->place);
		}
		if (!clash || side == MG_SIDE_THEIRS)
			code = set_write(out, &theirs.items[i], err);
	}
	return code;
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
