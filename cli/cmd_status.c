// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/read.h"
#include "cli/status.h"
#include "core/carry/invitation.h"
#include "core/line/recovered.h"
#include "core/trust/judge.h"
#include "core/trust/seal.h"
#include "schema/yaml/yaml.h"

static int read_format(struct mg_cli *cli, int64_t *format, struct mg_error *err)
{
	const struct mg_node *number;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_read_recorded(cli, "cooperative.yaml", &doc, err);
	number = mg_node_get(doc.root, "format");
	*format = number && number->type == MG_INT ? number->as.integer : 0;
	mg_doc_clear(&doc);
	return rc;
}

// Its holder reads here why: nobody may have told him.
static int note_revoked(struct mg_cli *cli, const struct mg_node *revocation, const char **out, struct mg_error *err)
{
	struct mg_slice reason = mg_node_string(mg_node_get(revocation, "motif"));

	*out = revocation ? mg_arena_copy(&cli->arena, reason.len ? reason.data : "", reason.len) : NULL;
	return revocation && !*out ? mg_cli_no_memory(err) : 0;
}

static int read_revoked(struct mg_cli *cli, struct mg_status *status, struct mg_error *err)
{
	int rc = 0;

	status->revoked = mg_arena_array(&cli->arena, status->n_lines + 1, sizeof *status->revoked);
	if (!status->revoked)
		return mg_cli_no_memory(err);
	for (size_t i = 0; rc == 0 && i < status->n_lines; i++) {
		char path[MG_MAX_PATH_BYTES + 1];
		struct mg_doc doc;

		mg_seal_key_path(status->lines[i].key, path);
		mg_doc_init(&doc);
		rc = mg_read_recorded(cli, path, &doc, err);
		if (rc == 0)
			rc = note_revoked(cli, mg_node_get(doc.root, "revocation"), &status->revoked[i], err);
		rc = rc == MG_ENOTFOUND ? 0 : rc; // its enrolment is beyond a cut
		mg_doc_clear(&doc);
	}
	return rc;
}

// It is shown all the same: who was invited may have come second.
static const char *why_unanswerable(const struct mg_invitation *invitation, const struct mg_request *request)
{
	const struct mg_clock *clock = mg_cli_clock();

	if (*invitation->used_by && strcmp(invitation->used_by, request->device.id) != 0)
		return _("the ticket was used already: not to be accepted");
	return clock->now_ms(clock->context) / 1000 > invitation->expires_s ? _("the ticket has expired") : NULL;
}

// Those made with a ticket of this home: nobody else can accept them.
static int read_requests(struct mg_cli *cli, struct mg_status *status, struct mg_error *err)
{
	const struct mg_id *ca = &mg_copy_store(cli->copy)->ca;
	struct mg_invitation invitation;
	struct mg_joining *all;
	size_t n;

	if (!cli->home.dir || !mg_invitation_any(&cli->home, ca))
		return 0;
	if (mg_joining_list(cli->copy, &cli->arena, &all, &n, err) < 0)
		return err->code;
	status->requests = all;
	status->unanswerable = mg_arena_array(&cli->arena, n + 1, sizeof *status->unanswerable);
	if (!status->unanswerable)
		return mg_cli_no_memory(err);
	for (size_t i = 0; i < n; i++) {
		if (!mg_invitation_proved(&cli->home, ca, all[i].text, &all[i].request) ||
		    mg_invitation_find(&cli->home, ca, all[i].request.invitation, &invitation, NULL) != 0)
			continue;
		status->unanswerable[status->n_requests] = why_unanswerable(&invitation, &all[i].request);
		all[status->n_requests++] = all[i];
	}
	return 0;
}

static int read_history(struct mg_cli *cli, struct mg_status *status, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	int rc = mg_copy_history(cli->copy, &cli->arena, &status->history, err);

	status->recovered = rc < 0 ? NULL : mg_arena_array(&cli->arena, status->history.n_cuts + 1, sizeof(uint32_t));
	if (rc == 0 && !status->recovered)
		rc = mg_cli_no_memory(err);
	for (size_t i = 0; rc == 0 && i < status->history.n_cuts; i++) {
		const struct mg_history_cut *cut = &status->history.cuts[i];
		struct mg_idset recovered = {0};

		rc = mg_recovered_read(index, cut->last.actor, &recovered, err);
		if (rc == 0)
			rc = mg_recovered_count(index, cut, &recovered, &status->recovered[i], err);
		mg_idset_clear(&recovered);
	}
	return rc;
}

// A key of two branches writes no more, though it is enrolled.
static void note_spent(struct mg_status *status)
{
	for (size_t i = 0; status->can_write && i < status->n_lines; i++) {
		if (status->lines[i].n_forks && strcmp(status->lines[i].key, status->writer.key) == 0)
			status->can_write = mg_copy_spent(status->writer.key, &status->why_not) == 0;
	}
}

// Who sets his clock right cannot take back the stamp of what he recorded before. Whoever has absorbed it has a greater one.
static void note_early(struct mg_cli *cli, struct mg_status *status)
{
	int64_t own = 0, others = 0;

	for (size_t i = 0; i < status->n_lines; i++) {
		const struct mg_line_state *line = &status->lines[i];
		int64_t *greatest = strcmp(line->key, status->writer.key) == 0 ? &own : &others;

		*greatest = line->stamp_ms > *greatest ? line->stamp_ms : *greatest;
	}
	if (status->can_write && own > others && own > mg_copy_now_ms(cli->copy) + MG_MAX_CLOCK_AHEAD_MS)
		status->early_ms = own;
}

static int read_status(struct mg_cli *cli, struct mg_status *status, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	int rc = mg_copy_main(cli->copy, &status->main, err);

	status->can_write = mg_copy_writer(cli->copy, &status->writer, &status->why_not) == 0;
	if (rc == 0)
		rc = read_format(cli, &status->format, err);
	if (rc == 0)
		rc = mg_copy_lines(cli->copy, &cli->arena, &status->lines, &status->n_lines, err);
	if (rc == 0)
		note_spent(status);
	if (rc == 0)
		rc = read_revoked(cli, status, err);
	if (rc == 0)
		rc = mg_conflicts_read(cli, &status->conflicts, err);
	if (rc == 0)
		rc = mg_copy_scan(cli->copy, NULL, 0, &cli->arena, &status->unrecorded, &status->n_unrecorded,
				  &status->invalid, err);
	if (rc == 0)
		rc = mg_index_verdicts(index, &cli->arena, &status->verdicts, &status->n_verdicts, err);
	if (rc == 0)
		rc = read_history(cli, status, err);
	if (rc == 0)
		status->clock_is_wrong = mg_copy_clock_is_wrong(cli->copy);
	if (rc == 0 && !status->clock_is_wrong)
		note_early(cli, status);
	if (rc == 0)
		rc = mg_remote_states(cli->copy, &cli->arena, &status->peers, &status->n_peers, err);
	if (rc == 0)
		rc = read_requests(cli, status, err);
	if (rc == 0 && status->can_write)
		rc = mg_returns_read(cli, status->writer.actor, NULL, &status->returns, &status->n_returns, err);
	if (rc == 0)
		rc = mg_dues_read(cli, &status->dues, &status->to_sign, err);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_status status = {0};
	int rc;

	(void)args;
	mg_findings_init(&status.invalid);
	mg_dues_init(&status.dues);
	rc = read_status(cli, &status, err);
	if (rc == 0 && cli->json)
		mg_status_json(cli, &status);
	else if (rc == 0)
		mg_status_show(cli, &status);
	mg_findings_clear(&status.invalid);
	mg_dues_clear(&status.dues);
	return rc == 0 && status.conflicts.n ? MG_EXIT_CONFLICTS : rc;
}

const struct mg_command mg_cmd_status = {
	.name = "status",
	.purpose = N_("shows how this copy stands"),
	.synopsis = "",
	.details =
		N_("Who you are here, everybody's lines, conflicts, edits that are not recorded, what was refused or\n"
		   "waits, and the remotes with their last exchange. Two copies with the same main are in sync."),
	.example = "maillage status",
	.flags = MG_NEEDS_COPY | MG_HAS_JSON | MG_CAN_CONFLICT,
	.run = run,
};
