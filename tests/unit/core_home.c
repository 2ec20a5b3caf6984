// SPDX-License-Identifier: EUPL-1.2
//
// Where the home is, and what it remembers of each CA.
#include "tests/unit/home_fixture.h"

#define CA     "0123456789abcdef0123456789abcdef01234567"
#define COMMIT "fedcba9876543210fedcba9876543210fedcba98"

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

static void a_line_is_forgotten(void **state)
{
	struct mg_home_line line = {.commit = CA, .copy = "/ailleurs"};

	(void)state;
	assert_int_equal(write_line(CA, &line), 0);
	assert_int_equal(mg_home_line_forget(&home, CA, &err), 0);
	assert_int_equal(mg_home_line_read(&home, CA, &line, &err), MG_ENOTFOUND);
	assert_int_equal(mg_home_line_forget(&home, CA, &err), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(open_follows_the_environment),
		TEST(open_makes_a_relative_home_absolute),
		TEST(open_refuses_an_empty_environment),
		TEST(open_env_reads_the_process),
		TEST(path_has_a_limit),
		TEST(a_line_is_forgotten),
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
