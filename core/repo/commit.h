// SPDX-License-Identifier: EUPL-1.2
//
// Commits of lines, as git stores them (docs/format-commit.md). A signed commit is
//
//   tree <40 hex>
//   parent <40 hex>                       (none for a CA's first commit)
//   author <actor> <<key-id>@maillage> <seconds> +0000
//   committer <the same>
//   gpgsig <SSHSIG armour, namespace "git", continuation lines indented by one space>
//
//   <subject>
//
//   <reason, any number of lines>
//
//   Maillage-Stamp: <milliseconds since 1970>
//
// What is signed is the object without its gpgsig header: what stock git signs and verifies. Pure but for the signature.
#ifndef MG_CORE_COMMIT_H
#define MG_CORE_COMMIT_H

#include "base/arena.h"
#include "base/limits.h"
#include "core/repo/id.h"
#include "core/key/sshsig.h"

#define MG_STAMP_TRAILER "Maillage-Stamp: "

// What mg_commit_verify says of a commit, when it has been asked already.
struct mg_commit_checked {
	int code;
	struct mg_public_key signer;
	struct mg_error err;
};

struct mg_commit {
	struct mg_id id; // zero before it has been written
	struct mg_id tree;
	struct mg_id *parents;
	size_t n_parents;
	char actor[MG_MAX_ID_CHARS + 1];
	char key[MG_KEY_ID_CHARS + 1];
	int64_t seconds;                         // of author and committer
	int64_t stamp_ms;                        // the trailer
	struct mg_slice subject;                 // the message's first line
	struct mg_slice reason;                  // what stands between it and the trailers, trimmed; may be empty
	struct mg_slice signature;               // armour, without the indentation; empty when unsigned
	struct mg_slice signed_bytes;            // what the signature is over
	const struct mg_commit_checked *checked; // or NULL: nobody has verified it yet
};

// Reads a raw commit object strictly: exactly these headers in this order, once each, and one Maillage-Stamp. Everything
// in out lives in the arena. MG_EINVALID says which line is wrong. The id is the caller's to fill.
int mg_commit_parse(struct mg_slice raw, struct mg_arena *arena, struct mg_commit *out,
		    struct mg_error *err) MG_CHECKED;

// The bytes to sign: the object of these fields without its signature. reason may be empty.
int mg_commit_format(const struct mg_commit *commit, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// The whole object: unsigned bytes with the signature (armour) put in as git does, its last newline stripped, so that the
// id equals the one stock git gives.
int mg_commit_assemble(struct mg_slice unsigned_bytes, struct mg_slice armour, struct mg_buf *out,
		       struct mg_error *err) MG_CHECKED;

// Checks the signature (namespace git) and that it is by the key named in the author line. MG_ETRUST otherwise.
int mg_commit_verify(const struct mg_commit *commit, struct mg_public_key *signer, struct mg_error *err) MG_CHECKED;

#endif
