// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/findings.h"
#include "cli/record.h"
#include "cli/save.h"
#include "cli/say.h"
#include "cli/typed.h"

enum { SAVE_REASON, SAVE_MINE, SAVE_THEIRS };

// ---- what was left

static int tell_left(struct mg_cli *cli, const struct mg_unrecorded *left)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(left->path, printed);
	switch (left->state) {
	case MG_UNRECORDED_INVALID:
		mg_warn(_("%s was not recorded: mend what is shown above, then save again"), printed);
		return MG_EXIT_FAILED;
	case MG_UNRECORDED_STALE:
		if (left->stale_field && *left->stale_field)
			mg_warn(_("%s was not recorded: somebody else changed %s meanwhile"), printed,
				left->stale_field);
		else
			mg_warn(_("%s was not recorded: what is recorded has changed since your version"), printed);
		mg_say(cli,
		       _("→ to keep what stands in your file:  maillage save --mine %s\n"
			 "  to keep what is recorded:           maillage save --theirs %s"),
		       printed, printed);
		return MG_EXIT_CONFLICTS;
	case MG_UNRECORDED_DENIED:
		mg_warn(_("%s was not recorded: %s"), printed, left->why);
		mg_say(cli, _("→ take your change back:  maillage save --theirs %s   or ask somebody who may make it"),
		       printed);
		return MG_EXIT_FAILED;
	case MG_UNRECORDED_FOREIGN:
		mg_warn(_("%s is no file of a coopérative; it was left alone"), left->path);
		return 0;
	case MG_UNRECORDED_CHANGED:
	case MG_UNRECORDED_NEW:
	case MG_UNRECORDED_REMOVED:
		mg_warn(_("%s was not recorded: it was edited once more meanwhile"), printed);
		return MG_EXIT_FAILED;
	}
	return 0;
}

// A failure is graver than a choice to make.
static int graver(int a, int b)
{
	return a == MG_EXIT_FAILED || b == MG_EXIT_FAILED ? MG_EXIT_FAILED : a > b ? a : b;
}

// A file of no kind is worth a word only when somebody named it, or meant it to be a record.
static bool is_worth_a_word(const struct mg_unrecorded *left, bool named)
{
	return named || left->state != MG_UNRECORDED_FOREIGN || mg_typed_looks_like_record(left->path);
}

// *told: of how many.
static int tell_all_left(struct mg_cli *cli, const struct mg_unrecorded *left, size_t n, bool named, size_t *told)
{
	int rc = 0;

	*told = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_worth_a_word(&left[i], named))
			continue;
		rc = graver(rc, tell_left(cli, &left[i]));
		(*told)++;
	}
	return rc;
}

int mg_save_paths(struct mg_cli *cli, const char *const *paths, size_t n, enum mg_side side, const char *reason,
		  struct mg_error *err)
{
	const struct mg_sources sources = {.copy = cli->copy};
	struct mg_recorded recorded = {0};
	struct mg_open_conflicts before;
	struct mg_findings findings;
	struct mg_unrecorded *left;
	size_t n_left, told;
	int rc = mg_conflicts_read(cli, &before, err);

	if (rc < 0)
		return rc;
	mg_findings_init(&findings);
	rc = mg_copy_save(cli->copy, paths, n, side, reason, &cli->arena, &recorded, &left, &n_left, &findings, err);
	if (rc == 0) {
		if (!mg_id_is_zero(&recorded.commit) && !recorded.n_fields)
			mg_say(cli, _("recorded, without a change of any field"));
		else if (!mg_id_is_zero(&recorded.commit))
			mg_say(cli, P_("recorded %zu change", "recorded %zu changes", recorded.n_fields),
			       recorded.n_fields);
		mg_conflicts_tell_settled(cli, &before, &recorded);
	}
	mg_findings_show(stderr, &findings, MG_LEVEL_INVALID, &sources);
	mg_findings_clear(&findings);
	if (rc < 0)
		return rc;
	if (recorded.n_laid)
		mg_say(cli,
		       P_("%zu file is again as it is recorded", "%zu files are again as they are recorded",
			  recorded.n_laid),
		       recorded.n_laid);
	rc = tell_all_left(cli, left, n_left, n > 0, &told);
	if (mg_id_is_zero(&recorded.commit) && !told && !recorded.n_laid)
		mg_say(cli, _("nothing to record"));
	return rc;
}

// ---- the command

// Files with edits that words name.
struct named {
	const struct mg_unrecorded *edited;
	size_t n_edited;
	const char **paths;
	size_t n, cap;
};

static int scan(struct mg_cli *cli, struct named *named, struct mg_error *err)
{
	struct mg_unrecorded *edited;
	struct mg_findings ignored;
	int rc;

	mg_findings_init(&ignored);
	rc = mg_copy_scan(cli->copy, NULL, 0, &cli->arena, &edited, &named->n_edited, &ignored, err);
	mg_findings_clear(&ignored);
	named->edited = edited;
	return rc;
}

// A folder stands for what is edited in it.
static int add_named(struct mg_cli *cli, const char *word, struct named *named, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	const size_t before = named->n;
	const char *folder;

	if (mg_typed_path(cli, word, path, err) < 0 || mg_typed_folder(cli, word, &folder, err) < 0)
		return err->code;
	for (size_t i = 0; i < named->n_edited; i++) {
		const char *each = named->edited[i].path, **grown;

		if (strcmp(each, path) != 0 && strncmp(each, folder, strlen(folder)) != 0)
			continue;
		grown = mg_arena_grow(&cli->arena, named->paths, named->n, &named->cap, sizeof *grown);
		if (!grown)
			return mg_cli_no_memory(err);
		named->paths = grown;
		grown[named->n++] = each;
	}
	if (named->n == before)
		mg_say(cli, _("%s has nothing to record"), word);
	return 0;
}

// Conflicts that somebody still has to settle, in what was saved or anywhere.
static int pending(struct mg_cli *cli, const char *const *paths, size_t n, struct mg_error *err)
{
	struct mg_open_conflicts open;
	size_t count = 0;

	if (mg_conflicts_read(cli, &open, err) < 0)
		return err->code;
	for (size_t i = 0; i < open.n; i++) {
		bool counts = n == 0;

		for (size_t j = 0; !counts && j < n; j++)
			counts = strcmp(paths[j], open.items[i].path) == 0;
		count += counts;
	}
	if (!count)
		return 0;
	mg_say(cli,
	       P_("%zu conflict waits for somebody to choose: `maillage conflicts`",
		  "%zu conflicts wait for somebody to choose: `maillage conflicts`", count),
	       count);
	return MG_EXIT_CONFLICTS;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const enum mg_side side = args->values[SAVE_MINE]     ? MG_SIDE_MINE
				  : args->values[SAVE_THEIRS] ? MG_SIDE_THEIRS
							      : MG_SIDE_ASK;
	struct named named = {0};
	int rc = 0;

	if (args->values[SAVE_MINE] && args->values[SAVE_THEIRS])
		return mg_fail(err, MG_EUSAGE, _("--mine and --theirs exclude each other"));
	if (args->n)
		rc = scan(cli, &named, err);
	for (size_t i = 0; rc == 0 && i < args->n; i++)
		rc = add_named(cli, args->words[i], &named, err);
	if (rc == 0 && (named.n || !args->n))
		rc = mg_save_paths(cli, named.paths, named.n, side, args->values[SAVE_REASON], err);
	return rc == 0 && (named.n || !args->n) ? pending(cli, named.paths, named.n, err) : rc;
}

static const struct mg_option options[] = {
	[SAVE_REASON] = MG_OPTION_REASON,
	[SAVE_MINE] = {0, "mine", NULL, N_("where both changed a field, keep what stands in the file")},
	[SAVE_THEIRS] = {0, "theirs", NULL, N_("where both changed a field, keep what is recorded")},
	{0},
};

const struct mg_command mg_cmd_save = {
	.name = "save",
	.purpose = N_("records what was edited in the folder"),
	.synopsis = N_("[-m REASON] [--mine | --theirs] [PATH…]"),
	.details = N_(
		"One commit for all edits, or for those of the files and folders named. A file that is not valid is\n"
		"left as it is, and so is one whose field somebody else has changed meanwhile, until you choose."),
	.example = "maillage save -m \"relecture avant le copil\"",
	.options = options,
	.max_words = MG_ANY_WORDS,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME | MG_CAN_CONFLICT,
	.run = run,
};
