// SPDX-License-Identifier: EUPL-1.2
//
// maillaged: reads the command line, runs the daemon, prints a fatal error once.
#include "base/i18n.h"
#include "base/version.h"
#include "core/key/key.h"
#include "daemon/uv_loop.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define EXIT_USAGE 2

static const struct option options[] = {
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{"quiet", no_argument, NULL, 'q'},
	{"verbose", no_argument, NULL, 'v'},
	{NULL, 0, NULL, 0},
};

static void print_help(FILE *out)
{
	fputs(_("Usage: maillaged [OPTION…] [DIR…]\n\n"
		"Watches folders of coopératives, records what is edited in them and exchanges it with their remotes.\n"
		"Without DIR, the current folder's. Stays in the foreground; ends on SIGTERM or SIGINT.\n\n"
		"  -q, --quiet    log only warnings and errors\n"
		"  -v, --verbose  log also what changes nothing\n"
		"  -h, --help     print this\n"
		"  -V, --version  print which version this is\n"),
	      out);
}

static void print_error(const struct mg_error *err)
{
	fprintf(stderr, "maillaged: %s\n", err->message);
	if (*err->hint)
		fprintf(stderr, "%s\n", err->hint);
}

// -1 to go on, else the exit code.
static int read_options(int argc, char **argv, struct mg_daemon *daemon)
{
	int given;

	while ((given = getopt_long(argc, argv, "hVqv", options, NULL)) != -1) {
		switch (given) {
		case 'h':
			print_help(stdout);
			return EXIT_SUCCESS;
		case 'V':
			printf("maillaged %s\n", MG_VERSION);
			return EXIT_SUCCESS;
		case 'q':
			daemon->level = MG_LOG_WARN;
			break;
		case 'v':
			daemon->level = MG_LOG_DEBUG;
			break;
		default: // getopt has said what is wrong
			print_help(stderr);
			return EXIT_USAGE;
		}
	}
	return -1;
}

static void set_up_process(void)
{
	signal(SIGPIPE, SIG_IGN); // a partner that hangs up is an error of that exchange
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 1); // few threads work at once; each arena more holds memory for nothing
#endif
}

static int exit_code(int code)
{
	if (code == MG_EUSAGE)
		return EXIT_USAGE;
	return code ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static const char *const here = ".";
	struct mg_home home = {0};
	struct mg_types *types = NULL;
	struct mg_daemon daemon = {.dirs = &here, .n_dirs = 1, .home = &home, .level = MG_LOG_INFO};
	struct mg_error err = {0};
	bool abandoned = false;
	int code;

	mg_i18n_init();
	code = read_options(argc, argv, &daemon);
	if (code >= 0)
		return code;
	if (optind < argc) {
		daemon.dirs = (const char *const *)argv + optind;
		daemon.n_dirs = (size_t)(argc - optind);
	}
	set_up_process();
	code = mg_key_init(&err);
	if (!code)
		code = mg_home_open_env(&home, &err);
	if (!code)
		code = mg_types_open(&types, &err);
	daemon.types = types;
	if (!code)
		code = mg_daemon_run(&daemon, &abandoned, &err);
	if (code)
		print_error(&err);
	if (abandoned)
		_exit(exit_code(code));
	mg_types_close(types);
	mg_home_close(&home);
	return exit_code(code);
}
