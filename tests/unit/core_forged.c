// SPDX-License-Identifier: EUPL-1.2
//
// Commits that no program of ours makes: each is an honest one changed in one way, which the others refuse, and say why.
#include "core/key/key_format.h"
#include "tests/lib/forge.h"

#define ACTION "actions/a-1.yaml"

// A record's text with its own lines after what it must have.
#define RECORD(lines) "intitule: Maraudes\npromoteur_referent: asso-1\n" lines

// git_revwalk_next of libgit2 1.5 loses a few bytes of a commit that it cannot read.
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libgit2";
}

static void test_forged_but_honest(void **state)
{
	struct forge f;

	forge_init(&f, *state, 1);
	forge_file(&f, ACTION, RECORD(""), 0100644);
	forge_assert_judged(&f, ""); // so that what follows is refused for what it does
}

static void test_parents_in_another_order(void **state)
{
	struct world *w = *state;
	struct mg_id parent;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_send(w, 1, 2);
	world_put(w, 0, "actions/a-2.yaml", RECORD(""));
	world_send(w, 0, 1);
	world_send(w, 0, 2);
	forge_init(&f, w, 1);
	assert_int_equal(f.commit.n_parents, 2);
	parent = f.commit.parents[0];
	f.commit.parents[0] = f.commit.parents[1];
	f.commit.parents[1] = parent;
	forge_assert_judged(&f, "shape");
}

static void test_parent_twice(void **state)
{
	struct forge f;

	forge_init(&f, *state, 1);
	f.commit.parents[f.commit.n_parents] = f.commit.parents[0];
	f.commit.n_parents++;
	forge_assert_judged(&f, "shape");
}

static void test_parent_and_its_ancestor(void **state)
{
	struct world *w = *state;
	struct forge f;

	forge_init(&f, w, 1);
	f.commit.parents[f.commit.n_parents++] = w->copies[1].copy->store.ca;
	forge_assert_judged(&f, "shape");
}

static void test_own_line_left_behind(void **state)
{
	struct world *w = *state;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_send(w, 1, 0);
	world_put(w, 0, ACTION, RECORD("numero: 1\n"));
	world_send(w, 0, 1);
	world_send(w, 0, 2);
	forge_init(&f, w, 1);
	assert_int_equal(f.commit.n_parents, 2);
	f.commit.parents[0] = f.commit.parents[1]; // only what the DD made of it
	f.commit.n_parents = 1;
	forge_assert_judged(&f, "shape");
}

static void test_another_beginning(void **state)
{
	struct forge f;

	forge_init(&f, *state, 1);
	f.commit.n_parents = 0;
	forge_assert_judged(&f, "shape");
}

static void test_unknown_parent(void **state)
{
	struct world *w = *state;
	struct mg_id hidden;
	struct forge f, g;

	forge_init(&g, w, 1);
	g.signer = NULL;
	hidden = forge_commit(&g);
	forge_clear(&g);
	forge_init(&f, w, 1);
	f.commit.parents[0] = hidden;
	forge_assert_judged(&f, "parent"); // waits for what is refused
}

static void test_signatures_of_commits(void **state)
{
	struct world *w = *state;
	struct mg_secret_key *other = &w->copies[0].device, *signatory = &w->copies[1].signatory;
	struct forge f;

	forge_init(&f, w, 1);
	f.signer = NULL;
	forge_assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	f.signer = other; // an enrolled key that is not its author's
	forge_assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	f.ns = "bilan@maillage";
	forge_assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	memcpy(f.commit.actor, "dd-78", 6); // signs for somebody else
	forge_assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	f.signer = signatory; // which is not a device's
	memcpy(f.commit.key, signatory->public.id, sizeof f.commit.key);
	forge_assert_judged(&f, "signature");
}

static void test_key_that_is_not_enrolled(void **state)
{
	struct world *w = *state;
	struct mg_secret_key stranger = {0};
	struct mg_error err;
	struct forge f;

	assert_int_equal(mg_key_generate(&stranger, "x", &err), 0);
	forge_init(&f, w, 1);
	f.signer = &stranger;
	memcpy(f.commit.key, stranger.public.id, sizeof f.commit.key);
	forge_assert_judged(&f, "signature");
	mg_key_clear(&stranger);
}

static void test_stamps(void **state)
{
	struct world *w = *state;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_send(w, 1, 2);
	forge_init(&f, w, 1);
	f.commit.stamp_ms -= 100000;
	f.commit.seconds = f.commit.stamp_ms / 1000;
	forge_assert_judged(&f, "time");
	forge_init(&f, w, 1);
	f.commit.seconds++;
	forge_assert_judged(&f, "time");
	forge_init(&f, w, 1);
	f.commit.stamp_ms += 2 * 3600000;
	f.commit.seconds = f.commit.stamp_ms / 1000;
	forge_assert_judged(&f, "ahead");
}

static void test_headers_of_commits(void **state)
{
	static const struct {
		const char *find, *with;
	} cases[] = {
		{"\n\nessai", "\nencoding latin1\n\nessai"},
		{"\n\nessai", "\nmergetag object\n\nessai"},
		{"Maillage-Stamp:", "Maillage-Stamp: 1\nMaillage-Stamp:"},
		{"Maillage-Stamp:", "Maillage-Timbre:"},
		{"Maillage-Stamp: ", "Maillage-Stamp: +"},
		{"Maillage-Stamp: ", "Maillage-Stamp: 0"},
		{" +0000\ncommitter", " +0100\ncommitter"},
		{"author asso-1", "author dd-78"},
		{"committer asso-1", "committer dd-78"},
		{"@maillage>", "@ailleurs>"},
	};
	struct forge f;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		forge_init(&f, *state, 1);
		f.find = cases[i].find;
		f.with = cases[i].with;
		forge_assert_judged(&f, "shape");
	}
}

// What git, or some other program, reads in another way than this one.
static void test_odd_headers(void **state)
{
	static const struct {
		const char *find, *with;
	} cases[] = {
		{"\n\nessai", "\nHG:rename x\n\nessai"},
		{"\n\nessai", "\nHG:extra branch:x\n\nessai"},
		{"\n\nessai", "\nencoding UTF-8\n\nessai"}, // what it is anyway
		{"author asso-1", "author"},
		{"author asso-1", "author asso-1 "},
		{"author asso-1", "author asso-1 <x@x>"},
		{"@maillage> ", "@maillage>  "},
		{"@maillage> ", "@maillage> +"},
		{"@maillage> ", "@maillage> 1e"},
		{" +0000\ncommitter", " +00000\ncommitter"},
		{" +0000\ncommitter", " +0000 \ncommitter"},
		{" +0000\ncommitter", " UTC\ncommitter"},
		{"Maillage-Stamp: ", "Maillage-Stamp:  "},
		{"Maillage-Stamp: ", "Maillage-Stamp: 1 "},
		{"Maillage-Stamp: ", "Maillage-Stamp: 0x"},
		{"essai", ""},
		{"\n\nessai", "\ngpgsig-sha256 x\n\nessai"},
		{"\n\nessai", "\n x\n\nessai"}, // a header's second line, without its first
		{"\n\nessai", "\n\n\nessai"},
		{"\nauthor", "\r\nauthor"},
		{"\nparent ", "\nparent\t"},
		{"tree ", "Tree "},
		{"author ", "author\t"},
		{"author asso-1", "author Asso-1"},
		{"author asso-1", "author asso-1\xc3\xa9"},
		{"author asso-1", "author asso-1\x1b[2J"},
		{"@maillage> ", "@maillage> 0"},
		{"@maillage> ", "@maillage> -"},
		{"@maillage> ", "@maillage> 99999999999999999999"}, // beyond 64 bits
		{" +0000\ncommitter", " -0000\ncommitter"},
		{" +0000\ncommitter", " +9999\ncommitter"},
		{" +0000\ncommitter", "\ncommitter"},
		{"\ncommitter", "\nauthor x <x@x> 1 +0000\ncommitter"},
		{"Maillage-Stamp: ", "Maillage-Stamp: 99999999999999999999"},
		{"Maillage-Stamp: ", "Maillage-Stamp: -"},
		{"Maillage-Stamp: ", "maillage-stamp: "},
		{"essai", "\xff\xfe"},
	};
	struct forge f;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		forge_init(&f, *state, 1);
		f.find = cases[i].find;
		f.with = cases[i].with;
		forge_assert_judged(&f, "shape");
	}
	forge_init(&f, *state, 1);
	f.commit.subject = (struct mg_slice){"es\0sai", 6}; // what git shows ends there
	forge_assert_judged(&f, "shape");
}

static void test_endless_message(void **state)
{
	struct forge f;
	char *words;

	forge_init(&f, *state, 1);
	words = mg_arena_alloc(&f.arena, MG_MAX_COMMIT_BYTES);
	assert_non_null(words);
	memset(words, 'x', MG_MAX_COMMIT_BYTES);
	f.commit.subject = (struct mg_slice){words, MG_MAX_COMMIT_BYTES};
	forge_assert_judged(&f, "shape");
}

// Anybody can write another's commit anew around its signature: were it valid, that would be a fork of a line whose key he
// does not have.
static void test_commits_written_anew(void **state)
{
	static const struct {
		const char *find, *with, *code;
	} cases[] = {
		{" -----END SSH SIGNATURE-----", " \n -----END SSH SIGNATURE-----", "signature"},
		{" -----END SSH SIGNATURE-----", " -----END SSH SIGNATURE-----\n ", "signature"},
		{" -----END SSH SIGNATURE-----", " -----END SSH SIGNATURE----- ", "signature"},
		{"SIGNATURE-----\n ", "SIGNATURE-----\r\n ", "signature"},
		{"SIGNATURE-----\n ", "SIGNATURE-----\n  ", "signature"},
		{"SIGNATURE-----\n ", "SIGNATURE-----\n\t", "shape"},
		{"BEGIN SSH", "BEGIN PGP", "signature"},
		{"\ngpgsig", "\n\ngpgsig", "signature"}, // words of the message, for git
		{"gpgsig -----", "gpgsig  -----", "signature"},
		{"gpgsig -----", "gpgsig \n -----", "signature"},
		{"gpgsig -----", "gpgsig-sha256 -----", "shape"},
		{"gpgsig -----", "GPGSIG -----", "shape"},
		{"gpgsig -----", "gpgsig x\ngpgsig -----", "shape"},
		{"\n\nessai", "\ngpgsig x\n\nessai", "shape"}, // git takes both for the signature
		{"essai", "Essai", "signature"},
		{"parent ", "parent 0", "shape"},
	};
	struct forge f;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		forge_init(&f, *state, 1);
		f.find_signed = cases[i].find;
		f.with_signed = cases[i].with;
		forge_assert_judged(&f, cases[i].code);
	}
}

// Nor can git walk over what is no commit: who stands on it is stopped, and told why.
static void test_line_on_a_malformed_commit(void **state)
{
	struct world *w = *state;
	struct mg_id malformed;
	struct forge f;

	forge_init(&f, w, 1);
	f.find = "author asso-1";
	f.with = "writer asso-1";
	malformed = forge_commit(&f);
	forge_clear(&f);
	forge_init(&f, w, 1);
	f.commit.parents[0] = malformed;
	f.commit.stamp_ms++;
	f.commit.seconds = f.commit.stamp_ms / 1000;
	forge_assert_judged(&f, "parent");
	assert_string_equal(world_verdict(w, 2, &malformed), "shape");
}

static void test_spent_key(void **state)
{
	struct world *w = *state;
	size_t twin = world_clone_home(w, 1);
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_put(w, twin, "actions/a-2.yaml", RECORD(""));
	world_meet_all(w);
	forge_init(&f, w, 1);
	forge_assert_judged(&f, "fork");
}

#define story(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_forged_but_honest),
		story(test_parents_in_another_order),
		story(test_parent_twice),
		story(test_parent_and_its_ancestor),
		story(test_own_line_left_behind),
		story(test_another_beginning),
		story(test_unknown_parent),
		story(test_signatures_of_commits),
		story(test_key_that_is_not_enrolled),
		story(test_stamps),
		story(test_headers_of_commits),
		story(test_odd_headers),
		story(test_endless_message),
		story(test_commits_written_anew),
		story(test_line_on_a_malformed_commit),
		story(test_spent_key),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
