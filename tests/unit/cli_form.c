// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/form.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/yaml/yaml.h"

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

static void read_yaml(const char *name, struct mg_slice text, struct mg_doc *doc)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	if (mg_yaml_read(doc, name, text, &findings) < 0)
		fail_msg("%s, line %u: %s\n%.*s", name, findings.items[0].mark.line, findings.items[0].message,
			 (int)text.len, text.data);
	mg_findings_clear(&findings);
}

// The form of a type, given some fields as YAML.
static void write_form(const char *type, const char *fields, struct mg_buf *out)
{
	struct mg_error err = {0};
	struct mg_doc doc;

	read_yaml(type, mg_slice_of(fields), &doc);
	if (mg_form_write(mg_types_find(types, type), doc.root, out, &err) < 0)
		fail_msg("%s: %s", type, err.message);
	mg_doc_clear(&doc);
}

// Each comment's "# " taken away, but of the lines above the first field.
static void uncomment(struct mg_slice text, struct mg_buf *out)
{
	bool in_fields = false;

	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		size_t n = (size_t)(end - text.data) + 1, blanks = 0;

		while (text.data[blanks] == ' ')
			blanks++;
		if (n > blanks + 2 && memcmp(text.data + blanks, "# ", 2) == 0) {
			struct mg_slice word = {text.data + blanks + 2, strcspn(text.data + blanks + 2, " \n")};

			in_fields = in_fields || word.data[word.len - 1] == ':';
			if (in_fields) {
				mg_buf_fill(out, ' ', blanks);
				mg_buf_put(out, text.data + blanks + 2, n - blanks - 2);
			}
		} else {
			mg_buf_put(out, text.data, n);
		}
		text = (struct mg_slice){text.data + n, text.len - n};
	}
}

static void print_findings(const char *type, const struct mg_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		print_message("# %s: [%s] %s\n", type, findings->items[i].field, findings->items[i].message);
}

// Every field of every type, taken as the form has it, is right: whoever changes one value need know nothing else.
static void a_form_taken_whole_is_a_record(void **state)
{
	(void)state;
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_find(types, mg_types_at(types, i)->name);
		struct mg_buf form = {0}, text = {0};
		struct mg_findings findings;
		const struct mg_schema *property;
		struct mg_slice key;
		struct mg_doc doc;

		write_form(type->name, "{}", &form);
		uncomment(mg_buf_slice(&form), &text);
		read_yaml(type->name, mg_buf_slice(&text), &doc);
		mg_findings_init(&findings);
		if (!mg_schema_check(type->shape, doc.root, type->name, &findings)) {
			print_findings(type->name, &findings);
			fail_msg("%s", mg_buf_text(&text));
		}
		for (size_t k = 0; mg_schema_key(type->shape, k, &key, &property); k++)
			if (!mg_node_get_slice(doc.root, key) && !mg_slice_is(key, "remplace"))
				fail_msg("the form of %s has no %.*s", type->name, (int)key.len, key.data);
		mg_findings_clear(&findings);
		mg_doc_clear(&doc);
		mg_buf_clear(&form);
		mg_buf_clear(&text);
	}
}

static void what_is_given_is_kept(void **state)
{
	static const char *const cases[] = {
		"intitule: Maraudes\n",
		"intitule: \"# numero: 2\"\npromoteur_referent: asso\n",
		"contenu: |-\n  Deux\n\n  # lignes\n",
		"calendrier_previsionnel:\n  debut: 2018-01-15\n",
		"calendrier_previsionnel:\n  debut: 2018-01-15\n  jalons: [{id: j, libelle: A}]\n",
		"calendrier_previsionnel: {}\n",
		"lieux_precis: [{id: l1, nom: Gare}, {id: l2, nom: Marché}]\nstatut: en_cours\n",
		"complements: {a: {b: [1, 2]}, c: \"\"}\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf form = {0}, before = {0}, after = {0};
		struct mg_doc given, written;

		write_form("action", cases[i], &form);
		read_yaml("given", mg_slice_of(cases[i]), &given);
		read_yaml("written", mg_buf_slice(&form), &written);
		mg_node_canon(given.root, &before);
		mg_node_canon(written.root, &after);
		assert_string_equal(mg_buf_text(&after), mg_buf_text(&before));
		mg_doc_clear(&given);
		mg_doc_clear(&written);
		mg_buf_clear(&form);
		mg_buf_clear(&before);
		mg_buf_clear(&after);
	}
}

static void a_comment_says_what_its_field_is(void **state)
{
	static const struct {
		const char *type, *fields, *line;
	} cases[] = {
		{"action", "{}", "\n# numero: 1  # Number — For display only.\n"},
		{"action", "{}", "\n# contenu: \"\"  # [E] Content of the action — What is done, "},
		{"action", "{}",
		 "\n# preexistante: true  # [I] Existed before — It was there before the cooperative, "},
		{"action", "{}", "\n# objectifs: []  # [E] Objectives — Those the action serves (→ objectif)\n"},
		{"action", "{}",
		 "\n#   - id: a1  # Identifier — This item's own in the list.\n#     nom: \"\"  # [E] Name — "},
		{"action", "calendrier_previsionnel: {debut: 2018-01-15}",
		 "\ncalendrier_previsionnel:\n  debut: 2018-01-15\n  # fin: 2018-01-31  # [E] End — The last day "
		 "planned.\n  # "
		 "jalons:  # Milestones — "},
		{"indicateur", "{}",
		 "\n# nature: quantitatif  # [E] Nature — In figures, or in words (quantitatif, qualitatif)\n"},
		{"mesure", "{}", "\n# motif_correction: \"\"  # [E if statut: corrigee] Reason of the correction — "},
		{"objectif", "{}",
		 "\n# parent: objectif-exemple  # [E if niveau: specifique|operationnel] Parent objective — "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf form = {0};

		write_form(cases[i].type, cases[i].fields, &form);
		if (!strstr(mg_buf_text(&form), cases[i].line))
			fail_msg("%s has no line %s, in:\n%s", cases[i].type, cases[i].line, mg_buf_text(&form));
		mg_buf_clear(&form);
	}
}

static void a_field_takes_its_line(void **state)
{
	static const struct {
		const char *text, *place, *after; // NULL: nothing changes
	} cases[] = {
		{"a: 1\n# b: 0  # B\nc: 2\n", "b", "a: 1\nb:\nc: 2\n"},
		{"# b: 0\nc: 2\n", "b", "b:\nc: 2\n"},
		{"c: 2\n# b: 0", "b", "c: 2\nb:\n"},
		{"c: 2\r\n# b: 0\r\n", "b", "c: 2\r\nb:\r\n"},
		{"a: 1\n# b:  # B\n#   - id: b1  # I\n#     c: 0\n#   # and more\n# d: 0\n", "b[b1].c",
		 "a: 1\nb:\n# d: 0\n"},
		{"a: 1\n# b:\n#   c: 0\n", "b.c", "a: 1\nb:\n"},
		// nothing is kept for it
		{"a: 1\n# b: 0\n", "c", NULL},
		{"a: 1\n# bb: 0\n", "b", NULL},
		{"a: 1\n# b\n", "b", NULL},
		{"a: 1\n#b: 0\n", "b", NULL},
		{"a: 1 # b: 0\n", "b", NULL},
		{"b: 1\n# b: 0\n", "b", NULL},
		{"", "b", NULL},
		{"- a\n", "b", NULL},
		{"a: [\n", "b", NULL},
		// where the line stands, a key would be a part of something else, or end it
		{"a:\n  c: 1\n# b: 0\n  d: 2\n", "b", NULL},
		{"a:\n  - 1\n# b: 0\n  - 2\n", "b", NULL},
		{"{a: 1,\n# b: 0\n c: 2}\n", "b", NULL},
		{"a: |\n  text\n  # b: 0\n", "b", NULL},
		{"a: \"text\n  # b: 0\"\n", "b", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf text = {0};
		struct mg_error err = {0};

		mg_buf_puts(&text, cases[i].text);
		assert_int_equal(mg_form_take(&text, cases[i].place, &err), 0);
		assert_string_equal(mg_buf_text(&text), cases[i].after ? cases[i].after : cases[i].text);
		mg_buf_clear(&text);
	}
}

static void a_record_is_never_empty(void **state)
{
	static const struct {
		const char *type, *field;
	} cases[] = {{"mesure", "statut"}, {"action", "intitule"}};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_node *value;
		const char *field;

		assert_true(mg_form_first(mg_types_find(types, cases[i].type), &arena, &field, &value));
		assert_string_equal(field, cases[i].field);
		assert_non_null(value);
	}
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_taken_whole_is_a_record),   cmocka_unit_test(what_is_given_is_kept),
		cmocka_unit_test(a_comment_says_what_its_field_is), cmocka_unit_test(a_field_takes_its_line),
		cmocka_unit_test(a_record_is_never_empty),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
