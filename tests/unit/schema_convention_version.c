// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/convention/convention_version.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PARTIES       "parties: [{id: p1, acteur: dd-78}, {id: p2, acteur: asso}]\n"
#define CA            "conventions/ca/"
#define SIGNED(what, day)                                                                                              \
	{CA what ".dd-78.sig", day},                                                                                   \
	{                                                                                                              \
		CA what ".asso.sig", day                                                                               \
	}
#define V1 {CA "v1.yaml", PARTIES}, SIGNED("v1", "2018-01-15")

static struct mg_types *types;

static int open_types(void **state)
{
	(void)state;
	return mg_types_open(&types, NULL);
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

// clang-format off
static const struct {
	const char *title, *today, *states; // of v1, v2..., each followed by a blank
	struct rule_file files[MAX_FILES];
} cases[] = {
	{"a draft", "2018-06-01", "projet ", {{CA "v1.yaml", PARTIES}}},
	{"the DD opened the round", "2018-06-01", "en_signature ", {{CA "v1.yaml", PARTIES}, {CA "v1.dd-78.sig", "2018-01-10"}}},
	{"signed by all", "2018-06-01", "en_vigueur ", {V1}},
	{"the last day", "2019-01-14", "en_vigueur ", {V1}},
	{"the term", "2019-01-15", "expiree ", {V1}},
	{"renewed in time", "2019-01-15", "renouvelee ",
	 {V1, {CA "renouvellement-1.yaml", PARTIES}, SIGNED("renouvellement-1", "2019-01-14")}},
	{"renewed on the day of the term, which is too late", "2019-01-16", "expiree ",
	 {V1, {CA "renouvellement-1.yaml", PARTIES}, SIGNED("renouvellement-1", "2019-01-15")}},
	{"a renewal that not all signed", "2019-01-15", "expiree ",
	 {V1, {CA "renouvellement-1.yaml", PARTIES}, {CA "renouvellement-1.dd-78.sig", "2019-01-02"}}},
	{"a termination, its month running", "2018-10-04", "en_vigueur ",
	 {V1, {CA "resiliation-1.yaml", "auteur: asso\nnotifications: [{id: n, destinataire: dd-78, date_reception: 2018-09-05}]\n"}}},
	{"a month after its receipt", "2018-10-05", "resiliee ",
	 {V1, {CA "resiliation-1.yaml", "auteur: asso\nnotifications: [{id: n, destinataire: dd-78, date_reception: 2018-09-05}]\n"}}},
	{"a letter that nobody received yet", "2018-12-31", "en_vigueur ",
	 {V1, {CA "resiliation-1.yaml", "auteur: asso\nnotifications: [{id: n, destinataire: dd-78}]\n"}}},
	{"a draft of the next one replaces nothing", "2018-06-01", "en_vigueur projet ", {V1, {CA "v2.yaml", PARTIES}}},
	{"nor does its round", "2018-06-01", "en_vigueur en_signature ",
	 {V1, {CA "v2.yaml", PARTIES}, {CA "v2.asso.sig", "2018-05-01"}}},
	{"the next one when all have signed", "2018-06-01", "remplacee en_vigueur ",
	 {V1, {CA "v2.yaml", PARTIES}, SIGNED("v2", "2018-06-01")}},
	{"not before its day", "2018-06-30", "en_vigueur signee ",
	 {V1, {CA "v2.yaml", PARTIES "art5_duree: {date_effet: 2018-07-01}\n"}, SIGNED("v2", "2018-06-01")}},
	{"from its day", "2018-07-01", "remplacee en_vigueur ",
	 {V1, {CA "v2.yaml", PARTIES "art5_duree: {date_effet: 2018-07-01}\n"}, SIGNED("v2", "2018-06-01")}},
	{"between two years nothing is in force", "2019-02-01", "expiree signee ",
	 {V1, {CA "v2.yaml", PARTIES "art5_duree: {date_effet: 2019-03-01}\n"}, SIGNED("v2", "2019-01-20")}},
	{"one that somebody refused gives way to the next round", "2018-06-01", "remplacee en_signature ",
	 {{CA "v1.yaml", PARTIES}, {CA "v1.dd-78.sig", "2018-01-10"}, {CA "v2.yaml", PARTIES}, {CA "v2.dd-78.sig", "2018-05-01"}}},
	{"not to its draft", "2018-06-01", "en_signature projet ",
	 {{CA "v1.yaml", PARTIES}, {CA "v1.dd-78.sig", "2018-01-10"}, {CA "v2.yaml", PARTIES}}},
	{"another convention is another one", "2018-06-01", "projet en_vigueur ",
	 {{"conventions/autre/v2.yaml", PARTIES}, V1}},
};
// clang-format on

static void states_are_computed(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct mg_book_record *records;
		struct mg_buf found = {0};
		struct mg_book book;
		size_t n;

		fill_book(&book, types, cases[i].files);
		records = mg_book_of(&book, "convention", &n);
		for (size_t k = 0; k < n; k++)
			mg_buf_printf(&found, "%s ",
				      mg_convention_version(&book, &records[k], date_of(cases[i].today)).state);
		if (strcmp(mg_buf_text(&found), cases[i].states) != 0)
			fail_msg("%s: \"%s\" instead of \"%s\"", cases[i].title, mg_buf_text(&found), cases[i].states);
		mg_buf_clear(&found);
		mg_book_clear(&book);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(states_are_computed)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
