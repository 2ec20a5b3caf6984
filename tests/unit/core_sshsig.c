// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

#include "core/key/armour.h"
#include "core/key/sshsig.h"
#include "core/key/sshwire.h"

#define LABEL "SSH SIGNATURE"

// Made by `ssh-keygen -Y sign -n bilan@maillage` with the key of RFC 8032 section 7.1, test 1. Ed25519 is deterministic:
// ours must be the same to the byte.
#define MESSAGE "bilan T1\n"
#define STOCK                                                                                                          \
	"-----BEGIN SSH SIGNATURE-----\n"                                                                              \
	"U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg11qYAYKxCrfVS/7TyWQHOg7hcv\n"                                     \
	"PapiMlrwIaaPcHURoAAAAOYmlsYW5AbWFpbGxhZ2UAAAAAAAAABnNoYTUxMgAAAFMAAAAL\n"                                     \
	"c3NoLWVkMjU1MTkAAABAzWzVVU5WRR0hCr4/s0a+RJ3ZHA1bol8hTpNZqxMvG7XlUQIgoJ\n"                                     \
	"+yOx2xvi/hhxsiNVgT/lIbzzO6AMsZV4CNAQ==\n"                                                                     \
	"-----END SSH SIGNATURE-----\n"
#define NS "bilan@maillage"

static struct mg_secret_key key;

static int set_up(void **state)
{
	keygen_key(&key, "");
	return keygen_enter(state);
}

static int tear_down(void **state)
{
	mg_key_clear(&key);
	return keygen_leave(state);
}

static int verify_text(const char *armour)
{
	struct mg_public_key signer;

	return mg_sshsig_verify(mg_slice_of(armour), NS, mg_slice_of(MESSAGE), &signer, NULL);
}

static void sign_is_ssh_keygens_to_the_byte(void **state)
{
	struct mg_buf armour = {0};
	struct mg_public_key signer;

	(void)state;
	assert_int_equal(mg_sshsig_sign(&key, NS, mg_slice_of(MESSAGE), &armour, NULL), 0);
	assert_string_equal(mg_buf_text(&armour), STOCK);
	assert_int_equal(mg_sshsig_verify(mg_buf_slice(&armour), NS, mg_slice_of(MESSAGE), &signer, NULL), 0);
	assert_string_equal(signer.id, key.public.id);
	assert_memory_equal(signer.bytes, key.public.bytes, MG_KEY_BYTES);
	mg_buf_clear(&armour);
}

static struct mg_buf message_of(size_t len)
{
	struct mg_buf message = {0};

	for (size_t i = 0; i < len; i++)
		mg_buf_putc(&message, (char)(i * 31 >> 3));
	return message;
}

static const struct {
	const char *ns;
	size_t len;
} exchanges[] = {
	{"git", 0},       {"git", 300},
	{"git", 1 << 20}, {NS, 0},
	{NS, 1},          {NS, 1 << 20},
	{"x", 63},        {"a-namespace-of-quite-some-length-that-makes-another-line@maillage", 64},
};

static void ssh_keygen_verifies_ours(void **state)
{
	struct mg_buf line = {0};

	(void)state;
	mg_buf_puts(&line, "dd-78 ");
	mg_key_format_line(&key.public, NULL, &line);
	mg_buf_putc(&line, '\n');
	keygen_put("allowed", mg_buf_slice(&line), 0);
	for (size_t i = 0; i < sizeof exchanges / sizeof *exchanges; i++) {
		struct mg_buf message = message_of(exchanges[i].len), armour = {0};
		char command[256];

		assert_int_equal(mg_sshsig_sign(&key, exchanges[i].ns, mg_buf_slice(&message), &armour, NULL), 0);
		keygen_put("m", mg_buf_slice(&message), 0);
		keygen_put("m.sig", mg_buf_slice(&armour), 0);
		snprintf(command, sizeof command, "ssh-keygen -Y verify -f allowed -I dd-78 -n %s -s m.sig <m",
			 exchanges[i].ns);
		assert_int_equal(keygen_run(command), 0);
		snprintf(command, sizeof command, "ssh-keygen -Y check-novalidate -n %s -s m.sig <m", exchanges[i].ns);
		assert_int_equal(keygen_run(command), 0);
		assert_int_not_equal(keygen_run("ssh-keygen -Y verify -f allowed -I dd-78 -n other -s m.sig <m"), 0);
		mg_buf_clear(&message);
		mg_buf_clear(&armour);
	}
	mg_buf_clear(&line);
}

static void we_verify_ssh_keygens(void **state)
{
	struct mg_public_key public, signer;
	struct mg_buf line;

	(void)state;
	assert_int_equal(keygen_run("ssh-keygen -q -t ed25519 -N '' -f stock"), 0);
	line = keygen_get("stock.pub");
	assert_int_equal(mg_key_parse_line(mg_buf_text(&line), &public, NULL), 0);
	for (size_t i = 0; i < sizeof exchanges / sizeof *exchanges; i++) {
		struct mg_buf message = message_of(exchanges[i].len), armour;
		char command[256];

		keygen_put("m", mg_buf_slice(&message), 0);
		snprintf(command, sizeof command, "rm -f m.sig; ssh-keygen -Y sign -f stock -n %s m", exchanges[i].ns);
		assert_int_equal(keygen_run(command), 0);
		armour = keygen_get("m.sig");
		assert_int_equal(mg_sshsig_verify(mg_buf_slice(&armour), exchanges[i].ns, mg_buf_slice(&message),
						  &signer, NULL),
				 0);
		assert_string_equal(signer.id, public.id);
		mg_buf_clear(&message);
		mg_buf_clear(&armour);
	}
	mg_buf_clear(&line);
}

static void verify_refuses_other_hashes_and_key_types(void **state)
{
	static const char *const commands[] = {
		"ssh-keygen -q -t ed25519 -N '' -f k && ssh-keygen -Y sign -f k -O hashalg=sha256 -n " NS " m",
		"ssh-keygen -q -t rsa -b 4096 -N '' -f k && ssh-keygen -Y sign -f k -n " NS " m",
		"ssh-keygen -q -t ecdsa -N '' -f k && ssh-keygen -Y sign -f k -n " NS " m",
	};
	struct mg_public_key signer = {.id = "untouched"};

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		struct mg_error err;
		struct mg_buf armour;

		assert_int_equal(keygen_run("rm -f m m.sig k k.pub"), 0);
		keygen_put("m", mg_slice_of(MESSAGE), 0);
		assert_int_equal(keygen_run(commands[i]), 0);
		armour = keygen_get("m.sig");
		assert_int_equal(mg_sshsig_verify(mg_buf_slice(&armour), NS, mg_slice_of(MESSAGE), &signer, &err),
				 MG_ETRUST);
		assert_true(err.message[0]);
		assert_string_equal(signer.id, "untouched");
		mg_buf_clear(&armour);
	}
}

static void verify_refuses_other_messages_and_uses(void **state)
{
	static const struct {
		const char *ns, *message;
	} cases[] = {
		{NS, ""},
		{NS, "bilan T1"},
		{NS, "bilan T2\n"},
		{NS, MESSAGE "\n"},
		{"git", MESSAGE},
		{"", MESSAGE},
		{"bilan@maillag", MESSAGE},
		{"bilan@maillagee", MESSAGE},
		{"Bilan@maillage", MESSAGE},
	};
	struct mg_public_key signer;
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(mg_sshsig_verify(mg_slice_of(STOCK), cases[i].ns, mg_slice_of(cases[i].message),
						  &signer, &err),
				 MG_ETRUST);
}

// Anything that changes the armour and leaves the signature good would let a stranger fork a line (core/key/sshsig.c).
static void verify_refuses_every_truncation_and_flip(void **state)
{
	struct mg_public_key signer;
	char text[sizeof STOCK];
	size_t len = sizeof STOCK - 1;

	(void)state;
	for (size_t n = 0; n < len - 1; n++)
		assert_int_equal(mg_sshsig_verify((struct mg_slice){STOCK, n}, NS, mg_slice_of(MESSAGE), &signer, NULL),
				 MG_EINVALID);
	memcpy(text, STOCK, sizeof text);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
		if (mg_sshsig_verify((struct mg_slice){text, len}, NS, mg_slice_of(MESSAGE), &signer, NULL) == 0)
			fail_msg("bit %zu does not count", bit);
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
	}
	assert_int_equal(verify_text(text), 0);
}

#define LINE1 "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg11qYAYKxCrfVS/7TyWQHOg7hcv"
#define LINE2 "PapiMlrwIaaPcHURoAAAAOYmlsYW5AbWFpbGxhZ2UAAAAAAAAABnNoYTUxMgAAAFMAAAAL"
#define LINE3 "c3NoLWVkMjU1MTkAAABAzWzVVU5WRR0hCr4/s0a+RJ3ZHA1bol8hTpNZqxMvG7XlUQIgoJ"
#define LINE4 "+yOx2xvi/hhxsiNVgT/lIbzzO6AMsZV4CNAQ=="
#define BEGIN "-----BEGIN SSH SIGNATURE-----"
#define END   "-----END SSH SIGNATURE-----"

static void verify_knows_one_layout(void **state)
{
	static const char *const refused[] = {
		BEGIN "\r\n" LINE1 "\r\n" LINE2 "\r\n" LINE3 "\r\n" LINE4 "\r\n" END "\r\n",
		BEGIN "\n" LINE1 LINE2 LINE3 LINE4 "\n" END "\n",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n\n",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END " ",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\r",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\nx",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n" STOCK,
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n\n" END "\n",
		BEGIN "\n\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n",
		BEGIN "\n" LINE1 "\r" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n",
		BEGIN "\n" LINE1 LINE2 "\n\n" LINE3 "\n" LINE4 "\n" END "\n",
		BEGIN " \n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n",
		BEGIN "\n" LINE1 " \n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "=\n" END "\n",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n+yOx2xvi/hhxsiNVgT/lIbzzO6AMsZV4CNAQ=\n=" END "\n",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n+yOx2xvi/hhxsiNVgT/lIbzzO6AMsZV4CNAR==\n" END "\n",
		BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n",
		LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n",
		"\n" STOCK,
		" " STOCK,
		"x\n" STOCK,
		"-----BEGIN SSH SIGNATURE----\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n",
		"-----BEGIN PGP SIGNATURE-----\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4
		"\n-----END PGP SIGNATURE-----\n",
		"",
	};
	static const char nul[] = BEGIN "\n" LINE1 "\0" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n";
	struct mg_public_key signer;

	(void)state;
	assert_int_equal(verify_text(BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END "\n"), 0);
	assert_int_equal(verify_text(BEGIN "\n" LINE1 "\n" LINE2 "\n" LINE3 "\n" LINE4 "\n" END), 0);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_int_equal(verify_text(refused[i]), MG_EINVALID);
	assert_int_equal(mg_sshsig_verify((struct mg_slice){nul, sizeof nul - 1}, NS, mg_slice_of(MESSAGE), &signer,
					  NULL),
			 MG_EINVALID);
}

// A signature put together field by field, with a good Ed25519 signature over what the fields say.
struct parts {
	const char *magic;
	uint32_t version;
	const char *key_type;
	size_t key_len;
	const char *key_more;
	const char *ns, *signed_ns;
	const char *reserved, *signed_reserved;
	const char *hash, *signed_hash;
	const char *signature_type;
	size_t signature_len;
	const char *signature_more;
	const char *trailing;
	bool greater_s;
};

static const struct parts right = {
	.magic = "SSHSIG",
	.version = 1,
	.key_type = "ssh-ed25519",
	.key_len = 32,
	.key_more = "",
	.ns = NS,
	.signed_ns = NS,
	.reserved = "",
	.signed_reserved = "",
	.hash = "sha512",
	.signed_hash = "sha512",
	.signature_type = "ssh-ed25519",
	.signature_len = 64,
	.signature_more = "",
	.trailing = "",
};

static void sign_parts(const struct parts *parts, uint8_t signature[64])
{
	static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
					  0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
	uint8_t digest[64];
	struct mg_buf bytes = {0};

	crypto_hash_sha512(digest, (const uint8_t *)MESSAGE, sizeof MESSAGE - 1);
	mg_buf_puts(&bytes, "SSHSIG");
	mg_sshwire_put_text(&bytes, parts->signed_ns);
	mg_sshwire_put_text(&bytes, parts->signed_reserved);
	mg_sshwire_put_text(&bytes, parts->signed_hash);
	mg_sshwire_put_string(&bytes, (struct mg_slice){(const char *)digest, sizeof digest});
	mg_key_sign(&key, mg_buf_slice(&bytes), signature);
	if (parts->greater_s)
		sodium_add(signature + 32, order, sizeof order);
	mg_buf_clear(&bytes);
}

static void put_typed(struct mg_buf *out, const char *type, const uint8_t *bytes, size_t len, const char *more)
{
	struct mg_buf blob = {0};

	mg_sshwire_put_text(&blob, type);
	mg_sshwire_put_string(&blob, (struct mg_slice){(const char *)bytes, len});
	mg_buf_puts(&blob, more);
	mg_sshwire_put_string(out, mg_buf_slice(&blob));
	mg_buf_clear(&blob);
}

static int verify_parts(const struct parts *parts)
{
	uint8_t signature[65] = {0}, public[33] = {0};
	struct mg_buf bytes = {0}, armour = {0};
	struct mg_public_key signer;
	int code;

	sign_parts(parts, signature);
	memcpy(public, key.public.bytes, 32);
	mg_buf_puts(&bytes, parts->magic);
	mg_sshwire_put_u32(&bytes, parts->version);
	put_typed(&bytes, parts->key_type, public, parts->key_len, parts->key_more);
	mg_sshwire_put_text(&bytes, parts->ns);
	mg_sshwire_put_text(&bytes, parts->reserved);
	mg_sshwire_put_text(&bytes, parts->hash);
	put_typed(&bytes, parts->signature_type, signature, parts->signature_len, parts->signature_more);
	mg_buf_puts(&bytes, parts->trailing);
	mg_armour_encode(LABEL, mg_buf_slice(&bytes), &armour);
	code = mg_sshsig_verify(mg_buf_slice(&armour), NS, mg_slice_of(MESSAGE), &signer, NULL);
	mg_buf_clear(&bytes);
	mg_buf_clear(&armour);
	return code;
}

static void verify_refuses_each_wrong_field(void **state)
{
	(void)state;
	assert_int_equal(verify_parts(&right), 0);
#define REFUSED(code, ...)                                                                                             \
	do {                                                                                                           \
		struct parts parts = right;                                                                            \
                                                                                                                       \
		__VA_ARGS__;                                                                                           \
		assert_int_equal(verify_parts(&parts), code);                                                          \
	} while (0)
	REFUSED(MG_EINVALID, parts.magic = "SSHSIH");
	REFUSED(MG_EINVALID, parts.magic = "");
	REFUSED(MG_EINVALID, parts.version = 0);
	REFUSED(MG_EINVALID, parts.version = 2);
	REFUSED(MG_EINVALID, parts.version = UINT32_MAX);
	REFUSED(MG_ETRUST, parts.key_type = "ssh-rsa");
	REFUSED(MG_ETRUST, parts.key_type = "");
	REFUSED(MG_ETRUST, parts.key_type = "sk-ssh-ed25519@openssh.com");
	REFUSED(MG_EINVALID, parts.key_len = 31);
	REFUSED(MG_EINVALID, parts.key_len = 33);
	REFUSED(MG_EINVALID, parts.key_len = 0);
	REFUSED(MG_EINVALID, parts.key_more = "x");
	REFUSED(MG_ETRUST, parts.ns = "git");
	REFUSED(MG_ETRUST, parts.signed_ns = "git");
	REFUSED(MG_ETRUST, parts.ns = parts.signed_ns = "git");
	REFUSED(MG_ETRUST, parts.ns = parts.signed_ns = "");
	REFUSED(MG_EINVALID, parts.reserved = "x"); // ssh-keygen does not sign what stands there
	REFUSED(MG_EINVALID, parts.reserved = parts.signed_reserved = "x");
	REFUSED(MG_ETRUST, parts.hash = "sha256");
	REFUSED(MG_ETRUST, parts.hash = parts.signed_hash = "sha256");
	REFUSED(MG_ETRUST, parts.hash = parts.signed_hash = "");
	REFUSED(MG_ETRUST, parts.signed_hash = "sha256");
	REFUSED(MG_ETRUST, parts.signature_type = "ssh-rsa");
	REFUSED(MG_ETRUST, parts.signature_type = "rsa-sha2-512");
	REFUSED(MG_EINVALID, parts.signature_len = 63);
	REFUSED(MG_EINVALID, parts.signature_len = 65);
	REFUSED(MG_EINVALID, parts.signature_len = 0);
	REFUSED(MG_EINVALID, parts.signature_more = "x");
	REFUSED(MG_EINVALID, parts.trailing = "x");
	REFUSED(MG_ETRUST, parts.greater_s = true);
#undef REFUSED
}

// With a key of small order and R = key, S = 0, the equation holds for one message in eight, or all of them.
static void verify_refuses_keys_of_small_order(void **state)
{
	static const char *const points[] = {
		"0100000000000000000000000000000000000000000000000000000000000000",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000000",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	};
	struct mg_public_key signer;

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		uint8_t signature[64] = {0}, public[32];
		struct mg_buf bytes = {0}, armour = {0};

		assert_true(mg_hex_decode(public, sizeof public, points[i]));
		memcpy(signature, public, sizeof public);
		mg_buf_puts(&bytes, "SSHSIG");
		mg_sshwire_put_u32(&bytes, 1);
		put_typed(&bytes, "ssh-ed25519", public, sizeof public, "");
		mg_sshwire_put_text(&bytes, NS);
		mg_sshwire_put_text(&bytes, "");
		mg_sshwire_put_text(&bytes, "sha512");
		put_typed(&bytes, "ssh-ed25519", signature, sizeof signature, "");
		mg_armour_encode(LABEL, mg_buf_slice(&bytes), &armour);
		for (unsigned n = 0; n < 64; n++) {
			struct mg_slice message = {(const char *)&n, sizeof n};

			assert_int_equal(mg_sshsig_verify(mg_buf_slice(&armour), NS, message, &signer, NULL),
					 MG_ETRUST);
		}
		mg_buf_clear(&bytes);
		mg_buf_clear(&armour);
	}
}

static void verify_refuses_what_is_too_long(void **state)
{
	struct mg_buf armour = {0}, bytes = {0};
	struct mg_public_key signer;

	(void)state;
	mg_buf_fill(&bytes, 'x', 1 << 20);
	mg_armour_encode(LABEL, mg_buf_slice(&bytes), &armour);
	assert_int_equal(mg_sshsig_verify(mg_buf_slice(&armour), NS, mg_slice_of(MESSAGE), &signer, NULL), MG_EINVALID);
	mg_buf_clear(&armour);
	mg_buf_clear(&bytes);
}

static void sign_keeps_to_the_buffers_maximum(void **state)
{
	struct mg_buf armour;

	(void)state;
	mg_buf_init(&armour, 100);
	assert_int_equal(mg_sshsig_sign(&key, NS, mg_slice_of(MESSAGE), &armour, NULL), MG_ELIMIT);
	mg_buf_clear(&armour);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sign_is_ssh_keygens_to_the_byte),
		cmocka_unit_test(ssh_keygen_verifies_ours),
		cmocka_unit_test(we_verify_ssh_keygens),
		cmocka_unit_test(verify_refuses_other_hashes_and_key_types),
		cmocka_unit_test(verify_refuses_other_messages_and_uses),
		cmocka_unit_test(verify_refuses_every_truncation_and_flip),
		cmocka_unit_test(verify_knows_one_layout),
		cmocka_unit_test(verify_refuses_each_wrong_field),
		cmocka_unit_test(verify_refuses_keys_of_small_order),
		cmocka_unit_test(verify_refuses_what_is_too_long),
		cmocka_unit_test(sign_keeps_to_the_buffers_maximum),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
