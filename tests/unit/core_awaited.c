// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/awaited.h"
#include "tests/unit/bilan_fixture.h"

#define TODAY   ((struct mg_date){2018, 6, 1})
#define PARTIES "parties: [{id: p1, acteur: dd-78}, {id: p2, acteur: asso}, {id: p3, acteur: mairie}]\n"
#define PAIR    "parties: [{id: p1, acteur: dd-78}, {id: p2, acteur: asso}]\n"
#define TEXT    "cooperative: " CA "\nconvention: c\nversion: 1\n" PAIR
#define OPENED                                                                                                         \
	{                                                                                                              \
		"dd-78@2018-05-02", NULL                                                                               \
	}

// clang-format off
#define V1_OPEN   {"conventions/c/v1.yaml", "cooperative: " CA "\nversion: 1\n" PARTIES, SHA_A, OPENED}
#define V1_DRAFT  {"conventions/c/v1.yaml", "cooperative: " CA "\nversion: 1\n" PARTIES, SHA_A, {NULL}}
#define V1_MINE   {"conventions/c/v1.yaml", "cooperative: " CA "\nversion: 1\n" PARTIES, SHA_A, {"dd-78@2018-05-02", "asso@2018-05-03", NULL}}
#define V1_FORCE  {"conventions/c/v1.yaml", "cooperative: " CA "\nversion: 1\n" PAIR, SHA_A, {"dd-78@2018-01-02", "asso@2018-01-03", NULL}}
#define V1_OVER   {"conventions/c/v1.yaml", "cooperative: " CA "\nversion: 1\n" PAIR, SHA_A, {"dd-78@2017-01-02", "asso@2017-01-03", NULL}}
#define V2_OPEN   {"conventions/c/v2.yaml", "cooperative: " CA "\nversion: 2\n" PARTIES, SHA_B, OPENED}
#define V2_DRAFT  {"conventions/c/v2.yaml", "cooperative: " CA "\nversion: 2\n" PARTIES, SHA_B, {NULL}}
#define AVENANT   {"conventions/c/a1.yaml", TEXT, SHA_B, OPENED}
#define RENEWAL   {"conventions/c/renouvellement-1.yaml", TEXT, SHA_B, OPENED}
#define PAPER(sha) {"conventions/c/signatures/asso.yaml", "signatures: [{id: v1, fichier: conventions/c/v1.yaml, sha256: " sha ", date: 2018-05-04}]\n", NULL, {NULL}}
#define LEFT      {"acteurs/asso.yaml", "nom: Asso\nstatut_membre: retire\n", NULL, {NULL}}
// clang-format on

static void texts_wait_for_who_has_not_signed(void **state)
{
	static const struct {
		const char *what, *actor;
		struct given given[3]; // up to one without a path
		const char *first;     // what waits; NULL: nothing
		size_t n;
	} cases[] = {
		{"a version", "asso", {V1_OPEN}, "conventions/c/v1.yaml", 1},
		{"that he signed", "asso", {V1_MINE}, NULL, 0},
		{"that another has not signed", "mairie", {V1_MINE}, "conventions/c/v1.yaml", 1},
		{"on paper too", "asso", {V1_OPEN, PAPER(SHA_A)}, NULL, 0},
		{"but not of other bytes", "asso", {V1_OPEN, PAPER(SHA_B)}, "conventions/c/v1.yaml", 1},
		{"whoever opened it", "dd-78", {V1_OPEN}, NULL, 0},
		{"who is no party", "ecole", {V1_OPEN}, NULL, 0},
		{"a draft that nobody opened", "asso", {V1_DRAFT}, NULL, 0},
		{"a version given up", "asso", {V1_OPEN, V2_OPEN}, "conventions/c/v2.yaml", 1},
		{"but not for a mere draft", "asso", {V1_OPEN, V2_DRAFT}, "conventions/c/v1.yaml", 1},
		{"who has left", "asso", {V1_OPEN, LEFT}, NULL, 0},
		{"an avenant", "asso", {V1_FORCE, AVENANT}, "conventions/c/a1.yaml", 1},
		{"of what is over", "asso", {V1_OVER, AVENANT}, NULL, 0},
		{"a renewal", "asso", {V1_FORCE, RENEWAL}, "conventions/c/renouvellement-1.yaml", 1},
		{"that comes too late", "asso", {V1_OVER, RENEWAL}, NULL, 0},
		{"both, the avenant first", "asso", {V1_FORCE, RENEWAL, AVENANT}, "conventions/c/a1.yaml", 2},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_awaited *awaited;
		struct mg_error err = {0};
		struct world world;
		size_t n;

		world_init(&world);
		for (size_t k = 0; k < 3 && cases[i].given[k].path; k++)
			put(&world, &cases[i].given[k]);
		assert_int_equal(mg_book_sort(&world.book, NULL), 0);
		assert_int_equal(mg_awaited_from(&world.book, mg_slice_of(cases[i].actor), TODAY, &world.arena,
						 &awaited, &n, &err),
				 0);
		if (n != cases[i].n || (n && strcmp(awaited[0].record->path, cases[i].first) != 0))
			fail_msg("%s: %zu, %s", cases[i].what, n, n ? awaited[0].record->path : "nothing");
		world_clear(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_wait_for_who_has_not_signed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
