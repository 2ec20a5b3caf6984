#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A key is lost in the middle of a signing round: what was signed stays, who lost it goes on with another, the round ends.
# shellcheck disable=SC2317 # ok calls judge by name
. "$(dirname "$0")/lib.sh"

parties=(asso centre hopital mairie)
text=conventions/publics-invisibles/v1
sign=(--passphrase-file "$work/phrase")

# at DAY: it is noon of that day for everybody, where the programs obey.
at()
{
	if is_test_build; then
		MAILLAGE_NOW=$(date -u -d "$1 12:00" +%s)000
		export MAILLAGE_NOW
	fi
}

everybody()
{
	local name
	for name in dd "${parties[@]}" dd "${parties[@]}"; do
		m "$name" -q sync || result "$name syncs" false
	done
}

# judge ACTOR: stock ssh-keygen verifies its signature of the text, by the signers that the DD's copy names, for the time
# at which it was brought.
judge()
{
	local copy=$work/dd/ca time
	time=$(git -C "$copy" log --all -1 --diff-filter=A --format=%cd --date=format-local:%Y%m%d%H%M%S -- "$text.$1.sig")
	maillage -C "$copy" allowed-signers >"$work/signers" &&
		ssh-keygen -Y verify -f "$work/signers" -I "$1" -n convention@maillage -O verify-time="${time}Z" -s "$copy/$text.$1.sig" <"$copy/$text.yaml"
}

# id PUB: the id of a public key, as docs/format-key.md says.
id()
{
	printf '%b' "$(cut -d' ' -f2 "$1" | base64 -d | sha256sum | head -c 20 | sed 's/../\\x&/g')" | base32 | tr '[:upper:]' '[:lower:]'
}

# waiting: who has not signed, by the DD's table.
waiting()
{
	m dd table signatures --json | jq -r '[.[] | select(.etat != "signee") | .partie | sub("-exemple$"; "")] | join(" ")'
}

at 2026-01-12
found
for name in "${parties[@]}"; do
	join "$name" signatory
	m dd -q set "acteurs/$name-exemple" statut_membre=membre
done
m dd -q set cooperative raison_etre="Aller vers" problematique="Des publics que personne ne voit"
m dd -q new objectif --bare intitule="Mobiliser" niveau=operationnel >/dev/null
m dd -q new instance --bare copil intitule="Comité de pilotage" type=comite_pilotage >/dev/null
m dd -q new action --bare maraudes intitule=Maraudes promoteur_referent=asso-exemple contenu="Aller vers" \
	calendrier_previsionnel='{debut: 2026-02-01, fin: 2027-01-31}' modes_intervention='[maraude]' public_cible='[invisibles]' \
	lieux_precis='[{id: l1, nom: Gare, commune: "78621"}]' moyens_humains_etp=0.5 statut=conventionnee >"$work/action"
action=$(<"$work/action")
m dd -q new indicateur --bare personnes intitule="Personnes" action="${action#*/}" type_indicateur=activite >/dev/null
m dd -q new convention >/dev/null
m dd -q set "$text" art3_financement="Une annexe le dit." lieu=Versailles parties="$(m dd yaml "$work/dd/ca/$text.yaml" |
	jq -c '[.parties[] | . + {representant: "Nom Exemple", qualite: "Président"}]')"
at 2026-02-09
ok "the DD opens the round" m dd sign "$text" "${sign[@]}"
everybody
at 2026-02-10
ok "the association signs" m asso sign "$text" "${sign[@]}"
everybody
is "two of five have" "$(waiting)" "centre hopital mairie"

# ---- who has signed loses his signatory key

at 2026-02-11
lost=$(id "$work/asso.signatory.pub")
like "the table names the key that signed" "$(m dd table signatures --json)" "\"$lost\""
fails_with 1 "a partner's device does not end it" m hopital key revoke "$lost" -m "clé USB perdue"
like "who is not above it learns so" "$err" "only a key above $lost may revoke it"
like "and who is" "$err" 'a signatory is revoked by the DD'
fails_with 1 "the DD's first signatory stays" m dd key revoke "$(id "$work/dd/home/keys/signatory.pub")" -m perdue "${sign[@]}"
like "and what to do then" "$err" 'go on with another'
ok "the DD ends it" m dd key revoke "$lost" -m "clé USB perdue"
rm "$work/asso/home/keys/signatory" "$work/asso/home/keys/signatory.pub"
as asso maillage -q key new --signatory --name "Signataire asso" --passphrase-file "$work/phrase" >"$work/asso.new.pub"
fails_with 1 "it cannot let itself in" m asso enrol asso-exemple --signatory-key "$(<"$work/asso.new.pub")" --passphrase-file "$work/phrase"
like "but its coordinator can" "$err" 'to the coordinator, who enrols it; another signatory'
mkdir "$work/aside"
mv "$work/dd/home/keys/signatory" "$work/dd/home/keys/signatory.pub" "$work/aside"
as dd maillage -q key new --signatory --name "Autre DD" --passphrase-file "$work/phrase" >"$work/dd.new.pub"
fails_with 1 "nor can the DD's" m dd enrol dd-78 --signatory-key "$(<"$work/dd.new.pub")" --passphrase-file "$work/phrase"
like "whose device can alone" "$err" 'this device may alone: maillage enrol dd-'
mv -f "$work/aside/signatory" "$work/aside/signatory.pub" "$work/dd/home/keys"
ok "and enrols another" m dd enrol asso-exemple --signatory-key "$(<"$work/asso.new.pub")"
like "with which one signs" "$err" 'asso-exemple can sign with that key'
everybody
is "what was signed stays signed" "$(waiting)" "centre hopital mairie"
ok "by stock ssh-keygen too, at its time" judge asso-exemple
fails_with 1 "with the new key there is nothing to sign again" m asso sign "$text" "${sign[@]}"
like "which is told" "$err" 'has already signed'

# ---- who has not loses the computer, and both keys with it

lost=$(id "$work/centre.pub") gone=$(id "$work/centre.signatory.pub")
rm -r "$work/centre"
ok "the DD ends the device" m dd key revoke "$lost" -m "ordinateur noyé"
ok "and the signatory" m dd key revoke "$gone" -m "ordinateur noyé"
m dd -q sync
at 2026-02-12
join centre signatory
everybody
is "the round waits for the same" "$(waiting)" "centre hopital mairie"
ok "the new key signs" m centre sign "$text" "${sign[@]}"
everybody
is "two are missing" "$(waiting)" "hopital mairie"
holds "by the new key" "$(m dd table signatures --json)" ".[] | select(.partie == \"centre-exemple\") | .cle == \"$(id "$work/centre.signatory.pub")\""

# ---- the round ends

at 2026-02-13
for name in hopital mairie; do
	ok "$name signs" m "$name" sign "$text" "${sign[@]}"
done
everybody
is "nobody is missing" "$(waiting)" ""
for name in asso-exemple centre-exemple hopital-exemple mairie-exemple dd-78; do
	ok "ssh-keygen agrees of $name" judge "$name"
done
! is_test_build || holds "it is in force from the last signature" "$(m mairie table conventions --json)" \
	'.[0].etat == "en_vigueur" and .[0].date_effet == "2026-02-13"'
finish
