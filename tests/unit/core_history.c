// SPDX-License-Identifier: EUPL-1.2
//
// Histories told as stories, between real copies.
#include "tests/lib/world.h"

#include <stdlib.h>

static void test_two_copies_agree(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, 3, 1);
	world_assert_same(&w);
	world_put(&w, 1, "actions/a-1.yaml", "intitule: Maraudes\npromoteur_referent: asso-1\n");
	world_put(&w, 2, "actions/a-2.yaml", "intitule: Ateliers\npromoteur_referent: asso-2\n");
	world_meet_all(&w);
	world_assert_same(&w);
	world_assert_file(&w, 0, "actions/a-1.yaml", "intitule: Maraudes\npromoteur_referent: asso-1\n");
	world_assert_on_disk(&w, 1, "actions/a-2.yaml", "intitule: Ateliers\npromoteur_referent: asso-2\n");
	world_put(&w, 0, "actions/a-1.yaml", "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 1\n");
	world_put(&w, 1, "actions/a-1.yaml", "intitule: Maraudes\npromoteur_referent: asso-1\nnumero: 2\n");
	world_meet_all(&w);
	world_assert_same(&w);
	assert_int_equal(world_conflicts(&w, 2), 1);
	world_assert_reindexed(&w, 2);
	world_clear(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_copies_agree),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
