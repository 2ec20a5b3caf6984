// SPDX-License-Identifier: EUPL-1.2
//
// Subsidies of one year to one beneficiary, over all the coopératives that this machine holds: each below the threshold,
// do they reach it together?
#include "core/report/splitting.h"
#include "core/report/tables.h"

#include "base/i18n.h"

#include <stdlib.h>

enum { BENEFICIAIRE, SIRET, RNA, FINANCEUR, ANNEE, DECISIONS, TOTAL, SEUIL, COOPERATIVES, FICHES };

static const struct mg_column columns[] = {
	[BENEFICIAIRE] = {"beneficiaire", "Bénéficiaire", "Beneficiary", MG_COLUMN_TEXT},
	[SIRET] = {"siret", "SIRET", "SIRET", MG_COLUMN_CODE},
	[RNA] = {"rna", "RNA", "RNA", MG_COLUMN_CODE},
	[FINANCEUR] = {"financeur", "Financeur", "Funder", MG_COLUMN_TEXT},
	[ANNEE] = {"annee", "Année", "Year", MG_COLUMN_TEXT},
	[DECISIONS] = {"decisions", "Décisions", "Decisions", MG_COLUMN_NUMBER},
	[TOTAL] = {"montant", "Ensemble (€)", "Together (€)", MG_COLUMN_NUMBER},
	[SEUIL] = {"seuil", "Seuil de 23 000 €", "Threshold of €23,000", MG_COLUMN_TEXT},
	[COOPERATIVES] = {"cooperatives", "Coopératives", "Coopératives", MG_COLUMN_TEXT},
	[FICHES] = {"fiches", "Fiches", "Records", MG_COLUMN_TEXT},
};

static struct mg_slice name_of(const struct mg_node *actor, struct mg_slice id)
{
	struct mg_slice name = mg_table_field(actor, "nom");

	return name.len ? name : id;
}

// Each coopérative once, and each record.
static bool put_items(struct mg_table *table, const struct mg_report *report, const struct mg_splitting_group *group,
		      struct mg_slice *cells)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct mg_splitting_item *item = &group->items[i];
		size_t stem = strlen(item->record->path) - strlen(".yaml");

		if (i == 0 || item->source != item[-1].source)
			if (!mg_table_join(table, &cells[COOPERATIVES], " ; ",
					   mg_slice_of(report->sources[item->source].name)))
				return false;
		if (!mg_table_join(table, &cells[FICHES], ", ", (struct mg_slice){item->record->path, stem}))
			return false;
	}
	return true;
}

static bool add_row(struct mg_table *table, const struct mg_report *report, const struct mg_splitting_group *group)
{
	struct mg_slice *cells = mg_table_add(table, MG_ROW_RESERVED);
	const char *year = mg_arena_printf(&table->arena, "%d", (int)group->year);
	const char *amount = mg_splitting_amount(group->centimes, &table->arena);

	if (!cells || !year || !amount || !mg_table_put_count(table, group->n, &cells[DECISIONS]) ||
	    !put_items(table, report, group, cells))
		return false;
	cells[BENEFICIAIRE] = name_of(group->beneficiary, group->beneficiary_id);
	cells[SIRET] = mg_table_field(group->beneficiary, "siret");
	cells[RNA] = mg_table_field(group->beneficiary, "rna");
	cells[FINANCEUR] = name_of(group->funder, group->funder_id);
	cells[ANNEE] = mg_slice_of(year);
	cells[TOTAL] = mg_slice_of(amount);
	cells[SEUIL] = mg_slice_of(group->reaches ? "atteint" : "non_atteint");
	return true;
}

static int read_year(const struct mg_report *report, int64_t *year, struct mg_error *err)
{
	*year = *report->period ? strtol(report->period, NULL, 10) : 0;
	return *report->period ? mg_report_need(report, &mg_table_fractionnement, MG_SPAN_YEAR, err) : 0;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	struct mg_splitting_group *groups = NULL;
	int64_t year;
	size_t n = 0;
	bool ok = true;
	int rc = read_year(report, &year, err);

	if (rc == 0)
		rc = mg_splitting(report->sources, report->n_sources, year, &table->arena, &groups, &n, err);
	if (rc < 0)
		return rc;
	for (int alert = 1; alert >= 0; alert--) // what asks for something comes first
		for (size_t i = 0; ok && i < n; i++)
			if (groups[i].reaches == (alert == 1))
				ok = add_row(table, report, &groups[i]);
	return ok ? 0 : mg_fail_memory(err);
}

static const struct mg_word thresholds[] = {
	{"atteint", "atteint : une convention financière", "reached: a funding convention"},
	{"non_atteint", "non atteint", "not reached"},
	{0},
};

static const struct mg_column_words words[] = {
	{.column = SEUIL, .own = thresholds},
};

static const char *const types[] = {"acteur", "financement"};

const struct mg_table_kind mg_table_fractionnement = {
	.name = "fractionnement",
	.title = "Décisions à un même bénéficiaire",
	.title_en = "Decisions for one beneficiary",
	.purpose = N_("subsidies below 23000 euros to one beneficiary in one year, in all your coopératives together"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.takes_period = true,
	.takes_all = true,
	.fill = fill,
};
