#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# One person, every day: keys, records, what is shown, what is asked for and refused.
. "$(dirname "$0")/lib.sh"

# ---- keys

home dd >/dev/null
ok "key new" as dd maillage key new --name "Hélène Exemple"
is "prints one authorized_keys line" "$(grep -cE '^ssh-ed25519 AAAA[A-Za-z0-9+/]+ Hélène Exemple$' <<<"$out")" 1
line=$out
ok "key show" as dd maillage key show
is "prints it again" "$out" "$line"
is "the secret key is its owner's alone" "$(stat -c %a "$work/dd/home/keys/device")" 600
ok "OpenSSH reads it" as dd ssh-keygen -y -f home/keys/device
is "as the same key" "$(cut -d' ' -f1-2 <<<"$out")" "$(cut -d' ' -f1-2 <<<"$line")"
fails_with 1 "a second device key is refused" as dd maillage key new --name "Autre"
is "and the first stays" "$(as dd maillage key show)" "$line"
fails_with 1 "no signatory yet" as dd maillage key show --signatory
fails_with 2 "a key needs a name" as dd maillage key new
fails_with 2 "a device's key takes no passphrase" as asso maillage key new --name X --passphrase-file /dev/null

# ---- init

echo 'une phrase secrète' >"$work/phrase"
fails_with 2 "init needs the programme's name" as dd maillage init ca --departement 78 --actor dd-78 --name DD
ok "a refused init makes no folder" test ! -e "$work/dd/ca"
fails_with 2 "init refuses an impossible department" as dd maillage init ca --title T --departement 99 --actor dd-78 --name DD \
	--passphrase-file "$work/phrase"
ok "init" as dd maillage init "ca" --title "Alliance d'acteurs : « publics invisibles »" --departement 78,92 --actor dd-78 \
	--name "DD des Yvelines" --passphrase-file "$work/phrase"
ca=$out
like "stdout is the CA's id" "$ca" '^[0-9a-f]{40}$'
is "which is the first commit" "$(git -C "$work/dd/ca" rev-list --max-parents=0 main)" "$ca"
like "stderr is for people" "$err" 'Hélène Exemple'
fails_with 1 "init does not take a folder that is there" as dd maillage init ca --title T --departement 78 --actor dd-78 --name DD
is "the title is kept as typed" "$(m dd get cooperative intitule)" "Alliance d'acteurs : « publics invisibles »"
is "departments are texts" "$(m dd yaml cooperative.yaml | jq -c .departements)" '["78","92"]'

# ---- what a type is

is "types are listed in columns" "$(m dd schema | awk '{ print length($0) - length($NF) }' | sort -u | wc -l)" 1
for type in $(m dd schema --json | jq -r '.[].type'); do
	ok "schema $type" m dd schema "$type"
	like "ends with a record of it" "$out" $'\nFor instance [a-z/-]+[^\n]*:\n\n  .'
	holds "and as data each field has a title and a kind" "$(m dd schema "$type" --json)" \
		'all(.fields[]; .title != null and .kind != null) and .example.path != null'
done
run m dd schema mesure
like "a condition is told" "$out" 'motif_correction +text \[E if statut: corrigee\]'
like "and who may change what others may not" "$out" 'Changed by the DD, its owner'
holds "with its article and its level" "$(m dd schema action --json)" \
	'.fields[] | select(.field == "lieux_precis[].commune") | .level == "A" and .article == "G:1013"'
fails_with 2 "no such type" m dd schema actoin
like "says which was meant" "$err" 'action'

# ---- new, set, get

ok "new" m dd new action "Maraudes & sorties" intitule="Maraudes : la nuit, l'été" statut=en_cours numero=3
action=$out
like "prints only the path" "$action" '^actions/maraudes-sorties-[a-z2-7]{4}$'
for made in cooperative cle signature_externe retour; do
	fails_with 2 "another command makes a $made" m dd new "$made" 2018-T1
	like "and which one" "$err" 'is (not )?made by `maillage'
done
is "the owner is the caller" "$(m dd get "$action" promoteur_referent)" dd-78
is "keys in the schema's order" "$(sed '/^#/d; s/:.*//' "$work/dd/ca/$action.yaml" | tr '\n' ' ')" \
	"numero intitule promoteur_referent statut "
ok "what was not given is a comment" grep -q '^# volume_heures_meme_public: 0  # \[A\] ' "$work/dd/ca/$action.yaml"
ok "set" m dd set "$action" calendrier_previsionnel.debut=2018-01-15 moyens_humains_etp=0.5 contenu="Deux
lignes" -m "première rédaction"
is "prints nothing on stdout" "$out" ''
is "get of a scalar is bare" "$(m dd get "$action" calendrier_previsionnel.debut)" 2018-01-15
is "a text of two lines too" "$(m dd get "$action" contenu)" $'Deux\nlignes'
is "a decimal has a point" "$(m dd get "$action" moyens_humains_etp)" 0.5
is "each at the place its comment kept" "$(sed '/^ *#/d; /^ /d; s/:.*//' "$work/dd/ca/$action.yaml" | tr '\n' ' ')" \
	"numero intitule promoteur_referent contenu calendrier_previsionnel moyens_humains_etp statut "
unlike "and the comment is gone" "$(cat "$work/dd/ca/$action.yaml")" '# (contenu|moyens_humains_etp):'
is "get of a mapping is YAML" "$(m dd get "$action" calendrier_previsionnel)" 'debut: 2018-01-15'
is "get of a record is its file" "$(m dd get "$action")" "$(cat "$work/dd/ca/$action.yaml")"
fails_with 1 "get of what is absent" m dd get "$action" obstacles
is "prints nothing" "$out$err" ''
ok "an empty value removes the field" m dd set "$action" numero=
fails_with 1 "it is gone" m dd get "$action" numero
ok "a list of mappings gets ids" m dd set "$action" "lieux_precis=[{nom: Gare, commune: '78621'}, {nom: Marché}]"
place=$(m dd yaml "$work/dd/ca/$action.yaml" | jq -r '.lieux_precis[1].id')
ok "set reaches inside an element" m dd set "$action" "lieux_precis[$place].commune=78490"
is "a code stays a text" "$(m dd yaml "$work/dd/ca/$action.yaml" | jq -c '.lieux_precis[1].commune')" '"78490"'
before=$(main_of dd)
ok "set of what is there already" m dd set "$action" statut=en_cours
is "records nothing" "$(main_of dd)" "$before"
ok "RECORD may have .yaml" m dd get "$action.yaml" statut
ok "and be seen from a subfolder" as dd env -C ca/actions maillage get "${action#actions/}.yaml" statut

ok "a field of the form, taken as it is" sed -i 's/^# importance:/importance:/' "$work/dd/ca/$action.yaml"
ok "is recorded" m dd save
is "with its value" "$(m dd get "$action" importance)" faible
ok "a record without anything" m dd new mesure file-active 2018-T1
ok "has a field" grep -q '^statut: provisoire$' "$work/dd/ca/$out.yaml"
ok "a record whose lists the guide has begun" m dd new grille_opportunite choix intitule=Choix
is "has them" "$(m dd yaml "$work/dd/ca/$out.yaml" | jq '[.principes, .points_vigilance | length] | add')" 17
for type in territoire public personne mouvement articulation diagnostic strategie_participation etape tache point_etape \
	instance reunion formation evaluation capitalisation; do
	ok "a $type begun" m dd new "$type" debut
done
ok "without a form" m dd new action sobre --bare intitule=Sobre
is "there are the fields only" "$(cat "$work/dd/ca/$out.yaml")" $'intitule: Sobre\npromoteur_referent: dd-78'

# ---- what is edited by hand

printf '# une remarque\n' >>"$work/dd/ca/$action.yaml"
sed -i 's/^statut: .*/statut: suspendue # depuis mars/' "$work/dd/ca/$action.yaml"
holds "status lists the edit" "$(m dd status --json)" ".unrecorded == [\"$action.yaml\"]"
ok "save records it" m dd save -m "relecture"
is "comments stay" "$(grep -c 'une remarque\|depuis mars' "$work/dd/ca/$action.yaml")" 2
holds "nothing is left" "$(m dd status --json)" '.unrecorded == []'
ok "set keeps the comment of its line" m dd set "$action" statut=en_cours
like "it is there" "$(cat "$work/dd/ca/$action.yaml")" 'statut: en_cours # depuis mars'
ok "save with nothing to do" m dd save

# ---- rm, list, show

ok "new objectif" m dd new objectif general intitule="Mobiliser vers un parcours de santé" niveau=general
objective=$out
ok "list" m dd list
like "has the paths" "$out" "$action"
holds "list --json" "$(m dd list objectif --json)" \
	"length == 1 and .[0].record == \"$objective\" and .[0].type == \"objectif\" and .[0].title == \"Mobiliser vers un parcours de santé\""
ok "show" m dd show "$objective"
like "with the values" "$out" 'Mobiliser vers un parcours'
ok "rm" m dd rm "$objective" -m "erreur de saisie"
ok "the file goes" test ! -e "$work/dd/ca/$objective.yaml"
ok "its history stays" m dd log "$objective"
like "with the reason" "$out" 'erreur de saisie'
fails_with 1 "it cannot be removed twice" m dd rm "$objective"

# ---- check

fails_with 1 "an obligation left empty makes check fail" m dd check "$action"
json=$(m dd check --json "$action")
holds "check --json" "$json" 'length > 0 and all(.[]; has("path") and has("line") and has("col") and has("field") and has("code")
	and (.level | IN("E", "A", "I")) and has("message") and has("hint"))'
cp "$work/dd/ca/$action.yaml" "$work/good"
sed -i 's/^statut: .*/statut: en-cours/' "$work/dd/ca/$action.yaml"
line=$(grep -n '^statut' "$work/dd/ca/$action.yaml" | cut -d: -f1)
fails_with 1 "a value of the wrong shape" m dd check "$action"
like "is told with its place" "$out" "$action.yaml:$line:9: "
like "and with the nearest right one" "$out" 'en_cours'
holds "in JSON too" "$(m dd check --json "$action")" \
	"any(.[]; .line == $line and .col == 9 and .field == \"statut\" and .level == \"invalide\" and (.hint | contains(\"en_cours\")))"
holds "status has it" "$(m dd status --json)" \
	".invalid | length == 1 and .[0].path == \"$action.yaml\" and .[0].line == $line and .[0].col == 9 and .[0].code != \"\" and .[0].message != \"\""
before=$(main_of dd)
fails_with 1 "save refuses it" m dd save
is "and records nothing" "$(main_of dd)" "$before"
cp "$work/good" "$work/dd/ca/$action.yaml"
printf 'obstacle: la pluie\n' >>"$work/dd/ca/$action.yaml"
fails_with 1 "a key no schema has" m dd check "$action"
like "is told with the nearest" "$out" 'obstacles'
cp "$work/good" "$work/dd/ca/$action.yaml"
printf 'complements:\n  nir: 1 55 08 75 112 001 97\n' >>"$work/dd/ca/$action.yaml"
fails_with 1 "a social security number is refused" m dd check "$action"
cp "$work/good" "$work/dd/ca/$action.yaml"
for draft in {100..199}; do
	printf 'intitule: Brouillon\npromoteur_referent: dd-78\n' >"$work/dd/ca/actions/zz-a$draft.yaml"
done
echo 'statut: nulle-part' >>"$work/dd/ca/actions/zz-a199.yaml"
fails_with 1 "a hundred drafts, and a mistake in the last" m dd check --json actions actions/zz-a150
holds "all of which is told, in order, each once" "$out" 'length > 1000 and ([.[].path] | . == sort) and
	(.[-1] | .path == "actions/zz-a199.yaml" and .level == "invalide") and
	(map(select(.path == "actions/zz-a150.yaml") | .field) | length > 10 and (unique | length) == length)'
rm "$work/dd/ca/actions/"zz-*.yaml

# ---- yaml

printf 'a: non\nb: 12:30\nc: 01103\nd: [1.50, ~, true]\ne: |\n  deux\n  lignes\n' >"$work/dd/sample.yaml"
ok "yaml" as dd maillage yaml sample.yaml
holds "types as YAML 1.2" "$out" '. == {a: "non", b: "12:30", c: 1103, d: [1.5, null, true], e: "deux\nlignes\n"}'
for text in 'a: &x 1' 'a: *x' 'a: !!str 1' $'a: 1\na: 2' $'a:\n\t- 1' $'a: 1\n---\nb: 2' '[1' $'a: "\xff"'; do
	printf '%s\n' "$text" >"$work/dd/sample.yaml"
	fails_with 1 "yaml refuses ${text//$'\n'/ ; }" as dd maillage yaml sample.yaml
	like "with the place" "$err" 'sample\.yaml:[0-9]+:[0-9]+: '
	is "and prints no document" "$out" ''
done

# ---- log, blame

json=$(m dd log "$action" --json)
holds "log --json" "$json" 'length > 5 and all(.[]; has("old") and has("new") and has("field") and has("reason") and has("concurrent")
	and .actor == "dd-78" and .name == "Hélène Exemple" and (.commit | test("^[0-9a-f]{40}$")) and (.key | test("^[a-z2-7]{16}$"))
	and (.time | test("^[0-9-]{10}T[0-9:]{8}Z$")) and .concurrent == false)'
holds "newest first" "$json" '.[0].field == "statut" and .[0].new == "en_cours" and .[0].old == "suspendue"'
holds "with the reason" "$json" 'any(.[]; .field == "contenu" and .reason == "première rédaction")'
holds "log of one field" "$(m dd log "$action:statut" --json)" '[.[].new] == ["en_cours", "suspendue", "en_cours"]'
holds "log --by" "$(m dd log --by nobody --json)" '. == []'
holds "log --since tomorrow" "$(m dd log --json --since 2999-01-01)" '. == []'
fails_with 2 "a day that is none" m dd log --since 2018-02-30
like "is told where the month ends" "$err" 'that month has 28 days; the last is 2018-02-28'
fails_with 2 "a day written as in France" m dd log --until 3/4/2018
like "is told as it is written here" "$err" 'did you mean 2018-04-03'
json=$(m dd blame "$action" --json)
holds "blame --json" "$json" 'all(.[]; has("field") and has("value") and .actor == "dd-78" and has("time") and has("reason"))'
holds "a line a field" "$json" '[.[] | select(.field == "statut")] | length == 1 and .[0].value == "en_cours"'
ok "blame for people" m dd blame "$action"
like "says who" "$out" 'contenu .*dd-78 \(Hélène Exemple\).*première rédaction'

# ---- status, verify, allowed-signers

holds "status --json" "$(m dd status --json)" ".cooperative == \"$ca\" and .main == \"$(main_of dd)\" and .format == 1
	and (.lines | length == 1 and .[0].actor == \"dd-78\" and .[0].tip == \"$(main_of dd)\" and .[0].count > 5 and .[0].forks == [])
	and .conflicts == 0 and .unrecorded == [] and .invalid == [] and .refused == [] and .held == [] and .peers == []"
holds "verify --json" "$(m dd verify --json)" \
	".ok and .verdicts == [] and .keys == 2 and .documents == 0 and .commits == $(git -C "$work/dd/ca" rev-list --count main)"
holds "conflicts --json" "$(m dd conflicts --json)" '. == []'
is "a signers' line a key" "$(m dd allowed-signers | grep -cE '^dd-78 .*namespaces="[a-z@,-]+".* ssh-ed25519 AAAA')" 2
like "a reason is in the commit's message" "$(git -C "$work/dd/ca" log --format=%B main)" 'première rédaction'
like "and its author is the actor" "$(git -C "$work/dd/ca" log -1 --format='%an <%ae>' main)" '^dd-78 <[a-z2-7]{16}@maillage>$'

# ---- mistyped

while IFS='|' read -r expected words hint; do
	# shellcheck disable=SC2086 # words
	fails_with "$expected" "maillage $words" m dd $words
	is "says so on stderr alone" "$out" ''
	like "and helps" "$err" "$hint"
done <<END
2|statu|status
2|remote ad|remote add
2|set|RECORD
2|set $action|FIELD=VALUE
2|set $action statut|FIELD=VALUE|=
2|set $action statu=en_cours|statut
1|set $action statut=encours|en_cours
1|get ${action%?????}|$action
2|new acton x|action
2|new cle x|enrol
2|status --jsn|json
2|log --since hier|2018-01-31
1|resolve abcdef --take 1|conflicts
2|submit 2018-T5|2018-T1
1|submit 2018-T1|new bilan_trimestriel 2018-T1
1|get ../$action|.
2|list xyz|.
END
fails_with 2 "no command" as dd maillage
fails_with 1 "outside a coopérative" as dd maillage status
like "says where it looked" "$err" 'maillage: .*'
fails_with 1 "-C of a folder that is not there" as dd maillage -C nowhere status
ok "--version" as dd maillage --version
like "is on stdout" "$out" '^maillage [0-9]'
ok "help" as dd maillage help set
like "has an example" "$out" 'maillage set actions/'
ok "--help" as dd maillage set --help

# ---- -q, stdout and stderr

ok "-q" m dd -q set "$action" statut=suspendue
is "says nothing" "$out$err" ''
fails_with 1 "-q still tells errors" m dd -q set "$action" statut=x
like "on stderr" "$err" 'statut'
ok "with -q new prints the path" m dd -q new objectif x intitule=X niveau=general
like "alone" "$out$err" '^objectifs/x-[a-z2-7]{4}$'

# ---- enrol, clone

ok "enrol" m dd enrol asso-exemple --name "Association Exemple" --type association --key "$(as asso maillage -q key new --name Camille)"
is "prints the actor's path" "$out" acteurs/asso-exemple
ok "enrolling again changes nothing" m dd enrol asso-exemple --key "$(as asso maillage key show)"
fails_with 1 "one key is one actor's" m dd enrol mairie-exemple --name M --type epci --key "$(as asso maillage key show)"
fails_with 2 "a new actor has a type" m dd enrol mairie-exemple --name M --key "$(as mairie maillage -q key new --name M)"
fails_with 2 "of the list" m dd enrol mairie-exemple --name M --type mairie --key "$(as mairie maillage key show)"
fails_with 2 "a key is a whole line" m dd enrol mairie-exemple --name M --type epci --key "ssh-ed25519 AAAA"
git init -q --bare -b main "$work/remote.git"
ok "remote add" m dd remote add origin ../../remote.git
is "remote list" "$(m dd remote list)" $'origin\t'"$work/remote.git"
ok "sync" m dd sync
ok "clone" as asso maillage clone ../remote.git ca --id "$ca"
is "prints the CA's id" "$out" "$ca"
is "both show the same" "$(main_of asso)" "$(main_of dd)"
ok "who is not enrolled may read" as mairie maillage clone ../remote.git ca
fails_with 1 "but not write" m mairie set "$action" statut=en_cours
like "and is told how" "$err" 'enrol'

# ---- five seconds for a busy copy

exec 9>>"$work/dd/ca/.git/maillage/lock"
flock 9
start=$SECONDS
fails_with 5 "a busy copy" m dd set "$action" statut=en_cours
is "is waited for" "$((SECONDS - start >= 4 && SECONDS - start <= 8))" 1
flock -u 9

# ---- French

if [[ -f $root/po/fr.po ]]; then
	run env LC_ALL=fr_FR.UTF-8 MAILLAGE_HOME="$work/dd/home" maillage -C "$work/dd/ca" statu
	is "in French, the same code" "$code" 2
	like "in French" "$err" 'commande'
	run env -u LC_ALL LANG=fr_FR.UTF-8 MAILLAGE_HOME="$work/dd/home" maillage -C "$work/dd/ca" statu
	like "by LANG too" "$err" 'commande'
	is "data do not change with the language" \
		"$(LC_ALL=fr_FR.UTF-8 MAILLAGE_HOME="$work/dd/home" maillage -C "$work/dd/ca" get "$action" moyens_humains_etp)" 0.5
fi
finish
