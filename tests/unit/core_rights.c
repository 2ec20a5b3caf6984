// SPDX-License-Identifier: EUPL-1.2
//
// Rights, as every copy judges them: asso-1 tries what he has no right to, with commits that no program of ours makes.
#include "tests/lib/forge.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION         "actions/marche-2.yaml" // asso-2's
#define OWN            "actions/marche-1.yaml"
#define TEXT(of, more) "intitule: Marché\npromoteur_referent: " of "\n" more
#define QUARTER        "2017-T3"
#define MEASURE(of)    "mesures/" QUARTER "/pas--" of ".yaml"
#define TOTAL          "bilans/" QUARTER "/consolidation"
#define COPIES         4 // dd-78, asso-1, asso-2, asso-3

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	assert_non_null(w);
	world_init_as(w, COPIES, 5, "partenaire");
	world_put(w, 1, OWN, TEXT("asso-1", ""));
	world_put(w, 2, ACTION, TEXT("asso-2", "numero: 1\n"));
	world_put(w, 2, MEASURE("asso-2"), "observations:\n- {id: a, valeur: 12}\n");
	world_put(w, 1, MEASURE("asso-1"), "observations:\n- {id: a, valeur: 7}\n");
	world_meet_all(w);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	free(*state);
	return 0;
}

// ---- judged by all

static void judge_at(struct world *w, size_t at, size_t from, const struct mg_id *id, const char *code)
{
	struct mg_copy *judge = w->copies[at].copy;
	struct mg_ingested counts = {0};
	mg_position position;
	struct mg_error err;

	if (at != from)
		world_carry(w, from, at, id);
	assert_int_equal(mg_copy_lock(judge, &err), 0);
	if (mg_ingest(judge, id, &counts, &err))
		fail_msg("the judging failed: %s", err.message);
	assert_int_equal(mg_ingest_refs(judge, &counts, &err), 0);
	assert_int_equal(mg_copy_refresh_main(judge, NULL, 0, &err), 0);
	mg_copy_unlock(judge);
	assert_string_equal(world_verdict(w, at, id), code);
	assert_int_equal(mg_index_find(judge->store.index, id, &position, &err), *code ? MG_ENOTFOUND : 0);
}

// Every copy, its maker's too, says the same of the commit, and goes on with everybody else.
static void assert_judged(struct forge *f, const char *code)
{
	static unsigned number;
	struct world *w = f->w;
	struct mg_id id = forge_commit(f);
	size_t other = f->copy == 3 ? 2 : 3;
	char text[64];

	for (size_t i = 0; i < COPIES; i++)
		judge_at(w, i, f->copy, &id, code);
	snprintf(text, sizeof text, "intitule: Rue\npromoteur_referent: asso-%zu\nnumero: %u\n", other, ++number);
	world_put(w, other, "actions/rue.yaml", text);
	for (size_t i = 0; i < COPIES; i++) {
		if (i != other)
			assert_in_range(world_send(w, other, i).accepted, 1, 99);
	}
	forge_clear(f);
}

// One file changed by a copy's actor; text NULL: removed.
static void assert_change(struct world *w, size_t by, const char *path, const char *text, const char *code)
{
	struct forge f;

	forge_init(&f, w, by);
	forge_file(&f, path, text, text ? 0100644 : 0);
	assert_judged(&f, code);
}

static char *key_path(const struct world *w, size_t of)
{
	static char path[MG_MAX_PATH_BYTES + 1];

	snprintf(path, sizeof path, "cles/%s.yaml", w->copies[of].device.public.id);
	return path;
}

// A key's file with something added, or a word replaced.
static void assert_key(struct world *w, size_t by, size_t of, const char *find, const char *with, const char *code)
{
	char *text = world_get(w, 0, key_path(w, of));
	char *at = find ? strstr(text, find) : text + strlen(text);
	char changed[2048];

	assert_non_null(at);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, with, at + (find ? strlen(find) : 0));
	assert_change(w, by, key_path(w, of), changed, code);
	free(text);
}

// ---- attacks

static void test_own_work_is_accepted(void **state)
{
	struct world *w = *state;

	assert_change(w, 1, OWN, TEXT("asso-1", "numero: 2\n"), ""); // so that the others are refused for what they do
}

static void test_another_action(void **state)
{
	struct world *w = *state;

	assert_change(w, 1, ACTION, TEXT("asso-2", "numero: 2\n"), "rights");
	assert_change(w, 1, ACTION, TEXT("asso-1", "numero: 1\n"), "rights"); // taken
	assert_change(w, 1, ACTION, NULL, "rights");
	assert_change(w, 1, "actions/marche-3.yaml", TEXT("asso-2", ""), "rights"); // in another's name
	assert_change(w, 1, MEASURE("asso-2"), "observations: []\n", "rights");
	assert_change(w, 1, "mesures/" QUARTER "/pas--asso-3.yaml", "observations: []\n", "rights");
	assert_change(w, 1, "objectifs/mien.yaml", "intitule: O\nniveau: general\n", "rights");
}

static void test_bytes_that_hold_no_field(void **state)
{
	struct world *w = *state;

	assert_change(w, 1, ACTION, TEXT("asso-2", "numero: 1 # pas lui\n"), "rights");
	assert_change(w, 1, ACTION, "promoteur_referent: asso-2\nintitule: Marché\nnumero: 1\n", "rights");
	assert_change(w, 1, OWN, TEXT("asso-1", "# le mien\n"), "");
}

static void test_the_convention_of_all(void **state)
{
	struct world *w = *state;
	char *text = world_get(w, 0, "cooperative.yaml"), changed[512];

	snprintf(changed, sizeof changed, "%sthematique: sport\n", text);
	assert_change(w, 1, "cooperative.yaml", changed, "rights");
	snprintf(changed, sizeof changed, "%s# rien\n", text);
	assert_change(w, 1, "cooperative.yaml", changed, "rights");
	assert_change(w, 1, "cooperative.yaml", NULL, "rights");
	assert_change(w, 0, "cooperative.yaml", NULL, "rights"); // nor the DD
	free(text);
}

static void test_roles(void **state)
{
	struct world *w = *state;

	assert_change(w, 1, "acteurs/asso-1.yaml", "nom: Association 1\nrole: dd\n", "rights");
	assert_change(w, 1, "acteurs/asso-1.yaml", "nom: Association 1\n", "rights");
	assert_change(w, 1, "acteurs/asso-1.yaml", "nom: Association 1\nrole: partenaire\nstatut_membre: membre\n",
		      "rights");
	assert_change(w, 1, "acteurs/asso-2.yaml", "nom: Vous\nrole: partenaire\n", "rights");
	assert_change(w, 1, "acteurs/asso-9.yaml", "nom: Ami\n", "rights");
	assert_change(w, 1, "acteurs/asso-2.yaml", NULL, "rights");
	assert_change(w, 1, "acteurs/asso-1.yaml", "nom: Les marcheurs\nrole: partenaire\n", "");
}

static void test_keys_of_others(void **state)
{
	struct world *w = *state;
	static const char revocation[] = "revocation: {date: 2017-07-14, motif: perte, par: asso-1}\n";

	assert_key(w, 1, 2, NULL, revocation, "rights");
	assert_key(w, 1, 0, NULL, revocation, "rights");
	assert_key(w, 1, 2, "acteur: asso-2", "acteur: asso-1", "rights");
	assert_key(w, 1, 1, "acteur: asso-1", "acteur: dd-78", "rights");
	assert_key(w, 1, 1, "appareil", "signataire", "rights");
	assert_change(w, 1, key_path(w, 2), NULL, "rights");
	assert_change(w, 1, key_path(w, 1), NULL, "rights");
	assert_key(w, 0, 2, "acteur: asso-2", "acteur: dd-78", "rights"); // nor the DD
}

static void test_a_revocation_is_for_good(void **state)
{
	struct world *w = *state;
	char *text = world_get(w, 0, key_path(w, 2)), revoked[1024];

	snprintf(revoked, sizeof revoked, "%srevocation: {date: 2017-07-14, motif: perte, par: dd-78}\n", text);
	world_put(w, 0, key_path(w, 2), revoked);
	world_meet_all(w);
	assert_change(w, 0, key_path(w, 2), text, "rights");
	assert_key(w, 0, 2, "motif: perte", "motif: oubli", "rights");
	free(text);
}

// The DD closes a quarter, and then nobody writes in it; even reopened, figures are their owner's.
static void test_a_closed_quarter(void **state)
{
	struct world *w = *state;
	char text[512];

#define REPLACED                                                                                                       \
	"remplace: {fichier: " TOTAL                                                                                   \
	".yaml,\n  sha256: a000000000000000000000000000000000000000000000000000000000000000}\n"
#define CONSOLIDATION(status)                                                                                          \
	(snprintf(text, sizeof text, "cooperative: %s\nperiode: " QUARTER "\nstatut: " status "\n",                    \
		  mg_copy_id(w->copies[0].copy)),                                                                      \
	 text)
	assert_change(w, 1, TOTAL ".yaml", CONSOLIDATION("close"), "rights");
	assert_change(w, 0, MEASURE("asso-1"), "observations:\n- {id: a, valeur: 8}\n", "rights");
	world_put(w, 0, TOTAL ".yaml", CONSOLIDATION("close"));
	world_meet_all(w);
	assert_change(w, 1, MEASURE("asso-1"), "observations:\n- {id: a, valeur: 8}\n", "rights");
	assert_change(w, 1, MEASURE("asso-1"), NULL, "rights");
	assert_change(w, 1, MEASURE("asso-1"), "observations: [{id: a, valeur: 7}]\n", "rights"); // bytes only
	assert_change(w, 1, "mesures/" QUARTER "/km--asso-1.yaml", "observations: []\n", "rights");
	assert_change(w, 1, TOTAL ".yaml", CONSOLIDATION("rouverte"), "rights");
	assert_change(w, 1, "mesures/2017-T4/pas--asso-1.yaml", "observations: []\n", ""); // another quarter
	world_meet_all(w);
	world_put(w, 0, TOTAL "--r2.yaml", CONSOLIDATION("rouverte\n" REPLACED));
	world_meet_all(w);
	assert_change(w, 0, MEASURE("asso-1"), "observations:\n- {id: a, valeur: 8}\n", "rights");
	assert_change(w, 1, MEASURE("asso-1"), "observations:\n- {id: a, valeur: 9}\n", "");
	world_meet_all(w);
	snprintf(text, sizeof text, "cooperative: %s\nperiode: " QUARTER "\n" REPLACED, mg_copy_id(w->copies[0].copy));
	world_put(w, 0, TOTAL "--r3.yaml", text); // a draft leaves it as it was
	world_put(w, 0, TOTAL "--r2.yaml", CONSOLIDATION("close\n" REPLACED));
	world_meet_all(w);
	assert_change(w, 1, MEASURE("asso-1"), "observations:\n- {id: a, valeur: 8}\n", "rights");
}

static void test_hidden_among_parents(void **state)
{
	struct world *w = *state;
	struct forge f;

	world_put(w, 2, ACTION, TEXT("asso-2", "numero: 5\n"));
	world_put(w, 0, "objectifs/autre.yaml", "intitule: A\nniveau: general\n");
	world_put(w, 3, "actions/marche-4.yaml", TEXT("asso-3", ""));
	world_meet_all(w);
	forge_init(&f, w, 1);
	assert_in_range(f.commit.n_parents, 4, 4);
	forge_file(&f, ACTION, TEXT("asso-2", "numero: 1\n"), 0100644); // as one of its parents has it
	assert_judged(&f, "rights");
	forge_init(&f, w, 1);
	forge_file(&f, "actions/marche-4.yaml", NULL, 0); // as all but one have it
	assert_judged(&f, "rights");
	forge_init(&f, w, 1);
	forge_file(&f, OWN, TEXT("asso-1", "numero: 3\n"), 0100644); // others' work beside one's own
	assert_judged(&f, "");
}

// A conflict between others is theirs to settle, by its file alone as well as by a value.
static void test_conflict_of_others(void **state)
{
	struct mg_open_conflict *list;
	struct world *w = *state;
	struct mg_arena arena;
	struct mg_error err;
	char path[MG_MAX_PATH_BYTES + 1];
	size_t n;

	world_put(w, 0, ACTION, TEXT("asso-2", "numero: 6\n"));
	world_put(w, 2, ACTION, TEXT("asso-2", "numero: 7\n"));
	world_meet_all(w);
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_conflicts(w->copies[1].copy, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 1);
	snprintf(path, sizeof path, "conflits/%s.yaml", list[0].conflict->id);
	mg_arena_clear(&arena);
	assert_change(w, 1, path, NULL, "rights");
	assert_change(w, 2, path, NULL, "");
}

static void test_signatures(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	char text[256], *sig;

	snprintf(text, sizeof text, "cooperative: %s\nperiode: " QUARTER "\nacteur: asso-2\n",
		 mg_copy_id(w->copies[0].copy));
	world_put(w, 2, "bilans/" QUARTER "/asso-2.yaml", text);
	assert_int_equal(world_try_sign(w, 2, "bilans/" QUARTER "/asso-2.yaml", &err), 0);
	world_meet_all(w);
	sig = world_get(w, 0, "bilans/" QUARTER "/asso-2.asso-2.sig");
	assert_int_equal(world_try_sign(w, 1, "bilans/" QUARTER "/asso-2.yaml", &err), MG_EDENIED);
	assert_change(w, 1, "bilans/" QUARTER "/asso-2.asso-2.sig", NULL, "seal"); // a signature deleted
	assert_change(w, 2, "bilans/" QUARTER "/asso-2.asso-2.sig", NULL, "seal"); // even by the signer
	assert_change(w, 1, "bilans/" QUARTER "/asso-2.asso-1.sig", sig, "rights");
	assert_change(w, 1, "bilans/" QUARTER "/asso-2.dd-78.sig", sig, "rights"); // in another's name
	assert_change(w, 1, "bilans/" QUARTER "/asso-2.yaml", text, "");           // nothing is changed
	assert_change(w, 1, "bilans/" QUARTER "/asso-2.yaml", NULL, "rights");
	world_meet_all(w);
	assert_int_equal(world_try_sign(w, 0, "bilans/" QUARTER "/asso-2.yaml", &err), 0);
	free(sig);
}

static void test_attachments(void **state)
{
	static const char piece[] = "pieces/e3b0c44298fc1c14-vide.txt"; // of no bytes
	struct world *w = *state;

	assert_change(w, 2, piece, "", "");
	world_meet_all(w);
	assert_change(w, 1, piece, NULL, "rights");
	assert_change(w, 0, piece, NULL, "");
}

static void assert_silenced(struct world *w, const char *actor)
{
	world_put(w, 0, "acteurs/asso-1.yaml", actor);
	world_meet_all(w);
	assert_change(w, 1, OWN, TEXT("asso-1", "numero: 4\n"), "rights");
	assert_change(w, 1, "acteurs/asso-1.yaml", "nom: Association 1\nrole: partenaire\n", "rights");
	assert_change(w, 1, "mesures/2017-T4/pas--asso-1.yaml", "observations: []\n", "rights");
	assert_change(w, 1, "pieces/e3b0c44298fc1c14-vide.txt", "", "rights");
}

static void test_who_left_or_audits(void **state)
{
	struct world *w = *state;

	assert_silenced(w, "nom: Association 1\nrole: auditeur\n");
	assert_silenced(w, "nom: Association 1\nrole: partenaire\nstatut_membre: retire\n");
	world_put(w, 0, "acteurs/asso-1.yaml", "nom: Association 1\nrole: partenaire\n");
	world_meet_all(w);
	assert_change(w, 1, OWN, TEXT("asso-1", "numero: 4\n"), "");
}

// What he did beside his leave, before he knew, stands.
static void test_beside_a_departure(void **state)
{
	struct world *w = *state;
	struct forge f;

	forge_init(&f, w, 1);
	forge_file(&f, OWN, TEXT("asso-1", "numero: 8\n"), 0100644);
	world_put(w, 0, "acteurs/asso-1.yaml", "nom: Association 1\nrole: partenaire\nstatut_membre: retire\n");
	world_send(w, 0, 2);
	world_send(w, 0, 3);
	assert_judged(&f, "");
}

// ---- the author is told before

static void assert_denied(struct world *w, size_t by, const char *path, const char *text, const char *said)
{
	struct mg_error err = {0};

	assert_int_equal(world_try_put(w, by, path, text, &err), MG_EDENIED);
	assert_string_equal(err.message, said);
}

static void test_the_author_is_told(void **state)
{
	struct world *w = *state;

	assert_denied(w, 1, ACTION, TEXT("asso-2", "numero: 2\n"),
		      ACTION ": asso-1 may not change the field numero; only DD des Yvelines and Association 2, whose "
			     "record it is, may");
	assert_denied(w, 1, ACTION, TEXT("asso-2", "numero: 1 #\n"),
		      ACTION ": asso-1 may not change this record; only DD des Yvelines and Association 2, whose "
			     "record it is, may");
	assert_denied(w, 0, MEASURE("asso-2"), "observations: []\n",
		      MEASURE("asso-2") ": dd-78 may not change the field observations[a]; only Association 2, whose "
					"record it is, may");
	assert_denied(w, 1, "acteurs/asso-1.yaml", "nom: Association 1\nrole: dd\n",
		      "acteurs/asso-1.yaml: asso-1 may not change the field role; only DD des Yvelines may");
	assert_denied(w, 1, "acteurs/asso-2.yaml", NULL,
		      "acteurs/asso-2.yaml: asso-1 may not remove this file; nobody may");
	assert_denied(w, 1, "objectifs/o.yaml", "intitule: O\nniveau: general\n",
		      "objectifs/o.yaml: asso-1 may not make this record; only DD des Yvelines may");
}

// What may not be recorded stays in the folder; what else was edited is recorded; taken back, it is as before.
static void test_save_leaves_what_is_denied(void **state)
{
	struct world *w = *state;
	struct mg_unrecorded *left;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	world_type(w, 1, ACTION, TEXT("asso-2", "numero: 9\n"));
	world_type(w, 1, OWN, TEXT("asso-1", "numero: 9\n"));
	world_type(w, 1, "objectifs/o.yaml", "intitule: O\nniveau: general\n");
	world_type(w, 1, MEASURE("asso-2"), NULL);
	assert_int_equal(world_save(w, 1, MG_SIDE_ASK), 3);
	world_assert_file(w, 1, OWN, TEXT("asso-1", "numero: 9\n"));
	world_assert_file(w, 1, ACTION, TEXT("asso-2", "numero: 1\n"));
	world_assert_on_disk(w, 1, ACTION, TEXT("asso-2", "numero: 9\n"));
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_scan(w->copies[1].copy, NULL, 0, &arena, &left, &n, NULL, &err), 0);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(left[i].state, MG_UNRECORDED_DENIED);
		assert_non_null(strstr(left[i].why, "DD des Yvelines") ? left[i].why
								       : strstr(left[i].why, "Association 2"));
	}
	mg_arena_clear(&arena);
	assert_int_equal(world_save(w, 1, MG_SIDE_MINE), 3);
	assert_int_equal(world_save(w, 1, MG_SIDE_THEIRS), 1); // a new record is nowhere else
	world_assert_on_disk(w, 1, ACTION, TEXT("asso-2", "numero: 1\n"));
	world_assert_on_disk(w, 1, MEASURE("asso-2"), "observations:\n- {id: a, valeur: 12}\n");
	world_type(w, 1, "objectifs/o.yaml", NULL);
	assert_int_equal(world_save(w, 1, MG_SIDE_ASK), 0);
}

#define story(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_own_work_is_accepted),
		story(test_another_action),
		story(test_bytes_that_hold_no_field),
		story(test_the_convention_of_all),
		story(test_roles),
		story(test_keys_of_others),
		story(test_a_revocation_is_for_good),
		story(test_a_closed_quarter),
		story(test_hidden_among_parents),
		story(test_conflict_of_others),
		story(test_signatures),
		story(test_attachments),
		story(test_who_left_or_audits),
		story(test_beside_a_departure),
		story(test_the_author_is_told),
		story(test_save_leaves_what_is_denied),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
