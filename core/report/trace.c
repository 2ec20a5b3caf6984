// SPDX-License-Identifier: EUPL-1.2
#include "core/report/trace_impl.h"

#include "base/i18n.h"
#include "core/copy/copy_book.h"
#include "core/index/index_documents.h"
#include "core/report/bilan_node.h"

// ---- a node

// path may lack its .yaml, as references are written without.
struct mg_trace *mg_trace_new(struct mg_tracer *t, struct mg_slice path, const char *place)
{
	struct mg_trace *node = mg_arena_alloc(t->arena, sizeof *node);
	const bool whole = path.len > 5 && memcmp(path.data + path.len - 5, ".yaml", 5) == 0;

	if (!node)
		return NULL;
	node->path = mg_arena_printf(t->arena, "%.*s%s", (int)path.len, path.data, whole ? "" : ".yaml");
	node->place = place;
	return node->path && place ? node : NULL;
}

int mg_trace_record(struct mg_tracer *t, struct mg_trace *node)
{
	struct mg_book_signature *signatures;
	struct mg_book_record record;
	int rc = mg_copy_seal(t->copy, node->path, t->arena, &record, t->err);

	if (rc < 0)
		return rc;
	signatures = mg_arena_array(t->arena, record.n_signatures, sizeof *signatures);
	if (!signatures)
		return mg_fail_memory(t->err);
	for (size_t i = 0; i < record.n_signatures; i++) {
		signatures[i] = record.signatures[i];
		signatures[i].holder = mg_trace_holder_of(t, signatures[i].key);
	}
	node->type = record.type;
	node->sha256 = record.sha256;
	node->commit = record.commit;
	node->signatures = signatures;
	node->n_signatures = record.n_signatures;
	return 0;
}

// ---- what is asked about

static const char *place_of(struct mg_arena *arena, struct mg_slice list, const struct mg_node *id, const char *rest)
{
	struct mg_step steps[2] = {{MG_STEP_KEY, list}, {.kind = MG_STEP_ELEMENT}};
	struct mg_buf canon = {0}, text = {0};
	const char *place;

	mg_node_canon(id, &canon);
	steps[1].name = mg_buf_slice(&canon);
	mg_place_format(&(struct mg_place){steps, 2}, &text);
	place = mg_arena_printf(arena, "%s%s", mg_buf_text(&text), rest);
	mg_buf_clear(&canon);
	mg_buf_clear(&text);
	return place;
}

// "chiffres[rencontres-7k2m].valeur" for "rencontres-7k2m.valeur", where a list of the record has an element of that id;
// else NULL.
static const char *place_of_element(struct mg_arena *arena, const struct mg_node *root, const char *typed)
{
	const size_t n = strcspn(typed, ".");

	for (size_t i = 0; root->type == MG_MAP && i < root->as.map.n; i++) {
		const struct mg_pair *pair = &root->as.map.pairs[i];
		const struct mg_node *item = mg_bilan_element(pair->value, (struct mg_slice){typed, n});

		if (item)
			return place_of(arena, pair->key, mg_node_get(item, "id"), typed + n);
	}
	return NULL;
}

static int find_place(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root, const struct mg_node **at)
{
	const char *element = *node->place ? place_of_element(t->arena, root, node->place) : NULL;
	struct mg_place place;
	int rc = mg_place_parse(node->place, t->arena, &place, t->err);

	if (rc < 0)
		return rc;
	*at = mg_place_find(root, &place);
	if (!*at && element) {
		node->place = element;
		rc = mg_place_parse(element, t->arena, &place, t->err);
		*at = rc == 0 ? mg_place_find(root, &place) : NULL;
	}
	if (rc == 0 && !*at)
		return mg_fail(t->err, MG_ENOTFOUND, _("%s has nothing at \"%s\""), node->path, node->place);
	return rc;
}

// A write of a whole list or mapping is told by its own place: then that is whose author is asked for.
static int read_writes(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root)
{
	const char *asked = node->place;
	char *above = mg_arena_strdup(t->arena, asked);
	int rc = above ? mg_trace_writes(t, node, root) : mg_fail_memory(t->err);

	while (rc == 0 && !node->n_writes && above && *above) {
		char *end = above + strlen(above);

		while (end > above && *--end != '.' && *end != '[')
			;
		*end = '\0';
		node->place = above;
		rc = mg_trace_writes(t, node, root);
	}
	node->place = asked;
	return rc;
}

static int take_value(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *at)
{
	const struct mg_node *value = at->type == MG_MAP ? mg_node_get(at, "valeur") : at;
	struct mg_buf canon = {0};

	if (!value || value->type == MG_MAP)
		return 0;
	mg_node_canon(value, &canon);
	node->value = mg_arena_strdup(t->arena, mg_buf_text(&canon));
	mg_buf_clear(&canon);
	return node->value ? 0 : mg_fail_memory(t->err);
}

int mg_trace_node(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root)
{
	const struct mg_node *at = NULL;
	int rc = find_place(t, node, root, &at);

	if (rc < 0 || !at)
		return rc;
	rc = take_value(t, node, at);
	if (rc == 0)
		rc = read_writes(t, node, root);
	return rc == 0 ? mg_trace_below(t, node, root) : rc;
}

static int open_tracer(struct mg_tracer *t)
{
	struct mg_error ignored;
	struct mg_doc doc;
	int rc = mg_copy_history(t->copy, t->arena, &t->history, t->err);

	mg_doc_init(&doc);
	if (rc == 0 && mg_copy_read_doc(t->copy, "cooperative.yaml", &doc, &ignored) == 0)
		t->cooperative = mg_node_copy(t->arena, doc.root);
	mg_doc_clear(&doc);
	return rc;
}

int mg_trace_read(struct mg_copy *copy, const char *path, const char *place, struct mg_arena *arena,
		  struct mg_trace **out, struct mg_error *err)
{
	struct mg_tracer t = {.copy = copy, .arena = arena, .err = err};
	struct mg_doc doc;
	bool held;
	int rc;

	mg_doc_init(&doc);
	*out = mg_trace_new(&t, mg_slice_of(path), place);
	rc = *out ? mg_copy_hold_view(copy, err) : mg_fail_memory(err);
	if (rc == 0)
		rc = mg_index_hold(copy->store.index, err);
	held = rc == 0;
	if (rc == 0)
		rc = open_tracer(&t);
	if (rc == 0)
		rc = mg_trace_record(&t, *out);
	if (rc == 0)
		rc = mg_copy_read_doc(copy, path, &doc, err);
	if (rc == 0)
		rc = mg_trace_node(&t, *out, doc.root);
	if (held)
		mg_index_release(copy->store.index);
	mg_copy_let_view_go(copy);
	mg_doc_clear(&doc);
	return rc;
}
