// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

#include "base/limits.h"
#include "base/text.h"
#include "core/armour.h"
#include "core/key_format.h"
#include "core/key_sealed.h"
#include "core/sshwire.h"

#include <sodium.h>

#define OPENSSH "OPENSSH PRIVATE KEY"
#define SEALED  "MAILLAGE SIGNATORY KEY"

// RFC 8032 section 7.1, test 1.
#define SEED   "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define PUBLIC "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define SIGNATURE                                                                                                      \
	"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b" \
	"be24655141438e7a100b"
#define LINE "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
#define ID   "nw26tofbxlhbzxm2"

static const struct mg_key_cost cheap = {1, 8};

static void make_key(struct mg_secret_key *key, const char *comment)
{
	uint8_t seed[32], public[32];

	*key = (struct mg_secret_key){0};
	assert_true(mg_hex_decode(seed, sizeof seed, SEED));
	assert_int_equal(mg_key_alloc(key, NULL), 0);
	assert_int_equal(crypto_sign_seed_keypair(public, key->secret, seed), 0);
	mg_key_set_public(&key->public, public);
	assert_int_equal(mg_key_set_name(key->comment, mg_slice_of(comment), NULL), 0);
}

static void assert_same_key(const struct mg_secret_key *a, const struct mg_secret_key *b)
{
	assert_memory_equal(a->public.bytes, b->public.bytes, MG_KEY_BYTES);
	assert_string_equal(a->public.id, b->public.id);
	assert_memory_equal(a->secret, b->secret, MG_KEY_SECRET_BYTES);
	assert_string_equal(a->comment, b->comment);
}

// A refused key is left empty, so that clearing it is harmless.
static void assert_refused(int code, int expected, const struct mg_secret_key *key, const struct mg_error *err)
{
	assert_int_equal(code, expected);
	assert_int_equal(err->code, expected);
	assert_true(err->message[0]);
	assert_null(key->secret);
}

static void sha256_is_fips_180(void **state)
{
	char hex[MG_SHA256_HEX];

	(void)state;
	mg_sha256_hex(mg_slice_of("abc"), hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	mg_sha256_hex((struct mg_slice){"", 0}, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void sign_is_rfc_8032(void **state)
{
	struct mg_slice empty = {"", 0};
	uint8_t signature[64], expected[64], public[32];
	struct mg_secret_key key;

	(void)state;
	make_key(&key, "");
	assert_true(mg_hex_decode(expected, sizeof expected, SIGNATURE));
	assert_true(mg_hex_decode(public, sizeof public, PUBLIC));
	assert_memory_equal(key.public.bytes, public, sizeof public);
	mg_key_sign(&key, empty, signature);
	assert_memory_equal(signature, expected, sizeof expected);
	assert_true(mg_key_verify(&key.public, empty, signature));
	assert_false(mg_key_verify(&key.public, mg_slice_of("x"), signature));
	for (size_t bit = 0; bit < 8 * sizeof signature; bit++) {
		signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(mg_key_verify(&key.public, empty, signature));
		signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	mg_key_clear(&key);
}

// S + L signs the same for a lax verifier: it would give a second signature, and a second commit, without the key.
static void verify_refuses_a_greater_s(void **state)
{
	static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
					  0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
	struct mg_secret_key key;
	uint8_t signature[64];

	(void)state;
	make_key(&key, "");
	mg_key_sign(&key, mg_slice_of("x"), signature);
	sodium_add(signature + 32, order, sizeof order);
	assert_false(mg_key_verify(&key.public, mg_slice_of("x"), signature));
	mg_key_clear(&key);
}

static void generate_makes_different_keys(void **state)
{
	struct mg_secret_key a, b;

	(void)state;
	assert_int_equal(mg_key_generate(&a, "Zoé Été", NULL), 0);
	assert_int_equal(mg_key_generate(&b, NULL, NULL), 0);
	assert_memory_not_equal(a.public.bytes, b.public.bytes, MG_KEY_BYTES);
	assert_string_not_equal(a.public.id, b.public.id);
	assert_string_equal(a.comment, "Zoé Été");
	assert_string_equal(b.comment, "");
	mg_key_clear(&a);
	mg_key_clear(&b);
	mg_key_clear(&b);
}

static void generate_refuses_bad_names(void **state)
{
	char longest[MG_KEY_NAME_BYTES + 1];
	struct {
		const char *name;
		int code;
	} cases[] = {
		{longest, MG_ELIMIT},     {"two\nlines", MG_EINVALID},  {"tab\t", MG_EINVALID},
		{"\x7f", MG_EINVALID},    {"latin1 \xe9", MG_EINVALID}, {"\xed\xa0\x80", MG_EINVALID},
		{"\x1b[1m", MG_EINVALID},
	};
	struct mg_secret_key key;
	struct mg_error err;

	(void)state;
	memset(longest, 'x', sizeof longest);
	longest[MG_KEY_NAME_BYTES] = '\0';
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_refused(mg_key_generate(&key, cases[i].name, &err), cases[i].code, &key, &err);
	longest[MG_KEY_NAME_BYTES - 1] = '\0';
	assert_int_equal(mg_key_generate(&key, longest, &err), 0);
	assert_string_equal(key.comment, longest);
	mg_key_clear(&key);
}

static void line_round_trip(void **state)
{
	static const struct {
		const char *line, *name;
	} cases[] = {
		{LINE, ""},
		{LINE " Zoé Été", "Zoé Été"},
		{" \t" LINE " \t a  b \t\r\n", "a  b"},
		{"\n" LINE "\n\n", ""},
		{"ssh-ed25519\t \tAAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\tx", "x"},
	};
	char name[MG_KEY_NAME_BYTES];
	struct mg_public_key key;
	struct mg_buf line = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(mg_key_parse_named(mg_slice_of(cases[i].line), &key, name, NULL), 0);
		assert_string_equal(name, cases[i].name);
		assert_string_equal(key.id, ID);
		assert_int_equal(mg_key_parse_line(cases[i].line, &key, NULL), 0);
	}
	mg_key_format_line(&key, NULL, &line);
	assert_string_equal(mg_buf_text(&line), LINE);
	mg_buf_reset(&line);
	mg_key_format_line(&key, "", &line);
	assert_string_equal(mg_buf_text(&line), LINE);
	mg_buf_reset(&line);
	mg_key_format_line(&key, "Zoé", &line);
	assert_string_equal(mg_buf_text(&line), LINE " Zoé");
	mg_buf_clear(&line);
}

static void line_refuses_malformed(void **state)
{
	static const char *const cases[] = {
		"",
		" ",
		"\n",
		"ssh-ed25519",
		"ssh-ed25519 ",
		"AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
		LINE "\n" LINE,
		LINE "\rx",
		LINE " " LINE "\nx",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n",
		"no-pty " LINE,
		"from=\"1.2.3.4\" " LINE,
		"# " LINE,
		"SSH-ED25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
		"ssh-ed25519x AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
		"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQC3",
		"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY",
		"sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t",
		"ssh-ed25519-cert-v01@openssh.com AAAA",
		"ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAAAQQC3",                                     // says RSA inside
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1E=", // one byte short
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1EaAAAA", // trailing bytes
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAH9damAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",     // length 31
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",     // length 33
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv\253"
		"08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv-08lkBzoO4XLz2qYjJa8CGmj3B1Ea", // URL-safe base64
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea=",
	};
	struct mg_public_key key = {.id = "untouched"};
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(mg_key_parse_line(cases[i], &key, &err), MG_EINVALID);
		assert_true(err.message[0]);
		assert_string_equal(key.id, "untouched");
	}
	for (size_t len = 0; len < strlen(LINE); len++)
		assert_int_equal(mg_key_parse_named((struct mg_slice){LINE, len}, &key, NULL, NULL), MG_EINVALID);
}

static void line_says_which_type_it_refuses(void **state)
{
	struct mg_public_key key;
	struct mg_error err;

	(void)state;
	assert_int_equal(mg_key_parse_line("ssh-rsa AAAAB3NzaC1yc2E=", &key, &err), MG_EINVALID);
	assert_non_null(strstr(err.message, "ssh-rsa"));
	assert_non_null(strstr(err.hint, "maillage key new"));
	assert_int_equal(mg_key_parse_line("\x1b[31mred AAAA", &key, &err), MG_EINVALID);
	assert_null(strchr(err.message, '\x1b'));
}

// Whoever enrolled such a key could have one signature verify for several messages.
static void line_refuses_points_no_honest_key_has(void **state)
{
	static const char *const points[] = {
		// small order, from "Taming the many EdDSAs" (Chalkias et al. 2020), table 6
		"0100000000000000000000000000000000000000000000000000000000000000",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0000000000000000000000000000000000000000000000000000000000000080",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		// the same, not canonical
		"0100000000000000000000000000000000000000000000000000000000000080",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		// y = 2: not on the curve
		"0200000000000000000000000000000000000000000000000000000000000000",
	};
	struct mg_public_key key;
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		struct mg_buf line = {0};

		assert_true(mg_hex_decode(key.bytes, sizeof key.bytes, points[i]));
		mg_key_format_line(&key, NULL, &line);
		assert_int_equal(mg_key_parse_line(mg_buf_text(&line), &key, &err), MG_EINVALID);
		assert_non_null(strstr(err.message, "honest"));
		mg_buf_clear(&line);
	}
}

static void openssh_round_trip(void **state)
{
	static const char *const names[] = {"", "Zoé Été", "1", "12", "123", "1234", "12345", "123456", "1234567"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct mg_secret_key key, again;
		struct mg_buf text = {0};

		make_key(&key, names[i]);
		assert_int_equal(mg_key_format_openssh(&key, &text, NULL), 0);
		assert_int_equal(mg_key_parse_openssh(mg_buf_slice(&text), &again, NULL), 0);
		assert_same_key(&key, &again);
		mg_key_clear(&key);
		mg_key_clear(&again);
		mg_key_wipe(&text);
	}
}

static void ssh_keygen_reads_ours(void **state)
{
	struct mg_secret_key key;
	struct mg_buf text = {0}, out;

	(void)state;
	make_key(&key, "Zoé Été");
	assert_int_equal(mg_key_format_openssh(&key, &text, NULL), 0);
	keygen_put("ours", mg_buf_slice(&text), MG_FILE_PRIVATE);
	assert_int_equal(keygen_run("ssh-keygen -y -f ours"), 0);
	out = keygen_get("out");
	assert_string_equal(mg_buf_text(&out), LINE " Zoé Été\n");
	mg_buf_clear(&out);
	assert_int_equal(keygen_run("ssh-keygen -l -f ours"), 0);
	mg_key_clear(&key);
	mg_key_wipe(&text);
}

static void we_read_ssh_keygens(void **state)
{
	struct mg_secret_key key;
	struct mg_buf text, line, ours = {0};

	(void)state;
	assert_int_equal(keygen_run("ssh-keygen -q -t ed25519 -N '' -C 'Zoé Été' -f stock"), 0);
	text = keygen_get("stock");
	line = keygen_get("stock.pub");
	assert_int_equal(mg_key_parse_openssh(mg_buf_slice(&text), &key, NULL), 0);
	mg_key_format_line(&key.public, key.comment, &ours);
	mg_buf_putc(&ours, '\n');
	assert_string_equal(mg_buf_text(&ours), mg_buf_text(&line));
	mg_key_clear(&key);
	mg_key_wipe(&text);
	mg_buf_clear(&line);
	mg_buf_clear(&ours);
}

static void openssh_says_why_it_refuses_others(void **state)
{
	static const struct {
		const char *command, *said, *hint;
	} cases[] = {
		{"ssh-keygen -q -t ed25519 -N secret -f other", "passphrase", "ssh-keygen -p"},
		{"ssh-keygen -q -t rsa -b 2048 -N '' -f other", "ssh-rsa", "ed25519"},
		{"ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f other", "OPENSSH PRIVATE KEY", ""},
		{"ssh-keygen -q -t ecdsa -N '' -f other", "ecdsa-sha2-nistp256", "ed25519"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_secret_key key;
		struct mg_error err;
		struct mg_buf text;

		assert_int_equal(keygen_run(cases[i].command), 0);
		text = keygen_get("other");
		assert_refused(mg_key_parse_openssh(mg_buf_slice(&text), &key, &err), MG_EINVALID, &key, &err);
		assert_non_null(strstr(err.message, cases[i].said));
		assert_non_null(strstr(err.hint, cases[i].hint));
		mg_buf_clear(&text);
		assert_int_equal(keygen_run("rm -f other other.pub"), 0);
	}
}

static void openssh_refuses_every_truncation(void **state)
{
	struct mg_secret_key key, again;
	struct mg_buf text = {0}, bytes = {0}, cut = {0};
	struct mg_error err;

	(void)state;
	make_key(&key, "Zoé");
	assert_int_equal(mg_key_format_openssh(&key, &text, NULL), 0);
	for (size_t len = 0; len + 1 < text.len; len++)
		assert_refused(mg_key_parse_openssh((struct mg_slice){text.data, len}, &again, &err), MG_EINVALID,
			       &again, &err);
	mg_key_encode_openssh(&key, &bytes);
	for (size_t len = 0; len < bytes.len; len++)
		assert_refused(mg_key_decode_openssh((struct mg_slice){bytes.data, len}, &again, &err), MG_EINVALID,
			       &again, &err);
	mg_buf_put_slice(&cut, mg_buf_slice(&bytes));
	mg_buf_putc(&cut, '\0');
	assert_refused(mg_key_decode_openssh(mg_buf_slice(&cut), &again, &err), MG_EINVALID, &again, &err);
	mg_buf_clear(&cut);
	mg_key_wipe(&bytes);
	mg_key_wipe(&text);
	mg_key_clear(&key);
}

// Every bit counts, but for those of the name, which nothing in an unprotected file vouches for.
static void openssh_refuses_every_flip(void **state)
{
	struct mg_secret_key key, again;
	struct mg_buf bytes = {0};
	size_t name;

	(void)state;
	make_key(&key, "abc");
	mg_key_encode_openssh(&key, &bytes);
	name = bytes.len - 3;
	while (memcmp(bytes.data + name, "abc", 3) != 0)
		name--;
	for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
		int code;

		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
		code = mg_key_decode_openssh(mg_buf_slice(&bytes), &again, NULL);
		if (bit / 8 < name || bit / 8 >= name + 3)
			assert_int_equal(code, MG_EINVALID);
		mg_key_clear(&again);
		bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
	}
	assert_int_equal(mg_key_decode_openssh(mg_buf_slice(&bytes), &again, NULL), 0);
	mg_key_clear(&again);
	mg_key_clear(&key);
	mg_key_wipe(&bytes);
}

// A private key file put together field by field, so that each can be wrong alone.
struct parts {
	const char *cipher, *kdf, *options;
	uint32_t keys, check1, check2;
	const char *outer_type, *inner_type;
	const char *padding;
	size_t padding_len;
	size_t secret_len;
	bool other_outer, other_inner, other_half;
	size_t name_len;
};

static const struct parts right = {
	.cipher = "none",
	.kdf = "none",
	.options = "",
	.keys = 1,
	.check1 = 7,
	.check2 = 7,
	.outer_type = "ssh-ed25519",
	.inner_type = "ssh-ed25519",
	.padding = "\1\2\3\4\5\6\7\10\11\12\13\14\15",
	.padding_len = 5, // of an empty name
	.secret_len = 64,
};

static void put_public(struct mg_buf *out, const struct mg_secret_key *key, bool other)
{
	char bytes[32];

	memcpy(bytes, key->public.bytes, sizeof bytes);
	if (other)
		memset(bytes, 1, sizeof bytes);
	mg_sshwire_put_string(out, (struct mg_slice){bytes, sizeof bytes});
}

static void build(const struct mg_secret_key *key, const struct parts *parts, struct mg_buf *out)
{
	struct mg_buf blob = {0}, private = {0}, name = {0};
	char secret[64];

	memcpy(secret, key->secret, sizeof secret);
	if (parts->other_half)
		memset(secret + 32, 1, 32);
	mg_sshwire_put_text(&blob, parts->outer_type);
	put_public(&blob, key, parts->other_outer);
	mg_sshwire_put_u32(&private, parts->check1);
	mg_sshwire_put_u32(&private, parts->check2);
	mg_sshwire_put_text(&private, parts->inner_type);
	put_public(&private, key, parts->other_inner);
	mg_sshwire_put_string(&private, (struct mg_slice){secret, parts->secret_len});
	mg_buf_fill(&name, 'x', parts->name_len);
	mg_sshwire_put_string(&private, mg_buf_slice(&name));
	mg_buf_put(&private, parts->padding, parts->padding_len);
	mg_buf_put(out, "openssh-key-v1", sizeof "openssh-key-v1");
	mg_sshwire_put_text(out, parts->cipher);
	mg_sshwire_put_text(out, parts->kdf);
	mg_sshwire_put_text(out, parts->options);
	mg_sshwire_put_u32(out, parts->keys);
	mg_sshwire_put_string(out, mg_buf_slice(&blob));
	mg_sshwire_put_string(out, mg_buf_slice(&private));
	mg_buf_clear(&blob);
	mg_buf_clear(&private);
	mg_buf_clear(&name);
}

static int decode_parts(const struct mg_secret_key *key, const struct parts *parts)
{
	struct mg_secret_key again;
	struct mg_buf bytes = {0};
	int code;

	build(key, parts, &bytes);
	code = mg_key_decode_openssh(mg_buf_slice(&bytes), &again, NULL);
	mg_key_clear(&again);
	mg_buf_clear(&bytes);
	return code;
}

static void openssh_refuses_each_wrong_field(void **state)
{
	struct mg_secret_key key;

	(void)state;
	make_key(&key, "");
	assert_int_equal(decode_parts(&key, &right), 0);
#define REFUSED(change)                                                                                                \
	do {                                                                                                           \
		struct parts parts = right;                                                                            \
                                                                                                                       \
		parts.change;                                                                                          \
		assert_int_equal(decode_parts(&key, &parts), MG_EINVALID);                                             \
	} while (0)
	REFUSED(cipher = "aes256-ctr");
	REFUSED(cipher = "");
	REFUSED(kdf = "bcrypt");
	REFUSED(options = "x");
	REFUSED(keys = 0);
	REFUSED(keys = 2);
	REFUSED(check2 = 8);
	REFUSED(outer_type = "ssh-rsa");
	REFUSED(inner_type = "ssh-rsa");
	REFUSED(inner_type = "ssh-ed2551");
	REFUSED(padding = "\1\2\3\4\6");
	REFUSED(padding = "\0\1\2\3\4");
	REFUSED(padding_len = 4);
	REFUSED(padding_len = 6);
	REFUSED(padding_len = 13);
	REFUSED(padding_len = 0);
	REFUSED(secret_len = 63);
	REFUSED(secret_len = 32);
	REFUSED(other_outer = true);
	REFUSED(other_inner = true);
	REFUSED(other_half = true);
#undef REFUSED
	{
		struct parts parts = right;

		parts.name_len = MG_KEY_NAME_BYTES; // a multiple of the block
		assert_int_equal(decode_parts(&key, &parts), MG_ELIMIT);
		parts.other_outer = parts.other_inner = parts.other_half = true;
		parts.name_len = 0;
		assert_int_equal(decode_parts(&key, &parts), MG_EINVALID);
	}
	mg_key_clear(&key);
}

static void armour_takes_other_programs_lines(void **state)
{
	struct mg_secret_key key, again;
	struct mg_buf text = {0}, crlf = {0};

	(void)state;
	make_key(&key, "x");
	assert_int_equal(mg_key_format_openssh(&key, &text, NULL), 0);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\n')
			mg_buf_putc(&crlf, '\r');
		mg_buf_putc(&crlf, text.data[i]);
	}
	mg_buf_puts(&crlf, "\r\n ");
	assert_int_equal(mg_key_parse_openssh(mg_buf_slice(&crlf), &again, NULL), 0);
	assert_same_key(&key, &again);
	mg_key_clear(&again);
	mg_key_clear(&key);
	mg_key_wipe(&text);
	mg_key_wipe(&crlf);
}

static void armour_refuses_malformed(void **state)
{
	static const char *const cases[] = {
		"",
		"\n",
		"-----BEGIN X-----",
		"-----BEGIN X-----\n",
		"-----BEGIN X-----\n-----END X-----\n",
		"-----END X-----\n",
		"AAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAA\n",
		"-----BEGIN X-----AAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAA-----END X-----\n",
		"-----BEGIN Y-----\nAAAA\n-----END Y-----\n",
		"-----BEGIN X-----\nAAAA\n-----END Y-----\n",
		" -----BEGIN X-----\nAAAA\n-----END X-----\n",
		"x\n-----BEGIN X-----\nAAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAA\n-----END X-----\nx",
		"-----BEGIN X-----\nAA AA\n-----END X-----\n",
		"-----BEGIN X-----\nAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAA=\n-----END X-----\n",
		"-----BEGIN X-----\nAB==\n-----END X-----\n",
		"-----BEGIN X-----\nAA==AAAA\n-----END X-----\n",
		"-----BEGIN X-----\nA_AA\n-----END X-----\n",
		"-----BEGIN X-----\nAA\257A\n-----END X-----\n", // '/' with its high bit set: libsodium 1.0.18 takes it
		"-----BEGIN X-----\n\xff\xff\xff\xff\n-----END X-----\n",
		"-----BEGIN X-----\n:h: 1\n\nAAAA\n-----END X-----\n",
		"-----BEGIN X-----\nAAAAAAAAAAAA\n-----END X-----\n", // nine bytes, there is room for eight
	};
	uint8_t bytes[8];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		len = 99;
		assert_int_equal(mg_armour_decode("X", mg_slice_of(cases[i]), bytes, sizeof bytes, &len, NULL),
				 MG_EINVALID);
		assert_int_equal(len, 0);
	}
	assert_int_equal(mg_armour_decode("X", mg_slice_of("-----BEGIN X-----\nAAAA\n-----END X-----"), bytes,
					  sizeof bytes, &len, NULL),
			 0);
	assert_int_equal(len, 3);
}

static void armour_cuts_at_70(void **state)
{
	char bytes[256] = {0};

	(void)state;
	for (size_t n = 1; n <= sizeof bytes; n++) {
		struct mg_buf text = {0};
		uint8_t again[256];
		size_t len, longest = 0, line = 0;

		mg_armour_encode("X", (struct mg_slice){bytes, n}, &text);
		for (size_t i = 0; i < text.len; i++) {
			line = text.data[i] == '\n' ? 0 : line + 1;
			longest = line > longest ? line : longest;
		}
		assert_true(longest <= 70);
		assert_null(strstr(mg_buf_text(&text), "\n\n"));
		assert_int_equal(mg_armour_decode("X", mg_buf_slice(&text), again, sizeof again, &len, NULL), 0);
		assert_int_equal(len, n);
		assert_true(mg_armour_is_canonical("X", mg_buf_slice(&text), len));
		assert_true(mg_armour_is_canonical("X", (struct mg_slice){text.data, text.len - 1}, len));
		mg_buf_clear(&text);
	}
}

static struct mg_buf seal(const struct mg_secret_key *key, const char *passphrase)
{
	struct mg_buf text = {0};

	assert_int_equal(mg_sealed_format(key, mg_slice_of(passphrase), cheap, &text, NULL), 0);
	return text;
}

static void sealed_round_trip(void **state)
{
	struct mg_secret_key key, again;
	struct mg_public_key public;
	char name[MG_KEY_NAME_BYTES];
	struct mg_buf text = {0};

	(void)state;
	make_key(&key, "Zoé Été");
	assert_int_equal(mg_key_format_sealed(&key, mg_slice_of("sésame ouvre-toi"), &text, NULL), 0);
	assert_int_equal(mg_key_parse_sealed(mg_buf_slice(&text), mg_slice_of("sésame ouvre-toi"), &again, NULL), 0);
	assert_same_key(&key, &again);
	mg_key_clear(&again);
	assert_int_equal(mg_sealed_public(mg_buf_slice(&text), &public, name, NULL), 0);
	assert_string_equal(public.id, ID);
	assert_string_equal(name, "Zoé Été");
	mg_key_clear(&key);
	mg_buf_clear(&text);
}

static void sealed_hides_the_key(void **state)
{
	struct mg_secret_key key;
	uint8_t bytes[MG_MAX_KEYFILE_BYTES];
	struct mg_buf one, two;
	size_t len;

	(void)state;
	make_key(&key, "Zoé");
	one = seal(&key, "a");
	two = seal(&key, "a");
	assert_string_not_equal(mg_buf_text(&one), mg_buf_text(&two)); // salt and nonce are new each time
	assert_int_equal(mg_armour_decode(SEALED, mg_buf_slice(&one), bytes, sizeof bytes, &len, NULL), 0);
	for (size_t i = 0; i + 8 <= len; i++)
		assert_memory_not_equal(bytes + i, key.secret, 8);
	mg_buf_clear(&one);
	mg_buf_clear(&two);
	mg_key_clear(&key);
}

static void sealed_refuses_wrong_passphrases(void **state)
{
	static const char *const wrong[] = {"", "sesame", "Sésame", "sésame ", " sésame", "sésam"};
	struct mg_secret_key key, again;
	struct mg_buf text, none = {0};
	struct mg_error err;

	(void)state;
	make_key(&key, "");
	text = seal(&key, "sésame");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_refused(mg_key_parse_sealed(mg_buf_slice(&text), mg_slice_of(wrong[i]), &again, &err),
			       MG_ECRYPTO, &again, &err);
	assert_int_equal(mg_key_format_sealed(&key, mg_slice_of(""), &none, &err), MG_EINVALID);
	assert_int_equal(none.len, 0);
	mg_buf_clear(&text);
	mg_key_clear(&key);
}

static void sealed_refuses_every_truncation_and_flip(void **state)
{
	struct mg_secret_key key, again;
	uint8_t bytes[MG_MAX_KEYFILE_BYTES];
	struct mg_slice pass = mg_slice_of("a");
	size_t kib = 16 + 4 + strlen(LINE " Zoé") + 4 + strlen("argon2id13") + 4; // where that field is
	struct mg_buf text;
	size_t len;

	(void)state;
	make_key(&key, "Zoé");
	text = seal(&key, "a");
	for (size_t n = 0; n + 1 < text.len; n++)
		assert_int_equal(mg_key_parse_sealed((struct mg_slice){text.data, n}, pass, &again, NULL), MG_EINVALID);
	assert_int_equal(mg_armour_decode(SEALED, mg_buf_slice(&text), bytes, sizeof bytes, &len, NULL), 0);
	for (size_t n = 1; n <= len; n++) {
		struct mg_buf other = {0};

		mg_armour_encode(SEALED, (struct mg_slice){(const char *)bytes, n}, &other);
		assert_int_equal(mg_key_parse_sealed(mg_buf_slice(&other), pass, &again, NULL),
				 n < len ? MG_EINVALID : 0);
		mg_key_clear(&again);
		mg_buf_clear(&other);
	}
	for (size_t bit = 0; bit < 8 * len; bit++) {
		struct mg_buf other = {0};

		if (bit / 8 >= kib && bit / 8 < kib + 2)
			continue; // the same, with a gigabyte of memory
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		mg_armour_encode(SEALED, (struct mg_slice){(const char *)bytes, len}, &other);
		if (mg_key_parse_sealed(mg_buf_slice(&other), pass, &again, NULL) == 0)
			fail_msg("bit %zu does not count", bit);
		mg_buf_clear(&other);
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	mg_buf_clear(&text);
	mg_key_clear(&key);
}

// A sealed file of which the fields can be wrong.
static void put_sealed(struct mg_buf *text, const char *kdf, struct mg_key_cost cost, size_t salt, const char *cipher,
		       size_t nonce, size_t box)
{
	static const char zero[64];
	struct mg_buf bytes = {0};

	mg_buf_put(&bytes, "maillage-key-v1", sizeof "maillage-key-v1");
	mg_sshwire_put_text(&bytes, LINE);
	mg_sshwire_put_text(&bytes, kdf);
	mg_sshwire_put_u32(&bytes, cost.passes);
	mg_sshwire_put_u32(&bytes, cost.kib);
	mg_sshwire_put_string(&bytes, (struct mg_slice){zero, salt});
	mg_sshwire_put_text(&bytes, cipher);
	mg_sshwire_put_string(&bytes, (struct mg_slice){zero, nonce});
	mg_sshwire_put_string(&bytes, (struct mg_slice){zero, box});
	mg_armour_encode(SEALED, mg_buf_slice(&bytes), text);
	mg_buf_clear(&bytes);
}

static void sealed_refuses_each_wrong_field(void **state)
{
	static const struct {
		const char *kdf;
		struct mg_key_cost cost;
		size_t salt;
		const char *cipher;
		size_t nonce, box;
		int code;
	} cases[] = {
		{"argon2id13", {1, 8}, 16, "xsalsa20poly1305", 24, 64, MG_ECRYPTO}, // the form is right
		{"argon2id13", {1, 8}, 16, "xsalsa20poly1305", 24, 16, MG_ECRYPTO},
		{"argon2id13", {1, 8}, 16, "xsalsa20poly1305", 24, 15, MG_EINVALID},
		{"argon2id13", {1, 8}, 16, "xsalsa20poly1305", 23, 64, MG_EINVALID},
		{"argon2id13", {1, 8}, 17, "xsalsa20poly1305", 24, 64, MG_EINVALID},
		{"argon2id13", {1, 8}, 16, "none", 24, 64, MG_EINVALID},
		{"argon2i", {1, 8}, 16, "xsalsa20poly1305", 24, 64, MG_EINVALID},
		{"argon2id13", {0, 8}, 16, "xsalsa20poly1305", 24, 64, MG_ELIMIT},
		{"argon2id13", {17, 8}, 16, "xsalsa20poly1305", 24, 64, MG_ELIMIT},
		{"argon2id13", {UINT32_MAX, 8}, 16, "xsalsa20poly1305", 24, 64, MG_ELIMIT},
		{"argon2id13", {1, 7}, 16, "xsalsa20poly1305", 24, 64, MG_ELIMIT},
		{"argon2id13", {1, 1024 * 1024 + 1}, 16, "xsalsa20poly1305", 24, 64, MG_ELIMIT},
		{"argon2id13", {1, UINT32_MAX}, 16, "xsalsa20poly1305", 24, 64, MG_ELIMIT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_secret_key key;
		struct mg_buf text = {0};
		struct mg_error err;

		put_sealed(&text, cases[i].kdf, cases[i].cost, cases[i].salt, cases[i].cipher, cases[i].nonce,
			   cases[i].box);
		assert_refused(mg_key_parse_sealed(mg_buf_slice(&text), mg_slice_of("a"), &key, &err), cases[i].code,
			       &key, &err);
		mg_buf_clear(&text);
	}
}

static void wire_is_sticky(void **state)
{
	struct mg_sshwire in;
	struct mg_slice got;

	(void)state;
	mg_sshwire_init(&in, (struct mg_slice){"\0\0\0\2ab\0\0\1\2", 10});
	got = mg_sshwire_string(&in);
	assert_true(mg_slice_is(got, "ab"));
	assert_int_equal(mg_sshwire_u32(&in), 0x102);
	assert_true(mg_sshwire_done(&in));
	assert_int_equal(mg_sshwire_u32(&in), 0);
	assert_false(mg_sshwire_done(&in));
	mg_sshwire_init(&in, (struct mg_slice){"\xff\xff\xff\xff"
					       "abcd",
					       8});
	got = mg_sshwire_string(&in);
	assert_int_equal(got.len, 0);
	assert_int_equal(mg_sshwire_u32(&in), 0); // although four bytes are left
	assert_false(mg_sshwire_done(&in));
	mg_sshwire_init(&in, (struct mg_slice){NULL, 0});
	assert_true(mg_sshwire_done(&in));
	assert_int_equal(mg_sshwire_raw(&in, 0).len, 0);
	assert_int_equal(mg_sshwire_raw(&in, 1).len, 0);
	assert_true(in.failed);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_is_fips_180),
		cmocka_unit_test(sign_is_rfc_8032),
		cmocka_unit_test(verify_refuses_a_greater_s),
		cmocka_unit_test(generate_makes_different_keys),
		cmocka_unit_test(generate_refuses_bad_names),
		cmocka_unit_test(line_round_trip),
		cmocka_unit_test(line_refuses_malformed),
		cmocka_unit_test(line_says_which_type_it_refuses),
		cmocka_unit_test(line_refuses_points_no_honest_key_has),
		cmocka_unit_test(openssh_round_trip),
		cmocka_unit_test(ssh_keygen_reads_ours),
		cmocka_unit_test(we_read_ssh_keygens),
		cmocka_unit_test(openssh_says_why_it_refuses_others),
		cmocka_unit_test(openssh_refuses_every_truncation),
		cmocka_unit_test(openssh_refuses_every_flip),
		cmocka_unit_test(openssh_refuses_each_wrong_field),
		cmocka_unit_test(armour_takes_other_programs_lines),
		cmocka_unit_test(armour_refuses_malformed),
		cmocka_unit_test(armour_cuts_at_70),
		cmocka_unit_test(sealed_round_trip),
		cmocka_unit_test(sealed_hides_the_key),
		cmocka_unit_test(sealed_refuses_wrong_passphrases),
		cmocka_unit_test(sealed_refuses_every_truncation_and_flip),
		cmocka_unit_test(sealed_refuses_each_wrong_field),
		cmocka_unit_test(wire_is_sticky),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
