// SPDX-License-Identifier: EUPL-1.2
#include "cli/explain.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/kind.h"
#include "cli/label.h"
#include "cli/say.h"
#include "schema/record/record.h"
#include "schema/record/rights.h"

#include <stdio.h>

#define KEY_COLUMNS  30 // of a field's name, indented as deep as it stands
#define HEAD_COLUMNS 14
#define WRAP_COLUMNS 100

struct explaining {
	struct mg_cli *cli;
	const struct mg_type *type;
};

// Words under each other, from a column on that the line has reached already.
static void put_wrapped(struct mg_slice text, size_t indent)
{
	size_t used = indent;

	while (text.len) {
		const char *blank = memchr(text.data, ' ', text.len);
		struct mg_slice word = {text.data, blank ? (size_t)(blank - text.data) : text.len};
		size_t width = mg_utf8_count(word);

		if (used > indent && used + 1 + width > WRAP_COLUMNS) {
			putchar('\n');
			mg_put_blanks(stdout, indent);
			used = indent;
		} else if (used > indent) {
			putchar(' ');
			used++;
		}
		used += mg_put_line(stdout, word, 0);
		text.data += blank ? word.len + 1 : word.len;
		text.len -= blank ? word.len + 1 : word.len;
	}
	putchar('\n');
}

static void put_below(const struct mg_buf *text)
{
	if (!text->len)
		return;
	mg_put_blanks(stdout, KEY_COLUMNS);
	put_wrapped(mg_buf_slice(text), KEY_COLUMNS);
}

// ---- who

static void add_who(struct mg_buf *text, unsigned who)
{
	bool first = true;
	unsigned bit;

	for (size_t i = 0; mg_who_word(i, &bit); i++) {
		if (!(who & bit))
			continue;
		mg_buf_printf(text, "%s%s", first ? "" : ", ", mg_who_text(bit));
		first = false;
	}
	if (first)
		mg_buf_puts(text, _("nobody"));
}

static void put_head(const char *label, struct mg_slice text)
{
	size_t used;

	mg_put_blanks(stdout, 2);
	used = mg_put_text(stdout, label, 0);
	mg_put_blanks(stdout, used < HEAD_COLUMNS ? HEAD_COLUMNS - used : 1);
	put_wrapped(text, HEAD_COLUMNS + 2);
}

static void put_rights(const struct mg_type *type)
{
	static const struct {
		enum mg_right right;
		const char *label;
	} rights[] = {
		{MG_RIGHT_CREATE, N_("created by")},
		{MG_RIGHT_MODIFY, N_("changed by")},
		{MG_RIGHT_REMOVE, N_("removed by")},
		{MG_RIGHT_SIGN, N_("signed by")},
	};
	struct mg_buf text = {0};

	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
		if (rights[i].right == MG_RIGHT_SIGN && !type->ns)
			continue;
		mg_buf_reset(&text);
		add_who(&text, type->rights->who[rights[i].right]);
		put_head(_(rights[i].label), mg_buf_slice(&text));
	}
	mg_buf_reset(&text);
	if (type->owner && strcmp(type->owner, "id") == 0)
		mg_buf_puts(&text, _("the actor himself"));
	else if (type->owner)
		mg_buf_printf(&text, _("the actor that `%s` names"), type->owner);
	if (type->owner)
		put_head(_("owner"), mg_buf_slice(&text));
	mg_buf_clear(&text);
}

// ---- a field

static void add_condition(struct mg_buf *text, const struct mg_node *when)
{
	for (size_t i = 0; i < when->as.map.n; i++) {
		const struct mg_pair *pair = &when->as.map.pairs[i];

		mg_buf_puts(text, i ? ", " : _(" if "));
		mg_buf_put_slice(text, pair->key);
		for (size_t j = 0; pair->value->type == MG_LIST && j < pair->value->as.list.n; j++) {
			mg_buf_puts(text, j ? "|" : ": ");
			mg_buf_put_slice(text, pair->value->as.list.items[j]->text);
		}
	}
}

// "text, always there  [E if statut: corrigee; G:986-994]"
static void add_traits(struct mg_buf *text, const struct mg_explained *field, struct mg_arena *arena)
{
	const struct mg_schema_asked *asked = mg_schema_asked(field->schema);
	struct mg_slice article = mg_node_string(mg_schema_keyword(field->schema, "x-article"));

	mg_buf_puts(text, mg_kind_words(field->schema, arena));
	if (field->required)
		mg_buf_puts(text, _(", always there"));
	if (!asked->level && !article.len)
		return;
	mg_buf_puts(text, " [");
	if (asked->level)
		mg_buf_putc(text, asked->level);
	if (asked->level && asked->when)
		add_condition(text, asked->when);
	if (asked->level && article.len)
		mg_buf_puts(text, asked->when ? "; " : " ");
	mg_buf_put_slice(text, article);
	mg_buf_putc(text, ']');
}

static void add_title(struct mg_buf *text, const struct mg_schema *schema)
{
	struct mg_slice title = mg_label_field(schema, "title"), more = mg_label_field(schema, "description");

	mg_buf_put_slice(text, title);
	mg_buf_puts(text, title.len && more.len ? " — " : "");
	mg_buf_put_slice(text, more);
}

// "suspendue; realisee = réalisée": with the word that people use, where it is not the value itself.
static void add_value(struct mg_buf *text, const struct mg_schema *schema, struct mg_slice value)
{
	const struct mg_schema *item = mg_kind_item(schema);
	struct mg_slice word = mg_record_label(item ? item : schema, value, mg_label_is_french());

	mg_buf_put_slice(text, value);
	if (!mg_slice_equal(word, value))
		mg_buf_printf(text, " = %.*s", (int)word.len, word.data);
}

static void add_values(struct mg_buf *text, const struct mg_schema *schema)
{
	const struct mg_node *values = mg_kind_values(schema);
	struct mg_slice ref = mg_kind_reference(schema);

	for (size_t i = 0; values && i < values->as.list.n; i++) {
		mg_buf_puts(text, i ? "; " : "");
		add_value(text, schema, values->as.list.items[i]->text);
	}
	if (values && ref.len)
		mg_buf_printf(text, _(", or a record \"%.*s\" by its path"), (int)ref.len, ref.data);
}

static void add_own_rights(struct mg_buf *text, const struct mg_type *type, const char *place)
{
	const struct mg_field_rights *rights = mg_explain_rights(type, place);

	if (!rights)
		return;
	if (!rights->modify) {
		mg_buf_puts(text, _("Never changed once it is given, by "));
		add_who(text, rights->create);
	} else {
		mg_buf_puts(text, _("Changed by "));
		add_who(text, rights->modify);
	}
}

static void put_field(void *data, const struct mg_explained *field)
{
	const struct explaining *e = data;
	const size_t indent = 2 + 2 * (size_t)field->depth;
	size_t used = indent + mg_utf8_count(field->key);
	struct mg_buf text = {0};

	mg_put_blanks(stdout, indent);
	mg_put_line(stdout, field->key, 0);
	if (used + 2 > KEY_COLUMNS) {
		putchar('\n');
		used = 0;
	}
	mg_put_blanks(stdout, KEY_COLUMNS - used);
	add_traits(&text, field, &e->cli->arena);
	put_wrapped(mg_buf_slice(&text), KEY_COLUMNS);
	mg_buf_reset(&text);
	add_title(&text, field->schema);
	put_below(&text);
	mg_buf_reset(&text);
	add_values(&text, field->schema);
	put_below(&text);
	mg_buf_reset(&text);
	add_own_rights(&text, e->type, field->place);
	put_below(&text);
	mg_buf_clear(&text);
}

// ---- the type

static void put_example(struct mg_cli *cli, const struct mg_type *type)
{
	const char *path = NULL;
	struct mg_slice text = mg_explain_example(type, &cli->arena, &path);

	if (!text.len)
		return;
	printf(_("\nFor instance %s:\n\n"), path);
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		size_t n = end ? (size_t)(end - text.data) : text.len;

		mg_put_blanks(stdout, n ? 2 : 0);
		mg_put_line(stdout, (struct mg_slice){text.data, n}, 0);
		putchar('\n');
		n += end ? 1 : 0;
		text = (struct mg_slice){text.data + n, text.len - n};
	}
}

void mg_explain_type(struct mg_cli *cli, const struct mg_type *type)
{
	struct explaining e = {cli, type};

	printf("%s · %s\n", type->name, mg_label_type(type));
	put_wrapped(mg_label_field(type->shape, "description"), 0);
	putchar('\n');
	put_head(_("path"), mg_slice_of(type->pattern));
	put_rights(type);
	printf("\n%s\n\n",
	       _("[E]: the guide obliges to fill it in. [A]: it advises. [I]: it allows. G:1061: at this line of it."));
	mg_explain_each(&cli->arena, type, put_field, &e);
	put_example(cli, type);
}
