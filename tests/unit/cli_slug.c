// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/identity.h"
#include "cli/slug.h"

#include <stdio.h>

static void slugs_are_made(void **state)
{
	static const struct {
		const char *text, *slug; // NULL: nothing is left
	} cases[] = {
		{"maraudes", "maraudes"},
		{"Équipe mobile", "equipe-mobile"},
		{"ÉQUIPE (nuit) n° 2", "equipe-nuit-n-2"},
		{"L'accès aux soins", "l-acces-aux-soins"},
		{"Cœur & âme : Noël à Saint-Ouen-l'Aumône", "coeur-ame-noel-a-saint-ouen-l-aumone"},
		{"Straße Łódź ñ", "strasse-lodz-n"},
		{"  a  ", "a"},
		{"--a--b--", "a-b"},
		{"a_b.c/d", "a-b-c-d"},
		{"2018", "2018"},
		{"é", "e"},            // composed
		{"e\xCC\x81t", "e-t"}, // decomposed: the accent is a character of its own
		{"\xFF"
		 "a\xC3",
		 "a"}, // no UTF-8
		{"", NULL},
		{"   ", NULL},
		{"日本", NULL},
		{"-", NULL},
		{"…!?", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char slug[MG_SLUG_MAX + 1];
		bool made = mg_slug_make(mg_slice_of(cases[i].text), slug);

		assert_int_equal(made, cases[i].slug != NULL);
		if (made)
			assert_string_equal(slug, cases[i].slug);
	}
}

static void long_slugs_are_cut_at_a_word(void **state)
{
	static const struct {
		const char *text, *slug;
	} cases[] = {
		{"mettre en place une action coordonnée en direction des publics",
		 "mettre-en-place-une-action-coordonnee-en"},
		{"quarante-caracteres-exactement-dans-ce-mo suite", "quarante-caracteres-exactement-dans-ce"},
		{"0123456789012345678901234567890123456789 suite", "0123456789012345678901234567890123456789"},
		{"01234567890123456789012345678901234567890123456789",
		 "01234567890123456789012345678901234567890123456789"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char slug[MG_SLUG_MAX + 1];

		assert_true(mg_slug_make(mg_slice_of(cases[i].text), slug));
		assert_string_equal(slug, cases[i].slug);
	}
}

static void no_slug_is_too_long(void **state)
{
	char text[1000], slug[MG_SLUG_MAX + 1];

	(void)state;
	memset(text, 'x', sizeof text);
	assert_true(mg_slug_make((struct mg_slice){text, sizeof text}, slug));
	assert_int_equal(strlen(slug), MG_SLUG_MAX);
}

// ---- paths of new records

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

static void new_records_have_a_path(void **state)
{
	static const struct {
		const char *type, *title;
		const char *words[3];
		const char *path; // NULL: a mistake, and
		const char *told; // part of what is told
	} cases[] = {
		{"action", "", {"Équipe mobile"}, "actions/equipe-mobile-7k2m.yaml", NULL},
		{"action", "Maraudes", {NULL}, "actions/maraudes-7k2m.yaml", NULL},
		{"action", "Maraudes", {"nuit"}, "actions/nuit-7k2m.yaml", NULL},
		{"action", "", {"con"}, "actions/con-7k2m.yaml", NULL},
		{"acteur", "", {"asso-exemple"}, "acteurs/asso-exemple.yaml", NULL},
		{"mesure", "", {"file-1", "2018-T1"}, "mesures/2018-T1/file-1--asso.yaml", NULL},
		{"mesure", "", {"2018-t1", "indicateurs/file-1.yaml"}, "mesures/2018-T1/file-1--asso.yaml", NULL},
		{"bilan_trimestriel", "", {"2018-T4"}, "bilans/2018-T4/asso.yaml", NULL},
		{"action", "", {NULL}, NULL, "needs a name"},
		{"action", "", {"…"}, NULL, "no name for a path"},
		{"action", "", {"a", "b"}, NULL, "\"b\" is too much"},
		{"acteur", "Un nom", {NULL}, NULL, "needs a name"},
		{"acteur", "", {"Asso"}, NULL, "not made of a-z"},
		{"acteur", "", {"annuel"}, NULL, "reserved"},
		{"mesure", "", {"file-1"}, NULL, "needs a quarter"},
		{"mesure", "", {"2018-T1"}, NULL, "needs an indicator"},
		{"mesure", "", {"File 1", "2018-T1"}, NULL, "not made of a-z"},
		{"mesure", "", {"file-1", "2018-T5"}, NULL, "needs a quarter"},
		{"mesure", "", {"file-1", "2018-T1", "2018-T2"}, NULL, "\"2018-T2\" is too much"},
		{"bilan_trimestriel", "", {"2018"}, NULL, "needs a quarter"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_identity identity = {.words = cases[i].words,
					       .title = mg_slice_of(cases[i].title),
					       .actor = "asso",
					       .suffix = "7k2m"};
		struct mg_error err = {0};
		struct mg_path path;
		int rc;

		while (identity.n < 3 && cases[i].words[identity.n])
			identity.n++;
		rc = mg_identity_path(mg_types_find(types, cases[i].type), &identity, &path, &err);
		if (cases[i].path && rc)
			fail_msg("case %zu: %s", i, err.message);
		if (cases[i].path)
			assert_string_equal(path.text, cases[i].path);
		else if (rc != MG_EUSAGE || !strstr(err.message, cases[i].told))
			fail_msg("case %zu: %d %s", i, rc, err.message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slugs_are_made),
		cmocka_unit_test(long_slugs_are_cut_at_a_word),
		cmocka_unit_test(no_slug_is_too_long),
		cmocka_unit_test(new_records_have_a_path),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_types, close_types);
}
