// SPDX-License-Identifier: EUPL-1.2
//
// The published Wycheproof vectors of Ed25519, on the verification that all signatures go through: wycheproof [FILE...], of
// JSON, by default the file that stands in tests/vectors/wycheproof. JSON of this size is YAML of our subset.
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/key/armour.h"
#include "core/key/key_format.h"
#include "core/key/sshsig.h"
#include "core/key/sshwire.h"
#include "schema/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>

#define VECTORS  "tests/vectors/wycheproof/ed25519_test.json"
#define MAX_TEXT 8192u // bytes of a message or signature

struct bytes {
	uint8_t data[MAX_TEXT];
	size_t len;
};

struct run {
	const char *file;
	unsigned tests, failed;
};

static void die(const char *file, const char *why)
{
	printf("Bail out! %s: %s\n", file, why);
	exit(1);
}

static struct bytes bytes_of(const struct run *run, const struct mg_node *map, const char *key)
{
	struct mg_slice hex = mg_node_string(mg_node_get(map, key));
	struct bytes bytes = {.len = hex.len / 2};
	char text[2 * MAX_TEXT + 1];

	if (hex.len >= sizeof text)
		die(run->file, "a value is too long");
	memcpy(text, hex.len ? hex.data : "", hex.len);
	text[hex.len] = '\0';
	if (!mg_hex_decode(bytes.data, bytes.len, text))
		die(run->file, "a value is not hexadecimal");
	return bytes;
}

static void put(struct mg_buf *out, const void *data, size_t len)
{
	mg_sshwire_put_string(out, (struct mg_slice){data, len});
}

// The signature in an SSHSIG, as it could stand in a commit or a file. It signs other bytes than an SSHSIG does, so what
// is to be seen is why it is refused: only what has 64 bytes comes as far as the curve.
static bool reaches_the_curve(const struct mg_public_key *key, const struct bytes *message,
			      const struct bytes *signature)
{
	struct mg_buf blob = {0}, typed = {0}, armour = {0};
	uint8_t key_blob[MG_KEY_BLOB_BYTES];
	struct mg_public_key signer;
	struct mg_error err = {0};
	int code;

	mg_key_blob(key, key_blob);
	put(&typed, MG_KEY_TYPE, strlen(MG_KEY_TYPE));
	put(&typed, signature->data, signature->len);
	mg_buf_put(&blob, "SSHSIG\0\0\0\1", 10);
	put(&blob, key_blob, sizeof key_blob);
	put(&blob, "git", 3);
	put(&blob, "", 0);
	put(&blob, "sha512", 6);
	put(&blob, typed.data, typed.len);
	mg_armour_encode("SSH SIGNATURE", mg_buf_slice(&blob), &armour);
	code = mg_sshsig_verify(mg_buf_slice(&armour), "git",
				(struct mg_slice){(const char *)message->data, message->len}, &signer, &err);
	mg_buf_clear(&blob);
	mg_buf_clear(&typed);
	mg_buf_clear(&armour);
	return code == MG_ETRUST;
}

static void run_test(struct run *run, const struct mg_public_key *key, const struct mg_node *test)
{
	struct bytes message = bytes_of(run, test, "msg"), signature = bytes_of(run, test, "sig");
	const struct mg_node *number = mg_node_get(test, "tcId");
	struct mg_slice comment = mg_node_string(mg_node_get(test, "comment"));
	bool valid = mg_slice_is(mg_node_string(mg_node_get(test, "result")), "valid");
	bool whole = signature.len == MG_KEY_SIGNATURE_BYTES;
	bool verifies =
		whole && mg_key_verify(key, (struct mg_slice){(const char *)message.data, message.len}, signature.data);
	bool right = verifies == valid && reaches_the_curve(key, &message, &signature) == whole;

	run->failed += !right;
	printf("%s %u - vector %lld is %s %.*s\n", right ? "ok" : "not ok", ++run->tests,
	       number ? (long long)number->as.integer : 0LL, valid ? "valid" : "invalid", (int)comment.len,
	       comment.data);
}

static void run_group(struct run *run, const struct mg_node *group)
{
	const struct mg_node *tests = mg_node_get(group, "tests"), *named = mg_node_get(group, "publicKey");
	struct bytes point;
	struct mg_public_key key;

	if (!named)
		named = mg_node_get(group, "key"); // as it was called before 2023
	point = bytes_of(run, named, "pk");
	if (!tests || tests->type != MG_LIST || point.len != MG_KEY_BYTES)
		die(run->file, "a group has no tests, or no key");
	mg_key_set_public(&key, point.data);
	for (size_t i = 0; i < tests->as.list.n; i++)
		run_test(run, &key, tests->as.list.items[i]);
}

static void run_file(struct run *run)
{
	const struct mg_node *groups;
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_error err = {0};
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_file_read(run->file, MG_MAX_RECORD_BYTES, &text, &err) != 0)
		die(run->file, err.message);
	if (mg_yaml_read(&doc, run->file, mg_buf_slice(&text), &findings) != 0)
		die(run->file, findings.n ? findings.items[0].message : "it does not read");
	groups = mg_node_get(doc.root, "testGroups");
	if (!groups || groups->type != MG_LIST)
		die(run->file, "there are no testGroups");
	for (size_t i = 0; i < groups->as.list.n; i++)
		run_group(run, groups->as.list.items[i]);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
}

int main(int argc, char **argv)
{
	struct run run = {0};

	if (mg_key_init(NULL) != 0)
		return 1;
	for (int i = 1; i < argc || i == 1; i++) {
		run.file = i < argc ? argv[i] : VECTORS;
		run_file(&run);
	}
	printf("1..%u\n", run.tests);
	return run.failed || !run.tests;
}
