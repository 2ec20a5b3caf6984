#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The exported schemas mean to another validator, ajv, what they mean to us: over the example records, over many small
# changes to them, and over the mistakes of shape that people make.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

prefix=$root/build/npm
step=3 # of the changes, to try; 1 tries them all, which takes twice as long

is_test_build && skip_all "the other build tells of it"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	skip_all "no node or npm"
fi
mkdir -p "$prefix"
[[ -f $prefix/package.json ]] || echo '{"private": true}' >"$prefix/package.json"
(
	flock 9
	[[ -d $prefix/node_modules/js-yaml && -d $prefix/node_modules/ajv-formats ]] ||
		HOME=$prefix timeout 120 npm install --silent --no-audit --no-fund --prefix "$prefix" ajv@8 ajv-formats@3 js-yaml@4
) 9>"$prefix/lock" >/dev/null 2>&1 || skip_all "npm cannot install ajv"
export AJV_PREFIX=$prefix

# differences: the lines of $work/verdicts on which `check --schema` says otherwise.
differences()
{
	local type files
	cut -d ' ' -f 1 "$work/verdicts" | sort -u | while read -r type; do
		mapfile -t files < <(sed -n "s/^$type [a-z]* //p" "$work/verdicts")
		maillage check --schema "$root/schema/types/$type.yaml" --json "${files[@]}" |
			sed -n 's/.*"path": *"\([^"]*\)".*/\1/p' | sort -u >"$work/refused" || true
		awk -v type="$type" 'NR == FNR { refused[$0] = 1; next }
			$1 == type && ($2 == "valid") == ($3 in refused) {
				print "ajv: " $2 ", maillage: " ($3 in refused ? "invalid" : "valid") ", " $3
			}' "$work/refused" "$work/verdicts"
	done
}

# mistakes: TYPE:FILE of those that are mistakes of shape and of nothing else, which ajv knows nothing of.
mistakes()
{
	local file record
	for file in "$root"/tests/vectors/mistakes/*.yaml; do
		record=$(sed -n '1s/^# //p' "$file")
		grep -q '"level": "invalide"' "${file%.yaml}.json" || continue
		! grep '"code":' "${file%.yaml}.json" |
			grep -qvE '"(type|enum|const|minimum|maximum|multiple-of|m(in|ax)-(length|items)|pattern|format|unique|required|unknown-key|missing)"' ||
			continue
		echo "$(type_of "$record"):$file"
	done
}

type_of()
{
	case $1 in
	cooperative.yaml) echo cooperative ;;
	acteurs/*) echo acteur ;;
	actions/*) echo action ;;
	indicateurs/*) echo indicateur ;;
	objectifs/*) echo objectif ;;
	mesures/*) echo mesure ;;
	bilans/*) echo bilan_trimestriel ;;
	esac
}

ok "the schemas are exported" maillage schema export "$work/schemas"
is "one a type" "$(find "$work/schemas" -name '*.schema.json' | wc -l)" "$(maillage schema --json | grep -c '"type"')"

records=()
for file in "$root"/tests/vectors/records/*.yaml; do
	records+=("$(basename "$file" .yaml):$file")
done
mkdir "$work/changed"
ok "ajv reads them" node "$root/tests/e2e/ajv.js" "$work/schemas" "$work/changed" $step "${records[@]}"
cp "$work/out" "$work/verdicts"
is "ajv accepts the examples" "$(grep -c " valid $root/" "$work/verdicts")" "${#records[@]}"
like "ajv refuses changed ones" "$out" ' invalid '
is "maillage agrees on each" "$(differences)" ""

mapfile -t wrong < <(mistakes)
ok "ajv reads the mistakes" node "$root/tests/e2e/ajv.js" "$work/schemas" "$work/changed" 0 "${wrong[@]}"
cp "$work/out" "$work/verdicts"
unlike "ajv refuses each" "$out" ' valid '
is "and so does maillage" "$(differences)" ""
done_testing
