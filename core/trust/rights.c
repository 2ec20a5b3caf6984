// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/rights.h"
#include "core/repo/parse.h"
#include "core/repo/values.h"

#include "base/i18n.h"
#include "core/view/conflict.h"

#include <stdio.h>

int mg_rights_value(const struct mg_rights_view *rights, const char *path, const struct mg_node **value,
		    struct mg_error *err)
{
	struct mg_buf text = {0};
	struct mg_id blob;
	int code = mg_snapshot_find(rights->store, rights->view, path, &blob, err);

	*value = NULL;
	if (code)
		return code == MG_ENOTFOUND ? 0 : code;
	*value = mg_values_find(rights->store->values, &blob);
	if (*value)
		return 0;
	code = mg_snapshot_read_known(rights->store, rights->view, path, &blob, MG_MAX_VIEW_BYTES, &text, err);
	if (!code)
		code = mg_parse_known(path, mg_buf_slice(&text), rights->store->values, &blob, rights->arena, value,
				      err);
	mg_buf_clear(&text);
	return code;
}

int mg_rights_open(struct mg_rights_view *rights, struct mg_store *store, const struct mg_snapshot *view,
		   const char *actor, struct mg_arena *arena, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	const struct mg_node *record;
	int code;

	*rights = (struct mg_rights_view){.store = store,
					  .view = view,
					  .arena = arena,
					  .author = {.id = mg_slice_of(actor)},
					  .settled = mg_arena_alloc(arena, sizeof *rights->settled)};
	if (!rights->settled)
		return mg_fail_memory(err);
	snprintf(path, sizeof path, "acteurs/%s.yaml", actor);
	code = mg_rights_value(rights, path, &record, err);
	if (!code)
		code = mg_rights_value(rights, "cooperative.yaml", &rights->cooperative, err);
	if (!code)
		mg_author_describe(&rights->author, record, rights->cooperative);
	return code;
}

// ---- the state of a quarter

// The latest consolidation that says how its quarter stands decides.
static int find_closed(const struct mg_rights_view *rights, const char *period, bool *closed, struct mg_error *err)
{
	char prefix[MG_MAX_PATH_BYTES + 1];
	const char **paths;
	unsigned latest = 0;
	size_t n;
	int code;

	*closed = false;
	snprintf(prefix, sizeof prefix, "bilans/%s/consolidation", period);
	code = mg_index_paths(rights->store->index, prefix, rights->arena, &paths, &n, err);
	for (size_t i = 0; !code && i < n; i++) {
		const struct mg_node *value;
		struct mg_path path;
		bool closes, says;

		if (mg_path_parse(rights->store->types, paths[i], &path, NULL) || path.kind != MG_PATH_RECORD ||
		    (latest && path.parts.revision < latest))
			continue;
		code = mg_rights_value(rights, paths[i], &value, err);
		closes = mg_rights_closes(value, &says);
		if (code || !says)
			continue;
		*closed = closes;
		latest = path.parts.revision;
	}
	return code;
}

// ---- one change

static int judge_record(const struct mg_rights_view *rights, const struct mg_change *c, const struct mg_path *path,
			const struct mg_node *record, char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err)
{
	struct mg_rights_request request = {.path = path,
					    .old = c->old,
					    .new = record,
					    .writes = c->writes,
					    .n_writes = c->n_writes,
					    .author = &rights->author};
	struct mg_denied denied;
	int code = path->parts.periode[0] ? find_closed(rights, path->parts.periode, &request.is_closed, err) : 0;

	if (code || mg_rights_allow(&request, &denied))
		return code;
	code = mg_rights_explain(rights, path, &denied, message, err);
	return code ? code : 1;
}

// A signature changed or removed is the seal's business.
static int judge_signature(const struct mg_rights_view *rights, const struct mg_change *c, const struct mg_node *record,
			   char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err)
{
	int code = 0;

	if (!mg_id_is_zero(&c->before))
		return 0;
	if (!record)
		code = mg_rights_value(rights, c->path.record, &record, err);
	return code ? code : judge_record(rights, c, &c->path, record, message, err);
}

// Attachments have no schema: everybody adds, and what somebody may rely on only the DD removes.
static int judge_piece(const struct mg_rights_view *rights, const struct mg_change *c,
		       char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err)
{
	static const struct mg_rights of_pieces = {
		.who = {[MG_RIGHT_CREATE] = MG_WHO_ALL, [MG_RIGHT_MODIFY] = MG_WHO_ALL, [MG_RIGHT_REMOVE] = MG_WHO_DD}};
	static const struct mg_type piece = {.name = "piece", .rights = &of_pieces};
	struct mg_path path = c->path;

	path.type = &piece;
	return judge_record(rights, c, &path, c->new, message, err);
}

// The path of the file that a conflict is in.
static const char *record_of(const struct mg_node *conflict, struct mg_arena *arena)
{
	struct mg_slice file = mg_node_string(mg_node_get(conflict, "fiche"));
	const char *dot = file.len ? memchr(file.data, '.', file.len) : NULL; // a record's is told without .yaml

	return mg_arena_printf(arena, dot ? "%.*s" : "%.*s.yaml", (int)file.len, file.data);
}

static int settled_value(const struct mg_rights_view *rights, const char *path, const struct mg_node **value,
			 struct mg_error *err)
{
	struct mg_rights_record *last = rights->settled;
	int code = 0;

	if (!last->path || strcmp(last->path, path) != 0) {
		code = mg_rights_value(rights, path, &last->value, err);
		last->path = code ? NULL : path;
	}
	*value = last->value;
	return code;
}

// Who settles a conflict writes the field it is about.
static int judge_settlement(const struct mg_rights_view *rights, const struct mg_change *c,
			    char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err)
{
	struct mg_change settled = {.n_writes = 1};
	const struct mg_node *conflict;
	struct mg_write write = {.op = MG_KEEP};
	struct mg_slice place;
	const char *path;
	int code = mg_rights_value(rights, c->path.text, &conflict, err);

	if (code || !conflict || !mg_id_is_zero(&c->after))
		return code; // nobody writes in conflits/: the view's business
	place = mg_node_string(mg_node_get(conflict, "champ"));
	if (place.len >= 2 && memcmp(place.data + place.len - 2, "{}", 2) == 0)
		place.len -= 2;
	write.place = mg_arena_copy(rights->arena, place.data, place.len);
	path = record_of(conflict, rights->arena);
	if (!write.place || !path)
		return mg_fail_memory(err);
	settled.writes = &write;
	if (mg_path_parse(rights->store->types, path, &settled.path, err))
		return err->code;
	if (settled.path.kind == MG_PATH_SIGNATURE)
		return 0; // it is never changed
	if (settled.path.kind == MG_PATH_RECORD)
		code = settled_value(rights, path, &settled.old, err);
	settled.old = settled.old ? settled.old : conflict; // of a file that is gone, or no record: it changes
	settled.new = settled.old;
	return code ? code : mg_rights_judge(rights, &settled, NULL, message, err);
}

static bool revokes_again(const struct mg_change *c)
{
	if (!c->path.parts.cle[0] || !mg_node_get(c->old, "revocation"))
		return false;
	for (size_t i = 0; i < c->n_writes; i++) {
		if (mg_place_contains("revocation", c->writes[i].place))
			return true;
	}
	return false;
}

int mg_rights_judge(const struct mg_rights_view *rights, const struct mg_change *c, const struct mg_node *record,
		    char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err)
{
	switch (c->path.kind) {
	case MG_PATH_RECORD:
		break;
	case MG_PATH_SIGNATURE:
		return judge_signature(rights, c, record, message, err);
	case MG_PATH_PIECE:
		return judge_piece(rights, c, message, err);
	case MG_PATH_CONFLICT:
		return judge_settlement(rights, c, message, err);
	}
	if (revokes_again(c)) {
		snprintf(message, MG_ERROR_MESSAGE_MAX, "%s", _("a key is revoked once, and for good"));
		return 1;
	}
	return judge_record(rights, c, &c->path, c->new, message, err);
}
