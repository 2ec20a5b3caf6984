// SPDX-License-Identifier: EUPL-1.2
#include "cli/typed.h"

#include "base/i18n.h"
#include "cli/ids.h"
#include "core/key/random.h"

// Where the "=" of FIELD=VALUE stands; NULL when there is none, or no field before it.
static const char *find_equal(const char *word)
{
	bool quoted = false;
	unsigned depth = 0;

	for (const char *at = word; *at; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (quoted && *at == '\\' && at[1])
			at++;
		else if (!quoted && *at == '[')
			depth++;
		else if (!quoted && *at == ']' && depth)
			depth--;
		else if (!quoted && !depth && *at == '=')
			return at > word ? at : NULL;
	}
	return NULL;
}

bool mg_typed_is_assignment(const char *word)
{
	return find_equal(word) != NULL;
}

int mg_typed_place_form(struct mg_cli *cli, const char *typed, const char **place, struct mg_error *err)
{
	struct mg_buf text = {0};
	struct mg_place parsed;
	int rc;

	if (mg_place_parse(typed, &cli->arena, &parsed, err) < 0)
		return err->code = MG_EUSAGE;
	mg_place_format(&parsed, &text);
	rc = mg_buf_check(&text, err);
	*place = rc == 0 ? mg_arena_strdup(&cli->arena, mg_buf_text(&text)) : NULL;
	mg_buf_clear(&text);
	return rc == 0 && !*place ? mg_cli_no_memory(err) : rc;
}

int mg_typed_place(struct mg_cli *cli, const struct mg_type *type, const char *typed, const char **place,
		   struct mg_error *err)
{
	const struct mg_schema *shape;
	int rc = mg_typed_place_form(cli, typed, place, err);

	if (rc < 0 || mg_record_field_shape(type, typed, &shape, err) == 0)
		return rc;
	if (!*err->hint)
		(void)mg_error_hint(err, _("`maillage schema %s` lists its fields"), type->name);
	return err->code;
}

static void draw(void *context, char out[MG_ELEMENT_ID_CHARS + 1])
{
	(void)context;
	mg_random_base32(out, MG_ELEMENT_ID_CHARS);
}

// The value in the arena of the run, with the ids it lacks.
static int keep(struct mg_cli *cli, const struct mg_type *type, const char *place, const struct mg_node *value,
		const struct mg_node **kept, struct mg_error *err)
{
	const struct mg_schema *shape;
	int rc = mg_record_field_shape(type, place, &shape, err);

	if (rc < 0)
		return rc;
	*kept = mg_node_copy(&cli->arena, value);
	if (*kept)
		*kept = mg_ids_fill(&cli->arena, shape, *kept, draw, NULL);
	return *kept ? 0 : mg_cli_no_memory(err);
}

static int read_field(struct mg_cli *cli, const struct mg_type *type, const char *word, struct mg_record_field *field,
		      struct mg_error *err)
{
	const char *equal = find_equal(word), *typed;
	const struct mg_node *value;
	struct mg_doc doc;
	int rc;

	if (!equal) {
		(void)mg_fail(err, MG_EUSAGE, _("\"%s\" is not FIELD=VALUE"), word);
		return mg_error_hint(err, _("quote a value that has blanks: intitule=\"Équipe mobile\""));
	}
	typed = mg_arena_copy(&cli->arena, word, (size_t)(equal - word));
	if (!typed)
		return mg_cli_no_memory(err);
	rc = mg_typed_place(cli, type, typed, &field->place, err);
	if (rc < 0)
		return rc;
	mg_doc_init(&doc);
	rc = mg_record_value(type, field->place, equal + 1, &doc, &value, err);
	if (rc == 0 && value)
		rc = keep(cli, type, field->place, value, &field->value, err);
	mg_doc_clear(&doc);
	return rc;
}

int mg_typed_fields(struct mg_cli *cli, const struct mg_type *type, const char *const *words, size_t n,
		    struct mg_record_field **fields, struct mg_error *err)
{
	*fields = mg_arena_array(&cli->arena, n, sizeof **fields);
	if (!*fields)
		return mg_cli_no_memory(err);
	for (size_t i = 0; i < n; i++) {
		int rc = read_field(cli, type, words[i], &(*fields)[i], err);

		if (rc < 0)
			return rc;
		for (size_t j = 0; j < i; j++)
			if (strcmp((*fields)[j].place, (*fields)[i].place) == 0)
				return mg_fail(err, MG_EUSAGE, _("%s is given twice"), (*fields)[i].place);
	}
	return 0;
}
