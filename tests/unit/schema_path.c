// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/record/path.h"

#include <stdio.h>

#define ID64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

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

static struct mg_path parsed(const char *text)
{
	struct mg_error err = {0};
	struct mg_path path;

	if (mg_path_parse(types, text, &path, &err) < 0)
		fail_msg("%s", err.message);
	assert_string_equal(path.text, text);
	return path;
}

static void records_are_read(void **state)
{
	static const struct {
		const char *text, *type, *part, *value;
	} cases[] = {
		{"cooperative.yaml", "cooperative", "id", ""},
		{"acteurs/asso-exemple.yaml", "acteur", "id", "asso-exemple"},
		{"acteurs/dd-78.yaml", "acteur", "id", "dd-78"},
		{"cles/abcdefghij234567.yaml", "cle", "cle", "abcdefghij234567"},
		{"objectifs/sante-1x2y.yaml", "objectif", "id", "sante-1x2y"},
		{"actions/maraudes-7k2m.yaml", "action", "id", "maraudes-7k2m"},
		{"actions/" ID64 ".yaml", "action", "id", ID64},
		{"actions/1.yaml", "action", "id", "1"},
		{"actions/com.yaml", "action", "id", "com"},
		{"actions/con-1.yaml", "action", "id", "con-1"},
		{"indicateurs/personnes-a1b2.yaml", "indicateur", "id", "personnes-a1b2"},
		{"mesures/2018-T1/personnes-a1b2--asso.yaml", "mesure", "indicateur", "personnes-a1b2"},
		{"mesures/2018-T1/personnes-a1b2--asso.yaml", "mesure", "acteur", "asso"},
		{"mesures/2018-T1/personnes-a1b2--r2.yaml", "mesure", "acteur", "r2"},
		{"mesures/2018-T1/" ID64 "--" ID64 ".yaml", "mesure", "acteur", ID64},
		{"bilans/2018-T4/asso.yaml", "bilan_trimestriel", "periode", "2018-T4"},
		{"bilans/2018-T4/asso.yaml", "bilan_trimestriel", "acteur", "asso"},
		{"bilans/2018-T1/consolidation.yaml", "consolidation", "periode", "2018-T1"},
		{"bilans/2018-T1/consolidation.yaml", "consolidation", "acteur", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_path path = parsed(cases[i].text);

		assert_int_equal(path.kind, MG_PATH_RECORD);
		assert_string_equal(path.type->name, cases[i].type);
		assert_string_equal(mg_path_part(&path.parts, cases[i].part), cases[i].value);
		assert_string_equal(path.record, cases[i].text);
		assert_int_equal(path.parts.revision, 0);
	}
}

static void corrections_are_read(void **state)
{
	struct mg_path path = parsed("bilans/2018-T1/asso--r2.yaml");

	(void)state;
	assert_string_equal(path.type->name, "bilan_trimestriel");
	assert_string_equal(path.parts.acteur, "asso");
	assert_int_equal(path.parts.revision, 2);
	path = parsed("bilans/2018-T1/consolidation--r9999.yaml");
	assert_string_equal(path.type->name, "consolidation");
	assert_int_equal(path.parts.revision, 9999);
}

static void signatures_are_read(void **state)
{
	static const struct {
		const char *text, *record, *signer;
		unsigned revision;
	} cases[] = {
		{"bilans/2018-T1/asso.asso.sig", "bilans/2018-T1/asso.yaml", "asso", 0},
		{"bilans/2018-T1/asso.dd-78.sig", "bilans/2018-T1/asso.yaml", "dd-78", 0},
		{"bilans/2018-T1/asso--r2.asso.sig", "bilans/2018-T1/asso--r2.yaml", "asso", 2},
		{"bilans/2018-T1/consolidation.dd-78.sig", "bilans/2018-T1/consolidation.yaml", "dd-78", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_path path = parsed(cases[i].text), record, built;
		struct mg_error err;

		assert_int_equal(path.kind, MG_PATH_SIGNATURE);
		assert_string_equal(path.record, cases[i].record);
		assert_string_equal(path.signer, cases[i].signer);
		assert_int_equal(path.parts.revision, cases[i].revision);
		record = parsed(cases[i].record);
		assert_int_equal(mg_path_of_signature(&record, cases[i].signer, &built, &err), 0);
		assert_string_equal(built.text, cases[i].text);
		assert_string_equal(built.record, cases[i].record);
		assert_int_equal(built.kind, MG_PATH_SIGNATURE);
	}
}

static void conflicts_and_attachments_are_read(void **state)
{
	struct mg_path path = parsed("conflits/abcdefghijkl2345.yaml");

	(void)state;
	assert_int_equal(path.kind, MG_PATH_CONFLICT);
	assert_string_equal(path.parts.id, "abcdefghijkl2345");
	assert_null(path.type);
	path = parsed("pieces/0123456789abcdef-feuille-de-presence.pdf");
	assert_int_equal(path.kind, MG_PATH_PIECE);
	assert_string_equal(path.hash, "0123456789abcdef");
	assert_null(path.type);
}

// What no file of a CA may be called, and the word that tells why.
static const struct {
	const char *text, *because;
} refused[] = {
	{"", "empty"},
	{"actions", "actions"},
	{"actions/", "inside the folder"},
	{"/actions/x.yaml", "inside the folder"},
	{"actions//x.yaml", "inside the folder"},
	{"actions/../cooperative.yaml", "inside the folder"},
	{"./actions/x.yaml", "inside the folder"},
	{"..", "inside the folder"},
	{".git/config", "no type of record"},
	{"actions\\x.yaml", "\\"},
	{"actions/x", "stands at"},
	{"actions/x.yml", ".yaml"},
	{"actions/x.json", "stands at"},
	{"actions/x.yaml.yaml", "stands at"},
	{"actions/x.YAML", "stands at"},
	{"actions/.yaml", "id is empty"},
	{"actions/Maraudes.yaml", "a-z"},
	{"Actions/x.yaml", "no type of record"},
	{"actions/été.yaml", "a-z"},
	{"actions/mon action.yaml", "a-z"},
	{"actions/a_b.yaml", "a-z"},
	{"actions/-a.yaml", "a-z"},
	{"actions/a-.yaml", "a-z"},
	{"actions/a--b.yaml", "stands at"},
	{"actions/a---b.yaml", "stands at"},
	{"actions/" ID64 "a.yaml", "64"},
	{"actions/con.yaml", "reserved"},
	{"actions/aux.yaml", "reserved"},
	{"actions/nul.yaml", "reserved"},
	{"actions/prn.yaml", "reserved"},
	{"actions/com1.yaml", "reserved"},
	{"actions/lpt9.yaml", "reserved"},
	{"actions/consolidation.yaml", "reserved"},
	{"acteurs/annuel.yaml", "reserved"},
	{"actions/x/y.yaml", "stands at"},
	{"actions/x--r2.yaml", "not signed"},
	{"actions/x.asso.sig", "not signed"},
	{"x.yaml", "no type of record"},
	{"action/x.yaml", "no type of record"},
	{"personnes-x/x.yaml", "no type of record"},
	{"cooperative.yaml/x", "stands at"},
	{"cooperative", "no type of record"},
	{"cooperative--r2.yaml", "no type of record"},
	{"cles/abcdefghij23456.yaml", "16 characters"},
	{"cles/abcdefghij2345678.yaml", "16 characters"},
	{"cles/abcdefghij234561.yaml", "16 characters"},
	{"cles/ABCDEFGHIJ234567.yaml", "16 characters"},
	{"mesures/2018-T5/i--a.yaml", "quarter"},
	{"mesures/2018-t1/i--a.yaml", "quarter"},
	{"mesures/2018-T1/i.yaml", "stands at"},
	{"mesures/2018-T1/i-a.yaml", "stands at"},
	{"mesures/2018-T1/i--a--b.yaml", "stands at"},
	{"mesures/2018-T1/--a.yaml", "empty"},
	{"mesures/2018-T1/i--.yaml", "empty"},
	{"mesures/2018-T1/i--a--r2.yaml", "not signed"},
	{"mesures/i--a.yaml", "quarter"},
	{"bilans/asso.yaml", "not a year"},
	{"bilans/2018-T1.yaml", "stands at"},
	{"bilans/2018-T1/", "inside the folder"},
	{"bilans/2018-T0/asso.yaml", "not a year"},
	{"bilans/2018-T1/annuel.yaml", "reserved"},
	{"bilans/2018-T1/asso--r1.yaml", "correction"},
	{"bilans/2018-T1/asso--r0.yaml", "correction"},
	{"bilans/2018-T1/asso--r02.yaml", "correction"},
	{"bilans/2018-T1/asso--r.yaml", "correction"},
	{"bilans/2018-T1/asso--r2x.yaml", "correction"},
	{"bilans/2018-T1/asso--r10000.yaml", "correction"},
	{"bilans/2018-T1/asso--r2--r3.yaml", "stands at"},
	{"bilans/2018-T1/asso--x.yaml", "stands at"},
	{"bilans/2018-T1/asso.sig", "signature is named"},
	{"bilans/2018-T1/.sig", "signature is named"},
	{"bilans/2018-T1/asso..sig", "signer is empty"},
	{"bilans/2018-T1/asso.Asso.sig", "signer"},
	{"bilans/2018-T1/asso.a--b.sig", "signer"},
	{"bilans/2018-T1/asso.consolidation.sig", "reserved"},
	{"bilans/2018-T1/asso.yaml.asso.sig", "stands at"},
	{"mesures/2018-T1/i--a.a.sig", "not signed"},
	{"conflits/abcdefghijkl234.yaml", "16 characters"},
	{"conflits/abcdefghijkl2345", "conflits/<id>.yaml"},
	{"conflits/abcdefghijkl2345.yaml.sig", "conflits/<id>.yaml"},
	{"conflits/x/abcdefghijkl2345.yaml", "16 characters"},
	{"conflits/abcdefghijkl2341.yaml", "16 characters"},
	{"pieces/0123456789abcde-x.pdf", "16 hexadecimal"},
	{"pieces/0123456789abcdef0-x.pdf", "16 hexadecimal"},
	{"pieces/0123456789ABCDEF-x.pdf", "16 hexadecimal"},
	{"pieces/0123456789abcdef.pdf", "16 hexadecimal"},
	{"pieces/0123456789abcdef-.pdf", "name is empty"},
	{"pieces/0123456789abcdef-x", "extension"},
	{"pieces/0123456789abcdef-x.", "extension"},
	{"pieces/0123456789abcdef-x.tar.gz", "extension"},
	{"pieces/0123456789abcdef-x.PDF", "extension"},
	{"pieces/0123456789abcdef-x.extension", "extension"},
	{"pieces/0123456789abcdef-x/y.pdf", "extension"},
	{"pieces/0123456789abcdef-con.pdf", "reserved"},
	{"actions/x\n.yaml", "printable"},
	{"actions/\x1b[2J.yaml", "printable"},
	{"actions/\xff.yaml", "printable"},
};

static void other_paths_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct mg_error err = {0};
		struct mg_path path;

		if (mg_path_parse(types, refused[i].text, &path, &err) == 0)
			fail_msg("\"%s\" was allowed", refused[i].text);
		if (!strstr(err.message, refused[i].because))
			fail_msg("\"%s\" is refused because: %s", refused[i].text, err.message);
		assert_int_equal(err.code, MG_EINVALID);
		assert_int_equal(mg_path_parse(types, refused[i].text, &path, NULL), MG_EINVALID);
	}
}

static void too_long_a_path_is_refused(void **state)
{
	char text[MG_MAX_PATH_BYTES + 2];
	struct mg_error err = {0};
	struct mg_path path;

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	memcpy(text, "actions/", 8);
	assert_int_equal(mg_path_parse(types, text, &path, &err), MG_EINVALID);
	assert_non_null(strstr(err.message, "200"));
}

static void a_near_folder_is_suggested(void **state)
{
	struct mg_error err = {0};
	struct mg_path path;

	(void)state;
	assert_int_equal(mg_path_parse(types, "action/x.yaml", &path, &err), MG_EINVALID);
	assert_non_null(strstr(err.hint, "actions/<id>.yaml"));
	assert_int_equal(mg_path_parse(types, "zzzzzz/x.yaml", &path, &err), MG_EINVALID);
	assert_string_equal(err.hint, "");
}

static void paths_are_built(void **state)
{
	static const struct {
		const char *type;
		struct mg_path_parts parts;
		const char *text; // NULL: refused
	} cases[] = {
		{"cooperative", {.id = ""}, "cooperative.yaml"},
		{"action", {.id = "maraudes-7k2m"}, "actions/maraudes-7k2m.yaml"},
		{"mesure", {.periode = "2018-T1", .indicateur = "i", .acteur = "a"}, "mesures/2018-T1/i--a.yaml"},
		{"bilan_trimestriel", {.periode = "2018-T1", .acteur = "a"}, "bilans/2018-T1/a.yaml"},
		{"bilan_trimestriel",
		 {.periode = "2018-T1", .acteur = "a", .revision = 3},
		 "bilans/2018-T1/a--r3.yaml"},
		{"consolidation", {.periode = "2018-T1"}, "bilans/2018-T1/consolidation.yaml"},
		{"action", {.id = ""}, NULL},
		{"action", {.id = "a--b"}, NULL},
		{"action", {.id = "a/b"}, NULL},
		{"action", {.id = "a.b"}, NULL},
		{"action", {.id = "con"}, NULL},
		{"action", {.id = "a", .revision = 2}, NULL},
		{"mesure", {.periode = "2018-T1", .indicateur = "i"}, NULL},
		{"mesure", {.periode = "2018", .indicateur = "i", .acteur = "a"}, NULL},
		{"bilan_trimestriel", {.periode = "2018-T1", .acteur = "consolidation"}, NULL},
		{"bilan_trimestriel", {.periode = "2018-T1", .acteur = "a--r2"}, NULL},
		{"bilan_trimestriel", {.periode = "2018-T1", .acteur = "a", .revision = 1}, NULL},
		{"bilan_trimestriel", {.periode = "2018-T1", .acteur = "a", .revision = 10000}, NULL},
		{"consolidation", {.acteur = "a"}, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_type *type = mg_types_find(types, cases[i].type);
		struct mg_error err = {0};
		struct mg_path path;
		int rc = mg_path_format(type, &cases[i].parts, &path, &err);

		if (!cases[i].text) {
			assert_int_equal(rc, MG_EINVALID);
			assert_string_not_equal(err.message, "");
			continue;
		}
		assert_int_equal(rc, 0);
		assert_string_equal(path.text, cases[i].text);
		assert_string_equal(parsed(path.text).type->name, cases[i].type);
	}
}

static void what_is_not_signed_has_no_signature(void **state)
{
	struct mg_path action = parsed("actions/x.yaml"), bilan = parsed("bilans/2018-T1/a.yaml"), made = {0};
	struct mg_path signature = parsed("bilans/2018-T1/a.a.sig");
	struct mg_error err;

	(void)state;
	assert_int_equal(mg_path_of_signature(&action, "a", &made, &err), MG_EINVALID);
	assert_int_equal(mg_path_of_signature(&signature, "a", &made, &err), MG_EINVALID);
	assert_int_equal(mg_path_of_signature(&bilan, "A", &made, &err), MG_EINVALID);
	assert_int_equal(mg_path_of_signature(&bilan, "", &made, &err), MG_EINVALID);
	assert_int_equal(mg_path_of_signature(&bilan, ID64 "a", &made, &err), MG_EINVALID);
	assert_string_equal(made.text, "");
}

static void what_people_type_is_made_a_path(void **state)
{
	static const char *const cases[][2] = {
		{"actions/x", "actions/x.yaml"},
		{"actions/x.yaml", "actions/x.yaml"},
		{"./actions/x", "actions/x.yaml"},
		{".\\actions\\x", "actions/x.yaml"},
		{"cooperative", "cooperative.yaml"},
		{"bilans/2018-T1/a.a.sig", "bilans/2018-T1/a.a.sig"},
		{"pieces/0123456789abcdef-x.pdf", "pieces/0123456789abcdef-x.pdf"},
		{"", ".yaml"},
		{".yaml", ".yaml.yaml"},
	};
	char long_one[MG_MAX_PATH_BYTES] = "", out[MG_MAX_PATH_BYTES + 1] = "before";

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char path[MG_MAX_PATH_BYTES + 1];

		assert_int_equal(mg_path_normalise(cases[i][0], path, NULL), 0);
		assert_string_equal(path, cases[i][1]);
	}
	memset(long_one, 'a', sizeof long_one - 1);
	assert_int_equal(mg_path_normalise(long_one, out, NULL), MG_EINVALID);
	assert_string_equal(out, "before");
}

static void records_are_printed_without_extension(void **state)
{
	static const char *const cases[][2] = {
		{"actions/x.yaml", "actions/x"},
		{"cooperative.yaml", "cooperative"},
		{"bilans/2018-T1/a.a.sig", "bilans/2018-T1/a.a.sig"},
		{"pieces/0123456789abcdef-x.pdf", "pieces/0123456789abcdef-x.pdf"},
		{"", ""},
		{".yaml", ".yaml"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[MG_MAX_PATH_BYTES + 1];

		mg_path_print(cases[i][0], out);
		assert_string_equal(out, cases[i][1]);
	}
}

static void wrong_patterns_are_refused(void **state)
{
	static const char *const good[] = {"x.yaml", "x/<id>.yaml", "conventions/<id>/v<n>.yaml",
					   "x/renouvellement-<n>.yaml", "bilans/<annee>/annuel.yaml"};
	static const char *const bad[] = {
		"",          ".yaml",       "x",           "<id>.yaml",  "/x.yaml",    "x/<nom>.yaml", "x/<id.yaml",
		"x/<>.yaml", "x/<ID>.yaml", "X/<id>.yaml", "x/a b.yaml", "x/<id>.yml", "../<id>.yaml"};
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(mg_path_check_pattern(good[i], &err), 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (mg_path_check_pattern(bad[i], &err) == 0)
			fail_msg("the pattern \"%s\" was allowed", bad[i]);
}

static void parts_have_names(void **state)
{
	struct mg_path_parts parts = {.acteur = "a"};

	(void)state;
	assert_string_equal(mg_path_part(&parts, "acteur"), "a");
	assert_string_equal(mg_path_part(&parts, "id"), "");
	assert_null(mg_path_part(&parts, "n"));
	assert_null(mg_path_part(&parts, "promoteur_referent"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_read),
		cmocka_unit_test(corrections_are_read),
		cmocka_unit_test(signatures_are_read),
		cmocka_unit_test(conflicts_and_attachments_are_read),
		cmocka_unit_test(other_paths_are_refused),
		cmocka_unit_test(too_long_a_path_is_refused),
		cmocka_unit_test(a_near_folder_is_suggested),
		cmocka_unit_test(paths_are_built),
		cmocka_unit_test(what_is_not_signed_has_no_signature),
		cmocka_unit_test(what_people_type_is_made_a_path),
		cmocka_unit_test(records_are_printed_without_extension),
		cmocka_unit_test(wrong_patterns_are_refused),
		cmocka_unit_test(parts_have_names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
