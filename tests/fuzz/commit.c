// SPDX-License-Identifier: EUPL-1.2
//
// A commit with its trailers. What reads is one layout: put together again from what was signed and the signature, it is
// the input to the byte, so nobody makes a second commit of somebody else's signature; and what it says, written anew, is
// read the same.
#include "core/repo/commit.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_layout(struct mg_slice raw, const struct mg_commit *commit)
{
	struct mg_buf again = {0};

	if (commit->signature.len)
		require(mg_commit_assemble(commit->signed_bytes, commit->signature, &again, NULL) == 0);
	else
		mg_buf_put_slice(&again, commit->signed_bytes);
	require(mg_slice_equal(mg_buf_slice(&again), raw));
	mg_buf_clear(&again);
}

static void check_said(const struct mg_commit *commit, struct mg_arena *arena)
{
	const struct mg_slice stamp = mg_slice_of(MG_STAMP_TRAILER);
	struct mg_buf text = {0};
	struct mg_commit again;

	if (commit->reason.len >= stamp.len && memcmp(commit->reason.data, stamp.data, stamp.len) == 0)
		return; // indented it is a reason; without the indentation it would be a second stamp
	require(mg_commit_format(commit, &text, NULL) == 0);
	require(mg_commit_parse(mg_buf_slice(&text), arena, &again, NULL) == 0);
	require(mg_id_equal(&commit->tree, &again.tree) && commit->n_parents == again.n_parents);
	for (size_t i = 0; i < again.n_parents; i++)
		require(mg_id_equal(&commit->parents[i], &again.parents[i]));
	require(strcmp(commit->actor, again.actor) == 0 && strcmp(commit->key, again.key) == 0);
	require(commit->seconds == again.seconds && commit->stamp_ms == again.stamp_ms);
	require(mg_slice_equal(commit->subject, again.subject) && mg_slice_equal(commit->reason, again.reason));
	mg_buf_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct mg_slice raw = {(const char *)data, size};
	struct mg_public_key signer;
	struct mg_commit commit;
	struct mg_arena arena;

	if (size > MG_MAX_COMMIT_BYTES || mg_key_init(NULL) != 0)
		return 0;
	mg_arena_init(&arena, 0);
	if (mg_commit_parse(raw, &arena, &commit, NULL) == 0) {
		check_layout(raw, &commit);
		check_said(&commit, &arena);
		if (mg_commit_verify(&commit, &signer, NULL) == 0)
			require(strcmp(signer.id, commit.key) == 0);
	}
	mg_arena_clear(&arena);
	return 0;
}
