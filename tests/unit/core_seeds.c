// SPDX-License-Identifier: EUPL-1.2
//
// What seeds of the simulator have found, told as short stories.
#include "tests/lib/draw.h"
#include "tests/lib/past.h"
#include "tests/lib/world.h"

#include <stdio.h>

#define ACTION "actions/a-1.yaml"
#define RECORD "intitule: Maraudes\npromoteur_referent: asso-1\n"

// Libgit2 hides what is below a known tip by the time of commits, in seconds. When a parent had its child's, and a new
// commit led there too, it was shown as new, and indexed a second time.
static void test_commits_of_one_second(void **state)
{
	uint64_t random = 3;
	struct world w;

	(void)state;
	world_init_in_memory(&w, 5, 1);
	for (size_t i = 0; i < 60; i++) {
		size_t a = draw(&random, w.n), b = draw(&random, w.n);
		char text[128];

		snprintf(text, sizeof text, RECORD "numero: %zu\n", i + 1);
		world_put(&w, a, ACTION, text); // mostly in the same second: stamps rise by a millisecond
		if (a != b)
			world_send(&w, a, b);
		w.copies[a].now_ms += draw_percent(&random, 10) ? 5000 : 0;
	}
	world_meet_all(&w);
	world_assert_same(&w);
	world_clear(&w);
}

// A record was made anew while somebody put an element in a set of the old one, and the element was taken out again: all
// that is left of the set is that. It was taken for a mapping, and its author's commit was refused.
static void test_last_element_out(void **state)
{
	struct past past;

	(void)state;
	past_init(&past);
	past_commit(&past, NO_TIPS, "s: [c]\nl:\n- id: p\n");
	past_commit(&past, TIPS(1), NULL);
	past_commit(&past, TIPS(2), "f: 1\n");
	past_commit(&past, TIPS(1), "s: [c, b]\nl:\n- id: p\n- id: q\n  v: 1\n");
	past_commit(&past, TIPS(3, 4), "f: 1\ns: []\nl: []\n");
	assert_view(&past, TIPS(5), "{\"f\":1,\"l\":[],\"s\":[]}");
	past_clear(&past);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commits_of_one_second),
		cmocka_unit_test(test_last_element_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
