// SPDX-License-Identifier: EUPL-1.2
//
// The view of one record: sets, lists keyed by id, and lists that are one value (docs/format-history.md).
#include "tests/lib/past_fixture.h"

// An emptied list is either kind again, also for what was taken out of it.
static void test_emptied_list_is_either_kind(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "l: [x]");
	size_t a = past_commit(*state, TIPS(g), "l: []");
	size_t b = past_commit(*state, TIPS(a), "l: [{id: p}]");
	size_t c = past_commit(*state, TIPS(b), "l: []");
	size_t d = past_commit(*state, TIPS(c), "l: [y]");

	assert_view(*state, TIPS(b), "{\"l\":[{\"id\":\"p\"}]}");
	assert_view(*state, TIPS(c), "{\"l\":[]}");
	assert_view(*state, TIPS(d), "{\"l\":[\"y\"]}");
}

static void test_set_elements_are_each_in_or_out(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "s: [a, b]");
	size_t a = past_commit(*state, TIPS(g), "s: [a, b, c]");
	size_t b = past_commit(*state, TIPS(g), "s: [b, d]");

	assert_view(*state, TIPS(a, b), "{\"s\":[\"b\",\"c\",\"d\"]}");
}

// The order of a set is its layout, not its value.
static void test_reordered_set_is_the_same(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "s: [a, b]\nf: 1");
	size_t a = past_commit(*state, TIPS(g), "s: [b, a]\nf: 1");
	size_t b = past_commit(*state, TIPS(g), "s: [a, b]\nf: 2");

	assert_view(*state, TIPS(a, b), "{\"f\":2,\"s\":[\"a\",\"b\"]}");
}

static void test_same_element_put_in_twice(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "s: [a]");
	size_t a = past_commit(*state, TIPS(g), "s: [a, b]");
	size_t b = past_commit(*state, TIPS(g), "s: [b, a]");

	assert_view(*state, TIPS(a, b), "{\"s\":[\"a\",\"b\"]}");
}

// C1: in and out by its latest live writer, the same whoever is asked first; the other is listed.
static void test_element_in_and_out(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "s: [a]\nq: 0");
	size_t a = past_commit(*state, TIPS(g), "s: [a, z]\nq: 0");
	size_t e = past_commit(*state, TIPS(g), "s: [a, z]\nq: 0");
	size_t b = past_commit(*state, TIPS(a), "s: [a]\nq: 0");
	size_t c = past_commit(*state, TIPS(e), "s: [a]\nq: 0");
	size_t x, y;

	assert_view(*state, TIPS(c, a), "{\"q\":0,\"s\":[\"a\"]}\ns[=z]: 2=\"z\", 5=-*");
	assert_view(*state, TIPS(b, e), "{\"q\":0,\"s\":[\"a\"]}\ns[=z]: 3=\"z\", 4=-*");
	assert_view(*state, TIPS(b, c), "{\"q\":0,\"s\":[\"a\"]}");
	x = past_commit(*state, TIPS(c, a), "s: [a]\nq: 1");
	y = past_commit(*state, TIPS(b, e), "s: [a]\nq: 1");
	assert_view(*state, TIPS(x, y), "{\"q\":1,\"s\":[\"a\"]}");
}

// C3: a series of figures, or a list with repetitions, is one value.
static void test_other_lists_are_one_value(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "serie: [12, 15, 12]");
	size_t a = past_commit(*state, TIPS(g), "serie: [12, 16, 12]");
	size_t b = past_commit(*state, TIPS(g), "serie: [12, 15, 13]");

	assert_view(*state, TIPS(a, b), "{\"serie\":[12,15,13]}\nserie: 2=[12,16,12], 3=[12,15,13]*");
}

static void test_keyed_elements_are_places(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "l: [{id: p, v: 1}, {id: q, v: 1}]");
	size_t a = past_commit(*state, TIPS(g), "l: [{id: p, v: 2}, {id: q, v: 1}, {id: r}]");
	size_t b = past_commit(*state, TIPS(g), "l: [{id: p, v: 1, w: 1}]");

	assert_view(*state, TIPS(a, b), "{\"l\":[{\"id\":\"p\",\"v\":2,\"w\":1},{\"id\":\"r\"}]}");
}

// C6
static void test_same_keyed_id_made_twice(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "lieux: []");
	size_t a = past_commit(*state, TIPS(g), "lieux: [{id: l1, nom: Gare, cp: '78000'}]");
	size_t b = past_commit(*state, TIPS(g), "lieux: [{id: l1, nom: Marché, tel: '01'}]");

	assert_view(*state, TIPS(a, b),
		    "{\"lieux\":[{\"cp\":\"78000\",\"id\":\"l1\",\"nom\":\"Marché\",\"tel\":\"01\"}]}\n"
		    "lieux[l1].nom: 2=\"Gare\", 3=\"Marché\"*");
}

static void test_empty_list_made_twice(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1");
	size_t a = past_commit(*state, TIPS(g), "f: 1\nl: []");
	size_t b = past_commit(*state, TIPS(g), "f: 1\nl: [{id: p}]");
	size_t c = past_commit(*state, TIPS(g), "f: 1\nl: [x]");

	assert_view(*state, TIPS(a, b), "{\"f\":1,\"l\":[{\"id\":\"p\"}]}");
	assert_view(*state, TIPS(a, c), "{\"f\":1,\"l\":[\"x\"]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		past_test(test_emptied_list_is_either_kind), past_test(test_set_elements_are_each_in_or_out),
		past_test(test_reordered_set_is_the_same),   past_test(test_same_element_put_in_twice),
		past_test(test_element_in_and_out),          past_test(test_other_lists_are_one_value),
		past_test(test_keyed_elements_are_places),   past_test(test_same_keyed_id_made_twice),
		past_test(test_empty_list_made_twice),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
