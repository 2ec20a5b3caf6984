// SPDX-License-Identifier: EUPL-1.2
//
// A byte that says whether lines end in \r\n, the text, then the nodes, each before what it holds:
//
//     node: type and style in a byte, where it starts, then
//         of a scalar: where it ends, its text
//         of a list: how many items, the items, where it ends
//         of a mapping: how many pairs; of each where the key starts and ends, its text, the value; where it ends
//
// Numbers are in base 128, lowest digits first, the top bit set but for the last. Places are told by how far they are from
// the one told before; texts by where they stand in the document, or whole when escapes or folding made them.
#include "schema/yaml/yaml_code.h"

#include "base/limits.h"
#include "schema/yaml/yaml_scalar.h"

#define STYLE_SHIFT 4

// ---- encoding

struct encoder {
	struct mg_buf *out;
	struct mg_slice text;
	struct mg_mark last;
};

static void put_number(struct encoder *e, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		mg_buf_putc(e->out, (char)(number | 0x80));
	mg_buf_putc(e->out, (char)number);
}

// Differences of both signs: 0, -1, 1, -2...
static void put_difference(struct encoder *e, uint32_t from, uint32_t to)
{
	put_number(e, to >= from ? 2 * (uint64_t)(to - from) : 2 * (uint64_t)(from - to) - 1);
}

// Most places are further right on the same line, and no letter with an accent stands between.
static void put_mark(struct encoder *e, struct mg_mark mark)
{
	const struct mg_mark last = e->last;

	e->last = mark;
	if (mark.line == last.line && mark.offset >= last.offset && mark.offset - last.offset == mark.col - last.col) {
		put_number(e, 2 * (uint64_t)(mark.offset - last.offset) + 1);
		return;
	}
	put_number(e, 2 * (uint64_t)mark.line);
	put_difference(e, last.offset, mark.offset);
	put_number(e, mark.col);
}

static void put_text(struct encoder *e, struct mg_slice text, struct mg_mark start)
{
	const size_t at = (size_t)((uintptr_t)text.data - (uintptr_t)e->text.data);
	const bool inside = text.len && at >= start.offset && at < e->text.len;

	put_number(e, 2 * (uint64_t)text.len + inside);
	if (inside)
		put_number(e, at - start.offset);
	else
		mg_buf_put_slice(e->out, text);
}

static void put_node(struct encoder *e, const struct mg_node *node)
{
	mg_buf_putc(e->out, (char)((unsigned)node->type | (unsigned)node->style << STYLE_SHIFT));
	put_mark(e, node->start);
	if (node->type == MG_LIST) {
		put_number(e, node->as.list.n);
		for (size_t i = 0; i < node->as.list.n; i++)
			put_node(e, node->as.list.items[i]);
		put_mark(e, node->end);
	} else if (node->type == MG_MAP) {
		put_number(e, node->as.map.n);
		for (size_t i = 0; i < node->as.map.n; i++) {
			const struct mg_pair *pair = &node->as.map.pairs[i];

			put_mark(e, pair->key_start);
			put_mark(e, pair->key_end);
			put_text(e, pair->key, pair->key_start);
			put_node(e, pair->value);
		}
		put_mark(e, node->end);
	} else {
		put_mark(e, node->end);
		put_text(e, node->text, node->start);
	}
}

void mg_doc_encode(const struct mg_doc *doc, struct mg_buf *out)
{
	struct encoder e = {.out = out, .text = doc->text};

	mg_buf_putc(out, doc->crlf);
	put_number(&e, doc->text.len);
	mg_buf_put_slice(out, doc->text);
	put_node(&e, doc->root);
}

// ---- decoding

struct decoder {
	const char *at, *end;
	struct mg_slice text;
	struct mg_arena *arena;
	struct mg_mark last;
	unsigned depth;
	bool failed; // what is taken then is nothing
};

static unsigned take_byte(struct decoder *d)
{
	if (d->at < d->end)
		return (unsigned char)*d->at++;
	d->failed = true;
	return 0;
}

static uint64_t take_number(struct decoder *d)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		unsigned byte = take_byte(d);

		number |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return number;
	}
	d->failed = true;
	return 0;
}

static struct mg_slice take_bytes(struct decoder *d, uint64_t len)
{
	const char *at = d->at;

	if (d->failed || len > (uint64_t)(d->end - at)) {
		d->failed = true;
		return (struct mg_slice){"", 0};
	}
	d->at += len;
	return (struct mg_slice){at, (size_t)len};
}

static struct mg_mark take_mark(struct decoder *d)
{
	const uint64_t first = take_number(d), by = first / 2;
	struct mg_mark mark = d->last;

	if (first % 2) {
		mark.offset += (uint32_t)by;
		mark.col += (uint32_t)by;
	} else {
		const uint64_t difference = take_number(d);
		const uint32_t far = (uint32_t)((difference + 1) / 2);

		mark.line = (uint32_t)by;
		mark.offset += difference % 2 ? 0 - far : far;
		mark.col = (uint32_t)take_number(d);
	}
	d->failed |= mark.offset > d->text.len;
	d->last = mark;
	return mark;
}

static struct mg_slice take_text(struct decoder *d, struct mg_mark start)
{
	const uint64_t first = take_number(d), len = first / 2;
	uint64_t at;

	if (first % 2 == 0)
		return take_bytes(d, len);
	at = take_number(d);
	if (d->failed || at > d->text.len - start.offset || len > d->text.len - start.offset - at) {
		d->failed = true;
		return (struct mg_slice){"", 0};
	}
	return (struct mg_slice){d->text.data + start.offset + at, (size_t)len};
}

// How many parts follow: each takes a byte at least, so damaged bytes cannot ask for more memory than they are worth.
static size_t take_count(struct decoder *d)
{
	const uint64_t n = take_number(d);

	d->failed |= n > (uint64_t)(d->end - d->at) || d->depth >= MG_MAX_DEPTH;
	return d->failed ? 0 : (size_t)n;
}

static const struct mg_node *take_node(struct decoder *d);

static void take_list(struct decoder *d, struct mg_node *node)
{
	const size_t n = take_count(d);

	node->as.list.items = mg_arena_array(d->arena, n, sizeof *node->as.list.items);
	d->failed |= !node->as.list.items;
	d->depth++;
	for (size_t i = 0; i < n && !d->failed; i++)
		node->as.list.items[i] = take_node(d);
	d->depth--;
	node->as.list.n = n;
}

static void take_map(struct decoder *d, struct mg_node *node)
{
	const size_t n = take_count(d);

	node->as.map.pairs = mg_arena_array(d->arena, n, sizeof *node->as.map.pairs);
	d->failed |= !node->as.map.pairs;
	d->depth++;
	for (size_t i = 0; i < n && !d->failed; i++) {
		struct mg_pair *pair = &node->as.map.pairs[i];

		pair->key_start = take_mark(d);
		pair->key_end = take_mark(d);
		pair->key = take_text(d, pair->key_start);
		pair->value = take_node(d);
	}
	d->depth--;
	node->as.map.n = n;
}

static void take_scalar(struct decoder *d, struct mg_node *node, unsigned type)
{
	node->end = take_mark(d);
	node->text = take_text(d, node->start);
	node->type = MG_STRING;
	if (node->style == MG_PLAIN)
		mg_scalar_resolve(node->text, node);
	d->failed |= node->type != type;
}

static const struct mg_node *take_node(struct decoder *d)
{
	const unsigned first = take_byte(d), type = first & ((1u << STYLE_SHIFT) - 1), style = first >> STYLE_SHIFT;
	struct mg_node *node = mg_arena_alloc(d->arena, sizeof *node);

	d->failed |= !node || type > MG_MAP || style > MG_FLOW;
	if (d->failed)
		return NULL;
	node->type = (enum mg_node_type)type;
	node->style = (enum mg_style)style;
	node->start = take_mark(d);
	if (type == MG_LIST)
		take_list(d, node);
	else if (type == MG_MAP)
		take_map(d, node);
	else
		take_scalar(d, node, type);
	if (type >= MG_LIST)
		node->end = take_mark(d);
	d->failed |= node->end.offset < node->start.offset;
	return d->failed ? NULL : node;
}

bool mg_doc_decode(struct mg_slice bytes, struct mg_arena *arena, struct mg_doc *doc)
{
	struct decoder d = {.at = bytes.data, .end = bytes.data + bytes.len, .arena = arena};

	mg_doc_init(doc);
	doc->crlf = take_byte(&d) == 1;
	doc->text = d.text = take_bytes(&d, take_number(&d));
	doc->root = take_node(&d);
	if (!d.failed && d.at == d.end)
		return true;
	mg_doc_init(doc);
	return false;
}
