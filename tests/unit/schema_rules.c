// SPDX-License-Identifier: EUPL-1.2
//
// The table of rules, and which of them are in force when; what stands in the way of an act.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "schema/rule/rule_run.h"
#include "tests/unit/rule_fixture.h"

#define REFERENCE     "tests/vectors/domaine/regles.txt"
#define LENGTH(array) (sizeof(array) / sizeof *(array))

// ---- the table

static const struct mg_rule *nth_rule(size_t wanted)
{
	for (size_t i = 0; i < mg_rule_groups_count; i++) {
		if (wanted < *mg_rule_groups[i].n)
			return &mg_rule_groups[i].rules[wanted];
		wanted -= *mg_rule_groups[i].n;
	}
	return NULL;
}

// Each code that the reference has is in the table, with the level and the article that it gives; the codes are put in
// known, between blanks.
static void compare_with_table(char *text, struct mg_buf *known)
{
	for (char *line = strtok_r(text, "\n", &text); line; line = strtok_r(NULL, "\n", &text)) {
		char code[8], level[2], article[16];
		const struct mg_rule *rule;

		if (*line == '#')
			continue;
		assert_int_equal(sscanf(line, "%7s %1s %15s", code, level, article), 3);
		rule = mg_rule_find(code);
		if (!rule)
			fail_msg("no rule %s: %s", code, line);
		if (*level != '-' && strcmp(mg_level_name(rule->level), level) != 0)
			fail_msg("%s is of level %s and not %s", code, mg_level_name(rule->level), level);
		if (*level == '-' && !rule->reason)
			fail_msg("%s: why level %s?", code, mg_level_name(rule->level));
		if (*article != '-' && strncmp(rule->article, article, strlen(article)) != 0)
			fail_msg("%s comes from %s and not %s", code, rule->article, article);
		mg_buf_printf(known, " %s ", code);
	}
}

static void test_as_the_reference_has_them(void **state)
{
	struct mg_buf text = {0}, known = {0};
	const struct mg_rule *rule;
	char wanted[16];

	(void)state;
	assert_int_equal(mg_file_read(REFERENCE, 1 << 20, &text, NULL), 0);
	compare_with_table(text.data, &known);
	for (size_t i = 0; (rule = nth_rule(i)); i++) {
		snprintf(wanted, sizeof wanted, " %s ", rule->code);
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", *rule->code) && !strstr(mg_buf_text(&known), wanted))
			fail_msg("%s is in the table and not in %s", rule->code, REFERENCE);
	}
	mg_buf_clear(&known);
	mg_buf_clear(&text);
}

static void test_rows_are_whole(void **state)
{
	const struct mg_rule *rule;
	struct mg_date date;

	(void)state;
	for (size_t i = 0; (rule = nth_rule(i)); i++) {
		assert_true(rule->checks[0].look != NULL);
		assert_true(strlen(rule->sentence) > 20);
		assert_true(strncmp(rule->article, "G:", 2) == 0 || !*rule->article);
		assert_true(!rule->blocks || rule->level == MG_LEVEL_E);
		assert_true(!rule->tells || rule->level == MG_LEVEL_A);
		assert_true(!rule->since || mg_date_parse(mg_slice_of(rule->since), &date));
		assert_true(!rule->until || mg_date_parse(mg_slice_of(rule->until), &date));
		for (size_t k = 0; nth_rule(k) != rule; k++)
			assert_string_not_equal(nth_rule(k)->code, rule->code);
	}
	assert_null(mg_rule_find("X0"));
	assert_null(mg_rule_find(""));
}

static void test_they_look_at_types_that_exist(void **state)
{
	const struct mg_rule *rule;

	for (size_t i = 0; (rule = nth_rule(i)); i++)
		for (size_t k = 0; k < MG_RULE_CHECKS && rule->checks[k].look; k++)
			if (rule->checks[k].type && !mg_types_find(*state, rule->checks[k].type))
				fail_msg("%s looks at %s", rule->code, rule->checks[k].type);
}

// ---- the day a record is judged by

static void expect_day(const struct mg_types *types, const char *path, const char *text, struct rule_file note,
		       const char *expected)
{
	const struct rule_file files[MAX_FILES] = {{path, text}, note};
	char day[MG_DATE_CHARS + 1];
	struct mg_rule_run *run;
	struct mg_book book;

	fill_book(&book, types, files);
	assert_int_equal(mg_rule_open(&book, date_of("2018-06-01"), &run, NULL), 0);
	mg_date_format(mg_rule_day(run, &book.records[0]), day);
	assert_string_equal(day, expected);
	mg_rule_close(run);
	mg_book_clear(&book);
}

static void test_the_day_of_a_record(void **state)
{
	static const struct {
		const char *path, *note, *day, *expected;
	} rows[] = {
		{"bilans/2018-T1/asso.yaml", "bilans/2018-T1/asso.asso.sig", "2018-05-05", "2018-03-31"},
		{"mesures/2018-T4/i--asso.yaml", NULL, NULL, "2018-12-31"},
		{"conventions/c/v1.yaml", "conventions/c/v1.asso.sig", "2018-05-05", "2018-05-05"},
		{"conventions/c/v1.yaml", "conventions/c/v1.yaml made", "2018-01-05", "2018-01-05"},
		{"actions/a.yaml", "actions/a.yaml made", "2018-01-05", "2018-01-05"},
		{"actions/a.yaml", "actions/a.yaml changed", "2018-01-05", "2018-06-01"},
		{"actions/a.yaml", NULL, NULL, "2018-06-01"},
	};
	static const struct {
		const char *path, *text, *note, *day, *expected;
	} told[] = {
		{"actions/a.yaml", "calendrier_previsionnel: {debut: 2019-03-01}\n", "actions/a.yaml made",
		 "2018-01-05", "2019-03-01"},
		{"actions/a.yaml", "calendrier_previsionnel: {debut: bientôt}\n", "actions/a.yaml made", "2018-01-05",
		 "2018-01-05"},
		{"financements/f.yaml", "annee: 2019\n", NULL, NULL, "2019-12-31"},
		{"financements/f.yaml", "annee: 2019\ndate_acte: 2019-02-01\n", NULL, NULL, "2019-02-01"},
		{"financements/f.yaml", "date_acte: 2019-02-01\ncourrier_demande: {date: 2018-12-01}\n", NULL, NULL,
		 "2018-12-01"},
		{"conventions/c/v1.yaml", "art5_duree: {date_effet: 2019-01-01}\n", NULL, NULL, "2019-01-01"},
		{"conventions/c/v1.yaml", "art5_duree: {date_effet: 2019-01-01}\n", "conventions/c/v1.asso.sig",
		 "2018-05-05", "2018-05-05"},
		{"conventions/c/v1.yaml", "art5_duree: 12\n", NULL, NULL, "2018-06-01"},
	};

	for (size_t i = 0; i < LENGTH(rows); i++)
		expect_day(*state, rows[i].path, "complements: {}\n", (struct rule_file){rows[i].note, rows[i].day},
			   rows[i].expected);
	for (size_t i = 0; i < LENGTH(told); i++)
		expect_day(*state, told[i].path, told[i].text, (struct rule_file){told[i].note, told[i].day},
			   told[i].expected);
}

static void test_in_force(void **state)
{
	static const struct {
		const char *since, *until, *day;
		bool is;
	} rows[] = {
		{NULL, NULL, "0001-01-01", true},
		{"2018-07-10", NULL, "2018-07-10", true},
		{"2018-07-10", NULL, "2018-07-09", false},
		{"2018-07-10", NULL, "9999-12-31", true},
		{NULL, "2020-02-29", "2020-02-29", true},
		{NULL, "2020-02-29", "2020-03-01", false},
		{"2018-07-10", "2020-02-29", "2019-01-01", true},
		{"2018-07-10", "2020-02-29", "2018-01-01", false},
		{"2018-07-10", "2020-02-29", "2021-01-01", false},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct mg_rule rule = {.since = rows[i].since, .until = rows[i].until};

		assert_int_equal(mg_rule_in_force(&rule, date_of(rows[i].day)), rows[i].is);
	}
}

// ---- what stands in the way

struct act {
	const char *title, *path, *expected;
	enum mg_act act;
	struct rule_file files[MAX_FILES];
};

// "CODE field" of each finding but those of fields that are empty.
static void check_act(const struct mg_types *types, const struct act *act)
{
	struct mg_findings findings;
	struct mg_buf found = {0};
	struct mg_book book;

	fill_book(&book, types, act->files);
	mg_findings_init(&findings);
	assert_int_equal(mg_rules_blocking(&book, date_of("2018-06-01"), mg_book_at(&book, act->path), act->act,
					   &findings, NULL),
			 0);
	assert_int_equal(mg_findings_count(&findings, MG_LEVEL_I), mg_findings_count(&findings, MG_LEVEL_E));
	for (size_t i = 0; i < findings.n; i++)
		if (strcmp(findings.items[i].code, "missing") != 0)
			mg_buf_printf(&found, "%s %s\n", findings.items[i].code, findings.items[i].field);
	if (strcmp(mg_buf_text(&found), act->expected) != 0)
		fail_msg("%s: %s", act->title, mg_buf_text(&found));
	mg_buf_clear(&found);
	mg_findings_clear(&findings);
	mg_book_clear(&book);
}

static const struct act blocked[] = {
	{"nothing",
	 "bilans/2018-T1/asso.yaml",
	 "",
	 MG_ACT_SUBMIT,
	 {{"acteurs/asso.yaml", "nom: A\n"}, {"bilans/2018-T1/asso.yaml", "acteur: asso\n"}}},
	{"a name that nobody has",
	 "bilans/2018-T1/asso.yaml",
	 "reference acteur\n",
	 MG_ACT_SUBMIT,
	 {{"bilans/2018-T1/asso.yaml", "acteur: asso\n"}}},
	{"somebody else's mistake",
	 "bilans/2018-T1/asso.yaml",
	 "",
	 MG_ACT_SUBMIT,
	 {{"acteurs/asso.yaml", "nom: A\n"},
	  {"bilans/2018-T1/asso.yaml", "acteur: asso\n"},
	  {"actions/a.yaml", "intitule: A\npromoteur_referent: nobody\n"}}},
	{"an E that blocks nothing",
	 "objectifs/o.yaml",
	 "reference parent\n",
	 MG_ACT_SIGN,
	 {{"objectifs/o.yaml", "intitule: O\nniveau: general\nparent: x\n"},
	  {"objectifs/p.yaml", "intitule: P\nniveau: general\n"}}},
	{"a sum that is none, at closing",
	 "bilans/2018-T1/consolidation.yaml",
	 "N5 chiffres[i].valeur\n",
	 MG_ACT_CLOSE,
	 {{"bilans/2018-T1/consolidation.yaml", "chiffres: [{id: i, agregation: somme, valeur: 3}]\n"},
	  {"indicateurs/i.yaml", "intitule: I\nagregation: dernier\n"}}},
};

static void test_acts(void **state)
{
	for (size_t i = 0; i < LENGTH(blocked); i++)
		check_act(*state, &blocked[i]);
}

static int open_types(void **state)
{
	return mg_types_open((struct mg_types **)state, NULL);
}

static int close_types(void **state)
{
	mg_types_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_the_reference_has_them),
		cmocka_unit_test(test_rows_are_whole),
		cmocka_unit_test_setup_teardown(test_they_look_at_types_that_exist, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_the_day_of_a_record, open_types, close_types),
		cmocka_unit_test(test_in_force),
		cmocka_unit_test_setup_teardown(test_acts, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules", tests, NULL, NULL);
}
