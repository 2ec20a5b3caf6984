// SPDX-License-Identifier: EUPL-1.2
#include "daemon/uv_clock.h"

#include <stdlib.h>
#include <uv.h>

static int64_t system_ms(void)
{
	uv_timeval64_t now;

	return uv_gettimeofday(&now) == 0 ? now.tv_sec * 1000 + now.tv_usec / 1000 : 0;
}

static int64_t now_ms(void *context)
{
	const struct mg_system_clock *clock = context;

	return system_ms() + clock->ahead_ms;
}

struct mg_clock mg_system_clock_init(struct mg_system_clock *clock)
{
	*clock = (struct mg_system_clock){0};
#ifdef MG_TEST_BUILD
	const char *start = getenv("MAILLAGE_NOW");

	if (start && *start)
		clock->ahead_ms = strtoll(start, NULL, 10) - system_ms();
#endif
	return (struct mg_clock){.now_ms = now_ms, .context = clock};
}
