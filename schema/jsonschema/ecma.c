// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/ecma.h"

#include "base/i18n.h"
#include "base/text.h"

// White space and line ends of ECMA-262 (22.2.2.9), inside a class; and the rest of Unicode.
#define SPACES "\\s\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
#define NOT_SPACES                                                                                                     \
	"\\u0000-\\u0008\\u000e-\\u001f!-\\u009f\\u00a1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e"          \
	"\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\u{10ffff}"
#define NOT_LINE_END "[^\\n\\r\\u2028\\u2029]"

struct translation {
	struct mg_slice in;
	size_t at;
	struct mg_buf *out;
	bool in_class;
	struct mg_error *err;
};

static char peek(const struct translation *t, size_t ahead)
{
	return t->at + ahead < t->in.len ? t->in.data[t->at + ahead] : '\0';
}

static void copy(struct translation *t, size_t n)
{
	mg_buf_put(t->out, t->in.data + t->at, n);
	t->at += n;
}

static int refuse(struct translation *t, const char *what)
{
	size_t column = mg_utf8_count((struct mg_slice){t->in.data, t->at}) + 1;

	return mg_fail(t->err, MG_EINVALID, _("\"%.*s\" is no regular expression of ECMA-262: %s at character %zu"),
		       (int)t->in.len, t->in.data, what, column);
}

// The long names of Unicode's general categories, which PCRE2 knows by their short names only.
static const char *short_category(struct mg_slice name)
{
	static const char *const categories[][2] = {
		{"Cased_Letter", "L&"},
		{"Close_Punctuation", "Pe"},
		{"Combining_Mark", "M"},
		{"Connector_Punctuation", "Pc"},
		{"Control", "Cc"},
		{"Currency_Symbol", "Sc"},
		{"Dash_Punctuation", "Pd"},
		{"Decimal_Number", "Nd"},
		{"Enclosing_Mark", "Me"},
		{"Final_Punctuation", "Pf"},
		{"Format", "Cf"},
		{"Initial_Punctuation", "Pi"},
		{"Letter", "L"},
		{"Letter_Number", "Nl"},
		{"Line_Separator", "Zl"},
		{"Lowercase_Letter", "Ll"},
		{"Mark", "M"},
		{"Math_Symbol", "Sm"},
		{"Modifier_Letter", "Lm"},
		{"Modifier_Symbol", "Sk"},
		{"Nonspacing_Mark", "Mn"},
		{"Number", "N"},
		{"Open_Punctuation", "Ps"},
		{"Other", "C"},
		{"Other_Letter", "Lo"},
		{"Other_Number", "No"},
		{"Other_Punctuation", "Po"},
		{"Other_Symbol", "So"},
		{"Paragraph_Separator", "Zp"},
		{"Private_Use", "Co"},
		{"Punctuation", "P"},
		{"Separator", "Z"},
		{"Space_Separator", "Zs"},
		{"Spacing_Mark", "Mc"},
		{"Surrogate", "Cs"},
		{"Symbol", "S"},
		{"Titlecase_Letter", "Lt"},
		{"Unassigned", "Cn"},
		{"Uppercase_Letter", "Lu"},
		{"cntrl", "Cc"},
		{"digit", "Nd"},
		{"punct", "P"},
	};

	for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
		if (mg_slice_is(name, categories[i][0]))
			return categories[i][1];
	return NULL;
}

// \p{...} or \P{...}
static int property(struct translation *t)
{
	size_t start = t->at + 3, end = start, equals = 0;
	struct mg_slice name;
	const char *category;

	while (end < t->in.len && t->in.data[end] != '}') {
		if (t->in.data[end] == '=')
			equals = end;
		end++;
	}
	if (peek(t, 2) != '{' || end == t->in.len)
		return refuse(t, _("a \\p without its {name}"));
	name = (struct mg_slice){t->in.data + start, end - start};
	if (equals && (mg_slice_is((struct mg_slice){name.data, equals - start}, "gc") ||
		       mg_slice_is((struct mg_slice){name.data, equals - start}, "General_Category")))
		name = (struct mg_slice){t->in.data + equals + 1, end - equals - 1};
	category = short_category(name);
	mg_buf_put(t->out, t->in.data + t->at, 3);
	mg_buf_put_slice(t->out, category ? mg_slice_of(category) : name);
	mg_buf_putc(t->out, '}');
	t->at = end + 1;
	return 0;
}

static void replace(struct translation *t, const char *with)
{
	mg_buf_puts(t->out, with);
	t->at += 2;
}

// A backslash and what it escapes.
static int escape(struct translation *t)
{
	const uint32_t halves = mg_text_pair(t->in, t->at); // one character to ECMA-262 (22.2.1), an error to PCRE2
	char c = peek(t, 1);

	if (halves) {
		mg_buf_printf(t->out, "\\u{%x}", (unsigned)halves);
		t->at += MG_TEXT_PAIR;
		return 0;
	}
	switch (c) {
	case '\0':
		return refuse(t, _("a lone backslash"));
	case 's':
		replace(t, t->in_class ? SPACES : "[" SPACES "]");
		return 0;
	case 'S':
		replace(t, t->in_class ? NOT_SPACES : "[^" SPACES "]");
		return 0;
	case 'v': // vertical white space to PCRE2
		replace(t, "\\u000b");
		return 0;
	case '0': // the start of an octal number to PCRE2
		replace(t, "\\u0000");
		return 0;
	case 'p':
	case 'P':
		return property(t);
	default:
		if (((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) && !strchr("dDwWbBcfknrtux", c))
			return refuse(t, _("an unknown escape"));
		copy(t, 2);
		return 0;
	}
}

static int open_group(struct translation *t)
{
	char c = peek(t, 2), d = peek(t, 3);

	if (peek(t, 1) == '*')
		return refuse(t, _("a quantifier with nothing before it"));
	if (peek(t, 1) == '?' && c != ':' && c != '=' && c != '!' && (c != '<' || !d || d == '>'))
		return refuse(t, _("an unknown kind of group"));
	copy(t, 1);
	return 0;
}

static int quantifier(struct translation *t)
{
	copy(t, 1);
	if (peek(t, 0) == '+')
		return refuse(t, _("a quantifier after a quantifier"));
	return 0;
}

static int translate_one(struct translation *t)
{
	char c = peek(t, 0);

	if (c == '\\')
		return escape(t);
	if (t->in_class) {
		t->in_class = c != ']';
		if (c == '[') // PCRE2 would look for [:alpha:] and the like
			mg_buf_putc(t->out, '\\');
		copy(t, 1);
		return 0;
	}
	switch (c) {
	case '.':
		mg_buf_puts(t->out, NOT_LINE_END);
		t->at++;
		return 0;
	case '(':
		return open_group(t);
	case '*':
	case '+':
	case '?':
	case '}':
		return quantifier(t);
	case '[':
		t->in_class = true;
		copy(t, peek(t, 1) == '^' ? 2 : 1);
		return 0;
	default:
		copy(t, 1);
		return 0;
	}
}

int mg_ecma_translate(struct mg_slice source, struct mg_buf *out, struct mg_error *err)
{
	struct translation t = {.in = source.data ? source : mg_slice_of(""), .out = out, .err = err};
	int rc = 0;

	mg_buf_reset(out);
	if (mg_utf8_check(source) < source.len || memchr(t.in.data, '\0', t.in.len))
		return mg_fail(err, MG_EINVALID, _("a regular expression is text in UTF-8, without NUL"));
	while (!rc && t.at < t.in.len)
		rc = translate_one(&t);
	return rc ? rc : mg_buf_check(out, err);
}
