// SPDX-License-Identifier: EUPL-1.2
//
// Observations typed as the work goes (`maillage new mesure INDICATOR PERIOD valeur=12`), and what is asked of a measure
// whose bilan has been sent.
#ifndef MG_CLI_MEASURE_H
#define MG_CLI_MEASURE_H

#include "cli/command.h"
#include "schema/record/record.h"

// Words FIELD=VALUE in which the fields of one observation (valeur, date, note...) are those of a new one: `valeur=12` is
// then `observations[<random>].valeur=12`. Its date is today when none is given. periode as in the path. Unchanged, *added
// false, when there are none. MG_EUSAGE for an observation without value or text, or of another quarter.
int mg_measure_words(struct mg_cli *cli, const char *periode, const char **words, size_t n, const char ***out,
		     size_t *n_out, bool *added, struct mg_error *err) MG_CHECKED;

// What a change of a measure whose bilan was sent needs: the reason, which becomes its `motif_correction` (statut:
// corrigee), unless fields have one. MG_EDENIED, with what to do, when there is none. Other records are left alone.
int mg_measure_correct(struct mg_cli *cli, const struct mg_path *path, struct mg_record_field **fields, size_t *n,
		       const char *reason, struct mg_error *err) MG_CHECKED;

// Sets fields in a measure that is recorded, and records it.
int mg_measure_change(struct mg_cli *cli, const struct mg_path *path, const struct mg_record_field *fields, size_t n,
		      const char *reason, struct mg_error *err) MG_CHECKED;

#endif
