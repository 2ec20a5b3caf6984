// SPDX-License-Identifier: EUPL-1.2
//
// Attacks by a member whose key is in order: each is refused with its code, leaves nothing in the view, and the others go
// on. docs/format-commit.md lists all attacks and where they are tested.
#include "core/key/sshsig.h"
#include "tests/lib/forge.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION "actions/a-1.yaml"
#define RECORD "intitule: Maraudes\npromoteur_referent: asso-1\n"
#define PERIOD "bilans/2017-T3/"
#define BILAN  "bilan@maillage"

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	assert_non_null(w);
	world_init_as(w, 3, 7, "partenaire");
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	free(*state);
	return 0;
}

// Copy 0 judges what another one forged, shows what it showed before, and takes in what the third writes.
static void assert_judged(struct forge *f, const char *code)
{
	static unsigned number;
	struct world *w = f->w;
	struct mg_copy *judge = w->copies[0].copy;
	struct mg_id id = forge_commit(f), before = world_main(w, 0), after;
	size_t other = f->copy == 1 ? 2 : 1;
	struct mg_ingested counts = {0};
	struct mg_error err;
	char text[128];

	world_carry(w, f->copy, 0, &id);
	assert_int_equal(mg_copy_lock(judge, &err), 0);
	if (mg_ingest(judge, &id, &counts, &err))
		fail_msg("the judging failed: %s", err.message);
	assert_int_equal(mg_ingest_refs(judge, &counts, &err), 0);
	assert_int_equal(mg_copy_refresh_main(judge, NULL, 0, &err), 0);
	mg_copy_unlock(judge);
	assert_string_equal(world_verdict(w, 0, &id), code);
	after = world_main(w, 0);
	assert_int_equal(mg_id_equal(&before, &after), *code != '\0');
	snprintf(text, sizeof text, "intitule: Rue\npromoteur_referent: asso-%zu\nnumero: %u\n", other, ++number);
	world_put(w, other, other == 1 ? "actions/un.yaml" : "actions/deux.yaml", text);
	assert_int_equal(world_send(w, other, 0).accepted, 1);
	forge_clear(f);
}

static void assert_file_judged(struct world *w, size_t by, const char *path, const char *text, const char *code)
{
	struct forge f;

	forge_init(&f, w, by);
	forge_file(&f, path, text, 0100644);
	assert_judged(&f, code);
}

// ---- signatures moved

// To be freed.
static char *bilan(const char *ca, const char *period, const char *actor)
{
	char *text = malloc(256);

	assert_non_null(text);
	snprintf(text, 256, "cooperative: %s\nperiode: %s\nacteur: %s\n", ca, period, actor);
	return text;
}

static char *sign(const struct mg_secret_key *key, const char *ns, const char *text)
{
	struct mg_buf armour = {0};
	struct mg_error err;

	assert_int_equal(mg_sshsig_sign(key, ns, mg_slice_of(text), &armour, &err), 0);
	return armour.data;
}

// A bilan and a signature beside it, in one commit.
static void assert_signed(struct world *w, size_t by, const char *stem, const char *actor, const char *text,
			  const char *sig, const char *code)
{
	char path[128], beside[128];
	struct forge f;

	snprintf(path, sizeof path, "%s.yaml", stem);
	snprintf(beside, sizeof beside, "%s.%s.sig", stem, actor);
	forge_init(&f, w, by);
	forge_file(&f, path, text, 0100644);
	forge_file(&f, beside, sig, 0100644);
	assert_judged(&f, code);
}

static void test_signature_of_another_quarter(void **state)
{
	struct world *w = *state;
	const char *ca = mg_copy_id(w->copies[0].copy);
	char *text = bilan(ca, "2017-T3", "asso-1"), *later = bilan(ca, "2017-T4", "asso-1");
	char *sig = sign(&w->copies[1].signatory, BILAN, text), correction[512];

	snprintf(correction, sizeof correction,
		 "%sremplace:\n  fichier: " PERIOD "asso-1.yaml\n"
		 "  sha256: a000000000000000000000000000000000000000000000000000000000000000\n",
		 text);
	assert_signed(w, 1, "bilans/2017-T4/asso-1", "asso-1", text, sig, "content"); // it says which it is
	assert_signed(w, 1, "bilans/2017-T4/asso-1", "asso-1", later, sig, "seal");
	assert_signed(w, 1, PERIOD "asso-1--r2", "asso-1", correction, sig, "seal");
	assert_signed(w, 1, PERIOD "asso-1", "asso-1", text, sig, "");
	free(text);
	free(later);
	free(sig);
}

static void test_signature_of_another_partner(void **state)
{
	struct world *w = *state;
	const char *ca = mg_copy_id(w->copies[0].copy);
	char *text = bilan(ca, "2017-T3", "asso-1"), *own = bilan(ca, "2017-T3", "asso-2");
	char *sig = sign(&w->copies[1].signatory, BILAN, text), *mine = sign(&w->copies[2].signatory, BILAN, text);

	assert_signed(w, 2, PERIOD "asso-2", "asso-2", text, sig, "content"); // it says whose it is
	assert_signed(w, 2, PERIOD "asso-2", "asso-2", own, sig, "seal");
	assert_signed(w, 2, PERIOD "asso-2", "asso-1", own, sig, "rights");
	assert_signed(w, 2, PERIOD "asso-1", "asso-2", text, mine, "rights");
	free(text);
	free(own);
	free(sig);
	free(mine);
}

static void test_signature_of_another_ca(void **state)
{
	struct world *w = *state;
	char *text = bilan("a123456789012345678901234567890123456789", "2017-T3", "asso-1");
	char *sig = sign(&w->copies[1].signatory, BILAN, text);

	assert_signed(w, 1, PERIOD "asso-1", "asso-1", text, sig, "seal");
	free(text);
	free(sig);
}

static void test_signature_made_for_another_use(void **state)
{
	static const char *const uses[] = {"git", "cle@maillage", "convention@maillage", "accuse@maillage"};
	struct world *w = *state;
	char *text = bilan(mg_copy_id(w->copies[0].copy), "2017-T3", "asso-1"), *sig;

	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
		sig = sign(&w->copies[1].signatory, uses[i], text);
		assert_signed(w, 1, PERIOD "asso-1", "asso-1", text, sig, "seal");
		free(sig);
	}
	sig = sign(&w->copies[1].device, BILAN, text); // the device alone
	assert_signed(w, 1, PERIOD "asso-1", "asso-1", text, sig, "seal");
	free(sig);
	free(text);
}

// ---- names

static void test_names_that_clash(void **state)
{
	static const char *const paths[] = {
		"actions/A-1.yaml",             // case
		"actions/a-1.YAML",             //
		"actions/e\xcc\x81te.yaml",     // é as two characters
		"actions/\xc3\xa9te.yaml",      // and as one
		"actions/a\\b.yaml",            // a folder, for Windows
		"actions/..\\..\\b.yaml",       //
		"actions/aux.yaml",             // a device, for Windows
		"actions/com1.yaml",            //
		"actions/nul.yaml",             //
		"actions/a-1.yaml.",            // the same as without the dot, for Windows
		"actions/a-1.yaml ",            //
		"actions/a-1.yaml:x",           // a hidden stream, for Windows
		"actions/CON.yaml",             //
		"actions/prn.yaml",             //
		"actions/com\xc2\xb9.yaml",     // COM1 there too
		"actions/a-1 .yaml",            //
		"actions/a-1..yaml",            //
		"actions/\xef\xbd\x81-1.yaml",  // letters that look like others
		"actions/\xd0\xb0-1.yaml",      //
		"actions/a\xe2\x80\x8b-1.yaml", // and none that can be seen
		"actions/a\xc2\xad-1.yaml",     //
		"actions/~a.yaml",              // somebody's home
		"actions/a*.yaml",              // all files
		"actions/a-.yaml",              //
		"actions/$(touch x).yaml",      // for a shell
		"actions/-rf.yaml",             //
		"actions/a\nb.yaml",            // for who reads lists
		"actions/\xe2\x80\xae"
		"a.yaml", // right to left
	};
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD);
	world_meet_all(w);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_file_judged(w, 1, paths[i], RECORD, "shape");
}

// ---- sizes

// To be freed.
static char *repeated(const char *start, const char *piece, size_t times)
{
	struct mg_buf text = {0};

	mg_buf_puts(&text, start);
	for (size_t i = 0; i < times; i++)
		mg_buf_puts(&text, piece);
	assert_false(text.failed);
	return text.data;
}

static void test_records_beyond_any_limit(void **state)
{
	static const struct {
		const char *start, *piece;
		size_t times;
		const char *code;
	} cases[] = {
		{RECORD "contenu: ", "x", 300000, "shape"},
		{RECORD "complements:\n", "  a: 1\n", 1000000, "shape"}, // a million keys
		{RECORD "complements:\n", "  a: 1\n", 30000, "content"}, // as many as fit, the same
		{RECORD "complements: ", "[", 100000, "content"},
		{RECORD "complements: ", "{a: ", 60000, "content"},
		{"", "- ", 100000, "content"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = repeated(cases[i].start, cases[i].piece, cases[i].times);

		assert_file_judged(*state, 1, ACTION, text, cases[i].code);
		free(text);
	}
}

static void test_five_thousand_parents(void **state)
{
	enum { MANY = 5000 };
	struct world *w = *state;
	struct forge f;

	forge_init(&f, w, 1);
	f.commit.parents = mg_arena_array(&f.arena, MANY, sizeof *f.commit.parents);
	assert_non_null(f.commit.parents);
	for (size_t i = 0; i < MANY; i++)
		f.commit.parents[i] = w->copies[1].copy->store.ca;
	f.commit.n_parents = MANY;
	assert_judged(&f, "shape");
}

#define story(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_signature_of_another_quarter),
		story(test_signature_of_another_partner),
		story(test_signature_of_another_ca),
		story(test_signature_made_for_another_use),
		story(test_names_that_clash),
		story(test_records_beyond_any_limit),
		story(test_five_thousand_parents),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
