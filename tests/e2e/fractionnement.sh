#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A DD with two coopératives on one machine: decisions below the threshold that reach it together are found from either.
. "$(dirname "$0")/lib.sh"
found
as dd maillage -q init autre --title 'Souffle' --departement 78 --actor dd-78 --name 'DD des Yvelines' \
	--passphrase-file "$work/phrase" >/dev/null 2>&1 || bail "a second coopérative"

# in_ca DIR ARGUMENT...: the DD, in one of its coopératives.
in_ca()
{
	local dir=$1
	shift
	as dd maillage -C "$dir" -q "$@"
}

mkdir "$work/asso"
as asso maillage -q key new --name "Asso Exemple" >/dev/null || bail "its key"
key=$(as asso maillage key show)
for dir in ca autre; do
	in_ca $dir set acteurs/dd-78 type_structure=ars_dd
	in_ca $dir enrol asso-exemple --name "Asso Exemple" --type association --key "$key" >/dev/null || bail "the beneficiary of $dir"
	in_ca $dir set acteurs/asso-exemple siret=73282932000074
done
one=$(in_ca ca new financement une beneficiaire=asso-exemple financeur=dd-78 annee=2018 montant_annuel=12000.00 instrument=decision_attribution)
two=$(in_ca autre new financement deux beneficiaire=asso-exemple financeur=dd-78 annee=2018 montant_annuel=10999.99 instrument=decision_attribution)

ok "both are brought together" m dd table fractionnement --json
holds "one centime below the threshold" "$out" \
	'length == 1 and (.[0] | .montant == 22999.99 and .decisions == 2 and .seuil == "non_atteint" and .siret == "73282932000074")'
holds "by coopérative and record" "$out" \
	'.[0] | .cooperatives == "Publics invisibles ; Souffle" and .fiches == "'"$one, $two"'"'
in_ca autre set "$two" montant_annuel=11000.00
holds "at the threshold" "$(m dd table fractionnement --json)" '.[0] | .montant == 23000.00 and .seuil == "atteint"'
in_ca autre set "$two" montant_annuel=11000.01
holds "above it" "$(in_ca autre table fractionnement 2018 --json)" \
	'.[0] | .montant == 23000.01 and .seuil == "atteint" and .cooperatives == "Souffle ; Publics invisibles"'
like "people read what it takes" "$(LANGUAGE=fr m dd table fractionnement)" 'atteint : une convention financière'
is "not in another year" "$(m dd table fractionnement 2019 --json)" "[]"
is "never published" "$(m dd table fractionnement --public - | wc -l)" 1
unlike "one coopérative alone has nothing to say" "$(in_ca ca check 2>&1)" 'F4'
in_ca autre set "$two" montant_annuel=23000.00
run in_ca autre check "$two"
like "a decision at the threshold is told to the centime" "$out" '23000[.]00 euros a year by a decision'
in_ca autre set "$two" montant_annuel=22999.99
run in_ca autre check "$two"
unlike "below it nothing is" "$out" 'F2'
mv "$work/dd/autre" "$work/dd/ailleurs"
ok "a copy that was moved away stops nothing" m dd table fractionnement --json
is "but what is left" "$out" "[]"
like "is told" "$err" 'left out: .*autre'
finish
