// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/record/privacy.h"
#include "schema/record/record.h"

static void private_things_are_found(void **state)
{
	static const struct {
		const char *text, *found;
		enum mg_private what;
	} cases[] = {
		{"0612345678", "0612345678", MG_PRIVATE_PHONE},
		{"appeler le 06 12 34 56 78.", "06 12 34 56 78", MG_PRIVATE_PHONE},
		{"07.12.34.56.78", "07.12.34.56.78", MG_PRIVATE_PHONE},
		{"06-12-34-56-78", "06-12-34-56-78", MG_PRIVATE_PHONE},
		{"(+33 6 12 34 56 78)", "+33 6 12 34 56 78", MG_PRIVATE_PHONE},
		{"+33612345678", "+33612345678", MG_PRIVATE_PHONE},
		{"+33 (0)7 12 34 56 78", "+33 (0)7 12 34 56 78", MG_PRIVATE_PHONE},
		{"0033 6 12 34 56 78", "0033 6 12 34 56 78", MG_PRIVATE_PHONE},
		{"tél:06\u00a012\u00a034\u00a056\u00a078", "06\u00a012\u00a034\u00a056\u00a078", MG_PRIVATE_PHONE},
		{"jean.dupont@gmail.com", "jean.dupont@gmail.com", MG_PRIVATE_EMAIL},
		{"écrire à Jean_D@Orange.fr, merci", "Jean_D@Orange.fr", MG_PRIVATE_EMAIL},
		{"<a.b+c@laposte.net>", "a.b+c@laposte.net", MG_PRIVATE_EMAIL},
		{"j@club-internet.fr.", "j@club-internet.fr", MG_PRIVATE_EMAIL},
		{"a@asso.fr ou a@free.fr", "a@free.fr", MG_PRIVATE_EMAIL},
		{"contact@free.fr, a@free.fr", "a@free.fr", MG_PRIVATE_EMAIL},
		{"contacts@free.fr", "contacts@free.fr", MG_PRIVATE_EMAIL},
		{"jean.contact@free.fr", "jean.contact@free.fr", MG_PRIVATE_EMAIL},
		{"informa@free.fr", "informa@free.fr", MG_PRIVATE_EMAIL},
		{"Mme Martin, née le 3/4/1984", "née le 3/4/1984", MG_PRIVATE_BIRTH},
		{"Jean Dupont est né le 03.04.84 à Poissy", "né le 03.04.84", MG_PRIVATE_BIRTH},
		{"Jean DUPONT (né le 1984-04-03)", "né le 1984-04-03", MG_PRIVATE_BIRTH},
		{"M. X né le 1er avril 1984", "né le 1er avril 1984", MG_PRIVATE_BIRTH},
		{"Élise Étienne, née le 3 août 1984", "née le 3 août 1984", MG_PRIVATE_BIRTH},
		{"Né(e) le : 03/04/1984", "Né(e) le : 03/04/1984", MG_PRIVATE_BIRTH},
		{"Date de naissance : 03/04/1984", "Date de naissance : 03/04/1984", MG_PRIVATE_BIRTH},
		{"DDN 03/04/1984", "DDN 03/04/1984", MG_PRIVATE_BIRTH},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_slice found = {0};

		if (mg_privacy_find(mg_slice_of(cases[i].text), 0, &found) != cases[i].what ||
		    !mg_slice_is(found, cases[i].found))
			fail_msg("\"%s\": found \"%.*s\"", cases[i].text, (int)found.len, found.len ? found.data : "");
	}
}

// A name stands for all that follows it, what was found in between included.
static void one_after_the_other_is_found(void **state)
{
	static const char *const wanted[] = {"06 12 34 56 78", "j.d@gmail.com", "né le 3 avril 1984"};
	struct mg_slice text = mg_slice_of("Jean Dupont, 06 12 34 56 78, j.d@gmail.com, né le 3 avril 1984"), found;
	size_t offset = 0;

	(void)state;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		assert_int_not_equal(mg_privacy_find(text, offset, &found), MG_PRIVATE_NONE);
		assert_true(mg_slice_is(found, wanted[i]));
		offset = (size_t)(found.data + found.len - text.data);
	}
	assert_int_equal(mg_privacy_find(text, offset, &found), MG_PRIVATE_NONE);
}

static void professional_things_are_left_alone(void **state)
{
	static const char *const texts[] = {
		"",
		"0",
		"+",
		"@",
		"né",
		"06",
		"06 12 34 56 7",                // nine digits
		"06 12 34 56 789",              // eleven
		"06123456789012",               // a SIRET
		"01 30 12 34 56",               // a landline
		"09 70 12 34 56",               // of a box, mostly an office's
		"+33 1 30 12 34 56",            // a landline
		"+32 6 12 34 56 78",            // not France
		"1061234567",                   // a number
		"0612345678ab",                 // of a digest
		"06 ans et 12 mois",            // ages
		"de 06h à 12h",                 // hours
		"06/12/2018",                   // a date
		"06 12 2018 34 56",             // no pairs
		"0.6 ETP",                      // an amount
		"W060123456",                   // an RNA
		"060781234",                    // a FINESS
		"contact@asso.example",         // an organisation's
		"contact@ars.sante.fr",         // an organisation's
		"mairie@ville-free.fr",         // its own domain
		"contact@gmail.com",            // a desk's
		"Mairie.Mantes@wanadoo.fr",     // a desk's
		"accueil78@orange.fr",          // a desk's
		"secretariat-asso@laposte.net", // a desk's
		"a@free.asso.fr",               // its own domain
		"a@orange.com.example",         // its own domain
		"a@gmail",                      // no address
		"@gmail.com",                   // no address
		"a@ gmail.com",                 // no address
		"page facebook @orange",        // no address
		"a@gmail.c",                    // no address
		"gmail.com",                    // no address
		"la coopérative est née le 10 juillet 2017",
		"La coopérative est née le 10/07/2017",
		"Notre Programme est né le 10/07/2017", // one word only after the article
		"née le mardi",
		"Mme Martin, née à Poissy",
		"Mme Martin, venue le 03/04/2018",
		"Jean Dupont ne le 1 fera pas",
		"Mme Martin a donné le 03/04/2018 son accord", // inside a word
		"date de naissance",
		"recueillir la date de naissance avant le 03/04/2018",
		"lieu et date de naissance : à anonymiser",
		"taux de naissance 2018",
		"année 2018",
		"DDN",
		"DDNN 03/04/1984",
		"réunion du 03/04/2018 avec M. Dupont",
		"2018-01-15",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_slice found = {0};

		if (mg_privacy_find(mg_slice_of(texts[i]), 0, &found) != MG_PRIVATE_NONE)
			fail_msg("\"%.*s\" was found in \"%s\"", (int)found.len, found.data, texts[i]);
	}
}

static void dates_are_read(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} cases[] = {
		{"3/4/84", 6},
		{"03/04/1984 à", 10},
		{"1984-04-03", 10},
		{"3 avril 1984", 12},
		{"3 AVRIL 84", 10},
		{"1er mai 1984", 12},
		{"", 0},
		{"3", 0},
		{"3/4", 0},
		{"3/4/", 0},
		{"3/4-84", 0},
		{"3/4/198", 0},
		{"3/4/19845", 0},
		{"198/4/3", 0},
		{"3 avril", 0},
		{"3 avril 198", 0},
		{"3 4 1984", 0},
		{"3 avrilo 1984", 0},
		{"19845-04-03", 0},
		{"avril 1984", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (mg_privacy_date(mg_slice_of(cases[i].text)) != cases[i].len)
			fail_msg("\"%s\"", cases[i].text);
}

// Findings of a whole record: "code:field:line:col", one a line.
static void check(const char *fields, struct mg_buf *out)
{
	struct mg_types *types;
	struct mg_findings findings;
	struct mg_error err = {0};
	struct mg_buf text = {0};
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	mg_buf_printf(&text, "intitule: A\npromoteur_referent: a\n%s\n", fields);
	assert_int_equal(mg_types_open(&types, &err), 0);
	assert_int_equal(mg_record_check(types, "actions/x.yaml", mg_buf_slice(&text), &doc, &findings), 0);
	for (size_t i = 0; i < findings.n; i++) {
		const struct mg_finding *each = &findings.items[i];

		if (strncmp(each->code, "private-", 8) != 0)
			continue;
		assert_int_equal(each->level, MG_LEVEL_A);
		assert_string_not_equal(each->hint, "");
		mg_buf_printf(out, "%s %s %u:%u+%u\n", each->code, each->field, (unsigned)each->mark.line,
			      (unsigned)each->mark.col, (unsigned)each->length);
	}
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	mg_types_close(types);
	mg_buf_clear(&text);
}

static void records_are_advised(void **state)
{
	static const struct {
		const char *fields, *findings;
	} cases[] = {
		{"contenu: voir Élise, 06 12 34 56 78", "private-phone contenu 3:22+14\n"},
		{"contenu: 'voir a@free.fr'", "private-email contenu 3:16+9\n"},
		{"contenu: \"voir\\ta@free.fr\"", "private-email contenu 3:10+9\n"}, // escaped: the value's start
		{"complements: {a@free.fr: oui}", "private-email complements 3:15+9\n"},
		{"complements: {date_naissance: 1984-04-03}", "private-birth complements.date_naissance 3:31+10\n"},
		{"complements: {l: [{id: x, tel: '0612345678'}]}", "private-phone complements.l[x].tel 3:33+10\n"},
		{"complements: {telephone_pro: 06 12 34 56 78}", ""},
		{"complements: {courriel_pro: asso@free.fr}", ""},
		{"complements: {contacts_pro: [asso@free.fr, 06 12 34 56 78]}", ""},
		{"complements: {_pro: asso@free.fr}", "private-email complements._pro 3:21+12\n"},
		{"complements: {date_creation: 1984-04-03}", ""},
		{"complements: {date_naissance: à demander}", ""},
		{"contenu: standard 01 30 12 34 56, contact@asso.example", ""},
		{"contenu: A # 06 12 34 56 78", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf found = {0};

		check(cases[i].fields, &found);
		if (strcmp(mg_buf_text(&found), cases[i].findings) != 0)
			fail_msg("%s: %s", cases[i].fields, mg_buf_text(&found));
		mg_buf_clear(&found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(private_things_are_found),
		cmocka_unit_test(one_after_the_other_is_found),
		cmocka_unit_test(professional_things_are_left_alone),
		cmocka_unit_test(dates_are_read),
		cmocka_unit_test(records_are_advised),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
