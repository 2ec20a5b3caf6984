// SPDX-License-Identifier: EUPL-1.2
//
// Signed records, told as stories between real copies: what is shown of them, and what is refused.
#include "tests/lib/forge.h"
#include "tests/lib/laws.h"

#include <stdio.h>
#include <stdlib.h>

#define BILAN            "bilans/2017-T3/asso-1.yaml"
#define SIGNED_BY(actor) "bilans/2017-T3/asso-1." actor ".sig"

static char *bilan(struct world *w, const char *more)
{
	size_t size = 256 + strlen(more);
	char *text = malloc(size);

	assert_non_null(text);
	snprintf(text, size, "cooperative: %s\nperiode: 2017-T3\nacteur: asso-1 # nous\n%s",
		 mg_copy_id(w->copies[0].copy), more);
	return text;
}

static void put_bilan(struct world *w, size_t i, const char *more)
{
	char *text = bilan(w, more);

	world_put(w, i, BILAN, text);
	free(text);
}

static void assert_bilan(struct world *w, size_t i, const char *more)
{
	char *text = bilan(w, more);

	world_assert_file(w, i, BILAN, text);
	free(text);
}

static int try_bilan(struct world *w, size_t i, const char *more, struct mg_error *err)
{
	char *text = bilan(w, more);
	int code = world_try_put(w, i, BILAN, text, err);

	free(text);
	return code;
}

static void test_signed_record_stays(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_bilan(w, 1, "");
	assert_int_equal(world_try_sign(w, 1, BILAN, &err), 0);
	assert_int_equal(try_bilan(w, 1, "complements: {a: 1}\n", &err), MG_EDENIED);
	assert_int_equal(world_try_put(w, 1, BILAN, NULL, &err), MG_EDENIED);
	assert_int_equal(world_try_put(w, 1, SIGNED_BY("asso-1"), NULL, &err), MG_EDENIED);
	world_meet_all(w);
	world_assert_same(w);
	assert_bilan(w, 2, "");
}

static void test_signatures_have_an_order(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_bilan(w, 1, "");
	world_meet_all(w);
	assert_int_not_equal(world_try_sign(w, 0, BILAN, &err), 0); // the DD acknowledges what is signed
	assert_int_equal(world_try_sign(w, 1, BILAN, &err), 0);
	world_meet_all(w);
	assert_int_equal(world_try_sign(w, 0, BILAN, &err), 0);
	assert_int_equal(world_try_sign(w, 0, BILAN, &err), MG_EEXISTS);
	world_meet_all(w);
	world_assert_same(w);
}

// A record that two may change and one of them signs first: a bilan has one author only.
#define TOTAL "bilans/2017-T3/consolidation.yaml"

static char *total(struct world *w, const char *more)
{
	size_t size = 256 + strlen(more);
	char *text = malloc(size);

	assert_non_null(text);
	snprintf(text, size, "cooperative: %s\nperiode: 2017-T3\n%s", mg_copy_id(w->copies[0].copy), more);
	return text;
}

static int try_total(struct world *w, size_t i, const char *more, struct mg_error *err)
{
	char *text = total(w, more);
	int code = world_try_put(w, i, TOTAL, text, err);

	free(text);
	return code;
}

static void put_total(struct world *w, size_t i, const char *more)
{
	struct mg_error err;

	if (try_total(w, i, more, &err))
		fail_msg("%s", err.message);
}

static void assert_total(struct world *w, size_t i, const char *more)
{
	char *text = total(w, more);

	world_assert_file(w, i, TOTAL, text);
	free(text);
}

static void test_conflict_cannot_be_signed(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_total(w, 0, "complements: {a: 0}\n");
	world_meet_all(w);
	put_total(w, 0, "complements: {a: 1}\n");
	put_total(w, 1, "complements: {a: 2}\n");
	world_meet_all(w);
	assert_int_not_equal(world_try_sign(w, 0, TOTAL, &err), 0);
	put_total(w, 0, "complements: {a: 3}\n");
	assert_int_equal(world_try_sign(w, 0, TOTAL, &err), 0);
}

// Nobody is told that his choice was recorded when it cannot be.
static void refuse_other_value(struct world *w, size_t i, const struct mg_conflict *conflict)
{
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;

	mg_arena_init(&arena, 0);
	for (size_t take = 1; take <= conflict->n_entries; take++) {
		if (conflict->entries[take - 1].side == conflict->shown)
			continue;
		assert_int_equal(mg_copy_resolve(w->copies[i].copy, conflict->id, take, NULL, NULL, &arena, &out, &err),
				 MG_EDENIED);
		assert_non_null(strstr(err.hint, "--take"));
	}
	mg_arena_clear(&arena);
	assert_int_equal(world_conflicts(w, i), 1);
}

// What was written beside the signature is listed, and the signed bytes are shown, whichever came first.
static void test_edit_beside_a_signature(void **state)
{
	struct world *w = *state;
	struct mg_open_conflict *list;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	put_total(w, 0, "");
	world_meet_all(w);
	assert_int_equal(world_try_sign(w, 0, TOTAL, &err), 0);
	world_advance(w, 1000);
	put_total(w, 1, "complements: {a: 1}\n");
	world_meet_all(w);
	world_assert_same(w);
	assert_total(w, 2, "");
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_conflicts(w->copies[2].copy, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_int_equal(list[0].conflict->n_entries, 2);
	refuse_other_value(w, 1, list[0].conflict);
	world_settle(w, 0, list[0].conflict->id, 0);
	mg_arena_clear(&arena);
	world_meet_all(w);
	world_assert_same(w);
	assert_int_equal(world_conflicts(w, 1), 0);
	assert_total(w, 1, "");
	assert_int_equal(try_total(w, 1, "complements: {a: 2}\n", &err), MG_EDENIED);
	world_assert_reindexed(w, 2);
}

static void test_removal_beside_a_signature(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_total(w, 0, "");
	world_meet_all(w);
	world_put(w, 1, TOTAL, NULL);
	world_advance(w, 1000);
	assert_int_equal(world_try_sign(w, 0, TOTAL, &err), 0);
	world_meet_all(w);
	world_assert_same(w);
	assert_total(w, 2, "");
	assert_int_equal(world_conflicts(w, 2), 1);
}

static void sign_as(struct world *w, size_t i, size_t whom)
{
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;

	mg_arena_init(&arena, 0);
	if (mg_copy_sign(w->copies[i].copy, BILAN, &w->copies[whom].signatory, NULL, &arena, &out, &err))
		fail_msg("%s", err.message);
	mg_arena_clear(&arena);
}

static void assert_signature(struct world *w, size_t i, const char *expected)
{
	char *sig = world_get(w, i, SIGNED_BY("asso-1"));

	assert_non_null(sig);
	assert_string_equal(sig, expected);
	free(sig);
}

// Somebody signs two things for one on two computers, neither of which has heard of the other. Beside the bytes that are
// shown stands the signature over them, though the other may be later.
static void test_two_sealed_contents(void **state)
{
	struct world *w = *state;
	char *signatures[2];
	struct mg_error err;
	size_t second;

	put_bilan(w, 1, "");
	second = world_add_device(w, 1, &err);
	assert_int_not_equal(second, 0);
	world_meet_all(w);
	put_bilan(w, 1, "complements: {a: 1}\n");
	sign_as(w, 1, 1);
	world_advance(w, 1000);
	put_bilan(w, second, "complements: {a: 2}\n");
	sign_as(w, second, 1);
	signatures[0] = world_get(w, 1, SIGNED_BY("asso-1"));
	signatures[1] = world_get(w, second, SIGNED_BY("asso-1"));
	world_meet(w, 1, second);
	assert_bilan(w, 1, "complements: {a: 1}\n"); // the earlier one, with as many signatories
	assert_bilan(w, second, "complements: {a: 1}\n");
	assert_signature(w, 1, signatures[0]);
	assert_signature(w, second, signatures[0]);
	assert_int_equal(world_conflicts(w, 1), 2); // of the contents, and of the signatures at one path
	world_send_line(w, second, 0, w->copies[second].device.public.id);
	assert_bilan(w, 0, "complements: {a: 2}\n"); // who knows of no other, and acknowledges it
	sign_as(w, 0, 0);
	world_meet_all(w);
	world_assert_same(w);
	assert_bilan(w, 2, "complements: {a: 2}\n"); // which has two now
	assert_signature(w, 2, signatures[1]);
	assert_int_equal(world_conflicts(w, 2), 2);
	world_assert_reindexed(w, 2);
	free(signatures[0]);
	free(signatures[1]);
}

static void test_seals_are_kept(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	struct forge f;
	char *text, *sig;

	put_bilan(w, 1, "");
	assert_int_equal(world_try_sign(w, 1, BILAN, &err), 0);
	world_meet_all(w);
	text = bilan(w, "complements: {a: 1}\n");
	sig = world_get(w, 1, SIGNED_BY("asso-1"));
	forge_init(&f, w, 1);
	forge_file(&f, BILAN, text, 0100644);
	forge_assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, BILAN, NULL, 0);
	forge_assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, SIGNED_BY("asso-1"), NULL, 0);
	forge_assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, SIGNED_BY("dd-78"), sig, 0100644); // in another's name
	forge_assert_judged(&f, "rights");
	forge_init(&f, w, 0);
	forge_file(&f, SIGNED_BY("dd-78"), sig, 0100644); // another's signature under one's own name
	forge_assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, "bilans/2017-T4/asso-1.asso-1.sig", sig, 0100644);
	forge_assert_judged(&f, "seal"); // over nothing
	free(text);
	free(sig);
}

#define story(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_signed_record_stays),
		story(test_signatures_have_an_order),
		story(test_conflict_cannot_be_signed),
		story(test_edit_beside_a_signature),
		story(test_removal_beside_a_signature),
		story(test_two_sealed_contents),
		story(test_seals_are_kept),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
