// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/say.h"
#include "core/trust/verify.h"

#include <time.h>
#include <unistd.h>

// ---- verify

static void progress(void *context, size_t done, size_t total)
{
	(void)context;
	fprintf(stderr, "\r%zu / %zu", done, total);
	fflush(stderr);
}

static void show(struct mg_cli *cli, const struct mg_verify_report *report, double seconds)
{
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct mg_verify_finding *finding = &report->findings[i];
		char hex[MG_ID_HEX];

		if (!mg_id_is_zero(&finding->commit))
			printf("%s  ", mg_id_format(&finding->commit, hex));
		mg_put_text(stdout, finding->path ? finding->path : "", 0);
		printf("%s%s: ", finding->path && *finding->path ? "  " : "", finding->code);
		mg_put_text(stdout, finding->message, 0);
		putchar('\n');
	}
	if (cli->quiet)
		return;
	printf(_("Checked in %.1f s: commits %zu, signatures of documents %zu, keys %zu. "), seconds, report->commits,
	       report->documents, report->keys);
	if (report->n_findings)
		printf(P_("%zu is not to be trusted.\n", "%zu are not to be trusted.\n", report->n_findings),
		       report->n_findings);
	else
		puts(_("All is well."));
}

static void show_json(const struct mg_verify_report *report)
{
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '{');
	mg_json_pair_int(&json, "commits", (int64_t)report->commits);
	mg_json_pair_int(&json, "documents", (int64_t)report->documents);
	mg_json_pair_int(&json, "keys", (int64_t)report->keys);
	mg_json_key(&json, "verdicts");
	mg_json_open(&json, '[');
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct mg_verify_finding *finding = &report->findings[i];

		mg_json_open(&json, '{');
		if (!mg_id_is_zero(&finding->commit)) {
			mg_json_key(&json, "commit");
			mg_json_id(&json, &finding->commit);
		}
		if (finding->path && *finding->path)
			mg_json_pair(&json, "path", finding->path);
		mg_json_pair(&json, "code", finding->code);
		mg_json_pair(&json, "message", finding->message);
		mg_json_close(&json, '{');
	}
	mg_json_close(&json, '[');
	mg_json_key(&json, "ok");
	mg_json_bool(&json, report->n_findings == 0);
	mg_json_close(&json, '{');
	mg_json_end(&json);
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const bool watched = isatty(STDERR_FILENO) && !cli->quiet;
	struct mg_verify_report report = {0};
	struct timespec start;
	int rc;

	(void)args;
	clock_gettime(CLOCK_MONOTONIC, &start);
	rc = mg_verify(cli->copy, watched ? progress : NULL, NULL, &cli->arena, &report, err);
	if (watched)
		fputs("\r                        \r", stderr);
	if (rc < 0)
		return rc;
	if (cli->json)
		show_json(&report);
	else
		show(cli, &report, seconds_since(&start));
	if (report.damaged) {
		(void)mg_repo_hint_damage(err);
		fputs("→ ", stderr);
		mg_put_text(stderr, err->hint, 0);
		fputc('\n', stderr);
	}
	return report.n_findings ? MG_EXIT_TRUST : 0;
}

const struct mg_command mg_cmd_verify = {
	.name = "verify",
	.purpose = N_("checks every commit and signature again, from the first"),
	.synopsis = "",
	.details = N_("Believes nothing but the commits themselves: judges each one anew, recomputes what main shows, "
		      "checks\n"
		      "every signed document."),
	.example = "maillage verify",
	.flags = MG_NEEDS_COPY | MG_HAS_JSON | MG_CAN_TRUST,
	.run = run,
};

// ---- allowed-signers

static int run_signers(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	struct mg_buf text = {0};
	int rc = mg_allowed_signers(cli->copy, &text, err);

	(void)args;
	if (rc == 0 && cli->json) {
		mg_json_open(&json, '{');
		mg_json_key(&json, "allowed_signers");
		mg_json_slice(&json, mg_buf_slice(&text));
		mg_json_close(&json, '{');
		mg_json_end(&json);
	} else if (rc == 0) {
		fwrite(mg_buf_text(&text), 1, text.len, stdout);
	}
	mg_buf_clear(&text);
	return rc;
}

const struct mg_command mg_cmd_allowed_signers = {
	.name = "allowed-signers",
	.purpose = N_("prints who may sign what, as stock git and ssh-keygen read it"),
	.synopsis = "",
	.details = N_(
		"With this file anybody checks the coopérative without Maillage: git verify-commit checks the lines,\n"
		"ssh-keygen -Y verify the signed records."),
	.example = "maillage allowed-signers > signers\n"
		   "  git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=signers verify-commit COMMIT",
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run_signers,
};

// ---- reindex

static int run_reindex(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	int rc = mg_copy_reindex(cli->copy, err);

	(void)args;
	if (rc == 0)
		mg_say(cli, _("the index was made again from the lines"));
	return rc;
}

const struct mg_command mg_cmd_reindex = {
	.name = "reindex",
	.purpose = N_("makes the index again from the lines"),
	.synopsis = "",
	.details =
		N_("The index, .git/maillage/index.db, only answers questions faster. It can always be thrown away."),
	.example = "maillage reindex",
	.flags = MG_NEEDS_COPY,
	.run = run_reindex,
};
