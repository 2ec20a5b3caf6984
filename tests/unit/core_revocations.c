// SPDX-License-Identifier: EUPL-1.2
//
// Which commits count when several keys are revoked, or enrol and revoke others beyond their cut
// (docs/format-history.md, "What counts"). Everybody is DD at first: copies 0 to 3, of whom 0 made the CA.
#include "core/trust/seal.h"
#include "tests/lib/laws.h"
#include "tests/lib/world.h"

#include <stdlib.h>

#define ACTION       "actions/a-1.yaml"
#define RECORD(more) "intitule: Maraudes\npromoteur_referent: asso-1\n" more

static int setup(void **state)
{
	static struct world w;

	world_init_in_memory(&w, 4, 1, NULL);
	world_put(&w, 0, ACTION, RECORD(""));
	world_meet_all(&w);
	*state = &w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	return 0;
}

static bool is_revoked(struct world *w, size_t i)
{
	char path[MG_MAX_PATH_BYTES + 1];
	char *text;
	bool is;

	mg_seal_key_path(w->copies[i].device.public.id, path);
	text = world_get(w, 0, path);
	is = text && strstr(text, "revocation:");
	free(text);
	return is;
}

static bool is_enrolled(struct world *w, size_t i)
{
	char path[MG_MAX_PATH_BYTES + 1];
	char *text;
	bool is;

	mg_seal_key_path(w->copies[i].device.public.id, path);
	text = world_get(w, 0, path);
	is = text != NULL;
	free(text);
	return is;
}

// Everybody hears of everything, agrees, and has what he should have made of it.
static void assert_agreed(struct world *w, const char *text)
{
	world_meet_all(w);
	world_assert_same(w);
	world_assert_file(w, 0, ACTION, text);
	for (size_t i = 0; i < w->n; i++) {
		laws_copy(w->copies[i].copy, "", NULL);
		world_assert_reindexed(w, i);
	}
}

static size_t add_device(struct world *w, size_t of)
{
	struct mg_error err;
	size_t i = world_add_device(w, of, &err);

	assert_int_not_equal(i, 0);
	return i;
}

// Devices of the other three, enrolled one after the other while these are DD: each above those that come later.
static void add_devices(struct world *w, size_t out[3])
{
	for (size_t i = 0; i < 3; i++) {
		out[i] = add_device(w, i + 1);
		world_meet_all(w);
		world_advance(w, 1000);
	}
}

static void test_enrolled_beyond_the_cut(void **state)
{
	struct world *w = *state;
	size_t second;

	world_demote_and_revoke(w, 0, 1);
	second = add_device(w, 1); // who has not heard of it
	world_put(w, second, ACTION, RECORD("numero: 1\n"));
	assert_agreed(w, RECORD(""));
	assert_false(is_enrolled(w, second));
}

static void test_enrolled_before_the_revocation(void **state)
{
	struct world *w = *state;
	size_t second = add_device(w, 1);

	world_send(w, 1, 0);
	world_demote_and_revoke(w, 0, 1);
	world_put(w, second, ACTION, RECORD("numero: 1\n"));
	assert_agreed(w, RECORD("numero: 1\n"));
	assert_true(is_enrolled(w, second));
}

// Somebody who counts has written on top of it, in good faith.
static void test_enrolled_beyond_the_cut_and_absorbed(void **state)
{
	struct world *w = *state;
	size_t second;

	world_demote_and_revoke(w, 0, 1);
	second = add_device(w, 1);
	world_send(w, 1, 2);
	world_put(w, 2, "actions/a-2.yaml", RECORD(""));
	world_put(w, second, ACTION, RECORD("numero: 1\n"));
	assert_agreed(w, RECORD("numero: 1\n"));
	assert_true(is_enrolled(w, second));
}

// What a thief revokes goes with his line, whoever of the two was enrolled first.
static void test_revoked_by_who_was_revoked(void **state)
{
	struct world *w = *state;

	world_demote_and_revoke(w, 0, 2);
	world_demote_and_revoke(w, 2, 1);
	world_demote_and_revoke(w, 2, 3);
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_put(w, 3, ACTION, RECORD("numero: 1\n"));
	assert_agreed(w, RECORD("numero: 1\n"));
	assert_false(is_revoked(w, 1));
	assert_true(is_revoked(w, 2));
	assert_false(is_revoked(w, 3));
}

// Neither has heard of it; the one from the top is.
static void test_two_revoke_each_other(void **state)
{
	struct world *w = *state;
	size_t device[3];

	add_devices(w, device);
	world_demote_and_revoke(w, device[2], device[1]); // the earlier one
	world_demote_and_revoke(w, device[1], device[2]);
	world_put(w, device[1], ACTION, RECORD("numero: 1\n"));
	world_put(w, device[2], ACTION, RECORD("numero: 2\n"));
	assert_agreed(w, RECORD("numero: 1\n"));
	assert_false(is_revoked(w, device[1]));
	assert_true(is_revoked(w, device[2]));
}

// Each revokes the next, and none can be heard without another being heard that undoes it. What they have made counts, and
// they make nothing more.
static void test_three_in_a_ring(void **state)
{
	struct world *w = *state;
	size_t device[3];
	struct mg_error err;

	add_devices(w, device);
	for (size_t i = 0; i < 3; i++)
		world_demote_and_revoke(w, device[i], device[(i + 1) % 3]);
	world_put(w, device[1], ACTION, RECORD("numero: 1\n"));
	assert_agreed(w, RECORD("numero: 1\n"));
	for (size_t i = 0; i < 3; i++) {
		assert_true(is_revoked(w, device[i]));
		assert_int_equal(world_try_put(w, device[i], ACTION, RECORD("numero: 2\n"), &err), MG_EDENIED);
	}
	world_put(w, 0, ACTION, RECORD("numero: 3\n")); // the others go on
	assert_agreed(w, RECORD("numero: 3\n"));
}

// He counts only because somebody wrote on top of his enrolment, and revokes that very one: would he be heard, he would
// not have spoken.
static void test_revokes_who_made_him_count(void **state)
{
	struct world *w = *state;
	size_t second;

	world_demote_and_revoke(w, 0, 1);
	second = add_device(w, 1);
	world_demote_and_revoke(w, second, 2); // who has not written yet
	world_send(w, 1, 2);
	world_put(w, 2, ACTION, RECORD("numero: 1\n"));
	assert_agreed(w, RECORD("numero: 1\n"));
	assert_true(is_enrolled(w, second));
	world_put(w, 3, ACTION, RECORD("numero: 3\n")); // the others go on
	assert_agreed(w, RECORD("numero: 3\n"));
}

// A revocation that is not heard keeps nothing of the line it revokes, whatever it had seen of it: not what the thief has
// revoked there. His victim goes on, and the record of its key does not say otherwise.
static void test_unheard_revocation_keeps_nothing(void **state)
{
	struct world *w = *state;

	world_demote_and_revoke(w, 1, 2);
	world_send(w, 1, 3);
	world_demote_and_revoke(w, 3, 1); // having seen that
	world_demote_and_revoke(w, 0, 3); // who has seen nothing of all this
	world_demote_and_revoke(w, 0, 1);
	world_put(w, 2, ACTION, RECORD("numero: 1\n"));
	assert_agreed(w, RECORD("numero: 1\n"));
	assert_true(is_revoked(w, 1));
	assert_false(is_revoked(w, 2));
	assert_true(is_revoked(w, 3));
	world_put(w, 2, ACTION, RECORD("numero: 2\n"));
	assert_agreed(w, RECORD("numero: 2\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_enrolled_beyond_the_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(test_enrolled_before_the_revocation, setup, teardown),
		cmocka_unit_test_setup_teardown(test_enrolled_beyond_the_cut_and_absorbed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_revoked_by_who_was_revoked, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two_revoke_each_other, setup, teardown),
		cmocka_unit_test_setup_teardown(test_three_in_a_ring, setup, teardown),
		cmocka_unit_test_setup_teardown(test_revokes_who_made_him_count, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unheard_revocation_keeps_nothing, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
