// SPDX-License-Identifier: EUPL-1.2
#define _DEFAULT_SOURCE // wait4
#include "bench/measure.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// ---- time

static double wall_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double spent_ms(int who)
{
	struct rusage use;

	getrusage(who, &use);
	return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
	       (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

static double cpu_ms(void)
{
	return spent_ms(RUSAGE_SELF) + spent_ms(RUSAGE_CHILDREN);
}

void bench_start(struct bench_series *series)
{
	series->cpu_start = cpu_ms();
	series->wall_start = wall_ms();
}

void bench_stop(struct bench_series *series)
{
	double wall = wall_ms() - series->wall_start;
	double cpu = cpu_ms() - series->cpu_start;

	bench_add(series, wall);
	series->cpu[series->n - 1] = cpu;
}

void bench_add(struct bench_series *series, double ms)
{
	if (series->n == BENCH_MAX_RUNS) {
		fprintf(stderr, "bench: more than %d runs of %s\n", BENCH_MAX_RUNS, series->name);
		exit(1);
	}
	series->cpu[series->n] = ms;
	series->wall[series->n++] = ms;
}

// ---- programs

extern char **environ; // POSIX has no header for it

// -1 when it cannot be run. Not by fork: to copy the page tables of what this process has made would be measured with the
// program.
static pid_t start_program(const char *const *argv, int out)
{
	posix_spawn_file_actions_t files;
	pid_t pid = -1;
	int rc = posix_spawn_file_actions_init(&files);

	for (int i = STDIN_FILENO; rc == 0 && i <= STDERR_FILENO; i++)
		rc = i == STDOUT_FILENO && out >= 0
			     ? posix_spawn_file_actions_adddup2(&files, out, i)
			     : posix_spawn_file_actions_addopen(&files, i, "/dev/null", O_RDWR, 0);
	if (rc == 0) // which changes none of the words
		rc = posix_spawnp(&pid, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&files);
	return rc == 0 ? pid : -1;
}

static int code_of(pid_t pid, long *peak_kb)
{
	struct rusage use = {0};
	int status = 0;

	if (pid < 0 || wait4(pid, &status, 0, &use) < 0)
		return 127;
	*peak_kb = use.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void bench_program(struct bench_series *series, int max_code, const char *const *argv)
{
	struct bench_series unmeasured = {0};
	long peak_kb;
	int code;

	series = series ? series : &unmeasured;
	bench_start(series);
	code = code_of(start_program(argv, -1), &peak_kb);
	bench_stop(series);
	if (code <= max_code)
		return;
	fprintf(stderr, "bench: exit code %d of", code);
	while (*argv)
		fprintf(stderr, " %s", *argv++);
	fputc('\n', stderr);
	exit(1);
}

bool bench_number(const char *const *argv, double *number)
{
	char text[64] = "", *end;
	size_t len = 0;
	long peak_kb;
	ssize_t n;
	int ends[2];
	pid_t pid;

	if (pipe(ends) != 0)
		return false;
	pid = start_program(argv, ends[1]);
	close(ends[1]);
	while (len < sizeof text - 1 && (n = read(ends[0], text + len, sizeof text - 1 - len)) > 0)
		len += (size_t)n;
	close(ends[0]);
	if (code_of(pid, &peak_kb) != 0)
		return false;
	*number = strtod(text, &end);
	return end != text;
}

int bench_print_peak(const char *const *argv)
{
	long peak_kb = 0;
	int code = code_of(start_program(argv, -1), &peak_kb);

	printf("%.1f\n", (double)peak_kb / 1024);
	return code;
}

void bench_peak_of(const char *what, const char *const *argv)
{
	double mib;

	if (!bench_number(argv, &mib)) {
		fprintf(stderr, "bench: the memory of %s cannot be measured\n", what);
		exit(1);
	}
	bench_note("%-8s %6.1f MiB", what, mib);
}

// ---- the table

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

// The value that a share of the runs is below: 0 the least, 0.5 the median.
static double quantile(const struct bench_series *s, const double *values, double share)
{
	double sorted[BENCH_MAX_RUNS];

	memcpy(sorted, values, s->n * sizeof *sorted);
	qsort(sorted, s->n, sizeof *sorted, compare);
	return sorted[(size_t)(share * (double)s->n)];
}

static double least(const struct bench_series *s)
{
	return quantile(s, s->items > 0 ? s->cpu : s->wall, 0);
}

static double median(const struct bench_series *s)
{
	return quantile(s, s->items > 0 ? s->cpu : s->wall, 0.5);
}

static const char *told(const struct bench_series *s, double ms, char out[32])
{
	if (s->items > 0)
		snprintf(out, 32, "%.0f/s", s->items / ms * 1e3);
	else
		snprintf(out, 32, ms < 10 ? "%.2f ms" : "%.1f ms", ms);
	return out;
}

// How many times longer b takes than a, for as much work.
static void compare_series(const struct bench_series *a, const struct bench_series *b, char out[32])
{
	double each_a = median(a) / (a->items > 0 ? a->items : 1);
	double each_b = median(b) / (b->items > 0 ? b->items : 1);

	snprintf(out, 32, "%.1fx", each_b / each_a);
}

#define COLUMNS "%-42s %11s %11s %11s  %-25s %11s %8s  %-27s %11s %8s\n"

void bench_head(void)
{
	printf(COLUMNS, "what", "ours", "its best", "its cpu", "anchor", "", "ratio", "limit", "", "distance");
}

void bench_row(const char *what, const struct bench_series *ours, const struct bench_series *anchor,
	       const struct bench_series *limit)
{
	char own[32], best[32], cpu[32] = "", theirs[32] = "", ratio[32] = "", possible[32] = "", distance[32] = "";

	if (ours->items <= 0)
		told(ours, quantile(ours, ours->cpu, 0.5), cpu);
	if (anchor) {
		told(anchor, median(anchor), theirs);
		compare_series(ours, anchor, ratio);
	}
	if (limit) {
		told(limit, median(limit), possible);
		compare_series(limit, ours, distance);
	}
	printf(COLUMNS, what, told(ours, median(ours), own), told(ours, least(ours), best), cpu,
	       anchor ? anchor->name : "", theirs, ratio, limit ? limit->name : "", possible, distance);
	fflush(stdout);
}

void bench_note(const char *format, ...)
{
	va_list ap;

	fputs("  ", stdout);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
}

void bench_must(int code, const struct mg_error *err)
{
	if (!code)
		return;
	fprintf(stderr, "bench: %s (code %d, %s:%d)\n", err->message, code, err->file, err->line);
	exit(1);
}
