// SPDX-License-Identifier: EUPL-1.2
//
// Regular expressions mean what ECMA-262 says, and end.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/jsonschema/jsonschema_pattern.h"

#include <time.h>

static enum mg_match match(const char *source, struct mg_slice text)
{
	struct mg_pattern *pattern;
	struct mg_matcher matcher;
	struct mg_error err;
	enum mg_match result;

	if (mg_pattern_new(mg_slice_of(source), &pattern, &err))
		fail_msg("%s", err.message);
	mg_matcher_init(&matcher);
	result = mg_pattern_match(pattern, &matcher, text);
	assert_int_equal(mg_pattern_match(pattern, &matcher, text), result); // its room can be used again
	mg_matcher_clear(&matcher);
	mg_pattern_free(pattern);
	return result;
}

static void expressions_mean_what_ecma_says(void **state)
{
	static const struct {
		const char *source, *text;
		bool matches;
	} cases[] = {
		{"", "", true},
		{"b", "abc", true},
		{"^b", "abc", false},
		{"^abc$", "abc\n", false},
		{"^a", "b\na", false},
		{"^.$", "é", true},
		{"^.$", "💩", true},
		{"^.$", "\n", false},
		{"^.$", "\r", false},
		{"^.$", "\u2028", false},
		{"^.$", "\xC2\x85", true},
		{"^[.]$", "a", false},
		{"^\\d$", "7", true},
		{"^\\d$", "७", false},
		{"^\\D$", "७", true},
		{"^\\w$", "é", false},
		{"^\\W$", "é", true},
		{"\\bn", "én", true}, // \b goes by \w
		{"^\\s$", "\u00a0", true},
		{"^\\s$", "\ufeff", true},
		{"^\\s$", "\u3000", true},
		{"^\\s$", "\u200b", false},
		{"^\\S$", "\u2003", false},
		{"^\\S$", "é", true},
		{"^[\\s-]$", "\u00a0", true},
		{"^[^\\s]$", "\u00a0", false},
		{"^[\\S]$", "\u00a0", false},
		{"^[\\S ]$", " ", true},
		{"^[\\S]$", "💩", true},
		{"^[^\\S]$", "\u2029", true},
		{"^\\v$", "\v", true},
		{"^\\v$", "\n", false},
		{"^[\\t\\n\\v\\f\\r]$", "\v", true},
		{"^\\cJ$", "\n", true},
		{"^\\x41\\u0042\\u{43}$", "ABC", true},
		{"^\\u{1F4A9}$", "💩", true},
		{"^\\uD83D\\uDCA9$", "💩", true},
		{"^[\\ud83d\\udca0-\\uD83D\\uDCB0]$", "💩", true},
		{"^[\\uD83D\\uDCA0-\\uD83D\\uDCA8]$", "💩", false},
		{"^\\u00e9$", "é", true},
		{"^\\p{Lu}\\p{Letter}+$", "École", true},
		{"^\\p{Uppercase_Letter}$", "é", false},
		{"^\\P{L}$", "1", true},
		{"^\\P{Letter}$", "a", false},
		{"^[\\p{Decimal_Number}_]+$", "७_1", true},
		{"^\\p{gc=Lu}$", "É", true},
		{"^\\p{General_Category=Letter}$", "é", true},
		{"^\\p{Script=Greek}$", "α", true},
		{"^\\p{Script=Greek}$", "a", false},
		{"^[[:alpha:]]$", "a", false},
		{"^[[:alpha:]]$", ":]", true},
		{"^[[a]$", "[", true},
		{"^[ab][cd]$", "ad", true},
		{"^[a].$", "a\n", false},
		{"^[]$", "", false},
		{"[]", "a", false},
		{"^[^]$", "\n", true},
		{"^(a)?\\1b$", "b", true},
		{"^(?:\\1a|(b))+$", "ab", true}, // a reference to a group that has not matched yet is empty
		{"^(?<x>a)\\k<x>$", "aa", true},
		{"^(?<x>a)\\k<x>$", "ab", false},
		{"(?<=a)b", "ab", true},
		{"(?<!a)b", "ab", false},
		{"a(?!b)", "ab", false},
		{"a(?=b)", "ab", true},
		{"^a+?$", "aaa", true},
		{"^a{2,3}?$", "a", false},
		{"^\\/\\-\\.\\$$", "/-.$", true},
		{"^\\(\\*\\)$", "(*)", true},
		{"^[(*+]+$", "(*+", true},
		{"^[+]+$", "++", true},
		{"^\\++$", "++", true},
		{"^a|b$", "bx", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (match(cases[i].source, mg_slice_of(cases[i].text)) != (cases[i].matches ? MG_MATCH : MG_NO_MATCH))
			fail_msg("%s on \"%s\"", cases[i].source, cases[i].text);
	assert_int_equal(match("^\\0$", (struct mg_slice){"\0", 1}), MG_MATCH);
	assert_int_equal(match("^a.b$", (struct mg_slice){"a\0b", 3}), MG_MATCH);
	assert_int_equal(match("^a", (struct mg_slice){"a\xff", 2}), MG_NO_MATCH); // no text at all
	assert_int_equal(match("^$", (struct mg_slice){NULL, 0}), MG_MATCH);
}

static void what_only_pcre_has_is_refused(void **state)
{
	static const char *const sources[] = {
		"(",
		"[a",
		"a)",
		"a{2,1}",
		"*a",
		"a**",
		"\\",
		"a\\",
		"(?i)a",
		"(?i:a)",
		"(?>a)",
		"(?|a)",
		"(?P<x>a)",
		"(?#a)",
		"(?R)",
		"(?1)",
		"(?'x'a)",
		"(?<>a)",
		"(?<x",
		"a++",
		"a*+",
		"a?+",
		"a{2}+",
		"a+?+",
		"(*ANY)a",
		"(*UTF)",
		"(?:*a)",
		"\\A",
		"\\z",
		"\\Z",
		"\\G",
		"\\K",
		"\\Qa\\E",
		"\\h",
		"\\H",
		"\\R",
		"\\X",
		"\\N",
		"\\a",
		"\\e",
		"\\g1",
		"\\l",
		"\\o{1}",
		"\\C",
		"\\V",
		"\\p",
		"\\pL",
		"\\p{L",
		"\\p{Inconnu}",
		"\\P{Script=Inconnu}",
		"[\\A]",
		"(?<x>a)(?<x>b)",
		"\\k<x>",
		"(?&x)",
		"a\xff",
		"\\c",
	};

	(void)state;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct mg_pattern *pattern = (struct mg_pattern *)&pattern;
		struct mg_error err;

		if (mg_pattern_new(mg_slice_of(sources[i]), &pattern, &err) != MG_EINVALID)
			fail_msg("%s was taken", sources[i]);
		assert_null(pattern);
		assert_non_null(strstr(err.message, "regular expression"));
	}
}

static void sources_are_limited(void **state)
{
	struct mg_pattern *pattern;
	struct mg_buf source = {0};

	(void)state;
	mg_buf_fill(&source, 'a', 4096);
	assert_int_equal(mg_pattern_new(mg_buf_slice(&source), &pattern, NULL), 0);
	mg_pattern_free(pattern);
	mg_buf_putc(&source, 'a');
	assert_int_equal(mg_pattern_new(mg_buf_slice(&source), &pattern, NULL), MG_ELIMIT);
	assert_int_equal(mg_pattern_new((struct mg_slice){"a\0b", 3}, &pattern, NULL), MG_EINVALID);
	mg_buf_clear(&source);
}

// Expressions that take exponential, or quadratic, time where nothing stops them.
static void matching_ends(void **state)
{
	static const struct {
		const char *source, *unit;
		size_t times;
	} cases[] = {
		{"^(a+)+$", "a", 40},
		{"(a|aa)+$", "a", 60},
		{"(.*)*x", "a", 200000},
		{"(a|b)*c", "ab", 100000},
		{"^(([a-z])+.)+[A-Z]([a-z])+$", "a", 5000},
		{"([^x]|y)*x.*x", "aé", 50000},
		{"(?:a|b)*[0-9]", "ab", 40000},
	};
	struct timespec start, end;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf text = {0};
		enum mg_match result;

		for (size_t k = 0; k < cases[i].times; k++)
			mg_buf_puts(&text, cases[i].unit);
		mg_buf_puts(&text, "!");
		clock_gettime(CLOCK_MONOTONIC, &start);
		result = match(cases[i].source, mg_buf_slice(&text));
		clock_gettime(CLOCK_MONOTONIC, &end);
		assert_int_not_equal(result, MG_MATCH);
		if (end.tv_sec - start.tv_sec > 10)
			fail_msg("%s takes %d s", cases[i].source, (int)(end.tv_sec - start.tv_sec));
		mg_buf_clear(&text);
	}
	assert_int_equal(match("^(a+)+$", mg_slice_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")),
			 MG_MATCH_TOO_HARD);
}

// What people write takes no such bound, however long.
static void long_texts_match(void **state)
{
	static const char *const sources[] = {"^[^\\n]*$", "^(a|b)+$", "b$", "^\\S", "^([ab]+)*$", "(ab)"};
	struct mg_buf text = {0};

	(void)state;
	for (int i = 0; i < 10000; i++)
		mg_buf_puts(&text, "ab");
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (match(sources[i], mg_buf_slice(&text)) != MG_MATCH)
			fail_msg("%s", sources[i]);
	mg_buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions_mean_what_ecma_says),
		cmocka_unit_test(what_only_pcre_has_is_refused),
		cmocka_unit_test(sources_are_limited),
		cmocka_unit_test(matching_ends),
		cmocka_unit_test(long_texts_match),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
