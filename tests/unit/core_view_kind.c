// SPDX-License-Identifier: EUPL-1.2
//
// The view of one record: what becomes of a value, a mapping or a list beside something of another kind
// (docs/format-history.md).
#include "tests/lib/past_fixture.h"

// ---- a value beside what is below it

static void test_value_becomes_a_mapping(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: 1\nn: {x: 1}");
	size_t a = past_commit(*state, TIPS(g), "m: {x: 1}\nn: 1");
	size_t b = past_commit(*state, TIPS(a), "m: {x: 2}\nn: {y: 2}");

	assert_view(*state, TIPS(a), "{\"m\":{\"x\":1},\"n\":1}");
	assert_view(*state, TIPS(b), "{\"m\":{\"x\":2},\"n\":{\"y\":2}}");
}

// A put above a concurrent write below: the later side is shown, the other listed whole.
static void test_put_above_a_write_below(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 1, y: 1}");
	size_t a = past_commit(*state, TIPS(g), "m: 5");
	size_t b = past_commit(*state, TIPS(g), "m: {x: 2, y: 1}");
	size_t c = past_commit(*state, TIPS(g), "m: 6");
	size_t k;

	assert_view(*state, TIPS(a, b), "{\"m\":{\"x\":2,\"y\":1}}\nm: 2=5, 3={m.x=2}*");
	assert_view(*state, TIPS(b, c), "{\"m\":6}\nm: 3={m.x=2}, 4=6*");
	assert_view(*state, TIPS(a, b, c), "{\"m\":6}\nm: 2=5, 3={m.x=2}, 4=6*");
	k = past_keep(*state, TIPS(a, b), "m");
	assert_view(*state, TIPS(k), "{\"m\":{\"x\":2,\"y\":1}}");
	k = past_settle(*state, TIPS(a, b), "m: 5", "m");
	assert_view(*state, TIPS(k), "{\"m\":5}");
	k = past_settle(*state, TIPS(b, c), "m: {x: 2, y: 1}", "m");
	assert_view(*state, TIPS(k), "{\"m\":{\"x\":2,\"y\":1}}");
	assert_view(*state, TIPS(a, k), "{\"m\":{\"x\":2,\"y\":1}}\nm: 2=5, 7={m=map m.x=2 m.y=1}*");
}

// What its own author has replaced since is not a side.
static void test_replaced_below_is_not_listed(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 1, y: 1}");
	size_t a = past_commit(*state, TIPS(g), "m: 5");
	size_t b = past_commit(*state, TIPS(g), "m: {x: 2, y: 1, z: 1}");
	size_t c = past_commit(*state, TIPS(b), "m: {x: 3, y: 1}");

	assert_view(*state, TIPS(a, c), "{\"m\":{\"x\":3,\"y\":1}}\nm: 2=5, 4={m.x=3 m.z=-}*");
}

// The values inside conflict too: only what is shown is listed.
static void test_conflict_inside_a_side(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 1}");
	size_t a = past_commit(*state, TIPS(g), "m: {x: 2}");
	size_t b = past_commit(*state, TIPS(g), "m: 5");
	size_t c = past_commit(*state, TIPS(g), "m: {x: 3}");
	size_t d = past_commit(*state, TIPS(g), "m: 6");
	size_t k;

	assert_view(*state, TIPS(a, b, c), "{\"m\":{\"x\":3}}\nm.x: 2=2, 4=3*\nm: 2={m.x=2}*, 3=5, 4={m.x=3}*");
	assert_view(*state, TIPS(a, c, d), "{\"m\":6}\nm: 2={m.x=2}, 4={m.x=3}, 5=6*");
	k = past_keep(*state, TIPS(a, b, c), "m");
	assert_view(*state, TIPS(k), "{\"m\":{\"x\":3}}");
	k = past_keep(*state, TIPS(a, b, c), "m.x");
	assert_view(*state, TIPS(k), "{\"m\":{\"x\":3}}");
	k = past_settle(*state, TIPS(a, c, d), "m: {x: 2}", "m");
	assert_view(*state, TIPS(k), "{\"m\":{\"x\":2}}");
}

static void test_put_again_beside_a_write_below(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 1, y: 1}");
	size_t a = past_commit(*state, TIPS(g), "m: 5");
	size_t b = past_commit(*state, TIPS(a), "m: 6");
	size_t w = past_commit(*state, TIPS(g), "m: {x: 2, y: 1}");
	size_t k;

	assert_view(*state, TIPS(b, w), "{\"m\":{\"x\":2,\"y\":1}}\nm: 3=6, 4={m.x=2}*");
	k = past_keep(*state, TIPS(b, w), "m");
	assert_view(*state, TIPS(k), "{\"m\":{\"x\":2,\"y\":1}}");
}

// ---- two kinds below a place

static void test_two_kinds_of_list_conflict(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "l: []");
	size_t a = past_commit(*state, TIPS(g), "l: [x]");
	size_t b = past_commit(*state, TIPS(g), "l: [{id: p, v: 1}]");
	size_t k;

	assert_view(*state, TIPS(a, b),
		    "{\"l\":[{\"id\":\"p\",\"v\":1}]}\n"
		    "l{}: 2={l[=x]=in}, 3={l[p]=map l[p].v=1}*");
	k = past_settle(*state, TIPS(a, b), "l: [x]", "l{}");
	assert_view(*state, TIPS(k), "{\"l\":[\"x\"]}");
	k = past_keep(*state, TIPS(a, b), "l{}");
	assert_view(*state, TIPS(k), "{\"l\":[{\"id\":\"p\",\"v\":1}]}");
}

// What was taken out says nothing about the kind of list that stands.
static void test_removed_elements_make_no_kind(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "l: [x]\nm: {a: 1}");
	size_t a = past_commit(*state, TIPS(g), "l: []\nm: {}");
	size_t b = past_commit(*state, TIPS(g), "l: [{id: p}]\nm: [y]");

	assert_view(*state, TIPS(a, b), "{\"l\":[{\"id\":\"p\"}],\"m\":[\"y\"]}");
}

// Settling a conflict of kinds by something of neither kind.
static void test_kinds_settled_by_a_scalar(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1");
	size_t a = past_commit(*state, TIPS(g), "f: 1\nm: {x: 1}");
	size_t b = past_commit(*state, TIPS(g), "f: 1\nm: [y]");
	size_t c, d;

	assert_view(*state, TIPS(a, b), "{\"f\":1,\"m\":[\"y\"]}\nm{}: 2={m=map m.x=1}, 3={m[=y]=in}*");
	c = past_commit(*state, TIPS(a, b), "f: 1\nm: 3");
	assert_view(*state, TIPS(c), "{\"f\":1,\"m\":3}");
	d = past_commit(*state, TIPS(a, b), "f: 1");
	assert_view(*state, TIPS(d), "{\"f\":1}");
	assert_view(*state, TIPS(c, d), "{\"f\":1,\"m\":3}\nm: 4=3*, 5=-");
}

// Written in the shown kind: the other is set aside.
static void test_kinds_settled_by_a_write_below(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1");
	size_t a = past_commit(*state, TIPS(g), "f: 1\nm: {x: 1}");
	size_t b = past_commit(*state, TIPS(g), "f: 1\nm: [y]");
	size_t c = past_commit(*state, TIPS(a, b), "f: 1\nm: [y, z]");

	assert_view(*state, TIPS(c), "{\"f\":1,\"m\":[\"y\",\"z\"]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		past_test(test_value_becomes_a_mapping),        past_test(test_put_above_a_write_below),
		past_test(test_replaced_below_is_not_listed),   past_test(test_conflict_inside_a_side),
		past_test(test_put_again_beside_a_write_below), past_test(test_two_kinds_of_list_conflict),
		past_test(test_removed_elements_make_no_kind),  past_test(test_kinds_settled_by_a_scalar),
		past_test(test_kinds_settled_by_a_write_below),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
