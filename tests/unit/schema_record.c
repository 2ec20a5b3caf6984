// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "schema/record/nir.h"
#include "schema/record/record.h"

#include <stdio.h>

#define CA "3f786850e387550fdab836ed7e6dc881de23001b"

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

// ---- checking

static void print_findings(const struct mg_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		print_message("# %s %s %s:%u [%s] %s\n", mg_level_name(findings->items[i].level),
			      findings->items[i].code, findings->items[i].path, findings->items[i].mark.line,
			      findings->items[i].field, findings->items[i].message);
}

static const struct mg_finding *find(const struct mg_findings *findings, const char *code, const char *field)
{
	for (size_t i = 0; i < findings->n; i++)
		if (strcmp(findings->items[i].code, code) == 0 && strcmp(findings->items[i].field, field) == 0)
			return &findings->items[i];
	return NULL;
}

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

// Reads text as the record at path; the caller clears doc.
static void read_record(const char *path, const char *text, struct mg_path *parsed, struct mg_doc *doc)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	assert_int_equal(mg_path_parse(types, path, parsed, NULL), 0);
	if (mg_yaml_read(doc, path, mg_slice_of(text), &findings) < 0)
		fail_msg("%s", findings.items[0].message);
	mg_findings_clear(&findings);
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

// ---- what is left to fill in

static void empty_fields_are_findings(void **state)
{
	static const struct {
		const char *path, *text, *field; // a finding "missing" there
		enum mg_level level;
		const char *article;
		unsigned line;
	} cases[] = {
		{"actions/x.yaml", "", "contenu", MG_LEVEL_E, "G:997", 1},
		{"actions/x.yaml", "contenu: ''\n", "contenu", MG_LEVEL_E, "G:997", 3},
		{"actions/x.yaml", "contenu: '  '\n", "contenu", MG_LEVEL_E, "G:997", 3},
		{"actions/x.yaml", "public_cible: []\n", "public_cible", MG_LEVEL_E, "G:1011", 3},
		{"actions/x.yaml", "calendrier_previsionnel: {}\n", "calendrier_previsionnel", MG_LEVEL_E,
		 "G:1003-1005", 3},
		{"actions/x.yaml", "calendrier_previsionnel:\n  debut: 2018-01-01\n", "calendrier_previsionnel.fin",
		 MG_LEVEL_E, "G:1003-1005", 4},
		{"actions/x.yaml", "lieux_precis:\n  - {id: l1}\n", "lieux_precis[l1].nom", MG_LEVEL_E, "G:1013", 4},
		{"actions/x.yaml", "", "importance", MG_LEVEL_A, "G:1165-1181", 1},
		{"actions/x.yaml", "", "opportunites", MG_LEVEL_I, "G:707", 1},
		{"indicateurs/x.yaml", "type_indicateur: resultat\n", "niveau_resultat", MG_LEVEL_E, "G:1220-1230", 1},
		{"mesures/2018-T1/i--a.yaml", "statut: corrigee\n", "motif_correction", MG_LEVEL_E, "", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *base = strncmp(cases[i].path, "actions", 7) == 0 ? "intitule: A\npromoteur_referent: a\n"
				   : strncmp(cases[i].path, "ind", 3) == 0   ? "intitule: A\n"
									     : "";
		const struct mg_finding *finding;
		struct mg_findings findings;
		struct mg_doc doc;
		char text[256];

		snprintf(text, sizeof text, "%s%s", base, cases[i].text);
		mg_findings_init(&findings);
		mg_doc_init(&doc);
		assert_int_equal(mg_record_check(types, cases[i].path, mg_slice_of(text), &doc, &findings), 0);
		finding = find(&findings, "missing", cases[i].field);
		if (!finding) {
			print_findings(&findings);
			fail_msg("nothing says that %s is empty in:\n%s", cases[i].field, text);
		}
		assert_int_equal(finding->level, cases[i].level);
		assert_string_equal(finding->article, cases[i].article);
		assert_int_equal(finding->mark.line, cases[i].line);
		assert_string_not_equal(finding->label, "");
		mg_doc_clear(&doc);
		mg_findings_clear(&findings);
	}
}

static void what_does_not_apply_is_not_asked(void **state)
{
	static const struct {
		const char *path, *text, *field;
	} cases[] = {
		{"indicateurs/x.yaml", "intitule: A\n", "niveau_resultat"},
		{"indicateurs/x.yaml", "intitule: A\ntype_indicateur: activite\n", "niveau_resultat"},
		{"indicateurs/x.yaml", "intitule: A\nobjet: ca\n", "action"},
		{"bilans/2018-T1/a.yaml",
		 "cooperative: 3f786850e387550fdab836ed7e6dc881de23001b\nperiode: 2018-T1\nacteur: a\n",
		 "motif_correction"},
		{"acteurs/x.yaml", "nom: A\nstatut_membre: partant\n", "representant_legal"},
		{"mesures/2018-T1/i--a.yaml", "statut: provisoire\n", "motif_correction"},
		{"mesures/2018-T1/i--a.yaml", "statut: provisoire\n", "commentaire"},
		{"actions/x.yaml", "intitule: A\npromoteur_referent: a\nmoyens_humains_etp: 0\n", "moyens_humains_etp"},
		{"actions/x.yaml", "intitule: A\npromoteur_referent: a\npreexistante: false\n", "preexistante"},
		{"actions/x.yaml", "intitule: A\npromoteur_referent: a\n", "calendrier_previsionnel.debut"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_findings findings;
		struct mg_doc doc;

		mg_findings_init(&findings);
		mg_doc_init(&doc);
		assert_int_equal(mg_record_check(types, cases[i].path, mg_slice_of(cases[i].text), &doc, &findings), 0);
		if (find(&findings, "missing", cases[i].field))
			fail_msg("%s was asked for in:\n%s", cases[i].field, cases[i].text);
		mg_doc_clear(&doc);
		mg_findings_clear(&findings);
	}
}

// ---- social security numbers

static void social_security_numbers_are_found(void **state)
{
	static const char *const texts[] = {
		"1841276451089",
		"184127645108946",
		"1 84 12 76 451 089 46",
		"1 84 12 76 451 089",
		"2 84 06 75 123 456",
		"1.84.12.76.451.089.46",
		"1-84-12-76-451-089-46",
		"184 12 76 451 089 46",
		"1\u00a084\u00a012\u00a076\u00a0451\u00a0089\u00a046",
		"1\u202f84\u202f12\u202f76\u202f451\u202f089",
		"1 84 12 2A 451 089",
		"184122b451089",
		"né, 1841276451089.",
		"(1841276451089)",
		"n°1841276451089",
		"NIR:184127645108946;",
		"12 1841276451089 12",
		"1841276451089 46 personnes",
		"1 84 12 2A 451 089 60",
		"1841276451089 99",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_slice found;

		if (!mg_nir_find(mg_slice_of(texts[i]), &found))
			fail_msg("nothing was found in \"%s\"", texts[i]);
		assert_true(found.len >= 13);
	}
}

static void other_numbers_are_not_taken_for_one(void **state)
{
	static const char *const texts[] = {
		"",
		"1",
		"3841276451089",         // begins with neither 1 nor 2
		"184127645108",          // 12 digits
		"18412764510890",        // 14 digits
		"184127645108947",       // 15, wrong key
		"1841276451089461",      // 16
		"73282932000074",        // a SIRET
		"23350001600040",        // a SIRET
		"200058782",             // a SIREN
		"01 84 12 76 45 10 89",  // a telephone number
		"2018 2019 2020 1",      // years
		"2018-01-15 2018-02-15", // dates
		"1 000 000 000 000",     // an amount
		"1841276451089abc",      // of a digest
		"a1841276451089",        // of a digest
		"184 127 645 108 9",
		"1 84  12 76 451 089", // two blanks
		"1 84 12 2C 451 089",
		"1 84 12 2",
		"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_slice found;

		if (mg_nir_find(mg_slice_of(texts[i]), &found))
			fail_msg("\"%.*s\" was found in \"%s\"", (int)found.len, found.data, texts[i]);
	}
}

// ---- making

static void values_are_read_by_the_schema(void **state)
{
	static const struct {
		const char *type, *place, *text, *canon; // canon NULL: removed
	} cases[] = {
		{"action", "intitule", "Maraudes: le soir", "\"Maraudes: le soir\""},
		{"action", "intitule", "12", "\"12\""},
		{"action", "intitule", "non", "\"non\""},
		{"action", "intitule", "[a", "\"[a\""},
		{"action", "intitule", "", NULL},
		{"action", "moyens_humains_etp", "", NULL},
		{"action", "statut", "en_cours", "\"en_cours\""},
		{"action", "moyens_humains_etp", "0.5", "0.5"},
		{"action", "numero", "3", "3"},
		{"action", "preexistante", "true", "true"},
		{"action", "modes_intervention", "[maraude, hors les murs]", "[\"maraude\",\"hors les murs\"]"},
		{"action", "modes_intervention", "[1, true, 2.50]", "[\"1\",\"true\",\"2.50\"]"},
		{"action", "calendrier_previsionnel", "{debut: 2018-01-15}", "{\"debut\":\"2018-01-15\"}"},
		{"action", "calendrier_previsionnel.debut", "2018-01-15", "\"2018-01-15\""},
		{"action", "lieux_precis", "[{id: l1, commune: 01103}]", "[{\"commune\":\"01103\",\"id\":\"l1\"}]"},
		{"action", "lieux_precis[l1].commune", "01103", "\"01103\""},
		{"action", "complements", "{a: 1}", "{\"a\":1}"},
		{"action", "complements.a", "1", "1"},
		{"action", "complements.a.b", "[1]", "[1]"},
		{"cooperative", "territoire.communes", "[78621]", "[\"78621\"]"},
		{"indicateur", "cible", "150", "150"},
		{"indicateur", "cible", "150.5", "150.5"},
		{"indicateur", "cible", "trois réunions", "\"trois réunions\""},
		{"indicateur", "cible", "au moins: 3", "\"au moins: 3\""},
		{"indicateur", "cible", "[3", "\"[3\""},
		{"mesure", "observations[o1].valeur", "12", "12"},
		{"mesure", "observations[o1].desagregation.femmes", "12", "12"},
		{"action", "preexistante", "oui", "true"}, // what a person says
		{"action", "preexistante", "non", "false"},
		{"action", "preexistante", "vrai", "true"},
		{"action", "preexistante", "peut-être", "\"peut-être\""},
		{"action", "intitule", "oui", "\"oui\""},
		{"grille_opportunite", "principes[p1].niveau", "oui", "\"oui\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_node *value;
		struct mg_error err = {0};
		struct mg_buf canon = {0};
		struct mg_doc doc;

		mg_doc_init(&doc);
		if (mg_record_value(mg_types_find(types, cases[i].type), cases[i].place, cases[i].text, &doc, &value,
				    &err) < 0)
			fail_msg("%s=%s: %s", cases[i].place, cases[i].text, err.message);
		if (cases[i].canon) {
			assert_non_null(value);
			mg_node_canon(value, &canon);
			assert_string_equal(mg_buf_text(&canon), cases[i].canon);
		} else {
			assert_null(value);
		}
		mg_buf_clear(&canon);
		mg_doc_clear(&doc);
	}
}

static void unknown_fields_are_refused(void **state)
{
	static const struct {
		const char *type, *place, *hint;
	} cases[] = {
		{"action", "intitulé", "intitule"},
		{"action", "promoteur", ""},
		{"action", "status", "statut"},
		{"action", "calendrier_previsionnel.debuts", "debut"},
		{"action", "lieux_precis[l1].nomm", "nom"},
		{"action", "intitule.x", ""},
		{"action", "intitule[x]", ""},
		{"action", "calendrier_previsionnel[x]", ""},
		{"action", "lieux_precis.nom", ""},
		{"action", "zzzzzzzzzzzzzzzz", ""},
		{"action", "", ""},
		{"action", "a..b", ""},
		{"action", "a[", ""},
		{"mesure", "observations[o1].valeurs", "valeur"},
		{"mesure", "observations[o1].desagregation.femmes.x", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_type *type = mg_types_find(types, cases[i].type);
		const struct mg_node *value;
		struct mg_error err = {0};
		struct mg_doc doc;

		mg_doc_init(&doc);
		if (mg_record_value(type, cases[i].place, "1", &doc, &value, &err) == 0)
			fail_msg("\"%s\" was taken for a field", cases[i].place);
		assert_null(value);
		if (!strstr(err.hint, cases[i].hint))
			fail_msg("\"%s\": %s (%s)", cases[i].place, err.message, err.hint);
		mg_doc_clear(&doc);
	}
}

static void values_that_cannot_be_read_are_refused(void **state)
{
	static const char *const cases[][2] = {
		{"moyens_humains_etp", "[1"}, {"modes_intervention", "[a, b"}, {"calendrier_previsionnel", "{a: b"},
		{"lieux_precis", "&a [1]"},   {"complements", "a: 1\na: 2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_node *value;
		struct mg_error err = {0};
		struct mg_doc doc;

		mg_doc_init(&doc);
		assert_true(mg_record_value(mg_types_find(types, "action"), cases[i][0], cases[i][1], &doc, &value,
					    &err) < 0);
		assert_null(value);
		assert_non_null(strstr(err.message, cases[i][0]));
		mg_doc_clear(&doc);
	}
}

static void new_records_are_in_the_schema_order(void **state)
{
	static const char *const given[][2] = {
		{"complements.z", "1"},
		{"statut", "conventionnee"},
		{"lieux_precis[l1].commune", "78621"},
		{"lieux_precis[l1].nom", "Gare"},
		{"calendrier_previsionnel.fin", "2018-12-31"},
		{"promoteur_referent", "asso-exemple"},
		{"calendrier_previsionnel.debut", "2018-01-15"},
		{"modes_intervention[=maraude]", "maraude"},
		{"intitule", "Maraudes: le soir"},
	};
	enum { N = sizeof given / sizeof *given };
	const struct mg_type *type = mg_types_find(types, "action");
	struct mg_record_field fields[N];
	struct mg_findings findings;
	struct mg_doc docs[N], doc;
	struct mg_buf text = {0};
	struct mg_error err = {0};

	(void)state;
	for (size_t i = 0; i < N; i++) {
		mg_doc_init(&docs[i]);
		fields[i].place = given[i][0];
		assert_int_equal(mg_record_value(type, given[i][0], given[i][1], &docs[i], &fields[i].value, &err), 0);
	}
	if (mg_record_new(type, fields, N, &text, &err) < 0)
		fail_msg("%s", err.message);
	assert_string_equal(mg_buf_text(&text), "intitule: \"Maraudes: le soir\"\n"
						"promoteur_referent: asso-exemple\n"
						"calendrier_previsionnel:\n"
						"  debut: 2018-01-15\n"
						"  fin: 2018-12-31\n"
						"modes_intervention:\n"
						"  - maraude\n"
						"lieux_precis:\n"
						"  - id: l1\n"
						"    nom: Gare\n"
						"    commune: \"78621\"\n"
						"statut: conventionnee\n"
						"complements:\n"
						"  z: 1\n");
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	assert_int_equal(mg_record_check(types, "actions/x.yaml", mg_buf_slice(&text), &doc, &findings), 0);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
	for (size_t i = 0; i < N; i++)
		mg_doc_clear(&docs[i]);
}

static void a_new_record_with_an_unknown_field_is_refused(void **state)
{
	struct mg_arena arena;
	struct mg_record_field field = {.place = "intitulle"};
	struct mg_buf text = {0};
	struct mg_error err = {0};

	(void)state;
	mg_arena_init(&arena, 0);
	field.value = mg_node_new_int(&arena, 1);
	assert_int_equal(mg_record_new(mg_types_find(types, "action"), &field, 1, &text, &err), MG_EUSAGE);
	assert_non_null(strstr(err.hint, "intitule"));
	assert_int_equal(text.len, 0);
	mg_arena_clear(&arena);
}

static void owners_come_from_path_or_field(void **state)
{
	static const struct {
		const char *path, *text, *owner;
	} cases[] = {
		{"acteurs/asso.yaml", "nom: A\n", "asso"},
		{"actions/x.yaml", "promoteur_referent: asso\n", "asso"},
		{"actions/x.yaml", "intitule: A\n", ""},
		{"cles/abcdefghij234567.yaml", "acteur: asso\n", "asso"},
		{"mesures/2018-T1/i--asso.yaml", "acteur: autre\n", "asso"},
		{"bilans/2018-T1/asso.yaml", "acteur: autre\n", "asso"},
		{"bilans/2018-T1/asso--r2.yaml", "a: 1\n", "asso"},
		{"bilans/2018-T1/consolidation.yaml", "acteur: autre\n", ""},
		{"objectifs/x.yaml", "intitule: A\n", ""},
		{"cooperative.yaml", "intitule: A\n", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_path path;
		struct mg_doc doc;

		read_record(cases[i].path, cases[i].text, &path, &doc);
		assert_true(mg_slice_is(mg_record_owner(&path, doc.root), cases[i].owner));
		mg_doc_clear(&doc);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_has_a_right_example),
		cmocka_unit_test(mistakes_of_shape_are_found),
		cmocka_unit_test(some_values_may_name_a_record),
		cmocka_unit_test(a_correction_names_an_earlier_version),
		cmocka_unit_test(a_record_of_another_ca_is_told),
		cmocka_unit_test(empty_fields_are_findings),
		cmocka_unit_test(what_does_not_apply_is_not_asked),
		cmocka_unit_test(social_security_numbers_are_found),
		cmocka_unit_test(other_numbers_are_not_taken_for_one),
		cmocka_unit_test(values_are_read_by_the_schema),
		cmocka_unit_test(unknown_fields_are_refused),
		cmocka_unit_test(values_that_cannot_be_read_are_refused),
		cmocka_unit_test(new_records_are_in_the_schema_order),
		cmocka_unit_test(a_new_record_with_an_unknown_field_is_refused),
		cmocka_unit_test(owners_come_from_path_or_field),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
