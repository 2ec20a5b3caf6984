// SPDX-License-Identifier: EUPL-1.2
//
// Audit questions asked of small histories whose answers are known: signatures, conflicts, keys.
#include "tests/unit/audit_fixture.h"

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

// What is changed once a convention has ended asks for no avenant, and hides nothing that was changed before.
static void test_without_amendment_before_the_end(void **state)
{
	static const char convention[] = "version: 1\nparties:\n- {id: p1, acteur: dd-78}\n- {id: p2, acteur: asso-1}\n"
					 "art2_actions:\n- {id: a-1, intitule: Maraudes, promoteur_referent: asso-1, "
					 "contenu: Aller vers, calendrier_previsionnel: {debut: 2017-01-01}}\n";
	const char *ca = mg_copy_id(w.copies[0].copy);
	char text[1024];

	(void)state;
	put(1, ACTION, RECORD("contenu: Aller vers\ncalendrier_previsionnel: {debut: 2017-01-01}\n"));
	meet();
	snprintf(text, sizeof text, "cooperative: %s\n%s", ca, convention);
	put(0, "conventions/c-1/v1.yaml", text);
	sign(0, "conventions/c-1/v1.yaml");
	meet();
	sign(1, "conventions/c-1/v1.yaml");
	meet();
	(void)put_because(1, ACTION, RECORD("contenu: Attendre\ncalendrier_previsionnel: {debut: 2017-01-01}\n"),
			  "faute de bras");
	meet();
	world_advance(&w, (int64_t)400 * 86400000); // past its year
	put(0, ACTION, RECORD("contenu: Attendre\ncalendrier_previsionnel: {debut: 2017-02-01}\n"));
	meet();
	assert_int_equal(ask("sans-avenant"), 1);
	assert_answer(0, "changed " ACTION " contenu \"Aller vers\" \"Attendre\" asso-1");
	put(0, ACTION, RECORD("contenu: Revenir\ncalendrier_previsionnel: {debut: 2017-02-01}\n"));
	meet();
	assert_int_equal(ask("sans-avenant"), 1);
	assert_answer(0, "changed " ACTION " contenu \"Aller vers\" \"Attendre\" asso-1");
	assert_string_equal(answers.items[0].reason, "faute de bras");
	put(0, ACTION, RECORD("contenu: Aller vers\n")); // nor does it make it good
	meet();
	assert_int_equal(ask("sans-avenant"), 1);
	put(0, ACTION, NULL);
	meet();
	assert_int_equal(ask("sans-avenant"), 1);
	assert_answer(0, "changed " ACTION " contenu \"Aller vers\" \"Attendre\" asso-1");
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
	const struct CMUnitTest tests[] = {
		TEST(test_signatures),        TEST(test_signed_bytes),
		TEST(test_without_amendment), TEST(test_without_amendment_before_the_end),
		TEST(test_conflicts),         TEST(test_conflict_that_is_kept),
		TEST(test_revoked_keys),      TEST(test_refusals),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
