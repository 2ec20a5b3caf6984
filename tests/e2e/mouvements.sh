#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A hospital comes in during the year, a town hall leaves at its end: what each asks of the convention, the steering
# committee, the bilans and the keys, as check, due and the tables tell it. The year begins on 29 February, and its
# quarters are counted from there.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
is_test_build || skip_all "these programs have a clock of their own"
sign=(--passphrase-file "$work/phrase")
present=(dd)

at()
{
	MAILLAGE_NOW=$(date -u -d "$1 11:00" +%s)000
	export MAILLAGE_NOW
}

# What anybody of them recorded reaches all.
everybody()
{
	local name
	for name in "${present[@]:1}" "${present[@]}"; do
		m "$name" -q sync || result "$name syncs" false
	done
}

comes()
{
	join "$1" signatory
	present+=("$1")
	m dd -q set "acteurs/$1-exemple" statut_membre=membre
}

action()
{
	m dd -q new action --bare "$1" intitule="$1" promoteur_referent="$2" contenu="Au début" statut=en_cours \
		calendrier_previsionnel="{debut: 2024-03-01, fin: 2026-02-27}" modes_intervention='[maraude]' public_cible='[invisibles]' \
		lieux_precis='[{id: l1, nom: Gare, commune: "78621"}]' moyens_humains_etp=0.5
}

# told RECORD: the rules that find something in it, but for what is not filled in.
told()
{
	m dd check "$1" --json 2>/dev/null | jq -r '[.[] | select(.code != "missing") | "\(.code) \(.field)"] | unique | join("; ")'
}

# owed QUARTER: who has to sign a bilan, as due and as the table tell.
owed()
{
	m dd due --all --json | jq -r --arg q "$1." \
		'[.[] | select(.code == "L4" and (.subject | startswith($q))) | .subject | ltrimstr($q)] | sort | join(" ")'
}

expected()
{
	m dd table bilans "$1" --json | jq -r '[.[].acteur // empty] | sort | join(" ")'
}

signed_by()
{
	local name text=$1
	ok "the DD opens $text" m dd sign "$text" "${sign[@]}"
	everybody
	for name in "${@:2}"; do
		ok "$name signs it" m "$name" sign "$text" "${sign[@]}"
	done
	everybody
}

at 2024-01-15
found
comes asso
comes mairie
m dd -q set cooperative date_lancement=2023-11-01 date_demarrage_programme=2024-02-29 parametres.base_trimestre=convention \
	raison_etre="Aller vers" problematique="Des publics que personne ne voit"
m dd -q new objectif --bare intitule="Mobiliser" niveau=operationnel >/dev/null
copil=$(m dd -q new instance --bare copil type=comite_pilotage \
	'membres=[{id: a, acteur: dd-78}, {id: b, acteur: asso-exemple}, {id: c, acteur: mairie-exemple}]')
maraudes=$(action maraudes asso-exemple)
accueil=$(action accueil mairie-exemple)
m dd -q new indicateur --bare vus intitule="Personnes vues" action="${maraudes#*/}" type_indicateur=activite defini_le=2024-01-10 >/dev/null
text=$(m dd -q new convention)
m dd -q set "$text" lieu=Versailles art5_duree.date_effet=2024-02-29 \
	parties="$(m dd yaml "$work/dd/ca/$text.yaml" | jq -c '[.parties[] | . + {representant: "Nom Exemple", qualite: "Maire"}]')"
at 2024-02-20
everybody
signed_by "$text" asso mairie
run m dd due --all --json
holds "the term of a leap day is the last of February" "$out" 'any(.[]; .code == "L1" and .date == "2025-02-28")'
holds "with the review two months before" "$out" 'any(.[]; .code == "L2" and .date == "2024-12-28")'
at 2024-06-01
run m dd due --all --json
holds "quarters end the day before the same day of a month" "$out" \
	'[.[] | select(.code == "L3") | .date] | sort == ["2024-05-28", "2024-08-28"]'

# ---- June: the hospital comes in

entry=$(m dd -q new mouvement --bare entree acteur=hopital-exemple sens=entree date_demande=2024-05-02 date_effet=2024-06-15)
is "an entry is announced before its actor is there" "$(told "$entry")" "M4 avenant; reference acteur"
comes hopital
head=$(m dd -q new personne --bare directrice nom="Directrice Exemple" fonction=Directrice acteur=hopital-exemple)
m dd -q set acteurs/hopital-exemple representant_legal="${head#*/}"
is "then it asks for an avenant" "$(told "$entry")" "M4 avenant"
consultations=$(action consultations hopital-exemple)
m dd -q new indicateur --bare recus intitule="Personnes reçues" action="${consultations#*/}" type_indicateur=activite >/dev/null
is "the new action is not of the programme yet" "$(told "$consultations" | grep -o 'V8')" V8
at 2024-06-16
is "its day passes: the seat is missing too" "$(told "$entry")" "M4 avenant; entered acteur"
m dd -q set "$copil" 'membres[d].acteur=hopital-exemple'
ok "an avenant" m dd new avenant objet="Entrée de l'hôpital"
avenant=$out
holds "has the new party and its action" "$(m dd yaml "$work/dd/ca/$avenant.yaml")" \
	"any(.parties[]; .acteur == \"hopital-exemple\" and .representant == \"Directrice Exemple\" and .qualite == \"Directrice\") and any(.modifications[]; .chemin == \"art2_actions[${consultations#*/}]\")"
m dd -q set "$entry" avenant="$avenant"
run m dd check "$entry"
like "is named, and waits for its signatures" "$out" 'has not signed the avenant'
is "whoever refers to it is shown" "$(m dd show "$avenant" --json | jq -c '[.named_by[] | [.record, .field]]')" "[[\"$entry\",\"avenant\"]]"
m dd -q set "$entry" avenant=conventions/publics-invisibles/a7
is "one that there is not is told" "$(told "$entry")" "M4 avenant; reference avenant"
m dd -q set "$entry" avenant="$avenant"
signed_by "$avenant" asso mairie hopital
is "all have signed: nothing is left to do" "$(told "$entry")" ""
is "the action is of the programme" "$(told "$consultations" | grep -c V8)" 0
is "no bilan is owed of the quarter before" "$(owed 2024-T1)" "asso-exemple mairie-exemple"
is "but of the one it came in" "$(expected 2024-T2)" "asso-exemple hopital-exemple mairie-exemple"
at 2024-09-02
is "as due tells" "$(owed 2024-T2)" "asso-exemple hopital-exemple mairie-exemple"
holds "it has to prepare the annual review" "$(m dd due --all --json)" 'any(.[]; .code == "L2" and .whom == "hopital-exemple")'
holds "it is among the partners" "$(m dd table acteurs --json)" 'any(.[]; .acteur == "hopital-exemple" and .statut_membre == "membre")'
holds "and does what it said" "$(m dd table qui-fait-quoi --json)" 'any(.[]; .action == "'"${consultations#*/}"'")'

# ---- December: the town hall leaves at the term

at 2024-12-16
ok "the town hall asks for it" m mairie -q new mouvement --bare sortie acteur=mairie-exemple sens=sortie date_demande=2024-12-02 \
	date_effet=2024-12-31 motif="Réorganisation" "actions_concernees=[${accueil#*/}]"
exit=$out
everybody
is "not on any day, nor without the DD, nor without an avenant" "$(told "$exit")" "M2 date_effet; M3 concertation_dd; M4 avenant"
fails_with 1 "the concertation is the DD's to note" m mairie set "$exit" concertation_dd.date=2024-12-10
m mairie -q set "$exit" date_effet=2025-02-28
everybody
is "at the term no avenant is needed" "$(told "$exit")" "M3 concertation_dd"
m dd -q set "$exit" concertation_dd.date=2025-02-28
is "afterwards is no prior concertation" "$(told "$exit")" "M3 concertation_dd.date"
m dd -q set "$exit" concertation_dd.date=2024-12-10
is "all is as the guide says" "$(told "$exit")" ""
body=$(m dd -q new instance --bare elargie type=reunion_elargie_bilan)
meeting=$(m dd -q new reunion --bare bilan instance="${body#*/}" date=2024-12-19 "decisions=[{id: d1, texte: La mairie sort, type: membre, objet_ref: $exit}]")
is "the decision that is about it is shown" "$(m dd show "$exit" --json | jq -c '[.named_by[] | [.record, .field]]')" "[[\"$meeting\",\"decisions\"]]"
ok "the collective bilan" m dd new bilan_annuel 2024 reunion="${meeting#*/}" bilan_complet="Une année utile" 'participants=[dd-78]'
annual=$out
holds "tells who leaves, after which concertation" "$(m dd yaml "$work/dd/ca/$annual.yaml")" \
	'[.sorties_acteurs[] | [.acteur, .concertation_le, .date_effet]] == [["mairie-exemple", "2024-12-10", "2025-02-28"]]'
for each in "$maraudes" "$consultations" "$accueil"; do
	decision=reconduite
	[[ $each != "$accueil" ]] || decision=non_reconduite
	m dd -q set "$annual" "reconductions[${each#*/}].decision=$decision" "reconductions[${each#*/}].motif=Vu"
done
ok "the renewal" m dd new renouvellement decision_ref="${meeting#*/}"
renewal=$out
holds "is of those who stay" "$(m dd yaml "$work/dd/ca/$renewal.yaml")" \
	'[.parties[].acteur] | sort == ["asso-exemple", "dd-78", "hopital-exemple"]'
holds "with their actions" "$(m dd yaml "$work/dd/ca/$renewal.yaml")" \
	".actions_non_reconduites == [\"${accueil#*/}\"] and (.actions_reconduites | length) == 2"
at 2025-02-03
signed_by "$renewal" asso hopital
is "the last quarter is owed by who leaves" "$(expected 2024-T4)" "asso-exemple hopital-exemple mairie-exemple"

# ---- March: the town hall has left

at 2025-03-03
is "its record, its seat and its keys tell another story" "$(told "$exit")" "left acteur"
is "three times" "$(m dd check "$exit" --json 2>/dev/null | jq '[.[] | select(.code == "left")] | length')" 3
m dd -q set acteurs/mairie-exemple statut_membre=retire
m dd -q set "$copil" 'membres[c]='
mapfile -t keys < <(grep -l 'acteur: mairie-exemple' "$work"/dd/ca/cles/*.yaml)
is "a device's and a signatory's" "${#keys[@]}" 2
for key in "${keys[@]##*/}"; do
	ok "a key is revoked" m dd key revoke "${key%.yaml}" -m "sortie de la commune" "${sign[@]}"
done
is "nothing is left to do" "$(told "$exit")" ""
like "but its action still names it" "$(told "$accueil")" 'reference-left promoteur_referent'
m dd -q set "$accueil" statut=non_reconduite
is "until it is over" "$(told "$accueil" | grep -c 'reference-left')" 0
ok "an avenant takes it out of the text" m dd new avenant objet="Sortie de la mairie"
holds "which is for those who stay to sign" "$(m dd yaml "$work/dd/ca/$out.yaml")" \
	'[.parties[].acteur] == ["dd-78", "asso-exemple", "hopital-exemple"] and [.modifications[] | .ancien.acteur, has("nouveau")] == ["mairie-exemple", false]'
at 2025-06-02
is "it owes no bilan of the new year" "$(owed 2025-T1)" "asso-exemple hopital-exemple"
is "nor does the table wait for one" "$(expected 2025-T1)" "asso-exemple hopital-exemple"
holds "the partners are those who stay, and who left" "$(m dd table acteurs --json)" \
	'[.[] | select(.statut_membre == "retire") | .acteur] == ["mairie-exemple"]'
is "the convention goes on without it" "$(m dd table conventions --json | jq -r '[.[] | select(.texte | endswith("/v1")) | .etat] | join(" ")')" renouvelee
finish
