// SPDX-License-Identifier: EUPL-1.2
#include "schema/rule/rule_run.h"

// Of a large book, all are looked at here and few of them kept.
static void gather_cooperative(struct mg_rule_run *run)
{
	struct mg_rule_facts *facts = &run->facts;
	const struct mg_book_record *cooperative = mg_book_cooperative(run->book);
	const struct mg_node *root = cooperative ? cooperative->root : NULL;

	mg_book_keep(run->book, cooperative);
	facts->cooperative = cooperative;
	facts->dd = mg_rule_text(root, "dd_animatrice");
	facts->has_start = mg_rule_date_in(root, "date_demarrage_programme", &facts->start);
}

static void gather_objectives(struct mg_rule_run *run)
{
	const struct mg_node *root = run->facts.cooperative ? run->facts.cooperative->root : NULL;
	const struct mg_book_record *named = mg_rule_follow(run, "objectif", root, "objectif_general");
	size_t n;
	const struct mg_book_record *records = mg_book_list(run->book, "objectif", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_is(mg_rule_pass(run, &records[i]), "niveau", "general")) {
			if (!run->facts.general || named == &records[i])
				run->facts.general = &records[i];
			run->facts.n_general++;
		}
}

static void gather_diagnostics(struct mg_rule_run *run)
{
	struct mg_date first = {0}, each;
	size_t n;
	const struct mg_book_record *records = mg_book_list(run->book, "diagnostic", &n);

	for (size_t i = 0; i < n; i++) {
		if (!mg_rule_date_in(mg_rule_pass(run, &records[i]), "date_validation", &each) ||
		    (run->facts.diagnosed && mg_date_compare(each, first) >= 0))
			continue;
		run->facts.diagnosed = &records[i];
		first = each;
	}
}

static void begin_plan(struct mg_rule_facts *facts, struct mg_date date)
{
	if (!facts->has_plan || mg_date_compare(date, facts->plan) < 0)
		facts->plan = date;
	facts->has_plan = true;
}

// The plan begins with its first step, or with the first action that the CA did not find there.
static void gather_plan(struct mg_rule_run *run)
{
	struct mg_date date;
	size_t n;
	const struct mg_book_record *records = mg_book_list(run->book, "etape", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *root = mg_rule_pass(run, &records[i]);

		if (mg_rule_is(root, "phase", "elaboration_plan") && mg_rule_date_in(root, "date_debut", &date))
			begin_plan(&run->facts, date);
	}
	records = mg_book_list(run->book, "action", &n);
	for (size_t i = 0; i < n; i++) {
		const struct mg_node *root = mg_rule_pass(run, &records[i]);
		const struct mg_node *there = mg_node_get(root, "preexistante");
		const struct mg_node *calendar = mg_node_get(root, "calendrier_previsionnel");

		if (!(there && there->type == MG_BOOL && there->as.boolean) &&
		    mg_rule_date_in(calendar, "debut", &date))
			begin_plan(&run->facts, date);
	}
}

static void gather_copil(struct mg_rule_run *run)
{
	size_t n;
	const struct mg_book_record *records = mg_book_list(run->book, "instance", &n);

	for (size_t i = 0; i < n && !run->facts.copil; i++)
		if (mg_rule_is(mg_rule_pass(run, &records[i]), "type", "comite_pilotage"))
			run->facts.copil = &records[i];
	mg_book_keep(run->book, run->facts.copil);
}

void mg_rule_gather(struct mg_rule_run *run)
{
	gather_cooperative(run);
	gather_objectives(run);
	gather_diagnostics(run);
	gather_plan(run);
	gather_copil(run);
}
