// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/record/record.h"

#include <stdio.h>

#define ACTION      "intitule: A\npromoteur_referent: a\n"
#define COOPERATIVE "format: 1\nnonce: 0123456789abcdef\nintitule: A\n"

static struct mg_types *types;

static int open_types(void **state)
{
	struct mg_error err = {0};

	(void)state;
	if (mg_types_open(&types, &err) < 0) {
		print_error("%s\n", err.message);
		return -1;
	}
	return 0;
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

static const struct {
	const char *path, *text;
	const char *code; // NULL: nothing is wrong with the code
	enum mg_level level;
	const char *field, *hint;
	unsigned line, col;
} cases[] = {
	// communes
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: \"78621\"}]\n", NULL, 0, NULL, NULL, 0, 0},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: \"\"}]\n", "pattern", MG_LEVEL_INVALID,
	 "lieux_precis[l1].commune", "", 3, 34},
	{"actions/x.yaml", ACTION "lieux_precis:\n  - {id: l1, commune: \"93059\"}\n", "commune-withdrawn", MG_LEVEL_E,
	 "lieux_precis[l1].commune", "\"93066\" (Saint-Denis)", 4, 23},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: \"75113\"}]\n", "commune-withdrawn", MG_LEVEL_E,
	 "lieux_precis[l1].commune", "\"75056\" (Paris)", 3, 34},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: \"93390\"}]\n", "commune-unknown", MG_LEVEL_E,
	 "lieux_precis[l1].commune", "postal code", 3, 34}, // that of Clichy-sous-Bois
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: Trappes}]\n", "pattern", MG_LEVEL_INVALID,
	 "lieux_precis[l1].commune", "\"78621\" (Trappes, 78)", 3, 34},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: 78621}]\n", "type", MG_LEVEL_INVALID,
	 "lieux_precis[l1].commune", "quotes: \"78621\"", 3, 34},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: 01103}]\n", "type", MG_LEVEL_INVALID,
	 "lieux_precis[l1].commune", "quotes: \"01103\"", 3, 34},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: 1103}]\n", "type", MG_LEVEL_INVALID,
	 "lieux_precis[l1].commune", "\"01103\" (Chevry, 01)", 3, 34},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, commune: \"1103\"}]\n", "pattern", MG_LEVEL_INVALID,
	 "lieux_precis[l1].commune", "\"01103\" (Chevry, 01)", 3, 34},
	{"cooperative.yaml", COOPERATIVE "territoire: {communes: [\"78621\", \"78000\"]}\n", "commune-unknown",
	 MG_LEVEL_E, "territoire.communes", "", 4, 34},
	{"cooperative.yaml", COOPERATIVE "territoire: {communes: [\"94017\", \"94019\"]}\n", "communes-bodies",
	 MG_LEVEL_A, "territoire.communes", "at the table", 4, 24},
	{"cooperative.yaml", COOPERATIVE "territoire: {communes: [\"93014\", \"93047\", \"93014\"]}\n", "unique",
	 MG_LEVEL_INVALID, "territoire.communes", "", 4, 43},
	{"cooperative.yaml", COOPERATIVE "territoire: {communes: [\"93014\", \"93047\"]}\n", NULL, 0, NULL, NULL, 0, 0},
	// bodies
	{"cooperative.yaml", COOPERATIVE "territoire: {epci: [\"200058782\", \"200057941\"]}\n", NULL, 0, NULL, NULL, 0,
	 0},
	{"cooperative.yaml", COOPERATIVE "territoire: {epci: [\"200058783\"]}\n", "siren-key", MG_LEVEL_E,
	 "territoire.epci", "", 4, 21},
	{"cooperative.yaml", COOPERATIVE "territoire: {epci: [\"200054781\"]}\n", "epci-metropole", MG_LEVEL_A,
	 "territoire.epci", "EPT", 4, 21},
	{"cooperative.yaml", COOPERATIVE "territoire: {epci: [\"732829320\"]}\n", "epci-unknown", MG_LEVEL_A,
	 "territoire.epci", "", 4, 21},
	// neighbourhoods
	{"cooperative.yaml", COOPERATIVE "territoire: {quartiers_prioritaires: [QN07801M]}\n", NULL, 0, NULL, NULL, 0,
	 0},
	{"cooperative.yaml", COOPERATIVE "territoire: {quartiers_prioritaires: [QN99901M]}\n", "qpv-form", MG_LEVEL_A,
	 "territoire.quartiers_prioritaires", "QN07801M", 4, 39},
	{"actions/x.yaml", ACTION "lieux_precis: [{id: l1, qpv: Les Merisiers}]\n", "qpv-form", MG_LEVEL_A,
	 "lieux_precis[l1].qpv", "QN07801M", 3, 30},
	// registers
	{"acteurs/a.yaml", "nom: A\nsiret: \"73282932000074\"\nfiness: \"780000006\"\n", NULL, 0, NULL, NULL, 0, 0},
	{"acteurs/a.yaml", "nom: A\nsiret: \"35600000049837\"\n", NULL, 0, NULL, NULL, 0, 0},
	{"acteurs/a.yaml", "nom: A\nsiret: \"12345678912345\"\n", "siret-key", MG_LEVEL_E, "siret", "", 2, 8},
	{"acteurs/a.yaml", "nom: A\nfiness: \"780000001\"\n", "finess-key", MG_LEVEL_A, "finess", "", 2, 9},
	{"acteurs/a.yaml", "nom: A\nfiness: 2A0000154\n", NULL, 0, NULL, NULL, 0, 0},
	{"acteurs/a.yaml", "nom: A\nrna: W12345678\n", "pattern", MG_LEVEL_INVALID, "rna", "", 2, 6},
};

static bool is_about_codes(const struct mg_finding *finding)
{
	return strcmp(finding->code, "missing") != 0;
}

static void check_case(size_t i)
{
	const struct mg_finding *finding = NULL;
	struct mg_findings findings;
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	assert_true(mg_record_check(types, cases[i].path, mg_slice_of(cases[i].text), &doc, &findings) <= 0);
	for (size_t j = 0; j < findings.n; j++) {
		if (!is_about_codes(&findings.items[j]))
			continue;
		if (finding || !cases[i].code)
			fail_msg("%s also finds %s", cases[i].text, findings.items[j].code);
		finding = &findings.items[j];
	}
	if (cases[i].code && !finding)
		fail_msg("nothing is found in %s", cases[i].text);
	if (finding) {
		assert_string_equal(finding->code, cases[i].code);
		assert_int_equal(finding->level, cases[i].level);
		assert_string_equal(finding->field, cases[i].field);
		assert_int_equal(finding->mark.line, cases[i].line);
		assert_int_equal(finding->mark.col, cases[i].col);
		if (!strstr(finding->hint, cases[i].hint))
			fail_msg("%s: the hint is \"%s\"", cases[i].text, finding->hint);
		assert_string_not_equal(finding->message, "");
		assert_string_not_equal(finding->label, "");
	}
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

static void test_codes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_case(i);
}

// A hostile record does not have us look through all names a thousand times.
static void test_few_names_are_looked_up(void **state)
{
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_doc doc;
	size_t told = 0, n = 0;

	(void)state;
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	mg_buf_puts(&text, COOPERATIVE "territoire:\n  communes:\n");
	for (size_t i = 0; i < 200; i++)
		mg_buf_printf(&text, "    - Trappes %c%c\n", (char)('a' + i / 26), (char)('a' + i % 26));
	assert_int_equal(mg_record_check(types, "cooperative.yaml", mg_buf_slice(&text), &doc, &findings), MG_EINVALID);
	for (size_t i = 0; i < findings.n; i++) {
		n += strcmp(findings.items[i].code, "pattern") == 0;
		told += strstr(findings.items[i].hint, "78621") != NULL;
	}
	assert_int_equal(n, 200);
	assert_int_equal(told, 5);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
}

// What a place of a schema says under x-code, wherever it stands.
static void expect_known(const struct mg_node *node, const char *type, size_t *n)
{
	static const char *const known[] = {"commune", "epci", "siren", "siret", "finess", "qpv"};
	struct mg_slice kind = mg_node_string(mg_node_get(node, "x-code"));
	bool found = !kind.len;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		found |= mg_slice_is(kind, known[i]);
	if (!found)
		fail_msg("%s: x-code: %.*s", type, (int)kind.len, kind.data);
	*n += kind.len > 0;
	for (size_t i = 0; node->type == MG_MAP && i < node->as.map.n; i++)
		expect_known(node->as.map.pairs[i].value, type, n);
	for (size_t i = 0; node->type == MG_LIST && i < node->as.list.n; i++)
		expect_known(node->as.list.items[i], type, n);
}

static void test_kinds(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_find(types, mg_types_at(types, i)->name);

		expect_known(type->schema, type->name, &n);
	}
	assert_true(n > 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_few_names_are_looked_up),
		cmocka_unit_test(test_kinds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
