#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Bundles: the lines in one file, for mail and USB sticks, read by stock git too.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso

# Everything that stands for what people did.
state()
{
	(cd "$work/$1/ca" && find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum &&
		git for-each-ref --format='%(objectname) %(refname)' && git count-objects -v | grep -v size-pack &&
		ls .git/maillage/quarantine)
}

# refused TITLE FILE REGEX: asso does not apply it, says why, and nothing is written.
refused()
{
	local before
	before=$(state asso)
	fails_with 1 "$1" m asso bundle apply "$2"
	like "$1: it says why" "$err" "$3"
	is "$1: nothing is written" "$(state asso)" "$before"
}

action=$(m dd -q new action maraudes intitule=Maraudes promoteur_referent=asso-exemple statut=en_cours)
m dd -q set "$action" obstacles=pluie
full=$work/full.bundle
ok "a bundle of everything" m dd bundle create "$full"
like "says what it holds" "$err" '2 lines|1 line'
ok "no half-made file is left" test ! -e "$full.part"

# ---- stock git

ok "git bundle verify" git -C "$work/dd/ca" bundle verify -q "$full"
ok "git clone" git clone -q "$full" "$work/reader"
is "checks out what is shown" "$(git -C "$work/reader" rev-parse HEAD)" "$(main_of dd)"
is "with the records" "$(cat "$work/reader/$action.yaml")" "$(cat "$work/dd/ca/$action.yaml")"
like "it lists the lines" "$(git bundle list-heads "$full")" 'refs/maillage/lines/'

# ---- there and back

mkdir -p "$work/asso/ca/.git/maillage/quarantine"
ok "asso applies it" m asso bundle apply "$full"
is "and has all of it" "$(m asso get "$action" obstacles)" pluie
is "as the DD" "$(main_of asso)" "$(main_of dd)"
holds "again: nothing new" "$(m asso bundle apply "$full" --json)" '.received == 0 and .refused == 0 and .held == 0'
m asso -q set "$action" leviers=soleil
holds "one for dd" "$(m asso bundle create "$work/one.bundle" --for dd --json)" '.for == "dd" and .lines > 0 and .needs == 0'
ok "dd applies it" m dd bundle apply "$work/one.bundle"
is "one main" "$(main_of dd)" "$(main_of asso)"
fails_with 1 "nothing new for dd" m asso bundle create "$work/none.bundle" --for dd
like "and the way out" "$err" '\-\-all'
ok "no file is made" test ! -e "$work/none.bundle"
m asso -q set "$action" leviers="soleil et amis"
holds "the next one for dd" "$(m asso bundle create "$work/two.bundle" --for dd --json)" '.needs > 0 and .lines == 1'
ok "is small" test "$(stat -c %s "$work/two.bundle")" -lt "$(stat -c %s "$full")"
ok "git verifies it" git -C "$work/dd/ca" bundle verify -q "$work/two.bundle"
m asso -q set "$action" leviers="soleil, amis, temps"
ok "and a third" m asso bundle create "$work/three.bundle" --for dd
before=$(main_of dd)
fails_with 1 "the third before the second" m dd bundle apply "$work/three.bundle"
like "says what is missing" "$err" 'goes on from 1 commit that this copy has not'
like "and how to go on" "$err" 'bundle create'
is "nothing is written" "$(main_of dd)" "$before"
ok "the second" m dd bundle apply "$work/two.bundle"
holds "then the third" "$(m dd bundle apply "$work/three.bundle" --json)" '.received == 1'
is "one main" "$(main_of dd)" "$(main_of asso)"
ok "all of it again" m asso bundle create "$work/four.bundle" --for dd --all
ok "is complete" git clone -q "$work/four.bundle" "$work/reader-2"
fails_with 2 "a name that is a path" m asso bundle create "$work/five.bundle" --for ../dd

# ---- a view with two tips

m dd -q set "$action" obstacles=vent
m asso -q set "$action" freins=bruit
m dd -q bundle create "$work/dd.bundle"
ok "asso takes the DD's" m asso bundle apply "$work/dd.bundle"
ok "a bundle of two tips" m asso bundle create "$work/both.bundle"
ok "git clones it" git clone -q "$work/both.bundle" "$work/reader-3"
is "and sees both" "$(grep -cE 'obstacles: vent|freins: bruit' "$work/reader-3/$action.yaml")" 2

# ---- damaged, cut short, foreign

m dd -q bundle apply "$work/both.bundle"
m dd -q set "$action" obstacles="vent et pluie"
m dd -q bundle create "$full"
size=$(stat -c %s "$full")
for cut in 0 10 100 $((size / 2)) $((size - 1)); do
	head -c "$cut" "$full" >"$work/cut.bundle"
	refused "cut to $cut bytes" "$work/cut.bundle" 'cut short|damaged'
done
for at in $((size / 3)) $((size - 5)); do
	cp "$full" "$work/damaged.bundle"
	printf '\xff\x00\xff' | dd of="$work/damaged.bundle" bs=1 seek="$at" conv=notrunc status=none
	refused "damaged at $at" "$work/damaged.bundle" .
done
{ cat "$full" && echo more; } >"$work/longer.bundle"
refused "with more after it" "$work/longer.bundle" 'damaged'
sed 's/^# v2/# v9/' "$full" >"$work/version.bundle"
refused "of another version" "$work/version.bundle" 'version 2'
refused "a folder" "$work" 'cannot read'
refused "a file that is not there" "$work/nowhere.bundle" 'nowhere'
git -C "$work/reader" bundle create -q "$work/main.bundle" HEAD 2>/dev/null
refused "a git bundle without lines" "$work/main.bundle" 'no line'
as mairie maillage -q key new --name Mairie >/dev/null
as mairie maillage -q init ca --title Autre --departement 75 --actor dd-75 --name Autre >/dev/null 2>&1
m mairie -q bundle create "$work/foreign.bundle"
refused "another coopérative's" "$work/foreign.bundle" 'is of the coopérative [0-9a-f]{40}, not of this one'
{
	printf '# v2 git bundle\n%s refs/maillage/lines/%s\n\n' "$(main_of dd)" aaaaaaaaaaaaaaaa
	git -C "$work/dd/ca" pack-objects --stdout -q </dev/null
} >"$work/hollow.bundle"
refused "one that names what it does not hold" "$work/hollow.bundle" 'lacks'
ok "the whole one" m asso bundle apply "$full"
is "asso has it" "$(m asso get "$action" obstacles)" "vent et pluie"

# ---- what is left out on the way

# Who carries a commit is not its author: that its tree or its files are missing is held against nobody.
m dd -q set "$action" obstacles="grêle sur la route"
tip=$(main_of dd)
for left in "$tip" "$tip $(git -C "$work/dd/ca" rev-parse "$tip^{tree}" "$tip:actions" | tr '\n' ' ')"; do
	{
		printf '# v2 git bundle\n%s refs/maillage/lines/%s\n\n' "$tip" "$(as dd maillage key show --json | jq -r .key)"
		tr ' ' '\n' <<<"$left" | sed '/^$/d' | git -C "$work/dd/ca" pack-objects --stdout -q
	} >"$work/gaps.bundle"
	run m asso bundle apply "$work/gaps.bundle"
	like "a commit without all it needs waits" "$err" '1 commit from .* waits'
	holds "status says so" "$(m asso status --json)" ".held | length == 1 and .[0].commit == \"$tip\" and .[0].code == \"parent\""
	is "nothing of it stays" "$(git -C "$work/asso/ca" cat-file -e "$tip" 2>/dev/null && echo there)" ''
done
m dd -q bundle create "$full"
ok "brought whole, it is taken in" m asso bundle apply "$full"
is "with its files" "$(m asso get "$action" obstacles)" "grêle sur la route"
holds "and nothing waits" "$(m asso status --json)" '.held == []'

# ---- objects as they stand in packs of every kind: told from others by name or by distance, or not at all

# judged TITLE: git indexes a bundle of everything strictly, and it holds what the lines need and nothing else.
judged()
{
	local all=$work/all.bundle judge=$work/judge.git
	find -P "$judge" -delete 2>/dev/null
	git init -q --bare "$judge"
	ok "$1: a bundle" m dd -q bundle create "$all"
	ok "$1: git takes it in" git -C "$judge" -c transfer.fsckObjects=true -c fetch.fsckObjects=true \
		fetch -q "$all" 'refs/maillage/*:refs/maillage/*' 'refs/heads/main:refs/heads/main'
	ok "$1: git fsck" git -C "$judge" fsck --strict --no-dangling
	is "$1: no more and no less" "$(git -C "$judge" rev-list --objects --all | cut -c1-40 | sort)" \
		"$(git -C "$judge" cat-file --batch-all-objects --batch-check='%(objectname)' | sort)"
}

repack() { git -C "$work/dd/ca" "$@" repack -adfq --window=50; }
echo privé >"$work/private"
private=$(git -C "$work/dd/ca" hash-object -w "$work/private")
judged "loose objects"
repack -c repack.useDeltaBaseOffset=true
judged "deltas by distance"
repack -c repack.useDeltaBaseOffset=false
judged "deltas by name"
m dd -q set "$action" obstacles=grésil
judged "some of both"
is "what nothing names is not given" "$(git -C "$work/judge.git" cat-file -e "$private" 2>/dev/null && echo there)" ''

# ---- killed

m dd -q set "$action" obstacles=neige
m dd -q bundle create "$full"
for i in 05 10 15 20 30; do
	(cd "$work/asso" && MAILLAGE_HOME=$PWD/home exec maillage -C ca -q bundle apply "$full") >/dev/null 2>&1 &
	pid=$!
	sleep "0.$i"
	kill -KILL $pid 2>/dev/null
	wait $pid 2>/dev/null
done 2>/dev/null
mkdir -p "$work/asso/ca/.git/maillage/quarantine/left/objects/pack"
touch "$work/asso/ca/.git/maillage/quarantine/left/objects/pack/pack-1.pack"
ok "after killed ones, one that is not" m asso bundle apply "$full"
is "is whole" "$(m asso get "$action" obstacles)" neige
is "the quarantine is empty" "$(ls "$work/asso/ca/.git/maillage/quarantine")" ''
finish
