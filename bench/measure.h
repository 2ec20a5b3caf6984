// SPDX-License-Identifier: EUPL-1.2
//
// Measuring: repeated runs, of which the median counts; a table with what is ours beside its anchor and its limit.
// Whatever goes wrong ends the program: half a benchmark says nothing.
#ifndef MG_BENCH_MEASURE_H
#define MG_BENCH_MEASURE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define BENCH_MAX_RUNS 64

// Runs of one thing. What has items is work for a processor, told by how many of them a core does in a second of its own
// time, others' load left out; the rest waits for disks and programs, and is told in milliseconds of the clock.
struct bench_series {
	const char *name;
	double items;                // done by each run; 0: not counted
	double wall[BENCH_MAX_RUNS]; // milliseconds
	double cpu[BENCH_MAX_RUNS];  // the same, spent by this process and its children in user and kernel
	size_t n;
	double wall_start, cpu_start;
};

void bench_start(struct bench_series *series);
void bench_stop(struct bench_series *series);

// A run whose time was measured elsewhere, the processor's for what has items.
void bench_add(struct bench_series *series, double ms);

// Runs a program with its output thrown away; exit codes up to max_code are right. Without a series it is not measured.
void bench_program(struct bench_series *series, int max_code, const char *const *argv);
#define bench_command(series, ...) bench_program((series), 0, (const char *const[]){__VA_ARGS__, NULL})

// The number a program prints. False when it prints none: what it needs is not on this machine.
bool bench_number(const char *const *argv, double *number);

// Notes the most memory that a program had, in MiB.
void bench_peak_of(const char *what, const char *const *argv);
#define bench_peak(what, ...)                                                                                          \
	bench_peak_of((what), (const char *const[]){"/proc/self/exe", "--peak", __VA_ARGS__, NULL})

// What runs for it: a program has, to the system, at least the memory of the one that started it, so that must be small.
int bench_print_peak(const char *const *argv);

// One line of the table. anchor and limit may be NULL.
void bench_head(void);
void bench_row(const char *what, const struct bench_series *ours, const struct bench_series *anchor,
	       const struct bench_series *limit);
void bench_note(const char *format, ...) MG_PRINTF(1, 2);

void bench_must(int code, const struct mg_error *err);

#endif
