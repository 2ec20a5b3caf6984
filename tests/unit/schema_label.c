// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/jsonschema/jsonschema.h"
#include "schema/record/record.h"

#include <stdio.h>

static struct mg_types *types;

static int open_types(void **state)
{
	(void)state;
	return mg_types_open(&types, NULL);
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	return 0;
}

// ---- all enumerations

static unsigned unnamed;

static bool is_words(const struct mg_node *label)
{
	return label && label->type == MG_LIST && label->as.list.n == 2 &&
	       mg_node_string(label->as.list.items[0]).len && mg_node_string(label->as.list.items[1]).len;
}

static void look_at_values(const char *document, const struct mg_node *values, const struct mg_node *labels)
{
	for (size_t i = 0; i < values->as.list.n; i++) {
		const struct mg_slice value = values->as.list.items[i]->text;

		if (is_words(mg_node_get_slice(labels, value)))
			continue;
		print_message("# %s: no x-libelles for %.*s\n", document, (int)value.len, value.data);
		unnamed++;
	}
	if (labels && labels->as.map.n > values->as.list.n) {
		print_message("# %s: x-libelles that no value has\n", document);
		unnamed++;
	}
}

static void look_below(const char *document, const struct mg_node *node)
{
	const struct mg_node *values = mg_node_get(node, "enum");

	if (values && values->type == MG_LIST)
		look_at_values(document, values, mg_node_get(node, "x-libelles"));
	for (size_t i = 0; node->type == MG_MAP && i < node->as.map.n; i++)
		look_below(document, node->as.map.pairs[i].value);
	for (size_t i = 0; node->type == MG_LIST && i < node->as.list.n; i++)
		look_below(document, node->as.list.items[i]);
}

static void every_value_has_its_words(void **state)
{
	(void)state;
	unnamed = 0;
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_find(types, mg_types_at(types, i)->name);

		assert_non_null(type);
		look_below(type->name, type->schema);
	}
	look_below("commun", mg_schema_node(mg_schema_find(mg_types_schemas(types), "commun")));
	assert_int_equal(unnamed, 0);
}

// ---- what the sources say in two ways, or wrongly

static const struct mg_node *common(const char *definition)
{
	char name[64];

	snprintf(name, sizeof name, "commun#/$defs/%s", definition);
	assert_non_null(mg_schema_find(mg_types_schemas(types), name));
	return mg_schema_node(mg_schema_find(mg_types_schemas(types), name));
}

static bool has_value(const struct mg_node *values, struct mg_slice value)
{
	for (size_t i = 0; i < values->as.list.n; i++)
		if (mg_slice_equal(values->as.list.items[i]->text, value))
			return true;
	return false;
}

// The life cycle and the dashboard: each phase of the one is a phase of the other, and no two are the same.
static void the_two_vocabularies_of_phases_agree(void **state)
{
	const struct mg_node *cycle = common("phase"), *board = mg_node_get(common("phase_tableau_de_bord"), "enum");
	const struct mg_node *map = mg_node_get(cycle, "x-correspondance"), *phases = mg_node_get(cycle, "enum");

	(void)state;
	assert_int_equal(phases->as.list.n, 6);
	assert_int_equal(board->as.list.n, 6);
	assert_int_equal(map->as.map.n, 6);
	for (size_t i = 0; i < 6; i++) {
		const struct mg_slice other = mg_node_string(mg_node_get_slice(map, phases->as.list.items[i]->text));

		assert_true(has_value(board, other));
		for (size_t k = 0; k < i; k++)
			assert_false(
				mg_slice_equal(other,
					       mg_node_string(mg_node_get_slice(map, phases->as.list.items[k]->text))));
	}
}

static unsigned numbered;

static const char *find_sheet(struct mg_slice text)
{
	static const char word[] = "iche ";
	const size_t n = sizeof word - 1;

	for (size_t i = 0; i + n < text.len; i++)
		if (memcmp(text.data + i, word, n) == 0)
			return text.data + i;
	return NULL;
}

static void look_for_number(const struct mg_node *node)
{
	const char *at = node->type == MG_STRING ? find_sheet(node->text) : NULL;

	if (at && at[5] >= '0' && at[5] <= '9')
		numbered++;
	for (size_t i = 0; node->type == MG_MAP && i < node->as.map.n; i++)
		look_for_number(node->as.map.pairs[i].value);
	for (size_t i = 0; node->type == MG_LIST && i < node->as.list.n; i++)
		look_for_number(node->as.list.items[i]);
}

// The guide cites its sheets by numbers that they do not bear.
static void no_sheet_is_called_by_a_number(void **state)
{
	(void)state;
	numbered = 0;
	for (size_t i = 0; i < mg_types_count(types); i++)
		look_for_number(mg_types_find(types, mg_types_at(types, i)->name)->schema);
	assert_int_equal(numbered, 0);
}

// ---- one value

static void a_value_is_named_in_two_languages(void **state)
{
	static const struct {
		const char *type, *field, *value, *french, *english;
	} cases[] = {
		{"action", "statut", "realisee", "réalisée", "done"},
		{"acteur", "secteurs", "sante", "santé", "health"},                             // of a list
		{"instance", "membres.qualite", "suppleant", "suppléant", "deputy"},            // in a list
		{"cooperative", "phase_courante", "diagnostic", "diagnostic", "diagnosis"},     // referred to
		{"action", "public_cible", "detenus", "personnes détenues", "prisoners"},       // of a branch
		{"action", "public_cible", "publics/jeunes-6h3n", "publics/jeunes-6h3n", NULL}, // of the other branch
		{"action", "statut", "perdue", "perdue", NULL},                                 // no value of it
		{"action", "statut", "", "", NULL},
		{"action", "intitule", "realisee", "realisee", NULL}, // no enumeration
		{"action", "statuts", "realisee", "realisee", NULL},  // no field
		{"action", "complements.statut", "realisee", "realisee", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_type *type = mg_types_find(types, cases[i].type);
		const struct mg_slice value = mg_slice_of(cases[i].value);
		const char *english = cases[i].english ? cases[i].english : cases[i].french;

		assert_true(mg_slice_is(mg_record_label_in(type, cases[i].field, value, true), cases[i].french));
		assert_true(mg_slice_is(mg_record_label_in(type, cases[i].field, value, false), english));
	}
	assert_true(mg_slice_is(mg_record_label(NULL, mg_slice_of("realisee"), true), "realisee"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_has_its_words),
		cmocka_unit_test(the_two_vocabularies_of_phases_agree),
		cmocka_unit_test(no_sheet_is_called_by_a_number),
		cmocka_unit_test(a_value_is_named_in_two_languages),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
