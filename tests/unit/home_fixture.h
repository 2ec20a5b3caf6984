// SPDX-License-Identifier: EUPL-1.2
//
// A new home for each test, in the folder that keygen_enter made.
#ifndef MG_TESTS_UNIT_HOME_FIXTURE_H
#define MG_TESTS_UNIT_HOME_FIXTURE_H

#include "core/key/home.h"
#include "tests/unit/keygen.h"

static struct mg_home home;
static struct mg_error err;

static inline int set_up(void **state)
{
	struct mg_home_env env = {.maillage_home = "home"};

	(void)state;
	err = (struct mg_error){0};
	return mg_home_open(&home, &env, NULL);
}

static inline int tear_down(void **state)
{
	(void)state;
	mg_home_close(&home);
	return system("rm -rf home");
}

static inline mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
