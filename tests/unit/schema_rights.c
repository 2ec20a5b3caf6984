// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/record/rights.h"
#include "tests/unit/yaml_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#define MATRIX        "tests/vectors/droits/matrice.txt"
#define LENGTH(array) (sizeof(array) / sizeof *(array))

// ---- the matrix

// The columns. Who audits, left or is unknown owns the record: even so he may nothing.
static const struct {
	const char *name, *id, *record;
} actors[] = {
	{"dd", "dd-78", "role: dd"},
	{"proprietaire", "asso", "nom: Association"},
	{"partenaire", "autre", "role: partenaire"},
	{"intervenant", "mairie", "{role: partenaire, statut_membre: membre}"},
	{"coordinateur", "cls", "role: coordinateur"},
	{"financeur", "region", "role: financeur"},
	{"evaluateur", "cabinet", "role: evaluateur"},
	{"habitant", "collectif", "role: habitant"},
	{"auditeur", "asso", "role: auditeur"},
	{"parti", "asso", "{role: partenaire, statut_membre: retire}"},
	{"inconnu", "asso", NULL},
};

struct row {
	char operation[16], field[32];
	bool may[LENGTH(actors)];
};

struct matrix {
	struct mg_types *types;
	struct mg_doc record;
	struct mg_path path, signature;
	struct row rows[64]; // of one record
	size_t n;
	size_t allowed, refused;
	bool *seen; // a type of that number
};

static void parse_row(const char *line, struct row *row)
{
	char *cells = strdup(line), *rest = cells, *word;

	assert_non_null(cells);
	snprintf(row->operation, sizeof row->operation, "%s", strtok_r(rest, " ", &rest));
	snprintf(row->field, sizeof row->field, "%s", strtok_r(NULL, " ", &rest));
	for (size_t i = 0; i < LENGTH(actors); i++) {
		word = strtok_r(NULL, " ", &rest);
		if (!word)
			fail_msg("too few cells: %s", line);
		row->may[i] = strcmp(word, "x") == 0;
	}
	assert_null(strtok_r(NULL, " ", &rest));
	free(cells);
}

static struct mg_author author_of(size_t i, struct mg_doc *doc, const struct mg_node *cooperative)
{
	struct mg_author author = {.id = mg_slice_of(actors[i].id)};

	read_text(doc, actors[i].record ? actors[i].record : "");
	mg_author_describe(&author, actors[i].record ? doc->root : NULL, cooperative);
	return author;
}

static void check_cell(struct matrix *m, const struct row *row, const char *field, size_t i)
{
	const char *operation = strncmp(row->operation, "clos-", 5) == 0 ? row->operation + 5 : row->operation;
	const struct mg_write writes[] = {{.op = MG_EXISTS_MAP, .place = ""}, {.op = MG_PUT, .place = field}};
	const struct mg_write settled = {.op = MG_KEEP, .place = field};
	struct mg_rights_request r = {.path = &m->path, .old = m->record.root, .new = m->record.root};
	struct mg_doc cooperative, actor;
	struct mg_denied denied;
	struct mg_author author;

	read_text(&cooperative, "dd_animatrice: dd-75");
	author = author_of(i, &actor, cooperative.root);
	r.author = &author;
	r.is_closed = operation != row->operation;
	if (strcmp(operation, "cree") == 0) {
		r.old = NULL;
		r.writes = writes;
		r.n_writes = 2;
	} else if (strcmp(operation, "modifie") == 0) {
		r.writes = writes + 1;
		r.n_writes = 1;
	} else if (strcmp(operation, "tranche") == 0) {
		r.writes = &settled;
		r.n_writes = 1;
	} else if (strcmp(operation, "supprime") == 0) {
		r.new = NULL;
	} else if (strcmp(operation, "signe") == 0) {
		assert_int_equal(mg_path_of_signature(&m->path, actors[i].id, &m->signature, NULL), 0);
		r.path = &m->signature;
	} else {
		assert_string_equal(operation, "octets");
	}
	if (mg_rights_allow(&r, &denied) != row->may[i])
		fail_msg("%s: %s %s by %s: expected %s", m->path.text, row->operation, field, actors[i].name,
			 row->may[i] ? "allowed" : "refused");
	m->allowed += row->may[i];
	m->refused += !row->may[i];
	mg_doc_clear(&cooperative);
	mg_doc_clear(&actor);
}

static bool has_own_row(const struct matrix *m, const char *operation, struct mg_slice field)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->rows[i].operation, operation) == 0 && mg_slice_is(field, m->rows[i].field))
			return true;
	return false;
}

static void check_row(struct matrix *m, const struct row *row, const char *field)
{
	for (size_t i = 0; i < LENGTH(actors); i++)
		check_cell(m, row, field, i);
}

// Every operation on every field of the type.
static void check_record(struct matrix *m)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t r = 0; r < m->n; r++) {
		const struct row *row = &m->rows[r];

		if (strcmp(row->field, "*") != 0) {
			check_row(m, row, strcmp(row->field, "-") == 0 ? "" : row->field);
			continue;
		}
		for (size_t i = 0; mg_schema_key(m->path.type->shape, i, &key, &property); i++) {
			char field[64];

			snprintf(field, sizeof field, "%.*s", (int)key.len, key.data);
			if (!has_own_row(m, row->operation, key))
				check_row(m, row, field);
		}
	}
	m->n = 0;
}

static void start_record(struct matrix *m, char *line)
{
	char *rest = line, *path;

	(void)strtok_r(rest, " ", &rest);
	path = strtok_r(NULL, " ", &rest);
	mg_doc_clear(&m->record);
	read_text(&m->record, rest);
	assert_int_equal(mg_path_parse(m->types, path, &m->path, NULL), 0);
	for (size_t i = 0; i < mg_types_count(m->types); i++)
		m->seen[i] |= mg_types_at(m->types, i) == m->path.type;
}

static void check_header(const char *line)
{
	char *words = strdup(line), *rest = words;

	(void)strtok_r(rest, " ", &rest);
	for (size_t i = 0; i < LENGTH(actors); i++)
		assert_string_equal(strtok_r(NULL, " ", &rest), actors[i].name);
	free(words);
}

static void the_schemas_say_the_matrix(void **state)
{
	struct matrix m = {0};
	struct mg_buf text = {0};
	struct mg_error err;
	char *rest, *line;

	(void)state;
	assert_int_equal(mg_types_open(&m.types, &err), 0);
	assert_int_equal(mg_file_read(MATRIX, MG_MAX_RECORD_BYTES, &text, &err), 0);
	m.seen = calloc(mg_types_count(m.types), sizeof *m.seen);
	assert_non_null(m.seen);
	mg_doc_init(&m.record);
	rest = strdup(mg_buf_text(&text));
	for (char *at = rest; (line = strtok_r(at, "\n", &at));) {
		if (strncmp(line, "acteurs ", 8) == 0) {
			check_header(line);
		} else if (strncmp(line, "fiche ", 6) == 0) {
			check_record(&m);
			start_record(&m, line);
		} else if (*line != '#') {
			assert_in_range(m.n, 0, LENGTH(m.rows) - 1);
			parse_row(line, &m.rows[m.n++]);
		}
	}
	check_record(&m);
	for (size_t i = 0; i < mg_types_count(m.types); i++)
		if (!m.seen[i])
			print_message("# %s: no rights in " MATRIX "\n", mg_types_at(m.types, i)->name);
	print_message("# %zu allowed, %zu refused\n", m.allowed, m.refused);
	assert_true(m.refused > m.allowed && m.allowed > 100);
	free(rest);
	free(m.seen);
	mg_buf_clear(&text);
	mg_doc_clear(&m.record);
	mg_types_close(m.types);
}

// ---- one type made for the purpose

#define HEAD "title: Essai\nx-en: {title: Trial}\n"

static int open_type(const char *text, struct mg_types **types, struct mg_error *err)
{
	const struct mg_embedded item = {"essai", (const unsigned char *)text, strlen(text)};

	return mg_types_open_from(types, &item, 1, err);
}

static void mistakes_of_schemas_are_told(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{"x-droits: [dd]\n", "not a mapping"},
		{"x-droits: {cree: dd}\n", "not a list of words"},
		{"x-droits: {cree: [chef]}\n", "unknown word (chef)"},
		{"x-droits: {cree: [DD]}\n", "unknown word (DD)"},
		{"x-droits: {cree: [auditeur]}\n", "unknown word (auditeur)"},
		{"x-droits: {cree: [1]}\n", "unknown word (1)"},
		{"x-droits: {cree: [{dd: 1}]}\n", "unknown word"},
		{"x-droits: {creer: [dd]}\n", "no such right here (creer)"},
		{"x-droits: {signe: [dd]}\n", "no such right here (signe)"},
		{"x-droits: {clos: [dd]}\n", "no such right here (clos)"},
		{"x-droits: {cree: [proprietaire]}\n", "x-proprietaire is missing"},
		{"x-proprietaire: qui\n", "neither in the path nor a text field"},
		{"x-proprietaire: a\nproperties: {a: {type: integer}}\n", "neither in the path nor a text field"},
		{"x-proprietaire: cle\n", "neither in the path nor a text field"},
		{"properties: {a: {x-droits: {modifie: [chef]}}}\n", "\"a\", modifie: unknown word (chef)"},
		{"properties: {a: {x-droits: {supprime: [dd]}}}\n", "\"a\", : no such right here (supprime)"},
		{"properties: {a: {items: {properties: {b: {x-droits: {modifie: [moi]}}}}}}\n", "\"a[].b\""},
		{"properties: {a: {$ref: '#/$defs/d'}}\n$defs: {d: {x-droits: {modifie: [moi]}}}\n", "\"a\""},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_error err = {0};
		struct mg_types *types;
		char text[512];

		snprintf(text, sizeof text, HEAD "x-chemin: essais/<id>.yaml\n%s", cases[i].text);
		assert_int_equal(open_type(text, &types, &err), MG_EINVALID);
		if (!strstr(err.message, cases[i].said))
			fail_msg("%s: %s", cases[i].text, err.message);
	}
}

static const char nested[] = HEAD "x-chemin: essais/<periode>/<id>.yaml\n"
				  "x-proprietaire: qui\n"
				  "x-droits: {modifie: [proprietaire], clos: [dd, financeur]}\n"
				  "properties:\n"
				  "  qui: {type: string}\n"
				  "  libre: {x-droits: {modifie: [tous]}}\n"
				  "  dons: {x-droits: {modifie: [financeur]}}\n"
				  "  liste:\n"
				  "    items: {properties: {v: {}, valide: {x-droits: {modifie: [dd]}}}}\n"
				  "  bloc:\n"
				  "    x-droits: {modifie: [dd]}\n"
				  "    properties: {note: {x-droits: {modifie: [evaluateur, dd]}}}\n";

// Which one write of which actor is allowed.
static void places_have_the_nearest_right(void **state)
{
	static const struct {
		const char *actor;
		enum mg_op op;
		const char *place;
		bool closed, allowed;
	} cases[] = {
		{"proprietaire", MG_PUT, "qui", false, true},
		{"proprietaire", MG_PUT, "x", false, true},
		{"proprietaire", MG_PUT, "", false, false}, // all below it too
		{"proprietaire", MG_EXISTS_MAP, "", false, true},
		{"partenaire", MG_PUT, "x", false, false},
		{"dd", MG_PUT, "x", false, false},
		{"partenaire", MG_PUT, "libre", false, true},
		{"partenaire", MG_PUT, "libre.a.b", false, true},
		{"partenaire", MG_IN, "libre[=a.b]", false, true},
		{"partenaire", MG_PUT, "librement", false, false},
		{"partenaire", MG_PUT, "\"libre.a\"", false, false},
		{"partenaire", MG_PUT, "x.libre", false, false},
		{"auditeur", MG_PUT, "libre", false, false},
		{"parti", MG_PUT, "libre", false, false},
		{"inconnu", MG_PUT, "libre", false, false},
		{"habitant", MG_PUT, "libre", false, true},
		{"financeur", MG_PUT, "dons", false, true},
		{"financeur", MG_DROP, "dons", false, true},
		{"proprietaire", MG_PUT, "dons", false, false},
		{"proprietaire", MG_PUT, "liste[a].v", false, true},
		{"proprietaire", MG_EXISTS_MAP, "liste[a]", false, true},
		{"proprietaire", MG_PUT, "liste[a].valide", false, false},
		{"proprietaire", MG_PUT, "liste[\"a].b\"].valide", false, false},
		{"proprietaire", MG_PUT, "liste[\"\\\"].b\"].valide.x", false, false},
		{"proprietaire", MG_DROP, "liste[a]", false, false}, // with what the DD said of it
		{"proprietaire", MG_DROP, "liste", false, false},
		{"proprietaire", MG_KEEP, "liste", false, false},
		{"proprietaire", MG_EXISTS_LIST, "liste", false, true},
		{"proprietaire", MG_PUT, "liste.valide", false, true},
		{"dd", MG_PUT, "liste[a].valide", false, true},
		{"dd", MG_PUT, "liste[a].v", false, false},
		{"dd", MG_DROP, "liste[a]", false, false},
		{"proprietaire", MG_PUT, "bloc.x", false, false},
		{"dd", MG_PUT, "bloc.x", false, true},
		{"dd", MG_DROP, "bloc", false, true},
		{"evaluateur", MG_PUT, "bloc.note", false, true},
		{"evaluateur", MG_PUT, "bloc.x", false, false},
		{"evaluateur", MG_DROP, "bloc", false, false},
		{"proprietaire", MG_PUT, "bloc.note", false, false},
		{"proprietaire", MG_PUT, "x", true, false},
		{"partenaire", MG_PUT, "libre", true, false},
		{"financeur", MG_PUT, "libre", true, true},
		{"financeur", MG_PUT, "x", true, false},
		{"dd", MG_PUT, "bloc", true, true},
		{"dd", MG_PUT, "x", true, false},
	};
	struct mg_types *types;
	struct mg_error err;
	struct mg_path path;
	struct mg_doc record;

	(void)state;
	if (open_type(nested, &types, &err))
		fail_msg("%s", err.message);
	assert_int_equal(mg_path_parse(types, "essais/2018-T1/a.yaml", &path, NULL), 0);
	read_text(&record, "qui: asso");
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct mg_write write = {.op = cases[i].op, .place = cases[i].place};
		struct mg_rights_request r = {.path = &path,
					      .old = record.root,
					      .new = record.root,
					      .writes = &write,
					      .n_writes = 1,
					      .is_closed = cases[i].closed};
		struct mg_denied denied;
		struct mg_author author;
		struct mg_doc actor;
		size_t a = 0;

		while (strcmp(actors[a].name, cases[i].actor) != 0)
			a++;
		author = author_of(a, &actor, NULL);
		r.author = &author;
		if (mg_rights_allow(&r, &denied) != cases[i].allowed)
			fail_msg("case %zu: %s at %s", i, cases[i].actor, cases[i].place);
		mg_doc_clear(&actor);
	}
	mg_doc_clear(&record);
	mg_types_close(types);
}

// ---- what is told

static void a_refusal_says_who_could(void **state)
{
	struct mg_author author = {.id = mg_slice_of("autre")};
	const struct mg_write writes[] = {{.op = MG_PUT, .place = "nom"}, {.op = MG_PUT, .place = "role"}};
	struct mg_rights_request r = {.author = &author, .writes = writes, .n_writes = 2};
	struct mg_types *types;
	struct mg_denied denied;
	struct mg_path path;
	struct mg_doc record;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	assert_int_equal(mg_path_parse(types, "acteurs/asso.yaml", &path, NULL), 0);
	read_text(&record, "nom: Association");
	r.path = &path;
	r.old = r.new = record.root;
	assert_false(mg_rights_allow(&r, &denied));
	assert_int_equal(denied.why, MG_DENIED_OTHERS);
	assert_int_equal(denied.right, MG_RIGHT_MODIFY);
	assert_string_equal(denied.place, "nom");
	assert_int_equal(denied.who, MG_WHO_DD | MG_WHO_OWNER);
	assert_true(mg_slice_is(denied.owner, "asso"));
	author.id = mg_slice_of("asso"); // his own record, but not his role
	assert_false(mg_rights_allow(&r, &denied));
	assert_string_equal(denied.place, "role");
	assert_int_equal(denied.who, MG_WHO_DD);
	r.n_writes = 1;
	assert_true(mg_rights_allow(&r, &denied));
	author.has_left = true;
	assert_false(mg_rights_allow(&r, &denied));
	assert_int_equal(denied.why, MG_DENIED_LEFT);
	author = (struct mg_author){.id = mg_slice_of("asso"), .role = mg_slice_of("auditeur")};
	assert_false(mg_rights_allow(&r, &denied));
	assert_int_equal(denied.why, MG_DENIED_AUDITOR);
	mg_doc_clear(&record);
	mg_types_close(types);
}

// Nobody signs in another's name, whatever he may sign himself.
static void a_signature_is_ones_own(void **state)
{
	struct mg_author dd = {.id = mg_slice_of("dd-78"), .is_dd = true};
	struct mg_rights_request r = {.author = &dd};
	struct mg_types *types;
	struct mg_denied denied;
	struct mg_path path;

	(void)state;
	assert_int_equal(mg_types_open(&types, NULL), 0);
	r.path = &path;
	assert_int_equal(mg_path_parse(types, "bilans/2018-T1/asso.dd-78.sig", &path, NULL), 0);
	assert_true(mg_rights_allow(&r, &denied));
	assert_int_equal(mg_path_parse(types, "bilans/2018-T1/asso.asso.sig", &path, NULL), 0);
	assert_false(mg_rights_allow(&r, &denied));
	assert_int_equal(denied.why, MG_DENIED_SIGNER);
	mg_types_close(types);
}

static void the_dd_never_counts_as_having_left(void **state)
{
	static const struct {
		const char *actor, *cooperative;
		bool is_dd, has_left;
	} cases[] = {
		{"role: dd", "dd_animatrice: autre", true, false},
		{"nom: A", "dd_animatrice: asso", true, false},
		{"{role: partenaire, statut_membre: retire}", "dd_animatrice: asso", true, false},
		{"{role: dd, statut_membre: retire}", "{}", true, false},
		{"role: partenaire", "dd_animatrice: autre", false, false},
		{"statut_membre: pressenti", "{}", false, false},
		{"statut_membre: retire", "{}", false, true},
		{"statut_membre: refus", "{}", false, true},
		{NULL, "dd_animatrice: autre", false, true},
		{NULL, "dd_animatrice: asso", true, false},
		{"role: DD", "{}", false, false},
		{"role: [dd]", "dd_animatrice: [asso]", false, false},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_author author = {.id = mg_slice_of("asso")};
		struct mg_doc actor, cooperative;

		read_text(&actor, cases[i].actor ? cases[i].actor : "");
		read_text(&cooperative, cases[i].cooperative);
		mg_author_describe(&author, cases[i].actor ? actor.root : NULL, cooperative.root);
		assert_int_equal(author.is_dd, cases[i].is_dd);
		assert_int_equal(author.has_left, cases[i].has_left);
		mg_doc_clear(&actor);
		mg_doc_clear(&cooperative);
	}
}

// Read from the top of a schema alone, they are those of the whole.
static void a_type_needs_not_be_loaded(void **state)
{
	struct mg_types *types;
	struct mg_rights rights;
	struct mg_error err;

	(void)state;
	assert_int_equal(mg_types_open(&types, &err), 0);
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_at(types, i);

		assert_int_equal(mg_rights_read(types, type, &rights, &err), 0);
		assert_int_equal(mg_types_load(types, type, &err), 0);
		assert_memory_equal(rights.who, type->rights->who, sizeof rights.who);
		assert_int_equal(rights.n_fields, 0);
	}
	mg_types_close(types);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schemas_say_the_matrix),    cmocka_unit_test(mistakes_of_schemas_are_told),
		cmocka_unit_test(places_have_the_nearest_right), cmocka_unit_test(a_refusal_says_who_could),
		cmocka_unit_test(a_signature_is_ones_own),       cmocka_unit_test(the_dd_never_counts_as_having_left),
		cmocka_unit_test(a_type_needs_not_be_loaded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
