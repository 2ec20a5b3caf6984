// SPDX-License-Identifier: EUPL-1.2
//
// What the modules that compute over a CA's history work on: its repository, its index and the record types in force.
// All borrowed from the copy (core/copy/copy.h) that opened them.
#ifndef MG_CORE_STORE_H
#define MG_CORE_STORE_H

#include "core/index/index.h"
#include "core/repo/repo.h"
#include "schema/record/type.h"

struct mg_values;

struct mg_store {
	struct mg_repo *repo;
	struct mg_index *index;
	const struct mg_types *types;
	struct mg_values *values; // NULL but while many commits are judged (core/repo/values.h)
	struct mg_id ca;          // the CA's first commit, which is its id; zero while it is being made
};

#endif
