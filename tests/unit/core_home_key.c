// SPDX-License-Identifier: EUPL-1.2
//
// The keys a home keeps: private, sealed, never overwritten.
#include "tests/unit/home_fixture.h"

static void create_device(const char *name, struct mg_secret_key *key)
{
	assert_int_equal(mg_home_create_device(&home, name, key, NULL), 0);
}

static void device_is_private_and_stock_ssh_reads_it(void **state)
{
	struct mg_secret_key key, again;
	struct mg_buf ours, stock;

	(void)state;
	create_device("Zoé Été", &key);
	assert_int_equal(mode_of("home"), 0700);
	assert_int_equal(mode_of("home/keys"), 0700);
	assert_int_equal(mode_of("home/keys/device"), 0600);
	assert_int_equal(mode_of("home/keys/device.pub"), 0644);
	assert_int_equal(keygen_run("ssh-keygen -y -f home/keys/device"), 0);
	ours = keygen_get("home/keys/device.pub");
	stock = keygen_get("out");
	assert_string_equal(mg_buf_text(&ours), mg_buf_text(&stock));
	assert_int_equal(mg_home_load_device(&home, &again, NULL), 0);
	assert_string_equal(again.public.id, key.public.id);
	assert_memory_equal(again.secret, key.secret, MG_KEY_SECRET_BYTES);
	assert_string_equal(again.comment, "Zoé Été");
	mg_key_clear(&key);
	mg_key_clear(&again);
	mg_buf_clear(&ours);
	mg_buf_clear(&stock);
}

static void a_missing_key_says_how_to_make_one(void **state)
{
	struct mg_secret_key key;
	struct mg_public_key public;
	char name[MG_KEY_NAME_BYTES];

	(void)state;
	assert_int_equal(mg_home_load_device(&home, &key, &err), MG_ENOTFOUND);
	assert_null(key.secret);
	assert_non_null(strstr(err.hint, "maillage key new --name \"Prénom Nom\""));
	assert_int_equal(mg_home_load_signatory(&home, mg_slice_of("a"), &key, &err), MG_ENOTFOUND);
	assert_non_null(strstr(err.hint, "--signatory"));
	assert_int_equal(mg_home_public(&home, MG_HOME_DEVICE, &public, name, &err), MG_ENOTFOUND);
	assert_int_equal(mg_home_public(&home, MG_HOME_SIGNATORY, &public, name, &err), MG_ENOTFOUND);
	assert_int_equal(mg_home_change_passphrase(&home, mg_slice_of("a"), mg_slice_of("b"), &err), MG_ENOTFOUND);
	assert_false(mg_file_exists("home"));
}

static void a_key_is_never_overwritten(void **state)
{
	struct mg_secret_key key, other, loaded;

	(void)state;
	create_device("one", &key);
	assert_int_equal(mg_home_create_device(&home, "two", &other, &err), MG_EEXISTS);
	assert_null(other.secret);
	assert_non_null(strstr(err.message, "keys/device"));
	assert_non_null(strstr(err.hint, "MAILLAGE_HOME"));
	assert_int_equal(mg_home_save_device(&home, &key, &err), MG_EEXISTS);
	assert_int_equal(mg_home_load_device(&home, &loaded, NULL), 0);
	assert_string_equal(loaded.public.id, key.public.id);
	assert_string_equal(loaded.comment, "one");
	mg_key_clear(&loaded);
	assert_int_equal(mg_home_save_signatory(&home, &key, mg_slice_of("a"), NULL), 0);
	assert_int_equal(mg_home_create_signatory(&home, "two", mg_slice_of("b"), &other, &err), MG_EEXISTS);
	assert_int_equal(mg_home_load_signatory(&home, mg_slice_of("a"), &loaded, NULL), 0);
	mg_key_clear(&loaded);
	mg_key_clear(&key);
}

static void a_key_open_to_others_is_refused(void **state)
{
	static const mode_t refused[] = {0640, 0604, 0660, 0620, 0602, 0610, 0601, 0644, 0666, 0777};
	static const mode_t allowed[] = {0600, 0400, 0700};
	struct mg_secret_key key, again;

	(void)state;
	create_device("x", &key);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		assert_int_equal(chmod("home/keys/device", refused[i]), 0);
		assert_int_equal(mg_home_load_device(&home, &again, &err), MG_EDENIED);
		assert_null(again.secret);
		assert_non_null(strstr(err.hint, "chmod 600"));
	}
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
		assert_int_equal(chmod("home/keys/device", allowed[i]), 0);
		assert_int_equal(mg_home_load_device(&home, &again, &err), 0);
		mg_key_clear(&again);
	}
	mg_key_clear(&key);
}

static void what_is_no_key_file_is_refused(void **state)
{
	static const struct {
		const char *command;
		int code;
	} cases[] = {
		{"ln -s /dev/zero home/keys/device", MG_EIO},
		{"cp -p keep elsewhere; ln -s ../../elsewhere home/keys/device", MG_EIO},
		{"mkdir -m 700 home/keys/device", MG_EINVALID},
		{"mkfifo -m 600 home/keys/device", MG_EINVALID},
		{"install -m 600 /dev/null home/keys/device", MG_EINVALID},
		{"install -m 600 home/keys/device.pub home/keys/device", MG_EINVALID},
		{"umask 077; head -c 16385 /dev/zero >home/keys/device", MG_ELIMIT},
		{"umask 077; head -c 16384 /dev/zero >home/keys/device", MG_EINVALID},
		{"umask 077; head -c 100 keep >home/keys/device", MG_EINVALID},
	};
	struct mg_secret_key key, again;

	(void)state;
	create_device("x", &key);
	assert_int_equal(keygen_run("cp -p home/keys/device keep"), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(keygen_run("rm -rf home/keys/device"), 0);
		assert_int_equal(keygen_run(cases[i].command), 0);
		assert_int_equal(mg_home_load_device(&home, &again, &err), cases[i].code);
		assert_null(again.secret);
		assert_non_null(strstr(err.message, "keys/device"));
	}
	assert_int_equal(keygen_run("rm -rf home/keys/device elsewhere; mv keep home/keys/device"), 0);
	assert_int_equal(mg_home_load_device(&home, &again, &err), 0);
	mg_key_clear(&again);
	mg_key_clear(&key);
}

static void signatory_opens_with_its_passphrase_only(void **state)
{
	struct mg_secret_key key, again;
	struct mg_buf text;

	(void)state;
	assert_int_equal(mg_home_create_signatory(&home, "Zoé Été", mg_slice_of("sésame"), &key, NULL), 0);
	assert_int_equal(mode_of("home/keys/signatory"), 0600);
	text = keygen_get("home/keys/signatory");
	assert_non_null(strstr(mg_buf_text(&text), "-----BEGIN MAILLAGE SIGNATORY KEY-----\n"));
	mg_buf_clear(&text);
	assert_int_equal(mg_home_load_signatory(&home, mg_slice_of("sésame"), &again, NULL), 0);
	assert_string_equal(again.public.id, key.public.id);
	assert_string_equal(again.comment, "Zoé Été");
	mg_key_clear(&again);
	assert_int_equal(mg_home_load_signatory(&home, mg_slice_of("sesame"), &again, &err), MG_ECRYPTO);
	assert_null(again.secret);
	assert_non_null(strstr(err.message, "keys/signatory"));
	mg_key_clear(&key);
}

static void an_empty_passphrase_makes_no_key(void **state)
{
	struct mg_secret_key key;

	(void)state;
	assert_int_equal(mg_home_create_signatory(&home, "x", mg_slice_of(""), &key, &err), MG_EINVALID);
	assert_null(key.secret);
	assert_false(mg_file_exists("home/keys/signatory"));
	assert_false(mg_file_exists("home/keys/signatory.pub"));
}

static void passphrase_can_change(void **state)
{
	struct mg_slice old = mg_slice_of("old"), new = mg_slice_of("new");
	struct mg_secret_key key, again;

	(void)state;
	assert_int_equal(mg_home_create_signatory(&home, "x", old, &key, NULL), 0);
	assert_int_equal(mg_home_change_passphrase(&home, new, old, &err), MG_ECRYPTO);
	assert_int_equal(mg_home_change_passphrase(&home, old, mg_slice_of(""), &err), MG_EINVALID);
	assert_int_equal(mg_home_load_signatory(&home, old, &again, NULL), 0);
	mg_key_clear(&again);
	assert_int_equal(mg_home_change_passphrase(&home, old, new, NULL), 0);
	assert_int_equal(mode_of("home/keys/signatory"), 0600);
	assert_int_equal(mg_home_load_signatory(&home, old, &again, &err), MG_ECRYPTO);
	assert_int_equal(mg_home_load_signatory(&home, new, &again, NULL), 0);
	assert_string_equal(again.public.id, key.public.id);
	mg_key_clear(&again);
	mg_key_clear(&key);
}

static void public_needs_no_passphrase(void **state)
{
	struct mg_secret_key device, signatory;
	struct mg_public_key public;
	char name[MG_KEY_NAME_BYTES];

	(void)state;
	create_device("Ana", &device);
	assert_int_equal(mg_home_create_signatory(&home, "Zoé", mg_slice_of("a"), &signatory, NULL), 0);
	for (int pub_is_there = 1; pub_is_there >= 0; pub_is_there--) {
		assert_int_equal(mg_home_public(&home, MG_HOME_DEVICE, &public, name, NULL), 0);
		assert_string_equal(public.id, device.public.id);
		assert_string_equal(name, "Ana");
		assert_int_equal(mg_home_public(&home, MG_HOME_SIGNATORY, &public, name, NULL), 0);
		assert_string_equal(public.id, signatory.public.id);
		assert_string_equal(name, "Zoé");
		assert_int_equal(keygen_run("rm -f home/keys/device.pub home/keys/signatory.pub"), 0);
	}
	mg_key_clear(&device);
	mg_key_clear(&signatory);
}

static void public_refuses_a_damaged_pub(void **state)
{
	static const char *const cases[] = {"", "ssh-rsa AAAAB3NzaC1yc2E= x\n", "ssh-ed25519 AAAA x\n"};
	struct mg_public_key public;
	char name[MG_KEY_NAME_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		keygen_put("home/keys/device.pub", mg_slice_of(cases[i]), 0);
		assert_int_equal(mg_home_public(&home, MG_HOME_DEVICE, &public, name, &err), MG_EINVALID);
		assert_non_null(strstr(err.message, "keys/device.pub"));
	}
}

static void a_renewed_device_keeps_the_old_key_beside(void **state)
{
	struct mg_secret_key before = {0}, after = {0}, now = {0};
	char old[MG_KEY_ID_CHARS + 1], name[MG_KEY_NAME_BYTES], path[64];
	struct mg_public_key public;

	(void)state;
	assert_int_equal(mg_home_renew_device(&home, old, &after, &err), MG_ENOTFOUND);
	assert_int_equal(mg_home_create_device(&home, "Jeanne Martin", &before, &err), 0);
	assert_int_equal(mg_home_renew_device(&home, old, &after, &err), 0);
	assert_string_equal(old, before.public.id);
	assert_string_not_equal(old, after.public.id);
	assert_string_equal(after.comment, "Jeanne Martin");
	assert_int_equal(mg_home_load_device(&home, &now, &err), 0);
	assert_string_equal(now.public.id, after.public.id);
	assert_int_equal(mg_home_public(&home, MG_HOME_DEVICE, &public, name, &err), 0);
	assert_string_equal(public.id, after.public.id);
	snprintf(path, sizeof path, "home/keys/device-%s", old);
	assert_int_equal(mode_of(path), 0600);
	mg_key_clear(&before);
	mg_key_clear(&after);
	mg_key_clear(&now);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(device_is_private_and_stock_ssh_reads_it),
		TEST(a_missing_key_says_how_to_make_one),
		TEST(a_key_is_never_overwritten),
		TEST(a_renewed_device_keeps_the_old_key_beside),
		TEST(a_key_open_to_others_is_refused),
		TEST(what_is_no_key_file_is_refused),
		TEST(signatory_opens_with_its_passphrase_only),
		TEST(an_empty_passphrase_makes_no_key),
		TEST(passphrase_can_change),
		TEST(public_needs_no_passphrase),
		TEST(public_refuses_a_damaged_pub),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
