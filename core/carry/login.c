// SPDX-License-Identifier: EUPL-1.2
//
// A device's key signs commits and, here, logins. Neither signature can pass for the other: what SSHSIG signs begins with
// "SSHSIG", what a login signs with the length of the session's id (RFC 4252 section 7).
#include "core/carry/login.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/process.h"
#include "schema/value/uri.h"

#include <stdlib.h>
#include <strings.h>

enum {
	TRIED_DEVICE = 1,
	TRIED_AGENT = 2,
	TRIED_PASSWORD = 4,
};

void mg_login_init(struct mg_login *login, const struct mg_home *home)
{
	struct mg_error err;

	*login = (struct mg_login){0};
	if (!home || mg_home_path(home, "keys/device", login->device, &err) != 0 || !mg_file_exists(login->device))
		login->device[0] = '\0';
}

// ---- the address

struct secret {
	struct mg_slice cut;            // what nobody gets to see
	struct mg_slice user, password; // as they are written in it
};

static bool is_web(struct mg_slice scheme)
{
	return (scheme.len == 4 && strncasecmp(scheme.data, "http", 4) == 0) ||
	       (scheme.len == 5 && strncasecmp(scheme.data, "https", 5) == 0);
}

// Over http and https hosts take a token for a name or for a password, and people paste it in either place: all that stands
// before the "@" of "https://user:password@host/..." is secret. Elsewhere the name is the host's own ("git"), and the
// password alone is.
static bool find_secret(const char *url, struct secret *out)
{
	struct mg_uri uri = mg_uri_split(mg_slice_of(url));
	const char *start = uri.authority.data, *at = NULL, *colon;

	for (size_t i = 0; i < uri.authority.len; i++) {
		if (start[i] == '@')
			at = start + i; // the last: a password may hold one
	}
	if (!at)
		return false;
	colon = memchr(start, ':', (size_t)(at - start));
	*out = (struct secret){.cut = {start, (size_t)(at + 1 - start)}};
	out->user = (struct mg_slice){start, (size_t)((colon ? colon : at) - start)};
	if (colon)
		out->password = (struct mg_slice){colon + 1, (size_t)(at - colon - 1)};
	if (!is_web(uri.scheme) && colon)
		out->cut = (struct mg_slice){colon, (size_t)(at - colon)};
	return is_web(uri.scheme) || colon;
}

bool mg_login_has_secret(const char *url)
{
	struct secret secret;

	return find_secret(url, &secret);
}

static int keep(char kept[MG_LOGIN_SECRET_BYTES], struct mg_slice encoded, const char *too_long, struct mg_error *err)
{
	struct mg_buf text = {0};
	int code;

	mg_uri_decode(encoded, &text);
	code = mg_buf_check(&text, err);
	if (!code && text.len >= MG_LOGIN_SECRET_BYTES)
		code = mg_fail(err, MG_ELIMIT, "%s", too_long);
	if (!code && text.len)
		memcpy(kept, text.data, text.len); // ended by what it was cleared with
	mg_buf_clear(&text);
	return code;
}

int mg_login_split(const char *url, struct mg_login *login, struct mg_arena *arena, const char **shown,
		   struct mg_error *err)
{
	struct secret secret;
	int code = 0;

	if (!find_secret(url, &secret)) {
		*shown = mg_arena_strdup(arena, url);
	} else {
		*shown = mg_arena_printf(arena, "%.*s%s", (int)(secret.cut.data - url), url,
					 secret.cut.data + secret.cut.len);
		if (login)
			code = keep(login->user, secret.user, _("the name in the address is too long"), err);
		if (login && !code)
			code = keep(login->password, secret.password, _("the password in the address is too long"),
				    err);
	}
	return *shown ? code : mg_fail_memory(err);
}

// ---- what is offered

static bool is_left(struct mg_login *login, unsigned way)
{
	bool left = !(login->tried & way);

	login->tried |= way;
	return left;
}

static int offer_key(git_credential **out, const char *user, struct mg_login *login)
{
	if (*login->device && is_left(login, TRIED_DEVICE))
		return git_credential_ssh_key_new(out, user, NULL, login->device, NULL);
	if (getenv("SSH_AUTH_SOCK") && is_left(login, TRIED_AGENT))
		return git_credential_ssh_key_from_agent(out, user);
	return GIT_EAUTH;
}

int mg_login_offer(git_credential **out, const char *user, unsigned allowed, struct mg_login *login)
{
	char own[MG_PROCESS_USER_BYTES];
	int rc = GIT_EAUTH;

	if (!user)
		user = mg_process_user(own);
	if (allowed & GIT_CREDENTIAL_USERNAME) // ssh wants it first
		return git_credential_username_new(out, user);
	if (allowed & GIT_CREDENTIAL_SSH_KEY)
		rc = offer_key(out, user, login);
	if (rc == GIT_EAUTH && (allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) && (*login->user || *login->password) &&
	    is_left(login, TRIED_PASSWORD))
		rc = git_credential_userpass_plaintext_new(out, *login->user ? login->user : user, login->password);
	if (rc == GIT_EAUTH)
		git_error_set_str(GIT_ERROR_NET, _("it does not let this device in"));
	return rc;
}

// ---- what to do about it

void mg_login_explain(struct mg_error *err, const char *shown)
{
	struct mg_slice scheme = mg_uri_split(mg_slice_of(shown)).scheme;
	bool web = is_web(scheme);

	if (!err || err->code != MG_EGIT)
		return;
	if (err->cause == GIT_EAUTH && web)
		mg_error_hint(err, _("make an access token there, and put your name and the token in the address: "
				     "https://NAME:TOKEN@..."));
	else if (err->cause == GIT_EAUTH)
		mg_error_hint(err, _("give it this device's key, as one that may write: `maillage key show`"));
	else if (err->cause == GIT_ECERTIFICATE && !web)
		mg_error_hint(err, _("connect to it once with `ssh`: it asks whether that key is the right one, and "
				     "remembers it"));
}
