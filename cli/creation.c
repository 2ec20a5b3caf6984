// SPDX-License-Identifier: EUPL-1.2
#include "cli/creation.h"

#include "base/i18n.h"
#include "cli/kind.h"
#include "cli/sample.h"
#include "cli/say.h"
#include "schema/jsonschema/jsonschema.h"

const struct mg_record_field *mg_creation_given(const struct mg_creation *creation, const char *place)
{
	for (size_t i = 0; i < creation->n_fields; i++)
		if (strcmp(creation->fields[i].place, place) == 0)
			return &creation->fields[i];
	return NULL;
}

// Adds a field unless it was given, or the type has none of that name.
static int fill(struct mg_cli *cli, struct mg_creation *creation, const char *place, const char *value,
		struct mg_error *err)
{
	struct mg_record_field *field = &creation->fields[creation->n_fields];

	if (!*value || mg_creation_given(creation, place) ||
	    !mg_schema_property(creation->type->shape, mg_slice_of(place)))
		return 0;
	*field = (struct mg_record_field){place, mg_node_new_string(&cli->arena, mg_slice_of(value))};
	creation->n_fields++;
	return field->value ? 0 : mg_cli_no_memory(err);
}

// Whether a default begins what has to be filled in: a list, or a word that the guide obliges to write.
static bool is_begun(const struct mg_schema *property, const struct mg_node *value)
{
	if (!value)
		return false;
	return value->type == MG_LIST ? value->as.list.n > 0
				      : value->type == MG_STRING && mg_schema_asked(property)->level == 'E';
}

static size_t count_keys(const struct mg_schema *shape)
{
	struct mg_slice key;
	size_t n = 0;

	while (mg_schema_key(shape, n, &key, NULL))
		n++;
	return n;
}

// What the guide has begun: the principles of a grid, the questions of an evaluation, an actor's role.
static int fill_defaults(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(creation->type->shape, i, &key, &property); i++) {
		const struct mg_node *value = mg_schema_keyword(property, "default");
		const bool begun = is_begun(property, value);
		const char *place = begun ? mg_arena_copy(&cli->arena, key.data, key.len) : NULL;

		if (begun && !place)
			return mg_cli_no_memory(err);
		if (place && !mg_creation_given(creation, place))
			creation->fields[creation->n_fields++] = (struct mg_record_field){place, value};
	}
	return 0;
}

// What a record means nothing without stands in the form, empty where it may be: one begins with it.
static int fill_required(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	const struct mg_schema *shape = creation->type->shape, *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(shape, i, &key, &property); i++) {
		const struct mg_node *blank =
			mg_kind_requires(shape, key) ? mg_sample_blank(property, &cli->arena) : NULL;
		const char *place = blank ? mg_arena_copy(&cli->arena, key.data, key.len) : NULL;

		if (blank && !place)
			return mg_cli_no_memory(err);
		if (place && !mg_creation_given(creation, place))
			creation->fields[creation->n_fields++] = (struct mg_record_field){place, blank};
	}
	return 0;
}

// The owner is the caller; a record that is signed says which CA, period and actor it is of.
int mg_creation_fill(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	const struct mg_type *type = creation->type;
	const struct mg_path_parts *parts = &creation->path.parts;
	const struct {
		const char *place, *value;
	} filled[] = {
		{"cooperative", type->opener ? mg_copy_id(cli->copy) : ""},
		{"periode", parts->periode},
		{"annee", parts->annee},
		{"acteur", parts->acteur},
		{type->owner ? type->owner : "", creation->writer.actor},
	};
	const size_t n = sizeof filled / sizeof *filled;
	size_t max = creation->n_fields + n + count_keys(type->shape);
	struct mg_record_field *fields = mg_arena_array(&cli->arena, max, sizeof *fields);
	int rc = 0;

	if (!fields)
		return mg_cli_no_memory(err);
	if (creation->n_fields)
		memcpy(fields, creation->fields, creation->n_fields * sizeof *fields);
	creation->fields = fields;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = fill(cli, creation, filled[i].place, filled[i].value, err);
	if (rc == 0 && !creation->bare)
		rc = fill_defaults(cli, creation, err);
	return rc == 0 && !creation->bare ? fill_required(cli, creation, err) : rc;
}

// What has no empty value has to be given at once: says how.
void mg_creation_hint(struct mg_cli *cli, const struct mg_creation *creation)
{
	const struct mg_schema *shape = creation->type->shape, *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(shape, i, &key, &property); i++) {
		const char *place = mg_arena_copy(&cli->arena, key.data, key.len);
		const struct mg_node *sample;

		if (!place || !mg_kind_requires(shape, key) || mg_creation_given(creation, place))
			continue;
		sample = mg_sample_value(property, &cli->arena);
		if (sample && sample->type == MG_STRING)
			mg_warn(_("give it at once: maillage new %s %s %s=%.*s"), creation->type->name,
				creation->n_words ? creation->words[0] : "…", place, (int)sample->text.len,
				sample->text.data);
	}
}
