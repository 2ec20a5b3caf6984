// SPDX-License-Identifier: EUPL-1.2
//
// The keywords: a reader for each kind of value, and one table that says what each keyword is and where it is kept.
#include "schema/jsonschema/jsonschema_compile.h"

#include "base/i18n.h"
#include "base/text.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

// A slot's struct came from the arena, zeroed and aligned for any type; only its type is lost on the way.
#define SLOT(r, type) ((type *)mg_compile_slot(r))

static int read_nothing(const struct mg_reading *r)
{
	(void)r; // an annotation whose value may be anything, or a keyword read beforehand
	return 0;
}

static int read_text(const struct mg_reading *r)
{
	return r->value->type == MG_STRING ? 0 : mg_compile_fail(r->c, r->where, _("must be text"));
}

static int read_title(const struct mg_reading *r)
{
	r->schema->title = mg_arena_copy(&r->c->set->arena, r->value->text.data, r->value->text.len);
	return r->schema->title ? read_text(r) : mg_compile_no_memory(r->c);
}

static int read_mark(const struct mg_reading *r)
{
	return r->value->type == MG_BOOL ? 0 : mg_compile_fail(r->c, r->where, _("must be true or false"));
}

static int read_flag(const struct mg_reading *r)
{
	bool *slot = SLOT(r, bool);

	if (!slot)
		return mg_compile_no_memory(r->c);
	*slot = r->value->type == MG_BOOL && r->value->as.boolean;
	return read_mark(r);
}

static int read_any(const struct mg_reading *r)
{
	const struct mg_node **slot = SLOT(r, const struct mg_node *);

	if (!slot)
		return mg_compile_no_memory(r->c);
	*slot = r->value;
	return 0;
}

static int read_number(const struct mg_reading *r)
{
	if (!(mg_value_types(r->value) & MG_TYPE_NUMBER))
		return mg_compile_fail(r->c, r->where, _("must be a number"));
	return read_any(r);
}

static int read_step(const struct mg_reading *r)
{
	int rc = read_number(r);

	if (!rc && !mg_decimal_read(r->value, &r->schema->number->divisor))
		return mg_compile_fail(r->c, r->where, _("must be a number above 0, of at most 17 digits"));
	return rc;
}

static int read_count(const struct mg_reading *r)
{
	size_t *slot = SLOT(r, size_t);
	double number = r->value->type == MG_INT ? (double)r->value->as.integer : r->value->as.number;

	if (!slot)
		return mg_compile_no_memory(r->c);
	if (!(mg_value_types(r->value) & MG_TYPE_INTEGER) || number < 0 || number > UINT32_MAX)
		return mg_compile_fail(r->c, r->where, _("must be a whole number from 0 to %u"), UINT32_MAX);
	*slot = (size_t)number;
	return 0;
}

static int read_list(const struct mg_reading *r)
{
	return r->value->type == MG_LIST ? 0 : mg_compile_fail(r->c, r->where, _("must be a list of values"));
}

static int read_content_schema(const struct mg_reading *r)
{
	return r->value->type == MG_MAP || r->value->type == MG_BOOL
		       ? 0
		       : mg_compile_fail(r->c, r->where, _("must be a schema"));
}

static int read_values(const struct mg_reading *r)
{
	int rc = read_list(r);

	return rc ? rc : read_any(r);
}

int mg_compile_names(const struct mg_reading *r)
{
	size_t first, second;

	if (r->value->type != MG_LIST)
		return mg_compile_fail(r->c, r->where, _("must be a list of keys"));
	for (size_t i = 0; i < r->value->as.list.n; i++)
		if (r->value->as.list.items[i]->type != MG_STRING)
			return mg_compile_fail(r->c, r->where, _("must be a list of keys"));
	if (mg_value_duplicate(r->value, &first, &second))
		return mg_compile_fail(r->c, r->where, _("says `%.*s` twice"),
				       (int)r->value->as.list.items[first]->text.len,
				       r->value->as.list.items[first]->text.data);
	return 0;
}

static int read_required(const struct mg_reading *r)
{
	int rc = mg_compile_names(r);

	return rc ? rc : read_any(r);
}

static int read_type(const struct mg_reading *r)
{
	const struct mg_node *const one[] = {r->value};
	bool list = r->value->type == MG_LIST && r->value->as.list.n > 0;
	size_t n = list ? r->value->as.list.n : 1;

	for (size_t i = 0; i < n; i++) {
		struct mg_slice name = mg_node_string(list ? r->value->as.list.items[i] : one[0]);
		unsigned type = MG_TYPE_NULL;

		while (mg_schema_type_name(type) && !mg_slice_is(name, mg_schema_type_name(type)))
			type <<= 1;
		if (!mg_schema_type_name(type) || r->schema->types & type)
			return mg_compile_fail(r->c, r->where,
					       _("must be one or several of null, boolean, integer, number, string, "
						 "array, object"));
		r->schema->types |= type;
	}
	return 0;
}

static int read_format(const struct mg_reading *r)
{
	const struct mg_format **slot = SLOT(r, const struct mg_format *);

	if (!slot)
		return mg_compile_no_memory(r->c);
	*slot = mg_format_find(mg_node_string(r->value));
	return read_text(r);
}

int mg_compile_pattern(const struct mg_reading *r, struct mg_slice source, struct mg_pattern **out)
{
	struct mg_schema_set *set = r->c->set;
	struct mg_pattern **patterns =
		mg_arena_grow(&set->arena, set->patterns, set->patterns_n, &set->patterns_cap, sizeof *patterns);
	int rc;

	if (!patterns)
		return mg_compile_no_memory(r->c);
	set->patterns = patterns;
	rc = mg_pattern_new(source, out, r->c->err);
	if (rc)
		return mg_schema_blame(r->where, r->c->err);
	set->patterns[set->patterns_n++] = *out;
	return 0;
}

static int read_pattern(const struct mg_reading *r)
{
	struct mg_pattern **slot = SLOT(r, struct mg_pattern *);

	if (!slot)
		return mg_compile_no_memory(r->c);
	return r->value->type == MG_STRING ? mg_compile_pattern(r, r->value->text, slot) : read_text(r);
}

static int read_ref(const struct mg_reading *r)
{
	struct mg_schema_set *set = r->c->set;
	struct mg_unresolved *refs = mg_arena_grow(&set->arena, set->refs, set->refs_n, &set->refs_cap, sizeof *refs);

	if (!refs)
		return mg_compile_no_memory(r->c);
	set->refs = refs;
	set->refs[set->refs_n++] = (struct mg_unresolved){r->schema, mg_node_string(r->value)};
	return read_text(r);
}

static int read_anchor(const struct mg_reading *r)
{
	struct mg_slice name = mg_node_string(r->value);
	bool good = name.len > 0;
	const char *uri;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];

		good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
			(i > 0 && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
	}
	if (!good)
		return mg_compile_fail(r->c, r->where,
				       _("must be a name of letters, digits, `_`, `-` and `.`, beginning with a "
					 "letter or `_`"));
	uri = mg_arena_printf(&r->c->set->arena, "%s#%.*s", r->schema->base, (int)name.len, name.data);
	return uri ? mg_schema_name_add(r->c->set, uri, r->schema, r->c->err) : mg_compile_no_memory(r->c);
}

static int read_schema(const struct mg_reading *r)
{
	struct mg_schema **slot = SLOT(r, struct mg_schema *);

	return slot ? mg_compile_schema(r->c, r->schema, r->where, r->value, slot) : mg_compile_no_memory(r->c);
}

static int read_schemas(const struct mg_reading *r)
{
	struct mg_schema_list *slot = SLOT(r, struct mg_schema_list);
	int rc = 0;

	if (r->value->type != MG_LIST || r->value->as.list.n == 0)
		return mg_compile_fail(r->c, r->where, _("must be a list of schemas"));
	if (!slot)
		return mg_compile_no_memory(r->c);
	slot->items = mg_arena_array(&r->c->set->arena, r->value->as.list.n, sizeof *slot->items);
	if (!slot->items)
		return mg_compile_no_memory(r->c);
	slot->n = r->value->as.list.n;
	for (size_t i = 0; !rc && i < slot->n; i++)
		rc = mg_compile_schema(r->c, r->schema, mg_compile_item(r->c, r->where, i), r->value->as.list.items[i],
				       &slot->items[i]);
	return rc;
}

#define ANY(member)    MG_RULES_ANY, offsetof(struct mg_schema, member)
#define STRING(member) MG_RULES_STRING, offsetof(struct mg_string_rules, member)
#define NUMBER(member) MG_RULES_NUMBER, offsetof(struct mg_number_rules, member)
#define LIST(member)   MG_RULES_LIST, offsetof(struct mg_list_rules, member)
#define MAP(member)    MG_RULES_MAP, offsetof(struct mg_map_rules, member)
#define NOWHERE        MG_RULES_ANY, 0

static const struct mg_keyword keywords[] = {
	// in byte order
	{"$anchor", read_anchor, NOWHERE},
	{"$comment", read_text, NOWHERE},
	{"$defs", mg_read_defs, NOWHERE},
	{"$id", read_nothing, NOWHERE},
	{"$ref", read_ref, NOWHERE},
	{"$schema", read_nothing, NOWHERE},
	{"additionalProperties", read_schema, MAP(additional)},
	{"allOf", read_schemas, ANY(all)},
	{"anyOf", read_schemas, ANY(any)},
	{"const", read_any, ANY(constant)},
	{"contains", read_schema, LIST(contains)},
	{"contentEncoding", read_text, NOWHERE},
	{"contentMediaType", read_text, NOWHERE},
	{"contentSchema", read_content_schema, NOWHERE},
	{"default", read_nothing, NOWHERE},
	{"dependentRequired", mg_read_dependencies, MG_RULES_MAP, 0},
	{"dependentSchemas", mg_read_dependencies, MG_RULES_MAP, 0},
	{"deprecated", read_mark, NOWHERE},
	{"description", read_text, NOWHERE},
	{"else", read_schema, ANY(otherwise)},
	{"enum", read_values, ANY(values)},
	{"examples", read_list, NOWHERE},
	{"exclusiveMaximum", read_number, NUMBER(below)},
	{"exclusiveMinimum", read_number, NUMBER(above)},
	{"format", read_format, STRING(format)},
	{"if", read_schema, ANY(if_)},
	{"items", read_schema, LIST(items)},
	{"maxContains", read_count, LIST(contained.max)},
	{"maxItems", read_count, LIST(count.max)},
	{"maxLength", read_count, STRING(length.max)},
	{"maxProperties", read_count, MAP(count.max)},
	{"maximum", read_number, NUMBER(maximum)},
	{"minContains", read_count, LIST(contained.min)},
	{"minItems", read_count, LIST(count.min)},
	{"minLength", read_count, STRING(length.min)},
	{"minProperties", read_count, MAP(count.min)},
	{"minimum", read_number, NUMBER(minimum)},
	{"multipleOf", read_step, NUMBER(step)},
	{"not", read_schema, ANY(not_)},
	{"oneOf", read_schemas, ANY(one)},
	{"pattern", read_pattern, STRING(pattern)},
	{"patternProperties", mg_read_pattern_properties, MG_RULES_MAP, 0},
	{"prefixItems", read_schemas, LIST(prefix)},
	{"properties", mg_read_properties, MG_RULES_MAP, 0},
	{"propertyNames", read_schema, MAP(names)},
	{"readOnly", read_mark, NOWHERE},
	{"required", read_required, MAP(required)},
	{"then", read_schema, ANY(then)},
	{"title", read_title, NOWHERE},
	{"type", read_type, NOWHERE},
	{"uniqueItems", read_flag, LIST(unique)},
	{"writeOnly", read_mark, NOWHERE},
};

#define KEYWORDS (sizeof keywords / sizeof *keywords)

static int by_name(const void *key, const void *keyword)
{
	const struct mg_slice *name = key;
	const struct mg_keyword *k = keyword;

	return mg_slice_compare(*name, mg_slice_of(k->name));
}

const struct mg_keyword *mg_keyword_find(struct mg_slice name)
{
	return bsearch(&name, keywords, KEYWORDS, sizeof *keywords, by_name);
}

const char *mg_keyword_nearest(const char *typed)
{
	const char *names[KEYWORDS];

	for (size_t i = 0; i < KEYWORDS; i++)
		names[i] = keywords[i].name;
	return mg_nearest(typed, names, KEYWORDS);
}
