#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The language server that VS Code's YAML extension is made of, with the exported schemas, found through the first line of a
# record: it completes with the French descriptions and finds the mistakes that `check` finds.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

prefix=$root/build/npm

is_test_build && skip_all "the other build tells of it"
if ! command -v node >/dev/null || ! command -v npm >/dev/null || ! command -v jq >/dev/null; then
	skip_all "no node, npm or jq"
fi
mkdir -p "$prefix"
[[ -f $prefix/package.json ]] || echo '{"private": true}' >"$prefix/package.json"
(
	flock 9
	[[ -d $prefix/node_modules/yaml-language-server ]] ||
		HOME=$prefix timeout 120 npm install --silent --no-audit --no-fund --prefix "$prefix" yaml-language-server@1
) 9>"$prefix/lock" >/dev/null 2>&1 || skip_all "npm cannot install yaml-language-server"
export NPM_PREFIX=$prefix

# said FILTER: what jq makes of what was said of the record opened last.
said()
{
	tail -n 1 <<<"$said" | jq -r "$1"
}

as dd true
ok "a key" as dd maillage key new --name "Anne Martin"
ok "a cooperative" as dd maillage init ca --title CA --departement 78 --actor dd-78 --name DD
ok "an export for editors" m dd schema export
ok "a record" m dd new action maraudes intitule=Maraudes
good=$work/dd/ca/$out.yaml
bad=$work/dd/ca/actions/fautes-a2b3.yaml
{
	head -n 1 "$good"
	printf '%s\n' 'intitule: Maraudes' 'promoteur_referent: dd-78' 'obstacle: la pluie' 'statut: en-cours' \
		'calendrier_previsionnel:' '  debut: 3/4/2026'
} >"$bad"

ok "the server opens the record" timeout 60 node "$root/tests/e2e/yamlls.js" "$good"
said=$out
is "and finds nothing wrong" "$(said '.diagnostics | map(.message) | join(", ")')" ""
is "a field comes with its French description" \
	"$(said '.fields[] | select(.label == "co_intervenants") | .told')" "Les acteurs qui y participent."
like "a value from its list" "$(said '.values | join(" ")')" '(^| )en_cours( |$)'

ok "it opens one with mistakes" timeout 60 node "$root/tests/e2e/yamlls.js" "$bad"
said=$out
lines=$(said '.diagnostics | map(.line) | unique | join(" ")')
fails_with 1 "which check refuses" m dd check --json "${bad#"$work/dd/ca/"}"
is "on the same lines" "$lines" "$(jq -r 'map(select(.level == "invalide") | .line) | unique | join(" ")' <<<"$out")"
rm "$bad"
finish
