// SPDX-License-Identifier: EUPL-1.2
//
// Signatures verified ahead by other threads: the same verdicts, in the same order, as without any.
#include "core/trust/ahead.h"
#include "core/trust/verify.h"
#include "tests/lib/forge.h"

#include <stdio.h>
#include <stdlib.h>

#define COMMITS      300 // more than are read ahead
#define ACTION       "actions/a-1.yaml"
#define RECORD(more) "intitule: Maraudes\npromoteur_referent: asso-1\n" more

static struct world w;
static struct mg_arena arena;
static struct mg_error err;

static int setup(void **state)
{
	(void)state;
	world_init(&w, 2, 3);
	mg_arena_init(&arena, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mg_arena_clear(&arena);
	world_clear(&w);
	return 0;
}

static struct mg_id write_some(size_t copy, unsigned n)
{
	char text[128];

	for (unsigned i = 0; i < n; i++) {
		snprintf(text, sizeof text, RECORD("numero: %u\n"), i + 1);
		world_put(&w, copy, ACTION, text);
	}
	return world_main(&w, copy);
}

// A commit on top of a copy's line whose signature is another's, under the line's name.
static struct mg_id write_forged(size_t copy)
{
	char ref[128];
	struct forge f;
	struct mg_id id;

	forge_init(&f, &w, copy);
	f.signer = &w.copies[copy].signatory;
	id = forge_commit(&f);
	forge_clear(&f);
	snprintf(ref, sizeof ref, "refs/maillage/lines/%s", w.copies[copy].device.public.id);
	assert_int_equal(mg_repo_ref_set(w.copies[copy].copy->store.repo, ref, &id, NULL, &err), 0);
	return id;
}

// What verify tells, with so many threads.
static const char *verify_with(int threads)
{
	struct mg_verify_report report;
	struct mg_buf text = {0};
	const char *kept;

	w.copies[1].copy->threads = threads;
	assert_int_equal(mg_verify(w.copies[1].copy, NULL, NULL, &arena, &report, &err), 0);
	mg_buf_printf(&text, "%zu commits\n", report.commits);
	for (size_t i = 0; i < report.n_findings; i++) {
		char hex[MG_ID_HEX];

		mg_buf_printf(&text, "%s %s %s %s\n", mg_id_format(&report.findings[i].commit, hex),
			      report.findings[i].code, report.findings[i].path, report.findings[i].message);
	}
	kept = mg_arena_strdup(&arena, mg_buf_text(&text));
	mg_buf_clear(&text);
	return kept;
}

static void test_verdicts_are_the_same(void **state)
{
	const char *alone;

	(void)state;
	(void)write_some(1, COMMITS);
	alone = verify_with(0);
	assert_string_equal(verify_with(1), alone);
	assert_string_equal(verify_with(4), alone);
	assert_string_equal(verify_with(MG_AHEAD_AUTO), alone);
	(void)write_forged(1);
	alone = verify_with(0);
	assert_non_null(strstr(alone, "signature"));
	for (int threads = 1; threads < 5; threads++)
		assert_string_equal(verify_with(threads), alone);
}

// The ids of a copy's line, oldest first.
static size_t line_of(size_t copy, const struct mg_id *tip, struct mg_id *out)
{
	struct mg_commit commit = {.id = *tip};
	size_t n = 0;

	for (;;) {
		struct mg_buf raw = {0};

		out[n++] = commit.id;
		assert_int_equal(mg_repo_read(w.copies[copy].copy->store.repo, &out[n - 1], MG_OBJECT_COMMIT,
					      MG_MAX_COMMIT_BYTES, &raw, &err),
				 0);
		assert_int_equal(mg_commit_parse(mg_buf_slice(&raw), &arena, &commit, &err), 0);
		mg_buf_clear(&raw);
		if (!commit.n_parents)
			break;
		commit.id = commit.parents[0];
	}
	for (size_t i = 0; i < n / 2; i++) {
		struct mg_id swapped = out[i];

		out[i] = out[n - 1 - i];
		out[n - 1 - i] = swapped;
	}
	return n;
}

static void test_taken_in_order(void **state)
{
	struct mg_id forged, line[COMMITS + 20], tip;
	struct mg_ahead *ahead;
	size_t n, added = 0;

	(void)state;
	(void)write_some(1, COMMITS);
	forged = write_forged(1);
	n = line_of(1, &forged, line);
	tip = line[n - 1];
	assert_true(mg_id_equal(&tip, &forged));
	for (int threads = 0; threads < 4; threads++) {
		ahead = mg_ahead_new(w.copies[1].copy->store.repo, threads);
		assert_non_null(ahead);
		added = 0;
		for (size_t taken = 0; taken < n; taken++) {
			const struct mg_ahead_commit *next;

			while (added < n && mg_ahead_has_room(ahead))
				mg_ahead_add(ahead, &line[added++], true);
			next = mg_ahead_take(ahead);
			assert_true(mg_id_equal(&next->id, &line[taken]));
			assert_int_equal(next->code, 0);
			if (next->commit.checked)
				assert_int_equal(next->commit.checked->code, taken + 1 == n ? MG_ETRUST : 0);
		}
		assert_null(mg_ahead_take(ahead));
		mg_ahead_free(ahead);
	}
}

static void test_what_cannot_be_read(void **state)
{
	const struct mg_id nothing = {{1}};
	struct mg_ahead *ahead = mg_ahead_new(w.copies[1].copy->store.repo, 2);
	const struct mg_ahead_commit *next;

	(void)state;
	mg_ahead_add(ahead, &nothing, true);
	mg_ahead_add(ahead, &nothing, false);
	next = mg_ahead_take(ahead);
	assert_true(next->is_read);
	assert_int_equal(next->code, MG_ENOTFOUND);
	assert_null(next->commit.checked);
	next = mg_ahead_take(ahead);
	assert_false(next->is_read);
	assert_null(mg_ahead_take(ahead));
	mg_ahead_free(ahead);
	mg_ahead_free(NULL);
}

// Whoever judges stops in the middle: a full window is thrown away while threads work on it.
static void test_given_up(void **state)
{
	struct mg_id line[COMMITS + 20], tip;
	size_t n;

	(void)state;
	tip = write_some(1, COMMITS);
	n = line_of(1, &tip, line);
	for (int round = 0; round < 20; round++) {
		struct mg_ahead *ahead = mg_ahead_new(w.copies[1].copy->store.repo, 3);

		for (size_t i = 0; i < n && mg_ahead_has_room(ahead); i++)
			mg_ahead_add(ahead, &line[i], true);
		for (int i = 0; i < round; i++)
			assert_non_null(mg_ahead_take(ahead));
		mg_ahead_free(ahead);
	}
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_verdicts_are_the_same),
		TEST(test_taken_in_order),
		TEST(test_what_cannot_be_read),
		TEST(test_given_up),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
