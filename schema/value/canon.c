// SPDX-License-Identifier: EUPL-1.2
//
// Canonical text (docs/format-record.md): one line of JSON with sorted keys, which is also YAML.
#include "schema/value/canon.h"

#include "schema/value/number.h"
#include "schema/value/order.h"

#include <inttypes.h>

// What YAML lets stand raw between double quotes is nearly all that JSON does; the rest must be escaped: the C1
// controls (U+0085 among them), U+2028 and U+2029, which are line breaks to libyaml, U+FEFF, U+FFFE and U+FFFF.
static size_t special_bytes(const unsigned char *p, size_t left, unsigned *character)
{
	if (p[0] < 0x20 || p[0] == '"' || p[0] == '\\' || p[0] == 0x7F) {
		*character = p[0];
		return 1;
	}
	if (p[0] == 0xC2 && left > 1 && p[1] < 0xA0) {
		*character = p[1];
		return 2;
	}
	if ((p[0] == 0xE2 || p[0] == 0xEF) && left > 2) {
		*character = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		if (*character == 0x2028 || *character == 0x2029 || *character == 0xFEFF || *character >= 0xFFFE)
			return 3;
	}
	return 0;
}

static void put_escape(unsigned character, struct mg_buf *out)
{
	if (character == '"' || character == '\\') {
		mg_buf_putc(out, '\\');
		mg_buf_putc(out, (char)character);
	} else if (character == '\n') {
		mg_buf_puts(out, "\\n");
	} else if (character == '\t') {
		mg_buf_puts(out, "\\t");
	} else {
		mg_buf_printf(out, "\\u%04X", character);
	}
}

static bool may_be_special(unsigned char byte)
{
	return byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F || byte == 0xC2 || byte == 0xE2 ||
	       byte == 0xEF;
}

void mg_canon_string(struct mg_slice text, struct mg_buf *out)
{
	const unsigned char *bytes = (const unsigned char *)text.data;
	size_t start = 0;

	mg_buf_putc(out, '"');
	for (size_t i = 0; i < text.len;) {
		unsigned character = 0;
		size_t n = may_be_special(bytes[i]) ? special_bytes(bytes + i, text.len - i, &character) : 0;

		if (!n) {
			i++;
			continue;
		}
		mg_buf_put(out, bytes + start, i - start);
		put_escape(character, out);
		i += n;
		start = i;
	}
	if (text.len)
		mg_buf_put(out, bytes + start, text.len - start);
	mg_buf_putc(out, '"');
}

static void put_list(const struct mg_node *node, struct mg_buf *out)
{
	mg_buf_putc(out, '[');
	for (size_t i = 0; i < node->as.list.n; i++) {
		if (i)
			mg_buf_putc(out, ',');
		mg_node_canon(node->as.list.items[i], out);
	}
	mg_buf_putc(out, ']');
}

static void put_map(const struct mg_node *node, struct mg_buf *out)
{
	struct mg_order order;

	if (!mg_order_init(&order, node)) {
		out->failed = MG_ENOMEM;
		return;
	}
	mg_buf_putc(out, '{');
	for (size_t i = 0; i < order.n; i++) {
		if (i)
			mg_buf_putc(out, ',');
		mg_canon_string(order.entries[i].name, out);
		mg_buf_putc(out, ':');
		mg_node_canon(order.entries[i].node, out);
	}
	mg_buf_putc(out, '}');
	mg_order_clear(&order);
}

void mg_node_canon(const struct mg_node *node, struct mg_buf *out)
{
	switch (node->type) {
	case MG_NULL:
		mg_buf_puts(out, "null");
		return;
	case MG_BOOL:
		mg_buf_puts(out, node->as.boolean ? "true" : "false");
		return;
	case MG_INT:
		mg_buf_printf(out, "%" PRId64, node->as.integer);
		return;
	case MG_FLOAT:
		mg_number_format(node->as.number, out);
		return;
	case MG_STRING:
		mg_canon_string(node->text, out);
		return;
	case MG_LIST:
		put_list(node, out);
		return;
	case MG_MAP:
		put_map(node, out);
		return;
	}
}
