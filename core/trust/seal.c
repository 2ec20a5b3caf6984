// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/seal.h"
#include "core/repo/parse.h"

#include "base/i18n.h"
#include "schema/record/record.h"

#include <stdio.h>

void mg_seal_key_path(const char *key_id, char out[MG_MAX_PATH_BYTES + 1])
{
	snprintf(out, MG_MAX_PATH_BYTES + 1, "cles/%s.yaml", key_id);
}

// ---- which signatures a record has

static int add_if_there(struct mg_store *store, const struct mg_snapshot *view, const char *path,
			struct mg_arena *arena, struct mg_seal_signature *out, size_t *n, struct mg_error *err)
{
	struct mg_path parsed;
	struct mg_id blob;
	int code;

	if (mg_path_parse(store->types, path, &parsed, NULL) || parsed.kind != MG_PATH_SIGNATURE)
		return 0;
	code = mg_snapshot_find(store, view, path, &blob, err);
	if (code)
		return code == MG_ENOTFOUND ? 0 : code;
	out[*n] = (struct mg_seal_signature){path, mg_arena_strdup(arena, parsed.signer)};
	return out[(*n)++].actor ? 0 : mg_fail_memory(err);
}

int mg_seal_signatures(struct mg_store *store, const struct mg_snapshot *view, const struct mg_path *record,
		       struct mg_arena *arena, struct mg_seal_signature **out, size_t *n, struct mg_error *err)
{
	char prefix[MG_MAX_PATH_BYTES + 1];
	const char **paths;
	size_t n_paths;
	int code;

	*out = NULL;
	*n = 0;
	if (!record->type || !record->type->opener)
		return 0;
	mg_path_print(record->record, prefix); // "bilans/2026-T3/asso": its signatures are "bilans/2026-T3/asso.*.sig"
	snprintf(prefix + strlen(prefix), sizeof prefix - strlen(prefix), ".");
	code = mg_index_paths(store->index, prefix, arena, &paths, &n_paths, err);
	if (code)
		return code;
	*out = mg_arena_array(arena, n_paths + 1, sizeof **out);
	if (!*out)
		return mg_fail_memory(err);
	for (size_t i = 0; !code && i < n_paths; i++)
		code = add_if_there(store, view, paths[i], arena, *out, n, err);
	return code;
}

// ---- checking one

static int read_record(struct mg_store *store, const struct mg_snapshot *view, const char *path, struct mg_doc *doc,
		       struct mg_error *err)
{
	struct mg_buf text = {0};
	int code = mg_snapshot_read(store, view, path, MG_MAX_VIEW_BYTES, &text, err);

	if (!code)
		code = mg_parse_doc(path, mg_buf_slice(&text), doc, err);
	mg_buf_clear(&text);
	return code;
}

static int check_signatory(struct mg_store *store, const struct mg_snapshot *view, const struct mg_public_key *signer,
			   const char *actor, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_doc cle;
	int code;

	mg_seal_key_path(signer->id, path);
	mg_doc_init(&cle);
	code = read_record(store, view, path, &cle, err);
	if (code == MG_ENOTFOUND)
		code = mg_fail(err, MG_ETRUST, _("the signing key %s is not enrolled"), signer->id);
	if (!code && !mg_slice_is(mg_node_string(mg_node_get(cle.root, "usage")), "signataire"))
		code = mg_fail(err, MG_ETRUST, _("the key %s is a device's: documents are signed by a signatory"),
			       signer->id);
	if (!code && mg_node_get(cle.root, "revocation"))
		code = mg_fail(err, MG_ETRUST, _("the signing key %s is revoked"), signer->id);
	if (!code && !mg_slice_is(mg_node_string(mg_node_get(cle.root, "acteur")), actor))
		code = mg_fail(err, MG_ETRUST, _("the key %s does not sign for the actor %s"), signer->id, actor);
	mg_doc_clear(&cle);
	return code;
}

static int opener_of(struct mg_store *store, const struct mg_snapshot *view, const struct mg_path *record,
		     char out[MG_MAX_ID_CHARS + 1], struct mg_error *err)
{
	struct mg_slice dd;
	struct mg_doc doc;
	int code;

	if (strcmp(record->type->opener, "dd") != 0) {
		memcpy(out, record->parts.acteur, MG_MAX_ID_CHARS + 1);
		return 0;
	}
	mg_doc_init(&doc);
	code = read_record(store, view, "cooperative.yaml", &doc, err);
	dd = code ? (struct mg_slice){0} : mg_node_string(mg_node_get(doc.root, "dd_animatrice"));
	if (!code && dd.len > MG_MAX_ID_CHARS)
		code = mg_fail(err, MG_EINVALID, _("cooperative.yaml names no dd_animatrice"));
	if (!code) {
		memcpy(out, dd.data, dd.len);
		out[dd.len] = '\0';
	}
	mg_doc_clear(&doc);
	return code;
}

static int check_opened(struct mg_store *store, const struct mg_snapshot *view, const struct mg_path *signature,
			struct mg_error *err)
{
	char opener[MG_MAX_ID_CHARS + 1] = "";
	struct mg_path record, first;
	struct mg_id blob;
	int code;

	if (!signature->type->opener)
		return 0;
	code = opener_of(store, view, signature, opener, err);
	if (code || strcmp(opener, signature->signer) == 0)
		return code;
	code = mg_path_parse(store->types, signature->record, &record, err);
	if (!code)
		code = mg_path_of_signature(&record, opener, &first, err);
	if (code)
		return code;
	code = mg_snapshot_find(store, view, first.text, &blob, err);
	return code == MG_ENOTFOUND ? mg_fail(err, MG_ETRUST, _("%s signs %s first"), opener, signature->record) : code;
}

const char *mg_seal_namespace(const struct mg_path *signature)
{
	const struct mg_type *type = signature->type;

	return type->receipt && strcmp(signature->signer, signature->parts.acteur) != 0 ? type->receipt : type->ns;
}

int mg_seal_verify(const struct mg_path *signature, struct mg_slice record, struct mg_slice armour,
		   struct mg_public_key *signer, struct mg_error *err)
{
	int code = mg_sshsig_verify(armour, mg_seal_namespace(signature), record, signer, err);

	if (code)
		mg_error_prefix(err, "%s", signature->text);
	return code;
}

static int check_cooperative(struct mg_store *store, const struct mg_path *signature, struct mg_slice record,
			     struct mg_error *err)
{
	struct mg_findings findings;
	char ca[MG_ID_HEX];
	struct mg_path path;
	struct mg_doc doc;
	int code = mg_path_parse(store->types, signature->record, &path, err);

	if (code)
		return code;
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	code = mg_record_check(store->types, signature->record, record, &doc, &findings);
	if (!code && !mg_record_check_cooperative(&path, &doc, mg_id_format(&store->ca, ca), &findings))
		code = MG_EINVALID;
	if (code)
		mg_fail(err, code, "%s: %s", signature->record,
			findings.n ? findings.items[findings.n - 1].message : "");
	else if (!mg_node_get(doc.root, "cooperative")) // what is signed says where it counts
		code = mg_fail(err, MG_EINVALID, _("%s does not say of which coopérative it is"), signature->record);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return code;
}

int mg_seal_check(struct mg_store *store, const struct mg_snapshot *view, const struct mg_path *signature,
		  struct mg_slice record, struct mg_slice armour, struct mg_error *err)
{
	struct mg_public_key signer;
	int code = mg_seal_verify(signature, record, armour, &signer, err);

	if (!code)
		code = check_signatory(store, view, &signer, signature->signer, err);
	if (!code)
		code = check_cooperative(store, signature, record, err);
	return code ? code : check_opened(store, view, signature, err);
}
