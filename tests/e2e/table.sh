#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Tables and exports: what is recorded, for people, programs, spreadsheets and the public.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso

table()
{
	m dd table "$@"
}

ok "the tables are listed" table
like "with what they are" "$out" $'acteurs +[a-z]'
ok "for programs too" table --json
holds "each with its name" "$out" 'map(.table) | index("qui-fait-quoi") != null'
ok "the formats of exports" m dd export
like "as well" "$out" $'\njson '

fails_with 2 "a table that is not there" table acteur
like "the nearest is told" "$err" 'acteurs'
fails_with 2 "a format that is not there" m dd export jsn
like "the nearest, too" "$err" 'json'
fails_with 2 "a table of no period" table acteurs 2018-T1
fails_with 2 "a period that is none" table chiffres 2018-T5
ok "a year" table chiffres 2018
fails_with 2 "one file or the other" table acteurs --csv - --public -

# ---- who is there

m dd -q set acteurs/asso-exemple nom='=Structure "Exemple"; asso' secteurs='[sante, social]'
ok "the directory" table acteurs
like "has the actor" "$out" $'\nasso-exemple +=Structure "Exemple"; asso +association'
unlike "and no blanks at the end" "$out" $' \n'
ok "as JSON" table acteurs --json
holds "the same" "$out" '.[] | select(.acteur == "asso-exemple") | .secteurs == "sante, social" and .fonction == null'
ok "for a spreadsheet" table acteurs --csv "$work/acteurs.csv"
is "with the mark of UTF-8" "$(head -c 3 "$work/acteurs.csv" | od -An -tx1 | tr -d ' ')" efbbbf
like "no formula" "$(<"$work/acteurs.csv")" $'\nasso-exemple;"\'=Structure ""Exemple""; asso";association;'

ok "nothing is public that does not say so" table acteurs --public -
is "but the heading" "$(wc -l <<<"$out")" 1
m dd -q set acteurs/asso-exemple visibilite=publique
ok "what says so is" table acteurs --public -
like "with commas" "$out" $'\nasso-exemple,"\'=Structure ""Exemple""; asso",association,'
unlike "and nobody else" "$out" dd-78

# ---- who does what

action=$(m asso -q new action maraudes intitule=Maraudes promoteur_referent=asso-exemple)
m asso -q set "$action" public_cible='[invisibles, jeunes]' 'lieux_precis=[{nom: Gare, commune: "78621"}, {nom: Parc, commune: "78621"}]'
m asso -q sync
m dd -q sync
m asso -q sync
ok "the offer" table qui-fait-quoi --json
holds "by commune and public" "$out" 'map([.commune, .public_cible, .intitule]) == [["78621", "invisibles", "Maraudes"], ["78621", "jeunes", "Maraudes"]]'
holds "the commune by its name" "$out" '.[0].nom_commune == "Trappes" and (.[0].intercommunalite | contains("Saint Quentin"))'
holds "the actor by its name" "$out" '.[0].promoteur_referent == "=Structure \"Exemple\"; asso"'
ok "the same on another copy" m asso table qui-fait-quoi --csv "$work/asso.csv"
ok "to the byte" table qui-fait-quoi --csv "$work/dd.csv"
ok "as ever" cmp "$work/asso.csv" "$work/dd.csv"

# ---- subsidies

ok "a subsidy" m dd new financement fir beneficiaire=asso-exemple financeur=dd-78 "actions=[${action#actions/}]" annee=2018 \
	montant_annuel=22999.99 date_acte=2018-03-01 reference_acte=DOS-1 visibilite=publique
ok "is in a table" table subventions --json
holds "of the schema's columns" "$out" '.[0].montant == 22999.99 and .[0].datesPeriodeVersement == "2018-01-01/2018-12-31"'
fails_with 1 "nothing is published that a validator would refuse" m dd export scdl -o "$work/scdl.csv"
like "what is missing is told" "$err" 'idAttribuant'
ok "nor is anything left" test ! -e "$work/scdl.csv"
m dd -q set acteurs/dd-78 siret=23350001600040
m dd -q set acteurs/asso-exemple siret=73282932000074 nom='Structure Exemple'
ok "completed" m dd export scdl
is "the schema's head" "$(head -n 1 <<<"$out" | tr -d '\r')" \
	nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention
is "and the subsidy" "$(tail -n 1 <<<"$out" | tr -d '\r')" \
	"DD des Yvelines,23350001600040,2018-03-01,DOS-1,Structure Exemple,73282932000074,Maraudes,22999.99,aide en numéraire,unique,2018-01-01/2018-12-31,,non,1"
ok "the offer" m dd export csv
is "has nothing public" "$(wc -l <<<"$out")" 1

# ---- what is given away

ok "an export" m dd export json -o "$work/ca.json"
holds "of what is public" "$(<"$work/ca.json")" '[.records[].record] == ["acteurs/asso-exemple.yaml"]'
is "of this CA" "$(jq -r .cooperative "$work/ca.json")" "$ca"
ok "to the standard output" m dd export json
is "the same" "$out" "$(<"$work/ca.json")"
finish
