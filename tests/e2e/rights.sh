#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Who may do what: the author is told before anything is recorded, by whom it could be done; the matrix is printed, and is
# the one in docs/. docs/format-droits.md.
. "$(dirname "$0")/lib.sh"
found
join asso signatory
join mairie

action=$(m asso -q new action maraudes intitule=Maraudes statut=en_cours)
indicator=$(m asso -q new indicateur personnes-rencontrees intitule="Personnes rencontrées")
measure=$(m asso -q new mesure "${indicator#*/}" 2018-T1)
m asso -q sync
m mairie -q sync
m dd -q sync

# ---- somebody else's record

before=$(main_of mairie)
fails_with 1 "a partner does not change another's action" m mairie set "$action" contenu="Par la mairie"
like "he is told the record, the field and who could" "$err" \
	"$action.*mairie-exemple may not change the field contenu; only DD des Yvelines and Structure Exemple asso, whose record it is, may"
fails_with 1 "nor removes it" m mairie rm "$action"
fails_with 1 "nor makes one in another's name" m mairie new action marche intitule=Marché promoteur_referent=asso-exemple
fails_with 1 "nor an objective" m mairie new objectif mien intitule=Mien niveau=general
fails_with 1 "nor gives himself a role" m mairie set acteurs/mairie-exemple role=dd
fails_with 1 "nor the title of all" m mairie set cooperative intitule=Mien
fails_with 1 "nor another key" m mairie enrol asso-exemple --key "$(as mairie maillage key show)"
fails_with 1 "the DD does not change another's figures" m dd set "$measure" commentaire="Vu"
like "only its owner does" "$err" 'only Structure Exemple asso, whose record it is, may'
is "nothing was recorded" "$(main_of mairie)" "$before"
ok "he writes his own" m mairie new action marche intitule=Marché
ok "and his own name" m mairie set acteurs/mairie-exemple nom="Mairie de Mantes"
ok "the DD changes the action" m dd set "$action" numero=3
ok "the DD accepts the measure" m dd set "$measure" statut=validee

# ---- in the folder

m mairie -q sync
printf 'contenu: Par la mairie\n' >>"$work/mairie/ca/$action.yaml"
m mairie -q new action rue intitule=Rue >/dev/null
own=$(cd "$work/mairie/ca" && echo actions/rue-*.yaml)
printf 'contenu: Dans la rue\n' >>"$work/mairie/ca/$own"
fails_with 1 "save leaves what is others' to change" m mairie save
like "says whose" "$err" "$action was not recorded: .*contenu.*Structure Exemple asso"
like "and how to take it back" "$err" "save --theirs $action"
is "what else was edited is recorded" "$(m mairie get "${own%.yaml}" contenu)" "Dans la rue"
ok "the edit is still there" grep -q 'Par la mairie' "$work/mairie/ca/$action.yaml"
run m mairie status
like "status says it" "$out" "$action  \\(.*may not change the field contenu"
run m mairie save --theirs "$action"
is "taken back, and told" "$code $err" "0 1 file is again as it is recorded"
run m mairie save --theirs "$action"
like "once: then there is nothing" "$err" "nothing to record"
fails_with 1 "it is gone" grep -q 'Par la mairie' "$work/mairie/ca/$action.yaml"

start_daemon mairie
printf 'contenu: Par la mairie\n' >>"$work/mairie/ca/$action.yaml"
until_ok 10 "the daemon tells it" grep -q "event=left.*state=denied.*$action.*may not change" "$work/mairie/daemon.log"
printf 'contenu: Dans la ville\n' >"$work/mairie/ca/new.tmp"
sleep 1.5
is "once" "$(grep -c 'state=denied' "$work/mairie/daemon.log")" 1
stop_daemon mairie
rm "$work/mairie/ca/new.tmp"
m mairie -q save --theirs "$action"

# ---- a bilan, and who left

ok "asso writes its bilan" m asso -q new bilan_trimestriel 2018-T1
m asso -q sign bilans/2018-T1/asso-exemple --passphrase-file "$work/phrase"
m asso -q sync
m mairie -q sync
fails_with 1 "nobody else writes it" m mairie set bilans/2018-T1/asso-exemple commentaire=x
m dd -q sync
ok "mairie leaves" m dd set acteurs/mairie-exemple statut_membre=retire
m dd -q sync
m mairie -q sync
fails_with 1 "it writes no more" m mairie set "${own%.yaml}" contenu=Encore
like "and is told" "$err" 'mairie-exemple is not, or no longer, in the coopérative'
ok "it reads" m mairie get "$action" intitule

# ---- the matrix

ok "the matrix" m dd schema rights
is "whose rows stay within their columns" "$(m dd schema rights | grep -cE '^.{127}| $')" 0
like "has the types" "$out" 'mesure +proprietaire +proprietaire +proprietaire'
like "and the fields with rights of their own" "$out" '  role +dd +dd'
holds "as data" "$(m dd schema rights --json)" \
	'any(.[]; .type == "consolidation" and .rights.clos == ["dd"]) and all(.[]; .rights.cree and (.fields | type == "array"))'
fails_with 2 "no more words" m dd schema rights action
ok "docs/droits.md is made from the schemas" diff "$root/docs/droits.md" <("$root/tools/droits" "$bin/maillage")
finish
