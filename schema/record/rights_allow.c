// SPDX-License-Identifier: EUPL-1.2
//
// Judging writes by the rights. The nearest x-droits at or above a field counts; who removes or replaces what holds a
// field with rights of its own needs those too, or a field could be changed from above.
#include "schema/record/rights.h"

// ---- who the author is

static unsigned role_bit(struct mg_slice role)
{
	const char *word;
	unsigned bit;

	if (!role.len)
		return MG_WHO_PARTNER;
	for (size_t i = 0; (word = mg_who_word(i, &bit)); i++)
		if ((bit &
		     (MG_WHO_COORDINATOR | MG_WHO_PARTNER | MG_WHO_FUNDER | MG_WHO_EVALUATOR | MG_WHO_RESIDENT)) &&
		    mg_slice_is(role, word))
			return bit;
	return 0;
}

void mg_author_describe(struct mg_author *author, const struct mg_node *actor, const struct mg_node *cooperative)
{
	struct mg_slice status = mg_node_string(mg_node_get(actor, "statut_membre"));

	author->role = mg_node_string(mg_node_get(actor, "role"));
	author->is_dd = mg_slice_equal(author->id, mg_node_string(mg_node_get(cooperative, "dd_animatrice"))) ||
			mg_slice_is(author->role, "dd");
	// Somebody must be left who can write: a DD leaves by losing its role first.
	author->has_left = !author->is_dd && (!actor || mg_slice_is(status, "retire") || mg_slice_is(status, "refus"));
}

static bool is_auditor(const struct mg_author *author)
{
	return !author->is_dd && mg_slice_is(author->role, "auditeur");
}

static struct mg_slice owner_of(const struct mg_path *path, const struct mg_node *record)
{
	const char *owner = path->type->owner;
	const char *part = owner ? mg_path_part(&path->parts, owner) : NULL;

	return part && *part ? mg_slice_of(part)
	       : owner       ? mg_node_string(mg_node_get(record, owner))
			     : (struct mg_slice){0};
}

static bool is_party(const struct mg_node *record, struct mg_slice actor)
{
	const struct mg_node *parties = mg_node_get(record, "parties");

	for (size_t i = 0; parties && parties->type == MG_LIST && i < parties->as.list.n; i++)
		if (mg_slice_equal(mg_node_string(mg_node_get(parties->as.list.items[i], "acteur")), actor))
			return true;
	return false;
}

// The words of x-droits that are true of the author of a change to this record.
static unsigned words_of(const struct mg_author *author, const struct mg_path *path, const struct mg_node *record)
{
	unsigned who = MG_WHO_ALL | (author->is_dd ? MG_WHO_DD : role_bit(author->role));

	if (mg_slice_equal(owner_of(path, record), author->id))
		who |= MG_WHO_OWNER;
	return is_party(record, author->id) ? who | MG_WHO_PARTY : who;
}

// ---- where a write stands

// Takes the first step off a place: a key, or all of an element with its brackets.
static struct mg_slice take_step(const char **place)
{
	const char *p = *place + (**place == '.'), *from = p;
	bool quoted = false, element = *p == '[';

	for (; *p && (quoted || p == from || (element ? p[-1] != ']' : *p != '.' && *p != '[')); p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (quoted && *p == '\\' && p[1])
			p++;
	}
	*place = p;
	return (struct mg_slice){from, (size_t)(p - from)};
}

enum standing { ELSEWHERE, AT_OR_BELOW, ABOVE };

// How a written place stands to a field: "observations[a1].valeur" is at "observations[].valeur".
static enum standing stands(const char *place, const char *field)
{
	while (*field) {
		struct mg_slice wanted = take_step(&field), step;

		if (!*place)
			return ABOVE;
		step = take_step(&place);
		if (wanted.data[0] == '[' ? step.data[0] != '[' : !mg_slice_equal(wanted, step))
			return ELSEWHERE;
	}
	return AT_OR_BELOW;
}

static bool takes_what_is_below(enum mg_op op)
{
	return op == MG_DROP || op == MG_PUT || op == MG_KEEP;
}

// Who may make a write, by the record's right and the fields'.
static unsigned who_may_write(const struct mg_rights *rights, enum mg_right right, const struct mg_write *write)
{
	unsigned nearest = rights->who[right], below = ~0u;
	size_t depth = 0;

	for (size_t i = 0; i < rights->n_fields; i++) {
		const struct mg_field_rights *field = &rights->fields[i];
		unsigned who = right == MG_RIGHT_CREATE ? field->create : field->modify;

		switch (stands(write->place, field->place)) {
		case AT_OR_BELOW:
			if (strlen(field->place) > depth) {
				depth = strlen(field->place);
				nearest = who;
			}
			break;
		case ABOVE:
			if (takes_what_is_below(write->op))
				below &= who;
			break;
		case ELSEWHERE:
			break;
		}
	}
	return nearest & below;
}

// ---- the verdict

static bool deny(struct mg_denied *denied, enum mg_denial why, enum mg_right right, const char *place, unsigned who)
{
	denied->why = why;
	denied->right = right;
	denied->place = place;
	denied->who = who;
	return false;
}

static bool allow_writes(const struct mg_rights_request *r, enum mg_right right, unsigned is, struct mg_denied *denied)
{
	const struct mg_rights *rights = r->path->type->rights;
	unsigned who = rights->who[right];

	if (right == MG_RIGHT_REMOVE || right == MG_RIGHT_SIGN || !r->n_writes)
		return (who & is) || deny(denied, MG_DENIED_OTHERS, right, "", who);
	if (right == MG_RIGHT_CREATE && !(who & is))
		return deny(denied, MG_DENIED_OTHERS, right, "", who);
	for (size_t i = 0; i < r->n_writes; i++) {
		who = who_may_write(rights, right, &r->writes[i]);
		if (!(who & is))
			return deny(denied, MG_DENIED_OTHERS, right, r->writes[i].place, who);
	}
	return true;
}

static enum mg_right right_of(const struct mg_rights_request *r)
{
	if (r->path->kind == MG_PATH_SIGNATURE)
		return MG_RIGHT_SIGN;
	return !r->old ? MG_RIGHT_CREATE : r->new ? MG_RIGHT_MODIFY : MG_RIGHT_REMOVE;
}

bool mg_rights_allow(const struct mg_rights_request *r, struct mg_denied *denied)
{
	const struct mg_rights *rights = r->path->type->rights;
	enum mg_right right = right_of(r);
	const struct mg_node *record = right == MG_RIGHT_CREATE || right == MG_RIGHT_SIGN ? r->new : r->old;
	unsigned is = words_of(r->author, r->path, record);

	*denied = (struct mg_denied){.owner = owner_of(r->path, record)};
	if (r->author->has_left)
		return deny(denied, MG_DENIED_LEFT, right, "", rights->who[right]);
	if (is_auditor(r->author))
		return deny(denied, MG_DENIED_AUDITOR, right, "", rights->who[right]);
	if (right == MG_RIGHT_SIGN && !mg_slice_is(r->author->id, r->path->signer))
		return deny(denied, MG_DENIED_SIGNER, right, "", 0);
	if (!allow_writes(r, right, is, denied))
		return false;
	if (r->is_closed && !(rights->who[MG_RIGHT_CLOSED] & is))
		return deny(denied, MG_DENIED_CLOSED, right, "", rights->who[MG_RIGHT_CLOSED]);
	return true;
}

bool mg_rights_closes(const struct mg_node *consolidation, bool *says)
{
	struct mg_slice status = mg_node_string(mg_node_get(consolidation, "statut"));

	*says = status.len > 0;
	return mg_slice_is(status, "close");
}
