// SPDX-License-Identifier: EUPL-1.2
//
// Checking everything again from a CA's first commit, believing nothing kept beside the repository.
#ifndef MG_CORE_VERIFY_H
#define MG_CORE_VERIFY_H

#include "core/copy/copy.h"

struct mg_verify_finding {
	struct mg_id commit; // zero when it is about a file
	const char *path;    // or ""
	// of core/trust/judge.h; "damaged" when objects cannot be read; "line", "main"; "document" for a signed file whose
	// bytes changed
	const char *code;
	const char *message;
};

struct mg_verify_report {
	size_t commits;   // of all lines
	size_t documents; // signatures of records
	size_t keys;
	struct mg_verify_finding *findings; // in the arena
	size_t n_findings;
	bool damaged; // what main is cannot be told
};

// Judges every commit anew, recomputes main, checks every signature of the view over the bytes in the view and over the
// bytes on disk. progress (or NULL) is called now and then with how many commits are done of how many.
int mg_verify(struct mg_copy *copy, void (*progress)(void *context, size_t done, size_t total), void *context,
	      struct mg_arena *arena, struct mg_verify_report *out, struct mg_error *err) MG_CHECKED;

// The allowed-signers file of stock ssh-keygen and git: every key of the view, principal = actor, with namespaces,
// valid-after (the enrolling commit's time) and valid-before (revocation), times ending in Z.
int mg_allowed_signers(struct mg_copy *copy, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

#endif
