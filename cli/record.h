// SPDX-License-Identifier: EUPL-1.2
//
// Recording, and telling what was recorded: what the commands that write have in common.
#ifndef MG_CLI_RECORD_H
#define MG_CLI_RECORD_H

#include "cli/command.h"

struct mg_recording {
	const char *const *settle; // conflicts to settle as the edits leave them
	size_t n_settle;
	const char *reason; // or NULL
};

// Records edits. When one has not the right shape its findings are shown and the answer is MG_EXIT_FAILED. Conflicts that
// were settled are told, with the values set aside. 0 also when nothing changed: out->commit is then zero.
int mg_record_edits(struct mg_cli *cli, const struct mg_edit *edits, size_t n, const struct mg_recording *how,
		    struct mg_recorded *out, struct mg_error *err) MG_CHECKED;

// MG_ECONFLICT, with what to do, when the folder's file has edits that are not recorded: what is recorded is then not
// what people see.
int mg_record_refuse_edits(struct mg_cli *cli, const char *path, struct mg_error *err) MG_CHECKED;

// Conflicts as they stand before something is recorded, to tell what it set aside.
struct mg_open_conflicts {
	struct mg_open_conflict *items; // in the arena of the run
	size_t n;
};
int mg_conflicts_read(struct mg_cli *cli, struct mg_open_conflicts *out, struct mg_error *err) MG_CHECKED;
void mg_conflicts_tell_settled(struct mg_cli *cli, const struct mg_open_conflicts *before,
			       const struct mg_recorded *recorded);

#endif
