// SPDX-License-Identifier: EUPL-1.2
//
// The view of one record: the sentences of DESIGN section 5, "View", each with a history that needs it. Every view is
// computed in several orders of its writes (tests/lib/past.h).
#include "tests/lib/past.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static int setup(void **state)
{
	static struct past past;

	past_init(&past);
	*state = &past;
	return 0;
}

static int teardown(void **state)
{
	past_clear(*state);
	return 0;
}

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

// ---- lists

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

// ---- changes of kind

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

// ---- drops

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

// ---- settling

// C7
static void test_settled_beside_a_new_write(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2");
	size_t c = past_commit(*state, TIPS(g), "f: 3");
	size_t r1 = past_keep(*state, TIPS(a, b), "f"); // keeps 2
	size_t r2, r3;

	assert_view(*state, TIPS(a, b, c), "{\"f\":3}\nf: 2=1, 3=2, 4=3*");
	assert_view(*state, TIPS(r1), "{\"f\":2}");
	assert_view(*state, TIPS(r1, c), "{\"f\":2}\nf: 4=3, 5=2*");
	r2 = past_settle(*state, TIPS(b, c), "f: 9", "f");
	assert_view(*state, TIPS(r1, r2), "{\"f\":9}\nf: 5=2, 6=9*"); // a conflict on a conflict
	r3 = past_keep(*state, TIPS(r1, r2), "f");
	assert_view(*state, TIPS(r3), "{\"f\":9}");
	assert_view(*state, TIPS(r3, a, b, c), "{\"f\":9}");
}

static void test_settled_by_removing(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0\ng: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1\ng: 0");
	size_t b = past_commit(*state, TIPS(g), "g: 0");
	size_t c = past_commit(*state, TIPS(a, b), "g: 0");

	assert_view(*state, TIPS(c), "{\"g\":0}");
}

static void test_settled_alike_twice(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2");
	size_t k = past_keep(*state, TIPS(a, b), "f");
	size_t l = past_keep(*state, TIPS(a, b), "f");

	assert_view(*state, TIPS(k, l), "{\"f\":2}");
}

static void test_settling_one_leaves_the_others(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0\ng: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1\ng: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2\ng: 2");
	size_t k = past_keep(*state, TIPS(a, b), "f");

	assert_view(*state, TIPS(k), "{\"f\":2,\"g\":2}\ng: 2=1, 3=2*");
}

static void test_element_settled(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "s: [a]");
	size_t a = past_commit(*state, TIPS(g), "s: [a, z]");
	size_t e = past_commit(*state, TIPS(g), "s: [a, z]");
	size_t c = past_commit(*state, TIPS(e), "s: [a]");
	size_t k = past_keep(*state, TIPS(a, c), "s[=z]");
	size_t l = past_settle(*state, TIPS(a, c), "s: [a, z]", "s[=z]");

	assert_view(*state, TIPS(k), "{\"s\":[\"a\"]}");
	assert_view(*state, TIPS(l), "{\"s\":[\"a\",\"z\"]}");
}

// A write above settles what is below; one at the record's root settles everything.
static void test_write_above_settles(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 0}\nf: 0");
	size_t a = past_commit(*state, TIPS(g), "m: {x: 1}\nf: 1");
	size_t b = past_commit(*state, TIPS(g), "m: {x: 2}\nf: 2");
	size_t c = past_commit(*state, TIPS(a, b), "m: 7\nf: 2");
	size_t d = past_commit(*state, TIPS(a, b), NULL);

	assert_view(*state, TIPS(c), "{\"f\":2,\"m\":7}\nf: 2=1, 3=2*");
	assert_view(*state, TIPS(d), "-");
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

// ---- names

static void test_conflict_ids_name_path_and_place(void **state)
{
	char one[MG_CONFLICT_ID_CHARS + 1], two[MG_CONFLICT_ID_CHARS + 1];

	(void)state;
	mg_conflict_id("actions/a.yaml", "cible", one);
	assert_string_equal(one, "4wnozcn2qqka53iz");
	mg_conflict_id("actions/a.yaml", "cible{}", two);
	assert_string_not_equal(one, two);
	mg_conflict_id("actions/a.yamlc", "ible", two);
	assert_string_not_equal(one, two);
}

#define view_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		view_test(test_nothing_is_absent),
		view_test(test_a_record_is_what_was_written),
		view_test(test_emptied_list_is_either_kind),
		view_test(test_different_fields_both_stand),
		view_test(test_different_values_conflict),
		view_test(test_equal_stamps_go_by_id),
		view_test(test_equal_values_do_not_conflict),
		view_test(test_types_are_part_of_values),
		view_test(test_equal_values_beside_another),
		view_test(test_record_made_twice_at_one_path),
		view_test(test_removal_is_never_shown),
		view_test(test_removed_twice_is_removed),
		view_test(test_seen_values_are_superseded),
		view_test(test_set_elements_are_each_in_or_out),
		view_test(test_reordered_set_is_the_same),
		view_test(test_same_element_put_in_twice),
		view_test(test_element_in_and_out),
		view_test(test_other_lists_are_one_value),
		view_test(test_keyed_elements_are_places),
		view_test(test_same_keyed_id_made_twice),
		view_test(test_empty_list_made_twice),
		view_test(test_two_kinds_of_list_conflict),
		view_test(test_removed_elements_make_no_kind),
		view_test(test_kinds_settled_by_a_scalar),
		view_test(test_kinds_settled_by_a_write_below),
		view_test(test_value_becomes_a_mapping),
		view_test(test_put_above_a_write_below),
		view_test(test_replaced_below_is_not_listed),
		view_test(test_conflict_inside_a_side),
		view_test(test_record_dropped_on_both_sides),
		view_test(test_drop_beside_a_write_below),
		view_test(test_kept_beside_dropped_again),
		view_test(test_dropped_again_beside_a_write),
		view_test(test_put_again_beside_a_write_below),
		view_test(test_drop_of_a_mapping_beside_a_new_key),
		view_test(test_dropped_and_made_again),
		view_test(test_drop_of_an_element_beside_its_edit),
		view_test(test_drops_at_two_heights),
		view_test(test_settled_beside_a_new_write),
		view_test(test_settled_by_removing),
		view_test(test_settled_alike_twice),
		view_test(test_settling_one_leaves_the_others),
		view_test(test_element_settled),
		view_test(test_write_above_settles),
		view_test(test_many_writers),
		view_test(test_conflict_ids_name_path_and_place),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
