// SPDX-License-Identifier: EUPL-1.2
//
// Small histories to ask audit questions of. Copy 0 is the DD, 1 and 2 are associations.
#ifndef MG_TESTS_UNIT_AUDIT_FIXTURE_H
#define MG_TESTS_UNIT_AUDIT_FIXTURE_H

#include "core/audit/audit.h"
#include "core/trust/keys.h"
#include "tests/lib/forge.h"

#include <stdio.h>
#include <stdlib.h>

#define INDICATOR       "indicateurs/pas-1.yaml"
#define TARGET(cible)   "intitule: Pas\nresponsable: asso-1\ncible: " cible "\n"
#define QUARTER         "2017-T3"
#define MEASURE(of)     "mesures/" QUARTER "/pas-1--" of ".yaml"
#define MEASURED(value) "observations:\n- {id: a, valeur: " value "}\n"
#define REPORT(of)      "bilans/" QUARTER "/" of
#define TOTAL           "bilans/" QUARTER "/consolidation.yaml"
#define ACTION          "actions/a-1.yaml"
#define RECORD(more)    "intitule: Maraudes\npromoteur_referent: asso-1\n" more
#define SHA             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define COPIES          3

static struct world w;
static struct mg_arena arena;
static struct mg_audit_answers answers;

static inline int setup(void **state)
{
	(void)state;
	world_init_as(&w, COPIES, 5, "partenaire");
	mg_arena_init(&arena, 0);
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	mg_arena_clear(&arena);
	world_clear(&w);
	return 0;
}

// ---- asking

static inline void ask_between(size_t copy, const char *name, int64_t since_ms, int64_t until_ms)
{
	const struct mg_audit_question *question;
	struct mg_error err;

	assert_int_equal(mg_audit_find(name, &question, &err), 0);
	if (mg_audit_ask(w.copies[copy].copy, question, since_ms, until_ms, &arena, &answers, &err))
		fail_msg("%s: %s", name, err.message);
}

// What was answered, as one text.
static inline char *told(void)
{
	struct mg_buf out = {0};
	char *text;

	for (size_t i = 0; i < answers.n; i++) {
		const struct mg_audit_answer *x = &answers.items[i];

		mg_buf_printf(&out, "%s %s %s %s %s %s %s %s\n", x->code, x->record, x->field, x->old ? x->old : "-",
			      x->new ? x->new : "-", x->actor, x->reason, x->commit);
	}
	text = strdup(mg_buf_text(&out));
	mg_buf_clear(&out);
	return text;
}

// Asks every copy, which must agree; gives how many answers there are.
static inline size_t ask(const char *name)
{
	char *first = NULL;

	for (size_t i = COPIES; i-- > 0;) {
		char *text;

		ask_between(i, name, 0, 0);
		text = told();
		if (first)
			assert_string_equal(text, first);
		free(first);
		first = text;
	}
	free(first);
	return answers.n;
}

// The n-th answer: code, record, field, old, new and actor, as one text.
static inline void assert_answer(size_t n, const char *expected)
{
	const struct mg_audit_answer *x = &answers.items[n];
	char text[1024];

	assert_true(n < answers.n);
	snprintf(text, sizeof text, "%s %s %s %s %s %s", x->code, x->record, x->field, x->old ? x->old : "-",
		 x->new ? x->new : "-", x->actor);
	assert_string_equal(text, expected);
	assert_true(*x->why);
	if (*x->key && strcmp(x->code, "shape") != 0)
		assert_true(*x->person);
}

// ---- doing

static inline struct mg_id put_because(size_t i, const char *path, const char *text, const char *reason)
{
	struct mg_edit edit = {.path = path, .bytes = mg_slice_of(text)}; // text NULL: removed
	struct mg_recorded out;
	struct mg_error err;

	w.copies[i].now_ms += 60000;
	if (mg_copy_record(w.copies[i].copy, &edit, 1, NULL, 0, reason, &arena, &out, NULL, &err))
		fail_msg("%s: %s", path, err.message);
	return out.commit;
}

static inline void put(size_t i, const char *path, const char *text)
{
	(void)put_because(i, path, text, NULL);
}

// With what is signed of it in front: the CA, the quarter and, unless it is "", the actor.
static inline void put_signable(size_t i, const char *path, const char *actor, const char *more)
{
	char text[1024];

	snprintf(text, sizeof text, "cooperative: %s\nperiode: %s\n%s%s%s%s", mg_copy_id(w.copies[0].copy), QUARTER,
		 *actor ? "acteur: " : "", actor, *actor ? "\n" : "", more);
	put(i, path, text);
}

static inline void sign(size_t i, const char *path)
{
	struct mg_error err;

	w.copies[i].now_ms += 60000;
	if (world_try_sign(&w, i, path, &err))
		fail_msg("%s: %s", path, err.message);
}

static inline void meet(void)
{
	int64_t latest = 0;

	for (size_t i = 0; i < COPIES; i++)
		latest = w.copies[i].now_ms > latest ? w.copies[i].now_ms : latest;
	for (size_t i = 0; i < COPIES; i++)
		w.copies[i].now_ms = latest;
	world_meet_all(&w);
	world_assert_same(&w);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

#endif
