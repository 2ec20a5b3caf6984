// SPDX-License-Identifier: EUPL-1.2
//
// What stands on a commit that is not accepted: refused or held with it, without being judged.
#include "core/trust/ingest_impl.h"

#include "base/i18n.h"
#include "core/trust/held.h"

#include <stdio.h>
#include <string.h>

#define PARENT "parent "

// The next parent that a raw commit names; its lines come first, after the tree's.
static bool next_parent(const char **rest, struct mg_id *parent)
{
	const char *line = strchr(*rest, '\n'), *hex;
	char text[MG_ID_HEX];

	if (!line || strncmp(line + 1, PARENT, strlen(PARENT)) != 0)
		return false;
	hex = line + 1 + strlen(PARENT);
	if (strlen(hex) < sizeof text)
		return false;
	memcpy(text, hex, sizeof text - 1);
	text[sizeof text - 1] = '\0';
	*rest = hex;
	return mg_id_parse(text, parent);
}

// The parent that stops a commit; refused ones first, since those are for ever. libgit2 would keep what it reads of a flood.
static bool find_stopping(const struct mg_ingesting *g, const struct mg_id *of, struct mg_id *parent,
			  enum mg_decision *decision)
{
	struct mg_buf raw = {0};
	const char *rest;
	struct mg_id id;
	bool found = false;

	if (mg_repo_read(g->copy->store.repo, of, MG_OBJECT_COMMIT, MG_MAX_COMMIT_BYTES, &raw, NULL))
		raw.len = 0;
	rest = raw.len ? mg_buf_text(&raw) : "";
	while (next_parent(&rest, &id)) {
		if (mg_idset_has(&g->refused, &id) || (!found && mg_idset_has(&g->held, &id))) {
			*decision = mg_idset_has(&g->refused, &id) ? MG_REFUSED : MG_HELD;
			*parent = id;
			found = true;
		}
	}
	mg_buf_clear(&raw);
	return found;
}

int mg_ingest_keep_stopped(struct mg_ingesting *g, const struct mg_id *id, const struct mg_id *parent,
			   enum mg_decision decision)
{
	struct mg_verdict verdict = {.decision = decision, .check = MG_CHECK_PARENT};
	struct mg_commit commit = {0};
	struct mg_arena arena;
	struct mg_error lost;
	char hex[MG_ID_HEX];
	int code;

	mg_arena_init(&arena, 0);
	snprintf(verdict.message, sizeof verdict.message,
		 decision == MG_REFUSED ? _("stands on the commit %s, which is refused")
					: _("waits for the commit %s, which is not accepted here"),
		 mg_id_format(parent, hex));
	if (mg_read_commit(g->copy, id, &arena, &commit, &lost))
		commit = (struct mg_commit){0};
	commit.id = *id;
	code = mg_ingest_keep_verdict(g->copy, &commit, &verdict, g->err);
	mg_arena_clear(&arena);
	return code;
}

int mg_ingest_stop(struct mg_ingesting *g, const struct mg_id *id, bool *stopped)
{
	enum mg_decision decision = MG_ACCEPTED;
	struct mg_id parent;
	bool absorbed = false;
	int code = 0;

	*stopped = mg_ingest_has_stopped(g) && find_stopping(g, id, &parent, &decision);
	if (*stopped && decision == MG_HELD)
		code = mg_ingest_absorb(g, id, &absorbed);
	if (code || absorbed || !*stopped)
		return code;
	if (mg_id_equal(id, g->tip))
		code = mg_ingest_keep_stopped(g, id, &parent, decision);
	*(decision == MG_REFUSED ? &g->counts->refused : &g->counts->held) += 1;
	return code ? code : mg_ingest_note_stopped(g, id, decision);
}
