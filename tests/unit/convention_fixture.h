// SPDX-License-Identifier: EUPL-1.2
//
// A convention of two parties or three, signed, renewed and amended, for the stories of rules that look at one.
#ifndef MG_TESTS_CONVENTION_FIXTURE_H
#define MG_TESTS_CONVENTION_FIXTURE_H

#define PARTIES  "parties:\n  - {id: a, acteur: dd-78}\n  - {id: b, acteur: mairie}\n"
#define THREE    PARTIES "  - {id: c, acteur: asso}\n"
#define ACTION_2 "art2_actions:\n  - {id: maraudes, intitule: Maraudes, contenu: Aller vers}\n"
#define CONTENT  "intitule: Maraudes\nstatut: en_cours\n"
#define V1       "conventions/ca/v1"
#define A1       "conventions/ca/a1"
#define A2       "conventions/ca/a2"
#define PAPER    "conventions/ca/signatures/mairie.yaml"
#define SCANNED  "signatures: [{id: s, fichier: conventions/ca/v1.yaml, empreinte: '" ZEROS "'}]\n"
#define ZEROS    "0000000000000000000000000000000000000000000000000000000000000000"
#define RENEWAL  "conventions/ca/renouvellement-1"
#define LETTERS  "conventions/ca/resiliation-1.yaml"
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

#endif
