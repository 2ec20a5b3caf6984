// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_state.h"
#include "core/report/bilan_node.h"
#include "core/report/bilan_quarter.h"

#include "schema/record/rights.h"
#include "schema/value/paris.h"

#include <assert.h>

#define DEFAULT_DAYS 15 // for a bilan, where the CA has not decided

const char *mg_bilan_step_name(enum mg_bilan_step step)
{
	static const char *const names[] = {
		[MG_BILAN_EXPECTED] = "attendu",    [MG_BILAN_DRAFT] = "brouillon",
		[MG_BILAN_SENT] = "transmis",       [MG_BILAN_ACKNOWLEDGED] = "accusé",
		[MG_BILAN_RETURNED] = "à corriger", [MG_BILAN_CORRECTED] = "rectifié",
		[MG_BILAN_LATE] = "en retard",      [MG_BILAN_ABSENT] = "absent",
	};

	assert(step < sizeof names / sizeof *names);
	return names[step];
}

// ---- the quarter

// The last day for the bilans of a quarter: parametres.delai_bilan_jours after its end.
static struct mg_date deadline_of(const struct mg_book *book, struct mg_date last_day)
{
	const struct mg_book_record *cooperative = mg_book_cooperative(book);
	const struct mg_node *settings = mg_node_get(cooperative ? cooperative->root : NULL, "parametres");
	const struct mg_node *days = mg_node_get(settings, "delai_bilan_jours");
	bool is_set = days && days->type == MG_INT && days->as.integer >= 0 && days->as.integer < 10000;

	return mg_date_add_days(last_day, is_set ? (int)days->as.integer : DEFAULT_DAYS);
}

const struct mg_book_record *mg_bilan_closed_by(const struct mg_book *book, const char *periode)
{
	const struct mg_book_record *closed = NULL;
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(book, "consolidation", periode, &n);

	for (size_t i = 0; i < n; i++) {
		bool says, closes = mg_rights_closes(all[i].root, &says);

		if (says)
			closed = closes ? &all[i] : NULL;
	}
	return closed;
}

// ---- a bilan

const struct mg_book_signature *mg_bilan_receipt(const struct mg_book_record *bilan)
{
	for (size_t i = 0; i < bilan->n_signatures; i++)
		if (bilan->signatures[i].valid && strcmp(bilan->signatures[i].actor, bilan->parts.acteur) != 0)
			return &bilan->signatures[i];
	return NULL;
}

// The record of what was returned of an actor's bilans of a quarter.
static const struct mg_book_record *find_returns(const struct mg_book *book, const struct mg_book_parts *parts)
{
	size_t low = 0, high, n;
	const struct mg_book_record *all = mg_book_of_period(book, "retour", parts->periode, &n);

	for (high = n; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(all[middle].parts.acteur, parts->acteur);

		if (!order)
			return &all[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct mg_node *mg_bilan_returned(const struct mg_book *book, const struct mg_book_record *bilan)
{
	const struct mg_book_record *returns = find_returns(book, &bilan->parts);
	const struct mg_node *list = mg_node_get(returns ? returns->root : NULL, "retours");

	for (size_t i = 0; list && list->type == MG_LIST && i < list->as.list.n; i++) {
		const struct mg_node *each = list->as.list.items[i];

		if (mg_slice_is(mg_node_string(mg_node_get(each, "fichier")), bilan->path) &&
		    mg_slice_is(mg_node_string(mg_node_get(each, "sha256")), bilan->sha256 ? bilan->sha256 : ""))
			return each;
	}
	return NULL;
}

// ---- an actor's

struct quarter_day {
	const struct mg_book *book;
	struct mg_date deadline, today;
	const struct mg_book_record *closed;
};

static struct mg_date day_of(const struct mg_book_signature *signature)
{
	return signature && signature->time_ms ? mg_paris_date(signature->time_ms) : (struct mg_date){0};
}

// When a signed version counts as received.
static struct mg_date received_on(const struct mg_book_record *bilan)
{
	const struct mg_book_signature *receipt = mg_bilan_receipt(bilan);

	return day_of(receipt ? receipt : mg_book_signed_by(bilan, mg_slice_of(bilan->parts.acteur)));
}

bool mg_bilan_rests_on(const struct mg_book_record *consolidation, const struct mg_book_record *bilan)
{
	const struct mg_node *entry =
		mg_bilan_element(mg_node_get(consolidation->root, "bilans"), mg_slice_of(bilan->parts.acteur));

	return bilan->sha256 && mg_slice_is(mg_node_string(mg_node_get(entry, "sha256")), bilan->sha256);
}

static int days_after(struct mg_date date, struct mg_date deadline)
{
	int days = date.day ? mg_date_days_between(deadline, date) : 0;

	return days > 0 ? days : 0;
}

static enum mg_bilan_step step_of(const struct mg_bilan_state *state, const struct quarter_day *quarter)
{
	if (state->sent && state->returned)
		return MG_BILAN_RETURNED;
	if (state->sent && state->after_closure)
		return MG_BILAN_LATE;
	if (state->sent && state->acknowledged_on.day)
		return MG_BILAN_ACKNOWLEDGED;
	if (state->sent)
		return state->sent->parts.revision ? MG_BILAN_CORRECTED : MG_BILAN_SENT;
	if (quarter->closed)
		return MG_BILAN_ABSENT;
	if (state->expected && mg_date_compare(quarter->today, quarter->deadline) > 0)
		return MG_BILAN_LATE;
	return state->latest ? MG_BILAN_DRAFT : MG_BILAN_EXPECTED;
}

// Fills in the state from an actor's n versions, which are in order.
static void describe(struct mg_bilan_state *state, const struct quarter_day *quarter,
		     const struct mg_book_record *versions, size_t n)
{
	const struct mg_book_record *first = NULL;

	state->latest = n ? &versions[n - 1] : NULL;
	for (size_t i = 0; i < n; i++) {
		if (!mg_book_signed_by(&versions[i], mg_slice_of(state->acteur)))
			continue;
		state->changes += first != NULL;
		first = first ? first : &versions[i];
		state->sent = &versions[i];
	}
	if (state->sent) {
		state->sent_on = day_of(mg_book_signed_by(state->sent, mg_slice_of(state->acteur)));
		state->acknowledged_on = day_of(mg_bilan_receipt(state->sent));
		state->returned = mg_bilan_returned(quarter->book, state->sent);
		state->after_closure = quarter->closed && !mg_bilan_rests_on(quarter->closed, state->sent);
		state->days_late = days_after(received_on(first), quarter->deadline);
		state->in_time = !state->days_late;
	} else if (state->expected) {
		state->days_late = days_after(quarter->today, quarter->deadline);
	}
	state->step = step_of(state, quarter);
}

// ---- all of them

// Actors and bilans are both by actor: the two are gone through side by side.
static void describe_all(const struct mg_bilan_quarter *q, const struct quarter_day *quarter, const bool *expected,
			 struct mg_bilan_states *out)
{
	size_t a = 0, b = 0;

	while (a < q->acteurs.n || b < q->bilans.n) {
		const char *acteur = a < q->acteurs.n ? q->acteurs.items[a].parts.id : NULL;
		const char *author = b < q->bilans.n ? q->bilans.items[b].parts.acteur : NULL;
		int order = !acteur ? 1 : !author ? -1 : strcmp(acteur, author);
		struct mg_bilan_state *state = &out->items[out->n];
		size_t first = b;

		*state = (struct mg_bilan_state){.acteur = order <= 0 ? acteur : author};
		if (order <= 0) {
			state->record = q->acteurs.items[a].root;
			state->expected = expected[a++];
		}
		while (b < q->bilans.n && strcmp(q->bilans.items[b].parts.acteur, state->acteur) == 0)
			b++;
		if (!state->expected && b == first)
			continue;
		describe(state, quarter, &q->bilans.items[first], b - first);
		out->n_expected += state->expected;
		out->n_in_time += state->expected && state->in_time;
		out->n++;
	}
}

int mg_bilan_states(const struct mg_book *book, const char *periode, struct mg_date today, struct mg_arena *arena,
		    struct mg_bilan_states *out, struct mg_error *err)
{
	struct quarter_day quarter = {.book = book, .today = today};
	struct mg_bilan_quarter q;
	const bool *expected;
	int rc = mg_bilan_quarter_open(&q, book, periode, arena, err);

	*out = (struct mg_bilan_states){0};
	if (rc < 0)
		return rc;
	expected = mg_bilan_expected(&q);
	out->items = mg_arena_array(arena, q.acteurs.n + q.bilans.n, sizeof *out->items);
	if (!expected || !out->items)
		return mg_fail_memory(err);
	quarter.deadline = out->deadline = deadline_of(book, q.last);
	quarter.closed = out->consolidation = mg_bilan_closed_by(book, periode);
	describe_all(&q, &quarter, expected, out);
	return 0;
}
