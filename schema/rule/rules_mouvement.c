// SPDX-License-Identifier: EUPL-1.2
//
// M1 to M5: who enters and who leaves, and what it brings with it for the convention, the steering committee and the keys.
#include "schema/rule/rule_convention.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "schema/record/path_word.h"

#include <stdio.h>

struct move {
	struct mg_slice actor;
	bool enters, leaves, dated;
	struct mg_date day;
	bool done; // its day has come
};

static struct move move_of(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct move move = {.actor = mg_rule_text(record->root, "acteur")};

	move.enters = mg_rule_is(record->root, "sens", "entree");
	move.leaves = mg_rule_is(record->root, "sens", "sortie");
	move.dated = mg_rule_date_in(record->root, "date_effet", &move.day);
	move.done = move.dated && mg_date_compare(move.day, run->today) <= 0;
	return move;
}

// ---- M1: entries

static void look_at_entry(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct move move = move_of(run, record);
	const struct mg_rule_convention *convention = mg_rule_convention(run);
	const struct mg_node *ca = run->facts.cooperative ? run->facts.cooperative->root : NULL;
	struct mg_date launch;

	if (!move.enters || !move.dated)
		return;
	if (mg_rule_date_in(ca, "date_lancement", &launch) && mg_date_compare(move.day, launch) < 0)
		mg_rule_say(run, record, "date_effet", NULL, _("entered on %s, before the launch (%s)"),
			    mg_rule_date_text(run, move.day), mg_rule_date_text(run, launch));
	if (convention->found && convention->term.has_effect && mg_date_compare(move.day, convention->term.end) >= 0)
		mg_rule_say(run, record, "date_effet", NULL, _("enters on %s, when the convention has ended (%s)"),
			    mg_rule_date_text(run, move.day), mg_rule_date_text(run, convention->term.end));
}

// ---- M2 and M5: when one leaves

static bool is_term(const struct mg_convention_term *term, struct mg_date day)
{
	return mg_date_compare(day, term->effect) > 0 &&
	       mg_date_compare(mg_convention_year_end(term, mg_date_add_days(day, -1)), day) == 0;
}

// The convention that an exit is from; NULL when nothing is signed.
static const struct mg_convention_term *left_convention(struct mg_rule_run *run, const struct move *move)
{
	const struct mg_rule_convention *convention = mg_rule_convention(run);

	return move->leaves && move->dated && convention->found && convention->term.has_effect ? &convention->term
											       : NULL;
}

static void look_at_exit(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct move move = move_of(run, record);
	const struct mg_convention_term *term = left_convention(run, &move);

	if (term && !is_term(term, move.day) && !mg_rule_notice_by(run, move.actor).record)
		mg_rule_say(run, record, "date_effet", NULL, _("leaves on %s, and the annual term is %s"),
			    mg_rule_date_text(run, move.day),
			    mg_rule_date_text(run, mg_convention_year_end(term, move.day)));
}

static void look_at_way_out(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct move move = move_of(run, record);
	const struct mg_convention_term *term = left_convention(run, &move);
	const struct mg_notice notice = term ? mg_rule_notice_by(run, move.actor) : (struct mg_notice){0};

	if (!notice.record || is_term(term, move.day))
		return;
	if (!notice.complete)
		mg_rule_say(run, record, "date_effet", NULL,
			    _("leaves on %s by a termination that \"%.*s\" has not received"),
			    mg_rule_date_text(run, move.day), mg_path_shown(notice.missing), notice.missing.data);
	else if (mg_date_compare(move.day, notice.effect) < 0)
		mg_rule_say(run, record, "date_effet", NULL, _("leaves on %s, and the termination takes effect on %s"),
			    mg_rule_date_text(run, move.day), mg_rule_date_text(run, notice.effect));
}

// ---- M3: after talking with the DD

static void look_at_consultation(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct move move = move_of(run, record);
	struct mg_date day;

	if (!move.leaves || mg_rule_notice_by(run, move.actor).record)
		return;
	if (!mg_rule_date_in(mg_node_get(record->root, "concertation_dd"), "date", &day))
		mg_rule_say(run, record, "concertation_dd", NULL, _("no consultation of the DD is recorded"));
	else if (move.dated && mg_date_compare(day, move.day) >= 0)
		mg_rule_say(run, record, "concertation_dd.date", NULL,
			    _("the DD was consulted on %s, not before the exit (%s)"), mg_rule_date_text(run, day),
			    mg_rule_date_text(run, move.day));
}

// ---- M4: by an avenant

// The avenant named by its path, with or without .yaml; NULL.
static const struct mg_book_record *avenant_of(const struct mg_rule_run *run, const struct mg_node *move)
{
	struct mg_slice name = mg_rule_text(move, "avenant");
	char path[MG_MAX_PATH_BYTES + 8];
	const struct mg_book_record *found;

	if (!name.len || name.len > MG_MAX_PATH_BYTES)
		return NULL;
	snprintf(path, sizeof path, "%.*s", (int)name.len, name.data);
	found = mg_book_at(run->book, path);
	if (!found) {
		snprintf(path, sizeof path, "%.*s.yaml", (int)name.len, name.data);
		found = mg_book_at(run->book, path);
	}
	return found && strcmp(found->type->name, "avenant") == 0 ? found : NULL;
}

// Whether what all parties signed has to change: whoever enters is to be in it, whoever leaves is not. An avenant says so
// in the text, a renewal by its own parties.
static bool changes_text(struct mg_rule_run *run, const struct move *move)
{
	const struct mg_rule_convention *convention = mg_rule_convention(run);
	const struct mg_convention_term *term = &convention->term;
	bool in_text, is_bound;

	if (!move->dated || !convention->text.root || mg_date_compare(move->day, term->effect) <= 0 ||
	    mg_date_compare(move->day, term->end) >= 0)
		return false;
	in_text = mg_signing_has_party(mg_node_get(convention->text.root, "parties"), move->actor);
	is_bound = mg_signing_has_party(term->parties, move->actor);
	return move->enters ? !in_text && !is_bound : move->leaves && in_text && is_bound;
}

static void look_at_change(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct move move = move_of(run, record);
	const struct mg_book_record *avenant = avenant_of(run, record->root);
	struct mg_signing signing;

	if (!avenant && changes_text(run, &move)) {
		mg_rule_say(run, record, "avenant", NULL,
			    move.enters ? _("\"%.*s\" enters, and is no party to the signed convention")
					: _("\"%.*s\" leaves, and is still a party to the signed convention"),
			    mg_path_shown(move.actor), move.actor.data);
		return;
	}
	if (!avenant || !move.done)
		return;
	signing = mg_signing_of(run->book, avenant);
	if (!signing.complete)
		mg_rule_say(run, record, "avenant", NULL, _("\"%.*s\" has not signed the avenant"),
			    mg_path_shown(signing.missing), signing.missing.data);
}

// ---- what else comes with it

static bool has_seat(const struct mg_rule_run *run, struct mg_slice actor)
{
	const struct mg_node *copil = run->facts.copil ? run->facts.copil->root : NULL;
	size_t n;
	const struct mg_node *const *members = mg_rule_list(copil, "membres", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_equal(mg_rule_text(members[i], "acteur"), actor))
			return true;
	return false;
}

static bool has_key(const struct mg_rule_run *run, struct mg_slice actor)
{
	size_t n;
	const struct mg_book_record *keys = mg_book_of(run->book, "cle", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_equal(mg_rule_text(keys[i].root, "acteur"), actor) &&
		    !mg_node_get(keys[i].root, "revocation"))
			return true;
	return false;
}

// Whether a later record moves the actor the other way.
static bool is_undone(const struct mg_rule_run *run, const struct move *move)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "mouvement", &n);

	for (size_t i = 0; i < n; i++) {
		const struct move other = move_of(run, &records[i]);

		if (mg_slice_equal(other.actor, move->actor) && other.enters != move->enters && other.done &&
		    mg_date_compare(other.day, move->day) > 0)
			return true;
	}
	return false;
}

static bool says(const struct mg_rule_run *run, const struct mg_node *move, const char *status)
{
	const struct mg_book_record *actor = mg_rule_follow(run, "acteur", move, "acteur");

	return !actor || mg_rule_is(actor->root, "statut_membre", status);
}

static void look_at_arrival(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct move move = move_of(run, record);

	if (!move.enters || !move.done || is_undone(run, &move))
		return;
	if (!says(run, record->root, "membre"))
		mg_rule_say(run, record, "acteur", NULL, _("entered, and its own record does not say `membre`"));
	if (run->facts.copil && !has_seat(run, move.actor))
		mg_rule_say(run, record, "acteur", NULL, _("entered, and has no seat in the steering committee"));
	if (!has_key(run, move.actor))
		mg_rule_say(run, record, "acteur", NULL, _("entered, and no key is enrolled for it"));
}

static void look_at_departure(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct move move = move_of(run, record);

	if (!move.leaves || !move.done || is_undone(run, &move))
		return;
	if (!says(run, record->root, "retire"))
		mg_rule_say(run, record, "acteur", NULL, _("left, and its own record does not say `retire`"));
	if (has_seat(run, move.actor))
		mg_rule_say(run, record, "acteur", NULL, _("left, and has its seat in the steering committee"));
	if (has_key(run, move.actor))
		mg_rule_say(run, record, "acteur", NULL, _("left, and its keys are not revoked"));
}

const struct mg_rule mg_rules_mouvement[] = {
	{
		.code = "M1",
		.level = MG_LEVEL_E,
		.article = "G:534",
		.sentence = N_("One may enter at any time during the course: correct the day."),
		.checks = {{"mouvement", look_at_entry}},
	},
	{
		.code = "M2",
		.level = MG_LEVEL_E,
		.article = "G:535-536",
		.sentence = N_(
			"An actor leaves at the annual term; before it, a party terminates the convention: write the "
			"term, or the termination."),
		.reason = N_("the guide words it as a possibility (« laisse la possibilité »), and gives no other "
			     "day than the term"),
		.checks = {{"mouvement", look_at_exit}},
	},
	{
		.code = "M3",
		.level = MG_LEVEL_E,
		.article = "G:535-536",
		.sentence = N_("Who leaves consults the DD first: the DD writes the day in `concertation_dd`."),
		.checks = {{"mouvement", look_at_consultation}},
	},
	{
		.code = "M4",
		.level = MG_LEVEL_E,
		.article = "G:1081",
		.sentence =
			N_("Whoever signs and enters or leaves changes the convention: the parties sign an avenant; "
			   "name it here."),
		.reason = N_("derived from article 5: a modification counts only after an avenant"),
		.checks = {{"mouvement", look_at_change}},
	},
	{
		.code = "M5",
		.level = MG_LEVEL_E,
		.article = "G:1083-1086",
		.sentence =
			N_("Who terminates leaves one month after the last of the others received the letter: write "
			   "that day."),
		.reason = N_("derived from article 5: the termination takes effect one month after receipt"),
		.checks = {{"mouvement", look_at_way_out}},
	},
};

const size_t mg_rules_mouvement_count = sizeof mg_rules_mouvement / sizeof *mg_rules_mouvement;

const struct mg_rule mg_rules_moved[] = {
	{
		.code = "entered",
		.level = MG_LEVEL_A,
		.article = "G:464",
		.sentence =
			N_("Who enters is a `membre`, sits in the steering committee and has a key: complete the actor "
			   "and the committee, and enrol it."),
		.checks = {{"mouvement", look_at_arrival}},
	},
	{
		.code = "left",
		.level = MG_LEVEL_A,
		.article = "G:464",
		.sentence = N_("Who left is `retire`, without a seat and without keys: complete the actor and the "
			       "committee, and revoke its keys."),
		.checks = {{"mouvement", look_at_departure}},
	},
};

const size_t mg_rules_moved_count = sizeof mg_rules_moved / sizeof *mg_rules_moved;
