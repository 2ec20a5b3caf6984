// SPDX-License-Identifier: EUPL-1.2
//
// Values that changed in a way worth a question: targets lowered, changes without a reason.
#include "core/audit/audit_impl.h"

#include "base/i18n.h"
#include "schema/record/path.h"
#include "schema/value/number.h"

#include <stdio.h>

// ---- lowered targets

// A change of a target, kept while it is found out whether results were known.
struct lowered {
	struct mg_index_change change; // its texts are copies
	char indicateur[MG_MAX_ID_CHARS + 1];
	bool is_known, is_beside; // results, to the author; or beside him
	int64_t known_ms;
};

struct lowering {
	struct mg_auditing *a;
	struct lowered *items;
	size_t n, cap;
};

static bool is_number(const char *canon)
{
	return canon && (*canon == '-' || (*canon >= '0' && *canon <= '9'));
}

// Whether a target was made easier; one in words, or one that is gone, may have been.
static bool is_easier(const struct mg_audit_answer *of, bool less_is_better)
{
	double before, after;

	if (!is_number(of->old) || !is_number(of->new))
		return true;
	before = mg_number_parse(mg_slice_of(of->old));
	after = mg_number_parse(mg_slice_of(of->new));
	return less_is_better ? after > before : after < before;
}

static bool less_is_better(const struct mg_auditing *a, const char *indicateur)
{
	const struct mg_book_record *record = mg_book_find(a->book, "indicateur", mg_slice_of(indicateur));

	return record && mg_slice_is(mg_node_string(mg_node_get(record->root, "sens")), "baisse");
}

static const char *copy(struct mg_auditing *a, const char *text, bool *failed)
{
	const char *copied = text ? mg_arena_strdup(a->arena, text) : NULL;

	*failed |= text && !copied;
	return copied;
}

static int keep_lowered(struct lowering *l, const struct mg_index_change *change, const char *indicateur)
{
	struct lowered *grown = mg_arena_grow(l->a->arena, l->items, l->n, &l->cap, sizeof *grown), *kept;
	bool failed = !grown;

	if (failed)
		return mg_fail_memory(l->a->err);
	l->items = grown;
	kept = &grown[l->n++];
	*kept = (struct lowered){.change = *change};
	memcpy(kept->indicateur, indicateur, sizeof kept->indicateur);
	kept->change.path = copy(l->a, change->path, &failed);
	kept->change.write.place = copy(l->a, change->write.place, &failed);
	kept->change.write.value = copy(l->a, change->write.value, &failed);
	kept->change.write.old = copy(l->a, change->write.old, &failed);
	kept->change.actor = copy(l->a, change->actor, &failed);
	kept->change.key = copy(l->a, change->key, &failed);
	kept->change.reason = copy(l->a, change->reason, &failed);
	return failed ? mg_fail_memory(l->a->err) : 0;
}

static int visit_target(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct lowering *l = context;
	const struct mg_audit_answer values = {.old = mg_audit_old(&change->write),
					       .new = mg_audit_new(&change->write)};
	struct mg_path path;

	(void)err;
	if (!values.old || strcmp(change->write.place, "cible") != 0 ||
	    mg_path_parse(l->a->store->types, change->path, &path, NULL) ||
	    !is_easier(&values, less_is_better(l->a, path.parts.id)))
		return 0;
	return keep_lowered(l, change, path.parts.id);
}

// The oldest result comes last: it is the one told.
static int visit_result(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct lowering *l = context;
	struct mg_path path;

	(void)err;
	if (mg_path_parse(l->a->store->types, change->path, &path, NULL) || path.kind != MG_PATH_RECORD)
		return 0;
	for (size_t i = 0; i < l->n; i++) {
		struct lowered *lowered = &l->items[i];
		bool had, beside;

		if (strcmp(lowered->indicateur, path.parts.indicateur) != 0)
			continue;
		had = mg_audit_had(l->a, lowered->change.position, change->position);
		beside = !had && change->stamp_ms < lowered->change.stamp_ms;
		if (had || (beside && !lowered->is_known))
			lowered->known_ms = change->stamp_ms;
		lowered->is_known |= had;
		lowered->is_beside |= beside;
	}
	return 0;
}

int mg_audit_lowered_targets(struct mg_auditing *a)
{
	struct lowering l = {.a = a};
	int code =
		mg_audit_log(a, &(struct mg_index_query){.prefix = "indicateurs/", .place = "cible"}, visit_target, &l);

	if (!code && l.n)
		code = mg_audit_log(a, &(struct mg_index_query){.prefix = "mesures/", .place = "observations"},
				    visit_result, &l);
	for (size_t i = 0; !code && i < l.n; i++) {
		const struct lowered *lowered = &l.items[i];
		char why[MG_ERROR_MESSAGE_MAX], day[MG_DATE_CHARS + 1];

		if (!lowered->is_known && !lowered->is_beside)
			continue;
		snprintf(why, sizeof why,
			 lowered->is_known ? _("results were known since %s")
					   : _("results were recorded since %s, which its author had not received"),
			 mg_audit_day(lowered->known_ms, day));
		code = mg_audit_add_change(a, &lowered->change, lowered->is_known ? "known" : "concurrent", why);
	}
	return code;
}

// ---- without a reason

static int visit_unexplained(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	(void)err;
	if (mg_audit_is_blank(mg_audit_old(&change->write)))
		return 0;
	return mg_audit_add_change(context, change, mg_audit_new(&change->write) ? "replaced" : "removed",
				   mg_audit_new(&change->write) ? _("replaced without a reason")
								: _("removed without a reason"));
}

int mg_audit_unexplained(struct mg_auditing *a)
{
	const struct mg_index_query query = {.since_ms = a->since_ms,
					     .until_ms = a->until_ms,
					     .unexplained = true,
					     .replacing = true};

	return mg_audit_log(a, &query, visit_unexplained, a);
}
