// SPDX-License-Identifier: EUPL-1.2
//
// Groups X, N and I: each rule kept, then broken in every way its sentence names.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/rule_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define A             "actions/a.yaml "
#define V1            "conventions/c/v1.yaml "
#define CONVENTION(t)                                                                                                  \
	{                                                                                                              \
		"conventions/c/v1.yaml", t                                                                             \
	}
#define ACTION(t)                                                                                                      \
	{                                                                                                              \
		"actions/a.yaml", "intitule: A\npromoteur_referent: asso\n" t                                          \
	}
#define IND(id, t)                                                                                                     \
	{                                                                                                              \
		"indicateurs/" id ".yaml", "intitule: I\n" t                                                           \
	}
#define CALENDAR "calendrier_previsionnel: {debut: 2018-01-15, fin: 2018-12-31}\n"
#define WITHOUT_PLACE                                                                                                  \
	"contenu: C\n" CALENDAR "modes_intervention: [maraude]\npublic_cible: [jeunes]\nmoyens_humains_etp: 0.5\n"
#define SEVEN WITHOUT_PLACE "lieux_precis: [{id: l1, nom: Gare}]\n"
#define IN    "statut: conventionnee\n"

// X1: one of the seven is not there.
#define X1_WITHOUT(field, text)                                                                                        \
	{                                                                                                              \
		"X1: no " field, "X1", NULL, "X1 " A field "\n",                                                       \
		{                                                                                                      \
			ACTION(text IN)                                                                                \
		}                                                                                                      \
	}

static const struct rule_story actions[] = {
	{"X1: all seven", "X1", NULL, "", {ACTION(SEVEN IN)}},
	{"X1: a proposal may have gaps", "X1", NULL, "", {ACTION("statut: proposee\n")}},
	{"X1: so may what was given up", "X1", NULL, "", {ACTION("statut: abandonnee\n")}},
	X1_WITHOUT("contenu", CALENDAR),
	X1_WITHOUT("modes_intervention", "contenu: C\n" CALENDAR "modes_intervention: []\n"),
	X1_WITHOUT("public_cible", "contenu: C\n" CALENDAR "modes_intervention: [m]\n"),
	X1_WITHOUT("moyens_humains_etp", "contenu: C\n" CALENDAR "modes_intervention: [m]\npublic_cible: [jeunes]\n"),
	X1_WITHOUT("calendrier_previsionnel",
		   "contenu: C\nmodes_intervention: [m]\npublic_cible: [jeunes]\nmoyens_humains_etp: 1\n"),
	X1_WITHOUT("calendrier_previsionnel", "contenu: C\ncalendrier_previsionnel: {debut: "
					      "2018-01-15}\nmodes_intervention: [m]\npublic_cible: [jeunes]\n"
					      "moyens_humains_etp: 1\n"),
	X1_WITHOUT("lieux_precis", WITHOUT_PLACE),
	X1_WITHOUT("lieux_precis", WITHOUT_PLACE "lieux_precis: [{id: l1, type_lieu: rue}]\n"),
	{"X1: no title", "X1", NULL, "X1 " A "intitule\n", {{"actions/a.yaml", "promoteur_referent: asso\n" SEVEN IN}}},
	{"X1: no lead actor",
	 "X1",
	 NULL,
	 "X1 " A "promoteur_referent\n",
	 {{"actions/a.yaml", "intitule: A\n" SEVEN IN}}},
	{"X1: as article 2 has it",
	 "X1",
	 NULL,
	 "",
	 {CONVENTION("art2_actions: [{id: a, intitule: A, promoteur_referent: asso, contenu: C, "
		     "calendrier_previsionnel: {debut: "
		     "2018-01-15, fin: 2018-12-31}, modes_intervention: [m], public_cible: [jeunes], "
		     "moyens_humains_etp: 0.5, "
		     "lieux_precis: [{id: l1, nom: Gare}]}]\n")}},
	{"X1: article 2 lacks one",
	 "X1",
	 NULL,
	 "X1 " V1 "art2_actions[a].contenu\n",
	 {CONVENTION("art2_actions: [{id: a, intitule: A, promoteur_referent: asso}]\n")}},

	{"X2: a member's", "X2", NULL, "", {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nstatut_membre: membre\n"}}},
	{"X2: the delegation's",
	 "X2",
	 NULL,
	 "",
	 {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nrole: dd\nstatut_membre: partant\n"}}},
	{"X2: not yet a member",
	 "X2",
	 NULL,
	 "X2 " A "promoteur_referent\n",
	 {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nstatut_membre: pressenti\n"}}},
	{"X2: not any more",
	 "X2",
	 NULL,
	 "X2 " A "promoteur_referent\n",
	 {ACTION(IN), {"acteurs/asso.yaml", "nom: A\nstatut_membre: retire\n"}}},
	{"X2: what he did while he was",
	 "X2",
	 NULL,
	 "",
	 {ACTION("statut: realisee\n"), {"acteurs/asso.yaml", "nom: A\nstatut_membre: retire\n"}}},
	{"X2: a proposal is anybody's",
	 "X2",
	 NULL,
	 "",
	 {ACTION("statut: proposee\n"), {"acteurs/asso.yaml", "nom: A\nstatut_membre: pressenti\n"}}},
	{"X2: a party's",
	 "X2",
	 NULL,
	 "",
	 {CONVENTION("parties: [{id: p1, acteur: asso}]\nart2_actions: [{id: a, promoteur_referent: asso}]\n")}},
	{"X2: no party's",
	 "X2",
	 NULL,
	 "X2 " V1 "art2_actions[b].promoteur_referent\n",
	 {CONVENTION("parties: [{id: p1, acteur: asso}]\nart2_actions: [{id: a, promoteur_referent: asso}, {id: b, "
		     "promoteur_referent: autre}]\n")}},

	{"X4: small, and one indicator",
	 "X4",
	 NULL,
	 "",
	 {ACTION("importance: faible\nindicateurs: [i]\n"), IND("i", "")}},
	{"X4: small, and one that names it", "X4", NULL, "", {ACTION("importance: faible\n"), IND("i", "action: a\n")}},
	{"X4: small, and none", "X4", NULL, "X4 " A "indicateurs\n", {ACTION("importance: faible\n")}},
	{"X4: small, and one that is not there",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: faible\nindicateurs: [i]\n")}},
	{"X4: it matters, and has all",
	 "X4",
	 NULL,
	 "",
	 {ACTION("importance: forte\nindicateurs: [p, a]\n"),
	  IND("p", "type_indicateur: processus\nnature: qualitatif\n"), IND("a", "type_indicateur: activite\n"),
	  IND("r", "type_indicateur: resultat\naction: a\n")}},
	{"X4: it matters, without process",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [a, r]\n"),
	  IND("a", "type_indicateur: activite\nnature: qualitatif\n"), IND("r", "type_indicateur: resultat\n")}},
	{"X4: it matters, without activity",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [p, r]\n"),
	  IND("p", "type_indicateur: processus\nnature: qualitatif\n"), IND("r", "type_indicateur: resultat\n")}},
	{"X4: it matters, without result",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [p, a]\n"),
	  IND("p", "type_indicateur: processus\nnature: qualitatif\n"), IND("a", "type_indicateur: activite\n")}},
	{"X4: it matters, and nothing qualitative",
	 "X4",
	 NULL,
	 "X4 " A "indicateurs\n",
	 {ACTION("importance: forte\nindicateurs: [p, a, r]\n"), IND("p", "type_indicateur: processus\n"),
	  IND("a", "type_indicateur: activite\n"), IND("r", "type_indicateur: resultat\n")}},
	{"X4: it matters, and was given up", "X4", NULL, "", {ACTION("importance: forte\nstatut: abandonnee\n")}},
	{"X4: it is not told how much it matters", "X4", NULL, "", {ACTION("")}},

	{"X5: less than a year", "X5", "2019-01-14", "", {ACTION(CALENDAR IN)}},
	{"X5: a year, and no decision", "X5", "2019-01-15", "X5 " A "statut\n", {ACTION(CALENDAR IN)}},
	{"X5: decided at the annual review",
	 "X5",
	 "2019-01-15",
	 "",
	 {ACTION(CALENDAR IN),
	  {"bilans/2018/annuel.yaml", "reconductions: [{id: r1, action: a, decision: reconduite}]\n"}}},
	{"X5: of another action",
	 "X5",
	 "2019-01-15",
	 "X5 " A "statut\n",
	 {ACTION(CALENDAR IN),
	  {"bilans/2018/annuel.yaml", "reconductions: [{id: r1, action: b, decision: reconduite}]\n"}}},
	{"X5: two years ago",
	 "X5",
	 "2020-02-01",
	 "X5 " A "statut\n",
	 {ACTION(CALENDAR IN),
	  {"bilans/2018/annuel.yaml", "reconductions: [{id: r1, action: a, decision: reconduite}]\n"}}},
	{"X5: over", "X5", "2019-06-01", "", {ACTION(CALENDAR "statut: realisee\n")}},
	{"X5: not begun", "X5", "2017-01-01", "", {ACTION(CALENDAR IN)}},
};

static const struct rule_story indicators[] = {
	{"N1: set before",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"}, IND("i", "defini_le: 2018-01-15\n")}},
	{"N1: set after",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"}, IND("i", "defini_le: 2018-01-16\n")}},
	{"N1: the start is not known",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "intitule: CA\n"}, IND("i", "defini_le: 2018-01-16\n")}},
	{"N1: recorded after, whatever it says",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-10\n"),
	  {"cooperative.yaml made", "2017-12-01"},
	  {"indicateurs/i.yaml made", "2018-01-16"}}},
	{"N1: recorded on the day",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-10\n"),
	  {"cooperative.yaml made", "2017-12-01"},
	  {"indicateurs/i.yaml made", "2018-01-15"}}},
	{"N1: recorded after, without a date of its own",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", ""),
	  {"cooperative.yaml made", "2017-12-01"},
	  {"indicateurs/i.yaml made", "2018-01-16"}}},
	{"N1: the history begins after the start",
	 "N1",
	 NULL,
	 "",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-10\n"),
	  {"cooperative.yaml made", "2018-03-01"},
	  {"indicateurs/i.yaml made", "2018-03-02"}}},
	{"N1: in article 4.2",
	 "N1",
	 NULL,
	 "N1 conventions/c/v1.yaml art4_2_indicateurs[i]\nN1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-01-16\n"),
	  CONVENTION("art4_2_indicateurs: [{id: i}]\n")}},
	{"N1: in article 4.2 of a later version",
	 "N1",
	 NULL,
	 "N1 indicateurs/i.yaml defini_le\n",
	 {{"cooperative.yaml", "date_demarrage_programme: 2018-01-15\n"},
	  IND("i", "defini_le: 2018-12-16\n"),
	  CONVENTION("art5_duree: {date_effet: 2019-01-15}\nart4_2_indicateurs: [{id: i}]\n")}},

	{"N2: of an action", "N2", NULL, "", {IND("i", "action: a\n")}},
	{"N2: of an action that names it", "N2", NULL, "", {IND("i", ""), ACTION("indicateurs: [i]\n")}},
	{"N2: of a criterion", "N2", NULL, "", {IND("i", "critere: utile\n")}},
	{"N2: of an evaluation",
	 "N2",
	 NULL,
	 "",
	 {IND("i", ""),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, texte: utile, indicateurs: [i]}]}]\n"}}},
	{"N2: of nothing", "N2", NULL, "N2 indicateurs/i.yaml critere\n", {IND("i", "objet: ca\n")}},
	{"N2: a criterion without words",
	 "N2",
	 NULL,
	 "N2 evaluations/e.yaml questions[q1].criteres\n",
	 {IND("i", "critere: utile\n"),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, indicateurs: [i]}]}]\n"}}},
	{"N2: older than its criterion",
	 "N2",
	 NULL,
	 "N2 evaluations/e.yaml questions[q1].criteres\n",
	 {IND("i", "critere: utile\n"),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, texte: utile, indicateurs: [i]}]}]\n"},
	  {"indicateurs/i.yaml made", "2018-01-01"},
	  {"evaluations/e.yaml made", "2018-02-01"}}},
	{"N2: older, but an action's",
	 "N2",
	 NULL,
	 "",
	 {IND("i", "action: a\n"),
	  {"evaluations/e.yaml", "questions: [{id: q1, criteres: [{id: c1, texte: utile, indicateurs: [i]}]}]\n"},
	  {"indicateurs/i.yaml made", "2018-01-01"},
	  {"evaluations/e.yaml made", "2018-02-01"}}},

	{"N3: final", "N3", NULL, "", {IND("i", "type_indicateur: resultat\nniveau_resultat: final\n")}},
	{"N3: not told",
	 "N3",
	 NULL,
	 "N3 indicateurs/i.yaml niveau_resultat\n",
	 {IND("i", "type_indicateur: resultat\n")}},
	{"N3: of activity", "N3", NULL, "", {IND("i", "type_indicateur: activite\n")}},
	{"N3: of activity, and final",
	 "N3",
	 NULL,
	 "N3 indicateurs/i.yaml niveau_resultat\n",
	 {IND("i", "type_indicateur: activite\nniveau_resultat: final\n")}},

	{"N4: all six",
	 "N4",
	 NULL,
	 "",
	 {ACTION(IN "indicateurs: [p, a, r]\nresultats_attendus: R\nsources_methodes: S\n"),
	  IND("p", "type_indicateur: processus\n"), IND("a", "type_indicateur: activite\n"),
	  IND("r", "type_indicateur: resultat\n")}},
	{"N4: none",
	 "N4",
	 NULL,
	 "N4 " A "indicateurs\nN4 " A "indicateurs\nN4 " A "indicateurs\nN4 " A "intitule\nN4 " A "resultats_attendus\n"
	 "N4 " A "sources_methodes\n",
	 {{"actions/a.yaml", IN}}},
	{"N4: a proposal", "N4", NULL, "", {{"actions/a.yaml", "statut: proposee\n"}}},

	{"N5: it adds up",
	 "N5",
	 NULL,
	 "",
	 {IND("i", "agregation: somme\n"),
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, agregation: somme, valeur: 3}]\n"}}},
	{"N5: it does not",
	 "N5",
	 NULL,
	 "N5 bilans/2018-T1/asso.yaml chiffres[i].valeur\n",
	 {IND("i", "agregation: non_agregeable\n"),
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, agregation: somme, valeur: 3}]\n"}}},
	{"N5: the last one is no sum either",
	 "N5",
	 NULL,
	 "N5 bilans/2018-T1/consolidation.yaml chiffres[i].valeur\n",
	 {IND("i", "agregation: dernier\n"),
	  {"bilans/2018-T1/consolidation.yaml", "chiffres: [{id: i, agregation: somme, valeur: 3}]\n"}}},
	{"N5: one figure out of two",
	 "N5",
	 NULL,
	 "N5 bilans/2018-T1/consolidation.yaml chiffres[i].valeur\n",
	 {IND("i", "agregation: non_agregeable\n"),
	  {"bilans/2018-T1/consolidation.yaml",
	   "chiffres: [{id: i, agregation: non_agregeable, valeur: 7, contributions: [{id: a, "
	   "valeur: 3}, {id: b, valeur: 4}]}]\n"}}},
	{"N5: side by side",
	 "N5",
	 NULL,
	 "",
	 {IND("i", "agregation: non_agregeable\n"),
	  {"bilans/2018-T1/consolidation.yaml", "chiffres: [{id: i, agregation: non_agregeable, contributions: [{id: "
						"a, valeur: 3}, {id: b, valeur: 4}]}]\n"}}},

	{"N6: corrected, and why",
	 "N6",
	 NULL,
	 "",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: corrigee\nmotif_correction: doublon\n"}}},
	{"N6: corrected, and not why",
	 "N6",
	 NULL,
	 "N6 mesures/2018-T1/i--asso.yaml motif_correction\n",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: corrigee\n"}}},
	{"N6: not corrected", "N6", NULL, "", {{"mesures/2018-T1/i--asso.yaml", "statut: provisoire\n"}}},
	{"N6: changed after it was sent",
	 "N6",
	 NULL,
	 "N6 mesures/2018-T1/i--asso.yaml motif_correction\n",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: transmise\n"},
	  {"mesures/2018-T1/i--asso.yaml changed", "2018-05-01"},
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, mesures: [mesures/2018-T1/i--asso]}]\n"},
	  {"bilans/2018-T1/asso.asso.sig", "2018-04-10"}}},
	{"N6: changed before",
	 "N6",
	 NULL,
	 "",
	 {{"mesures/2018-T1/i--asso.yaml", "statut: transmise\n"},
	  {"mesures/2018-T1/i--asso.yaml changed", "2018-04-01"},
	  {"bilans/2018-T1/asso.yaml", "chiffres: [{id: i, mesures: [mesures/2018-T1/i--asso]}]\n"},
	  {"bilans/2018-T1/asso.asso.sig", "2018-04-10"}}},
};

#define MEMBER                                                                                                         \
	{                                                                                                              \
		"acteurs/asso.yaml", "nom: A\nstatut_membre: membre\n"                                                 \
	}

static const struct rule_story bodies[] = {
	{"I1: a seat",
	 "I1",
	 NULL,
	 "",
	 {MEMBER, {"instances/copil.yaml", "type: comite_pilotage\nmembres: [{id: m1, acteur: asso}]\n"}}},
	{"I1: no seat",
	 "I1",
	 NULL,
	 "I1 acteurs/asso.yaml statut_membre\n",
	 {MEMBER, {"instances/copil.yaml", "type: comite_pilotage\nmembres: [{id: m1, acteur: autre}]\n"}}},
	{"I1: on another body",
	 "I1",
	 NULL,
	 "I1 acteurs/asso.yaml statut_membre\n",
	 {MEMBER, {"instances/cotech.yaml", "type: comite_technique\nmembres: [{id: m1, acteur: asso}]\n"}}},
	{"I1: it leads with others, without a seat",
	 "I1",
	 NULL,
	 "I1 acteurs/asso.yaml statut_membre\n",
	 {MEMBER, {"instances/copil.yaml", "type: comite_pilotage\nco_pilotes: [asso]\n"}}},
	{"I1: no committee", "I1", NULL, "I1 acteurs/asso.yaml statut_membre\n", {MEMBER}},
	{"I1: no member yet", "I1", NULL, "", {{"acteurs/asso.yaml", "nom: A\nstatut_membre: partant\n"}}},

	{"I2: an inhabitant",
	 "I2",
	 NULL,
	 "",
	 {{"instances/copil.yaml",
	   "type: comite_pilotage\nmembres: [{id: m1, qualite: titulaire}, {id: m2, qualite: habitant}]\n"}}},
	{"I2: none",
	 "I2",
	 NULL,
	 "I2 instances/copil.yaml membres\n",
	 {{"instances/copil.yaml", "type: comite_pilotage\nmembres: [{id: m1, qualite: titulaire}]\n"}}},
	{"I2: another body", "I2", NULL, "", {{"instances/t.yaml", "type: comite_technique\n"}}},

	{"I3: written", "I3", NULL, "", {{"instances/t.yaml", "type: comite_technique\nrole_ecrit: R\n"}}},
	{"I3: not",
	 "I3",
	 NULL,
	 "I3 instances/t.yaml role_ecrit\n",
	 {{"instances/t.yaml", "type: comite_technique\nrole_ecrit: ''\n"}}},

	{"I4: together",
	 "I4",
	 NULL,
	 "",
	 {{"reunions/r.yaml", "acteurs_representes: [a, b]\ndecisions: [{id: d1, mode: consensus}]\n"}}},
	{"I4: together, by those who came",
	 "I4",
	 NULL,
	 "",
	 {{"reunions/r.yaml", "presents: [x, y]\ndecisions: [{id: d1, mode: vote}]\n"},
	  {"personnes/x.yaml", "nom: X\nacteur: a\n"},
	  {"personnes/y.yaml", "nom: Y\nacteur: b\n"}}},
	{"I4: two of one actor",
	 "I4",
	 NULL,
	 "I4 reunions/r.yaml decisions\n",
	 {{"reunions/r.yaml", "presents: [x, y]\ndecisions: [{id: d1, mode: vote}]\n"},
	  {"personnes/x.yaml", "nom: X\nacteur: a\n"},
	  {"personnes/y.yaml", "nom: Y\nacteur: a\n"}}},
	{"I4: nobody there",
	 "I4",
	 NULL,
	 "I4 reunions/r.yaml decisions\n",
	 {{"reunions/r.yaml", "decisions: [{id: d1, mode: vote}]\n"}}},
	{"I4: nobody knows how",
	 "I4",
	 NULL,
	 "I4 reunions/r.yaml decisions[d2].mode\n",
	 {{"reunions/r.yaml", "acteurs_representes: [a, b]\ndecisions: [{id: d1, mode: vote}, {id: d2, texte: T}]\n"}}},
	{"I4: no decision", "I4", NULL, "", {{"reunions/r.yaml", "lieu: L\n"}}},

	{"records of any shape",
	 "X1 X2 X4 X5 N1 N2 N3 N4 N5 N6 I1 I2 I3 I4",
	 "2019-06-01",
	 "I2 instances/i.yaml membres\nI3 instances/i.yaml role_ecrit\nI4 reunions/r.yaml decisions\n"
	 "I4 reunions/r.yaml decisions\nN4 actions/a.yaml indicateurs\nN4 actions/a.yaml indicateurs\nN4 "
	 "actions/a.yaml indicateurs\nN4 actions/a.yaml sources_methodes\n"
	 "X1 actions/a.yaml promoteur_referent\nX1 conventions/c/v1.yaml art2_actions\n"
	 "X1 conventions/c/v1.yaml art2_actions\n",
	 {{"actions/a.yaml",
	   "intitule: 3\nstatut: en_cours\npromoteur_referent: []\ncalendrier_previsionnel: 2018\nindicateurs: x\n"
	   "lieux_precis: {a: 1}\nresultats_attendus: 1\nsources_methodes: {}\n"},
	  {"indicateurs/i.yaml", "action: [a]\ntype_indicateur: {a: resultat}\ndefini_le: 3\n"},
	  {"conventions/c/v1.yaml",
	   "parties: asso\nart2_actions: [1, {promoteur_referent: [x]}]\nart4_2_indicateurs: [{}, 3]\n"},
	  {"evaluations/e.yaml", "questions: [{criteres: 1}, 2, [3]]\n"},
	  {"bilans/2018-T1/asso.yaml", "chiffres: [1, {id: [i]}, {id: i, agregation: [somme]}]\n"},
	  {"mesures/2018-T1/i--asso.yaml", "statut: [corrigee]\n"},
	  {"acteurs/asso.yaml", "statut_membre: [membre]\n"},
	  {"instances/i.yaml", "type: comite_pilotage\nmembres: [1, {qualite: 3}]\nrole_ecrit: []\n"},
	  {"reunions/r.yaml", "decisions: [1]\npresents: {a: b}\nacteurs_representes: x\n"}}},
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

static void tell(void **state, const struct rule_story *stories, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tell_story(*state, &stories[i]);
}

static void test_actions(void **state)
{
	tell(state, actions, LENGTH(actions));
}

static void test_indicators(void **state)
{
	tell(state, indicators, LENGTH(indicators));
}

static void test_bodies(void **state)
{
	tell(state, bodies, LENGTH(bodies));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_actions, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_indicators, open_types, close_types),
		cmocka_unit_test_setup_teardown(test_bodies, open_types, close_types),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema_rules_action", tests, NULL, NULL);
}
