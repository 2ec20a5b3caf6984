// SPDX-License-Identifier: EUPL-1.2
//
// What is said of one value: its type, its text, its number, its form as a whole.
#include "schema/jsonschema/jsonschema_mistake.h"

#include "base/i18n.h"
#include "schema/code/code_hint.h"
#include "base/limits.h"
#include "schema/jsonschema/jsonschema_draft.h"
#include "schema/jsonschema/jsonschema_hint.h"

#define SHOWN_VALUES 12 // of a longer enumeration

static void put_types(unsigned types, struct mg_buf *out)
{
	static const struct {
		unsigned type;
		const char *name;
	} names[] = {
		{MG_TYPE_STRING, N_("a text")},   {MG_TYPE_INTEGER, N_("a whole number")},
		{MG_TYPE_NUMBER, N_("a number")}, {MG_TYPE_BOOLEAN, N_("true or false")},
		{MG_TYPE_ARRAY, N_("a list")},    {MG_TYPE_OBJECT, N_("a mapping")},
		{MG_TYPE_NULL, N_("left empty")},
	};

	if (types & MG_TYPE_NUMBER)
		types &= ~(unsigned)MG_TYPE_INTEGER;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(types & names[i].type))
			continue;
		if (out->len > 0)
			mg_buf_puts(out, _(" or "));
		mg_buf_puts(out, _(names[i].name));
	}
}

bool mg_mistake_type(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, unsigned types)
{
	struct mg_buf wanted = {0};
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "type", MG_WEIGHT_TYPE))
		return false;
	put_types(types, &wanted);
	mg_buf_printf(&d.message, _("%s must be %s; found %s"), mg_buf_text(&d.subject), mg_buf_text(&wanted),
		      mg_buf_text(&d.found));
	if (!at->up && types == MG_TYPE_OBJECT)
		mg_hint_document(at->node, &d.hint);
	else
		mg_hint_type(s, types, at->node, &d.hint);
	mg_buf_clear(&wanted);
	return mg_draft_add(&d);
}

static void put_values(const struct mg_node *const *values, size_t n, struct mg_buf *out)
{
	for (size_t i = 0; i < n && i < SHOWN_VALUES; i++) {
		if (i > 0)
			mg_buf_puts(out, ", ");
		mg_draft_value(values[i], out);
	}
	if (n > SHOWN_VALUES)
		mg_buf_puts(out, ", …");
}

static bool not_among(struct mg_draft *d, const struct mg_node *const *values, size_t n)
{
	struct mg_buf allowed = {0};

	put_values(values, n, &allowed);
	if (n == 0)
		mg_buf_printf(&d->message, _("%s is not allowed here"), mg_buf_text(&d->subject));
	else if (n == 1)
		mg_buf_printf(&d->message, _("%s must be %s; found %s"), mg_buf_text(&d->subject),
			      mg_buf_text(&allowed), mg_buf_text(&d->found));
	else
		mg_buf_printf(&d->message, _("%s must be one of %s; found %s"), mg_buf_text(&d->subject),
			      mg_buf_text(&allowed), mg_buf_text(&d->found));
	if (mg_draft_may_guess(d))
		mg_hint_value(values, n, d->at->node, &d->hint);
	mg_buf_clear(&allowed);
	return mg_draft_add(d);
}

bool mg_mistake_value(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, s->constant ? "const" : "enum", MG_WEIGHT_VALUE))
		return false;
	if (s->constant)
		return not_among(&d, &s->constant, 1);
	return not_among(&d, s->values->as.list.items, s->values->as.list.n);
}

bool mg_mistake_values(struct mg_checking *c, const struct mg_schema_list *branches, const struct mg_at *at)
{
	const struct mg_node *values[64]; // more would not help a reader
	size_t n = 0, most = sizeof values / sizeof *values;
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "enum", MG_WEIGHT_VALUE))
		return false;
	for (size_t i = 0; i < branches->n; i++) {
		const struct mg_schema *branch = branches->items[i];

		if (branch->constant && n < most)
			values[n++] = branch->constant;
		for (size_t k = 0; !branch->constant && k < branch->values->as.list.n && n < most; k++)
			values[n++] = branch->values->as.list.items[k];
	}
	return not_among(&d, values, n);
}

bool mg_mistake_forbidden(struct mg_checking *c, const struct mg_at *at)
{
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "forbidden", MG_WEIGHT_TYPE))
		return false;
	mg_buf_printf(&d.message, _("%s is not allowed here"), mg_buf_text(&d.subject));
	return mg_draft_add(&d);
}

bool mg_mistake_length(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, size_t length)
{
	const struct mg_count *limit = &s->string->length;
	bool few = length < limit->min;
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, few ? "min-length" : "max-length", MG_WEIGHT_OTHER))
		return false;
	if (length == 0)
		mg_buf_printf(&d.message, _("%s must not be empty"), mg_buf_text(&d.subject));
	else if (few)
		mg_buf_printf(&d.message,
			      P_("%s must have at least %zu character; it has %zu",
				 "%s must have at least %zu characters; it has %zu", limit->min),
			      mg_buf_text(&d.subject), limit->min, length);
	else
		mg_buf_printf(&d.message,
			      P_("%s must have at most %zu character; it has %zu",
				 "%s must have at most %zu characters; it has %zu", limit->max),
			      mg_buf_text(&d.subject), limit->max, length);
	return mg_draft_add(&d);
}

bool mg_mistake_pattern(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	struct mg_slice source = mg_pattern_source(s->string->pattern);
	struct mg_slice example = mg_hint_first_example(s);
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "pattern", MG_WEIGHT_OTHER))
		return false;
	// An expression tells nothing to those who write records.
	if (example.len)
		mg_buf_printf(&d.message, _("%s must look like \"%.*s\"; found %s"), mg_buf_text(&d.subject),
			      (int)example.len, example.data, mg_buf_text(&d.found));
	else
		mg_buf_printf(&d.message, _("%s must have the form %.*s; found %s"), mg_buf_text(&d.subject),
			      (int)source.len, source.data, mg_buf_text(&d.found));
	if (!mg_draft_may_look_up(&d) || !mg_code_hint_name(mg_schema_asked(s)->code, at->node->text, &d.hint))
		mg_hint_pattern(s, &c->matcher, at->node->text, &d.hint);
	return mg_draft_add(&d);
}

bool mg_mistake_format(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "format", MG_WEIGHT_OTHER))
		return false;
	mg_buf_printf(&d.message, _("%s must be %s; found %s"), mg_buf_text(&d.subject), _(s->string->format->what),
		      mg_buf_text(&d.found));
	mg_hint_format(s->string->format, at->node->text, &d.hint);
	return mg_draft_add(&d);
}

// relation: "at least", "below"..., translated.
static bool beyond(struct mg_checking *c, const struct mg_at *at, const char *code, const char *relation,
		   const struct mg_node *limit)
{
	struct mg_buf value = {0};
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, code, MG_WEIGHT_OTHER))
		return false;
	mg_draft_value(limit, &value);
	mg_buf_printf(&d.message, _("%s must be %s %s; found %s"), mg_buf_text(&d.subject), relation,
		      mg_buf_text(&value), mg_buf_text(&d.found));
	mg_buf_clear(&value);
	return mg_draft_add(&d);
}

bool mg_mistake_too_small(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	if (s->number->above && mg_value_compare(at->node, s->number->above) <= 0)
		return beyond(c, at, "minimum", _("above"), s->number->above);
	return beyond(c, at, "minimum", _("at least"), s->number->minimum);
}

bool mg_mistake_too_large(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	if (s->number->below && mg_value_compare(at->node, s->number->below) >= 0)
		return beyond(c, at, "maximum", _("below"), s->number->below);
	return beyond(c, at, "maximum", _("at most"), s->number->maximum);
}

bool mg_mistake_step(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	const struct mg_decimal *divisor = &s->number->divisor;
	int places = -divisor->exponent;
	struct mg_draft d;

	if (divisor->digits != 1 || divisor->exponent >= 0)
		return beyond(c, at, "multiple-of", _("a multiple of"), s->number->step);
	if (!mg_draft_begin(&d, c, at, "multiple-of", MG_WEIGHT_OTHER))
		return false;
	mg_buf_printf(&d.message,
		      P_("%s must have at most %d digit after the point; found %s",
			 "%s must have at most %d digits after the point; found %s", places),
		      mg_buf_text(&d.subject), places, mg_buf_text(&d.found));
	return mg_draft_add(&d);
}

static void put_branch(const struct mg_schema *branch, size_t i, struct mg_buf *out)
{
	const struct mg_node *title = mg_schema_keyword(branch, "title");

	if (title)
		mg_buf_put_slice(out, title->text);
	else
		mg_buf_printf(out, _("form %zu"), i + 1);
}

bool mg_mistake_several(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, size_t first,
			size_t second)
{
	struct mg_buf one = {0}, other = {0};
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "one-of", MG_WEIGHT_OTHER))
		return false;
	put_branch(s->one.items[first], first, &one);
	put_branch(s->one.items[second], second, &other);
	mg_buf_printf(&d.message, _("%s can be read in two ways, %s and %s, where one only is allowed"),
		      mg_buf_text(&d.subject), mg_buf_text(&one), mg_buf_text(&other));
	mg_buf_clear(&one);
	mg_buf_clear(&other);
	return mg_draft_add(&d);
}

bool mg_mistake_not(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at)
{
	const struct mg_node *why = mg_schema_keyword(s->not_, "description");
	struct mg_draft d;

	if (!mg_draft_begin(&d, c, at, "not", MG_WEIGHT_VALUE))
		return false;
	mg_buf_printf(&d.message, _("%s has a form that is not allowed here; found %s"), mg_buf_text(&d.subject),
		      mg_buf_text(&d.found));
	if (why)
		mg_buf_put_slice(&d.hint, why->text);
	return mg_draft_add(&d);
}

void mg_mistake_limit(struct mg_checking *c, const struct mg_at *at)
{
	bool deep = mg_value_deeper(at->node, MG_MAX_DEPTH);
	struct mg_draft d;

	c->mode = MG_CHECK_REPORT;
	if (!mg_draft_begin(&d, c, at, deep ? "depth" : "limit", MG_WEIGHT_OTHER))
		return;
	if (deep)
		mg_buf_printf(&d.message, _("%s is nested more than %u levels deep"), mg_buf_text(&d.subject),
			      MG_MAX_DEPTH);
	else if (c->hard)
		mg_buf_puts(&d.message, _("comparing this text with the form its schema asks for takes too long"));
	else
		mg_buf_puts(&d.message, _("checking this document against its schema takes too long"));
	if (c->hard) {
		d.start = c->hard->start;
		d.end = c->hard->end;
	}
	mg_draft_add(&d);
}
