// SPDX-License-Identifier: EUPL-1.2
//
// Trees that no program of ours makes: paths, modes, contents. Each commit is an honest one changed in one way, which the
// others refuse, and say why.
#include "tests/lib/forge.h"

#include <stdio.h>

#define ACTION "actions/a-1.yaml"

// A record's text with its own lines after what it must have.
#define RECORD(lines) "intitule: Maraudes\npromoteur_referent: asso-1\n" lines

static void test_modes_of_files(void **state)
{
	static const unsigned modes[] = {0100755, 0120000, 0160000};
	struct forge f;

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		forge_init(&f, *state, 1);
		forge_file(&f, ACTION, RECORD(""), modes[i]);
		forge_assert_judged(&f, "shape");
	}
}

static void test_paths_of_files(void **state)
{
	static const char *const paths[] = {
		"lisez-moi.txt",
		"Actions/a-1.yaml",
		"actions/A-1.yaml",
		"actions/sous/a-1.yaml",
		"actions/a--1.yaml",
		"actions/con.yaml",
		"inconnus/a-1.yaml",
		"actions/a-1.yaml/b.yaml",
		"actions/a-1.json",
		"conflits/x.yaml",
		"pieces/0123456789abcdef-x.pdf",
		"actions/-a.yaml",
		"actions/a b.yaml",
		"actions/é.yaml",
		".gitmodules",
		".gitattributes",
		"actions/.gitignore",
		"actions/.yaml",
		"a/b/c/d/e/f/g/h/i/j.yaml",
		"mesures/2018-T5/a--asso-1.yaml",
		"mesures/2018-T1/a.yaml",
		"bilans/2018-T1/asso-1--r1.yaml", // a first correction of nothing
		"pieces/x.pdf",
	};
	struct forge f;

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		forge_init(&f, *state, 1);
		forge_file(&f, paths[i], RECORD(""), 0100644);
		forge_assert_judged(&f, "shape");
	}
}

static void test_trees_that_git_does_not_write(void **state)
{
	static const char *const names[] = {
		"..",   ".",  "",     ".git", ".GIT", "git~1", ".git ", ".git\xe2\x80\x8c", "a/../../b.yaml",
		"/etc", "C:", "a\\b",
	};
	struct forge f;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		forge_init(&f, *state, 1);
		forge_entry(&f, 0100644, names[i], true);
		forge_assert_judged(&f, "shape");
	}
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100644, "cooperative.yaml", true); // a second one
	forge_assert_judged(&f, "shape");
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100644, "aa.yaml", false);
	forge_assert_judged(&f, "shape");
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100664, "cooperative.yaml", true);
	forge_assert_judged(&f, "shape");
}

// Names of objects that are something else than the mode says.
static void test_objects_of_another_kind(void **state)
{
	struct world *w = *state;
	struct forge f;

	forge_init(&f, w, 1);
	forge_entry(&f, 040000, "aa", true); // a folder that is a file
	forge_assert_judged(&f, "shape");
	forge_init(&f, w, 1);
	forge_entry_of(&f, 0100644, "aa.yaml", &f.commit.tree);
	forge_assert_judged(&f, "shape");
	forge_init(&f, w, 1);
	forge_entry_of(&f, 040000, "actions", &f.commit.parents[0]);
	forge_assert_judged(&f, "shape");
	forge_init(&f, w, 1);
	f.commit.tree = f.commit.parents[0];
	forge_assert_judged(&f, "shape");
}

static void test_wrong_content(void **state)
{
	static const char *const texts[] = {
		"intitule: [\n",
		"intitule: 3\npromoteur_referent: asso-1\n",
		"intitule: a\n",
		RECORD("inconnu: 1\n"),
		RECORD("numero: 1\nnumero: 2\n"),
		RECORD("contenu: &a x\nfreins: *a\n"),
		RECORD("contenu: 1 84 12 76 451 089 46\n"),
		"\xff\xfe",
		"",
	};
	struct forge f;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		forge_init(&f, *state, 1);
		forge_file(&f, ACTION, texts[i], 0100644);
		forge_assert_judged(&f, "content");
	}
}

static void test_conflicts_written_by_hand(void **state)
{
	struct world *w = *state;
	const char *path = "conflits/aaaaaaaaaaaaaaaa.yaml";
	struct mg_open_conflict *list;
	struct mg_arena arena;
	struct mg_error err;
	struct forge f;
	char open[64];
	size_t n;

	forge_init(&f, w, 1);
	forge_file(&f, path, "fiche: actions/a-1\nchamp: numero\nvaleurs: []\n", 0100644);
	forge_assert_judged(&f, "view");
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_put(w, 2, ACTION, RECORD("numero: 2\n"));
	world_meet_all(w);
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_conflicts(w->copies[1].copy, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 1);
	snprintf(open, sizeof open, "conflits/%s.yaml", list[0].conflict->id);
	mg_arena_clear(&arena);
	forge_init(&f, w, 1);
	forge_file(&f, open, "fiche: actions/a-1\nchamp: numero\nvaleurs: []\n", 0100644);
	forge_assert_judged(&f, "view");
	forge_init(&f, w, 1);
	forge_file(&f, ACTION, RECORD("numero: 3\n"), 0100644); // written, and its conflict left there
	forge_assert_judged(&f, "view");
	forge_init(&f, w, 1);
	forge_file(&f, ACTION, RECORD("numero: 1\nfreins: a\n"), 0100644);
	forge_assert_judged(&f, "view");
	forge_init(&f, w, 1);
	forge_file(&f, open, NULL, 0); // settled as it is shown
	forge_assert_judged(&f, "");
}

#define story(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_modes_of_files),
		story(test_paths_of_files),
		story(test_trees_that_git_does_not_write),
		story(test_objects_of_another_kind),
		story(test_wrong_content),
		story(test_conflicts_written_by_hand),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
