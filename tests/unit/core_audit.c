// SPDX-License-Identifier: EUPL-1.2
//
// Audit questions asked of small histories whose answers are known: what came after a moment, and values. Every copy that
// has the same commits answers alike, and what nothing happened of has no answer.
#include "tests/unit/audit_fixture.h"

// ---- the questions themselves

static void test_questions_are_found(void **state)
{
	static const char *const wrong[] = {"", "cible", "CIBLE-ABAISSEE", "cible-abaissee ", "conflit"};
	const struct mg_audit_question *question;
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < mg_audit_questions_count; i++) {
		assert_int_equal(mg_audit_find(mg_audit_questions[i].name, &question, &err), 0);
		assert_ptr_equal(question, &mg_audit_questions[i]);
		assert_true(strlen(question->meaning) > 20);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(mg_audit_find(wrong[i], &question, &err), MG_EUSAGE);
		assert_null(question);
	}
}

static void test_nothing_happened(void **state)
{
	(void)state;
	put_because(1, ACTION, RECORD("numero: 1\n"), "au départ");
	meet();
	for (size_t i = 0; i < mg_audit_questions_count; i++)
		assert_int_equal(ask(mg_audit_questions[i].name), 0);
}

// ---- after a moment

static void test_after_submission(void **state)
{
	(void)state;
	put(1, MEASURE("asso-1"), MEASURED("7"));
	put(2, MEASURE("asso-2"), MEASURED("12"));
	put_signable(1, REPORT("asso-1.yaml"), "asso-1", "chiffres:\n- {id: pas-1, valeur: 7}\n");
	put(1, MEASURE("asso-1"), MEASURED("8"));
	sign(1, REPORT("asso-1.yaml"));
	meet();
	assert_int_equal(ask("apres-transmission"), 0);
	put(2, MEASURE("asso-2"), MEASURED("13")); // has submitted nothing
	(void)put_because(1, MEASURE("asso-1"), MEASURED("9"), "une feuille retrouvée");
	meet();
	assert_int_equal(ask("apres-transmission"), 1);
	assert_answer(0, "after " MEASURE("asso-1") " observations[a].valeur 8 9 asso-1");
	assert_string_equal(answers.items[0].reason, "une feuille retrouvée");
	put_signable(1, REPORT("asso-1--r2.yaml"), "asso-1",
		     "remplace: {fichier: " REPORT("asso-1.yaml") ", sha256: " SHA
								  "}\nchiffres:\n- {id: pas-1, valeur: 9}\n");
	meet();
	assert_int_equal(ask("apres-transmission"), 1); // a draft corrects nothing
	sign(1, REPORT("asso-1--r2.yaml"));
	meet();
	assert_int_equal(ask("apres-transmission"), 2);
	assert_answer(0, "corrected " REPORT("asso-1--r2.yaml") " chiffres[pas-1].valeur 7 9 asso-1");
}

// Another device of the association writes to the report, and to the measure behind it, before it hears of the signature.
static void test_beside_submission(void **state)
{
	size_t second;

	(void)state;
	put(1, MEASURE("asso-1"), MEASURED("7"));
	put_signable(1, REPORT("asso-1.yaml"), "asso-1", "chiffres:\n- {id: pas-1, valeur: 7}\n");
	meet();
	second = world_clone_home(&w, 1);
	world_send(&w, 0, second);
	sign(1, REPORT("asso-1.yaml"));
	w.copies[second].now_ms = w.copies[1].now_ms + 5000;
	put(second, MEASURE("asso-1"), MEASURED("70"));
	world_send(&w, second, 0);
	meet();
	assert_int_equal(ask("apres-transmission"), 1);
	assert_answer(0, "concurrent " MEASURE("asso-1") " observations[a].valeur 7 70 asso-1");
}

// What it writes to the report itself is told too, but not what the submission had before it.
static void test_beside_report(void **state)
{
	size_t second;

	(void)state;
	put_signable(1, REPORT("asso-1.yaml"), "asso-1", "chiffres:\n- {id: pas-1, valeur: 7}\n");
	put_signable(2, REPORT("asso-2.yaml"), "asso-2", "chiffres:\n- {id: pas-1, valeur: 1}\n");
	put_signable(2, REPORT("asso-2.yaml"), "asso-2", "chiffres:\n- {id: pas-1, valeur: 2}\n");
	meet();
	second = world_clone_home(&w, 1);
	world_send(&w, 0, second);
	put_signable(1, REPORT("asso-1.yaml"), "asso-1", "chiffres:\n- {id: pas-1, valeur: 8}\n");
	sign(1, REPORT("asso-1.yaml"));
	sign(2, REPORT("asso-2.yaml"));
	w.copies[second].now_ms = w.copies[1].now_ms - 180000; // its clock is behind
	put_signable(second, REPORT("asso-1.yaml"), "asso-1", "chiffres:\n- {id: pas-1, valeur: 70}\n");
	world_send(&w, second, 0);
	meet();
	assert_int_equal(ask("apres-transmission"), 1);
	assert_answer(0, "concurrent " REPORT("asso-1.yaml") " chiffres[pas-1].valeur 7 70 asso-1");
}

static void test_after_closure(void **state)
{
	(void)state;
	put(1, MEASURE("asso-1"), MEASURED("7"));
	put_signable(0, TOTAL, "", "statut: ouverte\n");
	meet();
	assert_int_equal(ask("apres-cloture"), 0);
	put_signable(0, TOTAL, "", "statut: close\n");
	put(1, MEASURE("asso-1"), MEASURED("8"));
	put(2, "mesures/2017-T2/pas-1--asso-2.yaml", MEASURED("3")); // of another quarter
	meet();
	assert_int_equal(ask("apres-cloture"), 1);
	assert_answer(0, "concurrent " MEASURE("asso-1") " observations[a].valeur 7 8 asso-1");
	put_signable(0, TOTAL, "", "statut: rouverte\nmotif_reouverture: un bilan oublié\n");
	meet();
	put(1, MEASURE("asso-1"), MEASURED("9"));
	meet();
	assert_int_equal(ask("apres-cloture"), 4);
	assert_answer(0, "reopened " MEASURE("asso-1") " observations[a].valeur 8 9 asso-1");
	assert_answer(1, "reopens " TOTAL " motif_reouverture - \"un bilan oublié\" dd-78");
	assert_answer(2, "reopens " TOTAL " statut \"close\" \"rouverte\" dd-78");
}

static void test_late_indicators(void **state)
{
	char *cooperative = world_get(&w, 0, "cooperative.yaml");
	char text[4096];

	(void)state;
	put(1, INDICATOR, TARGET("100"));
	put(1, "indicateurs/pas-2.yaml", TARGET("50"));
	meet();
	ask("indicateurs-apres-demarrage");
	assert_non_null(answers.note);
	snprintf(text, sizeof text, "%sdate_demarrage_programme: 2017-07-15\n", cooperative);
	put(0, "cooperative.yaml", text);
	meet();
	assert_int_equal(ask("indicateurs-apres-demarrage"), 0);
	assert_null(answers.note);
	world_advance(&w, (int64_t)3 * 86400000);
	put(1, INDICATOR, TARGET("120") "frequence: chaque mois\n");
	put(1, "indicateurs/pas-3.yaml", TARGET("10"));
	meet();
	world_put(&w, 1, "indicateurs/pas-2.yaml", NULL);
	meet();
	assert_int_equal(ask("indicateurs-apres-demarrage"), 3);
	assert_answer(0, "removed indicateurs/pas-2.yaml  "
			 "{\"cible\":50,\"intitule\":\"Pas\",\"responsable\":\"asso-1\"} - asso-1");
	assert_answer(1, "added indicateurs/pas-3.yaml  - {} asso-1");
	assert_answer(2, "redefined " INDICATOR " cible 100 120 asso-1");
	free(cooperative);
}

// ---- values

static void test_lowered_targets(void **state)
{
	(void)state;
	put(1, INDICATOR, TARGET("200"));
	put(1, INDICATOR, TARGET("180"));
	meet();
	assert_int_equal(ask("cible-abaissee"), 0); // nothing was measured yet
	put(2, MEASURE("asso-2"), MEASURED("12"));
	w.copies[1].now_ms += 1000;
	put(1, INDICATOR, TARGET("170")); // he has not received it
	meet();
	assert_int_equal(ask("cible-abaissee"), 1);
	assert_answer(0, "concurrent " INDICATOR " cible 180 170 asso-1");
	(void)put_because(0, INDICATOR, TARGET("150"), "décidé au copil");
	put(1, "indicateurs/pas-9.yaml", TARGET("20"));
	put(1, "indicateurs/pas-9.yaml", TARGET("10")); // another indicator
	meet();
	put(1, INDICATOR, TARGET("190")); // harder
	meet();
	assert_int_equal(ask("cible-abaissee"), 2);
	assert_answer(0, "known " INDICATOR " cible 170 150 dd-78");
	assert_string_equal(answers.items[0].reason, "décidé au copil");
	put(1, INDICATOR, TARGET("190\nsens: baisse"));
	put(1, INDICATOR, TARGET("200\nsens: baisse")); // now more is easier
	meet();
	assert_int_equal(ask("cible-abaissee"), 2);
	assert_answer(0, "known " INDICATOR " cible 190 200 asso-1");
	ask_between(0, "cible-abaissee", w.copies[0].now_ms + 1, 0);
	assert_int_equal(answers.n, 0);
	ask_between(0, "cible-abaissee", 0, w.copies[0].now_ms + 1);
	assert_int_equal(answers.n, 2);
}

static void test_backdated(void **state)
{
	(void)state;
	put(1, INDICATOR, TARGET("200") "defini_le: 2017-07-10\n"); // it is the 14th
	put(1, ACTION, RECORD("calendrier_previsionnel: {debut: 2017-01-01}\n"));
	meet();
	assert_int_equal(ask("retroactif"), 0);
	put(1, INDICATOR, TARGET("200") "defini_le: 2017-01-02\n");
	put(1, MEASURE("asso-1"), "observations:\n- {id: a, date: 2017-08-20, valeur: 1}\n");
	meet();
	assert_int_equal(ask("retroactif"), 2);
	assert_answer(0, "ahead " MEASURE("asso-1") " observations[a].date - \"2017-08-20\" asso-1");
	assert_answer(1, "late " INDICATOR " defini_le \"2017-07-10\" \"2017-01-02\" asso-1");
}

static void test_unexplained(void **state)
{
	(void)state;
	put(1, ACTION, RECORD("numero: 1\nfreins: aucun\nleviers: ''\n")); // nothing stood there
	(void)put_because(1, ACTION, RECORD("numero: 2\nfreins: aucun\nleviers: ''\n"), "renumérotée");
	put(1, ACTION, RECORD("numero: 2\nfreins: aucun\nleviers: le bus\n")); // nor there
	meet();
	assert_int_equal(ask("sans-motif"), 0);
	put(1, ACTION, RECORD("numero: 3\nleviers: le bus\n"));
	meet();
	assert_int_equal(ask("sans-motif"), 2);
	assert_answer(0, "removed " ACTION " freins \"aucun\" - asso-1");
	assert_answer(1, "replaced " ACTION " numero 2 3 asso-1");
	ask_between(1, "sans-motif", 0, w.copies[1].now_ms - 1000);
	assert_int_equal(answers.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_questions_are_found), TEST(test_nothing_happened), TEST(test_after_submission),
		TEST(test_beside_submission),   TEST(test_beside_report),    TEST(test_after_closure),
		TEST(test_late_indicators),     TEST(test_lowered_targets),  TEST(test_backdated),
		TEST(test_unexplained),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
