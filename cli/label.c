// SPDX-License-Identifier: EUPL-1.2
#include "cli/label.h"

#include "schema/code/commune.h"

#include <locale.h>
#include <stdlib.h>

// As gettext chooses: LANGUAGE first, then the locale of messages.
bool mg_label_is_french(void)
{
	const char *language = getenv("LANGUAGE");

	if (!language || !*language)
		language = setlocale(LC_MESSAGES, NULL);
	return language && strncmp(language, "fr", 2) == 0;
}

const char *mg_label_type(const struct mg_type *type)
{
	const char *title = mg_label_is_french() || !type->title_en ? type->title : type->title_en;

	return title ? title : type->name;
}

struct mg_slice mg_label_field(const struct mg_schema *schema, const char *keyword)
{
	struct mg_slice english = {0};

	if (!schema)
		return english;
	if (!mg_label_is_french())
		english = mg_node_string(mg_node_get(mg_schema_keyword(schema, "x-en"), keyword));
	return english.len ? english : mg_node_string(mg_schema_keyword(schema, keyword));
}

struct mg_slice mg_label_code(const struct mg_schema *schema, struct mg_slice text)
{
	const struct mg_slice kind = mg_schema_asked(schema)->code;
	struct mg_commune commune;
	struct mg_body body;

	if (mg_slice_is(kind, "commune") && mg_commune_find(text, &commune))
		return commune.name;
	if (mg_slice_is(kind, "epci") && mg_body_find(text, &body))
		return body.name;
	return (struct mg_slice){0};
}
