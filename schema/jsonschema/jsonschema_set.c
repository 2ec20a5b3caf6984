// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_impl.h"

#include "base/i18n.h"

#include <stdlib.h>

struct mg_schema_set *mg_schema_set_new(void)
{
	return calloc(1, sizeof(struct mg_schema_set));
}

void mg_schema_set_free(struct mg_schema_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->patterns_n; i++)
		mg_pattern_free(set->patterns[i]);
	mg_arena_clear(&set->arena);
	free(set);
}

static struct mg_slice without_ending(struct mg_slice name, const char *ending)
{
	size_t len = strlen(ending);

	if (name.len > len && memcmp(name.data + name.len - len, ending, len) == 0)
		name.len -= len;
	return name;
}

static struct mg_slice stem(struct mg_slice name)
{
	return without_ending(without_ending(name, ".json"), ".yaml");
}

const struct mg_document *mg_schema_document(const struct mg_schema_set *set, struct mg_slice name)
{
	for (size_t i = 0; i < set->documents_n; i++)
		if (mg_slice_equal(stem(name), stem(mg_slice_of(set->documents[i].name))))
			return &set->documents[i];
	return NULL;
}

int mg_schema_set_add(struct mg_schema_set *set, const char *name, const struct mg_node *root, struct mg_error *err)
{
	struct mg_document *documents;
	const char *copy;

	if (set->failed)
		return mg_fail(err, MG_EINVALID, _("schema %s comes after one that could not be compiled"), name);
	if (mg_schema_document(set, mg_slice_of(name)))
		return mg_fail(err, MG_EEXISTS, _("there are two schemas named %s"), name);
	documents =
		mg_arena_grow(&set->arena, set->documents, set->documents_n, &set->documents_cap, sizeof *documents);
	copy = mg_arena_strdup(&set->arena, name);
	if (!documents || !copy)
		return mg_fail_memory(err);
	set->documents = documents;
	set->documents[set->documents_n++] = (struct mg_document){.name = copy, .root = root};
	return 0;
}

int mg_schema_set_compile(struct mg_schema_set *set, struct mg_error *err)
{
	struct mg_error unheard = {0};
	int rc = 0;

	err = err ? err : &unheard;
	if (set->failed)
		return mg_fail(err, MG_EINVALID, _("one of these schemas could not be compiled"));
	for (; !rc && set->documents_compiled < set->documents_n; set->documents_compiled++)
		rc = mg_schema_compile_document(set, &set->documents[set->documents_compiled], err);
	if (!rc)
		rc = mg_schema_resolve_all(set, err);
	set->compiled = rc == 0;
	set->failed = rc != 0;
	return rc;
}

const struct mg_schema *mg_schema_find(const struct mg_schema_set *set, const char *name_or_uri)
{
	return set->compiled ? mg_schema_resolve(set, "", mg_slice_of(name_or_uri)) : NULL;
}

static void put_token(struct mg_buf *out, struct mg_slice token)
{
	mg_buf_putc(out, '/');
	for (size_t i = 0; i < token.len; i++) {
		if (token.data[i] == '~')
			mg_buf_puts(out, "~0");
		else if (token.data[i] == '/')
			mg_buf_puts(out, "~1");
		else
			mg_buf_putc(out, token.data[i]);
	}
}

// The JSON pointer of a place; returns the document's name.
static struct mg_slice put_pointer(struct mg_buf *out, const struct mg_where *where)
{
	struct mg_slice name;

	if (!where->up)
		return where->token;
	name = put_pointer(out, where->up);
	put_token(out, where->token);
	return name;
}

int mg_schema_blame(const struct mg_where *where, struct mg_error *err)
{
	struct mg_buf pointer = {0};
	struct mg_slice name = put_pointer(&pointer, where);

	if (pointer.len > 0)
		mg_error_prefix(err, _("schema %.*s, at %s"), (int)name.len, name.data, mg_buf_text(&pointer));
	else
		mg_error_prefix(err, _("schema %.*s"), (int)name.len, name.data);
	mg_buf_clear(&pointer);
	return err->code;
}
