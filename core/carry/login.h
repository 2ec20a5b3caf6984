// SPDX-License-Identifier: EUPL-1.2
//
// How this copy proves to a git host who it is. Over ssh by a key: the device's own, which `maillage key show` prints and
// any host takes, else those of ssh-agent. Over https by the name and the password, or token, that stand in the remote's
// address before the "@". They stay in .git/config, which is then its owner's alone, and are never shown: not in a list, an
// error, a log or an invitation.
//
// The host's own key is checked by libgit2 against ~/.ssh/known_hosts (since 1.5.1), its certificate against the system's.
#ifndef MG_CORE_LOGIN_H
#define MG_CORE_LOGIN_H

#include "core/key/home.h"

#include <git2.h>

#define MG_LOGIN_SECRET_BYTES 512 // tokens of hosts are some 40 to 255 characters

struct mg_login {
	char device[MG_HOME_PATH_BYTES];      // the path of the device's key; "": there is none
	char user[MG_LOGIN_SECRET_BYTES];     // of the address; "": there is none
	char password[MG_LOGIN_SECRET_BYTES]; // "": there is none
	unsigned tried;                       // what the host has been offered on this connection
};

// What is offered over ssh. home: or NULL.
void mg_login_init(struct mg_login *login, const struct mg_home *home);

// Takes the secret out of an address: the name and the password over http and https, the password elsewhere. shown (in the
// arena) is the address without it, which is what libgit2, people and other copies get to see. login: gets both; or NULL.
// MG_ELIMIT when one is too long.
int mg_login_split(const char *url, struct mg_login *login, struct mg_arena *arena, const char **shown,
		   struct mg_error *err) MG_CHECKED;

// libgit2's git_credential_acquire_cb, but for its payload: the next thing to offer. GIT_EAUTH when nothing is left.
int mg_login_offer(git_credential **out, const char *user, unsigned allowed, struct mg_login *login);

bool mg_login_has_secret(const char *url);

// Puts what to do next in err's hint where host and copy do not know each other; else leaves err as it is.
void mg_login_explain(struct mg_error *err, const char *shown);

#endif
