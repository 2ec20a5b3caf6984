#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A stolen laptop, from the phone call to the proof that nothing was altered; a lost signatory's key, a lost DD, a
# copied disk, an actor who leaves.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso signatory
join mairie
sign=(--passphrase-file "$work/phrase")
ca_of="$work/remote.git"

# syncs NAME...: one after the other; conflicts may be pending, a stranger's line refused.
syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync 2>"$work/err" || (($? == 3)) || result "$name syncs" false "$(cat "$work/err")"
	done
}

# key_of NAME: the id of NAME's device key.
key_of()
{
	as "$1" maillage key show --json | jq -r .key
}

# value NAME: what NAME's copy says of the action.
value()
{
	m "$1" get "$action" contenu
}

# same NAME...: their copies show the same commit.
same()
{
	local name first=$1
	for name in "$@"; do
		is "$name shows what $first shows" "$(main_of "$name")" "$(main_of "$first")"
	done
}

# new_copy NAME: somebody with a home gets a copy.
new_copy()
{
	as "$1" maillage -q clone "$ca_of" ca --id "$ca" >/dev/null 2>&1 || bail "$1 gets a copy"
}

# ---- the laptop is stolen: folder, device key, and the signatory's key under its passphrase

action=$(m asso -q new action maraudes intitule=Maraudes contenu="deux soirs par semaine")
syncs asso mairie dd asso
stolen=$(key_of asso)
signatory=$(as asso maillage key show --signatory --json | jq -r .key)
cp -r "$work/asso" "$work/thief"
rm -r "$work/thief/home/lines" # the folder moved
sed -i "s#$work/asso#$work/thief#" "$work/thief/ca/.git/config"
m asso -q set "$action" contenu="trois soirs par semaine" -m "avant le vol, pas encore synchronisé"
stranded=$(m asso -q new action permanence intitule=Permanence)
sed -i 's/trois soirs par semaine/trois soirs et le dimanche/' "$work/asso/ca/$action.yaml"
echo 'contenu: au local' >>"$work/asso/ca/$stranded.yaml"
m asso -q save -m "les deux d'un coup"
m asso -q set "$action" numero=2 -m "au copil"

fails_with 2 "a revocation says why" m dd key revoke "$stolen"
fails_with 1 "a key that is not there" m dd key revoke aaaaaaaaaaaaaaaa -m vol
fails_with 1 "another partner revokes nobody" m mairie key revoke "$stolen" -m jalousie
ok "the DD revokes the device" m dd key revoke "$stolen" -m "vol de l'ordinateur"
fails_with 1 "once" m dd key revoke "$stolen" -m "vol de l'ordinateur"
holds "the key says so" "$(m dd yaml "$work/dd/ca/cles/$stolen.yaml")" \
	'.revocation | .motif == "vol de l'"'"'ordinateur" and .par == "dd-78" and (.date | length == 10)'
syncs dd mairie

# ---- the thief

m thief -q set "$action" contenu="plus aucune maraude" || bail "the thief has not heard"
as thief maillage -q -C ca key revoke "$(key_of dd)" -m vengeance 2>/dev/null
is "he revokes nobody" "$?" 1
as thief ssh-keygen -q -t ed25519 -N '' -f other
m thief -q enrol asso-exemple --key "$(<"$work/thief/other.pub")" 2>/dev/null </dev/null
is "he lets nobody in without the passphrase" "$(($? != 0))" 1
before=$(main_of dd)
syncs thief dd mairie
same dd mairie thief
is "what he wrote is not shown" "$(value mairie)" "deux soirs par semaine"
is "nothing has moved" "$(main_of dd)" "$before"
holds "it is listed" "$(m dd status --json)" \
	".left_out | length == 1 and .[0].key == \"$stolen\" and .[0].count == 1 and .[0].code == \"hors-coupure\""
like "to people too" "$(m dd status)" 'hors-coupure'
like "the line is marked" "$(m dd status)" "$stolen .* key revoked"
holds "the others are not" "$(m dd status --json)" "[.lines[] | select(.revoked) | .key] == [\"$stolen\"]"
unlike "log passes over it" "$(m dd log "$action")" 'plus aucune'
unlike "blame too" "$(m dd blame "$action")" 'plus aucune'
fails_with 1 "having heard, he writes no more" m thief set "$action" contenu=encore
like "and is told why" "$err" 'revoked'
ok "he can still read" m thief get "$action" contenu
ok "everything is verified" m dd verify
maillage -C "$work/dd/ca" allowed-signers >"$work/signers"
is "each namespace is named once" "$(grep -o 'namespaces="[^"]*"' "$work/signers" | tail -n 1 | tr -d '"' | cut -d= -f2 | tr , '\n' | sort | uniq -d)" ''
like "stock git knows until when the key held" "$(grep -c 'valid-before="[0-9]*Z"' "$work/signers")" '^1$'

# ---- the association goes on with another laptop

home nouveau >/dev/null
as nouveau maillage -q key new --name "asso Exemple" >"$work/nouveau.pub"
new_copy nouveau
fails_with 1 "not enrolled, it cannot write" m nouveau set "$action" contenu=encore
like "and is told to ask" "$err" 'the coordinator'
ok "the signatory's key comes from a copy" as nouveau maillage key import "$work/asso/home/keys/signatory" "${sign[@]}"
is "and is the same" "$out" "$signatory"
fails_with 1 "a second one is not taken" as nouveau maillage key import "$work/asso/home/keys/signatory" "${sign[@]}"
like "which lets it in, as it says" "$(m nouveau status)" '→ let it in with your signatory key: maillage enrol asso-exemple --key '
fails_with 2 "it is the signatory's word that lets a device in" m nouveau enrol asso-exemple --key "$(<"$work/nouveau.pub")"
ok "with it, the new laptop brings its own key" m nouveau enrol asso-exemple --key "$(<"$work/nouveau.pub")" "${sign[@]}"
ok "and writes" m nouveau set "$action" contenu="quatre soirs par semaine"
syncs nouveau dd mairie
same nouveau dd mairie
is "everybody sees it" "$(value dd)" "quatre soirs par semaine"

# ---- the old laptop is found again, with work that was never synchronised

syncs asso asso dd # beside the thief's branch, as a fork
is "what was not synchronised does not count" "$(value asso)" "quatre soirs par semaine"
holds "but is kept" "$(m dd status --json)" '.left_out | length == 2'
ok "recover gives the laptop a new key" m asso recover
like "to be enrolled" "$out" '^ssh-ed25519 '
ok "the old one is put aside" test -f "$work/asso/home/keys/device-$stolen"
is "closed to others" "$(stat -c %a "$work/asso/home/keys/device-$stolen" "$work/asso/home/keys/device" | sort -u)" 600
ok "its holder lets it in" m asso enrol asso-exemple --key "$(as asso maillage key show)" "${sign[@]}"
ok "before that he looks" m asso recover --list
like "at what is left, with its time" "$out" "^[0-9a-f]{12}  20[0-9-]+ [0-9:]+  $stolen  "
is "of each line of that key" "$(grep -c "^[0-9a-f]" <<<"$out")" 5
like "with what stands against it" "$out" "  $action.yaml waits for your word: contenu has been changed"
like "which he decides" "$err" 'record with .maillage set. what of it should be'
like "and is told that some may be the thief's" "$err" 'somebody else had the key'
first=$(m asso recover --list 2>/dev/null | grep 'permanence' | cut -c1-7)
fails_with 1 "a commit that is none of those" m asso recover 0123456
like "is told" "$err" 'no commit 0123456'
fails_with 2 "nor is one taken for another" m asso recover ""
fails_with 2 "three letters are too few" m asso recover "${first:0:3}"
like "and it says so, if they are not those of several" "$err" "too short|several"
ok "one is recorded by its name" m asso recover "$first"
like "and no other" "$err" '1 commit is recorded anew'
is "which is not listed again" "$(m asso recover --list 2>/dev/null | grep -c '^[0-9a-f]')" 4
run m asso recover
is "somebody has written there since: told, not overwritten" "$code $(value asso)" "1 quatre soirs par semaine"
like "that commit is told" "$err" 'not recorded anew'
like "the others are recorded anew" "$err" '2 commits are recorded anew'
holds "status tells these from what is still left out" "$(m asso status --json)" \
	'[.left_out[] | [.count, .recovered]] | sort == [[1, 0], [4, 2]]'
like "for people too" "$(m asso status)" '4 commits, of which 2 recorded anew'
is "a field nobody has touched since" "$(m asso get "$action" numero)" 2
is "a record" "$(m asso get "$stranded" intitule)" Permanence
is "and one file of a commit whose other one waits" "$(m asso get "$stranded" contenu)" "au local"
m asso -q set "$stranded" contenu="à la mairie"
like "with their reasons" "$(m asso log "$action:numero")" 'au copil'
run m asso recover
unlike "once" "$err" 'recorded anew\.'
is "what waits goes on being listed, and only that" "$(m asso recover --list 2>/dev/null | grep '^ ' | cut -d' ' -f15)" \
	"$(printf '%s\n' "$action.yaml" "$action.yaml" "$action.yaml")"
m asso -q set "$action" contenu="trois soirs par semaine"
is "until the records say it" "$(m asso recover --list 2>/dev/null | grep -c '^[0-9a-f]')" 2
syncs asso dd nouveau mairie
same asso dd nouveau mairie
is "the choice is theirs" "$(value dd)" "trois soirs par semaine"

# ---- a second device, added by the actor himself from one he has

home bureau >/dev/null
as bureau maillage -q key new --name "Poste du bureau" >"$work/bureau.pub"
fails_with 2 "not without the signatory's word" m nouveau enrol asso-exemple --key "$(<"$work/bureau.pub")"
ok "with it" m nouveau enrol asso-exemple --key "$(<"$work/bureau.pub")" "${sign[@]}"
syncs nouveau dd
new_copy bureau
ok "the second device writes" m bureau set "$action" numero=4
ok "its signatory ends it" m nouveau key revoke "$(key_of bureau)" -m "poste rendu" "${sign[@]}"
syncs bureau nouveau dd mairie asso bureau
same nouveau dd mairie asso bureau
is "what it wrote beside its revocation does not count" "$(m dd get "$action" numero)" 2

# ---- the signatory's key: passphrase, out and in

echo 'une autre phrase' >"$work/other"
fails_with 1 "a wrong passphrase changes nothing" as asso maillage key passphrase --passphrase-file "$work/other" --new-passphrase-file "$work/phrase"
ok "the passphrase is changed" as asso maillage key passphrase "${sign[@]}" --new-passphrase-file "$work/other"
fails_with 1 "the old one opens it no more" as asso maillage key export out.key "${sign[@]}"
ok "the key comes out for ssh-keygen" as asso maillage key export out.key --passphrase-file "$work/other"
is "closed to others" "$(stat -c %a "$work/asso/out.key")" 600
is "the very key" "$(ssh-keygen -y -f "$work/asso/out.key" | cut -d' ' -f2)" "$(as asso maillage key show --signatory | cut -d' ' -f2)"
fails_with 1 "never over a file" as asso maillage key export out.key --passphrase-file "$work/other"
home ailleurs >/dev/null
ok "and in again" as ailleurs maillage key import "$work/asso/out.key" "${sign[@]}"
is "the same" "$out" "$signatory"
home passant >/dev/null
as passant maillage -q key new --name Passant >/dev/null
fails_with 1 "no public key" as passant maillage key import "$work/passant/home/keys/device.pub" "${sign[@]}"
like "it says which file, and what it takes" "$err" 'device.pub: it does not start with .*key export'
fails_with 1 "not the key of this device" as passant maillage key import home/keys/device "${sign[@]}"
like "which has another use" "$err" 'key of this device'

# ---- the DD loses its device: the signatory's key, kept apart, revokes it and lets in another

lost=$(key_of dd)
home siege >/dev/null
as siege maillage -q key new --name "Poste de la DD" >"$work/siege.pub"
as siege maillage -q key import "$work/dd/home/keys/signatory" "${sign[@]}" >/dev/null
new_copy siege
ok "the new device brings its own key" m siege enrol dd-78 --key "$(<"$work/siege.pub")" "${sign[@]}"
fails_with 1 "a device of the DD does not revoke another" m siege key revoke "$lost" -m perte
ok "its signatory does" m siege key revoke "$lost" -m perte "${sign[@]}"
m dd -q set "$action" numero=9 # whoever found it
syncs siege dd mairie nouveau siege
same siege dd mairie nouveau
is "what the lost device writes does not count" "$(m siege get "$action" numero)" 2
ok "the DD goes on" m siege set "$action" numero=5

# ---- a disk that was copied: both branches count, the key is spent

cp -r "$work/mairie" "$work/double"
rm -rf "$work/double/home/lines"
m mairie -q new action atelier intitule=Atelier promoteur_referent=mairie-exemple >/dev/null
m double -q new action bain intitule=Bain promoteur_referent=mairie-exemple >/dev/null
syncs siege mairie double mairie siege # a branch that meets the other goes as a fork at once
holds "nothing is left to send" "$(m double status --json)" 'all(.peers[]; .ahead == 0)'
syncs double
same siege mairie double
is "both are there" "$(m siege list action | grep -c 'atelier\|bain')" 2
spent=$(key_of mairie)
holds "with both commits as evidence" "$(m siege status --json)" \
	"any(.lines[]; .key == \"$spent\" and (.forks | length == 1) and .tip != .forks[0])"
fails_with 1 "the key is spent" m mairie set "$action" numero=6
like "and says what to do" "$err" 'recover'
like "status does not say that it writes" "$(m mairie status)" 'You can read only: the key [a-z2-7]* is spent'
ok "which gives another" m mairie recover
ok "that the DD enrols" m siege enrol mairie-exemple --key "$(as mairie maillage key show)"
syncs siege mairie
ok "nothing was lost" m mairie recover
ok "and the town hall goes on" m mairie new action repas intitule=Repas

# ---- an actor leaves

syncs mairie siege
ok "the DD ends his last key" m siege key revoke "$(key_of mairie)" -m "départ de la coopérative"
syncs siege mairie
ok "he keeps a copy he can read" m mairie get "$action" intitule
ok "and verify" m mairie verify
fails_with 1 "but writes no more" m mairie set "$action" numero=7
like "and reads why" "$(m mairie status)" 'key revoked — départ de la coopérative'

# ---- the proof: everything that counts verifies with stock git, until the keys were revoked

for name in siege nouveau; do
	ok "$name: git fsck --strict" as "$name" git -C ca fsck --strict --no-dangling
	ok "$name: maillage verify" m "$name" verify
	maillage -C "$work/$name/ca" allowed-signers >"$work/signers"
	git -C "$work/$name/ca" rev-list --author='<.\{16\}@maillage>' main >"$work/commits"
	mapfile -t commits <"$work/commits"
	ok "$name: git verify-commit" git -C "$work/$name/ca" -c gpg.format=ssh \
		-c gpg.ssh.allowedSignersFile="$work/signers" verify-commit "${commits[@]}"
done
done_testing
