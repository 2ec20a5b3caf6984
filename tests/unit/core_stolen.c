// SPDX-License-Identifier: EUPL-1.2
//
// Keys lost and stolen, between real copies: what a revocation cuts, what it leaves, and what a thief, or somebody who
// oversteps his rights over keys, tries. Copy 0 is the DD, 1 the association whose laptop is stolen, 2 another one.
#include "core/trust/seal.h"
#include "tests/lib/forge.h"
#include "tests/lib/laws.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION       "actions/a-1.yaml"
#define RECORD(more) "intitule: Maraudes\npromoteur_referent: asso-1\n" more

static int setup(void **state)
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

// ---- keys' records

struct text {
	char path[MG_MAX_PATH_BYTES + 1], sig[MG_MAX_PATH_BYTES + 1];
	char bytes[2048];
};

// A key's record: of a CA when that is not NULL, revoked by an actor when that is not NULL.
static struct text key_text(const struct mg_secret_key *key, const char *actor, const char *use, const char *ca,
			    const char *revoked_by)
{
	struct mg_buf line = {0};
	struct text t;

	mg_key_format_line(&key->public, NULL, &line);
	mg_seal_key_path(key->public.id, t.path);
	snprintf(t.sig, sizeof t.sig, "cles/%s.%s.sig", key->public.id, actor);
	snprintf(t.bytes, sizeof t.bytes, "%s%s%sacteur: %s\nusage: %s\ntitulaire: %s\ncle: %s\n%s%s%s",
		 ca ? "cooperative: " : "", ca ? ca : "", ca ? "\n" : "", actor, use, key->comment, mg_buf_text(&line),
		 revoked_by ? "revocation:\n  date: 2017-07-14\n  motif: vol\n  par: " : "",
		 revoked_by ? revoked_by : "", revoked_by ? "\n" : "");
	mg_buf_clear(&line);
	return t;
}

static struct text device_of(struct world *w, size_t i, const char *revoked_by)
{
	struct world_copy *c = &w->copies[i];

	return key_text(&c->device, c->actor, "appareil", mg_copy_id(w->copies[0].copy), revoked_by);
}

static struct text signatory_of(struct world *w, size_t i, const char *revoked_by)
{
	struct world_copy *c = &w->copies[i];

	return key_text(&c->signatory, c->actor, "signataire", mg_copy_id(w->copies[0].copy), revoked_by);
}

static struct mg_secret_key new_key(void)
{
	struct mg_secret_key key = {0};
	struct mg_error err;

	assert_int_equal(mg_key_generate(&key, "Second poste", &err), 0);
	return key;
}

static char *signed_by(const struct mg_secret_key *signatory, const struct text *t, const char *ns)
{
	struct mg_buf armour = {0};
	struct mg_error err;
	char *text;

	assert_int_equal(mg_sshsig_sign(signatory, ns, mg_slice_of(t->bytes), &armour, &err), 0);
	text = strdup(mg_buf_text(&armour));
	assert_non_null(text);
	mg_buf_clear(&armour);
	return text;
}

// ---- what a revocation does

static void revoke(struct world *w, size_t i, size_t whom)
{
	struct text t = device_of(w, whom, w->copies[i].actor);

	world_put(w, i, t.path, t.bytes);
}

static size_t left_out(struct world *w, size_t i)
{
	struct mg_history history;
	struct mg_arena arena;
	struct mg_error err;
	size_t n = 0;

	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_history(w->copies[i].copy, &arena, &history, &err), 0);
	for (size_t k = 0; k < history.n_cuts; k++)
		n += history.cuts[k].count;
	mg_arena_clear(&arena);
	return n;
}

static void test_thief_goes_on_after_the_revocation(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_meet_all(w);
	revoke(w, 0, 1);
	world_put(w, 1, ACTION, RECORD("numero: 2\n")); // who has not synchronised
	world_put(w, 1, "actions/a-2.yaml", RECORD(""));
	world_meet_all(w);
	world_assert_same(w);
	for (size_t i = 0; i < 3; i++) {
		world_assert_file(w, i, ACTION, RECORD("numero: 1\n"));
		world_assert_file(w, i, "actions/a-2.yaml", NULL);
		world_assert_on_disk(w, i, ACTION, RECORD("numero: 1\n"));
		assert_int_equal(left_out(w, i), 2);
		world_assert_reindexed(w, i);
	}
	assert_int_equal(world_try_put(w, 1, ACTION, RECORD("numero: 3\n"), &err), MG_EDENIED);
	world_put(w, 0, ACTION, RECORD("numero: 4\n")); // the others go on
	world_meet_all(w);
	world_assert_same(w);
	world_assert_file(w, 0, ACTION, RECORD("numero: 4\n"));
	laws_copy(w->copies[0].copy, "", NULL);
}

static void test_what_was_absorbed_stays(void **state)
{
	struct world *w = *state;

	world_meet_all(w);
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_send(w, 1, 2);
	world_put(w, 2, "actions/a-2.yaml", "intitule: Marché\npromoteur_referent: asso-2\n");
	world_put(w, 1, ACTION, RECORD("numero: 2\n"));
	revoke(w, 0, 1); // who had seen nothing of it
	world_meet_all(w);
	world_assert_same(w);
	world_assert_file(w, 0, ACTION, RECORD("numero: 1\n"));
	assert_int_equal(left_out(w, 0), 1);
}

static void test_order_of_arrival_does_not_matter(void **state)
{
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	revoke(w, 0, 1);
	world_send(w, 1, 2); // the thief first
	world_assert_file(w, 2, ACTION, RECORD("numero: 1\n"));
	world_send(w, 0, 2);
	world_send(w, 1, 0); // the revocation first
	world_send(w, 2, 1);
	world_assert_same(w);
	world_assert_file(w, 2, ACTION, NULL);
	world_assert_on_disk(w, 2, ACTION, NULL);
}

static void test_earlier_signatures_stay_valid(void **state)
{
	struct world *w = *state;
	struct text t = signatory_of(w, 1, "dd-78");
	struct mg_signature_state *signatures;
	const char *path = "bilans/2017-T3/asso-1.yaml";
	struct mg_arena arena;
	struct mg_error err;
	char bilan[256];
	size_t n;

	snprintf(bilan, sizeof bilan, "cooperative: %s\nperiode: 2017-T3\nacteur: asso-1\n",
		 mg_copy_id(w->copies[0].copy));
	world_put(w, 1, path, bilan);
	assert_int_equal(world_try_sign(w, 1, path, &err), 0);
	world_meet_all(w);
	world_put(w, 0, t.path, t.bytes);
	revoke(w, 0, 1);
	world_meet_all(w);
	world_assert_same(w);
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_signatures(w->copies[2].copy, path, &arena, &signatures, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_true(signatures[0].valid);
	mg_arena_clear(&arena);
	assert_int_not_equal(world_try_put(w, 0, path, RECORD(""), &err), 0); // still sealed
}

// ---- who may do what to keys

// Copy 2 judges what a copy forged.
static void assert_judged(struct forge *f, const char *code)
{
	struct mg_copy *judge = f->w->copies[2].copy;
	struct mg_ingested counts = {0};
	struct mg_id id = forge_commit(f);
	struct mg_error err;

	world_carry(f->w, f->copy, 2, &id);
	assert_int_equal(mg_copy_lock(judge, &err), 0);
	if (mg_ingest(judge, &id, &counts, &err))
		fail_msg("the judging failed: %s", err.message);
	assert_int_equal(mg_ingest_refs(judge, &counts, &err), 0);
	assert_int_equal(mg_copy_refresh_main(judge, NULL, 0, &err), 0);
	mg_copy_unlock(judge);
	assert_string_equal(world_verdict(f->w, 2, &id), code);
	assert_int_equal(counts.accepted, *code ? 0 : 1);
	forge_clear(f);
}

static void assert_text_judged(struct world *w, size_t copy, const struct text *t, const char *sig, const char *code)
{
	struct forge f;

	forge_init(&f, w, copy);
	forge_file(&f, t->path, t->bytes, 0100644);
	if (sig)
		forge_file(&f, t->sig, sig, 0100644);
	assert_judged(&f, code);
}

static void test_revocations_from_below(void **state)
{
	struct world *w = *state;
	struct text t;

	t = device_of(w, 0, "asso-1");
	assert_text_judged(w, 1, &t, NULL, "rights");
	t = signatory_of(w, 0, "asso-1");
	assert_text_judged(w, 1, &t, NULL, "rights");
	t = device_of(w, 2, "asso-1");
	assert_text_judged(w, 1, &t, NULL, "rights"); // another partner's
	t = signatory_of(w, 1, "asso-1");
	assert_text_judged(w, 1, &t, NULL, "rights"); // above it
	t = device_of(w, 1, "asso-1");
	assert_text_judged(w, 1, &t, NULL, "rights"); // its own: the signatory's word is needed
	t = signatory_of(w, 0, "dd-78");
	assert_text_judged(w, 0, &t, NULL, "rights");
	t = device_of(w, 0, "dd-78");
	assert_text_judged(w, 0, &t, NULL, "rights");
}

static void test_signatory_revokes_his_devices(void **state)
{
	struct world *w = *state;
	struct text t = device_of(w, 1, "asso-1"), other = device_of(w, 2, "asso-1");
	char *sig = signed_by(&w->copies[1].signatory, &other, MG_NS_CLE);

	memcpy(other.sig + strlen(other.sig) - 5, "1", 1); // .asso-1.sig
	assert_text_judged(w, 1, &other, sig, "rights");
	free(sig);
	sig = signed_by(&w->copies[1].signatory, &t, "bilan@maillage");
	assert_text_judged(w, 1, &t, sig, "rights");
	free(sig);
	sig = signed_by(&w->copies[1].device, &t, MG_NS_CLE);
	assert_text_judged(w, 1, &t, sig, "rights"); // a device's word
	free(sig);
	sig = signed_by(&w->copies[1].signatory, &t, MG_NS_CLE);
	assert_text_judged(w, 1, &t, sig, "");
	free(sig);
}

static void test_enrolments(void **state)
{
	struct world *w = *state;
	const char *ca = mg_copy_id(w->copies[0].copy);
	struct mg_secret_key key = new_key();
	struct text t = key_text(&key, "asso-1", "appareil", ca, NULL), foreign, silent;
	struct text colleague = key_text(&key, "asso-1", "signataire", ca, NULL);
	char *sig;

	assert_text_judged(w, 1, &t, NULL, "rights"); // a device alone lets nobody in
	sig = signed_by(&w->copies[2].signatory, &t, MG_NS_CLE);
	assert_text_judged(w, 1, &t, sig, "rights"); // another actor's signatory
	free(sig);
	foreign = key_text(&key, "asso-1", "appareil", "a234567890123456789012345678901234567890", NULL);
	sig = signed_by(&w->copies[1].signatory, &foreign, MG_NS_CLE);
	assert_text_judged(w, 1, &foreign, sig, "rights"); // signed for another CA
	free(sig);
	silent = key_text(&key, "asso-1", "appareil", NULL, NULL);
	sig = signed_by(&w->copies[1].signatory, &silent, MG_NS_CLE);
	assert_text_judged(w, 1, &silent, sig, "rights"); // for any CA
	free(sig);
	sig = signed_by(&w->copies[1].signatory, &colleague, MG_NS_CLE);
	assert_text_judged(w, 1, &t, sig, "rights"); // of other bytes
	free(sig);
	sig = signed_by(&w->copies[1].signatory, &t, MG_NS_CLE);
	assert_text_judged(w, 1, &t, sig, "");
	free(sig);
	mg_key_clear(&key);
}

static void test_dd_enrols_whom_it_likes(void **state)
{
	struct world *w = *state;
	struct mg_secret_key key = new_key();
	struct text t = key_text(&key, "asso-2", "appareil", NULL, NULL);

	assert_text_judged(w, 0, &t, NULL, "");
	mg_key_clear(&key);
}

// ---- a line that brings its own key

// The first commit of a new device: copy 1's next one, by another key.
static void forge_first(struct forge *f, struct world *w, const struct mg_secret_key *key)
{
	forge_init(f, w, 1);
	f->signer = key;
	memcpy(f->commit.key, key->public.id, sizeof f->commit.key);
	f->commit.parents[0] = w->copies[1].copy->store.ca; // replaced below: copy 1 has made no commit
	f->commit.n_parents = 0;
	{
		struct mg_index_commit *frontier;
		struct mg_error err;
		size_t n;

		assert_int_equal(mg_copy_frontier(w->copies[1].copy, &f->arena, &frontier, &n, &err), 0);
		for (size_t i = 0; i < n; i++)
			f->commit.parents[f->commit.n_parents++] = frontier[i].id;
	}
}

static void assert_first_judged(struct world *w, const struct mg_secret_key *key, const struct text *t, const char *sig,
				const char *code)
{
	struct forge f;

	forge_first(&f, w, key);
	if (t)
		forge_file(&f, t->path, t->bytes, 0100644);
	if (sig)
		forge_file(&f, t->sig, sig, 0100644);
	assert_judged(&f, code);
}

static void test_first_commit_brings_its_key(void **state)
{
	struct world *w = *state;
	const char *ca = mg_copy_id(w->copies[0].copy);
	struct mg_secret_key key = new_key(), other = new_key();
	struct text t = key_text(&key, "asso-1", "appareil", ca, NULL), u, v;
	char *good = signed_by(&w->copies[1].signatory, &t, MG_NS_CLE), *sig;

	assert_first_judged(w, &key, NULL, NULL, "signature");
	assert_first_judged(w, &key, &t, NULL, "signature");
	sig = signed_by(&w->copies[2].signatory, &t, MG_NS_CLE);
	assert_first_judged(w, &key, &t, sig, "signature");
	free(sig);
	sig = signed_by(&key, &t, MG_NS_CLE);
	assert_first_judged(w, &key, &t, sig, "signature");
	free(sig);
	u = key_text(&other, "asso-1", "appareil", ca, NULL);
	sig = signed_by(&w->copies[1].signatory, &u, MG_NS_CLE);
	assert_first_judged(w, &key, &u, sig, "signature"); // another key than the line's
	free(sig);
	v = key_text(&key, "asso-1", "signataire", ca, NULL);
	sig = signed_by(&w->copies[1].signatory, &v, MG_NS_CLE);
	assert_first_judged(w, &key, &v, sig, "signature"); // no device's
	free(sig);
	assert_first_judged(w, &key, &t, good, "");
	free(good);
	mg_key_clear(&key);
	mg_key_clear(&other);
}

// It has no commit of its own to start with: the smallest id of the frontier comes first.
static void test_first_commit_starts_with_the_smallest_id(void **state)
{
	struct world *w = *state;
	struct mg_secret_key key = new_key();
	struct text t = key_text(&key, "asso-1", "appareil", mg_copy_id(w->copies[0].copy), NULL);
	char *sig = signed_by(&w->copies[1].signatory, &t, MG_NS_CLE);
	struct mg_id smallest;
	struct forge f;

	world_put(w, 0, ACTION, RECORD(""));
	world_put(w, 2, "actions/a-2.yaml", "intitule: Ateliers\npromoteur_referent: asso-2\n");
	world_meet_all(w);
	for (size_t swapped = 0; swapped < 2; swapped++) {
		forge_first(&f, w, &key);
		assert_int_equal(f.commit.n_parents, 2);
		forge_file(&f, t.path, t.bytes, 0100644);
		forge_file(&f, t.sig, sig, 0100644);
		smallest = f.commit.parents[0];
		assert_true(mg_id_compare(&smallest, &f.commit.parents[1]) < 0);
		if (!swapped) {
			f.commit.parents[0] = f.commit.parents[1];
			f.commit.parents[1] = smallest;
		}
		assert_judged(&f, swapped ? "" : "shape");
	}
	free(sig);
	mg_key_clear(&key);
}

static void test_revoked_signatory_vouches_for_nobody(void **state)
{
	struct world *w = *state;
	struct mg_secret_key key = new_key();
	struct text t = key_text(&key, "asso-1", "appareil", mg_copy_id(w->copies[0].copy), NULL);
	struct text gone = signatory_of(w, 1, "dd-78");
	char *sig = signed_by(&w->copies[1].signatory, &t, MG_NS_CLE);
	struct mg_id before, after;

	world_put(w, 0, gone.path, gone.bytes);
	world_send(w, 0, 2);
	before = world_main(w, 2);
	assert_first_judged(w, &key, &t, sig, ""); // from an old parent: accepted, and left out
	assert_int_equal(left_out(w, 2), 1);
	after = world_main(w, 2);
	assert_memory_equal(&before, &after, sizeof before);
	world_send(w, 0, 1);
	assert_first_judged(w, &key, &t, sig, "signature"); // who has seen it gone
	free(sig);
	mg_key_clear(&key);
}

// Who has seen the revocation takes in nothing beyond it.
static void test_parent_beyond_the_cut(void **state)
{
	struct world *w = *state;
	struct mg_index_commit tip;
	mg_position position;
	struct mg_error err;
	struct mg_id main;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	main = world_main(w, 1);
	revoke(w, 0, 1);
	world_meet_all(w);
	world_assert_file(w, 0, ACTION, NULL);
	forge_init(&f, w, 0);
	assert_int_equal(mg_index_find(w->copies[0].copy->store.index, &main, &position, &err), 0);
	assert_int_equal(mg_index_commit(w->copies[0].copy->store.index, position, &tip, &err), 0);
	f.commit.parents[f.commit.n_parents++] = tip.id;
	f.commit.stamp_ms += 1000;
	f.commit.seconds = f.commit.stamp_ms / 1000;
	assert_judged(&f, "shape");
}

#define story(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_thief_goes_on_after_the_revocation),
		story(test_what_was_absorbed_stays),
		story(test_order_of_arrival_does_not_matter),
		story(test_earlier_signatures_stay_valid),
		story(test_revocations_from_below),
		story(test_signatory_revokes_his_devices),
		story(test_enrolments),
		story(test_dd_enrols_whom_it_likes),
		story(test_first_commit_brings_its_key),
		story(test_first_commit_starts_with_the_smallest_id),
		story(test_revoked_signatory_vouches_for_nobody),
		story(test_parent_beyond_the_cut),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
