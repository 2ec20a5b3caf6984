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
	if (strcmp(format->name, "date") == 0 && mg_date_hint(text, hint))
		return;
	if (lacks_scheme(format, text))
		mg_buf_printf(hint, _("did you mean https://%.*s?"), (int)text.len, text.data);
	else
		mg_buf_printf(hint, _("for example: %s"), format->example);
}

enum rewriting { LOWER = 1, UPPER = 2, NO_SPACES = 4, HYPHENS = 8 };

// Bytes of the dash, or the hyphen of a word processor, that text begins with.
static size_t long_dash(struct mg_slice text)
{
	static const char *const dashes[] = {"–", "—", "‐", "‑", "−"};

	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (text.len >= strlen(dashes[i]) && memcmp(text.data, dashes[i], strlen(dashes[i])) == 0)
			return strlen(dashes[i]);
	return 0;
}

static struct mg_slice rewrite(struct mg_slice text, unsigned how, char out[static MAX_HINTED])
{
	size_t n = 0;

	while (text.len && strchr(",;", text.data[text.len - 1])) // as in spreadsheets and programs
		text.len--;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		size_t dash = how & HYPHENS ? long_dash((struct mg_slice){text.data + i, text.len - i}) : 0;

		if (how & LOWER && c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (how & UPPER && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (how & HYPHENS && (c == ' ' || c == '_' || dash))
			c = '-';
		i += dash ? dash - 1 : 0;
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
