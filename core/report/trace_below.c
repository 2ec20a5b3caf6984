// SPDX-License-Identifier: EUPL-1.2
//
// What a figure, or a whole record, rests on: a year's on its quarters, a consolidation's on bilans, a bilan's on measures.
#include "core/report/bilan_node.h"
#include "core/report/trace_impl.h"

#include "base/i18n.h"

static int add_below(struct mg_tracer *t, struct mg_trace *node, struct mg_trace *below)
{
	struct mg_trace **grown = mg_arena_grow(t->arena, node->below, node->n_below, &node->below_cap, sizeof *grown);

	if (!grown || !below)
		return mg_fail_memory(t->err);
	node->below = grown;
	grown[node->n_below++] = below;
	return 0;
}

// What is named, and is not there or cannot be read, is told as it is: without a digest.
static int tolerate(int rc)
{
	return rc == MG_ENOTFOUND || rc == MG_EINVALID || rc == MG_EUSAGE ? 0 : rc;
}

// Adds what a node names, with the SHA-256 it states (NULL: none); its record is known then.
static int attach(struct mg_tracer *t, struct mg_trace *node, struct mg_trace *below, const struct mg_slice *stated)
{
	int rc = add_below(t, node, below);

	if (rc == 0 && stated) {
		below->stated = mg_arena_copy(t->arena, stated->data, stated->len);
		rc = below->stated ? 0 : mg_fail_memory(t->err);
	}
	return rc == 0 ? mg_trace_record(t, below) : rc;
}

// The same of what stands at a place of a file.
static int add_named(struct mg_tracer *t, struct mg_trace *node, struct mg_slice file, const char *place,
		     const struct mg_slice *stated, struct mg_trace **out)
{
	*out = mg_trace_new(t, file, place);
	return attach(t, node, *out, stated);
}

static const struct mg_node *items_of(const struct mg_node *node, const char *key, size_t *n)
{
	const struct mg_node *list = mg_node_get(node, key);

	*n = list && list->type == MG_LIST ? list->as.list.n : 0;
	return list;
}

// ---- of a bilan: measures

static int add_measure(struct mg_tracer *t, struct mg_trace *node, struct mg_slice path)
{
	struct mg_trace *measure;
	int rc = add_named(t, node, path, "observations", NULL, &measure);

	if (rc == 0)
		rc = mg_trace_writes(t, measure, NULL);
	return tolerate(rc);
}

// The measures that the writes of a figure name, where the bilan is not read: mesures[=mesures/2018-T1/…].
static int add_measures(struct mg_tracer *t, struct mg_trace *node)
{
	const char *set = mg_arena_printf(t->arena, "%s.mesures", node->place);
	const size_t length = set ? strlen(set) : 0;
	int rc = set ? 0 : mg_fail_memory(t->err);

	for (size_t i = 0; rc == 0 && i < node->n_writes; i++) {
		const struct mg_trace_write *write = &node->writes[i];
		const size_t n = write->value ? strlen(write->value) : 0;

		if (write->op == MG_IN && write->stands && n > 2 && mg_place_contains(set, write->place) &&
		    write->place[length] == '[')
			rc = add_measure(t, node, (struct mg_slice){write->value + 1, n - 2});
	}
	return rc;
}

// ---- of a consolidation: the lines of bilans

// The line's value and its measures, by its writes alone: bilans are many and need not be read.
static int take_line(struct mg_tracer *t, struct mg_trace *figure, const char *line)
{
	const char *place = mg_arena_printf(t->arena, "%s.valeur", line);
	const struct mg_trace_write *value = place ? mg_trace_write_at(figure, place) : NULL;

	figure->value = value ? value->value : NULL;
	return place ? add_measures(t, figure) : mg_fail_memory(t->err);
}

// The line of a bilan, {fichier, sha256} of which is named.
static int add_line(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *bilan, const char *line)
{
	struct mg_slice sha256 = mg_node_string(mg_node_get(bilan, "sha256"));
	struct mg_trace *figure;
	int rc = add_named(t, node, mg_node_string(mg_node_get(bilan, "fichier")), line, &sha256, &figure);

	if (rc == 0)
		rc = mg_trace_writes(t, figure, NULL);
	if (rc == 0)
		rc = take_line(t, figure, line);
	return tolerate(rc);
}

static bool stands(const struct mg_trace *figure)
{
	for (size_t i = 0; i < figure->n_writes; i++)
		if (figure->writes[i].stands)
			return true;
	return false;
}

static int is_there(struct mg_tracer *t, const char *path, bool *there)
{
	struct mg_id tree, blob;
	int rc = mg_copy_main_tree(t->copy, &tree, t->err);

	if (rc == 0)
		rc = mg_repo_find(t->copy->store.repo, &tree, path, &blob, t->err);
	*there = rc == 0;
	return rc == MG_ENOTFOUND ? 0 : rc;
}

// The same, only if the bilan has that line: of many, few may. Who wrote it is soon asked, and tells. A bilan that has
// gone is told.
static int add_line_if_any(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *bilan, const char *line)
{
	struct mg_slice sha256 = mg_node_string(mg_node_get(bilan, "sha256"));
	struct mg_trace *figure = mg_trace_new(t, mg_node_string(mg_node_get(bilan, "fichier")), line);
	bool there = false;
	int rc = figure ? mg_trace_writes(t, figure, NULL) : mg_fail_memory(t->err);

	if (rc == 0 && !stands(figure))
		rc = is_there(t, figure->path, &there);
	if (rc < 0 || there)
		return rc;
	rc = attach(t, node, figure, &sha256);
	if (rc == 0)
		rc = take_line(t, figure, line);
	else
		figure->n_writes = 0; // nobody sees any more what they wrote
	return tolerate(rc);
}

// Each contribution is a line of the bilan that `bilans` names for that actor. A consolidation of many does not repeat
// whom its figure comes from: then it is each bilan that has the line.
static int add_contributions(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root,
			     const struct mg_node *at, const char *line)
{
	size_t n, n_bilans;
	const struct mg_node *contributions = items_of(at, "contributions", &n);
	const struct mg_node *bilans = items_of(root, "bilans", &n_bilans);
	int rc = 0;

	for (size_t i = 0; rc == 0 && !contributions && i < n_bilans; i++)
		rc = add_line_if_any(t, node, bilans->as.list.items[i], line);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct mg_slice actor = mg_node_string(mg_node_get(contributions->as.list.items[i], "id"));
		const struct mg_node *bilan = mg_bilan_element(bilans, actor);

		if (bilan)
			rc = add_line(t, node, bilan, line);
	}
	return rc;
}

// ---- of a year: the lines of consolidations, and of bilans that none of them rests on

// A record that is read, to be walked in turn. One that has no such line is not told.
static int add_walked(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *named, const char *line)
{
	struct mg_slice sha256 = mg_node_string(mg_node_get(named, "sha256"));
	struct mg_trace *below;
	struct mg_doc doc;
	int rc = add_named(t, node, mg_node_string(mg_node_get(named, "fichier")), line, &sha256, &below);

	mg_doc_init(&doc);
	if (rc == 0)
		rc = mg_copy_read_doc(t->copy, below->path, &doc, t->err);
	if (rc == 0)
		rc = mg_trace_node(t, below, doc.root);
	if (rc == MG_ENOTFOUND && below->sha256)
		node->n_below--;
	mg_doc_clear(&doc);
	return tolerate(rc);
}

static int add_others(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root, struct mg_slice quarter,
		      const char *line)
{
	size_t n;
	const struct mg_node *others = items_of(root, "hors_consolidation", &n);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		const struct mg_node *bilan = others->as.list.items[i];

		if (mg_slice_equal(mg_node_string(mg_node_get(bilan, "trimestre")), quarter))
			rc = add_line_if_any(t, node, bilan, line);
	}
	return rc;
}

// at: the year's result, which tells the quarters it comes from; root: what each of these rests on.
static int add_quarters(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root,
			const struct mg_node *at, const char *line)
{
	size_t n;
	const struct mg_node *quarters = items_of(at, "trimestres", &n);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct mg_slice quarter = mg_node_string(mg_node_get(quarters->as.list.items[i], "id"));
		const struct mg_node *rests = mg_bilan_element(mg_node_get(root, "trimestres"), quarter);

		if (mg_node_get(rests, "fichier"))
			rc = add_walked(t, node, rests, line);
		if (rc == 0)
			rc = add_others(t, node, root, quarter, line);
	}
	return rc;
}

// ---- of the whole of a record: the records it rests on, themselves only

static int add_record(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *named)
{
	struct mg_slice sha256 = mg_node_string(mg_node_get(named, "sha256"));
	struct mg_slice file = mg_node_string(mg_node_get(named, "fichier"));
	struct mg_trace *below;
	int rc = file.len ? add_named(t, node, file, "", &sha256, &below) : 0;

	return tolerate(rc);
}

static int add_records(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *holder, const char *key)
{
	size_t n;
	const struct mg_node *named = items_of(holder, key, &n);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_record(t, node, named->as.list.items[i]);
	return rc;
}

static int add_all_records(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root)
{
	static const char *const keys[] = {"trimestres", "hors_consolidation", "bilans"};
	int rc = add_record(t, node, mg_node_get(root, "remplace"));

	for (size_t i = 0; rc == 0 && i < sizeof keys / sizeof *keys; i++)
		rc = add_records(t, node, root, keys[i]);
	return rc;
}

// ---- which

// A field of a figure rests on what the figure rests on: "chiffres[x]" of "chiffres[x].valeur". NULL when the place is in
// no element of a list.
static const char *figure_of(struct mg_tracer *t, const char *typed, struct mg_place *place)
{
	struct mg_buf text = {0};
	const char *figure = NULL;

	if (mg_place_parse(typed, t->arena, place, NULL) == 0 && place->n >= 2 &&
	    place->steps[1].kind == MG_STEP_ELEMENT) {
		place->n = 2;
		mg_place_format(place, &text);
		figure = mg_arena_strdup(t->arena, mg_buf_text(&text));
	}
	mg_buf_clear(&text);
	return figure;
}

int mg_trace_below(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root)
{
	struct mg_place place;
	const struct mg_node *at;
	const char *figure, *line;

	if (!*node->place)
		return add_all_records(t, node, root);
	figure = figure_of(t, node->place, &place);
	at = figure ? mg_place_find(root, &place) : NULL;
	if (!at)
		return 0;
	if (mg_slice_is(place.steps[0].name, "indicateurs")) {
		line = mg_arena_printf(t->arena, "chiffres%s", figure + strlen("indicateurs"));
		return line ? add_quarters(t, node, root, at, line) : mg_fail_memory(t->err);
	}
	if (!mg_slice_is(place.steps[0].name, "chiffres"))
		return 0;
	return mg_node_get(root, "bilans") ? add_contributions(t, node, root, at, figure) : add_measures(t, node);
}
