// SPDX-License-Identifier: EUPL-1.2
#include "cli/json.h"

#include "base/text.h"
#include "cli/json_number.h"
#include "core/view/conflict.h"
#include "schema/value/canon.h"
#include "schema/record/path.h"
#include "schema/yaml/yaml.h"

#include <inttypes.h>

// ---- layout

static void new_line(struct mg_json *json)
{
	fprintf(json->out, "\n%*s", (int)(2 * json->depth), "");
}

// What comes before a value: its key's colon, or a comma.
static void before(struct mg_json *json)
{
	if (!json->keyed && json->depth) {
		fputs(json->filled ? "," : "", json->out);
		new_line(json);
	}
	json->keyed = false;
	json->filled = true;
}

void mg_json_open(struct mg_json *json, char bracket)
{
	before(json);
	putc(bracket, json->out);
	json->depth++;
	json->filled = false;
}

void mg_json_close(struct mg_json *json, char bracket)
{
	json->depth--;
	if (json->filled)
		new_line(json);
	putc(bracket == '{' ? '}' : ']', json->out);
	json->filled = true;
}

void mg_json_end(struct mg_json *json)
{
	putc('\n', json->out);
}

static void put_buf(struct mg_json *json, struct mg_buf *buf)
{
	fwrite(mg_buf_text(buf), 1, buf->len, json->out);
	mg_buf_clear(buf);
}

// ---- scalars

// The text with each malformed byte replaced.
static void mend(struct mg_slice text, struct mg_buf *out)
{
	while (text.len) {
		size_t good = mg_utf8_check(text);

		mg_buf_put(out, text.data, good);
		if (good == text.len)
			return;
		mg_buf_puts(out, "\xEF\xBF\xBD");
		text.data += good + 1;
		text.len -= good + 1;
	}
}

static void put_string(struct mg_json *json, struct mg_slice text)
{
	struct mg_buf whole = {0}, quoted = {0};

	mend(text, &whole);
	mg_canon_string(mg_buf_slice(&whole), &quoted);
	mg_buf_clear(&whole);
	put_buf(json, &quoted);
}

void mg_json_slice(struct mg_json *json, struct mg_slice text)
{
	before(json);
	put_string(json, text);
}

static void put_null(struct mg_json *json)
{
	before(json);
	fputs("null", json->out);
}

void mg_json_text(struct mg_json *json, const char *text)
{
	if (text)
		mg_json_slice(json, mg_slice_of(text));
	else
		put_null(json);
}

void mg_json_int(struct mg_json *json, int64_t value)
{
	before(json);
	fprintf(json->out, "%" PRId64, value);
}

void mg_json_bool(struct mg_json *json, bool value)
{
	before(json);
	fputs(value ? "true" : "false", json->out);
}

void mg_json_id(struct mg_json *json, const struct mg_id *id)
{
	char hex[MG_ID_HEX];

	mg_json_text(json, mg_id_is_zero(id) ? NULL : mg_id_format(id, hex));
}

void mg_json_time(struct mg_json *json, int64_t ms)
{
	char text[MG_TIME_CHARS + 1];

	if (ms)
		mg_time_format(ms, text);
	mg_json_text(json, ms ? text : NULL);
}

// ---- keys

void mg_json_key(struct mg_json *json, const char *key)
{
	mg_json_slice(json, mg_slice_of(key));
	fputs(": ", json->out);
	json->keyed = true;
}

void mg_json_pair(struct mg_json *json, const char *key, const char *text)
{
	mg_json_key(json, key);
	mg_json_text(json, text);
}

void mg_json_pair_int(struct mg_json *json, const char *key, int64_t value)
{
	mg_json_key(json, key);
	mg_json_int(json, value);
}

void mg_json_pair_record(struct mg_json *json, const char *key, const char *path)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(path, printed);
	mg_json_pair(json, key, printed);
}

// ---- nodes

static void put_number(struct mg_json *json, const struct mg_node *node)
{
	struct mg_buf text = {0};

	if (mg_json_number(node, &text)) {
		before(json);
		put_buf(json, &text);
		return;
	}
	mg_json_slice(json, mg_buf_slice(&text));
	mg_buf_clear(&text);
}

static void put_map(struct mg_json *json, const struct mg_node *map)
{
	mg_json_open(json, '{');
	for (size_t i = 0; i < map->as.map.n; i++) {
		mg_json_slice(json, map->as.map.pairs[i].key);
		fputs(": ", json->out);
		json->keyed = true;
		mg_json_node(json, map->as.map.pairs[i].value);
	}
	mg_json_close(json, '{');
}

static void put_list(struct mg_json *json, const struct mg_node *list)
{
	mg_json_open(json, '[');
	for (size_t i = 0; i < list->as.list.n; i++)
		mg_json_node(json, list->as.list.items[i]);
	mg_json_close(json, '[');
}

void mg_json_node(struct mg_json *json, const struct mg_node *node)
{
	switch (node ? node->type : MG_NULL) {
	case MG_NULL:
		put_null(json);
		break;
	case MG_BOOL:
		mg_json_bool(json, node->as.boolean);
		break;
	case MG_INT:
	case MG_FLOAT:
		put_number(json, node);
		break;
	case MG_STRING:
		mg_json_slice(json, node->text);
		break;
	case MG_LIST:
		put_list(json, node);
		break;
	case MG_MAP:
		put_map(json, node);
		break;
	}
}

void mg_json_canon(struct mg_json *json, const char *canon)
{
	struct mg_findings findings;
	struct mg_doc doc;

	if (!canon) {
		put_null(json);
		return;
	}
	mg_doc_init(&doc);
	mg_findings_init(&findings);
	if (mg_yaml_read(&doc, "", mg_slice_of(canon), &findings) == 0)
		mg_json_node(json, doc.root);
	else
		mg_json_text(json, canon);
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
}
