// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "tests/unit/record_fixture.h"

#include <stdio.h>

#define CA "3f786850e387550fdab836ed7e6dc881de23001b"

// tests/vectors/records/<type>.yaml; its first line is a comment with the record's path.
static void read_example(const char *type, struct mg_buf *text, char *path, size_t size)
{
	char file[128];
	struct mg_error err;

	snprintf(file, sizeof file, "tests/vectors/records/%s.yaml", type);
	if (mg_file_read(file, MG_MAX_RECORD_BYTES, text, &err) < 0)
		fail_msg("%s", err.message);
	assert_memory_equal(mg_buf_text(text), "# ", 2);
	snprintf(path, size, "%.*s", (int)strcspn(mg_buf_text(text) + 2, "\n"), mg_buf_text(text) + 2);
}

static void every_type_has_a_right_example(void **state)
{
	(void)state;
	for (size_t i = 0; i < mg_types_count(types); i++) {
		char path[MG_MAX_PATH_BYTES + 1];
		struct mg_findings findings;
		struct mg_buf text = {0};
		struct mg_path parsed;
		struct mg_doc doc;

		read_example(mg_types_at(types, i)->name, &text, path, sizeof path);
		mg_findings_init(&findings);
		mg_doc_init(&doc);
		if (mg_record_check(types, path, mg_buf_slice(&text), &doc, &findings) < 0 ||
		    mg_findings_count(&findings, MG_LEVEL_E)) {
			print_findings(&findings);
			fail_msg("%s", path);
		}
		assert_int_equal(mg_path_parse(types, path, &parsed, NULL), 0);
		assert_ptr_equal(parsed.type, mg_types_at(types, i));
		mg_doc_clear(&doc);
		mg_findings_clear(&findings);
		mg_buf_clear(&text);
	}
}

static const struct mistake {
	const char *path, *text, *code, *field;
	unsigned line; // 0: the finding has no place
} mistakes[] = {
	{"x.yaml", "a: 1\n", "path", "", 0},
	{"actions/X.yaml", "intitule: A\npromoteur_referent: a\n", "path", "", 0},
	{"conflits/abcdefghijkl2345.yaml", "a: 1\n", "path", "", 0},
	{"bilans/2018-T1/a.a.sig", "a: 1\n", "path", "", 0},
	// shape
	{"actions/x.yaml", "intitule: A\n", "required", "promoteur_referent", 1},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nstatus: en_cours\n", "unknown-key", "status", 3},
	{"actions/x.yaml", "intitule: 12\npromoteur_referent: a\n", "type", "intitule", 1},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: Asso Exemple\n", "pattern", "promoteur_referent", 2},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nstatut: fini\n", "enum", "statut", 3},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nimportance: moyenne\n", "enum", "importance", 3},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nmoyens_humains_etp: -1\n", "minimum",
	 "moyens_humains_etp", 3},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\ncalendrier_previsionnel: {debut: 2018-02-30}\n",
	 "format", "calendrier_previsionnel.debut", 3},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nlieux_precis: [{id: l1, commune: 78621}]\n", "type",
	 "lieux_precis[l1].commune", 3},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nhauteur_financement: 12.345\n", "multiple-of",
	 "hauteur_financement", 3},
	{"acteurs/a.yaml", "nom: A\nsiret: 73282932000074\n", "type", "siret", 2},
	{"acteurs/a.yaml", "nom: A\nsiret: \"7328293200007\"\n", "pattern", "siret", 2},
	{"cooperative.yaml", "intitule: A\nformat: 0\nnonce: 0123456789abcdef\n", "minimum", "format", 2},
	{"cooperative.yaml", "intitule: A\nformat: 1\nnonce: 0123456789abcdef\ndepartements: [78]\n", "type",
	 "departements", 4},
	{"cooperative.yaml", "intitule: A\nformat: 1\nnonce: 0123456789abcdef\nterritoire: Saint-Quentin\n", "pattern",
	 "territoire", 4},
	{"cooperative.yaml", "intitule: A\nformat: 1\nnonce: 0123456789abcdef\nterritoire: {name: A}\n", "unknown-key",
	 "territoire.name", 4},
	{"cooperative.yaml", "intitule: A\nformat: 1\nnonce: 0123456789abcdef\nterritoire: [sqy]\n", "type",
	 "territoire", 4},
	{"cooperative.yaml", "intitule: A\nformat: 1\nnonce: 0123456789abcdef\npopulation_cible: [publics/A]\n",
	 "pattern", "population_cible[=\"publics/A\"]", 4},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\npublic_cible: [jeune]\n", "enum",
	 "public_cible[=jeune]", 3},
	{"etapes/x.yaml", "phase: suivi\nintitule: A\n", "enum", "phase", 1},
	{"evaluations/x.yaml", "objet: ca\nquestions: [{id: q1, criteres: [{id: c1, verifications: {net: true}}]}]\n",
	 "unknown-key", "questions[q1].criteres[c1].verifications.net", 2},
	{"diagnostics/x.yaml", "debouches: [indicateurs/a]\n", "pattern", "debouches[=\"indicateurs/a\"]", 1},
	{"personnes/x.yaml", "nom: A\nacteur: a\ncourriel_pro: a\n", "format", "courriel_pro", 3},
	{"cles/abcdefghij234567.yaml", "acteur: a\nusage: appareil\ncle: ssh-rsa AAAA\n", "pattern", "cle", 3},
	{"mesures/2018-T1/i--a.yaml", "indicateur: i\n", "unknown-key", "indicateur", 1},
	{"mesures/2018-T1/i--a.yaml", "observations: [{id: o1, valeur: douze}]\n", "type", "observations[o1].valeur",
	 1},
	{"mesures/2018-T1/i--a.yaml", "observations: [{valeur: 1}]\n", "required", "observations", 1},
	// the path says who and when
	{"bilans/2018-T1/a.yaml", "cooperative: " CA "\nperiode: 2018-T2\nacteur: a\n", "identity", "periode", 2},
	{"bilans/2018-T1/a.yaml", "cooperative: " CA "\nperiode: 2018-T1\nacteur: b\n", "identity", "acteur", 3},
	{"bilans/2018-T1/consolidation.yaml", "cooperative: " CA "\nperiode: 2018-T2\n", "identity", "periode", 2},
	{"bilans/2018-T1/a.yaml", "periode: 2018-T1\nacteur: a\n", "required", "cooperative", 1},
	{"bilans/2018-T1/a.yaml", "cooperative: moi\nperiode: 2018-T1\nacteur: a\n", "pattern", "cooperative", 1},
	{"conventions/c/v2.yaml", "cooperative: " CA "\nversion: 1\nparties: []\n", "identity", "version", 2},
	{"conventions/c/a1.yaml", "cooperative: " CA "\nconvention: d\nversion: 1\nparties: []\n", "identity",
	 "convention", 2},
	{"conventions/c/renouvellement-2.yaml", "cooperative: " CA "\nconvention: c\nversion: 1\nparties: []\n",
	 "identity", "version", 3},
	{"conventions/c/resiliation-1.yaml", "convention: d\nauteur: a\n", "identity", "convention", 1},
	{"conventions/c/v1.yaml", "cooperative: " CA "\nversion: 1\nparties: []\nstatut: en_vigueur\n", "unknown-key",
	 "statut", 4},
	{"conventions/c/v1.yaml", "cooperative: " CA "\nversion: 1\nparties: [{id: p1}]\n", "required",
	 "parties[p1].acteur", 3},
	{"conventions/c/v1--r2.yaml", "cooperative: " CA "\nversion: 1\nparties: []\n", "remplace", "remplace", 0},
	{"conventions/c/v1.yaml",
	 "cooperative: " CA "\nversion: 1\nparties: []\nart5_duree: {renouvellement: tacite}\n", "enum",
	 "art5_duree.renouvellement", 4},
	{"financements/f.yaml", "beneficiaire: a\nfinanceur: b\nmontant_annuel: 22999.999\n", "multiple-of",
	 "montant_annuel", 3},
	// ids
	{"mesures/2018-T1/i--a.yaml", "observations:\n  - {id: o1, valeur: 1}\n  - {id: o1, valeur: 2}\n",
	 "duplicate-id", "observations", 3},
	{"actions/x.yaml",
	 "intitule: A\npromoteur_referent: a\ncalendrier_previsionnel:\n  jalons: [{id: 'j'}, {id: j}]\n",
	 "duplicate-id", "calendrier_previsionnel.jalons", 4},
	{"mesures/2018-T1/i--a.yaml", "pieces: [pieces/x.pdf]\n", "pattern", "pieces[=\"pieces/x.pdf\"]", 1},
	// corrections
	{"bilans/2018-T1/a--r2.yaml", "cooperative: " CA "\nperiode: 2018-T1\nacteur: a\n", "remplace", "remplace", 0},
	// social security numbers
	{"actions/x.yaml", "intitule: vu 1 84 12 76 451 089 46\npromoteur_referent: a\n", "nir", "intitule", 1},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\ncomplements: {a: [{id: b, c: 2840675123456}]}\n", "nir",
	 "complements.a[b].c", 3},
	{"actions/x.yaml", "intitule: A\npromoteur_referent: a\ncomplements: {2840675123456: oui}\n", "nir",
	 "complements", 3},
	{"actions/x.yaml", "intitule: A # Mme X, 184127645108946\npromoteur_referent: a\n", "nir", "", 1},
	{"actions/x.yaml", "intitule: \"\\u0031841276451089\"\npromoteur_referent: a\n", "nir", "intitule", 1},
	{"actions/x.yaml", "intitule: >-\n  vu 1 84 12\n  76 451 089\npromoteur_referent: a\n", "nir", "intitule", 1},
};

static void check_mistake(const struct mistake *mistake)
{
	const struct mg_finding *finding;
	struct mg_findings findings;
	struct mg_doc doc;
	int rc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	rc = mg_record_check(types, mistake->path, mg_slice_of(mistake->text), &doc, &findings);
	finding = find(&findings, mistake->code, mistake->field);
	if (rc != MG_EINVALID || !finding || finding->level != MG_LEVEL_INVALID ||
	    finding->mark.line != mistake->line) {
		print_findings(&findings);
		fail_msg("%s: expected %s at \"%s\", line %u, in:\n%s", mistake->path, mistake->code, mistake->field,
			 mistake->line, mistake->text);
	}
	assert_string_equal(finding->path, mistake->path);
	assert_string_not_equal(finding->message, "");
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

static void mistakes_of_shape_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
		check_mistake(&mistakes[i]);
}

// A territory is told in the cooperative or has a record of its own; a public is a category or has one.
static void some_values_may_name_a_record(void **state)
{
	static const char *const fields[] = {
		"territoire: saint-quentin-4f2k\n",
		"territoire: {nom: Saint-Quentin, communes: [\"78621\"]}\n",
		"population_cible: [jeunes, publics/publics-invisibles-6h3n]\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		char text[256];
		struct mg_path path;
		struct mg_doc doc;

		snprintf(text, sizeof text, "intitule: A\nformat: 1\nnonce: 0123456789abcdef\n%s", fields[i]);
		read_record("cooperative.yaml", text, &path, &doc);
		assert_true(mg_record_check_shape(types, &path, &doc, NULL));
		mg_doc_clear(&doc);
	}
}

static void a_correction_names_an_earlier_version(void **state)
{
	static const struct {
		const char *path, *replaced;
		bool right;
	} cases[] = {
		{"bilans/2018-T1/a--r2.yaml", "bilans/2018-T1/a.yaml", true},
		{"bilans/2018-T1/a--r3.yaml", "bilans/2018-T1/a--r2.yaml", true},
		{"bilans/2018-T1/a--r3.yaml", "bilans/2018-T1/a.yaml", true},
		{"bilans/2018-T1/a.yaml", "bilans/2018-T1/a.yaml", false},
		{"bilans/2018-T1/a--r2.yaml", "bilans/2018-T1/a--r2.yaml", false},
		{"bilans/2018-T1/a--r2.yaml", "bilans/2018-T1/a--r3.yaml", false},
		{"bilans/2018-T1/a--r2.yaml", "bilans/2018-T1/b.yaml", false},
		{"bilans/2018-T1/a--r2.yaml", "bilans/2018-T2/a.yaml", false},
		{"bilans/2018-T1/a--r2.yaml", "bilans/2018-T1/consolidation.yaml", false},
		{"bilans/2018-T1/a--r2.yaml", "actions/a.yaml", false},
		{"bilans/2018-T1/a--r2.yaml", "bilans/2018-T1/A.yaml", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[512];
		struct mg_path path;
		struct mg_doc doc;

		snprintf(text, sizeof text,
			 "cooperative: " CA "\nperiode: 2018-T1\nacteur: a\nremplace:\n  fichier: %s\n  sha256: "
			 "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n",
			 cases[i].replaced);
		read_record(cases[i].path, text, &path, &doc);
		if (mg_record_check_shape(types, &path, &doc, NULL) != cases[i].right)
			fail_msg("%s replacing %s", cases[i].path, cases[i].replaced);
		mg_doc_clear(&doc);
	}
}

// What YAML takes for a comment may be the end of a text.
static void a_text_cut_off_is_told(void **state)
{
	static const struct {
		const char *line, *field;
		unsigned col;
	} cases[] = {
		{"contenu: Action #1 du programme", "contenu", 17},
		{"contenu: #1 du programme", "contenu", 10},
		{"contenu: é #à suivre", "contenu", 12},
		{"modes_intervention: [a, b]\nlieux_precis:\n  - id: l1\n    nom: Gare #2", "lieux_precis[l1].nom", 15},
		// comments, and what is none
		{"contenu: Action # du programme", NULL, 0},
		{"contenu: \"Action #1\"", NULL, 0},
		{"contenu: \"Action\" #1", NULL, 0},
		{"contenu: Action#1", NULL, 0},
		{"contenu: |\n  Action #1", NULL, 0},
		{"moyens_humains_etp: 0.5 #ETP", NULL, 0},
		{"#1\ncontenu: a", NULL, 0},
		{"contenu: a\n#1", NULL, 0},
		{"contenu: a #", NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_finding *finding = NULL;
		struct mg_findings findings;
		struct mg_path path;
		struct mg_doc doc;
		char text[200];

		snprintf(text, sizeof text, "intitule: A\n%s\npromoteur_referent: a\n", cases[i].line);
		read_record("actions/x.yaml", text, &path, &doc);
		mg_findings_init(&findings);
		mg_record_check_comments(&path, &doc, &findings);
		if (cases[i].field)
			finding = find(&findings, "comment", cases[i].field);
		if (findings.n != (cases[i].field != NULL) || (findings.n && !finding)) {
			print_findings(&findings);
			fail_msg("%s", cases[i].line);
		}
		if (finding)
			assert_int_equal(finding->mark.col, cases[i].col);
		mg_doc_clear(&doc);
		mg_findings_clear(&findings);
	}
}

static void a_record_of_another_ca_is_told(void **state)
{
	struct mg_findings findings;
	struct mg_path path;
	struct mg_doc doc;

	(void)state;
	mg_findings_init(&findings);
	read_record("bilans/2018-T1/a.yaml", "cooperative: " CA "\nperiode: 2018-T1\nacteur: a\n", &path, &doc);
	assert_true(mg_record_check_cooperative(&path, &doc, CA, &findings));
	assert_int_equal(findings.n, 0);
	assert_false(mg_record_check_cooperative(&path, &doc, "0000000000000000000000000000000000000000", &findings));
	assert_int_equal(findings.items[0].mark.line, 1);
	assert_string_equal(findings.items[0].code, "identity");
	assert_false(mg_record_check_cooperative(&path, &doc, "", NULL));
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_has_a_right_example),
		cmocka_unit_test(mistakes_of_shape_are_found),
		cmocka_unit_test(some_values_may_name_a_record),
		cmocka_unit_test(a_correction_names_an_earlier_version),
		cmocka_unit_test(a_text_cut_off_is_told),
		cmocka_unit_test(a_record_of_another_ca_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
