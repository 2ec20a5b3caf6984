// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/carry/tls.h"

#include <git2.h>
#include <stdio.h>
#include <sys/stat.h>

#define CERTIFICATES "/etc/ssl/certs/ca-certificates.crt" // where Debian's libgit2 looks

// Bytes this process has read from files so far.
static long bytes_read(void)
{
	FILE *io = fopen("/proc/self/io", "r");
	long bytes = -1;

	if (io && fscanf(io, "rchar: %ld", &bytes) != 1)
		bytes = -1;
	if (io)
		fclose(io);
	return bytes;
}

static void certificates_are_read_when_asked_for(void **state)
{
	struct mg_error err = {0};
	struct stat file;
	long before, started, loaded;

	(void)state;
	if (stat(CERTIFICATES, &file) != 0 || file.st_size < 50000 || bytes_read() < 0)
		skip();
	before = bytes_read();
	assert_true(mg_tls_start_git() > 0);
	started = bytes_read();
	assert_true(started - before < file.st_size);
	if (mg_tls_load(&err))
		fail_msg("%s", err.message);
	loaded = bytes_read();
	assert_true(loaded - started >= file.st_size);
	assert_int_equal(mg_tls_load(&err), 0);
	assert_true(bytes_read() - loaded < file.st_size); // once is enough
	git_libgit2_shutdown();
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(certificates_are_read_when_asked_for)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
