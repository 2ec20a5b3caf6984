// SPDX-License-Identifier: EUPL-1.2
#include "cli/conventions.h"

#include "base/i18n.h"
#include "cli/bilans.h"
#include "cli/round.h"
#include "cli/say.h"
#include "cli/slug.h"
#include "core/copy/copy_book.h"
#include "core/report/convention.h"
#include "schema/book/signing.h"
#include "schema/due/convention_term.h"

static int draft_next(const struct mg_book *book, const char *id, const char *actor, struct mg_arena *arena,
		      struct mg_bilan_made *made, struct mg_error *err)
{
	(void)actor;
	return mg_convention_draft(book, id, arena, made, err);
}

static int draft_avenant(const struct mg_book *book, const char *id, const char *actor, struct mg_arena *arena,
			 struct mg_bilan_made *made, struct mg_error *err)
{
	(void)actor;
	return mg_avenant_draft(book, id, arena, made, err);
}

static int draft_renewal(const struct mg_book *book, const char *id, const char *actor, struct mg_arena *arena,
			 struct mg_bilan_made *made, struct mg_error *err)
{
	(void)actor;
	return mg_renouvellement_draft(book, id, arena, made, err);
}

static const struct drafted {
	const char *type;
	bool by_dd;
	int (*make)(const struct mg_book *book, const char *id, const char *actor, struct mg_arena *arena,
		    struct mg_bilan_made *made, struct mg_error *err);
} drafted[] = {
	{"convention", true, draft_next},
	{"avenant", true, draft_avenant},
	{"renouvellement", true, draft_renewal},
	{"resiliation", false, mg_resiliation_draft},
};

static const struct drafted *find_drafted(const char *type)
{
	for (size_t i = 0; i < sizeof drafted / sizeof *drafted; i++)
		if (strcmp(drafted[i].type, type) == 0)
			return &drafted[i];
	return NULL;
}

bool mg_conventions_are_drafted(const char *type)
{
	return find_drafted(type) != NULL;
}

// ---- which convention

// A slug of the programme's title: the first convention has a name that people know.
static int first_id(struct mg_cli *cli, const struct mg_book *book, const char **id, struct mg_error *err)
{
	const struct mg_book_record *ca = mg_book_cooperative(book);
	char slug[MG_SLUG_MAX + 1];

	if (!ca || !mg_slug_make(mg_node_string(mg_node_get(ca->root, "intitule")), slug))
		return mg_fail(err, MG_EUSAGE, _("a new convention needs an id, such as publics-invisibles"));
	*id = mg_arena_strdup(&cli->arena, slug);
	return *id ? 0 : mg_cli_no_memory(err);
}

static int find_id(struct mg_cli *cli, const struct mg_book *book, const struct drafted *kind, const char **id,
		   struct mg_error *err)
{
	struct mg_convention_term term;

	if (mg_convention_current(book, &term)) {
		*id = term.id;
		return 0;
	}
	if (strcmp(kind->type, "convention") == 0)
		return first_id(cli, book, id, err);
	(void)mg_fail(err, MG_ENOTFOUND, _("there is no convention here"));
	return mg_error_hint(err, _("draft it: maillage new convention"));
}

// ---- recording

static bool changes_nothing(const struct drafted *kind, const struct mg_bilan_made *made)
{
	const struct mg_node *list = mg_node_get(made->root, "modifications");

	return strcmp(kind->type, "avenant") == 0 && list && !list->as.list.n;
}

static int make(struct mg_cli *cli, const struct mg_book *book, const struct drafted *kind, const char *id,
		struct mg_bilan_made *made, struct mg_error *err)
{
	struct mg_writer writer;
	int rc = mg_copy_writer(cli->copy, &writer, err);

	if (rc == 0 && kind->by_dd)
		rc = mg_bilans_require_dd(book, writer.actor, err);
	if (rc == 0 && !id)
		rc = find_id(cli, book, kind, &id, err);
	if (rc < 0)
		return rc;
	rc = kind->make(book, id, writer.actor, &cli->arena, made, err);
	if (rc == MG_ENOTFOUND)
		return mg_error_hint(err, _("`maillage table signatures %s` tells who has not signed yet"), id);
	return rc;
}

// The record of the number before; NULL.
static const struct mg_book_record *before_it(const struct mg_book *book, const struct mg_path *path)
{
	size_t n;
	const struct mg_book_record *all = mg_book_of(book, path->type->name, &n), *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].parts.id, path->parts.id) == 0 && all[i].parts.n < path->parts.n)
			found = &all[i];
	return found;
}

static void tell_meaning(const char *type, const char *made, const char *first)
{
	if (strcmp(type, "convention") == 0)
		mg_warn(_("as soon as anybody signs %s, %s is given up and nobody can sign it any more; `maillage rm` "
			  "takes the draft back"),
			made, first);
	else if (strcmp(type, "avenant") == 0)
		mg_warn(_("%s is drafted from the text in force, which is without %s until all have signed that: what "
			  "both change would be signed twice"),
			made, first);
	else
		mg_warn(_("%s renews the convention only once all have signed %s too"), made, first);
}

// A draft beside a text that is being signed may be what its author wants, or not what he thinks.
static void tell_round(const struct mg_book *book, const struct mg_path *path)
{
	const struct mg_book_record *before = before_it(book, path);
	const struct mg_signing signing = before ? mg_signing_of(book, before) : (struct mg_signing){0};
	char made[MG_MAX_PATH_BYTES + 1], first[MG_MAX_PATH_BYTES + 1];
	struct mg_buf have = {0}, have_not = {0};

	if (!signing.n_signed || signing.complete)
		return;
	mg_path_print(path->text, made);
	mg_path_print(before->path, first);
	mg_round_parties(book, before, true, &have);
	mg_round_parties(book, before, false, &have_not);
	mg_warn(_("%s is being signed: by %s already, not yet by %s"), first, mg_buf_text(&have),
		mg_buf_text(&have_not));
	tell_meaning(path->type->name, made, first);
	mg_buf_clear(&have);
	mg_buf_clear(&have_not);
}

// A text about a convention that has ended is drafted, but changes nothing.
static void tell_end(const struct mg_book *book, const struct mg_path *path)
{
	struct mg_convention_term term;
	char day[MG_DATE_CHARS + 1];

	if (strcmp(path->type->name, "convention") == 0 || !mg_convention_term(book, path->parts.id, &term) ||
	    !term.has_effect || mg_date_compare(mg_cli_today(), term.end) < 0)
		return;
	mg_date_format(term.end, day);
	mg_warn(_("the convention %s is over since %s, and this does not bring it back: the next version does, "
		  "`maillage new convention %s`"),
		path->parts.id, day, path->parts.id);
}

static void tell_next(const struct mg_cli *cli, const struct mg_path *path)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_path_print(path->text, printed);
	if (path->type->opener)
		mg_say(cli,
		       _("read it (`maillage print %s`), complete it, then open it to all signatures: maillage sign "
			 "%s"),
		       printed, printed);
	else
		mg_say(cli,
		       _("send a registered letter to each of the others, then write its number and its receipt there: "
			 "maillage edit %s"),
		       printed);
}

int mg_conventions_draft(struct mg_cli *cli, const char *type, const char *typed, const struct mg_record_field *fields,
			 size_t n, const char *reason, struct mg_path *path, struct mg_error *err)
{
	const struct drafted *kind = find_drafted(type);
	struct mg_bilan_made made;
	struct mg_book book = {0};
	int rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, NULL, 0, &book, NULL, err);

	if (rc == 0)
		rc = make(cli, &book, kind, typed, &made, err);
	if (rc == 0 && changes_nothing(kind, &made) && !n) {
		(void)mg_fail(err, MG_ENOTFOUND, _("the records say what is signed: there is nothing to amend"));
		rc = mg_error_hint(err, _("another article is changed by hand: modifications='[{id: m1, chemin: "
					  "art3_financement, nouveau: …}]'"));
	}
	if (rc == 0)
		rc = mg_bilans_record_with(cli, &made, fields, n, reason, err);
	if (rc == 0) {
		*path = made.path;
		tell_round(&book, path);
		tell_end(&book, path);
		tell_next(cli, path);
	}
	mg_book_clear(&book);
	return rc;
}
