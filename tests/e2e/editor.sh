#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Editors complete and check records by the schemas that `schema export` leaves beside a copy.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

as dd true
ok "a key" as dd maillage key new --name "Anne Martin"
ok "a cooperative" as dd maillage init ca --title CA --departement 78 --actor dd-78 --name DD

ok "a record before the export" m dd new action avant intitule=Avant
unlike "leads no editor anywhere" "$(cat "$work/dd/ca/$out.yaml")" 'yaml-language-server'

ok "an export for editors" m dd schema export
like "it prints the files" "$out" '/ca/.git/maillage/schemas/action\.schema\.json'
ok "a record after the export" m dd new action apres intitule=Après
after=$work/dd/ca/$out.yaml
modeline=$(head -n 1 "$after")
like "it begins with the line editors look for" "$modeline" '^# yaml-language-server: .schema=\.\./'
schema=$(dirname "$after")/${modeline#*schema=}
ok "which leads to the schema of its type" grep -q '"title": "Action"' "$schema"
ok "a deeper record" m dd new mesure file-active 2018-T1
like "goes up twice" "$(head -n 1 "$work/dd/ca/$out.yaml")" '=\.\./\.\./\.git/maillage/schemas/mesure\.schema\.json$'
ok "the record reads as any other" m dd get "${after#"$work/dd/ca/"}" intitule
is "with its title" "$out" "Après"
ok "a field is set below the line" m dd set "${after#"$work/dd/ca/"}" statut=en_cours
is "which stays" "$(head -n 1 "$after")" "$modeline"
ok "nothing of it is in the records' folder" m dd status
unlike "nor waits to be recorded" "$out" 'schema'

ok "an export elsewhere" as dd maillage schema export schemas
is "prints the paths as given" "$(head -n 1 <<<"$out")" "schemas/acteur.schema.json"
is "each schema is complete in itself" "$(grep -h '[$]ref": "[^#]' "$work"/dd/schemas/*.json)" ""
ok "with titles in French" grep -q '"title": "Calendrier prévisionnel"' "$work/dd/schemas/action.schema.json"
ok "the other reader of schemas takes them" \
	as dd maillage check --schema schemas/acteur.schema.json "$root/tests/vectors/records/acteur.yaml"
fails_with 1 "where a folder cannot be made" as dd maillage schema export schemas/acteur.schema.json
fails_with 2 "one folder only" as dd maillage schema export a b
finish
