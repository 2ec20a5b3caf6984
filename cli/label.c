// SPDX-License-Identifier: EUPL-1.2
#include "cli/label.h"

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

struct mg_slice mg_label_record(const struct mg_node *root)
{
	static const char *const keys[] = {"intitule", "nom", "titre", "libelle", "titulaire"};
	struct mg_slice title = {0};

	for (size_t i = 0; !title.len && i < sizeof keys / sizeof *keys; i++)
		title = mg_node_string(mg_node_get(root, keys[i]));
	return title;
}
