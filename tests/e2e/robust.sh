#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Whatever is broken, there is one clear error and nothing is written; whenever a program is killed, nothing is lost.
# shellcheck disable=SC2317 # ok and fails_with call functions by name
. "$(dirname "$0")/lib.sh"
found
join asso signatory
copy=$work/dd/ca
action=$(m dd -q new action maraudes intitule=Maraudes promoteur_referent=asso-exemple statut=en_cours)
m dd -q sync
m asso -q sync

# Everything that stands for what people did: files and references. The index and git's own bookkeeping do not.
state()
{
	(cd "$work/$1/ca" && find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum &&
		git for-each-ref --format='%(objectname) %(refname)') 2>&1
}

# refused CODE TITLE NAME COMMAND...: that code, an error in one piece, and nothing written.
refused()
{
	local expected=$1 title=$2 name=$3 before
	shift 3
	before=$(state "$name")
	fails_with "$expected" "$title" "$@"
	is "$title: one error" "$(grep -c '^maillage: ' <<<"$err")" 1
	is "$title: nothing written" "$(state "$name")" "$before"
}

# ---- what is typed and what is in files

while read -r expected words; do
	# shellcheck disable=SC2086 # words
	refused "$expected" "maillage $words" dd m dd $words
done <<END
2 set $action intitule
2 set $action =x
2 set $action a[=x
2 set $action calendrier_previsionnel=[1
2 set $action lieux_precis=&x
1 set actions/../cooperative intitule=x
1 set ../../etc/passwd a=b
2 new cooperative x
2 new mesure personne 2018-T5
1 rm actions/rien
1 get cles/rien
1 log actions/rien
1 blame actions/rien
1 resolve aaaaaaaaaaaaaaaa --take 1
2 enrol dd-78 --key ssh-rsa
2 enrol UPPER --name N --type epci --key x
1 remote remove rien
1 sync rien
END

good=$(cat "$copy/$action.yaml")
while IFS= read -r text; do
	printf '%b\n' "$text" >"$copy/$action.yaml"
	before=$(state dd)
	fails_with 1 "check of ${text:0:30}" m dd check "$action"
	like "tells the place" "$out$err" "$action\.yaml:[0-9]+:[0-9]+: "
	fails_with 1 "save of it" m dd save
	is "writes nothing" "$(state dd)" "$before"
	fails_with 1 "set on it" m dd set "$action" statut=suspendue
	is "writes nothing" "$(state dd)" "$before"
done <<'END'
intitule: [
intitule: "\xff\xfe"
intitule: a\nintitule: b
\tintitule: a
- a\n- b
intitule: !!python/object x
intitule: &a x\ncontenu: *a
--- a\n--- b
inconnu: 1
intitule: 1 55 08 75 112 001 97
\x00\x01\x02
END
head -c 300000 /dev/zero | tr '\0' 'a' >"$copy/$action.yaml"
refused 1 "a file that is too long" dd m dd save
yes '[' | head -c 20000 | tr -d '\n' >"$copy/$action.yaml"
refused 1 "a file that is too deep" dd m dd save
printf '%s\n' "$good" >"$copy/$action.yaml"
mkdir "$copy/actions/x.yaml"
run m dd status
is "a folder named like a record" "$code" 0
rmdir "$copy/actions/x.yaml"
ln -s /etc/passwd "$copy/actions/lien.yaml"
run m dd save
is "a link is not followed" "$(git -C "$copy" grep -c root: main -- actions)" ''
rm "$copy/actions/lien.yaml"
mkfifo "$copy/actions/tube.yaml"
ok "a pipe is not waited for" timeout 5 env MAILLAGE_HOME="$work/dd/home" maillage -C "$copy" status
rm "$copy/actions/tube.yaml"
ok "all is well again" m dd save

# ---- keys and signatures

cp "$work/dd/home/keys/device" "$work/device"
for text in '' 'not a key' '-----BEGIN OPENSSH PRIVATE KEY-----' "$(head -c 200 "$work/device")"; do
	printf '%s\n' "$text" >"$work/dd/home/keys/device"
	refused 1 "a device key cut to ${#text} bytes" dd m dd set "$action" statut=suspendue
done
ssh-keygen -q -t ed25519 -N '' -f "$work/other" </dev/null
cp "$work/other" "$work/dd/home/keys/device"
refused 1 "a device key that is not enrolled" dd m dd set "$action" statut=suspendue
ssh-keygen -q -t rsa -b 2048 -N '' -f "$work/rsa" </dev/null
cp "$work/rsa" "$work/dd/home/keys/device"
refused 1 "a key of another kind" dd m dd set "$action" statut=suspendue
cp "$work/device" "$work/dd/home/keys/device"
chmod 600 "$work/dd/home/keys/device"
ok "the key back" m dd set "$action" statut=suspendue
m asso -q new bilan_trimestriel 2018-T1 >/dev/null
cp "$work/asso/home/keys/signatory" "$work/signatory"
head -c 100 "$work/signatory" >"$work/asso/home/keys/signatory"
refused 1 "a signatory key cut short" asso m asso submit 2018-T1 --passphrase-file "$work/phrase"
cp "$work/signatory" "$work/asso/home/keys/signatory"
printf 'junk' >"$work/asso/ca/bilans/2018-T1/asso-exemple.asso-exemple.sig"
run m asso save
is "a signature made of junk is not recorded" "$(git -C "$work/asso/ca" ls-tree -r --name-only main | grep -c '\.sig$')" 0
rm -f "$work/asso/ca/bilans/2018-T1/asso-exemple.asso-exemple.sig"
m asso -q sync
m dd -q sync

# ---- the repository

line=refs/maillage/lines/$(m dd status --json | jq -r .key)
main=$(main_of dd)
rm -f "$copy/.git/maillage/index.db"
ok "the index deleted" m dd status
is "changes nothing" "$(main_of dd)" "$main"
for bytes in 0 100 5000; do
	truncate -s "$bytes" "$copy/.git/maillage/index.db"
	ok "the index cut to $bytes bytes" m dd verify
	is "changes nothing" "$(main_of dd)" "$main"
done
head -c 50000 /dev/urandom >"$copy/.git/maillage/index.db"
ok "an index of random bytes" m dd log "$action"
like "answers as before" "$out" 'statut'
rm -rf "$copy/.git/maillage"/{laid,remotes,shown}
ok "its bookkeeping deleted" m dd status
git -C "$copy" update-ref -d refs/heads/main
ok "main deleted" m dd status
is "it comes back" "$(main_of dd)" "$main"
git -C "$copy" update-ref refs/heads/main "$ca"
ok "main set back" m dd status
is "it comes back" "$(main_of dd)" "$main"
tip=$(git -C "$copy" rev-parse "$line")
git -C "$copy" update-ref refs/maillage/lines/aaaaaaaaaaaaaaaa "$tip"
ok "a line's reference under another name" m dd sync
is "is removed" "$(git -C "$copy" for-each-ref refs/maillage/lines/aaaaaaaaaaaaaaaa)" ""
is "and not sent on" "$(git -C "$work/remote.git" for-each-ref refs/maillage/lines/aaaaaaaaaaaaaaaa)" ""
git -C "$copy" update-ref "$line" "$ca"
ok "and one that was set back" m dd status
is "comes to its place" "$(git -C "$copy" rev-parse "$line")" "$tip"
printf 'junk\n' >"$copy/.git/$line"
run m dd status
is "a broken reference is no crash" "$((code == 0 || code == 1))" 1
git -C "$copy" update-ref "$line" "$tip" 2>/dev/null || echo "$tip" >"$copy/.git/$line"
ok "put right" m dd verify
cp -r "$copy" "$work/broken"
object=$(git -C "$copy" rev-parse "main:$action.yaml")
git -C "$work/broken" unpack-objects -q </dev/null 2>/dev/null
find "$work/broken/.git/objects" -name "${object:2}" -exec sh -c 'chmod u+w "$1"; printf junk >"$1"' - {} \;
run as asso maillage -C "$work/broken" verify
is "a broken object is found" "$((code == 1 || code == 4))" 1
unlike "and is no crash" "$err" 'core dumped|AddressSanitizer'
rm -rf "$work/broken"
git clone -q --bare "$work/remote.git" "$work/origin.git"
m dd -q set "$action" freins=aucun
cp -r "$copy" "$work/broken"
git -C "$work/broken" remote set-url origin "$work/origin.git"
git -C "$work/broken" -c gc.pruneExpire=now gc -q
pack=$(echo "$work/broken/.git/objects/pack"/*.pack)
chmod u+w "$pack"
head -c 512 /dev/zero | dd of="$pack" bs=1 seek=20 conv=notrunc 2>/dev/null # the newest commits
maillage_in_broken()
{
	as dd maillage -C "$work/broken" "$@"
}
for words in status sync "set $action freins=x"; do
	# shellcheck disable=SC2086 # words
	fails_with 1 "${words%% *} in a copy whose pack is damaged" maillage_in_broken $words
	like "says what to do" "$err" 'keep this folder.*clone.*git fsck'
	unlike "and not that all is well" "$err" 'work is safe|invalid'
done
run maillage_in_broken status
like "it says which file" "$err" "is damaged in $pack"
fails_with 4 "verify finds it" maillage_in_broken verify --json
holds "as damage" "$out" '.verdicts[0].code == "damaged"'
like "and says what to do" "$err" 'keep this folder'
rm "$pack"
fails_with 1 "without the pack" maillage_in_broken status
like "the object is told as missing" "$err" 'is missing.*keep this folder'
fails_with 1 "a repository that is no coopérative" as dd maillage -C "$root" status
mkdir -p "$work/empty" && git init -q "$work/empty"
fails_with 1 "an empty repository" as dd maillage -C "$work/empty" status

# ---- one home, one copy; a backup brought back

cp -r "$copy" "$work/dd/second"
before=$(git -C "$work/dd/second" rev-parse main)
fails_with 1 "a second copy with one home does not write" as dd maillage -C second set "$action" statut=en_cours
like "and says where the first is" "$err" "$copy"
is "nothing was written" "$(git -C "$work/dd/second" rev-parse main)" "$before"
rm -rf "$work/dd/second"
cp -r "$copy" "$work/backup"
m dd -q set "$action" contenu="après la sauvegarde"
m dd -q sync
rm -rf "$copy" && mv "$work/backup" "$copy"
before=$(state dd)
fails_with 1 "a restored backup does not write" m dd set "$action" contenu="fourche"
like "and says to sync" "$err" 'sync'
is "nothing was written" "$(state dd)" "$before"
ok "it syncs" m dd sync
is "catches up" "$(m dd get "$action" contenu)" "après la sauvegarde"
ok "then writes" m dd set "$action" contenu="sans fourche"
holds "with no fork" "$(m dd status --json)" 'all(.lines[]; .forks == [])'

# A whole machine brought back: the home's memory is as old as the copy, so nothing here knows. The remote does.
mkdir -p "$work/backup"
cp -r "$copy" "$(home dd)" "$work/backup"
sed -i 's/^statut: .*/statut: en_cours/' "$work/backup/ca/$action.yaml" # an edit of before, not recorded yet
m dd -q set "$action" contenu="après la seconde sauvegarde"
m dd -q sync
line=refs/maillage/lines/$(m dd status --json | jq -r .key)
tip=$(git -C "$copy" rev-parse "$line")
rm -rf "$copy" "$(home dd)" && mv "$work/backup/ca" "$copy" && mv "$work/backup/home" "$work/dd/home"
ok "a machine that was brought back syncs" m dd sync
is "its line is where the remote knew it" "$(git -C "$copy" rev-parse "$line")" "$tip"
ok "then the edit that was waiting is recorded" m dd save
is "as the next commit of the line" "$(git -C "$copy" rev-parse "$line^@")" "$tip"
is "which the home remembers" "$(head -n 1 "$(home dd)/lines/$ca")" "$(git -C "$copy" rev-parse "$line")"
is "beside what was caught up" "$(m dd get "$action" statut) $(m dd get "$action" contenu)" "en_cours après la seconde sauvegarde"
holds "with no fork" "$(m dd status --json)" 'all(.lines[]; .forks == [])'

# Its daemon, too, asks the remote before it records what is edited.
mkdir -p "$work/backup"
cp -r "$copy" "$(home dd)" "$work/backup"
echo 'numero: 7' >>"$work/backup/ca/$action.yaml"
m dd -q set "$action" contenu="après la troisième sauvegarde"
m dd -q sync
tip=$(git -C "$copy" rev-parse "$line")
rm -rf "$copy" "$(home dd)" && mv "$work/backup/ca" "$copy" && mv "$work/backup/home" "$work/dd/home"
start_daemon dd
until_ok 20 "a daemon records the edit" grep -q 'event=recorded' "$work/dd/daemon.log"
stop_daemon dd
is "on what the remote knew" "$(git -C "$copy" rev-parse "$line^@")" "$tip"
is "and loses nothing" "$(m dd get "$action" numero) $(m dd get "$action" contenu)" "7 après la troisième sauvegarde"
holds "with no fork" "$(m dd status --json)" 'all(.lines[]; .forks == [])'

# ---- a folder one cannot write to

if ((EUID != 0)); then
	chmod -R a-w "$work/dd/ca"
	ok "a read-only folder can be read" m dd get "$action" contenu
	fails_with 1 "but not written" m dd set "$action" contenu=x
	chmod -R u+w "$work/dd/ca"
fi

# ---- two at once

before=$(main_of dd)
for i in 1 2 3 4 5 6; do
	m dd -q set "$action" "complements.p$i=$i" 2>>"$work/together" &
done
wait
is "six at once all write" "$(m dd yaml "$copy/$action.yaml" | jq -c '.complements | to_entries | sort_by(.key) | map(.value)')" '[1,2,3,4,5,6]'
is "in one line" "$(git -C "$copy" rev-list --merges --count "$before..main")" 0

# ---- killed at any moment

# killed SECONDS NAME ARGUMENT...: maillage, killed after that time if it still runs.
killed()
{
	local after=$1 name=$2 pid
	shift 2
	(cd "$work/$name" && MAILLAGE_HOME=$PWD/home exec maillage -C ca -q "$@") >/dev/null 2>&1 </dev/null &
	pid=$!
	sleep "$after"
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
}

# A moment within the time such a command takes: 0 to $1 milliseconds.
moment()
{
	printf '0.%03d' $((RANDOM % $1))
}

start=${EPOCHREALTIME/./}
m dd -q set "$action" freins=0
took=$(((${EPOCHREALTIME/./} - start) / 1000 + 10))
((took < 900)) || took=900
bad=0
previous=0
for i in {1..15}; do
	killed "$(moment $took)" dd set "$action" "freins=$i"
	now=$(m dd get "$action" freins) || now="nothing: $i"
	[[ $now == "$i" || $now == "$previous" ]] || { bad=$((bad + 1)) && echo "# set $i: $now after $previous"; }
	previous=$now
done 2>/dev/null
is "set, killed, did all or nothing" "$bad" 0
ok "the copy is sound" m dd verify
bad=0
for i in {16..28}; do
	sed -i "s/^freins: .*/freins: \"$i\"/" "$copy/$action.yaml"
	killed "$(moment $took)" dd save
	# What stands in the file, recorded or not, is what the person wrote.
	[[ $(m dd get "$action" freins) == "$i" ]] || { bad=$((bad + 1)) && echo "# save $i lost: $(m dd get "$action" freins)"; }
done 2>/dev/null
is "save, killed, lost no edit" "$bad" 0
ok "the last is recorded" m dd save
is "as it was written" "$(git -C "$copy" show "main:$action.yaml" | grep -c 'freins: "28"')" 1
for i in {1..12}; do
	m asso -q set "$action" "leviers=$i"
	m dd -q set "$action" "obstacles=$i"
	killed "$(moment $((2 * took)))" asso sync
	killed "$(moment $((2 * took)))" dd sync
done 2>/dev/null
ok "after killed syncs, one that is not" m asso sync
ok "for the other too" m dd sync
ok "and again" m asso sync
is "nothing is lost" "$(m dd get "$action" leviers) $(m asso get "$action" obstacles)" "12 12"
is "both are equal" "$(main_of asso)" "$(main_of dd)"
is "the lines have every step" "$(m dd log "$action:leviers" --json | jq -c '[.[].new | tonumber] | sort')" "$(jq -nc '[range(1; 13)]')"
finish
