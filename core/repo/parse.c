// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/parse.h"

#include "base/limits.h"
#include "schema/yaml/yaml_read.h"

#define MAX_DIGITS 18 // of a whole number that certainly fits

int mg_parse_doc(const char *name, struct mg_slice text, struct mg_doc *doc, struct mg_error *err)
{
	struct mg_findings findings;
	int code;

	mg_findings_init(&findings);
	code = mg_yaml_read_within(doc, name, text, MG_MAX_VIEW_BYTES, &findings);
	if (code && findings.n)
		mg_fail(err, code, "%s:%u:%u: %s", name, findings.items[0].mark.line, findings.items[0].mark.col,
			findings.items[0].message);
	else if (code)
		mg_fail_memory(err);
	mg_findings_clear(&findings);
	return code;
}

int mg_parse_known(const char *name, struct mg_slice text, struct mg_values *values, const struct mg_id *blob,
		   struct mg_arena *arena, const struct mg_node **value, struct mg_error *err)
{
	struct mg_doc doc;
	int code;

	*value = NULL;
	mg_doc_init(&doc);
	code = mg_parse_doc(name, text, &doc, err);
	if (!code)
		*value = mg_values_keep(values, blob, doc.root, arena);
	if (!code && !*value)
		code = mg_fail_memory(err);
	mg_doc_clear(&doc);
	return code;
}

int mg_parse_value(const char *name, struct mg_slice text, struct mg_arena *arena, const struct mg_node **value,
		   struct mg_error *err)
{
	return mg_parse_known(name, text, NULL, NULL, arena, value, err);
}

// The text of a canonical string, without its quotes; NULL when it has escapes that are seldom.
static char *unescape(struct mg_slice quoted, struct mg_arena *arena, size_t *len)
{
	char *text = mg_arena_copy(arena, quoted.data, quoted.len);

	*len = 0;
	for (size_t i = 0; text && i < quoted.len; i++) {
		char c = quoted.data[i];

		if (c == '\\') {
			c = ++i < quoted.len ? quoted.data[i] : '\0';
			if (c != 'n' && c != '"' && c != '\\')
				return NULL;
			c = c == 'n' ? '\n' : c;
		}
		text[(*len)++] = c;
	}
	return text;
}

static const struct mg_node *read_number(struct mg_slice canon, struct mg_arena *arena)
{
	int64_t number = 0;

	if (canon.len > MAX_DIGITS || (canon.data[0] == '0' && canon.len > 1))
		return NULL;
	for (size_t i = 0; i < canon.len; i++) {
		if (canon.data[i] < '0' || canon.data[i] > '9')
			return NULL;
		number = number * 10 + (canon.data[i] - '0');
	}
	return mg_node_new_int(arena, number);
}

// Most values are texts, or whole numbers: those need no parser. NULL for any other.
static const struct mg_node *read_simple(struct mg_slice canon, struct mg_arena *arena)
{
	char *text;
	size_t len;

	if (canon.len < 2 || canon.data[0] != '"' || canon.data[canon.len - 1] != '"')
		return canon.len ? read_number(canon, arena) : NULL;
	text = unescape((struct mg_slice){canon.data + 1, canon.len - 2}, arena, &len);
	return text ? mg_node_new_string(arena, (struct mg_slice){text, len}) : NULL;
}

int mg_parse_canon(const char *name, const char *canon, struct mg_arena *arena, const struct mg_node **value,
		   struct mg_error *err)
{
	*value = read_simple(mg_slice_of(canon), arena);
	return *value ? 0 : mg_parse_value(name, mg_slice_of(canon), arena, value, err);
}
