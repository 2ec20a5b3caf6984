// SPDX-License-Identifier: EUPL-1.2
#include "cli/kind.h"

#include "base/i18n.h"

const struct mg_schema *mg_kind_item(const struct mg_schema *schema)
{
	return mg_schema_types(schema) == MG_TYPE_ARRAY ? mg_schema_item(schema, 0) : NULL;
}

// A keyword of the field, else of what some of its values are.
static const struct mg_node *own_keyword(const struct mg_schema *schema, const char *name)
{
	const struct mg_node *found = mg_schema_keyword(schema, name);
	const struct mg_schema *branch;

	for (size_t i = 0; !found && (branch = mg_schema_branch(schema, i)); i++)
		found = mg_schema_keyword(branch, name);
	return found;
}

// The same, else of its items.
static const struct mg_node *keyword(const struct mg_schema *schema, const char *name)
{
	const struct mg_schema *item = mg_kind_item(schema);
	const struct mg_node *own = own_keyword(schema, name);

	return own || !item ? own : own_keyword(item, name);
}

const struct mg_node *mg_kind_values(const struct mg_schema *schema)
{
	const struct mg_node *values = keyword(schema, "enum");

	return values && values->type == MG_LIST && values->as.list.n ? values : NULL;
}

struct mg_slice mg_kind_reference(const struct mg_schema *schema)
{
	return mg_node_string(keyword(schema, "x-ref"));
}

bool mg_kind_requires(const struct mg_schema *map, struct mg_slice key)
{
	const struct mg_node *required = mg_schema_keyword(map, "required");

	for (size_t i = 0; required && required->type == MG_LIST && i < required->as.list.n; i++)
		if (mg_slice_equal(required->as.list.items[i]->text, key))
			return true;
	return false;
}

struct words {
	const char *one, *many;
};

static struct words words_of(const struct mg_schema *schema)
{
	const struct mg_node *format = mg_schema_keyword(schema, "format");

	if (mg_slice_is(mg_node_string(format), "date"))
		return (struct words){_("date"), _("list of dates")};
	switch (mg_schema_types(schema)) {
	case MG_TYPE_STRING:
		return (struct words){_("text"), _("list of texts")};
	case MG_TYPE_INTEGER:
		return (struct words){_("whole number"), _("list of whole numbers")};
	case MG_TYPE_NUMBER:
		return (struct words){_("number"), _("list of numbers")};
	case MG_TYPE_BOOLEAN:
		return (struct words){_("true or false"), _("list")};
	case MG_TYPE_ARRAY:
		return (struct words){_("list"), _("list of lists")};
	case MG_TYPE_OBJECT:
		return (struct words){_("group of fields"), _("list of groups of fields")};
	case MG_TYPE_NUMBER | MG_TYPE_STRING:
		return (struct words){_("number or text"), _("list of numbers or texts")};
	case MG_TYPE_OBJECT | MG_TYPE_STRING:
		return (struct words){_("text or group of fields"), _("list of texts or groups of fields")};
	default:
		return (struct words){_("anything"), _("list")};
	}
}

// Of what names a record: by its path where the schema says how that looks, else by its id.
static const char *reference_words(const struct mg_schema *schema, struct mg_slice ref, struct mg_arena *arena)
{
	const bool many = mg_kind_item(schema);
	const struct mg_slice pattern = mg_node_string(keyword(schema, "pattern"));

	if (mg_slice_is(ref, "fiche"))
		return many ? _("paths of records") : _("path of a record");
	if (pattern.len && memchr(pattern.data, '/', pattern.len))
		return mg_arena_printf(arena, many ? _("paths of records \"%.*s\"") : _("path of a record \"%.*s\""),
				       (int)ref.len, ref.data);
	return mg_arena_printf(arena, many ? _("ids of records \"%.*s\"") : _("id of a record \"%.*s\""), (int)ref.len,
			       ref.data);
}

const char *mg_kind_words(const struct mg_schema *schema, struct mg_arena *arena)
{
	const struct mg_schema *item = mg_kind_item(schema);
	struct mg_slice ref = mg_kind_reference(schema);
	const char *words = NULL;

	if (ref.len && !mg_kind_values(schema))
		words = reference_words(schema, ref, arena);
	else if (mg_kind_values(schema))
		words = item ? _("some of these") : _("one of these");
	if (words)
		return words;
	return item ? words_of(item).many : words_of(schema).one;
}
