// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

// RFC 8032 section 7.1, test 1: of the empty message.
#define PUBLIC "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define SIGNATURE                                                                                                      \
	"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b" \
	"be24655141438e7a100b"

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
	keygen_key(&key, "");
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
	keygen_key(&key, "");
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
		{KEYGEN_LINE, ""},
		{KEYGEN_LINE " Zoé Été", "Zoé Été"},
		{" \t" KEYGEN_LINE " \t a  b \t\r\n", "a  b"},
		{"\n" KEYGEN_LINE "\n\n", ""},
		{"ssh-ed25519\t \tAAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\tx", "x"},
	};
	char name[MG_KEY_NAME_BYTES];
	struct mg_public_key key;
	struct mg_buf line = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(mg_key_parse_named(mg_slice_of(cases[i].line), &key, name, NULL), 0);
		assert_string_equal(name, cases[i].name);
		assert_string_equal(key.id, KEYGEN_ID);
		assert_int_equal(mg_key_parse_line(cases[i].line, &key, NULL), 0);
	}
	mg_key_format_line(&key, NULL, &line);
	assert_string_equal(mg_buf_text(&line), KEYGEN_LINE);
	mg_buf_reset(&line);
	mg_key_format_line(&key, "", &line);
	assert_string_equal(mg_buf_text(&line), KEYGEN_LINE);
	mg_buf_reset(&line);
	mg_key_format_line(&key, "Zoé", &line);
	assert_string_equal(mg_buf_text(&line), KEYGEN_LINE " Zoé");
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
		KEYGEN_LINE "\n" KEYGEN_LINE,
		KEYGEN_LINE "\rx",
		KEYGEN_LINE " " KEYGEN_LINE "\nx",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n",
		"no-pty " KEYGEN_LINE,
		"from=\"1.2.3.4\" " KEYGEN_LINE,
		"# " KEYGEN_LINE,
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
	for (size_t len = 0; len < strlen(KEYGEN_LINE); len++)
		assert_int_equal(mg_key_parse_named((struct mg_slice){KEYGEN_LINE, len}, &key, NULL, NULL),
				 MG_EINVALID);
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
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
