// SPDX-License-Identifier: EUPL-1.2
//
// How a copy stands: read once (cmd_status.c), then told to a person (status_text.c) or to a program (status_json.c).
#ifndef MG_CLI_STATUS_H
#define MG_CLI_STATUS_H

#include "cli/dues.h"
#include "cli/record.h"
#include "cli/returns.h"
#include "core/carry/joining.h"
#include "core/carry/remote.h"

#define MG_STATUS_LEFT_OUT "hors-coupure" // the code of what is beyond the cut of a revocation

// All pointers are of the command's arena.
struct mg_status {
	struct mg_writer writer;
	bool can_write;
	struct mg_error why_not; // when it cannot
	struct mg_id main;
	int64_t format;
	struct mg_line_state *lines;
	const char **revoked; // of each line: why its key was, or NULL
	size_t n_lines;
	struct mg_open_conflicts conflicts;
	struct mg_unrecorded *unrecorded;
	size_t n_unrecorded;
	struct mg_findings invalid;
	struct mg_index_verdict *verdicts;
	size_t n_verdicts;
	struct mg_history history;
	uint32_t *recovered; // of each of its cuts: how many commits were recorded anew
	bool clock_is_wrong;
	int64_t early_ms; // the stamp of the writer's last commit, when it is ahead and nobody has taken it in; else 0
	struct mg_peer_state *peers;
	size_t n_peers;
	struct mg_joining *requests;
	const char **unanswerable; // of each request: why it can no longer be accepted, or NULL
	size_t n_requests;
	struct mg_return *returns; // of the writer's bilans
	size_t n_returns;
	struct mg_dues dues;
	struct mg_to_signs to_sign; // by the writer
};

// For people, on stdout.
void mg_status_show(struct mg_cli *cli, const struct mg_status *status);

// One JSON document on stdout; docs: `status --json` in maillage.1.
void mg_status_json(struct mg_cli *cli, const struct mg_status *status);

#endif
