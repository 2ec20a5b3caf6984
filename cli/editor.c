// SPDX-License-Identifier: EUPL-1.2
#include "cli/editor.h"

#include "base/file.h"
#include "base/i18n.h"
#include "cli/json.h"
#include "schema/record/bundle.h"

#include <stdlib.h>

// The schema as JSON; freed by the caller. NULL without memory.
static char *encode(const struct mg_node *schema)
{
	char *text = NULL;
	size_t len = 0;
	struct mg_json json = {.out = open_memstream(&text, &len)};
	bool failed;

	if (!json.out)
		return NULL;
	mg_json_node(&json, schema);
	mg_json_end(&json);
	failed = ferror(json.out) != 0;
	if (fclose(json.out) == 0 && !failed)
		return text;
	free(text);
	return NULL;
}

static int export_type(struct mg_cli *cli, const struct mg_type *type, const char *folder, struct mg_error *err)
{
	const char *path = mg_arena_printf(&cli->arena, "%s/%s.schema.json", folder, type->name);
	const struct mg_node *schema;
	char *text;
	int rc = mg_type_bundle(cli->types, type, &cli->arena, &schema, err);

	if (rc < 0)
		return rc;
	text = path ? encode(schema) : NULL;
	rc = text ? mg_file_write(path, mg_slice_of(text), MG_FILE_LAZY, err) : mg_cli_no_memory(err);
	free(text);
	if (rc == 0)
		printf("%s\n", path);
	return rc;
}

int mg_editor_export(struct mg_cli *cli, const char *folder, struct mg_error *err)
{
	int rc = mg_file_mkdirs(folder, false, err);

	for (size_t i = 0; rc == 0 && i < mg_types_count(cli->types); i++)
		rc = export_type(cli, mg_types_at(cli->types, i), folder, err);
	return rc;
}

void mg_editor_modeline(struct mg_cli *cli, const struct mg_type *type, const char *path, struct mg_buf *out)
{
	const char *name = mg_arena_printf(&cli->arena, MG_EDITOR_FOLDER "/%s.schema.json", type->name);
	const char *whole = name ? mg_arena_printf(&cli->arena, "%s/%s", mg_copy_dir(cli->copy), name) : NULL;

	if (!whole || !mg_file_exists(whole))
		return;
	mg_buf_puts(out, "# yaml-language-server: $schema=");
	for (const char *c = path; *c; c++)
		if (*c == '/')
			mg_buf_puts(out, "../");
	mg_buf_printf(out, "%s\n", name);
}
