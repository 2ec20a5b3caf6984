// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/invitation.h"

#include "base/file.h"
#include "base/i18n.h"
#include "schema/yaml/yaml.h"

#include <sodium.h>
#include <stdio.h>

#define MAX_BYTES 8192u
#define MAX_KEYS  7
#define NAME_SIZE (sizeof "invitations//.yaml" + MG_ID_HEX + MG_INVITATION_CHARS)

static int path_of(const struct mg_home *home, const struct mg_id *ca, const char *name, char path[MG_HOME_PATH_BYTES],
		   struct mg_error *err)
{
	char file[NAME_SIZE], hex[MG_ID_HEX];

	snprintf(file, sizeof file, "invitations/%s%s%s%s", mg_id_format(ca, hex), *name ? "/" : "", name,
		 *name ? ".yaml" : "");
	return mg_home_path(home, file, path, err);
}

bool mg_invitation_any(const struct mg_home *home, const struct mg_id *ca)
{
	char path[MG_HOME_PATH_BYTES];

	return path_of(home, ca, "", path, NULL) == 0 && mg_file_exists(path);
}

// ---- writing

struct writing {
	struct mg_arena arena;
	struct mg_pair pairs[MAX_KEYS];
	size_t n;
};

static void put(struct writing *w, const char *key, const char *value)
{
	if (*value)
		w->pairs[w->n++] = (struct mg_pair){.key = mg_slice_of(key),
						    .value = mg_node_new_string(&w->arena, mg_slice_of(value))};
}

int mg_invitation_save(const struct mg_home *home, const struct mg_invitation *invitation, struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES], name[MG_INVITATION_CHARS + 1], secret[2 * MG_TICKET_SECRET_BYTES + 1];
	struct writing w = {0};
	struct mg_buf text = {0};
	const struct mg_node *node;
	int code;

	mg_arena_init(&w.arena, 0);
	put(&w, "secret", mg_hex_encode(secret, invitation->secret, sizeof invitation->secret));
	put(&w, "acteur", invitation->actor);
	put(&w, "nom", invitation->name);
	put(&w, "type_structure", invitation->type);
	put(&w, "role", invitation->role);
	w.pairs[w.n++] = (struct mg_pair){.key = mg_slice_of("expire"),
					  .value = mg_node_new_int(&w.arena, invitation->expires_s)};
	put(&w, "utilisee_par", invitation->used_by);
	node = mg_node_new_map(&w.arena, w.pairs, w.n);
	if (node)
		mg_yaml_write(node, &text);
	code = node ? mg_buf_check(&text, err) : mg_fail_memory(err);
	mg_ticket_invitation(invitation->secret, name);
	if (!code)
		code = path_of(home, &invitation->ca, name, path, err);
	if (!code)
		code = mg_file_write(path, mg_buf_slice(&text), MG_FILE_PRIVATE, err);
	mg_key_wipe(&text);
	mg_arena_clear(&w.arena);
	return code;
}

// ---- reading

// An absent text is "".
static bool take(const struct mg_node *root, const char *key, char *out, size_t size)
{
	struct mg_slice text = mg_node_string(mg_node_get(root, key));

	if (text.len >= size)
		return false;
	if (text.len)
		memcpy(out, text.data, text.len);
	out[text.len] = '\0';
	return true;
}

static bool read_fields(const struct mg_node *root, struct mg_invitation *out)
{
	const struct mg_node *expires = mg_node_get(root, "expire");
	char secret[2 * MG_TICKET_SECRET_BYTES + 1];

	if (!expires || expires->type != MG_INT || !take(root, "secret", secret, sizeof secret) ||
	    !mg_hex_decode(out->secret, sizeof out->secret, secret))
		return false;
	out->expires_s = expires->as.integer;
	return take(root, "acteur", out->actor, sizeof out->actor) && *out->actor &&
	       take(root, "nom", out->name, sizeof out->name) &&
	       take(root, "type_structure", out->type, sizeof out->type) &&
	       take(root, "role", out->role, sizeof out->role) &&
	       take(root, "utilisee_par", out->used_by, sizeof out->used_by);
}

int mg_invitation_find(const struct mg_home *home, const struct mg_id *ca, const char *name, struct mg_invitation *out,
		       struct mg_error *err)
{
	char path[MG_HOME_PATH_BYTES], made[MG_INVITATION_CHARS + 1];
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_doc doc;
	int code = path_of(home, ca, name, path, err);

	*out = (struct mg_invitation){.ca = *ca};
	mg_doc_init(&doc);
	mg_findings_init(&findings);
	if (!code)
		code = mg_file_read(path, MAX_BYTES, &text, err);
	if (!code && (mg_yaml_read(&doc, path, mg_buf_slice(&text), &findings) || !read_fields(doc.root, out)))
		code = mg_fail(err, MG_EINVALID, _("%s is damaged"), path);
	mg_ticket_invitation(out->secret, made);
	if (!code && strcmp(made, name) != 0)
		code = mg_fail(err, MG_EINVALID, _("%s is damaged"), path);
	mg_key_wipe(&text);
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return code;
}

// ---- answering

static bool is_proved(const struct mg_invitation *invitation, struct mg_slice text, const struct mg_request *request)
{
	return strcmp(invitation->actor, request->actor) == 0 && mg_request_proves(text, invitation->secret);
}

bool mg_invitation_proved(const struct mg_home *home, const struct mg_id *ca, struct mg_slice text,
			  const struct mg_request *request)
{
	struct mg_invitation invitation;

	return mg_id_equal(&request->ca, ca) &&
	       mg_invitation_find(home, ca, request->invitation, &invitation, NULL) == 0 &&
	       is_proved(&invitation, text, request);
}

// The same key again is the same request, whose answer may have been cut short.
static int check_use(const struct mg_invitation *invitation, const struct mg_request *request, struct mg_error *err)
{
	if (!*invitation->used_by || strcmp(invitation->used_by, request->device.id) == 0)
		return 0;
	mg_fail(err, MG_EEXISTS, _("the ticket was used already, by the key %s of %s"), invitation->used_by,
		invitation->actor);
	return mg_error_hint(err,
			     _("if you did not accept that one, revoke it: maillage key revoke %s -m REASON. For a "
			       "second device, make another ticket: maillage invite %s"),
			     invitation->used_by, invitation->actor);
}

int mg_invitation_answered(const struct mg_home *home, const struct mg_id *ca, struct mg_slice text,
			   const struct mg_request *request, int64_t now_ms, struct mg_invitation *out,
			   struct mg_error *err)
{
	int code;

	if (!mg_id_equal(&request->ca, ca))
		return mg_fail(err, MG_ETRUST, _("this request is for another coopérative"));
	code = mg_invitation_find(home, ca, request->invitation, out, err);
	if (code == MG_ENOTFOUND) {
		mg_fail(err, MG_ETRUST, _("this home has not made the invitation that the request answers"));
		return mg_error_hint(err,
				     _("the device that invited %s can accept it; or, once you have checked by "
				       "another way that the key %s is theirs, give it to `enrol --key`"),
				     request->actor, request->device.id);
	}
	if (code)
		return code;
	if (!is_proved(out, text, request))
		return mg_fail(err, MG_ETRUST, _("who made this request had not the ticket, or changed it afterwards"));
	code = check_use(out, request, err);
	if (!code && now_ms / 1000 > out->expires_s) {
		code = mg_fail(err, MG_ETRUST, _("the ticket has expired"));
		mg_error_hint(err, _("make another: maillage invite %s"), request->actor);
	}
	return code;
}
