// SPDX-License-Identifier: EUPL-1.2
//
// The view of one record: values, by one writer and by several. The sentences of docs/format-history.md, "What stands
// at a place", each with a history that needs it. Every view is computed in several orders of its writes
// (tests/lib/past.h).
#include "tests/lib/past_fixture.h"

// ---- one writer

static void test_nothing_is_absent(void **state)
{
	assert_view(*state, NO_TIPS, "-");
}

// What a tree holds is what its history amounts to, whatever its shape.
static void test_a_record_is_what_was_written(void **state)
{
	static const char *const texts[] = {
		"{}",
		"{\"a\":1,\"b\":{\"c\":\"x\",\"d\":{}}}",
		"{\"l\":[]}",
		"{\"l\":[\"x\",\"y\"]}",
		"{\"l\":[{\"id\":\"p\"},{\"id\":\"q\",\"v\":{\"w\":[\"z\"]}}]}",
		"{\"l\":[1,1,{\"a\":2}]}",
		"{\"l\":[{\"id\":\"1\"},{\"id\":1}]}",
		"{\"l\":[\"\",\"a.b\",\"a]b\"],\"n.m\":{\"[x]\":null}}",
		"{\"l\":[[],[\"x\"]]}",
	};
	size_t last = 0;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		last = past_commit(*state, last ? TIPS(last) : NO_TIPS, texts[i]);
		assert_view(*state, TIPS(last), texts[i]);
	}
	for (size_t i = sizeof texts / sizeof *texts; i-- > 0;) { // each from each neighbour, both ways
		last = past_commit(*state, TIPS(last), texts[i]);
		assert_view(*state, TIPS(last), texts[i]);
	}
	last = past_commit(*state, TIPS(last), NULL);
	assert_view(*state, TIPS(last), "-");
	last = past_commit(*state, TIPS(last), "a: 1");
	assert_view(*state, TIPS(last), "{\"a\":1}");
}

// ---- several writers

static void test_different_fields_both_stand(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "a: 1\nb: 1\nm: {x: 1, y: 1}");
	size_t a = past_commit(*state, TIPS(g), "a: 2\nb: 1\nm: {x: 2, y: 1}");
	size_t b = past_commit(*state, TIPS(g), "a: 1\nb: 2\nm: {x: 1, y: 2, z: 3}");

	assert_view(*state, TIPS(a, b), "{\"a\":2,\"b\":2,\"m\":{\"x\":2,\"y\":2,\"z\":3}}");
}

static void test_different_values_conflict(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2");

	assert_view(*state, TIPS(a, b), "{\"f\":2}\nf: 2=1, 3=2*");
	past_set_stamp(*state, a, 1600000000000); // whose clock is ahead is shown
	assert_view(*state, TIPS(a, b), "{\"f\":1}\nf: 3=2, 2=1*");
}

// At one stamp the greater commit id is the later one.
static void test_equal_stamps_go_by_id(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1"); // ids fall as numbers rise
	size_t b = past_commit(*state, TIPS(g), "f: 2");

	past_set_stamp(*state, a, 1600000000000);
	past_set_stamp(*state, b, 1600000000000);
	assert_view(*state, TIPS(a, b), "{\"f\":1}\nf: 3=2, 2=1*");
}

static void test_equal_values_do_not_conflict(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0\nl: [1, 1]\nm: {x: 1, y: 1}");
	size_t a = past_commit(*state, TIPS(g), "f: 1\nl: [1, 2]\nm: 3");
	size_t b = past_commit(*state, TIPS(g), "f: 1\nl: [1, 2]\nm: 3");

	assert_view(*state, TIPS(a, b), "{\"f\":1,\"l\":[1,2],\"m\":3}");
}

// 1 and 1.0 and "1" are three values.
static void test_types_are_part_of_values(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: \"1\"");

	assert_view(*state, TIPS(a, b), "{\"f\":\"1\"}\nf: 2=1, 3=\"1\"*");
}

static void test_equal_values_beside_another(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2");
	size_t c = past_commit(*state, TIPS(g), "f: 1");

	assert_view(*state, TIPS(a, b, c), "{\"f\":1}\nf: 2=1*, 3=2, 4=1*"); // 1 is shown, whoever wrote it
}

static void test_record_made_twice_at_one_path(void **state)
{
	size_t a = past_commit(*state, NO_TIPS, "f: 1\ng: 1\ns: [x]");
	size_t b = past_commit(*state, NO_TIPS, "f: 2\nh: 1\ns: [y]");

	assert_view(*state, TIPS(a, b), "{\"f\":2,\"g\":1,\"h\":1,\"s\":[\"x\",\"y\"]}\nf: 1=1, 2=2*");
}

static void test_removal_is_never_shown(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1\ng: 1");
	size_t a = past_commit(*state, TIPS(g), "f: 2\ng: 1");
	size_t b = past_commit(*state, TIPS(g), "g: 1");

	assert_view(*state, TIPS(a, b), "{\"f\":2,\"g\":1}\nf: 2=2*, 3=-");
}

static void test_removed_twice_is_removed(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 1\nm: {x: 1}");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 1");

	assert_view(*state, TIPS(a, b), "{\"f\":1}");
}

// A write that was seen by another writer of the place is over, whatever the stamps say.
static void test_seen_values_are_superseded(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(a), "f: 2");
	size_t c = past_commit(*state, TIPS(g), "f: 3");

	past_set_stamp(*state, a, 1600000000000);
	assert_view(*state, TIPS(b, c), "{\"f\":3}\nf: 3=2, 4=3*");
}

static void test_many_writers(void **state)
{
	size_t tips[9] = {0};
	size_t g = past_commit(*state, NO_TIPS, "f: 0\ns: []"), k;

	tips[0] = past_commit(*state, TIPS(g), "f: 1\ns: [a]");
	tips[1] = past_commit(*state, TIPS(g), "f: 2\ns: [b]");
	tips[2] = past_commit(*state, TIPS(g), "f: 1\ns: [c]");
	tips[3] = past_commit(*state, TIPS(g), "s: [d]");
	tips[4] = past_commit(*state, TIPS(g), "f: {x: 1}\ns: [e]");
	tips[5] = past_commit(*state, TIPS(g), "f: [y]\ns: [f]");
	tips[6] = past_commit(*state, TIPS(g), "f: 3\ns: [g]");
	assert_view(*state, tips,
		    "{\"f\":3,\"s\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]}\n"
		    "f: 2=1, 3=2, 4=1, 5=-, 6={f=map f.x=1}, 7={f=list f[=y]=in}, 8=3*");
	k = past_keep(*state, tips, "f");
	assert_view(*state, TIPS(k), "{\"f\":3,\"s\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		past_test(test_nothing_is_absent),
		past_test(test_a_record_is_what_was_written),
		past_test(test_different_fields_both_stand),
		past_test(test_different_values_conflict),
		past_test(test_equal_stamps_go_by_id),
		past_test(test_equal_values_do_not_conflict),
		past_test(test_types_are_part_of_values),
		past_test(test_equal_values_beside_another),
		past_test(test_record_made_twice_at_one_path),
		past_test(test_removal_is_never_shown),
		past_test(test_removed_twice_is_removed),
		past_test(test_seen_values_are_superseded),
		past_test(test_many_writers),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
