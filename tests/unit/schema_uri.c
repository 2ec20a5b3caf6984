// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/value/uri.h"

struct target {
	const char *reference, *target;
};

static void check_targets(const char *base, const struct target *cases, size_t n)
{
	struct mg_buf out = {0};

	for (size_t i = 0; i < n; i++) {
		mg_uri_resolve(mg_slice_of(base), mg_slice_of(cases[i].reference), &out);
		if (strcmp(mg_buf_text(&out), cases[i].target) != 0)
			fail_msg("%s from %s: %s", cases[i].reference, base, mg_buf_text(&out));
	}
	mg_buf_clear(&out);
}

// The examples of RFC 3986, 5.4.1 and 5.4.2.
static void references_resolve_as_the_rfc_says(void **state)
{
	static const struct target cases[] = {
		{"g:h", "g:h"},
		{"g", "http://a/b/c/g"},
		{"./g", "http://a/b/c/g"},
		{"g/", "http://a/b/c/g/"},
		{"/g", "http://a/g"},
		{"//g", "http://g"},
		{"?y", "http://a/b/c/d;p?y"},
		{"g?y", "http://a/b/c/g?y"},
		{"#s", "http://a/b/c/d;p?q#s"},
		{"g#s", "http://a/b/c/g#s"},
		{"g?y#s", "http://a/b/c/g?y#s"},
		{";x", "http://a/b/c/;x"},
		{"g;x", "http://a/b/c/g;x"},
		{"g;x?y#s", "http://a/b/c/g;x?y#s"},
		{"", "http://a/b/c/d;p?q"},
		{".", "http://a/b/c/"},
		{"./", "http://a/b/c/"},
		{"..", "http://a/b/"},
		{"../", "http://a/b/"},
		{"../g", "http://a/b/g"},
		{"../..", "http://a/"},
		{"../../", "http://a/"},
		{"../../g", "http://a/g"},
		{"../../../g", "http://a/g"},
		{"../../../../g", "http://a/g"},
		{"/./g", "http://a/g"},
		{"/../g", "http://a/g"},
		{"g.", "http://a/b/c/g."},
		{".g", "http://a/b/c/.g"},
		{"g..", "http://a/b/c/g.."},
		{"..g", "http://a/b/c/..g"},
		{"./../g", "http://a/b/g"},
		{"./g/.", "http://a/b/c/g/"},
		{"g/./h", "http://a/b/c/g/h"},
		{"g/../h", "http://a/b/c/h"},
		{"g;x=1/./y", "http://a/b/c/g;x=1/y"},
		{"g;x=1/../y", "http://a/b/c/y"},
		{"g?y/./x", "http://a/b/c/g?y/./x"},
		{"g#s/../x", "http://a/b/c/g#s/../x"},
		{"http:g", "http:g"},
	};

	(void)state;
	check_targets("http://a/b/c/d;p?q", cases, sizeof cases / sizeof *cases);
}

static void other_bases(void **state)
{
	static const struct target relative[] = {
		{"commun", "commun"}, {"./commun", "commun"}, {"commun#/a", "commun#/a"}, {"#a", "action.yaml#a"},
		{"../x", "x"},        {"/x", "/x"},           {"http://e/", "http://e/"}, {"", "action.yaml"},
	};
	static const struct target bare[] = {{"x", "http://e/x"}, {"../x", "http://e/x"}, {"#a", "http://e#a"}};
	static const struct target urn[] = {{"#a", "urn:uuid:1#a"}, {"urn:b", "urn:b"}};

	(void)state;
	check_targets("action.yaml", relative, sizeof relative / sizeof *relative);
	check_targets("http://e", bare, sizeof bare / sizeof *bare);
	check_targets("urn:uuid:1", urn, sizeof urn / sizeof *urn);
	check_targets("", (const struct target[]){{"", ""}, {"a", "a"}, {"#", "#"}}, 3);
}

static void check(bool (*function)(struct mg_slice), const char *const *texts, size_t n, bool expected)
{
	for (size_t i = 0; i < n; i++)
		if (function(mg_slice_of(texts[i])) != expected)
			fail_msg("\"%s\"", texts[i]);
}

static void uris(void **state)
{
	static const char *const good[] = {
		"http://exemple.fr",
		"https://exemple.fr/a/b?c=d&e=f#g",
		"mailto:a@b.fr",
		"urn:isbn:0451450523",
		"tel:+33-1-23-45-67-89",
		"ftp://u:p@e.fr:21/x",
		"http://[2001:db8::7]:80/",
		"http://[v7.a:b]/",
		"http://%41.fr/%c3%a9",
		"file:///tmp/x",
		"x:",
		"http://e.fr:/",
		"http://999.1.1.1/",
	};
	static const char *const bad[] = {
		"",
		"exemple.fr",
		"/a/b",
		"//e.fr/a",
		"://e.fr",
		"1http://e.fr",
		"ht tp://e.fr",
		"http://e fr/",
		"http://e.fr/é",
		"http://e.fr/%4",
		"http://e.fr/%4g",
		"http://e.fr/a|b",
		"http://e.fr/<a>",
		"http://e.fr/[a]",
		"http://e.fr:80a/",
		"http://[::1/",
		"http://[::1]a/",
		"http://[::g]/",
		"http://[v.a]/",
		"http://[vg.a]/",
		"http://[]/",
		"http://a@b@c/",
		"http://e.fr/#a#b",
		"http://e.fr/\\",
		"www.e.fr",
	};

	(void)state;
	check(mg_uri_check, good, sizeof good / sizeof *good, true);
	check(mg_uri_check, bad, sizeof bad / sizeof *bad, false);
	assert_false(mg_uri_check((struct mg_slice){"http://e\0", 9}));
}

static void addresses(void **state)
{
	static const char *const v4[] = {"0.0.0.0", "127.0.0.1", "255.255.255.255", "1.20.255.9"};
	static const char *const no_v4[] = {"",         "1",          "1.2.3",   "1.2.3.4.5", "256.1.1.1",
					    "01.2.3.4", "1.2.3.a",    "1..2.3",  "1.2.3.",    ".1.2.3",
					    "1.2.3.4 ", "1.2.3.0004", "1.2.3:4", "-1.2.3.4",  "1.2.3.4."};
	static const char *const v6[] = {"::",
					 "::1",
					 "1::",
					 "1:2:3:4:5:6:7:8",
					 "1::8",
					 "2001:db8::7",
					 "::1.2.3.4",
					 "::ffff:1.2.3.4",
					 "1:2:3:4:5:6:1.2.3.4",
					 "1:2:3:4:5:6:7::",
					 "::2:3:4:5:6:7:8",
					 "ABCD:ef01::"};
	static const char *const no_v6[] = {"",
					    ":",
					    ":::",
					    "1",
					    "1:2:3:4:5:6:7",
					    "1:2:3:4:5:6:7:8:9",
					    "1::2::3",
					    "12345::",
					    "::g",
					    ":1:2:3:4:5:6:7",
					    "1:2:3:4:5:6:7:",
					    "1:2:3:4:5:6:7:8::",
					    "::1.2.3",
					    "::01.2.3.4",
					    "1.2.3.4::",
					    "1:2:3:4:5:6:7:1.2.3.4",
					    "1::2:",
					    " ::1",
					    "::1%25"};

	(void)state;
	check(mg_ipv4_check, v4, sizeof v4 / sizeof *v4, true);
	check(mg_ipv4_check, no_v4, sizeof no_v4 / sizeof *no_v4, false);
	check(mg_ipv6_check, v6, sizeof v6 / sizeof *v6, true);
	check(mg_ipv6_check, no_v6, sizeof no_v6 / sizeof *no_v6, false);
}

static void decoding(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{"", ""},         {"plain", "plain"}, {"a%20b", "a b"}, {"%c3%A9t%C3%a9", "été"}, {"%2525", "%25"},
		{"100%", "100%"}, {"%2", "%2"},       {"%zz", "%zz"},   {"%4g%41", "%4gA"},       {"%%41", "%A"},
	};
	struct mg_buf out = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		mg_uri_decode(mg_slice_of(cases[i].text), &out);
		assert_string_equal(out.len ? mg_buf_text(&out) : "", cases[i].expected);
	}
	mg_uri_decode(mg_slice_of("a%00b"), &out);
	assert_int_equal(out.len, 3); // bytes, not a text
	mg_buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_resolve_as_the_rfc_says),
		cmocka_unit_test(other_bases),
		cmocka_unit_test(uris),
		cmocka_unit_test(addresses),
		cmocka_unit_test(decoding),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
