#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What people are told of their mistakes, word for word: tests/vectors/mistakes/NN-NAME.yaml is a record whose first line is
# its path; NN-NAME.fr.txt, .en.txt and .json are what `maillage check` says of it.
#
# `tests/e2e/mistakes.sh --write` writes what it says today instead. Read the difference as somebody who never saw YAML
# would: what is wrong, where, and what to type?
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

vectors=$root/tests/vectors/mistakes
copy=$work/dd/ca

# The path in the first line, whatever the encoding.
path_of()
{
	head -n 1 "$1" | tr -d '\000\r\376\377' | sed 's/^# //'
}

# told LANGUAGE [OPTION] PATH
told()
{
	as dd env LC_ALL="$1" maillage -C ca "${@:2}" 2>/dev/null
	true
}

# compare TITLE GOLDEN: $work/told against it.
compare()
{
	local same=true
	if [[ $write == true ]]; then
		cp "$work/told" "$2"
		return
	fi
	diff -u "$2" "$work/told" >"$work/diff" 2>&1 || same=false
	result "$1" $same "$(cat "$work/diff")"
}

write=false
[[ ${1-} != --write ]] || write=true
run as dd maillage key new --name "Anne Martin"
ok "a cooperative" as dd maillage init ca --title CA --departement 78 --actor dd-78 --name DD

# What the records name is there, but for what each is wrong about.
for type in acteur financement objectif indicateur action mesure; do
	file=$root/tests/vectors/records/$type.yaml
	path=$(path_of "$file")
	mkdir -p "$(dirname "$copy/$path")"
	cp "$file" "$copy/$path"
done

for file in "$vectors"/*.yaml; do
	name=$(basename "$file" .yaml)
	path=$(path_of "$file")
	mkdir -p "$(dirname "$copy/$path")"
	[[ ! -f $copy/$path ]] || cp "$copy/$path" "$work/kept"
	cp "$file" "$copy/$path"
	told fr_FR.UTF-8 check "$path" >"$work/told"
	compare "$name, in French" "$vectors/$name.fr.txt"
	told C.UTF-8 check "$path" >"$work/told"
	compare "$name, in English" "$vectors/$name.en.txt"
	told C.UTF-8 --json check "$path" >"$work/told"
	compare "$name, as data" "$vectors/$name.json"
	rm "$copy/$path"
	[[ ! -f $work/kept ]] || mv "$work/kept" "$copy/$path"
done
finish
