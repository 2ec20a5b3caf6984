// SPDX-License-Identifier: EUPL-1.2
//
// The bytes of a view: the sentences of docs/format-history.md, "Bytes" and "Seals", and what its shapes look like in
// files, each told as a story between copies.
#include "core/key/key.h"
#include "schema/record/record.h"
#include "tests/lib/laws.h"
#include "tests/lib/world.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION         "actions/a-1.yaml"
#define RECORD(lines)  "intitule: Maraudes\npromoteur_referent: asso-1\n" lines
#define LATER_MS       1000
#define PIECE_NAME_MAX 64
#define MANY           150

// All copies show this text, which the slow way of computing it confirms.
static void assert_everywhere(struct world *w, const char *path, const char *text)
{
	world_meet_all(w);
	world_assert_same(w);
	for (size_t i = 0; i < w->n; i++) {
		world_assert_file(w, i, path, text);
		world_assert_on_disk(w, i, path, text);
	}
	laws_copy(w->copies[0].copy, "actions/", NULL);
}

// A record everybody has, then edited by copy 1 and, later and without having seen that, by copy 2.
static void edit_on_both_sides(struct world *w, const char *text, const char *one, const char *two)
{
	world_put(w, 0, ACTION, text);
	world_meet_all(w);
	world_put(w, 1, ACTION, one);
	world_advance(w, LATER_MS);
	world_put(w, 2, ACTION, two);
}

// ---- bytes

static void test_same_everywhere_is_that(void **state)
{
	struct world *w = *state;
	static const char odd[] = RECORD("numero:   1   # à revoir\n\n\nleviers: 'deux'\n");

	world_put(w, 0, ACTION, odd);
	world_meet_all(w);
	world_put(w, 1, "actions/b-1.yaml", RECORD(""));
	world_put(w, 2, "actions/b-2.yaml", RECORD(""));
	assert_everywhere(w, ACTION, odd);
}

static void test_one_who_saw_all_others(void **state)
{
	struct world *w = *state;

	edit_on_both_sides(w, RECORD("numero: 1\n"), RECORD("numero: 1\nfreins: aucun\n"),
			   RECORD("numero: 1\nleviers: deux\n"));
	world_meet_all(w);
	world_put(w, 1, ACTION, "# mis en ordre\nfreins: 'aucun'\n" RECORD("leviers: deux\nnumero: 1\n"));
	world_put(w, 2, "actions/b-2.yaml", RECORD("")); // beside it, but of another record
	assert_everywhere(w, ACTION, "# mis en ordre\nfreins: 'aucun'\n" RECORD("leviers: deux\nnumero: 1\n"));
}

// The latest one's file, with the others' values set in place.
static void test_latest_with_others_values(void **state)
{
	struct world *w = *state;

	edit_on_both_sides(w, RECORD("numero: 1\nfreins: aucun\n"), RECORD("numero: 2\nfreins: aucun\n"),
			   RECORD("numero: 1   # le rang\nfreins: 'un seul' # sûr\n"));
	assert_everywhere(w, ACTION, RECORD("numero: 2   # le rang\nfreins: 'un seul' # sûr\n"));
}

// So many that they are made, and laid down, by several threads and in several goes: each is its own, and what is typed in
// one of them meanwhile stays.
static void test_many_records_at_once(void **state)
{
	static const char typed[] = RECORD("numero: 9\n");
	struct world *w = *state;
	char path[PIECE_NAME_MAX], text[2 * sizeof RECORD("") + PIECE_NAME_MAX];

	for (size_t by = 0; by < w->n; by++) {
		for (unsigned i = 0; i < MANY; i++) {
			snprintf(path, sizeof path, "actions/f-%u.yaml", i);
			snprintf(text, sizeof text, RECORD("numero: %u\nmoyens_humains_etp: %u\n"),
				 by == 1 ? i + 1 : 2 * MANY, by == 2 ? i + 1 : 0);
			world_type(w, by, path, text);
		}
		assert_int_equal(world_save(w, by, MG_SIDE_ASK), 0);
		if (by == 0)
			world_meet_all(w);
	}
	world_type(w, 0, "actions/f-0.yaml", typed);
	world_meet_all(w);
	world_assert_same(w);
	for (unsigned i = 0; i < MANY; i++) {
		snprintf(path, sizeof path, "actions/f-%u.yaml", i);
		snprintf(text, sizeof text, RECORD("numero: %u\nmoyens_humains_etp: %u\n"), i + 1, i + 1);
		world_assert_file(w, 0, path, text);
		world_assert_on_disk(w, 0, path, i ? text : typed);
		world_assert_on_disk(w, 2, path, text);
	}
}

static void test_comment_of_the_other_side_stays_in_the_log(void **state)
{
	struct world *w = *state;

	edit_on_both_sides(w, RECORD("numero: 1\n"), RECORD("numero: 1 # à revoir\n"), RECORD("numero: 2\n"));
	assert_everywhere(w, ACTION, RECORD("numero: 2\n"));
}

static void test_new_keys_at_the_end_in_byte_order(void **state)
{
	struct world *w = *state;

	edit_on_both_sides(w, RECORD("complements:\n  z: 1\n"),
			   RECORD("numero: 1\nfreins: aucun\ncomplements:\n  z: 1\n  b: 2\n  a: {d: 1, c: 2}\n"),
			   RECORD("complements:\n  z: 1\n  y: 3\n"));
	assert_everywhere(w, ACTION,
			  RECORD("complements:\n  z: 1\n  y: 3\n  a:\n    c: 2\n    d: 1\n  b: 2\n"
				 "freins: aucun\nnumero: 1\n"));
}

// Whoever removed it does not give its bytes, even as the latest.
static void test_bytes_of_who_still_holds_it(void **state)
{
	struct world *w = *state;

	edit_on_both_sides(w, RECORD("numero: 1 # rang\n"), RECORD("numero: 2 # rang\n"), NULL);
	assert_everywhere(w, ACTION, RECORD("numero: 2 # rang\n"));
	assert_int_equal(world_conflicts(w, 0), 1);
	world_put(w, 1, ACTION, RECORD("numero: 3 # rang\n")); // an edit of the survivor keeps it
	assert_everywhere(w, ACTION, RECORD("numero: 3 # rang\n"));
	assert_int_equal(world_conflicts(w, 2), 0);
}

// ---- shapes

static void test_keyed_list_keeps_its_order_and_ids(void **state)
{
	struct world *w = *state;

	edit_on_both_sides(w, RECORD("lieux_precis:\n  - {id: z, nom: Gare}\n  - {id: m, nom: Mairie}\n"),
			   RECORD("lieux_precis:\n  - {id: z, nom: Gare}\n  - {id: m, nom: Mairie}\n"
				  "  - {id: a, nom: École}\n"),
			   RECORD("lieux_precis:\n  - {id: m, nom: Hôtel de ville}\n  - {id: z, nom: Gare}\n"));
	assert_everywhere(w, ACTION,
			  RECORD("lieux_precis:\n  - {id: m, nom: Hôtel de ville}\n  - {id: z, nom: Gare}\n"
				 "  - id: a\n    nom: École\n"));
}

static void test_sets_take_from_both_sides(void **state)
{
	struct world *w = *state;

	edit_on_both_sides(w, RECORD("modes_intervention: [maraude, ateliers]\n"),
			   RECORD("modes_intervention: [maraude, ateliers, accueil]\n"),
			   RECORD("modes_intervention: [maraude] # les autres s'arrêtent\n"));
	assert_everywhere(w, ACTION, RECORD("modes_intervention: [maraude, accueil] # les autres s'arrêtent\n"));
	assert_int_equal(world_conflicts(w, 1), 0);
}

static const char *piece_path(char path[PIECE_NAME_MAX], const char *bytes)
{
	char hex[MG_SHA256_HEX];

	mg_sha256_hex(mg_slice_of(bytes), hex);
	snprintf(path, PIECE_NAME_MAX, "pieces/%.16s-affiche.txt", hex);
	return path;
}

// Copies 1 and 2 write below what copy 0 then replaces or removes, none having seen the others; of the conflict about the
// place, where this is shown, the first is taken.
static void take_below(struct world *w, const char *path, const char *start, const char *const written[3],
		       const char *shown, const char *taken)
{
	char text[4 * PIECE_NAME_MAX], id[MG_CONFLICT_ID_CHARS + 1];

	snprintf(text, sizeof text, RECORD("%s"), start);
	world_put(w, 0, path, text);
	world_meet_all(w);
	for (size_t i = 1; i <= w->n; i++) {
		world_advance(w, LATER_MS);
		world_put(w, i % w->n, path, written[i % w->n]);
	}
	assert_everywhere(w, path, shown);
	mg_conflict_id(path, "complements.x", id);
	world_settle(w, 1, id, 1);
	world_meet_all(w);
	assert_int_equal(world_conflicts(w, 0), 0);
	assert_everywhere(w, path, taken);
}

// Of a value that stands above what two others wrote, beside one another too: who takes one of theirs gets that one's.
static void test_taking_one_of_several_below(void **state)
{
	static const char *const written[] = {RECORD("complements:\n  x: 3\n"),
					      RECORD("complements:\n  x:\n    a: 1\n    b: 2\n"),
					      RECORD("complements:\n  x:\n    - a\n    - b\n")};
	static const char *const fields[] = {RECORD("complements:\n  x: 3\n"),
					     RECORD("complements:\n  x:\n    a: 1\n    b: 0\n"),
					     RECORD("complements:\n  x:\n    a: 2\n    c: 3\n")};

	take_below(*state, "actions/k-1.yaml", "complements:\n  x: 0\n", written, written[0],
		   RECORD("complements:\n  x:\n    a: 1\n    b: 2\n"));
	take_below(*state, "actions/k-2.yaml", "complements:\n  x:\n    a: 0\n    b: 0\n", fields, fields[0],
		   RECORD("complements:\n  x:\n    a: 1\n    c: 3\n"));
}

// The same where what they wrote stands, with a conflict of its own about the field.
static void test_taking_one_of_several_that_stand(void **state)
{
	static const char *const written[] = {RECORD("complements:\n  y: 1\n"),
					      RECORD("complements:\n  y: 1\n  x:\n    a: 1\n    b: 0\n"),
					      RECORD("complements:\n  y: 1\n  x:\n    a: 2\n    b: 0\n    c: 3\n")};

	take_below(*state, "actions/k-1.yaml", "complements:\n  y: 1\n  x:\n    a: 0\n    b: 0\n", written, written[2],
		   RECORD("complements:\n  y: 1\n  x:\n    a: 1\n    b: 0\n    c: 3\n"));
}

// An attachment's name is of its bytes, so two people who add the same one agree.
static void test_attachments(void **state)
{
	struct world *w = *state;
	char one[PIECE_NAME_MAX], two[PIECE_NAME_MAX];

	piece_path(one, "une affiche");
	piece_path(two, "une autre");
	world_put(w, 1, one, "une affiche");
	world_put(w, 2, one, "une affiche");
	world_put(w, 2, two, "une autre");
	assert_everywhere(w, one, "une affiche");
	world_assert_file(w, 0, two, "une autre");
	assert_int_equal(world_conflicts(w, 0), 0);
	world_put(w, 1, one, NULL);
	world_put(w, 2, ACTION, RECORD("")); // beside the removal
	world_meet_all(w);
	world_assert_same(w);
	assert_null(world_get(w, 0, one));
	world_assert_file(w, 0, two, "une autre");
}

// ---- rules

#define LONG_CHARS (150 * 1024)

static char *long_record(const char *key, char filler)
{
	struct mg_buf text = {0};

	mg_buf_printf(&text, RECORD("complements:\n  %s: "), key);
	mg_buf_fill(&text, filler, LONG_CHARS);
	mg_buf_putc(&text, '\n');
	assert_false(text.failed);
	return text.data;
}

// Each side keeps to the limit of a record's length, both together do not: nobody's value is dropped for that. The record
// stays, and whoever looks at it is told.
static void test_combination_that_breaks_a_rule_stays(void **state)
{
	char *one = long_record("a", 'x'), *two = long_record("b", 'y'), *both;
	struct world *w = *state;
	struct mg_findings findings;
	struct mg_doc doc;

	edit_on_both_sides(w, RECORD("complements: {}\n"), one, two);
	world_meet_all(w);
	world_assert_same(w);
	both = world_get(w, 0, ACTION);
	assert_true(strlen(both) > MG_MAX_RECORD_BYTES);
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	assert_int_equal(mg_record_check(w->types, ACTION, mg_slice_of(both), &doc, &findings), MG_EINVALID);
	assert_int_equal(findings.n, 1);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	world_put(w, 1, ACTION, one); // which is mended like any mistake
	world_meet_all(w);
	world_assert_same(w);
	world_assert_file(w, 2, ACTION, one);
	free(one);
	free(two);
	free(both);
}

// ---- seals

#define BILAN     "bilans/2017-T3/asso-1.yaml"
#define CORRECTED "bilans/2017-T3/asso-1--r2.yaml"

static void put_bilan(struct world *w, const char *path, const char *more)
{
	struct mg_buf text = {0};

	mg_buf_printf(&text, "cooperative: %s\nperiode: 2017-T3\nacteur: asso-1\n%s", mg_copy_id(w->copies[0].copy),
		      more);
	world_put(w, 1, path, mg_buf_text(&text));
	mg_buf_clear(&text);
}

static void test_a_correction_is_a_new_record(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	char *before, *after, more[256], hex[MG_SHA256_HEX];

	put_bilan(w, BILAN, "complements: {a: 1}\n");
	assert_int_equal(world_try_sign(w, 1, BILAN, &err), 0);
	before = world_get(w, 1, BILAN);
	mg_sha256_hex(mg_slice_of(before), hex);
	snprintf(more, sizeof more, "remplace: {fichier: " BILAN ", sha256: %s}\ncomplements: {a: 2}\n", hex);
	put_bilan(w, CORRECTED, more);
	assert_int_equal(world_try_sign(w, 1, CORRECTED, &err), 0);
	world_meet_all(w);
	world_assert_same(w);
	after = world_get(w, 2, BILAN);
	assert_string_equal(before, after);
	assert_int_equal(world_try_put(w, 1, CORRECTED, NULL, &err), MG_EDENIED); // sealed in its turn
	free(before);
	free(after);
}

// ---- three devices: the example of docs/architecture.md

static void assert_tips(struct world *w, size_t i, size_t wanted)
{
	struct mg_index_commit *frontier;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_frontier(w->copies[i].copy, &arena, &frontier, &n, &err), 0);
	assert_int_equal(n, wanted);
	mg_arena_clear(&arena);
}

static void test_the_example_of_architecture(void **state)
{
	enum { DD, ASSO, MAIRIE };
	struct mg_open_conflict *open;
	struct world *w = *state;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	world_put(w, DD, ACTION, RECORD("numero: 1\nmoyens_humains_etp: 0.5\n"));
	world_meet_all(w);
	assert_tips(w, ASSO, 1);

	world_put(w, ASSO, ACTION, RECORD("numero: 2\nmoyens_humains_etp: 0.5\n"));
	world_advance(w, LATER_MS);
	world_put(w, MAIRIE, ACTION, RECORD("numero: 3 # du comité\nmoyens_humains_etp: 0.8\n"));
	world_meet(w, ASSO, DD);
	world_meet(w, MAIRIE, DD);
	assert_tips(w, DD, 2); // neither has seen the other's
	world_assert_file(w, DD, ACTION, RECORD("numero: 3 # du comité\nmoyens_humains_etp: 0.8\n"));
	assert_int_equal(world_conflicts(w, DD), 1);
	world_meet_all(w);
	world_assert_same(w);

	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_conflicts(w->copies[DD].copy, &arena, &open, &n, &err), 0);
	assert_string_equal(open[0].conflict->place, "numero");
	assert_int_equal(open[0].conflict->n_entries, 2);
	world_settle(w, DD, open[0].conflict->id, 1); // the association's
	mg_arena_clear(&arena);
	assert_tips(w, DD, 1); // the DD's commit has absorbed both
	assert_everywhere(w, ACTION, RECORD("numero: 2 # du comité\nmoyens_humains_etp: 0.8\n"));
	assert_int_equal(world_conflicts(w, MAIRIE), 0);
	laws_history(w->copies[ASSO].copy, "", NULL);
}

#define story(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_same_everywhere_is_that),
		story(test_one_who_saw_all_others),
		story(test_latest_with_others_values),
		story(test_many_records_at_once),
		story(test_comment_of_the_other_side_stays_in_the_log),
		story(test_new_keys_at_the_end_in_byte_order),
		story(test_bytes_of_who_still_holds_it),
		story(test_keyed_list_keeps_its_order_and_ids),
		story(test_sets_take_from_both_sides),
		story(test_taking_one_of_several_below),
		story(test_taking_one_of_several_that_stand),
		story(test_attachments),
		story(test_combination_that_breaks_a_rule_stays),
		story(test_a_correction_is_a_new_record),
		story(test_the_example_of_architecture),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
