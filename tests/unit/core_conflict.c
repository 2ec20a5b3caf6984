// SPDX-License-Identifier: EUPL-1.2
//
// A conflict as a file, byte by byte (docs/format-conflict.md), and when it stays the same.
#include "core/view/conflict.h"
#include "base/limits.h"
#include "core/key/key.h"
#include "tests/lib/world.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION       "actions/a-1.yaml"
#define TEXT_MAX     (MG_CONFLICT_VALUE_BYTES + 16)
#define RECORD_MAX   (TEXT_MAX + 128)
#define RECORD(more) "intitule: Maraudes\npromoteur_referent: asso-1\n" more

static int setup(void **state)
{
	static struct world w;

	world_init_in_memory(&w, 4, 1, NULL);
	*state = &w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	return 0;
}

// The file of the conflict about a place of the action, as a copy shows it; NULL when there is none. To be freed.
static char *file_about(struct world *w, size_t i, const char *place)
{
	char path[MG_MAX_PATH_BYTES + 1], id[MG_CONFLICT_ID_CHARS + 1];

	mg_conflict_id(ACTION, place, id);
	snprintf(path, sizeof path, MG_CONFLICT_FOLDER "%s.yaml", id);
	return world_get(w, i, path);
}

// Copies 1 and, a second later, 2 write without having seen each other; then all have both.
static void write_both(struct world *w, const char *one, const char *two)
{
	world_put(w, 1, ACTION, one);
	world_advance(w, 1000);
	world_put(w, 2, ACTION, two);
	world_meet_all(w);
	world_assert_same(w);
}

// Which commit of a copy's device is its last, and when it was made.
static void print_author(struct world *w, size_t i, struct mg_buf *out)
{
	struct world_copy *c = &w->copies[i];
	char ref[128], hex[MG_ID_HEX], date[MG_TIME_CHARS + 1];
	struct mg_index_commit commit;
	mg_position position;
	struct mg_error err;
	struct mg_id tip;

	snprintf(ref, sizeof ref, MG_REF_LINES "%s", c->device.public.id);
	assert_int_equal(mg_repo_ref_get(c->copy->store.repo, ref, &tip, &err), 0);
	assert_int_equal(mg_index_find(c->copy->store.index, &tip, &position, &err), 0);
	assert_int_equal(mg_index_commit(c->copy->store.index, position, &commit, &err), 0);
	mg_time_format(commit.stamp_ms, date);
	mg_buf_printf(out, "    acteur: %s\n    cle: %s\n    commit: %s\n    date: %s\n", c->actor, c->device.public.id,
		      mg_id_format(&tip, hex), date);
}

static void test_values_by_rising_stamp(void **state)
{
	struct world *w = *state;
	struct mg_buf expected = {0};
	char *text;

	write_both(w, RECORD("numero: 7\n"), RECORD("numero: 3\n"));
	mg_buf_puts(&expected, "fiche: actions/a-1\nchamp: numero\nvaleurs:\n  - n: 1\n    valeur: 7\n");
	print_author(w, 1, &expected);
	mg_buf_puts(&expected, "  - n: 2\n    valeur: 3\n");
	print_author(w, 2, &expected);
	text = file_about(w, 0, "numero");
	assert_string_equal(text, mg_buf_text(&expected));
	free(text);
	mg_buf_clear(&expected);
}

// A text whose canonical text, which has its quotes, is so long.
static void text_of(size_t canon_bytes, char letter, char out[TEXT_MAX])
{
	memset(out, letter, canon_bytes - 2);
	out[canon_bytes - 2] = '\0';
}

static void contents(const char *text, char out[RECORD_MAX])
{
	snprintf(out, RECORD_MAX, RECORD("contenu: %s\n"), text);
}

static void test_long_values_by_their_digest(void **state)
{
	char fits[TEXT_MAX], longer[TEXT_MAX], canon[TEXT_MAX + 2], hex[MG_SHA256_HEX];
	char one[RECORD_MAX], two[RECORD_MAX], listed[RECORD_MAX];
	struct world *w = *state;
	char *text;

	text_of(MG_CONFLICT_VALUE_BYTES, 'a', fits);
	text_of(MG_CONFLICT_VALUE_BYTES + 1, 'b', longer);
	contents(fits, one);
	contents(longer, two);
	write_both(w, one, two);
	text = file_about(w, 0, "contenu");
	assert_non_null(text);
	snprintf(listed, sizeof listed, "    valeur: %s\n", fits);
	assert_non_null(strstr(text, listed));
	snprintf(canon, sizeof canon, "\"%s\"", longer);
	mg_sha256_hex(mg_slice_of(canon), hex);
	snprintf(listed, sizeof listed, "    valeur_sha256: %s\n", hex);
	assert_non_null(strstr(text, listed));
	assert_null(strstr(text, longer));
	free(text);
}

// Listed by its digest, it is there whole: to be chosen, though it was not shown.
static void test_long_value_can_be_chosen(void **state)
{
	char first[TEXT_MAX], second[TEXT_MAX], one[RECORD_MAX], two[RECORD_MAX], id[MG_CONFLICT_ID_CHARS + 1];
	struct world *w = *state;

	text_of(MG_CONFLICT_VALUE_BYTES + 9, 'a', first);
	text_of(MG_CONFLICT_VALUE_BYTES + 9, 'b', second);
	contents(first, one);
	contents(second, two);
	write_both(w, one, two);
	world_assert_file(w, 3, ACTION, two);
	mg_conflict_id(ACTION, "contenu", id);
	world_settle(w, 3, id, 1);
	world_assert_file(w, 3, ACTION, one);
	world_meet_all(w);
	assert_int_equal(world_conflicts(w, 0), 0);
}

static void test_removal_and_writes_below(void **state)
{
	struct world *w = *state;
	char *text;

	world_put(w, 0, ACTION, RECORD("lieux_precis:\n  - id: l1\n    nom: Gare\n"));
	world_meet_all(w);
	write_both(w, RECORD(""), RECORD("lieux_precis:\n  - id: l1\n    nom: Marché\n"));
	text = file_about(w, 3, "lieux_precis");
	assert_non_null(text);
	assert_non_null(strstr(text, "  - n: 1\n    retrait: true\n    acteur: asso-1\n"));
	assert_non_null(
		strstr(text, "  - n: 2\n    ecrits:\n      lieux_precis[l1].nom: Marché\n    acteur: asso-2\n"));
	free(text);
}

// It depends on its own writes alone: whatever else arrives, in the record too, its bytes stay.
static void test_other_commits_leave_it_as_it_is(void **state)
{
	struct world *w = *state;
	char *before, *after;

	write_both(w, RECORD("numero: 1\n"), RECORD("numero: 2\n"));
	before = file_about(w, 0, "numero");
	world_put(w, 3, ACTION, RECORD("numero: 2\nfreins: a\n"));
	world_put(w, 0, "actions/a-2.yaml", RECORD(""));
	world_meet_all(w);
	after = file_about(w, 1, "numero");
	assert_string_equal(after, before);
	free(before);
	free(after);
}

// In the same commit as the write that settles it.
static void test_file_leaves_with_the_decision(void **state)
{
	struct world *w = *state;
	char *text;

	write_both(w, RECORD("numero: 1\nfreins: a\n"), RECORD("numero: 2\nfreins: b\n"));
	world_put(w, 0, ACTION, RECORD("numero: 3\nfreins: b\n"));
	assert_null(file_about(w, 0, "numero"));
	text = file_about(w, 0, "freins");
	assert_non_null(text);
	free(text);
	assert_int_equal(world_conflicts(w, 0), 1);
}

#define in_a_world(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_a_world(test_values_by_rising_stamp),          in_a_world(test_long_values_by_their_digest),
		in_a_world(test_long_value_can_be_chosen),        in_a_world(test_removal_and_writes_below),
		in_a_world(test_other_commits_leave_it_as_it_is), in_a_world(test_file_leaves_with_the_decision),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
