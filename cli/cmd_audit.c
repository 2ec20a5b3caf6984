// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/say.h"
#include "cli/when.h"
#include "core/audit/audit.h"
#include "schema/record/path.h"

#define SHOWN_CHARS 60
#define NAME_CHARS  30

enum { AUDIT_SINCE, AUDIT_UNTIL };

// ---- the list of questions

static int list_questions(struct mg_cli *cli)
{
	struct mg_json json = {.out = stdout};

	if (cli->json)
		mg_json_open(&json, '[');
	for (size_t i = 0; i < mg_audit_questions_count; i++) {
		const struct mg_audit_question *question = &mg_audit_questions[i];

		if (cli->json) {
			mg_json_open(&json, '{');
			mg_json_pair(&json, "question", question->name);
			mg_json_pair(&json, "meaning", mg_cli_text(question->meaning));
			mg_json_close(&json, '{');
			continue;
		}
		mg_put_blanks(stdout, NAME_CHARS - mg_put_text(stdout, question->name, 0));
		puts(mg_cli_text(question->meaning));
	}
	if (cli->json) {
		mg_json_close(&json, '[');
		mg_json_end(&json);
	}
	return 0;
}

// ---- people

static void put_who(const struct mg_audit_answer *answer)
{
	char when[MG_WHEN_BYTES];

	printf("%s  %s", mg_when_format(answer->time_ms, when), *answer->actor ? answer->actor : "–");
	if (*answer->person) {
		fputs(" (", stdout);
		mg_put_text(stdout, answer->person, SHOWN_CHARS);
		putchar(')');
	}
	if (*answer->key)
		printf("  %s", answer->key);
	printf("  %.12s\n", answer->commit);
}

static void put_what(const struct mg_audit_answer *answer)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(answer->record, printed);
	fputs("    ", stdout);
	mg_put_text(stdout, printed, 0);
	if (*answer->field) {
		fputs("  ", stdout);
		mg_put_text(stdout, answer->field, 0);
	}
	if (answer->old || answer->new) {
		fputs(": ", stdout);
		mg_put_canon(stdout, answer->old, SHOWN_CHARS);
		fputs(" → ", stdout);
		mg_put_canon(stdout, answer->new, SHOWN_CHARS);
	}
	putchar('\n');
}

static bool is_same_commit(const struct mg_audit_answer *a, const struct mg_audit_answer *b)
{
	return strcmp(a->commit, b->commit) == 0 && strcmp(a->key, b->key) == 0 && strcmp(a->actor, b->actor) == 0 &&
	       a->time_ms == b->time_ms && strcmp(a->reason, b->reason) == 0;
}

// Who and when, and the author's reason: once for all that one commit did.
static void put_commit(const struct mg_audit_answer *answer)
{
	put_who(answer);
	if (*answer->reason) {
		fputs("  « ", stdout);
		mg_put_lines(stdout, mg_slice_of(answer->reason), 4);
		fputs(" »\n", stdout);
	}
}

// What was done, and why it is an answer: once for all of which that is so.
static void put_answer(const struct mg_audit_answer *answer, const struct mg_audit_answer *before,
		       const struct mg_audit_answer *after)
{
	if (!before || !is_same_commit(before, answer)) {
		if (before)
			putchar('\n');
		put_commit(answer);
	}
	if (*answer->record)
		put_what(answer);
	if (after && is_same_commit(answer, after) && strcmp(answer->why, after->why) == 0)
		return;
	fputs("    → ", stdout);
	mg_put_text(stdout, answer->why, 0);
	putchar('\n');
}

// ---- programs

static void put_json(struct mg_json *json, const struct mg_audit_answer *answer)
{
	mg_json_open(json, '{');
	mg_json_pair_record(json, "record", answer->record);
	mg_json_pair(json, "field", answer->field);
	mg_json_key(json, "old");
	mg_json_canon(json, answer->old);
	mg_json_key(json, "new");
	mg_json_canon(json, answer->new);
	mg_json_pair(json, "actor", answer->actor);
	mg_json_pair(json, "person", answer->person);
	mg_json_pair(json, "key", answer->key);
	mg_json_key(json, "time");
	mg_json_time(json, answer->time_ms);
	mg_json_pair(json, "reason", answer->reason);
	mg_json_pair(json, "commit", answer->commit);
	mg_json_pair(json, "code", answer->code);
	mg_json_pair(json, "why", answer->why);
	mg_json_close(json, '{');
}

// ---- the question

static void show(const struct mg_cli *cli, const struct mg_audit_answers *answers)
{
	struct mg_json json = {.out = stdout};

	if (cli->json)
		mg_json_open(&json, '[');
	for (size_t i = 0; i < answers->n; i++) {
		if (cli->json)
			put_json(&json, &answers->items[i]);
		else
			put_answer(&answers->items[i], i ? &answers->items[i - 1] : NULL,
				   i + 1 < answers->n ? &answers->items[i + 1] : NULL);
	}
	if (cli->json) {
		mg_json_close(&json, '[');
		mg_json_end(&json);
	}
	if (!answers->n)
		mg_say(cli, "%s", answers->note ? mg_cli_text(answers->note) : _("nothing of that kind"));
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_audit_question *question = NULL;
	struct mg_audit_answers answers;
	int64_t since_ms, until_ms;
	int rc = mg_when_parse_span(args->values[AUDIT_SINCE], args->values[AUDIT_UNTIL], &since_ms, &until_ms, err);

	if (rc == 0 && args->n)
		rc = mg_audit_find(args->words[0], &question, err);
	if (rc < 0)
		return rc;
	if (!question)
		return list_questions(cli);
	rc = mg_cli_need(cli, MG_NEEDS_COPY, err);
	if (rc == 0)
		rc = mg_audit_ask(cli->copy, question, since_ms, until_ms, &cli->arena, &answers, err);
	if (rc == 0)
		show(cli, &answers);
	return rc;
}

static const struct mg_option options[] = {
	[AUDIT_SINCE] = {0, "since", N_("DAY"), N_("from that day on: 2018-01-31")},
	[AUDIT_UNTIL] = {0, "until", N_("DAY"), N_("up to that day, which counts")},
	{0},
};

const struct mg_command mg_cmd_audit = {
	.name = "audit",
	.purpose = N_("answers an auditor's questions: what, by whom, when, why, in which commit"),
	.synopsis = N_("[QUESTION] [--since DAY] [--until DAY]"),
	.details =
		N_("Without a question, lists them with what each means. Answers are newest first; finding some is no "
		   "failure."),
	.example = "maillage audit cible-abaissee --since 2018-01-01",
	.options = options,
	.max_words = 1,
	.flags = MG_HAS_JSON,
	.run = run,
};
