// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/splitting.h"
#include "tests/unit/bilan_fixture.h"

#include <stdio.h>

#define BOOKS     3
#define MAX_GIVEN 8

#define DECISION(year, amount)                                                                                         \
	"beneficiaire: asso\nfinanceur: dd\nannee: " year "\nmontant_annuel: " amount                                  \
	"\ninstrument: decision_attribution\n"
#define ASSO(identity) "nom: Asso\n" identity

struct fund {
	unsigned book;
	const char *path, *text;
};

static const struct fund asso_0 = {0, "acteurs/asso.yaml", ASSO("siret: \"73282932000074\"\n")},
			 asso_1 = {1, "acteurs/asso.yaml", ASSO("siret: \"73282932000074\"\n")},
			 elsewhere_1 = {1, "acteurs/asso.yaml", ASSO("siret: \"73282932000082\"\n")},
			 other_1 = {1, "acteurs/asso.yaml", ASSO("siret: \"38047555800058\"\n")},
			 rna_0 = {0, "acteurs/asso.yaml", ASSO("rna: W123456789\n")},
			 rna_1 = {1, "acteurs/asso.yaml", ASSO("rna: W123456789\n")},
			 both_2 = {2, "acteurs/asso.yaml", ASSO("siret: \"73282932000074\"\nrna: W123456789\n")},
			 unknown_0 = {0, "acteurs/asso.yaml", ASSO("")}, unknown_1 = {1, "acteurs/asso.yaml", ASSO("")},
			 dd_0 = {0, "acteurs/dd.yaml", "nom: DD\ntype_structure: ars_dd\n"},
			 dd_1 = {1, "acteurs/dd.yaml", "nom: DD\ntype_structure: ars_dd\n"},
			 dd_2 = {2, "acteurs/dd.yaml", "nom: DD\ntype_structure: ars_dd\n"},
			 town_1 = {1, "acteurs/dd.yaml", "nom: Mairie\ntype_structure: collectivite_commune\n"},
			 half_0 = {0, "financements/a.yaml", DECISION("2018", "11500.00")};

// The largest group of what is given: how many decisions, their centimes, and whether they reach the threshold.
static void largest(const struct fund *given, size_t n, int64_t year, struct mg_splitting_group *out)
{
	static const char *const names[BOOKS] = {"Une", "Deux", "Trois"};
	struct mg_splitting_source sources[BOOKS];
	struct mg_splitting_group *groups;
	struct world worlds[BOOKS];
	size_t n_groups;

	for (size_t i = 0; i < BOOKS; i++) {
		world_init(&worlds[i]);
		sources[i] = (struct mg_splitting_source){names[i], &worlds[i].book};
	}
	for (size_t i = 0; i < n && given[i].path; i++)
		put(&worlds[given[i].book], &(struct given){given[i].path, given[i].text, NULL, {NULL}});
	for (size_t i = 0; i < BOOKS; i++)
		assert_int_equal(mg_book_sort(&worlds[i].book, NULL), 0);
	assert_int_equal(mg_splitting(sources, BOOKS, year, &worlds[0].arena, &groups, &n_groups, NULL), 0);
	*out = (struct mg_splitting_group){.n = 0};
	for (size_t i = 0; i < n_groups; i++)
		if (groups[i].n > out->n)
			*out = groups[i];
	out->items = NULL; // they end with the books
	for (size_t i = 0; i < BOOKS; i++)
		world_clear(&worlds[i]);
}

static void decisions_of_a_year_count_together(void **state)
{
	static const struct {
		const char *what;
		struct fund given[MAX_GIVEN];
		int64_t year;
		size_t n; // 0: no group
		int64_t centimes;
		bool reaches;
	} cases[] = {
		{"one centime below",
		 {asso_0, asso_1, dd_0, dd_1, half_0, {1, "financements/b.yaml", DECISION("2018", "11499.99")}},
		 0,
		 2,
		 2299999,
		 false},
		{"at the threshold, where the guide is stricter than the law",
		 {asso_0, asso_1, dd_0, dd_1, half_0, {1, "financements/b.yaml", DECISION("2018", "11500")}},
		 0,
		 2,
		 2300000,
		 true},
		{"one centime above",
		 {asso_0, asso_1, dd_0, dd_1, half_0, {1, "financements/b.yaml", DECISION("2018", "11500.01")}},
		 0,
		 2,
		 2300001,
		 true},
		{"in one CA as well",
		 {asso_0, dd_0, half_0, {0, "financements/b.yaml", DECISION("2018", "11500.00")}},
		 0,
		 2,
		 2300000,
		 true},
		{"tenths of a euro are exact",
		 {asso_0,
		  dd_0,
		  {0, "financements/a.yaml", DECISION("2018", "0.1")},
		  {0, "financements/b.yaml", DECISION("2018", "0.20")}},
		 0,
		 2,
		 30,
		 false},
		{"another year is another sum",
		 {asso_0, asso_1, dd_0, dd_1, half_0, {1, "financements/b.yaml", DECISION("2019", "22000")}},
		 0,
		 0,
		 0,
		 false},
		{"the year asked for",
		 {asso_0, asso_1, dd_0, dd_1, half_0, {1, "financements/b.yaml", DECISION("2018", "22000")}},
		 2019,
		 0,
		 0,
		 false},
		{"of several years only the amount of this one",
		 {asso_0,
		  asso_1,
		  dd_0,
		  dd_1,
		  half_0,
		  {1, "financements/b.yaml", DECISION("2018", "11000") "montant_total: 44000\n"}},
		 2018,
		 2,
		 2250000,
		 false},
		{"a convention is no decision",
		 {asso_0,
		  asso_1,
		  dd_0,
		  dd_1,
		  half_0,
		  {1, "financements/b.yaml",
		   "beneficiaire: asso\nfinanceur: dd\nannee: 2018\nmontant_annuel: 20000\n"
		   "instrument: convention_financiere_annuelle\n"}},
		 0,
		 0,
		 0,
		 false},
		{"nor what needs one by itself",
		 {asso_0, asso_1, dd_0, dd_1, half_0, {1, "financements/b.yaml", DECISION("2018", "23000")}},
		 0,
		 0,
		 0,
		 false},
		{"what has no instrument yet counts",
		 {asso_0,
		  asso_1,
		  dd_0,
		  dd_1,
		  half_0,
		  {1, "financements/b.yaml",
		   "beneficiaire: asso\nfinanceur: dd\nannee: 2018\nmontant_annuel: 12000\n"}},
		 0,
		 2,
		 2350000,
		 true},
		{"what has no amount does not",
		 {asso_0,
		  asso_1,
		  dd_0,
		  dd_1,
		  half_0,
		  {1, "financements/b.yaml", "beneficiaire: asso\nfinanceur: dd\nannee: 2018\n"}},
		 0,
		 0,
		 0,
		 false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_splitting_group group;

		largest(cases[i].given, MAX_GIVEN, cases[i].year, &group);
		if (group.n != cases[i].n || group.centimes != cases[i].centimes || group.reaches != cases[i].reaches)
			fail_msg("%s: %zu, %lld", cases[i].what, group.n, (long long)group.centimes);
	}
}

static void bodies_are_known_by_their_numbers(void **state)
{
	static const struct fund half_1 = {1, "financements/b.yaml", DECISION("2018", "11500.00")},
				 half_2 = {2, "financements/c.yaml", DECISION("2018", "11500.00")};
	static const struct {
		const char *what;
		struct fund given[MAX_GIVEN];
		size_t n;
	} cases[] = {
		{"two establishments of one body", {asso_0, elsewhere_1, dd_0, dd_1, half_0, half_1}, 2},
		{"two bodies of one name", {asso_0, other_1, dd_0, dd_1, half_0, half_1}, 0},
		{"by RNA", {rna_0, rna_1, dd_0, dd_1, half_0, half_1}, 2},
		{"by SIRET here and RNA there: nobody knows", {asso_0, rna_1, dd_0, dd_1, half_0, half_1}, 0},
		{"without a number, an id is of its own CA", {unknown_0, unknown_1, dd_0, dd_1, half_0, half_1}, 0},
		{"an actor without a record too", {dd_0, dd_1, half_0, half_1}, 0},
		{"another funder", {asso_0, asso_1, dd_0, town_1, half_0, half_1}, 0},
	};
	static const struct fund three[] = {asso_0, rna_1, both_2, dd_0, dd_1, dd_2, half_0, half_1, half_2};
	struct mg_splitting_group group;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		largest(cases[i].given, MAX_GIVEN, 0, &group);
		if (group.n != cases[i].n)
			fail_msg("%s: %zu", cases[i].what, group.n);
	}
	largest(three, COUNT(three), 0, &group);
	assert_int_equal(group.n, 3); // the third names it both ways, so the first two are one
	assert_int_equal(group.centimes, 3450000);
}

static void amounts_are_written_with_centimes(void **state)
{
	static const struct {
		int64_t centimes;
		const char *text;
	} cases[] = {{0, "0.00"}, {5, "0.05"}, {2299999, "22999.99"}, {2300000, "23000.00"}, {2300001, "23000.01"}};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(mg_splitting_amount(cases[i].centimes, &arena), cases[i].text);
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decisions_of_a_year_count_together),
		cmocka_unit_test(bodies_are_known_by_their_numbers),
		cmocka_unit_test(amounts_are_written_with_centimes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
