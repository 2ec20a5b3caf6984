// SPDX-License-Identifier: EUPL-1.2
//
// What is left to fill in a record: its fields that have an x-niveau and no content.
#include "schema/record/record.h"

#include "base/i18n.h"
#include "schema/record/path_word.h"
#include "schema/record/record_at.h"

#include <stdint.h>
#include <stdio.h>

struct walk {
	const struct mg_path *path;
	struct mg_findings *findings;
};

static void walk_node(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at);

static bool is_blank(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr(" \t\r\n", text.data[i]))
			return false;
	return true;
}

bool mg_record_is_empty(const struct mg_node *node)
{
	if (!node || node->type == MG_NULL)
		return true;
	if (node->type == MG_STRING)
		return is_blank(node->text);
	if (node->type == MG_LIST)
		return node->as.list.n == 0;
	return node->type == MG_MAP && node->as.map.n == 0;
}

static bool is_one_of(const struct mg_node *value, const struct mg_node *list)
{
	for (size_t i = 0; value && i < list->as.list.n; i++)
		if (mg_node_equal(value, list->as.list.items[i]))
			return true;
	return false;
}

// x-si: {type_indicateur: [resultat], remplace: true}: the level counts only beside such values, and where that is filled
// in.
static bool applies(const struct mg_node *conditions, const struct mg_node *beside)
{
	for (size_t i = 0; conditions && i < conditions->as.map.n; i++) {
		const struct mg_pair *pair = &conditions->as.map.pairs[i];
		const struct mg_node *value = mg_node_get_slice(beside, pair->key);

		if (pair->value->type == MG_BOOL ? mg_record_is_empty(value) == pair->value->as.boolean
						 : pair->value->type != MG_LIST || !is_one_of(value, pair->value))
			return false;
	}
	return true;
}

// What the schema asks for beside these values; false when it asks nothing.
static bool is_asked(const struct mg_schema *schema, const struct mg_node *beside, enum mg_level *level)
{
	const struct mg_schema_asked *asked = mg_schema_asked(schema);

	*level = asked->level == 'E' ? MG_LEVEL_E : asked->level == 'A' ? MG_LEVEL_A : MG_LEVEL_I;
	return asked->level && applies(asked->when, beside);
}

// A field that is there but empty is shown; one that is not there is missed at the start of its mapping.
static void report(const struct walk *walk, const struct mg_schema *schema, enum mg_level level,
		   const struct mg_node *map, const struct mg_node *value, const struct mg_record_at *at)
{
	char message[512], description[512];
	struct mg_finding finding = {.code = "missing", .level = level, .length = 1, .message = message};

	if (mg_findings_pass(walk->findings, level))
		return;
	snprintf(message, sizeof message, _("\"%.*s\" is not filled in"), mg_path_shown(at->key), at->key.data);
	finding.hint = mg_record_keyword(schema, "description", description, sizeof description);
	finding.mark = value ? value->start : map->start;
	mg_record_report(walk->findings, walk->path, at, schema, &finding);
}

// One bit of 64 a key: most of the keys that a mapping has not are told by it.
static uint64_t bit_of(struct mg_slice key)
{
	return UINT64_C(1) << ((key.len * 5 + (key.len ? (unsigned char)*key.data : 0)) & 63);
}

static uint64_t bits_of(const struct mg_node *map)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < map->as.map.n; i++)
		bits |= bit_of(map->as.map.pairs[i].key);
	return bits;
}

static void walk_map(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *map,
		     const struct mg_record_at *at)
{
	const uint64_t there = bits_of(map);
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(schema, i, &key, &property); i++) {
		const struct mg_node *value = there & bit_of(key) ? mg_node_get_slice(map, key) : NULL;
		struct mg_record_at here = {at, key, NULL};
		enum mg_level level;

		if (!mg_record_is_empty(value))
			walk_node(walk, property, value, &here);
		else if (is_asked(property, map, &level))
			report(walk, property, level, map, value, &here);
	}
}

static void walk_node(const struct walk *walk, const struct mg_schema *schema, const struct mg_node *node,
		      const struct mg_record_at *at)
{
	const struct mg_schema *item;

	if (node->type == MG_MAP)
		walk_map(walk, schema, node, at);
	if (node->type != MG_LIST || mg_list_kind(node) != MG_LIST_KEYED || !(item = mg_schema_item(schema, 0)))
		return;
	for (size_t i = 0; i < node->as.list.n; i++) {
		const struct mg_node *each = node->as.list.items[i];
		struct mg_record_at here = {at, {0}, mg_node_get(each, "id")};

		walk_node(walk, item, each, &here);
	}
}

void mg_record_check_filled(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings)
{
	struct walk walk = {path, findings};

	walk_node(&walk, path->type->shape, doc->root, NULL);
}
