// SPDX-License-Identifier: EUPL-1.2
#include "cli/measure.h"

#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/record.h"
#include "cli/typed.h"
#include "core/copy/copy_book.h"
#include "core/key/random.h"
#include "schema/due/quarters.h"
#include "schema/value/paris.h"

#define ID_CHARS 4 // as for any new element of a list

// ---- an observation in words

// "valeur" of "valeur=12" when it is a field of an observation; else NULL.
static const char *field_of(const char *word)
{
	static const char *const fields[] = {"date", "valeur", "texte", "denominateur", "desagregation", "note"};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		size_t n = strlen(fields[i]);

		if (strncmp(word, fields[i], n) == 0 && (word[n] == '=' || word[n] == '.'))
			return fields[i];
	}
	return NULL;
}

struct observation {
	const char *date; // as typed; NULL
	bool is_there, says_something;
};

static void look(const char *word, struct observation *o)
{
	const char *field = field_of(word);

	if (!field)
		return;
	o->is_there = true;
	if (strcmp(field, "date") == 0)
		o->date = word + strlen("date=");
	if (strcmp(field, "valeur") == 0 || strcmp(field, "texte") == 0)
		o->says_something |= word[strlen(field) + 1] != '\0';
}

// A date that is none is told with the rest of what is wrong with the record.
static int check_date(struct mg_cli *cli, const char *typed, const char *periode, struct mg_error *err)
{
	static const char *const types[] = {"avenant",        "convention",  "cooperative",
					    "renouvellement", "resiliation", "signature_externe"};
	char quarter[MG_PERIOD_CHARS + 1] = "";
	struct mg_quarters quarters;
	struct mg_date date;
	struct mg_book book = {0};
	int rc;

	if (!mg_date_parse(mg_slice_of(typed), &date))
		return 0;
	rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, types, sizeof types / sizeof *types, &book,
			  NULL, err);
	if (rc == 0) {
		quarters = mg_quarters_of_book(&book);
		mg_quarter_format(mg_quarters_of(&quarters, date), quarter);
	}
	mg_book_clear(&book);
	if (rc < 0 || strcmp(quarter, periode) == 0)
		return rc;
	(void)mg_fail(err, MG_EUSAGE, _("%s is not in %s, but in %s"), typed, periode, quarter);
	return mg_error_hint(err, _("give the day it was observed: date=AAAA-MM-JJ"));
}

static int check_observation(const struct observation *o, struct mg_error *err)
{
	if (o->says_something)
		return 0;
	(void)mg_fail(err, MG_EUSAGE, _("an observation needs a value or a text"));
	return mg_error_hint(err, _("for instance: valeur=12"));
}

int mg_measure_words(struct mg_cli *cli, const char *periode, const char **words, size_t n, const char ***out,
		     size_t *n_out, bool *added, struct mg_error *err)
{
	char id[ID_CHARS + 1], today[MG_DATE_CHARS + 1];
	struct observation o = {0};

	*out = words;
	*n_out = n;
	for (size_t i = 0; i < n; i++)
		look(words[i], &o);
	*added = o.is_there;
	if (!o.is_there)
		return 0;
	mg_date_format(mg_paris_date(mg_copy_now_ms(cli->copy)), today);
	if (check_observation(&o, err) < 0 || check_date(cli, o.date ? o.date : today, periode, err) < 0)
		return err->code;
	*out = mg_arena_array(&cli->arena, n + 1, sizeof **out);
	if (!*out)
		return mg_cli_no_memory(err);
	mg_random_base32(id, ID_CHARS);
	for (*n_out = 0; *n_out < n; (*n_out)++) {
		const char *word = words[*n_out];

		(*out)[*n_out] = field_of(word) ? mg_arena_printf(&cli->arena, "observations[%s].%s", id, word) : word;
		if (!(*out)[*n_out])
			return mg_cli_no_memory(err);
	}
	if (!o.date)
		(*out)[(*n_out)++] = mg_arena_printf(&cli->arena, "observations[%s].date=%s", id, today);
	return (*out)[*n_out - 1] ? 0 : mg_cli_no_memory(err);
}

// ---- after transmission

static bool was_sent(struct mg_cli *cli, const struct mg_path_parts *parts)
{
	const char *path =
		mg_arena_printf(&cli->arena, "bilans/%s/%s.%s.sig", parts->periode, parts->acteur, parts->acteur);

	return path && mg_typed_exists(cli, path);
}

static bool begins(const char *place, const char *field)
{
	return strncmp(place, field, strlen(field)) == 0;
}

int mg_measure_correct(struct mg_cli *cli, const struct mg_path *path, struct mg_record_field **fields, size_t *n,
		       const char *reason, struct mg_error *err)
{
	struct mg_record_field *more;
	bool changes = false, explains = false;

	for (size_t i = 0; i < *n; i++) {
		changes |= begins((*fields)[i].place, "observations");
		explains |= begins((*fields)[i].place, "motif_correction");
	}
	if (strcmp(path->type->name, "mesure") != 0 || !changes || explains || !was_sent(cli, &path->parts))
		return 0;
	if (!reason || !*reason) {
		(void)mg_fail(err, MG_EDENIED, _("the bilan of %s was sent: a value is corrected with a reason"),
			      path->parts.periode);
		return mg_error_hint(err, _("add -m REASON; `maillage new bilan_trimestriel %s -m REASON` follows"),
				     path->parts.periode);
	}
	more = mg_arena_array(&cli->arena, *n + 2, sizeof *more);
	if (!more)
		return mg_cli_no_memory(err);
	memcpy(more, *fields, *n * sizeof *more);
	more[*n] = (struct mg_record_field){"statut", mg_node_new_string(&cli->arena, mg_slice_of("corrigee"))};
	more[*n + 1] =
		(struct mg_record_field){"motif_correction", mg_node_new_string(&cli->arena, mg_slice_of(reason))};
	if (!more[*n].value || !more[*n + 1].value)
		return mg_cli_no_memory(err);
	*fields = more;
	*n += 2;
	return 0;
}

int mg_measure_change(struct mg_cli *cli, const struct mg_path *path, const struct mg_record_field *fields, size_t n,
		      const char *reason, struct mg_error *err)
{
	const struct mg_recording how = {.reason = reason};
	struct mg_buf base = {0}, text = {0};
	struct mg_recorded recorded;
	int rc = mg_record_refuse_edits(cli, path->text, err);

	if (rc == 0)
		rc = mg_copy_read_view(cli->copy, path->text, &base, err);
	mg_buf_put_slice(&text, mg_buf_slice(&base));
	if (rc == 0)
		rc = mg_buf_check(&text, err);
	if (rc == 0)
		rc = mg_fields_set(cli, path->text, fields, n, &text, err);
	if (rc == 0)
		rc = mg_fields_check(cli, path->text, mg_buf_slice(&text), NULL, err);
	if (rc == 0) {
		const struct mg_edit edit = {path->text, mg_buf_slice(&text), mg_buf_slice(&base)};

		rc = mg_record_edits(cli, &edit, 1, &how, &recorded, err);
	}
	mg_buf_clear(&base);
	mg_buf_clear(&text);
	return rc;
}
