// SPDX-License-Identifier: EUPL-1.2
//
// The DD's end of a quarter: the bilans brought together, the quarter closed, and opened again.
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/bilans.h"
#include "cli/label.h"
#include "cli/read.h"
#include "cli/say.h"
#include "cli/signatory.h"
#include "cli/signing.h"
#include "core/report/bilan.h"
#include "core/report/bilan_state.h"
#include "core/report/tables.h"
#include "schema/value/paris.h"

#include <stdio.h>

// What a command of the DD's about a quarter works with; the book is cleared whatever happens.
struct quarter {
	char periode[MG_PERIOD_CHARS + 1];
	struct mg_book book;
};

static int open_quarter(struct mg_cli *cli, const char *typed, struct quarter *quarter, struct mg_error *err)
{
	struct mg_writer writer;
	int rc = mg_bilans_period(typed, quarter->periode, err);

	if (rc == 0)
		rc = mg_copy_writer(cli->copy, &writer, err);
	if (rc == 0)
		rc = mg_bilans_book(cli, &quarter->book, err);
	return rc == 0 ? mg_bilans_require_dd(&quarter->book, writer.actor, err) : rc;
}

// ---- consolidate

enum { CONSOLIDATE_REASON, CONSOLIDATE_DRY_RUN };

// What it would change: the table `ecarts`.
static int show_differences(const struct quarter *quarter, struct mg_error *err)
{
	const struct mg_report report = {.book = &quarter->book, .period = quarter->periode};
	struct mg_table table;
	struct mg_buf text = {0};
	int rc;

	mg_table_init(&table, &mg_table_ecarts);
	rc = mg_table_ecarts.fill(&report, &table, err);
	if (rc == 0) {
		mg_table_text(&table, mg_label_is_french(), 0, &text);
		rc = mg_buf_check(&text, err);
	}
	if (rc == 0)
		fwrite(mg_buf_text(&text), 1, text.len, stdout);
	mg_buf_clear(&text);
	mg_table_clear(&table);
	return rc;
}

// What its bilan lacks, of one actor.
static void tell_lacking(const struct mg_bilan_state *state, struct mg_date deadline, bool due)
{
	char day[MG_DATE_CHARS + 1];

	mg_date_format(deadline, day);
	if (state->step == MG_BILAN_RETURNED)
		mg_warn(_("the bilan of %s is there as it was returned, not corrected yet"), state->acteur);
	else if (state->sent && !state->acknowledged_on.day)
		mg_warn(_("the bilan of %s is not acknowledged yet"), state->acteur);
	else if (state->expected && !state->sent && due)
		mg_warn(_("the bilan of %s is missing"), state->acteur);
	else if (state->expected && !state->sent)
		mg_warn(_("the bilan of %s is not there yet: it is due on %s"), state->acteur, day);
}

// Bilans that are awaited: whoever signs the consolidation should know without a look at the table.
static int tell_awaited(struct mg_cli *cli, const struct quarter *quarter, struct mg_error *err)
{
	const struct mg_date today = mg_paris_date(mg_copy_now_ms(cli->copy));
	struct mg_bilan_states states;
	int rc = mg_bilan_states(&quarter->book, quarter->periode, today, &cli->arena, &states, err);

	for (size_t i = 0; rc == 0 && i < states.n; i++)
		tell_lacking(&states.items[i], states.deadline, mg_date_compare(states.deadline, today) < 0);
	return rc;
}

// What does not agree, in the record's own words: it waits for an explanation.
static int tell_contradictions(struct mg_cli *cli, const struct mg_path *path, struct mg_error *err)
{
	const struct mg_node *list;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_read_recorded(cli, path->text, &doc, err);
	list = rc == 0 ? mg_node_get(doc.root, "contradictions") : NULL;
	for (size_t i = 0; list && list->type == MG_LIST && i < list->as.list.n; i++) {
		const struct mg_slice id = mg_node_string(mg_node_get(list->as.list.items[i], "id"));
		const struct mg_node *seen = mg_node_get(list->as.list.items[i], "constats");

		for (size_t j = 0; seen && seen->type == MG_LIST && j < seen->as.list.n; j++) {
			const struct mg_slice text = mg_node_string(seen->as.list.items[j]);

			mg_warn(_("%.*s: %.*s"), (int)id.len, id.data, (int)text.len, text.data);
		}
	}
	mg_doc_clear(&doc);
	return rc;
}

static int draft_consolidation(struct mg_cli *cli, const struct quarter *quarter, const char *reason,
			       struct mg_error *err)
{
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_path path;
	int rc;

	if (mg_bilan_closed_by(&quarter->book, quarter->periode)) {
		(void)mg_fail(err, MG_EDENIED, _("the quarter %s is closed"), quarter->periode);
		return mg_error_hint(err,
				     _("`maillage table ecarts %s` tells what has changed; `maillage reopen %s -m "
				       "REASON` opens it"),
				     quarter->periode, quarter->periode);
	}
	rc = mg_bilans_draft(cli, "consolidation", quarter->periode, NULL, 0, reason, &path, err);
	if (rc != 0)
		return rc;
	mg_path_print(path.text, printed);
	printf("%s\n", printed);
	rc = tell_awaited(cli, quarter, err);
	if (rc == 0)
		rc = tell_contradictions(cli, &path, err);
	if (rc == 0)
		mg_say(cli, _("Read it, add a `synthese`, then: maillage close %s"), quarter->periode);
	return rc;
}

static int run_consolidate(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct quarter quarter = {0};
	int rc = open_quarter(cli, args->words[0], &quarter, err);

	if (rc == 0)
		rc = args->values[CONSOLIDATE_DRY_RUN]
			     ? show_differences(&quarter, err)
			     : draft_consolidation(cli, &quarter, args->values[CONSOLIDATE_REASON], err);
	mg_book_clear(&quarter.book);
	return rc;
}

static const struct mg_option consolidate_options[] = {
	[CONSOLIDATE_REASON] = MG_OPTION_REASON,
	[CONSOLIDATE_DRY_RUN] = {0, "dry-run", NULL, N_("only tells which figures would change")},
	{0},
};

const struct mg_command mg_cmd_consolidate = {
	.name = "consolidate",
	.purpose = N_("brings the signed bilans of a quarter together (DD)"),
	.synopsis = N_("PERIOD [--dry-run] [-m REASON]"),
	.details =
		N_("Makes bilans/PERIOD/consolidation from the bilans that are signed: who is missing or late, the "
		   "totals,\n"
		   "and what does not agree. Run again, it brings the figures up to date and keeps what was written.\n"
		   "Prints its path."),
	.example = "maillage consolidate 2018-T1",
	.options = consolidate_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_consolidate,
};

// ---- close

enum { CLOSE_PASSPHRASE, CLOSE_REASON };

// The commits that are in front of whoever closes now.
static int read_frontier(struct mg_cli *cli, const char *const **ids, size_t *n, struct mg_error *err)
{
	struct mg_history history;
	const char **list;

	if (mg_copy_history(cli->copy, &cli->arena, &history, err) < 0)
		return err->code;
	list = mg_arena_array(&cli->arena, history.n_frontier, sizeof *list);
	if (!list)
		return mg_cli_no_memory(err);
	for (*n = 0; *n < history.n_frontier; (*n)++) {
		char hex[MG_ID_HEX];

		list[*n] = mg_arena_strdup(&cli->arena, mg_id_format(&history.frontier[*n].id, hex));
		if (!list[*n])
			return mg_cli_no_memory(err);
	}
	*ids = list;
	return 0;
}

// The passphrase comes before anything is recorded: a quarter is closed by whoever can sign for it.
static int record_closure(struct mg_cli *cli, const struct mg_args *args, const struct mg_bilan_made *made,
			  struct mg_error *err)
{
	const char *reason = args->values[CLOSE_REASON];
	struct mg_secret_key key = {0};
	int rc = mg_signatory_load(cli, args->values[CLOSE_PASSPHRASE], &key, err);

	if (rc == 0)
		rc = mg_bilans_record(cli, made, reason, err);
	if (rc == 0)
		rc = mg_signing_sign(cli, &made->path, &key, reason, err);
	mg_key_clear(&key);
	return rc;
}

// Who may still send a bilan in time, and no more can once the quarter is closed: told before it is signed.
static int tell_shut_out(struct mg_cli *cli, const struct quarter *quarter, struct mg_error *err)
{
	const struct mg_date today = mg_paris_date(mg_copy_now_ms(cli->copy));
	struct mg_bilan_states states;
	struct mg_buf names = {0};
	char day[MG_DATE_CHARS + 1];
	int rc = mg_bilan_states(&quarter->book, quarter->periode, today, &cli->arena, &states, err);

	if (rc < 0 || mg_date_compare(states.deadline, today) < 0)
		return rc;
	for (size_t i = 0; i < states.n; i++)
		if (states.items[i].expected && !states.items[i].sent)
			mg_buf_printf(&names, "%s%s", names.len ? ", " : "", states.items[i].acteur);
	mg_date_format(states.deadline, day);
	if (names.len)
		mg_warn(_("bilans of %s are due until %s: closed before, it takes none of %s until it is reopened"),
			quarter->periode, day, mg_buf_text(&names));
	mg_buf_clear(&names);
	return 0;
}

static int close_quarter(struct mg_cli *cli, const struct mg_args *args, const struct quarter *quarter,
			 struct mg_error *err)
{
	const struct mg_book_record *latest;
	const char *const *frontier = NULL;
	struct mg_bilan_made made;
	struct mg_path path;
	size_t n = 0, versions;
	int rc = read_frontier(cli, &frontier, &n, err);

	if (rc == 0)
		rc = mg_bilan_close(&quarter->book, quarter->periode, frontier, n, &cli->arena, &made, err);
	if (rc == MG_ENOTFOUND || rc == MG_ECONFLICT)
		return mg_error_hint(err, _("bring the bilans together: maillage consolidate %s"), quarter->periode);
	if (rc < 0)
		return rc;
	latest = mg_book_of_period(&quarter->book, "consolidation", quarter->periode, &versions);
	rc = mg_path_parse(cli->types, latest[versions - 1].path, &path, err);
	if (rc == 0)
		rc = mg_signing_check(cli, &path, MG_ACT_CLOSE, err);
	if (rc == 0)
		rc = tell_shut_out(cli, quarter, err);
	if (rc == 0)
		rc = record_closure(cli, args, &made, err);
	if (rc == 0)
		mg_say(cli, _("The quarter %s is closed: its figures do not change any more"), quarter->periode);
	return rc;
}

static int run_close(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct quarter quarter = {0};
	int rc = open_quarter(cli, args->words[0], &quarter, err);

	if (rc == 0)
		rc = close_quarter(cli, args, &quarter, err);
	mg_book_clear(&quarter.book);
	return rc;
}

static const struct mg_option close_options[] = {
	[CLOSE_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	[CLOSE_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_close = {
	.name = "close",
	.purpose = N_("signs the consolidation of a quarter and closes it (DD)"),
	.synopsis = N_("PERIOD [--passphrase-file FILE] [-m REASON]"),
	.details = N_(
		"Sets `statut: close` and the commits it had in front of it in the consolidation, and signs it. One\n"
		"that is signed already gets a version that says so. Nobody then changes a figure of the quarter; a\n"
		"bilan that comes in all the same is kept, and `maillage table bilans PERIOD` tells it."),
	.example = "maillage close 2018-T1",
	.options = close_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_close,
};

// ---- reopen

enum { REOPEN_REASON };

static int reopen_quarter(struct mg_cli *cli, const struct quarter *quarter, const char *reason, struct mg_error *err)
{
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_bilan_made made;
	int rc = mg_bilan_reopen(&quarter->book, quarter->periode, reason, &cli->arena, &made, err);

	if (rc == 0)
		rc = mg_bilans_record(cli, &made, reason, err);
	if (rc != 0)
		return rc;
	mg_path_print(made.path.text, printed);
	printf("%s\n", printed);
	mg_say(cli, _("Partners write in it again after the next sync; then: maillage consolidate %s, and close it"),
	       quarter->periode);
	return 0;
}

static int run_reopen(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *reason = args->values[REOPEN_REASON];
	struct quarter quarter = {0};
	int rc;

	if (!reason || !*reason)
		return mg_fail(err, MG_EUSAGE, _("a quarter is opened again with a reason: -m REASON"));
	rc = open_quarter(cli, args->words[0], &quarter, err);
	if (rc == 0)
		rc = reopen_quarter(cli, &quarter, reason, err);
	mg_book_clear(&quarter.book);
	return rc;
}

static const struct mg_option reopen_options[] = {
	[REOPEN_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_reopen = {
	.name = "reopen",
	.purpose = N_("opens a closed quarter again (DD)"),
	.synopsis = N_("PERIOD -m REASON"),
	.details = N_(
		"Makes the next version of its consolidation, which says why; what was signed stays beside it. Then\n"
		"`maillage consolidate PERIOD` and `maillage close PERIOD`. Prints its path."),
	.example = "maillage reopen 2018-T1 -m \"bilan de la mairie arrivé après la clôture\"",
	.options = reopen_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_reopen,
};
