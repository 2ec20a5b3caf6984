// SPDX-License-Identifier: EUPL-1.2
//
// A refused right in words: what the author may not do, and who could.
#include "core/trust/rights.h"

#include "base/i18n.h"

#include <stdio.h>

struct explaining {
	const struct mg_rights_view *rights;
	const struct mg_path *path;
	const struct mg_denied *denied;
	struct mg_buf who; // who could: "the DD (dd-78), the coordinators and asso, whose record it is"
	struct mg_error *err;
};

// The name of an actor as its record has it, else its id.
static int put_actor(struct explaining *e, struct mg_slice id)
{
	const struct mg_node *record;
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_slice name;
	int code;

	if (id.len > MG_MAX_ID_CHARS)
		return 0;
	snprintf(path, sizeof path, "acteurs/%.*s.yaml", (int)id.len, id.data);
	code = mg_rights_value(e->rights, path, &record, e->err);
	name = mg_node_string(mg_node_get(record, "nom"));
	mg_buf_put_slice(&e->who, name.len && name.len <= 2 * MG_MAX_ID_CHARS ? name : id);
	return code;
}

static int put_one(struct explaining *e, unsigned bit)
{
	struct mg_slice dd = mg_node_string(mg_node_get(e->rights->cooperative, "dd_animatrice"));
	int code;

	if (bit == MG_WHO_DD && dd.len)
		return put_actor(e, dd);
	if (bit == MG_WHO_DD) {
		mg_buf_puts(&e->who, _("the DD"));
		return 0;
	}
	if (bit != MG_WHO_OWNER) {
		mg_buf_puts(&e->who, mg_who_text(bit));
		return 0;
	}
	code = put_actor(e, e->denied->owner);
	mg_buf_puts(&e->who, _(", whose record it is,"));
	return code;
}

// Who could: the owner last, because of what is said of him. Gives how many.
static int put_who(struct explaining *e, size_t *n)
{
	struct mg_slice dd = mg_node_string(mg_node_get(e->rights->cooperative, "dd_animatrice"));
	unsigned bits[16], mask = e->denied->who, bit;
	int code = 0;

	if (!e->denied->owner.len || (mask & MG_WHO_DD && mg_slice_equal(e->denied->owner, dd)))
		mask &= ~(unsigned)MG_WHO_OWNER;
	*n = 0;
	for (size_t i = 0; mg_who_word(i, &bit); i++)
		if (mask & bit && bit != MG_WHO_OWNER)
			bits[(*n)++] = bit;
	if (mask & MG_WHO_OWNER)
		bits[(*n)++] = MG_WHO_OWNER;
	for (size_t i = 0; !code && i < *n; i++) {
		mg_buf_puts(&e->who, !i ? "" : i + 1 == *n ? _(" and ") : ", ");
		code = put_one(e, bits[i]);
	}
	return code ? code : mg_buf_check(&e->who, e->err);
}

// What it is that the author may not do.
static void put_deed(const struct explaining *e, struct mg_buf *out)
{
	const struct mg_denied *d = e->denied;
	struct mg_slice author = e->rights->author.id;
	int len = (int)author.len;

	if (d->right == MG_RIGHT_REMOVE)
		mg_buf_printf(out, _("%.*s may not remove this file"), len, author.data);
	else if (d->right == MG_RIGHT_SIGN)
		mg_buf_printf(out, _("%.*s may not sign this record"), len, author.data);
	else if (d->right == MG_RIGHT_CREATE && !d->place[0])
		mg_buf_printf(out, _("%.*s may not make this record"), len, author.data);
	else if (d->right == MG_RIGHT_CREATE)
		mg_buf_printf(out, _("%.*s may not make a record that fills in the field %s"), len, author.data,
			      d->place);
	else if (d->place[0])
		mg_buf_printf(out, _("%.*s may not change the field %s"), len, author.data, d->place);
	else
		mg_buf_printf(out, _("%.*s may not change this record"), len, author.data);
}

static int put_others(struct explaining *e, struct mg_buf *out)
{
	size_t n;
	int code = put_who(e, &n);

	if (code)
		return code;
	put_deed(e, out);
	if (!n)
		mg_buf_puts(out, _("; nobody may"));
	else
		mg_buf_printf(out, P_("; only %s may", "; only %s may", n), mg_buf_text(&e->who));
	return 0;
}

int mg_rights_explain(const struct mg_rights_view *rights, const struct mg_path *path, const struct mg_denied *denied,
		      char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err)
{
	struct explaining e = {.rights = rights, .path = path, .denied = denied, .err = err};
	struct mg_slice author = rights->author.id;
	struct mg_buf out = {0};
	int code = 0;

	switch (denied->why) {
	case MG_DENIED_LEFT:
		mg_buf_printf(&out, _("%.*s is not, or no longer, in the coopérative and writes nothing in it"),
			      (int)author.len, author.data);
		break;
	case MG_DENIED_AUDITOR:
		mg_buf_printf(&out, _("%.*s audits the coopérative and writes nothing in it"), (int)author.len,
			      author.data);
		break;
	case MG_DENIED_CLOSED:
		mg_buf_printf(&out, _("the quarter %s is closed; the DD may reopen it"), path->parts.periode);
		break;
	case MG_DENIED_SIGNER:
		mg_buf_printf(&out, _("%.*s may not sign in the name of %s"), (int)author.len, author.data,
			      path->signer);
		break;
	case MG_DENIED_OTHERS:
		code = put_others(&e, &out);
		break;
	}
	if (!code)
		code = mg_buf_check(&out, err);
	if (!code)
		snprintf(message, MG_ERROR_MESSAGE_MAX, "%s", mg_buf_text(&out));
	mg_buf_clear(&e.who);
	mg_buf_clear(&out);
	return code;
}
