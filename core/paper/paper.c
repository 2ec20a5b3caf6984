// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/paper.h"

#include "core/key/key.h"
#include "core/paper/french.h"
#include "core/paper/paper_impl.h"
#include "schema/record/record.h"

#define MAX_NEEDS      64u
#define PLAIN_TEMPLATE "fiche" // of a type that has none of its own

static void add_part(struct mg_data_list *parts, const char *title, struct mg_data *part)
{
	mg_data_text(part, "titre", mg_slice_of(title));
	mg_data_add(parts, mg_data_map(part));
}

// What the path says of the record: whose, of when, which version.
static const struct mg_node *heading(struct mg_paper *paper)
{
	const struct mg_book_parts *parts = &paper->record->parts;
	struct mg_data_list list = {.arena = paper->arena};
	struct mg_data actor = {.arena = paper->arena}, when = actor, which = actor, correction = actor;
	struct mg_quarter quarter;

	if (*parts->acteur) {
		mg_paper_put_reference(paper, "acteur", mg_slice_of(parts->acteur));
		mg_data_take(&actor, "valeur", &paper->text);
		add_part(&list, "Acteur", &actor);
	}
	if (mg_quarter_parse(mg_slice_of(parts->periode), &quarter)) {
		mg_french_quarter(quarter, &paper->text);
		mg_data_take(&when, "valeur", &paper->text);
		add_part(&list, "Période", &when);
	} else if (*parts->annee) {
		mg_data_text(&when, "valeur", mg_slice_of(parts->annee));
		add_part(&list, "Année", &when);
	}
	if (parts->n) {
		mg_buf_printf(&paper->text, "%u", parts->n);
		mg_data_take(&which, "valeur", &paper->text);
		add_part(&list, "Version", &which);
	}
	if (parts->revision) {
		mg_buf_printf(&paper->text, "%u", parts->revision);
		mg_data_take(&correction, "valeur", &paper->text);
		add_part(&list, "Rectification", &correction);
	}
	return mg_data_list(&list);
}

const struct mg_node *mg_paper_cooperative(struct mg_paper *paper)
{
	const struct mg_book_record *ca = mg_book_cooperative(paper->book);
	const struct mg_node *departments = ca ? mg_node_get(ca->root, "departements") : NULL;
	struct mg_data data = {.arena = paper->arena};

	mg_data_text(&data, "intitule", mg_record_title(ca ? ca->root : NULL));
	mg_data_text(&data, "id", mg_slice_of(paper->book->cooperative));
	if (departments)
		mg_paper_put_value(paper, NULL, departments);
	mg_data_take(&data, "departements", &paper->text);
	return mg_data_map(&data);
}

// Where the document comes from, and how a stranger checks it.
static const struct mg_node *origin(struct mg_paper *paper)
{
	struct mg_data data = {.arena = paper->arena};
	char printed[MG_MAX_PATH_BYTES + 1], sha256[MG_SHA256_HEX];

	mg_path_print(paper->record->path, printed);
	mg_sha256_hex(paper->record->doc->text, sha256);
	mg_data_text(&data, "fiche", mg_slice_of(printed));
	mg_data_text(&data, "fichier", mg_slice_of(paper->record->path));
	mg_data_text(&data, "sha256", mg_slice_of(sha256));
	mg_data_text(&data, "commit", mg_slice_of(paper->record->commit));
	mg_data_text(&data, "cooperative", mg_slice_of(paper->book->cooperative));
	mg_data_text(&data, "espace", mg_slice_of(paper->record->type->ns));
	return mg_data_map(&data);
}

static const struct mg_node *content(struct mg_paper *paper)
{
	const struct mg_book_record *record = paper->record;
	struct mg_data data = {.arena = paper->arena};

	mg_data_text(&data, "titre", mg_slice_of(record->type->title));
	mg_data_text(&data, "objet", mg_record_title(record->root));
	mg_data_node(&data, "cooperative", mg_paper_cooperative(paper));
	mg_data_node(&data, "reperes", heading(paper));
	mg_data_put(&data, mg_slice_of("version"), mg_node_new_int(paper->arena, record->parts.n));
	mg_paper_fields(paper, record->type->shape, record->root, paper->template, &data);
	mg_paper_signatures(paper, &data);
	mg_paper_act(paper, &data);
	mg_paper_notice(paper, &data);
	mg_paper_changes(paper, &data);
	mg_data_node(&data, "origine", origin(paper));
	return mg_data_map(&data);
}

int mg_paper_print(const struct mg_book *book, const struct mg_book_record *record, struct mg_buf *out,
		   struct mg_error *err)
{
	struct mg_paper paper = {.book = book, .record = record};
	struct mg_template_set *templates;
	const struct mg_node *data;
	struct mg_arena arena;
	int rc;

	mg_arena_init(&arena, 0);
	paper.arena = &arena;
	rc = mg_template_open(mg_embedded_templates, mg_embedded_templates_count, &arena, &templates, err);
	if (rc == 0) {
		paper.templates = templates;
		paper.template = mg_template_named(templates, mg_slice_of(record->type->name));
		paper.template = paper.template ? paper.template : PLAIN_TEMPLATE;
		data = content(&paper);
		rc = data ? mg_template_render(templates, paper.template, data, out, err) : mg_fail_memory(err);
	}
	mg_buf_clear(&paper.text);
	mg_arena_clear(&arena);
	return rc;
}

// ---- what it takes

struct needs {
	const struct mg_types *types;
	const char **names;
	size_t n;
};

static bool is_needed(const struct needs *needs, const char *name)
{
	for (size_t i = 0; i < needs->n; i++)
		if (strcmp(needs->names[i], name) == 0)
			return true;
	return false;
}

// Records of a type that are named by an <id> have a name for people too. "fiche": any of them.
static void need(struct needs *needs, struct mg_slice name)
{
	const bool any = mg_slice_is(name, "fiche");

	for (size_t i = 0; i < mg_types_count(needs->types) && needs->n < MAX_NEEDS; i++) {
		const struct mg_type *type = mg_types_at(needs->types, i);

		if ((any || mg_slice_is(name, type->name)) && !is_needed(needs, type->name) &&
		    (strstr(type->pattern, "<id>") || !strchr(type->pattern, '<')))
			needs->names[needs->n++] = type->name;
	}
}

// Every x-ref of a schema, wherever it stands. A schema is no deeper than a record may be.
static void need_references(struct needs *needs, const struct mg_node *node)
{
	if (node->type == MG_LIST)
		for (size_t i = 0; i < node->as.list.n; i++)
			need_references(needs, node->as.list.items[i]);
	if (node->type != MG_MAP)
		return;
	need(needs, mg_node_string(mg_node_get(node, "x-ref")));
	for (size_t i = 0; i < node->as.map.n; i++)
		need_references(needs, node->as.map.pairs[i].value);
}

int mg_paper_needs(const struct mg_types *types, const struct mg_type *type, struct mg_arena *arena,
		   const char ***names, size_t *n, struct mg_error *err)
{
	static const char *const of_convention[] = {"signature_externe", "convention", "avenant", "renouvellement"};
	const bool changes = strcmp(type->name, "avenant") == 0; // it names what the convention names
	const struct mg_type *changed = changes ? mg_types_find(types, "convention") : NULL;
	struct needs needs = {types, mg_arena_array(arena, MAX_NEEDS, sizeof(char *)), 0};
	int rc = needs.names ? mg_types_load(types, type, err) : mg_fail_memory(err);

	if (rc < 0)
		return rc;
	need(&needs, mg_slice_of("cooperative"));
	need(&needs, mg_slice_of("acteur"));
	for (size_t i = 0; i < sizeof of_convention / sizeof *of_convention; i++)
		if (type->opener || mg_node_get(mg_node_get(type->schema, "properties"), "convention"))
			need(&needs, mg_slice_of(of_convention[i]));
	need_references(&needs, type->schema);
	if (changed)
		need_references(&needs, changed->schema);
	*names = needs.names;
	*n = needs.n;
	return 0;
}
