// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/keygen.h"

#include "core/key/home.h"

#define CA     "0123456789abcdef0123456789abcdef01234567"
#define COMMIT "fedcba9876543210fedcba9876543210fedcba98"

static struct mg_home home;
static struct mg_error err;

// Each test has a new home in the folder keygen_enter made.
static int set_up(void **state)
{
	struct mg_home_env env = {.maillage_home = "home"};

	(void)state;
	err = (struct mg_error){0};
	return mg_home_open(&home, &env, NULL);
}

static int tear_down(void **state)
{
	(void)state;
	mg_home_close(&home);
	return system("rm -rf home");
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void create_device(const char *name, struct mg_secret_key *key)
{
	assert_int_equal(mg_home_create_device(&home, name, key, NULL), 0);
}

static void open_follows_the_environment(void **state)
{
	static const struct {
		struct mg_home_env env;
		const char *dir;
	} cases[] = {
		{{"/m", "/x", "/h"}, "/m"},
		{{NULL, "/x", "/h"}, "/x/maillage"},
		{{"", "/x", "/h"}, "/x/maillage"},
		{{NULL, NULL, "/h"}, "/h/.config/maillage"},
		{{"", "", "/h"}, "/h/.config/maillage"},
		{{NULL, "relative", "/h"}, "/h/.config/maillage"},
		{{"/m/é à", NULL, NULL}, "/m/é à"},
		{{NULL, "/x", NULL}, "/x/maillage"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_home other;

		assert_int_equal(mg_home_open(&other, &cases[i].env, NULL), 0);
		assert_string_equal(other.dir, cases[i].dir);
		mg_home_close(&other);
		assert_null(other.dir);
	}
}

static void open_makes_a_relative_home_absolute(void **state)
{
	char here[256], expected[300], path[MG_HOME_PATH_BYTES];

	(void)state;
	assert_non_null(getcwd(here, sizeof here));
	snprintf(expected, sizeof expected, "%s/home/config.yaml", here);
	assert_int_equal(mg_home_path(&home, "config.yaml", path, NULL), 0);
	assert_string_equal(path, expected);
	assert_false(mg_file_exists("home")); // nothing is made before it is needed
}

static void open_refuses_an_empty_environment(void **state)
{
	static const struct mg_home_env none[] = {{NULL, NULL, NULL}, {"", "", ""}, {NULL, "relative", NULL}};
	struct mg_home other;

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_int_equal(mg_home_open(&other, &none[i], &err), MG_EINVALID);
		assert_null(other.dir);
	}
}

static void open_env_reads_the_process(void **state)
{
	struct mg_home other;

	(void)state;
	setenv("MAILLAGE_HOME", "/elsewhere", 1);
	assert_int_equal(mg_home_open_env(&other, NULL), 0);
	assert_string_equal(other.dir, "/elsewhere");
	mg_home_close(&other);
	unsetenv("MAILLAGE_HOME");
}

static void path_has_a_limit(void **state)
{
	char name[MG_HOME_PATH_BYTES], path[MG_HOME_PATH_BYTES];

	(void)state;
	memset(name, 'x', sizeof name);
	name[sizeof name - 1] = '\0';
	assert_int_equal(mg_home_path(&home, name, path, &err), MG_ELIMIT);
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

static int write_line(const char *ca_id, const struct mg_home_line *line)
{
	struct mg_batch batch;
	int code;

	mg_batch_init(&batch, NULL);
	code = mg_home_line_write(&home, ca_id, line, &batch, &err);
	if (!code)
		code = mg_batch_keep(&batch, &err);
	mg_batch_clear(&batch);
	return code;
}

static void line_round_trip(void **state)
{
	struct mg_home_line line = {.commit = COMMIT, .copy = "/srv/ma coopérative"}, again;
	struct mg_buf text;

	(void)state;
	assert_int_equal(mg_home_line_read(&home, CA, &again, &err), MG_ENOTFOUND);
	assert_int_equal(write_line(CA, &line), 0);
	assert_int_equal(mode_of("home/lines"), 0700);
	assert_int_equal(mode_of("home/lines/" CA), 0600);
	text = keygen_get("home/lines/" CA);
	assert_string_equal(mg_buf_text(&text), COMMIT "\n/srv/ma coopérative\n");
	mg_buf_clear(&text);
	assert_int_equal(mg_home_line_read(&home, CA, &again, NULL), 0);
	assert_string_equal(again.commit, COMMIT);
	assert_string_equal(again.copy, "/srv/ma coopérative");
	memcpy(line.commit, CA, sizeof CA);
	assert_int_equal(write_line(CA, &line), 0);
	assert_int_equal(mg_home_line_read(&home, CA, &again, NULL), 0);
	assert_string_equal(again.commit, CA);
	assert_int_equal(mg_home_line_read(&home, COMMIT, &again, &err), MG_ENOTFOUND);
}

static void line_takes_the_longest_path(void **state)
{
	struct mg_home_line line = {.commit = COMMIT}, again;

	(void)state;
	memset(line.copy, '/', sizeof line.copy - 1);
	assert_int_equal(write_line(CA, &line), 0);
	assert_int_equal(mg_home_line_read(&home, CA, &again, NULL), 0);
	assert_string_equal(again.copy, line.copy);
}

static void line_refuses_what_is_no_ca_id(void **state)
{
	static const char *const ids[] = {"",
					  "..",
					  "../keys/device",
					  "0123456789abcdef0123456789abcdef0123456",
					  CA "0",
					  "0123456789ABCDEF0123456789abcdef01234567",
					  "0123456789abcdef/123456789abcdef01234567"};
	struct mg_home_line line = {.commit = COMMIT, .copy = "/x"};

	(void)state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		assert_int_equal(write_line(ids[i], &line), MG_EINVALID);
		assert_int_equal(mg_home_line_read(&home, ids[i], &line, &err), MG_EINVALID);
	}
	assert_false(mg_file_exists("home"));
}

static void line_refuses_to_write_what_it_could_not_read(void **state)
{
	static const struct mg_home_line lines[] = {
		{"", "/x"},           {"123", "/x"},           {COMMIT, ""},
		{COMMIT, "relative"}, {COMMIT, "/two\nlines"}, {COMMIT, "/x\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_int_equal(write_line(CA, &lines[i]), MG_EINVALID);
	assert_false(mg_file_exists("home"));
}

static void line_refuses_a_damaged_file(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"\n\n",
		COMMIT,
		COMMIT "\n",
		COMMIT "\n\n",
		COMMIT "\n/x",
		COMMIT "\nx\n",
		COMMIT "\n/x\n\n",
		COMMIT "\n/x\ny\n",
		COMMIT "\r\n/x\r\n",
		" " COMMIT "\n/x\n",
		"fedcba9876543210\n/x\n",
		COMMIT "0\n/x\n",
		"/x\n" COMMIT "\n",
	};
	static const char nul[] = COMMIT "\n/x\0y\n";
	struct mg_home_line line = {.commit = "untouched"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		keygen_put("home/lines/" CA, mg_slice_of(texts[i]), 0);
		assert_int_equal(mg_home_line_read(&home, CA, &line, &err), MG_EINVALID);
		assert_non_null(strstr(err.message, "lines/" CA));
		assert_string_equal(line.commit, "untouched");
	}
	keygen_put("home/lines/" CA, (struct mg_slice){nul, sizeof nul - 1}, 0);
	assert_int_equal(mg_home_line_read(&home, CA, &line, &err), MG_EINVALID);
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

static void a_line_is_forgotten(void **state)
{
	struct mg_home_line line = {.commit = CA, .copy = "/ailleurs"};

	(void)state;
	assert_int_equal(write_line(CA, &line), 0);
	assert_int_equal(mg_home_line_forget(&home, CA, &err), 0);
	assert_int_equal(mg_home_line_read(&home, CA, &line, &err), MG_ENOTFOUND);
	assert_int_equal(mg_home_line_forget(&home, CA, &err), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(open_follows_the_environment),
		TEST(open_makes_a_relative_home_absolute),
		TEST(open_refuses_an_empty_environment),
		TEST(open_env_reads_the_process),
		TEST(path_has_a_limit),
		TEST(device_is_private_and_stock_ssh_reads_it),
		TEST(a_missing_key_says_how_to_make_one),
		TEST(a_key_is_never_overwritten),
		TEST(a_renewed_device_keeps_the_old_key_beside),
		TEST(a_line_is_forgotten),
		TEST(a_key_open_to_others_is_refused),
		TEST(what_is_no_key_file_is_refused),
		TEST(signatory_opens_with_its_passphrase_only),
		TEST(an_empty_passphrase_makes_no_key),
		TEST(passphrase_can_change),
		TEST(public_needs_no_passphrase),
		TEST(public_refuses_a_damaged_pub),
		TEST(line_round_trip),
		TEST(line_takes_the_longest_path),
		TEST(line_refuses_what_is_no_ca_id),
		TEST(line_refuses_to_write_what_it_could_not_read),
		TEST(line_refuses_a_damaged_file),
	};

	if (mg_key_init(NULL) != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, keygen_enter, keygen_leave);
}
