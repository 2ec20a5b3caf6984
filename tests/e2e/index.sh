#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The queries of docs/format-index.md answer what they are said to.
# shellcheck disable=SC2317 # `ok` calls the functions by name
. "$(dirname "$0")/lib.sh"

# The Nth query of the page.
query()
{
	awk -v wanted="$1" '/^```$/ { inside = 0 }
		inside
		/^```sql$/ { inside = ++n == wanted }' "$root/docs/format-index.md"
}

# ask N: its answer, one line a row.
ask()
{
	sqlite3 -readonly -list "$work/dd/ca/.git/maillage/index.db" "$(query "$1")"
}

command -v sqlite3 >/dev/null || skip_all "sqlite3 is missing"
home dd >/dev/null
echo "une longue phrase de passe" >"$work/phrase"
as dd maillage key new --name "Claire Martin" >/dev/null 2>&1
ok "a coopérative" as dd maillage init ca --title Essai --departement 78 --actor dd-78 --name DD --passphrase-file "$work/phrase"
ok "an indicator" m dd new indicateur personnes intitule="Personnes vues" type_indicateur=activite cible=200
record=$out
ok "another target" m dd set "$record" cible=150 -m "chiffre du copil"
ok "a removal" m dd rm "$record"

ok "query 1" ask 1
like "tells the change of target and its reason" "$out" "^$record\.yaml\|200\|150\|dd-78\|[^|]*\|chiffre du copil$"
ok "query 2" ask 2
like "counts commits and changes" "$out" '^20[0-9]{2}-[01][0-9]\|dd-78\|4\|[0-9]+$'
ok "query 3" ask 3
like "names who holds the key" "$out" '\|Claire Martin\|dd-78\|cible\|150\|chiffre du copil'
like "tells a removal" "$out" '\|Claire Martin\|dd-78\|\|\|'

# ---- a daemon that is at work when the index is made again, or removed, under its hands

index=$work/dd/ca/.git/maillage/index.db
action=$(m dd -q new objectif soins niveau=general intitule=Soins)
recorded()
{
	[[ $(git -C "$work/dd/ca" show "main:$action.yaml") == *"intitule: $1"* ]]
}
start_daemon dd
for way in "maillage reindex" "rm -f $index $index-wal $index-shm" "truncate -s 0 $index" "rm -f $index"; do
	title="After ${way%% *} $RANDOM"
	# shellcheck disable=SC2086 # words
	ok "$way" as dd env -C ca $way
	sed -i "s/^intitule: .*/intitule: $title/" "$work/dd/ca/$action.yaml"
	until_ok 20 "the daemon records what is saved after it" recorded "$title"
	is "log tells it" "$(m dd --json log "$action:intitule" | jq -r '.[0].new')" "$title"
done
stop_daemon dd
is "log has every change" "$(m dd --json log "$action:intitule" | jq length)" 5

# ---- damaged in the middle: it is found out, told, and made anew by whoever comes next

ok "reindex" m dd reindex
good=$(m dd log "$action") wrong=''
for ((page = 0; page * 4096 < $(stat -c %s "$index"); page += 2)); do
	printf 'damage %.0s' {1..50} | dd of="$index" bs=4096 seek=$page conv=notrunc status=none
	told=$(m dd log "$action" 2>/dev/null) && [[ $told != "$good" ]] && wrong+=" $page"
	[[ $(m dd log "$action") == "$good" ]] || wrong+=" $page"
done
is "log tells the truth or that the index is damaged, and then the truth" "$wrong" ''
finish
