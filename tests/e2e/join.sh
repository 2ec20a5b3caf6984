#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Joining with a ticket: who was invited gets in, through a remote or by mail; nobody else does.
. "$(dirname "$0")/lib.sh"

# ticket ACTOR ARGUMENT...: dd invites; the line is then in $ticket.
ticket()
{
	run m dd invite "$@"
	((code == 0)) || bail "dd invites $1"
	ticket=$out
}

# key_of NAME: the key of NAME's device.
key_of()
{
	as "$1" maillage key show --json | jq -r .key
}

# shellcheck disable=SC2317 # ok calls it by name
# leaves_nothing NAME: NAME has no copy and no half of one.
leaves_nothing()
{
	[[ ! -e $work/$1/ca ]]
}

found
for name in asso mairie voleur autre; do
	mkdir -p "$work/$name"
done

# ---- the ticket

ok "dd invites" m dd invite asso-exemple --name "Structure Exemple" --type association
like "the ticket is one line, short enough for a mail" "$out" '^maillage1:[a-z2-7]{100,240}$'
like "it says what to do" "$err" 'maillage join TICKET DIR'
ticket=$out
ok "as a QR code too" m dd invite asso-exemple --name "Structure Exemple" --type association --qr
like "which is drawn for people, beside the data" "$err" '█▀▀▀▀▀█'
like "a terminal is put back as it was" "$err" $'\x1b\\[0m'

fails_with 2 "a new actor needs a name" m dd invite mairie-exemple --type collectivite_commune
fails_with 2 "an unknown type is told now" m dd invite mairie-exemple --name Mairie --type mairie
fails_with 2 "an actor has a lawful id" m dd invite 'Mairie!' --name Mairie --type association
fails_with 2 "a ticket is not for ever" m dd invite asso-exemple --name A --type association --days 4000
fails_with 1 "a remote that is not there" m dd invite asso-exemple --name A --type association --remote nowhere

# ---- who was invited gets in

fails_with 2 "whoever has no key is told how to get one" as asso maillage join "$ticket" ca
ok "nothing is left of it" leaves_nothing asso
ok "asso joins" as asso maillage join "$ticket" ca --name 'Jeanne Martin'
is "the id is the coopérative's" "$out" "$ca"
like "it says what happens next" "$err" "maillage enrol --request $(key_of asso)"
fails_with 1 "until then nothing is recorded" as asso maillage -C ca new action maraudes intitule=Maraudes
like "the request waits" "$err" 'your request to join waits for who invited you'
like "status says so too, and asks for nothing more" "$(m asso status)" '→ your request to join waits'

ok "dd syncs" m dd sync
like "and hears of it" "$err" '1 request to join has come from origin'
ok "status shows it" m dd status --json
holds "with the key and the name" "$out" ".requests == [{key: \"$(key_of asso)\", actor: \"asso-exemple\", name: \"Jeanne Martin\", problem: null}]"
ok "as text too" m dd status
like "with what to type" "$out" 'maillage enrol --request KEY'
fails_with 1 "nobody else has asked" m dd enrol --request aaaaaaaaaaaaaaaa
like "those who have are named" "$err" "$(key_of asso)"
fails_with 2 "a request says all that enrol asks" m dd enrol --request "$(key_of asso)" --type epci
fails_with 2 "of this actor only" m dd enrol mairie-exemple --request "$(key_of asso)"
ok "dd accepts" m dd enrol --request "$(key_of asso)"
is "the actor is enrolled" "$out" acteurs/asso-exemple
ok "dd sends that" m dd sync
is "the request is gone from the remote" "$(git -C "$work/remote.git" for-each-ref refs/maillage/requests)" ''
ok "asso asks whether" as asso maillage join "$ticket" ca
like "he writes" "$err" 'asso-exemple'
ok "he records" as asso maillage -C ca new action maraudes intitule=Maraudes
is "the name is the invitation's" "$(as asso maillage -C ca get acteurs/asso-exemple nom)" 'Structure Exemple'

# ---- a ticket serves once

ok "who finds the ticket may ask" as voleur maillage join "$ticket" ca --name Voleur
ok "dd syncs again" m dd sync
fails_with 1 "but is not let in" m dd enrol --request "$(key_of voleur)"
like "and dd learns who used it" "$err" "used already, by the key $(key_of asso)"
like "status says that it is not to be accepted" "$(m dd status)" 'Voleur \(the ticket was used already'
is "nothing was recorded" "$(m dd list cle --json | jq length)" 3
like "and how to be rid of it" "$(m dd status)" 'enrol --refuse KEY'
fails_with 2 "a request is refused by its key" m dd enrol asso-exemple --refuse "$(key_of voleur)"
fails_with 1 "which is one's that asked" m dd enrol --refuse "$(key_of asso)"
like "and those who did are named" "$err" "$(key_of voleur)"
ok "dd refuses it" m dd enrol --refuse "$(key_of voleur)"
is "it is gone from the remote" "$(git -C "$work/remote.git" for-each-ref refs/maillage/requests)" ''
holds "and from here" "$(m dd status --json)" '.requests == []'
fails_with 1 "once" m dd enrol --refuse "$(key_of voleur)"
is "nobody was enrolled" "$(m dd list cle --json | jq length)" 3

# ---- by mail, where the remote takes no request

# Its references are packed, and a file stands where another one would go.
git clone -q --mirror "$work/remote.git" "$work/mute.git"
rm -rf "$work/mute.git/refs/maillage"
: >"$work/mute.git/refs/maillage"
ticket mairie-exemple --name "Mairie Exemple" --type collectivite_commune
ok "mairie joins where nobody writes" as mairie maillage join "$ticket" ca --name 'Luc Petit' --url "$work/mute.git"
request=demande-$(key_of mairie).yaml
like "the request is a file" "$err" "$request"
ok "in the folder where it was typed" test -s "$work/mairie/$request"
like "status says that it waits" "$(m mairie status)" '→ your request to join waits'
sed 's/$/\r/' "$work/mairie/$request" >"$work/dd/ca/mailed.yaml"
sed 's/^acteur: .*/acteur: asso-exemple/' "$work/mairie/$request" >"$work/dd/ca/changed.yaml"
fails_with 1 "a changed one is refused" m dd enrol --request changed.yaml
fails_with 1 "so is what is none" m dd enrol --request cooperative.yaml
fails_with 1 "and one that is not there" m dd enrol --request nothing.yaml
is "all that recorded nothing" "$(m dd list cle --json | jq length)" 3
ok "a mailed one is accepted, whatever its line ends" m dd enrol --request mailed.yaml
rm "$work/dd/ca/mailed.yaml" "$work/dd/ca/changed.yaml"
rm -rf "$work/mute.git"

# ---- by a bundle, where there is no network

mkdir -p "$work/hopital"
ticket hopital-exemple --name "Hôpital Exemple" --type etablissement_sante
m dd -q bundle create "$work/ca.bundle" --for hopital
ok "hopital joins with a stick" as hopital maillage join "$ticket" ca --name 'Anne Roux' --url ../ca.bundle
request=demande-$(key_of hopital).yaml
like "the request is a file" "$err" "$request"
like "and the answer a bundle" "$err" 'maillage bundle apply FILE'
is "nothing is said of a remote that is not there" "$(grep -c 'remote' <<<"$err")" 0
is "again, the same" "$(as hopital maillage join "$ticket" ca 2>/dev/null)" "$ca"
ok "dd accepts it" m dd enrol --request "$work/hopital/$request"
m dd -q bundle create "$work/answer.bundle" --for hopital
ok "hopital takes the answer" m hopital bundle apply "$work/answer.bundle"
ok "and writes" m hopital new action maraudes intitule=Maraudes
m hopital -q bundle create "$work/back.bundle" --for dd
ok "which goes back the same way" m dd bundle apply "$work/back.bundle"
is "one main" "$(main_of dd)" "$(main_of hopital)"
ok "clone takes a bundle too" as autre maillage clone "$work/back.bundle" copy
is "of this coopérative" "$out" "$ca"
fails_with 1 "not the one that goes on from another" as autre maillage clone "$work/answer.bundle" half
like "which says what to ask for" "$err" 'bundle of everything'
fails_with 1 "nor what is no bundle" as autre maillage clone "$work/hopital/$request" half
ok "nothing is left of either" test ! -e "$work/autre/half"

# ---- whoever reads the remote sees the requests there, and can leave some beside them

# ask_beside NAME: a stranger's own key in another's request, with the form and the signature that it must have.
ask_beside()
{
	local text=$work/$1.yaml key tree blob
	ssh-keygen -q -t ed25519 -N '' -C x -f "$work/$1.key"
	key=$(cut -d' ' -f2 "$work/$1.key.pub" | base64 -d | sha256sum | cut -c1-20)
	key=$(printf '%b' "$(fold -w2 <<<"$key" | sed 's/^/\\x/' | tr -d '\n')" | base32)
	sed -e '/^signature:/,$d' -e "s|^cle: .*|cle: $(cut -d' ' -f1,2 "$work/$1.key.pub") $1|" "$work/seen.yaml" >"$text"
	ssh-keygen -q -Y sign -f "$work/$1.key" -n demande@maillage "$text" 2>/dev/null
	{ echo 'signature: |' && sed 's/^/  /' "$text.sig"; } >>"$text"
	blob=$(git -C "$work/remote.git" hash-object -w "$text")
	tree=$(printf '100644 blob %s\tdemande.yaml\n' "$blob" | git -C "$work/remote.git" mktree)
	git -C "$work/remote.git" cat-file commit "$seen" | sed "s/^tree .*/tree $tree/; s/<[^@]*@/<${key,,}@/" |
		git -C "$work/remote.git" hash-object -t commit -w --stdin >"$work/id"
	git -C "$work/remote.git" update-ref "refs/maillage/requests/${key,,}" "$(cat "$work/id")"
	beside=${key,,}
}

ticket lycee-exemple --name "Lycée Exemple" --type association
home lycee >/dev/null
ok "lycee asks" as lycee maillage join "$ticket" ca --name 'Paul Noir'
seen=$(git -C "$work/remote.git" rev-parse "refs/maillage/requests/$(key_of lycee)")
git -C "$work/remote.git" cat-file blob "$seen:demande.yaml" >"$work/seen.yaml"
ask_beside Ombre
ok "a stranger asks with the same invitation" m dd sync
like "dd hears of the other one" "$err" '1 request to join has come'
holds "and sees that one alone" "$(m dd status --json)" '[.requests[].name] == ["Paul Noir"]'
fails_with 1 "the stranger's is not accepted by its name either" m dd enrol --request "$beside"
like "which says why" "$err" 'had not the ticket'
holds "nor shown after that" "$(m dd status --json)" '[.requests[].name] == ["Paul Noir"]'
git -C "$work/remote.git" update-ref -d "refs/maillage/requests/$beside"
ok "dd refuses the one it saw" m dd enrol --refuse "$(key_of lycee)"
as lycee maillage join "$ticket" ca >/dev/null 2>&1
ok "and thinks better of it, naming the key" m dd enrol --request "$(key_of lycee)"
m dd -q sync

# ---- tickets that lead astray

fails_with 1 "a ticket cut short" as autre maillage join "${ticket:0:100}" ca --name X
like "is told so" "$err" 'not whole'
fails_with 1 "a changed ticket" as autre maillage join "${ticket/a/b}" ca --name X
fails_with 1 "no ticket at all" as autre maillage join bonjour ca --name X
ok "autre makes a key" as autre maillage key new --name Autre
ok "autre founds another coopérative" as autre maillage init other --title Autre --departement 92 --actor dd-92 --name Autre
git init -q --bare "$work/other.git"
as autre maillage -q -C other remote add origin "$work/other.git"
as autre maillage -q -C other sync
fails_with 1 "a copy of another coopérative" as autre maillage join "$ticket" ca --url "$work/other.git"
ok "leaves nothing" leaves_nothing autre
as autre maillage -q -C other bundle create "$work/other.bundle"
fails_with 1 "another coopérative's bundle" as autre maillage join "$ticket" ca --url "$work/other.bundle"
ok "leaves nothing of it" leaves_nothing autre
fails_with 1 "a folder that is another coopérative's" as autre maillage join "$ticket" other
fails_with 1 "a remote that is not there" as autre maillage join "$ticket" ca --url "$work/nowhere.git; id"
unlike "of whose name no command is made" "$err" 'git init'
ok "leaves nothing either" leaves_nothing autre
if is_test_build; then
	later=$((($(date +%s) + 20 * 86400) * 1000))
	MAILLAGE_NOW=$later fails_with 1 "a ticket that has expired" as autre maillage join "$ticket" ca
	like "says so" "$err" 'expired'
fi
fails_with 1 "who is no DD invites no other actor" m asso invite hopital-exemple --name Hôpital --type etablissement_sante
like "and learns whom he may" "$err" 'is no DD.*maillage invite asso-exemple'
ok "a colleague" m asso invite asso-exemple
finish
