// SPDX-License-Identifier: EUPL-1.2
//
// What main shows of a history (docs/format-commit.md), on what the next commit stands, and a CA whose rules this program
// does not know.
#include "tests/lib/forge.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION       "actions/a-1.yaml"
#define RECORD(more) "intitule: Maraudes\npromoteur_referent: asso-1\n" more
#define RAW_BYTES    65536

static int setup(void **state)
{
	static struct world w;

	world_init(&w, 4, 1);
	*state = &w;
	return 0;
}

static int setup_partners(void **state)
{
	static struct world w;

	world_init_as(&w, 3, 1, "partenaire");
	*state = &w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	return 0;
}

static struct mg_index_commit *frontier_of(struct world *w, size_t i, struct mg_arena *arena, size_t *n)
{
	struct mg_index_commit *frontier;
	struct mg_error err;

	assert_int_equal(mg_copy_frontier(w->copies[i].copy, arena, &frontier, n, &err), 0);
	return frontier;
}

static struct mg_id tip_of(struct world *w, size_t i)
{
	char ref[128];
	struct mg_error err;
	struct mg_id tip;

	snprintf(ref, sizeof ref, MG_REF_LINES "%s", w->copies[i].device.public.id);
	assert_int_equal(mg_repo_ref_get(w->copies[i].copy->store.repo, ref, &tip, &err), 0);
	return tip;
}

static void read_commit(struct world *w, size_t i, const struct mg_id *id, struct mg_buf *raw)
{
	struct mg_error err;

	assert_int_equal(mg_repo_read(w->copies[i].copy->store.repo, id, MG_OBJECT_COMMIT, RAW_BYTES, raw, &err), 0);
}

// Three write at once, the second with a clock that is ahead.
static void write_at_once(struct world *w)
{
	char path[64];

	w->copies[2].now_ms += 60000;
	for (size_t i = 1; i <= 3; i++) {
		snprintf(path, sizeof path, "actions/a-%zu.yaml", i);
		world_put(w, i, path, RECORD(""));
	}
	world_meet_all(w);
	world_assert_same(w);
}

static void test_main_is_the_only_tip(void **state)
{
	struct world *w = *state;
	struct mg_id main, tip;

	write_at_once(w);
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_meet_all(w);
	world_assert_same(w);
	main = world_main(w, 0);
	tip = tip_of(w, 1);
	assert_memory_equal(main.bytes, tip.bytes, MG_ID_BYTES);
}

// Parents by id, nobody's name, the greatest of their times, no signature: every byte of it.
static void test_derived_commit(void **state)
{
	struct world *w = *state;
	struct mg_id main, tree;
	struct mg_index_commit *frontier;
	struct mg_buf raw = {0}, expected = {0};
	struct mg_arena arena;
	char hex[MG_ID_HEX];
	struct mg_error err;
	int64_t last_ms = 0;
	size_t n;

	write_at_once(w);
	mg_arena_init(&arena, 0);
	frontier = frontier_of(w, 0, &arena, &n);
	assert_int_equal(n, 3);
	assert_int_equal(mg_copy_main_tree(w->copies[0].copy, &tree, &err), 0);
	mg_buf_printf(&expected, "tree %s\n", mg_id_format(&tree, hex));
	for (size_t i = 0; i < n; i++) {
		assert_true(!i || mg_id_compare(&frontier[i - 1].id, &frontier[i].id) < 0);
		mg_buf_printf(&expected, "parent %s\n", mg_id_format(&frontier[i].id, hex));
		last_ms = frontier[i].stamp_ms > last_ms ? frontier[i].stamp_ms : last_ms;
	}
	assert_int_equal(last_ms, w->copies[2].now_ms);
	mg_buf_printf(&expected, "author maillage <vue@maillage> %lld +0000\n", (long long)(last_ms / 1000));
	mg_buf_printf(&expected, "committer maillage <vue@maillage> %lld +0000\n\nvue\n", (long long)(last_ms / 1000));
	main = world_main(w, 0);
	read_commit(w, 0, &main, &raw);
	assert_string_equal(mg_buf_text(&raw), mg_buf_text(&expected));
	mg_buf_clear(&raw);
	mg_buf_clear(&expected);
	mg_arena_clear(&arena);
}

// Those who write next stand on the lines, not on what main showed them.
static void test_derived_commit_is_never_a_parent(void **state)
{
	struct world *w = *state;
	struct mg_index_commit *frontier;
	struct mg_commit commit;
	struct mg_buf raw = {0};
	struct mg_id own, tip;
	struct mg_arena arena;
	struct mg_error err;
	size_t n, k = 1;

	write_at_once(w);
	mg_arena_init(&arena, 0);
	frontier = frontier_of(w, 1, &arena, &n);
	own = tip_of(w, 1);
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	tip = tip_of(w, 1);
	read_commit(w, 1, &tip, &raw);
	assert_int_equal(mg_commit_parse(mg_buf_slice(&raw), &arena, &commit, &err), 0);
	assert_int_equal(commit.n_parents, n);
	assert_true(mg_id_equal(&commit.parents[0], &own)); // then the rest by id
	for (size_t i = 0; i < n; i++) {
		if (!mg_id_equal(&frontier[i].id, &own))
			assert_true(mg_id_equal(&commit.parents[k++], &frontier[i].id));
	}
	mg_buf_clear(&raw);
	mg_arena_clear(&arena);
}

// Another copy judges what was forged in one.
static void assert_judged_by(struct forge *f, size_t judge, const char *code)
{
	struct mg_copy *copy = f->w->copies[judge].copy;
	struct mg_ingested counts = {0};
	struct mg_id id = forge_commit(f);
	struct mg_error err;

	world_carry(f->w, f->copy, judge, &id);
	assert_int_equal(mg_copy_lock(copy, &err), 0);
	assert_int_equal(mg_ingest(copy, &id, &counts, &err), 0);
	mg_copy_unlock(copy);
	assert_string_equal(world_verdict(f->w, judge, &id), code);
	forge_clear(f);
}

static void test_derived_commit_as_a_parent(void **state)
{
	struct world *w = *state;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_put(w, 0, "actions/a-2.yaml", RECORD(""));
	world_meet_all(w);
	forge_init(&f, w, 1);
	f.commit.parents[0] = world_main(w, 1);
	f.commit.n_parents = 1;
	assert_judged_by(&f, 2, "parent"); // waits for what no line has
}

// ---- the number of the rules

static void put_format(struct world *w, int number)
{
	char *text = world_get(w, 0, "cooperative.yaml"), *line = strstr(text, "format: 1\n");

	assert_non_null(line);
	line[8] = (char)('0' + number);
	world_put(w, 0, "cooperative.yaml", text);
	free(text);
}

// A commit is judged by the number in its parents' view: the one that raises it is accepted, what stands on it waits.
static void test_greater_format_is_held(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	struct forge f;

	put_format(w, 2);
	assert_int_equal(world_send(w, 0, 2).accepted, 1);
	forge_init(&f, w, 0);
	forge_file(&f, ACTION, RECORD(""), 0100644);
	assert_judged_by(&f, 2, "format");
	assert_int_not_equal(world_try_put(w, 2, ACTION, RECORD(""), &err), 0); // nor is anything recorded here
	assert_non_null(strstr(err.message, "format 2"));
}

static void test_only_the_dd_raises_the_format(void **state)
{
	struct world *w = *state;
	char *text = world_get(w, 0, "cooperative.yaml"), *line = strstr(text, "format: 1\n");
	struct forge f;

	assert_non_null(line);
	line[8] = '2';
	forge_init(&f, w, 1);
	forge_file(&f, "cooperative.yaml", text, 0100644);
	assert_judged_by(&f, 2, "rights");
	free(text);
}

#define in_a_world(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_a_world(test_main_is_the_only_tip),
		in_a_world(test_derived_commit),
		in_a_world(test_derived_commit_is_never_a_parent),
		in_a_world(test_derived_commit_as_a_parent),
		in_a_world(test_greater_format_is_held),
		cmocka_unit_test_setup_teardown(test_only_the_dd_raises_the_format, setup_partners, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
