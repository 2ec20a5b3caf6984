// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

#include "core/key/sshwire.h"

static void openssh_round_trip(void **state)
{
	static const char *const names[] = {"", "Zoé Été", "1", "12", "123", "1234", "12345", "123456", "1234567"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct mg_secret_key key, again;
		struct mg_buf text = {0};

		keygen_key(&key, names[i]);
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
	keygen_key(&key, "Zoé Été");
	assert_int_equal(mg_key_format_openssh(&key, &text, NULL), 0);
	keygen_put("ours", mg_buf_slice(&text), MG_FILE_PRIVATE);
	assert_int_equal(keygen_run("ssh-keygen -y -f ours"), 0);
	out = keygen_get("out");
	assert_string_equal(mg_buf_text(&out), KEYGEN_LINE " Zoé Été\n");
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
	keygen_key(&key, "Zoé");
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
	keygen_key(&key, "abc");
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
	const char *outer_more;
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
	.outer_more = "",
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
	mg_buf_puts(&blob, parts->outer_more);
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
	keygen_key(&key, "");
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
	REFUSED(other_outer = parts.other_inner = true);
	REFUSED(outer_more = "x");
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

static void openssh_takes_other_programs_lines(void **state)
{
	struct mg_secret_key key, again;
	struct mg_buf text = {0}, crlf = {0};

	(void)state;
	keygen_key(&key, "x");
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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(openssh_round_trip),
		cmocka_unit_test(ssh_keygen_reads_ours),
		cmocka_unit_test(we_read_ssh_keygens),
		cmocka_unit_test(openssh_says_why_it_refuses_others),
		cmocka_unit_test(openssh_refuses_every_truncation),
		cmocka_unit_test(openssh_refuses_every_flip),
		cmocka_unit_test(openssh_refuses_each_wrong_field),
		cmocka_unit_test(openssh_takes_other_programs_lines),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
