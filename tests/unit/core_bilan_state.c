// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/bilan_state.h"
#include "tests/unit/bilan_fixture.h"

#include <stdio.h>

#define ACTION "intitule: X\npromoteur_referent: asso\nstatut: en_cours\n"

static const struct given
	cooperative = {"cooperative.yaml", "parametres: {delai_bilan_jours: 10}\n", NULL, {NULL}},
	action = {"actions/x.yaml", ACTION, NULL, {NULL}}, asso = {"acteurs/asso.yaml", "nom: Asso\n", NULL, {NULL}},
	draft = {"bilans/2018-T1/asso.yaml", HEAD "acteur: asso\n", SHA_A, {NULL}},
	sent = {"bilans/2018-T1/asso.yaml", HEAD "acteur: asso\n", SHA_A, {"asso@2018-04-09", NULL}},
	received = {"bilans/2018-T1/asso.yaml",
		    HEAD "acteur: asso\n",
		    SHA_A,
		    {"asso@2018-04-09", "dd-78@2018-04-10", NULL}},
	too_late = {"bilans/2018-T1/asso.yaml",
		    HEAD "acteur: asso\n",
		    SHA_A,
		    {"asso@2018-04-09", "dd-78@2018-04-13", NULL}},
	back = {"retours/2018-T1/asso.yaml",
		"retours: [{id: r1, fichier: bilans/2018-T1/asso.yaml, sha256: " SHA_A ", motif: à revoir}]\n",
		NULL,
		{NULL}},
	back_of_other = {"retours/2018-T1/asso.yaml",
			 "retours: [{id: r1, fichier: bilans/2018-T1/asso.yaml, sha256: " SHA_B "}]\n",
			 NULL,
			 {NULL}},
	begun = {"bilans/2018-T1/asso--r2.yaml", HEAD "acteur: asso\n", SHA_B, {NULL}},
	corrected = {"bilans/2018-T1/asso--r2.yaml", HEAD "acteur: asso\n", SHA_B, {"asso@2018-05-02", NULL}},
	corrected_received = {"bilans/2018-T1/asso--r2.yaml",
			      HEAD "acteur: asso\n",
			      SHA_B,
			      {"asso@2018-05-02", "dd-78@2018-05-03", NULL}},
	open_one = {"bilans/2018-T1/consolidation.yaml", HEAD "statut: ouverte\n", SHA_A, {NULL}},
	closed = {"bilans/2018-T1/consolidation.yaml", HEAD "statut: close\n", SHA_A, {"dd-78", NULL}},
	closed_with = {"bilans/2018-T1/consolidation.yaml",
		       HEAD "bilans: [{id: asso, fichier: bilans/2018-T1/asso.yaml, sha256: " SHA_A
			    ", signataires: [asso]}]\nstatut: close\n",
		       SHA_B,
		       {"dd-78", NULL}},
	reopened = {"bilans/2018-T1/consolidation--r2.yaml", HEAD "statut: rouverte\n", SHA_B, {NULL}},
	silent = {"bilans/2018-T1/consolidation--r2.yaml", HEAD "synthese: rien\n", SHA_B, {NULL}};

static void bilans_go_from_owed_to_received(void **state)
{
	static const struct {
		const struct given *given[4];
		const char *today;
		enum mg_bilan_step step;
		int days_late;
		unsigned changes;
		bool after_closure;
	} cases[] = {
		{{NULL}, "2018-04-10", MG_BILAN_EXPECTED, 0, 0, false},
		{{NULL}, "2018-04-11", MG_BILAN_LATE, 1, 0, false},
		{{&draft}, "2018-04-10", MG_BILAN_DRAFT, 0, 0, false},
		{{&draft}, "2018-05-10", MG_BILAN_LATE, 30, 0, false},
		{{&sent}, "2018-04-10", MG_BILAN_SENT, 0, 0, false},
		{{&sent}, "2019-04-10", MG_BILAN_SENT, 0, 0, false},
		{{&received}, "2019-04-10", MG_BILAN_ACKNOWLEDGED, 0, 0, false},
		{{&too_late}, "2019-04-10", MG_BILAN_ACKNOWLEDGED, 3, 0, false},
		{{&sent, &back}, "2018-04-10", MG_BILAN_RETURNED, 0, 0, false},
		{{&received, &back}, "2018-04-10", MG_BILAN_RETURNED, 0, 0, false},
		{{&received, &back_of_other}, "2018-04-10", MG_BILAN_ACKNOWLEDGED, 0, 0, false},
		{{&received, &back, &begun}, "2018-04-10", MG_BILAN_RETURNED, 0, 0, false},
		{{&received, &back, &corrected}, "2018-05-10", MG_BILAN_CORRECTED, 0, 1, false},
		{{&received, &back, &corrected_received}, "2018-05-10", MG_BILAN_ACKNOWLEDGED, 0, 1, false},
		{{&received, &begun}, "2018-04-10", MG_BILAN_ACKNOWLEDGED, 0, 0, false},
		{{&received, &open_one}, "2018-04-10", MG_BILAN_ACKNOWLEDGED, 0, 0, false},
		{{&received, &closed_with}, "2018-04-10", MG_BILAN_ACKNOWLEDGED, 0, 0, false},
		{{&sent, &closed}, "2018-04-10", MG_BILAN_LATE, 0, 0, true},
		{{&received, &corrected, &closed_with}, "2018-05-10", MG_BILAN_LATE, 0, 1, true},
		{{&closed}, "2018-04-10", MG_BILAN_ABSENT, 0, 0, false},
		{{&draft, &closed}, "2018-05-10", MG_BILAN_ABSENT, 30, 0, false},
		{{&sent, &closed, &reopened}, "2018-04-10", MG_BILAN_SENT, 0, 0, false},
		{{&sent, &closed, &silent}, "2018-04-10", MG_BILAN_LATE, 0, 0, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_bilan_states states;
		const struct mg_bilan_state *only;
		struct mg_error err = {0};
		struct mg_date today;
		struct world world;

		world_init(&world);
		put(&world, &cooperative);
		put(&world, &action);
		put(&world, &asso);
		for (size_t j = 0; j < 4 && cases[i].given[j]; j++)
			put(&world, cases[i].given[j]);
		assert_int_equal(mg_book_sort(&world.book, NULL), 0);
		assert_true(mg_date_parse(mg_slice_of(cases[i].today), &today));
		assert_int_equal(mg_bilan_states(&world.book, "2018-T1", today, &world.arena, &states, &err), 0);
		assert_int_equal(states.n, 1);
		only = &states.items[0];
		if (only->step != cases[i].step)
			fail_msg("case %zu: %s, expected %s", i, mg_bilan_step_name(only->step),
				 mg_bilan_step_name(cases[i].step));
		if (only->days_late != cases[i].days_late || only->changes != cases[i].changes ||
		    only->after_closure != cases[i].after_closure)
			fail_msg("case %zu: %d days late, %u changes, after closure %d", i, only->days_late,
				 only->changes, only->after_closure);
		world_clear(&world);
	}
}

// Who owes none, and who is not known, are told when they sent one.
static void those_who_owe_nothing_are_told_when_they_sent_something(void **state)
{
	static const struct given others[] = {
		{"acteurs/aaa.yaml", "nom: Rien\n", NULL, {NULL}},
		{"acteurs/mairie.yaml", "nom: Mairie\n", NULL, {NULL}},
		{"bilans/2018-T1/mairie.yaml", HEAD "acteur: mairie\n", SHA_A, {"mairie@2018-04-01", NULL}},
		{"bilans/2018-T1/zzz.yaml", HEAD "acteur: zzz\n", SHA_A, {"zzz@2018-04-01", NULL}},
		{"bilans/2018-T2/aaa.yaml", "cooperative: " CA "\nperiode: 2018-T2\nacteur: aaa\n", SHA_A, {"aaa"}},
	};
	static const char *const expected[] = {"asso", "mairie", "zzz"};
	struct mg_bilan_states states;
	struct world world;

	(void)state;
	world_init(&world);
	put(&world, &action);
	put(&world, &asso);
	put_all(&world, others, COUNT(others));
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_states(&world.book, "2018-T1", (struct mg_date){2018, 4, 1}, &world.arena, &states,
					 NULL),
			 0);
	assert_int_equal(states.n, COUNT(expected));
	for (size_t i = 0; i < states.n; i++) {
		assert_string_equal(states.items[i].acteur, expected[i]);
		assert_int_equal(states.items[i].expected, i == 0);
		assert_int_equal(states.items[i].step, i == 0 ? MG_BILAN_EXPECTED : MG_BILAN_SENT);
	}
	assert_null(states.items[2].record);
	assert_int_equal(states.n_expected, 1);
	assert_int_equal(states.n_in_time, 0);
	assert_int_equal(mg_bilan_states(&world.book, "2018", (struct mg_date){2018, 4, 1}, &world.arena, &states,
					 NULL),
			 MG_EINVALID);
	world_clear(&world);
}

// ---- closing, returning

static const char *const tips[] = {CA};

static int close_it(struct world *world, struct mg_bilan_made *made)
{
	assert_int_equal(mg_book_sort(&world->book, NULL), 0);
	return mg_bilan_close(&world->book, "2018-T1", tips, 1, &world->arena, made, NULL);
}

static void a_quarter_is_closed_as_it_was_consolidated(void **state)
{
	static const struct given bilan = {"bilans/2018-T1/a.yaml",
					   HEAD "acteur: a\nchiffres: [{id: i, agregation: somme, valeur: 1}]\n",
					   SHA_A,
					   {"a", NULL}},
				  late = {"bilans/2018-T1/b.yaml", HEAD "acteur: b\n", SHA_A, {"b", NULL}};
	struct given consolidation = {"bilans/2018-T1/consolidation.yaml", NULL, SHA_B, {NULL}};
	struct given second = {"bilans/2018-T1/consolidation--r2.yaml", NULL, SHA_A, {NULL}};
	struct mg_buf text = {0}, signed_text = {0};
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	put(&world, &bilan);
	assert_int_equal(close_it(&world, &made), MG_ENOTFOUND);
	assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
	mg_yaml_write(made.root, &text);
	consolidation.text = mg_buf_text(&text);
	put(&world, &consolidation);
	assert_int_equal(close_it(&world, &made), 0);
	check_made(&made, "bilans/2018-T1/consolidation.yaml", NULL);
	assert_true(mg_slice_is(mg_node_string(mg_node_get(made.root, "statut")), "close"));
	assert_int_equal(mg_node_get(made.root, "frontiere")->as.list.n, 1);
	mg_yaml_write(made.root, &signed_text);
	world_clear(&world);

	world_init(&world); // signed before: the next version closes
	consolidation.signers[0] = "dd-78";
	put(&world, &bilan);
	put(&world, &consolidation);
	assert_int_equal(close_it(&world, &made), 0);
	check_made(&made, "bilans/2018-T1/consolidation--r2.yaml", NULL);
	put(&world, &late); // a bilan came in since
	assert_int_equal(close_it(&world, &made), MG_ECONFLICT);
	world_clear(&world);

	world_init(&world);
	consolidation.text = mg_buf_text(&signed_text);
	put(&world, &bilan);
	put(&world, &consolidation);
	assert_int_equal(close_it(&world, &made), MG_EEXISTS);
	assert_int_equal(mg_bilan_reopen(&world.book, "2018-T1", "oubli", &world.arena, &made, NULL), 0);
	check_made(&made, "bilans/2018-T1/consolidation--r2.yaml", NULL);
	assert_null(mg_node_get(made.root, "frontiere"));
	assert_true(mg_slice_is(mg_node_string(mg_node_get(made.root, "motif_reouverture")), "oubli"));
	mg_buf_reset(&text);
	mg_yaml_write(made.root, &text);
	second.text = mg_buf_text(&text);
	put(&world, &second);
	assert_int_equal(close_it(&world, &made), 0);
	check_made(&made, "bilans/2018-T1/consolidation--r2.yaml", NULL);
	assert_int_equal(mg_bilan_reopen(&world.book, "2018-T1", "oubli", &world.arena, &made, NULL), MG_ENOTFOUND);
	world_clear(&world);
	mg_buf_clear(&text);
	mg_buf_clear(&signed_text);
}

static void a_version_is_returned_once(void **state)
{
	const struct mg_date today = {2018, 4, 11};
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	put(&world, &draft);
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_return(&world.book, "2018-T1", "asso", "x", today, &world.arena, &made, NULL),
			 MG_ENOTFOUND);
	world_clear(&world);
	world_init(&world);
	put(&world, &sent);
	put(&world, &back_of_other);
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_return(&world.book, "2018-T1", "asso", "x", today, &world.arena, &made, NULL), 0);
	assert_int_equal(mg_node_get(made.root, "retours")->as.list.n, 2);
	world_clear(&world);
	world_init(&world);
	put(&world, &sent);
	put(&world, &back);
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_return(&world.book, "2018-T1", "asso", "x", today, &world.arena, &made, NULL),
			 MG_EEXISTS);
	put(&world, &corrected);
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_return(&world.book, "2018-T1", "asso", "x", today, &world.arena, &made, NULL), 0);
	check_made(&made, "retours/2018-T1/asso.yaml", NULL);
	world_clear(&world);
}

static void a_correction_tells_the_earlier_value_and_why(void **state)
{
	static const struct given given[] = {
		{"indicateurs/i.yaml", "intitule: I\nagregation: somme\n", NULL, {NULL}},
		{"indicateurs/j.yaml", "intitule: J\nagregation: somme\n", NULL, {NULL}},
		{"mesures/2018-T1/i--asso.yaml",
		 "observations: [{id: a, valeur: 40, desagregation: {femmes: 30, hommes: 10}}]\n"
		 "statut: corrigee\nmotif_correction: doublon\n",
		 NULL,
		 {NULL}},
		{"mesures/2018-T1/j--asso.yaml", "observations: [{id: a, valeur: 5}]\n", NULL, {NULL}},
		{"bilans/2018-T1/asso.yaml",
		 HEAD "acteur: asso\nchiffres:\n  - {id: i, valeur: 42, mesures: [x]}\n"
		      "  - {id: j, valeur: 5.0, mesures: [x]}\n",
		 SHA_A,
		 {"asso", NULL}},
	};
	struct mg_bilan_made made;
	struct world world;

	(void)state;
	world_init(&world);
	put_all(&world, given, COUNT(given));
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_draft(&world.book, "2018-T1", "asso", &world.arena, &made, NULL), 0);
	check_made(&made, "bilans/2018-T1/asso--r2.yaml",
		   HEAD "acteur: asso\n"
			"remplace:\n"
			"  fichier: bilans/2018-T1/asso.yaml\n"
			"  sha256: " SHA_A "\n"
			"actions: []\n"
			"chiffres:\n"
			"  - id: i\n"
			"    intitule: I\n"
			"    agregation: somme\n"
			"    valeur: 40\n"
			"    desagregation:\n"
			"      femmes: 30\n"
			"      hommes: 10\n"
			"    observations:\n"
			"      - id: a\n"
			"        valeur: 40\n"
			"    mesures:\n"
			"      - mesures/2018-T1/i--asso\n"
			"    valeur_anterieure: 42\n"
			"    motif_correction: doublon\n"
			"  - id: j\n"
			"    intitule: J\n"
			"    agregation: somme\n"
			"    valeur: 5\n"
			"    observations:\n"
			"      - id: a\n"
			"        valeur: 5\n"
			"    mesures:\n"
			"      - mesures/2018-T1/j--asso\n");
	world_clear(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bilans_go_from_owed_to_received),
		cmocka_unit_test(those_who_owe_nothing_are_told_when_they_sent_something),
		cmocka_unit_test(a_quarter_is_closed_as_it_was_consolidated),
		cmocka_unit_test(a_version_is_returned_once),
		cmocka_unit_test(a_correction_tells_the_earlier_value_and_why),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
