// SPDX-License-Identifier: EUPL-1.2
//
// V1 to V8 and X3, and what goes with a convention: avenants, their parties, papers. Each rule is broken in every way its
// sentence names, and kept.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/convention_fixture.h"
#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const struct rule_story conventions[] = {
	// V1
	{"a programme that runs by a signed convention", "V1", NULL, "", {CA, SIGNED}},
	{"without one", "V1", NULL, "V1 cooperative.yaml \n", {CA}},
	{"one that a party has not signed",
	 "V1",
	 NULL,
	 "V1 cooperative.yaml \n",
	 {CA, {V1 ".yaml", PARTIES}, {V1 ".dd-78.sig", "2018-01-10"}}},
	{"a programme that has started, whatever its phase",
	 "V1",
	 NULL,
	 "V1 cooperative.yaml \n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-06-01\nphase_courante: diagnostic\n"}}},
	{"one that is still being built",
	 "V1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-06-02\nphase_courante: elaboration_plan\n"}}},

	// V2
	{"signed by the ARS and all", "V2", NULL, "", {CA, SIGNED, {"acteurs/mairie.yaml", "statut_membre: membre\n"}}},
	{"the ARS is not among the parties",
	 "V2",
	 NULL,
	 "V2 conventions/ca/v1.yaml parties\n",
	 {CA, {V1 ".yaml", "parties: [{id: a, acteur: mairie}]\n"}}},
	{"a member is not",
	 "V2",
	 NULL,
	 "V2 conventions/ca/v1.yaml parties\n",
	 {CA, {V1 ".yaml", PARTIES}, {"acteurs/asso.yaml", "statut_membre: membre\nrole: partenaire\n"}}},
	{"but somebody who does not sign need not be",
	 "V2",
	 NULL,
	 "",
	 {CA,
	  {V1 ".yaml", PARTIES},
	  {"acteurs/asso.yaml", "statut_membre: membre\nsignataire_convention: false\n"},
	  {"acteurs/eval.yaml", "statut_membre: membre\nrole: evaluateur\n"},
	  {"acteurs/cpam.yaml", "statut_membre: pressenti\n"}}},
	{"a round that is open",
	 "V2",
	 NULL,
	 "V2 conventions/ca/v1.yaml parties\n",
	 {CA, {V1 ".yaml", PARTIES}, {V1 ".dd-78.sig", "2018-01-10"}}},
	{"who enters later is in no text that was signed before",
	 "V2",
	 NULL,
	 "",
	 {CA, SIGNED, {"acteurs/asso.yaml", "statut_membre: membre\n"}}},

	// V3
	{"twelve months", "V3", NULL, "", {CA, {V1 ".yaml", PARTIES "art5_duree: {duree_mois: 12}\n"}}},
	{"thirty-six",
	 "V3",
	 NULL,
	 "V3 conventions/ca/v1.yaml art5_duree.duree_mois\n",
	 {CA, {V1 ".yaml", PARTIES "art5_duree: {duree_mois: 36}\n"}}},

	// V4
	{"in force", "V4", "2019-01-14", "", {CA, SIGNED}},
	{"expired", "V4", "2019-01-15", "V4 conventions/ca/v1.yaml art5_duree\n", {CA, SIGNED}},
	{"expired, of a programme that is over", "V4", "2019-01-15", "", {OVER, SIGNED}},
	{"renewed",
	 "V4",
	 "2019-06-15",
	 "",
	 {CA, SIGNED, {RENEWAL ".yaml", PARTIES "periode: {debut: 2019-01-15}\n"}, RENEWED}},
	{"renewed too late",
	 "V4",
	 "2019-06-15",
	 "V4 conventions/ca/renouvellement-1.yaml \nV4 conventions/ca/v1.yaml art5_duree\n",
	 {CA,
	  SIGNED,
	  {RENEWAL ".yaml", PARTIES},
	  {RENEWAL ".dd-78.sig", "2019-02-01"},
	  {RENEWAL ".mairie.sig", "2019-02-01"}}},
	{"renewed from another day",
	 "V4",
	 "2018-12-15",
	 "V4 conventions/ca/renouvellement-1.yaml periode.debut\n",
	 {CA, SIGNED, {RENEWAL ".yaml", PARTIES "periode: {debut: 2019-02-01}\n"}}},
	{"terminated is not expired",
	 "V4",
	 "2019-06-15",
	 "",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: mairie\nnotifications: [{id: a, destinataire: dd-78, date_reception: 2018-03-01}]\n"}}},

	// V5 and X3
	{"the action as it was signed",
	 "V5 X3",
	 NULL,
	 "",
	 {CA, SIGNED, {"actions/maraudes.yaml", CONTENT "contenu: Aller vers\n"}}},
	{"changed without an avenant",
	 "V5 X3",
	 NULL,
	 "X3 actions/maraudes.yaml contenu\n",
	 {CA, SIGNED, {"actions/maraudes.yaml", CONTENT "contenu: Autre chose\n"}}},
	{"something added",
	 "V5 X3",
	 NULL,
	 "X3 actions/maraudes.yaml moyens_humains_etp\n",
	 {CA, SIGNED, {"actions/maraudes.yaml", CONTENT "contenu: Aller vers\nmoyens_humains_etp: 0.5\n"}}},
	{"something that article 2 does not tell",
	 "V5 X3",
	 NULL,
	 "",
	 {CA, SIGNED, {"actions/maraudes.yaml", CONTENT "contenu: Aller vers\nfreins: Le froid\n"}}},
	{"changed by an avenant that all signed",
	 "V5 X3",
	 NULL,
	 "",
	 {CA,
	  SIGNED,
	  {"actions/maraudes.yaml", CONTENT "contenu: Autre chose\n"},
	  {A1 ".yaml", "convention: ca\n" PARTIES "modifications: [{id: m, chemin: 'art2_actions[maraudes].contenu', "
		       "ancien: Aller vers, nouveau: Autre chose}]\n"},
	  {A1 ".dd-78.sig", "2018-03-01"},
	  {A1 ".mairie.sig", "2018-03-01"}}},
	{"by one that a party has not signed, on the day it was to take effect",
	 "V5 X3",
	 NULL,
	 "V5 conventions/ca/a1.yaml date_effet\nX3 actions/maraudes.yaml contenu\n",
	 {CA,
	  SIGNED,
	  {"actions/maraudes.yaml", CONTENT "contenu: Autre chose\n"},
	  {A1 ".yaml", "convention: ca\ndate_effet: 2018-06-01\n" PARTIES
		       "modifications: [{id: m, chemin: 'art2_actions[maraudes].contenu', ancien: Aller vers, nouveau: "
		       "Autre chose}]\n"},
	  {A1 ".dd-78.sig", "2018-03-01"}}},
	{"before that day",
	 "V5",
	 NULL,
	 "",
	 {CA,
	  SIGNED,
	  {"actions/maraudes.yaml", CONTENT "contenu: Aller vers\n"},
	  {A1 ".yaml", "date_effet: 2018-06-02\n" PARTIES}}},
	{"an action whose record is gone",
	 "V5 X3",
	 NULL,
	 "V5 conventions/ca/v1.yaml art2_actions[maraudes]\n",
	 {CA, SIGNED}},
	{"changed while the text is being signed",
	 "V5 X3",
	 NULL,
	 "",
	 {CA,
	  {V1 ".yaml", PARTIES ACTION_2},
	  {V1 ".dd-78.sig", "2018-01-10"},
	  {"actions/maraudes.yaml", CONTENT "contenu: Autre chose\n"}}},
	{"changed after it has expired",
	 "V5 X3",
	 "2019-02-01",
	 "",
	 {CA, SIGNED, {"actions/maraudes.yaml", CONTENT "contenu: Autre chose\n"}}},

	// V6
	{"a letter to each, all received",
	 "V6",
	 NULL,
	 "",
	 {CA,
	  SIGNED_3,
	  {LETTERS,
	   "auteur: mairie\ndate_envoi: 2018-05-01\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: "
	   "2018-05-03}\n  - {id: b, destinataire: asso, date_reception: 2018-05-04}\n"}}},
	{"one party without a letter",
	 "V6",
	 NULL,
	 "V6 conventions/ca/resiliation-1.yaml notifications\n",
	 {CA,
	  SIGNED_3,
	  {LETTERS, "auteur: mairie\nnotifications: [{id: a, destinataire: dd-78, date_reception: 2018-05-03}]\n"}}},
	{"who came in by an avenant gets one too",
	 "V6",
	 NULL,
	 "V6 conventions/ca/resiliation-1.yaml notifications\n",
	 {CA,
	  SIGNED,
	  {A1 ".yaml", "convention: ca\n" THREE},
	  AMENDED,
	  {A1 ".asso.sig", "2018-02-01"},
	  {LETTERS, "auteur: mairie\nnotifications: [{id: a, destinataire: dd-78, date_reception: 2018-05-03}]\n"}}},
	{"one that has not been received",
	 "V6",
	 NULL,
	 "V6 conventions/ca/resiliation-1.yaml notifications[a].date_reception\n",
	 {CA, SIGNED, {LETTERS, "auteur: mairie\nnotifications: [{id: a, destinataire: dd-78}]\n"}}},
	{"received before it was sent",
	 "V6",
	 NULL,
	 "V6 conventions/ca/resiliation-1.yaml notifications[a].date_reception\n",
	 {CA,
	  SIGNED,
	  {LETTERS,
	   "auteur: mairie\ndate_envoi: 2018-05-04\nnotifications: [{id: a, destinataire: dd-78, date_reception: "
	   "2018-05-03}]\n"}}},
	{"by and to somebody who is no party",
	 "V6",
	 NULL,
	 "V6 conventions/ca/resiliation-1.yaml auteur\nV6 conventions/ca/resiliation-1.yaml "
	 "notifications[c].destinataire\n",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: asso\nnotifications:\n  - {id: a, destinataire: dd-78, date_reception: 2018-05-03}\n"
		    "  - {id: b, destinataire: mairie, date_reception: 2018-05-03}\n"
		    "  - {id: c, destinataire: cpam, date_reception: 2018-05-03}\n"}}},

	// what changes a convention
	{"an avenant of what is signed",
	 "avenant-texte avenant-double parties",
	 NULL,
	 "",
	 {CA, SIGNED, {A1 ".yaml", CHANGE("Aller vers", "Autre chose")}}},
	{"of what another avenant has changed since",
	 "avenant-texte",
	 NULL,
	 "avenant-texte conventions/ca/a2.yaml modifications\n",
	 {CA,
	  SIGNED,
	  {A1 ".yaml", CHANGE("Aller vers", "Autre chose")},
	  AMENDED,
	  {A2 ".yaml", CHANGE("Aller vers", "Tout autre chose")}}},
	{"which says the same",
	 "avenant-texte",
	 NULL,
	 "",
	 {CA,
	  SIGNED,
	  {A1 ".yaml", CHANGE("Aller vers", "Autre chose")},
	  AMENDED,
	  {A2 ".yaml", CHANGE("Aller vers", "Autre chose")}}},
	{"both signed by all, side by side: the second is told",
	 "avenant-texte",
	 NULL,
	 "avenant-texte conventions/ca/a2.yaml modifications\n",
	 {CA,
	  SIGNED,
	  {A1 ".yaml", CHANGE("Aller vers", "Autre chose")},
	  AMENDED,
	  {A2 ".yaml", CHANGE("Aller vers", "Tout autre chose")},
	  {A2 ".dd-78.sig", "2018-03-01"},
	  {A2 ".mairie.sig", "2018-03-01"}}},
	{"two rounds that are open",
	 "avenant-texte avenant-double",
	 NULL,
	 "avenant-double conventions/ca/a1.yaml modifications[m].chemin\n"
	 "avenant-double conventions/ca/a2.yaml modifications[m].chemin\n",
	 {CA,
	  SIGNED,
	  {A1 ".yaml", CHANGE("Aller vers", "Autre chose")},
	  {A1 ".dd-78.sig", "2018-03-01"},
	  {A2 ".yaml", CHANGE("Aller vers", "Tout autre chose")},
	  {A2 ".dd-78.sig", "2018-03-01"}}},
	{"a draft beside an open round is not told of",
	 "avenant-double",
	 NULL,
	 "avenant-double conventions/ca/a2.yaml modifications[m].chemin\n",
	 {CA,
	  SIGNED,
	  {A1 ".yaml", CHANGE("Aller vers", "Autre chose")},
	  {A1 ".dd-78.sig", "2018-03-01"},
	  {A2 ".yaml", CHANGE("Aller vers", "Tout autre chose")}}},
	{"an avenant that leaves a party out",
	 "parties",
	 NULL,
	 "parties conventions/ca/a1.yaml parties\n",
	 {CA, SIGNED_3, {A1 ".yaml", CHANGE("Aller vers", "Autre chose")}}},
	{"one who has left is not asked",
	 "parties",
	 NULL,
	 "",
	 {CA,
	  SIGNED_3,
	  {"acteurs/asso.yaml", "statut_membre: retire\n"},
	  {A1 ".yaml", CHANGE("Aller vers", "Autre chose")}}},
	{"a renewal that leaves one out who stays",
	 "parties",
	 NULL,
	 "parties conventions/ca/renouvellement-1.yaml parties\n",
	 {CA, SIGNED_3, {RENEWAL ".yaml", "periode: {debut: 2019-01-15}\n" PARTIES}}},
	{"one who is out by then",
	 "parties",
	 NULL,
	 "",
	 {CA,
	  SIGNED_3,
	  {"mouvements/sortie.yaml", "acteur: asso\nsens: sortie\ndate_effet: 2019-01-15\n"},
	  {RENEWAL ".yaml", "periode: {debut: 2019-01-15}\n" PARTIES}}},
	{"a paper of what is not there",
	 "signature-papier",
	 NULL,
	 "signature-papier conventions/ca/signatures/mairie.yaml signatures[s].fichier\n",
	 {CA, SIGNED, {PAPER, "signatures: [{id: s, fichier: conventions/ca/v9.yaml, sha256: " ZEROS "}]\n"}}},

	{"a paper whose scan is another attachment",
	 "signature-papier",
	 NULL,
	 "signature-papier conventions/ca/signatures/mairie.yaml signatures[s].empreinte\n",
	 {CA, SIGNED, {PAPER, SCANNED}, {"pieces/aaaaaaaaaaaaaaaa-scan.pdf", ""}}},
	{"a paper whose scan is here",
	 "signature-papier",
	 NULL,
	 "",
	 {CA, SIGNED, {PAPER, SCANNED}, {"pieces/0000000000000000-scan.pdf", ""}}},
	{"a paper of a book that knows of no attachments",
	 "signature-papier",
	 NULL,
	 "",
	 {CA, SIGNED, {PAPER, SCANNED}}},

	// V7
	{"an avenant that changes what is not there",
	 "V7",
	 NULL,
	 "V7 conventions/ca/a1.yaml modifications\n",
	 {CA,
	  SIGNED,
	  {A1 ".yaml",
	   "convention: ca\n" PARTIES "modifications: [{id: m, chemin: 'art2_actions[maraudes].contenu.mot', ancien: "
	   "Tout autre, nouveau: Rien}]\n"},
	  {A1 ".dd-78.sig", "2018-03-01"},
	  {A1 ".mairie.sig", "2018-03-01"}}},

	// V8
	{"an action of article 2", "V8", NULL, "", {CA, SIGNED, {"actions/maraudes.yaml", CONTENT}}},
	{"one that runs beside it",
	 "V8",
	 NULL,
	 "V8 actions/autre.yaml statut\n",
	 {CA, SIGNED, {"actions/autre.yaml", CONTENT}}},
	{"one that is only proposed", "V8", NULL, "", {CA, SIGNED, {"actions/autre.yaml", "statut: proposee\n"}}},
	{"without a convention nothing is beside it", "V8", NULL, "", {CA, {"actions/autre.yaml", CONTENT}}},
};

static int open_types(void **state)
{
	return mg_types_open((struct mg_types **)state, NULL);
}

static int close_types(void **state)
{
	mg_types_close(*state);
	return 0;
}

static void test_conventions(void **state)
{
	for (size_t i = 0; i < LENGTH(conventions); i++)
		tell_story(*state, &conventions[i]);
}

// V7: bytes that are not those signed.
static void test_changed_bytes(void **state)
{
	static const struct rule_file files[MAX_FILES] = {CA, SIGNED};
	struct mg_book_signature broken;
	struct mg_book_record *record;
	struct mg_book book;
	char *found;

	fill_book(&book, *state, files);
	record = record_at(&book, V1 ".yaml");
	broken = record->signatures[0];
	broken.valid = false;
	record->signatures = &broken;
	record->n_signatures = 1;
	found = found_by(&book, "V7", "2018-06-01");
	assert_string_equal(found, "V7 conventions/ca/v1.yaml \n");
	free(found);
	mg_book_clear(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_conventions, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_changed_bytes, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_convention", tests, NULL, NULL);
}
