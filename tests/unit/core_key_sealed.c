// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

#include "base/limits.h"
#include "core/key/armour.h"
#include "core/key/key_sealed.h"
#include "core/key/sshwire.h"

#define LABEL "MAILLAGE SIGNATORY KEY"

static const struct mg_key_cost cheap = {1, 8};

static struct mg_buf seal(const struct mg_secret_key *key, const char *passphrase)
{
	struct mg_buf text = {0};

	assert_int_equal(mg_sealed_key_format(key, mg_slice_of(passphrase), cheap, &text, NULL), 0);
	return text;
}

static void sealed_round_trip(void **state)
{
	struct mg_secret_key key, again;
	struct mg_public_key public;
	char name[MG_KEY_NAME_BYTES];
	struct mg_buf text = {0};

	(void)state;
	keygen_key(&key, "Zoé Été");
	assert_int_equal(mg_key_format_sealed(&key, mg_slice_of("sésame ouvre-toi"), &text, NULL), 0);
	assert_int_equal(mg_key_parse_sealed(mg_buf_slice(&text), mg_slice_of("sésame ouvre-toi"), &again, NULL), 0);
	assert_same_key(&key, &again);
	mg_key_clear(&again);
	assert_int_equal(mg_sealed_key_public(mg_buf_slice(&text), &public, name, NULL), 0);
	assert_string_equal(public.id, KEYGEN_ID);
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
	keygen_key(&key, "Zoé");
	one = seal(&key, "a");
	two = seal(&key, "a");
	assert_string_not_equal(mg_buf_text(&one), mg_buf_text(&two)); // salt and nonce are new each time
	assert_int_equal(mg_armour_decode(LABEL, mg_buf_slice(&one), bytes, sizeof bytes, &len, NULL), 0);
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
	keygen_key(&key, "");
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
	size_t kib = 16 + 4 + strlen(KEYGEN_LINE " Zoé") + 4 + strlen("argon2id13") + 4; // where that field is
	struct mg_buf text;
	size_t len;

	(void)state;
	keygen_key(&key, "Zoé");
	text = seal(&key, "a");
	for (size_t n = 0; n + 1 < text.len; n++)
		assert_int_equal(mg_key_parse_sealed((struct mg_slice){text.data, n}, pass, &again, NULL), MG_EINVALID);
	assert_int_equal(mg_armour_decode(LABEL, mg_buf_slice(&text), bytes, sizeof bytes, &len, NULL), 0);
	for (size_t n = 1; n <= len; n++) {
		struct mg_buf other = {0};

		mg_armour_encode(LABEL, (struct mg_slice){(const char *)bytes, n}, &other);
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
		mg_armour_encode(LABEL, (struct mg_slice){(const char *)bytes, len}, &other);
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
	mg_sshwire_put_text(&bytes, KEYGEN_LINE);
	mg_sshwire_put_text(&bytes, kdf);
	mg_sshwire_put_u32(&bytes, cost.passes);
	mg_sshwire_put_u32(&bytes, cost.kib);
	mg_sshwire_put_string(&bytes, (struct mg_slice){zero, salt});
	mg_sshwire_put_text(&bytes, cipher);
	mg_sshwire_put_string(&bytes, (struct mg_slice){zero, nonce});
	mg_sshwire_put_string(&bytes, (struct mg_slice){zero, box});
	mg_armour_encode(LABEL, mg_buf_slice(&bytes), text);
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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sealed_round_trip),
		cmocka_unit_test(sealed_hides_the_key),
		cmocka_unit_test(sealed_refuses_wrong_passphrases),
		cmocka_unit_test(sealed_refuses_every_truncation_and_flip),
		cmocka_unit_test(sealed_refuses_each_wrong_field),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
