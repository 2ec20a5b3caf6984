// SPDX-License-Identifier: EUPL-1.2
//
// Whether changes were made side by side, and names of key holders: what log tells beside the index.
#ifndef MG_CLI_HISTORY_H
#define MG_CLI_HISTORY_H

#include "cli/command.h"
#include "core/index/index.h"

// Both remembered over one run; zero at first.
struct mg_histories {
	struct mg_history_of *items;
	size_t n, cap;
	struct mg_holder_of *holders;
	size_t n_holders, holders_cap;
	struct mg_history counting;
	bool has_counting;
};

// True when a change was made beyond what counts (core/view/history.h).
int mg_history_is_left_out(struct mg_cli *cli, struct mg_histories *histories, const struct mg_index_change *change,
			   bool *left_out, struct mg_error *err) MG_CHECKED;

// True when another write that counts at, above or below the place of this change neither saw it nor was seen by it.
int mg_history_is_concurrent(struct mg_cli *cli, struct mg_histories *histories, const struct mg_index_change *change,
			     bool *concurrent, struct mg_error *err) MG_CHECKED;

// The name of a key's holder; "" when it has none.
const char *mg_history_holder(struct mg_cli *cli, struct mg_histories *histories, const char *key);

#endif
