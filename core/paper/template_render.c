// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/html.h"
#include "core/paper/template_impl.h"

#include "base/i18n.h"

struct renderer {
	const struct mg_template_set *set;
	struct mg_buf *out;
	unsigned depth;
	struct mg_error *err;
};

static struct mg_slice first_word(struct mg_slice *name)
{
	const char *point = memchr(name->data, '.', name->len);
	struct mg_slice word = {name->data, point ? (size_t)(point - name->data) : name->len};
	size_t used = point ? word.len + 1 : word.len;

	*name = (struct mg_slice){name->data + used, name->len - used};
	return word;
}

// Only in the node where the template stands, never around it: what a record lacks is not filled from elsewhere.
static const struct mg_node *look_up(const struct mg_node *node, struct mg_slice name)
{
	if (mg_slice_is(name, "."))
		return node;
	while (node && name.len)
		node = mg_node_get_slice(node, first_word(&name));
	return node;
}

static bool is_there(const struct mg_node *node)
{
	if (!node || node->type == MG_NULL)
		return false;
	if (node->type == MG_BOOL)
		return node->as.boolean;
	if (node->type == MG_LIST)
		return node->as.list.n > 0;
	return node->type != MG_STRING || node->text.len > 0;
}

static int fill(const struct renderer *r, const struct mg_template *template, const struct mg_tag *tag,
		const struct mg_node *value)
{
	if (value && (value->type == MG_LIST || value->type == MG_MAP))
		return mg_fail(r->err, MG_EINVALID, _("template %s, line %u: %.*s is no text"), template->name,
			       tag->line, (int)tag->text.len, tag->text.data);
	if (value && value->type != MG_NULL)
		mg_html_put(value->text, r->out);
	return 0;
}

static int render(struct renderer *r, const struct mg_template *template, size_t from, size_t to,
		  const struct mg_node *here);

// The tags of a section: in each item of a list, in a mapping; with anything else in it, where it stands.
static int render_section(struct renderer *r, const struct mg_template *template, size_t at, const struct mg_node *here)
{
	const struct mg_tag *tag = &template->tags[at];
	const struct mg_node *value = look_up(here, tag->text);
	int rc = 0;

	if ((tag->kind == MG_TAG_INVERTED) == is_there(value))
		return 0;
	if (!value || value->type != MG_LIST || tag->kind == MG_TAG_INVERTED)
		return render(r, template, at + 1, tag->to, value && value->type == MG_MAP ? value : here);
	for (size_t i = 0; rc == 0 && i < value->as.list.n; i++)
		rc = render(r, template, at + 1, tag->to, value->as.list.items[i]);
	return rc;
}

static int render_tag(struct renderer *r, const struct mg_template *template, size_t at, const struct mg_node *here)
{
	const struct mg_tag *tag = &template->tags[at];

	switch (tag->kind) {
	case MG_TAG_TEXT:
		mg_buf_put_slice(r->out, tag->text);
		return 0;
	case MG_TAG_VALUE:
		return fill(r, template, tag, look_up(here, tag->text));
	case MG_TAG_SECTION:
	case MG_TAG_INVERTED:
		return render_section(r, template, at, here);
	case MG_TAG_PARTIAL:
		return render(r, &r->set->items[tag->to], 0, r->set->items[tag->to].n, here);
	case MG_TAG_END:
	case MG_TAG_COMMENT:
		break;
	}
	return 0;
}

static int render(struct renderer *r, const struct mg_template *template, size_t from, size_t to,
		  const struct mg_node *here)
{
	int rc = 0;

	if (r->depth == MG_TEMPLATE_MAX_DEPTH)
		return mg_fail(r->err, MG_ELIMIT, _("template %s goes deeper than %u levels"), template->name,
			       MG_TEMPLATE_MAX_DEPTH);
	r->depth++;
	for (size_t i = from; rc == 0 && i < to; i++) {
		const enum mg_tag_kind kind = template->tags[i].kind;

		rc = render_tag(r, template, i, here);
		if (kind == MG_TAG_SECTION || kind == MG_TAG_INVERTED)
			i = template->tags[i].to;
	}
	r->depth--;
	return rc;
}

int mg_template_render(const struct mg_template_set *set, const char *name, const struct mg_node *data,
		       struct mg_buf *out, struct mg_error *err)
{
	const struct mg_template *template = mg_template_find(set, mg_slice_of(name));
	struct renderer r = {.set = set, .out = out, .err = err};
	int rc;

	if (!template)
		return mg_fail(err, MG_ENOTFOUND, _("there is no template %s"), name);
	rc = render(&r, template, 0, template->n, data);
	return rc == 0 ? mg_buf_check(out, err) : rc;
}

const char *mg_template_named(const struct mg_template_set *set, struct mg_slice name)
{
	const struct mg_template *template = mg_template_find(set, name);

	return template ? template->name : NULL;
}

// The hole, or one in what it names.
static bool is_hole(const struct mg_tag *tag, struct mg_slice hole)
{
	return tag->kind != MG_TAG_TEXT && tag->kind != MG_TAG_PARTIAL && tag->text.len >= hole.len &&
	       memcmp(tag->text.data, hole.data, hole.len) == 0 &&
	       (tag->text.len == hole.len || tag->text.data[hole.len] == '.');
}

// seen: the templates looked at already.
static bool mentions(const struct mg_template_set *set, size_t which, struct mg_slice hole, bool *seen)
{
	const struct mg_template *template = &set->items[which];

	seen[which] = true;
	for (size_t i = 0; i < template->n; i++) {
		const struct mg_tag *tag = &template->tags[i];

		if (is_hole(tag, hole))
			return true;
		if (tag->kind == MG_TAG_PARTIAL && !seen[tag->to] && mentions(set, tag->to, hole, seen))
			return true;
	}
	return false;
}

// seen: as above.
static bool includes(const struct mg_template_set *set, size_t which, size_t other, bool *seen)
{
	const struct mg_template *template = &set->items[which];

	seen[which] = true;
	for (size_t i = 0; i < template->n; i++) {
		const struct mg_tag *tag = &template->tags[i];

		if (tag->kind != MG_TAG_PARTIAL)
			continue;
		if (tag->to == other || (!seen[tag->to] && includes(set, tag->to, other, seen)))
			return true;
	}
	return false;
}

bool mg_template_includes(const struct mg_template_set *set, const char *name, const char *other)
{
	const struct mg_template *template = mg_template_find(set, mg_slice_of(name));
	const struct mg_template *part = mg_template_find(set, mg_slice_of(other));
	bool seen[MG_TEMPLATE_MAX] = {false};

	return template && part && includes(set, (size_t)(template - set->items), (size_t)(part - set->items), seen);
}

bool mg_template_mentions(const struct mg_template_set *set, const char *name, const char *hole)
{
	const struct mg_template *template = mg_template_find(set, mg_slice_of(name));
	bool seen[MG_TEMPLATE_MAX] = {false};

	return template && mentions(set, (size_t)(template - set->items), mg_slice_of(hole), seen);
}
