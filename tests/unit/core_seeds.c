// SPDX-License-Identifier: EUPL-1.2
//
// What seeds of the simulator have found, told as short stories.
#include "core/repo/parse.h"
#include "tests/lib/draw.h"
#include "tests/lib/past.h"
#include "tests/lib/world.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION "actions/a-1.yaml"
#define RECORD "intitule: Maraudes\npromoteur_referent: asso-1\n"

// Libgit2 hides what is below a known tip by the time of commits, in seconds. When a parent had its child's, and a new
// commit led there too, it was shown as new, and indexed a second time.
static void test_commits_of_one_second(void **state)
{
	uint64_t random = 3;
	struct world w;

	(void)state;
	world_init_in_memory(&w, 5, 1, NULL);
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

// One who sees a set as empty, because the latest took its only element out while somebody put it in, writes an element with
// an id there. He has had the set's conflict in front of him, and ends it: there is no list of two kinds.
static void test_another_kind_of_list_beside_a_conflict(void **state)
{
	struct world w;

	(void)state;
	world_init_in_memory(&w, 2, 1, NULL);
	world_put(&w, 0, ACTION, RECORD "complements:\n  s: [c]\n");
	world_meet_all(&w);
	world_put(&w, 0, ACTION, RECORD);
	world_put(&w, 0, ACTION, RECORD "complements:\n  s: [c]\n");
	w.copies[1].now_ms += 60000;
	world_put(&w, 1, ACTION, RECORD "complements:\n  s: []\n");
	world_meet_all(&w);
	w.copies[0].now_ms += 120000;
	world_put(&w, 0, ACTION, RECORD "complements:\n  s:\n    - id: q\n      v: 2\n");
	world_meet_all(&w);
	world_assert_same(&w);
	world_assert_file(&w, 1, ACTION, RECORD "complements:\n  s:\n    - id: q\n      v: 2\n");
	world_clear(&w);
}

static void assert_readable(struct world *w, size_t i, const char *conflict)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_error err;
	struct mg_doc doc;
	char *text;

	snprintf(path, sizeof path, "conflits/%s.yaml", conflict);
	text = world_get(w, i, path);
	assert_non_null(text);
	mg_doc_init(&doc);
	assert_int_equal(mg_parse_doc(path, mg_slice_of(text), &doc, &err), 0);
	mg_doc_clear(&doc);
	free(text);
}

// Who decides which kind of list stands writes it anew, with all that is in it; a value in it had a conflict of its own,
// which goes too. It was written twice, and could not be listed beside what a third one wrote there.
static void test_two_decisions_on_one_value(void **state)
{
	char id[MG_CONFLICT_ID_CHARS + 1];
	struct world w;

	(void)state;
	world_init_in_memory(&w, 4, 1, NULL);
	world_put(&w, 0, ACTION, RECORD "complements: {autre: 1}\n");
	world_meet_all(&w);
	world_put(&w, 0, ACTION, RECORD "complements:\n  autre: 1\n  l: {x: 3}\n");
	world_put(&w, 1, ACTION, RECORD "complements:\n  autre: 1\n  l:\n    - id: p\n      v: 1\n");
	world_put(&w, 3, ACTION, RECORD "complements:\n  autre: 1\n  l: [u]\n");
	w.copies[2].now_ms += 60000;
	world_put(&w, 2, ACTION, RECORD "complements:\n  autre: 1\n  l:\n    - id: p\n      v: 2\n");
	world_meet(&w, 2, 0);
	world_meet(&w, 2, 1);
	assert_int_equal(world_conflicts(&w, 2), 2); // the kind of l, and l[p].v
	mg_conflict_id(ACTION, "complements.l{}", id);
	world_settle(&w, 2, id, 0);
	assert_int_equal(world_conflicts(&w, 2), 0);
	world_meet_all(&w);
	world_assert_same(&w);
	assert_int_equal(world_conflicts(&w, 0), 1);
	assert_readable(&w, 0, id);
	world_clear(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commits_of_one_second),
		cmocka_unit_test(test_last_element_out),
		cmocka_unit_test(test_another_kind_of_list_beside_a_conflict),
		cmocka_unit_test(test_two_decisions_on_one_value),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
