// SPDX-License-Identifier: EUPL-1.2
//
// V1 to V8, and X3: the convention, what changes it, and how it ends.
#include "schema/rule/rule_convention.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/record/path_word.h"

#include <stdio.h>

#define ARTICLE_2 "art2_actions["

// ---- V1: there is one

static void look_for_convention(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const begun[] = {"mise_en_oeuvre", "actualisation", "evaluation_ex_post", NULL};
	bool started = run->facts.has_start && mg_date_compare(run->facts.start, run->today) <= 0;

	if ((started || mg_rule_is_one_of(record->root, "phase_courante", begun)) &&
	    !mg_rule_convention(run)->term.signing.complete)
		mg_rule_say(run, record, "", NULL, _("the programme has begun, and no convention is signed by all"));
}

// ---- V2: by whom

static bool must_sign(const struct mg_node *actor)
{
	static const char *const parties[] = {"partenaire", "coordinateur", NULL};
	const struct mg_node *signs = mg_node_get(actor, "signataire_convention");

	if (signs && signs->type == MG_BOOL)
		return signs->as.boolean;
	return mg_rule_is(actor, "statut_membre", "membre") &&
	       (!mg_rule_has(actor, "role") || mg_rule_is_one_of(actor, "role", parties));
}

// The members as they are today sign the text of today; an older one had its own.
static void look_at_parties(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_node *parties = mg_node_get(record->root, "parties");
	size_t n;
	const struct mg_book_record *actors = mg_book_of(run->book, "acteur", &n);

	if (run->facts.dd.len && !mg_signing_has_party(parties, run->facts.dd))
		mg_rule_say(run, record, "parties", NULL, _("the ARS (\"%.*s\") is not among the parties"),
			    mg_path_shown(run->facts.dd), run->facts.dd.data);
	if (!mg_rule_is_current(run, record) || mg_signing_of(run->book, record).complete)
		return;
	for (size_t i = 0; i < n; i++)
		if (must_sign(actors[i].root) && !mg_signing_has_party(parties, mg_slice_of(actors[i].parts.id)))
			mg_rule_say(run, record, "parties", NULL, _("\"%s\" is a member and is not among the parties"),
				    actors[i].parts.id);
}

// A round that is open: told, but no reason to keep the next party from signing.
static void look_at_signatures(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_signing signing = mg_signing_of(run->book, record);

	if (mg_rule_is_current(run, record) && signing.n_signed && !signing.complete)
		mg_rule_say(run, record, "parties", NULL,
			    P_("%zu of %zu parties has signed; missing: %.*s",
			       "%zu of %zu parties have signed; missing: %.*s", signing.n_signed),
			    signing.n_signed, signing.n_parties, mg_path_shown(signing.missing), signing.missing.data);
}

// ---- V3: for how long

static void look_at_duration(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_node *months = mg_node_get(mg_node_get(record->root, "art5_duree"), "duree_mois");

	if (months && months->type == MG_INT && months->as.integer != MG_CONVENTION_MONTHS)
		mg_rule_say(run, record, "art5_duree.duree_mois", NULL,
			    P_("the convention lasts %lld month", "the convention lasts %lld months",
			       months->as.integer),
			    (long long)months->as.integer);
}

// ---- V4: renewed expressly

static void look_at_expiry(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_convention_term *term = &mg_rule_convention(run)->term;
	const struct mg_node *ca = run->facts.cooperative ? run->facts.cooperative->root : NULL;

	if (!mg_rule_is_current(run, record) || mg_rule_is(ca, "phase_courante", "evaluation_ex_post") ||
	    mg_convention_state(term, run->today) != MG_CONVENTION_EXPIRED)
		return;
	mg_rule_say(run, record, "art5_duree", NULL, _("the convention ended on %s, and no renewal was signed before"),
		    mg_rule_date_text(run, term->term));
}

// The term that a renewal had to be signed before: of the year in which its period begins, or else of the last.
static struct mg_date term_before(const struct mg_convention_term *term, const struct mg_node *renewal)
{
	struct mg_date begin;

	if (!mg_rule_date_in(mg_node_get(renewal, "periode"), "debut", &begin))
		return term->term;
	return mg_convention_year_end(term, mg_date_add_days(begin, -1));
}

static void look_at_renewal(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_signing signing = mg_signing_of(run->book, record);
	struct mg_convention_term term;
	struct mg_date before, begin;

	if (!mg_convention_term(run->book, record->parts.id, &term) || !term.has_effect)
		return;
	before = term_before(&term, record->root);
	if (mg_rule_date_in(mg_node_get(record->root, "periode"), "debut", &begin) &&
	    mg_date_compare(begin, before) != 0)
		mg_rule_say(run, record, "periode.debut", NULL,
			    _("the renewal begins on %s, and the convention's term is %s"),
			    mg_rule_date_text(run, begin), mg_rule_date_text(run, before));
	if (signing.complete && signing.dated && mg_date_compare(signing.last, before) >= 0)
		mg_rule_say(run, record, "", NULL, _("signed by all on %s, after the term (%s): it renews nothing"),
			    mg_rule_date_text(run, signing.last), mg_rule_date_text(run, before));
}

// ---- V5 and X3: changed by an avenant only

// The rest of "art2_actions[id].contenu" behind the action's id; NULL when it is of another.
static const char *field_of(const char *place, const char *id)
{
	size_t len = strlen(id);

	if (strncmp(place, ARTICLE_2, strlen(ARTICLE_2)) != 0)
		return NULL;
	place += strlen(ARTICLE_2);
	if (strncmp(place, id, len) != 0 || place[len] != ']')
		return NULL;
	return place[len + 1] == '.' ? place + len + 2 : place + len + 1;
}

void mg_rule_look_at_drift(struct mg_rule_run *run, const struct mg_book_record *action)
{
	const struct mg_amendments *drift = &mg_rule_convention(run)->drift;

	for (size_t i = 0; i < drift->n; i++) {
		const char *field = field_of(drift->items[i].place, action->parts.id);

		if (field)
			mg_rule_say(run, action, field, NULL,
				    _("\"%s\" is not what the parties signed, and no avenant changes it"), field);
	}
}

// What no record of an action can tell: one of article 2 whose record is gone.
static void look_at_text(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_rule_convention *convention = mg_rule_convention(run);

	if (convention->text.base != record)
		return;
	for (size_t i = 0; i < convention->drift.n; i++)
		if (!convention->drift.items[i].new &&strncmp(convention->drift.items[i].place, ARTICLE_2,
							      strlen(ARTICLE_2)) == 0 &&
		    !strchr(convention->drift.items[i].place, '.'))
			mg_rule_say(run, record, convention->drift.items[i].place, NULL,
				    _("the parties signed this action, and its record is gone without an avenant"));
}

static void look_at_avenant(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_signing signing = mg_signing_of(run->book, record);
	struct mg_date effect;

	if (!signing.complete && mg_rule_date_in(record->root, "date_effet", &effect) &&
	    mg_date_compare(effect, run->today) <= 0)
		mg_rule_say(run, record, "date_effet", NULL,
			    _("the avenant was to take effect on %s, and \"%.*s\" has not signed it"),
			    mg_rule_date_text(run, effect), mg_path_shown(signing.missing), signing.missing.data);
}

// ---- V6: termination

static bool has_letter(const struct mg_node *notice, struct mg_slice actor)
{
	size_t n;
	const struct mg_node *const *letters = mg_rule_list(notice, "notifications", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_equal(mg_rule_text(letters[i], "destinataire"), actor))
			return true;
	return false;
}

static void look_at_letters(struct mg_rule_run *run, const struct mg_book_record *record, const struct mg_node *parties)
{
	const struct mg_slice author = mg_rule_text(record->root, "auteur");
	struct mg_slice party;

	for (size_t i = 0; (party = mg_signing_party(parties, i)).len; i++)
		if (!mg_slice_equal(party, author) && !has_letter(record->root, party))
			mg_rule_say(run, record, "notifications", NULL, _("no registered letter was sent to \"%.*s\""),
				    mg_path_shown(party), party.data);
}

static void look_at_receipts(struct mg_rule_run *run, const struct mg_book_record *record,
			     const struct mg_node *parties)
{
	size_t n;
	const struct mg_node *const *letters = mg_rule_list(record->root, "notifications", &n);
	struct mg_date sent, received;
	bool dated = mg_rule_date_in(record->root, "date_envoi", &sent);

	for (size_t i = 0; i < n; i++) {
		const struct mg_slice to = mg_rule_text(letters[i], "destinataire");

		if (to.len && !mg_signing_has_party(parties, to))
			mg_rule_say(run, record, mg_rule_place(run, "notifications", letters[i], "destinataire"), NULL,
				    _("\"%.*s\" is no party to the convention"), mg_path_shown(to), to.data);
		if (!mg_rule_date_in(letters[i], "date_reception", &received))
			mg_rule_say(run, record, mg_rule_place(run, "notifications", letters[i], "date_reception"),
				    NULL, _("no receipt yet from \"%.*s\": the month has not begun"), mg_path_shown(to),
				    to.data);
		else if (dated && mg_date_compare(received, sent) < 0)
			mg_rule_say(run, record, mg_rule_place(run, "notifications", letters[i], "date_reception"),
				    NULL, _("the letter was received on %s, before it was sent"),
				    mg_rule_date_text(run, received));
	}
}

static void look_at_termination(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_slice author = mg_rule_text(record->root, "auteur");
	struct mg_convention_term term;

	if (!mg_convention_term(run->book, record->parts.id, &term) || !term.signing.complete)
		return;
	if (author.len && !mg_signing_has_party(term.parties, author))
		mg_rule_say(run, record, "auteur", NULL, _("\"%.*s\" is no party to the convention"),
			    mg_path_shown(author), author.data);
	look_at_letters(run, record, term.parties);
	look_at_receipts(run, record, term.parties);
}

// ---- V7: what is signed does not change

static void look_at_bytes(struct mg_rule_run *run, const struct mg_book_record *record)
{
	for (size_t i = 0; i < record->n_signatures; i++)
		if (!record->signatures[i].valid)
			mg_rule_say(run, record, "", NULL, _("the signature of \"%s\" is not of these bytes"),
				    record->signatures[i].actor);
}

static void look_at_amendment(struct mg_rule_run *run, const struct mg_book_record *record)
{
	look_at_bytes(run, record);
	if (mg_rule_convention(run)->text.failed == record)
		mg_rule_say(run, record, "modifications", NULL,
			    _("it changes what the signed text has not, and what comes after it is not applied"));
}

// ---- V8: what is not in article 2

static bool is_in_article_2(const struct mg_node *text, const char *id)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(text, "art2_actions", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_is(items[i], "id", id))
			return true;
	return false;
}

static void look_for_article_2(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const running[] = {"conventionnee", "en_cours", "reconduite", NULL};
	const struct mg_rule_convention *convention = mg_rule_convention(run);

	if (convention->in_force && convention->text.root && mg_rule_is_one_of(record->root, "statut", running) &&
	    !is_in_article_2(convention->text.root, record->parts.id))
		mg_rule_say(run, record, "statut", NULL, _("the action is told to run, and is not in article 2"));
}

const struct mg_rule mg_rules_convention[] = {
	{
		.code = "V1",
		.level = MG_LEVEL_E,
		.article = "G:924",
		.sentence =
			N_("A signed partnership convention is mandatory: `maillage new convention`, then each party "
			   "signs it."),
		.checks = {{"cooperative", look_for_convention}},
	},
	{
		.code = "V2",
		.level = MG_LEVEL_E,
		.article = "G:924",
		.sentence = N_("The ARS and all partners sign the convention: add who is missing to its `parties`, and "
			       "have each one sign."),
		.checks = {{"convention", look_at_parties}, {"convention", look_at_signatures}},
	},
	{
		.code = "V3",
		.level = MG_LEVEL_E,
		.article = "G:1077-1078",
		.sentence = N_("A convention is for twelve months from its signature: write 12 months."),
		.blocks = MG_ACT_SIGN,
		.checks = {{"convention", look_at_duration}},
	},
	{
		.code = "V4",
		.level = MG_LEVEL_E,
		.article = "G:1077-1078",
		.sentence =
			N_("A convention is renewed expressly, by all, before its term, never tacitly: sign a renewal "
			   "in time, afterwards a new convention."),
		.checks = {{"convention", look_at_expiry}, {"renouvellement", look_at_renewal}},
	},
	{
		.code = "V5",
		.level = MG_LEVEL_E,
		.article = "G:1081",
		.sentence = N_("What the parties signed is changed by an avenant that they all sign: `maillage new "
			       "avenant`, or put back what was signed."),
		.checks = {{"convention", look_at_text}, {"avenant", look_at_avenant}},
	},
	{
		.code = "V6",
		.level = MG_LEVEL_E,
		.article = "G:1083-1086",
		.sentence = N_(
			"A party terminates by a registered letter with receipt to each of the others, effective one "
			"month after it is received: send what is missing, and write down each receipt."),
		.checks = {{"resiliation", look_at_termination}},
	},
	{
		.code = "V7",
		.level = MG_LEVEL_E,
		.article = "",
		.sentence =
			N_("A signed version does not change; its text is changed by avenants, in order: put back what "
			   "was signed."),
		.reason = N_("what is signed is what binds; article 5 knows no change but by avenant"),
		.checks = {{"convention", look_at_bytes},
			   {"avenant", look_at_amendment},
			   {"renouvellement", look_at_bytes}},
	},
	{
		.code = "V8",
		.level = MG_LEVEL_E,
		.article = "G:982",
		.sentence =
			N_("An action that is not in article 2 is not part of the programme: add it by an avenant, or "
			   "leave it `proposee`."),
		.reason = N_("the convention « doit présenter » a detailed description of the actions"),
		.checks = {{"action", look_for_article_2}},
	},
};

const size_t mg_rules_convention_count = sizeof mg_rules_convention / sizeof *mg_rules_convention;
