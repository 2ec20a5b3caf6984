// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/code/code_hint.h"
#include "schema/code/commune.h"
#include "schema/code/qpv.h"
#include "schema/code/siren.h"
#include "schema/code/tsv.h"

// ---- registers' numbers

struct number_case {
	const char *text;
	bool ok;
};

static void each_number(bool (*check)(struct mg_slice), const struct number_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (check(mg_slice_of(cases[i].text)) != cases[i].ok)
			fail_msg("\"%s\" is %s", cases[i].text, cases[i].ok ? "right" : "wrong");
}

static void test_siret(void **state)
{
	static const struct number_case cases[] = {
		{"73282932000074", true},
		{"23350001600040", true},
		{"38047555800058", true},
		{"35600000000048", true},  // La Poste, by Luhn's formula
		{"35600000049837", true},  // La Poste only: the sum is 45
		{"35600000049838", false}, // 46
		{"12345678912345", false}, // its sum is 60, but it is not La Poste
		{"73282932000047", false}, // two digits changed places
		{"73282932000075", false},
		{"7328293200007", false},
		{"732829320000744", false},
		{"732829320", false},
		{"7328293200007a", false},
		{"732 829 320 00", false},
		{"", false},
	};

	(void)state;
	each_number(mg_siret_check, cases, sizeof cases / sizeof *cases);
}

static void test_siren(void **state)
{
	static const struct number_case cases[] = {
		{"732829320", true},   {"200058782", true},  {"356000000", true},
		{"200054781", true},   {"200058783", false}, {"20005878", false},
		{"2000587822", false}, {"20005878O", false}, {"", false},
	};

	(void)state;
	each_number(mg_siren_check, cases, sizeof cases / sizeof *cases);
}

static void test_finess(void **state)
{
	static const struct number_case cases[] = {
		{"750712184", true},  {"780000006", true},  {"2A0000154", true},  {"2B0000012", true},
		{"750712185", false}, {"780000001", false}, {"75071218", false},  {"7507121844", false},
		{"3A0000154", false}, {"2C0000154", false}, {"2A00001A4", false}, {"", false},
	};

	(void)state;
	each_number(mg_finess_check, cases, sizeof cases / sizeof *cases);
}

static void test_qpv(void **state)
{
	static const struct {
		const char *text;
		unsigned vintage;
	} cases[] = {
		{"QN07801M", 2024},
		{"QN09512N", 2024},
		{"QN02A01I", 2024},
		{"QN97402I", 2024},
		{"QP078001", 2015},
		{"QP974012", 2015},
		{"QP02B001", 2015},
		{"QP987001", 2015},
		{"QN07801X", 0},
		{"QN07801", 0},
		{"QN078011", 0},
		{"QN0780AM", 0},
		{"QN09601M", 0},
		{"QN00001M", 0},
		{"QN02001M", 0},
		{"QN02C01M", 0},
		{"QN17801M", 0},
		{"QP07800M", 0},
		{"QP0780011", 0},
		{"QX078001", 0},
		{"qn07801m", 0},
		{"1198020", 0},
		{"", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (mg_qpv_vintage(mg_slice_of(cases[i].text)) != cases[i].vintage)
			fail_msg("%s: not %u", cases[i].text, cases[i].vintage);
}

// ---- tables

#define TABLE "#\t2026\n01001\tA\t1\n01003\tB\n2A004\tC\t\t0001\n"

static void test_table(void **state)
{
	static const char *const absent[] = {"",      "0",     "01000", "01002",    "01004",
					     "2A003", "2A005", "#",     "01001\tA", "\n"};
	struct mg_slice table = mg_slice_of(TABLE), fields[4];
	size_t at = 0, n = 0;

	(void)state;
	assert_true(mg_slice_is(mg_tsv_vintage(table), "2026"));
	assert_true(mg_tsv_find(table, 0, mg_slice_of("01003"), fields, 4));
	assert_true(mg_slice_is(fields[1], "B") && !fields[2].len && !fields[3].len);
	assert_true(mg_tsv_find(table, 0, mg_slice_of("2A004"), fields, 4));
	assert_true(mg_slice_is(fields[1], "C") && !fields[2].len && mg_slice_is(fields[3], "0001"));
	assert_true(mg_tsv_find(table, 1, mg_slice_of("A"), fields, 1));
	assert_true(mg_slice_is(fields[0], "01001"));
	for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
		assert_false(mg_tsv_find(table, 0, mg_slice_of(absent[i]), fields, 4));
	while (mg_tsv_next(table, &at, fields, 4))
		n++;
	assert_int_equal(n, 3);
	assert_false(mg_tsv_find((struct mg_slice){0}, 0, mg_slice_of("01001"), fields, 4));
	assert_false(mg_tsv_find(mg_slice_of("#\t2026\n"), 0, mg_slice_of("01001"), fields, 4));
}

// Every line is found by its key, in the tables as they are embedded.
static void expect_whole(struct mg_slice table, size_t lines)
{
	struct mg_slice fields[1], found[1];
	size_t at = 0, n = 0;

	assert_true(mg_slice_is(mg_tsv_vintage(table), "2026"));
	while (mg_tsv_next(table, &at, fields, 1)) {
		assert_true(mg_tsv_find(table, 0, fields[0], found, 1));
		assert_ptr_equal(found[0].data, fields[0].data);
		n++;
	}
	assert_int_equal(n, lines);
}

static void test_tables_are_whole(void **state)
{
	(void)state;
	expect_whole(mg_tsv_communes(), 34969);
	expect_whole(mg_tsv_bodies(), 1255 + 11);
	expect_whole(mg_tsv_withdrawn(), 4285);
}

// ---- communes

// The communes of the six cooperatives of the guide's preamble.
static void test_communes(void **state)
{
	static const struct {
		const char *code, *name, *siren;
		int64_t population;
	} cases[] = {
		{"78621", "Trappes", "200058782", 34689},
		{"92026", "Courbevoie", "200057982", 82902},
		{"92050", "Nanterre", "200057982", 97783},
		{"93014", "Clichy-sous-Bois", "200058790", 29354},
		{"93047", "Montfermeil", "200058790", 28703},
		{"94017", "Champigny-sur-Marne", "200057941", 78072},
		{"94019", "Chennevières-sur-Marne", "200058006", 18710},
		{"95680", "Villiers-le-Bel", "200055655", 30053},
		{"95585", "Sarcelles", "200055655", 59173},
		{"75056", "Paris", MG_METROPOLE_DU_GRAND_PARIS, 2103778}, // the only one there without an EPT
		{"2A004", "Ajaccio", "242010056", 76320},
		{"29155", "Ouessant", "", 860},
	};
	struct mg_commune commune;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(mg_commune_find(mg_slice_of(cases[i].code), &commune));
		assert_true(mg_slice_is(commune.name, cases[i].name));
		if (!mg_slice_is(commune.body.siren, cases[i].siren))
			fail_msg("%s: %.*s", cases[i].name, (int)commune.body.siren.len, commune.body.siren.data);
		if (commune.population != cases[i].population)
			fail_msg("%s: %lld", cases[i].name, (long long)commune.population);
	}
	assert_true(mg_commune_find(mg_slice_of("98411"), &commune)); // nobody lives there for good
	assert_int_equal(commune.population, -1);
}

static void test_withdrawn(void **state)
{
	static const struct {
		const char *code, *former, *now;
	} cases[] = {
		{"93059", "", "93066"},         // Pierrefitte-sur-Seine, in Saint-Denis since 2025
		{"01120", "Cordieux", "01262"}, // commune associée
		{"13201", "Marseille 1er Arrondissement", "13055"},
		{"75113", "Paris 13e Arrondissement", "75056"},
	};
	static const char *const none[] = {"", "78621", "01015", "99999", "7511", "751130"};
	struct mg_commune now;
	struct mg_slice former;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_false(mg_commune_find(mg_slice_of(cases[i].code), &now));
		assert_true(mg_commune_now(mg_slice_of(cases[i].code), &former, &now));
		if (!mg_slice_is(now.code, cases[i].now))
			fail_msg("%s: now %.*s", cases[i].code, (int)now.code.len, now.code.data);
		if (*cases[i].former && !mg_slice_is(former, cases[i].former))
			fail_msg("%s: formerly %.*s", cases[i].code, (int)former.len, former.data);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(mg_commune_now(mg_slice_of(none[i]), &former, &now));
}

static void test_names(void **state)
{
	static const struct {
		const char *typed, *code;
		size_t n; // of that name
	} cases[] = {
		{"Trappes", "78621", 1},
		{"TRAPPES", "78621", 1},
		{"elancourt", "78208", 1},
		{"Montigny le Bretonneux", "78423", 1},
		{"St-Denis", "97411", 4}, // the largest of that name is on Réunion
		{"Ste Geneviève des Bois", "91549", 2},
		{"Villiers le bel", "95680", 1},
		{"L'HAY LES ROSES", "94038", 1},
		{"Trapes", "78621", 1},
		{"Sarcelle", "95585", 1},
		{"Clichy sous bois", "93014", 1},
		{"Zzyzzyx", "", 0},
		{"", "", 0},
		{"-", "", 0},
		{"Une phrase entière qui ne nomme aucune commune, et bien plus longue qu'aucun nom", "", 0},
	};
	struct mg_commune found[5];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = mg_commune_named(mg_slice_of(cases[i].typed), found, 5);

		if (n != cases[i].n || (n && !mg_slice_is(found[0].code, cases[i].code)))
			fail_msg("%s: %zu, %.*s", cases[i].typed, n, n ? (int)found[0].code.len : 0,
				 n ? found[0].code.data : "");
	}
	assert_int_equal(mg_commune_named(mg_slice_of("Saint-Denis"), found, 2), 2);
	assert_true(mg_slice_is(found[1].code, "93066"));
	assert_int_equal(mg_commune_named(mg_slice_of("Trappes"), found, 0), 0);
}

static void test_bodies(void **state)
{
	struct mg_body body;

	(void)state;
	assert_true(mg_body_find(mg_slice_of("200058782"), &body));
	assert_true(mg_slice_is(body.kind, "CA"));
	assert_true(mg_body_find(mg_slice_of("200058790"), &body));
	assert_true(mg_slice_is(body.kind, "EPT") && mg_slice_is(body.name, "Grand Paris Grand Est"));
	assert_false(mg_body_find(mg_slice_of("732829320"), &body));
	assert_false(mg_body_find(mg_slice_of("0270"), &body));
	assert_false(mg_body_find(mg_slice_of(""), &body));
	assert_true(mg_slice_is(mg_commune_departement(mg_slice_of("78621")), "78"));
	assert_true(mg_slice_is(mg_commune_departement(mg_slice_of("2A004")), "2A"));
	assert_true(mg_slice_is(mg_commune_departement(mg_slice_of("95680")), "95"));
	assert_true(mg_slice_is(mg_commune_departement(mg_slice_of("97411")), "974"));
	assert_int_equal(mg_commune_departement(mg_slice_of("")).len, 0);
}

static void test_hints(void **state)
{
	static const struct {
		const char *kind, *text, *hint;
	} cases[] = {
		{"commune", "Trappes", "did you mean \"78621\" (Trappes, 78)?"},
		{"commune", "1103", "did you mean \"01103\" (Chevry, 01)?"},
		{"commune", "Ste-Geneviève-des-Bois",
		 "did you mean one of \"91549\" (Sainte-Geneviève-des-Bois, 91), \"45278\" "
		 "(Sainte-Geneviève-des-Bois, 45)?"},
		{"commune", "20004", "did you mean \"2A004\" (Ajaccio, 2A)?"},
		{"commune", "20033", "did you mean \"2B033\" (Bastia, 2B)?"},
		{"commune", "20000", ""}, // a postal code
		{"commune", "2000", ""},
		{"commune", "110", ""},
		{"commune", "0", ""},
		{"commune", "78621", ""},
		{"commune", "", ""},
		{"siret", "Trappes", ""},
		{"", "Trappes", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf hint = {0};

		const struct mg_slice kind = mg_slice_of(cases[i].kind), text = mg_slice_of(cases[i].text);

		assert_int_equal(mg_code_hint_zero(kind, text, &hint) || mg_code_hint_name(kind, text, &hint),
				 *cases[i].hint != '\0');
		assert_string_equal(mg_buf_text(&hint), cases[i].hint);
		mg_buf_clear(&hint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_siret),    cmocka_unit_test(test_siren),
		cmocka_unit_test(test_finess),   cmocka_unit_test(test_qpv),
		cmocka_unit_test(test_table),    cmocka_unit_test(test_tables_are_whole),
		cmocka_unit_test(test_communes), cmocka_unit_test(test_withdrawn),
		cmocka_unit_test(test_names),    cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_hints),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
