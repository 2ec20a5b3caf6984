// SPDX-License-Identifier: EUPL-1.2
#include "core/view/view_impl.h"
#include "core/repo/parse.h"

#include "schema/yaml/yaml.h"

// ---- order and ancestry

int mg_view_commit_order(const struct mg_view_commit *a, const struct mg_view_commit *b)
{
	if (a->stamp_ms != b->stamp_ms)
		return a->stamp_ms < b->stamp_ms ? -1 : 1;
	return mg_id_compare(&a->id, &b->id);
}

// True when the author of `later` had `earlier` in front of him.
bool mg_view_saw(const struct mg_view *v, const struct mg_view_op *later, const struct mg_view_op *earlier)
{
	return later->by != earlier->by && v->input->saw(v->input->context, later->by->position, earlier->by->position);
}

bool mg_view_is_put(const struct mg_view_op *w)
{
	return w->in->op == MG_PUT || w->in->op == MG_IN || w->in->op == MG_OUT;
}

bool mg_view_is_drop(const struct mg_view_op *w)
{
	return w->in->op == MG_DROP;
}

// A write that ends what it saw at and below its place.
bool mg_view_ends(const struct mg_view_op *w)
{
	return mg_view_is_put(w) || mg_view_is_drop(w);
}

// ---- the tree of places

static int step_order(const struct mg_step *a, const struct mg_step *b)
{
	return a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : mg_slice_compare(a->name, b->name);
}

static struct mg_view_place *new_place(struct mg_view *v, const struct mg_buf *text)
{
	struct mg_view_place *place = text->failed ? NULL : mg_arena_alloc(v->arena, sizeof *place);

	if (place)
		place->text = mg_arena_strdup(v->arena, mg_buf_text(text));
	return place && place->text ? place : NULL;
}

static struct mg_view_place *child_of(struct mg_view *v, struct mg_view_place *parent, const struct mg_step *step)
{
	struct mg_view_place *before = parent->recent, *child;
	struct mg_buf text = {0};

	if (before && step_order(&before->step, step) > 0)
		before = NULL;
	child = before ? before : parent->child;
	for (; child && step_order(&child->step, step) < 0; child = child->next)
		before = child;
	if (child && step_order(&child->step, step) == 0)
		return parent->recent = child;
	mg_buf_puts(&text, parent->text);
	mg_step_format(step, &text);
	child = new_place(v, &text);
	mg_buf_clear(&text);
	if (!child)
		return NULL;
	child->step = *step;
	child->parent = parent;
	child->depth = parent->depth + 1;
	child->next = before ? before->next : parent->child;
	*(before ? &before->next : &parent->child) = child;
	return parent->recent = child;
}

static int hang(struct mg_view *v, struct mg_view_place *root, struct mg_view_op *w)
{
	struct mg_place steps;
	struct mg_view_place *at = root;
	int code = mg_place_parse(w->in->place, v->arena, &steps, v->err);

	for (size_t i = 0; !code && i < steps.n; i++) {
		at = child_of(v, at, &steps.steps[i]);
		if (!at)
			return mg_fail_memory(v->err);
	}
	if (code)
		return code;
	w->at = at;
	w->next = at->ops;
	at->ops = w;
	return 0;
}

int mg_view_read_value(struct mg_view *v, const char *text, const struct mg_node **value)
{
	return mg_parse_canon(v->input->path, text, v->arena, value, v->err);
}

// A keep names the commits whose drops and puts at its place count as never made.
static void apply_keep(const struct mg_view_op *keep)
{
	for (struct mg_view_op *w = keep->at->ops; w; w = w->next) {
		char hex[MG_ID_HEX];

		if (mg_view_ends(w) && strstr(keep->in->value, mg_id_format(&w->by->id, hex)))
			w->voided = true;
	}
}

int mg_view_compute(const struct mg_view_input *input, bool each_side, struct mg_arena *arena,
		    struct mg_view_result *result, struct mg_error *err)
{
	struct mg_view v = {.input = input, .arena = arena, .result = result, .each_side = each_side, .err = err};
	struct mg_view_op *all = mg_arena_array(arena, input->n_writes, sizeof *all);
	struct mg_view_place root = {.text = ""};
	int code = 0;

	*result = (struct mg_view_result){0};
	if (!all)
		return mg_fail_memory(v.err);
	for (size_t i = 0; !code && i < input->n_writes; i++) {
		const struct mg_view_write *in = &input->writes[i];

		all[i] = (struct mg_view_op){.in = in, .by = &input->commits[in->commit]};
		code = hang(&v, &root, &all[i]);
	}
	for (size_t i = 0; !code && i < input->n_writes; i++) {
		if (all[i].in->op == MG_KEEP && all[i].in->value)
			apply_keep(&all[i]);
	}
	return code ? code : mg_view_resolve(&v, &root, &result->value);
}

int mg_view_record(const struct mg_view_input *input, struct mg_arena *arena, struct mg_view_result *result,
		   struct mg_error *err)
{
	return mg_view_compute(input, false, arena, result, err);
}
