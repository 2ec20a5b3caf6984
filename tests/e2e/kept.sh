#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What is remembered of records that were read changes no answer: after each of many edits, recorded or not, a copy that
# remembers says what one says that reads everything anew. KEPT_SEED, KEPT_STEPS.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

RANDOM=${KEPT_SEED:-1}
run as dd maillage key new --name "Anne Martin"
run as dd maillage key new --signatory --name "Anne Martin" --passphrase-file <(echo "une phrase de passe")
run as dd maillage init ca --title CA --departement 78 --actor dd-78 --name DD --passphrase-file <(echo "une phrase de passe")
ca=$work/dd/ca
index=.git/maillage/index.db

# answers: what the programs say of the CA in the folder ca. check ends with 1 when there are E findings.
answers()
{
	m dd --json check 2>&1 || true
	m dd --json due
	m dd --json table indicateurs
	m dd --json status | jq -c '[.unrecorded, .invalid, .conflicts]'
}

# anew: the same from a folder whose files were all just made, and whose index was made again from the lines.
anew()
{
	cp -r "$ca" "$work/aside"
	mv "$ca" "$work/kept"
	mv "$work/aside" "$ca"
	rm -f "$ca/$index" "$ca/$index"-*
	answers
	rm -rf "$ca"
	mv "$work/kept" "$ca"
}

actions=() indicators=()
for i in 1 2 3 4; do
	actions+=("$(m dd -q new action "action-$i" "intitule=Action $i" importance=forte statut=en_cours)")
	indicators+=("$(m dd -q new indicateur "i-$i" "intitule=Indicateur $i" type_indicateur=activite "action=${actions[-1]#*/}")")
done

# edit N: one of the things that people do.
edit()
{
	local action=${actions[RANDOM % 4]} indicator=${indicators[RANDOM % 4]}
	case $1 in
	0) m dd set "$indicator" "cible=$RANDOM" ;;
	1) m dd set "$action" "indicateurs=[${indicator#*/}]" ;;
	2) sed -i "s/^intitule:.*/intitule: Titre $RANDOM/" "$ca/$indicator.yaml" ;;
	3) m dd save ;;
	4) echo "inconnu: $RANDOM" >>"$ca/$action.yaml" ;;
	5) git -C "$ca" show "main:$action.yaml" >"$ca/$action.yaml" || true ;;
	6) touch "$ca/$indicator.yaml" ;;
	7) m dd set "$action" statut=abandonnee ;;
	8) rm -f "$ca/$indicator.yaml" ;;
	9) git -C "$ca" show "main:$indicator.yaml" >"$ca/$indicator.yaml" || true ;;
	10) m dd set acteurs/dd-78 statut_membre=retire ;;
	11) printf 'intitule: [\n' >"$ca/$action.yaml" ;;
	12) m dd set cooperative date_demarrage_programme=2018-01-15 ;;
	esac
}

same=0 wrong=''
for ((step = 0; step < ${KEPT_STEPS:-20}; step++)); do
	what=$((RANDOM % 13))
	edit $what >/dev/null 2>&1 || true
	answers >"$work/with"
	answers >"$work/again"
	anew >"$work/without"
	if cmp -s "$work/with" "$work/without" && cmp -s "$work/again" "$work/without"; then
		same=$((same + 1))
	else
		wrong+="after step $step (edit $what): $(diff "$work/with" "$work/without" | head -n 5)"
	fi
done
is "each answer is the one from scratch" "$wrong" ""
is "after each edit" "$same" "${KEPT_STEPS:-20}"
like "and there was something to say" "$(cat "$work/with")" '"code":"?.*[A-Z][0-9]'

# ---- damaged, it is read anew

ok "the last records" git -C "$ca" checkout -q -- .
answers >"$work/with"
if command -v sqlite3 >/dev/null; then
	like "something is remembered" "$(sqlite3 "$ca/$index" 'SELECT count(*) FROM documents')" '^[1-9]'
	ok "damage" sqlite3 "$ca/$index" "UPDATE documents SET document = substr(document, 1, length(document) / 2)"
	is "a damaged memory is none" "$(answers)" "$(cat "$work/with")"
	ok "more damage" sqlite3 "$ca/$index" "UPDATE documents SET document = zeroblob(40)"
	is "whatever the bytes" "$(answers)" "$(cat "$work/with")"
	ok "of another version" sqlite3 "$ca/$index" "UPDATE documents SET code = 0"
	is "nor is another version's" "$(answers)" "$(cat "$work/with")"
fi
finish
