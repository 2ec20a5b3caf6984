// SPDX-License-Identifier: EUPL-1.2
//
// A text that several actors sign, each on a machine of its own: the DD opens it, the parties follow in whatever order
// (docs/format-history.md, "Seals"). What kind of text it is does not matter, so these tests bring their own.
#include "core/copy/copy_book.h"
#include "tests/lib/world.h"

#include <stdio.h>
#include <stdlib.h>

#define COPIES 6 // dd-78, then asso-1 to asso-5; the last is no party
#define TEXT   "accords/essai/v1.yaml"
#define LATER  1000

static const char schema[] = "title: Accord\nx-en: {title: Agreement}\nx-chemin: accords/<id>/v<n>.yaml\n"
			     "x-signature: {espace: accord@maillage, ouvre: dd}\n"
			     "x-droits: {cree: [dd], modifie: [dd], signe: [partie]}\ntype: object\n"
			     "properties:\n  cooperative: {type: string}\n  parties: {type: array}\n"
			     "  texte: {type: string}\n";

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	char ca[MG_ID_HEX], text[512];

	assert_non_null(w);
	world_init_with(w, COPIES, 9, "partenaire", "accord", schema);
	snprintf(text, sizeof text,
		 "cooperative: %s\nparties:\n  - {id: a, acteur: dd-78}\n  - {id: b, acteur: asso-1}\n"
		 "  - {id: c, acteur: asso-2}\n  - {id: d, acteur: asso-3}\n  - {id: e, acteur: asso-4}\ntexte: un\n",
		 mg_id_format(&w->copies[0].copy->store.ca, ca));
	world_put(w, 0, TEXT, text);
	world_meet_all(w);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	free(*state);
	return 0;
}

static void assert_signs(struct world *w, size_t i, int code)
{
	struct mg_error err = {0};

	world_advance(w, LATER);
	if (world_try_sign(w, i, TEXT, &err) != code)
		fail_msg("asso-%zu: \"%s\" instead of code %d", i, err.message, code);
}

// Every copy counts as many valid signatures, and shows the same bytes.
static void assert_signed(struct world *w, size_t n)
{
	static const char *const types[] = {"accord"};

	world_assert_same(w);
	for (size_t i = 0; i < w->n; i++) {
		const struct mg_book_record *record;
		struct mg_book book;
		size_t valid = 0;

		assert_int_equal(mg_copy_book(w->copies[i].copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, types, 1, &book,
					      NULL, NULL),
				 0);
		record = mg_book_at(&book, TEXT);
		assert_non_null(record);
		for (size_t j = 0; j < record->n_signatures; j++)
			valid += record->signatures[j].valid;
		assert_int_equal(record->n_signatures, n);
		assert_int_equal(valid, n);
		mg_book_clear(&book);
	}
}

static void open_and_tell(struct world *w)
{
	assert_signs(w, 0, 0);
	world_meet_all(w);
	assert_signed(w, 1);
}

static void test_any_order_once_opened(void **state)
{
	static const size_t signing[] = {4, 1, 3, 2}, telling[] = {2, 4, 1, 3};
	struct world *w = *state;

	open_and_tell(w);
	for (size_t i = 0; i < 4; i++)
		assert_signs(w, signing[i], 0); // offline: nobody has seen another's
	for (size_t i = 0; i < 4; i++)
		world_meet(w, telling[i], 0);
	world_meet_all(w);
	assert_signed(w, 5);
	assert_int_equal(world_conflicts(w, 0), 0);
}

static void test_hand_to_hand(void **state)
{
	struct world *w = *state;

	open_and_tell(w);
	for (size_t i = 4; i; i--) { // each gets it from the one before, none from the DD
		assert_signs(w, i, 0);
		if (i > 1)
			world_send(w, i, i - 1);
	}
	world_send(w, 1, 0);
	world_meet_all(w);
	assert_signed(w, 5);
}

static void test_nobody_before_the_dd(void **state)
{
	struct world *w = *state;

	assert_signs(w, 1, MG_EDENIED);
	assert_signs(w, 0, 0);
	assert_signs(w, 1, MG_EDENIED); // who has not heard of it yet
	world_send(w, 0, 1);
	assert_signs(w, 1, 0);
	world_meet_all(w);
	assert_signed(w, 2);
}

static void test_no_party_and_no_second_time(void **state)
{
	struct world *w = *state;

	open_and_tell(w);
	assert_signs(w, 5, MG_EDENIED);
	assert_signs(w, 2, 0);
	assert_signs(w, 2, MG_EEXISTS);
	assert_signs(w, 0, MG_EEXISTS);
	world_meet_all(w);
	assert_signed(w, 2);
}

static void test_the_text_stays_while_some_are_missing(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	char *text;

	open_and_tell(w);
	text = world_get(w, 0, TEXT);
	assert_int_not_equal(world_try_put(w, 0, TEXT, "texte: deux\n", &err), 0);
	assert_int_not_equal(world_try_put(w, 1, TEXT, NULL, &err), 0);
	assert_signs(w, 3, 0);
	world_meet_all(w);
	for (size_t i = 0; i < COPIES; i++)
		world_assert_file(w, i, TEXT, text);
	assert_signed(w, 2);
	free(text);
}

// A signature stands although its actor leaves afterwards; who has left signs no more.
static void test_who_leaves(void **state)
{
	struct world *w = *state;

	open_and_tell(w);
	assert_signs(w, 1, 0);
	world_meet_all(w);
	world_put(w, 0, "acteurs/asso-1.yaml", "nom: Association 1\nrole: partenaire\nstatut_membre: retire\n");
	world_put(w, 0, "acteurs/asso-2.yaml", "nom: Association 2\nrole: partenaire\nstatut_membre: refus\n");
	world_meet_all(w);
	assert_signs(w, 2, MG_EDENIED);
	world_meet_all(w);
	assert_signed(w, 2);
}

// Long after the others, and the last one's own clock proves nothing: it signs all the same.
static void test_a_late_one(void **state)
{
	struct world *w = *state;

	open_and_tell(w);
	assert_signs(w, 1, 0);
	assert_signs(w, 2, 0);
	world_meet_all(w);
	world_advance(w, 400 * 86400000LL);
	assert_signs(w, 4, 0);
	world_meet_all(w);
	assert_signed(w, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_any_order_once_opened, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hand_to_hand, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nobody_before_the_dd, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_party_and_no_second_time, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_text_stays_while_some_are_missing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_who_leaves, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_late_one, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
