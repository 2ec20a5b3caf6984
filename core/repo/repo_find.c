// SPDX-License-Identifier: EUPL-1.2
//
// A file looked up by its path.
#include "core/repo/tree_cursor.h"

#include "base/i18n.h"

#include <stdlib.h>

#define SOUGHT_OFTEN    16u // files looked for in one folder, after which where its entries start is noted
#define MIN_ENTRY_BYTES 28u // "40000 a", a zero byte and an id

// Notes where the entries start; or not, if they are not in order or memory is short: then they are read one by one.
static void note_starts(struct mg_repo_tree *held)
{
	uint32_t *starts = calloc(held->bytes.len / MIN_ENTRY_BYTES + 1, sizeof *starts);
	struct mg_tree_cursor t = {.bytes = held->bytes.data, .rest = held->bytes};
	struct mg_error lost;
	int code = starts ? mg_tree_next(&t, &lost) : MG_ENOMEM;
	size_t n = 0;

	while (!code && !t.at_end) {
		starts[n++] = (uint32_t)(t.start - t.bytes);
		code = mg_tree_next(&t, &lost);
	}
	if (code) {
		free(starts);
		return;
	}
	held->starts = starts; // transferred
	held->n_starts = n;
}

static struct mg_tree_entry entry_from(const struct mg_repo_tree *held, size_t i)
{
	const char *start = held->bytes.data + held->starts[i];
	struct mg_tree_cursor t = {.bytes = start, .rest = {start, held->bytes.len - held->starts[i]}};
	struct mg_error lost;

	return mg_tree_next(&t, &lost) == 0 ? t.now : (struct mg_tree_entry){0};
}

static bool search(const struct mg_repo_tree *held, struct mg_slice name, unsigned mode, struct mg_tree_entry *out)
{
	const struct mg_tree_entry wanted = {.mode = mode, .name = name};
	size_t low = 0, high = held->n_starts;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order;

		*out = entry_from(held, middle);
		order = mg_tree_name_order(out, &wanted);
		if (order == 0)
			return true;
		*(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
	}
	return false;
}

// Looks a name up where many were; gives false when that is to be done by reading. The name alone does not tell where a
// folder's entry stands.
static bool find_fast(struct mg_repo_tree *held, struct mg_slice name, struct mg_tree_entry *out, bool *found)
{
	if (!held)
		return false;
	if (!held->starts && ++held->sought == SOUGHT_OFTEN)
		note_starts(held);
	if (held->starts)
		*found = search(held, name, MG_MODE_FILE, out) || search(held, name, MG_MODE_FOLDER, out);
	return held->starts != NULL;
}

static int find_entry(struct mg_repo *repo, const struct mg_id *id, struct mg_slice name, struct mg_tree_entry *out,
		      struct mg_error *err)
{
	struct mg_tree_cursor t;
	int code = mg_tree_open(repo, id, &t, err);
	bool found = false;

	if (!code && !find_fast(t.held, name, out, &found)) {
		code = mg_tree_seek(&t, name, err);
		found = !code && !t.at_end;
		*out = t.now;
	}
	if (!code && !found)
		code = mg_fail(err, MG_ENOTFOUND, _("there is no %.*s"), (int)name.len, name.data);
	mg_tree_close(&t);
	return code;
}

int mg_repo_find(struct mg_repo *repo, const struct mg_id *tree, const char *path, struct mg_id *blob,
		 struct mg_error *err)
{
	struct mg_tree_entry at = {.mode = MG_MODE_FOLDER, .id = *tree};
	int code = 0;

	while (!code && *path) {
		const char *slash = strchr(path, '/');
		struct mg_slice name = {path, slash ? (size_t)(slash - path) : strlen(path)};

		code = mg_tree_is_folder(&at) ? find_entry(repo, &at.id, name, &at, err)
					      : mg_fail(err, MG_ENOTFOUND, _("there is no %s"), path);
		path += name.len + (slash != NULL);
	}
	if (!code && mg_tree_is_folder(&at))
		code = mg_fail(err, MG_ENOTFOUND, _("there is no such file"));
	if (!code)
		*blob = at.id;
	return code;
}

bool mg_repo_has_folder(struct mg_repo *repo, const struct mg_id *tree, const char *name)
{
	struct mg_error none;
	struct mg_tree_entry at;

	return find_entry(repo, tree, mg_slice_of(name), &at, &none) == 0 && mg_tree_is_folder(&at);
}
