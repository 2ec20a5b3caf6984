// SPDX-License-Identifier: EUPL-1.2
//
// Reading x-droits. A list that is absent names nobody, so that what nobody thought of is nobody's; of a field, it leaves
// the record's. All words are checked here, once, when the schemas are opened.
#include "schema/record/rights.h"

#include "base/i18n.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/yaml/yaml.h"

#include <stdio.h>

#define MAX_FIELD_DEPTH 10u // of a schema that refers to itself: deeper fields are judged as those above

static const struct {
	const char *word;
	unsigned bit;
} words[] = {
	{"dd", MG_WHO_DD},
	{"proprietaire", MG_WHO_OWNER},
	{"partie", MG_WHO_PARTY},
	{"coordinateur", MG_WHO_COORDINATOR},
	{"partenaire", MG_WHO_PARTNER},
	{"financeur", MG_WHO_FUNDER},
	{"evaluateur", MG_WHO_EVALUATOR},
	{"habitant", MG_WHO_RESIDENT},
	{"tous", MG_WHO_ALL},
};

static const char *const rights[MG_RIGHTS] = {[MG_RIGHT_CREATE] = "cree",
					      [MG_RIGHT_MODIFY] = "modifie",
					      [MG_RIGHT_REMOVE] = "supprime",
					      [MG_RIGHT_SIGN] = "signe",
					      [MG_RIGHT_CLOSED] = "clos"};

const char *mg_who_word(size_t i, unsigned *bit)
{
	if (i >= sizeof words / sizeof *words)
		return NULL;
	*bit = words[i].bit;
	return words[i].word;
}

const char *mg_who_text(unsigned bit)
{
	switch (bit) {
	case MG_WHO_DD:
		return _("the DD");
	case MG_WHO_OWNER:
		return _("its owner");
	case MG_WHO_PARTY:
		return _("the parties it names");
	case MG_WHO_COORDINATOR:
		return _("the coordinators");
	case MG_WHO_PARTNER:
		return _("the partners");
	case MG_WHO_FUNDER:
		return _("the funders");
	case MG_WHO_EVALUATOR:
		return _("the evaluators");
	case MG_WHO_RESIDENT:
		return _("the inhabitants");
	default:
		return _("every actor");
	}
}

const char *mg_right_word(enum mg_right right)
{
	return rights[right];
}

struct compiler {
	const struct mg_type *type;
	struct mg_arena *arena;
	struct mg_rights *rights;
	size_t cap;
	struct mg_buf place; // of the field at hand
	struct mg_error *err;
};

static int wrong(struct compiler *c, const char *right, const char *what, struct mg_slice word)
{
	const char *place = c->place.len ? mg_buf_text(&c->place) : "";

	return mg_fail(c->err, MG_EINVALID, _("schema %s, x-droits of \"%s\", %s: %s (%.*s)"), c->type->name, place,
		       right, what, (int)word.len, word.data);
}

static unsigned bit_of(struct mg_slice word)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mg_slice_is(word, words[i].word))
			return words[i].bit;
	return 0;
}

static int read_list(struct compiler *c, const char *right, const struct mg_node *list, unsigned *mask)
{
	*mask = 0;
	if (list->type != MG_LIST)
		return wrong(c, right, _("not a list of words"), list->text);
	for (size_t i = 0; i < list->as.list.n; i++) {
		struct mg_slice word = mg_node_string(list->as.list.items[i]);
		unsigned bit = bit_of(word);

		if (!bit)
			return wrong(c, right, _("unknown word"), list->as.list.items[i]->text);
		if (bit == MG_WHO_OWNER && !c->type->owner)
			return wrong(c, right, _("x-proprietaire is missing"), word);
		*mask |= bit;
	}
	return 0;
}

// The lists of one x-droits: those in `allowed` only.
static int read_rights(struct compiler *c, const struct mg_node *map, unsigned allowed, unsigned who[MG_RIGHTS])
{
	if (map->type != MG_MAP)
		return wrong(c, "", _("not a mapping"), map->text);
	for (size_t i = 0; i < map->as.map.n; i++) {
		const struct mg_pair *pair = &map->as.map.pairs[i];
		unsigned right = 0;

		while (right < MG_RIGHTS && !mg_slice_is(pair->key, rights[right]))
			right++;
		if (right == MG_RIGHTS || !(allowed & 1u << right))
			return wrong(c, "", _("no such right here"), pair->key);
		if (read_list(c, rights[right], pair->value, &who[right]) < 0)
			return MG_EINVALID;
	}
	return 0;
}

// ---- fields

static int add_field(struct compiler *c, const struct mg_node *map)
{
	const unsigned allowed = 1u << MG_RIGHT_CREATE | 1u << MG_RIGHT_MODIFY;
	struct mg_rights *r = c->rights;
	struct mg_field_rights *fields = mg_arena_grow(c->arena, r->fields, r->n_fields, &c->cap, sizeof *fields);
	unsigned who[MG_RIGHTS] = {[MG_RIGHT_MODIFY] = r->who[MG_RIGHT_MODIFY]};
	const char *place = mg_arena_strdup(c->arena, mg_buf_text(&c->place));

	if (!fields || !place)
		return mg_fail_memory(c->err);
	r->fields = fields;
	if (read_rights(c, map, allowed, who) < 0)
		return MG_EINVALID;
	if (!mg_node_get(map, rights[MG_RIGHT_CREATE]))
		who[MG_RIGHT_CREATE] = who[MG_RIGHT_MODIFY];
	fields[r->n_fields++] = (struct mg_field_rights){place, who[MG_RIGHT_CREATE], who[MG_RIGHT_MODIFY]};
	return 0;
}

static int read_fields(struct compiler *c, const struct mg_schema *above, unsigned depth);

static int read_field(struct compiler *c, const struct mg_schema *field, unsigned depth)
{
	const struct mg_node *map = mg_schema_keyword(field, "x-droits");
	const struct mg_schema *item = mg_schema_item(field, 0);
	size_t len = c->place.len;
	int rc = map ? add_field(c, map) : 0;

	if (rc == 0)
		rc = read_fields(c, field, depth);
	if (rc == 0 && item) {
		mg_buf_puts(&c->place, "[]");
		rc = read_field(c, item, depth + 1);
		c->place.len = len;
	}
	return rc;
}

static int read_fields(struct compiler *c, const struct mg_schema *above, unsigned depth)
{
	const struct mg_schema *field;
	size_t len = c->place.len;
	struct mg_slice key;
	int rc = 0;

	for (size_t i = 0; rc == 0 && depth < MAX_FIELD_DEPTH && mg_schema_key(above, i, &key, &field); i++) {
		mg_buf_puts(&c->place, len ? "." : "");
		mg_buf_put_slice(&c->place, key);
		rc = mg_buf_check(&c->place, c->err);
		if (rc == 0)
			rc = read_field(c, field, depth + 1);
		c->place.len = len;
	}
	return rc;
}

// ---- a type

static bool path_names(const struct mg_type *type, const char *part)
{
	char word[32];

	snprintf(word, sizeof word, "<%s>", part);
	return strstr(type->pattern, word) != NULL;
}

// Whom x-proprietaire names is found in the path or in a text field: anything else would never be found.
static int check_owner(struct compiler *c)
{
	struct mg_slice owner = mg_slice_of(c->type->owner);
	const struct mg_schema *field;

	if (!c->type->owner || path_names(c->type, c->type->owner))
		return 0;
	field = mg_schema_property(c->type->shape, owner);
	if (field && mg_schema_types(field) == MG_TYPE_STRING)
		return 0;
	return mg_fail(c->err, MG_EINVALID, _("schema %s, x-proprietaire: %s is neither in the path nor a text field"),
		       c->type->name, c->type->owner);
}

static int read_own_rights(struct compiler *c, const struct mg_node *map)
{
	unsigned allowed = 1u << MG_RIGHT_CREATE | 1u << MG_RIGHT_MODIFY | 1u << MG_RIGHT_REMOVE;

	if (c->type->ns)
		allowed |= 1u << MG_RIGHT_SIGN;
	if (path_names(c->type, "periode"))
		allowed |= 1u << MG_RIGHT_CLOSED;
	return map ? read_rights(c, map, allowed, c->rights->who) : 0;
}

static int compile(struct compiler *c)
{
	int rc = check_owner(c);

	if (rc == 0)
		rc = read_own_rights(c, mg_node_get(c->type->schema, "x-droits"));
	return rc == 0 ? read_fields(c, c->type->shape, 0) : rc;
}

int mg_rights_compile(const struct mg_type *type, struct mg_arena *arena, const struct mg_rights **out,
		      struct mg_error *err)
{
	struct mg_rights *made = mg_arena_alloc(arena, sizeof *made);
	struct compiler c = {.type = type, .arena = arena, .rights = made, .err = err};
	int rc;

	*out = NULL;
	if (!made)
		return mg_fail_memory(err);
	*made = (struct mg_rights){.fields = NULL};
	rc = compile(&c);
	mg_buf_clear(&c.place);
	if (rc == 0)
		*out = made;
	return rc;
}

int mg_rights_read(const struct mg_types *types, const struct mg_type *type, struct mg_rights *out,
		   struct mg_error *err)
{
	struct compiler c = {.type = type, .rights = out, .err = err};
	struct mg_doc doc;
	int rc;

	*out = (struct mg_rights){.fields = NULL};
	mg_doc_init(&doc);
	rc = mg_types_annotation(types, type, "x-droits:", &doc, err);
	if (rc == 0)
		rc = read_own_rights(&c, mg_node_get(doc.root, "x-droits"));
	mg_doc_clear(&doc);
	return rc;
}
