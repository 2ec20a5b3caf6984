#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A convention of five parties: drafted from the records, signed offline in whatever order, amended, renewed or not, ended.
# shellcheck disable=SC2317 # ok calls judge by name
. "$(dirname "$0")/lib.sh"

parties=(asso mairie centre hopital)
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

# judge NAME ACTOR NAMESPACE RECORD: stock ssh-keygen verifies the signature in NAME's copy.
judge()
{
	local copy=$work/$1/ca
	maillage -C "$copy" allowed-signers >"$work/signers" &&
		ssh-keygen -Y verify -f "$work/signers" -I "$2" -n "$3" -s "$copy/$4.$2.sig" <"$copy/$4.yaml"
}

# refused TITLE NAME WORDS...
refused()
{
	local title=$1
	shift
	run m "$@"
	result "$title" "$( ((code == 1)) && echo true || echo false)" "exit code $code" "$out" "$err"
}

syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync || result "$name syncs" false
	done
}

everybody()
{
	syncs dd "${parties[@]}" dd "${parties[@]}"
}

# json NAME RECORD: what the record holds.
json()
{
	m "$1" yaml "$work/$1/ca/$2.yaml"
}

# ---- what the text is made from

at 2026-01-12
found
for name in "${parties[@]}"; do
	join "$name" signatory
	m dd -q set "acteurs/$name-exemple" statut_membre=membre
done
m dd -q set cooperative raison_etre="Aller vers ceux que personne ne voit" problematique="Les publics invisibles échappent aux soins"
aim=$(m dd -q new objectif --bare intitule="Mobiliser vers un parcours de santé" niveau=operationnel)
m dd -q new objectif --bare intitule="Une action coordonnée" niveau=general >/dev/null
copil=$(m dd -q new instance --bare copil intitule="Comité de pilotage" type=comite_pilotage)
maraudes=$(m dd -q new action --bare maraudes intitule="Maraudes" promoteur_referent=asso-exemple \
	contenu="Aller vers" calendrier_previsionnel='{debut: 2026-02-01, fin: 2027-01-31}' modes_intervention='[maraude]' \
	public_cible='[invisibles]' lieux_precis='[{id: l1, nom: Gare, commune: "78621"}]' moyens_humains_etp=0.5 statut=conventionnee)
bilans=$(m dd -q new action --bare bilans intitule="Bilans de santé" promoteur_referent=centre-exemple contenu="Consultations" \
	calendrier_previsionnel='{debut: 2026-02-01, fin: 2027-01-31}' modes_intervention='[bilan]' public_cible='[invisibles]' \
	lieux_precis='[{id: l1, nom: Centre, commune: "78621"}]' moyens_humains_etp=1 statut=conventionnee)
everybody

# ---- the draft

refused "a partner drafts no convention" asso new convention
refused "nor an avenant of one that is not there" dd new avenant
ok "the DD does" m dd new convention
is "with the programme's name" "$out" "$text"
draft=$(json dd "$text")
holds "the DD is the first party, then the members" "$draft" \
	'[.parties[].acteur] == ["dd-78", "asso-exemple", "centre-exemple", "hopital-exemple", "mairie-exemple"]'
holds "article 2 repeats the actions" "$draft" \
	".art2_actions | length == 2 and any(.[]; .id == \"${maraudes#*/}\" and .contenu == \"Aller vers\" and (has(\"statut\") | not))"
holds "article 1 the objectives" "$draft" "[.art1_objet.objectifs[].id] == [\"${aim#*/}\"]"
holds "the preamble why" "$draft" '.preambule | test("échappent aux soins") and test("personne ne voit")'
holds "article 4.1 who steers" "$draft" ".art4_1_pilotage.instance == \"${copil#*/}\" and .art4_1_pilotage.co_pilote == [\"dd-78\"]"
holds "twelve months, express" "$draft" '.art5_duree == {duree_mois: 12, renouvellement: "expres"}'
m dd -q set "$text" lieu=Versailles art3_financement="Une annexe le dit."
m dd -q set "$maraudes" contenu="Aller vers, et revenir"
ok "a second time" m dd new convention
is "it is the same draft" "$out" "$text"
draft=$(json dd "$text")
holds "with the records as they are now" "$draft" 'any(.art2_actions[]; .contenu == "Aller vers, et revenir")'
holds "and what was written" "$draft" '.lieu == "Versailles" and .art3_financement == "Une annexe le dit."'

# ---- the round

count=$(m dd -q new indicateur --bare personnes intitule="Personnes rencontrées" action="${maraudes#*/}" type_indicateur=activite)
m dd -q new convention >/dev/null
refused "what the guide obliges is missing" dd sign "$text" "${sign[@]}"
like "which is told" "$err" 'representant'
m dd -q set "$text" art5_duree.date_effet=2026-02-15 \
	parties="$(jq -c '[.parties[] | . + {representant: "Nom Exemple", qualite: "Président"}]' <<<"$draft")"
m dd -q new convention >/dev/null
holds "who represents whom stays" "$(json dd "$text")" '[.parties[].qualite] | unique == ["Président"]'
holds "the indicators follow the actions" "$(json dd "$text")" "[.art4_2_indicateurs[].id] == [\"${count#*/}\"]"
everybody
holds "nobody has signed" "$(m dd table signatures --json)" 'length == 5 and all(.[]; .etat == "a_ouvrir")'
at 2026-02-09
refused "nobody signs before the DD" asso sign "$text" "${sign[@]}"
like "which is told" "$err" 'dd-78 signs'
ok "the DD opens the round" m dd sign "$text" "${sign[@]}"
everybody
ok "who has to sign" m asso due
like "is told" "$out" "To be signed by you .*  $text  .*signed by 1 of 5"
holds "a program too" "$(m asso status --json)" ".to_sign == [{record: \"$text\", parties: 5, signed: 1}]"
like "status tells a person" "$(m asso status)" "To be signed by you"
unlike "not who has" "$(m dd status)" "To be signed by you"
refused "the text changes no more" dd set "$text" lieu=Paris
at 2026-02-10
for name in mairie hopital asso; do # offline: nobody hears of another
	ok "$name signs" m "$name" sign "$text" "${sign[@]}"
done
syncs hopital asso mairie dd
signatures=$(m dd table signatures publics-invisibles --json)
holds "the DD sees who is missing" "$signatures" '[.[] | select(.etat == "attendue").partie] == ["centre-exemple"]'
holds "and by which key the others signed" "$signatures" \
	'[.[] | select(.etat == "signee")] | length == 4 and all(.[]; (.cle | length) == 16 and .mode == "electronique_simple")'
is "as the README tells" "$(jq -r '.[] | "\(.partie) \(.etat)"' <<<"$signatures")" \
	"$(sed -n '/^\$ maillage table signatures/,/^\$ maillage new avenant/p' "$root/README.md" | grep -v '^\$')"
! is_test_build || holds "and when" "$signatures" '[.[].date] | unique == [null, "2026-02-09", "2026-02-10"]'
ok "a version beside it" m dd new convention
is "is the next" "$out" "${text%1}2"
like "the DD is told whose signature is awaited" "$err" "v1 is being signed: by dd-78, asso-exemple, hopital-exemple, mairie-exemple already, not yet by centre-exemple"
like "and what the next one means" "$err" "as soon as anybody signs ${text%1}2, $text is given up"
ok "the draft is taken back" m dd rm "${text%1}2" -m "non"
holds "none of another convention" "$(m dd table signatures autre --json)" 'length == 0'
refused "there is nothing to amend before all have signed" dd new avenant
like "who is missing is where to look" "$err" 'table signatures publics-invisibles'

# ---- on paper: the text is sealed, so it stands beside it

echo "un document scanné" >"$work/scan"
scan=$(sha256sum "$work/scan") && scan=${scan%% *}
digest=$(sha256sum "$work/dd/ca/$text.yaml") && digest=${digest%% *}
at 2026-02-12
mkdir -p "$work/dd/ca/conventions/publics-invisibles/signatures" "$work/dd/ca/pieces"
cp "$work/scan" "$work/dd/ca/pieces/${scan:0:16}-convention-signee.pdf"
paper()
{
	cat <<-END
		signatures:
		  - id: s1
		    fichier: $text.yaml
		    sha256: $1
		    personne: La directrice
		    date: 2026-02-11
		    mode: manuscrite_numerisee
		    empreinte: $scan
	END
}
paper "${digest//[0-9]/0}" >"$work/dd/ca/conventions/publics-invisibles/signatures/centre-exemple.yaml"
ok "a paper is recorded" m dd save
holds "of other bytes it counts for nothing" "$(m dd table signatures --json)" 'any(.[]; .partie == "centre-exemple" and .etat == "attendue")'
paper "$digest" | sed "s/$scan/${scan//[0-9]/0}/" >"$work/dd/ca/conventions/publics-invisibles/signatures/centre-exemple.yaml"
m dd -q save -m "le scan suit"
holds "one whose scan nobody attached is told" "$(m dd table signatures --json)" 'any(.[]; .partie == "centre-exemple" and .etat == "sans_scan")'
like "on paper too" "$(m dd print "$text")" 'la preuve manque'
paper "$digest" >"$work/dd/ca/conventions/publics-invisibles/signatures/centre-exemple.yaml"
run m dd check conventions/publics-invisibles/signatures/centre-exemple
unlike "its scan is here" "$out$err" 'no attachment has that SHA-256'
mv "$work/dd/ca/pieces/${scan:0:16}-convention-signee.pdf" "$work/away.pdf"
run m dd check conventions/publics-invisibles/signatures/centre-exemple
like "without its scan that is told" "$out$err" 'no attachment has that SHA-256'
mv "$work/away.pdf" "$work/dd/ca/pieces/${scan:0:16}-convention-signee.pdf"
ok "it is of the text" m dd save -m "le scan est celui du texte signé"
everybody
holds "everybody sees all have signed" "$(m hopital table signatures --json)" 'all(.[]; .etat == "signee") and
	any(.[]; .partie == "centre-exemple" and .mode == "manuscrite_numerisee" and .date == "2026-02-11" and .cle == null)'
for name in asso mairie hopital dd; do
	actor=$name-exemple
	[[ $name != dd ]] || actor=dd-78
	ok "ssh-keygen agrees of $name" judge centre "$actor" convention@maillage "$text"
done

if is_test_build; then
	holds "all have signed, before the day it states" "$(m dd table conventions --json)" '.[0].etat == "signee"'
	at 2026-02-15
	holds "it is in force from that day" "$(m dd table conventions --json)" \
		'length == 1 and .[0].etat == "en_vigueur" and .[0].date_effet == "2026-02-15" and .[0].dernier_jour == "2027-02-14"'
fi

# ---- an avenant

at 2026-03-02
refused "there is nothing to amend" dd new avenant
m asso -q set "$maraudes" moyens_humains_etp=0.8 freins="la pluie"
m centre -q set "$bilans" lieux_precis='[{id: l1, nom: Centre, commune: "78621"}, {id: l2, nom: Gare, commune: "78621"}]'
everybody
ok "the DD drafts an avenant" m dd new avenant objet="Plus de monde, un lieu de plus"
is "the first" "$out" conventions/publics-invisibles/a1
like "and what comes next" "$err" "maillage sign conventions/publics-invisibles/a1"
avenant=$out
holds "field by field, and nothing else" "$(json dd "$avenant")" "
	[.modifications[].chemin] == [\"art2_actions[${bilans#*/}].lieux_precis[l2]\", \"art2_actions[${maraudes#*/}].moyens_humains_etp\"]
	and .modifications[1].ancien == 0.5 and .modifications[1].nouveau == 0.8"
join nouveau signatory
m dd -q set acteurs/nouveau-exemple statut_membre=membre
ok "somebody enters" m dd new avenant
is "it is the same draft" "$out" "$avenant"
holds "he becomes a party, and signs it" "$(json dd "$avenant")" '.objet == "Plus de monde, un lieu de plus" and
	any(.modifications[]; .chemin == "parties[p6]" and .nouveau.acteur == "nouveau-exemple") and (.parties | length) == 6'
m dd -q set "$avenant" parties="$(json dd "$avenant" | jq -c '[.parties[] | . + {representant: "Nom Exemple", qualite: "Président"}]')"
ok "the DD signs it" m dd sign "$avenant" "${sign[@]}"
parties+=(nouveau)
everybody
for name in nouveau centre asso hopital mairie; do
	ok "$name signs it" m "$name" sign "$avenant" "${sign[@]}"
done
everybody
refused "it is signed: there is nothing to amend" dd new avenant

# ---- the year ends

at 2026-12-10
m dd -q set "$bilans" statut=non_reconduite
ok "a renewal is drafted" m dd new renouvellement actions_reconduites="[${maraudes#*/}]" actions_non_reconduites="[${bilans#*/}]"
renewal=$out
is "the first" "$renewal" conventions/publics-invisibles/renouvellement-1
holds "for the year after the term" "$(json dd "$renewal")" '.periode == {debut: "2027-02-15", fin: "2028-02-14"} and (.parties | length) == 6'

# ---- a party ends it

at 2027-01-05
ok "a party terminates" m hopital new resiliation motif="Fin du poste" mode=LRAR date_envoi=2027-01-05
holds "a letter to each of the others" "$(json hopital "$out")" \
	'.auteur == "hopital-exemple" and ([.notifications[].destinataire] | length == 5 and (index("hopital-exemple") | not))'
refused "who is no party cannot" nouveau new resiliation autre
everybody

if is_test_build; then
	at 2027-02-14
	holds "the last day of the year it is in force" "$(m dd table conventions --json)" '.[0].etat == "en_vigueur"'
	at 2027-02-15
	holds "without a signed renewal it expires the next" "$(m dd table conventions --json)" '.[0].etat == "expiree"'
	m asso -q set "$maraudes" modes_intervention='[maraude, accueil]'
	holds "what changes from then on asks for no avenant" "$(m asso -q --json audit sans-avenant)" 'all(.[]; .field != "modes_intervention[=accueil]")'
	ok "who drafts a renewal too late" m dd new renouvellement
	like "is told so" "$err" "is over since 2027-02-15.*maillage new convention publics-invisibles"
	m dd -q rm "$out" -m "trop tard"
fi

# ---- the next version

ok "a new version is drafted beside the signed one" m dd new convention
is "the second" "$out" conventions/publics-invisibles/v2
holds "without what is given up, with what was written" "$(json dd "$out")" "
	[.art2_actions[].id] == [\"${maraudes#*/}\"] and .art3_financement == \"Une annexe le dit.\" and (.parties | length) == 6
	and (.art5_duree | has(\"date_effet\") | not)"
everybody
cd "$work" || exit
finish
