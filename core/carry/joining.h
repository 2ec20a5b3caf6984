// SPDX-License-Identifier: EUPL-1.2
//
// Requests to join on their way through git remotes: refs/maillage/requests/<key-id> (docs/format-invitation.md). What
// anybody may leave there is read with care and believed in nothing.
#ifndef MG_CORE_JOINING_H
#define MG_CORE_JOINING_H

#include "core/copy/copy.h"
#include "core/carry/request.h"

#define MG_MAX_REQUESTS 64u // fetched from one remote and kept; more is a flood

// Keeps this device's own request, so that the copy knows that it asked; and leaves it on a remote. MG_EDENIED, with the
// remote's words, when it lets nobody write there.
int mg_joining_keep(struct mg_copy *copy, const struct mg_request *request, struct mg_slice text,
		    struct mg_error *err) MG_CHECKED;
int mg_joining_send(struct mg_copy *copy, const char *remote, const char *key, struct mg_error *err) MG_CHECKED;

// Whether a reference a remote has may be a request that is not here yet: it was not looked at before.
bool mg_joining_is_new(struct mg_copy *copy, const char *ref, const struct mg_id *id);

// Brings a remote's new requests here, and how many they are: those made with a ticket of this home, or (key: not NULL) the
// one of that key, whoever may accept it. What is no request, or not signed by its key, or beyond the limits, stays outside.
int mg_joining_fetch(struct mg_copy *copy, const char *remote, const char *key, size_t *fetched,
		     struct mg_error *err) MG_CHECKED;

struct mg_joining {
	struct mg_request request;
	struct mg_slice text;
};

// The request of a key. MG_ENOTFOUND; in the arena.
int mg_joining_find(struct mg_copy *copy, const char *key, struct mg_arena *arena, struct mg_joining *out,
		    struct mg_error *err) MG_CHECKED;

// The requests that are here, by key. In the arena.
int mg_joining_list(struct mg_copy *copy, struct mg_arena *arena, struct mg_joining **out, size_t *n,
		    struct mg_error *err) MG_CHECKED;

// Removes a request that was answered, here and, where they can be reached, on the remotes.
int mg_joining_drop(struct mg_copy *copy, const char *key, struct mg_error *err) MG_CHECKED;

// The same of one that is not to be accepted: on a remote that could not be reached it is not looked at again. MG_ENOTFOUND
// when no such request is here.
int mg_joining_refuse(struct mg_copy *copy, const char *key, struct mg_error *err) MG_CHECKED;

#endif
