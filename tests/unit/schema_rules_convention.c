// SPDX-License-Identifier: EUPL-1.2
//
// V1 to V8, X3, M1 to M5 and F1 to F4, as small stories: each rule broken in every way its sentence names, and kept.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define PARTIES       "parties:\n  - {id: a, acteur: dd-78}\n  - {id: b, acteur: mairie}\n"
#define THREE         PARTIES "  - {id: c, acteur: asso}\n"
#define ACTION_2      "art2_actions:\n  - {id: maraudes, intitule: Maraudes, contenu: Aller vers}\n"
#define CONTENT       "intitule: Maraudes\nstatut: en_cours\n"
#define V1            "conventions/ca/v1"
#define A1            "conventions/ca/a1"
#define A2            "conventions/ca/a2"
#define PAPER         "conventions/ca/signatures/mairie.yaml"
#define SCANNED       "signatures: [{id: s, fichier: conventions/ca/v1.yaml, empreinte: '" ZEROS "'}]\n"
#define ZEROS         "0000000000000000000000000000000000000000000000000000000000000000"
#define RENEWAL       "conventions/ca/renouvellement-1"
#define LETTERS       "conventions/ca/resiliation-1.yaml"
// clang-format off
#define CA            {"cooperative.yaml", "dd_animatrice: dd-78\nphase_courante: mise_en_oeuvre\ndate_lancement: 2017-03-14\n"}
#define OVER          {"cooperative.yaml", "dd_animatrice: dd-78\nphase_courante: evaluation_ex_post\n"}
#define BOTH          {V1 ".dd-78.sig", "2018-01-10"}, {V1 ".mairie.sig", "2018-01-15"}
#define SIGNED        {V1 ".yaml", PARTIES ACTION_2}, BOTH
#define SIGNED_3      {V1 ".yaml", THREE}, BOTH, {V1 ".asso.sig", "2018-01-15"}
#define RENEWED       {RENEWAL ".dd-78.sig", "2018-12-01"}, {RENEWAL ".mairie.sig", "2018-12-01"}
#define AMENDED       {A1 ".dd-78.sig", "2018-02-01"}, {A1 ".mairie.sig", "2018-02-01"}
#define CHANGE(old, new)                                                                                               \
	"convention: ca\n" PARTIES "modifications:\n  - {id: m, chemin: 'art2_actions[maraudes].contenu', ancien: " old    \
	", nouveau: " new "}\n"
// clang-format on

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

#define MOVES "M1 M2 M3 M4 M5 entered left"
#define KEY                                                                                                            \
	{                                                                                                              \
		"cles/abcdefghij234567.yaml", "acteur: asso\n"                                                         \
	}
#define MEMBER                                                                                                         \
	{                                                                                                              \
		"acteurs/asso.yaml", "nom: Asso\nstatut_membre: membre\n"                                              \
	}
#define COPIL(seats)                                                                                                   \
	{                                                                                                              \
		"instances/copil.yaml", "type: comite_pilotage\n" seats                                                \
	}
#define SEAT     "membres: [{id: a, acteur: asso}]\n"
#define ENTRY    "acteur: asso\nsens: entree\n"
#define EXIT     "acteur: mairie\nsens: sortie\n"
#define TALKED   "concertation_dd: {date: 2018-10-01}\n"
#define RECEIVED "notifications: [{id: a, destinataire: dd-78, date_reception: 2018-05-03}]\n"

static const struct rule_story moves[] = {
	{"a partner joins, with all that comes with it",
	 MOVES,
	 NULL,
	 "",
	 {CA,
	  SIGNED,
	  MEMBER,
	  KEY,
	  COPIL(SEAT),
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\navenant: conventions/ca/a1\n"},
	  {A1 ".yaml",
	   "convention: ca\n" THREE "modifications: [{id: m, chemin: 'parties[c]', nouveau: {id: c, acteur: asso}}]\n"},
	  {A1 ".dd-78.sig", "2018-03-20"},
	  {A1 ".mairie.sig", "2018-03-20"},
	  {A1 ".asso.sig", "2018-03-20"}}},
	{"with nothing of it",
	 MOVES,
	 NULL,
	 "M4 mouvements/asso.yaml avenant\nentered mouvements/asso.yaml acteur\nentered mouvements/asso.yaml acteur\n"
	 "entered mouvements/asso.yaml acteur\n",
	 {CA,
	  SIGNED,
	  {"acteurs/asso.yaml", "statut_membre: partant\n"},
	  COPIL(""),
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\n"}}},
	{"before the day only the text is missing",
	 MOVES,
	 "2018-03-01",
	 "M4 mouvements/asso.yaml avenant\n",
	 {CA,
	  SIGNED,
	  {"acteurs/asso.yaml", "statut_membre: partant\n"},
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\n"}}},
	{"an avenant that he has not signed himself",
	 "M4",
	 NULL,
	 "M4 mouvements/asso.yaml avenant\n",
	 {CA,
	  SIGNED,
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\navenant: conventions/ca/a1.yaml\n"},
	  {A1 ".yaml", "convention: ca\n" THREE},
	  {A1 ".dd-78.sig", "2018-03-20"},
	  {A1 ".mairie.sig", "2018-03-20"}}},
	{"one whose key was revoked",
	 "entered",
	 NULL,
	 "entered mouvements/asso.yaml acteur\n",
	 {CA,
	  MEMBER,
	  {"cles/abcdefghij234567.yaml", "acteur: asso\nrevocation: {date: 2018-05-01}\n"},
	  {"mouvements/asso.yaml", ENTRY "date_effet: 2018-04-01\n"}}},
	{"joining before the launch",
	 "M1",
	 NULL,
	 "M1 mouvements/asso.yaml date_effet\n",
	 {CA, {"mouvements/asso.yaml", ENTRY "date_effet: 2017-03-13\n"}}},
	{"on the day of the launch",
	 "M1",
	 NULL,
	 "",
	 {CA, SIGNED, {"mouvements/asso.yaml", ENTRY "date_effet: 2017-03-14\n"}}},
	{"on the last day", "M1", NULL, "", {CA, SIGNED, {"mouvements/asso.yaml", ENTRY "date_effet: 2019-01-14\n"}}},
	{"after the term",
	 "M1",
	 NULL,
	 "M1 mouvements/asso.yaml date_effet\n",
	 {CA, SIGNED, {"mouvements/asso.yaml", ENTRY "date_effet: 2019-01-15\n"}}},
	{"who signed from the first needs no avenant",
	 "M4",
	 NULL,
	 "",
	 {CA, SIGNED, {"mouvements/m.yaml", "acteur: mairie\nsens: entree\ndate_effet: 2018-01-15\n"}}},

	{"a partner leaves at the term, after talking with the DD",
	 MOVES,
	 "2018-11-01",
	 "",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n" TALKED}}},
	{"in the middle of the year",
	 MOVES,
	 "2018-04-01",
	 "M2 mouvements/mairie.yaml date_effet\nM4 mouvements/mairie.yaml avenant\n",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2018-12-01\n" TALKED}}},
	{"on the day the convention began",
	 "M2",
	 "2018-04-01",
	 "M2 mouvements/mairie.yaml date_effet\n",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2018-01-15\n" TALKED}}},
	{"without a word",
	 "M3",
	 "2018-11-01",
	 "M3 mouvements/mairie.yaml concertation_dd\n",
	 {CA, SIGNED, {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n"}}},
	{"with a word on the day itself",
	 "M3",
	 "2018-11-01",
	 "M3 mouvements/mairie.yaml concertation_dd.date\n",
	 {CA,
	  SIGNED,
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\nconcertation_dd: {date: 2019-01-15}\n"}}},
	{"at a term that a renewal moved on, whose parties he is still among",
	 "M2 M4",
	 "2019-02-01",
	 "M4 mouvements/mairie.yaml avenant\n",
	 {CA,
	  SIGNED,
	  {RENEWAL ".yaml", PARTIES "periode: {debut: 2019-01-15, fin: 2020-01-14}\n"},
	  RENEWED,
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n" TALKED}}},
	{"at a term that a renewal moved on, by those who stay",
	 "M2 M4",
	 "2019-02-01",
	 "",
	 {CA,
	  SIGNED_3,
	  {RENEWAL ".yaml", "parties:\n  - {id: a, acteur: dd-78}\n  - {id: c, acteur: asso}\n"
			    "periode: {debut: 2019-01-15, fin: 2020-01-14}\n"},
	  {RENEWAL ".dd-78.sig", "2018-12-01"},
	  {RENEWAL ".asso.sig", "2018-12-01"},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2019-01-15\n" TALKED}}},
	{"gone, and everything left behind",
	 "left",
	 "2019-02-01",
	 "left mouvements/asso.yaml acteur\nleft mouvements/asso.yaml acteur\nleft mouvements/asso.yaml acteur\n",
	 {CA,
	  MEMBER,
	  KEY,
	  COPIL(SEAT),
	  {"mouvements/asso.yaml", "acteur: asso\nsens: sortie\ndate_effet: 2019-01-15\n"}}},
	{"gone, and all done",
	 "left",
	 "2019-02-01",
	 "",
	 {CA,
	  {"acteurs/asso.yaml", "statut_membre: retire\n"},
	  {"cles/abcdefghij234567.yaml", "acteur: asso\nrevocation: {date: 2019-01-15}\n"},
	  COPIL(""),
	  {"mouvements/asso.yaml", "acteur: asso\nsens: sortie\ndate_effet: 2019-01-15\n"}}},
	{"gone, and back",
	 "left entered",
	 "2019-06-01",
	 "",
	 {CA,
	  MEMBER,
	  KEY,
	  COPIL(SEAT),
	  {"mouvements/a.yaml", "acteur: asso\nsens: sortie\ndate_effet: 2019-01-15\n"},
	  {"mouvements/b.yaml", "acteur: asso\nsens: entree\ndate_effet: 2019-03-01\n"}}},

	{"by a termination, in the middle of the year, without a consultation",
	 "M2 M3 M4 M5",
	 "2018-07-01",
	 "",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: mairie\n" RECEIVED},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-03\n"}}},
	{"a day too early",
	 "M2 M5",
	 "2018-05-10",
	 "M5 mouvements/mairie.yaml date_effet\n",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: mairie\n" RECEIVED},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-02\n"}}},
	{"by letters that have not arrived",
	 "M2 M5",
	 "2018-05-10",
	 "M5 mouvements/mairie.yaml date_effet\n",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: mairie\nnotifications: [{id: a, destinataire: dd-78}]\n"},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-03\n"}}},
	{"by somebody else's letters",
	 "M2 M5",
	 "2018-05-10",
	 "M2 mouvements/mairie.yaml date_effet\n",
	 {CA,
	  SIGNED,
	  {LETTERS, "auteur: dd-78\nnotifications: [{id: a, destinataire: mairie, date_reception: 2018-05-03}]\n"},
	  {"mouvements/mairie.yaml", EXIT "date_effet: 2018-06-02\n"}}},
};

#define ASSO_2018 "beneficiaire: asso\nfinanceur: dd-78\nannee: 2018\n"
#define DECISION  ASSO_2018 "instrument: decision_attribution\n"

static const struct rule_story funding[] = {
	{"none at all", "F1 F2 F3 F4", NULL, "", {CA, {"actions/a.yaml", "intitule: A\n"}}},
	{"an amount of which nothing is recorded",
	 "F1",
	 NULL,
	 "F1 actions/a.yaml hauteur_financement\n",
	 {{"actions/a.yaml", "hauteur_financement: 600\n"},
	  {"actions/b.yaml", "hauteur_financement: 0\n"},
	  {"actions/c.yaml", "hauteur_financement: 600\n"},
	  {"financements/a.yaml", ASSO_2018 "actions: [c]\n"}}},
	{"a cent below", "F2", NULL, "", {{"financements/a.yaml", DECISION "montant_annuel: 22999.99\n"}}},
	{"the threshold itself",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml instrument\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 23000.00\n"}}},
	{"the threshold without its cents",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml instrument\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 23000\n"}}},
	{"a cent above",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml instrument\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 23000.01\n"}}},
	{"above, by a convention",
	 "F2",
	 NULL,
	 "",
	 {{"financements/a.yaml", ASSO_2018 "instrument: convention_financiere_annuelle\nmontant_annuel: 23000.01\n"}}},
	{"what counts is the year, not all years together",
	 "F2",
	 NULL,
	 "",
	 {{"financements/a.yaml", DECISION "montant_annuel: 20000\nmontant_total: 60000\n"}}},
	{"on a convention that is signed",
	 "F2",
	 NULL,
	 "",
	 {CA, SIGNED, {"financements/a.yaml", DECISION "fondement: convention_partenariat\n"}}},
	{"on one that is not",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml fondement\n",
	 {CA, {V1 ".yaml", PARTIES}, {"financements/a.yaml", DECISION "fondement: convention_partenariat\n"}}},
	{"on a letter, dated and signed",
	 "F2",
	 NULL,
	 "",
	 {{"financements/a.yaml",
	   DECISION "fondement: courrier_demande\ncourrier_demande: {date: 2018-01-02, signataire: Présidente}\n"}}},
	{"on one without a date",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml courrier_demande\n",
	 {{"financements/a.yaml",
	   DECISION "fondement: courrier_demande\ncourrier_demande: {signataire: Présidente}\n"}}},
	{"on one that nobody signed",
	 "F2",
	 NULL,
	 "F2 financements/a.yaml courrier_demande\n",
	 {{"financements/a.yaml", DECISION "fondement: courrier_demande\ncourrier_demande: {date: 2018-01-02}\n"}}},

	{"as much as there is",
	 "F3",
	 NULL,
	 "",
	 {CA,
	  {"actions/a.yaml", "hauteur_financement: 600.10\n"},
	  {"actions/b.yaml", "hauteur_financement: 399.90\n"},
	  {"actions/c.yaml", "hauteur_financement: 5000\n"},
	  {"financements/a.yaml", ASSO_2018 "actions: [a, b]\nmontant_annuel: 1000\n"}}},
	{"a cent more",
	 "F3",
	 NULL,
	 "F3 cooperative.yaml \n",
	 {CA,
	  {"actions/a.yaml", "hauteur_financement: 600.10\n"},
	  {"actions/b.yaml", "hauteur_financement: 399.91\n"},
	  {"financements/a.yaml", ASSO_2018 "actions: [a, b]\nmontant_annuel: 1000\n"}}},

	{"two decisions that reach the threshold together",
	 "F2 F4",
	 NULL,
	 "F4 financements/a.yaml montant_annuel\nF4 financements/b.yaml montant_annuel\n",
	 {{"financements/a.yaml", DECISION "montant_annuel: 11500\n"},
	  {"financements/b.yaml", DECISION "montant_annuel: 11500.00\n"}}},
	{"a cent below it",
	 "F4",
	 NULL,
	 "",
	 {{"financements/a.yaml", DECISION "montant_annuel: 11500\n"},
	  {"financements/b.yaml", DECISION "montant_annuel: 11499.99\n"}}},
	{"another year, another beneficiary, another funder, another instrument",
	 "F4",
	 NULL,
	 "",
	 {{"financements/a.yaml", DECISION "montant_annuel: 22000\n"},
	  {"financements/b.yaml", "beneficiaire: asso\nfinanceur: dd-78\nannee: 2019\ninstrument: "
				  "decision_attribution\nmontant_annuel: 22000\n"},
	  {"financements/c.yaml", "beneficiaire: mairie\nfinanceur: dd-78\nannee: 2018\ninstrument: "
				  "decision_attribution\nmontant_annuel: 22000\n"},
	  {"financements/d.yaml", "beneficiaire: asso\nfinanceur: cpam\nannee: 2018\ninstrument: "
				  "decision_attribution\nmontant_annuel: 22000\n"},
	  {"financements/e.yaml", ASSO_2018 "instrument: convention_financiere_annuelle\nmontant_annuel: 22000\n"}}},
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

static void test_moves(void **state)
{
	for (size_t i = 0; i < LENGTH(moves); i++)
		tell_story(*state, &moves[i]);
}

static void test_funding(void **state)
{
	for (size_t i = 0; i < LENGTH(funding); i++)
		tell_story(*state, &funding[i]);
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
		cmocka_unit_test_setup_teardown(test_moves, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_funding, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_changed_bytes, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_convention", tests, NULL, NULL);
}
