#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Codes of communes and registers: the lists in the repository are whole, and a wrong code is told with its likely fix.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found

ok "the lists are those of their year" "$root/tools/communes" --verify
is "communes, EPCI, EPT" "$out" "communes 34969, EPCI 1255, EPT 11, withdrawn codes 4285"

action=$(m dd -q new action maraudes intitule=Maraudes promoteur_referent=dd-78)

# told FIELD=VALUE CODE LEVEL HINT: it is recorded, and check says so.
told()
{
	ok "$1 is recorded" m dd set "$action" "$1"
	m dd check "$action" --json >"$work/findings" 2>/dev/null
	holds "and told: $2" "$(<"$work/findings")" \
		"map(select(.code == \"$2\")) | .[0].level == \"$3\" and (.[0].hint | contains(\"$4\"))"
}

told 'lieux_precis=[{id: l1, nom: Gare, commune: "93059"}]' commune-withdrawn E '93066'
told 'lieux_precis=[{id: l1, nom: Gare, commune: "93390"}]' commune-unknown E 'postal'
told 'lieux_precis=[{id: l1, nom: Gare, commune: "93014", qpv: QP093001}]' qpv-2015 I 'QN'
fails_with 1 "a name is no code" m dd set "$action" 'lieux_precis=[{id: l1, nom: Gare, commune: Trappes}]'
like "but the code is told" "$err" '"78621" \(Trappes, 78\)'

# ---- names beside codes

m dd -q set "$action" 'lieux_precis=[{id: l1, nom: Gare, commune: "78621"}]'
ok "a person reads the name" m dd show "$action"
like "beside the code" "$out" 'Commune: 78621 \(Trappes\)'
ok "a program the code" m dd get "$action" 'lieux_precis[l1].commune'
is "alone" "$out$err" 78621
if command -v script >/dev/null; then
	like "a person both" "$(cd "$work/dd" && MAILLAGE_HOME=$(home dd) script -qec "maillage -C ca get $action 'lieux_precis[l1].commune'" /dev/null)" \
		'78621.*\(Trappes\)'
fi
finish
