// SPDX-License-Identifier: EUPL-1.2
//
// Attachments: files that records name and that nobody changes, such as the scan of a signed paper.
#ifndef MG_CLI_PIECE_H
#define MG_CLI_PIECE_H

#include "cli/command.h"
#include "core/key/key.h"
#include "schema/record/path.h"

struct mg_piece {
	struct mg_path path;        // pieces/<hash>-<slug>.<ext>
	char sha256[MG_SHA256_HEX]; // of its bytes
	bool was_there;             // under that path, which may have another name than was asked for
};

// Records a file as an attachment, named after `title`, or after the file when that is NULL. The same bytes are recorded
// once. MG_ENOTFOUND, MG_ELIMIT above MG_MAX_PIECE_BYTES; MG_EUSAGE for an empty file, and one without an extension.
int mg_piece_store(struct mg_cli *cli, const char *file, const char *title, const char *reason, struct mg_piece *out,
		   struct mg_error *err) MG_CHECKED;

// Says where it is, its digest, and how a record names it.
void mg_piece_tell(const struct mg_cli *cli, const struct mg_piece *piece);

#endif
