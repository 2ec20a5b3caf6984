#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The rules, as people meet them: listed, found by check, in the way of a signature; what names a record.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

run as dd maillage key new --name "Anne Martin"
run as dd maillage init ca --title CA --departement 78 --actor dd-78 --name DD
run as dd maillage key new --signatory --name "Anne Martin" --passphrase-file <(echo "une phrase de passe")

# ---- the table

ok "the table" m dd schema rules
like "has groups" "$out" '^What makes a coopérative'
like "and rules, with what they block" "$out" 'O3 +E +G:976-980 .*\[sign\]'
holds "as data" "$(m dd schema rules --json)" \
	'all(.[]; .code and (.level | IN("E", "A", "I")) and (.types | length > 0)) and any(.[]; .code == "N5" and .article == null)'
fails_with 2 "no words" m dd schema rules C1
ok "docs/regles.md is made from it" diff "$root/docs/regles.md" <("$root/tools/regles" "$bin/maillage")

# ---- check

action=$(m dd new action maraudes intitule=Maraudes importance=forte)
indicator=$(m dd new indicateur rencontres intitule=Rencontres type_indicateur=activite action="${action#*/}")
ok "the action names it too" m dd set "$action" "indicateurs=[${indicator#*/}]"
fails_with 1 "what is left, over the whole CA" m dd check
like "by level" "$err" 'Checked: records [0-9]+, mistakes 0, obligations of the guide \(E\) [0-9]+, advice \(A\) [0-9]+, information \(I\) [0-9]+\.'
like "what one record says of others" "$out" '\[A\] the action matters much, and has no indicator of process \(G:1171-1181\)'
like "with what to do" "$out" 'one that matters needs those of process, activity and result'
like "and the code" "$out" '\[Indicateurs · indicateurs · X4\]'
holds "as data, by place" "$(m dd check --json 2>/dev/null || true)" \
	'any(.[]; .code == "C2" and .level == "E" and .article == "G:461-462") or
		any(.[]; .field == "coordinateurs" and .level == "E")'
fails_with 1 "only what blocks" m dd check --level e
unlike "without advice" "$out" '\[[AI]\]'
like "which is counted all the same" "$err" 'advice \(A\) [1-9]'
holds "as data too" "$(m dd check --level A --json 2>/dev/null || true)" 'any(.[]; .level == "A") and all(.[]; .level != "I")'
fails_with 2 "no such level" m dd check --level X
ok "a name that nobody has" m dd set "$action" 'co_intervenants=[dd-87]'
like "is recorded all the same" "$(m dd get "$action" co_intervenants)" dd-87
run m dd check "$action"
like "and told, with the nearest" "$out" 'there is no record acteur named "dd-87"'
like "as the likely fix" "$out" 'did you mean dd-78\?'

# ---- what names a record

ok "a record" m dd show "$action"
like "and what names it" "$out" $'Named by:\n'"  $indicator  action"
holds "as data" "$(m dd show "$action" --json)" "any(.named_by[]; .record == \"$indicator\" and .field == \"action\")"
holds "or nothing does" "$(m dd show "$(m dd new objectif seul intitule=Seul niveau=general)" --json)" '.named_by == []'
ok "it is removed all the same" m dd rm "$action" -m essai
like "and who named it is told" "$err" "$indicator still names it \(action\)"
run m dd check "$indicator"
like "it leads nowhere now" "$out" 'the record action ".*" was removed'
like "who did it can be asked" "$out" "maillage log $action"
ok "syncing is not its business" m dd status

# ---- in the way

bilan=bilans/2018-T1/dd-78
run m dd new bilan_trimestriel 2018-T1
ok "a figure of nothing" m dd set "$bilan" 'chiffres[rien].valeur=3'
fails_with 1 "is not submitted" m dd submit 2018-T1 --passphrase-file <(echo "une phrase de passe")
like "and says why" "$err" 'there is no record indicateur named "rien"'
like "what to do" "$err" 'was not submitted: what is above must be done first'
unlike "and nothing else's findings" "$err" 'Maraudes|X4|C2'
ok "it was not signed" test ! -e "$work/dd/ca/$bilan.dd-78.sig"
finish
