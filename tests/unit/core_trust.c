// SPDX-License-Identifier: EUPL-1.2
//
// Which commits count, of histories made by hand (tests/lib/numbered.h).
#include "tests/lib/numbered.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static void test_all_counts_without_a_revocation(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE));
	size_t k = numbered_commit(t, 'k', PARENTS(e), NOTHING), d = numbered_commit(t, 'd', PARENTS(e), NOTHING);

	assert_true(numbered_counts(t, k));
	assert_true(numbered_counts(t, d));
	assert_int_equal(numbered_left_out(t), 0);
}

static void test_stolen_key_that_never_hears_of_its_revocation(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       k = numbered_commit(t, 'k', PARENTS(e), NOTHING);
	size_t r = numbered_commit(t, 'd', PARENTS(k), REVOKES('k', DEVICE)), tip = k;

	for (size_t i = 0; i < 5; i++)
		tip = numbered_commit(t, 'k', PARENTS(tip), NOTHING);
	assert_true(numbered_counts(t, k));
	assert_true(numbered_counts(t, r));
	for (size_t i = k + 2; i <= tip; i++)
		assert_false(numbered_counts(t, i));
	assert_int_equal(numbered_left_out(t), 5);
}

static void test_thief_enrols_a_second_key(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       k = numbered_commit(t, 'k', PARENTS(e), NOTHING);
	size_t r = numbered_commit(t, 'd', PARENTS(k), REVOKES('k', DEVICE));
	size_t s = numbered_commit(t, 'k', PARENTS(k), ENROLS('l', DEVICE)),
	       z = numbered_commit(t, 'l', PARENTS(s), NOTHING);

	z = numbered_commit(t, 'l', PARENTS(z), NOTHING);
	assert_true(numbered_counts(t, r));
	assert_false(numbered_counts(t, s));
	assert_false(numbered_counts(t, z));
	assert_int_equal(numbered_left_out(t), 3);
}

static void test_thief_goes_on_from_an_old_parent(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       k = numbered_commit(t, 'k', PARENTS(e), NOTHING);
	size_t seen = numbered_commit(t, 'k', PARENTS(k), NOTHING),
	       r = numbered_commit(t, 'd', PARENTS(seen), REVOKES('k', DEVICE));
	size_t side = numbered_commit(t, 'k', PARENTS(k), NOTHING); // a fork

	assert_true(numbered_counts(t, r));
	assert_true(numbered_counts(t, seen));
	assert_false(numbered_counts(t, side));
}

static void test_fork_counts_whole(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE));
	size_t x = numbered_commit(t, 'd', PARENTS(e), ENROLS('x', DEVICE)),
	       y = numbered_commit(t, 'd', PARENTS(x), ENROLS('y', DEVICE));
	size_t k = numbered_commit(t, 'k', PARENTS(y), NOTHING);
	size_t a = numbered_commit(t, 'k', PARENTS(k), NOTHING), b = numbered_commit(t, 'k', PARENTS(k), NOTHING);

	numbered_commit(t, 'x', PARENTS(a), NOTHING); // who sees one branch first
	numbered_commit(t, 'y', PARENTS(b), NOTHING); // and who the other
	assert_true(numbered_counts(t, a));
	assert_true(numbered_counts(t, b));
	assert_int_equal(numbered_left_out(t), 0);
}

static void test_what_others_absorbed_stays(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       f = numbered_commit(t, 'd', PARENTS(e), ENROLS('x', DEVICE));
	size_t k = numbered_commit(t, 'k', PARENTS(f), NOTHING), l = numbered_commit(t, 'k', PARENTS(k), NOTHING);
	size_t m = numbered_commit(t, 'k', PARENTS(l), NOTHING),
	       r = numbered_commit(t, 'd', PARENTS(f), REVOKES('k', DEVICE));
	size_t x = numbered_commit(t, 'x', PARENTS(f, l), NOTHING); // who had not heard

	assert_true(numbered_counts(t, r));
	assert_true(numbered_counts(t, x));
	assert_true(numbered_counts(t, l));
	assert_false(numbered_counts(t, m));
}

static void test_enrolled_before_the_cut_stays(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       s = numbered_commit(t, 'k', PARENTS(e), ENROLS('l', DEVICE));
	size_t l = numbered_commit(t, 'l', PARENTS(s), NOTHING);

	numbered_commit(t, 'd', PARENTS(s), REVOKES('k', DEVICE));
	assert_true(numbered_counts(t, l)); // a key of its own, revoked on its own
	numbered_commit(t, 'd', PARENTS(t->n), REVOKES('l', DEVICE));
	assert_false(numbered_counts(t, l));
}

// A device of the DD is stolen: it revokes a partner's key before it is revoked itself, by the signatory on another one.
static void test_revocation_beyond_the_cut_binds_nobody(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       f = numbered_commit(t, 'e', PARENTS(e), VOUCHED('e', DD_DEVICE, 'D'));
	size_t k = numbered_commit(t, 'k', PARENTS(e), NOTHING),
	       r = numbered_commit(t, 'd', PARENTS(e), REVOKES('k', DEVICE));

	assert_false(numbered_counts(t, k));
	f = numbered_commit(t, 'e', PARENTS(f, k), SIGNED_OUT('d', DD_DEVICE, 'D'));
	assert_true(numbered_counts(t, f));
	assert_true(numbered_counts(t, k));
	assert_false(numbered_counts(t, r));
}

// Both by the same signatory, neither having seen the other: the one made first stands.
static void test_two_devices_revoked_by_each_other(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'e', PARENTS(2), VOUCHED('e', DD_DEVICE, 'D'));
	size_t x = numbered_commit(t, 'd', PARENTS(2), SIGNED_OUT('e', DD_DEVICE, 'D'));
	size_t y = numbered_commit(t, 'e', PARENTS(e), SIGNED_OUT('d', DD_DEVICE, 'D'));

	assert_true(numbered_counts(t, x)); // both are spoken by one signatory
	assert_false(numbered_counts(t, y));
}

static void test_line_that_brings_its_own_key(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('S', SIGNATORY));
	size_t k = numbered_commit(t, 'k', PARENTS(e), VOUCHED('k', DEVICE, 'S')),
	       l = numbered_commit(t, 'k', PARENTS(k), NOTHING);
	size_t x = numbered_commit(t, 'x', PARENTS(e), VOUCHED('x', DEVICE, 'S'));

	numbered_commit(t, 'd', PARENTS(x), REVOKES('S', SIGNATORY)); // which had seen x only
	assert_true(numbered_counts(t, x));
	assert_false(numbered_counts(t, k));
	assert_false(numbered_counts(t, l));
	numbered_commit(t, 'd', PARENTS(t->n, k), NOTHING); // an honest copy that had heard of k takes it in
	assert_true(numbered_counts(t, l));
}

static void test_signatory_revoked_before_he_vouches(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('S', SIGNATORY)),
	       f = numbered_commit(t, 'd', PARENTS(e), ENROLS('k', DEVICE));

	numbered_commit(t, 'd', PARENTS(f), REVOKES('S', SIGNATORY));
	assert_false(numbered_counts(t, numbered_commit(t, 'x', PARENTS(f), VOUCHED('x', DEVICE, 'S'))));
	assert_true(numbered_counts(t, numbered_commit(t, 'k', PARENTS(f), NOTHING)));
}

static void test_two_revocations_of_one_key(void **state)
{
	struct numbered *t = *state;
	size_t e = numbered_commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       f = numbered_commit(t, 'd', PARENTS(e), ENROLS('S', SIGNATORY));
	size_t x = numbered_commit(t, 'd', PARENTS(f), ENROLS('x', DEVICE)),
	       k = numbered_commit(t, 'k', PARENTS(x), NOTHING);
	size_t l = numbered_commit(t, 'k', PARENTS(k), NOTHING), m = numbered_commit(t, 'k', PARENTS(l), NOTHING);

	numbered_commit(t, 'd', PARENTS(x, k), REVOKES('k', DEVICE));
	numbered_commit(t, 'x', PARENTS(x, l), SIGNED_OUT('k', DEVICE, 'S')); // made beside it, having seen more
	assert_true(numbered_counts(t, l));
	assert_false(numbered_counts(t, m));
}

#define story(f) cmocka_unit_test_setup_teardown(f, numbered_setup, numbered_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_all_counts_without_a_revocation),
		story(test_stolen_key_that_never_hears_of_its_revocation),
		story(test_thief_enrols_a_second_key),
		story(test_thief_goes_on_from_an_old_parent),
		story(test_fork_counts_whole),
		story(test_what_others_absorbed_stays),
		story(test_enrolled_before_the_cut_stays),
		story(test_revocation_beyond_the_cut_binds_nobody),
		story(test_two_devices_revoked_by_each_other),
		story(test_line_that_brings_its_own_key),
		story(test_signatory_revoked_before_he_vouches),
		story(test_two_revocations_of_one_key),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
