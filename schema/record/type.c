// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/type.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/record/path.h"
#include "schema/record/rights.h"
#include "schema/yaml/yaml.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

// A schema as it is embedded, and what has been read of it.
struct source {
	struct mg_embedded item;
	struct mg_doc whole; // root: NULL until it is needed
};

struct mg_types {
	struct mg_types *self; // users share a handle that is const to them, and yet the rest of it is read late
	struct mg_arena arena; // the items and their texts
	struct source *sources;
	size_t sources_n;
	struct mg_type *items;
	size_t n;
	atomic_bool *loaded; // by item
	pthread_mutex_t loading;
	struct mg_schema_set *schemas;
};

static int no_memory(struct mg_error *err)
{
	return mg_fail_memory(err);
}

// The string under a key as a C string of the arena; NULL when there is none, or without memory.
static const char *text_of(struct mg_types *types, const struct mg_node *node, const char *key)
{
	struct mg_slice text = mg_node_string(mg_node_get(node, key));

	return text.len ? mg_arena_copy(&types->arena, text.data, text.len) : NULL;
}

static int read_yaml(struct mg_doc *doc, const char *name, struct mg_slice text, struct mg_error *err)
{
	struct mg_findings findings;
	int rc;

	mg_findings_init(&findings);
	rc = mg_yaml_read(doc, name, text, &findings);
	if (rc < 0 && findings.n)
		rc = mg_fail(err, MG_EINVALID, _("schema %s, line %u: %s"), name, findings.items[0].mark.line,
			     findings.items[0].message);
	else if (rc < 0)
		rc = no_memory(err);
	mg_findings_clear(&findings);
	return rc;
}

// ---- opening: the annotations

static bool begins(struct mg_slice line, const char *word)
{
	return line.len >= strlen(word) && memcmp(line.data, word, strlen(word)) == 0;
}

static struct mg_slice take_line(struct mg_slice *rest)
{
	const char *end = memchr(rest->data, '\n', rest->len);
	struct mg_slice line = {rest->data, end ? (size_t)(end - rest->data) + 1 : rest->len};

	rest->data += line.len;
	rest->len -= line.len;
	return line;
}

static bool begins_one_of(struct mg_slice line, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (begins(line, words[i]))
			return true;
	return false;
}

// The annotations that begin with one of these words, from the text up to the first keyword that says what a record
// holds: they come before it, in all schemas. Of the others the lines stay, empty, so that mistakes are told where they are.
static int cut_head(const struct source *source, const char *const *needed, size_t n, struct mg_buf *head,
		    struct mg_error *err)
{
	static const char *const keywords[] = {"type:", "properties:", "$defs:"};
	struct mg_slice rest = {(const char *)source->item.text, source->item.len};
	bool ended = false, wanted = false;

	while (rest.len) {
		struct mg_slice line = take_line(&rest);

		if (ended && begins(line, "x-"))
			return mg_fail(err, MG_EINVALID, _("schema %s: %.*s must stand before `type`"),
				       source->item.name, (int)strcspn(line.data, ":"), line.data);
		ended = ended || begins_one_of(line, keywords, sizeof keywords / sizeof *keywords);
		if (*line.data != ' ') // else what follows belongs to the key above it
			wanted = begins_one_of(line, needed, n);
		if (!ended)
			mg_buf_put_slice(head, wanted ? line : mg_slice_of("\n"));
	}
	return mg_buf_check(head, err);
}

static int read_annotations(const struct source *source, const char *const *needed, size_t n, struct mg_doc *doc,
			    struct mg_error *err)
{
	struct mg_buf text = {0};
	int rc = cut_head(source, needed, n, &text, err);

	if (rc == 0)
		rc = read_yaml(doc, source->item.name, mg_buf_slice(&text), err);
	mg_buf_clear(&text);
	return rc;
}

// What the annotations at the top of a schema say of its type.
static int describe(struct mg_types *types, const char *name, const struct mg_node *schema, struct mg_error *err)
{
	const struct mg_node *signature = mg_node_get(schema, "x-signature");
	struct mg_type *type = &types->items[types->n];

	*type = (struct mg_type){
		.name = mg_arena_strdup(&types->arena, name),
		.title = text_of(types, schema, "title"),
		.title_en = text_of(types, mg_node_get(schema, "x-en"), "title"),
		.pattern = text_of(types, schema, "x-chemin"),
		.ns = text_of(types, signature, "espace"),
		.opener = text_of(types, signature, "ouvre"),
		.receipt = text_of(types, signature, "accuse"),
		.owner = text_of(types, schema, "x-proprietaire"),
	};
	if (!type->name)
		return no_memory(err);
	if (!type->title || !type->title_en || !type->pattern)
		return mg_fail(err, MG_EINVALID, _("schema %s: title, x-en.title or x-chemin is missing"), name);
	if (type->opener && !type->ns)
		return mg_fail(err, MG_EINVALID, _("schema %s: x-signature needs espace"), name);
	if (mg_path_check_pattern(type->pattern, err) < 0) {
		mg_error_prefix(err, _("schema %s, x-chemin"), name);
		return MG_EINVALID;
	}
	types->n++;
	return 0;
}

static struct source *source_of(const struct mg_types *types, struct mg_slice name)
{
	for (size_t i = 0; i < types->sources_n; i++)
		if (mg_slice_is(name, types->sources[i].item.name))
			return &types->sources[i];
	return NULL;
}

static int read_head(struct mg_types *types, const struct source *source, struct mg_error *err)
{
	static const char *const needed[] = {"title:",       "x-en:",           "x-chemin:",
					     "x-signature:", "x-proprietaire:", "x-commun:"};
	const struct mg_node *common;
	struct mg_doc head;
	int rc;

	mg_doc_init(&head);
	rc = read_annotations(source, needed, sizeof needed / sizeof *needed, &head, err);
	common = rc == 0 ? mg_node_get(head.root, "x-commun") : NULL;
	if (rc == 0 && !(common && common->type == MG_BOOL && common->as.boolean))
		rc = describe(types, source->item.name, head.root, err);
	mg_doc_clear(&head);
	return rc;
}

static int add_source(struct mg_types *types, const struct mg_embedded *item, struct mg_error *err)
{
	struct source *source = &types->sources[types->sources_n];

	if (source_of(types, mg_slice_of(item->name)))
		return mg_fail(err, MG_EEXISTS, _("there are two schemas named %s"), item->name);
	source->item = *item;
	mg_doc_init(&source->whole);
	types->sources_n++;
	return read_head(types, source, err);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct mg_type *)a)->name, ((const struct mg_type *)b)->name);
}

static int fill(struct mg_types *types, const struct mg_embedded *items, size_t n, struct mg_error *err)
{
	int rc = 0;

	types->schemas = mg_schema_set_new();
	types->sources = mg_arena_array(&types->arena, n, sizeof *types->sources);
	types->items = mg_arena_array(&types->arena, n, sizeof *types->items);
	types->loaded = mg_arena_array(&types->arena, n, sizeof *types->loaded);
	if (!types->schemas || !types->sources || !types->items || !types->loaded)
		return no_memory(err);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = add_source(types, &items[i], err);
	if (rc == 0)
		qsort(types->items, types->n, sizeof *types->items, compare_names);
	return rc;
}

// ---- loading: the rest

static int add_whole(struct mg_types *types, struct source *source, struct mg_error *err);

// The schemas that this one refers to, by name; a name that is none is told by the compiler.
static int add_referred(struct mg_types *types, const struct mg_node *node, struct mg_error *err)
{
	int rc = 0;

	if (node->type == MG_LIST) {
		for (size_t i = 0; rc == 0 && i < node->as.list.n; i++)
			rc = add_referred(types, node->as.list.items[i], err);
		return rc;
	}
	for (size_t i = 0; rc == 0 && node->type == MG_MAP && i < node->as.map.n; i++) {
		const struct mg_pair *pair = &node->as.map.pairs[i];
		struct mg_slice name = mg_node_string(pair->value);
		const char *hash = name.len ? memchr(name.data, '#', name.len) : NULL;
		struct source *source;

		if (!mg_slice_is(pair->key, "$ref")) {
			rc = add_referred(types, pair->value, err);
			continue;
		}
		name.len = hash ? (size_t)(hash - name.data) : name.len;
		source = source_of(types, name);
		if (source)
			rc = add_whole(types, source, err);
	}
	return rc;
}

static int add_whole(struct mg_types *types, struct source *source, struct mg_error *err)
{
	struct mg_slice text = {(const char *)source->item.text, source->item.len};
	int rc;

	if (source->whole.root)
		return 0;
	rc = read_yaml(&source->whole, source->item.name, text, err);
	if (rc == 0)
		rc = mg_schema_set_add(types->schemas, source->item.name, source->whole.root, err);
	return rc < 0 ? rc : add_referred(types, source->whole.root, err);
}

// Compiles what has been added, and completes its types.
static int finish(struct mg_types *types, struct mg_error *err)
{
	int rc = mg_schema_set_compile(types->schemas, err);

	for (size_t i = 0; rc == 0 && i < types->n; i++) {
		struct mg_type *type = &types->items[i];
		const struct source *source = source_of(types, mg_slice_of(type->name));

		if (!source->whole.root || atomic_load(&types->loaded[i]))
			continue;
		type->schema = source->whole.root;
		type->shape = mg_schema_find(types->schemas, type->name);
		rc = mg_rights_compile(type, &types->arena, &type->rights, err);
		atomic_store(&types->loaded[i], rc == 0); // last: other threads look at nothing else
	}
	return rc;
}

static int load(struct mg_types *types, const struct mg_type *type, struct mg_error *err)
{
	int rc = add_whole(types, source_of(types, mg_slice_of(type->name)), err);

	return rc < 0 ? rc : finish(types, err);
}

int mg_types_load(const struct mg_types *types, const struct mg_type *type, struct mg_error *err)
{
	struct mg_types *self = types->self;
	int rc = 0;

	if (atomic_load(&self->loaded[type - types->items]))
		return 0;
	pthread_mutex_lock(&self->loading);
	if (!atomic_load(&self->loaded[type - types->items]))
		rc = load(self, type, err);
	pthread_mutex_unlock(&self->loading);
	return rc;
}

static int load_all(struct mg_types *types, struct mg_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < types->sources_n && rc == 0; i++)
		rc = add_whole(types, &types->sources[i], err);
	return rc < 0 ? rc : finish(types, err);
}

// ---- a handle

static int open_from(struct mg_types **types, const struct mg_embedded *items, size_t n, bool whole,
		     struct mg_error *err)
{
	struct mg_types *made = calloc(1, sizeof *made);
	int rc;

	*types = NULL;
	if (!made)
		return no_memory(err);
	made->self = made;
	pthread_mutex_init(&made->loading, NULL);
	mg_arena_init(&made->arena, 0);
	rc = fill(made, items, n, err);
	if (rc == 0 && whole)
		rc = load_all(made, err);
	if (rc < 0)
		mg_types_close(made);
	else
		*types = made; /* transferred */
	return rc;
}

int mg_types_open_from(struct mg_types **types, const struct mg_embedded *items, size_t n, struct mg_error *err)
{
	return open_from(types, items, n, true, err);
}

int mg_types_open(struct mg_types **types, struct mg_error *err)
{
	return open_from(types, mg_embedded_types, mg_embedded_types_count, false, err);
}

void mg_types_close(struct mg_types *types)
{
	if (!types)
		return;
	mg_schema_set_free(types->schemas);
	for (size_t i = 0; i < types->sources_n; i++) {
		mg_doc_clear(&types->sources[i].whole);
	}
	pthread_mutex_destroy(&types->loading);
	mg_arena_clear(&types->arena);
	free(types);
}

size_t mg_types_count(const struct mg_types *types)
{
	return types->n;
}

const struct mg_type *mg_types_at(const struct mg_types *types, size_t i)
{
	return &types->items[i];
}

int mg_types_annotation(const struct mg_types *types, const struct mg_type *type, const char *key, struct mg_doc *doc,
			struct mg_error *err)
{
	return read_annotations(source_of(types, mg_slice_of(type->name)), &key, 1, doc, err);
}

static const struct mg_type *named(const struct mg_types *types, const char *name)
{
	for (size_t i = 0; i < types->n; i++)
		if (strcmp(types->items[i].name, name) == 0)
			return &types->items[i];
	return NULL;
}

const struct mg_type *mg_types_find(const struct mg_types *types, const char *name)
{
	const struct mg_type *type = named(types, name);

	return type && mg_types_load(types, type, NULL) == 0 ? type : NULL;
}

static const char *nearest_type(const struct mg_types *types, const char *name)
{
	const char *best = NULL;

	// Each name competes with the nearest one so far, so that no array of names is needed.
	for (size_t i = 0; i < types->n; i++) {
		const char *pair[] = {best ? best : types->items[i].name, types->items[i].name};

		best = mg_nearest(name, pair, 2);
	}
	return best;
}

int mg_types_require(const struct mg_types *types, const char *name, const struct mg_type **type, struct mg_error *err)
{
	const char *nearest;

	*type = named(types, name);
	if (*type)
		return mg_types_load(types, *type, err);
	nearest = nearest_type(types, name);
	(void)mg_fail(err, MG_EUSAGE, _("there is no type of record \"%s\""), name);
	if (err && nearest)
		(void)mg_error_hint(err, _("did you mean %s?"), nearest);
	return MG_EUSAGE;
}

const struct mg_schema_set *mg_types_schemas(const struct mg_types *types)
{
	return types->schemas;
}
