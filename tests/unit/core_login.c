// SPDX-License-Identifier: EUPL-1.2
//
// Logins in addresses: what is taken out, and what is then shown. Logging in itself is tests/e2e/login.sh.
#include "core/carry/login.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <git2/sys/credential.h>
#include <stdlib.h>

static void addresses_with_a_secret(void **state)
{
	static const struct {
		const char *url, *shown, *user, *password;
	} cases[] = {
		{"https://claire:mot@host/ca.git", "https://host/ca.git", "claire", "mot"},
		{"https://claire:mot@host:8443/ca.git?a#b", "https://host:8443/ca.git?a#b", "claire", "mot"},
		{"https://jeton@host:8443/a@b?c@d#e@f", "https://host:8443/a@b?c@d#e@f", "jeton", ""},
		{"HTTP://jeton@host/", "HTTP://host/", "jeton", ""},
		{"hTTps://a@b@host/", "hTTps://host/", "a@b", ""},
		{"https://:mot@host", "https://host", "", "mot"},
		{"https://@host", "https://host", "", ""},
		{"https://claire:@host/", "https://host/", "claire", ""},
		{"https://claire:a:b@host/", "https://host/", "claire", "a:b"},
		{"https://claire:a@b@host/", "https://host/", "claire", "a@b"},
		{"https://cl%40ire:100%25%40%c3%a9@host/", "https://host/", "cl@ire", "100%@é"},
		{"https://claire:100%@host/", "https://host/", "claire", "100%"},
		{"ssh://git:mot@host/ca", "ssh://git@host/ca", "git", "mot"},
		{"httpss://git:mot@host/ca", "httpss://git@host/ca", "git", "mot"},
	};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_login login = {0};
		const char *shown;

		assert_true(mg_login_has_secret(cases[i].url));
		assert_int_equal(mg_login_split(cases[i].url, &login, &arena, &shown, NULL), 0);
		assert_string_equal(shown, cases[i].shown);
		assert_string_equal(login.user, cases[i].user);
		assert_string_equal(login.password, cases[i].password);
		assert_int_equal(mg_login_split(cases[i].url, NULL, &arena, &shown, NULL), 0);
		assert_string_equal(shown, cases[i].shown);
	}
	mg_arena_clear(&arena);
}

static void addresses_without(void **state)
{
	static const char *const urls[] = {
		"",
		"/media/usb/ca.git",
		"/srv/a:b@c/ca.git",
		"file:///srv/a:b@c",
		"https://host/ca.git",
		"https://host:8443/a@b",
		"https://host/?a:b@c",
		"https://host#a:b@c",
		"ssh://git@host/ca.git",
		"ssh://[::1]:22/ca.git",
		"git@host:ca.git",
		"https:",
		"://",
	};
	struct mg_login login = {0};
	struct mg_arena arena;
	const char *shown;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		assert_false(mg_login_has_secret(urls[i]));
		assert_int_equal(mg_login_split(urls[i], &login, &arena, &shown, NULL), 0);
		assert_string_equal(shown, urls[i]);
		assert_string_equal(login.user, "");
		assert_string_equal(login.password, "");
	}
	mg_arena_clear(&arena);
}

static void a_password_has_a_limit(void **state)
{
	char url[MG_LOGIN_SECRET_BYTES + 32] = "https://a:";
	const size_t start = strlen(url);
	struct mg_login login = {0};
	struct mg_arena arena;
	struct mg_error err;
	const char *shown;

	(void)state;
	mg_arena_init(&arena, 0);
	memset(url + start, 'x', MG_LOGIN_SECRET_BYTES - 1);
	strncat(url, "@host", 6);
	assert_int_equal(mg_login_split(url, &login, &arena, &shown, &err), 0);
	assert_int_equal(strlen(login.password), MG_LOGIN_SECRET_BYTES - 1);
	login = (struct mg_login){0};
	memcpy(url + start + MG_LOGIN_SECRET_BYTES - 1, "x@host", 7);
	assert_int_equal(mg_login_split(url, &login, &arena, &shown, &err), MG_ELIMIT);
	assert_string_equal(login.password, "");
	mg_arena_clear(&arena);
}

static void each_way_is_tried_once(void **state)
{
	struct mg_login login = {.device = "/nowhere/device", .password = "mot"};
	git_credential *credential = NULL;
	const unsigned both = GIT_CREDENTIAL_SSH_KEY | GIT_CREDENTIAL_USERPASS_PLAINTEXT;

	(void)state;
	unsetenv("SSH_AUTH_SOCK");
	assert_int_equal(mg_login_offer(&credential, NULL, GIT_CREDENTIAL_USERNAME, &login), 0);
	assert_true(git_credential_has_username(credential));
	git_credential_free(credential);
	assert_int_equal(mg_login_offer(&credential, "git", both, &login), 0); // the key
	assert_string_equal(git_credential_get_username(credential), "git");
	git_credential_free(credential);
	assert_int_equal(mg_login_offer(&credential, "git", GIT_CREDENTIAL_SSH_KEY, &login), GIT_EAUTH);
	assert_int_equal(mg_login_offer(&credential, "git", both, &login), 0); // the password
	git_credential_free(credential);
	assert_int_equal(mg_login_offer(&credential, "git", both, &login), GIT_EAUTH);
	assert_int_equal(mg_login_offer(&credential, "git", GIT_CREDENTIAL_DEFAULT, &login), GIT_EAUTH);
}

static void a_token_is_offered_in_either_place(void **state)
{
	static const char *const cases[][3] = {
		{"https://jeton@host/", "jeton", ""},
		{"https://claire:jeton@host/", "claire", "jeton"},
		{"https://jeton:x-oauth-basic@host/", "jeton", "x-oauth-basic"},
	};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		git_credential_userpass_plaintext *offered;
		git_credential *credential = NULL;
		struct mg_login login = {0};
		const char *shown;

		assert_int_equal(mg_login_split(cases[i][0], &login, &arena, &shown, NULL), 0);
		assert_int_equal(mg_login_offer(&credential, NULL, GIT_CREDENTIAL_USERPASS_PLAINTEXT, &login), 0);
		offered = (git_credential_userpass_plaintext *)credential;
		assert_string_equal(offered->username, cases[i][1]);
		assert_string_equal(offered->password, cases[i][2]);
		git_credential_free(credential);
	}
	mg_arena_clear(&arena);
}

static void what_to_do_is_said_of_logins_only(void **state)
{
	static const struct {
		int cause;
		const char *shown, *expected;
	} cases[] = {
		{GIT_EAUTH, "https://host/ca", "token"},   {GIT_EAUTH, "ssh://git@host/ca", "key show"},
		{GIT_EAUTH, "git@host:ca", "key show"},    {GIT_ECERTIFICATE, "ssh://git@host/ca", "`ssh`"},
		{GIT_ECERTIFICATE, "https://host/ca", ""}, {GIT_ENOTFOUND, "https://host/ca", ""},
		{GIT_ERROR, "ssh://git@host/ca", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {.code = MG_EGIT, .cause = cases[i].cause};

		mg_login_explain(&err, cases[i].shown);
		assert_true(*cases[i].expected ? strstr(err.hint, cases[i].expected) != NULL : !*err.hint);
	}
	mg_login_explain(NULL, "https://host/ca");
}

static int start(void **state)
{
	(void)state;
	return git_libgit2_init() > 0 ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	return git_libgit2_shutdown() >= 0 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_with_a_secret),
		cmocka_unit_test(addresses_without),
		cmocka_unit_test(a_password_has_a_limit),
		cmocka_unit_test(each_way_is_tried_once),
		cmocka_unit_test(a_token_is_offered_in_either_place),
		cmocka_unit_test(what_to_do_is_said_of_logins_only),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
