#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Git remotes: paths and URLs, what a remote refuses, what strangers leave in it, two of them, none at all.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso
remote=$work/remote.git

refs()
{
	git -C "$1" for-each-ref --format='%(objectname) %(refname)'
}

own_line()
{
	echo "refs/maillage/lines/$(m "$1" status --json | jq -r .key)"
}

# stranger REPOSITORY ARGUMENT...: git, as nobody of this coopérative.
stranger()
{
	git -c user.name=stranger -c user.email=stranger@example.org -C "$@"
}
empty=$(git -C "$remote" mktree </dev/null)

action=$(m dd -q new action maraudes intitule=Maraudes promoteur_referent=asso-exemple statut=en_cours)
ok "sync" m dd sync
ok "and the other" m asso sync
is "one main" "$(main_of asso)" "$(main_of dd)"
holds "status --json has the remote" "$(m asso status --json)" \
	'.peers | length == 1 and .[0].name == "origin" and .[0].ahead == 0 and .[0].behind == 0 and .[0].last != null and .[0].cause == null'

# ---- main, for readers

ok "anybody reads it with git clone" git clone -q "$remote" "$work/reader"
is "and has the view" "$(git -C "$work/reader" rev-parse HEAD)" "$(main_of dd)"
is "with the records" "$(cat "$work/reader/$action.yaml")" "$(cat "$work/dd/ca/$action.yaml")"
m dd -q set "$action" obstacles=pluie
m asso -q set "$action" leviers=soleil
m dd -q sync
m asso -q sync
is "main follows a view with two tips" "$(git -C "$remote" rev-parse main)" "$(main_of asso)"
is "of which the reader sees all" "$(git -C "$work/reader" pull -q 2>/dev/null; grep -cE 'obstacles: pluie|leviers: soleil' "$work/reader/$action.yaml")" 2
m dd -q sync

# ---- URLs

ok "a file:// URL with spaces and accents" git init -q --bare -b main "$work/Dossier partagé.git"
ok "remote add" m asso remote add usb "file://$work/Dossier partagé.git"
ok "sync with it alone" m asso sync usb
is "it has the lines" "$(refs "$work/Dossier partagé.git" | grep lines)" "$(refs "$work/asso/ca" | grep refs/maillage/lines)"
fails_with 1 "a remote of that name is there" m asso remote add usb "$work/other.git"
fails_with 1 "sync with a remote that is not" m asso sync clef
like "lists none of that name" "$err" 'clef'
ok "remote remove" m asso remote remove usb
is "remote list" "$(m asso remote list)" $'origin\t'"$remote"
fails_with 1 "remove it twice" m asso remote remove usb

# ---- clone

fails_with 1 "clone refuses another CA" as mairie maillage clone "$remote" ca --id 0123456789012345678901234567890123456789
like "and says which one was wanted" "$err" 0123456789
ok "nothing is left of it" test ! -e "$work/mairie/ca"
fails_with 2 "an id is 40 letters" as mairie maillage clone "$remote" ca --id "${ca:0:12}"
fails_with 1 "clone of nothing" as mairie maillage clone "$work/nowhere.git" ca
git init -q --bare "$work/empty.git"
fails_with 1 "clone of an empty repository" as mairie maillage clone "$work/empty.git" ca
git clone -q --bare "$root" "$work/other-project.git" 2>/dev/null
fails_with 1 "clone of another project" as mairie maillage clone "$work/other-project.git" ca
ok "nothing is left of these" test ! -e "$work/mairie/ca"
mkdir -p "$work/mairie/full" && touch "$work/mairie/full/file"
fails_with 1 "clone into a folder in use" as mairie maillage clone "$remote" full
is "which stays as it was" "$(ls -A "$work/mairie/full")" file

# ---- what killed programs left

half=$work/mairie/half
git init -q "$half" && mkdir "$half/.git/maillage" && touch "$half/.git/maillage/unfinished" "$half/note"
fails_with 1 "half a copy and a file of somebody's" as mairie maillage clone "$remote" half
ok "stay" test -e "$half/.git/HEAD" -a -e "$half/note"
rm "$half/note"
fails_with 1 "half a copy that somebody is making" \
	flock "$half/.git/maillage/unfinished" bash -c "cd '$work/mairie' && maillage clone '$remote' half"
ok "stays" test -e "$half/.git/HEAD"
fails_with 1 "nor is it used" as mairie maillage -C half status
like "and told of" "$err" "the copy in .* is not finished.*maillage join.* that makes it"
ok "one that nobody makes is begun anew" as mairie maillage clone "$remote" half
ok "and is whole" test ! -e "$half/.git/maillage/unfinished" -a -e "$half/cooperative.yaml"
touch "$half/.git/maillage/unfinished"
ok "one that was whole is used" as mairie maillage -C half status
ok "and marked no more" test ! -e "$half/.git/maillage/unfinished"
packs=$remote/objects/pack
touch -d '2 hours ago' "$packs/tmp_pack_maillage_left" "$packs/tmp_pack_git"
touch "$packs/tmp_pack_maillage_now"
m dd -q set "$action" obstacles="pluie et grêle"
ok "packs that were being written" m dd sync origin
is "an old one of ours goes" "$(cd "$packs" && ls tmp_*)" $'tmp_pack_git\ntmp_pack_maillage_now'
rm "$packs"/tmp_pack_*

# ---- no remote there

m dd -q set "$action" obstacles="pluie et vent"
mv "$remote" "$work/elsewhere"
fails_with 1 "sync with a remote that is away" m dd sync
like "names it" "$err" 'origin'
holds "status knows" "$(m dd status --json)" '.peers[0] | .ahead == 1 and .cause != null'
git init -q --bare -b main "$work/second.git"
m dd -q remote add second "$work/second.git"
fails_with 1 "with another there, still a failure" m dd sync
is "but that one got everything" "$(git -C "$work/second.git" rev-parse main)" "$(main_of dd)"
ok "sync with that one alone" m dd sync second
mv "$work/elsewhere" "$remote"
ok "back again" m dd sync
holds "status forgets" "$(m dd status --json)" 'all(.peers[]; .ahead == 0 and .cause == null)'

# ---- refused references

m dd -q set "$action" obstacles="pluie, vent, neige"
line=$(own_line dd)
mkdir "$remote/$line.lock"
run m dd sync origin
is "a reference the remote refuses is a failure" "$code" 1
like "told with its name" "$err" "${line##*/}"
is "the remote's line is what it was" "$(git -C "$remote" rev-parse "$line")" "$(git -C "$work/dd/ca" rev-parse "$line^")"
holds "status says why" "$(m dd status --json)" 'any(.peers[]; .name == "origin" and .ahead == 1 and .cause != null)'
rmdir "$remote/$line.lock"
touch "$remote/$line.lock"
ok "a lock that a killed program left is removed" m dd sync origin
ok "indeed" test ! -e "$remote/$line.lock"
is "the line goes to the remote" "$(git -C "$remote" rev-parse "$line")" "$(git -C "$work/dd/ca" rev-parse "$line")"

m dd -q set "$action" obstacles="de tout"
stranger "$remote" update-ref refs/heads/main "$(stranger "$remote" commit-tree -m junk "$empty")"
git -C "$remote" config receive.denyNonFastForwards true
run m dd sync origin
is "main that cannot be put right harms nothing" "$code" 0
is "the lines went" "$(git -C "$remote" rev-parse "$line")" "$(git -C "$work/dd/ca" rev-parse "$line")"
git -C "$remote" config receive.denyNonFastForwards false
ok "when it can" m dd sync origin
is "it is put right" "$(git -C "$remote" rev-parse main)" "$(main_of dd)"
m asso -q sync
m dd -q sync

# ---- strangers

junk=$(stranger "$remote" commit-tree -m junk "$empty")
on_top=$(stranger "$remote" commit-tree -m junk -p main "main^{tree}")
before=$(main_of dd)
git -C "$remote" update-ref refs/maillage/lines/aaaaaaaaaaaaaaaa "$junk"
git -C "$remote" update-ref refs/maillage/lines/bbbbbbbbbbbbbbbb "$on_top"
git -C "$remote" update-ref refs/maillage/lines/not-a-key "$on_top"
git -C "$remote" update-ref refs/maillage/lines/deep/cccccccccccccccc "$junk"
git -C "$remote" update-ref refs/maillage/elsewhere/x "$junk"
git -C "$remote" update-ref refs/heads/feature "$junk"
git -C "$remote" update-ref refs/tags/v1 "$junk"
git -C "$remote" update-ref refs/maillage/lines/dddddddddddddddd "$(git -C "$remote" hash-object -w --stdin <<<blob)"
run m dd sync
is "strangers' references stop nobody" "$code" 0
like "what they sent is told" "$err" '3 commits from origin were refused'
is "and changes nothing" "$(main_of dd)" "$before"
holds "status keeps it" "$(m dd status --json)" \
	".refused | any(.[]; .commit == \"$on_top\" and .code != \"\" and .message != \"\")"
like "and says what to do about it" "$(m dd status)" '→ nothing of them is in the records.*key revoke'
is "no line of theirs is here" "$(refs "$work/dd/ca" | grep -cE 'refs/maillage/lines/(a{16}|b{16}|c{16}|d{16}|not)')" 0
ok "work goes on" m asso set "$action" leviers="des amis"
run m asso sync
is "for everybody" "$code" 0
m dd -q sync 2>/dev/null
is "one main" "$(main_of asso)" "$(main_of dd)"

# The asso's line, cut short and forked by somebody who has the remote.
asso_line=$(own_line asso)
tip=$(git -C "$work/asso/ca" rev-parse "$asso_line")
git -C "$remote" update-ref "$asso_line" "$(stranger "$remote" commit-tree -m forged -p "$asso_line" "$asso_line^{tree}")"
run m dd sync
is "a line somebody else goes on with stops nobody" "$code" 0
is "it is what its holder made" "$(git -C "$work/dd/ca" rev-parse "$asso_line")" "$tip"
git -C "$remote" update-ref "$asso_line" "$asso_line~2"
ok "a line cut short" m dd sync
is "is not cut here" "$(git -C "$work/dd/ca" rev-parse "$asso_line")" "$tip"
ok "its holder" m asso sync
is "puts it right" "$(git -C "$remote" rev-parse "$asso_line")" "$tip"
git -C "$remote" update-ref -d "$asso_line"
ok "a line deleted" m dd sync
is "any copy puts it back" "$(git -C "$remote" rev-parse "$asso_line")" "$tip"

# ---- relaying

m asso -q remote remove origin
m asso -q remote add second "$work/second.git"
m asso -q set "$action" leviers="par un autre chemin"
ok "asso meets the DD by the second remote only" m asso sync
ok "the DD meets both" m dd sync
home mairie >/dev/null
as mairie maillage -q key new --name Mairie >"$work/mairie.pub"
m dd -q enrol mairie-exemple --name Mairie --type epci --role dd --key "$(<"$work/mairie.pub")" >/dev/null
m dd -q sync
ok "mairie clones the first" as mairie maillage clone "$remote" ca --id "$ca"
is "and has what asso wrote" "$(m mairie get "$action" leviers)" "par un autre chemin"
m mairie -q set "$action" obstacles="par la mairie"
m mairie -q sync
m dd -q sync
m asso -q sync
is "asso has what mairie wrote" "$(m asso get "$action" obstacles)" "par la mairie"
is "all are equal" "$(main_of asso) $(main_of mairie)" "$(main_of dd) $(main_of dd)"

# ---- a clock two hours ahead: others wait, and are told for what

if is_test_build; then
	now=$(date +%s)
	MAILLAGE_NOW=$((now + 7200))000 m mairie -q set "$action" obstacles="en avance"
	m mairie -q sync
	ok "the DD syncs" m dd sync
	like "and is told that something waits" "$err" 'waits'
	run m dd status
	like "for what, and what releases it" "$out" 'ahead of this clock.*→ ahead: taken by itself'
	run m mairie status
	like "its author, whose clock is right again, is told too" "$out" 'Your last commit is dated .* ahead of this clock.*from'
	holds "programs as well" "$(m mairie status --json)" ".early | fromdate - $now | . >= 7199 and . <= 7260"
	m mairie -q set "$action" obstacles="toujours en avance"
	holds "it has nothing to send" "$(m dd status --json)" 'any(.peers[]; .name == "origin" and .ahead == 0 and .behind == 1)'
	MAILLAGE_NOW=$((now + 4000))000 m dd -q status >/dev/null
	is "time releases it" "$(MAILLAGE_NOW=$((now + 4000))000 m dd get "$action" obstacles)" "en avance"
	unlike "of which nothing is told then" "$(MAILLAGE_NOW=$((now + 4000))000 m mairie status)" 'Your last commit'
	unlike "nor to others" "$(m dd status)" 'Your last commit'
fi

finish
