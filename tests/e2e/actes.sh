#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What becomes of a convention of three parties: a paper instead of a key, a record removed during the round, two avenants on
# one field, a termination with its letters, the next version, a renewal in time and one that never came. Each state once.
# shellcheck disable=SC2317 # ok and refused call functions by name
. "$(dirname "$0")/lib.sh"
is_test_build || skip_all "these programs have a clock of their own"
sign=(--passphrase-file "$work/phrase")
text=conventions/publics-invisibles/v1

at()
{
	MAILLAGE_NOW=$(date -u -d "$1 11:00" +%s)000
	export MAILLAGE_NOW
}

everybody()
{
	local name
	for name in dd asso mairie dd asso mairie; do
		m "$name" -q sync || result "$name syncs" false
	done
}

refused()
{
	local title=$1
	shift
	run m "$@"
	result "$title" "$( ((code == 1)) && echo true || echo false)" "exit code $code" "$out" "$err"
}

# state VERSION: where it stands today, as the table tells.
state()
{
	m dd table conventions --json | jq -r ".[] | select(.texte | endswith(\"/v$1\")) | .etat"
}

# writes TEXT: what the association's action holds from now on.
writes()
{
	m asso -q set "$maraudes" contenu="$1"
	everybody
}

at 2026-01-12
found
for name in asso mairie; do
	join "$name" signatory
	m dd -q set "acteurs/$name-exemple" statut_membre=membre
done
m dd -q set cooperative raison_etre="Aller vers" problematique="Des publics que personne ne voit"
m dd -q new objectif --bare intitule="Mobiliser" niveau=operationnel >/dev/null
m dd -q new instance --bare copil intitule="Comité de pilotage" type=comite_pilotage >/dev/null
action()
{
	m dd -q new action --bare "$1" intitule="$1" promoteur_referent="$2" contenu="Au début" \
		calendrier_previsionnel='{debut: 2026-02-01, fin: 2027-01-31}' modes_intervention='[maraude]' public_cible='[invisibles]' \
		lieux_precis='[{id: l1, nom: Gare, commune: "78621"}]' moyens_humains_etp=0.5 statut=conventionnee
}
maraudes=$(action maraudes asso-exemple)
accueil=$(action accueil mairie-exemple)
m dd -q new indicateur --bare vus intitule="Personnes vues" action="${maraudes#*/}" type_indicateur=activite >/dev/null
m dd -q new convention >/dev/null
m dd -q set "$text" lieu=Versailles art5_duree.date_effet=2026-02-01 \
	parties="$(m dd yaml "$work/dd/ca/$text.yaml" | jq -c '[.parties[] | . + {representant: "Nom Exemple", qualite: "Maire"}]')"
everybody
is "a draft is a project" "$(state 1)" projet

# ---- the round: a record goes, and a party has no key

at 2026-01-20
echo "la page signée" >"$work/scan.pdf"
refused "a text that can still change is signed on no paper" mairie sign "$text" --paper "$work/scan.pdf" --date 2026-01-20
like "and why" "$err" 'can still change'
refused "nobody signs before the DD" asso sign "$text" "${sign[@]}"
like "who is named, with what comes next" "$err" 'dd-78 signs first.*maillage sync'
ok "the DD opens the round" m dd sign "$text" "${sign[@]}"
everybody
is "it is being signed" "$(state 1)" en_signature
ok "a record of article 2 is removed meanwhile" m dd rm "$accueil" -m "saisie deux fois"
everybody
ok "the others sign what the first one signed" m asso sign "$text" "${sign[@]}"
at 2026-01-26
fails_with 2 "a paper has a day" m mairie sign "$text" --paper "$work/scan.pdf"
fails_with 2 "that is not to come" m mairie sign "$text" --paper "$work/scan.pdf" --date 2026-01-27
fails_with 2 "and that there is" m mairie sign "$text" --paper "$work/scan.pdf" --date 2025-11-31
like "in its month" "$err" "has 30 days"
fails_with 2 "and is of a paper" m mairie sign "$text" --date 2026-01-22
fails_with 2 "by a party" m dd sign "$text" --paper "$work/scan.pdf" --date 2026-01-22 --party cpam-exemple
refused "a partner records his own" asso sign "$text" --paper "$work/scan.pdf" --date 2026-01-22 --party mairie-exemple
ok "the DD may record another's" m dd sign "$text" --paper "$work/scan.pdf" --date 2026-01-22 --party mairie-exemple
is "beside the text" "$out" conventions/publics-invisibles/signatures/mairie-exemple
holds "with the digest of the scan" "$(m dd yaml "$work/dd/ca/$out.yaml")" \
	".signatures | length == 1 and .[0].empreinte == \"$(sha256sum <"$work/scan.pdf" | cut -d' ' -f1)\" and .[0].personne == \"Nom Exemple, Maire\""
everybody
is "all have signed, and its day is to come" "$(state 1)" signee
holds "one of them on paper" "$(m asso table signatures --json)" 'any(.[]; .partie == "mairie-exemple" and .etat == "signee" and .date == "2026-01-22")'
like "which is printed" "$(m asso print "$text")" $'Signé hors de Maillage</strong> le 22\u00a0janvier\u00a02026 par Nom Exemple, Maire'
m dd -q set conventions/publics-invisibles/signatures/mairie-exemple "signatures[v1].sha256=$(sha256sum </dev/null | cut -d' ' -f1)" -m essai
run m dd check conventions/publics-invisibles/signatures/mairie-exemple
like "a paper of other bytes is told" "$out$err" 'signature-papier'
is "and counts for nothing" "$(state 1)" en_signature
ok "one that is older than the text" m dd sign "$text" --paper "$work/scan.pdf" --date 2026-01-19 --party mairie-exemple
like "is to be compared with it" "$err" 'of 2026-01-19, and the text was sealed on 2026-01-20'
ok "recorded again" m dd sign "$text" --paper "$work/scan.pdf" --date 2026-01-22 --party mairie-exemple
unlike "as it was" "$err" 'sealed on'
is "it counts" "$(state 1)" signee

# ---- two avenants on one field

at 2026-03-02
is "its day has come" "$(state 1)" en_vigueur
run m dd check "$text"
like "the record that is gone is told" "$out$err" 'its record is gone without an avenant'
writes "Le dimanche aussi"
ok "an avenant" m dd new avenant objet="Le dimanche"
first=$out
holds "which takes out the action that is gone, whole" "$(m dd yaml "$work/dd/ca/$first.yaml")" \
	"any(.modifications[]; .chemin == \"art2_actions[${accueil#*/}]\" and .ancien.contenu == \"Au début\" and (has(\"nouveau\") | not))"
ok "whose round is opened" m dd sign "$first" "${sign[@]}"
writes "Le samedi aussi"
ok "and another, drafted beside it" m dd new avenant objet="Le samedi"
second=$out
is "is the next" "$second" conventions/publics-invisibles/a2
ok "is opened too" m dd sign "$second" "${sign[@]}"
like "but told to contradict the first" "$err" 'avenant-double'
like "by name" "$err" "$first"
everybody
for name in asso mairie; do
	ok "$name signs the first" m "$name" sign "$first" "${sign[@]}"
done
everybody
refused "nobody else can sign the second: it replaces what is not said any more" asso sign "$second" "${sign[@]}"
like "and what to do" "$err" 'maillage new avenant'
ok "the DD drafts it again" m dd new avenant objet="Le samedi plutôt"
third=$out
is "as the third" "$third" conventions/publics-invisibles/a3
holds "from what is signed now" "$(m dd yaml "$work/dd/ca/$third.yaml")" \
	'any(.modifications[]; (.chemin | endswith(".contenu")) and .ancien == "Le dimanche aussi" and .nouveau == "Le samedi aussi")'
m dd -q sign "$third" "${sign[@]}" && everybody
m asso -q sign "$third" "${sign[@]}" && m mairie -q sign "$third" "${sign[@]}" && everybody
fails_with 1 "then there is nothing to amend" m dd new avenant

# ---- a termination

at 2026-05-04
ok "the town hall terminates" m mairie new resiliation motif="Fusion de services" mode=LRAR date_envoi=2026-05-04
letters=$out
like "nothing takes effect before the letters are received" "$(m mairie print "$letters")" 'En attente</strong>.*aucun avis de réception n.{1,3}est noté de'
m mairie -q set "$letters" "notifications[n1].numero_suivi=1A1" "notifications[n1].date_reception=2026-05-06" "notifications[n2].numero_suivi=1A2"
everybody
at 2026-06-20
is "one receipt is missing: it is in force" "$(state 1)" en_vigueur
run m dd due --why --all
like "which the deadlines tell" "$out" 'received by 1 of 2'
like "and the status, to everybody, whatever comes before it" "$(m asso status)" '2026-06-06  L6   mairie-exemple: The convention is terminated, if'
holds "as data too" "$(m asso status --json)" '.due.notices | length == 1 and .[0].phase == "en_attente" and .[0].date == "2026-06-06"'
m mairie -q set "$letters" "notifications[n2].date_reception=2026-06-15"
everybody
like "the last receipt and a month" "$(m dd print "$letters")" $'le 15\u00a0juillet\u00a02026'
at 2026-07-14
is "the day before" "$(state 1)" en_vigueur
at 2026-07-15
is "it is terminated" "$(state 1)" resiliee
like "which its status says" "$(m dd print "$letters")" $'prend effet un mois après, <strong>le 15\u00a0juillet\u00a02026'

# ---- the next version, renewed in time, then no more

at 2026-08-03
m dd -q set acteurs/mairie-exemple statut_membre=retire
everybody
ok "a version without who left" m dd new convention
is "the second" "$out" conventions/publics-invisibles/v2
m dd -q set "$out" art5_duree.date_effet=2026-09-01 lieu=Versailles
ok "is signed by who stays" m dd sign "$out" "${sign[@]}"
ok "a typo is found: the next number" m dd new convention
is "beside what one has signed" "$out" conventions/publics-invisibles/v3
m dd -q set "$out" art5_duree.date_effet=2026-09-01 lieu=Paris
ok "which the DD opens" m dd sign "$out" "${sign[@]}"
everybody
refused "the other has been given up" asso sign conventions/publics-invisibles/v2 "${sign[@]}"
like "for this one" "$err" 'conventions/publics-invisibles/v3'
ok "all of them" m asso sign conventions/publics-invisibles/v3 "${sign[@]}"
everybody
at 2026-09-01
is "it replaces the others" "$(state 1) $(state 2) $(state 3)" "remplacee remplacee en_vigueur"
at 2027-07-01
meeting=$(m dd -q new reunion --bare elargie date=2027-06-28)
ok "a renewal is drafted" m dd new renouvellement "actions_reconduites=[${maraudes#*/}]" "decision_ref=${meeting#*/}"
renewal=$out
m dd -q sign "$renewal" "${sign[@]}" && everybody
ok "and signed by all before the term" m asso sign "$renewal" "${sign[@]}"
everybody
at 2027-09-01
is "it goes on" "$(state 3)" renouvelee
at 2028-08-31
is "to its last day" "$(state 3)" renouvelee
at 2028-09-01
is "and is never renewed tacitly" "$(state 3)" expiree
finish
