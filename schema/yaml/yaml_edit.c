// SPDX-License-Identifier: EUPL-1.2
//
// Setting and removing one value. The tree says what the text must read as afterwards; the least change of bytes is
// tried first, and what does not read so gives way to writing more of the text anew.
#include "base/i18n.h"
#include "base/limits.h"
#include "schema/yaml/yaml_edits.h"

#define SPOTS_MAX (MG_MAX_DEPTH + 2u)

struct edit {
	const struct mg_doc *doc;
	struct mg_arena arena; // the nodes of the tree to come
	const struct mg_place *place;
	struct mg_error *err;
	struct mg_yaml_spot spots[SPOTS_MAX]; // from the top down to what is touched
	const struct mg_node *wanted[SPOTS_MAX];
	size_t n;
	size_t steps; // of the place that exist
};

static int out_of_memory(struct edit *edit)
{
	return mg_fail_memory(edit->err);
}

static size_t count(const struct mg_node *node)
{
	return node->type == MG_MAP ? node->as.map.n : node->type == MG_LIST ? node->as.list.n : 0;
}

static struct mg_slice canon_of_id(const struct mg_node *item, struct mg_buf *canon)
{
	mg_buf_reset(canon);
	mg_node_canon(mg_node_get(item, "id"), canon);
	return mg_buf_slice(canon);
}

// Which part of a node a step leads to; count(node) when there is none.
static size_t find_part(const struct mg_node *node, const struct mg_step *step)
{
	struct mg_buf canon = {0};
	size_t i = 0;

	for (; i < count(node); i++) {
		if (step->kind == MG_STEP_KEY ? mg_slice_equal(node->as.map.pairs[i].key, step->name)
		    : step->kind == MG_STEP_MEMBER
			    ? mg_slice_equal(node->as.list.items[i]->text, step->name)
			    : mg_slice_equal(canon_of_id(node->as.list.items[i], &canon), step->name))
			break;
	}
	mg_buf_clear(&canon);
	return i;
}

// A value without any part yet can become what the step needs: null, an empty list.
static bool may_take(const struct mg_node *node, const struct mg_step *step)
{
	enum mg_list_kind kind;

	if (node->type == MG_NULL)
		return true;
	if (step->kind == MG_STEP_KEY)
		return node->type == MG_MAP;
	if (node->type != MG_LIST)
		return false;
	kind = mg_list_kind(node);
	return kind == MG_LIST_EMPTY || kind == (step->kind == MG_STEP_MEMBER ? MG_LIST_SET : MG_LIST_KEYED);
}

static int refuse_step(struct edit *edit, size_t step)
{
	struct mg_place place = {edit->place->steps, step}, whole = *edit->place;
	struct mg_buf above = {0}, field = {0};
	int code;

	mg_place_format(&place, &above);
	mg_place_format(&whole, &field);
	code = mg_fail(edit->err, MG_EINVALID, _("%s cannot be set: \"%s\" holds another kind of value"),
		       mg_buf_text(&field), mg_buf_text(&above));
	mg_error_hint(edit->err, _("Remove \"%s\" first, if what it holds is no longer wanted."), mg_buf_text(&above));
	mg_buf_clear(&above);
	mg_buf_clear(&field);
	return code;
}

// Walks down the place as far as it exists.
static int walk(struct edit *edit, bool removes)
{
	edit->spots[0] = mg_yaml_spot_top(edit->doc);
	edit->n = 1;
	for (edit->steps = 0; edit->steps < edit->place->n; edit->steps++) {
		const struct mg_yaml_spot *spot = &edit->spots[edit->n - 1];
		const struct mg_step *step = &edit->place->steps[edit->steps];
		size_t index;

		if (!may_take(spot->node, step))
			return removes ? 0 : refuse_step(edit, edit->steps);
		index = find_part(spot->node, step);
		if (index == count(spot->node))
			return 0;
		edit->spots[edit->n] = mg_yaml_spot_below(spot, index);
		edit->n++;
	}
	return 0;
}

// The id of a place, as a value: its canonical text is YAML.
static const struct mg_node *read_id(struct edit *edit, struct mg_slice canon)
{
	const struct mg_node *id = NULL;
	struct mg_findings findings;
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (!mg_yaml_read(&doc, "", canon, &findings))
		id = mg_node_copy(&edit->arena, doc.root);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return id;
}

static const struct mg_node *with_id(struct edit *edit, const struct mg_node *id, const struct mg_node *value)
{
	size_t n = value->as.map.n;
	struct mg_pair *pairs = mg_arena_array(&edit->arena, n + 1, sizeof *pairs);

	if (!pairs)
		return NULL;
	pairs[0] = (struct mg_pair){.key = mg_slice_of("id"), .value = id};
	for (size_t i = 0; i < n; i++)
		pairs[i + 1] = value->as.map.pairs[i];
	return mg_node_new_map(&edit->arena, pairs, n + 1);
}

// The value of one step as the part it becomes: an element carries its id, a member is its own name.
static int make_part(struct edit *edit, const struct mg_step *step, const struct mg_node **value)
{
	const struct mg_node *id;

	if (step->kind == MG_STEP_KEY)
		return 0;
	if (step->kind == MG_STEP_MEMBER) {
		*value = mg_node_new_string(&edit->arena, step->name);
		return *value ? 0 : out_of_memory(edit);
	}
	if ((*value)->type != MG_MAP)
		return mg_fail(edit->err, MG_EINVALID, _("an element of a list that has ids must be a mapping"));
	id = read_id(edit, step->name);
	if (!id)
		return out_of_memory(edit);
	if (!mg_node_get(*value, "id"))
		*value = with_id(edit, id, *value);
	else if (!mg_node_equal(mg_node_get(*value, "id"), id))
		return mg_fail(edit->err, MG_EINVALID, _("the element's id is not the one it is set at"));
	return *value ? 0 : out_of_memory(edit);
}

static const struct mg_node *wrap(struct edit *edit, const struct mg_step *step, const struct mg_node *part)
{
	if (step->kind == MG_STEP_KEY)
		return mg_node_new_map(&edit->arena, &(struct mg_pair){.key = step->name, .value = part}, 1);
	return mg_node_new_list(&edit->arena, &part, 1);
}

// From the value at the end of the place to the part that is missing, or to the value itself.
static int make_value(struct edit *edit, const struct mg_node **value)
{
	size_t i = edit->place->n;
	int code;

	for (size_t j = 0; j + 1 < i; j++)
		if (edit->place->steps[j].kind == MG_STEP_MEMBER)
			return refuse_step(edit, j + 1);
	code = i ? make_part(edit, &edit->place->steps[i - 1], value) : 0;

	for (; !code && i > edit->steps + 1; i--) {
		*value = wrap(edit, &edit->place->steps[i - 1], *value);
		if (!*value)
			return out_of_memory(edit);
		code = make_part(edit, &edit->place->steps[i - 2], value);
	}
	return code;
}

// The node with one part replaced, added (at index == count) or, when value is NULL, removed.
static const struct mg_node *rebuild(struct edit *edit, const struct mg_node *node, size_t index,
				     const struct mg_step *step, const struct mg_node *value)
{
	size_t n = count(node), m = 0;
	bool is_map = step->kind == MG_STEP_KEY;
	struct mg_pair *pairs = mg_arena_array(&edit->arena, n + 1, sizeof *pairs);
	const struct mg_node **items = mg_arena_array(&edit->arena, n + 1, sizeof *items);

	if (!pairs || !items)
		return NULL;
	for (size_t i = 0; i <= n; i++) {
		if ((i == n && index != n) || (i == index && !value))
			continue;
		if (is_map)
			pairs[m] = i == n ? (struct mg_pair){.key = step->name} : node->as.map.pairs[i];
		else
			items[m] = i == n ? NULL : node->as.list.items[i];
		if (i == index)
			pairs[m].value = items[m] = value;
		m++;
	}
	return is_map ? mg_node_new_map(&edit->arena, pairs, m) : mg_node_new_list(&edit->arena, items, m);
}

// What every spot must read as, given what the last one does.
static bool want(struct edit *edit, const struct mg_node *last)
{
	edit->wanted[edit->n - 1] = last;
	for (size_t i = edit->n - 1; i && edit->wanted[i]; i--)
		edit->wanted[i - 1] = rebuild(edit, edit->spots[i - 1].node, edit->spots[i].index,
					      &edit->place->steps[i - 1], edit->wanted[i]);
	return edit->wanted[0] != NULL;
}

// Adds or removes one part of the last spot's node where its layout allows, else replaces the node.
static void change_part(struct edit *edit, struct mg_yaml_edits *edits, size_t index, const struct mg_node *value)
{
	const struct mg_yaml_spot *spot = &edit->spots[edit->n - 1];
	const struct mg_step *step = &edit->place->steps[edit->steps];
	struct mg_yaml_part part = {.key = step->kind == MG_STEP_KEY ? step->name : (struct mg_slice){0},
				    .value = value};
	size_t n = count(spot->node);
	bool *removed = mg_arena_array(&edit->arena, n + 1, sizeof *removed);

	if (!removed) {
		edits->failed = true;
		return;
	}
	if (!n || (!value && n == 1) || !mg_yaml_has_parts(edits, spot->node)) {
		mg_yaml_edit_replace(edits, spot, edit->wanted[edit->n - 1]);
		return;
	}
	removed[index] = !value;
	mg_yaml_edit_parts(edits, spot, removed, &part, value != NULL);
}

enum change { REPLACE, ADD, REMOVE };

struct attempt {
	enum change change;
	size_t index; // the part removed
	const struct mg_node *value;
	size_t whole;     // 0, or how many of the last spots give way to one written anew
	bool quote_lines; // no literals
};

static int try_attempt(struct edit *edit, const struct attempt *attempt, struct mg_buf *out, bool *done)
{
	struct mg_yaml_edits edits;
	int code;

	mg_yaml_edits_init(&edits, edit->doc);
	edits.writer.quote_lines = attempt->quote_lines;
	if (attempt->whole || attempt->change == REPLACE) {
		size_t i = edit->n - (attempt->whole ? attempt->whole : 1);

		mg_yaml_edit_replace(&edits, &edit->spots[i], edit->wanted[i]);
	} else {
		change_part(edit, &edits, attempt->index, attempt->value);
	}
	mg_yaml_edits_apply(&edits, out);
	mg_yaml_edits_clear(&edits);
	code = mg_buf_check(out, edit->err);
	if (!code)
		code = mg_yaml_reads_as(mg_buf_slice(out), MG_MAX_RECORD_BYTES, edit->wanted[0], done, edit->err);
	return code;
}

static int write_anew(struct edit *edit, struct mg_buf *out)
{
	bool done = false;
	int code;

	mg_yaml_write_anew(edit->doc, edit->wanted[0], out);
	code = mg_buf_check(out, edit->err);
	if (!code)
		code = mg_yaml_reads_as(mg_buf_slice(out), MG_MAX_RECORD_BYTES, edit->wanted[0], &done, edit->err);
	return code || done ? code : MG_EINVALID;
}

static int perform(struct edit *edit, struct attempt attempt, struct mg_buf *out)
{
	bool done = false;
	int code = try_attempt(edit, &attempt, out, &done);

	attempt.quote_lines = true;
	if (!code && !done)
		code = try_attempt(edit, &attempt, out, &done);
	attempt.quote_lines = false;
	for (attempt.whole = 1; !code && !done && attempt.whole <= edit->n; attempt.whole++)
		code = try_attempt(edit, &attempt, out, &done);
	return code || done ? code : write_anew(edit, out);
}

static int keep(const struct mg_doc *doc, struct mg_buf *out, struct mg_error *err)
{
	mg_buf_reset(out);
	mg_buf_put_slice(out, doc->text);
	return mg_buf_check(out, err);
}

static int remove_value(struct edit *edit, struct mg_buf *out)
{
	const struct mg_step *step;
	struct attempt attempt = {.change = REMOVE};
	const struct mg_node *last;

	if (edit->steps < edit->place->n)
		return keep(edit->doc, out, edit->err);
	if (!edit->place->n) {
		// A document always has a value: without any, it is the mapping without keys.
		attempt.change = REPLACE;
		return want(edit, mg_node_new_map(&edit->arena, NULL, 0)) ? perform(edit, attempt, out)
									  : out_of_memory(edit);
	}
	edit->n--;
	edit->steps--;
	step = &edit->place->steps[edit->steps];
	attempt.index = edit->spots[edit->n].index;
	last = rebuild(edit, edit->spots[edit->n - 1].node, attempt.index, step, NULL);
	if (!last || !want(edit, last))
		return out_of_memory(edit);
	return perform(edit, attempt, out);
}

static int set_value(struct edit *edit, const struct mg_node *value, struct mg_buf *out)
{
	struct attempt attempt = {.change = REPLACE, .value = value};
	const struct mg_node *node = edit->spots[edit->n - 1].node;
	int code = make_value(edit, &attempt.value);

	if (code)
		return code;
	if (edit->steps < edit->place->n) {
		attempt.change = ADD;
		attempt.index = count(node);
		value = rebuild(edit, node, attempt.index, &edit->place->steps[edit->steps], attempt.value);
	} else {
		value = attempt.value;
		if (mg_node_equal(node, value))
			return keep(edit->doc, out, edit->err);
	}
	if (!value || !want(edit, value))
		return out_of_memory(edit);
	return perform(edit, attempt, out);
}

int mg_yaml_set(const struct mg_doc *doc, const struct mg_place *place, const struct mg_node *value, struct mg_buf *out,
		struct mg_error *err)
{
	struct mg_error error = {0}; // attempts that fail leave their reason; only the last one counts
	struct edit edit = {.doc = doc, .place = place, .err = &error};
	int code;

	if (place->n > MG_MAX_DEPTH)
		return mg_fail(err, MG_ELIMIT, _("a field deeper than %u levels"), MG_MAX_DEPTH);
	mg_arena_init(&edit.arena, 0);
	code = walk(&edit, !value);
	if (!code)
		code = value ? set_value(&edit, value, out) : remove_value(&edit, out);
	mg_arena_clear(&edit.arena);
	if (code && err)
		*err = error;
	return code;
}
