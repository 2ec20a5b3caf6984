// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/history.h"
#include "cli/json.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/when.h"

#define SHOWN_CHARS 48

enum { LOG_SINCE, LOG_UNTIL, LOG_BY };

struct logging {
	struct mg_cli *cli;
	struct mg_histories histories;
	struct mg_json json;
	struct mg_id last; // the commit whose changes are being printed
	size_t count;
	bool concurrent_seen;
};

// ---- people

static void put_header(struct logging *logging, const struct mg_index_change *change)
{
	const char *holder = mg_history_holder(logging->cli, &logging->histories, change->key);
	char when[MG_WHEN_BYTES], hex[MG_ID_HEX];

	printf("%s%s  %s", logging->count ? "\n" : "", mg_when_format(change->stamp_ms, when), change->actor);
	if (*holder) {
		fputs(" (", stdout);
		mg_put_text(stdout, holder, 60);
		putchar(')');
	}
	printf("  %.12s\n", mg_id_format(&change->commit, hex));
	if (change->reason && *change->reason) {
		fputs("  « ", stdout);
		mg_put_lines(stdout, mg_slice_of(change->reason), 4);
		fputs(" »\n", stdout);
	}
}

static void put_place(const char *place)
{
	mg_put_text(stdout, place, 0);
	fputs(*place ? ": " : "", stdout);
}

static void put_write(const struct mg_write *write)
{
	switch (write->op) {
	case MG_PUT:
	case MG_KEEP:
		put_place(write->place);
		if (write->old) {
			mg_put_canon(stdout, write->old, SHOWN_CHARS);
			fputs(" → ", stdout);
		}
		mg_put_canon(stdout, write->value, SHOWN_CHARS);
		break;
	case MG_DROP:
		put_place(write->place);
		fputs(_("removed"), stdout);
		if (write->old) {
			fputs(_(", was "), stdout);
			mg_put_canon(stdout, write->old, SHOWN_CHARS);
		}
		break;
	case MG_IN:
		fputs("+ ", stdout);
		mg_put_text(stdout, write->place, 0);
		break;
	case MG_OUT:
		fputs("− ", stdout);
		mg_put_text(stdout, write->place, 0);
		break;
	case MG_EXISTS_MAP:
	case MG_EXISTS_LIST:
		fputs(_("created"), stdout);
		break;
	}
}

// A group or list that appears is told by what is in it; the record itself is worth a line.
static bool is_silent(const struct mg_write *write)
{
	return *write->place && (write->op == MG_EXISTS_MAP || write->op == MG_EXISTS_LIST);
}

static void put_change(struct logging *logging, const struct mg_index_change *change, bool concurrent)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	if (!mg_id_equal(&logging->last, &change->commit))
		put_header(logging, change);
	logging->last = change->commit;
	if (is_silent(&change->write))
		return;
	mg_path_print(change->path, printed);
	printf("    %s  ", printed);
	put_write(&change->write);
	puts(concurrent ? " *" : "");
	logging->concurrent_seen |= concurrent;
}

// ---- programs

// What stood there and what stands there, of a write that may be about being in or out of a set.
static void put_values_json(struct mg_json *json, const struct mg_write *write)
{
	const char *exists = write->op == MG_EXISTS_MAP ? "{}" : write->op == MG_EXISTS_LIST ? "[]" : NULL;

	mg_json_key(json, "old");
	mg_json_canon(json, write->op == MG_OUT && !write->old ? write->value : write->old);
	mg_json_key(json, "new");
	mg_json_canon(json, exists ? exists : write->op == MG_OUT || write->op == MG_DROP ? NULL : write->value);
}

static void put_json(struct logging *logging, const struct mg_index_change *change, bool concurrent)
{
	struct mg_json *json = &logging->json;

	mg_json_open(json, '{');
	mg_json_key(json, "commit");
	mg_json_id(json, &change->commit);
	mg_json_pair_record(json, "record", change->path);
	mg_json_pair(json, "field", change->write.place);
	put_values_json(json, &change->write);
	mg_json_pair(json, "actor", change->actor);
	mg_json_pair(json, "key", change->key);
	mg_json_pair(json, "name", mg_history_holder(logging->cli, &logging->histories, change->key));
	mg_json_key(json, "time");
	mg_json_time(json, change->stamp_ms);
	mg_json_pair(json, "reason", change->reason ? change->reason : "");
	mg_json_key(json, "concurrent");
	mg_json_bool(json, concurrent);
	mg_json_close(json, '{');
}

static int visit(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct logging *logging = context;
	bool concurrent, left_out;
	int rc = mg_history_is_left_out(logging->cli, &logging->histories, change, &left_out, err);

	if (rc < 0 || left_out)
		return rc;
	rc = mg_history_is_concurrent(logging->cli, &logging->histories, change, &concurrent, err);
	if (rc < 0)
		return rc;
	if (logging->cli->json && !logging->count)
		mg_json_open(&logging->json, '[');
	if (logging->cli->json)
		put_json(logging, change, concurrent);
	else
		put_change(logging, change, concurrent);
	logging->count++;
	return 0;
}

// ---- the question

static bool has_history(struct mg_cli *cli, const char *path)
{
	const char **paths;
	struct mg_error err;
	size_t n;

	return mg_index_paths(mg_copy_store(cli->copy)->index, path, &cli->arena, &paths, &n, &err) == 0 && n;
}

// RECORD or RECORD:FIELD; a record that was removed has a history too.
static int read_word(struct mg_cli *cli, const char *word, struct mg_index_query *query, struct mg_error *err)
{
	const char *colon = strchr(word, ':');
	const char *typed = mg_arena_copy(&cli->arena, word, colon ? (size_t)(colon - word) : strlen(word));
	char text[MG_MAX_PATH_BYTES + 1];
	struct mg_path path;
	int rc = typed ? mg_typed_path(cli, typed, text, err) : mg_cli_no_memory(err);

	if (rc < 0)
		return rc;
	if (!has_history(cli, text)) {
		rc = mg_typed_record(cli, typed, &path, err);
		return rc < 0 ? rc : mg_fail(err, MG_ENOTFOUND, _("%s is not recorded yet"), typed);
	}
	query->path = mg_arena_strdup(&cli->arena, text);
	if (!query->path)
		return mg_cli_no_memory(err);
	return colon && colon[1] ? mg_typed_place_form(cli, colon + 1, &query->place, err) : 0;
}

// A field without a change may be mistyped; of one that has some, nobody needs to read the schema.
static int check_place(struct mg_cli *cli, const struct mg_index_query *query, struct mg_error *err)
{
	struct mg_path path;
	const char *place;
	int rc = mg_path_parse(cli->types, query->path, &path, err);

	return rc == 0 && path.type ? mg_typed_place(cli, path.type, query->place, &place, err) : rc;
}

static int read_query(struct mg_cli *cli, const struct mg_args *args, struct mg_index_query *query,
		      struct mg_error *err)
{
	int rc = args->n ? read_word(cli, args->words[0], query, err) : 0;

	query->actor = args->values[LOG_BY];
	if (rc == 0)
		rc = mg_when_parse_span(args->values[LOG_SINCE], args->values[LOG_UNTIL], &query->since_ms,
					&query->until_ms, err);
	return rc;
}

// Nothing found may be a mistyped actor.
static void tell_nothing(struct mg_cli *cli, const char *actor)
{
	const char *path = actor ? mg_arena_printf(&cli->arena, "acteurs/%s", actor) : NULL, *nearest;
	char whole[MG_MAX_PATH_BYTES + 1];

	mg_say(cli, _("no change"));
	if (!path || mg_path_normalise(path, whole, NULL) < 0 || mg_typed_exists(cli, whole))
		return;
	nearest = mg_typed_nearest(cli, path);
	mg_say(cli, _("there is no actor %s"), actor);
	if (nearest && strncmp(nearest, "acteurs/", strlen("acteurs/")) == 0)
		mg_say(cli, _("→ did you mean %s?"), nearest + strlen("acteurs/"));
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct logging logging = {.cli = cli, .json = {.out = stdout}};
	struct mg_index_query query = {0};
	int rc = read_query(cli, args, &query, err);

	if (rc == 0)
		rc = mg_index_log(mg_copy_store(cli->copy)->index, &query, visit, &logging, err);
	if (rc == 0 && query.place && !logging.count)
		rc = check_place(cli, &query, err);
	if (cli->json && (rc == 0 || logging.count)) {
		if (!logging.count)
			mg_json_open(&logging.json, '[');
		mg_json_close(&logging.json, '[');
		mg_json_end(&logging.json);
	}
	if (rc == 0 && !logging.count)
		tell_nothing(cli, query.actor);
	if (rc == 0 && logging.concurrent_seen)
		mg_say(cli, _("* while somebody else, without seeing it, changed the same"));
	return rc;
}

static const struct mg_option options[] = {
	[LOG_SINCE] = {0, "since", N_("DAY"), N_("from that day on: 2018-01-31")},
	[LOG_UNTIL] = {0, "until", N_("DAY"), N_("up to that day, which counts")},
	[LOG_BY] = {0, "by", N_("ACTOR"), N_("only what this actor changed")},
	{0},
};

const struct mg_command mg_cmd_log = {
	.name = "log",
	.purpose = N_("tells who changed what, when and why, newest first"),
	.synopsis = N_("[RECORD[:FIELD]] [--since DAY] [--until DAY] [--by ACTOR]"),
	.details =
		N_("Of all records, of one, or of one field and what is in it. Times are local; with --json in UTC."),
	.example = "maillage log actions/maraudes-7k2m:calendrier_previsionnel --since 2018-01-01",
	.options = options,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run,
};
