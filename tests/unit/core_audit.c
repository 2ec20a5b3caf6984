// SPDX-License-Identifier: EUPL-1.2
//
// Audit questions asked of small histories whose answers are known. Copy 0 is the DD, 1 and 2 are associations. Every
// copy that has the same commits answers alike, and what nothing happened of has no answer.
#include "core/audit/audit.h"
#include "core/trust/keys.h"
#include "tests/lib/forge.h"

#include <stdio.h>
#include <stdlib.h>

#define INDICATOR       "indicateurs/pas-1.yaml"
#define TARGET(cible)   "intitule: Pas\nresponsable: asso-1\ncible: " cible "\n"
#define QUARTER         "2017-T3"
#define MEASURE(of)     "mesures/" QUARTER "/pas-1--" of ".yaml"
#define MEASURED(value) "observations:\n- {id: a, valeur: " value "}\n"
#define REPORT(of)      "bilans/" QUARTER "/" of
#define TOTAL           "bilans/" QUARTER "/consolidation.yaml"
#define ACTION          "actions/a-1.yaml"
#define RECORD(more)    "intitule: Maraudes\npromoteur_referent: asso-1\n" more
#define SHA             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define COPIES          3

static struct world w;
static struct mg_arena arena;
static struct mg_audit_answers answers;

static int setup(void **state)
{
	(void)state;
	world_init_as(&w, COPIES, 5, "partenaire");
	mg_arena_init(&arena, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mg_arena_clear(&arena);
	world_clear(&w);
	return 0;
}

// ---- asking

static void ask_between(size_t copy, const char *name, int64_t since_ms, int64_t until_ms)
{
	const struct mg_audit_question *question;
	struct mg_error err;

	assert_int_equal(mg_audit_find(name, &question, &err), 0);
	if (mg_audit_ask(w.copies[copy].copy, question, since_ms, until_ms, &arena, &answers, &err))
		fail_msg("%s: %s", name, err.message);
}

// What was answered, as one text.
static char *told(void)
{
	struct mg_buf out = {0};
	char *text;

	for (size_t i = 0; i < answers.n; i++) {
		const struct mg_audit_answer *x = &answers.items[i];

		mg_buf_printf(&out, "%s %s %s %s %s %s %s %s\n", x->code, x->record, x->field, x->old ? x->old : "-",
			      x->new ? x->new : "-", x->actor, x->reason, x->commit);
	}
	text = strdup(mg_buf_text(&out));
	mg_buf_clear(&out);
	return text;
}

// Asks every copy, which must agree; gives how many answers there are.
static size_t ask(const char *name)
{
	char *first = NULL;

	for (size_t i = COPIES; i-- > 0;) {
		char *text;

		ask_between(i, name, 0, 0);
		text = told();
		if (first)
			assert_string_equal(text, first);
		free(first);
		first = text;
	}
	free(first);
	return answers.n;
}

// The n-th answer: code, record, field, old, new and actor, as one text.
static void assert_answer(size_t n, const char *expected)
{
	const struct mg_audit_answer *x = &answers.items[n];
	char text[1024];

	assert_true(n < answers.n);
	snprintf(text, sizeof text, "%s %s %s %s %s %s", x->code, x->record, x->field, x->old ? x->old : "-",
		 x->new ? x->new : "-", x->actor);
	assert_string_equal(text, expected);
	assert_true(*x->why);
	if (*x->key && strcmp(x->code, "shape") != 0)
		assert_true(*x->person);
}

// ---- doing

static struct mg_id put_because(size_t i, const char *path, const char *text, const char *reason)
{
	struct mg_edit edit = {.path = path, .bytes = mg_slice_of(text)}; // text NULL: removed
	struct mg_recorded out;
	struct mg_error err;

	w.copies[i].now_ms += 60000;
	if (mg_copy_record(w.copies[i].copy, &edit, 1, NULL, 0, reason, &arena, &out, NULL, &err))
		fail_msg("%s: %s", path, err.message);
	return out.commit;
}

static void put(size_t i, const char *path, const char *text)
{
	(void)put_because(i, path, text, NULL);
}

// With what is signed of it in front: the CA, the quarter and, unless it is "", the actor.
static void put_signable(size_t i, const char *path, const char *actor, const char *more)
{
	char text[1024];

	snprintf(text, sizeof text, "cooperative: %s\nperiode: %s\n%s%s%s%s", mg_copy_id(w.copies[0].copy), QUARTER,
		 *actor ? "acteur: " : "", actor, *actor ? "\n" : "", more);
	put(i, path, text);
}

static void sign(size_t i, const char *path)
{
	struct mg_error err;

	w.copies[i].now_ms += 60000;
	if (world_try_sign(&w, i, path, &err))
		fail_msg("%s: %s", path, err.message);
}

static void meet(void)
{
	int64_t latest = 0;

	for (size_t i = 0; i < COPIES; i++)
		latest = w.copies[i].now_ms > latest ? w.copies[i].now_ms : latest;
	for (size_t i = 0; i < COPIES; i++)
		w.copies[i].now_ms = latest;
	world_meet_all(&w);
	world_assert_same(&w);
}

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

// ---- what was signed

static void test_signatures(void **state)
{
	(void)state;
	put_signable(1, REPORT("asso-1.yaml"), "asso-1", "");
	meet();
	assert_int_equal(ask("signe-par"), 0);
	sign(1, REPORT("asso-1.yaml"));
	meet();
	sign(0, REPORT("asso-1.yaml"));
	meet();
	assert_int_equal(ask("signe-par"), 2);
	assert_answer(0, "received " REPORT("asso-1.yaml") "  - - dd-78");
	assert_answer(1, "signed " REPORT("asso-1.yaml") "  - - asso-1");
	assert_string_equal(answers.items[1].key, w.copies[1].signatory.public.id);
}

static void test_signed_bytes(void **state)
{
	char *text;

	(void)state;
	put_signable(1, REPORT("asso-1.yaml"), "asso-1", "chiffres:\n- {id: pas-1, valeur: 7}\n");
	sign(1, REPORT("asso-1.yaml"));
	meet();
	assert_int_equal(ask("octets-signes"), 0);
	text = world_get(&w, 1, REPORT("asso-1.yaml"));
	*strrchr(text, '7') = '9';
	world_type(&w, 1, REPORT("asso-1.yaml"), text);
	ask_between(1, "octets-signes", 0, 0);
	assert_int_equal(answers.n, 1);
	assert_answer(0, "changed " REPORT("asso-1.yaml") "  - - asso-1");
	ask_between(0, "octets-signes", 0, 0);
	assert_int_equal(answers.n, 0);
	world_type(&w, 0, REPORT("asso-1.asso-1.sig"), NULL);
	ask_between(0, "octets-signes", 0, 0);
	assert_answer(0, "unsigned " REPORT("asso-1.yaml") "  - - asso-1");
	world_type(&w, 2, REPORT("asso-1.yaml"), NULL);
	ask_between(2, "octets-signes", 0, 0);
	assert_answer(0, "gone " REPORT("asso-1.yaml") "  - - asso-1");
	world_type(&w, 2, REPORT("asso-1.yaml"), ":\n\t- nothing that reads");
	ask_between(2, "octets-signes", 0, 0);
	assert_answer(0, "changed " REPORT("asso-1.yaml") "  - - asso-1");
	free(text);
}

// What an avenant signed since then says counts, and so does only what all have signed.
static void test_without_amendment(void **state)
{
	static const char convention[] = "version: 1\nparties:\n- {id: p1, acteur: dd-78}\n- {id: p2, acteur: asso-1}\n"
					 "art2_actions:\n- {id: a-1, intitule: Maraudes, promoteur_referent: asso-1, "
					 "contenu: Aller vers}\n";
	const char *ca = mg_copy_id(w.copies[0].copy);
	char text[1024];

	(void)state;
	put(1, ACTION, RECORD("contenu: Aller vers\nnumero: 1\n"));
	meet();
	snprintf(text, sizeof text, "cooperative: %s\n%s", ca, convention);
	put(0, "conventions/c-1/v1.yaml", text);
	sign(0, "conventions/c-1/v1.yaml");
	meet();
	put(1, ACTION, RECORD("contenu: Aller loin\nnumero: 2\n"));
	meet();
	assert_int_equal(ask("sans-avenant"), 0); // the association has not signed
	put(1, ACTION, RECORD("contenu: Aller vers\nnumero: 2\n"));
	sign(1, "conventions/c-1/v1.yaml");
	meet();
	assert_int_equal(ask("sans-avenant"), 0);
	(void)put_because(1, ACTION, RECORD("contenu: Attendre\nnumero: 3\n"), "faute de bras");
	put(1, ACTION, RECORD("contenu: Attendre\nnumero: 4\n"));
	meet();
	assert_int_equal(ask("sans-avenant"), 1);
	assert_answer(0, "changed " ACTION " contenu \"Aller vers\" \"Attendre\" asso-1");
	assert_string_equal(answers.items[0].reason, "faute de bras");
	put(1, ACTION, NULL);
	meet();
	assert_int_equal(ask("sans-avenant"), 1);
	assert_string_equal(answers.items[0].field, "");
	assert_null(answers.items[0].new);
}

// ---- conflicts

static void test_conflicts(void **state)
{
	(void)state;
	put(1, ACTION, RECORD("numero: 1\n"));
	meet();
	put(1, ACTION, RECORD("numero: 2\n"));
	w.copies[0].now_ms += 60000;
	put(0, ACTION, RECORD("numero: 3\n"));
	meet();
	assert_int_equal(ask("conflits"), 1);
	assert_answer(0, "open " ACTION " numero [2,3] 3 ");
	(void)put_because(1, ACTION, RECORD("numero: 2\n"), "décidé au copil");
	meet();
	assert_int_equal(ask("conflits"), 1);
	assert_answer(0, "settled " ACTION " numero [2,3] 2 asso-1");
	assert_string_equal(answers.items[0].reason, "décidé au copil");
	assert_non_null(strstr(answers.items[0].why, "2 (asso-1), 3 (dd-78)"));
	put(1, ACTION, RECORD("numero: 5\n")); // and again
	put(0, ACTION, RECORD("numero: 6\n"));
	meet();
	assert_int_equal(ask("conflits"), 2);
	assert_answer(1, "settled " ACTION " numero [2,3] 2 asso-1");
	put(1, ACTION, RECORD("numero: 7\n")); // two that agree are none
	meet();
	put(1, ACTION, RECORD("numero: 8\n"));
	put(0, ACTION, RECORD("numero: 8\n"));
	meet();
	assert_int_equal(ask("conflits"), 2);
}

static void test_conflict_that_is_kept(void **state)
{
	const char **ids;
	struct mg_error err;
	size_t n;

	(void)state;
	put(1, ACTION, RECORD("complements: {a: 1, b: 2}\n"));
	meet();
	put(1, ACTION, RECORD("complements: {a: 1, b: 3}\n"));
	put(0, ACTION, RECORD(""));
	meet();
	assert_int_equal(ask("conflits"), 1);
	assert_answer(0, "open " ACTION " complements [null,{\"a\":1,\"b\":3}] {\"a\":1,\"b\":3} ");
	assert_int_equal(mg_index_conflicts_of(mg_copy_store(w.copies[1].copy)->index, ACTION, &arena, &ids, &n, &err),
			 0);
	assert_int_equal(n, 1);
	world_settle(&w, 1, ids[0], 0);
	meet();
	assert_int_equal(ask("conflits"), 1);
	assert_answer(0, "settled " ACTION " complements [null,{\"a\":1,\"b\":3}] {\"a\":1,\"b\":3} asso-1");
}

// ---- trust

static void test_revoked_keys(void **state)
{
	struct mg_recorded out;
	struct mg_error err;

	(void)state;
	put(1, ACTION, RECORD(""));
	meet();
	assert_int_equal(ask("cles-revoquees"), 0);
	put(1, ACTION, RECORD("numero: 1\n"));
	world_send(&w, 1, 2);
	put(2, "actions/a-2.yaml", "intitule: Marché\npromoteur_referent: asso-2\n");
	put(1, ACTION, RECORD("numero: 2\n"));
	put(1, ACTION, RECORD("numero: 3\n"));
	w.copies[0].now_ms += 300000;
	assert_int_equal(mg_keys_revoke(w.copies[0].copy, w.copies[1].device.public.id, "vol de l'ordinateur", NULL,
					&arena, &out, &err),
			 0);
	world_meet_all(&w);
	assert_int_equal(ask("cles-revoquees"), 3);
	assert_string_equal(answers.items[0].code, "revoked");
	assert_string_equal(answers.items[0].reason, "vol de l'ordinateur");
	assert_string_equal(answers.items[0].actor, "dd-78");
	assert_string_equal(answers.items[1].code, "left-out");
	assert_string_equal(answers.items[1].actor, "asso-1");
	assert_non_null(strstr(answers.items[1].why, "2 "));
	assert_string_equal(answers.items[2].code, "absorbed");
}

static void test_refusals(void **state)
{
	struct mg_ingested counts = {0};
	struct mg_error err;
	struct mg_id id;
	struct forge f;

	(void)state;
	put(1, ACTION, RECORD("numero: 1\n"));
	meet();
	assert_int_equal(ask("sans-droit"), 0);
	forge_init(&f, &w, 2);
	forge_file(&f, ACTION, RECORD("numero: 9\n"), 0100644);
	id = forge_commit(&f);
	forge_clear(&f);
	world_carry(&w, 2, 0, &id);
	assert_int_equal(mg_copy_lock(w.copies[0].copy, &err), 0);
	assert_int_equal(mg_ingest(w.copies[0].copy, &id, &counts, &err), 0);
	mg_copy_unlock(w.copies[0].copy);
	ask_between(0, "sans-droit", 0, 0);
	assert_int_equal(answers.n, 1);
	assert_answer(0, "rights " ACTION "  - - asso-2");
	assert_non_null(strstr(answers.items[0].why, "asso-2"));
	ask_between(1, "sans-droit", 0, 0);
	assert_int_equal(answers.n, 0); // nobody has tried here
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_questions_are_found), TEST(test_nothing_happened),
		TEST(test_after_submission),    TEST(test_beside_submission),
		TEST(test_after_closure),       TEST(test_late_indicators),
		TEST(test_lowered_targets),     TEST(test_backdated),
		TEST(test_unexplained),         TEST(test_signatures),
		TEST(test_signed_bytes),        TEST(test_without_amendment),
		TEST(test_conflicts),           TEST(test_conflict_that_is_kept),
		TEST(test_revoked_keys),        TEST(test_refusals),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
