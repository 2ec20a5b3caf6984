// SPDX-License-Identifier: EUPL-1.2
#include "cli/form.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/kind.h"
#include "cli/label.h"
#include "cli/sample.h"
#include "schema/yaml/yaml.h"

#define WIDTH 110 // columns; a longer comment goes on below

struct form {
	struct mg_arena arena;
	struct mg_buf *out;
	size_t margin; // blanks before each line, and before the "# " of a comment
	size_t column; // characters of the line so far
};

static void put(struct form *form, struct mg_slice text)
{
	mg_buf_put_slice(form->out, text);
	form->column += mg_utf8_count(text);
}

static void puts_to(struct form *form, const char *text)
{
	put(form, mg_slice_of(text));
}

static void begin_comment(struct form *form, size_t indent)
{
	mg_buf_fill(form->out, ' ', form->margin);
	mg_buf_puts(form->out, "# ");
	mg_buf_fill(form->out, ' ', indent);
	form->column = form->margin + 2 + indent;
}

// ---- what a comment says of its field

static void put_condition(struct mg_buf *note, const struct mg_node *when)
{
	for (size_t i = 0; i < when->as.map.n; i++) {
		const struct mg_pair *pair = &when->as.map.pairs[i];

		mg_buf_printf(note, i ? ", " : _(" if "));
		mg_buf_printf(note, pair->value->type == MG_LIST ? "%.*s: " : "%.*s", (int)pair->key.len,
			      pair->key.data);
		for (size_t j = 0; pair->value->type == MG_LIST && j < pair->value->as.list.n; j++) {
			mg_buf_puts(note, j ? "|" : "");
			mg_buf_put_slice(note, pair->value->as.list.items[j]->text);
		}
	}
}

static void put_values(struct mg_buf *note, const struct mg_node *values)
{
	for (size_t i = 0; i < values->as.list.n; i++) {
		mg_buf_puts(note, i ? ", " : " (");
		mg_buf_put_slice(note, values->as.list.items[i]->text);
	}
	mg_buf_puts(note, ")");
}

// "[E if statut: corrigee] Title — description (values)", on one line.
static void describe(const struct mg_schema *schema, struct mg_buf *note)
{
	const struct mg_schema_asked *asked = mg_schema_asked(schema);
	struct mg_slice title = mg_label_field(schema, "title"), more = mg_label_field(schema, "description");
	const struct mg_node *values = mg_kind_values(schema);
	struct mg_slice ref = mg_kind_reference(schema);

	if (asked->level) {
		mg_buf_printf(note, "[%c", asked->level);
		if (asked->when)
			put_condition(note, asked->when);
		mg_buf_puts(note, "] ");
	}
	mg_buf_put_slice(note, title);
	if (title.len && more.len)
		mg_buf_puts(note, " — ");
	if (more.len && more.data[more.len - 1] == '.' && (values || ref.len))
		more.len--;
	mg_buf_put_slice(note, more);
	if (values)
		put_values(note, values);
	if (ref.len && !mg_slice_is(ref, "fiche"))
		mg_buf_printf(note, " (→ %.*s)", (int)ref.len, ref.data);
}

// Words after what the line holds; those that find no room begin lines that stay comments when the field is taken.
static void put_note(struct form *form, struct mg_slice note, size_t indent)
{
	puts_to(form, "  #");
	while (note.len) {
		const char *blank = memchr(note.data, ' ', note.len);
		struct mg_slice word = {note.data, blank ? (size_t)(blank - note.data) : note.len};

		if (form->column + 1 + mg_utf8_count(word) > WIDTH) {
			mg_buf_putc(form->out, '\n');
			begin_comment(form, indent + 2);
			puts_to(form, "#");
		}
		puts_to(form, " ");
		put(form, word);
		note.data += blank ? word.len + 1 : word.len;
		note.len -= blank ? word.len + 1 : word.len;
	}
}

// ---- a field that is not there

static void put_blank(struct form *form, const struct mg_schema *schema, struct mg_slice key, size_t indent,
		      bool begins_item);

static bool has_keys(const struct mg_schema *schema)
{
	struct mg_slice key;

	return schema && mg_schema_key(schema, 0, &key, NULL);
}

static void put_blanks(struct form *form, const struct mg_schema *map, size_t indent, bool are_item)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(map, i, &key, &property); i++)
		put_blank(form, property, key, indent, are_item && i == 0);
}

// " value", as a record has it after the key. Nothing when none can be shown.
static void put_sample(struct form *form, const struct mg_schema *schema, struct mg_slice key)
{
	const struct mg_node *value = mg_sample_value(schema, &form->arena);
	struct mg_pair pair = {.key = key, .value = value};
	const struct mg_node *map = value ? mg_node_new_map(&form->arena, &pair, 1) : NULL;
	struct mg_buf text = {0};

	if (map)
		mg_yaml_write(map, &text);
	if (text.len > key.len + 2 && !memchr(text.data, '\n', text.len - 1))
		put(form, (struct mg_slice){text.data + key.len + 1, text.len - key.len - 2});
	mg_buf_clear(&text);
}

static void put_blank(struct form *form, const struct mg_schema *schema, struct mg_slice key, size_t indent,
		      bool begins_item)
{
	const struct mg_schema *item = mg_kind_item(schema), *below = has_keys(item) ? item : schema;
	const bool nested = has_keys(below) && mg_schema_types(below) == MG_TYPE_OBJECT;
	struct mg_buf note = {0};

	begin_comment(form, begins_item ? indent - 2 : indent);
	puts_to(form, begins_item ? "- " : "");
	put(form, key);
	puts_to(form, ":");
	if (!nested)
		put_sample(form, schema, key);
	describe(schema, &note);
	if (note.len)
		put_note(form, mg_buf_slice(&note), indent);
	mg_buf_putc(form->out, '\n');
	if (nested)
		put_blanks(form, below, below == item ? indent + 4 : indent + 2, below == item);
	form->out->failed = form->out->failed ? form->out->failed : note.failed;
	mg_buf_clear(&note);
}

// ---- the record

static void put_map(struct form *form, const struct mg_schema *schema, const struct mg_node *map);

static void put_text(struct form *form, struct mg_slice text)
{
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		size_t n = end ? (size_t)(end - text.data) + 1 : text.len;

		mg_buf_fill(form->out, ' ', n > 1 ? form->margin : 0);
		mg_buf_put(form->out, text.data, n);
		text = (struct mg_slice){text.data + n, text.len - n};
	}
}

static void put_pair(struct form *form, const struct mg_schema *schema, const struct mg_pair *pair)
{
	const struct mg_node *map = mg_node_new_map(&form->arena, pair, 1);
	struct mg_buf text = {0};

	if (pair->value->type == MG_MAP && pair->value->as.map.n && has_keys(schema)) {
		mg_buf_fill(form->out, ' ', form->margin);
		mg_buf_put_slice(form->out, pair->key);
		mg_buf_puts(form->out, ":\n");
		form->margin += 2;
		put_map(form, schema, pair->value);
		form->margin -= 2;
		return;
	}
	if (map)
		mg_yaml_write(map, &text);
	put_text(form, mg_buf_slice(&text));
	if (!map || text.failed)
		form->out->failed = MG_ENOMEM;
	mg_buf_clear(&text);
}

static const struct mg_pair *find_pair(const struct mg_node *map, struct mg_slice key)
{
	for (size_t i = 0; i < map->as.map.n; i++)
		if (mg_slice_equal(map->as.map.pairs[i].key, key))
			return &map->as.map.pairs[i];
	return NULL;
}

static bool is_of_corrections(struct mg_slice key)
{
	return mg_slice_is(key, "remplace");
}

static void put_map(struct form *form, const struct mg_schema *schema, const struct mg_node *map)
{
	const struct mg_schema *property;
	const struct mg_pair *pair;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(schema, i, &key, &property); i++) {
		pair = find_pair(map, key);
		if (pair)
			put_pair(form, property, pair);
		else if (!is_of_corrections(key))
			put_blank(form, property, key, 0, false);
	}
	for (size_t i = 0; i < map->as.map.n; i++) // keys that the schema allows without naming them
		if (!mg_schema_property(schema, map->as.map.pairs[i].key))
			put_pair(form, NULL, &map->as.map.pairs[i]);
}

int mg_form_write(const struct mg_type *type, const struct mg_node *root, struct mg_buf *out, struct mg_error *err)
{
	struct form form = {.out = out};

	mg_arena_init(&form.arena, 0);
	mg_buf_printf(out, "# %s\n",
		      _("To fill in a line that begins with \"# \", take that away and change the value. What the "
			"guide obliges\n# to fill in is marked [E], what it advises [A], what it allows [I]."));
	put_map(&form, type->shape, root);
	mg_arena_clear(&form.arena);
	return mg_buf_check(out, err);
}

bool mg_form_first(const struct mg_type *type, struct mg_arena *arena, const char **field, const struct mg_node **value)
{
	const struct mg_schema *property, *best = NULL;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(type->shape, i, &key, &property); i++) {
		bool has_default = mg_schema_keyword(property, "default") != NULL;

		if ((best && !has_default) || !mg_sample_blank(property, arena))
			continue;
		best = property;
		*field = mg_arena_copy(arena, key.data, key.len);
		if (has_default)
			break;
	}
	*value = best ? mg_sample_blank(best, arena) : NULL;
	return *value && *field;
}
