#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What the index keeps of signatures changes no answer: a copy that has verified them before says what one says that
# verifies them anew, whatever is signed, corrected or revoked in between.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso signatory
join mairie signatory
sign=(--passphrase-file "$work/phrase")
index=$work/dd/ca/.git/maillage/index.db

syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync || bail "$name syncs"
	done
}

# What the DD's copy says of signatures. An answer must not depend on the hour it is given at.
answers()
{
	m dd table bilans --json
	m dd table bilans 2018-T1
	m dd trace bilans/2018-T1/asso-exemple --json
	m dd trace bilans/2018-T1/consolidation --json 2>&1 || true
	m dd audit --json 2>&1 || true
}

# same TITLE: asked twice of the index as it is, of one that was just made again, of one that was deleted, and of one
# that was cut short.
same()
{
	local with again anew deleted cut
	with=$(answers) again=$(answers)
	m dd -q reindex
	anew=$(answers)
	rm -f "$index" "$index"-*
	deleted=$(answers)
	truncate -s 4096 "$index"
	rm -f "$index"-*
	cut=$(answers)
	result "$1" "$([[ -n $with && $with == "$again" && $with == "$anew" && $with == "$deleted" && $with == "$cut" ]] &&
		echo true || echo false)" "$(diff <(echo "$with") <(echo "$anew") | head -n 5)"
}

count=$(m asso -q new indicateur rencontres intitule=Rencontres agregation=somme unite=rencontres)
for name in asso mairie; do
	m $name -q sync
	m $name -q new mesure "${count#indicateurs/}" 2018-T1 observations='[{id: o1, date: 2018-01-20, valeur: 42}]' >/dev/null
	m $name -q new bilan_trimestriel 2018-T1 >/dev/null
	syncs $name
done
syncs dd
same "before anything is signed"
m asso -q submit 2018-T1 "${sign[@]}" || bail "asso submits"
syncs asso dd
same "with a signature"
m dd -q acknowledge 2018-T1 asso-exemple "${sign[@]}" || bail "the DD acknowledges"
m dd -q consolidate 2018-T1 >/dev/null || bail "the DD consolidates"
same "with a receipt, and a consolidation"
m dd -q return 2018-T1 asso-exemple -m "une sortie en trop" || bail "the DD returns"
syncs dd asso
m asso -q set "mesures/2018-T1/${count#indicateurs/}--asso-exemple" 'observations[o1].valeur=41' -m "comptée deux fois"
m asso -q new bilan_trimestriel 2018-T1 motif_correction="une sortie en trop" >/dev/null || bail "asso corrects"
m asso -q submit 2018-T1 "${sign[@]}" || bail "asso submits again"
m mairie -q submit 2018-T1 "${sign[@]}" || bail "mairie submits"
syncs asso mairie dd
same "with a correction"
key=$(m asso key show --signatory --json | jq -r .key)
m dd -q key revoke "$key" -m "perdue" "${sign[@]}" || bail "the DD revokes"
syncs dd
same "after a signatory is revoked"

# ---- it is used, and believed by nobody who judges

if command -v sqlite3 >/dev/null; then
	answers >"$work/with"
	like "something is remembered" "$(sqlite3 "$index" "SELECT count(*) FROM seals WHERE key <> ''")" '^[1-9]'
	ok "somebody writes in the index" sqlite3 "$index" "UPDATE seals SET key = ''"
	unlike "which a table would show" "$(m dd table bilans 2018-T1 --json)" '"transmis_le": *"2'
	ok "but not verify" m dd verify
	ok "nor an index made again" m dd -q reindex
	is "which says what was" "$(answers)" "$(cat "$work/with")"
fi
finish
