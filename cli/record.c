// SPDX-License-Identifier: EUPL-1.2
#include "cli/record.h"

#include "base/i18n.h"
#include "cli/findings.h"
#include "schema/record/path.h"

// Shows why an edit was refused; its lines are those of the edit, not of the folder's file.
static void show_refusal(const struct mg_edit *edits, size_t n, struct mg_findings *findings)
{
	for (size_t i = 0; i < n; i++) {
		struct mg_sources sources = {.text = edits[i].bytes};
		struct mg_findings own;

		mg_findings_init(&own);
		for (size_t j = 0; j < findings->n; j++)
			if (strcmp(findings->items[j].path, edits[i].path) == 0)
				mg_findings_add(&own, &findings->items[j]);
		mg_findings_show(stderr, &own, MG_LEVEL_INVALID, &sources);
		mg_findings_clear(&own);
	}
}

int mg_record_edits(struct mg_cli *cli, const struct mg_edit *edits, size_t n, const struct mg_recording *how,
		    struct mg_recorded *out, struct mg_error *err)
{
	struct mg_open_conflicts before = {0};
	struct mg_findings findings;
	int rc = mg_conflicts_read(cli, &before, err);

	*out = (struct mg_recorded){0};
	if (rc < 0)
		return rc;
	mg_findings_init(&findings);
	rc = mg_copy_record(cli->copy, edits, n, how->settle, how->n_settle, how->reason, &cli->arena, out, &findings,
			    err);
	if (rc == 0)
		mg_conflicts_tell_settled(cli, &before, out);
	if (rc == MG_EINVALID && findings.n) {
		show_refusal(edits, n, &findings);
		rc = MG_EXIT_FAILED;
	}
	mg_findings_clear(&findings);
	return rc;
}

int mg_record_refuse_edits(struct mg_cli *cli, const char *path, struct mg_error *err)
{
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_unrecorded *edited;
	struct mg_findings findings;
	size_t n;
	int rc;

	mg_findings_init(&findings);
	rc = mg_copy_scan(cli->copy, &path, 1, &cli->arena, &edited, &n, &findings, err);
	mg_findings_clear(&findings);
	if (rc < 0 || !n || edited[0].state == MG_UNRECORDED_REMOVED)
		return rc;
	mg_path_print(path, printed);
	(void)mg_fail(err, MG_ECONFLICT, _("%s has edits that are not recorded"), printed);
	return mg_error_hint(err, _("record them first: maillage save %s"), printed);
}
