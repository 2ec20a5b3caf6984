// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/answer.h"
#include "cli/enrolment.h"
#include "cli/read.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/signatory.h"
#include "core/trust/keys.h"
#include "core/trust/seal.h"

#include <stdio.h>

enum { ENROL_NAME, ENROL_TYPE, ENROL_ROLE, ENROL_KEY, ENROL_SIGNATORY, ENROL_REQUEST, ENROL_PASSPHRASE, ENROL_REFUSE };

#define MAX_EDITS 5 // the actor, two keys and their signatures

struct enrolment {
	const char *actor, *path; // acteurs/<actor>.yaml
	struct mg_edit edits[MAX_EDITS];
	size_t n;
};

static int keep(struct mg_cli *cli, const struct mg_buf *text, struct mg_slice *out, struct mg_error *err)
{
	*out = (struct mg_slice){mg_arena_copy(&cli->arena, mg_buf_text(text), text->len), text->len};
	return out->data ? 0 : mg_cli_no_memory(err);
}

// ---- the actor

// Sets one text of a record given by its bytes.
static int set_text(struct mg_cli *cli, const char *path, struct mg_slice *bytes, const struct mg_string_field *field,
		    struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_buf after = {0};
	struct mg_place place;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	rc = mg_yaml_read(&doc, path, *bytes, &findings);
	if (rc < 0)
		rc = mg_fail(err, rc, _("%s cannot be read: %s"), path, findings.n ? findings.items[0].message : "");
	if (rc == 0)
		rc = mg_place_parse(field->place, &cli->arena, &place, err);
	if (rc == 0)
		rc = mg_yaml_set(&doc, &place, mg_node_new_string(&doc.arena, mg_slice_of(field->value)), &after, err);
	if (rc == 0)
		rc = keep(cli, &after, bytes, err);
	mg_buf_clear(&after);
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return rc;
}

static int update_actor(struct mg_cli *cli, struct mg_slice now, const struct mg_string_field *fields, size_t n,
			struct enrolment *enrolment, struct mg_error *err)
{
	struct mg_slice bytes = now;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (fields[i].value)
			rc = set_text(cli, enrolment->path, &bytes, &fields[i], err);
	if (rc == 0)
		rc = mg_enrolment_check(cli, enrolment->path, bytes, err);
	if (rc == 0 && !mg_slice_equal(bytes, now))
		enrolment->edits[enrolment->n++] = (struct mg_edit){enrolment->path, bytes, now};
	return rc;
}

static int new_actor(struct mg_cli *cli, const struct mg_string_field *fields, size_t n, struct enrolment *enrolment,
		     struct mg_error *err)
{
	static const char *const options[] = {"--name", "--type"};
	struct mg_slice bytes;
	int rc;

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		if (fields[i].value)
			continue;
		(void)mg_fail(err, MG_EUSAGE, _("%s is new here: give %s"), enrolment->actor, options[i]);
		return mg_error_hint(err, _("`maillage schema acteur` lists the types of organisation"));
	}
	rc = mg_enrolment_record(cli, enrolment->path, fields, n, &bytes, err);
	if (rc == 0)
		enrolment->edits[enrolment->n++] = (struct mg_edit){.path = enrolment->path, .bytes = bytes};
	return rc;
}

static int put_actor(struct mg_cli *cli, const struct mg_args *args, struct enrolment *enrolment, struct mg_error *err)
{
	const struct mg_string_field fields[] = {
		{"nom", args->values[ENROL_NAME]},
		{"type_structure", args->values[ENROL_TYPE]},
		{"role", args->values[ENROL_ROLE]},
	};
	const size_t n = sizeof fields / sizeof *fields;
	struct mg_slice kept = {0};
	struct mg_buf now = {0};
	int rc = mg_copy_read_view(cli->copy, enrolment->path, &now, err);

	if (rc == MG_ENOTFOUND)
		return new_actor(cli, fields, n, enrolment, err);
	if (rc == 0)
		rc = keep(cli, &now, &kept, err);
	mg_buf_clear(&now);
	return rc == 0 ? update_actor(cli, kept, fields, n, enrolment, err) : rc;
}

// ---- keys

// A key that is enrolled already is fine when it is the same enrolment.
static int compare_key(const struct mg_node *cle, const char *actor, const char *use, const char *key_id,
		       struct mg_error *err)
{
	struct mg_slice other = mg_node_string(mg_node_get(cle, "acteur"));

	if (mg_node_get(cle, "revocation")) {
		(void)mg_fail(err, MG_EEXISTS, _("the key %s was revoked; it never comes back"), key_id);
		return mg_error_hint(err, _("its holder makes a new one: maillage key new"));
	}
	if (!mg_slice_is(other, actor))
		return mg_fail(err, MG_EEXISTS, _("the key %s is enrolled for %.*s already"), key_id, (int)other.len,
			       other.data);
	if (!mg_slice_is(mg_node_string(mg_node_get(cle, "usage")), use))
		return mg_fail(err, MG_EEXISTS, _("the key %s is enrolled for another use already"), key_id);
	return 0;
}

// 0: not enrolled; 1: enrolled just so; or a told error.
static int is_enrolled(struct mg_cli *cli, const char *actor, enum mg_home_key use, const char *key_id,
		       struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_doc doc;
	bool enrolled;
	int rc;

	mg_seal_key_path(key_id, path);
	mg_doc_init(&doc);
	rc = mg_read_recorded(cli, path, &doc, err);
	enrolled = rc == 0;
	if (enrolled)
		rc = compare_key(doc.root, actor, use == MG_HOME_SIGNATORY ? "signataire" : "appareil", key_id, err);
	else if (rc == MG_ENOTFOUND)
		rc = 0;
	mg_doc_clear(&doc);
	return rc == 0 ? enrolled : rc;
}

static int put_key(struct mg_cli *cli, const char *line, enum mg_home_key use, struct enrolment *enrolment,
		   struct mg_error *err)
{
	char holder[MG_KEY_NAME_BYTES];
	struct mg_public_key key;
	struct mg_slice bytes;
	const char *path;
	int rc;

	if (!line)
		return 0;
	if (mg_key_parse_named(mg_slice_of(line), &key, holder, err) < 0) {
		if (!*err->hint)
			(void)mg_error_hint(err, _("give the whole line that `maillage key show` prints, in quotes"));
		return err->code = MG_EUSAGE;
	}
	rc = is_enrolled(cli, enrolment->actor, use, key.id, err);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	rc = mg_enrolment_key(cli, enrolment->actor, use, &key, holder, &path, &bytes, err);
	for (size_t i = 0; rc == 0 && i < enrolment->n; i++)
		if (strcmp(enrolment->edits[i].path, path) == 0)
			rc = mg_fail(err, MG_EUSAGE, _("a signatory's key cannot be the device's"));
	if (rc == 0)
		enrolment->edits[enrolment->n++] = (struct mg_edit){.path = path, .bytes = bytes};
	return rc;
}

// ---- the signatory's word, with which an actor adds a key himself (docs/format-key.md)

static int is_animator(struct mg_cli *cli, const char *actor, bool *is, struct mg_error *err)
{
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_read_recorded(cli, "cooperative.yaml", &doc, err);
	*is = mg_slice_is(mg_node_string(mg_node_get(doc.root, "dd_animatrice")), actor);
	mg_doc_clear(&doc);
	return rc;
}

// The new device itself, not enrolled yet, with the signatory's key in its home: its first commit brings its own key.
static bool brings_itself(struct mg_cli *cli, const struct mg_args *args)
{
	char name[MG_KEY_NAME_BYTES];
	struct mg_public_key own, given;
	struct mg_error err;

	return args->values[ENROL_KEY] && mg_home_public(&cli->home, MG_HOME_DEVICE, &own, name, &err) == 0 &&
	       mg_key_parse_line(args->values[ENROL_KEY], &given, &err) == 0 && strcmp(own.id, given.id) == 0;
}

static int needs_word(struct mg_cli *cli, const struct mg_args *args, const char *actor, bool *needed,
		      struct mg_error *err)
{
	struct mg_writer writer;
	int rc = mg_copy_writer(cli->copy, &writer, err);

	*needed = args->values[ENROL_PASSPHRASE];
	if (rc < 0 && brings_itself(cli, args)) {
		mg_keys_bring(cli->copy, actor);
		*needed = true;
		return 0;
	}
	if (rc < 0 || *needed || strcmp(writer.actor, actor) != 0)
		return rc;
	rc = is_animator(cli, actor, needed, err);
	*needed = !*needed;
	return rc;
}

static int give_word(struct mg_cli *cli, const struct mg_args *args, struct enrolment *enrolment, struct mg_error *err)
{
	struct mg_secret_key signatory = {0};
	const size_t n = enrolment->n;
	bool needed;
	int rc = needs_word(cli, args, enrolment->actor, &needed, err);

	if (rc < 0 || !needed)
		return rc;
	rc = mg_signatory_load(cli, args->values[ENROL_PASSPHRASE], &signatory, err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		const struct mg_edit *edit = &enrolment->edits[i];

		if (strcmp(edit->path, enrolment->path) == 0)
			continue;
		rc = mg_keys_vouch(cli->copy, edit->path, edit->bytes, &signatory, &cli->arena,
				   &enrolment->edits[enrolment->n], err);
		enrolment->n += rc == 0;
	}
	mg_key_clear(&signatory);
	return rc;
}

// ---- the command

static int prepare(struct mg_cli *cli, const struct mg_args *args, struct enrolment *enrolment, struct mg_error *err)
{
	int rc;

	enrolment->actor = args->words[0];
	if (mg_path_check_id("actor", mg_slice_of(enrolment->actor), err) < 0)
		return err->code = MG_EUSAGE;
	enrolment->path = mg_arena_printf(&cli->arena, "acteurs/%s.yaml", enrolment->actor);
	if (!enrolment->path)
		return mg_cli_no_memory(err);
	if (!args->values[ENROL_KEY] && !args->values[ENROL_SIGNATORY]) {
		(void)mg_fail(err, MG_EUSAGE, _("whoever is enrolled has a key"));
		return mg_error_hint(err, _("give --key \"ssh-ed25519 …\", the line of `maillage key show`"));
	}
	rc = put_actor(cli, args, enrolment, err);
	if (rc == 0)
		rc = put_key(cli, args->values[ENROL_KEY], MG_HOME_DEVICE, enrolment, err);
	if (rc == 0)
		rc = put_key(cli, args->values[ENROL_SIGNATORY], MG_HOME_SIGNATORY, enrolment, err);
	return rc;
}

// As if what the invitation and the request say had been typed. An actor enrolled meanwhile stays as it is.
static int take_request(struct mg_cli *cli, struct mg_args *args, struct mg_answer *answer, struct mg_error *err)
{
	const struct mg_invitation *invitation = &answer->invitation;
	int rc;

	for (size_t i = 0; i < ENROL_REQUEST; i++) {
		if (args->values[i])
			return mg_fail(err, MG_EUSAGE, _("a request says who is enrolled, and with which key"));
	}
	rc = mg_answer_read(cli, args->values[ENROL_REQUEST], answer, err);
	if (rc < 0)
		return rc;
	if (args->n && strcmp(args->words[0], invitation->actor) != 0)
		return mg_fail(err, MG_EUSAGE, _("the request is %s's"), invitation->actor);
	args->values[ENROL_NAME] = *invitation->name ? invitation->name : NULL;
	args->values[ENROL_TYPE] = *invitation->type ? invitation->type : NULL;
	args->values[ENROL_ROLE] = *invitation->role ? invitation->role : NULL;
	args->values[ENROL_KEY] = answer->device;
	args->values[ENROL_SIGNATORY] = answer->signatory;
	args->words = mg_arena_array(&cli->arena, 1, sizeof *args->words);
	if (!args->words)
		return mg_cli_no_memory(err);
	args->words[0] = invitation->actor;
	args->n = 1;
	mg_say(cli, _("%s asks to join as %s, with the key %s."), answer->request.holder, invitation->actor,
	       answer->request.device.id);
	return 0;
}

static int refuse(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	int rc = 0;

	if (args->n)
		rc = mg_fail(err, MG_EUSAGE, _("a request is refused by its key alone"));
	for (size_t i = 0; rc == 0 && i < ENROL_REFUSE; i++)
		if (args->values[i])
			rc = mg_fail(err, MG_EUSAGE, _("a request is refused by its key alone"));
	if (rc == 0)
		rc = mg_answer_refuse(cli, args->values[ENROL_REFUSE], err);
	if (rc == 0)
		mg_say(cli, _("The request of the key %s is gone. Nobody was enrolled."), args->values[ENROL_REFUSE]);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *typed, struct mg_error *err)
{
	struct mg_args meant = *typed, *args = &meant;
	const bool asked = args->values[ENROL_REQUEST];
	struct enrolment enrolment = {0};
	struct mg_answer answer = {0};
	struct mg_recorded recorded;
	int rc;

	if (args->values[ENROL_REFUSE])
		return refuse(cli, args, err);
	rc = asked ? take_request(cli, args, &answer, err) : 0;
	if (rc == 0 && !args->n)
		rc = mg_fail(err, MG_EUSAGE, _("which actor?"));
	if (rc == 0)
		rc = prepare(cli, args, &enrolment, err);
	if (rc == 0 && enrolment.n)
		rc = give_word(cli, args, &enrolment, err);
	if (rc == 0 && asked)
		rc = mg_answer_spend(cli, &answer, err);
	if (rc == 0 && enrolment.n)
		rc = mg_record_edits(cli, enrolment.edits, enrolment.n, &(struct mg_recording){0}, &recorded, err);
	if (rc == 0 && asked)
		rc = mg_answer_end(cli, &answer, err);
	if (rc != 0)
		return rc;
	printf("acteurs/%s\n", enrolment.actor);
	if (enrolment.n && !args->values[ENROL_KEY])
		mg_say(cli, _("After the next sync, %s can sign with that key."), enrolment.actor);
	else if (enrolment.n && (asked || brings_itself(cli, args)))
		mg_say(cli, _("After the next sync, %s can write with that key."), enrolment.actor);
	else if (enrolment.n)
		mg_say(cli, _("After the next sync, %s can write. To get a copy: maillage clone URL DIR --id %s"),
		       enrolment.actor, mg_copy_id(cli->copy));
	else
		mg_say(cli, _("%s was enrolled so already; nothing changed."), enrolment.actor);
	return 0;
}

static const struct mg_option options[] = {
	[ENROL_NAME] = {0, "name", N_("NAME"), N_("name of the organisation")},
	[ENROL_TYPE] = {0, "type", N_("TYPE"), N_("type of organisation: association, epci…")},
	[ENROL_ROLE] = {0, "role", N_("ROLE"), N_("partenaire, when not said")},
	[ENROL_KEY] = {0, "key", N_("LINE"), N_("the device's public key, as `key show` prints it")},
	[ENROL_SIGNATORY] = {0, "signatory-key", N_("LINE"), N_("the signatory's public key")},
	[ENROL_REQUEST] = {0, "request", N_("KEY|FILE"), N_("what `join` left on a remote, or what came by mail")},
	[ENROL_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	[ENROL_REFUSE] = {0, "refuse", N_("KEY"), N_("remove what `join` left, without enrolling anybody")},
	{0},
};

const struct mg_command mg_cmd_enrol = {
	.name = "enrol",
	.purpose = N_("lets an actor's key write, or sign, in the coopérative"),
	.synopsis = N_("ACTOR [--name NAME --type TYPE [--role ROLE]] [--key LINE]\n"
		       "                      [--signatory-key LINE] [--passphrase-file FILE]\n"
		       "       maillage enrol --request KEY|FILE\n"
		       "       maillage enrol --refuse KEY"),
	.details =
		N_("Makes or completes acteurs/ACTOR and the records of the keys given. The name and the type are\n"
		   "needed for a new actor. With --request, enrols who was invited (`maillage invite`) and asks to\n"
		   "join. The DD enrols anybody; an actor adds a device or a colleague himself, with the word of his\n"
		   "signatory key: from a device he has, or from the new one. Prints acteurs/ACTOR."),
	.example = "maillage enrol asso-exemple --name \"Association Exemple\" --type association \\\n"
		   "    --key \"ssh-ed25519 AAAA… Jeanne Martin\"",
	.options = options,
	.min_words = 0,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
