#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The guide's six coopératives: each is made by the program, and has the findings that are written beside it.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"

as dd true
if is_test_build; then
	MAILLAGE_BIN=$bin ok "each has its findings: examples/run --accept writes them" "$root/examples/run"
fi

ok "the first one, to try things with" "$root/examples/run" --make 1 "$work/dd/ca"
rm -rf "$work/dd/home"
mv "$work/dd/ca.home" "$work/dd/home"

ok "who does what" m dd table qui-fait-quoi --json
holds "a row for each commune and public" "$out" 'map(select(.action == "maraudes-7k2m")) | length == 6'
holds "publics by their name" "$out" 'map(.public_cible) | unique | length == 3 and all(startswith("Personnes "))'
ok "its partners" m dd table acteurs --json
holds "with their contacts" "$out" 'map(select(.acteur == "asso-exemple")) | length == 2 and .[1].fonction == "Directrice"'
ok "the arrangements around it" m dd table articulations --json
holds "with who coordinates them" "$out" 'map([.dispositif, .coordinateur]) == [["CLS", "Camille Exemple"], ["contrat_de_ville", null]]'
ok "what may be published" m dd table acteurs --public -
is "two partners, and nobody's name" "$(wc -l <<<"$out")" 3
ok "a person reads the communes' names" m dd show cooperative
like "and the body's" "$out" '200058782 \(CA de Saint Quentin en Yvelines\)'
finish
