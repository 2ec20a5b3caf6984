// SPDX-License-Identifier: EUPL-1.2
//
// Stock ssh-keygen as the judge of keys and signatures, in a private folder of /tmp.
#ifndef MG_TESTS_UNIT_KEYGEN_H
#define MG_TESTS_UNIT_KEYGEN_H

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// Makes a new folder and enters it.
static inline int keygen_enter(void **state)
{
	static char folder[] = "/tmp/maillage-test-XXXXXX";

	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static inline int keygen_leave(void **state)
{
	char folder[64], command[80];

	(void)state;
	if (!getcwd(folder, sizeof folder) || chdir("/") != 0)
		return -1;
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

// The exit status of a shell command whose output is kept in the file "out".
static inline int keygen_run(const char *command)
{
	char line[512];

	snprintf(line, sizeof line, "(%s) >out 2>&1 </dev/null", command);
	return system(line);
}

static inline void keygen_put(const char *path, struct mg_slice bytes, int flags)
{
	assert_int_equal(mg_file_write(path, bytes, flags, NULL), 0);
}

// The caller clears the buffer.
static inline struct mg_buf keygen_get(const char *path)
{
	struct mg_buf bytes = {0};

	assert_int_equal(mg_file_read(path, 2 << 20, &bytes, NULL), 0);
	return bytes;
}

#endif
