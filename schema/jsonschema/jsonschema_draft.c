// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_draft.h"

#include "base/i18n.h"
#include "base/text.h"

#define SHOWN_CHARS 40u // of a value in a message
#define STEPS_OF_DRAFT                                                                                                 \
	1000u // what writing one takes, beside a visit: hostile schemas find the same mistake again and again

// A wrong type at the top of a branch means another branch; a wrong constant in one of its keys (type: reunion) too,
// unless every branch has that; an unknown or missing key less so.
static unsigned cost_of(enum mg_weight weight, unsigned depth)
{
	static const unsigned costs[][3] = {
		[MG_WEIGHT_TYPE] = {10000, 10, 2},
		[MG_WEIGHT_VALUE] = {1000, 100, 2},
		[MG_WEIGHT_KEY] = {5, 2, 1},
		[MG_WEIGHT_OTHER] = {2, 1, 1},
	};

	return costs[weight][depth < 2 ? depth : 2];
}

// Stops, returning false, at the first list that has no names for its items.
static bool put_place(const struct mg_at *at, struct mg_buf *out)
{
	struct mg_buf id = {0};
	struct mg_step step;
	bool named = true;

	if (!at->up)
		return true;
	if (!put_place(at->up, out))
		return false;
	if (at->pair) {
		step = (struct mg_step){MG_STEP_KEY, at->pair->key};
	} else if (mg_list_kind(at->up->node) == MG_LIST_SET) {
		step = (struct mg_step){MG_STEP_MEMBER, at->node->text};
	} else if (mg_list_kind(at->up->node) == MG_LIST_KEYED) {
		mg_node_canon(mg_node_get(at->node, "id"), &id);
		step = (struct mg_step){MG_STEP_ELEMENT, mg_buf_slice(&id)};
	} else {
		named = false;
	}
	if (named)
		mg_step_format(&step, out);
	mg_buf_clear(&id);
	return named;
}

static bool has_place(const struct mg_at *at)
{
	for (; at->up; at = at->up)
		if (!at->pair && mg_list_kind(at->up->node) != MG_LIST_KEYED)
			return false;
	return true;
}

void mg_draft_subject(const struct mg_at *at, struct mg_buf *out)
{
	struct mg_buf rest = {0};

	if (!at->up) {
		mg_buf_puts(out, _("the document"));
	} else if (at->is_key) {
		mg_buf_printf(out, _("the key `%.*s`"), (int)at->pair->key.len, at->pair->key.data);
	} else if (has_place(at)) {
		put_place(at, &rest);
		mg_buf_printf(out, "`%s`", mg_buf_text(&rest));
	} else if (!at->up->up) {
		mg_buf_printf(out, _("item %zu"), at->index + 1); // a document that is a list: no record is
	} else {
		mg_draft_subject(at->up, &rest);
		if (at->pair)
			mg_buf_printf(out, _("`%.*s` of %s"), (int)at->pair->key.len, at->pair->key.data,
				      mg_buf_text(&rest));
		else
			mg_buf_printf(out, _("item %zu of %s"), at->index + 1, mg_buf_text(&rest));
	}
	mg_buf_clear(&rest);
}

static void put_cut(struct mg_slice text, struct mg_buf *out)
{
	struct mg_slice rest = text;
	size_t chars = 0;

	for (; rest.len > 0 && chars < SHOWN_CHARS; chars++) {
		size_t n = mg_utf8_next(rest, NULL);

		n = n ? n : 1;
		if ((unsigned char)rest.data[0] < ' ')
			mg_buf_putc(out, ' '); // a message is one line
		else
			mg_buf_put(out, rest.data, n);
		rest.data += n;
		rest.len -= n;
	}
	if (rest.len > 0)
		mg_buf_puts(out, "…");
}

void mg_draft_value(const struct mg_node *node, struct mg_buf *out)
{
	struct mg_buf canon = {0};

	if (node->text.len > 0) {
		put_cut(node->text, out);
		return;
	}
	mg_node_canon(node, &canon);
	put_cut(mg_buf_slice(&canon), out);
	mg_buf_clear(&canon);
}

// "the text \"abc\"", "the number 12", "a list"...
static void describe(const struct mg_node *node, struct mg_buf *out)
{
	struct mg_buf value = {0};

	switch (node->type) {
	case MG_NULL:
		mg_buf_puts(out, _("nothing"));
		break;
	case MG_LIST:
		mg_buf_puts(out, _("a list"));
		break;
	case MG_MAP:
		mg_buf_puts(out, _("a mapping"));
		break;
	case MG_STRING:
		put_cut(node->text, &value);
		mg_buf_printf(out, _("the text \"%s\""), mg_buf_text(&value));
		break;
	case MG_INT:
	case MG_FLOAT:
		mg_draft_value(node, &value);
		mg_buf_printf(out, _("the number %s"), mg_buf_text(&value));
		break;
	case MG_BOOL:
		mg_buf_puts(out, node->as.boolean ? "true" : "false");
		break;
	}
	mg_buf_clear(&value);
}

void mg_draft_mark_key(struct mg_draft *d, const struct mg_at *at)
{
	d->start = at->pair ? at->pair->key_start : at->node->start;
	d->end = at->pair ? at->pair->key_end : at->node->end;
}

bool mg_draft_begin(struct mg_draft *d, struct mg_checking *c, const struct mg_at *at, const char *code,
		    enum mg_weight weight)
{
	if (c->mode == MG_CHECK_WEIGH)
		c->cost += cost_of(weight, at->depth - c->branch_depth);
	if (c->mode != MG_CHECK_REPORT || c->out->n >= MG_MAX_FINDINGS)
		return false;
	c->steps -= c->steps < STEPS_OF_DRAFT ? c->steps : STEPS_OF_DRAFT;
	*d = (struct mg_draft){.c = c, .at = at, .code = code, .start = at->node->start, .end = at->node->end};
	if (d->start.offset == d->end.offset || at->is_key)
		mg_draft_mark_key(d, at); // there is nothing to see where an empty value stands
	put_place(at, &d->field);
	mg_draft_subject(at, &d->subject);
	describe(at->node, &d->found);
	return true;
}

// The title of what stands at the place; of an item without its own, that of its list.
static const struct mg_node *label_of(const struct mg_at *at)
{
	for (; at; at = at->up) {
		const struct mg_node *title = at->schema ? mg_schema_keyword(at->schema, "title") : NULL;

		if (title || at->pair || !at->up)
			return at->up ? title : NULL; // the record itself is no field
	}
	return NULL;
}

static uint32_t underlined(const struct mg_draft *d)
{
	if (d->start.line == 0)
		return 0;
	return d->start.line == d->end.line && d->end.col > d->start.col ? d->end.col - d->start.col : 1;
}

// Two branches of an allOf may ask for the same thing.
static bool is_told(const struct mg_draft *d)
{
	for (size_t i = d->c->before; i < d->c->out->n; i++) {
		const struct mg_finding *other = &d->c->out->items[i];

		if (other->mark.offset == d->start.offset && strcmp(other->code, d->code) == 0 &&
		    strcmp(other->message, mg_buf_text(&d->message)) == 0)
			return true;
	}
	return false;
}

bool mg_draft_may_guess(const struct mg_draft *d)
{
	return d->c->out->n - d->c->before < MG_MAX_GUESSES;
}

bool mg_draft_may_look_up(const struct mg_draft *d)
{
	return d->c->out->n - d->c->before < MG_MAX_LOOK_UPS;
}

bool mg_draft_drop(struct mg_draft *d)
{
	mg_buf_clear(&d->field);
	mg_buf_clear(&d->subject);
	mg_buf_clear(&d->found);
	mg_buf_clear(&d->message);
	mg_buf_clear(&d->hint);
	return false;
}

bool mg_draft_add(struct mg_draft *d)
{
	const struct mg_node *title = label_of(d->at);
	struct mg_buf label = {0};
	struct mg_finding finding = {
		.code = d->code,
		.level = MG_LEVEL_INVALID,
		.path = d->c->path,
		.field = mg_buf_text(&d->field),
		.mark = d->start,
		.length = underlined(d),
		.message = mg_buf_text(&d->message),
		.hint = mg_buf_text(&d->hint),
	};

	if (title)
		mg_buf_put_slice(&label, title->text);
	finding.label = mg_buf_text(&label);
	if (!is_told(d))
		mg_findings_add(d->c->out, &finding);
	mg_buf_clear(&label);
	return mg_draft_drop(d);
}
