#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# From a printed document to whoever wrote each figure: the footer names a command, which walks down to the observations.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso signatory
join mairie signatory
sign=(--passphrase-file "$work/phrase")

syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync || bail "$name syncs"
	done
}

action=$(m asso -q new action maraudes intitule=Maraudes statut=en_cours calendrier_previsionnel.debut=2018-01-15)
count=$(m asso -q new indicateur rencontres intitule=Rencontres action="${action#actions/}" agregation=somme unite=rencontres)
count=${count#indicateurs/}
syncs asso dd mairie asso
m asso -q new mesure "$count" 2018-T1 observations='[{id: o1, date: 2018-01-20, valeur: 41}]' >/dev/null
m asso -q set "mesures/2018-T1/$count--asso-exemple" 'observations[o1].valeur=42' -m "feuille de présence retrouvée"
m mairie -q new mesure "$count" 2018-T1 observations='[{id: o1, date: 2018-03-10, valeur: 12}]' >/dev/null
for name in asso mairie; do
	m $name -q new bilan_trimestriel 2018-T1 >/dev/null
	m $name -q submit 2018-T1 "${sign[@]}" -m "validé en bureau" || bail "$name submits"
	syncs $name
done
syncs dd
m dd -q acknowledge 2018-T1 asso-exemple "${sign[@]}" || bail "the DD acknowledges"
consolidation=$(m dd -q consolidate 2018-T1)
sha256=$(sha256sum <"$work/dd/ca/bilans/2018-T1/asso-exemple.yaml" | cut -d' ' -f1)
m dd -q set "$consolidation" "bilans[asso-exemple].sha256=${sha256//[0-9]/0}" || bail "the DD mistypes"
run m dd trace "$consolidation"
like "a digest that is not the file's is told" "$out" 'SHA-256 '"$sha256"', which is NOT what is stated above'
m dd -q set "$consolidation" "bilans[asso-exemple].sha256=$sha256" "chiffres[$count].contributions=" || bail "the DD mends it"
holds "a total that names nobody is walked by its bilans" "$(m dd trace "$consolidation:$count" --json)" \
	'[.below[].value] == [42, 12] and all(.below[]; .below[0].writes | length > 0)'
m dd -q consolidate 2018-T1 >/dev/null || bail "the DD consolidates again"
m dd -q sign "$consolidation" "${sign[@]}" || bail "the DD signs"
syncs dd mairie

# ---- what a stranger does with a printed document

# The command in the footer of a document, as it would be typed.
in_footer()
{
	m mairie print "$1" | sed -nE 's/.*<code class="code">(maillage trace [^<]*)<.*/\1/p'
}

command=$(in_footer "$consolidation")
is "the footer names a command" "$command" "maillage trace $consolidation"
ok "which works as it stands" bash -c "cd '$work/mairie/ca' && $command"
like "it tells the bilans it rests on" "$out" "bilans/2018-T1/asso-exemple · "
like "their digests agree" "$out" 'as stated above'
unlike "all of them" "$out" 'NOT'
like "who signed" "$out" 'signed by asso-exemple \(Signataire asso\)'
like "the digest is that of the printed document" "$out" "$(m mairie print "$consolidation" | grep -oE 'SHA-256 <span class="code">[0-9a-f]{64}' | grep -oE '[0-9a-f]{64}')"
name=$(m mairie print "$consolidation" | sed -nE 's/^<th scope="row">.*<span class="code">([a-z0-9-]+)<.*/\1/p' | head -n 1)
is "each figure has a name there" "$name" "$count"
ok "which leads on" bash -c "cd '$work/mairie/ca' && $command:$name"

# ---- down to the observation

like "the total" "$out" "^$consolidation:chiffres.$count. = 54 "
like "the bilan's figure" "$out" "bilans/2018-T1/asso-exemple:chiffres.$count. = 42"
like "the observation" "$out" "mesures/2018-T1/$count--asso-exemple:observations"
like "what it was before" "$out" '\[o1\].valeur = 41, no longer'
like "by whom, by what right and why" "$out" 'asso-exemple \(asso Exemple\), key [a-z2-7]{16}, as proprietaire, commit [0-9a-f]{12} « feuille de présence retrouvée »'$'\n'' +\[o1\].valeur = 42'
json=$(m mairie trace "$consolidation:$count" --json)
holds "the same for programs" "$json" ".value == 54 and (.below | length) == 2"
holds "each bilan is what it says" "$json" 'all(.below[]; .sha256 == .stated and any(.signatures[]; .valid))'
holds "the acknowledgement too" "$json" '[.below[0].signatures[].actor] == ["asso-exemple", "dd-78"]'
holds "down to who observed" "$json" \
	'any(.below[0].below[0].writes[]; .field == "observations[o1].valeur" and .old == 41 and .new == 42 and .stands
	and .actor == "asso-exemple" and .name == "asso Exemple" and .right == "proprietaire" and (.reason | startswith("feuille")))'
holds "the DD wrote the total" "$json" 'any(.writes[]; .field | endswith(".valeur")) and all(.writes[]; .actor == "dd-78" and .right == "dd")'
is "each commit is there for git" "$(jq -r '[.. | .commit? // empty] | unique[]' <<<"$json" |
	git -C "$work/mairie/ca" cat-file --batch-check | grep -cv ' commit ')" 0

# ---- other figures

ok "a bilan's" m mairie trace "bilans/2018-T1/asso-exemple:$count"
like "down to its measure" "$out" "mesures/2018-T1/$count--asso-exemple"
ok "an observation" m mairie trace "mesures/2018-T1/$count--asso-exemple:observations[o1].valeur"
like "is who wrote it" "$out" 'valeur = 42 '
ok "a field of any record" m mairie trace "$action:intitule"
like "is who wrote it" "$out" 'Maraudes'
ok "any record" m mairie trace "$action"
like "is all of its fields" "$out" 'calendrier_previsionnel.debut'

# ---- from the footer of any printed document

m asso -q new bilan_annuel_acteur 2018 >/dev/null 2>&1 || bail "the association's year"
m dd -q sync
m dd -q new bilan_annuel 2018 >/dev/null 2>&1 || bail "the year of all"
m dd -q return 2018-T1 asso-exemple -m "à revoir" >/dev/null || bail "the DD returns one"
m dd -q new convention 2>/dev/null >/dev/null || bail "a convention is drafted"
syncs asso dd mairie
while read -r record; do
	command=$(in_footer "$record")
	is "$record names its trace" "$command" "maillage trace $record"
	ok "which tells who wrote it" bash -c "cd '$work/mairie/ca' && $command"
	like "with a key and a commit" "$out" 'key [a-z2-7]{16}.*commit [0-9a-f]{12}'
done < <(m mairie --json list | jq -r '.[].record' | grep -v '^cles/')
name=$(m mairie print bilans/2018/annuel | grep -oE 'rencontres-[a-z2-7]{4}' | head -n 1)
ok "a line of the year's, by its name" m mairie trace "bilans/2018/annuel:$name"
like "is walked down" "$out" "mesures/2018-T1/$count--asso-exemple:observations"

# ---- what is not so is told

fails_with 1 "a figure that is not there" m mairie trace "$consolidation:personnes-x"
like "says so" "$err" 'nothing at'
fails_with 1 "a record that is not there" m mairie trace bilans/2018-T4/consolidation
fails_with 1 "a field that is none" m mairie trace "$action:["
fails_with 2 "what is no record" m mairie trace "bilans/2018-T1/asso-exemple.asso-exemple.sig"
finish
