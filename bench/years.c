// SPDX-License-Identifier: EUPL-1.2
//
// Where three years of bilans stand, and where a figure comes from, as whole programs, in growing CAs.
#include "bench/bench.h"
#include "bench/ca_years.h"

#include "schema/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>

#define RUNS 11

// The bilans of these quarters, each read.
static void parse(struct bench_series *series, struct bench_ca *ca, unsigned quarters, unsigned partners)
{
	struct mg_buf text = {0};
	struct mg_error err;

	bench_start(series);
	for (unsigned i = 0; i < quarters * partners; i++) {
		char path[64], period[YEARS_PERIOD_BYTES], actor[YEARS_ACTOR_BYTES];
		struct mg_findings findings;
		struct mg_doc doc;

		snprintf(path, sizeof path, "bilans/%s/%s.yaml", years_period(i / partners, period),
			 years_actor(i % partners, actor));
		mg_doc_init(&doc);
		mg_findings_init(&findings);
		mg_buf_reset(&text);
		bench_must(mg_copy_read(ca->copy, path, &text, &err), &err);
		bench_must(mg_yaml_read(&doc, path, mg_buf_slice(&text), &findings), &err);
		mg_findings_clear(&findings);
		mg_doc_clear(&doc);
	}
	bench_stop(series);
	mg_buf_clear(&text);
}

static void measure(const struct bench *b, struct bench_ca *ca, unsigned partners)
{
	struct bench_series table = {0}, few = {0}, all = {0}, whole = {.name = "reading the files"},
			    some = {.name = "reading the bilans"}, start = {.name = "maillage --version"};
	static const char *const of_few = "bilans/2018-T1/consolidation:indicateur-000",
				 *const of_all = "bilans/2018-T1/consolidation:indicateur-001";
	char title[64];

	for (unsigned i = 0; i < RUNS; i++) {
		bench_command(&table, b->maillage, "-C", ca->dir, "table", "bilans");
		bench_command(&few, b->maillage, "-C", ca->dir, "trace", of_few);
		bench_command(&all, b->maillage, "-C", ca->dir, "trace", of_all);
		bench_command(&start, b->maillage, "--version");
		if (i < 3)
			parse(&whole, ca, YEARS_QUARTERS, partners);
		parse(&some, ca, 1, partners < YEARS_SHORT ? partners : YEARS_SHORT);
	}
	snprintf(title, sizeof title, "table bilans, %u partners, 12 quarters", partners);
	bench_row(title, &table, &whole, &start);
	snprintf(title, sizeof title, "trace, %u bilans of %u", partners < YEARS_SHORT ? partners : YEARS_SHORT,
		 partners);
	bench_row(title, &few, &some, &start);
	if (partners <= YEARS_SHORT)
		return; // the same
	snprintf(title, sizeof title, "trace, %u bilans of %u", partners, partners);
	bench_row(title, &all, NULL, &start);
}

void bench_years(const struct bench *b)
{
	static const unsigned sizes[] = {30, 200};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct bench_ca ca;
		char name[32];
		char *dir;

		snprintf(name, sizeof name, "/years-%u", sizes[i]);
		dir = bench_join(b->memory, name);
		bench_years_make(&ca, dir, sizes[i], sizes[i]);
		bench_command(NULL, b->maillage, "-C", ca.dir, "table", "bilans"); // what it keeps for the next time
		measure(b, &ca, sizes[i]);
		bench_ca_clear(&ca);
		free(dir);
	}
}
