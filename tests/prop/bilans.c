// SPDX-License-Identifier: EUPL-1.2
//
// Laws of bilans that hold for any records: what is drafted, consolidated or told depends on which records there are, never
// on the order in which a copy got them, and doing it again changes nothing.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/report/bilan_state.h"
#include "tests/lib/draw.h"
#include "tests/unit/bilan_fixture.h"

#include <stdio.h>

#define ROUNDS  200
#define RECORDS 64
#define ACTORS  5

struct drawn {
	struct given given[RECORDS];
	char paths[RECORDS][64], texts[RECORDS][512], names[RECORDS][24], digests[RECORDS][65];
	size_t n;
};

static void add(struct drawn *d, const char *signer)
{
	snprintf(d->names[d->n], sizeof d->names[d->n], "%s", signer ? signer : "");
	snprintf(d->digests[d->n], sizeof d->digests[d->n], "%016zx%048x", d->n + 1, 0);
	d->given[d->n] = (struct given){d->paths[d->n],
					d->texts[d->n],
					d->digests[d->n],
					{signer ? d->names[d->n] : NULL, NULL}};
	d->n++;
}

static const char *const aggregations[] = {"somme", "max", "dernier", "moyenne_ponderee", "liste", "non_agregeable"};

static void draw_figure(uint64_t *seed, char *out, size_t size, unsigned indicator)
{
	snprintf(out, size, "{id: i%u, agregation: %s, valeur: %d.%u, denominateur: %u, date: 2018-0%u-1%u}", indicator,
		 aggregations[indicator % 6], (int)draw(seed, 40) - 5, (unsigned)draw(seed, 100),
		 (unsigned)draw(seed, 4), 1 + (unsigned)draw(seed, 3), (unsigned)draw(seed, 10));
}

static void draw_bilan(struct drawn *d, uint64_t *seed, unsigned actor, unsigned revision, const char *period)
{
	char a[160], b[160], suffix[16] = "", signer[24];

	if (revision)
		snprintf(suffix, sizeof suffix, "--r%u", revision);
	draw_figure(seed, a, sizeof a, (unsigned)draw(seed, 6));
	draw_figure(seed, b, sizeof b, 6 + (unsigned)draw(seed, 6));
	snprintf(signer, sizeof signer, "a%u@2018-04-%02u", actor, 1 + (unsigned)draw(seed, 28));
	snprintf(d->paths[d->n], sizeof d->paths[0], "bilans/%s/a%u%s.yaml", period, actor, suffix);
	snprintf(d->texts[d->n], sizeof d->texts[0],
		 "cooperative: " CA "\nperiode: %s\nacteur: a%u\nchiffres: [%s, %s]\n", period, actor, a, b);
	add(d, draw_percent(seed, 70) ? signer : NULL);
}

static void draw_actor(struct drawn *d, uint64_t *seed, unsigned actor)
{
	snprintf(d->paths[d->n], sizeof d->paths[0], "acteurs/a%u.yaml", actor);
	snprintf(d->texts[d->n], sizeof d->texts[0], "nom: A%u\n", actor);
	add(d, NULL);
	snprintf(d->paths[d->n], sizeof d->paths[0], "actions/x%u.yaml", actor);
	snprintf(d->texts[d->n], sizeof d->texts[0], "intitule: X\npromoteur_referent: a%u\nindicateurs: [i%u, i%u]\n",
		 actor, (unsigned)draw(seed, 12), (unsigned)draw(seed, 12));
	add(d, NULL);
	if (draw_percent(seed, 70)) {
		snprintf(d->paths[d->n], sizeof d->paths[0], "mesures/2018-T1/i%u--a%u.yaml", (unsigned)draw(seed, 12),
			 actor);
		snprintf(d->texts[d->n], sizeof d->texts[0],
			 "observations: [{id: o1, valeur: %u}, {id: o2, valeur: 0.%u}]\n", (unsigned)draw(seed, 50),
			 (unsigned)draw(seed, 99));
		add(d, NULL);
	}
	draw_bilan(d, seed, actor, 0, "2018-T1");
	if (draw_percent(seed, 40))
		draw_bilan(d, seed, actor, 2, "2018-T1");
	if (draw_percent(seed, 50))
		draw_bilan(d, seed, actor, 0, "2017-T4");
	if (draw_percent(seed, 30)) {
		snprintf(d->paths[d->n], sizeof d->paths[0], "mouvements/m%u.yaml", actor);
		snprintf(d->texts[d->n], sizeof d->texts[0], "acteur: a%u\nsens: sortie\ndate_effet: 2018-%02u-01\n",
			 actor, 1 + (unsigned)draw(seed, 12));
		add(d, NULL);
	}
}

static void shuffle(struct drawn *d, uint64_t *seed)
{
	for (size_t i = d->n; i > 1; i--) {
		size_t j = draw(seed, i);
		struct given swapped = d->given[i - 1];

		d->given[i - 1] = d->given[j];
		d->given[j] = swapped;
	}
}

// Everything that is computed from the records, as one text.
static void compute(const struct drawn *d, struct mg_buf *out)
{
	static const char *const actors[ACTORS] = {"a0", "a1", "a2", "a3", "a4"};
	struct mg_bilan_states states;
	struct mg_bilan_made made;
	struct mg_buf text = {0};
	struct world world;

	world_init(&world);
	put_all(&world, d->given, d->n);
	assert_int_equal(mg_book_sort(&world.book, NULL), 0);
	assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
	check_made(&made, "bilans/2018-T1/consolidation.yaml", NULL);
	mg_yaml_write(made.root, out);
	for (size_t i = 0; i < ACTORS; i++) {
		assert_int_equal(mg_bilan_draft(&world.book, "2018-T1", actors[i], &world.arena, &made, NULL), 0);
		mg_yaml_write(made.root, &text);
		mg_buf_put_slice(out, mg_buf_slice(&text));
		mg_buf_reset(&text);
	}
	assert_int_equal(mg_bilan_draft_year_of_all(&world.book, "2018", (struct mg_date){2018, 11, 2}, &world.arena,
						    &made, NULL),
			 0);
	check_made(&made, "bilans/2018/annuel.yaml", NULL);
	mg_yaml_write(made.root, &text);
	mg_buf_put_slice(out, mg_buf_slice(&text));
	assert_int_equal(mg_bilan_states(&world.book, "2018-T1", (struct mg_date){2018, 4, 20}, &world.arena, &states,
					 NULL),
			 0);
	for (size_t i = 0; i < states.n; i++)
		mg_buf_printf(out, "%s %s %d\n", states.items[i].acteur, mg_bilan_step_name(states.items[i].step),
			      states.items[i].days_late);
	mg_buf_clear(&text);
	world_clear(&world);
}

static void the_order_of_arrival_does_not_matter(void **state)
{
	(void)state;
	for (uint64_t round = 1; round <= ROUNDS; round++) {
		struct mg_buf first = {0}, second = {0};
		struct drawn d = {.n = 0};
		uint64_t seed = round;

		for (unsigned i = 0; i < ACTORS; i++)
			draw_actor(&d, &seed, i);
		compute(&d, &first);
		shuffle(&d, &seed);
		compute(&d, &second);
		if (strcmp(mg_buf_text(&first), mg_buf_text(&second)) != 0)
			fail_msg("seed %u:\n%s\n%s", (unsigned)round, mg_buf_text(&first), mg_buf_text(&second));
		mg_buf_clear(&first);
		mg_buf_clear(&second);
	}
}

// A consolidation made where its own former text stands says the same.
static void twice_is_once(void **state)
{
	(void)state;
	for (uint64_t round = 1; round <= ROUNDS; round++) {
		struct given before = {"bilans/2018-T1/consolidation.yaml", NULL, SHA_B, {NULL}};
		struct mg_buf first = {0}, second = {0};
		struct mg_bilan_made made;
		struct drawn d = {.n = 0};
		struct world world;
		uint64_t seed = round;

		for (unsigned i = 0; i < ACTORS; i++)
			draw_actor(&d, &seed, i);
		world_init(&world);
		put_all(&world, d.given, d.n);
		assert_int_equal(mg_book_sort(&world.book, NULL), 0);
		assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
		mg_yaml_write(made.root, &first);
		before.text = mg_buf_text(&first);
		put(&world, &before);
		assert_int_equal(mg_book_sort(&world.book, NULL), 0);
		assert_int_equal(mg_bilan_consolidate(&world.book, "2018-T1", &world.arena, &made, NULL), 0);
		mg_yaml_write(made.root, &second);
		assert_string_equal(mg_buf_text(&first), mg_buf_text(&second));
		mg_buf_clear(&first);
		mg_buf_clear(&second);
		world_clear(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_arrival_does_not_matter),
		cmocka_unit_test(twice_is_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
