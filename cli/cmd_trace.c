// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/label.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/when.h"
#include "core/report/trace.h"

#include <stdlib.h>

#define VALUE_COLUMNS 60

// ---- people

static void put_figure(const struct mg_trace *node)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(node->path, printed);
	printf("%s%s%s", printed, *node->place ? ":" : "", node->place);
	if (node->value) {
		fputs(" = ", stdout);
		mg_put_canon(stdout, node->value, VALUE_COLUMNS);
	}
	if (node->type)
		printf(" · %s", mg_label_type(node->type));
	putchar('\n');
}

// Who a key is: an actor, and the person who holds it.
static void put_who(const char *actor, const char *holder, const char *key)
{
	mg_put_text(stdout, actor, 0);
	if (holder && *holder) {
		fputs(" (", stdout);
		mg_put_text(stdout, holder, 60);
		putchar(')');
	}
	printf(_(", key %s"), key);
}

static void put_signature(const struct mg_book_signature *signature, unsigned indent)
{
	char when[MG_WHEN_BYTES];

	mg_put_blanks(stdout, indent);
	fputs(signature->valid ? _("signed by ") : _("NOT VALID, the signature of "), stdout);
	put_who(signature->actor, signature->holder, signature->key);
	printf(", %s, commit %.12s\n", mg_when_format(signature->time_ms, when), signature->commit);
}

static void put_record(const struct mg_trace *node, unsigned indent)
{
	mg_put_blanks(stdout, indent);
	if (!node->sha256) {
		puts(_("is not there any more"));
		return;
	}
	printf("SHA-256 %s", node->sha256);
	if (node->stated)
		fputs(strcmp(node->stated, node->sha256) == 0 ? _(", as stated above")
							      : _(", which is NOT what is stated above"),
		      stdout);
	printf(", commit %.12s\n", node->commit ? node->commit : "–");
	for (size_t i = 0; i < node->n_signatures; i++)
		put_signature(&node->signatures[i], indent);
}

// What the place is in the node's: "valeur" of "chiffres[x].valeur".
static const char *inner_place(const struct mg_trace *node, const char *place)
{
	size_t n = strlen(node->place);

	if (strncmp(place, node->place, n) != 0 || !place[n])
		return place;
	return n && place[n] == '.' ? place + n + 1 : place + n;
}

// When, who, by what right and why: once for all that a commit wrote there.
static void put_commit(const struct mg_trace_write *write, unsigned indent)
{
	char when[MG_WHEN_BYTES], hex[MG_ID_HEX];

	mg_put_blanks(stdout, indent);
	printf("%s ", mg_when_format(write->stamp_ms, when));
	put_who(write->actor, write->holder, write->key);
	if (*write->right)
		printf(_(", as %s"), write->right);
	printf(", commit %.12s", mg_id_format(&write->commit, hex));
	if (*write->reason) {
		fputs(" « ", stdout);
		mg_put_text(stdout, write->reason, 0);
		fputs(" »", stdout);
	}
	putchar('\n');
}

static void put_write(const struct mg_trace *node, const struct mg_trace_write *write, unsigned indent)
{
	mg_put_blanks(stdout, indent);
	mg_put_text(stdout, inner_place(node, write->place), 0);
	fputs(*write->place ? " = " : "", stdout);
	mg_put_canon(stdout, write->op == MG_DROP || write->op == MG_OUT ? NULL : write->value, VALUE_COLUMNS);
	puts(write->stands ? "" : _(", no longer"));
}

static int compare_commits(const void *a, const void *b)
{
	const struct mg_trace_write *const *x = a, *const *y = b;
	int order = ((*x)->stamp_ms < (*y)->stamp_ms) - ((*x)->stamp_ms > (*y)->stamp_ms);

	if (!order)
		order = mg_id_compare(&(*x)->commit, &(*y)->commit);
	return order ? order : (*x > *y) - (*x < *y); // both stand in one array, by place
}

// By commit, the newest first. Without memory nothing is lost but the order.
static void put_writes(struct mg_cli *cli, const struct mg_trace *node, unsigned indent)
{
	const struct mg_trace_write **writes = mg_arena_array(&cli->arena, node->n_writes, sizeof *writes);

	for (size_t i = 0; writes && i < node->n_writes; i++)
		writes[i] = &node->writes[i];
	if (writes && node->n_writes)
		qsort(writes, node->n_writes, sizeof *writes, compare_commits);
	for (size_t i = 0; i < node->n_writes; i++) {
		const struct mg_trace_write *write = writes ? writes[i] : &node->writes[i];

		if (!i || !writes || !mg_id_equal(&write->commit, &writes[i - 1]->commit))
			put_commit(write, indent);
		put_write(node, write, indent + 4);
	}
}

static void put_node(struct mg_cli *cli, const struct mg_trace *node, unsigned indent)
{
	mg_put_blanks(stdout, indent);
	put_figure(node);
	put_record(node, indent + 4);
	put_writes(cli, node, indent + 4);
	for (size_t i = 0; i < node->n_below; i++)
		put_node(cli, node->below[i], indent + 4);
}

// ---- programs

static void signatures_json(struct mg_json *json, const struct mg_trace *node)
{
	mg_json_key(json, "signatures");
	mg_json_open(json, '[');
	for (size_t i = 0; i < node->n_signatures; i++) {
		const struct mg_book_signature *signature = &node->signatures[i];

		mg_json_open(json, '{');
		mg_json_pair(json, "actor", signature->actor);
		mg_json_pair(json, "key", signature->key);
		mg_json_pair(json, "name", signature->holder);
		mg_json_key(json, "valid");
		mg_json_bool(json, signature->valid);
		mg_json_key(json, "time");
		mg_json_time(json, signature->time_ms);
		mg_json_pair(json, "commit", signature->commit);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void write_json(struct mg_json *json, const struct mg_trace_write *write)
{
	mg_json_open(json, '{');
	mg_json_pair(json, "field", write->place);
	mg_json_key(json, "old");
	mg_json_canon(json, write->op == MG_OUT && !write->old ? write->value : write->old);
	mg_json_key(json, "new");
	mg_json_canon(json, write->op == MG_OUT || write->op == MG_DROP ? NULL : write->value);
	mg_json_pair(json, "actor", write->actor);
	mg_json_pair(json, "name", write->holder);
	mg_json_pair(json, "key", write->key);
	mg_json_key(json, "time");
	mg_json_time(json, write->stamp_ms);
	mg_json_pair(json, "right", write->right);
	mg_json_pair(json, "reason", write->reason);
	mg_json_key(json, "commit");
	mg_json_id(json, &write->commit);
	mg_json_key(json, "stands");
	mg_json_bool(json, write->stands);
	mg_json_close(json, '{');
}

static void node_json(struct mg_json *json, const struct mg_trace *node)
{
	mg_json_open(json, '{');
	mg_json_pair_record(json, "record", node->path);
	mg_json_pair(json, "field", node->place);
	mg_json_key(json, "value");
	mg_json_canon(json, node->value);
	mg_json_pair(json, "sha256", node->sha256);
	mg_json_pair(json, "stated", node->stated);
	mg_json_pair(json, "commit", node->commit);
	signatures_json(json, node);
	mg_json_key(json, "writes");
	mg_json_open(json, '[');
	for (size_t i = 0; i < node->n_writes; i++)
		write_json(json, &node->writes[i]);
	mg_json_close(json, '[');
	mg_json_key(json, "below");
	mg_json_open(json, '[');
	for (size_t i = 0; i < node->n_below; i++)
		node_json(json, node->below[i]);
	mg_json_close(json, '[');
	mg_json_close(json, '{');
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *word = args->words[0], *colon = strchr(word, ':');
	const char *typed = mg_arena_copy(&cli->arena, word, colon ? (size_t)(colon - word) : strlen(word));
	struct mg_json json = {.out = stdout};
	struct mg_trace *trace;
	struct mg_path path;
	int rc = typed ? mg_typed_file(cli, typed, &path, err) : mg_cli_no_memory(err);

	if (rc == 0 && path.kind != MG_PATH_RECORD)
		rc = mg_fail(err, MG_EUSAGE, _("%s is no record"), typed);
	if (rc == 0)
		rc = mg_trace_read(cli->copy, path.text, colon ? colon + 1 : "", &cli->arena, &trace, err);
	if (rc < 0)
		return rc;
	if (cli->json) {
		node_json(&json, trace);
		mg_json_end(&json);
	} else {
		put_node(cli, trace, 0);
	}
	return 0;
}

const struct mg_command mg_cmd_trace = {
	.name = "trace",
	.purpose = N_("walks from a figure down to who wrote it, and what it rests on"),
	.synopsis = N_("RECORD[:FIGURE]"),
	.details = N_(
		"From a consolidation's line to the bilans it rests on, their measures and observations: the digest\n"
		"and the signatures of each, and who wrote each value, for whom, with which key, when, by what right\n"
		"and why. FIGURE is a field, or the name of a line as documents print it: an indicator's id. Without\n"
		"it: the whole record, and those it rests on."),
	.example = "maillage trace bilans/2018-T1/consolidation:rencontres-7k2m",
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run,
};
