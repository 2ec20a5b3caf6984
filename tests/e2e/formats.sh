#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The examples of docs/format-*.md are what git, Python and the programs say.
# shellcheck disable=SC2317 # `ok` calls the functions by name
. "$(dirname "$0")/lib.sh"

# example PAGE N: the Nth indented block of docs/PAGE.md.
example()
{
	awk -v wanted="$2" '/^    / { n += !inside; inside = 1; if (n == wanted) print substr($0, 5); next }
		{ inside = 0 }' "$root/docs/$1.md"
}

# The commit of docs/format-commit.md, which has empty lines.
commit_example()
{
	awk '/^    tree [0-9a-f]/ { inside = 1 }
		inside { print substr($0, 5) }
		/^    Maillage-Stamp/ { exit }' "$root/docs/format-commit.md"
}

# conflict_id PATH PLACE: as docs/format-history.md makes it.
conflict_id()
{
	python3 -c 'import base64, hashlib, sys
name = "\0".join(sys.argv[1:]).encode()
print(base64.b32encode(hashlib.sha256(name).digest()).decode().lower()[:16])' "$1" "$2"
}

# the_text_after PAGE WORDS: what stands between the next backquotes.
the_text_after()
{
	grep -o "$2 \`[^\`]*" "$root/docs/$1.md" | cut -d '`' -f2
}

is "a commit has the id it is said to have" "$(commit_example | git hash-object -t commit --stdin)" \
	"$(the_text_after format-commit 'its id is')"
# judged SCHEMA VALUE: what `check --schema` of that text, on that value, ends with.
judged()
{
	printf '%s\n' "$1" >"$work/schema.yaml"
	printf '%s\n' "$2" >"$work/value.yaml"
	code=0
	maillage check --schema "$work/schema.yaml" "$work/value.yaml" >"$work/out" 2>&1 || code=$?
	echo "$code"
}

meta="\$ref: https://json-schema.org/draft/2020-12/schema"
while IFS='|' read -r expected value; do
	is "the meta-schema, of $value" "$(judged "$meta" "$value")" "$expected"
done <<'END'
0|true
0|{}
0|minLength: 1
0|properties: {a: {$ref: "#"}, b: {type: [string, "null"]}}
0|x-niveau: E
1|minLength: -1
1|$defs: {a: {type: 1}}
1|type: texte
1|required: [a, a]
1|allOf: []
1|1
END

# JSON of other programs escapes what is beyond U+FFFF as two halves; in YAML they are no escape.
two='"\ud83d\ude00\u00e9"'
is "two halves of a character are one" "$(judged '{const: "😀é"}' "$two")$(judged "{\"const\": $two}" '"😀é"')" 00
is "one counts as one" "$(judged '{"maxLength": 2}' "$two")$(judged '{"maxLength": 1}' "$two")" 01
is "what is printed of it" "$(printf '%s' "[$two, \"a\\\\\"]" | maillage yaml - | tr -d '[:space:]')" '["😀é","a\\"]'
is "a half alone is none" "$(judged '{}' '"\ud83d"')$(judged '{}' '"\ude00\ud83d"')$(judged '{}' "a: $two")" 111

echo "type: integer" >"$work/schema.yaml"
echo 1 >"$work/one.yaml"
echo un >"$work/un.yaml"
fails_with 1 "several files, by one schema" maillage --json check --schema "$work/schema.yaml" \
	"$work/one.yaml" "$work/un.yaml" "$work/one.yaml"
is "each finding says of which" "$(jq -r '.[].path' <<<"$out")" "$work/un.yaml"
fails_with 2 "none" maillage check --schema "$work/schema.yaml"
fails_with 1 "one that is not there" maillage --json check --schema "$work/schema.yaml" "$work/un.yaml" "$work/none.yaml"
is "what was found before is whole" "$(grep -v ^maillage: <<<"$out" | jq -r '.[].path')" "$work/un.yaml"

is "a conflict has its id" "$(conflict_id indicateurs/personnes-rencontrees-3ozh.yaml cible)" \
	"$(the_text_after format-conflict 'Its id is')"

# ---- three devices

record=actions/maraudes
echo "une longue phrase de passe" >"$work/phrase"
git init --quiet --bare "$work/hub.git"

# enrol NAME: a key of its own, and a copy.
enrol()
{
	local key
	key=$(as "$1" maillage -q key new --name "$1") &&
		m dd -q enrol "$1" --name "$1" --type association --role dd --key "$key" && m dd -q sync &&
		as "$1" maillage -q clone "$work/hub.git" ca
}

# edits NAME OLD NEW...: in the record, as with an editor; then saves.
edits()
{
	local name=$1 file=$work/$1/ca/$record.yaml text
	shift
	text=$(cat "$file")
	while (($#)); do
		text=${text/"$1"/"$2"}
		shift 2
	done
	printf '%s\n' "$text" >"$file"
	m "$name" save
}

# Every copy hears all the others. That a conflict waits (3) is part of the story.
meet()
{
	local name code
	for name in dd asso mairie dd asso; do
		m "$name" -q sync || { code=$? && ((code == 3)); } || return
	done
}

# shows TITLE N: all three show the Nth block of the page.
shows()
{
	local name
	for name in dd asso mairie; do
		is "$1: $name" "$(cat "$work/$name/ca/$record.yaml")" "$(example format-history "$2")"
	done
}

begin()
{
	as dd maillage -q key new --name "Claire Martin" &&
		as dd maillage -q init ca --title Essai --departement 78 --actor dd-78 --name DD --passphrase-file "$work/phrase" &&
		m dd remote add origin "$work/hub.git" && mkdir "$work/dd/ca/actions" &&
		example format-history 1 >"$work/dd/ca/$record.yaml" && m dd save && enrol asso && enrol mairie
}

# The id of the conflict about a place.
about()
{
	m dd --json conflicts | jq -r --arg field "$1" '.[] | select(.field == $field).id'
}

home dd >/dev/null
ok "three copies" begin
shows "all begin alike" 1
ok "Claire's edit" edits dd 'contenu: Aller vers' 'contenu: Aller vers les invisibles # à relire' \
	$'\nlieux_precis:\n  - id: l1\n    nom: Gare' ''
ok "the association's edit" edits asso 'contenu: Aller vers' 'contenu: Aller vers, orienter' \
	'[maraude, orientation]' '[maraude, ecoute]'
ok "the town hall's edit" edits mairie 'nom: Gare' $'nom: Gare routière\n  - id: l2\n    nom: Marché'
ok "they meet" meet
shows "all show the same" 2
fails_with 3 "two conflicts wait" m dd --json conflicts
is "about these places" "$(jq -c '[.[].field]' <<<"$out")" '["contenu","lieux_precis"]'
ok "one is decided" m asso set $record contenu="Aller vers les invisibles, orienter"
ok "the other too" m dd resolve "$(about lieux_precis)" --take 1
ok "they meet again" meet
shows "all show what was decided" 3
ok "no conflict is left" m mairie conflicts
m dd --json log $record >"$work/log"
is "nine changes were told since the first commit" \
	"$(jq 'map(.commit) as $all | map(select(.commit != $all[-1])) | length' "$work/log")" 9
finish
