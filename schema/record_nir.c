// SPDX-License-Identifier: EUPL-1.2
//
// No social security number in a record. The values are looked at as they read, since escapes and folded lines may hide
// one from the text; the text too, since a comment is kept by git like the rest.
#include "schema/record_at.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/nir.h"

struct walk {
	const struct mg_path *path;
	struct mg_findings *findings;
	bool ok;
};

static void report(struct walk *walk, const struct mg_record_at *at, struct mg_mark mark, size_t length)
{
	walk->ok = false;
	mg_record_report(
		walk->findings, walk->path, at, NULL,
		&(struct mg_finding){.code = "nir",
				     .level = MG_LEVEL_INVALID,
				     .mark = mark,
				     .length = (uint32_t)length,
				     .message = _("this is a French social security number; no record may hold one"),
				     .hint = _("remove it: counts are enough, persons are never named")});
}

static void walk_node(struct walk *walk, const struct mg_node *node, const struct mg_record_at *at);

static void walk_map(struct walk *walk, const struct mg_node *map, const struct mg_record_at *at)
{
	for (size_t i = 0; i < map->as.map.n; i++) {
		const struct mg_pair *pair = &map->as.map.pairs[i];
		struct mg_record_at here = {at, pair->key, NULL};
		struct mg_slice found;

		if (mg_nir_find(pair->key, &found))
			report(walk, at, pair->key_start, mg_utf8_count(pair->key));
		walk_node(walk, pair->value, &here);
	}
}

static void walk_node(struct walk *walk, const struct mg_node *node, const struct mg_record_at *at)
{
	struct mg_slice found;

	if (node->type == MG_MAP) {
		walk_map(walk, node, at);
	} else if (node->type == MG_LIST) {
		bool keyed = mg_list_kind(node) == MG_LIST_KEYED;

		for (size_t i = 0; i < node->as.list.n; i++) {
			const struct mg_node *item = node->as.list.items[i];
			struct mg_record_at here = {at, {0}, mg_node_get(item, "id")};

			walk_node(walk, item, keyed ? &here : at);
		}
	} else if (mg_nir_find(node->text, &found)) {
		report(walk, at, node->start, mg_utf8_count(found));
	}
}

// The mark of an offset of text.
static struct mg_mark mark_of(struct mg_slice text, size_t offset)
{
	struct mg_mark mark = {(uint32_t)offset, 1, 1};
	size_t line = 0;

	for (size_t i = 0; i < offset; i++)
		if (text.data[i] == '\n') {
			mark.line++;
			line = i + 1;
		}
	if (line == 0 && text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
		line = 3; // a BOM is no column
	mark.col += (uint32_t)mg_utf8_count((struct mg_slice){text.data + line, offset - line});
	return mark;
}

bool mg_record_check_nir(const struct mg_path *path, const struct mg_node *root, struct mg_slice text,
			 struct mg_findings *findings)
{
	struct walk walk = {path, findings, true};
	struct mg_slice found;

	walk_node(&walk, root, NULL);
	if (walk.ok && mg_nir_find(text, &found))
		report(&walk, NULL, mark_of(text, (size_t)(found.data - text.data)), mg_utf8_count(found));
	return walk.ok;
}
