// SPDX-License-Identifier: EUPL-1.2
//
// A CA of a given size, the same for the same seed: records of about 1 KB, every other one an action, the others
// objectives, so that two folders hold them all (the worst shape: git writes a whole folder anew for each change). Made
// without fsync. What goes wrong ends the program.
#ifndef MG_BENCH_CA_H
#define MG_BENCH_CA_H

#include "core/copy/copy_impl.h"

#define BENCH_START_MS 1700000000000 // 2023-11-14: before any real clock
#define BENCH_DAY_MS   86400000LL

struct bench_ca {
	char *dir;         // of the copy
	char *device_path; // the device's key file
	struct mg_types *types;
	struct mg_home home;
	struct mg_secret_key device;
	int64_t now_ms; // a second further each time it is asked
	struct mg_copy *copy;
	size_t n; // records
};

// Makes dir/ca and dir/home; the first commit enrols the DD's devices, of which this copy's is the first.
#define BENCH_DEVICES 2
void bench_ca_make(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n);
void bench_ca_make_for(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n, unsigned devices);

// The key of one of its devices, to be cleared.
void bench_ca_key(const struct bench_ca *ca, uint64_t seed, unsigned device, struct mg_secret_key *key);

// A copy of it for the second device.
void bench_ca_join(struct bench_ca *ca, const char *dir, uint64_t seed, const struct bench_ca *of);

// Puts another copy's line, objects and all, where this copy can judge it, and gives its tip.
struct mg_id bench_ca_fetch(const struct bench_ca *to, const struct bench_ca *from);

// Takes in what was fetched up to a tip: judged, in the index, the view and the folder, durable.
struct bench_series;
void bench_ca_take(struct bench_series *series, struct bench_ca *ca, const struct mg_id *tip);

// One that bench_ca_make made in dir before and cleared.
void bench_ca_open(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n);

// One that bench_ca_join made.
void bench_ca_open_other(struct bench_ca *ca, const char *dir, uint64_t seed, size_t n);
void bench_ca_clear(struct bench_ca *ca);

// Whether commits are made durable from now on, as the programs do. Opening a copy says yes again.
void bench_durable(bool durable);

// One record, by its number, with the versions of two fields that stand on neighbouring lines.
struct bench_record {
	size_t number;
	unsigned title, second;
};

#define BENCH_PATH_BYTES 64
const char *bench_record_path(size_t number, char path[BENCH_PATH_BYTES]);

// out is replaced.
void bench_record_text(const struct bench_record *record, struct mg_buf *out);

// Records them in one commit.
void bench_ca_put(struct bench_ca *ca, const struct bench_record *records, size_t n);

// "<a><b>", to be freed.
char *bench_join(const char *a, const char *b);

#endif
