// SPDX-License-Identifier: EUPL-1.2
//
// MAILLAGE_HOME: what one person on one machine keeps outside every CA (docs/format-key.md). Folders 0700, secrets 0600.
#ifndef MG_CORE_HOME_H
#define MG_CORE_HOME_H

#include "base/arena.h"
#include "base/batch.h"
#include "core/key/key.h"

#define MG_HOME_PATH_BYTES 4096 // Linux's PATH_MAX
#define MG_COMMIT_HEX      41

struct mg_home {
	char *dir; // absolute
};

// The environment's values; NULL or empty when not set.
struct mg_home_env {
	const char *maillage_home;
	const char *xdg_config_home;
	const char *home;
};

// Decides where the home is, and neither reads nor makes anything: MAILLAGE_HOME, else $XDG_CONFIG_HOME/maillage, else
// $HOME/.config/maillage. A relative MAILLAGE_HOME starts at the current folder; a relative XDG_CONFIG_HOME is ignored,
// as the XDG specification asks. MG_EINVALID when nothing is set.
int mg_home_open(struct mg_home *home, const struct mg_home_env *env, struct mg_error *err) MG_CHECKED;

// The same from the process's own environment.
int mg_home_open_env(struct mg_home *home, struct mg_error *err) MG_CHECKED;
void mg_home_close(struct mg_home *home);

// The path of one of the home's files, given from there: "config.yaml". MG_ELIMIT when it is too long.
int mg_home_path(const struct mg_home *home, const char *name, char path[MG_HOME_PATH_BYTES],
		 struct mg_error *err) MG_CHECKED;

enum mg_home_key {
	MG_HOME_DEVICE,
	MG_HOME_SIGNATORY,
};

// The public key and its holder's name, without any passphrase: from keys/<which>.pub, or the key file when only that is
// there. MG_ENOTFOUND when there is no such key.
int mg_home_public(const struct mg_home *home, enum mg_home_key which, struct mg_public_key *key,
		   char name[MG_KEY_NAME_BYTES], struct mg_error *err) MG_CHECKED;

// The secret keys. MG_ENOTFOUND when there is none, MG_EDENIED when others than its owner may read or change the file,
// MG_ECRYPTO when the passphrase is wrong. The caller clears the key.
int mg_home_load_device(const struct mg_home *home, struct mg_secret_key *key, struct mg_error *err) MG_CHECKED;
int mg_home_load_signatory(const struct mg_home *home, struct mg_slice passphrase, struct mg_secret_key *key,
			   struct mg_error *err) MG_CHECKED;

// Keep a key made or imported, and its .pub beside it. MG_EEXISTS when the home has one: a key is never overwritten.
int mg_home_save_device(const struct mg_home *home, const struct mg_secret_key *key, struct mg_error *err) MG_CHECKED;
int mg_home_save_signatory(const struct mg_home *home, const struct mg_secret_key *key, struct mg_slice passphrase,
			   struct mg_error *err) MG_CHECKED;

// A new key, saved; name is the holder's. The caller clears the key.
int mg_home_create_device(const struct mg_home *home, const char *name, struct mg_secret_key *key,
			  struct mg_error *err) MG_CHECKED;
int mg_home_create_signatory(const struct mg_home *home, const char *name, struct mg_slice passphrase,
			     struct mg_secret_key *key, struct mg_error *err) MG_CHECKED;

// A new device key for the same holder; the old one's files are kept as keys/device-<key-id>. Whatever happens, one of the
// two is there. old: the id of the one put aside. The caller clears the key.
int mg_home_renew_device(const struct mg_home *home, char old[MG_KEY_ID_CHARS + 1], struct mg_secret_key *key,
			 struct mg_error *err) MG_CHECKED;

// Seals the signatory key anew. The old file stays until the new one is whole.
int mg_home_change_passphrase(const struct mg_home *home, struct mg_slice old_passphrase,
			      struct mg_slice new_passphrase, struct mg_error *err) MG_CHECKED;

// What the home remembers of a CA: lines/<CA id>.
struct mg_home_line {
	char commit[MG_COMMIT_HEX];    // the last commit made with this home's device key
	char copy[MG_HOME_PATH_BYTES]; // absolute path of the one copy of this CA the home opens
};

// The ids of the CAs in which the home has made a commit, by id. In the arena.
int mg_home_lines(const struct mg_home *home, struct mg_arena *arena, const char ***ids, size_t *n,
		  struct mg_error *err) MG_CHECKED;

// MG_ENOTFOUND when the home has made no commit in that CA; MG_EINVALID when the file is damaged.
int mg_home_line_read(const struct mg_home *home, const char *ca_id, struct mg_home_line *line,
		      struct mg_error *err) MG_CHECKED;

// One atomic, durable write: before the line's reference moves, so that a restored copy cannot fork its line unawares. It
// is put in the batch, of which it is the next step.
int mg_home_line_write(const struct mg_home *home, const char *ca_id, const struct mg_home_line *line,
		       struct mg_batch *batch, struct mg_error *err) MG_CHECKED;

// Forgets it: what a new key has not made it need not have.
int mg_home_line_forget(const struct mg_home *home, const char *ca_id, struct mg_error *err) MG_CHECKED;

#endif
