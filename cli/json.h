// SPDX-License-Identifier: EUPL-1.2
//
// JSON on a stream, as it is made. Values of records keep their numbers exactly as written: a document tree of doubles
// would turn 0.1 into 0.10000000000000001 and refuse 20 digits.
#ifndef MG_CLI_JSON_H
#define MG_CLI_JSON_H

#include "core/repo/id.h"
#include "schema/value/node.h"

#include <stdio.h>

// Zero but for `out`. Write errors stay in out (ferror).
struct mg_json {
	FILE *out;
	unsigned depth;
	bool filled; // the innermost object or list has something in it
	bool keyed;  // a key waits for its value
};

// '{' or '['; closing takes the same character. Every object and list that is opened must be closed.
void mg_json_open(struct mg_json *json, char bracket);
void mg_json_close(struct mg_json *json, char bracket);

// Before each value of an object.
void mg_json_key(struct mg_json *json, const char *key);

void mg_json_text(struct mg_json *json, const char *text); // NULL: null. Malformed UTF-8 becomes U+FFFD.
void mg_json_slice(struct mg_json *json, struct mg_slice text);
void mg_json_int(struct mg_json *json, int64_t value);
void mg_json_bool(struct mg_json *json, bool value);
void mg_json_id(struct mg_json *json, const struct mg_id *id);
void mg_json_time(struct mg_json *json, int64_t ms); // RFC 3339, UTC; 0: null

// NULL: null. .inf and .nan, which JSON has not, become texts.
void mg_json_node(struct mg_json *json, const struct mg_node *node);

// A canonical text (schema/value/node.h); NULL: null.
void mg_json_canon(struct mg_json *json, const char *canon);

// mg_json_key and a value.
void mg_json_pair(struct mg_json *json, const char *key, const char *text);
void mg_json_pair_int(struct mg_json *json, const char *key, int64_t value);

// A record's path without .yaml.
void mg_json_pair_record(struct mg_json *json, const char *key, const char *path);

// Ends the document: a newline.
void mg_json_end(struct mg_json *json);

#endif
