// SPDX-License-Identifier: EUPL-1.2
//
// A CA of many partners, each with a device and a signatory of its own, with three years of quarterly bilans that they
// signed and the DD acknowledged; and the first quarter's consolidation.
#ifndef MG_BENCH_CA_YEARS_H
#define MG_BENCH_CA_YEARS_H

#include "bench/ca.h"

#define YEARS_QUARTERS   12
#define YEARS_INDICATORS 100
#define YEARS_SHORT      30 // partners who measure the first indicator, where all measure the others

#define YEARS_PERIOD_BYTES 16
#define YEARS_ACTOR_BYTES  24
const char *years_period(unsigned quarter, char out[YEARS_PERIOD_BYTES]);
const char *years_actor(unsigned partner, char out[YEARS_ACTOR_BYTES]);

// Makes it in dir, as bench_ca_make does.
void bench_years_make(struct bench_ca *ca, const char *dir, uint64_t seed, unsigned partners);

#endif
