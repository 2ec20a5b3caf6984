// SPDX-License-Identifier: EUPL-1.2
//
// "Action #1 du programme": what begins with # after a blank is a comment to YAML, and the text ends before it. Who leaves
// a blank after the # means a comment; who does not may have lost the end of what he wrote.
#include "schema/record/record.h"

#include "base/i18n.h"
#include "schema/record/record_at.h"

struct walk {
	const struct mg_path *path;
	struct mg_slice source;
	struct mg_findings *findings;
};

static bool may_belong_to_text(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

// Only a text without quotes ends at a #, or one that is nothing but what follows it.
static bool ends_at_sign(const struct mg_node *node)
{
	return node->style == MG_PLAIN && (node->type == MG_STRING || (node->type == MG_NULL && !node->text.len));
}

static void look(const struct walk *walk, const struct mg_node *node, const struct mg_record_at *at)
{
	struct mg_mark mark = node->end;

	if (!ends_at_sign(node))
		return;
	for (; mark.offset < walk->source.len && strchr(" \t", walk->source.data[mark.offset]); mark.offset++)
		mark.col++;
	if (mark.offset + 1 >= walk->source.len || walk->source.data[mark.offset] != '#' ||
	    !may_belong_to_text(walk->source.data[mark.offset + 1]))
		return;
	mg_record_report(walk->findings, walk->path, at, mg_record_schema_at(walk->path, at),
			 &(struct mg_finding){.code = "comment",
					      .level = MG_LEVEL_A,
					      .article = "",
					      .mark = mark,
					      .length = 1,
					      .message = _(
						      "\"#\" after a space begins a comment: the text ends before it"),
					      .hint = _("if what follows belongs to the text, put the whole text in "
							"quotes; else put a space after the #")});
}

static void walk_node(const struct walk *walk, const struct mg_node *node, const struct mg_record_at *at)
{
	const bool keyed = node->type == MG_LIST && mg_list_kind(node) == MG_LIST_KEYED;

	for (size_t i = 0; node->type == MG_MAP && i < node->as.map.n; i++)
		walk_node(walk, node->as.map.pairs[i].value,
			  &(struct mg_record_at){at, node->as.map.pairs[i].key, NULL});
	for (size_t i = 0; node->type == MG_LIST && i < node->as.list.n; i++) {
		const struct mg_node *item = node->as.list.items[i];
		struct mg_record_at here = {at, {0}, mg_node_get(item, "id")};

		walk_node(walk, item, keyed ? &here : at);
	}
	if (node->type != MG_MAP && node->type != MG_LIST)
		look(walk, node, at);
}

void mg_record_check_comments(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings)
{
	const struct walk walk = {path, doc->text, findings};

	if (doc->text.len && memchr(doc->text.data, '#', doc->text.len))
		walk_node(&walk, doc->root, NULL);
}
