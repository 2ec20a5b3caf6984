// SPDX-License-Identifier: EUPL-1.2
//
// Signing records with a signatory key, and telling how the signatures of a record stand.
#include "core/copy/copy_impl.h"
#include "core/trust/seal.h"

#include "base/i18n.h"

// Who may do it himself is not sent to himself.
static int hint_enrolment(struct mg_copy *copy, struct mg_error *err)
{
	struct mg_error unused;
	struct mg_writer writer;
	bool animates = false;
	struct mg_doc ca;

	mg_doc_init(&ca);
	if (mg_copy_writer(copy, &writer, &unused) == 0 &&
	    mg_copy_read_doc(copy, "cooperative.yaml", &ca, &unused) == 0)
		animates = mg_slice_is(mg_node_string(mg_node_get(ca.root, "dd_animatrice")), writer.actor);
	mg_doc_clear(&ca);
	if (animates)
		return mg_error_hint(err,
				     _("enrol it first, which this device may alone: maillage enrol %s --signatory-key "
				       "\"$(maillage key show --signatory)\""),
				     writer.actor);
	return mg_error_hint(err, _("send the line printed by `maillage key show --signatory` to the coordinator, who "
				    "enrols it; another signatory of yours, whose key is enrolled, can too"));
}

int mg_copy_signatory_actor(struct mg_copy *copy, const struct mg_public_key *key, char actor[MG_MAX_ID_CHARS + 1],
			    struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_slice name;
	struct mg_doc cle;
	int code;

	mg_doc_init(&cle);
	mg_seal_key_path(key->id, path);
	code = mg_copy_read_doc(copy, path, &cle, err);
	name = mg_node_string(mg_node_get(cle.root, "acteur"));
	if (code == MG_ENOTFOUND || (!code && (!name.len || name.len > MG_MAX_ID_CHARS))) {
		mg_fail(err, MG_EDENIED, _("the signatory key %s is not enrolled in this coopérative"), key->id);
		code = hint_enrolment(copy, err);
	}
	if (!code) {
		memcpy(actor, name.data, name.len);
		actor[name.len] = '\0';
	}
	mg_doc_clear(&cle);
	return code;
}

static int check_new(struct mg_copy *copy, const struct mg_path *signature, struct mg_error *err)
{
	struct mg_id tree, blob;
	int code = mg_copy_main_tree(copy, &tree, err);

	if (!code)
		code = mg_repo_find(copy->store.repo, &tree, signature->text, &blob, err);
	if (code == MG_ENOTFOUND)
		return 0;
	return code ? code
		    : mg_fail(err, MG_EEXISTS, _("%s has already signed %s"), signature->signer, signature->record);
}

static int sign_locked(struct mg_copy *copy, const char *path, const struct mg_secret_key *signatory,
		       const char *reason, struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err)
{
	char actor[MG_MAX_ID_CHARS + 1];
	struct mg_buf bytes = {0}, armour = {0};
	struct mg_path record, signature;
	struct mg_edit edit;
	int code = mg_path_parse(copy->store.types, path, &record, err);

	if (!code && (!record.type || !record.type->opener))
		code = mg_fail(err, MG_EINVALID, _("%s is not of a type that is signed"), path);
	if (!code)
		code = mg_copy_signatory_actor(copy, &signatory->public, actor, err);
	if (!code)
		code = mg_path_of_signature(&record, actor, &signature, err);
	if (!code)
		code = mg_copy_read_view(copy, path, &bytes, err);
	if (!code)
		code = check_new(copy, &signature, err);
	if (!code)
		code = mg_sshsig_sign(signatory, mg_seal_namespace(&signature), mg_buf_slice(&bytes), &armour, err);
	edit = (struct mg_edit){.path = signature.text, .bytes = mg_buf_slice(&armour)};
	if (!code)
		code = mg_copy_record(copy, &edit, 1, NULL, 0, reason, arena, out, NULL, err);
	mg_buf_clear(&bytes);
	mg_buf_clear(&armour);
	return code;
}

int mg_copy_sign(struct mg_copy *copy, const char *path, const struct mg_secret_key *signatory, const char *reason,
		 struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err)
{
	int code = mg_copy_lock(copy, err);

	*out = (struct mg_recorded){0};
	if (code)
		return code;
	code = sign_locked(copy, path, signatory, reason, arena, out, err);
	mg_copy_unlock(copy);
	return code;
}

// ---- how signatures stand

static int state_of(struct mg_copy *copy, const struct mg_seal_signature *signature, struct mg_arena *arena,
		    struct mg_signature_state *out, struct mg_error *err)
{
	struct mg_buf bytes = {0}, armour = {0};
	struct mg_public_key signer;
	struct mg_path path;
	int code = mg_path_parse(copy->store.types, signature->path, &path, err);

	*out = (struct mg_signature_state){.path = signature->path, .actor = signature->actor};
	if (!code)
		code = mg_copy_read(copy, path.record, &bytes, err);
	if (!code)
		code = mg_copy_read(copy, signature->path, &armour, err);
	if (!code)
		code = mg_seal_verify(&path, mg_buf_slice(&bytes), mg_buf_slice(&armour), &signer, err);
	mg_buf_clear(&bytes);
	mg_buf_clear(&armour);
	if (code == MG_ENOMEM)
		return code;
	out->valid = !code;
	if (!code)
		memcpy(out->key, signer.id, sizeof out->key);
	out->problem = code ? mg_arena_strdup(arena, err->message) : "";
	return out->problem ? 0 : mg_fail_memory(err);
}

int mg_copy_signatures(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_signature_state **out,
		       size_t *n, struct mg_error *err)
{
	struct mg_snapshot view = {.arena = arena};
	struct mg_seal_signature *found = NULL;
	struct mg_path record;
	int code = mg_path_parse(copy->store.types, path, &record, err);

	*n = 0;
	if (!code)
		code = mg_copy_main_tree(copy, &view.tree, err);
	if (!code)
		code = mg_seal_signatures(&copy->store, &view, &record, arena, &found, n, err);
	*out = code ? NULL : mg_arena_array(arena, *n + 1, sizeof **out);
	if (!code && !*out)
		code = mg_fail_memory(err);
	for (size_t i = 0; !code && i < *n; i++)
		code = state_of(copy, &found[i], arena, &(*out)[i], err);
	return code;
}
