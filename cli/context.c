// SPDX-License-Identifier: EUPL-1.2
//
// What a run opens, when it first needs it.
#include "cli/command.h"

#include "base/i18n.h"
#include "schema/value/paris.h"

#include <limits.h>
#include <time.h>
#include <unistd.h>

#ifdef MG_TEST_BUILD
#include <stdlib.h>
#endif

static int64_t system_ms(void *context)
{
	struct timespec now;

	(void)context;
#ifdef MG_TEST_BUILD
	const char *fixed = getenv("MAILLAGE_NOW");

	if (fixed && *fixed)
		return strtoll(fixed, NULL, 10);
#endif
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const struct mg_clock *mg_cli_clock(void)
{
	static const struct mg_clock clock = {.now_ms = system_ms};

	return &clock;
}

struct mg_date mg_cli_today(void)
{
	return mg_paris_date(system_ms(NULL));
}

int mg_cli_no_memory(struct mg_error *err)
{
	return mg_fail_memory(err);
}

const char *mg_cli_text(const char *text)
{
	return text && *text ? _(text) : ""; // gettext("") is the catalogue's header
}

// A copy can be read by somebody who has no home at all (a service, a container).
static int open_copy(struct mg_cli *cli, struct mg_error *err)
{
	char here[PATH_MAX];
	int rc;

	if (!getcwd(here, sizeof here))
		return mg_fail_errno(err, _("cannot find the current folder"));
	if (!cli->home.dir && mg_home_open_env(&cli->home, NULL) < 0)
		cli->home.dir = NULL;
	rc = mg_copy_open(here, cli->home.dir ? &cli->home : NULL, mg_cli_clock(), cli->types, &cli->copy, err);
	if (rc == MG_ENOTFOUND && !*err->hint)
		return mg_error_hint(err, _("go to a coopérative's folder, or name it: maillage -C DIR …"));
	return rc;
}

int mg_cli_need(struct mg_cli *cli, unsigned needs, struct mg_error *err)
{
	int rc = 0;

	if ((needs & MG_NEEDS_HOME) && !cli->home.dir)
		rc = mg_home_open_env(&cli->home, err);
	if (rc == 0 && (needs & (MG_NEEDS_TYPES | MG_NEEDS_COPY)) && !cli->types)
		rc = mg_types_open(&cli->types, err);
	if (rc == 0 && (needs & MG_NEEDS_COPY) && !cli->copy)
		rc = open_copy(cli, err);
	return rc;
}

void mg_cli_clear(struct mg_cli *cli)
{
	mg_copy_close(cli->copy);
	mg_types_close(cli->types);
	mg_home_close(&cli->home);
	mg_arena_clear(&cli->arena);
}
