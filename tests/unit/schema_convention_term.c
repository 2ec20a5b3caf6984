// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/due/convention_term.h"
#include "tests/unit/due_types.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PARTIES       "parties:\n  - {id: a, acteur: dd-78}\n  - {id: b, acteur: mairie}\n"
#define V1            "conventions/ca/v1"
#define RENEWAL       "conventions/ca/renouvellement-1"
// clang-format off
#define TEXT          {V1 ".yaml", PARTIES}
#define SIGNED        {V1 ".dd-78.sig", "2018-01-10"}, {V1 ".mairie.sig", "2018-01-15"}
// clang-format on

struct term_case {
	const char *title, *today, *expected; // "state S T end", "-" for what is not known
	struct rule_file files[MAX_FILES];
};

static const struct term_case cases[] = {
	{"nobody has signed", "2018-06-01", "projet - - -", {TEXT}},
	{"one of two has", "2018-06-01", "en_signature - - -", {TEXT, {V1 ".dd-78.sig", "2018-01-10"}}},
	{"somebody who is no party does not count",
	 "2018-06-01",
	 "en_signature - - -",
	 {TEXT, {V1 ".dd-78.sig", "2018-01-10"}, {V1 ".asso.sig", "2018-01-11"}}},
	{"a text without parties is signed by nobody",
	 "2018-06-01",
	 "projet - - -",
	 {{V1 ".yaml", "intitule: rien\n"}, {V1 ".dd-78.sig", "2018-01-10"}}},
	{"from the last required signature",
	 "2018-06-01",
	 "en_vigueur 2018-01-15 2019-01-15 2019-01-15",
	 {TEXT, SIGNED}},
	{"the last day in force", "2019-01-14", "en_vigueur 2018-01-15 2019-01-15 2019-01-15", {TEXT, SIGNED}},
	{"the term itself", "2019-01-15", "expiree 2018-01-15 2019-01-15 2019-01-15", {TEXT, SIGNED}},
	{"from the day it states",
	 "2018-06-01",
	 "en_vigueur 2018-02-01 2019-02-01 2019-02-01",
	 {{V1 ".yaml", PARTIES "art5_duree: {date_effet: 2018-02-01}\n"}, SIGNED}},
	{"a leap day ends on the last of February",
	 "2024-06-01",
	 "en_vigueur 2024-02-29 2025-02-28 2025-02-28",
	 {{V1 ".yaml", PARTIES "art5_duree: {date_effet: 2024-02-29, duree_mois: 12}\n"}, SIGNED}},
	{"signed on days nobody knows",
	 "2018-06-01",
	 "en_vigueur - - -",
	 {TEXT, {V1 ".dd-78.sig", ""}, {V1 ".mairie.sig", ""}}},
	{"a length that cannot be is twelve months",
	 "2018-06-01",
	 "en_vigueur 2018-01-15 2019-01-15 2019-01-15",
	 {{V1 ".yaml", PARTIES "art5_duree: {duree_mois: 99999}\n"}, SIGNED}},
	{"on paper, told before the round",
	 "2018-06-01",
	 "en_vigueur 2018-01-12 2019-01-12 2019-01-12",
	 {{V1 ".yaml", PARTIES "signatures:\n  - {id: s, partie: mairie, date: 2018-01-12}\n"},
	  {V1 ".dd-78.sig", "2018-01-10"}}},
	{"on paper, but nobody sealed the text",
	 "2018-06-01",
	 "projet - - -",
	 {{V1 ".yaml",
	   PARTIES "signatures:\n  - {id: s, partie: mairie, date: 2018-01-12}\n  - {id: t, partie: dd-78, date: "
		   "2018-01-12}\n"}}},
	{"on paper, without a date",
	 "2018-06-01",
	 "en_signature - - -",
	 {{V1 ".yaml", PARTIES "signatures:\n  - {id: s, partie: mairie}\n"}, {V1 ".dd-78.sig", "2018-01-10"}}},
	{"on paper, of other bytes",
	 "2018-06-01",
	 "en_signature - - -",
	 {TEXT,
	  {"conventions/ca/signatures/mairie.yaml",
	   "signatures:\n  - {id: s, fichier: conventions/ca/v1.yaml, sha256: \"00\", date: 2018-01-12}\n"},
	  {V1 ".dd-78.sig", "2018-01-10"}}},
	{"a new version that all signed replaces the first",
	 "2018-06-01",
	 "en_vigueur 2018-03-01 2019-03-01 2019-03-01",
	 {TEXT,
	  {"conventions/ca/v2.yaml", PARTIES},
	  SIGNED,
	  {"conventions/ca/v2.dd-78.sig", "2018-03-01"},
	  {"conventions/ca/v2.mairie.sig", "2018-03-01"}}},
	{"one that not all signed does not",
	 "2018-06-01",
	 "en_vigueur 2018-01-15 2019-01-15 2019-01-15",
	 {TEXT, {"conventions/ca/v2.yaml", PARTIES}, SIGNED, {"conventions/ca/v2.dd-78.sig", "2018-03-01"}}},
	{"renewed in time",
	 "2019-06-01",
	 "renouvelee 2018-01-15 2020-01-15 2020-01-15",
	 {TEXT,
	  {RENEWAL ".yaml", PARTIES},
	  SIGNED,
	  {RENEWAL ".dd-78.sig", "2018-12-01"},
	  {RENEWAL ".mairie.sig", "2019-01-14"}}},
	{"renewed on the term: too late",
	 "2019-06-01",
	 "expiree 2018-01-15 2019-01-15 2019-01-15",
	 {TEXT,
	  {RENEWAL ".yaml", PARTIES},
	  SIGNED,
	  {RENEWAL ".dd-78.sig", "2018-12-01"},
	  {RENEWAL ".mairie.sig", "2019-01-15"}}},
	{"renewed by one party",
	 "2019-06-01",
	 "expiree 2018-01-15 2019-01-15 2019-01-15",
	 {TEXT, {RENEWAL ".yaml", PARTIES}, SIGNED, {RENEWAL ".dd-78.sig", "2018-12-01"}}},
	{"renewed twice, counted from S",
	 "2025-06-01",
	 "renouvelee 2024-02-29 2027-02-28 2027-02-28",
	 {{V1 ".yaml", PARTIES "art5_duree: {date_effet: 2024-02-29}\n"},
	  {RENEWAL ".yaml", PARTIES},
	  {"conventions/ca/renouvellement-2.yaml", PARTIES},
	  {V1 ".dd-78.sig", "2024-02-01"},
	  {V1 ".mairie.sig", "2024-02-01"},
	  {RENEWAL ".dd-78.sig", "2025-02-01"},
	  {RENEWAL ".mairie.sig", "2025-02-01"},
	  {"conventions/ca/renouvellement-2.dd-78.sig", "2026-02-01"},
	  {"conventions/ca/renouvellement-2.mairie.sig", "2026-02-01"}}},
	{"terminated one month after the last receipt",
	 "2018-06-30",
	 "resiliee 2018-01-15 2019-01-15 2018-06-30",
	 {{V1 ".yaml", PARTIES "  - {id: c, acteur: asso}\n"},
	  {"conventions/ca/resiliation-1.yaml",
	   "auteur: mairie\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: 2018-05-31}\n"
	   "  - {id: b, destinataire: asso, date_reception: 2018-05-02}\n"},
	  SIGNED,
	  {V1 ".asso.sig", "2018-01-11"}}},
	{"the day before",
	 "2018-06-29",
	 "en_vigueur 2018-01-15 2019-01-15 2018-06-30",
	 {TEXT,
	  {"conventions/ca/resiliation-1.yaml",
	   "auteur: mairie\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: 2018-05-31}\n"},
	  SIGNED}},
	{"a letter that has not arrived ends nothing",
	 "2018-12-30",
	 "en_vigueur 2018-01-15 2019-01-15 2019-01-15",
	 {{V1 ".yaml", PARTIES "  - {id: c, acteur: asso}\n"},
	  {"conventions/ca/resiliation-1.yaml",
	   "auteur: mairie\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: 2018-05-31}\n"
	   "  - {id: b, destinataire: asso, numero_suivi: 1A}\n"},
	  SIGNED,
	  {V1 ".asso.sig", "2018-01-11"}}},
	{"a termination that takes effect after the term",
	 "2019-01-20",
	 "expiree 2018-01-15 2019-01-15 2019-01-15",
	 {TEXT,
	  {"conventions/ca/resiliation-1.yaml",
	   "auteur: mairie\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: 2019-01-02}\n"},
	  SIGNED}},
	{"another convention's renewal",
	 "2019-06-01",
	 "expiree 2018-01-15 2019-01-15 2019-01-15",
	 {TEXT,
	  {"conventions/autre/renouvellement-1.yaml", PARTIES},
	  SIGNED,
	  {"conventions/autre/renouvellement-1.dd-78.sig", "2018-12-01"},
	  {"conventions/autre/renouvellement-1.mairie.sig", "2018-12-01"}}},
	{"the next convention of the chain",
	 "2019-06-01",
	 "en_vigueur 2019-02-01 2020-02-01 2020-02-01",
	 {{"conventions/a/v1.yaml", PARTIES "art5_duree: {date_effet: 2019-02-01}\n"},
	  TEXT,
	  {"conventions/z/v1.yaml", PARTIES},
	  SIGNED,
	  {"conventions/a/v1.dd-78.sig", "2019-01-10"},
	  {"conventions/a/v1.mairie.sig", "2019-01-10"}}},
};

static const char *day(bool known, struct mg_date date, char out[MG_DATE_CHARS + 1])
{
	if (!known)
		return "-";
	mg_date_format(date, out);
	return out;
}

static void from_when_to_when(void **state)
{
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char found[128], effect[MG_DATE_CHARS + 1], term[MG_DATE_CHARS + 1], end[MG_DATE_CHARS + 1];
		struct mg_convention_term t;
		struct mg_book book;

		fill_book(&book, *state, cases[i].files);
		assert_true(mg_convention_current(&book, &t));
		snprintf(found, sizeof found, "%s %s %s %s",
			 mg_convention_state_name(mg_convention_state(&t, date_of(cases[i].today))),
			 day(t.has_effect, t.effect, effect), day(t.has_effect, t.term, term),
			 day(t.has_effect, t.end, end));
		if (strcmp(found, cases[i].expected) != 0)
			fail_msg("%s: %s instead of %s", cases[i].title, found, cases[i].expected);
		mg_book_clear(&book);
	}
}

static void a_book_without_convention(void **state)
{
	static const struct rule_file none[MAX_FILES] = {{"acteurs/asso.yaml", "nom: Association\n"}};
	struct mg_convention_term term;
	struct mg_book book;

	fill_book(&book, *state, none);
	assert_false(mg_convention_current(&book, &term));
	assert_false(mg_convention_term(&book, "ca", &term));
	mg_book_clear(&book);
}

// Every receipt is told: the first, the last, and who has none yet.
static void receipts_of_a_notice(void **state)
{
	static const struct rule_file files[MAX_FILES] = {
		{V1 ".yaml", PARTIES "  - {id: c, acteur: asso}\n  - {id: d, acteur: cpam}\n"},
		{"conventions/ca/resiliation-1.yaml",
		 "auteur: mairie\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: 2018-01-31}\n"
		 "  - {id: b, destinataire: asso, date_reception: 2018-01-02}\n"}};
	struct mg_notice notice;
	struct mg_book book;

	fill_book(&book, *state, files);
	notice = mg_notice_of(mg_book_at(&book, "conventions/ca/resiliation-1.yaml"),
			      mg_node_get(mg_book_at(&book, V1 ".yaml")->root, "parties"));
	assert_int_equal(notice.n_expected, 3);
	assert_int_equal(notice.n_received, 2);
	assert_false(notice.complete);
	assert_true(mg_slice_is(notice.missing, "cpam"));
	assert_int_equal(mg_date_compare(notice.first, date_of("2018-01-02")), 0);
	assert_int_equal(mg_date_compare(notice.last, date_of("2018-01-31")), 0);
	assert_int_equal(mg_date_compare(notice.effect, date_of("2018-02-28")), 0);
	mg_book_clear(&book);
}

static void signed_elsewhere_of_these_bytes(void **state)
{
	static const struct rule_file files[MAX_FILES] = {
		TEXT,
		{"conventions/ca/signatures/mairie.yaml",
		 "signatures:\n  - {id: s, fichier: conventions/ca/v1.yaml, sha256: abc, date: 2018-01-12}\n"},
		{V1 ".dd-78.sig", "2018-01-10"}};
	struct mg_signing signing;
	struct mg_book book;

	fill_book(&book, *state, files);
	record_at(&book, V1 ".yaml")->sha256 = "abc";
	signing = mg_signing_of(&book, mg_book_at(&book, V1 ".yaml"));
	assert_true(signing.complete);
	assert_true(mg_slice_is(signing.last_by, "mairie"));
	assert_int_equal(mg_date_compare(signing.last, date_of("2018-01-12")), 0);
	mg_book_clear(&book);
}

static void years_of_a_convention(void **state)
{
	static const struct rule_file files[MAX_FILES] = {TEXT, SIGNED};
	struct mg_convention_term term;
	struct mg_book book;

	fill_book(&book, *state, files);
	assert_true(mg_convention_term(&book, "ca", &term));
	term.n_renewals = 1;
	assert_int_equal(mg_date_compare(mg_convention_year_end(&term, date_of("2019-01-14")), date_of("2019-01-15")),
			 0);
	assert_int_equal(mg_date_compare(mg_convention_year_end(&term, date_of("2019-01-15")), date_of("2020-01-15")),
			 0);
	assert_int_equal(mg_date_compare(mg_convention_year_end(&term, date_of("2030-01-15")), date_of("2020-01-15")),
			 0);
	mg_book_clear(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(from_when_to_when, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(a_book_without_convention, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(receipts_of_a_notice, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(signed_elsewhere_of_these_bytes, open_due_types, close_due_types),
		cmocka_unit_test_setup_teardown(years_of_a_convention, open_due_types, close_due_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
