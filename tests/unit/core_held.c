// SPDX-License-Identifier: EUPL-1.2
//
// Commits that wait, and what they wait for: a clock, a parent, the day's limit.
#include "core/trust/held.h"
#include "core/carry/receive.h"
#include "tests/lib/forge.h"

#include <stdio.h>
#include <unistd.h>

#define ACTION "actions/a-1.yaml"
#define HOUR   3600000

static int setup(void **state)
{
	static struct world w;

	world_init(&w, 5, 1);
	*state = &w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	return 0;
}

static void put(struct world *w, size_t copy, unsigned number)
{
	char text[128];

	snprintf(text, sizeof text, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: %u\n", number);
	world_put(w, copy, ACTION, text);
}

// A commit of one copy's line reaches another as from a remote.
static struct mg_ingested deliver_commit(struct world *w, size_t from, size_t to, const struct mg_id *id)
{
	struct mg_received_tip tip = {.id = *id, .key = w->copies[from].device.public.id};
	struct mg_copy *copy = w->copies[to].copy;
	struct mg_ingested counts = {0};
	struct mg_error err;

	world_carry(w, from, to, id);
	assert_int_equal(mg_copy_lock(copy, &err), 0);
	assert_int_equal(mg_receive(copy, NULL, &tip, 1, &counts, &err), 0);
	assert_int_equal(mg_copy_refresh_main(copy, NULL, 0, &err), 0);
	mg_copy_unlock(copy);
	return counts;
}

static struct mg_ingested deliver(struct world *w, size_t from, size_t to)
{
	struct mg_error err;
	struct mg_id tip;
	char ref[128];

	snprintf(ref, sizeof ref, MG_REF_LINES "%s", w->copies[from].device.public.id);
	assert_int_equal(mg_repo_ref_get(w->copies[from].copy->store.repo, ref, &tip, &err), 0);
	return deliver_commit(w, from, to, &tip);
}

// ---- clocks

static void test_time_comes_while_closed(void **state)
{
	struct world *w = *state;

	w->copies[1].now_ms += 2 * HOUR;
	put(w, 1, 1);
	put(w, 1, 2);
	assert_int_equal(deliver(w, 1, 2).held, 2);
	world_assert_file(w, 2, ACTION, NULL);
	world_close_copy(w, 2);
	world_open_copy(w, 2);
	world_assert_file(w, 2, ACTION, NULL);
	world_close_copy(w, 2);
	w->copies[2].now_ms += HOUR + 60000;
	world_open_copy(w, 2);
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 2\n");
}

// What came was not too far ahead; the next stamp after it is nobody's fault.
static void test_a_clock_behind_still_writes(void **state)
{
	struct world *w = *state;

	w->copies[1].now_ms = w->copies[2].now_ms + HOUR;
	put(w, 1, 1);
	assert_int_equal(deliver(w, 1, 2).accepted, 1);
	put(w, 2, 2);
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 2\n");
}

static void test_three_actors_are_right(void **state)
{
	struct world *w = *state;

	for (size_t i = 1; i <= 3; i++) {
		w->copies[i].now_ms += 2 * HOUR;
		put(w, i, (unsigned)i);
		assert_false(mg_copy_clock_is_wrong(w->copies[4].copy));
		assert_int_equal(deliver(w, i, 4).accepted, i == 3 ? 3 : 0);
	}
	assert_true(mg_copy_clock_is_wrong(w->copies[4].copy));
	put(w, 4, 4); // its own commits go on
	world_assert_file(w, 4, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 4\n");
	w->copies[4].now_ms += 2 * HOUR;
	assert_false(mg_copy_clock_is_wrong(w->copies[4].copy));
}

// An index made again takes in what this copy had accepted, though fewer than three are ahead of its clock by then (seed
// 11081 of the simulator).
static void test_what_was_accepted_is_not_held(void **state)
{
	struct world *w = *state;
	struct mg_copy *copy;
	struct mg_id before, after, tip;
	struct mg_error err;
	char ref[128];

	for (size_t i = 1; i <= 3; i++) {
		w->copies[i].now_ms += (int64_t)(1 + i) * HOUR;
		put(w, i, (unsigned)i);
		deliver(w, i, 4);
	}
	before = world_main(w, 4);
	w->copies[4].now_ms += HOUR + 60000; // the first is not ahead any more
	world_close_copy(w, 4);
	snprintf(ref, sizeof ref, "%s/.git/maillage/index.db", w->copies[4].dir);
	assert_int_equal(unlink(ref), 0);
	world_open_copy(w, 4);
	after = world_main(w, 4);
	assert_true(mg_id_equal(&before, &after));
	copy = w->copies[4].copy;
	snprintf(ref, sizeof ref, MG_REF_LINES "%s", w->copies[3].device.public.id);
	assert_int_equal(mg_repo_ref_get(copy->store.repo, ref, &tip, &err), 0);
	after = world_main(w, 3);
	assert_true(mg_id_equal(&tip, &after)); // nothing becomes unreachable
	assert_false(mg_held_ripe(copy));
}

static void test_one_actor_is_not_three(void **state)
{
	struct world *w = *state;

	w->copies[1].now_ms += 2 * HOUR;
	for (unsigned i = 1; i <= 4; i++) {
		put(w, 1, i);
		assert_int_equal(deliver(w, 1, 4).accepted, 0);
	}
	assert_false(mg_copy_clock_is_wrong(w->copies[4].copy));
}

// ---- what a carrier makes of it

// Who carries a commit can leave something out, or put something else in its place. Others have it whole.
static void test_carried_badly(void **state)
{
	struct world *w = *state;
	struct mg_copy *copy = w->copies[2].copy;
	struct mg_received_tip tip = {.key = w->copies[1].device.public.id,
				      .message = "the pack is too large",
				      .from = "usb"};
	struct mg_ingested counts = {0};
	struct mg_error err;

	put(w, 1, 1);
	tip.id = world_main(w, 1);
	assert_int_equal(mg_copy_lock(copy, &err), 0);
	assert_int_equal(mg_receive(copy, NULL, &tip, 1, &counts, &err), 0);
	mg_copy_unlock(copy);
	assert_int_equal(counts.refused, 1);
	assert_string_equal(world_verdict(w, 2, &tip.id), "shape");
	assert_int_equal(deliver(w, 1, 2).accepted, 1);
	assert_string_equal(world_verdict(w, 2, &tip.id), "");
}

// ---- floods

static void flood(struct world *w)
{
	struct mg_ingested counts;

	for (unsigned i = 1; i <= 12; i++)
		put(w, 1, i);
	w->copies[2].copy->day_limit = 5;
	counts = deliver(w, 1, 2);
	assert_int_equal(counts.accepted, 5);
	assert_int_equal(counts.held, 7);
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 5\n");
}

static void test_flood_waits(void **state)
{
	struct world *w = *state;
	struct mg_ingested counts;
	struct mg_id tip;

	flood(w);
	tip = world_main(w, 1);
	assert_string_equal(world_verdict(w, 2, &tip), "parent");
	counts = deliver(w, 1, 2);
	assert_int_equal(counts.accepted, 0);
	assert_int_equal(counts.held, 0); // told once: nobody walks over all that waits each time it is shown
	assert_string_equal(world_verdict(w, 2, &tip), "parent");
	put(w, 3, 20); // the others go on
	assert_int_equal(deliver(w, 3, 2).accepted, 1);
}

static void test_flood_goes_on_next_day(void **state)
{
	struct world *w = *state;

	flood(w);
	w->copies[2].now_ms += 24 * HOUR;
	assert_true(mg_held_ripe(w->copies[2].copy));
	assert_int_equal(deliver(w, 1, 2).accepted, 5);
	w->copies[2].now_ms += 24 * HOUR;
	assert_int_equal(deliver(w, 1, 2).accepted, 2);
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 12\n");
	assert_false(mg_held_ripe(w->copies[2].copy));
}

static void test_flood_that_another_absorbed(void **state)
{
	struct world *w = *state;

	put(w, 3, 30); // known by its line
	deliver(w, 3, 2);
	deliver(w, 3, 1);
	flood(w);
	deliver(w, 1, 3);
	put(w, 3, 31);
	deliver(w, 3, 2);
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 31\n");
	assert_false(mg_held_ripe(w->copies[2].copy));
}

// Nobody makes a copy judge a flood again and again by absorbing it with what is refused.
static void test_flood_absorbed_in_vain(void **state)
{
	struct world *w = *state;
	struct forge f;
	struct mg_id id;

	put(w, 3, 30);
	deliver(w, 3, 2);
	deliver(w, 3, 1);
	flood(w);
	deliver(w, 1, 3);
	forge_init(&f, w, 3);
	forge_file(&f, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\n", 0100755);
	id = forge_commit(&f);
	forge_clear(&f);
	assert_int_equal(deliver_commit(w, 3, 2, &id).refused, 1);
	assert_string_equal(world_verdict(w, 2, &id), "shape"); // for ever, not waiting for what it absorbed
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 5\n");
	put(w, 3, 31); // who absorbs it honestly
	deliver(w, 3, 2);
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 31\n");
}

static void test_flood_that_somebody_allows(void **state)
{
	struct world *w = *state;
	struct mg_copy *copy = w->copies[2].copy;
	struct mg_error err;
	size_t taken;

	flood(w);
	assert_int_equal(mg_copy_allow(copy, "aaaaaaaaaaaaaaaa", &taken, &err), MG_ENOTFOUND);
	assert_int_equal(mg_copy_allow(copy, w->copies[1].device.public.id, &taken, &err), 0);
	assert_int_equal(taken, 7);
	world_assert_file(w, 2, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 12\n");
	assert_int_equal(mg_copy_allow(copy, w->copies[1].device.public.id, &taken, &err), MG_ENOTFOUND);
}

#define story(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_time_comes_while_closed),
		story(test_a_clock_behind_still_writes),
		story(test_three_actors_are_right),
		story(test_what_was_accepted_is_not_held),
		story(test_one_actor_is_not_three),
		story(test_flood_waits),
		story(test_flood_goes_on_next_day),
		story(test_flood_that_another_absorbed),
		story(test_flood_that_somebody_allows),
		story(test_flood_absorbed_in_vain),
		story(test_carried_badly),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
