#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A quarter's bilans between three homes, under a set clock: drafted, submitted, acknowledged, returned, corrected,
# consolidated, closed; one that comes in after the closure; the quarter opened again.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
is_test_build || skip_all "these programs have a clock of their own"

# on DAY: the clock of all three, at noon in Paris in winter; it never goes back.
on()
{
	MAILLAGE_NOW=$(($(date -u -d "$1 11:00" +%s) * 1000))
	export MAILLAGE_NOW
}

# syncs NAME...: one after the other.
syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync 2>"$work/err" || result "$name syncs" false "$(cat "$work/err")"
	done
}

# state ACTOR: where its bilan stands, in the DD's table.
state()
{
	m dd table bilans 2018-T1 --json | jq -r ".[] | select(.acteur == \"$1-exemple\") | .etat"
}

on 2018-01-02
found
join asso signatory
join mairie signatory
join centre signatory
role='dd' join siege
sign=(--passphrase-file "$work/phrase")
m dd -q set cooperative parametres='{delai_bilan_jours: 10}'
for name in asso mairie centre; do
	m "$name" -q sync
	action=$(m "$name" -q new action "action-$name" intitule="Action $name" statut=en_cours calendrier_previsionnel.debut=2018-01-02)
	m "$name" -q set "$action" public_cible='[invisibles]'
	m "$name" -q new indicateur "actes-$name" intitule="Actes $name" action="${action#actions/}" agregation=somme unite=actes >"$work/$name.indicateur"
	m "$name" -q sync
done
count=$(sed 's|.*/||' "$work/asso.indicateur")
syncs dd asso mairie centre

# ---- measuring

on 2018-02-14
ok "a measure is one line" m asso new mesure "$count" 2018-T1 valeur=12
mesure=$out
is "at its path" "$mesure" "mesures/2018-T1/$count--asso-exemple"
on 2018-03-20
ok "the next one is added to it" m asso new mesure "$count" 2018-T1 valeur=30 date=2018-03-18 note="avec le bus"
is "at the same path" "$out" "$mesure"
json=$(m asso yaml "$work/asso/ca/$mesure.yaml")
holds "dated today, or as said" "$json" '[.observations[] | [.date, .valeur]] == [["2018-02-14", 12], ["2018-03-18", 30]]'
holds "each with an id of its own" "$json" '[.observations[].id] | unique | length == 2'
ok "the same again changes nothing that is there" m asso new mesure "$count" 2018-T1 valeur=30 date=2018-03-18 note="avec le bus"
holds "but is one more" "$(m asso yaml "$work/asso/ca/$mesure.yaml")" '.observations | length == 3'
last=$(m asso yaml "$work/asso/ca/$mesure.yaml" | jq -r '.observations[2].id')
m asso -q set "$mesure" "observations[$last]="
fails_with 2 "not on a day of another quarter" m asso new mesure "$count" 2018-T1 valeur=1 date=2018-04-02
fails_with 2 "not without a value" m asso new mesure "$count" 2018-T1 date=2018-03-02
fails_with 2 "not in what is no quarter" m asso new mesure "$count" 2018-Q1 valeur=1
like "which is what is wrong" "$err" '2018-Q1.*2018-T1'
ok "the quarter may come first" m asso new mesure 2018-T1 "$count" valeur=1
last=$(m asso yaml "$work/asso/ca/$mesure.yaml" | jq -r '.observations[-1].id')
m asso -q set "$mesure" "observations[$last]="

# ---- drafting and submitting

is "owed" "$(state asso)" attendu
fails_with 1 "nothing drafted" m asso submit 2018-T1 "${sign[@]}"
like "says how" "$err" 'new bilan_trimestriel 2018-T1'
on 2018-04-05
for name in asso mairie; do
	m "$name" -q new bilan_trimestriel 2018-T1 actions='[]' >/dev/null
done
ok "the draft of the next one" m mairie new bilan_trimestriel 2018-T1
like "tells what is left to write, by action" "$err" $'advises:\n  action-mairie-[0-9a-z]{4}: Progress, Achievements, .*, Proposed adjustments\n  Staff'
like "and what is next" "$err" 'edit bilans/2018-T1/mairie-exemple.*submit 2018-T1'
syncs asso mairie dd
is "drafted" "$(state asso)" brouillon
ok "submitted" m asso submit 2018-T1 "${sign[@]}"
fails_with 1 "not twice" m asso submit 2018-T1 "${sign[@]}"
like "says when it was, and what to do" "$err" '2018-04-05.*new bilan_trimestriel 2018-T1 -m'
syncs asso dd
is "sent" "$(state asso)" transmis
on 2018-04-07
ok "acknowledged" m dd acknowledge 2018-T1 asso-exemple "${sign[@]}"
like "on the day that counts" "$err" 'receipt of bilans/2018-T1/asso-exemple is signed: received on 2018-04-07'
unlike "in time" "$err" 'late'
is "received" "$(state asso)" accusé
fails_with 1 "once" m dd acknowledge 2018-T1 asso-exemple "${sign[@]}"
fails_with 1 "by a DD" m mairie acknowledge 2018-T1 asso-exemple "${sign[@]}"
like "is said first" "$err" 'no DD'

# ---- returned, and corrected

fails_with 2 "a return has a reason" m dd return 2018-T1 asso-exemple
fails_with 1 "of what was sent" m dd return 2018-T1 mairie-exemple -m x
fails_with 1 "by a DD" m mairie return 2018-T1 asso-exemple -m x
ok "returned" m dd return 2018-T1 asso-exemple -m "la sortie du 18 mars compte double"
is "in a record beside it" "$out" retours/2018-T1/asso-exemple
fails_with 1 "once" m dd return 2018-T1 asso-exemple -m encore
is "to be corrected" "$(state asso)" "à corriger"
syncs dd asso
like "status tells its actor" "$(m asso status)" 'la sortie du 18 mars compte double'
like "and show the reader" "$(m asso show bilans/2018-T1/asso-exemple)" 'la sortie du 18 mars compte double'
unlike "others are not concerned" "$(m mairie status)" 'la sortie du 18 mars'
second=$(m asso yaml "$work/asso/ca/$mesure.yaml" | jq -r '.observations[1].id')
fails_with 1 "a value that was sent is not changed without a reason" m asso set "$mesure" "observations[$second].valeur=15"
ok "with one it is" m asso set "$mesure" "observations[$second].valeur=15" -m "compté deux fois"
json=$(m asso yaml "$work/asso/ca/$mesure.yaml")
holds "which it keeps" "$json" '.statut == "corrigee" and .motif_correction == "compté deux fois"'
like "log tells the value before" "$(m asso log "$mesure:observations[$second].valeur")" '30.*15'
ok "the correction" m asso new bilan_trimestriel 2018-T1 -m "retour de la DD"
is "stands beside" "$out" bilans/2018-T1/asso-exemple--r2
holds "tells the earlier figure and why" "$(m asso yaml "$work/asso/ca/$out.yaml")" \
	'.motif_correction == "retour de la DD" and any(.chiffres[]; .valeur == 27 and .valeur_anterieure == 42 and .motif_correction == "compté deux fois")'
on 2018-04-09
ok "is submitted" m asso submit 2018-T1 "${sign[@]}"
syncs asso dd
is "corrected" "$(state asso)" rectifié
ok "and acknowledged" m dd acknowledge 2018-T1 asso-exemple "${sign[@]}"
is "received" "$(state asso)" accusé
holds "one change since" "$(m dd table bilans 2018-T1 --json)" 'any(.[]; .acteur == "asso-exemple" and .modifications == 1 and .jours_de_retard == null)'

# ---- late

on 2018-04-13
is "who sent nothing is late" "$(state centre)" "en retard"
ok "a late one is taken" m mairie submit 2018-T1 "${sign[@]}"
like "and told" "$err" '3 days late'
syncs mairie dd
ok "received late" m dd acknowledge 2018-T1 mairie-exemple "${sign[@]}"
like "which is told" "$err" '3 days late: it was due on 2018-04-10'
json=$(m dd table bilans 2018-T1 --json)
holds "by how many days" "$json" 'any(.[]; .acteur == "mairie-exemple" and .jours_de_retard == 3 and .a_temps == 0)'
holds "one of three in time" "$json" 'any(.[]; .total and .attendus == 3 and .a_temps == 1 and .taux == 33.3)'

like "a reader of English understands it" "$(m dd table bilans 2018-T1)" 'State.*asso-exemple +Structure Exemple asso +acknowledged .*Exemple centre +late '

# ---- consolidated and closed

fails_with 1 "nothing to close" m dd close 2018-T1 "${sign[@]}"
fails_with 1 "by a DD" m asso consolidate 2018-T1
syncs dd siege
ok "consolidated" m dd consolidate 2018-T1
consolidation=$out
like "who is missing is told" "$err" 'bilan of centre-exemple is missing'
ok "and by another DD" m siege consolidate 2018-T1
ok "to the byte, without either having seen the other's" cmp "$work/dd/ca/$consolidation.yaml" "$work/siege/ca/$consolidation.yaml"
syncs siege dd
json=$(m dd yaml "$work/dd/ca/$consolidation.yaml")
holds "missing and late" "$json" '.manquants == ["centre-exemple"] and .en_retard == ["mairie-exemple"]'
holds "dates" "$json" 'any(.bilans[]; .id == "asso-exemple" and .fichier == "bilans/2018-T1/asso-exemple--r2.yaml" and .accuse_le == "2018-04-09")'
holds "formula and contributors" "$json" "any(.chiffres[]; .id == \"$count\" and .valeur == 27 and .formule == \"27\" and [.contributions[].id] == [\"asso-exemple\"])"
m dd -q set "$consolidation" synthese="Deux bilans sur trois"
fails_with 1 "a partner does not close" m asso close 2018-T1 "${sign[@]}"
ok "closed" m dd close 2018-T1 "${sign[@]}"
json=$(m dd yaml "$work/dd/ca/$consolidation.yaml")
holds "with what it had before it" "$json" '.statut == "close" and (.frontiere | length >= 1 and all(test("^[0-9a-f]{40}$")))'
fails_with 1 "once" m dd close 2018-T1 "${sign[@]}"
fails_with 1 "not consolidated any more" m dd consolidate 2018-T1
like "says how" "$err" 'reopen 2018-T1'
is "who sent nothing is absent" "$(state centre)" absent

ok "a quarter in which nobody owed anything" m dd consolidate 2017-T4
holds "expects nobody" "$(m dd yaml "$work/dd/ca/$out.yaml")" '.attendus == [] and .chiffres == []'
ok "is closed as well" m dd close 2017-T4 "${sign[@]}"

# ---- too late

m centre -q new bilan_trimestriel 2018-T1 >/dev/null
m centre -q submit 2018-T1 "${sign[@]}" 2>/dev/null
m centre -q sync
m dd -q sync
is "what was signed without knowing is kept, as late" "$(state centre)" "en retard"
holds "and told" "$(m dd table bilans 2018-T1 --json)" 'any(.[]; .acteur == "centre-exemple" and .apres_cloture == "oui")'
ok "with what it would change" m dd table ecarts 2018-T1 --json
holds "in figures" "$out" 'all(.[]; .acteurs == "centre-exemple") and length == 1'
ok "as consolidate tells" m dd consolidate 2018-T1 --dry-run
like "too" "$out" centre-exemple
syncs centre
fails_with 1 "knowing it, nobody writes there" m centre set bilans/2018-T1/centre-exemple commentaire=x
fails_with 1 "nor submits" m mairie submit 2018-T1 "${sign[@]}"
fails_with 2 "a reason to open it" m dd reopen 2018-T1
ok "opened again" m dd reopen 2018-T1 -m "bilan du centre arrivé après"
is "in a version of its own" "$out" "$consolidation--r2"
fails_with 1 "once" m dd reopen 2018-T1 -m encore
fails_with 1 "what came in is not consolidated" m dd close 2018-T1 "${sign[@]}"
ok "consolidated" m dd consolidate 2018-T1
ok "and closed" m dd close 2018-T1 "${sign[@]}"
holds "with all of them" "$(m dd yaml "$work/dd/ca/$consolidation--r2.yaml")" \
	'.statut == "close" and .motif_reouverture == "bilan du centre arrivé après" and (.recus | length == 3) and .synthese == "Deux bilans sur trois"'
ok "nothing differs" m dd table ecarts 2018-T1 --json
is "at all" "$out" "[]"
syncs dd asso mairie centre
is "the same on every copy" "$(m asso table bilans 2018-T1)" "$(m dd table bilans 2018-T1)"

# ---- the year

# quarter NAME PERIOD DAY VALUE: what NAME observed, submitted.
quarter()
{
	on "$3"
	ok "$1 measures in $2" m "$1" -q new mesure "$count" "$2" valeur="$4"
	ok "$1 drafts $2" m "$1" -q new bilan_trimestriel "$2"
	ok "$1 submits $2" m "$1" -q submit "$2" "${sign[@]}"
	syncs "$1"
}

m asso -q set "indicateurs/$count" cible=100
quarter asso 2018-T2 2018-06-30 40
quarter asso 2018-T3 2018-09-30 20
on 2018-11-02
fails_with 2 "a year is asked for" m asso new bilan_annuel_acteur 2018-T1
ok "an actor's year" m asso new bilan_annuel_acteur 2018
like "what is left to write is told, and what comes next" "$err" 'maillage sign bilans/2018/asso-exemple'
is "at its path" "$out" bilans/2018/asso-exemple
json=$(m asso yaml "$work/asso/ca/$out.yaml")
holds "the grid" "$json" '(.grille | length >= 7) and all(.grille[]; .question != "" and .reponse == "")'
holds "three quarters, added up" "$json" "(.trimestres | length == 3) and any(.indicateurs[]; .id == \"$count\" and .valeur == 87 and .formule == \"27 + 40 + 20\" and .atteinte == \"non_atteinte\")"
fails_with 1 "is not signed before it is answered" m asso sign bilans/2018/asso-exemple "${sign[@]}"
mapfile -t answers < <(jq -r '.grille[] | "grille[\(.id)].reponse=Oui"' <<<"$json")
m asso -q set bilans/2018/asso-exemple evaluation_processus="Le copil suit" "${answers[@]}"
ok "once it is, it is" m asso sign bilans/2018/asso-exemple "${sign[@]}"
m asso -q sync
m dd -q sync
fails_with 1 "the CA's is the DD's" m asso new bilan_annuel 2018
ok "the CA's year" m dd new bilan_annuel 2018
is "at its path" "$out" bilans/2018/annuel
json=$(m dd yaml "$work/dd/ca/$out.yaml")
holds "says what it covers" "$json" '.couverture.phrase == "3 trimestres sur 4, 10 mois sur 12" and .arrete_au == "2018-11-02"'
holds "who is missing" "$json" '(.bilans | map(.id)) == ["asso-exemple"] and .manquants == ["centre-exemple", "mairie-exemple"]'
holds "a decision to take for each action" "$json" '(.reconductions | length == 3) and all(.reconductions[]; .porteur != null and .motif == "")'
traced=$(m dd --json trace "bilans/2018/annuel:$count")
holds "its figures are traced: the closed quarter by its consolidation" "$traced" \
	'.below[0].record == "bilans/2018-T1/consolidation--r2" and .below[0].sha256 == .below[0].stated and .below[0].below[0].record == "bilans/2018-T1/asso-exemple--r2"'
holds "the open ones by their bilans" "$traced" '[.below[1:][].record] == ["bilans/2018-T2/asso-exemple", "bilans/2018-T3/asso-exemple"]'
holds "each down to who observed" "$traced" \
	'[.. | objects | select((.record // "") | startswith("mesures/")) | .writes[] | select(.field | endswith(".valeur")) | select(.stands) | .new] | sort == [12, 15, 20, 40]'
holds "with right and reason" "$traced" 'any(.. | objects | select(.field?) | select(.reason?); .reason == "compté deux fois" and .right == "proprietaire")'
holds "an actor's year as well" "$(m dd --json trace "bilans/2018/asso-exemple:$count.valeur")" \
	'.value == 87 and ([.below[].value] == [27, 40, 20])'
like "the whole record tells all it rests on" "$(m dd trace bilans/2018/annuel)" 'bilans/2018-T1/consolidation--r2? · .*bilans/2018-T2/asso-exemple · .*bilans/2018/asso-exemple · '
renewal=$(jq -r '.reconductions[0].id' <<<"$json")
m dd -q set bilans/2018/annuel "reconductions[$renewal].decision=non_reconduite" "reconductions[$renewal].motif=Peu de public"
ok "drafted again" m dd new bilan_annuel 2018
holds "what was decided stays" "$(m dd yaml "$work/dd/ca/bilans/2018/annuel.yaml")" \
	"any(.reconductions[]; .id == \"$renewal\" and .decision == \"non_reconduite\" and .motif == \"Peu de public\")"
quarter asso 2018-T4 2018-12-31 25
m dd -q sync
ok "the full year, later" m dd table annee 2018 --json
holds "beside what was decided" "$out" "any(.[]; .indicateur == \"$count\" and .valeur_decidee == 87 and .trimestres_decides == 3 and .valeur_annee == 112 and .trimestres_annee == 4 and .ecart == 25 and .atteinte_decidee == \"non_atteinte\" and .atteinte == \"atteinte\")"
quarter mairie 2018-T4 2018-12-31 -5
m dd -q sync
ok "consolidated before its day" m dd consolidate 2018-T4
like "who is awaited is told, until when" "$err" 'bilan of centre-exemple is not there yet: it is due on 2019-01-10'
like "which bilans nobody received" "$err" 'bilan of asso-exemple is not acknowledged yet'
like "and what does not agree" "$err" "$count: total 20 inférieur à une partie : asso-exemple 25"
holds "a correction is subtracted" "$(m dd yaml "$work/dd/ca/$out.yaml")" 'any(.chiffres[]; .formule == "25 - 5")'
m dd -q set bilans/2018-T4/consolidation "contradictions[$count].explication=Saisie corrigée depuis"
ok "and closed before it" m dd close 2018-T4 "${sign[@]}"
like "whom that shuts out is told" "$err" 'due until 2019-01-10: closed before, it takes none of centre-exemple'
syncs dd asso mairie centre
finish
