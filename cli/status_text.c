// SPDX-License-Identifier: EUPL-1.2
#include "cli/status.h"

#include "base/i18n.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/when.h"
#include "schema/record/path.h"

#define MAX_VERDICTS 20u // shown of each kind: who writes to a remote can leave any number there

static void show_writer(const struct mg_status *status)
{
	if (status->can_write)
		printf(_("You write for %s, with the key %s.\n"), status->writer.actor, status->writer.key);
	else
		printf(_("You can read only: %s\n"), status->why_not.message);
	if (!status->can_write && *status->why_not.hint)
		printf("→ %s\n", status->why_not.hint);
}

static void show_lines(struct mg_cli *cli, const struct mg_status *status)
{
	printf(_("\nLines (%zu):\n"), status->n_lines);
	for (size_t i = 0; i < status->n_lines; i++) {
		const struct mg_line_state *line = &status->lines[i];
		const char *holder = mg_copy_holder(cli->copy, line->key, &cli->arena);
		char when[MG_WHEN_BYTES];

		printf("  %s  %-24s %6u  %s  ", line->key, line->actor, (unsigned)line->count,
		       mg_when_format(line->stamp_ms, when));
		mg_put_text(stdout, holder ? holder : "", 40);
		fputs(status->revoked[i] ? _(" — key revoked") : "", stdout);
		if (status->revoked[i] && *status->revoked[i]) {
			fputs(" — ", stdout);
			mg_put_text(stdout, status->revoked[i], 60);
		}
		putchar('\n');
		if (line->n_forks)
			printf(P_("    forked: %zu other branch of this key; it was used in two copies at once\n",
				  "    forked: %zu other branches of this key; it was used in two copies at once\n",
				  line->n_forks),
			       line->n_forks);
	}
}

static const char *state_words(enum mg_unrecorded_state state)
{
	switch (state) {
	case MG_UNRECORDED_CHANGED:
		return _("changed");
	case MG_UNRECORDED_NEW:
		return _("new");
	case MG_UNRECORDED_REMOVED:
		return _("removed");
	case MG_UNRECORDED_INVALID:
		return _("not valid: see `maillage check`");
	case MG_UNRECORDED_STALE:
		return _("changed by somebody else too: `maillage save --mine` or `--theirs`");
	case MG_UNRECORDED_DENIED:
		return _("not yours to change");
	case MG_UNRECORDED_FOREIGN:
		break;
	}
	return _("no file of a coopérative: see `maillage check`");
}

static void show_unrecorded(const struct mg_status *status)
{
	bool first = true;

	for (size_t i = 0; i < status->n_unrecorded; i++) {
		const struct mg_unrecorded *file = &status->unrecorded[i];
		char printed[MG_MAX_PATH_BYTES + 1];

		if (file->state == MG_UNRECORDED_FOREIGN && !mg_typed_looks_like_record(file->path))
			continue;
		if (first)
			fputs(_("\nNot recorded (`maillage save` records it):\n"), stdout);
		first = false;
		mg_path_print(file->path, printed);
		fputs("  ", stdout);
		mg_put_text(stdout, printed, 0);
		printf("  (%s%s%s)\n", file->why ? file->why : state_words(file->state),
		       file->stale_field && *file->stale_field ? ": " : "", file->stale_field ? file->stale_field : "");
	}
}

static void show_verdict(const struct mg_index_verdict *verdict)
{
	char hex[MG_ID_HEX];

	printf("  %.12s  %s  ", mg_id_format(&verdict->commit, hex), verdict->code);
	mg_put_text(stdout, verdict->key, 64);
	fputs("  ", stdout);
	mg_put_text(stdout, verdict->actor, 64);
	fputs(*verdict->path ? "  " : "", stdout);
	mg_put_text(stdout, verdict->path, 0);
	fputs("\n      ", stdout);
	mg_put_text(stdout, verdict->message, 0);
	putchar('\n');
}

// What releases a commit that waits, where its sentence does not say so.
static void show_releases(const struct mg_status *status)
{
	bool ahead = false, parent = false;

	for (size_t i = 0; i < status->n_verdicts; i++) {
		ahead |= status->verdicts[i].held && strcmp(status->verdicts[i].code, "ahead") == 0;
		parent |= status->verdicts[i].held && strcmp(status->verdicts[i].code, "parent") == 0;
	}
	if (ahead)
		fputs(_("→ ahead: taken by itself once this clock is less than an hour behind; its author, or you, may "
			"have a clock to set\n"),
		      stdout);
	if (parent && !ahead)
		fputs(_("→ parent: taken by itself once that commit is; a sync with who has it brings it\n"), stdout);
}

static void show_verdicts(const struct mg_status *status, bool held)
{
	size_t n = 0;

	for (size_t i = 0; i < status->n_verdicts; i++) {
		if (status->verdicts[i].held != held)
			continue;
		if (n == 0)
			fputs(held ? _("\nWaiting:\n") : _("\nRefused, with what follows on their line:\n"), stdout);
		if (n++ < MAX_VERDICTS)
			show_verdict(&status->verdicts[i]);
	}
	if (n > MAX_VERDICTS)
		printf(P_("  and %zu more: `maillage status --json` has all\n",
			  "  and %zu more: `maillage status --json` has all\n", n - MAX_VERDICTS),
		       n - MAX_VERDICTS);
	if (n && !held)
		fputs(_("→ nothing of them is in the records, and the other lines go on. Ask whose they are what they "
			"are: "
			"a mistake, or a stolen key, which `maillage key revoke` stops\n"),
		      stdout);
}

static void show_early(const struct mg_status *status)
{
	char dated[MG_WHEN_BYTES], from[MG_WHEN_BYTES];

	if (!status->early_ms)
		return;
	putchar('\n');
	printf(_("Your last commit is dated %s, ahead of this clock: the other copies take it, and what you record "
		 "after "
		 "it, from %s on.\n"),
	       mg_when_format(status->early_ms, dated), mg_when_format(status->early_ms - MG_MAX_CLOCK_AHEAD_MS, from));
	fputs(_("→ is this computer's clock right now? Then nothing is to be done, and nothing is lost\n"), stdout);
}

static void show_left_out(const struct mg_status *status)
{
	bool mine = false;

	if (status->history.n_cuts)
		fputs(_("\nLeft out, since the key was revoked:\n"), stdout);
	for (size_t i = 0; i < status->history.n_cuts; i++) {
		const struct mg_history_cut *cut = &status->history.cuts[i];
		char hex[MG_ID_HEX];

		printf("  %.12s  " MG_STATUS_LEFT_OUT "  %s  %s  ", mg_id_format(&cut->last.id, hex), cut->last.key,
		       cut->last.actor);
		printf(P_("%u commit", "%u commits", cut->count), cut->count);
		if (status->recovered[i] == cut->count)
			fputs(_(", recorded anew"), stdout);
		else if (status->recovered[i])
			printf(P_(", of which %u recorded anew", ", of which %u recorded anew", status->recovered[i]),
			       status->recovered[i]);
		putchar('\n');
		mine |= status->can_write && status->recovered[i] < cut->count &&
			strcmp(cut->last.actor, status->writer.actor) == 0;
	}
	if (mine)
		fputs(_("→ `maillage recover --list` tells what yours are, `maillage recover` records them anew\n"),
		      stdout);
}

static void show_peers(const struct mg_status *status)
{
	if (!status->n_peers) {
		fputs(_("\nNo remote: `maillage remote add NAME URL` gives one to sync with.\n"), stdout);
		return;
	}
	fputs(_("\nRemotes:\n"), stdout);
	for (size_t i = 0; i < status->n_peers; i++) {
		const struct mg_peer_state *peer = &status->peers[i];
		char when[MG_WHEN_BYTES];

		printf("  %-12s ", peer->name);
		if (!peer->last_ms)
			fputs(_("never exchanged"), stdout);
		else
			printf(_("last exchange %s"), mg_when_format(peer->last_ms, when));
		if (peer->ahead)
			printf(P_(", %zu line to send", ", %zu lines to send", peer->ahead), peer->ahead);
		if (peer->behind)
			printf(P_(", %zu line to receive", ", %zu lines to receive", peer->behind), peer->behind);
		if (peer->cause && *peer->cause) {
			fputs("\n      ", stdout);
			mg_put_text(stdout, peer->cause, 0);
		}
		putchar('\n');
	}
}

static void show_requests(const struct mg_status *status)
{
	bool unanswerable = false;

	if (!status->n_requests)
		return;
	fputs(_("\nThey ask to join; accept with `maillage enrol --request KEY`:\n"), stdout);
	for (size_t i = 0; i < status->n_requests; i++) {
		const struct mg_request *request = &status->requests[i].request;

		printf("  %s %s, ", request->device.id, request->actor);
		mg_put_text(stdout, request->holder, 0);
		if (status->unanswerable[i])
			printf(" (%s)", status->unanswerable[i]);
		unanswerable |= status->unanswerable[i] != NULL;
		putchar('\n');
	}
	if (unanswerable)
		fputs(_("What is not to be accepted goes with `maillage enrol --refuse KEY`.\n"), stdout);
}

static void show_returns(const struct mg_status *status)
{
	if (status->n_returns)
		fputs(_("\nTo correct, the DD says (`maillage new bilan_trimestriel PERIOD -m REASON`):\n"), stdout);
	for (size_t i = 0; i < status->n_returns; i++) {
		const struct mg_return *each = &status->returns[i];
		char printed[MG_MAX_PATH_BYTES + 1];

		mg_path_print(each->bilan, printed);
		printf("  %s  %s  ", printed, each->date);
		mg_put_text(stdout, each->reason, 0);
		putchar('\n');
	}
}

void mg_status_show(struct mg_cli *cli, const struct mg_status *status)
{
	char hex[MG_ID_HEX];

	printf(_("Coopérative %s, format %d\n"), mg_copy_id(cli->copy), (int)status->format);
	show_writer(status);
	printf(_("main is %s\n"), mg_id_format(&status->main, hex));
	show_lines(cli, status);
	if (status->conflicts.n)
		printf(P_("\n%zu conflict waits for somebody to choose: `maillage conflicts`\n",
			  "\n%zu conflicts wait for somebody to choose: `maillage conflicts`\n", status->conflicts.n),
		       status->conflicts.n);
	show_returns(status);
	mg_to_signs_put(&status->to_sign, true);
	show_unrecorded(status);
	show_verdicts(status, false);
	show_verdicts(status, true);
	show_releases(status);
	if (status->clock_is_wrong)
		fputs(_("\nThis computer's clock is wrong: three actors are more than an hour ahead of it. Set it.\n"),
		      stdout);
	show_early(status);
	show_left_out(status);
	show_peers(status);
	show_requests(status);
	mg_dues_summary(&status->dues, status->can_write ? status->writer.actor : "");
}
