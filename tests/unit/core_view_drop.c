// SPDX-License-Identifier: EUPL-1.2
//
// The view of one record: removals, and what is written below them meanwhile (docs/format-history.md).
#include "tests/lib/past_fixture.h"

// C2: a removal that everybody has seen the last write under is final, in whatever order the copies learn of it.
static void test_record_dropped_on_both_sides(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1");
	size_t a = past_commit(*state, TIPS(g), "f: 2");
	size_t e = past_commit(*state, TIPS(g), "f: 2");
	size_t b = past_commit(*state, TIPS(a), NULL);
	size_t c = past_commit(*state, TIPS(e), NULL);

	assert_view(*state, TIPS(c, a), "{\"f\":2}\n.: 2={f=2}*, 5=-");
	assert_view(*state, TIPS(b, e), "{\"f\":2}\n.: 3={f=2}*, 4=-");
	assert_view(*state, TIPS(b, c), "-");
}

// C4: the place lives on with all it held, not only with what was written beside the drop.
static void test_drop_beside_a_write_below(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1\ng: 7");
	size_t d = past_commit(*state, TIPS(g), NULL);
	size_t a = past_commit(*state, TIPS(g), "f: 2\ng: 7");
	size_t c;

	assert_view(*state, TIPS(d, a), "{\"f\":2,\"g\":7}\n.: 2=-, 3={f=2}*");
	c = past_commit(*state, TIPS(d, a), "f: 3\ng: 7"); // the survivor edited: settled, with all it holds
	assert_view(*state, TIPS(c), "{\"f\":3,\"g\":7}");
}

// C5
static void test_kept_beside_dropped_again(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1\ng: 7");
	size_t d = past_commit(*state, TIPS(g), NULL);
	size_t a = past_commit(*state, TIPS(g), "f: 2\ng: 7");
	size_t k = past_keep(*state, TIPS(d, a), "");
	size_t d2 = past_commit(*state, TIPS(d, a), NULL);
	size_t k2, late;

	assert_view(*state, TIPS(k), "{\"f\":2,\"g\":7}");
	assert_view(*state, TIPS(d2), "-");
	assert_view(*state, TIPS(k, d2), "{\"f\":2,\"g\":7}\n.: 4={.=keep}*, 5=-");
	k2 = past_keep(*state, TIPS(k, d2), "");
	assert_view(*state, TIPS(k2), "{\"f\":2,\"g\":7}");
	late = past_commit(*state, TIPS(a), "f: 2\ng: 9"); // which has not seen any of it
	assert_view(*state, TIPS(k2, late), "{\"f\":2,\"g\":9}");
	assert_view(*state, TIPS(d2, late), "{\"f\":2,\"g\":9}\n.: 5=-, 7={g=9}*");
}

// A drop that stands for an earlier one: neither counts while somebody who saw neither keeps the place alive.
static void test_dropped_again_beside_a_write(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "i: 1\na: 1\nb: 1");
	size_t w = past_commit(*state, TIPS(g), "i: 1\na: 2\nb: 1");
	size_t d = past_commit(*state, TIPS(g), NULL);
	size_t x = past_commit(*state, TIPS(g), "i: 1\na: 1\nb: 2");
	size_t d2 = past_commit(*state, TIPS(d, x), NULL);
	size_t k;

	assert_view(*state, TIPS(d2, w), "{\"a\":2,\"b\":2,\"i\":1}\n.: 2={a=2}*, 5=-");
	k = past_keep(*state, TIPS(d2, w), "");
	assert_view(*state, TIPS(k), "{\"a\":2,\"b\":2,\"i\":1}");
}

static void test_drop_of_a_mapping_beside_a_new_key(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 1}\nf: 1");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "m: {x: 1, y: 2}\nf: 1");
	size_t k;

	assert_view(*state, TIPS(a, b), "{\"f\":1,\"m\":{\"x\":1,\"y\":2}}\nm: 2=-, 3={m.y=2}*");
	k = past_commit(*state, TIPS(a, b), "f: 1");
	assert_view(*state, TIPS(k), "{\"f\":1}");
}

static void test_dropped_and_made_again(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 1, y: 1}");
	size_t a = past_commit(*state, TIPS(g), "{}");
	size_t b = past_commit(*state, TIPS(a), "m: {x: 3}");
	size_t c = past_commit(*state, TIPS(g), "m: {x: 1, y: 2}");

	assert_view(*state, TIPS(b), "{\"m\":{\"x\":3}}");
	assert_view(*state, TIPS(b, c), "{\"m\":{\"x\":3,\"y\":2}}"); // made anew, and written: no question is open
}

static void test_drop_of_an_element_beside_its_edit(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "l: [{id: p, v: 1}, {id: q}]");
	size_t a = past_commit(*state, TIPS(g), "l: [{id: q}]");
	size_t b = past_commit(*state, TIPS(g), "l: [{id: p, v: 2}, {id: q}]");

	assert_view(*state, TIPS(a, b), "{\"l\":[{\"id\":\"p\",\"v\":2},{\"id\":\"q\"}]}\nl[p]: 2=-, 3={l[p].v=2}*");
}

// Drops above and below each other, and a write: each counts as never made where it is in doubt.
static void test_drops_at_two_heights(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: {a: 1, b: 1}, y: 1}");
	size_t a = past_commit(*state, TIPS(g), "{}");
	size_t b = past_commit(*state, TIPS(g), "m: {y: 1}");
	size_t c = past_commit(*state, TIPS(g), "m: {x: {a: 2, b: 1}, y: 1}");

	assert_view(*state, TIPS(a, b), "{\"m\":{\"y\":1}}\nm: 2=-, 3={m.x=-}*");
	assert_view(*state, TIPS(a, b, c),
		    "{\"m\":{\"x\":{\"a\":2,\"b\":1},\"y\":1}}\n"
		    "m.x: 3=-, 4={m.x.a=2}*\nm: 2=-, 3={m.x=-}*, 4={m.x.a=2}*");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		past_test(test_record_dropped_on_both_sides),       past_test(test_drop_beside_a_write_below),
		past_test(test_kept_beside_dropped_again),          past_test(test_dropped_again_beside_a_write),
		past_test(test_drop_of_a_mapping_beside_a_new_key), past_test(test_dropped_and_made_again),
		past_test(test_drop_of_an_element_beside_its_edit), past_test(test_drops_at_two_heights),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
