// SPDX-License-Identifier: EUPL-1.2
//
// Reading with a limit of one's own.
#ifndef MG_SCHEMA_YAML_READ_H
#define MG_SCHEMA_YAML_READ_H

#include "schema/yaml/yaml.h"

// mg_yaml_read for texts that need not be records: what several copies wrote may be longer than one may write.
int mg_yaml_read_within(struct mg_doc *doc, const char *path, struct mg_slice text, size_t max_bytes,
			struct mg_findings *findings) MG_CHECKED;

#endif
