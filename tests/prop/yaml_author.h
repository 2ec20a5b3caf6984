// SPDX-License-Identifier: EUPL-1.2
//
// An author for the property tests: makes up values, and writes them the many ways people do.
#ifndef MG_TESTS_PROP_YAML_AUTHOR_H
#define MG_TESTS_PROP_YAML_AUTHOR_H

#include "schema/value/canon.h"
#include "schema/yaml/yaml_style.h"

#include <stdlib.h>

struct author {
	uint64_t state;
	struct mg_arena *arena;
	const char *line_end;
	unsigned comments;
	bool after_block; // the last value was a block scalar: what is indented would belong to it
};

// splitmix64
static inline uint64_t pick(struct author *author, uint64_t below)
{
	uint64_t z = author->state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (z ^ z >> 31) % below;
}

static inline const struct mg_node *make_string(struct author *author)
{
	static const char *const texts[] = {
		"Maraudes",
		"maraude de nuit",
		"non",
		"12:30",
		"01103",
		"1e3",
		"true",
		"",
		"~",
		"null",
		"- tiret",
		"a: b",
		"a #b",
		"#b",
		"l'eau",
		"dit \"oui\"",
		"l'un et \"l'autre\"",
		"[x]",
		"{",
		"x, y",
		"fin:",
		"?q",
		"? q",
		":p",
		"-",
		"---",
		"...",
		"\xC3\xA9t\xC3\xA9 \xE2\x80\x94 c\xC5\x93ur",
		"\xE2\x80\x9C"
		"cit\xC3\xA9\xE2\x80\x9D",
		"un\ndeux",
		"un\ndeux\n",
		"un\n\n  deux\n\n",
		"  marge\nsuite",
		"\n",
		"\ttab",
		" bord ",
		"\\",
		"C:\\dossier",
		"%x",
		"@y",
		"`z",
		"&a",
		"*b",
		"!c",
		"|",
		">",
		"<<",
		"\x01\x7F",
		"\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF",
		"\xF0\x9F\x98\x80 ok",
		"un texte un peu plus long, avec une virgule",
	};

	return mg_node_new_string(author->arena, mg_slice_of(texts[pick(author, sizeof texts / sizeof *texts)]));
}

static inline const struct mg_node *make_number(struct author *author)
{
	static const double values[] = {0.5, 12.25, -3.0, 1e30, 1e-9, 0.1, 23000.01, 1.0 / 3.0};
	struct mg_node *node;

	if (pick(author, 2))
		return mg_node_new_int(author->arena, (int64_t)pick(author, 2000) - 1000);
	node = mg_arena_alloc(author->arena, sizeof *node);
	node->type = MG_FLOAT;
	node->as.number = values[pick(author, sizeof values / sizeof *values)];
	return node;
}

static inline const struct mg_node *make_scalar(struct author *author)
{
	switch (pick(author, 8)) {
	case 0:
		return make_number(author);
	case 1:
		return mg_node_new_bool(author->arena, pick(author, 2));
	case 2:
		return mg_node_new_null(author->arena);
	default:
		return make_string(author);
	}
}

static inline struct mg_slice make_key(struct author *author)
{
	static const char *const keys[] = {"a",    "b",        "cible", "intitule", "01",     "true",       "k k",
					   "a: b", "\xC3\xA9", "x.y",   "-",        "",       "date_debut", "\"q\"",
					   "a-b",  "[z]",      "#",     "l1",       "no\nte", "z"};

	return mg_slice_of(keys[pick(author, sizeof keys / sizeof *keys)]);
}

static inline const struct mg_node *make_value(struct author *author, unsigned depth);

// Keys must be distinct: a key drawn again is left out.
static inline const struct mg_node *make_map(struct author *author, unsigned depth, const struct mg_node *id)
{
	struct mg_pair pairs[8];
	size_t n = 0, wanted = pick(author, 6);

	if (id)
		pairs[n++] = (struct mg_pair){.key = mg_slice_of("id"), .value = id};
	for (size_t i = 0; i < wanted; i++) {
		struct mg_slice key = make_key(author);
		bool again = false;

		for (size_t j = 0; j < n; j++)
			again |= mg_slice_equal(pairs[j].key, key);
		if (!again)
			pairs[n++] = (struct mg_pair){.key = key, .value = make_value(author, depth + 1)};
	}
	return mg_node_new_map(author->arena, pairs, n);
}

static inline const struct mg_node *make_list(struct author *author, unsigned depth)
{
	const struct mg_node *items[8];
	size_t n = pick(author, 5), kind = pick(author, 3);

	for (size_t i = 0; i < n; i++) {
		char name[16];
		int len = snprintf(name, sizeof name, "l%u", (unsigned)(i * 7 % 5));
		const struct mg_node *id = mg_node_new_string(author->arena, (struct mg_slice){name, (size_t)len});

		items[i] = kind == 0   ? id
			   : kind == 1 ? make_map(author, depth + 1, i == 3 ? mg_node_new_int(author->arena, 3) : id)
				       : make_value(author, depth + 1);
	}
	return mg_node_new_list(author->arena, items, n);
}

static inline const struct mg_node *make_value(struct author *author, unsigned depth)
{
	uint64_t kind = pick(author, depth > 4 ? 3 : 6);

	return kind < 3 ? make_scalar(author) : kind < 5 ? make_map(author, depth, NULL) : make_list(author, depth);
}

static inline void break_line(struct author *author, size_t indent, struct mg_buf *out)
{
	mg_buf_puts(out, author->line_end);
	mg_buf_fill(out, ' ', indent);
}

static inline void end_line(struct author *author, struct mg_buf *out)
{
	if (!pick(author, 4))
		mg_buf_printf(out, "%*s# c%u\xC3\xA9", (int)pick(author, 2) + 1, "", author->comments++);
}

// Comments and blank lines between the parts of a block, at any indentation.
static inline void put_between(struct author *author, struct mg_buf *out)
{
	while (!pick(author, 5)) {
		bool blank = pick(author, 2);

		break_line(author, blank || author->after_block ? 0 : pick(author, 9), out);
		if (!blank)
			mg_buf_printf(out, "# c%u", author->comments++);
	}
}

// A text with a single space inside may be continued on the next line, plain or in quotes.
static inline bool put_continued(struct author *author, struct mg_slice text, size_t indent, struct mg_buf *out)
{
	const char *space = memchr(text.data, ' ', text.len);
	size_t at = space ? (size_t)(space - text.data) : 0;
	bool plain = pick(author, 2);

	if (!at || at + 1 >= text.len || space[1] == ' ' || space[-1] < 'a' || space[-1] > 'z' || space[1] < 'a' ||
	    space[1] > 'z' || memchr(text.data, '"', text.len) || memchr(text.data, '\\', text.len) ||
	    memchr(text.data, ':', text.len) || memchr(text.data, '\n', text.len) || text.data[0] < 'a' ||
	    text.data[0] > 'z' || memchr(text.data, ',', text.len))
		return false;
	mg_buf_puts(out, plain ? "" : "\"");
	mg_buf_put(out, text.data, at);
	break_line(author, indent + 3, out);
	mg_buf_put(out, space + 1, text.len - at - 1);
	mg_buf_puts(out, plain ? "" : "\"");
	return true;
}

static inline bool may_fold(const struct mg_node *node)
{
	return node->type == MG_STRING && node->text.len && node->text.data[0] >= 'a' &&
	       !memchr(node->text.data, '\n', node->text.len);
}

static inline bool keeps_lines(const struct mg_node *node)
{
	return node->text.len > 1 && memcmp(node->text.data + node->text.len - 2, "\n\n", 2) == 0;
}

// False after a block scalar, which holds its own comments.
static inline bool put_scalar(struct author *author, const struct mg_node *node, size_t indent,
			      enum mg_yaml_context context, struct mg_buf *out)
{
	struct mg_yaml_writer writer = {.out = out, .line_end = author->line_end};
	bool in_block = context == MG_YAML_BLOCK;

	if (node->type == MG_STRING && !pick(author, 4) && put_continued(author, node->text, indent, out))
		return true;
	// What keeps its blank lines would keep those that come between, too.
	author->after_block = true;
	if (in_block && mg_yaml_is_literal(&writer, node) && !keeps_lines(node) && pick(author, 4)) {
		mg_yaml_put_literal_header(&writer, node);
		end_line(author, out);
		mg_yaml_put_literal_lines(&writer, node, indent + 2);
		return false;
	}
	if (in_block && may_fold(node) && !pick(author, 6)) {
		mg_buf_puts(out, ">-");
		end_line(author, out);
		break_line(author, indent + 1 + pick(author, 4), out);
		mg_buf_put_slice(out, node->text);
		return false;
	}
	author->after_block = false;
	if (node->type == MG_STRING && !pick(author, 4))
		mg_canon_string(node->text, out);
	else
		mg_yaml_put_scalar(&writer, node, context);
	return true;
}

static inline void write_flow(struct author *author, const struct mg_node *node, size_t indent, struct mg_buf *out);

static inline void gap_in_flow(struct author *author, size_t indent, struct mg_buf *out)
{
	if (!pick(author, 6)) {
		if (!pick(author, 2))
			mg_buf_printf(out, " # c%u", author->comments++);
		break_line(author, indent + 2 + pick(author, 3), out);
	} else if (!pick(author, 3)) {
		mg_buf_putc(out, ' ');
	}
}

static inline void write_flow_parts(struct author *author, const struct mg_node *node, size_t indent,
				    struct mg_buf *out)
{
	size_t n = node->type == MG_MAP ? node->as.map.n : node->as.list.n;

	for (size_t i = 0; i < n; i++) {
		gap_in_flow(author, indent, out);
		if (node->type == MG_MAP) {
			const struct mg_pair *pair = &node->as.map.pairs[i];
			struct mg_node key = {.type = MG_STRING, .text = pair->key};

			if (pick(author, 3))
				mg_yaml_put_key(&(struct mg_yaml_writer){.out = out}, pair->key, MG_YAML_FLOW_KEY);
			else
				mg_node_canon(&key, out);
			mg_buf_putc(out, ':');
			mg_buf_putc(out, ' ');
			if (pair->value->type != MG_NULL || pick(author, 2))
				write_flow(author, pair->value, indent, out);
		} else {
			write_flow(author, node->as.list.items[i], indent, out);
		}
		if (i + 1 < n || !pick(author, 5))
			mg_buf_puts(out, pick(author, 2) ? ", " : " ,");
	}
	gap_in_flow(author, indent, out);
}

static inline void write_flow(struct author *author, const struct mg_node *node, size_t indent, struct mg_buf *out)
{
	if (node->type != MG_LIST && node->type != MG_MAP) {
		put_scalar(author, node, indent, MG_YAML_FLOW, out);
		return;
	}
	mg_buf_putc(out, node->type == MG_MAP ? '{' : '[');
	write_flow_parts(author, node, indent, out);
	mg_buf_putc(out, node->type == MG_MAP ? '}' : ']');
}

static inline void write_block(struct author *author, const struct mg_node *node, size_t indent, struct mg_buf *out);

// What comes after `key:` or `-`.
static inline void write_value(struct author *author, const struct mg_node *node, size_t indent, bool in_list,
			       struct mg_buf *out)
{
	bool is_list = node->type == MG_LIST;
	size_t deeper = indent + 1 + pick(author, 4);

	if (mg_yaml_has_lines(node) && pick(author, 5)) {
		if (in_list && pick(author, 3)) {
			size_t blanks = 1 + pick(author, 3);

			mg_buf_fill(out, ' ', blanks);
			write_block(author, node, indent + 1 + blanks, out);
			return;
		}
		if (is_list && !in_list && pick(author, 2))
			deeper = indent;
		end_line(author, out);
		put_between(author, out);
		break_line(author, deeper, out);
		write_block(author, node, deeper, out);
		return;
	}
	if (node->type == MG_NULL && pick(author, 2)) {
		end_line(author, out);
		return;
	}
	if (!pick(author, 10)) {
		end_line(author, out);
		put_between(author, out);
		break_line(author, deeper, out);
	} else {
		mg_buf_fill(out, ' ', 1 + !pick(author, 6));
	}
	if (is_list || node->type == MG_MAP)
		write_flow(author, node, indent, out);
	else if (!put_scalar(author, node, indent, MG_YAML_BLOCK, out))
		return;
	end_line(author, out);
}

static inline void write_block(struct author *author, const struct mg_node *node, size_t indent, struct mg_buf *out)
{
	size_t n = node->type == MG_MAP ? node->as.map.n : node->as.list.n;

	for (size_t i = 0; i < n; i++) {
		if (i) {
			put_between(author, out);
			break_line(author, indent, out);
		}
		author->after_block = false;
		if (node->type == MG_LIST) {
			mg_buf_putc(out, '-');
			write_value(author, node->as.list.items[i], indent, true, out);
			continue;
		}
		mg_yaml_put_key(&(struct mg_yaml_writer){.out = out}, node->as.map.pairs[i].key, MG_YAML_KEY);
		mg_buf_puts(out, pick(author, 8) ? ":" : " :");
		write_value(author, node->as.map.pairs[i].value, indent, false, out);
	}
}

// A whole file.
static inline void write_document(struct author *author, const struct mg_node *root, struct mg_buf *out)
{
	author->line_end = pick(author, 4) ? "\n" : "\r\n";
	if (!pick(author, 6))
		mg_buf_puts(out, "\xEF\xBB\xBF");
	if (!pick(author, 3))
		mg_buf_printf(out, "# c%u%s", author->comments++, author->line_end);
	if (!pick(author, 8))
		mg_buf_printf(out, "---%s", author->line_end);
	if (mg_yaml_has_lines(root))
		write_block(author, root, 0, out);
	else
		write_flow(author, root, 0, out);
	if (pick(author, 5)) {
		put_between(author, out);
		mg_buf_puts(out, author->line_end);
	}
}

#endif
