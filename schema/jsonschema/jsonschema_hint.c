// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_hint.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/code/code_hint.h"
#include "schema/record/date_guess.h"
#include "schema/jsonschema/jsonschema_draft.h"

#define MAX_HINTED     60u   // bytes of a text worth rewriting in a hint
#define MAX_NEAREST    256   // words compared; an enumeration of communes can be long
#define MAX_TYPED_KEYS 1000u // of one mapping

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// "1.200,50": where a comma comes last, points part thousands.
static bool parts_thousands(struct mg_slice text)
{
	const char *point = memchr(text.data, '.', text.len), *comma = memchr(text.data, ',', text.len);

	return point && comma && point < comma;
}

// "1 200,50 €" as 1200.50: spaces (those of French typography too), a unit, and the comma or semicolon that ends a line
// are dropped, a comma within is made a point. False when that gives no number, or a list of several.
static bool plain_number(struct mg_slice text, char out[static MAX_HINTED])
{
	static const char *const dropped[] = {" ",   "\xC2\xA0", "\xE2\x80\xAF", "€",   "%", "euros",
					      "EUR", "+",        "ETP",          "etp", "."};
	size_t n = 0, points = 0, digits = 0, n_dropped = sizeof dropped / sizeof *dropped;

	while (text.len > 1 && strchr(",;", text.data[text.len - 1]))
		text.len--;
	n_dropped -= !parts_thousands(text); // the point, which is last

	for (size_t at = 0; at < text.len;) {
		size_t skip = 0;

		for (size_t i = 0; !skip && i < n_dropped; i++)
			if (text.len - at >= strlen(dropped[i]) &&
			    memcmp(text.data + at, dropped[i], strlen(dropped[i])) == 0)
				skip = strlen(dropped[i]);
		at += skip;
		if (skip)
			continue;
		out[n] = text.data[at] == ',' ? '.' : text.data[at];
		points += out[n] == '.';
		digits += is_digit(out[n]);
		if (!is_digit(out[n]) && out[n] != '.' && !(out[n] == '-' && n == 0))
			return false;
		if (++n == MAX_HINTED)
			return false;
		at++;
	}
	out[n] = '\0';
	return digits > 0 && points <= 1 && is_digit(out[n - 1]) && out[0] != '.';
}

static const char *truth_of(struct mg_slice word)
{
	static const char *const words[][2] = {
		{"oui", "true"}, {"non", "false"}, {"vrai", "true"}, {"faux", "false"},
		{"yes", "true"}, {"no", "false"},  {"true", "true"}, {"false", "false"},
		{"on", "true"},  {"off", "false"}, {"x", "true"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mg_slice_is(word, words[i][0]))
			return words[i][1];
	return NULL;
}

// The signs that word processors and mails begin the items of a list with.
static size_t bullet(struct mg_slice text)
{
	static const char *const bullets[] = {"•", "·", "▪", "‣", "–", "—", "-", "*"};

	for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
		if (text.len > strlen(bullets[i]) && memcmp(text.data, bullets[i], strlen(bullets[i])) == 0)
			return strlen(bullets[i]);
	return 0;
}

// "a; b" as [a, b]: what people part by commas and semicolons is mostly a list.
static void hint_list(struct mg_slice text, struct mg_buf *hint)
{
	struct mg_buf items = {0};
	bool parted = false;

	for (size_t i = 0; i < text.len; i++) {
		bool sign = text.data[i] == ';' || text.data[i] == ',';

		parted |= sign;
		mg_buf_putc(&items, sign ? ',' : text.data[i]);
	}
	if (bullet(text))
		mg_buf_puts(hint, _("write each item on its own line, after a hyphen and a space: `- item`"));
	else if (parted)
		mg_buf_printf(hint, _("put the items between brackets: [%s]"), mg_buf_text(&items));
	else
		mg_buf_printf(hint, _("write a list, one item a line, each after a dash: `- %.*s`"), (int)text.len,
			      text.data);
	mg_buf_clear(&items);
}

static void hint_instead_of_text(unsigned types, struct mg_slice text, struct mg_buf *hint)
{
	char number[MAX_HINTED];
	const char *truth = truth_of(text);

	if (types & (MG_TYPE_NUMBER | MG_TYPE_INTEGER) && plain_number(text, number))
		mg_buf_printf(hint, _("write %s, without quotes, spaces or unit"), number);
	else if (types & (MG_TYPE_NUMBER | MG_TYPE_INTEGER) && text.len && text.data[0] == '=')
		mg_buf_puts(hint, _("write the number itself: a formula of a spreadsheet is not computed here"));
	else if (types & MG_TYPE_BOOLEAN && truth)
		mg_buf_printf(hint, _("write %s, without quotes"), truth);
	else if (types & MG_TYPE_ARRAY && text.len <= MAX_HINTED)
		hint_list(text, hint);
	else if (types & MG_TYPE_OBJECT)
		mg_buf_puts(hint, _("write its keys below it, one `key: value` a line, indented"));
}

void mg_hint_document(const struct mg_node *found, struct mg_buf *hint)
{
	if (found->type == MG_LIST)
		mg_buf_puts(hint, _("a file holds one record: remove the dash, and put each of the others in a file of "
				    "its own"));
	else if (found->type == MG_STRING && found->text.len && memchr(found->text.data, '\t', found->text.len))
		mg_buf_puts(hint, _("these look like cells of a spreadsheet: write one `key: value` a line, for "
				    "instance `intitule: Maraudes`"));
	else
		mg_buf_puts(hint, _("write one `key: value` a line, for instance `intitule: Maraudes`"));
}

static bool wants_date(const struct mg_schema *schema)
{
	const struct mg_node *format = mg_schema_keyword(schema, "format");

	return format && mg_slice_is(mg_node_string(format), "date");
}

#define SHEET_FIRST 20000u // days: 1954
#define SHEET_LAST  60000u // 2064

// The day of a number that a spreadsheet gives when the cell's format is lost: days since 1899-12-30.
static bool sheet_date(struct mg_slice text, struct mg_date *date)
{
	unsigned days = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!is_digit(text.data[i]) || i == 5)
			return false;
		days = days * 10 + (unsigned)(text.data[i] - '0');
	}
	if (days < SHEET_FIRST || days > SHEET_LAST)
		return false;
	*date = mg_date_add_days((struct mg_date){1899, 12, 30}, (int)days);
	return true;
}

static void hint_instead_of_scalar(const struct mg_schema *schema, unsigned types, struct mg_slice text,
				   struct mg_buf *hint)
{
	struct mg_date date;
	char guess[MG_DATE_CHARS + 1];

	if (types & MG_TYPE_STRING && wants_date(schema) && (mg_date_guess(text, &date) || sheet_date(text, &date))) {
		mg_date_format(date, guess);
		mg_buf_printf(hint, _("did you mean %s?"), guess);
	} else if (mg_code_hint_zero(mg_schema_asked(schema)->code, text, hint)) {
		return;
	} else if (types & MG_TYPE_STRING) {
		mg_buf_printf(hint, _("put it in quotes: \"%.*s\""), (int)text.len, text.data);
	} else if (types & MG_TYPE_ARRAY) {
		mg_buf_printf(hint, _("write a list, one item a line, each after a dash: `- %.*s`"), (int)text.len,
			      text.data);
	}
}

void mg_hint_type(const struct mg_schema *schema, unsigned types, const struct mg_node *node, struct mg_buf *hint)
{
	switch (node->type) {
	case MG_STRING:
		hint_instead_of_text(types, node->text, hint);
		break;
	case MG_BOOL:
	case MG_INT:
	case MG_FLOAT:
		if (node->text.len > 0 && node->text.len <= MAX_HINTED)
			hint_instead_of_scalar(schema, types, node->text, hint);
		break;
	case MG_NULL:
		mg_buf_puts(hint, _("write a value, or remove the key"));
		break;
	case MG_LIST:
		if (types & MG_TYPE_STRING && node->as.list.n > 0)
			mg_buf_puts(hint, _("remove the dash or the brackets, or put the text in quotes"));
		break;
	case MG_MAP:
		if (types & MG_TYPE_ARRAY)
			mg_buf_puts(hint, _("put a dash before each item"));
		else if (types & MG_TYPE_STRING && node->style == MG_FLOW)
			mg_buf_puts(hint, _("put the whole text in quotes: it begins with a brace"));
		else if (types & MG_TYPE_STRING)
			mg_buf_puts(hint, _("put the whole text in quotes: it has a colon in it"));
		break;
	}
}

// Words to compare, NUL-terminated; freed with the arena.
struct words {
	struct mg_arena arena;
	const char *items[MAX_NEAREST];
	size_t n;
};

static void words_add(struct words *words, struct mg_slice word)
{
	const char *copy = words->n < MAX_NEAREST ? mg_arena_copy(&words->arena, word.data, word.len) : NULL;

	if (copy)
		words->items[words->n++] = copy;
}

// The nearest of the words; lives as long as they do. NULL when none is near.
static const char *nearest_of(struct words *words, struct mg_slice typed)
{
	const char *copy = mg_arena_copy(&words->arena, typed.data, typed.len);

	return copy ? mg_nearest(copy, words->items, words->n) : NULL;
}

// "did you mean ...?" when one of the words is near. Clears them.
static void hint_nearest(struct words *words, struct mg_slice typed, struct mg_buf *hint)
{
	const char *nearest = nearest_of(words, typed);

	if (nearest)
		mg_buf_printf(hint, _("did you mean `%s`?"), nearest);
	mg_arena_clear(&words->arena);
}

void mg_hint_value(const struct mg_node *const *values, size_t n, const struct mg_node *node, struct mg_buf *hint)
{
	struct words words = {.n = 0};

	for (size_t i = 0; i < n; i++) {
		if (values[i]->type != MG_STRING)
			continue;
		if (node->type != MG_STRING && node->text.len > 0 && mg_slice_equal(values[i]->text, node->text)) {
			mg_buf_printf(hint, _("put it in quotes: \"%.*s\""), (int)node->text.len, node->text.data);
			break;
		}
		words_add(&words, values[i]->text);
	}
	if (hint->len == 0 && node->type == MG_STRING)
		hint_nearest(&words, node->text, hint);
	if (hint->len == 0 && node->text.len && memchr(node->text.data, ';', node->text.len))
		mg_buf_puts(hint, _("part several values by commas"));
	mg_arena_clear(&words.arena);
}

// Spaces and other characters that look like what they are not, pasted from word processors and web pages.
static bool has_odd_space(struct mg_slice text)
{
	static const char *const odd[] = {"\u00a0", "\u00ad", "\u200b", "\u200c", "\u200d", "\u202f", "\ufeff"};

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		for (size_t at = 0; at + strlen(odd[i]) <= text.len; at++)
			if (memcmp(text.data + at, odd[i], strlen(odd[i])) == 0)
				return true;
	return false;
}

// The keys of the schema that a mapping does not have. Where somebody typed one wrong there are not thousands of others
// to look through.
static void words_missing(struct words *words, const struct mg_map_rules *rules, const struct mg_node *map)
{
	for (size_t i = 0; i < rules->n && map->as.map.n <= MAX_TYPED_KEYS; i++)
		if (!mg_node_get_slice(map, rules->properties[i].key))
			words_add(words, rules->properties[i].key);
}

bool mg_hint_means_key(const struct mg_map_rules *rules, const struct mg_node *map, struct mg_slice typed,
		       struct mg_slice key)
{
	struct words words = {.n = 0};
	const char *nearest;
	bool same = false;

	words_add(&words, key); // alone first: mostly it is not even near
	if (nearest_of(&words, typed)) {
		words_missing(&words, rules, map);
		nearest = nearest_of(&words, typed);
		same = nearest && mg_slice_is(key, nearest);
	}
	mg_arena_clear(&words.arena);
	return same;
}

// What a key stands between that quotes nothing in YAML, left out.
static struct mg_slice without_quotes(struct mg_slice key)
{
	static const char *const signs[] = {"«", "»", "“", "”", " ", "\u00a0", "\u202f"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		const size_t len = strlen(signs[i]);

		if (key.len > len && memcmp(key.data, signs[i], len) == 0) {
			key = (struct mg_slice){key.data + len, key.len - len};
			i = SIZE_MAX; // from the first again
		} else if (key.len > len && memcmp(key.data + key.len - len, signs[i], len) == 0) {
			key.len -= len;
			i = SIZE_MAX;
		}
	}
	return key;
}

// The one mapping below that has a field of this name; NULL when there is none, or more than one.
static const struct mg_property *group_with(const struct mg_map_rules *rules, struct mg_slice key)
{
	const struct mg_property *found = NULL;

	for (size_t i = 0; i < rules->n; i++) {
		if (!mg_schema_property(rules->properties[i].schema, key))
			continue;
		if (found)
			return NULL;
		found = &rules->properties[i];
	}
	return found;
}

void mg_hint_key(const struct mg_map_rules *rules, const struct mg_node *map, struct mg_slice key, struct mg_buf *hint)
{
	struct words words = {.n = 0};
	const struct mg_property *group;

	if (has_odd_space(key)) {
		mg_buf_puts(hint, _("it has a no-break space or an invisible character in it, perhaps pasted: type the "
				    "line again, with ordinary spaces"));
		return;
	}
	group = group_with(rules, key);
	if (group) {
		mg_buf_printf(hint, _("it goes below `%.*s:`, indented"), (int)group->key.len, group->key.data);
		return;
	}
	words_missing(&words, rules, map);
	hint_nearest(&words, without_quotes(key), hint);
	if (hint->len == 0 && mg_map_rules_find(rules, mg_slice_of("complements")))
		mg_buf_puts(hint, _("what no field is made for goes below `complements:`"));
}

static void put_example(const struct mg_node *value, struct mg_buf *hint)
{
	struct mg_buf text = {0};

	mg_draft_value(value, &text);
	mg_buf_printf(hint, _("for example: %s"), mg_buf_text(&text));
	mg_buf_clear(&text);
}

struct mg_slice mg_hint_first_example(const struct mg_schema *schema)
{
	const struct mg_node *examples = mg_schema_keyword(schema, "examples");

	if (!examples || examples->type != MG_LIST || !examples->as.list.n)
		return (struct mg_slice){0};
	return mg_node_string(examples->as.list.items[0]);
}

void mg_hint_example(const struct mg_schema *schema, struct mg_buf *hint)
{
	const struct mg_node *examples = mg_schema_keyword(schema, "examples");

	if (examples && examples->type == MG_LIST && examples->as.list.n > 0)
		put_example(examples->as.list.items[0], hint);
}

// The rest of a URI written without its scheme.
static bool lacks_scheme(const struct mg_format *format, struct mg_slice text)
{
	return strcmp(format->name, "uri") == 0 && text.len > 4 && text.len <= MAX_HINTED &&
	       memcmp(text.data, "www.", 4) == 0;
}

void mg_hint_format(const struct mg_format *format, struct mg_slice text, struct mg_buf *hint)
{
	struct mg_date date;
	char guess[MG_DATE_CHARS + 1];

	if (strcmp(format->name, "date") == 0 && mg_date_guess(text, &date)) {
		mg_date_format(date, guess);
		mg_buf_printf(hint, _("did you mean %s?"), guess);
	} else if (strcmp(format->name, "date") == 0 && mg_date_guess_month_end(text, &date)) {
		mg_date_format(date, guess);
		mg_buf_printf(hint, _("that month has %d days; the last is %s"), date.day, guess);
	} else if (lacks_scheme(format, text)) {
		mg_buf_printf(hint, _("did you mean https://%.*s?"), (int)text.len, text.data);
	} else {
		mg_buf_printf(hint, _("for example: %s"), format->example);
	}
}

enum rewriting { LOWER = 1, UPPER = 2, NO_SPACES = 4, HYPHENS = 8 };

static struct mg_slice rewrite(struct mg_slice text, unsigned how, char out[static MAX_HINTED])
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (how & LOWER && c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (how & UPPER && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (how & HYPHENS && c == ' ')
			c = '-';
		if (!(how & NO_SPACES && c == ' '))
			out[n++] = c;
	}
	return (struct mg_slice){out, n};
}

// "acteurs/asso-exemple.yaml" as asso-exemple: an id is the name of its record's file.
static struct mg_slice base_name(struct mg_slice text)
{
	static const char ending[] = ".yaml";
	const size_t len = sizeof ending - 1;

	for (size_t i = text.len; i-- > 0;)
		if (text.data[i] == '/') {
			text = (struct mg_slice){text.data + i + 1, text.len - i - 1};
			break;
		}
	if (text.len > len && memcmp(text.data + text.len - len, ending, len) == 0)
		text.len -= len;
	return text;
}

void mg_hint_pattern(const struct mg_schema *schema, struct mg_matcher *matcher, struct mg_slice text,
		     struct mg_buf *hint)
{
	static const unsigned tries[] = {
		HYPHENS, LOWER | HYPHENS, NO_SPACES, LOWER, UPPER, NO_SPACES | LOWER, NO_SPACES | UPPER,
	};
	const struct mg_node *description = mg_schema_keyword(schema, "description");
	char room[MAX_HINTED];

	if (mg_code_hint_zero(mg_schema_asked(schema)->code, text, hint))
		return;
	text = base_name(text);
	for (size_t i = 0; i < sizeof tries / sizeof *tries && text.len < MAX_HINTED; i++) {
		struct mg_slice other = rewrite(text, tries[i], room);

		if (mg_pattern_match(schema->string->pattern, matcher, other) != MG_MATCH)
			continue;
		mg_buf_printf(hint, _("did you mean \"%.*s\"?"), (int)other.len, other.data);
		return;
	}
	if (description)
		mg_buf_put_slice(hint, description->text);
}
