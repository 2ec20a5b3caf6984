// SPDX-License-Identifier: EUPL-1.2
#include "schema/rule/rule_run.h"

#include "base/i18n.h"
#include "schema/record/record.h"

#include <stdlib.h>

int mg_rule_open(const struct mg_book *book, struct mg_date today, struct mg_rule_run **run, struct mg_error *err)
{
	struct mg_rule_run *new = calloc(1, sizeof *new);
	int rc;

	*run = NULL;
	if (!new)
		return mg_fail_memory(err);
	*new = (struct mg_rule_run){.book = book, .today = today};
	mg_arena_init(&new->arena, 0);
	rc = mg_references_of(book, &new->arena, &new->references, err);
	if (rc < 0) {
		mg_rule_close(new);
		return rc;
	}
	mg_rule_gather(new);
	*run = new;
	return 0;
}

void mg_rule_close(struct mg_rule_run *run)
{
	if (!run)
		return;
	mg_arena_clear(&run->arena);
	free(run);
}

void mg_rule_remember(struct mg_rule_run *run, mg_rule_was *was, void *data)
{
	run->was = was;
	run->was_data = data;
}

// ---- applying

// All checks of a rule on one record.
static void apply(struct mg_rule_run *run, const struct mg_rule *rule, const struct mg_book_record *record,
		  struct mg_date day)
{
	run->rule = rule;
	for (size_t i = 0; i < MG_RULE_CHECKS && rule->checks[i].look; i++) {
		const char *type = rule->checks[i].type;

		if ((!type || strcmp(type, record->type->name) == 0) && mg_rule_in_force(rule, day))
			rule->checks[i].look(run, record);
	}
}

// Whether a rule is told at an act on a record.
static bool counts_at(const struct mg_rule *rule, const struct mg_book_record *record, unsigned act)
{
	const unsigned acts = rule->tells | (rule->level == MG_LEVEL_E ? rule->blocks : 0);

	return (acts & act) && !(rule->of_others && act == MG_ACT_SIGN && mg_book_is_sealed(record));
}

// Those that block an act or are told at it; act 0: all.
static void apply_all(struct mg_rule_run *run, const struct mg_book_record *record, unsigned act,
		      struct mg_findings *findings)
{
	struct mg_date day;

	mg_book_keep(run->book, record);
	day = mg_rule_day(run, record);
	run->findings = findings;
	for (size_t i = 0; i < mg_rule_groups_count; i++)
		for (size_t k = 0; k < *mg_rule_groups[i].n; k++) {
			const struct mg_rule *rule = &mg_rule_groups[i].rules[k];

			if (!act || counts_at(rule, record, act))
				apply(run, rule, record, day);
		}
	mg_book_release(run->book, record);
}

void mg_rule_check_record(struct mg_rule_run *run, const struct mg_book_record *record, struct mg_findings *findings)
{
	apply_all(run, record, 0, findings);
}

const struct mg_rule *mg_rule_find(const char *code)
{
	for (size_t i = 0; i < mg_rule_groups_count; i++)
		for (size_t k = 0; k < *mg_rule_groups[i].n; k++)
			if (strcmp(mg_rule_groups[i].rules[k].code, code) == 0)
				return &mg_rule_groups[i].rules[k];
	return NULL;
}

// ---- what stands in the way

static void add_missing(const struct mg_rule_run *run, const struct mg_book_record *record, struct mg_findings *out)
{
	struct mg_findings all;
	struct mg_path path;

	if (mg_path_parse(run->book->types, record->path, &path, NULL) < 0)
		return;
	mg_findings_init(&all);
	mg_record_check_filled(&path, record->doc, &all);
	mg_record_check_codes(&path, record->doc, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.items[i].level <= MG_LEVEL_E)
			mg_findings_add(out, &all.items[i]);
	mg_findings_clear(&all);
}

int mg_rules_blocking(const struct mg_book *book, struct mg_date today, const struct mg_book_record *record,
		      enum mg_act act, struct mg_findings *findings, struct mg_error *err)
{
	struct mg_rule_run *run;
	int rc = mg_rule_open(book, today, &run, err);

	if (rc < 0)
		return rc;
	add_missing(run, record, findings);
	apply_all(run, record, act, findings);
	mg_rule_close(run);
	return 0;
}
