#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The tables of follow-up: indicators by action, each actor's quarter, the steering chart of a year.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso

action=$(m asso -q new action maraudes intitule=Maraudes statut=en_cours calendrier_previsionnel.debut=2018-01-15)
action=${action#actions/}
m asso -q new indicateur reunions intitule="Réunions tenues" action="$action" type_indicateur=processus cible=6 >/dev/null
count=$(m asso -q new indicateur rencontres intitule=Rencontres action="$action" type_indicateur=activite cible=200 \
	unite=personnes agregation=somme sources="feuilles de présence")
count=${count#indicateurs/}
m asso -q new indicateur sante intitule="Bilans faits" action="$action" type_indicateur=resultat methodes=comptage >/dev/null
m dd -q new indicateur climat intitule="Climat du comité" type_indicateur=processus >/dev/null

# ---- indicators by action

holds "an action's indicators" "$(m asso table indicateurs --json)" '.[0] | .processus == "Réunions tenues" and
	.activite == "Rencontres" and .resultat == "Bilans faits" and .sources_methodes == "feuilles de présence ; comptage"'
holds "what is expected of it" "$(m asso table indicateurs --json)" \
	'.[0].resultats_attendus | contains("Rencontres : 200 personnes") and contains("Réunions tenues : 6")'
m dd -q sync && m asso -q sync
holds "those of no action last" "$(m asso table indicateurs --json | jq '.[-1]')" '.intitule != null'
fails_with 2 "it has no period" m asso table indicateurs 2018

# ---- an actor's quarter

is "nothing before there are bilans" "$(m asso table suivi --json)" '[]'
m asso -q new mesure "$count" 2018-T1 observations='[{date: 2018-01-20, valeur: 42}]' >/dev/null
bilan=$(m asso -q new bilan_trimestriel 2018-T1)
m asso -q set "$bilan" "actions[$action].avancement=trois sorties sur trois"
holds "a figure beside its target" "$(m asso table suivi --json)" 'any(.[]; .acteur == "asso-exemple" and
	.action == "Maraudes" and .periode == "2018-T1" and .activite == "Rencontres : 42 personnes (cible 200)" and
	.realise == "trois sorties sur trois" and .lieux_dates == "2018-01-15")'
is "the quarter asked for" "$(m asso table suivi 2018-T1 --json)" "$(m asso table suivi --json)"
is "and no other" "$(m asso table suivi 2018-T2 --json)" '[]'

# ---- the steering chart

step=$(m dd -q new etape rencontres intitule=Rencontres phase=prefiguration responsable=dd-78 date_debut=2017-11-06 \
	date_fin=2018-02-15 'livrables=[Liste des acteurs]' ordre=2)
m dd -q new etape diagnostic intitule=Diagnostic phase=diagnostic responsable=dd-78 date_debut=2018-03-01 ordre=1 >/dev/null
m dd -q new tache lettres intitule="Écrire à tous" etape="${step#etapes/}" responsable=dd-78 date_debut=2018-01-02 \
	date_fin=2018-01-31 >/dev/null
json=$(m dd table etapes 2018 --json)
is "steps as they are numbered, each with its tasks" "$(jq -c '[.[].etape]' <<<"$json")" '["Diagnostic","Rencontres","– Écrire à tous"]'
holds "the months of that year" "$json" '.[1] | [.janvier, .fevrier, .mars, .decembre] == ["■", "■", null, null]'
holds "of the year before" "$(m dd table etapes 2017 --json)" '.[1] | [.octobre, .novembre, .decembre] == [null, "■", "■"]'
holds "none where a date is missing" "$json" '.[0] | .mars == null and .date_debut == "2018-03-01"'
holds "what it delivers" "$json" '.[1].livrables == "Liste des acteurs"'
ok "as text" m dd table etapes 2018
like "with its months" "$out" 'Jan +Feb'

# ---- words for people, values for programs

holds "a program gets the value" "$(m dd table acteurs --json)" '.[0].type_structure == "association"
	and any(.[]; .type_structure == "ars_dd")'
like "a reader of English its word" "$(m dd table acteurs)" 'departmental delegation of the ARS'
ok "a spreadsheet" m dd table acteurs --csv "$work/acteurs.csv"
like "the French one" "$(cat "$work/acteurs.csv")" "délégation départementale de l'ARS"
finish
