// SPDX-License-Identifier: EUPL-1.2
//
// What came or went with the years: the trial, the maps of priority neighbourhoods, what the law asks of subsidies,
// arrangements that have another name now. Each has its first or last day; earlier and later records are left alone.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/code/qpv.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/record/path_word.h"
#include "schema/value/fixed.h"

#include <stdio.h>

// ---- the trial: from October 2017, three years

static void look_at_trial(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_node *trial = mg_node_get(record->root, "phase_experimentale");

	if (trial && trial->type == MG_BOOL && trial->as.boolean)
		mg_rule_say(run, record, "phase_experimentale", NULL,
			    _("launched on %.*s, it cannot have been one of the trial's"),
			    mg_path_shown(mg_rule_text(record->root, "date_lancement")),
			    mg_rule_text(record->root, "date_lancement").data);
}

// ---- the maps of priority neighbourhoods

static void look_at_code(struct mg_rule_run *run, const struct mg_book_record *record, const char *place,
			 struct mg_slice code, unsigned vintage)
{
	if (mg_qpv_vintage(code) == vintage)
		mg_rule_say(run, record, place, NULL, _("\"%.*s\" is on the map of %u"), mg_path_shown(code), code.data,
			    vintage);
}

static void look_at_codes(struct mg_rule_run *run, const struct mg_book_record *record, unsigned vintage)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "lieux_precis", &n);

	for (size_t i = 0; i < n; i++)
		look_at_code(run, record, mg_rule_place(run, "lieux_precis", items[i], "qpv"),
			     mg_rule_text(items[i], "qpv"), vintage);
	items = mg_rule_list(record->root, "quartiers_prioritaires", &n);
	for (size_t i = 0; i < n; i++)
		look_at_code(run, record, "quartiers_prioritaires", mg_node_string(items[i]), vintage);
	items = mg_rule_list(mg_node_get(record->root, "territoire"), "quartiers_prioritaires", &n);
	for (size_t i = 0; i < n; i++)
		look_at_code(run, record, "territoire.quartiers_prioritaires", mg_node_string(items[i]), vintage);
}

static void look_for_2015(struct mg_rule_run *run, const struct mg_book_record *record)
{
	look_at_codes(run, record, 2015);
}

static void look_for_2024(struct mg_rule_run *run, const struct mg_book_record *record)
{
	look_at_codes(run, record, 2024);
}

// ---- what associations subscribe to

static const struct mg_book_record *beneficiary_of(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	return mg_rule_follow(run, "acteur", record->root, "beneficiaire");
}

static void look_for_commitment(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_book_record *beneficiary = beneficiary_of(run, record);

	if (beneficiary && mg_rule_is(beneficiary->root, "type_structure", "association") &&
	    !mg_rule_has(record->root, "contrat_engagement_republicain"))
		mg_rule_say(run, record, "contrat_engagement_republicain", NULL,
			    _("\"%s\" is an association, and nothing tells that it subscribed to the commitment"),
			    mg_book_name(beneficiary));
}

// ---- the publication of subsidies

#define PUBLISHED_ABOVE "23000" // euros a year; from that sum on is what needs a convention (F2)

static bool is_published(const struct mg_node *funding)
{
	const struct mg_node *value = mg_node_get(funding, "montant_annuel");
	struct mg_fixed amount, least;
	int order;

	return value && mg_fixed_read(value, &amount) && mg_fixed_parse(mg_slice_of(PUBLISHED_ABOVE), &least) &&
	       mg_fixed_compare(amount, least, &order) && order > 0;
}

static void look_at_siret(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_book_record *beneficiary = beneficiary_of(run, record);

	if (beneficiary && is_published(record->root) && !mg_rule_has(beneficiary->root, "siret"))
		mg_rule_say(run, record, "beneficiaire", NULL, _("\"%s\" has no SIRET"), mg_book_name(beneficiary));
}

static void look_at_siret_or_rna(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_book_record *beneficiary = beneficiary_of(run, record);

	if (beneficiary && is_published(record->root) && !mg_rule_has(beneficiary->root, "siret") &&
	    !mg_rule_has(beneficiary->root, "rna"))
		mg_rule_say(run, record, "beneficiaire", NULL, _("\"%s\" has neither a SIRET nor a RNA number"),
			    mg_book_name(beneficiary));
}

// ---- words that came out of use

// x-jusqu-au: {value: [its last day, what stands for it since]}
static void look_at_word(struct mg_rule_run *run, const struct mg_book_record *record, const char *field,
			 const struct mg_schema *schema, struct mg_slice value)
{
	const struct mg_node *end = mg_node_get_slice(mg_schema_keyword(schema, "x-jusqu-au"), value);
	char hint[128];
	struct mg_date last;

	if (!end || end->type != MG_LIST || end->as.list.n != 2 || !mg_date_parse(end->as.list.items[0]->text, &last) ||
	    mg_date_compare(mg_rule_day(run, record), last) <= 0)
		return;
	snprintf(hint, sizeof hint, _("for what is since then write %.*s"), (int)end->as.list.items[1]->text.len,
		 end->as.list.items[1]->text.data);
	mg_rule_say(run, record, field, hint, _("%.*s was there until %.*s"), mg_path_shown(value), value.data,
		    (int)end->as.list.items[0]->text.len, end->as.list.items[0]->text.data);
}

static void look_at_words(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_node *root = record->root;

	for (size_t i = 0; i < root->as.map.n; i++) {
		const struct mg_pair *pair = &root->as.map.pairs[i];
		const struct mg_schema *schema = mg_schema_property(record->type->shape, pair->key);
		const struct mg_schema *item = schema ? mg_schema_item(schema, 0) : NULL;
		const char *field = mg_arena_copy(&run->arena, pair->key.data, pair->key.len);
		size_t n;
		const struct mg_node *const *items = field ? mg_rule_list(root, field, &n) : NULL;

		if (schema && field && pair->value->type == MG_STRING)
			look_at_word(run, record, field, schema, pair->value->text);
		for (size_t k = 0; item && items && k < n; k++)
			look_at_word(run, record, field, item, mg_node_string(items[k]));
	}
}

const struct mg_rule mg_rules_dates[] = {
	{
		.code = "experimentation",
		.level = MG_LEVEL_I,
		.article = "G:9",
		.since = "2020-10-01",
		.sentence =
			N_("The trial was three years from October 2017: take `phase_experimentale` out, or correct "
			   "`date_lancement`."),
		.checks = {{"cooperative", look_at_trial}},
	},
	{
		.code = "qpv-2015",
		.level = MG_LEVEL_I,
		.article = "",
		.since = "2024-01-01",
		.sentence = N_("For what is done since 2024 give the code of the new map, which begins with QN "
			       "(decree 2023-1314)."),
		.checks = {{"action", look_for_2015}, {"cooperative", look_for_2015}, {"territoire", look_for_2015}},
	},
	{
		.code = "qpv-2024",
		.level = MG_LEVEL_I,
		.article = "",
		.until = "2023-12-31",
		.sentence =
			N_("What was done before 2024 was on the map of 2015: give that code, which begins with QP."),
		.checks = {{"action", look_for_2024}},
	},
	{
		.code = "engagement",
		.level = MG_LEVEL_I,
		.article = "",
		.since = "2022-01-02",
		.sentence =
			N_("An association that asks for a subsidy subscribes to the contrat d'engagement républicain "
			   "(decree 2021-1947): write the day in `contrat_engagement_republicain`."),
		.checks = {{"financement", look_for_commitment}},
	},
	{
		.code = "scdl-2017",
		.level = MG_LEVEL_I,
		.article = "",
		.since = "2017-11-17",
		.until = "2023-02-07",
		.sentence = N_("A subsidy above 23000 euros a year is published with the SIRET of its beneficiary "
			       "(decree 2017-779): fill it in in the actor's record."),
		.checks = {{"financement", look_at_siret}},
	},
	{
		.code = "scdl-2023",
		.level = MG_LEVEL_I,
		.article = "",
		.since = "2023-02-08",
		.sentence = N_("A subsidy above 23000 euros a year is published with the SIRET of its beneficiary, or "
			       "its RNA number: fill one of them in in the actor's record."),
		.checks = {{"financement", look_at_siret_or_rna}},
	},
	{
		.code = "ancien-nom",
		.level = MG_LEVEL_I,
		.article = "",
		.sentence =
			N_("What has another name now is called by it in what is recorded since: write the new one, or "
			   "the days it was there."),
		.checks = {{"articulation", look_at_words}, {"diagnostic", look_at_words}},
	},
};

const size_t mg_rules_dates_count = sizeof mg_rules_dates / sizeof *mg_rules_dates;
