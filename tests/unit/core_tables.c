// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/export.h"
#include "core/report/tables.h"
#include "schema/value/paris.h"

#define CA    "cooperative: 3f786850e387550fdab836ed7e6dc881de23001b\n"
#define TODAY ((struct mg_date){2018, 6, 26})

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

// ---- a book, and what a table of it is as CSV

struct file {
	const char *path, *text;
};

static void read_book(struct mg_book *book, const struct file *files)
{
	struct mg_error err;

	mg_book_init(book, types, "3f786850e387550fdab836ed7e6dc881de23001b");
	for (; files->path; files++)
		if (mg_book_add(book, files->path, mg_slice_of(files->text), NULL, NULL, &err) < 0)
			fail_msg("%s", err.message);
	assert_int_equal(mg_book_sort(book, &err), 0);
}

static void expect_rows(const struct mg_table_kind *kind, const struct file *files, const char *period, bool published,
			const char *expected)
{
	struct mg_report report;
	struct mg_table table;
	struct mg_book book;
	struct mg_error err;
	struct mg_buf out = {0};
	const char *rows;

	read_book(&book, files);
	report = (struct mg_report){.book = &book, .now_ms = mg_paris_midnight_ms(TODAY), .period = period};
	mg_table_init(&table, kind);
	assert_int_equal(kind->fill(&report, &table, &err), 0);
	if (published)
		assert_int_equal(mg_table_publish(&table, mg_report_threshold(&book), &err), 0);
	mg_table_csv(&table, MG_CSV_OPEN, &out);
	rows = strstr(mg_buf_text(&out), "\r\n") + 2;
	assert_string_equal(rows, expected);
	mg_buf_clear(&out);
	mg_table_clear(&table);
	mg_book_clear(&book);
}

// ---- the directory

static const struct file directory[] = {
	{"acteurs/b.yaml", "nom: B\nvisibilite: publique\n"},
	{"acteurs/a.yaml", "nom: A\nsecteurs: [sante, social]\n"},
	{"personnes/p1.yaml", "nom: Un\nfonction: Trésorière\nacteur: b\nvisibilite: publique\n"},
	{"personnes/p2.yaml", "nom: Deux\nfonction: Directeur\nacteur: b\n"},
	{"personnes/p3.yaml", "nom: Parti\nfonction: Directeur\nacteur: b\nactif_au: 2018-06-25\n"},
	{"personnes/p4.yaml", "nom: Reste\nfonction: Directeur\nacteur: b\nactif_au: 2018-06-26\n"},
	{"personnes/p5.yaml", "nom: Ailleurs\nfonction: Directeur\nacteur: c\n"},
	{0},
};

static void test_acteurs(void **state)
{
	(void)state;
	expect_rows(&mg_table_acteurs, directory, "", false,
		    "a,A,,,,\"sante, social\",,,,,,\r\n"
		    "b,B,,,,,,,,,,\r\n"
		    "b,B,,,,,,Directeur,Deux,,,\r\n"
		    "b,B,,,,,,Directeur,Reste,,,\r\n"
		    "b,B,,,,,,Trésorière,Un,,,\r\n");
	expect_rows(&mg_table_acteurs, directory, "", true,
		    "b,B,,,,,,,,,,\r\n"
		    "b,B,,,,,,Trésorière,Un,,,\r\n");
}

// ---- the offer

static const struct file offer[] = {
	{"acteurs/a.yaml", "nom: Structure A\n"},
	{"publics/jeunes-a1b2.yaml", "libelle: Jeunes de 16 à 25 ans\n"},
	{"actions/x.yaml", "intitule: X\npromoteur_referent: a\nco_intervenants: [a, parti]\n"
			   "public_cible: [publics/jeunes-a1b2, publics/parti]\n"
			   "lieux_precis: [{id: l1, commune: \"94017\"}, {id: l2, commune: \"94017\"}]\n"},
	{"actions/y.yaml", "intitule: Y\npromoteur_referent: a\npublic_cible: [jeunes]\n"
			   "lieux_precis: [{id: l1, commune: \"01001\"}, {id: l2, commune: \"00000\"}]\n"},
	{"actions/z.yaml", "intitule: Z\npromoteur_referent: parti\n"},
	{0},
};

static void test_qui_fait_quoi(void **state)
{
	(void)state;
	expect_rows(&mg_table_qui_fait_quoi, offer, "", false,
		    "00000,,,jeunes,y,Y,Structure A,,,,,\r\n"
		    "01001,L'Abergement-Clémenciat,CC de la Dombes,jeunes,y,Y,Structure A,,,,,\r\n"
		    "94017,Champigny-sur-Marne,Paris Est Marne et Bois,Jeunes de 16 à 25 ans,x,X,Structure A,"
		    "\"Structure A, parti\",,,,\r\n"
		    "94017,Champigny-sur-Marne,Paris Est Marne et Bois,publics/parti,x,X,Structure A,"
		    "\"Structure A, parti\",,,,\r\n"
		    ",,,,z,Z,parti,,,,,\r\n");
	expect_rows(&mg_table_qui_fait_quoi, offer, "", true, "");
}

static void test_articulations(void **state)
{
	static const struct file files[] = {
		{"articulations/cls.yaml",
		 "dispositif: CLS\nterritoire: t\ncoordinateur: p\nrepresentation_croisee: true\n"},
		{"articulations/zz.yaml", "dispositif: CPTS\nterritoire: parti\nvisibilite: publique\n"},
		{"territoires/t.yaml", "nom: Territoire\n"},
		{"personnes/p.yaml", "nom: Camille\n"},
		{0},
	};

	(void)state;
	expect_rows(&mg_table_articulations, files, "", false,
		    "cls,CLS,,Territoire,Camille,,,,true,,\r\nzz,CPTS,,parti,,,,,,,\r\n");
	expect_rows(&mg_table_articulations, files, "", true, "zz,CPTS,,parti,,,,,,,\r\n");
}

// ---- figures

#define FIGURE_RENCONTRES                                                                                              \
	"  - {id: r, intitule: Rencontres, action: x, agregation: somme, unite: personnes, valeur: 44, "               \
	"desagregation: {femmes: 4, hommes: 40}}\n"
#define FIGURE_ETP "  - {id: e, intitule: Temps, agregation: somme, unite: ETP, valeur: 2}\n"
#define FIGURE_NUL "  - {id: n, intitule: Uniques, agregation: non_agregeable, unite: personnes}\n"

static const struct file figures[] = {
	{"cooperative.yaml", "format: 1\nnonce: 0123456789abcdef\nintitule: A\n"},
	{"indicateurs/r.yaml", "intitule: Rencontres\ncible: 200\nvisibilite: publique\n"},
	{"indicateurs/e.yaml", "intitule: Temps\nvisibilite: publique\n"},
	{"indicateurs/n.yaml", "intitule: Uniques\n"},
	{"bilans/2018-T1/consolidation.yaml",
	 CA "periode: 2018-T1\nstatut: close\nchiffres:\n" FIGURE_RENCONTRES FIGURE_ETP FIGURE_NUL},
	{"bilans/2018-T2/consolidation.yaml", CA "periode: 2018-T2\nchiffres:\n" FIGURE_ETP},
	{"bilans/2018-T2/consolidation--r2.yaml", CA "periode: 2018-T2\nchiffres:\n" FIGURE_RENCONTRES},
	{0},
};

static void test_chiffres(void **state)
{
	(void)state;
	expect_rows(&mg_table_chiffres, figures, "2018-T1", false,
		    "2018-T1,x,r,Rencontres,personnes,femmes,4,,\r\n"
		    "2018-T1,x,r,Rencontres,personnes,hommes,40,,\r\n"
		    "2018-T1,x,r,Rencontres,personnes,,44,,200\r\n"
		    "2018-T1,,e,Temps,ETP,,,2,\r\n"
		    "2018-T1,,n,Uniques,personnes,,,,\r\n");
	expect_rows(&mg_table_chiffres, figures, "2018-T2", false, // as corrected
		    "2018-T2,x,r,Rencontres,personnes,femmes,4,,\r\n"
		    "2018-T2,x,r,Rencontres,personnes,hommes,40,,\r\n"
		    "2018-T2,x,r,Rencontres,personnes,,44,,200\r\n");
	expect_rows(&mg_table_chiffres, figures, "2018", true, // the quarter that is closed
		    "2018-T1,x,r,Rencontres,personnes,femmes,s,,\r\n"
		    "2018-T1,x,r,Rencontres,personnes,hommes,s,,\r\n"
		    "2018-T1,x,r,Rencontres,personnes,,44,,200\r\n"
		    "2018-T1,,e,Temps,ETP,,,2,\r\n");
	expect_rows(&mg_table_chiffres, figures, "2019", false, "");
}

static void test_periods(void **state)
{
	static const struct {
		const struct mg_table_kind *kind;
		const char *period, *hint;
	} wrong[] = {
		{&mg_table_chiffres, "2018-T5", "a quarter such as"},
		{&mg_table_chiffres, "2018-", "a quarter such as"},
		{&mg_table_chiffres, "18", "a quarter such as"},
		{&mg_table_chiffres, "T1", "a quarter such as"},
		{&mg_table_chiffres, "2018-t1", "a quarter such as"},
		{&mg_table_chiffres, "20181", "a quarter such as"},
		{&mg_table_bilans, "2018-T5", "a quarter such as"},
		{&mg_table_suivi, "avril", "a quarter such as"},
		{&mg_table_etapes, "avril", "a quarter such as"},
		{&mg_table_ecarts, "", ""},
		{&mg_table_ecarts, "2018", "2018-T1, 2018-T2, 2018-T3 and 2018-T4"},
		{&mg_table_annee, "", ""},
		{&mg_table_annee, "2018-T1", "maillage table annee 2018"},
		{&mg_table_fractionnement, "2018-T1", "maillage table fractionnement 2018"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const struct mg_report report = {.book = &(struct mg_book){0}, .period = wrong[i].period};
		struct mg_table table;
		struct mg_error err = {0};

		mg_table_init(&table, wrong[i].kind);
		if (wrong[i].kind->fill(&report, &table, &err) != MG_EUSAGE || !strstr(err.hint, wrong[i].hint))
			fail_msg("%s %s: %s, %s", wrong[i].kind->name, wrong[i].period, err.message, err.hint);
		mg_table_clear(&table);
	}
}

// ---- bilans

static void test_bilans_of_a_year(void **state)
{
	static const struct file files[] = {{"acteurs/asso.yaml", "nom: Asso\nrole: partenaire\n"},
					    {"actions/x.yaml",
					     "intitule: X\npromoteur_referent: asso\nstatut: en_cours\n"},
					    {0}};

	(void)state; // on 26 June the third quarter has not begun
	expect_rows(&mg_table_bilans, files, "2018", false,
		    "2018-T1,asso,Asso,en retard,,,,2018-04-15,72,,,,1,0,\r\n"
		    "2018-T1,,,,,,,2018-04-15,,,,,1,0,0.0\r\n"
		    "2018-T2,asso,Asso,attendu,,,,2018-07-15,,,,,1,0,\r\n"
		    "2018-T2,,,,,,,2018-07-15,,,,,1,0,0.0\r\n");
	expect_rows(&mg_table_bilans, files, "2019", false, "");
	expect_rows(&mg_table_bilans, files, "", false, "");
}

static void test_threshold(void **state)
{
	static const struct {
		const char *settings;
		unsigned threshold;
	} cases[] = {
		{"", 11},
		{"parametres: {}\n", 11},
		{"parametres: {seuil_effectif_public: 20}\n", 20},
		{"parametres: {seuil_effectif_public: 0}\n", 0},
		{"parametres: {seuil_effectif_public: -1}\n", 11},
		{"parametres: {seuil_effectif_public: beaucoup}\n", 11},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct file files[] = {{"cooperative.yaml", cases[i].settings}, {0}};
		struct mg_book book;

		if (!*cases[i].settings)
			continue;
		read_book(&book, files);
		assert_int_equal(mg_report_threshold(&book), cases[i].threshold);
		mg_book_clear(&book);
	}
}

// ---- subsidies

#define FUNDER                                                                                                         \
	{                                                                                                              \
		"acteurs/dd.yaml", "nom: DD\nsiret: \"23350001600040\"\n"                                              \
	}
#define FUNDED                                                                                                         \
	{                                                                                                              \
		"acteurs/a.yaml", "nom: A\nsiret: \"73282932000074\"\n"                                                \
	}
#define ACTION                                                                                                         \
	{                                                                                                              \
		"actions/x.yaml", "intitule: X\n"                                                                      \
	}
#define SUBSIDY "beneficiaire: a\nfinanceur: dd\nactions: [x]\nannee: 2018\nvisibilite: publique\n"

static int export(const struct mg_export_format *format, const struct file *files, struct mg_buf *out,
		  struct mg_error *err)
{
	struct mg_book book;
	struct mg_report report = {.book = &book, .now_ms = mg_paris_midnight_ms(TODAY), .period = ""};
	int rc;

	read_book(&book, files);
	rc = format->write(&report, out, err);
	mg_book_clear(&book);
	return rc;
}

static void test_scdl(void **state)
{
	static const struct {
		struct file files[5];
		const char *row;   // NULL: refused
		const char *wrong; // the column that is told
	} cases[] = {
		{{FUNDER,
		  FUNDED,
		  ACTION,
		  {"financements/f.yaml", SUBSIDY "montant_annuel: 100.50\ndate_acte: 2018-03-01\n"}},
		 "DD,23350001600040,2018-03-01,,A,73282932000074,X,100.50,aide en numéraire,unique,"
		 "2018-01-01/2018-12-31,,non,1\r\n",
		 NULL},
		{{FUNDER,
		  FUNDED,
		  ACTION,
		  {"financements/f.yaml",
		   SUBSIDY "montant_annuel: 1\nmontant_total: 3\ndate_acte: 2018-03-01\nversements: [{id: b, date: "
			   "2018-09-01}, {id: a, date: 2018-04-03}]\n"}},
		 "DD,23350001600040,2018-03-01,,A,73282932000074,X,3,aide en numéraire,échelonné,"
		 "2018-04-03/2018-09-01,,non,1\r\n",
		 NULL},
		{{FUNDER,
		  FUNDED,
		  ACTION,
		  {"financements/f.yaml",
		   SUBSIDY "montant_annuel: 1\ndate_acte: 2018-03-01\nversements: [{id: a, date: 2018-04-03}]\n"}},
		 "DD,23350001600040,2018-03-01,,A,73282932000074,X,1,aide en numéraire,unique,2018-04-03,,non,1\r\n",
		 NULL},
		{{FUNDER, FUNDED, ACTION, {"financements/f.yaml", SUBSIDY "montant_annuel: 1\n"}},
		 NULL,
		 "dateConvention"},
		{{FUNDER, FUNDED, ACTION, {"financements/f.yaml", SUBSIDY "date_acte: 2018-03-01\n"}}, NULL, "montant"},
		{{FUNDER,
		  FUNDED,
		  ACTION,
		  {"financements/f.yaml", SUBSIDY "montant_annuel: 0\ndate_acte: 2018-03-01\n"}},
		 NULL,
		 "montant"},
		{{FUNDER, FUNDED, {"financements/f.yaml", SUBSIDY "montant_annuel: 1\ndate_acte: 2018-03-01\n"}},
		 NULL,
		 "objet"},
		{{FUNDER, ACTION, {"financements/f.yaml", SUBSIDY "montant_annuel: 1\ndate_acte: 2018-03-01\n"}},
		 NULL,
		 "nomBeneficiaire"},
		{{FUNDER,
		  {"acteurs/a.yaml", "nom: A\nsiret: \"12345678912345\"\n"},
		  ACTION,
		  {"financements/f.yaml", SUBSIDY "montant_annuel: 1\ndate_acte: 2018-03-01\n"}},
		 NULL,
		 "idBeneficiaire"},
		{{{"financements/f.yaml", "beneficiaire: a\nfinanceur: dd\n"}}, "", NULL}, // nothing public
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf out = {0};
		struct mg_error err;
		int rc = export(&mg_export_scdl, cases[i].files, &out, &err);

		assert_int_equal(rc, cases[i].row ? 0 : MG_EINVALID);
		if (cases[i].row)
			assert_string_equal(strstr(mg_buf_text(&out), "\r\n") + 2, cases[i].row);
		else if (!strstr(err.message, cases[i].wrong))
			fail_msg("case %zu: %s", i, err.message);
		if (!cases[i].row)
			assert_int_equal(out.len, 0);
		mg_buf_clear(&out);
	}
}

static void test_json(void **state)
{
	struct mg_buf out = {0};
	struct mg_error err;

	(void)state;
	assert_int_equal(export(&mg_export_json, directory, &out, &err), 0);
	assert_string_equal(
		mg_buf_text(&out),
		"{\"cooperative\":\"3f786850e387550fdab836ed7e6dc881de23001b\",\"records\":[\n"
		"{\"record\":\"acteurs/b.yaml\",\"type\":\"acteur\",\"value\":{\"nom\":\"B\",\"visibilite\":"
		"\"publique\"}}\n"
		"]}\n");
	mg_buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acteurs),       cmocka_unit_test(test_qui_fait_quoi),
		cmocka_unit_test(test_articulations), cmocka_unit_test(test_chiffres),
		cmocka_unit_test(test_periods),       cmocka_unit_test(test_bilans_of_a_year),
		cmocka_unit_test(test_threshold),     cmocka_unit_test(test_scdl),
		cmocka_unit_test(test_json),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
