// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/jsonschema/jsonschema.h"
#include "schema/record/path.h"

#include <pthread.h>

static struct mg_embedded text_schema(const char *name, const char *text)
{
	return (struct mg_embedded){name, (const unsigned char *)text, strlen(text)};
}

static void the_embedded_types_compile(void **state)
{
	static const struct {
		const char *name, *pattern, *ns, *opener, *owner;
	} expected[] = {
		{"acteur", "acteurs/<id>.yaml", NULL, NULL, "id"},
		{"action", "actions/<id>.yaml", NULL, NULL, "promoteur_referent"},
		{"articulation", "articulations/<id>.yaml", NULL, NULL, NULL},
		{"avenant", "conventions/<id>/a<n>.yaml", "avenant@maillage", "dd", NULL},
		{"bilan_trimestriel", "bilans/<periode>/<acteur>.yaml", "bilan@maillage", "acteur", "acteur"},
		{"capitalisation", "capitalisations/<id>.yaml", NULL, NULL, "acteur"},
		{"cle", "cles/<cle>.yaml", "cle@maillage", NULL, "acteur"},
		{"consolidation", "bilans/<periode>/consolidation.yaml", "consolidation@maillage", "dd", NULL},
		{"convention", "conventions/<id>/v<n>.yaml", "convention@maillage", "dd", NULL},
		{"cooperative", "cooperative.yaml", NULL, NULL, NULL},
		{"diagnostic", "diagnostics/<id>.yaml", NULL, NULL, NULL},
		{"etape", "etapes/<id>.yaml", NULL, NULL, "responsable"},
		{"evaluation", "evaluations/<id>.yaml", "evaluation@maillage", NULL, NULL},
		{"financement", "financements/<id>.yaml", NULL, NULL, "financeur"},
		{"formation", "formations/<id>.yaml", NULL, NULL, NULL},
		{"grille_opportunite", "grilles/<id>.yaml", NULL, NULL, NULL},
		{"indicateur", "indicateurs/<id>.yaml", NULL, NULL, "responsable"},
		{"instance", "instances/<id>.yaml", NULL, NULL, NULL},
		{"mesure", "mesures/<periode>/<indicateur>--<acteur>.yaml", NULL, NULL, "acteur"},
		{"mouvement", "mouvements/<id>.yaml", NULL, NULL, "acteur"},
		{"objectif", "objectifs/<id>.yaml", NULL, NULL, NULL},
		{"personne", "personnes/<id>.yaml", NULL, NULL, "acteur"},
		{"point_etape", "points-etape/<id>.yaml", NULL, NULL, NULL},
		{"public", "publics/<id>.yaml", NULL, NULL, NULL},
		{"renouvellement", "conventions/<id>/renouvellement-<n>.yaml", "renouvellement@maillage", "dd", NULL},
		{"resiliation", "conventions/<id>/resiliation-<n>.yaml", NULL, NULL, "auteur"},
		{"reunion", "reunions/<id>.yaml", NULL, NULL, NULL},
		{"signature_externe", "conventions/<id>/signatures/<acteur>.yaml", NULL, NULL, "acteur"},
		{"strategie_participation", "strategies/<id>.yaml", NULL, NULL, NULL},
		{"tache", "taches/<id>.yaml", NULL, NULL, "responsable"},
		{"territoire", "territoires/<id>.yaml", NULL, NULL, NULL},
	};
	struct mg_types *types;
	struct mg_error err = {0};

	(void)state;
	if (mg_types_open(&types, &err) < 0)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		const struct mg_type *type = mg_types_find(types, expected[i].name);

		assert_non_null(type);
		assert_string_equal(type->pattern, expected[i].pattern);
		assert_int_equal(!type->ns, !expected[i].ns);
		if (type->ns) {
			assert_string_equal(type->ns, expected[i].ns);
			assert_int_equal(!type->opener, !expected[i].opener);
		}
		if (type->opener)
			assert_string_equal(type->opener, expected[i].opener);
		assert_int_equal(!type->owner, !expected[i].owner);
		if (type->owner)
			assert_string_equal(type->owner, expected[i].owner);
		assert_non_null(type->shape);
		assert_ptr_equal(type->shape, mg_schema_find(mg_types_schemas(types), expected[i].name));
	}
	assert_null(mg_types_find(types, "commun"));
	assert_null(mg_types_find(types, "actions"));
	mg_types_close(types);
}

static void types_are_in_order(void **state)
{
	struct mg_types *types;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	assert_true(mg_types_count(types) >= 9);
	for (size_t i = 1; i < mg_types_count(types); i++)
		assert_true(strcmp(mg_types_at(types, i - 1)->name, mg_types_at(types, i)->name) < 0);
	mg_types_close(types);
}

// In both languages, and not the same twice: a field that words its title anew in English words its description too.
static void check_words(const struct mg_type *type, struct mg_slice key, const struct mg_schema *property,
			const char *keyword)
{
	const struct mg_slice french = mg_node_string(mg_schema_keyword(property, keyword));
	const struct mg_slice english = mg_node_string(mg_node_get(mg_schema_keyword(property, "x-en"), keyword));

	if (!french.len || !english.len)
		fail_msg("%s: the field %.*s has no %s in both languages", type->name, (int)key.len, key.data, keyword);
	if (strcmp(keyword, "description") == 0 && mg_slice_equal(french, english))
		fail_msg("%s: the %s of %.*s is not translated", type->name, keyword, (int)key.len, key.data);
}

static void check_labels(const struct mg_type *type, const struct mg_schema *schema)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(schema, i, &key, &property); i++) {
		const struct mg_schema *item = mg_schema_item(property, 0);

		check_words(type, key, property, "title");
		check_words(type, key, property, "description");
		check_labels(type, property);
		if (item)
			check_labels(type, item);
	}
}

// People see these labels, never the keys alone: every field, however deep, has a title and says what to write, in both
// languages, and its level is one of three.
static void every_field_has_its_labels(void **state)
{
	struct mg_types *types;
	struct mg_error err = {0};

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_at(types, i);

		if (mg_types_load(types, type, &err) < 0)
			fail_msg("%s", err.message);
		assert_string_not_equal(type->title, "");
		assert_string_not_equal(type->title_en, "");
		assert_non_null(mg_node_get(type->schema, "x-droits"));
		check_labels(type, type->shape);
	}
	mg_types_close(types);
}

// Each by itself, so that no schema leans on one that happened to be read before it.
static void a_type_is_loaded_when_needed(void **state)
{
	struct mg_types *types;
	struct mg_error err = {0};
	size_t n = 1;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct mg_type *type;

		assert_int_equal(mg_types_open(&types, NULL), 0);
		n = mg_types_count(types);
		type = mg_types_at(types, i);
		assert_null(type->shape);
		assert_null(mg_schema_find(mg_types_schemas(types), type->name));
		if (mg_types_load(types, type, &err) < 0)
			fail_msg("%s", err.message);
		assert_ptr_equal(type->shape, mg_schema_find(mg_types_schemas(types), type->name));
		assert_ptr_equal(type->schema, mg_schema_node(type->shape));
		assert_ptr_equal(mg_types_find(types, type->name), type);
		assert_null(mg_types_at(types, (i + 1) % n)->shape);
		mg_types_close(types);
	}
}

static void a_path_loads_its_type(void **state)
{
	struct mg_types *types;
	struct mg_path path;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	assert_int_equal(mg_path_parse(types, "objectifs/general-1a2b.yaml", &path, NULL), 0);
	assert_non_null(path.type->shape);
	assert_null(mg_types_at(types, 0)->shape);
	mg_types_close(types);
}

static void *load_all(void *context)
{
	const struct mg_types *types = context;
	void *failed = NULL;

	for (size_t i = 0; i < mg_types_count(types); i++)
		if (mg_types_load(types, mg_types_at(types, i), NULL) < 0 || !mg_types_at(types, i)->shape)
			failed = context;
	return failed;
}

static void threads_share_a_handle(void **state)
{
	struct mg_types *types;
	pthread_t threads[4];
	void *failed;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, load_all, types), 0);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], &failed), 0);
		assert_null(failed);
	}
	mg_types_close(types);
}

static void a_new_type_is_a_new_schema(void **state)
{
	const struct mg_embedded items[] = {
		text_schema("reunion", "title: Réunion\nx-en: {title: Meeting}\nx-chemin: reunions/<id>.yaml\n"
				       "type: object\nproperties:\n  date: {$ref: commun#/$defs/date}\n"),
		text_schema("convention",
			    "title: Convention\nx-en: {title: Agreement}\nx-chemin: conventions/<id>/v<n>.yaml\n"
			    "x-signature: {espace: convention@maillage, ouvre: dd}\ntype: object\n"),
		text_schema("commun", "x-commun: true\n$defs: {date: {type: string, format: date}}\n"),
	};
	struct mg_types *types;
	struct mg_error err = {0};
	struct mg_path path;

	(void)state;
	if (mg_types_open_from(&types, items, 3, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(mg_types_count(types), 2);
	assert_string_equal(mg_types_at(types, 0)->name, "convention");
	assert_int_equal(mg_path_parse(types, "reunions/copil-1a2b.yaml", &path, &err), 0);
	assert_int_equal(mg_path_parse(types, "conventions/c-1a2b/v12.yaml", &path, &err), 0);
	assert_int_equal(path.parts.n, 12);
	assert_string_equal(path.parts.id, "c-1a2b");
	assert_int_equal(mg_path_parse(types, "conventions/c-1a2b/v12.dd-78.sig", &path, &err), 0);
	assert_int_equal(mg_path_parse(types, "conventions/c-1a2b/v0.yaml", &path, &err), MG_EINVALID);
	assert_int_equal(mg_path_parse(types, "conventions/c-1a2b/v01.yaml", &path, &err), MG_EINVALID);
	assert_int_equal(mg_path_parse(types, "conventions/c-1a2b/v.yaml", &path, &err), MG_EINVALID);
	assert_int_equal(mg_path_parse(types, "actions/x.yaml", &path, &err), MG_EINVALID);
	mg_types_close(types);
}

static void wrong_schemas_are_refused(void **state)
{
	static const struct {
		const char *text, *because;
	} cases[] = {
		{"", "x-chemin"},
		{"title: A\n", "x-chemin"},
		{"title: A\nx-chemin: a/<id>.yaml\n", "x-en.title"},
		{"x-en: {title: A}\nx-chemin: a/<id>.yaml\n", "title"},
		{"title: A\nx-en: {title: A}\nx-chemin: a/<nom>.yaml\n", "<nom>"},
		{"title: A\nx-en: {title: A}\nx-chemin: a/<id>.json\n", "x-chemin"},
		{"title: A\nx-en: {title: A}\nx-chemin: a/<id>.yaml\nx-signature: {ouvre: dd}\n", "espace"},
		{"title: A\nx-en: {title: A}\nx-chemin: a/<id>.yaml\ntype: objet\n", "/type"},
		{"title: A\nx-en: {title: A}\nx-chemin: a/<id>.yaml\nrequire: [a]\n", "require"},
		{"title: A\nx-en: {title: A}\nx-chemin: a/<id>.yaml\n$ref: absent#/$defs/x\n", "absent"},
		{"title: A\n  oops: 1\n", "line 2"},
		{"title: A\ntitle: B\n", "title"},
		{"title: A\nx-en: {title: A}\nx-chemin: a/<id>.yaml\ntype: object\nx-proprietaire: a\n",
		 "x-proprietaire"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_embedded item = text_schema("essai", cases[i].text);
		struct mg_types *types = (struct mg_types *)&cases;
		struct mg_error err = {0};

		if (mg_types_open_from(&types, &item, 1, &err) == 0)
			fail_msg("case %zu was allowed", i);
		assert_null(types);
		if (!strstr(err.message, cases[i].because) || !strstr(err.message, "essai"))
			fail_msg("case %zu: %s", i, err.message);
		assert_true(mg_types_open_from(&types, &item, 1, NULL) < 0);
	}
}

static void two_schemas_of_one_name_are_refused(void **state)
{
	const struct mg_embedded items[] = {text_schema("commun", "x-commun: true\n"),
					    text_schema("commun", "x-commun: true\n")};
	struct mg_types *types;
	struct mg_error err = {0};

	(void)state;
	assert_int_equal(mg_types_open_from(&types, items, 2, &err), MG_EEXISTS);
	assert_null(types);
}

static void a_typo_gets_a_suggestion(void **state)
{
	static const char *const cases[][2] = {
		{"actoin", "action"},
		{"Action", "action"},
		{"indicateurs", "indicateur"},
		{"objectfi", "objectif"},
		{"bilan_trimestrel", "bilan_trimestriel"},
		{"xyzxyz", NULL},
		{"", NULL},
	};
	const struct mg_type *type;
	struct mg_types *types;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	assert_int_equal(mg_types_require(types, "action", &type, NULL), 0);
	assert_string_equal(type->name, "action");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {0};

		assert_int_equal(mg_types_require(types, cases[i][0], &type, &err), MG_EUSAGE);
		assert_null(type);
		if (cases[i][1] ? !strstr(err.hint, cases[i][1]) : *err.hint != '\0')
			fail_msg("\"%s\": %s", cases[i][0], err.hint);
		assert_int_equal(mg_types_require(types, cases[i][0], &type, NULL), MG_EUSAGE);
	}
	mg_types_close(types);
	mg_types_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_embedded_types_compile), cmocka_unit_test(types_are_in_order),
		cmocka_unit_test(every_field_has_its_labels), cmocka_unit_test(a_new_type_is_a_new_schema),
		cmocka_unit_test(wrong_schemas_are_refused),  cmocka_unit_test(two_schemas_of_one_name_are_refused),
		cmocka_unit_test(a_typo_gets_a_suggestion),   cmocka_unit_test(a_type_is_loaded_when_needed),
		cmocka_unit_test(a_path_loads_its_type),      cmocka_unit_test(threads_share_a_handle),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
