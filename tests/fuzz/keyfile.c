// SPDX-License-Identifier: EUPL-1.2
//
// The first byte of the input says which reader gets the rest; what a reader takes must survive being written again.
#include "base/limits.h"
#include "core/key/key_format.h"
#include "core/key/key_sealed.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_secret(struct mg_secret_key *key)
{
	struct mg_secret_key again;
	struct mg_buf text = {0};

	require(mg_key_format_openssh(key, &text, NULL) == 0);
	require(mg_key_parse_openssh(mg_buf_slice(&text), &again, NULL) == 0);
	require(strcmp(key->public.id, again.public.id) == 0 && strcmp(key->comment, again.comment) == 0);
	mg_key_clear(&again);
	mg_key_clear(key);
	mg_key_wipe(&text);
}

static void read_armoured(struct mg_slice text)
{
	struct mg_secret_key key;

	if (mg_key_parse_openssh(text, &key, NULL) == 0)
		check_secret(&key);
}

static void read_bytes(struct mg_slice bytes)
{
	struct mg_secret_key key;

	if (mg_key_decode_openssh(bytes, &key, NULL) == 0)
		check_secret(&key);
}

// Opens the box only where it is cheap: how long argon2id takes is not the question here.
static void read_sealed(struct mg_slice text)
{
	uint8_t bytes[MG_MAX_KEYFILE_BYTES];
	struct mg_secret_key key;
	struct mg_sealed_key sealed;

	if (mg_sealed_key_decode(text, bytes, &sealed, NULL) != 0 || sealed.cost.passes > 1 || sealed.cost.kib > 64)
		return;
	if (mg_key_parse_sealed(text, mg_slice_of("a"), &key, NULL) == 0)
		check_secret(&key);
}

static void read_line(struct mg_slice line)
{
	char name[MG_KEY_NAME_BYTES], name_again[MG_KEY_NAME_BYTES];
	struct mg_public_key key, again;
	struct mg_buf text = {0};

	if (mg_key_parse_named(line, &key, name, NULL) != 0)
		return;
	mg_key_format_line(&key, name, &text);
	require(mg_key_parse_named(mg_buf_slice(&text), &again, name_again, NULL) == 0);
	require(strcmp(key.id, again.id) == 0 && strcmp(name, name_again) == 0);
	mg_buf_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(struct mg_slice) = {
		['a' - 'a'] = read_armoured,
		['b' - 'a'] = read_bytes,
		['c' - 'a'] = read_sealed,
		['d' - 'a'] = read_line,
	};

	if (size < 1 || data[0] < 'a' || data[0] > 'd' || mg_key_init(NULL) != 0)
		return 0;
	readers[data[0] - 'a']((struct mg_slice){(const char *)data + 1, size - 1});
	return 0;
}
