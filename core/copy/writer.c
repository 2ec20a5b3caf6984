// SPDX-License-Identifier: EUPL-1.2
//
// Who writes in a copy: the device of its home, for the actor that `cles/` says.
#include "core/copy/copy_impl.h"

#include "base/i18n.h"
#include "core/trust/seal.h"

#include <stdio.h>

int mg_copy_device(struct mg_copy *copy, const struct mg_secret_key **key, struct mg_error *err)
{
	int code = 0;

	if (!copy->home)
		return mg_fail(err, MG_EDENIED, _("this copy was opened for reading only"));
	if (!copy->has_device)
		code = mg_home_load_device(copy->home, &copy->device, err);
	copy->has_device |= !code;
	*key = &copy->device;
	return code;
}

// Whether this home holds the key of a signatory who may let its device in himself: of that actor.
static bool may_let_itself_in(struct mg_copy *copy, char actor[MG_MAX_ID_CHARS + 1])
{
	char path[MG_MAX_PATH_BYTES + 1], name[MG_KEY_NAME_BYTES];
	struct mg_public_key signatory;
	struct mg_error unused;
	struct mg_slice whose;
	struct mg_doc cle;
	bool may = false;

	if (mg_home_public(copy->home, MG_HOME_SIGNATORY, &signatory, name, &unused))
		return false;
	mg_doc_init(&cle);
	mg_seal_key_path(signatory.id, path);
	if (mg_copy_read_doc(copy, path, &cle, &unused) == 0 && !mg_node_get(cle.root, "revocation")) {
		whose = mg_node_string(mg_node_get(cle.root, "acteur"));
		may = whose.len && whose.len <= MG_MAX_ID_CHARS;
		if (may)
			snprintf(actor, MG_MAX_ID_CHARS + 1, "%.*s", (int)whose.len, whose.data);
	}
	mg_doc_clear(&cle);
	return may;
}

static bool has_asked(struct mg_copy *copy, const char *key)
{
	char request[sizeof MG_REF_REQUESTS + MG_KEY_ID_CHARS];
	struct mg_id asked;

	snprintf(request, sizeof request, MG_REF_REQUESTS "%s", key);
	return mg_repo_ref_get(copy->store.repo, request, &asked, NULL) == 0;
}

static int not_enrolled(struct mg_copy *copy, const struct mg_public_key *key, struct mg_error *err)
{
	char actor[MG_MAX_ID_CHARS + 1];

	mg_fail(err, MG_EDENIED,
		_("the key %s of this device is not enrolled in this coopérative: this copy is read-only"), key->id);
	if (may_let_itself_in(copy, actor))
		return mg_error_hint(err,
				     _("let it in with your signatory key: maillage enrol %s --key \"$(maillage "
				       "key show)\""),
				     actor);
	if (has_asked(copy, key->id))
		return mg_error_hint(err,
				     _("your request to join waits for who invited you; afterwards take in what is "
				       "new: `maillage sync`, or a new bundle"));
	return mg_error_hint(
		err, _("send the line printed by `maillage key show` to the coordinator, who runs `maillage enrol`"));
}

static int revoked(const struct mg_public_key *key, struct mg_error *err)
{
	mg_fail(err, MG_EDENIED, _("the key %s of this device is revoked: this copy is read-only"), key->id);
	return mg_error_hint(err, _("whoever goes on gives this device a new key: `maillage recover`"));
}

int mg_copy_spent(const char *key, struct mg_error *err)
{
	mg_fail(err, MG_EDENIED, _("the key %s is spent: it has made two commits without seeing one from the other"),
		key);
	return mg_error_hint(
		err,
		_("a backup was restored, or the same home used twice: `maillage recover` goes on with a new key"));
}

int mg_copy_writer(struct mg_copy *copy, struct mg_writer *out, struct mg_error *err)
{
	const struct mg_secret_key *key;
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_slice actor;
	struct mg_doc cle;
	int code = mg_copy_device(copy, &key, err);

	if (code)
		return code;
	mg_doc_init(&cle);
	mg_seal_key_path(key->public.id, path);
	code = mg_copy_read_doc(copy, path, &cle, err);
	actor = mg_node_string(mg_node_get(cle.root, "acteur"));
	if (code == MG_ENOTFOUND && copy->bringing[0]) {
		actor = mg_slice_of(copy->bringing);
		code = 0;
	}
	if (code == MG_ENOTFOUND || (!code && (!actor.len || actor.len > MG_MAX_ID_CHARS)))
		code = not_enrolled(copy, &key->public, err);
	else if (!code && mg_node_get(cle.root, "revocation"))
		code = revoked(&key->public, err);
	if (!code) {
		memcpy(out->key, key->public.id, sizeof out->key);
		memcpy(out->actor, actor.data, actor.len);
		out->actor[actor.len] = '\0';
	}
	mg_doc_clear(&cle);
	return code;
}

const char *mg_copy_holder(struct mg_copy *copy, const char *key, struct mg_arena *arena)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_error err;
	struct mg_slice name;
	struct mg_doc cle;
	char *copied = NULL;

	mg_doc_init(&cle);
	mg_seal_key_path(key, path);
	if (!mg_copy_read_doc(copy, path, &cle, &err)) {
		name = mg_node_string(mg_node_get(cle.root, "titulaire"));
		copied = mg_arena_copy(arena, name.data, name.len);
	}
	mg_doc_clear(&cle);
	return copied ? copied : "";
}
