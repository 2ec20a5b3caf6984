// SPDX-License-Identifier: EUPL-1.2
//
// Tables as open data: what may be published of them, and of subsidies only what the schema accepts.
#include "core/report/export.h"

#include "base/i18n.h"
#include "core/report/tables.h"
#include "schema/code/siren.h"
#include "schema/value/date.h"
#include "schema/value/fixed.h"

// The table of a kind that may be published; to be cleared, also after a failure.
static int make(const struct mg_table_kind *kind, const struct mg_report *report, struct mg_table *table,
		struct mg_error *err)
{
	int rc;

	mg_table_init(table, kind);
	rc = kind->fill(report, table, err);
	return rc == 0 ? mg_table_publish(table, mg_report_threshold(report->book), err) : rc;
}

static int write_offer(const struct mg_report *report, struct mg_buf *out, struct mg_error *err)
{
	struct mg_table table;
	int rc = make(&mg_table_qui_fait_quoi, report, &table, err);

	if (rc == 0)
		mg_table_csv(&table, MG_CSV_OPEN, out);
	mg_table_clear(&table);
	return rc == 0 ? mg_buf_check(out, err) : rc;
}

// ---- subsidies

static bool is_text(struct mg_slice text)
{
	return text.len > 0;
}

static bool is_date(struct mg_slice text)
{
	struct mg_date date;

	return mg_date_parse(text, &date);
}

static bool is_period(struct mg_slice text)
{
	if (text.len != 2 * MG_DATE_CHARS + 1)
		return is_date(text);
	return text.data[MG_DATE_CHARS] == '/' && is_date((struct mg_slice){text.data, MG_DATE_CHARS}) &&
	       is_date((struct mg_slice){text.data + MG_DATE_CHARS + 1, MG_DATE_CHARS});
}

static bool is_amount(struct mg_slice text)
{
	struct mg_fixed amount;

	return mg_fixed_parse(text, &amount) && amount.units > 0;
}

// What the schema requires of its columns; of the others we write what is right.
static int check_subsidy(const struct mg_table *table, size_t row, struct mg_error *err)
{
	static const struct {
		const char *key;
		bool (*check)(struct mg_slice text);
	} required[] = {
		{"nomAttribuant", is_text},   {"idAttribuant", mg_siret_check},     {"dateConvention", is_date},
		{"nomBeneficiaire", is_text}, {"idBeneficiaire", mg_siret_check},   {"objet", is_text},
		{"montant", is_amount},       {"datesPeriodeVersement", is_period},
	};

	for (size_t i = 0; i < table->kind->n_columns; i++)
		for (size_t j = 0; j < sizeof required / sizeof *required; j++) {
			const struct mg_column *column = &table->kind->columns[i];

			if (strcmp(column->key, required[j].key) != 0 || required[j].check(table->rows[row].cells[i]))
				continue;
			(void)mg_fail(err, MG_EINVALID, _("subsidy %zu cannot be published: %s is missing or wrong"),
				      row + 1, column->key);
			return mg_error_hint(err, _("`maillage table subventions` shows them; complete the record of "
						    "the funding or of its actors, or keep it from being public"));
		}
	return 0;
}

static int write_subsidies(const struct mg_report *report, struct mg_buf *out, struct mg_error *err)
{
	struct mg_table table;
	int rc = make(&mg_table_subventions, report, &table, err);

	for (size_t i = 0; rc == 0 && i < table.n; i++)
		rc = check_subsidy(&table, i, err);
	if (rc == 0)
		mg_table_csv(&table, MG_CSV_OPEN, out);
	mg_table_clear(&table);
	return rc == 0 ? mg_buf_check(out, err) : rc;
}

static const char *const offer_types[] = {"acteur", "action", "public"};
static const char *const subsidy_types[] = {"acteur", "action", "financement"};

const struct mg_export_format mg_export_csv = {
	.name = "csv",
	.purpose = N_("the offer that is public, by commune and public, as open CSV"),
	.types = offer_types,
	.n_types = sizeof offer_types / sizeof *offer_types,
	.write = write_offer,
};

const struct mg_export_format mg_export_scdl = {
	.name = "scdl",
	.purpose = N_("the subsidies that are public, as the open data schema has them (SCDL subventions 2.0.0)"),
	.types = subsidy_types,
	.n_types = sizeof subsidy_types / sizeof *subsidy_types,
	.write = write_subsidies,
};
