// SPDX-License-Identifier: EUPL-1.2
#include "core/audit/audit_impl.h"

#include "base/i18n.h"
#include "base/text.h"
#include "core/copy/copy_book.h"
#include "schema/value/paris.h"

#include <stdlib.h>

const struct mg_audit_question mg_audit_questions[] = {
	{.name = "apres-transmission",
	 .meaning = N_("what changed of a report's figures once it had been submitted, corrections included"),
	 .types = {"*"},
	 .reads = MG_AUDIT_SIGNATURES | MG_AUDIT_UNREAD | MG_AUDIT_CORRECTED,
	 .ask = mg_audit_after_submission},
	{.name = "apres-cloture",
	 .meaning =
		 N_("what changed of a quarter once it had been closed: beside the closure, or since it was reopened"),
	 .ask = mg_audit_after_closure},
	{.name = "cible-abaissee",
	 .meaning = N_("targets made easier to reach once results were known"),
	 .types = {"indicateur"},
	 .ask = mg_audit_lowered_targets},
	{.name = "retroactif",
	 .meaning = N_("dates that say something was done long before it was recorded, or after"),
	 .ask = mg_audit_backdated},
	{.name = "sans-motif",
	 .meaning = N_("values that were replaced or removed without a reason"),
	 .ask = mg_audit_unexplained},
	{.name = "sans-avenant",
	 .meaning = N_("what a signed convention lays down of its actions, changed without an avenant"),
	 .types = {"convention", "avenant", "renouvellement", "resiliation", "signature_externe", "action",
		   "cooperative"},
	 .reads = MG_AUDIT_SIGNATURES,
	 .ask = mg_audit_without_amendment},
	{.name = "signe-par",
	 .meaning = N_("who signed what, when, with which key"),
	 .types = {"*"},
	 .reads = MG_AUDIT_SIGNATURES | MG_AUDIT_UNREAD,
	 .ask = mg_audit_signatures},
	{.name = "conflits",
	 .meaning = N_("two values written side by side: between whom, and how it was decided, by whom and why"),
	 .ask = mg_audit_conflicts},
	{.name = "cles-revoquees",
	 .meaning = N_("keys that were revoked, and what was still signed with them"),
	 .types = {"*"},
	 .reads = MG_AUDIT_SIGNATURES | MG_AUDIT_UNREAD,
	 .ask = mg_audit_revoked_keys},
	{.name = "indicateurs-apres-demarrage",
	 .meaning = N_("indicators added, removed or redefined after the programme had started"),
	 .types = {"cooperative"},
	 .ask = mg_audit_late_indicators},
	{.name = "sans-droit",
	 .meaning = N_("attempts at what their author had no right to: the commits this copy refused"),
	 .ask = mg_audit_refusals},
	{.name = "octets-signes",
	 .meaning = N_("signed files whose bytes are no longer those that were signed"),
	 .types = {"*"},
	 .reads = MG_AUDIT_SIGNATURES | MG_AUDIT_UNREAD | MG_AUDIT_FOLDER,
	 .ask = mg_audit_signed_bytes},
};

const size_t mg_audit_questions_count = sizeof mg_audit_questions / sizeof *mg_audit_questions;

int mg_audit_find(const char *name, const struct mg_audit_question **question, struct mg_error *err)
{
	const char *names[sizeof mg_audit_questions / sizeof *mg_audit_questions], *nearest;

	for (size_t i = 0; i < mg_audit_questions_count; i++) {
		*question = &mg_audit_questions[i];
		names[i] = mg_audit_questions[i].name;
		if (strcmp(names[i], name) == 0)
			return 0;
	}
	*question = NULL;
	mg_fail(err, MG_EUSAGE, _("there is no audit question %s"), name);
	nearest = mg_nearest(name, names, mg_audit_questions_count);
	return nearest ? mg_error_hint(err, _("did you mean %s?"), nearest)
		       : mg_error_hint(err, _("`maillage audit` lists them"));
}

// ---- answers

static bool is_asked(const struct mg_auditing *a, int64_t time_ms)
{
	return (!a->since_ms || time_ms >= a->since_ms) && (!a->until_ms || time_ms < a->until_ms);
}

static const char *holder_of(const struct mg_auditing *a, const char *key)
{
	const struct mg_book_record *cle = *key ? mg_book_find(a->book, "cle", mg_slice_of(key)) : NULL;
	struct mg_slice name = mg_node_string(cle ? mg_node_get(cle->root, "titulaire") : NULL);

	return name.len ? mg_arena_copy(a->arena, name.data, name.len) : "";
}

// NULL only when there is no memory, or for a text that may be NULL.
static const char *kept(struct mg_auditing *a, const char *text, const char *otherwise)
{
	return text && *text ? mg_arena_strdup(a->arena, text) : otherwise;
}

int mg_audit_add(struct mg_auditing *a, const struct mg_audit_answer *answer)
{
	struct mg_audit_answers *out = a->out;
	struct mg_audit_answer *grown, *kept_answer;

	if (!is_asked(a, answer->time_ms))
		return 0;
	grown = mg_arena_grow(a->arena, out->items, out->n, &a->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(a->err);
	out->items = grown;
	kept_answer = &grown[out->n];
	*kept_answer = (struct mg_audit_answer){.record = kept(a, answer->record, ""),
						.field = kept(a, answer->field, ""),
						.old = kept(a, answer->old, NULL),
						.new = kept(a, answer->new, NULL),
						.actor = kept(a, answer->actor, ""),
						.key = kept(a, answer->key, ""),
						.time_ms = answer->time_ms,
						.reason = kept(a, answer->reason, ""),
						.commit = kept(a, answer->commit, ""),
						.code = kept(a, answer->code, ""),
						.why = kept(a, answer->why, "")};
	kept_answer->person =
		answer->person ? kept(a, answer->person, "") : holder_of(a, kept_answer->key ? kept_answer->key : "");
	out->n++;
	return kept_answer->record && kept_answer->field && kept_answer->actor && kept_answer->key &&
			       kept_answer->reason && kept_answer->commit && kept_answer->code && kept_answer->why &&
			       kept_answer->person
		       ? 0
		       : mg_fail_memory(a->err);
}

const char *mg_audit_old(const struct mg_write *write)
{
	return write->op == MG_OUT && !write->old ? write->value : write->old;
}

const char *mg_audit_new(const struct mg_write *write)
{
	switch (write->op) {
	case MG_EXISTS_MAP:
		return "{}";
	case MG_EXISTS_LIST:
		return "[]";
	case MG_DROP:
	case MG_OUT:
		return NULL;
	case MG_PUT:
	case MG_IN:
	case MG_KEEP:
		break;
	}
	return write->value;
}

bool mg_audit_is_blank(const char *canon)
{
	return !canon || strcmp(canon, "\"\"") == 0;
}

int mg_audit_add_change(struct mg_auditing *a, const struct mg_index_change *change, const char *code, const char *why)
{
	char hex[MG_ID_HEX];

	return mg_audit_add(a, &(struct mg_audit_answer){.record = change->path,
							 .field = change->write.place,
							 .old = mg_audit_old(&change->write),
							 .new = mg_audit_new(&change->write),
							 .actor = change->actor,
							 .key = change->key,
							 .time_ms = change->stamp_ms,
							 .reason = change->reason,
							 .commit = mg_id_format(&change->commit, hex),
							 .code = code,
							 .why = why});
}

int mg_audit_of_commit(struct mg_auditing *a, mg_position position, struct mg_audit_answer *answer)
{
	struct mg_index_commit commit;
	char hex[MG_ID_HEX];
	int code = mg_index_commit(a->index, position, &commit, a->err);

	if (!code)
		code = mg_index_reason(a->index, position, a->arena, &answer->reason, a->err);
	if (code)
		return code;
	answer->actor = mg_arena_strdup(a->arena, commit.actor);
	answer->key = mg_arena_strdup(a->arena, commit.key);
	answer->commit = mg_arena_strdup(a->arena, mg_id_format(&commit.id, hex));
	answer->time_ms = commit.stamp_ms;
	return answer->actor && answer->key && answer->commit ? 0 : mg_fail_memory(a->err);
}

// ---- reading

int mg_audit_counts(struct mg_auditing *a, mg_position position, bool *counts)
{
	struct mg_index_commit commit;
	int code;

	*counts = true;
	if (!a->history->n_cuts)
		return 0;
	code = mg_index_commit(a->index, position, &commit, a->err);
	*counts = !code && !mg_history_leaves_out(a->history, &commit);
	return code;
}

struct filter {
	struct mg_auditing *a;
	mg_index_visit visit;
	void *context;
};

static int visit_counting(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct filter *filter = context;
	bool counts;
	int code = mg_audit_counts(filter->a, change->position, &counts);

	return code || !counts ? code : filter->visit(filter->context, change, err);
}

int mg_audit_log(struct mg_auditing *a, const struct mg_index_query *query, mg_index_visit visit, void *context)
{
	struct filter filter = {a, visit, context};

	return mg_index_log(a->index, query, visit_counting, &filter, a->err);
}

mg_position mg_audit_position(struct mg_auditing *a, const char *commit)
{
	mg_position position;
	struct mg_error lost;
	struct mg_id id;

	return mg_id_parse(commit, &id) && mg_index_find(a->index, &id, &position, &lost) == 0 ? position : 0;
}

bool mg_audit_had(struct mg_auditing *a, mg_position later, mg_position earlier)
{
	return later == earlier || mg_index_saw(a->index, later, earlier);
}

const char *mg_audit_day(int64_t ms, char out[MG_DATE_CHARS + 1])
{
	mg_date_format(mg_paris_date(ms), out);
	return out;
}

// ---- asking

static int newest_first(const void *a, const void *b)
{
	const struct mg_audit_answer *x = a, *y = b;
	int order = (x->time_ms < y->time_ms) - (x->time_ms > y->time_ms);

	if (!order)
		order = strcmp(x->record, y->record);
	if (!order)
		order = strcmp(x->field, y->field);
	return order ? order : strcmp(x->commit, y->commit);
}

// The types of the records to read; of "*" all that somebody signs.
static size_t list_types(const struct mg_types *types, const struct mg_audit_question *question, const char **out)
{
	size_t n = 0;

	if (question->types[0] && strcmp(question->types[0], "*") == 0) {
		for (size_t i = 0; i < mg_types_count(types); i++)
			if (mg_types_at(types, i)->opener)
				out[n++] = mg_types_at(types, i)->name;
		return n;
	}
	for (size_t i = 0; question->types[i]; i++)
		out[n++] = question->types[i];
	return n;
}

static int open_books(struct mg_copy *copy, const struct mg_audit_question *question, struct mg_book *book,
		      struct mg_book *folder, struct mg_arena *arena, struct mg_error *err)
{
	const struct mg_types *types = mg_copy_store(copy)->types;
	const char **names = mg_arena_array(arena, mg_types_count(types) + 9, sizeof *names);
	struct mg_book_wanted wanted = {.source = MG_BOOK_RECORDED, .types = names};
	size_t n;
	int code;

	if (!names)
		return mg_fail_memory(err);
	names[0] = "cle";
	n = list_types(types, question, names + 1);
	wanted.more = question->reads & MG_AUDIT_SIGNATURES ? MG_BOOK_SIGNATURES : 0;
	wanted.n_types = question->reads & MG_AUDIT_UNREAD ? 1 : n + 1;
	if (question->reads & MG_AUDIT_UNREAD) {
		wanted.unread = names + 1;
		wanted.n_unread = n;
		wanted.corrected = question->reads & MG_AUDIT_CORRECTED;
	}
	code = mg_copy_book_wanted(copy, &wanted, book, NULL, err);
	if (!code && question->reads & MG_AUDIT_FOLDER) {
		mg_book_clear(folder);
		wanted.source = MG_BOOK_FOLDER;
		code = mg_copy_book_wanted(copy, &wanted, folder, NULL, err);
	}
	return code;
}

int mg_audit_ask(struct mg_copy *copy, const struct mg_audit_question *question, int64_t since_ms, int64_t until_ms,
		 struct mg_arena *arena, struct mg_audit_answers *out, struct mg_error *err)
{
	struct mg_store *store = mg_copy_store(copy);
	struct mg_history history;
	struct mg_book book, folder;
	struct mg_auditing a = {.store = store,
				.index = store->index,
				.history = &history,
				.book = &book,
				.folder = &folder,
				.since_ms = since_ms,
				.until_ms = until_ms,
				.arena = arena,
				.out = out,
				.err = err};
	int code;

	*out = (struct mg_audit_answers){0};
	mg_book_init(&folder, store->types, "");
	code = open_books(copy, question, &book, &folder, arena, err);
	if (!code)
		code = mg_copy_history(copy, arena, &history, err);
	if (!code)
		code = question->ask(&a);
	if (!code && out->n)
		qsort(out->items, out->n, sizeof *out->items, newest_first);
	mg_book_clear(&book);
	mg_book_clear(&folder);
	return code;
}
