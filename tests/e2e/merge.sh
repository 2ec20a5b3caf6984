#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Two people write without seeing each other: nothing is lost, nothing is silently chosen, and all copies end up equal.
. "$(dirname "$0")/lib.sh"
found
role='dd' join asso
role='dd' join mairie

# everybody TITLE: they sync in turn, twice but for the last, who has all from the first; so they are equal. Codes 0 and 3
# are both right.
everybody()
{
	local name
	for name in dd asso mairie dd asso; do
		m "$name" -q sync 2>"$work/err" || (($? == 3)) || result "$1: $name syncs" false "$(cat "$work/err")"
	done
	is "$1: asso has dd's main" "$(main_of asso)" "$(main_of dd)"
	is "$1: mairie has dd's main" "$(main_of mairie)" "$(main_of dd)"
}

# one NAME FILTER: jq of NAME's copy of the action.
one()
{
	m "$1" yaml "$work/$1/ca/$action.yaml" | jq -c "$2"
}

conflicts()
{
	m "$1" conflicts --json
}

# take_one NAME REMOVED: settles the only conflict with the value that is, or is not, a removal.
take_one()
{
	local json
	json=$(conflicts "$1")
	ok "$1 settles it" m "$1" resolve "$(jq -r '.[0].id' <<<"$json")" \
		--take "$(jq ".[0].values[] | select(.removed == $2).n" <<<"$json")"
}

action=$(m dd new action maraudes intitule=Maraudes promoteur_referent=asso-exemple statut=en_cours \
	modes_intervention='[maraude, hors les murs]' calendrier_previsionnel.debut=2018-01-15 contenu="Texte de départ" \
	"lieux_precis=[{id: gare, nom: Gare}, {id: marche, nom: Marché}]" 2>/dev/null)
everybody 'at the start'

# ---- different fields

m asso -q set "$action" moyens_humains_etp=0.5 calendrier_previsionnel.fin=2018-12-31
m mairie -q set "$action" resultats_attendus="200 personnes" calendrier_previsionnel.debut=2018-02-01
everybody 'different fields'
is "both are there" "$(one dd '[.moyens_humains_etp, .resultats_attendus, .calendrier_previsionnel]')" \
	'[0.5,"200 personnes",{"debut":"2018-02-01","fin":"2018-12-31"}]'
ok "no conflict" m dd conflicts

# ---- sets

m asso -q set "$action" modes_intervention='[maraude, orientation]'
m mairie -q set "$action" modes_intervention='[maraude, hors les murs, bilans de santé]'
everybody 'a set'
is "each addition and removal counts" "$(one dd '.modes_intervention | sort')" '["bilans de santé","maraude","orientation"]'
ok "no conflict" m dd conflicts

# ---- keyed lists

m asso -q set "$action" "lieux_precis[gare].commune=78621"
m mairie -q set "$action" "lieux_precis[gare].qpv=Merisiers" "lieux_precis[marche].commune=78490"
everybody 'elements'
is "an element is merged by field" "$(one dd '.lieux_precis[] | select(.id == "gare") | [.nom, .commune, .qpv]')" \
	'["Gare","78621","Merisiers"]'
sed -i 's/^lieux_precis:/&\n  - {id: ecole, nom: École}/' "$work/asso/ca/$action.yaml"
sed -i 's/^lieux_precis:/&\n  - {id: mairie, nom: Hôtel de ville}/' "$work/mairie/ca/$action.yaml"
ok "asso adds an element by hand" m asso save
ok "mairie another" m mairie save
everybody 'new elements'
is "all elements are there" "$(one dd '[.lieux_precis[].id] | sort')" '["ecole","gare","mairie","marche"]'

# ---- the same value

m asso -q set "$action" importance=forte
m mairie -q set "$action" importance=forte
everybody 'the same value twice'
ok "is no conflict" m dd conflicts

# ---- the same field

m asso -q set "$action" contenu="Selon l'association" -m "réunion du 3"
m mairie -q set "$action" contenu="Selon la mairie"
m asso -q sync
m mairie -q sync
fails_with 3 "sync tells that a conflict waits" m asso sync
like "and how to see it" "$err" 'maillage conflicts'
everybody 'the same field'
fails_with 3 "status too" m dd status
fails_with 3 "and conflicts" m dd conflicts
json=$(conflicts dd)
holds "conflicts --json" "$json" "length == 1 and .[0].record == \"$action\" and .[0].field == \"contenu\"
	and (.[0].values | length == 2 and all(.[]; has(\"n\") and has(\"key\") and (.commit | length == 40) and (.time | endswith(\"Z\"))))
	and ([.[0].values[] | [.value, .actor]] | sort == [[\"Selon l'association\", \"asso-exemple\"], [\"Selon la mairie\", \"mairie-exemple\"]])"
is "everybody sees it alike" "$(conflicts asso)$(conflicts mairie)" "$json$json"
id=$(jq -r '.[0].id' <<<"$json")
ok "it is a file of the view" git -C "$work/dd/ca" cat-file -e "main:conflits/$id.yaml"
is "the later one is shown" "$(one dd .contenu)" '"Selon la mairie"'
holds "each with the reason given, or none" "$json" '[.[0].values[].reason] == ["réunion du 3", ""]'
m dd conflicts >"$work/told" || true
like "which a person reads too" "$(<"$work/told")" 'asso-exemple[^«]*« réunion du 3 ».*Selon la mairie[^«]*$'
like "log marks them" "$(m dd log "$action:contenu")" 'Selon la mairie \*'
holds "in JSON" "$(m dd log "$action:contenu" --json)" '[.[0:2][].concurrent] == [true, true]'
is "no marker ever" "$(git -C "$work/dd/ca" grep -cE '^(<<<<<<<|>>>>>>>)' main)" ''
fails_with 2 "resolve needs a choice" m dd resolve "$id"
fails_with 2 "and not two" m dd resolve "$id" --take 1 --value x
fails_with 2 "of a number there is" m dd resolve "$id" --take 3
ok "a beginning of its id will do" m dd resolve "${id:0:6}" --take 1 -m "entendu au téléphone"
like "what was set aside is told" "$out$err" 'Selon la mairie'
ok "it is settled" m dd conflicts
is "at the value taken" "$(m dd get "$action" contenu)" "Selon l'association"
ok "its file is gone" test ! -e "$work/dd/ca/conflits/$id.yaml"
fails_with 1 "it cannot be settled twice" m dd resolve "$id" --take 2
everybody 'settled'
ok "for everybody" m mairie conflicts
is "the other value stays in the history" "$(m asso log "$action:contenu" --json | jq '[.[].new] | index("Selon la mairie") != null')" true

# ---- settled by writing the field, and by another value

m asso -q set "$action" contenu=A
m mairie -q set "$action" contenu=B
everybody 'again'
id=$(conflicts dd | jq -r '.[0].id')
ok "resolve with another value" m asso resolve "$id" --value "Les deux, A et B"
everybody 'another value'
is "it is there" "$(m mairie get "$action" contenu)" "Les deux, A et B"
m asso -q set "$action" contenu=C
m mairie -q set "$action" contenu=D
everybody 'and again'
run m dd set "$action" contenu=E
is "a write settles" "$code" 0
like "and tells what it set aside" "$out$err" '(C.*D|D.*C)'
everybody 'a write'
ok "no conflict is left" m asso conflicts
m asso -q set "$action" contenu=F
m mairie -q set "$action" contenu=G
everybody 'a fourth time'
id=$(conflicts dd | jq -r '.[0].id')
m asso -q resolve "$id" --value one 2>/dev/null
m mairie -q resolve "$id" --value two 2>/dev/null
everybody 'two decisions'
holds "are a conflict of their own" "$(conflicts dd)" '[.[0].values[].value] | sort == ["one", "two"]'
m dd -q resolve "$(conflicts dd | jq -r '.[0].id')" --take 1 2>/dev/null
everybody 'decided'

# ---- a removal beside a write

m asso -q set "$action" contenu=
m mairie -q set "$action" contenu="J'y tiens"
everybody 'a removal beside a write'
holds "is a conflict" "$(conflicts dd)" 'length == 1 and ([.[0].values[].value] | contains(["J'"'"'y tiens"]))'
is "which never shows the removal" "$(m dd get "$action" contenu)" "J'y tiens"
m dd -q resolve "$(conflicts dd | jq -r '.[0].id')" --value "J'y tiens" 2>/dev/null

ok "asso removes an element" m asso set "$action" "lieux_precis[ecole]="
m mairie -q set "$action" "lieux_precis[ecole].commune=78208"
everybody 'an element removed beside a write in it'
is "it lives on" "$(one dd '.lieux_precis[] | select(.id == "ecole") | [.nom, .commune]')" '["École","78208"]'
holds "as a conflict" "$(conflicts dd)" 'length == 1 and ([.[0].values[].removed] | sort == [false, true])'
take_one dd true
everybody 'an element settled'
ok "no conflict is left" m dd conflicts
is "the removal was taken" "$(one dd '[.lieux_precis[].id] | sort')" '["gare","mairie","marche"]'

ok "asso removes the record" m asso rm "$action"
m mairie -q set "$action" obstacles="la pluie"
everybody 'a record removed beside a write in it'
is "it lives on" "$(m dd get "$action" obstacles)" "la pluie"
like "with what it held" "$(m dd get "$action" intitule)" Maraudes
holds "as a conflict" "$(conflicts dd)" 'length == 1'
take_one dd false
everybody 'a record settled'
ok "no conflict is left" m dd conflicts
is "the write was taken" "$(m mairie get "$action" obstacles)" "la pluie"

m asso -q rm "$action"
m mairie -q set "$action" freins="le froid"
everybody 'removed once more beside a write'
like "a question about all of it says so" "$(m dd conflicts)" 'the whole record'
m mairie -q set "$action" freins="la nuit" 2>/dev/null
take_one dd true
everybody 'settled in two ways'
told=$(m dd conflicts)
like "what one decision kept is told so" "$told" 'the whole record .kept, by a decision.'
unlike "in words" "$told" '[0-9a-f]{40}'
holds "for programs too" "$(conflicts dd)" '[.[0].values[].below[]? | select(.kept)] == [{field: "", value: null, kept: true}]'
take_one dd false 2>"$work/err"
like "and what that settled" "$(cat "$work/err")" 'settled the conflict about the whole of'
everybody 'settled again'
is "the write was taken again" "$(m asso get "$action" freins)" "la nuit"

# ---- an edit that was not recorded, and what came meanwhile

sed -i 's/^obstacles: .*/obstacles: la neige/' "$work/asso/ca/$action.yaml"
m mairie -q set "$action" obstacles="le vent" leviers="les bénévoles"
m mairie -q sync
m asso -q sync
like "an unrecorded edit is not overwritten" "$(cat "$work/asso/ca/$action.yaml")" 'obstacles: la neige'
run m asso save
like "save tells that another has changed the field" "$out$err" 'obstacles'
is "and records nothing" "$(m asso log "$action:obstacles" --json | jq -c '[.[].new] | index("la neige")')" null
ok "save --mine" m asso save --mine
is "records it" "$(m asso get "$action" obstacles)" "la neige"
is "beside what came" "$(m asso get "$action" leviers)" "les bénévoles"
everybody 'an edit kept'

# ---- two records made for one thing

m asso -q new objectif parcours intitule="Un parcours" niveau=general >"$work/one"
m mairie -q new objectif parcours intitule="Un parcours" niveau=general >"$work/two"
everybody 'two new records'
is "never make one file" "$(m dd list objectif | grep -cF -f "$work/one" -f "$work/two")" 2
finish
