// SPDX-License-Identifier: EUPL-1.2
#include "core/report/table.h"

#include "schema/value/fixed.h"

struct writer {
	enum mg_csv form;
	struct mg_buf *out;
};

static char separator(const struct writer *writer)
{
	return writer->form == MG_CSV_FRENCH ? ';' : ',';
}

static bool is_number(enum mg_column_kind kind, struct mg_slice text)
{
	struct mg_fixed value;

	return (kind == MG_COLUMN_NUMBER || kind == MG_COLUMN_COUNT || kind == MG_COLUMN_TOTAL) &&
	       mg_fixed_parse(text, &value);
}

static void put_number(const struct writer *writer, struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		mg_buf_putc(writer->out, writer->form == MG_CSV_FRENCH && text.data[i] == '.' ? ',' : text.data[i]);
}

// Whether a spreadsheet would take a text for a formula, which could send the others' cells somewhere.
static bool is_formula(struct mg_slice text)
{
	return text.len && strchr("=+-@\t\r\n", text.data[0]) != NULL;
}

static bool needs_quotes(const struct writer *writer, struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == separator(writer) || strchr("\"\r\n", text.data[i]))
			return true;
	return text.len && (text.data[0] == ' ' || text.data[text.len - 1] == ' ');
}

static void put_text(const struct writer *writer, struct mg_slice text)
{
	const bool quoted = needs_quotes(writer, text);

	if (quoted)
		mg_buf_putc(writer->out, '"');
	if (is_formula(text))
		mg_buf_putc(writer->out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '"')
			mg_buf_putc(writer->out, '"');
		mg_buf_putc(writer->out, text.data[i]);
	}
	if (quoted)
		mg_buf_putc(writer->out, '"');
}

static void put_row(const struct writer *writer, const struct mg_table *table, const struct mg_row *row)
{
	for (size_t i = 0; i < table->kind->n_columns; i++) {
		if (i)
			mg_buf_putc(writer->out, separator(writer));
		if (is_number(table->kind->columns[i].kind, row->cells[i]))
			put_number(writer, row->cells[i]);
		else
			put_text(writer, row->cells[i]);
	}
	mg_buf_puts(writer->out, "\r\n");
}

void mg_table_csv(const struct mg_table *table, enum mg_csv form, struct mg_buf *out)
{
	const struct writer writer = {form, out};

	if (form == MG_CSV_FRENCH)
		mg_buf_puts(out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < table->kind->n_columns; i++) {
		const struct mg_column *column = &table->kind->columns[i];

		if (i)
			mg_buf_putc(out, separator(&writer));
		put_text(&writer, mg_slice_of(form == MG_CSV_FRENCH ? column->title : column->key));
	}
	mg_buf_puts(out, "\r\n");
	for (size_t i = 0; i < table->n; i++)
		put_row(&writer, table, &table->rows[i]);
}
