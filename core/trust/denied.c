// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/denied.h"
#include "core/repo/parse.h"

static int open_rights(struct mg_denier *d, struct mg_error *err)
{
	int code;

	if (d->is_open)
		return 0;
	d->is_open = true;
	code = mg_copy_writer(d->copy, &d->writer, err);
	d->can_write = !code;
	if (code)
		return code == MG_EDENIED || code == MG_ENOTFOUND ? 0 : code;
	d->view = (struct mg_snapshot){.arena = d->arena};
	code = mg_copy_main_tree(d->copy, &d->view.tree, err);
	return code ? code : mg_rights_open(&d->rights, &d->copy->store, &d->view, d->writer.actor, d->arena, err);
}

// A file that is no record has only one value: there or not.
static int values_of(struct mg_denier *d, struct mg_slice bytes, struct mg_change *c, struct mg_error *err)
{
	struct mg_writes writes = {.arena = d->arena};
	int code = mg_snapshot_find(&d->copy->store, &d->view, c->path.text, &c->before, err);

	if (code && code != MG_ENOTFOUND)
		return code;
	if (c->path.kind != MG_PATH_RECORD) {
		c->old = mg_id_is_zero(&c->before) ? NULL : mg_node_new_null(d->arena);
		c->new = bytes.data ? mg_node_new_bool(d->arena, true) : NULL;
		return 0;
	}
	code = mg_rights_value(&d->rights, c->path.text, &c->old, err);
	if (!code && bytes.data)
		code = mg_parse_value(c->path.text, bytes, d->arena, &c->new, err);
	if (!code)
		code = mg_diff(c->old, c->new, &writes, err);
	c->writes = writes.items;
	c->n_writes = writes.n;
	return code;
}

int mg_denied(struct mg_denier *d, const char *path, struct mg_slice bytes, const char **why, struct mg_error *err)
{
	char message[MG_ERROR_MESSAGE_MAX];
	struct mg_change change = {0};
	int code = open_rights(d, err);

	*why = NULL;
	if (code || !d->can_write)
		return code;
	code = mg_path_parse(d->copy->store.types, path, &change.path, err);
	if (!code)
		code = values_of(d, bytes, &change, err);
	if (!code)
		code = mg_rights_judge(&d->rights, &change, NULL, message, err);
	if (code <= 0)
		return code;
	*why = mg_arena_strdup(d->arena, message);
	return *why ? 0 : mg_fail_memory(err);
}
