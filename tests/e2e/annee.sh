#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A year of a coopérative on six machines, under a set clock: préfiguration, diagnostic, the convention signed by five
# parties, four quarters (one bilan late, one returned, one corrected), a conflict on a target, an avenant, a partner in and
# one out, the annual meeting, the renewal, the final evaluation. Then the twelve questions of an auditor.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
is_test_build || skip_all "these programs have a clock of their own"
sign=(--passphrase-file "$work/phrase")
declare -A persons=() actions=() indicators=() # whom each sends, what each does and counts: names of records

# on DAY: everybody's clock, at noon in Paris in winter; it never goes back.
on()
{
	MAILLAGE_NOW=$(($(date -u -d "$1 11:00" +%s) * 1000))
	export MAILLAGE_NOW
}

# syncs NAME...: one after the other; who has nothing new to give gets what the others gave by a second word.
syncs()
{
	local name
	for name in "$@"; do
		m "$name" -q sync 2>"$work/err" || result "$name syncs" false "$(cat "$work/err")"
	done
}

# made TITLE NAME TYPE ARGUMENT...: a new record, whose path is then $record, and its name $id.
made()
{
	local title=$1 name=$2
	shift 2
	ok "$title" m "$name" -q new "$@" --bare
	record=$out
	id=${record##*/}
}

# unsigned: the parties whose signature is awaited, as the DD sees it.
unsigned()
{
	m dd table signatures --json | jq -r '[.[] | select(.etat != "signee") | .partie] | sort | join(" ")'
}

# What differs from run to run: keys, digests, commits, the ends of names, ids of list items, the work folder.
without_chance()
{
	sed -E -e "s|$work|WORK|g" -e 's/\b[0-9a-f]{64}\b/SHA256/g' -e 's/\b[0-9a-f]{40}\b/COMMIT/g' -e 's/\b[0-9a-f]{12}\b/COMMIT/g' \
		-e 's/\b[a-z2-7]{16}\b/KEY/g' -e 's/\b([a-z]+(-[a-z]+)*)-[a-z2-7]{4}\b/\1-XXXX/g' \
		-e 's/\[[a-z2-7]{4}\]/[XXXX]/g' -e 's/ +$//' -e 's/─+/─/g' -e 's/  +/  /g'
}

# as_expected NAME COMMAND...: it prints what tests/vectors/annee/NAME holds. ACCEPT=1 writes it.
as_expected()
{
	local name=$1 file=$root/tests/vectors/annee/$1
	shift
	run "$@"
	without_chance <<<"$out" >"$work/$name"
	[[ -z ${ACCEPT-} ]] || cp "$work/$name" "$file"
	is "$name, as it was" "$(diff "$file" "$work/$name" 2>&1)" ""
}

# ---- January: préfiguration

on 2018-01-08
found
for name in asso mairie centre hopital; do
	join "$name" signatory
done
syncs asso mairie centre hopital
everybody=(dd asso mairie centre hopital)

made "the delegate" dd personne deleguee nom="Claire Martin" fonction="Déléguée départementale" acteur=dd-78 'roles=[coordinateur, signataire]'
deleguee=$id
made "the territory" dd territoire sqy nom="Saint-Quentin-en-Yvelines" niveau=intercommunal 'communes=["78621", "78490"]' 'epci=["200058782"]'
territoire=$id
ok "the programme" m dd set cooperative dd_animatrice=dd-78 "coordinateurs=[$deleguee]" "territoire=$territoire" \
	thematique="Accès aux soins des publics invisibles" thematique_justification="Besoins non couverts du diagnostic" \
	'population_cible=[invisibles]' problematique="Des publics que personne ne voit" raison_etre="Agir ensemble" \
	phase_courante=prefiguration date_lancement=2018-01-15 date_demarrage_programme=2018-03-01 'departements=["78"]' \
	"equipe_suivi_evaluation=[$deleguee]" parametres='{delai_bilan_jours: 15}'
m dd -q set acteurs/dd-78 type_structure=ars_dd statut_membre=membre role_dans_ca=Anime contribution_propre=Coordination \
	'secteurs=[sante]' representant_legal="$deleguee" representant_copil="$deleguee" signataire_convention=true
while read -r name nom type secteur; do
	made "whom $name sends" dd personne "$name" nom="${nom/_/ }" fonction=Direction acteur="$name-exemple" 'roles=[signataire, representant_copil]'
	persons[$name]=$id
	m dd -q set "acteurs/$name-exemple" type_structure="$type" statut_membre=membre role_dans_ca="Tient sa part" \
		contribution_propre="Une équipe" "secteurs=[$secteur]" representant_legal="$id" representant_copil="$id" signataire_convention=true
done <<END
asso Ali_Benali association social
mairie Jeanne_Petit collectivite_commune education
centre Luc_Durand centre_sante_municipal sante
hopital Eva_Moreau etablissement_sante sante
END
made "the copil" dd instance copil type=comite_pilotage intitule="Comité de pilotage" role_ecrit="Il pilote le programme" periodicite_mois=3 \
	"membres=[{acteur: dd-78, personne: $deleguee, qualite: titulaire}, {acteur: asso-exemple, personne: ${persons[asso]}, qualite: titulaire}, {acteur: mairie-exemple, personne: ${persons[mairie]}, qualite: titulaire}, {acteur: centre-exemple, personne: ${persons[centre]}, qualite: titulaire}, {acteur: hopital-exemple, personne: ${persons[hopital]}, qualite: titulaire}]"
copil=$id
made "the first meeting" dd reunion lancement instance="$copil" date=2018-01-15 compte_rendu="Tous sont partants"
made "an articulation" dd articulation cls dispositif=CLS nom="Contrat local de santé" plus_value="Relais de proximité"

# ---- February: the diagnosis, and what will be done

on 2018-02-12
made "the diagnosis" dd diagnostic dls date_validation=2018-02-10 periode=2017 problematique_degagee="Des publics que personne ne voit" \
	'concertation=[{date: 2018-02-05, forme: réunion publique, participants: habitants}]' 'besoins_non_couverts=[accès aux droits]'
made "the general objective" dd objectif general niveau=general intitule="Mener les publics invisibles vers un parcours de santé" commun_a_tous=true
general=$id
m dd -q set cooperative objectif_general="$general"
made "a specific one" dd objectif aller-vers niveau=specifique intitule="Aller vers" parent="$general" commun_a_tous=true
specifique=$id
syncs dd "${everybody[@]}"
while read -r name title cible agregation; do
	made "$name's action" "$name" action "$title" intitule="$title" contenu="Ce que fait $name" \
		calendrier_previsionnel='{debut: 2018-03-01, fin: 2019-02-28}' 'modes_intervention=[hors les murs]' 'public_cible=[invisibles]' \
		'lieux_precis=[{nom: Gare, commune: "78621"}]' moyens_humains_etp=0.5 "objectifs=[$specifique]" resultats_attendus="$cible dans l'année" \
		sources_methodes="Feuilles de présence" importance=faible statut=proposee
	action=$id
	made "what $name counts" "$name" indicateur "compte-$name" intitule="Personnes vues par $name" definition="Passages" type_indicateur=activite \
		objet=action action="$action" nature=quantitatif unite=passages cible="$cible" agregation="$agregation" outil_mesure=feuille_presence \
		sources=Feuilles methodes=Comptage defini_le=2018-02-12 critere="L'accès est facilité" frequence=trimestrielle
	actions[$name]=$action
	indicators[$name]=$id
	m "$name" -q set "actions/$action" "indicateurs=[$id]"
done <<END
asso Maraudes 200 somme
mairie Accueil 100 somme
centre Bilans 80 somme
hopital Consultations 60 somme
END
syncs "${everybody[@]}" "${everybody[@]}"
is "all copies are one" "$(for name in "${everybody[@]}"; do main_of "$name"; done | sort -u | wc -l)" 1
run m dd check
like "what the guide obliges is told, not forbidden" "$err" "Checked: records"

# ---- 1 March: five parties sign, offline, each on its own machine

on 2018-02-26
ok "the convention is drafted from the records" m dd new convention sqy art5_duree.date_effet=2018-03-01 lieu=Trappes
convention=$out
is "at its path" "$convention" conventions/sqy/v1
holds "with its five parties, the DD first" "$(m dd --json show "$convention" | jq '.value // .')" 'true'
is "with four actions" "$(m dd yaml "$work/dd/ca/$convention.yaml" | jq '.art2_actions | length')" 4
fails_with 1 "nobody signs before the DD" m asso sign "$convention" "${sign[@]}"
ok "the DD opens the round" m dd sign "$convention" "${sign[@]}"
syncs dd asso mairie centre hopital
on 2018-02-27
ok "the town hall signs, offline" m mairie sign "$convention" "${sign[@]}"
ok "so does the hospital" m hopital sign "$convention" "${sign[@]}"
syncs hopital dd
is "who is missing is known" "$(unsigned)" \
	"asso-exemple centre-exemple mairie-exemple"
on 2018-02-28
ok "the health centre" m centre sign "$convention" "${sign[@]}"
ok "the association, last" m asso sign "$convention" "${sign[@]}"
syncs centre asso mairie dd "${everybody[@]}"
is "nobody is missing" "$(unsigned)" ""
for action in "${actions[asso]}" "${actions[mairie]}" "${actions[centre]}" "${actions[hopital]}"; do
	m dd -q set "actions/$action" statut=en_cours
done
on 2018-03-01
m dd -q set cooperative phase_courante=mise_en_oeuvre
run m dd due --why
like "the term is known, and why" "$out" '2019-03-01'
syncs dd "${everybody[@]}"

# ---- the quarters

# observe NAME DAY VALUE: what somebody counted that day.
observe()
{
	on "$2"
	m "$1" -q new mesure "${indicators[$1]}" "${2:0:4}-T$(((10#${2:5:2} + 2) / 3))" valeur="$3" date="$2" >/dev/null || result "$1 counts $3" false
}

# bilan NAME PERIOD: drafted, completed and submitted.
bilan()
{
	m "$1" -q new bilan_trimestriel "$2" >/dev/null || result "$1 drafts $2" false
	ok "$1 submits $2" m "$1" submit "$2" "${sign[@]}"
}

for name in asso mairie centre hopital; do
	observe "$name" 2018-03-20 10
done
on 2018-04-06
for name in asso mairie centre hopital; do
	bilan "$name" 2018-T1
done
syncs asso mairie centre hopital dd
on 2018-04-12
for name in asso mairie centre hopital; do
	ok "the DD acknowledges $name's" m dd acknowledge 2018-T1 "$name-exemple" "${sign[@]}"
done
ok "consolidates" m dd consolidate 2018-T1
ok "and closes" m dd close 2018-T1 "${sign[@]}"
syncs dd "${everybody[@]}"
consolidated="$work/dd/ca/bilans/2018-T1/consolidation.yaml"
is "the figures are the sums" "$(m dd yaml "$consolidated" | jq -c '[.chiffres[].valeur]')" "[10,10,10,10]"
run m mairie --json trace "bilans/2018-T1/consolidation:${indicators[asso]}"
like "a figure leads to who counted it" "$out" "\"mesures/2018-T1/${indicators[asso]}--asso-exemple"

# ---- April to June: two people change one target; an avenant

on 2018-05-14
m asso -q set "indicateurs/${indicators[asso]}" cible=150 -m "l'équipe a perdu un poste"
on 2018-05-15
m dd -q set "indicateurs/${indicators[asso]}" cible=180 -m "décidé en copil"
syncs asso
run m dd sync
is "two targets: somebody must decide" "$code" 3
conflict=$(m dd --json conflicts | jq -r '.[0].id')
holds "both are there" "$(m dd --json conflicts)" '.[0] | .field == "cible" and ([.values[].value] == [150, 180])'
ok "the copil keeps the association's" m dd -q resolve "$conflict" --take 1 -m "l'association connaît ses moyens"
syncs dd "${everybody[@]}"
is "the same for everybody" "$(m hopital get "indicateurs/${indicators[asso]}" cible)" 150

on 2018-05-28
m asso -q set "actions/${actions[asso]}" contenu="Ce que fait asso, et le dimanche aussi" -m "demande des habitants"
syncs asso dd
run m dd check "actions/${actions[asso]}"
like "a signed field changed: it wants an avenant" "$out" 'V5|X3'
holds "so an auditor would say" "$(m dd -q --json audit sans-avenant)" "any(.[]; .record == \"actions/${actions[asso]}\")"
on 2018-06-04
ok "the avenant is the difference" m dd new avenant sqy objet="Maraudes du dimanche" propose_par=asso-exemple propose_le=2018-05-28
avenant=$out
is "it says what changes, from what to what" "$(m dd yaml "$work/dd/ca/$avenant.yaml" | jq -c '[.modifications[] | [.chemin, .ancien, .nouveau]]')" \
	"[[\"art2_actions[${actions[asso]}].contenu\",\"Ce que fait asso\",\"Ce que fait asso, et le dimanche aussi\"]]"
ok "the DD opens it" m dd sign "$avenant" "${sign[@]}"
syncs dd asso mairie centre hopital
for name in asso hopital mairie centre; do
	ok "$name signs it" m "$name" sign "$avenant" "${sign[@]}"
done
syncs asso hopital mairie centre dd
holds "no change is without an avenant any more" "$(m dd -q --json audit sans-avenant)" 'length == 0'

for name in asso mairie centre hopital; do
	observe "$name" 2018-06-12 15
done
on 2018-07-05
for name in asso centre hopital; do
	bilan "$name" 2018-T2
done
syncs asso centre hopital dd
on 2018-07-16
is "the town hall is late" "$(m dd table bilans 2018-T2 --json | jq -r '.[] | select(.acteur == "mairie-exemple") | .etat')" "en retard"
for name in asso centre hopital; do
	m dd -q acknowledge 2018-T2 "$name-exemple" "${sign[@]}" >/dev/null
done
on 2018-07-25
ok "the quarter is consolidated without it" m dd consolidate 2018-T2
ok "and closed" m dd close 2018-T2 "${sign[@]}"
on 2018-08-02
bilan mairie 2018-T2
syncs mairie dd
is "what comes after is kept, and shown" "$(m dd table bilans 2018-T2 --json | jq -r '.[] | select(.acteur == "mairie-exemple") | .apres_cloture')" oui
ok "so is the difference it makes" m dd consolidate 2018-T2 --dry-run

# ---- September: a partner comes in

on 2018-09-03
join cpam signatory
everybody+=(cpam)
m dd -q set acteurs/cpam-exemple type_structure=cpam statut_membre=membre role_dans_ca="Ouvre les droits" contribution_propre="Un agent" \
	'secteurs=[sante]' signataire_convention=true
made "whom it sends" dd personne cpam nom="Noé Blanc" fonction=Direction acteur=cpam-exemple 'roles=[signataire]'
m dd -q set acteurs/cpam-exemple representant_legal="$id" representant_copil="$id"
m dd -q set "instances/$copil" "membres[m6].acteur=cpam-exemple" "membres[m6].personne=$id" "membres[m6].qualite=titulaire"
made "its entry" dd mouvement entree-cpam acteur=cpam-exemple sens=entree date_demande=2018-08-20 date_effet=2018-09-10 motif="Accès aux droits"
entree=$record
ok "another avenant, for who comes in" m dd new avenant sqy objet="Entrée de la CPAM"
avenant=$out
m dd -q set "$entree" avenant="$avenant"
ok "the DD opens it" m dd sign "$avenant" "${sign[@]}"
syncs dd "${everybody[@]}"
for name in cpam asso mairie centre hopital; do
	ok "$name signs it" m "$name" sign "$avenant" "${sign[@]}"
done
syncs cpam asso mairie centre hopital dd

# ---- October: a bilan is returned, and corrected

for name in asso mairie centre hopital; do
	observe "$name" 2018-09-18 20
done
on 2018-10-04
for name in asso mairie centre hopital; do
	bilan "$name" 2018-T3
done
syncs asso mairie centre hopital dd
on 2018-10-08
ok "the DD returns one" m dd return 2018-T3 asso-exemple -m "la sortie du 18 est comptée deux fois"
syncs dd asso
run m asso status
like "its author sees why" "$out$err" "comptée deux fois"
mesure="mesures/2018-T3/${indicators[asso]}--asso-exemple"
observation=$(m asso yaml "$work/asso/ca/$mesure.yaml" | jq -r '.observations[0].id')
on 2018-10-09
m asso -q set "$mesure" "observations[$observation].valeur=12" motif_correction="une sortie comptée deux fois" -m "une sortie comptée deux fois"
ok "the correction is a version beside the first" m asso new bilan_trimestriel 2018-T3 motif_correction="une sortie comptée deux fois"
is "--r2" "$out" bilans/2018-T3/asso-exemple--r2
ok "signed in turn" m asso submit 2018-T3 "${sign[@]}"
syncs asso dd
is "the table says so" "$(m dd table bilans 2018-T3 --json | jq -r '.[] | select(.acteur == "asso-exemple") | .etat')" "rectifié"
for name in asso mairie centre hopital; do
	m dd -q acknowledge 2018-T3 "$name-exemple" "${sign[@]}" >/dev/null || result "acknowledges $name" false
done
m dd -q consolidate 2018-T3 >/dev/null
ok "the third quarter is closed" m dd close 2018-T3 "${sign[@]}"
is "with the corrected figure" "$(m dd yaml "$work/dd/ca/bilans/2018-T3/consolidation.yaml" | jq -c '[.chiffres[].valeur] | sort')" "[12,20,20,20]"

# ---- December: the annual meeting, two months before the term

on 2018-12-10
syncs dd "${everybody[@]}"
for name in asso mairie centre hopital; do
	ok "$name drafts its year" m "$name" new bilan_annuel_acteur 2018
	year=$out
	while read -r question; do
		m "$name" -q set "$year" "grille[$question].reponse=Oui" "grille[$question].cotation=3"
	done < <(m "$name" yaml "$work/$name/ca/$year.yaml" | jq -r '.grille[].id')
	m "$name" -q set "$year" evaluation_processus="Des échanges réguliers"
	ok "and signs it" m "$name" sign "$year" "${sign[@]}"
done
syncs asso mairie centre hopital dd
made "the wider meeting is called" dd instance elargie type=reunion_elargie_bilan intitule="Réunion élargie" role_ecrit="Elle dresse le bilan"
made "and held" dd reunion bilan-annuel instance="$id" date=2018-12-18 compte_rendu="Bilan complet, décisions" \
	"decisions=[{id: d1, texte: L'hôpital sort au terme, type: membre}]"
reunion=$id
on 2018-12-18
made "the hospital leaves at the term" dd mouvement sortie-hopital acteur=hopital-exemple sens=sortie date_demande=2018-12-01 date_effet=2019-03-01 \
	motif="Projet terminé" concertation_dd="{date: 2018-12-05, personne: $deleguee, note: entretien}"
ok "the collective bilan is drafted" m dd new bilan_annuel 2018 reunion="$reunion" bilan_complet="Une année utile" 'participants=[dd-78, asso-exemple, mairie-exemple]'
annual=$out
holds "it tells who leaves, after which concertation" "$(m dd yaml "$work/dd/ca/$annual.yaml")" \
	'[.sorties_acteurs[] | [.acteur, .concertation_le, .date_effet, .motif]] == [["hopital-exemple", "2018-12-05", "2019-03-01", "Projet terminé"]]'
like "it shows what it covers" "$(m dd get "$annual" couverture.phrase)" '3.*4|10.*12'
while read -r action; do
	decision=reconduite
	[[ $action != "${actions[hopital]}" ]] || decision=non_reconduite
	m dd -q set "$annual" "reconductions[$action].decision=$decision" "reconductions[$action].motif=Décision du 18 décembre" "reconductions[$action].porteur=dd-78"
done < <(m dd yaml "$work/dd/ca/$annual.yaml" | jq -r '.reconductions[].id')
ok "and sealed as decided" m dd sign "$annual" "${sign[@]}"

# ---- January and February: the last quarter, the renewal, the evaluation

for name in asso mairie centre hopital; do
	observe "$name" 2018-12-20 25
done
on 2019-01-08
for name in asso mairie centre hopital; do
	bilan "$name" 2018-T4
done
syncs asso mairie centre hopital dd
for name in asso mairie centre hopital; do
	m dd -q acknowledge 2018-T4 "$name-exemple" "${sign[@]}" >/dev/null || result "acknowledges $name" false
done
m dd -q consolidate 2018-T4 >/dev/null
ok "the fourth quarter is closed" m dd close 2018-T4 "${sign[@]}"
ok "the year is compared with what was decided on" m dd table annee 2018
on 2019-02-04
ok "the renewal is drafted from the decisions" m dd new renouvellement sqy decision_ref="$reunion"
renewal=$out
is "without the action that ends" "$(m dd yaml "$work/dd/ca/$renewal.yaml" | jq -c '.actions_non_reconduites')" "[\"${actions[hopital]}\"]"
ok "the DD opens it" m dd sign "$renewal" "${sign[@]}"
syncs dd "${everybody[@]}"
for name in "${everybody[@]:1}"; do
	[[ $name != hopital ]] || continue
	run m "$name" sign "$renewal" "${sign[@]}"
	((code == 0)) || result "$name signs the renewal" false "$out" "$err"
done
syncs "${everybody[@]}" "${everybody[@]}"
on 2019-03-01
m dd -q set acteurs/hopital-exemple statut_membre=retire
syncs dd hopital
fails_with 1 "who left writes no more" m hopital set "actions/${actions[hopital]}" contenu=encore
ok "but reads" m hopital show "actions/${actions[hopital]}"
made "the final evaluation" dd evaluation finale objet=ca moment=finale charge_evaluation="$deleguee" 'registres=[efficacite, utilite]'
run m dd due
unlike "the renewed convention has not expired" "$out" 'The convention is over'
is "its signers are those who stay" "$(m dd yaml "$work/dd/ca/$renewal.yaml" | jq -c '[.parties[].acteur] | sort')" \
	'["asso-exemple","centre-exemple","cpam-exemple","dd-78","mairie-exemple"]'
syncs dd "${everybody[@]}"
is "six copies, one state" "$(for name in "${everybody[@]}"; do main_of "$name"; done | sort -u | wc -l)" 1

# ---- the tables and the documents

export LANGUAGE=fr
for period in 2018-T1 2018-T2 2018-T3 2018-T4; do
	as_expected "bilans-$period.txt" m dd table bilans "$period"
done
for table in signatures acteurs qui-fait-quoi articulations indicateurs etapes; do
	as_expected "$table.txt" m dd table "$table"
done
as_expected suivi.txt m dd table suivi 2018-T3
as_expected annee.txt m dd table annee 2018
as_expected echeances.txt m dd due --why --all
as_expected trace.txt m dd trace "bilans/2018-T3/consolidation:${indicators[asso]}"
as_expected trace-annuelle.txt m dd trace "$annual:${indicators[mairie]}"
as_expected convention.html m dd print "$convention"
as_expected avenant.html m dd print "$avenant"
as_expected renouvellement.html m dd print "$renewal"
as_expected bilan-annuel.html m dd print "$annual"
as_expected bilan.html m dd print bilans/2018-T3/asso-exemple--r2
as_expected consolidation.html m dd print bilans/2018-T3/consolidation
unset LANGUAGE
ok "what proves a bilan" m dd proof bilans/2018-T3/asso-exemple--r2 "$work/proof.zip"

# ---- an auditor's twelve questions

# answers QUESTION FILTER: what he is told is as the year was.
answers()
{
	holds "$1" "$(m dd -q --json audit "$1")" "$2"
}

answers apres-transmission 'any(.[]; .record | test("mesures/2018-T3"))'
answers apres-cloture 'any(.[]; .record | test("bilans/2018-T2/mairie-exemple"))'
answers cible-abaissee "any(.[]; .record == \"indicateurs/${indicators[asso]}\")"
answers retroactif 'type == "array"'
answers sans-motif 'length > 0'
answers sans-avenant 'length == 0'
answers signe-par 'length > 30'
answers conflits "length == 1 and .[0].record == \"indicateurs/${indicators[asso]}\""
answers cles-revoquees 'length == 0'
answers indicateurs-apres-demarrage 'any(.[]; .field == "cible")'
answers sans-droit 'type == "array"'
answers octets-signes 'length == 0'
finish
