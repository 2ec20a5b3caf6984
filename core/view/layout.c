// SPDX-License-Identifier: EUPL-1.2
#include "core/view/layout.h"

#include "base/limits.h"
#include "base/share.h"
#include "core/repo/parse.h"
#include "schema/yaml/yaml.h"

#include <stdlib.h>

struct mg_layout {
	const char *path;
	const struct mg_node *value;
	struct mg_buf base, text;
	int code;
	struct mg_error err;
};

// By whatever thread.
static void lay_out(void *context, size_t i)
{
	struct mg_layout *layout = &((struct mg_layout *)context)[i];
	struct mg_doc doc;

	mg_doc_init(&doc);
	layout->code = mg_parse_doc("", mg_buf_slice(&layout->base), &doc, &layout->err);
	if (!layout->code)
		layout->code = mg_yaml_patch(&doc, layout->value, &layout->text, &layout->err);
	if (!layout->code)
		layout->code = mg_buf_check(&layout->text, &layout->err);
	mg_doc_clear(&doc);
}

static void drop_all(struct mg_layouts *layouts)
{
	for (size_t i = 0; i < layouts->n; i++) {
		mg_buf_clear(&layouts->items[i].base);
		mg_buf_clear(&layouts->items[i].text);
	}
	layouts->n = 0;
}

void mg_layouts_clear(struct mg_layouts *layouts)
{
	drop_all(layouts);
	free(layouts->items);
	*layouts = (struct mg_layouts){0};
}

int mg_layouts_put(struct mg_layouts *layouts, struct mg_snapshot *out, struct mg_error *err)
{
	int code = 0;

	mg_share(lay_out, layouts->items, layouts->n, MG_SHARE_PROCESSORS);
	for (size_t i = 0; !code && i < layouts->n; i++) {
		struct mg_layout *layout = &layouts->items[i];

		code = layout->code;
		if (code)
			*err = layout->err;
		else
			code = mg_snapshot_put(out, layout->path, mg_buf_slice(&layout->text), err);
	}
	drop_all(layouts);
	return code;
}

int mg_layouts_add(struct mg_layouts *layouts, struct mg_store *store, struct mg_snapshot *out, const char *path,
		   const struct mg_id *base, const struct mg_node *value, struct mg_error *err)
{
	int code = layouts->n == MG_LAYOUTS ? mg_layouts_put(layouts, out, err) : 0;
	struct mg_layout *layout;

	if (!code && !layouts->items)
		layouts->items = calloc(MG_LAYOUTS, sizeof *layouts->items);
	if (!code && !layouts->items)
		code = mg_fail_memory(err);
	if (code)
		return code;
	layout = &layouts->items[layouts->n++];
	*layout = (struct mg_layout){.path = mg_arena_strdup(out->arena, path), .value = value};
	if (!layout->path)
		return mg_fail_memory(err);
	return mg_repo_read(store->repo, base, MG_OBJECT_BLOB, MG_MAX_RECORD_BYTES, &layout->base, err);
}
