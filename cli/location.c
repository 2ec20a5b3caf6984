// SPDX-License-Identifier: EUPL-1.2
#include "cli/location.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

// A colon before any slash: ssh's short form.
static bool is_path(const char *typed)
{
	return !strstr(typed, "://") && typed[strcspn(typed, ":/")] != ':';
}

const char *mg_location_absolute(const char *typed, struct mg_arena *arena)
{
	char path[PATH_MAX], *real;
	const char *kept;

	if (!is_path(typed))
		return mg_arena_strdup(arena, typed);
	real = realpath(typed, NULL);
	if (real)
		kept = mg_arena_strdup(arena, real);
	else if (typed[0] == '/' || !getcwd(path, sizeof path))
		kept = mg_arena_strdup(arena, typed);
	else
		kept = mg_arena_printf(arena, "%s/%s", path, typed);
	free(real);
	return kept;
}
