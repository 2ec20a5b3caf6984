// SPDX-License-Identifier: EUPL-1.2
//
// What devices of a world do to each other's keys.
#include "tests/lib/world_impl.h"

#include "core/trust/seal.h"

#include <stdio.h>
#include <stdlib.h>

// Puts a file with one piece of it replaced; MG_ENOTFOUND when it has no such piece.
static int replace(struct world *w, size_t by, const char *path, const char *piece, const char *with,
		   struct mg_error *err)
{
	char *text = world_get(w, by, path);
	char *at = text ? strstr(text, piece) : NULL;
	struct mg_buf now = {0};
	int code = MG_ENOTFOUND;

	if (at) {
		mg_buf_printf(&now, "%.*s%s%s", (int)(at - text), text, with, at + strlen(piece));
		code = world_try_put(w, by, path, mg_buf_text(&now), err);
	}
	mg_buf_clear(&now);
	free(text);
	return code;
}

int world_try_demote(struct world *w, size_t by, size_t whom, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];

	snprintf(path, sizeof path, "acteurs/%s.yaml", w->copies[whom].actor);
	return replace(w, by, path, "role: dd\n", "role: partenaire\n", err);
}

int world_try_revoke(struct world *w, size_t by, size_t whom, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1], revocation[256];
	char *text;
	bool was;

	mg_seal_key_path(w->copies[whom].device.public.id, path);
	text = world_get(w, by, path);
	was = text && strstr(text, "revocation:");
	free(text);
	if (was)
		return MG_ENOTFOUND;
	snprintf(revocation, sizeof revocation,
		 "usage: appareil\nrevocation:\n  date: 2017-07-14\n  motif: vol\n  par: %s\n", w->copies[by].actor);
	return replace(w, by, path, "usage: appareil\n", revocation, err);
}

void world_demote_and_revoke(struct world *w, size_t by, size_t whom)
{
	struct mg_error err = {0};

	if (world_try_demote(w, by, whom, &err) || world_try_revoke(w, by, whom, &err))
		fail_msg("copy %zu may not revoke copy %zu: %s", by, whom, err.message);
}
