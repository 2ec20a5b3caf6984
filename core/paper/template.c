// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/template_impl.h"

#include "base/i18n.h"

struct reader {
	struct mg_arena *arena;
	struct mg_template *template;
	struct mg_slice rest; // not read yet
	unsigned line;        // where it begins
	bool line_begins;     // nothing but blanks and a tag since the last line end
	struct mg_error *err;
};

static int wrong(const struct reader *r, const char *why)
{
	return mg_fail(r->err, MG_EINVALID, _("template %s, line %u: %s"), r->template->name, r->line, why);
}

static int add(struct reader *r, enum mg_tag_kind kind, struct mg_slice text)
{
	struct mg_template *template = r->template;
	struct mg_tag *tags;

	if (kind == MG_TAG_COMMENT || (kind == MG_TAG_TEXT && !text.len))
		return 0;
	tags = mg_arena_grow(r->arena, template->tags, template->n, &template->cap, sizeof *tags);
	if (!tags)
		return mg_fail_memory(r->err);
	template->tags = tags;
	tags[template->n++] = (struct mg_tag){.kind = kind, .text = text, .line = r->line};
	return 0;
}

// Goes on n bytes.
static void skip(struct reader *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r->line += r->rest.data[i] == '\n';
	r->rest = (struct mg_slice){r->rest.data + n, r->rest.len - n};
}

// Where a word of two characters begins, or the end.
static size_t find_pair(struct mg_slice text, char c)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.data[i] == c && text.data[i + 1] == c)
			return i;
	return text.len;
}

static size_t blanks_before(struct mg_slice text)
{
	size_t n = 0;

	while (n < text.len && (text.data[text.len - 1 - n] == ' ' || text.data[text.len - 1 - n] == '\t'))
		n++;
	return n;
}

// How many bytes end the line after a tag: blanks and the line end; 0 when something else follows.
static size_t line_end(struct mg_slice text)
{
	size_t n = 0;

	while (n < text.len && (text.data[n] == ' ' || text.data[n] == '\t'))
		n++;
	if (n == text.len)
		return n;
	return text.data[n] == '\n' ? n + 1 : 0;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// "." or words joined by points.
static bool is_name(struct mg_slice name)
{
	bool word = false;

	if (mg_slice_is(name, "."))
		return true;
	for (size_t i = 0; i < name.len; i++) {
		if (name.data[i] == '.' ? !word : !is_name_char(name.data[i]))
			return false;
		word = name.data[i] != '.';
	}
	return word;
}

static struct mg_slice trimmed(struct mg_slice text)
{
	while (text.len && (*text.data == ' ' || *text.data == '\t'))
		text = (struct mg_slice){text.data + 1, text.len - 1};
	text.len -= blanks_before(text);
	return text;
}

// What stands between the braces.
static int read_kind(const struct reader *r, struct mg_slice inside, enum mg_tag_kind *kind, struct mg_slice *name)
{
	static const char marks[] = "#^/>!";
	static const enum mg_tag_kind kinds[] = {MG_TAG_SECTION, MG_TAG_INVERTED, MG_TAG_END, MG_TAG_PARTIAL,
						 MG_TAG_COMMENT};
	const char *mark = inside.len ? memchr(marks, *inside.data, sizeof marks - 1) : NULL;

	*kind = mark ? kinds[mark - marks] : MG_TAG_VALUE;
	*name = trimmed(mark ? (struct mg_slice){inside.data + 1, inside.len - 1} : inside);
	if (*kind == MG_TAG_COMMENT)
		return 0;
	if (name->len && memchr("{&=", *name->data, 3))
		return wrong(r,
			     _("only {{name}}, which is escaped, {{#…}}, {{^…}}, {{/…}}, {{>…}} and {{!…}} are read"));
	return is_name(*name) ? 0 : wrong(r, _("a name is made of a-z, 0-9, _ and points"));
}

// One tag, at the beginning of what is left; text is what stands before it. A tag that fills no hole and is alone on its
// line takes the whole line with it.
static int read_tag(struct reader *r, struct mg_slice text)
{
	struct mg_slice inside = {r->rest.data + 2, r->rest.len - 2}, after, name;
	const size_t end = find_pair(inside, '}'), margin = blanks_before(text);
	enum mg_tag_kind kind;
	bool alone;
	size_t tail;
	int rc;

	if (end == inside.len)
		return wrong(r, _("{{ is not closed by }}"));
	inside.len = end;
	rc = read_kind(r, inside, &kind, &name);
	if (rc < 0)
		return rc;
	after = (struct mg_slice){inside.data + end + 2, r->rest.len - end - 4};
	tail = line_end(after);
	alone = margin < text.len ? text.data[text.len - 1 - margin] == '\n' : r->line_begins;
	alone = alone && kind != MG_TAG_VALUE && (tail || !after.len);
	if (alone)
		text.len -= margin;
	rc = add(r, MG_TAG_TEXT, text);
	if (rc == 0)
		rc = add(r, kind, name);
	skip(r, end + 4 + (alone ? tail : 0));
	r->line_begins = alone;
	return rc;
}

// Gives each section its end.
static int pair_sections(struct reader *r)
{
	struct mg_template *template = r->template;
	size_t open[MG_TEMPLATE_MAX_DEPTH], n = 0;

	for (size_t i = 0; i < template->n; i++) {
		struct mg_tag *tag = &template->tags[i];

		r->line = tag->line;
		if (tag->kind == MG_TAG_SECTION || tag->kind == MG_TAG_INVERTED) {
			if (n == MG_TEMPLATE_MAX_DEPTH)
				return wrong(r, _("too many sections in each other"));
			open[n++] = i;
		} else if (tag->kind == MG_TAG_END) {
			if (!n || !mg_slice_equal(template->tags[open[n - 1]].text, tag->text))
				return wrong(r, _("this end is not that of the last section that was opened"));
			template->tags[open[--n]].to = i;
		}
	}
	if (!n)
		return 0;
	r->line = template->tags[open[n - 1]].line;
	return wrong(r, _("this section has no end"));
}

static int read_template(const struct mg_embedded *item, struct mg_arena *arena, struct mg_template *template,
			 struct mg_error *err)
{
	struct reader r = {arena, template, {(const char *)item->text, item->len}, 1, true, err};
	int rc = 0;

	template->name = item->name;
	while (rc == 0 && r.rest.len) {
		struct mg_slice text = {r.rest.data, find_pair(r.rest, '{')};

		skip(&r, text.len);
		rc = r.rest.len ? read_tag(&r, text) : add(&r, MG_TAG_TEXT, text);
	}
	return rc == 0 ? pair_sections(&r) : rc;
}

const struct mg_template *mg_template_find(const struct mg_template_set *set, struct mg_slice name)
{
	for (size_t i = 0; i < set->n; i++)
		if (mg_slice_is(name, set->items[i].name))
			return &set->items[i];
	return NULL;
}

static int find_partials(const struct mg_template_set *set, const struct mg_template *template, struct mg_error *err)
{
	for (size_t i = 0; i < template->n; i++) {
		struct mg_tag *tag = &template->tags[i];
		const struct mg_template *named;

		if (tag->kind != MG_TAG_PARTIAL)
			continue;
		named = mg_template_find(set, tag->text);
		if (!named)
			return mg_fail(err, MG_EINVALID, _("template %s, line %u: there is no template %.*s"),
				       template->name, tag->line, (int)tag->text.len, tag->text.data);
		tag->to = (size_t)(named - set->items);
	}
	return 0;
}

int mg_template_open(const struct mg_embedded *items, size_t n, struct mg_arena *arena, struct mg_template_set **out,
		     struct mg_error *err)
{
	struct mg_template_set *set = mg_arena_alloc(arena, sizeof *set);
	int rc = 0;

	if (n > MG_TEMPLATE_MAX)
		return mg_fail(err, MG_ELIMIT, _("more than %u templates"), MG_TEMPLATE_MAX);
	if (set)
		set->items = mg_arena_array(arena, n, sizeof *set->items);
	if (!set || !set->items)
		return mg_fail_memory(err);
	for (; rc == 0 && set->n < n; set->n++)
		rc = read_template(&items[set->n], arena, &set->items[set->n], err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = find_partials(set, &set->items[i], err);
	*out = set;
	return rc;
}
