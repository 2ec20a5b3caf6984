// SPDX-License-Identifier: EUPL-1.2
//
// Taking in what came from elsewhere, whatever carried it: from a quarantine, judged there, into the copy.
#ifndef MG_CORE_RECEIVE_H
#define MG_CORE_RECEIVE_H

#include "core/copy/copy_impl.h"
#include "core/carry/quarantine.h"

// A tip that was told of; message: why it could not even be brought here (in words for people), or NULL.
struct mg_received_tip {
	struct mg_id id;
	const char *key; // of the line it is said to be of
	const char *message;
	const char *from; // the remote that showed it; NULL: none
};

// Judges what the quarantine holds of these tips. When something of it is accepted or held, its objects are moved in; then
// index and references follow. One tip that cannot be walked (an object is missing) is held and the others go on. Closes
// the quarantine (NULL: all is inside already), also on failure. With the lock.
int mg_receive(struct mg_copy *copy, struct mg_quarantine *quarantine, const struct mg_received_tip *tips, size_t n,
	       struct mg_ingested *counts, struct mg_error *err) MG_CHECKED;

#endif
