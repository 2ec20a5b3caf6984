// SPDX-License-Identifier: EUPL-1.2
#include "core/report/trace_impl.h"

#include "base/i18n.h"
#include "core/copy/copy_book.h"

// ---- a node

// path may lack its .yaml, as references are written without.
static struct mg_trace *new_node(struct mg_tracer *t, struct mg_slice path, const char *place)
{
	struct mg_trace *node = mg_arena_alloc(t->arena, sizeof *node);
	const bool whole = path.len > 5 && memcmp(path.data + path.len - 5, ".yaml", 5) == 0;

	if (!node)
		return NULL;
	node->path = mg_arena_printf(t->arena, "%.*s%s", (int)path.len, path.data, whole ? "" : ".yaml");
	node->place = place;
	return node->path && place ? node : NULL;
}

// What is known of the record, and its bytes. A record that has gone, or that never was, has no digest.
static int read_record(struct mg_tracer *t, struct mg_trace *node, struct mg_buf *bytes)
{
	struct mg_book_record record;
	int rc = mg_copy_seal(t->copy, node->path, t->arena, &record, bytes, t->err);

	if (rc < 0)
		return rc;
	node->type = record.type;
	node->sha256 = record.sha256;
	node->commit = record.commit;
	node->signatures = record.signatures;
	node->n_signatures = record.n_signatures;
	return 0;
}

static int add_below(struct mg_tracer *t, struct mg_trace *node, size_t *cap, struct mg_trace *below)
{
	struct mg_trace **grown = mg_arena_grow(t->arena, node->below, node->n_below, cap, sizeof *grown);

	if (!grown || !below)
		return mg_fail_memory(t->err);
	node->below = grown;
	grown[node->n_below++] = below;
	return 0;
}

// ---- what a bilan's figure rests on: measures

static int add_measure(struct mg_tracer *t, struct mg_trace *node, size_t *cap, struct mg_slice path)
{
	struct mg_trace *measure = new_node(t, path, "observations");
	struct mg_buf bytes = {0};
	int rc = add_below(t, node, cap, measure);

	if (rc == 0)
		rc = read_record(t, measure, &bytes);
	if (rc == 0)
		rc = mg_trace_writes(t, measure, NULL);
	mg_buf_clear(&bytes);
	return rc == MG_ENOTFOUND || rc == MG_EINVALID || rc == MG_EUSAGE ? 0
									  : rc; // named, and not there: told as it is
}

// The measures that the writes of a figure name, where the bilan is not read: mesures[=mesures/2018-T1/…].
static int add_measures(struct mg_tracer *t, struct mg_trace *node)
{
	const char *set = mg_arena_printf(t->arena, "%s.mesures", node->place);
	size_t cap = 0, length = set ? strlen(set) : 0;
	int rc = set ? 0 : mg_fail_memory(t->err);

	for (size_t i = 0; rc == 0 && i < node->n_writes; i++) {
		const struct mg_trace_write *write = &node->writes[i];
		const size_t n = write->value ? strlen(write->value) : 0;

		if (write->op == MG_IN && write->stands && n > 2 && mg_place_contains(set, write->place) &&
		    write->place[length] == '[')
			rc = add_measure(t, node, &cap, (struct mg_slice){write->value + 1, n - 2});
	}
	return rc;
}

// ---- what a consolidation's figure rests on: the figures of bilans

static int add_figure(struct mg_tracer *t, struct mg_trace *node, size_t *cap, struct mg_slice file,
		      struct mg_slice stated)
{
	struct mg_trace *figure = new_node(t, file, node->place);
	const struct mg_trace_write *value;
	struct mg_buf bytes = {0};
	const char *place = mg_arena_printf(t->arena, "%s.valeur", node->place);
	int rc = add_below(t, node, cap, figure);

	if (rc == 0 && !place)
		rc = mg_fail_memory(t->err);
	if (rc == 0) {
		figure->stated = mg_arena_copy(t->arena, stated.data, stated.len);
		rc = read_record(t, figure, &bytes);
	}
	if (rc == 0)
		rc = mg_trace_writes(t, figure, NULL);
	if (rc == 0) {
		value = mg_trace_write_at(figure, place);
		figure->value = value ? value->value : NULL;
		rc = add_measures(t, figure);
	}
	mg_buf_clear(&bytes);
	return rc == MG_ENOTFOUND || rc == MG_EINVALID || rc == MG_EUSAGE ? 0 : rc;
}

static const struct mg_node *item_of(const struct mg_node *list, struct mg_slice id)
{
	for (size_t i = 0; list && list->type == MG_LIST && i < list->as.list.n; i++)
		if (mg_slice_equal(mg_node_string(mg_node_get(list->as.list.items[i], "id")), id))
			return list->as.list.items[i];
	return NULL;
}

// The line of each bilan that has one: a consolidation of many does not repeat whom its figure comes from.
static int add_lines(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *bilans)
{
	size_t cap = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < bilans->as.list.n; i++) {
		const struct mg_node *bilan = bilans->as.list.items[i];

		rc = add_figure(t, node, &cap, mg_node_string(mg_node_get(bilan, "fichier")),
				mg_node_string(mg_node_get(bilan, "sha256")));
		node->n_below -=
			rc == 0 && node->below[node->n_below - 1]->sha256 && !node->below[node->n_below - 1]->n_writes;
	}
	return rc;
}

// Each contribution is a line of the bilan that `bilans` names for that actor.
static int add_figures(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root, const struct mg_node *at)
{
	const struct mg_node *contributions = mg_node_get(at, "contributions"), *bilans = mg_node_get(root, "bilans");
	size_t cap = 0;
	int rc = 0;

	if (!bilans || bilans->type != MG_LIST || strncmp(node->place, "chiffres[", 9) != 0)
		return 0;
	if (!contributions || contributions->type != MG_LIST)
		return add_lines(t, node, bilans);
	for (size_t i = 0; rc == 0 && i < contributions->as.list.n; i++) {
		const struct mg_node *one = contributions->as.list.items[i];
		const struct mg_node *bilan = item_of(bilans, mg_node_string(mg_node_get(one, "id")));

		if (bilan)
			rc = add_figure(t, node, &cap, mg_node_string(mg_node_get(bilan, "fichier")),
					mg_node_string(mg_node_get(bilan, "sha256")));
	}
	return rc;
}

// ---- the whole of a record: the records it rests on, themselves only

static int add_records(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root)
{
	const struct mg_node *bilans = mg_node_get(root, "bilans");
	size_t cap = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && bilans && bilans->type == MG_LIST && i < bilans->as.list.n; i++) {
		const struct mg_node *bilan = bilans->as.list.items[i];
		struct mg_slice stated = mg_node_string(mg_node_get(bilan, "sha256"));
		struct mg_trace *below = new_node(t, mg_node_string(mg_node_get(bilan, "fichier")), "");
		struct mg_buf bytes = {0};

		rc = add_below(t, node, &cap, below);
		if (rc == 0) {
			below->stated = mg_arena_copy(t->arena, stated.data, stated.len);
			rc = read_record(t, below, &bytes);
		}
		mg_buf_clear(&bytes);
		rc = rc == MG_ENOTFOUND || rc == MG_EINVALID || rc == MG_EUSAGE ? 0 : rc;
	}
	return rc;
}

// ---- what is asked about

// "chiffres[rencontres-7k2m]" for "rencontres-7k2m", where a list of the record has an element of that id; else NULL.
static const char *place_of_element(struct mg_arena *arena, const struct mg_node *root, const char *id)
{
	for (size_t i = 0; root->type == MG_MAP && i < root->as.map.n; i++) {
		const struct mg_pair *pair = &root->as.map.pairs[i];
		const struct mg_node *item = item_of(pair->value, mg_slice_of(id));
		struct mg_step steps[2] = {{MG_STEP_KEY, pair->key}, {.kind = MG_STEP_ELEMENT}};
		struct mg_buf canon = {0}, text = {0};
		const char *place;

		if (!item)
			continue;
		mg_node_canon(mg_node_get(item, "id"), &canon);
		steps[1].name = mg_buf_slice(&canon);
		mg_place_format(&(struct mg_place){steps, 2}, &text);
		place = mg_arena_strdup(arena, mg_buf_text(&text));
		mg_buf_clear(&canon);
		mg_buf_clear(&text);
		return place;
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

static int trace_node(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root)
{
	const struct mg_node *at = NULL;
	int rc = find_place(t, node, root, &at);

	if (rc < 0 || !at)
		return rc;
	rc = take_value(t, node, at);
	if (rc == 0)
		rc = read_writes(t, node, root);
	if (rc == 0 && at == root)
		return add_records(t, node, root);
	if (rc == 0)
		rc = add_measures(t, node);
	return rc == 0 ? add_figures(t, node, root, at) : rc;
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
	struct mg_findings findings;
	struct mg_buf bytes = {0};
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	mg_findings_init(&findings);
	*out = new_node(&t, mg_slice_of(path), place);
	rc = *out ? open_tracer(&t) : mg_fail_memory(err);
	if (rc == 0)
		rc = read_record(&t, *out, &bytes);
	if (rc == 0 && mg_yaml_read(&doc, path, mg_buf_slice(&bytes), &findings) < 0)
		rc = mg_fail(err, MG_EINVALID, _("%s is no YAML that can be read"), path);
	if (rc == 0)
		rc = trace_node(&t, *out, doc.root);
	mg_buf_clear(&bytes);
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return rc;
}
