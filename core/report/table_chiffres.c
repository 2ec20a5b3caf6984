// SPDX-License-Identifier: EUPL-1.2
//
// The figures of the consolidations, each with its breakdown. It is where published counts of persons come from, so a
// count is one unless its unit says that it measures something else.
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/value/fixed.h"
#include "schema/value/date.h"

enum { PERIODE, ACTION, INDICATEUR, INTITULE, UNITE, PART, EFFECTIF, VALEUR, CIBLE };

static const struct mg_column columns[] = {
	[PERIODE] = {"periode", "Trimestre", "Quarter", MG_COLUMN_TEXT},
	[ACTION] = {"action", "Action", "Action", MG_COLUMN_TEXT},
	[INDICATEUR] = {"indicateur", "Indicateur", "Indicator", MG_COLUMN_TEXT},
	[INTITULE] = {"intitule", "Intitulé", "Title", MG_COLUMN_TEXT},
	[UNITE] = {"unite", "Unité", "Unit", MG_COLUMN_TEXT},
	[PART] = {"desagregation", "Dont", "Of which", MG_COLUMN_TEXT},
	[EFFECTIF] = {"effectif", "Effectif", "Count", MG_COLUMN_COUNT},
	[VALEUR] = {"valeur", "Valeur", "Value", MG_COLUMN_NUMBER},
	[CIBLE] = {"cible", "Cible", "Target", MG_COLUMN_NUMBER},
};

// What the rows of a figure have in common.
struct figure {
	struct mg_table *table;
	const struct mg_book_record *consolidation;
	const struct mg_node *node;
	const struct mg_node *indicator; // NULL: not in the book
	unsigned flags;
};

// Whether a unit measures something else than how many: money, time, shares.
static bool measures(struct mg_slice unit)
{
	static const char *const units[] = {"€",     "euros", "k€",   "%",     "ETP",    "etp", "jours", "heures",
					    "heure", "jour",  "mois", "année", "années", "km",  "kg",    "points"};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (mg_slice_is(unit, units[i]))
			return true;
	return false;
}

// The digits of a whole number of persons, which some write 5.0. False for what is none.
static bool read_count(struct mg_arena *arena, const struct mg_node *value, struct mg_slice *digits)
{
	char text[MG_FIXED_MAX_CHARS];
	struct mg_fixed count;
	const char *kept;

	*digits = (struct mg_slice){0};
	if (!mg_fixed_read(value, &count))
		return false;
	for (; count.scale; count.scale--, count.units /= 10)
		if (count.units % 10)
			return false;
	kept = mg_arena_strdup(arena, mg_fixed_format(count, text));
	*digits = mg_slice_of(kept ? kept : "");
	return kept != NULL;
}

static bool add_row(const struct figure *figure, struct mg_slice part, const struct mg_node *value, unsigned flags)
{
	struct mg_slice *cells = mg_table_add(figure->table, figure->flags | flags);
	const struct mg_node *target = mg_node_get(figure->indicator, "cible");
	struct mg_slice count;

	if (!cells)
		return false;
	cells[PERIODE] = mg_slice_of(figure->consolidation->parts.periode);
	cells[ACTION] = mg_table_field(figure->node, "action");
	cells[INDICATEUR] = mg_table_field(figure->node, "id");
	cells[INTITULE] = mg_table_field(figure->node, "intitule");
	cells[UNITE] = mg_table_field(figure->node, "unite");
	cells[PART] = part;
	if (!measures(cells[UNITE]) && read_count(&figure->table->arena, value, &count))
		cells[EFFECTIF] = count;
	else if (value && (value->type == MG_INT || value->type == MG_FLOAT))
		cells[VALEUR] = value->text;
	if (!part.len && target && (target->type == MG_INT || target->type == MG_FLOAT))
		cells[CIBLE] = target->text;
	return true;
}

// A figure without breakdown is its own total: the next one's parts have nothing to do with it.
static bool add_figure(const struct figure *figure)
{
	const struct mg_node *parts = mg_node_get(figure->node, "desagregation");

	for (size_t i = 0; parts && parts->type == MG_MAP && i < parts->as.map.n; i++)
		if (!add_row(figure, parts->as.map.pairs[i].key, parts->as.map.pairs[i].value, 0))
			return false;
	return add_row(figure, (struct mg_slice){0}, mg_node_get(figure->node, "valeur"), MG_ROW_TOTAL);
}

// Published is what a closed quarter says of an indicator that is public.
static unsigned flags_of(const struct mg_book_record *consolidation, const struct mg_book_record *indicator)
{
	const struct mg_slice state = mg_table_field(consolidation->root, "statut");

	return indicator && mg_report_is_public(indicator) && mg_slice_is(state, "close") ? 0 : MG_ROW_RESERVED;
}

static bool add_consolidation(const struct mg_report *report, struct mg_table *table,
			      const struct mg_book_record *consolidation)
{
	const struct mg_node *figures = mg_node_get(consolidation->root, "chiffres"), *node;

	for (size_t i = 0; (node = mg_table_item(figures, i)); i++) {
		const struct mg_book_record *indicator =
			mg_book_find(report->book, "indicateur", mg_table_field(node, "id"));
		const struct figure figure = {table, consolidation, node, indicator ? indicator->root : NULL,
					      flags_of(consolidation, indicator)};

		if (!add_figure(&figure))
			return false;
	}
	return true;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *all = mg_book_of(report->book, "consolidation", &n);
	enum mg_report_span span;

	if (mg_report_span(report, &span, err) < 0)
		return err->code;
	for (size_t i = 0; i < n; i++) {
		const char *period = all[i].parts.periode; // begins with its year
		const bool is_replaced = i + 1 < n && strcmp(all[i + 1].parts.periode, period) == 0;

		if (is_replaced || strncmp(period, report->period, strlen(report->period)) != 0)
			continue;
		if (!add_consolidation(report, table, &all[i]))
			return mg_fail_memory(err);
	}
	return 0;
}

static const char *const types[] = {"consolidation", "indicateur"};

const struct mg_table_kind mg_table_chiffres = {
	.name = "chiffres",
	.title = "Chiffres consolidés",
	.title_en = "Consolidated figures",
	.purpose = N_("the figures of the consolidations, with their breakdown; those to publish"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.takes_period = true,
	.fill = fill,
};
