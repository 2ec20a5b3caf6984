// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/paper_table.h"

#include "core/paper/french.h"
#include "core/paper/paper_impl.h"

static bool is_number(enum mg_column_kind kind)
{
	return kind == MG_COLUMN_NUMBER || kind == MG_COLUMN_COUNT || kind == MG_COLUMN_TOTAL;
}

static const struct mg_node *cell_of(struct mg_paper *paper, const struct mg_column *column, struct mg_slice text)
{
	struct mg_data cell = {.arena = paper->arena};
	struct mg_date date;

	if (is_number(column->kind))
		mg_french_number(text, &paper->text);
	else if (column->kind == MG_COLUMN_DATE && mg_date_parse(text, &date))
		mg_french_date(date, &paper->text);
	else
		mg_buf_put_slice(&paper->text, text);
	mg_data_take(&cell, "valeur", &paper->text);
	mg_data_flag(&cell, "nombre", is_number(column->kind));
	return mg_data_map(&cell);
}

static const struct mg_node *line_of(struct mg_paper *paper, const struct mg_table_kind *kind, const struct mg_row *row)
{
	struct mg_data_list cells = {.arena = paper->arena};
	struct mg_data line = {.arena = paper->arena};

	for (size_t i = 0; i < kind->n_columns; i++)
		mg_data_add(&cells, cell_of(paper, &kind->columns[i], row->cells[i]));
	mg_data_node(&line, "cellules", mg_data_list(&cells));
	return mg_data_map(&line);
}

static const struct mg_node *titles_of(struct mg_paper *paper, const struct mg_table_kind *kind)
{
	struct mg_data_list titles = {.arena = paper->arena};

	for (size_t i = 0; i < kind->n_columns; i++) {
		struct mg_data title = {.arena = paper->arena};

		mg_data_text(&title, "titre", mg_slice_of(kind->columns[i].title));
		mg_data_add(&titles, mg_data_map(&title));
	}
	return mg_data_list(&titles);
}

static const struct mg_node *content(struct mg_paper *paper, const struct mg_table *table)
{
	struct mg_data_list lines = {.arena = paper->arena};
	struct mg_data data = {.arena = paper->arena}, whole = data;

	for (size_t i = 0; i < table->n; i++)
		mg_data_add(&lines, line_of(paper, table->kind, &table->rows[i]));
	mg_data_node(&whole, "colonnes", titles_of(paper, table->kind));
	mg_data_node(&whole, "lignes", mg_data_list(&lines));
	mg_data_text(&data, "titre", mg_slice_of(table->kind->title));
	mg_data_flag(&data, "paysage", true);
	mg_data_node(&data, "cooperative", mg_paper_cooperative(paper));
	mg_data_node(&data, "tableau", mg_data_map(&whole));
	return mg_data_map(&data);
}

int mg_paper_table(const struct mg_table *table, const struct mg_book *book, struct mg_buf *out, struct mg_error *err)
{
	struct mg_paper paper = {.book = book};
	struct mg_template_set *templates;
	const struct mg_node *data;
	struct mg_arena arena;
	int rc;

	mg_arena_init(&arena, 0);
	paper.arena = &arena;
	rc = mg_template_open(mg_embedded_templates, mg_embedded_templates_count, &arena, &templates, err);
	if (rc == 0) {
		data = content(&paper, table);
		rc = data ? mg_template_render(templates, "table", data, out, err) : mg_fail_memory(err);
	}
	mg_buf_clear(&paper.text);
	mg_arena_clear(&arena);
	return rc;
}
