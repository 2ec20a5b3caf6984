#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A proof convinces somebody who has git and ssh-keygen and no Maillage; one that was tampered with does not.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to open the archive"
found
join asso signatory
sign=(--passphrase-file "$work/phrase")
bilan=bilans/2018-T1/asso-exemple

count=$(m asso -q new indicateur rencontres intitule=Rencontres agregation=somme unite=rencontres)
m asso -q new mesure "${count#indicateurs/}" 2018-T1 observations='[{date: 2018-01-20, valeur: 42}]' >/dev/null
m asso -q set "$count" complements.note="un secret de la maison"
m asso -q new bilan_trimestriel 2018-T1 >/dev/null
m asso -q sync

# unzip ARCHIVE DIR
unzip()
{
	rm -rf "$2" && python3 -m zipfile -e "$1" "$2"
}

# The commands of LISEZMOI.txt, typed in the folder DIR by somebody who has nothing else. Their answers are on stdout.
check_as_told()
{
	(
		cd "$1" && sed -n 's/^    \(ssh-keygen\|git\) /\1 /p' LISEZMOI.txt >commands &&
			env -i HOME="$work/nobody" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 bash -euo pipefail commands
	)
}

fails_with 1 "nobody has signed it yet" m asso proof "$bilan" "$work/none.zip"
ok "nothing is left" test ! -e "$work/none.zip"
m asso -q submit 2018-T1 "${sign[@]}"
m asso -q sync
m dd -q sync
m dd -q acknowledge 2018-T1 asso-exemple "${sign[@]}"
m dd -q sync
m asso -q set "$count" cible=50 # history goes on
m asso -q sync

fails_with 1 "a record that is not there" m asso proof bilans/2018-T1/mairie-exemple "$work/none.zip"
fails_with 1 "a record that nobody signs" m asso proof "$count" "$work/none.zip"
ok "a proof, in a folder that is not there yet" m asso proof "$bilan" "$work/sent/proof.zip"
ok "a proof" m asso proof "$bilan" "$work/proof.zip"
fails_with 1 "is not written over" m asso proof "$bilan" "$work/proof.zip"
json=$(m asso proof "$bilan" "$work/again.zip" --json)
holds "who signed, and who received" "$json" \
	'[.signatures[] | [.actor, .namespace]] == [["asso-exemple", "bilan@maillage"], ["dd-78", "accuse@maillage"]]'

# ---- on another machine

mkdir "$work/stranger"
unzip "$work/proof.zip" "$work/stranger/preuve"
ok "what LISEZMOI says is true" check_as_told "$work/stranger/preuve"
is "git says Good of each commit" "$(grep -c '^Good "git"' <<<"$err")" \
	"$(git -C "$work/stranger/preuve/historique" rev-list --stdin < <(cut -f4 "$work/stranger/preuve/signatures.txt") | wc -l)"
is "both signatures are good" "$(grep -c '^Good "' <<<"$out")" 2
like "the first commit is the CA's" "$out" "$ca"
like "the keys are there" "$out" 'usage: signataire'
is "and are those of who signed" "$(grep -c '^\(asso-exemple\|dd-78\)$' <<<"$out")" 2
like "it tells what it does not show" "$(<"$work/stranger/preuve/LISEZMOI.txt")" 'accusé de réception'
unlike "nobody else's record came along" "$(cat "$work"/stranger/preuve/*.txt; git -C "$work/stranger/preuve/historique" cat-file --batch-all-objects --batch 2>/dev/null | tr -d '\0')" 'secret de la maison'
ok "every commit back to the first" test "$(git -C "$work/stranger/preuve/historique" rev-list --stdin < <(cut -f4 "$work/stranger/preuve/signatures.txt") | wc -l)" -ge 8

# tampered TITLE COMMAND...: after it, the checks fail.
tampered()
{
	local title=$1 failed=true
	shift
	unzip "$work/proof.zip" "$work/stranger/preuve"
	(cd "$work/stranger/preuve" && "$@")
	check_as_told "$work/stranger/preuve" >"$work/out" 2>&1 && failed=false
	result "$title" $failed "$(<"$work/out")"
}

tampered "a changed figure is seen" sed -i 's/42/43/' document/asso-exemple.yaml
tampered "a changed signature" sed -i '3y/ABCDEF/BCDEFA/' document/asso-exemple.asso-exemple.sig
tampered "somebody else's signature" cp document/asso-exemple.asso-exemple.sig document/asso-exemple.dd-78.sig
tampered "a signer who is not one" sed -i 's/^dd-78 /voleur /' signataires
tampered "a history that is cut" truncate -s -40 historique.pack

finish
