// SPDX-License-Identifier: EUPL-1.2
#include "cli/check_schema.h"

#include "cli/json_pairs.h"
#include "cli/read.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/yaml/yaml.h"

// The schemas of the record types, which any schema may refer to.
struct shared {
	struct mg_schema_set *set;
	struct mg_doc *docs; // of each embedded schema
	size_t n;
};

static int add_shared(struct mg_cli *cli, const char *but, struct shared *shared, struct mg_error *err)
{
	shared->docs = mg_arena_array(&cli->arena, mg_embedded_types_count, sizeof *shared->docs);
	if (!shared->docs)
		return mg_cli_no_memory(err);
	for (unsigned i = 0; i < mg_embedded_types_count; i++) {
		const struct mg_embedded *item = &mg_embedded_types[i];
		struct mg_doc *doc = &shared->docs[shared->n];
		int rc;

		if (strcmp(item->name, but) == 0)
			continue;
		mg_doc_init(doc);
		shared->n++;
		rc = mg_read_text(item->name, (struct mg_slice){(const char *)item->text, item->len}, doc, err);
		if (rc == 0)
			rc = mg_schema_set_add(shared->set, item->name, doc->root, err);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static void clear_shared(struct shared *shared)
{
	mg_schema_set_free(shared->set);
	for (size_t i = 0; i < shared->n; i++)
		mg_doc_clear(&shared->docs[i]);
}

// What the schema is called in references and mistakes: its $id, else its file's name.
static const char *schema_name(struct mg_cli *cli, const char *file, const struct mg_node *root)
{
	struct mg_slice id = mg_node_string(mg_node_get(root, "$id"));
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;

	return id.len ? mg_arena_copy(&cli->arena, id.data, id.len)
		      : mg_arena_copy(&cli->arena, name, strcspn(name, "."));
}

static int read_any(const char *file, struct mg_buf *text, struct mg_doc *doc, struct mg_error *err)
{
	int rc = mg_read_file(file, text, err);

	mg_json_join_pairs(text);
	return rc == 0 ? mg_read_text(file, mg_buf_slice(text), doc, err) : rc;
}

static int compile(struct mg_cli *cli, const char *name, const struct mg_doc *schema, struct shared *shared,
		   struct mg_error *err)
{
	int rc;

	shared->set = mg_schema_set_new();
	if (!shared->set || !name)
		return mg_cli_no_memory(err);
	rc = mg_schema_set_add(shared->set, name, schema->root, err);
	if (rc == 0)
		rc = add_shared(cli, name, shared, err);
	return rc == 0 ? mg_schema_set_compile(shared->set, err) : rc;
}

static int check_file(const struct mg_schema *schema, const char *file, mg_check_tell *tell, void *context,
		      struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	rc = mg_read_file(file, &text, err);
	mg_json_join_pairs(&text);
	if (rc == 0 && mg_yaml_read(&doc, file, mg_buf_slice(&text), &findings) == 0)
		mg_schema_check(schema, doc.root, file, &findings);
	else if (rc == 0 && !findings.n)
		rc = mg_cli_no_memory(err);
	if (rc == 0)
		tell(context, &findings, mg_buf_slice(&text));
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	mg_buf_clear(&text);
	return rc;
}

int mg_check_by_schema(struct mg_cli *cli, const char *schema_file, const char *const *files, size_t n,
		       mg_check_tell *tell, void *context, struct mg_error *err)
{
	struct mg_buf schema_text = {0};
	struct shared shared = {0};
	struct mg_doc schema;
	const char *name = NULL;
	int rc;

	mg_doc_init(&schema);
	rc = read_any(schema_file, &schema_text, &schema, err);
	if (rc == 0) {
		name = schema_name(cli, schema_file, schema.root);
		rc = compile(cli, name, &schema, &shared, err);
	}
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = check_file(mg_schema_find(shared.set, name), files[i], tell, context, err);
	clear_shared(&shared);
	mg_buf_clear(&schema_text);
	mg_doc_clear(&schema);
	return rc;
}
