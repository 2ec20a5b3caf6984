// SPDX-License-Identifier: EUPL-1.2
//
// Part of the replicated format: every copy must compute the same bytes. So all of it is decided from the two trees and
// the bytes, in one order, and each way of doing it is taken for reasons that every copy sees alike.
#include "base/i18n.h"
#include "schema/value/merge.h"
#include "schema/yaml/yaml_edits.h"

// What two authors wrote may be longer together than either may write: the view must show it all the same.
#define RESULT_MAX_BYTES (64u << 20)

struct way {
	bool deep;        // changes are followed down to the least value; else values of the top level are written anew
	bool quote_lines; // no literals, which an indented comment below would become part of
};

struct patch {
	struct mg_arena arena;
	struct mg_yaml_edits edits;
	const struct way *way;
	bool failed; // out of memory
};

static void patch_value(struct patch *patch, const struct mg_yaml_spot *spot, const struct mg_node *target);

static void replace(struct patch *patch, const struct mg_yaml_spot *spot, const struct mg_node *target)
{
	const struct mg_node *value = mg_node_merge(&patch->arena, spot->node, target);

	if (value)
		mg_yaml_edit_replace(&patch->edits, spot, value);
	else
		patch->failed = true;
}

// The parts that both have, each in its place; tells which ones are gone.
static void patch_kept(struct patch *patch, const struct mg_yaml_spot *spot, const struct mg_merge *merge,
		       bool *removed)
{
	for (size_t i = 0; i < merge->n; i++) {
		struct mg_yaml_spot below = mg_yaml_spot_below(spot, i);

		removed[i] = !merge->kept[i];
		if (!removed[i])
			patch_value(patch, &below, merge->kept[i]);
	}
}

static struct mg_yaml_part *parts_of(struct patch *patch, const struct mg_merge *merge)
{
	struct mg_yaml_part *parts = mg_arena_array(&patch->arena, merge->n_added, sizeof *parts);

	for (size_t i = 0; parts && i < merge->n_added; i++)
		parts[i] = (struct mg_yaml_part){merge->added[i].key, merge->added[i].value};
	return parts;
}

static bool keeps_some(const struct mg_merge *merge)
{
	for (size_t i = 0; i < merge->n; i++)
		if (merge->kept[i])
			return true;
	return false;
}

static void patch_parts(struct patch *patch, const struct mg_yaml_spot *spot, const struct mg_node *target)
{
	struct mg_yaml_part *parts;
	struct mg_merge merge;
	bool *removed;

	if (!mg_merge_init(&merge, &patch->arena, spot->node, target)) {
		patch->failed = true;
		return;
	}
	if (!keeps_some(&merge) || !mg_yaml_has_parts(&patch->edits, spot->node)) {
		replace(patch, spot, target);
		return;
	}
	parts = parts_of(patch, &merge);
	removed = mg_arena_array(&patch->arena, merge.n, sizeof *removed);
	if (!parts || !removed) {
		patch->failed = true;
		return;
	}
	patch_kept(patch, spot, &merge, removed);
	mg_yaml_edit_parts(&patch->edits, spot, removed, parts, merge.n_added);
}

static void patch_value(struct patch *patch, const struct mg_yaml_spot *spot, const struct mg_node *target)
{
	if (patch->failed || mg_node_equal(spot->node, target))
		return;
	if (mg_node_merges(spot->node, target) && (patch->way->deep || !spot->parent))
		patch_parts(patch, spot, target);
	else
		replace(patch, spot, target);
}

static int try_patch(const struct mg_doc *doc, const struct mg_node *target, const struct mg_node *wanted,
		     const struct way *way, struct mg_buf *out, bool *done, struct mg_error *err)
{
	struct mg_yaml_spot top = mg_yaml_spot_top(doc);
	struct patch patch = {.way = way};
	int code;

	mg_arena_init(&patch.arena, 0);
	mg_yaml_edits_init(&patch.edits, doc);
	patch.edits.writer.quote_lines = way->quote_lines;
	patch_value(&patch, &top, target);
	mg_yaml_edits_apply(&patch.edits, out);
	code = patch.failed ? mg_fail_memory(err) : mg_buf_check(out, err);
	if (!code)
		code = mg_yaml_reads_as(mg_buf_slice(out), RESULT_MAX_BYTES, wanted, done, err);
	mg_yaml_edits_clear(&patch.edits);
	mg_arena_clear(&patch.arena);
	return code;
}

static int patch_anew(const struct mg_doc *doc, const struct mg_node *target, struct mg_arena *arena,
		      struct mg_buf *out, struct mg_error *err)
{
	const struct mg_node *sorted = mg_node_sorted(arena, target);
	bool done = false;
	int code;

	if (!sorted)
		return mg_fail_memory(err);
	mg_yaml_write_anew(doc, sorted, out);
	code = mg_buf_check(out, err);
	if (!code)
		code = mg_yaml_reads_as(mg_buf_slice(out), RESULT_MAX_BYTES, sorted, &done, err);
	return code || done ? code : MG_EINVALID;
}

int mg_yaml_patch(const struct mg_doc *doc, const struct mg_node *target, struct mg_buf *out, struct mg_error *err)
{
	static const struct way ways[] = {{true, false}, {true, true}, {false, false}};
	struct mg_error error = {0}; // attempts that fail leave their reason; only the last one counts
	const struct mg_node *wanted;
	struct mg_arena arena;
	bool done = false;
	int code;

	mg_arena_init(&arena, 0);
	wanted = mg_node_merge(&arena, doc->root, target);
	code = wanted ? 0 : mg_fail(&error, MG_ENOMEM, _("out of memory"));
	for (size_t i = 0; !code && !done && i < sizeof ways / sizeof *ways; i++)
		code = try_patch(doc, target, wanted, &ways[i], out, &done, &error);
	if (!code && !done)
		code = patch_anew(doc, target, &arena, out, &error);
	mg_arena_clear(&arena);
	if (code && err)
		*err = error;
	return code;
}
