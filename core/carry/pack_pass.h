// SPDX-License-Identifier: EUPL-1.2
//
// A pack on its way through: what is put is given on in pieces large enough to be worth it, and ends with the checksum of
// what was given.
#ifndef MG_CORE_PACK_PASS_H
#define MG_CORE_PACK_PASS_H

#include "core/repo/pack_make.h"
#include "core/repo/sha1.h"

// Takes the next bytes. What it fails with stops the pack.
typedef int (*mg_pack_give)(void *context, struct mg_slice bytes, struct mg_error *err);

struct mg_pack_pass {
	struct mg_buf out; // not given yet
	uint64_t sent;     // bytes that were
	struct mg_sha1_sum *sum;
	mg_pack_give give;
	void *context;
};

int mg_pack_pass_init(struct mg_pack_pass *pass, mg_pack_give give, void *context, struct mg_error *err) MG_CHECKED;
void mg_pack_pass_clear(struct mg_pack_pass *pass);

// How far in the pack what is put next will be.
uint64_t mg_pack_pass_at(const struct mg_pack_pass *pass);

// Gives on what is in out, once there is enough. MG_ELIMIT when the pack has grown too large.
int mg_pack_pass_on(struct mg_pack_pass *pass, struct mg_error *err) MG_CHECKED;

// Gives the rest, and the checksum.
int mg_pack_pass_end(struct mg_pack_pass *pass, struct mg_error *err) MG_CHECKED;

#endif
