// SPDX-License-Identifier: EUPL-1.2
//
// What an avenant, a renewal or a paper is of: the text that is signed, all its parties, these very bytes. Several avenants may
// be on their way at the same time, and each was drafted without the others.
#include "schema/rule/rule_convention.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/due/membership.h"
#include "schema/record/path_word.h"

// ---- it replaces what is signed

static void look_at_replaced(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_signing signing = mg_signing_of(run->book, record);
	struct mg_convention_text text;
	const char *place = NULL;

	if (mg_convention_text(run->book, record->parts.id, NULL, &run->arena, &text, NULL) < 0)
		return;
	if (!signing.complete)
		place = mg_convention_clash(text.root, record, &run->arena);
	else if (text.clashing == record)
		place = text.clash;
	if (place)
		mg_rule_say(
			run, record, "modifications", NULL,
			_("%s: the signed text does not say what this avenant replaces; another avenant changed it"),
			place);
}

// ---- another one does so too

static const struct mg_node *change_at(const struct mg_book_record *avenant, struct mg_slice place)
{
	size_t n;
	const struct mg_node *const *changes = mg_rule_list(avenant->root, "modifications", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_equal(mg_rule_text(changes[i], "chemin"), place))
			return changes[i];
	return NULL;
}

static bool says_otherwise(struct mg_rule_run *run, const struct mg_node *a, const struct mg_node *b)
{
	struct mg_amendments between = {0};

	return mg_amend_diff(mg_node_get(a, "nouveau"), mg_node_get(b, "nouveau"), &run->arena, &between, NULL) == 0 &&
	       between.n > 0;
}

static void look_beside(struct mg_rule_run *run, const struct mg_book_record *record,
			const struct mg_book_record *other)
{
	size_t n;
	const struct mg_node *const *changes = mg_rule_list(record->root, "modifications", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_slice place = mg_rule_text(changes[i], "chemin");
		const struct mg_node *same = change_at(other, place);

		if (same && says_otherwise(run, changes[i], same))
			mg_rule_say(run, record, mg_rule_place(run, "modifications", changes[i], "chemin"), NULL,
				    _("%s, which is being signed too, changes %.*s otherwise"), other->path,
				    mg_path_shown(place), place.data);
	}
}

// Those whose round is open: of a mere draft nobody knows yet what it will say.
static void look_at_others(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_book_record *avenants = mg_book_of(run->book, "avenant", &n);

	if (mg_signing_of(run->book, record).complete)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct mg_signing signing = mg_signing_of(run->book, &avenants[i]);

		if (&avenants[i] != record && strcmp(avenants[i].parts.id, record->parts.id) == 0 && signing.n_signed &&
		    !signing.complete)
			look_beside(run, record, &avenants[i]);
	}
}

// ---- all sign it

static bool has_left(const struct mg_rule_run *run, struct mg_slice actor, const struct mg_node *renewal)
{
	static const char *const left[] = {"retire", "refus", NULL};
	const struct mg_book_record *record = mg_book_find(run->book, "acteur", actor);
	struct mg_date begin;

	if (record && mg_rule_is_one_of(record->root, "statut_membre", left))
		return true;
	return mg_rule_date_in(mg_node_get(renewal, "periode"), "debut", &begin) &&
	       mg_membership(run->book, actor, begin, begin) == MG_MEMBER_OUT;
}

static void look_for_parties(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_node *own = mg_node_get(record->root, "parties"), *bound;
	struct mg_convention_text text;
	struct mg_slice actor;

	if (mg_signing_of(run->book, record).complete ||
	    mg_convention_text(run->book, record->parts.id, NULL, &run->arena, &text, NULL) < 0)
		return;
	bound = mg_node_get(text.root, "parties");
	for (size_t i = 0; (actor = mg_signing_party(bound, i)).len; i++)
		if (!mg_signing_has_party(own, actor) && !has_left(run, actor, record->root))
			mg_rule_say(run, record, "parties", NULL,
				    _("\"%.*s\" is a party to the convention, and is not asked to sign this"),
				    mg_path_shown(actor), actor.data);
}

// ---- on paper

// Acceptance has seen to it that an attachment is what its name says.
static void look_for_scan(struct mg_rule_run *run, const struct mg_book_record *record, const struct mg_node *item)
{
	const struct mg_slice digest = mg_rule_text(item, "empreinte");

	if (run->book->knows_pieces && digest.len && !mg_book_has_piece(run->book, digest))
		mg_rule_say(run, record, mg_rule_place(run, "signatures", item, "empreinte"),
			    _("Record it again with its scan: `maillage sign RECORD --paper SCAN --date DAY`."),
			    _("the scan of this signature is not here: no attachment has that SHA-256"));
}

static void look_at_paper(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "signatures", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_slice file = mg_rule_text(items[i], "fichier"),
				      digest = mg_rule_text(items[i], "sha256");
		const char *path = mg_arena_copy(&run->arena, file.data, file.len);
		const struct mg_book_record *of = path && file.len ? mg_book_at(run->book, path) : NULL;

		if (file.len && !of)
			mg_rule_say(run, record, mg_rule_place(run, "signatures", items[i], "fichier"), NULL,
				    _("there is no file %.*s"), mg_path_shown(file), file.data);
		else if (of && of->sha256 && digest.len && !mg_slice_is(digest, of->sha256))
			mg_rule_say(run, record, mg_rule_place(run, "signatures", items[i], "sha256"), NULL,
				    _("it is of other bytes than those of %s, whose SHA-256 is %s"), of->path,
				    of->sha256);
		look_for_scan(run, record, items[i]);
	}
}

const struct mg_rule mg_rules_avenant[] = {
	{
		.code = "avenant-texte",
		.level = MG_LEVEL_E,
		.article = "G:1081",
		.sentence = N_("An avenant replaces what is signed: draft it again from the signed text, `maillage new "
			       "avenant`, and sign that one."),
		.blocks = MG_ACT_SIGN,
		.checks = {{"avenant", look_at_replaced}},
	},
	{
		.code = "avenant-double",
		.level = MG_LEVEL_A,
		.article = "G:1081",
		.sentence = N_("Of two avenants that change one field, only the one that all sign first can take "
			       "effect: agree on "
			       "one, and leave the other unsigned."),
		.tells = MG_ACT_SIGN,
		.checks = {{"avenant", look_at_others}},
	},
	{
		.code = "parties",
		.level = MG_LEVEL_E,
		.article = "G:1081",
		.sentence = N_("All parties sign what changes or renews their convention: `maillage new avenant` and "
			       "`maillage new "
			       "renouvellement` list them."),
		.blocks = MG_ACT_SIGN,
		.checks = {{"avenant", look_for_parties}, {"renouvellement", look_for_parties}},
	},
	{
		.code = "signature-papier",
		.level = MG_LEVEL_E,
		.article = "G:1092-1097",
		.sentence = N_("A signature on paper counts for the very text that was printed: name that file and its "
			       "SHA-256, or have the present one signed."),
		.checks = {{"signature_externe", look_at_paper}},
	},
};

const size_t mg_rules_avenant_count = sizeof mg_rules_avenant / sizeof *mg_rules_avenant;
