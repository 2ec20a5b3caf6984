// SPDX-License-Identifier: EUPL-1.2
//
// What the tests of keys share: one known key, and stock ssh-keygen as the judge, in a private folder of /tmp.
#ifndef MG_TESTS_UNIT_KEYGEN_H
#define MG_TESTS_UNIT_KEYGEN_H

#include "base/file.h"
#include "base/text.h"
#include "core/key/key_format.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// RFC 8032 section 7.1, test 1.
#define KEYGEN_SEED "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define KEYGEN_LINE "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
#define KEYGEN_ID   "nw26tofbxlhbzxm2"

static inline void keygen_key(struct mg_secret_key *key, const char *comment)
{
	uint8_t seed[32], public[32];

	*key = (struct mg_secret_key){0};
	assert_true(mg_hex_decode(seed, sizeof seed, KEYGEN_SEED));
	assert_int_equal(mg_key_alloc(key, NULL), 0);
	assert_int_equal(crypto_sign_seed_keypair(public, key->secret, seed), 0);
	mg_key_set_public(&key->public, public);
	assert_int_equal(mg_key_set_name(key->comment, mg_slice_of(comment), NULL), 0);
}

static inline void assert_same_key(const struct mg_secret_key *a, const struct mg_secret_key *b)
{
	assert_memory_equal(a->public.bytes, b->public.bytes, MG_KEY_BYTES);
	assert_string_equal(a->public.id, b->public.id);
	assert_memory_equal(a->secret, b->secret, MG_KEY_SECRET_BYTES);
	assert_string_equal(a->comment, b->comment);
}

// A refused key is left empty, so that clearing it is harmless.
static inline void assert_refused(int code, int expected, const struct mg_secret_key *key, const struct mg_error *err)
{
	assert_int_equal(code, expected);
	assert_int_equal(err->code, expected);
	assert_true(err->message[0]);
	assert_null(key->secret);
}

// Makes a new folder and enters it.
static inline int keygen_enter(void **state)
{
	static char folder[] = "/tmp/maillage-test-XXXXXX";

	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static inline int keygen_leave(void **state)
{
	char folder[64], command[80];

	(void)state;
	if (!getcwd(folder, sizeof folder) || chdir("/") != 0)
		return -1;
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

// The exit status of a shell command whose output is kept in the file "out".
static inline int keygen_run(const char *command)
{
	char line[512];

	snprintf(line, sizeof line, "(%s) >out 2>&1 </dev/null", command);
	return system(line);
}

static inline void keygen_put(const char *path, struct mg_slice bytes, int flags)
{
	assert_int_equal(mg_file_write(path, bytes, flags, NULL), 0);
}

// The caller clears the buffer.
static inline struct mg_buf keygen_get(const char *path)
{
	struct mg_buf bytes = {0};

	assert_int_equal(mg_file_read(path, 2 << 20, &bytes, NULL), 0);
	return bytes;
}

#endif
